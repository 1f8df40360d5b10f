/* SPDX-License-Identifier: Apache-2.0 */
/* name.h: what the rows of a crosswalk are called.
 *
 * Where a row came by one event, and the event is seen whole (each unit of its flows stands on the first or on the last
 * day), the event has named it. Else the rows themselves say the name, as they would if somebody read them as one act: those of
 * the old unit with those of the new one. That a unit goes on with all it has is no flow between units: what changes about it
 * says the name. */
#ifndef QUHUA_CROSSWALK_NAME_H
#define QUHUA_CROSSWALK_NAME_H

#include <quhua/crosswalk.h>

#include "base/arena.h"

/* The first and the last flow by which a row came; 0: none, it followed from something else. */
typedef struct quhua__way {
  uint32_t first, last;
} quhua__way;

/* What is to be named, between which days. */
typedef struct quhua__naming {
  quhua_crosswalk_row *rows;
  const quhua__way *ways; /* by row */
  size_t count;
  const quhua_snapshot *before, *after;
  quhua_date from, to;
  quhua__arena *arena;
} quhua__naming;

/* What a change without a flow of its own is called: it followed from a parent, or it is a spelling. */
quhua_relation quhua__name_of_versions(const quhua_unit *a, const quhua_unit *b);

/* Set the relation of each row. false when memory ran out. */
bool quhua__crosswalk_name(const quhua__naming *naming);

#endif
