/* SPDX-License-Identifier: Apache-2.0 */
/* A table of somebody else's database is rewritten, and put back. */
#define _POSIX_C_SOURCE 200809L /* mkstemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "support/recoding.h"

typedef struct yard {
  bench *b;
  quhua_recode_map *map;
  char path[64];
  sqlite3 *db;
  quhua_recode_options how;
  quhua_recode_table table;
  quhua_recode_counts counts;
  quhua_error err;
  char text[4096];
} yard;

static const char *const code_column[] = {"code"}, *const name_column[] = {"name"};

static void sql(yard *y, const char *text) {
  char *why = NULL;
  if (sqlite3_exec(y->db, text, NULL, NULL, &why) != SQLITE_OK) fail_msg("%s: %s", text, why);
}

/* Rows with quoted values, one a line. */
static const char *rows(yard *y, const char *query) {
  sqlite3_stmt *row;
  size_t len = 0;
  assert_int_equal(sqlite3_prepare_v2(y->db, query, -1, &row, NULL), SQLITE_OK);
  y->text[0] = '\0';
  while (sqlite3_step(row) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(row); i++) {
      bool is_text = sqlite3_column_type(row, i) == SQLITE_TEXT;
      const char *text = (const char *)sqlite3_column_text(row, i);
      len += (size_t)snprintf(y->text + len, sizeof y->text - len, is_text ? "%s'%s'" : "%s%s", i ? "," : "",
                              text ? text : "NULL");
    }
    len += (size_t)snprintf(y->text + len, sizeof y->text - len, "\n");
  }
  sqlite3_finalize(row);
  return y->text;
}

static int set_up(void **state) {
  yard *y = calloc(1, sizeof *y);
  assert_non_null(y);
  strcpy(y->path, "/tmp/quhua-recode-db.XXXXXX");
  int file = mkstemp(y->path);
  assert_true(file >= 0);
  close(file);
  assert_int_equal(sqlite3_open(y->path, &y->db), SQLITE_OK);
  y->b = recoding_open();
  y->map = recoding_map(y->b, RECODING_FROM, RECODING_TO);
  quhua_recode_options_init(&y->how);
  y->how.columns = code_column;
  y->how.column_count = 1;
  quhua_recode_table_init(&y->table);
  y->table.database = y->path;
  y->table.table = "t";
  *state = y;
  return 0;
}

static int tear_down(void **state) {
  yard *y = *state;
  sqlite3_close(y->db);
  unlink(y->path);
  quhua_recode_map_free(y->map);
  bench_close(y->b);
  free(y);
  return 0;
}

static quhua_status run(yard *y) {
  return quhua_recode_sqlite(y->map, &y->how, &y->table, &y->counts, &y->err);
}

static void values_keep_their_type_and_blanks(void **state) {
  yard *y = *state;
  sql(y,
      "CREATE TABLE t(code, name); INSERT INTO t VALUES('510723104202', 'a'), (510723104202, 'b'), "
      "(' 510723104202  ', 'c'), ('510723104', 'd'), (510723100, 'e'), (NULL, 'f'), ('', 'g'), ('x', 'h'), "
      "(x'31', 'i'), (510723104202.5, 'j')");
  assert_int_equal(run(y), QUHUA_OK);
  assert_string_equal(rows(y, "SELECT code, name FROM t ORDER BY name"),
                      "'510723114202','a'\n510723114202,'b'\n' 510723114202  ','c'\n'510723114','d'\n"
                      "510723100,'e'\nNULL,'f'\n'','g'\n'x','h'\n1,'i'\n510723104202.5,'j'\n");
  assert_int_equal(y->counts.rows, 10);
  assert_int_equal(y->counts.cells[QUHUA_RECODE_NEW], 4);
  assert_int_equal(y->counts.cells[QUHUA_RECODE_SAME], 1);
  assert_int_equal(y->counts.cells[QUHUA_RECODE_EMPTY], 2);
  assert_int_equal(y->counts.cells[QUHUA_RECODE_UNKNOWN], 3);
  assert_int_equal(y->counts.lines[QUHUA_RECODE_UNKNOWN], 8);
}

