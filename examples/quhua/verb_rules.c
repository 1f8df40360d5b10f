/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "labels.h"
#include "session.h"
#include "table.h"
#include "verbs.h"

static const char *const columns[] = {"id",     "pack",  "severity",   "waivable",
                                      "source", "title", "parameters", "mode"};

/* How the register has set a pack; packs without a setting always judge. */
static void add_mode(const tool *t, const quhua_snapshot *snapshot, quhua_str pack, table *b) {
  char key[64];
  int len = snprintf(key, sizeof key, "rules.%.*s", (int)pack.len, pack.ptr);
  quhua_str mode = quhua_setting_value(snapshot, (quhua_str){key, (size_t)len});
  table_add(b, mode.len ? mode : quhua_str_from(in_language(t, "always", "始终")));
}

int verb_rules(tool *t) {
  session s = {0};
  table b;
  const quhua_rule *rule;
  bool asks = t->opt.arg_count > 0;
  int exit_status = asks ? session_open(t, SESSION_READ, &s) : DONE;
  if (exit_status != DONE) return exit_status;
  table_init(&b, columns, sizeof columns / sizeof *columns - !asks);
  for (size_t i = 0; (rule = quhua_rule_at(i)); i++) {
    quhua_str pack = {rule->id, strcspn(rule->id, ".")};
    table_add_text(&b, rule->id);
    table_add(&b, pack);
    table_add_text(&b, severity_word(rule->severity, t->lang));
    table_add_text(&b, rule->waivable ? in_language(t, "yes", "是") : in_language(t, "no", "否"));
    table_add_text(&b, rule->source);
    table_add_text(&b, rule->title[t->lang]);
    table_add_text(&b, rule->parameters);
    if (asks) add_mode(t, s.snapshot, pack, &b);
  }
  exit_status = table_print(&b, t, stdout);
  table_free(&b);
  if (asks) session_close(&s);
  return exit_status;
}
