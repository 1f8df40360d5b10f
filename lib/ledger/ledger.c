/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/ledger.h>

#include <string.h>

#include "base/fail.h"
#include "base/sort.h"
#include "base/table.h"
#include "ledger/notes.h"
#include "ledger/place.h"
#include "ledger/sums.h"
#include "stats/decimal.h"

struct quhua_ledger {
  const quhua_allocator *allocator;
  quhua_ledger_line *lines;
  size_t line_count, line_cap;
  quhua_projection **territories; /* one for each unit and day of a value */
  size_t territory_count, territory_cap;
  quhua__sums sums;
};

/* What is being made. */
typedef struct making {
  const quhua_snapshot *snapshot;
  quhua_date day;
  quhua_unit_id scope;
  quhua_ledger *result;
  quhua__arena arena;
  quhua__notes notes;
  quhua__table territories; /* (unit, day of the value) -> projection */
  uint32_t *of_unit;        /* position of its line in the series, from 1; 0: none */
  uint32_t units;
  size_t first; /* line of the series */
} making;

/* --- the values of a series ----------------------------------------------------------------------------------------- */

static quhua_ledger_line *line_of(const making *m, quhua_unit_id unit) {
  uint32_t at = unit <= m->units ? m->of_unit[unit] : 0;
  return at ? &m->result->lines[m->first + at - 1] : NULL;
}

static quhua_ledger_line *add_line(making *m, quhua_unit_id unit) {
  quhua_ledger *r = m->result;
  void *lines = r->lines;
  if (!quhua__grow(r->allocator, &lines, &r->line_cap, r->line_count + 1, sizeof *r->lines)) return NULL;
  r->lines = lines;
  m->of_unit[unit] = (uint32_t)(r->line_count - m->first + 1);
  quhua_ledger_line *line = &r->lines[r->line_count++];
  *line = (quhua_ledger_line){.original = {.id = unit}, .observed = QUHUA_DATE_NONE};
  return line;
}

/* Of all values of a unit up to the day the latest, of those of one day the one that was recorded last. Values of an entry
 * that was taken back do not count. The scale is that of the whole series, as in statistics. */
static quhua_status collect(making *m, uint32_t text, uint32_t *scale) {
  const quhua__state *s = m->snapshot->state;
  uint32_t known = m->snapshot->known, last = quhua__state_totals(s, known).observed;
  *scale = 0;
  for (uint32_t number = 1; number <= last; number++) {
    const quhua__observed *o = quhua__state_observed(s, number);
    if (o->series != text) continue;
    uint32_t decimals = quhua__decimals(quhua__texts_at(&s->texts, o->value));
    if (decimals > *scale) *scale = decimals;
    if (o->date > m->day || quhua__state_is_retracted(s, o->recorded_from, known)) continue;
    quhua_ledger_line *line = line_of(m, o->unit);
    if (line && line->observed > o->date) continue;
    if (!line && !(line = add_line(m, o->unit))) return QUHUA_E_NOMEM;
    line->observed = o->date;
    line->amount = number; /* until all are known, the number of the observation */
  }
  return QUHUA_OK;
}

static quhua_status read_amounts(making *m, const quhua_series *series, uint32_t scale) {
  const quhua__state *s = m->snapshot->state;
  for (size_t i = m->first; i < m->result->line_count; i++) {
    quhua_ledger_line *line = &m->result->lines[i];
    quhua_str value = quhua__texts_at(&s->texts, quhua__state_observed(s, (uint32_t)line->amount)->value);
    uint32_t unit = (uint32_t)line->original.id;
    if (!quhua__decimal_read(value, scale, &line->amount)) return QUHUA_E_INVALID;
    line->original = quhua__unit_on(m->snapshot, unit, line->observed);
    line->original.id = unit;
    line->series = *series;
    line->scale = scale;
  }
  return QUHUA_OK;
}

/* --- where they lie ------------------------------------------------------------------------------------------------- */

static quhua_status keep_territory(making *m, quhua_projection *territory) {
  quhua_ledger *r = m->result;
  void *list = r->territories;
  if (!quhua__grow(r->allocator, &list, &r->territory_cap, r->territory_count + 1, sizeof *r->territories)) {
    quhua_projection_free(territory);
    return QUHUA_E_NOMEM;
  }
  r->territories = list;
  r->territories[r->territory_count++] = territory;
  return QUHUA_OK;
}

