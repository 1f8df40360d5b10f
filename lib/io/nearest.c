/* SPDX-License-Identifier: Apache-2.0 */
#include "io/nearest.h"

#include <stdint.h>

#include "base/text_internal.h"

/* Characters that are compared; what is longer is no misspelt word. */
#define LONGEST 48u

void quhua__nearest_init(quhua__nearest *nearest, quhua_str text) {
  *nearest = (quhua__nearest){text, {"", 0}, SIZE_MAX};
}

/* Characters of a text, without difference of case. */
static size_t characters(quhua_str text, int32_t out[LONGEST]) {
  size_t count = 0;
  for (size_t at = 0; at < text.len && count < LONGEST; count++) {
    int32_t point;
    at = quhua__utf8_next(text, at, &point);
    out[count] = point >= 'A' && point <= 'Z' ? point - 'A' + 'a' : point;
  }
  return count;
}

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Levenshtein's distance, row by row. */
static size_t distance_between(quhua_str a, quhua_str b) {
  int32_t left[LONGEST], right[LONGEST];
  size_t rows = characters(a, left), columns = characters(b, right);
  size_t row[LONGEST + 1];
  for (size_t c = 0; c <= columns; c++) row[c] = c;
  for (size_t r = 1; r <= rows; r++) {
    size_t diagonal = row[0];
    row[0] = r;
    for (size_t c = 1; c <= columns; c++) {
      size_t replaced = diagonal + (left[r - 1] != right[c - 1]);
      diagonal = row[c];
      row[c] = least(replaced, least(row[c], row[c - 1]) + 1);
    }
  }
  return row[columns];
}

void quhua__nearest_offer(quhua__nearest *nearest, quhua_str word) {
  size_t distance = distance_between(nearest->text, word);
  if (distance >= nearest->distance) return;
  nearest->distance = distance;
  nearest->word = word;
}
