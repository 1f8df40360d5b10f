/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/fail.h"
#include "base/text_internal.h"

static void check_fill(const char *expected, const char *template_text, const quhua_str *args, size_t count) {
  char out[1024];
  assert_int_equal(quhua__fill(template_text, args, count, out, sizeof out), strlen(expected));
  assert_string_equal(out, expected);
}

static void test_fill(void **state) {
  (void)state;
  quhua_str a = quhua_str_from("甲"), b = quhua_str_from("B");
  check_fill("甲 → B", "{1} → {2}", QUHUA__ARGS(a, b));
  check_fill("B甲B", "{2}{1}{2}", QUHUA__ARGS(a, b));
  check_fill("plain", "plain", QUHUA__NO_ARGS);
  check_fill("", "", QUHUA__NO_ARGS);
  check_fill("[]", "[{3}]", QUHUA__ARGS(a, b)); /* an argument that is not there */
  check_fill("{} {a} {0} {12} { {", "{} {a} {0} {12} { {", QUHUA__ARGS(a, b));
  check_fill("{1}", "{2}", QUHUA__ARGS(a, quhua_str_from("{1}"))); /* an argument is no template */
}

static void test_hostile_arguments(void **state) {
  (void)state;
  check_fill("a?b", "{1}", QUHUA__ARGS(quhua_str_from("a\nb")));
  check_fill("?[31m", "{1}", QUHUA__ARGS(quhua_str_from("\x1B[31m")));
  check_fill("?abc", "{1}",
             QUHUA__ARGS(quhua_str_from("\xE2\x80\xAE"
                                        "abc"))); /* right-to-left override */
  check_fill("??东?", "{1}", QUHUA__ARGS(quhua_str_from("\xFF\x80东\xE4")));
  check_fill("a?b", "{1}", QUHUA__ARGS(((quhua_str){"a\0b", 3})));
}

static void test_long_arguments_are_cut(void **state) {
  (void)state;
  char name[600], expected[600];
  for (size_t i = 0; i < 200; i++) memcpy(name + 3 * i, "村", 3);
  memcpy(expected, name, 159); /* 53 characters of 3 bytes fit into 160 */
  memcpy(expected + 159, "…", sizeof "…");
  check_fill(expected, "{1}", QUHUA__ARGS(((quhua_str){name, sizeof name})));
}

/* The text is cut, the count is not, and no character is split. */
static void test_every_capacity(void **state) {
  (void)state;
  quhua_str arg = quhua_str_from("东永村𬮿");
  const char *whole = "ab东永村𬮿cd";
  for (size_t cap = 0; cap <= strlen(whole) + 2; cap++) {
    char out[40];
    memset(out, '#', sizeof out);
    assert_int_equal(quhua__fill("ab{1}cd", &arg, 1, out, cap), strlen(whole));
    assert_int_equal(out[cap], '#');
    if (cap == 0) continue;
    size_t len = strlen(out);
    assert_true(len < cap);
    assert_memory_equal(out, whole, len);
    assert_true(quhua__utf8_valid(quhua_str_from(out)));
    if (cap > strlen(whole)) assert_string_equal(out, whole);
  }
}

static void test_fail(void **state) {
  (void)state;
  quhua_error err;
  memset(&err, 'x', sizeof err);
  quhua_str arg = quhua_str_from("510722");
  quhua_status status = quhua__fail(&err, QUHUA_E_NOT_FOUND, QUHUA__T("no unit {1}", "没有 {1}"),
                                    QUHUA__T("look for {1}", "请查 {1}"), &arg, 1);
  assert_int_equal(status, QUHUA_E_NOT_FOUND);
  assert_int_equal(err.status, QUHUA_E_NOT_FOUND);
  assert_string_equal(err.message[QUHUA_LANG_EN], "no unit 510722");
  assert_string_equal(err.message[QUHUA_LANG_ZH], "没有 510722");
  assert_string_equal(err.remedy[QUHUA_LANG_EN], "look for 510722");
  assert_string_equal(err.remedy[QUHUA_LANG_ZH], "请查 510722");
  assert_string_equal(err.subject, "");
  assert_int_equal(err.line, 0);
  assert_int_equal(err.column, 0);
}

