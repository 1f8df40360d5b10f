/* SPDX-License-Identifier: Apache-2.0 */
/* The ten rules by which a flow table is read (docs/formats/flow-table.md), one test and more for each. What is
 * expected is worked out from the text of the rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

/* Two towns of 三台县 and some of their villages. */
#define TOWNS                                                                                                \
  "code,name\n"                                                                                              \
  "510722000000,三台县\n"                                                                                 \
  "510722109000,三元镇\n"                                                                                 \
  "510722109001,东街社区居民委员会\n"                                                               \
  "510722109201,友爱村\n"                                                                                 \
  "510722109202,长发村\n"                                                                                 \
  "510722109203,万安村\n"                                                                                 \
  "510722138000,立新镇\n"                                                                                 \
  "510722138201,新民村\n"                                                                                 \
  "510722138204,百灵山村\n"

#define DAY "2020-01-01"

static bool nothing_blocks(const bench *b) {
  return quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING) == 0;
}

/* --- 1: order --- */

static void rule_01_order_by_day_not_by_line(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, "document,effective,relation,old_code,old_name,new_name\n"
                "乙,2020-06-01,更名,510722109201,友好村,友谊村\n"
                "甲,2020-03-01,更名,510722109201,友爱村,友好村\n");
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "更名,510722109201,友爱村,510722109201,友谊村,1\n");
  bench_close(b);
}

static void rule_01_order_on_one_day_by_first_row(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  /* 甲 begins before 乙, so all of it comes first, its last row too */
  bench_plan(b, "document,effective,relation,old_code,old_name,new_code,new_name\n"
                "甲,2020-03-01,更名,510722109203,万安村,,万和村\n"
                "乙,2020-03-01,更名,510722109201,友好村,,友谊村\n"
                "甲,2020-03-01,更名,510722109201,友爱村,,友好村\n");
  bench_expect_findings(b, "");
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2020-03-01").name, quhua_str_from("友谊村")));
  bench_close(b);
}

#define SWAP(first, second)                                                                                  \
  "document,effective,relation,old_code,new_code\n" first                                                    \
  ",2020-01-01,换码,510722109201,510722109202\n" second ",2020-01-01,换码,510722109202,510722109201\n"

static void rule_01_order_one_document_is_simultaneous(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, SWAP("甲", "甲"));
  assert_true(nothing_blocks(b));
  /* in two documents the first finds 202 held by a unit on no old side: it flows into it (rule 4) */
  bench_plan(b, SWAP("甲", "乙"));
  bench_expect_units(b, DAY,
                     "510722000000,三台县,510700000000\n"
                     "510722109000,三元镇,510722000000\n"
                     "510722109001,东街社区居民委员会,510722109000\n"
                     "510722109201,长发村,510722109000\n"
                     "510722109203,万安村,510722109000\n"
                     "510722138000,立新镇,510722000000\n"
                     "510722138201,新民村,510722138000\n"
                     "510722138204,百灵山村,510722138000\n");
  bench_close(b);
}

static void rule_01_order_file_is_applied_whole_or_not_at_all(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, "document,effective,relation,old_code,new_name\n"
                "甲,2020-03-01,更名,510722109201,友好村\n"
                "乙,2020-06-01,更名,510722109299,友谊村\n");
  bench_expect_findings(b, "structure.unit-unknown blocking 3\n");
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_E_BLOCKED);
  assert_int_equal(quhua_registry_head(b->registry), 1);
  bench_close(b);
}

/* --- 2: when --- */

