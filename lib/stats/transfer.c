/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/transfer.h"

#include "base/fraction.h"
#include "base/sort.h"
#include "stats/apportion.h"
#include "stats/listed.h"

static int by_code(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__transfer *x = (const quhua__transfer *)ctx + a, *y = (const quhua__transfer *)ctx + b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  if (!x->to != !y->to) return x->to ? -1 : 1;
  int order = quhua_code_compare(&x->code, &y->code);
  return order ? order : (x->to > y->to) - (x->to < y->to);
}

bool quhua__transfers_sort(quhua__transfer **list, size_t count, quhua__arena *arena) {
  uint32_t *order = quhua__arena_alloc(arena, 2 * count * sizeof *order);
  quhua__transfer *sorted = quhua__arena_alloc(arena, count * sizeof *sorted);
  if (!order || !sorted) return false;
  for (size_t i = 0; i < count; i++) order[i] = (uint32_t)i;
  quhua__sort(order, order + count, count, by_code, *list);
  for (size_t i = 0; i < count; i++) sorted[i] = (*list)[order[i]];
  *list = sorted;
  return true;
}

/* The division of one pool. */
typedef struct division {
  quhua__pools *pools;
  const quhua__transfer *transfers;
  size_t count;
  uint32_t above;
  quhua__pool_sort sort;
  quhua__arena *arena;
  quhua__arrivals *arrivals;
  quhua_fraction rest; /* 1 less the exact shares */
  bool consistent;     /* the exact shares sum to at most 1, and can be summed */
  bool open;           /* some share is not exact */
  bool lost;           /* the shares may leave something to nobody */
} division;

static bool is_exact(quhua_share share) { return !quhua__fraction_compare(share.lo, share.hi); }

/* Sum of the shares of transfers; false when it does not fit. */
static bool sum_shares(const division *d, bool exact_only, quhua_fraction *out) {
  *out = QUHUA__ZERO;
  for (size_t i = 0; i < d->count; i++) {
    quhua_share share = d->transfers[i].share;
    if (exact_only && !is_exact(share)) continue;
    if (!quhua__fraction_add(*out, share.hi, out)) return false;
  }
  return true;
}

static void study(division *d) {
  quhua_fraction exact, most;
  d->consistent = sum_shares(d, true, &exact) && quhua__fraction_compare(exact, QUHUA__ONE) <= 0 &&
                  quhua__fraction_complement(exact, &d->rest);
  for (size_t i = 0; i < d->count; i++) d->open |= !is_exact(d->transfers[i].share);
  d->lost = sum_shares(d, false, &most) && quhua__fraction_compare(most, QUHUA__ONE) < 0;
}

/* --- arrivals ------------------------------------------------------------------------------------------------------ */

quhua_status quhua__arrive(quhua__arrivals *a, const quhua__arrival *arrival) {
  void *list = a->list;
  if (!arrival->hi) return QUHUA_OK;
  if (!quhua__grow(a->allocator, &list, &a->cap, a->count + 1, sizeof *a->list)) return QUHUA_E_NOMEM;
  a->list = list;
  a->list[a->count++] = *arrival;
  return QUHUA_OK;
}

quhua_status quhua__arrivals_settle(quhua__arrivals *arrivals, quhua__pools *pools, quhua_date date) {
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; i < arrivals->count && !status; i++) {
    const quhua__arrival *a = &arrivals->list[i];
    uint32_t pool = quhua__pools_get(pools, a->unit, a->sort);
    if (!pool) return QUHUA_E_NOMEM;
    pools->pools[pool].newest = date;
    status = a->token ? quhua__pools_add_piece(pools, pool, a->token, a->lo, a->hi)
                      : quhua__pools_add(pools, pool, a->lo);
  }
  arrivals->count = 0;
  return status ? status : quhua__pools_settle(pools);
}

static quhua_status arrive(division *d, uint32_t unit, uint32_t token, int64_t lo, int64_t hi) {
  quhua__pool_sort sort = unit ? d->sort : QUHUA__POOL_STRAY;
  return quhua__arrive(d->arrivals, &(quhua__arrival){sort, unit ? unit : d->above, token, lo, hi});
}

static quhua_status arrive_exactly(division *d, uint32_t unit, int64_t amount) {
  return arrive(d, unit, 0, amount, amount);
}

/* --- what is known ------------------------------------------------------------------------------------------------- */

