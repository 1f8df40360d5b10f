/* SPDX-License-Identifier: Apache-2.0 */
/* facts.c: what is on record about the register and about documents. */
#include <string.h>

#include <quhua/fact.h>

#include "registry/keys.h"
#include "registry/registry_internal.h"

bool quhua__fact_has_key(const void *ctx, uint32_t number, const void *wanted) {
  const quhua__fact *fact = quhua__state_fact(ctx, number);
  const quhua__fact_key *key = wanted;
  return fact->subject == key->subject && fact->key == key->key;
}

const quhua__fact *quhua__state_fact(const quhua__state *state, uint32_t number) {
  if (number <= state->below.facts) return quhua__segments_at(&state->base->facts, number - 1);
  return quhua__segments_at(&state->facts, number - state->below.facts - 1);
}

/* The newest fact of one layer, known at a sequence. */
static uint32_t find_in(const quhua__state *layer, uint32_t known, quhua__fact_key key) {
  uint32_t at =
      quhua__index_find(&layer->facts_by_key, quhua__fact_hash(&key), quhua__fact_has_key, layer, &key);
  while (at && quhua__state_fact(layer, at)->recorded_from > known) at = quhua__state_fact(layer, at)->next;
  return at;
}

uint32_t quhua__state_find_fact(const quhua__state *state, uint32_t known, quhua_str subject, quhua_str key) {
  quhua__fact_key wanted = {quhua__texts_find(&state->texts, subject), quhua__texts_find(&state->texts, key)};
  if ((subject.len && !wanted.subject) || !wanted.key) return 0;
  uint32_t found = find_in(state, known, wanted);
  if (found || !state->base) return found;
  return find_in(state->base, known < state->base_known ? known : state->base_known, wanted);
}

static quhua_fact public_fact(const quhua__state *s, uint32_t number) {
  const quhua__fact *fact = quhua__state_fact(s, number);
  return (quhua_fact){.sequence = fact->recorded_from,
                      .subject = quhua__texts_at(&s->texts, fact->subject),
                      .key = quhua__texts_at(&s->texts, fact->key),
                      .value = quhua__texts_at(&s->texts, fact->value),
                      .date = fact->date};
}

quhua_status quhua_fact_find(const quhua_snapshot *snapshot, quhua_str subject, quhua_str key,
                             quhua_fact *out) {
  uint32_t number = quhua__state_find_fact(snapshot->state, snapshot->known, subject, key);
  if (!number || !quhua__state_fact(snapshot->state, number)->value) return QUHUA_E_NOT_FOUND;
  *out = public_fact(snapshot->state, number);
  return QUHUA_OK;
}

bool quhua_fact_at(const quhua_snapshot *snapshot, size_t index, quhua_fact *out) {
  if (index >= quhua__state_totals(snapshot->state, snapshot->known).facts) return false;
  *out = public_fact(snapshot->state, (uint32_t)index + 1);
  return true;
}

static const char *const milestones[QUHUA_MILESTONE_LIMIT][QUHUA_LANG_COUNT] = {
    [QUHUA_MILESTONE_NONE] = {"", ""},
    [QUHUA_MILESTONE_PROPOSED] = {"proposed", "提出"},
    [QUHUA_MILESTONE_CONSULTED] = {"consulted", "村民会议"},
    [QUHUA_MILESTONE_AGREED_OUT] = {"agreed-out", "划出方同意"},
    [QUHUA_MILESTONE_AGREED_IN] = {"agreed-in", "划入方同意"},
    [QUHUA_MILESTONE_APPROVED] = {"approved", "批准"},
    [QUHUA_MILESTONE_ANNOUNCED] = {"announced", "公告"},
    [QUHUA_MILESTONE_CODE_ISSUED] = {"code-issued", "赋码"},
    [QUHUA_MILESTONE_IN_FORCE] = {"in-force", "实施"},
    [QUHUA_MILESTONE_SEALED] = {"sealed", "挂牌授印"},
    [QUHUA_MILESTONE_COMPLETED] = {"completed", "完成"},
};

const char *quhua_milestone_word(quhua_milestone milestone, quhua_lang lang) {
  bool known = (unsigned)milestone < QUHUA_MILESTONE_LIMIT && (unsigned)lang < QUHUA_LANG_COUNT;
  return known ? milestones[milestone][lang] : "";
}

quhua_milestone quhua_milestone_find(quhua_str word) {
  for (int m = 1; m < QUHUA_MILESTONE_LIMIT; m++)
    for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++)
      if (quhua_str_equal(word, quhua_str_from(milestones[m][lang]))) return (quhua_milestone)m;
  return QUHUA_MILESTONE_NONE;
}
