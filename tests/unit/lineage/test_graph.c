/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <stdio.h>
#include <string.h>

#define ROWS "document,effective,old_code,new_code,new_name,share\n"
static const quhua_period always = {INT32_MIN + 1, QUHUA_DATE_OPEN};

/* 友爱村 and 长发村 become 友长村 (2020), which is divided into 东村 and 西村 (2021); 东村 goes into 万安村 (2022). */
static bench *history(void) {
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(
      b, ROWS
      "甲,2020-01-01,510722109201,510722109204,友长村,\n甲,2020-01-01,510722109202,510722109204,友长村,\n");
  bench_apply(
      b, ROWS
      "乙,2021-01-01,510722109204,510722109205,东村,1/3\n乙,2021-01-01,510722109204,510722109206,西村,2/3\n");
  bench_apply(b, ROWS "丙,2022-01-01,510722109205,510722109203,,\n");
  return b;
}

static quhua_unit_id id_of(const bench *b, const char *code) {
  quhua_code wanted = {""};
  quhua_cursor *cursor = NULL;
  quhua_unit unit = {0};
  strcpy(wanted.text, code);
  assert_int_equal(quhua_cursor_new_holders(b->before, QUHUA_LEVEL_VILLAGE, &wanted, &cursor, NULL),
                   QUHUA_OK);
  assert_true(quhua_cursor_next(cursor, &unit));
  quhua_cursor_free(cursor);
  return unit.id;
}

/* "code code! …": units on the way by the last three digits of their last codes; ! where the way ends. */
static void expect_units(const bench *b, const char *code, quhua_direction direction, quhua_period days,
                         const char *expected) {
  quhua_lineage *l = NULL;
  char text[256] = "";
  assert_int_equal(quhua_lineage_new(b->before, id_of(b, code), direction, days, &l, NULL), QUHUA_OK);
  quhua_unit_id id;
  bool terminal;
  for (size_t i = 0; quhua_lineage_unit(l, i, &id, &terminal); i++) {
    quhua_unit unit;
    assert_int_equal(quhua_unit_find_last(b->before, id, &unit), QUHUA_OK);
    assert_true(quhua_lineage_has(l, id));
    snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s%s", i ? " " : "", unit.code.text + 9,
             terminal ? "!" : "");
  }
  assert_false(quhua_lineage_has(l, 9999));
  quhua_lineage_free(l);
  assert_string_equal(text, expected);
}

static void test_successors(void **state) {
  (void)state;
  bench *b = history();
  expect_units(b, "510722109201", QUHUA_SUCCESSORS, always, "201 204 206! 205 203!");
  expect_units(b, "510722109206", QUHUA_SUCCESSORS, always, "206!");
  bench_close(b);
}

static void test_predecessors(void **state) {
  (void)state;
  bench *b = history();
  expect_units(b, "510722109203", QUHUA_PREDECESSORS, always, "203 205 204 202! 201!");
  expect_units(b, "510722109206", QUHUA_PREDECESSORS, always, "206 204 202! 201!");
  expect_units(b, "510722109201", QUHUA_PREDECESSORS, always, "201!");
  bench_close(b);
}

static void test_a_window_of_days(void **state) {
  (void)state;
  bench *b = history();
  quhua_period until_2022 = {bench_day("2019-01-01"), bench_day("2022-01-01")};
  expect_units(b, "510722109201", QUHUA_SUCCESSORS, until_2022, "201 204 206! 205!");
  bench_close(b);
}

/* 万安村 gave a part to 新民村 in 2021, before anything of 友爱村 came to it in 2022: 新民村 is no successor of 友爱村. */
static void test_what_left_before_it_came(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, ROWS
              "甲,2021-01-01,510722109203,510722109203,,4/5\n甲,2021-01-01,510722109203,510722138201,,1/5\n");
  bench_apply(b, ROWS "乙,2022-01-01,510722109201,510722109203,,\n");
  expect_units(b, "510722109201", QUHUA_SUCCESSORS, always, "201 203!");
  quhua_lineage *l = NULL;
  assert_int_equal(
      quhua_lineage_new(b->before, id_of(b, "510722138201"), QUHUA_PREDECESSORS, always, &l, NULL), QUHUA_OK);
  assert_true(quhua_lineage_has(l, id_of(b, "510722109203")));
  assert_false(quhua_lineage_has(l, id_of(b, "510722109201")));
  quhua_lineage_free(l);
  bench_close(b);
}

