/* SPDX-License-Identifier: Apache-2.0 */
/* Values that were observed only after the day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/figures.h"

#define VILLAGES QUHUA_LEVEL_VILLAGE
#define ALL QUHUA_LEVEL_ANY
#define FLOWS "document,effective,relation,old_code,new_code,new_name,new_parent,share,reason\n"

/* Two villages became one with 130 people: each had 0 to 130, together they had 130. A village that was founded on the way
 * had nobody. */
static void test_merged(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, FLOWS "甲,2020-01-01,合并,510722109201,,大村,,,\n甲,2020-01-01,合并,510722109202,,大村,,,\n"
                       "乙,2020-02-01,设立,,,新村,510722109000,,\n");
  figures_observe(b, "人", "2021-01-01", "510722109203 7\n510722109204 130\n510722109205 20\n");
  figures_expect(b, "人", ALL, "2019-06-01",
                 "510722000000 137 partial\n510722109000 137 residue 130\n510722109201 0..130\n"
                 "510722109202 0..130\n510722109203 7\ntotal 137 partial\n");
  figures_expect(b, "人", VILLAGES, "2020-01-15", "510722109203 7\n510722109204 130\ntotal 137 partial\n");
  figures_expect(b, "人", VILLAGES, "2020-06-01",
                 "510722109203 7\n510722109204 130\n510722109205 20\ntotal 157 partial\n");
  bench_close(b);
}

/* Of two counts of one day the later record holds, whichever way it is carried. */
static void test_counted_twice(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  figures_observe(b, "人", "2021-01-01", "510722109201 12\n");
  figures_observe(b, "人", "2021-01-01", "510722109201 13\n");
  figures_expect(b, "人", VILLAGES, "2019-06-01", "510722109201 13\ntotal 13 partial\n");
  figures_expect(b, "人", VILLAGES, "2022-06-01", "510722109201 13\ntotal 13 partial\n");
  bench_close(b);
}

/* The parts of a village sum to it, by whatever shares; those who left are with those who stayed. */
static void test_divided(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, FLOWS
              "甲,2020-01-01,分设,510722109201,,东村,,2/5,\n甲,2020-01-01,分设,510722109201,,西村,,3/5,\n");
  figures_observe(b, "人", "2021-01-01", "510722109204 60\n510722109205 45\n");
  figures_expect(b, "人", VILLAGES, "2019-06-01", "510722109201 105\ntotal 105 partial\n");
  bench_close(b);
  b = bench_open(BENCH_TOWNS);
  bench_apply(b, FLOWS "甲,2020-01-01,,510722109201,510722109201,,,3/4,\n"
                       "甲,2020-01-01,,510722109201,510722109202,,,1/4,\n");
  figures_observe(b, "人", "2021-01-01", "510722109201 75\n510722109202 55\n510722109203 7\n");
  figures_expect(b, "人", ALL, "2019-06-01",
                 "510722000000 137 partial\n510722109000 137 residue 55\n510722109201 75..130\n"
                 "510722109202 0..55\n510722109203 7\ntotal 137 partial\n");
  bench_close(b);
}

/* Of a part nobody knows what it had later: the village had at least what the other part had. One that ended without
 * successor was never counted. */
static void test_in_part(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, FLOWS
              "甲,2020-01-01,分设,510722109201,,东村,,2/5,\n甲,2020-01-01,分设,510722109201,,西村,,3/5,\n"
              "乙,2020-01-01,撤销,510722109202,,,,,水库淹没\n");
  figures_observe(b, "人", "2021-01-01", "510722109204 60\n");
  figures_expect(b, "人", VILLAGES, "2019-06-01", "510722109201 60 partial\ntotal 60 partial\n");
  bench_close(b);
}

/* What was counted by the day wins, and no total mixes both: the village that was counted only later is no part of its
 * town's 100. */
static void test_earlier_wins(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  figures_observe(b, "人", "2019-01-01", "510722109201 100\n");
  bench_apply(b,
              FLOWS "甲,2020-01-01,合并,510722109201,,大村,,,\n甲,2020-01-01,合并,510722109202,,大村,,,\n");
  figures_observe(b, "人", "2021-01-01", "510722109204 130\n510722138201 50\n510722138204 13\n");
  figures_expect(b, "人", ALL, "2019-06-01",
                 "510722000000 100 partial\n510722109000 100 partial\n510722109201 100\n510722109202 0..130\n"
                 "510722138000 63\n510722138201 50\n510722138204 13\ntotal 100 partial\n");
  figures_expect(b, "人", VILLAGES, "2020-06-01",
                 "510722109204 100 partial\n510722138201 50\n510722138204 13\ntotal 100 partial\n");
  bench_close(b);
}

/* The first later value counts, and with its day the row can be told from others. A village takes its people along when it
 * goes to another town. */
static void test_first_later(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_stats *stats = NULL;
  bench_apply(b, FLOWS "甲,2020-01-01,划归,510722109201,,,510722138000,,\n");
  figures_observe(b, "人", "2022-01-01", "510722138205 70\n");
  figures_observe(b, "人", "2021-01-01", "510722138205 60\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2019-06-01", "510722109000 60 partial\ntotal 60 partial\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2020-06-01", "510722138000 60 partial\ntotal 60 partial\n");
  figures_expect(b, "人", QUHUA_LEVEL_TOWNSHIP, "2022-01-01", "510722138000 70 partial\ntotal 70 partial\n");
  assert_int_equal(
      quhua_stats_new(b->before, quhua_str_from("人"), ALL, bench_day("2019-06-01"), &stats, &b->err),
      QUHUA_OK);
  for (size_t i = 0; i < quhua_stats_count(stats); i++)
    assert_int_equal(quhua_stats_at(stats, i)->since, bench_day("2021-01-01"));
  assert_true(quhua_stats_count(stats) >= 4);
  quhua_stats_free(stats);
  bench_close(b);
}

/* Only the town was counted later: it has that much, unless something of it was counted before. */
static void test_towns(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  figures_observe(b, "人", "2021-01-01", "510722109000 140\n510722138000 60\n");
  figures_expect(b, "人", ALL, "2019-06-01",
                 "510722000000 200\n510722109000 140\n510722138000 60\ntotal 200\n");
  figures_observe(b, "人", "2019-02-01", "510722138201 50\n");
  figures_expect(b, "人", ALL, "2019-06-01",
                 "510722000000 50 partial\n510722109000 140\n510722138000 50 partial\n510722138201 50\n"
                 "total 50 partial\n");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_merged),       cmocka_unit_test(test_counted_twice),
      cmocka_unit_test(test_divided),      cmocka_unit_test(test_in_part),
      cmocka_unit_test(test_earlier_wins), cmocka_unit_test(test_first_later),
      cmocka_unit_test(test_towns),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
