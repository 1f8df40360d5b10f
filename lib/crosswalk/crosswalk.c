/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/crosswalk.h>

#include <string.h>

#include "base/fail.h"
#include "base/sort.h"
#include "crosswalk/crosswalk.h"
#include "crosswalk/name.h"
#include "lineage/compose.h"
#include "lineage/undone.h"
#include "registry/keys.h"
#include "registry/registry_internal.h"

/* The rows of one old code. They are wide; what a search reads of them is kept together. */
typedef struct old_code {
  quhua__code_key key;
  uint32_t first, count;
} old_code;

struct quhua_crosswalk {
  const quhua_allocator *allocator;
  quhua__crosswalk_ends ends;
  quhua_crosswalk_row *list;
  size_t count, cap;
  quhua__way *ways; /* by row */
  size_t way_cap;
  old_code *olds;
  size_t old_count, old_cap;
  quhua__index old_index; /* from a key to its place in olds, from 1 */
};

/* What is compared with what. */
typedef struct comparison {
  const quhua_allocator *allocator;
  quhua_snapshot before, after;
  quhua_date from, to;
  quhua__window window;
  quhua__arena arena;
  uint32_t *units; /* those that may differ; once all are there, in order and each once */
  size_t unit_count, unit_cap;
  bool *reached; /* by place in units: some flow leads to it */
  quhua_crosswalk *result;
} comparison;

/* --- which units may differ ------------------------------------------------------------------------------------ */

static bool touch(comparison *c, uint32_t unit) {
  if (!unit) return true;
  void *units = c->units;
  if (!quhua__grow(c->allocator, &units, &c->unit_cap, c->unit_count + 1, sizeof unit)) return false;
  c->units = units;
  c->units[c->unit_count++] = unit;
  return true;
}

/* Units of the records of one entry. Records that were taken back lead to units that do not differ, which is found out
 * later. */
static bool touch_entry(comparison *c, uint32_t sequence) {
  const quhua__state *s = c->after.state;
  quhua__totals before = quhua__state_totals(s, sequence - 1), after = quhua__state_totals(s, sequence);
  for (uint32_t row = before.rows + 1; row <= after.rows; row++)
    if (!touch(c, quhua__state_row(s, row)->unit)) return false;
  for (uint32_t number = before.flows + 1; number <= after.flows; number++) {
    const quhua__flow_row *flow = quhua__state_flow(s, number);
    if (!touch(c, flow->old_unit) || !touch(c, flow->new_unit)) return false;
  }
  return true;
}

/* Units of the entries that an entry took back: their records ended without new ones in their place. */
static bool touch_retracted(comparison *c, uint32_t sequence) {
  const quhua__state *s = c->after.state;
  uint32_t last = quhua__state_totals(s, sequence).retractions;
  for (uint32_t number = quhua__state_totals(s, sequence - 1).retractions + 1; number <= last; number++)
    if (!touch_entry(c, quhua__state_retraction(s, number).target)) return false;
  return true;
}

static int by_number(const void *ctx, uint32_t a, uint32_t b) {
  (void)ctx;
  return (a > b) - (a < b);
}

static bool settle_touched(comparison *c) {
  size_t count = 0;
  uint32_t *scratch = quhua__arena_alloc(&c->arena, c->unit_count * sizeof *scratch);
  c->reached = quhua__arena_alloc(&c->arena, c->unit_count * sizeof *c->reached);
  if (!scratch || !c->reached) return false;
  quhua__sort(c->units, scratch, c->unit_count, by_number, NULL);
  for (size_t i = 0; i < c->unit_count; i++)
    if (!count || c->units[count - 1] != c->units[i]) c->units[count++] = c->units[i];
  c->unit_count = count;
  return true;
}

static bool touch_all(comparison *c) {
  for (uint32_t sequence = c->window.since + 1; sequence <= c->after.known; sequence++) {
    quhua_date day = quhua__state_entry(c->after.state, sequence)->effective;
    if (day <= c->window.after || day > c->window.until) continue;
    if (!touch_entry(c, sequence) || !touch_retracted(c, sequence)) return false;
  }
  return settle_touched(c);
}

/* --- rows -------------------------------------------------------------------------------------------------------- */

static bool same_attributes(const comparison *c, const quhua_unit *a, const quhua_unit *b) {
  quhua_attribute x, y;
  for (uint32_t i = 0;; i++) {
    bool more_a = quhua_unit_attribute_at(&c->before, a, i, &x),
         more_b = quhua_unit_attribute_at(&c->after, b, i, &y);
    if (!more_a || !more_b) return more_a == more_b;
    if (!quhua_str_equal(x.key, y.key) || !quhua_str_equal(x.value, y.value)) return false;
  }
}

