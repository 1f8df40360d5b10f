/* SPDX-License-Identifier: Apache-2.0 */
/** @file report.h
 * Pictures, tables and texts for people: of a plan, and of what happened in a period. */
#ifndef QUHUA_REPORT_H
#define QUHUA_REPORT_H

#include <stddef.h>

#include <quhua/figures.h>
#include <quhua/io.h>
#include <quhua/plan.h>

QUHUA_BEGIN_DECLS

/** Draw the lineage of a crosswalk as SVG: before on the left, after on the right, a line for each flow.
 * @param crosswalk the crosswalk
 * @param title heading, may be empty
 * @param lang language of the labels
 * @param writer where to
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOMEM or QUHUA_E_IO
 * @cost n log n in the rows */
QUHUA_API quhua_status quhua_report_lineage_svg(const quhua_crosswalk *crosswalk, quhua_str title,
                                                quhua_lang lang, const quhua_writer *writer,
                                                quhua_error *err);

/** Write the statistics of a plan (统计表): for each kind the number before and after, the change and the
 * change in percent of the number before, with one decimal; and for each level their sum, grids (网格) left out,
 * because they lie over the ground of the groups.
 * @param plan the plan
 * @param format how
 * @param lang language of the kind words
 * @param writer where to
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOMEM or QUHUA_E_IO
 * @cost linear in the scope of the plan */
QUHUA_API quhua_status quhua_report_statistics(const quhua_plan *plan, quhua_format format, quhua_lang lang,
                                               const quhua_writer *writer, quhua_error *err);

/** How the texts of a period are written. */
typedef struct quhua_report_options {
  size_t struct_size;      /**< set by quhua_report_options_init() */
  quhua_str title;         /**< heading; empty for an ordinary one */
  const quhua_str *series; /**< series to form averages of and to name with former villages */
  size_t series_count;     /**< how many */
  quhua_lang lang;         /**< language */
  uint32_t timeless; /**< 1: do not say up to which journal entry, so that the text changes only when what it
                                says does (quhua/exports.h); 0: say it */
  quhua_str
      export_id; /**< id of the answer that this is (quhua_export_id()), for the end of the texts and the foot
                                of the page; empty: not said */
} quhua_report_options;

/** Fill report options with their defaults.
 * @param options the options
 * @param size sizeof the options as the caller knows them
 * @threadsafe */
QUHUA_API void quhua_report_options_init_sized(quhua_report_options *options, size_t size);
/** Fill report options with their defaults: no title, no series, Chinese, with the journal entry, without an id. */
#define quhua_report_options_init(options) quhua_report_options_init_sized((options), sizeof *(options))

/** Write the statistics of a period (统计表): for the scope, and for every unit of the figures in which something changed,
 * a row for each kind and the sum of each level. The columns are the code and name of the unit, `kind`, and the members
 * of quhua_figure, with change and percent of the number before; these two are empty where that is not attributable.
 * @param figures the figures
 * @param format how
 * @param lang language of the kind words
 * @param writer where to
 * @param err reason, may be NULL
 * @return QUHUA_OK or QUHUA_E_IO
 * @cost linear in the figures */
QUHUA_API quhua_status quhua_report_period_statistics(const quhua_figures *figures, quhua_format format,
                                                      quhua_lang lang, const quhua_writer *writer,
                                                      quhua_error *err);

/** Write the paragraphs of a work report (工作报告) as plain text: for the scope and for every unit of the figures in
 * which something changed, 对全镇13个行政村调整合并为8个行政村，将原40个村民小组合并为32个村民小组 with the numbers in, what became
 * of the units, and averages per unit of the village level; then, for each village that ended, was renamed or ceded
 * territory, which villages of today it lies in (原龙居村今属龙吟村), with the values of its series and with shares, or that
 * these are not determined (未定).
 * @param figures the figures
 * @param options NULL for the defaults
 * @param writer where to
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOMEM or QUHUA_E_IO; as quhua_figures_average() for the series
 * @cost linear in the figures and the crosswalk; for each series that of quhua_stats_new() three times */
QUHUA_API quhua_status quhua_report_work(const quhua_figures *figures, const quhua_report_options *options,
                                         const quhua_writer *writer, quhua_error *err);

/** Write an announcement (公告) as plain text, from the acts that took effect after the first day and not after the last
 * and touch the scope, one paragraph for each event, under its document: 撤销A镇和B乡，设立C镇，以原A镇和原B乡所属行政区域为C镇的行政区域，
 * C镇人民政府驻…。 The seat is named where it is recorded; a part of a territory is called a part (部分). What follows
 * from a unit above (the villages of a merged town) is not said again, and a respelling (规范) is no change. Source of the wording: announcements and
 * approvals under 行政区划管理条例 art. 18.
 * @param figures the figures
 * @param options NULL for the defaults
 * @param writer where to
 * @param err reason, may be NULL
 * @return QUHUA_OK, QUHUA_E_NOMEM or QUHUA_E_IO
 * @cost n log n in the flows of the period */
QUHUA_API quhua_status quhua_report_announcement(const quhua_figures *figures,
                                                 const quhua_report_options *options,
                                                 const quhua_writer *writer, quhua_error *err);

/** Write everything as one page of HTML for reading and for printing on A4: figures, paragraphs, pictures of the
 * lineage, former villages, announcement, and the crosswalk. The page needs nothing but itself: no script, no font, no
 * picture from elsewhere; every text of the register is escaped. A long crosswalk is drawn by townships, and long lists
 * and tables are not written to the end; then the page says what is left out, and in which file of `quhua report` it
 * stands. So the page stays below some megabytes however large the register is.
 * @param figures the figures
 * @param options NULL for the defaults
 * @param writer where to
 * @param err reason, may be NULL
 * @return as quhua_report_work()
 * @cost as quhua_report_work() and quhua_report_announcement() */
QUHUA_API quhua_status quhua_report_html(const quhua_figures *figures, const quhua_report_options *options,
                                         const quhua_writer *writer, quhua_error *err);

QUHUA_END_DECLS
#endif
