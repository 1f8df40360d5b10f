/* SPDX-License-Identifier: Apache-2.0 */
/* 废止: an ordinary event that leads back to what was before an act. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <stdio.h>
#include <string.h>

#define MERGER                                                                                               \
  "document,effective,relation,old_code,new_name\n甲,2020-01-01,合并,510722109201,友长村\n"            \
  "甲,2020-01-01,合并,510722109202,友长村\n"
#define REPEAL "document,effective,relation,target\n乙,2021-01-01,废止,甲\n"

static bool has_attribute(bench *b, const char *code, const char *day, const char *key, const char *value) {
  quhua_unit unit = bench_unit(b, code, day);
  quhua_attribute attribute;
  for (uint32_t i = 0; quhua_unit_attribute_at(quhua_plan_after(b->plan), &unit, i, &attribute); i++)
    if (quhua_str_equal(attribute.key, quhua_str_from(key)))
      return quhua_str_equal(attribute.value, quhua_str_from(value));
  return false;
}

static void test_same_units_live_again(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id first = bench_id_before(b, "510722109201", "2019-06-01");
  quhua_unit_id second = bench_id_before(b, "510722109202", "2019-06-01");
  bench_apply(b, MERGER);
  quhua_unit_id merged = bench_id_before(b, "510722109204", "2020-06-01");
  bench_plan(b, REPEAL);
  bench_expect_findings(b, "");
  assert_int_equal(bench_unit(b, "510722109201", "2021-01-01").id, first);
  assert_int_equal(bench_unit(b, "510722109202", "2021-01-01").id, second);
  quhua_unit last;
  assert_int_equal(quhua_unit_find_last(quhua_plan_after(b->plan), merged, &last), QUHUA_OK);
  assert_int_equal(last.valid.from, bench_day("2020-01-01"));
  assert_int_equal(last.valid.to, bench_day("2021-01-01"));
  bench_close(b);
}

/* What was one, then other, then one again is not known to be the same parts. */
static void test_crosswalk_over_both(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(b, REPEAL);
  assert_string_equal(bench_crosswalk_between(b, "2019-06-01", "2020-06-01"),
                      "合并,510722109201,友爱村,510722109204,友长村,1\n"
                      "合并,510722109202,长发村,510722109204,友长村,1\n");
  assert_string_equal(bench_crosswalk_between(b, "2020-06-01", "2021-06-01"),
                      "恢复,510722109204,友长村,510722109201,友爱村,?\n"
                      "恢复,510722109204,友长村,510722109202,长发村,?\n");
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

static void test_attributes_lead_back_too(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,old_code,attr:seat,attr:tag:老\n零,2019-06-01,510722109201,村北,是\n");
  bench_apply(b, "document,effective,old_code,attr:seat,attr:tag:老,attr:tag:新\n"
                 "甲,2020-01-01,510722109201,村南,-,是\n");
  bench_plan(b, REPEAL);
  bench_expect_findings(b, "");
  assert_true(has_attribute(b, "510722109201", "2020-06-01", "seat", "村南"));
  assert_true(has_attribute(b, "510722109201", "2020-06-01", "tag:新", "是"));
  assert_false(has_attribute(b, "510722109201", "2020-06-01", "tag:老", "是"));
  assert_true(has_attribute(b, "510722109201", "2021-01-01", "seat", "村北"));
  assert_true(has_attribute(b, "510722109201", "2021-01-01", "tag:老", "是"));
  assert_false(has_attribute(b, "510722109201", "2021-01-01", "tag:新", "是"));
  bench_close(b);
}

static void test_abolished_unit_is_there_again(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109203", "2019-06-01");
  bench_apply(b, "document,effective,relation,old_code,reason\n甲,2020-01-01,撤销,510722109203,搬迁\n");
  bench_plan(b, REPEAL);
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "恢复,,,510722109203,万安村,\n");
  assert_int_equal(bench_unit(b, "510722109203", "2021-01-01").id, unit);
  bench_close(b);
}

static void test_repealed_twice(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(b, REPEAL);
  bench_plan(b, "document,effective,relation,target\n丙,2022-01-01,废止,甲\n");
  assert_non_null(strstr(bench_findings(b), "lineage.stands-on blocking 2\n"));
  bench_close(b);
}

