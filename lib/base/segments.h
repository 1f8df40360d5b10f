/* SPDX-License-Identifier: Apache-2.0 */
/* segments.h: an append-only array whose elements never move.
 *
 * One thread appends; any number of threads read elements below a count that they learned through an acquire
 * load. Segment k holds 256 << k elements, so memory is at most twice what is used. */
#ifndef QUHUA_BASE_SEGMENTS_H
#define QUHUA_BASE_SEGMENTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/memory.h>

#define QUHUA__SEGMENT_BITS 8u
#define QUHUA__SEGMENT_COUNT (33u - QUHUA__SEGMENT_BITS)

typedef struct quhua__segments {
  const quhua_allocator *allocator;
  size_t elem;
  uint32_t count;    /* elements in use; the writer's */
  uint32_t capacity; /* elements for which there is memory */
  unsigned adopted;  /* the first so many segments are memory of somebody else */
  _Atomic(char *) segment[QUHUA__SEGMENT_COUNT];
} quhua__segments;

void quhua__segments_init(quhua__segments *s, const quhua_allocator *allocator, size_t elem);
void quhua__segments_free(quhua__segments *s);
/* Make room for `more` elements beyond the count; afterwards that many appends cannot fail. */
bool quhua__segments_reserve(quhua__segments *s, uint32_t more);
/* How many elements fit into the segments that hold `count` elements. */
uint64_t quhua__segments_room(uint32_t count);
/* Take over `count` elements that lie one after the other in memory with room for quhua__segments_room(count) of them. The
 * memory is not freed with the array and must live as long. The array must be empty. */
void quhua__segments_adopt(quhua__segments *s, char *memory, uint32_t count);
/* The next run of elements that lie one after the other, beginning at an index below the count: *run is its length. */
const void *quhua__segments_run(const quhua__segments *s, uint32_t index, uint32_t *run);
/* Append a zeroed element after a reserve and return it; its index is the old count. */
void *quhua__segments_append(quhua__segments *s);
/* Append `count` elements that lie one after the other, copied from `elements`; *index is that of the first. What is left
 * of a segment in which they do not fit is filled with zeros. false when there is no memory or no number left. */
bool quhua__segments_append_run(quhua__segments *s, const void *elements, uint32_t count, uint32_t *index);

/* Element at an index below the count. */
static inline void *quhua__segments_at(const quhua__segments *s, uint32_t index) {
  uint64_t shifted = (uint64_t)index + (1u << QUHUA__SEGMENT_BITS);
  unsigned top = 63u - (unsigned)__builtin_clzll(shifted);
  unsigned k = top - QUHUA__SEGMENT_BITS;
  char *base = atomic_load_explicit(&s->segment[k], memory_order_acquire);
  return base + (size_t)(shifted - ((uint64_t)1 << top)) * s->elem;
}

#endif
