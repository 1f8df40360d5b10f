/* SPDX-License-Identifier: Apache-2.0 */
/* size_table.h: how large a unit must be, as the setting cn-size.table says (docs/guide/sizes.md). */
#ifndef QUHUA_RULES_SIZE_TABLE_H
#define QUHUA_RULES_SIZE_TABLE_H

#include <quhua/code.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/table.h"

#define QUHUA__SIZE_TABLE "cn-size.table"
/* Different series in one table: there are a handful of ways to count people and households. The bound keeps the work for
 * one unit small whatever the table. */
#define QUHUA__SIZE_SERIES 32

/* A line of the table. Texts are views into the setting. */
typedef struct quhua__threshold {
  quhua_str province; /* how the code begins; empty: everywhere */
  quhua_str terrain;  /* empty: any */
  quhua_kind kind;
  quhua_str series;
  quhua_str minimum; /* a whole number */
  quhua_str source;  /* may be empty */
} quhua__threshold;

typedef struct quhua__size_table {
  quhua_str series[QUHUA__SIZE_SERIES];
  size_t series_count;
  quhua__table rows; /* province, terrain, kind and series -> threshold */
} quhua__size_table;

/* Can the text be read? QUHUA_E_INVALID with line and column of the first thing that is wrong. */
quhua_status quhua__size_table_check(quhua_str text, quhua_error *err);

/* Read a table that was checked; rows live in the arena. false when out of memory. Free it in both cases. */
bool quhua__size_table_read(quhua__size_table *table, quhua__arena *arena, quhua_str text);
void quhua__size_table_free(quhua__size_table *table);
/* The most special threshold for a unit: that of the longest beginning of its code, then that of its terrain; the later of
 * two alike. NULL when there is none. */
const quhua__threshold *quhua__size_table_find(const quhua__size_table *table, const quhua_code *code,
                                               quhua_str terrain, quhua_kind kind, quhua_str series);

#endif
