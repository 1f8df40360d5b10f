/* SPDX-License-Identifier: Apache-2.0 */
/* Rules of the program that uses the library. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define RENAMES                                                                                              \
  "document,effective,decided,relation,old_code,new_name,reason\n"                                           \
  "甲,2021-01-01,2020-12-01,更名,510722109201,友好村,\n"                                               \
  "甲,2021-01-01,2020-12-01,更名,510722109202,长安村,\n"                                               \
  "乙,2021-02-01,,撤销,510722138201,,搬迁\n"

static const quhua_rule no_renaming = {.id = "bureau.no-renaming",
                                       .source = "the bureau",
                                       .title = {"names stay", "名称不变"},
                                       .severity = QUHUA_SEVERITY_BLOCKING,
                                       .parameters = "",
                                       .waivable = true};

/* What the rule has seen. */
typedef struct seen {
  int acts, units, flows;
  quhua_status answer;
} seen;

/* Blocks every unit whose name differs before and after. */
static quhua_status judge(void *ctx, const quhua_judged_act *act, quhua_verdict *verdict, quhua_error *err) {
  seen *s = ctx;
  quhua_unit before, after;
  quhua_flow flow;
  (void)err;
  s->acts++;
  for (size_t at = 0; quhua_judged_act_unit(act, &at, &before, &after);) {
    const quhua_str message[] = {before.name, after.name};
    s->units++;
    if (before.id && after.id && !quhua_str_equal(before.name, after.name))
      quhua_verdict_add(verdict, after.id, QUHUA_SEVERITY_BLOCKING, message);
  }
  for (size_t i = 0; quhua_judged_act_flow(act, i, &flow); i++) {
    assert_int_equal(flow.date, act->effective);
    assert_int_equal(flow.sequence, act->sequence);
    s->flows++;
  }
  if (s->acts == 1) {
    assert_true(quhua_str_equal(act->document, quhua_str_from("甲")));
    assert_int_equal(act->effective, bench_day("2021-01-01"));
    assert_int_equal(act->decided, bench_day("2020-12-01"));
    assert_int_equal(act->sequence, 2);
  }
  return s->answer;
}

static bench *open_with(quhua_host_rule *host) {
  bench *b = bench_open(BENCH_TOWNS);
  b->options.rules = host;
  b->options.rule_count = 1;
  return b;
}

static bool has_waiver(bench *b, quhua_sequence sequence, size_t index, const char *rule,
                       const char *reason) {
  quhua_entry entry;
  quhua_str got, why;
  assert_int_equal(quhua_entry_find(b->registry, sequence, &entry, NULL), QUHUA_OK);
  return quhua_entry_waiver(&entry, index, &got, &why) && quhua_str_equal(got, quhua_str_from(rule)) &&
         quhua_str_equal(why, quhua_str_from(reason));
}

static void test_blocks_and_is_waived(void **state) {
  (void)state;
  seen s = {0};
  quhua_host_rule host = {&no_renaming, judge, &s};
  bench *b = open_with(&host);
  bench_plan(b, RENAMES);
  assert_int_equal(s.acts, 2);
  assert_int_equal(s.units, 3);
  assert_int_equal(s.flows, 3);
  assert_int_equal(quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING), 2);
  const quhua_finding *finding = bench_finding(b, "bureau.no-renaming");
  assert_ptr_equal(finding->rule, &no_renaming);
  assert_string_equal(finding->code.text, "510722109201");
  assert_int_equal(finding->line, 2);
  assert_int_equal(finding->row, 0);
  assert_true(quhua_str_equal(finding->message[QUHUA_LANG_EN], quhua_str_from("友爱村")));
  assert_true(quhua_str_equal(finding->message[QUHUA_LANG_ZH], quhua_str_from("友好村")));
  bench_close(b);
}

#define TWO                                                                                                  \
  "document,effective,decided,relation,old_code,new_name\n"                                                  \
  "甲,2021-01-01,2020-12-01,更名,510722109201,友好村\n甲,2021-01-01,2020-12-01,更名,510722109202,长安村\n"

