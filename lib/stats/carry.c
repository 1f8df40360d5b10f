/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/carry.h"

#include <string.h>

#include "stats/decimal.h"
#include "stats/strayed.h"

/* The walk over the timeline. */
typedef struct walk {
  const quhua__carrying *c;
  const quhua__state *state;
  uint32_t known;
  quhua__pools *pools;
  quhua__arena arena; /* of the moment */
  quhua__arrivals arrivals;
  quhua__strayed_list strayed;
  quhua__transfer *transfers; /* of the moment, by (from, code, to) */
  size_t count;
  uint32_t *left, *reached; /* by unit: the number of the last moment at which it gave or got territory */
  uint32_t moment;
  const quhua__happening *now;
} walk;

/* --- what flows at a moment ---------------------------------------------------------------------------------------- */

/* As known then, just after the moment: what happens on the same day or is recorded later divides nobody again. */
static quhua_code code_after(const walk *w, uint32_t unit) {
  uint32_t row = unit ? quhua__row_on(w->state, w->now->entry, unit, w->now->date) : 0;
  return row ? quhua__state_row(w->state, row)->code : (quhua_code){0};
}

/* What the row of a flow lists of the series. */
static quhua_status read_amount(const walk *w, const quhua__flow_row *flow, quhua__transfer *out) {
  for (uint32_t i = 0; i < flow->amount_count; i++) {
    quhua__amount amount = quhua__state_amount(w->state, flow->first_amount + i);
    if (amount.series != w->c->series) continue;
    out->listed = true;
    quhua_str text = quhua__texts_at(&w->state->texts, amount.value);
    return quhua__decimal_read(text, w->c->scale, &out->amount) ? QUHUA_OK : QUHUA_E_INVALID;
  }
  return QUHUA_OK;
}

static quhua_status list_transfers(walk *w, const quhua__happening *list, size_t count) {
  quhua_status status = QUHUA_OK;
  w->transfers = quhua__arena_alloc(&w->arena, count * sizeof *w->transfers);
  if (!w->transfers) return QUHUA_E_NOMEM;
  w->count = count;
  for (size_t i = 0; i < count && !status; i++) {
    const quhua__flow_row *flow = quhua__state_flow(w->state, list[i].number);
    w->transfers[i] = (quhua__transfer){.from = flow->old_unit,
                                        .to = flow->new_unit,
                                        .share = flow->share,
                                        .code = code_after(w, flow->new_unit)};
    if (flow->old_unit) w->left[flow->old_unit] = w->moment;
    if (flow->old_unit) status = read_amount(w, flow, &w->transfers[i]);
  }
  if (status) return status;
  return quhua__transfers_sort(&w->transfers, count, &w->arena) ? QUHUA_OK : QUHUA_E_NOMEM;
}

/* --- is all of a unit counted? -------------------------------------------------------------------------------------- */

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
  quhua_date oldest, recounted;
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
    pool->full = !quhua__row_before(w->c->snapshot, w->now, unit);
  pool->full &= from.full;
  if (from.oldest < pool->oldest) pool->oldest = from.oldest;
  if (from.recounted > pool->recounted) pool->recounted = from.recounted;
  return QUHUA_OK;
}

/* --- one moment ----------------------------------------------------------------------------------------------------- */

/* Above the unit just before the moment; 0 at the top. */
static uint32_t parent_before(const walk *w, uint32_t unit) {
  uint32_t row = quhua__row_before(w->c->snapshot, w->now, unit);
  if (!row) row = quhua__row_last(w->state, w->known, unit);
  return row ? quhua__state_row(w->state, row)->parent : 0;
}

/* Children that leave a unit take along what is theirs. Strays are of no child and stay, where the unit does. */
static bool is_kept(uint32_t from, uint32_t to, quhua_share share) {
  return from == to && share.kind == QUHUA_SHARE_CHILDREN;
}

/* The next act that the moment leads back, after the undoing of a number; 0 at the end. */
static uint32_t next_repealed(const walk *w, uint32_t *number) {
  uint32_t last = quhua__state_totals(w->state, w->known).undoings;
  while (++*number <= last) {
    quhua__retraction undoing = quhua__state_undoing(w->state, *number);
    if (undoing.entry == w->now->entry) return undoing.target;
  }
  return 0;
}

