/* SPDX-License-Identifier: Apache-2.0 */
/* vintage_judge.c: what each row is on the day. */
#include "base/fail.h"
#include "infer/vintage.h"

#include <quhua/project.h>

/* --- rows that are true ---------------------------------------------------------------------------------------------- */

static const quhua__row *version(const quhua_vintage *v, uint32_t number) {
  return quhua__state_row(v->snapshot->state, number);
}

static bool same_number(const void *ctx, uint32_t item, const void *key) {
  const quhua_vintage *v = ctx;
  return v->rows[item - 1].holder == *(const uint32_t *)key;
}

bool quhua__vintage_is_taken(const quhua_vintage *v, uint32_t row) {
  return quhua__index_find(&v->taken, quhua__hash(&row, sizeof row, 0), same_number, v, &row) != 0;
}

static void take(quhua_vintage *v, size_t at) {
  uint32_t row = v->rows[at].holder;
  quhua__index_put(&v->taken, quhua__hash(&row, sizeof row, 0), (uint32_t)at + 1, same_number, v, &row);
}

/* The span that holds the day, else the one that is nearest to it. */
static quhua_period nearest_span(const quhua_vintage *v, const quhua__dated *row) {
  quhua_period best = v->spans[row->first_span];
  for (uint32_t i = 1; i < row->span_count; i++) {
    quhua_period days = v->spans[row->first_span + i];
    if (quhua__period_distance(days, v->day) < quhua__period_distance(best, v->day)) best = days;
  }
  return best;
}

static uint32_t holding(const quhua_vintage *v, uint32_t number) {
  return number && quhua__row_holds_on(version(v, number), v->day) ? number : 0;
}

/* Who has the code on the day; of several levels the unit with the row's name, where there is one. */
static void find_holder(const quhua_vintage *v, quhua__dated *row) {
  row->holder =
      holding(v, quhua__vintage_nearest(quhua__vintage_walk(v->snapshot, &row->reading, false), v->day));
  if (!row->holder)
    row->holder =
        holding(v, quhua__vintage_nearest(quhua__vintage_walk(v->snapshot, &row->reading, true), v->day));
}

static bool is_respelt(const quhua_vintage *v, size_t at) {
  quhua_unit unit = quhua__row_unit(v->snapshot->state, v->rows[at].holder);
  quhua_str name = v->listing->rows[at].name;
  return name.len && unit.standing == QUHUA_STANDING_FORMAL && !quhua_str_equal(unit.name, name);
}

/* Judge a row that is true on the day; false when it is not. */
static bool judge_true(quhua_vintage *v, size_t at) {
  quhua__dated *row = &v->rows[at];
  find_holder(v, row);
  if (row->span_count) row->days = nearest_span(v, row);
  if (!row->span_count || !quhua_period_contains(row->days, v->day)) return false;
  row->verdict = is_respelt(v, at) ? QUHUA_VINTAGE_RESPELT : QUHUA_VINTAGE_TRUE;
  if (row->verdict == QUHUA_VINTAGE_RESPELT) row->right = row->holder;
  take(v, at);
  return true;
}

/* --- rows that are true on other days --------------------------------------------------------------------------------- */

/* What a version's unit is on the day: itself, or the one unit that all of it went into or came from. */
static quhua_status follow(const quhua_vintage *v, uint32_t number, uint32_t *out, quhua_error *err) {
  const quhua__row *row = version(v, number);
  quhua_projection *projection = NULL;
  *out = quhua__row_on(v->snapshot->state, v->snapshot->known, row->unit, v->day);
  if (*out || !v->dated) return QUHUA_OK;
  quhua_date last = row->to == QUHUA_DATE_OPEN ? row->from : row->to - 1;
  quhua_date from = v->day < row->from ? row->from : last;
  quhua_status status = quhua_projection_new(v->snapshot, row->unit, from, v->day, &projection, err);
  if (status == QUHUA_E_NOT_FOUND) return QUHUA_OK; /* before everything that is recorded of it */
  if (status) return status;
  if (quhua_projection_count(projection) == 1) *out = quhua_projection_at(projection, 0)->unit.row;
  quhua_projection_free(projection);
  return QUHUA_OK;
}

static quhua_status judge_stranger(quhua_vintage *v, quhua__dated *row, quhua_error *err) {
  uint32_t then = quhua__vintage_nearest(quhua__vintage_walk(v->snapshot, &row->reading, false), v->day);
  bool reused = row->holder && version(v, row->holder)->unit != version(v, then)->unit;
  row->verdict = reused ? QUHUA_VINTAGE_REUSED : QUHUA_VINTAGE_OTHER_DAY;
  return follow(v, then, &row->right, err);
}

/* --- swapped names --------------------------------------------------------------------------------------------------- */

