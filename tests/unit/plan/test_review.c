/* SPDX-License-Identifier: Apache-2.0 */
/* What a review of the engine found: one test for each defect, so that it stays away. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define COUNTY                                                                                               \
  "code,name\n"                                                                                              \
  "510101000000,甲县\n"                                                                                    \
  "510101100000,一镇\n"                                                                                    \
  "510101101000,二镇\n"                                                                                    \
  "510101101201,东村\n"                                                                                    \
  "510101101202,西村\n"                                                                                    \
  "510101101205,南村\n"                                                                                    \
  "510101102000,三镇\n"                                                                                    \
  "510101102201,北村\n"

static void expect_name(bench *b, const char *code, const char *date, const char *name) {
  quhua_unit unit = bench_unit(b, code, date);
  assert_true(quhua_str_equal(unit.name, quhua_str_from(name)));
}

static bool is_held(const bench *b, const char *text, const char *date) {
  quhua_code code = {""};
  quhua_unit unit;
  strcpy(code.text, text);
  const quhua_snapshot *now = b->plan ? quhua_plan_after(b->plan) : b->before;
  return quhua_unit_find(now, QUHUA_LEVEL_VILLAGE, &code, bench_day(date), &unit) == QUHUA_OK;
}

/* The message names an act. */
static void expect_told(bench *b, const char *rule, const char *word) {
  char text[512];
  quhua_str message = bench_finding(b, rule)->message[QUHUA_LANG_ZH];
  assert_true(message.len < sizeof text);
  memcpy(text, message.ptr, message.len);
  text[message.len] = '\0';
  assert_non_null(strstr(text, word));
}

static void expect_sound(bench *b) {
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
}

/* --- later acts ----------------------------------------------------------------------------------------------- */

/* 三镇 has ended in 2025; what moved into it in 2022 would have had to move on. */
static void test_parent_that_ends_later(void **state) {
  (void)state;
  bench *b = bench_open(COUNTY);
  bench_apply(b, "document,effective,old_code,new_code\n后,2025-01-01,510101102,510101100\n");
  bench_plan(b, "document,effective,old_code,new_code\n前,2022-01-01,510101101,510101102\n");
  const quhua_finding *finding = bench_finding(b, "time.before-existing");
  assert_int_equal(finding->severity, QUHUA_SEVERITY_BLOCKING);
  assert_int_equal(finding->line, 2);
  assert_int_not_equal(bench_commit(b, NULL, 0), QUHUA_OK);
  bench_close(b);
}

/* 南村 left 二镇 before that ended; it cannot come back under a town that is no more. */
static void test_parent_ended_after_the_child_left(void **state) {
  (void)state;
  bench *b = bench_open(COUNTY);
  bench_apply(b, "document,effective,old_code,new_parent\n甲,2030-01-01,510101101205,510101100\n");
  bench_apply(b, "document,effective,old_code,new_code\n乙,2031-01-01,510101101,510101102\n");
  bench_plan(b, "effective,relation,target\n2029-01-01,撤回,甲\n");
  bench_expect_findings(b, "lineage.stands-on blocking 2\n");
  expect_told(b, "lineage.stands-on", "乙");
  bench_apply(b, "effective,relation,target\n2029-01-01,撤回,甲\n2029-01-01,撤回,乙\n");
  expect_name(b, "510101101205", "2032-01-01", "南村");
  expect_name(b, "510101101000", "2032-01-01", "二镇");
  expect_sound(b);
  bench_close(b);
}

/* 新村 took its code from the code that 甲 gave the town. */
static void test_child_with_a_code_below_a_withdrawn_one(void **state) {
  (void)state;
  bench *b = bench_open(COUNTY);
  bench_apply(b, "document,effective,relation,old_code,new_code\n甲,2030-01-01,换码,510101102,510101150\n");
  bench_apply(b, "document,effective,relation,new_name,new_parent\n乙,2031-01-01,设立,新村,510101150\n");
  bench_plan(b, "effective,relation,target\n2029-01-01,撤回,甲\n");
  bench_expect_findings(b, "lineage.stands-on blocking 2\n");
  expect_told(b, "lineage.stands-on", "乙");
  bench_close(b);
}

#define RENAME(document)                                                                                     \
  "document,effective,relation,old_code,new_name\n" document ",2030-01-01,更名,510101101205,明村\n"

/* The same said anew by another act is not what the withdrawn act said. */
static void test_withdrawn_act_stays_withdrawn(void **state) {
  (void)state;
  bench *b = bench_open(COUNTY);
  bench_apply(b, RENAME("甲"));
  bench_apply(b, "effective,relation,target\n2029-01-01,撤回,甲\n");
  expect_name(b, "510101101205", "2030-01-01", "南村");
  bench_apply(b, RENAME("乙"));
  bench_plan(b, "effective,relation,target\n2029-01-01,撤回,甲\n");
  bench_expect_findings(b, "lineage.target-unknown blocking 2\n");
  expect_name(b, "510101101205", "2030-01-01", "明村");
  bench_close(b);
}

