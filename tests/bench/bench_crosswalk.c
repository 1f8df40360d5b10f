/* SPDX-License-Identifier: Apache-2.0 */
/* bench_crosswalk [COUNTIES | REGISTER.csv [COUNT]]: how long it takes to compile the crosswalk of a national reform, and to look
 * a code up in it.
 *
 * The register (3000 counties of made-up units by default) has in 2020 a reform of the size of a province's: in 19,000 places
 * a village is absorbed by its neighbour, in documents of 190 rows, and 1,500 towns with all their villages get new codes.
 * Figures are of this machine and this moment; the aim is less than 100 ms. Nothing is asserted but that each changed
 * code is found. */
#include <string.h>

#include "bench/stopwatch.h"
#include "bench/synthetic.h"

#define PLACES 19000
#define RECODED 1500
#define ROWS 190
#define HEADER "document,effective,relation,old_code,new_code\n"

typedef struct document {
  char text[1 << 15];
  size_t len, rows;
  unsigned number;
} document;

static void submit(document *d, quhua_registry *registry) {
  if (d->rows) synthetic_apply(registry, d->text, d->len);
  d->number++;
  d->len = d->rows = 0;
}

static void put(document *d, quhua_registry *registry, const char *relation, const char *old_code,
                const char *new_code) {
  if (d->rows == ROWS) submit(d, registry);
  if (!d->rows) d->len = (size_t)snprintf(d->text, sizeof d->text, HEADER);
  d->len +=
      (size_t)snprintf(d->text + d->len, sizeof d->text - d->len, "文%u,2020-%02u-%02u,%s,%s,%s\n", d->number,
                       1 + d->number / 28 % 12, 1 + d->number % 28, relation, old_code, new_code);
  d->rows++;
}

/* Neighbours in one town, spread over the register. */
static size_t merge_villages(document *d, quhua_registry *registry, const quhua_unit *villages,
                             size_t count) {
  size_t step = count / PLACES > 2 ? count / PLACES : 2, places = 0;
  for (size_t i = 0; i + 1 < count && places < PLACES;) {
    bool neighbours = villages[i].parent == villages[i + 1].parent;
    if (neighbours) put(d, registry, "并入", villages[i + 1].code.text, villages[i].code.text);
    places += neighbours;
    i += neighbours ? step : 1;
  }
  submit(d, registry);
  return places;
}

static size_t recode_towns(document *d, quhua_registry *registry, const quhua_unit *towns, size_t count) {
  size_t step = count > RECODED ? count / RECODED : 1, done = 0;
  char label[16];
  for (size_t i = 0; i < count && done < RECODED; i += step, done++) {
    snprintf(label, sizeof label, "@t%zu", done);
    put(d, registry, "换码", towns[i].code.text, label);
  }
  submit(d, registry);
  return done;
}

static void reform(quhua_registry *registry) {
  static document d;
  size_t towns, villages;
  quhua_snapshot *snapshot = synthetic_look(registry);
  quhua_unit *town = synthetic_units(snapshot, QUHUA_LEVEL_TOWNSHIP, &towns),
             *village = synthetic_units(snapshot, QUHUA_LEVEL_VILLAGE, &villages);
  double start = stopwatch_us();
  size_t merged = merge_villages(&d, registry, village, villages),
         recoded = recode_towns(&d, registry, town, towns);
  printf("%zu villages merged, %zu towns recoded in %u documents: %.0f ms\n", merged, recoded, d.number,
         (stopwatch_us() - start) / 1e3);
  free(town);
  free(village);
  quhua_snapshot_free(snapshot);
}

static void measure_find(const quhua_crosswalk *c, size_t count) {
  double *times = malloc(count * sizeof *times);
  size_t rows = quhua_crosswalk_count(c), first, found = 0;
  if (!times || !rows) exit(1);
  for (size_t i = 0; i < count; i++) {
    double start = stopwatch_us();
    for (size_t k = 0; k < rows; k++) { /* not in the order of the rows */
      const quhua_unit *old = &quhua_crosswalk_at(c, (k * 7919) % rows)->before;
      found += old->id && quhua_crosswalk_find(c, old->level, &old->code, &first);
    }
    times[i] = (stopwatch_us() - start) / (double)rows;
  }
  if (found != rows * count) exit(1); /* nothing is set up in this reform */
  stopwatch_print("quhua_crosswalk_find", times, count, 1e-3, "ns");
  free(times);
}

int main(int argc, char **argv) {
  char *end = NULL;
  long counties = argc > 1 ? strtol(argv[1], &end, 10) : 3000;
  const char *path = end && *end ? argv[1] : NULL;
  long count = argc > 2 ? atol(argv[2]) : 11;
  quhua_date from = 0, to = 0;
  quhua_error err;
  if (count < 1 || (!path && (counties < 1 || counties > 3000))) {
    fprintf(stderr, "usage: bench_crosswalk [COUNTIES | REGISTER.csv [COUNT]]\n");
    return 2;
  }
  quhua_registry *registry = synthetic_register(path, (int)counties);
  reform(registry);
  quhua_snapshot *snapshot = synthetic_look(registry);
  quhua_date_parse(quhua_str_from("2019-12-31"), &from);
  quhua_date_parse(quhua_str_from("2021-01-01"), &to);
  double *times = malloc((size_t)count * sizeof *times);
  quhua_crosswalk *c = NULL;
  if (!times) return 1;
  for (long i = 0; i < count; i++) {
    quhua_crosswalk_free(c);
    double start = stopwatch_us();
    stopwatch_need(quhua_crosswalk_new(snapshot, from, to, &c, &err), &err);
    times[i] = stopwatch_us() - start;
  }
  printf("%zu rows\n", quhua_crosswalk_count(c));
  stopwatch_print("quhua_crosswalk_new", times, (size_t)count, 1e3, "ms");
  measure_find(c, (size_t)count);
  quhua_crosswalk_free(c);
  free(times);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  return 0;
}
