/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <quhua/stats.h>

#include "stats/decimal.h"

static void expect_read(const char *text, uint32_t scale, int64_t value) {
  int64_t out = -1;
  assert_true(quhua__decimal_read(quhua_str_from(text), scale, &out));
  assert_int_equal(out, value);
}

static void expect_refused(const char *text, uint32_t scale) {
  int64_t out = -1;
  assert_false(quhua__decimal_read(quhua_str_from(text), scale, &out));
  assert_int_equal(out, -1);
}

static void test_read(void **state) {
  (void)state;
  expect_read("10.05", 2, 1005);
  expect_read("10.05", 4, 100500);
  expect_read("007", 0, 7);
  expect_read("0", 18, 0);
  expect_read("0.00000000000000001", 17, 1);
  expect_read("0.00000000000000001", 18, 10);
  expect_refused("0.000000000000000001", 18); /* 19 digits with the zero in front */
  expect_read("999999999999999999", 0, INT64_C(999999999999999999));
  expect_refused("10.05", 1);
  expect_refused("999999999999999999", 2); /* 10^20 */
  expect_refused("1e3", 0);
  expect_refused("-1", 0);
  expect_refused("", 0);
}

static void expect_format(int64_t amount, uint32_t scale, const char *text) {
  char out[QUHUA_AMOUNT_TEXT_MAX];
  size_t len = quhua_amount_format(amount, scale, out);
  assert_string_equal(out, text);
  assert_int_equal(len, quhua_str_from(text).len);
}

static void test_format(void **state) {
  (void)state;
  expect_format(1005, 2, "10.05");
  expect_format(5, 2, "0.05");
  expect_format(0, 0, "0");
  expect_format(0, 2, "0.00");
  expect_format(-5, 1, "-0.5");
  expect_format(INT64_MAX, 0, "9223372036854775807");
  expect_format(INT64_MAX, 18, "9.223372036854775807");
  expect_format(INT64_MIN, 18, "-9.223372036854775808");
  expect_format(1, 18, "0.000000000000000001");
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_read), cmocka_unit_test(test_format)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
