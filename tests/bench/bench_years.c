/* SPDX-License-Identifier: Apache-2.0 */
/* bench_years [COUNTIES | REGISTER.csv [COUNT]]: what one code is after eight years of national reform, asked COUNT times
 * (default 100,000) in random order of all units that changed.
 *
 *   crosswalk   quhua_crosswalk_find() in a crosswalk over the eight years, with its rows
 *   sqlite      the same rows in a table in memory, by primary key (level, code)
 *   projection  quhua_projection_new(), nothing compiled
 *   sqlite      a recursive query over a table of the same flows; without shares
 *
 * All must name the same units. Both pairs, and the compiling, are written down apart. */
#include <string.h>

#include "bench/peer.h"
#include "bench/stopwatch.h"
#include "bench/synthetic.h"

#define FIRST_YEAR 2020
#define YEARS 8
#define ROUNDS 5
#define MOST 64

#define ADD_ROW "INSERT INTO map VALUES (?1, ?2, ?3, ?4)"
#define ASK_ROW "SELECT new_unit FROM map WHERE level = ?1 AND code = ?2"

/* A program that answers, and what it needs. */
typedef struct bench {
  const quhua_snapshot *snapshot;
  const quhua_crosswalk *crosswalk;
  sqlite3_stmt *ask_row, *walk;
  quhua_date from, to;
} bench;

typedef quhua_unit_id answerer(const bench *b, const quhua_unit *old);

/* The answers as one number, whatever their order. */
static quhua_unit_id by_crosswalk(const bench *b, const quhua_unit *old) {
  size_t first = 0, count = quhua_crosswalk_find(b->crosswalk, old->level, &old->code, &first);
  quhua_unit_id sum = 0;
  for (size_t i = 0; i < count; i++) sum += quhua_crosswalk_at(b->crosswalk, first + i)->after.id;
  return sum;
}

static quhua_unit_id by_table(const bench *b, const quhua_unit *old) {
  quhua_unit_id sum = 0;
  sqlite3_bind_int(b->ask_row, 1, (int)old->level);
  sqlite3_bind_text(b->ask_row, 2, old->code.text, -1, SQLITE_STATIC);
  while (sqlite3_step(b->ask_row) == SQLITE_ROW) sum += (quhua_unit_id)sqlite3_column_int64(b->ask_row, 0);
  sqlite3_reset(b->ask_row);
  return sum;
}

static quhua_unit_id add_up(const quhua_unit_id *ids, size_t count) {
  quhua_unit_id sum = 0;
  for (size_t i = 0; i < count; i++) sum += ids[i];
  return sum;
}

static quhua_unit_id by_projection(const bench *b, const quhua_unit *old) {
  quhua_unit_id ids[MOST];
  return add_up(ids, peer_project(b->snapshot, old->id, b->from, b->to, ids, MOST));
}

static quhua_unit_id by_walk(const bench *b, const quhua_unit *old) {
  quhua_unit_id ids[MOST];
  return add_up(ids, peer_ask(b->walk, old->id, ids, MOST));
}

static sqlite3 *open_peer(bench *b) {
  sqlite3 *db = peer_open(":memory:");
  peer_make_flows(db);
  peer_run(db, "CREATE TABLE map(level INTEGER, code TEXT, row INTEGER, new_unit INTEGER, "
               "PRIMARY KEY(level, code, row)) WITHOUT ROWID; BEGIN");
  sqlite3_stmt *add_row = peer_prepare(db, ADD_ROW), *add_flow = peer_prepare(db, peer_insert_flow);
  const quhua_crosswalk_row *row;
  for (size_t i = 0; (row = quhua_crosswalk_at(b->crosswalk, i)); i++) {
    sqlite3_bind_int(add_row, 1, (int)row->before.level);
    sqlite3_bind_text(add_row, 2, row->before.code.text, -1, SQLITE_STATIC);
    sqlite3_bind_int64(add_row, 3, (int64_t)i);
    sqlite3_bind_int64(add_row, 4, (int64_t)row->after.id);
    peer_step(add_row);
    peer_copy_flows(add_flow, b->snapshot, row->before.id);
    if (row->after.id) peer_copy_flows(add_flow, b->snapshot, row->after.id);
  }
  sqlite3_finalize(add_row);
  sqlite3_finalize(add_flow);
  peer_run(db, "COMMIT");
  b->ask_row = peer_prepare(db, ASK_ROW);
  b->walk = peer_prepare(db, peer_walk);
  return db;
}

