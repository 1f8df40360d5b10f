/* SPDX-License-Identifier: Apache-2.0 */
/* carry_back.h: amounts of a later day go back where the territory came from.
 *
 * Just before an act, what a unit has after it was in the units from which its territory came, the unit itself among them where it
 * lived on: in that one unit, or in several that have it together, nobody knows in which parts. Shares say nothing of
 * this: they are of the unit that gave. So parts of a division sum to the old unit, and a merged unit is divided by a token. What
 * was set up from nothing had nobody before. */
#ifndef QUHUA_STATS_CARRY_BACK_H
#define QUHUA_STATS_CARRY_BACK_H

#include "stats/carry.h"

/* Walk the timeline, which begins after the day that is asked about, from its end. Of each unit the first observation
 * after the day counts. The pools were initialised; those of units that live on the day have what was carried back. QUHUA_OK,
 * QUHUA_E_NOMEM or QUHUA_E_INVALID. */
quhua_status quhua__carry_back(const quhua__carrying *carrying, quhua__pools *pools);

#endif
