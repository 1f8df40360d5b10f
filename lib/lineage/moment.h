/* SPDX-License-Identifier: Apache-2.0 */
/* moment.h: the order in which things happen. Flows of one entry on one day happen at once; of several entries on one day, the
 * one that was recorded first comes first. */
#ifndef QUHUA_LINEAGE_MOMENT_H
#define QUHUA_LINEAGE_MOMENT_H

#include "registry/state.h"

typedef struct quhua__moment {
  quhua_date date;
  uint32_t entry;
} quhua__moment;

bool quhua__moment_earlier(quhua__moment a, quhua__moment b);
bool quhua__moment_same(quhua__moment a, quhua__moment b);
quhua__moment quhua__moment_of(const quhua__flow_row *flow);

/* The version of a unit that held just before a moment, or 0. What was recorded later of earlier days counts, and what was
 * taken back by then does not. */
uint32_t quhua__row_just_before(const quhua__state *state, uint32_t known, uint32_t unit, quhua__moment at);

#endif
