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
  size_t findings_before, findings_after; /* its findings lie between, in the list of the plan */
  bool hopeless;                          /* a finding that cannot be waived: no effects */
} quhua__planned_act;

struct quhua_plan {
  const quhua_allocator *allocator;
  const quhua_snapshot *base;
  const quhua_changeset *changeset;
  quhua_plan_options options;
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

/* What every commit needs: the caller's options over the defaults, the recorded time (it never decreases, whatever the
 * clock does), the refusal of a register that is only read, and the receipt. */
quhua_commit_options quhua__commit_options(const quhua_commit_options *given);
quhua_instant quhua__commit_instant(const quhua_registry *registry, const quhua_commit_options *options);
quhua_status quhua__fail_read_only(quhua_error *err);
void quhua__receipt_fill(const quhua_registry *registry, quhua_receipt *receipt);

#endif
