/* SPDX-License-Identifier: Apache-2.0 */
/* withdraw.c: acts that take back what the journal says of other acts.
 *
 * 撤回 takes back acts that are not in force yet (rule 9 of docs/formats/flow-table.md). 自始无效 does the same with acts
 * in force: they never were. Acts that stand on them must be named too, so that each is decided upon. 延期 takes an act
 * that is not in force back and gives it another day. Codes that were issued stay used in all three. */
#include "base/bytes.h"
#include "plan/entries.h"

/* Which entries the rows name, newest first; rows[i] is the row that named list[i]. */
static void collect(quhua__act *act, quhua__entry_list *t, const quhua__act_row **rows) {
  for (size_t i = 0; i < act->row_count; i++) {
    const quhua__act_row *row = &act->rows[i];
    uint32_t sequence = quhua__act_target_entry(act, row);
    if (!sequence || quhua__entry_list_has(t, sequence)) continue;
    size_t at = t->count++;
    for (; at > 0 && t->list[at - 1] < sequence; at--) {
      t->list[at] = t->list[at - 1];
      rows[at] = rows[at - 1];
    }
    t->list[at] = sequence;
    rows[at] = row;
  }
}

/* Not yet in force on the day of the withdrawal; a postponement needs a later day than before. */
static bool is_future(const quhua__act *act, const quhua__act_row *row, uint32_t target) {
  quhua_date effective = quhua__state_entry(act->state, target)->effective;
  return row->row->relation == QUHUA_RELATION_POSTPONE ? act->date > effective : act->date < effective;
}

static void check_target(quhua__act *act, const quhua__act_row *row, const quhua__entry_list *t,
                         uint32_t target) {
  quhua_date effective = quhua__state_entry(act->state, target)->effective;
  if (row->row->relation != QUHUA_RELATION_ANNUL && !is_future(act, row, target)) {
    quhua__rule rule =
        row->row->relation == QUHUA_RELATION_POSTPONE ? QUHUA__RULE_NOT_LATER : QUHUA__RULE_IN_FORCE;
    quhua_str args[] = {quhua__entry_title(act, target), quhua__act_date_text(act, effective)};
    quhua__act_report_row(act, rule, row, args, 2);
    return;
  }
  quhua__act_report_users(act, row, t, target);
}

/* --- 延期: the same effects on another day ---------------------------------------------------------------------- */

static void put_version(quhua__act *act, const quhua__row *row, quhua_date old_day, quhua__bytes *out) {
  if (row->to == old_day) { /* a version that the act ended */
    quhua__effect_put_close(out, row->unit, act->date);
    return;
  }
  quhua__attribute_set set = {0, 0};
  if (row->attributes) set = quhua__state_set(act->state, row->attributes);
  quhua_attribute *attributes = quhua__arena_alloc(act->arena, (set.count + 1) * sizeof *attributes);
  if (!attributes) {
    act->failed = true;
    return;
  }
  for (uint32_t i = 0; i < set.count; i++) {
    quhua__attribute_pair pair = quhua__state_pair(act->state, set.first + i);
    attributes[i] = (quhua_attribute){quhua__texts_at(&act->state->texts, pair.key),
                                      quhua__texts_at(&act->state->texts, pair.value)};
  }
  quhua__effect_open open = {.name = quhua__texts_at(&act->state->texts, row->name),
                             .code = row->code,
                             .unit = row->unit,
                             .parent = row->parent,
                             .from = act->date,
                             .level = (quhua_level)row->level,
                             .kind = (quhua_kind)row->kind,
                             .standing = (quhua_standing)row->standing};
  quhua__effect_put_open(out, &open, attributes, set.count);
}

static void put_amounts(const quhua__state *s, const quhua__flow_row *flow, quhua__bytes *out) {
  for (uint32_t i = 0; i < flow->amount_count; i++) {
    quhua__amount amount = quhua__state_amount(s, flow->first_amount + i);
    quhua__effect_put_amount(out, quhua__texts_at(&s->texts, amount.series),
                             quhua__texts_at(&s->texts, amount.value));
  }
}

static void put_again(quhua__act *act, uint32_t target, quhua__bytes *out) {
  const quhua__state *s = act->state;
  quhua_date old_day = quhua__state_entry(s, target)->effective;
  quhua__totals before = quhua__state_totals(s, target - 1), after = quhua__state_totals(s, target);
  for (uint32_t number = before.undoings + 1; number <= after.undoings; number++)
    quhua__effect_put_undo(out, quhua__state_undoing(s, number).target);
  for (uint32_t row = before.rows + 1; row <= after.rows && !act->failed; row++)
    if (quhua__row_recorded_to(s, row) !=
        target) /* else a postponement brought it back and ended it at once */
      put_version(act, quhua__state_row(s, row), old_day, out);
  uint32_t flow = before.flows + 1;
  for (uint32_t number = before.events + 1; number <= after.events; number++) {
    const quhua__event *event = quhua__state_event(s, number);
    quhua__effect_put_event(out, (quhua_relation)event->relation, (quhua_relation)event->declared,
                            quhua__texts_at(&s->texts, event->reason),
                            quhua__texts_at(&s->texts, event->note));
    if (event->confidence >= 0) quhua__effect_put_doubt(out, (uint32_t)event->confidence);
    for (; flow <= after.flows && quhua__state_flow(s, flow)->event == number; flow++) {
      const quhua__flow_row *f = quhua__state_flow(s, flow);
      quhua__effect_put_flow(out, f->old_unit, f->new_unit, f->share);
      put_amounts(s, f, out);
    }
  }
  quhua__act_put_ledgers_again(act, target, out);
}

void quhua__act_withdraw(quhua__act *act, quhua__bytes *out) {
  quhua__entry_list t = {quhua__arena_alloc(act->arena, act->row_count * sizeof *t.list), 0};
  const quhua__act_row **rows = quhua__arena_alloc(act->arena, act->row_count * sizeof *rows);
  if (!t.list || !rows) {
    act->failed = true;
    return;
  }
  collect(act, &t, rows);
  for (size_t i = 0; i < t.count && !act->failed; i++) check_target(act, rows[i], &t, t.list[i]);
  if (act->hopeless || act->failed) return;
  for (size_t i = 0; i < t.count; i++) quhua__effect_put_retract(out, t.list[i]);
  for (size_t i = t.count; i-- > 0;) /* oldest first, as they came */
    if (rows[i]->row->relation == QUHUA_RELATION_POSTPONE) put_again(act, t.list[i], out);
  if (out->failed) act->failed = true;
}
