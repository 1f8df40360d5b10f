/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/size_table.h"

#include <string.h>

#include "change/amount.h"
#include "rules/lines.h"

#define WORD_MAX 96    /* bytes of a terrain or a series */
#define PROVINCE_MAX 6 /* digits: 2 province, 4 prefecture, 6 county */
#define HEADER "province"

enum { PROVINCE, TERRAIN, KIND, SERIES, MINIMUM, SOURCE, COLUMNS };

static const char *const columns[COLUMNS] = {HEADER, "terrain", "kind", "series", "minimum", "source"};

/* --- one line ------------------------------------------------------------------------------------------------------ */

static bool is_province(quhua_str text) {
  if (text.len > PROVINCE_MAX || text.len % 2) return false;
  for (size_t i = 0; i < text.len; i++)
    if (text.ptr[i] < '0' || text.ptr[i] > '9') return false;
  return true;
}

static bool is_whole_number(quhua_str text, quhua_str *out) {
  return quhua__amount_read(text, out, NULL) && !memchr(out->ptr, '.', out->len);
}

static quhua_status fail(const quhua__line *line, size_t cell, quhua__text2 message, quhua__text2 remedy,
                         quhua_error *err) {
  return quhua__line_fail(line, cell, QUHUA__SIZE_TABLE, message, remedy, err);
}

static quhua_status fail_word(const quhua__line *line, size_t cell, quhua_error *err) {
  return fail(line, cell, QUHUA__T("“{1}” is too long", "“{1}”过长"),
              QUHUA__T("terrain and series have at most 32 characters", "地形与指标不超过 32 个字"), err);
}

static quhua_status read_row(const quhua__line *line, quhua__threshold *out, quhua_error *err) {
  const quhua_str *cells = line->cells;
  *out = (quhua__threshold){cells[PROVINCE], cells[TERRAIN], quhua_kind_find(cells[KIND]),
                            cells[SERIES],   {"", 0},        cells[SOURCE]};
  if (line->count > COLUMNS || line->count <= MINIMUM)
    return fail(line, 0, QUHUA__T("a line has five or six cells", "每行须有五格或六格"),
                QUHUA__T("write province,terrain,kind,series,minimum,source with half-width commas",
                         "请按 province,terrain,kind,series,minimum,source 填写，用半角逗号"),
                err);
  if (!is_province(out->province))
    return fail(
        line, PROVINCE, QUHUA__T("“{1}” is not how a code begins", "“{1}”不是代码前段"),
        QUHUA__T("write 2, 4 or 6 digits, or nothing for everywhere", "请填 2、4 或 6 位数字，留空为各地"),
        err);
  if (out->terrain.len > WORD_MAX) return fail_word(line, TERRAIN, err);
  if (out->kind == QUHUA_KIND_NONE)
    return fail(line, KIND, QUHUA__T("“{1}” is not a kind of unit", "“{1}”不是单位类型"),
                QUHUA__T("write a word such as 村委会 or 镇, or its keyword", "请填类型词，如 村委会、镇"),
                err);
  if (!out->series.len)
    return fail(line, SERIES, QUHUA__T("the series is missing", "缺少指标"),
                QUHUA__T("write the name of a series, as 人 or 户", "请填指标名称，如 人、户"), err);
  if (out->series.len > WORD_MAX) return fail_word(line, SERIES, err);
  if (!is_whole_number(cells[MINIMUM], &out->minimum))
    return fail(line, MINIMUM, QUHUA__T("“{1}” is not a whole number", "“{1}”不是整数"),
                QUHUA__T("write at most 18 digits and nothing else", "请只填数字，不超过 18 位"), err);
  return QUHUA_OK;
}

static bool is_header(const quhua__line *line) {
  return quhua_str_equal(line->cells[0], quhua_str_from(HEADER));
}

/* A table whose columns stand in another order would be misread. */
static quhua_status check_header(const quhua__line *line, quhua_error *err) {
  for (size_t i = 0; i < COLUMNS; i++) {
    if (i == SOURCE && line->count == SOURCE) break;
    if (!quhua_str_equal(line->cells[i], quhua_str_from(columns[i])))
      return fail(line, i, QUHUA__T("the column “{1}” stands in the wrong place", "“{1}”列位置不对"),
                  QUHUA__T("the columns are province,terrain,kind,series,minimum,source",
                           "各列依次为 province,terrain,kind,series,minimum,source"),
                  err);
  }
  return QUHUA_OK;
}

