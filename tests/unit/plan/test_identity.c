/* SPDX-License-Identifier: Apache-2.0 */
/* Which unit a row means after the act (rule 4); the order of the rule itself is in test_reading_rules.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define DAY "2020-01-01"

static void test_one_unit_cannot_become_two(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,old_code,new_code,new_name,share,identity\n"
                "2020-01-01,510722109201,510722109301,友东村,1/2,same\n"
                "2020-01-01,510722109201,510722109302,友西村,1/2,same\n");
  bench_expect_findings(b, "lineage.identity blocking 3\n");
  assert_int_equal(bench_finding(b, "lineage.identity")->unit, unit);
  bench_close(b);
}

static void test_new_code_that_cannot_be_read(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,old_code,new_code\n2020-01-01,510722109201,5107221\n");
  bench_expect_findings(b, "code.invalid blocking 2\n");
  assert_int_equal(bench_finding(b, "code.invalid")->unit, unit);
  bench_close(b);
}

static void test_receiver_by_name_in_the_same_town_first(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722109000,三元镇\n510722109201,友爱村\n510722109213,新华村\n"
                        "510722138000,立新镇\n510722138213,新华村\n");
  bench_plan(b, "effective,relation,old_code,new_name\n2020-01-01,并入,510722109201,新华村\n");
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "并入,510722109201,友爱村,510722109213,新华村,1\n");
  bench_close(b);
}

static void test_renaming_to_the_name_of_another_joins_nobody(void **state) {
  (void)state;
  bench_expect("effective,relation,old_code,new_name\n2020-01-01,更名,510722109201,长发村\n",
               "structure.name-duplicate warning 2\n");
}

static void test_end_and_begin_by_override(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id before = bench_id_before(b, "510722109000", DAY);
  /* 撤镇设街道 as an end and a beginning: the children follow all the same */
  bench_plan(b, "effective,relation,old_code,new_name,new_kind,identity\n"
                "2020-01-01,改设,510722109,三元街道,街道,new\n");
  bench_expect_findings(b, "");
  quhua_unit street = bench_unit(b, "510722001000", DAY);
  assert_int_not_equal(street.id, before);
  assert_int_equal(bench_unit(b, "510722001201", DAY).parent, street.id);
  quhua_unit last;
  assert_int_equal(quhua_unit_find_last(quhua_plan_after(b->plan), before, &last), QUHUA_OK);
  assert_int_equal(last.valid.to, bench_day(DAY));
  bench_close(b);
}

static void test_same_code_on_two_levels_is_two_units(void **state) {
  (void)state;
  bench *b = bench_open_as(
      "", "cn-stat", "2019-01-01",
      "code,name,level\n441900000000,东莞市,2\n441900000000,东莞市,3\n441900003000,东城街道,4\n");
  quhua_code code = {"441900000000"};
  quhua_unit city, county;
  assert_int_equal(quhua_unit_find(b->before, QUHUA_LEVEL_PREFECTURE, &code, bench_day(DAY), &city),
                   QUHUA_OK);
  assert_int_equal(quhua_unit_find(b->before, QUHUA_LEVEL_COUNTY, &code, bench_day(DAY), &county), QUHUA_OK);
  assert_int_not_equal(city.id, county.id);
  assert_int_equal(quhua_unit_find(b->before, QUHUA_LEVEL_ANY, &code, bench_day(DAY), &city),
                   QUHUA_E_AMBIGUOUS);
  bench_close(b);
}

/* 恢复: two villages had the name 长发村 and the code 202 one after the other; whoever ended last is meant. */
static void test_restored_unit_is_the_one_that_ended_last(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id first = bench_id_before(b, "510722109202", DAY);
  bench_apply(
      b, "document,effective,relation,old_code,new_code\n甲,2020-01-01,并入,510722109202,510722109201\n");
  bench_apply(b,
              "document,effective,new_code,new_name,new_parent\n乙,2020-02-01,510722109202,长发村,三元镇\n");
  quhua_unit_id second = bench_id_before(b, "510722109202", "2020-02-01");
  assert_int_not_equal(first, second);
  bench_apply(
      b, "document,effective,relation,old_code,new_code\n丙,2020-03-01,并入,510722109202,510722109203\n");
  static const char *const rows[] = {
      "effective,relation,old_code,new_code,new_name,share\n2021-01-01,恢复,510722109203,510722109202,长发村,"
      "1/3\n"
      "2021-01-01,,510722109203,510722109203,,2/3\n",
      ("effective,relation,old_code,new_code,new_name,share\n2021-01-01,恢复,510722109203,,长发村,1/3\n"
       "2021-01-01,,510722109203,510722109203,,2/3\n"),
      "effective,relation,new_code,new_name,new_parent\n2021-01-01,恢复,510722109202,长发村,510722109\n",
  };
  static const char *const codes[] = {"510722109202", "510722109204", "510722109202"};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench_plan(b, rows[i]);
    assert_int_equal(bench_unit(b, codes[i], "2021-01-01").id, second);
  }
  bench_close(b);
}

static void test_nothing_to_restore(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,relation,new_name,new_parent\n2020-01-01,恢复,新河村,510722109\n");
  bench_expect_findings(b, "lineage.nothing-to-restore warning 2\n");
  bench_unit(b, "510722109204", DAY);
  /* a unit that lives is none that ended */
  bench_plan(b, "effective,relation,new_name,new_parent\n2020-01-01,恢复,长发村,510722138\n");
  assert_non_null(strstr(bench_findings(b), "lineage.nothing-to-restore warning 2\n"));
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_unit_cannot_become_two),
      cmocka_unit_test(test_new_code_that_cannot_be_read),
      cmocka_unit_test(test_receiver_by_name_in_the_same_town_first),
      cmocka_unit_test(test_renaming_to_the_name_of_another_joins_nobody),
      cmocka_unit_test(test_end_and_begin_by_override),
      cmocka_unit_test(test_same_code_on_two_levels_is_two_units),
      cmocka_unit_test(test_restored_unit_is_the_one_that_ended_last),
      cmocka_unit_test(test_nothing_to_restore),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
