/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/listed.h"

#include "base/fraction.h"

/* What is listed of one unit. */
typedef struct listing {
  quhua__pools *pools;
  uint32_t pool;
  const quhua__transfer *transfers;
  size_t count;
  size_t listed; /* how many transfers list an amount */
  int64_t sum;   /* of the amounts */
} listing;

/* --- what is there ------------------------------------------------------------------------------------------------- */

/* Sums of the pool, as far as they fit. */
typedef struct extent {
  int64_t lo, hi;
  size_t pieces;
} extent;

static int64_t add_up(int64_t a, int64_t b) {
  int64_t sum;
  return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

static extent measure(const listing *l) {
  int64_t exact = l->pools->pools[l->pool].exact;
  extent e = {exact, exact, 0};
  for (uint32_t at = l->pools->pools[l->pool].pieces; at; at = l->pools->pieces[at].next_in_pool) {
    e.lo = add_up(e.lo, l->pools->pieces[at].lo);
    e.hi = add_up(e.hi, l->pools->pieces[at].hi);
    e.pieces++;
  }
  return e;
}

/* Can the sum be drawn? Out of several uncertain pieces only what is certain of each can: of the rest nobody knows from
 * which it would come. */
static bool can_draw(const listing *l, const extent *e) {
  if (l->sum > e->hi) return false;
  if (l->listed == l->count) return e->pieces <= 1 && l->sum >= e->lo;
  return e->pieces <= 1 || l->sum <= e->lo;
}

/* Take up to `most` out of a piece. Its token is that much less. */
static int64_t draw_piece(quhua__pools *p, uint32_t at, int64_t most) {
  quhua__piece *piece = &p->pieces[at];
  int64_t drawn = most < piece->hi ? most : piece->hi;
  piece->hi -= drawn;
  piece->lo = piece->lo > drawn ? piece->lo - drawn : 0;
  p->tokens[piece->token].total -= drawn;
  return drawn;
}

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

static quhua_status draw(const listing *l, bool all) {
  quhua__pool *pool = &l->pools->pools[l->pool];
  int64_t rest = l->sum, taken = least(rest, pool->exact);
  pool->exact -= taken;
  rest -= taken;
  for (uint32_t at = pool->pieces, next; at; at = next) {
    quhua__piece *piece = &l->pools->pieces[at];
    next = piece->next_in_pool;
    bool only = at == pool->pieces && !next;
    rest -= draw_piece(l->pools, at, only ? rest : least(rest, piece->lo));
    if (!quhua__pools_touch(l->pools, piece->token)) return QUHUA_E_NOMEM;
    if (all) quhua__pools_remove_piece(l->pools, at); /* what is left of it was never here */
  }
  return QUHUA_OK;
}

static quhua_status send(const listing *l, uint32_t above, quhua__arrivals *arrivals) {
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; i < l->count && !status; i++) {
    const quhua__transfer *t = &l->transfers[i];
    quhua__arrival arrival = {QUHUA__POOL_OWN, t->to, 0, t->amount, t->amount};
    if (!t->to) arrival.sort = QUHUA__POOL_STRAY, arrival.unit = above;
    if (t->listed) status = quhua__arrive(arrivals, &arrival);
  }
  return status;
}

/* --- who gets the rest --------------------------------------------------------------------------------------------- */

static const quhua_share unknown = {{0, 1}, {1, 1}, QUHUA_SHARE_UNKNOWN};

/* The shares of the transfers without an amount in what these take together; false where they do not say. */
static bool share_out(quhua__transfer *list, size_t count) {
  quhua_fraction sum = QUHUA__ZERO;
  for (size_t i = 0; i < count; i++) {
    bool exact = !quhua__fraction_compare(list[i].share.lo, list[i].share.hi);
    if (!exact || !quhua__fraction_add(sum, list[i].share.lo, &sum)) return false;
  }
  for (size_t i = 0; i < count; i++) {
    quhua_fraction share = list[i].share.lo;
    if (!sum.num || !quhua__fraction_multiply(share, (quhua_fraction){sum.den, sum.num}, &share))
      return false;
    list[i].share = (quhua_share){share, share, QUHUA_SHARE_EXACT};
  }
  return true;
}

static void list_rest(const listing *l, quhua__transfer *out, size_t *out_count) {
  size_t count = 0;
  for (size_t i = 0; i < l->count; i++)
    if (!l->transfers[i].listed) out[count++] = l->transfers[i];
  *out_count = count;
  if (count == 1) out[0].share = (quhua_share){QUHUA__ONE, QUHUA__ONE, QUHUA_SHARE_WHOLE};
  if (count < 2) return;
  bool said = share_out(out, count);
  for (size_t i = 0; i < count && !said; i++) out[i].share = unknown;
}

/* In proportion to the amounts. */
static void weigh(const listing *l, quhua__transfer *out) {
  for (size_t i = 0; i < l->count; i++) {
    out[i] = l->transfers[i];
    quhua_fraction share = QUHUA__ZERO;
    if (out[i].listed) quhua__fraction_make(out[i].amount, l->sum, &share);
    out[i].share = (quhua_share){share, share, QUHUA_SHARE_EXACT};
  }
}

/* --- all of it ------------------------------------------------------------------------------------------------------ */

static quhua_status add_listed(listing *l) {
  for (size_t i = 0; i < l->count; i++) {
    if (!l->transfers[i].listed) continue;
    l->listed++;
    if (__builtin_add_overflow(l->sum, l->transfers[i].amount, &l->sum)) return QUHUA_E_INVALID;
  }
  return QUHUA_OK;
}

quhua_status quhua__take_listed(quhua__pools *pools, uint32_t pool, const quhua__transfer *transfers,
                                size_t count, uint32_t above, quhua__arena *arena, quhua__arrivals *arrivals,
                                quhua__left *left) {
  listing l = {.pools = pools, .pool = pool, .transfers = transfers, .count = count};
  *left = (quhua__left){transfers, count};
  quhua_status status = add_listed(&l);
  if (status || !l.listed) return status;
  extent there = measure(&l);
  bool drawable = can_draw(&l, &there);
  bool contradicts = l.sum > there.hi || (l.listed == count && l.sum < there.lo);
  if (!drawable && (!contradicts || !l.sum)) return QUHUA_OK;
  quhua__transfer *list = quhua__arena_alloc(arena, count * sizeof *list);
  if (!list) return QUHUA_E_NOMEM;
  left->list = list;
  if (!drawable) {
    weigh(&l, list);
    return QUHUA_OK;
  }
  list_rest(&l, list, &left->count);
  status = draw(&l, l.listed == count);
  return status ? status : send(&l, above, arrivals);
}
