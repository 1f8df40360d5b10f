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

/* What the earlier unit's parts say of the later unit. */
static quhua_answer compare(const quhua__parts *parts, uint32_t later) {
  for (size_t i = 0; i < parts->count; i++) {
    const quhua__part *part = &parts->list[i];
    if (part->unit != later) {
      if (part->share.lo.num) return QUHUA_NO; /* some of it lies elsewhere for sure */
      continue;
    }
    if (part->share.kind == QUHUA_SHARE_WHOLE) return part->entire ? QUHUA_YES : QUHUA_NO;
    return part->share.hi.num < part->share.hi.den ? QUHUA_NO : QUHUA_UNKNOWN;
  }
  return QUHUA_NO;
}

/* Does some of a unit of the earlier day lie in the later unit for sure? false when out of memory. */
static bool lies_in(const pair *p, uint32_t unit, bool *out) {
  const quhua_snapshot *s = p->snapshot;
  quhua__parts parts;
  *out = false;
  if (unit == p->earlier || !quhua__row_on(s->state, s->known, unit, p->window.after)) return true;
  if (!quhua__compose(s->state, s->known, p->window, unit, p->arena, &parts)) return false;
  for (size_t i = 0; i < parts.count; i++)
    *out |= parts.list[i].unit == p->later && parts.list[i].share.lo.num;
  return true;
}

/* How much of the earlier unit lies in the later one may be unknown, and yet something of others lies there for sure. */
static quhua_status look_for_others(const pair *p, quhua_answer *out, quhua_error *err) {
  quhua_period days = {p->window.after + 1, p->window.until + 1};
  quhua_lineage *lineage;
  quhua_unit_id id;
  bool others = false, ok = true;
  quhua_status status = quhua_lineage_new(p->snapshot, p->later, QUHUA_PREDECESSORS, days, &lineage, err);
  if (status) return status;
  for (size_t i = 0; ok && !others && quhua_lineage_unit(lineage, i, &id, NULL); i++)
    ok = lies_in(p, (uint32_t)id, &others);
  quhua_lineage_free(lineage);
  if (others) *out = QUHUA_NO;
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}

static quhua_status answer(const pair *p, quhua_answer *out, quhua_error *err) {
  const quhua_snapshot *s = p->snapshot;
  quhua__parts parts;
  if (!quhua__compose(s->state, s->known, p->window, p->earlier, p->arena, &parts))
    return quhua__fail_nomem(err);
  *out = compare(&parts, p->later);
  return *out == QUHUA_UNKNOWN ? look_for_others(p, out, err) : QUHUA_OK;
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
