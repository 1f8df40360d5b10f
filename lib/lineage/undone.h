/* SPDX-License-Identifier: Apache-2.0 */
/* undone.h: acts that were repealed (废止). What the act gave comes back by the repeal, so seen across both nothing happened,
 * whatever the shares of the repeal leave open. That holds while all of it lies where the act put it, and nothing beside
 * it: when a unit that the act touched gave or got anything in between, the flows stand as they were recorded. */
#ifndef QUHUA_LINEAGE_UNDONE_H
#define QUHUA_LINEAGE_UNDONE_H

#include "lineage/compose.h"

/* Did something happen in a window: recorded later, on one of its days? */
bool quhua__window_has(quhua__window window, quhua_date date, uint32_t entry);

/* What was found out of the repeals in a window. */
typedef struct quhua__undone {
  const quhua__state *state;
  uint32_t known;
  quhua__window window;
  uint8_t *answers; /* by undoing: of the act, of its repeal */
} quhua__undone;

/* Look at a window. What is found lives in the arena. false when out of memory. */
bool quhua__undone_init(quhua__undone *undone, const quhua__state *state, uint32_t known,
                        quhua__window window, quhua__arena *arena);
/* Is an entry of the window an act that another one in it leads back, or that one, so that neither counts? */
bool quhua__is_undone(const quhua__undone *undone, uint32_t entry);

#endif