/* An act that a later one changed further is not repealed, not even when that one was repealed before. */
static void test_later_changes_stay_in_the_way(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n"
                 "甲,2020-01-01,更名,510722109201,友好村\n丙,2020-06-01,更名,510722109201,友谊村\n");
  bench_plan(b, REPEAL);
  bench_expect_findings(b, "lineage.stands-on blocking 2\n");
  bench_apply(b, "document,effective,relation,target\n丁,2021-01-01,废止,丙\n");
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2021-01-01").name, quhua_str_from("友好村")));
  bench_plan(b, "document,effective,relation,target\n乙,2021-02-01,废止,甲\n");
  assert_non_null(strstr(bench_findings(b), "lineage.stands-on blocking 2\n"));
  bench_close(b);
}

static void test_repeal_of_a_repeal(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  quhua_unit_id merged = bench_id_before(b, "510722109204", "2020-06-01");
  bench_apply(b, REPEAL);
  bench_plan(b, "document,effective,relation,target\n丙,2022-01-01,废止,乙\n");
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "恢复,510722109201,友爱村,510722109204,友长村,1\n"
                            "恢复,510722109202,长发村,510722109204,友长村,1\n");
  assert_int_equal(bench_unit(b, "510722109204", "2022-01-01").id, merged);
  bench_close(b);
}

static void test_two_in_one_document(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(b, "document,effective,relation,old_code,new_name\n丁,2020-02-01,更名,510722109203,永安村\n");
  bench_plan(b, "document,effective,relation,target\n乙,2021-01-01,废止,甲\n乙,2021-01-01,废止,丁\n");
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "更名,510722109203,永安村,510722109203,万安村,1\n"
                            "恢复,510722109204,友长村,510722109201,友爱村,?\n"
                            "恢复,510722109204,友长村,510722109202,长发村,?\n");
  bench_close(b);
}

static void test_repeal_is_annulled(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  char merged[BENCH_TEXT_MAX];
  strcpy(merged, bench_units(b, b->before, "2022-01-01"));
  bench_apply(b, REPEAL);
  assert_string_not_equal(bench_units(b, b->before, "2022-01-01"), merged);
  bench_apply(b, "document,effective,relation,target\n丙,2022-01-01,自始无效,乙\n");
  assert_string_equal(bench_units(b, b->before, "2022-01-01"), merged);
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

/* The unit would come back below a parent that is no more. */
static void test_parent_is_gone(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,reason\n甲,2020-01-01,撤销,510722109203,搬迁\n");
  bench_apply(b, "document,effective,relation,old_code,new_code\n丁,2020-06-01,并入,510722109,510722138\n");
  bench_plan(b, REPEAL);
  bench_expect_findings(b, "lineage.stands-on blocking 2\n");
  bench_close(b);
}

static void test_established_unit_ends(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,new_name,new_parent\n甲,2020-01-01,设立,新河村,510722109\n");
  bench_plan(b, REPEAL);
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "撤销,510722109204,新河村,,,1\n");
  bench_close(b);
}

/* 丙 was recorded first and takes effect last: it ended a unit to which 甲 had given territory. Nothing can flow back. */
static void test_recorded_late(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(
      b, "document,effective,relation,old_code,new_code\n丙,2020-11-17,并入,510722109203,510722109202\n");
  bench_apply(b, "document,effective,old_code,new_code,share\n甲,2019-02-25,510722109201,510722109201,3/4\n"
                 "甲,2019-02-25,510722109201,510722109203,1/4\n");
  bench_plan(b, REPEAL);
  bench_expect_findings(b, "lineage.stands-on blocking 2\n");
  quhua_str message = bench_finding(b, "lineage.stands-on")->message[QUHUA_LANG_ZH];
  char text[512]; /* the message ends without a zero */
  assert_in_range(snprintf(text, sizeof text, "%.*s", (int)message.len, message.ptr), 1, sizeof text - 1);
  assert_non_null(strstr(text, "丙"));
  bench_close(b);
}

