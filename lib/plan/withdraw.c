/* SPDX-License-Identifier: Apache-2.0 */
/* withdraw.c: taking back acts that are not in force yet (撤回, rule 9 of docs/formats/flow-table.md). */
#include <string.h>

#include "base/number.h"
#include "plan/act.h"

bool quhua__act_is_withdrawal(const quhua__act *act) {
  for (size_t i = 0; i < act->row_count; i++)
    if (act->rows[i].row->relation == QUHUA_RELATION_WITHDRAW) return true;
  return false;
}

/* Entries that the act takes back, newest first. */
typedef struct targets {
  uint32_t *list;
  size_t count;
} targets;

static bool includes(const targets *t, uint32_t sequence) {
  for (size_t i = 0; i < t->count; i++)
    if (t->list[i] == sequence) return true;
  return false;
}

/* Was the entry taken back already? Then none of its records is left. */
static bool is_gone(const quhua__act *act, uint32_t sequence) {
  quhua__totals before = quhua__state_totals(act->state, sequence - 1),
                after = quhua__state_totals(act->state, sequence);
  if (before.rows == after.rows && before.flows == after.flows) return true;
  for (uint32_t row = before.rows + 1; row <= after.rows; row++)
    if (quhua__row_standing(act->state, row, act->known)) return false;
  for (uint32_t flow = before.flows + 1; flow <= after.flows; flow++)
    if (quhua__flow_recorded_to(act->state, flow) == QUHUA__OPEN) return false;
  return true;
}

/* The entry that a row is about: a journal sequence, or the newest act with that document. 0 when there is none. */
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
  for (uint32_t sequence = head; document && sequence >= 1; sequence--) {
    const quhua__entry_record *entry = quhua__state_entry(act->state, sequence);
    if (entry->document == document && entry->kind == QUHUA_ENTRY_ACT && !is_gone(act, sequence))
      return sequence;
  }
  return 0;
}

static quhua_str entry_title(quhua__act *act, uint32_t sequence) {
  quhua_str document =
      quhua__texts_at(&act->state->texts, quhua__state_entry(act->state, sequence)->document);
  char number[QUHUA__NUMBER_TEXT_MAX];
  if (document.len) return document;
  return quhua__act_join(act, quhua_str_from("#"), quhua__number_text(sequence, number), (quhua_str){"", 0});
}

static void report_stands_on(quhua__act *act, const quhua__act_row *row, uint32_t target, uint32_t later) {
  quhua_str args[] = {entry_title(act, target), entry_title(act, later)};
  quhua__act_report_row(act, QUHUA__RULE_STANDS_ON, row, args, 2);
}

/* A later entry, not taken back with it, that uses what the target did: 0 when there is none. */
static uint32_t later_user(const quhua__act *act, const targets *t, uint32_t target) {
  quhua__totals before = quhua__state_totals(act->state, target - 1),
                after = quhua__state_totals(act->state, target);
  for (uint32_t row = before.rows + 1; row <= after.rows; row++) {
    uint32_t ended = quhua__row_recorded_to(act->state, row);
    if (!quhua__row_standing(act->state, row, act->known) && !includes(t, ended)) return ended;
  }
  for (uint32_t unit = before.units + 1; unit <= after.units; unit++) { /* units that would never have been */
    quhua__chain children = quhua__chain_of_children(act->state, act->known, unit);
    for (uint32_t row; (row = quhua__chain_next(&children)) != 0;) {
      uint32_t by = quhua__row_origin(act->state, row);
      if (by != target && !includes(t, by)) return by;
    }
    for (int out = 0; out <= 1; out++) {
      quhua__chain flows = quhua__chain_of_flows(act->state, act->known, unit, out);
      for (uint32_t flow; (flow = quhua__chain_next(&flows)) != 0;) {
        uint32_t by = quhua__state_flow(act->state, flow)->recorded_from;
        if (by != target && !includes(t, by)) return by;
      }
    }
  }
  return 0;
}

/* A unit that comes back finds its code in other hands: the entry that gave it away, or 0. */
static uint32_t code_user(const quhua__act *act, const targets *t, uint32_t target) {
  quhua__totals before = quhua__state_totals(act->state, target - 1),
                after = quhua__state_totals(act->state, target);
  for (uint32_t row = before.rows + 1; row <= after.rows; row++) {
    const quhua__row *ended = quhua__state_row(act->state, row);
    if (ended->to == QUHUA_DATE_OPEN) continue; /* a version that the act opened */
    quhua__chain holders =
        quhua__chain_of_code(act->state, act->known, (quhua_level)ended->level, &ended->code);
    for (uint32_t h; (h = quhua__chain_next(&holders)) != 0;) {
      const quhua__row *holder = quhua__state_row(act->state, h);
      if (holder->unit == ended->unit || holder->to <= ended->to) continue;
      uint32_t by = quhua__row_origin(act->state, h);
      if (by != target && !includes(t, by)) return by;
    }
  }
  return 0;
}

static void check_target(quhua__act *act, const quhua__act_row *row, const targets *t, uint32_t target) {
  quhua_date effective = quhua__state_entry(act->state, target)->effective;
  if (effective <= act->date) {
    quhua_str args[] = {entry_title(act, target), quhua__act_date_text(act, effective)};
    quhua__act_report_row(act, QUHUA__RULE_IN_FORCE, row, args, 2);
    return;
  }
  uint32_t later = later_user(act, t, target);
  if (!later) later = code_user(act, t, target);
  if (later) report_stands_on(act, row, target, later);
}

/* Which entries the rows name, newest first; rows[i] is the row that named list[i]. */
static bool collect(quhua__act *act, targets *t, const quhua__act_row **rows) {
  for (size_t i = 0; i < act->row_count; i++) {
    const quhua__act_row *row = &act->rows[i];
    uint32_t sequence =
        row->row->relation == QUHUA_RELATION_WITHDRAW ? find_target(act, row->row->target) : 0;
    if (!sequence || is_gone(act, sequence)) {
      quhua_str name = row->row->target.len ? row->row->target : quhua_str_from("?");
      quhua__act_report_row(act, QUHUA__RULE_TARGET_UNKNOWN, row, &name, 1);
      continue;
    }
    if (quhua__state_entry(act->state, sequence)->retracts) { /* give the document that it withdrew again */
      quhua_str words[] = {quhua_str_from("the withdrawal of a withdrawal"), quhua_str_from("对撤回的撤回")};
      quhua__act_report_row(act, QUHUA__RULE_NOT_SUPPORTED, row, words, 2);
      continue;
    }
    if (includes(t, sequence)) continue;
    size_t at = t->count++;
    for (; at > 0 && t->list[at - 1] < sequence; at--) {
      t->list[at] = t->list[at - 1];
      rows[at] = rows[at - 1];
    }
    t->list[at] = sequence;
    rows[at] = row;
  }
  return !act->hopeless;
}

void quhua__act_withdraw(quhua__act *act, quhua__bytes *out) {
  targets t = {quhua__arena_alloc(act->arena, act->row_count * sizeof *t.list), 0};
  const quhua__act_row **rows = quhua__arena_alloc(act->arena, act->row_count * sizeof *rows);
  if (!t.list || !rows) {
    act->failed = true;
    return;
  }
  if (!collect(act, &t, rows)) return;
  for (size_t i = 0; i < t.count; i++) check_target(act, rows[i], &t, t.list[i]);
  if (act->hopeless) return;
  for (size_t i = 0; i < t.count; i++) quhua__effect_put_retract(out, t.list[i]);
  if (out->failed) act->failed = true;
}
