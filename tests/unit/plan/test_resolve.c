/* SPDX-License-Identifier: Apache-2.0 */
/* Which units the rows name: unknown, ambiguous, not alive, another name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define DAY "2020-01-01"

static void test_unknown_code(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,old_code,new_name\n2020-01-01,510722109299,友好村\n");
  bench_expect_findings(b, "structure.unit-unknown blocking 2\n");
  const quhua_finding *finding = bench_finding(b, "structure.unit-unknown");
  assert_int_equal(finding->unit, 0);
  assert_int_equal(finding->row, 0);
  for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++) assert_true(finding->message[lang].len > 0);
  assert_string_equal(bench_crosswalk(b), "");
  bench_close(b);
}

static void test_unknown_name(void **state) {
  (void)state;
  bench_expect("effective,old_name,new_name\n2020-01-01,桃花村,友好村\n",
               "structure.unit-unknown blocking 2\n");
}

static void test_code_that_the_scheme_cannot_read(void **state) {
  (void)state;
  bench_expect("effective,old_code,new_name\n2020-01-01,51072,友好村\n",
               "structure.unit-unknown blocking 2\n");
}

static void test_short_code_and_level_prefix(void **state) {
  (void)state;
  bench_expect("effective,old_code,new_name\n2020-01-01,510722109,三元新镇\n", "");
  bench_expect("effective,old_code,new_name\n2020-01-01,4:510722109000,三元新镇\n", "");
  bench_expect("effective,old_code,new_name\n2020-01-01,5:510722109000,三元新村\n",
               "structure.unit-unknown blocking 2\n");
}

static void test_name_in_another_spelling(void **state) {
  (void)state;
  bench_expect("effective,relation,old_name,new_name\n2020-01-01,更名,友爱村村民委员会,友好村\n", "");
}

static void test_name_alone_may_be_ambiguous(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722109000,三元镇\n510722109213,新华村\n510722138000,立新镇\n"
                        "510722138213,新华村\n510722138300,三元村\n");
  bench_plan(b, "effective,old_name,new_name\n2020-01-01,新华村,新民村\n");
  bench_expect_findings(b, "structure.unit-ambiguous blocking 2\n");
  bench_close(b);
}

static void test_name_is_ambiguous_only_on_the_day(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722109000,三元镇\n510722109213,新华村\n510722109214,新民村\n"
                        "510722138000,立新镇\n510722138213,新华村\n");
  bench_apply(b, "effective,old_code,new_code\n2020-01-01,510722109213,510722109214\n");
  bench_plan(b, "effective,old_name,new_name\n2020-06-01,新华村,新中村\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

/* 金门县 350527000000 is its own town and village in the national list. */
#define JINMEN                                                                                               \
  "code,name,level,kind\n350527000000,金门县,3,县\n350527000000,金门镇,4,镇\n350527000000,金门村,5,村委会\n"

static void test_code_on_several_levels(void **state) {
  (void)state;
  bench *b = bench_open(JINMEN);
  bench_plan(b, "effective,old_code,old_level,new_name\n2020-01-01,350527000000,,金门新镇\n");
  bench_expect_findings(b, "structure.unit-ambiguous blocking 2\n");
  bench_plan(b, "effective,old_code,old_level,new_code,new_level,new_name\n"
                "2020-01-01,350527000000,4,350527000000,4,金城镇\n");
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "更名,350527000000,金门镇,350527000000,金城镇,1\n");
  bench_plan(b, "effective,old_code,new_name\n2020-01-01,5:350527000000,金城村\n");
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "更名,350527000000,金门村,350527000000,金城村,1\n");
  bench_close(b);
}

static void test_name_tells_the_levels_apart(void **state) {
  (void)state;
  bench *b = bench_open(JINMEN);
  bench_plan(b, "effective,old_code,old_name,new_name\n2020-01-01,350527000000,金门镇,金城镇\n");
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "更名,350527000000,金门镇,350527000000,金城镇,1\n");
  bench_close(b);
}

static void test_not_alive(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "effective,old_code,new_code\n2020-01-01,510722109202,510722109201\n");
  bench_plan(b, "effective,old_code,new_name\n2020-06-01,510722109202,长兴村\n");
  bench_expect_findings(b, "structure.unit-not-alive blocking 2\n");
  /* before the first day of the register, too */
  bench_plan(b, "effective,old_code,new_name\n2018-12-31,510722109201,友好村\n");
  bench_expect_findings(b, "structure.unit-not-alive blocking 2\n");
  bench_close(b);
}

static void test_name_differs(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,old_code,old_name,new_name\n2020-01-01,510722109201,长发村,友好村\n");
  bench_expect_findings(b, "structure.name-differs blocking 2\n");
  const quhua_finding *finding = bench_finding(b, "structure.name-differs");
  assert_int_equal(finding->unit, unit);
  assert_string_equal(finding->code.text, "510722109201");
  assert_true(finding->rule->waivable);
  bench_close(b);
}

static void test_former_name_is_accepted(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "effective,relation,old_code,new_name\n2020-01-01,更名,510722109201,友好村\n");
  bench_plan(b,
             "effective,relation,old_code,old_name,new_name\n2020-06-01,更名,510722109201,友爱村,友谊村\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_unknown_code),
      cmocka_unit_test(test_unknown_name),
      cmocka_unit_test(test_code_that_the_scheme_cannot_read),
      cmocka_unit_test(test_short_code_and_level_prefix),
      cmocka_unit_test(test_name_in_another_spelling),
      cmocka_unit_test(test_name_alone_may_be_ambiguous),
      cmocka_unit_test(test_name_is_ambiguous_only_on_the_day),
      cmocka_unit_test(test_code_on_several_levels),
      cmocka_unit_test(test_name_tells_the_levels_apart),
      cmocka_unit_test(test_not_alive),
      cmocka_unit_test(test_name_differs),
      cmocka_unit_test(test_former_name_is_accepted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
