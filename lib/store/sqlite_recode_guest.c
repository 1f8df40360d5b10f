/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "store/sqlite_internal.h"
#include "store/sqlite_recode.h"

#define BUSY_MILLISECONDS 5000

/* --- errors ------------------------------------------------------------------------------------------------------- */

static quhua_status status_of(int rc) {
  switch (rc & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED: return QUHUA_E_BUSY;
  case SQLITE_NOTADB: return QUHUA_E_FORMAT;
  case SQLITE_CORRUPT: return QUHUA_E_CORRUPT;
  case SQLITE_ERROR: /* our statements fit the table as it said it is; what it refuses is in its schema */
  case SQLITE_CONSTRAINT:
  case SQLITE_MISMATCH: return QUHUA_E_INVALID;
  default: return QUHUA_E_IO;
  }
}

static quhua__text2 remedy_of(int rc) {
  switch (rc & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED: return QUHUA__T("try again when the other program is done", "请待其他程序完成后重试");
  case SQLITE_NOTADB: return QUHUA__T("give the path of a database", "请给出数据库文件");
  case SQLITE_CONSTRAINT:
    return QUHUA__T("drop the constraint or the index for the time of the run",
                    "请在换码期间去掉该约束或索引");
  case SQLITE_FULL: return QUHUA__T("make room on the disk and try again", "请腾出磁盘空间后重试");
  default: return QUHUA__T("check the database and the rights to write it", "请检查数据库及其写入权限");
  }
}

quhua_status quhua__sqlite_guest_fail(const quhua__sqlite_guest *guest, int rc, quhua_error *err) {
  if ((rc & 0xff) == SQLITE_NOMEM) return quhua__fail_nomem(err);
  const char *detail = guest->db ? sqlite3_errmsg(guest->db) : sqlite3_errstr(rc);
  quhua_status status = status_of(rc);
  quhua__fail(
      err, status,
      QUHUA__T("the database refuses, and nothing was changed: {1}", "数据库拒绝执行，未作任何改动：{1}"),
      remedy_of(rc), QUHUA__ARGS(quhua_str_from(detail)));
  return quhua__fail_at(err, status, quhua_str_from(guest->path), 0, 0);
}

static quhua_status refuse(const quhua__sqlite_guest *guest, quhua__text2 message, quhua__text2 remedy,
                           const char *about, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, message, remedy, QUHUA__ARGS(quhua_str_from(about)));
  return quhua__fail_at(err, QUHUA_E_INVALID, quhua_str_from(guest->path), 0, 0);
}

quhua_status quhua__sqlite_guest_refuse_column(quhua__sqlite_guest *guest, const char *column,
                                               quhua_error *err) {
  return refuse(guest, QUHUA__T("there is no column “{1}”", "没有名为“{1}”的列"),
                QUHUA__T("write the name as in the table", "请按表中写列名"), column, err);
}

/* --- statements --------------------------------------------------------------------------------------------------- */

quhua_status quhua__sqlite_guest_prepare(quhua__sqlite_guest *guest, sqlite3_str *sql, sqlite3_stmt **out,
                                         quhua_error *err) {
  char *text = sqlite3_str_finish(sql);
  *out = NULL;
  if (!text) return quhua__fail_nomem(err);
  int rc = sqlite3_prepare_v2(guest->db, text, -1, out, NULL);
  sqlite3_free(text);
  return rc == SQLITE_OK ? QUHUA_OK : quhua__sqlite_guest_fail(guest, rc, err);
}

quhua_status quhua__sqlite_guest_do(quhua__sqlite_guest *guest, sqlite3_str *sql, quhua_error *err) {
  sqlite3_stmt *statement;
  quhua_status status = quhua__sqlite_guest_prepare(guest, sql, &statement, err);
  if (status) return status;
  int rc = sqlite3_step(statement);
  if (rc != SQLITE_DONE && rc != SQLITE_ROW) status = quhua__sqlite_guest_fail(guest, rc, err);
  sqlite3_finalize(statement);
  return status;
}

