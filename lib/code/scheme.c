/* SPDX-License-Identifier: Apache-2.0 */
/* The tables. Sources: 国统字〔2009〕91号 (digits 7 to 12), GB/T 2260 (digits 1 to 6), GB/T 10114 (townships), and the
 * national statistical lists of 2019 to 2021 where practice goes beyond them. */
#include "code/scheme.h"

#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

const quhua__kind_info quhua__kinds[QUHUA_KIND_LIMIT] = {
    [QUHUA_KIND_PROVINCE] = {QUHUA_LEVEL_PROVINCE, {"province", "省"}},
    [QUHUA_KIND_AUTONOMOUS_REGION] = {QUHUA_LEVEL_PROVINCE, {"autonomous-region", "自治区"}},
    [QUHUA_KIND_MUNICIPALITY] = {QUHUA_LEVEL_PROVINCE, {"municipality", "直辖市"}},
    [QUHUA_KIND_SPECIAL_REGION] = {QUHUA_LEVEL_PROVINCE, {"special-region", "特别行政区"}},
    [QUHUA_KIND_PREFECTURE_CITY] = {QUHUA_LEVEL_PREFECTURE, {"prefecture-city", "地级市"}},
    [QUHUA_KIND_PREFECTURE] = {QUHUA_LEVEL_PREFECTURE, {"prefecture", "地区"}},
    [QUHUA_KIND_AUTONOMOUS_PREFECTURE] = {QUHUA_LEVEL_PREFECTURE, {"autonomous-prefecture", "自治州"}},
    [QUHUA_KIND_LEAGUE] = {QUHUA_LEVEL_PREFECTURE, {"league", "盟"}},
    [QUHUA_KIND_PREFECTURE_AGGREGATE] = {QUHUA_LEVEL_PREFECTURE, {"prefecture-aggregate", "汇总码"}},
    [QUHUA_KIND_DISTRICT] = {QUHUA_LEVEL_COUNTY, {"district", "市辖区"}},
    [QUHUA_KIND_COUNTY] = {QUHUA_LEVEL_COUNTY, {"county", "县"}},
    [QUHUA_KIND_COUNTY_CITY] = {QUHUA_LEVEL_COUNTY, {"county-city", "县级市"}},
    [QUHUA_KIND_AUTONOMOUS_COUNTY] = {QUHUA_LEVEL_COUNTY, {"autonomous-county", "自治县"}},
    [QUHUA_KIND_BANNER] = {QUHUA_LEVEL_COUNTY, {"banner", "旗"}},
    [QUHUA_KIND_AUTONOMOUS_BANNER] = {QUHUA_LEVEL_COUNTY, {"autonomous-banner", "自治旗"}},
    [QUHUA_KIND_COUNTY_LIKE] = {QUHUA_LEVEL_COUNTY, {"county-like", "类似县级"}},
    [QUHUA_KIND_SUBDISTRICT] = {QUHUA_LEVEL_TOWNSHIP, {"subdistrict", "街道"}},
    [QUHUA_KIND_TOWN] = {QUHUA_LEVEL_TOWNSHIP, {"town", "镇"}},
    [QUHUA_KIND_TOWNSHIP] = {QUHUA_LEVEL_TOWNSHIP, {"township", "乡"}},
    [QUHUA_KIND_ETHNIC_TOWNSHIP] = {QUHUA_LEVEL_TOWNSHIP, {"ethnic-township", "民族乡"}},
    [QUHUA_KIND_SUMU] = {QUHUA_LEVEL_TOWNSHIP, {"sumu", "苏木"}},
    [QUHUA_KIND_ETHNIC_SUMU] = {QUHUA_LEVEL_TOWNSHIP, {"ethnic-sumu", "民族苏木"}},
    [QUHUA_KIND_TOWNSHIP_LIKE] = {QUHUA_LEVEL_TOWNSHIP, {"township-like", "类似乡级单位"}},
    [QUHUA_KIND_COMMUNITY] = {QUHUA_LEVEL_VILLAGE, {"community", "居委会"}},
    [QUHUA_KIND_VILLAGE] = {QUHUA_LEVEL_VILLAGE, {"village", "村委会"}},
    [QUHUA_KIND_COMMUNITY_LIKE] = {QUHUA_LEVEL_VILLAGE, {"community-like", "类似居委会"}},
    [QUHUA_KIND_VILLAGE_LIKE] = {QUHUA_LEVEL_VILLAGE, {"village-like", "类似村委会"}},
    [QUHUA_KIND_VIRTUAL_COMMUNITY] = {QUHUA_LEVEL_VILLAGE, {"virtual-community", "虚拟社区"}},
    [QUHUA_KIND_VIRTUAL_VILLAGE] = {QUHUA_LEVEL_VILLAGE, {"virtual-village", "虚拟生活区"}},
    [QUHUA_KIND_VILLAGER_GROUP] = {QUHUA_LEVEL_GROUP, {"villager-group", "村民小组"}},
    [QUHUA_KIND_RESIDENT_GROUP] = {QUHUA_LEVEL_GROUP, {"resident-group", "居民小组"}},
    [QUHUA_KIND_GRID] = {QUHUA_LEVEL_GROUP, {"grid", "网格"}},
    [QUHUA_KIND_UNIT] = {QUHUA_LEVEL_ANY, {"unit", "单位"}},
};

