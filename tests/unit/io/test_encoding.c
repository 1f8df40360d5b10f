/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "io/encoding.h"
#include "support/fail_alloc.h"

static void decodes_to(const char *data, size_t len, const char *text, bool copied) {
  quhua__decoded out;
  quhua_error err;
  quhua_error_clear(&err);
  if (quhua__decode(quhua_allocator_default(), (quhua_str){data, len}, quhua_str_from("t.csv"), &out, &err))
    fail_msg("%u:%u: %s", err.line, err.column, err.message[QUHUA_LANG_EN]);
  assert_true(quhua_str_equal(out.text, quhua_str_from(text)));
  assert_true((out.owned != NULL) == copied);
  quhua__decoded_free(quhua_allocator_default(), &out);
  assert_null(out.owned);
}

static void utf8_is_taken_as_it_is(void **state) {
  const char *text = "东永村\xF0\xAC\xAE\xBF";
  quhua__decoded out;
  (void)state;
  decodes_to(text, strlen(text), text, false);
  decodes_to("", 0, "", false);
  decodes_to(NULL, 0, "", false);
  decodes_to("\xEF\xBB\xBF东", 6, "东", false);
  decodes_to("\xEF\xBB\xBF", 3, "", false);
  assert_int_equal(
      quhua__decode(quhua_allocator_default(), quhua_str_from(text), quhua_str_from(""), &out, NULL),
      QUHUA_OK);
  assert_ptr_equal(out.text.ptr, text);
}

/* Bytes from the tables of GB 18030-2005: 盐 D1CE, 㭎 FE68 (which GBK has not), 䢺 82348838, 𬮿 9933B435. */
static void other_text_is_gb18030(void **state) {
  (void)state;
  decodes_to("\xD1\xCE", 2, "盐", true);
  decodes_to("a\xFE\x68z", 4, "a㭎z", true);
  decodes_to("\x82\x34\x88\x38", 4, "䢺", true);
  decodes_to("\x99\x33\xB4\x35", 4, "\xF0\xAC\xAE\xBF", true);
  decodes_to("\x84\x31\x95\x33\xD1\xCE", 6, "盐", true); /* the byte order mark of GB18030 */
}

static void long_text_is_converted_whole(void **state) {
  enum { PAIRS = 50000 };
  char *data = malloc(2 * PAIRS), *text = malloc(3 * PAIRS + 1);
  (void)state;
  assert_non_null(data);
  assert_non_null(text);
  for (size_t i = 0; i < PAIRS; i++) {
    memcpy(data + 2 * i, "\xD1\xCE", 2);
    memcpy(text + 3 * i, "盐", 3);
  }
  text[3 * PAIRS] = '\0';
  decodes_to(data, 2 * PAIRS, text, true);
  free(data);
  free(text);
}

static void refuses(const char *data, size_t len, uint32_t line, uint32_t column, const char *message) {
  quhua__decoded out;
  quhua_error err;
  assert_int_equal(
      quhua__decode(quhua_allocator_default(), (quhua_str){data, len}, quhua_str_from("t.csv"), &out, &err),
      QUHUA_E_INVALID);
  if (!strstr(err.message[QUHUA_LANG_EN], message)) fail_msg("%s", err.message[QUHUA_LANG_EN]);
  assert_string_equal(err.subject, "t.csv");
  assert_int_equal(err.line, line);
  assert_int_equal(err.column, column);
}

static void bytes_of_neither_are_refused_at_their_place(void **state) {
  (void)state;
  refuses("ab\n\xFF", 4, 2, 1, "FF is neither");
  refuses("\xD1\xCE\r\n\xD1\xCE\x80", 7, 2, 2, "80 is neither"); /* read as GB18030 so far */
  refuses("\xD1\xCE\xD1", 3, 1, 2, "D1 is neither");             /* half a character at the end */
  refuses("a\rb\xFF", 4, 2, 2, "FF is neither");
}

static void nearly_utf8_is_not_read_as_gb18030(void **state) {
  /* 高渠镇高渠村 with the last byte but one of 村 lost: as GB18030 all of it would mean something */
  const char *text = "高渠镇高渠\xE6\x91";
  (void)state;
  refuses(text, strlen(text), 1, 6, "E6 breaks the UTF-8");
  refuses("\xEF\xBB\xBFx\xD1\xCE", 6, 1, 2, "D1 breaks the UTF-8"); /* a mark promises UTF-8 */
}

static void nul_and_utf16_are_refused(void **state) {
  (void)state;
  refuses("ab\n东\0c", 8, 2, 2, "NUL byte");
  refuses("\xD1\xCE\0", 3, 1, 2, "NUL byte");
  refuses("\xFF\xFE"
          "c\0",
          4, 1, 1, "UTF-16");
  refuses("\xFE\xFF\0c", 4, 1, 1, "UTF-16");
}

static void a_failed_allocation_is_reported(void **state) {
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, 0);
  quhua__decoded out;
  (void)state;
  assert_int_equal(quhua__decode(&allocator, quhua_str_from("\xD1\xCE"), quhua_str_from(""), &out, NULL),
                   QUHUA_E_NOMEM);
  assert_true(fail_alloc_is_clean(&books));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(utf8_is_taken_as_it_is),
      cmocka_unit_test(other_text_is_gb18030),
      cmocka_unit_test(long_text_is_converted_whole),
      cmocka_unit_test(bytes_of_neither_are_refused_at_their_place),
      cmocka_unit_test(nearly_utf8_is_not_read_as_gb18030),
      cmocka_unit_test(nul_and_utf16_are_refused),
      cmocka_unit_test(a_failed_allocation_is_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
