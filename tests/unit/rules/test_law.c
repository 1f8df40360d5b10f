/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"
#include "support/fail_alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REGISTER                                                                                             \
  "code,name\n"                                                                                              \
  "51,四川省\n"                                                                                           \
  "5107,绵阳市\n"                                                                                         \
  "510722,三台县\n"                                                                                       \
  "510722001,北坝街道\n"                                                                                 \
  "510722109,三元镇\n"                                                                                    \
  "510722109001,三元社区\n"                                                                              \
  "510722109002,友谊社区\n"                                                                              \
  "510722109201,友爱村\n"                                                                                 \
  "510722109202,长发村\n"                                                                                 \
  "510722109203,万安村\n"                                                                                 \
  "51072210920301,1组\n"                                                                                    \
  "510722138,立新镇\n"                                                                                    \
  "510722138201,新民村\n"                                                                                 \
  "510723,盐亭县\n"                                                                                       \
  "510723104,两河镇\n"                                                                                    \
  "510723104201,金龙村\n"

#define STATED                                                                                               \
  "document,decided,milestone:approved,milestone:consulted,milestone:agreed-out,milestone:agreed-in"
#define COLUMNS "effective,relation,old_code,new_code,new_name,new_kind,new_parent,share"

/* What the document says: everything that the law asks of a change of villages. */
#define BY_COUNTY "县批〔2020〕1号,2020-04-01,2020-04-01 三台县人民政府,2020-03-01 同意,,"
#define BY_PROVINCE "川府〔2020〕1号,2020-04-01,2020-04-01 四川省人民政府,2020-03-01 同意,,"

#define MERGER                                                                                               \
  "合并,510722109201,@新,友长村,村委会,,\n"                                                         \
  "合并,510722109202,@新,友长村,村委会,,\n"

/* A flow table whose rows all begin with what the document says. */
static const char *act(const char *stated, const char *rows) {
  static char table[8192];
  size_t len = (size_t)snprintf(table, sizeof table, "%s,%s\n", STATED, COLUMNS);
  for (const char *end; *rows; rows = end + 1) {
    end = strchr(rows, '\n');
    assert_non_null(end);
    len += (size_t)snprintf(table + len, sizeof table - len, "%s,2020-05-01,%.*s\n", stated,
                            (int)(end - rows), rows);
    assert_true(len < sizeof table);
  }
  return table;
}

static bench *judging(const char *mode) {
  bench *b = bench_open(REGISTER);
  bench_set(b, "rules.cn-law", mode);
  return b;
}

static void expect_in(bench *b, const char *stated, const char *rows, const char *findings) {
  bench_plan(b, act(stated, rows));
  bench_expect_findings(b, findings);
}

/* In a fresh register, and whether the pack reports. */
static void expect(const char *stated, const char *rows, const char *findings) {
  bench *b = judging("report");
  expect_in(b, stated, rows, findings);
  bench_close(b);
}

static void expect_message(bench *b, const char *rule, const char *en, const char *zh) {
  const quhua_finding *finding = bench_finding(b, rule);
  const char *expected[] = {[QUHUA_LANG_EN] = en, [QUHUA_LANG_ZH] = zh};
  for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++) {
    char text[1024];
    snprintf(text, sizeof text, "%.*s", (int)finding->message[lang].len, finding->message[lang].ptr);
    assert_string_equal(text, expected[lang]);
  }
}

static void expect_side(bench *b, const char *en) {
  quhua_str message = bench_finding(b, "cn-law.transfer-pending")->message[QUHUA_LANG_EN];
  char text[1024];
  snprintf(text, sizeof text, "%.*s", (int)message.len, message.ptr);
  if (!strstr(text, en)) fail_msg("%s", text);
}

static void a_merger_by_the_book(void **state) {
  (void)state;
  expect(BY_COUNTY, MERGER, "");
}

/* --- document ---------------------------------------------------------------------------------------------------- */

