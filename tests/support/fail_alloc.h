/* SPDX-License-Identifier: Apache-2.0 */
/* fail_alloc.h: an allocator that fails on demand and keeps books.
 *
 * Use: count the allocations of a call with fail_after -1, then repeat the call with fail_after 0, 1, 2 … up to
 * that count, each time checking that the call reports QUHUA_E_NOMEM, that nothing changed and that live_bytes is
 * what it was before. */
#ifndef QUHUA_TESTS_FAIL_ALLOC_H
#define QUHUA_TESTS_FAIL_ALLOC_H

#include <stdbool.h>
#include <stddef.h>

#include <quhua/memory.h>

/* The books of one allocator. Not thread-safe. */
typedef struct fail_alloc {
  long left;          /* allocations that still succeed; negative: all of them */
  long calls;         /* allocations and reallocations asked for so far */
  size_t live_bytes;  /* bytes allocated and not freed */
  size_t live_blocks; /* blocks allocated and not freed */
  bool
      size_mismatch; /* a free or realloc named another size than the block has, or a size of 0 was asked for */
} fail_alloc;

/* Reset the books. The first `fail_after` allocations succeed and every later one fails; negative: never fail.
 * The returned allocator borrows state. */
quhua_allocator fail_alloc_make(fail_alloc *state, long fail_after);

/* Start a new countdown and keep the books, so that objects which are alive stay accounted for. */
void fail_alloc_arm(fail_alloc *state, long fail_after);

/* True when everything was freed, each block with its own size. */
bool fail_alloc_is_clean(const fail_alloc *state);

#endif
