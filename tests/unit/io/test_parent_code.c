/* SPDX-License-Identifier: Apache-2.0 */
/* The unit above as the tables write it: its code, with the level in front where the code alone would mislead. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "io/parent_code.h"
#include "support/bench.h"

static void expect(bench *b, const char *code, quhua_level level, const char *day, const char *parent) {
  char out[QUHUA__PARENT_TEXT_MAX];
  quhua_code parsed;
  quhua_unit unit;
  const quhua_scheme *scheme = quhua_snapshot_scheme(b->before);
  assert_int_equal(quhua_code_parse(scheme, quhua_str_from(code), level, &parsed, NULL, NULL), QUHUA_OK);
  assert_int_equal(quhua_unit_find(b->before, level, &parsed, bench_day(day), &unit), QUHUA_OK);
  assert_true(
      quhua_str_equal(quhua__parent_code(b->before, &unit, bench_day(day), out), quhua_str_from(parent)));
}

static void test_plain(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  expect(b, "510722109201", QUHUA_LEVEL_VILLAGE, "2019-06-01", "510722109000");
  expect(b, "510722109000", QUHUA_LEVEL_TOWNSHIP, "2019-06-01", "510722000000");
  expect(b, "510000000000", QUHUA_LEVEL_PROVINCE, "2019-06-01", ""); /* implied, at the top */
  bench_close(b);
}

/* 东莞: the code 441900000000 is a prefecture and its own county. */
static void test_code_on_two_levels(void **state) {
  (void)state;
  bench *b =
      bench_open("code,name,level\n440000000000,广东省,1\n441900000000,东莞市,2\n441900000000,东莞市,3\n"
                 "441900003000,东城街道,4\n");
  expect(b, "441900003000", QUHUA_LEVEL_TOWNSHIP, "2019-06-01", "3:441900000000");
  expect(b, "441900000000", QUHUA_LEVEL_COUNTY, "2019-06-01", "2:441900000000");
  bench_close(b);
}

static void test_after_a_transfer(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,old_code,new_parent\n甲,2020-01-01,510722109203,510722138\n");
  expect(b, "510722138203", QUHUA_LEVEL_VILLAGE, "2020-01-01", "510722138000");
  expect(b, "510722109203", QUHUA_LEVEL_VILLAGE, "2019-12-31", "510722109000");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_plain),
      cmocka_unit_test(test_code_on_two_levels),
      cmocka_unit_test(test_after_a_transfer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
