/* SPDX-License-Identifier: Apache-2.0 */
/* bench_lookup REGISTER DAY [COUNT]: what holds a code on a day, asked COUNT times (default 1,000,000) in random order of all
 * units of that day, side by side with what else a program could use on the same keys:
 *
 *   quhua   quhua_unit_find(level, code, day)
 *   many    quhua_unit_find_many(), the same keys in one call
 *   uthash  HASH_FIND on a table keyed by (level, code), without days
 *   sqlite  a prepared SELECT by primary key (level, code) of a table in memory, without days
 *
 * All four must find the same names. Prints nanoseconds, and ratios to quhua_unit_find_many(); figures are of this machine and this moment. */
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <uthash.h>

#include <quhua/quhua.h>

typedef struct known {
  char key[20]; /* level, then the code */
  quhua_code code;
  quhua_level level;
  const char *name;
  size_t name_len;
  UT_hash_handle hh;
} known;

static uint64_t seed = 88172645463325252u;

static uint64_t chance(void) {
  seed ^= seed << 13;
  seed ^= seed >> 7;
  return seed ^= seed << 17;
}

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static int fail(const quhua_error *err) {
  char text[1024];
  quhua_error_format(err, QUHUA_LANG_EN, text, sizeof text);
  fprintf(stderr, "bench_lookup: %s\n", text);
  return 1;
}

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
    snprintf(k->key, sizeof k->key, "%d%s", (int)unit.level, unit.code.text);
    k->name = unit.name.ptr;
    k->name_len = unit.name.len;
  }
  quhua_cursor_free(cursor);
  return list;
}

static sqlite3 *database(const known *list, size_t count) {
  sqlite3 *db;
  sqlite3_stmt *insert;
  sqlite3_open(":memory:", &db);
  sqlite3_exec(
      db, "CREATE TABLE unit(level INTEGER, code TEXT, name TEXT, PRIMARY KEY(level, code)) WITHOUT ROWID",
      NULL, NULL, NULL);
  sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
  sqlite3_prepare_v2(db, "INSERT INTO unit VALUES (?1, ?2, ?3)", -1, &insert, NULL);
  for (size_t i = 0; i < count; i++) {
    sqlite3_bind_int(insert, 1, (int)list[i].level);
    sqlite3_bind_text(insert, 2, list[i].code.text, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 3, list[i].name, (int)list[i].name_len, SQLITE_STATIC);
    sqlite3_step(insert);
    sqlite3_reset(insert);
  }
  sqlite3_finalize(insert);
  sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
  return db;
}

/* The questions in random order, apart from what the peers keep. */
typedef struct question {
  quhua_lookup lookup;
  char key[20];
} question;

#define BATCH 1024

int main(int argc, char **argv) {
  quhua_error err;
  quhua_date day;
  quhua_registry *registry;
  quhua_snapshot *snapshot;
  size_t count, asked = argc > 3 ? (size_t)atol(argv[3]) : 1000000;
  if (argc < 3 || !asked || !quhua_date_parse(quhua_str_from(argv[2]), &day)) {
    fprintf(stderr, "usage: bench_lookup REGISTER DAY [COUNT]\n");
    return 2;
  }
  quhua_open_options options;
  quhua_open_options_init(&options);
  options.read_only = 1;
  if (quhua_registry_open(argv[1], &options, &registry, &err) ||
      quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err))
    return fail(&err);
  known *list = collect(snapshot, day, &count), *table = NULL;
  question *q = calloc(asked, sizeof *q);
  if (!list || !count || !q) return 2;
  for (size_t i = 0; i < count; i++) HASH_ADD_STR(table, key, &list[i]);
  sqlite3 *db = database(list, count);
  for (size_t i = 0; i < asked; i++) {
    const known *k = &list[chance() % count];
    q[i].lookup = (quhua_lookup){k->code, k->level};
    memcpy(q[i].key, k->key, sizeof q[i].key);
  }
  for (int round = 0; round < 3; round++) {
    uint64_t ours = 0, batched = 0, theirs = 0, rows = 0;
    double start = now_ns();
    for (size_t i = 0; i < asked; i++) {
      quhua_unit unit;
      if (!quhua_unit_find(snapshot, q[i].lookup.level, &q[i].lookup.code, day, &unit)) ours += unit.name.len;
    }
    double quhua = (now_ns() - start) / (double)asked;
    start = now_ns();
    for (size_t i = 0; i < asked; i += BATCH) {
      static quhua_lookup lookups[BATCH];
      static quhua_unit units[BATCH];
      size_t n = asked - i < BATCH ? asked - i : BATCH;
      for (size_t k = 0; k < n; k++) lookups[k] = q[i + k].lookup;
      quhua_unit_find_many(snapshot, lookups, n, day, units, NULL);
      for (size_t k = 0; k < n; k++) batched += units[k].name.len;
    }
    double many = (now_ns() - start) / (double)asked;
    start = now_ns();
    for (size_t i = 0; i < asked; i++) {
      known *found;
      HASH_FIND_STR(table, q[i].key, found);
      if (found) theirs += found->name_len;
    }
    double uthash = (now_ns() - start) / (double)asked;
    sqlite3_stmt *select;
    sqlite3_prepare_v2(db, "SELECT name FROM unit WHERE level = ?1 AND code = ?2", -1, &select, NULL);
    start = now_ns();
    for (size_t i = 0; i < asked; i++) {
      sqlite3_bind_int(select, 1, (int)q[i].lookup.level);
      sqlite3_bind_text(select, 2, q[i].lookup.code.text, -1, SQLITE_STATIC);
      if (sqlite3_step(select) == SQLITE_ROW) rows += (uint64_t)sqlite3_column_bytes(select, 0);
      sqlite3_reset(select);
    }
    double sqlite = (now_ns() - start) / (double)asked;
    sqlite3_finalize(select);
    printf("%zu units, %zu lookups: one by one %.0f ns, many %.0f ns, uthash %.0f ns (%.1f x), sqlite %.0f "
           "ns (%.1f x), equal %s\n",
           count, asked, quhua, many, uthash, uthash / many, sqlite, sqlite / many,
           ours == batched && ours == theirs && ours == rows ? "yes" : "no");
  }
  return 0;
}
