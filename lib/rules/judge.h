/* SPDX-License-Identifier: Apache-2.0 */
/* judge.h: rules that look at an act when it is planned to its end.
 *
 * What must hold for the planner to work is checked while it plans (lib/plan/check.c). All other rules are here: they
 * see what a program that uses the library sees, the register before and after and what the act did in between. */
#ifndef QUHUA_RULES_JUDGE_H
#define QUHUA_RULES_JUDGE_H

#include "base/arena.h"
#include "rules/findings.h"
#include "rules/settings.h"

typedef struct quhua__judge {
  const quhua_judged_act *act;
  const quhua__settings *settings;
  quhua__findings *findings;
  quhua__arena *arena;               /* scratch, freed after the act */
  const quhua_attribute *milestones; /* that the act itself states: word, "DAY TEXT" */
  size_t milestone_count;
  /* Row and line that named a unit first; 0 for the act as a whole. */
  quhua__finding_place (*place)(const void *ctx, quhua_unit_id unit);
  const void *place_ctx;
  bool failed; /* out of memory */
} quhua__judge;

/* A finding of a built-in rule. A pack that is set to `report` warns at most. */
void quhua__judge_report(quhua__judge *judge, quhua__rule rule, quhua_unit_id unit, const quhua_str *args,
                         size_t count);

/* The same about many units at once, of which one is named first. */
void quhua__judge_report_many(quhua__judge *judge, quhua__rule rule, quhua_unit_id first, size_t units,
                              const quhua_str *args, size_t count);

/* A milestone of the act's document: stated by the act, or recorded before. */
typedef struct quhua__reached {
  quhua_date date; /* QUHUA_DATE_NONE: not reached */
  quhua_str text;
} quhua__reached;
quhua__reached quhua__judge_milestone(const quhua__judge *judge, quhua_milestone milestone);

/* The unit above (or the unit itself) on a level, as a snapshot sees it on the effective day; id 0 when there is none. */
quhua_unit quhua__judge_above(const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_level level,
                              quhua_date date);
/* Name and code, in scratch memory. */
quhua_str quhua__judge_title(quhua__judge *judge, const quhua_unit *unit);

#endif
