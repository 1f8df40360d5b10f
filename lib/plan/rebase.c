/* SPDX-License-Identifier: Apache-2.0 */
/* rebase.c: the same acts on a newer snapshot, and what comes out otherwise than before.
 *
 * Disjoint changes of others leave every unit of the plan as it was planned; only identities of new units may differ,
 * because they are counted in the order in which units come. */
#include <string.h>

#include "base/fail.h"
#include "plan/plan_internal.h"

/* Two plans of the same acts. */
typedef struct comparison {
  const quhua_plan *old;
  quhua_plan *newer;
} comparison;

/* The unit of one plan in the other: new units correspond by their order. 0 for a unit that others made meanwhile. */
static uint32_t counterpart(const quhua__state *from, const quhua__state *to, uint32_t unit) {
  if (unit > from->below.units) return unit - from->below.units + to->below.units;
  return unit <= to->below.units ? unit : 0;
}

/* The last version of a unit that a plan leaves. */
static uint32_t last_row(const quhua_plan *plan, uint32_t unit) {
  return quhua__row_last(&plan->overlay, plan->after.known, unit);
}

static bool same_attributes(const comparison *c, uint32_t old_row, uint32_t new_row) {
  quhua_unit before = quhua__row_unit(&c->old->overlay, old_row);
  quhua_unit after = quhua__row_unit(&c->newer->overlay, new_row);
  quhua_attribute x, y;
  for (uint32_t i = 0;; i++) {
    bool more_x = quhua_unit_attribute_at(&c->old->after, &before, i, &x);
    bool more_y = quhua_unit_attribute_at(&c->newer->after, &after, i, &y);
    if (!more_x || !more_y) return more_x == more_y;
    if (!quhua_str_equal(x.key, y.key) || !quhua_str_equal(x.value, y.value)) return false;
  }
}

static bool same_outcome(const comparison *c, uint32_t old_row, uint32_t new_row) {
  const quhua__state *a = &c->old->overlay, *b = &c->newer->overlay;
  if (!old_row || !new_row) return old_row == new_row;
  const quhua__row *x = quhua__state_row(a, old_row), *y = quhua__state_row(b, new_row);
  return quhua_code_compare(&x->code, &y->code) == 0 && x->level == y->level && x->kind == y->kind &&
         x->from == y->from && x->to == y->to && counterpart(a, b, x->parent) == y->parent &&
         quhua_str_equal(quhua__texts_at(&a->texts, x->name), quhua__texts_at(&b->texts, y->name)) &&
         same_attributes(c, old_row, new_row);
}

/* "name code from-day attributes", or "—" for nothing. */
static quhua_str describe(const quhua_plan *plan, uint32_t row, char *out, size_t cap) {
  if (!row) return quhua_str_from("—");
  quhua_unit unit = quhua__row_unit(&plan->overlay, row);
  char day[QUHUA_DATE_TEXT_MAX];
  quhua_str args[] = {
      unit.name, quhua_str_from(unit.code.text), {day, quhua_date_format(unit.valid.from, day)}};
  size_t len = quhua__fill("{1} {2} {3}", args, 3, out, cap);
  quhua_attribute pair;
  for (uint32_t i = 0; len < cap && quhua_unit_attribute_at(&plan->after, &unit, i, &pair); i++)
    len += quhua__fill(" {1}={2}", (quhua_str[]){pair.key, pair.value}, 2, out + len, cap - len);
  return (quhua_str){out, len < cap ? len : strlen(out)};
}

static void report(comparison *c, uint32_t unit, uint32_t old_row, uint32_t new_row) {
  char before[256], after[256];
  quhua_str was = describe(c->old, old_row, before, sizeof before);
  quhua_str is = describe(c->newer, new_row, after, sizeof after);
  quhua__finding_place place = {.unit = unit, .row = UINT32_MAX};
  if (new_row) place.code = quhua__state_row(&c->newer->overlay, new_row)->code;
  const quhua_plan *named = old_row ? c->old : c->newer;
  const quhua__row *row = quhua__state_row(&named->overlay, old_row ? old_row : new_row);
  quhua_str args[] = {quhua__texts_at(&named->overlay.texts, row->name), was, is};
  quhua__finding_add(&c->newer->findings, QUHUA__RULE_CHANGED_MEANWHILE, place, args, 3);
}

