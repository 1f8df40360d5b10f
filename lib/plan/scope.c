/* SPDX-License-Identifier: Apache-2.0 */
/* scope.c: the smallest unit that holds everything a plan touches, and counts inside it. */
#include "plan/plan_internal.h"

#include <string.h>

/* Units above everything that was seen so far, deepest first. */
typedef struct common {
  uint32_t units[QUHUA_LEVEL_MAX + 1];
  size_t count;
  bool any;
} common;

/* Everything above a unit on a day, deepest first. The unit itself does not count: what changes lies inside. */
static size_t ancestors(const quhua_snapshot *snapshot, uint32_t unit, quhua_date date,
                        uint32_t out[QUHUA_LEVEL_MAX + 1]) {
  size_t count = 0;
  uint32_t row = quhua__row_on(snapshot->state, snapshot->known, unit, date);
  while (row && count <= QUHUA_LEVEL_MAX) {
    uint32_t parent = quhua__state_row(snapshot->state, row)->parent;
    if (!parent) break;
    out[count++] = parent;
    row = quhua__row_on(snapshot->state, snapshot->known, parent, date);
  }
  return count;
}

static void narrow(common *c, const quhua_snapshot *snapshot, uint32_t unit, quhua_date date) {
  uint32_t path[QUHUA_LEVEL_MAX + 1];
  if (!unit || unit > quhua__state_totals(snapshot->state, snapshot->known).units) return;
  if (!quhua__row_on(snapshot->state, snapshot->known, unit, date)) return;
  size_t length = ancestors(snapshot, unit, date, path), kept = 0;
  if (!c->any) {
    memcpy(c->units, path, sizeof path);
    c->count = length;
    c->any = true;
    return;
  }
  for (size_t i = 0; i < c->count; i++) {
    size_t j = 0;
    while (j < length && path[j] != c->units[i]) j++;
    if (j < length) c->units[kept++] = c->units[i];
  }
  c->count = kept;
}

static void narrow_both(common *c, const quhua_plan *plan, uint32_t unit) {
  narrow(c, plan->base, unit, plan->days.from);
  narrow(c, &plan->after, unit, plan->days.to);
}

quhua_unit_id quhua_plan_scope(const quhua_plan *plan) {
  const quhua__state *s = &plan->overlay;
  quhua__totals now = quhua__state_now(s);
  common c = {.count = 0};
  for (uint32_t row = s->below.rows + 1; row <= now.rows; row++)
    narrow_both(&c, plan, quhua__state_row(s, row)->unit);
  for (uint32_t number = s->below.flows + 1; number <= now.flows; number++) {
    const quhua__flow_row *flow = quhua__state_flow(s, number);
    narrow_both(&c, plan, flow->old_unit);
    narrow_both(&c, plan, flow->new_unit);
  }
  return c.count ? c.units[0] : 0;
}

void quhua_plan_count_units(const quhua_plan *plan, uint64_t before[QUHUA_KIND_LIMIT],
                            uint64_t after[QUHUA_KIND_LIMIT]) {
  quhua_unit_id scope = quhua_plan_scope(plan);
  quhua_snapshot_count(plan->base, scope, plan->days.from, before);
  quhua_snapshot_count(&plan->after, scope, plan->days.to, after);
}
