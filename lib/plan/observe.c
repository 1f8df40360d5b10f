/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/observe.h>
#include <quhua/record.h>

#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "base/options.h"
#include "base/sort.h"
#include "base/table.h"
#include "change/amount.h"
#include "plan/record_internal.h"
#include "plan/series.h"

void quhua_observe_options_init_sized(quhua_observe_options *options, size_t size) {
  memset(options, 0, size);
  options->struct_size = size;
}

/* One value with its unit. */
typedef struct sighting {
  const quhua_observed_value *given;
  quhua_str value; /* without needless zeros in front */
  uint32_t unit;
} sighting;

/* Values that are being taken. */
typedef struct taking {
  quhua_snapshot snapshot;
  const quhua_scheme *scheme;
  quhua_observe_options options;
  const quhua_observed_value *values;
  size_t count;
  quhua_date day;
  quhua__arena arena;
  quhua__table series; /* name -> quhua_series of all series that are met or declared */
  sighting *sightings;
  uint32_t *order; /* by (unit, series) */
} taking;

static quhua_status at_cell(const taking *t, size_t i, uint32_t column, quhua_status status,
                            quhua_error *err) {
  uint32_t line = t->values[i].line ? t->values[i].line : i < UINT32_MAX - 1 ? (uint32_t)i + 1 : 0;
  return quhua__fail_at(err, status, quhua_str_from(t->options.source), line, column);
}

/* --- series --------------------------------------------------------------------------------------------------------- */

static quhua_series *add_series(taking *t, quhua_str name) {
  quhua_series *series = quhua__arena_alloc(&t->arena, sizeof *series);
  if (!series || !quhua__table_add(&t->series, name.ptr, name.len, series)) return NULL;
  *series = (quhua_series){.name = name, .unit = {"", 0}, .weight = {"", 0}};
  return series;
}

static quhua_status declare(taking *t, size_t i, quhua__bytes *effects, quhua_date today, quhua_error *err) {
  const quhua_series *given = &t->options.declare[i];
  quhua__bytes key, value;
  quhua__bytes_init(&key, t->snapshot.allocator);
  quhua__bytes_init(&value, t->snapshot.allocator);
  quhua__series_write(given, &key, &value);
  quhua_fact fact = {.key = {key.data, key.len}, .value = {value.data, value.len}};
  quhua_status status =
      key.failed || value.failed ? quhua__fail_nomem(err) : quhua_fact_check(t->scheme, &fact, err);
  if (status == QUHUA_OK && quhua__table_find(&t->series, given->name.ptr, given->name.len))
    status =
        quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the series {1} is declared twice", "指标 {1} 重复定义"),
                    QUHUA__T("keep one of the two", "请只保留一个"), QUHUA__ARGS(given->name));
  if (status == QUHUA_OK) quhua__effect_put_fact(effects, (quhua_str){"", 0}, fact.key, today, fact.value);
  quhua__bytes_free(&key);
  quhua__bytes_free(&value);
  if (status != QUHUA_OK) return status;
  quhua_series *series = add_series(t, given->name);
  if (!series) return quhua__fail_nomem(err);
  *series = *given;
  series->declared = true;
  return QUHUA_OK;
}

/* The series of a value: declared here or before, or found in the register, or new. */
static quhua_status series_of(taking *t, quhua_str name, const quhua_series **out, quhua_error *err) {
  quhua_series *series = quhua__table_find(&t->series, name.ptr, name.len);
  *out = series;
  if (series) return QUHUA_OK;
  *out = series = add_series(t, name);
  if (!series) return quhua__fail_nomem(err);
  quhua_status status = quhua_series_find(&t->snapshot, name, series);
  return status == QUHUA_E_NOMEM ? quhua__fail_nomem(err) : QUHUA_OK;
}