static void a_document_and_a_day(void **state) {
  (void)state;
  bench *b = judging("report");
  expect_in(b, "甲,,,2020-03-01 同意,,", MERGER,
            "cn-law.document warning 0\ncn-law.approver-missing note 0\n");
  expect_message(b, "cn-law.document", "the act has no day of decision", "该变更没有批准日期");
  expect_in(b, "甲,2020-04-01,,2020-03-01 同意,,", MERGER, "cn-law.approver-missing note 0\n");
  expect_message(b, "cn-law.approver-missing",
                 "no approving authority is on record for 甲: give milestone:approved",
                 "甲 未登记批准机关，请填写 milestone:approved");
  expect_in(b, "甲,,2020-04-01 三台县人民政府,2020-03-01 同意,,", MERGER,
            ""); /* the approval is the decision */
  expect_in(b, ",2020-04-01,,,,", "换码,510722109201,510722109209,友爱村,,,\n",
            "cn-law.document warning 0\n");
  expect_message(b, "cn-law.document", "the act has no document number (文号)", "该变更没有文号");
  expect_in(b, ",,,,,", "换码,510722109201,510722109209,友爱村,,,\n", "cn-law.document warning 0\n");
  expect_message(b, "cn-law.document", "the act has no document number (文号) and no day of decision",
                 "该变更没有文号和批准日期");
  bench_close(b);
}

