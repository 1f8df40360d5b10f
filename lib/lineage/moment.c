/* SPDX-License-Identifier: Apache-2.0 */
#include "lineage/moment.h"

#include "registry/registry_internal.h"

bool quhua__moment_earlier(quhua__moment a, quhua__moment b) {
  return a.date != b.date ? a.date < b.date : a.entry < b.entry;
}

bool quhua__moment_same(quhua__moment a, quhua__moment b) { return a.date == b.date && a.entry == b.entry; }

quhua__moment quhua__moment_of(const quhua__flow_row *flow) {
  return (quhua__moment){flow->date, flow->recorded_from};
}

/* Did an act that was recorded before the moment, and that still holds, change the unit on the same day? */
static bool changed_that_day(const quhua__state *state, uint32_t known, uint32_t unit, quhua__moment at) {
  quhua__chain chain = quhua__chain_of_unit(state, at.entry - 1, unit);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(state, number);
    bool begins_or_ends = row->from == at.date || row->to == at.date;
    if (begins_or_ends && !quhua__state_is_retracted(state, row->recorded_from, known)) return true;
  }
  return false;
}

uint32_t quhua__row_just_before(const quhua__state *state, uint32_t known, uint32_t unit, quhua__moment at) {
  if (!unit) return 0;
  if (changed_that_day(state, known, unit, at)) return quhua__row_on(state, at.entry - 1, unit, at.date);
  return quhua__row_on(state, known, unit, at.date - 1);
}
