/* SPDX-License-Identifier: Apache-2.0 */
#include "code/issue.h"

#include <string.h>

#include "code/scheme.h"

/* How the own part of a code is written. */
typedef struct form {
  char letter; /* before the number; 0: none */
  int number;
  int width;
} form;

/* The form of a child; false when the number does not fit it. */
static bool form_of(const quhua_scheme *scheme, quhua_level level, int segment, int width, form *out) {
  if (level != QUHUA_LEVEL_GROUP)
    *out = (form){0, segment, scheme->width[level]};
  else if (segment > QUHUA__GRID_BASE)
    *out = (form){scheme->grid_letter, segment - QUHUA__GRID_BASE, scheme->grid_width};
  else if (width >= scheme->group_width_min && width <= scheme->width[level])
    *out = (form){0, segment, width};
  else
    return false;
  int limit = 1;
  for (int i = 0; i < out->width; i++) limit *= 10;
  return out->number > 0 && out->number < limit;
}

/* Writes a number as digits with leading zeros. */
static void put_number(char *out, int number, int width) {
  for (int i = width - 1; i >= 0; i--) {
    out[i] = (char)('0' + number % 10);
    number /= 10;
  }
}

bool quhua__code_compose(const quhua_scheme *scheme, const quhua_code *parent, quhua_level parent_level,
                         quhua_level level, int segment, int width, quhua_code *out) {
  if (level > QUHUA_LEVEL_MAX || parent_level >= level || !quhua__code_fits(scheme, parent, parent_level))
    return false;
  form own;
  if (!form_of(scheme, level, segment, width, &own)) return false;
  /* A group or grid belongs to a village with a number; quhua_code_parse() reads no other. */
  if (level == QUHUA_LEVEL_GROUP &&
      (parent_level != QUHUA_LEVEL_VILLAGE || quhua__code_number(scheme, parent, QUHUA_LEVEL_VILLAGE) == 0))
    return false;
  quhua_code code = {{0}};
  memset(code.text, '0', (size_t)scheme->length);
  memcpy(code.text, parent->text, (size_t)(scheme->start[parent_level] + scheme->width[parent_level]));
  char *at = code.text + scheme->start[level];
  if (own.letter) *at++ = own.letter;
  put_number(at, own.number, own.width);
  *out = code;
  return true;
}

bool quhua__range_issues(const quhua_scheme *scheme, size_t index, quhua_kind kind, int width,
                         quhua__range *out) {
  *out = scheme->ranges[index];
  bool group = quhua_kind_level(kind) == QUHUA_LEVEL_GROUP && out->lo < QUHUA__GRID_BASE;
  if (group && width == scheme->group_width_min && out->hi > 99) out->hi = 99;
  return out->kind == kind && out->first > 0;
}

static int lowest_free(const quhua__segment_set *used, int from, int to) {
  for (int number = from; number <= to; number++)
    if (!quhua__segment_set_has(used, number)) return number;
  return QUHUA__ISSUE_FULL;
}

/* Highest number used in any issuable range of the kind, or -1. Numbers that are never issued (398) do not count: one
 * of them must not end a range that has room. */
static int highest_used(const quhua_scheme *scheme, quhua_kind kind, int width,
                        const quhua__segment_set *used) {
  int highest = -1;
  quhua__range range;
  for (size_t i = 0; i < scheme->range_count; i++) {
    if (!quhua__range_issues(scheme, i, kind, width, &range)) continue;
    for (int number = range.lo; number <= range.hi; number++)
      if (quhua__segment_set_has(used, number) && number > highest) highest = number;
  }
  return highest;
}

static int next_above(const quhua_scheme *scheme, quhua_kind kind, int width,
                      const quhua__segment_set *used) {
  int highest = highest_used(scheme, kind, width, used);
  quhua__range range;
  for (size_t i = 0; i < scheme->range_count; i++) {
    if (!quhua__range_issues(scheme, i, kind, width, &range)) continue;
    int number = lowest_free(used, highest < range.first ? range.first : highest + 1, range.hi);
    if (number > 0) return number;
  }
  return QUHUA__ISSUE_FULL;
}

/* Numbers from the first issued upwards; what lies before it (village 200) only when nothing else is left. */
static int next_gap(const quhua_scheme *scheme, quhua_kind kind, int width, const quhua__segment_set *used) {
  quhua__range range;
  for (int pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < scheme->range_count; i++) {
      if (!quhua__range_issues(scheme, i, kind, width, &range)) continue;
      int number =
          pass == 0 ? lowest_free(used, range.first, range.hi) : lowest_free(used, range.lo, range.first - 1);
      if (number > 0) return number;
    }
  return QUHUA__ISSUE_FULL;
}

static bool has_range(const quhua_scheme *scheme, quhua_kind kind, int width) {
  quhua__range range;
  for (size_t i = 0; i < scheme->range_count; i++)
    if (quhua__range_issues(scheme, i, kind, width, &range)) return true;
  return false;
}

int quhua__issue(const quhua_scheme *scheme, quhua_kind kind, int width, const quhua__segment_set *used,
                 bool fill) {
  if (!scheme->structured || !has_range(scheme, kind, width)) return QUHUA__ISSUE_NO_RANGE;
  return fill ? next_gap(scheme, kind, width, used) : next_above(scheme, kind, width, used);
}
