/* SPDX-License-Identifier: Apache-2.0 */
#include "table.h"

#include <inttypes.h>
#include <stdlib.h>

#include "labels.h"

void table_init(table *b, const char *const *columns, size_t count) {
  *b = (table){.columns = count};
  for (size_t i = 0; i < count; i++) table_add_text(b, columns[i]);
}

void table_free(table *b) {
  buffer_free(&b->text);
  free(b->ends);
  *b = (table){0};
}

void table_end_cell(table *b) {
  if (b->cells == b->cap) {
    size_t cap = b->cap * 2 + 64;
    size_t *grown = realloc(b->ends, cap * sizeof *grown);
    if (!grown) {
      b->failed = true;
      return;
    }
    b->ends = grown;
    b->cap = cap;
  }
  b->ends[b->cells++] = b->text.len;
}

void table_add(table *b, quhua_str cell) {
  buffer_add(&b->text, cell.ptr, cell.len);
  table_end_cell(b);
}

void table_add_text(table *b, const char *cell) { table_add(b, quhua_str_from(cell)); }

void table_add_number(table *b, uint64_t number) {
  char text[24];
  snprintf(text, sizeof text, "%" PRIu64, number);
  table_add_text(b, text);
}

void table_add_date(table *b, quhua_date date) {
  char text[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(date, text);
  table_add_text(b, text);
}

size_t table_rows(const table *b) { return b->columns ? b->cells / b->columns - (b->cells > 0) : 0; }

quhua_str table_cell(const table *b, size_t row, size_t column) {
  size_t at = row * b->columns + column;
  size_t begin = at ? b->ends[at - 1] : 0;
  return (quhua_str){b->text.data ? b->text.data + begin : "", b->ends[at] - begin};
}

void json_cells(json *j, const table *b, size_t row) {
  for (size_t column = 0; column < b->columns; column++) {
    quhua_str name = table_cell(b, 0, column);
    json_key(j, name);
    json_cell(j, table_cell(b, row, column), column_is_number(name));
  }
}

void json_row(json *j, const table *b, size_t row) {
  json_open(j, '{');
  json_cells(j, b, row);
  json_close(j, '}');
}

void json_table(json *j, const table *b) {
  json_open(j, '[');
  for (size_t row = 1; row <= table_rows(b); row++) json_row(j, b, row);
  json_close(j, ']');
}

static void print_json(const table *b, FILE *stream) {
  json j = json_on(stream, true);
  json_table(&j, b);
  fputc('\n', stream);
}

int table_print(const table *b, const tool *t, FILE *stream) {
  if (b->failed || b->text.failed) return no_memory(t);
  switch (t->format) {
  case OUTPUT_TEXT: table_print_text(b, t, stream); break;
  case OUTPUT_CSV: table_print_csv(b, stream); break;
  case OUTPUT_JSON: print_json(b, stream); break;
  }
  return DONE;
}
