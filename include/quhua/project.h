/* SPDX-License-Identifier: Apache-2.0 */
/** @file project.h
 * Projection (换算): what a unit of one day is on another day, in either direction, over any number of changes.
 *
 * Forward, a row says which part of the unit lies in which unit of the later day; the parts sum to one. Backward, a row says
 * which units of the earlier day the unit is made of; how much of it each of them is, is known only where there is one.
 * Shares are exact while the facts are, else bounds that are certainly true. */
#ifndef QUHUA_PROJECT_H
#define QUHUA_PROJECT_H

#include <stddef.h>

#include <quhua/date.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/lineage.h>
#include <quhua/registry.h>

QUHUA_BEGIN_DECLS

/** What became of a unit; backward, what a unit of the earlier day is to the one that was asked about. Numbers are
 * stable. */
typedef enum quhua_fate {
  QUHUA_FATE_SAME = 0,    /**< 未变: code and name are the same, and nothing of its territory went away */
  QUHUA_FATE_RENAMED = 1, /**< 更名: the code is the same */
  QUHUA_FATE_RECODED = 2, /**< 换码: it has another code, perhaps another name, too */
  QUHUA_FATE_MERGED = 3,  /**< 合并: all of it lies in a unit that others went into, too */
  QUHUA_FATE_PART =
      4, /**< 部分: it goes on, and this is a part of what it was; backward: only a part of it came */
  QUHUA_FATE_SPLIT = 5, /**< 分设: it ended, and this is one of several parts */
  QUHUA_FATE_ENDED = 6  /**< 撤销: it ended without successor; backward: it came from nowhere (设立) */
} quhua_fate;

/** The word of a fate.
 * @param fate a fate
 * @param lang QUHUA_LANG_ZH: 合并; QUHUA_LANG_EN: the keyword "merged"
 * @return static text; "" for a number that is no fate
 * @threadsafe */
QUHUA_API const char *quhua_fate_word(quhua_fate fate, quhua_lang lang);

/** One row of a projection. */
typedef struct quhua_projected {
  quhua_unit unit;   /**< as on the other day; id 0 for an end, or a beginning, without counterpart */
  quhua_share share; /**< part of the unit that was asked about */
  quhua_sequence
      sequence;      /**< journal entry of the last change on the way; 0 when nothing changed its territory */
  quhua_fate fate;   /**< what this row says */
  uint32_t reserved; /**< 0 */
} quhua_projected;

/** A projection. Opaque, immutable, thread-shareable. */
typedef struct quhua_projection quhua_projection;

/** Project a unit from one day to another.
 * @param snapshot what to ask; must outlive the projection
 * @param id identity of the unit
 * @param from a day on which it lives
 * @param to the other day, before or after
 * @param[out] out owned; rows in the order of (level, code)
 * @param err reason, may be NULL
 * @return QUHUA_OK; QUHUA_E_NOT_FOUND when the unit does not live on @p from, or when @p to lies before everything that is
 *   recorded of it; QUHUA_E_NOMEM
 * @threadsafe
 * @cost linear in the flows on the way; backward, times the units on the way */
QUHUA_API quhua_status quhua_projection_new(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date from,
                                            quhua_date to, quhua_projection **out, quhua_error *err);
/** How many rows a projection has: at least one.
 * @param projection the projection
 * @return number of rows
 * @threadsafe */
QUHUA_API size_t quhua_projection_count(const quhua_projection *projection);
/** A row by position.
 * @param projection the projection
 * @param index from 0
 * @return borrowed from the projection; NULL past the end
 * @threadsafe */
QUHUA_API const quhua_projected *quhua_projection_at(const quhua_projection *projection, size_t index);
/** The one flow whose exact share would narrow the result most.
 * @param projection the projection
 * @param[out] out the flow; texts are borrowed from the snapshot
 * @return false when every share of what flowed is exact. Backward that says nothing of how large the merged units were
 * @threadsafe */
QUHUA_API bool quhua_projection_missing(const quhua_projection *projection, quhua_flow *out);
/** Free a projection.
 * @param projection consumed; NULL is allowed */
QUHUA_API void quhua_projection_free(quhua_projection *projection);

QUHUA_END_DECLS
#endif
