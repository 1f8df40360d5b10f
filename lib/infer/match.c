/* SPDX-License-Identifier: Apache-2.0 */
#include "infer/match.h"

bool quhua__matching_begin(quhua__matching *m) {
  m->ties = quhua__arena_alloc(&m->arena, (m->before.count + 1) * sizeof *m->ties);
  m->origin = quhua__arena_alloc(&m->arena, (m->after.count + 1) * sizeof *m->origin);
  m->joined = quhua__arena_alloc(&m->arena, (m->after.count + 1) * sizeof *m->joined);
  return m->ties && m->origin && m->joined;
}

void quhua__matching_free(quhua__matching *m) {
  const quhua_allocator *a = m->allocator;
  if (m->rivals) a->free(a->ctx, m->rivals, m->rival_cap * sizeof *m->rivals);
  if (m->votes) a->free(a->ctx, m->votes, m->vote_cap * sizeof *m->votes);
  quhua__census_free(&m->before);
  quhua__census_free(&m->after);
  quhua__census_texts_free(&m->texts);
  quhua__arena_free(&m->arena);
}

void quhua__tie_same(quhua__matching *m, uint32_t before, uint32_t after, quhua__evidence evidence,
                     uint32_t confidence) {
  m->ties[before] = (quhua__tie){after, (uint16_t)confidence, (uint8_t)evidence, true};
  m->origin[after] = before;
}

void quhua__tie_rival(quhua__matching *m, uint32_t before, uint32_t after, uint32_t confidence) {
  void *rivals = m->rivals;
  bool grown = quhua__grow(m->allocator, &rivals, &m->rival_cap, m->rival_count + 1, sizeof *m->rivals);
  m->rivals = rivals;
  if (grown)
    m->rivals[m->rival_count++] = (quhua__rival){before, after, (uint16_t)confidence};
  else
    m->failed = true;
}

void quhua__tie_successor(quhua__matching *m, uint32_t before, uint32_t after, quhua__evidence evidence,
                          uint32_t confidence) {
  if ((int32_t)confidence < m->least) {
    quhua__tie_rival(m, before, after, confidence);
    return;
  }
  m->ties[before] = (quhua__tie){after, (uint16_t)confidence, (uint8_t)evidence, false};
  m->joined[after]++;
}

void quhua__matching_run(quhua__matching *m) {
  static void (*const steps[])(quhua__matching *, quhua_level) = {
      quhua__match_names,   quhua__match_votes,      quhua__match_moved,    quhua__match_codes,
      quhua__match_similar, quhua__match_successors, quhua__match_found_new};
  quhua__match_code_and_name(m);
  for (int level = QUHUA_LEVEL_PROVINCE; level <= QUHUA_LEVEL_MAX; level++)
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && !m->failed; i++) {
      m->level = (quhua_level)level;
      steps[i](m, m->level);
    }
}
