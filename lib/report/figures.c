/* SPDX-License-Identifier: Apache-2.0 */
#include "report/figures.h"

#include <string.h>

#include "base/fail.h"
#include "base/sort.h"
#include "crosswalk/crosswalk.h"
#include "plan/act.h"

/* What is being counted. */
typedef struct counting {
  quhua_figures *f;
  quhua__arena arena; /* of what is not kept */
  quhua__footing footing;
  uint8_t *sources; /* by unit of the last day: how many units of the first flowed into it, 2 for more */
} counting;

/* --- the days -------------------------------------------------------------------------------------------------------- */

static const quhua__row *row_of(const quhua_figures *f, const uint32_t *rows, uint32_t unit) {
  return quhua__state_row(f->snapshot->state, rows[unit]);
}

static bool read_days(quhua_figures *f) {
  const quhua__state *s = f->snapshot->state;
  quhua__totals totals = quhua__state_totals(s, f->snapshot->known);
  f->units = totals.units;
  size_t size = ((size_t)f->units + 1) * sizeof(uint32_t);
  f->row_then = quhua__arena_alloc(&f->arena, size);
  f->row_now = quhua__arena_alloc(&f->arena, size);
  f->first = quhua__arena_alloc(&f->arena, size);
  f->slot = quhua__arena_alloc(&f->arena, size);
  if (!f->row_then || !f->row_now || !f->first || !f->slot) return false;
  for (uint32_t number = 1; number <= totals.rows; number++) {
    const quhua__row *row = quhua__state_row(s, number);
    bool then = quhua__row_holds_on(row, f->from), now = quhua__row_holds_on(row, f->to);
    if ((!then && !now) || !quhua__row_visible(s, number, f->snapshot->known)) continue;
    if (then) f->row_then[row->unit] = number;
    if (now) f->row_now[row->unit] = number;
  }
  return true;
}

/* Rows of one old unit stand together: no two units of one level have one code on one day. */
static void index_rows(quhua_figures *f) {
  for (size_t i = quhua_crosswalk_count(f->whole); i--;)
    f->first[quhua_crosswalk_at(f->whole, i)->before.id] = (uint32_t)i + 1;
  f->first[0] = 0; /* units without predecessor */
}

/* --- who is counted -------------------------------------------------------------------------------------------------- */

static int by_code(const void *ctx, uint32_t a, uint32_t b) {
  const quhua_figures *f = ctx;
  return quhua_code_compare(&row_of(f, f->row_now, a)->code, &row_of(f, f->row_now, b)->code);
}

static bool is_counted(const quhua_figures *f, quhua_level level, uint32_t unit) {
  if (level == QUHUA_LEVEL_ANY || unit == f->scope || !f->row_now[unit]) return false;
  return row_of(f, f->row_now, unit)->level == level && quhua__figures_hold(f, unit);
}

static bool list_counted(counting *c, quhua_level level) {
  quhua_figures *f = c->f;
  size_t count = 1;
  for (uint32_t unit = 1; unit <= f->units; unit++) count += is_counted(f, level, unit);
  uint32_t *scratch = quhua__arena_alloc(&c->arena, count * sizeof *scratch);
  f->counted = quhua__arena_alloc(&f->arena, count * sizeof *f->counted);
  if (!scratch || !f->counted) return false;
  f->counted[f->count++] = f->scope;
  for (uint32_t unit = 1; unit <= f->units; unit++)
    if (is_counted(f, level, unit)) f->counted[f->count++] = unit;
  quhua__sort(f->counted + 1, scratch, f->count - 1, by_code, f);
  for (uint32_t i = 0; i < f->count; i++) f->slot[f->counted[i]] = i + 1;
  return true;
}

/* Kinds that occur on either day have a column. */
static bool make_columns(quhua_figures *f) {
  bool occurs[QUHUA_KIND_LIMIT] = {false};
  for (uint32_t unit = 1; unit <= f->units; unit++) {
    if (f->row_then[unit]) occurs[row_of(f, f->row_then, unit)->kind] = true;
    if (f->row_now[unit]) occurs[row_of(f, f->row_now, unit)->kind] = true;
  }
  for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++)
    f->column[kind] = occurs[kind] ? (uint8_t)f->columns++ : UINT8_MAX;
  f->figures = quhua__arena_alloc(&f->arena, f->count * f->columns * sizeof *f->figures);
  return f->figures != NULL;
}

/* The figure of a kind at a unit; NULL when nothing is counted there. */
static quhua_figure *figure_at(const quhua_figures *f, uint32_t unit, uint8_t kind) {
  return f->slot[unit] ? &f->figures[(f->slot[unit] - 1) * f->columns + f->column[kind]] : NULL;
}

/* --- counting -------------------------------------------------------------------------------------------------------- */

