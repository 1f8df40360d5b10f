/* SPDX-License-Identifier: Apache-2.0 */
/** @file report.h
 * Pictures and tables of a plan for people. */
#ifndef QUHUA_REPORT_H
#define QUHUA_REPORT_H

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

QUHUA_END_DECLS
#endif
