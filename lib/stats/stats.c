/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/stats.h>

#include "base/fail.h"
#include "stats/carry.h"
#include "stats/carry_back.h"
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
  uint32_t amounts = quhua__state_totals(s, snapshot->known).amounts;
  for (uint32_t number = 1; number <= amounts; number++) {
    quhua__amount amount = quhua__state_amount(s, number);
    if (amount.series != text) continue;
    uint32_t decimals = quhua__decimals(quhua__texts_at(&s->texts, amount.value));
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
    if (nodes->list[i].level == m->level && nodes->list[i].late == nodes->list[0].late)
      rest -= nodes->list[i].lo;
  return rest > 0 ? rest : 0;
}

static quhua_status add_rows(making *m, const quhua_series *series, uint32_t scale,
                             const quhua__nodes *nodes) {
  for (size_t i = 1; i < nodes->count; i++) {
    quhua_stat row = row_of(m, series, scale, &nodes->list[i]);
    if (is_asked(m, &nodes->list[i]) && !add_row(m, &row)) return QUHUA_E_NOMEM;
  }
  quhua_stat total = row_of(m, series, scale, &nodes->list[0]);
  if (m->level != QUHUA_LEVEL_ANY && series->kind != QUHUA_SERIES_INTENSIVE)
    total.residue = residue_beside(m, nodes);
  return add_row(m, &total) ? QUHUA_OK : QUHUA_E_NOMEM;
}

/* --- one series ------------------------------------------------------------------------------------------------------- */

static uint32_t units_of(const making *m) {
  return quhua__state_totals(m->snapshot->state, m->snapshot->known).units;
}

static quhua_status sum_up(making *m, const quhua__pools *pools, const quhua__pools *back,
                           quhua__nodes *nodes) {
  if (!quhua__nodes_of(m->snapshot, m->day, &m->arena, nodes)) return QUHUA_E_NOMEM;
  return quhua__totals_of(m->snapshot, pools, back, nodes, &m->arena);
}

static bool has_observations(const quhua__timeline *timeline) {
  for (size_t i = 0; i < timeline->count; i++)
    if (timeline->list[i].observed) return true;
  return false;
}

/* What was observed only after the day is carried back to it. */
static quhua_status carry_back(making *m, const quhua__carrying *carrying, const quhua__pools *pools,
                               quhua__nodes *nodes) {
  quhua__pools back;
  quhua__timeline later;
  quhua__carrying backward = *carrying;
  quhua__followed followed = {carrying->series, 0, m->day, QUHUA_DATE_OPEN - 1};
  backward.timeline = &later;
  if (!quhua__timeline_of(m->snapshot, &followed, &m->arena, &later)) return QUHUA_E_NOMEM;
  if (!has_observations(&later)) return sum_up(m, pools, NULL, nodes);
  if (!quhua__pools_init(&back, m->snapshot->allocator, units_of(m))) return QUHUA_E_NOMEM;
  quhua_status status = quhua__carry_back(&backward, &back);
  if (!status) status = sum_up(m, pools, &back, nodes);
  quhua__pools_free(&back);
  return status;
}

static quhua_status carry(making *m, const quhua__carrying *carrying, quhua__nodes *nodes) {
  quhua__pools pools;
  if (!quhua__pools_init(&pools, m->snapshot->allocator, units_of(m))) return QUHUA_E_NOMEM;
  quhua_status status = quhua__carry(carrying, &pools);
  if (!status && carrying->averages)
    status = sum_up(m, &pools, NULL, nodes);
  else if (!status)
    status = carry_back(m, carrying, &pools, nodes);
  quhua__pools_free(&pools);
  return status;
}

static quhua_status carry_sums(making *m, const quhua_series *series, uint32_t text) {
  quhua__timeline timeline;
  quhua__nodes nodes;
  quhua__followed followed = {text, 0, QUHUA_DATE_NONE, m->day};
  quhua__carrying carrying = {
      .snapshot = m->snapshot, .timeline = &timeline, .series = text, .scale = scale_of(m->snapshot, text)};
  if (!quhua__timeline_of(m->snapshot, &followed, &m->arena, &timeline)) return QUHUA_E_NOMEM;
  quhua_status status = carry(m, &carrying, &nodes);
  return status ? status : add_rows(m, series, carrying.scale, &nodes);
}

/* Nodes that had the totals of the weights get the averages. */
static void take_averages(quhua__nodes *nodes, const quhua__average *list) {
  for (size_t i = 0; i < nodes->count; i++) {
    quhua__node *node = &nodes->list[i];
    node->known = list[i].known;
    node->complete = list[i].full;
    node->oldest = list[i].oldest;
    node->lo = node->known ? quhua__ratio_round(list[i].lo) : 0;
    node->hi = node->known ? quhua__ratio_round(list[i].hi) : 0;
    node->own = true;
  }
}

static bool is_a_sum(quhua_series_kind kind) {
  return kind == QUHUA_SERIES_COUNT || kind == QUHUA_SERIES_DECIMAL;
}

/* The text of the series that weights an average; 0 when there is nothing that can be a weight. */
static quhua_status find_weight(const making *m, const quhua_series *series, uint32_t *out) {
  quhua_series weight;
  quhua_status status = quhua_series_find(m->snapshot, series->weight, &weight);
  bool usable = status == QUHUA_OK && is_a_sum(weight.kind);
  *out = usable ? quhua__texts_find(&m->snapshot->state->texts, series->weight) : 0;
  return status == QUHUA_E_NOMEM ? status : QUHUA_OK;
}

static quhua_status carry_averages(making *m, const quhua_series *series, uint32_t text) {
  quhua__timeline timeline;
  quhua__nodes nodes;
  quhua__averages averages;
  quhua__average *list;
  quhua__followed followed = {0, text, QUHUA_DATE_NONE, m->day};
  quhua_status status = find_weight(m, series, &followed.series);
  if (status) return status;
  quhua__carrying carrying = {.snapshot = m->snapshot,
                              .timeline = &timeline,
                              .series = followed.series,
                              .scale = scale_of(m->snapshot, followed.series),
                              .averages = &averages,
                              .average_scale = scale_of(m->snapshot, text)};
  if (!quhua__averages_init(&averages, units_of(m), &m->arena) ||
      !quhua__timeline_of(m->snapshot, &followed, &m->arena, &timeline))
    return QUHUA_E_NOMEM;
  status = carry(m, &carrying, &nodes);
  if (status) return status;
  if (!quhua__averages_of(&averages, &nodes, &m->arena, &list)) return QUHUA_E_NOMEM;
  take_averages(&nodes, list);
  return add_rows(m, series, carrying.average_scale, &nodes);
}

static quhua_status carry_series(making *m, const quhua_series *series, uint32_t text) {
  return is_a_sum(series->kind) ? carry_sums(m, series, text) : carry_averages(m, series, text);
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
  bool ledger = series.kind == QUHUA_SERIES_LEDGER;
  if (ledger && !asked) return QUHUA_OK;
  if (ledger)
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
  quhua_status status = quhua__check_day(snapshot, day, err);
  if (status) return status;
  m.result = a->alloc(a->ctx, sizeof *m.result);
  if (!m.result) return quhua__fail_nomem(err);
  *m.result = (quhua_stats){.allocator = a};
  status = series.len ? take_series(&m, series, true, err) : take_all(&m, err);
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
