/* SPDX-License-Identifier: Apache-2.0 */
/* What an event is called: the name follows from the flows, and what the act declares is compared with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define DAY "2020-01-01"

/* The relation of the only flow of a unit after the plan. */
static quhua_relation relation_of(const bench *b, quhua_unit_id unit) {
  quhua_flows *flows = NULL;
  assert_int_equal(quhua_flows_new(quhua_plan_after(b->plan), unit, &flows, NULL), QUHUA_OK);
  assert_true(quhua_flows_count(flows) > 0);
  quhua_relation relation = quhua_flows_at(flows, 0)->relation;
  quhua_flows_free(flows);
  return relation;
}

static void expect_relation(const char *acts, quhua_relation relation) {
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, acts);
  bench_expect_findings(b, "");
  assert_int_equal(relation_of(b, unit), relation);
  bench_close(b);
}

static void test_names_derived(void **state) {
  (void)state;
  expect_relation(
      "effective,old_code,new_name\n2020-01-01,510722109201,友长村\n2020-01-01,510722109202,友长村\n",
      QUHUA_RELATION_MERGE);
  expect_relation("effective,old_code,new_code\n2020-01-01,510722109201,510722109202\n",
                  QUHUA_RELATION_ABSORB);
  expect_relation(
      "effective,old_code,new_name\n2020-01-01,510722109201,友东村\n2020-01-01,510722109201,友西村\n",
      QUHUA_RELATION_SPLIT);
  expect_relation("effective,old_code,new_code,new_name\n"
                  "2020-01-01,510722109201,510722109201,\n2020-01-01,510722109201,,友西村\n",
                  QUHUA_RELATION_SPLIT_OFF);
  expect_relation("effective,old_code,new_parent\n2020-01-01,510722109201,立新镇\n", QUHUA_RELATION_TRANSFER);
  expect_relation("effective,old_code,new_name\n2020-01-01,510722109201,友好村\n", QUHUA_RELATION_RENAME);
  expect_relation("effective,old_code,new_kind\n2020-01-01,510722109201,居委会\n", QUHUA_RELATION_RETYPE);
  expect_relation("effective,old_code,new_code\n2020-01-01,510722109201,510722109301\n",
                  QUHUA_RELATION_RECODE);
  expect_relation("effective,old_code,new_code\n"
                  "2020-01-01,510722109201,510722109202\n2020-01-01,510722109201,510722109203\n",
                  QUHUA_RELATION_ABOLISH);
  expect_relation("effective,old_code,new_code,share\n"
                  "2020-01-01,510722109201,510722109201,3/4\n2020-01-01,510722109201,510722109202,1/4\n",
                  QUHUA_RELATION_BOUNDARY);
  expect_relation("effective,old_code,attr:seat\n2020-01-01,510722109201,友爱院子\n", QUHUA_RELATION_SEAT);
  expect_relation("effective,old_code,attr:status\n2020-01-01,510722109201,临时\n", QUHUA_RELATION_STATUS);
  expect_relation("effective,old_code,new_code,new_name\n"
                  "2020-01-01,510722109201,@甲,甲村\n2020-01-01,510722109201,@乙,乙村\n"
                  "2020-01-01,510722109202,@甲,甲村\n2020-01-01,510722109202,@乙,乙村\n",
                  QUHUA_RELATION_REDISTRIBUTE);
}

static void test_established(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,new_name,new_parent\n2020-01-01,新河村,三元镇\n");
  assert_int_equal(relation_of(b, bench_unit(b, "510722109204", DAY).id), QUHUA_RELATION_ESTABLISH);
  bench_close(b);
}

static void test_declared_name_that_differs(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,relation,old_code,new_name\n2020-01-01,分设,510722109201,友好村\n");
  bench_expect_findings(b, "lineage.relation-differs warning 2\n");
  assert_int_equal(bench_finding(b, "lineage.relation-differs")->unit, unit);
  bench_close(b);
}

static void test_declared_name_that_tells_one_of_the_changes(void **state) {
  (void)state;
  /* 撤镇设街道 changes kind, name and code at once */
  bench_expect("effective,relation,old_code,new_name\n2020-01-01,更名,510722109,三元街道\n", "");
  bench_expect(
      "effective,relation,old_code,new_code,new_name\n2020-01-01,换码,510722109,510722001,三元街道\n", "");
  /* 撤销 A，划归 B */
  bench_expect("effective,relation,old_code,new_code\n2020-01-01,撤销,510722109201,510722109202\n", "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names_derived),
      cmocka_unit_test(test_established),
      cmocka_unit_test(test_declared_name_that_differs),
      cmocka_unit_test(test_declared_name_that_tells_one_of_the_changes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
