/* SPDX-License-Identifier: Apache-2.0 */
/* Writing: journal entries, and the rows that a commit adds or ends. Everything runs in the caller's transaction. */
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>

#include "base/fail.h"
#include "store/sqlite_internal.h"

/* A blob of zeros as long as the text. */
#define CELL_ROOM (-1)

/* Texts are bound without copies: they live until the statement is stepped. */
static int bind(sqlite3_stmt *stmt, int index, const quhua__cell *cell) {
  switch (cell->type) {
  case SQLITE_INTEGER: return sqlite3_bind_int64(stmt, index, cell->integer);
  case SQLITE_TEXT:
    return sqlite3_bind_text64(stmt, index, cell->text.ptr, cell->text.len, SQLITE_STATIC, SQLITE_UTF8);
  case SQLITE_BLOB: return sqlite3_bind_blob64(stmt, index, cell->text.ptr, cell->text.len, SQLITE_STATIC);
  case CELL_ROOM: return sqlite3_bind_zeroblob64(stmt, index, cell->text.len);
  default: return sqlite3_bind_null(stmt, index);
  }
}

static quhua_status insert(quhua__sqlite *store, sqlite3_stmt *stmt, const quhua__sqlite_row *row,
                           quhua_error *err) {
  int rc = SQLITE_OK;
  for (int i = 0; i < row->count && rc == SQLITE_OK; i++) rc = bind(stmt, i + 1, &row->cell[i]);
  if (rc == SQLITE_OK) rc = sqlite3_step(stmt);
  quhua_status status = rc == SQLITE_DONE ? QUHUA_OK : quhua__sqlite_fail(store, rc, err);
  sqlite3_reset(stmt);
  return status;
}

static quhua_status prepare_insert(quhua__sqlite *store, quhua__sqlite_table table, sqlite3_stmt **out,
                                   quhua_error *err) {
  return quhua__sqlite_statement(store, quhua__sqlite_insert_sql(table), out, err);
}

/* SQLite would make a copy of a large entry to build its row. So it gets its place first, and is then written there. */
#define LARGE_ENTRY ((size_t)1 << 20)

static quhua_status write_bytes(quhua__sqlite *store, const quhua_entry *entry, quhua_error *err) {
  sqlite3_blob *blob = NULL;
  int rc = sqlite3_blob_open(store->db, "main", "journal", "bytes", (sqlite3_int64)entry->sequence, 1, &blob);
  if (rc == SQLITE_OK) rc = sqlite3_blob_write(blob, entry->bytes.ptr, (int)entry->bytes.len, 0);
  quhua_status status = rc == SQLITE_OK ? QUHUA_OK : quhua__sqlite_fail(store, rc, err);
  sqlite3_blob_close(blob);
  return status;
}

static quhua_status add_entry(quhua__sqlite *store, sqlite3_stmt *stmt, const quhua_entry *entry,
                              quhua_error *err) {
  bool large = entry->bytes.len > LARGE_ENTRY && entry->bytes.len <= INT_MAX;
  quhua__sqlite_row row;
  quhua__sqlite_row_of_entry(&row, entry);
  quhua__cell *bytes = &row.cell[row.count - 1];
  if (large) *bytes = (quhua__cell){.type = CELL_ROOM, .text = bytes->text};
  quhua_status status = insert(store, stmt, &row, err);
  return status || !large ? status : write_bytes(store, entry, err);
}

quhua_status quhua__sqlite_add_entries(quhua__sqlite *store, const quhua_entry *entries, size_t count,
                                       quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = prepare_insert(store, QUHUA__TABLE_JOURNAL, &stmt, err);
  for (size_t i = 0; i < count && !status; i++) status = add_entry(store, stmt, &entries[i], err);
  return status;
}

static quhua_status add_attributes(quhua__sqlite *store, sqlite3_stmt *stmt, const quhua_snapshot *snapshot,
                                   const quhua_unit *unit, quhua_error *err) {
  quhua_attribute attribute;
  quhua_status status = QUHUA_OK;
  for (uint32_t i = 0; !status && quhua_unit_attribute_at(snapshot, unit, i, &attribute); i++) {
    quhua__sqlite_row row;
    quhua__sqlite_row_of_attribute(&row, unit->row, &attribute);
    status = insert(store, stmt, &row, err);
  }
  return status;
}

static quhua_status add_versions(quhua__sqlite *store, const quhua_store_delta *delta, quhua_error *err) {
  sqlite3_stmt *versions, *attributes = NULL;
  quhua_status status = prepare_insert(store, QUHUA__TABLE_VERSION, &versions, err);
  if (!status) status = prepare_insert(store, QUHUA__TABLE_ATTRIBUTE, &attributes, err);
  quhua_unit unit;
  const quhua_snapshot *snapshot;
  for (size_t i = 0; !status && quhua_store_delta_version(delta, i, &unit, &snapshot); i++) {
    quhua__sqlite_row row;
    quhua__sqlite_row_of_version(&row, &unit);
    status = insert(store, versions, &row, err);
    if (!status && unit.attributes) status = add_attributes(store, attributes, snapshot, &unit, err);
  }
  return status;
}

static quhua_status add_flows(quhua__sqlite *store, const quhua_store_delta *delta, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = prepare_insert(store, QUHUA__TABLE_FLOW, &stmt, err);
  uint32_t number;
  quhua_flow flow;
  quhua_sequence recorded_to;
  for (size_t i = 0; !status && quhua_store_delta_flow(delta, i, &number, &flow, &recorded_to); i++) {
    quhua__sqlite_row row;
    quhua__sqlite_row_of_flow(&row, number, &flow, recorded_to);
    status = insert(store, stmt, &row, err);
  }
  return status;
}

