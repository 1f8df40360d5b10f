/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "io/csv.h"
#include "support/fail_alloc.h"

static quhua_str str(const char *text) { return quhua_str_from(text); }

static quhua__csv open_text(const char *text) {
  quhua__csv csv;
  quhua__csv_init(&csv, quhua_allocator_default(), str(text), str("t.csv"));
  return csv;
}

static void next_row(quhua__csv *csv, size_t cells) {
  quhua_error err;
  bool more = false;
  if (quhua__csv_next(csv, &more, &err))
    fail_msg("%u:%u: %s", err.line, err.column, err.message[QUHUA_LANG_EN]);
  assert_true(more);
  assert_int_equal(csv->count, cells);
}

static void no_more_rows(quhua__csv *csv) {
  bool more = true;
  assert_int_equal(quhua__csv_next(csv, &more, NULL), QUHUA_OK);
  assert_false(more);
  assert_int_equal(quhua__csv_next(csv, &more, NULL), QUHUA_OK); /* asking again is allowed */
  assert_false(more);
  quhua__csv_free(csv);
}

/* Text, line and column of a cell of the row. */
static void assert_cell(const quhua__csv *csv, size_t cell, const char *text, uint32_t line,
                        uint32_t column) {
  quhua_error err;
  quhua_error_clear(&err);
  if (!quhua_str_equal(csv->cells[cell].text, str(text)))
    fail_msg("cell %zu is %.*s", cell, (int)csv->cells[cell].text.len, csv->cells[cell].text.ptr);
  quhua__csv_fail_at(csv, &csv->cells[cell], (quhua_str){0}, 0, &err);
  assert_int_equal(err.line, line);
  assert_int_equal(err.column, column);
}

static void cells_have_text_and_place(void **state) {
  quhua__csv csv = open_text("code,name\n510723,盐亭县\n\"51\",\"东永村\",x\n");
  (void)state;
  next_row(&csv, 2);
  assert_cell(&csv, 0, "code", 1, 1);
  assert_cell(&csv, 1, "name", 1, 6);
  next_row(&csv, 2);
  assert_cell(&csv, 1, "盐亭县", 2, 8);
  next_row(&csv, 3);
  assert_cell(&csv, 0, "51", 3, 1);
  assert_cell(&csv, 1, "东永村", 3, 6);
  assert_cell(&csv, 2, "x", 3, 12);
  no_more_rows(&csv);
}

static void cells_without_escapes_are_not_copied(void **state) {
  const char *text = "ab,\"c,d\",\"e\nf\"";
  quhua__csv csv = open_text(text);
  (void)state;
  next_row(&csv, 3);
  assert_ptr_equal(csv.cells[0].text.ptr, text);
  assert_ptr_equal(csv.cells[1].text.ptr, text + 4);
  assert_ptr_equal(csv.cells[2].text.ptr, text + 10);
  assert_null(csv.scratch);
  no_more_rows(&csv);
}

static void doubled_quotes_mean_one(void **state) {
  quhua__csv csv =
      open_text("\"a\"\"b\",plain,\"\"\"\",\"\",\"\"\"x\"\"\"\n\"longer \"\" than before, much longer\",y");
  (void)state;
  next_row(&csv, 5);
  assert_cell(&csv, 0, "a\"b", 1, 1);
  assert_cell(&csv, 1, "plain", 1, 8);
  assert_cell(&csv, 2, "\"", 1, 14);
  assert_cell(&csv, 3, "", 1, 19);
  assert_cell(&csv, 4, "\"x\"", 1, 22);
  next_row(&csv, 2);
  assert_cell(&csv, 0, "longer \" than before, much longer", 2, 1);
  assert_cell(&csv, 1, "y", 2, 38);
  no_more_rows(&csv);
}

static void line_ends_are_lf_crlf_or_cr(void **state) {
  static const char *const texts[] = {"a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\rc,d\r",
                                      "a,b\nc,d",   "a,b\r\nc,d",     "a,b\rc,d"};
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    quhua__csv csv = open_text(texts[i]);
    next_row(&csv, 2);
    assert_cell(&csv, 1, "b", 1, 3);
    next_row(&csv, 2);
    assert_cell(&csv, 0, "c", 2, 1);
    assert_cell(&csv, 1, "d", 2, 3);
    no_more_rows(&csv);
  }
}

static void quoted_cells_may_hold_lines(void **state) {
  quhua__csv csv = open_text("a,\"one\ntwo\r\nthree\rfour\",b\nc,d,e\n");
  (void)state;
  next_row(&csv, 3);
  assert_cell(&csv, 1, "one\ntwo\r\nthree\rfour", 1, 3);
  assert_cell(&csv, 2, "b", 4, 7);
  next_row(&csv, 3);
  assert_cell(&csv, 0, "c", 5, 1);
  no_more_rows(&csv);
}

static void empty_cells_count(void **state) {
  quhua__csv csv = open_text(",a,\nb,,");
  (void)state;
  next_row(&csv, 3);
  assert_cell(&csv, 0, "", 1, 1);
  assert_cell(&csv, 2, "", 1, 4);
  next_row(&csv, 3);
  assert_cell(&csv, 1, "", 2, 3);
  assert_cell(&csv, 2, "", 2, 4);
  no_more_rows(&csv);
}

