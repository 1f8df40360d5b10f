/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/common_characters.h"
#include "rules/name_characters.h"

#include <iconv.h>
#include <stdlib.h>
#include <string.h>

enum { BMP = 0x10000, FIRST_SURROGATE = 0xD800, LAST_SURROGATE = 0xDFFF };

static void assert_flaw(const quhua__name_flaw *flaw, quhua__name_fault fault, const char *text,
                        size_t column) {
  assert_int_equal(flaw->fault, fault);
  assert_int_equal(flaw->text.len, strlen(text));
  assert_memory_equal(flaw->text.ptr, text, flaw->text.len);
  assert_int_equal(flaw->column, column);
}

static void assert_only(const char *name, quhua__name_fault fault, const char *text, size_t column) {
  quhua__name_flaw found[QUHUA__NAME_FAULT_COUNT];
  size_t count = quhua__name_flaws(quhua_str_from(name), found);
  if (count != 1) fail_msg("%s has %zu faults", name, count);
  assert_flaw(&found[0], fault, text, column);
}

static void assert_none(const char *name) {
  quhua__name_flaw found[QUHUA__NAME_FAULT_COUNT];
  size_t count = quhua__name_flaws(quhua_str_from(name), found);
  if (count != 0) fail_msg("%s has fault %d at %zu", name, (int)found[0].fault, found[0].column);
}

static void ordinary_names_have_no_fault(void **state) {
  static const char *const names[] = {
      "",
      "盐亭县",
      "东永村村民委员会",
      "塔城·乌苏",
      "八五〇场直社区",
      "第二、二社区",
      "中国（南京）软件谷",
      "嘎查",
      "圪塔村",
  };
  (void)state;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_none(names[i]);
  quhua__name_flaw found[QUHUA__NAME_FAULT_COUNT];
  assert_int_equal(quhua__name_flaws((quhua_str){NULL, 0}, found), 0);
}

/* Three spellings of one town, and two villages of the published lists. */
static void characters_that_older_software_loses(void **state) {
  (void)state;
  assert_only("䢺江镇", QUHUA__NAME_NOT_GBK, "䢺", 1);
  assert_only("?江镇", QUHUA__NAME_QUESTION, "?", 1);
  assert_none("出江镇");
  assert_only("青㭎村", QUHUA__NAME_NOT_GBK, "㭎", 2);
  assert_only("青\xEE\xA0\xAD村", QUHUA__NAME_PRIVATE_USE, "\xEE\xA0\xAD", 2);         /* U+E82D */
  assert_only("\xF0\xAC\xAE\xBF村", QUHUA__NAME_NOT_GBK, "\xF0\xAC\xAE\xBF", 1);       /* 𬮿 U+2CBBF */
  assert_only("莫\xF0\xA1\x90\x93村委会", QUHUA__NAME_NOT_GBK, "\xF0\xA1\x90\x93", 2); /* 𡐓 U+21413 */
  assert_only("村\xF3\xB0\x80\x80", QUHUA__NAME_PRIVATE_USE, "\xF3\xB0\x80\x80", 2);   /* U+F0000 */
  assert_only("村\xF4\x8F\xBF\xBD", QUHUA__NAME_PRIVATE_USE, "\xF4\x8F\xBF\xBD", 2);   /* U+10FFFD */
  assert_only("村\xEF\xA3\xBF", QUHUA__NAME_PRIVATE_USE, "\xEF\xA3\xBF", 2);           /* U+F8FF */
  assert_only("村\xEE\x80\x80", QUHUA__NAME_PRIVATE_USE, "\xEE\x80\x80", 2);           /* U+E000 */
  assert_only("村\xF3\xAF\xBF\xBD", QUHUA__NAME_NOT_GBK, "\xF3\xAF\xBF\xBD", 2);       /* U+EFFFD, plane 14 */
}

static void lost_characters(void **state) {
  (void)state;
  assert_only("胡子？村", QUHUA__NAME_QUESTION, "？", 3);
  assert_only("村\xEF\xBF\xBD", QUHUA__NAME_QUESTION, "\xEF\xBF\xBD", 2); /* U+FFFD */
  assert_only("村\xD5", QUHUA__NAME_QUESTION, "\xD5", 2);                 /* the end of the name is inside */
  assert_only("\xED\xA0\x80村", QUHUA__NAME_QUESTION, "\xED", 1);         /* a surrogate */
}

