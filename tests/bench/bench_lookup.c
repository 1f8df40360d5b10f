/* SPDX-License-Identifier: Apache-2.0 */
/* bench_lookup REGISTER DAY [COUNT]: what holds a code on a day, asked COUNT times (default 1,000,000) in random order of all
 * units of that day, side by side with what else a program could use on the same keys:
 *
 *   quhua   quhua_unit_find(level, code, day)
 *   many    quhua_unit_find_many(), the same keys in one call
 *   uthash  HASH_FIND on a table keyed by (level, code), without days
 *   sqlite  a prepared SELECT by primary key (level, code) of a table in memory, without days
 *
 * All four must find the same names. Figures are of this machine and this moment. */
#include <string.h>

#include <uthash.h>

#include "bench/peer.h"
#include "bench/stopwatch.h"

#define ROUNDS 5
#define BATCH 64 /* few enough for the first cache */

/* Level, then the code. */
typedef struct known_key {
  char text[20];
} known_key;

typedef struct known {
  known_key key;
  quhua_code code;
  quhua_level level;
  const char *name;
  size_t name_len;
  UT_hash_handle hh;
} known;

/* All units of the day that have a name. */
static known *collect(const quhua_snapshot *snapshot, quhua_date day, size_t *count) {
  quhua_cursor *cursor;
  quhua_unit unit;
  if (quhua_cursor_new_all(snapshot, day, &cursor, NULL)) return NULL;
  known *list = calloc(quhua_cursor_count(cursor) + 1, sizeof *list);
  *count = 0;
  while (list && quhua_cursor_next(cursor, &unit)) {
    known *k = &list[(*count)++];
    k->code = unit.code;
    k->level = unit.level;
    snprintf(k->key.text, sizeof k->key.text, "%d%s", (int)unit.level, unit.code.text);
    k->name = unit.name.ptr;
    k->name_len = unit.name.len;
  }
  quhua_cursor_free(cursor);
  return list;
}

static sqlite3 *database(const known *list, size_t count) {
  sqlite3 *db = peer_open(":memory:");
  peer_run(db,
           "CREATE TABLE unit(level INTEGER, code TEXT, name TEXT, PRIMARY KEY(level, code)) WITHOUT ROWID;"
           "BEGIN");
  sqlite3_stmt *insert = peer_prepare(db, "INSERT INTO unit VALUES (?1, ?2, ?3)");
  for (size_t i = 0; i < count; i++) {
    sqlite3_bind_int(insert, 1, (int)list[i].level);
    sqlite3_bind_text(insert, 2, list[i].code.text, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 3, list[i].name, (int)list[i].name_len, SQLITE_STATIC);
    peer_step(insert);
  }
  sqlite3_finalize(insert);
  peer_run(db, "COMMIT");
  return db;
}

/* What answers, and what was asked, in random order, apart from what the peers keep. */
typedef struct bench {
  const quhua_snapshot *snapshot;
  quhua_date day;
  const known *table;
  sqlite3_stmt *select;
  const quhua_lookup *lookups;
  const known_key *keys;
  size_t asked;
} bench;

/* Each answers all questions; the sum of the lengths of the names shows that all found the same. */
typedef uint64_t answerer(const bench *b);

static uint64_t one_by_one(const bench *b) {
  uint64_t sum = 0;
  quhua_unit unit;
  for (size_t i = 0; i < b->asked; i++) {
    const quhua_lookup *l = &b->lookups[i];
    if (!quhua_unit_find(b->snapshot, l->level, &l->code, b->day, &unit)) sum += unit.name.len;
  }
  return sum;
}

static uint64_t many(const bench *b) {
  quhua_unit units[BATCH];
  uint64_t sum = 0;
  for (size_t i = 0; i < b->asked; i += BATCH) {
    size_t n = b->asked - i < BATCH ? b->asked - i : BATCH;
    quhua_unit_find_many(b->snapshot, b->lookups + i, n, b->day, units, NULL);
    for (size_t k = 0; k < n; k++) sum += units[k].name.len;
  }
  return sum;
}

