/* SPDX-License-Identifier: Apache-2.0 */
/* scanner.h: a scan under way: how readers of files hand over what they read.
 *
 * A reader says which table begins, then hands over cells that may hold something. It finds these with the filters,
 * either in the bytes of many rows at once (csv.c) or in the values of a row that it packs one behind the other. */
#ifndef QUHUA_SCAN_SCANNER_H
#define QUHUA_SCAN_SCANNER_H

#include <quhua/scan.h>

#include "base/bytes.h"
#include "io/table_writer.h"
#include "scan/judge.h"

/* How the texts of a file are written. */
typedef enum quhua__scan_encoding {
  QUHUA__SCAN_ASCII, /* nothing else was seen yet */
  QUHUA__SCAN_UTF8,
  QUHUA__SCAN_GB18030
} quhua__scan_encoding;

/* A column of the table that is read. */
typedef struct quhua__scan_field {
  quhua_str name;
  uint32_t summary; /* number in the summary, from 1; 0: nothing was found in it yet */
} quhua__scan_field;

struct quhua_scan {
  const quhua_scan_needles *needles;
  const quhua_allocator *allocator;
  quhua_scan_options options;
  quhua__table_writer table;

  quhua__arena arena; /* texts of the summary */
  quhua_scan_column *columns;
  size_t column_count, column_cap;
  quhua__table column_of; /* file, table and column -> number in the summary */

  quhua_str file, table_name;
  quhua__scan_encoding encoding;
  quhua__arena names; /* of the fields */
  quhua__scan_field *fields;
  size_t field_count, field_cap;

  quhua__bytes row; /* values of a row, packed */
  size_t *row_ends;
  size_t row_count, row_cap;
  bool row_cut; /* the value that is being added is longer than the limit */

  quhua__scan_findings findings; /* of one cell */
  struct quhua__scan_memory *memory;
  uint64_t cut;
};

/* What the filters found next, so that neither has to look twice. All zero where other bytes begin. */
typedef struct quhua__scan_ahead {
  const char *code, *name;
} quhua__scan_ahead;

/* --- for readers --- */
/* A table of the file begins; its columns have no names yet. */
void quhua__scan_begin_table(quhua_scan *scan, quhua_str name);
/* Name a column, from 0. */
quhua_status quhua__scan_name_column(quhua_scan *scan, size_t column, quhua_str name, quhua_error *err);
/* The first place in [at, end) that may begin a needle; QUHUA__GRAMS_BEYOND bytes must be readable behind the end. */
const char *quhua__scan_next(const quhua_scan *scan, quhua__scan_ahead *ahead, const char *at,
                             const char *end);
/* Judge a cell and report what is in it. Behind it, QUHUA__GRAMS_BEYOND bytes must be readable. */
quhua_status quhua__scan_cell(quhua_scan *scan, size_t column, uint64_t place, quhua_str cell,
                              quhua_error *err);

/* Pack a value of the next row, whole or in pieces; end it; judge the row. What is beyond the limit is dropped. */
void quhua__scan_add(quhua_scan *scan, const char *data, size_t len);
void quhua__scan_end_value(quhua_scan *scan);
quhua_status quhua__scan_end_row(quhua_scan *scan, uint64_t place, quhua_error *err);
void quhua__scan_forget_row(quhua_scan *scan);
/* Tell how a text is written, from the first bytes beyond ASCII on. */
void quhua__scan_tell_encoding(quhua_scan *scan, const char *data, size_t len);

/* --- readers --- */
/* A file that is read piece by piece. */
typedef struct quhua__scan_input {
  const char *path;
  int fd;
  char *data; /* `cap` bytes, and QUHUA__GRAMS_BEYOND more */
  size_t len, cap;
  bool ended;
} quhua__scan_input;

/* Read more behind what is there; makes room up to `most` bytes. *more is false when nothing came. */
quhua_status quhua__scan_input_more(quhua_scan *scan, quhua__scan_input *in, size_t most, bool *more,
                                    quhua_error *err);
/* Forget the first bytes. */
void quhua__scan_input_drop(quhua__scan_input *in, size_t len);

quhua_status quhua__scan_csv(quhua_scan *scan, quhua__scan_input *in, quhua_error *err);
quhua_status quhua__scan_dump(quhua_scan *scan, quhua__scan_input *in, quhua_error *err);

#endif
