/* SPDX-License-Identifier: Apache-2.0 */
/* sections.h: the parts of a report on a period, each written as text or as elements of a page. */
#ifndef QUHUA_REPORT_SECTIONS_H
#define QUHUA_REPORT_SECTIONS_H

#include <stdint.h>

#include <quhua/report.h>

#include "report/figures.h"
#include "report/prose.h"

/* How much of a list is written, so that a page can be read: `most` is given, the rest is found. */
typedef struct quhua__extent {
  size_t most;  /* parts that may be written */
  size_t shown; /* parts that were */
  size_t count; /* parts in all */
} quhua__extent;

/* Without an end. */
static inline quhua__extent quhua__all_of_it(void) { return (quhua__extent){SIZE_MAX, 0, 0}; }
/* Is the next part, which is counted by that, to be written? */
static inline bool quhua__extent_next(quhua__extent *extent) {
  bool fits = extent->count++ < extent->most;
  extent->shown += fits;
  return fits;
}

/* The caller's options, or the defaults. */
quhua_report_options quhua__report_options(const quhua_report_options *options);
/* The heading that was given, or an ordinary one. */
void quhua__say_title(quhua__prose *prose, const quhua_figures *figures, const quhua_report_options *options);
/* Name of the scope, the days, and up to which entry of the journal. */
void quhua__say_period(quhua__prose *prose, const quhua_figures *figures,
                       const quhua_report_options *options);
/* 导出编号：x…, when the options name one. */
void quhua__say_export(quhua__prose *prose, const quhua_report_options *options);

/* 对全镇…个行政村调整合并为…个: a paragraph for the scope and for each unit in which something changed. */
quhua_status quhua__write_summary(quhua__prose *prose, const quhua_figures *figures,
                                  const quhua_report_options *options, quhua__extent *extent,
                                  quhua_error *err);
/* 原龙居村今属龙吟村: a line for each former village. */
quhua_status quhua__write_former(quhua__prose *prose, const quhua_figures *figures,
                                 const quhua_report_options *options, quhua__extent *extent,
                                 quhua_error *err);
/* 撤销A镇和B乡，设立C镇: a heading for each document and a paragraph for each event. */
quhua_status quhua__write_announcement(quhua__prose *prose, const quhua_figures *figures,
                                       quhua__extent *extent, quhua_error *err);
/* Pictures, or the sentence that says what is left out. */
quhua_status quhua__write_pictures(quhua__prose *prose, const quhua_figures *figures, quhua_error *err);

#endif
