/* SPDX-License-Identifier: Apache-2.0 */
#include "base/index.h"

#include <string.h>

#define SMALLEST_TABLE 16u

uint64_t quhua__hash(const void *data, size_t len, uint64_t seed) {
  const unsigned char *p = data;
  uint64_t h = seed ^ (len * UINT64_C(0x9E3779B97F4A7C15));
  while (len >= 8) {
    uint64_t word;
    memcpy(&word, p, 8);
    h = (h ^ word) * UINT64_C(0xff51afd7ed558ccd);
    h ^= h >> 32;
    p += 8;
    len -= 8;
  }
  uint64_t tail = 0;
  if (len > 0) memcpy(&tail, p, len); /* p may be NULL for the empty text */
  h = (h ^ tail) * UINT64_C(0xc4ceb9fe1a85ec53);
  h ^= h >> 29;
  h *= UINT64_C(0xff51afd7ed558ccd);
  return h ^ (h >> 32);
}

static size_t table_size(uint32_t slots) {
  return sizeof(quhua__index_table) + (size_t)slots * sizeof(_Atomic uint64_t);
}

void quhua__index_init(quhua__index *index, const quhua_allocator *allocator) {
  index->allocator = allocator;
  atomic_init(&index->table, NULL);
  index->adopted = NULL;
  index->count = 0;
  index->shared = false;
}

static void free_table(const quhua__index *index, quhua__index_table *table) {
  if (table != index->adopted)
    index->allocator->free(index->allocator->ctx, table, table_size(table->mask + 1));
}

void quhua__index_free(quhua__index *index) {
  quhua__index_table *table = atomic_load_explicit(&index->table, memory_order_relaxed);
  while (table) {
    quhua__index_table *older = table->older;
    free_table(index, table);
    table = older;
  }
  atomic_store_explicit(&index->table, NULL, memory_order_relaxed);
  index->adopted = NULL;
  index->count = 0;
}

void quhua__index_share(quhua__index *index) { index->shared = true; }

size_t quhua__index_size(const quhua__index *index) {
  const quhua__index_table *table = atomic_load_explicit(&index->table, memory_order_acquire);
  return table ? table_size(table->mask + 1) : 0;
}

bool quhua__index_adopt(quhua__index *index, void *memory, size_t size, uint32_t count) {
  quhua__index_table *table = memory;
  if (size < table_size(SMALLEST_TABLE)) return false;
  uint64_t slots = (uint64_t)table->mask + 1;
  bool fits = (slots & (slots - 1)) == 0 && slots <= UINT32_MAX / 2 && size == table_size((uint32_t)slots) &&
              (uint64_t)count * 4 <= slots * 3;
  if (!fits) return false;
  table->older = NULL;
  index->adopted = table;
  index->count = count;
  atomic_store_explicit(&index->table, table, memory_order_release);
  return true;
}

static uint32_t tag_of(uint64_t hash) { return (uint32_t)(hash >> 32); }

static void place(quhua__index_table *table, uint32_t tag, uint64_t slot) {
  uint32_t at = tag & table->mask;
  while (atomic_load_explicit(&table->slot[at], memory_order_relaxed)) at = (at + 1) & table->mask;
  atomic_store_explicit(&table->slot[at], slot, memory_order_release);
}

bool quhua__index_reserve(quhua__index *index, uint32_t more) {
  quhua__index_table *old = atomic_load_explicit(&index->table, memory_order_relaxed);
  uint64_t need = (uint64_t)index->count + more;
  uint64_t slots = old ? (uint64_t)old->mask + 1 : SMALLEST_TABLE;
  if (old && need * 4 <= slots * 3) return true;
  while (need * 4 > slots * 3) slots *= 2;
  if (slots > UINT32_MAX / 2) return false;
  quhua__index_table *table = index->allocator->alloc(index->allocator->ctx, table_size((uint32_t)slots));
  if (!table) return false;
  table->older = index->shared ? old : NULL;
  table->mask = (uint32_t)slots - 1;
  for (uint64_t i = 0; i < slots; i++) atomic_init(&table->slot[i], 0);
  for (uint32_t i = 0; old && i <= old->mask; i++) {
    uint64_t slot = atomic_load_explicit(&old->slot[i], memory_order_relaxed);
    if (slot) place(table, (uint32_t)(slot >> 32), slot);
  }
  atomic_store_explicit(&index->table, table, memory_order_release);
  if (old && !index->shared) free_table(index, old);
  return true;
}

uint32_t quhua__index_find(const quhua__index *index, uint64_t hash, quhua__index_equal equal,
                           const void *ctx, const void *key) {
  quhua__index_table *table = atomic_load_explicit(&index->table, memory_order_acquire);
  if (!table) return 0;
  uint32_t tag = tag_of(hash);
  for (uint32_t at = tag & table->mask;; at = (at + 1) & table->mask) {
    uint64_t slot = atomic_load_explicit(&table->slot[at], memory_order_acquire);
    if (!slot) return 0;
    if ((uint32_t)(slot >> 32) == tag && equal(ctx, (uint32_t)slot, key)) return (uint32_t)slot;
  }
}

void quhua__index_prefetch(const quhua__index *index, uint64_t hash) {
  const quhua__index_table *table = atomic_load_explicit(&index->table, memory_order_acquire);
  if (table) __builtin_prefetch(&table->slot[tag_of(hash) & table->mask]);
}

uint32_t quhua__index_guess(const quhua__index *index, uint64_t hash) {
  const quhua__index_table *table = atomic_load_explicit(&index->table, memory_order_acquire);
  uint32_t tag = tag_of(hash);
  for (uint32_t at = tag; table; at++) {
    uint64_t slot = atomic_load_explicit(&table->slot[at & table->mask], memory_order_acquire);
    if (!slot || (uint32_t)(slot >> 32) == tag) return (uint32_t)slot;
  }
  return 0;
}

void quhua__index_put(quhua__index *index, uint64_t hash, uint32_t item, quhua__index_equal equal,
                      const void *ctx, const void *key) {
  quhua__index_table *table = atomic_load_explicit(&index->table, memory_order_relaxed);
  uint32_t tag = tag_of(hash);
  uint64_t fresh = (uint64_t)tag << 32 | item;
  for (uint32_t at = tag & table->mask;; at = (at + 1) & table->mask) {
    uint64_t slot = atomic_load_explicit(&table->slot[at], memory_order_relaxed);
    if (slot && !((uint32_t)(slot >> 32) == tag && equal(ctx, (uint32_t)slot, key))) continue;
    if (!slot) index->count++;
    atomic_store_explicit(&table->slot[at], fresh, memory_order_release);
    return;
  }
}
