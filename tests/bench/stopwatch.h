/* SPDX-License-Identifier: Apache-2.0 */
/* stopwatch.h: what measurements share: a steady clock, chance that is the same every time, percentiles, results that are
 * written down, and giving up.
 *
 * A result is a line of a table (tabs between the cells): work, units, who, least, median, times, unit. It goes to the end
 * of the file that QUHUA_BENCH_RESULTS names, where report.awk finds it; QUHUA_BENCH_UNITS says the size of what was
 * measured. "=" as who tells whether all who did the same work came to the same answer. */
#ifndef QUHUA_TESTS_BENCH_STOPWATCH_H
#define QUHUA_TESTS_BENCH_STOPWATCH_H

#include <quhua/quhua.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline double stopwatch_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static inline double stopwatch_us(void) { return stopwatch_ns() / 1e3; }

/* xorshift64; the state must not be 0. */
#define STOPWATCH_SEED UINT64_C(88172645463325252)
static inline uint64_t stopwatch_chance(uint64_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 7;
  return *state ^= *state << 17;
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

/* A line of the table of results, as far as its first two cells are common; NULL when nobody wants one. */
static inline FILE *stopwatch_result(const char *work) {
  const char *path = getenv("QUHUA_BENCH_RESULTS"), *units = getenv("QUHUA_BENCH_UNITS");
  if (!path || !*path) return NULL;
  FILE *file = fopen(path, "a");
  if (!file) {
    perror(path);
    exit(1);
  }
  fprintf(file, "%s\t%s", work, units && *units ? units : "0");
  return file;
}

/* Print and write down. */
static inline void stopwatch_record(const char *work, const char *who, double *times, size_t count,
                                    double per, const char *unit) {
  char what[80];
  snprintf(what, sizeof what, "%s, %s", work, who);
  stopwatch_print(what, times, count, per, unit);
  FILE *file = stopwatch_result(work);
  if (!file) return;
  fprintf(file, "\t%s\t%.6g\t%.6g\t%zu\t%s\n", who, times[0] / per, times[count / 2] / per, count, unit);
  fclose(file);
}

/* Write down whether the answers are equal; different ones end the program. */
static inline void stopwatch_equal(const char *work, bool equal) {
  FILE *file = stopwatch_result(work);
  if (file) {
    fprintf(file, "\t=\t%s\n", equal ? "yes" : "no");
    fclose(file);
  }
  if (equal) return;
  fprintf(stderr, "%s: the answers differ\n", work);
  exit(1);
}

static inline double *stopwatch_times(size_t count) {
  double *times = malloc(count * sizeof *times);
  if (!times) exit(1);
  return times;
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