static void rule_02_when_old_is_just_before(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_apply(b, "effective,relation,old_code,new_code\n2020-03-01,换码,510722109201,510722109301\n");
  bench_plan(b, "effective,relation,old_code,new_name\n2020-06-01,更名,510722109201,友好村\n");
  bench_expect_findings(b, "structure.unit-not-alive blocking 2\n");
  bench_plan(b, "effective,relation,old_code,new_name\n2020-06-01,更名,510722109301,友好村\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

static void rule_02_when_new_is_just_after(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id lixin = bench_id_before(b, "510722138000", DAY);
  /* after the act 109 is 立新镇: that is what new_parent means */
  bench_plan(b, "effective,relation,old_code,old_name,new_code,new_parent\n"
                "2020-01-01,换码,510722109,三元镇,510722138,\n"
                "2020-01-01,换码,510722138,立新镇,510722109,\n"
                "2020-01-01,划归,510722109203,万安村,,510722109\n");
  assert_true(nothing_blocks(b));
  quhua_unit wanan = bench_unit(b, "510722109203", DAY); /* its code fits the new parent as it is */
  assert_true(quhua_str_equal(wanan.name, quhua_str_from("万安村")));
  assert_int_equal(wanan.parent, lixin);
  bench_close(b);
}

static void rule_02_when_crosswalk_reads_both_days(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_apply(b, "effective,relation,old_code,new_code\n2020-03-01,换码,510722109201,510722109301\n");
  assert_string_equal(bench_crosswalk_between(b, "2020-02-29", "2020-03-01"),
                      "换码,510722109201,友爱村,510722109301,友爱村,1\n");
  assert_string_equal(bench_crosswalk_between(b, "2020-03-01", "2020-03-02"), "");
  assert_string_equal(bench_crosswalk_between(b, "2020-02-01", "2020-02-29"), "");
  bench_close(b);
}

/* --- 3: who needs a row --- */

static void rule_03_who_absorber_needs_none(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id survivor = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,old_code,new_code\n2020-01-01,510722109202,510722109201\n");
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "并入,510722109202,长发村,510722109201,友爱村,1\n");
  assert_int_equal(bench_unit(b, "510722109201", DAY).id, survivor);
  bench_close(b);
}

static void rule_03_who_remainder_is_a_finding(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, "effective,old_code,new_code,share\n"
                "2020-01-01,510722109202,510722109201,2/5\n"
                "2020-01-01,510722109202,510722109203,1/5\n");
  bench_expect_findings(b, "lineage.remainder blocking 2\n");
  bench_close(b);
}

/* --- 4: identity --- */

static void rule_04_identity_equal_codes_first(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id youai = bench_id_before(b, "510722109201", DAY);
  /* the name changes and another village joins: the equal codes decide */
  bench_plan(b, "effective,old_code,old_name,new_code,new_name\n"
                "2020-01-01,510722109202,长发村,510722109201,友长村\n"
                "2020-01-01,510722109201,友爱村,510722109201,友长村\n");
  bench_expect_findings(b, "");
  assert_int_equal(bench_unit(b, "510722109201", DAY).id, youai);
  bench_expect_crosswalk(b, "并入,510722109201,友爱村,510722109201,友长村,1\n"
                            "并入,510722109202,长发村,510722109201,友长村,1\n");
  bench_close(b);
}

static void rule_04_identity_holder_of_the_code_second(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id wanan = bench_id_before(b, "510722109203", DAY);
  bench_plan(b, "effective,old_code,new_code\n2020-01-01,510722109201,510722109203\n");
  assert_int_equal(bench_unit(b, "510722109203", DAY).id, wanan);
  bench_close(b);
}

static void rule_04_identity_holder_on_an_old_side_is_no_holder(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id youai = bench_id_before(b, "510722109201", DAY);
  /* 长发村 leaves its code to 友爱村 and joins 万安村 */
  bench_plan(b, "effective,old_code,new_code\n"
                "2020-01-01,510722109202,510722109203\n"
                "2020-01-01,510722109201,510722109202\n");
  assert_int_equal(bench_unit(b, "510722109202", DAY).id, youai);
  bench_expect_findings(b, "code.retired warning 3\n");
  bench_close(b);
}

