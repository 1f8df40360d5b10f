/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/carry.h"

#include <string.h>

#include "base/sort.h"
#include "stats/decimal.h"
#include "stats/transfer.h"

/* The walk over the timeline. */
typedef struct walk {
  const quhua__carrying *c;
  const quhua__state *state;
  uint32_t known;
  quhua__pools *pools;
  quhua__arena arena; /* of the moment */
  quhua__arrivals arrivals;
  quhua__transfer *transfers; /* of the moment, by (from, code, to) */
  size_t count;
  uint32_t *left, *reached; /* by unit: the number of the last moment at which it gave or got territory */
  uint32_t moment;
  const quhua__happening *now;
} walk;

/* --- what flows at a moment ---------------------------------------------------------------------------------------- */

static int by_code(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__transfer *x = (const quhua__transfer *)ctx + a, *y = (const quhua__transfer *)ctx + b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  if (!x->to != !y->to) return x->to ? -1 : 1;
  int order = quhua_code_compare(&x->code, &y->code);
  return order ? order : (x->to > y->to) - (x->to < y->to);
}

static bool sort_transfers(walk *w) {
  uint32_t *order = quhua__arena_alloc(&w->arena, 2 * w->count * sizeof *order);
  quhua__transfer *sorted = quhua__arena_alloc(&w->arena, w->count * sizeof *sorted);
  if (!order || !sorted) return false;
  for (size_t i = 0; i < w->count; i++) order[i] = (uint32_t)i;
  quhua__sort(order, order + w->count, w->count, by_code, w->transfers);
  for (size_t i = 0; i < w->count; i++) sorted[i] = w->transfers[order[i]];
  w->transfers = sorted;
  return true;
}

/* As known then, just after the moment: what happens on the same day or is recorded later divides nobody again. */
static quhua_code code_after(const walk *w, uint32_t unit) {
  uint32_t row = unit ? quhua__row_on(w->state, w->now->entry, unit, w->now->date) : 0;
  return row ? quhua__state_row(w->state, row)->code : (quhua_code){0};
}

static bool list_transfers(walk *w, const quhua__happening *list, size_t count) {
  w->transfers = quhua__arena_alloc(&w->arena, count * sizeof *w->transfers);
  if (!w->transfers) return false;
  w->count = count;
  for (size_t i = 0; i < count; i++) {
    const quhua__flow_row *flow = quhua__state_flow(w->state, list[i].number);
    w->transfers[i] =
        (quhua__transfer){flow->old_unit, flow->new_unit, flow->share, code_after(w, flow->new_unit)};
    if (flow->old_unit) w->left[flow->old_unit] = w->moment;
  }
  return sort_transfers(w);
}

/* --- is all of a unit counted? -------------------------------------------------------------------------------------- */

/* Did the unit live just before the moment? */
static bool lived_before(const walk *w, uint32_t unit) {
  return unit <= quhua__state_totals(w->state, w->now->entry - 1).units &&
         quhua__row_on(w->state, w->now->entry - 1, unit, w->now->date) != 0;
}

static bool is_full(const walk *w, uint32_t unit) {
  uint32_t pool = quhua__pools_find(w->pools, unit, QUHUA__POOL_OWN);
  return pool && w->pools->pools[pool].full;
}

/* A unit that was set up from nothing has nothing of what its sisters were counted for. */
static bool has_counted_sister(const walk *w, uint32_t unit) {
  uint32_t known = w->now->entry, row = quhua__row_on(w->state, known, unit, w->now->date);
  if (!row) return false;
  quhua__chain chain = quhua__chain_of_children(w->state, known, quhua__state_row(w->state, row)->parent);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *sister = quhua__state_row(w->state, number);
    bool lives = quhua__row_holds_on(sister, w->now->date);
    if (sister->unit != unit && lives && is_full(w, sister->unit)) return true;
  }
  return false;
}

/* What a giving unit says of the unit that takes: how far it is counted, and since when. */
typedef struct giver {
  bool full;
  quhua_date oldest;
} giver;

/* The first time in a moment, a unit that keeps nothing begins anew; one that lived and was never counted stays so. */
static quhua_status reach(walk *w, uint32_t unit, giver from) {
  uint32_t number = quhua__pools_find(w->pools, unit, QUHUA__POOL_OWN);
  bool counted_before = number != 0;
  if (!number) number = quhua__pools_get(w->pools, unit, QUHUA__POOL_OWN);
  if (!number) return QUHUA_E_NOMEM;
  quhua__pool *pool = &w->pools->pools[number];
  bool first = w->reached[unit] != w->moment;
  w->reached[unit] = w->moment;
  if (first && w->left[unit] == w->moment)
    pool->full = true, pool->oldest = QUHUA_DATE_OPEN;
  else if (first && !counted_before)
    pool->full = !lived_before(w, unit);
  pool->full &= from.full;
  if (from.oldest < pool->oldest) pool->oldest = from.oldest;
  return QUHUA_OK;
}

/* --- one moment ----------------------------------------------------------------------------------------------------- */

/* Above the unit just before the moment; 0 at the top. */
static uint32_t parent_before(const walk *w, uint32_t unit) {
  uint32_t row = quhua__row_on(w->state, w->now->entry - 1, unit, w->now->date);
  if (!row) row = quhua__row_last(w->state, w->known, unit);
  return row ? quhua__state_row(w->state, row)->parent : 0;
}

