/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/term.h"

static quhua_date day(const char *text) {
  quhua_date date = 0;
  assert_true(quhua_date_parse(quhua_str_from(text), &date));
  return date;
}

static void test_reading(void **state) {
  (void)state;
  quhua__term term;
  assert_true(quhua__term_read(quhua_str_from("2020-05-01/2021-03-31"), &term));
  assert_int_equal(term.start, day("2020-05-01"));
  assert_int_equal(term.planned_end, day("2021-03-31"));
  assert_int_equal(term.end, QUHUA_DATE_NONE);
  assert_true(quhua__term_read(quhua_str_from("2020-05-01/2021-03-31/2020-12-31"), &term));
  assert_int_equal(term.end, day("2020-12-31"));
  assert_true(quhua__term_read(quhua_str_from("2020-05-01/2020-05-01/2020-05-01"), &term));
}

static void test_what_is_no_term(void **state) {
  (void)state;
  static const char *const wrong[] = {"",
                                      "2020-05-01",
                                      "2020-05-01/",
                                      "2020-05-01/2021-03-31/",
                                      "2020-05-01/2021-03-31/2021-03-31/",
                                      "2020-05-01/2021-03-31/2021-03-31/2021-03-31",
                                      "2020-05-01 2021-03-31",
                                      "2020-05-01-2021-03-31",
                                      "2021-03-31/2020-05-01",            /* ends before it begins */
                                      "2020-05-01/2021-03-31/2020-04-30", /* was dissolved before it began */
                                      "2020-05-01/2021-02-29",
                                      "2020-13-01/2021-02-28",
                                      "/2021-03-31",
                                      "长期",
                                      "2020-05-01/长期月日"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    quhua__term term;
    if (quhua__term_read(quhua_str_from(wrong[i]), &term)) fail_msg("“%s” passes", wrong[i]);
  }
}

/* The last day of the term is still inside it. */
static void test_overdue(void **state) {
  (void)state;
  quhua__term works, dissolved;
  assert_true(quhua__term_read(quhua_str_from("2020-05-01/2021-03-31"), &works));
  assert_true(quhua__term_read(quhua_str_from("2020-05-01/2021-03-31/2021-06-01"), &dissolved));
  assert_false(quhua__term_is_overdue(&works, day("2020-01-01")));
  assert_false(quhua__term_is_overdue(&works, day("2021-03-31")));
  assert_true(quhua__term_is_overdue(&works, day("2021-04-01")));
  assert_false(quhua__term_is_overdue(&dissolved, day("2021-03-31")));
  assert_true(quhua__term_is_overdue(&dissolved, day("2021-05-31")));
  assert_false(quhua__term_is_overdue(&dissolved, day("2021-06-01")));
}

static void test_organs(void **state) {
  (void)state;
  assert_true(quhua__is_organ(quhua_str_from("organ:临时党组织")));
  assert_true(
      quhua_str_equal(quhua__organ_name(quhua_str_from("organ:临时党组织")), quhua_str_from("临时党组织")));
  assert_false(quhua__is_organ(quhua_str_from("organ:")));
  assert_false(quhua__is_organ(quhua_str_from("organ")));
  assert_false(quhua__is_organ(quhua_str_from("")));
  assert_false(quhua__is_organ(quhua_str_from("organs:x")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_reading),
      cmocka_unit_test(test_what_is_no_term),
      cmocka_unit_test(test_overdue),
      cmocka_unit_test(test_organs),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
