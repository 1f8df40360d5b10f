/* SPDX-License-Identifier: Apache-2.0 */
/* narrow.h: parts that children define.
 *
 * A town whose villages went to other towns, one by one, is divided by `children`, and how much that is nobody knows. But
 * where it lies is known exactly: in the towns in which its villages lie. A village that went and came back divides
 * nothing in the end. */
#ifndef QUHUA_LINEAGE_NARROW_H
#define QUHUA_LINEAGE_NARROW_H

#include "lineage/compose.h"

/* Keep those parts of a unit in which its children of the first day lie on the last, or land of it that lay in none of
 * them. A part that stays alone is whole; of several, the children define the shares. The parts stay as they are when the
 * unit had no children, when one of them cannot be found below any part, and when units that came from nowhere may have
 * taken land of it along. Cost: the children are composed. false when out of memory. */
bool quhua__parts_narrow(const quhua__state *state, uint32_t known, quhua__window window, uint32_t unit,
                         quhua__arena *arena, quhua__parts *parts);

#endif
