/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/name_characters.h"

#include <stdbool.h>
#include <stdint.h>

#include "base/text_internal.h"
#include "rules/common_characters.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))

typedef struct range {
  int32_t first, last;
} range;

static bool in_ranges(const range *ranges, size_t count, int32_t point) {
  for (size_t i = 0; i < count; i++)
    if (point >= ranges[i].first && point <= ranges[i].last) return true;
  return false;
}

static bool is_one_of(const int32_t *points, size_t count, int32_t point) {
  for (size_t i = 0; i < count; i++)
    if (points[i] == point) return true;
  return false;
}

/* quhua__utf8_next gives -1 for a byte that is not UTF-8: whoever decodes it writes U+FFFD. */
static bool is_lost(int32_t point) { return point < 0 || point == '?' || point == 0xFF1F || point == 0xFFFD; }

static bool is_private(int32_t point) { return (point >= 0xE000 && point <= 0xF8FF) || point >= 0xF0000; }

static bool is_control(int32_t point) {
  static const range controls[] = {
      {0x00, 0x1F},     {0x7F, 0x9F}, {0xAD, 0xAD}, /* soft hyphen */
      {0x200B, 0x200F},                             /* zero width, left-to-right and right-to-left marks */
      {0x2028, 0x202E},                             /* separators of lines and paragraphs, embeddings */
      {0x2060, 0x206F},                             /* word joiner, isolates */
      {0xFEFF, 0xFEFF},
  };
  return in_ranges(controls, LENGTH(controls), point);
}

/* Spaces that GBK has not got: what is wrong with them is that they are spaces. */
static bool is_foreign_space(int32_t point) {
  return point == 0xA0 || (point >= 0x2000 && point <= 0x200A) || point == 0x202F || point == 0x205F;
}

static bool is_gbk(int32_t point) {
  size_t low = 0, high = QUHUA__GBK_RANGES;
  if (point < 0x80) return true;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (point > quhua__gbk[middle].last)
      low = middle + 1;
    else
      high = middle;
  }
  return low < QUHUA__GBK_RANGES && point >= quhua__gbk[low].first;
}

/* Han characters of GBK: the block, and the 21 among the compatibility ideographs. */
static bool is_han(int32_t point) {
  return (point >= QUHUA__HAN_FIRST && point <= QUHUA__HAN_LAST) || (point >= 0xF900 && point <= 0xFAFF);
}

/* Parts of characters that have a code of their own (most of them even in GB/T 2312) but are no characters: in a name
 * they mean that the whole one could not be typed. All that occur in the lists of 2019 to 2021 do: 孙家瞿阝村,
 * 氵丙洲村, 犭央犭茶湖村, 钅广村, 艹两口村. */
static bool is_part(int32_t point) {
  static const int32_t parts[] = {
      0x4E2C /* 丬 */, 0x4EBB /* 亻 */, 0x5182 /* 冂 */, 0x5196 /* 冖 */, 0x51AB /* 冫 */, 0x5202 /* 刂 */,
      0x52F9 /* 勹 */, 0x5369 /* 卩 */, 0x5B80 /* 宀 */, 0x5EF4 /* 廴 */, 0x5F73 /* 彳 */, 0x5FC4 /* 忄 */,
      0x624C /* 扌 */, 0x6535 /* 攵 */, 0x6C35 /* 氵 */, 0x706C /* 灬 */, 0x72AD /* 犭 */, 0x7592 /* 疒 */,
      0x793B /* 礻 */, 0x7E9F /* 纟 */, 0x7F52 /* 罒 */, 0x8279 /* 艹 */, 0x864D /* 虍 */, 0x8864 /* 衤 */,
      0x8BA0 /* 讠 */, 0x8FB6 /* 辶 */, 0x9485 /* 钅 */, 0x961D /* 阝 */, 0x9963 /* 饣 */,
  };
  return is_one_of(parts, LENGTH(parts), point);
}

