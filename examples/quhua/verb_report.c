/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "known.h"
#include "output_file.h"
#include "resolve.h"
#include "session.h"
#include "verbs.h"

#define SERIES_MAX 8 /* without --series, so many are put into the report */

/* What is reported. */
typedef struct report {
  const quhua_figures *figures;
  const quhua_snapshot *snapshot;
  quhua_report_options options;
  quhua_str series[SERIES_MAX];
} report;

/* ---- the files ---- */

typedef quhua_status file_writer(const report *r, const quhua_writer *writer, quhua_error *err);

static quhua_status write_page(const report *r, const quhua_writer *writer, quhua_error *err) {
  return quhua_report_html(r->figures, &r->options, writer, err);
}

static quhua_status write_lineage(const report *r, const quhua_writer *writer, quhua_error *err) {
  quhua_str title =
      quhua_str_from(r->options.lang == QUHUA_LANG_ZH ? "区划调整沿革图" : "Lineage of the restructuring");
  return quhua_report_lineage_svg(quhua_figures_crosswalk(r->figures), title, r->options.lang, writer, err);
}

static quhua_status write_crosswalk(const report *r, const quhua_writer *writer, quhua_error *err) {
  return quhua_crosswalk_write_official(quhua_figures_crosswalk(r->figures), r->snapshot,
                                        QUHUA_FORMAT_CSV_BOM, writer, err);
}

static quhua_status write_statistics(const report *r, const quhua_writer *writer, quhua_error *err) {
  return quhua_report_period_statistics(r->figures, QUHUA_FORMAT_CSV_BOM, r->options.lang, writer, err);
}

static quhua_status write_announcement(const report *r, const quhua_writer *writer, quhua_error *err) {
  return quhua_report_announcement(r->figures, &r->options, writer, err);
}

static quhua_status write_text(const report *r, const quhua_writer *writer, quhua_error *err) {
  return quhua_report_work(r->figures, &r->options, writer, err);
}

static int write_file(const tool *t, const report *r, const char *name, file_writer *write) {
  output_file file;
  quhua_error err = {0};
  int exit_status = output_file_begin(t, t->opt.value[OPT_OUT], name, &file);
  if (exit_status != DONE) return exit_status;
  quhua_writer writer = stream_writer(file.stream);
  if (write(r, &writer, &err) != QUHUA_OK) exit_status = library_fault(t, &err);
  return output_file_end(t, &file, exit_status);
}

static int write_files(const tool *t, const report *r) {
  int exit_status = folder_make(t, t->opt.value[OPT_OUT]);
  if (exit_status == DONE) exit_status = write_file(t, r, "report.txt", write_text);
  if (exit_status == DONE) exit_status = write_file(t, r, "announcement.txt", write_announcement);
  if (exit_status == DONE) exit_status = write_file(t, r, "statistics.csv", write_statistics);
  if (exit_status == DONE) exit_status = write_file(t, r, "crosswalk.csv", write_crosswalk);
  if (exit_status == DONE) exit_status = write_file(t, r, "lineage.svg", write_lineage);
  if (exit_status == DONE) exit_status = write_file(t, r, "index.html", write_page);
  return exit_status;
}

/* ---- what is asked ---- */

static bool can_be_summed(const quhua_snapshot *snapshot, quhua_str name) {
  quhua_series series;
  if (quhua_series_find(snapshot, name, &series) != QUHUA_OK) return false;
  return series.kind == QUHUA_SERIES_COUNT || series.kind == QUHUA_SERIES_DECIMAL;
}

static int choose_series(const tool *t, report *r) {
  const char *asked = t->opt.value[OPT_SERIES];
  quhua_str name;
  r->options.series = r->series;
  if (asked && !can_be_summed(r->snapshot, quhua_str_from(asked))) {
    say(t, "no series “%s” of counts or decimals was observed", "没有计数或小数指标“%s”的数据", asked);
    return ANSWER_IS_NO;
  }
  if (asked) r->series[r->options.series_count++] = quhua_str_from(asked);
  if (asked) return DONE;
  for (uint32_t i = 0; r->options.series_count < SERIES_MAX && quhua_series_at(r->snapshot, i, &name); i++)
    if (can_be_summed(r->snapshot, name)) r->series[r->options.series_count++] = name;
  return DONE;
}

/* Townships are told apart below everything that is larger than one; in a register of another country, nothing is. */
static int count_figures(const tool *t, const session *s, quhua_date from, quhua_date to,
                         quhua_figures **figures) {
  quhua_error err = {0};
  quhua_unit scope = {.id = 0};
  bool structured = quhua_scheme_is_structured(quhua_registry_scheme(s->registry));
  quhua_level level = structured ? QUHUA_LEVEL_TOWNSHIP : QUHUA_LEVEL_ANY;
  if (t->opt.arg_count > 1) {
    int exit_status = resolve_unit(t, s->snapshot, t->opt.args[1], to, &scope);
    if (exit_status != DONE) return exit_status;
    if (scope.level >= QUHUA_LEVEL_TOWNSHIP) level = QUHUA_LEVEL_ANY;
  }
  quhua_status status = quhua_figures_new(s->snapshot, scope.id, level, from, to, figures, &err);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}

static int report_on(const tool *t, const session *s, quhua_date from, quhua_date to) {
  report r = {.snapshot = s->snapshot};
  quhua_figures *figures = NULL;
  int exit_status = count_figures(t, s, from, to, &figures);
  if (exit_status != DONE) return exit_status;
  r.figures = figures;
  quhua_report_options_init(&r.options);
  r.options.lang = t->lang;
  exit_status = choose_series(t, &r);
  if (exit_status == DONE) exit_status = write_files(t, &r);
  quhua_figures_free(figures);
  return exit_status;
}

int verb_report(tool *t) {
  session s;
  quhua_date from, to;
  if (!date_option(t, OPT_FROM, "from", QUHUA_DATE_NONE, &from)) return BAD_USAGE;
  if (!date_option(t, OPT_TO, "to", QUHUA_DATE_NONE, &to)) return BAD_USAGE;
  if (!t->opt.value[OPT_OUT])
    return usage_fault(t, "--out: name a folder for the report", "--out：请指定报告的目录");
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  exit_status = session_as_known(t, &s);
  if (exit_status == DONE) {
    note_uncertain(t, s.snapshot, from);
    note_uncertain(t, s.snapshot, to);
    exit_status = report_on(t, &s, from, to);
  }
  session_close(&s);
  return exit_status;
}