static uint64_t by_uthash(const bench *b) {
  uint64_t sum = 0;
  const known *found;
  for (size_t i = 0; i < b->asked; i++) {
    HASH_FIND_STR(b->table, b->keys[i].text, found);
    if (found) sum += found->name_len;
  }
  return sum;
}

static uint64_t by_sqlite(const bench *b) {
  uint64_t sum = 0;
  for (size_t i = 0; i < b->asked; i++) {
    const quhua_lookup *l = &b->lookups[i];
    sqlite3_bind_int(b->select, 1, (int)l->level);
    sqlite3_bind_text(b->select, 2, l->code.text, -1, SQLITE_STATIC);
    if (sqlite3_step(b->select) == SQLITE_ROW) sum += (uint64_t)sqlite3_column_bytes(b->select, 0);
    sqlite3_reset(b->select);
  }
  return sum;
}

static void measure(const bench *b) {
  static const struct {
    const char *who;
    answerer *answer;
  } way[] = {{"quhua", many}, {"quhua one by one", one_by_one}, {"uthash", by_uthash}, {"sqlite", by_sqlite}};
  enum { WAYS = sizeof way / sizeof *way };
  double times[WAYS][ROUNDS];
  uint64_t sums[WAYS];
  bool equal = true;
  for (int round = 0; round < ROUNDS; round++)
    for (int i = 0; i < WAYS; i++) {
      double start = stopwatch_ns();
      sums[i] = way[i].answer(b);
      times[i][round] = (stopwatch_ns() - start) / (double)b->asked;
      equal = equal && sums[i] == sums[0];
    }
  for (int i = 0; i < WAYS; i++) stopwatch_record("lookup", way[i].who, times[i], ROUNDS, 1, "ns");
  stopwatch_equal("lookup", equal);
}

static void choose(const known *list, size_t count, size_t asked, quhua_lookup *lookups, known_key *keys) {
  uint64_t seed = STOPWATCH_SEED;
  for (size_t i = 0; i < asked; i++) {
    const known *k = &list[stopwatch_chance(&seed) % count];
    lookups[i] = (quhua_lookup){k->code, k->level};
    keys[i] = k->key;
  }
}

int main(int argc, char **argv) {
  quhua_error err;
  quhua_date day;
  quhua_registry *registry;
  quhua_snapshot *snapshot;
  size_t count = 0, asked = argc > 3 ? (size_t)strtoull(argv[3], NULL, 10) : 1000000;
  if (argc < 3 || !asked || !quhua_date_parse(quhua_str_from(argv[2]), &day)) {
    fprintf(stderr, "usage: bench_lookup REGISTER DAY [COUNT]\n");
    return 2;
  }
  quhua_open_options options;
  quhua_open_options_init(&options);
  options.read_only = 1;
  stopwatch_need(quhua_registry_open(argv[1], &options, &registry, &err), &err);
  stopwatch_need(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err), &err);
  known *list = collect(snapshot, day, &count), *table = NULL;
  quhua_lookup *lookups = calloc(asked, sizeof *lookups);
  known_key *keys = calloc(asked, sizeof *keys);
  if (!list || !count || !lookups || !keys) return 2;
  choose(list, count, asked, lookups, keys);
  for (size_t i = 0; i < count; i++) HASH_ADD_STR(table, key.text, &list[i]);
  sqlite3 *db = database(list, count);
  bench b = {snapshot, day, table, NULL, lookups, keys, asked};
  b.select = peer_prepare(db, "SELECT name FROM unit WHERE level = ?1 AND code = ?2");
  printf("%zu units, %zu lookups\n", count, asked);
  measure(&b);
  sqlite3_finalize(b.select);
  sqlite3_close(db);
  HASH_CLEAR(hh, table);
  free(list);
  free(lookups);
  free(keys);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  return 0;
}