/* --- the table ----------------------------------------------------------------------------------------------------- */

/* Is the series one of the table's, or can it become one? */
static bool note_series(quhua_str *list, size_t *count, quhua_str series) {
  for (size_t i = 0; i < *count; i++)
    if (quhua_str_equal(list[i], series)) return true;
  if (*count == QUHUA__SIZE_SERIES) return false;
  list[(*count)++] = series;
  return true;
}

quhua_status quhua__size_table_check(quhua_str text, quhua_error *err) {
  quhua_status status = quhua__lines_check(text, QUHUA__SIZE_TABLE, err);
  quhua_str series[QUHUA__SIZE_SERIES];
  size_t series_count = 0;
  quhua__lines lines = quhua__lines_of(text);
  quhua__line line;
  for (bool first = true; status == QUHUA_OK && quhua__lines_next(&lines, &line); first = false) {
    quhua__threshold row;
    if (first && is_header(&line)) {
      status = check_header(&line, err);
      continue;
    }
    status = read_row(&line, &row, err);
    if (status == QUHUA_OK && !note_series(series, &series_count, row.series))
      status = fail(&line, SERIES, QUHUA__T("“{1}” is one series too many", "指标“{1}”超出数量"),
                    QUHUA__T("a table has at most 32 different series", "一张表至多有 32 个不同指标"), err);
  }
  return status;
}

typedef struct key {
  char text[PROVINCE_MAX + WORD_MAX + WORD_MAX + 4]; /* with the kind and marks between the parts */
  size_t len;
} key;

static void put(key *k, quhua_str part, size_t max) {
  size_t len = part.len < max ? part.len : max;
  if (len) memcpy(k->text + k->len, part.ptr, len);
  k->len += len;
  k->text[k->len++] = '\n';
}

static key key_of(quhua_str province, quhua_str terrain, quhua_kind kind, quhua_str series) {
  key k = {.len = 0};
  put(&k, province, PROVINCE_MAX);
  put(&k, terrain, WORD_MAX);
  put(&k, series, WORD_MAX);
  k.text[k.len++] = (char)kind;
  return k;
}

static bool add_row(quhua__size_table *t, quhua__arena *arena, const quhua__threshold *row) {
  key k = key_of(row->province, row->terrain, row->kind, row->series);
  quhua__threshold *kept = quhua__table_find(&t->rows, k.text, k.len);
  bool known = kept != NULL;
  if (!known) kept = quhua__arena_alloc(arena, sizeof *kept);
  if (!kept) return false;
  *kept = *row;
  return known || quhua__table_add(&t->rows, k.text, k.len, kept);
}

bool quhua__size_table_read(quhua__size_table *t, quhua__arena *arena, quhua_str text) {
  quhua__lines lines = quhua__lines_of(text);
  quhua__line line;
  t->series_count = 0;
  quhua__table_init(&t->rows, arena->allocator);
  while (quhua__lines_next(&lines, &line)) {
    quhua__threshold row;
    if (read_row(&line, &row, NULL) != QUHUA_OK) continue; /* the header */
    if (!note_series(t->series, &t->series_count, row.series)) continue;
    if (!add_row(t, arena, &row)) return false;
  }
  return true;
}

void quhua__size_table_free(quhua__size_table *t) { quhua__table_free(&t->rows); }

const quhua__threshold *quhua__size_table_find(const quhua__size_table *t, const quhua_code *code,
                                               quhua_str terrain, quhua_kind kind, quhua_str series) {
  const quhua_str any = {"", 0};
  size_t len = strlen(code->text);
  for (size_t digits = PROVINCE_MAX + 2; digits > 0; digits -= 2) {
    size_t prefix = digits - 2;
    if (prefix > len) continue;
    for (int given = terrain.len > 0 && terrain.len <= WORD_MAX; given >= 0; given--) {
      key k = key_of((quhua_str){code->text, prefix}, given ? terrain : any, kind, series);
      const quhua__threshold *found = quhua__table_find(&t->rows, k.text, k.len);
      if (found) return found;
    }
  }
  return NULL;
}
