/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/neighbours.h"
#include "support/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 甲 - 乙 - 丙 - 丁 lie in a row, with 戊 beyond a river; of 己 and 庚 the table says nothing. */
#define VILLAGES                                                                                             \
  "code,name,stat:人,stat:户籍人口,stat:户,attr:tag:集镇中心村,attr:tag:中心村\n"              \
  "510722000000,三台县,,,,,\n"                                                                            \
  "510722109000,三元镇,,,,,\n"                                                                            \
  "510722109201,甲村,500,,100,,\n"                                                                         \
  "510722109202,乙村,1500,,90,,\n"                                                                         \
  "510722109203,丙村,800,2000,,,\n"                                                                        \
  "510722109204,丁村,,900,400,,\n"                                                                         \
  "510722109205,戊村,800,,,,\n"                                                                            \
  "510722109206,己村,,,,,\n"                                                                               \
  "510722109207,庚村,,,,,\n"                                                                               \
  "510722109208,辛村,100,,,是,\n"                                                                         \
  "510722109209,壬村,100,,,,是\n"                                                                         \
  "510722110000,四元镇,,,,,\n"                                                                            \
  "510722110201,癸村,700,,,,\n"
#define NEIGHBOURS                                                                                           \
  "code,neighbour\n"                                                                                         \
  "510722109201,510722109202\n"                                                                              \
  "510722109203,510722109202\n"                                                                              \
  "510722109203,510722109204\n"                                                                              \
  "510722109205,510722110201\n"                                                                              \
  "510722109201,510722109208\n"                                                                              \
  "510722109201,510722109209\n"
#define ROWS "document,effective,relation,old_code,new_code,new_name,new_parent,share\n"
#define ROW(old, new, name) "某号,2020-01-01,,510722109" old "," new "," name ",,\n"
#define INTO(old, new) ROW(old, "510722109" new, "")

static bench *open_with(const char *table) {
  bench *b = bench_open(VILLAGES);
  bench_set(b, "shunxiang.neighbours", table);
  return b;
}

static void expect_with(const char *table, const char *acts, const char *findings) {
  bench *b = open_with(table);
  bench_plan(b, acts);
  bench_expect_findings(b, findings);
  bench_close(b);
}

static void expect(const char *acts, const char *findings) { expect_with(NEIGHBOURS, acts, findings); }

static void assert_message(const quhua_finding *finding, quhua_lang lang, const char *expected) {
  assert_int_equal(finding->message[lang].len, strlen(expected));
  assert_memory_equal(finding->message[lang].ptr, expected, strlen(expected));
}

#define NOT_ADJACENT "shunxiang.not-adjacent warning "

static void test_pairs(void **state) {
  (void)state;
  expect(ROWS INTO("201", "202"), "");
  expect(ROWS INTO("201", "203"), NOT_ADJACENT "2\n");
  expect(ROWS INTO("203", "202"), ""); /* either way round */
  expect(ROWS ROW("201", "@新", "新村") ROW("202", "@新", "新村"), "");
  expect(ROWS ROW("201", "@新", "新村") ROW("203", "@新", "新村"), NOT_ADJACENT "3\n");
}

static void test_texts(void **state) {
  (void)state;
  bench *b = open_with(NEIGHBOURS);
  bench_plan(b, ROWS INTO("201", "203"));
  const quhua_finding *finding = bench_finding(b, "shunxiang.not-adjacent");
  assert_message(
      finding, QUHUA_LANG_EN,
      "甲村 510722109201 and 丙村 510722109203 come together, and no chain of neighbours links them");
  assert_message(finding, QUHUA_LANG_ZH,
                 "甲村 510722109201 与 丙村 510722109203 合为一体，但两者之间没有相邻单位相连");
  assert_int_equal(finding->unit, bench_id_before(b, "510722109201", "2020-01-01"));
  bench_close(b);
}