/* Series that were observed together share their projections. */
static quhua_status find_territory(making *m, quhua_ledger_line *line) {
  struct {
    quhua_unit_id unit;
    int64_t day;
  } key = {line->original.id, line->observed};
  quhua_projection *territory = quhua__table_find(&m->territories, &key, sizeof key);
  line->territory = territory;
  if (territory) return QUHUA_OK;
  quhua_status status =
      quhua_projection_new(m->snapshot, line->original.id, line->observed, m->day, &territory, NULL);
  if (status == QUHUA_E_NOT_FOUND) return QUHUA_OK; /* an annulment left nothing of it */
  if (status == QUHUA_OK) status = keep_territory(m, territory);
  if (status != QUHUA_OK) return status;
  line->territory = territory;
  return quhua__table_add(&m->territories, &key, sizeof key, territory) ? QUHUA_OK : QUHUA_E_NOMEM;
}

/* Which books a line stands in, and from which day on. */
typedef struct books {
  quhua_unit_id unit;
  quhua_date since;
} books;

/* The books into which books went by what a note says: those of the keeper, else of the unit that the territory went to as a
 * whole. unit 0: nobody knows. */
static quhua_status next_books(const making *m, const quhua_ledger_note *note, books from, books *out) {
  quhua__place place;
  quhua_unit keeper;
  *out = (books){0, note->date};
  if (note->keeper && quhua_unit_find_id(m->snapshot, note->keeper, note->date, &keeper) == QUHUA_OK)
    out->unit = note->keeper;
  if (out->unit || !quhua__note_closes(note)) return QUHUA_OK;
  if (from.since > out->since) out->since = from.since;
  quhua_status status = quhua__place_on(m->snapshot, from.unit, from.since, out->since, &place);
  if (status == QUHUA_OK && !place.divided) out->unit = place.path.units[place.path.count - 1];
  return status == QUHUA_E_NOT_FOUND ? QUHUA_OK : status;
}

/* Follow the notes from the books of the original unit on. What is closed is inside the first value of the books that took
 * it over. */
static quhua_status follow_notes(const making *m, quhua_ledger_line *line, books *at) {
  for (size_t steps = 0; steps <= m->notes.count; steps++) { /* keepers may go round in a circle */
    const quhua_ledger_note *note = quhua__notes_find(&m->notes, at->unit);
    books next;
    if (!note) return QUHUA_OK;
    quhua_status status = next_books(m, note, *at, &next);
    if (status != QUHUA_OK || !next.unit || next.unit == at->unit) return status;
    *at = next;
    if (!quhua__note_closes(note)) return QUHUA_OK; /* kept there, but as books of their own */
    const quhua_ledger_line *taker = line_of(m, next.unit);
    bool inside = taker && taker->observed >= next.since && taker->observed >= line->observed;
    if (inside && line->closed == QUHUA_DATE_NONE) line->closed = taker->observed;
  }
  return QUHUA_OK;
}

static quhua_status place_line(making *m, quhua_ledger_line *line) {
  const quhua_ledger_note *note = quhua__notes_find(&m->notes, line->original.id);
  quhua__place place = {.path = {.count = 0}, .divided = true};
  books at = {line->original.id, line->observed};
  line->mode = note ? note->mode : QUHUA_LEDGER_UNMERGED;
  line->since = note ? note->date : QUHUA_DATE_NONE;
  line->keeper = note ? note->keeper : 0;
  line->closed = QUHUA_DATE_NONE;
  quhua_status status = find_territory(m, line);
  if (status == QUHUA_OK) status = follow_notes(m, line, &at);
  bool stayed = line->territory && at.unit == line->original.id;
  if (status == QUHUA_OK)
    status = stayed ? quhua__place_of(m->snapshot, line->territory, at.unit, at.since, m->day, &place)
                    : quhua__place_on(m->snapshot, at.unit, at.since, m->day, &place);
  if (status != QUHUA_OK && status != QUHUA_E_NOT_FOUND) return status;
  line->residue = place.divided;
  if (place.path.count)
    line->holder = quhua__unit_on(m->snapshot, (uint32_t)place.path.units[place.path.count - 1], m->day);
  return QUHUA_OK;
}

