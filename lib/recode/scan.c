/* SPDX-License-Identifier: Apache-2.0 */
#include "recode/scan.h"

#include <string.h>

static char *find(const char *from, const char *end, char byte) {
  return memchr(from, byte, (size_t)(end - from));
}

/* The first such byte, or end. */
static char *find_or_end(char *from, char *end, char byte) {
  char *at = find(from, end, byte);
  return at ? at : end;
}

void quhua__recode_scan_on(quhua__recode_scan *scan, char *at, char *end, bool last) {
  scan->at = at;
  scan->end = end;
  scan->last = last;
  scan->quote = NULL;
  scan->stretch = NULL;
}

/* Where the content of a line ends that has its LF, or the end of the stream, at `stop`. */
static char *without_cr(char *start, char *stop) {
  return stop > start && stop[-1] == '\r' ? stop - 1 : stop;
}

static quhua__recode_found refuse(quhua__recode_scan *scan, char *at, quhua__recode_found what) {
  scan->bad = at;
  return what;
}

/* --- rows with quotes -------------------------------------------------------------------------------------------- */

static bool ends_cell(const quhua__recode_scan *scan, const char *at) {
  if (at == scan->end || *at == scan->delimiter || *at == '\n') return true;
  return *at == '\r' && (at + 1 == scan->end || at[1] == '\n');
}

static quhua__recode_found scan_quoted(quhua__recode_scan *scan, char *at, quhua__recode_cell *cell,
                                       char **next) {
  quhua__recode_found unfinished = scan->last ? QUHUA__RECODE_OPEN_QUOTE : QUHUA__RECODE_CUT;
  char *closing = at + 1;
  for (;; closing += 2) {
    closing = find(closing, scan->end, '"');
    if (!closing) return refuse(scan, at, unfinished);
    if (closing + 1 == scan->end || closing[1] != '"') break;
  }
  bool unseen = closing + 1 == scan->end || (closing[1] == '\r' && closing + 2 == scan->end);
  if (unseen && !scan->last) return refuse(scan, at, QUHUA__RECODE_CUT);
  if (!ends_cell(scan, closing + 1)) return refuse(scan, closing + 1, QUHUA__RECODE_AFTER_QUOTE);
  *cell = (quhua__recode_cell){at + 1, (size_t)(closing - at) - 1, true};
  *next = closing + 1;
  return QUHUA__RECODE_ROW;
}

static quhua__recode_found scan_plain(quhua__recode_scan *scan, char *at, quhua__recode_cell *cell,
                                      char **next) {
  char *stop = at;
  while (stop < scan->end && *stop != scan->delimiter && *stop != '\n' && *stop != '"') stop++;
  if (stop == scan->end && !scan->last) return refuse(scan, at, QUHUA__RECODE_CUT);
  if (stop < scan->end && *stop == '"') return refuse(scan, stop, QUHUA__RECODE_INNER_QUOTE);
  if (stop == scan->end || *stop == '\n') stop = without_cr(at, stop);
  *cell = (quhua__recode_cell){at, (size_t)(stop - at), false};
  *next = stop;
  return QUHUA__RECODE_ROW;
}

quhua__recode_found quhua__recode_scan_cell(quhua__recode_scan *scan, char *at, quhua__recode_cell *cell,
                                            char **next) {
  bool quoted = at < scan->end && *at == '"';
  return quoted ? scan_quoted(scan, at, cell, next) : scan_plain(scan, at, cell, next);
}

static uint64_t count_lines(const char *from, const char *end) {
  uint64_t lines = 0;
  while ((from = find(from, end, '\n')) != NULL) {
    from++;
    lines++;
  }
  return lines;
}

/* The line end at `at` is passed; what is behind it is the next row. */
static char *pass_line_end(const quhua__recode_scan *scan, char *at) {
  if (at < scan->end && *at == '\r') at++;
  return at < scan->end ? at + 1 : at;
}

static quhua__recode_found scan_with_quotes(quhua__recode_scan *scan, const uint32_t *wanted, size_t count,
                                            quhua__recode_row *row, quhua__recode_cell *cells) {
  char *at = scan->at;
  size_t taken = 0;
  for (uint32_t column = 0;; column++) {
    quhua__recode_cell cell;
    quhua__recode_found found = quhua__recode_scan_cell(scan, at, &cell, &at);
    if (found != QUHUA__RECODE_ROW) return found;
    if (taken < count && wanted[taken] == column) cells[taken++] = cell;
    if (at == scan->end || *at != scan->delimiter) break;
    at++;
  }
  *row = (quhua__recode_row){scan->at, at, pass_line_end(scan, at), scan->line};
  scan->line += count_lines(row->start, row->end);
  scan->at = row->end;
  scan->quote = NULL;
  scan->stretch = NULL;
  return taken == count ? QUHUA__RECODE_ROW : refuse(scan, row->content_end, QUHUA__RECODE_SHORT);
}