static bool count_sources(counting *c) {
  const quhua_figures *f = c->f;
  c->sources = quhua__arena_alloc(&c->arena, (size_t)f->units + 1);
  if (!c->sources) return false;
  for (uint32_t unit = 1; unit <= f->units; unit++)
    if (f->row_then[unit] && f->row_now[unit]) c->sources[unit] = 2; /* it was there before others came */
  for (size_t i = 0; i < quhua_crosswalk_count(f->whole); i++) {
    const quhua_crosswalk_row *row = quhua_crosswalk_at(f->whole, i);
    if (row->before.id && row->share.hi.num && c->sources[row->after.id] < 2) c->sources[row->after.id]++;
  }
  return true;
}

/* What became of a unit that ended: the figure that counts it. */
static uint32_t *fate_in(const counting *c, quhua_figure *figure, uint32_t unit) {
  const quhua_crosswalk *rows = c->f->whole;
  const quhua_crosswalk_row *row;
  size_t ways = 0;
  uint32_t only = 0;
  for (size_t i = c->f->first[unit]; i && (row = quhua_crosswalk_at(rows, i - 1)); i++) {
    if (row->before.id != unit) break;
    if (!row->share.hi.num) continue;
    ways++;
    only = (uint32_t)row->after.id;
  }
  if (ways > 1) return &figure->divided;
  if (!only) return &figure->lost;
  return c->sources[only] > 1 ? &figure->merged : &figure->replaced;
}

static void count_ended(counting *c, uint32_t unit) {
  uint8_t kind = row_of(c->f, c->f->row_then, unit)->kind;
  quhua__footing_of(&c->footing, unit);
  for (size_t i = 0; i < c->footing.met_count; i++) {
    uint32_t at = c->footing.met[i];
    quhua_figure *figure = figure_at(c->f, at, kind);
    if (!figure) continue;
    figure->before_most++;
    if (!quhua__footing_is_certain(&c->footing, at)) continue;
    figure->before++;
    ++*fate_in(c, figure, unit);
  }
}

static void count_lasting_at(const quhua_figures *f, uint32_t at, uint32_t unit) {
  const quhua__state *s = f->snapshot->state;
  const quhua__row *then = row_of(f, f->row_then, unit), *now = row_of(f, f->row_now, unit);
  quhua_figure *was = figure_at(f, at, then->kind), *is = figure_at(f, at, now->kind);
  if (!was) return;
  was->before++;
  was->before_most++;
  is->after++;
  was->retyped_from += then->kind != now->kind;
  is->retyped_to += then->kind != now->kind;
  is->renamed +=
      !quhua__same_stem(quhua__texts_at(&s->texts, then->name), quhua__texts_at(&s->texts, now->name));
  is->recoded += quhua_code_compare(&then->code, &now->code) != 0;
  is->moved += then->parent != now->parent;
}

/* A unit with rows may have ceded territory to where it does not stand itself. */
static void count_crossed(counting *c, uint32_t unit) {
  uint8_t kind = row_of(c->f, c->f->row_then, unit)->kind;
  if (!c->f->first[unit]) return;
  quhua__footing_of_territory(&c->footing, unit);
  for (size_t i = 0; i < c->footing.met_count; i++) {
    quhua_figure *figure = figure_at(c->f, c->footing.met[i], kind);
    if (figure && !quhua__footing_is_certain(&c->footing, c->footing.met[i])) figure->crossed++;
  }
}

static void count_begun_at(const quhua_figures *f, uint32_t at, uint32_t unit) {
  quhua_figure *figure = figure_at(f, at, row_of(f, f->row_now, unit)->kind);
  if (!figure) return;
  figure->after++;
  figure->begun++;
}

/* At the unit itself, at those above it and at the register. */
static void count_alive(const quhua_figures *f, uint32_t unit,
                        void (*count_at)(const quhua_figures *f, uint32_t at, uint32_t unit)) {
  for (uint32_t at = unit; at; at = quhua__figures_above(f, f->row_now, at)) count_at(f, at, unit);
  count_at(f, 0, unit);
}

static void count_unit(counting *c, uint32_t unit) {
  const quhua_figures *f = c->f;
  if (f->row_then[unit] && !f->row_now[unit]) count_ended(c, unit);
  if (f->row_then[unit] && f->row_now[unit]) {
    count_alive(f, unit, count_lasting_at);
    count_crossed(c, unit);
  }
  if (!f->row_then[unit] && f->row_now[unit]) count_alive(f, unit, count_begun_at);
}

/* --- the crosswalk of the scope -------------------------------------------------------------------------------------- */

/* All rows of a unit of which anything is, or may be, in the scope. */
static bool touches_scope(void *ctx, const quhua_crosswalk_row *row) {
  counting *c = ctx;
  const quhua_figures *f = c->f;
  if (!row->before.id) return quhua__figures_hold(f, (uint32_t)row->after.id);
  quhua__footing_of_territory(&c->footing, (uint32_t)row->before.id);
  for (size_t i = 0; i < c->footing.met_count; i++)
    if (c->footing.met[i] == f->scope) return true;
  return false;
}

static quhua_status limit_crosswalk(counting *c) {
  c->f->crosswalk = c->f->whole;
  if (!c->f->scope) return QUHUA_OK;
  return quhua__crosswalk_filter(c->f->whole, touches_scope, c, &c->f->crosswalk);
}

/* --- the interface --------------------------------------------------------------------------------------------------- */

