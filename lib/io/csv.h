/* SPDX-License-Identifier: Apache-2.0 */
/* csv.h: a reader of CSV (RFC 4180) that knows where every cell is.
 *
 * Rows are pulled one by one. Cells are views of the text; only a quoted cell that holds doubled quotes is copied,
 * into memory that the next row uses again. A line ends with LF, CRLF or CR, the last one may end with the text.
 * Rows without content are skipped. */
#ifndef QUHUA_IO_CSV_H
#define QUHUA_IO_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/error.h>
#include <quhua/memory.h>

typedef struct quhua__csv_cell {
  quhua_str text;         /* content; good until the next row is read */
  const char *start;      /* first byte in the whole text: the opening quote of a quoted cell */
  const char *line_start; /* first byte of the line that start is on */
  uint32_t line;
  bool escaped; /* holds doubled quotes */
  bool broken;  /* goes over several lines */
} quhua__csv_cell;

typedef struct quhua__csv {
  const quhua_allocator *allocator;
  quhua_str source; /* name of the text, for errors */
  const char *at;
  const char *end;
  const char *line_start;
  uint32_t line;
  quhua__csv_cell *cells; /* of the row that was read last */
  size_t count;
  size_t cap;
  size_t width;  /* cells that each row must have; 0: any number */
  char *scratch; /* contents of cells with doubled quotes */
  size_t scratch_cap;
} quhua__csv;

/* text: UTF-8, must outlive the reader, as must source. */
void quhua__csv_init(quhua__csv *csv, const quhua_allocator *allocator, quhua_str text, quhua_str source);
void quhua__csv_free(quhua__csv *csv);
/* Read the next row; *more is false at the end of the text. QUHUA_OK, QUHUA_E_INVALID with place, QUHUA_E_NOMEM. */
quhua_status quhua__csv_next(quhua__csv *csv, bool *more, quhua_error *err);

/* Give an error that was just raised the place of a cell: of its character (from 1) of part, a view of the cell's
 * text, or of the cell's start when character is 0 or the place inside cannot be told. */
quhua_status quhua__csv_fail_at(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_str part,
                                uint32_t character, quhua_error *err);

/* Column in which a cell begins, in characters from 1. */
uint32_t quhua__csv_column(const quhua__csv_cell *cell);

#endif
