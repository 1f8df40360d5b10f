/* SPDX-License-Identifier: Apache-2.0 */
/* bench_project [COUNTIES | REGISTER.csv [COUNT]]: how long it takes to project one code over 40 years of history.
 *
 * Six villages of one town give parts to one another, are merged and divided, once a year from 2020 to 2059. Each question is
 * from the day before all that to the day after, and back. The peer does part of the work in the same run: a recursive query
 * in SQLite, in memory, over a table of the same flows finds where the territory may lie, without shares. Both must name
 * the same units. Figures are of this machine and this moment. */
#include <string.h>

#include <sqlite3.h>

#include "bench/stopwatch.h"
#include "bench/synthetic.h"

#define FAMILY 6
#define YEARS 40
#define MOST 256

/* From the first flow of each unit on its way after it arrived there; where none follows is an answer. */
#define WALK                                                                                                 \
  "WITH RECURSIVE walk(unit, at) AS (SELECT ?1, 0 UNION SELECT flow.new_unit, flow.moment FROM walk "        \
  "JOIN flow ON flow.old_unit = walk.unit AND flow.moment = (SELECT min(moment) FROM flow "                  \
  "WHERE old_unit = walk.unit AND moment > walk.at)) SELECT DISTINCT unit FROM walk "                        \
  "WHERE NOT EXISTS (SELECT 1 FROM flow WHERE old_unit = walk.unit AND moment > walk.at) ORDER BY unit"

typedef struct family {
  quhua_unit units[FAMILY];
} family;

/* The first town with so many villages. */
static family find_family(const quhua_registry *registry) {
  family f = {0};
  size_t count, run = 0;
  quhua_snapshot *snapshot = synthetic_look(registry);
  quhua_unit *all = synthetic_units(snapshot, QUHUA_LEVEL_VILLAGE, &count);
  for (size_t i = 0; i < count && run < FAMILY; i++) {
    if (run && all[i].parent != f.units[0].parent) run = 0;
    f.units[run++] = all[i];
  }
  if (run < FAMILY) exit(1);
  free(all);
  quhua_snapshot_free(snapshot);
  return f;
}

/* Most years a village gives a part to the next; every fifth two villages divide their land anew, each between both. */
static void live(quhua_registry *registry, const family *f) {
  char table[1024];
  for (int y = 0; y < YEARS; y++) {
    const char *a = f->units[y % FAMILY].code.text, *b = f->units[(y * 5 + 1) % FAMILY].code.text;
    if (a == b) b = f->units[(y + 1) % FAMILY].code.text;
    int len = snprintf(
        table, sizeof table,
        "document,effective,old_code,new_code,share\n文%d,%d-06-01,%s,%s,%s\n文%d,%d-06-01,%s,%s,%s\n", y,
        2020 + y, a, a, y % 3 ? "3/4" : "", y, 2020 + y, a, b, y % 3 ? "1/4" : "");
    if (y % 5 == 4)
      len += snprintf(table + len, sizeof table - (size_t)len,
                      "文%d,%d-06-01,%s,%s,1/3\n文%d,%d-06-01,%s,%s,2/3\n", y, 2020 + y, b, a, y, 2020 + y, b,
                      b);
    synthetic_apply(registry, table, (size_t)len);
  }
}

/* --- the peer --------------------------------------------------------------------------------------------------------- */

static void need_sql(sqlite3 *db, int status) {
  if (status == SQLITE_OK || status == SQLITE_DONE || status == SQLITE_ROW) return;
  fprintf(stderr, "%s\n", sqlite3_errmsg(db));
  exit(1);
}

static void copy_flows(sqlite3 *db, const quhua_snapshot *snapshot, const family *f) {
  quhua_error err;
  sqlite3_stmt *insert;
  need_sql(db, sqlite3_prepare_v2(db, "INSERT OR IGNORE INTO flow VALUES (?, ?, ?)", -1, &insert, NULL));
  for (int i = 0; i < FAMILY; i++) {
    quhua_flows *flows;
    const quhua_flow *flow;
    stopwatch_need(quhua_flows_new(snapshot, f->units[i].id, &flows, &err), &err);
    for (size_t k = 0; (flow = quhua_flows_at(flows, k)); k++) {
      sqlite3_bind_int64(insert, 1, (int64_t)flow->old_unit);
      sqlite3_bind_int64(insert, 2, (int64_t)flow->date * 100000 + (int64_t)flow->sequence);
      sqlite3_bind_int64(insert, 3, (int64_t)flow->new_unit);
      need_sql(db, sqlite3_step(insert));
      sqlite3_reset(insert);
    }
    quhua_flows_free(flows);
  }
  sqlite3_finalize(insert);
}

