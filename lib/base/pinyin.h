/* SPDX-License-Identifier: Apache-2.0 */
/* pinyin.h: initials of names in Pinyin (拼音首字母): 云龙村 is ylc. */
#ifndef QUHUA_BASE_PINYIN_H
#define QUHUA_BASE_PINYIN_H

#include <stdbool.h>
#include <stdint.h>

#include <quhua/text.h>

#define QUHUA__PINYIN_FIRST 0x4E00
#define QUHUA__PINYIN_LAST 0x9FA5
#define QUHUA__PINYIN_COLUMNS 100
#define QUHUA__PINYIN_ROWS ((QUHUA__PINYIN_LAST - QUHUA__PINYIN_FIRST) / QUHUA__PINYIN_COLUMNS + 1)

/* Letters of the characters from U+4E00 on, row by row; '.' for those that the first level of GB/T 2312 has not got. */
extern const char quhua__pinyin_initials[QUHUA__PINYIN_ROWS][QUHUA__PINYIN_COLUMNS + 1];

/* May the text be initials: two Latin letters or more, and nothing else? */
bool quhua__is_initials(quhua_str text);

typedef enum quhua__maybe {
  QUHUA__NO,
  QUHUA__PERHAPS, /* some character has an unknown reading */
  QUHUA__YES
} quhua__maybe;

/* Are these the initials of the name, upper or lower case? A character with several readings has that of GB/T 2312 and
 * those that it often has in names of places (重庆 is cq and zq). A character whose reading is not known may be any
 * letter, but one that is known has to be there. */
quhua__maybe quhua__has_initials(quhua_str name, quhua_str initials);

#endif
