/* SPDX-License-Identifier: Apache-2.0 */
/* name_characters.h: can the characters of a division's name be read, typed and printed by every office?
 *
 * Only texts are judged here, and nothing is refused: what a fault means is decided by the rules, by level.
 * Sources:
 * - 地名管理条例 (in force 2022-05-01) art. 9: a name has no rare characters (生僻字).
 * - the statistics bureau's rule for its list of divisions: standard Chinese characters, Chinese numerals and
 *   full-width brackets only; letters, digits and spaces are errors.
 * - the published lists themselves: 䢺江镇 came out as ?江镇 (release of 2020), 青㭎村 with the private-use U+E82D
 *   (release of 2018), because U+48BA and U+3B4E are not in GBK, the repertoire of the software that wrote them. */
#ifndef QUHUA_RULES_NAME_CHARACTERS_H
#define QUHUA_RULES_NAME_CHARACTERS_H

#include <stddef.h>

#include <quhua/text.h>

typedef enum quhua__name_fault {
  QUHUA__NAME_NONE,
  /* A character was lost: ? or ？, U+FFFD, or a byte that is not UTF-8. */
  QUHUA__NAME_QUESTION,
  /* U+E000 to U+F8FF, planes 15 and 16: what is seen depends on the machine. */
  QUHUA__NAME_PRIVATE_USE,
  /* Not to be seen: C0 and C1 controls, zero-width characters, marks of direction, line and paragraph separators,
   * byte order marks. Equal names with and without them look the same. */
  QUHUA__NAME_CONTROL,
  /* Cannot be written in GBK, and so is lost or replaced by older software. */
  QUHUA__NAME_NOT_GBK,
  /* 生僻字, to be checked: a character of GBK that is not among the 6,763 of GB/T 2312-1980, or a character that was
   * written out in its parts because it could not be typed. In brackets, 小（氵甸）村, the text is the whole
   * （氵甸）; without them, 孙家瞿阝村 and 氵丙洲村, it is the part that is no character by itself. */
  QUHUA__NAME_RARE,
  /* Against the bureau's rule: letters, digits, spaces, half-width brackets, and every sign but （ ） 〇 and the marks
   * 、 and · that join two names. Digits are ordinary in the names of groups (3组). */
  QUHUA__NAME_FORM,
  QUHUA__NAME_FAULT_COUNT
} quhua__name_fault;

typedef struct quhua__name_flaw {
  quhua__name_fault fault;
  quhua_str text; /* what is at fault, inside the name: one character, or one written out in brackets */
  size_t column;  /* characters from the start of the name, the first is 1 */
} quhua__name_flaw;

/* Fill found with the first place of each fault that the name has, in the order of their places, and return how many
 * there are: 0 for a name without fault. found has room for all. Any bytes are a name; one walk over them. */
size_t quhua__name_flaws(quhua_str name, quhua__name_flaw found[QUHUA__NAME_FAULT_COUNT]);

#endif
