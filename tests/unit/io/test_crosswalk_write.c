/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <quhua/io.h>
#include <quhua/plan.h>
#include <quhua/store.h>

/* Days since 1970-01-01 of 2016-01-01 and 2020-12-31. */
#define FIRST_DAY 16801
#define LAST_DAY 18627
/* 2020-03-01: the day of all rows that hang together. */
#define LAST_CHANGE 18322

/* A register on which acts were committed, and its crosswalk. */
typedef struct world {
  quhua_registry *registry;
  quhua_snapshot *snapshot;
  quhua_crosswalk *crosswalk;
} world;

/* What was written. */
typedef struct paper {
  char text[8192];
  size_t len;
  bool full;
} paper;

static bool take(void *ctx, const char *data, size_t len) {
  paper *p = ctx;
  if (p->full || p->len + len >= sizeof p->text) return false;
  memcpy(p->text + p->len, data, len);
  p->len += len;
  p->text[p->len] = '\0';
  return true;
}

static const char table[] =
    "code,name\n510723,盐亭县\n510723104,两河镇\n510723208,毛公乡\n510723104200,龙吟村\n"
    "510723104201,龙居村\n510723208200,和平村\n";
/* The two towns become one; of the villages one ends without successor and one is made. */
static const char acts[] =
    "document,effective,relation,old_code,new_code,new_name,new_kind,new_parent,reason,note\n"
    "绵府批复〔2019〕247号,2019-12-27,合并,510723104,510723114,高渠镇,镇,510723,,\n"
    "绵府批复〔2019〕247号,2019-12-27,合并,510723208,510723114,高渠镇,镇,510723,,\n"
    "盐府〔2020〕1号,2020-03-01,撤销,510723114201,,,,,整村搬迁,=库区\n"
    "盐府〔2020〕2号,2020-04-01,设立,,510723114290,高渠社区,村委会,510723114,,\n";

static void check(quhua_status status, const quhua_error *err) {
  if (status) fail_msg("%s %u:%u: %s", err->subject, err->line, err->column, err->message[QUHUA_LANG_EN]);
}

static void make_register(world *w) {
  quhua_opening *opening = NULL;
  quhua_error err;
  check(quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("cn-stat")), FIRST_DAY, &opening, &err),
        &err);
  check(quhua_opening_read_csv(opening, table, sizeof table - 1, "t.csv", &err), &err);
  check(quhua_registry_create("", opening, NULL, &w->registry, &err), &err);
  quhua_opening_free(opening);
}

static void commit(world *w) {
  quhua_changeset *changeset = NULL;
  quhua_snapshot *base = NULL;
  quhua_plan *plan = NULL;
  quhua_receipt receipt;
  quhua_error err;
  check(quhua_changeset_new(NULL, &changeset, &err), &err);
  check(quhua_changeset_read_csv(changeset, acts, sizeof acts - 1, "a.csv", &err), &err);
  check(quhua_snapshot_new(w->registry, QUHUA_SEQUENCE_OPEN, &base, &err), &err);
  check(quhua_plan_build(base, changeset, NULL, &plan, &err), &err);
  for (size_t i = 0; quhua_plan_finding(plan, i); i++)
    if (quhua_plan_finding(plan, i)->severity == QUHUA_SEVERITY_BLOCKING)
      fail_msg("%.*s", (int)quhua_plan_finding(plan, i)->message[QUHUA_LANG_ZH].len,
               quhua_plan_finding(plan, i)->message[QUHUA_LANG_ZH].ptr);
  check(quhua_plan_commit(w->registry, plan, NULL, &receipt, &err), &err);
  quhua_plan_free(plan);
  quhua_snapshot_free(base);
  quhua_changeset_free(changeset);
}

static int make_world(void **state) {
  static world w;
  quhua_error err;
  make_register(&w);
  commit(&w);
  check(quhua_snapshot_new(w.registry, QUHUA_SEQUENCE_OPEN, &w.snapshot, &err), &err);
  check(quhua_crosswalk_new(w.snapshot, FIRST_DAY, LAST_DAY, &w.crosswalk, &err), &err);
  *state = &w;
  return 0;
}

static int end_world(void **state) {
  world *w = *state;
  quhua_crosswalk_free(w->crosswalk);
  quhua_snapshot_free(w->snapshot);
  quhua_registry_close(w->registry);
  return 0;
}

static void write_to(const world *w, paper *p, quhua_format format, quhua_lang lang) {
  quhua_writer writer = {p, take};
  quhua_error err;
  *p = (paper){.len = 0};
  check(quhua_crosswalk_write(w->crosswalk, w->snapshot, format, lang, &writer, &err), &err);
}

