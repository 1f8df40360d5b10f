/* SPDX-License-Identifier: Apache-2.0 */
#include "base/fail.h"
#include "base/number.h"
#include "base/utf8.h"
#include "recode/recoder.h"

/* A character of GB18030 has one, two or four bytes. */
static size_t gb18030_step(const unsigned char *at, size_t left) {
  if (at[0] < 0x80 || left < 2) return 1;
  bool four = at[1] >= 0x30 && at[1] <= 0x39 && left >= 4;
  return four ? 4 : 2;
}

static uint32_t count_characters(const char *from, const char *to) {
  quhua_str text = {from, (size_t)(to - from)};
  uint32_t count = 0;
  if (quhua__utf8_span(text) == text.len) return quhua__utf8_count(from, to);
  for (size_t at = 0; at < text.len; count++)
    at += gb18030_step((const unsigned char *)from + at, text.len - at);
  return count;
}

quhua_status quhua__recoder_fail_at(const quhua_recoder *r, const quhua__recode_row *row, const char *at,
                                    quhua_status status, quhua_error *err) {
  uint64_t line = row->line;
  const char *start = row->start;
  for (const char *lf; (lf = memchr(start, '\n', (size_t)(at - start))) != NULL; line++) start = lf + 1;
  uint32_t shown = line > UINT32_MAX ? UINT32_MAX : (uint32_t)line;
  return quhua__fail_at(err, status, r->source, shown, count_characters(start, at) + 1);
}

/* The row that the scanner could not read. */
static quhua__recode_row row_at_fault(const quhua_recoder *r) {
  return (quhua__recode_row){.start = r->scan.at, .line = r->scan.line};
}

static const quhua__text2 double_quotes = {{"put the whole cell in quotes and write each quote in it twice",
                                            "整个单元格加引号，其中的每个引号写两遍"}};

quhua_status quhua__recoder_refuse_row(quhua_recoder *r, quhua__recode_found found, quhua_error *err) {
  quhua__recode_row row = row_at_fault(r);
  switch (found) {
  case QUHUA__RECODE_OPEN_QUOTE:
    quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("this quote is never closed", "此引号没有配对的右引号"),
                QUHUA__T("put a quote behind the text of the cell", "在单元格文字之后补上引号"),
                QUHUA__NO_ARGS);
    break;
  case QUHUA__RECODE_INNER_QUOTE:
    quhua__fail(
        err, QUHUA_E_INVALID,
        QUHUA__T("a quote inside a cell that does not begin with one", "单元格不以引号开头，中间却有引号"),
        double_quotes, QUHUA__NO_ARGS);
    break;
  default:
    quhua__fail(err, QUHUA_E_INVALID,
                QUHUA__T("text after the closing quote of a cell", "单元格的右引号之后还有文字"),
                double_quotes, QUHUA__NO_ARGS);
  }
  return quhua__recoder_fail_at(r, &row, r->scan.bad, QUHUA_E_INVALID, err);
}

quhua_status quhua__recoder_refuse_long(quhua_recoder *r, quhua_error *err) {
  char limit[QUHUA__NUMBER_TEXT_MAX];
  quhua__recode_row row = row_at_fault(r);
  bool quoted = r->scan.bad < r->scan.end && *r->scan.bad == '"';
  quhua__fail(
      err, QUHUA_E_INVALID,
      quoted ? QUHUA__T("this quote is not closed within {1} bytes", "此引号在 {1} 字节内没有配对的右引号")
             : QUHUA__T("the row is longer than {1} bytes", "该行超过 {1} 字节"),
      QUHUA__T("check the quotes of the row, or raise the limit", "请检查该行的引号，或提高上限"),
      QUHUA__ARGS(quhua__number_text(r->record_limit, limit)));
  return quhua__recoder_fail_at(r, &row, quoted ? r->scan.bad : row.start, QUHUA_E_INVALID, err);
}
