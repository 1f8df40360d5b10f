/* SPDX-License-Identifier: Apache-2.0 */
#include "registry/keys.h"
#include "registry/state.h"

#include <string.h>

#include "code/issue.h"

bool quhua__row_has_code(const void *ctx, uint32_t row, const void *key) {
  const quhua__row *candidate = quhua__state_row(ctx, row);
  const quhua__code_key *wanted = key;
  return candidate->level == wanted->level &&
         memcmp(&candidate->code, &wanted->code, sizeof wanted->code) == 0;
}

bool quhua__row_has_prefix(const void *ctx, uint32_t row, const void *key) {
  const quhua__state *state = ctx;
  const quhua__row *candidate = quhua__state_row(state, row);
  const quhua__code_key *wanted = key;
  quhua_code prefix;
  return candidate->level == wanted->level &&
         quhua__code_prefix(state->scheme, &candidate->code, wanted->level, &prefix) &&
         memcmp(&prefix, &wanted->code, sizeof prefix) == 0;
}

/* First number of the chain in one layer. */
static uint32_t first(const quhua__chain *c, const quhua__state *layer) {
  /* numbers that only the overlay has mean other things in the base, or nothing */
  bool by_name = c->kind == QUHUA__CHAIN_NAME;
  uint32_t common = by_name ? c->state->below.texts : c->state->below.units;
  if (layer != c->state && c->key > common) return 0;
  switch (c->kind) {
  case QUHUA__CHAIN_CODE: {
    quhua__code_key key = {c->code, c->level};
    return quhua__index_find(&layer->codes, quhua__code_hash(&key), quhua__row_has_code, layer, &key);
  }
  case QUHUA__CHAIN_PREFIX: {
    quhua__code_key key = {c->code, c->level};
    return quhua__index_find(&layer->prefixes, quhua__code_hash(&key), quhua__row_has_prefix, layer, &key);
  }
  case QUHUA__CHAIN_NAME: {
    const quhua__text_links *links = quhua__texts_links(&layer->texts, c->key);
    return links ? atomic_load_explicit(&links->rows, memory_order_acquire) : 0;
  }
  case QUHUA__CHAIN_PARENT:
    if (c->key == 0) return atomic_load_explicit(&layer->top, memory_order_acquire);
    break;
  case QUHUA__CHAIN_UNIT:
  case QUHUA__CHAIN_FLOWS_OUT:
  case QUHUA__CHAIN_FLOWS_IN: break;
  }
  quhua__unit *unit = quhua__state_unit(layer, c->key);
  if (!unit) return 0;
  _Atomic uint32_t *head = c->kind == QUHUA__CHAIN_UNIT        ? &unit->rows
                           : c->kind == QUHUA__CHAIN_PARENT    ? &unit->children
                           : c->kind == QUHUA__CHAIN_FLOWS_OUT ? &unit->flows_out
                                                               : &unit->flows_in;
  return atomic_load_explicit(head, memory_order_acquire);
}

static quhua__chain begin(const quhua__state *state, uint32_t known, quhua__chain_kind kind, uint32_t key,
                          const quhua_code *code, quhua_level level) {
  quhua__chain c = {.state = state, .layer = state, .known = known, .kind = kind, .key = key, .level = level};
  if (code) c.code = *code;
  bool by_unit = kind != QUHUA__CHAIN_NAME && kind != QUHUA__CHAIN_CODE && kind != QUHUA__CHAIN_PREFIX;
  if (by_unit && key > quhua__state_totals(state, known).units)
    c.layer = NULL; /* no such unit yet */
  else
    c.next = first(&c, state);
  return c;
}

quhua__chain quhua__chain_of_unit(const quhua__state *state, uint32_t known, uint32_t unit) {
  return begin(state, known, QUHUA__CHAIN_UNIT, unit, NULL, QUHUA_LEVEL_ANY);
}

quhua__chain quhua__chain_of_code(const quhua__state *state, uint32_t known, quhua_level level,
                                  const quhua_code *code) {
  return begin(state, known, QUHUA__CHAIN_CODE, 0, code, level);
}

quhua__chain quhua__chain_of_prefix(const quhua__state *state, uint32_t known, quhua_level level,
                                    const quhua_code *prefix) {
  quhua__chain chain = begin(state, known, QUHUA__CHAIN_PREFIX, 0, prefix, level);
  chain.ended_too = true;
  return chain;
}

quhua__chain quhua__chain_of_records(const quhua__state *state, uint32_t known, uint32_t unit) {
  quhua__chain chain = begin(state, known, QUHUA__CHAIN_UNIT, unit, NULL, QUHUA_LEVEL_ANY);
  chain.ended_too = true;
  return chain;
}

