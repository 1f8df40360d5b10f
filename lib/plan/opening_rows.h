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
  const quhua_str *source; /* in the arena of the opening state; NULL or empty: it has no name */
  uint32_t line;           /* 0: it was not read from a text */
  uint32_t column;         /* of the parent, or of the code where the row has none; 0: unknown */
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

/* What few units have for themselves; the others of one source share one. */
typedef struct quhua__opening_more {
  const quhua_str *source; /* as of the place */
  const quhua_attribute *attributes, *observations;
  uint32_t attribute_count, observation_count;
  quhua_code parent_code; /* as given; empty: from the code */
} quhua__opening_more;

/* There are as many as the nation has units, so they are kept small. */
typedef struct quhua__opening_unit {
  const char *name; /* name_len bytes */
  const quhua__opening_more *more;
  uint32_t name_len;
  uint32_t line, column; /* as of the place of the link to the parent */
  quhua_code code;
  uint8_t level, kind, standing;
  uint8_t parent_level; /* QUHUA_LEVEL_ANY when the code decides */
} quhua__opening_unit;

static inline quhua_str quhua__opening_name(const quhua__opening_unit *unit) {
  return (quhua_str){unit->name, unit->name_len};
}

struct quhua_opening {
  const quhua_allocator *allocator;
  const quhua_scheme *scheme;
  quhua_date date;
  quhua__arena arena;
  quhua__segments units;
  quhua__index codes;               /* (level, code) -> unit, from 1 */
  const quhua__opening_more *plain; /* what units of the newest source share; NULL at first */
};

/* As quhua_opening_add(), with the place of the row for errors that only all rows together show; says what is at fault
 * when the row is refused. */
quhua_status quhua__opening_add(quhua_opening *opening, const quhua_opening_row *row,
                                quhua__opening_place place, quhua__opening_fault *fault, quhua_error *err);

/* Number of the unit that has a code on a level, or 0. */
uint32_t quhua__opening_find(const quhua_opening *opening, quhua_level level, const quhua_code *code);
const quhua__opening_unit *quhua__opening_unit_at(const quhua_opening *opening, uint32_t number);

#endif
