/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* open_memstream */
#include "answers.h"

#include <stdlib.h>
#include <string.h>

#include "table.h"
#include "verbs.h"

int session_open_to_answer(const tool *t, session *out) {
  return session_open(t, t->opt.value[OPT_EXPORT] ? SESSION_WRITE : SESSION_READ, out);
}

const char *data_format(const tool *t) { return t->format == OUTPUT_JSON ? "json" : "csv"; }

const char *lang_word(const tool *t) { return t->lang == QUHUA_LANG_ZH ? "zh" : "en"; }

/* ---- recording ---- */

static int record(const tool *t, const session *s, const quhua_export *made) {
  quhua_error err = {0};
  quhua_commit_options how;
  quhua_commit_options_init(&how);
  how.actor = t->opt.value[OPT_ACTOR];
  quhua_str recipient = quhua_str_from(t->opt.value[OPT_EXPORT]);
  if (fflush(stdout) != 0 || ferror(stdout)) return FAILED; /* nobody got it; main() says why */
  if (quhua_export_record(s->registry, made, recipient, &how, NULL, &err) != QUHUA_OK)
    return library_fault(t, &err);
  say(t, "exported as %s", "已登记导出 %s", made->id);
  return DONE;
}

/* ---- questions of the library's kinds ---- */

/* CSV as a table for people. */
static int print_for_people(const tool *t, const buffer *csv) {
  table b;
  table_init_csv(&b, csv->data, csv->len);
  int exit_status = table_print(&b, t, stdout);
  table_free(&b);
  return exit_status;
}

static int print_and_record(const tool *t, const session *s, const quhua_question *question) {
  quhua_error err = {0};
  quhua_export made;
  buffer csv = {0};
  bool exports = t->opt.value[OPT_EXPORT] != NULL;
  bool sql = quhua_str_equal(quhua_question_kind(question), quhua_str_from("crosswalk/sql"));
  bool people = t->format == OUTPUT_TEXT && !sql;
  quhua_writer writer = people ? buffer_writer(&csv) : stream_writer(stdout);
  quhua_status status = exports ? quhua_export_make(question, s->snapshot, NULL, &writer, &made, &err)
                                : quhua_question_answer(question, s->snapshot, NULL, &writer, &err);
  int exit_status = csv.failed ? no_memory(t) : status == QUHUA_OK ? DONE : library_fault(t, &err);
  if (exit_status == DONE && people) exit_status = print_for_people(t, &csv);
  buffer_free(&csv);
  return exit_status == DONE && exports ? record(t, s, &made) : exit_status;
}

int answer_print(const tool *t, const session *s, const char *kind, quhua_period days,
                 const quhua_attribute *parameters, size_t count) {
  quhua_error err = {0};
  quhua_question *question = NULL;
  if (quhua_question_new(NULL, quhua_str_from(kind), days.from, days.to, parameters, count, &question,
                         &err) != QUHUA_OK)
    return library_fault(t, &err);
  int exit_status = print_and_record(t, s, question);
  quhua_question_free(question);
  return exit_status;
}

/* ---- questions of the tool's own kinds: a verb and its options ---- */

/* What a verb does once the register is open: answer on a stream. */
static const struct {
  const char *kind;
  int (*answer)(tool *t, const session *s, FILE *stream);
} verbs_again[] = {
    {"project", answer_project},
    {"stats", answer_stats},
    {"report", answer_report},
};

/* Options that are not parameters: the days and the folder have a place of their own, format and language are always said, the others
 * do not change the answer or say whose answer it is. */
#define NO_PARAMETERS                                                                                        \
  (OPTION(OPT_AT) | OPTION(OPT_FROM) | OPTION(OPT_TO) | OPTION(OPT_FORMAT) | OPTION(OPT_LANG) |              \
   OPTION(OPT_KNOWN) | OPTION(OPT_OUT) | OPTION(OPT_EXPORT) | OPTION(OPT_ACTOR))

static quhua_attribute parameter(const char *key, quhua_str value) {
  return (quhua_attribute){quhua_str_from(key), value};
}

/* An empty value is no value, as for the verbs; that a switch is there must be seen. */
static quhua_str value_of(const tool *t, option_id id) {
  return quhua_str_from(option_is_switch(id) ? "yes" : t->opt.value[id]);
}

