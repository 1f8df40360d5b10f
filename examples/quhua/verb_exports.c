/* SPDX-License-Identifier: Apache-2.0 */
/* verb_exports.c: the answers that were handed to others, and which of them are no longer true (导出). */
#include <stdlib.h>
#include <string.h>

#include "answers.h"
#include "line_diff.h"
#include "table.h"
#include "verbs.h"

/* A run of the verb. */
typedef struct listing {
  const tool *t;
  session s;
  answerer self;
  quhua_host_answer host;
  quhua_exports *exports;
} listing;

static int check(listing *l, size_t index, quhua_export_standing *out) {
  quhua_error err = {0};
  quhua_status status = quhua_exports_check(l->exports, index, &l->host, out, &err);
  return status == QUHUA_OK ? DONE : library_fault(l->t, &err);
}

/* ---- texts ---- */

static int text_of_today(const listing *l, const quhua_export *e, buffer *out) {
  return answer_text(l->t, l->s.registry, l->s.snapshot, e->question, out);
}

/* The text that was given: the register answers as it was known then. */
static int text_of_then(const listing *l, const quhua_export *e, buffer *out) {
  quhua_error err = {0};
  quhua_snapshot *then = NULL;
  if (quhua_snapshot_new(l->s.registry, e->known, &then, &err) != QUHUA_OK) return library_fault(l->t, &err);
  int exit_status = answer_text(l->t, l->s.registry, then, e->question, out);
  quhua_snapshot_free(then);
  return exit_status;
}

static int print_diff(const listing *l, const quhua_export *e) {
  buffer then = {0}, now = {0};
  int exit_status = text_of_then(l, e, &then);
  if (exit_status == DONE) exit_status = text_of_today(l, e, &now);
  if (exit_status == DONE && !line_diff_print(&then, &now, stdout)) exit_status = no_memory(l->t);
  buffer_free(&then);
  buffer_free(&now);
  return exit_status;
}

static int print_today(const listing *l, const quhua_export *e) {
  buffer now = {0};
  int exit_status = text_of_today(l, e, &now);
  if (exit_status == DONE) fwrite(now.data, 1, now.len, stdout);
  buffer_free(&now);
  return exit_status;
}

/* ---- one export ---- */

static void say_standing(const tool *t, const quhua_export *e, quhua_export_standing standing) {
  if (standing == QUHUA_EXPORT_TRUE)
    say(t, "%s is still true", "%s 仍然有效", e->id);
  else if (standing == QUHUA_EXPORT_CHANGED)
    say(t, "%s is no longer true", "%s 已不再有效", e->id);
}

static int show_one(listing *l, const char *id) {
  quhua_export_standing standing;
  size_t index = quhua_exports_count(l->exports);
  while (index > 0 && strcmp(quhua_exports_at(l->exports, index - 1)->id, id) != 0) index--;
  if (index == 0) {
    say(l->t, "no export %s is on record", "没有登记导出 %s", id);
    return ANSWER_IS_NO;
  }
  const quhua_export *e = quhua_exports_at(l->exports, index - 1);
  int exit_status = check(l, index - 1, &standing);
  if (exit_status != DONE) return exit_status;
  say_standing(l->t, e, standing);
  return l->t->opt.value[OPT_DIFF] ? print_diff(l, e) : print_today(l, e);
}

/* ---- all of them ---- */

static const char *standing_word(const tool *t, quhua_export_standing standing) {
  if (t->format != OUTPUT_TEXT)
    return standing == QUHUA_EXPORT_TRUE ? "yes" : standing == QUHUA_EXPORT_CHANGED ? "no" : "unknown";
  if (standing == QUHUA_EXPORT_TRUE) return in_language(t, "yes", "是");
  return standing == QUHUA_EXPORT_CHANGED ? in_language(t, "no", "否") : in_language(t, "unknown", "不详");
}

