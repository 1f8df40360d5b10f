/* SPDX-License-Identifier: Apache-2.0 */
/* carry.h: amounts go where the territory goes.
 *
 * Lineage composes shares of one unit's territory (lineage/compose.h). Amounts cannot be had from composed shares: whole
 * numbers have to be divided act by act, or a later division would move people who live elsewhere; and a share of a unit
 * is a share of everything in it, whatever it was made of. So amounts are carried through the same flows themselves,
 * all units of a series in one walk over time. */
#ifndef QUHUA_STATS_CARRY_H
#define QUHUA_STATS_CARRY_H

#include "stats/averages.h"
#include "stats/pools.h"
#include "stats/timeline.h"

/* A series that is being carried. */
typedef struct quhua__carrying {
  const quhua_snapshot *snapshot;
  const quhua__timeline *timeline;
  uint32_t series;           /* text */
  uint32_t scale;            /* decimals */
  quhua__averages *averages; /* that are carried beside it; NULL: none */
  uint32_t average_scale;
} quhua__carrying;

/* Walk the whole timeline. The pools were initialised. QUHUA_OK, QUHUA_E_NOMEM, or QUHUA_E_INVALID when a value or a
 * sum does not fit. */
quhua_status quhua__carry(const quhua__carrying *carrying, quhua__pools *pools);
/* A value was observed: it takes the place of everything in the unit. The same results. */
quhua_status quhua__observe(const quhua__carrying *carrying, quhua__pools *pools, uint32_t number);

#endif
