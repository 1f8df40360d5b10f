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

static void add_all(quhua__segment_set *set, int from, int to) {
  for (int segment = from; segment <= to; segment++) quhua__segment_set_add(set, segment);
}

static int append(quhua_kind kind, const quhua__segment_set *used) {
  return quhua__issue(stat_scheme(), kind, 0, used, false);
}

static int fill(quhua_kind kind, const quhua__segment_set *used) {
  return quhua__issue(stat_scheme(), kind, 0, used, true);
}

static void test_segment_set(void **state) {
  (void)state;
  quhua__segment_set set = {{0}};
  for (int i = -5; i < 1200; i++) assert_false(quhua__segment_set_has(&set, i));
  static const int added[] = {0, 1, 63, 64, 127, 500, 999, 1001, 1099};
  for (size_t i = 0; i < sizeof added / sizeof added[0]; i++) quhua__segment_set_add(&set, added[i]);
  quhua__segment_set_add(&set, -1);
  quhua__segment_set_add(&set, 1100);
  quhua__segment_set_add(&set, 1151); /* the last bit that there is room for */
  quhua__segment_set_add(&set, INT32_MAX);
  quhua__segment_set_add(&set, INT32_MIN);
  int count = 0;
  for (int i = -5; i < 1200; i++) count += quhua__segment_set_has(&set, i);
  assert_int_equal(count, 9);
  for (size_t i = 0; i < sizeof added / sizeof added[0]; i++)
    assert_true(quhua__segment_set_has(&set, added[i]));
}

static void check_composed(const char *parent, int parent_level, int level, int segment, int width,
                           const char *expected) {
  quhua_code code = code_of(parent), out;
  memset(&out, '#', sizeof out);
  assert_true(quhua__code_compose(stat_scheme(), &code, (quhua_level)parent_level, (quhua_level)level,
                                  segment, width, &out));
  assert_string_equal(out.text, expected);
  for (size_t i = strlen(expected); i < sizeof out.text; i++) assert_int_equal(out.text[i], 0);
}

static void test_compose(void **state) {
  (void)state;
  check_composed("510000000000", 1, 2, 7, 0, "510700000000");
  check_composed("510700000000", 2, 3, 23, 0, "510723000000");
  check_composed("510723000000", 3, 4, 114, 0, "510723114000");
  check_composed("510723000000", 3, 4, 2, 0, "510723002000");
  check_composed("510723114000", 4, 5, 201, 0, "510723114201");
  check_composed("510723114000", 4, 5, 1, 0, "510723114001");
  check_composed("510723114201", 5, 6, 3, 2, "51072311420103");
  check_composed("510723114201", 5, 6, 3, 3, "510723114201003");
  check_composed("510723114201", 5, 6, 99, 2, "51072311420199");
  check_composed("510723114201", 5, 6, 999, 3, "510723114201999");
}

static void test_compose_over_levels(void **state) {
  (void)state;
  check_composed("441900000000", 2, 4, 3, 0, "441900003000");
  check_composed("441900000000", 3, 4, 3, 0, "441900003000");
  check_composed("441900000000", 2, 5, 201, 0, "441900000201");
  check_composed("510000000000", 1, 4, 100, 0, "510000100000");
}

/* Grid 1 is the segment 1001; the width of groups says nothing to it. */
static void test_compose_grids(void **state) {
  (void)state;
  check_composed("510722109204", 5, 6, 1001, 2, "510722109204G01");
  check_composed("510722109204", 5, 6, 1001, 3, "510722109204G01");
  check_composed("510722109204", 5, 6, 1042, 0, "510722109204G42");
  check_composed("510722109001", 5, 6, 1099, 3, "510722109001G99");
  for (int number = 1; number <= 99; number++) {
    quhua_code village = code_of("510722109204"), out, again, prefix;
    quhua_level level;
    assert_true(quhua__code_compose(stat_scheme(), &village, QUHUA_LEVEL_VILLAGE, QUHUA_LEVEL_GROUP,
                                    1000 + number, 3, &out));
    assert_int_equal(
        quhua_code_parse(stat_scheme(), quhua_str_from(out.text), QUHUA_LEVEL_ANY, &again, &level, NULL),
        QUHUA_OK);
    assert_int_equal(level, QUHUA_LEVEL_GROUP);
    assert_memory_equal(&again, &out, sizeof out);
    assert_int_equal(quhua_code_segment(stat_scheme(), &again, level), 1000 + number);
    assert_true(quhua__code_prefix(stat_scheme(), &again, level, &prefix));
    assert_memory_equal(&prefix, &village, sizeof village);
  }
}

