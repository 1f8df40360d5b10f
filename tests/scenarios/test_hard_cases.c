/* SPDX-License-Identifier: Apache-2.0 */
/* Hard cases of which the scenario folders show a part only: what lies between two days, attributes, texts of
 * findings. The numbers are those of docs/guide/scenarios.md. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <stdio.h>
#include <string.h>

#define VILLAGES                                                                                             \
  "code,name\n"                                                                                              \
  "510722109000,三元镇\n"                                                                                 \
  "510722109201,友爱村\n"                                                                                 \
  "510722109202,长发村\n"                                                                                 \
  "510722109203,万安村\n"

#define ROWS "document,effective,relation,old_code,new_code,new_name,share\n"

#define MERGER                                                                                               \
  "document,effective,relation,old_code,new_code,new_name\n"                                                 \
  "甲,2020-03-01,合并,510722109201,510722109204,友长村\n"                                              \
  "甲,2020-03-01,合并,510722109202,510722109204,友长村\n"

static void expect_between(bench *b, const char *from, const char *to, const char *expected) {
  assert_string_equal(bench_crosswalk_between(b, from, to), expected);
}

/* 4: one code, two units, each on its own days. */
static void test_a_reused_code_means_a_unit_of_the_day(void **state) {
  (void)state;
  bench *b = bench_open_as("", "cn-stat", "1997-01-01",
                           "code,name\n"
                           "511402,枳城区\n"
                           "500102,涪陵区\n"
                           "513821,眉山县\n");
  bench_apply(b, "effective,relation,old_code,new_code\n"
                 "1997-06-18,并入,511402,500102\n");
  bench_apply(b, "effective,relation,old_code,new_code,new_name,new_kind\n"
                 "2000-06-10,改设,513821,511402,东坡区,市辖区\n");
  quhua_unit first = bench_unit(b, "511402", "1997-06-17"), second = bench_unit(b, "511402", "2000-06-10");
  assert_true(first.id != second.id);
  assert_true(quhua_str_equal(first.name, quhua_str_from("枳城区")));
  assert_int_equal(bench_id_before(b, "511402", "1999-01-01"), 0); /* nobody between */
  assert_true(quhua_str_equal(second.name, quhua_str_from("东坡区")));
  bench_close(b);
}

/* 7: what came back is not all of what it was: of the old 西村 nothing is known but that it lay in 东村. */
static void test_a_restored_village_with_another_extent(void **state) {
  (void)state;
  bench *b = bench_open_as("", "cn-stat", "2013-10-31",
                           "code,name\n"
                           "130682109000,大辛庄镇\n"
                           "130682109201,东村\n"
                           "130682109202,西村\n"
                           "130682109203,北村\n");
  bench_apply(b, ROWS "甲,2014-06-01,并入,130682109202,130682109201,,\n");
  quhua_unit_id west = bench_unit(b, "130682109202", "2014-05-31").id;
  bench_apply(b, ROWS "乙,2017-03-01,恢复,130682109201,130682109202,西村,3/10\n"
                      "乙,2017-03-01,恢复,130682109203,130682109202,西村,1/10\n"
                      "乙,2017-03-01,,130682109201,130682109201,,7/10\n"
                      "乙,2017-03-01,,130682109203,130682109203,,9/10\n");
  assert_int_equal(bench_unit(b, "130682109202", "2017-03-01").id, west);
  /* between these days nothing ends and nothing begins: each of the three has some of the others' */
  expect_between(b, "2014-01-01", "2018-01-01",
                 "界线变更,130682109201,东村,130682109201,东村,?\n"
                 "界线变更,130682109201,东村,130682109202,西村,?\n"
                 "界线变更,130682109202,西村,130682109201,东村,?\n"
                 "界线变更,130682109202,西村,130682109202,西村,?\n"
                 "界线变更,130682109203,北村,130682109202,西村,1/10\n"
                 "界线变更,130682109203,北村,130682109203,北村,9/10\n");
  bench_close(b);
}

static void expect_manager(const bench *b, const quhua_unit *unit, const char *expected) {
  quhua_str manager = quhua_unit_attribute(b->before, unit, "managing_parent");
  assert_true(quhua_str_equal(manager, quhua_str_from(expected)));
}

/* 8: parent in law and managing parent change on days of their own. */
static void test_a_managing_parent_has_its_own_days(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "effective,relation,old_code,attr:managing_parent\n"
                 "2020-01-01,状态,510722109203,510722138\n");
  bench_apply(b, "effective,relation,old_code,attr:managing_parent\n"
                 "2022-01-01,状态,510722109203,-\n");
  quhua_unit before = bench_unit(b, "510722109203", "2019-12-31");
  quhua_unit during = bench_unit(b, "510722109203", "2021-06-01");
  quhua_unit after = bench_unit(b, "510722109203", "2022-01-01");
  expect_manager(b, &before, "");
  expect_manager(b, &during, "510722138");
  expect_manager(b, &after, "");
  assert_int_equal(before.parent, during.parent);
  assert_int_equal(before.parent, after.parent);
  assert_int_equal(before.id, after.id);
  bench_close(b);
}

/* 10: the finding says which unit, which day and which document. */
static void test_overlapping_acts_are_named(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  bench_apply(b, MERGER);
  bench_plan(b, ROWS "乙,2020-01-01,并入,510722109202,510722109203,,\n");
  bench_expect_findings(b, "time.before-existing blocking 2\n");
  quhua_str message = bench_finding(b, "time.before-existing")->message[QUHUA_LANG_EN];
  char text[512];
  snprintf(text, sizeof text, "%.*s", (int)message.len, message.ptr);
  assert_non_null(strstr(text, "长发村 510722109202"));
  assert_non_null(strstr(text, "2020-03-01"));
  assert_non_null(strstr(text, "甲"));
  bench_close(b);
}

