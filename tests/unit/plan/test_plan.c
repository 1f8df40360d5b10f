/* SPDX-License-Identifier: Apache-2.0 */
/* Plans as values: pure, without trace, with scope and counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define TOWNS                                                                                                \
  "code,name\n"                                                                                              \
  "510722000000,三台县\n"                                                                                 \
  "510722109000,三元镇\n"                                                                                 \
  "510722109201,友爱村\n"                                                                                 \
  "510722109202,长发村\n"                                                                                 \
  "510722138000,立新镇\n"                                                                                 \
  "510722138201,新民村\n"
#define DAY "2020-01-01"

#define MERGER "effective,old_code,new_name\n2020-01-01,510722109201,友长村\n2020-01-01,510722109202,友长村\n"

static void test_same_input_gives_the_same_register_and_journal(void **state) {
  (void)state;
  char digest[QUHUA_DIGEST_TEXT_MAX];
  bench *a = bench_open(TOWNS), *b = bench_open(TOWNS);
  bench_apply(a, MERGER);
  bench_plan(b, MERGER);
  bench_plan(b, MERGER); /* planning once more changes nothing */
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_OK);
  assert_memory_equal(&a->receipt.head, &b->receipt.head, sizeof a->receipt.head);
  strcpy(digest, bench_digest(a, a->before));
  assert_string_equal(bench_digest(b, b->before), digest);
  bench_close(a);
  bench_close(b);
}

static void test_base_is_untouched(void **state) {
  (void)state;
  char digest[QUHUA_DIGEST_TEXT_MAX];
  bench *b = bench_open(TOWNS);
  strcpy(digest, bench_digest(b, b->before));
  bench_plan(b, MERGER);
  assert_string_equal(bench_digest(b, b->before), digest);
  assert_string_not_equal(bench_digest(b, quhua_plan_after(b->plan)), digest);
  assert_ptr_equal(quhua_plan_before(b->plan), b->before);
  assert_int_equal(quhua_registry_head(b->registry), 1);
  bench_close(b);
}

static void test_empty_changeset_and_bad_options(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_changeset *none = NULL;
  quhua_plan *plan = NULL;
  quhua_error err = {0};
  assert_int_equal(quhua_changeset_new(NULL, &none, &err), QUHUA_OK);
  assert_int_equal(quhua_plan_build(b->before, none, NULL, &plan, &err), QUHUA_E_INVALID);
  assert_null(plan);
  quhua_changeset_free(none);
  assert_int_equal(bench_read(b, MERGER), QUHUA_OK);
  bench_set(b, "codes.issue", "sometimes");
  assert_int_equal(quhua_plan_build(b->before, b->acts, &b->options, &plan, &err), QUHUA_E_INVALID);
  bench_set(b, "codes.issue", "fill");
  bench_set(b, "codes.isue", "fill");
  assert_int_equal(quhua_plan_build(b->before, b->acts, &b->options, &plan, &err), QUHUA_E_INVALID);
  bench_close(b);
}

/* A plan may be stricter than the register asks for, never laxer: that would leave no record. */
static void test_packs_are_only_made_stricter(void **state) {
  (void)state;
  static const struct {
    const char *recorded, *own;
    quhua_status status;
  } cases[] = {{"block", "off", QUHUA_E_INVALID},
               {"block", "report", QUHUA_E_INVALID},
               {"report", "off", QUHUA_E_INVALID},
               {"report", "block", QUHUA_OK},
               {"block", "block", QUHUA_OK},
               {"off", "report", QUHUA_OK},
               {"", "off", QUHUA_OK}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    bench *b = bench_open(TOWNS);
    quhua_plan *plan = NULL;
    bench_record(b, "rules.cn-law", cases[i].recorded);
    bench_set(b, "rules.cn-law", cases[i].own);
    assert_int_equal(bench_read(b, MERGER), QUHUA_OK);
    assert_int_equal(quhua_plan_build(b->before, b->acts, &b->options, &plan, &b->err), cases[i].status);
    quhua_plan_free(plan);
    bench_close(b);
  }
}

/* The laws are those of China: a foreign register is asked only where its owner says so. */
static void test_laws_end_at_foreign_registers(void **state) {
  (void)state;
  static const char *const wanted[] = {"", "report"};
  for (size_t i = 0; i < 2; i++) {
    bench *b = bench_open_as("", "opaque", "2019-01-01", "code,name,level\nA,Beauvais,5\nB,Marissel,5\n");
    if (wanted[i][0]) bench_record(b, "rules.cn-law", wanted[i]);
    b->options.setting_count = 0;
    bench_plan(b, "effective,old_code,new_code\n2020-01-01,B,A\n");
    bench_expect_findings(b,
                          wanted[i][0] ? "cn-law.document warning 0\ncn-law.approver-missing note 0\n" : "");
    bench_close(b);
  }
}

static void test_days_scope_and_counts(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  uint64_t before[QUHUA_KIND_LIMIT], after[QUHUA_KIND_LIMIT];
  bench_plan(b, "document,effective,old_code,new_code\n甲,2020-01-01,510722109202,510722109201\n"
                "乙,2020-06-01,510722109201,510722109250\n");
  assert_int_equal(quhua_plan_days(b->plan).from, bench_day("2020-01-01"));
  assert_int_equal(quhua_plan_days(b->plan).to, bench_day("2020-06-01"));
  assert_int_equal(quhua_plan_scope(b->plan), bench_id_before(b, "510722109000", DAY));
  quhua_plan_count_units(b->plan, before, after);
  assert_int_equal(before[QUHUA_KIND_VILLAGE], 2);
  assert_int_equal(after[QUHUA_KIND_VILLAGE], 1);
  assert_int_equal(after[QUHUA_KIND_TOWN], before[QUHUA_KIND_TOWN]);
  bench_plan(b, "effective,old_code,new_parent\n2020-01-01,510722109202,立新镇\n");
  assert_int_equal(quhua_plan_scope(b->plan), bench_id_before(b, "510722000000", DAY));
  bench_close(b);
}

static void test_findings_by_severity(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, "effective,relation,old_code,new_name\n2020-01-01,更名,510722109201,长发村\n2020-01-01,更名,"
                "510722138201,新民村\n");
  assert_int_equal(quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_NOTE), 1);
  assert_int_equal(quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_WARNING), 1);
  assert_int_equal(quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING), 0);
  assert_null(quhua_plan_finding(b->plan, 2));
  bench_close(b);
}

static void test_acts_after_a_blocked_one_are_judged_too(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, "document,effective,old_code,new_name\n甲,2020-01-01,510722109299,甲村\n乙,2020-02-01,"
                "510722109298,乙村\n");
  bench_expect_findings(b, "structure.unit-unknown blocking 2\nstructure.unit-unknown blocking 3\n");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_same_input_gives_the_same_register_and_journal),
      cmocka_unit_test(test_base_is_untouched),
      cmocka_unit_test(test_empty_changeset_and_bad_options),
      cmocka_unit_test(test_packs_are_only_made_stricter),
      cmocka_unit_test(test_laws_end_at_foreign_registers),
      cmocka_unit_test(test_days_scope_and_counts),
      cmocka_unit_test(test_findings_by_severity),
      cmocka_unit_test(test_acts_after_a_blocked_one_are_judged_too),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
