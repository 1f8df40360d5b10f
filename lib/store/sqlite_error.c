/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "store/sqlite_internal.h"

static bool is_nomem(int rc) { return (rc & 0xff) == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM; }

static quhua_status status_of(int rc) {
  switch (rc & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
  case SQLITE_PROTOCOL: return QUHUA_E_BUSY; /* PROTOCOL: lost the race for the locks of the WAL too often */
  case SQLITE_NOTADB: return QUHUA_E_FORMAT;
  case SQLITE_TOOBIG: return QUHUA_E_UNSUPPORTED;
  case SQLITE_CORRUPT:
  case SQLITE_SCHEMA:
  case SQLITE_ERROR: return QUHUA_E_CORRUPT; /* our statements fit our tables, so these are not ours */
  case SQLITE_CONSTRAINT:
    /* A value that no register can hold, for example a year of five digits; otherwise the rows in the file are not
     * those that the journal gives. */
    return rc == SQLITE_CONSTRAINT_CHECK ? QUHUA_E_INVALID : QUHUA_E_CORRUPT;
  default: return QUHUA_E_IO;
  }
}

static quhua__text2 remedy_of(int rc) {
  switch (rc & 0xff) {
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
  case SQLITE_PROTOCOL: return QUHUA__T("try again when the other program is done", "请待其他程序完成后重试");
  case SQLITE_NOTADB:
    return QUHUA__T("give the path of a register, or make one first", "请指定登记册文件，或先新建登记册");
  case SQLITE_FULL: return QUHUA__T("make room on the disk and try again", "请腾出磁盘空间后重试");
  case SQLITE_READONLY:
  case SQLITE_CANTOPEN:
  case SQLITE_PERM:
    return QUHUA__T(
        "allow writing to the file and its folder, which also holds its -wal and -shm files, or copy "
        "the register to a folder of your own",
        "请开放该文件及其所在目录的写权限（目录中还存放 -wal 与 -shm 文件），或将登记册复制到自己的目录");
  case SQLITE_CORRUPT:
  case SQLITE_ERROR:
  case SQLITE_SCHEMA: return QUHUA__T("restore the file from a copy", "请用备份恢复该文件");
  default: return QUHUA__NO_REMEDY;
  }
}

quhua_status quhua__sqlite_fail(const quhua__sqlite *store, int rc, quhua_error *err) {
  if (is_nomem(rc)) return quhua__fail_nomem(err);
  char number[16];
  snprintf(number, sizeof number, "%d", rc);
  const char *detail = store->db ? sqlite3_errmsg(store->db) : sqlite3_errstr(rc);
  quhua_status status = status_of(rc);
  quhua__text2 frame =
      status == QUHUA_E_BUSY ? QUHUA__T("another process holds the register (SQLite {2}: {1})",
                                        "登记册正被其他进程占用（SQLite {2}：{1}）")
      : status == QUHUA_E_FORMAT
          ? QUHUA__T("the file is not a register (SQLite {2}: {1})", "该文件不是登记册（SQLite {2}：{1}）")
          : QUHUA__T("the register's file failed (SQLite {2}: {1})", "登记册文件操作失败（SQLite {2}：{1}）");
  quhua__fail(err, status, frame, remedy_of(rc), QUHUA__ARGS(quhua_str_from(detail), quhua_str_from(number)));
  return quhua__fail_at(err, status, quhua_str_from(store->path), 0, 0);
}

quhua_status quhua__sqlite_corrupt(const quhua__sqlite *store, const char *en, const char *zh,
                                   const char *argument, quhua_error *err) {
  quhua__fail(err, QUHUA_E_CORRUPT, QUHUA__T(en, zh),
              QUHUA__T("restore the file from a copy", "请用备份恢复该文件"),
              QUHUA__ARGS(quhua_str_from(argument)));
  return quhua__fail_at(err, QUHUA_E_CORRUPT, quhua_str_from(store->path), 0, 0);
}

quhua_status quhua__sqlite_exec(quhua__sqlite *store, const char *sql, quhua_error *err) {
  int rc = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
  return rc == SQLITE_OK ? QUHUA_OK : quhua__sqlite_fail(store, rc, err);
}

quhua_status quhua__sqlite_prepare(quhua__sqlite *store, const char *sql, sqlite3_stmt **out,
                                   quhua_error *err) {
  int rc = sqlite3_prepare_v2(store->db, sql, -1, out, NULL);
  return rc == SQLITE_OK ? QUHUA_OK : quhua__sqlite_fail(store, rc, err);
}

quhua_status quhua__sqlite_statement(quhua__sqlite *store, const char *sql, sqlite3_stmt **out,
                                     quhua_error *err) {
  for (int i = 0; i < store->statement_count; i++)
    if (strcmp(sqlite3_sql(store->statements[i]), sql) == 0) {
      *out = store->statements[i];
      return QUHUA_OK;
    }
  *out = NULL;
  if (store->statement_count == QUHUA__SQLITE_STATEMENTS_MAX)
    return quhua__sqlite_fail(store, SQLITE_FULL, err);
  int rc = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
  if (rc != SQLITE_OK) return quhua__sqlite_fail(store, rc, err);
  store->statements[store->statement_count++] = *out;
  return QUHUA_OK;
}

quhua_status quhua__sqlite_run(quhua__sqlite *store, const char *sql, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = quhua__sqlite_statement(store, sql, &stmt, err);
  if (status) return status;
  int rc = sqlite3_step(stmt);
  if (rc != SQLITE_DONE) status = quhua__sqlite_fail(store, rc, err);
  sqlite3_reset(stmt);
  return status;
}
