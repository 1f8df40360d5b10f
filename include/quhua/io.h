/* SPDX-License-Identifier: Apache-2.0 */
/** @file io.h
 * Reading and writing the two tables of the field: the register table (区划表) and the flow table (对照表).
 *
 * Input is CSV with a header row, UTF-8 with or without BOM, or GB18030; the encoding is read from the
 * content. Errors name the source, the line (from 1, of the file) and the column (in characters). */
#ifndef QUHUA_IO_H
#define QUHUA_IO_H

#include <stddef.h>

#include <quhua/change.h>
#include <quhua/crosswalk.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/memory.h>
#include <quhua/observe.h>
#include <quhua/opening.h>
#include <quhua/registry.h>

QUHUA_BEGIN_DECLS

/** Read a whole file into memory.
 * @param allocator NULL for the default
 * @param path path, UTF-8; "-" for standard input
 * @param[out] data owned; free with quhua_data_free() and the same allocator
 * @param[out] len bytes
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOT_FOUND, QUHUA_E_INVALID for a directory, QUHUA_E_NOMEM, QUHUA_E_IO */
QUHUA_API quhua_status quhua_data_read(const quhua_allocator *allocator, const char *path, char **data,
                                       size_t *len, quhua_error *err);
/** Free what quhua_data_read() gave.
 * @param allocator as given there
 * @param data consumed; NULL is allowed
 * @param len bytes */
QUHUA_API void quhua_data_free(const quhua_allocator *allocator, char *data, size_t len);

/** Read a register table into an opening state.
 * @param opening where the units go; may hold some already
 * @param data the CSV
 * @param len bytes
 * @param source name for error messages, for example the path
 * @param err reason with line and column, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID or QUHUA_E_NOMEM
 * @cost linear in the input */
QUHUA_API quhua_status quhua_opening_read_csv(quhua_opening *opening, const char *data, size_t len,
                                              const char *source, quhua_error *err);

/** Read a flow table into a changeset.
 * @param changeset where the rows go; may hold some already
 * @param data the CSV
 * @param len bytes
 * @param source name for error messages
 * @param err reason with line and column, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID or QUHUA_E_NOMEM
 * @cost linear in the input */
QUHUA_API quhua_status quhua_changeset_read_csv(quhua_changeset *changeset, const char *data, size_t len,
                                                const char *source, quhua_error *err);

/** Observed values and declarations of series, read from tables. Opaque; one thread at a time. */
typedef struct quhua_observations quhua_observations;

/** Begin an empty collection.
 * @param allocator NULL for the default
 * @param[out] out owned; free with quhua_observations_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM */
QUHUA_API quhua_status quhua_observations_new(const quhua_allocator *allocator, quhua_observations **out,
                                              quhua_error *err);
/** Free a collection.
 * @param observations consumed; NULL is allowed */
QUHUA_API void quhua_observations_free(quhua_observations *observations);
/** How many values were read.
 * @param observations the collection
 * @return number of values; empty cells are none */
QUHUA_API size_t quhua_observations_count(const quhua_observations *observations);
/** Read values: columns `code`, `stat:<series>`, optional `level`; `name` is passed over.
 * @param observations where the values go; may hold some already
 * @param data the CSV
 * @param len bytes
 * @param source name for error messages
 * @param err reason with line and column, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID or QUHUA_E_NOMEM
 * @cost linear in the input */
QUHUA_API quhua_status quhua_observations_read_csv(quhua_observations *observations, const char *data,
                                                   size_t len, const char *source, quhua_error *err);
/** Read declarations of series: columns `series`, `kind`, `unit`, `weight`.
 * @param observations where the declarations go; may hold some already
 * @param data the CSV
 * @param len bytes
 * @param source name for error messages
 * @param err reason with line and column, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID or QUHUA_E_NOMEM
 * @cost linear in the input */
QUHUA_API quhua_status quhua_observations_read_series_csv(quhua_observations *observations, const char *data,
                                                          size_t len, const char *source, quhua_error *err);
/** Refuse series that are declared neither here nor in the register, when the values are recorded: a misspelled column
 * would begin a series of its own.
 * @param observations the collection */
QUHUA_API void quhua_observations_expect_declared(quhua_observations *observations);
/** Record everything that was read, as quhua_registry_observe().
 * @param observations what was read
 * @param registry the register
 * @param day the day of which the values are true
 * @param options actor and time; NULL for the defaults
 * @param[out] receipt may be NULL
 * @param err reason with source, line and column, may be NULL
 * @return as quhua_registry_observe()
 * @cost n log n in the values; one durable write */
