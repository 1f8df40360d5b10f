/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "session.h"
#include "table.h"
#include "verbs.h"

static const char *const columns[] = {"sequence", "recorded", "kind",  "actor",  "document", "effective",
                                      "decided",  "versions", "flows", "digest", "link"};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)

static const char *entry_word(quhua_entry_kind kind) {
  switch (kind) {
  case QUHUA_ENTRY_OPENING: return "opening";
  case QUHUA_ENTRY_ACT: return "act";
  }
  return "other";
}

static void add_entry(table *b, const quhua_entry *entry) {
  char recorded[QUHUA_INSTANT_TEXT_MAX];
  char digest[QUHUA_DIGEST_TEXT_MAX];
  quhua_instant_format(entry->recorded, recorded);
  table_add_number(b, entry->sequence);
  table_add_text(b, recorded);
  table_add_text(b, entry_word(entry->kind));
  table_add(b, entry->actor);
  table_add(b, entry->document);
  table_add_date(b, entry->effective);
  table_add_date(b, entry->decided);
  table_add_number(b, entry->versions);
  table_add_number(b, entry->flows);
  quhua_digest_format(&entry->digest, digest);
  table_add_text(b, digest);
  quhua_digest_format(&entry->link, digest);
  table_add_text(b, digest);
}

/* One object on one line for each entry: a program can follow the feed. */
static void print_lines(const table *b) {
  for (size_t row = 1; row <= table_rows(b); row++) {
    json j = json_on(stdout, false);
    json_row(&j, b, row);
    fputc('\n', stdout);
  }
}

static bool since_option(const tool *t, quhua_sequence *out) {
  const char *text = t->opt.value[OPT_SINCE];
  *out = 1;
  if (!text) return true;
  bool number = text[0] != '\0' && strlen(text) < 19 && text[strspn(text, "0123456789")] == '\0';
  if (number)
    *out = strtoull(text, NULL, 10);
  else
    say(t, "--since: “%s” is no journal sequence", "--since：“%s”不是日志号", text);
  return number;
}

static int read_entries(const tool *t, quhua_registry *registry, quhua_sequence since, table *b) {
  quhua_error err = {0};
  quhua_entries *entries = NULL;
  quhua_entry entry;
  if (quhua_entries_new(registry, since ? since : 1, &entries, &err) != QUHUA_OK)
    return library_fault(t, &err);
  quhua_status status;
  while ((status = quhua_entries_next(entries, &entry, &err)) == QUHUA_OK) add_entry(b, &entry);
  quhua_entries_free(entries);
  return status == QUHUA_E_NOT_FOUND ? DONE : library_fault(t, &err);
}

int verb_log(tool *t) {
  session s;
  table b;
  quhua_sequence since;
  if (!since_option(t, &since)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  table_init(&b, columns, COLUMN_COUNT);
  exit_status = read_entries(t, s.registry, since, &b);
  if (exit_status == DONE && (b.failed || b.text.failed)) exit_status = no_memory(t);
  if (exit_status == DONE && t->format == OUTPUT_JSON)
    print_lines(&b);
  else if (exit_status == DONE)
    exit_status = table_print(&b, t, stdout);
  table_free(&b);
  session_close(&s);
  return exit_status;
}
