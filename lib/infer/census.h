/* SPDX-License-Identifier: Apache-2.0 */
/* census.h: a list of units as inference needs it: sorted, linked, with the stems of the names. */
#ifndef QUHUA_INFER_CENSUS_H
#define QUHUA_INFER_CENSUS_H

#include <quhua/opening.h>
#include <quhua/registry.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/index.h"

/* Texts of both lists, each with a number from 1; the empty text is 0. */
typedef struct quhua__census_texts {
  const quhua_allocator *allocator;
  quhua__arena arena;
  quhua__index index;
  quhua_str *list; /* by number - 1 */
  size_t count, cap;
} quhua__census_texts;

void quhua__census_texts_init(quhua__census_texts *texts, const quhua_allocator *allocator);
void quhua__census_texts_free(quhua__census_texts *texts);
/* The number of a text, or 0. */
uint32_t quhua__census_find_text(const quhua__census_texts *texts, quhua_str text);
quhua_str quhua__census_text(const quhua__census_texts *texts, uint32_t number);

typedef struct quhua__census_unit {
  quhua_str name;
  quhua_code code;
  uint32_t parent; /* 0 at the top */
  uint32_t stem;   /* text; 0 until it is read */
  uint32_t proper; /* text: the stem without its class word */
  uint32_t first_child, child_count;
  uint8_t level, kind, standing;
} quhua__census_unit;

/* Units are numbered from 1 in the order of (level, code); units[0] is empty. */
typedef struct quhua__census {
  const quhua_allocator *allocator;
  const quhua_scheme *scheme;
  const quhua_snapshot *history; /* what the register remembers of codes; NULL for a mere list */
  quhua__census_unit *units;
  size_t count, cap;
  uint32_t begin[QUHUA_LEVEL_MAX + 2]; /* first unit of each level; that of the next is the end */
  uint32_t *children;                  /* units by parent, each family in the order of codes */
  quhua__bytes effects;                /* holds the names of a list */
} quhua__census;

void quhua__census_init(quhua__census *census, const quhua_allocator *allocator, const quhua_scheme *scheme);
void quhua__census_free(quhua__census *census);
quhua_status quhua__census_read_opening(quhua__census *census, const quhua_opening *opening,
                                        quhua_error *err);
quhua_status quhua__census_read_snapshot(quhua__census *census, const quhua_snapshot *snapshot,
                                         quhua_date day, quhua_error *err);
/* Work out the stem of a unit's name. Most units keep their name to the letter, and nobody asks for theirs. */
bool quhua__census_read_name(quhua__census_texts *texts, quhua__census_unit *unit);

/* The unit that has a code on a level, or 0. */
uint32_t quhua__census_find(const quhua__census *census, quhua_level level, const quhua_code *code);

/* Was the code ever held, as far as is known? */
bool quhua__census_was_used(const quhua__census *census, quhua_level level, const quhua_code *code);

static inline const quhua__census_unit *quhua__census_at(const quhua__census *census, uint32_t number) {
  return &census->units[number];
}

#endif
