/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/text_internal.h"

static void test_from(void **state) {
  (void)state;
  assert_int_equal(quhua_str_from(NULL).len, 0);
  assert_int_equal(quhua_str_from("").len, 0);
  assert_int_equal(quhua_str_from("镇").len, 3);
}

static void test_equal(void **state) {
  (void)state;
  assert_true(quhua_str_equal(quhua_str_from(NULL), quhua_str_from("")));
  assert_true(quhua_str_equal(quhua_str_from("高渠镇"), quhua_str_from("高渠镇")));
  assert_false(quhua_str_equal(quhua_str_from("高渠镇"), quhua_str_from("高渠乡")));
  assert_false(quhua_str_equal(quhua_str_from("高渠"), quhua_str_from("高渠镇")));
  assert_false(quhua_str_equal((quhua_str){"a\0b", 3}, (quhua_str){"a\0c", 3}));
}

static void test_begins_with(void **state) {
  (void)state;
  assert_true(quhua__begins_with(quhua_str_from("东永村"), "东"));
  assert_true(quhua__begins_with(quhua_str_from("东"), "东"));
  assert_false(quhua__begins_with(quhua_str_from("东"), "东永"));
  assert_false(quhua__begins_with(quhua_str_from("永东"), "东"));
  assert_true(quhua__begins_with(quhua_str_from(NULL), ""));
  assert_false(quhua__begins_with(quhua_str_from(NULL), "东"));
}

/* A prefix alone is no key of its family. */
static void test_in_family(void **state) {
  (void)state;
  assert_true(quhua__in_family(quhua_str_from("tag:强村"), "tag:"));
  assert_false(quhua__in_family(quhua_str_from("tag:"), "tag:"));
  assert_false(quhua__in_family(quhua_str_from("tag"), "tag:"));
  assert_false(quhua__in_family(quhua_str_from("x:tag:强村"), "tag:"));
}

static void test_ends_with(void **state) {
  (void)state;
  assert_true(quhua__ends_with(quhua_str_from("东永村"), quhua_str_from("村")));
  assert_true(quhua__ends_with(quhua_str_from("村"), quhua_str_from("村")));
  assert_true(quhua__ends_with(quhua_str_from(NULL), quhua_str_from("")));
  assert_false(quhua__ends_with(quhua_str_from("村"), quhua_str_from("东永村")));
  assert_false(quhua__ends_with(quhua_str_from("东永镇"), quhua_str_from("村")));
}

static void test_steps(void **state) {
  (void)state;
  quhua_str text = quhua_str_from("a东\xF0\xAC\xAE\xBF"); /* a, U+4E1C, U+2CBBF 𬮿 */
  int32_t point = 0;
  size_t at = quhua__utf8_next(text, 0, &point);
  assert_int_equal(at, 1);
  assert_int_equal(point, 'a');
  at = quhua__utf8_next(text, at, &point);
  assert_int_equal(at, 4);
  assert_int_equal(point, 0x4E1C);
  at = quhua__utf8_next(text, at, &point);
  assert_int_equal(at, 8);
  assert_int_equal(point, 0x2CBBF);
  assert_int_equal(quhua__utf8_next(text, 1, NULL), 4);
}

static void test_steps_over_malformed_bytes(void **state) {
  (void)state;
  quhua_str text = {"\xE4\xB8"
                    "a\xFF\x80",
                    5};
  int32_t point = 0;
  assert_int_equal(quhua__utf8_next(text, 0, &point), 1);
  assert_int_equal(point, -1);
  assert_int_equal(quhua__utf8_next(text, 1, &point), 2);
  assert_int_equal(point, -1);
  assert_int_equal(quhua__utf8_next(text, 2, &point), 3);
  assert_int_equal(point, 'a');
  assert_int_equal(quhua__utf8_next(text, 3, &point), 4);
  assert_int_equal(point, -1);
  assert_int_equal(quhua__utf8_next(text, 4, &point), 5);
  assert_int_equal(point, -1);
}

static void test_valid(void **state) {
  (void)state;
  static const char *const valid[] = {"", "a", "东永村", "\xF4\x8F\xBF\xBF", "\xEF\xBF\xBD", "\xEE\xA0\xAD"};
  for (size_t i = 0; i < sizeof valid / sizeof valid[0]; i++)
    assert_true(quhua__utf8_valid(quhua_str_from(valid[i])));
  assert_true(quhua__utf8_valid((quhua_str){"a\0b", 3}));
}

static void test_invalid(void **state) {
  (void)state;
  static const char *const invalid[] = {
      "\x80",             /* continuation without a start */
      "\xC0\xAF",         /* overlong, two bytes */
      "\xE0\x80\xAF",     /* overlong, three bytes */
      "\xF0\x80\x80\xAF", /* overlong, four bytes */
      "\xED\xA0\x80",     /* surrogate */
      "\xF4\x90\x80\x80", /* above U+10FFFF */
      "\xE4\xB8",         /* cut short */
      "东\xE4",           /* cut short after a good one */
      "\xFE",
      "\xFF",
  };
  for (size_t i = 0; i < sizeof invalid / sizeof invalid[0]; i++)
    assert_false(quhua__utf8_valid(quhua_str_from(invalid[i])));
  assert_false(quhua__utf8_valid((quhua_str){"东", 2})); /* the view ends inside the character */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_from),
      cmocka_unit_test(test_equal),
      cmocka_unit_test(test_begins_with),
      cmocka_unit_test(test_in_family),
      cmocka_unit_test(test_ends_with),
      cmocka_unit_test(test_steps),
      cmocka_unit_test(test_steps_over_malformed_bytes),
      cmocka_unit_test(test_valid),
      cmocka_unit_test(test_invalid),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