static void rule_04_identity_whole_one_to_one_third(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id youai = bench_id_before(b, "510722109201", DAY);
  quhua_unit_id sanyuan = bench_id_before(b, "510722109000", DAY);
  bench_plan(b, "effective,relation,old_code,new_code,new_name,new_parent\n"
                "2020-01-01,改设,510722109,510722010,三元街道,\n"
                "2020-01-01,划归,510722109201,,,立新镇\n");
  assert_true(nothing_blocks(b));
  assert_int_equal(bench_unit(b, "510722010000", DAY).id, sanyuan);
  assert_int_equal(bench_unit(b, "510722138205", DAY).id, youai); /* 201 is taken, 204 the highest */
  bench_close(b);
}

static void rule_04_identity_else_a_new_unit(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id youai = bench_id_before(b, "510722109201", DAY),
                changfa = bench_id_before(b, "510722109202", DAY);
  bench_plan(b, "effective,old_code,new_code,new_name\n"
                "2020-01-01,510722109201,510722109230,友长村\n"
                "2020-01-01,510722109202,510722109230,友长村\n");
  quhua_unit_id fresh = bench_unit(b, "510722109230", DAY).id;
  assert_int_not_equal(fresh, youai);
  assert_int_not_equal(fresh, changfa);
  bench_close(b);
}

static void rule_04_identity_part_of_a_unit_is_not_the_unit(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id youai = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,old_code,new_name,share\n"
                "2020-01-01,510722109201,友东村,1/2\n"
                "2020-01-01,510722109201,友西村,1/2\n");
  bench_expect_findings(b, "");
  assert_int_not_equal(bench_unit(b, "510722109204", DAY).id, youai);
  assert_int_not_equal(bench_unit(b, "510722109205", DAY).id, youai);
  bench_close(b);
}

static void rule_04_identity_column_overrides(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id youai = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,old_code,new_code,new_name,identity\n"
                "2020-01-01,510722109201,510722109230,友好村,new\n");
  assert_int_not_equal(bench_unit(b, "510722109230", DAY).id, youai);
  bench_plan(b, "effective,old_code,new_code,new_name,identity\n"
                "2020-01-01,510722109201,510722109230,友长村,same\n"
                "2020-01-01,510722109202,510722109230,友长村,\n");
  assert_int_equal(bench_unit(b, "510722109230", DAY).id, youai);
  bench_close(b);
}

static void rule_04_identity_rows_that_agree_mean_one_unit(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, "effective,event,old_code,new_name,new_kind\n"
                "2020-01-01,,510722109201,友长村,\n"
                "2020-01-01,,510722109202,友长村,\n");
  bench_expect_crosswalk(b, "合并,510722109201,友爱村,510722109204,友长村,1\n"
                            "合并,510722109202,长发村,510722109204,友长村,1\n");
  /* in two events they are two units, each 1:1 and whole: two renamings to one name */
  bench_plan(b, "effective,event,old_code,new_name,new_kind\n"
                "2020-01-01,一,510722109201,友长村,\n"
                "2020-01-01,二,510722109202,友长村,\n");
  bench_expect_findings(b, "structure.name-duplicate warning 3\n");
  bench_expect_crosswalk(b, "更名,510722109201,友爱村,510722109201,友长村,1\n"
                            "更名,510722109202,长发村,510722109202,友长村,1\n");
  bench_close(b);
}

static void rule_04_identity_label_means_one_unit_and_a_parent(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, "effective,event,old_code,new_code,new_name,new_kind,new_parent\n"
                "2020-01-01,,,@新,三新乡,乡,三台县\n"
                "2020-01-01,,510722109203,,,,@新\n"
                "2020-01-01,一,510722109201,@友,友长村,,@新\n"
                "2020-01-01,二,510722109202,@友,友长村,,@新\n");
  bench_expect_findings(b, "");
  quhua_unit town = bench_unit(b, "510722200000", DAY);
  assert_int_equal(bench_unit(b, "510722200203", DAY).parent, town.id); /* 万安村 keeps 203 */
  quhua_unit joined = bench_unit(b, "510722200204", DAY);
  assert_int_equal(joined.parent, town.id);
  assert_true(quhua_str_equal(joined.name, quhua_str_from("友长村")));
  bench_close(b);
}

