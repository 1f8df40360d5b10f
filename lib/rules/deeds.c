/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/deeds.h"

#include <limits.h>

#define BIT(relation) (UINT32_C(1) << (relation))

/* 行政区划管理条例 and 地名管理条例 speak of changes of divisions and of their names; a new spelling, a new code or a
 * corrected record is none. */
#define CHANGES_THE_WORLD                                                                                    \
  (BIT(QUHUA_RELATION_MERGE) | BIT(QUHUA_RELATION_ABSORB) | BIT(QUHUA_RELATION_SPLIT) |                      \
   BIT(QUHUA_RELATION_SPLIT_OFF) | BIT(QUHUA_RELATION_TRANSFER) | BIT(QUHUA_RELATION_RENAME) |               \
   BIT(QUHUA_RELATION_RETYPE) | BIT(QUHUA_RELATION_ABOLISH) | BIT(QUHUA_RELATION_ESTABLISH) |                \
   BIT(QUHUA_RELATION_RESTORE) | BIT(QUHUA_RELATION_BOUNDARY) | BIT(QUHUA_RELATION_REDISTRIBUTE) |           \
   BIT(QUHUA_RELATION_SEAT) | BIT(QUHUA_RELATION_REPEAL))

/* The records of one entry. */
typedef struct own {
  const quhua__state *state;
  quhua__totals before, after;
  quhua_date effective;
  /* Where the register is asked about the time just before the act. A postponed act has taken effect in the record that
   * it replaces, so the day before is asked instead. */
  uint32_t known_before;
  quhua_date day_before;
  uint32_t sequence;
} own;

static own own_of(const quhua__state *state, uint32_t sequence) {
  const quhua__entry_record *entry = quhua__state_entry(state, sequence);
  return (own){.state = state,
               .before = quhua__state_totals(state, sequence - 1),
               .after = quhua__state_totals(state, sequence),
               .effective = entry->effective,
               .known_before = entry->retracts ? sequence : sequence - 1,
               .day_before = entry->retracts ? entry->effective - 1 : entry->effective,
               .sequence = sequence};
}

static bool changes_the_world(const own *o) {
  for (uint32_t number = o->before.events + 1; number <= o->after.events; number++)
    if (BIT(quhua__state_event(o->state, number)->relation) & CHANGES_THE_WORLD) return true;
  return false;
}

/* --- versions ---------------------------------------------------------------------------------------------------- */

static quhua_str name_of(const own *o, const quhua__row *row) {
  return quhua__texts_at(&o->state->texts, row->name);
}

/* A version that ended and the one that took its place; NULL where there is none. */
static void compare(const own *o, const quhua__row *old, const quhua__row *new, quhua__deeds *out) {
  const quhua__row *any = new ? new : old;
  if (!any || any->standing != QUHUA_STANDING_FORMAL) return;
  if (!old || !new || !quhua_str_equal(name_of(o, old), name_of(o, new))) out->names = true;
  if (!new || new->level > QUHUA_LEVEL_TOWNSHIP) return;
  if (!old || old->level != new->level || quhua_code_compare(&old->code, &new->code) != 0) out->codes = true;
}

/* The version of a unit that an act ends stands just before the one that it begins. */
static void look_at_versions(const own *o, quhua__deeds *out) {
  const quhua__row *ended = NULL;
  for (uint32_t number = o->before.rows + 1; number <= o->after.rows; number++) {
    const quhua__row *row = quhua__state_row(o->state, number);
    bool ends = row->to == o->effective;
    if (!ends && row->from != o->effective) continue; /* restored by taking back another act */
    bool follows = !ends && ended && ended->unit == row->unit;
    if (ended && !follows) compare(o, ended, NULL, out);
    if (!ends) compare(o, follows ? ended : NULL, row, out);
    ended = ends ? row : NULL;
  }
  if (ended) compare(o, ended, NULL, out);
}

/* --- counties ---------------------------------------------------------------------------------------------------- */

