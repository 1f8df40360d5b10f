/* SPDX-License-Identifier: Apache-2.0 */
#include "infer/names.h"

#include <string.h>

#include "base/text_internal.h"

size_t quhua__name_length(quhua_str name) {
  size_t count = 0;
  for (size_t at = 0; at < name.len; count++) at = quhua__utf8_next(name, at, NULL);
  return count;
}

static bool is_numeral(int32_t point) {
  static const int32_t numerals[] = {0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                     0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341}; /* 一 … 十 */
  if (point >= '0' && point <= '9') return true;
  for (size_t i = 0; i < sizeof numerals / sizeof numerals[0]; i++)
    if (numerals[i] == point) return true;
  return false;
}

static bool holds(quhua_str name, int32_t wanted) {
  int32_t point;
  for (size_t at = 0; at < name.len;) {
    at = quhua__utf8_next(name, at, &point);
    if (point == wanted) return true;
  }
  return false;
}

size_t quhua__names_common(quhua_str a, quhua_str b) {
  size_t count = 0;
  int32_t point;
  for (size_t at = 0; at < a.len;) {
    at = quhua__utf8_next(a, at, &point);
    count += point >= 0 && !is_numeral(point) && holds(b, point);
  }
  return count;
}

/* Characters that agree at the beginning, with the bytes that they take. */
static size_t common_prefix(quhua_str a, quhua_str b, size_t *bytes) {
  size_t at = 0, count = 0;
  while (at < a.len && at < b.len) {
    size_t next = quhua__utf8_next(a, at, NULL);
    if (next > b.len || memcmp(a.ptr + at, b.ptr + at, next - at) != 0) break;
    at = next;
    count++;
  }
  *bytes = at;
  return count;
}

size_t quhua__names_ends(quhua_str a, quhua_str b) {
  size_t prefix, count = common_prefix(a, b, &prefix);
  size_t x = a.len, y = b.len;
  while (x > prefix && y > prefix && a.ptr[x - 1] == b.ptr[y - 1]) {
    x--;
    y--;
    count += ((unsigned char)a.ptr[x] & 0xC0) != 0x80; /* a whole character */
  }
  return count;
}

bool quhua__name_takes_up(quhua_str name, quhua_str ended, quhua_str own) {
  int32_t point;
  for (size_t at = 0; at < ended.len;) {
    at = quhua__utf8_next(ended, at, &point);
    if (point >= 0 && !is_numeral(point) && holds(name, point) && !holds(own, point)) return true;
  }
  return false;
}

bool quhua__name_is_made_of(quhua_str name, quhua_str one, quhua_str other) {
  int32_t point;
  size_t length = 0, of_one = 0, of_other = 0;
  for (size_t at = 0; at < name.len; length++) {
    at = quhua__utf8_next(name, at, &point);
    bool in_one = holds(one, point), in_other = holds(other, point);
    if (point < 0 || (!in_one && !in_other)) return false;
    of_one += in_one;
    of_other += in_other;
  }
  return length >= 2 && of_one > 0 && (of_other > 0 || other.len == 0);
}
