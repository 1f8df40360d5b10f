/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/authority.h"

enum { NATIONAL_OR_UNKNOWN, PROVINCE, PREFECTURE, COUNTY, TOWNSHIP, VILLAGE };

static quhua_unit named(quhua_level level, const char *name, quhua_kind kind) {
  return (quhua_unit){.id = 1, .level = level, .name = quhua_str_from(name), .kind = kind};
}

static void expect_above(const char *text, const quhua_unit *above, size_t count, int level) {
  quhua_level found = quhua__authority_level(quhua_str_from(text), above, count);
  if ((int)found != level) fail_msg("%s: level %d", text, (int)found);
}

/* In a register that names all units above 三元镇. */
static void expect(const char *text, int level) {
  const quhua_unit above[] = {named(QUHUA_LEVEL_PROVINCE, "四川省", QUHUA_KIND_PROVINCE),
                              named(QUHUA_LEVEL_PREFECTURE, "绵阳市", QUHUA_KIND_PREFECTURE_CITY),
                              named(QUHUA_LEVEL_COUNTY, "三台县", QUHUA_KIND_COUNTY),
                              named(QUHUA_LEVEL_TOWNSHIP, "三元镇", QUHUA_KIND_TOWN)};
  expect_above(text, above, 4, level);
}

/* In a register that names nothing. */
static void expect_alone(const char *text, int level) { expect_above(text, NULL, 0, level); }

static void names_of_the_units_above(void **state) {
  (void)state;
  expect("四川省人民政府", PROVINCE);
  expect("绵阳市人民政府", PREFECTURE);
  expect("三台县人民政府", COUNTY);
  expect("三元镇人民政府", TOWNSHIP);
  expect("四川省绵阳市三台县人民政府办公室", COUNTY); /* the last name counts */
  expect("四川民政厅", PROVINCE);
  expect("绵阳民政局", PREFECTURE); /* short names */
  expect("三台民政局", COUNTY);
  expect("三台县", COUNTY);
  expect("中共三台县委", COUNTY);
  expect("三台县人大常委会", COUNTY);
}

static void words_alone(void **state) {
  (void)state;
  expect_alone("省人民政府", PROVINCE);
  expect_alone("贵州省政府", PROVINCE);
  expect_alone("省民政厅", PROVINCE);
  expect_alone("民政厅", PROVINCE);
  expect_alone("广西壮族自治区人民政府", PROVINCE);
  expect_alone("重庆市人民政府", PROVINCE);
  expect_alone("成都市人民政府", PREFECTURE);
  expect_alone("甘孜藏族自治州人民政府", PREFECTURE);
  expect_alone("州人民政府", PREFECTURE);
  expect_alone("喀什地区行政公署", PREFECTURE);
  expect_alone("行署", PREFECTURE);
  expect_alone("锡林郭勒盟", PREFECTURE);
  expect_alone("县政府", COUNTY);
  expect_alone("区民政局", COUNTY);
  expect_alone("北川羌族自治县人民政府", COUNTY);
  expect_alone("正蓝旗人民政府", COUNTY);
  expect_alone("乡政府", TOWNSHIP);
  expect_alone("北坝街道办事处", TOWNSHIP);
  expect_alone("街道办", TOWNSHIP);
  expect_alone("友爱村村民委员会", VILLAGE);
  expect_alone("友爱村委会", VILLAGE);
  expect_alone("三元社区居民委员会", VILLAGE);
  expect_alone("三元社区", VILLAGE);
}

static void national_authorities_and_doubts(void **state) {
  static const char *const texts[] = {
      "国务院", "民政部",       "党中央、国务院",   "",         "-",
      "、",     "会议纪要",     "民政局",           "人民政府", "贵州人民政府",
      "张三",   "天府新区政府", "开发区管理委员会", "发改委",   "\xff\xfe",
  };
  (void)state;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) expect_alone(texts[i], NATIONAL_OR_UNKNOWN);
  expect_above("市政府", NULL, 0, NATIONAL_OR_UNKNOWN); /* may be a municipality */
}

/* 市 is the highest unit above that may be one. */
static void a_bare_city(void **state) {
  (void)state;
  expect("市人民政府", PREFECTURE);
  quhua_unit xichang[] = {named(QUHUA_LEVEL_PROVINCE, "四川省", QUHUA_KIND_PROVINCE),
                          named(QUHUA_LEVEL_PREFECTURE, "凉山彝族自治州", QUHUA_KIND_AUTONOMOUS_PREFECTURE),
                          named(QUHUA_LEVEL_COUNTY, "西昌市", QUHUA_KIND_COUNTY_CITY)};
  expect_above("市人民政府", xichang, 3, COUNTY);
  expect_above("西昌市人民政府", xichang, 3, COUNTY);
  expect_above("西昌民政局", xichang, 3, COUNTY);
  xichang[1].name = quhua_str_from(""); /* the register does not say: it may be a 地级市 */
  expect_above("市人民政府", xichang, 3, PREFECTURE);
  quhua_unit chongqing[] = {named(QUHUA_LEVEL_PROVINCE, "", QUHUA_KIND_MUNICIPALITY),
                            named(QUHUA_LEVEL_COUNTY, "渝中区", QUHUA_KIND_DISTRICT)};
  expect_above("市政府", chongqing, 2, PROVINCE);
  expect_above("区政府", chongqing, 2, COUNTY);
}

/* 吉林省 and 吉林市 have one short name: the higher one is meant in doubt. A name of one character is none. */
static void equal_and_too_short_names(void **state) {
  (void)state;
  const quhua_unit jilin[] = {named(QUHUA_LEVEL_PREFECTURE, "吉林市", QUHUA_KIND_PREFECTURE_CITY),
                              named(QUHUA_LEVEL_PROVINCE, "吉林省", QUHUA_KIND_PROVINCE)};
  expect_above("吉林民政局", jilin, 2, PROVINCE);
  expect_above("吉林市民政局", jilin, 2, PREFECTURE);
  const quhua_unit he[] = {named(QUHUA_LEVEL_COUNTY, "和县", QUHUA_KIND_COUNTY)};
  expect_above("和县人民政府", he, 1, COUNTY);
  expect_above("共和人民政府", he, 1, NATIONAL_OR_UNKNOWN);
}

static void the_highest_of_several(void **state) {
  (void)state;
  expect("三台县委、县政府", COUNTY);
  expect("三台县人民政府、绵阳市人民政府", PREFECTURE);
  expect("三元镇人民政府；省民政厅", PROVINCE);
  expect("三元镇人民政府 三台县民政局", COUNTY);
  expect("三元镇人民政府,党委会议", NATIONAL_OR_UNKNOWN); /* nobody knows whose */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_of_the_units_above),        cmocka_unit_test(words_alone),
      cmocka_unit_test(national_authorities_and_doubts), cmocka_unit_test(a_bare_city),
      cmocka_unit_test(equal_and_too_short_names),       cmocka_unit_test(the_highest_of_several),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
