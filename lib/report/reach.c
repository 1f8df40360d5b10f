/* SPDX-License-Identifier: Apache-2.0 */
/* reach.c: how far back a journal entry may change answers.
 *
 * An act opens and closes versions, and lets territory flow, on its effective day and after it. So an answer about earlier
 * days is the same before and after it, unless the act takes back what others did, corrects the record, or brings values:
 * one value changes the decimals of a whole series. What is on record about documents, codes and settings is in no
 * answer (quhua/exports.h, quhua_host_answer). Whatever is not certain is "any day". */
#include <string.h>

#include "base/text_internal.h"
#include "registry/registry_internal.h"
#include "report/exports_internal.h"

/* What the facts of an entry are about. */
typedef struct deeds {
  bool exports_only; /* at least one, and no other fact */
  bool harmless;     /* nothing that an answer tells */
} deeds;

/* Milestones have a subject; settings have no colon. Other families (series, ledgers) are in answers, or may be. */
static bool is_harmless(const quhua_fact *fact) {
  return fact->subject.len || quhua__is_export(fact) || quhua__is_reservation(fact->subject, fact->key) ||
         !memchr(fact->key.ptr, ':', fact->key.len);
}

static deeds look_at_facts(const quhua_snapshot *snapshot, uint32_t first, uint32_t last) {
  deeds found = {.exports_only = first < last, .harmless = true};
  quhua_fact fact;
  for (uint32_t i = first; i < last && quhua_fact_at(snapshot, i, &fact); i++) {
    found.exports_only &= quhua__is_export(&fact);
    found.harmless &= is_harmless(&fact);
  }
  return found;
}

quhua_date quhua__entry_reach(const quhua_snapshot *snapshot, uint32_t sequence) {
  const quhua__state *s = snapshot->state;
  const quhua__entry_record *entry = quhua__state_entry(s, sequence);
  quhua__totals before = quhua__state_totals(s, sequence - 1), after = quhua__state_totals(s, sequence);
  bool about_others = entry->retracts || entry->amends || after.undoings != before.undoings;
  bool values = after.observed != before.observed || after.amounts != before.amounts;
  bool harmless = look_at_facts(snapshot, before.facts, after.facts).harmless;
  if (entry->kind == QUHUA_ENTRY_OPENING || about_others || values || !harmless) return QUHUA_DATE_NONE;
  return entry->kind == QUHUA_ENTRY_RECORD ? QUHUA_DATE_OPEN : entry->earliest;
}

uint32_t quhua__export_sequence(const quhua_snapshot *snapshot) {
  uint32_t sequence = snapshot->known;
  for (; sequence > 0; sequence--) {
    quhua__totals before = quhua__state_totals(snapshot->state, sequence - 1);
    quhua__totals after = quhua__state_totals(snapshot->state, sequence);
    bool record = quhua__state_entry(snapshot->state, sequence)->kind == QUHUA_ENTRY_RECORD;
    if (!record || after.observed != before.observed) break;
    if (!look_at_facts(snapshot, before.facts, after.facts).exports_only) break;
  }
  return sequence;
}
