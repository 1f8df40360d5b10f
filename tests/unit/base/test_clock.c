/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <time.h>

#include "base/clock.h"

static void test_now_agrees_with_time(void **state) {
  (void)state;
  time_t before = time(NULL);
  quhua_instant now = quhua__clock_now();
  time_t after = time(NULL);
  /* time() may lag behind the finer clock by a tick. */
  assert_true(now >= (quhua_instant)before * 1000000);
  assert_true(now <= ((quhua_instant)after + 1) * 1000000 + 1000000);
}

static void test_now_is_finer_than_a_second(void **state) {
  (void)state;
  quhua_instant first = quhua__clock_now(), next = first;
  for (long tries = 0; next == first && tries < 100000000; tries++) next = quhua__clock_now();
  assert_true(next > first);
  assert_true(next - first < 1000000);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_now_agrees_with_time),
      cmocka_unit_test(test_now_is_finer_than_a_second),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
