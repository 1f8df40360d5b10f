/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/figures.h"

#include <stdio.h>
#include <string.h>

#define ALL QUHUA_LEVEL_ANY
#define FLOWS "document,effective,relation,old_code,new_code,new_name,new_parent,share,reason\n"

/* 三元镇 109: 201 友爱村 100, 202 长发村 30, 203 万安村 7; 立新镇 138: 201 新民村 50, 204 百灵山村 13. */
static bench *towns(void) {
  bench *b = bench_open(BENCH_TOWNS);
  figures_observe(b, "人", "2019-01-01",
                  "510722109201 100\n510722109202 30\n510722109203 7\n510722138201 50\n510722138204 13\n");
  return b;
}

static void test_totals(void **state) {
  (void)state;
  bench *b = towns();
  figures_expect(b, "人", ALL, "2019-01-01",
                 "510722000000 200\n510722109000 137\n510722109201 100\n510722109202 30\n510722109203 7\n"
                 "510722138000 63\n510722138201 50\n510722138204 13\ntotal 200\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2030-01-01",
                 "510722109000 137\n510722138000 63\ntotal 200\n");
  quhua_stats *stats = NULL; /* of the day before the opening nothing is known, which is not 0 */
  assert_int_equal(
      quhua_stats_new(b->before, quhua_str_from("人"), ALL, bench_day("2018-12-31"), &stats, &b->err),
      QUHUA_E_INVALID);
  assert_null(stats);
  bench_close(b);
}

/* Three villages of one town become one: 100 + 30 + 7. */
static void test_merged(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,合并,510722109201,,大村,,,\n甲,2020-01-01,合并,510722109202,,大村,,,\n"
                       "甲,2020-01-01,合并,510722109203,,大村,,,\n");
  figures_expect(b, "人", ALL, "2020-01-01",
                 "510722000000 200\n510722109000 137\n510722109204 137\n"
                 "510722138000 63\n510722138201 50\n510722138204 13\ntotal 200\n");
  figures_expect(
      b, "人", QUHUA_LEVEL_VILLAGE, "2019-12-31",
      "510722109201 100\n510722109202 30\n510722109203 7\n510722138201 50\n510722138204 13\ntotal 200\n");
  bench_close(b);
}

/* 7 people by 2/5 and 3/5: 2.8 and 4.2. A later division of one part does not move people of the other: 3 by halves is 2
 * and 1 (1.5 each: the lower code), though 7 by 1/5, 1/5, 3/5 would be 2, 1, 4 as well; 4 by halves is 2 and 2. */
static void test_exact_shares(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS
              "甲,2020-01-01,分设,510722109203,,东村,,2/5,\n甲,2020-01-01,分设,510722109203,,西村,,3/5,\n");
  figures_expect(b, "人", QUHUA_LEVEL_VILLAGE, "2020-01-01",
                 "510722109201 100\n510722109202 30\n510722109204 3\n510722109205 4\n510722138201 50\n"
                 "510722138204 13\ntotal 200\n");
  bench_apply(
      b,
      FLOWS "乙,2021-01-01,分设,510722109204,,东东村,,1/2,\n乙,2021-01-01,分设,510722109204,,东西村,,1/2,\n");
  figures_expect(b, "人", QUHUA_LEVEL_VILLAGE, "2021-01-01",
                 "510722109201 100\n510722109202 30\n510722109205 4\n510722109206 2\n510722109207 1\n"
                 "510722138201 50\n510722138204 13\ntotal 200\n");
  bench_close(b);
}

/* A part of a merged village is a part of everybody in it: (30 + 7) × 1/4 = 9.25, so 9 and 28. */
static void test_share_of_merged(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,并入,510722109203,510722109202,,,,\n");
  bench_apply(b, FLOWS "乙,2021-01-01,,510722109202,510722109202,,,3/4,\n"
                       "乙,2021-01-01,,510722109202,510722138201,,,1/4,\n");
  figures_expect(b, "人", ALL, "2021-01-01",
                 "510722000000 200\n510722109000 128\n510722109201 100\n510722109202 28\n"
                 "510722138000 72\n510722138201 59\n510722138204 13\ntotal 200\n");
  bench_close(b);
}

