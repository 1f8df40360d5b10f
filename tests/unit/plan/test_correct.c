/* SPDX-License-Identifier: Apache-2.0 */
/* 更正: every version of a unit that carries the wrong value is recorded anew for the same days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

static void expect(bench *b, const char *acts, const char *findings) {
  bench_plan(b, acts);
  bench_expect_findings(b, findings);
}

static void expect_attribute(bench *b, const char *day, const char *key, const char *value) {
  quhua_unit unit = bench_unit(b, "510722109201", day);
  quhua_attribute attribute;
  const char *found = "";
  char text[64];
  const quhua_snapshot *snapshot = b->plan ? quhua_plan_after(b->plan) : b->before;
  for (uint32_t i = 0; quhua_unit_attribute_at(snapshot, &unit, i, &attribute); i++) {
    if (!quhua_str_equal(attribute.key, quhua_str_from(key))) continue;
    assert_true(attribute.value.len < sizeof text);
    memcpy(text, attribute.value.ptr, attribute.value.len);
    text[attribute.value.len] = '\0';
    found = text;
  }
  assert_string_equal(found, value);
}

/* Versions: 2019 and 2020 with a wrong seat; the correction reaches both, and takes a tag away. */
static void test_attributes(void **state) {
  (void)state;
  bench *b =
      bench_open("code,name,attr:seat,attr:tag:错\n510722109000,三元镇,,\n510722109201,友爱村,村北,是\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲,2020-01-01,更名,510722109201,友好村\n");
  bench_apply(b, "document,effective,relation,old_code,attr:seat,attr:tag:错\n"
                 "乙,2021-01-01,更正,510722109201,村南,-\n");
  static const char *const days[] = {"2019-01-01", "2019-12-31", "2020-01-01", "2022-01-01"};
  for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
    expect_attribute(b, days[i], "seat", "村南");
    expect_attribute(b, days[i], "tag:错", "");
  }
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

/* A seat that was right in its time stays. */
static void test_attributes_of_other_versions(void **state) {
  (void)state;
  bench *b = bench_open("code,name,attr:seat\n510722109000,三元镇,\n510722109201,友爱村,村北\n");
  bench_apply(b, "document,effective,old_code,attr:seat\n甲,2020-01-01,510722109201,村难\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n乙,2020-06-01,更名,510722109201,友好村\n");
  bench_apply(b, "document,effective,relation,old_code,attr:seat\n丙,2021-01-01,更正,510722109201,村南\n");
  expect_attribute(b, "2019-12-31", "seat", "村北");
  expect_attribute(b, "2020-01-01", "seat", "村南");
  expect_attribute(b, "2020-06-01", "seat", "村南");
  bench_close(b);
}

static void test_kind(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "document,effective,relation,old_code,new_kind\n乙,2021-01-01,更正,510722138,乡\n");
  bench_expect_findings(b, "");
  assert_int_equal(bench_unit(b, "510722138000", "2019-01-01").kind, QUHUA_KIND_TOWNSHIP);
  bench_close(b);
}

/* The days of a version stay, and what was known before is still known. */
static void test_days_stay_and_the_old_record_is_known(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id id = bench_id_before(b, "510722109201", "2019-01-01");
  bench_apply(
      b, "document,effective,relation,old_code,new_code\n甲,2020-01-01,换码,510722109201,510722109301\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n乙,2021-01-01,更正,510722109301,友好村\n");
  quhua_snapshot *then = NULL;
  quhua_unit unit;
  assert_int_equal(quhua_snapshot_new(b->registry, 2, &then, NULL), QUHUA_OK);
  assert_int_equal(quhua_unit_find_id(then, id, bench_day("2019-06-01"), &unit), QUHUA_OK);
  assert_true(quhua_str_equal(unit.name, quhua_str_from("友爱村")));
  assert_int_equal(quhua_unit_find_id(b->before, id, bench_day("2019-06-01"), &unit), QUHUA_OK);
  assert_true(quhua_str_equal(unit.name, quhua_str_from("友好村")));
  assert_string_equal(unit.code.text, "510722109201");
  assert_int_equal(unit.valid.from, bench_day("2019-01-01"));
  assert_int_equal(unit.valid.to, bench_day("2020-01-01"));
  assert_int_equal(quhua_unit_find_id(b->before, id, bench_day("2020-01-01"), &unit), QUHUA_OK);
  assert_string_equal(unit.code.text, "510722109301");
  assert_int_equal(unit.valid.to, QUHUA_DATE_OPEN);
  quhua_snapshot_free(then);
  bench_close(b);
}

