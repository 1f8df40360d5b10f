/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/fold.h"

#include <stdlib.h>
#include <string.h>

static const char *const days[] = {"2018-12-31", "2019-01-01", "2019-12-31", "2020-01-01", "2021-06-01"};
enum { DAYS = sizeof days / sizeof *days };

static void test_empty(void **state) {
  (void)state;
  quhua__state s;
  fold_root(&s, "cn-stat");
  assert_int_equal(quhua__state_head(&s), 0);
  quhua__totals t = quhua__state_totals(&s, 0), now = quhua__state_now(&s), zero = {0};
  assert_memory_equal(&t, &zero, sizeof zero);
  assert_memory_equal(&now, &zero, sizeof zero);
  quhua__state_free(&s);
}

/* 6 units open; then 5 versions end as copies and 4 more open, 2 flows of 1 event. */
static void test_totals(void **state) {
  (void)state;
  quhua__state s;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_yard_merger(&s);
  quhua__totals one = quhua__state_totals(&s, 1), two = quhua__state_totals(&s, 2);
  assert_int_equal(quhua__state_head(&s), 2);
  assert_int_equal(one.rows, 6);
  assert_int_equal(one.units, 6);
  assert_int_equal(one.flows, 0);
  assert_int_equal(two.rows, 6 + 5 + 4);
  assert_int_equal(two.units, 7);
  assert_int_equal(two.flows, 2);
  assert_int_equal(two.events, 1);
  assert_int_equal(two.sets, 0);
  quhua__totals now = quhua__state_now(&s);
  assert_memory_equal(&now, &two, sizeof two);
  assert_int_equal(quhua__state_entry(&s, 2)->effective, fold_day("2020-01-01"));
  assert_int_equal(quhua__state_entry(&s, 2)->recorded, 2000);
  quhua__state_free(&s);
}

/* Row 2 is 两河镇 without end, recorded for [1, 2); row 7 its copy with an end, recorded from 2 on. */
static void test_two_clocks(void **state) {
  (void)state;
  quhua__state s;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  assert_int_equal(quhua__row_recorded_to(&s, 2), QUHUA__OPEN);
  fold_yard_merger(&s);
  assert_int_equal(quhua__row_recorded_to(&s, 1), QUHUA__OPEN);
  assert_int_equal(quhua__row_recorded_to(&s, 2), 2);
  assert_true(quhua__row_visible(&s, 2, 1));
  assert_false(quhua__row_visible(&s, 2, 2));
  assert_false(quhua__row_visible(&s, 7, 1));
  assert_true(quhua__row_visible(&s, 7, 2));
  assert_false(quhua__row_visible(&s, 1, 0));
  quhua_unit before = quhua__row_unit(&s, 2), after = quhua__row_unit(&s, 7);
  assert_int_equal(before.id, 2);
  assert_int_equal(after.id, 2);
  assert_int_equal(before.valid.to, QUHUA_DATE_OPEN);
  assert_int_equal(after.valid.to, fold_day("2020-01-01"));
  assert_int_equal(before.recorded_from, 1);
  assert_int_equal(before.recorded_to, 2);
  assert_int_equal(after.recorded_from, 2);
  assert_true(after.recorded_to == QUHUA_SEQUENCE_OPEN);
  assert_string_equal(after.code.text, "510723104000");
  assert_int_equal(after.kind, QUHUA_KIND_TOWN);
  assert_int_equal(after.row, 7);
  quhua__state_free(&s);
}

/* What was known before a change stays visible at the older sequence. */
static void test_what_was_known_stays(void **state) {
  (void)state;
  quhua__state s;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  char *before = fold_answers(&s, 1, days, DAYS);
  fold_yard_merger(&s);
  char *again = fold_answers(&s, 1, days, DAYS), *after = fold_answers(&s, 2, days, DAYS);
  assert_string_not_equal(before, after);
  /* the versions say when they were superseded only to those who know it: fold_answers() leaves that out */
  assert_string_equal(before, again);
  free(before), free(again), free(after);
  quhua__state_free(&s);
}

static void later_in_the_base(quhua__state *base) {
  fold f;
  fold_begin(&f, base);
  fold_close(&f, 5, "2019-06-01");
  fold_open(&f, 5, 3, "510723208209", "西山新村", "2019-06-01");
  fold_open(&f, 7, 2, "510723104202", "小溪村", "2019-06-01");
  fold_event(&f, QUHUA_RELATION_SPLIT_OFF);
  fold_flow(&f, 6, 6, "1/2");
  fold_flow(&f, 6, 7, "1/2");
  fold_observe(&f, 4, "2019-03-01", "户", "77");
  fold_end(&f, "2019-06-01");
}

/* The same effects on an overlay and on a root give the same answers, whatever the base gets meanwhile. */
static void test_overlay_is_like_a_root(void **state) {
  (void)state;
  quhua__state root, base, over;
  fold_root(&root, "cn-stat");
  fold_root(&base, "cn-stat");
  fold_yard_opening(&root);
  fold_yard_opening(&base);
  quhua__state_init_overlay(&over, quhua_allocator_default(), &base, 1);
  assert_int_equal(quhua__state_head(&over), 1);
  fold_yard_merger(&root);
  fold_yard_merger(&over);
  char *expected = fold_answers(&root, 2, days, DAYS), *actual = fold_answers(&over, 2, days, DAYS);
  assert_string_equal(actual, expected);
  char *old = fold_answers(&root, 1, days, DAYS), *old_over = fold_answers(&over, 1, days, DAYS);
  assert_string_equal(old_over, old);
  later_in_the_base(&base);
  char *later = fold_answers(&over, 2, days, DAYS);
  assert_string_equal(later, expected);
  free(expected), free(actual), free(old), free(old_over), free(later);
  quhua__state_free(&over);
  quhua__state_free(&base);
  quhua__state_free(&root);
}

