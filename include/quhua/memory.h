/* SPDX-License-Identifier: Apache-2.0 */
/** @file memory.h
 * The allocator that a register and everything made from it uses.
 *
 * Three words are used throughout these headers. *Owned*: the caller must free what it got. *Borrowed*: the
 * memory belongs to another object and lives as long as that object. *Consumed*: the function takes over an
 * object of the caller, who must not use it afterwards. Inputs are copied unless a comment says consumed. */
#ifndef QUHUA_MEMORY_H
#define QUHUA_MEMORY_H

#include <stddef.h>

#include <quhua/export.h>

QUHUA_BEGIN_DECLS

/** Three functions and their context. They may be called from any thread that uses the objects made with
 * them, so they must be as thread-safe as that use. SQLite and libcrypto keep their own memory. */
typedef struct quhua_allocator {
  void *ctx;                              /**< passed to each function */
  void *(*alloc)(void *ctx, size_t size); /**< size > 0; NULL when out of memory */
  /** Grow or shrink; on NULL the old block stands. */
  void *(*realloc)(void *ctx, void *ptr, size_t old_size, size_t new_size);
  void (*free)(void *ctx, void *ptr, size_t size); /**< ptr is never NULL; size as allocated */
} quhua_allocator;

/** The allocator over malloc, realloc and free.
 * @return borrowed, static
 * @threadsafe */
QUHUA_API const quhua_allocator *quhua_allocator_default(void);

QUHUA_END_DECLS
#endif
