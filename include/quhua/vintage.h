/* SPDX-License-Identifier: Apache-2.0 */
/** @file vintage.h
 * Of which day is a list? (名单断代): the likely date of an undated list of codes and names, and the rows that are not of it.
 *
 * Offices keep lists that bear no date, and that were patched by hand: most rows are of one year, some of another, some
 * were mistyped. A register with history knows on which days a unit had this code and this name at once. The *likely
 * days* of a list are those on which most of its rows are true; every other row gets a *verdict* with the reason, the
 * days on which it would be true, and the code and name that would be right on the likely days.
 *
 * Names are compared by their stems (quhua_name_stem()): 东永村委会 and 东永村村民委员会 are one name. A row without a name
 * is true while anybody holds its code.
 *
 * Nothing here is a guess in disguise: the figures are counts of rows, the second best answer stands beside the best,
 * and where two answers fit equally well nothing is suggested. docs/guide/vintage.md says how rows are judged. */
#ifndef QUHUA_VINTAGE_H
#define QUHUA_VINTAGE_H

#include <stddef.h>
#include <stdint.h>

#include <quhua/date.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/memory.h>
#include <quhua/registry.h>
#include <quhua/unit.h>

QUHUA_BEGIN_DECLS

/** An undated list of codes and names (名单). Opaque; one thread at a time while rows are added. */
typedef struct quhua_listing quhua_listing;

/** Begin an empty list.
 * @param allocator borrowed for the life of the object; NULL for the default
 * @param[out] out owned; free with quhua_listing_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM */
QUHUA_API quhua_status quhua_listing_new(const quhua_allocator *allocator, quhua_listing **out,
                                         quhua_error *err);
/** Free a list.
 * @param listing consumed; NULL is allowed */
QUHUA_API void quhua_listing_free(quhua_listing *listing);
/** Add a row.
 * @param listing the list
 * @param code the code as written, without surrounding blanks; any text, it is judged and not refused
 * @param name the name as written; empty for a row without one
 * @param line line of the text input, 0 when there is none
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID for a text that is not UTF-8 or more than 2^31 rows, or QUHUA_E_NOMEM. Unchanged on
 *   failure
 * @cost linear in the texts, which are copied */
QUHUA_API quhua_status quhua_listing_add(quhua_listing *listing, quhua_str code, quhua_str name,
                                         uint32_t line, quhua_error *err);
/** How many rows a list has.
 * @param listing the list
 * @return number of rows */
QUHUA_API size_t quhua_listing_count(const quhua_listing *listing);

/** Read a table with any columns: CSV in UTF-8 or GB18030, which the content tells. A row in which both cells are empty
 * says nothing and is passed over.
 * @param listing where the rows go; may hold some already
 * @param data the CSV
 * @param len bytes
 * @param code_column the column with the codes: its name in the header, or its number from 1. The first row is a header,
 *   unless both columns are numbers and its code is nothing but digits
 * @param name_column the column with the names, likewise; NULL for a list of codes alone
 * @param source name for error messages, for example the path
 * @param err reason with line and column, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID or QUHUA_E_NOMEM
 * @cost linear in the input */
QUHUA_API quhua_status quhua_listing_read_csv(quhua_listing *listing, const char *data, size_t len,
                                              const char *code_column, const char *name_column,
                                              const char *source, quhua_error *err);

/** What a row is, judged on the likely days. Numbers are stable; the first that fits is given, in this order but for
 * the last two. */
typedef enum quhua_vintage_verdict {
  QUHUA_VINTAGE_TRUE = 0,    /**< 相符: a unit has this code and this name */
  QUHUA_VINTAGE_RESPELT = 1, /**< 异写: true, in another spelling (村委会, 村民委员会, brackets) */
  QUHUA_VINTAGE_OTHER_DAY = 2, /**< 他期: true on other days; the code is free now, or the same unit's */
  QUHUA_VINTAGE_REUSED = 3,  /**< 重用: true on other days; on the likely ones the code is another unit's */
  QUHUA_VINTAGE_SWAPPED = 4, /**< 互换: two rows below one parent have each other's names */
  QUHUA_VINTAGE_CODE_TYPO =
      5, /**< 码误: the code is one character off, or two are transposed; the name fits */
  QUHUA_VINTAGE_NAME_TYPO =
      6, /**< 名误: the name is one character off, or two are transposed; the code fits */
  QUHUA_VINTAGE_WRONG_NAME = 7, /**< 名不符: the code is held, but never under this name */
  QUHUA_VINTAGE_UNKNOWN_CODE =
      8, /**< 码不存: nobody ever held the code, or it cannot be read; the name is known */
  QUHUA_VINTAGE_UNKNOWN = 9 /**< 查无: nobody ever held the code, and the name is not known either */
} quhua_vintage_verdict;

/** One more than the largest number of a verdict. */
#define QUHUA_VINTAGE_VERDICTS 10

/** The word of a verdict.
 * @param verdict a verdict
 * @param lang QUHUA_LANG_ZH: 重用; QUHUA_LANG_EN: the keyword "reused"
 * @return static text; "" for a number that is no verdict
 * @threadsafe */
QUHUA_API const char *quhua_vintage_verdict_word(quhua_vintage_verdict verdict, quhua_lang lang);

/** Options of a dating. */
typedef struct quhua_vintage_options {
  size_t struct_size; /**< set by quhua_vintage_options_init() */
  quhua_date day;     /**< judge the rows on this day; QUHUA_DATE_NONE: on the likely days */
  int32_t reserved;   /**< 0 */
} quhua_vintage_options;