/* --- rows of a stretch whose separators are known ------------------------------------------------------------------ */

/* The line end of the next row among the separators; their count when it is not there. */
static uint32_t line_end_of(const quhua__recode_scan *scan) {
  const quhua__recode_separators *s = scan->separators;
  uint32_t i = scan->next;
  while (i < s->count && scan->stretch[s->at[i]] != '\n') i++;
  return i;
}

/* A new stretch from here on. One that is hardly longer than its separators' block is left to the slow way. */
static bool look_ahead(quhua__recode_scan *scan) {
  size_t len = (size_t)(scan->quote - scan->at);
  scan->stretch = scan->at;
  scan->next = 0;
  return quhua__recode_separators_find(scan->separators, scan->at, len, scan->delimiter, '\n') > 0;
}

/* false: the row is not whole in a stretch, or not as it should be; nothing was done. */
static bool scan_known(quhua__recode_scan *scan, const uint32_t *wanted, size_t count, quhua__recode_row *row,
                       quhua__recode_cell *cells) {
  const quhua__recode_separators *s = scan->separators;
  uint32_t stop = scan->stretch ? line_end_of(scan) : s->count;
  if (!scan->stretch || stop == s->count) {
    if (!look_ahead(scan)) return false;
    stop = line_end_of(scan);
  }
  if (stop == s->count) return false;
  char *line_end = scan->stretch + s->at[stop], *content_end = without_cr(scan->at, line_end);
  const uint16_t *own = s->at + scan->next;
  uint32_t delimiters = stop - scan->next;
  for (size_t i = 0; i < count && content_end > scan->at; i++) {
    if (wanted[i] > delimiters) return false;
    char *at = wanted[i] ? scan->stretch + own[wanted[i] - 1] + 1 : scan->at;
    char *end = wanted[i] < delimiters ? scan->stretch + own[wanted[i]] : content_end;
    cells[i] = (quhua__recode_cell){at, (size_t)(end - at), false};
  }
  *row = (quhua__recode_row){scan->at, content_end, line_end + 1, scan->line++};
  scan->at = row->end;
  scan->next = stop + 1;
  return true;
}

/* --- rows without ------------------------------------------------------------------------------------------------ */

static quhua__recode_found scan_without_quotes(quhua__recode_scan *scan, const uint32_t *wanted, size_t count,
                                               const quhua__recode_row *row, quhua__recode_cell *cells) {
  char *at = row->start, *stop = row->content_end;
  uint32_t column = 0;
  for (size_t i = 0; i < count; i++) {
    for (; column < wanted[i]; column++) {
      at = find(at, stop, scan->delimiter);
      if (!at) return refuse(scan, stop, QUHUA__RECODE_SHORT);
      at++;
    }
    cells[i] = (quhua__recode_cell){at, (size_t)(find_or_end(at, stop, scan->delimiter) - at), false};
  }
  return QUHUA__RECODE_ROW;
}

quhua__recode_found quhua__recode_scan_row(quhua__recode_scan *scan, const uint32_t *wanted, size_t count,
                                           quhua__recode_row *row, quhua__recode_cell *cells) {
  if (!scan->quote) scan->quote = find_or_end(scan->at, scan->end, '"');
  if (scan->separators && scan_known(scan, wanted, count, row, cells)) return QUHUA__RECODE_ROW;
  scan->stretch = NULL;
  char *line_end = find(scan->at, scan->end, '\n');
  if (scan->quote < (line_end ? line_end : scan->end))
    return scan_with_quotes(scan, wanted, count, row, cells);
  if (!line_end && !scan->last) return refuse(scan, scan->at, QUHUA__RECODE_CUT);
  *row = (quhua__recode_row){scan->at, without_cr(scan->at, line_end ? line_end : scan->end),
                             line_end ? line_end + 1 : scan->end, scan->line};
  scan->at = row->end;
  scan->line++;
  if (row->content_end == row->start) return QUHUA__RECODE_ROW;
  return scan_without_quotes(scan, wanted, count, row, cells);
}
