/* SPDX-License-Identifier: Apache-2.0 */
/* deeds.h: what a recorded act did in the world, as far as deadlines depend on it. */
#ifndef QUHUA_RULES_DEEDS_H
#define QUHUA_RULES_DEEDS_H

#include <quhua/fact.h>

#include "registry/registry_internal.h"

typedef struct quhua__deeds {
  bool world; /* something changed in the world: not only the record, a spelling or a code */
  bool codes; /* a unit at township level or above got a code */
  bool names; /* a unit begins, ends or has another name */
  /* A unit that went from one county into another, or lost territory to there; both counties live before and after.
   * 0 when there is none. */
  uint32_t moved;
} quhua__deeds;

quhua__deeds quhua__deeds_of(const quhua__state *state, uint32_t sequence);

/* The day on which the act of an entry had reached a milestone, when that is not after `day`; else QUHUA_DATE_NONE. An act
 * that postpones (延期) another goes on where that stood: what its document had reached counts. */
quhua_date quhua__reached_by(const quhua_snapshot *snapshot, uint32_t sequence, quhua_milestone milestone,
                             quhua_date day);

#endif
