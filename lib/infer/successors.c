/* SPDX-License-Identifier: Apache-2.0 */
/* successors.c: where units that ended went. */
#include "infer/match.h"
#include "infer/names.h"

enum {
  ONLY_ONE = 9000,
  COMPOUND_NEXT = 8500, /* a neighbour whose new name is put together of its name and another's */
  COMPOUND = 7500,      /* the same of another unit */
  SHARED_NEXT = 6000,   /* a neighbour whose new name has something of its name */
  SHARED = 3500,
  NEIGHBOUR_RENAMED = 5500,
  NEIGHBOUR = 3000,
  RIVALS_MAX = 3
};

/* --- by children ---------------------------------------------------------------------------------------------------- */

static bool by_votes(quhua__matching *m, uint32_t unit) {
  size_t count, best = 0;
  const quhua__vote *votes = quhua__votes_of(m, unit, &count);
  uint32_t all = quhua__before(m, unit)->child_count, cast = 0;
  if (count == 0) return false;
  for (size_t i = 0; i < count; i++) {
    cast += votes[i].count;
    if (votes[i].count > votes[best].count) best = i;
  }
  for (size_t i = 0; i < count; i++)
    if (i != best && 5 * votes[i].count >= cast)
      quhua__tie_rival(m, unit, votes[i].after, quhua__confidence_of_part(0, 5000, votes[i].count, cast));
  /* the part of those that can be traced, one more taken for granted so that one of one is no proof; and the more of
   * all the surer */
  uint32_t traced = quhua__confidence_of_part(1000, 9200, votes[best].count, cast + 1);
  uint32_t seen = quhua__confidence_of_part(0, 500, votes[best].count, all);
  quhua__tie_successor(m, unit, votes[best].after, QUHUA__EVIDENCE_CHILDREN, traced + seen);
  return true;
}

/* --- by names and neighbours ---------------------------------------------------------------------------------------- */

/* The nearest sibling of a unit, before (-1) or behind it (1) in the order of codes, that lives on below `family`. */
static uint32_t neighbour(const quhua__matching *m, uint32_t unit, int step, uint32_t family) {
  const quhua__census_unit *parent = quhua__before(m, quhua__before(m, unit)->parent);
  const uint32_t *children = m->before.children + parent->first_child;
  size_t low = 0, high = parent->child_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (children[middle] < unit)
      low = middle + 1;
    else
      high = middle;
  }
  for (size_t at = low + (size_t)step; at < parent->child_count; at += (size_t)step) {
    const quhua__tie *tie = &m->ties[children[at]];
    if (tie->same && quhua__after(m, tie->after)->parent == family) return tie->after;
  }
  return 0;
}

static bool is_renamed(const quhua__matching *m, uint32_t after) {
  uint32_t origin = m->origin[after];
  if (origin && m->ties[origin].evidence == QUHUA__EVIDENCE_CODE_AND_NAME) return false;
  return !origin || quhua__before(m, origin)->stem != quhua__after(m, after)->stem;
}

static quhua_str proper_before(const quhua__matching *m, uint32_t unit) {
  return quhua__census_text(&m->texts, unit ? quhua__before(m, unit)->proper : 0);
}

/* Is the name put together of that of the ended unit and that of the receiver before, or of another one that ended beside
 * it? 龙吟 and 龙居 give 吟居. */
static bool is_compound(const quhua__matching *m, uint32_t unit, uint32_t after) {
  quhua_str ended = proper_before(m, unit);
  quhua_str name = quhua__census_text(&m->texts, quhua__after(m, after)->proper);
  if (quhua__name_is_made_of(name, ended, proper_before(m, m->origin[after]))) return true;
  const quhua__census_unit *parent = quhua__before(m, quhua__before(m, unit)->parent);
  for (uint32_t i = 0; i < parent->child_count; i++) {
    uint32_t other = m->before.children[parent->first_child + i];
    if (other != unit && !m->ties[other].same && quhua__name_is_made_of(name, ended, proper_before(m, other)))
      return true;
  }
  return false;
}

