/* SPDX-License-Identifier: Apache-2.0 */
/* Wrong figures, shares and days: what is refused, with its place and what to do about it, and that nothing was written.
 * tests/cli/wrong_input.sh asks the same of the tool. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/figures.h"

#include <stdio.h>
#include <string.h>

#define SHARES "document,effective,old_code,new_name,share\n"

/* 户 is a declared count; 友爱村 has 10, 长发村 20. */
static bench *towns(void) {
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, "series:户", "count|户");
  figures_observe(b, "户", "2019-01-01", "510722109201 10\n510722109202 20\n");
  return b;
}

/* The newest journal entry: its digest covers all before it. */
static quhua_digest head_of(const bench *b) {
  quhua_entry entry;
  assert_int_equal(quhua_entry_find(b->registry, quhua_registry_head(b->registry), &entry, NULL), QUHUA_OK);
  return entry.digest;
}

typedef struct refusal {
  quhua_status status;
  uint32_t line, column;
  const char *message, *remedy;
} refusal;

static void expect_refusal(const quhua_error *err, refusal wanted) {
  assert_string_equal(err->message[QUHUA_LANG_EN], wanted.message);
  assert_string_equal(err->remedy[QUHUA_LANG_EN], wanted.remedy);
  assert_true(err->message[QUHUA_LANG_ZH][0] != '\0' && err->remedy[QUHUA_LANG_ZH][0] != '\0');
  assert_int_equal(err->status, wanted.status);
  assert_int_equal(err->line, wanted.line);
  assert_int_equal(err->column, wanted.column);
}

/* A table of values is refused, when it is read or when it is recorded. */
static void refuse_values(const char *table, const char *day, bool strict, refusal wanted) {
  bench *b = towns();
  quhua_digest before = head_of(b);
  quhua_observations *o = NULL;
  quhua_error err = {0};
  assert_int_equal(quhua_observations_new(NULL, &o, NULL), QUHUA_OK);
  if (strict) quhua_observations_expect_declared(o);
  quhua_status status = quhua_observations_read_csv(o, table, strlen(table), "v.csv", &err);
  if (status == QUHUA_OK)
    status = quhua_observations_record(o, b->registry, bench_day(day), NULL, NULL, &err);
  assert_int_equal(status, wanted.status);
  expect_refusal(&err, wanted);
  if (wanted.line) assert_string_equal(err.subject, "v.csv");
  quhua_digest after = head_of(b);
  assert_memory_equal(&before, &after, sizeof before);
  quhua_observations_free(o);
  bench_close(b);
}

static void test_values(void **state) {
  (void)state;
  refuse_values(
      "code,name,stat:户\n510722109201,友爱村,-5\n", "2019-06-30", false,
      (refusal){QUHUA_E_INVALID, 2, 18, "the amount “-5” is negative", "write a number that is 0 or more"});
  refuse_values("code,name,stat:户\n510722109202,长发村,3\n510722109201,友爱村,2.5\n", "2019-06-30", false,
                (refusal){QUHUA_E_INVALID, 3, 18, "户 is a count, “2.5” is not a whole number",
                          "write a whole number"});
  refuse_values("code,name,stat:户\n510722109201,友爱村,2\n510722109299,某村,2\n", "2019-06-30", false,
                (refusal){QUHUA_E_NOT_FOUND, 3, 1, "nobody holds the code 510722109299 on 2019-06-30",
                          "give the code that holds on that day"});
  refuse_values(
      "stat:户,code\n2,510722109201\n2,510722109201\n", "2019-06-30", false,
      (refusal){QUHUA_E_INVALID, 3, 1, "户 of 510722109201 is given twice", "keep one of the two rows"});
}

/* Two columns, one of them misspelled. */
static void test_series(void **state) {
  (void)state;
  refuse_values("code,stat:户,stat:户口\n510722109201,2,3\n", "2019-06-30", true,
                (refusal){QUHUA_E_INVALID, 2, 16, "the series 户口 was never declared",
                          "declare it, or correct its name"});
  bench *b = towns();
  quhua_stats *stats = NULL;
  quhua_ledger *ledger = NULL;
  assert_int_equal(quhua_stats_new(b->before, quhua_str_from("户口"), QUHUA_LEVEL_ANY,
                                   bench_day("2020-01-01"), &stats, &b->err),
                   QUHUA_E_NOT_FOUND);
  assert_null(stats);
  expect_refusal(&b->err, (refusal){QUHUA_E_NOT_FOUND, 0, 0, "nobody observed the series 户口",
                                    "correct its name, or observe it first"});
  assert_int_equal(
      quhua_ledger_new(b->before, quhua_str_from("债务"), 0, bench_day("2020-01-01"), &ledger, &b->err),
      QUHUA_E_NOT_FOUND);
  assert_null(ledger);
  expect_refusal(&b->err, (refusal){QUHUA_E_NOT_FOUND, 0, 0, "nobody observed the series 债务",
                                    "correct its name, or observe it first"});
  bench_close(b);
}

