/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "findings.h"
#include "receipt.h"
#include "session.h"
#include "table.h"
#include "verbs.h"

#define RESERVE "reserve:"

/* A code for a unit of a document. */
typedef struct reservation {
  quhua_str document; /* texts as below */
  quhua_str name;
  quhua_code code;
  quhua_level level;
} reservation;

typedef struct reservation_list {
  reservation *items; /* texts borrowed from the snapshot or the plan */
  size_t count;
  size_t cap;
  bool failed; /* out of memory */
} reservation_list;

static void list_add(reservation_list *list, reservation item) {
  if (list->failed) return;
  if (list->count == list->cap) {
    size_t cap = list->cap ? 2 * list->cap : 16;
    reservation *grown = realloc(list->items, cap * sizeof *grown);
    list->failed = !grown;
    if (!grown) return;
    list->items = grown;
    list->cap = cap;
  }
  list->items[list->count++] = item;
}

/* Did anyone ever have the code? Then nothing is left to reserve, and a reservation is used up. */
static bool was_used(const quhua_snapshot *snapshot, quhua_level level, const quhua_code *code) {
  quhua_cursor *cursor = NULL;
  bool used = quhua_cursor_new_holders(snapshot, level, code, &cursor, NULL) == QUHUA_OK &&
              quhua_cursor_count(cursor) > 0;
  quhua_cursor_free(cursor);
  return used;
}

/* ---- what is reserved ---- */

/* "reserve:LEVEL:CODE" and "DOCUMENT<tab>NAME" taken apart. */
static bool read_fact(const quhua_fact *fact, reservation *out) {
  size_t prefix = strlen(RESERVE);
  if (fact->subject.len || fact->key.len < prefix + 3 || fact->key.len - prefix - 2 > QUHUA_CODE_MAX)
    return false;
  if (memcmp(fact->key.ptr, RESERVE, prefix) != 0) return false;
  const char *tab = memchr(fact->value.ptr, '\t', fact->value.len);
  if (!tab) return false;
  size_t document = (size_t)(tab - fact->value.ptr);
  *out = (reservation){.document = {fact->value.ptr, document},
                       .name = {tab + 1, fact->value.len - document - 1},
                       .level = (quhua_level)(fact->key.ptr[prefix] - '0')};
  memcpy(out->code.text, fact->key.ptr + prefix + 2, fact->key.len - prefix - 2);
  return true;
}

static void find_reserved(const quhua_snapshot *snapshot, reservation_list *out) {
  quhua_fact fact, newest;
  reservation item;
  for (size_t i = 0; quhua_fact_at(snapshot, i, &fact); i++) {
    if (!read_fact(&fact, &item)) continue;
    if (quhua_fact_find(snapshot, fact.subject, fact.key, &newest) != QUHUA_OK) continue;
    if (newest.sequence == fact.sequence && !was_used(snapshot, item.level, &item.code)) list_add(out, item);
  }
}

static int print_list(const tool *t, const reservation_list *list) {
  table b;
  if (list->failed) return no_memory(t);
  table_init(&b, (const char *const[]){"document", "level", "code", "name"}, 4);
  for (size_t i = 0; i < list->count; i++) {
    table_add(&b, list->items[i].document);
    table_add_number(&b, (uint64_t)list->items[i].level);
    table_add_text(&b, list->items[i].code.text);
    table_add(&b, list->items[i].name);
  }
  int exit_status = table_print(&b, t, stdout);
  table_free(&b);
  return exit_status;
}

/* ---- recording ---- */

/* The facts that make a reservation, or end it. Their texts stand in `texts`, one after the other. */
static bool write_fact(const reservation *item, bool ends, buffer *texts, quhua_fact *out) {
  char key[sizeof RESERVE + 2 + QUHUA_CODE_MAX];
  size_t at = texts->len;
  int len = snprintf(key, sizeof key, RESERVE "%d:%s", (int)item->level, item->code.text);
  buffer_add(texts, key, (size_t)len);
  if (!ends) {
    buffer_add(texts, item->document.ptr, item->document.len);
    buffer_add(texts, "\t", 1);
    buffer_add(texts, item->name.ptr, item->name.len);
  }
  /* lengths for now: the buffer may still move */
  out->key.len = (size_t)len;
  out->value.len = texts->len - at - (size_t)len;
  return !texts->failed;
}

static int record_list(const tool *t, quhua_registry *registry, const reservation_list *list, bool ends) {
  quhua_error err = {0};
  quhua_receipt receipt;
  quhua_commit_options how;
  buffer texts = {0};
  quhua_fact *facts = calloc(list->count, sizeof *facts);
  bool written = facts != NULL;
  for (size_t i = 0; written && i < list->count; i++)
    written = write_fact(&list->items[i], ends, &texts, &facts[i]);
  const char *at = texts.data;
  for (size_t i = 0; written && i < list->count; i++) {
    facts[i].key.ptr = at;
    facts[i].value.ptr = at + facts[i].key.len;
    at += facts[i].key.len + facts[i].value.len;
  }
  quhua_commit_options_init(&how);
  how.actor = t->opt.value[OPT_ACTOR];
  quhua_status status =
      written ? quhua_registry_record(registry, facts, list->count, &how, &receipt, &err) : QUHUA_E_NOMEM;
  free(facts);
  buffer_free(&texts);
  if (!written) return no_memory(t);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}

/* ---- from a plan ---- */