const quhua__kind_alias quhua__kind_aliases[] = {
    {"省直辖县级行政区划", QUHUA_KIND_PREFECTURE_AGGREGATE},
    {"自治区直辖县级行政区划", QUHUA_KIND_PREFECTURE_AGGREGATE},
    {"州", QUHUA_KIND_AUTONOMOUS_PREFECTURE},
    {"区", QUHUA_KIND_DISTRICT},
    {"林区", QUHUA_KIND_COUNTY_LIKE},
    {"特区", QUHUA_KIND_COUNTY_LIKE},
    {"类似县级单位", QUHUA_KIND_COUNTY_LIKE},
    {"街道办事处", QUHUA_KIND_SUBDISTRICT},
    {"街道办", QUHUA_KIND_SUBDISTRICT},
    {"建制镇", QUHUA_KIND_TOWN},
    {"建制乡", QUHUA_KIND_TOWNSHIP},
    {"类似乡级", QUHUA_KIND_TOWNSHIP_LIKE},
    {"社区", QUHUA_KIND_COMMUNITY},
    {"居民委员会", QUHUA_KIND_COMMUNITY},
    {"社区居委会", QUHUA_KIND_COMMUNITY},
    {"社区居民委员会", QUHUA_KIND_COMMUNITY},
    {"城市社区", QUHUA_KIND_COMMUNITY},
    {"村", QUHUA_KIND_VILLAGE},
    {"行政村", QUHUA_KIND_VILLAGE},
    {"建制村", QUHUA_KIND_VILLAGE},
    {"村民委员会", QUHUA_KIND_VILLAGE},
    {"嘎查", QUHUA_KIND_VILLAGE},
    {"牧委会", QUHUA_KIND_VILLAGE},
    {"牧民委员会", QUHUA_KIND_VILLAGE},
    {"类似居民委员会", QUHUA_KIND_COMMUNITY_LIKE},
    {"类似社区", QUHUA_KIND_COMMUNITY_LIKE},
    {"类似村民委员会", QUHUA_KIND_VILLAGE_LIKE},
    {"虚拟居委会", QUHUA_KIND_VIRTUAL_COMMUNITY},
    {"虚拟村委会", QUHUA_KIND_VIRTUAL_VILLAGE},
    {"虚拟村", QUHUA_KIND_VIRTUAL_VILLAGE},
    {"村民组", QUHUA_KIND_VILLAGER_GROUP},
    {"村组", QUHUA_KIND_VILLAGER_GROUP},
    {"小组", QUHUA_KIND_VILLAGER_GROUP},
    {"组", QUHUA_KIND_VILLAGER_GROUP},
    {"居民组", QUHUA_KIND_RESIDENT_GROUP},
    {"基础网格", QUHUA_KIND_GRID},
    {"综治网格", QUHUA_KIND_GRID},
    {"网格单元", QUHUA_KIND_GRID},
};
const size_t quhua__kind_alias_count = COUNT(quhua__kind_aliases);

/* First numbers in practice: the lists count streets and communities from 001, towns from 100, townships from 200. Villages
 * begin at 200 or 201 (in Sichuan in 2018, 3,792 towns used 201 and 2,027 used 200), so 200 is taken as given and 201 is
 * issued. 398 occurs (511102105398) and is taken as given. 498 and 598 are the virtual units. Grids count from 01 in
 * their village (DB6101/T 3185-2024). */
