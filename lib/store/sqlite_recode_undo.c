/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite_recode_undo.c: back, from the table that quhua_recode_sqlite() made. It has a row for each cell:
 *
 *   what 'cell': table, column, number of the row, what stood there and what stands there now
 *   what 'column': table and column that were added */
#include <string.h>

#include <quhua/recode.h>

#include "base/fail.h"
#include "store/sqlite_recode.h"

static quhua_status refuse_kept(const quhua__sqlite_guest *g, quhua_status status, quhua_error *err) {
  if (status == QUHUA_E_MISMATCH)
    quhua__fail(err, status,
                QUHUA__T("a cell is not what the run made of it, or its row is gone",
                         "有单元格在换码后又有改动，或该行已不在"),
                QUHUA__T("restore the database from a copy", "请用备份恢复数据库"), QUHUA__NO_ARGS);
  else
    quhua__fail(err, status, QUHUA__T("the table “{1}” keeps nothing of recode", "表“{1}”不是换码的还原表"),
                QUHUA__T("give the table that --undo named", "请给出当时 --undo 所写的表名"),
                QUHUA__ARGS(quhua_str_from(g->table)));
  return quhua__fail_at(err, status, quhua_str_from(g->path), 0, 0);
}

/* Cells of a column that stand as the run left them, against all that it changed. */
static quhua_status check_cells(quhua__sqlite_guest *g, const char *undo, const quhua__sqlite_guest *of,
                                const char *column, quhua_error *err) {
  sqlite3_stmt *row;
  sqlite3_str *sql = sqlite3_str_new(g->db);
  sqlite3_str_appendf(
      sql,
      "SELECT count(*), sum(t.%s IS NOT NULL AND t.\"%w\" COLLATE BINARY IS u.now) FROM main.\"%w\" AS u "
      "LEFT JOIN main.\"%w\" AS t ON t.%s = u.row WHERE u.what = 'cell' AND u.\"table\" = %Q AND "
      "u.\"column\" = %Q",
      of->row_number, column, undo, of->table, of->row_number, of->table, column);
  quhua_status status = quhua__sqlite_guest_prepare(g, sql, &row, err);
  if (status) return status;
  int rc = sqlite3_step(row);
  if (rc != SQLITE_ROW)
    status = quhua__sqlite_guest_fail(g, rc, err);
  else if (sqlite3_column_int64(row, 0) != sqlite3_column_int64(row, 1))
    status = refuse_kept(g, QUHUA_E_MISMATCH, err);
  sqlite3_finalize(row);
  return status;
}

static quhua_status restore_column(quhua__sqlite_guest *g, const char *undo, const char *table,
                                   const char *column, bool added, quhua_error *err) {
  quhua__sqlite_guest of = *g;
  of.row_number = NULL;
  quhua_status status = quhua__sqlite_guest_table(&of, table, true, err);
  if (!status) status = quhua__sqlite_guest_column(&of, column, true, err);
  if (!status && !added) status = check_cells(g, undo, &of, column, err);
  if (status) return status;
  sqlite3_str *sql = sqlite3_str_new(g->db);
  if (added)
    sqlite3_str_appendf(sql, "ALTER TABLE main.\"%w\" DROP COLUMN \"%w\"", table, column);
  else
    sqlite3_str_appendf(
        sql,
        "UPDATE main.\"%w\" AS t SET \"%w\" = u.old FROM main.\"%w\" AS u WHERE u.what = 'cell' AND "
        "u.\"table\" = %Q AND u.\"column\" = %Q AND t.%s = u.row",
        table, column, undo, table, column, of.row_number);
  return quhua__sqlite_guest_do(g, sql, err);
}

/* The next column of which something is kept, behind the last one; *more is false at the end. */
typedef struct place {
  char what[16], table[256], column[256];
} place;

static bool copy_text(sqlite3_stmt *row, int i, char *out, size_t size) {
  const char *text = (const char *)sqlite3_column_text(row, i);
  size_t len = text ? strlen(text) : size;
  if (len < size) memcpy(out, text, len + 1);
  return len < size;
}

static quhua_status next_place(quhua__sqlite_guest *g, const char *undo, place *at, bool *more,
                               quhua_error *err) {
  sqlite3_stmt *row;
  sqlite3_str *sql = sqlite3_str_new(g->db);
  sqlite3_str_appendf(sql,
                      "SELECT what, \"table\", \"column\" FROM main.\"%w\" WHERE (what, \"table\", "
                      "\"column\") > (%Q, %Q, %Q) "
                      "ORDER BY 1, 2, 3 LIMIT 1",
                      undo, at->what, at->table, at->column);
  quhua_status status = quhua__sqlite_guest_prepare(g, sql, &row, err);
  if (status) return status;
  int rc = sqlite3_step(row);
  *more = rc == SQLITE_ROW;
  bool fits = *more && copy_text(row, 0, at->what, sizeof at->what) &&
              copy_text(row, 1, at->table, sizeof at->table) &&
              copy_text(row, 2, at->column, sizeof at->column);
  sqlite3_finalize(row);
  if (rc != SQLITE_ROW && rc != SQLITE_DONE) return quhua__sqlite_guest_fail(g, rc, err);
  return *more && !fits ? refuse_kept(g, QUHUA_E_INVALID, err) : QUHUA_OK;
}

/* Is it a table as quhua_recode_sqlite() makes it? */
static quhua_status check_kept(quhua__sqlite_guest *g, const char *undo, quhua_error *err) {
  static const char *const columns[] = {"what", "table", "column", "row", "old", "now"};
  quhua_status status = quhua__sqlite_guest_table(g, undo, false, err);
  for (size_t i = 0; !status && i < sizeof columns / sizeof *columns; i++)
    if (quhua__sqlite_guest_column(g, columns[i], false, NULL)) status = refuse_kept(g, QUHUA_E_INVALID, err);
  return status;
}

static quhua_status restore(quhua__sqlite_guest *g, const char *undo, quhua_error *err) {
  place at = {"", "", ""};
  bool more = true;
  quhua_status status = check_kept(g, undo, err);
  while (!status && more) {
    status = next_place(g, undo, &at, &more, err);
    if (status || !more) break;
    status = restore_column(g, undo, at.table, at.column, strcmp(at.what, "column") == 0, err);
  }
  if (status) return status;
  sqlite3_str *sql = sqlite3_str_new(g->db);
  sqlite3_str_appendf(sql, "DROP TABLE main.\"%w\"", undo);
  return quhua__sqlite_guest_do(g, sql, err);
}

quhua_status quhua_recode_sqlite_undo(const char *database, const char *undo, quhua_error *err) {
  quhua__sqlite_guest g = {.path = database};
  quhua_status status = quhua__sqlite_guest_open(&g, database, err);
  if (!status) {
    status = restore(&g, undo, err);
    status = quhua__sqlite_guest_end(&g, status, err);
  }
  quhua__sqlite_guest_close(&g);
  return status;
}
