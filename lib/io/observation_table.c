/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/io.h>

#include "base/fail.h"
#include "io/cell.h"
#include "io/table_reader.h"

/* What the columns of both tables mean. */
typedef enum observation_field {
  FIELD_CODE,
  FIELD_NAME, /* for people; not read */
  FIELD_LEVEL,
  FIELD_STAT,
  FIELD_SERIES,
  FIELD_KIND,
  FIELD_UNIT,
  FIELD_WEIGHT,
  FIELDS
} observation_field;

static const quhua__column_form value_columns[] = {
    {"code", FIELD_CODE, QUHUA__COLUMN_PLAIN, true},
    {"name", FIELD_NAME, QUHUA__COLUMN_PLAIN, false},
    {"level", FIELD_LEVEL, QUHUA__COLUMN_PLAIN, false},
    {"stat:", FIELD_STAT, QUHUA__COLUMN_FAMILY, false},
};
static const quhua__table_form value_form = {value_columns, sizeof value_columns / sizeof *value_columns};

static const quhua__column_form series_columns[] = {
    {"series", FIELD_SERIES, QUHUA__COLUMN_PLAIN, true},
    {"kind", FIELD_KIND, QUHUA__COLUMN_PLAIN, true},
    {"unit", FIELD_UNIT, QUHUA__COLUMN_PLAIN, false},
    {"weight", FIELD_WEIGHT, QUHUA__COLUMN_PLAIN, false},
};
static const quhua__table_form series_form = {series_columns, sizeof series_columns / sizeof *series_columns};

struct quhua_observations {
  const quhua_allocator *allocator;
  quhua__arena arena; /* of the texts */
  quhua_observed_value *values;
  quhua_series *series;
  size_t value_count, value_cap, series_count, series_cap;
  quhua_str source; /* of the values */
  bool strict;      /* only series that are declared */
};

quhua_status quhua_observations_new(const quhua_allocator *allocator, quhua_observations **out,
                                    quhua_error *err) {
  const quhua_allocator *a = quhua__allocator_or_default(allocator);
  *out = a->alloc(a->ctx, sizeof **out);
  if (!*out) return quhua__fail_nomem(err);
  **out = (quhua_observations){.allocator = a, .source = {"", 0}};
  quhua__arena_init(&(*out)->arena, a);
  return QUHUA_OK;
}

void quhua_observations_free(quhua_observations *o) {
  if (!o) return;
  const quhua_allocator *a = o->allocator;
  if (o->values) a->free(a->ctx, o->values, o->value_cap * sizeof *o->values);
  if (o->series) a->free(a->ctx, o->series, o->series_cap * sizeof *o->series);
  quhua__arena_free(&o->arena);
  a->free(a->ctx, o, sizeof *o);
}

void quhua_observations_expect_declared(quhua_observations *o) { o->strict = true; }

size_t quhua_observations_count(const quhua_observations *o) { return o->value_count; }

/* --- rows ------------------------------------------------------------------------------------------------------------- */

/* A table that is being read. */
typedef struct reading {
  quhua_observations *into;
  quhua__table_reader table;
  const quhua__csv_cell *cells[FIELDS]; /* of the row; NULL for columns that the table has not */
} reading;

static void sort_cells(reading *r) {
  for (size_t i = 0; i < r->table.columns.count; i++)
    r->cells[r->table.columns.list[i].field] = &r->table.csv.cells[i];
}

/* The text of a cell, kept; empty for a column that the table has not. */
static bool keep(reading *r, observation_field field, quhua_str *out) {
  const quhua__csv_cell *cell = r->cells[field];
  quhua_str text = cell ? quhua__cell_unguard(quhua__cell_trim(cell->text)) : (quhua_str){"", 0};
  return quhua__arena_copy(&r->into->arena, text, out);
}

static bool add_value(quhua_observations *o, const quhua_observed_value *value) {
  void *list = o->values;
  if (!quhua__grow(o->allocator, &list, &o->value_cap, o->value_count + 1, sizeof *o->values)) return false;
  o->values = list;
  o->values[o->value_count++] = *value;
  return true;
}

static quhua_status refuse_no_code(const reading *r, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the row has no code", "该行没有代码"),
              QUHUA__T("write the code of the unit", "请填写单位的代码"), QUHUA__NO_ARGS);
  return quhua__csv_fail_at(&r->table.csv, r->cells[FIELD_CODE], (quhua_str){0}, 0, err);
}