/* Nobody knows how 100 people were divided between two villages of one town: the town has all of them, and none of its
 * villages is certain to have any. What comes together again is exact again. */
static void test_unknown_shares(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b,
              FLOWS "甲,2020-01-01,分设,510722109201,,东村,,,\n甲,2020-01-01,分设,510722109201,,西村,,,\n");
  figures_expect(
      b, "人", ALL, "2020-01-01",
      "510722000000 200\n510722109000 137 residue 100\n510722109202 30\n510722109203 7\n"
      "510722109204 0..100\n510722109205 0..100\n510722138000 63\n510722138201 50\n510722138204 13\n"
      "total 200\n");
  figures_expect(
      b, "人", QUHUA_LEVEL_VILLAGE, "2020-01-01",
      "510722109202 30\n510722109203 7\n510722109204 0..100\n510722109205 0..100\n510722138201 50\n"
      "510722138204 13\ntotal 200 residue 100\n");
  bench_apply(b,
              FLOWS "乙,2021-01-01,合并,510722109204,,大村,,,\n乙,2021-01-01,合并,510722109205,,大村,,,\n");
  figures_expect(
      b, "人", QUHUA_LEVEL_VILLAGE, "2021-01-01",
      "510722109202 30\n510722109203 7\n510722109206 100\n510722138201 50\n510722138204 13\ntotal 200\n");
  bench_close(b);
}

/* A part of unknown size goes to another town: both towns are intervals, the county is not. Half of the uncertain village
 * goes on: at most half of 100. Counting one side anew says what is left for the other. */
static void test_unknown_between_towns(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS
              "甲,2020-01-01,,510722109201,510722109201,,,,\n甲,2020-01-01,,510722109201,510722138201,,,,\n");
  figures_expect(b, "人", ALL, "2020-01-01",
                 "510722000000 200 residue 100\n510722109000 37..137\n510722109201 0..100\n510722109202 30\n"
                 "510722109203 7\n510722138000 63..163\n510722138201 50..150\n510722138204 13\ntotal 200\n");
  bench_close(b);
}

/* 1/4..1/2 of 30 is 7.5 to 15, so 7 to 15; the other part is 15 to 23. */
static void test_interval(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,,510722109202,510722109202,,,?,\n"
                       "甲,2020-01-01,,510722109202,510722138201,,,1/4..1/2,\n");
  figures_expect(b, "人", ALL, "2020-01-01",
                 "510722000000 200 residue 8\n510722109000 122..130\n510722109201 100\n510722109202 15..23\n"
                 "510722109203 7\n510722138000 70..78\n510722138201 57..65\n510722138204 13\ntotal 200\n");
  bench_close(b);
}

/* What was counted later takes the place of what had arrived by then, and of nothing else. */
static void test_counted_again(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b,
              FLOWS "甲,2020-01-01,合并,510722109201,,大村,,,\n甲,2020-01-01,合并,510722109202,,大村,,,\n");
  figures_observe(b, "人", "2020-06-01", "510722109204 125\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2020-05-31",
                 "510722109000 137\n510722138000 63\ntotal 200\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2020-06-01",
                 "510722109000 132\n510722138000 63\ntotal 195\n");
  bench_apply(b, FLOWS "乙,2021-01-01,并入,510722109203,510722109204,,,,\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2021-01-01",
                 "510722109000 132\n510722138000 63\ntotal 195\n");
  bench_close(b);
}

/* A part that left before its village was counted again is still what it was. */
static void test_left_before_counted_again(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(
      b, FLOWS
      "甲,2020-01-01,析出,510722109201,510722109201,,,3/5,\n甲,2020-01-01,析出,510722109201,,新村,,2/5,\n");
  figures_observe(b, "人", "2020-06-01", "510722109201 61\n");
  figures_expect(b, "人", QUHUA_LEVEL_VILLAGE, "2020-12-31",
                 "510722109201 61\n510722109202 30\n510722109203 7\n510722109204 40\n510722138201 50\n"
                 "510722138204 13\ntotal 201\n");
  bench_close(b);
}

/* A village goes to another town: both change by exactly its 100. */
static void test_transfer(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,划归,510722109201,,,510722138000,,\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2019-12-31",
                 "510722109000 137\n510722138000 63\ntotal 200\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2020-01-01",
                 "510722109000 37\n510722138000 163\ntotal 200\n");
  bench_close(b);
}

