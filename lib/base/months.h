/* SPDX-License-Identifier: Apache-2.0 */
/* months.h: calendar months, as laws count them. */
#ifndef QUHUA_BASE_MONTHS_H
#define QUHUA_BASE_MONTHS_H

#include <stdint.h>

#include <quhua/date.h>

/* The same day of the month so many months later; the last day of that month when it has no such day (2020-01-31 and
 * one month: 2020-02-29). Nothing is later than 9999-12-31, unless the day itself is. */
quhua_date quhua__date_add_months(quhua_date date, uint32_t months);
/* Likewise days. */
quhua_date quhua__date_add_days(quhua_date date, uint32_t days);

#endif