static bool same_version(const comparison *c, const quhua_unit *a, const quhua_unit *b) {
  return a->id == b->id && a->level == b->level && a->kind == b->kind && a->parent == b->parent &&
         a->standing == b->standing && !quhua_code_compare(&a->code, &b->code) &&
         quhua_str_equal(a->name, b->name) && same_attributes(c, a, b);
}

/* An empty row, and how it came; NULL when memory ran out. */
static quhua_crosswalk_row *new_row(quhua_crosswalk *r, quhua__way way) {
  void *list = r->list, *ways = r->ways;
  if (!quhua__grow(r->allocator, &list, &r->cap, r->count + 1, sizeof *r->list)) return NULL;
  r->list = list;
  if (!quhua__grow(r->allocator, &ways, &r->way_cap, r->count + 1, sizeof *r->ways)) return NULL;
  r->ways = ways;
  r->ways[r->count] = way;
  return &r->list[r->count++];
}

static bool add_row(comparison *c, const quhua_unit *before, const quhua_unit *after, quhua_share share,
                    quhua__way way) {
  quhua_crosswalk_row *row = new_row(c->result, way);
  if (!row) return false;
  *row = (quhua_crosswalk_row){.before = *before, .after = *after, .share = share};
  row->relation = quhua__name_of_versions(before, after);
  row->effective = after->id ? after->valid.from : c->to;
  row->sequence = after->recorded_from;
  if (way.last) {
    const quhua__flow_row *flow = quhua__state_flow(c->after.state, way.last);
    row->relation = (quhua_relation)quhua__state_event(c->after.state, flow->event)->relation;
    row->effective = flow->date;
    row->sequence = flow->recorded_from;
    if (row->effective < after->valid.from && after->id) row->effective = after->valid.from;
  }
  return true;
}

/* A unit to which something flows between the two days was touched. */
static void reach(comparison *c, uint32_t unit) {
  size_t low = 0, high = c->unit_count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (c->units[middle] < unit)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < c->unit_count && c->units[low] == unit) c->reached[low] = true;
}

/* What became of one unit that was there before. */
static bool add_parts(comparison *c, const quhua_unit *before, const quhua__parts *parts) {
  for (size_t i = 0; i < parts->count; i++) {
    const quhua__part *part = &parts->list[i];
    quhua_unit after = {0};
    quhua_unit_find_id(&c->after, part->unit, c->to, &after); /* stays empty for an end without successor */
    bool alone = parts->count == 1 && part->unit == before->id;
    reach(c, part->unit);
    if (alone && after.id && same_version(c, before, &after)) continue;
    if (!add_row(c, before, &after, part->share, (quhua__way){part->first_flow, part->last_flow}))
      return false;
  }
  return true;
}

static bool follow(comparison *c, uint32_t unit) {
  quhua_unit before;
  quhua__parts parts;
  quhua__arena arena; /* of this unit, so that memory is used again */
  if (quhua_unit_find_id(&c->before, unit, c->from, &before) != QUHUA_OK) return true;
  quhua__arena_init(&arena, c->allocator);
  bool ok = quhua__compose(c->after.state, c->after.known, c->window, unit, &arena, &parts) &&
            add_parts(c, &before, &parts);
  quhua__arena_free(&arena);
  return ok;
}

/* The last flow between the two days that reaches a unit, or 0. */
static uint32_t last_flow_into(const comparison *c, uint32_t unit) {
  uint32_t last = 0;
  quhua__chain chain = quhua__chain_of_flows(c->after.state, c->after.known, unit, false);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__flow_row *flow = quhua__state_flow(c->after.state, number);
    if (!quhua__window_has(c->window, flow->date, flow->recorded_from)) continue;
    if (!last || flow->date > quhua__state_flow(c->after.state, last)->date) last = number;
  }
  return last;
}

/* Units to which nothing led: 设立. One that was there before, too, gave all away and came back from nowhere. */
static bool add_established(comparison *c, size_t place) {
  quhua_unit none = {0}, after;
  uint32_t unit = c->units[place];
  if (c->reached[place] || quhua_unit_find_id(&c->after, unit, c->to, &after) != QUHUA_OK) return true;
  quhua_share empty = {{0, 1}, {1, 1}, QUHUA_SHARE_EMPTY};
  uint32_t flow = last_flow_into(c, unit);
  return add_row(c, &none, &after, empty, (quhua__way){flow, flow});
}

static bool name_rows(comparison *c) {
  quhua__naming naming = {.rows = c->result->list,
                          .ways = c->result->ways,
                          .count = c->result->count,
                          .before = &c->before,
                          .after = &c->after,
                          .from = c->from,
                          .to = c->to,
                          .arena = &c->arena};
  return quhua__crosswalk_name(&naming);
}

