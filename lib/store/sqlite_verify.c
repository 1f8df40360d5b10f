/* SPDX-License-Identifier: Apache-2.0 */
/* Are the tables what the journal gives? Rows are compared one by one with those that a commit would have written, by
 * the code that writes them; indexes are compared with their tables by SQLite. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "journal/entry.h"
#include "store/sqlite_internal.h"

/* A walk over the rows of one table, beside a walk over the expected ones. */
typedef struct walk {
  quhua__sqlite *store;
  sqlite3_stmt *stmt;
  quhua__sqlite_table table;
} walk;

static quhua_status fail_row(const walk *w, const quhua__cell *key, const char *column, quhua_error *err) {
  char number[24] = "?";
  if (key->type == SQLITE_INTEGER) snprintf(number, sizeof number, "%" PRId64, key->integer);
  quhua__fail(
      err, QUHUA_E_MISMATCH,
      QUHUA__T("table {1}, row {2}: {3} is not what the journal gives", "表 {1} 第 {2} 行的 {3} 与日志不符"),
      QUHUA__T("other programs must not change the tables; restore the file from a copy",
               "其他程序不得改动这些表；请用备份恢复该文件"),
      QUHUA__ARGS(quhua_str_from(quhua__sqlite_table_name(w->table)), quhua_str_from(number),
                  quhua_str_from(column)));
  return quhua__fail_at(err, QUHUA_E_MISMATCH, quhua_str_from(w->store->path), 0, 0);
}

static quhua_status begin_walk(walk *w, quhua__sqlite *store, quhua__sqlite_table table, quhua_error *err) {
  *w = (walk){.store = store, .table = table};
  return quhua__sqlite_prepare(store, quhua__sqlite_select_sql(table), &w->stmt, err);
}

static bool same_cell(sqlite3_stmt *stmt, int column, const quhua__cell *cell) {
  if (sqlite3_column_type(stmt, column) != cell->type) return false;
  if (cell->type == SQLITE_NULL) return true;
  if (cell->type == SQLITE_INTEGER) return sqlite3_column_int64(stmt, column) == cell->integer;
  const void *bytes =
      cell->type == SQLITE_TEXT ? sqlite3_column_text(stmt, column) : sqlite3_column_blob(stmt, column);
  size_t len = (size_t)sqlite3_column_bytes(stmt, column);
  return bytes && len == cell->text.len && memcmp(bytes, cell->text.ptr, len) == 0;
}

/* The row on which the walk stands must be this one. */
static quhua_status compare_row(const walk *w, const quhua__sqlite_row *row, quhua_error *err) {
  for (int i = 0; i < row->count; i++)
    if (!same_cell(w->stmt, i, &row->cell[i]))
      return fail_row(w, &row->cell[0], sqlite3_column_name(w->stmt, i), err);
  return QUHUA_OK;
}

/* The next row of the table must be this one. */
static quhua_status expect_row(const walk *w, const quhua__sqlite_row *row, quhua_error *err) {
  int rc = sqlite3_step(w->stmt);
  if (rc == SQLITE_DONE) return fail_row(w, &row->cell[0], "*", err);
  return rc == SQLITE_ROW ? compare_row(w, row, err) : quhua__sqlite_fail(w->store, rc, err);
}

/* There must be no more rows. */
static quhua_status expect_end(walk *w, quhua_error *err) {
  int rc = sqlite3_step(w->stmt);
  if (rc == SQLITE_DONE) return QUHUA_OK;
  if (rc != SQLITE_ROW) return quhua__sqlite_fail(w->store, rc, err);
  quhua__cell key = {.type = sqlite3_column_type(w->stmt, 0), .integer = sqlite3_column_int64(w->stmt, 0)};
  return fail_row(w, &key, "*", err);
}

static quhua_status end_walk(walk *w, quhua_status status, quhua_error *err) {
  if (!status) status = expect_end(w, err);
  sqlite3_finalize(w->stmt);
  return status;
}

/* The columns beside the bytes of an entry repeat what the bytes say. The engine has compared the bytes with their
 * digest already. */
static quhua_status verify_entry(const walk *w, quhua_error *err) {
  enum { DIGEST = 9, BYTES = 10 }; /* columns */
  const void *bytes = sqlite3_column_blob(w->stmt, BYTES);
  const void *digest = sqlite3_column_blob(w->stmt, DIGEST);
  quhua__entry_view view;
  quhua_status status =
      quhua__entry_read((quhua_str){bytes, (size_t)sqlite3_column_bytes(w->stmt, BYTES)}, &view, err);
  if (status) return status;
  if (digest && sqlite3_column_bytes(w->stmt, DIGEST) == QUHUA_DIGEST_SIZE)
    memcpy(view.head.digest.bytes, digest, QUHUA_DIGEST_SIZE);
  quhua_entry entry = quhua__entry_public(&view);
  quhua__sqlite_row row;
  quhua__sqlite_row_of_entry(&row, &entry);
  return compare_row(w, &row, err);
}

static quhua_status verify_journal(quhua__sqlite *store, quhua_error *err) {
  walk w;
  quhua_status status = begin_walk(&w, store, QUHUA__TABLE_JOURNAL, err);
  int rc = SQLITE_ROW;
  while (!status && (rc = sqlite3_step(w.stmt)) == SQLITE_ROW) status = verify_entry(&w, err);
  if (!status && rc != SQLITE_DONE) status = quhua__sqlite_fail(store, rc, err);
  sqlite3_finalize(w.stmt);
  return status;
}