/* A piece of an amount that goes with a transfer, between bounds of the amount. */
static quhua_status arrive_partly(division *d, size_t i, uint32_t token, int64_t lo, int64_t hi,
                                  int64_t most) {
  quhua_share share = d->transfers[i].share;
  if (!d->consistent) share.lo = QUHUA__ZERO, share.hi = QUHUA__ONE;
  hi = quhua__share_up(hi, share.hi);
  return arrive(d, d->transfers[i].to, token, quhua__share_down(lo, share.lo, NULL), hi < most ? hi : most);
}

/* An amount of which `rest` is left for the shares that are not exact. */
static quhua_status divide_open(division *d, int64_t amount, int64_t rest) {
  quhua_status status = QUHUA_OK;
  if (!rest) return QUHUA_OK;
  uint32_t token = quhua__pools_token(d->pools, rest);
  if (!token) return QUHUA_E_NOMEM;
  for (size_t i = 0; i < d->count && !status; i++)
    if (!d->consistent || !is_exact(d->transfers[i].share))
      status = arrive_partly(d, i, token, amount, amount, rest);
  return status || !d->lost ? status : arrive(d, 0, token, 0, rest);
}

/* The exact shares and, as the last, what is left for the others. */
static quhua_status divide_exactly(division *d, int64_t amount) {
  quhua__portion *portions = quhua__arena_alloc(d->arena, (d->count + 1) * sizeof *portions);
  uint32_t *order = quhua__arena_alloc(d->arena, 2 * (d->count + 1) * sizeof *order);
  quhua_status status = QUHUA_OK;
  size_t count = 0, next = 0;
  if (!portions || !order) return QUHUA_E_NOMEM;
  for (size_t i = 0; i < d->count; i++)
    if (is_exact(d->transfers[i].share)) portions[count++].share = d->transfers[i].share.lo;
  portions[count].share = d->rest;
  quhua__apportion(amount, portions, count + 1, order);
  for (size_t i = 0; i < d->count && !status; i++)
    if (is_exact(d->transfers[i].share))
      status = arrive_exactly(d, d->transfers[i].to, portions[next++].amount);
  if (status) return status;
  int64_t rest = portions[count].amount;
  return d->open ? divide_open(d, amount, rest) : arrive_exactly(d, 0, rest);
}

/* --- what is not known --------------------------------------------------------------------------------------------- */

static quhua_status divide_piece(division *d, uint32_t token, int64_t lo, int64_t hi) {
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; i < d->count && !status; i++) status = arrive_partly(d, i, token, lo, hi, hi);
  return status || !d->lost ? status : arrive(d, 0, token, 0, hi);
}

/* The exact amount beside pieces: how the sum is rounded depends on the pieces, so each part is between its share rounded
 * down and rounded up. */
static quhua_status divide_beside(division *d, int64_t amount) {
  uint32_t token = quhua__pools_token(d->pools, amount);
  return token ? divide_piece(d, token, amount, amount) : QUHUA_E_NOMEM;
}

static quhua_status divide_pieces(division *d, uint32_t pool) {
  quhua_status status = QUHUA_OK;
  for (uint32_t at; !status && (at = d->pools->pools[pool].pieces) != 0;) {
    quhua__piece piece = d->pools->pieces[at];
    quhua__pools_remove_piece(d->pools, at);
    status = divide_piece(d, piece.token, piece.lo, piece.hi);
  }
  return status;
}

quhua_status quhua__transfer_pool(quhua__pools *pools, uint32_t pool, const quhua__transfer *transfers,
                                  size_t count, uint32_t above, quhua__arena *arena,
                                  quhua__arrivals *arrivals) {
  quhua__left left = {transfers, count};
  quhua_status status = QUHUA_OK;
  if (pools->pools[pool].sort == QUHUA__POOL_OWN)
    status = quhua__take_listed(pools, pool, transfers, count, above, arena, arrivals, &left);
  if (status || !left.count) return status;
  division d = {.pools = pools,
                .transfers = left.list,
                .count = left.count,
                .above = above,
                .sort = pools->pools[pool].sort,
                .arena = arena,
                .arrivals = arrivals};
  int64_t amount = pools->pools[pool].exact;
  bool uncertain = pools->pools[pool].pieces != 0;
  study(&d);
  pools->pools[pool].exact = 0;
  status = divide_pieces(&d, pool);
  if (status || !amount) return status;
  if (uncertain && (d.count > 1 || d.open)) return divide_beside(&d, amount);
  return d.consistent ? divide_exactly(&d, amount) : divide_open(&d, amount, amount);
}
