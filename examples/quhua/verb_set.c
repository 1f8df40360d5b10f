/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "receipt.h"
#include "session.h"
#include "settings.h"
#include "table.h"
#include "verbs.h"

static size_t lines_of(quhua_str text) {
  size_t lines = text.len && text.ptr[text.len - 1] != '\n';
  for (size_t i = 0; i < text.len; i++) lines += text.ptr[i] == '\n';
  return lines;
}

/* A table stays whole for programs; people see how long it is. */
static void add_value(const tool *t, table *b, quhua_str value) {
  char text[64];
  if (t->format != OUTPUT_TEXT || !memchr(value.ptr, '\n', value.len)) {
    table_add(b, value);
    return;
  }
  snprintf(text, sizeof text, in_language(t, "(%zu lines)", "（%zu 行）"), lines_of(value));
  table_add_text(b, text);
}

static void add_setting(const tool *t, const quhua_snapshot *snapshot, const quhua_setting *setting,
                        quhua_str key, table *b) {
  table_add(b, key);
  add_value(t, b, quhua_setting_value(snapshot, key));
  table_add_text(b, setting->initial);
  table_add_text(b, setting->values);
  table_add_text(b, setting->title[t->lang]);
}

/* The newest value of a key that begins like the family, each key once. */
static void add_family(const tool *t, const quhua_snapshot *snapshot, const quhua_setting *setting,
                       table *b) {
  size_t prefix = strlen(setting->key) - 1;
  quhua_fact fact, newest;
  for (size_t i = 0; quhua_fact_at(snapshot, i, &fact); i++) {
    bool member =
        fact.subject.len == 0 && fact.key.len > prefix && memcmp(fact.key.ptr, setting->key, prefix) == 0;
    if (!member || quhua_fact_find(snapshot, fact.subject, fact.key, &newest) != QUHUA_OK) continue;
    if (newest.sequence == fact.sequence) add_setting(t, snapshot, setting, fact.key, b);
  }
}

static int list_settings(const tool *t, const quhua_snapshot *snapshot) {
  table b;
  const quhua_setting *setting;
  table_init(&b, (const char *const[]){"key", "value", "initial", "values", "title"}, 5);
  for (size_t i = 0; (setting = quhua_setting_at(i)); i++) {
    add_setting(t, snapshot, setting, quhua_str_from(setting->key), &b);
    if (setting->key[strlen(setting->key) - 1] == '*') add_family(t, snapshot, setting, &b);
  }
  int exit_status = table_print(&b, t, stdout);
  table_free(&b);
  return exit_status;
}

static int record_settings(const tool *t, const session *s, const setting_list *settings) {
  quhua_fact *facts = calloc(settings->count, sizeof *facts);
  if (!facts) return no_memory(t);
  for (size_t i = 0; i < settings->count; i++)
    facts[i] = (quhua_fact){.key = settings->items[i].key, .value = settings->items[i].value};
  int exit_status = facts_record(t, s, facts, settings->count);
  free(facts);
  return exit_status;
}

static bool begins_with(quhua_str text, const char *word) {
  size_t len = strlen(word);
  return text.len > len && memcmp(text.ptr, word, len) == 0;
}

/* "reserve:…" and "ledger:…" are facts of the register too, but they have verbs of their own. */
static int refuse_other_facts(const tool *t, const setting_list *settings) {
  for (size_t i = 0; i < settings->count; i++) {
    if (begins_with(settings->items[i].key, "reserve:"))
      return usage_fault(t, "codes are reserved by quhua reserve", "预留代码请用 quhua reserve");
    if (begins_with(settings->items[i].key, "ledger:"))
      return usage_fault(t, "what became of books is recorded by quhua ledger",
                         "账目融合方式请用 quhua ledger");
  }
  return DONE;
}

int verb_set(tool *t) {
  session s;
  setting_list settings = {0};
  int exit_status = DONE;
  for (size_t i = 1; exit_status == DONE && i < t->opt.arg_count; i++)
    exit_status = setting_list_add(t, &settings, t->opt.args[i], true);
  if (exit_status == DONE) exit_status = refuse_other_facts(t, &settings);
  if (exit_status == DONE) exit_status = session_open(t, settings.count ? SESSION_WRITE : SESSION_READ, &s);
  if (exit_status == DONE) {
    exit_status = settings.count ? record_settings(t, &s, &settings) : list_settings(t, s.snapshot);
    session_close(&s);
  }
  setting_list_free(&settings);
  return exit_status;
}
