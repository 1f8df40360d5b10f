/* SPDX-License-Identifier: Apache-2.0 */
/* compose.h: what became of a unit's territory over any number of events. The one place that composes flows.
 *
 * Shares are exact while the facts are: a share of a unit is a share of everything inside it only where the tracked
 * territory is all of that unit. Where it is not, or where a share is not known, the result is an interval; what is
 * known of the other parts narrows it, because the parts of one unit sum to one. So parts that were divided by unknown
 * shares and come together again are whole again. Where all the shares on the way are defined by children, the children are
 * followed instead of them (lineage/narrow.h). */
#ifndef QUHUA_LINEAGE_COMPOSE_H
#define QUHUA_LINEAGE_COMPOSE_H

#include "base/arena.h"
#include "registry/state.h"

/* The flows that count. */
typedef struct quhua__window {
  quhua_date after, until; /* effective later than `after` and not later than `until` */
  uint32_t since;          /* recorded later than this */
} quhua__window;

/* A part of the territory at the end of the window. */
typedef struct quhua__part {
  uint32_t unit;       /* 0: went nowhere (撤销 without successor) */
  quhua_share share;   /* of the unit that was asked about */
  uint32_t first_flow; /* on the way here; where several ways met, on the one that was there first */
  uint32_t last_flow;  /* that led here; 0 when the unit was never on an old side */
  uint32_t doubt;      /* the flow on the way whose share is known least; 0 when all are exact */
  bool entire;         /* nothing of other units is in that unit */
  bool sure;           /* some of the unit that was asked about lies there for sure */
  bool bare;           /* what lay in none of its children, if there was any, lies there */
  bool by_children; /* the children told where it lies; `entire` may be false though nothing else is there */
} quhua__part;

typedef struct quhua__parts {
  quhua__part *list; /* in the order of units */
  size_t count;
} quhua__parts;

/* Follow a unit forward. The result lives in the arena. false when out of memory. */
bool quhua__compose(const quhua__state *state, uint32_t known, quhua__window window, uint32_t unit,
                    quhua__arena *arena, quhua__parts *out);

#endif
