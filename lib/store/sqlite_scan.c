/* SPDX-License-Identifier: Apache-2.0 */
/* Reading the tables of a database that may come from anybody. Nothing of its schema runs: names are quoted, computed
 * columns, views and virtual tables are left out, and the connection is hardened like that of a register.
 *
 * A file in WAL mode gets a -shm file beside it when it is opened, for reading, too. Where nobody has it open there is no -wal
 * file, and then it is opened as immutable, which leaves no trace (https://www.sqlite.org/uri.html#uriimmutable). */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fail.h"
#include "store/sqlite_internal.h"
#include "store/sqlite_scan.h"

/* How long another process may hold the file. */
#define BUSY_TIMEOUT_MS 5000
/* Byte 18 of a file says how it is written: 2 is WAL (https://www.sqlite.org/fileformat2.html, 1.3.3). */
#define WRITE_VERSION 18
#define WRITE_VERSION_WAL 2

typedef struct reading {
  quhua_scan *scan;
  const char *path;
  sqlite3 *db;
} reading;

static quhua_status refuse(const reading *r, int rc, quhua_error *err) {
  char number[16];
  quhua_status status = QUHUA_E_IO;
  int kind = rc & 0xff;
  if (kind == SQLITE_NOMEM) return quhua__fail_nomem(err);
  if (kind == SQLITE_BUSY || kind == SQLITE_LOCKED) status = QUHUA_E_BUSY;
  if (kind == SQLITE_NOTADB) status = QUHUA_E_FORMAT;
  if (kind == SQLITE_CORRUPT || kind == SQLITE_ERROR || kind == SQLITE_SCHEMA) status = QUHUA_E_CORRUPT;
  snprintf(number, sizeof number, "%d", rc);
  const char *detail = r->db ? sqlite3_errmsg(r->db) : sqlite3_errstr(rc);
  quhua__fail(err, status,
              QUHUA__T("the database cannot be read (SQLite {2}: {1})", "数据库无法读取（SQLite {2}：{1}）"),
              QUHUA__T("try a copy of the file that nobody uses", "请换用一份无人使用的副本"),
              QUHUA__ARGS(quhua_str_from(detail), quhua_str_from(number)));
  return quhua__fail_at(err, status, quhua_str_from(r->path), 0, 0);
}

/* --- connections -------------------------------------------------------------------------------------------------- */

static quhua_status refuse_stream(const reading *r, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID,
              QUHUA__T("a database cannot be read from a stream", "数据库不能从标准输入读取"),
              QUHUA__T("give the name of the file", "请给出文件名"), QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_INVALID, quhua_str_from(r->path), 0, 0);
}

static bool has_file(const char *path, const char *suffix) {
  struct stat found;
  char *name = sqlite3_mprintf("%s%s", path, suffix);
  bool any = !name || stat(name, &found) == 0;
  sqlite3_free(name);
  return any;
}