static void test_is_grid(void **state) {
  (void)state;
  quhua_code grid = code_of("510722109204G01"), group = code_of("510722109204001");
  quhua_code village = code_of("510722109204"), short_code = code_of("G01"), none = {{0}};
  assert_true(quhua__code_is_grid(stat_scheme(), &grid));
  assert_false(quhua__code_is_grid(stat_scheme(), &group));
  assert_false(quhua__code_is_grid(stat_scheme(), &village));
  assert_false(quhua__code_is_grid(stat_scheme(), &short_code));
  assert_false(quhua__code_is_grid(stat_scheme(), &none));
  assert_false(quhua__code_is_grid(opaque(), &grid));
  assert_false(quhua__code_is_grid(opaque(), &none));
}

static void check_not_composed(const quhua_scheme *scheme, const char *parent, int parent_level, int level,
                               int segment, int width) {
  quhua_code code = code_of(parent), out = code_of("x");
  assert_false(quhua__code_compose(scheme, &code, (quhua_level)parent_level, (quhua_level)level, segment,
                                   width, &out));
  assert_string_equal(out.text, "x");
}

static void test_codes_that_cannot_be(void **state) {
  (void)state;
  check_not_composed(stat_scheme(), "510723000000", 3, 4, 0, 0);
  check_not_composed(stat_scheme(), "510723000000", 3, 4, 1000, 0);
  check_not_composed(stat_scheme(), "510723000000", 3, 4, -1, 0);
  check_not_composed(stat_scheme(), "510700000000", 2, 3, 100, 0);
  check_not_composed(stat_scheme(), "510723114201", 5, 6, 100, 2);
  check_not_composed(stat_scheme(), "510723114201", 5, 6, 1000, 3);
  check_not_composed(stat_scheme(), "510723114201", 5, 6, 1000, 2);
  check_not_composed(stat_scheme(), "510723114201", 5, 6, 1100, 3);
  check_not_composed(stat_scheme(), "510723114201", 5, 6, INT32_MAX, 3);
  check_not_composed(stat_scheme(), "510723114201", 5, 6, INT32_MIN, 3);
  check_not_composed(stat_scheme(), "510723114000", 4, 5, 1001, 3); /* grids stand on the level of groups */
  check_not_composed(stat_scheme(), "510723114000", 4, 6, 1001, 3); /* and belong to a village */
  check_not_composed(stat_scheme(), "350527000000", 5, 6, 1001, 3);
  check_not_composed(stat_scheme(), "510723114201", 5, 6, 0, 2);
  check_not_composed(stat_scheme(), "510723114201", 5, 6, 1, 1);
  check_not_composed(stat_scheme(), "510723114201", 5, 6, 1, 4);
  check_not_composed(stat_scheme(), "510723114201", 5, 6, 1, INT32_MAX);
  check_not_composed(stat_scheme(), "510723114000", 4, 6, 1, 2); /* a group belongs to a village */
  check_not_composed(stat_scheme(), "350527000000", 5, 6, 1, 2); /* a village without number has no groups */
  check_not_composed(stat_scheme(), "510723114000", 4, 4, 1, 0);
  check_not_composed(stat_scheme(), "510723114000", 4, 3, 1, 0);
  check_not_composed(stat_scheme(), "510723114000", 0, 4, 1, 0);
  check_not_composed(stat_scheme(), "51072311420103", 6, 7, 1, 0);
  check_not_composed(stat_scheme(), "510723", 3, 4, 1, 0);
  check_not_composed(opaque(), "01001", 4, 5, 1, 0);
}