/* --- the lines of a series -------------------------------------------------------------------------------------------- */

static bool in_scope(const making *m, const quhua_ledger_line *line) {
  quhua__path path = quhua__path_of(m->snapshot, line->holder.id, m->day);
  if (quhua__path_has(&path, m->scope)) return true;
  size_t count = line->territory ? quhua_projection_count(line->territory) : 0;
  for (size_t i = 0; i < count; i++) {
    path = quhua__path_of(m->snapshot, quhua_projection_at(line->territory, i)->unit.id, m->day);
    if (quhua__path_has(&path, m->scope)) return true;
  }
  return false;
}

static void drop_other_scopes(making *m) {
  quhua_ledger *r = m->result;
  size_t kept = m->first;
  for (size_t i = m->first; i < r->line_count; i++)
    if (in_scope(m, &r->lines[i])) r->lines[kept++] = r->lines[i];
  r->line_count = kept;
}

static int by_code(const void *ctx, uint32_t a, uint32_t b) {
  const quhua_unit *x = &((const quhua_ledger_line *)ctx)[a].original;
  const quhua_unit *y = &((const quhua_ledger_line *)ctx)[b].original;
  int order = quhua_code_compare(&x->code, &y->code);
  if (order) return order;
  if (x->level != y->level) return x->level < y->level ? -1 : 1;
  return (x->id > y->id) - (x->id < y->id);
}

static quhua_status sort_lines(making *m) {
  quhua_ledger_line *lines = m->result->lines + m->first;
  size_t count = m->result->line_count - m->first;
  uint32_t *order = quhua__arena_alloc(&m->arena, 2 * count * sizeof *order);
  quhua_ledger_line *copy = quhua__arena_alloc(&m->arena, count * sizeof *copy);
  if (!order || !copy) return QUHUA_E_NOMEM;
  for (size_t i = 0; i < count; i++) {
    order[i] = (uint32_t)i;
    copy[i] = lines[i];
  }
  quhua__sort(order, order + count, count, by_code, copy);
  for (size_t i = 0; i < count; i++) lines[i] = copy[order[i]];
  return QUHUA_OK;
}

static quhua_status take_lines(making *m, const quhua_series *series) {
  uint32_t scale, text = quhua__texts_find(&m->snapshot->state->texts, series->name);
  quhua_ledger *r = m->result;
  m->first = r->line_count;
  memset(m->of_unit, 0, ((size_t)m->units + 1) * sizeof *m->of_unit);
  quhua_status status = collect(m, text, &scale);
  if (status == QUHUA_OK) status = read_amounts(m, series, scale);
  for (size_t i = m->first; i < r->line_count && status == QUHUA_OK; i++)
    status = place_line(m, &r->lines[i]);
  if (status != QUHUA_OK || r->line_count == m->first) return status;
  drop_other_scopes(m);
  status = sort_lines(m);
  if (status == QUHUA_OK)
    status = quhua__sums_add(&r->sums, m->snapshot, m->day, m->scope, r->lines + m->first,
                             r->line_count - m->first, &m->arena);
  return status;
}

/* --- which series ----------------------------------------------------------------------------------------------------- */

static quhua_status take_series(making *m, quhua_str name, bool asked, quhua_error *err) {
  quhua_series series;
  quhua_status status = quhua_series_find(m->snapshot, name, &series);
  if (status == QUHUA_E_NOT_FOUND)
    return quhua__fail(err, status, QUHUA__T("nobody observed the series {1}", "没有指标 {1} 的数据"),
                       QUHUA__T("correct its name, or observe it first", "请更正名称，或先登记数据"),
                       QUHUA__ARGS(name));
  if (status == QUHUA_OK && series.kind != QUHUA_SERIES_LEDGER) {
    if (!asked) return QUHUA_OK;
    return quhua__fail(
        err, QUHUA_E_INVALID,
        QUHUA__T("the series {1} is no ledger: it is carried as statistics",
                 "指标 {1} 不是账目，按统计数据归并"),
        QUHUA__T("ask for its statistics, or declare it as a ledger", "请查询统计数据，或将其定义为账目"),
        QUHUA__ARGS(name));
  }
  if (status == QUHUA_OK) status = take_lines(m, &series);
  if (status == QUHUA_E_NOMEM) return quhua__fail_nomem(err);
  if (status == QUHUA_E_INVALID)
    return quhua__fail(
        err, status, QUHUA__T("the values of {1} do not fit in 64 bits together", "{1} 的数值合计超出 64 位"),
        QUHUA__T("use a larger unit of measure, or fewer decimals", "请改用较大的计量单位，或减少小数位"),
        QUHUA__ARGS(name));
  return status;
}

