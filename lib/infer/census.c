/* SPDX-License-Identifier: Apache-2.0 */
#include "infer/census.h"

#include <string.h>

#include "base/fail.h"
#include "base/sort.h"
#include "base/text_internal.h"
#include "plan/opening.h"
#include "registry/effect.h"
#include "registry/registry_internal.h"

#define STEM_MAX 4096 /* longer names are their own stem */

/* --- texts ------------------------------------------------------------------------------------------------------- */

void quhua__census_texts_init(quhua__census_texts *texts, const quhua_allocator *allocator) {
  *texts = (quhua__census_texts){.allocator = allocator};
  quhua__arena_init(&texts->arena, allocator);
  quhua__index_init(&texts->index, allocator);
}

void quhua__census_texts_free(quhua__census_texts *texts) {
  quhua__arena_free(&texts->arena);
  quhua__index_free(&texts->index);
  if (texts->list)
    texts->allocator->free(texts->allocator->ctx, texts->list, texts->cap * sizeof *texts->list);
}

quhua_str quhua__census_text(const quhua__census_texts *texts, uint32_t number) {
  return number ? texts->list[number - 1] : (quhua_str){"", 0};
}

static bool is_text(const void *ctx, uint32_t item, const void *key) {
  return quhua_str_equal(((const quhua__census_texts *)ctx)->list[item - 1], *(const quhua_str *)key);
}

uint32_t quhua__census_find_text(const quhua__census_texts *texts, quhua_str text) {
  if (!text.len) return 0;
  return quhua__index_find(&texts->index, quhua__hash(text.ptr, text.len, 0), is_text, texts, &text);
}

static bool intern(quhua__census_texts *texts, quhua_str text, uint32_t *number) {
  *number = 0;
  if (!text.len) return true;
  uint64_t hash = quhua__hash(text.ptr, text.len, 0);
  *number = quhua__index_find(&texts->index, hash, is_text, texts, &text);
  if (*number) return true;
  void *list = texts->list;
  bool room = quhua__index_reserve(&texts->index, 1) &&
              quhua__grow(texts->allocator, &list, &texts->cap, texts->count + 1, sizeof *texts->list);
  texts->list = list;
  if (!room || !quhua__arena_copy(&texts->arena, text, &texts->list[texts->count])) return false;
  *number = (uint32_t)++texts->count;
  quhua__index_put(&texts->index, hash, *number, is_text, texts, &text);
  return true;
}

bool quhua__census_read_name(quhua__census_texts *texts, quhua__census_unit *unit) {
  char buffer[STEM_MAX];
  quhua_str stem = {buffer, quhua_name_stem(unit->name, buffer, sizeof buffer)};
  if (stem.len > sizeof buffer) stem = unit->name;
  quhua_str proper = {stem.ptr, stem.len ? quhua__name_proper(stem) : 0};
  return intern(texts, stem, &unit->stem) && intern(texts, proper, &unit->proper);
}

/* --- units ------------------------------------------------------------------------------------------------------- */

void quhua__census_init(quhua__census *census, const quhua_allocator *allocator, const quhua_scheme *scheme) {
  *census = (quhua__census){.allocator = allocator, .scheme = scheme};
  quhua__bytes_init(&census->effects, allocator);
}

void quhua__census_free(quhua__census *census) {
  const quhua_allocator *a = census->allocator;
  if (census->units) a->free(a->ctx, census->units, census->cap * sizeof *census->units);
  if (census->children) a->free(a->ctx, census->children, (census->count + 2) * sizeof *census->children);
  quhua__bytes_free(&census->effects);
}

/* Adds a unit; its parent is still a number of the source. */
static bool add_unit(quhua__census *census, const quhua__census_unit *unit) {
  void *units = census->units;
  bool grown = quhua__grow(census->allocator, &units, &census->cap, census->count + 2, sizeof *census->units);
  census->units = units;
  if (!grown || census->count >= UINT32_MAX / 2) return false;
  if (census->count == 0) memset(&census->units[0], 0, sizeof census->units[0]);
  census->units[++census->count] = *unit;
  return true;
}

static int by_place(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__census_unit *x = &((const quhua__census_unit *)ctx)[a],
                           *y = &((const quhua__census_unit *)ctx)[b];
  if (x->level != y->level) return x->level < y->level ? -1 : 1;
  return quhua_code_compare(&x->code, &y->code);
}

/* Puts the units in their order. source[i] is the number that the source gave to unit i; limit is above all of them. */
static bool sort_units(quhua__census *census, const uint32_t *source, uint32_t limit) {
  const quhua_allocator *a = census->allocator;
  size_t count = census->count, scratch = (2 * count + (size_t)limit + 2) * sizeof(uint32_t);
  uint32_t *order = a->alloc(a->ctx, scratch);
  quhua__census_unit *sorted = a->alloc(a->ctx, census->cap * sizeof *sorted);
  if (order && sorted) {
    uint32_t *number_of = order + 2 * count; /* by number of the source */
    for (uint32_t i = 0; i < count; i++) order[i] = i + 1;
    quhua__sort(order, order + count, count, by_place, census->units);
    memset(number_of, 0, ((size_t)limit + 2) * sizeof *number_of);
    memset(sorted, 0, sizeof *sorted);
    for (uint32_t i = 0; i < count; i++) {
      sorted[i + 1] = census->units[order[i]];
      number_of[source[order[i]]] = i + 1;
    }
    for (uint32_t i = 1; i <= count; i++) sorted[i].parent = number_of[sorted[i].parent];
    quhua__census_unit *old = census->units;
    census->units = sorted;
    sorted = old;
  }
  bool ok = order && sorted;
  if (sorted) a->free(a->ctx, sorted, census->cap * sizeof *sorted);
  if (order) a->free(a->ctx, order, scratch);
  return ok;
}

