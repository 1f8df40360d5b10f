/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/changed_units.h"

#include "registry/registry_internal.h"

quhua__changed_units quhua__changed_units_of(const quhua_judged_act *act) {
  const quhua__state *s = act->after->state;
  return (quhua__changed_units){.act = act,
                                .row = quhua__state_totals(s, (uint32_t)act->sequence - 1).rows,
                                .last = quhua__state_totals(s, (uint32_t)act->sequence).rows};
}

static quhua_unit version_on(const quhua_snapshot *snapshot, uint32_t unit, quhua_date date) {
  quhua_unit version;
  return quhua_unit_find_id(snapshot, unit, date, &version) == QUHUA_OK ? version : (quhua_unit){0};
}

/* A unit that changed has two rows that stand together: the one that ended and the one that began. */
bool quhua__changed_units_next(quhua__changed_units *walk, quhua_unit *before, quhua_unit *after) {
  while (walk->row < walk->last) {
    uint32_t unit = quhua__state_row(walk->act->after->state, ++walk->row)->unit;
    if (unit == walk->previous) continue;
    walk->previous = unit;
    *before = version_on(walk->act->before, unit, walk->act->effective);
    *after = version_on(walk->act->after, unit, walk->act->effective);
    return true;
  }
  return false;
}
