/* SPDX-License-Identifier: Apache-2.0 */
/** @file figures.h
 * Figures of a period (统计数): how many units there were before and are after, and what became of them.
 *
 * **What is counted.** The scope is the territory that a unit has on the last day (or the whole register). After are the
 * units at and below it on that day. Before are the units of the first day whose territory lies in it on the last:
 * so a town that was made in the period has a before, which is that of the towns that it was made of, and the figures of
 * the towns of a county sum to those of the county.
 *
 * **Where a unit counts.** One that lives on both days counts where it stands on the last day: a village that was moved
 * counts, before and after, in the town that it is in now. One that ended counts where its territory went. Where that is
 * partly, or perhaps, in the scope and partly outside, it is not attributable: it is counted in `before_most` and in
 * nothing else, and nobody guesses. One that ended without successor counts where the unit above it does.
 *
 * **They add up.** For each kind, and for each level:
 *
 *     after = before - merged - divided - replaced - lost - retyped_from + retyped_to + begun
 *
 * Spelling is no change of name: 东永村委会 and 东永村村民委员会 are one name (quhua_name_stem()). */
#ifndef QUHUA_FIGURES_H
#define QUHUA_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/crosswalk.h>
#include <quhua/date.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/registry.h>
#include <quhua/text.h>
#include <quhua/unit.h>

QUHUA_BEGIN_DECLS

/** Numbers of units of one kind or of one level. */
typedef struct quhua_figure {
  uint32_t before; /**< on the first day, those that certainly count here */
  uint32_t
      before_most; /**< and with those that count here perhaps; more than `before` when a unit that ended was
                              divided between the scope and what lies outside */
  uint32_t after;  /**< on the last day */
  uint32_t merged; /**< of before: ended, all of it in one unit into which others went too (合并、并入) */
  uint32_t divided;      /**< of before: ended, in several parts (分设) */
  uint32_t replaced;     /**< of before: ended, and one new unit has its territory and no other */
  uint32_t lost;         /**< of before: ended without successor (撤销) */
  uint32_t begun;        /**< of after: did not live on the first day (新设) */
  uint32_t retyped_from; /**< of before: lives on as another kind (改设) */
  uint32_t
      retyped_to; /**< of after: was another kind; of one level as many as retyped_from, where no level changed */
  uint32_t renamed; /**< of after: lived before, under another name */
  uint32_t recoded; /**< of after: lived before, under another code */
  uint32_t moved;   /**< of after: lived before, below another unit */
  uint32_t
      crossed; /**< lives on, here or outside, and a part of its territory went over the border of the scope:
                              before and after do not stand on quite the same ground (界线变更) */
} quhua_figure;

/** Figures of a scope and of the units of one level in it. Opaque, immutable, thread-shareable. */
typedef struct quhua_figures quhua_figures;

/** Count.
 * @param snapshot what to ask; must outlive the figures
 * @param scope identity of a unit that lives on @p to; 0 for the whole register
 * @param level also count for each unit of this level in the scope; QUHUA_LEVEL_ANY for the scope alone
 * @param from the first day
 * @param to the last day, not before @p from
 * @param[out] out owned; free with quhua_figures_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_INVALID when the days are out of order or the register begins later;
 *   QUHUA_E_NOT_FOUND when the scope does not live on @p to; QUHUA_E_NOMEM
 * @threadsafe
 * @cost linear in the register, n log n in what changed between the days */
QUHUA_API quhua_status quhua_figures_new(const quhua_snapshot *snapshot, quhua_unit_id scope,
                                         quhua_level level, quhua_date from, quhua_date to,
                                         quhua_figures **out, quhua_error *err);
/** How many units there are figures of: the scope, then the units of the level in the order of their codes.
 * @param figures the figures
 * @return at least 1
 * @threadsafe */
QUHUA_API size_t quhua_figures_count(const quhua_figures *figures);
/** A unit that there are figures of, as it stands on the last day.
 * @param figures the figures
 * @param index from 0, the scope
 * @param[out] out the version; id 0 for the whole register
 * @return false past the last
 * @threadsafe */
