/* SPDX-License-Identifier: Apache-2.0 */
/* tally.h: many units at fault in the same way are one finding that names the first and says how many there are. */
#ifndef QUHUA_RULES_TALLY_H
#define QUHUA_RULES_TALLY_H

#include "base/table.h"
#include "rules/judge.h"

typedef struct quhua__tally {
  quhua__table seen; /* identities */
  quhua_unit first;
  size_t count;
} quhua__tally;

void quhua__tally_init(quhua__tally *tally, const quhua__arena *arena);
void quhua__tally_free(quhua__tally *tally);
/* Count a unit, once however often it comes. false when out of memory. */
bool quhua__tally_add(quhua__tally *tally, const quhua_unit *unit);

/* " and 2 more" and " 等 3 个单位", both empty for a single unit; in scratch memory of the judge. */
typedef struct quhua__more {
  quhua_str en, zh;
} quhua__more;
quhua__more quhua__more_text(quhua__judge *judge, size_t count);

/* A finding whose text has {1} the first unit, {2} and {3} how many more, {4} what the caller says. */
void quhua__tally_report(const quhua__tally *tally, quhua__judge *judge, quhua__rule rule, quhua_str detail);

#endif
