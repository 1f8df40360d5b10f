/* SPDX-License-Identifier: Apache-2.0 */
/* territory.c: which flows the act means (rules 3 and 6 of docs/formats/flow-table.md).
 *
 * Rows give the flows between the units that they name. A child that moves to another parent by a row of its own
 * means a flow between the parents too: 毛公乡 goes to 高渠镇, its village 东永村 to 云溪镇, so 毛公乡 flows to both, and
 * its children define the parts. The same holds one level up, as long as the units differ. */
#include "base/fraction.h"
#include "plan/act.h"

quhua__act_flow *quhua__act_add_flow(quhua__act *act, quhua__member *from, quhua__member *to,
                                     const quhua__act_row *row, quhua_share share) {
  quhua__act_flow *flow = quhua__arena_alloc(act->arena, sizeof *flow);
  if (!flow) {
    act->failed = true;
    return NULL;
  }
  *flow = (quhua__act_flow){.from = from, .to = to, .row = row, .share = share};
  if (!quhua__list_add(act, &act->flows, flow)) return NULL;
  if (to && to != from) to->receives = true;
  if (from) {
    quhua__act_flow **at = &from->flows_out;
    while (*at) at = &(*at)->next_out;
    *at = flow;
  }
  return flow;
}

static quhua_share share_of_kind(quhua_share_kind kind) {
  quhua_share share = {QUHUA__ZERO, QUHUA__ONE, kind};
  if (kind == QUHUA_SHARE_WHOLE) share.lo = QUHUA__ONE;
  return share;
}

quhua__act_flow *quhua__act_find_flow(const quhua__member *from, const quhua__member *to) {
  for (quhua__act_flow *flow = from->flows_out; flow; flow = flow->next_out)
    if (flow->to == to) return flow;
  return NULL;
}

/* A child of `from` went to `to`: the territory of `from` is divided by its children. */
static void divide(quhua__act *act, uint32_t from_unit, uint32_t to_unit, uint32_t place) {
  quhua__member *from = quhua__act_member(act, from_unit, place);
  quhua__member *to = from ? quhua__act_member(act, to_unit, place) : NULL;
  if (!to) return;
  if (!from->flows_out && !from->ends)
    quhua__act_add_flow(act, from, from, NULL, share_of_kind(QUHUA_SHARE_CHILDREN));
  if (!quhua__act_find_flow(from, to))
    quhua__act_add_flow(act, from, to, NULL, share_of_kind(QUHUA_SHARE_CHILDREN));
  for (quhua__act_flow *flow = from->flows_out; flow; flow = flow->next_out)
    if (flow->share.kind == QUHUA_SHARE_EMPTY) flow->share.kind = QUHUA_SHARE_CHILDREN;
}

/* Does everything of the unit go one way, so that its children say nothing new? */
static bool goes_whole_to(const quhua__member *from, const quhua__member *to) {
  return from->flows_out && !from->flows_out->next_out && from->flows_out->to == to;
}

/* The unit of a level among a unit and those above it, just before the act; 0 where the level is skipped (东莞). */
static uint32_t above_before(const quhua__act *act, uint32_t unit, int level) {
  for (int guard = 0; unit && guard <= QUHUA_LEVEL_MAX; guard++) {
    uint32_t number = quhua__act_row_before(act, unit);
    if (!number) return 0;
    const quhua__row *row = quhua__state_row(act->state, number);
    if (row->level <= level) return row->level == level ? unit : 0;
    unit = row->parent;
  }
  return 0;
}

/* The same just after the act. */
static uint32_t above_after(const quhua__act *act, uint32_t unit, int level) {
  for (int guard = 0; unit && guard <= QUHUA_LEVEL_MAX; guard++) {
    quhua_code code;
    quhua_level own;
    if (!quhua__act_code_after(act, unit, &code, &own)) return 0;
    if ((int)own <= level) return (int)own == level ? unit : 0;
    unit = quhua__act_parent_after(act, unit);
  }
  return 0;
}

/* Carry a flow up the levels above its old unit until both sides meet. Levels are compared, not steps: 龙港镇, which
 * becomes a county-level city itself, takes its territory from 苍南县 and not from the prefecture. */
static void carry_up(quhua__act *act, const quhua__act_flow *flow) {
  const quhua__row *row = quhua__state_row(act->state, flow->from->row_before);
  if (row->kind == QUHUA_KIND_GRID) return; /* a side hierarchy: it divides no territory */
  for (int level = row->level - 1; level >= QUHUA_LEVEL_PROVINCE && !act->failed; level--) {
    uint32_t before = above_before(act, row->parent, level), after = above_after(act, flow->to->unit, level);
    if (!before || !after) continue;
    if (before == after) return;
    quhua__member *from = quhua__act_find_member(act, before), *to = quhua__act_find_member(act, after);
    if (!(from && to && goes_whole_to(from, to))) divide(act, before, after, flow->row->number);
  }
}

/* Rows with shares must give away the whole unit. */
static void check_remainder(quhua__act *act, const quhua__member *m) {
  quhua_fraction sum = QUHUA__ZERO;
  for (const quhua__act_flow *flow = m->flows_out; flow; flow = flow->next_out) {
    bool bounded = flow->share.kind == QUHUA_SHARE_EXACT || flow->share.kind == QUHUA_SHARE_INTERVAL;
    if (!bounded || !quhua__fraction_add(sum, flow->share.hi, &sum)) return;
  }
  if (!m->flows_out || quhua__fraction_compare(sum, QUHUA__ONE) >= 0) return;
  char text[QUHUA_SHARE_TEXT_MAX];
  size_t len = quhua_share_format((quhua_share){sum, sum, QUHUA_SHARE_EXACT}, text);
  quhua_str args[] = {quhua__act_title(act, m), {text, len}};
  quhua__act_report(act, QUHUA__RULE_REMAINDER, m, args, 2);
}

