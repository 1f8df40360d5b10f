/* SPDX-License-Identifier: Apache-2.0 */
#include "base/pinyin.h"

#include "base/text_internal.h"

/* Readings in names of places, beside the one under which GB/T 2312 lists the character. */
static const struct reading {
  int32_t point;
  char letter;
} other_readings[] = {
    {0x4E50, 'y'}, /* 乐: 乐清 Yuèqīng */
    {0x4EC7, 'q'}, /* 仇: 仇家 Qiújiā */
    {0x4F1A, 'k'}, /* 会: 会稽 Kuàijī */
    {0x533A, 'o'}, /* 区: 区家 Ōujiā */
    {0x5355, 's'}, /* 单: 单县 Shànxiàn */
    {0x5708, 'j'}, /* 圈: 马圈 Mǎjuàn */
    {0x57D4, 'b'}, /* 埔: 大埔 Dàbù */
    {0x5821, 'p'}, /* 堡: 十里堡 Shílǐpù */
    {0x5C09, 'y'}, /* 尉: 尉犁 Yùlí */
    {0x671D, 'z'}, /* 朝: 朝霞 Zhāoxiá */
    {0x6CCA, 'p'}, /* 泊: 梁山泊 Liángshānpō */
    {0x6CCC, 'b'}, /* 泌: 泌阳 Bìyáng */
    {0x6D5A, 'x'}, /* 浚: 浚县 Xùnxiàn */
    {0x6DA1, 'g'}, /* 涡: 涡阳 Guōyáng */
    {0x756A, 'p'}, /* 番: 番禺 Pānyú */
    {0x76DB, 'c'}, /* 盛: 盛 Chéng */
    {0x85CF, 'z'}, /* 藏: 西藏 Xīzàng */
    {0x884C, 'h'}, /* 行: 太行 Tàiháng */
    {0x89E3, 'h'}, /* 解: 解州 Hàizhōu */
    {0x89E3, 'x'}, /* 解: 解家 Xièjiā */
    {0x8D3E, 'g'}, /* 贾: 贾 Gǔ */
    {0x91CD, 'c'}, /* 重: 重庆 Chóngqìng */
    {0x94C5, 'y'}, /* 铅: 铅山 Yánshān */
    {0x957F, 'z'}, /* 长: 长治 Zhǎngzhì */
    {0x964D, 'x'}, /* 降: 降龙 Xiánglóng */
};

static char lower(char c) { return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c; }

static bool is_letter(char c) { return lower(c) >= 'a' && lower(c) <= 'z'; }

bool quhua__is_initials(quhua_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (!is_letter(text.ptr[i])) return false;
  return text.len >= 2;
}

static char listed_letter(int32_t point) {
  if (point < QUHUA__PINYIN_FIRST || point > QUHUA__PINYIN_LAST) return '.';
  int32_t at = point - QUHUA__PINYIN_FIRST;
  return quhua__pinyin_initials[at / QUHUA__PINYIN_COLUMNS][at % QUHUA__PINYIN_COLUMNS];
}

static quhua__maybe begins_with_letter(int32_t point, char letter) {
  if (point > 0 && point < 0x80) return lower((char)point) == letter ? QUHUA__YES : QUHUA__NO;
  char known = listed_letter(point);
  if (known == '.') return QUHUA__PERHAPS;
  if (known == letter) return QUHUA__YES;
  for (size_t i = 0; i < sizeof other_readings / sizeof *other_readings; i++)
    if (other_readings[i].point == point && other_readings[i].letter == letter) return QUHUA__YES;
  return QUHUA__NO;
}

quhua__maybe quhua__has_initials(quhua_str name, quhua_str initials) {
  bool some_known = false, all_known = true;
  size_t at = 0;
  for (size_t i = 0; i < initials.len; i++) {
    int32_t point;
    if (at >= name.len) return QUHUA__NO;
    at = quhua__utf8_next(name, at, &point);
    quhua__maybe answer = begins_with_letter(point, lower(initials.ptr[i]));
    if (answer == QUHUA__NO) return answer;
    some_known |= answer == QUHUA__YES;
    all_known &= answer == QUHUA__YES;
  }
  if (at < name.len || !some_known) return QUHUA__NO;
  return all_known ? QUHUA__YES : QUHUA__PERHAPS;
}
