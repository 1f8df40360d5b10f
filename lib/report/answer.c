/* SPDX-License-Identifier: Apache-2.0 */
/* answer.c: the questions that the library answers itself, through the writers of its tables. */
#include <string.h>

#include "base/fail.h"
#include "report/exports_internal.h"

#define LONGEST_TABLE 64 /* the writer says which names it takes */

/* A question of a kind of ours, and what its parameters say. */
typedef struct asking {
  const quhua_question *question;
  const quhua_snapshot *snapshot;
  const quhua_writer *writer;
  quhua_format format;
  quhua_lang lang;
} asking;

typedef quhua_status (*write_crosswalk)(const asking *a, const quhua_crosswalk *crosswalk, quhua_error *err);

static quhua_status write_flow(const asking *a, const quhua_crosswalk *crosswalk, quhua_error *err) {
  return quhua_crosswalk_write(crosswalk, a->snapshot, a->format, a->lang, a->writer, err);
}

static quhua_status write_official(const asking *a, const quhua_crosswalk *crosswalk, quhua_error *err) {
  return quhua_crosswalk_write_official(crosswalk, a->snapshot, a->format, a->writer, err);
}

static quhua_status write_sql(const asking *a, const quhua_crosswalk *crosswalk, quhua_error *err) {
  char name[LONGEST_TABLE] = "";
  quhua_str table = quhua_question_parameter(a->question, "table");
  if (table.len < sizeof name && table.len) memcpy(name, table.ptr, table.len);
  return quhua_crosswalk_write_sql(crosswalk, a->snapshot, name, a->lang, a->writer, err);
}

static quhua_status write_snapshot(const asking *a, quhua_error *err) {
  if (a->question->from == a->question->to)
    return quhua_snapshot_write(a->snapshot, a->question->to, a->format, a->lang, a->writer, err);
  return quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("a register table is of one day", "区划表只针对一个日期"),
                     QUHUA__T("give the same day twice", "请给出相同的两个日期"), QUHUA__NO_ARGS);
}

/* A kind that the library knows. Without a writer of crosswalks it is the register table. */
typedef struct kind {
  const char *name;
  const char *parameters[2]; /* exactly these, in order; NULL: fewer */
  write_crosswalk write;
} kind;

static const kind kinds[] = {
    {"crosswalk/flow", {"format", "lang"}, write_flow},
    {"crosswalk/official", {"format", NULL}, write_official},
    {"crosswalk/sql", {"lang", "table"}, write_sql},
    {"snapshot", {"format", "lang"}, NULL},
};

static const kind *find_kind(quhua_str name) {
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (quhua_str_equal(name, quhua_str_from(kinds[i].name))) return &kinds[i];
  return NULL;
}

/* The position of a word in a list that ends with NULL; -1 when it is not there. */
static int position(quhua_str word, const char *const *words) {
  for (int i = 0; words[i]; i++)
    if (quhua_str_equal(word, quhua_str_from(words[i]))) return i;
  return -1;
}

/* A question has one text, so every parameter is there, and no other. */
static bool read_parameters(const kind *k, asking *a) {
  static const char *const formats[] = {"csv", "csv-bom", "json", NULL}; /* as quhua_format */
  static const char *const langs[] = {"en", "zh", NULL};                 /* as quhua_lang */
  const quhua_question *q = a->question;
  size_t wanted = k->parameters[1] ? 2 : 1;
  if (q->count != wanted) return false;
  for (size_t i = 0; i < wanted; i++) {
    quhua_str value = q->parameters[i].value;
    int number = 0;
    if (!quhua_str_equal(q->parameters[i].key, quhua_str_from(k->parameters[i]))) return false;
    if (strcmp(k->parameters[i], "format") == 0)
      a->format = (quhua_format)(number = position(value, formats));
    if (strcmp(k->parameters[i], "lang") == 0) a->lang = (quhua_lang)(number = position(value, langs));
    if (number < 0) return false;
  }
  return true;
}

static quhua_status answer(const kind *k, asking *a, quhua_error *err) {
  quhua_crosswalk *crosswalk = NULL;
  if (!read_parameters(k, a))
    return quhua__fail(err, QUHUA_E_INVALID,
                       QUHUA__T("“{1}” lacks a parameter of its kind, or has a wrong one",
                                "“{1}”缺少该类问题的参数，或参数有误"),
                       QUHUA__T("quhua/exports.h lists them", "参数见 quhua/exports.h"),
                       QUHUA__ARGS(a->question->text));
  if (!k->write) return write_snapshot(a, err);
  quhua_status status = quhua_crosswalk_new(a->snapshot, a->question->from, a->question->to, &crosswalk, err);
  if (status == QUHUA_OK) status = k->write(a, crosswalk, err);
  quhua_crosswalk_free(crosswalk);
  return status;
}

quhua_status quhua_question_answer(const quhua_question *question, const quhua_snapshot *snapshot,
                                   const quhua_host_answer *host, const quhua_writer *writer,
                                   quhua_error *err) {
  const kind *k = find_kind(question->kind);
  asking a = {.question = question, .snapshot = snapshot, .writer = writer};
  if (k) return answer(k, &a, err);
  if (host) return host->answer(host->ctx, question, snapshot, writer, err);
  return quhua__fail(err, QUHUA_E_UNSUPPORTED,
                     QUHUA__T("nobody here answers questions of the kind {1}", "此处无人能回答 {1} 类问题"),
                     QUHUA__T("ask the program that exported it", "请由当初导出的程序来问"),
                     QUHUA__ARGS(question->kind));
}
