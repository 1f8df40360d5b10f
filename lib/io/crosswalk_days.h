/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk_days.h: the days on which a crosswalk can be carried out as a flow table. */
#ifndef QUHUA_IO_CROSSWALK_DAYS_H
#define QUHUA_IO_CROSSWALK_DAYS_H

#include <stdbool.h>

#include <quhua/crosswalk.h>

#include "base/arena.h"

/* A row of a crosswalk goes from the first day to the last at one stroke, so rows that depend on each other must happen at
 * one stroke, too: A takes the code that B leaves later, a unit is divided on two days, a village moves before its town
 * does. days[i] is the day of row i: the last one of all rows that hang together with it. false when memory ran out. */
bool quhua__crosswalk_days(const quhua_crosswalk *crosswalk, quhua__arena *arena, quhua_date **days);

#endif
