/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "io/columns.h"
#include "support/fail_alloc.h"

enum { CODE, NAME, NOTE, ATTRIBUTE, STAT };

static const quhua__column_form known[] = {
    {"code", CODE, QUHUA__COLUMN_PLAIN, true},
    {"name", NAME, QUHUA__COLUMN_PLAIN, true},
    {"note", NOTE, QUHUA__COLUMN_PLAIN, false},
    {"seat", ATTRIBUTE, QUHUA__COLUMN_NAMED, false},
    {"external:", ATTRIBUTE, QUHUA__COLUMN_WHOLE_FAMILY, false},
    {"attr:", ATTRIBUTE, QUHUA__COLUMN_FAMILY, false},
    {"stat:", STAT, QUHUA__COLUMN_FAMILY, false},
};
static const quhua__table_form form = {known, sizeof known / sizeof *known};

static void assert_column(const quhua__columns *columns, size_t at, int field, const char *key) {
  assert_int_equal(columns->list[at].field, field);
  assert_true(quhua_str_equal(columns->list[at].key, quhua_str_from(key)));
}

static void columns_have_a_field_and_a_key(void **state) {
  quhua__csv csv;
  quhua__columns columns;
  bool more;
  (void)state;
  quhua__csv_init(
      &csv, quhua_allocator_default(),
      quhua_str_from(" stat:户数,name,seat,\"external:发包方\"\"编码\"\"\",attr:organ:临时党组织 ,code\n"
                     "\"x\"\"\",\"y\"\"\",\"z\"\"\",\"a\"\"\",\"b\"\"\",\"c\"\"\"\n"),
      quhua_str_from("t.csv"));
  assert_int_equal(quhua__columns_read(&columns, &form, &csv, NULL), QUHUA_OK);
  assert_int_equal(columns.count, 6);
  assert_int_equal(csv.width, 6);
  assert_int_equal(quhua__csv_next(&csv, &more, NULL),
                   QUHUA_OK); /* the scratch of the header is used again */
  assert_column(&columns, 0, STAT, "户数");
  assert_column(&columns, 1, NAME, "");
  assert_column(&columns, 2, ATTRIBUTE, "seat");
  assert_column(&columns, 3, ATTRIBUTE, "external:发包方\"编码\"");
  assert_column(&columns, 4, ATTRIBUTE, "organ:临时党组织");
  assert_column(&columns, 5, CODE, "");
  quhua__columns_free(&columns);
  quhua__csv_free(&csv);
}

static void refuses(const char *header, uint32_t line, uint32_t column, const char *text) {
  quhua__csv csv;
  quhua__columns columns;
  quhua_error err;
  char all[1024];
  quhua__csv_init(&csv, quhua_allocator_default(), quhua_str_from(header), quhua_str_from("t.csv"));
  assert_int_equal(quhua__columns_read(&columns, &form, &csv, &err), QUHUA_E_INVALID);
  quhua_error_format(&err, QUHUA_LANG_EN, all, sizeof all);
  if (!strstr(all, text)) fail_msg("%s", all);
  assert_int_equal(err.line, line);
  assert_int_equal(err.column, column);
  assert_string_equal(err.subject, "t.csv");
  quhua__columns_free(&columns);
  quhua__csv_free(&csv);
}

static void bad_headers_are_refused_at_their_cell(void **state) {
  (void)state;
  refuses("", 1, 1, "no header row");
  refuses("\n\n", 1, 1, "no header row");
  refuses("\ncode,nmae\n", 2, 6, "“nmae” is not known. the nearest known name is “name”");
  refuses("code,name,Note\n", 1, 11, "“Note” is not known. the nearest known name is “note”");
  refuses("code,name,stats:x\n", 1, 11, "the nearest known name is “stat:”");
  refuses("code,name,extern：x\n", 1, 11, "the nearest known name is “external:”");
  refuses("code,,name\n", 1, 6, "a column without a name");
  refuses("code,name,stat:\n", 1, 11, "“stat:” has no name behind the colon");
  refuses("code,name,code\n", 1, 11, "“code” stands twice");
  refuses("code,name,stat:x,stat:x\n", 1, 18, "“stat:x” stands twice");
  refuses("code,name,seat,attr:seat\n", 1, 16, "“attr:seat” stands twice");
  refuses("code,note\n", 1, 1, "“name” is missing");
  refuses("\n\nnote,name\n", 3, 1, "“code” is missing");
  refuses("code,\"name\n", 1, 6, "never closed");
}

/* Equal keys of different families are different columns. */
static void families_do_not_collide(void **state) {
  quhua__csv csv;
  quhua__columns columns;
  (void)state;
  quhua__csv_init(&csv, quhua_allocator_default(), quhua_str_from("code,name,stat:x,attr:x,external:x\n"),
                  quhua_str_from(""));
  assert_int_equal(quhua__columns_read(&columns, &form, &csv, NULL), QUHUA_OK);
  assert_int_equal(columns.count, 5);
  quhua__columns_free(&columns);
  quhua__csv_free(&csv);
}

static void a_failed_allocation_is_reported(void **state) {
  (void)state;
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua__csv csv;
    quhua__columns columns;
    quhua__csv_init(&csv, &allocator, quhua_str_from("code,name,stat:x\n"), quhua_str_from(""));
    quhua_status status = quhua__columns_read(&columns, &form, &csv, NULL);
    quhua__columns_free(&columns);
    quhua__csv_free(&csv);
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after > 3);
      return;
    }
    assert_int_equal(status, QUHUA_E_NOMEM);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(columns_have_a_field_and_a_key),
      cmocka_unit_test(bad_headers_are_refused_at_their_cell),
      cmocka_unit_test(families_do_not_collide),
      cmocka_unit_test(a_failed_allocation_is_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
