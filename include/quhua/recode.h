/* SPDX-License-Identifier: Apache-2.0 */
/** @file recode.h
 * Rewriting the codes in tables of others (换码): a stream of CSV or TSV goes in, the same stream with the codes of another
 * day comes out.
 *
 * A *map* says what every code of one day is on another. It is compiled once from a snapshot and can be shared by threads.
 * A *recoder* is a filter in constant memory: bytes are fed, bytes are written. Whatever does not have to change comes
 * out byte for byte: quotes, line ends, the byte order mark, the encoding (UTF-8 or GB18030), cells that are
 * broken over lines. A code is read in any form of its scheme and written in the form in which it was found: 510723114
 * becomes 510723208 and not 510723208000.
 *
 * Nothing is guessed: where a code has several successors, or none, the *policy* decides what becomes of the row, and every
 * cell is counted by its outcome. A code that nobody held on the first day stays as it is, and is counted. */
#ifndef QUHUA_RECODE_H
#define QUHUA_RECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/change.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/io.h>
#include <quhua/memory.h>
#include <quhua/registry.h>

QUHUA_BEGIN_DECLS

/** What became of a cell. Numbers are stable. */
typedef enum quhua_recode_outcome {
  QUHUA_RECODE_EMPTY = 0,     /**< 空: no code in the cell */
  QUHUA_RECODE_SAME = 1,      /**< 未变: the code is the same on both days */
  QUHUA_RECODE_NEW = 2,       /**< 换码: it has one successor, whose code was written */
  QUHUA_RECODE_LARGEST = 3,   /**< 取大: of several successors the certainly largest was written */
  QUHUA_RECODE_SPLIT = 4,     /**< 拆分: the row was repeated for each successor */
  QUHUA_RECODE_AMBIGUOUS = 5, /**< 不唯一: several successors; the old code stands */
  QUHUA_RECODE_ENDED = 6,     /**< 撤销: no successor; the old code stands */
  QUHUA_RECODE_UNKNOWN = 7,   /**< 无此代码: nobody held it on the first day; it stands */
  QUHUA_RECODE_CURRENT = 8,   /**< 现行, found by a check: the code is valid on the second day */
  QUHUA_RECODE_REUSED = 9, /**< 两可, found by a check: a code of both days that means two different units */
  QUHUA_RECODE_OLD = 10    /**< 旧码, found by a check: a code of the first day only */
} quhua_recode_outcome;

/** One more than the largest number of an outcome. */
#define QUHUA_RECODE_OUTCOMES 11

/** The word of an outcome.
 * @param outcome an outcome
 * @param lang QUHUA_LANG_ZH: 换码; QUHUA_LANG_EN: the keyword "recoded"
 * @return static text; "" for a number that is no outcome
 * @threadsafe */
QUHUA_API const char *quhua_recode_outcome_word(quhua_recode_outcome outcome, quhua_lang lang);

/** What every code of one day is on another. Opaque, immutable, thread-shareable; it needs its snapshot no more. */
typedef struct quhua_recode_map quhua_recode_map;

/** A successor of a code. */
typedef struct quhua_recode_candidate {
  quhua_code
      code; /**< its code, in the form in which it was asked; empty for a part that ended without successor */
  quhua_str name;    /**< its name, borrowed from the map */
  quhua_share share; /**< part of the old unit that went there */
} quhua_recode_candidate;

/** Compile a map. Backward, the successors of a code are the units of the earlier day that its unit is made of.
 * @param snapshot what to ask
 * @param from the day on which the codes are valid
 * @param to the day whose codes are wanted, earlier or later
 * @param[out] out owned; free with quhua_recode_map_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID when the register begins after one of the days, or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the units of the day @p from */
QUHUA_API quhua_status quhua_recode_map_new(const quhua_snapshot *snapshot, quhua_date from, quhua_date to,
                                            quhua_recode_map **out, quhua_error *err);
/** Compile a map that tells old codes from current ones, to look at a table that was rewritten: its outcomes are
 * QUHUA_RECODE_CURRENT, QUHUA_RECODE_REUSED, QUHUA_RECODE_OLD and QUHUA_RECODE_UNKNOWN, and a recoder with it changes
 * nothing. A reused code proves nothing: where codes were exchanged, only who rewrote the table knows.
 * @param snapshot what to ask
 * @param from the day of the old codes
 * @param to the day of the current codes
 * @param[out] out owned; free with quhua_recode_map_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the units of both days */
