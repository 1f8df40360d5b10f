/* SPDX-License-Identifier: Apache-2.0 */
/* map.h: what every code of one day is on another, in a hash table made for one question asked millions of times.
 *
 * A slot holds the text of a code (QUHUA_CODE_MAX, zero-filled), its outcome, and what is written in its place where that
 * is sure, so that all of this costs one line of cache. Every form in which a code may be written has a slot of its
 * own; the forms of one unit share an answer. */
#ifndef QUHUA_RECODE_MAP_H
#define QUHUA_RECODE_MAP_H

#include <stdbool.h>
#include <string.h>

#include <quhua/recode.h>

#include "base/arena.h"

/* A code as two words, in whatever order the bytes of this machine have; the last byte is always 0. */
typedef struct quhua__recode_key {
  uint64_t word[2];
} quhua__recode_key;

typedef struct quhua__recode_slot {
  char text[QUHUA_CODE_MAX];
  uint8_t tag; /* 0: free, else outcome + 1 */
  char now[QUHUA_CODE_MAX];
  uint8_t now_len; /* 0: nothing is sure */
} quhua__recode_slot;

/* Where an old unit went. */
typedef struct quhua__recode_target {
  quhua_code code; /* normal form; empty: ended without successor */
  quhua_str name;
  quhua_share share;
  quhua_level level;
} quhua__recode_target;

/* What became of a unit. */
typedef struct quhua__recode_answer {
  uint32_t first, count; /* targets */
  uint32_t largest;      /* index among them of the one that is certainly largest; count when there is none */
  bool exact;            /* every share is, and they sum to one */
  uint8_t tag;
} quhua__recode_answer;

struct quhua_recode_map {
  const quhua_allocator *allocator;
  quhua__arena arena;        /* names */
  quhua__recode_slot *slots; /* from a line of cache on, in slot_block */
  void *slot_block;
  uint32_t *slot_answers; /* beside the slots; 0: none */
  uint32_t mask;          /* slots - 1 */
  uint32_t used;
  quhua__recode_answer *answers; /* from 1 */
  size_t answer_count, answer_cap;
  quhua__recode_target *targets;
  size_t target_count, target_cap;
  bool short_forms; /* the scheme has some */
};

#define QUHUA__RECODE_TAG(outcome) ((uint8_t)((outcome) + 1))

/* Sixteen bytes that keep the first `len` of sixteen, from [16 - len]. */
extern const unsigned char quhua__recode_keep[32];

/* len <= QUHUA_CODE_MAX. Sixteen bytes must be readable at text, whatever len is. */
static inline quhua__recode_key quhua__recode_key_of(const char *text, size_t len) {
  quhua__recode_key key, keep;
  memcpy(&key, text, sizeof key);
  memcpy(&keep, quhua__recode_keep + 16 - len, sizeof keep);
  key.word[0] &= keep.word[0];
  key.word[1] &= keep.word[1];
  return key;
}

static inline uint64_t quhua__recode_hash(quhua__recode_key key) {
  uint64_t h = key.word[0] * UINT64_C(0x9E3779B97F4A7C15);
  h ^= (h >> 32) ^ key.word[1];
  h *= UINT64_C(0xff51afd7ed558ccd);
  return h ^ (h >> 32);
}

/* 0: the slot has this key. */
static inline uint64_t quhua__recode_differs(const quhua__recode_slot *slot, quhua__recode_key key) {
  quhua__recode_key held = quhua__recode_key_of((const char *)slot, QUHUA_CODE_MAX); /* without the tag */
  return (held.word[0] ^ key.word[0]) | (held.word[1] ^ key.word[1]);
}

/* The slot of a key, or the free one where it would stand. Slots are filled in pairs, the first of a pair first. A pair
 * is one line of cache; which of the two is looked at comes out of a calculation, for no branch could be foreseen. */
static inline uint32_t quhua__recode_probe(const quhua_recode_map *map, quhua__recode_key key,
                                           uint64_t hash) {
  for (uint32_t at = (uint32_t)hash & map->mask & ~1u;; at = (at + 2) & map->mask) {
    const quhua__recode_slot *pair = &map->slots[at];
    uint32_t other = quhua__recode_differs(pair, key) != 0, second = other & (pair[0].tag != 0);
    if (!pair[second].tag || !quhua__recode_differs(&pair[second], key)) return at + second;
  }
}

/* What became of the units that have the code of a slot in this form; NULL: nothing. */
static inline const quhua__recode_answer *quhua__recode_answer_at(const quhua_recode_map *map, uint32_t at) {
  uint32_t number = map->slot_answers[at];
  return number ? &map->answers[number - 1] : NULL;
}

/* What is known of a code: its slot's tag, 0 for a code that nobody held. */
static inline uint8_t quhua__recode_look(const quhua_recode_map *map, quhua__recode_key key, uint64_t hash,
                                         const quhua__recode_answer **answer) {
  uint32_t at = quhua__recode_probe(map, key, hash);
  *answer = quhua__recode_answer_at(map, at);
  return map->slots[at].tag;
}

/* A table with room for so many codes at once. */
bool quhua__recode_map_room(quhua_recode_map *map, size_t codes);
/* The code of a target in the form of an asked one of that length; length of the text. */
size_t quhua__recode_form(const quhua_recode_map *map, const quhua__recode_target *target, size_t asked,
                          char out[QUHUA_CODE_MAX + 1]);

#endif