static sqlite3 *open_peer(const quhua_snapshot *snapshot, const family *f) {
  sqlite3 *db;
  if (sqlite3_open(":memory:", &db)) exit(1);
  need_sql(db, sqlite3_exec(db,
                            "CREATE TABLE flow(old_unit INTEGER, moment INTEGER, new_unit INTEGER, "
                            "PRIMARY KEY(old_unit, moment, new_unit)) WITHOUT ROWID",
                            NULL, NULL, NULL));
  copy_flows(db, snapshot, f);
  return db;
}

static size_t ask_peer(sqlite3_stmt *walk, quhua_unit_id id, quhua_unit_id *out) {
  size_t count = 0;
  sqlite3_bind_int64(walk, 1, (int64_t)id);
  while (sqlite3_step(walk) == SQLITE_ROW && count < MOST)
    out[count++] = (quhua_unit_id)sqlite3_column_int64(walk, 0);
  sqlite3_reset(walk);
  return count;
}

/* --- the library ------------------------------------------------------------------------------------------------------ */

static size_t ask_library(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date from, quhua_date to,
                          quhua_unit_id *out) {
  quhua_error err;
  quhua_projection *p;
  const quhua_projected *row;
  size_t count = 0;
  stopwatch_need(quhua_projection_new(snapshot, id, from, to, &p, &err), &err);
  for (size_t i = 0; (row = quhua_projection_at(p, i)) && count < MOST; i++) out[count++] = row->unit.id;
  quhua_projection_free(p);
  return count;
}

static int by_id(const void *a, const void *b) {
  quhua_unit_id x = *(const quhua_unit_id *)a, y = *(const quhua_unit_id *)b;
  return (x > y) - (x < y);
}

static void compare(const quhua_snapshot *snapshot, sqlite3_stmt *walk, const family *f, quhua_date from,
                    quhua_date to) {
  quhua_unit_id ours[MOST], theirs[MOST];
  for (int i = 0; i < FAMILY; i++) {
    size_t n = ask_library(snapshot, f->units[i].id, from, to, ours),
           m = ask_peer(walk, f->units[i].id, theirs);
    qsort(ours, n, sizeof *ours, by_id);
    if (n == m && memcmp(ours, theirs, n * sizeof *ours) == 0) continue;
    fprintf(stderr, "the answers differ for %s\n", f->units[i].code.text);
    exit(1);
  }
}

static void measure(const quhua_snapshot *snapshot, sqlite3_stmt *walk, const family *f, size_t count) {
  quhua_unit_id out[MOST];
  quhua_date from = 0, to = 0;
  quhua_date_parse(quhua_str_from("2020-01-01"), &from);
  quhua_date_parse(quhua_str_from("2060-01-01"), &to);
  compare(snapshot, walk, f, from, to);
  double *times[3];
  for (int i = 0; i < 3; i++)
    if (!(times[i] = malloc(count * sizeof *times[i]))) exit(1);
  for (size_t i = 0; i < count; i++) { /* in turns, so that what else runs disturbs all alike */
    quhua_unit_id id = f->units[i % FAMILY].id;
    double start = stopwatch_us();
    ask_library(snapshot, id, from, to, out);
    times[0][i] = stopwatch_us() - start;
    start = stopwatch_us();
    ask_library(snapshot, id, to, from, out);
    times[1][i] = stopwatch_us() - start;
    start = stopwatch_us();
    ask_peer(walk, id, out);
    times[2][i] = stopwatch_us() - start;
  }
  stopwatch_print("forward, with shares", times[0], count, 1, "us");
  stopwatch_print("backward, with shares", times[1], count, 1, "us");
  stopwatch_print("SQLite, forward, without shares", times[2], count, 1, "us");
  for (int i = 0; i < 3; i++) free(times[i]);
}

int main(int argc, char **argv) {
  char *end = NULL;
  long counties = argc > 1 ? strtol(argv[1], &end, 10) : 1;
  const char *path = end && *end ? argv[1] : NULL;
  long count = argc > 2 ? atol(argv[2]) : 1001;
  if (count < 1 || (!path && (counties < 1 || counties > 3000))) {
    fprintf(stderr, "usage: bench_project [COUNTIES | REGISTER.csv [COUNT]]\n");
    return 2;
  }
  quhua_registry *registry = synthetic_register(path, (int)counties);
  family f = find_family(registry);
  live(registry, &f);
  quhua_snapshot *snapshot = synthetic_look(registry);
  sqlite3 *db = open_peer(snapshot, &f);
  sqlite3_stmt *walk;
  need_sql(db, sqlite3_prepare_v2(db, WALK, -1, &walk, NULL));
  measure(snapshot, walk, &f, (size_t)count);
  sqlite3_finalize(walk);
  sqlite3_close(db);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  return 0;
}
