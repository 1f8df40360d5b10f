/* SPDX-License-Identifier: Apache-2.0 */
/* bench_growth [JSON [UNITS…]]: what a register costs as it grows, from a county to more than the nation.
 *
 * For each number of units (default 1000 to 5000000) a register is made in memory: counties of 14 towns of 16 villages of six
 * groups. It gets eight years of history: each year every 35th village changes, at most 20000; most get a new name, every 20th
 * change merges three villages with their groups, every 100th is annulled again. Then: bytes per unit and per version, and the
 * median time to plan the merger of three villages of a town, to commit it, to find a village by its code and to project it
 * over all years. Figures are of this machine and this moment; nothing is asserted. JSON is a file for the same figures. */
#include "bench/stopwatch.h"

#include <string.h>

#include "registry/registry_internal.h"

enum { TOWNS = 14, VILLAGES = 16, GROUPS = 6, YEARS = 8, MOST = 20000, BATCH = 500, SAMPLES = 201 };
enum { PER_COUNTY = 1 + TOWNS * (1 + VILLAGES * (1 + GROUPS)), COUNTIES_MOST = 8900 };

/* --- memory ------------------------------------------------------------------------------------------------------------ */

/* Bytes in use by the arrays and indexes of a state; the journal is not among them. */
static size_t state_bytes(quhua__state *state) {
  size_t bytes = (size_t)state->texts.items.count * sizeof(quhua__text) + state->texts.bytes.count +
                 quhua__index_size(&state->texts.index);
  quhua__segments *array;
  quhua__index *index;
  for (size_t i = 0; (array = quhua__state_array(state, i)) != NULL; i++) bytes += array->count * array->elem;
  for (size_t i = 0; (index = quhua__state_index(state, i)) != NULL; i++) bytes += quhua__index_size(index);
  return bytes;
}

/* --- made-up units ----------------------------------------------------------------------------------------------------- */

static int county_code(int county) {
  return (11 + county / 890) * 10000 + (1 + county / 10 % 89) * 100 + 21 + county % 10;
}

static void village_code(char out[32], long village) {
  long town = village / VILLAGES;
  snprintf(out, 32, "%d%ld%ld", county_code((int)(town / TOWNS)), 100 + town % TOWNS,
           201 + village % VILLAGES);
}

static void add(quhua_opening *opening, const char *code, const char *name) {
  quhua_error err;
  quhua_opening_row row;
  quhua_opening_row_init(&row);
  row.code = quhua_str_from(code);
  row.name = quhua_str_from(name);
  stopwatch_need(quhua_opening_add(opening, &row, &err), &err);
}

static void add_village(quhua_opening *opening, long village) {
  char code[32], name[32], group[48];
  village_code(code, village);
  snprintf(name, sizeof name, "第%ld村", village);
  add(opening, code, name);
  for (int g = 1; g <= GROUPS; g++) {
    snprintf(group, sizeof group, "%s%03d", code, g);
    snprintf(name, sizeof name, "第%d组", g);
    add(opening, group, name);
  }
}

static void add_county(quhua_opening *opening, int county) {
  char code[32], name[32];
  snprintf(code, sizeof code, "%d", county_code(county));
  snprintf(name, sizeof name, "第%d县", county);
  add(opening, code, name);
  for (int t = 0; t < TOWNS; t++) {
    long town = (long)county * TOWNS + t;
    snprintf(code, sizeof code, "%d%d", county_code(county), 100 + t);
    snprintf(name, sizeof name, "第%ld镇", town);
    add(opening, code, name);
    for (int v = 0; v < VILLAGES; v++) add_village(opening, town * VILLAGES + v);
  }
}

/* --- history ----------------------------------------------------------------------------------------------------------- */

typedef struct story {
  quhua_registry *registry;
  char *text;
  size_t len, cap;
  int rows;
  double planning, committing; /* of what was committed last, in microseconds */
} story;

static void begin(story *s) {
  s->len =
      (size_t)snprintf(s->text, s->cap, "document,effective,relation,target,old_code,new_code,new_name\n");
  s->rows = 0;
}

static quhua_plan *plan(const quhua_snapshot *snapshot, const story *s, quhua_changeset *acts) {
  quhua_error err;
  quhua_plan *plan;
  quhua_plan_options options;
  quhua_attribute lax = {quhua_str_from("rules.cn-law"), quhua_str_from("off")};
  quhua_plan_options_init(&options);
  options.settings = &lax;
  options.setting_count = 1;
  stopwatch_need(quhua_changeset_read_csv(acts, s->text, s->len, "acts", &err), &err);
  stopwatch_need(quhua_plan_build(snapshot, acts, &options, &plan, &err), &err);
  return plan;
}