/* Children that leave a unit take along what is theirs. Strays are of no child and stay, where the unit does. */
static bool strays_stay(const quhua__transfer *transfers, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (transfers[i].to == transfers[i].from && transfers[i].share.kind == QUHUA_SHARE_CHILDREN) return true;
  return false;
}

/* Empty the pools of a giving unit. */
static quhua_status give(walk *w, const quhua__transfer *transfers, size_t count, giver *out) {
  uint32_t unit = transfers->from;
  quhua_status status = QUHUA_OK;
  *out = (giver){is_full(w, unit), QUHUA_DATE_OPEN};
  for (int sort = 0; sort < QUHUA__POOL_SORTS && !status; sort++) {
    uint32_t pool = quhua__pools_find(w->pools, unit, (quhua__pool_sort)sort);
    if (!pool || (sort == QUHUA__POOL_STRAY && strays_stay(transfers, count))) continue;
    if (sort == QUHUA__POOL_OWN) out->oldest = w->pools->pools[pool].oldest;
    status = quhua__transfer_pool(w->pools, pool, transfers, count, parent_before(w, unit), &w->arena,
                                  &w->arrivals);
  }
  return status;
}

static quhua_status settle_arrivals(walk *w) {
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; i < w->arrivals.count && !status; i++) {
    const quhua__arrival *a = &w->arrivals.list[i];
    uint32_t pool = quhua__pools_get(w->pools, a->unit, a->sort);
    if (!pool) return QUHUA_E_NOMEM;
    w->pools->pools[pool].newest = w->now->date;
    status = a->token ? quhua__pools_add_piece(w->pools, pool, a->token, a->lo, a->hi)
                      : quhua__pools_add(w->pools, pool, a->lo);
  }
  w->arrivals.count = 0;
  return status ? status : quhua__pools_settle(w->pools);
}

/* Units that give do so before any unit takes, so that an exchange is one. What the takers become is judged by what the
 * givers were. */
static quhua_status flow(walk *w, const quhua__happening *list, size_t count) {
  quhua_status status = QUHUA_OK;
  if (!list_transfers(w, list, count)) return QUHUA_E_NOMEM;
  giver *givers = quhua__arena_alloc(&w->arena, count * sizeof *givers);
  if (!givers) return QUHUA_E_NOMEM;
  for (size_t i = 0, end; i < count && !status; i = end) {
    for (end = i + 1; end < count && w->transfers[end].from == w->transfers[i].from;) end++;
    giver from = {false, QUHUA_DATE_OPEN};
    if (w->transfers[i].from) status = give(w, &w->transfers[i], end - i, &from);
    for (size_t k = i; k < end; k++) givers[k] = from;
  }
  for (size_t i = 0; i < count && !status; i++) {
    const quhua__transfer *t = &w->transfers[i];
    if (!t->from) givers[i].full = has_counted_sister(w, t->to);
    if (t->to) status = reach(w, t->to, givers[i]);
  }
  return status ? status : settle_arrivals(w);
}

static quhua_status observe(walk *w, uint32_t number) {
  const quhua__observed *o = quhua__state_observed(w->state, number);
  quhua_str text = quhua__texts_at(&w->state->texts, o->value);
  int64_t value;
  if (!quhua__decimal_read(text, w->c->scale, &value)) return QUHUA_E_INVALID;
  uint32_t pool = quhua__pools_get(w->pools, o->unit, QUHUA__POOL_OWN);
  if (!pool) return QUHUA_E_NOMEM;
  quhua__pools_supersede(w->pools, pool);
  w->pools->pools[pool].full = true;
  w->pools->pools[pool].oldest = o->date;
  return quhua__pools_add(w->pools, pool, value);
}

static quhua_status happen(walk *w, const quhua__happening *list, size_t count) {
  quhua_status status = QUHUA_OK;
  size_t flows = 0;
  while (flows < count && !list[flows].observed) flows++;
  w->moment++;
  w->now = list;
  if (flows) status = flow(w, list, flows);
  for (size_t i = flows; i < count && !status; i++) status = observe(w, list[i].number);
  quhua__arena_free(&w->arena);
  quhua__arena_init(&w->arena, w->pools->allocator);
  return status;
}

/* --- all of them ----------------------------------------------------------------------------------------------------- */

static quhua_status walk_all(walk *w) {
  const quhua__happening *list = w->c->timeline->list;
  quhua_status status = QUHUA_OK;
  for (size_t i = 0, end; i < w->c->timeline->count && !status; i = end) {
    for (end = i + 1; end < w->c->timeline->count && quhua__at_once(&list[i], &list[end]);) end++;
    status = happen(w, list + i, end - i);
  }
  return status;
}

quhua_status quhua__carry(const quhua__carrying *carrying, quhua__pools *pools) {
  const quhua_allocator *a = pools->allocator;
  walk w = {.c = carrying,
            .state = carrying->snapshot->state,
            .known = carrying->snapshot->known,
            .pools = pools,
            .arrivals = {.allocator = a}};
  size_t size = ((size_t)pools->units + 1) * sizeof *w.left;
  w.left = a->alloc(a->ctx, 2 * size);
  if (!w.left) return QUHUA_E_NOMEM;
  memset(w.left, 0, 2 * size);
  w.reached = w.left + pools->units + 1;
  quhua__arena_init(&w.arena, a);
  quhua_status status = walk_all(&w);
  quhua__arena_free(&w.arena);
  if (w.arrivals.list) a->free(a->ctx, w.arrivals.list, w.arrivals.cap * sizeof *w.arrivals.list);
  a->free(a->ctx, w.left, 2 * size);
  return status;
}
