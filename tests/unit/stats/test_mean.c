/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stats/mean.h"

static quhua__ingredient part(int64_t value, int64_t lo, int64_t hi) {
  return (quhua__ingredient){quhua__average_of(value, 7), {lo, hi}};
}

static void expect(quhua__average a, int64_t lo, int64_t hi) {
  assert_true(a.known);
  assert_int_equal(quhua__ratio_round(a.lo), lo);
  assert_int_equal(quhua__ratio_round(a.hi), hi);
}

static void test_rounding(void **state) {
  (void)state;
  assert_int_equal(quhua__ratio_round((quhua__ratio){0, 1}), 0);
  assert_int_equal(quhua__ratio_round((quhua__ratio){5, 2}), 3);
  assert_int_equal(quhua__ratio_round((quhua__ratio){7, 3}), 2);
  assert_int_equal(quhua__ratio_round((quhua__ratio){8, 3}), 3);
  assert_int_equal(quhua__ratio_round((quhua__ratio){INT64_MAX, 1}), INT64_MAX);
}

/* 1 and 2 have 1.5; 10 on 3 and 20 on 1 have 50/4; equal ones have what each has, whatever they weigh. */
static void test_means(void **state) {
  (void)state;
  quhua__ingredient two[] = {part(1, 5, 5), part(2, 5, 5)}, four[] = {part(10, 3, 3), part(20, 1, 1)};
  quhua__ingredient equal[] = {part(9, 0, INT64_MAX), part(9, 3, 8)};
  quhua__average a = quhua__mix(two, 2);
  assert_true(a.lo.num == 3 && a.lo.den == 2 && a.hi.num == 3 && a.hi.den == 2);
  assert_true(a.full && a.oldest == 7);
  a = quhua__mix(four, 2);
  assert_true(a.lo.num == 25 && a.lo.den == 2);
  expect(quhua__mix(equal, 2), 9, 9);
  expect(quhua__mix(two, 1), 1, 1);
}

/* Weights that are not known: between the extremes of all that may weigh something. */
static void test_bounds(void **state) {
  (void)state;
  quhua__ingredient list[] = {part(10, 3, 3), part(20, 0, INT64_MAX), part(99, 0, 0)};
  quhua__ingredient light[] = {part(10, 0, 0), part(20, 0, 0)};
  quhua__ingredient nested[] = {{quhua__mix(list, 3), {1, 1}}, part(30, 1, 1)};
  expect(quhua__mix(list, 3), 10, 20);
  expect(quhua__mix(light, 2), 10, 20);  /* nothing weighs anything */
  expect(quhua__mix(nested, 2), 20, 25); /* (10..20 + 30) / 2 */
}

/* What has no value makes the mean one of a part, unless it weighs nothing. */
static void test_missing(void **state) {
  (void)state;
  quhua__ingredient list[] = {part(10, 3, 3), part(20, 1, 1)};
  list[1].average.known = list[1].average.full = false;
  quhua__average a = quhua__mix(list, 2);
  expect(a, 10, 10);
  assert_false(a.full);
  list[1].weight = (quhua__weight){0, 0};
  assert_true(quhua__mix(list, 2).full);
  assert_false(quhua__mix(list + 1, 1).known);
  a = quhua__mix(list, 0);
  assert_false(a.known);
  assert_false(a.full);
}

/* Twenty mergers with weights that have no divisor in common: the fraction would need 600 bits. By exact arithmetic in
 * another language: 999999046.326…. */
static void test_long_history(void **state) {
  (void)state;
  quhua__average a = quhua__average_of(0, 7);
  for (int i = 0; i < 20; i++) {
    quhua__ingredient list[] = {{a, {999999937, 999999937}}, part(1000000000, 1000000007, 1000000007)};
    a = quhua__mix(list, 2);
    assert_true(a.lo.den > 0 && a.hi.den > 0);
  }
  expect(a, 999999046, 999999046);
}

/* Weights so large that not even rounded fractions fit: bounds, and nothing that is wrong. */
static void test_huge(void **state) {
  (void)state;
  quhua__ingredient list[] = {part(INT64_MAX, INT64_MAX, INT64_MAX), part(5, INT64_MAX, INT64_MAX)};
  quhua__average a = quhua__mix(list, 2);
  assert_int_equal(quhua__ratio_round(a.lo), INT64_MAX / 2 + 3); /* (2^63 - 1 + 5) / 2 */
  assert_int_equal(quhua__ratio_round(a.hi), INT64_MAX / 2 + 3);
  quhua__ingredient odd[] = {{a, {INT64_MAX, INT64_MAX}}, part(INT64_MAX - 24, INT64_MAX - 2, INT64_MAX - 2)};
  odd[0].average.lo = odd[0].average.hi = (quhua__ratio){INT64_MAX - 1, INT64_MAX - 4};
  a = quhua__mix(odd, 2);
  expect(a, 1, INT64_MAX - 24);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rounding), cmocka_unit_test(test_means),        cmocka_unit_test(test_bounds),
      cmocka_unit_test(test_missing),  cmocka_unit_test(test_long_history), cmocka_unit_test(test_huge),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
