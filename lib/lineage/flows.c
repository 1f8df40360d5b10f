/* SPDX-License-Identifier: Apache-2.0 */
#include "lineage/flows.h"

#include "base/arena.h"
#include "base/fail.h"
#include "base/sort.h"
#include "registry/registry_internal.h"

struct quhua_flows {
  const quhua_allocator *allocator;
  quhua_flow *list;
  size_t count, cap;
};

quhua_flow quhua__flow_public(const quhua__state *state, uint32_t number) {
  const quhua__flow_row *flow = quhua__state_flow(state, number);
  const quhua__event *event = quhua__state_event(state, flow->event);
  return (quhua_flow){
      .sequence = flow->recorded_from,
      .old_unit = flow->old_unit,
      .new_unit = flow->new_unit,
      .share = flow->share,
      .date = flow->date,
      .event = event->number,
      .confidence = event->confidence,
      .relation = (quhua_relation)event->relation,
      .declared = (quhua_relation)event->declared,
      .reason = quhua__texts_at(&state->texts, event->reason),
      .note = quhua__texts_at(&state->texts, event->note),
  };
}

int quhua__flow_by_time(const void *state, uint32_t a, uint32_t b) {
  const quhua__flow_row *x = quhua__state_flow(state, a), *y = quhua__state_flow(state, b);
  if (x->date != y->date) return x->date < y->date ? -1 : 1;
  return (a > b) - (a < b); /* numbers follow the journal */
}

/* Numbers of all flows of a unit, each once: a flow from a unit to itself stands in both chains. */
static bool collect(const quhua_snapshot *snapshot, uint32_t unit, quhua__rows *numbers) {
  for (int out = 0; out <= 1; out++) {
    quhua__chain chain = quhua__chain_of_flows(snapshot->state, snapshot->known, unit, out);
    for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
      const quhua__flow_row *flow = quhua__state_flow(snapshot->state, number);
      if (out && flow->new_unit == unit) continue;
      if (!quhua__rows_add(numbers, number)) return false;
    }
  }
  return true;
}

static bool fill(const quhua_snapshot *snapshot, quhua__rows *numbers, quhua_flows *flows) {
  const quhua_allocator *a = snapshot->allocator;
  size_t bytes = numbers->count * sizeof(uint32_t);
  if (numbers->count == 0) return true;
  uint32_t *scratch = a->alloc(a->ctx, bytes);
  flows->list = scratch ? a->alloc(a->ctx, numbers->count * sizeof *flows->list) : NULL;
  if (flows->list) {
    flows->cap = flows->count = numbers->count;
    quhua__sort(numbers->list, scratch, numbers->count, quhua__flow_by_time, snapshot->state);
    for (size_t i = 0; i < numbers->count; i++)
      flows->list[i] = quhua__flow_public(snapshot->state, numbers->list[i]);
  }
  if (scratch) a->free(a->ctx, scratch, bytes);
  return flows->list != NULL;
}

quhua_status quhua_flows_new(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_flows **out,
                             quhua_error *err) {
  const quhua_allocator *a = snapshot->allocator;
  *out = NULL;
  quhua_flows *flows = a->alloc(a->ctx, sizeof *flows);
  if (!flows) return quhua__fail_nomem(err);
  *flows = (quhua_flows){.allocator = a};
  quhua__rows numbers = {.allocator = a};
  bool known = id && id <= quhua__state_totals(snapshot->state, snapshot->known).units;
  bool ok = !known || (collect(snapshot, (uint32_t)id, &numbers) && fill(snapshot, &numbers, flows));
  quhua__rows_free(&numbers);
  if (!ok) {
    quhua_flows_free(flows);
    return quhua__fail_nomem(err);
  }
  *out = flows;
  return QUHUA_OK;
}

size_t quhua_flows_count(const quhua_flows *flows) { return flows->count; }

const quhua_flow *quhua_flows_at(const quhua_flows *flows, size_t index) {
  return index < flows->count ? &flows->list[index] : NULL;
}

void quhua_flows_free(quhua_flows *flows) {
  if (!flows) return;
  const quhua_allocator *a = flows->allocator;
  if (flows->list) a->free(a->ctx, flows->list, flows->cap * sizeof *flows->list);
  a->free(a->ctx, flows, sizeof *flows);
}
