/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "entries.h"
#include "json.h"
#include "session.h"
#include "table.h"
#include "verbs.h"

static const char *const columns[] = {"sequence",  "recorded", "kind",     "actor",  "document",
                                      "effective", "decided",  "versions", "flows",  "digest",
                                      "link",      "earliest", "facts",    "waivers"};
#define COLUMN_COUNT (sizeof columns / sizeof *columns)
/* The last two are arrays in JSON and texts in a table. */
#define PLAIN_COUNT (COLUMN_COUNT - 2)

static const char *entry_word(quhua_entry_kind kind) {
  switch (kind) {
  case QUHUA_ENTRY_OPENING: return "opening";
  case QUHUA_ENTRY_ACT: return "act";
  case QUHUA_ENTRY_RECORD: return "record";
  }
  return "other";
}

static void add_plain(table *b, const quhua_entry *entry) {
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
  table_add_date(b, entry->earliest == entry->effective ? QUHUA_DATE_NONE : entry->earliest);
}

/* One object on one line for each entry: a program can follow the feed. */
static int print_line(const tool *t, const quhua_entry *entry, fact_walk *facts) {
  table row;
  json j = json_on(stdout, false);
  table_init(&row, columns, PLAIN_COUNT);
  add_plain(&row, entry);
  bool failed = row.failed || row.text.failed;
  if (!failed) {
    json_open(&j, '{');
    json_cells(&j, &row, 1);
    json_key_text(&j, "facts");
    json_facts(&j, facts, entry->sequence);
    json_key_text(&j, "waivers");
    json_waivers(&j, entry);
    json_close(&j, '}');
    fputc('\n', stdout);
  }
  table_free(&row);
  return failed ? no_memory(t) : DONE;
}

static void add_row(table *b, const quhua_entry *entry, fact_walk *facts) {
  add_plain(b, entry);
  table_add_facts(b, facts, entry->sequence);
  table_add_waivers(b, entry);
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

/* Rows go into the table; JSON is printed line by line. */
static int read_entries(const tool *t, const session *s, quhua_sequence since, table *b) {
  quhua_error err = {0};
  quhua_entries *entries = NULL;
  quhua_entry entry;
  fact_walk facts = {.snapshot = s->snapshot};
  if (quhua_entries_new(s->registry, since ? since : 1, &entries, &err) != QUHUA_OK)
    return library_fault(t, &err);
  quhua_status status;
  int exit_status = DONE;
  while (exit_status == DONE && (status = quhua_entries_next(entries, &entry, &err)) != QUHUA_E_NOT_FOUND) {
    if (status != QUHUA_OK)
      exit_status = library_fault(t, &err);
    else if (t->format == OUTPUT_JSON)
      exit_status = print_line(t, &entry, &facts);
    else
      add_row(b, &entry, &facts);
  }
  quhua_entries_free(entries);
  return exit_status;
}

int verb_log(tool *t) {
  session s;
  table b;
  quhua_sequence since;
  if (!since_option(t, &since)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  table_init(&b, columns, COLUMN_COUNT);
  exit_status = read_entries(t, &s, since, &b);
  if (exit_status == DONE && t->format != OUTPUT_JSON) exit_status = table_print(&b, t, stdout);
  table_free(&b);
  session_close(&s);
  return exit_status;
}
