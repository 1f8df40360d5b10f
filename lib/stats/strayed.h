/* SPDX-License-Identifier: Apache-2.0 */
/* strayed.h: what a unit left to the one above when it, or a part of it, ended without successor. When that is repealed (废止),
 * the same comes back. */
#ifndef QUHUA_STATS_STRAYED_H
#define QUHUA_STATS_STRAYED_H

#include "stats/transfer.h"

typedef struct quhua__strayed {
  uint32_t unit, above;
  uint32_t entry; /* by which it strayed */
  int64_t amount;
  bool exact;        /* the amount lies among the strays of the unit above, whatever else does */
  bool lost;         /* these went on, in parts that nobody knows */
  bool full;         /* all of the unit was counted */
  quhua_date oldest; /* of the observations behind it */
} quhua__strayed;

typedef struct quhua__strayed_list {
  const quhua_allocator *allocator;
  quhua__strayed *list;
  size_t count, cap;
} quhua__strayed_list;

void quhua__strayed_free(quhua__strayed_list *strayed);
/* Note what is on its way from a unit to the strays of the one above: the arrivals from `since` on. QUHUA_OK, QUHUA_E_NOMEM or
 * QUHUA_E_INVALID. */
quhua_status quhua__strayed_note(quhua__strayed_list *strayed, quhua__strayed what,
                                 const quhua__arrivals *arrivals, size_t since);
/* What a unit lost by an entry; NULL when nothing was noted. */
const quhua__strayed *quhua__strayed_find(const quhua__strayed_list *strayed, uint32_t unit, uint32_t entry);
/* The strays of a unit went on. */
void quhua__strayed_lose(quhua__strayed_list *strayed, uint32_t above);

/* Let what strayed come back to its unit: exactly that where it is known, else some of what strays there. QUHUA_OK,
 * QUHUA_E_NOMEM or QUHUA_E_INVALID. */
quhua_status quhua__strayed_return(quhua__strayed_list *strayed, const quhua__strayed *what,
                                   quhua__pools *pools, quhua__arena *arena, quhua__arrivals *arrivals);

#endif
