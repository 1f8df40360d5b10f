/* SPDX-License-Identifier: Apache-2.0 */
/* footing.c: from the units of the first day to where they stand on the last. */
#include "report/figures.h"

uint32_t quhua__figures_above(const quhua_figures *figures, const uint32_t *rows, uint32_t unit) {
  uint32_t parent = quhua__state_row(figures->snapshot->state, rows[unit])->parent;
  return rows[parent] ? parent : 0;
}

bool quhua__figures_hold(const quhua_figures *figures, uint32_t unit) {
  while (unit && unit != figures->scope) unit = quhua__figures_above(figures, figures->row_now, unit);
  return unit == figures->scope;
}

bool quhua__footing_init(quhua__footing *footing, const quhua_figures *figures, quhua__arena *arena) {
  size_t units = (size_t)figures->units + 1;
  *footing = (quhua__footing){.figures = figures};
  footing->ends = quhua__arena_alloc(arena, (quhua_crosswalk_count(figures->whole) + 1) * sizeof(uint32_t));
  footing->met = quhua__arena_alloc(arena, units * sizeof *footing->met);
  footing->hits = quhua__arena_alloc(arena, units * sizeof *footing->hits);
  footing->stamp = quhua__arena_alloc(arena, units * sizeof *footing->stamp);
  return footing->ends && footing->met && footing->hits && footing->stamp;
}

/* The units that the rows of a unit lead to; a share that is known to be nothing leads nowhere. */
static void add_successors(quhua__footing *footing, uint32_t unit, bool others_only) {
  const quhua_figures *f = footing->figures;
  const quhua_crosswalk_row *row;
  if (!f->first[unit]) return;
  for (size_t i = f->first[unit] - 1; (row = quhua_crosswalk_at(f->whole, i)); i++) {
    if (row->before.id != unit) break;
    bool itself = others_only && row->after.id == unit;
    if (row->after.id && row->share.hi.num && !itself)
      footing->ends[footing->end_count++] = (uint32_t)row->after.id;
  }
}

/* A unit without successors stands where the unit above it does. Levels rise towards the top, so the walk ends. */
static void find_ends(quhua__footing *footing, uint32_t unit) {
  const quhua_figures *f = footing->figures;
  footing->end_count = 0;
  for (; unit && !f->row_now[unit]; unit = quhua__figures_above(f, f->row_then, unit)) {
    add_successors(footing, unit, false);
    if (footing->end_count) return;
  }
  footing->ends[footing->end_count++] = unit;
}

static void meet(quhua__footing *footing, uint32_t unit) {
  if (footing->stamp[unit] != footing->turn) {
    footing->stamp[unit] = footing->turn;
    footing->hits[unit] = 0;
    footing->met[footing->met_count++] = unit;
  }
  footing->hits[unit]++;
}

static void climb_all(quhua__footing *footing) {
  const quhua_figures *f = footing->figures;
  footing->turn++;
  footing->met_count = 0;
  for (size_t i = 0; i < footing->end_count; i++) {
    for (uint32_t unit = footing->ends[i]; unit; unit = quhua__figures_above(f, f->row_now, unit))
      meet(footing, unit);
    meet(footing, 0);
  }
}

void quhua__footing_of(quhua__footing *footing, uint32_t unit) {
  find_ends(footing, unit);
  climb_all(footing);
}

void quhua__footing_of_territory(quhua__footing *footing, uint32_t unit) {
  find_ends(footing, unit);
  if (footing->ends[0] == unit) add_successors(footing, unit, true);
  climb_all(footing);
}
