/* SPDX-License-Identifier: Apache-2.0 */
/* shunxiang.c: mergers follow the way that people, roads and trade already go (顺向调整): only neighbours merge, and the small
 * go into the large. No law says so, it is practice of the reform of 2019 and 2020, so the pack is silent until the
 * register is given a table of neighbours. */
#include <string.h>

#include "rules/neighbours.h"
#include "rules/packs.h"
#include "rules/quantity.h"
#include "rules/touched.h"

/* --- only neighbours merge ----------------------------------------------------------------------------------------- */

/* What makes up one unit after the act: itself if it was there, then all that flows into it from its level. */
typedef struct member {
  const quhua_unit *unit; /* just before the act */
  quhua__place *place;
  struct member *next;
} member;

static bool add_member(quhua__judge *j, quhua__neighbours *n, const quhua_unit *unit, member ***end) {
  member *m = quhua__arena_alloc(j->arena, sizeof *m);
  if (m) m->place = quhua__neighbours_place(n, &unit->code);
  if (!m || !m->place) {
    j->failed = true;
    return false;
  }
  m->unit = unit;
  **end = m;
  *end = &m->next;
  return true;
}

static member *members_of(quhua__judge *j, quhua__neighbours *n, const quhua__touched *t) {
  member *first = NULL, **end = &first;
  quhua_level level = t->after.level;
  if (t->before.id && t->before.level == level && !add_member(j, n, &t->before, &end)) return NULL;
  for (const quhua__inflow *in = t->inflows; in && !j->failed; in = in->next) {
    bool other = in->from.id && in->from.id != t->after.id && in->from.level == level;
    if (other) add_member(j, n, &in->from, &end);
  }
  return first;
}

/* Spread from a place to its neighbours in the group. */
static void reach(quhua__place *start, size_t group) {
  start->reached = true;
  start->next = NULL;
  for (quhua__place *at = start, *last = start; at; at = at->next)
    for (quhua__next_door *door = at->beside; door; door = door->next) {
      quhua__place *place = door->place;
      if (place->group != group || place->reached) continue;
      place->reached = true;
      place->next = NULL;
      last = last->next = place;
    }
}

/* A chain is enough: 甲-乙-丙 merge though 甲 and 丙 do not touch. Nothing is known of units that the table does not name. */
static void check_group(quhua__judge *j, const member *first, size_t group) {
  for (const member *m = first; m; m = m->next) m->place->group = group, m->place->reached = false;
  reach(first->place, group);
  for (const member *m = first; m; m = m->next) {
    if (m->place->reached || (!m->place->listed && !first->place->listed)) continue;
    quhua_str args[] = {quhua__judge_title(j, m->unit), quhua__judge_title(j, first->unit)};
    quhua__judge_report(j, QUHUA__RULE_SHUN_NOT_ADJACENT, m->unit->id, args, 2);
    return;
  }
}

typedef struct group {
  const member *first;
  struct group *next;
} group;

/* Every unit that is made up of more than one. */
static const group *groups_of(quhua__judge *j, quhua__neighbours *n, const quhua__touched *touched) {
  group *groups = NULL, **end = &groups;
  for (const quhua__touched *t = touched; t && !j->failed; t = t->next) {
    const member *first = t->takes ? members_of(j, n, t) : NULL;
    if (!first || !first->next) continue;
    group *g = quhua__arena_alloc(j->arena, sizeof *g);
    if (!g) {
      j->failed = true;
      break;
    }
    g->first = first;
    *end = g;
    end = &g->next;
  }
  return groups;
}

static void check_adjacency(quhua__judge *j, const quhua__touched *touched, quhua_str text) {
  const quhua_scheme *scheme = quhua_snapshot_scheme(j->act->before);
  quhua__neighbours n;
  quhua__neighbours_init(&n, j->arena);
  const group *groups = groups_of(j, &n, touched);
  if (groups && !j->failed && !quhua__neighbours_read(&n, scheme, text)) j->failed = true;
  size_t number = 0;
  for (const group *g = groups; g && !j->failed; g = g->next) check_group(j, g->first, ++number);
  quhua__neighbours_free(&n);
}

/* --- the small go into the large ----------------------------------------------------------------------------------- */

/* The villages that plans name as centres take in others whatever their size. */
static bool is_centre(const quhua__judge *j, const quhua_unit *unit) {
  return quhua_unit_attribute(j->act->after, unit, "tag:集镇中心村").len > 0 ||
         quhua_unit_attribute(j->act->after, unit, "tag:中心村").len > 0;
}

static quhua_str size_text(quhua__judge *j, quhua__quantity size, const char *series) {
  char number[QUHUA__QUANTITY_TEXT_MAX];
  quhua_str digits = quhua__quantity_text(size, number), name = quhua_str_from(series);
  char *text = quhua__arena_bytes(j->arena, digits.len + 1 + name.len);
  if (!text) {
    j->failed = true;
    return (quhua_str){"", 0};
  }
  memcpy(text, digits.ptr, digits.len);
  text[digits.len] = ' ';
  memcpy(text + digits.len + 1, name.ptr, name.len);
  return (quhua_str){text, digits.len + 1 + name.len};
}

/* Compare by people, or else by households: the first series that is known of both. */
static void check_direction(quhua__judge *j, const quhua_unit *from, const quhua__touched *to) {
  static const char *const series[] = {"人", "户籍人口", "人口", "户", "户数"};
  quhua__quantity small, large;
  for (size_t i = 0; i < sizeof series / sizeof *series && !j->failed; i++) {
    quhua_str name = quhua_str_from(series[i]);
    bool known = quhua__quantity_before(j, from->id, name, &large) &&
                 quhua__quantity_before(j, to->before.id, name, &small);
    if (!known) continue;
    if (quhua__quantity_compare(small, large) >= 0) return;
    quhua_str args[] = {quhua__judge_title(j, from), quhua__judge_title(j, &to->after),
                        size_text(j, large, series[i]), size_text(j, small, series[i])};
    quhua__judge_report(j, QUHUA__RULE_SHUN_AGAINST, from->id, args, 4);
    return;
  }
}

static bool ends(const quhua__judge *j, const quhua_unit *unit) {
  quhua_unit after;
  return quhua_unit_find_id(j->act->after, unit->id, j->act->effective, &after) != QUHUA_OK;
}

static void check_directions(quhua__judge *j, const quhua__touched *to) {
  if (!to->before.id || !to->takes || is_centre(j, &to->after)) return;
  for (const quhua__inflow *in = to->inflows; in && !j->failed; in = in->next)
    if (in->whole && in->from.id && in->from.level == to->after.level && ends(j, &in->from))
      check_direction(j, &in->from, to);
}

void quhua__judge_shunxiang(quhua__judge *j) {
  quhua_str text = quhua__setting_named(j->settings, QUHUA__NEIGHBOURS);
  if (!text.len) return;
  const quhua__touched *touched = quhua__touched_units(j);
  if (!j->failed) check_adjacency(j, touched, text);
  for (const quhua__touched *t = touched; t && !j->failed; t = t->next) check_directions(j, t);
}
