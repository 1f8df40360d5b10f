/* SPDX-License-Identifier: Apache-2.0 */
/* verb_recode.c: codes of one day become those of another in a table of somebody else (换码). */
#define _POSIX_C_SOURCE 200809L /* strdup */
#include <stdlib.h>
#include <string.h>

#include "progress.h"
#include "session.h"
#include "table.h"
#include "verbs.h"

/* --- what the command line says ---------------------------------------------------------------------------------- */

/* Texts between commas; cut in a copy. */
typedef struct list {
  char *copy;
  const char **items;
  size_t count;
} list;

static void list_free(list *l) {
  free(l->copy);
  free(l->items);
}

static bool list_cut(const char *text, list *out) {
  size_t commas = 0;
  *out = (list){0};
  if (!text) return true;
  for (const char *c = text; *c; c++) commas += *c == ',';
  out->copy = strdup(text);
  out->items = calloc(commas + 1, sizeof *out->items);
  if (!out->copy || !out->items) return false;
  for (char *at = out->copy; at;) {
    char *comma = strchr(at, ',');
    if (comma) *comma++ = '\0';
    if (*at) out->items[out->count++] = at;
    at = comma;
  }
  return true;
}

/* A run of the verb. */
typedef struct job {
  const tool *t;
  quhua_date from, to;
  list columns, names, amounts;
  quhua_recode_options how;
  quhua_recode_files files;
} job;

static bool is_split(const char *policy) { return strncmp(policy, "split:", 6) == 0; }

static int read_policy(job *j) {
  const char *policy = j->t->opt.value[OPT_POLICY], *otherwise = j->t->opt.value[OPT_OTHERWISE];
  if (!policy) policy = "error";
  if (!otherwise) otherwise = "error";
  if (strcmp(policy, "error") == 0)
    j->how.policy = QUHUA_RECODE_STOP;
  else if (strcmp(policy, "flag") == 0)
    j->how.policy = QUHUA_RECODE_FLAG;
  else if (strcmp(policy, "largest") == 0)
    j->how.policy = QUHUA_RECODE_TAKE_LARGEST;
  else if (is_split(policy) || strcmp(policy, "split") == 0)
    j->how.policy = QUHUA_RECODE_APPORTION;
  else
    return usage_fault(j->t, "--policy: “%s” is not error, flag, largest or split:COLUMN,…",
                       "--policy：“%s”不是 error、flag、largest 或 split:列,…", policy);
  bool flags = strcmp(otherwise, "flag") == 0;
  if (!flags && strcmp(otherwise, "error") != 0)
    return usage_fault(j->t, "--otherwise: “%s” is not error or flag", "--otherwise：“%s”不是 error 或 flag",
                       otherwise);
  j->how.otherwise = flags ? QUHUA_RECODE_FLAG : QUHUA_RECODE_STOP;
  return list_cut(is_split(policy) ? policy + 6 : NULL, &j->amounts) ? DONE : no_memory(j->t);
}

static int read_delimiter(job *j) {
  const char *text = j->t->opt.value[OPT_DELIMITER];
  if (!text) return DONE;
  bool tab = strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0;
  if (!tab && strlen(text) != 1)
    return usage_fault(j->t, "--delimiter: “%s” is not one character; write tab for TAB",
                       "--delimiter：“%s”不是单个字符；制表符写作 tab", text);
  j->how.delimiter = tab ? '\t' : text[0];
  return DONE;
}

static int read_header(job *j) {
  const char *text = j->t->opt.value[OPT_HEADER];
  if (!text) return DONE;
  bool yes = strcmp(text, "yes") == 0;
  if (!yes && strcmp(text, "no") != 0)
    return usage_fault(j->t, "--header: “%s” is not yes or no", "--header：“%s”不是 yes 或 no", text);
  j->how.header = yes ? QUHUA_RECODE_HEADER_YES : QUHUA_RECODE_HEADER_NO;
  return DONE;
}

static int read_threads(job *j) {
  const char *text = j->t->opt.value[OPT_THREADS];
  if (!text) return DONE;
  char *end;
  unsigned long threads = strtoul(text, &end, 10);
  if (*text < '0' || *text > '9' || *end || threads < 1 || threads > 64)
    return usage_fault(j->t, "--threads: “%s” is not a number from 1 to 64",
                       "--threads：“%s”不是 1 到 64 的数", text);
  j->files.threads = (uint32_t)threads;
  return DONE;
}

