/* SPDX-License-Identifier: Apache-2.0 */
#include "recode/separators.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define BLOCK ((size_t)64)
#define ONES UINT64_C(0x0101010101010101)
#define LOW_BITS (0x7F * ONES)

/* Eight bytes, the first the lowest. */
static uint64_t eight_bytes(const char *data) {
  uint64_t word;
  memcpy(&word, data, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

/* The highest bit of each byte that equals. No carry leaves a byte, so the answer is exact (Hacker's Delight, 6-1). */
static uint64_t equal_bytes(uint64_t word, char byte) {
  uint64_t x = word ^ (unsigned char)byte * ONES;
  return ~(((x & LOW_BITS) + LOW_BITS) | x | LOW_BITS);
}

uint64_t quhua__recode_block_anywhere(const char *data, char a, char b) {
  uint64_t mask = 0;
  for (unsigned i = 0; i < 8; i++) {
    uint64_t word = eight_bytes(data + 8 * i);
    uint64_t high = (equal_bytes(word, a) | equal_bytes(word, b)) >> 7;
    mask |= (high * UINT64_C(0x0102040810204080) >> 56) << 8 * i; /* gathers eight bits, none of them twice */
  }
  return mask;
}

#ifdef __SSE2__
static inline uint64_t sixteen(const char *data, __m128i a, __m128i b) {
  __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)data);
  return (unsigned)_mm_movemask_epi8(_mm_or_si128(_mm_cmpeq_epi8(bytes, a), _mm_cmpeq_epi8(bytes, b)));
}

static inline uint64_t block(const char *data, char a, char b) {
  __m128i all_a = _mm_set1_epi8(a), all_b = _mm_set1_epi8(b);
  return sixteen(data, all_a, all_b) | sixteen(data + 16, all_a, all_b) << 16 |
         sixteen(data + 32, all_a, all_b) << 32 | sixteen(data + 48, all_a, all_b) << 48;
}
#else
static inline uint64_t block(const char *data, char a, char b) {
  return quhua__recode_block_anywhere(data, a, b);
}
#endif

uint64_t quhua__recode_block(const char *data, char a, char b) { return block(data, a, b); }

/* In parallel (Hacker's Delight, 5-1): without a flag for its own instruction, the compiler calls a function. */
static inline unsigned count_bits(uint64_t x) {
  x -= x >> 1 & 0x55 * ONES;
  x = (x & 0x33 * ONES) + (x >> 2 & 0x33 * ONES);
  return (unsigned)(((x + (x >> 4)) & 0x0F * ONES) * ONES >> 56);
}

size_t quhua__recode_separators_find(quhua__recode_separators *out, const char *data, size_t len, char a,
                                     char b) {
  size_t done = 0;
  uint16_t *to = out->at;
  if (len > QUHUA__RECODE_STRETCH) len = QUHUA__RECODE_STRETCH;
  for (; len - done >= BLOCK; done += BLOCK) {
    uint64_t mask = block(data + done, a, b);
    uint16_t *next = to + count_bits(mask);
    /* Eight at once, the surplus to be written over: whether there is one more is what no processor can foresee. */
    for (; to < next; to += 8)
      for (unsigned i = 0; i < 8; i++, mask &= mask - 1)
        to[i] = (uint16_t)(done + (mask ? (unsigned)__builtin_ctzll(mask) : 0u));
    to = next;
  }
  out->count = (uint32_t)(to - out->at);
  return done;
}

uint64_t quhua__recode_count(const char *data, size_t len, char byte) {
  uint64_t count = 0;
  for (; len >= BLOCK; data += BLOCK, len -= BLOCK) {
    uint64_t mask = block(data, byte, byte);
    if (mask) count += count_bits(mask);
  }
  for (; len; data++, len--) count += *data == byte;
  return count;
}