QUHUA_API quhua_status quhua_observations_record(const quhua_observations *observations,
                                                 quhua_registry *registry, quhua_date day,
                                                 const quhua_commit_options *options, quhua_receipt *receipt,
                                                 quhua_error *err);

/** Where text goes. */
typedef struct quhua_writer {
  void *ctx; /**< passed to write */
  /** Take bytes. @param ctx the context @param data bytes @param len how many @return false to stop with QUHUA_E_IO */
  bool (*write)(void *ctx, const char *data, size_t len);
} quhua_writer;

/** How tables are written. */
typedef enum quhua_format {
  QUHUA_FORMAT_CSV = 0,     /**< CSV, UTF-8, LF */
  QUHUA_FORMAT_CSV_BOM = 1, /**< CSV with a byte order mark, which spreadsheets want */
  QUHUA_FORMAT_JSON = 2     /**< an array of objects with the same keys */
} quhua_format;

/** Write the register table of a day.
 * @param snapshot what to ask
 * @param date the day
 * @param format how
 * @param lang language of the kind words
 * @param writer where to
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOMEM or QUHUA_E_IO
 * @cost n log n in the register */
QUHUA_API quhua_status quhua_snapshot_write(const quhua_snapshot *snapshot, quhua_date date,
                                            quhua_format format, quhua_lang lang, const quhua_writer *writer,
                                            quhua_error *err);

/** Write a changeset as the flow table that quhua_changeset_read_csv() reads back to the same rows.
 * @param changeset the changeset
 * @param format how
 * @param lang language of relation, ledger and kind words
 * @param writer where to
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOMEM or QUHUA_E_IO
 * @cost linear in the rows */
QUHUA_API quhua_status quhua_changeset_write(const quhua_changeset *changeset, quhua_format format,
                                             quhua_lang lang, const quhua_writer *writer, quhua_error *err);

/** Write a crosswalk as a flow table.
 * @param crosswalk the crosswalk
 * @param snapshot the snapshot that it was made from, for codes of parents
 * @param format how
 * @param lang language of relation and kind words
 * @param writer where to
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_IO
 * @cost linear in the rows */
QUHUA_API quhua_status quhua_crosswalk_write(const quhua_crosswalk *crosswalk, const quhua_snapshot *snapshot,
                                             quhua_format format, quhua_lang lang, const quhua_writer *writer,
                                             quhua_error *err);

/** Write a crosswalk as the official table 变动及代码变更对照表: 序号, 变更类型, 原代码, 原名称, 原类型, 原上级, 现代码, 现名称, 现类型, 现上级, 比例,
 * 生效日期, 批准文号, 备注; one row for each pair (国统办函〔2000〕18号 names the table, its columns follow practice).
 * @param crosswalk the crosswalk
 * @param snapshot the snapshot that it was made from
 * @param format how; the header is Chinese in every format
 * @param writer where to
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_IO
 * @cost linear in the rows */
QUHUA_API quhua_status quhua_crosswalk_write_official(const quhua_crosswalk *crosswalk,
                                                      const quhua_snapshot *snapshot, quhua_format format,
                                                      const quhua_writer *writer, quhua_error *err);

/** Write a crosswalk as SQL: CREATE TABLE and one INSERT for each row, in the common part of SQL-92 that SQLite, PostgreSQL,
 * 达梦 and 人大金仓 read: lower-case names without quotes, CHAR and VARCHAR counted in bytes, NULL and never an empty text, a
 * quote doubled inside texts. Wrap it in a transaction where the database has them.
 * @param crosswalk the crosswalk
 * @param snapshot the snapshot that it was made from
 * @param table name of the table: a to z, 0 to 9 and _, at most 30, beginning with a letter
 * @param lang language of relation and kind words
 * @param writer where to
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID for another name, or QUHUA_E_IO
 * @cost linear in the rows */
QUHUA_API quhua_status quhua_crosswalk_write_sql(const quhua_crosswalk *crosswalk,
                                                 const quhua_snapshot *snapshot, const char *table,
                                                 quhua_lang lang, const quhua_writer *writer,
                                                 quhua_error *err);

QUHUA_END_DECLS
#endif