static void test_day_before_the_register(void **state) {
  (void)state;
  refuse_values("code,stat:户\n510722109201,2\n", "2018-12-31", false,
                (refusal){QUHUA_E_INVALID, 0, 0, "the register begins on 2019-01-01, after 2018-12-31",
                          "give a day since the register begins"});
  bench *b = towns();
  quhua_unit unit = bench_unit(b, "510722109201", "2019-01-01");
  quhua_projection *projection = NULL;
  assert_int_equal(quhua_projection_new(b->before, unit.id, bench_day("2018-12-31"), bench_day("2020-01-01"),
                                        &projection, &b->err),
                   QUHUA_E_NOT_FOUND);
  expect_refusal(&b->err, (refusal){QUHUA_E_NOT_FOUND, 0, 0, "the unit does not exist on that day",
                                    "give a day on which it lives"});
  assert_int_equal(quhua_projection_new(b->before, unit.id, bench_day("2020-01-01"), bench_day("2018-12-31"),
                                        &projection, &b->err),
                   QUHUA_E_NOT_FOUND);
  expect_refusal(&b->err,
                 (refusal){QUHUA_E_NOT_FOUND, 0, 0, "nothing is recorded of what the unit was on that day",
                           "give a day since the register begins"});
  assert_null(projection);
  bench_close(b);
}

static void test_days_out_of_order(void **state) {
  (void)state;
  bench *b = towns();
  quhua_crosswalk *crosswalk = NULL;
  assert_int_equal(
      quhua_crosswalk_new(b->before, bench_day("2020-01-01"), bench_day("2019-12-31"), &crosswalk, &b->err),
      QUHUA_E_INVALID);
  assert_null(crosswalk);
  expect_refusal(
      &b->err, (refusal){QUHUA_E_INVALID, 0, 0, "the second day lies before the first", "exchange the days"});
  bench_close(b);
}

/* Shares that cannot sum to one: too much is refused with the table, too little is found when it is planned. */
static void test_shares(void **state) {
  (void)state;
  static const struct {
    const char *rows;
    const char *sum;
  } too_much[] = {
      {"甲,2020-01-01,510722109201,东村,3/5\n甲,2020-01-01,510722109201,西村,1/2\n", "11/10"},
      {"甲,2020-01-01,510722109201,东村,1/2..1\n甲,2020-01-01,510722109201,西村,3/5..1\n", "11/10"},
  };
  for (size_t i = 0; i < sizeof too_much / sizeof *too_much; i++) {
    bench *b = towns();
    char table[256], message[128];
    snprintf(table, sizeof table, "%s%s", SHARES, too_much[i].rows);
    snprintf(message, sizeof message, "the shares of “510722109201” in one act sum to %s, more than 1",
             too_much[i].sum);
    assert_int_equal(bench_read(b, table), QUHUA_E_INVALID);
    expect_refusal(&b->err, (refusal){QUHUA_E_INVALID, 3, 30, message,
                                      "a share is the part of the old unit; all its rows together make 1"});
    bench_close(b);
  }
  /* at most 2/5 + 2/5 of it goes somewhere */
  bench_expect(SHARES "甲,2020-01-01,510722109201,东村,1/5..2/5\n甲,2020-01-01,510722109201,西村,1/5..2/5\n",
               "lineage.remainder blocking 2\n");
  bench_expect(SHARES "甲,2020-01-01,510722109201,东村,1/5\n甲,2020-01-01,510722109201,西村,2/5\n",
               "lineage.remainder blocking 2\n");
  bench_expect(SHARES "甲,2018-01-01,510722109201,东村,\n", "structure.unit-not-alive blocking 2\n");
}

/* 友爱村 has 10 households; the rows move 6 and 5, and the second is one too many. */
static void test_amount_larger_than_all(void **state) {
  (void)state;
  bench *b = towns();
  quhua_digest before = head_of(b);
  bench_plan(b, "document,effective,old_code,new_name,share,stat:户\n"
                "甲,2020-01-01,510722109201,东村,1/2,6\n甲,2020-01-01,510722109201,西村,1/2,5\n");
  const quhua_finding *finding = bench_finding(b, "lineage.amount-too-large");
  assert_int_equal(finding->severity, QUHUA_SEVERITY_BLOCKING);
  assert_int_equal(finding->line, 3);
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_E_BLOCKED);
  quhua_digest after = head_of(b);
  assert_memory_equal(&before, &after, sizeof before);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_values),
      cmocka_unit_test(test_series),
      cmocka_unit_test(test_day_before_the_register),
      cmocka_unit_test(test_days_out_of_order),
      cmocka_unit_test(test_shares),
      cmocka_unit_test(test_amount_larger_than_all),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
