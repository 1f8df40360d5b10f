/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/averages.h"

#include "base/sort.h"

static const quhua__average nothing = {{0, 1}, {0, 1}, QUHUA_DATE_OPEN, false, false};

bool quhua__averages_init(quhua__averages *averages, uint32_t units, quhua__arena *arena) {
  averages->units = units;
  averages->list = quhua__arena_alloc(arena, ((size_t)units + 1) * sizeof *averages->list);
  for (size_t i = 0; averages->list && i <= units; i++) averages->list[i] = nothing;
  return averages->list != NULL;
}

/* --- weights just before the moment -------------------------------------------------------------------------------- */

static void add_weight(quhua__weight *sum, int64_t lo, int64_t hi) {
  if (__builtin_add_overflow(sum->lo, lo, &sum->lo)) sum->lo = INT64_MAX;
  if (__builtin_add_overflow(sum->hi, hi, &sum->hi)) sum->hi = INT64_MAX;
}

/* Of a pool. The pieces of one token are bounded each for itself: that is enough for a weight. */
static void add_pool(const quhua__mingling *m, uint32_t unit, quhua__pool_sort sort, quhua__weight *sum) {
  uint32_t number = quhua__pools_find(m->pools, unit, sort);
  if (!number) return;
  const quhua__pool *pool = &m->pools->pools[number];
  add_weight(sum, pool->exact, pool->exact);
  for (uint32_t at = pool->pieces; at; at = m->pools->pieces[at].next_in_pool)
    add_weight(sum, m->pools->pieces[at].lo, m->pools->pieces[at].hi);
}

/* As totals are: of all units below when these are counted, else its own. Levels rise towards the top, so the walk down
 * ends. */
static quhua__weight weight_of(const quhua__mingling *m, uint32_t unit) {
  const quhua__state *s = m->snapshot->state;
  quhua__weight sum = {0, 0};
  bool below = false, complete = true;
  quhua__chain children = quhua__chain_of_children(s, m->now->entry - 1, unit);
  for (uint32_t number; complete && (number = quhua__chain_next(&children)) != 0;) {
    const quhua__row *child = quhua__state_row(s, number);
    if (!quhua__row_holds_on(child, m->now->date)) continue;
    quhua__weight more = weight_of(m, child->unit);
    below = true;
    complete = more.hi != INT64_MAX;
    add_weight(&sum, more.lo, more.hi);
  }
  if (below && complete) {
    add_pool(m, unit, QUHUA__POOL_STRAY, &sum);
    return sum;
  }
  uint32_t own = quhua__pools_find(m->pools, unit, QUHUA__POOL_OWN);
  if (!own || !m->pools->pools[own].full) return QUHUA__WEIGHT_UNKNOWN;
  sum = (quhua__weight){0, 0};
  add_pool(m, unit, QUHUA__POOL_OWN, &sum);
  return sum;
}

/* --- one moment ------------------------------------------------------------------------------------------------------ */

/* The average of a unit and what it weighs. A unit that did not live yet has nothing and weighs nothing. */
static quhua__ingredient held_by(const quhua__mingling *m, uint32_t unit) {
  if (!quhua__row_before(m->snapshot, m->now, unit)) return (quhua__ingredient){nothing, {0, 0}};
  return (quhua__ingredient){m->averages->list[unit], weight_of(m, unit)};
}

bool quhua__mingling_begin(quhua__mingling *m) {
  m->given = quhua__arena_alloc(m->arena, m->count * sizeof *m->given);
  m->kept = quhua__arena_alloc(m->arena, m->count * sizeof *m->kept);
  if (!m->given || !m->kept) return false;
  for (size_t i = 0; i < m->count; i++) {
    bool again = i && m->transfers[i].from == m->transfers[i - 1].from;
    m->given[i] = again ? m->given[i - 1] : held_by(m, m->transfers[i].from);
    m->kept[i] = held_by(m, m->transfers[i].to);
  }
  return true;
}