/* Codes of villages run along the roads; those of townships and above stand in the order of their founding. */
static uint32_t of_neighbour(const quhua__matching *m, bool renamed) {
  return renamed && m->level >= QUHUA_LEVEL_VILLAGE ? NEIGHBOUR_RENAMED : NEIGHBOUR;
}

static uint32_t confidence_in(const quhua__matching *m, uint32_t unit, uint32_t after, bool beside,
                              quhua__evidence *evidence) {
  quhua_str ended = proper_before(m, unit), own = proper_before(m, m->origin[after]);
  quhua_str name = quhua__census_text(&m->texts, quhua__after(m, after)->proper);
  bool renamed = is_renamed(m, after);
  *evidence = QUHUA__EVIDENCE_COMPOUND_NAME;
  if (renamed && quhua__name_takes_up(name, ended, own)) {
    if (is_compound(m, unit, after)) return beside ? COMPOUND_NEXT : COMPOUND;
    return beside ? SHARED_NEXT : SHARED;
  }
  *evidence = QUHUA__EVIDENCE_NEIGHBOUR;
  return beside ? of_neighbour(m, renamed) : 0;
}

/* A unit below the heir of its parent. What is good enough but not best is kept beside it. */
static void by_place(quhua__matching *m, uint32_t unit, uint32_t family) {
  const quhua__census_unit *above = quhua__after(m, family);
  uint32_t beside[2] = {neighbour(m, unit, -1, family), neighbour(m, unit, 1, family)};
  uint32_t best = 0, best_confidence = 0, rivals = 0;
  quhua__evidence best_evidence = QUHUA__EVIDENCE_NONE, evidence;
  if (above->child_count == 1) {
    quhua__tie_successor(m, unit, m->after.children[above->first_child], QUHUA__EVIDENCE_ONLY_ONE, ONLY_ONE);
    return;
  }
  for (uint32_t i = 0; i < above->child_count; i++) {
    uint32_t after = m->after.children[above->first_child + i];
    bool near = after == beside[0] || after == beside[1];
    if (quhua__after(m, after)->level != quhua__before(m, unit)->level) continue;
    if (!near && !is_renamed(m, after)) continue;
    uint32_t confidence = confidence_in(m, unit, after, near, &evidence);
    uint32_t loser = after, lost = confidence;
    if (confidence > best_confidence) {
      loser = best, lost = best_confidence;
      best = after, best_confidence = confidence, best_evidence = evidence;
    }
    if (lost && rivals++ < RIVALS_MAX) quhua__tie_rival(m, unit, loser, lost);
  }
  if (best) quhua__tie_successor(m, unit, best, best_evidence, best_confidence);
}

void quhua__match_successors(quhua__matching *m, quhua_level level) {
  for (uint32_t unit = m->before.begin[level]; unit < m->before.begin[level + 1] && !m->failed; unit++) {
    if (!quhua__is_open(m, unit) || by_votes(m, unit)) continue;
    uint32_t parent = quhua__before(m, unit)->parent, family = parent ? quhua__heir(m, parent) : 0;
    if (family) by_place(m, unit, family);
  }
}

/* --- units that were founded anew ----------------------------------------------------------------------------------- */

/* 撤销 A、B，设立 C: a county or township that takes others in under another number is a new unit, also where it has the
 * name of one of them (行政区划代码管理办法 arts. 5-6; 崇川区 320602 and 港闸区 became the new 崇川区 320613). */
void quhua__match_found_new(quhua__matching *m, quhua_level level) {
  if (level != QUHUA_LEVEL_COUNTY && level != QUHUA_LEVEL_TOWNSHIP) return;
  for (uint32_t v = m->after.begin[level]; v < m->after.begin[level + 1]; v++) {
    uint32_t u = m->origin[v];
    if (!u || !m->joined[v]) continue;
    const quhua__census_unit *x = quhua__before(m, u), *y = quhua__after(m, v);
    bool renumbered = quhua_code_segment(m->before.scheme, &x->code, level) !=
                      quhua_code_segment(m->after.scheme, &y->code, level);
    if (!renumbered || m->ties[u].evidence == QUHUA__EVIDENCE_HINT) continue;
    m->ties[u].same = false;
    m->origin[v] = 0;
    m->joined[v]++;
  }
}