QUHUA_API quhua_status quhua_recode_map_new_check(const quhua_snapshot *snapshot, quhua_date from,
                                                  quhua_date to, quhua_recode_map **out, quhua_error *err);
/** What became of a code: QUHUA_RECODE_SAME, QUHUA_RECODE_NEW, QUHUA_RECODE_AMBIGUOUS, QUHUA_RECODE_ENDED or
 * QUHUA_RECODE_UNKNOWN; of a map for checks, what quhua_recode_map_new_check() says.
 * @param map the map
 * @param code the code in any form of its scheme, without spaces
 * @return the outcome
 * @threadsafe
 * @cost constant */
QUHUA_API quhua_recode_outcome quhua_recode_map_find(const quhua_recode_map *map, quhua_str code);
/** A successor of a code, by position in the order of their codes. Of a code that is the same, the first one tells
 * its name where the name changed.
 * @param map the map
 * @param code the code in any form of its scheme, without spaces
 * @param index from 0
 * @param[out] out the successor
 * @return false past the last
 * @threadsafe
 * @cost constant */
QUHUA_API bool quhua_recode_map_candidate(const quhua_recode_map *map, quhua_str code, size_t index,
                                          quhua_recode_candidate *out);
/** Free a map.
 * @param map consumed; NULL is allowed */
QUHUA_API void quhua_recode_map_free(quhua_recode_map *map);

/** What becomes of a row whose code has several successors, or none. */
typedef enum quhua_recode_policy {
  QUHUA_RECODE_STOP = 0, /**< error: the first such row ends the run with QUHUA_E_AMBIGUOUS */
  QUHUA_RECODE_FLAG = 1, /**< flag: it keeps its code; each row gets the columns `status` and `candidates` */
  QUHUA_RECODE_TAKE_LARGEST = 2, /**< largest: the successor that is certainly larger than each other one */
  QUHUA_RECODE_APPORTION =
      3 /**< split: the row is repeated for each successor, numbers divided by exact shares */
} quhua_recode_policy;

/** Is the first row a header? */
typedef enum quhua_recode_header {
  QUHUA_RECODE_HEADER_TOLD = 0, /**< yes when a column is given by name; else no when its cell is a code */
  QUHUA_RECODE_HEADER_YES = 1,  /**< yes */
  QUHUA_RECODE_HEADER_NO = 2    /**< no */
} quhua_recode_header;

/** Options of quhua_recoder_new(). Columns are given by their name in the header, in UTF-8 whatever the encoding of the
 * stream, or by their number from 1. */
typedef struct quhua_recode_options {
  size_t struct_size;               /**< set by quhua_recode_options_init() */
  const quhua_allocator *allocator; /**< borrowed for the life of the recoder; NULL for the default */
  const char *const *columns;       /**< columns with codes */
  size_t column_count;              /**< how many, at least one */
  const char *const *names;   /**< columns with names: the first belongs to the first column with codes … */
  size_t name_count;          /**< how many, at most @c column_count */
  const char *const *amounts; /**< columns with numbers that QUHUA_RECODE_APPORTION divides */
  size_t amount_count;        /**< how many */
  const char *source;         /**< name of the stream for errors; NULL for "" */
  const quhua_writer *undo;   /**< where the patch goes that restores the stream; NULL for no patch */
  size_t buffer_size;         /**< bytes that are worked on at once; 0 for 256 KiB */
  size_t record_limit;        /**< longest row in bytes; 0 for 16 MiB */
  quhua_recode_policy policy; /**< default QUHUA_RECODE_STOP */
  quhua_recode_policy
      otherwise;              /**< QUHUA_RECODE_STOP or QUHUA_RECODE_FLAG, where the policy cannot decide */
  quhua_recode_header header; /**< default QUHUA_RECODE_HEADER_TOLD */
  char delimiter; /**< between cells: `,` (default), `;`, TAB … but nothing that can be half a character */
  char reserved[3]; /**< must be 0 */
} quhua_recode_options;

/** Fill options with their defaults.
 * @param options the options
 * @param size sizeof the options as the caller knows them
 * @threadsafe */
QUHUA_API void quhua_recode_options_init_sized(quhua_recode_options *options, size_t size);
/** Fill recode options with their defaults. */
#define quhua_recode_options_init(options) quhua_recode_options_init_sized((options), sizeof *(options))

