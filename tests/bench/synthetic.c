/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/synthetic.h"

#include "bench/stopwatch.h"

#define TOWNS 14
#define VILLAGES 16
#define HEADER "document,effective,relation,old_code,new_code\n"
#define ROWS 190

quhua_date synthetic_day(const char *text) {
  quhua_date day = 0;
  if (!quhua_date_parse(quhua_str_from(text), &day)) exit(1);
  return day;
}

static void add(quhua_opening *opening, const char *code, const char *name) {
  quhua_error err;
  quhua_opening_row row;
  quhua_opening_row_init(&row);
  row.code = quhua_str_from(code);
  row.name = quhua_str_from(name);
  stopwatch_need(quhua_opening_add(opening, &row, &err), &err);
}

static void make_up(quhua_opening *opening, int counties) {
  char code[24], name[32];
  for (int c = 0; c < counties; c++) {
    int county = (11 + c / 100) * 10000 + (1 + c / 10 % 10) * 100 + 21 + c % 10;
    snprintf(code, sizeof code, "%d", county);
    snprintf(name, sizeof name, "第%d县", c);
    add(opening, code, name);
    for (int t = 0; t < TOWNS; t++) {
      snprintf(code, sizeof code, "%d%d", county, 100 + t);
      snprintf(name, sizeof name, "第%d镇", c * TOWNS + t);
      add(opening, code, name);
      for (int v = 0; v < VILLAGES; v++) {
        snprintf(code, sizeof code, "%d%d%d", county, 100 + t, 201 + v);
        snprintf(name, sizeof name, "第%d村", (c * TOWNS + t) * VILLAGES + v);
        add(opening, code, name);
      }
    }
  }
}

quhua_registry *synthetic_register(const char *location, const char *path, int counties) {
  quhua_error err;
  quhua_opening *opening;
  quhua_registry *registry;
  stopwatch_need(quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("cn-stat")),
                                   synthetic_day(SYNTHETIC_DAY), &opening, &err),
                 &err);
  if (path) {
    char *data;
    size_t len;
    stopwatch_need(quhua_data_read(NULL, path, &data, &len, &err), &err);
    stopwatch_need(quhua_opening_read_csv(opening, data, len, path, &err), &err);
    quhua_data_free(NULL, data, len);
  } else
    make_up(opening, counties);
  printf("%zu units\n", quhua_opening_count(opening));
  stopwatch_need(quhua_registry_create(location, opening, NULL, &registry, &err), &err);
  quhua_opening_free(opening);
  return registry;
}

quhua_snapshot *synthetic_look(const quhua_registry *registry) {
  quhua_error err;
  quhua_snapshot *snapshot;
  stopwatch_need(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err), &err);
  return snapshot;
}

void synthetic_apply(quhua_registry *registry, const char *table, size_t len) {
  quhua_error err;
  quhua_changeset *acts;
  quhua_plan *plan;
  quhua_attribute lax[] = {
      {quhua_str_from("rules.cn-law"), quhua_str_from("off")},
      {quhua_str_from("codes.issue"), quhua_str_from("fill")}}; /* many codes in few years */
  quhua_plan_options options;
  quhua_plan_options_init(&options);
  options.settings = lax;
  options.setting_count = sizeof lax / sizeof *lax;
  quhua_snapshot *snapshot = synthetic_look(registry);
  stopwatch_need(quhua_changeset_new(NULL, &acts, &err), &err);
  stopwatch_need(quhua_changeset_read_csv(acts, table, len, "acts", &err), &err);
  stopwatch_need(quhua_plan_build(snapshot, acts, &options, &plan, &err), &err);
  stopwatch_need(quhua_plan_commit(registry, plan, NULL, NULL, &err), &err);
  quhua_plan_free(plan);
  quhua_changeset_free(acts);
  quhua_snapshot_free(snapshot);
}

quhua_unit *synthetic_units(const quhua_snapshot *snapshot, const char *day, quhua_level level,
                            size_t *count) {
  quhua_error err;
  quhua_cursor *cursor;
  quhua_unit unit;
  stopwatch_need(quhua_cursor_new_all(snapshot, synthetic_day(day), &cursor, &err), &err);
  quhua_unit *list = malloc((quhua_cursor_count(cursor) + 1) * sizeof *list);
  if (!list) exit(1);
  *count = 0;
  while (quhua_cursor_next(cursor, &unit))
    if (unit.level == level && unit.standing == QUHUA_STANDING_FORMAL) list[(*count)++] = unit;
  quhua_cursor_free(cursor);
  return list;
}

/* --- a reform ---------------------------------------------------------------------------------------------------- */

/* A document with at most so many rows, which is submitted when it is full. */
typedef struct document {
  quhua_registry *registry;
  char text[1 << 15];
  size_t len, rows;
  unsigned number;
  int year;
} document;

static void submit(document *d) {
  if (d->rows) synthetic_apply(d->registry, d->text, d->len);
  d->number++;
  d->len = d->rows = 0;
}

static void put(document *d, const char *relation, const char *old_code, const char *new_code) {
  if (d->rows == ROWS) submit(d);
  if (!d->rows) d->len = (size_t)snprintf(d->text, sizeof d->text, HEADER);
  d->len += (size_t)snprintf(d->text + d->len, sizeof d->text - d->len, "文%d-%u,%d-%02u-%02u,%s,%s,%s\n",
                             d->year, d->number, d->year, 1 + d->number / 28 % 12, 1 + d->number % 28,
                             relation, old_code, new_code);
  d->rows++;
}

/* Neighbours in one town, spread over the register, other ones each year. */
static size_t merge_villages(document *d, const quhua_unit *villages, size_t count) {
  size_t step = count / SYNTHETIC_PLACES > 2 ? count / SYNTHETIC_PLACES : 2, places = 0;
  for (size_t i = (size_t)d->year % step; i + 1 < count && places < SYNTHETIC_PLACES;) {
    bool neighbours = villages[i].parent == villages[i + 1].parent;
    if (neighbours) put(d, "并入", villages[i + 1].code.text, villages[i].code.text);
    places += neighbours;
    i += neighbours ? step : 1;
  }
  submit(d);
  return places;
}

static size_t recode_towns(document *d, const quhua_unit *towns, size_t count) {
  size_t step = count > SYNTHETIC_RECODED ? count / SYNTHETIC_RECODED : 1, done = 0;
  char label[16];
  for (size_t i = (size_t)d->year % step; i < count && done < SYNTHETIC_RECODED; i += step, done++) {
    snprintf(label, sizeof label, "@t%zu", done);
    put(d, "换码", towns[i].code.text, label);
  }
  submit(d);
  return done;
}

void synthetic_reform(quhua_registry *registry, int year) {
  static document d; /* too large for a stack */
  size_t towns, villages;
  char day[24];
  snprintf(day, sizeof day, "%d-12-31", year - 1);
  d = (document){.registry = registry, .year = year};
  quhua_snapshot *snapshot = synthetic_look(registry);
  quhua_unit *town = synthetic_units(snapshot, day, QUHUA_LEVEL_TOWNSHIP, &towns),
             *village = synthetic_units(snapshot, day, QUHUA_LEVEL_VILLAGE, &villages);
  double start = stopwatch_us();
  size_t merged = merge_villages(&d, village, villages), recoded = recode_towns(&d, town, towns);
  printf("%d: %zu villages merged, %zu towns recoded in %u documents: %.0f ms\n", year, merged, recoded,
         d.number, (stopwatch_us() - start) / 1e3);
  free(town);
  free(village);
  quhua_snapshot_free(snapshot);
}
