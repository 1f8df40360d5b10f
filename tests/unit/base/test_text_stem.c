/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/text_internal.h"

#define LONGEST 8192

/* Checks the stem, that it is its own stem, and that it keeps the promise of four times the name. */
static void check_bytes(quhua_str name, quhua_str stem) {
  char out[LONGEST], again[LONGEST];
  size_t len = quhua_name_stem(name, out, sizeof out);
  if (len != stem.len || memcmp(out, stem.ptr, len) != 0)
    fail_msg("stem of '%.*s' is '%.*s', not '%.*s'", (int)name.len, name.ptr, (int)len, out, (int)stem.len,
             stem.ptr);
  assert_true(len <= 4 * name.len);
  assert_int_equal(quhua_name_stem((quhua_str){out, len}, again, sizeof again), len);
  assert_memory_equal(out, again, len);
}

static void check(const char *name, const char *stem) {
  check_bytes(quhua_str_from(name), quhua_str_from(stem));
}

static void test_villages(void **state) {
  (void)state;
  check("东永村村民委员会", "东永村");
  check("东永村民委员会", "东永村");
  check("东永村村委会", "东永村");
  check("东永村委会", "东永村");
  check("东永村", "东永村");
  check("东永村村民委会", "东永村");
  check("东永村民委员", "东永村");
  check("东永村委", "东永村");
  check("洪河村村委员会", "洪河村");
  check("白石村民委员会", "白石村"); /* 盐亭县 2019 */
  check("周村村民委员会", "周村");
  check("周村村村民委员会", "周村村");
  check("夏德日村牧委会", "夏德日村");
  check("色然牧委会", "色然村");
}

static void test_communities(void **state) {
  (void)state;
  check("永安社区居民委员会", "永安社区");
  check("永安社区居委会", "永安社区");
  check("永安居民委员会", "永安社区");
  check("永安居委会", "永安社区");
  check("永安社区居民委会", "永安社区");
  check("永安社区委员会", "永安社区");
  check("永安社区居委", "永安社区");
  check("永安社区", "永安社区");
  check("广远新村居委会", "广远新村社区");
  check("花张社区村民委员会", "花张社区"); /* 340122107002 */
}

static void test_a_village_is_no_community(void **state) {
  (void)state;
  check("卫星村居民委员会", "卫星村社区");
  check("卫星村村民委员会", "卫星村");
  check("卫星居民委员会", "卫星社区");
}

static void test_towns_keep_their_class_word(void **state) {
  (void)state;
  check("高渠镇", "高渠镇");
  check("高渠乡", "高渠乡");
  check("麻秧街道办事处", "麻秧街道");
  check("麻秧街道办", "麻秧街道");
  check("麻秧街道", "麻秧街道");
  check("马池口地区办事处", "马池口地区");
  check("东山头办事处", "东山头办事处"); /* no 街道: nothing says what it is the office of */
  check("阿嘎如泰苏木乡", "阿嘎如泰苏木");
  check("三元回族乡", "三元回族乡");
}

static void test_gacha(void **state) {
  (void)state;
  check("都希嘎查", "都希嘎查");
  check("都希嘎查村", "都希嘎查");
  check("都希嘎查委员会", "都希嘎查");
  check("都希嘎查村委员会", "都希嘎查");
  check("都希嘎查村民委员会", "都希嘎查");
  check("都希嘎查村村民委员会", "都希嘎查");
  check("都希嘎查委会", "都希嘎查");
}

static void test_names_of_words_only(void **state) {
  (void)state;
  check("", "");
  check("村委会", "村");
  check("居委会", "社区");
  check("社区居民委员会", "社区");
  check("街道办事处", "街道");
  check("村", "村");
  check("委员会", "委员会");
}

static void test_former(void **state) {
  (void)state;
  check("（原）东永村", "东永村");
  check("(原)东永村村民委员会", "东永村");
  check("东永村（原）", "东永村");
  check("〔原〕东永村委会", "东永村");
  check("【原】东永村", "东永村");
  check("（ 原 ）东永村", "东永村");
  check("（（原）原）东永村", "东永村");
  check("原村", "原村"); /* a real name */
  check("原庄村委会", "原庄村");
  check("东永村（原毛公乡）", "东永村(原毛公乡)"); /* tells two villages apart */
}

static void test_brackets_at_the_end(void **state) {
  (void)state;
  check("红星村委会（合隆经济开发区）（省级）", "红星村(合隆经济开发区)(省级)");
  check("红星村民委员会（合隆经济开发区（省级））", "红星村(合隆经济开发区(省级))");
  check("小（氵甸）村委会", "小(氵甸)村");
  check("（村委会）", "(村委会)");
  check("红星村委会）", "红星村委会)");
  check("红星村委会（", "红星村委会(");
  check("）（村委会", ")(村");
}

