/* SPDX-License-Identifier: Apache-2.0 */
/* Taking back acts that are not in force yet (rule 9), or that never should have been; postponing them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define DAY "2020-01-01"

static void test_unknown_target(void **state) {
  (void)state;
  bench_expect("effective,relation,target\n2020-01-01,撤回,甲\n", "lineage.target-unknown blocking 2\n");
  bench_expect("effective,relation,target\n2020-01-01,撤回,1\n",
               "lineage.target-unknown blocking 2\n"); /* the opening */
  bench_expect("effective,relation,target\n2020-01-01,撤回,99\n", "lineage.target-unknown blocking 2\n");
}

#define MERGER                                                                                               \
  "document,effective,relation,old_code,new_name\n甲,2021-06-01,合并,510722109201,友长村\n"            \
  "甲,2021-06-01,合并,510722109202,友长村\n"

static void test_withdrawn_act_leaves_the_register_as_it_was(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  char before[BENCH_TEXT_MAX];
  strcpy(before, bench_units(b, b->before, "2022-01-01"));
  bench_apply(b, MERGER);
  assert_string_not_equal(bench_units(b, b->before, "2022-01-01"), before);
  bench_apply(b, "effective,relation,target\n2020-01-01,撤回,甲\n");
  assert_string_equal(bench_units(b, b->before, "2022-01-01"), before);
  assert_string_equal(bench_crosswalk_between(b, "2019-01-01", "2022-01-01"), "");
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

static void test_once_only(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(b, "effective,relation,target\n2020-01-01,撤回,甲\n");
  bench_plan(b, "effective,relation,target\n2020-02-01,撤回,甲\n");
  bench_expect_findings(b, "lineage.target-unknown blocking 2\n");
  bench_close(b);
}

static void test_past_is_still_known(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(b, "effective,relation,target\n2020-01-01,撤回,甲\n");
  quhua_snapshot *then = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, 2, &then, NULL), QUHUA_OK);
  quhua_code code = {"510722109204"};
  quhua_unit unit;
  assert_int_equal(quhua_unit_find(then, QUHUA_LEVEL_VILLAGE, &code, bench_day("2022-01-01"), &unit),
                   QUHUA_OK);
  assert_int_equal(quhua_unit_find(b->before, QUHUA_LEVEL_VILLAGE, &code, bench_day("2022-01-01"), &unit),
                   QUHUA_E_NOT_FOUND);
  quhua_snapshot_free(then);
  bench_close(b);
}

static void test_code_of_a_withdrawn_act_counts_as_used(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER); /* issued 204 */
  bench_apply(b, "effective,relation,target\n2020-01-01,撤回,甲\n");
  bench_plan(b, "effective,new_name,new_parent\n2020-02-01,新河村,三元镇\n");
  bench_unit(b, "510722109205", "2020-02-01");
  bench_close(b);
}

static void test_child_under_a_unit_that_would_never_be(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(
      b, "document,effective,relation,new_name,new_kind,new_parent\n甲,2021-06-01,设立,新河镇,镇,三台县\n");
  bench_apply(b, "document,effective,relation,old_code,new_parent\n乙,2021-07-01,划归,510722109201,新河镇\n");
  bench_plan(b, "effective,relation,target\n2020-01-01,撤回,甲\n");
  bench_expect_findings(b, "lineage.stands-on blocking 2\n");
  bench_apply(b, "effective,relation,target\n2020-01-01,撤回,甲\n2020-01-01,撤回,乙\n");
  bench_close(b);
}

static void test_code_given_away_meanwhile(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,old_code,new_code\n甲,2021-06-01,510722109201,510722109301\n");
  bench_apply(b,
              "document,effective,new_code,new_name,new_parent\n乙,2021-07-01,510722109201,新河村,三元镇\n");
  bench_plan(b, "effective,relation,target\n2020-01-01,撤回,甲\n");
  bench_expect_findings(b, "lineage.stands-on blocking 2\n");
  bench_close(b);
}

