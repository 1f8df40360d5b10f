/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/stats.h>

#include "base/fail.h"
#include "stats/carry.h"
#include "stats/decimal.h"
#include "stats/totals.h"

struct quhua_stats {
  const quhua_allocator *allocator;
  quhua_stat *list;
  size_t count, cap;
};

/* What is being computed. */
typedef struct making {
  const quhua_snapshot *snapshot;
  quhua_level level;
  quhua_date day;
  quhua_stats *result;
  quhua__arena arena; /* of one series */
} making;

/* The most decimals of all values of a series. */
static uint32_t scale_of(const quhua_snapshot *snapshot, uint32_t text) {
  const quhua__state *s = snapshot->state;
  uint32_t last = quhua__state_totals(s, snapshot->known).observed, scale = 0;
  for (uint32_t number = 1; number <= last; number++) {
    const quhua__observed *o = quhua__state_observed(s, number);
    if (o->series != text) continue;
    uint32_t decimals = quhua__decimals(quhua__texts_at(&s->texts, o->value));
    if (decimals > scale) scale = decimals;
  }
  return scale;
}

/* --- rows ------------------------------------------------------------------------------------------------------------- */

static quhua_stat row_of(const making *m, const quhua_series *series, uint32_t scale,
                         const quhua__node *node) {
  quhua_stat row = {.series = *series,
                    .lo = node->lo,
                    .hi = node->hi,
                    .residue = node->own ? 0 : node->lo - node->below,
                    .scale = scale,
                    .since = node->oldest == QUHUA_DATE_OPEN ? QUHUA_DATE_NONE : node->oldest,
                    .complete = node->complete};
  if (node->row) row.unit = quhua__row_unit(m->snapshot->state, node->row);
  return row;
}

static bool is_asked(const making *m, const quhua__node *node) {
  return node->known && (m->level == QUHUA_LEVEL_ANY || node->level == m->level);
}

static bool add_row(making *m, const quhua_stat *row) {
  quhua_stats *r = m->result;
  void *list = r->list;
  if (!quhua__grow(r->allocator, &list, &r->cap, r->count + 1, sizeof *r->list)) return false;
  r->list = list;
  r->list[r->count++] = *row;
  return true;
}

/* What is certain of the register and of none of the listed units of one level. Units that are counted finer than those
 * above them may sum to more. */
static int64_t residue_beside(const making *m, const quhua__nodes *nodes) {
  int64_t rest = nodes->list[0].lo;
  for (size_t i = 1; i < nodes->count && rest > 0; i++)
    if (nodes->list[i].level == m->level) rest -= nodes->list[i].lo;
  return rest > 0 ? rest : 0;
}

static quhua_status add_rows(making *m, const quhua_series *series, uint32_t scale,
                             const quhua__nodes *nodes) {
  for (size_t i = 1; i < nodes->count; i++) {
    quhua_stat row = row_of(m, series, scale, &nodes->list[i]);
    if (is_asked(m, &nodes->list[i]) && !add_row(m, &row)) return QUHUA_E_NOMEM;
  }
  quhua_stat total = row_of(m, series, scale, &nodes->list[0]);
  if (m->level != QUHUA_LEVEL_ANY) total.residue = residue_beside(m, nodes);
  return add_row(m, &total) ? QUHUA_OK : QUHUA_E_NOMEM;
}

/* --- one series ------------------------------------------------------------------------------------------------------- */

static quhua_status carry(making *m, const quhua__carrying *carrying, quhua__nodes *nodes) {
  quhua__pools pools;
  uint32_t units = quhua__state_totals(m->snapshot->state, m->snapshot->known).units;
  if (!quhua__pools_init(&pools, m->snapshot->allocator, units)) return QUHUA_E_NOMEM;
  quhua_status status = quhua__carry(carrying, &pools);
  if (!status && !quhua__nodes_of(m->snapshot, m->day, &m->arena, nodes)) status = QUHUA_E_NOMEM;
  if (!status) status = quhua__totals_of(m->snapshot, &pools, nodes, &m->arena);
  quhua__pools_free(&pools);
  return status;
}

