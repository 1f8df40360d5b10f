/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/apportion.h"

#include "base/fraction.h"
#include "base/sort.h"

/* Long division of a product that may need 126 bits, one binary digit of the amount at a time. The running rest is
 * less than den, so no step leaves 64 bits. */
int64_t quhua__share_down(int64_t amount, quhua_fraction share, int64_t *rest) {
  uint64_t num = (uint64_t)share.num, den = (uint64_t)share.den, left = 0, quotient = 0;
  for (int bit = 62; bit >= 0; bit--) {
    uint64_t digit = 0;
    if (left >= den - left) { /* twice the rest */
      left -= den - left;
      digit++;
    } else
      left += left;
    if ((uint64_t)amount >> bit & 1) {
      if (left >= den - num) {
        left -= den - num;
        digit++;
      } else
        left += num;
    }
    quotient = 2 * quotient + digit;
  }
  if (rest) *rest = (int64_t)left;
  return (int64_t)quotient;
}

int64_t quhua__share_up(int64_t amount, quhua_fraction share) {
  int64_t rest, down = quhua__share_down(amount, share, &rest);
  return down + (rest > 0);
}

static int by_rest(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__portion *list = ctx;
  return quhua__fraction_compare(list[b].rest, list[a].rest); /* the largest first; the sort is stable */
}

void quhua__apportion(int64_t whole, quhua__portion *list, size_t count, uint32_t *order) {
  int64_t given = 0;
  for (size_t i = 0; i < count; i++) {
    int64_t rest;
    list[i].amount = quhua__share_down(whole, list[i].share, &rest);
    list[i].rest = (quhua_fraction){rest, list[i].share.den};
    given += list[i].amount;
    order[i] = (uint32_t)i;
  }
  quhua__sort(order, order + count, count, by_rest, list);
  for (size_t i = 0; i < count && given < whole; i++, given++) list[order[i]].amount++;
}