/* A rule that finds nothing: it sees every unit that an act changes, and notes codes that nobody had before. */
static quhua_status note_codes(void *ctx, const quhua_judged_act *act, quhua_verdict *verdict,
                               quhua_error *err) {
  quhua_unit before, after;
  (void)verdict;
  (void)err;
  for (size_t at = 0; quhua_judged_act_unit(act, &at, &before, &after);) {
    bool kept = before.id && before.level == after.level && !quhua_code_compare(&before.code, &after.code);
    if (!after.id || !after.code.text[0] || after.standing == QUHUA_STANDING_IMPLIED || kept) continue;
    if (!was_used(act->before, after.level, &after.code))
      list_add(ctx, (reservation){act->document, after.name, after.code, after.level});
  }
  return QUHUA_OK;
}

static const quhua_rule note_rule = {.id = "tool.reserve", .source = "", .title = {"", ""}, .parameters = ""};

static int check_documents(const tool *t, const reservation_list *list) {
  for (size_t i = 0; i < list->count; i++) {
    quhua_str document = list->items[i].document;
    if (document.len == 0)
      return usage_fault(t, "codes are reserved for a document: fill in the column document",
                         "代码须为某文件预留，请填写 document 列");
    if (memchr(document.ptr, '\t', document.len))
      return usage_fault(t, "the document has a tab in it", "文号中有制表符");
  }
  return DONE;
}

static bool is_same(const reservation *a, const reservation *b) {
  return a->level == b->level && quhua_code_compare(&a->code, &b->code) == 0 &&
         quhua_str_equal(a->document, b->document) && quhua_str_equal(a->name, b->name);
}

/* Reservations of a list that are not made yet. */
static reservation_list not_made(const quhua_snapshot *snapshot, const reservation_list *list) {
  reservation_list made = {0}, fresh = {.failed = list->failed};
  find_reserved(snapshot, &made);
  for (size_t i = 0; i < list->count; i++) {
    size_t at = 0;
    while (at < made.count && !is_same(&made.items[at], &list->items[i])) at++;
    if (at == made.count) list_add(&fresh, list->items[i]);
  }
  fresh.failed |= made.failed;
  free(made.items);
  return fresh;
}

/* Codes are reserved for acts that are not approved yet, so what the laws still ask for does not stand in the way. */
static bool stops(const quhua_finding *finding) {
  static const char *const practice[] = {"cn-law.", "cn-size.", "shunxiang."};
  for (size_t i = 0; i < sizeof practice / sizeof *practice; i++)
    if (strncmp(finding->rule->id, practice[i], strlen(practice[i])) == 0) return false;
  return finding->severity == QUHUA_SEVERITY_BLOCKING;
}

static int reserve_all(const tool *t, const session *s, const quhua_plan *plan,
                       const reservation_list *list) {
  findings_print(t, plan, stderr);
  for (size_t i = 0; quhua_plan_finding(plan, i); i++)
    if (stops(quhua_plan_finding(plan, i))) return ANSWER_IS_NO;
  int exit_status = check_documents(t, list);
  if (exit_status != DONE) return exit_status;
  reservation_list fresh = not_made(s->snapshot, list);
  exit_status = fresh.failed ? no_memory(t) : DONE;
  if (exit_status == DONE && fresh.count) exit_status = record_list(t, s->registry, &fresh, false);
  free(fresh.items);
  return exit_status == DONE ? print_list(t, list) : exit_status;
}

static int reserve_acts(const tool *t, const session *s) {
  quhua_changeset *changeset = NULL;
  quhua_plan *plan = NULL;
  reservation_list list = {0};
  quhua_host_rule rule = {&note_rule, note_codes, &list};
  int exit_status = session_plan_with(t, s, &rule, &changeset, &plan);
  if (exit_status == DONE) exit_status = reserve_all(t, s, plan, &list);
  free(list.items);
  quhua_plan_free(plan);
  quhua_changeset_free(changeset);
  return exit_status;
}

/* ---- the verb ---- */

static int release(const tool *t, const session *s, const char *document) {
  reservation_list list = {0};
  size_t kept = 0;
  find_reserved(s->snapshot, &list);
  for (size_t i = 0; i < list.count; i++)
    if (quhua_str_equal(list.items[i].document, quhua_str_from(document))) list.items[kept++] = list.items[i];
  list.count = kept;
  int exit_status = list.failed ? no_memory(t) : DONE;
  if (exit_status == DONE && kept == 0) {
    say(t, "nothing is reserved for %s", "没有为 %s 预留的代码", document);
    exit_status = ANSWER_IS_NO;
  }
  if (exit_status == DONE) exit_status = record_list(t, s->registry, &list, true);
  if (exit_status == DONE) exit_status = print_list(t, &list);
  free(list.items);
  return exit_status;
}

static int print_reserved(const tool *t, const session *s) {
  reservation_list list = {0};
  find_reserved(s->snapshot, &list);
  int exit_status = print_list(t, &list);
  free(list.items);
  return exit_status;
}

int verb_reserve(tool *t) {
  session s;
  const char *document = t->opt.value[OPT_RELEASE];
  bool acts = t->opt.arg_count > 1;
  if (acts && document)
    return usage_fault(t, "give ACTS or --release, not both", "ACTS 与 --release 只能给出一个");
  int exit_status = session_open(t, acts || document ? SESSION_WRITE : SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  if (acts)
    exit_status = reserve_acts(t, &s);
  else
    exit_status = document ? release(t, &s, document) : print_reserved(t, &s);
  session_close(&s);
  return exit_status;
}
