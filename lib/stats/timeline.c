/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/timeline.h"

#include "base/sort.h"
#include "lineage/moment.h"

/* What is being collected. */
typedef struct collection {
  const quhua_snapshot *snapshot;
  const quhua__followed *followed;
  quhua__happening *list;
  size_t count;
} collection;

bool quhua__at_once(const quhua__happening *a, const quhua__happening *b) {
  return a->date == b->date && a->entry == b->entry;
}

uint32_t quhua__row_before(const quhua_snapshot *snapshot, const quhua__happening *moment, uint32_t unit) {
  quhua__moment at = {moment->date, moment->entry};
  return quhua__row_just_before(snapshot->state, snapshot->known, unit, at);
}

static int in_time(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__happening *x = (const quhua__happening *)ctx + a, *y = (const quhua__happening *)ctx + b;
  if (x->date != y->date) return x->date < y->date ? -1 : 1;
  if (x->entry != y->entry) return x->entry < y->entry ? -1 : 1;
  if (x->observed != y->observed) return x->observed ? 1 : -1;
  return (x->number > y->number) - (x->number < y->number);
}

static bool is_inside(const collection *c, quhua_date date) {
  return date > c->followed->after && date <= c->followed->until;
}

static void collect_flows(collection *c) {
  const quhua__state *s = c->snapshot->state;
  uint32_t last = quhua__state_totals(s, c->snapshot->known).flows;
  for (uint32_t number = 1; number <= last; number++) {
    const quhua__flow_row *flow = quhua__state_flow(s, number);
    if (is_inside(c, flow->date) && quhua__flow_visible(s, number, c->snapshot->known))
      c->list[c->count++] = (quhua__happening){flow->date, flow->recorded_from, number, false, false};
  }
}

/* Observations of an entry that was taken back do not count. Those of one entry follow one another. */
static void collect_observations(collection *c) {
  const quhua__state *s = c->snapshot->state;
  uint32_t last = quhua__state_totals(s, c->snapshot->known).observed, entry = 0;
  bool retracted = false;
  for (uint32_t number = 1; number <= last; number++) {
    const quhua__observed *o = quhua__state_observed(s, number);
    bool average = o->series == c->followed->average;
    if ((o->series != c->followed->series && !average) || !is_inside(c, o->date)) continue;
    if (o->recorded_from != entry) {
      entry = o->recorded_from;
      retracted = quhua__state_is_retracted(s, entry, c->snapshot->known);
    }
    if (!retracted) c->list[c->count++] = (quhua__happening){o->date, entry, number, true, average};
  }
}

static size_t most(const quhua_snapshot *snapshot) {
  quhua__totals totals = quhua__state_totals(snapshot->state, snapshot->known);
  return (size_t)totals.flows + totals.observed;
}

static bool collect(collection *c, quhua__arena *arena, quhua__timeline *out) {
  size_t room = most(c->snapshot);
  c->list = quhua__arena_alloc(arena, room * sizeof *c->list);
  uint32_t *order = quhua__arena_alloc(arena, 2 * room * sizeof *order);
  quhua__happening *sorted = quhua__arena_alloc(arena, room * sizeof *sorted);
  if (!c->list || !order || !sorted) return false;
  collect_flows(c);
  collect_observations(c);
  for (size_t i = 0; i < c->count; i++) order[i] = (uint32_t)i;
  quhua__sort(order, order + c->count, c->count, in_time, c->list);
  for (size_t i = 0; i < c->count; i++) sorted[i] = c->list[order[i]];
  *out = (quhua__timeline){sorted, c->count};
  return true;
}

bool quhua__timeline_of(const quhua_snapshot *snapshot, const quhua__followed *followed, quhua__arena *arena,
                        quhua__timeline *out) {
  collection c = {.snapshot = snapshot, .followed = followed};
  return collect(&c, arena, out);
}
