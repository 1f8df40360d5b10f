/* SPDX-License-Identifier: Apache-2.0 */
/* Codes that follow (rule 5): issuing, keeping, full ranges, schemes that issue none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define DAY "2020-01-01"

static void test_append_is_above_the_highest_ever_used(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "effective,old_code,new_code\n2020-01-01,510722109203,510722109201\n"); /* 203 is retired */
  bench_plan(b, "effective,relation,new_name,new_parent\n2020-06-01,设立,新河村,三元镇\n");
  bench_expect_findings(b, "");
  bench_unit(b, "510722109204", "2020-06-01");
  bench_close(b);
}

static void test_fill_takes_gaps_but_no_retired_code(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722109000,三元镇\n510722109201,友爱村\n510722109204,龙吟村\n");
  bench_apply(b, "effective,old_code,new_code\n2020-01-01,510722109201,510722109204\n"); /* 201 is retired */
  const char *acts = "effective,relation,new_name,new_parent\n2020-06-01,设立,新河村,三元镇\n"
                     "2020-06-01,设立,新江村,三元镇\n2020-06-01,设立,新海村,三元镇\n";
  bench_set(b, "codes.issue", "fill");
  bench_plan(b, acts);
  bench_expect_crosswalk(
      b, "设立,,,510722109202,新河村,\n设立,,,510722109203,新江村,\n设立,,,510722109205,新海村,\n");
  bench_set(b, "codes.issue", "append");
  bench_plan(b, acts);
  bench_expect_crosswalk(
      b, "设立,,,510722109205,新河村,\n设立,,,510722109206,新江村,\n设立,,,510722109207,新海村,\n");
  bench_close(b);
}

static void test_issued_codes_avoid_those_given_in_the_act(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,relation,new_code,new_name,new_parent\n"
                "2020-01-01,设立,,新河村,三元镇\n2020-01-01,设立,510722109204,新江村,三元镇\n");
  bench_expect_findings(b, "");
  bench_unit(b, "510722109205", DAY);
  bench_close(b);
}

static void test_full_range(void **state) {
  (void)state;
  /* a street of Sichuan had community 199 in use */
  bench *b = bench_open("code,name\n510722001000,北城街道\n510722001199,东苑社区\n");
  const char *acts =
      "effective,relation,new_name,new_kind,new_parent\n2020-01-01,设立,西苑社区,居委会,510722001\n";
  bench_plan(b, acts);
  bench_expect_findings(b, "code.range-full blocking 2\n");
  bench_set(b, "codes.issue", "fill");
  bench_plan(b, acts);
  bench_expect_findings(b, "");
  bench_unit(b, "510722001001", DAY);
  bench_close(b);
}

static void test_full_range_of_groups(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722109204,龙吟村\n51072210920499,甲组\n510722109205,中山村\n"
                        "510722109205099,乙组\n");
  bench_plan(b, "effective,relation,new_name,new_parent\n2020-01-01,设立,丙组,龙吟村\n");
  bench_expect_findings(b, "code.range-full blocking 2\n");
  bench_plan(b, "effective,relation,new_name,new_parent\n2020-01-01,设立,丙组,中山村\n");
  bench_expect_findings(b, "");
  bench_unit(b, "510722109205100", DAY); /* three digits have room */
  bench_close(b);
}

