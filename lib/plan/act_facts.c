/* SPDX-License-Identifier: Apache-2.0 */
/* act_facts.c: what the rows of an act say of its document rather than of units. */
#include "change/milestone.h"
#include "plan/act.h"

static bool is_stated(const quhua__act *act, quhua_attribute milestone) {
  for (size_t i = 0; i < act->milestone_count; i++)
    if (quhua_str_equal(act->milestones[i].key, milestone.key)) return true;
  return false;
}

/* The milestones of all rows, each once; rows that disagree were refused when they were added. */
static void collect(quhua__act *act) {
  size_t room = 0;
  for (size_t i = 0; i < act->row_count; i++) room += act->rows[i].row->milestone_count;
  act->milestones = quhua__arena_alloc(act->arena, (room + 1) * sizeof *act->milestones);
  if (!act->milestones) {
    act->failed = true;
    return;
  }
  for (size_t i = 0; i < act->row_count; i++)
    for (size_t m = 0; m < act->rows[i].row->milestone_count; m++)
      if (!is_stated(act, act->rows[i].row->milestones[m]))
        act->milestones[act->milestone_count++] = act->rows[i].row->milestones[m];
}

void quhua__act_put_facts(quhua__act *act, quhua_str document, quhua__bytes *out) {
  quhua_date earliest = QUHUA_DATE_NONE;
  for (size_t i = 0; i < act->row_count; i++)
    if (act->rows[i].row->earliest != QUHUA_DATE_NONE) earliest = act->rows[i].row->earliest;
  if (earliest != QUHUA_DATE_NONE && earliest < act->date) quhua__effect_put_window(out, earliest);
  collect(act);
  for (size_t i = 0; i < act->milestone_count && !act->failed; i++) {
    quhua_str text;
    quhua_date day;
    if (!quhua__milestone_read(act->milestones[i].value, &day, &text))
      continue; /* refused when it was added */
    quhua_str key =
        quhua_str_from(quhua_milestone_word(quhua_milestone_find(act->milestones[i].key), QUHUA_LANG_EN));
    quhua__effect_put_fact(out, document, key, day, text.len ? text : quhua_str_from("-"));
  }
  if (out->failed) act->failed = true;
}
