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

QUHUA_END_DECLS
#endif
