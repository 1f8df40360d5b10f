/* SPDX-License-Identifier: Apache-2.0 */
/* Identifiers and tags that go on with the territory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <stdio.h>
#include <string.h>

#define DAY "2020-01-01"

/* Three groups with frozen land codes (NY/T 2538-2014), one of them with two: it was merged before. */
#define GROUPS                                                                                               \
  "code,name,external:发包方编码\n"                                                                     \
  "510722109201,友爱村,\n"                                                                                \
  "51072210920101,一组,51072210920101\n"                                                                   \
  "51072210920102,二组,51072210920102;51072210920109\n"                                                    \
  "51072210920103,三组,51072210920103\n"

static void expect_attribute(bench *b, const char *code, const char *key, const char *value) {
  quhua_unit unit = bench_unit(b, code, DAY);
  quhua_str found = quhua_unit_attribute(quhua_plan_after(b->plan), &unit, key);
  char text[256] = "";
  assert_true(found.len < sizeof text);
  if (found.len) memcpy(text, found.ptr, found.len);
  assert_string_equal(text, value);
}

static void test_merged_groups_keep_all_land_codes(void **state) {
  (void)state;
  bench *b = bench_open(GROUPS);
  bench_plan(b, "effective,old_code,new_code,new_name\n" DAY ",51072210920101,@a,新一组\n" DAY
                ",51072210920102,@a,新一组\n");
  bench_expect_findings(b, "");
  expect_attribute(b, "51072210920104", "external:发包方编码",
                   "51072210920101;51072210920102;51072210920109");
  bench_close(b);
}

static void test_survivor_adds_to_its_own(void **state) {
  (void)state;
  bench *b = bench_open(GROUPS);
  bench_plan(b, "effective,old_code,new_code\n" DAY ",51072210920101,51072210920103\n" DAY
                ",51072210920102,51072210920103\n");
  bench_expect_findings(b, "");
  expect_attribute(b, "51072210920103", "external:发包方编码",
                   "51072210920103;51072210920101;51072210920102;51072210920109");
  bench_close(b);
}

/* The receiver carries one of them already: it is not listed twice. */
static void test_nothing_twice(void **state) {
  (void)state;
  bench *b = bench_open("code,name,external:x\n510722109201,友爱村,A;B\n510722109202,长发村,B;C\n");
  bench_plan(b, "effective,old_code,new_code\n" DAY ",510722109202,510722109201\n");
  expect_attribute(b, "510722109201", "external:x", "A;B;C");
  bench_close(b);
}

static void test_the_act_has_the_last_word(void **state) {
  (void)state;
  bench *b = bench_open(GROUPS);
  bench_plan(b, "effective,old_code,new_code,attr:external:发包方编码\n" DAY
                ",51072210920101,51072210920103,51072210920177\n" DAY ",51072210920102,51072210920103,\n");
  expect_attribute(b, "51072210920103", "external:发包方编码", "51072210920177");
  bench_close(b);
}

/* Every one of them finds the one unit that has it now, and the one that had it. */
static void test_found_by_each(void **state) {
  (void)state;
  static const char *const codes[] = {"51072210920101", "51072210920102", "51072210920109"};
  bench *b = bench_open(GROUPS);
  bench_plan(b, "effective,old_code,new_code,new_name\n" DAY ",51072210920101,@a,新一组\n" DAY
                ",51072210920102,@a,新一组\n");
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
    quhua_cursor *cursor = NULL;
    quhua_unit unit = {0};
    assert_int_equal(quhua_cursor_new_identified(quhua_plan_after(b->plan),
                                                 quhua_str_from("external:发包方编码"),
                                                 quhua_str_from(codes[i]), &cursor, &b->err),
                     QUHUA_OK);
    assert_int_equal(quhua_cursor_count(cursor), 2);
    assert_true(quhua_cursor_next(cursor, &unit)); /* the old group, first in time */
    assert_int_equal(unit.valid.to, bench_day(DAY));
    assert_true(quhua_cursor_next(cursor, &unit));
    assert_string_equal(unit.code.text, "51072210920104");
    quhua_cursor_free(cursor);
  }
  bench_close(b);
}

static void test_a_divided_unit_leaves_it_open(void **state) {
  (void)state;
  const char *split = "effective,old_code,new_code,new_name\n" DAY ",51072210920101,@a,甲组\n" DAY
                      ",51072210920101,@b,乙组\n";
  bench *b = bench_open(GROUPS);
  bench_plan(b, split);
  bench_expect_findings(b, "structure.identifier-undecided warning 2\n");
  expect_attribute(b, "51072210920104", "external:发包方编码", "");
  bench_plan(b, "effective,old_code,new_code,new_name,attr:external:发包方编码\n" DAY
                ",51072210920101,@a,甲组,51072210920101\n" DAY ",51072210920101,@b,乙组,\n");
  bench_expect_findings(b, "");
  expect_attribute(b, "51072210920104", "external:发包方编码", "51072210920101");
  expect_attribute(b, "51072210920105", "external:发包方编码", "");
  bench_close(b);
}

