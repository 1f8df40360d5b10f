/* SPDX-License-Identifier: Apache-2.0 */
/* Amounts that rows list: how many of the people go with each flow. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/figures.h"

#include <stdio.h>
#include <string.h>

#define VILLAGES QUHUA_LEVEL_VILLAGE
#define FLOWS "document,effective,relation,old_code,new_code,new_name,new_parent,share,stat:人,reason\n"
#define OTHERS "510722138201 50\n510722138204 13\n"

/* 三元镇 109: 201 友爱村 100, 202 长发村 30, 203 万安村 7; 立新镇 138: 201 新民村 50, 204 百灵山村 13. */
static bench *towns(void) {
  bench *b = bench_open(BENCH_TOWNS);
  figures_observe(b, "人", "2019-01-01",
                  "510722109201 100\n510722109202 30\n510722109203 7\n510722138201 50\n510722138204 13\n");
  return b;
}

/* Apply acts in spite of what the rules say of their amounts. */
static void force(bench *b, const char *acts) {
  const quhua_waiver waivers[] = {
      {"lineage.amount-too-large", "已核实", NULL},
      {"lineage.amounts-sum", "已核实", NULL}};
  bench_plan(b, acts);
  if (bench_commit(b, waivers, 2) != QUHUA_OK) fail_msg("%s", b->err.message[QUHUA_LANG_EN]);
}

/* 12 go to 长发村 and nobody to 万安村, whatever part of the land goes; 88 stay. */
static void test_rest(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,,510722109201,510722109202,,,1/10,12,\n"
                       "甲,2020-01-01,,510722109201,510722109203,,,1/20,0,\n"
                       "甲,2020-01-01,,510722109201,510722109201,,,17/20,,\n");
  figures_expect(b, "人", VILLAGES, "2020-01-01",
                 "510722109201 88\n510722109202 42\n510722109203 7\n" OTHERS "total 200\n");
  figures_expect(b, "人", VILLAGES, "2019-12-31",
                 "510722109201 100\n510722109202 30\n510722109203 7\n" OTHERS "total 200\n");
  bench_close(b);
}

/* All rows list theirs: 61 + 39. */
static void test_all(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,分设,510722109201,,东村,,,61,\n"
                       "甲,2020-01-01,分设,510722109201,,西村,,,39,\n");
  figures_expect(b, "人", VILLAGES, "2020-01-01",
                 "510722109202 30\n510722109203 7\n510722109204 61\n510722109205 39\n" OTHERS "total 200\n");
  bench_close(b);
}

/* 100 less 10 by shares of 3/10 and 6/10, which are 1/3 and 2/3 of the rest: 30 and 60. Where the rest has no shares, each
 * of the two has 0 to 90. */
static void test_rest_by_shares(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,分设,510722109201,,东村,,3/10,,\n"
                       "甲,2020-01-01,分设,510722109201,,西村,,6/10,,\n"
                       "甲,2020-01-01,分设,510722109201,,南村,,1/10,10,\n");
  figures_expect(b, "人", VILLAGES, "2020-01-01",
                 "510722109202 30\n510722109203 7\n510722109204 30\n510722109205 60\n510722109206 10\n" OTHERS
                 "total 200\n");
  bench_close(b);
  b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,分设,510722109201,,东村,,,,\n"
                       "甲,2020-01-01,分设,510722109201,,西村,,,,\n"
                       "甲,2020-01-01,分设,510722109201,,南村,,,10,\n");
  figures_expect(
      b, "人", VILLAGES, "2020-01-01",
      "510722109202 30\n510722109203 7\n510722109204 0..90\n510722109205 0..90\n510722109206 10\n" OTHERS
      "total 200 residue 90\n");
  bench_close(b);
}

/* What was listed of a uncertain village says something about its sister: of 100 people 10 are surely in 东村, so 西村 has at
 * most 90. 东村 keeps 0 to 90 of its own. Together they are 90. */
static void test_out_of_uncertain(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b,
              FLOWS "甲,2020-01-01,分设,510722109201,,东村,,,,\n甲,2020-01-01,分设,510722109201,,西村,,,,\n");
  bench_apply(b, FLOWS "乙,2021-01-01,,510722109204,510722109203,,,,10,\n"
                       "乙,2021-01-01,,510722109204,510722109204,,,,,\n");
  figures_expect(b, "人", VILLAGES, "2021-01-01",
                 "510722109202 30\n510722109203 17\n510722109204 0..90\n510722109205 0..90\n" OTHERS
                 "total 200 residue 90\n");
  bench_apply(b,
              FLOWS "丙,2022-01-01,合并,510722109204,,大村,,,,\n丙,2022-01-01,合并,510722109205,,大村,,,,\n");
  figures_expect(b, "人", VILLAGES, "2022-01-01",
                 "510722109202 30\n510722109203 17\n510722109206 90\n" OTHERS "total 200\n");
  bench_close(b);
}

