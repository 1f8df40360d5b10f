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

static bool same_outcome(const comparison *c, uint32_t old_row, uint32_t new_row) {
  const quhua__state *a = &c->old->overlay, *b = &c->newer->overlay;
  if (!old_row || !new_row) return old_row == new_row;
  const quhua__row *x = quhua__state_row(a, old_row), *y = quhua__state_row(b, new_row);
  return quhua_code_compare(&x->code, &y->code) == 0 && x->level == y->level && x->kind == y->kind &&
         x->from == y->from && x->to == y->to && counterpart(a, b, x->parent) == y->parent &&
         quhua_str_equal(quhua__texts_at(&a->texts, x->name), quhua__texts_at(&b->texts, y->name));
}

/* "name code", or "—" for nothing. */
static quhua_str describe(const quhua_plan *plan, uint32_t row, char *out, size_t cap) {
  if (!row) return quhua_str_from("—");
  const quhua__row *r = quhua__state_row(&plan->overlay, row);
  quhua_str args[] = {quhua__texts_at(&plan->overlay.texts, r->name), quhua_str_from(r->code.text)};
  size_t len = quhua__fill("{1} {2}", args, 2, out, cap);
  return (quhua_str){out, len < cap ? len : strlen(out)};
}

static void report(comparison *c, uint32_t unit, uint32_t old_row, uint32_t new_row) {
  char before[256], after[256];
  quhua_str was = describe(c->old, old_row, before, sizeof before);
  quhua_str is = describe(c->newer, new_row, after, sizeof after);
  quhua__finding_place place = {.unit = unit, .row = UINT32_MAX};
  if (new_row) place.code = quhua__state_row(&c->newer->overlay, new_row)->code;
  quhua_str args[] = {old_row ? was : is, was, is};
  quhua__finding_add(&c->newer->findings, QUHUA__RULE_CHANGED_MEANWHILE, place, args, 3);
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
  if (!c.newer->findings.failed) return QUHUA_OK;
  quhua_plan_free(*out);
  *out = NULL;
  return quhua__fail_nomem(err);
}
