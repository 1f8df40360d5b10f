/* SPDX-License-Identifier: Apache-2.0 */
#include "crosswalk/name.h"

#include "base/table.h"
#include "crosswalk/sides.h"
#include "plan/event_name.h"
#include "registry/registry_internal.h"

#define SEVERAL UINT32_MAX /* events */

/* The rows at a side. That a unit goes on with all it has does not count. */
typedef struct near {
  quhua__event_shape out; /* of those that start there: news, born, nowhere */
  quhua__event_shape in;  /* of those that lead there: olds, ended */
} near;

/* Rows that hang together. */
typedef struct group {
  quhua__event_shape shape;
  uint32_t changes; /* of units that go on: names that tell one of them */
  uint32_t event;   /* that all the rows came by, or SEVERAL; 0: by none */
  bool named;       /* by that event */
} group;

typedef struct state {
  const quhua__naming *n;
  quhua__sides sides;
  near *nears;         /* by side, from 0 */
  group *groups;       /* by what stands for them */
  quhua__table judged; /* event -> a group that came by it alone */
} state;

quhua_relation quhua__name_of_versions(const quhua_unit *a, const quhua_unit *b) {
  if (!a->id) return QUHUA_RELATION_ESTABLISH;
  bool same_days = a->id == b->id && a->valid.from == b->valid.from && a->valid.to == b->valid.to;
  if (same_days) return QUHUA_RELATION_CORRECT;
  if (a->kind != b->kind) return QUHUA_RELATION_RETYPE;
  if (a->parent != b->parent) return QUHUA_RELATION_TRANSFER;
  if (quhua_code_compare(&a->code, &b->code)) return QUHUA_RELATION_RECODE;
  return quhua_str_equal(a->name, b->name) ? QUHUA_RELATION_STATUS : QUHUA_RELATION_RESPELL;
}

static void add_name(quhua__event_name *name, quhua_relation better) {
  name->relation = better;
  name->fits |= QUHUA__FITS(better);
}

/* What a unit is called that goes on, when acts changed it: a name is worth more than a number. One that an act gave fits
 * when it tells one of the changes (as in lib/plan/events.c). */
static quhua__event_name name_of_changes(const quhua_crosswalk_row *row) {
  const quhua_unit *a = &row->before, *b = &row->after;
  quhua__event_name name = {QUHUA_RELATION_STATUS,
                            QUHUA__FITS(QUHUA_RELATION_STATUS) | QUHUA__FITS(QUHUA_RELATION_SEAT)};
  if (quhua_code_compare(&a->code, &b->code)) add_name(&name, QUHUA_RELATION_RECODE);
  if (!quhua_str_equal(a->name, b->name)) add_name(&name, QUHUA_RELATION_RENAME);
  if (a->parent != b->parent) add_name(&name, QUHUA_RELATION_TRANSFER);
  if (a->kind != b->kind || a->level != b->level) add_name(&name, QUHUA_RELATION_RETYPE);
  return name;
}

/* --- shapes --------------------------------------------------------------------------------------------------------- */

/* Did a unit that begins live once before? */
static bool lived(const quhua__naming *n, const quhua__side *side) {
  quhua__chain versions = quhua__chain_of_unit(n->after->state, n->after->known, (uint32_t)side->unit);
  for (uint32_t row; (row = quhua__chain_next(&versions)) != 0;)
    if (quhua__state_row(n->after->state, row)->from < n->from) return true;
  return false;
}

static group *group_of(state *s, size_t row) { return &s->groups[quhua__sides_group(&s->sides, row)]; }

static void look_near(state *s, size_t row) {
  uint32_t old = s->sides.olds[row], new = s->sides.news[row];
  if (quhua__row_goes_on(&s->n->rows[row]) || !old) return;
  if (!new) {
    s->nears[old - 1].out.nowhere++;
    return;
  }
  bool begins = quhua__side_begins(&s->sides.list[new - 1]);
  s->nears[old - 1].out.news++;
  s->nears[old - 1].out.born += begins;
  s->nears[new - 1].in.olds++;
  s->nears[new - 1].in.ended += quhua__side_ends(&s->sides.list[old - 1]);
}

/* Each unit counts once on each side: with the first of its rows that is looked at. */
static void take_in(state *s, size_t row, bool *seen_old, bool *seen_new) {
  uint32_t old = s->sides.olds[row], new = s->sides.news[row];
  if (s->n->rows[row].relation == QUHUA_RELATION_RESPELL) return; /* no flow, also when it is read */
  group *g = group_of(s, row);
  if (old && old == new) g->changes |= name_of_changes(&s->n->rows[row]).fits;
  g->shape.nowhere += !new;
  if (old && !seen_old[old - 1]) {
    seen_old[old - 1] = true;
    g->shape.olds++;
    g->shape.ended += quhua__side_ends(&s->sides.list[old - 1]);
  }
  if (new && !seen_new[new - 1]) {
    bool begins = quhua__side_begins(&s->sides.list[new - 1]);
    seen_new[new - 1] = true;
    g->shape.news++;
    g->shape.born += begins;
  }
}

static bool measure(state *s) {
  bool *seen = quhua__arena_alloc(s->n->arena, 2 * ((size_t)s->sides.count + 1) * sizeof *seen);
  s->nears = quhua__arena_alloc(s->n->arena, ((size_t)s->sides.count + 1) * sizeof *s->nears);
  s->groups = quhua__arena_alloc(s->n->arena, (2 * (size_t)s->sides.count + 1) * sizeof *s->groups);
  if (!seen || !s->nears || !s->groups) return false;
  for (size_t i = 0; i < s->n->count; i++) {
    look_near(s, i);
    take_in(s, i, seen, seen + s->sides.count);
  }
  return true;
}

