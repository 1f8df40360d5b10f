/* SPDX-License-Identifier: Apache-2.0 */
/** @file scan.h
 * The blast radius of planned acts (影响范围): where their old codes and names stand in the tables of others.
 *
 * *Needles* are made from a plan: every unit whose code, name or path the acts change, children that follow included. A
 * *scan* looks for them in files of any size in constant memory: CSV and TSV (UTF-8 or GB18030), SQLite files, and SQL
 * dumps of MySQL, PostgreSQL and SQLite. It writes nothing into them. Every place is reported with a verdict:
 *
 * - **certain** (确定): the cell is an old code, in any form of its scheme, and one unit took over all of it.
 * - **derivable** (可推定): the new code follows, but the value is more than a code: a longer identifier that begins with
 *   it, a list of codes, a name with its path that means one unit with one successor, a split by exact shares.
 * - **person** (人工): nothing follows. Several successors or none, a name that several units have, a mention in a text.
 *
 * What is compared is the state just before the first act. Names are looked for as they are written, by their stems
 * (quhua_name_stem()), and in the spellings of a committee; a name that does not change is reported only where a path that
 * does change stands before it. */
#ifndef QUHUA_SCAN_H
#define QUHUA_SCAN_H

#include <stddef.h>
#include <stdint.h>

#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/io.h>
#include <quhua/memory.h>
#include <quhua/plan.h>

QUHUA_BEGIN_DECLS

/** What is to be done about a place. Numbers are stable. */
typedef enum quhua_scan_verdict {
  QUHUA_SCAN_CERTAIN = 0, /**< 确定: the new code can be written at once */
  QUHUA_SCAN_DERIVABLE = 1, /**< 可推定: the new value follows, by the rules of whoever owns the identifier */
  QUHUA_SCAN_PERSON = 2     /**< 人工: somebody has to look */
} quhua_scan_verdict;

/** One more than the largest number of a verdict. */
#define QUHUA_SCAN_VERDICTS 3

/** Why a verdict was given; each reason has one verdict. Numbers are stable. */
typedef enum quhua_scan_reason {
  QUHUA_SCAN_CODE = 0,        /**< certain: the cell is the code; one successor has all of the unit */
  QUHUA_SCAN_CODE_SHARES = 1, /**< derivable: the cell is the code; divided by exact shares or by children */
  QUHUA_SCAN_CODE_LISTED = 2, /**< derivable: the code stands between signs, without words */
  QUHUA_SCAN_CODE_INSIDE = 3, /**< derivable: a longer identifier begins with it */
  QUHUA_SCAN_CODE_IDENTITY =
      4, /**< derivable: a citizen's identity number begins with it; these never change */
  QUHUA_SCAN_CODE_IN_TEXT = 5,  /**< person: the code stands in a text */
  QUHUA_SCAN_CODE_SEVERAL = 6,  /**< person: several successors, or only a part of the unit went on */
  QUHUA_SCAN_CODE_ENDED = 7,    /**< person: no successor */
  QUHUA_SCAN_CODE_LEVELS = 8,   /**< person: units on several levels have this code */
  QUHUA_SCAN_NAME_PATH = 9,     /**< derivable: name and path mean one unit, which has one successor */
  QUHUA_SCAN_NAME_ONLY = 10,    /**< derivable: the cell is a name that one unit of the register has */
  QUHUA_SCAN_NAME_SHARED = 11,  /**< person: several units of the register have this name */
  QUHUA_SCAN_NAME_SEVERAL = 12, /**< person: the unit has several successors */
  QUHUA_SCAN_NAME_ENDED = 13,   /**< person: no successor */
  QUHUA_SCAN_NAME_IN_TEXT = 14  /**< person: the name stands in a text */
} quhua_scan_reason;

/** One more than the largest number of a reason. */
#define QUHUA_SCAN_REASONS 15

/** The word of a verdict.
 * @param verdict a verdict
 * @param lang QUHUA_LANG_ZH: 确定; QUHUA_LANG_EN: the keyword "certain"
 * @return static text; "" for a number that is no verdict
 * @threadsafe */
QUHUA_API const char *quhua_scan_verdict_word(quhua_scan_verdict verdict, quhua_lang lang);
/** The words of a reason.
 * @param reason a reason
 * @param lang language
 * @return static text; "" for a number that is no reason
 * @threadsafe */
QUHUA_API const char *quhua_scan_reason_text(quhua_scan_reason reason, quhua_lang lang);
/** The verdict that a reason gives.
 * @param reason a reason
 * @return its verdict; QUHUA_SCAN_PERSON for a number that is no reason
 * @threadsafe */
QUHUA_API quhua_scan_verdict quhua_scan_reason_verdict(quhua_scan_reason reason);

/** What is looked for. Opaque, immutable, thread-shareable. */
typedef struct quhua_scan_needles quhua_scan_needles;

/** Make needles of a plan. A plan with blocking findings has no effects, and gives none.
 * @param plan the plan; its base snapshot must outlive the needles
 * @param[out] out owned; free with quhua_scan_needles_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the units that change */
QUHUA_API quhua_status quhua_scan_needles_new(const quhua_plan *plan, quhua_scan_needles **out,
                                              quhua_error *err);
/** How many units are looked for.
 * @param needles the needles
 * @return number of units
 * @threadsafe */
QUHUA_API size_t quhua_scan_needles_count(const quhua_scan_needles *needles);
/** Free needles.
 * @param needles consumed; NULL is allowed */
QUHUA_API void quhua_scan_needles_free(quhua_scan_needles *needles);