static int read_columns(job *j) {
  const char *columns = j->t->opt.value[OPT_COLUMN];
  if (!columns)
    return usage_fault(j->t, "%s needs --column NAME-OR-NUMBER", "%s 需要 --column 列名或序号", j->t->verb);
  if (!list_cut(columns, &j->columns) || !list_cut(j->t->opt.value[OPT_NAME], &j->names))
    return no_memory(j->t);
  return DONE;
}

/* A table in a database and a stream are two things. */
static int check_database(const job *j) {
  static const option_id of_streams[] = {OPT_OUT, OPT_CHECKPOINT, OPT_THREADS, OPT_DELIMITER, OPT_HEADER};
  const tool *t = j->t;
  bool database = t->opt.value[OPT_SQLITE] != NULL;
  if (database != (t->opt.value[OPT_TABLE] != NULL))
    return usage_fault(t, "--sqlite DATABASE and --table NAME belong together",
                       "--sqlite 数据库 与 --table 表名 须同时给出");
  if (!database) return DONE;
  if (t->opt.arg_count > 1)
    return usage_fault(t, "--sqlite takes no FILE beside the database", "--sqlite 之外不能再给 FILE");
  for (size_t i = 0; i < sizeof of_streams / sizeof *of_streams; i++)
    if (t->opt.value[of_streams[i]])
      return usage_fault(t, "--%s is for a file, not for a database", "--%s 用于文件，不用于数据库",
                         option_name(of_streams[i]));
  return DONE;
}

static int read_job(job *j) {
  const tool *t = j->t;
  quhua_recode_options_init(&j->how);
  quhua_recode_files_init(&j->files);
  if (!date_option(t, OPT_FROM, "from", QUHUA_DATE_NONE, &j->from)) return BAD_USAGE;
  if (!date_option(t, OPT_TO, "to", QUHUA_DATE_NONE, &j->to)) return BAD_USAGE;
  int exit_status = read_columns(j);
  if (exit_status == DONE) exit_status = read_policy(j);
  if (exit_status == DONE) exit_status = read_delimiter(j);
  if (exit_status == DONE) exit_status = read_header(j);
  if (exit_status == DONE) exit_status = read_threads(j);
  if (exit_status == DONE) exit_status = check_database(j);
  if (t->opt.arg_count > 1) j->files.input = t->opt.args[1];
  if (t->opt.value[OPT_OUT]) j->files.output = t->opt.value[OPT_OUT];
  j->files.undo = t->opt.value[OPT_UNDO];
  j->files.checkpoint = t->opt.value[OPT_CHECKPOINT];
  j->how.source = source_name(t, j->files.input);
  j->how.columns = j->columns.items;
  j->how.column_count = j->columns.count;
  j->how.names = j->names.items;
  j->how.name_count = j->names.count;
  j->how.amounts = j->amounts.items;
  j->how.amount_count = j->amounts.count;
  return exit_status;
}

static void job_free(job *j) {
  list_free(&j->columns);
  list_free(&j->names);
  list_free(&j->amounts);
}

/* --- what was done ----------------------------------------------------------------------------------------------- */

/* The data itself may be on standard output, so the counts go to standard error. */
static void print_counts(const job *j, const quhua_recode_counts *counts) {
  static const char *const columns[] = {"status", "cells", "first_line"};
  tool speaks = *j->t;
  table b;
  if (!j->t->opt.value[OPT_FORMAT]) speaks.format = OUTPUT_TEXT;
  quhua_lang lang = speaks.format == OUTPUT_TEXT ? speaks.lang : QUHUA_LANG_EN;
  table_init(&b, columns, sizeof columns / sizeof *columns);
  for (int i = 0; i < QUHUA_RECODE_OUTCOMES; i++) {
    if (counts->cells[i] == 0) continue;
    table_add_text(&b, quhua_recode_outcome_word((quhua_recode_outcome)i, lang));
    table_add_number(&b, counts->cells[i]);
    table_add_number(&b, counts->lines[i]);
  }
  (void)table_print(&b, &speaks, stderr);
  table_free(&b);
}

