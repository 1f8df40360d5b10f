/* SPDX-License-Identifier: Apache-2.0 */
/* Deadlines of acts and organs. The days are counted by hand on a calendar. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/months.h"
#include "registry/registry_internal.h"
#include "support/bench.h"
#include "support/fail_alloc.h"

#include <quhua/due.h>
#include <quhua/record.h>

#include <stdio.h>
#include <string.h>

/* Two counties. */
#define COUNTIES                                                                                             \
  "code,name\n"                                                                                              \
  "510722000000,三台县\n"                                                                                 \
  "510722109000,三元镇\n"                                                                                 \
  "510722109201,友爱村\n"                                                                                 \
  "510722109202,长发村\n"                                                                                 \
  "510722138000,立新镇\n"                                                                                 \
  "510722138201,新民村\n"                                                                                 \
  "510723000000,盐亭县\n"                                                                                 \
  "510723100000,云溪镇\n"                                                                                 \
  "510723100201,西街村\n"

/* Decided on 2020-01-31, in force on 2020-03-01. */
#define MERGER                                                                                               \
  "document,effective,decided,relation,old_code,new_code,new_name\n"                                         \
  "甲,2020-03-01,2020-01-31,合并,510722109000,@a,三新镇\n"                                             \
  "甲,2020-03-01,2020-01-31,合并,510722138000,@a,三新镇\n"

static void look_again(bench *b) {
  quhua_snapshot_free(b->before);
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, &b->err), QUHUA_OK);
}

static void record(bench *b, const char *subject, const char *key, const char *day, const char *value) {
  quhua_fact fact = {.subject = quhua_str_from(subject),
                     .key = quhua_str_from(key),
                     .value = quhua_str_from(value),
                     .date = day[0] ? bench_day(day) : QUHUA_DATE_NONE};
  assert_int_equal(quhua_registry_record(b->registry, &fact, 1, NULL, NULL, &b->err), QUHUA_OK);
  look_again(b);
}

/* One line for each deadline: rule, sequence, document, subject, due, done, state. */
static void expect_on(const quhua_snapshot *snapshot, const char *day, const char *expected) {
  char text[4096] = "";
  size_t len = 0;
  quhua_dues *dues = NULL;
  assert_int_equal(quhua_dues_new(snapshot, bench_day(day), &dues, NULL), QUHUA_OK);
  for (size_t i = 0; i < quhua_dues_count(dues); i++) {
    const quhua_due *due = quhua_dues_at(dues, i);
    char last[QUHUA_DATE_TEXT_MAX], done[QUHUA_DATE_TEXT_MAX];
    quhua_date_format(due->due, last);
    quhua_date_format(due->done, done);
    len += (size_t)snprintf(text + len, sizeof text - len, "%s %u %.*s|%.*s %s %s %s\n", due->rule->id,
                            (unsigned)due->sequence, (int)due->document.len, due->document.ptr,
                            (int)due->subject.len, due->subject.ptr, last, done,
                            quhua_due_state_word(due->state, QUHUA_LANG_EN));
    assert_true(len < sizeof text);
  }
  assert_null(quhua_dues_at(dues, quhua_dues_count(dues)));
  quhua_dues_free(dues);
  assert_string_equal(text, expected);
}

static void expect(bench *b, const char *day, const char *expected) { expect_on(b->before, day, expected); }

/* --- months ------------------------------------------------------------------------------------------------------ */

static void expect_months(const char *from, uint32_t months, const char *expected) {
  assert_int_equal(quhua__date_add_months(bench_day(from), months), bench_day(expected));
}

static void test_months_end_with_the_month(void **state) {
  (void)state;
  expect_months("2020-01-31", 1, "2020-02-29");
  expect_months("2019-01-31", 1, "2019-02-28");
  expect_months("2020-02-29", 12, "2021-02-28");
  expect_months("2020-02-29", 48, "2024-02-29");
  expect_months("2019-12-27", 1, "2020-01-27");
  expect_months("2019-12-31", 6, "2020-06-30");
  expect_months("2020-03-31", 0, "2020-03-31");
}

