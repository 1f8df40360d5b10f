/* SPDX-License-Identifier: Apache-2.0 */
/* Entries that no plan would write: a journal may come from anywhere, and folding it must refuse them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/fold.h"

#define DAY "2020-01-01"

/* An entry with whatever is written, on the opened yard. */
typedef void (*write_effects)(fold *f);

static void expect_refused(write_effects write) {
  quhua__state s;
  fold f;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_begin(&f, &s);
  write(&f);
  assert_int_equal(fold_try(&f, DAY), QUHUA_E_CORRUPT);
  quhua__state_free(&s);
}

/* A unit on a level that its code does not have. */
static void open_on_level(fold *f, uint32_t unit, uint32_t parent, quhua_level level, const char *code) {
  quhua__effect_open open = {.name = quhua_str_from("怪镇"),
                             .unit = unit,
                             .parent = parent,
                             .from = fold_day(DAY),
                             .level = level,
                             .kind = QUHUA_KIND_TOWN};
  size_t len = quhua_str_from(code).len;
  assert_true(len < sizeof open.code.text);
  for (size_t i = 0; i < len; i++) open.code.text[i] = code[i];
  quhua__effect_put_open(&f->effects, &open, NULL, 0);
}

/* --- cycles --------------------------------------------------------------------------------------------------- */

/* 金龙村 (6) lies in 两河镇 (2). */
static void town_below_its_village(fold *f) {
  fold_close(f, 2, DAY);
  fold_open(f, 2, 6, "510723104", "两河镇", DAY);
}

/* The level would do, but 金龙村 still lies in what is now below it. */
static void group_below_its_own_village(fold *f) {
  fold_close(f, 2, DAY);
  open_on_level(f, 2, 6, QUHUA_LEVEL_GROUP, "51072310420101");
}

/* 盐亭县 (1) is two levels above 金龙村. */
static void county_below_its_village(fold *f) {
  fold_close(f, 1, DAY);
  open_on_level(f, 1, 6, QUHUA_LEVEL_GROUP, "51072310420101");
}

static void town_and_village_below_each_other(fold *f) {
  fold_close(f, 2, DAY);
  fold_close(f, 6, DAY);
  fold_open(f, 2, 6, "510723104", "两河镇", DAY);
  fold_open(f, 6, 2, "510723104201", "金龙村", DAY);
}

/* 盐亭县 as a village of its own town: neither is on the last level. */
static void county_below_its_town(fold *f) {
  fold_close(f, 1, DAY);
  open_on_level(f, 1, 2, QUHUA_LEVEL_VILLAGE, "510723104209");
}

static void test_below_a_descendant(void **state) {
  (void)state;
  expect_refused(town_below_its_village);
  expect_refused(group_below_its_own_village);
  expect_refused(county_below_its_village);
  expect_refused(county_below_its_town);
  expect_refused(town_and_village_below_each_other);
}

/* --- levels --------------------------------------------------------------------------------------------------- */

static void town_in_a_town(fold *f) { fold_open(f, 7, 2, "510723105", "远镇", DAY); }
static void town_in_a_village(fold *f) { fold_open(f, 7, 6, "510723105", "远镇", DAY); }
static void village_in_a_village(fold *f) { fold_open(f, 7, 6, "510723104202", "远村", DAY); }
static void village_moves_into_a_village(fold *f) {
  fold_close(f, 5, DAY);
  fold_open(f, 5, 6, "510723104202", "西山村", DAY);
}
static void village_in_a_town_that_ended(fold *f) {
  fold_close(f, 6, DAY);
  fold_close(f, 2, DAY);
  fold_open(f, 7, 2, "510723104202", "远村", DAY);
}

static void test_parent_on_the_same_or_a_lower_level(void **state) {
  (void)state;
  expect_refused(town_in_a_town);
  expect_refused(town_in_a_village);
  expect_refused(village_in_a_village);
  expect_refused(village_moves_into_a_village);
  expect_refused(village_in_a_town_that_ended);
}

/* --- taking back ---------------------------------------------------------------------------------------------- */

/* Entry 2 of the yard is taken back twice: by one entry, or by two. */
static void expect_retracted_once(void (*second)(quhua__state *s), bool in_one_entry) {
  quhua__state s;
  fold f;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  second(&s);
  fold_begin(&f, &s);
  fold_retract(&f, 2);
  if (!in_one_entry) {
    fold_end(&f, DAY);
    fold_begin(&f, &s);
  }
  fold_retract(&f, 2);
  assert_int_equal(fold_try(&f, DAY), QUHUA_E_CORRUPT);
  quhua__state_free(&s);
}

/* An entry that only moves territory. */
static void boundary(quhua__state *s) {
  fold f;
  fold_begin(&f, s);
  fold_event(&f, QUHUA_RELATION_BOUNDARY);
  fold_flow(&f, 2, 3, "1/4");
  fold_end(&f, DAY);
}

static void test_retracted_twice(void **state) {
  (void)state;
  expect_retracted_once(fold_yard_merger, true);
  expect_retracted_once(fold_yard_merger, false);
}

static void test_flows_retracted_twice(void **state) {
  (void)state;
  expect_retracted_once(boundary, true);
  expect_retracted_once(boundary, false);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_below_a_descendant),
      cmocka_unit_test(test_parent_on_the_same_or_a_lower_level),
      cmocka_unit_test(test_retracted_twice),
      cmocka_unit_test(test_flows_retracted_twice),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