/* All of an uncertain village is listed, so it is uncertain no more: 25 + 15, and 60 for its sister. */
static void test_all_of_uncertain(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b,
              FLOWS "甲,2020-01-01,分设,510722109201,,东村,,,,\n甲,2020-01-01,分设,510722109201,,西村,,,,\n");
  bench_apply(b, FLOWS "乙,2021-01-01,,510722109204,510722109203,,,,25,\n"
                       "乙,2021-01-01,,510722109204,510722138204,,,,15,\n");
  figures_expect(b, "人", VILLAGES, "2021-01-01",
                 "510722109202 30\n510722109203 32\n510722109205 60\n510722138201 50\n510722138204 28\n"
                 "total 200\n");
  bench_close(b);
}

/* Two pieces of two divisions: at least 30 are certain, so 20 can go; 40 cannot be told to be there, and shares decide. */
static void test_two_uncertain(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,,510722109201,510722109201,,,?,,\n"
                       "甲,2020-01-01,,510722109201,510722109203,,,1/5..1/2,,\n"
                       "甲,2020-01-01,,510722138201,510722138201,,,?,,\n"
                       "甲,2020-01-01,,510722138201,510722109203,,,1/5..1/2,,\n");
  /* 万安村: 7 + 20..50 + 10..25 */
  bench_apply(b, FLOWS "乙,2021-01-01,,510722109203,510722109202,,,,20,\n"
                       "乙,2021-01-01,,510722109203,510722109203,,,,,\n");
  figures_expect(b, "人", VILLAGES, "2021-01-01",
                 "510722109201 50..80\n510722109202 50\n510722109203 17..62\n510722138201 25..40\n"
                 "510722138204 13\ntotal 200 residue 45\n");
  bench_apply(b, FLOWS "丙,2022-01-01,,510722109203,510722109202,,,1/2,40,\n"
                       "丙,2022-01-01,,510722109203,510722109203,,,1/2,,\n");
  /* 立新镇 has 13 and 25..40 of 新民村's 50, so 三元镇 147 at least: 200 - 38 - 147 are in the county and in no town */
  figures_expect(b, "人", QUHUA_LEVEL_COUNTY, "2022-01-01", "510722000000 200 residue 15\ntotal 200\n");
  bench_close(b);
}

/* More than is there: found with the row, and nobody is made up when it is waived. 120 and 80 of 100 are 60 and 40. */
static void test_too_much(void **state) {
  (void)state;
  bench *b = towns();
  static const char acts[] = FLOWS "甲,2020-01-01,,510722109201,510722109202,,,1/10,80,\n"
                                   "甲,2020-01-01,,510722109201,510722109201,,,9/10,120,\n";
  bench_plan(b, acts);
  bench_expect_findings(b, "lineage.amount-too-large blocking 3\n");
  const quhua_finding *f = bench_finding(b, "lineage.amount-too-large");
  char text[512]; /* the message ends without a zero */
  quhua_str message = f->message[QUHUA_LANG_EN];
  assert_in_range(snprintf(text, sizeof text, "%.*s", (int)message.len, message.ptr), 1, sizeof text - 1);
  assert_non_null(strstr(text, "200 人"));
  assert_non_null(strstr(text, "at most 100"));
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_E_BLOCKED);
  force(b, acts);
  figures_expect(b, "人", VILLAGES, "2020-01-01",
                 "510722109201 60\n510722109202 70\n510722109203 7\n" OTHERS "total 200\n");
  bench_close(b);
}

/* Less than is there, all listed: 30 and 20 of 100 are 60 and 40. Nothing at all: by the shares. */
static void test_too_little(void **state) {
  (void)state;
  bench *b = towns();
  static const char acts[] = FLOWS "甲,2020-01-01,,510722109201,510722109202,,,1/10,20,\n"
                                   "甲,2020-01-01,,510722109201,510722109201,,,9/10,30,\n";
  bench_plan(b, acts);
  bench_expect_findings(b, "lineage.amounts-sum blocking 3\n");
  force(b, acts);
  figures_expect(b, "人", VILLAGES, "2020-01-01",
                 "510722109201 60\n510722109202 70\n510722109203 7\n" OTHERS "total 200\n");
  bench_close(b);
  b = towns();
  force(b, FLOWS "甲,2020-01-01,,510722109201,510722109202,,,1/10,0,\n"
                 "甲,2020-01-01,,510722109201,510722109201,,,9/10,0,\n");
  figures_expect(b, "人", VILLAGES, "2020-01-01",
                 "510722109201 90\n510722109202 40\n510722109203 7\n" OTHERS "total 200\n");
  bench_close(b);
}

