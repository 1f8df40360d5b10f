/* SPDX-License-Identifier: Apache-2.0 */
#include "lineage/compose.h"

#include <string.h>

#include "base/fraction.h"
#include "lineage/moment.h"
#include "lineage/narrow.h"
#include "lineage/undone.h"
#include "registry/registry_internal.h"

static const quhua__moment ever_after = {INT32_MAX, UINT32_MAX};

/* Territory of the origin that lies in one unit. */
typedef struct node {
  uint32_t unit, first_flow, last_flow, doubt;
  quhua_fraction lo, hi; /* share of the origin */
  quhua__moment arrived;
  quhua__moment next; /* when the unit next stands on an old side; ever_after: not in the window */
  bool entire;        /* all of the unit is territory of the origin */
  bool by_children;   /* one step, defined by listed children */
  bool listed; /* every step was whole or defined by listed children, but of land in no child nothing left */
  bool bare;   /* land of the origin in none of its children lies here */
} node;

typedef struct walk {
  const quhua__state *state;
  uint32_t known;
  quhua__window window;
  quhua__arena *arena;
  quhua__undone undone;
  node *nodes;
  size_t count, cap;
} walk;

static bool add_node(walk *w, node n) {
  if (w->count == w->cap) {
    size_t cap = w->cap ? 2 * w->cap : 8;
    node *nodes = quhua__arena_alloc(w->arena, cap * sizeof *nodes);
    if (!nodes) return false;
    if (w->count) memcpy(nodes, w->nodes, w->count * sizeof *nodes);
    w->nodes = nodes;
    w->cap = cap;
  }
  w->nodes[w->count++] = n;
  return true;
}

static bool counts(const walk *w, const quhua__flow_row *flow) {
  return quhua__window_has(w->window, flow->date, flow->recorded_from) &&
         !quhua__is_undone(&w->undone, flow->recorded_from);
}

/* When a unit next stands on an old side after a moment. */
static quhua__moment next_moment(const walk *w, uint32_t unit, quhua__moment arrived) {
  quhua__moment next = ever_after;
  if (unit == 0) return next;
  quhua__chain chain = quhua__chain_of_flows(w->state, w->known, unit, true);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__flow_row *flow = quhua__state_flow(w->state, number);
    quhua__moment at = quhua__moment_of(flow);
    if (quhua__moment_earlier(arrived, at) && quhua__moment_earlier(at, next) && counts(w, flow)) next = at;
  }
  return next;
}

/* The next moment of any node; false when nothing more happens. */
static bool earliest(const walk *w, quhua__moment *out) {
  *out = ever_after;
  for (size_t i = 0; i < w->count; i++)
    if (quhua__moment_earlier(w->nodes[i].next, *out)) *out = w->nodes[i].next;
  return quhua__moment_earlier(*out, ever_after);
}

/* Did the unit live just before the moment? */
static bool existed(const walk *w, uint32_t unit, quhua__moment at) {
  return quhua__row_just_before(w->state, w->known, unit, at) != 0;
}

static const node *find(const node *list, size_t count, uint32_t unit) {
  for (size_t i = 0; i < count; i++)
    if (list[i].unit == unit) return &list[i];
  return NULL;
}

/* Is all of the unit still territory of the origin just before the moment? What flowed in since the origin's territory
 * arrived came from elsewhere, or it would have arrived later. */
static bool is_entire(const walk *w, const node *n, quhua__moment at) {
  quhua__chain chain = quhua__chain_of_flows(w->state, w->known, n->unit, false);
  for (uint32_t number; n->entire && (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__flow_row *flow = quhua__state_flow(w->state, number);
    quhua__moment in = quhua__moment_of(flow);
    if (counts(w, flow) && quhua__moment_earlier(n->arrived, in) && quhua__moment_earlier(in, at))
      return false;
  }
  return n->entire;
}

/* Is all of the unit, just after the moment, made of units in the list that are entirely of the origin? */
static bool made_of(const walk *w, uint32_t unit, quhua__moment at, const node *list, size_t count) {
  const node *itself = find(list, count, unit);
  if (!itself) itself = find(w->nodes, w->count, unit); /* it stays and needs no flow to itself */
  if (itself ? !is_entire(w, itself, at) : existed(w, unit, at)) return false;
  quhua__chain chain = quhua__chain_of_flows(w->state, w->known, unit, false);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__flow_row *flow = quhua__state_flow(w->state, number);
    if (!quhua__moment_same(quhua__moment_of(flow), at)) continue;
    const node *from = find(list, count, flow->old_unit);
    if (!from || !from->entire) return false;
  }
  return true;
}

static quhua_fraction at_most_one(quhua_fraction value) {
  return quhua__fraction_compare(value, QUHUA__ONE) > 0 ? QUHUA__ONE : value;
}

