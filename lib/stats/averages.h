/* SPDX-License-Identifier: Apache-2.0 */
/* averages.h: averages go where the weights go.
 *
 * Averages are carried beside the series that weights them, in the same walk (stats/carry.h). A part of a unit has the average of
 * the unit; what comes together at one moment has the mean of what comes, by the weights that come with it. */
#ifndef QUHUA_STATS_AVERAGES_H
#define QUHUA_STATS_AVERAGES_H

#include "stats/mean.h"
#include "stats/pools.h"
#include "stats/timeline.h"
#include "stats/totals.h"
#include "stats/transfer.h"

/* By unit. */
typedef struct quhua__averages {
  quhua__average *list;
  uint32_t units; /* highest number */
} quhua__averages;

/* Nobody has one yet. The list lives in the arena. false when out of memory. */
bool quhua__averages_init(quhua__averages *averages, uint32_t units, quhua__arena *arena);

/* What one moment does to averages. */
typedef struct quhua__mingling {
  const quhua_snapshot *snapshot;
  const quhua__pools *pools; /* of the weights */
  quhua__averages *averages;
  const quhua__transfer *transfers;
  size_t count;
  const quhua__happening *now;
  quhua__arena *arena;
  quhua__ingredient *given; /* by transfer: what goes with it */
  quhua__ingredient *kept;  /* by transfer: what the unit that takes had already */
} quhua__mingling;

/* Before anybody gives. All but the last two members are set. false when out of memory. */
bool quhua__mingling_begin(quhua__mingling *m);
/* A unit gave; its transfers are [first, end), and what set out with them are the arrivals from `since` on. */
void quhua__mingling_gave(quhua__mingling *m, size_t first, size_t end, const quhua__arrivals *arrivals,
                          size_t since);
/* Let everybody take. false when out of memory. */
bool quhua__mingling_end(quhua__mingling *m);

/* Averages of all nodes; the nodes have the totals of the weights. *out lives in the arena. false when out of memory. */
bool quhua__averages_of(const quhua__averages *averages, const quhua__nodes *nodes, quhua__arena *arena,
                        quhua__average **out);

#endif
