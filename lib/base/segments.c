/* SPDX-License-Identifier: Apache-2.0 */
#include "base/segments.h"

#include <string.h>

static size_t segment_elements(unsigned k) { return (size_t)1 << (k + QUHUA__SEGMENT_BITS); }

void quhua__segments_init(quhua__segments *s, const quhua_allocator *allocator, size_t elem) {
  s->allocator = allocator;
  s->elem = elem;
  s->count = 0;
  s->capacity = 0;
  s->adopted = 0;
  for (unsigned k = 0; k < QUHUA__SEGMENT_COUNT; k++) atomic_init(&s->segment[k], NULL);
}

void quhua__segments_free(quhua__segments *s) {
  for (unsigned k = 0; k < QUHUA__SEGMENT_COUNT; k++) {
    char *base = atomic_load_explicit(&s->segment[k], memory_order_relaxed);
    if (base && k >= s->adopted) s->allocator->free(s->allocator->ctx, base, segment_elements(k) * s->elem);
    atomic_store_explicit(&s->segment[k], NULL, memory_order_relaxed);
  }
  s->count = s->capacity = 0;
  s->adopted = 0;
}

/* The segment in which an element lies. */
static unsigned segment_of(uint32_t index) {
  uint64_t shifted = (uint64_t)index + (1u << QUHUA__SEGMENT_BITS);
  return 63u - (unsigned)__builtin_clzll(shifted) - QUHUA__SEGMENT_BITS;
}

/* How many segments hold that many elements. */
static unsigned segments_of(uint32_t count) { return count ? segment_of(count - 1) + 1 : 0; }

/* Elements of the first k segments. */
static uint64_t elements_before(unsigned k) { return (((uint64_t)1 << k) - 1) << QUHUA__SEGMENT_BITS; }

uint64_t quhua__segments_room(uint32_t count) { return elements_before(segments_of(count)); }

void quhua__segments_adopt(quhua__segments *s, char *memory, uint32_t count) {
  s->adopted = segments_of(count);
  for (unsigned k = 0; k < s->adopted; k++)
    atomic_store_explicit(&s->segment[k], memory + elements_before(k) * s->elem, memory_order_release);
  uint64_t room = quhua__segments_room(count);
  s->capacity = room > UINT32_MAX ? UINT32_MAX : (uint32_t)room;
  s->count = count;
}

const void *quhua__segments_run(const quhua__segments *s, uint32_t index, uint32_t *run) {
  uint64_t end = elements_before(segment_of(index) + 1);
  *run = (end < s->count ? (uint32_t)end : s->count) - index;
  return quhua__segments_at(s, index);
}

bool quhua__segments_reserve(quhua__segments *s, uint32_t more) {
  if (more > UINT32_MAX - 1u - s->count) return false;
  uint32_t need = s->count + more;
  for (unsigned k = 0; s->capacity < need && k < QUHUA__SEGMENT_COUNT; k++) {
    if (atomic_load_explicit(&s->segment[k], memory_order_relaxed)) continue;
    char *base = s->allocator->alloc(s->allocator->ctx, segment_elements(k) * s->elem);
    if (!base) return false;
    atomic_store_explicit(&s->segment[k], base, memory_order_release);
    uint64_t capacity = (uint64_t)s->capacity + segment_elements(k);
    s->capacity = capacity > UINT32_MAX ? UINT32_MAX : (uint32_t)capacity;
  }
  return s->capacity >= need;
}

void *quhua__segments_append(quhua__segments *s) {
  void *element = quhua__segments_at(s, s->count);
  memset(element, 0, s->elem);
  s->count++;
  return element;
}

/* The first index, from a given one on, at which so many elements lie in one segment. */
static uint64_t place_of_run(uint64_t index, uint32_t count) {
  for (uint64_t end; index < UINT32_MAX; index = end) {
    end = elements_before(segment_of((uint32_t)index) + 1);
    if (end - index >= count) return index;
  }
  return index;
}

bool quhua__segments_append_run(quhua__segments *s, const void *elements, uint32_t count, uint32_t *index) {
  uint64_t first = place_of_run(s->count, count), end = first + count;
  if (end >= UINT32_MAX || !quhua__segments_reserve(s, (uint32_t)end - s->count)) return false;
  while (s->count < first) quhua__segments_append(s);
  memcpy(quhua__segments_at(s, s->count), elements, count * s->elem);
  s->count += count;
  *index = (uint32_t)first;
  return true;
}
