/* SPDX-License-Identifier: Apache-2.0 */
/* share.h: what shares are made of. */
#ifndef QUHUA_CHANGE_SHARE_H
#define QUHUA_CHANGE_SHARE_H

#include <stdbool.h>

#include <quhua/change.h>

/* Reads a fraction 2/5 or a decimal 0.4 from 0 to 1 at the start of [*at, end) and moves *at behind it. On failure
 * *at is the first character that is wrong, or the start of a number that is out of bounds or has more digits than
 * fit. */
bool quhua__share_number(const char **at, const char *end, quhua_fraction *out);

/* The same share in its one form: with the bounds that its kind fixes, and exact where an interval has no width.
 * false when the bounds contradict the kind, are not in lowest terms, or lie outside 0..1. */
bool quhua__share_normal(quhua_share share, quhua_share *out);

#endif