static void test_nothing_lies_beyond_the_calendar(void **state) {
  (void)state;
  expect_months("9999-12-01", 1, "9999-12-31");
  expect_months("2020-01-31", 99999, "9999-12-31");
  assert_int_equal(quhua__date_add_months(QUHUA_DATE_OPEN - 1, 99999), QUHUA_DATE_OPEN - 1);
  assert_int_equal(quhua__date_add_months(INT32_MIN + 1, 1), INT32_MIN + 1);
  assert_int_equal(quhua__date_add_days(bench_day("2020-02-20"), 10), bench_day("2020-03-01"));
  assert_int_equal(quhua__date_add_days(bench_day("9999-12-30"), 15), bench_day("9999-12-31"));
  assert_int_equal(quhua__date_add_days(QUHUA_DATE_OPEN - 1, UINT32_MAX), QUHUA_DATE_OPEN - 1);
}

/* --- acts -------------------------------------------------------------------------------------------------------- */

static void test_deadlines_of_a_merger(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, MERGER);
  expect(b, "2020-01-30", ""); /* not decided yet */
  expect(b, "2020-02-15",
         "cn-law.notice-due 2 甲| 2020-02-15  open\n"
         "cn-law.code-due 2 甲| 2020-02-29  open\n"
         "cn-law.completion-due 2 甲|2021-07-31 2021-01-31  open\n");
  expect(b, "2020-03-01",
         "cn-law.notice-due 2 甲| 2020-02-15  overdue\n"
         "cn-law.code-due 2 甲| 2020-02-29  overdue\n"
         "cn-law.completion-due 2 甲|2021-07-31 2021-01-31  open\n");
  bench_close(b);
}

static void test_milestones_meet_deadlines(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, MERGER);
  record(b, "甲", "公告", "2020-02-15", "");
  record(b, "甲", "code-issued", "2020-03-02", "省民政厅");
  record(b, "乙", "completed", "2020-03-03", ""); /* another document */
  expect(b, "2020-03-01",                         /* a milestone of tomorrow is not reached */
         "cn-law.notice-due 2 甲| 2020-02-15 2020-02-15 met\n"
         "cn-law.code-due 2 甲| 2020-02-29  overdue\n"
         "cn-law.completion-due 2 甲|2021-07-31 2021-01-31  open\n");
  expect(b, "2021-02-01",
         "cn-law.notice-due 2 甲| 2020-02-15 2020-02-15 met\n"
         "cn-law.code-due 2 甲| 2020-02-29 2020-03-02 late\n"
         "cn-law.completion-due 2 甲|2021-07-31 2021-01-31  overdue\n");
  bench_close(b);
}

static void test_time_counts_from_the_approval(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, MERGER);
  record(b, "甲", "approved", "2020-02-10", "四川省人民政府");
  expect(b, "2020-02-09", "");
  expect(b, "2020-02-10",
         "cn-law.notice-due 2 甲| 2020-02-25  open\n"
         "cn-law.code-due 2 甲| 2020-03-10  open\n"
         "cn-law.completion-due 2 甲|2021-08-10 2021-02-10  open\n");
  bench_close(b);
}

static void test_settings_decide(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, MERGER);
  record(b, "", "cn-law.code-months", "", "3");
  record(b, "", "cn-law.notice-days", "", "30");
  record(b, "", "cn-law.completion-months", "", "1");
  record(b, "", "cn-law.extension-months", "", "0");
  expect(b, "2020-01-31",
         "cn-law.completion-due 2 甲|2020-02-29 2020-02-29  open\n"
         "cn-law.notice-due 2 甲| 2020-03-01  open\n"
         "cn-law.code-due 2 甲| 2020-04-30  open\n");
  record(b, "", "rules.cn-law", "", "off");
  expect(b, "2020-01-31", "");
  bench_close(b);
}

static void test_no_document_has_no_milestones(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, "effective,relation,old_code,new_name\n2020-03-10,更名,510722109201,友好村\n");
  expect(b, "2020-03-26",
         "cn-law.notice-due 2 | 2020-03-25  overdue\n"
         "cn-law.completion-due 2 |2021-09-10 2021-03-10  open\n");
  bench_close(b);
}

