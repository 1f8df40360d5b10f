/* SPDX-License-Identifier: Apache-2.0 */
/* The smallest unit that holds everything a plan touches, and the counts inside it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#define DAY "2019-06-01"

static void expect_scope(const char *acts, const char *code) {
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id expected = bench_id_before(b, code, DAY);
  assert_true(expected != 0);
  bench_plan(b, acts);
  assert_int_equal(quhua_plan_scope(b->plan), expected);
  bench_close(b);
}

static void test_inside_a_town(void **state) {
  (void)state;
  expect_scope("effective,old_code,new_code\n2020-01-01,510722109201,510722109202\n", "510722109000");
  expect_scope("effective,relation,old_code,new_name\n2020-01-01,更名,510722109201,友好村\n", "510722109000");
}

static void test_between_towns(void **state) {
  (void)state;
  expect_scope("effective,old_code,new_parent\n2020-01-01,510722109201,510722138\n", "510722000000");
  expect_scope("effective,old_code,new_code\n2020-01-01,510722109,510722138\n", "510722000000");
}

static void test_acts_of_two_days(void **state) {
  (void)state;
  expect_scope("document,effective,old_code,new_code\n"
               "甲,2020-01-01,510722109201,510722109202\n"
               "乙,2021-01-01,510722138201,510722138204\n",
               "510722000000");
}

static void test_nothing_in_common(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722109000,三元镇\n510722109201,友爱村\n"
                        "330327123000,龙港镇\n330327123201,甲村\n");
  bench_plan(b, "document,effective,old_code,new_name\n"
                "甲,2020-01-01,510722109201,友好村\n乙,2020-01-01,330327123201,乙村\n");
  assert_int_equal(quhua_plan_scope(b->plan), 0); /* two provinces */
  bench_close(b);
}

static void test_blocked_plan_touches_nothing(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,old_code,new_name\n2020-01-01,510722109299,友好村\n");
  assert_int_equal(quhua_plan_scope(b->plan), 0);
  bench_close(b);
}

/* 三元镇 has three villages; one goes into another. */
static void test_counts(void **state) {
  (void)state;
  uint64_t before[QUHUA_KIND_LIMIT], after[QUHUA_KIND_LIMIT];
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,old_code,new_code\n2020-01-01,510722109201,510722109202\n");
  quhua_plan_count_units(b->plan, before, after);
  assert_int_equal(before[QUHUA_KIND_TOWN], 1);
  assert_int_equal(after[QUHUA_KIND_TOWN], 1);
  assert_int_equal(before[QUHUA_KIND_VILLAGE], 3);
  assert_int_equal(after[QUHUA_KIND_VILLAGE], 2);
  assert_int_equal(before[QUHUA_KIND_COUNTY], 0);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_inside_a_town),
      cmocka_unit_test(test_between_towns),
      cmocka_unit_test(test_acts_of_two_days),
      cmocka_unit_test(test_nothing_in_common),
      cmocka_unit_test(test_blocked_plan_touches_nothing),
      cmocka_unit_test(test_counts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