/* --- 5: codes --- */

static void rule_05_codes_empty_keeps_the_code(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(
      b, "effective,relation,old_code,new_name,attr:seat\n2020-01-01,更名,510722109201,友好村,友爱院子\n");
  quhua_unit unit = bench_unit(b, "510722109201", DAY);
  assert_true(quhua_str_equal(quhua_unit_attribute(quhua_plan_after(b->plan), &unit, "seat"),
                              quhua_str_from("友爱院子")));
  bench_close(b);
}

static void rule_05_codes_issued_for_another_range(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, "effective,relation,old_code,new_kind\n2020-01-01,改设,510722109201,居委会\n");
  bench_expect_crosswalk(b, "改设,510722109201,友爱村,510722109002,友爱村,1\n");
  /* 乡 and 民族乡 share a range: the code stays */
  bench_close(b);
  b = bench_open("code,name\n510722000000,三台县\n510722209000,三合乡\n");
  bench_plan(b, "effective,relation,old_code,new_kind\n2020-01-01,改设,510722209,民族乡\n");
  bench_expect_crosswalk(b, "改设,510722209000,三合乡,510722209000,三合乡,1\n");
  bench_close(b);
}

static void rule_05_codes_collision_lowest_old_code_keeps(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722000000,三台县\n"
                        "510722103000,丙镇\n510722103201,丙一村\n510722103205,丙五村\n"
                        "510722101000,甲镇\n510722101201,甲一村\n510722101202,甲二村\n"
                        "510722102000,乙镇\n510722102201,乙一村\n510722102202,乙二村\n510722102203,乙三村\n");
  bench_plan(b, "effective,relation,old_code,new_name\n"
                "2020-01-01,合并,510722103,丁镇\n"
                "2020-01-01,合并,510722102,丁镇\n"
                "2020-01-01,合并,510722101,丁镇\n");
  /* kept: 甲一 201, 甲二 202, 乙三 203, 丙五 205; then 乙一, 乙二, 丙一 above 205 */
  bench_expect_units(b, DAY,
                     "510722000000,三台县,510700000000\n"
                     "510722104000,丁镇,510722000000\n"
                     "510722104201,甲一村,510722104000\n"
                     "510722104202,甲二村,510722104000\n"
                     "510722104203,乙三村,510722104000\n"
                     "510722104205,丙五村,510722104000\n"
                     "510722104206,乙一村,510722104000\n"
                     "510722104207,乙二村,510722104000\n"
                     "510722104208,丙一村,510722104000\n");
  bench_close(b);
}

static void rule_05_codes_row_of_a_child_wins(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  /* 三元镇 is recoded; 长发村 goes elsewhere and 友爱村 gets a code of its own choice */
  bench_plan(b, "effective,relation,old_code,new_code,new_parent\n"
                "2020-01-01,,510722109,510722150,\n"
                "2020-01-01,,510722109201,510722150277,\n"
                "2020-01-01,划归,510722109202,,立新镇\n");
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "界线变更,510722109000,三元镇,510722138000,立新镇,children\n"
                            "界线变更,510722109000,三元镇,510722150000,三元镇,children\n"
                            "换码,510722109001,东街社区居民委员会,510722150001,东街社区居民委员会,1\n"
                            "换码,510722109201,友爱村,510722150277,友爱村,1\n"
                            "划归,510722109202,长发村,510722138202,长发村,1\n"
                            "换码,510722109203,万安村,510722150203,万安村,1\n");
  bench_close(b);
}

/* --- 6: shares --- */

static void rule_06_shares_several_without_one_are_unknown(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, "effective,old_code,new_code\n"
                "2020-01-01,510722109202,510722109201\n"
                "2020-01-01,510722109202,510722109203\n");
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "撤销,510722109202,长发村,510722109201,友爱村,?\n"
                            "撤销,510722109202,长发村,510722109203,万安村,?\n");
  bench_close(b);
}

