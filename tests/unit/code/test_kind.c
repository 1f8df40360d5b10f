/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "code/issue.h"

static const quhua_scheme *stat_scheme(void) { return quhua_scheme_find(quhua_str_from("cn-stat")); }
static const quhua_scheme *opaque(void) { return quhua_scheme_find(quhua_str_from("opaque")); }

static quhua_code code_of(const char *text) {
  quhua_code code = {{0}};
  assert_true(strlen(text) <= QUHUA_CODE_MAX);
  memcpy(code.text, text, strlen(text));
  return code;
}

static void check(const char *text, int level, const char *name, quhua_kind expected) {
  quhua_code code = code_of(text);
  quhua_kind kind = quhua_kind_of_code(stat_scheme(), &code, (quhua_level)level, quhua_str_from(name));
  if (kind != expected)
    fail_msg("%s %s is %s, not %s", text, name, quhua_kind_word(kind, QUHUA_LANG_ZH),
             quhua_kind_word(expected, QUHUA_LANG_ZH));
}

static void check_word(quhua_kind kind, quhua_level level, const char *zh, const char *en) {
  assert_string_equal(quhua_kind_word(kind, QUHUA_LANG_ZH), zh);
  assert_string_equal(quhua_kind_word(kind, QUHUA_LANG_EN), en);
  assert_int_equal(quhua_kind_find(quhua_str_from(zh)), kind);
  assert_int_equal(quhua_kind_find(quhua_str_from(en)), kind);
  assert_int_equal(quhua_kind_level(kind), level);
}

static void test_words(void **state) {
  (void)state;
  check_word(QUHUA_KIND_PROVINCE, QUHUA_LEVEL_PROVINCE, "省", "province");
  check_word(QUHUA_KIND_AUTONOMOUS_REGION, QUHUA_LEVEL_PROVINCE, "自治区", "autonomous-region");
  check_word(QUHUA_KIND_MUNICIPALITY, QUHUA_LEVEL_PROVINCE, "直辖市", "municipality");
  check_word(QUHUA_KIND_SPECIAL_REGION, QUHUA_LEVEL_PROVINCE, "特别行政区", "special-region");
  check_word(QUHUA_KIND_PREFECTURE_CITY, QUHUA_LEVEL_PREFECTURE, "地级市", "prefecture-city");
  check_word(QUHUA_KIND_PREFECTURE, QUHUA_LEVEL_PREFECTURE, "地区", "prefecture");
  check_word(QUHUA_KIND_AUTONOMOUS_PREFECTURE, QUHUA_LEVEL_PREFECTURE, "自治州", "autonomous-prefecture");
  check_word(QUHUA_KIND_LEAGUE, QUHUA_LEVEL_PREFECTURE, "盟", "league");
  check_word(QUHUA_KIND_PREFECTURE_AGGREGATE, QUHUA_LEVEL_PREFECTURE, "汇总码", "prefecture-aggregate");
  check_word(QUHUA_KIND_DISTRICT, QUHUA_LEVEL_COUNTY, "市辖区", "district");
  check_word(QUHUA_KIND_COUNTY, QUHUA_LEVEL_COUNTY, "县", "county");
  check_word(QUHUA_KIND_COUNTY_CITY, QUHUA_LEVEL_COUNTY, "县级市", "county-city");
  check_word(QUHUA_KIND_AUTONOMOUS_COUNTY, QUHUA_LEVEL_COUNTY, "自治县", "autonomous-county");
  check_word(QUHUA_KIND_BANNER, QUHUA_LEVEL_COUNTY, "旗", "banner");
  check_word(QUHUA_KIND_AUTONOMOUS_BANNER, QUHUA_LEVEL_COUNTY, "自治旗", "autonomous-banner");
  check_word(QUHUA_KIND_COUNTY_LIKE, QUHUA_LEVEL_COUNTY, "类似县级", "county-like");
  check_word(QUHUA_KIND_SUBDISTRICT, QUHUA_LEVEL_TOWNSHIP, "街道", "subdistrict");
  check_word(QUHUA_KIND_TOWN, QUHUA_LEVEL_TOWNSHIP, "镇", "town");
  check_word(QUHUA_KIND_TOWNSHIP, QUHUA_LEVEL_TOWNSHIP, "乡", "township");
  check_word(QUHUA_KIND_ETHNIC_TOWNSHIP, QUHUA_LEVEL_TOWNSHIP, "民族乡", "ethnic-township");
  check_word(QUHUA_KIND_SUMU, QUHUA_LEVEL_TOWNSHIP, "苏木", "sumu");
  check_word(QUHUA_KIND_ETHNIC_SUMU, QUHUA_LEVEL_TOWNSHIP, "民族苏木", "ethnic-sumu");
  check_word(QUHUA_KIND_TOWNSHIP_LIKE, QUHUA_LEVEL_TOWNSHIP, "类似乡级单位", "township-like");
  check_word(QUHUA_KIND_COMMUNITY, QUHUA_LEVEL_VILLAGE, "居委会", "community");
  check_word(QUHUA_KIND_VILLAGE, QUHUA_LEVEL_VILLAGE, "村委会", "village");
  check_word(QUHUA_KIND_COMMUNITY_LIKE, QUHUA_LEVEL_VILLAGE, "类似居委会", "community-like");
  check_word(QUHUA_KIND_VILLAGE_LIKE, QUHUA_LEVEL_VILLAGE, "类似村委会", "village-like");
  check_word(QUHUA_KIND_VIRTUAL_COMMUNITY, QUHUA_LEVEL_VILLAGE, "虚拟社区", "virtual-community");
  check_word(QUHUA_KIND_VIRTUAL_VILLAGE, QUHUA_LEVEL_VILLAGE, "虚拟生活区", "virtual-village");
  check_word(QUHUA_KIND_VILLAGER_GROUP, QUHUA_LEVEL_GROUP, "村民小组", "villager-group");
  check_word(QUHUA_KIND_RESIDENT_GROUP, QUHUA_LEVEL_GROUP, "居民小组", "resident-group");
  check_word(QUHUA_KIND_GRID, QUHUA_LEVEL_GROUP, "网格", "grid");
  check_word(QUHUA_KIND_UNIT, QUHUA_LEVEL_ANY, "单位", "unit");
}

