/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/fraction.h"

#define assert_fraction(value, n, d)                                                                         \
  do {                                                                                                       \
    assert_true((value).num == (n));                                                                         \
    assert_true((value).den == (d));                                                                         \
  } while (0)

static quhua_fraction make(int64_t num, int64_t den) {
  quhua_fraction value = {0, 0};
  assert_true(quhua__fraction_make(num, den, &value));
  return value;
}

static int sign_of(int64_t a, int64_t b, int64_t c, int64_t d) {
  int order = quhua__fraction_compare((quhua_fraction){a, b}, (quhua_fraction){c, d});
  return (order > 0) - (order < 0);
}

static void fractions_are_brought_to_lowest_terms(void **state) {
  (void)state;
  assert_fraction(make(6, 4), 3, 2);
  assert_fraction(make(-6, 4), -3, 2);
  assert_fraction(make(0, 7), 0, 1);
  assert_fraction(make(INT64_MAX, INT64_MAX), 1, 1);
  assert_fraction(make(1000000007, 998244353), 1000000007, 998244353);
}

static void a_denominator_must_be_positive(void **state) {
  quhua_fraction untouched = {3, 5};
  (void)state;
  assert_false(quhua__fraction_make(1, 0, &untouched));
  assert_false(quhua__fraction_make(1, -2, &untouched));
  assert_false(quhua__fraction_make(INT64_MIN, 2, &untouched));
  assert_fraction(untouched, 3, 5);
}

static void parts_lie_between_nothing_and_all(void **state) {
  (void)state;
  assert_true(quhua__fraction_is_part((quhua_fraction){0, 1}));
  assert_true(quhua__fraction_is_part((quhua_fraction){1, 1}));
  assert_true(quhua__fraction_is_part((quhua_fraction){2, 5}));
  assert_false(quhua__fraction_is_part((quhua_fraction){6, 5}));
  assert_false(quhua__fraction_is_part((quhua_fraction){-1, 5}));
  assert_false(quhua__fraction_is_part((quhua_fraction){2, 4})); /* not in lowest terms */
  assert_false(quhua__fraction_is_part((quhua_fraction){0, 5}));
  assert_false(quhua__fraction_is_part((quhua_fraction){1, 0}));
  assert_false(quhua__fraction_is_part((quhua_fraction){0, 0}));
}

static void comparison_is_exact(void **state) {
  const int64_t max = INT64_MAX;
  (void)state;
  assert_int_equal(sign_of(1, 3, 1, 2), -1);
  assert_int_equal(sign_of(1, 2, 1, 3), 1);
  assert_int_equal(sign_of(2, 5, 2, 5), 0);
  assert_int_equal(sign_of(-1, 2, 1, 2), -1);
  assert_int_equal(sign_of(-1, 2, -1, 3), -1);
  assert_int_equal(sign_of(0, 1, 1, max), -1);
  /* (max-1)/max = 1 - 1/max is larger than (max-2)/(max-1) = 1 - 1/(max-1); as double both are 1 */
  assert_int_equal(sign_of(max - 1, max, max - 2, max - 1), 1);
  assert_int_equal(sign_of(max - 2, max - 1, max - 1, max), -1);
  assert_int_equal(sign_of(max, 1, max, 2), 1);
}

static void sums_are_exact(void **state) {
  quhua_fraction sum;
  (void)state;
  assert_true(quhua__fraction_add(make(1, 6), make(1, 10), &sum));
  assert_fraction(sum, 4, 15);
  assert_true(quhua__fraction_add(make(1, 3), make(2, 3), &sum));
  assert_fraction(sum, 1, 1);
  assert_true(quhua__fraction_add(make(1, 2), make(-1, 2), &sum));
  assert_fraction(sum, 0, 1);
  quhua_fraction tenths = {0, 1};
  for (int i = 0; i < 10; i++) assert_true(quhua__fraction_add(tenths, make(1, 10), &tenths));
  assert_fraction(tenths, 1, 1);
}

/* 3037000493 * 3037000507 = 9223372037000249951, a little above 2^63; both are prime. */
static void sums_that_do_not_fit_are_refused(void **state) {
  quhua_fraction untouched = {3, 5};
  (void)state;
  assert_false(quhua__fraction_add(make(1, 3037000507), make(1, 3037000493), &untouched));
  assert_false(quhua__fraction_add(make(INT64_MAX, 1), make(1, 1), &untouched));
  assert_fraction(untouched, 3, 5);
}

static void products_are_exact(void **state) {
  quhua_fraction product, untouched = {3, 5};
  (void)state;
  assert_true(quhua__fraction_multiply(make(2, 3), make(3, 4), &product));
  assert_fraction(product, 1, 2);
  assert_true(quhua__fraction_multiply(make(0, 1), make(3, 4), &product));
  assert_fraction(product, 0, 1);
  assert_true(quhua__fraction_multiply(make(INT64_MAX, 3), make(3, INT64_MAX), &product));
  assert_fraction(product, 1, 1);
  assert_false(quhua__fraction_multiply(make(1, 3037000507), make(1, 3037000507), &untouched));
  assert_false(quhua__fraction_multiply(make(INT64_MAX, 1), make(2, 1), &untouched));
  assert_fraction(untouched, 3, 5);
}

static void the_complement_makes_one(void **state) {
  quhua_fraction rest, untouched = {3, 5};
  (void)state;
  assert_true(quhua__fraction_complement(make(2, 5), &rest));
  assert_fraction(rest, 3, 5);
  assert_true(quhua__fraction_complement(make(1, 1), &rest));
  assert_fraction(rest, 0, 1);
  assert_true(quhua__fraction_complement(make(3, 2), &rest));
  assert_fraction(rest, -1, 2);
  assert_false(quhua__fraction_complement((quhua_fraction){-INT64_MAX, 2}, &untouched));
  assert_fraction(untouched, 3, 5);
}

static void rounding_keeps_bounds(void **state) {
  /* 2^30 / 3 = 357913941.33…; both neighbours are odd, so nothing cancels with 2^30 … 357913942 = 2 * 178956971 */
  quhua_fraction third = make(1, 3);
  (void)state;
  assert_fraction(quhua__fraction_round_down(third), 357913941, 1073741824);
  assert_fraction(quhua__fraction_round_up(third), 178956971, 536870912);
  assert_fraction(quhua__fraction_round_down(make(3, 8)), 3, 8);
  assert_fraction(quhua__fraction_round_up(make(3, 8)), 3, 8);
  assert_fraction(quhua__fraction_round_down(make(0, 1)), 0, 1);
  assert_fraction(quhua__fraction_round_up(make(1, 1)), 1, 1);
  assert_fraction(quhua__fraction_round_down(make(1, INT64_MAX)), 0, 1);
  assert_fraction(quhua__fraction_round_up(make(1, INT64_MAX)), 1, 1073741824);
  assert_fraction(quhua__fraction_round_up(make(INT64_MAX - 1, INT64_MAX)), 1, 1);
  assert_fraction(quhua__fraction_round_down(make(INT64_MAX - 1, INT64_MAX)), 1073741823, 1073741824);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(fractions_are_brought_to_lowest_terms),
      cmocka_unit_test(a_denominator_must_be_positive),
      cmocka_unit_test(parts_lie_between_nothing_and_all),
      cmocka_unit_test(comparison_is_exact),
      cmocka_unit_test(sums_are_exact),
      cmocka_unit_test(sums_that_do_not_fit_are_refused),
      cmocka_unit_test(products_are_exact),
      cmocka_unit_test(the_complement_makes_one),
      cmocka_unit_test(rounding_keeps_bounds),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
