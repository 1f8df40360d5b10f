/* SPDX-License-Identifier: Apache-2.0 */
/* peer.h: SQLite as a peer: a table of flows of territory, and a recursive query that follows them without shares. */
#ifndef QUHUA_TESTS_BENCH_PEER_H
#define QUHUA_TESTS_BENCH_PEER_H

#include <quhua/quhua.h>
#include <sqlite3.h>

/* Ends the program unless the status is one of success. */
void peer_need(sqlite3 *db, int status);
sqlite3 *peer_open(const char *location);
void peer_run(sqlite3 *db, const char *sql);
sqlite3_stmt *peer_prepare(sqlite3 *db, const char *sql);
/* Step a statement that gives no rows, and make it ready for the next time. */
void peer_step(sqlite3_stmt *statement);

/* A table of flows, indexed by unit and time, without rows. */
void peer_make_flows(sqlite3 *db);
/* All flows of a unit go in; those that are there stay. */
void peer_copy_flows(sqlite3_stmt *insert, const quhua_snapshot *snapshot, quhua_unit_id id);
extern const char peer_insert_flow[];
/* The units where the territory of ?1 lies in the end: from the first flow of each unit on its way after it arrived there;
 * where none follows is an answer. */
extern const char peer_walk[];
/* At most `most` answers of the walk, in the order of their numbers; returns how many. */
size_t peer_ask(sqlite3_stmt *walk, quhua_unit_id id, quhua_unit_id *out, size_t most);
/* The same from the library. */
size_t peer_project(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date from, quhua_date to,
                    quhua_unit_id *out, size_t most);
bool peer_agrees(quhua_unit_id *ours, size_t count, const quhua_unit_id *theirs, size_t their_count);

#endif
