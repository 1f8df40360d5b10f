/* SPDX-License-Identifier: Apache-2.0 */
#include "io/crosswalk_days.h"

#include <string.h>

#include "registry/keys.h"

/* Rows that hang together are a tree of rows; the root stands for all of them. Places are rows from 1, twice: the old
 * side of row i is 2i - 1, the new side 2i. */
typedef struct grouping {
  const quhua_crosswalk *crosswalk;
  uint32_t *above;
  quhua__index codes; /* from a code to the first side that bears it */
  quhua__index units; /* from a unit to the first side that is it */
  quhua__index moved; /* the same, of units that begin, end or get another code: what lies below goes along */
} grouping;

static const quhua_unit *side(const quhua_crosswalk *crosswalk, uint32_t place) {
  const quhua_crosswalk_row *row = quhua_crosswalk_at(crosswalk, (place - 1) / 2);
  return place % 2 ? &row->before : &row->after;
}

static bool has_code(const void *ctx, uint32_t place, const void *key) {
  const quhua_unit *unit = side(ctx, place);
  const quhua__code_key *wanted = key;
  return unit->level == wanted->level && memcmp(&unit->code, &wanted->code, sizeof unit->code) == 0;
}

static bool is_unit(const void *ctx, uint32_t place, const void *id) {
  return side(ctx, place)->id == *(const quhua_unit_id *)id;
}

static uint64_t unit_hash(quhua_unit_id id) { return quhua__hash(&id, sizeof id, 0); }

static uint32_t root_of(grouping *g, uint32_t row) {
  while (g->above[row] != row) row = g->above[row] = g->above[g->above[row]];
  return row;
}

/* The row of a place joins those of the first place with the key. */
static void join(grouping *g, quhua__index *index, uint64_t hash, quhua__index_equal equal, const void *key,
                 uint32_t place) {
  uint32_t first = quhua__index_find(index, hash, equal, g->crosswalk, key);
  if (first)
    g->above[root_of(g, (place - 1) / 2)] = root_of(g, (first - 1) / 2);
  else
    quhua__index_put(index, hash, place, equal, g->crosswalk, key);
}

static bool moves(const quhua_crosswalk_row *row) {
  return row->before.id != row->after.id || quhua_code_compare(&row->before.code, &row->after.code) != 0;
}

static void join_side(grouping *g, uint32_t place) {
  const quhua_unit *unit = side(g->crosswalk, place);
  quhua__code_key key = {unit->code, unit->level};
  if (!unit->id) return;
  join(g, &g->codes, quhua__code_hash(&key), has_code, &key, place);
  join(g, &g->units, unit_hash(unit->id), is_unit, &unit->id, place);
  if (moves(quhua_crosswalk_at(g->crosswalk, (place - 1) / 2)))
    join(g, &g->moved, unit_hash(unit->id), is_unit, &unit->id, place);
}

/* The place of the unit above, where that moves, or 0. */
static uint32_t moved_parent(const grouping *g, const quhua_unit *unit) {
  if (!unit->id || !unit->parent) return 0;
  return quhua__index_find(&g->moved, unit_hash(unit->parent), is_unit, g->crosswalk, &unit->parent);
}

static void join_parent(grouping *g, uint32_t place) {
  uint32_t parent = moved_parent(g, side(g->crosswalk, place));
  if (parent) g->above[root_of(g, (place - 1) / 2)] = root_of(g, (parent - 1) / 2);
}

/* What begins from nothing waits for the unit above, and nobody waits for it. */
static bool begins(const quhua_crosswalk_row *row) { return !row->before.id; }

static void group(grouping *g, uint32_t count) {
  for (uint32_t row = 0; row < count; row++) g->above[row] = row;
  for (uint32_t place = 1; place <= 2 * count; place++) join_side(g, place);
  for (uint32_t place = 1; place <= 2 * count; place++)
    if (!begins(quhua_crosswalk_at(g->crosswalk, (place - 1) / 2))) join_parent(g, place);
}

/* Rows that begin come last in a crosswalk, the higher levels first. */
static void settle(grouping *g, uint32_t count, quhua_date *last, quhua_date *days) {
  for (uint32_t row = 0; row < count; row++) last[row] = QUHUA_DATE_NONE;
  for (uint32_t row = 0; row < count; row++) {
    quhua_date day = quhua_crosswalk_at(g->crosswalk, row)->effective, *of_all = &last[root_of(g, row)];
    if (*of_all == QUHUA_DATE_NONE || day > *of_all) *of_all = day;
  }
  for (uint32_t row = 0; row < count; row++) {
    const quhua_crosswalk_row *of = quhua_crosswalk_at(g->crosswalk, row);
    uint32_t parent = begins(of) ? moved_parent(g, &of->after) : 0, root = root_of(g, row);
    quhua_date above = parent ? last[root_of(g, (parent - 1) / 2)] : QUHUA_DATE_NONE;
    if (parent && above > last[root]) last[root] = above;
    days[row] = last[root];
  }
}

bool quhua__crosswalk_days(const quhua_crosswalk *crosswalk, quhua__arena *arena, quhua_date **days) {
  uint32_t count = (uint32_t)quhua_crosswalk_count(crosswalk);
  grouping g = {.crosswalk = crosswalk,
                .above = quhua__arena_alloc(arena, ((size_t)count + 1) * sizeof *g.above)};
  quhua_date *last = quhua__arena_alloc(arena, ((size_t)count + 1) * sizeof *last);
  *days = quhua__arena_alloc(arena, ((size_t)count + 1) * sizeof **days);
  quhua__index_init(&g.codes, arena->allocator);
  quhua__index_init(&g.units, arena->allocator);
  quhua__index_init(&g.moved, arena->allocator);
  bool ok = g.above && last && *days && quhua__index_reserve(&g.codes, 2 * count) &&
            quhua__index_reserve(&g.units, 2 * count) && quhua__index_reserve(&g.moved, 2 * count);
  if (ok) {
    group(&g, count);
    settle(&g, count, last, *days);
  }
  quhua__index_free(&g.codes);
  quhua__index_free(&g.units);
  quhua__index_free(&g.moved);
  return ok;
}