static void check_found(const char *word, quhua_kind kind) {
  assert_int_equal(quhua_kind_find(quhua_str_from(word)), kind);
}

static void test_synonyms(void **state) {
  (void)state;
  check_found("社区", QUHUA_KIND_COMMUNITY);
  check_found("居民委员会", QUHUA_KIND_COMMUNITY);
  check_found("村", QUHUA_KIND_VILLAGE);
  check_found("行政村", QUHUA_KIND_VILLAGE);
  check_found("建制村", QUHUA_KIND_VILLAGE);
  check_found("村民委员会", QUHUA_KIND_VILLAGE);
  check_found("嘎查", QUHUA_KIND_VILLAGE);
  check_found("街道办事处", QUHUA_KIND_SUBDISTRICT);
  check_found("组", QUHUA_KIND_VILLAGER_GROUP);
  check_found("小组", QUHUA_KIND_VILLAGER_GROUP);
  check_found("居民组", QUHUA_KIND_RESIDENT_GROUP);
  check_found("区", QUHUA_KIND_DISTRICT);
  check_found("基础网格", QUHUA_KIND_GRID);
  check_found("综治网格", QUHUA_KIND_GRID);
  check_found("网格单元", QUHUA_KIND_GRID);
}

static void test_no_words(void **state) {
  (void)state;
  check_found("", QUHUA_KIND_NONE);
  check_found("市", QUHUA_KIND_NONE); /* 直辖市, 地级市 or 县级市 */
  check_found("Town", QUHUA_KIND_NONE);
  check_found("镇 ", QUHUA_KIND_NONE);
  assert_int_equal(quhua_kind_find((quhua_str){"镇", 2}), QUHUA_KIND_NONE);
  static const int no_kinds[] = {0, 5, 9, 15, 19, 27, 37, 46, 53, 59, 61, 1000, -1};
  for (size_t i = 0; i < sizeof no_kinds / sizeof no_kinds[0]; i++) {
    assert_string_equal(quhua_kind_word((quhua_kind)no_kinds[i], QUHUA_LANG_ZH), "");
    assert_string_equal(quhua_kind_word((quhua_kind)no_kinds[i], QUHUA_LANG_EN), "");
    assert_int_equal(quhua_kind_level((quhua_kind)no_kinds[i]), QUHUA_LEVEL_ANY);
  }
  assert_string_equal(quhua_kind_word(QUHUA_KIND_TOWN, (quhua_lang)2), "");
}