static int by_codes(const void *ctx, uint32_t a, uint32_t b) {
  const quhua_crosswalk_row *x = (const quhua_crosswalk_row *)ctx + a,
                            *y = (const quhua_crosswalk_row *)ctx + b;
  if (!x->before.id != !y->before.id) return x->before.id ? -1 : 1;
  const quhua_unit *p = x->before.id ? &x->before : &x->after, *q = y->before.id ? &y->before : &y->after;
  if (p->level != q->level) return p->level < q->level ? -1 : 1;
  int order = quhua_code_compare(&p->code, &q->code);
  return order ? order : quhua_code_compare(&x->after.code, &y->after.code);
}

static bool sort_rows(comparison *c) {
  quhua_crosswalk *r = c->result;
  if (r->count < 2) return true;
  uint32_t *order = quhua__arena_alloc(&c->arena, 2 * r->count * sizeof *order);
  quhua_crosswalk_row *rows = quhua__arena_alloc(&c->arena, r->count * sizeof *rows);
  quhua__way *ways = quhua__arena_alloc(&c->arena, r->count * sizeof *ways);
  if (!order || !rows || !ways) return false;
  for (uint32_t i = 0; i < r->count; i++) order[i] = i;
  quhua__sort(order, order + r->count, r->count, by_codes, r->list);
  memcpy(rows, r->list, r->count * sizeof *rows);
  memcpy(ways, r->ways, r->count * sizeof *ways);
  for (size_t i = 0; i < r->count; i++) {
    r->list[i] = rows[order[i]];
    r->ways[i] = ways[order[i]];
  }
  return true;
}

/* --- finding an old code -------------------------------------------------------------------------------------- */

/* For quhua__index_find(). */
static bool has_key(const void *ctx, uint32_t place, const void *key) {
  const quhua__code_key *held = &((const old_code *)ctx)[place - 1].key, *wanted = key;
  return held->level == wanted->level && memcmp(&held->code, &wanted->code, sizeof held->code) == 0;
}

/* Rows with an old unit come first, those of one level and code together. */
static bool list_olds(quhua_crosswalk *r) {
  for (size_t i = 0; i < r->count && r->list[i].before.id; i++) {
    const quhua_unit *before = &r->list[i].before;
    quhua__code_key key = {before->code, before->level};
    if (r->old_count && has_key(r->olds, (uint32_t)r->old_count, &key)) {
      r->olds[r->old_count - 1].count++;
      continue;
    }
    void *olds = r->olds;
    if (!quhua__grow(r->allocator, &olds, &r->old_cap, r->old_count + 1, sizeof *r->olds)) return false;
    r->olds = olds;
    r->olds[r->old_count++] = (old_code){key, (uint32_t)i, 1};
  }
  return true;
}

/* Once the rows are in their order. */
static bool index_olds(quhua_crosswalk *r) {
  if (!list_olds(r) || !quhua__index_reserve(&r->old_index, (uint32_t)r->old_count)) return false;
  for (uint32_t place = 1; place <= r->old_count; place++) {
    const quhua__code_key *key = &r->olds[place - 1].key;
    quhua__index_put(&r->old_index, quhua__code_hash(key), place, has_key, r->olds, key);
  }
  return true;
}

static quhua_crosswalk *new_empty(const quhua_allocator *a) {
  quhua_crosswalk *r = a->alloc(a->ctx, sizeof *r);
  if (!r) return NULL;
  *r = (quhua_crosswalk){.allocator = a};
  quhua__index_init(&r->old_index, a);
  return r;
}

/* --- the whole --------------------------------------------------------------------------------------------------- */

static bool compare(comparison *c) {
  if (!touch_all(c)) return false;
  for (size_t i = 0; i < c->unit_count; i++)
    if (!follow(c, c->units[i])) return false;
  for (size_t i = 0; i < c->unit_count; i++)
    if (!add_established(c, i)) return false;
  return name_rows(c) && sort_rows(c) && index_olds(c->result);
}

static quhua_status make(comparison *c, quhua_crosswalk **out, quhua_error *err) {
  const quhua_allocator *a = c->allocator;
  *out = NULL;
  c->result = new_empty(a);
  if (!c->result) return quhua__fail_nomem(err);
  c->result->ends = (quhua__crosswalk_ends){c->from, c->to, c->before.known};
  quhua__arena_init(&c->arena, a);
  bool ok = compare(c);
  quhua__arena_free(&c->arena);
  if (c->units) a->free(a->ctx, c->units, c->unit_cap * sizeof *c->units);
  if (ok)
    *out = c->result;
  else
    quhua_crosswalk_free(c->result);
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}

