/* SPDX-License-Identifier: Apache-2.0 */
/* first_day.c: the day on which a register begins. Of the days before it nothing is on record, which is not the same as
 * that there was nothing: who asks about all units of such a day is told so. */
#include "base/fail.h"
#include "registry/registry_internal.h"

quhua_date quhua__first_day(const quhua_snapshot *snapshot) {
  if (snapshot->known == 0 || quhua__state_entry(snapshot->state, 1)->kind != QUHUA_ENTRY_OPENING)
    return QUHUA_DATE_NONE;
  return quhua__state_entry(snapshot->state, 1)->effective;
}

quhua_status quhua__check_day(const quhua_snapshot *snapshot, quhua_date day, quhua_error *err) {
  char text[QUHUA_DATE_TEXT_MAX], begin[QUHUA_DATE_TEXT_MAX];
  quhua_date first = quhua__first_day(snapshot);
  if (day >= first) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("the register begins on {2}, after {1}", "登记册始于 {2}，晚于 {1}"),
                     QUHUA__T("give a day since the register begins", "请给出登记册起始日以来的日期"),
                     QUHUA__ARGS(((quhua_str){text, quhua_date_format(day, text)}),
                                 ((quhua_str){begin, quhua_date_format(first, begin)})));
}
