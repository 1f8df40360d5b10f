/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/transfer.h"

#include "base/fraction.h"
#include "stats/apportion.h"

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

static quhua_status arrive(division *d, uint32_t unit, uint32_t token, int64_t lo, int64_t hi) {
  quhua__arrivals *a = d->arrivals;
  void *list = a->list;
  if (!hi) return QUHUA_OK;
  if (!quhua__grow(a->allocator, &list, &a->cap, a->count + 1, sizeof *a->list)) return QUHUA_E_NOMEM;
  a->list = list;
  quhua__pool_sort sort = unit ? d->sort : QUHUA__POOL_STRAY;
  a->list[a->count++] = (quhua__arrival){sort, unit ? unit : d->above, token, lo, hi};
  return QUHUA_OK;
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
  division d = {.pools = pools,
                .transfers = transfers,
                .count = count,
                .above = above,
                .sort = pools->pools[pool].sort,
                .arena = arena,
                .arrivals = arrivals};
  int64_t amount = pools->pools[pool].exact;
  bool uncertain = pools->pools[pool].pieces != 0;
  study(&d);
  pools->pools[pool].exact = 0;
  quhua_status status = divide_pieces(&d, pool);
  if (status || !amount) return status;
  if (uncertain && (count > 1 || d.open)) return divide_beside(&d, amount);
  return d.consistent ? divide_exactly(&d, amount) : divide_open(&d, amount, amount);
}