quhua__chain quhua__chain_of_children(const quhua__state *state, uint32_t known, uint32_t parent) {
  return begin(state, known, QUHUA__CHAIN_PARENT, parent, NULL, QUHUA_LEVEL_ANY);
}

quhua__chain quhua__chain_of_stem(const quhua__state *state, uint32_t known, uint32_t stem) {
  return begin(state, known, QUHUA__CHAIN_NAME, stem, NULL, QUHUA_LEVEL_ANY);
}

quhua__chain quhua__chain_of_flows(const quhua__state *state, uint32_t known, uint32_t unit, bool out) {
  return begin(state, known, out ? QUHUA__CHAIN_FLOWS_OUT : QUHUA__CHAIN_FLOWS_IN, unit, NULL,
               QUHUA_LEVEL_ANY);
}

static uint32_t next_in_layer(const quhua__chain *c, uint32_t number) {
  if (c->kind == QUHUA__CHAIN_FLOWS_OUT) return quhua__state_flow(c->layer, number)->next_out;
  if (c->kind == QUHUA__CHAIN_FLOWS_IN) return quhua__state_flow(c->layer, number)->next_in;
  const quhua__row *row = quhua__state_row(c->layer, number);
  switch (c->kind) {
  case QUHUA__CHAIN_UNIT: return row->next_of_unit;
  case QUHUA__CHAIN_CODE: return row->next_of_code;
  case QUHUA__CHAIN_PREFIX: return row->next_of_prefix;
  case QUHUA__CHAIN_PARENT: return row->next_of_parent;
  case QUHUA__CHAIN_NAME: return row->next_of_name;
  case QUHUA__CHAIN_FLOWS_OUT:
  case QUHUA__CHAIN_FLOWS_IN: break;
  }
  return 0;
}

/* Is the record one that the chain gives? Records that the base got after an overlay was made have recorded_from
 * above base_known; numbers alone do not tell them from the overlay's own, so the layer decides. */
static bool wanted(const quhua__chain *c, uint32_t number) {
  bool flows = c->kind == QUHUA__CHAIN_FLOWS_OUT || c->kind == QUHUA__CHAIN_FLOWS_IN;
  uint32_t newest = c->layer == c->state ? c->known : c->state->base_known;
  if (flows) {
    if (quhua__state_flow(c->layer, number)->recorded_from > newest) return false;
    return quhua__flow_visible(c->state, number, c->known);
  }
  if (quhua__state_row(c->layer, number)->recorded_from > newest) return false;
  return c->ended_too || quhua__row_visible(c->state, number, c->known);
}

uint32_t quhua__chain_next(quhua__chain *c) {
  while (c->layer) {
    while (c->next) {
      uint32_t number = c->next;
      c->next = next_in_layer(c, number);
      if (wanted(c, number)) return number;
    }
    c->layer = c->layer == c->state ? c->state->base : NULL;
    if (c->layer) c->next = first(c, c->layer);
  }
  return 0;
}

static bool says_the_same(const quhua__row *a, const quhua__row *b) {
  return a->unit == b->unit && a->from == b->from && a->to == b->to && a->parent == b->parent &&
         a->name == b->name && a->attributes == b->attributes && a->level == b->level && a->kind == b->kind &&
         a->standing == b->standing && quhua_code_compare(&a->code, &b->code) == 0;
}

uint32_t quhua__row_standing(const quhua__state *state, uint32_t row, uint32_t known) {
  if (quhua__row_visible(state, row, known)) return row;
  const quhua__row *wanted_row = quhua__state_row(state, row);
  if (quhua__state_is_retracted(state, wanted_row->recorded_from, known)) return 0;
  quhua__chain chain = begin(state, known, QUHUA__CHAIN_UNIT, wanted_row->unit, NULL, QUHUA_LEVEL_ANY);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;)
    if (says_the_same(quhua__state_row(state, number), wanted_row) &&
        quhua__state_entry(state, quhua__state_row(state, number)->recorded_from)->retracts)
      return number; /* what another act says anew is not what this one said */
  return 0;
}

uint32_t quhua__row_origin(const quhua__state *state, uint32_t row) {
  const quhua__row *copy = quhua__state_row(state, row);
  uint32_t origin = copy->recorded_from;
  if (!quhua__state_entry(state, origin)->retracts) return origin;
  quhua__chain chain = quhua__chain_of_records(state, origin - 1, copy->unit);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *older = quhua__state_row(state, number);
    if (says_the_same(older, copy) && older->recorded_from < origin &&
        !quhua__state_is_retracted(state, older->recorded_from, copy->recorded_from))
      origin = older->recorded_from;
  }
  return origin;
}