static void test_waivers(void **state) {
  (void)state;
  seen s = {0};
  quhua_host_rule host = {&no_renaming, judge, &s};
  bench *b = open_with(&host);
  const quhua_waiver all = {"bureau.no-renaming", "局长同意", NULL};
  const quhua_waiver both[] = {{"bureau.no-renaming", "一", "510722109201"},
                               {"bureau.no-renaming", "二", "510722109202"}};
  const quhua_waiver unknown = {"bureau.other", "x", NULL}, silent = {"bureau.no-renaming", "", NULL};
  bench_plan(b, TWO);
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_E_BLOCKED);
  assert_int_equal(bench_commit(b, &both[0], 1), QUHUA_E_BLOCKED); /* only one of the two */
  assert_int_equal(bench_commit(b, &unknown, 1), QUHUA_E_INVALID);
  assert_int_equal(bench_commit(b, &silent, 1), QUHUA_E_INVALID);
  assert_int_equal(quhua_registry_head(b->registry), 1);
  assert_int_equal(bench_commit(b, both, 2), QUHUA_OK);
  assert_true(has_waiver(b, 2, 0, "bureau.no-renaming@510722109201", "一"));
  assert_true(has_waiver(b, 2, 1, "bureau.no-renaming@510722109202", "二"));
  assert_false(has_waiver(b, 2, 2, "", ""));
  bench_close(b);
  s = (seen){0};
  b = open_with(&host);
  bench_plan(b, TWO);
  assert_int_equal(bench_commit(b, &all, 1), QUHUA_OK);
  assert_true(has_waiver(b, 2, 0, "bureau.no-renaming", "局长同意"));
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err),
                   QUHUA_OK); /* needs no rule of the host */
  bench_close(b);
}

/* A rule that says it cannot be waived is not. */
static void test_fixed(void **state) {
  (void)state;
  quhua_rule fixed = no_renaming;
  fixed.waivable = false;
  seen s = {0};
  quhua_host_rule host = {&fixed, judge, &s};
  bench *b = open_with(&host);
  const quhua_waiver all = {"bureau.no-renaming", "局长同意", NULL};
  bench_plan(b, TWO);
  assert_int_equal(bench_commit(b, &all, 1), QUHUA_E_INVALID);
  assert_int_equal(quhua_registry_head(b->registry), 1);
  bench_close(b);
}

static quhua_status try_plan(const bench *b, quhua_plan **plan, quhua_error *err) {
  quhua_error_clear(err);
  return quhua_plan_build(b->before, b->acts, &b->options, plan, err);
}

/* What the rule returns is what planning returns. */
static void test_failing_rule(void **state) {
  (void)state;
  seen s = {.answer = QUHUA_E_IO};
  quhua_host_rule host = {&no_renaming, judge, &s};
  bench *b = open_with(&host);
  quhua_plan *plan = (quhua_plan *)b;
  quhua_error err;
  assert_int_equal(bench_read(b, TWO), QUHUA_OK);
  assert_int_equal(try_plan(b, &plan, &err), QUHUA_E_IO);
  assert_null(plan);
  assert_int_equal(s.acts, 1);
  bench_close(b);
}

static void test_refused_rules(void **state) {
  (void)state;
  seen s = {0};
  quhua_rule taken = no_renaming, nameless = no_renaming, none = no_renaming;
  taken.id = "code.held";
  nameless.id = "";
  none.id = NULL;
  quhua_host_rule wrong[] = {{&taken, judge, &s},
                             {&nameless, judge, &s},
                             {&none, judge, &s},
                             {NULL, judge, &s},
                             {&no_renaming, NULL, &s}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    bench *b = open_with(&wrong[i]);
    quhua_plan *plan = (quhua_plan *)b;
    quhua_error err;
    assert_int_equal(bench_read(b, TWO), QUHUA_OK);
    if (try_plan(b, &plan, &err) != QUHUA_E_INVALID) fail_msg("rule %zu is taken", i);
    assert_null(plan);
    assert_true(err.message[QUHUA_LANG_EN][0] && err.message[QUHUA_LANG_ZH][0]);
    bench_close(b);
  }
  assert_int_equal(s.acts, 0);
}

static void test_refused_settings(void **state) {
  (void)state;
  static const char *const wrong[][2] = {{"codes.issue", "any"}, {"no.such", "x"}, {"", ""}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    bench *b = bench_open(BENCH_TOWNS);
    quhua_plan *plan = (quhua_plan *)b;
    quhua_error err;
    bench_set(b, wrong[i][0], wrong[i][1]);
    assert_int_equal(bench_read(b, TWO), QUHUA_OK);
    assert_int_equal(try_plan(b, &plan, &err), QUHUA_E_INVALID);
    assert_null(plan);
    bench_close(b);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_blocks_and_is_waived),
      cmocka_unit_test(test_waivers),
      cmocka_unit_test(test_fixed),
      cmocka_unit_test(test_failing_rule),
      cmocka_unit_test(test_refused_rules),
      cmocka_unit_test(test_refused_settings),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
