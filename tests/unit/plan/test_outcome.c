/* SPDX-License-Identifier: Apache-2.0 */
/* What the rows say of a unit after the act: name, level, kind, attributes, parent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define DAY "2020-01-01"

static void test_new_unit_needs_a_name(void **state) {
  (void)state;
  bench_expect("effective,old_code,new_code\n2020-01-01,510722109201,@甲\n2020-01-01,510722109202,@甲\n",
               "structure.name-missing blocking 2\n");
}

static void test_rows_of_one_unit_must_agree(void **state) {
  (void)state;
  bench_expect("effective,old_code,new_code,new_name\n"
               "2020-01-01,510722109201,@甲,友长村\n2020-01-01,510722109202,@甲,长友村\n",
               "structure.rows-disagree blocking 3\n");
  bench_expect("effective,old_code,new_code,new_name,new_kind\n"
               "2020-01-01,510722109201,@甲,友长,村委会\n2020-01-01,510722109202,@甲,友长,居委会\n",
               "structure.rows-disagree blocking 3\n");
  bench_expect("effective,old_code,new_code,new_name,new_parent\n"
               "2020-01-01,510722109201,@甲,友长村,三元镇\n2020-01-01,510722109202,@甲,友长村,立新镇\n",
               "structure.rows-disagree blocking 3\n");
}

static void test_kind_of_another_level(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,old_code,new_code,new_kind\n2020-01-01,510722109201,510722109301,镇\n");
  bench_expect_findings(b, "structure.level-wrong blocking 2\n");
  assert_int_equal(bench_finding(b, "structure.level-wrong")->unit, unit);
  bench_close(b);
}

static void test_established_without_a_level(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,relation,new_name,new_parent\n2020-01-01,设立,无名,三元镇\n");
  assert_int_equal(bench_finding(b, "structure.level-wrong")->severity, QUHUA_SEVERITY_BLOCKING);
  bench_close(b);
}

static void test_parent_that_is_not_there(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109201", DAY);
  bench_plan(b, "effective,relation,old_code,new_parent\n2020-01-01,划归,510722109201,桃花镇\n");
  bench_expect_findings(b, "structure.parent-missing blocking 2\n");
  assert_int_equal(bench_finding(b, "structure.parent-missing")->unit, unit);
  bench_close(b);
  bench_expect("effective,relation,new_name,new_kind\n2020-01-01,设立,新河村,村委会\n",
               "structure.parent-missing blocking 2\n");
  bench_expect("effective,relation,old_code,new_parent\n2020-01-01,划归,510722109201,@没有\n",
               "structure.parent-missing blocking 2\n");
}

static void test_parent_that_ends_in_the_act(void **state) {
  (void)state;
  bench_expect("effective,old_code,new_code,new_parent\n"
               "2020-01-01,510722138,510722109,\n"
               "2020-01-01,510722109201,,510722138\n",
               "structure.parent-missing blocking 3\n");
}

static void test_receiver_in_short_form_keeps_its_spelling(void **state) {
  (void)state;
  bench *b = bench_open(
      "code,name\n510722109000,三元镇\n510722109204,龙吟村村民委员会\n510722109210,龙居村村民委员会\n");
  bench_plan(b, "effective,old_code,new_code,new_name\n2020-01-01,510722109210,510722109204,龙吟村\n");
  assert_true(quhua_str_equal(bench_unit(b, "510722109204", DAY).name, quhua_str_from("龙吟村村民委员会")));
  bench_plan(b, "effective,old_code,new_code,new_name\n2020-01-01,510722109210,510722109204,龙泉村\n");
  assert_true(quhua_str_equal(bench_unit(b, "510722109204", DAY).name, quhua_str_from("龙泉村")));
  bench_expect_findings(b, "structure.name-differs warning 2\n"); /* renamed without a row of its own */
  bench_close(b);
}

