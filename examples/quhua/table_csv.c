/* SPDX-License-Identifier: Apache-2.0 */
/* table_csv.c: tables as CSV, with the same care about spreadsheets as the library's own tables. */
#include <string.h>

#include "table.h"

/* Spreadsheets take a cell that begins with one of = + - @ TAB CR for a formula. An apostrophe in front makes it a text
 * again; a text that begins with apostrophes and then such a character gets one more, so that nothing is lost. */
static bool wants_guard(quhua_str cell) {
  size_t at = 0;
  while (at < cell.len && cell.ptr[at] == '\'') at++;
  return at < cell.len && cell.ptr[at] && strchr("=+-@\t\r", cell.ptr[at]);
}

/* Take the apostrophe away from the cell that was read last. */
static void unguard(table *b, size_t begin) {
  if (b->text.failed || b->text.len <= begin) return;
  quhua_str cell = {b->text.data + begin, b->text.len - begin};
  if (cell.ptr[0] != '\'' || !wants_guard(cell)) return;
  memmove(b->text.data + begin, b->text.data + begin + 1, cell.len - 1);
  b->text.len--;
}

/* Read one field of CSV into the text of the table. Returns where the field ends: at a comma, a line end or the
 * end of the data. */
static const char *read_field(table *b, const char *at, const char *end) {
  size_t begin_of_cell = b->text.len;
  if (at < end && *at == '"') {
    for (at++; at < end; at++) {
      if (*at == '"' && !(at + 1 < end && at[1] == '"')) {
        at++;
        break;
      }
      at += *at == '"';
      buffer_add(&b->text, at, 1);
    }
  } else {
    const char *begin = at;
    while (at < end && *at != ',' && *at != '\n' && *at != '\r') at++;
    buffer_add(&b->text, begin, (size_t)(at - begin));
  }
  unguard(b, begin_of_cell);
  table_end_cell(b);
  return at;
}

void table_init_csv(table *b, const char *data, size_t len) {
  *b = (table){0};
  const char *end = data + len;
  for (const char *at = data; at < end && !b->failed;) {
    at = read_field(b, at, end);
    bool more = at < end && *at == ',';
    if (more && at + 1 == end) table_end_cell(b);
    while (!more && at < end && *at == '\r') at++;
    if (!more && b->columns == 0) b->columns = b->cells;
    if (at < end) at++;
  }
}

static bool needs_quotes(quhua_str cell) {
  for (size_t i = 0; i < cell.len; i++)
    if (cell.ptr[i] && strchr(",\"\r\n", cell.ptr[i])) return true;
  return cell.len && (cell.ptr[0] == ' ' || cell.ptr[cell.len - 1] == ' ');
}

static void put_csv(FILE *stream, quhua_str cell) {
  const char *guard = wants_guard(cell) ? "'" : "";
  if (!needs_quotes(cell)) {
    fputs(guard, stream);
    fwrite(cell.ptr, 1, cell.len, stream);
    return;
  }
  fprintf(stream, "\"%s", guard);
  for (size_t i = 0; i < cell.len; i++) {
    if (cell.ptr[i] == '"') fputc('"', stream);
    fputc(cell.ptr[i], stream);
  }
  fputc('"', stream);
}

void table_print_csv(const table *b, FILE *stream) {
  for (size_t row = 0; row <= table_rows(b); row++)
    for (size_t column = 0; column < b->columns; column++) {
      put_csv(stream, table_cell(b, row, column));
      fputc(column + 1 < b->columns ? ',' : '\n', stream);
    }
}
