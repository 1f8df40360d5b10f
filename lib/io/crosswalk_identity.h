/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk_identity.h: what a reader of a crosswalk cannot see by codes alone. */
#ifndef QUHUA_IO_CROSSWALK_IDENTITY_H
#define QUHUA_IO_CROSSWALK_IDENTITY_H

#include <quhua/crosswalk.h>

#include "base/arena.h"

/* Which unit a row leads to is read from codes (rule 4 of docs/formats/flow-table.md). Where that would be another unit than
 * the one that it is, list[i] of row i says so: `same`, the old unit goes on as the new one, although codes differ and others
 * come in; `new`, the new unit is another one, although the code is the same, or the old unit goes there whole and alone.
 * One thing cannot be said: that a unit gave away all it had and came back by what others gave. It is taken for a new one.
 * false when memory ran out. */
bool quhua__crosswalk_identities(const quhua_crosswalk *crosswalk, const quhua_snapshot *before,
                                 quhua__arena *arena, quhua_identity **list);

#endif