/* A new code of a township asks for its publication, a new spelling for nothing, a new status of a village likewise. */
static void test_what_is_no_change_of_divisions(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, "document,effective,relation,old_code,new_code,new_name\n"
                 "甲,2020-03-10,换码,510722109000,510722110000,\n"
                 "乙,2020-03-11,规范,510722138201,,新民村村民委员会\n");
  bench_apply(b,
              "document,effective,relation,old_code,attr:status\n丙,2020-03-12,状态,510722138201,待撤并\n");
  expect(b, "2020-03-12", "cn-law.code-due 2 甲| 2020-04-10  open\n");
  bench_close(b);
}

/* --- transfers between counties ---------------------------------------------------------------------------------- */

#define TRANSFER                                                                                             \
  "document,effective,relation,old_code,new_parent\n甲,2020-03-01,划归,510722109201,510723100000\n"

static void test_transfer_is_pending(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  quhua_unit_id village = bench_id_before(b, "510722109201", "2019-01-01");
  bench_apply(b, TRANSFER);
  record(b, "甲", "agreed-out", "2020-02-20", "三台县人民政府");
  expect(b, "2020-03-02",
         "cn-law.transfer-pending 2 甲|agreed-out 2020-03-01 2020-02-20 met\n"
         "cn-law.transfer-pending 2 甲|agreed-in 2020-03-01  overdue\n"
         "cn-law.completion-due 2 甲|2021-09-01 2021-03-01  open\n");
  quhua_dues *dues = NULL;
  assert_int_equal(quhua_dues_new(b->before, bench_day("2020-03-02"), &dues, NULL), QUHUA_OK);
  assert_int_equal(quhua_dues_at(dues, 0)->unit, village);
  quhua_dues_free(dues);
  assert_int_equal(quhua_act_state_on(b->before, 2, bench_day("2020-02-29")), QUHUA_ACT_PLANNED);
  assert_int_equal(quhua_act_state_on(b->before, 2, bench_day("2020-03-02")), QUHUA_ACT_PENDING);
  record(b, "甲", "agreed-in", "2020-03-10", "盐亭县人民政府");
  assert_int_equal(quhua_act_state_on(b->before, 2, bench_day("2020-03-09")), QUHUA_ACT_PENDING);
  assert_int_equal(quhua_act_state_on(b->before, 2, bench_day("2020-03-10")), QUHUA_ACT_IN_FORCE);
  bench_close(b);
}

/* The town is named, not its villages, which move along. */
static void test_highest_unit_is_named(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  quhua_unit_id town = bench_id_before(b, "510722109000", "2019-01-01");
  bench_apply(
      b, "document,effective,relation,old_code,new_parent\n甲,2020-03-01,划归,510722109000,510723000000\n");
  quhua_dues *dues = NULL;
  assert_int_equal(quhua_dues_new(b->before, bench_day("2020-03-02"), &dues, NULL), QUHUA_OK);
  assert_string_equal(quhua_dues_at(dues, 0)->rule->id, "cn-law.transfer-pending");
  assert_int_equal(quhua_dues_at(dues, 0)->unit, town);
  quhua_dues_free(dues);
  bench_close(b);
}

/* A part of a village is enough. Its town lost a part as well, and stands higher; its county is no side that moves. */
static void test_a_part_crosses(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  quhua_unit_id town = bench_id_before(b, "510722109000", "2019-01-01");
  bench_apply(b, "document,effective,relation,old_code,new_code,share\n"
                 "甲,2020-03-01,界线变更,510722109201,510722109201,2/3\n"
                 "甲,2020-03-01,界线变更,510722109201,510723100201,1/3\n");
  quhua_dues *dues = NULL;
  assert_int_equal(quhua_dues_new(b->before, bench_day("2020-03-02"), &dues, NULL), QUHUA_OK);
  assert_int_equal(quhua_dues_count(dues), 3);
  assert_string_equal(quhua_dues_at(dues, 0)->rule->id, "cn-law.transfer-pending");
  assert_int_equal(quhua_dues_at(dues, 0)->unit, town);
  quhua_dues_free(dues);
  bench_close(b);
}

