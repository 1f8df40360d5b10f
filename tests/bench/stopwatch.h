/* SPDX-License-Identifier: Apache-2.0 */
/* stopwatch.h: what measurements share: a steady clock, percentiles, and giving up. */
#ifndef QUHUA_TESTS_BENCH_STOPWATCH_H
#define QUHUA_TESTS_BENCH_STOPWATCH_H

#include <quhua/quhua.h>

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double stopwatch_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static inline int stopwatch_compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Sorts the times. */
static inline void stopwatch_print(const char *what, double *times, size_t count, double per,
                                   const char *unit) {
  qsort(times, count, sizeof *times, stopwatch_compare);
  printf("%-34s min %.1f, median %.1f, p99 %.1f, max %.1f %s (%zu times)\n", what, times[0] / per,
         times[count / 2] / per, times[count - 1 - count / 100] / per, times[count - 1] / per, unit, count);
}

/* Ends the program unless the call succeeded. */
static inline void stopwatch_need(quhua_status status, const quhua_error *err) {
  char text[1024];
  if (status == QUHUA_OK) return;
  quhua_error_format(err, QUHUA_LANG_EN, text, sizeof text);
  fprintf(stderr, "%s: %s\n", quhua_status_name(status), text);
  exit(1);
}

#endif
