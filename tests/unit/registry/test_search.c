/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "registry/registry_internal.h"
#include "support/bench.h"
#include "support/fail_alloc.h"

#include <stdio.h>
#include <string.h>

/* Two counties with villages of one name; 毛公乡 ends in 2020 and its 东永村 gets another code. */
static const char table[] = "code,name\n"
                            "510722,三台县\n"
                            "510722100,高渠镇\n"
                            "510722100200,东永村\n"
                            "510723,盐亭县\n"
                            "510723104,两河镇\n"
                            "510723104001,东永社区居委会\n"
                            "510723104200,河东永安村\n"
                            "510723208,毛公乡\n"
                            "510723208201,东永村村民委员会\n";
static const char acts[] = "document,effective,old_code,new_code,new_name,new_kind,new_parent\n"
                           "甲,2020-01-01,510723208,@a,高渠镇,镇,510723\n"
                           "甲,2020-01-01,510723104,@a,高渠镇,镇,510723\n";

static bench *open_yard(void) {
  bench *b = bench_open(table);
  bench_apply(b, acts);
  return b;
}

/* "code name" of all hits, one a line, in order. */
static void expect_in(bench *b, const quhua_snapshot *snapshot, const char *text, const char *date,
                      const char *expected) {
  char lines[1024] = "";
  size_t len = 0;
  quhua_cursor *cursor = NULL;
  quhua_unit u;
  assert_int_equal(quhua_cursor_new_search(snapshot, quhua_str_from(text), bench_day(date), &cursor, &b->err),
                   QUHUA_OK);
  while (quhua_cursor_next(cursor, &u))
    len += (size_t)snprintf(lines + len, sizeof lines - len, "%s %.*s\n", u.code.text, (int)u.name.len,
                            u.name.ptr);
  quhua_cursor_free(cursor);
  assert_string_equal(lines, expected);
}
static void expect(bench *b, const char *text, const char *expected) {
  expect_in(b, b->before, text, "2021-01-01", expected);
}

#define FIRST "510722100200 东永村\n"
#define COMMUNITY "510723105001 东永社区居委会\n"

/* The codes that the hits below have: the new town is 105, next above 104; its children keep their segments. */
static void test_codes(void **state) {
  (void)state;
  bench *b = open_yard();
  assert_int_equal(bench_unit(b, "510723105", "2020-01-01").level, QUHUA_LEVEL_TOWNSHIP);
  assert_int_equal(bench_unit(b, "510723105001", "2020-01-01").kind, QUHUA_KIND_COMMUNITY);
  bench_close(b);
}

/* Whole name before stem: the spelling decides which of two 东永村 comes first. */
static void test_names_before_stems(void **state) {
  (void)state;
  bench *b = open_yard();
  expect(b, "东永村", FIRST "510723105201 东永村村民委员会\n");
  expect(b, "东永村村民委员会", "510723105201 东永村村民委员会\n" FIRST);
  expect(b, "东永村委会", FIRST "510723105201 东永村村民委员会\n"); /* neither is spelt so: by code */
  bench_close(b);
}

static void test_proper_name(void **state) {
  (void)state;
  bench *b = open_yard();
  expect(b, "东永", FIRST COMMUNITY "510723105201 东永村村民委员会\n");
  bench_close(b);
}

static void test_paths(void **state) {
  (void)state;
  bench *b = open_yard();
  expect(b, "盐亭县东永村", "510723105201 东永村村民委员会\n");
  expect(b, "三台县 高渠镇/东永村", FIRST);
  expect(b, "三台东永村", FIRST); /* the proper name of a parent is enough */
  expect(b, "盐亭县　高渠镇　东永村", "510723105201 东永村村民委员会\n");
  expect(b, "高渠镇东永村", FIRST "510723105201 东永村村民委员会\n");
  expect(b, "盐亭县>高渠镇>东永", COMMUNITY "510723105201 东永村村民委员会\n");
  expect(b, "中江县东永村", "");
  bench_close(b);
}

/* Under the parents of its time: the version that ended lies in 毛公乡. */
static void test_paths_of_the_past(void **state) {
  (void)state;
  bench *b = open_yard();
  expect(b, "毛公乡东永村", "510723208201 东永村村民委员会\n");
  expect(b, "盐亭县毛公乡东永村", "510723208201 东永村村民委员会\n");
  expect(b, "两河镇东永村", "");
  bench_close(b);
}

/* 原 asks for what is gone; it may stand before any part of a path. */
static void test_former_names(void **state) {
  (void)state;
  bench *b = open_yard();
  expect(b, "毛公乡", "510723208000 毛公乡\n");
  expect(b, "原毛公乡", "510723208000 毛公乡\n");
  expect(b, "盐亭县原毛公乡", "510723208000 毛公乡\n");
  expect(b, "毛公", "510723208000 毛公乡\n");
  bench_close(b);
}