/* Merged villages form a chain, in whatever order the rows name them; one that is left out breaks it. */
static void test_chains(void **state) {
  (void)state;
#define NEW(old) ROW(old, "@新", "新村")
  expect(ROWS NEW("201") NEW("202") NEW("203") NEW("204"), "");
  expect(ROWS NEW("204") NEW("201") NEW("203") NEW("202"), "");
  expect(ROWS NEW("201") NEW("202") NEW("204"), NOT_ADJACENT "4\n");
  expect(ROWS NEW("201") NEW("202") NEW("204") NEW("205"), NOT_ADJACENT "4\n"); /* the first says it */
  expect(ROWS INTO("201", "202") INTO("203", "202"), "");
  expect(ROWS INTO("204", "203") INTO("205", "203"), NOT_ADJACENT "3\n");
}

/* 乙 and 丁 become another village in the same act: they are no bridge for 甲 and 丙, nor 丙 one for them. */
static void test_two_mergers(void **state) {
  (void)state;
  expect(ROWS NEW("201") NEW("203") ROW("202", "@二", "二村") ROW("204", "@二", "二村"),
         NOT_ADJACENT "3\n" NOT_ADJACENT "5\n");
  expect(ROWS NEW("201") NEW("202") ROW("203", "@二", "二村") ROW("204", "@二", "二村"), "");
}

static void test_modes(void **state) {
  (void)state;
  static const char *const cases[][2] = {{"block", "shunxiang.not-adjacent blocking 2\n"}, {"off", ""}};
  for (size_t i = 0; i < 2; i++) {
    bench *b = open_with(NEIGHBOURS);
    bench_set(b, "rules.shunxiang", cases[i][0]);
    bench_plan(b, ROWS INTO("201", "203"));
    bench_expect_findings(b, cases[i][1]);
    assert_int_equal(bench_commit(b, NULL, 0), i == 0 ? QUHUA_E_BLOCKED : QUHUA_OK);
    bench_close(b);
  }
}

/* Nothing is known of units that no line names; of a named unit all neighbours are. */
static void test_units_that_are_not_listed(void **state) {
  (void)state;
  expect(ROWS INTO("206", "207"), "");
  expect(ROWS NEW("206") NEW("207"), "");
  expect(ROWS INTO("206", "202"), NOT_ADJACENT "2\n");
  expect(ROWS INTO("202", "206"), NOT_ADJACENT "2\n");
  expect(ROWS NEW("206") NEW("207") NEW("201"), NOT_ADJACENT "4\n");
}

static void test_no_table_no_word(void **state) {
  (void)state;
  expect_with("", ROWS INTO("202", "204"), "");
  expect_with("code,neighbour\n", ROWS INTO("202", "204"), ""); /* not adjacent to anything that is known */
}

/* Parts too go only to neighbours, and what changes without another unit needs none. */
static void test_parts(void **state) {
  (void)state;
#define PART(old, new, share) "某号,2020-01-01,,510722109" old ",510722109" new ",,," share "\n"
  expect(ROWS PART("201", "202", "1/3") PART("201", "201", "2/3"), "");
  expect(ROWS PART("201", "203", "1/3") PART("201", "201", "2/3"), NOT_ADJACENT "2\n");
  expect(ROWS "某号,2020-01-01,析出,510722109201,@新,新村,,1/3\n" PART("201", "201", "2/3"), "");
  expect(ROWS "某号,2020-01-01,设立,,,新村,510722109,\n", "");
  expect(ROWS ROW("201", "", "新甲村"), "");
}

/* A village that goes to another town lets the towns be looked at, if the table names them. */
static void test_towns(void **state) {
  (void)state;
#define MOVE ROWS "某号,2020-01-01,,510722109205,,,510722110,\n"
  expect(MOVE, "");
  expect_with(NEIGHBOURS "510722109,510722110\n", MOVE, "");
  expect_with(NEIGHBOURS "510722109,510722111\n", MOVE, NOT_ADJACENT "2\n");
}

/* What lies next to each other is asked of the codes before the act. */
static void test_codes_before(void **state) {
  (void)state;
  expect(ROWS "某号,2020-01-01,,510722109201,510722109230,甲村,,\n" ROW("202", "@新", "新村")
             ROW("203", "@新", "新村"),
         "");
}

/* --- direction ----------------------------------------------------------------------------------------------------- */

#define AGAINST "shunxiang.against warning "

