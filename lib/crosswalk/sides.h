/* SPDX-License-Identifier: Apache-2.0 */
/* sides.h: the rows of a crosswalk as a graph: units, and the rows that lead from one to another.
 *
 * A reader of the rows sees no more than these two days. What he takes for the end of a unit is that no row leads from it
 * to itself; what he takes for a beginning, that the unit was not there before, or gave all away and came back by what others
 * gave. */
#ifndef QUHUA_CROSSWALK_SIDES_H
#define QUHUA_CROSSWALK_SIDES_H

#include <stdbool.h>

#include <quhua/crosswalk.h>

#include "base/arena.h"
#include "base/index.h"

/* A unit that stands in some row. Rows are told by their place, from 1; 0: none. */
typedef struct quhua__side {
  quhua_unit_id unit;
  uint32_t outs, ins; /* rows that start at it, that lead to it */
  uint32_t own;       /* the row from it to itself */
  uint32_t same_code; /* some row that leads to it from a unit of the same level and code */
  bool was;           /* lives on the first day */
} quhua__side;

/* All sides, told by their place, from 1; 0: none. */
typedef struct quhua__sides {
  quhua__side *list;
  uint32_t count;
  uint32_t *olds, *news; /* by row, from 0: the side on which it starts, to which it leads */
  uint32_t
      *joined; /* by unit before (2 * side - 1) and after (2 * side): a tree of those that hang together */
} quhua__sides;

/* The sides of some rows. They live in the arena; false when memory ran out. */
bool quhua__sides_make(quhua__sides *sides, const quhua_crosswalk_row *rows, size_t count,
                       const quhua_snapshot *before, quhua_date from, quhua__arena *arena);

static inline bool quhua__side_ends(const quhua__side *side) { return side->outs && !side->own; }
static inline bool quhua__side_begins(const quhua__side *side) {
  return side->ins && !side->own && (side->outs || !side->was);
}

/* What stands for all that hangs together with a row: a number up to twice the sides. A unit before and after hang together by
 * the row from it to itself. */
uint32_t quhua__sides_group(quhua__sides *sides, size_t row);

/* Does the row say that a unit goes on with all it has? */
static inline bool quhua__row_goes_on(const quhua_crosswalk_row *row) {
  return row->before.id == row->after.id && row->share.kind == QUHUA_SHARE_WHOLE;
}

#endif