static char *uri_of(const char *path, bool immutable) {
  static const char safe[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._-";
  sqlite3_str *uri = sqlite3_str_new(NULL);
  sqlite3_str_appendall(uri, path[0] == '/' ? "file:" : "file:./");
  for (const char *c = path; *c; c++)
    sqlite3_str_appendf(uri, strchr(safe, *c) ? "%c" : "%%%02X", (int)(unsigned char)*c);
  sqlite3_str_appendall(uri, immutable ? "?mode=ro&immutable=1" : "?mode=ro");
  return sqlite3_str_finish(uri);
}

static quhua_status connect(reading *r, bool wal, quhua_error *err) {
  bool immutable = wal && !has_file(r->path, "-wal");
  char *uri = uri_of(r->path, immutable);
  if (!uri) return quhua__fail_nomem(err);
  int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
              SQLITE_OPEN_EXRESCODE;
  int rc = sqlite3_open_v2(uri, &r->db, flags, NULL);
  sqlite3_free(uri);
  if (rc == SQLITE_OK) rc = quhua__sqlite_harden(r->db);
  if (rc == SQLITE_OK) rc = sqlite3_busy_timeout(r->db, BUSY_TIMEOUT_MS);
  return rc == SQLITE_OK ? QUHUA_OK : refuse(r, rc, err);
}

/* --- a table ------------------------------------------------------------------------------------------------------ */

/* One quoted name behind what is there. */
static void append_name(sqlite3_str *sql, const char *name) { sqlite3_str_appendf(sql, "\"%w\"", name); }

static quhua_status prepare(reading *r, const char *sql, sqlite3_stmt **out, quhua_error *err) {
  int rc = sqlite3_prepare_v2(r->db, sql, -1, out, NULL);
  return rc == SQLITE_OK ? QUHUA_OK : refuse(r, rc, err);
}

/* Names that mean the rowid, unless the table has a column of that name. */
static const char *const rowids[] = {"rowid", "_rowid_", "oid"};

typedef struct columns {
  sqlite3_str *list; /* what is selected behind the rowid */
  size_t count;
  bool taken[sizeof rowids / sizeof *rowids];
} columns;

static quhua_status add_column(reading *r, const char *name, columns *c, quhua_error *err) {
  for (size_t i = 0; i < sizeof rowids / sizeof *rowids; i++)
    if (sqlite3_stricmp(name, rowids[i]) == 0) c->taken[i] = true;
  sqlite3_str_appendall(c->list, ", ");
  append_name(c->list, name);
  return quhua__scan_name_column(r->scan, c->count++, quhua_str_from(name), err);
}

/* Ordinary columns and computed ones that are stored. */
static quhua_status find_columns(reading *r, const char *table, columns *c, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = prepare(
      r, "SELECT name FROM pragma_table_xinfo(?1, 'main') WHERE hidden IN (0, 3) ORDER BY cid", &stmt, err);
  if (status) return status;
  int rc = sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
  while (!status && rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *name = (const char *)sqlite3_column_text(stmt, 0);
    status = name ? add_column(r, name, c, err) : quhua__fail_nomem(err);
    rc = SQLITE_OK;
  }
  if (!status && rc != SQLITE_DONE) status = refuse(r, rc, err);
  sqlite3_finalize(stmt);
  return status;
}

static const char *rowid_of(const columns *c, bool has_rowid) {
  for (size_t i = 0; has_rowid && i < sizeof rowids / sizeof *rowids; i++)
    if (!c->taken[i]) return rowids[i];
  return "NULL";
}

static void add_value(quhua_scan *scan, sqlite3_stmt *stmt, int column) {
  bool blob = sqlite3_column_type(stmt, column) == SQLITE_BLOB;
  const void *data =
      blob ? sqlite3_column_blob(stmt, column) : (const void *)sqlite3_column_text(stmt, column);
  if (data) quhua__scan_add(scan, data, (size_t)sqlite3_column_bytes(stmt, column));
  quhua__scan_end_value(scan);
}

static quhua_status read_rows(reading *r, sqlite3_stmt *stmt, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  int rc = SQLITE_DONE, count = sqlite3_column_count(stmt);
  for (uint64_t number = 1; !status && (rc = sqlite3_step(stmt)) == SQLITE_ROW; number++) {
    bool has_rowid = sqlite3_column_type(stmt, 0) == SQLITE_INTEGER;
    uint64_t place = has_rowid ? (uint64_t)sqlite3_column_int64(stmt, 0) : number;
    for (int i = 1; i < count; i++) add_value(r->scan, stmt, i);
    status = quhua__scan_end_row(r->scan, place, err);
  }
  return status || rc == SQLITE_DONE ? status : refuse(r, rc, err);
}

static quhua_status read_table(reading *r, const char *table, bool has_rowid, quhua_error *err) {
  columns c = {.list = sqlite3_str_new(r->db)};
  sqlite3_stmt *stmt = NULL;
  char *sql = NULL;
  quhua__scan_begin_table(r->scan, quhua_str_from(table));
  quhua_status status = find_columns(r, table, &c, err);
  char *list = sqlite3_str_finish(c.list);
  if (!status && list)
    sql = sqlite3_mprintf("SELECT %s%s FROM main.\"%w\"", rowid_of(&c, has_rowid), list, table);
  if (!status && c.count && !sql) status = quhua__fail_nomem(err);
  if (!status && sql) status = prepare(r, sql, &stmt, err);
  if (!status && stmt) status = read_rows(r, stmt, err);
  sqlite3_finalize(stmt);
  sqlite3_free(sql);
  sqlite3_free(list);
  return status;
}

/* --- tables ------------------------------------------------------------------------------------------------------- */

/* Shadow tables hold what virtual tables show. Names are read one by one: the list may be as long as the file. */
static quhua_status read_tables(reading *r, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status =
      prepare(r,
              "SELECT name, type = 'view' OR wr FROM pragma_table_list WHERE schema = 'main' "
              "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
              "AND (type IN ('table', 'shadow') OR (?1 AND type = 'view')) ORDER BY name",
              &stmt, err);
  if (status) return status;
  int rc = sqlite3_bind_int(stmt, 1, r->scan->options.views);
  while (!status && rc == SQLITE_OK && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
    const char *name = (const char *)sqlite3_column_text(stmt, 0);
    bool has_rowid = sqlite3_column_int(stmt, 1) == 0;
    status = name ? read_table(r, name, has_rowid, err) : quhua__fail_nomem(err);
    rc = SQLITE_OK;
  }
  if (!status && rc != SQLITE_DONE) status = refuse(r, rc, err);
  sqlite3_finalize(stmt);
  return status;
}

quhua_status quhua__sqlite_scan(quhua_scan *scan, const char *head, const char *path, quhua_error *err) {
  reading r = {.scan = scan, .path = path};
  if (strcmp(path, "-") == 0) return refuse_stream(&r, err);
  scan->encoding = QUHUA__SCAN_UTF8; /* SQLite converts the others */
  quhua_status status = connect(&r, head[WRITE_VERSION] == WRITE_VERSION_WAL, err);
  if (!status) status = read_tables(&r, err);
  sqlite3_close(r.db);
  return status;
}
