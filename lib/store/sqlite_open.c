/* SPDX-License-Identifier: Apache-2.0 */
/* Connections. A register may come from anybody, so a file is trusted with nothing but data: no extensions, no
 * functions from its schema, no mapping of the file into memory, and its layout is compared before its tables are
 * used (https://www.sqlite.org/security.html). */
#include <string.h>

#include "base/fail.h"
#include "store/sqlite_internal.h"

#define JOURNAL_FORMAT "1"

int quhua__sqlite_harden(sqlite3 *db) {
  static const struct {
    int option, value;
  } settings[] = {{SQLITE_DBCONFIG_DEFENSIVE, 1},
                  {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                  {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
                  {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
                  {SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
                  {SQLITE_DBCONFIG_DQS_DML, 0},
                  {SQLITE_DBCONFIG_DQS_DDL, 0}};
  for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
    int rc = sqlite3_db_config(db, settings[i].option, settings[i].value, NULL);
    if (rc != SQLITE_OK) return rc;
  }
  sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(db, SQLITE_LIMIT_TRIGGER_DEPTH, 1);
  return sqlite3_exec(db, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0", NULL, NULL, NULL);
}

/* Triggers and conditions are there to keep other programs from mistakes. What they ask for, a commit makes sure of in any
 * case, and they would cost it as much as the rows do. */
static int leave_guards(sqlite3 *db) {
  int rc = sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  return rc == SQLITE_OK ? sqlite3_exec(db, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL) : rc;
}

static quhua_status connect(quhua__sqlite *store, const char *file, int mode, quhua_error *err) {
  int rc = sqlite3_open_v2(
      file, &store->db, mode | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_busy_timeout(store->db, store->busy_timeout);
  if (rc == SQLITE_OK) rc = quhua__sqlite_harden(store->db);
  if (rc == SQLITE_OK) rc = leave_guards(store->db);
  quhua_status status = rc == SQLITE_OK ? QUHUA_OK : quhua__sqlite_fail(store, rc, err);
  if (status) quhua__sqlite_disconnect(store);
  return status;
}

void quhua__sqlite_disconnect(quhua__sqlite *store) {
  while (store->statement_count) sqlite3_finalize(store->statements[--store->statement_count]);
  sqlite3_close(store->db);
  store->db = NULL;
}

/* --- a new register --- */

static quhua_status add_meta(quhua__sqlite *store, const char *key, const char *value, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status =
      quhua__sqlite_prepare(store, "INSERT INTO meta(key, value) VALUES (?1, ?2)", &stmt, err);
  if (status) return status;
  sqlite3_bind_text(stmt, 1, key, -1, SQLITE_STATIC);
  sqlite3_bind_text(stmt, 2, value, -1, SQLITE_STATIC);
  int rc = sqlite3_step(stmt);
  if (rc != SQLITE_DONE) status = quhua__sqlite_fail(store, rc, err);
  sqlite3_finalize(stmt);
  return status;
}

#define TEXT_OF(number) TEXT_OF_EXPANDED(number)
#define TEXT_OF_EXPANDED(number) #number

/* The file has no readers and no name yet, so it is written without waiting for the disk; a rollback works all the
 * same. References are not looked up, because whatever the first commit stores refers to its own entries; verify
 * compares every row. Rows come in the order in which they lie in the file, and indexes are sorted afterwards, so
 * there is little to remember: memory is better used by the sorter. */
static quhua_status build(quhua__sqlite *store, quhua_error *err) {
  quhua_status status = quhua__sqlite_exec(
      store,
      "PRAGMA encoding = 'UTF-8'; PRAGMA page_size = 4096; PRAGMA locking_mode = EXCLUSIVE;"
      "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA cache_size = -4096;"
      "PRAGMA foreign_keys = OFF;"
      "PRAGMA application_id = " TEXT_OF(
          QUHUA__SQLITE_APPLICATION) ";"
                                     "PRAGMA user_version = " TEXT_OF(
                                         QUHUA__SQLITE_LAYOUT) "; BEGIN IMMEDIATE",
      err);
  if (!status) status = quhua__sqlite_schema_create(store, err);
  if (!status) status = add_meta(store, "scheme", store->scheme, err);
  if (!status) status = add_meta(store, "journal_format", JOURNAL_FORMAT, err);
  return status ? status : quhua__sqlite_exec(store, "COMMIT", err);
}

quhua_status quhua__sqlite_open_new(quhua__sqlite *store, quhua_error *err) {
  quhua_status status = quhua__sqlite_file_begin(store, err);
  if (!status) status = connect(store, store->temp, SQLITE_OPEN_READWRITE, err);
  if (!status) status = build(store, err);
  if (status) {
    quhua__sqlite_disconnect(store);
    quhua__sqlite_file_discard(store);
  }
  return status;
}

/* --- an existing register --- */

static quhua_status read_pragma(quhua__sqlite *store, const char *sql, int64_t *out, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = quhua__sqlite_prepare(store, sql, &stmt, err);
  if (status) return status;
  int rc = sqlite3_step(stmt);
  if (rc == SQLITE_ROW)
    *out = sqlite3_column_int64(stmt, 0);
  else
    status = quhua__sqlite_fail(store, rc, err);
  sqlite3_finalize(stmt);
  return status;
}

static quhua_status fail_newer(const quhua__sqlite *store, quhua_error *err) {
  quhua__fail(err, QUHUA_E_NEWER,
              QUHUA__T("the register was written by a newer version", "登记册由更新版本的程序写成"),
              QUHUA__T("use that version or a newer one", "请使用该版本或更新的版本"), QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_NEWER, quhua_str_from(store->path), 0, 0);
}

static quhua_status check_identity(quhua__sqlite *store, quhua_error *err) {
  int64_t application = 0, layout = 0;
  quhua_status status = read_pragma(store, "PRAGMA application_id", &application, err);
  if (!status) status = read_pragma(store, "PRAGMA user_version", &layout, err);
  if (status) return status;
  bool ours = application == QUHUA__SQLITE_APPLICATION && layout >= QUHUA__SQLITE_LAYOUT / 1000 * 1000;
  if (ours && layout > QUHUA__SQLITE_LAYOUT) return fail_newer(store, err);
  if (ours) return QUHUA_OK;
  quhua__fail(err, QUHUA_E_FORMAT,
              QUHUA__T("this is a SQLite file, but not a register", "这是 SQLite 文件，但不是登记册"),
              QUHUA__T("give the path of a register, or make one first", "请指定登记册文件，或先新建登记册"),
              QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_FORMAT, quhua_str_from(store->path), 0, 0);
}

/* A value of the table meta; owned. */
static quhua_status read_meta(quhua__sqlite *store, const char *key, char **out, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = quhua__sqlite_prepare(store, "SELECT value FROM meta WHERE key = ?1", &stmt, err);
  if (status) return status;
  sqlite3_bind_text(stmt, 1, key, -1, SQLITE_STATIC);
  int rc = sqlite3_step(stmt);
  if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
    status = quhua__sqlite_fail(store, rc, err);
  } else if (rc == SQLITE_DONE || sqlite3_column_bytes(stmt, 0) > QUHUA__SQLITE_LONGEST_SCHEME) {
    status =
        quhua__sqlite_corrupt(store, "the register does not say its {1}", "登记册缺少 {1} 的说明", key, err);
  } else {
    const char *text = (const char *)sqlite3_column_text(stmt, 0);
    *out = text ? quhua__sqlite_copy(store->allocator, text, strlen(text)) : NULL;
    if (!*out) status = quhua__fail_nomem(err);
  }
  sqlite3_finalize(stmt);
  return status;
}

static quhua_status check_journal_format(quhua__sqlite *store, quhua_error *err) {
  char *format = NULL;
  quhua_status status = read_meta(store, "journal_format", &format, err);
  if (!status && strcmp(format, JOURNAL_FORMAT) != 0) status = fail_newer(store, err);
  quhua__sqlite_drop(store->allocator, &format);
  return status;
}

static quhua_status check_register(quhua__sqlite *store, quhua_error *err) {
  quhua_status status = check_identity(store, err);
  if (!status) status = quhua__sqlite_schema_check(store, false, err);
  if (!status) status = check_journal_format(store, err);
  if (!status && !store->scheme) status = read_meta(store, "scheme", &store->scheme, err);
  return status;
}

quhua_status quhua__sqlite_open_existing(quhua__sqlite *store, quhua_error *err) {
  quhua_status status = quhua__sqlite_file_check(store, err);
  /* A connection that may only read cannot clear away the files of the write-ahead log that it makes beside the
   * register. So readers connect like writers, and query_only keeps them from changing anything; a file that the
   * system protects is opened for reading by SQLite itself. */
  if (!status) status = connect(store, store->file, SQLITE_OPEN_READWRITE, err);
  /* Room for what one large act changes: a cache that overflows inside a transaction is written and read again. */
  const char *mode =
      store->read_only ? "PRAGMA query_only = ON" : "PRAGMA synchronous = FULL; PRAGMA cache_size = -65536";
  if (!status) status = quhua__sqlite_exec(store, mode, err);
  if (!status) status = check_register(store, err);
  if (status) quhua__sqlite_disconnect(store);
  return status;
}
