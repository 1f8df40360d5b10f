/* SPDX-License-Identifier: Apache-2.0 */
/* table_writer.h: a table as CSV or as a JSON array of objects, cell by cell.
 *
 * Write the columns, then for each row as many cells as there are columns, then finish. Failures are remembered, so
 * only the answer of finish needs looking at. CSV: RFC 4180 with LF. JSON: one object a line, the same keys in each;
 * an empty text is "", an empty number null. */
#ifndef QUHUA_IO_TABLE_WRITER_H
#define QUHUA_IO_TABLE_WRITER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/io.h>

typedef struct quhua__table_writer {
  const quhua_writer *writer;
  const quhua_str *columns; /* borrowed until the end */
  size_t count;
  size_t cell; /* next cell of the row */
  bool json;
  bool any_row;
  bool failed;
  size_t used;
  char buffer[8192];
} quhua__table_writer;

void quhua__table_begin(quhua__table_writer *table, quhua_format format, const quhua_writer *writer,
                        const quhua_str *columns, size_t count);
/* A text that comes from users. In CSV one that a spreadsheet would take for a formula gets an apostrophe in front;
 * see io/cell.h. */
void quhua__table_text(quhua__table_writer *table, quhua_str text);
/* A word or code of the library's own: never a formula. */
void quhua__table_word(quhua__table_writer *table, quhua_str text);
/* An exact decimal, empty for none: a number in JSON. What JSON does not take for a number is written as a text. */
void quhua__table_number(quhua__table_writer *table, quhua_str decimal);
void quhua__table_count(quhua__table_writer *table, uint64_t number);
/* QUHUA_OK or QUHUA_E_IO. */
quhua_status quhua__table_finish(quhua__table_writer *table, quhua_error *err);

#endif