/* One unit may be written in two ways, by code and by name, so the table could not be seen to give it away twice. */
static void check_too_much(quhua__act *act, const quhua__member *m) {
  quhua_fraction sum = QUHUA__ZERO;
  bool twice = false;
  for (const quhua__act_flow *flow = m->flows_out; flow; flow = flow->next_out) {
    bool bounded = flow->share.kind == QUHUA_SHARE_EXACT || flow->share.kind == QUHUA_SHARE_INTERVAL;
    if (bounded && !quhua__fraction_add(sum, flow->share.lo, &sum)) return;
    twice |= flow->row && flow->to && quhua__act_find_flow(m, flow->to) != flow;
  }
  if (!twice && quhua__fraction_compare(sum, QUHUA__ONE) <= 0) return;
  quhua__act_report(act, QUHUA__RULE_TOO_MUCH, m, (quhua_str[]){quhua__act_title(act, m)}, 1);
}

/* A unit that keeps nothing of itself is one that ends. */
static void check_empty_rest(quhua__act *act, const quhua__member *m) {
  const quhua__act_flow *rest = quhua__act_find_flow(m, m);
  if (!rest || m->ends || m->receives || rest->share.kind != QUHUA_SHARE_EXACT || rest->share.hi.num) return;
  quhua__act_report(act, QUHUA__RULE_EMPTY_REST, m, (quhua_str[]){quhua__act_title(act, m)}, 1);
}

/* Does some child of one unit lie under the other after the act? */
static bool child_moves(const quhua__act *act, const quhua__member *from, const quhua__member *to) {
  for (size_t i = 0; i < act->members.count; i++) {
    const quhua__member *child = act->members.items[i];
    if (!child->row_before || quhua__state_row(act->state, child->row_before)->parent != from->unit) continue;
    if (above_after(act, child->unit, (int)to->level) == to->unit) return true;
    if (quhua__act_find_flow(child, to)) return true;
    for (const quhua__act_flow *flow = child->flows_out; flow; flow = flow->next_out)
      if (flow->to && above_after(act, flow->to->unit, (int)to->level) == to->unit) return true;
  }
  return false;
}

static void check_children(quhua__act *act, const quhua__member *m) {
  for (const quhua__act_flow *flow = m->flows_out; flow; flow = flow->next_out) {
    bool said = flow->row && flow->row->row->share.kind == QUHUA_SHARE_CHILDREN;
    if (!said || !flow->to || flow->to == m || child_moves(act, m, flow->to)) continue;
    quhua_str args[] = {quhua__act_title(act, m), quhua__act_title(act, flow->to)};
    quhua__act_report(act, QUHUA__RULE_NO_CHILDREN, m, args, 2);
  }
}

/* An empty share is whole when it stands alone, else unknown. The shares of one unit sum to 1: what stands alone and may be
 * 1 is whole, too. */
static void settle_shares(quhua__member *m) {
  bool alone = m->flows_out && !m->flows_out->next_out;
  for (quhua__act_flow *flow = m->flows_out; flow; flow = flow->next_out) {
    bool full = flow->share.kind == QUHUA_SHARE_EXACT && !quhua__fraction_compare(flow->share.lo, QUHUA__ONE);
    bool empty = flow->share.kind == QUHUA_SHARE_EMPTY;
    bool children = flow->share.kind == QUHUA_SHARE_CHILDREN;
    bool may_be_full = empty || children || !quhua__fraction_compare(flow->share.hi, QUHUA__ONE);
    if (empty && !alone)
      flow->share = share_of_kind(QUHUA_SHARE_UNKNOWN);
    else if (full || (alone && may_be_full))
      flow->share = share_of_kind(QUHUA_SHARE_WHOLE);
  }
}

void quhua__act_territory(quhua__act *act) {
  for (size_t i = 0; i < act->row_count && !act->failed; i++) {
    quhua__act_row *row = &act->rows[i];
    if (row->row->relation == QUHUA_RELATION_RESPELL && row->target && row->target->member == row->old)
      continue; /* no change in the world (rule 8) */
    quhua__member *to = row->target ? row->target->member : NULL;
    if (!row->old && !to) continue; /* about another act */
    /* a share is of an old unit; 设立 has none, so its flow is whole */
    quhua__act_add_flow(act, row->old, to, row,
                        row->old ? row->row->share : share_of_kind(QUHUA_SHARE_WHOLE));
  }
  size_t named = act->flows.count;
  for (size_t i = 0; i < named && !act->failed; i++) {
    const quhua__act_flow *flow = act->flows.items[i];
    if (flow->from && flow->from->row_before && flow->to) carry_up(act, flow);
  }
  for (size_t i = 0; i < act->members.count && !act->failed; i++) {
    quhua__member *m = act->members.items[i];
    check_remainder(act, m);
    check_too_much(act, m);
    check_empty_rest(act, m);
    if (!act->hopeless) check_children(act, m); /* else children that go nowhere were reported as such */
    settle_shares(m);
  }
}
