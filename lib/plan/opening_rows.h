/* SPDX-License-Identifier: Apache-2.0 */
/* opening_rows.h: how an opening state keeps its units. */
#ifndef QUHUA_PLAN_OPENING_ROWS_H
#define QUHUA_PLAN_OPENING_ROWS_H

#include <quhua/opening.h>

#include "base/arena.h"
#include "base/index.h"
#include "base/segments.h"

typedef struct quhua__opening_unit {
  quhua_str name;
  quhua_code code;
  quhua_code parent_code; /* as given; empty: from the code */
  const quhua_attribute *attributes, *observations;
  uint32_t attribute_count, observation_count;
  uint32_t line;
  uint8_t level, kind, standing;
  uint8_t parent_level; /* QUHUA_LEVEL_ANY when the code decides */
} quhua__opening_unit;

struct quhua_opening {
  const quhua_allocator *allocator;
  const quhua_scheme *scheme;
  quhua_date date;
  quhua__arena arena;
  quhua__segments units;
  quhua__index codes; /* (level, code) -> unit, from 1 */
};

/* Number of the unit that has a code on a level, or 0. */
uint32_t quhua__opening_find(const quhua_opening *opening, quhua_level level, const quhua_code *code);
const quhua__opening_unit *quhua__opening_unit_at(const quhua_opening *opening, uint32_t number);

#endif