static void test_one_after_the_other(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n"
                 "甲,2021-06-01,更名,510722109201,友好村\n乙,2021-07-01,更名,510722109201,友谊村\n");
  bench_apply(b, "effective,relation,target\n2020-01-01,撤回,乙\n");
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2022-01-01").name, quhua_str_from("友好村")));
  bench_apply(b, "effective,relation,target\n2020-02-01,撤回,甲\n");
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2022-01-01").name, quhua_str_from("友爱村")));
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

static void test_annulled_act_never_was(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  char before[BENCH_TEXT_MAX], merged[BENCH_TEXT_MAX];
  strcpy(before, bench_units(b, b->before, "2021-12-31"));
  bench_apply(b, MERGER);
  strcpy(merged, bench_units(b, b->before, "2021-12-31"));
  assert_string_not_equal(merged, before);
  bench_apply(b, "effective,relation,target\n2022-01-01,自始无效,甲\n"); /* entry 3 */
  assert_string_equal(bench_units(b, b->before, "2021-12-31"), before);
  assert_string_equal(bench_crosswalk_between(b, "2019-01-01", "2023-01-01"), "");
  quhua_snapshot *then = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, 2, &then, NULL), QUHUA_OK);
  assert_string_equal(bench_units(b, then, "2021-12-31"), merged); /* as it was known then */
  quhua_snapshot_free(then);
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

static void test_code_of_an_annulled_act_counts_as_used(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER); /* issued 204 */
  bench_apply(b, "effective,relation,target\n2022-01-01,自始无效,甲\n");
  bench_plan(b, "effective,new_name,new_parent\n2022-02-01,新河村,三元镇\n");
  bench_unit(b, "510722109205", "2022-02-01");
  bench_close(b);
}

#define POSTPONE "document,effective,relation,target\n丙,2022-01-01,延期,甲\n"