/* Spellings and attributes are nobody's decision. */
static void no_document_for_what_is_no_change(void **state) {
  (void)state;
  expect(",,,,,", "规范,510722109201,510722109201,友爱村村民委员会,,,\n", "");
  bench *b = judging("report");
  bench_plan(b, "effective,old_code,new_code,attr:urban_rural\n2020-05-01,510722109201,510722109201,220\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

static void acts_about_acts_have_documents(void **state) {
  (void)state;
  bench *b = judging("report");
  bench_apply(b, act(BY_COUNTY, MERGER));
  bench_plan(b, "document,effective,relation,target\n乙,2020-04-20,撤回,县批〔2020〕1号\n");
  bench_expect_findings(b, "cn-law.document warning 0\n");
  bench_plan(b,
             "document,decided,effective,relation,target\n乙,2020-04-20,2020-04-20,撤回,县批〔2020〕1号\n");
  bench_expect_findings(b, "");
  bench_plan(b, "effective,relation,old_code,new_name\n2020-05-01,更正,510722109203,万民村\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

/* 废止 is a change like others: the villages that come back have to be asked. */
static void a_repeal_is_a_change(void **state) {
  (void)state;
  bench *b = judging("report");
  bench_apply(b, act(BY_COUNTY, MERGER));
  bench_plan(b,
             "document,decided,effective,relation,target\n乙,2021-04-20,2021-05-01,废止,县批〔2020〕1号\n");
  bench_expect_findings(b, "cn-law.approver-missing note 0\ncn-law.consent-missing warning 2\n");
  bench_close(b);
}

/* --- the authority ----------------------------------------------------------------------------------------------- */

#define RENAME_TOWN "更名,510722109,510722109,三园镇,,,\n"
#define RENAME_STREET "更名,510722001,510722001,北塔街道,,,\n"
#define RENAME_VILLAGE "更名,510722109201,510722109201,友好村,,,\n"
#define RENAME_GROUP "更名,51072210920301,51072210920301,东组,,,\n"
#define BY(authority) "甲,2020-04-01,2020-04-01 " authority ",,,"
#define TOO_LOW "cn-law.approver warning 2\n"

static void each_level_has_its_authority(void **state) {
  (void)state;
  expect(BY("四川省人民政府"), RENAME_TOWN, "");
  expect(BY("国务院"), RENAME_TOWN, "");
  expect(BY("绵阳市人民政府"), RENAME_TOWN, TOO_LOW);
  expect(BY("省民政厅"), RENAME_TOWN, "");
  expect(BY("绵阳市人民政府"), RENAME_STREET, ""); /* 条例 art. 10 */
  expect(BY("三台县人民政府"), RENAME_STREET, TOO_LOW);
  expect(BY("三台县人民政府"), RENAME_VILLAGE, "");
  expect(BY("县民政局"), RENAME_VILLAGE, "");
  expect(BY("三元镇人民政府"), RENAME_VILLAGE, TOO_LOW);
  expect(BY("三元镇人民政府"), RENAME_GROUP, "");
  expect(BY("友爱村村民委员会"), RENAME_GROUP, TOO_LOW);
  expect(BY("会议纪要"), RENAME_TOWN, ""); /* nobody can tell */
}

static void what_a_finding_says(void **state) {
  (void)state;
  bench *b = judging("report");
  expect_in(b, BY("绵阳市人民政府"), RENAME_TOWN, TOO_LOW);
  expect_message(b, "cn-law.approver",
                 "the change of 三园镇 510722109000 was approved by 绵阳市人民政府, which is below the level "
                 "that approves "
                 "it: province",
                 "三园镇 510722109000 的变更由 绵阳市人民政府 批准，应由省级以上机关批准");
  bench_close(b);
}

static void provinces_may_delegate(void **state) {
  (void)state;
  bench *b = judging("report");
  bench_set(b, "cn-law.approver.township", "prefecture");
  expect_in(b, BY("绵阳市人民政府"), RENAME_TOWN, "");
  expect_in(b, BY("三台县人民政府"), RENAME_TOWN, TOO_LOW);
  bench_set(b, "cn-law.approver.township", "county");
  expect_in(b, BY("三台县人民政府"), RENAME_STREET, "");
  bench_set(b, "cn-law.approver.village", "乡级");
  expect_in(b, BY("三元镇人民政府"), RENAME_VILLAGE, "");
  bench_set(b, "cn-law.approver.village", "省级");
  expect_in(b, BY("绵阳市人民政府"), RENAME_VILLAGE, TOO_LOW);
  bench_set(b, "cn-law.approver.village", "any"); /* no level: nothing is judged */
  expect_in(b, BY("三元镇人民政府"), RENAME_VILLAGE, "");
  bench_close(b);
}

/* One act, one approval: the town asks for more than the village. */
static void the_most_demanding_unit_counts(void **state) {
  (void)state;
  expect(BY("三台县人民政府"), RENAME_VILLAGE RENAME_TOWN, "cn-law.approver warning 3\n");
  expect(BY("四川省人民政府"), RENAME_VILLAGE RENAME_TOWN, "");
}

#define TO_OTHER_TOWN "划归,510722109203,,,,510722138,\n"

/* A village that moves to another town moves the boundary of both; its own territory stays. */
static void a_village_that_moves_concerns_the_towns(void **state) {
  (void)state;
  bench *b = judging("report");
  bench_plan(b, act(BY("三台县人民政府"), TO_OTHER_TOWN));
  const quhua_finding *finding = bench_finding(b, "cn-law.approver");
  assert_int_equal(finding->unit, bench_id_before(b, "510722109000", "2020-05-01"));
  assert_null(strstr(bench_findings(b), "consent"));
  bench_plan(b, act(BY("四川省人民政府"), TO_OTHER_TOWN));
  bench_expect_findings(b, "");
  bench_close(b);
}

static void the_seat_of_a_town(void **state) {
  static const char acts[] = "document,decided,effective,old_code,new_code,attr:seat\n"
                             "甲,2020-04-01,2020-05-01,510722109,510722109,友爱村\n";
  static const char of_village[] = "document,decided,effective,old_code,new_code,attr:seat\n"
                                   "甲,2020-04-01,2020-05-01,510722109201,510722109201,1组\n";
  (void)state;
  bench *b = judging("report");
  bench_plan(b, acts);
  bench_expect_findings(b, "cn-law.approver-missing note 0\n");
  bench_plan(b, of_village);
  bench_expect_findings(b, "");
  bench_close(b);
}

/* Recorded before the act was: "-" stands for a milestone without a text. */
static void milestones_on_record(void **state) {
  quhua_fact facts[] = {
      {.subject = quhua_str_from("甲"),
       .key = quhua_str_from("approved"),
       .value = quhua_str_from("绵阳市人民政府"),
       .date = bench_day("2020-04-01")},
      {.subject = quhua_str_from("乙"), .key = quhua_str_from("批准"), .date = bench_day("2020-04-01")}};
  (void)state;
  bench *b = judging("report");
  assert_int_equal(quhua_registry_record(b->registry, facts, 2, NULL, NULL, &b->err), QUHUA_OK);
  quhua_snapshot_free(b->before);
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, &b->err), QUHUA_OK);
  expect_in(b, "甲,,,,,", RENAME_TOWN, TOO_LOW);
  expect_in(b, "乙,,,,,", RENAME_TOWN, "cn-law.approver-missing note 0\n");
  bench_close(b);
}

/* --- report, block, off ------------------------------------------------------------------------------------------ */

static void modes_of_the_pack(void **state) {
  static const quhua_waiver waiver = {"cn-law.approver", "省政府授权绵阳市", NULL};
  (void)state;
  bench *b = judging("off");
  expect_in(b, ",,,,,", MERGER, "");
  bench_set(b, "rules.cn-law", "block");
  expect_in(b, "甲,2020-04-01,,,,", MERGER,
            "cn-law.approver-missing note 0\ncn-law.consent-missing blocking 2\n");
  expect_in(b, BY("绵阳市人民政府"), RENAME_TOWN, "cn-law.approver blocking 2\n");
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_E_BLOCKED);
  assert_int_equal(bench_commit(b, &waiver, 1), QUHUA_OK);
  assert_int_equal(bench_id_before(b, "510722109000", "2020-05-01"),
                   bench_unit(b, "510722109000", "2020-04-30").id);
  assert_int_equal(bench_unit(b, "510722109000", "2020-05-01").name.len, strlen("三园镇"));
  assert_memory_equal(bench_unit(b, "510722109000", "2020-05-01").name.ptr, "三园镇", strlen("三园镇"));
  bench_close(b);
}

/* --- the villagers' meeting -------------------------------------------------------------------------------------- */

#define NOT_ASKED "甲,2020-04-01,2020-04-01 四川省人民政府,,,"
#define NO_CONSENT "cn-law.consent-missing warning 2\n"

static void villages_are_asked(void **state) {
  (void)state;
  bench *b = judging("report");
  expect_in(b, NOT_ASKED, MERGER, NO_CONSENT);
  expect_message(
      b, "cn-law.consent-missing",
      "no villagers' meeting is on record for 友爱村 510722109201 and 1 more: give milestone:consulted",
      "友爱村 510722109201 等 2 个单位 未登记村民会议意见，请填写 milestone:consulted");
  /* one village alone */
  expect_in(b, NOT_ASKED, "改设,510722109201,@新,友爱社区,社区,,\n", NO_CONSENT);
  expect_message(b, "cn-law.consent-missing",
                 "no villagers' meeting is on record for 友爱村 510722109201: give milestone:consulted",
                 "友爱村 510722109201 未登记村民会议意见，请填写 milestone:consulted");
  expect_in(b, NOT_ASKED, "并入,510722109201,510722109001,三元社区,,,\n", NO_CONSENT);
  expect_in(b, NOT_ASKED, "设立,,@新,新村,村委会,510722109,\n", NO_CONSENT);
  /* a group goes from one village to another */
  expect_in(b, NOT_ASKED, "划归,51072210920301,,,,510722109201,\n", NO_CONSENT);
  bench_close(b);
}

static void others_are_not_asked(void **state) {
  (void)state;
  expect(NOT_ASKED, RENAME_VILLAGE, "");
  expect(NOT_ASKED, "换码,510722109201,510722109209,友爱村,,,\n", "");
  expect(NOT_ASKED, "并入,510722109002,510722109001,三元社区,,,\n", "");
  /* 立新镇 goes into 三元镇, its village follows */
  expect(NOT_ASKED, "并入,510722138,510722109,三元镇,,,\n", "");
  expect(NOT_ASKED, RENAME_GROUP, "");
}

static void the_meeting_comes_first(void **state) {
  (void)state;
  bench *b = judging("block");
  expect_in(b, "甲,,2020-04-01 三台县人民政府,2020-04-02 同意,,", MERGER, "cn-law.consent-late warning 2\n");
  expect_message(b, "cn-law.consent-late",
                 "the villagers' meeting was on 2020-04-02, after the approval of 2020-04-01",
                 "村民会议（2020-04-02）晚于批准（2020-04-01）");
  expect_in(b, "甲,,2020-04-01 三台县人民政府,2020-04-01,,", MERGER, "");
  expect_in(b, "甲,2020-04-01,,2020-04-02,,", MERGER,
            "cn-law.approver-missing note 0\ncn-law.consent-late warning 2\n");
  expect_in(b, "甲,2020-04-01,,2020-04-02,,", RENAME_VILLAGE, "cn-law.approver-missing note 0\n");
  bench_close(b);
}

/* --- transfers between counties ---------------------------------------------------------------------------------- */

#define AGREED(out, in) "甲,2020-04-01,2020-04-01 四川省人民政府,2020-03-01," out "," in
#define TO_OTHER_COUNTY "划归,510722109203,510723104202,万安村,,510723104,\n"

static void both_counties_agree(void **state) {
  (void)state;
  bench *b = judging("block");
  expect_in(b, AGREED("2020-03-02", "2020-03-03"), TO_OTHER_COUNTY, "");
  expect_in(b, AGREED("", ""), TO_OTHER_COUNTY, "cn-law.transfer-pending blocking 2\n");
  expect_message(
      b, "cn-law.transfer-pending",
      "万安村 510722109203: from 三台县 510722000000 to 盐亭县 510723000000, the consent of both sides "
      "is not on record; the transfer is pending",
      "万安村 510722109203 由 三台县 510722000000 划归 盐亭县 510723000000，未登记双方的同意，划转待定");
  expect_in(b, AGREED("2020-03-02", ""), TO_OTHER_COUNTY, "cn-law.transfer-pending blocking 2\n");
  expect_side(b, "the consent of the receiving side is");
  expect_in(b, AGREED("", "2020-03-02"), TO_OTHER_COUNTY, "cn-law.transfer-pending blocking 2\n");
  expect_side(b, "the consent of the giving side is");
  expect_in(b, AGREED("", ""), TO_OTHER_TOWN, ""); /* within the county */
  bench_close(b);
}

/* The town is named, not its villages; two towns are one finding. */
static void towns_that_go_over(void **state) {
  (void)state;
  bench *b = judging("report");
  expect_in(b, AGREED("", ""),
            "划归,510722109,510723105,三元镇,,510723,\n"
            "划归,510722138,510723106,立新镇,,510723,\n",
            "cn-law.transfer-pending warning 2\n");
  expect_message(
      b, "cn-law.transfer-pending",
      "三元镇 510722109000 and 1 more: from 三台县 510722000000 to 盐亭县 510723000000, the consent of "
      "both sides is not on record; the transfer is pending",
      "三元镇 510722109000 等 2 个单位 由 三台县 510722000000 划归 盐亭县 510723000000，未登记双方的同意"
      "，划转待定");
  /* territory that flows into a town over there */
  expect_in(b, AGREED("", ""), "并入,510722138,510723104,两河镇,,,\n", "cn-law.transfer-pending warning 2\n");
  assert_int_equal(bench_finding(b, "cn-law.transfer-pending")->unit,
                   bench_id_before(b, "510722138000", "2020-05-01"));
  /* each direction is a transfer of its own */
  expect_in(b, AGREED("", ""),
            "划归,510722138,510723106,立新镇,,510723,\n"
            "划归,510723104,510722139,两河镇,,510722,\n",
            "cn-law.transfer-pending warning 2\ncn-law.transfer-pending warning 3\n");
  bench_close(b);
}

static void a_county_that_ends_is_no_side(void **state) {
  (void)state;
  bench *b = judging("report");
  bench_plan(b,
             act(AGREED("", ""), "并入,510723,510722,三台县,,,\n划归,510723104,510722140,两河镇,,510722,\n"));
  assert_null(strstr(bench_findings(b), "transfer-pending"));
  bench_close(b);
}

/* --- 代管 -------------------------------------------------------------------------------------------------------- */

static void managed_units_get_new_codes(void **state) {
  static const char head[] = "document,decided,effective,old_code,new_code,new_name,attr:managing_parent\n";
  static const struct {
    const char *row, *findings;
  } cases[] = {
      {"甲,2020-04-01,2020-05-01,510722109,510722109,三元镇,510723\n", "cn-law.managed-recode note 2\n"},
      {"甲,2020-04-01,2020-05-01,510722109,510722150,三元镇,510723\n", ""},
      {"甲,2020-04-01,2020-05-01,510722109,510722109,三元镇,\n", "structure.no-effect note 2\n"},
      {"甲,2020-04-01,2020-05-01,510722109201,510722109201,友爱村,510722138\n", ""}, /* no code of Order 79 */
  };
  (void)state;
  bench *b = judging("report");
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char acts[512];
    snprintf(acts, sizeof acts, "%s%s", head, cases[i].row);
    bench_plan(b, acts);
    bench_expect_findings(b, cases[i].findings);
  }
  bench_close(b);
}

