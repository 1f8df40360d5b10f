/* SPDX-License-Identifier: Apache-2.0 */
#include "lineage/narrow.h"

#include "base/fraction.h"
#include "lineage/undone.h"
#include "registry/registry_internal.h"

typedef struct narrowing {
  const quhua__state *state;
  uint32_t known;
  quhua__window window;
  quhua__arena *arena;
  quhua__parts *parts;
  bool *reached;  /* by part: a child lies in it, or what lay in no child */
  bool any, lost; /* was there a child? One that lies in none of the parts? */
  bool settlers;  /* did units come from nowhere? */
} narrowing;

static size_t find_part(const quhua__parts *parts, uint32_t unit) {
  size_t at = 0;
  while (at < parts->count && parts->list[at].unit != unit) at++;
  return at;
}

/* The highest part in or below which a unit lies on the last day; their number when it lies in none. */
static size_t part_above(const narrowing *n, uint32_t unit) {
  size_t found = n->parts->count;
  while (unit) {
    size_t at = find_part(n->parts, unit);
    if (at < n->parts->count) found = at;
    uint32_t row = quhua__row_on(n->state, n->known, unit, n->window.until);
    unit = row ? quhua__state_row(n->state, row)->parent : 0;
  }
  return found;
}

static bool follow_child(narrowing *n, uint32_t child) {
  quhua__parts parts;
  n->any = true;
  if (!quhua__compose(n->state, n->known, n->window, child, n->arena, &parts)) return false;
  for (size_t i = 0; i < parts.count; i++) {
    size_t at = part_above(n, parts.list[i].unit);
    n->lost = at == n->parts->count;
    if (n->lost) break;
    n->reached[at] = true;
    n->parts->list[at].sure |= parts.list[i].sure;
  }
  return true;
}

static bool follow_children(narrowing *n, uint32_t unit) {
  quhua_date day = n->window.after;
  quhua__chain children = quhua__chain_of_children(n->state, n->known, unit);
  for (uint32_t number; !n->lost && (number = quhua__chain_next(&children)) != 0;) {
    const quhua__row *child = quhua__state_row(n->state, number);
    if (quhua__row_holds_on(child, day) && !follow_child(n, child->unit)) return false;
  }
  return true;
}

/* --- villages that were set up on land of no village ---------------------------------------------------------------
 *
 * They came from no unit, and yet they may have taken land of the town along, wherever they went. */

static bool is_in_window(const narrowing *n, const quhua__flow_row *flow) {
  return quhua__window_has(n->window, flow->date, flow->recorded_from);
}

static bool came_from_nothing(const narrowing *n, uint32_t unit) {
  quhua__chain flows = quhua__chain_of_flows(n->state, n->known, unit, false);
  for (uint32_t number; (number = quhua__chain_next(&flows)) != 0;) {
    const quhua__flow_row *flow = quhua__state_flow(n->state, number);
    if (!flow->old_unit && is_in_window(n, flow)) return true;
  }
  return false;
}

static bool had_settlers(const narrowing *n, uint32_t unit) {
  quhua__chain children = quhua__chain_of_children(n->state, n->known, unit);
  for (uint32_t number; (number = quhua__chain_next(&children)) != 0;)
    if (came_from_nothing(n, quhua__state_row(n->state, number)->unit)) return true;
  return false;
}

static bool add_once(quhua__rows *units, uint32_t unit) {
  for (size_t i = 0; i < units->count; i++)
    if (units->list[i] == unit) return true;
  return !unit || quhua__rows_add(units, unit);
}

static bool add_successors(const narrowing *n, uint32_t unit, quhua__rows *units) {
  quhua__chain flows = quhua__chain_of_flows(n->state, n->known, unit, true);
  for (uint32_t number; (number = quhua__chain_next(&flows)) != 0;) {
    const quhua__flow_row *flow = quhua__state_flow(n->state, number);
    if (is_in_window(n, flow) && !add_once(units, flow->new_unit)) return false;
  }
  return true;
}

/* Were there any in the unit, or where something of it went? */
static bool look_for_settlers(narrowing *n, uint32_t unit) {
  quhua__rows units = {.allocator = n->arena->allocator};
  bool ok = quhua__rows_add(&units, unit);
  for (size_t i = 0; ok && !n->settlers && i < units.count; i++) {
    n->settlers = had_settlers(n, units.list[i]);
    ok = add_successors(n, units.list[i], &units);
  }
  quhua__rows_free(&units);
  return ok;
}

static void keep_reached(narrowing *n) {
  static const quhua_share whole = {{1, 1}, {1, 1}, QUHUA_SHARE_WHOLE};
  size_t kept = 0;
  for (size_t i = 0; i < n->parts->count; i++) {
    if (!n->reached[i]) continue;
    quhua__part *part = &n->parts->list[kept++];
    *part = n->parts->list[i];
    part->by_children = true;
    if (quhua__fraction_compare(part->share.lo, part->share.hi)) part->share.kind = QUHUA_SHARE_CHILDREN;
  }
  n->parts->count = kept;
  if (kept != 1) return;
  n->parts->list[0].share = whole;
  n->parts->list[0].sure = true;
  n->parts->list[0].doubt = 0;
}

/* Something may lie where no child does: then it is not the children that define the shares. */
static void leave_open(const narrowing *n) {
  bool defined = !n->lost;
  for (size_t i = 0; i < n->parts->count; i++) defined &= n->reached[i];
  for (size_t i = 0; i < n->parts->count && !defined; i++)
    if (n->parts->list[i].share.kind == QUHUA_SHARE_CHILDREN)
      n->parts->list[i].share.kind = QUHUA_SHARE_UNKNOWN;
}

bool quhua__parts_narrow(const quhua__state *state, uint32_t known, quhua__window window, uint32_t unit,
                         quhua__arena *arena, quhua__parts *parts) {
  narrowing n = {state, known, window, arena, parts, NULL, false, false, false};
  n.reached = quhua__arena_alloc(arena, parts->count * sizeof *n.reached);
  if (!n.reached) return false;
  for (size_t i = 0; i < parts->count; i++) n.reached[i] = parts->list[i].bare;
  if (!look_for_settlers(&n, unit) || !follow_children(&n, unit)) return false;
  if (n.any && !n.lost && !n.settlers)
    keep_reached(&n);
  else if (n.any)
    leave_open(&n);
  return true;
}
