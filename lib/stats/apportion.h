/* SPDX-License-Identifier: Apache-2.0 */
/* apportion.h: whole numbers divided by exact shares, so that the parts sum to the whole. */
#ifndef QUHUA_STATS_APPORTION_H
#define QUHUA_STATS_APPORTION_H

#include <stddef.h>
#include <stdint.h>

#include <quhua/fraction.h>

/* amount × share rounded down; *rest, if given, is what is left over, in parts of share.den. amount >= 0 and share from
 * 0 to 1. */
int64_t quhua__share_down(int64_t amount, quhua_fraction share, int64_t *rest);
/* The same rounded up. */
int64_t quhua__share_up(int64_t amount, quhua_fraction share);

/* One part of a division. */
typedef struct quhua__portion {
  quhua_fraction share; /* of the whole */
  int64_t amount;       /* what it gets */
  quhua_fraction rest;  /* what rounding down left over */
} quhua__portion;

/* Divide by the largest remainders (Hamilton, Hare-Niemeyer): each part gets its share rounded down, and what is left is
 * handed out one by one to the largest remainders; of equal ones the first in the list gets it. The shares must sum
 * to 1. order has room for twice as many numbers as there are portions. */
void quhua__apportion(int64_t whole, quhua__portion *list, size_t count, uint32_t *order);

#endif