/* --- provisional organs ------------------------------------------------------------------------------------------ */

#define ORGANS                                                                                               \
  "document,decided,milestone:approved,milestone:consulted,effective,old_code,new_code,new_name,new_kind,"   \
  "share,attr:organ:临时党组织,attr:organ:筹备组\n"
#define ORGANS_OF(party, other)                                                                              \
  ORGANS                                                                                                     \
  "甲,2020-04-01,2020-04-01 三台县人民政府,2020-03-01,2020-05-01,510722109201,@新,友长村,村委会,," party     \
  "," other "\n"                                                                                             \
  "甲,2020-04-01,2020-04-01 三台县人民政府,2020-03-01,2020-05-01,510722109202,@新,友长村,村委会,," party     \
  "," other "\n"
#define NO_ORGAN "cn-law.organ-missing warning 2\n"

static void expect_organ(bench *b, const char *acts, const char *findings) {
  bench_plan(b, acts);
  bench_expect_findings(b, findings);
}

static void merged_villages_have_an_organ(void **state) {
  (void)state;
  bench *b = judging("block");
  expect_organ(b, ORGANS_OF("", ""), ""); /* nothing is required */
  bench_set(b, "organs.required", "村临时工作委员会；临时党组织");
  expect_organ(b, ORGANS_OF("", ""), NO_ORGAN);
  expect_message(b, "cn-law.organ-missing",
                 "友长村 510722109204: merged, without any of 村临时工作委员会；临时党组织 in its term",
                 "友长村 510722109204 系合并而成，未设任期内的组织：村临时工作委员会；临时党组织");
  expect_organ(b, ORGANS_OF("2020-05-01/2021-03-31", ""), "");
  expect_organ(b, ORGANS_OF("2020-04-01/2020-05-01", ""), "");
  expect_organ(b, ORGANS_OF("", "2020-05-01/2021-03-31"), NO_ORGAN);            /* another one */
  expect_organ(b, ORGANS_OF("2020-05-02/2021-03-31", ""), NO_ORGAN);            /* not yet */
  expect_organ(b, ORGANS_OF("2019-05-01/2021-03-31/2020-05-01", ""), NO_ORGAN); /* dissolved */
  expect_organ(b, ORGANS_OF("2019-05-01/2020-04-30", ""), "time.organ-overdue warning 2\n" NO_ORGAN);
  expect_organ(b, ORGANS_OF("some day", ""), "time.organ-unreadable warning 2\n" NO_ORGAN);
  bench_set(b, "organs.required", ";筹备组;");
  expect_organ(b, ORGANS_OF("", "2020-05-01/2021-03-31"), "");
  expect_organ(b, ORGANS_OF("2020-05-01/2021-03-31", ""), NO_ORGAN);
  bench_close(b);
}