static void test_level_that_issues_none(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510700000000,绵阳市\n510722000000,三台县\n");
  bench_plan(b, "effective,relation,new_name,new_kind,new_parent\n2020-01-01,设立,新县,县,绵阳市\n");
  bench_expect_findings(b, "code.not-issued blocking 2\n");
  bench_plan(
      b, "effective,relation,new_code,new_name,new_kind,new_parent\n2020-01-01,设立,510730,新县,县,绵阳市\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

#define OPAQUE "code,name,level,parent\nP1,Nord,1,\nC1,Lille,2,P1\nC2,Hellemmes,2,P1\nD1,Fives,3,C1\n"

static void test_opaque_scheme(void **state) {
  (void)state;
  bench *b = bench_open_as("", "opaque", "2019-01-01", OPAQUE);
  bench_plan(b, "effective,old_code,new_name\n2020-01-01,C1,Grand Lille\n2020-01-01,C2,Grand Lille\n");
  bench_expect_findings(b, "code.not-issued blocking 2\n");
  bench_plan(
      b,
      "effective,old_code,new_code,new_name\n2020-01-01,C1,C9,Grand Lille\n2020-01-01,C2,C9,Grand Lille\n");
  bench_expect_findings(b, "");
  bench_expect_units(b, DAY,
                     "C9,Grand Lille,P1\nD1,Fives,C9\nP1,Nord,\n"); /* no structure: D1 keeps its code */
  bench_close(b);
}

static void test_first_numbers(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722000000,三台县\n510722109000,三元镇\n");
  bench_plan(b, "effective,relation,new_name,new_kind,new_parent\n"
                "2020-01-01,设立,甲街道,街道,三台县\n2020-01-01,设立,乙乡,乡,三台县\n"
                "2020-01-01,设立,丙开发区,类似乡级单位,三台县\n2020-01-01,设立,丁社区,居委会,三元镇\n"
                "2020-01-01,设立,戊村,村委会,三元镇\n2020-01-01,设立,己园区,类似居委会,三元镇\n"
                "2020-01-01,设立,庚农场,类似村委会,三元镇\n");
  bench_expect_findings(b, "");
  bench_expect_units(b, DAY,
                     "510722000000,三台县,510700000000\n510722001000,甲街道,510722000000\n"
                     "510722109000,三元镇,510722000000\n510722109001,丁社区,510722109000\n"
                     "510722109201,戊村,510722109000\n510722109400,己园区,510722109000\n"
                     "510722109500,庚农场,510722109000\n510722200000,乙乡,510722000000\n"
                     "510722400000,丙开发区,510722000000\n");
  bench_close(b);
}

static void test_kept_number_is_never_a_used_one(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "effective,old_code,new_code\n2020-01-01,510722138201,510722138204\n");
  /* 201 was used in 立新镇 until then, so 友爱村 cannot keep it there */
  bench_plan(b, "effective,relation,old_code,new_parent\n2020-06-01,划归,510722109201,立新镇\n");
  bench_expect_findings(b, "");
  bench_unit(b, "510722138205", "2020-06-01");
  bench_close(b);
}

static void test_deep_subtree_follows(void **state) {
  (void)state;
  bench *b = bench_open(
      "code,name\n130223000000,滦县\n130223100000,滦河镇\n130223100201,甲村\n13022310020101,一组\n");
  /* 滦县 130223 became 滦州市 130284; townships kept their numbers in most cases */
  bench_plan(b, "effective,relation,old_code,new_code,new_name,new_kind\n2018-12-31,改设,130223,130284,"
                "滦州市,县级市\n");
  bench_expect_findings(b, "structure.unit-not-alive blocking 2\n"); /* the register opens on 2019-01-01 */
  bench_plan(b, "effective,relation,old_code,new_code,new_name,new_kind\n2019-06-01,改设,130223,130284,"
                "滦州市,县级市\n");
  bench_expect_crosswalk(b, "改设,130223000000,滦县,130284000000,滦州市,1\n"
                            "换码,130223100000,滦河镇,130284100000,滦河镇,1\n"
                            "换码,130223100201,甲村,130284100201,甲村,1\n"
                            "换码,13022310020101,一组,13028410020101,一组,1\n");
  bench_close(b);
}

/* Below a unit with a new code: anew, in the order of old codes, each kind in its range. */
static void test_renumber_takes_no_number_that_was_used_there(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722109000,三元镇\n510722109205,友爱村\n510722109207,长发村\n"
                        "510722138000,立新镇\n510722138201,新民村\n510722138203,百灵山村\n");
  /* 138201 and 138203 were used below 138 before 立新镇 got another code; then 三元镇 gets that code */
  bench_apply(b, "effective,old_code,new_code\n2020-01-01,510722138,510722150\n");
  bench_set(b, "codes.children", "renumber");
  bench_plan(b, "effective,old_code,new_code\n2020-06-01,510722109,510722138\n");
  bench_expect_findings(b, "code.retired warning 2\n");
  bench_expect_units(b, "2020-06-01",
                     "510722138000,三元镇,510722000000\n510722138202,友爱村,510722138000\n"
                     "510722138204,长发村,510722138000\n510722150000,立新镇,510722000000\n"
                     "510722150201,新民村,510722150000\n510722150203,百灵山村,510722150000\n");
  bench_close(b);
}

