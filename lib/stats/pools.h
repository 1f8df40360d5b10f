/* SPDX-License-Identifier: Apache-2.0 */
/* pools.h: how much of a series lies in which unit, and how much of what is not known to lie there.
 *
 * A pool holds an exact amount and pieces of tokens. A token is an amount whose division is not known: its pieces, each with
 * bounds, sum to it exactly. So the bounds of the others narrow each, and pieces that come together are exact again.
 *
 * A unit has two pools: what was observed of it, or came to it; and strays: what lost its unit on the level below and
 * is certainly here, but in no unit below. Strays of no unit are those of the register. */
#ifndef QUHUA_STATS_POOLS_H
#define QUHUA_STATS_POOLS_H

#include <stdbool.h>
#include <stdint.h>

#include <quhua/date.h>
#include <quhua/error.h>
#include <quhua/memory.h>

typedef enum quhua__pool_sort { QUHUA__POOL_OWN, QUHUA__POOL_STRAY, QUHUA__POOL_SORTS } quhua__pool_sort;

/* Pools, pieces and tokens are numbered from 1. */
typedef struct quhua__pool {
  int64_t exact;
  uint32_t pieces; /* first of its list */
  uint32_t unit;
  quhua__pool_sort sort;
  bool full;            /* all of the unit's territory has been counted */
  quhua_date oldest;    /* of the observations behind it; QUHUA_DATE_OPEN when there is none */
  quhua_date newest;    /* arrival of a stray */
  quhua_date recounted; /* the last observation of what had been counted before; QUHUA_DATE_NONE */
} quhua__pool;

typedef struct quhua__piece {
  int64_t lo, hi;
  uint32_t pool;  /* 0: superseded by an observation; it still bounds the others */
  uint32_t token; /* 0: it is no more */
  uint32_t next_in_pool, next_of_token;
} quhua__piece;

typedef struct quhua__token {
  int64_t total;
  uint32_t pieces;
  bool touched;
} quhua__token;

typedef struct quhua__pools {
  const quhua_allocator *allocator;
  quhua__pool *pools;
  quhua__piece *pieces;
  quhua__token *tokens;
  uint32_t *of_unit; /* number of the pool, by 2 × unit + sort */
  uint32_t *touched; /* tokens whose pieces changed */
  size_t pool_count, pool_cap, piece_count, piece_cap, token_count, token_cap, touched_count, touched_cap;
  uint32_t units; /* highest number */
} quhua__pools;

bool quhua__pools_init(quhua__pools *pools, const quhua_allocator *allocator, uint32_t units);
void quhua__pools_free(quhua__pools *pools);

/* The pool of a unit; 0 when it has none. */
uint32_t quhua__pools_find(const quhua__pools *pools, uint32_t unit, quhua__pool_sort sort);
/* The pool of a unit, made when it has none; 0 when out of memory. */
uint32_t quhua__pools_get(quhua__pools *pools, uint32_t unit, quhua__pool_sort sort);

/* The functions that follow return QUHUA_OK, QUHUA_E_NOMEM, or QUHUA_E_INVALID when a sum does not fit. */

quhua_status quhua__pools_add(quhua__pools *pools, uint32_t pool, int64_t amount);
/* A new token, without pieces yet; 0 when out of memory. */
uint32_t quhua__pools_token(quhua__pools *pools, int64_t total);
/* Add a piece of a token; pieces of one token in one pool become one. */
quhua_status quhua__pools_add_piece(quhua__pools *pools, uint32_t pool, uint32_t token, int64_t lo,
                                    int64_t hi);
/* Everything in the pool is superseded. */
void quhua__pools_supersede(quhua__pools *pools, uint32_t pool);
/* The pieces of a token changed, or its total did. */
bool quhua__pools_touch(quhua__pools *pools, uint32_t token);
/* Take a piece out of its pool for good. Its token stands open until as much was added elsewhere. */
void quhua__pools_remove_piece(quhua__pools *pools, uint32_t piece);
/* Let the pieces of each token bound one another, and what became exact leave its token. */
quhua_status quhua__pools_settle(quhua__pools *pools);

#endif
