/* SPDX-License-Identifier: Apache-2.0 */
/* prepare.c: everything that can fail when an entry is applied, done before: texts and memory. */
#include "base/fail.h"
#include "code/issue.h"
#include "registry/keys.h"
#include "registry/state.h"

static bool intern_effect(quhua__state *s, const quhua__effect *effect) {
  uint32_t number;
  switch (effect->kind) {
  case QUHUA__EFFECT_OPEN:
  case QUHUA__EFFECT_AMEND: {
    quhua__reader attributes = effect->as.open.attributes;
    quhua_attribute pair;
    while (quhua__effect_attribute(&attributes, &pair)) {
      if (!quhua__texts_intern(&s->texts, pair.key, &number) ||
          !quhua__texts_intern(&s->texts, pair.value, &number))
        return false;
      quhua_str rest = pair.value, part;
      while (quhua__is_identifier(pair.key) && quhua__identifier_next(&rest, &part))
        if (!quhua__texts_intern(&s->texts, part, &number)) return false;
    }
    return quhua__texts_intern_name(&s->texts, effect->as.open.name, &number);
  }
  case QUHUA__EFFECT_EVENT:
    return quhua__texts_intern(&s->texts, effect->as.event.reason, &number) &&
           quhua__texts_intern(&s->texts, effect->as.event.note, &number);
  case QUHUA__EFFECT_AMOUNT:
    return quhua__texts_intern(&s->texts, effect->as.amount.series, &number) &&
           quhua__texts_intern(&s->texts, effect->as.amount.value, &number);
  case QUHUA__EFFECT_OBSERVE:
    return quhua__texts_intern(&s->texts, effect->as.observe.series, &number) &&
           quhua__texts_intern(&s->texts, effect->as.observe.value, &number);
  case QUHUA__EFFECT_FACT:
    return quhua__texts_intern(&s->texts, effect->as.fact.subject, &number) &&
           quhua__texts_intern(&s->texts, effect->as.fact.key, &number) &&
           quhua__texts_intern(&s->texts, effect->as.fact.value, &number);
  case QUHUA__EFFECT_END:
  case QUHUA__EFFECT_CLOSE:
  case QUHUA__EFFECT_FLOW:
  case QUHUA__EFFECT_RETRACT:
  case QUHUA__EFFECT_UNDO:
  case QUHUA__EFFECT_DOUBT:
  case QUHUA__EFFECT_WINDOW: return true;
  }
  return true;
}

/* Rows that taking back an entry may bring back: at most as many as the entry appended. */
static uint64_t retract_rows(const quhua__state *s, quhua_str effects) {
  uint64_t rows = 0;
  quhua__reader in = quhua__reader_on(effects);
  for (quhua__effect e = quhua__effect_read(&in); e.kind != QUHUA__EFFECT_END; e = quhua__effect_read(&in)) {
    if (e.kind != QUHUA__EFFECT_RETRACT) continue;
    uint32_t target = e.as.retract.sequence;
    if (target == 0 || target > quhua__state_head(s)) continue;
    rows += quhua__state_totals(s, target).rows - quhua__state_totals(s, target - 1).rows;
  }
  return rows;
}

/* At most how many prefixes of codes the versions that begin may add: neighbours mostly share theirs. */
static uint32_t count_prefixes(const quhua__state *s, quhua_str effects) {
  uint32_t count = 0;
  quhua__code_key last = {.level = QUHUA_LEVEL_ANY};
  quhua__reader in = quhua__reader_on(effects);
  for (quhua__effect e = quhua__effect_read(&in); e.kind != QUHUA__EFFECT_END; e = quhua__effect_read(&in)) {
    if (e.kind != QUHUA__EFFECT_OPEN && e.kind != QUHUA__EFFECT_AMEND) continue;
    quhua__code_key key = {.level = e.as.open.level};
    if (!quhua__code_prefix(s->scheme, &e.as.open.code, key.level, &key.code)) continue;
    bool same = key.level == last.level && quhua_code_compare(&key.code, &last.code) == 0;
    count += !same;
    last = key;
  }
  return count;
}

