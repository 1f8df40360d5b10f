/* SPDX-License-Identifier: Apache-2.0 */
/* What the rules say about the end of the act: each rule once, with severity, line and unit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define DAY "2020-01-01"

static void test_code_held_by_a_bystander(void **state) {
  (void)state;
  bench_expect(
      "effective,relation,new_code,new_name,new_parent\n2020-01-01,设立,510722109201,新河村,三元镇\n",
      "code.held blocking 2\n"); /* a code in use is not a retired one */
}

static void test_code_held_by_another_row(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,old_code,new_code,new_name,share\n"
                "2020-01-01,510722109201,510722109201,,1/2\n"
                "2020-01-01,510722109201,510722109301,友西村,1/2\n"
                "2020-01-01,,510722109201,新河村,\n");
  /* equal codes and a new unit with the same code: they mean one unit, so nothing is held twice */
  bench_expect_findings(b, "");
  bench_close(b);
}

static void test_code_free_at_the_end_of_the_act(void **state) {
  (void)state;
  bench_expect("effective,old_code,new_code,new_name,new_parent\n"
               "2020-01-01,510722109201,510722109301,,\n"
               "2020-01-01,,510722109201,新河村,三元镇\n",
               "code.retired warning 3\n");
}

static void test_code_held_later(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b,
              "effective,relation,new_name,new_parent\n2021-01-01,设立,新河村,三元镇\n"); /* 204 from 2021 */
  bench_plan(b, "effective,old_code,new_code\n2020-01-01,510722109201,510722109204\n");
  bench_expect_findings(b, "code.held blocking 2\n");
  bench_close(b);
}

static void test_out_of_range_and_odd(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,old_code,new_code,new_kind\n2020-01-01,510722109201,510722109050,村委会\n");
  bench_expect_findings(b, "code.out-of-range warning 2\n");
  assert_int_equal(bench_finding(b, "code.out-of-range")->unit, unit);
  bench_plan(b, "effective,old_code,new_code\n2020-01-01,510722109201,510722109398\n");
  bench_expect_findings(b, "code.odd warning 2\n");
  bench_close(b);
}

static void test_retired_code_when_given(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "effective,old_code,new_code\n2020-01-01,510722109202,510722109201\n");
  bench_plan(b,
             "effective,relation,new_code,new_name,new_parent\n2020-06-01,恢复,510722109202,长发村,三元镇\n");
  bench_expect_findings(b, "code.retired warning 2\n");
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_OK);
  bench_unit(b, "510722109202", "2020-06-01");
  bench_close(b);
}

static void test_prefix(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,old_code,new_code,new_parent\n2020-01-01,510722109201,510722138250,三元镇\n");
  bench_expect_findings(b, "code.prefix warning 2\n");
  assert_int_equal(bench_finding(b, "code.prefix")->unit, unit);
  bench_close(b);
}

static void test_duplicate_names(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,relation,old_code,new_name\n2020-01-01,更名,510722109201,长发村村民委员会\n");
  bench_expect_findings(b, "structure.name-duplicate warning 2\n");
  assert_int_equal(bench_finding(b, "structure.name-duplicate")->unit, unit);
  bench_close(b);
  /* another town's 新民村 is no sibling; a village that leaves makes room for its name */
  bench_expect("effective,relation,old_code,new_name,new_parent\n2020-01-01,更名,510722109201,新民村,\n", "");
  bench_expect("effective,relation,old_code,new_name,new_parent\n2020-01-01,更名,510722109201,长发村,\n"
               "2020-01-01,划归,510722109202,,立新镇\n",
               "");
}

static void test_parent_left_behind(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id town = bench_id_before(b, "510722138000", DAY);
  bench_plan(b, "effective,relation,old_code,reason\n2020-01-01,撤销,510722138,水库淹没\n");
  const quhua_finding *finding = bench_finding(b, "structure.parent-dying");
  assert_int_equal(finding->severity, QUHUA_SEVERITY_BLOCKING);
  assert_int_equal(finding->line, 2);
  assert_int_equal(finding->unit, town);
  bench_close(b);
}

static void test_child_unassigned(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id town = bench_id_before(b, "510722109000", DAY);
  bench_plan(b, "effective,relation,old_code,new_name\n2020-01-01,分设,510722109,三东镇\n2020-01-01,分设,"
                "510722109,三西镇\n");
  const quhua_finding *finding = bench_finding(b, "structure.child-unassigned");
  assert_int_equal(finding->severity, QUHUA_SEVERITY_BLOCKING);
  assert_int_equal(finding->unit, town);
  assert_int_equal(finding->line, 2);
  bench_close(b);
}