static quhua_status take_all(making *m, quhua_error *err) {
  quhua_str name;
  quhua_status status = QUHUA_OK;
  for (uint32_t i = 0; !status && quhua_series_at(m->snapshot, i, &name); i++)
    status = take_series(m, name, false, err);
  return status;
}

static quhua_status check_scope(const making *m, quhua_error *err) {
  quhua_unit unit;
  if (!m->scope || quhua_unit_find_id(m->snapshot, m->scope, m->day, &unit) == QUHUA_OK) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_NOT_FOUND,
                     QUHUA__T("the unit does not exist on that day", "该单位当日不存在"),
                     QUHUA__T("give a day on which it lives", "请给出其存续期内的日期"), QUHUA__NO_ARGS);
}

/* --- the interface ------------------------------------------------------------------------------------------------------ */

static quhua_status make(making *m, quhua_str series, quhua_error *err) {
  m->units = quhua__state_totals(m->snapshot->state, m->snapshot->known).units;
  m->of_unit = quhua__arena_alloc(&m->arena, ((size_t)m->units + 1) * sizeof *m->of_unit);
  if (!m->of_unit || !quhua__notes_on(m->snapshot, m->day, &m->arena, &m->notes))
    return quhua__fail_nomem(err);
  return series.len ? take_series(m, series, true, err) : take_all(m, err);
}

quhua_status quhua_ledger_new(const quhua_snapshot *snapshot, quhua_str series, quhua_unit_id scope,
                              quhua_date day, quhua_ledger **out, quhua_error *err) {
  const quhua_allocator *a = snapshot->allocator;
  making m = {.snapshot = snapshot, .day = day, .scope = scope};
  *out = NULL;
  quhua_status status = check_scope(&m, err);
  if (status) return status;
  m.result = a->alloc(a->ctx, sizeof *m.result);
  if (!m.result) return quhua__fail_nomem(err);
  *m.result = (quhua_ledger){.allocator = a, .sums = {.allocator = a}};
  quhua__arena_init(&m.arena, a);
  quhua__table_init(&m.territories, a);
  status = make(&m, series, err);
  quhua__table_free(&m.territories);
  quhua__arena_free(&m.arena);
  if (status)
    quhua_ledger_free(m.result);
  else
    *out = m.result;
  return status;
}

size_t quhua_ledger_count(const quhua_ledger *ledger) { return ledger->line_count; }

const quhua_ledger_line *quhua_ledger_at(const quhua_ledger *ledger, size_t index) {
  return index < ledger->line_count ? &ledger->lines[index] : NULL;
}

const quhua_ledger_sum *quhua_ledger_sum_at(const quhua_ledger *ledger, size_t index) {
  return index < ledger->sums.count ? &ledger->sums.list[index] : NULL;
}

void quhua_ledger_free(quhua_ledger *ledger) {
  if (!ledger) return;
  const quhua_allocator *a = ledger->allocator;
  for (size_t i = 0; i < ledger->territory_count; i++) quhua_projection_free(ledger->territories[i]);
  if (ledger->territories)
    a->free(a->ctx, ledger->territories, ledger->territory_cap * sizeof *ledger->territories);
  if (ledger->lines) a->free(a->ctx, ledger->lines, ledger->line_cap * sizeof *ledger->lines);
  if (ledger->sums.list) a->free(a->ctx, ledger->sums.list, ledger->sums.cap * sizeof *ledger->sums.list);
  a->free(a->ctx, ledger, sizeof *ledger);
}
