/* SPDX-License-Identifier: Apache-2.0 */
/* identifiers.c: which units carry an identifier of another office. */
#include "base/index.h"
#include "registry/registry_internal.h"

/* What identifiers are found by: text numbers of key and value. */
typedef struct wanted {
  uint32_t key, value;
} wanted;

const quhua__identifier *quhua__state_identifier(const quhua__state *s, uint32_t number) {
  if (number <= s->below.identifiers) return quhua__segments_at(&s->base->identifiers, number - 1);
  return quhua__segments_at(&s->identifiers, number - s->below.identifiers - 1);
}

static bool fits(const void *ctx, uint32_t number, const void *key) {
  const quhua__identifier *identifier = quhua__state_identifier(ctx, number);
  const wanted *w = key;
  return identifier->key == w->key && identifier->value == w->value;
}

static uint32_t newest(const quhua__state *layer, const wanted *w) {
  return quhua__index_find(&layer->units_by_identifier, quhua__hash(w, sizeof *w, 0), fits, layer, w);
}

void quhua__state_add_identifiers(quhua__state *s, uint32_t sequence, uint32_t unit, quhua_attribute pair) {
  quhua_str rest = pair.value, part;
  wanted w = {.key = quhua__texts_find(&s->texts, pair.key)};
  while (quhua__identifier_next(&rest, &part)) {
    w.value = quhua__texts_find(&s->texts, part);
    quhua__identifier *identifier = quhua__segments_append(&s->identifiers);
    *identifier = (quhua__identifier){
        .key = w.key, .value = w.value, .unit = unit, .recorded_from = sequence, .next = newest(s, &w)};
    quhua__index_put(&s->units_by_identifier, quhua__hash(&w, sizeof w, 0),
                     s->below.identifiers + s->identifiers.count, fits, s, &w);
  }
}

/* Does the version list the identifier? */
static bool lists(const quhua__state *s, uint32_t row, const wanted *w) {
  uint32_t attributes = quhua__state_row(s, row)->attributes;
  if (!attributes) return false;
  quhua__attribute_set set = quhua__state_set(s, attributes);
  for (uint32_t i = 0; i < set.count; i++) {
    quhua__attribute_pair pair = quhua__state_pair(s, set.first + i);
    quhua_str rest = quhua__texts_at(&s->texts, pair.value), part;
    while (pair.key == w->key && quhua__identifier_next(&rest, &part))
      if (quhua_str_equal(part, quhua__texts_at(&s->texts, w->value))) return true;
  }
  return false;
}

static bool has_unit(const quhua__state *s, const quhua__rows *rows, uint32_t unit) {
  for (size_t i = 0; i < rows->count; i++)
    if (quhua__state_row(s, rows->list[i])->unit == unit) return true;
  return false;
}

/* The versions of all units that one layer knows to have carried it. */
static bool collect(const quhua_snapshot *snapshot, const quhua__state *layer, uint32_t known,
                    const wanted *w, quhua__rows *rows) {
  const quhua__state *s = snapshot->state;
  for (uint32_t at = newest(layer, w); at; at = quhua__state_identifier(layer, at)->next) {
    const quhua__identifier *identifier = quhua__state_identifier(layer, at);
    if (identifier->recorded_from > known || has_unit(s, rows, identifier->unit)) continue;
    quhua__chain chain = quhua__chain_of_unit(s, snapshot->known, identifier->unit);
    for (uint32_t row; (row = quhua__chain_next(&chain)) != 0;)
      if (lists(s, row, w) && !quhua__rows_add(rows, row)) return false;
  }
  return true;
}

quhua_status quhua_cursor_new_identified(const quhua_snapshot *snapshot, quhua_str key, quhua_str value,
                                         quhua_cursor **out, quhua_error *err) {
  const quhua__state *s = snapshot->state;
  wanted w = {quhua__texts_find(&s->texts, key), quhua__texts_find(&s->texts, value)};
  quhua__rows rows = {.allocator = snapshot->allocator};
  bool complete = true;
  if (w.key && w.value) {
    complete = collect(snapshot, s, snapshot->known, &w, &rows);
    uint32_t known = snapshot->known < s->base_known ? snapshot->known : s->base_known;
    if (complete && s->base) complete = collect(snapshot, s->base, known, &w, &rows);
  }
  return quhua__cursor_finish(snapshot, &rows, complete, quhua__rows_by_time, out, err);
}
