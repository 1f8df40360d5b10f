/* SPDX-License-Identifier: Apache-2.0 */
/* vintage.h: a list while it is dated.
 *
 * First every row is read: its code in normal form, the number of its name's stem, and its spans, the days on which both
 * held together. A sweep over the ends of the spans dates the list. Then the rows that are not true on the day are
 * judged, one verdict after the other, and those whose name alone can help are looked up all at once. */
#ifndef QUHUA_INFER_VINTAGE_H
#define QUHUA_INFER_VINTAGE_H

#include <quhua/vintage.h>

#include "base/arena.h"
#include "base/index.h"
#include "registry/registry_internal.h"

/* Stems longer than this are compared as the names that they came from (as in the register's own index). */
#define QUHUA__STEM_MAX 512
/* More parts say nothing to people. */
#define QUHUA__PARTS_MAX 16

/* --- the list -------------------------------------------------------------------------------------------------------- */

typedef struct quhua__listed {
  quhua_str code, name;
  uint32_t line;
} quhua__listed;

struct quhua_listing {
  const quhua_allocator *allocator;
  quhua__arena texts;
  quhua__listed *rows;
  size_t count, cap;
};

/* --- the list in time ------------------------------------------------------------------------------------------------ */

/* Which versions a row speaks of: those with its code, on the levels from first to last, under its name. */
typedef struct quhua__reading {
  quhua_code code;     /* normal form; empty when it cannot be read */
  uint8_t first, last; /* levels */
  bool named;
  uint32_t stem; /* text; 0 when it has no name, or one that the register does not know */
} quhua__reading;

typedef struct quhua__dated {
  quhua__reading reading;
  uint32_t first_span, span_count;
  uint32_t holder; /* row of the state that has the code on the day */
  uint32_t right;  /* row of the state that is suggested */
  uint32_t near;   /* row of the state that explains why nothing is, or not the holder */
  uint32_t other;  /* row of the list that it was swapped with, from 1 */
  quhua_period days;
  uint8_t verdict, part;
} quhua__dated;

/* Days between two ends, and how many rows are true on them. */
typedef struct quhua__stretch {
  quhua_period days;
  uint64_t rows;
} quhua__stretch;

struct quhua_vintage {
  const quhua_allocator *allocator;
  const quhua_snapshot *snapshot;
  const quhua_listing *listing;
  quhua__dated *rows; /* as many as the listing */
  quhua_period *spans;
  size_t span_count, span_cap;
  quhua__stretch *periods; /* the best first */
  size_t period_count, period_cap;
  quhua__stretch parts[QUHUA__PARTS_MAX];
  size_t part_count;
  quhua_date day;     /* on which rows are judged */
  bool dated;         /* the day is the caller's, or a likely one */
  quhua__index taken; /* rows of the state that rows of the list are true by -> row of the list, from 1 */
};

/* Write the stem of a name, or the name itself where that is too long or empty. */
quhua_str quhua__vintage_stem(quhua_str name, char buffer[QUHUA__STEM_MAX]);
/* What a code, as written, and the stem of a name speak of. false when the code cannot be read: then it is empty. */
bool quhua__vintage_read(const quhua_snapshot *snapshot, quhua_str code, quhua__reading *out);

/* A walk over the versions that a reading speaks of. */
typedef struct quhua__reading_walk {
  const quhua_snapshot *snapshot;
  const quhua__reading *reading;
  quhua__chain chain;
  unsigned level;
  bool any_name; /* whatever they are called */
} quhua__reading_walk;
quhua__reading_walk quhua__vintage_walk(const quhua_snapshot *snapshot, const quhua__reading *reading,
                                        bool any_name);
/* The next version that is true for at least a day; 0 at the end. */
uint32_t quhua__vintage_step(quhua__reading_walk *walk);
/* The version that holds on a day, else the one that is nearest to it; 0 when there is none. */
uint32_t quhua__vintage_nearest(quhua__reading_walk walk, quhua_date day);
/* Days between a day and a period; 0 inside it. */
int64_t quhua__period_distance(quhua_period days, quhua_date day);

/* Read all rows and collect their spans. Both: QUHUA_OK or QUHUA_E_NOMEM. */
quhua_status quhua__vintage_collect(quhua_vintage *v, quhua_error *err);
/* Find the periods and the parts, and mark each row with its part. */
quhua_status quhua__vintage_sweep(quhua_vintage *v, quhua_error *err);

/* --- verdicts -------------------------------------------------------------------------------------------------------- */

/* Judge every row. QUHUA_OK or QUHUA_E_NOMEM. */
quhua_status quhua__vintage_judge(quhua_vintage *v, quhua_error *err);

/* A version whose code is a slip of the pen away from a text and that has a stem; one that holds on the day and that no
 * row of the list is true by, if there is such a one. 0 when there is none; *several when more than one unit fits. */
uint32_t quhua__vintage_find_code_slip(const quhua_vintage *v, quhua_str code, uint32_t stem, bool *several);
/* Are two stems one character apart, or two that are transposed? Names of two characters share too little. */
bool quhua__vintage_is_name_slip(quhua_str a, quhua_str b);

/* For rows of the list (from 0) that have a stem: the version on the day that has it, that no row is true by, and whose
 * code begins as the row's code does for longer than any other; 0 where several do. rows is reordered; out has room for
 * as many. QUHUA_OK or QUHUA_E_NOMEM. */
quhua_status quhua__vintage_find_namesakes(const quhua_vintage *v, uint32_t *rows, size_t count,
                                           uint32_t *out, quhua_error *err);

/* Is some row of the list true by this row of the state? */
bool quhua__vintage_is_taken(const quhua_vintage *v, uint32_t row);

#endif