/* Living before former, unless the text begins with 原. */
static void test_living_and_former(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510723,盐亭县\n510723100,云溪镇\n510723101,石牛镇\n"
                        "510723100200,青石村\n510723101200,青石村\n510723101201,黄溪村\n");
  bench_apply(b, "effective,old_code,new_code\n2020-01-01,510723100200,510723100201\n"); /* recoded: lives */
  bench_apply(b, "effective,old_code,new_code,new_name\n2020-02-01,510723101200,510723101201,黄溪村\n");
  expect(b, "青石村", "510723100201 青石村\n510723101200 青石村\n");
  expect(b, "原青石村", "510723100200 青石村\n510723101200 青石村\n"); /* versions that ended */
  expect_in(b, b->before, "青石村", "2019-06-01", "510723100200 青石村\n510723101200 青石村\n");
  bench_close(b);
}

/* Parts of names answer only when nothing answers better. */
static void test_parts(void **state) {
  (void)state;
  bench *b = open_yard();
  expect(b, "永安", "510723105200 河东永安村\n");
  expect(b, "社区", COMMUNITY);
  expect(b, "没有这样的名字", "");
  expect(b, "", "");
  expect(b, " / 　", "");
  expect(b, "原", "");
  bench_close(b);
}

/* Who knows less finds less; a plan finds more. */
static void test_what_is_known(void **state) {
  (void)state;
  bench *b = bench_open(table);
  expect(b, "高渠镇", "510722100000 高渠镇\n");
  bench_plan(b, acts);
  expect_in(b, quhua_plan_after(b->plan), "高渠镇", "2021-01-01",
            "510722100000 高渠镇\n510723105000 高渠镇\n");
  expect_in(b, quhua_plan_after(b->plan), "盐亭县高渠镇东永村", "2021-01-01",
            "510723105201 东永村村民委员会\n");
  expect(b, "高渠镇", "510722100000 高渠镇\n");
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_OK);
  expect(b, "高渠镇", "510722100000 高渠镇\n510723105000 高渠镇\n");
  quhua_snapshot *past = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, 1, &past, &b->err), QUHUA_OK);
  expect_in(b, past, "高渠镇", "2021-01-01", "510722100000 高渠镇\n");
  expect_in(b, past, "毛公乡", "2021-01-01", "510723208000 毛公乡\n");
  quhua_snapshot_free(past);
  bench_close(b);
}

/* Bytes that are no text, and a text without end. */
static void test_hostile(void **state) {
  (void)state;
  bench *b = open_yard();
  static char huge[1 << 20];
  memset(huge, 'x', sizeof huge - 1);
  expect(b, huge, "");
  memcpy(huge + sizeof huge - 1 - 9, "东永村", 9); /* a name that is under none of so many parents */
  expect(b, huge, "");
  expect(b, "\xff\xfe\xe4", "");
  expect(b, "\xe4\xb8", "");
  bench_close(b);
}

/* "rank kind code", then path, former and unfit where they hold. */
static void expect_matches(bench *b, const char *text, const char *date, const char *expected) {
  char lines[1024] = "";
  size_t len = 0;
  quhua_cursor *cursor = NULL;
  quhua_unit u;
  quhua_match m;
  assert_int_equal(
      quhua_cursor_new_search(b->before, quhua_str_from(text), bench_day(date), &cursor, &b->err), QUHUA_OK);
  assert_false(quhua_cursor_match(cursor, &m)); /* before the first step */
  while (quhua_cursor_next(cursor, &u)) {
    assert_true(quhua_cursor_match(cursor, &m));
    assert_int_equal(m.reserved, 0);
    len += (size_t)snprintf(lines + len, sizeof lines - len, "%u %s %s%s%s%s\n", (unsigned)m.rank,
                            quhua_match_word(m.kind, QUHUA_LANG_EN), u.code.text, m.path ? " path" : "",
                            m.former ? " former" : "", m.fits ? "" : " unfit");
  }
  quhua_cursor_free(cursor);
  assert_string_equal(lines, expected);
}