static void test_spelling(void **state) {
  (void)state;
  check("东 永　村", "东永村"); /* ASCII and ideographic space */
  check("东永村\t村民委员会\r\n", "东永村");
  check("ＩＴ产业园", "IT产业园");
  check("１号村委会", "1号村");
  check("東永村", "東永村");                 /* traditional characters are other characters */
  check("\xEF\xA4\x8A谷村", "金谷村");       /* U+F90A is a compatibility form of 金 */
  check("⽊村", "木村");                     /* U+2F4A, a radical, for U+6728 */
  check("\xEF\xBB\xBF东永村", "东永村");     /* byte order mark */
  check("东永\xE2\x80\x8B村", "东永村");     /* zero-width space */
  check("葛\xF3\xA0\x84\x80村委会", "葛村"); /* variation selector 17 */
  check("青㭎村民委员会", "青㭎村");
  check("\xEE\xA0\xAD村委会", "\xEE\xA0\xAD村"); /* private use, as in the list of 2018 */
  check("?江镇", "?江镇");
}

static void test_composition(void **state) {
  (void)state;
  check("e\xCC\x81", "\xC3\xA9");  /* e + acute is é */
  check("e \xCC\x81", "\xC3\xA9"); /* the space goes first */
  check("e(原)\xCC\x81", "\xC3\xA9");
  /* q + dot below + dot above and its reverse are one text: below (220) goes before above (230). */
  check("q\xCC\x87\xCC\xA3", "q\xCC\xA3\xCC\x87");
  check("q\xCC\x87 \xCC\xA3", "q\xCC\xA3\xCC\x87");
}

/* Descriptions of characters are written as lists write composed ones. */
static void test_descriptions(void **state) {
  (void)state;
  check("小⿰氵甸村委会", "小(氵甸)村");
  check("⿰氵甸沽村", "(氵甸)沽村");
  check("⿲彳亍亍村", "(彳亍亍)村");
  check("⿰氵⿱甲乙村", "⿰氵(甲乙)村"); /* one in another: only the inner one */
  check("⿰氵", "⿰氵");                 /* not complete */
  check("⿰a甸", "⿰a甸");               /* no parts of a character */
}

/* One spelling, with the words for the committee. */
static void test_spelling_of_a_name(void **state) {
  (void)state;
  static const char *const pairs[][2] = {{"小（氵甸）村委会", "小(氵甸)村委会"},
                                         {"东永村 村民委员会", "东永村村民委员会"},
                                         {"东永村村民委员会", "东永村村民委员会"},
                                         {"１组", "1组"},
                                         {"\xff", "\xff"},
                                         {"", ""}};
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
    char out[64];
    size_t len = quhua__name_spelling(quhua_str_from(pairs[i][0]), out, sizeof out);
    assert_int_equal(len, strlen(pairs[i][1]));
    assert_memory_equal(out, pairs[i][1], len);
  }
  assert_int_equal(quhua__name_spelling(quhua_str_from("小（氵甸）村委会"), NULL, 0), 20);
}

static void test_malformed_text_is_its_own_stem(void **state) {
  (void)state;
  check("\xE4\xB8村委会", "\xE4\xB8村委会");
  check_bytes((quhua_str){"东永村委", 11}, (quhua_str){"东永村委", 11}); /* cut inside 委 */
  check("\xED\xA0\x80", "\xED\xA0\x80");
}

static void test_a_growing_text_is_its_own_stem(void **state) {
  (void)state;
  check("\xEF\xB7\xBA", "\xEF\xB7\xBA"); /* U+FDFA decomposes into 18 characters */
}

static void test_long_text(void **state) {
  (void)state;
  char name[LONGEST / 2];
  size_t len = 0;
  while (len < 1023) name[len++] = 'a';
  name[len++] = 0x20;
  name[len++] = 'a'; /* 1024 letters and a space: fits */
  char stem[1024];
  memset(stem, 'a', sizeof stem);
  check_bytes((quhua_str){name, len}, (quhua_str){stem, sizeof stem});
  name[len++] = 'a'; /* one more does not */
  check_bytes((quhua_str){name, len}, (quhua_str){name, len});
  len = 0;
  while (len + 3 <= 3000) memcpy(name + len, "村", 3), len += 3;
  memcpy(name + len, "委会", 6);
  check_bytes((quhua_str){name, len + 6}, (quhua_str){name, len - 3}); /* …村村委会 is …村 */
}

