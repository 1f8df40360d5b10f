/* SPDX-License-Identifier: Apache-2.0 */
#include "crosswalk/sides.h"

#include "registry/keys.h"
#include "registry/registry_internal.h"

/* Sides while they are collected. */
typedef struct collecting {
  quhua__sides *sides;
  quhua__index places; /* from a unit to its side */
  const quhua_snapshot *before;
  quhua_date from;
} collecting;

static bool is_unit(const void *ctx, uint32_t place, const void *id) {
  return ((const quhua__side *)ctx)[place - 1].unit == *(const quhua_unit_id *)id;
}

/* The side of a unit; 0 for none. */
static uint32_t place_of(collecting *c, quhua_unit_id unit) {
  quhua__sides *s = c->sides;
  uint64_t hash = quhua__hash(&unit, sizeof unit, 0);
  if (!unit) return 0;
  uint32_t place = quhua__index_find(&c->places, hash, is_unit, s->list, &unit);
  if (place) return place;
  place = ++s->count;
  s->list[place - 1] = (quhua__side){.unit = unit};
  s->list[place - 1].was = quhua__row_on(c->before->state, c->before->known, (uint32_t)unit, c->from) != 0;
  quhua__index_put(&c->places, hash, place, is_unit, s->list, &unit);
  return place;
}

static uint32_t root_of(uint32_t *joined, uint32_t at) {
  while (joined[at] != at) at = joined[at] = joined[joined[at]]; /* halve the path */
  return at;
}

uint32_t quhua__sides_group(quhua__sides *sides, size_t row) {
  uint32_t old = sides->olds[row], new = sides->news[row];
  return root_of(sides->joined, old ? 2 * old - 1 : 2 * new);
}

static void take_row(collecting *c, const quhua_crosswalk_row *row, uint32_t number) {
  quhua__sides *s = c->sides;
  uint32_t old = place_of(c, row->before.id), new = place_of(c, row->after.id);
  s->olds[number - 1] = old;
  s->news[number - 1] = new;
  if (old) s->list[old - 1].outs++;
  if (new) s->list[new - 1].ins++;
  if (!old || !new) return;
  if (old == new) s->list[old - 1].own = number;
  bool same_code =
      row->before.level == row->after.level && !quhua_code_compare(&row->before.code, &row->after.code);
  if (same_code) s->list[new - 1].same_code = number;
  s->joined[root_of(s->joined, 2 * old - 1)] = root_of(s->joined, 2 * new);
}

bool quhua__sides_make(quhua__sides *sides, const quhua_crosswalk_row *rows, size_t count,
                       const quhua_snapshot *before, quhua_date from, quhua__arena *arena) {
  collecting c = {.sides = sides, .before = before, .from = from};
  *sides = (quhua__sides){.list = quhua__arena_alloc(arena, (2 * count + 1) * sizeof *sides->list),
                          .olds = quhua__arena_alloc(arena, (count + 1) * sizeof *sides->olds),
                          .news = quhua__arena_alloc(arena, (count + 1) * sizeof *sides->news),
                          .joined = quhua__arena_alloc(arena, (4 * count + 1) * sizeof *sides->joined)};
  quhua__index_init(&c.places, arena->allocator);
  bool ok = sides->list && sides->olds && sides->news && sides->joined &&
            quhua__index_reserve(&c.places, 2 * (uint32_t)count);
  for (uint32_t i = 0; ok && i <= 4 * count; i++) sides->joined[i] = i;
  for (size_t i = 0; ok && i < count; i++) take_row(&c, &rows[i], (uint32_t)i + 1);
  quhua__index_free(&c.places);
  return ok;
}
