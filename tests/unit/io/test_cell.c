/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "io/cell.h"

static quhua_str str(const char *text) { return quhua_str_from(text); }

static void trims_to(const char *text, const char *wanted) {
  assert_true(quhua_str_equal(quhua__cell_trim(str(text)), str(wanted)));
}

static void blanks_at_both_ends_are_cut(void **state) {
  (void)state;
  trims_to("", "");
  trims_to(" ", "");
  trims_to("　", "");
  trims_to(" \t　东 永　村　\t ", "东 永　村");
  trims_to("x\n", "x\n"); /* only what a person cannot see inside a line */
  trims_to("\x80\x80", "\x80\x80");
}

static void formulas_are_guarded(void **state) {
  static const char *const dangerous[] = {"=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'=1", "''-"};
  static const char *const harmless[] = {"", "'", "''", "'x", "1=1", "东", "x=1", " =1"};
  (void)state;
  for (size_t i = 0; i < sizeof dangerous / sizeof *dangerous; i++)
    assert_true(quhua__cell_wants_guard(str(dangerous[i])));
  for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++)
    assert_false(quhua__cell_wants_guard(str(harmless[i])));
  assert_false(quhua__cell_wants_guard((quhua_str){"\0=", 2}));
}

static void guards_are_taken_off_again(void **state) {
  static const char *const pairs[][2] = {{"'=1+1", "=1+1"}, {"''=1", "'=1"}, {"'-", "-"},  {"'x", "'x"},
                                         {"=1", "=1"},      {"'", "'"},      {"''", "''"}, {"", ""}};
  (void)state;
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
    assert_true(quhua_str_equal(quhua__cell_unguard(str(pairs[i][0])), str(pairs[i][1])));
}

/* One cell as the only one of its text. */
static quhua__csv read_cell(const char *text) {
  quhua__csv csv;
  bool more;
  quhua__csv_init(&csv, quhua_allocator_default(), str(text), str("t.csv"));
  assert_int_equal(quhua__csv_next(&csv, &more, NULL), QUHUA_OK);
  assert_int_equal(csv.count, 1);
  return csv;
}

static void assert_error(const quhua_error *err, uint32_t column, const char *message) {
  assert_int_equal(err->line, 1);
  assert_int_equal(err->column, column);
  if (!strstr(err->message[QUHUA_LANG_EN], message)) fail_msg("%s", err->message[QUHUA_LANG_EN]);
}

static void levels_are_one_to_six(void **state) {
  static const char *const wrong[] = {"0", "7", "12", "乡", "-1", "1.0"};
  quhua_error err;
  (void)state;
  for (int i = 1; i <= 6; i++) {
    char text[] = {' ', (char)('0' + i), ' ', '\0'};
    quhua_level level = QUHUA_LEVEL_ANY;
    quhua__csv csv = read_cell(text);
    assert_int_equal(quhua__cell_level(&csv, &csv.cells[0], &level, &err), QUHUA_OK);
    assert_int_equal(level, i);
    quhua__csv_free(&csv);
  }
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    quhua_level level = QUHUA_LEVEL_ANY;
    quhua__csv csv = read_cell(wrong[i]);
    assert_int_equal(quhua__cell_level(&csv, &csv.cells[0], &level, &err), QUHUA_E_INVALID);
    assert_error(&err, 1, "is not a level");
    assert_int_equal(level, QUHUA_LEVEL_ANY);
    quhua__csv_free(&csv);
  }
}

static void kinds_are_words(void **state) {
  quhua_kind kind = QUHUA_KIND_NONE;
  quhua_error err;
  quhua__csv csv = read_cell("　镇");
  (void)state;
  assert_int_equal(quhua__cell_kind(&csv, &csv.cells[0], &kind, &err), QUHUA_OK);
  assert_int_equal(kind, QUHUA_KIND_TOWN);
  quhua__csv_free(&csv);
  csv = read_cell("村民小組");
  assert_int_equal(quhua__cell_kind(&csv, &csv.cells[0], &kind, &err), QUHUA_E_INVALID);
  assert_error(&err, 1, "the nearest known word is “村民小组”");
  quhua__csv_free(&csv);
}

static void dates_exist(void **state) {
  quhua_date date = 0;
  quhua_error err;
  quhua__csv csv = read_cell("2020-02-29 ");
  (void)state;
  assert_int_equal(quhua__cell_date(&csv, &csv.cells[0], &date, &err), QUHUA_OK);
  assert_int_equal(date, 18321); /* date -d 2020-02-29 +%s / 86400 */
  quhua__csv_free(&csv);
  csv = read_cell("2019-02-29");
  assert_int_equal(quhua__cell_date(&csv, &csv.cells[0], &date, &err), QUHUA_E_INVALID);
  assert_error(&err, 1, "there is no day “2019-02-29”");
  quhua__csv_free(&csv);
  csv = read_cell("0999-01-01"); /* there is such a day */
  assert_int_equal(quhua__cell_date(&csv, &csv.cells[0], &date, &err), QUHUA_E_INVALID);
  assert_error(&err, 1, "the day “0999-01-01” lies outside the years 1000 to 9999");
  assert_string_equal(err.remedy[QUHUA_LANG_EN], "write a day of the years 1000 to 9999");
  quhua__csv_free(&csv);
  csv = read_cell("2019.12.27");
  assert_int_equal(quhua__cell_date(&csv, &csv.cells[0], &date, &err), QUHUA_E_INVALID);
  assert_error(&err, 1, "not a day in the form YYYY-MM-DD");
  quhua__csv_free(&csv);
  assert_int_equal(date, 18321);
}

static void amounts_are_plain(void **state) {
  quhua_str amount;
  quhua_error err;
  quhua__csv csv = read_cell(" 0329.50");
  (void)state;
  assert_int_equal(quhua__cell_amount(&csv, &csv.cells[0], &amount, &err), QUHUA_OK);
  assert_true(quhua_str_equal(amount, str("329.50")));
  quhua__csv_free(&csv);
  csv = read_cell(" 329户");
  assert_int_equal(quhua__cell_amount(&csv, &csv.cells[0], &amount, &err), QUHUA_E_INVALID);
  assert_error(&err, 5, "is not a plain number");
  quhua__csv_free(&csv);
  csv = read_cell("-329");
  assert_int_equal(quhua__cell_amount(&csv, &csv.cells[0], &amount, &err), QUHUA_E_INVALID);
  assert_error(&err, 1, "is negative");
  quhua__csv_free(&csv);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(blanks_at_both_ends_are_cut),
      cmocka_unit_test(formulas_are_guarded),
      cmocka_unit_test(guards_are_taken_off_again),
      cmocka_unit_test(levels_are_one_to_six),
      cmocka_unit_test(kinds_are_words),
      cmocka_unit_test(dates_exist),
      cmocka_unit_test(amounts_are_plain),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
