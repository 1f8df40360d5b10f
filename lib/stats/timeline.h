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
  bool average; /* observed of the second series */
} quhua__happening;

/* What is followed: one series, and another one beside it (numbers of their texts; 0: none), after a day up to another, which is
 * included. */
typedef struct quhua__followed {
  uint32_t series, average;
  quhua_date after, until;
} quhua__followed;

typedef struct quhua__timeline {
  const quhua__happening *list;
  size_t count;
} quhua__timeline;

/* Everything about what is followed. The list lives in the arena. false when out of memory. */
bool quhua__timeline_of(const quhua_snapshot *snapshot, const quhua__followed *followed, quhua__arena *arena,
                        quhua__timeline *out);
/* The version of a unit that held just before; 0 when it did not live. */
uint32_t quhua__row_before(const quhua_snapshot *snapshot, const quhua__happening *moment, uint32_t unit);
/* Did they happen at once? */
bool quhua__at_once(const quhua__happening *a, const quhua__happening *b);

#endif
