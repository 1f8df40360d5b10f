/* SPDX-License-Identifier: Apache-2.0 */
/* table.h: a hash table from bytes to pointers, for the small working sets of the engine (units of an act, labels,
 * documents). The only file that includes uthash: out of memory is reported instead of ending the process, and
 * memory comes from the table's allocator. */
#ifndef QUHUA_BASE_TABLE_H
#define QUHUA_BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <quhua/memory.h>

/* uthash expands these where it is used: `table` is the quhua__table in scope. */
#define HASH_NONFATAL_OOM 1
#define uthash_malloc(size) table->allocator->alloc(table->allocator->ctx, (size))
#define uthash_free(ptr, size) table->allocator->free(table->allocator->ctx, (ptr), (size))
#include <uthash.h>

/* One key with its value; the bytes of the key follow the struct. */
typedef struct quhua__table_entry {
  void *value;
  UT_hash_handle hh;
  char key[];
} quhua__table_entry;

typedef struct quhua__table {
  const quhua_allocator *allocator;
  quhua__table_entry *head;
} quhua__table;

static inline void quhua__table_init(quhua__table *table, const quhua_allocator *allocator) {
  table->allocator = allocator;
  table->head = NULL;
}

/* The value of a key, or NULL. */
static inline void *quhua__table_find(const quhua__table *table, const void *key, size_t len) {
  quhua__table_entry *entry = NULL;
  HASH_FIND(hh, table->head, key, (unsigned)len, entry);
  return entry ? entry->value : NULL;
}

/* Add a key that is not in the table yet; value must not be NULL. false when out of memory, table unchanged. */
static inline bool quhua__table_add(quhua__table *table, const void *key, size_t len, void *value) {
  quhua__table_entry *entry = table->allocator->alloc(table->allocator->ctx, sizeof *entry + len);
  if (!entry) return false;
  entry->value = value;
  entry->hh.tbl = NULL;
  memcpy(entry->key, key, len);
  HASH_ADD_KEYPTR(hh, table->head, entry->key, (unsigned)len, entry);
  if (entry->hh.tbl) return true;
  table->allocator->free(table->allocator->ctx, entry, sizeof *entry + len);
  return false;
}

/* Free the table's memory; values are not touched. */
static inline void quhua__table_free(quhua__table *table) {
  quhua__table_entry *entry = table->head;
  while (entry) { /* hh.next is read before HASH_DEL frees the entry's place in the list */
    quhua__table_entry *next = entry->hh.next;
    size_t len = entry->hh.keylen;
    HASH_DEL(table->head, entry);
    table->allocator->free(table->allocator->ctx, entry, sizeof *entry + len);
    entry = next;
  }
}

#endif
