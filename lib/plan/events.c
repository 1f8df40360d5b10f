/* SPDX-License-Identifier: Apache-2.0 */
/* events.c: which flows are one event, and what it is called. A name is derived from the flows; what the act declares is
 * compared with it and never the only carrier (rule 7; peers' taxonomy S0 to R1). */
#include "plan/act.h"

quhua__member *quhua__event_of(quhua__member *member) {
  while (member->event != member) {
    member->event = member->event->event; /* halve the path */
    member = member->event;
  }
  return member;
}

void quhua__event_join(quhua__member *a, quhua__member *b) {
  quhua__member *x = quhua__event_of(a), *y = quhua__event_of(b);
  if (x == y) return;
  if (x->place <= y->place)
    y->event = x;
  else
    x->event = y;
}

#define FITS QUHUA__FITS

/* One unit that goes on alone: what changes about it says the name; a declared name fits when it tells one of the
 * changes. */
static quhua__event_name derive_same(const quhua__act *act, const quhua__member *m) {
  const quhua__row *before = quhua__state_row(act->state, m->row_before);
  uint32_t fits = FITS(QUHUA_RELATION_STATUS) | FITS(QUHUA_RELATION_SEAT);
  quhua_relation best = m->attribute_count ? QUHUA_RELATION_STATUS : QUHUA_RELATION_NONE;
  if (quhua_code_compare(&before->code, &m->code))
    best = QUHUA_RELATION_RECODE, fits |= FITS(QUHUA_RELATION_RECODE);
  if (!quhua_str_equal(quhua__texts_at(&act->state->texts, before->name), m->name))
    best = QUHUA_RELATION_RENAME, fits |= FITS(QUHUA_RELATION_RENAME);
  if (before->parent != m->parent) best = QUHUA_RELATION_TRANSFER, fits |= FITS(QUHUA_RELATION_TRANSFER);
  if (before->kind != (uint8_t)m->kind || before->level != (uint8_t)m->level)
    best = QUHUA_RELATION_RETYPE, fits |= FITS(QUHUA_RELATION_RETYPE);
  for (size_t i = 0; i < m->attribute_count; i++)
    if (best == QUHUA_RELATION_STATUS && quhua_str_equal(m->attributes[i].key, quhua_str_from("seat")))
      best = QUHUA_RELATION_SEAT;
  return (quhua__event_name){best, fits};
}

/* What the flows of an event come to; where one unit stands on a side, which. */
typedef struct shape {
  quhua__event_shape of;
  const quhua__member *one_old, *one_new;
} shape;

/* The level that the rows of an event speak of; QUHUA_LEVEL_ANY when no row does. What follows for the levels above (a
 * town that becomes a city takes territory from its county) is part of the event, but does not name it. */
static quhua_level level_of_rows(quhua__act_flow *const *flows, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (flows[i]->row) return flows[i]->from ? flows[i]->from->level_before : flows[i]->to->level;
  return QUHUA_LEVEL_ANY;
}

static shape measure(quhua__act_flow *const *flows, size_t count, size_t event) {
  shape s = {0};
  quhua_level level = level_of_rows(flows, count);
  for (size_t i = 0; i < count; i++) {
    quhua__member *from = flows[i]->from, *to = flows[i]->to;
    if (level && !flows[i]->row && from->level_before != level) continue;
    if (from && from->seen_old != event) {
      from->seen_old = event;
      s.of.olds++;
      s.of.ended += from->ends;
      s.one_old = from;
    }
    if (to && to->seen_new != event) {
      to->seen_new = event;
      s.of.news++;
      s.of.born += to->row_before == 0;
      s.of.reborn += to->row_before == 0 && !to->fresh;
      s.one_new = to;
    }
    s.of.nowhere += to == NULL;
  }
  return s;
}

/* Names for what changes about units that go on, beside where their territory goes. */
static uint32_t fits_of_continuing(const quhua__act *act, quhua__act_flow *const *flows, size_t count) {
  uint32_t fits = 0;
  for (size_t i = 0; i < count; i++)
    if (flows[i]->from && flows[i]->from == flows[i]->to) fits |= derive_same(act, flows[i]->from).fits;
  return fits;
}

static quhua__event_name derive(const quhua__act *act, const shape *s) {
  bool alone = s->of.olds == 1 && s->of.news == 1 && s->one_old == s->one_new;
  return alone ? derive_same(act, s->one_old) : quhua__event_name_of(&s->of);
}

quhua__event_name quhua__event_derive(const quhua__act *act, quhua__act_flow *const *flows, size_t count,
                                      size_t event) {
  shape s = measure(flows, count, event);
  quhua__event_name name = derive(act, &s);
  name.fits |= fits_of_continuing(act, flows, count);
  if (s.of.nowhere) name.fits |= FITS(QUHUA_RELATION_ABOLISH); /* of a part, while the rest goes on */
  return name;
}
