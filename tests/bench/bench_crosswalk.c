/* SPDX-License-Identifier: Apache-2.0 */
/* bench_crosswalk [COUNTIES | REGISTER.csv [COUNT]]: how long it takes to compile the crosswalk of a national reform, and to look
 * a code up in it.
 *
 * The register (3000 counties of made-up units by default) has in 2020 a reform (synthetic_reform()).
 * Figures are of this machine and this moment; the aim is less than 100 ms. Nothing is asserted but that each changed
 * code is found. */
#include <string.h>

#include "bench/stopwatch.h"
#include "bench/synthetic.h"

static void measure_find(const quhua_crosswalk *c, size_t count) {
  double *times = stopwatch_times(count);
  size_t rows = quhua_crosswalk_count(c), first, found = 0;
  if (!rows) exit(1);
  for (size_t i = 0; i < count; i++) {
    double start = stopwatch_us();
    for (size_t k = 0; k < rows; k++) { /* not in the order of the rows */
      const quhua_unit *old = &quhua_crosswalk_at(c, (k * 7919) % rows)->before;
      found += old->id && quhua_crosswalk_find(c, old->level, &old->code, &first);
    }
    times[i] = (stopwatch_us() - start) / (double)rows;
  }
  if (found != rows * count) exit(1); /* nothing is set up in this reform */
  stopwatch_record("crosswalk-find", "quhua", times, count, 1e-3, "ns");
  free(times);
}

int main(int argc, char **argv) {
  char *end = NULL;
  long counties = argc > 1 ? strtol(argv[1], &end, 10) : 3000;
  const char *path = end && *end ? argv[1] : NULL;
  long count = argc > 2 ? atol(argv[2]) : 11;
  quhua_error err;
  if (count < 1 || (!path && (counties < 1 || counties > 3000))) {
    fprintf(stderr, "usage: bench_crosswalk [COUNTIES | REGISTER.csv [COUNT]]\n");
    return 2;
  }
  quhua_registry *registry = synthetic_register("", path, (int)counties);
  synthetic_reform(registry, 2020);
  quhua_snapshot *snapshot = synthetic_look(registry);
  quhua_date from = synthetic_day("2019-12-31"), to = synthetic_day("2021-01-01");
  double *times = stopwatch_times((size_t)count);
  quhua_crosswalk *c = NULL;
  for (long i = 0; i < count; i++) {
    quhua_crosswalk_free(c);
    double start = stopwatch_us();
    stopwatch_need(quhua_crosswalk_new(snapshot, from, to, &c, &err), &err);
    times[i] = stopwatch_us() - start;
  }
  printf("%zu rows\n", quhua_crosswalk_count(c));
  stopwatch_record("crosswalk-compile", "quhua", times, (size_t)count, 1e3, "ms");
  measure_find(c, (size_t)count);
  quhua_crosswalk_free(c);
  free(times);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  return 0;
}
