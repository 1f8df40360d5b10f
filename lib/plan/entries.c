/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/entries.h"

#include "base/number.h"
#include "lineage/moment.h"

bool quhua__entry_list_has(const quhua__entry_list *entries, uint32_t sequence) {
  for (size_t i = 0; i < entries->count; i++)
    if (entries->list[i] == sequence) return true;
  return false;
}

/* Was the entry taken back already, or did it never do anything? */
static bool is_gone(const quhua__act *act, uint32_t sequence) {
  quhua__totals before = quhua__state_totals(act->state, sequence - 1),
                after = quhua__state_totals(act->state, sequence);
  if (before.rows == after.rows && before.flows == after.flows) return true;
  return quhua__state_is_retracted(act->state, sequence, act->known);
}

static uint32_t find_target(const quhua__act *act, quhua_str target) {
  uint32_t head = act->known, number = 0;
  bool digits = target.len > 0 && target.len < 10;
  for (size_t i = 0; i < target.len && digits; i++) {
    digits = target.ptr[i] >= '0' && target.ptr[i] <= '9';
    if (digits) number = number * 10 + (uint32_t)(target.ptr[i] - '0');
  }
  if (digits && number >= 1 && number <= head &&
      quhua__state_entry(act->state, number)->kind == QUHUA_ENTRY_ACT)
    return number;
  uint32_t document = quhua__texts_find(&act->state->texts, target);
  uint32_t sequence = head + 1;
  while ((sequence = quhua__state_entry_of(act->state, document, sequence)) != 0)
    if (quhua__state_entry(act->state, sequence)->kind == QUHUA_ENTRY_ACT && !is_gone(act, sequence))
      return sequence;
  return 0;
}

quhua_str quhua__entry_title(quhua__act *act, uint32_t sequence) {
  quhua_str document =
      quhua__texts_at(&act->state->texts, quhua__state_entry(act->state, sequence)->document);
  char number[QUHUA__NUMBER_TEXT_MAX];
  if (document.len) return document;
  return quhua__act_join(act, quhua_str_from("#"), quhua__number_text(sequence, number), (quhua_str){"", 0});
}

uint32_t quhua__act_target_entry(quhua__act *act, const quhua__act_row *row) {
  uint32_t sequence = find_target(act, row->row->target);
  if (!sequence || is_gone(act, sequence)) {
    quhua_str name = row->row->target.len ? row->row->target : quhua_str_from("?");
    quhua__act_report_row(act, QUHUA__RULE_TARGET_UNKNOWN, row, &name, 1);
    return 0;
  }
  bool postpones =
      quhua__state_totals(act->state, sequence).events > quhua__state_totals(act->state, sequence - 1).events;
  bool repeals = row->row->relation == QUHUA_RELATION_REPEAL;
  if (quhua__state_entry(act->state, sequence)->retracts &&
      (!postpones || repeals)) { /* write the act again */
    quhua_str words[] = {quhua_str_from("taking back an act that took back another"),
                         quhua_str_from("对撤回的撤回")};
    quhua__act_report_row(act, QUHUA__RULE_NOT_SUPPORTED, row, words, 2);
    return 0;
  }
  bool never_was = row->row->relation == QUHUA_RELATION_ANNUL;
  if (quhua__state_entry(act->state, sequence)->amends &&
      !never_was) { /* a correction has no day of its own */
    quhua_str words[] = {quhua_str_from("taking back, repealing or postponing a correction"),
                         quhua_str_from("对更正的撤回、废止或延期")};
    quhua__act_report_row(act, QUHUA__RULE_NOT_SUPPORTED, row, words, 2);
    return 0;
  }
  return sequence;
}

/* Who was reported already. */
typedef struct report {
  quhua__act *act;
  const quhua__act_row *row;
  const quhua__entry_list *taken_back;
  uint32_t target;
  uint32_t *seen;
  size_t count, cap;
} report;

static void report_user(report *r, uint32_t by) {
  if (by == r->target || quhua__entry_list_has(r->taken_back, by) || r->act->failed) return;
  for (size_t i = 0; i < r->count; i++)
    if (r->seen[i] == by) return;
  void *seen = r->seen;
  if (!quhua__grow(r->act->allocator, &seen, &r->cap, r->count + 1, sizeof *r->seen)) r->act->failed = true;
  r->seen = seen;
  if (r->act->failed) return;
  r->seen[r->count++] = by;
  quhua_str args[] = {quhua__entry_title(r->act, r->target), quhua__entry_title(r->act, by)};
  quhua__act_report_row(r->act, QUHUA__RULE_STANDS_ON, r->row, args, 2);
}

/* Later acts on the same versions. */
static void report_changes(report *r, quhua__totals before, quhua__totals after) {
  for (uint32_t row = before.rows + 1; row <= after.rows; row++)
    if (!quhua__row_standing(r->act->state, row, r->act->known))
      report_user(r, quhua__row_recorded_to(r->act->state, row));
}

