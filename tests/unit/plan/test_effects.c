/* SPDX-License-Identifier: Apache-2.0 */
/* What an act does to the register: versions, order, idle rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define DAY "2020-01-01"

static size_t versions_of(const quhua_snapshot *snapshot, quhua_unit_id id, size_t *without_a_day) {
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  size_t count = 0;
  *without_a_day = 0;
  assert_int_equal(quhua_cursor_new_versions(snapshot, id, &cursor, NULL), QUHUA_OK);
  while (quhua_cursor_next(cursor, &unit)) {
    count++;
    *without_a_day += unit.valid.from == unit.valid.to;
  }
  quhua_cursor_free(cursor);
  return count;
}

static void test_versions_are_half_open(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  size_t hidden;
  bench_apply(b, "effective,relation,old_code,new_name\n2020-01-01,更名,510722109201,友好村\n");
  assert_int_equal(versions_of(b->before, unit, &hidden), 2);
  assert_int_equal(hidden, 0);
  quhua_unit before = bench_unit(b, "510722109201", "2019-12-31"), after = bench_unit(b, "510722109201", DAY);
  assert_int_equal(before.valid.from, bench_day("2019-01-01"));
  assert_int_equal(before.valid.to, bench_day(DAY));
  assert_int_equal(after.valid.from, bench_day(DAY));
  assert_int_equal(after.valid.to, QUHUA_DATE_OPEN);
  bench_close(b);
}

static void test_same_day_chain_leaves_a_version_without_a_day(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  size_t hidden;
  bench_apply(b, "document,effective,relation,old_code,new_name\n"
                 "甲,2020-01-01,更名,510722109201,友好村\n乙,2020-01-01,更名,510722109201,友谊村\n");
  assert_int_equal(versions_of(b->before, unit, &hidden), 3);
  assert_int_equal(hidden, 1);
  bench_close(b);
}

static void test_bystanders_get_no_version(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id receiver = bench_id_before(b, "510722109201", DAY),
                town = bench_id_before(b, "510722109000", DAY);
  size_t hidden;
  bench_apply(b, "effective,old_code,new_code\n2020-01-01,510722109202,510722109201\n");
  assert_int_equal(versions_of(b->before, receiver, &hidden), 1);
  assert_int_equal(versions_of(b->before, town, &hidden), 1);
  bench_close(b);
}

static void test_idle_row(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,relation,old_code,new_name\n2020-01-01,更名,510722109201,友爱村\n");
  bench_expect_findings(b, "structure.no-effect note 2\n");
  assert_int_equal(bench_finding(b, "structure.no-effect")->unit, unit);
  bench_expect_crosswalk(b, "");
  bench_close(b);
}

static void test_survivors_own_row_is_not_idle(void **state) {
  (void)state;
  bench_expect("effective,old_code,new_code\n2020-01-01,510722109201,510722109201\n2020-01-01,510722109202,"
               "510722109201\n",
               "");
}

static void test_reason_and_note_ride_on_the_flow(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109202", DAY);
  bench_apply(b, "effective,relation,old_code,new_code,reason,note\n"
                 "2020-01-01,并入,510722109202,510722109201,规模过小,村民会议同意\n");
  quhua_flows *flows = NULL;
  assert_int_equal(quhua_flows_new(b->before, unit, &flows, NULL), QUHUA_OK);
  const quhua_flow *flow = quhua_flows_at(flows, 0);
  assert_true(quhua_str_equal(flow->reason, quhua_str_from("规模过小")));
  assert_true(quhua_str_equal(flow->note, quhua_str_from("村民会议同意")));
  assert_int_equal(flow->declared, QUHUA_RELATION_ABSORB);
  assert_int_equal(flow->sequence, 2);
  quhua_flows_free(flows);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_versions_are_half_open),
      cmocka_unit_test(test_same_day_chain_leaves_a_version_without_a_day),
      cmocka_unit_test(test_bystanders_get_no_version),
      cmocka_unit_test(test_idle_row),
      cmocka_unit_test(test_survivors_own_row_is_not_idle),
      cmocka_unit_test(test_reason_and_note_ride_on_the_flow),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
