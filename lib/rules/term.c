/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/term.h"

#include <string.h>

#include "base/text_internal.h"

#define DAY_LENGTH 10
#define PREFIX "organ:"

/* One day of the value, with the stroke before it unless it is the first. */
static bool read_day(quhua_str value, size_t index, quhua_date *out) {
  size_t at = index * (DAY_LENGTH + 1);
  if (value.len < at + DAY_LENGTH || (index && value.ptr[at - 1] != '/')) return false;
  return quhua_date_parse((quhua_str){value.ptr + at, DAY_LENGTH}, out);
}

bool quhua__term_read(quhua_str value, quhua__term *out) {
  size_t days = (value.len + 1) / (DAY_LENGTH + 1);
  out->end = QUHUA_DATE_NONE;
  if ((days != 2 && days != 3) || value.len != days * (DAY_LENGTH + 1) - 1) return false;
  if (!read_day(value, 0, &out->start) || !read_day(value, 1, &out->planned_end)) return false;
  if (days == 3 && !read_day(value, 2, &out->end)) return false;
  return out->start <= out->planned_end && (days == 2 || out->start <= out->end);
}

bool quhua__term_is_overdue(const quhua__term *term, quhua_date day) {
  return term->planned_end < day && (term->end == QUHUA_DATE_NONE || term->end > day);
}

bool quhua__is_organ(quhua_str key) { return quhua__in_family(key, PREFIX); }

quhua_str quhua__organ_name(quhua_str key) {
  return (quhua_str){key.ptr + strlen(PREFIX), key.len - strlen(PREFIX)};
}