static bool reserve(quhua__state *s, const quhua__effect_counts *n, uint64_t brought_back,
                    uint32_t prefixes) {
  uint64_t again = n->closed + brought_back, all = (uint64_t)n->opened + n->amended + again;
  if (all > UINT32_MAX) return false;
  uint32_t rows = (uint32_t)all;
  return quhua__segments_reserve(&s->rows, rows) && quhua__segments_reserve(&s->units, n->opened) &&
         quhua__segments_reserve(&s->flows, n->flows) && quhua__segments_reserve(&s->events, n->events) &&
         quhua__segments_reserve(&s->amounts, n->amounts) &&
         quhua__segments_reserve(&s->observed, n->observed) &&
         quhua__segments_reserve(&s->series, n->observed) &&
         quhua__segments_reserve(&s->retractions, n->retracted) &&
         quhua__segments_reserve(&s->undoings, n->undone) &&
         quhua__segments_reserve(&s->sets, n->opened + n->amended) &&
         quhua__segments_reserve(&s->pairs, n->attributes) && quhua__segments_reserve(&s->facts, n->facts) &&
         quhua__index_reserve(&s->facts_by_key, n->facts) &&
         quhua__segments_reserve(&s->identifiers, n->identifiers) &&
         quhua__index_reserve(&s->units_by_identifier, n->identifiers) &&
         quhua__segments_reserve(&s->entries, 1) && quhua__index_reserve(&s->documents, 1) &&
         quhua__index_reserve(&s->codes, rows) &&
         quhua__index_reserve(&s->prefixes, prefixes + (uint32_t)again);
}

quhua_status quhua__state_prepare(quhua__state *s, const quhua__entry_head *head, quhua_str effects,
                                  quhua_error *err) {
  quhua__reader in = quhua__reader_on(effects);
  quhua__effect_counts counts;
  if (!quhua__effect_count(in, &counts))
    return quhua__entry_corrupt(head->sequence, "its effects are malformed", "效果部分格式错误", err);
  uint32_t number;
  bool ok = quhua__texts_intern(&s->texts, head->actor, &number) &&
            quhua__texts_intern(&s->texts, head->document, &number);
  for (quhua__effect e = quhua__effect_read(&in); ok && e.kind != QUHUA__EFFECT_END;
       e = quhua__effect_read(&in))
    ok = intern_effect(s, &e);
  ok = ok && reserve(s, &counts, retract_rows(s, effects), count_prefixes(s, effects));
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}

quhua_status quhua__state_reserve_overlay(quhua__state *s, const quhua__state *overlay, quhua_error *err) {
  bool ok = quhua__segments_reserve(&s->rows, overlay->rows.count) &&
            quhua__segments_reserve(&s->units, overlay->units.count) &&
            quhua__segments_reserve(&s->flows, overlay->flows.count) &&
            quhua__segments_reserve(&s->events, overlay->events.count) &&
            quhua__segments_reserve(&s->amounts, overlay->amounts.count) &&
            quhua__segments_reserve(&s->observed, overlay->observed.count) &&
            quhua__segments_reserve(&s->series, overlay->series.count) &&
            quhua__segments_reserve(&s->retractions, overlay->retractions.count) &&
            quhua__segments_reserve(&s->undoings, overlay->undoings.count) &&
            quhua__segments_reserve(&s->sets, overlay->sets.count) &&
            quhua__segments_reserve(&s->pairs, overlay->pairs.count) &&
            quhua__segments_reserve(&s->facts, overlay->facts.count) &&
            quhua__index_reserve(&s->facts_by_key, overlay->facts.count) &&
            quhua__segments_reserve(&s->identifiers, overlay->identifiers.count) &&
            quhua__index_reserve(&s->units_by_identifier, overlay->identifiers.count) &&
            quhua__segments_reserve(&s->entries, overlay->entries.count) &&
            quhua__index_reserve(&s->documents, overlay->entries.count) &&
            quhua__index_reserve(&s->codes, overlay->rows.count) &&
            quhua__index_reserve(&s->prefixes, overlay->rows.count);
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}