/* Later acts that put something under a unit: they took its code from what the target made of it. */
static void report_children(report *r, uint32_t unit) {
  quhua__chain children = quhua__chain_of_children(r->act->state, r->act->known, unit);
  for (uint32_t row; (row = quhua__chain_next(&children)) != 0;) {
    uint32_t by = quhua__row_origin(r->act->state, row);
    if (by > r->target) report_user(r, by);
  }
}

/* Later acts that end or change a parent under which a unit comes back: it would have gone along. */
static void report_parent(report *r, const quhua__row *back) {
  quhua__chain versions = quhua__chain_of_unit(r->act->state, r->act->known, back->parent);
  for (uint32_t row; back->parent && (row = quhua__chain_next(&versions)) != 0;) {
    const quhua__row *version = quhua__state_row(r->act->state, row);
    uint32_t by = quhua__row_origin(r->act->state, row);
    bool later = version->from > back->to || (version->to != QUHUA_DATE_OPEN && version->to >= back->to);
    if (by > r->target && later) report_user(r, by);
  }
}

static void report_surroundings(report *r, quhua__totals before, quhua__totals after) {
  for (uint32_t number = before.rows + 1; number <= after.rows; number++) {
    const quhua__row *row = quhua__state_row(r->act->state, number);
    report_children(r, row->unit);
    if (row->to != QUHUA_DATE_OPEN) report_parent(r, row);
  }
}

/* A repeal made the same units live again: if what it repealed never was, they never ended. */
static void report_repeal(report *r) {
  uint32_t repeal = quhua__state_repeal_of(r->act->state, r->target, r->act->known);
  if (repeal) report_user(r, repeal);
}

/* Later acts that let territory flow from or to units which live only by the target: it made them, made them live again, or
 * put off the day on which they were made. */
static void report_flows(report *r, quhua__totals before, quhua__totals after) {
  const quhua__act *act = r->act;
  quhua__moment since = {quhua__state_entry(act->state, r->target)->effective, r->target};
  for (uint32_t row = before.rows + 1; row <= after.rows; row++) {
    uint32_t unit = quhua__state_row(act->state, row)->unit;
    if (quhua__row_just_before(act->state, act->known, unit, since)) continue;
    for (int out = 0; out <= 1; out++) {
      quhua__chain flows = quhua__chain_of_flows(act->state, act->known, unit, out);
      for (uint32_t number; (number = quhua__chain_next(&flows)) != 0;) {
        const quhua__flow_row *flow = quhua__state_flow(act->state, number);
        if (quhua__moment_earlier(since, quhua__moment_of(flow))) report_user(r, flow->recorded_from);
      }
    }
  }
}

/* Acts that ended a unit which the target only gave territory, or took it from: nothing can flow back out of it. They may
 * have been recorded before the target, which then took effect before them. */
static void report_ends(report *r, uint32_t unit, quhua_date day) {
  const quhua__act *act = r->act;
  if (!unit || !quhua__row_on(act->state, r->target, unit, day) || quhua__act_row_before(act, unit)) return;
  report_user(r, quhua__row_origin(act->state, quhua__row_last(act->state, act->known, unit)));
}

void quhua__act_report_ends(quhua__act *act, const quhua__act_row *row, uint32_t target) {
  quhua__totals before = quhua__state_totals(act->state, target - 1),
                after = quhua__state_totals(act->state, target);
  quhua__entry_list none = {NULL, 0};
  report r = {.act = act, .row = row, .taken_back = &none, .target = target};
  for (uint32_t number = before.flows + 1; number <= after.flows; number++) {
    const quhua__flow_row *flow = quhua__state_flow(act->state, number);
    report_ends(&r, flow->old_unit, flow->date);
    report_ends(&r, flow->new_unit, flow->date);
  }
  if (r.seen) act->allocator->free(act->allocator->ctx, r.seen, r.cap * sizeof *r.seen);
}

/* Units that come back and find their code in other hands. */
static void report_codes(report *r, quhua__totals before, quhua__totals after) {
  const quhua__act *act = r->act;
  for (uint32_t row = before.rows + 1; row <= after.rows; row++) {
    const quhua__row *ended = quhua__state_row(act->state, row);
    if (ended->to == QUHUA_DATE_OPEN) continue; /* a version that the act opened */
    quhua__chain holders =
        quhua__chain_of_code(act->state, act->known, (quhua_level)ended->level, &ended->code);
    for (uint32_t h; (h = quhua__chain_next(&holders)) != 0;) {
      const quhua__row *holder = quhua__state_row(act->state, h);
      if (holder->unit != ended->unit && holder->to > ended->to)
        report_user(r, quhua__row_origin(act->state, h));
    }
  }
}

/* --- flows on the levels above -------------------------------------------------------------------------------------
 *
 * What flowed between two villages flowed between their towns too, and was recorded so. When an act that moved one of them
 * never was, or comes later, it did not flow between these towns. */

/* The days on which the act would not hold any more, from its moment on. */
typedef struct span {
  quhua__moment since;
  quhua_date until; /* included */
} span;

static span span_of(const report *r) {
  quhua_date day = quhua__state_entry(r->act->state, r->target)->effective;
  bool postpones = r->row->row->relation == QUHUA_RELATION_POSTPONE;
  return (span){{day, r->target}, postpones ? r->act->date : QUHUA_DATE_OPEN};
}