/* Sums and products that do not fit give the bound that is still true. */
static quhua_fraction sum(quhua_fraction a, quhua_fraction b, bool upper) {
  quhua_fraction result;
  if (quhua__fraction_add(a, b, &result)) return at_most_one(result);
  a = upper ? quhua__fraction_round_up(a) : quhua__fraction_round_down(a);
  b = upper ? quhua__fraction_round_up(b) : quhua__fraction_round_down(b);
  return quhua__fraction_add(a, b, &result) ? at_most_one(result) : upper ? QUHUA__ONE : QUHUA__ZERO;
}

static quhua_fraction product(quhua_fraction a, quhua_fraction b, bool upper) {
  quhua_fraction result;
  if (quhua__fraction_multiply(a, b, &result)) return result;
  a = upper ? quhua__fraction_round_up(a) : quhua__fraction_round_down(a);
  b = upper ? quhua__fraction_round_up(b) : quhua__fraction_round_down(b);
  return quhua__fraction_multiply(a, b, &result) ? result : upper ? QUHUA__ONE : QUHUA__ZERO;
}

static bool is_exact(quhua_share share) {
  return share.kind == QUHUA_SHARE_WHOLE || share.kind == QUHUA_SHARE_EXACT;
}

/* Is less known of one flow's share than of another's? */
static bool is_vaguer(const walk *w, uint32_t flow, uint32_t than) {
  const quhua_share *a = &quhua__state_flow(w->state, flow)->share,
                    *b = &quhua__state_flow(w->state, than)->share;
  if (is_exact(*a) != is_exact(*b)) return is_exact(*b);
  return quhua__fraction_compare(a->lo, b->lo) <= 0 && quhua__fraction_compare(a->hi, b->hi) > 0;
}

/* What one flow carries of a node. */
static node carry(const walk *w, const node *from, const quhua__flow_row *flow, uint32_t number) {
  bool exact = flow->share.kind == QUHUA_SHARE_WHOLE || (is_exact(flow->share) && from->entire);
  node n = {.unit = flow->new_unit,
            .first_flow = from->first_flow ? from->first_flow : number,
            .last_flow = number,
            .doubt = from->doubt,
            .arrived = quhua__moment_of(flow),
            .lo = QUHUA__ZERO,
            .hi = from->hi};
  bool whole = flow->share.kind == QUHUA_SHARE_WHOLE;
  n.bare = from->bare && (whole || flow->new_unit == flow->old_unit);
  n.listed =
      from->listed && (whole || (flow->share.kind == QUHUA_SHARE_CHILDREN &&
                                 (!from->bare || quhua__row_on(w->state, w->known, from->unit, flow->date))));
  if (!exact && (!n.doubt || is_vaguer(w, number, n.doubt))) n.doubt = number;
  n.by_children = flow->share.kind == QUHUA_SHARE_CHILDREN && !from->last_flow;
  if (whole) {
    n.lo = from->lo;
    n.by_children = from->by_children;
  } else if (from->entire) {
    n.lo = product(from->lo, flow->share.lo, false);
    n.hi = product(from->hi, flow->share.hi, true);
  }
  return n;
}

/* Put a part into the unit where it arrived; parts in one unit are added up. */
static bool merge(walk *w, node n) {
  for (size_t i = 0; i < w->count; i++) {
    node *there = &w->nodes[i];
    if (there->unit != n.unit) continue;
    there->lo = sum(there->lo, n.lo, false);
    there->hi = sum(there->hi, n.hi, true);
    there->entire = n.entire;
    there->by_children = false;
    there->listed &= n.listed;
    there->bare |= n.bare;
    if (quhua__moment_earlier(there->arrived, n.arrived)) {
      there->arrived = n.arrived;
      there->next = next_moment(w, n.unit, n.arrived);
    }
    there->last_flow = n.last_flow;
    if (!there->doubt) there->doubt = n.doubt;
    return true;
  }
  n.next = next_moment(w, n.unit, n.arrived);
  return add_node(w, n);
}

/* Parts sum to one: bounds on the others bound each. The others of a part are those before it and those after it, whose
 * sums are kept: behind[i] is the sum of the parts from i on. */
static bool tighten(walk *w) {
  quhua_fraction *behind_lo = quhua__arena_alloc(w->arena, (w->count + 1) * sizeof *behind_lo);
  quhua_fraction *behind_hi = quhua__arena_alloc(w->arena, (w->count + 1) * sizeof *behind_hi);
  if (!behind_lo || !behind_hi) return false;
  behind_lo[w->count] = behind_hi[w->count] = QUHUA__ZERO;
  for (size_t i = w->count; i-- > 0;) {
    behind_lo[i] = sum(w->nodes[i].lo, behind_lo[i + 1], false);
    behind_hi[i] = sum(w->nodes[i].hi, behind_hi[i + 1], true);
  }
  quhua_fraction before_lo = QUHUA__ZERO, before_hi = QUHUA__ZERO;
  for (size_t i = 0; i < w->count; i++) {
    node *n = &w->nodes[i];
    quhua_fraction others_lo = sum(before_lo, behind_lo[i + 1], false),
                   others_hi = sum(before_hi, behind_hi[i + 1], true);
    quhua_fraction least, most;
    if (quhua__fraction_complement(others_hi, &least) && quhua__fraction_compare(least, n->lo) > 0)
      n->lo = least;
    if (quhua__fraction_complement(others_lo, &most) && quhua__fraction_compare(most, n->hi) < 0)
      n->hi = most;
    before_lo = sum(before_lo, n->lo, false);
    before_hi = sum(before_hi, n->hi, true);
  }
  return true;
}

