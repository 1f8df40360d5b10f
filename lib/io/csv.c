/* SPDX-License-Identifier: Apache-2.0 */
#include "io/csv.h"

#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/number.h"
#include "base/utf8.h"

void quhua__csv_init(quhua__csv *csv, const quhua_allocator *allocator, quhua_str text, quhua_str source) {
  const char *start = text.len ? text.ptr : "";
  *csv = (quhua__csv){.allocator = allocator,
                      .source = source,
                      .at = start,
                      .end = start + text.len,
                      .line_start = start,
                      .line = 1};
}

void quhua__csv_free(quhua__csv *csv) {
  const quhua_allocator *allocator = csv->allocator;
  if (csv->cells) allocator->free(allocator->ctx, csv->cells, csv->cap * sizeof *csv->cells);
  if (csv->scratch) allocator->free(allocator->ctx, csv->scratch, csv->scratch_cap);
  csv->cells = NULL;
  csv->scratch = NULL;
  csv->cap = csv->scratch_cap = csv->count = 0;
}

static quhua_status place(const quhua__csv *csv, uint32_t line, const char *line_start, const char *at,
                          quhua_error *err) {
  return quhua__fail_at(err, QUHUA_E_INVALID, csv->source, line, quhua__utf8_count(line_start, at) + 1);
}

quhua_status quhua__csv_fail_at(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_str part,
                                uint32_t character, quhua_error *err) {
  const char *at = cell->start;
  if (character > 0 && !cell->escaped && !cell->broken) {
    at = part.ptr;
    while (--character > 0 && at < part.ptr + part.len) {
      at++;
      while (at < part.ptr + part.len && ((unsigned char)*at & 0xC0) == 0x80) at++;
    }
  }
  return place(csv, cell->line, cell->line_start, at, err);
}

uint32_t quhua__csv_column(const quhua__csv_cell *cell) {
  return quhua__utf8_count(cell->line_start, cell->start) + 1;
}

static bool at_line_end(const quhua__csv *csv) { return *csv->at == '\n' || *csv->at == '\r'; }

static void pass_line_end(quhua__csv *csv) {
  bool both = *csv->at == '\r' && csv->at + 1 < csv->end && csv->at[1] == '\n';
  csv->at += both ? 2 : 1;
  csv->line++;
  csv->line_start = csv->at;
}

static quhua_status refuse_inner_quote(const quhua__csv *csv, quhua_error *err) {
  quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("a quote inside a cell that does not begin with one", "单元格不以引号开头，中间却有引号"),
      QUHUA__T("put the whole cell in quotes and write each quote in it twice",
               "整个单元格加引号，其中的每个引号写两遍"),
      QUHUA__NO_ARGS);
  return place(csv, csv->line, csv->line_start, csv->at, err);
}

static quhua_status refuse_text_after_quote(const quhua__csv *csv, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID,
              QUHUA__T("text after the closing quote of a cell", "单元格的右引号之后还有文字"),
              QUHUA__T("put the whole cell in quotes and write each quote in it twice",
                       "整个单元格加引号，其中的每个引号写两遍"),
              QUHUA__NO_ARGS);
  return place(csv, csv->line, csv->line_start, csv->at, err);
}

static quhua_status refuse_open_quote(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("this quote is never closed", "此引号没有配对的右引号"),
              QUHUA__T("put a quote behind the text of the cell", "在单元格文字之后补上引号"),
              QUHUA__NO_ARGS);
  return place(csv, cell->line, cell->line_start, cell->start, err);
}

static quhua_status read_plain(quhua__csv *csv, quhua__csv_cell *cell, quhua_error *err) {
  const char *at = csv->at, *end = csv->end;
  while (at < end && *at != ',' && *at != '\n' && *at != '\r' && *at != '"') at++;
  csv->at = at;
  if (at < end && *at == '"') return refuse_inner_quote(csv, err);
  cell->text = (quhua_str){cell->start, (size_t)(at - cell->start)};
  return QUHUA_OK;
}

