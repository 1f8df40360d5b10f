/* SPDX-License-Identifier: Apache-2.0 */
/* numbers.h: the numbers below one code: which were ever used, which are reserved, which comes next. */
#ifndef QUHUA_PLAN_NUMBERS_H
#define QUHUA_PLAN_NUMBERS_H

#include "code/issue.h"
#include "registry/registry_internal.h"

typedef struct quhua__numbers {
  quhua_code parent; /* the code that the numbers stand below */
  quhua_level parent_level, level;
  quhua_code prefix;           /* what codes of the level have above their own number */
  quhua__segment_set used;     /* ever, by anyone (废码不用) */
  quhua__segment_set reserved; /* for somebody else */
} quhua__numbers;

/* Numbers of a level below a code, none of them used. false when the scheme makes no such codes. */
bool quhua__numbers_begin(const quhua_scheme *scheme, const quhua_code *parent, quhua_level parent_level,
                          quhua_level level, quhua__numbers *out);
/* Note every number that was ever used there. */
void quhua__numbers_collect(quhua__numbers *numbers, const quhua__state *state, uint32_t known);

static inline bool quhua__numbers_free(const quhua__numbers *numbers, int segment) {
  return !quhua__segment_set_has(&numbers->used, segment) &&
         !quhua__segment_set_has(&numbers->reserved, segment);
}

/* As quhua__issue(), past what is reserved. A reservation is not a use: numbers below it are still issued upwards. */
int quhua__numbers_next(const quhua_scheme *scheme, const quhua__numbers *numbers, quhua_kind kind, int width,
                        bool fill);

/* The code of a group; NULL for a grid, whose form says nothing about groups. */
const quhua_code *quhua__group_code(const quhua__state *state, uint32_t row);
/* Digits of a group's number: as in that code, or where it is NULL as the groups below the prefix, else 3. */
uint8_t quhua__group_width(const quhua__state *state, uint32_t known, const quhua_code *like,
                           const quhua_code *prefix);

#endif
