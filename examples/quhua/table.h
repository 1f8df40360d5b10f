/* SPDX-License-Identifier: Apache-2.0 */
/* table.h: a table of texts in memory, filled by a verb cell by cell and printed in the format of the run.
 *
 * Out of memory is remembered and reported when the table is printed. */
#ifndef TOOL_TABLE_H
#define TOOL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <quhua/date.h>
#include <quhua/text.h>

#include "buffer.h"
#include "json.h"
#include "tool.h"

typedef struct table {
  size_t columns; /* cells in a row */
  buffer text;    /* the texts of all cells, one after the other */
  size_t *ends;   /* where each cell ends in the text; the first row is the header */
  size_t cells;
  size_t cap;
  bool failed;
} table;

/* Begin a table with the names of its columns. */
void table_init(table *b, const char *const *columns, size_t count);
/* Read the CSV that the library writes into a table; the columns come from its header. */
void table_init_csv(table *b, const char *data, size_t len);
void table_free(table *b);

void table_add(table *b, quhua_str cell);
/* End a cell whose text was added to b->text piece by piece. */
void table_end_cell(table *b);
void table_add_text(table *b, const char *cell);
void table_add_number(table *b, uint64_t number);
void table_add_date(table *b, quhua_date date);

/* Rows below the header. */
size_t table_rows(const table *b);
/* A cell; row 0 is the header. */
quhua_str table_cell(const table *b, size_t row, size_t column);

/* Print in the format of the run; returns an exit status. */
int table_print(const table *b, const tool *t, FILE *stream);
void table_print_csv(const table *b, FILE *stream);
/* Aligned columns for people, headings in the language of the run. */
void table_print_text(const table *b, const tool *t, FILE *stream);

/* Places that a text takes on a terminal. */
size_t display_width(quhua_str text);

/* A table with the columns key and value is one object: lines "label: value", rows key,value, or a JSON object. */
void record_init(table *b);
void record_add(table *b, const char *key, quhua_str value);
void record_add_text(table *b, const char *key, const char *value);
void record_add_number(table *b, const char *key, uint64_t value);
int record_print(const table *b, const tool *t, FILE *stream);

/* Tables inside other JSON: an array of objects, or one row as an object. */
void json_table(json *j, const table *b);
void json_row(json *j, const table *b, size_t row);
/* The cells of a row, inside an object that is open. */
void json_cells(json *j, const table *b, size_t row);
/* The pairs of a record, inside an object that is open. */
void json_pairs(json *j, const table *b);
/* A record as an object whose values are all numbers or all texts, whatever the keys are called. */
void json_record(json *j, const table *b, bool numbers);

#endif
