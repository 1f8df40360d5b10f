/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"

static size_t span(const char *text) { return quhua__utf8_span(quhua_str_from(text)); }

static void well_formed_text_is_passed_whole(void **state) {
  (void)state;
  assert_int_equal(span(""), 0);
  assert_int_equal(quhua__utf8_span((quhua_str){NULL, 0}), 0);
  assert_int_equal(span("code,name,level"), 15);
  assert_int_equal(span("东永村"), 9);
  assert_int_equal(span("\x7F\xC2\x80\xDF\xBF"), 5);
  assert_int_equal(span("\xE0\xA0\x80\xED\x9F\xBF\xEE\x80\x80\xEF\xBF\xBF"), 12);
  assert_int_equal(span("\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"), 8);
}

/* Each of these begins with two good bytes; Unicode 15, table 3-7. */
static void malformed_text_stops_at_its_first_byte(void **state) {
  static const char *const bad[] = {
      "ab\x80",             /* a trailing byte alone */
      "ab\xC0\xAF",         /* overlong / */
      "ab\xC1\xBF",         /* overlong DEL */
      "ab\xC2",             /* cut after one of two */
      "ab\xC2\x41",         /* no trailing byte */
      "ab\xE0\x9F\xBF",     /* overlong U+07FF */
      "ab\xED\xA0\x80",     /* surrogate U+D800 */
      "ab\xE4\xB8",         /* cut after two of three */
      "ab\xF0\x8F\xBF\xBF", /* overlong U+FFFF */
      "ab\xF4\x90\x80\x80", /* U+110000 */
      "ab\xF5\x80\x80\x80", /* no such first byte */
      "ab\xF0\x90\x80",     /* cut after three of four */
      "ab\xFF",
  };
  (void)state;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_int_equal(span(bad[i]), 2);
}

static void a_bad_byte_is_found_at_every_offset(void **state) {
  char text[40];
  (void)state;
  for (size_t at = 0; at < sizeof text; at++) {
    memset(text, 'x', sizeof text);
    text[at] = (char)0xFE;
    assert_int_equal(quhua__utf8_span((quhua_str){text, sizeof text}), at);
  }
}

static void characters_are_code_points(void **state) {
  const char *text = "a东\xF0\xAC\xAE\xBF"
                     "b";
  (void)state;
  assert_int_equal(quhua__utf8_count(text, text + strlen(text)), 4);
  assert_int_equal(quhua__utf8_count(text, text), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(well_formed_text_is_passed_whole),
      cmocka_unit_test(malformed_text_stops_at_its_first_byte),
      cmocka_unit_test(a_bad_byte_is_found_at_every_offset),
      cmocka_unit_test(characters_are_code_points),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