static void rule_06_shares_sum_to_one(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, "effective,old_code,new_code,share\n"
                "2020-01-01,510722109202,510722109201,1/3\n"
                "2020-01-01,510722109202,510722109203,?\n");
  bench_expect_crosswalk(b, "撤销,510722109202,长发村,510722109201,友爱村,1/3\n"
                            "撤销,510722109202,长发村,510722109203,万安村,2/3\n");
  /* 1/2 is known, so each of the others is at most 1/2 */
  bench_plan(b, "effective,old_code,new_code,share\n"
                "2020-01-01,510722109202,510722109201,0.5\n"
                "2020-01-01,510722109202,510722109203,?\n"
                "2020-01-01,510722109202,510722138201,?\n");
  bench_expect_crosswalk(b, "界线变更,510722109000,三元镇,510722109000,三元镇,children\n"
                            "界线变更,510722109000,三元镇,510722138000,立新镇,children\n"
                            "撤销,510722109202,长发村,510722109201,友爱村,1/2\n"
                            "撤销,510722109202,长发村,510722109203,万安村,0..1/2\n"
                            "撤销,510722109202,长发村,510722138201,新民村,0..1/2\n");
  bench_close(b);
}

static void rule_06_shares_compose(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_apply(b, "effective,old_code,new_name,share\n"
                 "2020-01-01,510722109202,长东村,1/2\n"
                 "2020-01-01,510722109202,长西村,1/2\n");
  bench_apply(b, "effective,old_code,new_code,share\n"
                 "2020-06-01,510722109204,510722109201,1/3\n"
                 "2020-06-01,510722109204,510722109203,2/3\n");
  /* 1/2 · 1/3 and 1/2 · 2/3 of the first village, which ends; one of the three that have it is new: it was divided */
  assert_string_equal(bench_crosswalk_between(b, "2019-12-31", "2020-06-01"),
                      "分设,510722109202,长发村,510722109201,友爱村,1/6\n"
                      "分设,510722109202,长发村,510722109203,万安村,1/3\n"
                      "分设,510722109202,长发村,510722109205,长西村,1/2\n");
  bench_close(b);
}

/* --- 7: events --- */

static uint32_t event_of(const bench *b, quhua_unit_id unit) {
  quhua_flows *flows = NULL;
  assert_int_equal(quhua_flows_new(quhua_plan_after(b->plan), unit, &flows, NULL), QUHUA_OK);
  assert_int_equal(quhua_flows_count(flows), 1);
  uint32_t event = quhua_flows_at(flows, 0)->event;
  quhua_flows_free(flows);
  return event;
}

static void rule_07_events_by_unit_never_by_code(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id jia = bench_id_before(b, "510722109201", DAY);
  /* K甲→L甲 and ∅→K乙 */
  bench_plan(b, "effective,old_code,new_code,new_name\n"
                "2020-01-01,510722109201,510722109301,\n"
                "2020-01-01,,510722109201,新立村\n");
  bench_expect_findings(b, "code.retired warning 3\n");
  bench_expect_crosswalk(b, "换码,510722109201,友爱村,510722109301,友爱村,1\n"
                            "设立,,,510722109201,新立村,\n");
  quhua_unit_id yi = bench_unit(b, "510722109201", DAY).id;
  assert_int_not_equal(jia, yi);
  assert_int_not_equal(event_of(b, jia), event_of(b, yi));
  bench_close(b);
}

static void rule_07_events_exchange_is_two_recodings(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id jia = bench_id_before(b, "510722109201", DAY), yi = bench_id_before(b, "510722109202", DAY);
  bench_plan(b, SWAP("甲", "甲"));
  bench_expect_crosswalk(b, "换码,510722109201,友爱村,510722109202,友爱村,1\n"
                            "换码,510722109202,长发村,510722109201,长发村,1\n");
  assert_int_equal(bench_unit(b, "510722109202", DAY).id, jia);
  assert_int_equal(bench_unit(b, "510722109201", DAY).id, yi);
  assert_int_not_equal(event_of(b, jia), event_of(b, yi));
  bench_close(b);
}

