/* SPDX-License-Identifier: Apache-2.0 */
/** @file ledger.h
 * Ledger lines (账目: 集体资产, 债权, 债务): what the collective of a village owns and owes, and where it is kept after the village
 * was merged or divided.
 *
 * **Whose they are.** Merging villages does not merge their collectives: that needs a decision of each assembly of members
 * (农村集体经济组织法 arts. 23-25, 64). So a line stays for ever with the *original* unit for which it was recorded
 * (原村), whatever became of that unit; it is never divided, added up or carried as statistics are (stats.h). A later
 * value of the same unit and series takes the place of the earlier one.
 *
 * **What became of the books** is said by notes (quhua_registry_record_ledger(), or the column `ledger` of a flow table):
 * a mode, the day from which it holds, and perhaps the unit that keeps the books since. Until somebody says so, a line is
 * `unmerged` (未融合). Notes of an act that was taken back do not hold.
 *
 * **Where a line counts.** With the keeper, if one was named, or with whatever unit all of the keeper's territory became. Else
 * with the unit in which all of the original's territory lies. A line whose original unit was divided belongs to none of
 * the parts, even where one of them bears its name: it is **residue** of the unit above all of them until a keeper is
 * named. So each line counts once, and the totals of every unit above are what they were before.
 *
 * **Closed books.** 直接并账 and 协商并账 close the old books, and the new ones open with their sum. When a value of
 * the unit that took them over is observed on the day of the merger or later, that value holds the line inside: the line is
 * listed as `closed` and no longer counts. 逐步融合 closes nothing, because nobody says how much was joined. */
#ifndef QUHUA_LEDGER_H
#define QUHUA_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/change.h>
#include <quhua/date.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/observe.h>
#include <quhua/project.h>
#include <quhua/registry.h>
#include <quhua/text.h>
#include <quhua/unit.h>

QUHUA_BEGIN_DECLS

/** One line: one series of one original unit. */
typedef struct quhua_ledger_line {
  quhua_unit original; /**< as it was on `observed`; only its id where an annulment left no record of it */
  quhua_unit holder;   /**< unit of the day with which the line counts; id 0: the register as a whole */
  quhua_series series; /**< the series */
  const quhua_projection *territory; /**< where the territory of the original lies on the day, with shares;
                                        borrowed from the ledger; NULL where no record of it is left */
  int64_t amount;                    /**< in units of 10^-scale */
  quhua_unit_id keeper; /**< unit that was named as keeper, by its identity on `since`; 0: none was */
  quhua_date observed;  /**< day of the value */
  quhua_date since;     /**< day from which the mode holds; QUHUA_DATE_NONE: nobody said anything */
  quhua_date closed;    /**< day of the value that holds this line inside; QUHUA_DATE_NONE: the line counts */
  quhua_ledger_mode mode; /**< never QUHUA_LEDGER_NONE */
  uint32_t scale;         /**< decimals: of all values of the series the most, 0 to 18 */
  bool residue;           /**< it lies in the holder, and in no unit below it for certain */
} quhua_ledger_line;

/** What counts with one unit of the day, the units below it included. */
typedef struct quhua_ledger_sum {
  quhua_unit unit;     /**< version that holds on the day; id 0: the register as a whole */
  quhua_series series; /**< the series */
  int64_t total;       /**< of all modes, in units of 10^-scale */
  int64_t residue;     /**< part of it that counts with this unit because it was divided below */
  int64_t amounts[QUHUA_LEDGER_LIMIT]; /**< by mode */
  uint64_t lines[QUHUA_LEDGER_LIMIT];  /**< how many lines, by mode */
  uint32_t scale;                      /**< as of the lines */
  uint32_t reserved;                   /**< 0 */
} quhua_ledger_sum;

/** Ledger lines of a day with their sums. Opaque, immutable, thread-shareable. */
typedef struct quhua_ledger quhua_ledger;

/** Collect ledger lines as they stand on a day.
 * @param snapshot what to ask; must outlive the ledger
 * @param series name of a series of the kind ledger; empty for all, in the order in which they were first observed
 * @param scope a unit of the day: only lines that count with it or with a unit below, or of whose territory a part lies
 *   there; 0 for all
 * @param day the day; values that were observed later do not count, nor do notes on later days
 * @param[out] out owned; free with quhua_ledger_free(). For each series the lines in the order of (code, level, identity) of
 *   the original unit
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_NOT_FOUND for a series that nobody declared or observed, or a scope that does not live on the
 *   day; QUHUA_E_INVALID for a series of another kind, when a sum does not fit 64 bits, or for a recorded value that is
 *   no plain number; QUHUA_E_NOMEM
 * @threadsafe
 * @cost for each series linear in the observations of the register; n log n in the lines, times the flows on the way of
 *   their units */
QUHUA_API quhua_status quhua_ledger_new(const quhua_snapshot *snapshot, quhua_str series, quhua_unit_id scope,
                                        quhua_date day, quhua_ledger **out, quhua_error *err);
/** How many lines there are.
 * @param ledger the ledger
 * @return number of lines
 * @threadsafe */
QUHUA_API size_t quhua_ledger_count(const quhua_ledger *ledger);
/** A line by position.
 * @param ledger the ledger
 * @param index from 0
 * @return borrowed from the ledger; NULL past the end
 * @threadsafe */
QUHUA_API const quhua_ledger_line *quhua_ledger_at(const quhua_ledger *ledger, size_t index);
/** A sum by position: for each series the units with which something counts, in the order of (code, level), inside the scope;
 * then, without a scope, the register as a whole.
 * @param ledger the ledger
 * @param index from 0
 * @return borrowed from the ledger; NULL past the end
 * @threadsafe */
QUHUA_API const quhua_ledger_sum *quhua_ledger_sum_at(const quhua_ledger *ledger, size_t index);
/** Free a ledger.
 * @param ledger consumed; NULL is allowed */
QUHUA_API void quhua_ledger_free(quhua_ledger *ledger);

QUHUA_END_DECLS
#endif