static void rows_without_content_are_skipped(void **state) {
  quhua__csv csv = open_text("\n\r\n  \t\na,b\n\n,\n\"\"\nc,d\n\n");
  (void)state;
  csv.width = 2; /* does not bind rows without content */
  next_row(&csv, 2);
  assert_cell(&csv, 0, "a", 4, 1);
  next_row(&csv, 2);
  assert_cell(&csv, 0, "c", 8, 1);
  no_more_rows(&csv);
}

static void empty_text_has_no_rows(void **state) {
  quhua__csv csv = open_text("");
  (void)state;
  no_more_rows(&csv);
  quhua__csv_init(&csv, quhua_allocator_default(), (quhua_str){NULL, 0}, str(""));
  no_more_rows(&csv);
}

/* Reads until something is refused. */
static void refuse(const char *text, size_t width, uint32_t line, uint32_t column, const char *message) {
  quhua__csv csv = open_text(text);
  quhua_error err;
  quhua_status status = QUHUA_OK;
  bool more = true;
  csv.width = width;
  while (!status && more) status = quhua__csv_next(&csv, &more, &err);
  assert_int_equal(status, QUHUA_E_INVALID);
  if (!strstr(err.message[QUHUA_LANG_EN], message)) fail_msg("%s", err.message[QUHUA_LANG_EN]);
  assert_string_equal(err.subject, "t.csv");
  assert_int_equal(err.line, line);
  assert_int_equal(err.column, column);
  quhua__csv_free(&csv);
}

static void broken_text_is_refused_at_its_place(void **state) {
  (void)state;
  refuse("a,b\n东,\"c\nd\ne", 0, 2, 3, "never closed");
  refuse("\"", 0, 1, 1, "never closed");
  refuse("a,\"b\"\"", 0, 1, 3, "never closed");
  refuse("a,\"东\"x\n", 0, 1, 6, "text after the closing quote");
  refuse("a,\"b\" ,c\n", 0, 1, 6, "text after the closing quote");
  refuse("a\n\"b\nc\"d", 0, 3, 3, "text after the closing quote");
  refuse("a,东\"b\"\n", 0, 1, 4, "a quote inside a cell");
  refuse("a,b\nc\n", 2, 2, 2, "has 1 cells, the header has 2");
  refuse("a,b\n东,d,村,f\n", 2, 2, 5, "has 4 cells, the header has 2");
  refuse("a,b\n\"c\nd\"", 2, 3, 3, "has 1 cells, the header has 2");
}

static void a_place_inside_a_cell_is_a_character(void **state) {
  quhua__csv csv = open_text("x,\"东永村\",\"a\"\"b\",\"a\nb\"\n");
  quhua_error err;
  (void)state;
  next_row(&csv, 4);
  quhua_error_clear(&err);
  quhua__csv_fail_at(&csv, &csv.cells[1], csv.cells[1].text, 3, &err); /* 村, behind the quote */
  assert_int_equal(err.column, 6);
  quhua__csv_fail_at(&csv, &csv.cells[1], csv.cells[1].text, 4, &err); /* behind the last character */
  assert_int_equal(err.column, 7);
  quhua__csv_fail_at(&csv, &csv.cells[1], csv.cells[1].text, 400, &err);
  assert_int_equal(err.column, 7);
  quhua__csv_fail_at(&csv, &csv.cells[2], csv.cells[2].text, 2, &err); /* cannot be told: the cell */
  assert_int_equal(err.column, 9);
  quhua__csv_fail_at(&csv, &csv.cells[3], csv.cells[3].text, 3, &err);
  assert_int_equal(err.column, 16);
  assert_int_equal(err.line, 1);
  quhua__csv_free(&csv);
}

static void a_failed_allocation_is_reported(void **state) {
  (void)state;
  for (long after = 0; after < 2; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua__csv csv;
    bool more;
    quhua__csv_init(&csv, &allocator, str("\"a\"\"b\",c\n"), str(""));
    assert_int_equal(quhua__csv_next(&csv, &more, NULL), QUHUA_E_NOMEM); /* first the cells, then the copy */
    quhua__csv_free(&csv);
    assert_true(fail_alloc_is_clean(&books));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells_have_text_and_place),
      cmocka_unit_test(cells_without_escapes_are_not_copied),
      cmocka_unit_test(doubled_quotes_mean_one),
      cmocka_unit_test(line_ends_are_lf_crlf_or_cr),
      cmocka_unit_test(quoted_cells_may_hold_lines),
      cmocka_unit_test(empty_cells_count),
      cmocka_unit_test(rows_without_content_are_skipped),
      cmocka_unit_test(empty_text_has_no_rows),
      cmocka_unit_test(broken_text_is_refused_at_its_place),
      cmocka_unit_test(a_place_inside_a_cell_is_a_character),
      cmocka_unit_test(a_failed_allocation_is_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