static const quhua__range stat_ranges[] = {
    {QUHUA_KIND_SUBDISTRICT, 1, 99, 1},
    {QUHUA_KIND_TOWN, 100, 199, 100},
    {QUHUA_KIND_TOWNSHIP, 200, 399, 200},
    {QUHUA_KIND_ETHNIC_TOWNSHIP, 200, 399, 200},
    {QUHUA_KIND_SUMU, 200, 399, 200},
    {QUHUA_KIND_ETHNIC_SUMU, 200, 399, 200},
    {QUHUA_KIND_TOWNSHIP_LIKE, 400, 599, 400},
    {QUHUA_KIND_COMMUNITY, 1, 199, 1},
    {QUHUA_KIND_VILLAGE, 200, 397, 201},
    {QUHUA_KIND_VILLAGE, 398, 398, 0},
    {QUHUA_KIND_VILLAGE, 399, 399, 399},
    {QUHUA_KIND_COMMUNITY_LIKE, 400, 497, 400},
    {QUHUA_KIND_COMMUNITY_LIKE, 499, 499, 499},
    {QUHUA_KIND_VIRTUAL_COMMUNITY, 498, 498, 498},
    {QUHUA_KIND_VILLAGE_LIKE, 500, 597, 500},
    {QUHUA_KIND_VILLAGE_LIKE, 599, 599, 599},
    {QUHUA_KIND_VIRTUAL_VILLAGE, 598, 598, 598},
    {QUHUA_KIND_VILLAGER_GROUP, 1, 999, 1},
    {QUHUA_KIND_RESIDENT_GROUP, 1, 999, 1},
    {QUHUA_KIND_GRID, QUHUA__GRID_BASE + 1, QUHUA__GRID_BASE + 99, QUHUA__GRID_BASE + 1},
};

static const int stat_odd_villages[] = {398, 498, 598};

/* 金门县 stands as county, township and village under one code in every list. */
static const quhua__deep_code stat_deep_codes[] = {
    {"350527000000", QUHUA_LEVEL_VILLAGE},
};

#define PROVINCES(prefix, kind)                                                                              \
  { QUHUA_LEVEL_PROVINCE, prefix, 0, 99, "", kind }
#define MUNICIPAL(prefix)                                                                                    \
  { QUHUA_LEVEL_PREFECTURE, prefix, 0, 99, "", QUHUA_KIND_PREFECTURE_AGGREGATE }
#define PREFECTURES(lo, hi, ending, kind)                                                                    \
  { QUHUA_LEVEL_PREFECTURE, "", lo, hi, ending, kind }
#define COUNTIES(lo, hi, ending, kind)                                                                       \
  { QUHUA_LEVEL_COUNTY, "", lo, hi, ending, kind }
#define DIRECT_COUNTIES(prefix)                                                                              \
  { QUHUA_LEVEL_COUNTY, prefix, 1, 20, NULL, QUHUA_KIND_COUNTY_CITY }
#define TOWNSHIPS(ending, kind)                                                                              \
  { QUHUA_LEVEL_TOWNSHIP, "", 200, 399, ending, kind }

/* Levels 1 to 3 by GB/T 2260, where the name says more than the digits: development zones have numbers of districts
 * (71 to 80), and the counties of 4290xx and 4690xx count from 01. Townships: what shares the range 200 to 399. */