static void rule_07_events_rows_that_share_a_unit_are_one(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_unit_id one = bench_id_before(b, "510722109201", DAY), two = bench_id_before(b, "510722109202", DAY);
  bench_plan(b, "effective,old_code,new_name\n"
                "2020-01-01,510722109201,友长村\n"
                "2020-01-01,510722109202,友长村\n");
  assert_int_equal(event_of(b, one), event_of(b, two));
  bench_close(b);
}

/* --- 8: respelling --- */

static void rule_08_respelling_is_no_event(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722109000,三元镇\n510722109204,龙吟村村委会\n");
  quhua_unit_id unit = bench_id_before(b, "510722109204", DAY);
  bench_apply(b, "effective,relation,old_code,old_name,new_name\n"
                 "2020-01-01,规范,510722109204,龙吟村村委会,龙吟村村民委员会\n");
  quhua_flows *flows = NULL;
  assert_int_equal(quhua_flows_new(b->before, unit, &flows, NULL), QUHUA_OK);
  assert_int_equal(quhua_flows_count(flows), 0);
  quhua_flows_free(flows);
  assert_true(
      quhua_str_equal(bench_unit(b, "510722109204", "2019-12-31").name, quhua_str_from("龙吟村村委会")));
  assert_true(quhua_str_equal(bench_unit(b, "510722109204", DAY).name, quhua_str_from("龙吟村村民委员会")));
  bench_close(b);
}

/* --- 9: withdrawal --- */

#define STACK                                                                                                \
  "document,effective,relation,old_code,new_name\n"                                                          \
  "甲,2021-06-01,更名,510722109201,友好村\n"                                                           \
  "乙,2021-07-01,更名,510722109201,友谊村\n"

static void rule_09_withdrawal_waits_for_later_acts(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_apply(b, STACK);
  bench_plan(b, "effective,relation,target\n2020-03-01,撤回,甲\n");
  bench_expect_findings(b, "lineage.stands-on blocking 2\n");
  bench_apply(b, "effective,relation,target\n2020-03-01,撤回,乙\n");
  bench_apply(b, "effective,relation,target\n2020-03-01,撤回,甲\n");
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2022-01-01").name, quhua_str_from("友爱村")));
  bench_close(b);
}

static void rule_09_withdrawal_names_several_in_any_order(void **state) {
  (void)state;
  for (int order = 0; order < 2; order++) {
    bench *b = bench_open(TOWNS);
    bench_apply(b, STACK);
    bench_apply(b, order ? "effective,relation,target\n2020-03-01,撤回,甲\n2020-03-01,撤回,乙\n"
                         : "effective,relation,target\n2020-03-01,撤回,3\n2020-03-01,撤回,2\n");
    assert_true(quhua_str_equal(bench_unit(b, "510722109201", "2022-01-01").name, quhua_str_from("友爱村")));
    assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
    bench_close(b);
  }
}