/* One from each end of each range, by the numbers of Unicode. */
static void characters_that_nobody_sees(void **state) {
  static const char *const controls[] = {
      "\x01",         "\x1F",         "\t",           "\n",           "\x7F",         "\xC2\x80",
      "\xC2\x9F",     "\xE2\x80\x8B", "\xE2\x80\x8F", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAA",
      "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA9", "\xEF\xBB\xBF", "\xC2\xAD",
  };
  (void)state;
  for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
    char name[16] = "东";
    strcat(name, controls[i]);
    strcat(name, "村");
    assert_only(name, QUHUA__NAME_CONTROL, controls[i], 2);
  }
  quhua__name_flaw found[QUHUA__NAME_FAULT_COUNT];
  assert_int_equal(quhua__name_flaws((quhua_str){"\0村", 4}, found), 1);
  assert_int_equal(found[0].fault, QUHUA__NAME_CONTROL);
}

static void what_the_statistics_bureau_refuses(void **state) {
  static const char *const forms[] = {
      "1",
      "9",
      "A",
      "z",
      "(",
      ")",
      " ",
      ".",
      "-",
      "３",
      "Ａ",
      "ｅ",
      "Ⅱ",
      "①",
      "《",
      "—",
      "　",
      "\xC2\xA0",
      "\xE2\x80\x82",
  };
  (void)state;
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    char name[16] = "东";
    strcat(name, forms[i]);
    assert_only(name, QUHUA__NAME_FORM, forms[i], 2);
  }
  assert_only("3组", QUHUA__NAME_FORM, "3", 1);
  assert_only("长shan村委会", QUHUA__NAME_FORM, "s", 2);
  assert_only("凤二(1)居委会", QUHUA__NAME_FORM, "(", 3);
}

/* 埇 (of 埇桥区), 塆 and the 龍 of old books are in GBK and not in GB/T 2312; U+FA0E is one of the 21 above U+F900. */
static void rare_characters(void **state) {
  (void)state;
  assert_only("埇桥区", QUHUA__NAME_RARE, "埇", 1);
  assert_only("塆下村", QUHUA__NAME_RARE, "塆", 1);
  assert_only("九龍村", QUHUA__NAME_RARE, "龍", 2);
  assert_only("村\xEF\xA8\x8E", QUHUA__NAME_RARE, "\xEF\xA8\x8E", 2);
  assert_only("村\xEF\xA4\xAC", QUHUA__NAME_RARE, "\xEF\xA4\xAC", 2);    /* U+F92C, the first of the 21 */
  assert_only("村\xEF\xA4\xAB", QUHUA__NAME_NOT_GBK, "\xEF\xA4\xAB", 2); /* U+F92B */
  assert_only("村龥", QUHUA__NAME_RARE, "龥", 2);                        /* U+9FA5, the last of the block */
  assert_only("村龦", QUHUA__NAME_NOT_GBK, "龦", 2);                     /* U+9FA6 */
}

static void characters_written_out_in_brackets(void **state) {
  (void)state;
  assert_only("小（氵甸）村委会", QUHUA__NAME_RARE, "（氵甸）", 2);
  assert_only("（氵甸）沽村委会", QUHUA__NAME_RARE, "（氵甸）", 1);
  assert_only("东于（瞿阝）村委会", QUHUA__NAME_RARE, "（瞿阝）", 3);
  assert_only("（石玄）步村村委会", QUHUA__NAME_RARE, "（石玄）", 1);
  assert_only("叶（土夭）村委会", QUHUA__NAME_RARE, "（土夭）", 2);
  assert_only("上(田本)村村委会", QUHUA__NAME_RARE, "(田本)", 2);
  assert_only("小（氵甸）", QUHUA__NAME_RARE, "（氵甸）", 2);
  static const char *const left[] = {"口", "土", "木", "火", "田", "目", "石", "禾", "虫", "足"};
  for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
    char name[64] = "小", *written_out = name + strlen(name);
    strcat(strcat(strcat(name, "（"), left[i]), "甸）");
    char expected[32];
    strcpy(expected, written_out);
    strcat(name, "村");
    assert_only(name, QUHUA__NAME_RARE, expected, 2);
  }
}

