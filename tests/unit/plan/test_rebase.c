/* SPDX-License-Identifier: Apache-2.0 */
/* The same acts on a register that others have changed meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

/* A second plan beside that of the bench: mine is made first, then others commit, then mine is rebased. */
typedef struct mine {
  quhua_snapshot *old, *newer;
  quhua_changeset *acts;
  quhua_plan *plan, *rebased;
} mine;

static mine plan_mine(bench *b, const char *acts) {
  mine m = {0};
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &m.old, NULL), QUHUA_OK);
  assert_int_equal(quhua_changeset_new(NULL, &m.acts, NULL), QUHUA_OK);
  assert_int_equal(quhua_changeset_read_csv(m.acts, acts, strlen(acts), "mine.csv", NULL), QUHUA_OK);
  assert_int_equal(quhua_plan_build(m.old, m.acts, &b->options, &m.plan, NULL), QUHUA_OK);
  return m;
}

static void rebase(bench *b, mine *m) {
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &m->newer, NULL), QUHUA_OK);
  assert_int_equal(quhua_plan_rebase(m->plan, m->newer, &m->rebased, &b->err), QUHUA_OK);
}

static void free_mine(mine *m) {
  quhua_plan_free(m->rebased);
  quhua_plan_free(m->plan);
  quhua_changeset_free(m->acts);
  quhua_snapshot_free(m->newer);
  quhua_snapshot_free(m->old);
}

static quhua_status commit(bench *b, const quhua_plan *plan, const quhua_waiver *waivers, size_t count) {
  quhua_commit_options options;
  quhua_commit_options_init(&options);
  options.waivers = waivers;
  options.waiver_count = count;
  return quhua_plan_commit(b->registry, plan, &options, NULL, &b->err);
}

/* The English messages of the findings about changes, in order. */
static void expect_changed(const mine *m, const char *const *messages, size_t count) {
  const quhua_finding *finding;
  size_t seen = 0;
  for (size_t i = 0; (finding = quhua_plan_finding(m->rebased, i)); i++) {
    if (strcmp(finding->rule->id, "time.changed-meanwhile") != 0) continue;
    if (seen == count) fail_msg("more: %.*s", (int)finding->message[0].len, finding->message[0].ptr);
    if (!quhua_str_equal(finding->message[QUHUA_LANG_EN], quhua_str_from(messages[seen])))
      fail_msg("%.*s", (int)finding->message[0].len, finding->message[0].ptr);
    assert_int_equal(finding->severity, QUHUA_SEVERITY_BLOCKING);
    assert_int_equal(finding->row, UINT32_MAX);
    seen++;
  }
  assert_int_equal(seen, count);
}

#define RENAME "document,effective,relation,old_code,new_name\n乙,2020-01-01,更名,510722109201,友好村\n"

/* Others changed other units: everything is as planned, and can be committed. */
static void test_disjoint(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  mine m = plan_mine(b, RENAME);
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲,2020-01-01,更名,510722138201,新兴村\n");
  assert_int_equal(commit(b, m.plan, NULL, 0), QUHUA_E_CONFLICT);
  rebase(b, &m);
  assert_null(quhua_plan_finding(m.rebased, 0));
  assert_ptr_equal(quhua_plan_before(m.rebased), m.newer);
  assert_int_equal(commit(b, m.rebased, NULL, 0), QUHUA_OK);
  assert_int_equal(quhua_registry_head(b->registry), 3);
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  free_mine(&m);
  bench_close(b);
}

/* Nobody did anything. */
static void test_same_snapshot(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  mine m = plan_mine(b, RENAME);
  quhua_digest one, two;
  rebase(b, &m);
  assert_null(quhua_plan_finding(m.rebased, 0));
  assert_int_equal(quhua_snapshot_digest(quhua_plan_after(m.plan), &one, NULL), QUHUA_OK);
  assert_int_equal(quhua_snapshot_digest(quhua_plan_after(m.rebased), &two, NULL), QUHUA_OK);
  assert_memory_equal(&one, &two, sizeof one);
  free_mine(&m);
  bench_close(b);
}

