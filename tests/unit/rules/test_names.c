/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <stdio.h>
#include <string.h>

/* 德阳市 and 遵义市 so that there is another county in the province, and another province. */
#define REGISTER                                                                                             \
  "code,name\n"                                                                                              \
  "51,四川省\n"                                                                                           \
  "5106,德阳市\n"                                                                                         \
  "510681,广汉市\n"                                                                                       \
  "510681100,三水镇\n"                                                                                    \
  "510681100201,友爱村\n"                                                                                 \
  "510681100202,中?村\n"                                                                                   \
  "5107,绵阳市\n"                                                                                         \
  "510722,三台县\n"                                                                                       \
  "510722001,北坝街道\n"                                                                                 \
  "510722109,三元镇\n"                                                                                    \
  "510722109201,东山村\n"                                                                                 \
  "510722109202,西山村\n"                                                                                 \
  "510722109203,南山村\n"                                                                                 \
  "51072210920301,1组\n"                                                                                    \
  "510722138,立新镇\n"                                                                                    \
  "510722138201,南山村\n"                                                                                 \
  "510722138202,北山村\n"                                                                                 \
  "510722138203,中山社区\n"                                                                              \
  "510722204,永新乡\n"                                                                                    \
  "510723,盐亭县\n"                                                                                       \
  "510723001,南门街道\n"                                                                                 \
  "510723104,两河镇\n"                                                                                    \
  "52,贵州省\n"                                                                                           \
  "5203,遵义市\n"                                                                                         \
  "520302,红花岗区\n"                                                                                    \
  "520302100,巷口镇\n"

#define STATED "甲,2020-04-01,2020-04-01 国务院,2020-03-01,2020-05-01,"
#define HEAD                                                                                                 \
  "document,decided,milestone:approved,milestone:consulted,effective,relation,old_code,new_code,new_name,"   \
  "new_kind,new_parent\n"

static bench *judging(const char *mode) {
  bench *b = bench_open(REGISTER);
  bench_set(b, "rules.cn-law", mode);
  return b;
}

static void expect_in(bench *b, const char *acts, const char *findings) {
  bench_plan(b, acts);
  bench_expect_findings(b, findings);
}

static void expect_message(bench *b, const char *rule, const char *en, const char *zh) {
  const quhua_finding *finding = bench_finding(b, rule);
  const char *expected[] = {[QUHUA_LANG_EN] = en, [QUHUA_LANG_ZH] = zh};
  for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++) {
    char text[1024];
    snprintf(text, sizeof text, "%.*s", (int)finding->message[lang].len, finding->message[lang].ptr);
    assert_string_equal(text, expected[lang]);
  }
}

/* --- characters -------------------------------------------------------------------------------------------------- */

#define RENAME(name) HEAD STATED "更名,510722109201,510722109201," name ",,\n"

static void each_fault_has_its_rule(void **state) {
  (void)state;
  bench *b = judging("block");
  expect_in(b, RENAME("东岭村"), "");
  expect_in(b, RENAME("东?村"), "cn-law.name-lost blocking 2\n");
  expect_message(b, "cn-law.name-lost", "the name 东?村 has “?” where a character was lost",
                 "名称 东?村 中有丢失的字“?”");
  expect_in(b, RENAME("青\xEE\xA0\xAD村"), "cn-law.name-private blocking 2\n");   /* U+E82D, as published */
  expect_in(b, RENAME("东\xE2\x80\x8B岭村"), "cn-law.name-control blocking 2\n"); /* U+200B */
  expect_in(b, RENAME("䢺江村"), "cn-law.name-gbk warning 2\n");
  expect_message(b, "cn-law.name-gbk", "the character 䢺 of 䢺江村 cannot be written in GBK",
                 "䢺江村 中的“䢺”无法以 GBK 书写");
  expect_in(b, RENAME("垚山村"), "cn-law.name-rare note 2\n"); /* in GBK, not in GB/T 2312 */
  expect_in(b, RENAME("东A村"), "cn-law.name-form note 2\n");
  expect_in(b, RENAME("3村"), "cn-law.name-form note 2\n");
  expect_in(b, RENAME("垚?A村"),
            "cn-law.name-rare note 2\ncn-law.name-lost blocking 2\ncn-law.name-form note 2\n");
  bench_close(b);
}