static bool lies_in(span days, quhua__moment at) {
  return quhua__moment_earlier(days.since, at) && at.date <= days.until;
}

static bool lies_below(const quhua__act *act, uint32_t unit, uint32_t top, quhua_date day) {
  while (unit && unit != top) {
    uint32_t row = quhua__row_on(act->state, act->known, unit, day);
    unit = row ? quhua__state_row(act->state, row)->parent : 0;
  }
  return unit != 0;
}

/* Does a flow stay below the unit, on the day before or on the day itself? */
static bool stays_below(const quhua__act *act, const quhua__flow_row *flow, uint32_t top) {
  return lies_below(act, flow->old_unit, top, flow->date - 1) &&
         lies_below(act, flow->new_unit, top, flow->date);
}

/* Later flows between a unit, or one below it, and those that are not below the unit that was moved. */
static void report_flows_below(report *r, uint32_t unit, uint32_t moved, span days) {
  const quhua__act *act = r->act;
  for (int out = 0; out <= 1; out++) {
    quhua__chain flows = quhua__chain_of_flows(act->state, act->known, unit, out);
    for (uint32_t number; (number = quhua__chain_next(&flows)) != 0;) {
      const quhua__flow_row *flow = quhua__state_flow(act->state, number);
      bool between = flow->old_unit && flow->new_unit && flow->old_unit != flow->new_unit;
      if (between && lies_in(days, quhua__moment_of(flow)) && !stays_below(act, flow, moved))
        report_user(r, flow->recorded_from);
    }
  }
  quhua__chain children = quhua__chain_of_children(act->state, act->known, unit);
  for (uint32_t number; (number = quhua__chain_next(&children)) != 0;) {
    const quhua__row *child = quhua__state_row(act->state, number);
    if (child->to > days.since.date) report_flows_below(r, child->unit, moved, days);
  }
}

/* Later acts whose flows went up from where the target had put a unit. */
static void report_flows_of_moved(report *r, quhua__totals before, quhua__totals after) {
  const quhua__state *s = r->act->state;
  span days = span_of(r);
  for (uint32_t number = before.rows + 1; number <= after.rows; number++) {
    const quhua__row *row = quhua__state_row(s, number);
    uint32_t was = quhua__row_just_before(s, r->act->known, row->unit, days.since);
    bool opened = row->to == QUHUA_DATE_OPEN && quhua__row_recorded_to(s, number) != r->target;
    if (opened && was && quhua__state_row(s, was)->parent != row->parent)
      report_flows_below(r, row->unit, row->unit, days);
  }
}

/* Acts by which a unit, or one above it, came under another one in the meantime, or ended. */
static void report_moves(report *r, uint32_t then, span days) {
  const quhua__act *act = r->act;
  for (uint32_t parent; then; then = quhua__row_on(act->state, r->target, parent, days.since.date)) {
    const quhua__row *row = quhua__state_row(act->state, then);
    parent = row->parent;
    quhua__chain versions = quhua__chain_of_unit(act->state, act->known, row->unit);
    for (uint32_t number; (number = quhua__chain_next(&versions)) != 0;) {
      const quhua__row *version = quhua__state_row(act->state, number);
      uint32_t by = quhua__row_origin(act->state, number);
      bool moved = version->parent != parent && lies_in(days, (quhua__moment){version->from, by});
      bool ended = version->to != QUHUA_DATE_OPEN && lies_in(days, (quhua__moment){version->to, by});
      if (moved || (ended && !quhua__row_on(act->state, act->known, row->unit, act->date)))
        report_user(r, by);
    }
  }
}

/* A postponed act that is put on a day on which its own flows would go up otherwise. */
static void report_moves_meanwhile(report *r, quhua__totals before, quhua__totals after) {
  const quhua__state *s = r->act->state;
  span days = span_of(r);
  for (uint32_t number = before.flows + 1; number <= after.flows; number++) {
    const quhua__flow_row *flow = quhua__state_flow(s, number);
    report_moves(r, quhua__row_just_before(s, r->act->known, flow->old_unit, days.since), days);
    if (flow->new_unit) report_moves(r, quhua__row_on(s, r->target, flow->new_unit, days.since.date), days);
  }
}

void quhua__act_report_users(quhua__act *act, const quhua__act_row *row, const quhua__entry_list *taken_back,
                             uint32_t target) {
  quhua__totals before = quhua__state_totals(act->state, target - 1),
                after = quhua__state_totals(act->state, target);
  report r = {.act = act, .row = row, .taken_back = taken_back, .target = target};
  report_changes(&r, before, after);
  report_surroundings(&r, before, after);
  report_repeal(&r);
  report_flows(&r, before, after);
  report_codes(&r, before, after);
  if (row->row->relation != QUHUA_RELATION_REPEAL) report_flows_of_moved(&r, before, after);
  if (row->row->relation == QUHUA_RELATION_POSTPONE) report_moves_meanwhile(&r, before, after);
  if (r.seen) act->allocator->free(act->allocator->ctx, r.seen, r.cap * sizeof *r.seen);
}
