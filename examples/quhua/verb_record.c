/* SPDX-License-Identifier: Apache-2.0 */
/* verb_record.c: milestones of documents (办理节点). */
#include <stdlib.h>
#include <string.h>

#include "receipt.h"
#include "verbs.h"

#define DAY_LENGTH 10 /* YYYY-MM-DD */

/* NAME=DAY or "NAME=DAY TEXT". Views into the argument. */
static int read_milestone(const tool *t, const char *text, quhua_fact *out) {
  const char *equals = strchr(text, '=');
  if (!equals)
    return usage_fault(
        t, "“%s” is no milestone; write NAME=DAY or \"NAME=DAY TEXT\", for example approved=2019-12-27",
        "“%s”不是办理节点，请写作 名称=日期 或 \"名称=日期 说明\"，例如 批准=2019-12-27", text);
  const char *value = equals + 1;
  size_t len = strlen(value);
  bool parted = len == DAY_LENGTH || (len > DAY_LENGTH + 1 && value[DAY_LENGTH] == ' ');
  out->key = (quhua_str){text, (size_t)(equals - text)};
  if (!parted || !quhua_date_parse((quhua_str){value, DAY_LENGTH}, &out->date))
    return usage_fault(t, "“%s” does not begin with a day and a blank; write YYYY-MM-DD",
                       "“%s”不以日期和空格开头，日期写作 YYYY-MM-DD", value);
  if (len > DAY_LENGTH) out->value = quhua_str_from(value + DAY_LENGTH + 1);
  return DONE;
}

static int read_milestones(const tool *t, const quhua_scheme *scheme, quhua_fact *facts) {
  quhua_error err = {0};
  int exit_status = DONE;
  for (size_t i = 2; exit_status == DONE && i < t->opt.arg_count; i++) {
    quhua_fact *fact = &facts[i - 2];
    fact->subject = quhua_str_from(t->opt.args[1]);
    exit_status = read_milestone(t, t->opt.args[i], fact);
    if (exit_status == DONE && quhua_fact_check(scheme, fact, &err) != QUHUA_OK)
      exit_status = library_fault(t, &err);
  }
  return exit_status;
}

/* A proposal has milestones before there is an act, so this is only worth a note. */
static void mention_unknown_document(const tool *t, quhua_registry *registry) {
  quhua_entries *entries = NULL;
  quhua_entry entry;
  bool known = false;
  if (quhua_entries_new(registry, 1, &entries, NULL) != QUHUA_OK) return;
  while (!known && quhua_entries_next(entries, &entry, NULL) == QUHUA_OK)
    known = entry.kind == QUHUA_ENTRY_ACT && quhua_str_equal(entry.document, quhua_str_from(t->opt.args[1]));
  quhua_entries_free(entries);
  if (!known)
    say(t, "note: no act in the register has the document “%s” yet", "提示：登记册中尚无文号为“%s”的变更",
        t->opt.args[1]);
}

int verb_milestone(tool *t) {
  session s;
  if (t->opt.args[1][0] == '\0') return usage_fault(t, "the document is empty", "文号为空");
  int exit_status = session_open(t, SESSION_WRITE, &s);
  if (exit_status != DONE) return exit_status;
  size_t count = t->opt.arg_count - 2;
  quhua_fact *facts = calloc(count, sizeof *facts);
  if (!facts)
    exit_status = no_memory(t);
  else
    exit_status = read_milestones(t, quhua_registry_scheme(s.registry), facts);
  if (exit_status == DONE) exit_status = facts_record(t, &s, facts, count);
  if (exit_status == DONE) mention_unknown_document(t, s.registry);
  free(facts);
  session_close(&s);
  return exit_status;
}