/** What a recoder has done so far. */
typedef struct quhua_recode_counts {
  uint64_t rows;                         /**< rows read, without the header and without empty lines */
  uint64_t bytes_in;                     /**< bytes of the rows that are done */
  uint64_t bytes_out;                    /**< bytes written */
  uint64_t cells[QUHUA_RECODE_OUTCOMES]; /**< cells with codes, by outcome */
  uint64_t lines[QUHUA_RECODE_OUTCOMES]; /**< line of the first such cell; 0 when there is none */
} quhua_recode_counts;

/** A filter. Opaque; one thread at a time. */
typedef struct quhua_recoder quhua_recoder;

/** Make a filter.
 * @param map the map; must outlive the recoder
 * @param options columns and policy; texts are copied
 * @param writer where the rewritten stream goes; must outlive the recoder
 * @param[out] out owned; free with quhua_recoder_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_INVALID for options that do not fit together; QUHUA_E_NOMEM */
QUHUA_API quhua_status quhua_recoder_new(const quhua_recode_map *map, const quhua_recode_options *options,
                                         const quhua_writer *writer, quhua_recoder **out, quhua_error *err);
/** Feed bytes of the stream, in pieces of any size. What was written until a failure is not the whole stream and is to
 * be thrown away; every later call fails, too.
 * @param recoder the filter
 * @param data bytes
 * @param len how many
 * @param err reason with line and column (in characters), may be NULL
 * @return QUHUA_OK; QUHUA_E_AMBIGUOUS by policy; QUHUA_E_INVALID for a column that does not exist, a row that is too
 *   short or longer than the limit, a quote where none can be, a cell in a column of numbers that is none;
 *   QUHUA_E_NOMEM; QUHUA_E_IO when the writer stops
 * @cost linear */
QUHUA_API quhua_status quhua_recoder_feed(quhua_recoder *recoder, const char *data, size_t len,
                                          quhua_error *err);
/** Say that the stream has ended, and write what is left.
 * @param recoder the filter
 * @param err reason with line and column, may be NULL
 * @return as quhua_recoder_feed(); QUHUA_E_INVALID also for a quote that is never closed and for a last row that was cut off */
QUHUA_API quhua_status quhua_recoder_finish(quhua_recoder *recoder, quhua_error *err);
/** What was done so far.
 * @param recoder the filter
 * @return borrowed from the recoder */
QUHUA_API const quhua_recode_counts *quhua_recoder_counts(const quhua_recoder *recoder);
/** Free a filter.
 * @param recoder consumed; NULL is allowed */
QUHUA_API void quhua_recoder_free(quhua_recoder *recoder);

/** Files of quhua_recode_file(). */
typedef struct quhua_recode_files {
  size_t struct_size; /**< set by quhua_recode_files_init() */
  const char *input;  /**< path; "-" (default) for standard input. Never changed */
  const char
      *output;      /**< path of the file that appears whole or not at all; "-" (default) for standard output;
                               NULL: nothing is written, which a check wants */
  const char *undo; /**< path of the patch, which appears with the output; NULL for none */
  const char *checkpoint;    /**< path of the file from which a run that was ended goes on; NULL for none */
  uint64_t checkpoint_every; /**< bytes of input between two checkpoints; 0 for 256 MiB */
  /** Told now and then how far the run is, never by two threads at once; NULL for nobody. @param ctx the context
   * @param done bytes of input that are rewritten @param size bytes of input, 0 when nobody knows */
  void (*progress)(void *ctx, uint64_t done, uint64_t size);
  void *progress_ctx; /**< passed to progress */
  uint32_t
      threads; /**< how many rewrite; 0 for one, at most 64. With several the allocator must bear them, and the
                           result is the same: bytes, counts, patch, checkpoints, and which error is the first */
  char reserved[4]; /**< must be 0 */
} quhua_recode_files;

/** Fill files with their defaults.
 * @param files the files
 * @param size sizeof the files as the caller knows them
 * @threadsafe */
QUHUA_API void quhua_recode_files_init_sized(quhua_recode_files *files, size_t size);
/** Fill recode files with their defaults. */
#define quhua_recode_files_init(files) quhua_recode_files_init_sized((files), sizeof *(files))