/* The people of a village that ended without successor are still people of the town, until everybody is counted anew. */
static void test_ended(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,撤销,510722109202,,,,,水库淹没\n");
  figures_expect(b, "人", ALL, "2020-01-01",
                 "510722000000 200\n510722109000 137 residue 30\n510722109201 100\n510722109203 7\n"
                 "510722138000 63\n510722138201 50\n510722138204 13\ntotal 200\n");
  bench_apply(b,
              FLOWS "乙,2021-01-01,合并,510722109000,,大镇,,,\n乙,2021-01-01,合并,510722138000,,大镇,,,\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2021-01-01", "510722139000 200 residue 30\ntotal 200\n");
  bench_close(b);
}

static void test_ended_and_counted_anew(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,撤销,510722109202,,,,,水库淹没\n");
  figures_observe(b, "人", "2020-06-01", "510722109201 120\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2020-06-01",
                 "510722109000 157 residue 30\n510722138000 63\ntotal 220\n");
  figures_observe(b, "人", "2020-06-01", "510722109203 9\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2020-06-01",
                 "510722109000 129\n510722138000 63\ntotal 192\n");
  bench_close(b);
}

/* 10.05 by thirds is 3.35 each; 10.00 is 3.34, 3.33, 3.33. */
/* An end that is repealed: the 30 that had no village have theirs again. */
static void test_end_repealed(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,撤销,510722109202,,,,,水库淹没\n");
  bench_apply(b, "document,effective,relation,target\n乙,2021-01-01,废止,甲\n");
  figures_expect(b, "人", ALL, "2021-01-01",
                 "510722000000 200\n510722109000 137\n510722109201 100\n510722109202 30\n510722109203 7\n"
                 "510722138000 63\n510722138201 50\n510722138204 13\ntotal 200\n");
  bench_close(b);
}

/* The end of a part of 7, nobody knows how large, is repealed: again it has from 0 to 7, and both parts have 7. */
static void test_end_of_part_repealed(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b,
              FLOWS "甲,2020-01-01,分设,510722109203,,东村,,?,\n甲,2020-01-01,分设,510722109203,,西村,,?,\n");
  bench_apply(b, FLOWS "乙,2020-06-01,撤销,510722109204,,,,,水库淹没\n");
  bench_apply(b, "document,effective,relation,target\n丙,2021-01-01,废止,乙\n");
  figures_expect(
      b, "人", ALL, "2021-01-01",
      "510722000000 200\n510722109000 137 residue 7\n510722109201 100\n510722109202 30\n510722109204 0..7\n"
      "510722109205 0..7\n510722138000 63\n510722138201 50\n510722138204 13\ntotal 200\n");
  bench_close(b);
}

/* 30 of no village go along when their town is absorbed. When that is repealed, nobody knows where: 107 of the town's own villages
 * and up to 30, 63 and up to 30. */
static void test_strays_of_repealed_merger(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,撤销,510722109202,,,,,水库淹没\n");
  bench_apply(b, FLOWS "乙,2020-06-01,并入,510722109000,510722138000,,,,\n");
  bench_apply(b, "document,effective,relation,target\n丙,2021-01-01,废止,乙\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2021-01-01",
                 "510722109000 107..137\n510722138000 63..93\ntotal 200 residue 30\n");
  bench_close(b);
}

/* Villages that leave, and the first count of one that was set up from nothing, do not count the 30 again that have no
 * village. */
static void test_first_count_is_no_recount(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,撤销,510722109202,,,,,水库淹没\n");
  bench_apply(b, FLOWS "乙,2020-02-01,设立,,,新河村,510722109,,\n");
  figures_observe(b, "人", "2020-02-01", "510722109204 5\n");
  bench_apply(
      b,
      FLOWS "丙,2020-03-01,划归,510722109201,,,510722138,,\n丙,2020-03-01,划归,510722109203,,,510722138,,\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2020-03-01",
                 "510722109000 35 residue 30\n510722138000 170\ntotal 205\n");
  bench_close(b);
}