static void test_matches(void **state) {
  (void)state;
  bench *b = open_yard();
  expect_matches(b, "东永村", "2021-01-01", "1 name 510722100200\n2 stem 510723105201\n");
  expect_matches(b, "东永村委会", "2021-01-01", "1 stem 510722100200\n1 stem 510723105201\n");
  expect_matches(b, "东永", "2021-01-01",
                 "1 proper 510722100200\n1 proper 510723105001\n1 proper 510723105201\n");
  expect_matches(b, "盐亭东永村", "2021-01-01", "1 stem 510723105201 path\n");
  expect_matches(b, "毛公乡东永村", "2021-01-01", "1 stem 510723208201 path former unfit\n");
  expect_matches(b, "原毛公乡东永村", "2021-01-01", "1 stem 510723208201 path former\n");
  expect_matches(b, "盐亭县原毛公乡东永村", "2021-01-01", "1 stem 510723208201 path former\n");
  expect_matches(b, "原毛公乡", "2021-01-01", "1 name 510723208000 former\n");
  expect_matches(b, "原毛公乡", "2019-06-01", "1 name 510723208000 unfit\n"); /* still lives */
  expect_matches(b, "永安", "2021-01-01", "1 part 510723105200\n");
  bench_close(b);
}

static void test_match_words(void **state) {
  (void)state;
  quhua_match m;
  bench *b = open_yard();
  quhua_cursor *all = NULL;
  quhua_unit u;
  assert_string_equal(quhua_match_word(QUHUA_MATCH_ALIAS, QUHUA_LANG_ZH), "别名");
  assert_string_equal(quhua_match_word(QUHUA_MATCH_PINYIN, QUHUA_LANG_EN), "pinyin");
  assert_string_equal(quhua_match_word((quhua_match_kind)6, QUHUA_LANG_EN), "");
  assert_string_equal(quhua_match_word(QUHUA_MATCH_NAME, (quhua_lang)2), "");
  assert_int_equal(quhua_cursor_new_all(b->before, bench_day("2021-01-01"), &all, NULL), QUHUA_OK);
  assert_true(quhua_cursor_next(all, &u));
  assert_false(quhua_cursor_match(all, &m)); /* no search */
  quhua_cursor_free(all);
  bench_close(b);
}

static void test_separators(void **state) {
  (void)state;
  bench *b = open_yard();
  static const char *const texts[] = {
      "三台县·高渠镇·东永村", "三台县／高渠镇／东永村", "三台县＞高渠镇＞东永村", "三台县，高渠镇，东永村",
      "三台-高渠-东永村",     "三台县 → 东永村",        " 三台县|高渠镇\t东永村 "};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect(b, texts[i], FIRST);
  bench_close(b);
  /* where a sign is part of a name, the name as it is written comes first */
  b = bench_open("code,name\n500107,九龙坡区\n500107003,谢家湾街道\n500107003013,华润·凌江社区居民委员会\n"
                 "500107003014,第二、一社区\n");
  expect(b, "华润·凌江社区", "500107003013 华润·凌江社区居民委员会\n");
  expect(b, "谢家湾街道办事处第二、一社区居委会",
         "500107003014 第二、一社区\n"); /* another spelling on the path */
  bench_close(b);
}

/* A town is renamed twice; its village has one version all the time. */
static void test_path_names_of_any_time(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510723,盐亭县\n510723100,甲溪镇\n510723100201,石牛村\n");
  bench_apply(b, "effective,old_code,new_name\n2020-01-01,510723100,乙溪镇\n");
  bench_apply(b, "effective,old_code,new_name\n2021-01-01,510723100,丙溪镇\n");
  expect_matches(b, "丙溪镇石牛村", "2022-01-01", "1 name 510723100201 path\n");
  expect_matches(b, "盐亭县乙溪镇石牛村", "2022-01-01", "1 name 510723100201 path former unfit\n");
  expect_matches(b, "甲溪镇石牛村", "2022-01-01", "1 name 510723100201 path former unfit\n");
  expect_matches(b, "乙溪镇石牛村", "2020-06-01", "1 name 510723100201 path\n");
  expect_matches(b, "甲溪镇乙溪镇石牛村", "2022-01-01", ""); /* never both */
  bench_close(b);
}

/* 原 may begin a name. */
static void test_names_with_the_mark(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n140981,原平市\n140981100,平市镇\n");
  expect_matches(b, "原平市", "2020-01-01", "1 name 140981000000\n2 proper 140981100000 unfit\n");
  bench_close(b);
}

static void test_aliases(void **state) {
  (void)state;
  bench *b = bench_open("code,name,attr:alias,legal_name\n510723,盐亭县,,\n"
                        "510723100,云溪镇,云溪场,盐亭县云溪镇人民政府\n"
                        "510723100201,东永村,老鹰岩;东永大队,\n"
                        "510723100202,老鹰岩,,\n");
  expect_matches(b, "老鹰岩", "2020-01-01", "1 name 510723100202\n2 alias 510723100201\n");
  expect_matches(b, "东永大队", "2020-01-01", "1 alias 510723100201\n");
  expect_matches(b, "云溪镇 东永大队", "2020-01-01", "1 alias 510723100201 path\n");
  expect_matches(b, "盐亭县云溪镇人民政府", "2020-01-01", "1 alias 510723100000\n");
  expect_matches(b, "大队", "2020-01-01", ""); /* aliases answer as a whole */
  bench_close(b);
}

