/* SPDX-License-Identifier: Apache-2.0 */
/** @file observe.h
 * Series (指标) and observed values: what was counted or measured, of which unit, on which day.
 *
 * A series is declared by a fact (fact.h): empty subject, key `series:<name>`, value `kind|unit|weight`, for example
 * `series:人均收入` = `intensive|元|人`. Unit and weight may be empty; only an intensive series has a weight, and has to.
 * A series that was never declared is a count while all its values are integers, else a decimal.
 *
 * A value is of a unit as it stood on the day: after the acts of that day that the journal holds when the value is
 * recorded. Later values take the place of earlier ones; nothing is changed or removed. */
#ifndef QUHUA_OBSERVE_H
#define QUHUA_OBSERVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/code.h>
#include <quhua/date.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/plan.h>
#include <quhua/registry.h>
#include <quhua/text.h>
#include <quhua/unit.h>

QUHUA_BEGIN_DECLS

/** How the values of a series behave when territory is joined and divided. Numbers are stable. */
typedef enum quhua_series_kind {
  QUHUA_SERIES_COUNT = 0,   /**< 户, 人: exact integers; parts are integers that sum to the whole */
  QUHUA_SERIES_DECIMAL = 1, /**< 亩, 公里, 万元: exact decimals; parts have the decimals of the series */
  QUHUA_SERIES_INTENSIVE = 2, /**< 人均收入, 覆盖率: averages, weighted by another series */
  QUHUA_SERIES_LEDGER =
      3 /**< 集体资产, 债权, 债务: lines that stay with the unit that they were recorded for */
} quhua_series_kind;

/** The word of a series kind.
 * @param kind a kind
 * @param lang QUHUA_LANG_ZH: 计数; QUHUA_LANG_EN: the keyword "count"
 * @return static text; "" for a number that is no kind
 * @threadsafe */
QUHUA_API const char *quhua_series_kind_word(quhua_series_kind kind, quhua_lang lang);

/** Find a series kind by its word, Chinese or English.
 * @param word the word
 * @param[out] out the kind
 * @return false when it is not known
 * @threadsafe */
QUHUA_API bool quhua_series_kind_find(quhua_str word, quhua_series_kind *out);

/** A series. Texts are borrowed from the snapshot. */
typedef struct quhua_series {
  quhua_str name;         /**< 户数 */
  quhua_str unit;         /**< unit of measure: 户; empty when it was not said */
  quhua_str weight;       /**< name of the series that weights an intensive one; else empty */
  quhua_series_kind kind; /**< kind; of an undeclared series the one that its values show */
  bool declared;          /**< false: only values tell of it */
} quhua_series;

/** What is known of a series.
 * @param snapshot what to ask
 * @param name name of the series
 * @param[out] out the series
 * @return QUHUA_OK, or QUHUA_E_NOT_FOUND when it was neither declared nor observed
 * @threadsafe
 * @cost linear in the observations for an undeclared series, else in the declarations of that series */
QUHUA_API quhua_status quhua_series_find(const quhua_snapshot *snapshot, quhua_str name, quhua_series *out);

/** One value to be observed. */
typedef struct quhua_observed_value {
  quhua_str code;       /**< code of the unit on the day, in any form that the scheme reads */
  quhua_str series;     /**< name of the series */
  quhua_str value;      /**< digits with at most one point, at most 18 digits, no sign */
  quhua_level level;    /**< QUHUA_LEVEL_ANY when the code alone decides */
  uint32_t line;        /**< line of the input for error messages; 0: the position in the array, from 1 */
  uint32_t column;      /**< column of the value in that line, from 1; 0 when there is none */
  uint32_t code_column; /**< likewise of the code */
} quhua_observed_value;

/** How values are taken. Fill with quhua_observe_options_init(). */
typedef struct quhua_observe_options {
  size_t struct_size;                 /**< set by quhua_observe_options_init() */
  const char *source;                 /**< name of the input for error messages; NULL for none */
  const quhua_series *declare;        /**< series to declare in the same entry; `declared` is ignored */
  size_t declare_count;               /**< how many */
  bool strict;                        /**< refuse series that are not declared, here or before */
  const quhua_commit_options *commit; /**< actor and time; NULL for the defaults */
} quhua_observe_options;

/** Fill with defaults; called through the macro.
 * @param options the options
 * @param size size of the caller's struct */
QUHUA_API void quhua_observe_options_init_sized(quhua_observe_options *options, size_t size);
/** Fill observe options with their defaults. */
#define quhua_observe_options_init(options) quhua_observe_options_init_sized((options), sizeof *(options))

/** Take observed values for the units of a day, as one journal entry. All of them or none.
 * @param registry the register
 * @param values the values; copied
 * @param count how many; 0 only when series are declared
 * @param day the day of which the values are true
 * @param options NULL for the defaults
 * @param[out] receipt may be NULL
 * @param err reason with source, line and column, may be NULL
 * @return QUHUA_OK; QUHUA_E_INVALID for an amount that is not a plain number, a fraction in a count, two values for one
 *   unit and series, an undeclared series under `strict`, a day outside the years 1000 to 9999 or before the register;
 *   QUHUA_E_NOT_FOUND when nobody holds the code on the day, QUHUA_E_AMBIGUOUS when several levels do; and as
 *   quhua_registry_record()
 * @cost n log n in the values; one durable write */
QUHUA_API quhua_status quhua_registry_observe(quhua_registry *registry, const quhua_observed_value *values,
                                              size_t count, quhua_date day,
                                              const quhua_observe_options *options, quhua_receipt *receipt,
                                              quhua_error *err);

QUHUA_END_DECLS
#endif
