/* SPDX-License-Identifier: Apache-2.0 */
/* bench_project [COUNTIES | REGISTER.csv [COUNT]]: how long it takes to project one code over 40 years of history.
 *
 * Six villages of one town give parts to one another, are merged and divided, once a year from 2020 to 2059. Each question is
 * from the day before all that to the day after, and back. The peer does part of the work in the same run: a recursive query
 * in SQLite, in memory, over a table of the same flows finds where the territory may lie, without shares. Both must name
 * the same units. Figures are of this machine and this moment. */
#include <string.h>

#include "bench/peer.h"
#include "bench/stopwatch.h"
#include "bench/synthetic.h"

#define FAMILY 6
#define YEARS 40
#define MOST 256

typedef struct family {
  quhua_unit units[FAMILY];
} family;

/* The first town with so many villages. */
static family find_family(const quhua_registry *registry) {
  family f = {0};
  size_t count, run = 0;
  quhua_snapshot *snapshot = synthetic_look(registry);
  quhua_unit *all = synthetic_units(snapshot, SYNTHETIC_DAY, QUHUA_LEVEL_VILLAGE, &count);
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

static sqlite3 *open_peer(const quhua_snapshot *snapshot, const family *f) {
  sqlite3 *db = peer_open(":memory:");
  peer_make_flows(db);
  sqlite3_stmt *insert = peer_prepare(db, peer_insert_flow);
  for (int i = 0; i < FAMILY; i++) peer_copy_flows(insert, snapshot, f->units[i].id);
  sqlite3_finalize(insert);
  return db;
}

static bool agree(const quhua_snapshot *snapshot, sqlite3_stmt *walk, const family *f, quhua_date from,
                  quhua_date to) {
  quhua_unit_id ours[MOST], theirs[MOST];
  bool same = true;
  for (int i = 0; i < FAMILY; i++) {
    size_t n = peer_project(snapshot, f->units[i].id, from, to, ours, MOST),
           m = peer_ask(walk, f->units[i].id, theirs, MOST);
    same = same && peer_agrees(ours, n, theirs, m);
  }
  return same;
}

static void measure(const quhua_snapshot *snapshot, sqlite3_stmt *walk, const family *f, size_t count) {
  static const char *const works[] = {"project-40-years", "project-40-years-back", "project-40-years"},
                           *const whos[] = {"quhua", "quhua", "sqlite"};
  quhua_unit_id out[MOST];
  quhua_date from = 0, to = 0;
  quhua_date_parse(quhua_str_from("2020-01-01"), &from);
  quhua_date_parse(quhua_str_from("2060-01-01"), &to);
  stopwatch_equal(works[0], agree(snapshot, walk, f, from, to));
  double *times[3];
  for (int i = 0; i < 3; i++) times[i] = stopwatch_times(count);
  for (size_t i = 0; i < count; i++) { /* in turns, so that what else runs disturbs all alike */
    quhua_unit_id id = f->units[i % FAMILY].id;
    double start = stopwatch_us();
    peer_project(snapshot, id, from, to, out, MOST);
    times[0][i] = stopwatch_us() - start;
    start = stopwatch_us();
    peer_project(snapshot, id, to, from, out, MOST);
    times[1][i] = stopwatch_us() - start;
    start = stopwatch_us();
    peer_ask(walk, id, out, MOST);
    times[2][i] = stopwatch_us() - start;
  }
  for (int i = 0; i < 3; i++) stopwatch_record(works[i], whos[i], times[i], count, 1, "us");
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
  quhua_registry *registry = synthetic_register("", path, (int)counties);
  family f = find_family(registry);
  live(registry, &f);
  quhua_snapshot *snapshot = synthetic_look(registry);
  sqlite3 *db = open_peer(snapshot, &f);
  sqlite3_stmt *walk = peer_prepare(db, peer_walk);
  measure(snapshot, walk, &f, (size_t)count);
  sqlite3_finalize(walk);
  sqlite3_close(db);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  return 0;
}