static void test_renumber_leaves_a_parent_alone_that_keeps_its_code(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_set(b, "codes.children", "renumber");
  /* 立新镇 goes on, so 长发村 keeps its free number 202 */
  bench_plan(b, "effective,relation,old_code,new_parent\n2020-01-01,划归,510722109202,立新镇\n");
  bench_expect_findings(b, "");
  bench_unit(b, "510722138202", DAY);
  bench_close(b);
}

static void test_renumber_spares_given_codes(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_set(b, "codes.children", "renumber");
  bench_plan(b, "effective,old_code,new_code\n2020-01-01,510722109,510722150\n"
                "2020-01-01,510722109203,510722150201\n");
  bench_expect_findings(b, "");
  assert_true(quhua_str_equal(bench_unit(b, "510722150201", DAY).name, quhua_str_from("万安村")));
  assert_true(quhua_str_equal(bench_unit(b, "510722150202", DAY).name, quhua_str_from("友爱村")));
  assert_true(quhua_str_equal(bench_unit(b, "510722150203", DAY).name, quhua_str_from("长发村")));
  bench_close(b);
}

static void test_explicit_issues_nothing(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_set(b, "codes.issue", "explicit");
  /* both towns have a 201: 友爱村 keeps it, 新民村 has no number */
  bench_plan(b, "effective,old_code,new_code,new_name\n2020-01-01,510722109,510722150,双河镇\n"
                "2020-01-01,510722138,510722150,双河镇\n");
  bench_expect_findings(b, "code.not-issued blocking 3\n");
  quhua_str text = bench_finding(b, "code.not-issued")->message[QUHUA_LANG_EN];
  char message[256] = "";
  assert_true(text.len < sizeof message);
  memcpy(message, text.ptr, text.len);
  assert_non_null(strstr(message, "新民村"));
  bench_plan(b, "effective,old_code,new_code,new_name\n2020-01-01,510722109,510722150,双河镇\n"
                "2020-01-01,510722138,510722150,双河镇\n2020-01-01,510722138201,510722150205,\n");
  bench_expect_findings(b, "");
  bench_plan(b, "effective,old_code,new_code\n2020-01-01,510722109201,@新号\n"); /* "@" issues, so not here */
  bench_expect_findings(b, "code.not-issued blocking 2\n");
  bench_close(b);
}

#define NEW_RIVER "reserve:5:510722109204"

static void test_reserved_code_is_for_its_document(void **state) {
  (void)state;
  const char *other = "document,effective,relation,new_name,new_parent\n乙,2020-01-01,设立,新江村,三元镇\n";
  const char *own = "document,effective,relation,new_name,new_parent\n甲,2020-06-01,设立,新河村,三元镇\n";
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, NEW_RIVER, "甲\t新河村");
  bench_plan(b, other);
  bench_expect_findings(b, "");
  bench_unit(b, "510722109205", DAY);
  bench_set(b, "codes.issue", "explicit"); /* whatever the policy: the code was decided upon */
  bench_plan(b, own);
  bench_expect_findings(b, "");
  bench_unit(b, "510722109204", "2020-06-01");
  bench_set(b, "codes.issue", "append");
  bench_record(b, NEW_RIVER, ""); /* released */
  bench_plan(b, other);
  bench_unit(b, "510722109204", DAY);
  bench_close(b);
}

static void test_reserved_number_is_not_kept_by_others(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, "reserve:5:510722138203", "甲\t新河村");
  /* 万安村 would keep 203 in 立新镇; 201 and 204 are in use, so it gets 205 */
  bench_plan(b, "document,effective,relation,old_code,new_parent\n乙,2020-01-01,划归,510722109203,立新镇\n");
  bench_expect_findings(b, "");
  bench_unit(b, "510722138205", DAY);
  bench_close(b);
}

static void test_reservation_of_a_stem_looks_at_the_kind(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, "reserve:5:510722109009", "甲\t新河社区");
  /* a village 新河 cannot have the number of a community, so it is issued 204; the community has the same stem */
  bench_plan(b, "document,effective,relation,new_name,new_kind,new_parent\n"
                "甲,2020-01-01,设立,新河村,村委会,三元镇\n甲,2020-01-01,设立,新河居委会,居委会,三元镇\n");
  bench_unit(b, "510722109009", DAY);
  bench_unit(b, "510722109204", DAY);
  bench_close(b);
}

