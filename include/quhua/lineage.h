/* SPDX-License-Identifier: Apache-2.0 */
/** @file lineage.h
 * Flows of territory between units, and their composition over time.
 *
 * A unit that stands in no flow continues whole. One function composes flows for every question. */
#ifndef QUHUA_LINEAGE_H
#define QUHUA_LINEAGE_H

#include <stddef.h>
#include <stdint.h>

#include <quhua/change.h>
#include <quhua/error.h>
#include <quhua/export.h>
#include <quhua/registry.h>

QUHUA_BEGIN_DECLS

/** One recorded flow: a part of @p old_unit became (part of) @p new_unit on @p date. */
typedef struct quhua_flow {
  quhua_sequence sequence; /**< journal entry that recorded it */
  quhua_unit_id old_unit;  /**< unit before; 0 for 设立 */
  quhua_unit_id new_unit;  /**< unit after; 0 for an end without successor */
  quhua_share share;       /**< part of the old unit, never QUHUA_SHARE_EMPTY */
  quhua_date date;         /**< effective day */
  uint32_t event;          /**< event inside the entry, from 1 */
  int32_t confidence;      /**< of an inferred event, ten-thousandths; -1 when it is not an inference */
  quhua_relation relation; /**< kind derived from the flows of the event */
  quhua_relation declared; /**< kind that the act declared, or QUHUA_RELATION_NONE */
  quhua_str reason;        /**< borrowed from the snapshot; may be empty */
  quhua_str note;          /**< likewise */
} quhua_flow;

/** A list of flows. Opaque. */
typedef struct quhua_flows quhua_flows;

/** All flows into or out of a unit, in the order of time.
 * @param snapshot what to ask; must outlive the list
 * @param id identity
 * @param[out] out owned; free with quhua_flows_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the flows of the unit */
QUHUA_API quhua_status quhua_flows_new(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_flows **out,
                                       quhua_error *err);
/** How many flows a list holds.
 * @param flows the list
 * @return number of flows */
QUHUA_API size_t quhua_flows_count(const quhua_flows *flows);
/** A flow by position.
 * @param flows the list
 * @param index from 0
 * @return borrowed from the list; NULL past the end */
QUHUA_API const quhua_flow *quhua_flows_at(const quhua_flows *flows, size_t index);
/** Free a list of flows.
 * @param flows consumed; NULL is allowed */
QUHUA_API void quhua_flows_free(quhua_flows *flows);

/** Which way lineage is followed. */
typedef enum quhua_direction {
  QUHUA_SUCCESSORS = 0,  /**< 承继单位: what became of it */
  QUHUA_PREDECESSORS = 1 /**< 前身单位: what it came from */
} quhua_direction;

/** Everything that a unit became, or came from, over all changes. Opaque, immutable, thread-shareable. */
typedef struct quhua_lineage quhua_lineage;

/** Follow all flows from a unit. A flow that is known to carry nothing is followed too: a graph tells ways, a projection
 * (project.h) tells shares.
 * @param snapshot what to ask; must outlive the lineage
 * @param id identity of the unit
 * @param direction which way
 * @param days only flows that take effect on these days; {INT32_MIN + 1, QUHUA_DATE_OPEN} for all
 * @param[out] out owned; free with quhua_lineage_free()
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOT_FOUND for an identity that nobody has, or QUHUA_E_NOMEM
 * @threadsafe
 * @cost n log n in the flows on the way */
QUHUA_API quhua_status quhua_lineage_new(const quhua_snapshot *snapshot, quhua_unit_id id,
                                         quhua_direction direction, quhua_period days, quhua_lineage **out,
                                         quhua_error *err);
/** A flow on the way, by position in the order of time; those of a unit to itself are left out.
 * @param lineage the lineage
 * @param index from 0
 * @param[out] out the flow; texts are borrowed from the snapshot
 * @return false past the last
 * @threadsafe */
QUHUA_API bool quhua_lineage_flow(const quhua_lineage *lineage, size_t index, quhua_flow *out);
/** A unit on the way, by position; the first is the one that was asked about, nearer ones come before farther ones.
 * @param lineage the lineage
 * @param index from 0
 * @param[out] id identity
 * @param[out] terminal no flow leads on from it to another unit: it is where the way ends. May be NULL
 * @return false past the last
 * @threadsafe */
QUHUA_API bool quhua_lineage_unit(const quhua_lineage *lineage, size_t index, quhua_unit_id *id,
                                  bool *terminal);
/** Is a unit on the way? Common ancestors of two units are those of one that are on the way of the other.
 * @param lineage the lineage
 * @param id identity
 * @return whether it is
 * @threadsafe
 * @cost constant */
QUHUA_API bool quhua_lineage_has(const quhua_lineage *lineage, quhua_unit_id id);
/** Free a lineage.
 * @param lineage consumed; NULL is allowed */
QUHUA_API void quhua_lineage_free(quhua_lineage *lineage);

/** An answer where facts may be missing. Numbers are stable. */
typedef enum quhua_answer {
  QUHUA_NO = 0,     /**< certainly not */
  QUHUA_YES = 1,    /**< certainly */
  QUHUA_UNKNOWN = 2 /**< the recorded shares do not tell */
} quhua_answer;

/** Is the territory of one unit on one day that of another unit on another day? Territory is what flows say; a unit that no
 * flow touches keeps its own.
 * @param snapshot what to ask
 * @param a identity of the one
 * @param day_a a day on which it lives
 * @param b identity of the other
 * @param day_b a day on which it lives
 * @param[out] out the answer
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOT_FOUND when one of them does not live on its day, or QUHUA_E_NOMEM
 * @threadsafe
 * @cost linear in the flows between the two days; where shares leave it open, times the units on the way */
QUHUA_API quhua_status quhua_same_territory(const quhua_snapshot *snapshot, quhua_unit_id a, quhua_date day_a,
                                            quhua_unit_id b, quhua_date day_b, quhua_answer *out,
                                            quhua_error *err);

QUHUA_END_DECLS
#endif
