/* SPDX-License-Identifier: Apache-2.0 */
/* place.h: the one unit of a day in which something lies that cannot be divided. */
#ifndef QUHUA_LEDGER_PLACE_H
#define QUHUA_LEDGER_PLACE_H

#include <quhua/project.h>

/* The units above a unit on a day and itself, from the top. */
typedef struct quhua__path {
  quhua_unit_id units[QUHUA_LEVEL_MAX + 1];
  size_t count; /* 0: the register as a whole */
} quhua__path;

quhua__path quhua__path_of(const quhua_snapshot *snapshot, quhua_unit_id unit, quhua_date day);
/* Does the path lead through a unit? 0: always. */
bool quhua__path_has(const quhua__path *path, quhua_unit_id unit);

/* Where something that belongs to a unit on one day lies on a later one. `divided` when that is no successor of the
 * unit, but what stands above all of them. */
typedef struct quhua__place {
  quhua__path path;
  bool divided;
} quhua__place;

/* By the territory of the unit, which was projected from one of the days to the other. QUHUA_OK or QUHUA_E_NOMEM. */
quhua_status quhua__place_of(const quhua_snapshot *snapshot, const quhua_projection *territory,
                             quhua_unit_id unit, quhua_date from, quhua_date to, quhua__place *out);
/* The same without a projection at hand. QUHUA_E_NOT_FOUND when the unit does not live on `from`. */
quhua_status quhua__place_on(const quhua_snapshot *snapshot, quhua_unit_id unit, quhua_date from,
                             quhua_date to, quhua__place *out);

#endif