QUHUA_API bool quhua_figures_unit(const quhua_figures *figures, size_t index, quhua_unit *out);
/** The figure of a kind.
 * @param figures the figures
 * @param index which unit, from 0
 * @param kind a kind
 * @return zeros for a kind that does not occur, and past the last unit
 * @threadsafe */
QUHUA_API quhua_figure quhua_figures_kind(const quhua_figures *figures, size_t index, quhua_kind kind);
/** The figure of a level: the sum of its kinds, grids (网格) left out, because they lie over the ground of the groups.
 * @param figures the figures
 * @param index which unit, from 0
 * @param level a level; QUHUA_LEVEL_ANY for the units of a foreign register that have none
 * @return zeros for a level that does not occur, and past the last unit
 * @threadsafe */
QUHUA_API quhua_figure quhua_figures_level(const quhua_figures *figures, size_t index, quhua_level level);
/** Did anything change at or below a unit?
 * @param figures the figures
 * @param index which unit, from 0
 * @return true when any figure but before and after is not zero
 * @threadsafe */
QUHUA_API bool quhua_figures_changed(const quhua_figures *figures, size_t index);
/** What differs in the scope: the rows of the crosswalk whose old or new unit is in it, or of which a part is.
 * @param figures the figures
 * @return borrowed from the figures
 * @threadsafe */
QUHUA_API const quhua_crosswalk *quhua_figures_crosswalk(const quhua_figures *figures);
/** The days.
 * @param figures the figures
 * @return the closed pair of days as from and to
 * @threadsafe */
QUHUA_API quhua_period quhua_figures_days(const quhua_figures *figures);
/** Free figures.
 * @param figures consumed; NULL is allowed */
QUHUA_API void quhua_figures_free(quhua_figures *figures);

/** Bytes of a formatted percentage with its terminator. */
#define QUHUA_PERCENT_TEXT_MAX 32

/** The change from one count to another in percent of the first, with one decimal, halves away from zero: "-32.7" for
 * 4610 and 3101 (减幅; the base is the number before).
 * @param before the number before, below 2^32
 * @param after the number after, likewise
 * @param[out] out the text, terminated; "" when @p before is 0
 * @return length of the text
 * @threadsafe */
QUHUA_API size_t quhua_percent_format(uint64_t before, uint64_t after, char out[QUHUA_PERCENT_TEXT_MAX]);

/** The sum of a series over units, and how many units these are. */
typedef struct quhua_average {
  int64_t lo;     /**< sum at least, in units of 10^-scale */
  int64_t hi;     /**< sum at most */
  uint32_t units; /**< units of the level */
  uint32_t scale; /**< decimals of the sum */
  bool
      exact; /**< the sum is known, every unit was counted, and all of them count here: an average can be formed */
} quhua_average;

/** Averages of one series for one unit, before and after. */
typedef struct quhua_averages {
  quhua_average before; /**< of the units of the first day that count here, with their values of that day */
  quhua_average after;  /**< of the units of the last day, with what was carried to them */
} quhua_averages;

/** Sum a series (户数, 人口, 面积 …) over the units of a level, on both days, for each unit that there are figures of.
 * @param figures the figures
 * @param series name of the series: a count or a decimal
 * @param level level of the units by which the sum is divided: 人口 per 村
 * @param[out] out quhua_figures_count() elements, in the same order
 * @param err reason, may be NULL
 * @return as quhua_stats_new(); QUHUA_E_UNSUPPORTED for averages and ledger lines
 * @threadsafe
 * @cost twice that of quhua_stats_new() */
QUHUA_API quhua_status quhua_figures_average(const quhua_figures *figures, quhua_str series,
                                             quhua_level level, quhua_averages *out, quhua_error *err);

/** Write an average as a decimal: the sum divided by the units with one decimal more than the sum has, halves up.
 * @param average the average
 * @param[out] out the text, terminated; "" when there is no unit or the average is not exact
 * @return length of the text
 * @threadsafe */
QUHUA_API size_t quhua_average_format(const quhua_average *average, char out[QUHUA_PERCENT_TEXT_MAX]);

QUHUA_END_DECLS
#endif
