/* SPDX-License-Identifier: Apache-2.0 */
/* Acts that are about acts: which entry is meant, and which later entries stand on it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

/* A renaming, an independent one, and a renaming of what the first renamed: entries 2, 3, 4. */
static bench *open_with_three_acts(void) {
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲,2020-01-01,更名,510722109201,友好村\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n乙,2020-02-01,更名,510722109202,常发村\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n丙,2020-03-01,更名,510722109201,友谊村\n");
  return b;
}

static void expect(bench *b, const char *acts, const char *findings) {
  bench_plan(b, acts);
  bench_expect_findings(b, findings);
}

static void expect_name(bench *b, const char *code, const char *day, const char *name) {
  assert_true(quhua_str_equal(bench_unit(b, code, day).name, quhua_str_from(name)));
}

static void test_by_document_or_by_number(void **state) {
  (void)state;
  bench *b = open_with_three_acts();
  bench_plan(b, "effective,relation,target\n2021-01-01,自始无效,乙\n");
  bench_expect_findings(b, "");
  expect_name(b, "510722109202", "2020-06-01", "长发村");
  bench_plan(b, "effective,relation,target\n2021-01-01,自始无效,3\n");
  bench_expect_findings(b, "");
  expect_name(b, "510722109202", "2020-06-01", "长发村");
  bench_close(b);
}

static void test_targets_that_are_none(void **state) {
  (void)state;
  static const char *const acts[] = {
      "effective,relation,target\n2021-01-01,自始无效,丁\n",
      "effective,relation,target\n2021-01-01,自始无效,1\n", /* the opening */
      "effective,relation,target\n2021-01-01,自始无效,0\n",
      "effective,relation,target\n2021-01-01,自始无效,5\n", /* itself */
      "effective,relation,target\n2021-01-01,自始无效,4294967298\n",
      "effective,relation,target\n2021-01-01,废止,丁\n",
      "effective,relation,target\n2021-01-01,延期,丁\n",
  };
  bench *b = open_with_three_acts();
  for (size_t i = 0; i < sizeof acts / sizeof *acts; i++)
    expect(b, acts[i], "lineage.target-unknown blocking 2\n");
  bench_close(b);
}

static void test_newest_act_of_a_document(void **state) {
  (void)state;
  bench *b = open_with_three_acts();
  bench_apply(b, "document,effective,relation,old_code,new_name\n乙,2020-04-01,更名,510722109203,永安村\n");
  bench_apply(b, "effective,relation,target\n2021-01-01,自始无效,乙\n"); /* entry 5 */
  expect_name(b, "510722109203", "2021-01-01", "万安村");
  expect_name(b, "510722109202", "2021-01-01", "常发村");
  bench_apply(b, "effective,relation,target\n2021-01-01,自始无效,乙\n"); /* what is left of 乙: entry 3 */
  expect_name(b, "510722109202", "2021-01-01", "长发村");
  expect(b, "effective,relation,target\n2021-01-01,自始无效,乙\n", "lineage.target-unknown blocking 2\n");
  expect(b, "effective,relation,target\n2021-01-01,废止,3\n", "lineage.target-unknown blocking 2\n");
  bench_close(b);
}

static void test_what_took_back_is_not_taken_back(void **state) {
  (void)state;
  bench *b = open_with_three_acts();
  bench_apply(b, "document,effective,relation,target\n丁,2021-01-01,自始无效,乙\n");
  expect(b, "effective,relation,target\n2021-02-01,自始无效,丁\n", "structure.not-supported blocking 2\n");
  expect(b, "effective,relation,target\n2021-02-01,废止,丁\n", "structure.not-supported blocking 2\n");
  bench_close(b);
}

static bool contains(quhua_str text, const char *word) {
  size_t len = strlen(word);
  for (size_t i = 0; i + len <= text.len; i++)
    if (memcmp(text.ptr + i, word, len) == 0) return true;
  return false;
}

static void test_who_stands_on_it(void **state) {
  (void)state;
  bench *b = open_with_three_acts();
  expect(b, "effective,relation,target\n2021-01-01,自始无效,甲\n", "lineage.stands-on blocking 2\n");
  quhua_str message = bench_finding(b, "lineage.stands-on")->message[QUHUA_LANG_EN];
  assert_true(contains(message, "甲"));
  assert_true(contains(message, "丙"));
  expect(b, "effective,relation,target\n2021-01-01,自始无效,乙\n", "");
  expect(b, "effective,relation,target\n2021-01-01,自始无效,丙\n", "");
  expect(b, "effective,relation,target\n2021-01-01,自始无效,丙\n2021-01-01,自始无效,甲\n", "");
  expect(b, "effective,relation,target\n2021-01-01,自始无效,甲\n2021-01-01,自始无效,丙\n",
         ""); /* any order */
  bench_close(b);
}

/* An entry that uses several things of the target is named once. */
static void test_named_once(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n"
                 "甲,2020-01-01,更名,510722109201,友好村\n甲,2020-01-01,更名,510722109202,常发村\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n"
                 "乙,2020-02-01,合并,510722109201,友常村\n乙,2020-02-01,合并,510722109202,友常村\n");
  expect(b, "effective,relation,target\n2021-01-01,自始无效,甲\n", "lineage.stands-on blocking 2\n");
  bench_close(b);
}

/* A unit that is there again would find its code in other hands. */
static void test_code_in_other_hands(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,reason\n甲,2020-01-01,撤销,510722109203,搬迁\n");
  bench_apply(b, "document,effective,new_code,new_name,new_parent\n"
                 "乙,2020-02-01,510722109203,新河村,510722109\n");
  expect(b, "effective,relation,target\n2021-01-01,自始无效,甲\n", "lineage.stands-on blocking 2\n");
  expect(b, "effective,relation,target\n2021-01-01,废止,甲\n", "lineage.stands-on blocking 2\n");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_by_document_or_by_number),
      cmocka_unit_test(test_targets_that_are_none),
      cmocka_unit_test(test_newest_act_of_a_document),
      cmocka_unit_test(test_what_took_back_is_not_taken_back),
      cmocka_unit_test(test_who_stands_on_it),
      cmocka_unit_test(test_named_once),
      cmocka_unit_test(test_code_in_other_hands),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
