/* SPDX-License-Identifier: Apache-2.0 */
/* grams.h: where in a long text does one of many words stand?
 *
 * All words have at least `window` bytes. A window of each of them stands in a hash set; every piece of `size` bytes of
 * that window sets a bit in a bitmap. A text is sampled every window - size + 1 bytes: a window that lies in it somewhere
 * covers one sample wholly, so no word is missed (Karp and Rabin's fingerprints over the q-grams of Wu and Manber). Few
 * samples have their bit set, and only these are looked at closely: first the window, then the words that have it. */
#ifndef QUHUA_SCAN_GRAMS_H
#define QUHUA_SCAN_GRAMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/memory.h>
#include <quhua/text.h>

/* So many bytes behind the end of a text must be readable. */
#define QUHUA__GRAMS_BEYOND 8

/* A word, and the next one that has the same window. */
typedef struct quhua__gram_word {
  quhua_str text;
  uint32_t next;
} quhua__gram_word;

typedef struct quhua__grams {
  const quhua_allocator *allocator;
  size_t window, size, step;
  unsigned shift;   /* 64 - bits of a place in the bitmap */
  uint8_t *bits;    /* NULL: no words */
  uint64_t *hashes; /* of windows, open addressing; 0 is free */
  uint32_t *heads;  /* beside them: the first word with that window, from 1 */
  quhua__gram_word *words;
  size_t bits_size, slots, count, word_cap;
  bool last; /* windows are the ends of words */
} quhua__grams;

/* Which end of a word tells it best from others: names begin differently, codes end differently. */
typedef enum quhua__grams_end { QUHUA__GRAMS_FIRST, QUHUA__GRAMS_LAST } quhua__grams_end;

/* false when out of memory. No word may be empty; their texts are borrowed. */
bool quhua__grams_init(quhua__grams *grams, const quhua_allocator *allocator, const quhua_str *words,
                       size_t count, quhua__grams_end which);
void quhua__grams_free(quhua__grams *grams);
/* A place inside the first word in [at, end); `end` when there is none. */
const char *quhua__grams_next(const quhua__grams *grams, const char *at, const char *end);

#endif
