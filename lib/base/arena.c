/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static void *default_alloc(void *ctx, size_t size) {
  (void)ctx;
  return malloc(size);
}

static void *default_realloc(void *ctx, void *ptr, size_t old_size, size_t new_size) {
  (void)ctx;
  (void)old_size;
  return realloc(ptr, new_size);
}

static void default_free(void *ctx, void *ptr, size_t size) {
  (void)ctx;
  (void)size;
  free(ptr);
}

const quhua_allocator *quhua_allocator_default(void) {
  static const quhua_allocator standard = {NULL, default_alloc, default_realloc, default_free};
  return &standard;
}

const quhua_allocator *quhua__allocator_or_default(const quhua_allocator *allocator) {
  return allocator ? allocator : quhua_allocator_default();
}

#define ALIGNMENT alignof(max_align_t)
#define HEADER ((sizeof(quhua__arena_block) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT)
#define FIRST_BLOCK 4096u
#define LARGEST_BLOCK (1024u * 1024u)

void quhua__arena_init(quhua__arena *arena, const quhua_allocator *allocator) {
  arena->allocator = allocator;
  arena->blocks = NULL;
  arena->used = 0;
}

void quhua__arena_free(quhua__arena *arena) {
  quhua__arena_block *block = arena->blocks;
  while (block) {
    quhua__arena_block *next = block->next;
    arena->allocator->free(arena->allocator->ctx, block, block->size);
    block = next;
  }
  arena->blocks = NULL;
  arena->used = 0;
}

static bool add_block(quhua__arena *arena, size_t need) {
  size_t size = arena->blocks ? arena->blocks->size * 2 : FIRST_BLOCK;
  if (size > LARGEST_BLOCK) size = LARGEST_BLOCK;
  if (size < need + HEADER) size = need + HEADER;
  quhua__arena_block *block = arena->allocator->alloc(arena->allocator->ctx, size);
  if (!block) return false;
  block->next = arena->blocks;
  block->size = size;
  arena->blocks = block;
  arena->used = HEADER;
  return true;
}

char *quhua__arena_bytes(quhua__arena *arena, size_t size) {
  if (size > SIZE_MAX / 2) return NULL;
  if (!arena->blocks || arena->blocks->size - arena->used < size)
    if (!add_block(arena, size)) return NULL;
  char *ptr = (char *)arena->blocks + arena->used;
  arena->used += size;
  return ptr;
}

void *quhua__arena_alloc(quhua__arena *arena, size_t size) {
  if (size > SIZE_MAX / 2) return NULL;
  size = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  size_t aligned = (arena->used + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  if (arena->blocks && aligned <= arena->blocks->size) arena->used = aligned;
  void *ptr = quhua__arena_bytes(arena, size ? size : ALIGNMENT);
  if (ptr) memset(ptr, 0, size);
  return ptr;
}

bool quhua__arena_copy(quhua__arena *arena, quhua_str text, quhua_str *out) {
  if (text.len == 0) {
    *out = (quhua_str){"", 0};
    return true;
  }
  char *copy = quhua__arena_bytes(arena, text.len);
  if (!copy) return false;
  memcpy(copy, text.ptr, text.len);
  *out = (quhua_str){copy, text.len};
  return true;
}

bool quhua__grow(const quhua_allocator *allocator, void **array, size_t *cap, size_t need, size_t elem) {
  if (need <= *cap) return true;
  size_t grown = *cap < 8 ? 8 : *cap + *cap / 2;
  if (grown < need) grown = need;
  if (grown > SIZE_MAX / elem) return false;
  void *moved = *array ? allocator->realloc(allocator->ctx, *array, *cap * elem, grown * elem)
                       : allocator->alloc(allocator->ctx, grown * elem);
  if (!moved) return false;
  *array = moved;
  *cap = grown;
  return true;
}