static void an_undecided_row_rolls_everything_back(void **state) {
  yard *y = *state;
  sql(y, "CREATE TABLE t(code); INSERT INTO t VALUES('510723104202'), ('510723100206')");
  y->table.undo = "kept";
  assert_int_equal(run(y), QUHUA_E_AMBIGUOUS);
  assert_int_equal(y->err.line, 2);
  assert_string_equal(y->err.message[0], "510723100206 ended without successor");
  assert_string_equal(rows(y, "SELECT code FROM t"), "'510723104202'\n'510723100206'\n");
  assert_string_equal(rows(y, "SELECT name FROM sqlite_schema"), "'t'\n");
}

static void flags_and_names_are_written_and_taken_back(void **state) {
  yard *y = *state;
  sql(y,
      "CREATE TABLE t(code, name); INSERT INTO t VALUES('510723104', '两河镇'), ('510723100202', '白虎村'), "
      "('510723100205', '独村'), ('510723100206', NULL)");
  y->how.policy = QUHUA_RECODE_FLAG;
  y->how.names = name_column;
  y->how.name_count = 1;
  y->table.undo = "kept";
  assert_int_equal(run(y), QUHUA_OK);
  assert_string_equal(rows(y, "SELECT * FROM t"),
                      "'510723114','高渠镇','recoded',''\n'510723100202','朱雀村','same',''\n"
                      "'510723100205','独村','ambiguous','510723100213=1/2 510723100214=1/2'\n"
                      "'510723100206',NULL,'ended','=1'\n");
  assert_string_equal(rows(y, "SELECT what, \"column\", row, old, now FROM kept"),
                      "'cell','code',1,'510723104','510723114'\n'cell','name',1,'两河镇','高渠镇'\n"
                      "'cell','name',2,'白虎村','朱雀村'\n'column','candidates',0,NULL,NULL\n"
                      "'column','status',0,NULL,NULL\n");
  assert_int_equal(quhua_recode_sqlite_undo(y->path, "kept", &y->err), QUHUA_OK);
  assert_string_equal(
      rows(y, "SELECT * FROM t"),
      "'510723104','两河镇'\n'510723100202','白虎村'\n'510723100205','独村'\n'510723100206',NULL\n");
  assert_string_equal(rows(y, "SELECT name FROM sqlite_schema"), "'t'\n");
}

static void what_was_changed_since_is_not_put_back(void **state) {
  yard *y = *state;
  sql(y, "CREATE TABLE t(code); INSERT INTO t VALUES('510723104202'), ('510723208201')");
  y->table.undo = "kept";
  assert_int_equal(run(y), QUHUA_OK);
  sql(y, "UPDATE t SET code = '1' WHERE rowid = 2");
  assert_int_equal(quhua_recode_sqlite_undo(y->path, "kept", &y->err), QUHUA_E_MISMATCH);
  sql(y, "DELETE FROM t WHERE rowid = 2");
  assert_int_equal(quhua_recode_sqlite_undo(y->path, "kept", &y->err), QUHUA_E_MISMATCH);
  assert_string_equal(rows(y, "SELECT code FROM t"), "'510723114202'\n");
  assert_int_equal(quhua_recode_sqlite_undo(y->path, "t", &y->err), QUHUA_E_INVALID);
  assert_int_equal(quhua_recode_sqlite_undo(y->path, "nosuch", &y->err), QUHUA_E_INVALID);
}

