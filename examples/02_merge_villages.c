/* SPDX-License-Identifier: Apache-2.0 */
/* 02_merge_villages: simulate and commit a merger built in C: 河东村 (one group) goes into 河西村 (two). Invented. */
#include <quhua/quhua.h>
#include <stdio.h>

static quhua_status make_register(quhua_date day, quhua_registry **out, quhua_error *err) {
  static const char *const units[][2] = {{"990101100", "河口镇"},    {"990101100201", "河西村"},
                                         {"990101100202", "河东村"}, {"99010110020101", "一组"},
                                         {"99010110020102", "二组"}, {"99010110020201", "东岸组"}};
  quhua_opening *list = NULL;
  quhua_status bad = quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("cn-stat")), day, &list, err);
  for (size_t i = 0; i < sizeof units / sizeof *units && !bad; i++) {
    quhua_opening_row row;
    quhua_opening_row_init(&row);
    row.code = quhua_str_from(units[i][0]);
    row.name = quhua_str_from(units[i][1]);
    bad = quhua_opening_add(list, &row, err);
  }
  if (!bad) bad = quhua_registry_create("", list, NULL, out, err);
  quhua_opening_free(list);
  return bad;
}

/* One row says it all: the old unit flows whole into the new one. Its group follows, and "absorb" is derived. */
static quhua_status add_merger(quhua_changeset *acts, quhua_date day, quhua_error *err) {
  quhua_flow_row row;
  quhua_flow_row_init(&row);
  row.document = quhua_str_from("示例〔2020〕1号");
  row.effective = day;
  row.old_code = quhua_str_from("990101100202");
  row.new_code = quhua_str_from("990101100201");
  return quhua_changeset_add(acts, &row, err);
}

static quhua_status print_plan(const quhua_plan *plan, quhua_error *err) {
  const quhua_crosswalk_row *row;
  quhua_crosswalk *crosswalk = NULL;
  printf("blocking findings: %d\n", (int)quhua_plan_count_findings(plan, QUHUA_SEVERITY_BLOCKING));
  quhua_status status = quhua_crosswalk_new_of_plan(plan, &crosswalk, err);
  for (size_t i = 0; !status && (row = quhua_crosswalk_at(crosswalk, i)); i++)
    printf("%s -> %s %s\n", row->before.code.text, row->after.code.text,
           quhua_relation_word(row->relation, QUHUA_LANG_EN));
  quhua_crosswalk_free(crosswalk);
  return status;
}

static void print_counts(const char *when, const quhua_snapshot *snapshot, quhua_date day) {
  uint64_t n[QUHUA_KIND_LIMIT]; /* by kind */
  quhua_snapshot_count(snapshot, 0, day, n);
  printf("%s: %d, %d\n", when, (int)n[QUHUA_KIND_VILLAGE], (int)n[QUHUA_KIND_VILLAGER_GROUP]);
}

int main(void) {
  quhua_registry *registry = NULL;
  quhua_snapshot *before = NULL, *after = NULL;
  quhua_changeset *acts = NULL;
  quhua_plan *plan = NULL;
  quhua_error err = {0};
  quhua_date day;
  quhua_date_from_civil(2020, 5, 1, &day);
  quhua_status status = make_register(day - 1, &registry, &err);
  if (!status) status = quhua_changeset_new(NULL, &acts, &err);
  if (!status) status = add_merger(acts, day, &err);
  if (!status) status = quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &before, &err);
  if (!status) status = quhua_plan_build(before, acts, NULL, &plan, &err); /* so far nothing has changed */
  if (!status) status = print_plan(plan, &err);
  if (!status) status = quhua_plan_commit(registry, plan, NULL, NULL, &err);
  if (!status) status = quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &after, &err);
  if (!status) print_counts("villages, groups before", after, day - 1);
  if (!status) print_counts("villages, groups after", after, day);
  if (status) fprintf(stderr, "%s\n", err.message[QUHUA_LANG_EN]);
  quhua_plan_free(plan);
  quhua_snapshot_free(after);
  quhua_snapshot_free(before);
  quhua_changeset_free(acts);
  quhua_registry_close(registry);
  return status ? 1 : 0;
}