static void test_given_reserved_code_blocks_until_waived(void **state) {
  (void)state;
  const char *acts = "document,effective,relation,new_code,new_name,new_parent\n"
                     "乙,2020-01-01,设立,510722109204,新江村,三元镇\n";
  const quhua_waiver waiver = {.rule = "code.reserved", .reason = "甲 takes another"};
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, NEW_RIVER, "甲\t新河村");
  bench_plan(b, acts);
  bench_expect_findings(b, "code.reserved blocking 2\n");
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_E_BLOCKED);
  assert_int_equal(bench_commit(b, &waiver, 1), QUHUA_OK);
  /* 甲 finds its code used and is issued the next */
  bench_plan(b, "document,effective,relation,new_name,new_parent\n甲,2020-06-01,设立,新河村,三元镇\n");
  bench_expect_findings(b, "");
  bench_unit(b, "510722109205", "2020-06-01");
  bench_close(b);
}

static void test_reservation_is_used_up(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, NEW_RIVER, "甲\t新河村");
  bench_apply(b, "document,effective,relation,new_name,new_parent\n甲,2020-01-01,设立,新河村,三元镇\n");
  bench_apply(
      b, "document,effective,relation,old_code,new_code\n乙,2020-03-01,并入,510722109204,510722109203\n");
  /* the code may be given again by anyone, as every retired code, with a warning */
  bench_plan(b, "document,effective,relation,new_code,new_name,new_parent\n"
                "丙,2020-06-01,设立,510722109204,新江村,三元镇\n");
  bench_expect_findings(b, "code.retired warning 2\n");
  bench_close(b);
}

static void test_reservation_without_a_name(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, NEW_RIVER, "甲"); /* no tab, no name: nobody's in particular, but the document's */
  bench_plan(b, "document,effective,relation,new_name,new_parent\n乙,2020-01-01,设立,新江村,三元镇\n"
                "甲,2020-06-01,设立,新河村,三元镇\n");
  bench_expect_findings(b, "");
  assert_true(quhua_str_equal(bench_unit(b, "510722109205", "2020-06-01").name, quhua_str_from("新江村")));
  /* 205 is in use by then, so upwards 甲 is issued 206; only a name would have got it 204 */
  assert_true(quhua_str_equal(bench_unit(b, "510722109206", "2020-06-01").name, quhua_str_from("新河村")));
  bench_close(b);
}

static void test_reserved_codes_without_structure(void **state) {
  (void)state;
  bench *b = bench_open_as("", "opaque", "2019-01-01", OPAQUE);
  bench_record(b, "reserve:2:C9", "甲\tGrand Lille");
  bench_plan(b, "document,effective,old_code,new_name\n甲,2020-01-01,C1,Grand Lille\n"
                "甲,2020-01-01,C2,Grand Lille\n");
  bench_expect_findings(b, "");
  bench_expect_units(b, DAY, "C9,Grand Lille,P1\nD1,Fives,C9\nP1,Nord,\n");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_append_is_above_the_highest_ever_used),
      cmocka_unit_test(test_fill_takes_gaps_but_no_retired_code),
      cmocka_unit_test(test_issued_codes_avoid_those_given_in_the_act),
      cmocka_unit_test(test_full_range),
      cmocka_unit_test(test_full_range_of_groups),
      cmocka_unit_test(test_level_that_issues_none),
      cmocka_unit_test(test_opaque_scheme),
      cmocka_unit_test(test_first_numbers),
      cmocka_unit_test(test_kept_number_is_never_a_used_one),
      cmocka_unit_test(test_deep_subtree_follows),
      cmocka_unit_test(test_renumber_takes_no_number_that_was_used_there),
      cmocka_unit_test(test_renumber_leaves_a_parent_alone_that_keeps_its_code),
      cmocka_unit_test(test_renumber_spares_given_codes),
      cmocka_unit_test(test_explicit_issues_nothing),
      cmocka_unit_test(test_reserved_code_is_for_its_document),
      cmocka_unit_test(test_reserved_number_is_not_kept_by_others),
      cmocka_unit_test(test_reservation_of_a_stem_looks_at_the_kind),
      cmocka_unit_test(test_given_reserved_code_blocks_until_waived),
      cmocka_unit_test(test_reservation_is_used_up),
      cmocka_unit_test(test_reservation_without_a_name),
      cmocka_unit_test(test_reserved_codes_without_structure),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
