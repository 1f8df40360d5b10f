/* SPDX-License-Identifier: Apache-2.0 */
/* Civil days by arithmetic alone: no time zone, no mktime. The year is counted from 1 March, so that the leap day is
 * its last day, and 400 years (146097 days) repeat exactly. Method: H. Hinnant, "chrono-Compatible Low-Level Date
 * Algorithms". */
#include <quhua/date.h>

#include "base/months.h"

#define DAYS_PER_ERA 146097
#define YEARS_PER_ERA 400
/* Days from 0000-03-01, where an era begins, to 1970-01-01. */
#define EPOCH_DAYS 719468
#define MICROS_PER_SECOND INT64_C(1000000)
#define MICROS_PER_DAY (86400 * MICROS_PER_SECOND)

typedef struct civil {
  int64_t year;
  int month;
  int day;
} civil;

static int64_t floor_div(int64_t value, int64_t by) {
  int64_t quotient = value / by;
  return value % by < 0 ? quotient - 1 : quotient;
}

static int days_in_month(int year, int month) {
  static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

static quhua_date days_from_civil(int year, int month, int day) {
  int y = month <= 2 ? year - 1 : year;
  int era = y / YEARS_PER_ERA;
  int year_of_era = y % YEARS_PER_ERA;
  int months_from_march = (month + 9) % 12;
  int day_of_year = (153 * months_from_march + 2) / 5 + day - 1;
  int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * DAYS_PER_ERA + day_of_era - EPOCH_DAYS;
}

static civil civil_from_days(int64_t days) {
  int64_t from_march = days + EPOCH_DAYS;
  int64_t era = floor_div(from_march, DAYS_PER_ERA);
  int day_of_era = (int)(from_march - era * DAYS_PER_ERA);
  int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  int months_from_march = (5 * day_of_year + 2) / 153;
  int month = months_from_march < 10 ? months_from_march + 3 : months_from_march - 9;
  int day = day_of_year - (153 * months_from_march + 2) / 5 + 1;
  return (civil){era * YEARS_PER_ERA + year_of_era + (month <= 2), month, day};
}

/* Writes digits, padded with zeros to the width, and returns the place after them. */
static char *put_digits(char *out, uint64_t value, int width) {
  char reversed[20];
  int count = 0;
  while (value > 0 || count < width) {
    reversed[count++] = (char)('0' + value % 10);
    value /= 10;
  }
  while (count > 0) *out++ = reversed[--count];
  return out;
}

static char *put_day(char *out, civil c) {
  if (c.year < 0) *out++ = '-';
  out = put_digits(out, (uint64_t)(c.year < 0 ? -c.year : c.year), 4);
  *out++ = '-';
  out = put_digits(out, (uint64_t)c.month, 2);
  *out++ = '-';
  return put_digits(out, (uint64_t)c.day, 2);
}

/* Reads exactly `width` digits. */
static bool read_digits(const char *text, int width, int *out) {
  int value = 0;
  for (int i = 0; i < width; i++) {
    if (text[i] < '0' || text[i] > '9') return false;
    value = value * 10 + (text[i] - '0');
  }
  *out = value;
  return true;
}

bool quhua_date_from_civil(int year, int month, int day, quhua_date *out) {
  if (year < 1000 || year > 9999 || month < 1 || month > 12) return false;
  if (day < 1 || day > days_in_month(year, month)) return false;
  *out = days_from_civil(year, month, day);
  return true;
}

bool quhua_date_parse(quhua_str text, quhua_date *out) {
  int year, month, day;
  if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-') return false;
  if (!read_digits(text.ptr, 4, &year) || !read_digits(text.ptr + 5, 2, &month) ||
      !read_digits(text.ptr + 8, 2, &day))
    return false;
  return quhua_date_from_civil(year, month, day, out);
}

size_t quhua_date_format(quhua_date date, char out[QUHUA_DATE_TEXT_MAX]) {
  char *end = out;
  if (date != QUHUA_DATE_OPEN && date != QUHUA_DATE_NONE) end = put_day(out, civil_from_days(date));
  *end = '\0';
  return (size_t)(end - out);
}

bool quhua_period_contains(quhua_period period, quhua_date date) {
  return period.from <= date && date < period.to;
}

/* 9999-12-31, or the day itself when it is later. */
static quhua_date last_of_all(quhua_date date) {
  quhua_date last = days_from_civil(9999, 12, 31);
  return date > last ? date : last;
}

quhua_date quhua__date_add_months(quhua_date date, uint32_t months) {
  civil c = civil_from_days(date);
  int64_t month = c.month - 1 + (int64_t)months;
  c.year += month / 12;
  c.month = (int)(month % 12) + 1;
  if (c.year > 9999) return last_of_all(date);
  if (c.year < 1000) return date; /* no day that can be written */
  int last = days_in_month((int)c.year, c.month);
  return days_from_civil((int)c.year, c.month, c.day < last ? c.day : last);
}

quhua_date quhua__date_add_days(quhua_date date, uint32_t days) {
  int64_t sum = (int64_t)date + days;
  quhua_date last = last_of_all(date);
  return sum < last ? (quhua_date)sum : last;
}

size_t quhua_instant_format(quhua_instant instant, char out[QUHUA_INSTANT_TEXT_MAX]) {
  int64_t day = floor_div(instant, MICROS_PER_DAY);
  int64_t rest = instant % MICROS_PER_DAY;
  uint64_t micros = (uint64_t)(rest < 0 ? rest + MICROS_PER_DAY : rest);
  uint64_t seconds = micros / MICROS_PER_SECOND;
  char *end = put_day(out, civil_from_days(day));
  *end++ = 'T';
  end = put_digits(end, seconds / 3600, 2);
  *end++ = ':';
  end = put_digits(end, seconds / 60 % 60, 2);
  *end++ = ':';
  end = put_digits(end, seconds % 60, 2);
  *end++ = '.';
  end = put_digits(end, micros % MICROS_PER_SECOND, 6);
  *end++ = 'Z';
  *end = '\0';
  return (size_t)(end - out);
}

/* Reads .f to .ffffff as microseconds. */
static bool read_fraction(quhua_str text, int *micros) {
  enum { DIGITS = 6 };
  char padded[DIGITS] = {'0', '0', '0', '0', '0', '0'};
  if (text.len < 2 || text.len > 1 + DIGITS || text.ptr[0] != '.') return false;
  for (size_t i = 1; i < text.len; i++) padded[i - 1] = text.ptr[i];
  return read_digits(padded, DIGITS, micros);
}

/* Reads HH:MM, HH:MM:SS or HH:MM:SS.f as microseconds of the day. */
static bool read_time(quhua_str text, int64_t *out) {
  int hour, minute, second = 0, micros = 0;
  if (text.len < 5 || text.ptr[2] != ':') return false;
  if (!read_digits(text.ptr, 2, &hour) || !read_digits(text.ptr + 3, 2, &minute)) return false;
  if (text.len > 5) {
    if (text.len < 8 || text.ptr[5] != ':' || !read_digits(text.ptr + 6, 2, &second)) return false;
    if (text.len > 8 && !read_fraction((quhua_str){text.ptr + 8, text.len - 8}, &micros)) return false;
  }
  if (hour > 23 || minute > 59 || second > 59) return false;
  *out = (hour * 3600 + minute * 60 + second) * MICROS_PER_SECOND + micros;
  return true;
}

bool quhua_instant_parse(quhua_str text, quhua_instant *out) {
  quhua_date day;
  int64_t time = MICROS_PER_DAY - 1;
  if (text.len < 10 || !quhua_date_parse((quhua_str){text.ptr, 10}, &day)) return false;
  if (text.len > 10) {
    if (text.len < 12 || text.ptr[10] != 'T' || text.ptr[text.len - 1] != 'Z') return false;
    if (!read_time((quhua_str){text.ptr + 11, text.len - 12}, &time)) return false;
  }
  *out = day * MICROS_PER_DAY + time;
  return true;
}
