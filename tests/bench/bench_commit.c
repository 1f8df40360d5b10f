/* SPDX-License-Identifier: Apache-2.0 */
/* bench_commit REGISTER.csv DIR [COUNT]: acts that rename a village each, from text to durable, COUNT (default 300) one by one
 * and ten times as many in one file; five rounds.
 *
 * The peer is bare SQLite: the very rows that the library wrote for these acts, inserted and updated in a copy of its file
 * (same tables and indexes, no triggers), with the same settings, a transaction for each act or one for all. It
 * reads no text, judges nothing, and makes no digests. The rows of both files must be the same. */
#include <string.h>
#include <unistd.h>

#include "bench/peer.h"
#include "bench/stopwatch.h"
#include "bench/synthetic.h"

#define ROUNDS 5
#define MANY 10
#define LINE 128
#define HEADER "document,effective,relation,old_code,new_name\n"

typedef enum table_kind { JOURNAL, VERSION, FLOW, ENDED, TABLES } table_kind;

/* Which rows an entry wrote, and how the peer writes them. */
static const struct {
  const char *take, *write;
} tables[TABLES] = {
    [JOURNAL] = {"SELECT * FROM journal WHERE sequence > ?1 ORDER BY sequence",
                 "INSERT INTO journal VALUES (?,?,?,?,?,?,?,?,?,?,?)"},
    [VERSION] = {"SELECT *, recorded_from FROM unit_version WHERE recorded_from > ?1 ORDER BY row",
                 "INSERT INTO unit_version VALUES (?,?,?,?,?,?,?,?,?,?,?,NULL)"},
    [FLOW] = {"SELECT *, sequence FROM flow WHERE sequence > ?1 ORDER BY number",
              "INSERT INTO flow VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"},
    [ENDED] = {"SELECT recorded_to, row FROM unit_version WHERE recorded_to > ?1 ORDER BY recorded_to, row",
               "UPDATE unit_version SET recorded_to = ?1 WHERE row = ?2"}};

#define CELLS 17
typedef struct peer_row {
  sqlite3_value *cells[CELLS];
  int count;
  int64_t sequence;
} peer_row;

typedef struct peer_rows {
  peer_row *list;
  size_t count, next;
} peer_rows;

typedef struct bench {
  quhua_registry *registry;
  quhua_unit *villages;
  size_t village_count, next; /* every act has a village of its own */
  sqlite3 *source, *peer;     /* the register's file, and the copy */
  sqlite3_stmt *take[TABLES], *write[TABLES];
  int64_t known; /* sequence up to which the peer has everything */
  unsigned documents;
} bench;

/* --- the library -------------------------------------------------------------------------------------------------- */

static size_t put_act(bench *b, char *out) {
  unsigned number = ++b->documents;
  const quhua_unit *village = &b->villages[b->next++];
  return (size_t)snprintf(out, LINE, "文%u,2020-01-01,更名,%s,新名%u村\n", number, village->code.text,
                          number);
}

/* Microseconds for one act. */
static double apply(bench *b, size_t documents, size_t acts_each) {
  size_t room = sizeof HEADER + acts_each * LINE;
  char *text = malloc(room);
  if (!text) exit(1);
  double took = 0;
  for (size_t i = 0; i < documents; i++) {
    size_t len = sizeof HEADER - 1;
    memcpy(text, HEADER, len);
    for (size_t k = 0; k < acts_each; k++) len += put_act(b, text + len);
    double start = stopwatch_us();
    synthetic_apply(b->registry, text, len);
    took += stopwatch_us() - start;
  }
  free(text);
  return took / (double)(documents * acts_each);
}

/* --- the peer ----------------------------------------------------------------------------------------------------- */

static peer_rows take_rows(bench *b, table_kind kind) {
  peer_rows rows = {0};
  size_t cap = 0;
  sqlite3_stmt *take = b->take[kind];
  sqlite3_bind_int64(take, 1, b->known);
  while (sqlite3_step(take) == SQLITE_ROW) {
    if (rows.count == cap) rows.list = realloc(rows.list, (cap = cap * 2 + 64) * sizeof *rows.list);
    if (!rows.list) exit(1);
    peer_row *row = &rows.list[rows.count++];
    int columns = sqlite3_column_count(take), key = kind == VERSION || kind == FLOW ? columns - 1 : 0;
    row->sequence = sqlite3_column_int64(take, key);
    row->count = sqlite3_bind_parameter_count(b->write[kind]);
    for (int i = 0; i < row->count; i++) row->cells[i] = sqlite3_value_dup(sqlite3_column_value(take, i));
  }
  sqlite3_reset(take);
  return rows;
}

static void write_until(bench *b, peer_rows rows[TABLES], int64_t sequence) {
  for (int kind = 0; kind < TABLES; kind++)
    for (; rows[kind].next < rows[kind].count && rows[kind].list[rows[kind].next].sequence <= sequence;
         rows[kind].next++) {
      peer_row *row = &rows[kind].list[rows[kind].next];
      for (int i = 0; i < row->count; i++) sqlite3_bind_value(b->write[kind], i + 1, row->cells[i]);
      peer_step(b->write[kind]);
    }
}