/* A unit that a postponed act makes begins on the new day: everything in it was counted. */
static void test_postponed_merger(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b,
              FLOWS "甲,2020-01-01,合并,510722109201,,大村,,,\n甲,2020-01-01,合并,510722109202,,大村,,,\n");
  bench_apply(b, "document,effective,relation,target\n乙,2020-06-01,延期,甲\n");
  figures_expect(b, "人", QUHUA_LEVEL_VILLAGE, "2020-06-01",
                 "510722109203 7\n510722109204 130\n510722138201 50\n510722138204 13\ntotal 200\n");
  bench_close(b);
}

static void test_decimals(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  figures_observe(b, "亩", "2019-01-01", "510722109201 10.05\n510722109202 10\n");
  bench_apply(b, FLOWS
              "甲,2020-01-01,分设,510722109201,,甲村,,1/3,\n甲,2020-01-01,分设,510722109201,,乙村,,1/3,\n"
              "甲,2020-01-01,分设,510722109201,,丙村,,1/3,\n"
              "乙,2020-01-01,分设,510722109202,,丁村,,1/3,\n乙,2020-01-01,分设,510722109202,,戊村,,1/3,\n"
              "乙,2020-01-01,分设,510722109202,,己村,,1/3,\n");
  figures_expect(
      b, "亩", ALL, "2020-01-01",
      "510722000000 20.05 partial\n510722109000 20.05 partial\n510722109204 3.35\n510722109205 3.35\n"
      "510722109206 3.35\n510722109207 3.34\n510722109208 3.33\n510722109209 3.33\ntotal 20.05 partial\n");
  bench_close(b);
}

/* Only the town and one village were counted: the town's own count counts. With all villages counted, these do. */
static void test_finer_before_coarser(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  figures_observe(b, "人", "2019-01-01", "510722109000 140\n510722109201 100\n510722138201 50\n");
  figures_expect(b, "人", ALL, "2019-01-01",
                 "510722000000 190 partial\n510722109000 140\n510722109201 100\n510722138000 50 partial\n"
                 "510722138201 50\ntotal 190 partial\n");
  figures_observe(b, "人", "2019-02-01", "510722109202 30\n510722109203 7\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2019-02-01",
                 "510722109000 137\n510722138000 50 partial\ntotal 187 partial\n");
  bench_close(b);
}

/* A village is divided by its groups, which were counted too: each part is the sum of its groups. */
static void test_children(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722109000,三元镇\n510722109201,友爱村\n51072210920101,一组\n"
                        "51072210920102,二组\n51072210920103,三组\n");
  figures_observe(b, "人", "2019-01-01",
                  "510722109201 61\n51072210920101 10\n51072210920102 20\n51072210920103 31\n");
  bench_apply(b, "document,effective,relation,old_code,new_code,new_name,new_parent,share\n"
                 "甲,2020-01-01,分设,510722109201,@e,东村,,\n甲,2020-01-01,分设,510722109201,@w,西村,,\n"
                 "甲,2020-01-01,,51072210920101,,,@e,\n甲,2020-01-01,,51072210920102,,,@e,\n"
                 "甲,2020-01-01,,51072210920103,,,@w,\n");
  figures_expect(b, "人", QUHUA_LEVEL_VILLAGE, "2020-01-01", "510722109202 30\n510722109203 31\ntotal 61\n");
  bench_close(b);
}

/* A village that was set up from nothing has nothing until it is counted. */
static void test_established(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,设立,,,新村,510722109000,,\n");
  figures_expect(b, "人", ALL, "2020-01-01",
                 "510722000000 200\n510722109000 137\n510722109201 100\n510722109202 30\n510722109203 7\n"
                 "510722109204 0\n510722138000 63\n510722138201 50\n510722138204 13\ntotal 200\n");
  bench_close(b);
}

static void test_annulled(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,并入,510722109201,510722138201,,,,\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2020-01-01",
                 "510722109000 37\n510722138000 163\ntotal 200\n");
  quhua_snapshot *then = b->before;
  b->before = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, NULL), QUHUA_OK);
  bench_apply(b, "document,effective,relation,target,reason\n乙,2020-02-01,自始无效,甲,错误\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2020-01-01",
                 "510722109000 137\n510722138000 63\ntotal 200\n");
  quhua_snapshot *now = b->before;
  b->before = then;
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2020-01-01",
                 "510722109000 37\n510722138000 163\ntotal 200\n");
  quhua_snapshot_free(then);
  b->before = now;
  bench_close(b);
}

