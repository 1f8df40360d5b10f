/* SPDX-License-Identifier: Apache-2.0 */
/* snapshot_columns.h: which columns the register table of a day needs. */
#ifndef QUHUA_IO_SNAPSHOT_COLUMNS_H
#define QUHUA_IO_SNAPSHOT_COLUMNS_H

#include <quhua/registry.h>

#include "base/arena.h"

/* code, name, level, kind, parent, status, since. */
#define QUHUA__SNAPSHOT_FIXED 7u

typedef struct quhua__snapshot_columns {
  quhua_str *names; /* of all columns: the fixed ones, the attributes, the series */
  size_t count;
  const char **keys; /* attributes that some unit has, in the order of their bytes */
  size_t key_count;
  quhua_str *series; /* series that some unit has a value of, in the order of the register */
  size_t series_count;
  quhua__arena arena;
} quhua__snapshot_columns;

/* Look at all units of a day. Free the columns also after a failure. */
quhua_status quhua__snapshot_columns_find(quhua__snapshot_columns *columns, const quhua_allocator *allocator,
                                          const quhua_snapshot *snapshot, quhua_date date, quhua_error *err);
void quhua__snapshot_columns_free(quhua__snapshot_columns *columns);

/* The status is written in a column of its own for formal units; an implied unit needs that column to say so. */
bool quhua__is_status_of_formal(const quhua_unit *unit, quhua_str key);

#endif
