/* SPDX-License-Identifier: Apache-2.0 */
/* What an outside reading of identifiers, rebasing and settings found: each case was silent and must speak. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define IDENTIFIED                                                                                           \
  "code,name,external:发包方编码\n"                                                                     \
  "510722000000,三台县,\n"                                                                                \
  "510722109000,三元镇,\n"                                                                                \
  "510722109201,友爱村,A1\n"                                                                              \
  "510722109202,长发村,B1\n"                                                                              \
  "510722109203,万安村,\n"

/* 长发村 is divided and nobody says who carries on B1. That 万安村 takes over A1 from 友爱村 in the same act is no word
 * about B1, in whatever order the rows stand. */
static void test_carried_is_not_assigned(void **state) {
  (void)state;
  static const char *const acts[] = {
      "document,effective,old_code,new_code,new_name,share\n"
      "乙,2020-01-01,510722109202,510722109203,,1/2\n"
      "乙,2020-01-01,510722109202,,新村,1/2\n"
      "乙,2020-01-01,510722109201,510722109203,,\n",
      "document,effective,old_code,new_code,new_name,share\n"
      "乙,2020-01-01,510722109201,510722109203,,\n"
      "乙,2020-01-01,510722109202,510722109203,,1/2\n"
      "乙,2020-01-01,510722109202,,新村,1/2\n",
  };
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++) {
    bench *b = bench_open(IDENTIFIED);
    bench_plan(b, acts[i]);
    bench_finding(b, "structure.identifier-undecided");
    bench_close(b);
  }
}

/* How many findings say that something came out otherwise than planned. */
static size_t changed_meanwhile(const char *mine, const char *others) {
  bench *b = bench_open(IDENTIFIED);
  quhua_snapshot *old = NULL, *newer = NULL;
  quhua_changeset *acts = NULL;
  quhua_plan *plan = NULL, *rebased = NULL;
  const quhua_finding *finding;
  size_t count = 0;
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &old, NULL), QUHUA_OK);
  assert_int_equal(quhua_changeset_new(NULL, &acts, NULL), QUHUA_OK);
  assert_int_equal(quhua_changeset_read_csv(acts, mine, strlen(mine), "mine.csv", NULL), QUHUA_OK);
  assert_int_equal(quhua_plan_build(old, acts, &b->options, &plan, NULL), QUHUA_OK);
  bench_apply(b, others);
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &newer, NULL), QUHUA_OK);
  assert_int_equal(quhua_plan_rebase(plan, newer, &rebased, &b->err), QUHUA_OK);
  for (size_t i = 0; (finding = quhua_plan_finding(rebased, i)); i++)
    count += strcmp(finding->rule->id, "time.changed-meanwhile") == 0;
  quhua_plan_free(rebased);
  quhua_plan_free(plan);
  quhua_changeset_free(acts);
  quhua_snapshot_free(newer);
  quhua_snapshot_free(old);
  bench_close(b);
  return count;
}

/* Planned with A1;B1 on the new village. Others corrected A1 meanwhile, so it would get A9;B1: that must be said. */
static void test_rebase_sees_attributes(void **state) {
  (void)state;
  assert_true(changed_meanwhile("document,effective,relation,old_code,new_name\n"
                                "乙,2020-01-01,合并,510722109201,友长村\n"
                                "乙,2020-01-01,合并,510722109202,友长村\n",
                                "document,effective,relation,old_code,new_code,attr:external:发包方编码\n"
                                "甲,2019-06-01,更正,510722109201,510722109201,A9\n") > 0);
}

/* A level that is none would put the rule about approvals to sleep. */
static void test_approver_is_a_level(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_fact fact = {.key = quhua_str_from("cn-law.approver.township"), .value = quhua_str_from("provinz")};
  const quhua_scheme *scheme = quhua_snapshot_scheme(b->before);
  assert_int_equal(quhua_fact_check(scheme, &fact, &b->err), QUHUA_E_INVALID);
  fact.value = quhua_str_from("省级");
  assert_int_equal(quhua_fact_check(scheme, &fact, &b->err), QUHUA_OK);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_carried_is_not_assigned),
      cmocka_unit_test(test_rebase_sees_attributes),
      cmocka_unit_test(test_approver_is_a_level),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
