/* SPDX-License-Identifier: Apache-2.0 */
/* same.c: whether two units are the same territory. */
#include <quhua/lineage.h>

#include "base/fail.h"
#include "lineage/compose.h"
#include "registry/registry_internal.h"

/* The earlier unit, the later one, and what lies between. */
typedef struct pair {
  const quhua_snapshot *snapshot;
  quhua__window window;
  uint32_t earlier, later;
  quhua__arena *arena;
} pair;

/* What the earlier unit's parts say of the later unit. `whole`: all of it lies there, if nothing of others does it is the
 * same. */
static quhua_answer compare(const quhua__parts *parts, uint32_t later, bool *whole) {
  quhua_answer answer = QUHUA_NO;
  *whole = false;
  for (size_t i = 0; i < parts->count; i++) {
    const quhua__part *part = &parts->list[i];
    if (part->unit != later) {
      if (part->sure) return QUHUA_NO;
      continue;
    }
    *whole = part->share.kind == QUHUA_SHARE_WHOLE;
    bool perhaps = *whole ? part->by_children : part->share.hi.num == part->share.hi.den;
    answer = *whole && part->entire ? QUHUA_YES : perhaps ? QUHUA_UNKNOWN : QUHUA_NO;
  }
  return answer;
}

/* What of others lies in the later unit. */
typedef struct others {
  bool certainly, perhaps;
} others;

/* Add what came out of nothing to a unit on the way, or of one of the earlier day. false when out of memory. */
static bool look_at(const pair *p, uint32_t unit, others *out) {
  const quhua_snapshot *s = p->snapshot;
  quhua__parts parts;
  quhua__chain flows = quhua__chain_of_flows(s->state, s->known, unit, false);
  for (uint32_t number; (number = quhua__chain_next(&flows)) != 0;) {
    const quhua__flow_row *flow = quhua__state_flow(s->state, number);
    out->perhaps |= !flow->old_unit && flow->date > p->window.after && flow->date <= p->window.until;
  }
  if (unit == p->earlier || !quhua__row_on(s->state, s->known, unit, p->window.after)) return true;
  if (!quhua__compose(s->state, s->known, p->window, unit, p->arena, &parts)) return false;
  for (size_t i = 0; i < parts.count; i++) {
    if (parts.list[i].unit != p->later) continue;
    out->certainly |= parts.list[i].sure;
    out->perhaps = true;
  }
  return true;
}

/* How much of the earlier unit lies in the later one may be unknown, and yet something of others lies there for sure; or
 * the children tell that all of it does, and nothing of others. */
static quhua_status look_for_others(const pair *p, bool whole, quhua_answer *out, quhua_error *err) {
  quhua_period days = {p->window.after + 1, p->window.until + 1};
  quhua_lineage *lineage;
  quhua_unit_id id;
  others found = {false, false};
  bool ok = true;
  quhua_status status = quhua_lineage_new(p->snapshot, p->later, QUHUA_PREDECESSORS, days, &lineage, err);
  if (status) return status;
  for (size_t i = 0; ok && !found.certainly && quhua_lineage_unit(lineage, i, &id, NULL); i++)
    ok = look_at(p, (uint32_t)id, &found);
  quhua_lineage_free(lineage);
  if (found.certainly)
    *out = QUHUA_NO;
  else if (whole && !found.perhaps)
    *out = QUHUA_YES;
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}

static quhua_status answer(const pair *p, quhua_answer *out, quhua_error *err) {
  const quhua_snapshot *s = p->snapshot;
  quhua__parts parts;
  bool whole;
  if (!quhua__compose(s->state, s->known, p->window, p->earlier, p->arena, &parts))
    return quhua__fail_nomem(err);
  *out = compare(&parts, p->later, &whole);
  return *out == QUHUA_UNKNOWN ? look_for_others(p, whole, out, err) : QUHUA_OK;
}

quhua_status quhua_same_territory(const quhua_snapshot *snapshot, quhua_unit_id a, quhua_date day_a,
                                  quhua_unit_id b, quhua_date day_b, quhua_answer *out, quhua_error *err) {
  quhua_unit unit;
  if (quhua_unit_find_id(snapshot, a, day_a, &unit) || quhua_unit_find_id(snapshot, b, day_b, &unit))
    return quhua__fail(err, QUHUA_E_NOT_FOUND,
                       QUHUA__T("the unit does not exist on that day", "该单位当日不存在"),
                       QUHUA__T("give a day on which it lives", "请给出其存续期内的日期"), QUHUA__NO_ARGS);
  bool a_first = day_a <= day_b;
  quhua__arena arena;
  pair p = {snapshot,
            {a_first ? day_a : day_b, a_first ? day_b : day_a, 0},
            (uint32_t)(a_first ? a : b),
            (uint32_t)(a_first ? b : a),
            &arena};
  quhua__arena_init(&arena, snapshot->allocator);
  quhua_status status = answer(&p, out, err);
  quhua__arena_free(&arena);
  return status;
}
