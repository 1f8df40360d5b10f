/* SPDX-License-Identifier: Apache-2.0 */
#include "stats/decimal.h"

#include <string.h>

#include <quhua/stats.h>

#include "change/amount.h"

uint32_t quhua__decimals(quhua_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (text.ptr[i] == '.') return (uint32_t)(text.len - i - 1);
  return 0;
}

bool quhua__decimal_read(quhua_str text, uint32_t scale, int64_t *out) {
  quhua_str amount;
  int64_t value = 0;
  if (!quhua__amount_read(text, &amount, NULL) || quhua__decimals(amount) > scale) return false;
  for (size_t i = 0; i < amount.len; i++)
    if (amount.ptr[i] != '.') value = 10 * value + (amount.ptr[i] - '0');
  for (uint32_t i = quhua__decimals(amount); i < scale; i++)
    if (__builtin_mul_overflow(value, 10, &value)) return false;
  *out = value;
  return true;
}

size_t quhua_amount_format(int64_t amount, uint32_t scale, char out[QUHUA_AMOUNT_TEXT_MAX]) {
  char reversed[QUHUA_AMOUNT_TEXT_MAX];
  uint64_t rest = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
  size_t len = 0, digits = 0;
  if (scale > 18) scale = 18;
  do {
    if (digits && digits == scale) reversed[len++] = '.';
    reversed[len++] = (char)('0' + rest % 10);
    rest /= 10;
    digits++;
  } while (rest || digits <= scale);
  if (amount < 0) reversed[len++] = '-';
  for (size_t i = 0; i < len; i++) out[i] = reversed[len - 1 - i];
  out[len] = '\0';
  return len;
}