static void test_postponed_act_happens_later(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  char before[BENCH_TEXT_MAX];
  strcpy(before, bench_units(b, b->before, "2021-12-31"));
  bench_apply(b, MERGER);
  bench_apply(b, POSTPONE);
  assert_string_equal(bench_units(b, b->before, "2021-12-31"), before);
  assert_string_equal(bench_crosswalk_between(b, "2021-12-31", "2022-01-01"),
                      "合并,510722109201,友爱村,510722109204,友长村,1\n"
                      "合并,510722109202,长发村,510722109204,友长村,1\n");
  assert_string_equal(bench_crosswalk_between(b, "2019-01-01", "2021-12-31"), "");
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

static void test_postponed_attributes_come_along(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,old_code,new_name,attr:seat\n甲,2021-06-01,510722109201,友好村,村南\n");
  bench_apply(b, POSTPONE);
  quhua_unit unit = bench_unit(b, "510722109201", "2022-01-01");
  quhua_attribute attribute;
  assert_true(quhua_unit_attribute_at(b->before, &unit, 0, &attribute));
  assert_true(quhua_str_equal(attribute.key, quhua_str_from("seat")));
  assert_true(quhua_str_equal(attribute.value, quhua_str_from("村南")));
  unit = bench_unit(b, "510722109201", "2021-12-31");
  assert_true(quhua_str_equal(unit.name, quhua_str_from("友爱村")));
  assert_false(quhua_unit_attribute_at(b->before, &unit, 0, &attribute));
  bench_close(b);
}

static void test_two_postponed_together_keep_their_order(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n"
                 "甲,2021-06-01,更名,510722109201,友好村\n乙,2021-07-01,更名,510722109201,友谊村\n");
  bench_apply(b, "document,effective,relation,target\n丙,2022-01-01,延期,乙\n丙,2022-01-01,延期,甲\n");
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2021-12-31").name, quhua_str_from("友爱村")));
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2022-01-01").name, quhua_str_from("友谊村")));
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

#define TRANSFER "document,effective,old_code,new_parent\n甲,2020-01-01,510722109203,510722138\n"
#define ABSORPTION "document,effective,relation,old_code,new_name\n丁,2020-06-01,并入,510722109202,万安村\n"

/* 长发村 went to 立新镇 with 万安村, which the transfer had put there. */
static void test_flow_between_towns(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, TRANSFER);
  bench_apply(b, ABSORPTION);
  bench_plan(b, "document,effective,relation,target\n乙,2021-01-01,自始无效,甲\n");
  bench_expect_findings(b, "lineage.stands-on blocking 2\n");
  assert_true(bench_finding_names(b, "lineage.stands-on", "丁"));
  bench_plan(b, "document,effective,relation,target\n乙,2021-01-01,自始无效,甲\n乙,2021-01-01,自始无效,丁\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

/* What flowed before the transfer flowed between the old towns: nothing stands on it. */
static void test_flow_before_transfer(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n丁,2019-06-01,并入,510722109202,万安村\n");
  bench_apply(b, TRANSFER);
  bench_plan(b, "document,effective,relation,target\n乙,2021-01-01,自始无效,甲\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

/* The merger would come after 万安村 has left for 立新镇. */
static void test_postponed_past_a_transfer(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n丁,2019-06-01,并入,510722109202,万安村\n");
  bench_apply(b, TRANSFER);
  bench_plan(b, "document,effective,relation,target\n乙,2020-02-01,延期,丁\n");
  bench_expect_findings(b, "lineage.stands-on blocking 2\n");
  assert_true(bench_finding_names(b, "lineage.stands-on", "甲"));
  bench_plan(b, "document,effective,relation,target\n乙,2019-12-01,延期,丁\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

/* 大村 was to be made by 甲, and is made by the act that put that off. */
static void test_stands_on_a_postponed_act(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_code,new_name\n"
                 "甲,2020-01-01,合并,510722109201,@0,大村\n甲,2020-01-01,合并,510722109202,@0,大村\n");
  bench_apply(b, "document,effective,relation,target\n乙,2020-02-01,延期,甲\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n丙,2021-01-01,并入,510722138201,大村\n");
  bench_plan(b, "document,effective,relation,target\n丁,2021-02-01,自始无效,乙\n");
  assert_true(bench_finding_names(b, "lineage.stands-on", "丙"));
  bench_close(b);
}

/* Annulled alone it would let 长发村 live twice: it never ended, and the repeal made it live again. */
static void test_repealed_act_never_was(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n丁,2019-01-09,并入,510722109202,万安村\n");
  bench_apply(b, "document,effective,relation,target\n戊,2019-01-10,废止,丁\n");
  bench_plan(b, "document,effective,relation,target\n己,2019-02-01,自始无效,丁\n");
  assert_true(bench_finding_names(b, "lineage.stands-on", "戊"));
  bench_apply(b,
              "document,effective,relation,target\n己,2019-02-01,自始无效,丁\n己,2019-02-01,自始无效,戊\n");
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_unknown_target),
      cmocka_unit_test(test_withdrawn_act_leaves_the_register_as_it_was),
      cmocka_unit_test(test_once_only),
      cmocka_unit_test(test_past_is_still_known),
      cmocka_unit_test(test_code_of_a_withdrawn_act_counts_as_used),
      cmocka_unit_test(test_child_under_a_unit_that_would_never_be),
      cmocka_unit_test(test_code_given_away_meanwhile),
      cmocka_unit_test(test_one_after_the_other),
      cmocka_unit_test(test_annulled_act_never_was),
      cmocka_unit_test(test_code_of_an_annulled_act_counts_as_used),
      cmocka_unit_test(test_postponed_act_happens_later),
      cmocka_unit_test(test_postponed_attributes_come_along),
      cmocka_unit_test(test_two_postponed_together_keep_their_order),
      cmocka_unit_test(test_flow_between_towns),
      cmocka_unit_test(test_flow_before_transfer),
      cmocka_unit_test(test_postponed_past_a_transfer),
      cmocka_unit_test(test_stands_on_a_postponed_act),
      cmocka_unit_test(test_repealed_act_never_was),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