/* An answer may depend on days after the one that the verb was asked about; then that one is said beside. */
static bool ends_earlier(const tool *t, quhua_period days) {
  quhua_date last;
  const char *text = t->opt.value[OPT_TO];
  return text && quhua_date_parse(quhua_str_from(text), &last) && last != days.to;
}

static int make_question(const tool *t, quhua_period days, quhua_str codes, quhua_question **out) {
  quhua_error err = {0};
  quhua_attribute parameters[OPT_COUNT + 4];
  size_t count = 0;
  parameters[count++] = parameter("format", quhua_str_from(data_format(t)));
  parameters[count++] = parameter("lang", quhua_str_from(lang_word(t)));
  if (codes.len) parameters[count++] = parameter("codes", codes);
  if (ends_earlier(t, days)) parameters[count++] = parameter("last", quhua_str_from(t->opt.value[OPT_TO]));
  for (int id = 0; id < OPT_COUNT; id++)
    if (t->opt.value[id] && !(NO_PARAMETERS & OPTION(id)))
      parameters[count++] = parameter(option_name((option_id)id), value_of(t, (option_id)id));
  if (quhua_question_new(NULL, quhua_str_from(t->verb), days.from, days.to, parameters, count, out, &err) ==
      QUHUA_OK)
    return DONE;
  return library_fault(t, &err);
}

int answer_id(const tool *t, const session *s, quhua_period days, quhua_str codes,
              char out[QUHUA_EXPORT_ID_MAX]) {
  quhua_error err = {0};
  quhua_question *question = NULL;
  int exit_status = make_question(t, days, codes, &question);
  if (exit_status == DONE && quhua_export_id(question, s->snapshot, out, &err) != QUHUA_OK)
    exit_status = library_fault(t, &err);
  quhua_question_free(question);
  return exit_status;
}

int answer_export(const tool *t, const session *s, quhua_period days, quhua_str codes) {
  quhua_error err = {0};
  quhua_export made;
  answerer self = {t, s->registry};
  quhua_host_answer host = answers_of_tool(&self);
  quhua_question *question = NULL;
  if (!t->opt.value[OPT_EXPORT]) return DONE;
  int exit_status = make_question(t, days, codes, &question);
  if (exit_status == DONE && quhua_export_make(question, s->snapshot, &host, NULL, &made, &err) != QUHUA_OK)
    exit_status = library_fault(t, &err);
  if (exit_status == DONE) exit_status = record(t, s, &made);
  quhua_question_free(question);
  return exit_status;
}

/* A run of the tool that is made from a question, with the texts that its options and arguments point to. */
typedef struct rerun {
  tool t;
  buffer texts;
  char **args;
  char days[2][QUHUA_DATE_TEXT_MAX];
} rerun;

/* Every part of the codes becomes an argument; the first argument, the register, is open already. */
static bool set_args(rerun *r, char *codes) {
  size_t count = 1;
  for (const char *at = codes; *at; at++) count += *at == ',';
  r->args = calloc(count + 1, sizeof *r->args);
  if (!r->args) return false;
  r->t.opt.args = r->args;
  r->args[r->t.opt.arg_count++] = "";
  for (char *at = codes; *codes && at;) {
    char *comma = strchr(at, ',');
    if (comma) *comma = '\0';
    r->args[r->t.opt.arg_count++] = at;
    at = comma ? comma + 1 : NULL;
  }
  return true;
}

/* Copies of the values, each with its terminator, the codes first. They are pointed to once all of them stand still. */
static bool set_options(rerun *r, const quhua_question *q) {
  size_t places[OPT_COUNT];
  quhua_str value = quhua_question_parameter(q, "codes");
  buffer_add(&r->texts, value.ptr, value.len);
  buffer_add(&r->texts, "", 1);
  for (int id = 0; id < OPT_COUNT; id++) {
    value = quhua_question_parameter(q, option_name((option_id)id));
    places[id] = r->texts.len;
    buffer_add(&r->texts, value.ptr, value.len);
    buffer_add(&r->texts, "", 1);
  }
  if (r->texts.failed) return false;
  for (int id = 0; id < OPT_COUNT; id++)
    if (!(NO_PARAMETERS & OPTION(id)) && r->texts.data[places[id]])
      r->t.opt.value[id] = r->texts.data + places[id];
  return set_args(r, r->texts.data);
}

