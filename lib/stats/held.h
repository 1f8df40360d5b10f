/* SPDX-License-Identifier: Apache-2.0 */
/* held.h: what the engine asks of statistics (registry/state.h); the facade joins the two. */
#ifndef QUHUA_STATS_HELD_H
#define QUHUA_STATS_HELD_H

#include "registry/state.h"

/* Linear in the observations and flows of the series. */
quhua__held_of quhua__stats_held;

#endif