/* The overlay is made on an old sequence of a base that went on: numbers of both go on from the same place. */
static void test_overlay_on_an_old_sequence(void **state) {
  (void)state;
  quhua__state root, base, over;
  fold_root(&root, "cn-stat");
  fold_root(&base, "cn-stat");
  fold_yard_opening(&root);
  fold_yard_opening(&base);
  later_in_the_base(&base);
  quhua__state_init_overlay(&over, quhua_allocator_default(), &base, 1);
  char *before = fold_answers(&root, 1, days, DAYS), *over_before = fold_answers(&over, 1, days, DAYS);
  assert_string_equal(over_before, before);
  fold_yard_merger(&root);
  fold_yard_merger(&over);
  char *expected = fold_answers(&root, 2, days, DAYS), *actual = fold_answers(&over, 2, days, DAYS);
  assert_string_equal(actual, expected);
  free(before), free(over_before), free(expected), free(actual);
  quhua__state_free(&over);
  quhua__state_free(&base);
  quhua__state_free(&root);
}

static void test_overlay_leaves_the_base_alone(void **state) {
  (void)state;
  quhua__state base, over;
  fold_root(&base, "cn-stat");
  fold_yard_opening(&base);
  char *before = fold_answers(&base, 1, days, DAYS);
  quhua__totals totals = quhua__state_now(&base);
  quhua__state_init_overlay(&over, quhua_allocator_default(), &base, 1);
  fold_yard_merger(&over);
  char *after = fold_answers(&base, 1, days, DAYS);
  quhua__totals now = quhua__state_now(&base);
  assert_string_equal(after, before);
  assert_memory_equal(&now, &totals, sizeof now);
  assert_int_equal(quhua__row_recorded_to(&base, 2), QUHUA__OPEN);
  assert_int_equal(quhua__row_recorded_to(&over, 2), 2);
  free(before), free(after);
  quhua__state_free(&over);
  quhua__state_free(&base);
}

/* The base ends a record after the overlay was made; for the overlay it still holds. */
static void test_overlay_does_not_see_later_ends(void **state) {
  (void)state;
  quhua__state base, over;
  fold_root(&base, "cn-stat");
  fold_yard_opening(&base);
  quhua__state_init_overlay(&over, quhua_allocator_default(), &base, 1);
  fold_yard_merger(&base);
  assert_int_equal(quhua__row_recorded_to(&base, 2), 2);
  assert_int_equal(quhua__row_recorded_to(&over, 2), QUHUA__OPEN);
  assert_true(quhua__row_visible(&over, 2, 1));
  assert_int_equal(quhua__state_now(&over).rows, 6);
  quhua__state_free(&over);
  quhua__state_free(&base);
}

/* Attributes: numbers of sets and pairs go on where the base stood. */
static void test_overlay_attributes(void **state) {
  (void)state;
  quhua__state base, over;
  fold f;
  const quhua_attribute first[] = {{quhua_str_from("seat"), quhua_str_from("两河")}};
  const quhua_attribute second[] = {{quhua_str_from("organ:党"), quhua_str_from("临时")},
                                    {quhua_str_from("seat"), quhua_str_from("毛公")}};
  fold_root(&base, "cn-stat");
  fold_begin(&f, &base);
  fold_open_with(&f, 1, 0, "510723", "盐亭县", "2019-01-01", first, 1);
  fold_end(&f, "2019-01-01");
  quhua__state_init_overlay(&over, quhua_allocator_default(), &base, 1);
  fold_begin(&f, &over);
  fold_open_with(&f, 2, 1, "510723104", "两河镇", "2019-01-01", second, 2);
  fold_end(&f, "2019-01-01");
  quhua_snapshot view = {quhua_allocator_default(), &over, 2};
  quhua_unit county = quhua__row_unit(&over, 1), town = quhua__row_unit(&over, 2);
  assert_true(quhua_str_equal(quhua_unit_attribute(&view, &county, "seat"), quhua_str_from("两河")));
  assert_true(quhua_str_equal(quhua_unit_attribute(&view, &town, "seat"), quhua_str_from("毛公")));
  assert_true(quhua_str_equal(quhua_unit_attribute(&view, &town, "organ:党"), quhua_str_from("临时")));
  assert_int_equal(quhua_unit_attribute(&view, &county, "organ:党").len, 0);
  quhua__state_free(&over);
  quhua__state_free(&base);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_empty),
      cmocka_unit_test(test_totals),
      cmocka_unit_test(test_two_clocks),
      cmocka_unit_test(test_what_was_known_stays),
      cmocka_unit_test(test_overlay_is_like_a_root),
      cmocka_unit_test(test_overlay_on_an_old_sequence),
      cmocka_unit_test(test_overlay_leaves_the_base_alone),
      cmocka_unit_test(test_overlay_does_not_see_later_ends),
      cmocka_unit_test(test_overlay_attributes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
