/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/delta.h"

#include <string.h>

#include "base/fail.h"
#include "lineage/flows.h"

/* The overlay's table of ended records as an array; the table keeps the order in which they ended. */
static bool copy_closed(const quhua_allocator *allocator, const quhua__table *table, size_t count,
                        quhua__closed **out) {
  *out = NULL;
  if (count == 0) return true;
  *out = allocator->alloc(allocator->ctx, count * sizeof **out);
  if (!*out) return false;
  size_t at = 0;
  for (const quhua__table_entry *e = table->head; e && at < count; e = e->hh.next)
    (*out)[at++] = *(const quhua__closed *)e->value;
  return true;
}

quhua_status quhua__delta_new(quhua_store_delta *delta, const quhua_allocator *allocator,
                              const quhua__state *state, quhua_error *err) {
  memset(delta, 0, sizeof *delta);
  delta->view = (quhua_snapshot){allocator, state, quhua__state_head(state)};
  delta->before = state->below;
  delta->after = quhua__state_now(state);
  delta->allocator = allocator;
  delta->row_count = state->closed_row_count;
  delta->flow_count = state->closed_flow_count;
  if (copy_closed(allocator, &state->closed_rows, delta->row_count, &delta->rows) &&
      copy_closed(allocator, &state->closed_flows, delta->flow_count, &delta->flows))
    return QUHUA_OK;
  quhua__delta_free(delta);
  return quhua__fail_nomem(err);
}

void quhua__delta_free(quhua_store_delta *delta) {
  const quhua_allocator *a = delta->allocator;
  if (delta->rows) a->free(a->ctx, delta->rows, delta->row_count * sizeof *delta->rows);
  if (delta->flows) a->free(a->ctx, delta->flows, delta->flow_count * sizeof *delta->flows);
  delta->rows = delta->flows = NULL;
}

static quhua_sequence public_sequence(uint32_t recorded_to) {
  return recorded_to == QUHUA__OPEN ? QUHUA_SEQUENCE_OPEN : recorded_to;
}

bool quhua_store_delta_version(const quhua_store_delta *delta, size_t index, quhua_unit *out,
                               const quhua_snapshot **snapshot) {
  if (index >= delta->after.rows - delta->before.rows) return false;
  *out = quhua__row_unit(delta->view.state, delta->before.rows + 1 + (uint32_t)index);
  if (snapshot) *snapshot = &delta->view;
  return true;
}

static bool closed_at(const quhua__closed *list, size_t count, size_t index, uint32_t *number,
                      quhua_sequence *recorded_to) {
  if (index >= count) return false;
  *number = list[index].number;
  *recorded_to = list[index].recorded_to;
  return true;
}

bool quhua_store_delta_closed(const quhua_store_delta *delta, size_t index, uint32_t *row,
                              quhua_sequence *recorded_to) {
  return closed_at(delta->rows, delta->row_count, index, row, recorded_to);
}

bool quhua_store_delta_closed_flow(const quhua_store_delta *delta, size_t index, uint32_t *number,
                                   quhua_sequence *recorded_to) {
  return closed_at(delta->flows, delta->flow_count, index, number, recorded_to);
}

bool quhua_store_delta_flow(const quhua_store_delta *delta, size_t index, uint32_t *number, quhua_flow *out,
                            quhua_sequence *recorded_to) {
  if (index >= delta->after.flows - delta->before.flows) return false;
  *number = delta->before.flows + 1 + (uint32_t)index;
  *out = quhua__flow_public(delta->view.state, *number);
  *recorded_to = public_sequence(quhua__flow_recorded_to(delta->view.state, *number));
  return true;
}

bool quhua_store_delta_observation(const quhua_store_delta *delta, size_t index, quhua_observation *out) {
  if (index >= delta->after.observed - delta->before.observed) return false;
  const quhua__state *s = delta->view.state;
  const quhua__observed *o = quhua__state_observed(s, delta->before.observed + 1 + (uint32_t)index);
  *out = (quhua_observation){o->recorded_from, o->unit, o->date, quhua__texts_at(&s->texts, o->series),
                             quhua__texts_at(&s->texts, o->value)};
  return true;
}

bool quhua_store_delta_fact(const quhua_store_delta *delta, size_t index, quhua_fact *out) {
  if (index >= delta->after.facts - delta->before.facts) return false;
  return quhua_fact_at(&delta->view, delta->before.facts + index, out);
}
