/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "findings.h"
#include "output_file.h"
#include "session.h"
#include "verbs.h"

typedef quhua_status library_writer(const quhua_plan *plan, quhua_format format, quhua_lang lang,
                                    const quhua_writer *writer, quhua_error *err);

static quhua_status write_crosswalk(const quhua_plan *plan, quhua_format format, quhua_lang lang,
                                    const quhua_writer *writer, quhua_error *err) {
  quhua_crosswalk *crosswalk;
  quhua_status status = quhua_crosswalk_new_of_plan(plan, &crosswalk, err);
  if (status != QUHUA_OK) return status;
  status = quhua_crosswalk_write(crosswalk, quhua_plan_after(plan), format, lang, writer, err);
  quhua_crosswalk_free(crosswalk);
  return status;
}

static quhua_status write_lineage(const quhua_plan *plan, quhua_format format, quhua_lang lang,
                                  const quhua_writer *writer, quhua_error *err) {
  (void)format;
  quhua_str title = quhua_str_from(lang == QUHUA_LANG_ZH ? "区划调整沿革图" : "Lineage of the restructuring");
  quhua_crosswalk *crosswalk;
  quhua_status status = quhua_crosswalk_new_of_plan(plan, &crosswalk, err);
  if (status != QUHUA_OK) return status;
  status = quhua_report_lineage_svg(crosswalk, title, lang, writer, err);
  quhua_crosswalk_free(crosswalk);
  return status;
}

/* What the library writes as CSV, as columns for people. */
static int print_columns(const tool *t, const quhua_plan *plan, library_writer *write, FILE *stream) {
  quhua_error err = {0};
  buffer csv = {0};
  quhua_writer writer = buffer_writer(&csv);
  if (write(plan, QUHUA_FORMAT_CSV, t->lang, &writer, &err) != QUHUA_OK) {
    bool nomem = csv.failed;
    buffer_free(&csv);
    return nomem ? no_memory(t) : library_fault(t, &err);
  }
  table b;
  table_init_csv(&b, csv.data, csv.len);
  buffer_free(&csv);
  bool failed = b.failed || b.text.failed;
  if (!failed) table_print_text(&b, t, stream);
  table_free(&b);
  return failed ? no_memory(t) : DONE;
}

/* A plan that is blocked has nothing to count. */
static int print_text(const tool *t, const quhua_plan *plan) {
  if (quhua_plan_count_findings(plan, QUHUA_SEVERITY_BLOCKING)) {
    findings_print(t, plan, stdout);
    return DONE;
  }
  int exit_status = print_columns(t, plan, quhua_report_statistics, stdout);
  if (quhua_plan_finding(plan, 0)) fputc('\n', stdout);
  findings_print(t, plan, stdout);
  if (exit_status != DONE) return exit_status;
  fputc('\n', stdout);
  return print_columns(t, plan, write_crosswalk, stdout);
}

/* Data goes to standard output, so the words for people give way to standard error. */
static int print_csv(const tool *t, const quhua_plan *plan) {
  quhua_error err = {0};
  quhua_writer writer = stream_writer(stdout);
  findings_print(t, plan, stderr);
  int exit_status = print_columns(t, plan, quhua_report_statistics, stderr);
  if (exit_status != DONE) return exit_status;
  quhua_status status = write_crosswalk(plan, QUHUA_FORMAT_CSV, t->lang, &writer, &err);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}

static void add_counts(json *j, const char *key, const uint64_t counts[QUHUA_KIND_LIMIT]) {
  json_key_text(j, key);
  json_open(j, '{');
  for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++)
    if (counts[kind]) {
      json_key_text(j, quhua_kind_word((quhua_kind)kind, QUHUA_LANG_EN));
      json_number(j, counts[kind]);
    }
  json_close(j, '}');
}

