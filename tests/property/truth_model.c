/* SPDX-License-Identifier: Apache-2.0 */
#include "property/truth_model.h"

#include <stdlib.h>
#include <string.h>

/* --- parcels and luck -------------------------------------------------------------------------------------- */

/* splitmix64 */
static uint64_t next(uint64_t *luck) {
  uint64_t z = (*luck += UINT64_C(0x9E3779B97F4A7C15));
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return z ^ (z >> 31);
}

uint32_t truth_draw(truth_world *w, uint32_t below) { return (uint32_t)(next(&w->luck) % below); }

bool truth_has(const truth_land *land, int parcel) { return land->bits[parcel / 64] >> (parcel % 64) & 1; }

void truth_put(truth_land *land, int parcel) { land->bits[parcel / 64] |= UINT64_C(1) << (parcel % 64); }

int truth_size(const truth_land *land) {
  int count = 0;
  for (int i = 0; i < TRUTH_PARCELS / 64; i++)
    for (uint64_t rest = land->bits[i]; rest; rest &= rest - 1) count++;
  return count;
}

int truth_counted_size(const truth_state *s, const truth_land *land) {
  int count = 0;
  for (int p = 0; p < TRUTH_PARCELS; p++) count += truth_has(land, p) && !s->wild[p];
  return count;
}

truth_land truth_common(const truth_land *a, const truth_land *b) {
  truth_land both;
  for (int i = 0; i < TRUTH_PARCELS / 64; i++) both.bits[i] = a->bits[i] & b->bits[i];
  return both;
}

/* --- what lies where ----------------------------------------------------------------------------------------- */

static int town_of(const truth_state *s, int parcel) {
  return s->village[parcel] ? s->parent[s->village[parcel]] : s->town[parcel];
}

/* The unit of a level in which a parcel lies; 0: in none. */
static int unit_of(const truth_state *s, int parcel, int level) {
  if (level == TRUTH_VILLAGE) return s->village[parcel];
  int town = town_of(s, parcel);
  return level == TRUTH_TOWN || !town ? town : s->parent[town];
}

truth_land truth_land_of(const truth_world *w, const truth_state *s, int unit) {
  truth_land land = {{0}};
  for (int p = 0; p < TRUTH_PARCELS; p++)
    if (unit ? unit_of(s, p, w->level[unit]) == unit : town_of(s, p) != 0) truth_put(&land, p);
  return land;
}

int truth_people_of(const truth_world *w, const truth_state *s, int unit) {
  int people = 0;
  for (int u = 1; u < w->unit_count; u++) {
    int above = u;
    while (s->alive[u] && above && above != unit)
      above = w->level[above] == TRUTH_COUNTY ? 0 : s->parent[above];
    if (s->alive[u] && above == unit) people += s->people[u]; /* unit 0: everybody */
  }
  return people;
}

/* --- people -------------------------------------------------------------------------------------------------- */

static int64_t floor_of(int64_t n, int32_t num, int32_t den) { return n * num / den; }
static int64_t ceiling_of(int64_t n, int32_t num, int32_t den) { return (n * num + den - 1) / den; }

/* Largest remainders over the exact shares and, as the last part, what they leave. Flows are in the order of their
 * codes. Returns what is left for the others. */
static int64_t divide_exactly(const truth_flow *const *flows, int count, int64_t n, int64_t *part) {
  int64_t rest_num = 1, rest_den = 1, given = 0, left[TRUTH_FLOWS + 1];
  double remainder[TRUTH_FLOWS + 1];
  for (int i = 0; i < count; i++) {
    if (flows[i]->share != TRUTH_EXACT) continue;
    rest_num = rest_num * flows[i]->lo_den - rest_den * flows[i]->lo_num;
    rest_den *= flows[i]->lo_den;
  }
  for (int i = 0; i <= count; i++) {
    bool exact = i < count && flows[i]->share == TRUTH_EXACT;
    int64_t num = i == count ? rest_num : exact ? flows[i]->lo_num : 0;
    int64_t den = i == count ? rest_den : exact ? flows[i]->lo_den : 1;
    left[i] = n * num / den;
    remainder[i] = (double)(n * num % den) / (double)den; /* denominators are small: equal ones are equal */
    if (i < count && !exact) remainder[i] = -1;
    given += left[i];
  }
  for (; given < n; given++) {
    int best = 0;
    for (int i = 1; i <= count; i++)
      if (remainder[i] > remainder[best] + 1e-12) best = i;
    left[best]++;
    remainder[best] = -1;
  }
  for (int i = 0; i < count; i++) part[i] = left[i];
  return left[count];
}

