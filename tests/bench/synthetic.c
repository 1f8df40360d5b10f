/* SPDX-License-Identifier: Apache-2.0 */
#include "bench/synthetic.h"

#include "bench/stopwatch.h"

#define TOWNS 14
#define VILLAGES 16
#define OPENED "2019-01-01"

static quhua_date opened(void) {
  quhua_date day = 0;
  quhua_date_parse(quhua_str_from(OPENED), &day);
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
  char code[16], name[32];
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

quhua_registry *synthetic_register(const char *path, int counties) {
  quhua_error err;
  quhua_opening *opening;
  quhua_registry *registry;
  stopwatch_need(
      quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("cn-stat")), opened(), &opening, &err), &err);
  if (path) {
    char *data;
    size_t len;
    stopwatch_need(quhua_data_read(NULL, path, &data, &len, &err), &err);
    stopwatch_need(quhua_opening_read_csv(opening, data, len, path, &err), &err);
    quhua_data_free(NULL, data, len);
  } else
    make_up(opening, counties);
  printf("%zu units\n", quhua_opening_count(opening));
  stopwatch_need(quhua_registry_create("", opening, NULL, &registry, &err), &err);
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
  quhua_attribute lax = {quhua_str_from("rules.cn-law"), quhua_str_from("off")};
  quhua_plan_options options;
  quhua_plan_options_init(&options);
  options.settings = &lax;
  options.setting_count = 1;
  quhua_snapshot *snapshot = synthetic_look(registry);
  stopwatch_need(quhua_changeset_new(NULL, &acts, &err), &err);
  stopwatch_need(quhua_changeset_read_csv(acts, table, len, "acts", &err), &err);
  stopwatch_need(quhua_plan_build(snapshot, acts, &options, &plan, &err), &err);
  stopwatch_need(quhua_plan_commit(registry, plan, NULL, NULL, &err), &err);
  quhua_plan_free(plan);
  quhua_changeset_free(acts);
  quhua_snapshot_free(snapshot);
}

quhua_unit *synthetic_units(const quhua_snapshot *snapshot, quhua_level level, size_t *count) {
  quhua_error err;
  quhua_cursor *cursor;
  quhua_unit unit;
  stopwatch_need(quhua_cursor_new_all(snapshot, opened(), &cursor, &err), &err);
  quhua_unit *list = malloc((quhua_cursor_count(cursor) + 1) * sizeof *list);
  if (!list) exit(1);
  *count = 0;
  while (quhua_cursor_next(cursor, &unit))
    if (unit.level == level) list[(*count)++] = unit;
  quhua_cursor_free(cursor);
  return list;
}