/* Number of the newest row of a table whose rows are numbered in the order in which they were recorded. */
static quhua_status last_number(quhua__sqlite *store, const char *sql, int64_t *out, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = quhua__sqlite_statement(store, sql, &stmt, err);
  if (status) return status;
  int rc = sqlite3_step(stmt);
  if (rc == SQLITE_ROW)
    *out = sqlite3_column_int64(stmt, 0);
  else
    status = quhua__sqlite_fail(store, rc, err);
  sqlite3_reset(stmt);
  return status;
}

/* The next number of such a table. */
static quhua_status step_number(const quhua__sqlite *store, quhua__sqlite_table table, int64_t *number,
                                quhua_error *err) {
  if (*number == INT64_MAX) /* only in a file that was tampered with */
    return quhua__sqlite_corrupt(store, "the numbers of the table {1} are used up", "表 {1} 的编号已用尽",
                                 quhua__sqlite_table_name(table), err);
  ++*number;
  return QUHUA_OK;
}

static quhua_status add_observations(quhua__sqlite *store, const quhua_store_delta *delta, quhua_error *err) {
  int64_t number = 0;
  sqlite3_stmt *stmt = NULL;
  quhua_observation observation;
  if (!quhua_store_delta_observation(delta, 0, &observation)) return QUHUA_OK;
  quhua_status status = last_number(store, "SELECT coalesce(max(number), 0) FROM observation", &number, err);
  if (!status) status = prepare_insert(store, QUHUA__TABLE_OBSERVATION, &stmt, err);
  for (size_t i = 0; !status && quhua_store_delta_observation(delta, i, &observation); i++) {
    status = step_number(store, QUHUA__TABLE_OBSERVATION, &number, err);
    if (status) break;
    quhua__sqlite_row row;
    quhua__sqlite_row_of_observation(&row, number, &observation);
    status = insert(store, stmt, &row, err);
  }
  return status;
}

static quhua_status add_facts(quhua__sqlite *store, const quhua_store_delta *delta, quhua_error *err) {
  int64_t number = 0;
  sqlite3_stmt *stmt = NULL;
  quhua_fact fact;
  if (!quhua_store_delta_fact(delta, 0, &fact)) return QUHUA_OK;
  quhua_status status = last_number(store, "SELECT coalesce(max(number), 0) FROM fact", &number, err);
  if (!status) status = prepare_insert(store, QUHUA__TABLE_FACT, &stmt, err);
  for (size_t i = 0; !status && quhua_store_delta_fact(delta, i, &fact); i++) {
    status = step_number(store, QUHUA__TABLE_FACT, &number, err);
    if (status) break;
    quhua__sqlite_row row;
    quhua__sqlite_row_of_fact(&row, number, &fact);
    status = insert(store, stmt, &row, err);
  }
  return status;
}

/* End the record of one earlier row. */
static quhua_status end_row(quhua__sqlite *store, sqlite3_stmt *stmt, uint32_t number,
                            quhua_sequence sequence, quhua_error *err) {
  sqlite3_bind_int64(stmt, 1, (sqlite3_int64)sequence);
  sqlite3_bind_int64(stmt, 2, number);
  int rc = sqlite3_step(stmt);
  int changed = sqlite3_changes(store->db);
  quhua_status status = rc == SQLITE_DONE ? QUHUA_OK : quhua__sqlite_fail(store, rc, err);
  sqlite3_reset(stmt);
  if (status || changed == 1) return status;
  char text[16];
  snprintf(text, sizeof text, "%" PRIu32, number);
  return quhua__sqlite_corrupt(store, "the tables lack row {1}, whose record the commit ends",
                               "数据表中缺少应由本次提交终止的第 {1} 行", text, err);
}

static quhua_status end_versions(quhua__sqlite *store, const quhua_store_delta *delta, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = quhua__sqlite_statement(
      store, "UPDATE unit_version SET recorded_to = ?1 WHERE row = ?2 AND recorded_to IS NULL", &stmt, err);
  uint32_t row;
  quhua_sequence sequence;
  for (size_t i = 0; !status && quhua_store_delta_closed(delta, i, &row, &sequence); i++)
    status = end_row(store, stmt, row, sequence, err);
  return status;
}

static quhua_status end_flows(quhua__sqlite *store, const quhua_store_delta *delta, quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = quhua__sqlite_statement(
      store, "UPDATE flow SET recorded_to = ?1 WHERE number = ?2 AND recorded_to IS NULL", &stmt, err);
  uint32_t number;
  quhua_sequence sequence;
  for (size_t i = 0; !status && quhua_store_delta_closed_flow(delta, i, &number, &sequence); i++)
    status = end_row(store, stmt, number, sequence, err);
  return status;
}

quhua_status quhua__sqlite_add_delta(quhua__sqlite *store, const quhua_store_delta *delta, quhua_error *err) {
  if (!delta) return QUHUA_OK;
  quhua_status status = add_versions(store, delta, err);
  if (!status) status = end_versions(store, delta, err);
  if (!status) status = add_flows(store, delta, err);
  if (!status) status = end_flows(store, delta, err);
  if (!status) status = add_observations(store, delta, err);
  if (!status) status = add_facts(store, delta, err);
  return status;
}
