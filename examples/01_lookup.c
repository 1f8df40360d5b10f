/* SPDX-License-Identifier: Apache-2.0 */
/* 01_lookup REGISTER.csv ACTS.csv: a code and a name mean a unit only on a day. Makes a register in memory, commits
 * the acts and asks. Each step runs only when those before it went well; whatever frees or closes takes NULL. */
#include <quhua/quhua.h>
#include <stdio.h>

static quhua_status make_register(const char *path, quhua_date first, quhua_registry **out,
                                  quhua_error *err) {
  char *text = NULL;
  size_t len = 0;
  quhua_opening *opening = NULL;
  quhua_status status = quhua_data_read(NULL, path, &text, &len, err);
  if (!status)
    status = quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("cn-stat")), first, &opening, err);
  if (!status) status = quhua_opening_read_csv(opening, text, len, path, err);
  if (!status) status = quhua_registry_create("", opening, NULL, out, err); /* "": in memory, no file */
  quhua_opening_free(opening);
  quhua_data_free(NULL, text, len);
  return status;
}

static quhua_status commit_acts(quhua_registry *registry, const char *path, quhua_error *err) {
  char *text = NULL;
  size_t len = 0;
  quhua_changeset *acts = NULL;
  quhua_snapshot *before = NULL;
  quhua_plan *plan = NULL;
  quhua_status status = quhua_data_read(NULL, path, &text, &len, err);
  if (!status) status = quhua_changeset_new(NULL, &acts, err);
  if (!status) status = quhua_changeset_read_csv(acts, text, len, path, err);
  if (!status) status = quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &before, err);
  if (!status) status = quhua_plan_build(before, acts, NULL, &plan, err);
  if (!status) status = quhua_plan_commit(registry, plan, NULL, NULL, err);
  quhua_plan_free(plan); /* first: a plan borrows the snapshot and the acts */
  quhua_snapshot_free(before);
  quhua_changeset_free(acts);
  quhua_data_free(NULL, text, len);
  return status;
}

static void print_holder(const quhua_snapshot *snapshot, const char *code_text, const char *day) {
  quhua_code code = {""};
  quhua_date date = 0;
  quhua_unit unit;
  char path[256] = "-"; /* a longer path would be cut, not overrun */
  quhua_code_parse(quhua_snapshot_scheme(snapshot), quhua_str_from(code_text), QUHUA_LEVEL_ANY, &code, NULL,
                   NULL);
  quhua_date_parse(quhua_str_from(day), &date);
  if (quhua_unit_find(snapshot, QUHUA_LEVEL_ANY, &code, date, &unit) == QUHUA_OK)
    quhua_unit_path(snapshot, &unit, date, path, sizeof path);
  printf("%s %s %s\n", day, code.text, path);
}

int main(int argc, char **argv) {
  quhua_registry *registry = NULL;
  quhua_snapshot *now = NULL;
  quhua_cursor *hits = NULL;
  quhua_unit unit;
  quhua_date first = 0, day = 0;
  quhua_error err = {.message = {"usage: 01_lookup REGISTER.csv ACTS.csv"}};
  char text[1024], until[QUHUA_DATE_TEXT_MAX];
  quhua_date_from_civil(2019, 10, 31, &first);
  quhua_date_from_civil(2020, 1, 1, &day);
  quhua_status status = argc == 3 ? make_register(argv[1], first, &registry, &err) : QUHUA_E_INVALID;
  if (!status) status = commit_acts(registry, argv[2], &err);
  if (!status) status = quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &now, &err);
  if (!status) print_holder(now, "510723208", "2019-12-26");
  if (!status) print_holder(now, "510723208", "2019-12-27");
  if (!status) status = quhua_cursor_new_search(now, quhua_str_from("原毛公乡"), day, &hits, &err);
  while (!status && quhua_cursor_next(hits, &unit)) {
    quhua_date_format(unit.valid.to, until);
    printf("原毛公乡: %s, until %s\n", unit.code.text, until);
  }
  quhua_cursor_free(hits);
  quhua_snapshot_free(now);
  quhua_registry_close(registry);
  if (status && quhua_error_format(&err, QUHUA_LANG_EN, text, sizeof text)) fprintf(stderr, "%s\n", text);
  return status ? 1 : 0;
}
