/* SPDX-License-Identifier: Apache-2.0 */
/* sort.h: a stable sort of numbers by what they stand for. C's qsort has no context, and is not stable. */
#ifndef QUHUA_BASE_SORT_H
#define QUHUA_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

typedef int (*quhua__compare)(const void *ctx, uint32_t a, uint32_t b);

/* Sorts list; scratch has room for count numbers too. */
void quhua__sort(uint32_t *list, uint32_t *scratch, size_t count, quhua__compare compare, const void *ctx);

#endif