/* The county of a unit, or 0. Levels rise strictly towards the top. */
static uint32_t county_of(const quhua__state *state, uint32_t known, uint32_t unit, quhua_date day) {
  uint32_t number = quhua__row_on(state, known, unit, day);
  while (number && quhua__state_row(state, number)->level > QUHUA_LEVEL_COUNTY)
    number = quhua__row_on(state, known, quhua__state_row(state, number)->parent, day);
  if (!number || quhua__state_row(state, number)->level != QUHUA_LEVEL_COUNTY) return 0;
  return quhua__state_row(state, number)->unit;
}

/* Did a flow lead from one county into another? Counties that the act itself makes or ends have nobody to agree with. */
static bool crosses(const own *o, const quhua__flow_row *flow) {
  if (!flow->old_unit || !flow->new_unit) return false;
  uint32_t from = county_of(o->state, o->known_before, flow->old_unit, o->day_before);
  uint32_t to = county_of(o->state, o->sequence, flow->new_unit, o->effective);
  return from && to && from != to && quhua__row_on(o->state, o->sequence, from, o->effective) &&
         quhua__row_on(o->state, o->known_before, to, o->day_before);
}

/* As transfers.c names it: what went as a whole comes before what only lost a part, high levels before low ones. So a
 * town that goes is named and not its villages, and a village that goes and not the town that it leaves. Counties and
 * above have no such sides, and grids are no divisions. */
static unsigned rank_of(const own *o, const quhua__flow_row *flow) {
  uint32_t number = quhua__row_on(o->state, o->known_before, flow->old_unit, o->day_before);
  const quhua__row *row = quhua__state_row(o->state, number);
  if (row->level < QUHUA_LEVEL_TOWNSHIP || row->kind == QUHUA_KIND_GRID) return UINT_MAX;
  unsigned part = flow->share.kind != QUHUA_SHARE_WHOLE;
  return part * (QUHUA_LEVEL_MAX + 1) + row->level;
}

static void look_at_flows(const own *o, quhua__deeds *out) {
  unsigned best = UINT_MAX;
  for (uint32_t number = o->before.flows + 1; number <= o->after.flows; number++) {
    const quhua__flow_row *flow = quhua__state_flow(o->state, number);
    if (!crosses(o, flow)) continue;
    unsigned rank = rank_of(o, flow);
    if (rank >= best) continue;
    best = rank;
    out->moved = flow->old_unit;
  }
}

quhua__deeds quhua__deeds_of(const quhua__state *state, uint32_t sequence) {
  own o = own_of(state, sequence);
  quhua__deeds out = {.world = changes_the_world(&o)};
  if (o.before.events == o.after.events) return out; /* it took back other acts, or corrected the record */
  look_at_versions(&o, &out);
  look_at_flows(&o, &out);
  out.names = out.names && out.world;
  return out;
}

static quhua_date reached(const quhua_snapshot *snapshot, uint32_t sequence, quhua_str key, quhua_date day) {
  const quhua__state *s = snapshot->state;
  quhua_str document = quhua__texts_at(&s->texts, quhua__state_entry(s, sequence)->document);
  quhua_fact fact;
  if (!document.len || quhua_fact_find(snapshot, document, key, &fact) != QUHUA_OK) return QUHUA_DATE_NONE;
  return fact.date <= day ? fact.date : QUHUA_DATE_NONE;
}

quhua_date quhua__reached_by(const quhua_snapshot *snapshot, uint32_t sequence, quhua_milestone milestone,
                             quhua_date day) {
  const quhua__state *s = snapshot->state;
  quhua_str key = quhua_str_from(quhua_milestone_word(milestone, QUHUA_LANG_EN));
  quhua_date found = reached(snapshot, sequence, key, day);
  while (found == QUHUA_DATE_NONE && quhua__state_entry(s, sequence)->retracts) {
    uint32_t last = quhua__state_totals(s, sequence).retractions;
    uint32_t number = quhua__state_totals(s, sequence - 1).retractions + 1;
    for (; found == QUHUA_DATE_NONE && number <= last; number++) {
      sequence = quhua__state_retraction(s, number).target; /* older: so the walk ends */
      found = reached(snapshot, sequence, key, day);
    }
  }
  return found;
}