static quhua_status verify_versions(quhua__sqlite *store, const quhua_store_delta *expected,
                                    quhua_error *err) {
  walk versions, attributes;
  quhua_status status = begin_walk(&versions, store, QUHUA__TABLE_VERSION, err);
  if (status) return status;
  status = begin_walk(&attributes, store, QUHUA__TABLE_ATTRIBUTE, err);
  if (status) {
    sqlite3_finalize(versions.stmt);
    return status;
  }
  quhua_unit unit;
  const quhua_snapshot *snapshot;
  for (size_t i = 0; !status && quhua_store_delta_version(expected, i, &unit, &snapshot); i++) {
    quhua__sqlite_row row;
    quhua__sqlite_row_of_version(&row, &unit);
    status = expect_row(&versions, &row, err);
    quhua_attribute attribute;
    bool more = unit.attributes != 0;
    for (uint32_t a = 0; !status && more && quhua_unit_attribute_at(snapshot, &unit, a, &attribute); a++) {
      quhua__sqlite_row_of_attribute(&row, unit.row, &attribute);
      status = expect_row(&attributes, &row, err);
    }
  }
  status = end_walk(&versions, status, err);
  return end_walk(&attributes, status, err);
}

static quhua_status verify_flows(quhua__sqlite *store, const quhua_store_delta *expected, quhua_error *err) {
  walk w;
  quhua_status status = begin_walk(&w, store, QUHUA__TABLE_FLOW, err);
  if (status) return status;
  uint32_t number;
  quhua_flow flow;
  quhua_sequence recorded_to;
  for (size_t i = 0; !status && quhua_store_delta_flow(expected, i, &number, &flow, &recorded_to); i++) {
    quhua__sqlite_row row;
    quhua__sqlite_row_of_flow(&row, number, &flow, recorded_to);
    status = expect_row(&w, &row, err);
  }
  return end_walk(&w, status, err);
}

static quhua_status verify_observations(quhua__sqlite *store, const quhua_store_delta *expected,
                                        quhua_error *err) {
  walk w;
  quhua_status status = begin_walk(&w, store, QUHUA__TABLE_OBSERVATION, err);
  if (status) return status;
  quhua_observation observation;
  for (size_t i = 0; !status && quhua_store_delta_observation(expected, i, &observation); i++) {
    quhua__sqlite_row row;
    quhua__sqlite_row_of_observation(&row, (int64_t)i + 1, &observation);
    status = expect_row(&w, &row, err);
  }
  return end_walk(&w, status, err);
}

static quhua_status verify_facts(quhua__sqlite *store, const quhua_store_delta *expected, quhua_error *err) {
  walk w;
  quhua_status status = begin_walk(&w, store, QUHUA__TABLE_FACT, err);
  if (status) return status;
  quhua_fact fact;
  for (size_t i = 0; !status && quhua_store_delta_fact(expected, i, &fact); i++) {
    quhua__sqlite_row row;
    quhua__sqlite_row_of_fact(&row, (int64_t)i + 1, &fact);
    status = expect_row(&w, &row, err);
  }
  return end_walk(&w, status, err);
}

/* The check writes what kept it from reading a page into its answer. 0 when there was nothing of the kind. */
static int failure_in(const char *answer) {
  static const char words[] = "error code=";
  const char *found = strstr(answer, words);
  int rc = found ? (int)strtol(found + strlen(words), NULL, 10) : 0;
  return (rc & 0xff) == SQLITE_CORRUPT ? 0 : rc;
}

/* Pages, indexes against their tables, CHECK and NOT NULL constraints. */
static quhua_status verify_integrity(quhua__sqlite *store, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = quhua__sqlite_prepare(store, "PRAGMA integrity_check(1)", &stmt, err);
  if (status) return status;
  int rc = sqlite3_step(stmt);
  const char *answer = rc == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
  if (!answer)
    status = quhua__sqlite_fail(store, rc == SQLITE_ROW ? SQLITE_NOMEM : rc, err);
  else if (failure_in(answer))
    status = quhua__sqlite_fail(store, failure_in(answer), err);
  else if (strcmp(answer, "ok") != 0)
    status = quhua__sqlite_corrupt(store, "the file is damaged: {1}", "文件已损坏：{1}", answer, err);
  sqlite3_finalize(stmt);
  return status;
}

static quhua_status verify_all(quhua__sqlite *store, const quhua_store_delta *expected, quhua_error *err) {
  quhua_status status = quhua__sqlite_schema_check(store, true, err);
  if (!status && expected) status = verify_journal(store, err);
  if (!status && expected) status = verify_versions(store, expected, err);
  if (!status && expected) status = verify_flows(store, expected, err);
  if (!status && expected) status = verify_observations(store, expected, err);
  if (!status && expected) status = verify_facts(store, expected, err);
  return status ? status : verify_integrity(store, err);
}

/* All of it in one read transaction, so that another process may commit meanwhile. Comparing indexes with tables jumps
 * about in the file, so the cache may grow until this is done. */
quhua_status quhua__sqlite_verify(quhua_store_backend *self, const quhua_store_delta *expected,
                                  quhua_error *err) {
  quhua__sqlite *store = (quhua__sqlite *)self;
  quhua_status status = quhua__sqlite_ready(store, err);
  if (!status) status = quhua__sqlite_exec(store, "PRAGMA cache_size = -131072; BEGIN", err);
  if (status) return status;
  status = verify_all(store, expected, err);
  sqlite3_exec(store->db, "ROLLBACK; PRAGMA cache_size = -2000", NULL, NULL, NULL); /* nothing was written */
  sqlite3_db_release_memory(store->db);
  return status;
}
