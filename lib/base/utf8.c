/* SPDX-License-Identifier: Apache-2.0 */
#include "base/utf8.h"

#include <stdbool.h>
#include <string.h>

#define EIGHT_HIGH_BITS UINT64_C(0x8080808080808080)

static bool is_trail(unsigned char byte) { return (byte & 0xC0) == 0x80; }

size_t quhua__utf8_step(const char *at, const char *end) {
  const unsigned char *p = (const unsigned char *)at;
  size_t room = (size_t)(end - at);
  if (p[0] < 0x80) return 1;
  if (p[0] < 0xC2 || p[0] > 0xF4) return 0;
  if (p[0] < 0xE0) return room >= 2 && is_trail(p[1]) ? 2 : 0;
  if (p[0] < 0xF0) {
    if (room < 3 || !is_trail(p[1]) || !is_trail(p[2])) return 0;
    if (p[0] == 0xE0 && p[1] < 0xA0) return 0; /* overlong */
    if (p[0] == 0xED && p[1] > 0x9F) return 0; /* surrogates */
    return 3;
  }
  if (room < 4 || !is_trail(p[1]) || !is_trail(p[2]) || !is_trail(p[3])) return 0;
  if (p[0] == 0xF0 && p[1] < 0x90) return 0; /* overlong */
  if (p[0] == 0xF4 && p[1] > 0x8F) return 0; /* above U+10FFFF */
  return 4;
}

size_t quhua__utf8_span(quhua_str text) {
  const char *at = text.ptr, *end = text.len ? text.ptr + text.len : text.ptr;
  while (at < end) {
    uint64_t eight;
    if (end - at >= 8 && (memcpy(&eight, at, 8), (eight & EIGHT_HIGH_BITS) == 0)) {
      at += 8;
      continue;
    }
    size_t step = quhua__utf8_step(at, end);
    if (step == 0) break;
    at += step;
  }
  return (size_t)(at - text.ptr);
}

uint32_t quhua__utf8_count(const char *at, const char *end) {
  uint32_t count = 0;
  for (; at < end; at++)
    if (!is_trail((unsigned char)*at)) count++;
  return count;
}
