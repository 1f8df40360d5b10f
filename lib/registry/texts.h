/* SPDX-License-Identifier: Apache-2.0 */
/* texts.h: every text of a state once, numbered from 1; 0 is the empty text.
 *
 * Names lead to their rows through their stem: text -> stem -> rows; a proper name (东永) leads to the stems that end
 * in a class word (东永村, 东永社区). An overlay keeps its own texts on top of a base that it does not touch. */
#ifndef QUHUA_REGISTRY_TEXTS_H
#define QUHUA_REGISTRY_TEXTS_H

#include "base/arena.h"
#include "base/index.h"
#include "base/segments.h"
#include "base/table.h"

/* The links of a text, apart because an overlay has links of its own for texts of its base. */
typedef struct quhua__text_links {
  _Atomic uint32_t stem;      /* of a name: its stem; 0 while not used as a name */
  _Atomic uint32_t next_stem; /* of a stem: next stem with the same proper name */
  _Atomic uint32_t rows;      /* of a stem: newest row whose name has it */
  _Atomic uint32_t stems;     /* of a proper name: newest stem that has it */
} quhua__text_links;

typedef struct quhua__text {
  uint32_t at, len; /* where its bytes lie among those of the layer; texts may share them */
  quhua__text_links links;
} quhua__text;

typedef struct quhua__texts quhua__texts;
struct quhua__texts {
  const quhua_allocator *allocator;
  const quhua__texts *base;
  uint32_t base_count; /* texts of the base that this overlay knows */
  quhua__segments items;
  quhua__segments bytes; /* each text in one piece */
  quhua__index index;
  quhua__table links; /* overlay: number of a base text -> quhua__text_links */
  quhua__arena arena; /* overlay: memory of those */
};

/* base_count: texts of the base that an overlay may use; base is NULL for a root. */
void quhua__texts_init(quhua__texts *texts, const quhua_allocator *allocator, const quhua__texts *base,
                       uint32_t base_count);
void quhua__texts_free(quhua__texts *texts);

/* Number of a text; adds it when it is new. false when out of memory. */
bool quhua__texts_intern(quhua__texts *texts, quhua_str text, uint32_t *number);
/* As intern, and makes the text findable as a name: its stem and proper name are added too. */
bool quhua__texts_intern_name(quhua__texts *texts, quhua_str name, uint32_t *number);
/* Number of a text, or 0. */
uint32_t quhua__texts_find(const quhua__texts *texts, quhua_str text);
quhua_str quhua__texts_at(const quhua__texts *texts, uint32_t number);
/* Begin to fetch where a text lies. */
void quhua__texts_prefetch(const quhua__texts *texts, uint32_t number);
/* Stem of a name that was interned as a name. */
uint32_t quhua__texts_stem(const quhua__texts *texts, uint32_t name);

/* The links of a text in this layer alone, or NULL when it has none: an overlay has links only for texts that it
 * added or used, and a text that came after an overlay was made is none of its business. */
quhua__text_links *quhua__texts_links(const quhua__texts *texts, uint32_t number);
/* The same, made when missing; NULL when out of memory. Never fails in a base. */
quhua__text_links *quhua__texts_links_make(quhua__texts *texts, uint32_t number);
/* How many texts there are, those of the base included. */
uint32_t quhua__texts_count(const quhua__texts *texts);

#endif