static bool set_up(rerun *r, const answerer *self, const quhua_question *q) {
  *r = (rerun){.t = {.verb = self->t->verb, .quiet = true}};
  bool as_json = quhua_str_equal(quhua_question_parameter(q, "format"), quhua_str_from("json"));
  bool zh = quhua_str_equal(quhua_question_parameter(q, "lang"), quhua_str_from("zh"));
  r->t.format = as_json ? OUTPUT_JSON : OUTPUT_CSV;
  r->t.lang = zh ? QUHUA_LANG_ZH : QUHUA_LANG_EN;
  quhua_date_format(quhua_question_from(q), r->days[0]);
  quhua_date last;
  bool earlier = quhua_date_parse(quhua_question_parameter(q, "last"), &last);
  quhua_date_format(earlier ? last : quhua_question_to(q), r->days[1]);
  r->t.opt.value[OPT_FROM] = r->t.opt.value[OPT_AT] = r->days[0];
  r->t.opt.value[OPT_TO] = r->days[1];
  return set_options(r, q);
}

/* What an exit status says of an answer. "No" may be an answer: rows that say so. */
static quhua_status status_of(int exit_status, size_t len) {
  switch (exit_status) {
  case DONE: return QUHUA_OK;
  case ANSWER_IS_NO: return len ? QUHUA_OK : QUHUA_E_NOT_FOUND;
  case BAD_USAGE: return QUHUA_E_INVALID;
  case STORE_BUSY: return QUHUA_E_BUSY;
  default: return QUHUA_E_NOMEM;
  }
}

static quhua_status run_again(const answerer *self, int (*answer)(tool *t, const session *s, FILE *stream),
                              const quhua_question *q, const quhua_snapshot *snapshot,
                              const quhua_writer *writer) {
  rerun r = {0};
  char *text = NULL;
  size_t len = 0;
  /* The verb only asks the snapshot: a session without const is its ordinary argument. */
  session s = {self->registry, (quhua_snapshot *)snapshot};
  FILE *stream = open_memstream(&text, &len);
  quhua_status status = stream && set_up(&r, self, q) ? QUHUA_OK : QUHUA_E_NOMEM;
  int exit_status = status == QUHUA_OK ? answer(&r.t, &s, stream) : FAILED;
  bool whole = stream && fflush(stream) == 0 && !ferror(stream);
  if (stream) fclose(stream);
  if (status == QUHUA_OK) status = whole ? status_of(exit_status, len) : QUHUA_E_NOMEM;
  if (status == QUHUA_OK && !writer->write(writer->ctx, text, len)) status = QUHUA_E_IO;
  free(text);
  free(r.args);
  buffer_free(&r.texts);
  return status;
}

static quhua_status answer_own(void *ctx, const quhua_question *question, const quhua_snapshot *snapshot,
                               const quhua_writer *writer, quhua_error *err) {
  (void)err; /* the status says enough */
  for (size_t i = 0; i < sizeof verbs_again / sizeof *verbs_again; i++)
    if (quhua_str_equal(quhua_question_kind(question), quhua_str_from(verbs_again[i].kind)))
      return run_again(ctx, verbs_again[i].answer, question, snapshot, writer);
  return QUHUA_E_UNSUPPORTED;
}

quhua_host_answer answers_of_tool(answerer *self) { return (quhua_host_answer){answer_own, self}; }

int answer_text(const tool *t, quhua_registry *registry, const quhua_snapshot *snapshot, quhua_str text,
                buffer *out) {
  quhua_error err = {0};
  answerer self = {t, registry};
  quhua_host_answer host = answers_of_tool(&self);
  quhua_question *question = NULL;
  quhua_writer writer = buffer_writer(out);
  quhua_status status = quhua_question_parse(NULL, text, &question, &err);
  if (status == QUHUA_OK) status = quhua_question_answer(question, snapshot, &host, &writer, &err);
  quhua_question_free(question);
  if (out->failed) return no_memory(t);
  if (status == QUHUA_OK) return DONE;
  if (err.status != QUHUA_OK) return library_fault(t, &err);
  say(t, "the question has no answer any more: %s", "该问题已无答复：%s", quhua_status_name(status));
  return exit_of(status);
}
