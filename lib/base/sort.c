/* SPDX-License-Identifier: Apache-2.0 */
#include "base/sort.h"

#include <stdbool.h>
#include <string.h>

#define RUN 8u /* shorter pieces are sorted by insertion */

static void insertion(uint32_t *list, size_t count, quhua__compare compare, const void *ctx) {
  for (size_t i = 1; i < count; i++) {
    uint32_t item = list[i];
    size_t at = i;
    for (; at > 0 && compare(ctx, list[at - 1], item) > 0; at--) list[at] = list[at - 1];
    list[at] = item;
  }
}

static void merge(const uint32_t *a, size_t na, const uint32_t *b, size_t nb, uint32_t *out,
                  quhua__compare compare, const void *ctx) {
  while (na && nb) {
    if (compare(ctx, *a, *b) <= 0) *out++ = *a++, na--;
    else *out++ = *b++, nb--;
  }
  memcpy(out, na ? a : b, (na + nb) * sizeof *out);
}

void quhua__sort(uint32_t *list, uint32_t *scratch, size_t count, quhua__compare compare, const void *ctx) {
  if (count < 2) return;
  for (size_t at = 0; at < count; at += RUN)
    insertion(list + at, count - at < RUN ? count - at : RUN, compare, ctx);
  uint32_t *from = list, *to = scratch;
  for (size_t width = RUN; width < count; width *= 2) {
    for (size_t at = 0; at < count; at += 2 * width) {
      size_t na = count - at < width ? count - at : width;
      size_t nb = count - at - na < width ? count - at - na : width;
      bool ordered = nb == 0 || compare(ctx, from[at + na - 1], from[at + na]) <= 0;
      if (ordered) memcpy(to + at, from + at, (na + nb) * sizeof *to);
      else merge(from + at, na, from + at + na, nb, to + at, compare, ctx);
    }
    uint32_t *swap = from;
    from = to;
    to = swap;
  }
  if (from != list) memcpy(list, from, count * sizeof *list);
}
