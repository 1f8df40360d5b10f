/* SPDX-License-Identifier: Apache-2.0 */
/* search_names.c: texts that end in a name, a stem, a proper name or an alias. */
#include "base/text_internal.h"
#include "registry/search.h"

/* A name at the end of the text, and what stands before it. */
typedef struct wanted {
  quhua_str name, path;
} wanted;

/* All rows whose name has the stem and whose parents match the path. A former village is looked for under the parents
 * of its time. */
static void add_stem(quhua__search *s, uint32_t stem, const wanted *w, quhua_match_kind kind) {
  const quhua__state *state = s->snapshot->state;
  quhua__chain chain = quhua__chain_of_stem(state, s->snapshot->known, stem);
  for (uint32_t number; !s->failed && (number = quhua__chain_next(&chain)) != 0;) {
    quhua_str name = quhua__texts_at(&state->texts, quhua__state_row(state, number)->name);
    bool exact = kind == QUHUA_MATCH_STEM && quhua_str_equal(name, w->name);
    quhua__search_add(s, number, (quhua__quality){.kind = exact ? QUHUA_MATCH_NAME : kind}, w->path);
  }
}

/* All stems that have the proper name, in both layers. */
static void add_proper(quhua__search *s, uint32_t proper, const wanted *w) {
  const quhua__texts *texts = &s->snapshot->state->texts;
  for (const quhua__texts *layer = texts; layer; layer = layer->base) {
    if (layer != texts && proper > texts->base_count) break;
    const quhua__text_links *links = quhua__texts_links(layer, proper);
    uint32_t stem = links ? atomic_load_explicit(&links->stems, memory_order_acquire) : 0;
    while (stem) {
      const quhua__text_links *of_stem = quhua__texts_links(layer, stem);
      if (layer == texts || stem <= texts->base_count) add_stem(s, stem, w, QUHUA_MATCH_PROPER);
      stem = of_stem ? atomic_load_explicit(&of_stem->next_stem, memory_order_relaxed) : 0;
    }
  }
}

/* Every character may be where the name begins. */
static void add_named(quhua__search *s, quhua_str text) {
  for (size_t at = text.len > QUHUA__LONGEST_NAME ? text.len - QUHUA__LONGEST_NAME : 0;
       at < text.len && !s->failed; at++) {
    if (((unsigned char)text.ptr[at] & 0xC0) == 0x80) continue; /* inside a character */
    wanted w = {{text.ptr + at, text.len - at}, {text.ptr, at}};
    char buffer[512];
    quhua_str stem = {buffer, quhua_name_stem(w.name, buffer, sizeof buffer)};
    if (stem.len == 0 || stem.len > sizeof buffer) stem = w.name;
    uint32_t number = quhua__texts_find(&s->snapshot->state->texts, stem);
    if (!number) continue;
    add_stem(s, number, &w, QUHUA_MATCH_STEM);
    add_proper(s, number, &w);
  }
}

/* ---- aliases ---- */

static void add_alias(quhua__search *s, uint32_t row, quhua_str alias, quhua_str text) {
  char buffer[512];
  quhua_str stem = {buffer, quhua_name_stem(alias, buffer, sizeof buffer)};
  if (stem.len == 0 || stem.len > sizeof buffer || !quhua__ends_with(text, stem)) return;
  quhua__search_add(s, row, (quhua__quality){.kind = QUHUA_MATCH_ALIAS},
                    (quhua_str){text.ptr, text.len - stem.len});
}

static void add_aliases_of(quhua__search *s, uint32_t number, const uint32_t keys[2], quhua_str text) {
  const quhua__state *state = s->snapshot->state;
  quhua__attribute_set set = quhua__state_set(state, quhua__state_row(state, number)->attributes);
  for (uint32_t i = 0; i < set.count; i++) {
    quhua__attribute_pair pair = quhua__state_pair(state, set.first + i);
    if (pair.key != keys[0] && pair.key != keys[1]) continue;
    quhua_str rest = quhua__texts_at(&state->texts, pair.value), alias;
    while (quhua__identifier_next(&rest, &alias)) add_alias(s, number, alias, text);
  }
}

/* Few registers have aliases: without the keys nothing is looked at. */
static void add_aliased(quhua__search *s, quhua_str text) {
  const quhua__state *state = s->snapshot->state;
  const uint32_t keys[2] = {quhua__texts_find(&state->texts, quhua_str_from("alias")),
                            quhua__texts_find(&state->texts, quhua_str_from("legal_name"))};
  if (!keys[0] && !keys[1]) return;
  char *buffer = quhua__arena_bytes(&s->arena, 4 * text.len + 1);
  s->failed |= !buffer;
  if (s->failed) return;
  quhua_str stem = {buffer, quhua_name_stem(text, buffer, 4 * text.len)};
  uint32_t last = quhua__state_totals(state, s->snapshot->known).rows;
  for (uint32_t number = 1; number <= last && !s->failed; number++)
    if (quhua__state_row(state, number)->attributes && quhua__row_visible(state, number, s->snapshot->known))
      add_aliases_of(s, number, keys, stem);
}

void quhua__search_names(quhua__search *s, quhua_str text) {
  add_named(s, text);
  if (!s->failed) add_aliased(s, text);
}