/* Did an act leave the strays of a unit where they were? */
static bool kept_strays(const walk *w, uint32_t act, uint32_t unit) {
  quhua__chain chain = quhua__chain_of_flows(w->state, w->known, unit, true);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__flow_row *flow = quhua__state_flow(w->state, number);
    if (flow->recorded_from == act && is_kept(unit, flow->new_unit, flow->share)) return true;
  }
  return false;
}

/* Does the moment lead back an act by which strays of others came to the unit? Nobody knows how many of those there are now. */
static bool gives_strays_back(const walk *w, uint32_t unit) {
  for (uint32_t undoing = 0, act; (act = next_repealed(w, &undoing)) != 0;) {
    quhua__chain chain = quhua__chain_of_flows(w->state, w->known, unit, false);
    for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
      const quhua__flow_row *flow = quhua__state_flow(w->state, number);
      uint32_t from = flow->old_unit;
      if (flow->recorded_from == act && from && from != unit && !kept_strays(w, act, from)) return true;
    }
  }
  return false;
}

static bool strays_stay(const walk *w, const quhua__transfer *transfers, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (is_kept(transfers[i].from, transfers[i].to, transfers[i].share))
      return !gives_strays_back(w, transfers[i].from);
  return false;
}

static bool goes_nowhere(const quhua__transfer *transfers, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (!transfers[i].to) return true;
  return false;
}

/* Empty the pools of a giving unit. */
static quhua_status give(walk *w, const quhua__transfer *transfers, size_t count, giver *out) {
  uint32_t unit = transfers->from, above = parent_before(w, unit);
  uint32_t own = quhua__pools_find(w->pools, unit, QUHUA__POOL_OWN),
           stray = quhua__pools_find(w->pools, unit, QUHUA__POOL_STRAY);
  size_t since = w->arrivals.count;
  quhua_status status = QUHUA_OK;
  *out = (giver){is_full(w, unit), QUHUA_DATE_OPEN, QUHUA_DATE_NONE};
  if (own) out->oldest = w->pools->pools[own].oldest, out->recounted = w->pools->pools[own].recounted;
  if (own) status = quhua__transfer_pool(w->pools, own, transfers, count, above, &w->arena, &w->arrivals);
  if (!status && goes_nowhere(transfers, count)) {
    quhua__strayed what = {
        .unit = unit, .above = above, .entry = w->now->entry, .full = out->full, .oldest = out->oldest};
    status = quhua__strayed_note(&w->strayed, what, &w->arrivals, since);
  }
  if (status || !stray || strays_stay(w, transfers, count)) return status;
  quhua__strayed_lose(&w->strayed, unit);
  return quhua__transfer_pool(w->pools, stray, transfers, count, above, &w->arena, &w->arrivals);
}

