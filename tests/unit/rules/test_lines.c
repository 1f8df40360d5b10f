/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/lines.h"

#include <stdlib.h>
#include <string.h>

static void assert_cell(const quhua__line *line, size_t cell, uint32_t column, const char *expected) {
  assert_int_equal(line->cells[cell].len, strlen(expected));
  if (*expected) assert_memory_equal(line->cells[cell].ptr, expected, strlen(expected));
  assert_int_equal(line->columns[cell], column);
}

static void test_cells(void **state) {
  (void)state;
  quhua__lines lines = quhua__lines_of(quhua_str_from("甲, 乙 ,,丁\n"));
  quhua__line line;
  assert_true(quhua__lines_next(&lines, &line));
  assert_int_equal(line.number, 1);
  assert_int_equal(line.count, 4);
  assert_cell(&line, 0, 1, "甲");
  assert_cell(&line, 1, 4, "乙"); /* behind 甲, the comma and a blank */
  assert_cell(&line, 2, 7, "");
  assert_cell(&line, 3, 8, "丁");
  assert_cell(&line, 4, 0, "");
  assert_false(quhua__lines_next(&lines, &line));
}

/* A mark at the start, both line ends, wide blanks, empty lines, no end of the last line. */
static void test_what_means_nothing(void **state) {
  (void)state;
  quhua__lines lines = quhua__lines_of(quhua_str_from("\xEF\xBB\xBF甲,乙\r\n\r\n , ,\n　丙　,\t丁 ,,"));
  quhua__line line;
  assert_true(quhua__lines_next(&lines, &line));
  assert_int_equal(line.number, 1);
  assert_cell(&line, 0, 1, "甲");
  assert_cell(&line, 1, 3, "乙");
  assert_true(quhua__lines_next(&lines, &line));
  assert_int_equal(line.number, 4);
  assert_int_equal(line.count, 2);
  assert_cell(&line, 0, 2, "丙");
  assert_cell(&line, 1, 6, "丁");
  assert_false(quhua__lines_next(&lines, &line));
}

static void test_no_lines(void **state) {
  (void)state;
  static const char *const texts[] = {"", "\n", "\xEF\xBB\xBF", "\r\n,,\n", " "};
  quhua__line line;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    quhua__lines lines = quhua__lines_of(quhua_str_from(texts[i]));
    assert_false(quhua__lines_next(&lines, &line));
  }
  quhua__lines lines = quhua__lines_of((quhua_str){NULL, 0});
  assert_false(quhua__lines_next(&lines, &line));
}

/* More cells than are kept are counted all the same. */
static void test_many_cells(void **state) {
  (void)state;
  quhua__lines lines = quhua__lines_of(quhua_str_from("1,2,3,4,5,6,7,8,\n9"));
  quhua__line line;
  assert_true(quhua__lines_next(&lines, &line));
  assert_int_equal(line.count, 8);
  assert_cell(&line, 5, 11, "6");
  assert_true(quhua__lines_next(&lines, &line));
  assert_int_equal(line.number, 2);
  assert_int_equal(line.count, 1);
}

/* Every text is read within its bounds: each copy has just its bytes, so that a sanitizer sees one more. */
static void test_cut_anywhere(void **state) {
  (void)state;
  static const char whole[] = "\xEF\xBB\xBF 甲　,乙\r\n,\"丙\",　\n";
  for (size_t len = 1; len < sizeof whole; len++) {
    char *copy = malloc(len);
    assert_non_null(copy);
    memcpy(copy, whole, len);
    quhua__lines lines = quhua__lines_of((quhua_str){copy, len});
    quhua__line line;
    while (quhua__lines_next(&lines, &line)) assert_in_range(line.number, 1, 2);
    free(copy);
  }
}

static void expect_error(const char *text, uint32_t line, uint32_t column, const char *message) {
  quhua_error err = {0};
  assert_int_equal(quhua__lines_check(quhua_str_from(text), "a.table", &err), QUHUA_E_INVALID);
  assert_string_equal(err.subject, "a.table");
  assert_int_equal(err.line, line);
  assert_int_equal(err.column, column);
  assert_string_equal(err.message[QUHUA_LANG_EN], message);
  assert_true(err.message[QUHUA_LANG_ZH][0] != '\0');
}

static void test_check(void **state) {
  (void)state;
  assert_int_equal(quhua__lines_check(quhua_str_from("甲,乙\n"), "a.table", NULL), QUHUA_OK);
  assert_int_equal(quhua__lines_check(quhua_str_from(""), "a.table", NULL), QUHUA_OK);
  expect_error("甲,乙\n丙,\xB1\xFB\n", 2, 3, "the table is not UTF-8");
  expect_error("甲,乙\n\n丙, \"丁\"\n", 3, 4, "cells are not quoted here");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cells),        cmocka_unit_test(test_what_means_nothing),
      cmocka_unit_test(test_no_lines),     cmocka_unit_test(test_many_cells),
      cmocka_unit_test(test_cut_anywhere), cmocka_unit_test(test_check),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