static void commit(story *s) {
  quhua_error err;
  quhua_snapshot *snapshot;
  quhua_changeset *acts;
  if (s->rows == 0) return;
  double start = stopwatch_us();
  stopwatch_need(quhua_snapshot_new(s->registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err), &err);
  stopwatch_need(quhua_changeset_new(NULL, &acts, &err), &err);
  quhua_plan *made = plan(snapshot, s, acts);
  double planned = stopwatch_us();
  stopwatch_need(quhua_plan_commit(s->registry, made, NULL, NULL, &err), &err);
  s->committing = stopwatch_us() - planned;
  s->planning = planned - start;
  quhua_plan_free(made);
  quhua_changeset_free(acts);
  quhua_snapshot_free(snapshot);
  begin(s);
}

static void add_row(story *s, int year, long act, const char *relation, const char *old_code,
                    const char *new_code, const char *new_name) {
  s->len += (size_t)snprintf(s->text + s->len, s->cap - s->len, "第%ld号,%d-06-01,%s,,%s,%s,%s\n", act, year,
                             relation, old_code, new_code, new_name);
  s->rows++;
}

static void add_merger(story *s, int year, long act, long first_village) {
  char code[32], name[48];
  snprintf(name, sizeof name, "新合%ld村", act);
  for (int i = 0; i < 3; i++) {
    village_code(code, first_village + i);
    add_row(s, year, act, "合并", code, "@新", name);
  }
}

/* One change. Mergers take the first three villages of a town, renamings the others, so that they do not meet. */
static void change(story *s, int year, long act, long village, long *next_town, long towns) {
  char code[32], name[48];
  if (act % 20 == 0 && *next_town < towns) {
    add_merger(s, year, act, *next_town * VILLAGES);
    *next_town += 1;
  } else {
    long place = village / 12 * VILLAGES + 4 + village % 12;
    village_code(code, place);
    snprintf(name, sizeof name, "更名%ld村", act);
    add_row(s, year, act, "更名", code, code, name);
  }
  if (s->rows >= BATCH) commit(s);
  if (act % 100 != 50) return;
  commit(s);
  s->len += (size_t)snprintf(s->text + s->len, s->cap - s->len, "撤%ld号,%d-06-02,自始无效,第%ld号,,,\n", act,
                             year, act);
  s->rows++;
  commit(s);
}

/* Returns the next town of whose villages nothing has merged. */
static long live(story *s, long villages) {
  long towns = villages / VILLAGES, per_year = villages / 35 < MOST ? villages / 35 : MOST, act = 0, town = 0;
  long renamable = towns * 12;
  begin(s);
  for (int year = 0; year < YEARS; year++) {
    for (long i = 0; i < per_year; i++, act++)
      change(s, 2017 + year, act, (act * 7919) % renamable, &town, towns - SAMPLES > 0 ? towns - SAMPLES : 0);
    commit(s);
  }
  return town;
}

/* --- figures ----------------------------------------------------------------------------------------------------------- */

typedef struct figures {
  size_t opening_units, opening_bytes;    /* of the first day */
  size_t units, versions, entries, bytes; /* after eight years */
  double create_ms, live_ms, plan_us, commit_us, find_us, project_us;
} figures;

static double median(double *times, size_t count) {
  if (count == 0) return 0;
  qsort(times, count, sizeof *times, stopwatch_compare);
  return times[count / 2];
}

static void measure_mergers(story *s, long town, long towns, figures *f) {
  double plans[SAMPLES], commits[SAMPLES];
  size_t count = 0;
  for (; town < towns && count < SAMPLES; town++, count++) {
    add_merger(s, 2026, 10000000 + town, town * VILLAGES);
    commit(s);
    plans[count] = s->planning;
    commits[count] = s->committing;
  }
  f->plan_us = median(plans, count);
  f->commit_us = median(commits, count);
}