static void test_kind_from_name_and_from_code(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,old_code,new_code,new_name\n"
                "2020-01-01,510722109,,三元街道\n"
                "2020-01-01,510722138201,510722138001,\n");
  assert_int_equal(bench_unit(b, "510722001000", DAY).kind, QUHUA_KIND_SUBDISTRICT);
  assert_int_equal(bench_unit(b, "510722138001", DAY).kind, QUHUA_KIND_COMMUNITY);
  bench_close(b);
}

static void test_ethnic_township_keeps_its_kind(void **state) {
  (void)state;
  bench *b = bench_open("code,name,kind\n511822000000,荥经县,县\n511822203000,民建彝族乡,民族乡\n");
  bench_plan(b, "effective,relation,old_code,new_name\n2020-01-01,更名,511822203,建黎乡\n");
  bench_expect_findings(b, "");
  assert_int_equal(bench_unit(b, "511822203000", DAY).kind, QUHUA_KIND_ETHNIC_TOWNSHIP);
  bench_close(b);
}

static void test_attributes_are_set_dropped_and_kept(void **state) {
  (void)state;
  bench *b = bench_open("code,name,seat,legal_name\n510722109000,三元镇,甲街,三台县三元镇人民政府\n");
  bench_apply(b,
              "effective,relation,old_code,attr:seat,attr:status\n2020-01-01,驻地迁移,510722109,乙街,临时\n");
  quhua_unit unit = bench_unit(b, "510722109000", DAY);
  assert_true(quhua_str_equal(quhua_unit_attribute(b->before, &unit, "seat"), quhua_str_from("乙街")));
  assert_true(quhua_str_equal(quhua_unit_attribute(b->before, &unit, "status"), quhua_str_from("临时")));
  assert_true(quhua_str_equal(quhua_unit_attribute(b->before, &unit, "legal_name"),
                              quhua_str_from("三台县三元镇人民政府")));
  bench_apply(b, "effective,relation,old_code,attr:status\n2020-06-01,状态,510722109,-\n");
  unit = bench_unit(b, "510722109000", "2020-06-01");
  assert_int_equal(quhua_unit_attribute(b->before, &unit, "status").len, 0);
  assert_true(quhua_str_equal(quhua_unit_attribute(b->before, &unit, "seat"), quhua_str_from("乙街")));
  unit = bench_unit(b, "510722109000", "2019-12-31");
  assert_true(quhua_str_equal(quhua_unit_attribute(b->before, &unit, "seat"), quhua_str_from("甲街")));
  bench_close(b);
}

static void test_town_right_under_a_city(void **state) {
  (void)state;
  bench *b =
      bench_open("code,name,level\n441900000000,东莞市,2\n441900003000,东城街道,4\n441900003001,岗贝社区,5\n"
                 "441900004000,南城街道,4\n");
  quhua_unit_id city = bench_id_before(b, "2:441900000000", DAY);
  assert_int_equal(bench_unit(b, "441900003000", DAY).parent, city);
  bench_plan(b, "effective,relation,old_code,new_name\n"
                "2020-01-01,合并,441900003,东南街道\n2020-01-01,合并,441900004,东南街道\n");
  bench_expect_findings(b, "");
  quhua_unit street = bench_unit(b, "441900005000", DAY);
  assert_int_equal(street.parent, city);
  assert_int_equal(bench_unit(b, "441900005001", DAY).parent, street.id);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_new_unit_needs_a_name),
      cmocka_unit_test(test_rows_of_one_unit_must_agree),
      cmocka_unit_test(test_kind_of_another_level),
      cmocka_unit_test(test_established_without_a_level),
      cmocka_unit_test(test_parent_that_is_not_there),
      cmocka_unit_test(test_parent_that_ends_in_the_act),
      cmocka_unit_test(test_receiver_in_short_form_keeps_its_spelling),
      cmocka_unit_test(test_kind_from_name_and_from_code),
      cmocka_unit_test(test_ethnic_township_keeps_its_kind),
      cmocka_unit_test(test_attributes_are_set_dropped_and_kept),
      cmocka_unit_test(test_town_right_under_a_city),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
