/* SPDX-License-Identifier: Apache-2.0 */
/* index.h: a hash index from keys, which live in the items, to item numbers.
 *
 * One thread writes; any number of threads look up meanwhile without locks. Items are numbered from 1; 0 means
 * none. The slot keeps 32 bits of the hash, so that growing needs no keys and most misses touch no item. Tables
 * that were outgrown while the index is shared are kept until it is freed, because a reader may still be in one. */
#ifndef QUHUA_BASE_INDEX_H
#define QUHUA_BASE_INDEX_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/memory.h>

typedef struct quhua__index_table {
  struct quhua__index_table *older;
  uint32_t mask;           /* slots - 1 */
  _Atomic uint64_t slot[]; /* hash << 32 | item; 0 is free */
} quhua__index_table;

typedef struct quhua__index {
  const quhua_allocator *allocator;
  _Atomic(quhua__index_table *) table;
  const quhua__index_table *adopted; /* memory of somebody else */
  uint32_t count;
  bool shared; /* others look up while it is written */
} quhua__index;

/* Does the item have the key? */
typedef bool (*quhua__index_equal)(const void *ctx, uint32_t item, const void *key);

void quhua__index_init(quhua__index *index, const quhua_allocator *allocator);
void quhua__index_free(quhua__index *index);
/* From now on others may look up while the index is written. Until then only the writer may. */
void quhua__index_share(quhua__index *index);
/* Make room for `more` new keys; afterwards that many puts cannot fail. */
bool quhua__index_reserve(quhua__index *index, uint32_t more);
/* The item that has the key, or 0. */
uint32_t quhua__index_find(const quhua__index *index, uint64_t hash, quhua__index_equal equal,
                           const void *ctx, const void *key);
/* Let the key lead to an item: a new key after a reserve, or in place of the item it led to. */
void quhua__index_put(quhua__index *index, uint64_t hash, uint32_t item, quhua__index_equal equal,
                      const void *ctx, const void *key);

/* Begin to fetch what a find will look at first; for whoever has other work until then. */
void quhua__index_prefetch(const quhua__index *index, uint64_t hash);
/* The first item whose hash looks right, or 0: most often what a find will give. */
uint32_t quhua__index_guess(const quhua__index *index, uint64_t hash);
/* Bytes of the table, 0 when there is none. Its own bytes, without the link to what it outgrew, say all that it holds. */
size_t quhua__index_size(const quhua__index *index);
/* Take over a table with `count` keys that lies in memory, aligned for 8 bytes. The memory is not freed with the index and
 * must live as long. false when the bytes cannot be a table. The index must be empty. */
bool quhua__index_adopt(quhua__index *index, void *memory, size_t size, uint32_t count);

/* Hash of bytes. */
uint64_t quhua__hash(const void *data, size_t len, uint64_t seed);

#endif
