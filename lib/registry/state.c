/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/state.h"

#include <string.h>

#include "registry/keys.h"

/* The arrays and indexes of a state, once for everything that is done to all of them. */
static const struct array {
  size_t offset, elem;
} ARRAYS[] = {
    {offsetof(quhua__state, rows), sizeof(quhua__row)},
    {offsetof(quhua__state, units), sizeof(quhua__unit)},
    {offsetof(quhua__state, flows), sizeof(quhua__flow_row)},
    {offsetof(quhua__state, amounts), sizeof(quhua__amount)},
    {offsetof(quhua__state, events), sizeof(quhua__event)},
    {offsetof(quhua__state, observed), sizeof(quhua__observed)},
    {offsetof(quhua__state, sets), sizeof(quhua__attribute_set)},
    {offsetof(quhua__state, pairs), sizeof(quhua__attribute_pair)},
    {offsetof(quhua__state, entries), sizeof(quhua__entry_record)},
    {offsetof(quhua__state, series), sizeof(uint32_t)},
    {offsetof(quhua__state, retractions), sizeof(quhua__retraction)},
    {offsetof(quhua__state, undoings), sizeof(quhua__retraction)},
    {offsetof(quhua__state, facts), sizeof(quhua__fact)},
    {offsetof(quhua__state, identifiers), sizeof(quhua__identifier)},
};

static const size_t INDEXES[] = {
    offsetof(quhua__state, codes),
    offsetof(quhua__state, prefixes),
    offsetof(quhua__state, documents),
    offsetof(quhua__state, facts_by_key),
    offsetof(quhua__state, units_by_identifier),
};

quhua__segments *quhua__state_array(quhua__state *state, size_t index) {
  if (index >= sizeof ARRAYS / sizeof ARRAYS[0]) return NULL;
  return (quhua__segments *)((char *)state + ARRAYS[index].offset);
}

quhua__index *quhua__state_index(quhua__state *state, size_t index) {
  if (index >= sizeof INDEXES / sizeof INDEXES[0]) return NULL;
  return (quhua__index *)((char *)state + INDEXES[index]);
}

static void init_parts(quhua__state *s) {
  const quhua_allocator *a = s->allocator;
  quhua__segments *array;
  quhua__index *index;
  for (size_t i = 0; (array = quhua__state_array(s, i)) != NULL; i++)
    quhua__segments_init(array, a, ARRAYS[i].elem);
  for (size_t i = 0; (index = quhua__state_index(s, i)) != NULL; i++) quhua__index_init(index, a);
  quhua__texts_init(&s->texts, a, s->base ? &s->base->texts : NULL, s->below.texts);
  quhua__table_init(&s->touched, a);
  quhua__table_init(&s->closed_rows, a);
  quhua__table_init(&s->closed_flows, a);
  quhua__arena_init(&s->arena, a);
  atomic_init(&s->top, 0);
}

void quhua__state_init(quhua__state *state, const quhua_allocator *allocator, const quhua_scheme *scheme) {
  memset(state, 0, sizeof *state);
  state->allocator = allocator;
  state->scheme = scheme;
  init_parts(state);
}

void quhua__state_init_overlay(quhua__state *state, const quhua_allocator *allocator,
                               const quhua__state *base, uint32_t known) {
  memset(state, 0, sizeof *state);
  state->allocator = allocator;
  state->scheme = base->scheme;
  state->held_of = base->held_of;
  state->base = base;
  state->base_known = known;
  state->below = quhua__state_totals(base, known);
  init_parts(state);
}

void quhua__state_free(quhua__state *state) {
  quhua__segments *array;
  quhua__index *index;
  for (size_t i = 0; (array = quhua__state_array(state, i)) != NULL; i++) quhua__segments_free(array);
  for (size_t i = 0; (index = quhua__state_index(state, i)) != NULL; i++) quhua__index_free(index);
  quhua__texts_free(&state->texts);
  quhua__table_free(&state->touched);
  quhua__table_free(&state->closed_rows);
  quhua__table_free(&state->closed_flows);
  quhua__arena_free(&state->arena);
}

void quhua__state_empty(quhua__state *root) {
  quhua__held_of *held_of = root->held_of;
  quhua__state_free(root);
  quhua__state_init(root, root->allocator, root->scheme);
  root->held_of = held_of;
}

void quhua__state_share(quhua__state *state) {
  quhua__index *index;
  for (size_t i = 0; (index = quhua__state_index(state, i)) != NULL; i++) quhua__index_share(index);
  quhua__index_share(&state->texts.index);
}

uint32_t quhua__state_head(const quhua__state *state) { return state->base_known + state->entries.count; }

