/* SPDX-License-Identifier: Apache-2.0 */
/* mean.h: weighted means of averages, exact as long as 126 bits hold them, else between bounds.
 *
 * An average of a unit is a fraction in units of the last decimal of its series, between bounds where it is not known. What
 * comes together has the mean of its parts by their weights. Where a weight is not known, the mean lies between the smallest and the
 * largest of the parts that may weigh something. */
#ifndef QUHUA_STATS_MEAN_H
#define QUHUA_STATS_MEAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <quhua/date.h>

__extension__ typedef __int128 quhua__wide;

/* A fraction in lowest terms, not negative; den > 0. */
typedef struct quhua__ratio {
  quhua__wide num, den;
} quhua__ratio;

typedef struct quhua__average {
  quhua__ratio lo, hi;
  quhua_date oldest; /* of the observations behind it; QUHUA_DATE_OPEN when there is none */
  bool known;        /* there is a value, if only of a part */
  bool full;         /* it is of all of the unit that weighs something */
} quhua__average;

/* How much something weighs; hi is INT64_MAX where nobody knows. */
typedef struct quhua__weight {
  int64_t lo, hi;
} quhua__weight;

#define QUHUA__WEIGHT_UNKNOWN ((quhua__weight){0, INT64_MAX})

typedef struct quhua__ingredient {
  quhua__average average;
  quhua__weight weight;
} quhua__ingredient;

/* A value that was observed. */
quhua__average quhua__average_of(int64_t value, quhua_date day);
/* The mean of all. What is known to weigh nothing counts only where nothing else is there. */
quhua__average quhua__mix(const quhua__ingredient *list, size_t count);
/* To the nearest whole number, halves up. */
int64_t quhua__ratio_round(quhua__ratio value);

#endif
