/* SPDX-License-Identifier: Apache-2.0 */
/* truth_checks.h: what a register says beside what is true. Each check fails the test with the question that was asked. */
#ifndef QUHUA_TESTS_TRUTH_CHECKS_H
#define QUHUA_TESTS_TRUTH_CHECKS_H

#include "property/truth_model.h"

#include <quhua/quhua.h>

typedef struct truth_look {
  const truth_world *world;
  const quhua_snapshot *snapshot;
  bool exact;       /* no share was ever left open */
  bool all_counted; /* every village was counted when the register began, and none again */
} truth_look;

/* The living units, each under its parent. */
void truth_check_units(const truth_look *l, quhua_date day);
/* Every total, at every level, holds the truth; and is exact where nothing blurs it. */
void truth_check_totals(const truth_look *l, quhua_date day);
/* Shares hold the true ones and sum to one; back again lies the origin. */
void truth_check_forward(const truth_look *l, int unit, quhua_date from, quhua_date to);
/* Every unit from which something came is named. */
void truth_check_backward(const truth_look *l, int unit, quhua_date from, quhua_date to);
void truth_check_same(const truth_look *l, int a, quhua_date day_a, int b, quhua_date day_b);
/* The crosswalk of two days says of each unit what its projection says. */
void truth_check_crosswalk(const truth_look *l, quhua_date from, quhua_date to);

/* A number made of all that the snapshot says of a unit and of the totals of a day. */
uint64_t truth_answer(const quhua_snapshot *snapshot, quhua_unit_id unit, quhua_date from, quhua_date to);

#endif