/* Codes and names of the national lists. */
static void test_upper_levels(void **state) {
  (void)state;
  check("510000000000", 1, "四川省", QUHUA_KIND_PROVINCE);
  check("110000000000", 1, "北京市", QUHUA_KIND_MUNICIPALITY);
  check("500000000000", 1, "", QUHUA_KIND_MUNICIPALITY);
  check("540000000000", 1, "西藏自治区", QUHUA_KIND_AUTONOMOUS_REGION);
  check("810000000000", 1, "香港特别行政区", QUHUA_KIND_SPECIAL_REGION);
  check("510700000000", 2, "绵阳市", QUHUA_KIND_PREFECTURE_CITY);
  check("510700000000", 2, "", QUHUA_KIND_PREFECTURE_CITY);
  check("513400000000", 2, "凉山彝族自治州", QUHUA_KIND_AUTONOMOUS_PREFECTURE);
  check("152500000000", 2, "锡林郭勒盟", QUHUA_KIND_LEAGUE);
  check("232700000000", 2, "大兴安岭地区", QUHUA_KIND_PREFECTURE);
  check("110100000000", 2, "市辖区", QUHUA_KIND_PREFECTURE_AGGREGATE);
  check("500200000000", 2, "县", QUHUA_KIND_PREFECTURE_AGGREGATE);
  check("419000000000", 2, "省直辖县级行政区划", QUHUA_KIND_PREFECTURE_AGGREGATE);
  check("441900000000", 2, "东莞市", QUHUA_KIND_PREFECTURE_CITY);
}

static void test_counties(void **state) {
  (void)state;
  check("511803000000", 3, "名山区", QUHUA_KIND_DISTRICT);
  check("310115000000", 3, "浦东新区", QUHUA_KIND_DISTRICT);
  check("510723000000", 3, "盐亭县", QUHUA_KIND_COUNTY);
  check("130284000000", 3, "滦州市", QUHUA_KIND_COUNTY_CITY);
  check("429004000000", 3, "仙桃市", QUHUA_KIND_COUNTY_CITY);
  check("511132000000", 3, "峨边彝族自治县", QUHUA_KIND_AUTONOMOUS_COUNTY);
  check("152221000000", 3, "科尔沁右翼前旗", QUHUA_KIND_BANNER);
  check("150724000000", 3, "鄂温克族自治旗", QUHUA_KIND_AUTONOMOUS_BANNER);
  check("429021000000", 3, "神农架林区", QUHUA_KIND_COUNTY_LIKE);
  check("520203000000", 3, "六枝特区", QUHUA_KIND_COUNTY_LIKE);
  check("130171000000", 3, "石家庄高新技术产业开发区", QUHUA_KIND_COUNTY_LIKE);
  check("460321000000", 3, "西沙群岛", QUHUA_KIND_COUNTY_LIKE);
  check("441900000000", 3, "东莞市", QUHUA_KIND_COUNTY_CITY);
}

/* A parent that was made because a child needed it has no name: the digits alone decide (GB/T 2260). */
static void test_counties_without_name(void **state) {
  (void)state;
  check("511803000000", 3, "", QUHUA_KIND_DISTRICT);
  check("510723000000", 3, "", QUHUA_KIND_COUNTY);
  check("500151000000", 3, "", QUHUA_KIND_DISTRICT);
  check("130284000000", 3, "", QUHUA_KIND_COUNTY_CITY);
  check("429004000000", 3, "", QUHUA_KIND_COUNTY_CITY);
  check("469021000000", 3, "", QUHUA_KIND_COUNTY);
  check("130171000000", 3, "", QUHUA_KIND_COUNTY_LIKE);
  check("441900000000", 3, "", QUHUA_KIND_COUNTY_LIKE);
}

