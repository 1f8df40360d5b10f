/* SPDX-License-Identifier: Apache-2.0 */
/* changed_units.h: the units that an act begins, ends or changes, one after the other. quhua_judged_act_unit() counts from
 * the start for each of them; a walk is linear for all. */
#ifndef QUHUA_RULES_CHANGED_UNITS_H
#define QUHUA_RULES_CHANGED_UNITS_H

#include <quhua/rules.h>

typedef struct quhua__changed_units {
  const quhua_judged_act *act;
  uint32_t row, last, previous;
} quhua__changed_units;

quhua__changed_units quhua__changed_units_of(const quhua_judged_act *act);
/* The next unit, as quhua_judged_act_unit() gives it; false past the last. */
bool quhua__changed_units_next(quhua__changed_units *walk, quhua_unit *before, quhua_unit *after);

#endif
