/* SPDX-License-Identifier: Apache-2.0 */
/* number.h: numbers as text for messages. */
#ifndef QUHUA_BASE_NUMBER_H
#define QUHUA_BASE_NUMBER_H

#include <stdint.h>

#include <quhua/text.h>

#define QUHUA__NUMBER_TEXT_MAX 24

/* Writes into the buffer and returns a view of it. */
static inline quhua_str quhua__number_text(uint64_t number, char out[QUHUA__NUMBER_TEXT_MAX]) {
  size_t at = QUHUA__NUMBER_TEXT_MAX;
  do out[--at] = (char)('0' + number % 10);
  while (number /= 10);
  return (quhua_str){out + at, QUHUA__NUMBER_TEXT_MAX - at};
}

#endif
