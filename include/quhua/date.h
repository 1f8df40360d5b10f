/* SPDX-License-Identifier: Apache-2.0 */
/** @file date.h
 * Civil days, half-open periods and recorded instants. */
#ifndef QUHUA_DATE_H
#define QUHUA_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/export.h>
#include <quhua/text.h>

QUHUA_BEGIN_DECLS

/** A civil day of the proleptic Gregorian calendar: days since 1970-01-01, no time zone. */
typedef int32_t quhua_date;

/** Not a day: "no end is known" as the end of a period. It is never stored, printed or compared as a date;
 * text forms leave it empty and SQL tables hold NULL. */
#define QUHUA_DATE_OPEN INT32_MAX

/** Not a day: "no date was given", for optional dates such as the day of the decision. */
#define QUHUA_DATE_NONE INT32_MIN

/** A half-open period [from, to) of valid time; `to` is @ref QUHUA_DATE_OPEN while no end is known. A period
 * with from == to has no day: it is a step inside a chain of acts on one day, hidden from questions about a
 * day and shown in histories. */
typedef struct quhua_period {
  quhua_date from; /**< first day */
  quhua_date to;   /**< first day after, or QUHUA_DATE_OPEN */
} quhua_period;

/** A moment of recorded time: microseconds since 1970-01-01T00:00:00Z. */
typedef int64_t quhua_instant;

/** Buffer size that fits any text made by quhua_date_format(). */
#define QUHUA_DATE_TEXT_MAX 16
/** Buffer size that fits any text made by quhua_instant_format(). */
#define QUHUA_INSTANT_TEXT_MAX 40

/** Read an ISO date YYYY-MM-DD, years 1000 to 9999.
 * @param text exactly ten characters
 * @param out the day; untouched on failure
 * @return true when @p text is a day that exists
 * @threadsafe */
QUHUA_API bool quhua_date_parse(quhua_str text, quhua_date *out);

/** Write a date as YYYY-MM-DD; QUHUA_DATE_OPEN and QUHUA_DATE_NONE become the empty text.
 * @param date any date
 * @param out buffer of QUHUA_DATE_TEXT_MAX bytes, terminated
 * @return bytes written without terminator
 * @threadsafe */
QUHUA_API size_t quhua_date_format(quhua_date date, char out[QUHUA_DATE_TEXT_MAX]);

/** The day of a year, month and day of month.
 * @param year 1000 to 9999
 * @param month 1 to 12
 * @param day 1 to 31
 * @param out the day; untouched on failure
 * @return true when that day exists
 * @threadsafe */
QUHUA_API bool quhua_date_from_civil(int year, int month, int day, quhua_date *out);

/** True when the day lies in the half-open period.
 * @param period the period
 * @param date the day
 * @return period.from <= date < period.to
 * @threadsafe */
QUHUA_API bool quhua_period_contains(quhua_period period, quhua_date date);

/** Write an instant as YYYY-MM-DDTHH:MM:SS.ffffffZ.
 * @param instant the moment
 * @param out buffer of QUHUA_INSTANT_TEXT_MAX bytes, terminated
 * @return bytes written without terminator
 * @threadsafe */
QUHUA_API size_t quhua_instant_format(quhua_instant instant, char out[QUHUA_INSTANT_TEXT_MAX]);

/** Read an instant: the form that quhua_instant_format() writes, with the fraction and the seconds optional,
 * or a plain date, which means the end of that day (everything recorded on it counts).
 * @param text the text
 * @param out the moment; untouched on failure
 * @return true when @p text is a moment
 * @threadsafe */
QUHUA_API bool quhua_instant_parse(quhua_str text, quhua_instant *out);

QUHUA_END_DECLS
#endif
