/* SPDX-License-Identifier: Apache-2.0 */
/* Averages that are carried: 亩均产量 (kg per 亩), weighted by 亩. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "registry/registry_internal.h"
#include "support/fail_alloc.h"
#include "support/figures.h"

#define VILLAGES QUHUA_LEVEL_VILLAGE
#define ALL QUHUA_LEVEL_ANY
#define FLOWS "document,effective,relation,old_code,new_code,new_name,new_parent,share,stat:亩,reason\n"

/* 三元镇 109: 友爱村 201 400 on 100 亩, 长发村 202 550 on 50.5, 万安村 203 300 on 7; 立新镇 138: 新民村 201 500 on 20, 百灵山村 204
 * 100 on 0. */
static bench *fields(void) {
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, "series:产量", "intensive|公斤|亩");
  figures_observe(b, "亩", "2019-01-01",
                  "510722109201 100\n510722109202 50.5\n510722109203 7\n510722138201 20\n510722138204 0\n");
  figures_observe(
      b, "产量", "2019-01-01",
      "510722109201 400\n510722109202 550\n510722109203 300\n510722138201 500\n510722138204 100\n");
  return b;
}

/* 三元镇: (40000 + 27775 + 2100) / 157.5 = 69875 / 157.5 = 443.65, so 444. 立新镇: what lies on 0 亩 weighs nothing. Both:
 * (69875 + 10000) / 177.5 = 450 exactly. */
static void test_totals(void **state) {
  (void)state;
  bench *b = fields();
  figures_expect(b, "产量", ALL, "2019-01-01",
                 "510722000000 450\n510722109000 444\n510722109201 400\n510722109202 550\n510722109203 300\n"
                 "510722138000 500\n510722138201 500\n510722138204 100\ntotal 450\n");
  figures_expect(b, "产量", QUHUA_LEVEL_TOWNSHIP, "2019-06-01",
                 "510722109000 444\n510722138000 500\ntotal 450\n");
  bench_close(b);
}

/* The mean of 400 on 100 亩 and 300 on 7: 42100 / 107 = 393.46. What comes later is weighted with all 107: 42100 + 27775 =
 * 69875 on 157.5, as before, so nothing was rounded in between. The weights are those of the merger: counting the land
 * anew later changes no mean of it. */
static void test_merged(void **state) {
  (void)state;
  bench *b = fields();
  bench_apply(b, FLOWS "甲,2020-01-01,并入,510722109203,510722109201,,,,,\n");
  figures_expect(b, "产量", VILLAGES, "2020-01-01",
                 "510722109201 393\n510722109202 550\n510722138201 500\n510722138204 100\ntotal 450\n");
  bench_apply(b,
              FLOWS "乙,2021-01-01,合并,510722109201,,大村,,,,\n乙,2021-01-01,合并,510722109202,,大村,,,,\n");
  figures_expect(b, "产量", VILLAGES, "2021-01-01",
                 "510722109204 444\n510722138201 500\n510722138204 100\ntotal 450\n");
  figures_observe(b, "亩", "2021-02-01", "510722109204 60\n");
  figures_expect(b, "产量", VILLAGES, "2021-02-01", /* 60 × 443.65 + 20 × 500 over 80: 457.74 */
                 "510722109204 444\n510722138201 500\n510722138204 100\ntotal 458\n");
  figures_observe(b, "产量", "2021-03-01", "510722109204 600\n");
  figures_expect(b, "产量", VILLAGES, "2021-03-01", /* (36000 + 10000) / 80 */
                 "510722109204 600\n510722138201 500\n510722138204 100\ntotal 575\n");
  bench_close(b);
}

/* Parts have the value of the whole, whatever their share, known or not. What leaves takes its land along: 25 of 100 亩 with 400
 * to the 7 with 300: 12100 / 32 = 378.125. */
static void test_divided(void **state) {
  (void)state;
  bench *b = fields();
  bench_apply(b, FLOWS
              "甲,2020-01-01,分设,510722109202,,东村,,1/3,,\n甲,2020-01-01,分设,510722109202,,西村,,2/3,,\n"
              "乙,2020-01-01,,510722109201,510722109203,,,1/4,,\n"
              "乙,2020-01-01,,510722109201,510722109201,,,3/4,,\n");
  figures_expect(b, "产量", VILLAGES, "2020-01-01",
                 "510722109201 400\n510722109203 378\n510722109204 550\n510722109205 550\n510722138201 500\n"
                 "510722138204 100\ntotal 450\n");
  bench_close(b);
}

/* Nobody knows how much of the land went over: between what both had. 三元镇 has its 157.5 亩 all the same, so the county has
 * (157.5 × 300..550 + 20 × 500) / 177.5. With an amount it is known: 5.25 of 100 亩 with 400 to
 * 7 with 300 is (2100 + 2100) / 12.25 = 342.86. */
