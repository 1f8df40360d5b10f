/* SPDX-License-Identifier: Apache-2.0 */
/* table_reader.h: from the bytes of a file to rows of known columns. */
#ifndef QUHUA_IO_TABLE_READER_H
#define QUHUA_IO_TABLE_READER_H

#include <quhua/unit.h>

#include "io/columns.h"
#include "io/csv.h"
#include "io/encoding.h"

/* Keys and values of one family in one row, and the columns that they stand in. */
typedef struct quhua__cell_items {
  quhua_attribute *list;
  size_t *column;
  size_t count;
} quhua__cell_items;

typedef struct quhua__table_reader {
  const quhua_allocator *allocator;
  quhua__decoded decoded;
  quhua__csv csv;
  quhua__columns columns;
} quhua__table_reader;

/* Decode the text and read its header. Close the reader also after a failure. source may be NULL. */
quhua_status quhua__table_open(quhua__table_reader *reader, const quhua_allocator *allocator,
                               const quhua__table_form *form, quhua_str data, const char *source,
                               quhua_error *err);
void quhua__table_close(quhua__table_reader *reader);

/* Room for all columns of a field and some more items, in memory of the reader. */
quhua_status quhua__cell_items_new(quhua__table_reader *reader, int field, size_t more,
                                   quhua__cell_items *out, quhua_error *err);

#endif