/* Both made new units, in different towns: identities differ, but nothing that anybody sees. */
static void test_new_units_of_both(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  mine m =
      plan_mine(b, "document,effective,relation,old_code,new_name\n乙,2020-01-01,合并,510722109201,友长村\n"
                   "乙,2020-01-01,合并,510722109202,友长村\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲,2020-01-01,合并,510722138201,新灵村\n"
                 "甲,2020-01-01,合并,510722138204,新灵村\n");
  rebase(b, &m);
  assert_null(quhua_plan_finding(m.rebased, 0));
  assert_int_equal(commit(b, m.rebased, NULL, 0), QUHUA_OK);
  free_mine(&m);
  bench_close(b);
}

/* The next free code went to somebody else: the new village gets another one, and that is said. */
static void test_code_taken(void **state) {
  (void)state;
  static const char *const changed[] = {
      "since the plan was made, 丙村 has changed: 丙村 510722109204 2020-01-01 is now 丙村 510722109205 2020-01-01"};
  bench *b = bench_open(BENCH_TOWNS);
  mine m =
      plan_mine(b, "document,effective,relation,new_name,new_parent\n乙,2020-01-01,设立,丙村,510722109\n");
  bench_apply(b, "document,effective,relation,new_name,new_parent\n甲,2020-01-01,设立,丁村,510722109\n");
  rebase(b, &m);
  expect_changed(&m, changed, 1);
  assert_string_equal(quhua_plan_finding(m.rebased, 0)->code.text, "510722109205");
  assert_int_equal(commit(b, m.rebased, NULL, 0), QUHUA_E_BLOCKED);
  /* a person who accepts it says so, for this code */
  const quhua_waiver elsewhere = {"time.changed-meanwhile", "另一个", "510722109204"};
  const quhua_waiver here = {"time.changed-meanwhile", "可以", "510722109205"};
  assert_int_equal(commit(b, m.rebased, &elsewhere, 1), QUHUA_E_BLOCKED);
  assert_int_equal(commit(b, m.rebased, &here, 1), QUHUA_OK);
  free_mine(&m);
  bench_close(b);
}

/* Others recorded the renamed unit's move first: it lies elsewhere and has another code. */
static void test_unit_changed(void **state) {
  (void)state;
  static const char *const changed[] = {
      "since the plan was made, 友好村 has changed: 友好村 510722109201 2020-01-01 is now —"};
  bench *b = bench_open(BENCH_TOWNS);
  mine m = plan_mine(b, RENAME);
  bench_apply(b,
              "document,effective,relation,old_code,new_parent\n甲,2019-06-01,划归,510722109201,510722138\n");
  rebase(b, &m); /* nobody has 510722109201 any more: the act cannot be carried out */
  assert_true(quhua_plan_count_findings(m.rebased, QUHUA_SEVERITY_BLOCKING) >= 2);
  expect_changed(&m, changed, 1);
  free_mine(&m);
  bench_close(b);
}

/* My act was impossible, because the village was not there yet. Others have founded it, so now it is possible. */
static void test_unit_founded_meanwhile(void **state) {
  (void)state;
  static const char *const changed[] = {
      "since the plan was made, 戊村 has changed: — is now 戊村 510722109204 2020-01-01"};
  bench *b = bench_open(BENCH_TOWNS);
  mine m =
      plan_mine(b, "document,effective,relation,old_code,new_name\n乙,2020-01-01,更名,510722109204,戊村\n");
  assert_true(quhua_plan_count_findings(m.plan, QUHUA_SEVERITY_BLOCKING) > 0);
  bench_apply(b, "document,effective,relation,new_name,new_parent\n甲,2019-06-01,设立,丁村,510722109\n");
  rebase(b, &m);
  expect_changed(&m, changed, 1);
  free_mine(&m);
  bench_close(b);
}

