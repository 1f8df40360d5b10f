/* SPDX-License-Identifier: Apache-2.0 */
/* The units that judges of territory look at, seen through a rule of the host; and what happens when memory runs out while
 * they are gathered and judged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/touched.h"
#include "support/bench.h"
#include "support/fail_alloc.h"

#include <stdio.h>
#include <string.h>

/* --- what is gathered ---------------------------------------------------------------------------------------------- */

typedef struct lines {
  char text[2048];
  size_t len;
} lines;

static void put(lines *out, const char *text, size_t len) {
  assert_true(out->len + len < sizeof out->text);
  memcpy(out->text + out->len, text, len);
  out->len += len;
  out->text[out->len] = '\0';
}

static void put_name(lines *out, const quhua_unit *unit) {
  if (unit->id)
    put(out, unit->name.ptr, unit->name.len);
  else
    put(out, "-", 1);
}

/* One line for each unit: name, marks, "<", where it comes from; "*" stands for a whole unit. */
static quhua_status list_units(void *ctx, const quhua_judged_act *act, quhua_verdict *verdict,
                               quhua_error *err) {
  (void)verdict, (void)err;
  quhua__arena arena;
  quhua__arena_init(&arena, quhua_allocator_default());
  quhua__judge judge = {.act = act, .arena = &arena};
  for (const quhua__touched *t = quhua__touched_units(&judge); t; t = t->next) {
    put_name(ctx, &t->after);
    put(ctx, t->before.id ? " was" : " new", 4);
    if (t->gives) put(ctx, " gives", 6);
    if (t->parts) put(ctx, " parts", 6);
    if (t->takes) put(ctx, " takes", 6);
    put(ctx, " <", 2);
    for (const quhua__inflow *in = t->inflows; in; in = in->next) {
      put(ctx, " ", 1);
      put_name(ctx, &in->from);
      if (in->whole) put(ctx, "*", 1);
    }
    put(ctx, "\n", 1);
  }
  assert_false(judge.failed);
  quhua__arena_free(&arena);
  return QUHUA_OK;
}

static void expect(const char *acts, const char *expected) {
  static const quhua_rule rule = {.id = "test.touched", .source = "", .title = {"", ""}, .parameters = ""};
  lines found = {.len = 0};
  quhua_host_rule host = {.rule = &rule, .judge = list_units, .ctx = &found};
  bench *b = bench_open(BENCH_TOWNS);
  b->options.rules = &host;
  b->options.rule_count = 1;
  bench_plan(b, acts);
  assert_string_equal(found.text, expected);
  bench_close(b);
}

#define ROWS "effective,relation,old_code,new_code,new_name,new_kind,new_parent,share\n"

static void test_mergers(void **state) {
  (void)state;
  expect(ROWS "2020-01-01,,510722109201,510722109202,,,,\n", "长发村 was takes < 友爱村*\n");
  expect(ROWS "2020-01-01,,510722109201,@新,新村,,,\n2020-01-01,,510722109202,@新,新村,,,\n",
         "新村 new takes < 友爱村* 长发村*\n");
}

static void test_parts(void **state) {
  (void)state;
  expect(ROWS "2020-01-01,,510722109201,510722109202,,,,1/2\n2020-01-01,,510722109201,510722109201,,,,1/2\n",
         "友爱村 was gives parts < 友爱村\n长发村 was takes < 友爱村\n");
}

static void test_without_territory(void **state) {
  (void)state;
  expect(ROWS "2020-01-01,,510722109201,510722109201,新爱村,,,\n", "新爱村 was gives < 友爱村*\n");
  expect(ROWS "2020-01-01,设立,,,新村,村委会,510722109,\n", "新村 new takes < -*\n");
}

/* --- memory runs out ----------------------------------------------------------------------------------------------- */

static const char acts[] = ROWS "2020-01-01,,510722109201,@新,新村,,,\n2020-01-01,,510722109202,@新,新村,,,\n"
                                "2020-01-01,,510722138201,510722138204,,,,\n";

static void test_memory_runs_out(void **state) {
  (void)state;
  static const char table[] =
      "code,name,stat:人\n510722000000,三台县,\n510722109000,三元镇,\n510722109201,友爱村,5\n"
      "510722109202,长发村,6\n510722109203,万安村,\n510722138000,立新镇,\n"
      "510722138201,新民村,9\n510722138204,百灵山村,7\n";
  quhua_attribute settings[] = {
      {quhua_str_from("rules.cn-law"), quhua_str_from("off")},
      {quhua_str_from("cn-size.table"), quhua_str_from("51,,村,人,1000,\n51,,村,户,300,\n")},
      {quhua_str_from("shunxiang.neighbours"),
       quhua_str_from("510722109201,510722109203\n510722138201,510722138204\n")}};
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua_opening *opening;
  quhua_registry *registry;
  quhua_snapshot *snapshot;
  quhua_changeset *changeset;
  quhua_plan *plan = NULL;
  quhua_open_options options;
  quhua_plan_options given;
  quhua_error err = {0};
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from("cn-stat"));
  quhua_open_options_init(&options);
  quhua_plan_options_init(&given);
  options.allocator = &allocator;
  given.settings = settings;
  given.setting_count = 3;
  assert_int_equal(quhua_opening_new(&allocator, scheme, bench_day("2019-01-01"), &opening, &err), QUHUA_OK);
  assert_int_equal(quhua_opening_read_csv(opening, table, sizeof table - 1, "", &err), QUHUA_OK);
  assert_int_equal(quhua_registry_create("", opening, &options, &registry, &err), QUHUA_OK);
  assert_int_equal(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err), QUHUA_OK);
  assert_int_equal(quhua_changeset_new(&allocator, &changeset, &err), QUHUA_OK);
  assert_int_equal(quhua_changeset_read_csv(changeset, acts, sizeof acts - 1, "", &err), QUHUA_OK);
  size_t live = books.live_bytes;
  long after = 0;
  for (;; after++) {
    fail_alloc_arm(&books, after);
    quhua_status status = quhua_plan_build(snapshot, changeset, &given, &plan, &err);
    if (status == QUHUA_OK) break;
    assert_int_equal(status, QUHUA_E_NOMEM);
    assert_null(plan);
    assert_int_equal(books.live_bytes, live);
  }
  assert_true(after > 20);
  static const char *const expected[] = {"cn-size.too-small", "cn-size.too-small", "cn-size.unknown",
                                         "shunxiang.not-adjacent", "shunxiang.against"};
  size_t count = 0;
  for (const quhua_finding *finding; (finding = quhua_plan_finding(plan, count)); count++) {
    assert_true(count < sizeof expected / sizeof *expected);
    assert_string_equal(finding->rule->id, expected[count]);
  }
  assert_int_equal(count, sizeof expected / sizeof *expected);
  fail_alloc_arm(&books, -1);
  quhua_plan_free(plan);
  quhua_changeset_free(changeset);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  quhua_opening_free(opening);
  assert_true(fail_alloc_is_clean(&books));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mergers),
      cmocka_unit_test(test_parts),
      cmocka_unit_test(test_without_territory),
      cmocka_unit_test(test_memory_runs_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