/* Let everything that happens at one moment happen at once. */
static bool step(walk *w, quhua__moment at) {
  node *leaving = quhua__arena_alloc(w->arena, w->count * sizeof *leaving);
  size_t gone = 0, kept = 0;
  if (!leaving) return false;
  for (size_t i = 0; i < w->count; i++) {
    if (quhua__moment_same(w->nodes[i].next, at)) {
      leaving[gone] = w->nodes[i];
      leaving[gone++].entire = is_entire(w, &w->nodes[i], at);
    } else
      w->nodes[kept++] = w->nodes[i];
  }
  w->count = kept;
  for (size_t i = 0; i < gone; i++) {
    quhua__chain chain = quhua__chain_of_flows(w->state, w->known, leaving[i].unit, true);
    for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
      const quhua__flow_row *flow = quhua__state_flow(w->state, number);
      if (!counts(w, flow) || !quhua__moment_same(quhua__moment_of(flow), at)) continue;
      node n = carry(w, &leaving[i], flow, number);
      n.entire = n.unit && made_of(w, n.unit, at, leaving, gone);
      if (!merge(w, n)) return false;
    }
  }
  return tighten(w);
}

static quhua_share share_of(const node *n) {
  quhua_share share = {n->lo, n->hi, QUHUA_SHARE_INTERVAL};
  bool exact = !quhua__fraction_compare(n->lo, n->hi);
  if (exact && !quhua__fraction_compare(n->lo, QUHUA__ONE))
    share.kind = QUHUA_SHARE_WHOLE;
  else if (exact)
    share.kind = QUHUA_SHARE_EXACT;
  else if (n->by_children)
    share.kind = QUHUA_SHARE_CHILDREN;
  else if (!n->lo.num && !quhua__fraction_compare(n->hi, QUHUA__ONE))
    share.kind = QUHUA_SHARE_UNKNOWN;
  return share;
}

/* The parts in the order of units. */
static bool list_parts(const walk *w, quhua__parts *out) {
  out->list = quhua__arena_alloc(w->arena, w->count * sizeof *out->list);
  if (!out->list) return false;
  out->count = 0;
  for (size_t i = 0; i < w->count; i++) {
    size_t at = out->count++;
    for (; at > 0 && out->list[at - 1].unit > w->nodes[i].unit; at--) out->list[at] = out->list[at - 1];
    if (!quhua__fraction_compare(w->nodes[i].lo, w->nodes[i].hi)) w->nodes[i].doubt = 0; /* the others tell */
    const node *n = &w->nodes[i];
    out->list[at] = (quhua__part){.unit = n->unit,
                                  .share = share_of(n),
                                  .first_flow = n->first_flow,
                                  .last_flow = n->last_flow,
                                  .doubt = n->doubt,
                                  .entire = n->unit && is_entire(w, n, ever_after),
                                  .sure = n->lo.num != 0,
                                  .bare = n->bare};
  }
  return true;
}

/* Do the children tell more than the flows? */
static bool is_told_by_children(const walk *w) {
  bool open = false;
  for (size_t i = 0; i < w->count; i++) {
    if (!w->nodes[i].listed) return false;
    open |= quhua__fraction_compare(w->nodes[i].lo, w->nodes[i].hi) != 0;
  }
  return open;
}

bool quhua__compose(const quhua__state *state, uint32_t known, quhua__window window, uint32_t unit,
                    quhua__arena *arena, quhua__parts *out) {
  walk w = {.state = state, .known = known, .window = window, .arena = arena};
  node origin = {.unit = unit,
                 .lo = QUHUA__ONE,
                 .hi = QUHUA__ONE,
                 .entire = true,
                 .listed = true,
                 .bare = true,
                 .arrived = {INT32_MIN, 0}};
  if (!quhua__undone_init(&w.undone, state, known, window, arena)) return false;
  origin.next = next_moment(&w, unit, origin.arrived);
  if (!add_node(&w, origin)) return false;
  for (quhua__moment at = {0}; earliest(&w, &at);)
    if (!step(&w, at)) return false;
  if (!list_parts(&w, out)) return false;
  return !is_told_by_children(&w) || quhua__parts_narrow(state, known, window, unit, arena, out);
}