static void rule_09_withdrawal_has_its_own_day(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_apply(b, STACK);
  bench_plan(b, "effective,relation,target\n2021-07-01,撤回,乙\n");
  bench_expect_findings(b, "time.in-force blocking 2\n");
  bench_plan(b, "effective,relation,target\n2021-06-30,撤回,乙\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

/* --- 10: findings or bad input --- */

static void expect_bad_input(const char *acts, uint32_t line, uint32_t column) {
  bench *b = bench_open(TOWNS);
  assert_int_equal(bench_read(b, acts), QUHUA_E_INVALID);
  assert_int_equal(b->err.line, line);
  assert_int_equal(b->err.column, column);
  assert_int_equal(quhua_changeset_count(b->acts), 0);
  bench_close(b);
}

static void rule_10_findings_or_bad_input(void **state) {
  (void)state;
  expect_bad_input("effective,relation,old_code\n2020-01-01,合拼,510722109201\n", 2, 12);
  expect_bad_input("effective,old_code,new_code,share\n2020-01-01,510722109201,510722109202,3/2\n", 2, 38);
  expect_bad_input("effective,old_kode\n2020-01-01,510722109201\n", 1, 11);
  expect_bad_input("effective,old_code\n2020-02-30,510722109201\n", 2, 1);
  expect_bad_input("effective,old_code,new_code\n2020-01-01,,\n", 2, 1);
  /* what needs the register is a finding: the table is read, and the plan says what is wrong */
  bench *b = bench_open(TOWNS);
  assert_int_equal(bench_read(b, "effective,old_code,new_name\n2020-01-01,510722109299,友好村\n"), QUHUA_OK);
  bench_plan(b, "effective,old_code,new_name\n2020-01-01,510722109299,友好村\n");
  bench_expect_findings(b, "structure.unit-unknown blocking 2\n");
  bench_close(b);
}

static void rule_10_findings_of_all_rows(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, "effective,old_code,new_name\n"
                "2020-01-01,510722109299,友好村\n"
                "2020-01-01,510722109298,友谊村\n");
  bench_expect_findings(b, "structure.unit-unknown blocking 2\nstructure.unit-unknown blocking 3\n");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rule_01_order_by_day_not_by_line),
      cmocka_unit_test(rule_01_order_on_one_day_by_first_row),
      cmocka_unit_test(rule_01_order_one_document_is_simultaneous),
      cmocka_unit_test(rule_01_order_file_is_applied_whole_or_not_at_all),
      cmocka_unit_test(rule_02_when_old_is_just_before),
      cmocka_unit_test(rule_02_when_new_is_just_after),
      cmocka_unit_test(rule_02_when_crosswalk_reads_both_days),
      cmocka_unit_test(rule_03_who_absorber_needs_none),
      cmocka_unit_test(rule_03_who_remainder_is_a_finding),
      cmocka_unit_test(rule_04_identity_equal_codes_first),
      cmocka_unit_test(rule_04_identity_holder_of_the_code_second),
      cmocka_unit_test(rule_04_identity_holder_on_an_old_side_is_no_holder),
      cmocka_unit_test(rule_04_identity_whole_one_to_one_third),
      cmocka_unit_test(rule_04_identity_else_a_new_unit),
      cmocka_unit_test(rule_04_identity_part_of_a_unit_is_not_the_unit),
      cmocka_unit_test(rule_04_identity_column_overrides),
      cmocka_unit_test(rule_04_identity_rows_that_agree_mean_one_unit),
      cmocka_unit_test(rule_04_identity_label_means_one_unit_and_a_parent),
      cmocka_unit_test(rule_05_codes_empty_keeps_the_code),
      cmocka_unit_test(rule_05_codes_issued_for_another_range),
      cmocka_unit_test(rule_05_codes_collision_lowest_old_code_keeps),
      cmocka_unit_test(rule_05_codes_row_of_a_child_wins),
      cmocka_unit_test(rule_06_shares_several_without_one_are_unknown),
      cmocka_unit_test(rule_06_shares_sum_to_one),
      cmocka_unit_test(rule_06_shares_compose),
      cmocka_unit_test(rule_07_events_by_unit_never_by_code),
      cmocka_unit_test(rule_07_events_exchange_is_two_recodings),
      cmocka_unit_test(rule_07_events_rows_that_share_a_unit_are_one),
      cmocka_unit_test(rule_08_respelling_is_no_event),
      cmocka_unit_test(rule_09_withdrawal_waits_for_later_acts),
      cmocka_unit_test(rule_09_withdrawal_names_several_in_any_order),
      cmocka_unit_test(rule_09_withdrawal_has_its_own_day),
      cmocka_unit_test(rule_10_findings_or_bad_input),
      cmocka_unit_test(rule_10_findings_of_all_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