/** Rewrite a file. On failure no output is left: a file does not appear, and standard output, where it is a file, is
 * cut back to where it was.
 * @param map the map
 * @param options columns and policy; its undo is not looked at
 * @param files what to read and to write
 * @param[out] counts what was done, also on failure; may be NULL
 * @param err reason with line and column, may be NULL
 * @return as quhua_recoder_feed(); QUHUA_E_NOT_FOUND for a file that does not exist; QUHUA_E_INVALID for an output that is
 *   the input; QUHUA_E_MISMATCH for a checkpoint of another run, or of a file that has changed; QUHUA_E_IO
 * @cost linear in the file; constant memory */
QUHUA_API quhua_status quhua_recode_file(const quhua_recode_map *map, const quhua_recode_options *options,
                                         const quhua_recode_files *files, quhua_recode_counts *counts,
                                         quhua_error *err);

/** Restore a table from the one that was made of it and the patch. Both are checked: nothing is left when one of them is
 * not what it was.
 * @param allocator NULL for the default
 * @param rewritten path of the rewritten table; "-" for standard input
 * @param undo path of the patch
 * @param output path of the restored table, which appears whole or not at all; "-" for standard output
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_NOT_FOUND; QUHUA_E_FORMAT for a file that is no patch, or is not whole; QUHUA_E_MISMATCH for
 *   another table than the patch is for; QUHUA_E_NOMEM, QUHUA_E_IO
 * @cost linear in both; constant memory */
QUHUA_API quhua_status quhua_recode_undo(const quhua_allocator *allocator, const char *rewritten,
                                         const char *undo, const char *output, quhua_error *err);

/** A table in a SQLite database, for quhua_recode_sqlite(). */
typedef struct quhua_recode_table {
  size_t struct_size;   /**< set by quhua_recode_table_init() */
  const char *database; /**< path; must exist, and must not be a register */
  const char *table;    /**< name of an ordinary table in it */
  const char *undo;     /**< name of a table that is made and keeps what was replaced; NULL for none */
  bool look_only;       /**< count and change nothing, as a check wants */
  char reserved[7];     /**< must be 0 */
} quhua_recode_table;

/** Fill a table with its defaults.
 * @param table the table
 * @param size sizeof the table as the caller knows it
 * @threadsafe */
QUHUA_API void quhua_recode_table_init_sized(quhua_recode_table *table, size_t size);
/** Fill a recode table with its defaults. */
#define quhua_recode_table_init(table) quhua_recode_table_init_sized((table), sizeof *(table))

/** Rewrite the codes in a table of a SQLite database, in one transaction: everything is done or nothing is. Codes may
 * be texts or integers and stay what they are. No trigger is fired and no foreign key followed, since each table that
 * holds codes is to be recoded once. Two rows whose codes are exchanged come into conflict where the column is unique:
 * SQLite looks at each row, and the run is refused.
 * @param map the map
 * @param options names of the columns, and the policy, which is not QUHUA_RECODE_APPORTION; the rest is about streams
 * @param table the table
 * @param[out] counts what was done, also on failure; lines are positions of rows, bytes are 0; may be NULL
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_AMBIGUOUS by policy; QUHUA_E_NOT_FOUND for a database that does not exist; QUHUA_E_INVALID
 *   for a table or column that does not exist or cannot be written, or a change that a constraint of the table refuses;
 *   QUHUA_E_BUSY, QUHUA_E_NOMEM, QUHUA_E_FORMAT, QUHUA_E_IO
 * @cost linear in the table */
QUHUA_API quhua_status quhua_recode_sqlite(const quhua_recode_map *map, const quhua_recode_options *options,
                                           const quhua_recode_table *table, quhua_recode_counts *counts,
                                           quhua_error *err);

/** Put back what quhua_recode_sqlite() replaced, in one transaction, and drop the table that kept it.
 * @param database path
 * @param undo name of the table that keeps it
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_NOT_FOUND; QUHUA_E_INVALID for a table that keeps no such thing; QUHUA_E_MISMATCH when a cell
 *   is not what the run made of it; QUHUA_E_BUSY, QUHUA_E_NOMEM, QUHUA_E_IO
 * @cost linear in what was changed */
QUHUA_API quhua_status quhua_recode_sqlite_undo(const char *database, const char *undo, quhua_error *err);

QUHUA_END_DECLS
#endif