/* Were all units below another one counted since something strayed there? Then that was counted with them. */
static bool counted_since(const walk *w, uint32_t above) {
  uint32_t pool = quhua__pools_find(w->pools, above, QUHUA__POOL_STRAY);
  quhua__chain chain = quhua__chain_of_children(w->state, w->known, above);
  bool any = false;
  for (uint32_t number; pool && (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(w->state, number);
    if (!quhua__row_holds_on(row, w->now->date - 1)) continue;
    uint32_t own = quhua__pools_find(w->pools, row->unit, QUHUA__POOL_OWN);
    any = own && w->pools->pools[own].full && w->pools->pools[own].oldest > w->pools->pools[pool].newest;
    if (!any) return false;
  }
  return any;
}

/* What the moment leads back that had gone nowhere from the unit; NULL when that is not known. */
static const quhua__strayed *find_strayed(const walk *w, uint32_t unit) {
  const quhua__strayed *found = NULL;
  for (uint32_t undoing = 0, act; !found && (act = next_repealed(w, &undoing)) != 0;)
    found = quhua__strayed_find(&w->strayed, unit, act);
  return found;
}

/* A unit is set up from nothing, or what had gone nowhere comes back to it. */
static quhua_status begin(walk *w, uint32_t unit, giver *out) {
  uint32_t undoing = 0;
  bool repeal = next_repealed(w, &undoing) != 0;
  const quhua__strayed *what = find_strayed(w, unit);
  *out = (giver){!repeal && has_counted_sister(w, unit), QUHUA_DATE_OPEN, QUHUA_DATE_NONE};
  if (!what || what->lost || counted_since(w, what->above)) return QUHUA_OK;
  *out = (giver){what->full, what->oldest, QUHUA_DATE_NONE};
  return quhua__strayed_return(&w->strayed, what, w->pools, &w->arena, &w->arrivals);
}

static quhua__mingling mingling_of(walk *w) {
  return (quhua__mingling){.snapshot = w->c->snapshot,
                           .pools = w->pools,
                           .averages = w->c->averages,
                           .transfers = w->transfers,
                           .count = w->count,
                           .now = w->now,
                           .arena = &w->arena};
}

/* Units that give do so before any unit takes, so that an exchange is one. What the takers become is judged by what the
 * givers were. */
static quhua_status flow(walk *w, const quhua__happening *list, size_t count) {
  quhua_status status = list_transfers(w, list, count);
  if (status) return status;
  quhua__mingling mingling = mingling_of(w);
  bool averages = w->c->averages != NULL;
  if (averages && !quhua__mingling_begin(&mingling)) return QUHUA_E_NOMEM;
  giver *givers = quhua__arena_alloc(&w->arena, count * sizeof *givers);
  if (!givers) return QUHUA_E_NOMEM;
  for (size_t i = 0, end; i < count && !status; i = end) {
    for (end = i + 1; end < count && w->transfers[end].from == w->transfers[i].from;) end++;
    giver from = {false, QUHUA_DATE_OPEN, QUHUA_DATE_NONE};
    size_t since = w->arrivals.count;
    if (w->transfers[i].from) status = give(w, &w->transfers[i], end - i, &from);
    if (averages) quhua__mingling_gave(&mingling, i, end, &w->arrivals, since);
    for (size_t k = i; k < end; k++) givers[k] = from;
  }
  for (size_t i = 0; i < count && !status; i++) {
    const quhua__transfer *t = &w->transfers[i];
    if (!t->from) status = begin(w, t->to, &givers[i]);
    if (!status && t->to) status = reach(w, t->to, givers[i]);
  }
  if (!status && averages && !quhua__mingling_end(&mingling)) status = QUHUA_E_NOMEM;
  return status ? status : quhua__arrivals_settle(&w->arrivals, w->pools, w->now->date);
}

quhua_status quhua__observe(const quhua__carrying *c, quhua__pools *pools, uint32_t number) {
  const quhua__state *s = c->snapshot->state;
  const quhua__observed *o = quhua__state_observed(s, number);
  int64_t value;
  if (!quhua__decimal_read(quhua__texts_at(&s->texts, o->value), c->scale, &value)) return QUHUA_E_INVALID;
  uint32_t pool = quhua__pools_get(pools, o->unit, QUHUA__POOL_OWN);
  if (!pool) return QUHUA_E_NOMEM;
  if (pools->pools[pool].exact || pools->pools[pool].pieces) pools->pools[pool].recounted = o->date;
  quhua__pools_supersede(pools, pool);
  pools->pools[pool].full = true;
  pools->pools[pool].oldest = o->date;
  return quhua__pools_add(pools, pool, value);
}

static quhua_status observe_average(const walk *w, uint32_t number) {
  const quhua__observed *o = quhua__state_observed(w->state, number);
  quhua_str text = quhua__texts_at(&w->state->texts, o->value);
  int64_t value;
  if (!quhua__decimal_read(text, w->c->average_scale, &value)) return QUHUA_E_INVALID;
  w->c->averages->list[o->unit] = quhua__average_of(value, o->date);
  return QUHUA_OK;
}

static quhua_status happen(walk *w, const quhua__happening *list, size_t count) {
  quhua_status status = QUHUA_OK;
  size_t flows = 0;
  while (flows < count && !list[flows].observed) flows++;
  w->moment++;
  w->now = list;
  if (flows) status = flow(w, list, flows);
  for (size_t i = flows; i < count && !status; i++)
    status =
        list[i].average ? observe_average(w, list[i].number) : quhua__observe(w->c, w->pools, list[i].number);
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
            .arrivals = {.allocator = a},
            .strayed = {.allocator = a}};
  size_t size = ((size_t)pools->units + 1) * sizeof *w.left;
  w.left = a->alloc(a->ctx, 2 * size);
  if (!w.left) return QUHUA_E_NOMEM;
  memset(w.left, 0, 2 * size);
  w.reached = w.left + pools->units + 1;
  quhua__arena_init(&w.arena, a);
  quhua_status status = walk_all(&w);
  quhua__arena_free(&w.arena);
  quhua__strayed_free(&w.strayed);
  if (w.arrivals.list) a->free(a->ctx, w.arrivals.list, w.arrivals.cap * sizeof *w.arrivals.list);
  a->free(a->ctx, w.left, 2 * size);
  return status;
}
