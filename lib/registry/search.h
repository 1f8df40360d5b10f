/* SPDX-License-Identifier: Apache-2.0 */
/* search.h: a search under way. Three files find hits, search.c puts them in order. */
#ifndef QUHUA_REGISTRY_SEARCH_H
#define QUHUA_REGISTRY_SEARCH_H

#include "base/arena.h"
#include "base/table.h"
#include "registry/registry_internal.h"

/* Bytes of a name that is looked for exactly, so that the cost stays linear in the text; real names have up to 102. */
#define QUHUA__LONGEST_NAME 1024u
/* Bytes of a text that may be a name with its path. */
#define QUHUA__LONGEST_SEARCH 4096u

/* How well a name answers. */
typedef struct quhua__quality {
  quhua_match_kind kind;
  bool doubtful; /* it may answer: something is not known of it */
} quhua__quality;

/* One unit that answers, with its best version. */
typedef struct quhua__hit {
  uint32_t row;
  quhua_match match; /* without the rank */
  bool doubtful;
} quhua__hit;

typedef struct quhua__search {
  const quhua_snapshot *snapshot;
  quhua_date date;
  quhua__table units; /* unit -> hit */
  quhua__arena arena;
  quhua__hit **hits;
  size_t count, cap;
  bool failed; /* out of memory */
} quhua__search;

/* A version answers: note it when the path leads to it, unless its unit has a better hit. A path that ends in 原 asks for
 * the former. */
void quhua__search_add(quhua__search *s, uint32_t row, quhua__quality quality, quhua_str path);

/* The text ends in a name, a stem, a proper name or an alias; what stands before it is a path. */
void quhua__search_names(quhua__search *s, quhua_str text);
/* The text is a part of names. */
void quhua__search_parts(quhua__search *s, quhua_str text);
/* The text is made of the initials of names. Nothing when it is not made of Latin letters. */
void quhua__search_pinyin(quhua__search *s, quhua_str text);

#endif
