/* SPDX-License-Identifier: Apache-2.0 */
#include "change/amount.h"

#include "base/utf8.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static size_t skip_digits(quhua_str text, size_t at) {
  while (at < text.len && is_digit(text.ptr[at])) at++;
  return at;
}

bool quhua__amount_read(quhua_str text, quhua_str *out, uint32_t *column) {
  size_t zeros = 0;
  while (zeros + 1 < text.len && text.ptr[zeros] == '0' && is_digit(text.ptr[zeros + 1])) zeros++;
  size_t whole = skip_digits(text, zeros), end = whole;
  bool point = whole > zeros && whole < text.len && text.ptr[whole] == '.';
  if (point) end = skip_digits(text, whole + 1);
  bool dangling = point && end == whole + 1; /* a point that no digit follows */
  size_t wrong = dangling ? whole + 1 : end;
  size_t digits = end - zeros - (point ? 1 : 0);
  if (!dangling && end == text.len && digits > 0 && digits <= QUHUA__AMOUNT_DIGITS) {
    *out = (quhua_str){text.ptr + zeros, text.len - zeros};
    return true;
  }
  if (wrong == text.len && digits > QUHUA__AMOUNT_DIGITS) wrong = 0;
  if (column) *column = text.len ? quhua__utf8_count(text.ptr, text.ptr + wrong) + 1 : 1;
  return false;
}
