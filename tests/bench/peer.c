/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/peer.h"

#include <string.h>

#include "bench/stopwatch.h"

void peer_need(sqlite3 *db, int status) {
  if (status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW) return;
  fprintf(stderr, "%s\n", sqlite3_errmsg(db));
  exit(1);
}

sqlite3 *peer_open(const char *location) {
  sqlite3 *db;
  if (sqlite3_open(location, &db)) exit(1);
  return db;
}

void peer_run(sqlite3 *db, const char *sql) { peer_need(db, sqlite3_exec(db, sql, NULL, NULL, NULL)); }

sqlite3_stmt *peer_prepare(sqlite3 *db, const char *sql) {
  sqlite3_stmt *statement;
  peer_need(db, sqlite3_prepare_v2(db, sql, -1, &statement, NULL));
  return statement;
}

void peer_step(sqlite3_stmt *statement) {
  peer_need(sqlite3_db_handle(statement), sqlite3_step(statement));
  sqlite3_reset(statement);
}

void peer_make_flows(sqlite3 *db) {
  peer_run(db, "CREATE TABLE flow(old_unit INTEGER, moment INTEGER, new_unit INTEGER, "
               "PRIMARY KEY(old_unit, moment, new_unit)) WITHOUT ROWID");
}

const char peer_insert_flow[] = "INSERT OR IGNORE INTO flow VALUES (?, ?, ?)";

void peer_copy_flows(sqlite3_stmt *insert, const quhua_snapshot *snapshot, quhua_unit_id id) {
  quhua_error err;
  quhua_flows *flows;
  const quhua_flow *flow;
  stopwatch_need(quhua_flows_new(snapshot, id, &flows, &err), &err);
  for (size_t k = 0; (flow = quhua_flows_at(flows, k)); k++) {
    sqlite3_bind_int64(insert, 1, (int64_t)flow->old_unit);
    sqlite3_bind_int64(insert, 2, (int64_t)flow->date * 100000 + (int64_t)flow->sequence);
    sqlite3_bind_int64(insert, 3, (int64_t)flow->new_unit);
    peer_step(insert);
  }
  quhua_flows_free(flows);
}

const char peer_walk[] =
    "WITH RECURSIVE walk(unit, at) AS (SELECT ?1, 0 UNION SELECT flow.new_unit, flow.moment FROM walk "
    "JOIN flow ON flow.old_unit = walk.unit AND flow.moment = (SELECT min(moment) FROM flow "
    "WHERE old_unit = walk.unit AND moment > walk.at)) SELECT DISTINCT unit FROM walk "
    "WHERE NOT EXISTS (SELECT 1 FROM flow WHERE old_unit = walk.unit AND moment > walk.at) ORDER BY unit";

size_t peer_ask(sqlite3_stmt *walk, quhua_unit_id id, quhua_unit_id *out, size_t most) {
  size_t count = 0;
  sqlite3_bind_int64(walk, 1, (int64_t)id);
  while (sqlite3_step(walk) == SQLITE_ROW && count < most)
    out[count++] = (quhua_unit_id)sqlite3_column_int64(walk, 0);
  sqlite3_reset(walk);
  return count;
}

size_t peer_project(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date from, quhua_date to,
                    quhua_unit_id *out, size_t most) {
  quhua_error err;
  quhua_projection *p;
  const quhua_projected *row;
  size_t count = 0;
  stopwatch_need(quhua_projection_new(snapshot, id, from, to, &p, &err), &err);
  for (size_t i = 0; (row = quhua_projection_at(p, i)) && count < most; i++) out[count++] = row->unit.id;
  quhua_projection_free(p);
  return count;
}

static int by_id(const void *a, const void *b) {
  quhua_unit_id x = *(const quhua_unit_id *)a, y = *(const quhua_unit_id *)b;
  return (x > y) - (x < y);
}

bool peer_agrees(quhua_unit_id *ours, size_t count, const quhua_unit_id *theirs, size_t their_count) {
  qsort(ours, count, sizeof *ours, by_id);
  return count == their_count && memcmp(ours, theirs, count * sizeof *ours) == 0;
}
