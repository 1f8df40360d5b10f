/* SPDX-License-Identifier: Apache-2.0 */
/* sqlite_internal.h: what the files of the SQLite store share. The layout is described for other programs in
 * docs/formats/sqlite-store.md. */
#ifndef QUHUA_STORE_SQLITE_INTERNAL_H
#define QUHUA_STORE_SQLITE_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include <quhua/sys/store_backend.h>

#define QUHUA__SQLITE_APPLICATION 0x51554855 /* "QUHU" */
/* major * 1000 + minor. Another major: another meaning of the tables; this version cannot read it. Another minor: more
 * tables, views or indexes beside those of this version, which are unchanged. */
#define QUHUA__SQLITE_LAYOUT 1000
#define QUHUA__SQLITE_LONGEST_SCHEME 64

/* Life of a store. */
typedef enum quhua__sqlite_phase {
  QUHUA__SQLITE_BUILDING, /* new: the file has a temporary name until the first commit */
  QUHUA__SQLITE_READY,    /* the file has its own name; `db` is NULL until it is needed */
  QUHUA__SQLITE_FAILED    /* could not be given its name; nothing is left of it */
} quhua__sqlite_phase;

/* More statements than a commit needs. */
#define QUHUA__SQLITE_STATEMENTS_MAX 24

typedef struct quhua__sqlite {
  quhua_store_backend port; /* first: the engine knows only this */
  const quhua_allocator *allocator;
  quhua__sqlite_phase phase;
  sqlite3 *db;
  sqlite3_stmt
      *statements[QUHUA__SQLITE_STATEMENTS_MAX]; /* prepared when first needed, for as long as `db` is open */
  int statement_count;
  char *path; /* as the caller wrote it, for messages */
  char *file; /* what SQLite opens: never a URI, never ":memory:" */
  char *temp; /* name of the file while BUILDING, else NULL */
  char *scheme;
  char *bytes; /* entry that was read last */
  size_t bytes_size;
  int busy_timeout;
  bool read_only;
} quhua__sqlite;

/* --- memory (sqlite_store.c) --- */
char *quhua__sqlite_copy(const quhua_allocator *allocator, const char *text, size_t len);
void quhua__sqlite_drop(const quhua_allocator *allocator, char **text);

/* --- errors (sqlite_error.c): the only mapping from SQLite's results to ours --- */
/* `rc` is the result of a call on store->db; the text of SQLite goes into the error. */
quhua_status quhua__sqlite_fail(const quhua__sqlite *store, int rc, quhua_error *err);
/* A contradiction in the file, named by English and Chinese text with at most {1}. */
quhua_status quhua__sqlite_corrupt(const quhua__sqlite *store, const char *en, const char *zh,
                                   const char *argument, quhua_error *err);

/* --- statements (sqlite_error.c) --- */
quhua_status quhua__sqlite_exec(quhua__sqlite *store, const char *sql, quhua_error *err);
quhua_status quhua__sqlite_prepare(quhua__sqlite *store, const char *sql, sqlite3_stmt **out,
                                   quhua_error *err);
/* The same, prepared once and kept: for what every commit does. The store owns the statement; whoever steps it resets it. */
quhua_status quhua__sqlite_statement(quhua__sqlite *store, const char *sql, sqlite3_stmt **out,
                                     quhua_error *err);
/* Run such a statement that has no parameters and no rows. */
quhua_status quhua__sqlite_run(quhua__sqlite *store, const char *sql, quhua_error *err);

/* --- files (sqlite_file.c): names, and how a new file gets its own --- */
/* Is there a regular file that is not empty? */
quhua_status quhua__sqlite_file_check(const quhua__sqlite *store, quhua_error *err);
/* Make an empty file with a temporary name beside the place of the register, which must be free. */
quhua_status quhua__sqlite_file_begin(quhua__sqlite *store, quhua_error *err);
/* Make the closed temporary file durable and give it its name, never over another file. */
quhua_status quhua__sqlite_file_publish(quhua__sqlite *store, quhua_error *err);
/* Remove the temporary file. */
void quhua__sqlite_file_discard(quhua__sqlite *store);

/* A name for a temporary file beside the register; owned, NULL when out of memory. */
char *quhua__sqlite_temporary_name(const quhua__sqlite *store);