static void absorbers_too_but_nobody_else(void **state) {
  (void)state;
  bench *b = judging("report");
  bench_set(b, "organs.required", "临时党组织");
  expect_in(b, BY_COUNTY, "并入,510722109201,510722109202,长发村,,,\n", NO_ORGAN);
  expect_in(b, BY_COUNTY,
            "并入,510722109201,510722109202,长发村,,,\n"
            "改设,510722109203,@新,万安社区,社区,,\n",
            NO_ORGAN);
  expect_in(b, BY_COUNTY, "更名,510722109201,510722109201,友好村,,,\n", "");
  /* a part of a village that goes on */
  expect_in(b, BY_COUNTY,
            "界线变更,510722109201,510722109202,长发村,,,1/5\n"
            "界线变更,510722109201,510722109201,友爱村,,,4/5\n",
            "");
  /* towns have no such organ */
  expect_in(b, BY_PROVINCE, "并入,510722138,510722109,三元镇,,,\n", "");
  bench_close(b);
}

/* 类似乡级单位, foreign registers: the law says nothing about them. */
static void units_that_the_law_does_not_know(void **state) {
  (void)state;
  bench *b = bench_open_as("", "opaque", "2019-01-01", "code,name,level\nA,Alpha,4\nB,Beta,4\n");
  bench_set(b, "rules.cn-law", "block");
  bench_plan(b,
             "document,decided,milestone:approved,effective,old_code,new_code,new_name,old_level,new_level\n"
             "x,2020-04-01,2020-04-01 村委会,2020-05-01,A,A,Gamma,4,4\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

/* --- memory ------------------------------------------------------------------------------------------------------ */

static bench *bench_with(const quhua_allocator *allocator) {
  bench *b = calloc(1, sizeof *b);
  assert_non_null(b);
  quhua_opening *opening = NULL;
  quhua_open_options options;
  quhua_open_options_init(&options);
  options.allocator = allocator;
  quhua_plan_options_init(&b->options);
  assert_int_equal(quhua_opening_new(allocator, quhua_scheme_find(quhua_str_from("cn-stat")),
                                     bench_day("2019-01-01"), &opening, NULL),
                   QUHUA_OK);
  assert_int_equal(quhua_opening_read_csv(opening, REGISTER, strlen(REGISTER), "register.csv", NULL),
                   QUHUA_OK);
  assert_int_equal(quhua_registry_create("", opening, &options, &b->registry, NULL), QUHUA_OK);
  quhua_opening_free(opening);
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, NULL), QUHUA_OK);
  return b;
}