/* The code of another scheme is issued by another office: it ends with its unit. */
static void test_codes_of_other_schemes_end(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,attr:code:mca\n甲,2019-06-01,状态,510722109201,M1\n");
  bench_plan(b, "effective,old_code,new_code\n" DAY ",510722109201,510722109202\n");
  bench_expect_findings(b, "");
  expect_attribute(b, "510722109202", "code:mca", "");
  bench_close(b);
}

/* 友爱村 carries a tag and is merged into 长发村. */
static bench *tagged(void) {
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(
      b, "document,effective,relation,old_code,attr:tag:产业经济强村\n甲,2019-06-01,状态,510722109201,是\n");
  return b;
}

#define MERGE "effective,old_code,new_code\n" DAY ",510722109201,510722109202\n"

static void test_a_tag_asks_for_a_decision(void **state) {
  (void)state;
  bench *b = tagged();
  bench_plan(b, MERGE);
  bench_expect_findings(b, "structure.tag-undecided warning 2\n");
  expect_attribute(b, "510722109202", "tag:产业经济强村", "");
  bench_set(b, "tag.产业经济强村", "decide");
  bench_plan(b, MERGE);
  bench_expect_findings(b, "structure.tag-undecided blocking 2\n");
  bench_close(b);
}

static void test_a_tag_is_carried_or_dropped(void **state) {
  (void)state;
  bench *b = tagged();
  bench_set(b, "tag.产业经济强村", "carry");
  bench_plan(b, MERGE);
  bench_expect_findings(b, "");
  expect_attribute(b, "510722109202", "tag:产业经济强村", "是");
  bench_set(b, "tag.产业经济强村", "drop");
  bench_plan(b, MERGE);
  bench_expect_findings(b, "");
  expect_attribute(b, "510722109202", "tag:产业经济强村", "");
  bench_close(b);
}

static void test_the_act_decides_about_a_tag(void **state) {
  (void)state;
  static const char *const decisions[][2] = {{"是，合并后保留", "是，合并后保留"}, {"-", ""}};
  for (size_t i = 0; i < 2; i++) {
    char acts[256];
    bench *b = tagged();
    strcpy(acts, "effective,old_code,new_code,attr:tag:产业经济强村\n" DAY ",510722109201,510722109202,");
    strcat(strcat(acts, decisions[i][0]), "\n");
    bench_plan(b, acts);
    bench_expect_findings(b, "");
    expect_attribute(b, "510722109202", "tag:产业经济强村", decisions[i][1]);
    bench_close(b);
  }
}

/* Many units with a tag, each into a receiver of its own: nothing is mixed up, and 废止 brings the old state back. */
static void test_repeal_takes_back_what_came_along(void **state) {
  (void)state;
  bench *b = bench_open(GROUPS);
  char before[BENCH_TEXT_MAX];
  bench_apply(b, "document,effective,old_code,new_code\n甲," DAY ",51072210920101,51072210920103\n");
  quhua_unit unit;
  quhua_code code = {"51072210920103"};
  bench_apply(b, "document,effective,relation,target\n乙,2020-06-01,废止,甲\n");
  assert_int_equal(quhua_unit_find(b->before, QUHUA_LEVEL_GROUP, &code, bench_day("2020-06-01"), &unit),
                   QUHUA_OK);
  quhua_str value = quhua_unit_attribute(b->before, &unit, "external:发包方编码");
  snprintf(before, sizeof before, "%.*s", (int)value.len, value.ptr);
  assert_string_equal(before, "51072210920103");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_merged_groups_keep_all_land_codes),
      cmocka_unit_test(test_survivor_adds_to_its_own),
      cmocka_unit_test(test_nothing_twice),
      cmocka_unit_test(test_the_act_has_the_last_word),
      cmocka_unit_test(test_found_by_each),
      cmocka_unit_test(test_a_divided_unit_leaves_it_open),
      cmocka_unit_test(test_codes_of_other_schemes_end),
      cmocka_unit_test(test_a_tag_asks_for_a_decision),
      cmocka_unit_test(test_a_tag_is_carried_or_dropped),
      cmocka_unit_test(test_the_act_decides_about_a_tag),
      cmocka_unit_test(test_repeal_takes_back_what_came_along),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