static quhua_status check_series(taking *t, const sighting *s, quhua_error *err) {
  const quhua_series *series = NULL;
  quhua_str name = s->given->series;
  if (name.len == 0)
    return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the series has no name", "指标没有名称"),
                       QUHUA__T("name the series", "请写明指标名称"), QUHUA__NO_ARGS);
  quhua_status status = series_of(t, name, &series, err);
  if (status != QUHUA_OK) return status;
  if (t->options.strict && !series->declared)
    return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the series {1} was never declared", "指标 {1} 未定义"),
                       QUHUA__T("declare it, or correct its name", "请先定义该指标，或更正名称"),
                       QUHUA__ARGS(name));
  bool fraction = memchr(s->value.ptr, '.', s->value.len) != NULL;
  if (!series->declared || series->kind != QUHUA_SERIES_COUNT || !fraction) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("{1} is a count, “{2}” is not a whole number", "{1} 是计数指标，“{2}”不是整数"),
                     QUHUA__T("write a whole number", "请填写整数"), QUHUA__ARGS(name, s->value));
}

/* --- units and values ------------------------------------------------------------------------------------------------ */

static quhua_status fail_unit(const taking *t, const quhua_observed_value *given, quhua_status status,
                              quhua_error *err) {
  char day[QUHUA_DATE_TEXT_MAX];
  quhua_str date = {day, quhua_date_format(t->day, day)};
  if (status == QUHUA_E_AMBIGUOUS)
    return quhua__fail(
        err, status,
        QUHUA__T("units on several levels hold the code {1} on {2}", "{2} 有多个级别的单位使用代码 {1}"),
        QUHUA__T("say the level", "请写明级别"), QUHUA__ARGS(given->code, date));
  return quhua__fail(err, status, QUHUA__T("nobody holds the code {1} on {2}", "{2} 没有单位使用代码 {1}"),
                     QUHUA__T("give the code that holds on that day", "请使用该日有效的代码"),
                     QUHUA__ARGS(given->code, date));
}

static quhua_status find_unit(const taking *t, sighting *s, quhua_error *err) {
  quhua_code code;
  quhua_level level = s->given->level;
  quhua_unit unit;
  quhua_status status = quhua_code_parse(t->scheme, s->given->code, level, &code, &level, err);
  if (status != QUHUA_OK) return status;
  status = quhua_unit_find(&t->snapshot, level, &code, t->day, &unit);
  if (status != QUHUA_OK) return fail_unit(t, s->given, status, err);
  s->unit = (uint32_t)unit.id;
  return QUHUA_OK;
}

static quhua_status read_value(sighting *s, quhua_error *err) {
  quhua_str text = s->given->value;
  if (quhua__amount_read(text, &s->value, NULL)) return QUHUA_OK;
  if (text.len && text.ptr[0] == '-')
    return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the value “{1}” is negative", "数值“{1}”是负数"),
                       QUHUA__T("write a number that is 0 or more", "请填写不小于 0 的数"),
                       QUHUA__ARGS(text));
  return quhua__fail(
      err, QUHUA_E_INVALID, QUHUA__T("“{1}” is not a plain number", "“{1}”不是普通数字"),
      QUHUA__T("write digits, with a point where needed, at most 18 in all", "只写数字和小数点，最多 18 位"),
      QUHUA__ARGS(text));
}

static int by_unit_and_series(const void *ctx, uint32_t a, uint32_t b) {
  const sighting *x = (const sighting *)ctx + a, *y = (const sighting *)ctx + b;
  if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
  quhua_str p = x->given->series, q = y->given->series;
  int order = memcmp(p.ptr, q.ptr, p.len < q.len ? p.len : q.len);
  return order ? order : (p.len > q.len) - (p.len < q.len);
}

static quhua_status refuse_twice(const taking *t, quhua_error *err) {
  for (size_t i = 1; i < t->count; i++) {
    uint32_t again = t->order[i];
    if (by_unit_and_series(t->sightings, t->order[i - 1], again) != 0) continue;
    quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("{1} of {2} is given twice", "{2} 的 {1} 给出了两次"),
                QUHUA__T("keep one of the two rows", "请只保留一行"),
                QUHUA__ARGS(t->values[again].series, t->values[again].code));
    return at_cell(t, again, t->values[again].column, QUHUA_E_INVALID, err);
  }
  return QUHUA_OK;
}