/* Every allocation fails once while an act is judged that most rules have something to say about. */
static void memory_runs_out(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  bench *b = bench_with(&allocator);
  bench_set(b, "rules.cn-law", "block");
  bench_set(b, "organs.required", "临时党组织");
  assert_int_equal(bench_read(b, act(",,,,,", "合并,510722109201,@新,新民村,村委会,,\n"
                                              "合并,510722109202,@新,新民村,村委会,,\n" TO_OTHER_COUNTY
                                              "更名,51072210920301,51072210920301,东组,,,\n")),
                   QUHUA_OK);
  quhua_status status = QUHUA_E_NOMEM;
  long after = 0;
  for (; status == QUHUA_E_NOMEM && after < 10000; after++) {
    fail_alloc_arm(&books, after);
    status = quhua_plan_build(b->before, b->acts, &b->options, &b->plan, &b->err);
    fail_alloc_arm(&books, -1);
    if (status != QUHUA_OK) assert_null(b->plan);
  }
  assert_int_equal(status, QUHUA_OK);
  assert_true(after > 50);
  bench_expect_findings(b, "cn-law.document warning 0\n"
                           "cn-law.approver-missing note 0\n"
                           "cn-law.consent-missing blocking 2\n"
                           "cn-law.transfer-pending blocking 4\n"
                           "cn-law.organ-missing warning 2\n"
                           "cn-law.name-unique warning 2\n");
  bench_close(b);
  assert_true(fail_alloc_is_clean(&books));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_merger_by_the_book),
      cmocka_unit_test(a_document_and_a_day),
      cmocka_unit_test(no_document_for_what_is_no_change),
      cmocka_unit_test(acts_about_acts_have_documents),
      cmocka_unit_test(a_repeal_is_a_change),
      cmocka_unit_test(each_level_has_its_authority),
      cmocka_unit_test(what_a_finding_says),
      cmocka_unit_test(provinces_may_delegate),
      cmocka_unit_test(the_most_demanding_unit_counts),
      cmocka_unit_test(a_village_that_moves_concerns_the_towns),
      cmocka_unit_test(the_seat_of_a_town),
      cmocka_unit_test(milestones_on_record),
      cmocka_unit_test(modes_of_the_pack),
      cmocka_unit_test(villages_are_asked),
      cmocka_unit_test(others_are_not_asked),
      cmocka_unit_test(the_meeting_comes_first),
      cmocka_unit_test(both_counties_agree),
      cmocka_unit_test(towns_that_go_over),
      cmocka_unit_test(a_county_that_ends_is_no_side),
      cmocka_unit_test(managed_units_get_new_codes),
      cmocka_unit_test(merged_villages_have_an_organ),
      cmocka_unit_test(absorbers_too_but_nobody_else),
      cmocka_unit_test(units_that_the_law_does_not_know),
      cmocka_unit_test(memory_runs_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
