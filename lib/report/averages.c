/* SPDX-License-Identifier: Apache-2.0 */
/* averages.c: sums of a series for the counted units, and what they are for each unit below.
 *
 * On the last day the total of a unit is asked as it is: parts of a division inside it are added before they are
 * bounded. On the first day there may be no such unit; then the values of the units that count in it are added. */
#include <stdio.h>
#include <string.h>

#include <quhua/stats.h>

#include "base/fail.h"
#include "report/figures.h"
#include "report/statistics.h"

/* What is being summed up. */
typedef struct summing {
  const quhua_figures *f;
  quhua_level level;
  quhua_averages *out;
  uint32_t *valued; /* by counted unit: units of the first day that have a complete value */
  quhua__arena arena;
} summing;

static void take_total(quhua_average *average, const quhua_stat *row) {
  average->lo = row->lo;
  average->hi = row->hi;
  average->exact = row->lo == row->hi && row->complete;
}

static quhua_status sum_last_day(summing *m, quhua_str series, quhua_error *err) {
  quhua_stats *stats;
  const quhua_stat *row;
  quhua_status status = quhua_stats_new(m->f->snapshot, series, QUHUA_LEVEL_ANY, m->f->to, &stats, err);
  if (status) return status;
  for (size_t i = 0; (row = quhua_stats_at(stats, i)); i++) {
    uint32_t slot = m->f->slot[row->unit.id];
    if (slot) take_total(&m->out[slot - 1].after, row);
    for (size_t k = 0; i == 0 && k < m->f->count; k++) m->out[k].after.scale = row->scale;
  }
  quhua_stats_free(stats);
  return QUHUA_OK;
}

static bool add_amount(int64_t *sum, int64_t amount) {
  if (amount > INT64_MAX - *sum) return false;
  *sum += amount;
  return true;
}

/* A unit that counts here perhaps adds to the upper bound. */
static bool add_value(summing *m, quhua__footing *footing, const quhua_stat *row) {
  quhua__footing_of(footing, (uint32_t)row->unit.id);
  for (size_t i = 0; i < footing->met_count; i++) {
    uint32_t slot = m->f->slot[footing->met[i]];
    if (!slot) continue;
    quhua_average *average = &m->out[slot - 1].before;
    bool certain = quhua__footing_is_certain(footing, footing->met[i]);
    if (certain && !add_amount(&average->lo, row->lo)) return false;
    if (!add_amount(&average->hi, row->hi)) return false;
    m->valued[slot - 1] += certain && row->complete;
  }
  return true;
}

static bool add_values(summing *m, quhua__footing *footing, const quhua_stats *stats) {
  const quhua_stat *row;
  for (size_t i = 0; (row = quhua_stats_at(stats, i)); i++) {
    for (size_t k = 0; i == 0 && k < m->f->count; k++) m->out[k].before.scale = row->scale;
    if (row->unit.id && !add_value(m, footing, row)) return false;
    /* the register as a whole stands last; it is asked as it is */
    if (!row->unit.id && m->f->slot[0]) take_total(&m->out[m->f->slot[0] - 1].before, row);
  }
  return true;
}

static quhua_status sum_first_day(summing *m, quhua_str series, quhua_error *err) {
  quhua_stats *stats;
  quhua__footing footing;
  m->valued = quhua__arena_alloc(&m->arena, m->f->count * sizeof *m->valued);
  if (!m->valued || !quhua__footing_init(&footing, m->f, &m->arena)) return quhua__fail_nomem(err);
  quhua_status status = quhua_stats_new(m->f->snapshot, series, m->level, m->f->from, &stats, err);
  if (status) return status;
  bool fits = add_values(m, &footing, stats);
  quhua_stats_free(stats);
  if (fits) return QUHUA_OK;
  return quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("the values of {1} do not fit in 64 bits together", "{1} 的数值合计超出 64 位"),
      QUHUA__T("use a larger unit of measure, or fewer decimals", "请改用较大的计量单位，或减少小数位"),
      QUHUA__ARGS(series));
}

/* Numbers of units, and whether all of them were counted. */
static void finish(summing *m, size_t i) {
  quhua_figure figure = quhua_figures_level(m->f, i, m->level);
  quhua_average *before = &m->out[i].before;
  before->units = figure.before;
  m->out[i].after.units = figure.after;
  if (m->f->counted[i] == 0) return;
  before->exact =
      before->lo == before->hi && figure.before == figure.before_most && m->valued[i] == figure.before;
}

/* Averages and ledger lines are not for adding. An unknown series is refused by quhua_stats_new(). */
static quhua_status check_kind(const summing *m, quhua_str name, quhua_error *err) {
  quhua_series series;
  quhua_status status = quhua_series_find(m->f->snapshot, name, &series);
  if (status == QUHUA_E_NOMEM) return quhua__fail_nomem(err);
  if (status || series.kind == QUHUA_SERIES_COUNT || series.kind == QUHUA_SERIES_DECIMAL) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_UNSUPPORTED,
                     QUHUA__T("values of series like {1} cannot be added", "{1} 这类指标的数值不能相加"),
                     QUHUA__T("use a count or a decimal", "请使用计数或小数指标"), QUHUA__ARGS(name));
}

quhua_status quhua_figures_average(const quhua_figures *figures, quhua_str series, quhua_level level,
                                   quhua_averages *out, quhua_error *err) {
  summing m = {.f = figures, .level = level, .out = out};
  memset(out, 0, figures->count * sizeof *out);
  quhua__arena_init(&m.arena, figures->allocator);
  quhua_status status = check_kind(&m, series, err);
  if (!status) status = sum_first_day(&m, series, err);
  if (!status) status = sum_last_day(&m, series, err);
  for (size_t i = 0; !status && i < figures->count; i++) finish(&m, i);
  quhua__arena_free(&m.arena);
  return status;
}

/* sum × 10 / units, halves up, without leaving 64 bits: quotient and rest apart. */
size_t quhua_average_format(const quhua_average *average, char out[QUHUA_PERCENT_TEXT_MAX]) {
  out[0] = '\0';
  if (!average->exact || !average->units) return 0;
  uint64_t sum = (uint64_t)average->lo, units = average->units;
  uint64_t rest = (sum % units * 20 + units) / (2 * units); /* 0 to 10 */
  uint64_t whole = sum / units + rest / 10;
  char text[QUHUA_AMOUNT_TEXT_MAX];
  size_t len = quhua_amount_format((int64_t)whole, average->scale, text);
  return (size_t)snprintf(out, QUHUA_PERCENT_TEXT_MAX, "%.*s%s%u", (int)len, text, average->scale ? "" : ".",
                          (unsigned)(rest % 10));
}

size_t quhua_percent_format(uint64_t before, uint64_t after, char out[QUHUA_PERCENT_TEXT_MAX]) {
  size_t len = quhua__percent_text(before, after, out).len;
  out[len] = '\0';
  return len;
}