/* A county that the act itself ends has nobody to agree with; nor has anything within one county. */
static void test_not_every_move_crosses(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, "document,effective,relation,old_code,new_code,new_name\n"
                 "甲,2020-03-01,合并,510722000000,510724000000,涪江县\n甲,2020-03-01,合并,510723000000,"
                 "510724000000,涪江县\n");
  bench_apply(b, "document,effective,relation,old_name,new_parent\n乙,2020-04-01,划归,友爱村,立新镇\n");
  expect(b, "2020-04-01",
         "cn-law.notice-due 2 甲| 2020-03-16  overdue\n"
         "cn-law.code-due 2 甲| 2020-04-01  open\n"
         "cn-law.completion-due 2 甲|2021-09-01 2021-03-01  open\n"
         "cn-law.completion-due 3 乙|2021-10-01 2021-04-01  open\n");
  bench_close(b);
}

/* --- acts about acts --------------------------------------------------------------------------------------------- */

static void test_acts_that_were_taken_back(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  quhua_snapshot *early = NULL;
  bench_apply(b, MERGER);
  assert_int_equal(quhua_snapshot_new(b->registry, 2, &early, &b->err), QUHUA_OK);
  bench_apply(b, "document,effective,relation,target\n乙,2020-02-15,撤回,甲\n");
  expect(b, "2022-01-01", "");
  assert_int_equal(quhua_act_state_on(b->before, 2, bench_day("2022-01-01")), QUHUA_ACT_WITHDRAWN);
  assert_int_equal(quhua_act_state_on(b->before, 3, bench_day("2022-01-01")), QUHUA_ACT_IN_FORCE);
  assert_int_equal(quhua_act_state_on(early, 2, bench_day("2022-01-01")), QUHUA_ACT_IN_FORCE);
  assert_int_equal(quhua_act_state_on(early, 3, bench_day("2022-01-01")), QUHUA_ACT_NONE);
  expect_on(early, "2020-01-31", /* as known before the withdrawal */
            "cn-law.notice-due 2 甲| 2020-02-15  open\n"
            "cn-law.code-due 2 甲| 2020-02-29  open\n"
            "cn-law.completion-due 2 甲|2021-07-31 2021-01-31  open\n");
  quhua_snapshot_free(early);
  bench_close(b);
}

static void test_acts_that_never_were(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, MERGER);
  bench_apply(b, "document,effective,relation,target\n乙,2020-06-01,自始无效,甲\n");
  expect(b, "2022-01-01", "");
  assert_int_equal(quhua_act_state_on(b->before, 2, bench_day("2020-03-01")), QUHUA_ACT_ANNULLED);
  bench_close(b);
}

/* The postponing act does what the postponed one would have done, so it has the deadlines. */
static void test_postponed_acts(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, TRANSFER);
  bench_apply(b, "document,effective,relation,target\n乙,2020-07-01,延期,甲\n");
  expect(b, "2020-07-01",
         "cn-law.transfer-pending 3 乙|agreed-out 2020-07-01  open\n"
         "cn-law.transfer-pending 3 乙|agreed-in 2020-07-01  open\n"
         "cn-law.completion-due 3 乙|2022-01-01 2021-07-01  open\n");
  assert_int_equal(quhua_act_state_on(b->before, 2, bench_day("2020-07-01")), QUHUA_ACT_POSTPONED);
  assert_int_equal(quhua_act_state_on(b->before, 3, bench_day("2020-07-01")), QUHUA_ACT_PENDING);
  bench_close(b);
}

/* What the postponed document had reached before, or reaches later under its own number, counts for the postponing one. */
static void test_postponed_acts_keep_what_they_reached(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, TRANSFER);
  record(b, "甲", "agreed-out", "2019-12-01", "");
  bench_apply(b, "document,effective,relation,target\n乙,2020-07-01,延期,甲\n");
  record(b, "甲", "agreed-in", "2020-08-01", "");
  record(b, "乙", "completed", "2020-10-01", "");
  expect(b, "2021-01-01",
         "cn-law.transfer-pending 4 乙|agreed-out 2020-07-01 2019-12-01 met\n"
         "cn-law.transfer-pending 4 乙|agreed-in 2020-07-01 2020-08-01 late\n"
         "cn-law.completion-due 4 乙|2022-01-01 2021-07-01 2020-10-01 met\n");
  assert_int_equal(quhua_act_state_on(b->before, 4, bench_day("2021-01-01")), QUHUA_ACT_COMPLETED);
  bench_apply(b, "document,effective,relation,target\n丙,2020-09-01,延期,乙\n"); /* twice is no different */
  expect(b, "2021-01-01",
         "cn-law.transfer-pending 7 丙|agreed-out 2020-09-01 2019-12-01 met\n"
         "cn-law.transfer-pending 7 丙|agreed-in 2020-09-01 2020-08-01 met\n"
         "cn-law.completion-due 7 丙|2022-03-01 2021-09-01 2020-10-01 met\n");
  bench_close(b);
}

