/* SPDX-License-Identifier: Apache-2.0 */
/** @file stats.h
 * Statistics carried to the units of any day (统计数据归并): sums on merger, parts on division, and never more than is
 * known.
 *
 * **Carrying.** A value goes where the territory of its unit goes, from the day on which it was observed to the day that
 * is asked about. A later observation of a unit takes the place of everything that has arrived in it by then. Where a
 * unit is divided by exact shares, its value is divided in whole units of the series' last decimal by the largest
 * remainders (ties: the lowest code), act by act, so that parts always sum to the whole. Where the division is
 * not known (`?`, `a..b`, `children`), each part is an interval [lo, hi]; the parts of one division still sum to one
 * number, so what comes together again is exact again.
 *
 * **Listed amounts** (`stat:` columns of a flow table) go exactly, whatever the share of their row. The rest is divided by
 * the shares of the rows that list nothing, as shares of it; one such row alone gets all of it. Out of an uncertain unit an
 * amount is taken as well, and says something about the other parts of its division. Nobody is lost or made up: when more is
 * listed than can be there, or all rows list amounts that are not all that is there, what is there is divided in proportion to
 * the amounts; the plan says so (`lineage.amount-too-large`, `lineage.amounts-sum`).
 *
 * **Finer before coarser.** The total of a unit is the sum of the units directly below it when all of these are counted;
 * else what was observed of the unit itself; else the sum of what is known below, which is then not `complete`. So
 * totals stay true when a village goes to another town, and a part that was defined by its `children` is exactly their
 * sum. Where only the town was counted, what a village takes along when it leaves is not known.
 *
 * **Totals** are not sums of intervals: parts of one division inside a unit are added before they are bounded. A division
 * by unknown shares inside one town leaves the total of the town exact.
 *
 * **Residue** (未归属) is what is certainly in the unit but not certainly in any one unit directly below it: an unknown
 * division between two of them, or the value of a unit that ended without successor, which stays with the unit above.
 * The row of the register as a whole has as residue what is certain of the whole and of none of the listed units.
 *
 * **Averages** (intensive series) go where the series that weights them goes. A part has the average of the whole; what comes
 * together has the mean by the weights that come together, those of that day; a unit has the mean of the units directly
 * below it by the weights of the day that is asked about, when all of these are known, else its own. What weighs nothing
 * counts only where nothing else is there. Where a weight is not known, the mean is between the smallest and the largest of
 * its parts. Means are exact fractions until the end; lo and hi are rounded to the decimals of the series, halves up. (Only
 * after many mergers, when a fraction outgrows 126 bits, bounds 2^-32 of the last decimal apart are carried instead.)
 * Averages have no residue.
 *
 * **Back in time**: of a unit of which nothing was observed by the day, nor of any below it, the first observations after the
 * day count, carried back: the parts of a division sum to the old unit, and what a merged unit has was in the units from
 * which it came, nobody knows in which parts. Who was set up from nothing had nobody before. Such a row has a `since` later
 * than the day. It is never added to what was known by the day: a total is either of the one or of the other. Averages are
 * not carried back.
 *
 * **Ledger lines** are not carried here: they stay with the unit that they were recorded for. */
#ifndef QUHUA_STATS_H
#define QUHUA_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/date.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/observe.h>
#include <quhua/registry.h>
#include <quhua/text.h>
#include <quhua/unit.h>

QUHUA_BEGIN_DECLS

/** What a series says of one unit on the day. */
typedef struct quhua_stat {
  quhua_unit unit;     /**< version that holds on the day; id 0: the register as a whole */
  quhua_series series; /**< the series */
  int64_t lo;          /**< at least, in units of 10^-scale */
  int64_t hi;          /**< at most; equal to lo when the value is known */
  int64_t residue;     /**< certain of the unit and of no unit below; in the same units; 0 for averages */
  uint32_t scale;      /**< decimals: of all values of the series the most, 0 to 18 */
  quhua_date
      since;     /**< day of the oldest observation that it stands on; QUHUA_DATE_NONE when it stands on none;
                       later than the day: carried back */
  bool complete; /**< false: some of the territory was never counted; the value is of the rest */
} quhua_stat;

/** Carried statistics of a day. Opaque, immutable, thread-shareable. */
typedef struct quhua_stats quhua_stats;

/** Carry observed values to the units of a day.
 * @param snapshot what to ask; must outlive the statistics
 * @param series name of a series; empty for all, in the order in which they were first observed
 * @param level units of which level; QUHUA_LEVEL_ANY for all
 * @param day the day
 * @param[out] out owned; free with quhua_stats_free(). For each series the units in the order of (code, level) of which
 *   something is known, then the register as a whole
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_NOT_FOUND for a series that nobody observed; QUHUA_E_UNSUPPORTED for one ledger series;
 *   QUHUA_E_INVALID when the register begins after @p day, a sum does not fit 64 bits or a recorded value is not a plain
 *   number; QUHUA_E_NOMEM
 * @threadsafe
 * @cost for each series n log n in its observations, the flows and the units of the register; of an average, also the units below
 *   each unit that gives or takes territory */
QUHUA_API quhua_status quhua_stats_new(const quhua_snapshot *snapshot, quhua_str series, quhua_level level,
                                       quhua_date day, quhua_stats **out, quhua_error *err);
/** How many rows there are.
 * @param stats the statistics
 * @return number of rows
 * @threadsafe */
QUHUA_API size_t quhua_stats_count(const quhua_stats *stats);
/** A row by position.
 * @param stats the statistics
 * @param index from 0
 * @return borrowed from the statistics; NULL past the end
 * @threadsafe */
QUHUA_API const quhua_stat *quhua_stats_at(const quhua_stats *stats, size_t index);
/** Free statistics.
 * @param stats consumed; NULL is allowed */
QUHUA_API void quhua_stats_free(quhua_stats *stats);

/** Bytes of a formatted amount with its terminator: sign, 19 digits, point, zero. */
#define QUHUA_AMOUNT_TEXT_MAX 24

/** Write an amount as a plain decimal: 1005 of scale 2 is "10.05".
 * @param amount in units of 10^-scale
 * @param scale decimals, at most 18
 * @param[out] out the text, terminated
 * @return length of the text
 * @threadsafe */
QUHUA_API size_t quhua_amount_format(int64_t amount, uint32_t scale, char out[QUHUA_AMOUNT_TEXT_MAX]);

QUHUA_END_DECLS
#endif