/* --- towns that become one ------------------------------------------------------------------------------------ */

#define DAY "2020-01-01"

/* 西村 is only cited as a receiver; it goes along with its town. */
static void test_receiver_follows_its_town(void **state) {
  (void)state;
  bench *b = bench_open(COUNTY);
  quhua_unit_id west = bench_id_before(b, "510101101202", "2019-06-01");
  bench_plan(b, "document,effective,relation,old_code,new_code,new_name\n"
                "一号,2020-01-01,合并,510101101,@n,新镇\n"
                "一号,2020-01-01,合并,510101102,@n,新镇\n"
                "一号,2020-01-01,并入,510101101205,510101101202,\n");
  assert_int_equal(quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING), 0);
  quhua_unit town, village;
  const quhua_snapshot *after = quhua_plan_after(b->plan);
  assert_int_equal(quhua_unit_find_id(after, west, bench_day(DAY), &village), QUHUA_OK);
  assert_int_equal(quhua_unit_find_id(after, village.parent, bench_day(DAY), &town), QUHUA_OK);
  assert_true(quhua_str_equal(town.name, quhua_str_from("新镇")));
  assert_memory_equal(village.code.text, town.code.text, 9);
  assert_memory_not_equal(village.code.text, "510101101", 9);
  assert_false(is_held(b, "510101101202", DAY));
  assert_false(is_held(b, "510101101205", DAY));
  bench_close(b);
}

/* 南村 and 北村 have different towns before and one after: 新村 is one village. */
static void test_villages_of_merged_towns_meet(void **state) {
  (void)state;
  bench *b = bench_open(COUNTY);
  bench_plan(b, "document,effective,relation,old_code,new_name\n"
                "一号,2020-01-01,合并,510101101,新镇\n"
                "一号,2020-01-01,合并,510101102,新镇\n"
                "一号,2020-01-01,合并,510101101205,新村\n"
                "一号,2020-01-01,合并,510101102201,新村\n");
  assert_int_equal(quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING), 0);
  const char *units = bench_units(b, quhua_plan_after(b->plan), DAY);
  const char *first = strstr(units, ",新村,");
  assert_non_null(first);
  assert_null(strstr(first + 1, ",新村,"));
  assert_null(strstr(units, "南村"));
  assert_null(strstr(units, "北村"));
  bench_close(b);
}

/* --- given away twice ----------------------------------------------------------------------------------------- */

static void expect_too_much(const char *acts) {
  bench *b = bench_open(COUNTY);
  bench_plan(b, acts);
  assert_int_equal(bench_finding(b, "lineage.too-much")->severity, QUHUA_SEVERITY_BLOCKING);
  bench_close(b);
}

static void test_shares_by_code_and_by_name_add_up(void **state) {
  (void)state;
  expect_too_much("effective,old_code,old_name,new_code,share\n" /* 2/3 + 1/2 = 7/6 */
                  "2020-01-01,510101101205,,510101101201,2/3\n"
                  "2020-01-01,,南村,510101101202,1/2\n");
}

static void test_same_pair_by_code_and_by_name(void **state) {
  (void)state;
  expect_too_much("effective,old_code,old_name,new_code\n"
                  "2020-01-01,510101101205,,510101101201\n"
                  "2020-01-01,,南村,510101101201\n");
}

/* --- levels and labels ---------------------------------------------------------------------------------------- */

/* 北村 would lie below a village. */
static void test_town_with_villages_becomes_no_village(void **state) {
  (void)state;
  bench *b = bench_open(COUNTY);
  bench_plan(b, "effective,old_code,new_kind,new_parent\n2020-01-01,510101102,村委会,510101100\n");
  assert_int_equal(bench_finding(b, "structure.level-wrong")->severity, QUHUA_SEVERITY_BLOCKING);
  bench_close(b);
}

/* Of 二镇 the codes 201, 202 and 205 are used. */
static void test_label_asks_for_a_code(void **state) {
  (void)state;
  bench *b = bench_open(COUNTY);
  quhua_unit_id south = bench_id_before(b, "510101101205", "2019-06-01");
  bench_plan(b, "effective,relation,old_code,new_code\n2020-01-01,换码,510101101205,@a\n");
  assert_int_equal(quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING), 0);
  assert_int_equal(bench_unit(b, "510101101206", DAY).id, south);
  assert_false(is_held(b, "510101101205", DAY));
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_parent_that_ends_later),
      cmocka_unit_test(test_parent_ended_after_the_child_left),
      cmocka_unit_test(test_child_with_a_code_below_a_withdrawn_one),
      cmocka_unit_test(test_withdrawn_act_stays_withdrawn),
      cmocka_unit_test(test_receiver_follows_its_town),
      cmocka_unit_test(test_villages_of_merged_towns_meet),
      cmocka_unit_test(test_shares_by_code_and_by_name_add_up),
      cmocka_unit_test(test_same_pair_by_code_and_by_name),
      cmocka_unit_test(test_town_with_villages_becomes_no_village),
      cmocka_unit_test(test_label_asks_for_a_code),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
