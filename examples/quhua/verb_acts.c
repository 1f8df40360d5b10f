/* SPDX-License-Identifier: Apache-2.0 */
/* verb_acts.c: acts with their milestones, and deadlines that were missed (办理进度与期限). */
#include <stdlib.h>

#include "session.h"
#include "table.h"
#include "verbs.h"

/* --- deadlines that were missed ---------------------------------------------------------------------------------- */

static void add_unit(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date day, table *b) {
  quhua_unit unit = {0};
  if (id && quhua_unit_find_id(snapshot, id, day, &unit) != QUHUA_OK)
    quhua_unit_find_last(snapshot, id, &unit);
  table_add_text(b, unit.code.text);
  table_add(b, unit.name);
}

/* What is missing: a milestone in words, or the name of an organ, or a day. */
static quhua_str subject_word(const tool *t, quhua_str subject) {
  quhua_milestone milestone = quhua_milestone_find(subject);
  return milestone ? quhua_str_from(quhua_milestone_word(milestone, t->lang)) : subject;
}

static void add_due(const tool *t, const quhua_snapshot *snapshot, const quhua_due *due, quhua_date day,
                    table *b) {
  table_add_date(b, due->due);
  table_add_text(b, due->rule->id);
  table_add(b, due->document);
  add_unit(snapshot, due->unit, day, b);
  table_add(b, subject_word(t, due->subject));
  table_add_date(b, due->done);
  table_add_text(b, quhua_due_state_word(due->state, t->lang));
}

static int print_overdue(const tool *t, const quhua_snapshot *snapshot, const quhua_dues *dues,
                         quhua_date day) {
  table b;
  table_init(&b, (const char *const[]){"due", "rule", "document", "code", "name", "subject", "done", "state"},
             8);
  for (size_t i = 0; i < quhua_dues_count(dues); i++)
    if (quhua_dues_at(dues, i)->state == QUHUA_DUE_OVERDUE)
      add_due(t, snapshot, quhua_dues_at(dues, i), day, &b);
  int exit_status = table_print(&b, t, stdout);
  table_free(&b);
  return exit_status;
}

/* --- acts -------------------------------------------------------------------------------------------------------- */

typedef struct listing {
  const tool *t;
  const quhua_snapshot *snapshot;
  quhua_date day;
  const quhua_due **next; /* by sequence: the first deadline that is not met, or NULL */
  table b;
} listing;

static void begin_table(listing *l) {
  const char *columns[QUHUA_MILESTONE_LIMIT + 8] = {"sequence", "document", "effective", "decided"};
  size_t count = 4;
  for (int m = 1; m < QUHUA_MILESTONE_LIMIT; m++)
    columns[count++] = quhua_milestone_word((quhua_milestone)m, QUHUA_LANG_EN);
  columns[count++] = "state";
  columns[count++] = "next_due";
  columns[count++] = "next_rule";
  table_init(&l->b, columns, count);
}

/* The first deadline of each act that is open or missed; dues come by day. */
static bool find_next_dues(listing *l, const quhua_dues *dues) {
  l->next = calloc((size_t)quhua_snapshot_known(l->snapshot) + 1, sizeof *l->next);
  for (size_t i = 0; l->next && i < quhua_dues_count(dues); i++) {
    const quhua_due *due = quhua_dues_at(dues, i);
    bool open = due->state == QUHUA_DUE_OPEN || due->state == QUHUA_DUE_OVERDUE;
    bool organ = due->rule == quhua_rule_find(quhua_str_from("time.organ-overdue"));
    if (open && !organ && !l->next[due->sequence]) l->next[due->sequence] = due;
  }
  return l->next != NULL;
}

/* A day, or EARLIEST..LATEST as it is written in a flow table. */
static void add_effective(table *b, const quhua_entry *entry) {
  char text[QUHUA_DATE_TEXT_MAX];
  if (entry->earliest != entry->effective) {
    size_t len = quhua_date_format(entry->earliest, text);
    buffer_add(&b->text, text, len);
    buffer_add(&b->text, "..", 2);
  }
  table_add_date(b, entry->effective);
}

static void add_milestone(listing *l, quhua_str document, quhua_milestone milestone) {
  quhua_fact fact;
  quhua_str key = quhua_str_from(quhua_milestone_word(milestone, QUHUA_LANG_EN));
  bool reached =
      document.len && quhua_fact_find(l->snapshot, document, key, &fact) == QUHUA_OK && fact.date <= l->day;
  table_add_date(&l->b, reached ? fact.date : QUHUA_DATE_NONE);
}

static void add_act(listing *l, const quhua_entry *entry) {
  table_add_number(&l->b, entry->sequence);
  table_add(&l->b, entry->document);
  add_effective(&l->b, entry);
  table_add_date(&l->b, entry->decided);
  for (int m = 1; m < QUHUA_MILESTONE_LIMIT; m++) add_milestone(l, entry->document, (quhua_milestone)m);
  quhua_act_state state = quhua_act_state_on(l->snapshot, entry->sequence, l->day);
  const quhua_due *next = l->next[entry->sequence];
  table_add_text(&l->b, quhua_act_state_word(state, l->t->lang));
  table_add_date(&l->b, next ? next->due : QUHUA_DATE_NONE);
  table_add_text(&l->b, next ? next->rule->id : "");
}

static int read_acts(listing *l, quhua_registry *registry) {
  quhua_error err = {0};
  quhua_entries *entries = NULL;
  quhua_entry entry;
  quhua_status status = quhua_entries_new(registry, 1, &entries, &err);
  while (status == QUHUA_OK && (status = quhua_entries_next(entries, &entry, &err)) == QUHUA_OK)
    if (entry.kind == QUHUA_ENTRY_ACT) add_act(l, &entry);
  quhua_entries_free(entries);
  return status == QUHUA_E_NOT_FOUND ? DONE : library_fault(l->t, &err);
}

static int print_acts(const tool *t, const session *s, const quhua_dues *dues, quhua_date day) {
  listing l = {.t = t, .snapshot = s->snapshot, .day = day};
  if (!find_next_dues(&l, dues)) return no_memory(t);
  begin_table(&l);
  int exit_status = read_acts(&l, s->registry);
  if (exit_status == DONE) exit_status = table_print(&l.b, t, stdout);
  table_free(&l.b);
  free(l.next);
  return exit_status;
}

int verb_acts(tool *t) {
  session s;
  quhua_date day;
  quhua_dues *dues = NULL;
  quhua_error err = {0};
  bool missed = t->opt.value[OPT_DUE] != NULL;
  if (missed && t->opt.value[OPT_AT])
    return usage_fault(t, "--due and --at are two questions; give one of them", "--due 与 --at 只能给出一个");
  if (!date_option(t, missed ? OPT_DUE : OPT_AT, missed ? "due" : "at", today(), &day)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  if (quhua_dues_new(s.snapshot, day, &dues, &err) != QUHUA_OK)
    exit_status = library_fault(t, &err);
  else
    exit_status = missed ? print_overdue(t, s.snapshot, dues, day) : print_acts(t, &s, dues, day);
  quhua_dues_free(dues);
  session_close(&s);
  return exit_status;
}
