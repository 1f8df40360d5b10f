/* SPDX-License-Identifier: Apache-2.0 */
#include "lineage/undone.h"

#include "lineage/moment.h"

typedef enum answer { NOT_ASKED, YES, NO } answer;

bool quhua__window_has(quhua__window window, quhua_date date, uint32_t entry) {
  return date > window.after && date <= window.until && entry > window.since;
}

static quhua__moment moment_of_entry(const quhua__undone *v, uint32_t entry) {
  return (quhua__moment){quhua__state_entry(v->state, entry)->effective, entry};
}

static bool is_seen(const quhua__undone *v, uint32_t entry) {
  return quhua__window_has(v->window, quhua__state_entry(v->state, entry)->effective, entry);
}

/* The next act that a repeal leads back, after the undoing of a number; 0 at the end. */
static uint32_t next_target(const quhua__undone *v, uint32_t repeal, uint32_t *number) {
  uint32_t last = quhua__state_totals(v->state, v->known).undoings;
  while (++*number <= last) {
    quhua__retraction undoing = quhua__state_undoing(v->state, *number);
    if (undoing.entry == repeal) return undoing.target;
  }
  return 0;
}

static bool is_target(const quhua__undone *v, uint32_t repeal, uint32_t entry) {
  uint32_t number = 0, target = 0;
  do target = next_target(v, repeal, &number);
  while (target && target != entry);
  return target != 0;
}

/* Did the unit give or get anything between an act and its repeal? Other acts that the same repeal leads back do not count. */
static bool gave_or_got(const quhua__undone *v, uint32_t unit, quhua__moment act, quhua__moment repeal) {
  for (int out = 0; out <= 1; out++) {
    quhua__chain chain = quhua__chain_of_flows(v->state, v->known, unit, out);
    for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
      const quhua__flow_row *flow = quhua__state_flow(v->state, number);
      quhua__moment at = quhua__moment_of(flow);
      if (!quhua__moment_earlier(act, at) || !quhua__moment_earlier(at, repeal)) continue;
      if (flow->new_unit != flow->old_unit && !is_target(v, repeal.entry, at.entry)) return true;
    }
  }
  return false;
}

/* Does what an act moved lie where the act put it, and nothing else beside it, until it is led back? */
static bool lay_still(const quhua__undone *v, uint32_t act, uint32_t repeal) {
  quhua__moment from = moment_of_entry(v, act), to = moment_of_entry(v, repeal);
  quhua__totals before = quhua__state_totals(v->state, act - 1), after = quhua__state_totals(v->state, act);
  for (uint32_t number = before.flows + 1; number <= after.flows; number++) {
    const quhua__flow_row *flow = quhua__state_flow(v->state, number);
    if (flow->old_unit && gave_or_got(v, flow->old_unit, from, to)) return false;
    if (flow->new_unit && gave_or_got(v, flow->new_unit, from, to)) return false;
  }
  return true;
}

/* Does an entry lead back acts of the window, and exactly what they did? Its flows are one act, so all or none count. */
static bool leads_back(const quhua__undone *v, uint32_t repeal) {
  uint32_t number = 0, target, count = 0;
  for (; (target = next_target(v, repeal, &number)) != 0; count++)
    if (!is_seen(v, target) || !lay_still(v, target, repeal)) return false;
  return count != 0;
}

/* A repeal that was repealed itself leads nothing back, so the newest of a row of repeals is looked at first. */
static bool is_led_back(const quhua__undone *v, uint32_t entry) {
  uint32_t repeal = quhua__state_repeal_of(v->state, entry, v->known);
  return repeal && is_seen(v, repeal) && !is_led_back(v, repeal) && leads_back(v, repeal);
}

bool quhua__undone_init(quhua__undone *undone, const quhua__state *state, uint32_t known,
                        quhua__window window, quhua__arena *arena) {
  size_t size = 2 * ((size_t)quhua__state_totals(state, known).undoings + 1);
  *undone = (quhua__undone){state, known, window, quhua__arena_alloc(arena, size)};
  return undone->answers != NULL;
}

/* Where the answer about an entry is kept; NULL when it neither was repealed nor is a repeal. */
static uint8_t *answer_about(const quhua__undone *v, uint32_t entry) {
  uint32_t last = quhua__state_totals(v->state, v->known).undoings;
  for (uint32_t number = 1; number <= last; number++) {
    quhua__retraction undoing = quhua__state_undoing(v->state, number);
    if (undoing.target == entry) return &v->answers[2 * (size_t)(number - 1)];
    if (undoing.entry == entry) return &v->answers[2 * (size_t)(number - 1) + 1];
  }
  return NULL;
}

bool quhua__is_undone(const quhua__undone *undone, uint32_t entry) {
  uint8_t *known = answer_about(undone, entry);
  if (!known) return false;
  if (*known == NOT_ASKED) *known = is_led_back(undone, entry) || leads_back(undone, entry) ? YES : NO;
  return *known == YES;
}