#define HEADER                                                                                               \
  "document,effective,event,relation,old_code,old_name,old_level,new_code,new_name,new_level,new_kind,"      \
  "new_parent,share,identity,reason,note\n"

static void assert_has(const paper *p, const char *line) {
  if (!strstr(p->text, line)) fail_msg("%s is not in\n%s", line, p->text);
}

/* Towns and villages change together: carried out again, on the day of the last of these changes. */
static void a_crosswalk_is_a_flow_table(void **state) {
  static paper p;
  write_to(*state, &p, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH);
  assert_memory_equal(p.text, HEADER, strlen(HEADER));
  assert_has(&p, "\n,2020-03-01,,合并,510723104000,两河镇,4,510723114000,高渠镇,4,镇,510723000000,1,,,\n");
  assert_has(&p, "\n,2020-03-01,,合并,510723208000,毛公乡,4,510723114000,高渠镇,4,镇,510723000000,1,,,\n");
  assert_has(&p, ",510723104200,龙吟村,5,510723114200,龙吟村,5,村委会,510723114000,1,,,\n");
}

static void ends_keep_their_reason(void **state) {
  static paper p;
  write_to(*state, &p, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH);
  assert_has(&p, "\n,2020-03-01,,撤销,510723104201,龙居村,5,,,,,,1,,整村搬迁,'=库区\n");
}

static void a_new_unit_has_no_old_side(void **state) {
  static paper p;
  write_to(*state, &p, QUHUA_FORMAT_CSV, QUHUA_LANG_EN);
  assert_has(&p, "\n,2020-04-01,,establish,,,,510723114290,高渠社区,5,village,510723114000,,,,\n");
}

/* One office's output is the next office's input. */
static void what_is_written_is_read_again(void **state) {
  static paper p;
  const world *w = *state;
  for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++) {
    quhua_changeset *changeset = NULL;
    quhua_error err;
    write_to(w, &p, QUHUA_FORMAT_CSV_BOM, (quhua_lang)lang);
    check(quhua_changeset_new(NULL, &changeset, &err), &err);
    check(quhua_changeset_read_csv(changeset, p.text, p.len, "p.csv", &err), &err);
    assert_int_equal(quhua_changeset_count(changeset), quhua_crosswalk_count(w->crosswalk));
    for (size_t i = 0; i < quhua_changeset_count(changeset); i++) {
      const quhua_flow_row *row = quhua_changeset_row(changeset, i);
      const quhua_crosswalk_row *from = quhua_crosswalk_at(w->crosswalk, i);
      assert_true(quhua_str_equal(row->old_code, quhua_str_from(from->before.code.text)));
      assert_true(quhua_str_equal(row->new_name, from->after.name));
      assert_int_equal(row->relation, from->relation);
      assert_int_equal(row->effective, from->before.id ? LAST_CHANGE : from->effective);
      assert_int_equal(row->new_kind, from->after.kind);
    }
    quhua_changeset_free(changeset);
  }
}

static void json_has_the_same_keys(void **state) {
  static paper p;
  write_to(*state, &p, QUHUA_FORMAT_JSON, QUHUA_LANG_EN);
  assert_has(&p, "{\"document\":\"\",\"effective\":\"2020-03-01\",\"event\":\"\",\"relation\":\"abolish\","
                 "\"old_code\":\"510723104201\",\"old_name\":\"龙居村\",\"old_level\":5,\"new_code\":\"\","
                 "\"new_name\":\"\",\"new_level\":null,\"new_kind\":\"\",\"new_parent\":\"\",\"share\":\"1\","
                 "\"identity\":\"\",\"reason\":\"整村搬迁\",\"note\":\"=库区\"}");
}

static void a_failed_write_is_reported(void **state) {
  const world *w = *state;
  paper p = {.full = true};
  quhua_writer writer = {&p, take};
  assert_int_equal(
      quhua_crosswalk_write(w->crosswalk, w->snapshot, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, &writer, NULL),
      QUHUA_E_IO);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_crosswalk_is_a_flow_table), cmocka_unit_test(ends_keep_their_reason),
      cmocka_unit_test(a_new_unit_has_no_old_side),  cmocka_unit_test(what_is_written_is_read_again),
      cmocka_unit_test(json_has_the_same_keys),      cmocka_unit_test(a_failed_write_is_reported),
  };
  return cmocka_run_group_tests(tests, make_world, end_world);
}
