/* SPDX-License-Identifier: Apache-2.0 */
/* common_characters.h: the characters of GB/T 2312-1980 and of GBK, as tables.
 *
 * common_characters.c is written by tests/fidelity/make_common_characters.py; test_name_characters.c compares every
 * code point of the BMP with iconv(3). */
#ifndef QUHUA_RULES_COMMON_CHARACTERS_H
#define QUHUA_RULES_COMMON_CHARACTERS_H

#include <stdint.h>

/* The block of Han characters that GBK has whole. */
#define QUHUA__HAN_FIRST 0x4E00
#define QUHUA__HAN_LAST 0x9FA5

/* The 6,763 Han characters of GB/T 2312: bit n % 32 of word n / 32 is U+4E00 + n. */
#define QUHUA__GB2312_WORDS ((QUHUA__HAN_LAST - QUHUA__HAN_FIRST) / 32 + 1)
extern const uint32_t quhua__gb2312_han[QUHUA__GB2312_WORDS];

/* The two-byte characters of GBK, as ranges in ascending order, both ends included. */
typedef struct quhua__character_range {
  uint16_t first, last;
} quhua__character_range;
#define QUHUA__GBK_RANGES 138
extern const quhua__character_range quhua__gbk[QUHUA__GBK_RANGES];

#endif
