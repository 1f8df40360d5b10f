/* SPDX-License-Identifier: Apache-2.0 */
/* touched.h: the units that live after an act and whose territory the act concerns, each with what it took. */
#ifndef QUHUA_RULES_TOUCHED_H
#define QUHUA_RULES_TOUCHED_H

#include "rules/judge.h"

/* A flow into the unit; one from the unit to itself included. */
typedef struct quhua__inflow {
  quhua_unit from; /* just before the act; id 0 for 设立 */
  bool whole;      /* all of it */
  struct quhua__inflow *next;
} quhua__inflow;

typedef struct quhua__touched {
  quhua_unit before, after; /* before.id is 0 for a unit that begins */
  quhua__inflow *inflows, *last;
  bool gives; /* some flow starts at it, be it to itself */
  bool parts; /* one of these is not the whole of it to itself */
  bool takes; /* a flow from elsewhere leads to it */
  struct quhua__touched *next;
} quhua__touched;

/* In the order of the flows, in the scratch memory of the act. Units that end are not there, nor those without a name that
 * only stand for a parent. */
quhua__touched *quhua__touched_units(quhua__judge *judge);

#endif
