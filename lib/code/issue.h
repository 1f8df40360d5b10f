/* SPDX-License-Identifier: Apache-2.0 */
/* issue.h: making codes: a child's code from its parent's, and the next number of a range. */
#ifndef QUHUA_CODE_ISSUE_H
#define QUHUA_CODE_ISSUE_H

#include <stdbool.h>
#include <stdint.h>

#include <quhua/code.h>

#include "code/scheme.h"

/* Segments lie below this: numbers of three digits, then those of grids. */
#define QUHUA__SEGMENT_LIMIT 1100

/* Segments that were ever used below one parent. All zero bytes: none. */
typedef struct quhua__segment_set {
  uint64_t word[(QUHUA__SEGMENT_LIMIT + 63) / 64];
} quhua__segment_set;

/* Segments out of bounds are ignored. */
static inline void quhua__segment_set_add(quhua__segment_set *set, int segment) {
  if (segment < 0 || segment >= QUHUA__SEGMENT_LIMIT) return;
  set->word[segment / 64] |= UINT64_C(1) << (segment % 64);
}

static inline bool quhua__segment_set_has(const quhua__segment_set *set, int segment) {
  if (segment < 0 || segment >= QUHUA__SEGMENT_LIMIT) return false;
  return (set->word[segment / 64] >> (segment % 64)) & 1;
}

/* The code of a child with that number below a parent, which may be more than one level up: levels between get no
 * number (town 003 below prefecture 441900000000 is 441900003000). width counts for groups only: 2 or 3 digits. A
 * segment above QUHUA__GRID_BASE makes the code of a grid.
 * false, with out untouched, when such a code cannot be. */
bool quhua__code_compose(const quhua_scheme *scheme, const quhua_code *parent, quhua_level parent_level,
                         quhua_level level, int segment, int width, quhua_code *out);

/* The code of everything above the own number, in normal form: the village of a group, the township of a village.
 * false at level 1 and in schemes without structure. */
bool quhua__code_prefix(const quhua_scheme *scheme, const quhua_code *code, quhua_level level,
                        quhua_code *prefix);

/* The range at a place of the scheme's table, its end cut to the width of groups; false when none of its numbers are
 * issued to the kind. */
bool quhua__range_issues(const quhua_scheme *scheme, size_t index, quhua_kind kind, int width,
                         quhua__range *out);

#define QUHUA__ISSUE_FULL (-1)
#define QUHUA__ISSUE_NO_RANGE (-2)

/* The number to issue next for a kind: above the highest ever used in its ranges, or with `fill` the lowest never
 * used. width counts for groups only. QUHUA__ISSUE_FULL when there is none (with fill it may still be found),
 * QUHUA__ISSUE_NO_RANGE when the scheme issues no numbers for the kind. */
int quhua__issue(const quhua_scheme *scheme, quhua_kind kind, int width, const quhua__segment_set *used,
                 bool fill);

/* True when the code has the form of a grid's. On its level, all others are groups. */
bool quhua__code_is_grid(const quhua_scheme *scheme, const quhua_code *code);

/* True for numbers that stand for something unusual and deserve a note: villages 398, 498, 598. */
bool quhua__code_is_odd(const quhua_scheme *scheme, const quhua_code *code, quhua_level level);

#endif