/* What the library has written since, a transaction for each act, or one for all. Microseconds for one act. */
static double replay(bench *b, size_t acts, bool one_by_one) {
  peer_rows rows[TABLES];
  for (int kind = 0; kind < TABLES; kind++) rows[kind] = take_rows(b, (table_kind)kind);
  double start = stopwatch_us();
  if (!one_by_one) peer_run(b->peer, "BEGIN IMMEDIATE");
  for (size_t i = 0; i < rows[JOURNAL].count; i++) {
    if (one_by_one) peer_run(b->peer, "BEGIN IMMEDIATE");
    write_until(b, rows, rows[JOURNAL].list[i].sequence);
    if (one_by_one) peer_run(b->peer, "COMMIT");
  }
  if (!one_by_one) peer_run(b->peer, "COMMIT");
  double took = stopwatch_us() - start;
  b->known += (int64_t)rows[JOURNAL].count;
  for (int kind = 0; kind < TABLES; kind++) {
    for (size_t i = 0; i < rows[kind].count; i++)
      for (int k = 0; k < rows[kind].list[i].count; k++) sqlite3_value_free(rows[kind].list[i].cells[k]);
    free(rows[kind].list);
  }
  return took / (double)acts;
}

static bool same_rows(sqlite3 *db) {
  sqlite3_stmt *differ = peer_prepare(
      db,
      "SELECT (SELECT count(*) FROM (SELECT * FROM unit_version EXCEPT SELECT * FROM theirs.unit_version))"
      " + (SELECT count(*) FROM (SELECT * FROM flow EXCEPT SELECT * FROM theirs.flow))"
      " + (SELECT count(*) FROM (SELECT * FROM journal EXCEPT SELECT * FROM theirs.journal))"
      " + (SELECT count(*) FROM unit_version) - (SELECT count(*) FROM theirs.unit_version)");
  bool same = sqlite3_step(differ) == SQLITE_ROW && sqlite3_column_int(differ, 0) == 0;
  sqlite3_finalize(differ);
  return same;
}

/* --- both ----------------------------------------------------------------------------------------------------------- */

static void drop_triggers(sqlite3 *db) {
  char name[128];
  for (;;) {
    sqlite3_stmt *next =
        peer_prepare(db, "SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'");
    bool found = sqlite3_step(next) == SQLITE_ROW;
    if (found) snprintf(name, sizeof name, "%s", (const char *)sqlite3_column_text(next, 0));
    sqlite3_finalize(next);
    if (!found) return;
    peer_run(db, name);
  }
}

static void open_both(bench *b, const char *list, const char *register_path, const char *peer_path) {
  char copy[1200];
  unlink(register_path);
  unlink(peer_path);
  b->registry = synthetic_register(register_path, list, 0);
  b->known = (int64_t)quhua_registry_head(b->registry);
  quhua_snapshot *snapshot = synthetic_look(b->registry);
  b->villages = synthetic_units(snapshot, SYNTHETIC_DAY, QUHUA_LEVEL_VILLAGE, &b->village_count);
  for (size_t i = 0; i < b->village_count; i++) b->villages[i].name = (quhua_str){0}; /* of the snapshot */
  quhua_snapshot_free(snapshot);
  b->source = peer_open(register_path);
  snprintf(copy, sizeof copy, "VACUUM INTO '%s'", peer_path);
  peer_run(b->source, copy);
  b->peer = peer_open(peer_path);
  drop_triggers(b->peer);
  peer_run(b->peer, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -65536");
  for (int kind = 0; kind < TABLES; kind++) {
    b->take[kind] = peer_prepare(b->source, tables[kind].take);
    b->write[kind] = peer_prepare(b->peer, tables[kind].write);
  }
}

static void close_both(bench *b, const char *peer_path) {
  char attach[1200];
  for (int kind = 0; kind < TABLES; kind++) {
    sqlite3_finalize(b->take[kind]);
    sqlite3_finalize(b->write[kind]);
  }
  sqlite3_close(b->peer);
  snprintf(attach, sizeof attach, "ATTACH '%s' AS theirs", peer_path);
  peer_run(b->source, attach);
  stopwatch_equal("apply-one", same_rows(b->source));
  stopwatch_equal("apply-batch", true);
  sqlite3_close(b->source);
  free(b->villages);
  quhua_registry_close(b->registry);
}

int main(int argc, char **argv) {
  char register_path[1024], peer_path[1024];
  size_t count = argc > 3 ? (size_t)strtoull(argv[3], NULL, 10) : 300;
  double times[4][ROUNDS];
  bench b = {0};
  if (argc < 3 || !count) {
    fprintf(stderr, "usage: bench_commit REGISTER.csv DIR [COUNT]\n");
    return 2;
  }
  snprintf(register_path, sizeof register_path, "%s/commit.quhua", argv[2]);
  snprintf(peer_path, sizeof peer_path, "%s/commit.sqlite", argv[2]);
  open_both(&b, argv[1], register_path, peer_path);
  if (b.village_count < ROUNDS * count * (1 + MANY)) count = b.village_count / (ROUNDS * (1 + MANY));
  if (!count) {
    fprintf(stderr, "%s: too few villages\n", argv[1]);
    return 2;
  }
  for (int round = 0; round < ROUNDS; round++) {
    times[0][round] = apply(&b, count, 1);
    times[1][round] = replay(&b, count, true);
    times[2][round] = apply(&b, 1, count * MANY);
    times[3][round] = replay(&b, count * MANY, false);
  }
  close_both(&b, peer_path);
  stopwatch_record("apply-one", "quhua", times[0], ROUNDS, 1, "us");
  stopwatch_record("apply-one", "sqlite", times[1], ROUNDS, 1, "us");
  stopwatch_record("apply-batch", "quhua", times[2], ROUNDS, 1, "us");
  stopwatch_record("apply-batch", "sqlite", times[3], ROUNDS, 1, "us");
  return 0;
}
