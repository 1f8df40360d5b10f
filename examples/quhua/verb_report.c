/* SPDX-License-Identifier: Apache-2.0 */
/* verb_report.c: the report on a period, as files; and its words and figures as one text that can be asked for again. */
#include <string.h>

#include "answers.h"
#include "output_file.h"
#include "resolve.h"
#include "session.h"
#include "verbs.h"

#define SERIES_MAX 8 /* without --series, so many are put into the report */

/* What is reported. */
typedef struct report {
  quhua_figures *figures;
  const quhua_snapshot *snapshot;
  quhua_unit scope; /* on the later day; id 0: the register */
  quhua_period days;
  quhua_report_options options;
  quhua_format tables;
  quhua_str series[SERIES_MAX];
  char id[QUHUA_EXPORT_ID_MAX];
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
  return quhua_crosswalk_write_official(quhua_figures_crosswalk(r->figures), r->snapshot, r->tables, writer,
                                        err);
}

static quhua_status write_statistics(const report *r, const quhua_writer *writer, quhua_error *err) {
  return quhua_report_period_statistics(r->figures, r->tables, r->options.lang, writer, err);
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

/* ---- the same to ask again ---- */

/* What is said, in the order in which it is read. The pictures and the page say nothing else. */
static int write_text_of_all(const tool *t, const report *r, FILE *stream) {
  static file_writer *const parts[] = {write_text, write_announcement, write_statistics, write_crosswalk};
  quhua_error err = {0};
  quhua_writer writer = stream_writer(stream);
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (parts[i](r, &writer, &err) != QUHUA_OK) return library_fault(t, &err);
    fputc('\n', stream);
  }
  return DONE;
}

/* ---- what is asked ---- */

static bool can_be_summed(const quhua_snapshot *snapshot, quhua_str name) {
  quhua_series series;
  if (quhua_series_find(snapshot, name, &series) != QUHUA_OK) return false;
  return series.kind == QUHUA_SERIES_COUNT || series.kind == QUHUA_SERIES_DECIMAL;
}

/* The series that were asked for, one a line. */
static int choose_asked(const tool *t, report *r, const char *asked) {
  for (const char *at = asked; at && *at && r->options.series_count < SERIES_MAX;) {
    quhua_str name = {at, strcspn(at, "\n")};
    at += name.len + (at[name.len] == '\n');
    if (!can_be_summed(r->snapshot, name)) {
      say(t, "no series “%.*s” of counts or decimals was observed", "没有计数或小数指标“%.*s”的数据",
          (int)name.len, name.ptr);
      return ANSWER_IS_NO;
    }
    r->series[r->options.series_count++] = name;
  }
  return DONE;
}

static void choose_first(report *r) {
  quhua_str name;
  for (uint32_t i = 0; r->options.series_count < SERIES_MAX && quhua_series_at(r->snapshot, i, &name); i++)
    if (can_be_summed(r->snapshot, name)) r->series[r->options.series_count++] = name;
}

/* Townships are told apart below everything that is larger than one; in a register of another country, nothing is. */
static int count_figures(const tool *t, const session *s, report *r) {
  quhua_error err = {0};
  bool structured = quhua_scheme_is_structured(quhua_registry_scheme(s->registry));
  quhua_level level = structured ? QUHUA_LEVEL_TOWNSHIP : QUHUA_LEVEL_ANY;
  if (t->opt.arg_count > 1) {
    int exit_status = resolve_unit(t, s->snapshot, t->opt.args[1], r->days.to, &r->scope);
    if (exit_status != DONE) return exit_status;
    if (r->scope.level >= QUHUA_LEVEL_TOWNSHIP) level = QUHUA_LEVEL_ANY;
  }
  quhua_status status =
      quhua_figures_new(s->snapshot, r->scope.id, level, r->days.from, r->days.to, &r->figures, &err);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}

static int read_days(const tool *t, quhua_period *out) {
  if (!date_option(t, OPT_FROM, "from", QUHUA_DATE_NONE, &out->from)) return BAD_USAGE;
  return date_option(t, OPT_TO, "to", QUHUA_DATE_NONE, &out->to) ? DONE : BAD_USAGE;
}

/* Days, figures and options; the figures are the caller's to free whatever comes of it. */
static int begin_report(const tool *t, const session *s, report *r) {
  *r = (report){.snapshot = s->snapshot, .tables = QUHUA_FORMAT_CSV_BOM};
  quhua_report_options_init(&r->options);
  r->options.lang = t->lang;
  r->options.series = r->series;
  int exit_status = read_days(t, &r->days);
  return exit_status == DONE ? count_figures(t, s, r) : exit_status;
}

/* ---- the question ---- */

/* The question names the unit by its code and the series by their names, whatever was typed or left out. Values are carried
 * back from any later day. */
typedef struct asking {
  tool t;
  buffer series;
  quhua_period days;
  quhua_str code;
} asking;

static bool begin_asking(const tool *t, const report *r, asking *out) {
  *out = (asking){.t = *t, .days = r->days};
  for (size_t i = 0; i < r->options.series_count; i++) {
    if (i) buffer_add(&out->series, "\n", 1);
    buffer_add(&out->series, r->series[i].ptr, r->series[i].len);
  }
  buffer_add(&out->series, "", 1);
  out->t.format = OUTPUT_CSV;
  out->t.opt.value[OPT_SERIES] = r->options.series_count ? out->series.data : NULL;
  if (r->options.series_count) quhua_date_parse(quhua_str_from("9999-12-31"), &out->days.to);
  if (r->scope.id) out->code = quhua_str_from(r->scope.code.text);
  return !out->series.failed;
}

static int report_on(const tool *t, const session *s, report *r) {
  asking a;
  if (!begin_asking(t, r, &a)) return no_memory(t);
  int exit_status = answer_id(&a.t, s, a.days, a.code, r->id);
  r->options.export_id = quhua_str_from(r->id);
  if (exit_status == DONE) exit_status = write_files(t, r);
  if (exit_status == DONE) exit_status = answer_export(&a.t, s, a.days, a.code);
  buffer_free(&a.series);
  return exit_status;
}

int answer_report(tool *t, const session *s, FILE *stream) {
  report r;
  int exit_status = begin_report(t, s, &r);
  r.options.timeless = 1;
  r.tables = QUHUA_FORMAT_CSV;
  if (exit_status == DONE) exit_status = choose_asked(t, &r, t->opt.value[OPT_SERIES]);
  if (exit_status == DONE) exit_status = write_text_of_all(t, &r, stream);
  quhua_figures_free(r.figures);
  return exit_status;
}

int verb_report(tool *t) {
  session s;
  report r;
  quhua_period days;
  if (read_days(t, &days) != DONE) return BAD_USAGE;
  if (!t->opt.value[OPT_OUT])
    return usage_fault(t, "--out: name a folder for the report", "--out：请指定报告的目录");
  int exit_status = session_open_to_answer(t, &s);
  if (exit_status != DONE) return exit_status;
  note_uncertain(t, s.snapshot, days.from);
  note_uncertain(t, s.snapshot, days.to);
  exit_status = begin_report(t, &s, &r);
  if (exit_status == DONE && t->opt.value[OPT_SERIES])
    exit_status = choose_asked(t, &r, t->opt.value[OPT_SERIES]);
  else if (exit_status == DONE)
    choose_first(&r);
  if (exit_status == DONE) exit_status = report_on(t, &s, &r);
  quhua_figures_free(r.figures);
  session_close(&s);
  return exit_status;
}