/* The flows without an exact share share the rest within their bounds. */
static void divide_freely(const truth_flow *const *flows, int count, int64_t n, int64_t rest, uint64_t luck,
                          int64_t *part) {
  for (int i = 0; i < count; i++)
    if (flows[i]->share != TRUTH_EXACT) rest -= part[i] = floor_of(n, flows[i]->lo_num, flows[i]->lo_den);
  for (int skip = 0; rest > 0; skip++) {
    int i = (int)(next(&luck) % (uint64_t)count);
    int64_t room = ceiling_of(n, flows[i]->hi_num, flows[i]->hi_den) - part[i];
    if (flows[i]->share == TRUTH_EXACT || room <= 0) continue;
    if (room > rest) room = rest;
    if (skip < 4)
      room = (int64_t)(next(&luck) % (uint64_t)(room + 1)); /* then as it comes, to come to an end */
    part[i] += room;
    rest -= room;
  }
}

static void divide_people(const truth_deed *d, int from, int64_t n, int64_t *parts) {
  const truth_flow *flows[TRUTH_FLOWS];
  int64_t part[TRUTH_FLOWS];
  int count = 0;
  for (int i = 0; i < d->flow_count; i++) {
    if (d->flows[i].from != from) continue;
    int at = count++; /* insert by code */
    for (; at > 0 && strcmp(flows[at - 1]->code, d->flows[i].code) > 0; at--) flows[at] = flows[at - 1];
    flows[at] = &d->flows[i];
  }
  if (count == 1) {
    parts[flows[0] - d->flows] = n;
    return;
  }
  int64_t rest = divide_exactly(flows, count, n, part);
  divide_freely(flows, count, n, rest, d->luck + (uint64_t)from, part);
  for (int i = 0; i < count; i++) parts[flows[i] - d->flows] = part[i];
}

/* --- one deed -------------------------------------------------------------------------------------------------- */

static bool is_true(const truth_flow *f, int part, int whole) {
  int64_t k = part, n = whole;
  switch (f->share) {
  case TRUTH_WHOLE: return k == n;
  case TRUTH_EXACT: return k * f->lo_den == n * f->lo_num;
  case TRUTH_INTERVAL: return f->lo_num * n <= k * f->lo_den && k * f->hi_den <= f->hi_num * n;
  case TRUTH_UNKNOWN: break;
  }
  return true;
}

static bool keeps(const truth_deed *d, int unit) {
  for (int i = 0; i < d->flow_count; i++)
    if (d->flows[i].from == unit && d->flows[i].to == unit) return true;
  return false;
}

static bool gives(const truth_deed *d, int unit) {
  for (int i = 0; i < d->flow_count; i++)
    if (d->flows[i].from == unit) return true;
  return false;
}

static bool is_born(const truth_deed *d, int unit) {
  for (int i = 0; i < d->born_count; i++)
    if (d->born[i] == unit) return true;
  return false;
}

/* Who gives and who takes must be there. */
static bool all_there(const truth_deed *d, const truth_state *before) {
  for (int i = 0; i < d->flow_count; i++) {
    int from = d->flows[i].from, to = d->flows[i].to;
    if (from && !before->alive[from]) return false;
    if (to && is_born(d, to) == before->alive[to]) return false;
    if (to && !is_born(d, to) && gives(d, to) && !keeps(d, to)) return false;
  }
  for (int i = 0; i < d->move_count; i++)
    if (!is_born(d, d->moves[i].unit) && !before->alive[d->moves[i].unit]) return false;
  return true;
}

/* Parcels of a unit that a deed moves: a town's own are those in no village. */
static bool holds(const truth_world *w, const truth_state *s, int unit, int parcel) {
  if (w->level[unit] == TRUTH_VILLAGE) return s->village[parcel] == unit;
  return !s->village[parcel] && s->town[parcel] == unit;
}

/* The flow with which a parcel of a unit goes; the first where none names it. */
static const truth_flow *flow_of(const truth_deed *d, int unit, int parcel) {
  const truth_flow *first = NULL;
  for (int i = 0; i < d->flow_count; i++) {
    if (d->flows[i].from != unit) continue;
    if (truth_has(&d->flows[i].land, parcel)) return &d->flows[i];
    if (!first) first = &d->flows[i];
  }
  return first;
}

/* The flow that sets up a village on a wild parcel of its town. */
static const truth_flow *settled_by(const truth_deed *d, const truth_state *s, int parcel) {
  for (int i = 0; i < d->flow_count && s->wild[parcel]; i++)
    if (!d->flows[i].from && truth_has(&d->flows[i].land, parcel) && s->town[parcel] == d->moves[0].parent)
      return &d->flows[i];
  return NULL;
}