static quhua_status do_text(quhua__sqlite_guest *guest, const char *sql, quhua_error *err) {
  int rc = sqlite3_exec(guest->db, sql, NULL, NULL, NULL);
  return rc == SQLITE_OK ? QUHUA_OK : quhua__sqlite_guest_fail(guest, rc, err);
}

/* --- the database ------------------------------------------------------------------------------------------------- */

static quhua_status harden(quhua__sqlite_guest *guest, quhua_error *err) {
  int rc = sqlite3_db_config(guest->db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  if (!rc) rc = sqlite3_db_config(guest->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  if (!rc) rc = sqlite3_db_config(guest->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  if (!rc) rc = sqlite3_db_config(guest->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  if (!rc) rc = sqlite3_busy_timeout(guest->db, BUSY_MILLISECONDS);
  return rc == SQLITE_OK ? QUHUA_OK : quhua__sqlite_guest_fail(guest, rc, err);
}

static quhua_status refuse_register(quhua__sqlite_guest *guest, quhua_error *err) {
  sqlite3_stmt *row;
  int rc = sqlite3_prepare_v2(guest->db, "PRAGMA main.application_id", -1, &row, NULL);
  if (rc) return quhua__sqlite_guest_fail(guest, rc, err);
  bool is_register =
      sqlite3_step(row) == SQLITE_ROW && sqlite3_column_int(row, 0) == QUHUA__SQLITE_APPLICATION;
  sqlite3_finalize(row);
  if (!is_register) return QUHUA_OK;
  return refuse(guest, QUHUA__T("the database is a register", "该数据库是登记册"),
                QUHUA__T("a register changes by acts", "登记册只能通过变更改动"), "", err);
}

static quhua_status refuse_missing(const quhua__sqlite_guest *guest, quhua_error *err) {
  quhua__fail(err, QUHUA_E_NOT_FOUND,
              QUHUA__T("there is no such database, or it cannot be opened", "没有此数据库，或无法打开"),
              QUHUA__T("check the name and the rights", "请检查文件名和权限"), QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_NOT_FOUND, quhua_str_from(guest->path), 0, 0);
}

quhua_status quhua__sqlite_guest_open(quhua__sqlite_guest *guest, const char *path, quhua_error *err) {
  guest->path = path;
  int rc = sqlite3_open_v2(path, &guest->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL);
  if ((rc & 0xff) == SQLITE_CANTOPEN) return refuse_missing(guest, err);
  if (rc) return quhua__sqlite_guest_fail(guest, rc, err);
  quhua_status status = harden(guest, err);
  if (!status) status = do_text(guest, "BEGIN IMMEDIATE", err);
  return status ? status : refuse_register(guest, err);
}

/* A transaction that cannot be committed is closed with the database. */
quhua_status quhua__sqlite_guest_end(quhua__sqlite_guest *guest, quhua_status status, quhua_error *err) {
  if (status) {
    (void)sqlite3_exec(guest->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
  }
  return do_text(guest, "COMMIT", err);
}

void quhua__sqlite_guest_close(quhua__sqlite_guest *guest) {
  sqlite3_close(guest->db);
  guest->db = NULL;
}

/* --- a table ------------------------------------------------------------------------------------------------------ */

static const char *text_at(sqlite3_stmt *row, int column) {
  const char *text = (const char *)sqlite3_column_text(row, column);
  return text ? text : "";
}

static quhua_status ask(quhua__sqlite_guest *guest, const char *sql, const char *table, sqlite3_stmt **row,
                        quhua_error *err) {
  int rc = sqlite3_prepare_v2(guest->db, sql, -1, row, NULL);
  if (!rc) rc = sqlite3_bind_text(*row, 1, table, -1, SQLITE_STATIC);
  return rc == SQLITE_OK ? QUHUA_OK : quhua__sqlite_guest_fail(guest, rc, err);
}

static quhua_status refuse_table(const quhua__sqlite_guest *guest, const char *table, quhua_error *err) {
  return refuse(
      guest, QUHUA__T("there is no ordinary table “{1}”", "没有名为“{1}”的普通表"),
      QUHUA__T("give the name of a table, not of a view or a virtual table", "请写表名，不能是视图或虚拟表"),
      table, err);
}

/* The number of a row has three names, and a column can take each of them. */
static quhua_status look_at_columns(quhua__sqlite_guest *guest, quhua_error *err) {
  static const char *const names[] = {"rowid", "_rowid_", "oid"};
  bool taken[3] = {false};
  sqlite3_stmt *row;
  quhua_status status = ask(guest, "SELECT name FROM pragma_table_xinfo(?1)", guest->table, &row, err);
  while (!status && sqlite3_step(row) == SQLITE_ROW) {
    const char *name = text_at(row, 0);
    for (int i = 0; i < 3; i++) taken[i] |= sqlite3_stricmp(name, names[i]) == 0;
    guest->has_flags |= !sqlite3_stricmp(name, "status") || !sqlite3_stricmp(name, "candidates");
  }
  sqlite3_finalize(row);
  for (int i = 0; i < 3 && !guest->row_number; i++)
    if (!taken[i]) guest->row_number = names[i];
  return status;
}

quhua_status quhua__sqlite_guest_table(quhua__sqlite_guest *guest, const char *table, bool keeps,
                                       quhua_error *err) {
  static const char sql[] = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND "
                            "name = ?1 COLLATE NOCASE AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'";
  sqlite3_stmt *row;
  guest->table = table;
  quhua_status status = ask(guest, sql, table, &row, err);
  bool found = !status && sqlite3_step(row) == SQLITE_ROW;
  bool has_numbers = found && sqlite3_column_int(row, 0) == 0;
  sqlite3_finalize(row);
  if (!status && !found) status = refuse_table(guest, table, err);
  if (!status) status = look_at_columns(guest, err);
  if (status || !keeps || (has_numbers && guest->row_number)) return status;
  return refuse(guest,
                QUHUA__T("the rows of “{1}” have no numbers by which they could be put back",
                         "表“{1}”的行没有行号，无法据以还原"),
                QUHUA__T("keep a copy of the database instead", "请改为保留数据库副本"), table, err);
}

quhua_status quhua__sqlite_guest_column(quhua__sqlite_guest *guest, const char *column, bool keeps,
                                        quhua_error *err) {
  static const char sql[] =
      "SELECT hidden, pk, type FROM pragma_table_xinfo(?1) WHERE name = ?2 COLLATE NOCASE";
  sqlite3_stmt *row;
  quhua_status status = ask(guest, sql, guest->table, &row, err);
  if (!status && sqlite3_bind_text(row, 2, column, -1, SQLITE_STATIC)) status = quhua__fail_nomem(err);
  bool found = !status && sqlite3_step(row) == SQLITE_ROW;
  bool written = found && sqlite3_column_int(row, 0) == 0;
  bool is_number = found && sqlite3_column_int(row, 1) == 1 && !sqlite3_stricmp(text_at(row, 2), "INTEGER");
  sqlite3_finalize(row);
  if (status) return status;
  if (!found) return quhua__sqlite_guest_refuse_column(guest, column, err);
  if (!written)
    return refuse(guest, QUHUA__T("the column “{1}” is computed", "列“{1}”是计算列"),
                  QUHUA__T("recode the column that it is computed from", "请对其来源列换码"), column, err);
  if (keeps && is_number)
    return refuse(guest,
                  QUHUA__T("the column “{1}” is the number by which rows would be put back",
                           "列“{1}”就是据以还原的行号"),
                  QUHUA__T("keep a copy of the database instead", "请改为保留数据库副本"), column, err);
  return QUHUA_OK;
}
