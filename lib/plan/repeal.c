/* SPDX-License-Identifier: Apache-2.0 */
/* repeal.c: 废止, the end of an act from a day on: an ordinary event that leads back to what was before the act.
 *
 * Units that the act ended live again, those that it made end, and the others are again what they were; territory
 * flows back. What other acts have changed since stands in the way, and is named. */
#include "plan/entries.h"

/* One repealed act. */
typedef struct repeal {
  quhua__act *act;
  const quhua__act_row *row;
  uint32_t target;
  quhua_date day; /* on which the target took effect */
} repeal;

/* The attributes that lead from what the unit has now to what it had: values of before, empty ones for what came. */
static void set_attributes(const repeal *r, quhua__member *m, uint32_t row_now, uint32_t row_then) {
  const quhua__state *s = r->act->state;
  quhua__attribute_set now = {0, 0}, then = {0, 0};
  uint32_t set_now = row_now ? quhua__state_row(s, row_now)->attributes : 0;
  uint32_t set_then = quhua__state_row(s, row_then)->attributes;
  if (set_now) now = quhua__state_set(s, set_now);
  if (set_then) then = quhua__state_set(s, set_then);
  quhua_attribute *list = quhua__arena_alloc(r->act->arena, (now.count + then.count + 1) * sizeof *list);
  if (!list) {
    r->act->failed = true;
    return;
  }
  size_t count = 0;
  for (uint32_t i = 0; i < now.count; i++) {
    quhua__attribute_pair pair = quhua__state_pair(s, now.first + i);
    list[count++] = (quhua_attribute){quhua__texts_at(&s->texts, pair.key), {"", 0}};
  }
  for (uint32_t i = 0; i < then.count; i++) { /* later ones win */
    quhua__attribute_pair pair = quhua__state_pair(s, then.first + i);
    list[count++] =
        (quhua_attribute){quhua__texts_at(&s->texts, pair.key), quhua__texts_at(&s->texts, pair.value)};
  }
  m->attributes = list;
  m->attribute_count = count;
}

/* What the unit was just before the act; 0 when it came by the act. */
static uint32_t row_then(const repeal *r, uint32_t unit) {
  const quhua__state *s = r->act->state;
  if (unit > quhua__state_totals(s, r->target - 1).units) return 0;
  return quhua__row_on(s, r->target - 1, unit, r->day);
}

static void lead_back(const repeal *r, uint32_t unit) {
  quhua__act *act = r->act;
  if (quhua__act_find_member(act, unit)) return;
  uint32_t now = quhua__act_row_before(act, unit), then = row_then(r, unit);
  quhua__member *m = now ? quhua__act_member(act, unit, r->row->number)
                         : quhua__act_reopened_member(act, unit, r->row->number);
  if (!m) return;
  if (!then) {
    m->ends = true;
    return;
  }
  const quhua__row *old = quhua__state_row(act->state, then);
  m->code = old->code;
  m->name = quhua__texts_at(&act->state->texts, old->name);
  m->level = (quhua_level)old->level;
  m->kind = (quhua_kind)old->kind;
  m->parent = old->parent;
  m->standing = (quhua_standing)old->standing;
  m->code_settled = true;
  set_attributes(r, m, now, then);
}

static quhua_share back_share(const quhua__flow_row *flow) {
  quhua_share share = {{0, 1}, {1, 1}, QUHUA_SHARE_EMPTY};
  if (flow->share.kind == QUHUA_SHARE_CHILDREN) share.kind = QUHUA_SHARE_CHILDREN;
  return share;
}

static void flow_back(const repeal *r, const quhua__flow_row *flow) {
  quhua__act *act = r->act;
  quhua__member *from = flow->new_unit ? quhua__act_unit(act, flow->new_unit, r->row->number) : NULL;
  quhua__member *to = flow->old_unit ? quhua__act_unit(act, flow->old_unit, r->row->number) : NULL;
  if (act->failed) return;
  if (from && !from->ends && from != to && !quhua__act_find_flow(from, from)) { /* it keeps the rest */
    quhua_share rest = back_share(flow);
    quhua__act_add_flow(act, from, from, r->row, rest);
  }
  quhua_share whole = {
      {1, 1}, {1, 1}, QUHUA_SHARE_WHOLE}; /* a share is of an old unit; who returns from nowhere has none */
  if (!from || !quhua__act_find_flow(from, to))
    quhua__act_add_flow(act, from, to, r->row, from ? back_share(flow) : whole);
}

/* Units that came under another parent along with it have no flow of their own. That they return says which part of the
 * parent's territory goes back. */
static void return_child(const repeal *r, uint32_t unit) {
  quhua__act *act = r->act;
  uint32_t now = quhua__act_row_before(act, unit);
  quhua__member *m = quhua__act_find_member(act, unit);
  if (!now || !m || m->ends || m->flows_out) return;
  if (m->parent == quhua__state_row(act->state, now)->parent) return;
  quhua_share whole = {{1, 1}, {1, 1}, QUHUA_SHARE_WHOLE};
  quhua__act_add_flow(act, m, m, r->row, whole);
}

static void repeal_one(const repeal *r) {
  const quhua__state *s = r->act->state;
  quhua__totals before = quhua__state_totals(s, r->target - 1), after = quhua__state_totals(s, r->target);
  for (uint32_t row = before.rows + 1; row <= after.rows && !r->act->failed; row++)
    lead_back(r, quhua__state_row(s, row)->unit);
  for (uint32_t flow = before.flows + 1; flow <= after.flows && !r->act->failed; flow++)
    flow_back(r, quhua__state_flow(s, flow));
  for (uint32_t row = before.rows + 1; row <= after.rows && !r->act->failed; row++)
    return_child(r, quhua__state_row(s, row)->unit);
}

void quhua__act_repeal(quhua__act *act) {
  act->repeals = true;
  act->undone = quhua__arena_alloc(act->arena, act->row_count * sizeof *act->undone);
  if (!act->undone) act->failed = true;
  for (size_t i = 0; i < act->row_count && !act->failed; i++) {
    const quhua__act_row *row = &act->rows[i];
    uint32_t target = quhua__act_target_entry(act, row);
    if (!target) continue;
    repeal r = {act, row, target, quhua__state_entry(act->state, target)->effective};
    if (r.day > act->date) {
      quhua_str args[] = {quhua__entry_title(act, target), quhua__act_date_text(act, r.day)};
      quhua__act_report_row(act, QUHUA__RULE_NOT_IN_FORCE, row, args, 2);
      continue;
    }
    quhua__entry_list only = {&target, 1};
    quhua__act_report_users(act, row, &only, target);
    if (!act->hopeless) quhua__act_report_ends(act, row, target);
    if (act->hopeless) continue;
    repeal_one(&r);
    act->undone[act->undone_count++] = target;
  }
  for (size_t i = 0; i < act->members.count; i++) /* what the act left alone stays as it is */
    ((quhua__member *)act->members.items[i])->code_settled = true;
}