static void move_land(const truth_world *w, const truth_deed *d, const truth_state *before,
                      truth_state *after, int *parts) {
  for (int p = 0; p < TRUTH_PARCELS; p++) {
    int town = town_of(before, p), holder = before->village[p] ? before->village[p] : town;
    const truth_flow *f = settled_by(d, before, p);
    if (!f && holder && holds(w, before, holder, p)) f = flow_of(d, holder, p);
    if (!f) continue;
    parts[f - d->flows]++;
    if (!f->from) after->wild[p] = false;
    if (!f->to)
      after->village[p] = 0, after->town[p] = (int16_t)town;
    else if (w->level[f->to] == TRUTH_VILLAGE)
      after->village[p] = (int16_t)f->to;
    else
      after->town[p] = (int16_t)f->to;
  }
}

static bool shares_are_true(const truth_world *w, const truth_deed *d, const int *parts) {
  for (int i = 0; i < d->flow_count; i++) {
    const truth_flow *f = &d->flows[i];
    int whole = 0;
    if (!f->from || w->level[f->from] != TRUTH_VILLAGE)
      continue; /* of towns nothing but `children` is said */
    for (int k = 0; k < d->flow_count; k++) whole += d->flows[k].from == f->from ? parts[k] : 0;
    if (parts[i] == 0 || !is_true(f, parts[i], whole)) return false;
  }
  return true;
}

static void move_people(const truth_deed *d, const truth_state *before, truth_state *after) {
  int64_t parts[TRUTH_FLOWS] = {0};
  for (int i = 0; i < d->flow_count; i++) {
    int from = d->flows[i].from;
    bool first = true;
    for (int k = 0; k < i; k++) first &= d->flows[k].from != from;
    if (from && first) divide_people(d, from, before->people[from], parts);
    if (!from) parts[i] = d->newcomers;
    if (from && first) after->people[from] -= before->people[from];
  }
  for (int i = 0; i < d->flow_count; i++) {
    int to = d->flows[i].to ? d->flows[i].to : before->parent[d->flows[i].from];
    after->people[to] += (int32_t)parts[i];
  }
}

/* Units end and begin, and come under others; children of a town that ends follow its first flow. */
static void settle_units(const truth_world *w, const truth_deed *d, const truth_state *before,
                         truth_state *after) {
  for (int i = 0; i < d->flow_count; i++) {
    const truth_flow *f = &d->flows[i];
    if (!f->from || keeps(d, f->from) || !after->alive[f->from]) continue;
    after->alive[f->from] = false;
    for (int u = 1; w->level[f->from] == TRUTH_TOWN && u < w->unit_count; u++)
      if (before->alive[u] && w->level[u] == TRUTH_VILLAGE && before->parent[u] == f->from)
        after->parent[u] = (int16_t)f->to;
  }
  for (int i = 0; i < d->born_count; i++) after->alive[d->born[i]] = true;
  for (int i = 0; i < d->move_count; i++) after->parent[d->moves[i].unit] = (int16_t)d->moves[i].parent;
}

/* --- deeds ------------------------------------------------------------------------------------------------------------ */

static bool do_act(const truth_world *w, const truth_deed *d, const truth_state *before, truth_state *after) {
  int parts[TRUTH_FLOWS] = {0};
  if (!all_there(d, before)) return false;
  move_land(w, d, before, after, parts);
  if (!shares_are_true(w, d, parts)) return false;
  move_people(d, before, after);
  settle_units(w, d, before, after);
  return true;
}

/* What else lies in a unit that ends with the deed that made it goes to one of those from which it was made. */
static bool empty_unit(const truth_deed *target, truth_state *after, int unit) {
  int heir = 0;
  for (int i = 0; i < target->flow_count && !heir; i++)
    if (target->flows[i].to == unit) heir = target->flows[i].from;
  for (int p = 0; p < TRUTH_PARCELS; p++) {
    if (after->village[p] == unit) after->village[p] = (int16_t)heir;
    if (after->town[p] == unit) after->town[p] = (int16_t)heir;
  }
  after->people[heir] += after->people[unit];
  after->people[unit] = 0;
  return heir != 0;
}

