/* SPDX-License-Identifier: Apache-2.0 */
/* columns.h: the header row of a table: which known column each of its cells is. */
#ifndef QUHUA_IO_COLUMNS_H
#define QUHUA_IO_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "io/csv.h"

/* How a column gets the key of what its cells mean. */
typedef enum quhua__column_shape {
  QUHUA__COLUMN_PLAIN,       /* no key: the field says it all */
  QUHUA__COLUMN_NAMED,       /* one column whose own name is the key: legal_name */
  QUHUA__COLUMN_FAMILY,      /* any name behind the prefix is a key: stat:户数 */
  QUHUA__COLUMN_WHOLE_FAMILY /* prefix and name together are the key: external:发包方编码 */
} quhua__column_shape;

/* A column that a table may have. */
typedef struct quhua__column_form {
  const char *name; /* of a family: its prefix with the colon */
  int field;
  quhua__column_shape shape;
  bool required;
} quhua__column_form;

/* All columns that a table may have. */
typedef struct quhua__table_form {
  const quhua__column_form *columns;
  size_t count;
} quhua__table_form;

/* A column that a table has. */
typedef struct quhua__column {
  int field;
  quhua_str key;
} quhua__column;

typedef struct quhua__columns {
  quhua__column *list; /* in the order of the file */
  size_t count;
  quhua__arena arena;
} quhua__columns;

/* Read the header row and let the reader of rows expect its width. An unknown column, one that stands twice and a
 * required one that is missing are errors with a place. Free the columns also after a failure. */
quhua_status quhua__columns_read(quhua__columns *columns, const quhua__table_form *form, quhua__csv *csv,
                                 quhua_error *err);
void quhua__columns_free(quhua__columns *columns);

#endif