/* What is there is what has been carried there: 137 after a merger, of which 138 cannot go and 137 can. */
static void test_carried(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,并入,510722109201,510722109202,,,,,\n"
                       "甲,2020-01-01,并入,510722109203,510722109202,,,,,\n");
  bench_plan(b, FLOWS "乙,2021-01-01,,510722109202,510722138201,,,,138,\n"
                      "乙,2021-01-01,,510722109202,510722109202,,,,,\n");
  bench_expect_findings(b, "lineage.amount-too-large blocking 2\n");
  bench_apply(b, FLOWS "乙,2021-01-01,,510722109202,510722138201,,,,137,\n"
                       "乙,2021-01-01,,510722109202,510722109202,,,,,\n");
  figures_expect(b, "人", VILLAGES, "2021-01-01",
                 "510722109202 0\n510722138201 187\n510722138204 13\ntotal 200\n");
  bench_close(b);
}

/* A whole flow that lists less than goes with it, and one of a unit that nobody counted, about which nothing is found. */
static void test_whole(void **state) {
  (void)state;
  bench *b = towns();
  bench_plan(b, FLOWS "甲,2020-01-01,并入,510722109201,510722109202,,,,99,\n");
  bench_expect_findings(b, "lineage.amounts-sum blocking 2\n");
  bench_close(b);
  b = bench_open(BENCH_TOWNS);
  figures_observe(b, "人", "2019-01-01", "510722109202 30\n");
  bench_apply(b, FLOWS "甲,2020-01-01,并入,510722109201,510722109202,,,,99,\n");
  figures_expect(b, "人", VILLAGES, "2020-01-01", "510722109202 30 partial\ntotal 30 partial\n");
  bench_close(b);
}

/* Ended without successor: 25 of 30 go to 友爱村, and 5 stay with the town. */
static void test_nowhere(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,,510722109202,510722109201,,,9/10,25,\n"
                       "甲,2020-01-01,,510722109202,,,,1/10,,水库淹没\n");
  figures_expect(b, "人", QUHUA_LEVEL_ANY, "2020-01-01",
                 "510722000000 200\n510722109000 137 residue 5\n510722109201 125\n510722109203 7\n"
                 "510722138000 63\n" OTHERS "total 200\n");
  bench_close(b);
}

/* Another series is divided by the shares as before; decimals of an amount count among the decimals of its series. */
static void test_other_series(void **state) {
  (void)state;
  bench *b = towns();
  figures_observe(b, "亩", "2019-01-01", "510722109201 10\n");
  bench_apply(b, "document,effective,old_code,new_code,share,stat:亩\n"
                 "甲,2020-01-01,510722109201,510722109202,1/10,0007.25\n"
                 "甲,2020-01-01,510722109201,510722109201,9/10,\n");
  figures_expect(b, "人", VILLAGES, "2020-01-01",
                 "510722109201 90\n510722109202 40\n510722109203 7\n" OTHERS "total 200\n");
  figures_expect(b, "亩", VILLAGES, "2020-01-01",
                 "510722109201 2.75\n510722109202 7.25 partial\ntotal 10.00 partial\n");
  bench_close(b);
}

/* An act that is postponed takes its amounts along, and an annulled one leaves nothing. */
static void test_postponed(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-06-01,,510722109201,510722109202,,,1/10,12,\n"
                       "甲,2020-06-01,,510722109201,510722109201,,,9/10,,\n");
  bench_apply(b, "document,effective,relation,target,reason\n乙,2020-09-01,延期,甲,雨季\n");
  figures_expect(b, "人", VILLAGES, "2020-08-31",
                 "510722109201 100\n510722109202 30\n510722109203 7\n" OTHERS "total 200\n");
  figures_expect(b, "人", VILLAGES, "2020-09-01",
                 "510722109201 88\n510722109202 42\n510722109203 7\n" OTHERS "total 200\n");
  bench_apply(b, "document,effective,relation,target,reason\n丙,2020-10-01,自始无效,乙,错误\n");
  figures_expect(b, "人", VILLAGES, "2020-10-01",
                 "510722109201 100\n510722109202 30\n510722109203 7\n" OTHERS "total 200\n");
  bench_close(b);
}

/* What no table can hold is refused when it is read. */
static void test_negative(void **state) {
  (void)state;
  bench *b = towns();
  assert_int_equal(bench_read(b, FLOWS "甲,2020-01-01,并入,510722109201,510722109202,,,,-5,\n"),
                   QUHUA_E_INVALID);
  assert_int_equal(b->err.line, 2);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rest),
      cmocka_unit_test(test_all),
      cmocka_unit_test(test_rest_by_shares),
      cmocka_unit_test(test_out_of_uncertain),
      cmocka_unit_test(test_all_of_uncertain),
      cmocka_unit_test(test_two_uncertain),
      cmocka_unit_test(test_too_much),
      cmocka_unit_test(test_too_little),
      cmocka_unit_test(test_carried),
      cmocka_unit_test(test_whole),
      cmocka_unit_test(test_nowhere),
      cmocka_unit_test(test_other_series),
      cmocka_unit_test(test_postponed),
      cmocka_unit_test(test_negative),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
