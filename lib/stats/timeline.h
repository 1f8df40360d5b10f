/* SPDX-License-Identifier: Apache-2.0 */
/* timeline.h: what happened to a series, in the order in which it happened: territory flowed, values were observed. */
#ifndef QUHUA_STATS_TIMELINE_H
#define QUHUA_STATS_TIMELINE_H

#include "base/arena.h"
#include "registry/registry_internal.h"

/* One flow or one observation. Those of one entry on one day happen at once, the flows first. */
typedef struct quhua__happening {
  quhua_date date;
  uint32_t entry;
  uint32_t number; /* of the flow or observation in the state */
  bool observed;
} quhua__happening;

typedef struct quhua__timeline {
  const quhua__happening *list;
  size_t count;
} quhua__timeline;

/* Everything about a series (number of its text) from the beginning to the day, the day included. The list lives in the
 * arena. false when out of memory. */
bool quhua__timeline_until(const quhua_snapshot *snapshot, uint32_t series, quhua_date day,
                           quhua__arena *arena, quhua__timeline *out);
/* Did they happen at once? */
bool quhua__at_once(const quhua__happening *a, const quhua__happening *b);

#endif
