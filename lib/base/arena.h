/* SPDX-License-Identifier: Apache-2.0 */
/* arena.h: memory that is freed all at once, for objects that live and die together (a plan, a changeset). */
#ifndef QUHUA_BASE_ARENA_H
#define QUHUA_BASE_ARENA_H

#include <stddef.h>

#include <quhua/memory.h>
#include <quhua/text.h>

/* A block of an arena; its bytes follow the header. */
typedef struct quhua__arena_block {
  struct quhua__arena_block *next;
  size_t size; /* bytes of the whole allocation */
} quhua__arena_block;

typedef struct quhua__arena {
  const quhua_allocator *allocator;
  quhua__arena_block *blocks; /* newest first */
  size_t used;                /* bytes used of the newest block */
} quhua__arena;

void quhua__arena_init(quhua__arena *arena, const quhua_allocator *allocator);
/* Frees everything that came from the arena. */
void quhua__arena_free(quhua__arena *arena);
/* Zeroed memory, aligned for any type; NULL when out of memory. size may be 0. */
void *quhua__arena_alloc(quhua__arena *arena, size_t size);
/* Memory for bytes: not aligned, not zeroed. */
char *quhua__arena_bytes(quhua__arena *arena, size_t size);
/* Copies text; a copy of the empty text has ptr "" and needs no memory. false when out of memory. */
bool quhua__arena_copy(quhua__arena *arena, quhua_str text, quhua_str *out);

/* The default allocator for NULL. */
const quhua_allocator *quhua__allocator_or_default(const quhua_allocator *allocator);

/* Grow a plain array so that it holds at least need elements. *array and *cap are updated together; false when
 * out of memory, with the old array intact. */
bool quhua__grow(const quhua_allocator *allocator, void **array, size_t *cap, size_t need, size_t elem);

#endif