static void test_rest_goes_to_the_one_without_listed_children(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,relation,old_code,new_code,new_name,new_parent\n"
                "2020-01-01,分设,510722109,@东,三东镇,\n"
                "2020-01-01,分设,510722109,@西,三西镇,\n"
                "2020-01-01,,510722109201,,,@东\n");
  bench_expect_findings(b, "");
  quhua_unit west = bench_unit(b, "510722140000", DAY);
  assert_int_equal(bench_unit(b, "510722140202", DAY).parent, west.id);
  assert_int_equal(bench_unit(b, "510722140203", DAY).parent, west.id);
  bench_close(b);
}

static void test_parent_on_the_wrong_level(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,old_code,new_kind\n2020-01-01,510722109201,镇\n");
  assert_int_equal(bench_finding(b, "structure.level-wrong")->severity, QUHUA_SEVERITY_BLOCKING);
  bench_close(b);
}

static void test_before_existing(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲,2020-06-01,更名,510722109201,友好村\n");
  bench_plan(b, "effective,relation,old_code,new_name\n2020-03-01,更名,510722109201,友谊村\n");
  bench_expect_findings(b, "time.before-existing blocking 2\n");
  assert_int_equal(bench_finding(b, "time.before-existing")->unit, unit);
  /* on the same day it is a chain, and other units are free */
  bench_plan(b, "effective,relation,old_code,new_name\n2020-06-01,更名,510722109201,友谊村\n");
  bench_expect_findings(b, "");
  bench_plan(b, "effective,relation,old_code,new_name\n2020-03-01,更名,510722109202,长兴村\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

static void test_before_the_end_of_a_unit(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,old_code,new_code\n甲,2020-06-01,510722109202,510722109201\n");
  bench_plan(b, "effective,relation,old_code,new_name\n2020-03-01,更名,510722109202,长兴村\n");
  bench_expect_findings(b, "time.before-existing blocking 2\n");
  bench_close(b);
}

static void test_territory_unassigned(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,relation,old_code\n2020-01-01,撤销,510722109201\n");
  bench_expect_findings(b, "structure.territory-unassigned blocking 2\n");
  assert_int_equal(bench_finding(b, "structure.territory-unassigned")->unit, unit);
  bench_close(b);
}

static void test_correction_of_nothing(void **state) {
  (void)state;
  bench_expect("effective,relation,old_code,target\n2020-01-01,更正,510722109201,甲\n",
               "structure.no-effect note 2\n");
}

static void test_waivable_rules_are_known(void **state) {
  (void)state;
  size_t count = 0;
  for (const quhua_rule *rule; (rule = quhua_rule_at(count)); count++) {
    assert_ptr_equal(quhua_rule_find(quhua_str_from(rule->id)), rule);
    assert_non_null(strchr(rule->id, '.'));
    assert_true(rule->source[0] && rule->title[0][0] && rule->title[1][0]);
    for (size_t i = 0; i < count; i++) assert_string_not_equal(quhua_rule_at(i)->id, rule->id);
  }
  assert_true(count >= 29);
  assert_null(quhua_rule_find(quhua_str_from("code.none")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_code_held_by_a_bystander),
      cmocka_unit_test(test_code_held_by_another_row),
      cmocka_unit_test(test_code_free_at_the_end_of_the_act),
      cmocka_unit_test(test_code_held_later),
      cmocka_unit_test(test_out_of_range_and_odd),
      cmocka_unit_test(test_retired_code_when_given),
      cmocka_unit_test(test_prefix),
      cmocka_unit_test(test_duplicate_names),
      cmocka_unit_test(test_parent_left_behind),
      cmocka_unit_test(test_child_unassigned),
      cmocka_unit_test(test_rest_goes_to_the_one_without_listed_children),
      cmocka_unit_test(test_parent_on_the_wrong_level),
      cmocka_unit_test(test_before_existing),
      cmocka_unit_test(test_before_the_end_of_a_unit),
      cmocka_unit_test(test_territory_unassigned),
      cmocka_unit_test(test_correction_of_nothing),
      cmocka_unit_test(test_waivable_rules_are_known),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