/* What is composed is read back, and its prefix is the parent. */
static void test_compose_and_parse_agree(void **state) {
  (void)state;
  quhua_code town = code_of("510723114000");
  for (int segment = 1; segment <= 999; segment++) {
    quhua_code out, again, prefix;
    quhua_level level;
    assert_true(quhua__code_compose(stat_scheme(), &town, QUHUA_LEVEL_TOWNSHIP, QUHUA_LEVEL_VILLAGE, segment,
                                    0, &out));
    assert_int_equal(
        quhua_code_parse(stat_scheme(), quhua_str_from(out.text), QUHUA_LEVEL_ANY, &again, &level, NULL),
        QUHUA_OK);
    assert_int_equal(level, QUHUA_LEVEL_VILLAGE);
    assert_int_equal(quhua_code_segment(stat_scheme(), &again, level), segment);
    assert_true(quhua__code_prefix(stat_scheme(), &again, level, &prefix));
    assert_string_equal(prefix.text, town.text);
  }
}

static void test_first_numbers(void **state) {
  (void)state;
  quhua__segment_set none = {{0}};
  static const struct {
    quhua_kind kind;
    int first;
  } firsts[] = {
      {QUHUA_KIND_SUBDISTRICT, 1},       {QUHUA_KIND_TOWN, 100},         {QUHUA_KIND_TOWNSHIP, 200},
      {QUHUA_KIND_ETHNIC_TOWNSHIP, 200}, {QUHUA_KIND_SUMU, 200},         {QUHUA_KIND_ETHNIC_SUMU, 200},
      {QUHUA_KIND_TOWNSHIP_LIKE, 400},   {QUHUA_KIND_COMMUNITY, 1},      {QUHUA_KIND_VILLAGE, 201},
      {QUHUA_KIND_COMMUNITY_LIKE, 400},  {QUHUA_KIND_VILLAGE_LIKE, 500}, {QUHUA_KIND_VIRTUAL_COMMUNITY, 498},
      {QUHUA_KIND_VIRTUAL_VILLAGE, 598}, {QUHUA_KIND_VILLAGER_GROUP, 1}, {QUHUA_KIND_RESIDENT_GROUP, 1},
      {QUHUA_KIND_GRID, 1001},
  };
  for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; i++) {
    assert_int_equal(quhua__issue(stat_scheme(), firsts[i].kind, 2, &none, false), firsts[i].first);
    assert_int_equal(quhua__issue(stat_scheme(), firsts[i].kind, 3, &none, true), firsts[i].first);
  }
}

static void test_append_and_fill(void **state) {
  (void)state;
  quhua__segment_set used = {{0}};
  add_all(&used, 201, 204);
  add_all(&used, 207, 210);
  assert_int_equal(append(QUHUA_KIND_VILLAGE, &used), 211);
  assert_int_equal(fill(QUHUA_KIND_VILLAGE, &used), 205);
  assert_int_equal(append(QUHUA_KIND_COMMUNITY, &used), 1); /* another range */
  add_all(&used, 1, 3);
  assert_int_equal(append(QUHUA_KIND_COMMUNITY, &used), 4);
  assert_int_equal(append(QUHUA_KIND_VILLAGE, &used), 211);
}

/* 盐亭县 2019: the highest town was 113 (巨龙镇); 高渠镇 became 114, 鹅溪镇 115. */
static void test_a_real_county(void **state) {
  (void)state;
  quhua__segment_set used = {{0}};
  add_all(&used, 100, 113);
  add_all(&used, 200, 221);
  assert_int_equal(append(QUHUA_KIND_TOWN, &used), 114);
  quhua__segment_set_add(&used, 114);
  assert_int_equal(append(QUHUA_KIND_TOWN, &used), 115);
}