/* --- images (sqlite_image.c): functions of the port --- */
bool quhua__sqlite_image_open(quhua_store_backend *self, quhua_store_image *out);
void quhua__sqlite_image_close(quhua_store_backend *self, quhua_store_image *image);
bool quhua__sqlite_image_save(quhua_store_backend *self, uint64_t size, quhua_store_image_fill *fill,
                              void *ctx);

/* --- connections (sqlite_open.c) --- */
/* Trust a connection's file with nothing but data. A result of SQLite. */
int quhua__sqlite_harden(sqlite3 *db);
quhua_status quhua__sqlite_open_new(quhua__sqlite *store, quhua_error *err);
quhua_status quhua__sqlite_open_existing(quhua__sqlite *store, quhua_error *err);
void quhua__sqlite_disconnect(quhua__sqlite *store);

/* --- layout (sqlite_schema.c) --- */
quhua_status quhua__sqlite_schema_create(quhua__sqlite *store, quhua_error *err);
/* What is made after the rows of the opening, because then it costs a fraction. */
quhua_status quhua__sqlite_schema_finish(quhua__sqlite *store, quhua_error *err);
/* Are the tables and triggers ours, unchanged, and is there no trigger of anybody else on them? With `all`, views and
 * indexes are looked at too. */
quhua_status quhua__sqlite_schema_check(quhua__sqlite *store, bool all, quhua_error *err);

/* --- rows (sqlite_rows.c): the one place that says which value stands in which column --- */
#define QUHUA__SQLITE_COLUMNS_MAX 17

typedef enum quhua__sqlite_table {
  QUHUA__TABLE_JOURNAL,
  QUHUA__TABLE_VERSION,
  QUHUA__TABLE_ATTRIBUTE,
  QUHUA__TABLE_FLOW,
  QUHUA__TABLE_OBSERVATION,
  QUHUA__TABLE_FACT
} quhua__sqlite_table;

/* The value of one column. */
typedef struct quhua__cell {
  int type; /* SQLITE_NULL, SQLITE_INTEGER, SQLITE_TEXT or SQLITE_BLOB */
  int64_t integer;
  quhua_str text;                      /* text or blob; may view `buffer`, so cells are never copied */
  char buffer[QUHUA_INSTANT_TEXT_MAX]; /* dates and instants */
} quhua__cell;

typedef struct quhua__sqlite_row {
  quhua__sqlite_table table;
  int count;
  quhua__cell cell[QUHUA__SQLITE_COLUMNS_MAX];
} quhua__sqlite_row;

/* Statements with one parameter or result for each cell, in order; the rows of `select` come in the order of the
 * delta. Static. */
const char *quhua__sqlite_table_name(quhua__sqlite_table table);
const char *quhua__sqlite_insert_sql(quhua__sqlite_table table);
const char *quhua__sqlite_select_sql(quhua__sqlite_table table);

void quhua__sqlite_row_of_entry(quhua__sqlite_row *row, const quhua_entry *entry);
void quhua__sqlite_row_of_version(quhua__sqlite_row *row, const quhua_unit *unit);
void quhua__sqlite_row_of_attribute(quhua__sqlite_row *row, uint32_t version,
                                    const quhua_attribute *attribute);
void quhua__sqlite_row_of_flow(quhua__sqlite_row *row, uint32_t number, const quhua_flow *flow,
                               quhua_sequence recorded_to);
void quhua__sqlite_row_of_observation(quhua__sqlite_row *row, int64_t number,
                                      const quhua_observation *observation);
void quhua__sqlite_row_of_fact(quhua__sqlite_row *row, int64_t number, const quhua_fact *fact);

/* --- tables (sqlite_tables.c) --- */
quhua_status quhua__sqlite_add_entries(quhua__sqlite *store, const quhua_entry *entries, size_t count,
                                       quhua_error *err);
/* Materialise a delta, which may be NULL, inside the transaction of the caller. */
quhua_status quhua__sqlite_add_delta(quhua__sqlite *store, const quhua_store_delta *delta, quhua_error *err);

/* --- verification (sqlite_verify.c) --- */
quhua_status quhua__sqlite_verify(quhua_store_backend *self, const quhua_store_delta *expected,
                                  quhua_error *err);

/* Open the file if it is not open yet. */
quhua_status quhua__sqlite_ready(quhua__sqlite *store, quhua_error *err);

#endif