quhua__totals quhua__state_totals(const quhua__state *state, uint32_t sequence) {
  return sequence ? quhua__state_entry(state, sequence)->totals : (quhua__totals){0};
}

quhua__totals quhua__state_now(const quhua__state *s) {
  return (quhua__totals){
      .retractions = s->below.retractions + s->retractions.count,
      .undoings = s->below.undoings + s->undoings.count,
      .rows = s->below.rows + s->rows.count,
      .units = s->below.units + s->units.count,
      .flows = s->below.flows + s->flows.count,
      .amounts = s->below.amounts + s->amounts.count,
      .events = s->below.events + s->events.count,
      .observed = s->below.observed + s->observed.count,
      .sets = s->below.sets + s->sets.count,
      .pairs = s->below.pairs + s->pairs.count,
      .series = s->below.series + s->series.count,
      .facts = s->below.facts + s->facts.count,
      .reservations = s->below.reservations + s->reservation_count,
      .identifiers = s->below.identifiers + s->identifiers.count,
      .texts = quhua__texts_count(&s->texts),
  };
}

const quhua__row *quhua__state_row(const quhua__state *state, uint32_t number) {
  if (number <= state->below.rows) return quhua__segments_at(&state->base->rows, number - 1);
  return quhua__segments_at(&state->rows, number - state->below.rows - 1);
}

const quhua__flow_row *quhua__state_flow(const quhua__state *state, uint32_t number) {
  if (number <= state->below.flows) return quhua__segments_at(&state->base->flows, number - 1);
  return quhua__segments_at(&state->flows, number - state->below.flows - 1);
}

quhua__amount quhua__state_amount(const quhua__state *state, uint32_t number) {
  const quhua__amount *amount = number <= state->below.amounts
                                    ? quhua__segments_at(&state->base->amounts, number - 1)
                                    : quhua__segments_at(&state->amounts, number - state->below.amounts - 1);
  return *amount;
}

const quhua__event *quhua__state_event(const quhua__state *state, uint32_t number) {
  if (number <= state->below.events) return quhua__segments_at(&state->base->events, number - 1);
  return quhua__segments_at(&state->events, number - state->below.events - 1);
}

const quhua__observed *quhua__state_observed(const quhua__state *state, uint32_t number) {
  if (number <= state->below.observed) return quhua__segments_at(&state->base->observed, number - 1);
  return quhua__segments_at(&state->observed, number - state->below.observed - 1);
}

quhua__attribute_set quhua__state_set(const quhua__state *state, uint32_t number) {
  const quhua__attribute_set *set = number <= state->below.sets
                                        ? quhua__segments_at(&state->base->sets, number - 1)
                                        : quhua__segments_at(&state->sets, number - state->below.sets - 1);
  return *set;
}

quhua__attribute_pair quhua__state_pair(const quhua__state *state, uint32_t index) {
  const quhua__attribute_pair *pair = index < state->below.pairs
                                          ? quhua__segments_at(&state->base->pairs, index)
                                          : quhua__segments_at(&state->pairs, index - state->below.pairs);
  return *pair;
}

uint32_t quhua__state_series(const quhua__state *state, uint32_t index) {
  const uint32_t *series = index < state->below.series
                               ? quhua__segments_at(&state->base->series, index)
                               : quhua__segments_at(&state->series, index - state->below.series);
  return *series;
}

quhua__retraction quhua__state_retraction(const quhua__state *state, uint32_t number) {
  const quhua__retraction *retraction =
      number <= state->below.retractions
          ? quhua__segments_at(&state->base->retractions, number - 1)
          : quhua__segments_at(&state->retractions, number - state->below.retractions - 1);
  return *retraction;
}

quhua__retraction quhua__state_undoing(const quhua__state *state, uint32_t number) {
  const quhua__retraction *undoing =
      number <= state->below.undoings
          ? quhua__segments_at(&state->base->undoings, number - 1)
          : quhua__segments_at(&state->undoings, number - state->below.undoings - 1);
  return *undoing;
}

uint32_t quhua__state_repeal_of(const quhua__state *state, uint32_t sequence, uint32_t known) {
  uint32_t last = quhua__state_totals(state, known).undoings;
  for (uint32_t number = 1; number <= last; number++) {
    quhua__retraction undoing = quhua__state_undoing(state, number);
    bool about = undoing.target == sequence; /* the cheaper question first */
    if (about && !quhua__state_is_retracted(state, undoing.entry, known)) return undoing.entry;
  }
  return 0;
}