static const quhua__kind_hint stat_hints[] = {
    PROVINCES("11", QUHUA_KIND_MUNICIPALITY),
    PROVINCES("12", QUHUA_KIND_MUNICIPALITY),
    PROVINCES("31", QUHUA_KIND_MUNICIPALITY),
    PROVINCES("50", QUHUA_KIND_MUNICIPALITY),
    PROVINCES("15", QUHUA_KIND_AUTONOMOUS_REGION),
    PROVINCES("45", QUHUA_KIND_AUTONOMOUS_REGION),
    PROVINCES("54", QUHUA_KIND_AUTONOMOUS_REGION),
    PROVINCES("64", QUHUA_KIND_AUTONOMOUS_REGION),
    PROVINCES("65", QUHUA_KIND_AUTONOMOUS_REGION),
    PROVINCES("81", QUHUA_KIND_SPECIAL_REGION),
    PROVINCES("82", QUHUA_KIND_SPECIAL_REGION),
    MUNICIPAL("11"),
    MUNICIPAL("12"),
    MUNICIPAL("31"),
    MUNICIPAL("50"),
    PREFECTURES(90, 90, "", QUHUA_KIND_PREFECTURE_AGGREGATE),
    PREFECTURES(0, 99, "自治州", QUHUA_KIND_AUTONOMOUS_PREFECTURE),
    PREFECTURES(0, 99, "地区", QUHUA_KIND_PREFECTURE),
    PREFECTURES(0, 99, "盟", QUHUA_KIND_LEAGUE),
    PREFECTURES(0, 99, "市", QUHUA_KIND_PREFECTURE_CITY),
    PREFECTURES(21, 50, "", QUHUA_KIND_PREFECTURE),
    COUNTIES(0, 99, "自治县", QUHUA_KIND_AUTONOMOUS_COUNTY),
    COUNTIES(0, 99, "县", QUHUA_KIND_COUNTY),
    COUNTIES(0, 99, "自治旗", QUHUA_KIND_AUTONOMOUS_BANNER),
    COUNTIES(0, 99, "旗", QUHUA_KIND_BANNER),
    COUNTIES(0, 99, "市", QUHUA_KIND_COUNTY_CITY),
    COUNTIES(0, 99, "林区", QUHUA_KIND_COUNTY_LIKE),
    COUNTIES(0, 99, "特区", QUHUA_KIND_COUNTY_LIKE),
    COUNTIES(71, 80, "", QUHUA_KIND_COUNTY_LIKE),
    COUNTIES(0, 99, "区", QUHUA_KIND_DISTRICT),
    DIRECT_COUNTIES("4190"),
    DIRECT_COUNTIES("4290"),
    DIRECT_COUNTIES("4690"),
    DIRECT_COUNTIES("6590"),
    COUNTIES(1, 20, NULL, QUHUA_KIND_DISTRICT),
    COUNTIES(21, 50, NULL, QUHUA_KIND_COUNTY),
    COUNTIES(51, 70, NULL, QUHUA_KIND_DISTRICT),
    COUNTIES(81, 99, NULL, QUHUA_KIND_COUNTY_CITY),
    TOWNSHIPS("民族苏木", QUHUA_KIND_ETHNIC_SUMU),
    TOWNSHIPS("苏木", QUHUA_KIND_SUMU),
    TOWNSHIPS("苏木乡", QUHUA_KIND_SUMU),
    TOWNSHIPS("族乡", QUHUA_KIND_ETHNIC_TOWNSHIP),
    {QUHUA_LEVEL_GROUP, "", 0, 999, "村民小组", QUHUA_KIND_VILLAGER_GROUP},
    {QUHUA_LEVEL_GROUP, "", 0, 999, "居民小组", QUHUA_KIND_RESIDENT_GROUP},
};

static const quhua_scheme schemes[] = {
    {.name = "cn-stat",
     .structured = true,
     .length = 12,
     .start = {0, 0, 2, 4, 6, 9, 12},
     .width = {0, 2, 2, 2, 3, 3, 3},
     .group_width_min = 2,
     .grid_letter = 'G',
     .grid_width = 2,
     .deepest_empty = QUHUA_LEVEL_COUNTY,
     .deep_codes = stat_deep_codes,
     .deep_code_count = COUNT(stat_deep_codes),
     .ranges = stat_ranges,
     .range_count = COUNT(stat_ranges),
     .hints = stat_hints,
     .hint_count = COUNT(stat_hints),
     .fallback = {QUHUA_KIND_NONE, QUHUA_KIND_PROVINCE, QUHUA_KIND_PREFECTURE_CITY, QUHUA_KIND_COUNTY_LIKE,
                  QUHUA_KIND_TOWNSHIP_LIKE, QUHUA_KIND_VILLAGE_LIKE, QUHUA_KIND_VILLAGER_GROUP},
     .odd_villages = stat_odd_villages,
     .odd_village_count = COUNT(stat_odd_villages)},
    {.name = "opaque"},
};

const quhua_scheme *quhua_scheme_find(quhua_str name) {
  for (size_t i = 0; i < COUNT(schemes); i++)
    if (quhua_str_equal(name, quhua_str_from(schemes[i].name))) return &schemes[i];
  return NULL;
}

const char *quhua_scheme_name(const quhua_scheme *scheme) { return scheme->name; }

bool quhua_scheme_is_structured(const quhua_scheme *scheme) { return scheme->structured; }