/** A place that was found. All texts live until the function returns that got it. */
typedef struct quhua_scan_hit {
  quhua_str file;      /**< as it was given */
  quhua_str table;     /**< table of a database or dump; empty for CSV */
  quhua_str column;    /**< its name, or its number from 1 where there is none */
  uint64_t place;      /**< line from 1, or rowid; a row's number where its table has no rowid */
  quhua_str value;     /**< the cell as UTF-8; of a long one some 80 bytes before and 160 from the place */
  quhua_str old_code;  /**< code of the unit, in normal form */
  quhua_str old_name;  /**< its name */
  quhua_str new_codes; /**< codes of its successors, parted by ";" */
  quhua_scan_reason reason;   /**< why */
  quhua_scan_verdict verdict; /**< what follows from that */
} quhua_scan_hit;

/** How a file is to be read. */
typedef enum quhua_scan_kind {
  QUHUA_SCAN_BY_CONTENT = 0, /**< told by its first bytes */
  QUHUA_SCAN_CSV = 1,        /**< CSV, TSV */
  QUHUA_SCAN_SQLITE = 2,     /**< a SQLite file */
  QUHUA_SCAN_DUMP = 3        /**< SQL text */
} quhua_scan_kind;

/** Options of quhua_scan_new(). */
typedef struct quhua_scan_options {
  size_t struct_size;               /**< set by quhua_scan_options_init() */
  const quhua_allocator *allocator; /**< borrowed for the life of the scan; NULL for the default */
  const quhua_writer *writer;       /**< where the table of hits goes; NULL for none */
  void *ctx;                        /**< passed to @c found */
  bool (*found)(void *ctx,
                const quhua_scan_hit *hit); /**< called for each hit; false stops with QUHUA_E_IO; or NULL */
  size_t record_limit;  /**< longest row of a CSV in bytes; 0 for 16 MiB. A longer one is an error */
  size_t value_limit;   /**< bytes of a value in SQLite and dumps that are looked at; 0 for 1 MiB */
  quhua_format format;  /**< of the table of hits */
  quhua_lang lang;      /**< of its words */
  quhua_scan_kind kind; /**< how files are read */
  int header;       /**< is the first row of a CSV a header? 1 yes, 0 no, -1 (default) unless it has a code */
  char delimiter;   /**< of CSV; NUL (default): the most frequent of `,` `;` TAB in the first row */
  bool views;       /**< also look at views of SQLite files, which runs what their makers wrote */
  char reserved[6]; /**< must be 0 */
} quhua_scan_options;

/** Fill options with their defaults.
 * @param options the options
 * @param size sizeof the options as the caller knows them
 * @threadsafe */
QUHUA_API void quhua_scan_options_init_sized(quhua_scan_options *options, size_t size);
/** Fill scan options with their defaults. */
#define quhua_scan_options_init(options) quhua_scan_options_init_sized((options), sizeof *(options))

/** What was found in one column. */
typedef struct quhua_scan_column {
  quhua_str file;                     /**< as in quhua_scan_hit */
  quhua_str table;                    /**< likewise */
  quhua_str column;                   /**< likewise */
  uint64_t hits[QUHUA_SCAN_VERDICTS]; /**< by verdict */
  uint64_t first;                     /**< place of the first hit */
} quhua_scan_column;

/** A scan over some files. Opaque; one thread at a time. */
typedef struct quhua_scan quhua_scan;

/** Begin a scan.
 * @param needles what to look for; must outlive the scan
 * @param options how; NULL for the defaults
 * @param[out] out owned; free with quhua_scan_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID for a delimiter that cannot be one, or QUHUA_E_NOMEM */
QUHUA_API quhua_status quhua_scan_new(const quhua_scan_needles *needles, const quhua_scan_options *options,
                                      quhua_scan **out, quhua_error *err);
/** Look at a file. What was found before a failure stays reported.
 *
 * A SQLite file is opened for reading only, in defensive mode, and nothing of its schema is executed: no views (unless
 * asked), no triggers, no virtual tables, no computed columns. One that nobody has open in WAL mode is opened as immutable,
 * so that no file appears beside it.
 * @param scan the scan
 * @param path path; "-" for standard input (not for SQLite)
 * @param err reason with line and column, may be NULL
 * @return QUHUA_OK with hits or none; QUHUA_E_NOT_FOUND; QUHUA_E_INVALID for a quote that is never closed or stands where
 *   none can be, a row beyond the limit, bytes that are no text; QUHUA_E_FORMAT, QUHUA_E_CORRUPT for a damaged SQLite file;
 *   QUHUA_E_BUSY, QUHUA_E_NOMEM, QUHUA_E_IO
 * @cost linear in the file; constant memory */
QUHUA_API quhua_status quhua_scan_file(quhua_scan *scan, const char *path, quhua_error *err);
/** End the table of hits.
 * @param scan the scan
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_IO */
QUHUA_API quhua_status quhua_scan_finish(quhua_scan *scan, quhua_error *err);
/** A column in which something was found, by position in the order of the first hits.
 * @param scan the scan
 * @param index from 0
 * @return borrowed from the scan; NULL past the last */
QUHUA_API const quhua_scan_column *quhua_scan_column_at(const quhua_scan *scan, size_t index);
/** How many values were longer than the limit and were not looked at to their end.
 * @param scan the scan
 * @return number of values */
QUHUA_API uint64_t quhua_scan_count_cut(const quhua_scan *scan);
/** Free a scan.
 * @param scan consumed; NULL is allowed */
QUHUA_API void quhua_scan_free(quhua_scan *scan);

QUHUA_END_DECLS
#endif
