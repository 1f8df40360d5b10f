/* SPDX-License-Identifier: Apache-2.0 */
/* verb_scan.c: where the old codes and names of planned acts stand in files of others (影响范围). */
#include <string.h>

#include "findings.h"
#include "session.h"
#include "table.h"
#include "verbs.h"

/* --- what the command line says ---------------------------------------------------------------------------------- */

static int read_kind(const tool *t, quhua_scan_kind *out) {
  static const char *const words[] = {"csv", "sqlite", "sql"};
  const char *text = t->opt.value[OPT_AS];
  for (size_t i = 0; text && i < sizeof words / sizeof *words; i++)
    if (strcmp(text, words[i]) == 0) *out = (quhua_scan_kind)(i + 1);
  if (!text || *out != QUHUA_SCAN_BY_CONTENT) return DONE;
  return usage_fault(t, "--as: “%s” is not csv, sqlite or sql", "--as：“%s”不是 csv、sqlite 或 sql", text);
}

static int read_delimiter(const tool *t, char *out) {
  const char *text = t->opt.value[OPT_DELIMITER];
  if (!text) return DONE;
  bool tab = strcmp(text, "tab") == 0 || strcmp(text, "\\t") == 0;
  if (!tab && strlen(text) != 1)
    return usage_fault(t, "--delimiter: “%s” is not one character; write tab for TAB",
                       "--delimiter：“%s”不是单个字符；制表符写作 tab", text);
  *out = tab ? '\t' : text[0];
  return DONE;
}

static int read_header(const tool *t, int *out) {
  const char *text = t->opt.value[OPT_HEADER];
  if (!text) return DONE;
  *out = strcmp(text, "yes") == 0;
  if (!*out && strcmp(text, "no") != 0)
    return usage_fault(t, "--header: “%s” is not yes or no", "--header：“%s”不是 yes 或 no", text);
  return DONE;
}

static int read_options(const tool *t, quhua_scan_options *out) {
  quhua_scan_options_init(out);
  out->lang = t->format == OUTPUT_TEXT ? t->lang : QUHUA_LANG_EN;
  out->format = t->format == OUTPUT_JSON ? QUHUA_FORMAT_JSON : QUHUA_FORMAT_CSV;
  out->views = t->opt.value[OPT_VIEWS] != NULL;
  int exit_status = read_kind(t, &out->kind);
  if (exit_status == DONE) exit_status = read_delimiter(t, &out->delimiter);
  if (exit_status == DONE) exit_status = read_header(t, &out->header);
  return exit_status;
}

/* --- what was found ----------------------------------------------------------------------------------------------- */

/* With hits on standard output the summary goes to standard error. */
static int print_summary(const tool *t, const quhua_scan *scan, FILE *stream) {
  static const char *const columns[] = {"file",           "table",       "column",     "certain_hits",
                                        "derivable_hits", "person_hits", "first_place"};
  const quhua_scan_column *column;
  tool speaks = *t;
  table b;
  if (stream == stderr && !t->opt.value[OPT_FORMAT]) speaks.format = OUTPUT_TEXT;
  table_init(&b, columns, sizeof columns / sizeof *columns);
  for (size_t i = 0; (column = quhua_scan_column_at(scan, i)) != NULL; i++) {
    table_add(&b, column->file);
    table_add(&b, column->table);
    table_add(&b, column->column);
    for (int verdict = 0; verdict < QUHUA_SCAN_VERDICTS; verdict++)
      table_add_number(&b, column->hits[verdict]);
    table_add_number(&b, column->first);
  }
  int exit_status = table_print(&b, &speaks, stream);
  table_free(&b);
  if (quhua_scan_count_cut(scan))
    say(t, "note: %llu values are longer than 1 MiB; only their beginning was looked at",
        "提示：%llu 个值超过 1 MiB，只查看了开头部分", (unsigned long long)quhua_scan_count_cut(scan));
  return exit_status;
}

static int scan_files(const tool *t, quhua_scan *scan) {
  quhua_error err = {0};
  quhua_status status = QUHUA_OK;
  bool only_summary = t->opt.value[OPT_SUMMARY] != NULL;
  for (size_t i = 2; i < t->opt.arg_count && status == QUHUA_OK; i++)
    status = quhua_scan_file(scan, t->opt.args[i], &err);
  if (quhua_scan_finish(scan, status == QUHUA_OK ? &err : NULL) != QUHUA_OK && status == QUHUA_OK)
    status = err.status;
  int exit_status = print_summary(t, scan, only_summary ? stdout : stderr);
  return status == QUHUA_OK ? exit_status : library_fault(t, &err);
}

static int scan_for(const tool *t, const quhua_plan *plan, const quhua_scan_options *how) {
  quhua_error err = {0};
  quhua_scan_needles *needles = NULL;
  quhua_scan *scan = NULL;
  quhua_status status = quhua_scan_needles_new(plan, &needles, &err);
  if (status == QUHUA_OK) status = quhua_scan_new(needles, how, &scan, &err);
  int exit_status = status == QUHUA_OK ? scan_files(t, scan) : library_fault(t, &err);
  quhua_scan_free(scan);
  quhua_scan_needles_free(needles);
  return exit_status;
}

/* Acts that are blocked would not happen: what they would change is not worth looking for. */
static int scan_unless_blocked(const tool *t, const quhua_plan *plan, quhua_scan_options *how) {
  quhua_writer writer = stream_writer(stdout);
  if (quhua_plan_count_findings(plan, QUHUA_SEVERITY_BLOCKING)) {
    findings_print(t, plan, stderr);
    return ANSWER_IS_NO;
  }
  if (!t->opt.value[OPT_SUMMARY]) how->writer = &writer;
  return scan_for(t, plan, how);
}

int verb_scan(tool *t) {
  session s;
  quhua_scan_options how;
  quhua_changeset *changeset = NULL;
  quhua_plan *plan = NULL;
  int exit_status = read_options(t, &how);
  if (exit_status == DONE) exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  exit_status = session_plan(t, &s, &changeset, &plan);
  if (exit_status == DONE) exit_status = scan_unless_blocked(t, plan, &how);
  quhua_plan_free(plan);
  quhua_changeset_free(changeset);
  session_close(&s);
  return exit_status;
}