/* A repealed deed is led back: units are again what they were, and land that still lies where the deed put it goes back. */
static bool do_repeal(const truth_world *w, const truth_deed *d, truth_state *after) {
  const truth_deed *target = &w->deeds[d->target];
  int at = w->place[d->target], here = w->place[d - w->deeds];
  if (target->undone || at >= here) return false;
  const truth_state *was = w->states[at], *became = w->states[at + 1];
  for (int p = 0; p < TRUTH_PARCELS; p++) {
    if (was->village[p] == became->village[p] && was->town[p] == became->town[p]) continue;
    if (after->village[p] != became->village[p] || after->town[p] != became->town[p]) continue;
    after->village[p] = was->village[p];
    after->town[p] = was->town[p];
  }
  for (int u = 1; u < w->unit_count; u++) {
    after->people[u] += was->people[u] - became->people[u];
    if (was->alive[u] == became->alive[u] && was->parent[u] == became->parent[u]) continue;
    if (after->alive[u] != became->alive[u] || after->parent[u] != became->parent[u]) return false;
    after->alive[u] = was->alive[u];
    after->parent[u] = was->parent[u];
  }
  for (int i = 0; i < target->born_count; i++)
    if (!empty_unit(target, after, target->born[i])) return false;
  for (int u = 1; u < w->unit_count; u++)
    if (after->people[u] < 0) return false; /* they moved on in the meantime */
  return true;
}

static bool is_counted_right(const truth_world *w, const truth_deed *d, const truth_state *s) {
  truth_land land = truth_land_of(w, s, d->unit);
  return s->alive[d->unit] && truth_counted_size(s, &land) == d->land &&
         truth_people_of(w, s, d->unit) == d->people;
}

/* Every unit has something below it, and every village has land: nobody registers nothing. */
static bool is_sane(const truth_world *w, const truth_state *s) {
  bool filled[TRUTH_UNITS] = {false};
  for (int p = 0; p < TRUTH_PARCELS; p++) filled[s->village[p]] = true;
  for (int u = 1; u < w->unit_count; u++)
    if (s->alive[u] && w->level[u] != TRUTH_COUNTY) {
      if (!s->alive[s->parent[u]]) return false;
      filled[s->parent[u]] = true;
    }
  for (int u = 1; u < w->unit_count; u++)
    if (s->alive[u] && !filled[u]) return false;
  return true;
}

static bool happen(const truth_world *w, const truth_deed *d, const truth_state *before, truth_state *after) {
  *after = *before;
  after->day = d->day;
  if (d->kind == TRUTH_OBSERVATION) return is_counted_right(w, d, after);
  bool done = d->kind == TRUTH_ACT ? do_act(w, d, before, after) : do_repeal(w, d, after);
  return done && is_sane(w, after);
}

/* --- all deeds --------------------------------------------------------------------------------------------------- */

static void put_in_order(truth_world *w) {
  w->order_count = 0;
  for (int i = 0; i < w->deed_count; i++) {
    const truth_deed *d = &w->deeds[i];
    if (d->undone) continue;
    int at = w->order_count++;
    for (; at > 0; at--) {
      const truth_deed *other = &w->deeds[w->order[at - 1]];
      if (other->day < d->day || (other->day == d->day && other->entry < d->entry)) break;
      w->order[at] = w->order[at - 1];
    }
    w->order[at] = i;
  }
  for (int i = 0; i < w->order_count; i++) w->place[w->order[i]] = i;
}

bool truth_play(truth_world *w, int32_t since) {
  put_in_order(w);
  for (int i = 0; i < w->order_count; i++) {
    const truth_deed *d = &w->deeds[w->order[i]];
    if (!w->states[i + 1]) w->states[i + 1] = calloc(1, sizeof *w->states[0]);
    if (!w->states[i + 1]) abort();
    if (d->day < since || happen(w, d, w->states[i], w->states[i + 1])) continue;
    w->absurd = d->kind == TRUTH_ACT && !all_there(d, w->states[i]);
    return false;
  }
  return true;
}

const truth_state *truth_on(const truth_world *w, int32_t day) {
  int low = 0, high = w->order_count; /* the last state that is not later than the day */
  while (low < high) {
    int middle = (low + high + 1) / 2;
    if (w->states[middle]->day <= day)
      low = middle;
    else
      high = middle - 1;
  }
  return w->states[low];
}

int truth_unit(truth_world *w, int level) {
  if (w->unit_count == TRUTH_UNITS) abort();
  w->level[w->unit_count] = level;
  return w->unit_count++;
}

truth_world *truth_new(uint64_t seed) {
  truth_world *w = calloc(1, sizeof *w);
  if (!w) abort();
  w->unit_count = 1;
  w->luck = seed;
  w->states[0] = calloc(1, sizeof *w->states[0]);
  if (!w->states[0]) abort();
  return w;
}

void truth_free(truth_world *w) {
  for (int i = 0; i <= TRUTH_DEEDS; i++) free(w->states[i]);
  free(w);
}