static void test_place(void **state) {
  (void)state;
  quhua_error err;
  quhua__fail(&err, QUHUA_E_INVALID, QUHUA__T("bad", "错"), QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
  assert_int_equal(quhua__fail_at(&err, QUHUA_OK, quhua_str_from("acts.csv"), 7, 3), QUHUA_E_INVALID);
  assert_string_equal(err.subject, "acts.csv");
  assert_int_equal(err.line, 7);
  assert_int_equal(err.column, 3);
}

static void test_without_a_record(void **state) {
  (void)state;
  assert_int_equal(quhua__fail(NULL, QUHUA_E_BUSY, QUHUA__T("a", "b"), QUHUA__NO_REMEDY, QUHUA__NO_ARGS),
                   QUHUA_E_BUSY);
  assert_int_equal(quhua__fail_at(NULL, QUHUA_E_BUSY, quhua_str_from("x"), 1, 1), QUHUA_E_BUSY);
  assert_int_equal(quhua__fail_nomem(NULL), QUHUA_E_NOMEM);
  quhua_error_clear(NULL);
}

static void test_no_memory(void **state) {
  (void)state;
  quhua_error err;
  assert_int_equal(quhua__fail_nomem(&err), QUHUA_E_NOMEM);
  assert_int_equal(err.status, QUHUA_E_NOMEM);
  assert_non_null(strstr(err.message[QUHUA_LANG_EN], "out of memory"));
  assert_non_null(strstr(err.message[QUHUA_LANG_ZH], "内存不足"));
}

static void test_clear(void **state) {
  (void)state;
  quhua_error err, empty;
  memset(&empty, 0, sizeof empty);
  memset(&err, 'x', sizeof err);
  quhua_error_clear(&err);
  assert_memory_equal(&err, &empty, sizeof err);
}

static void test_format(void **state) {
  (void)state;
  quhua_error err;
  char out[256];
  quhua__fail(&err, QUHUA_E_INVALID, QUHUA__T("no date", "不是日期"),
              QUHUA__T("write 2020-01-01", "应写作 2020-01-01"), QUHUA__NO_ARGS);
  quhua_error_format(&err, QUHUA_LANG_EN, out, sizeof out);
  assert_string_equal(out, "no date. write 2020-01-01");
  quhua__fail_at(&err, QUHUA_E_INVALID, quhua_str_from("acts.csv"), 7, 3);
  size_t len = quhua_error_format(&err, QUHUA_LANG_EN, out, sizeof out);
  assert_string_equal(out, "acts.csv:7:3: no date. write 2020-01-01");
  assert_int_equal(len, strlen(out));
  quhua_error_format(&err, QUHUA_LANG_ZH, out, sizeof out);
  assert_string_equal(out, "acts.csv:7:3: 不是日期。应写作 2020-01-01");
  quhua__fail_at(&err, QUHUA_E_INVALID, quhua_str_from("acts.csv"), 7, 0);
  quhua_error_format(&err, QUHUA_LANG_EN, out, sizeof out);
  assert_string_equal(out, "acts.csv:7: no date. write 2020-01-01");
  quhua__fail_at(&err, QUHUA_E_INVALID, quhua_str_from("acts.csv"), 0, 3); /* a column needs a line */
  quhua_error_format(&err, QUHUA_LANG_EN, out, sizeof out);
  assert_string_equal(out, "acts.csv: no date. write 2020-01-01");
  assert_int_equal(quhua_error_format(&err, QUHUA_LANG_EN, out, 5),
                   strlen("acts.csv: no date. write 2020-01-01"));
  assert_string_equal(out, "acts");
  assert_int_equal(quhua_error_format(&err, QUHUA_LANG_EN, NULL, 0),
                   strlen("acts.csv: no date. write 2020-01-01"));
}

static void test_format_without_remedy(void **state) {
  (void)state;
  quhua_error err;
  char out[64];
  quhua__fail(&err, QUHUA_E_IO, QUHUA__T("disk full", "磁盘已满"), QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
  quhua_error_format(&err, QUHUA_LANG_ZH, out, sizeof out);
  assert_string_equal(out, "磁盘已满");
}

static void test_status_names(void **state) {
  (void)state;
  assert_string_equal(quhua_status_name(QUHUA_OK), "QUHUA_OK");
  assert_string_equal(quhua_status_name(QUHUA_E_CONFLICT), "QUHUA_E_CONFLICT");
  assert_string_equal(quhua_status_name(QUHUA_E_MISMATCH), "QUHUA_E_MISMATCH");
  assert_string_equal(quhua_status_name((quhua_status)16), "QUHUA_E_UNKNOWN");
  for (int a = 0; a <= 15; a++)
    for (int b = 0; b < a; b++)
      assert_string_not_equal(quhua_status_name((quhua_status)a), quhua_status_name((quhua_status)b));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fill),
      cmocka_unit_test(test_hostile_arguments),
      cmocka_unit_test(test_long_arguments_are_cut),
      cmocka_unit_test(test_every_capacity),
      cmocka_unit_test(test_fail),
      cmocka_unit_test(test_place),
      cmocka_unit_test(test_without_a_record),
      cmocka_unit_test(test_no_memory),
      cmocka_unit_test(test_clear),
      cmocka_unit_test(test_format),
      cmocka_unit_test(test_format_without_remedy),
      cmocka_unit_test(test_status_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