bool quhua__entry_has_document(const void *ctx, uint32_t sequence, const void *document) {
  return quhua__state_entry(ctx, sequence)->document == *(const uint32_t *)document;
}

uint32_t quhua__state_entry_of(const quhua__state *state, uint32_t document, uint32_t before) {
  for (const quhua__state *layer = state; layer && document; layer = layer->base) {
    uint64_t hash = quhua__hash(&document, sizeof document, 0);
    uint32_t at = quhua__index_find(&layer->documents, hash, quhua__entry_has_document, layer, &document);
    while (at >= before && at) at = quhua__state_entry(layer, at)->next_of_document;
    if (at) return at;
  }
  return 0;
}

/* An entry is marked by the layer to which it belongs. What an overlay takes back of its base it lists, and that is little. */
bool quhua__state_is_retracted(const quhua__state *state, uint32_t sequence, uint32_t known) {
  if (sequence == 0 || sequence > known) return false;
  const quhua__entry_record *entry = quhua__state_entry(state, sequence);
  bool below = sequence <= state->base_known;
  uint32_t newest = below && known > state->base_known ? state->base_known : known;
  uint32_t by = atomic_load_explicit(&entry->taken_back, memory_order_relaxed);
  if (by && by <= newest) return true;
  for (uint32_t i = 0; below && i < state->retractions.count; i++) {
    const quhua__retraction *own = quhua__segments_at(&state->retractions, i);
    if (own->target == sequence) return own->entry <= known;
  }
  return false;
}

void quhua__state_add_retraction(quhua__state *state, quhua__retraction retraction) {
  *(quhua__retraction *)quhua__segments_append(&state->retractions) = retraction;
  if (retraction.target <= state->base_known) return;
  quhua__entry_record *entry = quhua__segments_at(&state->entries, retraction.target - state->base_known - 1);
  atomic_store_explicit(&entry->taken_back, retraction.entry, memory_order_relaxed);
}

const quhua__entry_record *quhua__state_entry(const quhua__state *state, uint32_t sequence) {
  if (sequence <= state->base_known) return quhua__segments_at(&state->base->entries, sequence - 1);
  return quhua__segments_at(&state->entries, sequence - state->base_known - 1);
}

quhua__unit *quhua__state_unit(const quhua__state *state, uint32_t unit) {
  if (unit > state->below.units) return quhua__segments_at(&state->units, unit - state->below.units - 1);
  return quhua__table_find(&state->touched, &unit, sizeof unit);
}

/* When did a record of the base end, for an overlay that sees the base at base_known? */
static uint32_t ended(const quhua__state *state, const quhua__table *closed, uint32_t number,
                      uint32_t recorded_to) {
  if (recorded_to <= state->base_known) return recorded_to;
  const quhua__closed *c = quhua__table_find(closed, &number, sizeof number);
  return c ? c->recorded_to : QUHUA__OPEN;
}

uint32_t quhua__row_recorded_to(const quhua__state *state, uint32_t row) {
  uint32_t to = atomic_load_explicit(&quhua__state_row(state, row)->recorded_to, memory_order_relaxed);
  return row <= state->below.rows ? ended(state, &state->closed_rows, row, to) : to;
}

uint32_t quhua__flow_recorded_to(const quhua__state *state, uint32_t flow) {
  uint32_t to = atomic_load_explicit(&quhua__state_flow(state, flow)->recorded_to, memory_order_relaxed);
  return flow <= state->below.flows ? ended(state, &state->closed_flows, flow, to) : to;
}

bool quhua__row_visible(const quhua__state *state, uint32_t row, uint32_t known) {
  return quhua__state_row(state, row)->recorded_from <= known && known < quhua__row_recorded_to(state, row);
}

bool quhua__flow_visible(const quhua__state *state, uint32_t flow, uint32_t known) {
  return quhua__state_flow(state, flow)->recorded_from <= known &&
         known < quhua__flow_recorded_to(state, flow);
}

quhua_unit quhua__row_unit(const quhua__state *state, uint32_t number) {
  const quhua__row *row = quhua__state_row(state, number);
  uint32_t to = quhua__row_recorded_to(state, number);
  return (quhua_unit){
      .id = row->unit,
      .parent = row->parent,
      .recorded_from = row->recorded_from,
      .recorded_to = to == QUHUA__OPEN ? QUHUA_SEQUENCE_OPEN : to,
      .name = quhua__texts_at(&state->texts, row->name),
      .code = row->code,
      .valid = {row->from, row->to},
      .level = (quhua_level)row->level,
      .kind = (quhua_kind)row->kind,
      .standing = (quhua_standing)row->standing,
      .attributes = row->attributes,
      .row = number,
  };
}
