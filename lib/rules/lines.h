/* SPDX-License-Identifier: Apache-2.0 */
/* lines.h: the small tables that settings hold: lines of cells parted by commas.
 *
 * Files are read by lib/io; a setting is one text that a person pasted, so it is read as simply as it is written: UTF-8
 * with or without a mark, LF or CRLF, blanks around cells mean nothing, empty lines and empty cells at the end of a line
 * are not there, quotes are not known (a cell that begins with one is refused, never misread). */
#ifndef QUHUA_RULES_LINES_H
#define QUHUA_RULES_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/fail.h"

/* Cells of a line that are kept; more are only counted. */
#define QUHUA__LINE_CELLS 6

typedef struct quhua__line {
  quhua_str cells[QUHUA__LINE_CELLS]; /* trimmed views; empty past the last */
  uint32_t columns[QUHUA__LINE_CELLS];
  size_t count;    /* cells up to the last that is not empty, at least 1 */
  uint32_t number; /* from 1 */
} quhua__line;

typedef struct quhua__lines {
  const char *at, *end;
  uint32_t number; /* of the line read last */
} quhua__lines;

quhua__lines quhua__lines_of(quhua_str text);
/* The next line that has cells; false at the end. */
bool quhua__lines_next(quhua__lines *lines, quhua__line *out);

/* What every table must be: UTF-8, without quotes. */
quhua_status quhua__lines_check(quhua_str text, const char *setting, quhua_error *err);
/* An error in a cell of a line: QUHUA_E_INVALID, with setting, line and column. */
quhua_status quhua__line_fail(const quhua__line *line, size_t cell, const char *setting, quhua__text2 message,
                              quhua__text2 remedy, quhua_error *err);

#endif