/* Of a unit that is divided, each part weighs what set out with it; what lies only in units below is not told from this. */
void quhua__mingling_gave(quhua__mingling *m, size_t first, size_t end, const quhua__arrivals *arrivals,
                          size_t since) {
  uint32_t pool = quhua__pools_find(m->pools, m->transfers[first].from, QUHUA__POOL_OWN);
  bool told = pool && m->pools->pools[pool].full;
  for (size_t i = first; i < end && end - first > 1; i++) {
    quhua__weight *weight = &m->given[i].weight;
    *weight = told ? (quhua__weight){0, 0} : QUHUA__WEIGHT_UNKNOWN;
    for (size_t k = since; told && k < arrivals->count; k++) {
      const quhua__arrival *a = &arrivals->list[k];
      if (a->unit == m->transfers[i].to && a->sort == QUHUA__POOL_OWN) add_weight(weight, a->lo, a->hi);
    }
  }
}

static int by_taker(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__transfer *list = ctx;
  return (list[a].to > list[b].to) - (list[a].to < list[b].to);
}

/* Does the unit stand on an old side, so that what it keeps is a flow as well? */
static bool gives(const quhua__mingling *m, uint32_t unit) {
  size_t first = 0, end = m->count;
  while (first < end) { /* transfers are sorted by the unit that gives */
    size_t middle = first + (end - first) / 2;
    if (m->transfers[middle].from < unit)
      first = middle + 1;
    else
      end = middle;
  }
  return first < m->count && m->transfers[first].from == unit;
}

bool quhua__mingling_end(quhua__mingling *m) {
  uint32_t *order = quhua__arena_alloc(m->arena, 2 * m->count * sizeof *order);
  quhua__ingredient *list = quhua__arena_alloc(m->arena, (m->count + 1) * sizeof *list);
  if (!order || !list) return false;
  for (size_t i = 0; i < m->count; i++) {
    order[i] = (uint32_t)i;
    m->averages->list[m->transfers[i].from] = nothing;
  }
  quhua__sort(order, order + m->count, m->count, by_taker, m->transfers);
  for (size_t i = 0, count; i < m->count;) {
    uint32_t taker = m->transfers[order[i]].to;
    count = 0;
    if (!gives(m, taker)) list[count++] = m->kept[order[i]];
    for (; i < m->count && m->transfers[order[i]].to == taker; i++) list[count++] = m->given[order[i]];
    if (taker) m->averages->list[taker] = quhua__mix(list, count);
  }
  return true;
}

/* --- all units of a day ---------------------------------------------------------------------------------------------- */

static int deepest_first(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__node *list = ctx;
  return (list[a].level < list[b].level) - (list[a].level > list[b].level);
}

/* The finer value when it is of all, else the unit's own, else what there is. */
static quhua__average best_of(const quhua__averages *averages, const quhua__node *node,
                              const quhua__ingredient *below, size_t count) {
  quhua__average finer = quhua__mix(below, count);
  const quhua__average *own = node->unit ? &averages->list[node->unit] : &nothing;
  return finer.full || !own->known ? finer : *own;
}

bool quhua__averages_of(const quhua__averages *averages, const quhua__nodes *nodes, quhua__arena *arena,
                        quhua__average **out) {
  size_t count = nodes->count;
  uint32_t *order = quhua__arena_alloc(arena, 2 * count * sizeof *order);
  uint32_t *first = quhua__arena_alloc(arena, count * sizeof *first);
  uint32_t *next = quhua__arena_alloc(arena, count * sizeof *next);
  quhua__ingredient *list = quhua__arena_alloc(arena, count * sizeof *list);
  *out = quhua__arena_alloc(arena, count * sizeof **out);
  if (!order || !first || !next || !list || !*out) return false;
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  quhua__sort(order, order + count, count, deepest_first, nodes->list);
  for (size_t i = 0; i < count; i++) {
    const quhua__node *node = &nodes->list[order[i]];
    size_t below = 0;
    for (uint32_t child = first[order[i]]; child; child = next[child]) {
      const quhua__node *n = &nodes->list[child];
      list[below++] = (quhua__ingredient){(*out)[child], {n->lo, n->complete ? n->hi : INT64_MAX}};
    }
    (*out)[order[i]] = best_of(averages, node, list, below);
    if (!order[i]) continue;
    next[order[i]] = first[node->parent];
    first[node->parent] = order[i];
  }
  return true;
}