/* Names that end statements, triggers that spoil, a view, a computed column, a key of codes. */
static void the_schema_of_a_stranger_does_no_harm(void **state) {
  static const char *const odd[] = {"co\"de; DROP TABLE victim; --"}, *const computed[] = {"twice"};
  yard *y = *state;
  sql(y,
      "CREATE TABLE victim(x); CREATE TABLE \"t'\"\"; DROP TABLE victim; --\"(\"co\"\"de; DROP TABLE victim; "
      "--\" TEXT PRIMARY KEY, twice AS (1)) WITHOUT ROWID;"
      "INSERT INTO \"t'\"\"; DROP TABLE victim; --\" VALUES('510723104202');"
      "CREATE TRIGGER spoil AFTER UPDATE ON \"t'\"\"; DROP TABLE victim; --\" BEGIN DELETE FROM victim; END;"
      "INSERT INTO victim VALUES(1); CREATE VIEW v AS SELECT 1 AS code");
  y->table.table = "t'\"; DROP TABLE victim; --";
  y->how.columns = odd;
  assert_int_equal(run(y), QUHUA_OK);
  assert_string_equal(rows(y, "SELECT x FROM victim"), "1\n");
  assert_string_equal(rows(y, "SELECT * FROM \"t'\"\"; DROP TABLE victim; --\""), "'510723114202',1\n");
  y->table.undo = "kept";
  assert_int_equal(run(y), QUHUA_E_INVALID); /* rows without a number */
  y->table.undo = NULL;
  y->how.columns = computed;
  assert_int_equal(run(y), QUHUA_E_INVALID);
  y->how.columns = code_column;
  assert_int_equal(run(y), QUHUA_E_INVALID); /* no such column */
  y->table.table = "v";
  assert_int_equal(run(y), QUHUA_E_INVALID);
  y->table.table = "sqlite_schema";
  assert_int_equal(run(y), QUHUA_E_INVALID);
}

static void a_constraint_that_refuses_changes_nothing(void **state) {
  yard *y = *state;
  sql(y, "CREATE TABLE t(code UNIQUE); INSERT INTO t VALUES('510723104202'), ('510723100203'), "
         "('510723100204')");
  assert_int_equal(run(y), QUHUA_E_INVALID);
  assert_non_null(strstr(y->err.message[0], "UNIQUE constraint failed: t.code"));
  assert_string_equal(rows(y, "SELECT code FROM t ORDER BY rowid"),
                      "'510723104202'\n'510723100203'\n'510723100204'\n");
}

static void looking_changes_nothing(void **state) {
  yard *y = *state;
  sql(y, "CREATE TABLE t(code); INSERT INTO t VALUES('510723104202'), ('510723100206')");
  y->table.look_only = true;
  assert_int_equal(run(y), QUHUA_OK);
  assert_int_equal(y->counts.cells[QUHUA_RECODE_NEW], 1);
  assert_int_equal(y->counts.cells[QUHUA_RECODE_ENDED], 1);
  assert_string_equal(rows(y, "SELECT code FROM t"), "'510723104202'\n'510723100206'\n");
}

static void files_that_are_no_such_database_are_refused(void **state) {
  yard *y = *state;
  sql(y, "CREATE TABLE t(code)");
  y->how.policy = QUHUA_RECODE_APPORTION;
  assert_int_equal(run(y), QUHUA_E_INVALID);
  y->how.policy = QUHUA_RECODE_STOP;
  sql(y, "PRAGMA application_id = 1364543573"); /* "QUHU": a register */
  assert_int_equal(run(y), QUHUA_E_INVALID);
  y->table.database = "/nosuch/file";
  assert_int_equal(run(y), QUHUA_E_NOT_FOUND);
  FILE *file = fopen(y->path, "wb");
  assert_non_null(file);
  for (int i = 0; i < 2000; i++) fputs("no database ", file);
  assert_int_equal(fclose(file), 0);
  y->table.database = y->path;
  assert_int_equal(run(y), QUHUA_E_FORMAT);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(values_keep_their_type_and_blanks, set_up, tear_down),
      cmocka_unit_test_setup_teardown(an_undecided_row_rolls_everything_back, set_up, tear_down),
      cmocka_unit_test_setup_teardown(flags_and_names_are_written_and_taken_back, set_up, tear_down),
      cmocka_unit_test_setup_teardown(what_was_changed_since_is_not_put_back, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_schema_of_a_stranger_does_no_harm, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_constraint_that_refuses_changes_nothing, set_up, tear_down),
      cmocka_unit_test_setup_teardown(looking_changes_nothing, set_up, tear_down),
      cmocka_unit_test_setup_teardown(files_that_are_no_such_database_are_refused, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