static bool link_children(quhua__census *census) {
  const quhua_allocator *a = census->allocator;
  census->children = a->alloc(a->ctx, (census->count + 2) * sizeof *census->children);
  if (!census->children) return false;
  for (uint32_t i = 1; i <= census->count; i++) census->units[census->units[i].parent].child_count++;
  uint32_t next = 0;
  for (uint32_t i = 0; i <= census->count; i++) {
    census->units[i].first_child = next;
    next += census->units[i].child_count;
    census->units[i].child_count = 0;
  }
  for (uint32_t i = 1; i <= census->count; i++) {
    quhua__census_unit *parent = &census->units[census->units[i].parent];
    census->children[parent->first_child + parent->child_count++] = i;
  }
  uint32_t at = 1;
  for (int level = 0; level <= QUHUA_LEVEL_MAX + 1; level++) {
    while (at <= census->count && census->units[at].level < level) at++;
    census->begin[level] = at;
  }
  return true;
}

/* --- from a list ------------------------------------------------------------------------------------------------- */

/* The effects that would open a register with the list: parents, levels and kinds are worked out in one place only. */
static quhua_status read_effects(quhua__census *census, quhua_error *err) {
  quhua__reader in = quhua__reader_on((quhua_str){census->effects.data, census->effects.len});
  for (;;) {
    quhua__effect effect = quhua__effect_read(&in);
    if (effect.kind == QUHUA__EFFECT_END) return QUHUA_OK;
    if (effect.kind != QUHUA__EFFECT_OPEN) continue;
    const quhua__effect_open *open = &effect.as.open;
    quhua__census_unit unit = {.name = open->name,
                               .code = open->code,
                               .parent = open->parent,
                               .level = (uint8_t)open->level,
                               .kind = (uint8_t)open->kind,
                               .standing = (uint8_t)open->standing};
    if (!add_unit(census, &unit)) return quhua__fail_nomem(err);
  }
}

/* Identities of an opening go up from 1 in the order of its effects. */
static uint32_t *natural_numbers(const quhua_allocator *a, size_t count) {
  uint32_t *list = a->alloc(a->ctx, (count + 2) * sizeof *list);
  for (uint32_t i = 0; list && i < count + 2; i++) list[i] = i;
  return list;
}

quhua_status quhua__census_read_opening(quhua__census *census, const quhua_opening *opening,
                                        quhua_error *err) {
  quhua_status status = quhua__opening_effects(opening, &census->effects, err);
  if (!status) status = read_effects(census, err);
  if (status || !census->count) return status;
  uint32_t *source = natural_numbers(census->allocator, census->count);
  bool ok = source && sort_units(census, source, (uint32_t)census->count) && link_children(census);
  if (source) census->allocator->free(census->allocator->ctx, source, (census->count + 2) * sizeof *source);
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}

/* --- from a register --------------------------------------------------------------------------------------------- */

quhua_status quhua__census_read_snapshot(quhua__census *census, const quhua_snapshot *snapshot,
                                         quhua_date day, quhua_error *err) {
  const quhua_allocator *a = census->allocator;
  quhua_cursor *cursor;
  census->history = snapshot;
  quhua_status status = quhua_cursor_new_all(snapshot, day, &cursor, err);
  if (status) return status;
  size_t count = quhua_cursor_count(cursor);
  uint32_t limit = 0;
  uint32_t *source = a->alloc(a->ctx, (count + 2) * sizeof *source);
  bool ok = source != NULL;
  quhua_unit u;
  for (size_t i = 1; ok && quhua_cursor_next(cursor, &u); i++) {
    quhua__census_unit unit = {.name = u.name,
                               .code = u.code,
                               .parent = (uint32_t)u.parent,
                               .level = (uint8_t)u.level,
                               .kind = (uint8_t)u.kind,
                               .standing = (uint8_t)u.standing};
    source[i] = (uint32_t)u.id;
    if (u.id > limit) limit = (uint32_t)u.id;
    if (u.parent > limit) limit = (uint32_t)u.parent;
    ok = add_unit(census, &unit);
  }
  quhua_cursor_free(cursor);
  if (count) ok = ok && sort_units(census, source, limit) && link_children(census);
  if (source) a->free(a->ctx, source, (count + 2) * sizeof *source);
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}

/* --- questions --------------------------------------------------------------------------------------------------- */

uint32_t quhua__census_find(const quhua__census *census, quhua_level level, const quhua_code *code) {
  uint32_t low = census->begin[level], end = census->begin[level + 1], high = end;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (quhua_code_compare(&census->units[middle].code, code) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low < end && quhua_code_compare(&census->units[low].code, code) == 0 ? low : 0;
}

bool quhua__census_was_used(const quhua__census *census, quhua_level level, const quhua_code *code) {
  if (quhua__census_find(census, level, code)) return true;
  if (!census->history) return false;
  quhua__chain chain = quhua__chain_of_code(census->history->state, census->history->known, level, code);
  return quhua__chain_next(&chain) != 0;
}
