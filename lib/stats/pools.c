/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/pools.h"

#include <string.h>

#include "base/arena.h"

bool quhua__pools_init(quhua__pools *p, const quhua_allocator *allocator, uint32_t units) {
  size_t size = 2 * ((size_t)units + 1) * sizeof *p->of_unit;
  *p = (quhua__pools){.allocator = allocator, .units = units};
  p->of_unit = allocator->alloc(allocator->ctx, size);
  if (p->of_unit) memset(p->of_unit, 0, size);
  return p->of_unit != NULL;
}

static void free_list(const quhua_allocator *a, void *list, size_t size) {
  if (list) a->free(a->ctx, list, size);
}

void quhua__pools_free(quhua__pools *p) {
  free_list(p->allocator, p->pools, p->pool_cap * sizeof *p->pools);
  free_list(p->allocator, p->pieces, p->piece_cap * sizeof *p->pieces);
  free_list(p->allocator, p->tokens, p->token_cap * sizeof *p->tokens);
  free_list(p->allocator, p->touched, p->touched_cap * sizeof *p->touched);
  free_list(p->allocator, p->of_unit, 2 * ((size_t)p->units + 1) * sizeof *p->of_unit);
}

/* Room for a next element, whose number is at most UINT32_MAX; elements are numbered from 1. */
static bool grow(const quhua__pools *p, void **list, size_t *cap, size_t count, size_t elem) {
  return count < UINT32_MAX - 1 && quhua__grow(p->allocator, list, cap, count + 2, elem);
}

uint32_t quhua__pools_find(const quhua__pools *p, uint32_t unit, quhua__pool_sort sort) {
  return unit <= p->units ? p->of_unit[2 * (size_t)unit + (size_t)sort] : 0;
}

uint32_t quhua__pools_get(quhua__pools *p, uint32_t unit, quhua__pool_sort sort) {
  uint32_t found = quhua__pools_find(p, unit, sort);
  void *list = p->pools;
  if (found || !grow(p, &list, &p->pool_cap, p->pool_count, sizeof *p->pools)) return found;
  p->pools = list;
  uint32_t number = (uint32_t)++p->pool_count;
  p->pools[number] = (quhua__pool){.unit = unit,
                                   .sort = sort,
                                   .oldest = QUHUA_DATE_OPEN,
                                   .newest = QUHUA_DATE_NONE,
                                   .recounted = QUHUA_DATE_NONE};
  p->of_unit[2 * (size_t)unit + (size_t)sort] = number;
  return number;
}

quhua_status quhua__pools_add(quhua__pools *p, uint32_t pool, int64_t amount) {
  int64_t *exact = &p->pools[pool].exact;
  return __builtin_add_overflow(*exact, amount, exact) ? QUHUA_E_INVALID : QUHUA_OK;
}

uint32_t quhua__pools_token(quhua__pools *p, int64_t total) {
  void *list = p->tokens;
  if (!grow(p, &list, &p->token_cap, p->token_count, sizeof *p->tokens)) return 0;
  p->tokens = list;
  p->tokens[++p->token_count] = (quhua__token){.total = total};
  return (uint32_t)p->token_count;
}

bool quhua__pools_touch(quhua__pools *p, uint32_t token) {
  void *list = p->touched;
  if (p->tokens[token].touched) return true;
  if (!quhua__grow(p->allocator, &list, &p->touched_cap, p->touched_count + 1, sizeof *p->touched))
    return false;
  p->touched = list;
  p->touched[p->touched_count++] = token;
  p->tokens[token].touched = true;
  return true;
}

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t greatest(int64_t a, int64_t b) { return a > b ? a : b; }

/* Both not negative. */
static int64_t add_up_to(int64_t a, int64_t b, int64_t most) {
  int64_t sum;
  return __builtin_add_overflow(a, b, &sum) ? most : least(sum, most);
}

