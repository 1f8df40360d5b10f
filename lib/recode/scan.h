/* SPDX-License-Identifier: Apache-2.0 */
/* scan.h: rows of CSV in a buffer, and where some of their cells are.
 *
 * io/csv.h reads small tables whole and hands out every cell; this looks for line ends and delimiters only, so that a
 * row without quotes costs a few searches in memory. Bytes that give structure (comma, semicolon, TAB, quote, line end)
 * are never part of a character, in UTF-8 nor in GB18030, whose second bytes are 30 to 39, 40 to 7E and 80 to FE. */
#ifndef QUHUA_RECODE_SCAN_H
#define QUHUA_RECODE_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "recode/separators.h"

/* The content of a cell, without its quotes. */
typedef struct quhua__recode_cell {
  char *at;
  size_t len;
  bool quoted;
} quhua__recode_cell;

typedef struct quhua__recode_row {
  char *start;
  char *content_end; /* where the line end begins */
  char *end;         /* of the line end */
  uint64_t line;     /* that it begins on, from 1 */
} quhua__recode_row;

typedef enum quhua__recode_found {
  QUHUA__RECODE_ROW,
  QUHUA__RECODE_CUT,         /* the row goes on behind the buffer */
  QUHUA__RECODE_SHORT,       /* the row has not all wanted cells */
  QUHUA__RECODE_OPEN_QUOTE,  /* a quote that is never closed */
  QUHUA__RECODE_INNER_QUOTE, /* a quote inside a cell that does not begin with one */
  QUHUA__RECODE_AFTER_QUOTE  /* text behind the closing quote */
} quhua__recode_found;

typedef struct quhua__recode_scan {
  char *at;    /* first byte of the next row */
  char *end;   /* of the buffer */
  char *quote; /* first quote at or behind `at`, or end; NULL: not looked for yet */
  char *bad;   /* what an error is about */
  /* Borrowed: the separators of a stretch without quotes that begins at `stretch`; those from `next` on are not passed
   * yet, and the next row begins behind the one before. NULL: each is looked for when it is wanted. */
  quhua__recode_separators *separators;
  char *stretch;
  uint32_t next;
  uint64_t line;
  bool last; /* the stream ends with the buffer */
  char delimiter;
} quhua__recode_scan;

/* Look at other bytes: from at to end. */
void quhua__recode_scan_on(quhua__recode_scan *scan, char *at, char *end, bool last);

/* The next row and its wanted cells, columns in ascending order from 0. There must be bytes left. A row without content
 * has no cells: row->content_end is row->start. scan->at moves on only when a row was found. */
quhua__recode_found quhua__recode_scan_row(quhua__recode_scan *scan, const uint32_t *wanted, size_t count,
                                           quhua__recode_row *row, quhua__recode_cell *cells);

/* One cell that begins at `at`; *next is its delimiter, line end or the end. */
quhua__recode_found quhua__recode_scan_cell(quhua__recode_scan *scan, char *at, quhua__recode_cell *cell,
                                            char **next);

#endif
