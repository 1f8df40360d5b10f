/* SPDX-License-Identifier: Apache-2.0 */
/* listing_table.c: two columns of any table become an undated list. */
#include <quhua/vintage.h>

#include "base/fail.h"
#include "infer/vintage.h"
#include "io/cell.h"
#include "io/csv.h"
#include "io/encoding.h"
#include "io/nearest.h"

#define BY_NAME SIZE_MAX
#define COLUMN_MAX 1000000u

/* A column that the caller wants. */
typedef struct wanted {
  quhua_str given;
  size_t at; /* from 0 */
} wanted;

typedef struct reading {
  quhua_listing *into;
  quhua__csv csv;
  wanted code, name;
  bool has_name;
} reading;

static wanted want(const char *text) {
  size_t number = 0;
  wanted w = {quhua_str_from(text), BY_NAME};
  for (size_t i = 0; i < w.given.len; i++) {
    if (w.given.ptr[i] < '0' || w.given.ptr[i] > '9' || number > COLUMN_MAX) return w;
    number = 10 * number + (size_t)(w.given.ptr[i] - '0');
  }
  if (number) w.at = number - 1;
  return w;
}

static quhua_status refuse_name(const quhua__csv *csv, quhua_str name, quhua_str nearest, quhua_error *err) {
  quhua__text2 remedy = QUHUA__T("write the name as in the header, or the number of the column",
                                 "请按表头写列名，或写列的序号");
  if (nearest.len)
    quhua__fail(err, QUHUA_E_INVALID,
                QUHUA__T("there is no column “{1}”; did you mean “{2}”?", "没有名为“{1}”的列，是否指“{2}”？"),
                remedy, QUHUA__ARGS(name, nearest));
  else
    quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("there is no column “{1}”", "没有名为“{1}”的列"), remedy,
                QUHUA__ARGS(name));
  return quhua__csv_fail_at(csv, &csv->cells[0], (quhua_str){0}, 0, err);
}

static quhua_status refuse_twice(const quhua__csv *csv, size_t at, quhua_str name, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the column “{1}” stands twice", "列“{1}”出现了两次"),
              QUHUA__T("give the number of the column", "请写列的序号"), QUHUA__ARGS(name));
  return quhua__csv_fail_at(csv, &csv->cells[at], (quhua_str){0}, 0, err);
}

static quhua_status find(const quhua__csv *csv, wanted *w, quhua_error *err) {
  quhua__nearest nearest;
  quhua__nearest_init(&nearest, w->given);
  for (size_t i = 0; i < csv->count; i++) {
    quhua_str name = quhua__cell_trim(csv->cells[i].text);
    if (name.len) quhua__nearest_offer(&nearest, name);
    if (!quhua_str_equal(name, w->given)) continue;
    if (w->at != BY_NAME) return refuse_twice(csv, i, name, err);
    w->at = i;
  }
  return w->at == BY_NAME ? refuse_name(csv, w->given, nearest.word, err) : QUHUA_OK;
}

static quhua_status check_number(const quhua__csv *csv, const wanted *w, quhua_error *err) {
  if (w->at < csv->count) return QUHUA_OK;
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("there is no column {1}", "没有第 {1} 列"),
              QUHUA__T("count columns from 1, and separate cells by commas", "列从 1 数起，各格以逗号分隔"),
              QUHUA__ARGS(w->given));
  return quhua__csv_fail_at(csv, &csv->cells[csv->count - 1], (quhua_str){0}, 0, err);
}

static quhua_status select(const quhua__csv *csv, wanted *w, quhua_error *err) {
  return w->at == BY_NAME ? find(csv, w, err) : check_number(csv, w, err);
}

static bool is_number(quhua_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (text.ptr[i] < '0' || text.ptr[i] > '9') return false;
  return text.len > 0;
}

static quhua_str content(const reading *r, const wanted *w) {
  return quhua__cell_unguard(quhua__cell_trim(r->csv.cells[w->at].text));
}

static quhua_status add(reading *r, quhua_error *err) {
  quhua_str code = content(r, &r->code), name = {"", 0};
  if (r->has_name) name = content(r, &r->name);
  if (code.len == 0 && name.len == 0) return QUHUA_OK;
  return quhua_listing_add(r->into, code, name, r->csv.cells[r->code.at].line, err);
}

static quhua_status read_first(reading *r, quhua_error *err) {
  bool more, named = r->code.at == BY_NAME || (r->has_name && r->name.at == BY_NAME);
  quhua_status status = quhua__csv_next(&r->csv, &more, err);
  if (status) return status;
  if (!more) {
    quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the table is empty", "表是空的"),
                QUHUA__T("give a table with a header row", "请给出有表头行的表"), QUHUA__NO_ARGS);
    return quhua__fail_at(err, QUHUA_E_INVALID, r->csv.source, 1, 1);
  }
  status = select(&r->csv, &r->code, err);
  if (!status && r->has_name) status = select(&r->csv, &r->name, err);
  r->csv.width = r->csv.count;
  return !status && !named && is_number(content(r, &r->code)) ? add(r, err) : status;
}

static quhua_status read_rows(reading *r, quhua_error *err) {
  quhua_status status = read_first(r, err);
  for (bool more = true; !status;) {
    status = quhua__csv_next(&r->csv, &more, err);
    if (status || !more) break;
    status = add(r, err);
  }
  return status;
}

quhua_status quhua_listing_read_csv(quhua_listing *listing, const char *data, size_t len,
                                    const char *code_column, const char *name_column, const char *source,
                                    quhua_error *err) {
  const quhua_allocator *a = listing->allocator;
  size_t before = listing->count;
  reading r = {.into = listing, .code = want(code_column), .has_name = name_column != NULL};
  quhua_str origin = quhua_str_from(source);
  quhua__decoded decoded;
  if (name_column) r.name = want(name_column);
  quhua_status status = quhua__decode(a, (quhua_str){data, len}, origin, &decoded, err);
  if (status) return status;
  quhua__csv_init(&r.csv, a, decoded.text, origin);
  status = read_rows(&r, err);
  quhua__csv_free(&r.csv);
  quhua__decoded_free(a, &decoded);
  if (status) listing->count = before;
  return status;
}