static void report_block_off(void **state) {
  static const quhua_waiver waiver = {"cn-law.name-lost", "文件原文如此", NULL};
  (void)state;
  bench *b = judging("off");
  expect_in(b, RENAME("东?村"), "");
  bench_set(b, "rules.cn-law", "report");
  expect_in(b, RENAME("东?村"), "cn-law.name-lost warning 2\n");
  bench_set(b, "rules.cn-law", "block");
  bench_plan(b, RENAME("东?村"));
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_E_BLOCKED);
  assert_int_equal(bench_commit(b, &waiver, 1), QUHUA_OK);
  quhua_unit unit = bench_unit(b, "510722109201", "2020-05-01");
  assert_true(quhua_str_equal(unit.name, quhua_str_from("东?村")));
  bench_close(b);
}

/* 中?村 is there: it is held against nobody who leaves the name alone. */
static void only_names_that_the_act_gives(void **state) {
  (void)state;
  bench *b = judging("block");
  expect_in(b, HEAD STATED "划归,510681100202,,,,510681101\n",
            "structure.parent-missing blocking 2\n"); /* no such town: nothing is judged */
  expect_in(b, HEAD STATED "换码,510681100202,510681100209,,,\n", "");
  expect_in(b, HEAD STATED "更名,510681100202,510681100202,中山村,,\n", "");
  expect_in(b, HEAD STATED "设立,,@新,新?村,村委会,510722109\n", "cn-law.name-lost blocking 2\n");
  expect_in(b, "effective,relation,old_code,new_name\n2020-05-01,更正,510722109201,东？村\n",
            "cn-law.name-lost blocking 2\n");
  bench_close(b);
}

static void a_new_spelling_is_judged_too(void **state) {
  (void)state;
  bench *b = judging("report");
  expect_in(b, HEAD STATED "规范,510722109201,510722109201,东山村村民委员会,,\n", "");
  expect_in(b, HEAD STATED "规范,510722109201,510722109201,东山村 村民委员会,,\n",
            "cn-law.name-form note 2\n");
  bench_close(b);
}

static void groups_have_digits(void **state) {
  (void)state;
  bench *b = judging("report");
  expect_in(b, HEAD STATED "更名,51072210920301,51072210920301,12组,,\n", "");
  expect_in(b, HEAD STATED "更名,51072210920301,51072210920301,1A组,,\n", "cn-law.name-form note 2\n");
  expect_in(b, HEAD STATED "更名,51072210920301,51072210920301,1?组,,\n", "cn-law.name-lost warning 2\n");
  expect_in(b, HEAD STATED "设立,,510722109203G01,A-1网格,网格,510722109203\n", "");
  expect_in(b, HEAD STATED "设立,,510722109203G01,A?网格,网格,510722109203\n",
            "cn-law.name-lost warning 2\n");
  bench_close(b);
}

static void names_of_foreign_registers(void **state) {
  (void)state;
  bench *b = bench_open_as("", "opaque", "2019-01-01", "code,name,level\nA,Alpha,4\n");
  bench_set(b, "rules.cn-law", "block");
  expect_in(b,
            "document,decided,effective,old_code,new_code,new_name,old_level,new_level\n"
            "x,2020-04-01,2020-05-01,A,A,Ærø 2,4,4\n",
            "cn-law.approver-missing note 0\n");
  expect_in(b,
            "document,decided,effective,old_code,new_code,new_name,old_level,new_level\n"
            "x,2020-04-01,2020-05-01,A,A,?r? 2,4,4\n",
            "cn-law.approver-missing note 0\ncn-law.name-lost blocking 2\n");
  bench_close(b);
}

/* --- uniqueness -------------------------------------------------------------------------------------------------- */

#define NOT_UNIQUE "cn-law.name-unique warning 2\n"
#define RENAME_TOWN(name) HEAD STATED "更名,510722109,510722109," name ",,\n"