quhua_status quhua__pools_add_piece(quhua__pools *p, uint32_t pool, uint32_t token, int64_t lo, int64_t hi) {
  int64_t total = p->tokens[token].total;
  void *list = p->pieces;
  if (!quhua__pools_touch(p, token)) return QUHUA_E_NOMEM;
  for (uint32_t at = p->pools[pool].pieces; at; at = p->pieces[at].next_in_pool) {
    quhua__piece *there = &p->pieces[at];
    if (there->token != token) continue;
    there->lo = add_up_to(there->lo, lo, total);
    there->hi = add_up_to(there->hi, hi, total);
    return QUHUA_OK;
  }
  if (!grow(p, &list, &p->piece_cap, p->piece_count, sizeof *p->pieces)) return QUHUA_E_NOMEM;
  p->pieces = list;
  uint32_t number = (uint32_t)++p->piece_count;
  p->pieces[number] = (quhua__piece){lo, hi, pool, token, p->pools[pool].pieces, p->tokens[token].pieces};
  p->pools[pool].pieces = p->tokens[token].pieces = number;
  return QUHUA_OK;
}

void quhua__pools_supersede(quhua__pools *p, uint32_t pool) {
  for (uint32_t at = p->pools[pool].pieces; at; at = p->pieces[at].next_in_pool) p->pieces[at].pool = 0;
  p->pools[pool].pieces = 0;
  p->pools[pool].exact = 0;
}

static void leave_pool(quhua__pools *p, uint32_t piece) {
  if (!p->pieces[piece].pool) return;
  uint32_t *link = &p->pools[p->pieces[piece].pool].pieces;
  while (*link != piece) link = &p->pieces[*link].next_in_pool;
  *link = p->pieces[piece].next_in_pool;
}

void quhua__pools_remove_piece(quhua__pools *p, uint32_t piece) {
  leave_pool(p, piece);
  p->pieces[piece].token = 0; /* it leaves the list of the token when that is settled next */
}

/* Sums of the bounds of all pieces; pieces that are no more leave the list. */
static void sum_pieces(quhua__pools *p, uint32_t token, int64_t *lo, int64_t *hi) {
  *lo = *hi = 0;
  for (uint32_t *link = &p->tokens[token].pieces; *link;) {
    quhua__piece *piece = &p->pieces[*link];
    if (piece->token) {
      *lo = add_up_to(*lo, piece->lo, INT64_MAX);
      *hi = add_up_to(*hi, piece->hi, INT64_MAX);
      link = &piece->next_of_token;
    } else
      *link = piece->next_of_token;
  }
}

static void tighten(quhua__pools *p, uint32_t token) {
  int64_t total = p->tokens[token].total, lo, hi;
  sum_pieces(p, token, &lo, &hi);
  for (uint32_t at = p->tokens[token].pieces; at; at = p->pieces[at].next_of_token) {
    quhua__piece *piece = &p->pieces[at];
    int64_t others_lo = lo - piece->lo, others_hi = hi - piece->hi;
    if (hi != INT64_MAX) piece->lo = greatest(piece->lo, total - others_hi);
    if (lo != INT64_MAX) piece->hi = least(piece->hi, total - others_lo);
    lo = add_up_to(others_lo, piece->lo, INT64_MAX);
    hi = hi == INT64_MAX ? hi : add_up_to(others_hi, piece->hi, INT64_MAX);
  }
}

/* What became exact is no more in doubt. */
static quhua_status resolve(quhua__pools *p, uint32_t token) {
  quhua_status status = QUHUA_OK;
  for (uint32_t at = p->tokens[token].pieces; at && !status; at = p->pieces[at].next_of_token) {
    quhua__piece *piece = &p->pieces[at];
    if (piece->lo != piece->hi) continue;
    if (piece->pool) status = quhua__pools_add(p, piece->pool, piece->lo);
    p->tokens[token].total -= piece->lo;
    quhua__pools_remove_piece(p, at);
  }
  int64_t lo, hi;
  sum_pieces(p, token, &lo, &hi);
  return status;
}

quhua_status quhua__pools_settle(quhua__pools *p) {
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; i < p->touched_count && !status; i++) {
    p->tokens[p->touched[i]].touched = false;
    tighten(p, p->touched[i]);
    status = resolve(p, p->touched[i]);
  }
  p->touched_count = 0;
  return status;
}
