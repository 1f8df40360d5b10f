/* SPDX-License-Identifier: Apache-2.0 */
/* bench_plan REGISTER ACTS [COUNT]: how long planning alone takes, without opening the register, COUNT times (default 1001),
 * and how long bare SQLite takes for the rows that the acts would write.
 *
 * The peer has the register's units in a table in memory, indexed by code. In a transaction that it rolls back it ends the
 * versions that the acts name, and inserts one flow for each row of the acts. That is all it does: it asks no rule, knows
 * nothing of children, and can show nothing of what would be. Nothing is asserted. */
#include <string.h>

#include "bench/peer.h"
#include "bench/stopwatch.h"

typedef struct peer {
  sqlite3 *db;
  sqlite3_stmt *begin, *find, *end, *flow, *back;
} peer;

static void copy_units(sqlite3 *db, const quhua_snapshot *snapshot, quhua_date day) {
  quhua_cursor *cursor;
  quhua_unit unit;
  quhua_error err;
  peer_run(db, "CREATE TABLE unit(id INTEGER PRIMARY KEY, code TEXT, name TEXT, ended INTEGER);"
               "CREATE INDEX unit_code ON unit(code); CREATE TABLE flow(old INTEGER, new INTEGER); BEGIN");
  sqlite3_stmt *insert = peer_prepare(db, "INSERT INTO unit VALUES (?, ?, ?, NULL)");
  stopwatch_need(quhua_cursor_new_all(snapshot, day, &cursor, &err), &err);
  while (quhua_cursor_next(cursor, &unit)) {
    sqlite3_bind_int64(insert, 1, (int64_t)unit.id);
    sqlite3_bind_text(insert, 2, unit.code.text, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 3, unit.name.ptr, (int)unit.name.len, SQLITE_STATIC);
    peer_step(insert);
  }
  quhua_cursor_free(cursor);
  sqlite3_finalize(insert);
  peer_run(db, "COMMIT");
}

static peer open_peer(const quhua_snapshot *snapshot, quhua_date day) {
  peer p = {.db = peer_open(":memory:")};
  copy_units(p.db, snapshot, day);
  p.begin = peer_prepare(p.db, "BEGIN");
  p.find = peer_prepare(p.db, "SELECT id FROM unit WHERE code = ?1 AND ended IS NULL");
  p.end = peer_prepare(p.db, "UPDATE unit SET ended = 20000 WHERE id = ?1");
  p.flow = peer_prepare(p.db, "INSERT INTO flow VALUES (?1, ?2)");
  p.back = peer_prepare(p.db, "ROLLBACK");
  return p;
}

static void close_peer(peer *p) {
  sqlite3_finalize(p->begin);
  sqlite3_finalize(p->find);
  sqlite3_finalize(p->end);
  sqlite3_finalize(p->flow);
  sqlite3_finalize(p->back);
  sqlite3_close(p->db);
}

static void ask_peer(const peer *p, const quhua_unit *olds, size_t count) {
  peer_step(p->begin);
  for (size_t i = 0; i < count; i++) {
    sqlite3_bind_text(p->find, 1, olds[i].code.text, -1, SQLITE_STATIC);
    if (sqlite3_step(p->find) != SQLITE_ROW) exit(1);
    int64_t id = sqlite3_column_int64(p->find, 0);
    sqlite3_reset(p->find);
    sqlite3_bind_int64(p->end, 1, id);
    peer_step(p->end);
    sqlite3_bind_int64(p->flow, 1, id);
    sqlite3_bind_int64(p->flow, 2, (int64_t)olds[0].id);
    peer_step(p->flow);
  }
  peer_step(p->back);
}

/* The units that a plan ends or changes, from its crosswalk. */
static quhua_unit *old_units(const quhua_plan *plan, size_t *count) {
  quhua_error err;
  quhua_crosswalk *c;
  const quhua_crosswalk_row *row;
  stopwatch_need(quhua_crosswalk_new_of_plan(plan, &c, &err), &err);
  quhua_unit *olds = malloc((quhua_crosswalk_count(c) + 1) * sizeof *olds);
  if (!olds) exit(1);
  *count = 0;
  for (size_t i = 0; (row = quhua_crosswalk_at(c, i)); i++)
    if (row->before.id) olds[(*count)++] = row->before;
  quhua_crosswalk_free(c);
  if (*count) return olds;
  fprintf(stderr, "the acts do nothing\n");
  exit(1);
}

static void measure(const quhua_snapshot *snapshot, const quhua_changeset *acts, size_t count) {
  quhua_error err;
  quhua_plan *plan;
  size_t old_count;
  stopwatch_need(quhua_plan_build(snapshot, acts, NULL, &plan, &err), &err);
  quhua_date day = quhua_plan_days(plan).from - 1;
  quhua_unit *olds = old_units(plan, &old_count);
  quhua_plan_free(plan);
  peer p = open_peer(snapshot, day);
  double *ours = stopwatch_times(count), *theirs = stopwatch_times(count);
  for (size_t i = 0; i < count; i++) {
    double start = stopwatch_us();
    stopwatch_need(quhua_plan_build(snapshot, acts, NULL, &plan, &err), &err);
    ours[i] = stopwatch_us() - start;
    quhua_plan_free(plan);
    start = stopwatch_us();
    ask_peer(&p, olds, old_count);
    theirs[i] = stopwatch_us() - start;
  }
  stopwatch_record("simulate", "quhua", ours, count, 1, "us");
  stopwatch_record("simulate", "sqlite", theirs, count, 1, "us");
  close_peer(&p);
  free(ours);
  free(theirs);
  free(olds);
}

int main(int argc, char **argv) {
  quhua_error err;
  long count = argc > 3 ? atol(argv[3]) : 1001;
  if (argc < 3 || count < 1) {
    fprintf(stderr, "usage: bench_plan REGISTER ACTS [COUNT]\n");
    return 2;
  }
  quhua_open_options options;
  quhua_open_options_init(&options);
  options.read_only = 1;
  quhua_registry *registry;
  quhua_changeset *acts;
  quhua_snapshot *snapshot;
  char *data;
  size_t len;
  double start = stopwatch_us();
  stopwatch_need(quhua_registry_open(argv[1], &options, &registry, &err), &err);
  printf("open %.1f ms\n", (stopwatch_us() - start) / 1e3);
  stopwatch_need(quhua_changeset_new(NULL, &acts, &err), &err);
  stopwatch_need(quhua_data_read(NULL, argv[2], &data, &len, &err), &err);
  stopwatch_need(quhua_changeset_read_csv(acts, data, len, argv[2], &err), &err);
  stopwatch_need(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err), &err);
  measure(snapshot, acts, (size_t)count);
  quhua_snapshot_free(snapshot);
  quhua_data_free(NULL, data, len);
  quhua_changeset_free(acts);
  quhua_registry_close(registry);
  return 0;
}
