/* SPDX-License-Identifier: Apache-2.0 */
/* act_state.c: how an act stands on a day. */
#include <quhua/due.h>

#include "rules/deeds.h"

/* The entry that took an act back, or 0. */
static uint32_t taken_back_by(const quhua_snapshot *snapshot, uint32_t sequence) {
  uint32_t last = quhua__state_totals(snapshot->state, snapshot->known).retractions;
  for (uint32_t number = 1; number <= last; number++) {
    quhua__retraction retraction = quhua__state_retraction(snapshot->state, number);
    if (retraction.target == sequence) return retraction.entry;
  }
  return 0;
}

/* 延期 records what the act did once more; 撤回 and 自始无效 only take back, and the day of the one lies before the day of
 * the act. */
static quhua_act_state state_of_taken_back(const quhua__state *s, uint32_t sequence, uint32_t by) {
  if (quhua__state_totals(s, by).events > quhua__state_totals(s, by - 1).events) return QUHUA_ACT_POSTPONED;
  bool before = quhua__state_entry(s, by)->effective < quhua__state_entry(s, sequence)->effective;
  return before ? QUHUA_ACT_WITHDRAWN : QUHUA_ACT_ANNULLED;
}

static bool is_pending(const quhua_snapshot *snapshot, uint32_t sequence, quhua_date day) {
  if (!quhua__deeds_of(snapshot->state, sequence).moved) return false;
  return quhua__reached_by(snapshot, sequence, QUHUA_MILESTONE_AGREED_OUT, day) == QUHUA_DATE_NONE ||
         quhua__reached_by(snapshot, sequence, QUHUA_MILESTONE_AGREED_IN, day) == QUHUA_DATE_NONE;
}

quhua_act_state quhua_act_state_on(const quhua_snapshot *snapshot, quhua_sequence sequence, quhua_date day) {
  if (sequence == 0 || sequence > snapshot->known) return QUHUA_ACT_NONE;
  uint32_t number = (uint32_t)sequence;
  const quhua__entry_record *entry = quhua__state_entry(snapshot->state, number);
  if (entry->kind != QUHUA_ENTRY_ACT) return QUHUA_ACT_NONE;
  uint32_t by = taken_back_by(snapshot, number);
  if (by) return state_of_taken_back(snapshot->state, number, by);
  if (entry->effective > day) return QUHUA_ACT_PLANNED;
  if (is_pending(snapshot, number, day)) return QUHUA_ACT_PENDING;
  if (quhua__reached_by(snapshot, number, QUHUA_MILESTONE_COMPLETED, day) != QUHUA_DATE_NONE)
    return QUHUA_ACT_COMPLETED;
  return QUHUA_ACT_IN_FORCE;
}

const char *quhua_act_state_word(quhua_act_state state, quhua_lang lang) {
  static const char *const words[][QUHUA_LANG_COUNT] = {
      [QUHUA_ACT_NONE] = {"", ""},
      [QUHUA_ACT_PLANNED] = {"planned", "待实施"},
      [QUHUA_ACT_PENDING] = {"pending", "待定"},
      [QUHUA_ACT_IN_FORCE] = {"in-force", "已生效"},
      [QUHUA_ACT_COMPLETED] = {"completed", "已完成"},
      [QUHUA_ACT_WITHDRAWN] = {"withdrawn", "已撤回"},
      [QUHUA_ACT_ANNULLED] = {"annulled", "自始无效"},
      [QUHUA_ACT_POSTPONED] = {"postponed", "已延期"},
  };
  bool known = (unsigned)state < sizeof words / sizeof *words && (unsigned)lang < QUHUA_LANG_COUNT;
  return known ? words[state][lang] : "";
}