/* What the entries of a plan change: from its base on the first day to itself on the last. */
quhua_status quhua_crosswalk_new_of_plan(const quhua_plan *plan, quhua_crosswalk **out, quhua_error *err) {
  const quhua_snapshot *after = quhua_plan_after(plan);
  uint32_t known = after->state->base_known;
  quhua_period days = quhua_plan_days(plan);
  comparison c = {.allocator = after->allocator,
                  .before = {after->allocator, after->state, known},
                  .after = *after,
                  .from = days.from,
                  .to = days.to,
                  .window = {QUHUA_DATE_NONE, days.to, known}};
  return make(&c, out, err);
}

quhua_status quhua_crosswalk_new(const quhua_snapshot *snapshot, quhua_date from, quhua_date to,
                                 quhua_crosswalk **out, quhua_error *err) {
  *out = NULL;
  if (to < from)
    return quhua__fail(err, QUHUA_E_INVALID,
                       QUHUA__T("the second day lies before the first", "结束日期早于开始日期"),
                       QUHUA__T("exchange the days", "请交换两个日期"), QUHUA__NO_ARGS);
  quhua_status status = quhua__check_day(snapshot, from, err);
  if (status) return status;
  comparison c = {.allocator = snapshot->allocator,
                  .before = *snapshot,
                  .after = *snapshot,
                  .from = from,
                  .to = to,
                  .window = {from, to, 0}};
  return make(&c, out, err);
}

quhua__crosswalk_ends quhua__crosswalk_between(const quhua_crosswalk *crosswalk) { return crosswalk->ends; }

uint32_t quhua__crosswalk_flow(const quhua_crosswalk *crosswalk, size_t index) {
  return crosswalk->ways[index].last;
}

size_t quhua_crosswalk_count(const quhua_crosswalk *crosswalk) { return crosswalk->count; }

const quhua_crosswalk_row *quhua_crosswalk_at(const quhua_crosswalk *crosswalk, size_t index) {
  return index < crosswalk->count ? &crosswalk->list[index] : NULL;
}

size_t quhua_crosswalk_find(const quhua_crosswalk *crosswalk, quhua_level level, const quhua_code *code,
                            size_t *first) {
  int from = level == QUHUA_LEVEL_ANY ? QUHUA_LEVEL_PROVINCE : (int)level;
  int to = level == QUHUA_LEVEL_ANY ? QUHUA_LEVEL_MAX : (int)level;
  for (int at = from; at <= to; at++) {
    quhua__code_key key = {*code, (quhua_level)at};
    uint32_t place =
        quhua__index_find(&crosswalk->old_index, quhua__code_hash(&key), has_key, crosswalk->olds, &key);
    if (!place) continue;
    *first = crosswalk->olds[place - 1].first;
    return crosswalk->olds[place - 1].count;
  }
  return 0;
}

quhua_str quhua__crosswalk_document(const quhua_snapshot *snapshot, const quhua_crosswalk_row *row) {
  const quhua__state *s = snapshot->state;
  if (!row->sequence || row->sequence > (quhua_sequence)quhua__state_head(s)) return (quhua_str){"", 0};
  return quhua__texts_at(&s->texts, quhua__state_entry(s, (uint32_t)row->sequence)->document);
}

quhua_status quhua__crosswalk_filter(const quhua_crosswalk *crosswalk, quhua__row_filter *lets_through,
                                     void *ctx, quhua_crosswalk **out) {
  const quhua_allocator *a = crosswalk->allocator;
  quhua_crosswalk *part = new_empty(a);
  *out = NULL;
  if (!part) return QUHUA_E_NOMEM;
  part->ends = crosswalk->ends;
  for (size_t i = 0; i < crosswalk->count; i++) {
    if (!lets_through(ctx, &crosswalk->list[i])) continue;
    quhua_crosswalk_row *row = new_row(part, crosswalk->ways[i]);
    if (!row) {
      quhua_crosswalk_free(part);
      return QUHUA_E_NOMEM;
    }
    *row = crosswalk->list[i];
  }
  if (!index_olds(part)) {
    quhua_crosswalk_free(part);
    return QUHUA_E_NOMEM;
  }
  *out = part;
  return QUHUA_OK;
}

void quhua_crosswalk_free(quhua_crosswalk *crosswalk) {
  if (!crosswalk) return;
  const quhua_allocator *a = crosswalk->allocator;
  if (crosswalk->list) a->free(a->ctx, crosswalk->list, crosswalk->cap * sizeof *crosswalk->list);
  if (crosswalk->ways) a->free(a->ctx, crosswalk->ways, crosswalk->way_cap * sizeof *crosswalk->ways);
  if (crosswalk->olds) a->free(a->ctx, crosswalk->olds, crosswalk->old_cap * sizeof *crosswalk->olds);
  quhua__index_free(&crosswalk->old_index);
  a->free(a->ctx, crosswalk, sizeof *crosswalk);
}