/* Villages from all over the register. */
static void measure_questions(const story *s, long villages, figures *f) {
  double finds[SAMPLES], projections[SAMPLES];
  quhua_error err;
  quhua_snapshot *snapshot;
  quhua_date from = 0, to = 0;
  quhua_date_parse(quhua_str_from("2016-12-31"), &from);
  quhua_date_parse(quhua_str_from("2025-01-01"), &to);
  stopwatch_need(quhua_snapshot_new(s->registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err), &err);
  for (int i = 0; i < SAMPLES; i++) {
    char text[32];
    quhua_code code;
    quhua_level level = QUHUA_LEVEL_VILLAGE;
    quhua_unit unit;
    quhua_projection *projection;
    village_code(text, (i * 7919L * 31) % villages);
    stopwatch_need(quhua_code_parse(quhua_registry_scheme(s->registry), quhua_str_from(text), level, &code,
                                    &level, &err),
                   &err);
    double start = stopwatch_us();
    if (quhua_unit_find(snapshot, level, &code, from, &unit) != QUHUA_OK) exit(1);
    finds[i] = stopwatch_us() - start;
    start = stopwatch_us();
    stopwatch_need(quhua_projection_new(snapshot, unit.id, from, to, &projection, &err), &err);
    projections[i] = stopwatch_us() - start;
    quhua_projection_free(projection);
  }
  quhua_snapshot_free(snapshot);
  f->find_us = median(finds, SAMPLES);
  f->project_us = median(projections, SAMPLES);
}

static quhua_registry *make(int counties) {
  quhua_error err;
  quhua_opening *opening;
  quhua_registry *registry;
  quhua_date day = 0;
  quhua_date_parse(quhua_str_from("2016-01-01"), &day);
  stopwatch_need(quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("cn-stat")), day, &opening, &err),
                 &err);
  for (int c = 0; c < counties; c++) add_county(opening, c);
  stopwatch_need(quhua_registry_create("", opening, NULL, &registry, &err), &err);
  quhua_opening_free(opening);
  return registry;
}

static figures grow(long units) {
  int counties = (int)((units + PER_COUNTY - 1) / PER_COUNTY);
  if (counties > COUNTIES_MOST) counties = COUNTIES_MOST;
  long villages = (long)counties * TOWNS * VILLAGES;
  figures f = {0};
  story s = {.cap = 1 << 18};
  s.text = malloc(s.cap);
  if (!s.text) exit(2);
  double start = stopwatch_us();
  s.registry = make(counties);
  f.create_ms = (stopwatch_us() - start) / 1e3;
  f.opening_bytes = state_bytes(&s.registry->state);
  f.opening_units = s.registry->state.units.count;
  start = stopwatch_us();
  long town = live(&s, villages);
  f.live_ms = (stopwatch_us() - start) / 1e3;
  f.units = s.registry->state.units.count;
  f.versions = s.registry->state.rows.count;
  f.entries = s.registry->state.entries.count;
  f.bytes = state_bytes(&s.registry->state);
  measure_questions(&s, villages, &f);
  measure_mergers(&s, town, villages / VILLAGES, &f);
  quhua_registry_close(s.registry);
  free(s.text);
  return f;
}

static void print_json(FILE *json, const figures *f, bool more) {
  fprintf(
      json,
      "  {\"units\": %zu, \"versions\": %zu, \"entries\": %zu, \"bytes_per_unit\": %.1f, "
      "\"bytes_per_version\": %.1f,"
      " \"create_ms\": %.1f, \"history_ms\": %.1f, \"plan_us\": %.2f, \"commit_us\": %.2f, \"find_us\": %.3f,"
      " \"project_us\": %.2f}%s\n",
      f->units, f->versions, f->entries, (double)f->opening_bytes / (double)f->opening_units,
      (double)f->bytes / (double)f->versions, f->create_ms, f->live_ms, f->plan_us, f->commit_us, f->find_us,
      f->project_us, more ? "," : "");
}

int main(int argc, char **argv) {
  static const long usual[] = {1000, 10000, 100000, 700000, 1500000, 5000000};
  int given = argc - 2, count = given > 0 ? given : (int)(sizeof usual / sizeof *usual);
  FILE *json = argc > 1 ? fopen(argv[1], "w") : NULL;
  if (argc > 1 && !json) return 2;
  if (json) fprintf(json, "[\n");
  printf("%9s %9s %8s %7s %8s %9s %9s %8s %9s %8s %9s\n", "units", "versions", "entries", "B/unit", "B/vers.",
         "create ms", "8 yrs ms", "plan us", "commit us", "find us", "project us");
  for (int i = 0; i < count; i++) {
    figures f = grow(given > 0 ? atol(argv[i + 2]) : usual[i]);
    printf("%9zu %9zu %8zu %7.1f %8.1f %9.1f %9.1f %8.1f %9.1f %8.2f %9.2f\n", f.units, f.versions, f.entries,
           (double)f.opening_bytes / (double)f.opening_units, (double)f.bytes / (double)f.versions,
           f.create_ms, f.live_ms, f.plan_us, f.commit_us, f.find_us, f.project_us);
    fflush(stdout);
    if (json) print_json(json, &f, i + 1 < count);
  }
  if (json) fprintf(json, "]\n");
  return json && fclose(json) ? 2 : 0;
}