static void towns_in_their_province(void **state) {
  (void)state;
  bench *b = judging("block");
  expect_in(b, RENAME_TOWN("三水镇"), NOT_UNIQUE);
  expect_message(b, "cn-law.name-unique", "三水镇 510722109000 has the name of 三水镇 510681100000",
                 "三水镇 510722109000 与 三水镇 510681100000 重名");
  expect_in(b, RENAME_TOWN("永新镇"), "");                                     /* 永新乡 is another name */
  expect_in(b, RENAME_TOWN("巷口镇"), "");                                     /* of another province */
  expect_in(b, RENAME_TOWN("立新镇"), "structure.name-duplicate warning 2\n"); /* of the same county */
  expect_in(b, HEAD STATED "更名,510722001,510722001,南门街道,,\n", "");
  expect_in(b, HEAD STATED "设立,,@新,两河镇,镇,510722\n", NOT_UNIQUE);
  bench_close(b);
}

static void villages_in_their_county(void **state) {
  (void)state;
  bench *b = judging("report");
  expect_in(b, RENAME("北山村"), NOT_UNIQUE);
  expect_in(b, RENAME("北山村村民委员会"), NOT_UNIQUE);
  expect_in(b, RENAME("友爱村"), ""); /* of another county */
  expect_in(b, RENAME("中山村"), ""); /* 中山社区 is another name */
  expect_in(b, RENAME("中?村"), "cn-law.name-lost warning 2\n");
  expect_in(b, RENAME("西山村"), "structure.name-duplicate warning 2\n");
  bench_close(b);
}

/* 南山村 is the name of a sibling and of a village in the other town: each is said once, whichever comes first. */
static void a_sibling_and_another(void **state) {
  (void)state;
  bench *b = judging("report");
  expect_in(b, RENAME("南山村"), "structure.name-duplicate warning 2\ncn-law.name-unique warning 2\n");
  expect_message(b, "cn-law.name-unique", "南山村 510722109201 has the name of 南山村 510722138201",
                 "南山村 510722109201 与 南山村 510722138201 重名");
  expect_in(b, HEAD STATED "更名,510722138202,510722138202,南山村,,\n",
            "structure.name-duplicate warning 2\ncn-law.name-unique warning 2\n");
  expect_message(b, "cn-law.name-unique", "南山村 510722138202 has the name of 南山村 510722109203",
                 "南山村 510722138202 与 南山村 510722109203 重名");
  bench_close(b);
}

/* What counts is the end of the act: names that become free, and names that are given twice.
 * Findings come in the order of the units, 510722109201 before 510722138202. */
static void names_at_the_end_of_the_act(void **state) {
  (void)state;
  bench *b = judging("report");
  expect_in(b,
            HEAD STATED "更名,510722138202,510722138202,北岭村,,\n" STATED
                        "更名,510722109201,510722109201,北山村,,\n",
            "");
  expect_in(b,
            HEAD STATED "更名,510722138202,510722138202,新生村,,\n" STATED
                        "更名,510722109201,510722109201,新生村,,\n",
            "cn-law.name-unique warning 3\ncn-law.name-unique warning 2\n");
  bench_apply(b, HEAD STATED "更名,510722138202,510722138202,北岭村,,\n");
  bench_plan(b,
             "document,decided,milestone:approved,milestone:consulted,effective,old_code,new_code,new_name\n"
             "乙,2020-05-01,2020-05-01 国务院,2020-03-01,2020-06-01,510722109201,510722109201,北山村\n");
  bench_expect_findings(b, ""); /* a former name is free */
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_fault_has_its_rule),
      cmocka_unit_test(report_block_off),
      cmocka_unit_test(only_names_that_the_act_gives),
      cmocka_unit_test(a_new_spelling_is_judged_too),
      cmocka_unit_test(groups_have_digits),
      cmocka_unit_test(names_of_foreign_registers),
      cmocka_unit_test(towns_in_their_province),
      cmocka_unit_test(villages_in_their_county),
      cmocka_unit_test(a_sibling_and_another),
      cmocka_unit_test(names_at_the_end_of_the_act),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