/* Words in brackets are no character: remarks, numbers, other names; nor are brackets that do not close. */
static void other_brackets(void **state) {
  static const char *const names[] = {
      "寨坡山（石矿）社区居委会",
      "寨坡山（石矿）居委会",
      "站前社区（白河）",
      "罗山（畲族）社区居委会",
      "甲西村（左翼）村村民委员会",
      "庙港村委会（新）",
      "四连队（幸福村）",
      "站前社区（石矿）",
      "小（石矿村）村",
      "罗山（木）村",
      "小（石矿",
      "小（",
      "（）村",
      "五三（）社区",
  };
  (void)state;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) assert_none(names[i]);
  assert_only("双满（lang）村", QUHUA__NAME_FORM, "l", 4);
  assert_only("五三（1）社区", QUHUA__NAME_FORM, "1", 4);
}

static void parts_of_characters_without_brackets(void **state) {
  (void)state;
  assert_only("孙家瞿阝村委会", QUHUA__NAME_RARE, "阝", 4);
  assert_only("氵丙洲村委会", QUHUA__NAME_RARE, "氵", 1);
  assert_only("钅广村村民委员会", QUHUA__NAME_RARE, "钅", 1);
  assert_only("犭央犭茶湖村委会", QUHUA__NAME_RARE, "犭", 1);
  assert_only("小（氵甸村", QUHUA__NAME_RARE, "氵", 3);
}

static void each_fault_is_told_once_in_order(void **state) {
  quhua__name_flaw found[QUHUA__NAME_FAULT_COUNT];
  (void)state;
  const char *name = "东（氵甸）?3㭎\xEE\xA0\xAD\n塆?4䢺\xEE\x80\x80\t";
  assert_int_equal(quhua__name_flaws(quhua_str_from(name), found), 6);
  assert_flaw(&found[0], QUHUA__NAME_RARE, "（氵甸）", 2);
  assert_flaw(&found[1], QUHUA__NAME_QUESTION, "?", 6);
  assert_flaw(&found[2], QUHUA__NAME_FORM, "3", 7);
  assert_flaw(&found[3], QUHUA__NAME_NOT_GBK, "㭎", 8);
  assert_flaw(&found[4], QUHUA__NAME_PRIVATE_USE, "\xEE\xA0\xAD", 9);
  assert_flaw(&found[5], QUHUA__NAME_CONTROL, "\n", 10);
  assert_ptr_equal(found[1].text.ptr, strchr(name, '?'));
}

/* Nothing is read behind the name: every cut of one stands in a block of its own, for a sanitizer to watch. */
static void names_cut_anywhere(void **state) {
  static const char name[] = "上(田本)\xF0\xAC\xAE\xBF（氵甸）村（石玄）步";
  (void)state;
  for (size_t len = 0; len < sizeof name; len++) {
    quhua__name_flaw found[QUHUA__NAME_FAULT_COUNT];
    char *copy = malloc(len + (len == 0));
    assert_non_null(copy);
    memcpy(copy, name, len);
    size_t count = quhua__name_flaws((quhua_str){copy, len}, found);
    assert_true(count < QUHUA__NAME_FAULT_COUNT);
    for (size_t i = 0; i < count; i++) {
      assert_true(found[i].text.len > 0 && found[i].text.ptr >= copy);
      assert_true(found[i].text.ptr + found[i].text.len <= copy + len);
    }
    free(copy);
  }
}

static size_t write_utf8(uint32_t point, char out[4]) {
  if (point < 0x80) return out[0] = (char)point, 1;
  if (point < 0x800) {
    out[0] = (char)(0xC0 | point >> 6);
    out[1] = (char)(0x80 | (point & 0x3F));
    return 2;
  }
  out[0] = (char)(0xE0 | point >> 12);
  out[1] = (char)(0x80 | (point >> 6 & 0x3F));
  out[2] = (char)(0x80 | (point & 0x3F));
  return 3;
}

/* Does iconv write the character in exactly two bytes of this encoding? */
static bool has(iconv_t converter, uint32_t point) {
  char utf8[4], bytes[8], *in = utf8, *out = bytes;
  size_t left = write_utf8(point, utf8), room = sizeof bytes;
  iconv(converter, NULL, NULL, NULL, NULL);
  size_t replaced = iconv(converter, &in, &left, &out, &room);
  return replaced == 0 && left == 0 && sizeof bytes - room == 2;
}

static bool *repertoire(const char *encoding) {
  iconv_t converter = iconv_open(encoding, "UTF-8");
  if (converter == (iconv_t)-1) {
    print_message("this system's iconv does not write %s\n", encoding);
    skip();
  }
  bool *held = calloc(BMP, sizeof *held);
  assert_non_null(held);
  for (uint32_t point = 0x80; point < BMP; point++)
    if (point < FIRST_SURROGATE || point > LAST_SURROGATE) held[point] = has(converter, point);
  iconv_close(converter);
  return held;
}