static void test_townships(void **state) {
  (void)state;
  check("510723001000", 4, "凤灵街道", QUHUA_KIND_SUBDISTRICT);
  check("510723099000", 4, "", QUHUA_KIND_SUBDISTRICT);
  check("510723100000", 4, "云溪镇", QUHUA_KIND_TOWN);
  check("510723199000", 4, "甲乡", QUHUA_KIND_TOWN); /* the range comes first */
  check("510723208000", 4, "毛公乡", QUHUA_KIND_TOWNSHIP);
  check("510723399000", 4, "", QUHUA_KIND_TOWNSHIP);
  check("510723231000", 4, "大兴回族乡", QUHUA_KIND_ETHNIC_TOWNSHIP);
  check("230123200000", 4, "某民族乡", QUHUA_KIND_ETHNIC_TOWNSHIP);
  check("152221203000", 4, "阿力得尔苏木", QUHUA_KIND_SUMU);
  check("150207202000", 4, "阿嘎如泰苏木乡", QUHUA_KIND_SUMU);
  check("150725200000", 4, "鄂温克民族苏木", QUHUA_KIND_ETHNIC_SUMU);
  check("510723400000", 4, "开发区", QUHUA_KIND_TOWNSHIP_LIKE);
  check("510723599000", 4, "甲镇", QUHUA_KIND_TOWNSHIP_LIKE);
  check("510723600000", 4, "甲镇", QUHUA_KIND_TOWNSHIP_LIKE);
  check("350527000000", 4, "金门县", QUHUA_KIND_TOWNSHIP_LIKE);
}

static void test_villages(void **state) {
  (void)state;
  check("510723114001", 5, "甲社区", QUHUA_KIND_COMMUNITY);
  check("510723114199", 5, "甲村", QUHUA_KIND_COMMUNITY);
  check("510723114200", 5, "甲村", QUHUA_KIND_VILLAGE);
  check("510723114398", 5, "街村村民小组", QUHUA_KIND_VILLAGE);
  check("510723114399", 5, "甲社区", QUHUA_KIND_VILLAGE);
  check("510723114400", 5, "", QUHUA_KIND_COMMUNITY_LIKE);
  check("510502402498", 5, "轻工业园区虚拟社区", QUHUA_KIND_VIRTUAL_COMMUNITY);
  check("510723114499", 5, "", QUHUA_KIND_COMMUNITY_LIKE);
  check("510723114500", 5, "", QUHUA_KIND_VILLAGE_LIKE);
  check("510824400598", 5, "九龙山农场虚拟生活区", QUHUA_KIND_VIRTUAL_VILLAGE);
  check("510723114599", 5, "", QUHUA_KIND_VILLAGE_LIKE);
  check("510723114600", 5, "", QUHUA_KIND_VILLAGE_LIKE);
}

static void test_groups(void **state) {
  (void)state;
  check("51072311420103", 6, "3组", QUHUA_KIND_VILLAGER_GROUP);
  check("510723114201003", 6, "", QUHUA_KIND_VILLAGER_GROUP);
  check("51072311400103", 6, "3组", QUHUA_KIND_RESIDENT_GROUP);
  check("510723114400003", 6, "", QUHUA_KIND_RESIDENT_GROUP);
  check("51072311449801", 6, "", QUHUA_KIND_RESIDENT_GROUP);
  check("51072311450001", 6, "", QUHUA_KIND_VILLAGER_GROUP);
  check("51072311400103", 6, "第3村民小组", QUHUA_KIND_VILLAGER_GROUP); /* 村改居 keeps its groups */
  check("51072311420103", 6, "第3居民小组", QUHUA_KIND_RESIDENT_GROUP);
}

/* The code says what a grid is, whatever its name; a name alone makes no grid of a group's code. */
static void test_grids(void **state) {
  (void)state;
  check("510722109204G01", 6, "第一网格", QUHUA_KIND_GRID);
  check("510722109204G99", 6, "", QUHUA_KIND_GRID);
  check("510722109001G01", 6, "", QUHUA_KIND_GRID); /* of a community */
  check("510722109204G01", 6, "第1村民小组", QUHUA_KIND_GRID);
  check("510722109204G01", 6, "第1居民小组", QUHUA_KIND_GRID);
  check("510722109204001", 6, "第一网格", QUHUA_KIND_VILLAGER_GROUP);
  check("510722109204G01", 5, "", QUHUA_KIND_NONE);
  check("510722109204G1", 6, "", QUHUA_KIND_NONE);
}

