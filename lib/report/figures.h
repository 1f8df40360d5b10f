/* SPDX-License-Identifier: Apache-2.0 */
/* figures.h: figures of a period, and where units of the first day stand on the last. */
#ifndef QUHUA_REPORT_FIGURES_H
#define QUHUA_REPORT_FIGURES_H

#include <quhua/figures.h>

#include "base/arena.h"
#include "registry/registry_internal.h"

struct quhua_figures {
  const quhua_allocator *allocator;
  const quhua_snapshot *snapshot;
  quhua_date from, to;
  uint32_t scope;               /* unit; 0: the register */
  uint32_t units;               /* numbers of units: 1 to this */
  quhua_crosswalk *whole;       /* what differs in the register */
  quhua_crosswalk *crosswalk;   /* what differs in the scope; the same object when that is the register */
  quhua__arena arena;           /* of what follows */
  uint32_t *row_then, *row_now; /* by unit: its version on the day, 0 when it does not live */
  uint32_t *first;              /* by unit: its first row in the whole crosswalk and 1; 0 when it has none */
  uint32_t *slot;               /* by unit: its place among the counted and 1; slot[0]: the register */
  uint32_t *counted;            /* units, the scope first */
  size_t count;
  uint8_t column[QUHUA_KIND_LIMIT]; /* by kind: where its figures stand */
  size_t columns;
  quhua_figure *figures; /* columns for each counted unit */
};

/* Memory for walking from units of the first day to where they stand on the last. */
typedef struct quhua__footing {
  const quhua_figures *figures;
  uint32_t *ends; /* units of the last day that its territory went to, 0: the register as a whole */
  size_t end_count;
  uint32_t *met; /* those and all units above them, the register included */
  size_t met_count;
  uint32_t *hits, *stamp; /* by unit: how many ends lie at or below it, when its stamp is that of this walk */
  uint32_t turn;
} quhua__footing;

/* false when out of memory. */
bool quhua__footing_init(quhua__footing *footing, const quhua_figures *figures, quhua__arena *arena);
/* Where a unit of the first day counts: at those met units that have as many hits as there are ends; at the others
 * perhaps. */
void quhua__footing_of(quhua__footing *footing, uint32_t unit);
/* The same for its territory: a unit that lives on stands also where it ceded a part to. */
void quhua__footing_of_territory(quhua__footing *footing, uint32_t unit);
/* Does it count there for certain? */
static inline bool quhua__footing_is_certain(const quhua__footing *footing, uint32_t unit) {
  return footing->hits[unit] == footing->end_count;
}

/* Unit above a unit on a day for which the rows are given; 0 at the top. */
uint32_t quhua__figures_above(const quhua_figures *figures, const uint32_t *rows, uint32_t unit);
/* Is a unit of the last day in the scope? */
bool quhua__figures_hold(const quhua_figures *figures, uint32_t unit);

#endif
