/* SPDX-License-Identifier: Apache-2.0 */
/* arrival.h: what comes to one unit in one event, and how units stood just before and just after the act. No words. */
#ifndef QUHUA_REPORT_ARRIVAL_H
#define QUHUA_REPORT_ARRIVAL_H

#include "base/arena.h"
#include "registry/registry_internal.h"

/* An act among those that took effect on its day: units are asked as they stood around it, and not around the day. */
typedef struct quhua__act_view {
  const quhua_snapshot *snapshot;
  uint32_t sequence;
  quhua_date day;
} quhua__act_view;

/* The flows into one unit. */
typedef struct quhua__arrival {
  quhua__act_view view;
  const uint32_t *flows;
  size_t count;   /* of them */
  uint32_t unit;  /* 0: nowhere */
  uint32_t event; /* of all of them */
  quhua_unit now; /* just after the act */
  quhua_unit was; /* just before it; id 0 when it had not begun */
  bool goes_on;   /* one of the flows comes from the unit itself */
} quhua__arrival;

/* The version of a unit before and after the act: of what several acts did on one day, what those up to this one did.
 * Values that were corrected later (更正) are the right ones. id 0 when there is none. */
quhua_unit quhua__unit_before(const quhua__act_view *view, uint32_t unit);
quhua_unit quhua__unit_after(const quhua__act_view *view, uint32_t unit);
/* Did the act end it? */
bool quhua__unit_ends(const quhua__act_view *view, uint32_t unit);
/* The day on which the units around a version can be asked: that before the act, or its own. */
quhua_date quhua__day_before(const quhua__act_view *view, const quhua_unit *version);

/* Flows of one event and one destination. */
quhua__arrival quhua__arrival_of(const quhua__act_view *view, const uint32_t *flows, size_t count);
const quhua__flow_row *quhua__arrival_flow(const quhua__arrival *arrival, size_t i);

bool quhua__flow_is_whole(const quhua__flow_row *flow);
/* Does it come from another unit? Where that goes on and its children define the flow, the sentences about these say
 * everything, and it does not count. */
bool quhua__comes_from_another(const quhua__act_view *view, const quhua__flow_row *flow);
/* How many do. */
size_t quhua__arrival_others(const quhua__arrival *arrival);
/* Do all that come from others come whole? */
bool quhua__arrival_is_whole(const quhua__arrival *arrival);
/* Villages and groups, which have no administrative territory of their own in the sense of the law. */
bool quhua__arrival_is_small(const quhua__arrival *arrival);

#endif