/* A row whose code is held under another name: which name it has, which it should have, and below whom. */
typedef struct exchange {
  uint32_t has, should, parent;
} exchange;

static exchange exchange_of(const quhua_vintage *v, const quhua__dated *row) {
  const quhua__row *holder = version(v, row->holder);
  return (exchange){row->reading.stem, quhua__texts_stem(&v->snapshot->state->texts, holder->name),
                    holder->parent};
}

static bool same_exchange(const void *ctx, uint32_t item, const void *key) {
  const quhua_vintage *v = ctx;
  const exchange *wanted = key;
  exchange e = exchange_of(v, &v->rows[item - 1]);
  return e.has == wanted->has && e.should == wanted->should && e.parent == wanted->parent;
}

static void tie_swapped(quhua_vintage *v, uint32_t one, uint32_t other) {
  v->rows[one].verdict = v->rows[other].verdict = QUHUA_VINTAGE_SWAPPED;
  v->rows[one].other = other + 1;
  v->rows[other].other = one + 1;
  v->rows[one].right = v->rows[one].holder;
  v->rows[other].right = v->rows[other].holder;
}

/* Rows that were not judged yet are looked up by what their partner would be. */
static quhua_status judge_swapped(quhua_vintage *v, const uint32_t *open, size_t count, quhua_error *err) {
  quhua__index index;
  bool ok = true;
  quhua__index_init(&index, v->allocator);
  for (size_t i = 0; ok && i < count; i++) {
    quhua__dated *row = &v->rows[open[i]];
    if (!row->holder || !row->reading.stem) continue;
    exchange own = exchange_of(v, row), partner = {own.should, own.has, own.parent};
    uint32_t found =
        quhua__index_find(&index, quhua__hash(&partner, sizeof partner, 0), same_exchange, v, &partner);
    if (found && v->rows[found - 1].verdict != QUHUA_VINTAGE_SWAPPED) tie_swapped(v, open[i], found - 1);
    if (found) continue;
    ok = quhua__index_reserve(&index, 1);
    if (ok) quhua__index_put(&index, quhua__hash(&own, sizeof own, 0), open[i] + 1, same_exchange, v, &own);
  }
  quhua__index_free(&index);
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}

/* --- slips of the pen ------------------------------------------------------------------------------------------------- */

/* Days on which a version's unit had this code under this name. */
static quhua_period days_of(const quhua_vintage *v, uint32_t number) {
  const quhua__row *row = version(v, number);
  quhua__reading reading = {.code = row->code,
                            .first = row->level,
                            .last = row->level,
                            .named = true,
                            .stem = quhua__texts_stem(&v->snapshot->state->texts, row->name)};
  quhua_period days = {row->from, row->to};
  for (bool grown = true; grown;) {
    grown = false;
    quhua__reading_walk walk = quhua__vintage_walk(v->snapshot, &reading, false);
    for (uint32_t other; (other = quhua__vintage_step(&walk)) != 0;) {
      const quhua__row *x = version(v, other);
      if (x->to < days.from || x->from > days.to || (x->from >= days.from && x->to <= days.to)) continue;
      if (x->from < days.from) days.from = x->from;
      if (x->to > days.to) days.to = x->to;
      grown = true;
    }
  }
  return days;
}

static quhua_status settle(quhua_vintage *v, quhua__dated *row, quhua_vintage_verdict verdict,
                           uint32_t number, quhua_error *err) {
  row->verdict = (uint8_t)verdict;
  row->days = days_of(v, number);
  return follow(v, number, &row->right, err);
}

/* The version of the row's code whose name is a slip away, on the day or nearest to it. */
static uint32_t find_name_slip(const quhua_vintage *v, size_t at) {
  char mine[QUHUA__STEM_MAX], theirs[QUHUA__STEM_MAX];
  quhua_str stem = quhua__vintage_stem(v->listing->rows[at].name, mine);
  uint32_t best = 0;
  int64_t least = INT64_MAX;
  quhua__reading_walk walk = quhua__vintage_walk(v->snapshot, &v->rows[at].reading, true);
  for (uint32_t number; (number = quhua__vintage_step(&walk)) != 0;) {
    quhua_unit unit = quhua__row_unit(v->snapshot->state, number);
    int64_t distance = quhua__period_distance(unit.valid, v->day);
    if (distance >= least || !quhua__vintage_is_name_slip(stem, quhua__vintage_stem(unit.name, theirs)))
      continue;
    least = distance;
    best = number;
  }
  return best;
}

