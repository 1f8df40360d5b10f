/* SPDX-License-Identifier: Apache-2.0 */
/** @file crosswalk.h
 * Crosswalks (代码变更对照表): what differs between two days, one row for each pair of units. */
#ifndef QUHUA_CROSSWALK_H
#define QUHUA_CROSSWALK_H

#include <stddef.h>

#include <quhua/lineage.h>
#include <quhua/plan.h>
#include <quhua/registry.h>

QUHUA_BEGIN_DECLS

/** One row of a crosswalk. */
typedef struct quhua_crosswalk_row {
  quhua_unit before; /**< as on `from`; id 0 for a unit without predecessor */
  quhua_unit after;  /**< as on `to`; id 0 for an end without successor */
  quhua_share share; /**< composed part of the old unit */
  quhua_relation
      relation;         /**< kind: that of the event that did it all, else derived from the composed rows */
  quhua_date effective; /**< day of the last change on the way */
  quhua_sequence sequence; /**< journal entry of that change */
} quhua_crosswalk_row;

/** A crosswalk. Opaque, immutable, thread-shareable. */
typedef struct quhua_crosswalk quhua_crosswalk;

/** Compose everything that differs between two days.
 * @param snapshot what to ask; must outlive the crosswalk
 * @param from the earlier day
 * @param to the later day, not before @p from
 * @param[out] out owned; rows in the order of (old level, old code, new code)
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_INVALID when the days are out of order or the register begins after @p from, or
 *   QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the records made between the two days */
QUHUA_API quhua_status quhua_crosswalk_new(const quhua_snapshot *snapshot, quhua_date from, quhua_date to,
                                           quhua_crosswalk **out, quhua_error *err);
/** The crosswalk of a plan: every unit whose code, name, kind, parent or territory the acts change.
 * @param plan the plan; must outlive the crosswalk
 * @param[out] out owned; no rows when blocking findings leave nothing to do
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the units that change */
QUHUA_API quhua_status quhua_crosswalk_new_of_plan(const quhua_plan *plan, quhua_crosswalk **out,
                                                   quhua_error *err);
/** How many rows a crosswalk has.
 * @param crosswalk the crosswalk
 * @return number of rows
 * @threadsafe */
QUHUA_API size_t quhua_crosswalk_count(const quhua_crosswalk *crosswalk);
/** A row by position.
 * @param crosswalk the crosswalk
 * @param index from 0
 * @return borrowed from the crosswalk; NULL past the end
 * @threadsafe */
QUHUA_API const quhua_crosswalk_row *quhua_crosswalk_at(const quhua_crosswalk *crosswalk, size_t index);
/** The rows of one old code: what became of it. Rows of one code stand together.
 * @param crosswalk the crosswalk
 * @param level level of the code, or QUHUA_LEVEL_ANY for the highest level that has rows for it
 * @param code the old code in normal form
 * @param[out] first position of the first row; untouched when there is none
 * @return how many rows; 0 when nothing of that code differs, or nobody held it
 * @threadsafe
 * @cost constant */
QUHUA_API size_t quhua_crosswalk_find(const quhua_crosswalk *crosswalk, quhua_level level,
                                      const quhua_code *code, size_t *first);
/** Free a crosswalk.
 * @param crosswalk consumed; NULL is allowed */
QUHUA_API void quhua_crosswalk_free(quhua_crosswalk *crosswalk);

QUHUA_END_DECLS
#endif