static void add_row(const tool *t, table *b, const quhua_export *e, quhua_export_standing standing) {
  table_add_text(b, e->id);
  table_add_text(b, standing_word(t, standing));
  table_add_date(b, e->date);
  table_add_number(b, e->known);
  table_add(b, e->recipient);
  table_add(b, e->question);
}

/* Under JSON, what changed comes with its new text. */
static int print_objects(const listing *l, const table *b, const size_t *places) {
  int exit_status = DONE;
  json j = json_on(stdout, true);
  json_open(&j, '[');
  for (size_t row = 1; exit_status == DONE && row <= table_rows(b); row++) {
    buffer now = {0};
    const quhua_export *e = quhua_exports_at(l->exports, places[row - 1]);
    bool changed = quhua_str_equal(table_cell(b, row, 1), quhua_str_from("no"));
    if (changed) exit_status = text_of_today(l, e, &now);
    json_open(&j, '{');
    json_cells(&j, b, row);
    json_key_text(&j, "text");
    if (changed)
      json_string(&j, (quhua_str){now.data, now.len});
    else
      json_null(&j);
    json_close(&j, '}');
    buffer_free(&now);
  }
  json_close(&j, ']');
  fputc('\n', stdout);
  return exit_status;
}

/* A heading and the lines that went and came, for each. */
static int print_diffs(const listing *l, const table *b, const size_t *places) {
  int exit_status = DONE;
  for (size_t row = 1; exit_status == DONE && row <= table_rows(b); row++) {
    const quhua_export *e = quhua_exports_at(l->exports, places[row - 1]);
    printf("%s%s ", row > 1 ? "\n" : "", e->id);
    put_safe(stdout, e->question.ptr, e->question.len);
    fputc('\n', stdout);
    bool changed =
        quhua_str_equal(table_cell(b, row, 1), quhua_str_from(standing_word(l->t, QUHUA_EXPORT_CHANGED)));
    if (changed) exit_status = print_diff(l, e);
  }
  return exit_status;
}

static int list_all(listing *l) {
  static const char *const columns[] = {"id", "still_true", "exported", "known", "for", "question"};
  const tool *t = l->t;
  table b;
  size_t count = quhua_exports_count(l->exports), shown = 0;
  size_t *places = calloc(count + 1, sizeof *places);
  if (!places) return no_memory(t);
  table_init(&b, columns, sizeof columns / sizeof *columns);
  int exit_status = DONE;
  for (size_t i = 0; exit_status == DONE && i < count; i++) {
    quhua_export_standing standing = QUHUA_EXPORT_TRUE;
    exit_status = check(l, i, &standing);
    if (exit_status != DONE || (t->opt.value[OPT_CHANGED] && standing == QUHUA_EXPORT_TRUE)) continue;
    add_row(t, &b, quhua_exports_at(l->exports, i), standing);
    places[shown++] = i;
  }
  if (exit_status == DONE && (b.failed || b.text.failed)) exit_status = no_memory(t);
  if (exit_status == DONE && t->opt.value[OPT_DIFF])
    exit_status = print_diffs(l, &b, places);
  else if (exit_status == DONE && t->format == OUTPUT_JSON)
    exit_status = print_objects(l, &b, places);
  else if (exit_status == DONE)
    exit_status = table_print(&b, t, stdout);
  table_free(&b);
  free(places);
  return exit_status;
}

int verb_exports(tool *t) {
  quhua_error err = {0};
  listing l = {.t = t};
  int exit_status = session_open(t, SESSION_READ, &l.s);
  if (exit_status != DONE) return exit_status;
  l.self = (answerer){t, l.s.registry};
  l.host = answers_of_tool(&l.self);
  if (quhua_exports_new(l.s.snapshot, &l.exports, &err) != QUHUA_OK)
    exit_status = library_fault(t, &err);
  else
    exit_status = t->opt.arg_count > 1 ? show_one(&l, t->opt.args[1]) : list_all(&l);
  quhua_exports_free(l.exports);
  session_close(&l.s);
  return exit_status;
}