/* Judge a row that is a slip of the pen, or whose code somebody had under other names. */
static quhua_status judge_slip(quhua_vintage *v, size_t at, quhua_error *err) {
  quhua__dated *row = &v->rows[at];
  bool several, named = row->reading.named;
  uint32_t number = quhua__vintage_find_code_slip(v, v->listing->rows[at].code, row->reading.stem, &several);
  if (number && several) {
    row->verdict = QUHUA_VINTAGE_CODE_TYPO;
    return QUHUA_OK;
  }
  if (number) return settle(v, row, QUHUA_VINTAGE_CODE_TYPO, number, err);
  number = named ? find_name_slip(v, at) : 0;
  if (number) return settle(v, row, QUHUA_VINTAGE_NAME_TYPO, number, err);
  bool held = named && quhua__vintage_nearest(quhua__vintage_walk(v->snapshot, &row->reading, true), v->day);
  row->verdict = held ? QUHUA_VINTAGE_WRONG_NAME : QUHUA_VINTAGE_UNKNOWN;
  return QUHUA_OK;
}

/* --- what the name alone says ----------------------------------------------------------------------------------------- */

/* Is any version called so? */
static bool is_known(const quhua_vintage *v, uint32_t stem) {
  if (!stem) return false;
  quhua__chain chain = quhua__chain_of_stem(v->snapshot->state, v->snapshot->known, stem);
  return quhua__chain_next(&chain) != 0;
}

/* Where the code is held by one and the name by another unit beside it, either may be the slip. */
static void judge_wrong_name(const quhua_vintage *v, quhua__dated *row, uint32_t namesake) {
  bool beside = namesake && row->holder && version(v, namesake)->parent == version(v, row->holder)->parent;
  if (beside)
    row->near = namesake;
  else
    row->right = row->holder;
  if (row->right) row->days = days_of(v, row->right);
}

static void judge_unknown(const quhua_vintage *v, quhua__dated *row, uint32_t namesake) {
  if (!is_known(v, row->reading.stem)) return;
  row->verdict = QUHUA_VINTAGE_UNKNOWN_CODE;
  row->right = namesake;
  if (namesake) row->days = days_of(v, namesake);
}

static void judge_name(quhua_vintage *v, quhua__dated *row, uint32_t namesake) {
  if (row->verdict == QUHUA_VINTAGE_WRONG_NAME)
    judge_wrong_name(v, row, namesake);
  else if (row->verdict == QUHUA_VINTAGE_UNKNOWN)
    judge_unknown(v, row, namesake);
}

static bool asks_by_name(const quhua__dated *row) {
  bool asks = row->verdict == QUHUA_VINTAGE_WRONG_NAME || row->verdict == QUHUA_VINTAGE_UNKNOWN;
  return asks && row->reading.stem;
}

static quhua_status judge_names(quhua_vintage *v, uint32_t *open, size_t count, uint32_t *scratch,
                                quhua_error *err) {
  size_t asking = 0;
  for (size_t i = 0; i < count; i++) {
    if (asks_by_name(&v->rows[open[i]]))
      open[asking++] = open[i];
    else
      judge_name(v, &v->rows[open[i]], 0);
  }
  quhua_status status = quhua__vintage_find_namesakes(v, open, asking, scratch, err);
  for (size_t i = 0; !status && i < asking; i++) judge_name(v, &v->rows[open[i]], scratch[i]);
  return status;
}

/* --- all ------------------------------------------------------------------------------------------------------------- */

static quhua_status judge_others(quhua_vintage *v, uint32_t *open, size_t count, uint32_t *scratch,
                                 quhua_error *err) {
  quhua_status status = judge_swapped(v, open, count, err);
  size_t left = 0;
  for (size_t i = 0; !status && i < count; i++) {
    if (v->rows[open[i]].verdict == QUHUA_VINTAGE_SWAPPED) {
      v->rows[open[i]].days = days_of(v, v->rows[open[i]].right);
      continue;
    }
    status = judge_slip(v, open[i], err);
    open[left++] = open[i];
  }
  return status ? status : judge_names(v, open, left, scratch, err);
}

quhua_status quhua__vintage_judge(quhua_vintage *v, quhua_error *err) {
  quhua__arena arena;
  size_t count = v->listing->count, open_count = 0;
  quhua__arena_init(&arena, v->allocator);
  uint32_t *open = quhua__arena_alloc(&arena, count * sizeof *open);
  uint32_t *scratch = quhua__arena_alloc(&arena, count * sizeof *scratch);
  bool ready = open && scratch && quhua__index_reserve(&v->taken, (uint32_t)count);
  quhua_status status = ready ? QUHUA_OK : quhua__fail_nomem(err);
  for (size_t i = 0; !status && i < count; i++) {
    if (judge_true(v, i)) continue;
    if (v->rows[i].span_count)
      status = judge_stranger(v, &v->rows[i], err);
    else
      open[open_count++] = (uint32_t)i;
  }
  if (!status) status = judge_others(v, open, open_count, scratch, err);
  quhua__arena_free(&arena);
  return status;
}
