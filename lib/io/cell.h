/* SPDX-License-Identifier: Apache-2.0 */
/* cell.h: what the cells of both tables have in common: words and numbers, with errors at the exact character. */
#ifndef QUHUA_IO_CELL_H
#define QUHUA_IO_CELL_H

#include <quhua/code.h>
#include <quhua/date.h>
#include <quhua/error.h>

#include "io/csv.h"

/* Without blanks, tabs and full-width blanks at both ends. */
quhua_str quhua__cell_trim(quhua_str text);

/* Spreadsheets take a cell that begins with one of = + - @ TAB CR for a formula (OWASP, CSV injection). The writers
 * put an apostrophe in front of such a text, and in front of one that begins with apostrophes and then such a
 * character; the readers take one away again, so that every text comes back as it was. */
bool quhua__cell_wants_guard(quhua_str text);
quhua_str quhua__cell_unguard(quhua_str text);

/* Each reads a trimmed cell that is not empty. QUHUA_OK, or QUHUA_E_INVALID with place. */
quhua_status quhua__cell_level(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_level *out,
                               quhua_error *err);
quhua_status quhua__cell_kind(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_kind *out,
                              quhua_error *err);
quhua_status quhua__cell_date(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_date *out,
                              quhua_error *err);
/* A plain decimal that is not negative; *out is a view of the cell without needless zeros in front. */
quhua_status quhua__cell_amount(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_str *out,
                                quhua_error *err);

#endif
