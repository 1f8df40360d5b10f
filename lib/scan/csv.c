/* SPDX-License-Identifier: Apache-2.0 */
/* csv.c: CSV of any size in constant memory. Rows are found by their line ends, cells only where a filter found
 * something. */
#include "base/fail.h"
#include "base/number.h"
#include "base/text_internal.h"
#include "base/utf8.h"
#include "io/cell.h"
#include "io/encoding.h"
#include "recode/scan.h"
#include "scan/scanner.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

typedef struct csv {
  quhua_scan *scan;
  quhua__scan_input *in;
  quhua__recode_scan rows;
  quhua__scan_ahead ahead;
  bool begun; /* the first row was looked at */
} csv;

/* --- refusals ----------------------------------------------------------------------------------------------------- */

static quhua_status refuse_at(csv *c, const char *at, quhua__text2 message, quhua__text2 remedy,
                              quhua_str arg, quhua_error *err) {
  uint64_t line = c->rows.line;
  const char *start = c->rows.at;
  for (const char *lf; (lf = memchr(start, '\n', (size_t)(at - start))) != NULL; line++) start = lf + 1;
  quhua__fail(err, QUHUA_E_INVALID, message, remedy, QUHUA__ARGS(arg));
  uint32_t shown = line > UINT32_MAX ? UINT32_MAX : (uint32_t)line;
  return quhua__fail_at(err, QUHUA_E_INVALID, c->scan->file, shown, quhua__utf8_count(start, at) + 1);
}

static quhua_status refuse_row(csv *c, quhua__recode_found found, quhua_error *err) {
  static const quhua__text2 twice = {{"put the whole cell in quotes and write each quote in it twice",
                                      "整个单元格加引号，其中的每个引号写两遍"}};
  const quhua_str none = {"", 0};
  if (found == QUHUA__RECODE_OPEN_QUOTE)
    return refuse_at(c, c->rows.bad, QUHUA__T("this quote is never closed", "此引号没有配对的右引号"),
                     QUHUA__T("put a quote behind the text of the cell", "在单元格文字之后补上引号"), none,
                     err);
  if (found == QUHUA__RECODE_INNER_QUOTE)
    return refuse_at(
        c, c->rows.bad,
        QUHUA__T("a quote inside a cell that does not begin with one", "单元格不以引号开头，中间却有引号"),
        twice, none, err);
  return refuse_at(c, c->rows.bad,
                   QUHUA__T("text after the closing quote of a cell", "单元格的右引号之后还有文字"), twice,
                   none, err);
}

static quhua_status refuse_long(csv *c, quhua_error *err) {
  char number[QUHUA__NUMBER_TEXT_MAX];
  bool quoted = c->rows.bad && c->rows.bad < c->rows.end && *c->rows.bad == '"';
  quhua_str limit = quhua__number_text(c->scan->options.record_limit, number);
  return refuse_at(
      c, quoted ? c->rows.bad : c->rows.at,
      quoted ? QUHUA__T("this quote is not closed within {1} bytes", "此引号在 {1} 字节内没有配对的右引号")
             : QUHUA__T("the row is longer than {1} bytes", "该行超过 {1} 字节"),
      QUHUA__T("check the quotes of the row, or raise the limit", "请检查该行的引号，或提高上限"), limit,
      err);
}

static quhua_status refuse_nul(csv *c, const char *at, quhua_error *err) {
  return refuse_at(c, at, QUHUA__T("a NUL byte: this is not a text file", "出现空字节：不是文本文件"),
                   QUHUA__T("save the file as UTF-8 or GB18030", "请把文件另存为 UTF-8 或 GB18030 编码"),
                   (quhua_str){"", 0}, err);
}

/* --- cells -------------------------------------------------------------------------------------------------------- */

/* A quoted cell with its doubled quotes made single, where it lies. */
static quhua_str content_of(const quhua__recode_cell *cell) {
  if (!cell->quoted || !memchr(cell->at, '"', cell->len)) return (quhua_str){cell->at, cell->len};
  size_t len = 0;
  for (size_t i = 0; i < cell->len; i++) {
    cell->at[len++] = cell->at[i];
    if (cell->at[i] == '"') i++;
  }
  return (quhua_str){cell->at, len};
}

/* Cells of a row one after the other; false past the last. */
typedef struct walk {
  quhua__recode_scan scan;
  char *at;
  bool more;
} walk;

static walk walk_over(const csv *c, const quhua__recode_row *row) {
  return (walk){{.end = row->content_end, .last = true, .delimiter = c->rows.delimiter}, row->start, true};
}

static bool step(walk *w, quhua__recode_cell *cell) {
  if (!w->more || quhua__recode_scan_cell(&w->scan, w->at, cell, &w->at) != QUHUA__RECODE_ROW) return false;
  w->more = w->at < w->scan.end && *w->at == w->scan.delimiter;
  w->at += w->more;
  return true;
}

/* A row in which a filter found something. */
static quhua_status judge_row(csv *c, const quhua__recode_row *row, const char **next, quhua_error *err) {
  walk w = walk_over(c, row);
  quhua__recode_cell cell;
  quhua_status status = QUHUA_OK;
  for (size_t column = 0; !status && *next < row->end && step(&w, &cell); column++) {
    char *end = cell.at + cell.len;
    if (*next >= end) continue;
    status = quhua__scan_cell(c->scan, column, row->line, content_of(&cell), err);
    *next = quhua__scan_next(c->scan, &c->ahead, end, c->rows.end);
  }
  if (*next < row->end) *next = quhua__scan_next(c->scan, &c->ahead, row->end, c->rows.end);
  return status;
}