static void test_kinds_share_a_range(void **state) {
  (void)state;
  quhua__segment_set used = {{0}};
  quhua__segment_set_add(&used, 207);
  assert_int_equal(append(QUHUA_KIND_TOWNSHIP, &used), 208);
  assert_int_equal(append(QUHUA_KIND_ETHNIC_TOWNSHIP, &used), 208);
  assert_int_equal(append(QUHUA_KIND_SUMU, &used), 208);
}

static void test_village_200(void **state) {
  (void)state;
  quhua__segment_set used = {{0}};
  quhua__segment_set_add(&used, 200);
  assert_int_equal(append(QUHUA_KIND_VILLAGE, &used), 201);
  quhua__segment_set rest = {{0}};
  add_all(&rest, 201, 399);
  assert_int_equal(append(QUHUA_KIND_VILLAGE, &rest), QUHUA__ISSUE_FULL);
  assert_int_equal(fill(QUHUA_KIND_VILLAGE, &rest), 200); /* the last number that is left */
  quhua__segment_set_add(&rest, 200);
  assert_int_equal(fill(QUHUA_KIND_VILLAGE, &rest), QUHUA__ISSUE_FULL);
}

static void test_special_numbers_are_skipped(void **state) {
  (void)state;
  quhua__segment_set used = {{0}};
  add_all(&used, 201, 397);
  assert_int_equal(append(QUHUA_KIND_VILLAGE, &used), 399);
  assert_int_equal(fill(QUHUA_KIND_VILLAGE, &used), 399);
  add_all(&used, 400, 497);
  assert_int_equal(append(QUHUA_KIND_COMMUNITY_LIKE, &used), 499);
  add_all(&used, 500, 597);
  assert_int_equal(append(QUHUA_KIND_VILLAGE_LIKE, &used), 599);
  assert_int_equal(append(QUHUA_KIND_VIRTUAL_COMMUNITY, &used), 498);
  quhua__segment_set_add(&used, 498);
  assert_int_equal(append(QUHUA_KIND_VIRTUAL_COMMUNITY, &used), QUHUA__ISSUE_FULL);
  assert_int_equal(fill(QUHUA_KIND_VIRTUAL_COMMUNITY, &used), QUHUA__ISSUE_FULL);
}

/* 511102105398 exists: it must not end the range of its township. */
static void test_village_398_is_no_highest(void **state) {
  (void)state;
  quhua__segment_set used = {{0}};
  add_all(&used, 201, 210);
  quhua__segment_set_add(&used, 398);
  assert_int_equal(append(QUHUA_KIND_VILLAGE, &used), 211);
}

static void test_full_at_the_end(void **state) {
  (void)state;
  quhua__segment_set used = {{0}};
  quhua__segment_set_add(&used, 199);
  assert_int_equal(append(QUHUA_KIND_TOWN, &used), QUHUA__ISSUE_FULL);
  assert_int_equal(fill(QUHUA_KIND_TOWN, &used), 100);
  assert_int_equal(append(QUHUA_KIND_COMMUNITY, &used), QUHUA__ISSUE_FULL);
  assert_int_equal(fill(QUHUA_KIND_COMMUNITY, &used), 1);
  add_all(&used, 1, 99);
  assert_int_equal(append(QUHUA_KIND_SUBDISTRICT, &used), QUHUA__ISSUE_FULL);
  assert_int_equal(fill(QUHUA_KIND_SUBDISTRICT, &used), QUHUA__ISSUE_FULL);
}

