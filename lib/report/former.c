/* SPDX-License-Identifier: Apache-2.0 */
/* former.c: which villages of today the former villages lie in: 原龙居村今属龙吟村. */
#include <quhua/stats.h>

#include "plan/act.h"
#include "report/sections.h"

/* What a series said of the villages of the first day. */
typedef struct valued {
  quhua_stats *stats;
  uint32_t *at; /* by unit: its position and 1 */
} valued;

typedef struct telling {
  const quhua_figures *f;
  valued *series;
  size_t series_count;
  quhua__arena arena;
} telling;

static quhua_status read_series(telling *t, const quhua_str *names, quhua_error *err) {
  const quhua_stat *row;
  for (size_t i = 0; i < t->series_count; i++) {
    valued *v = &t->series[i];
    v->at = quhua__arena_alloc(&t->arena, ((size_t)t->f->units + 1) * sizeof *v->at);
    if (!v->at) return quhua__fail_nomem(err);
    quhua_status status =
        quhua_stats_new(t->f->snapshot, names[i], QUHUA_LEVEL_VILLAGE, t->f->from, &v->stats, err);
    if (status) return status;
    for (size_t k = 0; (row = quhua_stats_at(v->stats, k)); k++) v->at[row->unit.id] = (uint32_t)k + 1;
  }
  return QUHUA_OK;
}

static void say_amount(quhua__prose *p, int64_t amount, uint32_t scale) {
  char text[QUHUA_AMOUNT_TEXT_MAX];
  quhua__say_text(p, (quhua_str){text, quhua_amount_format(amount, scale, text)});
}

/* （道路5.2公里，人口120人） */
static void say_values(quhua__prose *p, const telling *t, quhua_unit_id unit) {
  bool any = false;
  for (size_t i = 0; i < t->series_count; i++) {
    if (!t->series[i].at[unit]) continue;
    const quhua_stat *row = quhua_stats_at(t->series[i].stats, t->series[i].at[unit] - 1);
    quhua__say(p, any ? QUHUA__T(", ", "，") : QUHUA__T(" (", "（"));
    quhua__say_text(p, row->series.name);
    if (p->lang == QUHUA_LANG_EN) quhua__say(p, QUHUA__T(" ", ""));
    say_amount(p, row->lo, row->scale);
    if (row->hi != row->lo) {
      quhua__say(p, QUHUA__T(" to ", "至"));
      say_amount(p, row->hi, row->scale);
    }
    if (p->lang == QUHUA_LANG_EN && row->series.unit.len) quhua__say(p, QUHUA__T(" ", ""));
    quhua__say_text(p, row->series.unit);
    any = true;
  }
  if (any) quhua__say(p, QUHUA__T(")", "）"));
}

static bool leads_somewhere(const quhua_crosswalk_row *row) { return row->share.hi.num != 0; }

/* One that lives on whole under its old name is not former, whatever became of its code. */
static bool is_former(const quhua_crosswalk_row *rows, size_t count) {
  return count > 1 || rows[0].after.id != rows[0].before.id ||
         !quhua__same_stem(rows[0].before.name, rows[0].after.name);
}

static void say_part(quhua__prose *p, const quhua_figures *f, const quhua_crosswalk_row *row, bool alone) {
  char share[QUHUA_SHARE_TEXT_MAX];
  bool exact = row->share.kind == QUHUA_SHARE_EXACT, between = row->share.kind == QUHUA_SHARE_INTERVAL;
  if (!row->after.id) {
    quhua__say(p, alone ? QUHUA__T(" ended without successor", "已撤销，无承接单位")
                        : QUHUA__T(" in part nowhere", "部分无承接单位"));
    return;
  }
  if (!alone && (exact || between)) {
    quhua__say(p, QUHUA__T(" ", ""));
    quhua__say_text(p, (quhua_str){share, quhua_share_format(row->share, share)});
  } else if (!alone) {
    quhua__say(p, QUHUA__T(" in part", "部分"));
  }
  quhua__say(p, alone ? QUHUA__T(" now belongs to ", "今属") : QUHUA__T(" to ", "今属"));
  quhua__say_unit(p, &row->after, f->to, false);
}

static bool is_undetermined(const quhua_crosswalk_row *row) {
  return row->share.kind == QUHUA_SHARE_UNKNOWN || row->share.kind == QUHUA_SHARE_INTERVAL;
}

static void tell(quhua__prose *p, const telling *t, const quhua_crosswalk_row *rows, size_t count) {
  size_t ways = 0, said = 0;
  bool undetermined = false, children = false;
  for (size_t i = 0; i < count; i++) {
    ways += leads_somewhere(&rows[i]);
    undetermined |= is_undetermined(&rows[i]);
    children |= rows[i].share.kind == QUHUA_SHARE_CHILDREN;
  }
  quhua__prose_begin(p, "li");
  quhua__say_unit(p, &rows[0].before, t->f->from, true);
  say_values(p, t, rows[0].before.id);
  if (ways > 1) quhua__say(p, QUHUA__T(":", "："));
  for (size_t i = 0; i < count; i++) {
    if (!leads_somewhere(&rows[i])) continue;
    if (said++) quhua__say(p, QUHUA__T(",", "，"));
    say_part(p, t->f, &rows[i], ways == 1);
  }
  if (undetermined) quhua__say(p, QUHUA__T("; the shares are not determined", "，比例未定"));
  if (children) quhua__say(p, QUHUA__T("; divided by its groups", "，以所辖小组为准"));
  quhua__say(p, QUHUA__T(".", "。"));
  quhua__prose_end(p, "li");
}

static void tell_all(quhua__prose *p, const telling *t, quhua__extent *extent) {
  size_t count = quhua_crosswalk_count(t->f->crosswalk), same;
  const quhua_crosswalk_row *rows = quhua_crosswalk_at(t->f->crosswalk, 0);
  for (size_t i = 0; i < count; i += same) {
    for (same = 1; i + same < count && rows[i + same].before.id == rows[i].before.id; same++) continue;
    bool village = rows[i].before.id && rows[i].before.level == QUHUA_LEVEL_VILLAGE;
    if (village && is_former(&rows[i], same) && quhua__extent_next(extent)) tell(p, t, &rows[i], same);
  }
}

quhua_status quhua__write_former(quhua__prose *p, const quhua_figures *figures,
                                 const quhua_report_options *options, quhua__extent *extent,
                                 quhua_error *err) {
  telling t = {.f = figures, .series_count = options->series_count};
  quhua__arena_init(&t.arena, figures->allocator);
  t.series = quhua__arena_alloc(&t.arena, t.series_count * sizeof *t.series);
  quhua_status status = t.series ? read_series(&t, options->series, err) : quhua__fail_nomem(err);
  if (!status) tell_all(p, &t, extent);
  for (size_t i = 0; t.series && i < t.series_count; i++) quhua_stats_free(t.series[i].stats);
  quhua__arena_free(&t.arena);
  return status;
}