/* --- the first row ------------------------------------------------------------------------------------------------ */

static char tell_delimiter(const char *start, const char *end) {
  static const char marks[] = ",;\t";
  size_t most = 0;
  char best = ',';
  for (const char *mark = marks; *mark; mark++) {
    size_t count = 0;
    for (const char *at = start; at < end && *at != '\n'; at++) count += *at == *mark;
    if (count > most) best = *mark;
    if (count > most) most = count;
  }
  return best;
}

/* A code of division has digits, at least six; no name of a column is that. */
static bool looks_like_code(quhua_str text) {
  size_t digits = 0;
  for (size_t i = 0; i < text.len; i++) digits += text.ptr[i] >= '0' && text.ptr[i] <= '9';
  return digits >= 6 && digits == text.len;
}

static bool is_header(csv *c, const quhua__recode_row *row) {
  walk w = walk_over(c, row);
  quhua__recode_cell cell;
  if (c->scan->options.header >= 0) return c->scan->options.header != 0;
  while (step(&w, &cell))
    if (looks_like_code(quhua__cell_trim((quhua_str){cell.at, cell.len}))) return false;
  return true;
}

static quhua_status name_column(csv *c, size_t column, quhua_str text, quhua_error *err) {
  quhua__decoded decoded = {.text = text};
  if (c->scan->encoding == QUHUA__SCAN_GB18030 &&
      quhua__decode_gb18030(c->scan->allocator, text, c->scan->file, &decoded, NULL) == QUHUA_E_NOMEM)
    return quhua__fail_nomem(err);
  quhua_status status = quhua__scan_name_column(c->scan, column, quhua__cell_trim(decoded.text), err);
  if (decoded.owned) quhua__decoded_free(c->scan->allocator, &decoded);
  return status;
}

static quhua_status name_columns(csv *c, const quhua__recode_row *row, quhua_error *err) {
  walk w = walk_over(c, row);
  quhua__recode_cell cell;
  quhua_status status = QUHUA_OK;
  for (size_t column = 0; !status && step(&w, &cell); column++)
    status = name_column(c, column, content_of(&cell), err);
  return status;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

static quhua_status take_row(csv *c, const quhua__recode_row *row, const char **next, quhua_error *err) {
  if (!c->begun && row->content_end > row->start) {
    c->begun = true;
    if (is_header(c, row)) {
      if (*next < row->end) *next = quhua__scan_next(c->scan, &c->ahead, row->end, c->rows.end);
      return name_columns(c, row, err);
    }
  }
  return *next < row->end ? judge_row(c, row, next, err) : QUHUA_OK;
}

/* The whole rows of what is in memory. */
static quhua_status take_rows(csv *c, quhua_error *err) {
  quhua__recode_found found = QUHUA__RECODE_ROW;
  quhua_status status = QUHUA_OK;
  c->ahead = (quhua__scan_ahead){0};
  const char *next = quhua__scan_next(c->scan, &c->ahead, c->rows.at, c->rows.end);
  while (!status && c->rows.at < c->rows.end) {
    quhua__recode_row row;
    quhua__recode_cell none;
    found = quhua__recode_scan_row(&c->rows, NULL, 0, &row, &none);
    if (found == QUHUA__RECODE_CUT) break;
    status = found == QUHUA__RECODE_ROW ? take_row(c, &row, &next, err) : refuse_row(c, found, err);
  }
  return status;
}

static quhua_status check_bytes(csv *c, quhua_error *err) {
  const char *nul = memchr(c->rows.at, '\0', (size_t)(c->rows.end - c->rows.at));
  if (nul) return refuse_nul(c, nul, err);
  quhua__scan_tell_encoding(c->scan, c->rows.at, (size_t)(c->rows.end - c->rows.at));
  return QUHUA_OK;
}

static void begin(csv *c) {
  quhua_str head = {c->in->data, c->in->len};
  if (quhua__begins_with(head, BYTE_ORDER_MARK)) quhua__scan_input_drop(c->in, sizeof BYTE_ORDER_MARK - 1);
  char given = c->scan->options.delimiter;
  c->rows.delimiter = given ? given : tell_delimiter(c->in->data, c->in->data + c->in->len);
  c->rows.line = 1;
}

quhua_status quhua__scan_csv(quhua_scan *scan, quhua__scan_input *in, quhua_error *err) {
  csv c = {.scan = scan, .in = in};
  quhua_status status = QUHUA_OK;
  begin(&c);
  for (bool more = true; !status && more;) {
    quhua__recode_scan_on(&c.rows, in->data, in->data + in->len, in->ended);
    status = check_bytes(&c, err);
    if (!status) status = take_rows(&c, err);
    if (status || in->ended) break;
    size_t done = (size_t)(c.rows.at - in->data);
    if (done == 0 && in->len >= scan->options.record_limit) return refuse_long(&c, err);
    quhua__scan_input_drop(in, done);
    status = quhua__scan_input_more(scan, in, scan->options.record_limit, &more, err);
    more = more || in->ended; /* once more for the last row */
  }
  return status;
}