/* 圩 is of the second level of GB/T 2312: any letter. */
static void test_pinyin(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510723,盐亭县\n510723100,云溪镇\n510723100201,云龙村村民委员会\n"
                        "510723100202,圩龙村\n510723100203,yl村\n");
  expect_matches(b, "ylc", "2020-01-01",
                 "1 pinyin 510723100201\n1 pinyin 510723100203\n3 pinyin 510723100202\n");
  expect_matches(b, "YTX", "2020-01-01", "1 pinyin 510723000000\n");
  expect_matches(b, "yt", "2020-01-01", "1 pinyin 510723000000\n"); /* without its class word */
  expect_matches(b, "yl", "2020-01-01", "1 proper 510723100203\n"); /* a name is better */
  expect_matches(b, "ylcx", "2020-01-01", "");
  expect_matches(b, "y", "2020-01-01", "1 part 510723100203\n");
  expect_matches(b, "yl1", "2020-01-01", "");
  bench_close(b);
}

/* As written, and in other spellings of the same character. */
static void test_rare_characters(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n120115,宝坻区\n120115106,八门城镇\n120115106201,小（氵甸）村委会\n"
                        "120115106202,𬒗村\n120115106203,高\xEE\x85\xB0村\n");
  expect(b, "小(氵甸)", "120115106201 小（氵甸）村委会\n");
  expect(b, "小⿰氵甸村", "120115106201 小（氵甸）村委会\n");
  expect(b, "(氵甸)", "120115106201 小（氵甸）村委会\n");
  expect(b, "⿰氵甸", "120115106201 小（氵甸）村委会\n");
  expect(b, "氵甸", "120115106201 小（氵甸）村委会\n");
  expect(b, "𬒗", "120115106202 𬒗村\n");
  expect(b, "八门城\xF0\xAC\x92\x97村委会", "120115106202 𬒗村\n");
  expect(b, "高\xEE\x85\xB0", "120115106203 高\xEE\x85\xB0村\n");
  bench_close(b);
}

/* Every allocation of a search may fail. */
static void test_no_memory(void **state) {
  (void)state;
  bench *b =
      bench_open("code,name,attr:alias\n510723,盐亭县,\n510723100,云溪镇,\n510723100201,东永村,老鹰岩\n"
                 "510723100202,东永社区,\n");
  static const char *const texts[] = {"东永", "盐亭·东永村", "老鹰岩", "永", "dyc"};
  fail_alloc books;
  quhua_allocator failing = fail_alloc_make(&books, -1);
  quhua_snapshot view = *b->before;
  view.allocator = &failing;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    quhua_status status = QUHUA_E_NOMEM;
    for (long n = 0; status == QUHUA_E_NOMEM; n++) {
      quhua_cursor *cursor = NULL;
      fail_alloc_arm(&books, n);
      status =
          quhua_cursor_new_search(&view, quhua_str_from(texts[i]), bench_day("2020-01-01"), &cursor, NULL);
      assert_true(n < 100);
      assert_true((status == QUHUA_OK) == (cursor != NULL));
      if (status == QUHUA_OK) assert_true(n > 2 && quhua_cursor_count(cursor) > 0);
      quhua_cursor_free(cursor);
      assert_true(fail_alloc_is_clean(&books));
    }
    assert_int_equal(status, QUHUA_OK);
  }
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_codes),
      cmocka_unit_test(test_names_before_stems),
      cmocka_unit_test(test_proper_name),
      cmocka_unit_test(test_paths),
      cmocka_unit_test(test_paths_of_the_past),
      cmocka_unit_test(test_former_names),
      cmocka_unit_test(test_living_and_former),
      cmocka_unit_test(test_parts),
      cmocka_unit_test(test_what_is_known),
      cmocka_unit_test(test_hostile),
      cmocka_unit_test(test_matches),
      cmocka_unit_test(test_match_words),
      cmocka_unit_test(test_separators),
      cmocka_unit_test(test_path_names_of_any_time),
      cmocka_unit_test(test_names_with_the_mark),
      cmocka_unit_test(test_aliases),
      cmocka_unit_test(test_pinyin),
      cmocka_unit_test(test_rare_characters),
      cmocka_unit_test(test_no_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
