/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/lines.h"

#include <string.h>

#include "base/utf8.h"

#define MARK "\xEF\xBB\xBF"
#define WIDE_BLANK "　"

quhua__lines quhua__lines_of(quhua_str text) {
  size_t mark = text.len >= strlen(MARK) && memcmp(text.ptr, MARK, strlen(MARK)) == 0 ? strlen(MARK) : 0;
  if (text.len == 0) return (quhua__lines){"", "", 0};
  return (quhua__lines){text.ptr + mark, text.ptr + text.len, 0};
}

/* Bytes of the blank at a place, 0 when there is none. */
static size_t blank_at(const char *at, const char *end) {
  size_t wide = strlen(WIDE_BLANK);
  if (at == end) return 0;
  if (*at == ' ' || *at == '\t' || *at == '\r') return 1;
  return (size_t)(end - at) >= wide && memcmp(at, WIDE_BLANK, wide) == 0 ? wide : 0;
}

static size_t blank_before(const char *start, const char *at) {
  size_t wide = strlen(WIDE_BLANK);
  if (at == start) return 0;
  if (blank_at(at - 1, at)) return 1;
  return (size_t)(at - start) >= wide ? blank_at(at - wide, at) : 0;
}

static quhua_str trim(const char *at, const char *end) {
  size_t blank;
  while ((blank = blank_at(at, end)) > 0) at += blank;
  while ((blank = blank_before(at, end)) > 0) end -= blank;
  return (quhua_str){at, (size_t)(end - at)};
}

/* The cells of one line without its end; false when all are empty. */
static bool read_cells(const char *at, const char *end, quhua__line *out) {
  const char *counted = at;
  uint32_t column = 1;
  out->count = 0;
  for (size_t i = 0; at <= end; i++) {
    const char *comma = memchr(at, ',', (size_t)(end - at));
    const char *stop = comma ? comma : end;
    quhua_str cell = trim(at, stop);
    if (i < QUHUA__LINE_CELLS) {
      column += quhua__utf8_count(counted, cell.ptr);
      counted = cell.ptr;
      out->cells[i] = cell;
      out->columns[i] = column;
    }
    if (cell.len) out->count = i + 1;
    at = stop + 1;
  }
  return out->count > 0;
}

bool quhua__lines_next(quhua__lines *lines, quhua__line *out) {
  while (lines->at < lines->end) {
    const char *start = lines->at, *feed = memchr(start, '\n', (size_t)(lines->end - start));
    const char *stop = feed ? feed : lines->end;
    memset(out, 0, sizeof *out);
    lines->at = feed ? feed + 1 : lines->end;
    out->number = ++lines->number;
    if (read_cells(start, stop, out)) return true;
  }
  return false;
}

static quhua_status fail_encoding(quhua_str text, size_t good, const char *setting, quhua_error *err) {
  uint32_t line = 1;
  const char *start = text.ptr;
  for (const char *at = text.ptr; at < text.ptr + good; at++)
    if (*at == '\n') line++, start = at + 1;
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the table is not UTF-8", "表不是 UTF-8 编码"),
              QUHUA__T("save it as UTF-8", "请另存为 UTF-8"), QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_INVALID, quhua_str_from(setting), line,
                        quhua__utf8_count(start, text.ptr + good) + 1);
}

quhua_status quhua__lines_check(quhua_str text, const char *setting, quhua_error *err) {
  size_t good = quhua__utf8_span(text);
  if (good < text.len) return fail_encoding(text, good, setting, err);
  quhua__lines lines = quhua__lines_of(text);
  quhua__line line;
  while (quhua__lines_next(&lines, &line))
    for (size_t i = 0; i < QUHUA__LINE_CELLS; i++)
      if (line.cells[i].len && line.cells[i].ptr[0] == '"')
        return quhua__line_fail(
            &line, i, setting, QUHUA__T("cells are not quoted here", "此处单元格不用引号"),
            QUHUA__T("take the quotes away, and commas inside the cell too", "请去掉引号及单元格内的逗号"),
            err);
  return QUHUA_OK;
}

quhua_status quhua__line_fail(const quhua__line *line, size_t cell, const char *setting, quhua__text2 message,
                              quhua__text2 remedy, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, message, remedy, QUHUA__ARGS(line->cells[cell]));
  uint32_t column = line->columns[cell] ? line->columns[cell] : 1;
  return quhua__fail_at(err, QUHUA_E_INVALID, quhua_str_from(setting), line->number, column);
}