static void test_small_into_large(void **state) {
  (void)state;
  expect(ROWS INTO("201", "202"), "");            /* 500 into 1500 people, though 100 into 90 households */
  expect(ROWS INTO("202", "201"), AGAINST "2\n"); /* 1500 into 500 */
  expect(ROWS INTO("203", "204"),
         AGAINST "2\n"); /* 人 is not known of both: 2000 into 900 registered people */
  expect(ROWS INTO("204", "203"), "");
  expect_with(NEIGHBOURS "510722109203,510722109205\n", ROWS INTO("203", "205"), ""); /* 800 into 800 */
  expect_with(NEIGHBOURS "510722109204,510722109201\n", ROWS INTO("204", "201"),
              AGAINST "2\n"); /* 400 into 100 户 */
  expect_with(NEIGHBOURS "510722109202,510722109206\n", ROWS INTO("202", "206"), "");
}

static void test_texts_of_direction(void **state) {
  (void)state;
  bench *b = open_with(NEIGHBOURS);
  bench_plan(b, ROWS INTO("202", "201"));
  const quhua_finding *finding = bench_finding(b, "shunxiang.against");
  assert_message(finding, QUHUA_LANG_EN,
                 "乙村 510722109202 (1500 人) merges into the smaller 甲村 510722109201 (500 人)");
  assert_message(finding, QUHUA_LANG_ZH,
                 "乙村 510722109202（1500 人）并入较小的 甲村 510722109201（500 人）");
  bench_close(b);
}

/* A warning at most, whatever the pack is set to; and each of several is looked at. */
static void test_direction_of_several(void **state) {
  (void)state;
  bench *b = open_with(NEIGHBOURS);
  bench_set(b, "rules.shunxiang", "block");
  bench_plan(b, ROWS INTO("202", "201") INTO("204", "201") INTO("203", "201"));
  bench_expect_findings(b, AGAINST "2\n" AGAINST "3\n" AGAINST "4\n"); /* 204: 400 into 100 households */
  bench_close(b);
}

/* Centres take in larger villages: they have the tag before the act, or get it with it. */
static void test_centres(void **state) {
  (void)state;
  expect(ROWS INTO("201", "208"), "");
  expect(ROWS INTO("201", "209"), "");
  expect("effective,old_code,new_code,attr:tag:中心村\n2020-01-01,510722109202,510722109201,是\n", "");
}

/* Into a new unit, or in parts, nothing is large or small. */
static void test_no_direction(void **state) {
  (void)state;
  expect(ROWS NEW("202") NEW("201"), "");
  expect(ROWS PART("202", "201", "1/3") PART("202", "202", "2/3"), "");
  expect(ROWS PART("202", "201", "1/3") PART("202", "203", "2/3"), "");
}

/* --- tables that cannot be read ------------------------------------------------------------------------------------ */

static void expect_bad(const char *scheme, const char *table, uint32_t line, uint32_t column,
                       const char *message) {
  quhua_error err = {0};
  const quhua_scheme *s = quhua_scheme_find(quhua_str_from(scheme));
  assert_int_equal(quhua__neighbours_check(s, quhua_str_from(table), &err), QUHUA_E_INVALID);
  assert_string_equal(err.message[QUHUA_LANG_EN], message);
  assert_int_equal(err.line, line);
  assert_int_equal(err.column, column);
  assert_string_equal(err.subject, "shunxiang.neighbours");
  assert_true(err.message[QUHUA_LANG_ZH][0] && err.remedy[QUHUA_LANG_EN][0] && err.remedy[QUHUA_LANG_ZH][0]);
}

static void test_bad_tables(void **state) {
  (void)state;
  expect_bad("cn-stat", NEIGHBOURS "510722109201\n", 8, 1, "a line has two codes");
  expect_bad("cn-stat", "\n510722109201,510722109202,甲\n", 2, 1, "a line has two codes");
  expect_bad("cn-stat", "510722109201 510722109202\n", 1, 1, "a line has two codes");
  expect_bad("cn-stat", "510722109201,51072210920\n", 1, 14, "“51072210920” is not a code");
  expect_bad("cn-stat", "510722109201, 乙村\n", 1, 15, "“乙村” is not a code");
  expect_bad("cn-stat", ",510722109201\n", 1, 1, "“” is not a code");
  expect_bad("cn-stat", NEIGHBOURS NEIGHBOURS, 8, 1, "“code” is not a code");
  expect_bad("cn-stat", "510722109,510722109000\n", 1, 11, "“510722109000” would be its own neighbour");
  expect_bad("cn-stat", "510722109201,\xFF\n", 1, 14, "the table is not UTF-8");
  expect_bad("opaque", "A1,B-1\n", 1, 4, "“B-1” is not a code");
}