/* Nanoseconds for one question; the sum of the answers goes out. */
static double ask(const bench *b, answerer *answer, const quhua_unit *questions, size_t count,
                  quhua_unit_id *sum) {
  double start = stopwatch_ns();
  *sum = 0;
  for (size_t i = 0; i < count; i++) *sum += answer(b, &questions[i]) * (i + 1);
  return (stopwatch_ns() - start) / (double)count;
}

static void measure(const bench *b, const quhua_unit *questions, size_t count) {
  static const struct {
    const char *work, *who;
    answerer *answer;
  } way[] = {{"project-8-years", "quhua", by_crosswalk},
             {"project-8-years", "sqlite", by_table},
             {"project-8-years-uncompiled", "quhua", by_projection},
             {"project-8-years-uncompiled", "sqlite", by_walk}};
  double times[4][ROUNDS];
  quhua_unit_id sums[4];
  for (int round = 0; round < ROUNDS; round++)
    for (int i = 0; i < 4; i++) times[i][round] = ask(b, way[i].answer, questions, count, &sums[i]);
  for (int i = 0; i < 4; i++) stopwatch_record(way[i].work, way[i].who, times[i], ROUNDS, 1, "ns");
  for (int i = 0; i < 4; i += 2) stopwatch_equal(way[i].work, sums[i] == sums[0] && sums[i] == sums[i + 1]);
}

static quhua_unit *choose(const quhua_crosswalk *c, size_t count) {
  uint64_t seed = STOPWATCH_SEED;
  quhua_unit *questions = malloc(count * sizeof *questions);
  size_t rows = quhua_crosswalk_count(c);
  if (!questions || !rows) exit(1);
  for (size_t i = 0; i < count; i++)
    questions[i] = quhua_crosswalk_at(c, stopwatch_chance(&seed) % rows)->before;
  return questions;
}

int main(int argc, char **argv) {
  char *end = NULL;
  long counties = argc > 1 ? strtol(argv[1], &end, 10) : 3000;
  const char *path = end && *end ? argv[1] : NULL;
  long count = argc > 2 ? atol(argv[2]) : 100000;
  quhua_error err;
  if (count < 1 || (!path && (counties < 1 || counties > 3000))) {
    fprintf(stderr, "usage: bench_years [COUNTIES | REGISTER.csv [COUNT]]\n");
    return 2;
  }
  quhua_registry *registry = synthetic_register("", path, (int)counties);
  for (int year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year++) synthetic_reform(registry, year);
  quhua_snapshot *snapshot = synthetic_look(registry);
  bench b = {.snapshot = snapshot, .from = synthetic_day("2019-12-31"), .to = synthetic_day("2028-01-01")};
  quhua_crosswalk *crosswalk = NULL;
  double times[ROUNDS];
  for (int i = 0; i < ROUNDS; i++) {
    quhua_crosswalk_free(crosswalk);
    double start = stopwatch_us();
    stopwatch_need(quhua_crosswalk_new(snapshot, b.from, b.to, &crosswalk, &err), &err);
    times[i] = stopwatch_us() - start;
  }
  b.crosswalk = crosswalk;
  printf("%zu rows\n", quhua_crosswalk_count(crosswalk));
  stopwatch_record("crosswalk-compile-8-years", "quhua", times, ROUNDS, 1e3, "ms");
  sqlite3 *db = open_peer(&b);
  quhua_unit *questions = choose(crosswalk, (size_t)count);
  measure(&b, questions, (size_t)count);
  free(questions);
  sqlite3_finalize(b.ask_row);
  sqlite3_finalize(b.walk);
  sqlite3_close(db);
  quhua_crosswalk_free(crosswalk);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  return 0;
}
