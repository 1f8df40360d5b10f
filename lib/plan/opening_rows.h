/* SPDX-License-Identifier: Apache-2.0 */
/* opening_rows.h: how an opening state keeps its units. */
#ifndef QUHUA_PLAN_OPENING_ROWS_H
#define QUHUA_PLAN_OPENING_ROWS_H

#include <quhua/opening.h>

#include "base/arena.h"
#include "base/index.h"
#include "base/segments.h"

/* Where a unit stands in the text that it was read from. */
typedef struct quhua__opening_place {
  quhua_str source; /* in the arena of the opening state; may be empty */
  uint32_t line;    /* 0: it was not read from a text */
  uint32_t column;  /* of the parent, or of the code where the row has none; 0: unknown */
} quhua__opening_place;

/* What is at fault in a row that is refused. */
typedef enum quhua__opening_field {
  QUHUA__OPENING_CODE,
  QUHUA__OPENING_NAME,
  QUHUA__OPENING_KIND,
  QUHUA__OPENING_LEVEL,
  QUHUA__OPENING_PARENT
} quhua__opening_field;

typedef struct quhua__opening_fault {
  quhua__opening_field field;
  uint32_t column; /* character of the field, from 1; 0: all of it */
} quhua__opening_fault;

typedef struct quhua__opening_unit {
  quhua_str name;
  quhua_code code;
  quhua_code parent_code; /* as given; empty: from the code */
  const quhua_attribute *attributes, *observations;
  uint32_t attribute_count, observation_count;
  uint32_t line;
  quhua__opening_place place; /* of the link to the parent */
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

/* As quhua_opening_add(), with the place of the row for errors that only all rows together show; says what is at fault
 * when the row is refused. */
quhua_status quhua__opening_add(quhua_opening *opening, const quhua_opening_row *row,
                                quhua__opening_place place, quhua__opening_fault *fault, quhua_error *err);

/* Number of the unit that has a code on a level, or 0. */
uint32_t quhua__opening_find(const quhua_opening *opening, quhua_level level, const quhua_code *code);
const quhua__opening_unit *quhua__opening_unit_at(const quhua_opening *opening, uint32_t number);

#endif