/* 友爱村 gives half to 长发村, and a third of the rest to 万安村: a sixth. Whatever comes back by the repeal, that is there. */
static void test_given_away_meanwhile(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,old_code,new_code,share\n甲,2020-01-01,510722109201,510722109201,1/2\n"
                 "甲,2020-01-01,510722109201,510722109202,1/2\n");
  bench_apply(b, "document,effective,old_code,new_code,share\n丁,2020-06-01,510722109201,510722109201,2/3\n"
                 "丁,2020-06-01,510722109201,510722109203,1/3\n");
  bench_apply(b, REPEAL);
  const char *crosswalk = bench_crosswalk_between(b, "2019-06-01", "2021-06-01");
  assert_non_null(strstr(crosswalk, ",510722109201,友爱村,510722109203,万安村,1/6\n"));
  assert_non_null(strstr(crosswalk, ",510722109201,友爱村,510722109202,长发村,0..1/2\n"));
  bench_close(b);
}

/* Nothing else happened to the two, so each is again what it was, though the repeal itself says no share. */
static void test_nothing_happened_meanwhile(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,old_code,new_code,share\n甲,2020-01-01,510722109201,510722109201,1/2\n"
                 "甲,2020-01-01,510722109201,510722109202,1/2\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n丁,2020-06-01,更名,510722109203,永安村\n");
  bench_apply(b, REPEAL);
  assert_string_equal(bench_crosswalk_between(b, "2019-06-01", "2021-06-01"),
                      "更名,510722109203,万安村,510722109203,永安村,1\n");
  bench_close(b);
}

/* 万安村 went into 友长村 by an act that was recorded after the repeal: when 友长村 ends, it goes on with the others. */
static void test_joined_meanwhile(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(b, REPEAL);
  bench_apply(b, "document,effective,old_code,new_code,share\n丁,2020-06-01,510722109203,510722109203,3/4\n"
                 "丁,2020-06-01,510722109203,510722109204,1/4\n");
  const char *crosswalk = bench_crosswalk_between(b, "2019-06-01", "2021-06-01");
  assert_non_null(strstr(crosswalk, ",510722109203,万安村,510722109203,万安村,3/4\n"));
  assert_non_null(strstr(crosswalk, ",510722109203,万安村,510722109201,友爱村,0..1/4\n"));
  assert_non_null(strstr(crosswalk, ",510722109203,万安村,510722109202,长发村,0..1/4\n"));
  bench_close(b);
}

/* The repeal of a repeal undoes that, and the act stands. */
static void test_crosswalk_over_repealed_repeal(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(b, REPEAL);
  bench_apply(b, "document,effective,relation,target\n丙,2022-01-01,废止,乙\n");
  const char *merged = "合并,510722109201,友爱村,510722109204,友长村,1\n"
                       "合并,510722109202,长发村,510722109204,友长村,1\n";
  assert_string_equal(bench_crosswalk_between(b, "2019-06-01", "2022-06-01"), merged);
  assert_string_equal(bench_crosswalk_between(b, "2019-06-01", "2021-06-01"), "");
  bench_close(b);
}

/* A repeal that is postponed is one on its new day, too. */
static void test_repeal_is_postponed(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, MERGER);
  bench_apply(b, REPEAL);
  bench_apply(b, "document,effective,relation,target\n丙,2022-01-01,延期,乙\n");
  assert_string_equal(bench_crosswalk_between(b, "2019-06-01", "2022-06-01"), "");
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_same_units_live_again),    cmocka_unit_test(test_crosswalk_over_both),
      cmocka_unit_test(test_attributes_lead_back_too), cmocka_unit_test(test_abolished_unit_is_there_again),
      cmocka_unit_test(test_repealed_twice),           cmocka_unit_test(test_later_changes_stay_in_the_way),
      cmocka_unit_test(test_repeal_of_a_repeal),       cmocka_unit_test(test_two_in_one_document),
      cmocka_unit_test(test_repeal_is_annulled),       cmocka_unit_test(test_parent_is_gone),
      cmocka_unit_test(test_established_unit_ends),    cmocka_unit_test(test_recorded_late),
      cmocka_unit_test(test_given_away_meanwhile),     cmocka_unit_test(test_nothing_happened_meanwhile),
      cmocka_unit_test(test_joined_meanwhile),         cmocka_unit_test(test_crosswalk_over_repealed_repeal),
      cmocka_unit_test(test_repeal_is_postponed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
