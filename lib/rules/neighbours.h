/* SPDX-License-Identifier: Apache-2.0 */
/* neighbours.h: which units lie next to each other, as the setting shunxiang.neighbours says (docs/guide/sizes.md). */
#ifndef QUHUA_RULES_NEIGHBOURS_H
#define QUHUA_RULES_NEIGHBOURS_H

#include <quhua/code.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/table.h"

#define QUHUA__NEIGHBOURS "shunxiang.neighbours"

/* A unit that a question is about. */
typedef struct quhua__place {
  bool listed;                     /* the table names it */
  struct quhua__next_door *beside; /* places of the question next to it */
  size_t group;                    /* the caller's; 0 at first */
  bool reached;                    /* likewise */
  struct quhua__place *next;       /* likewise */
} quhua__place;

typedef struct quhua__next_door {
  quhua__place *place;
  struct quhua__next_door *next;
} quhua__next_door;

/* Tables name tens of thousands of units, questions a few: only these are indexed, and the table is read once. One code on two
 * levels (441900000000) means one territory, so the level of a code does not matter. */
typedef struct quhua__neighbours {
  quhua__arena *arena;
  quhua__table by_code;
} quhua__neighbours;

/* Can the text be read? QUHUA_E_INVALID with line and column of the first thing that is wrong. */
quhua_status quhua__neighbours_check(const quhua_scheme *scheme, quhua_str text, quhua_error *err);

void quhua__neighbours_init(quhua__neighbours *neighbours, quhua__arena *arena);
void quhua__neighbours_free(quhua__neighbours *neighbours);
/* The place with a code, added at its first mention; NULL when out of memory. */
quhua__place *quhua__neighbours_place(quhua__neighbours *neighbours, const quhua_code *code);
/* Read a table that was checked, once all places are there. false when out of memory. */
bool quhua__neighbours_read(quhua__neighbours *neighbours, const quhua_scheme *scheme, quhua_str text);

#endif