static bool is_common(int32_t point) {
  if (point < QUHUA__HAN_FIRST || point > QUHUA__HAN_LAST || is_part(point)) return false;
  uint32_t n = (uint32_t)(point - QUHUA__HAN_FIRST);
  return quhua__gb2312_han[n / 32] >> n % 32 & 1;
}

/* Signs that names are written with: （ ） 〇, and the marks 、 and · between two names. */
static bool is_usual_sign(int32_t point) {
  return point == 0xFF08 || point == 0xFF09 || point == 0x3007 || point == 0x3001 || point == 0xB7;
}

static quhua__name_fault fault_of(int32_t point) {
  if (is_common(point) || is_usual_sign(point)) return QUHUA__NAME_NONE;
  if (is_lost(point)) return QUHUA__NAME_QUESTION;
  if (is_private(point)) return QUHUA__NAME_PRIVATE_USE;
  if (is_control(point)) return QUHUA__NAME_CONTROL;
  if (is_foreign_space(point)) return QUHUA__NAME_FORM;
  if (!is_gbk(point)) return QUHUA__NAME_NOT_GBK;
  return is_han(point) ? QUHUA__NAME_RARE : QUHUA__NAME_FORM;
}

/* The code point at offset *at, which moves on; 0 at the end. */
static int32_t take(quhua_str name, size_t *at) {
  int32_t point = 0;
  if (*at < name.len) *at = quhua__utf8_next(name, *at, &point);
  return point;
}

/* Characters that are words as well and stand on the left in characters that the lists write out: （石玄）步村,
 * 叶（土夭）村, 上(田本)村. */
static bool stands_on_the_left(int32_t point) {
  static const int32_t lefts[] = {
      0x53E3 /* 口 */, 0x571F /* 土 */, 0x6728 /* 木 */, 0x706B /* 火 */, 0x7530 /* 田 */,
      0x76EE /* 目 */, 0x77F3 /* 石 */, 0x79BE /* 禾 */, 0x866B /* 虫 */, 0x8DB3 /* 足 */,
  };
  return is_one_of(lefts, LENGTH(lefts), point);
}

/* A remark in brackets, （石矿）社区, stands at the end or before the word for the community or its committee. */
static bool follows_a_remark(int32_t point) {
  return point == 0 || point == 0x793E /* 社 */ || point == 0x5C45 /* 居 */;
}

/* The offset after a character that is written out in brackets at this offset, or 0: two Han characters, one of them a
 * part of characters only, or both words but not a remark. */
static size_t written_out_end(quhua_str name, size_t at) {
  int32_t open = take(name, &at);
  if (open != '(' && open != 0xFF08) return 0;
  int32_t one = take(name, &at), two = take(name, &at), close = take(name, &at);
  if (close != ')' && close != 0xFF09) return 0;
  if (!is_han(one) || !is_han(two)) return 0;
  size_t end = at;
  if (is_part(one) || is_part(two)) return end;
  return stands_on_the_left(one) && !follows_a_remark(take(name, &at)) ? end : 0;
}

size_t quhua__name_flaws(quhua_str name, quhua__name_flaw found[QUHUA__NAME_FAULT_COUNT]) {
  bool seen[QUHUA__NAME_FAULT_COUNT] = {[QUHUA__NAME_NONE] = true};
  size_t count = 0, column = 1, next;
  for (size_t at = 0; at < name.len; at = next) {
    int32_t point;
    size_t written_out = written_out_end(name, at), characters = written_out ? 4 : 1;
    next = quhua__utf8_next(name, at, &point);
    quhua__name_fault fault = written_out ? QUHUA__NAME_RARE : fault_of(point);
    if (written_out) next = written_out;
    if (!seen[fault]) found[count++] = (quhua__name_flaw){fault, {name.ptr + at, next - at}, column};
    seen[fault] = true;
    column += characters;
  }
  return count;
}
