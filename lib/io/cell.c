/* SPDX-License-Identifier: Apache-2.0 */
#include "io/cell.h"

#include <string.h>

#include "base/fail.h"
#include "change/amount.h"
#include "io/nearest.h"

#define WIDE_BLANK "　"

static size_t blank_at_start(quhua_str text) {
  size_t wide = strlen(WIDE_BLANK);
  if (text.len == 0) return 0;
  if (text.ptr[0] == ' ' || text.ptr[0] == '\t') return 1;
  return text.len >= wide && memcmp(text.ptr, WIDE_BLANK, wide) == 0 ? wide : 0;
}

static size_t blank_at_end(quhua_str text) {
  size_t wide = strlen(WIDE_BLANK);
  if (text.len == 0) return 0;
  char last = text.ptr[text.len - 1];
  if (last == ' ' || last == '\t') return 1;
  return text.len >= wide && memcmp(text.ptr + text.len - wide, WIDE_BLANK, wide) == 0 ? wide : 0;
}

quhua_str quhua__cell_trim(quhua_str text) {
  size_t blank;
  while ((blank = blank_at_start(text)) > 0) text = (quhua_str){text.ptr + blank, text.len - blank};
  while ((blank = blank_at_end(text)) > 0) text.len -= blank;
  return text;
}

bool quhua__cell_wants_guard(quhua_str text) {
  size_t at = 0;
  while (at < text.len && text.ptr[at] == '\'') at++;
  return at < text.len && text.ptr[at] && strchr("=+-@\t\r", text.ptr[at]);
}

quhua_str quhua__cell_unguard(quhua_str text) {
  bool guarded = text.len > 1 && text.ptr[0] == '\'' && quhua__cell_wants_guard(text);
  return guarded ? (quhua_str){text.ptr + 1, text.len - 1} : text;
}

quhua_status quhua__cell_level(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_level *out,
                               quhua_error *err) {
  quhua_str text = quhua__cell_trim(cell->text);
  if (text.len == 1 && text.ptr[0] >= '1' && text.ptr[0] < '1' + QUHUA_LEVEL_MAX) {
    *out = (quhua_level)(text.ptr[0] - '0');
    return QUHUA_OK;
  }
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("“{1}” is not a level", "“{1}”不是层级"),
              QUHUA__T("levels are 1 province, 2 prefecture, 3 county, 4 township, 5 village, 6 group",
                       "层级：1 省级、2 地级、3 县级、4 乡级、5 村级、6 组级"),
              QUHUA__ARGS(text));
  return quhua__csv_fail_at(csv, cell, text, 0, err);
}

quhua_status quhua__cell_kind(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_kind *out,
                              quhua_error *err) {
  quhua_str text = quhua__cell_trim(cell->text);
  quhua_kind kind = quhua_kind_find(text);
  if (kind != QUHUA_KIND_NONE) {
    *out = kind;
    return QUHUA_OK;
  }
  quhua__nearest nearest;
  quhua__nearest_init(&nearest, text);
  for (int i = 1; i < QUHUA_KIND_LIMIT; i++)
    for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++) {
      quhua_str word = quhua_str_from(quhua_kind_word((quhua_kind)i, (quhua_lang)lang));
      if (word.len) quhua__nearest_offer(&nearest, word);
    }
  quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("“{1}” is not a kind of unit; the nearest known word is “{2}”",
               "“{1}”不是单位类型，最接近的是“{2}”"),
      QUHUA__T(
          "known are 街道 镇 乡 民族乡 苏木 居委会 村委会 村民小组 居民小组 网格 …, or the English keyword",
          "可用的有：街道 镇 乡 民族乡 苏木 居委会 村委会 村民小组 居民小组 网格 等，或其英文关键词"),
      QUHUA__ARGS(text, nearest.word));
  return quhua__csv_fail_at(csv, cell, text, 0, err);
}

static bool looks_like_date(quhua_str text) {
  if (text.len != 10) return false;
  for (size_t i = 0; i < text.len; i++) {
    bool dash = i == 4 || i == 7;
    if (dash ? text.ptr[i] != '-' : text.ptr[i] < '0' || text.ptr[i] > '9') return false;
  }
  return true;
}

quhua_status quhua__cell_date(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_date *out,
                              quhua_error *err) {
  quhua_str text = quhua__cell_trim(cell->text);
  if (quhua_date_parse(text, out)) return QUHUA_OK;
  if (looks_like_date(text) && text.ptr[0] == '0')
    quhua__fail(
        err, QUHUA_E_INVALID,
        QUHUA__T("the day “{1}” lies outside the years 1000 to 9999", "日期“{1}”不在 1000 年至 9999 年之间"),
        QUHUA__T("write a day of the years 1000 to 9999", "请填写 1000 年至 9999 年之间的日期"),
        QUHUA__ARGS(text));
  else if (looks_like_date(text))
    quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("there is no day “{1}”", "没有“{1}”这一天"),
                QUHUA__T("correct the month or the day of the month", "请更正月份或日子"), QUHUA__ARGS(text));
  else
    quhua__fail(err, QUHUA_E_INVALID,
                QUHUA__T("“{1}” is not a day in the form YYYY-MM-DD", "“{1}”不是 YYYY-MM-DD 形式的日期"),
                QUHUA__T("write for example 2019-12-01", "例如 2019-12-01"), QUHUA__ARGS(text));
  return quhua__csv_fail_at(csv, cell, text, 0, err);
}

quhua_status quhua__cell_amount(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_str *out,
                                quhua_error *err) {
  quhua_str text = quhua__cell_trim(cell->text);
  uint32_t column = 0;
  if (quhua__amount_read(text, out, &column)) return QUHUA_OK;
  if (text.len && text.ptr[0] == '-')
    quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the amount “{1}” is negative", "数量“{1}”是负数"),
                QUHUA__T("write a number that is 0 or more", "请填写不小于 0 的数"), QUHUA__ARGS(text));
  else
    quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("“{1}” is not a plain number", "“{1}”不是普通数字"),
                QUHUA__T("write digits, with a point where needed, at most 18 in all",
                         "只写数字和小数点，最多 18 位"),
                QUHUA__ARGS(text));
  return quhua__csv_fail_at(csv, cell, text, column, err);
}
