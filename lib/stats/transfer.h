/* SPDX-License-Identifier: Apache-2.0 */
/* transfer.h: how what is in one unit is divided among those that take its territory at one moment. */
#ifndef QUHUA_STATS_TRANSFER_H
#define QUHUA_STATS_TRANSFER_H

#include <quhua/change.h>
#include <quhua/unit.h>

#include "base/arena.h"
#include "stats/pools.h"

/* Territory goes from one unit to another. */
typedef struct quhua__transfer {
  uint32_t from, to; /* 0: from nowhere, to nowhere */
  quhua_share share; /* of the unit that gives */
  quhua_code code;   /* of the unit that takes: of equal claims the lowest code wins */
  int64_t amount;    /* that goes with it, where `listed` */
  bool listed;
} quhua__transfer;

/* Something that is on its way to a pool, because everything that happens at one moment happens at once. */
typedef struct quhua__arrival {
  quhua__pool_sort sort;
  uint32_t unit;
  uint32_t token; /* 0: an exact amount, lo */
  int64_t lo, hi;
} quhua__arrival;

typedef struct quhua__arrivals {
  const quhua_allocator *allocator;
  quhua__arrival *list;
  size_t count, cap;
} quhua__arrivals;

/* Something sets out. Nothing at all never does. QUHUA_OK or QUHUA_E_NOMEM. */
quhua_status quhua__arrive(quhua__arrivals *arrivals, const quhua__arrival *arrival);

/* Everything arrives. QUHUA_OK, QUHUA_E_NOMEM or QUHUA_E_INVALID. */
quhua_status quhua__arrivals_settle(quhua__arrivals *arrivals, quhua__pools *pools, quhua_date date);

/* In the order of the units that give, then of the codes of those that take, nowhere last. The sorted list lives in the
 * arena. false when out of memory. */
bool quhua__transfers_sort(quhua__transfer **list, size_t count, quhua__arena *arena);

/* Empty a pool: what was in it is divided among the transfers, which are all those of its unit at the moment, in the order
 * of their codes. What goes nowhere becomes a stray of the unit `above`. QUHUA_OK, QUHUA_E_NOMEM or QUHUA_E_INVALID. */
quhua_status quhua__transfer_pool(quhua__pools *pools, uint32_t pool, const quhua__transfer *transfers,
                                  size_t count, uint32_t above, quhua__arena *arena,
                                  quhua__arrivals *arrivals);

#endif
