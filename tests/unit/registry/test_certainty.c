/* SPDX-License-Identifier: Apache-2.0 */
/* Acts whose effective day nobody knows: answers about the days in between are uncertain, and stay so. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

/* 友爱村 went into 长发村 on some day of the third quarter of 2020. */
#define MERGER                                                                                               \
  "document,effective,relation,old_code,new_code\n甲,2020-07-01..2020-09-30,并入,510722109201,"           \
  "510722109202\n"

/* Is the version that holds the code on a day certain, as known now? */
static bool certain(const bench *b, const char *code, const char *day) {
  quhua_code c;
  quhua_unit unit;
  assert_int_equal(quhua_code_parse(quhua_snapshot_scheme(b->before), quhua_str_from(code), QUHUA_LEVEL_ANY,
                                    &c, NULL, NULL),
                   QUHUA_OK);
  assert_int_equal(quhua_unit_find(b->before, QUHUA_LEVEL_ANY, &c, bench_day(day), &unit), QUHUA_OK);
  return quhua_unit_is_certain(b->before, &unit, bench_day(day));
}

static void expect_window(const bench *b, const char *code) {
  assert_true(certain(b, code, "2020-06-30"));
  assert_false(certain(b, code, "2020-07-01"));
  assert_false(certain(b, code, "2020-09-29"));
}

static void test_window_of_a_merger(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  expect_window(b, "510722109201");
  assert_true(certain(b, "510722138201", "2020-08-01"));
  bench_close(b);
}

/* A change of name leaves two versions: of the older one the end is unsure, the newer one holds for sure. */
static void test_window_of_a_renaming(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "effective,relation,old_code,new_name\n2020-07-01..2020-09-30,更名,510722109201,友好村\n");
  expect_window(b, "510722109201");
  assert_true(certain(b, "510722109201", "2020-09-30"));
  assert_true(certain(b, "510722109201", "2021-01-01"));
  bench_close(b);
}

/* Acts, not units: the merger counts in its window, and no longer when it was annulled. */
static void test_uncertain_acts_are_counted(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(
      b,
      "document,effective,relation,old_code,new_name\n乙,2020-09-01..2020-12-31,更名,510722138201,新河村\n");
  static const struct {
    const char *day;
    size_t count;
  } days[] = {{"2020-06-30", 0}, {"2020-07-01", 1}, {"2020-09-01", 2}, {"2020-09-29", 2},
              {"2020-09-30", 1}, {"2020-12-30", 1}, {"2020-12-31", 0}};
  for (size_t i = 0; i < sizeof days / sizeof *days; i++)
    assert_int_equal(quhua_snapshot_count_uncertain(b->before, bench_day(days[i].day)), days[i].count);
  bench_apply(b, "document,effective,relation,target\n丙,2021-01-01,自始无效,甲\n");
  assert_int_equal(quhua_snapshot_count_uncertain(b->before, bench_day("2020-07-01")), 0);
  assert_int_equal(quhua_snapshot_count_uncertain(b->before, bench_day("2020-09-29")), 1);
  bench_close(b);
}

static void test_known_day(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "effective,relation,old_code,new_name\n2020-09-30,更名,510722109201,友好村\n");
  assert_true(certain(b, "510722109201", "2020-09-29"));
  assert_true(certain(b, "510722109201", "2020-09-30"));
  bench_close(b);
}

/* A correction of the name says nothing about the day. */
static void test_corrected_version(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(b, "effective,relation,old_code,new_name\n2020-01-01,更正,510722109201,友谊村\n");
  expect_window(b, "510722109201");
  bench_close(b);
}

/* An act that is taken back makes nothing uncertain. */
static void test_annulled(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(b, "document,effective,relation,target\n乙,2021-01-01,自始无效,甲\n");
  assert_true(certain(b, "510722109201", "2020-08-01"));
  assert_true(certain(b, "510722109201", "2021-06-01"));
  bench_close(b);
}

/* Taken back and decided anew with a day that is known, by chance the last one of the window. */
static void test_annulled_and_done_again(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(b, "document,effective,relation,target\n乙,2021-01-01,自始无效,甲\n");
  bench_apply(
      b, "document,effective,relation,old_code,new_code\n丙,2020-09-30,并入,510722109201,510722109202\n");
  assert_true(certain(b, "510722109201", "2020-08-01"));
  bench_close(b);
}

/* What an act did stands again when the act that had taken its place is taken back. */
static void test_restored_version(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(
      b, "document,effective,relation,old_code,new_name\n甲,2020-07-01..2020-09-30,更名,510722109201,友好村\n"
         "乙,2021-01-01,更名,510722109201,友谊村\n");
  bench_apply(b, "document,effective,relation,target\n丙,2021-06-01,自始无效,乙\n");
  expect_window(b, "510722109201");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_window_of_a_merger),         cmocka_unit_test(test_window_of_a_renaming),
      cmocka_unit_test(test_uncertain_acts_are_counted), cmocka_unit_test(test_known_day),
      cmocka_unit_test(test_corrected_version),          cmocka_unit_test(test_annulled),
      cmocka_unit_test(test_annulled_and_done_again),    cmocka_unit_test(test_restored_version),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
