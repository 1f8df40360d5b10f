/* SPDX-License-Identifier: Apache-2.0 */
/* bench_plan REGISTER ACTS [COUNT]: how long planning alone takes, without opening the register.
 *
 * Prints the time to open, and minimum, median and maximum of COUNT plans (default 1001) in microseconds. Figures are
 * of this machine and this moment; nothing is asserted. */
#include <quhua/quhua.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int fail(const quhua_error *err) {
  char text[1024];
  quhua_error_format(err, QUHUA_LANG_EN, text, sizeof text);
  fprintf(stderr, "bench_plan: %s\n", text);
  return 1;
}

int main(int argc, char **argv) {
  quhua_error err;
  if (argc < 3) {
    fprintf(stderr, "usage: bench_plan REGISTER ACTS [COUNT]\n");
    return 2;
  }
  long count = argc > 3 ? atol(argv[3]) : 1001;
  quhua_open_options options;
  quhua_open_options_init(&options);
  options.read_only = 1;
  quhua_registry *registry;
  double start = now_us();
  if (quhua_registry_open(argv[1], &options, &registry, &err)) return fail(&err);
  double opened = now_us() - start;
  quhua_changeset *acts;
  quhua_snapshot *snapshot;
  char *data;
  size_t len;
  if (quhua_changeset_new(NULL, &acts, &err) || quhua_data_read(NULL, argv[2], &data, &len, &err) ||
      quhua_changeset_read_csv(acts, data, len, argv[2], &err) ||
      quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err))
    return fail(&err);
  double *times = count > 0 ? malloc((size_t)count * sizeof *times) : NULL;
  if (!times) return 2;
  for (long i = 0; i < count; i++) {
    quhua_plan *plan;
    start = now_us();
    if (quhua_plan_build(snapshot, acts, NULL, &plan, &err)) return fail(&err);
    times[i] = now_us() - start;
    quhua_plan_free(plan);
  }
  qsort(times, (size_t)count, sizeof *times, by_value);
  printf("open %.1f ms; plan of %zu rows: min %.1f, median %.1f, max %.1f us (%ld plans)\n", opened / 1e3,
         quhua_changeset_count(acts), times[0], times[count / 2], times[count - 1], count);
  free(times);
  quhua_snapshot_free(snapshot);
  quhua_data_free(NULL, data, len);
  quhua_changeset_free(acts);
  quhua_registry_close(registry);
  return 0;
}