/* Doubled quotes stay in the text of the cell until the row is complete. */
static quhua_status read_quoted(quhua__csv *csv, quhua__csv_cell *cell, quhua_error *err) {
  csv->at++;
  for (;;) {
    if (csv->at == csv->end) return refuse_open_quote(csv, cell, err);
    if (at_line_end(csv)) {
      pass_line_end(csv);
      cell->broken = true;
      continue;
    }
    if (*csv->at++ != '"') continue;
    if (csv->at == csv->end || *csv->at != '"') break;
    csv->at++;
    cell->escaped = true;
  }
  cell->text = (quhua_str){cell->start + 1, (size_t)(csv->at - cell->start) - 2};
  if (csv->at < csv->end && *csv->at != ',' && !at_line_end(csv)) return refuse_text_after_quote(csv, err);
  return QUHUA_OK;
}

static quhua_status read_cell(quhua__csv *csv, quhua_error *err) {
  void *cells = csv->cells;
  bool grown = quhua__grow(csv->allocator, &cells, &csv->cap, csv->count + 1, sizeof *csv->cells);
  csv->cells = cells;
  if (!grown) return quhua__fail_nomem(err);
  quhua__csv_cell *cell = &csv->cells[csv->count++];
  *cell = (quhua__csv_cell){.start = csv->at, .line_start = csv->line_start, .line = csv->line};
  if (csv->at < csv->end && *csv->at == '"') return read_quoted(csv, cell, err);
  return read_plain(csv, cell, err);
}

/* Reads to the end of a row but not over the line end behind it. */
static quhua_status read_cells(quhua__csv *csv, quhua_error *err) {
  csv->count = 0;
  for (;;) {
    quhua_status status = read_cell(csv, err);
    if (status) return status;
    if (csv->at == csv->end || *csv->at != ',') return QUHUA_OK;
    csv->at++;
  }
}

static char *copy_unescaped(quhua_str text, char *out) {
  for (size_t i = 0; i < text.len; i++) {
    *out++ = text.ptr[i];
    if (text.ptr[i] == '"') i++; /* the second of two */
  }
  return out;
}

/* Copies the cells with doubled quotes, all at once, so that none of the copies moves. */
static quhua_status unescape(quhua__csv *csv, quhua_error *err) {
  size_t need = 0;
  void *scratch = csv->scratch;
  for (size_t i = 0; i < csv->count; i++)
    if (csv->cells[i].escaped) need += csv->cells[i].text.len;
  if (need == 0) return QUHUA_OK;
  if (!quhua__grow(csv->allocator, &scratch, &csv->scratch_cap, need, 1)) return quhua__fail_nomem(err);
  csv->scratch = scratch;
  char *out = csv->scratch;
  for (size_t i = 0; i < csv->count; i++) {
    quhua__csv_cell *cell = &csv->cells[i];
    if (!cell->escaped) continue;
    char *start = out;
    out = copy_unescaped(cell->text, out);
    cell->text = (quhua_str){start, (size_t)(out - start)};
  }
  return QUHUA_OK;
}

static bool is_blank(quhua_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (text.ptr[i] != ' ' && text.ptr[i] != '\t') return false;
  return true;
}

static bool row_is_blank(const quhua__csv *csv) {
  for (size_t i = 0; i < csv->count; i++)
    if (!is_blank(csv->cells[i].text)) return false;
  return true;
}

static quhua_status check_width(const quhua__csv *csv, quhua_error *err) {
  char has[QUHUA__NUMBER_TEXT_MAX], wants[QUHUA__NUMBER_TEXT_MAX];
  if (csv->width == 0 || csv->count == csv->width) return QUHUA_OK;
  quhua__fail(err, QUHUA_E_INVALID,
              QUHUA__T("the row has {1} cells, the header has {2}", "该行有 {1} 个单元格，表头有 {2} 个"),
              QUHUA__T("put a cell that holds a comma in quotes", "含逗号的单元格要加引号"),
              QUHUA__ARGS(quhua__number_text(csv->count, has), quhua__number_text(csv->width, wants)));
  if (csv->count > csv->width)
    return quhua__csv_fail_at(csv, &csv->cells[csv->width], (quhua_str){0}, 0, err);
  return place(csv, csv->line, csv->line_start, csv->at, err);
}

quhua_status quhua__csv_next(quhua__csv *csv, bool *more, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  for (*more = false; !*more && csv->at < csv->end;) {
    status = read_cells(csv, err);
    if (status) return status;
    *more = !row_is_blank(csv);
    if (*more) status = check_width(csv, err);
    if (status) return status;
    if (csv->at < csv->end) pass_line_end(csv);
  }
  return *more ? unescape(csv, err) : QUHUA_OK;
}
