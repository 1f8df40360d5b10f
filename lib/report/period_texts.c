/* SPDX-License-Identifier: Apache-2.0 */
/* period_texts.c: the plain texts of a period. */
#include "base/options.h"
#include "report/sections.h"

void quhua_report_options_init_sized(quhua_report_options *options, size_t size) {
  quhua_report_options defaults = {.struct_size = size, .lang = QUHUA_LANG_ZH};
  quhua__options_fill(options, size, &defaults, sizeof defaults);
}

quhua_report_options quhua__report_options(const quhua_report_options *options) {
  quhua_report_options own;
  quhua_report_options_init(&own);
  quhua__options_take(&own, sizeof own, options);
  return own;
}

void quhua__say_title(quhua__prose *prose, const quhua_figures *figures,
                      const quhua_report_options *options) {
  quhua_unit unit;
  quhua_figures_unit(figures, 0, &unit);
  if (options->title.len) {
    quhua__say_text(prose, options->title);
    return;
  }
  if (unit.id) quhua__say_name(prose, &unit);
  if (unit.id) quhua__say(prose, QUHUA__T(": ", ""));
  quhua__say(prose, QUHUA__T("changes of administrative divisions", "行政区划调整情况"));
}

void quhua__say_period(quhua__prose *prose, const quhua_figures *figures,
                       const quhua_report_options *options) {
  quhua__say(prose, QUHUA__T("From ", "统计期间："));
  quhua__say_date(prose, figures->from);
  quhua__say(prose, QUHUA__T(" to ", "至"));
  quhua__say_date(prose, figures->to);
  if (options->timeless) return;
  quhua__say(prose, QUHUA__T(", as recorded up to journal entry ", "（据登记册日志第"));
  quhua__say_number(prose, quhua_snapshot_known(figures->snapshot));
  quhua__say(prose, QUHUA__T(".", "号及以前）"));
}

void quhua__say_export(quhua__prose *prose, const quhua_report_options *options) {
  quhua__say(prose, QUHUA__T("Export: ", "导出编号："));
  quhua__say_text(prose, options->export_id);
}

static void write_line(quhua__prose *prose, quhua__text2 words) {
  quhua__xml_raw(&prose->xml, "\n");
  quhua__say(prose, words);
  quhua__xml_raw(&prose->xml, "\n");
}

static void write_head(quhua__prose *prose, const quhua_figures *figures,
                       const quhua_report_options *options) {
  quhua__say_title(prose, figures, options);
  quhua__xml_raw(&prose->xml, "\n");
  quhua__say_period(prose, figures, options);
  quhua__xml_raw(&prose->xml, "\n");
}

/* What was written is handed over also when something else failed, so that the first cause is told. */
static quhua_status finish(quhua__prose *prose, const quhua_report_options *options, quhua_status status,
                           quhua_error *err) {
  if (options->export_id.len) {
    quhua__xml_raw(&prose->xml, "\n");
    quhua__say_export(prose, options);
    quhua__xml_raw(&prose->xml, "\n");
  }
  return status ? status : quhua__prose_finish(prose, err);
}

quhua_status quhua_report_work(const quhua_figures *figures, const quhua_report_options *options,
                               const quhua_writer *writer, quhua_error *err) {
  quhua__prose prose;
  quhua_report_options own = quhua__report_options(options);
  quhua__extent units = quhua__all_of_it(), villages = quhua__all_of_it();
  quhua__prose_init(&prose, figures->snapshot, own.lang, false, writer);
  write_head(&prose, figures, &own);
  write_line(&prose, QUHUA__T("Summary", "一、调整情况"));
  quhua_status status = quhua__write_summary(&prose, figures, &own, &units, err);
  write_line(&prose, QUHUA__T("Former villages", "二、原村今属"));
  if (!status) status = quhua__write_former(&prose, figures, &own, &villages, err);
  return finish(&prose, &own, status, err);
}

quhua_status quhua_report_announcement(const quhua_figures *figures, const quhua_report_options *options,
                                       const quhua_writer *writer, quhua_error *err) {
  quhua__prose prose;
  quhua_report_options own = quhua__report_options(options);
  quhua__extent events = quhua__all_of_it();
  quhua__prose_init(&prose, figures->snapshot, own.lang, false, writer);
  write_head(&prose, figures, &own);
  quhua__xml_raw(&prose.xml, "\n");
  return finish(&prose, &own, quhua__write_announcement(&prose, figures, &events, err), err);
}
