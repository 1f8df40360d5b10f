/* SPDX-License-Identifier: Apache-2.0 */
/* table_text.c: columns that line up on a terminal, where a Chinese character takes two places. */
#include <stdlib.h>

#include <utf8proc.h>

#include "cell_words.h"
#include "labels.h"
#include "table.h"

size_t display_width(quhua_str text) {
  size_t width = 0;
  for (size_t at = 0; at < text.len;) {
    utf8proc_int32_t point;
    utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + at, (utf8proc_ssize_t)(text.len - at), &point);
    utf8proc_category_t category = used > 0 ? utf8proc_category(point) : UTF8PROC_CATEGORY_CC;
    bool shown_as_mark = category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF;
    width += shown_as_mark ? 1 : (size_t)utf8proc_charwidth(point);
    at += used > 0 ? (size_t)used : 1;
  }
  return width;
}

/* The text of a cell, or the heading of a column, in the language of the run. */
static quhua_str shown(const table *b, const tool *t, size_t row, size_t column) {
  quhua_str name = table_cell(b, 0, column);
  return row == 0 ? column_label(name, t->lang) : cell_word(name, table_cell(b, row, column), t->lang);
}

/* A column without any text takes no place. */
static size_t column_width(const table *b, const tool *t, size_t column) {
  size_t widest = 0;
  for (size_t row = 1; row <= table_rows(b); row++) {
    size_t width = display_width(shown(b, t, row, column));
    if (width > widest) widest = width;
  }
  size_t head = display_width(shown(b, t, 0, column));
  return widest == 0 && table_rows(b) > 0 ? 0 : widest > head ? widest : head;
}

static void pad(FILE *stream, size_t count) {
  while (count--) fputc(' ', stream);
}

static void print_row(const table *b, const tool *t, FILE *stream, size_t row, const size_t *width) {
  size_t owed = 0; /* spaces before the next text: none are left at the end of a line */
  for (size_t column = 0; column < b->columns; column++) {
    if (width[column] == 0) continue;
    quhua_str text = shown(b, t, row, column);
    size_t blank = width[column] - display_width(text);
    bool right = column_is_number(table_cell(b, 0, column));
    if (right) owed += blank;
    if (text.len) {
      pad(stream, owed);
      put_safe(stream, text.ptr, text.len);
      owed = 0;
    }
    owed += right ? 2 : blank + 2;
  }
  fputc('\n', stream);
}

void table_print_text(const table *b, const tool *t, FILE *stream) {
  size_t *width = calloc(b->columns + 1, sizeof *width);
  if (!width) return;
  for (size_t column = 0; column < b->columns; column++) width[column] = column_width(b, t, column);
  bool color = stream == stderr ? t->color_err : t->color_out;
  for (size_t row = 0; row <= table_rows(b); row++) {
    if (color && row == 0) fputs("\033[1m", stream);
    print_row(b, t, stream, row, width);
    if (color && row == 0) fputs("\033[0m", stream);
  }
  free(width);
}