static void test_corrections_have_no_deadlines(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲,2020-01-01,更正,510722109201,友谊村\n");
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2019-06-01").name, quhua_str_from("友谊村")));
  expect(b, "2022-01-01", "");
  bench_close(b);
}

static void test_states_of_acts(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, MERGER);
  record(b, "甲", "完成", "2020-05-01", "");
  assert_int_equal(quhua_act_state_on(b->before, 0, bench_day("2020-05-01")), QUHUA_ACT_NONE);
  assert_int_equal(quhua_act_state_on(b->before, 1, bench_day("2020-05-01")), QUHUA_ACT_NONE); /* opening */
  assert_int_equal(quhua_act_state_on(b->before, 2, bench_day("2020-02-29")), QUHUA_ACT_PLANNED);
  assert_int_equal(quhua_act_state_on(b->before, 2, bench_day("2020-04-30")), QUHUA_ACT_IN_FORCE);
  assert_int_equal(quhua_act_state_on(b->before, 2, bench_day("2020-05-01")), QUHUA_ACT_COMPLETED);
  assert_int_equal(quhua_act_state_on(b->before, 3, bench_day("2020-05-01")), QUHUA_ACT_NONE); /* record */
  assert_int_equal(quhua_act_state_on(b->before, 4, bench_day("2020-05-01")), QUHUA_ACT_NONE);
  assert_int_equal(quhua_act_state_on(b->before, QUHUA_SEQUENCE_OPEN, 0), QUHUA_ACT_NONE);
  bench_close(b);
}

/* --- organs ------------------------------------------------------------------------------------------------------ */

static void test_terms_of_organs(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, "document,effective,relation,old_code,attr:organ:临时党组织,attr:organ:工作委员会\n"
                 "甲,2020-05-01,状态,510722109201,2020-05-01/2021-03-31,2020-05-01/2021-04-30/2021-05-10\n");
  expect(b, "2020-04-30", ""); /* nothing is on record for that day */
  expect(b, "2021-03-31",
         "time.organ-overdue 2 |临时党组织 2021-03-31  open\n"
         "time.organ-overdue 2 |工作委员会 2021-04-30  open\n");
  expect(b, "2021-05-09",
         "time.organ-overdue 2 |临时党组织 2021-03-31  overdue\n"
         "time.organ-overdue 2 |工作委员会 2021-04-30  overdue\n");
  expect(b, "2021-05-10",
         "time.organ-overdue 2 |临时党组织 2021-03-31  overdue\n"
         "time.organ-overdue 2 |工作委员会 2021-04-30 2021-05-10 late\n");
  quhua_dues *dues = NULL;
  assert_int_equal(quhua_dues_new(b->before, bench_day("2021-05-10"), &dues, NULL), QUHUA_OK);
  assert_int_equal(quhua_dues_at(dues, 0)->unit, bench_unit(b, "510722109201", "2021-05-10").id);
  quhua_dues_free(dues);
  bench_close(b);
}

/* A village that has ended has no organs any more. */
static void test_organs_end_with_their_unit(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, "document,effective,relation,old_code,attr:organ:临时党组织\n"
                 "甲,2020-05-01,状态,510722109201,2020-05-01/2021-03-31\n");
  bench_apply(b,
              "document,effective,relation,old_code,new_code,new_name,attr:organ:临时党组织\n"
              "乙,2021-06-01,合并,510722109201,@a,友长村,-\n乙,2021-06-01,合并,510722109202,@a,友长村,-\n");
  /* the merger recorded the old version anew, with its end */
  expect(b, "2021-05-31", "time.organ-overdue 3 |临时党组织 2021-03-31  overdue\n");
  expect(b, "2021-06-01",
         "cn-law.notice-due 3 乙| 2021-06-16  open\n"
         "cn-law.completion-due 3 乙|2022-12-01 2022-06-01  open\n");
  bench_close(b);
}