static int print_json(const tool *t, const quhua_plan *plan) {
  quhua_error err = {0};
  buffer rows = {0};
  quhua_writer writer = buffer_writer(&rows);
  if (write_crosswalk(plan, QUHUA_FORMAT_JSON, t->lang, &writer, &err) != QUHUA_OK) {
    bool nomem = rows.failed;
    buffer_free(&rows);
    return nomem ? no_memory(t) : library_fault(t, &err);
  }
  while (rows.len && strchr(" \r\n", rows.data[rows.len - 1])) rows.len--;
  uint64_t before[QUHUA_KIND_LIMIT];
  uint64_t after[QUHUA_KIND_LIMIT];
  quhua_plan_count_units(plan, before, after);
  json j = json_on(stdout, true);
  json_open(&j, '{');
  add_counts(&j, "before", before);
  add_counts(&j, "after", after);
  json_key_text(&j, "findings");
  findings_json(t, plan, &j);
  json_key_text(&j, "crosswalk");
  json_raw(&j, (quhua_str){rows.data, rows.len});
  json_close(&j, '}');
  fputc('\n', stdout);
  buffer_free(&rows);
  return DONE;
}

static int write_report(const tool *t, const quhua_plan *plan, const char *name, library_writer *write) {
  output_file file;
  quhua_error err = {0};
  int exit_status = output_file_begin(t, t->opt.value[OPT_OUT], name, &file);
  if (exit_status != DONE) return exit_status;
  quhua_writer writer = stream_writer(file.stream);
  if (write(plan, QUHUA_FORMAT_CSV_BOM, t->lang, &writer, &err) != QUHUA_OK)
    exit_status = library_fault(t, &err);
  return output_file_end(t, &file, exit_status);
}

static int write_findings(const tool *t, const quhua_plan *plan) {
  output_file file;
  table b;
  int exit_status = output_file_begin(t, t->opt.value[OPT_OUT], "findings.csv", &file);
  if (exit_status != DONE) return exit_status;
  findings_table(t, plan, &b);
  fputs("\xef\xbb\xbf", file.stream); /* spreadsheets want a byte order mark */
  if (b.failed || b.text.failed)
    exit_status = no_memory(t);
  else
    table_print_csv(&b, file.stream);
  table_free(&b);
  return output_file_end(t, &file, exit_status);
}

static int write_reports(const tool *t, const quhua_plan *plan) {
  int exit_status = folder_make(t, t->opt.value[OPT_OUT]);
  if (exit_status == DONE) exit_status = write_report(t, plan, "crosswalk.csv", write_crosswalk);
  if (exit_status == DONE) exit_status = write_report(t, plan, "statistics.csv", quhua_report_statistics);
  if (exit_status == DONE) exit_status = write_report(t, plan, "lineage.svg", write_lineage);
  if (exit_status == DONE) exit_status = write_findings(t, plan);
  return exit_status;
}

static int show_plan(const tool *t, const quhua_plan *plan) {
  int exit_status = DONE;
  if (t->opt.value[OPT_OUT]) exit_status = write_reports(t, plan);
  if (exit_status != DONE) return exit_status;
  switch (t->format) {
  case OUTPUT_TEXT: exit_status = print_text(t, plan); break;
  case OUTPUT_CSV: exit_status = print_csv(t, plan); break;
  case OUTPUT_JSON: exit_status = print_json(t, plan); break;
  }
  bool blocked = quhua_plan_count_findings(plan, QUHUA_SEVERITY_BLOCKING) > 0;
  return exit_status == DONE && blocked ? ANSWER_IS_NO : exit_status;
}

int verb_simulate(tool *t) {
  session s;
  quhua_changeset *changeset = NULL;
  quhua_plan *plan = NULL;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  exit_status = session_plan(t, &s, &changeset, &plan);
  if (exit_status == DONE) exit_status = show_plan(t, plan);
  quhua_plan_free(plan);
  quhua_changeset_free(changeset);
  session_close(&s);
  return exit_status;
}
