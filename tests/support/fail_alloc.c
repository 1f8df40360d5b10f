/* SPDX-License-Identifier: Apache-2.0 */
#include "support/fail_alloc.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The true size of a block, kept in front of it. */
typedef union block_head {
  size_t size;
  max_align_t align;
} block_head;

static bool may_allocate(fail_alloc *state, size_t size) {
  state->calls++;
  if (size == 0) state->size_mismatch = true;
  if (state->left == 0 || size > SIZE_MAX / 2) return false;
  if (state->left > 0) state->left--;
  return true;
}

static void *counted_alloc(void *ctx, size_t size) {
  fail_alloc *state = ctx;
  if (!may_allocate(state, size)) return NULL;
  block_head *head = malloc(sizeof *head + size);
  if (!head) return NULL;
  head->size = size;
  state->live_bytes += size;
  state->live_blocks++;
  memset(head + 1, 0xA5, size); /* nobody may count on zeroed memory */
  return head + 1;
}

static void counted_free(void *ctx, void *ptr, size_t size) {
  fail_alloc *state = ctx;
  block_head *head = (block_head *)ptr - 1;
  if (head->size != size) state->size_mismatch = true;
  state->live_bytes -= head->size;
  state->live_blocks--;
  memset(ptr, 0x5A, head->size);
  free(head);
}

/* Always moves the block, so that a stale pointer is found by the sanitizer. */
static void *counted_realloc(void *ctx, void *ptr, size_t old_size, size_t new_size) {
  fail_alloc *state = ctx;
  if (!ptr) return counted_alloc(ctx, new_size);
  if (((block_head *)ptr - 1)->size != old_size) state->size_mismatch = true;
  void *moved = counted_alloc(ctx, new_size);
  if (!moved) return NULL;
  size_t kept = ((block_head *)ptr - 1)->size;
  memcpy(moved, ptr, kept < new_size ? kept : new_size);
  counted_free(ctx, ptr, kept);
  return moved;
}

quhua_allocator fail_alloc_make(fail_alloc *state, long fail_after) {
  *state = (fail_alloc){.left = fail_after};
  return (quhua_allocator){state, counted_alloc, counted_realloc, counted_free};
}

void fail_alloc_arm(fail_alloc *state, long fail_after) {
  state->left = fail_after;
  state->calls = 0;
}

bool fail_alloc_is_clean(const fail_alloc *state) {
  return state->live_bytes == 0 && state->live_blocks == 0 && !state->size_mismatch;
}
