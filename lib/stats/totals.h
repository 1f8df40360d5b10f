/* SPDX-License-Identifier: Apache-2.0 */
/* totals.h: from what lies in each unit to the totals of all units above. */
#ifndef QUHUA_STATS_TOTALS_H
#define QUHUA_STATS_TOTALS_H

#include "base/arena.h"
#include "registry/registry_internal.h"
#include "stats/pools.h"

/* A unit that lives on the day, or the register as a whole. */
typedef struct quhua__node {
  uint32_t row;
  uint32_t unit;
  uint32_t parent; /* index of the node; 0: the register */
  uint32_t pool;   /* own; 0 when there is none */
  quhua_level level;
  uint32_t children, counted; /* how many, and how many of them are complete */
  quhua_date oldest;          /* of the observations behind it; QUHUA_DATE_OPEN when there is none */
  int64_t lo, hi;
  int64_t below; /* certain of the children */
  bool own;      /* its own pool counts, and nothing below it */
  bool complete, known;
  bool late;              /* what counts was carried back */
  bool late_known;        /* something was, of a unit below */
  uint32_t late_counted;  /* children that are complete by what was carried back */
  quhua_date late_oldest; /* of the observations behind these */
  quhua_date recounted;   /* when something below was counted again last */
} quhua__node;

typedef struct quhua__nodes {
  quhua__node *list; /* 0: the register; then the units in the order of (code, level) */
  size_t count;
} quhua__nodes;

/* All units of a day. false when out of memory. */
bool quhua__nodes_of(const quhua_snapshot *snapshot, quhua_date day, quhua__arena *arena, quhua__nodes *out);
/* Sum up. What was carried back (NULL: nothing was) counts for units of which nothing else is known, nor of any below, and is
 * never added to what is known otherwise. The nodes must be
 * fresh. QUHUA_OK, QUHUA_E_NOMEM or QUHUA_E_INVALID. */
quhua_status quhua__totals_of(const quhua_snapshot *snapshot, const quhua__pools *pools,
                              const quhua__pools *back, quhua__nodes *nodes, quhua__arena *arena);

#endif