/* --- events seen whole ---------------------------------------------------------------------------------------------- */

static uint32_t event_of(const state *s, uint32_t flow) {
  return quhua__state_flow(s->n->after->state, flow)->event;
}

static void note_event(state *s, size_t row) {
  quhua__way way = s->n->ways[row];
  group *g = group_of(s, row);
  if (!way.last) return;
  uint32_t event = event_of(s, way.last);
  if (way.first != way.last && event_of(s, way.first) != event) event = SEVERAL;
  if (!g->event)
    g->event = event;
  else if (g->event != event)
    g->event = SEVERAL;
}

static bool stands(const quhua_snapshot *snapshot, uint32_t unit, quhua_date day) {
  return !unit || quhua__row_on(snapshot->state, snapshot->known, unit, day) != 0;
}

/* The flows of an event follow one another. */
static bool is_seen_whole(const state *s, uint32_t flow) {
  const quhua__state *records = s->n->after->state;
  uint32_t event = event_of(s, flow), last = quhua__state_totals(records, s->n->after->known).flows;
  while (flow > 1 && event_of(s, flow - 1) == event) flow--;
  for (; flow <= last && event_of(s, flow) == event; flow++) {
    const quhua__flow_row *f = quhua__state_flow(records, flow);
    if (!stands(s->n->before, f->old_unit, s->n->from) || !stands(s->n->after, f->new_unit, s->n->to))
      return false;
  }
  return true;
}

/* Let the event name a group; an event is judged once. false when memory ran out. */
static bool judge_event(state *s, size_t row) {
  group *g = group_of(s, row);
  if (!s->n->ways[row].last || g->event == SEVERAL) return true;
  const group *judged = quhua__table_find(&s->judged, &g->event, sizeof g->event);
  g->named = judged ? judged->named : is_seen_whole(s, s->n->ways[row].last);
  return judged || quhua__table_add(&s->judged, &g->event, sizeof g->event, g);
}

/* --- names ---------------------------------------------------------------------------------------------------------- */

static bool fits(quhua__event_name name, quhua_relation relation) {
  return name.fits & QUHUA__FITS(relation);
}

/* The name of a group in which one unit goes on alone, perhaps with less than it had. */
static quhua__event_name name_of_one(const state *s, size_t row) {
  const quhua__side *side = &s->sides.list[s->sides.olds[row] - 1];
  quhua__event_name name = name_of_changes(&s->n->rows[side->own - 1]);
  if (name.relation == QUHUA_RELATION_STATUS && side->outs > 1) name.relation = QUHUA_RELATION_BOUNDARY;
  return name;
}

/* May a row keep the name of its event? 恢复 is known from what was before the first day. On a row it says that the new unit
 * lives again, unless the code is that of the old one (rule 4 of the flow table). */
static bool fits_event(const state *s, size_t row, quhua__event_name of_all) {
  const quhua_crosswalk_row *r = &s->n->rows[row];
  uint32_t new = s->sides.news[row];
  if (r->relation != QUHUA_RELATION_RESTORE) return fits(of_all, r->relation);
  return new && (quhua__side_begins(&s->sides.list[new - 1]) ||
                 quhua_code_compare(&r->before.code, &r->after.code) == 0);
}

/* The name of the nearest rows; that of all of the group where that would contradict it. */
static quhua_relation name_of_row(state *s, size_t row) {
  const quhua_crosswalk_row *r = &s->n->rows[row];
  const group *g = group_of(s, row);
  uint32_t old = s->sides.olds[row], new = s->sides.news[row];
  bool alone = g->shape.olds == 1 && g->shape.news == 1 && old && s->sides.list[old - 1].own;
  if (!s->n->ways[row].last) return r->relation;
  quhua__event_name of_all = alone ? name_of_one(s, row) : quhua__event_name_of(&g->shape);
  of_all.fits |= g->changes;
  if (!old) return lived(s->n, &s->sides.list[new - 1]) ? QUHUA_RELATION_RESTORE : QUHUA_RELATION_ESTABLISH;
  if (g->named && (new || !alone) && fits_event(s, row, of_all)) return r->relation;
  if (!new) return QUHUA_RELATION_ABOLISH; /* perhaps of a part: no name of what goes on */
  if (alone) return of_all.relation;
  if (quhua__row_goes_on(r)) return name_of_changes(r).relation;
  quhua__event_shape shape = s->nears[old - 1].out;
  shape.olds = s->nears[new - 1].in.olds;
  shape.ended = s->nears[new - 1].in.ended;
  quhua_relation name = quhua__event_name_of(&shape).relation;
  return fits(of_all, name) ? name : of_all.relation;
}

static bool name_all(state *s) {
  if (!measure(s)) return false;
  for (size_t i = 0; i < s->n->count; i++) note_event(s, i);
  for (size_t i = 0; i < s->n->count; i++)
    if (!judge_event(s, i)) return false;
  for (size_t i = 0; i < s->n->count; i++) s->n->rows[i].relation = name_of_row(s, i);
  return true;
}

bool quhua__crosswalk_name(const quhua__naming *naming) {
  state s = {.n = naming};
  if (!quhua__sides_make(&s.sides, naming->rows, naming->count, naming->before, naming->from, naming->arena))
    return false;
  quhua__table_init(&s.judged, naming->arena->allocator);
  bool ok = name_all(&s);
  quhua__table_free(&s.judged);
  return ok;
}