/* Flows that others recorded of a unit since the old plan was made; 0 when there are none. */
static uint32_t flow_since(const comparison *c, uint32_t unit) {
  const quhua_snapshot *newer = c->newer->base;
  for (int out = 0; out <= 1; out++) {
    quhua__chain flows = quhua__chain_of_flows(newer->state, newer->known, unit, out);
    for (uint32_t number; (number = quhua__chain_next(&flows)) != 0;)
      if (quhua__state_flow(newer->state, number)->recorded_from > c->old->base->known) return number;
  }
  return 0;
}

/* Territory that the plan gives away: it may be less, or more, than it was. What children define is compared by them. */
static void compare_givers(comparison *c) {
  const quhua__state *s = &c->old->overlay;
  uint32_t reported = 0;
  for (uint32_t number = s->below.flows + 1; number <= quhua__state_now(s).flows; number++) {
    const quhua__flow_row *flow = quhua__state_flow(s, number);
    uint32_t unit = flow->old_unit;
    if (!unit || unit > s->below.units || unit == flow->new_unit || unit == reported) continue;
    uint32_t since = flow->share.kind == QUHUA_SHARE_CHILDREN ? 0 : flow_since(c, unit);
    uint32_t row = since ? quhua__row_last(s, c->old->base->known, unit) : 0;
    if (!row) continue;
    reported = unit;
    char before[256], document[256];
    const quhua__entry_record *entry = quhua__state_entry(
        c->newer->base->state, quhua__state_flow(c->newer->base->state, since)->recorded_from);
    quhua_str args[] = {quhua__texts_at(&s->texts, quhua__state_row(s, row)->name),
                        describe(c->old, row, before, sizeof before),
                        quhua__texts_at(&c->newer->base->state->texts, entry->document)};
    size_t len = quhua__fill("{1} ±", &args[2], 1, document, sizeof document);
    args[2] = (quhua_str){document, len < sizeof document ? len : strlen(document)};
    quhua__finding_place place = {.unit = unit, .code = quhua__state_row(s, row)->code, .row = UINT32_MAX};
    quhua__finding_add(&c->newer->findings, QUHUA__RULE_CHANGED_MEANWHILE, place, args, 3);
  }
}

/* Did the plan touch the unit? */
static bool touches(const quhua_plan *plan, uint32_t unit) {
  const quhua__state *s = &plan->overlay;
  if (unit == 0) return false;
  if (unit > s->below.units) return unit <= quhua__state_now(s).units;
  const quhua__unit *own = quhua__state_unit(s, unit);
  return own && atomic_load_explicit(&own->rows, memory_order_relaxed);
}

/* Every unit of one plan once, in the order of its rows, against the other plan. */
static void compare(comparison *c, bool backwards) {
  const quhua_plan *from = backwards ? c->newer : c->old, *to = backwards ? c->old : c->newer;
  const quhua__state *s = &from->overlay;
  uint32_t last = quhua__state_now(s).rows;
  for (uint32_t row = s->below.rows + 1; row <= last; row++) {
    uint32_t unit = quhua__state_row(s, row)->unit, other = counterpart(s, &to->overlay, unit);
    uint32_t own = last_row(from, unit);
    if (own != row) continue;                      /* an older version */
    if (backwards && touches(to, other)) continue; /* compared already */
    uint32_t twin = touches(to, other) ? last_row(to, other) : 0;
    uint32_t old_row = backwards ? twin : own, new_row = backwards ? own : twin;
    if (!same_outcome(c, old_row, new_row)) report(c, backwards ? unit : other, old_row, new_row);
  }
}

quhua_status quhua_plan_rebase(const quhua_plan *plan, const quhua_snapshot *newer, quhua_plan **out,
                               quhua_error *err) {
  *out = NULL;
  if (newer->state != plan->base->state)
    return quhua__fail(err, QUHUA_E_INVALID,
                       QUHUA__T("the snapshot is of another register", "快照属于另一登记册"),
                       QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
  if (newer->known < plan->base->known)
    return quhua__fail(err, QUHUA_E_INVALID,
                       QUHUA__T("the snapshot is older than the plan", "快照早于该规划"),
                       QUHUA__T("take a new snapshot", "请取新的快照"), QUHUA__NO_ARGS);
  quhua_status status = quhua_plan_build(newer, plan->changeset, &plan->options, out, err);
  if (status != QUHUA_OK) return status;
  comparison c = {plan, *out};
  compare(&c, false);
  compare(&c, true);
  compare_givers(&c);
  if (!c.newer->findings.failed) return QUHUA_OK;
  quhua_plan_free(*out);
  *out = NULL;
  return quhua__fail_nomem(err);
}
