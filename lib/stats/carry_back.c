/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/carry_back.h"

#include <string.h>

#include "stats/decimal.h"
#include "stats/transfer.h"

/* The walk over the timeline. */
typedef struct walk {
  const quhua__carrying *c;
  const quhua__state *state;
  quhua__pools *pools;
  quhua__arena arena; /* of the moment */
  quhua__arrivals arrivals;
  quhua__transfer *transfers; /* of the moment, turned round: from the unit after it to the unit before it */
  size_t count;
  uint32_t *gave,
      *got; /* by unit: the number of the last moment at which it gave, or had got something before it */
  quhua_date *counted; /* by unit: the day of the count that its pool holds, when that is all it holds */
  uint32_t moment;
  const quhua__happening *now;
} walk;

/* --- one moment ----------------------------------------------------------------------------------------------------- */

static void turn_round(walk *w, uint32_t before, uint32_t after) {
  static const quhua_share unknown = {{0, 1}, {1, 1}, QUHUA_SHARE_UNKNOWN};
  w->transfers[w->count++] = (quhua__transfer){.from = after, .to = before, .share = unknown};
}

/* A unit that takes and gives nothing had something before, where it lived. */
static void add_survivors(walk *w, const quhua__happening *list, size_t count) {
  for (size_t i = 0; i < count; i++) {
    uint32_t unit = quhua__state_flow(w->state, list[i].number)->new_unit;
    if (!unit || w->gave[unit] == w->moment) continue;
    w->gave[unit] = w->moment; /* once */
    if (quhua__row_before(w->c->snapshot, w->now, unit)) turn_round(w, unit, unit);
  }
}

static bool list_transfers(walk *w, const quhua__happening *list, size_t count) {
  w->count = 0;
  w->transfers = quhua__arena_alloc(&w->arena, 2 * count * sizeof *w->transfers);
  if (!w->transfers) return false;
  for (size_t i = 0; i < count; i++) {
    const quhua__flow_row *flow = quhua__state_flow(w->state, list[i].number);
    turn_round(w, flow->old_unit, flow->new_unit);
    if (flow->old_unit) w->gave[flow->old_unit] = w->moment;
  }
  add_survivors(w, list, count);
  return quhua__transfers_sort(&w->transfers, w->count, &w->arena);
}

/* What is known of a unit after the moment. */
typedef struct source {
  bool full;
  quhua_date oldest;
} source;

/* Empty the pool of a unit after the moment. */
static quhua_status take_back(walk *w, quhua__transfer *transfers, size_t count, source *out) {
  static const quhua_share whole = {{1, 1}, {1, 1}, QUHUA_SHARE_WHOLE};
  uint32_t number = quhua__pools_find(w->pools, transfers->from, QUHUA__POOL_OWN);
  *out = (source){false, QUHUA_DATE_OPEN};
  if (!number || !transfers->from) return QUHUA_OK;
  *out = (source){w->pools->pools[number].full, w->pools->pools[number].oldest};
  if (count == 1) transfers->share = whole;
  w->pools->pools[number].full = false;
  w->pools->pools[number].oldest = QUHUA_DATE_OPEN;
  return quhua__transfer_pool(w->pools, number, transfers, count, 0, &w->arena, &w->arrivals);
}

/* A unit before the moment is counted when everything is that it became. */
static quhua_status reach(walk *w, uint32_t unit, source from) {
  uint32_t number = quhua__pools_get(w->pools, unit, QUHUA__POOL_OWN);
  if (!number) return QUHUA_E_NOMEM;
  quhua__pool *pool = &w->pools->pools[number];
  if (w->got[unit] != w->moment) pool->full = true, pool->oldest = QUHUA_DATE_OPEN;
  w->got[unit] = w->moment;
  w->counted[unit] = QUHUA_DATE_NONE;
  pool->full &= from.full;
  if (from.oldest < pool->oldest) pool->oldest = from.oldest;
  return QUHUA_OK;
}

static quhua_status flow_back(walk *w, const quhua__happening *list, size_t count) {
  quhua_status status = QUHUA_OK;
  if (!list_transfers(w, list, count)) return QUHUA_E_NOMEM;
  source *sources = quhua__arena_alloc(&w->arena, w->count * sizeof *sources);
  if (!sources) return QUHUA_E_NOMEM;
  for (size_t i = 0, end; i < w->count && !status; i = end) {
    source of = {false, QUHUA_DATE_OPEN};
    for (end = i + 1; end < w->count && w->transfers[end].from == w->transfers[i].from;) end++;
    status = take_back(w, &w->transfers[i], end - i, &of);
    for (size_t k = i; k < end; k++) sources[k] = of;
  }
  for (size_t i = 0; i < w->count && !status; i++)
    if (w->transfers[i].to) status = reach(w, w->transfers[i].to, sources[i]);
  return status ? status : quhua__arrivals_settle(&w->arrivals, w->pools, w->now->date);
}

/* Of two counts of one day the one that was recorded later holds, and it came first here. */
static quhua_status observe(walk *w, uint32_t number) {
  const quhua__observed *o = quhua__state_observed(w->state, number);
  if (w->counted[o->unit] == o->date) return QUHUA_OK;
  w->counted[o->unit] = o->date;
  return quhua__observe(w->c, w->pools, number);
}

static quhua_status happen(walk *w, const quhua__happening *list, size_t count) {
  quhua_status status = QUHUA_OK;
  size_t flows = 0;
  while (flows < count && !list[flows].observed) flows++;
  w->moment++;
  w->now = list;
  for (size_t i = count; i > flows && !status; i--) status = observe(w, list[i - 1].number);
  if (!status && flows) status = flow_back(w, list, flows);
  quhua__arena_free(&w->arena);
  quhua__arena_init(&w->arena, w->pools->allocator);
  return status;
}

/* --- all of them ----------------------------------------------------------------------------------------------------- */

static quhua_status walk_all(walk *w) {
  const quhua__happening *list = w->c->timeline->list;
  quhua_status status = QUHUA_OK;
  for (size_t end = w->c->timeline->count, i; end && !status; end = i) {
    for (i = end - 1; i && quhua__at_once(&list[i - 1], &list[end - 1]);) i--;
    status = happen(w, list + i, end - i);
  }
  return status;
}

quhua_status quhua__carry_back(const quhua__carrying *carrying, quhua__pools *pools) {
  const quhua_allocator *a = pools->allocator;
  walk w = {.c = carrying, .state = carrying->snapshot->state, .pools = pools, .arrivals = {.allocator = a}};
  size_t units = (size_t)pools->units + 1, size = units * (2 * sizeof *w.gave + sizeof *w.counted);
  w.gave = a->alloc(a->ctx, size);
  if (!w.gave) return QUHUA_E_NOMEM;
  memset(w.gave, 0, 2 * units * sizeof *w.gave);
  w.got = w.gave + units;
  w.counted = (quhua_date *)(w.got + units);
  for (size_t i = 0; i < units; i++) w.counted[i] = QUHUA_DATE_NONE;
  quhua__arena_init(&w.arena, a);
  quhua_status status = walk_all(&w);
  quhua__arena_free(&w.arena);
  if (w.arrivals.list) a->free(a->ctx, w.arrivals.list, w.arrivals.cap * sizeof *w.arrivals.list);
  a->free(a->ctx, w.gave, size);
  return status;
}
