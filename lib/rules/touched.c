/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/touched.h"

#include "base/table.h"

typedef struct gathering {
  quhua__judge *judge;
  quhua__table by_id;
  quhua__touched *first, **end;
} gathering;

static quhua_unit version(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date date) {
  quhua_unit unit;
  return quhua_unit_find_id(snapshot, id, date, &unit) == QUHUA_OK ? unit : (quhua_unit){0};
}

/* The entry of a unit; NULL without one when it is no unit, or when memory ran out. */
static quhua__touched *entry_of(gathering *g, quhua_unit_id id) {
  quhua__touched *entry = id ? quhua__table_find(&g->by_id, &id, sizeof id) : NULL;
  if (!id || entry) return entry;
  const quhua_judged_act *act = g->judge->act;
  entry = quhua__arena_alloc(g->judge->arena, sizeof *entry);
  if (!entry || !quhua__table_add(&g->by_id, &id, sizeof id, entry)) {
    g->judge->failed = true;
    return NULL;
  }
  entry->before = version(act->before, id, act->effective);
  entry->after = version(act->after, id, act->effective);
  if (!entry->after.id || entry->after.standing != QUHUA_STANDING_FORMAL) return entry;
  *g->end = entry;
  g->end = &entry->next;
  return entry;
}

static void add_flow(gathering *g, const quhua_flow *flow) {
  bool whole = flow->share.kind == QUHUA_SHARE_WHOLE, itself = flow->old_unit == flow->new_unit;
  quhua__touched *from = entry_of(g, flow->old_unit), *to = entry_of(g, flow->new_unit);
  if (from) {
    from->gives = true;
    from->parts |= !(whole && itself);
  }
  if (!to) return;
  quhua__inflow *inflow = quhua__arena_alloc(g->judge->arena, sizeof *inflow);
  if (!inflow) {
    g->judge->failed = true;
    return;
  }
  *inflow = (quhua__inflow){.from = from ? from->before : (quhua_unit){0}, .whole = whole};
  if (to->last)
    to->last->next = inflow;
  else
    to->inflows = inflow;
  to->last = inflow;
  to->takes |= !itself;
}

quhua__touched *quhua__touched_units(quhua__judge *j) {
  gathering g = {.judge = j};
  quhua_flow flow;
  g.end = &g.first;
  quhua__table_init(&g.by_id, j->arena->allocator);
  for (size_t i = 0; !j->failed && quhua_judged_act_flow(j->act, i, &flow); i++) add_flow(&g, &flow);
  quhua__table_free(&g.by_id);
  return g.first;
}