static void test_findings(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  expect(b, "effective,relation,old_code,new_name\n2021-01-01,更正,510722109299,友好村\n",
         "structure.unit-unknown blocking 2\n");
  expect(b, "effective,relation,old_code,new_code\n2021-01-01,更正,510722109201,5107221\n",
         "code.invalid blocking 2\n");
  expect(b, "effective,relation,old_code,new_code\n2021-01-01,更正,510722109201,510722110\n",
         "code.invalid blocking 2\n"); /* a town's */
  expect(b, "effective,relation,old_code,new_code\n2021-01-01,更正,510722109201,510722109202\n",
         "code.held blocking 2\n");
  expect(b, "effective,relation,target\n2021-01-01,更正,甲\n", "lineage.target-unknown blocking 2\n");
  expect(b, "effective,relation,old_code\n2021-01-01,更正,510722109201\n", "structure.no-effect note 2\n");
  bench_close(b);
}

static void test_one_row_for_a_unit(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  expect(b,
         "effective,relation,old_code,new_name,new_code\n2021-01-01,更正,510722109201,友好村,\n"
         "2021-01-01,更正,510722109201,,510722109209\n",
         "lineage.identity blocking 2\nlineage.identity blocking 3\n");
  bench_close(b);
}

/* A correction is corrected again: acts about it are refused, and the record stays whole. */
static void test_acts_about_a_correction(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n乙,2021-01-01,更正,510722109201,友好村\n");
  expect(b, "effective,relation,target\n2020-01-01,撤回,乙\n", "structure.not-supported blocking 2\n");
  expect(b, "effective,relation,target\n2022-01-01,自始无效,乙\n", ""); /* the record was right after all */
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2019-01-01").name, quhua_str_from("友爱村")));
  expect(b, "effective,relation,target\n2022-01-01,延期,乙\n", "structure.not-supported blocking 2\n");
  expect(b, "effective,relation,target\n2022-01-01,废止,乙\n", "structure.not-supported blocking 2\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n丙,2021-01-01,更正,510722109201,友爱村\n");
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2019-01-01").name, quhua_str_from("友爱村")));
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

/* An act on the first day of a version is no correction, though it begins a version of the same days. */
static void test_same_day_renaming_is_no_correction(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲,2019-01-01,更名,510722109201,友好村\n");
  expect(b, "effective,relation,target\n2022-01-01,自始无效,甲\n", "");
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2019-01-01").name, quhua_str_from("友爱村")));
  bench_close(b);
}

/* An act whose versions were corrected since is not taken back under the correction. */
static void test_correction_stands_on_the_act(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲,2020-01-01,更名,510722109201,友妤村\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n乙,2021-01-01,更正,510722109201,友好村\n");
  expect(b, "effective,relation,target\n2022-01-01,自始无效,甲\n", "lineage.stands-on blocking 2\n");
  bench_close(b);
}

static void test_parents_and_levels_are_not_corrected(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  expect(b,
         "effective,relation,old_code,new_name,new_parent\n2021-01-01,更正,510722109201,友好村,510722138\n",
         "structure.not-supported blocking 2\n");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_attributes),
      cmocka_unit_test(test_attributes_of_other_versions),
      cmocka_unit_test(test_kind),
      cmocka_unit_test(test_days_stay_and_the_old_record_is_known),
      cmocka_unit_test(test_findings),
      cmocka_unit_test(test_one_row_for_a_unit),
      cmocka_unit_test(test_acts_about_a_correction),
      cmocka_unit_test(test_same_day_renaming_is_no_correction),
      cmocka_unit_test(test_correction_stands_on_the_act),
      cmocka_unit_test(test_parents_and_levels_are_not_corrected),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