static void test_no_structure(void **state) {
  (void)state;
  quhua_code code = code_of("01001");
  assert_int_equal(quhua_kind_of_code(opaque(), &code, QUHUA_LEVEL_VILLAGE, quhua_str_from("甲镇")),
                   QUHUA_KIND_UNIT);
  assert_true(quhua_code_in_range(opaque(), &code, QUHUA_LEVEL_VILLAGE, QUHUA_KIND_TOWN));
  assert_false(quhua__code_is_odd(opaque(), &code, QUHUA_LEVEL_VILLAGE));
}

static void test_codes_out_of_form(void **state) {
  (void)state;
  check("510723", 3, "盐亭县", QUHUA_KIND_NONE);
  check("510723114201", 6, "", QUHUA_KIND_NONE);
  check("510723114201", 0, "", QUHUA_KIND_NONE);
  check("510723114201", 7, "", QUHUA_KIND_NONE);
}

static bool in_range(const char *text, int level, quhua_kind kind) {
  quhua_code code = code_of(text);
  return quhua_code_in_range(stat_scheme(), &code, (quhua_level)level, kind);
}

static void test_ranges_of_townships(void **state) {
  (void)state;
  assert_true(in_range("510723001000", 4, QUHUA_KIND_SUBDISTRICT));
  assert_true(in_range("510723099000", 4, QUHUA_KIND_SUBDISTRICT));
  assert_false(in_range("510723100000", 4, QUHUA_KIND_SUBDISTRICT));
  assert_false(in_range("510723099000", 4, QUHUA_KIND_TOWN));
  assert_true(in_range("510723100000", 4, QUHUA_KIND_TOWN));
  assert_true(in_range("510723199000", 4, QUHUA_KIND_TOWN));
  assert_false(in_range("510723200000", 4, QUHUA_KIND_TOWN));
  static const quhua_kind shared[] = {QUHUA_KIND_TOWNSHIP, QUHUA_KIND_ETHNIC_TOWNSHIP, QUHUA_KIND_SUMU,
                                      QUHUA_KIND_ETHNIC_SUMU};
  for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++) {
    assert_false(in_range("510723199000", 4, shared[i]));
    assert_true(in_range("510723200000", 4, shared[i]));
    assert_true(in_range("510723399000", 4, shared[i]));
    assert_false(in_range("510723400000", 4, shared[i]));
  }
  assert_true(in_range("510723400000", 4, QUHUA_KIND_TOWNSHIP_LIKE));
  assert_true(in_range("510723599000", 4, QUHUA_KIND_TOWNSHIP_LIKE));
  assert_false(in_range("510723600000", 4, QUHUA_KIND_TOWNSHIP_LIKE));
  assert_false(in_range("510723999000", 4, QUHUA_KIND_TOWNSHIP_LIKE));
  assert_false(in_range("350527000000", 4, QUHUA_KIND_TOWNSHIP_LIKE));
}

static void test_ranges_of_villages(void **state) {
  (void)state;
  assert_true(in_range("510723114001", 5, QUHUA_KIND_COMMUNITY));
  assert_true(in_range("510723114199", 5, QUHUA_KIND_COMMUNITY));
  assert_false(in_range("510723114200", 5, QUHUA_KIND_COMMUNITY));
  assert_true(in_range("510723114200", 5, QUHUA_KIND_VILLAGE));
  assert_true(in_range("510723114398", 5, QUHUA_KIND_VILLAGE));
  assert_true(in_range("510723114399", 5, QUHUA_KIND_VILLAGE));
  assert_false(in_range("510723114400", 5, QUHUA_KIND_VILLAGE));
  assert_true(in_range("510723114497", 5, QUHUA_KIND_COMMUNITY_LIKE));
  assert_false(in_range("510723114498", 5, QUHUA_KIND_COMMUNITY_LIKE));
  assert_true(in_range("510723114498", 5, QUHUA_KIND_VIRTUAL_COMMUNITY));
  assert_true(in_range("510723114499", 5, QUHUA_KIND_COMMUNITY_LIKE));
  assert_false(in_range("510723114499", 5, QUHUA_KIND_VIRTUAL_COMMUNITY));
  assert_true(in_range("510723114597", 5, QUHUA_KIND_VILLAGE_LIKE));
  assert_false(in_range("510723114598", 5, QUHUA_KIND_VILLAGE_LIKE));
  assert_true(in_range("510723114598", 5, QUHUA_KIND_VIRTUAL_VILLAGE));
  assert_false(in_range("510723114600", 5, QUHUA_KIND_VILLAGE_LIKE));
}