static quhua_status look(taking *t, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; i < t->count; i++) {
    sighting *s = &t->sightings[i];
    s->given = &t->values[i];
    t->order[i] = (uint32_t)i;
    uint32_t column = s->given->column;
    status = read_value(s, err);
    if (status == QUHUA_OK && (status = find_unit(t, s, err)) != QUHUA_OK) column = s->given->code_column;
    if (status == QUHUA_OK) status = check_series(t, s, err);
    if (status == QUHUA_E_NOMEM) return status;
    if (status != QUHUA_OK) return at_cell(t, i, column, status, err);
  }
  quhua__sort(t->order, t->order + t->count, t->count, by_unit_and_series, t->sightings);
  return refuse_twice(t, err);
}

/* --- the entry -------------------------------------------------------------------------------------------------------- */

static quhua_status check_day(const taking *t, quhua_error *err) {
  char text[QUHUA_DATE_TEXT_MAX];
  quhua_date again;
  if (quhua_date_parse((quhua_str){text, quhua_date_format(t->day, text)}, &again))
    return quhua__check_day(&t->snapshot, t->day, err);
  return quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("the day lies outside the years 1000 to 9999", "日期不在 1000 年至 9999 年之间"),
      QUHUA__T("give the day of which the values are true", "请给出数值所属的日期"), QUHUA__NO_ARGS);
}

/* In the order of units and series, so that equal observations make equal entries. */
static void put_observations(const taking *t, quhua__bytes *effects) {
  for (size_t i = 0; i < t->count; i++) {
    const sighting *s = &t->sightings[t->order[i]];
    quhua__effect_put_observe(effects, s->unit, t->day, s->given->series, s->value);
  }
}

static quhua_status take(taking *t, quhua__bytes *effects, quhua_date today, quhua_error *err) {
  quhua_status status = check_day(t, err);
  t->sightings = quhua__arena_alloc(&t->arena, t->count * sizeof *t->sightings);
  t->order = quhua__arena_alloc(&t->arena, 2 * t->count * sizeof *t->order);
  if (!t->sightings || !t->order) return quhua__fail_nomem(err);
  for (size_t i = 0; i < t->options.declare_count && status == QUHUA_OK; i++)
    status = declare(t, i, effects, today, err);
  if (status == QUHUA_OK) status = look(t, err);
  if (status == QUHUA_OK) put_observations(t, effects);
  return status;
}

static quhua_observe_options options_of(const quhua_observe_options *given) {
  quhua_observe_options options;
  quhua_observe_options_init(&options);
  quhua__options_take(&options, sizeof options, given);
  if (!options.source) options.source = "";
  return options;
}

quhua_status quhua_registry_observe(quhua_registry *registry, const quhua_observed_value *values,
                                    size_t count, quhua_date day, const quhua_observe_options *given,
                                    quhua_receipt *receipt, quhua_error *err) {
  taking t = {.snapshot = {registry->allocator, &registry->state, (uint32_t)quhua_registry_head(registry)},
              .scheme = registry->state.scheme,
              .options = options_of(given),
              .values = values,
              .count = count,
              .day = day};
  quhua_commit_options commit = quhua__commit_options(t.options.commit);
  if (registry->read_only) return quhua__fail_read_only(err);
  if (count == 0 && t.options.declare_count == 0)
    return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("there are no values to take", "没有需要登记的数值"),
                       QUHUA__T("give at least one", "请至少给出一个"), QUHUA__NO_ARGS);
  quhua__bytes effects;
  quhua__bytes_init(&effects, registry->allocator);
  quhua__arena_init(&t.arena, registry->allocator);
  quhua__table_init(&t.series, registry->allocator);
  quhua_status status = take(&t, &effects, quhua__record_begin(registry, &commit), err);
  if (status == QUHUA_OK) status = quhua__record_commit(registry, &commit, &effects, receipt, err);
  quhua__table_free(&t.series);
  quhua__arena_free(&t.arena);
  quhua__bytes_free(&effects);
  return status;
}
