/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite_recode.h: a database of somebody else, in which a table is rewritten. What it says of itself is not believed:
 * its triggers do not fire, its schema calls no function that could do harm, and a register is refused. */
#ifndef QUHUA_STORE_SQLITE_RECODE_H
#define QUHUA_STORE_SQLITE_RECODE_H

#include <stdbool.h>

#include <sqlite3.h>

#include <quhua/error.h>

typedef struct quhua__sqlite_guest {
  sqlite3 *db;
  const char *path; /* borrowed */
  const char *table;
  const char *row_number; /* a name of the row's number that no column has; NULL: there is none */
  bool has_flags;         /* a column is called status or candidates */
} quhua__sqlite_guest;

/* Open, and begin a transaction that nobody else can write beside. */
quhua_status quhua__sqlite_guest_open(quhua__sqlite_guest *guest, const char *path, quhua_error *err);
/* End it: what was done stands with QUHUA_OK, else nothing of it. Returns status, or what went wrong now. */
quhua_status quhua__sqlite_guest_end(quhua__sqlite_guest *guest, quhua_status status, quhua_error *err);
void quhua__sqlite_guest_close(quhua__sqlite_guest *guest);

/* Look at a table that is to be written, and at a column of it. Where what is replaced is kept, rows need a number that
 * does not change. */
quhua_status quhua__sqlite_guest_table(quhua__sqlite_guest *guest, const char *table, bool keeps,
                                       quhua_error *err);
quhua_status quhua__sqlite_guest_column(quhua__sqlite_guest *guest, const char *column, bool keeps,
                                        quhua_error *err);
quhua_status quhua__sqlite_guest_refuse_column(quhua__sqlite_guest *guest, const char *column,
                                               quhua_error *err);

/* Statements; sql is consumed. */
quhua_status quhua__sqlite_guest_prepare(quhua__sqlite_guest *guest, sqlite3_str *sql, sqlite3_stmt **out,
                                         quhua_error *err);
quhua_status quhua__sqlite_guest_do(quhua__sqlite_guest *guest, sqlite3_str *sql, quhua_error *err);
quhua_status quhua__sqlite_guest_fail(const quhua__sqlite_guest *guest, int rc, quhua_error *err);

#endif
