/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "stats/apportion.h"

static void expect(int64_t whole, size_t count, int64_t shares[][2], const int64_t *amounts) {
  quhua__portion list[8];
  uint32_t order[16];
  for (size_t i = 0; i < count; i++) list[i].share = (quhua_fraction){shares[i][0], shares[i][1]};
  quhua__apportion(whole, list, count, order);
  for (size_t i = 0; i < count; i++) assert_int_equal(list[i].amount, amounts[i]);
}

static void test_largest_remainders(void **state) {
  (void)state;
  expect(7, 2, (int64_t[][2]){{2, 5}, {3, 5}}, (int64_t[]){3, 4}); /* 2.8 and 4.2 */
  expect(10, 3, (int64_t[][2]){{1, 3}, {1, 3}, {1, 3}}, (int64_t[]){4, 3, 3});
  expect(11, 3, (int64_t[][2]){{1, 3}, {1, 3}, {1, 3}}, (int64_t[]){4, 4, 3});
  expect(1, 2, (int64_t[][2]){{1, 2}, {1, 2}}, (int64_t[]){1, 0}); /* of equal ones the first */
  expect(100, 3, (int64_t[][2]){{1, 7}, {2, 7}, {4, 7}}, (int64_t[]){14, 29, 57}); /* 14.29 28.57 57.14 */
  expect(5, 2, (int64_t[][2]){{0, 1}, {1, 1}}, (int64_t[]){0, 5});
  expect(0, 2, (int64_t[][2]){{1, 2}, {1, 2}}, (int64_t[]){0, 0});
}

/* 10^18 - 1 by 1/3 is 333333333333333333 exactly; by 1/2 it leaves one half. */
static void test_large(void **state) {
  (void)state;
  int64_t rest = -1, nines = INT64_C(999999999999999999);
  assert_int_equal(quhua__share_down(nines, (quhua_fraction){1, 3}, &rest), INT64_C(333333333333333333));
  assert_int_equal(rest, 0);
  assert_int_equal(quhua__share_down(nines, (quhua_fraction){1, 2}, &rest), INT64_C(499999999999999999));
  assert_int_equal(rest, 1);
  assert_int_equal(quhua__share_up(nines, (quhua_fraction){1, 2}), INT64_C(500000000000000000));
  assert_int_equal(quhua__share_up(nines, (quhua_fraction){1, 3}), INT64_C(333333333333333333));
  /* the largest numbers there are: M × (M - 1) / M = M - 1 */
  assert_int_equal(quhua__share_down(INT64_MAX, (quhua_fraction){INT64_MAX - 1, INT64_MAX}, &rest),
                   INT64_MAX - 1);
  assert_int_equal(rest, 0);
  assert_int_equal(quhua__share_down(INT64_MAX, (quhua_fraction){1, 1}, NULL), INT64_MAX);
  /* (2^63 - 1) × 1/(2^63 - 2) is 1 and 1/(2^63 - 2) */
  assert_int_equal(quhua__share_down(INT64_MAX, (quhua_fraction){1, INT64_MAX - 1}, &rest), 1);
  assert_int_equal(rest, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_largest_remainders),
      cmocka_unit_test(test_large),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