static void expect_failure(bench *b, const char *series, quhua_status expected) {
  quhua_stats *stats = (quhua_stats *)b;
  quhua_error_clear(&b->err);
  quhua_status status =
      quhua_stats_new(b->before, quhua_str_from(series), ALL, bench_day("2020-01-01"), &stats, &b->err);
  assert_int_equal(status, expected);
  assert_int_equal(b->err.status, expected);
  assert_null(stats);
}

/* Ten times 999999999999999999 is more than 2^63; 18 digits with another value's decimals do not fit either. */
static void test_failures(void **state) {
  (void)state;
  bench *b = towns();
  expect_failure(b, "户", QUHUA_E_NOT_FOUND);
  figures_observe(b, "亩", "2019-01-01", "510722109201 999999999999999999\n510722109202 0.25\n");
  expect_failure(b, "亩", QUHUA_E_INVALID);
  bench_record(b, "series:账", "ledger|元");
  figures_observe(b, "账", "2019-01-01", "510722109201 5\n");
  expect_failure(b, "账", QUHUA_E_UNSUPPORTED);
  bench_close(b);
}

static void test_sum_too_large(void **state) {
  (void)state;
  char table[1024] = "code,name\n510722000000,三台县\n510722109000,三元镇\n", values[1024] = "";
  for (int i = 0; i <= 9; i++) {
    char line[64];
    snprintf(line, sizeof line, "51072210920%d,村%d\n", i, i);
    strcat(table, line);
    snprintf(line, sizeof line, "51072210920%d 999999999999999999\n", i);
    strcat(values, line);
  }
  bench *b = bench_open(table);
  figures_observe(b, "元", "2019-01-01", values);
  expect_failure(b, "元", QUHUA_E_INVALID);
  bench_close(b);
}

static void test_all_series(void **state) {
  (void)state;
  bench *b = towns();
  quhua_stats *stats = NULL;
  figures_observe(b, "户", "2019-03-01", "510722109201 40\n");
  assert_int_equal(quhua_stats_new(b->before, (quhua_str){"", 0}, QUHUA_LEVEL_VILLAGE,
                                   bench_day("2020-01-01"), &stats, &b->err),
                   QUHUA_OK);
  assert_int_equal(quhua_stats_count(stats), 6 + 2);
  const quhua_stat *first = quhua_stats_at(stats, 0), *last = quhua_stats_at(stats, 6);
  assert_true(quhua_str_equal(first->series.name, quhua_str_from("人")));
  assert_int_equal(first->since, bench_day("2019-01-01"));
  assert_true(quhua_str_equal(last->series.name, quhua_str_from("户")));
  assert_int_equal(last->since, bench_day("2019-03-01"));
  assert_int_equal(last->lo, 40);
  assert_null(quhua_stats_at(stats, 8));
  quhua_stats_free(stats);
  quhua_stats_free(NULL);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_totals),
      cmocka_unit_test(test_merged),
      cmocka_unit_test(test_exact_shares),
      cmocka_unit_test(test_share_of_merged),
      cmocka_unit_test(test_unknown_shares),
      cmocka_unit_test(test_unknown_between_towns),
      cmocka_unit_test(test_interval),
      cmocka_unit_test(test_counted_again),
      cmocka_unit_test(test_left_before_counted_again),
      cmocka_unit_test(test_transfer),
      cmocka_unit_test(test_ended),
      cmocka_unit_test(test_ended_and_counted_anew),
      cmocka_unit_test(test_end_repealed),
      cmocka_unit_test(test_end_of_part_repealed),
      cmocka_unit_test(test_strays_of_repealed_merger),
      cmocka_unit_test(test_first_count_is_no_recount),
      cmocka_unit_test(test_postponed_merger),
      cmocka_unit_test(test_decimals),
      cmocka_unit_test(test_finer_before_coarser),
      cmocka_unit_test(test_children),
      cmocka_unit_test(test_established),
      cmocka_unit_test(test_annulled),
      cmocka_unit_test(test_failures),
      cmocka_unit_test(test_sum_too_large),
      cmocka_unit_test(test_all_series),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