/* The town has another name now; its code is as it was, and so is the village. */
static void test_parent_renamed(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  mine m =
      plan_mine(b, "document,effective,relation,old_code,new_name\n乙,2021-01-01,更名,510722138201,新兴村\n");
  bench_apply(b, "document,effective,relation,old_code,new_name,new_code\n"
                 "甲,2020-01-01,更名,510722138000,新立镇,510722138000\n");
  rebase(b, &m);
  expect_changed(&m, NULL, 0);
  free_mine(&m);
  bench_close(b);
}

/* Settings and rules of the first plan are those of the second, also when the caller has let go of them. */
static quhua_status count_calls(void *ctx, const quhua_judged_act *act, quhua_verdict *verdict,
                                quhua_error *err) {
  (void)act, (void)verdict, (void)err;
  ++*(int *)ctx;
  return QUHUA_OK;
}

static void test_options_are_kept(void **state) {
  (void)state;
  int calls = 0;
  const quhua_rule rule = {.id = "mine.count", .source = "", .title = {"", ""}, .parameters = ""};
  quhua_host_rule host = {&rule, count_calls, &calls};
  char key[] = "codes.issue", value[] = "explicit";
  quhua_attribute setting = {quhua_str_from(key), quhua_str_from(value)};
  bench *b = bench_open(BENCH_TOWNS);
  b->options.settings = &setting;
  b->options.setting_count = 1;
  b->options.rules = &host;
  b->options.rule_count = 1;
  mine m = plan_mine(b, "document,effective,relation,old_code,new_name,new_parent\n"
                        "乙,2020-01-01,设立,,丙村,510722109\n丙,2020-02-01,更名,510722109201,友好村,\n");
  assert_true(quhua_plan_count_findings(m.plan, QUHUA_SEVERITY_BLOCKING) > 0); /* a code must be given */
  int first = calls;
  assert_int_equal(first, 1); /* the act that can be carried out */
  memset(key, 'x', sizeof key - 1);
  memset(value, 'x', sizeof value - 1);
  memset(&setting, 0, sizeof setting);
  memset(&host, 0, sizeof host);
  rebase(b, &m);
  assert_int_equal(calls, 2 * first);
  assert_int_equal(quhua_plan_count_findings(m.rebased, QUHUA_SEVERITY_BLOCKING),
                   quhua_plan_count_findings(m.plan, QUHUA_SEVERITY_BLOCKING));
  free_mine(&m);
  bench_close(b);
}

static void test_wrong_snapshots(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS), *other = bench_open(BENCH_TOWNS);
  quhua_plan *out = (quhua_plan *)b;
  bench_apply(b, RENAME);
  bench_plan(b, "document,effective,relation,old_code,new_name\n丙,2020-02-01,更名,510722109202,长安村\n");
  assert_int_equal(quhua_plan_rebase(b->plan, other->before, &out, &b->err), QUHUA_E_INVALID);
  assert_null(out);
  assert_int_equal(b->err.status, QUHUA_E_INVALID);
  quhua_snapshot *older = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, 1, &older, NULL), QUHUA_OK);
  out = (quhua_plan *)b;
  assert_int_equal(quhua_plan_rebase(b->plan, older, &out, &b->err), QUHUA_E_INVALID);
  assert_null(out);
  assert_true(b->err.message[QUHUA_LANG_EN][0] && b->err.message[QUHUA_LANG_ZH][0]);
  quhua_snapshot_free(older);
  bench_close(other);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_disjoint),          cmocka_unit_test(test_same_snapshot),
      cmocka_unit_test(test_new_units_of_both), cmocka_unit_test(test_code_taken),
      cmocka_unit_test(test_unit_changed),      cmocka_unit_test(test_unit_founded_meanwhile),
      cmocka_unit_test(test_parent_renamed),    cmocka_unit_test(test_options_are_kept),
      cmocka_unit_test(test_wrong_snapshots),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