static quhua_status carry_series(making *m, const quhua_series *series, uint32_t text) {
  quhua__timeline timeline;
  quhua__nodes nodes;
  quhua__carrying carrying = {m->snapshot, &timeline, scale_of(m->snapshot, text)};
  if (!quhua__timeline_until(m->snapshot, text, m->day, &m->arena, &timeline)) return QUHUA_E_NOMEM;
  quhua_status status = carry(m, &carrying, &nodes);
  return status ? status : add_rows(m, series, carrying.scale, &nodes);
}

static bool can_be_carried(quhua_series_kind kind) {
  return kind == QUHUA_SERIES_COUNT || kind == QUHUA_SERIES_DECIMAL;
}

static quhua_status take_series(making *m, quhua_str name, bool asked, quhua_error *err) {
  quhua_series series;
  uint32_t text = quhua__texts_find(&m->snapshot->state->texts, name);
  quhua_status status = quhua_series_find(m->snapshot, name, &series);
  if (status == QUHUA_E_NOMEM) return quhua__fail_nomem(err);
  if (status)
    return quhua__fail(err, status, QUHUA__T("nobody observed the series {1}", "没有指标 {1} 的数据"),
                       QUHUA__T("correct its name, or observe it first", "请更正名称，或先登记数据"),
                       QUHUA__ARGS(name));
  if (!can_be_carried(series.kind) && !asked) return QUHUA_OK;
  if (!can_be_carried(series.kind))
    return quhua__fail(err, QUHUA_E_UNSUPPORTED,
                       QUHUA__T("series like {1} cannot be carried yet", "暂不能归并 {1} 这类指标"),
                       QUHUA__T("carry counts and decimals", "请使用计数或小数指标"), QUHUA__ARGS(name));
  quhua__arena_init(&m->arena, m->snapshot->allocator);
  status = carry_series(m, &series, text);
  quhua__arena_free(&m->arena);
  if (status == QUHUA_E_NOMEM) return quhua__fail_nomem(err);
  if (status)
    return quhua__fail(
        err, status, QUHUA__T("the values of {1} do not fit in 64 bits together", "{1} 的数值合计超出 64 位"),
        QUHUA__T("use a larger unit of measure, or fewer decimals", "请改用较大的计量单位，或减少小数位"),
        QUHUA__ARGS(name));
  return QUHUA_OK;
}

/* --- the interface ---------------------------------------------------------------------------------------------------- */

static quhua_status take_all(making *m, quhua_error *err) {
  quhua_str name;
  quhua_status status = QUHUA_OK;
  for (uint32_t i = 0; !status && quhua_series_at(m->snapshot, i, &name); i++)
    status = take_series(m, name, false, err);
  return status;
}

quhua_status quhua_stats_new(const quhua_snapshot *snapshot, quhua_str series, quhua_level level,
                             quhua_date day, quhua_stats **out, quhua_error *err) {
  const quhua_allocator *a = snapshot->allocator;
  making m = {.snapshot = snapshot, .level = level, .day = day};
  *out = NULL;
  m.result = a->alloc(a->ctx, sizeof *m.result);
  if (!m.result) return quhua__fail_nomem(err);
  *m.result = (quhua_stats){.allocator = a};
  quhua_status status = series.len ? take_series(&m, series, true, err) : take_all(&m, err);
  if (status)
    quhua_stats_free(m.result);
  else
    *out = m.result;
  return status;
}

size_t quhua_stats_count(const quhua_stats *stats) { return stats->count; }

const quhua_stat *quhua_stats_at(const quhua_stats *stats, size_t index) {
  return index < stats->count ? &stats->list[index] : NULL;
}

void quhua_stats_free(quhua_stats *stats) {
  if (!stats) return;
  const quhua_allocator *a = stats->allocator;
  if (stats->list) a->free(a->ctx, stats->list, stats->cap * sizeof *stats->list);
  a->free(a->ctx, stats, sizeof *stats);
}