static void test_capacity(void **state) {
  (void)state;
  char out[16];
  memset(out, '#', sizeof out);
  assert_int_equal(quhua_name_stem(quhua_str_from("东永村委会"), NULL, 0), 9);
  assert_int_equal(quhua_name_stem(quhua_str_from("东永村委会"), out, 8), 9);
  assert_int_equal(out[0], '#');
  assert_int_equal(quhua_name_stem(quhua_str_from("东永村委会"), out, 9), 9);
  assert_memory_equal(out, "东永村#", 10);
  assert_int_equal(quhua_name_stem((quhua_str){NULL, 0}, NULL, 0), 0);
  memset(out, '#', sizeof out);
  assert_int_equal(quhua_name_stem(quhua_str_from("\xFF\xFF"), out, 1), 2);
  assert_int_equal(out[0], '#');
}

/* Random sequences of the pieces that the rules look for: the stem of a stem is the stem. */
static void test_stem_of_stem(void **state) {
  (void)state;
  static const char *const pieces[] = {
      "村",       "民",       "委", "员",   "会",   "居", "社区", "街道",         "办", "事处",
      "嘎查",     "苏木",     "乡", "（",   "）",   "(",  ")",    "原",           " ",  "e",
      "\xCC\x81", "\xCC\xA3", "牧", "地区", "\xFF", "①",  "ﬁ",    "\xEF\xB7\xBA", "[",  "】"};
  uint32_t random = 20191227;
  for (int round = 0; round < 200000; round++) {
    char name[256] = "", stem[1024], again[4096];
    size_t count = (random >> 8) % 12;
    for (size_t i = 0; i < count; i++) {
      random = random * 1664525u + 1013904223u;
      strcat(name, pieces[(random >> 12) % (sizeof pieces / sizeof pieces[0])]);
    }
    random = random * 1664525u + 1013904223u;
    size_t len = quhua_name_stem(quhua_str_from(name), stem, sizeof stem);
    assert_true(len <= 4 * strlen(name) && len <= sizeof stem);
    size_t len_again = quhua_name_stem((quhua_str){stem, len}, again, sizeof again);
    if (len_again != len || memcmp(stem, again, len) != 0)
      fail_msg("'%s' -> '%.*s' -> '%.*s'", name, (int)len, stem, (int)len_again, again);
  }
}

static void check_proper(const char *stem, const char *proper) {
  assert_int_equal(quhua__name_proper(quhua_str_from(stem)), strlen(proper));
  assert_memory_equal(stem, proper, strlen(proper));
}

static void test_proper(void **state) {
  (void)state;
  check_proper("东永村", "东永");
  check_proper("永安社区", "永安");
  check_proper("高渠镇", "高渠");
  check_proper("毛公乡", "毛公");
  check_proper("麻秧街道", "麻秧");
  check_proper("花胡硕苏木", "花胡硕");
  check_proper("鄂温克民族苏木", "鄂温克");
  check_proper("都希嘎查", "都希");
  check_proper("东永村第3村民小组", "东永村第3");
  check_proper("东永村3组", "东永村3");
  check_proper("盐亭县", "盐亭");
  check_proper("雨城区", "雨城");
  check_proper("巴中市", "巴中");
  check_proper("四川省", "四川");
  check_proper("西藏自治区", "西藏");
  check_proper("峨边彝族自治县", "峨边彝族");
  check_proper("松山湖", "松山湖");
  check_proper("村", "村");
  check_proper("社区", "社区");
  check_proper("街道", "街道");
  check_proper("", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_villages),
      cmocka_unit_test(test_communities),
      cmocka_unit_test(test_a_village_is_no_community),
      cmocka_unit_test(test_towns_keep_their_class_word),
      cmocka_unit_test(test_gacha),
      cmocka_unit_test(test_names_of_words_only),
      cmocka_unit_test(test_former),
      cmocka_unit_test(test_brackets_at_the_end),
      cmocka_unit_test(test_spelling),
      cmocka_unit_test(test_descriptions),
      cmocka_unit_test(test_spelling_of_a_name),
      cmocka_unit_test(test_composition),
      cmocka_unit_test(test_malformed_text_is_its_own_stem),
      cmocka_unit_test(test_a_growing_text_is_its_own_stem),
      cmocka_unit_test(test_long_text),
      cmocka_unit_test(test_capacity),
      cmocka_unit_test(test_stem_of_stem),
      cmocka_unit_test(test_proper),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