static void test_ranges_elsewhere(void **state) {
  (void)state;
  assert_true(in_range("510723000000", 3, QUHUA_KIND_DISTRICT)); /* taken as given */
  assert_true(in_range("510700000000", 2, QUHUA_KIND_LEAGUE));
  assert_true(in_range("510000000000", 1, QUHUA_KIND_MUNICIPALITY));
  assert_true(in_range("51072311420103", 6, QUHUA_KIND_VILLAGER_GROUP));
  assert_true(in_range("510723114201999", 6, QUHUA_KIND_RESIDENT_GROUP));
  assert_false(in_range("510723114201", 5, QUHUA_KIND_TOWN)); /* a kind of another level */
  assert_false(in_range("510723114000", 4, QUHUA_KIND_VILLAGE));
  assert_false(in_range("510723114000", 4, QUHUA_KIND_NONE));
  assert_false(in_range("510723114000", 4, QUHUA_KIND_UNIT));
  assert_false(in_range("510723114000", 4, (quhua_kind)1000));
}

static void test_ranges_of_grids(void **state) {
  (void)state;
  assert_true(in_range("510722109204G01", 6, QUHUA_KIND_GRID));
  assert_true(in_range("510722109204G99", 6, QUHUA_KIND_GRID));
  assert_false(in_range("510722109204G00", 6, QUHUA_KIND_GRID));
  assert_false(in_range("510722109204001", 6, QUHUA_KIND_GRID));
  assert_false(in_range("51072210920401", 6, QUHUA_KIND_GRID));
  assert_false(in_range("510722109204999", 6, QUHUA_KIND_GRID));
  assert_false(in_range("510722109204G01", 6, QUHUA_KIND_VILLAGER_GROUP));
  assert_false(in_range("510722109204G01", 6, QUHUA_KIND_RESIDENT_GROUP));
  assert_false(in_range("510722109204G01", 5, QUHUA_KIND_GRID));
  assert_false(in_range("510722109204G1", 6, QUHUA_KIND_GRID));
  assert_false(in_range("510722109204G1", 6, QUHUA_KIND_VILLAGER_GROUP));
}

static bool is_odd(const char *text, int level) {
  quhua_code code = code_of(text);
  return quhua__code_is_odd(stat_scheme(), &code, (quhua_level)level);
}

static void test_odd_codes(void **state) {
  (void)state;
  assert_true(is_odd("511102105398", 5));
  assert_true(is_odd("510502402498", 5));
  assert_true(is_odd("510824400598", 5));
  assert_false(is_odd("511102105399", 5));
  assert_false(is_odd("511102105298", 5));
  assert_false(is_odd("511102498000", 4));
  assert_false(is_odd("511102105201398", 6));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_synonyms),
      cmocka_unit_test(test_no_words),
      cmocka_unit_test(test_upper_levels),
      cmocka_unit_test(test_counties),
      cmocka_unit_test(test_counties_without_name),
      cmocka_unit_test(test_townships),
      cmocka_unit_test(test_villages),
      cmocka_unit_test(test_groups),
      cmocka_unit_test(test_grids),
      cmocka_unit_test(test_no_structure),
      cmocka_unit_test(test_codes_out_of_form),
      cmocka_unit_test(test_ranges_of_townships),
      cmocka_unit_test(test_ranges_of_villages),
      cmocka_unit_test(test_ranges_elsewhere),
      cmocka_unit_test(test_ranges_of_grids),
      cmocka_unit_test(test_odd_codes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