static bool count_all(counting *c, quhua_level level) {
  quhua_figures *f = c->f;
  if (!list_counted(c, level) || !make_columns(f) || !count_sources(c)) return false;
  if (!quhua__footing_init(&c->footing, f, &c->arena)) return false;
  for (uint32_t unit = 1; unit <= f->units; unit++) count_unit(c, unit);
  return limit_crosswalk(c) == QUHUA_OK;
}

static quhua_status compile(counting *c, quhua_level level, quhua_error *err) {
  quhua_figures *f = c->f;
  quhua_status status = quhua_crosswalk_new(f->snapshot, f->from, f->to, &f->whole, err);
  if (status) return status;
  if (!read_days(f)) return quhua__fail_nomem(err);
  if (f->scope && (f->scope > f->units || !f->row_now[f->scope]))
    return quhua__fail(err, QUHUA_E_NOT_FOUND,
                       QUHUA__T("the unit does not live on the last day", "该单位在末日不存在"),
                       QUHUA__T("ask about the unit that it became", "请改问其承接单位"), QUHUA__NO_ARGS);
  index_rows(f);
  return count_all(c, level) ? QUHUA_OK : quhua__fail_nomem(err);
}

quhua_status quhua_figures_new(const quhua_snapshot *snapshot, quhua_unit_id scope, quhua_level level,
                               quhua_date from, quhua_date to, quhua_figures **out, quhua_error *err) {
  const quhua_allocator *a = snapshot->allocator;
  counting c = {.f = a->alloc(a->ctx, sizeof *c.f)};
  *out = NULL;
  if (!c.f) return quhua__fail_nomem(err);
  *c.f = (quhua_figures){.allocator = a,
                         .snapshot = snapshot,
                         .from = from,
                         .to = to,
                         .scope = scope < UINT32_MAX ? (uint32_t)scope : UINT32_MAX};
  quhua__arena_init(&c.f->arena, a);
  quhua__arena_init(&c.arena, a);
  quhua_status status = compile(&c, level, err);
  quhua__arena_free(&c.arena);
  if (status)
    quhua_figures_free(c.f);
  else
    *out = c.f;
  return status;
}

size_t quhua_figures_count(const quhua_figures *figures) { return figures->count; }

bool quhua_figures_unit(const quhua_figures *figures, size_t index, quhua_unit *out) {
  if (index >= figures->count) return false;
  uint32_t unit = figures->counted[index];
  memset(out, 0, sizeof *out);
  if (unit) *out = quhua__row_unit(figures->snapshot->state, figures->row_now[unit]);
  return true;
}

quhua_figure quhua_figures_kind(const quhua_figures *figures, size_t index, quhua_kind kind) {
  bool known = index < figures->count && (int)kind >= 0 && kind < QUHUA_KIND_LIMIT &&
               figures->column[kind] != UINT8_MAX;
  return known ? figures->figures[index * figures->columns + figures->column[kind]] : (quhua_figure){0};
}

static void add_figure(quhua_figure *sum, const quhua_figure *part) {
  sum->before += part->before;
  sum->before_most += part->before_most;
  sum->after += part->after;
  sum->merged += part->merged;
  sum->divided += part->divided;
  sum->replaced += part->replaced;
  sum->lost += part->lost;
  sum->begun += part->begun;
  sum->retyped_from += part->retyped_from;
  sum->retyped_to += part->retyped_to;
  sum->renamed += part->renamed;
  sum->recoded += part->recoded;
  sum->moved += part->moved;
  sum->crossed += part->crossed;
}

quhua_figure quhua_figures_level(const quhua_figures *figures, size_t index, quhua_level level) {
  quhua_figure sum = {0};
  for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++) {
    if (quhua_kind_level((quhua_kind)kind) != level || kind == QUHUA_KIND_GRID) continue;
    quhua_figure part = quhua_figures_kind(figures, index, (quhua_kind)kind);
    add_figure(&sum, &part);
  }
  return sum;
}

static bool has_changed(const quhua_figure *g) {
  return g->before_most > g->before || g->merged || g->divided || g->replaced || g->lost || g->begun ||
         g->retyped_from || g->retyped_to || g->renamed || g->recoded || g->moved || g->crossed;
}

bool quhua_figures_changed(const quhua_figures *figures, size_t index) {
  if (index >= figures->count) return false;
  for (size_t i = 0; i < figures->columns; i++)
    if (has_changed(&figures->figures[index * figures->columns + i])) return true;
  return false;
}

const quhua_crosswalk *quhua_figures_crosswalk(const quhua_figures *figures) { return figures->crosswalk; }

quhua_period quhua_figures_days(const quhua_figures *figures) {
  return (quhua_period){figures->from, figures->to};
}

void quhua_figures_free(quhua_figures *figures) {
  if (!figures) return;
  const quhua_allocator *a = figures->allocator;
  if (figures->crosswalk != figures->whole) quhua_crosswalk_free(figures->crosswalk);
  quhua_crosswalk_free(figures->whole);
  quhua__arena_free(&figures->arena);
  a->free(a->ctx, figures, sizeof *figures);
}