static quhua__name_fault fault_alone(uint32_t point) {
  char utf8[4];
  quhua__name_flaw found[QUHUA__NAME_FAULT_COUNT];
  size_t len = write_utf8(point, utf8);
  return quhua__name_flaws((quhua_str){utf8, len}, found) ? found[0].fault : QUHUA__NAME_NONE;
}

/* GB/T 2312-1980 has 3,755 + 3,008 Han characters. Without fault are all but 28: the parts of characters, of which a
 * 29th, 罒, is not in it. */
static void gb2312_is_that_of_iconv(void **state) {
  (void)state;
  bool *held = repertoire("GB2312");
  size_t characters = 0, flawed = 0;
  for (uint32_t point = QUHUA__HAN_FIRST; point <= QUHUA__HAN_LAST; point++) {
    uint32_t n = point - QUHUA__HAN_FIRST;
    bool ours = quhua__gb2312_han[n / 32] >> n % 32 & 1;
    if (ours != held[point]) fail_msg("U+%04X", (unsigned)point);
    characters += ours;
    quhua__name_fault fault = fault_alone(point);
    assert_true(fault == QUHUA__NAME_NONE || fault == QUHUA__NAME_RARE);
    if (!ours) assert_int_equal(fault, QUHUA__NAME_RARE);
    flawed += ours && fault == QUHUA__NAME_RARE;
  }
  assert_int_equal(characters, 3755 + 3008);
  assert_int_equal(flawed, 29 - 1);
  free(held);
}

/* Codecs disagree about GBK in two places, both outside of what is compared: the euro sign is the single byte 80 in code
 * page 936 (glibc writes it under the name GBK too), and the characters at FE50 to FEA0, as 㭎, are two bytes in
 * GB18030 only. */
static void gbk_is_that_of_iconv(void **state) {
  (void)state;
  bool *held = repertoire("GBK"), *ours = calloc(BMP, sizeof *ours);
  assert_non_null(ours);
  for (size_t i = 0; i < QUHUA__GBK_RANGES; i++) {
    assert_true(quhua__gbk[i].first <= quhua__gbk[i].last);
    if (i) assert_true(quhua__gbk[i].first > quhua__gbk[i - 1].last);
    for (uint32_t point = quhua__gbk[i].first; point <= quhua__gbk[i].last; point++) ours[point] = true;
  }
  for (uint32_t point = 0x80; point < BMP; point++)
    if (ours[point] != held[point]) fail_msg("U+%04X", (unsigned)point);
  free(ours);
  free(held);
}

/* Of the characters of GBK only ？ is lost, and none is refused as not GBK; of the others none passes. */
static void every_character_is_judged_by_its_repertoire(void **state) {
  (void)state;
  bool *held = repertoire("GBK");
  for (uint32_t point = 0x80; point < BMP; point++) {
    if (point >= FIRST_SURROGATE && point <= LAST_SURROGATE) continue;
    quhua__name_fault fault = fault_alone(point);
    bool passes = fault == QUHUA__NAME_NONE || fault == QUHUA__NAME_RARE || fault == QUHUA__NAME_FORM;
    bool is_space =
        point == 0xA0 || (point >= 0x2000 && point <= 0x200A) || point == 0x202F || point == 0x205F;
    if (passes != (is_space || (held[point] && point != 0xFF1F))) fail_msg("U+%04X", (unsigned)point);
  }
  free(held);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ordinary_names_have_no_fault),
      cmocka_unit_test(characters_that_older_software_loses),
      cmocka_unit_test(lost_characters),
      cmocka_unit_test(characters_that_nobody_sees),
      cmocka_unit_test(what_the_statistics_bureau_refuses),
      cmocka_unit_test(rare_characters),
      cmocka_unit_test(characters_written_out_in_brackets),
      cmocka_unit_test(other_brackets),
      cmocka_unit_test(parts_of_characters_without_brackets),
      cmocka_unit_test(each_fault_is_told_once_in_order),
      cmocka_unit_test(names_cut_anywhere),
      cmocka_unit_test(gb2312_is_that_of_iconv),
      cmocka_unit_test(gbk_is_that_of_iconv),
      cmocka_unit_test(every_character_is_judged_by_its_repertoire),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