/* What comes a second time, earlier, opens ways that the first time did not: 201 -> 202 in 2022 and, by way of 203, in 2020. */
static void test_an_earlier_arrival_counts(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, ROWS
              "甲,2019-06-01,510722109201,510722109201,,1/2\n甲,2019-06-01,510722109201,510722109203,,1/2\n");
  bench_apply(b, ROWS
              "乙,2020-01-01,510722109203,510722109203,,1/2\n乙,2020-01-01,510722109203,510722109202,,1/2\n");
  bench_apply(b, ROWS
              "丙,2021-01-01,510722109202,510722109202,,1/2\n丙,2021-01-01,510722109202,510722138201,,1/2\n");
  bench_apply(b, ROWS "丁,2022-01-01,510722109201,510722109202,,\n");
  quhua_lineage *l = NULL;
  assert_int_equal(quhua_lineage_new(b->before, id_of(b, "510722109201"), QUHUA_SUCCESSORS, always, &l, NULL),
                   QUHUA_OK);
  assert_true(quhua_lineage_has(l, id_of(b, "510722138201")));
  quhua_flow flow;
  quhua_date last = INT32_MIN;
  size_t flows = 0;
  for (; quhua_lineage_flow(l, flows, &flow); flows++) {
    assert_true(flow.date >= last);
    assert_int_not_equal(flow.old_unit, flow.new_unit);
    last = flow.date;
  }
  assert_int_equal(flows, 4); /* one of each act; the towns are not on the way of a village */
  quhua_lineage_free(l);
  bench_close(b);
}

static void test_unknown_unit(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_lineage *l = NULL;
  assert_int_equal(quhua_lineage_new(b->before, 0, QUHUA_SUCCESSORS, always, &l, NULL), QUHUA_E_NOT_FOUND);
  assert_int_equal(quhua_lineage_new(b->before, 4711, QUHUA_SUCCESSORS, always, &l, NULL), QUHUA_E_NOT_FOUND);
  assert_null(l);
  bench_close(b);
}

static void expect_same(const bench *b, const char *one, const char *day, const char *other,
                        const char *other_day, quhua_answer expected) {
  quhua_answer answer;
  quhua_unit_id x = id_of(b, one), y = id_of(b, other);
  assert_int_equal(quhua_same_territory(b->before, x, bench_day(day), y, bench_day(other_day), &answer, NULL),
                   QUHUA_OK);
  assert_int_equal(answer, expected);
  assert_int_equal(quhua_same_territory(b->before, y, bench_day(other_day), x, bench_day(day), &answer, NULL),
                   QUHUA_OK);
  assert_int_equal(answer, expected);
}

static void test_same_territory(void **state) {
  (void)state;
  bench *b = history();
  expect_same(b, "510722109201", "2019-06-01", "510722109201", "2019-12-01", QUHUA_YES);
  expect_same(b, "510722109201", "2019-06-01", "510722109204", "2020-06-01",
              QUHUA_NO); /* 长发村 is in it, too */
  expect_same(b, "510722109206", "2021-06-01", "510722109206", "2023-01-01", QUHUA_YES);
  expect_same(b, "510722109203", "2021-06-01", "510722109203", "2023-01-01", QUHUA_NO); /* 东村 came */
  expect_same(b, "510722138201", "2019-06-01", "510722138204", "2019-06-01", QUHUA_NO);
  bench_apply(
      b, "document,effective,relation,old_code,new_code\n丁,2023-06-01,换码,510722138201,510722138209\n");
  expect_same(b, "510722138201", "2019-06-01", "510722138209", "2024-01-01", QUHUA_YES);
  quhua_answer answer;
  assert_int_equal(quhua_same_territory(b->before, id_of(b, "510722109201"), bench_day("2023-01-01"),
                                        id_of(b, "510722109203"), bench_day("2023-01-01"), &answer, NULL),
                   QUHUA_E_NOT_FOUND);
  bench_close(b);
}

/* Divided by unknown shares: whether one part is all of it cannot be told, and it is not all of it when a part is known. */
static void test_same_territory_unknown(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(
      b, ROWS
      "甲,2020-01-01,510722109201,510722109204,东村,?\n甲,2020-01-01,510722109201,510722109205,西村,?\n");
  expect_same(b, "510722109201", "2019-06-01", "510722109204", "2020-06-01", QUHUA_UNKNOWN);
  bench_close(b);
}

/* How much of 友爱村 came is not known, but all of 长发村 did. */
static void test_others_are_in_it(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(
      b,
      ROWS "甲,2020-01-01,510722109201,510722109204,东村,?\n甲,2020-01-01,510722109201,510722109205,西村,?\n"
           "甲,2020-01-01,510722109202,510722109204,东村,\n");
  expect_same(b, "510722109201", "2019-06-01", "510722109204", "2020-06-01", QUHUA_NO);
  expect_same(b, "510722109201", "2019-06-01", "510722109205", "2020-06-01", QUHUA_UNKNOWN);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_successors),
      cmocka_unit_test(test_predecessors),
      cmocka_unit_test(test_a_window_of_days),
      cmocka_unit_test(test_what_left_before_it_came),
      cmocka_unit_test(test_an_earlier_arrival_counts),
      cmocka_unit_test(test_unknown_unit),
      cmocka_unit_test(test_same_territory),
      cmocka_unit_test(test_same_territory_unknown),
      cmocka_unit_test(test_others_are_in_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