/* Rewrite or check the files, and say how far it is where that takes long. */
static quhua_status run_files(job *j, const quhua_recode_map *map, quhua_recode_counts *counts,
                              quhua_error *err) {
  progress line;
  progress_begin(&line);
  j->files.progress = progress_show;
  j->files.progress_ctx = &line;
  quhua_status status = quhua_recode_file(map, &j->how, &j->files, counts, err);
  progress_end(&line);
  return status;
}

/* The table in a database, or the files. */
static quhua_status run(job *j, const quhua_recode_map *map, bool look_only, quhua_recode_counts *counts,
                        quhua_error *err) {
  const char *database = j->t->opt.value[OPT_SQLITE];
  quhua_recode_table what;
  if (!database) return run_files(j, map, counts, err);
  quhua_recode_table_init(&what);
  what.database = database;
  what.table = j->t->opt.value[OPT_TABLE];
  what.undo = j->t->opt.value[OPT_UNDO];
  what.look_only = look_only;
  return quhua_recode_sqlite(map, &j->how, &what, counts, err);
}

static int rewrite(job *j, const quhua_snapshot *snapshot) {
  quhua_error err = {0};
  quhua_recode_counts counts = {0};
  quhua_recode_map *map = NULL;
  quhua_status status = quhua_recode_map_new(snapshot, j->from, j->to, &map, &err);
  if (status == QUHUA_OK) status = run(j, map, false, &counts, &err);
  quhua_recode_map_free(map);
  if (status != QUHUA_OK) return library_fault(j->t, &err);
  print_counts(j, &counts);
  return DONE;
}

/* --- looking at a table that was rewritten ----------------------------------------------------------------------- */

static int check(job *j, const quhua_snapshot *snapshot) {
  quhua_error err = {0};
  quhua_recode_counts counts = {0};
  quhua_recode_map *map = NULL;
  j->files.output = NULL;
  quhua_status status = quhua_recode_map_new_check(snapshot, j->from, j->to, &map, &err);
  if (status == QUHUA_OK) status = run(j, map, true, &counts, &err);
  quhua_recode_map_free(map);
  if (status != QUHUA_OK) return library_fault(j->t, &err);
  print_counts(j, &counts);
  if (counts.cells[QUHUA_RECODE_REUSED])
    say(j->t, "note: %llu cells hold codes that are valid on both days and mean different units",
        "提示：%llu 个单元格的代码两日都有效而所指不同",
        (unsigned long long)counts.cells[QUHUA_RECODE_REUSED]);
  return counts.cells[QUHUA_RECODE_OLD] ? ANSWER_IS_NO : DONE;
}

/* --- the way back -------------------------------------------------------------------------------------------------- */

/* The register is not asked, but the first argument is its, as in every other call with a database. */
static int restore_database(const tool *t, const char *database) {
  quhua_error err = {0};
  quhua_status status = quhua_recode_sqlite_undo(database, t->opt.value[OPT_APPLY_UNDO], &err);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}

/* The one argument is the rewritten table; no register is needed. */
static int restore(const tool *t) {
  quhua_error err = {0};
  const char *output = t->opt.value[OPT_OUT], *database = t->opt.value[OPT_SQLITE];
  if (database) return restore_database(t, database);
  if (t->opt.arg_count > 1)
    return usage_fault(
        t, "--apply-undo takes one table; usage: quhua recode TABLE --apply-undo FILE [--out ORIGINAL]",
        "--apply-undo 只带一个表；用法：quhua recode 表 --apply-undo FILE [--out 原表]");
  quhua_status status =
      quhua_recode_undo(NULL, t->opt.args[0], t->opt.value[OPT_APPLY_UNDO], output ? output : "-", &err);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}

int verb_recode(tool *t) {
  job j = {.t = t};
  if (t->opt.value[OPT_APPLY_UNDO]) return restore(t);
  session s;
  int exit_status = read_job(&j);
  if (exit_status == DONE) exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status == DONE) {
    note_uncertain(t, s.snapshot, j.from);
    note_uncertain(t, s.snapshot, j.to);
    exit_status = t->opt.value[OPT_CHECK] ? check(&j, s.snapshot) : rewrite(&j, s.snapshot);
    session_close(&s);
  }
  job_free(&j);
  return exit_status;
}