/** Fill options with their defaults: judge on the likely days.
 * @param options the options
 * @param size sizeof the options as the caller knows them
 * @threadsafe */
QUHUA_API void quhua_vintage_options_init_sized(quhua_vintage_options *options, size_t size);
/** Fill dating options with their defaults. */
#define quhua_vintage_options_init(options) quhua_vintage_options_init_sized((options), sizeof *(options))

/** Days on which the same rows of a list are true. */
typedef struct quhua_vintage_period {
  quhua_period days; /**< half-open; begins with the register where the list may be older than it */
  /** First day on which the rows may have been true: earlier than days.from where the act that began them has an
   * effective day that is known only as a window. */
  quhua_date earliest;
  /** First day on which they may have ceased to be true: earlier than days.to in the same case. */
  quhua_date surely_to;
  uint64_t rows; /**< how many rows are true */
} quhua_vintage_period;

/** What a list is as a whole. The *share* of an answer is rows / count: of a clean list it is 1; where it is not
 * clearly above that of the runner-up the answer is not certain. */
typedef struct quhua_vintage_summary {
  uint64_t count;                            /**< rows of the list */
  uint64_t verdicts[QUHUA_VINTAGE_VERDICTS]; /**< rows by verdict */
  size_t likely;      /**< how many periods have the most rows; 0 when no row is true on any day */
  uint64_t runner_up; /**< rows that are true in the best of the other periods; 0 when there is none */
  quhua_date day;     /**< the day on which rows were judged: the first of the last likely period */
} quhua_vintage_summary;

/** One row of a list, judged. */
typedef struct quhua_vintage_row {
  quhua_str code;   /**< as written; borrowed from the listing, as is the name */
  quhua_str name;   /**< as written */
  quhua_unit right; /**< what would be right on the day of the summary; id 0 when nothing is suggested */
  quhua_code
      right_code; /**< its code, in the short form where the row has that; empty when nothing is suggested */
  /** Days on which the row is true, or would be without its slip of the pen: the period that holds the day of the
   * summary, else the nearest. from == to when there are none. */
  quhua_period days;
  quhua_vintage_verdict verdict; /**< what it is */
  uint32_t line;                 /**< line of the text input, 0 when there is none */
  uint32_t other;                /**< line of the row that it was swapped with, or 0 */
  uint32_t part;                 /**< which period of the mixture it belongs to, from 1; 0: none */
} quhua_vintage_row;

/** A list that was dated. Opaque, immutable. */
typedef struct quhua_vintage quhua_vintage;

/** Date a list and judge its rows.
 *
 * For every row the days are found on which a unit had its code and its name; a sweep over their ends counts how many
 * rows are true on each day. The days with the most are the likely ones. What is true on other days only is swept
 * again, and so on: the parts of the mixture.
 * @param snapshot what to ask; must outlive the vintage
 * @param listing the list; must outlive the vintage and not change
 * @param options NULL for the defaults
 * @param[out] out owned; free with quhua_vintage_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK, also when no row is true on any day; QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the rows, and linear in the versions that ever held their codes or had the names of rows that are
 *   not true; linear in the journal once for each period that is asked for */
QUHUA_API quhua_status quhua_vintage_new(const quhua_snapshot *snapshot, const quhua_listing *listing,
                                         const quhua_vintage_options *options, quhua_vintage **out,
                                         quhua_error *err);
/** Free a vintage.
 * @param vintage consumed; NULL is allowed */
QUHUA_API void quhua_vintage_free(quhua_vintage *vintage);
/** The list as a whole.
 * @param vintage the vintage
 * @param[out] out the figures
 * @threadsafe */
QUHUA_API void quhua_vintage_sum(const quhua_vintage *vintage, quhua_vintage_summary *out);
/** The periods between two changes of the list's rows, the best first: those with the most true rows; of equal ones the
 * latest.
 * @param vintage the vintage
 * @param rank from 0; ranks below summary.likely are equally good
 * @param[out] out the period
 * @return false past the last
 * @threadsafe
 * @cost linear in the journal */
QUHUA_API bool quhua_vintage_period_at(const quhua_vintage *vintage, size_t rank, quhua_vintage_period *out);
/** The parts of a mixture: the first is the likely period, the next that of most of the rows that are not true in it,
 * and so on, at most 16. A list of one day has one part.
 * @param vintage the vintage
 * @param index from 0
 * @param[out] out the period; `rows` counts those that no part before it has
 * @return false past the last
 * @threadsafe
 * @cost linear in the journal */
QUHUA_API bool quhua_vintage_part_at(const quhua_vintage *vintage, size_t index, quhua_vintage_period *out);
/** A row, judged.
 * @param vintage the vintage
 * @param index from 0, in the order of the list
 * @param[out] out the row; texts are borrowed from the listing and the snapshot
 * @return false past the last
 * @threadsafe */
QUHUA_API bool quhua_vintage_row_at(const quhua_vintage *vintage, size_t index, quhua_vintage_row *out);
/** Why a row got its verdict, as a sentence for people.
 * @param vintage the vintage
 * @param index from 0, in the order of the list
 * @param lang language
 * @param out buffer, always terminated when @p cap > 0
 * @param cap bytes of the buffer
 * @return bytes of the whole sentence, as snprintf; 0 for a row that is true, and past the last
 * @threadsafe */
QUHUA_API size_t quhua_vintage_reason(const quhua_vintage *vintage, size_t index, quhua_lang lang, char *out,
                                      size_t cap);

QUHUA_END_DECLS
#endif