/* 15: a unit of one month is there on its days, and is passed through by a crosswalk over them. */
static void test_a_transient_unit_is_passed_through(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  bench_apply(b, MERGER);
  bench_apply(b, ROWS "乙,2020-04-01,并入,510722109204,510722109203,,\n");
  assert_int_equal(bench_id_before(b, "510722109204", "2020-02-29"), 0);
  assert_true(bench_id_before(b, "510722109204", "2020-03-01") != 0);
  assert_true(bench_id_before(b, "510722109204", "2020-03-31") != 0);
  assert_int_equal(bench_id_before(b, "510722109204", "2020-04-01"), 0);
  expect_between(b, "2020-02-29", "2020-04-01",
                 "并入,510722109201,友爱村,510722109203,万安村,1\n"
                 "并入,510722109202,长发村,510722109203,万安村,1\n");
  bench_close(b);
}

/* 18: paths that part and meet again are one whole flow, whatever the parts were. */
static void test_what_parted_and_met_is_whole(void **state) {
  (void)state;
  static const char *const shares[][2] = {{"2/5", "3/5"}, {"?", "?"}, {"1/4..1/2", "1/2..3/4"}};
  for (size_t i = 0; i < sizeof shares / sizeof shares[0]; i++) {
    char acts[512];
    bench *b = bench_open(VILLAGES);
    int len = snprintf(acts, sizeof acts,
                       ROWS "甲,2020-01-01,分设,510722109201,510722109204,东爱村,%s\n"
                            "甲,2020-01-01,分设,510722109201,510722109205,西爱村,%s\n",
                       shares[i][0], shares[i][1]);
    assert_true(len > 0 && (size_t)len < sizeof acts);
    bench_apply(b, acts);
    bench_apply(b, ROWS "乙,2021-01-01,合并,510722109204,510722109206,友爱村,\n"
                        "乙,2021-01-01,合并,510722109205,510722109206,友爱村,\n");
    /* one unit ends and one begins with all it had: what the two acts did in between is not to be seen */
    expect_between(b, "2019-06-01", "2021-06-01", "改设,510722109201,友爱村,510722109206,友爱村,1\n");
    bench_close(b);
  }
}

/* 18: but what was merged and then divided otherwise tells nothing of the old parts. */
static void test_what_met_and_parted_otherwise_is_unknown(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  bench_apply(b, MERGER);
  bench_apply(b, ROWS "乙,2021-01-01,分设,510722109204,510722109205,东河村,2/5\n"
                      "乙,2021-01-01,分设,510722109204,510722109206,西河村,3/5\n");
  /* two end, two begin, and each new one has some of both */
  expect_between(b, "2019-06-01", "2021-06-01",
                 "重组,510722109201,友爱村,510722109205,东河村,?\n"
                 "重组,510722109201,友爱村,510722109206,西河村,?\n"
                 "重组,510722109202,长发村,510722109205,东河村,?\n"
                 "重组,510722109202,长发村,510722109206,西河村,?\n");
  bench_close(b);
}

/* 18: a merger that never was leaves nothing to see across. */
static void test_an_annulled_merger_seen_across(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  bench_apply(b, MERGER);
  bench_apply(b, "document,effective,relation,target\n乙,2021-01-01,自始无效,甲\n");
  expect_between(b, "2019-06-01", "2021-06-01", "");
  bench_close(b);
}

/* 18: an act and its repeal, seen across both; from in between, all that came is told, and as much goes back as the
 * villages say. What happens to a village afterwards counts as ever. */
static void test_a_repealed_merger_seen_across(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  bench_apply(b, MERGER);
  bench_apply(b, "document,effective,relation,target\n乙,2021-01-01,废止,甲\n");
  expect_between(b, "2019-06-01", "2021-06-01", "");
  bench_apply(b, "document,effective,relation,old_code,new_name\n丙,2022-01-01,更名,510722109201,友好村\n");
  expect_between(b, "2019-06-01", "2022-06-01", "更名,510722109201,友爱村,510722109201,友好村,1\n");
  expect_between(b, "2019-06-01", "2020-06-01",
                 "合并,510722109201,友爱村,510722109204,友长村,1\n"
                 "合并,510722109202,长发村,510722109204,友长村,1\n");
  bench_close(b);
}

/* 18: a repeal that never was: the merger stands again. */
static void test_an_annulled_repeal(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  bench_apply(b, MERGER);
  bench_apply(b, "document,effective,relation,target\n乙,2021-01-01,废止,甲\n");
  bench_apply(b, "document,effective,relation,target\n丙,2021-03-01,自始无效,乙\n");
  expect_between(b, "2019-06-01", "2021-06-01",
                 "合并,510722109201,友爱村,510722109204,友长村,1\n"
                 "合并,510722109202,长发村,510722109204,友长村,1\n");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_reused_code_means_a_unit_of_the_day),
      cmocka_unit_test(test_a_restored_village_with_another_extent),
      cmocka_unit_test(test_a_managing_parent_has_its_own_days),
      cmocka_unit_test(test_overlapping_acts_are_named),
      cmocka_unit_test(test_a_transient_unit_is_passed_through),
      cmocka_unit_test(test_what_parted_and_met_is_whole),
      cmocka_unit_test(test_what_met_and_parted_otherwise_is_unknown),
      cmocka_unit_test(test_an_annulled_merger_seen_across),
      cmocka_unit_test(test_a_repealed_merger_seen_across),
      cmocka_unit_test(test_an_annulled_repeal),
  };
  return cmocka_run_group_tests_name("hard cases", tests, NULL, NULL);
}
