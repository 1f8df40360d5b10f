/* SPDX-License-Identifier: Apache-2.0 */
/* listed.h: amounts that rows list (`stat:` columns) go exactly with their flows.
 *
 * What is listed is taken out of what is there, and the rest is divided by the shares of the flows that list nothing.
 * Nobody is lost and nobody is made up. So what is listed counts as it stands only as far as it can be true:
 *
 *   more is listed than can be there, or all flows list    what is there is divided in proportion to the amounts,
 *   amounts and these are not all that is there            flows without an amount get nothing
 *   nothing at all is listed though something is there,    the shares decide, as if nothing had been listed
 *   or what is there cannot be told from what is not
 *
 * The planner tells both (rules lineage.amount-too-large, lineage.amounts-sum). */
#ifndef QUHUA_STATS_LISTED_H
#define QUHUA_STATS_LISTED_H

#include "stats/transfer.h"

/* Among which transfers all that is still in a pool is to be divided, with their shares of it. */
typedef struct quhua__left {
  const quhua__transfer *list;
  size_t count;
} quhua__left;

/* Take what the transfers of a pool list out of it, as arrivals; what goes nowhere is a stray of the unit `above`. What
 * is left lives in the arena, or is what was given. QUHUA_OK, QUHUA_E_NOMEM or QUHUA_E_INVALID. */
quhua_status quhua__take_listed(quhua__pools *pools, uint32_t pool, const quhua__transfer *transfers,
                                size_t count, uint32_t above, quhua__arena *arena, quhua__arrivals *arrivals,
                                quhua__left *left);

#endif
