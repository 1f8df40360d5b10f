/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/quantity.h"

#include <string.h>

static quhua__quantity q(const char *text) {
  quhua__quantity quantity = {7, 7};
  assert_true(quhua__quantity_read(quhua_str_from(text), &quantity));
  return quantity;
}

static void expect_text(quhua__quantity quantity, const char *expected) {
  char text[QUHUA__QUANTITY_TEXT_MAX];
  quhua_str view = quhua__quantity_text(quantity, text);
  assert_int_equal(view.len, strlen(expected));
  assert_memory_equal(view.ptr, expected, view.len);
}

static void test_text(void **state) {
  (void)state;
  expect_text(q("0"), "0");
  expect_text(q("007"), "7");
  expect_text(q("12.50"), "12.5");
  expect_text(q("0.05"), "0.05");
  expect_text(q("999999999999999999"), "999999999999999999");
  expect_text(q("0.00000000000000001"), "0.00000000000000001");
  expect_text((quhua__quantity){UINT64_MAX, UINT64_C(999999999999999999)},
              "18446744073709551615.999999999999999999");
}

static void test_not_an_amount(void **state) {
  (void)state;
  static const char *const texts[] = {"", "-1", "1,000", "1e3", "约1000", "1.", "1234567890123456789"};
  quhua__quantity quantity;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    assert_false(quhua__quantity_read(quhua_str_from(texts[i]), &quantity));
}

static void test_sum(void **state) {
  (void)state;
  quhua__quantity sum = q("0.1");
  assert_true(quhua__quantity_add(&sum, q("0.2")));
  assert_int_equal(quhua__quantity_compare(sum, q("0.3")), 0); /* exact, unlike binary fractions */
  sum = q("999.75");
  assert_true(quhua__quantity_add(&sum, q("0.25")));
  expect_text(sum, "1000");
  sum = q("999.99");
  assert_true(quhua__quantity_add(&sum, q("0.02")));
  expect_text(sum, "1000.01");
}

static void test_too_large_a_sum(void **state) {
  (void)state;
  quhua__quantity sum = {UINT64_MAX, 0};
  assert_true(quhua__quantity_add(&sum, q("0.5")));
  assert_false(quhua__quantity_add(&sum, q("0.5")));
  assert_false(quhua__quantity_add(&sum, q("1")));
  expect_text(sum, "18446744073709551615.5");
  sum = q("1");
  assert_false(quhua__quantity_add(&sum, (quhua__quantity){UINT64_MAX, 0}));
}

static void test_order(void **state) {
  (void)state;
  assert_true(quhua__quantity_compare(q("999.999"), q("1000")) < 0);
  assert_true(quhua__quantity_compare(q("1000.001"), q("1000")) > 0);
  assert_true(quhua__quantity_compare(q("9"), q("10")) < 0);
  assert_int_equal(quhua__quantity_compare(q("1.50"), q("01.5")), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text),  cmocka_unit_test(test_not_an_amount),
      cmocka_unit_test(test_sum),   cmocka_unit_test(test_too_large_a_sum),
      cmocka_unit_test(test_order),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