static void test_good_tables(void **state) {
  (void)state;
  static const char *const tables[] = {"", "code,neighbour\r\n510722109,510722110\r\n",
                                       "\xEF\xBB\xBF 510722109201 ,　510722109202　\n\n"};
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from("cn-stat"));
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
    assert_int_equal(quhua__neighbours_check(scheme, quhua_str_from(tables[i]), NULL), QUHUA_OK);
  scheme = quhua_scheme_find(quhua_str_from("opaque"));
  assert_int_equal(quhua__neighbours_check(scheme, quhua_str_from("A1,B1\n"), NULL), QUHUA_OK);
}

static void test_refused_when_set(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  quhua_fact fact = {.key = quhua_str_from("shunxiang.neighbours"), .value = quhua_str_from("A1,B1\n")};
  assert_int_equal(quhua_registry_record(b->registry, &fact, 1, NULL, NULL, &b->err), QUHUA_E_INVALID);
  assert_int_equal(b->err.line, 1);
  bench_set(b, "shunxiang.neighbours", NEIGHBOURS "A1,B1\n");
  assert_int_equal(bench_read(b, ROWS INTO("201", "203")), QUHUA_OK);
  assert_int_equal(quhua_plan_build(b->before, b->acts, &b->options, &b->plan, &b->err), QUHUA_E_INVALID);
  assert_int_equal(b->err.line, 8);
  bench_close(b);
}

/* Codes without structure, one of them on two levels. */
static void test_opaque(void **state) {
  (void)state;
  bench *b = bench_open_as("", "opaque", "2019-01-01",
                           "code,name,level,parent\nC,县,3,\nT,镇,4,C\nA,甲,5,T\nB,乙,5,T\nD,丁,5,T\n");
  bench_set(b, "shunxiang.neighbours", "A,B\nB,D\n");
  bench_plan(b, "effective,old_code,new_code\n2020-01-01,A,D\n");
  assert_non_null(bench_finding(b, "shunxiang.not-adjacent"));
  bench_plan(b, "effective,old_code,new_code\n2020-01-01,A,D\n2020-01-01,B,D\n");
  assert_null(strstr(bench_findings(b), "shunxiang"));
  bench_close(b);
}

/* A megabyte of other villages, and one line that counts. */
static void test_large_table(void **state) {
  (void)state;
  enum { LINES = 41000 };
  char *table = malloc((LINES + 2) * 27);
  assert_non_null(table);
  size_t len = 0;
  for (int i = 0; i < LINES; i++)
    len += (size_t)snprintf(table + len, 27, "44%010d,43%010d\n", i * 7 + 1, i * 3 + 1);
  snprintf(table + len, 54, "510722109201,510722109203\n");
  assert_in_range(len, 1 << 20, (LINES + 1) * 27);
  expect_with(table, ROWS INTO("201", "203"), "");
  expect_with(table, ROWS INTO("201", "202"), NOT_ADJACENT "2\n");
  free(table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pairs),
      cmocka_unit_test(test_texts),
      cmocka_unit_test(test_chains),
      cmocka_unit_test(test_two_mergers),
      cmocka_unit_test(test_modes),
      cmocka_unit_test(test_units_that_are_not_listed),
      cmocka_unit_test(test_no_table_no_word),
      cmocka_unit_test(test_parts),
      cmocka_unit_test(test_towns),
      cmocka_unit_test(test_codes_before),
      cmocka_unit_test(test_small_into_large),
      cmocka_unit_test(test_texts_of_direction),
      cmocka_unit_test(test_direction_of_several),
      cmocka_unit_test(test_centres),
      cmocka_unit_test(test_no_direction),
      cmocka_unit_test(test_bad_tables),
      cmocka_unit_test(test_good_tables),
      cmocka_unit_test(test_refused_when_set),
      cmocka_unit_test(test_opaque),
      cmocka_unit_test(test_large_table),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
