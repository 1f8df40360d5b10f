/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

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
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
