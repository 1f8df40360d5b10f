/* SPDX-License-Identifier: Apache-2.0 */
/* plan_internal.h: what a plan is made of. */
#ifndef QUHUA_PLAN_INTERNAL_H
#define QUHUA_PLAN_INTERNAL_H

#include <quhua/plan.h>

#include "base/bytes.h"
#include "registry/registry_internal.h"
#include "rules/findings.h"

/* One act of the plan. */
typedef struct quhua__planned_act {
  const quhua_flow_row **rows; /* in the plan's arena; borrowed from the changeset */
  size_t row_count;
  uint32_t *numbers; /* rows in the changeset */
  quhua_str document;
  quhua_date effective, decided;
  quhua__bytes effects;
  bool hopeless; /* a finding that cannot be waived: no effects */
} quhua__planned_act;

struct quhua_plan {
  const quhua_allocator *allocator;
  const quhua_snapshot *base;
  quhua__state overlay;
  quhua_snapshot after;
  quhua__arena arena;
  quhua__findings findings;
  quhua__planned_act *acts;
  size_t act_count;
  quhua_period days;
};

/* Split a changeset into acts in the order in which they run (rule 1). */
quhua_status quhua__plan_split(quhua_plan *plan, const quhua_changeset *changeset, quhua_error *err);

#endif
