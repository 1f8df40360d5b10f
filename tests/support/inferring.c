/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/inferring.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST 18200  /* 2019-10-31 */
#define SECOND 18443 /* 2020-06-30 */

static void assert_done(const quhua_error *err, quhua_status status) {
  char text[1024];
  if (status == QUHUA_OK) return;
  quhua_error_format(err, QUHUA_LANG_EN, text, sizeof text);
  fail_msg("%s: %s", quhua_status_name(status), text);
}

quhua_opening *inferring_list(const quhua_allocator *allocator, const char *table) {
  quhua_error err = {0};
  quhua_opening *opening = NULL;
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from("cn-stat"));
  assert_done(&err, quhua_opening_new(allocator, scheme, FIRST, &opening, &err));
  assert_done(&err, quhua_opening_read_csv(opening, table, strlen(table), "list.csv", &err));
  return opening;
}

/* --- what a register says -------------------------------------------------------------------------------------------- */

char *inferring_units(const quhua_registry *registry, quhua_date day) {
  quhua_error err = {0};
  quhua_snapshot *snapshot = NULL;
  quhua_cursor *cursor = NULL;
  quhua_unit unit, parent;
  assert_done(&err, quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err));
  assert_done(&err, quhua_cursor_new_all(snapshot, day, &cursor, &err));
  size_t cap = 256 * (quhua_cursor_count(cursor) + 1), len = 0;
  char *text = malloc(cap);
  assert_non_null(text);
  text[0] = '\0';
  while (quhua_cursor_next(cursor, &unit)) {
    const char *above = "-";
    if (unit.parent && quhua_unit_find_id(snapshot, unit.parent, day, &parent) == QUHUA_OK)
      above = parent.code.text;
    len +=
        (size_t)snprintf(text + len, cap - len, "%d %s %.*s %s %s\n", (int)unit.level, unit.code.text,
                         (int)unit.name.len, unit.name.ptr, quhua_kind_word(unit.kind, QUHUA_LANG_EN), above);
    assert_true(len < cap);
  }
  quhua_cursor_free(cursor);
  quhua_snapshot_free(snapshot);
  return text;
}

static quhua_registry *open_register(const quhua_opening *opening) {
  quhua_error err = {0};
  quhua_registry *registry = NULL;
  quhua_open_options how;
  quhua_open_options_init(&how);
  how.now = INT64_C(1593504000000000);
  assert_done(&err, quhua_registry_create("", opening, &how, &registry, &err));
  return registry;
}

static void apply(quhua_registry *registry, const quhua_changeset *acts) {
  quhua_error err = {0};
  quhua_snapshot *snapshot = NULL;
  quhua_plan *plan = NULL;
  assert_done(&err, quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err));
  assert_done(&err, quhua_plan_build(snapshot, acts, NULL, &plan, &err));
  assert_done(&err, quhua_plan_commit(registry, plan, NULL, NULL, &err));
  quhua_plan_free(plan);
  quhua_snapshot_free(snapshot);
}

static void assert_exact(const quhua_opening *before, const quhua_opening *after,
                         const quhua_changeset *acts) {
  quhua_registry *old = open_register(before), *new = open_register(after);
  if (quhua_changeset_count(acts)) apply(old, acts);
  char *found = inferring_units(old, SECOND), *wanted = inferring_units(new, SECOND);
  assert_string_equal(found, wanted);
  free(found);
  free(wanted);
  quhua_registry_close(old);
  quhua_registry_close(new);
}

/* --- lines ------------------------------------------------------------------------------------------------------------ */

static const char *or_dash(quhua_str text) { return text.len ? text.ptr : "-"; }

static void write_lines(inferring *in) {
  size_t len = 0;
  for (size_t i = 0; i < quhua_changeset_count(in->acts); i++) {
    const quhua_flow_row *row = quhua_changeset_row(in->acts, i);
    char confidence[16] = "-";
    if (row->confidence >= 0) snprintf(confidence, sizeof confidence, "%.4f", row->confidence / 1e4);
    assert_true(row->reason.len > 0);
    assert_true(quhua_str_equal(row->notes[0].key, quhua_str_from("class")));
    len += (size_t)snprintf(
        in->text + len, sizeof in->text - len, "%.*s %.*s %.*s %s\n", (int)row->notes[0].value.len,
        row->notes[0].value.ptr, row->old_code.len ? (int)row->old_code.len : 1, or_dash(row->old_code),
        row->new_code.len ? (int)row->new_code.len : 1, or_dash(row->new_code), confidence);
    assert_true(len < sizeof in->text);
  }
}

static quhua_changeset *read_hints(const char *hints) {
  quhua_error err = {0};
  quhua_changeset *set = NULL;
  if (!hints) return NULL;
  assert_done(&err, quhua_changeset_new(NULL, &set, &err));
  assert_done(&err, quhua_changeset_read_csv(set, hints, strlen(hints), "hints.csv", &err));
  return set;
}

inferring *inferring_between(const char *before, const char *after, const char *hints) {
  inferring *in = calloc(1, sizeof *in);
  assert_non_null(in);
  quhua_opening *old = inferring_list(NULL, before), *new = inferring_list(NULL, after);
  quhua_changeset *known = read_hints(hints);
  quhua_infer_options how;
  quhua_infer_options_init(&how);
  how.effective = SECOND;
  how.lang = QUHUA_LANG_EN;
  how.hints = known;
  assert_done(&in->err, quhua_infer_lists(old, new, &how, &in->acts, &in->counts, &in->err));
  assert_exact(old, new, in->acts);
  write_lines(in);
  quhua_changeset_free(known);
  quhua_opening_free(old);
  quhua_opening_free(new);
  return in;
}

void inferring_free(inferring *in) {
  quhua_changeset_free(in->acts);
  free(in);
}

void inferring_expect(const char *before, const char *after, const char *lines) {
  inferring *in = inferring_between(before, after, NULL);
  assert_string_equal(in->text, lines);
  inferring_free(in);
}
