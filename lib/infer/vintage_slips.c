/* SPDX-License-Identifier: Apache-2.0 */
/* vintage_slips.c: slips of the pen. A code: one character other, missing or too many, or two neighbours transposed; a
 * name: the same of its characters. These are nearly all slips of people who type (Damerau 1964). */
#include <string.h>

#include "base/text_internal.h"
#include "infer/names.h"
#include "infer/vintage.h"

/* --- codes ----------------------------------------------------------------------------------------------------------- */

/* What is known of the codes that were tried. */
typedef struct hunt {
  const quhua_vintage *v;
  uint32_t stem;
  uint32_t found; /* best version so far */
  int grade;      /* 2: holds on the day, and no row is true by it; 1: on other days */
  bool several;   /* another unit fits as well */
} hunt;

static void offer(hunt *h, uint32_t number) {
  const quhua__state *state = h->v->snapshot->state;
  const quhua__row *row = quhua__state_row(state, number);
  bool on_day = quhua__row_holds_on(row, h->v->day);
  if (on_day && quhua__vintage_is_taken(h->v, number)) return;
  int grade = on_day ? 2 : 1;
  if (grade < h->grade) return;
  if (grade > h->grade) {
    h->grade = grade;
    h->found = number;
    h->several = false;
  } else if (quhua__state_row(state, h->found)->unit != row->unit) {
    h->several = true;
  }
}

static void try_code(hunt *h, const char *text, size_t len) {
  quhua__reading reading = {.named = true, .stem = h->stem};
  if (!quhua__vintage_read(h->v->snapshot, (quhua_str){text, len}, &reading)) return;
  quhua__reading_walk walk = quhua__vintage_walk(h->v->snapshot, &reading, false);
  for (uint32_t number; (number = quhua__vintage_step(&walk)) != 0;)
    if (quhua__state_row(h->v->snapshot->state, number)->standing == QUHUA_STANDING_FORMAL) offer(h, number);
}

/* Every character of the same sort: digits for a digit, letters for a letter. */
static void try_others(hunt *h, char *text, size_t len, size_t at, char first, char last, char but) {
  for (int c = first; c <= last; c++) {
    if (c == but) continue;
    text[at] = (char)c;
    try_code(h, text, len);
  }
  text[at] = but;
}

static void try_replaced(hunt *h, char *text, size_t len) {
  for (size_t at = 0; at < len; at++) {
    char own = text[at];
    bool digit = own >= '0' && own <= '9', small = own >= 'a' && own <= 'z';
    try_others(h, text, len, at, digit ? '0' : small ? 'a' : 'A', digit ? '9' : small ? 'z' : 'Z', own);
  }
}

static void try_transposed(hunt *h, char *text, size_t len) {
  for (size_t at = 0; at + 1 < len; at++) {
    char own = text[at], next = text[at + 1];
    if (own == next) continue;
    text[at] = next;
    text[at + 1] = own;
    try_code(h, text, len);
    text[at] = own;
    text[at + 1] = next;
  }
}

static void try_shorter(hunt *h, const char *text, size_t len) {
  char shorter[QUHUA_CODE_MAX + 2];
  for (size_t at = 0; at < len; at++) {
    if (at && text[at] == text[at - 1]) continue; /* the same text again */
    memcpy(shorter, text, at);
    memcpy(shorter + at, text + at + 1, len - at - 1);
    try_code(h, shorter, len - 1);
  }
}

static void try_longer(hunt *h, const char *text, size_t len) {
  char longer[QUHUA_CODE_MAX + 2];
  for (size_t at = 0; at <= len; at++) {
    memcpy(longer, text, at);
    memcpy(longer + at + 1, text + at, len - at);
    for (char c = '0'; c <= '9'; c++) {
      if (at && text[at - 1] == c) continue; /* the same text again */
      longer[at] = c;
      try_code(h, longer, len + 1);
    }
  }
}

uint32_t quhua__vintage_find_code_slip(const quhua_vintage *v, quhua_str code, uint32_t stem, bool *several) {
  char text[QUHUA_CODE_MAX + 2];
  hunt h = {.v = v, .stem = stem};
  *several = false;
  if (!stem || code.len == 0 || code.len > QUHUA_CODE_MAX + 1) return 0;
  memcpy(text, code.ptr, code.len);
  try_replaced(&h, text, code.len);
  try_transposed(&h, text, code.len);
  try_shorter(&h, text, code.len);
  if (code.len < QUHUA_CODE_MAX) try_longer(&h, text, code.len);
  *several = h.several;
  return h.found;
}

/* --- names ----------------------------------------------------------------------------------------------------------- */

/* Where the names begin to differ there are two characters, the other way round. */
static bool is_transposed(quhua_str a, quhua_str b) {
  size_t at = 0, a1, a2, b1, b2;
  int32_t x1, x2, y1, y2;
  if (a.len != b.len) return false;
  while (at < a.len) {
    size_t next = quhua__utf8_next(a, at, NULL);
    if (memcmp(a.ptr + at, b.ptr + at, next - at) != 0) break;
    at = next;
  }
  if (at == a.len) return false;
  a1 = quhua__utf8_next(a, at, &x1);
  b1 = quhua__utf8_next(b, at, &y1);
  if (a1 == a.len || b1 == b.len) return false;
  a2 = quhua__utf8_next(a, a1, &x2);
  b2 = quhua__utf8_next(b, b1, &y2);
  return x1 == y2 && x2 == y1 && a2 == b2 && memcmp(a.ptr + a2, b.ptr + b2, a.len - a2) == 0;
}

bool quhua__vintage_is_name_slip(quhua_str a, quhua_str b) {
  size_t x = quhua__name_length(a), y = quhua__name_length(b);
  size_t longer = x > y ? x : y, shorter = x + y - longer;
  if (shorter < 2 || longer < 3 || longer - shorter > 1) return false;
  size_t ends = quhua__names_ends(a, b);
  return ends + 1 >= longer || is_transposed(a, b);
}
