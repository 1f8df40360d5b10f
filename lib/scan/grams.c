/* SPDX-License-Identifier: Apache-2.0 */
#include "scan/grams.h"

#include <string.h>

/* Longer windows gain nothing: a sample has 8 bytes at most. */
#define LONGEST_WINDOW 16u
/* Bits for each gram, so that an accidental hit is rare; and a bitmap that stays in the first cache where it can. */
#define BITS_PER_GRAM 64u
#define FEWEST_BITS 15u
#define MOST_BITS 24u

static uint64_t load(const char *at, size_t size) {
  uint64_t word;
  memcpy(&word, at, sizeof word);
  return size >= 8 ? word : word & ((UINT64_C(1) << 8 * size) - 1); /* bytes as on little-endian machines */
}

/* On a big-endian machine the first bytes are the high ones. */
static uint64_t load_portable(const char *at, size_t size) {
  uint64_t word = 0;
  for (size_t i = 0; i < size; i++) word |= (uint64_t)(unsigned char)at[i] << 8 * i;
  return word;
}

static bool is_little_endian(void) {
  const uint16_t one = 1;
  unsigned char first;
  memcpy(&first, &one, 1);
  return first == 1;
}

static inline uint64_t gram_at(const char *at, size_t size) {
  return is_little_endian() ? load(at, size) : load_portable(at, size);
}

static inline uint64_t place_of(const quhua__grams *g, uint64_t gram) {
  return (gram * UINT64_C(0x9E3779B97F4A7C15)) >> g->shift;
}

/* Never 0. */
static uint64_t hash_of(const quhua__grams *g, const char *at) {
  size_t part = g->window < 8 ? g->window : 8;
  uint64_t h = gram_at(at, part) * UINT64_C(0xff51afd7ed558ccd);
  h = (h ^ (h >> 32) ^ gram_at(at + g->window - part, part)) * UINT64_C(0xc4ceb9fe1a85ec53);
  return (h ^ (h >> 29)) | 1;
}

/* The slot of a window, or the free one where it would stand. */
static size_t slot_of(const quhua__grams *g, uint64_t hash) {
  size_t at = hash >> 1 & (g->slots - 1);
  while (g->hashes[at] && g->hashes[at] != hash) at = (at + 1) & (g->slots - 1);
  return at;
}

static size_t window_offset(const quhua__grams *g, quhua_str word) {
  return g->last ? word.len - g->window : 0;
}

/* The window is copied so that whole samples can be read at its end. */
static void add(quhua__grams *g, quhua_str text) {
  char window[LONGEST_WINDOW + QUHUA__GRAMS_BEYOND] = "";
  memcpy(window, text.ptr + window_offset(g, text), g->window);
  for (size_t i = 0; i + g->size <= g->window; i++) {
    uint64_t place = place_of(g, gram_at(window + i, g->size));
    g->bits[place >> 3] |= (uint8_t)(1u << (place & 7));
  }
  uint64_t hash = hash_of(g, window);
  size_t slot = slot_of(g, hash);
  g->words[g->count] = (quhua__gram_word){text, g->hashes[slot] ? g->heads[slot] : 0};
  g->hashes[slot] = hash;
  g->heads[slot] = (uint32_t)++g->count;
}

static size_t shortest(const quhua_str *words, size_t count) {
  size_t least = LONGEST_WINDOW;
  for (size_t i = 0; i < count; i++)
    if (words[i].len < least) least = words[i].len;
  return least;
}

/* What is sampled stands to what is skipped as 2 to 1. */
static void choose_sizes(quhua__grams *g, const quhua_str *words, size_t count) {
  unsigned bits = FEWEST_BITS;
  g->window = shortest(words, count);
  g->size = g->window - g->window / 3;
  if (g->size > 8) g->size = 8;
  g->step = g->window - g->size + 1;
  while (bits < MOST_BITS && ((size_t)1 << bits) / BITS_PER_GRAM / g->step < count) bits++;
  g->shift = 64 - bits;
  g->bits_size = (size_t)1 << (bits - 3);
  for (g->slots = 16; g->slots / 2 < count;) g->slots *= 2;
}

bool quhua__grams_init(quhua__grams *grams, const quhua_allocator *allocator, const quhua_str *words,
                       size_t count, quhua__grams_end which) {
  *grams = (quhua__grams){.allocator = allocator, .last = which == QUHUA__GRAMS_LAST};
  if (count == 0) return true;
  if (count >= UINT32_MAX) return false;
  choose_sizes(grams, words, count);
  grams->word_cap = count;
  grams->bits = allocator->alloc(allocator->ctx, grams->bits_size);
  grams->hashes = allocator->alloc(allocator->ctx, grams->slots * sizeof *grams->hashes);
  grams->heads = allocator->alloc(allocator->ctx, grams->slots * sizeof *grams->heads);
  grams->words = allocator->alloc(allocator->ctx, count * sizeof *grams->words);
  if (!grams->bits || !grams->hashes || !grams->heads || !grams->words) {
    quhua__grams_free(grams);
    return false;
  }
  memset(grams->bits, 0, grams->bits_size);
  memset(grams->hashes, 0, grams->slots * sizeof *grams->hashes);
  for (size_t i = 0; i < count; i++) add(grams, words[i]);
  return true;
}

void quhua__grams_free(quhua__grams *grams) {
  const quhua_allocator *a = grams->allocator;
  if (grams->bits) a->free(a->ctx, grams->bits, grams->bits_size);
  if (grams->hashes) a->free(a->ctx, grams->hashes, grams->slots * sizeof *grams->hashes);
  if (grams->heads) a->free(a->ctx, grams->heads, grams->slots * sizeof *grams->heads);
  if (grams->words) a->free(a->ctx, grams->words, grams->word_cap * sizeof *grams->words);
  *grams = (quhua__grams){.allocator = a};
}

/* Is this a window, and does one of its words stand here? */
static bool is_word_at(const quhua__grams *g, const char *start, const char *window, const char *end) {
  uint64_t hash = hash_of(g, window);
  size_t slot = slot_of(g, hash);
  for (uint32_t number = g->hashes[slot] ? g->heads[slot] : 0; number; number = g->words[number - 1].next) {
    quhua_str text = g->words[number - 1].text;
    size_t offset = window_offset(g, text);
    bool fits = (size_t)(window - start) >= offset && (size_t)(end - window) >= text.len - offset;
    if (fits && memcmp(window - offset, text.ptr, text.len) == 0) return true;
  }
  return false;
}

/* The first window that covers a sample and belongs to a word; NULL when there is none. */
static const char *window_over(const quhua__grams *g, const char *start, const char *sample,
                               const char *end) {
  size_t back = g->window - g->size;
  const char *at = (size_t)(sample - start) < back ? start : sample - back;
  for (; at <= sample && (size_t)(end - at) >= g->window; at++)
    if (is_word_at(g, start, at, end)) return at;
  return NULL;
}

const char *quhua__grams_next(const quhua__grams *grams, const char *at, const char *end) {
  const char *start = at;
  if (!grams->bits) return end;
  const quhua__grams g = *grams;
  for (; (size_t)(end - at) >= g.size && at < end; at += g.step) {
    uint64_t place = place_of(&g, gram_at(at, g.size));
    if (g.bits[place >> 3] >> (place & 7) & 1) {
      const char *found = window_over(&g, start, at, end);
      if (found) return found;
    }
    if ((size_t)(end - at) < g.step) break;
  }
  return end;
}