static void test_unknown_weight(void **state) {
  (void)state;
  bench *b = fields();
  bench_apply(b, FLOWS "甲,2020-01-01,,510722109201,510722109203,,,?,,\n"
                       "甲,2020-01-01,,510722109201,510722109201,,,?,,\n");
  figures_expect(b, "产量", VILLAGES, "2020-01-01",
                 "510722109201 400\n510722109202 550\n510722109203 300..400\n510722138201 500\n"
                 "510722138204 100\ntotal 323..544\n");
  bench_close(b);
  b = fields();
  bench_apply(b, FLOWS "甲,2020-01-01,,510722109201,510722109203,,,?,5.25,\n"
                       "甲,2020-01-01,,510722109201,510722109201,,,?,,\n");
  figures_expect(b, "产量", VILLAGES, "2020-01-01",
                 "510722109201 400\n510722109202 550\n510722109203 343\n510722138201 500\n510722138204 100\n"
                 "total 450\n");
  bench_close(b);
}

/* Nobody measured the land at all, and not every village the yield. */
static void test_without_weights(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, "series:产量", "intensive|公斤|亩");
  figures_observe(b, "产量", "2019-01-01", "510722109201 400.5\n510722109202 550\n510722138000 500\n");
  figures_expect(b, "产量", ALL, "2019-01-01",
                 "510722000000 400.5..550.0 partial\n510722109000 400.5..550.0 partial\n"
                 "510722109201 400.5\n510722109202 550.0\n510722138000 500.0\ntotal 400.5..550.0 partial\n");
  bench_apply(b, FLOWS "甲,2020-01-01,并入,510722109201,510722109202,,,,,\n"
                       "乙,2020-02-01,并入,510722138201,510722138204,,,,,\n");
  figures_expect(b, "产量", VILLAGES, "2020-02-01",
                 "510722109202 400.5..550.0\ntotal 400.5..550.0 partial\n");
  bench_close(b);
}

/* The weights of towns are in their villages: 138 has 20 亩 with 500, 109 157.5 with 444 (observed of the town alone). Both
 * towns become one: (69930 + 10000) / 177.5 = 450.31. */
static void test_weights_below(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, "series:产量", "intensive|公斤|亩");
  figures_observe(b, "亩", "2019-01-01",
                  "510722109201 100\n510722109202 50.5\n510722109203 7\n510722138201 20\n510722138204 0\n");
  figures_observe(b, "产量", "2019-01-01", "510722109000 444\n510722138000 500\n");
  bench_apply(b,
              FLOWS "乙,2021-01-01,合并,510722109000,,大镇,,,,\n乙,2021-01-01,合并,510722138000,,大镇,,,,\n");
  figures_expect(b, "产量", QUHUA_LEVEL_TOWNSHIP, "2021-01-01", "510722139000 450\ntotal 450\n");
  bench_close(b);
}

/* Set up from nothing, ended without successor, exchanged codes. */
static void test_odd(void **state) {
  (void)state;
  bench *b = fields();
  bench_apply(b,
              FLOWS "甲,2020-01-01,设立,,,新村,510722109000,,,\n甲,2020-01-01,撤销,510722138204,,,,,,淹没\n"
                    "甲,2020-01-01,换码,510722109201,510722109202,,,,,\n"
                    "甲,2020-01-01,换码,510722109202,510722109201,,,,,\n");
  figures_expect(b, "产量", VILLAGES, "2020-01-01",
                 "510722109201 550\n510722109202 400\n510722109203 300\n510722138201 500\ntotal 450\n");
  bench_close(b);
}

/* Whatever allocation fails, nothing is given and nothing is lost: of sums with amounts and values of a later day, and of
 * averages. */
static void test_out_of_memory(void **state) {
  (void)state;
  bench *b = fields();
  bench_apply(b,
              FLOWS "甲,2020-01-01,,510722109201,510722109203,,,?,5.25,\n"
                    "甲,2020-01-01,,510722109201,510722109201,,,?,,\n"
                    "乙,2020-02-01,合并,510722109202,,大村,,,,\n乙,2020-02-01,合并,510722109203,,大村,,,,\n");
  figures_observe(b, "人", "2021-01-01", "510722109204 70\n510722109201 5\n");
  for (long after = 0, failed = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_snapshot view = {&allocator, b->before->state, b->before->known};
    quhua_stats *stats = NULL;
    quhua_status status =
        quhua_stats_new(&view, (quhua_str){"", 0}, ALL, bench_day("2019-06-01"), &stats, NULL);
    if (status == QUHUA_OK) {
      assert_true(failed > 20);
      assert_true(quhua_stats_count(stats) > 12);
      quhua_stats_free(stats);
      assert_true(fail_alloc_is_clean(&books));
      break;
    }
    assert_int_equal(status, QUHUA_E_NOMEM);
    assert_null(stats);
    failed++;
    assert_true(fail_alloc_is_clean(&books));
  }
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_totals),
      cmocka_unit_test(test_merged),
      cmocka_unit_test(test_divided),
      cmocka_unit_test(test_unknown_weight),
      cmocka_unit_test(test_without_weights),
      cmocka_unit_test(test_weights_below),
      cmocka_unit_test(test_odd),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
