/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include <utf8proc.h>

#include "base/text_internal.h"

quhua_str quhua_str_from(const char *text) { return (quhua_str){text, text ? strlen(text) : 0}; }

bool quhua_str_equal(quhua_str a, quhua_str b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool quhua__begins_with(quhua_str text, const char *word) {
  size_t len = strlen(word);
  return text.len >= len && (len == 0 || memcmp(text.ptr, word, len) == 0);
}

bool quhua__in_family(quhua_str key, const char *prefix) {
  return key.len > strlen(prefix) && quhua__begins_with(key, prefix);
}

bool quhua__ends_with(quhua_str text, quhua_str word) {
  return text.len >= word.len &&
         (word.len == 0 || memcmp(text.ptr + text.len - word.len, word.ptr, word.len) == 0);
}

size_t quhua__utf8_next(quhua_str text, size_t at, int32_t *point) {
  enum { LONGEST_CHARACTER = 4 };
  size_t left = text.len - at;
  if (left > LONGEST_CHARACTER) left = LONGEST_CHARACTER;
  utf8proc_int32_t read = -1;
  utf8proc_ssize_t used =
      utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + at, (utf8proc_ssize_t)left, &read);
  if (point) *point = used > 0 ? read : -1;
  return at + (used > 0 ? (size_t)used : 1);
}

bool quhua__utf8_valid(quhua_str text) {
  for (size_t at = 0; at < text.len;) {
    int32_t point;
    at = quhua__utf8_next(text, at, &point);
    if (point < 0) return false;
  }
  return true;
}