static void test_groups(void **state) {
  (void)state;
  quhua__segment_set used = {{0}};
  add_all(&used, 1, 98);
  assert_int_equal(quhua__issue(stat_scheme(), QUHUA_KIND_VILLAGER_GROUP, 2, &used, false), 99);
  quhua__segment_set_add(&used, 99);
  assert_int_equal(quhua__issue(stat_scheme(), QUHUA_KIND_VILLAGER_GROUP, 2, &used, false),
                   QUHUA__ISSUE_FULL);
  assert_int_equal(quhua__issue(stat_scheme(), QUHUA_KIND_VILLAGER_GROUP, 3, &used, false), 100);
  assert_int_equal(quhua__issue(stat_scheme(), QUHUA_KIND_RESIDENT_GROUP, 3, &used, true), 100);
  add_all(&used, 100, 999);
  assert_int_equal(quhua__issue(stat_scheme(), QUHUA_KIND_VILLAGER_GROUP, 3, &used, true), QUHUA__ISSUE_FULL);
}

/* Grids and groups of one village do not count for each other. */
static void test_grids(void **state) {
  (void)state;
  quhua__segment_set used = {{0}};
  add_all(&used, 1, 50);
  add_all(&used, 1001, 1003);
  quhua__segment_set_add(&used, 1005);
  for (int width = 0; width <= 3; width++) {
    assert_int_equal(quhua__issue(stat_scheme(), QUHUA_KIND_GRID, width, &used, false), 1006);
    assert_int_equal(quhua__issue(stat_scheme(), QUHUA_KIND_GRID, width, &used, true), 1004);
  }
  assert_int_equal(quhua__issue(stat_scheme(), QUHUA_KIND_VILLAGER_GROUP, 2, &used, false), 51);
  assert_int_equal(quhua__issue(stat_scheme(), QUHUA_KIND_VILLAGER_GROUP, 3, &used, false), 51);
  quhua__segment_set_add(&used, 1099);
  assert_int_equal(append(QUHUA_KIND_GRID, &used), QUHUA__ISSUE_FULL);
  assert_int_equal(fill(QUHUA_KIND_GRID, &used), 1004);
  add_all(&used, 1001, 1099);
  assert_int_equal(append(QUHUA_KIND_GRID, &used), QUHUA__ISSUE_FULL);
  assert_int_equal(fill(QUHUA_KIND_GRID, &used), QUHUA__ISSUE_FULL);
  assert_int_equal(quhua__issue(stat_scheme(), QUHUA_KIND_VILLAGER_GROUP, 2, &used, false), 51);
  assert_int_equal(quhua__issue(opaque(), QUHUA_KIND_GRID, 0, &used, false), QUHUA__ISSUE_NO_RANGE);
}

static void test_kinds_without_numbers(void **state) {
  (void)state;
  quhua__segment_set none = {{0}};
  static const quhua_kind kinds[] = {QUHUA_KIND_NONE,   QUHUA_KIND_PROVINCE, QUHUA_KIND_PREFECTURE_CITY,
                                     QUHUA_KIND_COUNTY, QUHUA_KIND_UNIT,     (quhua_kind)1000};
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    assert_int_equal(append(kinds[i], &none), QUHUA__ISSUE_NO_RANGE);
    assert_int_equal(fill(kinds[i], &none), QUHUA__ISSUE_NO_RANGE);
  }
  assert_int_equal(quhua__issue(opaque(), QUHUA_KIND_TOWN, 0, &none, false), QUHUA__ISSUE_NO_RANGE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_segment_set),
      cmocka_unit_test(test_compose),
      cmocka_unit_test(test_compose_over_levels),
      cmocka_unit_test(test_compose_grids),
      cmocka_unit_test(test_is_grid),
      cmocka_unit_test(test_codes_that_cannot_be),
      cmocka_unit_test(test_compose_and_parse_agree),
      cmocka_unit_test(test_first_numbers),
      cmocka_unit_test(test_append_and_fill),
      cmocka_unit_test(test_a_real_county),
      cmocka_unit_test(test_kinds_share_a_range),
      cmocka_unit_test(test_village_200),
      cmocka_unit_test(test_special_numbers_are_skipped),
      cmocka_unit_test(test_village_398_is_no_highest),
      cmocka_unit_test(test_full_at_the_end),
      cmocka_unit_test(test_groups),
      cmocka_unit_test(test_grids),
      cmocka_unit_test(test_kinds_without_numbers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