/* --- the rest ---------------------------------------------------------------------------------------------------- */

static void test_words(void **state) {
  (void)state;
  assert_string_equal(quhua_due_state_word(QUHUA_DUE_OVERDUE, QUHUA_LANG_ZH), "逾期");
  assert_string_equal(quhua_due_state_word(QUHUA_DUE_MET, QUHUA_LANG_EN), "met");
  assert_string_equal(quhua_due_state_word((quhua_due_state)4, QUHUA_LANG_EN), "");
  assert_string_equal(quhua_due_state_word(QUHUA_DUE_MET, (quhua_lang)2), "");
  assert_string_equal(quhua_act_state_word(QUHUA_ACT_POSTPONED, QUHUA_LANG_ZH), "已延期");
  assert_string_equal(quhua_act_state_word(QUHUA_ACT_IN_FORCE, QUHUA_LANG_EN), "in-force");
  assert_string_equal(quhua_act_state_word(QUHUA_ACT_NONE, QUHUA_LANG_EN), "");
  assert_string_equal(quhua_act_state_word((quhua_act_state)8, QUHUA_LANG_EN), "");
}

/* A plan's outcome can be asked as well: what an act would have to meet. */
static void test_deadlines_of_a_plan(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_plan(b, MERGER);
  expect(b, "2020-02-15", "");
  expect_on(quhua_plan_after(b->plan), "2020-02-16",
            "cn-law.notice-due 2 甲| 2020-02-15  overdue\n"
            "cn-law.code-due 2 甲| 2020-02-29  open\n"
            "cn-law.completion-due 2 甲|2021-07-31 2021-01-31  open\n");
  bench_close(b);
}

static void test_out_of_memory(void **state) {
  (void)state;
  bench *b = bench_open(COUNTIES);
  bench_apply(b, MERGER);
  long needed = 0;
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_snapshot view = *b->before;
    view.allocator = &allocator;
    quhua_dues *dues = NULL;
    quhua_status status = quhua_dues_new(&view, bench_day("2020-03-01"), &dues, &b->err);
    bool done = status == QUHUA_OK;
    if (!done) assert_int_equal(status, QUHUA_E_NOMEM);
    if (!done) assert_null(dues);
    quhua_dues_free(dues);
    assert_true(fail_alloc_is_clean(&books));
    if (done) break;
    needed++;
  }
  assert_in_range(needed, 5, 20); /* list, marks, deadlines, a text, two for sorting */
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_months_end_with_the_month),
      cmocka_unit_test(test_nothing_lies_beyond_the_calendar),
      cmocka_unit_test(test_deadlines_of_a_merger),
      cmocka_unit_test(test_milestones_meet_deadlines),
      cmocka_unit_test(test_time_counts_from_the_approval),
      cmocka_unit_test(test_settings_decide),
      cmocka_unit_test(test_no_document_has_no_milestones),
      cmocka_unit_test(test_what_is_no_change_of_divisions),
      cmocka_unit_test(test_transfer_is_pending),
      cmocka_unit_test(test_highest_unit_is_named),
      cmocka_unit_test(test_a_part_crosses),
      cmocka_unit_test(test_not_every_move_crosses),
      cmocka_unit_test(test_acts_that_were_taken_back),
      cmocka_unit_test(test_acts_that_never_were),
      cmocka_unit_test(test_postponed_acts),
      cmocka_unit_test(test_postponed_acts_keep_what_they_reached),
      cmocka_unit_test(test_corrections_have_no_deadlines),
      cmocka_unit_test(test_states_of_acts),
      cmocka_unit_test(test_terms_of_organs),
      cmocka_unit_test(test_organs_end_with_their_unit),
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_deadlines_of_a_plan),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
