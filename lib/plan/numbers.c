/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/numbers.h"

#include <string.h>

#include "code/scheme.h"

bool quhua__numbers_begin(const quhua_scheme *scheme, const quhua_code *parent, quhua_level parent_level,
                          quhua_level level, quhua__numbers *out) {
  quhua_code probe;
  *out = (quhua__numbers){.parent = *parent, .parent_level = parent_level, .level = level};
  return quhua_scheme_is_structured(scheme) && parent_level < level &&
         quhua__code_compose(scheme, parent, parent_level, level, 1, 3, &probe) &&
         quhua__code_prefix(scheme, &probe, level, &out->prefix);
}

void quhua__numbers_collect(quhua__numbers *numbers, const quhua__state *state, uint32_t known) {
  quhua__chain chain = quhua__chain_of_prefix(state, known, numbers->level, &numbers->prefix);
  for (uint32_t row; (row = quhua__chain_next(&chain)) != 0;) {
    const quhua_code *code = &quhua__state_row(state, row)->code;
    quhua__segment_set_add(&numbers->used, quhua_code_segment(state->scheme, code, numbers->level));
  }
}

int quhua__numbers_next(const quhua_scheme *scheme, const quhua__numbers *numbers, quhua_kind kind, int width,
                        bool fill) {
  quhua__segment_set taken = numbers->used;
  int number = quhua__issue(scheme, kind, width, &taken, fill);
  while (number >= 0 && quhua__segment_set_has(&numbers->reserved, number)) {
    quhua__segment_set_add(&taken, number);
    number = quhua__issue(scheme, kind, width, &taken, fill);
  }
  return number;
}

const quhua_code *quhua__group_code(const quhua__state *state, uint32_t row) {
  const quhua_code *code = &quhua__state_row(state, row)->code;
  return quhua__code_is_grid(state->scheme, code) ? NULL : code;
}

uint8_t quhua__group_width(const quhua__state *state, uint32_t known, const quhua_code *like,
                           const quhua_code *prefix) {
  quhua__chain chain = quhua__chain_of_prefix(state, known, QUHUA_LEVEL_GROUP, prefix);
  for (uint32_t row; !like && (row = quhua__chain_next(&chain)) != 0;) like = quhua__group_code(state, row);
  return like && strlen(like->text) == (size_t)state->scheme->length + 2 ? 2 : 3;
}
