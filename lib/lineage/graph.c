/* SPDX-License-Identifier: Apache-2.0 */
/* graph.c: all ways from a unit, forward or backward. */
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/sort.h"
#include "base/table.h"
#include "lineage/flows.h"
#include "registry/registry_internal.h"

/* A unit on the way, and since when: forward, the moment when the first territory arrived; backward, the moment when the last
 * left. Flows that happened before that (after, backward) carry nothing of it. */
typedef struct stop {
  uint32_t unit;
  quhua_date date;
  uint32_t entry;
  bool terminal;
} stop;

struct quhua_lineage {
  const quhua_snapshot *snapshot;
  quhua__arena arena;
  quhua__table by_unit; /* unit -> stop */
  stop **stops;
  size_t count, cap;
  quhua__rows flows;
  bool back;
  quhua_period days;
};

static stop *add_stop(quhua_lineage *l, uint32_t unit, quhua_date date, uint32_t entry) {
  void *stops = l->stops;
  const quhua_allocator *a = l->snapshot->allocator;
  stop *s = quhua__arena_alloc(&l->arena, sizeof *s);
  if (!s || !quhua__grow(a, &stops, &l->cap, l->count + 1, sizeof *l->stops)) return NULL;
  l->stops = stops;
  *s = (stop){unit, date, entry, true};
  l->stops[l->count++] = s;
  return quhua__table_add(&l->by_unit, &unit, sizeof unit, s) ? s : NULL;
}

/* Does the first moment come before the second on the way? Flows of one entry happen at once. */
static bool precedes(const quhua_lineage *l, quhua_date date, uint32_t entry, const stop *than) {
  bool before = date != than->date ? date < than->date : entry < than->entry;
  bool after = date != than->date ? date > than->date : entry > than->entry;
  return l->back ? after : before;
}

/* Does the flow carry on what came to the stop? */
static bool leads_on(const quhua_lineage *l, const stop *from, const quhua__flow_row *flow) {
  if (!quhua_period_contains(l->days, flow->date) || flow->old_unit == flow->new_unit) return false;
  stop at = {.date = flow->date, .entry = flow->recorded_from};
  return precedes(l, from->date, from->entry, &at);
}

/* Look where a stop leads; units that are reached anew, or earlier than was known, go into the queue. */
static bool follow(quhua_lineage *l, const stop *from, quhua__rows *queue) {
  const quhua__state *s = l->snapshot->state;
  quhua__chain chain = quhua__chain_of_flows(s, l->snapshot->known, from->unit, !l->back);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__flow_row *flow = quhua__state_flow(s, number);
    uint32_t to = l->back ? flow->old_unit : flow->new_unit;
    if (!to || !leads_on(l, from, flow)) continue;
    stop *known = quhua__table_find(&l->by_unit, &to, sizeof to);
    if (known && !precedes(l, flow->date, flow->recorded_from, known)) continue;
    if (known) {
      known->date = flow->date;
      known->entry = flow->recorded_from;
    } else if (!add_stop(l, to, flow->date, flow->recorded_from))
      return false;
    if (!quhua__rows_add(queue, to)) return false;
  }
  return true;
}

static bool walk(quhua_lineage *l, uint32_t unit) {
  quhua__rows queue = {.allocator = l->snapshot->allocator};
  quhua_date start = l->back ? INT32_MAX : INT32_MIN;
  bool ok = add_stop(l, unit, start, 0) && quhua__rows_add(&queue, unit);
  for (size_t i = 0; ok && i < queue.count; i++) {
    const stop *from = quhua__table_find(&l->by_unit, &queue.list[i], sizeof queue.list[i]);
    ok = follow(l, from, &queue);
  }
  quhua__rows_free(&queue);
  return ok;
}

/* The flows of every stop that carry on, now that it is known since when. */
static bool collect_flows(quhua_lineage *l) {
  const quhua__state *s = l->snapshot->state;
  for (size_t i = 0; i < l->count; i++) {
    quhua__chain chain = quhua__chain_of_flows(s, l->snapshot->known, l->stops[i]->unit, !l->back);
    for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
      const quhua__flow_row *flow = quhua__state_flow(s, number);
      if (!leads_on(l, l->stops[i], flow)) continue;
      if (!quhua__rows_add(&l->flows, number)) return false;
      if (l->back ? flow->old_unit : flow->new_unit) l->stops[i]->terminal = false;
    }
  }
  return true;
}

static bool sort_flows(quhua_lineage *l) {
  uint32_t *scratch = quhua__arena_alloc(&l->arena, (l->flows.count + 1) * sizeof *scratch);
  if (!scratch) return false;
  quhua__sort(l->flows.list, scratch, l->flows.count, quhua__flow_by_time, l->snapshot->state);
  return true;
}

quhua_status quhua_lineage_new(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_direction direction,
                               quhua_period days, quhua_lineage **out, quhua_error *err) {
  const quhua_allocator *a = snapshot->allocator;
  *out = NULL;
  if (!id || id > quhua__state_totals(snapshot->state, snapshot->known).units) return QUHUA_E_NOT_FOUND;
  quhua_lineage *l = a->alloc(a->ctx, sizeof *l);
  if (!l) return quhua__fail_nomem(err);
  *l = (quhua_lineage){.snapshot = snapshot, .back = direction == QUHUA_PREDECESSORS, .days = days};
  l->flows.allocator = a;
  quhua__arena_init(&l->arena, a);
  quhua__table_init(&l->by_unit, a);
  if (walk(l, (uint32_t)id) && collect_flows(l) && sort_flows(l)) {
    *out = l;
    return QUHUA_OK;
  }
  quhua_lineage_free(l);
  return quhua__fail_nomem(err);
}

bool quhua_lineage_flow(const quhua_lineage *lineage, size_t index, quhua_flow *out) {
  if (index >= lineage->flows.count) return false;
  *out = quhua__flow_public(lineage->snapshot->state, lineage->flows.list[index]);
  return true;
}

bool quhua_lineage_unit(const quhua_lineage *lineage, size_t index, quhua_unit_id *id, bool *terminal) {
  if (index >= lineage->count) return false;
  *id = lineage->stops[index]->unit;
  if (terminal) *terminal = lineage->stops[index]->terminal;
  return true;
}

bool quhua_lineage_has(const quhua_lineage *lineage, quhua_unit_id id) {
  uint32_t unit = (uint32_t)id;
  return id <= UINT32_MAX && quhua__table_find(&lineage->by_unit, &unit, sizeof unit);
}

void quhua_lineage_free(quhua_lineage *lineage) {
  if (!lineage) return;
  const quhua_allocator *a = lineage->snapshot->allocator;
  if (lineage->stops) a->free(a->ctx, lineage->stops, lineage->cap * sizeof *lineage->stops);
  quhua__rows_free(&lineage->flows);
  quhua__table_free(&lineage->by_unit);
  quhua__arena_free(&lineage->arena);
  a->free(a->ctx, lineage, sizeof *lineage);
}
