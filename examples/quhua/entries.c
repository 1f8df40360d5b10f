/* SPDX-License-Identifier: Apache-2.0 */
#include "entries.h"

bool fact_walk_next(fact_walk *walk, quhua_sequence sequence, quhua_fact *out) {
  while (quhua_fact_at(walk->snapshot, walk->next, out) && out->sequence <= sequence) {
    walk->next++;
    if (out->sequence == sequence) return true;
  }
  return false;
}

static void add(table *b, quhua_str text) { buffer_add(&b->text, text.ptr, text.len); }

static void add_text(table *b, const char *text) { add(b, quhua_str_from(text)); }

void table_add_waivers(table *b, const quhua_entry *entry) {
  quhua_str rule, reason;
  for (size_t i = 0; quhua_entry_waiver(entry, i, &rule, &reason); i++) {
    if (i > 0) add_text(b, "; ");
    add(b, rule);
    add_text(b, "=");
    add(b, reason);
  }
  table_end_cell(b);
}

/* A milestone without a text is recorded with "-". */
static void add_milestone(table *b, const quhua_fact *fact) {
  char day[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(fact->date, day);
  add(b, fact->subject);
  add_text(b, " ");
  add(b, fact->key);
  add_text(b, "=");
  add_text(b, day);
  if (quhua_str_equal(fact->value, quhua_str_from("-"))) return;
  add_text(b, " ");
  add(b, fact->value);
}

void table_add_facts(table *b, fact_walk *walk, quhua_sequence sequence) {
  quhua_fact fact;
  for (size_t i = 0; fact_walk_next(walk, sequence, &fact); i++) {
    if (i > 0) add_text(b, "; ");
    if (fact.subject.len) {
      add_milestone(b, &fact);
      continue;
    }
    add(b, fact.key);
    add_text(b, "=");
    add(b, fact.value);
  }
  table_end_cell(b);
}

static void json_pair(json *j, const char *key, quhua_str value) {
  json_key_text(j, key);
  json_string(j, value);
}

void json_waivers(json *j, const quhua_entry *entry) {
  quhua_str rule, reason;
  json_open(j, '[');
  for (size_t i = 0; quhua_entry_waiver(entry, i, &rule, &reason); i++) {
    json_open(j, '{');
    json_pair(j, "rule", rule);
    json_pair(j, "reason", reason);
    json_close(j, '}');
  }
  json_close(j, ']');
}

void json_facts(json *j, fact_walk *walk, quhua_sequence sequence) {
  quhua_fact fact;
  char day[QUHUA_DATE_TEXT_MAX];
  json_open(j, '[');
  while (fact_walk_next(walk, sequence, &fact)) {
    quhua_date_format(fact.date, day);
    json_open(j, '{');
    json_pair(j, "subject", fact.subject);
    json_pair(j, "key", fact.key);
    json_pair(j, "date", quhua_str_from(day));
    json_pair(j, "value", fact.value);
    json_close(j, '}');
  }
  json_close(j, ']');
}