/* An empty cell says nothing. */
static quhua_status read_stat(reading *r, size_t column, quhua_observed_value *value, quhua_error *err) {
  const quhua__csv_cell *cell = &r->table.csv.cells[column];
  quhua_str amount;
  if (quhua__cell_trim(cell->text).len == 0) return QUHUA_OK;
  quhua_status status = quhua__cell_amount(&r->table.csv, cell, &amount, err);
  if (status) return status;
  value->column = quhua__csv_column(cell);
  bool kept = quhua__arena_copy(&r->into->arena, amount, &value->value) &&
              quhua__arena_copy(&r->into->arena, r->table.columns.list[column].key, &value->series);
  return kept && add_value(r->into, value) ? QUHUA_OK : quhua__fail_nomem(err);
}

static quhua_status read_values(reading *r, quhua_error *err) {
  const quhua__csv *csv = &r->table.csv;
  quhua_observed_value value = {.level = QUHUA_LEVEL_ANY,
                                .line = csv->cells[0].line,
                                .code_column = quhua__csv_column(r->cells[FIELD_CODE])};
  quhua_status status = QUHUA_OK;
  if (!keep(r, FIELD_CODE, &value.code)) return quhua__fail_nomem(err);
  if (value.code.len == 0) return refuse_no_code(r, err);
  const quhua__csv_cell *level = r->cells[FIELD_LEVEL];
  if (level && quhua__cell_trim(level->text).len) status = quhua__cell_level(csv, level, &value.level, err);
  for (size_t i = 0; i < r->table.columns.count && !status; i++)
    if (r->table.columns.list[i].field == FIELD_STAT) status = read_stat(r, i, &value, err);
  return status;
}

static quhua_status refuse_kind(const reading *r, quhua_str word, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("“{1}” is no kind of series", "“{1}”不是指标类别"),
              QUHUA__T("write count, decimal, intensive or ledger", "可用：计数 小数 平均 账目"),
              QUHUA__ARGS(word));
  return quhua__csv_fail_at(&r->table.csv, r->cells[FIELD_KIND], word, 0, err);
}

static quhua_status read_series(reading *r, quhua_error *err) {
  quhua_observations *o = r->into;
  quhua_series series = {.declared = true};
  quhua_str kind;
  if (!keep(r, FIELD_SERIES, &series.name) || !keep(r, FIELD_KIND, &kind) ||
      !keep(r, FIELD_UNIT, &series.unit) || !keep(r, FIELD_WEIGHT, &series.weight))
    return quhua__fail_nomem(err);
  if (!quhua_series_kind_find(kind, &series.kind)) return refuse_kind(r, kind, err);
  void *list = o->series;
  if (!quhua__grow(o->allocator, &list, &o->series_cap, o->series_count + 1, sizeof *o->series))
    return quhua__fail_nomem(err);
  o->series = list;
  o->series[o->series_count++] = series;
  return QUHUA_OK;
}

/* --- tables ------------------------------------------------------------------------------------------------------------ */

static quhua_status read_rows(reading *r, quhua_status (*read_row)(reading *r, quhua_error *err),
                              quhua_error *err) {
  bool more = true;
  for (;;) {
    quhua_status status = quhua__csv_next(&r->table.csv, &more, err);
    if (status || !more) return status;
    sort_cells(r);
    status = read_row(r, err);
    if (status) return status;
  }
}

quhua_status quhua_observations_read_csv(quhua_observations *observations, const char *data, size_t len,
                                         const char *source, quhua_error *err) {
  reading r = {.into = observations};
  quhua_status status =
      quhua__table_open(&r.table, observations->allocator, &value_form, (quhua_str){data, len}, source, err);
  if (!status && !quhua__arena_copy(&observations->arena, r.table.csv.source, &observations->source))
    status = quhua__fail_nomem(err);
  if (!status) status = read_rows(&r, read_values, err);
  quhua__table_close(&r.table);
  return status;
}

quhua_status quhua_observations_read_series_csv(quhua_observations *observations, const char *data,
                                                size_t len, const char *source, quhua_error *err) {
  reading r = {.into = observations};
  quhua_status status =
      quhua__table_open(&r.table, observations->allocator, &series_form, (quhua_str){data, len}, source, err);
  if (!status) status = read_rows(&r, read_series, err);
  quhua__table_close(&r.table);
  return status;
}

quhua_status quhua_observations_record(const quhua_observations *o, quhua_registry *registry, quhua_date day,
                                       const quhua_commit_options *commit, quhua_receipt *receipt,
                                       quhua_error *err) {
  quhua_observe_options options;
  char source[sizeof err->subject];
  size_t len = o->source.len < sizeof source - 1 ? o->source.len : sizeof source - 1;
  for (size_t i = 0; i < len; i++) source[i] = o->source.ptr[i];
  source[len] = '\0';
  quhua_observe_options_init(&options);
  options.source = source;
  options.declare = o->series;
  options.declare_count = o->series_count;
  options.strict = o->strict;
  options.commit = commit;
  return quhua_registry_observe(registry, o->values, o->value_count, day, &options, receipt, err);
}
