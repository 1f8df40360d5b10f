/* SPDX-License-Identifier: Apache-2.0 */
/* Who is above whom on the first day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define DAY "2020-01-01"

static void refuse(const char *scheme, const char *table, uint32_t line, uint32_t column) {
  quhua_opening *opening = NULL;
  quhua_registry *registry = NULL;
  quhua_error err = {0};
  assert_int_equal(
      quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from(scheme)), bench_day(DAY), &opening, NULL),
      QUHUA_OK);
  assert_int_equal(quhua_opening_read_csv(opening, table, strlen(table), "t", &err), QUHUA_OK);
  assert_int_equal(quhua_registry_create("", opening, NULL, &registry, &err), QUHUA_E_INVALID);
  assert_null(registry);
  assert_string_equal(err.subject, "t");
  assert_int_equal(err.line, line);
  assert_int_equal(err.column, column);
  for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++)
    assert_true(err.message[lang][0] != '\0' && err.remedy[lang][0] != '\0');
  quhua_opening_free(opening);
}

static void test_parents_that_nobody_listed_are_implied(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722109201,友爱村\n");
  quhua_unit unit = bench_unit(b, "510722109201", DAY);
  static const char *const above[] = {"510722109000", "510722000000", "510700000000", "510000000000"};
  for (size_t i = 0; i < 4; i++) {
    quhua_unit parent = bench_unit(b, above[i], DAY);
    assert_int_equal(unit.parent, parent.id);
    assert_int_equal(parent.standing, QUHUA_STANDING_IMPLIED);
    assert_int_equal(parent.name.len, 0);
    unit = parent;
  }
  assert_int_equal(unit.parent, 0);
  bench_close(b);
}

static void test_town_right_under_a_city(void **state) {
  (void)state;
  bench *b = bench_open(
      "code,name,level\n441900003001,岗贝社区,5\n441900003000,东城街道,4\n441900000000,东莞市,2\n");
  assert_int_equal(bench_unit(b, "441900003000", DAY).parent, bench_unit(b, "2:441900000000", DAY).id);
  bench_close(b);
  b = bench_open("code,name,level\n441900003000,东城街道,4\n441900000000,东莞市,2\n441900000000,东莞市,3\n");
  assert_int_equal(bench_unit(b, "441900003000", DAY).parent, bench_unit(b, "3:441900000000", DAY).id);
  bench_close(b);
}

static void test_three_levels_of_one_code_stand_in_a_row(void **state) {
  (void)state;
  bench *b =
      bench_open("code,name,level\n350527000000,金门县,5\n350527000000,金门县,4\n350527000000,金门县,3\n");
  quhua_unit county = bench_unit(b, "3:350527000000", DAY), town = bench_unit(b, "4:350527000000", DAY);
  assert_int_equal(town.parent, county.id);
  assert_int_equal(bench_unit(b, "5:350527000000", DAY).parent, town.id);
  bench_close(b);
}

static void test_parents_come_first_whatever_the_order(void **state) {
  (void)state;
  char digest[QUHUA_DIGEST_TEXT_MAX];
  bench *a = bench_open("code,name\n510722109000,三元镇\n510722109201,友爱村\n");
  bench *b = bench_open("code,name\n510722109201,友爱村\n510722109000,三元镇\n");
  assert_true(bench_unit(b, "510722109000", DAY).id < bench_unit(b, "510722109201", DAY).id);
  strcpy(digest, bench_digest(a, a->before));
  assert_string_equal(bench_digest(b, b->before), digest);
  bench_close(a);
  bench_close(b);
}

static void test_parents_that_cannot_be(void **state) {
  (void)state;
  refuse("opaque", "code,name,level,parent\nA,甲,1,B\nB,乙,2,A\n", 2, 7); /* a cycle, seen from either */
  refuse("opaque", "code,name,level,parent\nA,甲,2,Z\n", 2, 7);           /* nobody is Z */
  refuse("cn-stat", "code,name,parent\n510722109000,三元镇,510722109201\n510722109201,友爱村,\n", 2, 18);
}

/* The village leads by its code to the province, which names another village as its parent: the walk meets the implied
 * town again, but the province has the wrong parent. */
static void test_a_cycle_through_implied_units(void **state) {
  (void)state;
  refuse("cn-stat",
         "code,name,parent\n510722109202,长发村,\n510722109201,友爱村,\n510000,四川省,510722109201\n", 4, 12);
}

/* The code stands twice on one level, as its parent shows: no parent cell is filled, so the code is at fault. */
static void test_a_code_without_a_parent_cell(void **state) {
  (void)state;
  refuse("opaque", "name,code,level,parent\n甲,A,1,\n乙,A,,\n", 3, 3);
}

/* Several tables in one opening state: each error names its own. A quoted cell may put the parent on another line. */
static void test_places_of_two_tables(void **state) {
  (void)state;
  quhua_opening *opening = NULL;
  quhua_registry *registry = NULL;
  quhua_error err = {0};
  char name[] = "second.csv";
  const char *first = "code,name,level\nA,甲,1\n", *second = "code,name,level,parent\nB,\"乙\n丙\",2,Z\n";
  assert_int_equal(
      quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("opaque")), bench_day(DAY), &opening, NULL),
      QUHUA_OK);
  assert_int_equal(quhua_opening_read_csv(opening, first, strlen(first), "first.csv", &err), QUHUA_OK);
  assert_int_equal(quhua_opening_read_csv(opening, second, strlen(second), name, &err), QUHUA_OK);
  memset(name, 'x', sizeof name - 1); /* the opening state keeps a copy */
  assert_int_equal(quhua_registry_create("", opening, NULL, &registry, &err), QUHUA_E_INVALID);
  assert_string_equal(err.subject, "second.csv");
  assert_int_equal(err.line, 3);
  assert_int_equal(err.column, 6);
  quhua_opening_free(opening);
}

/* Units of a program have no text: the error is about the code, or has the line that the program gave. */
static void test_units_without_a_text(void **state) {
  (void)state;
  for (uint32_t line = 0; line <= 9; line += 9) {
    quhua_opening *opening = NULL;
    quhua_registry *registry = NULL;
    quhua_error err = {0};
    quhua_opening_row row;
    quhua_opening_row_init(&row);
    row.code = quhua_str_from("A");
    row.name = quhua_str_from("甲");
    row.parent = quhua_str_from("Z");
    row.line = line;
    assert_int_equal(
        quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("opaque")), bench_day(DAY), &opening, NULL),
        QUHUA_OK);
    assert_int_equal(quhua_opening_add(opening, &row, &err), QUHUA_OK);
    assert_int_equal(quhua_registry_create("", opening, NULL, &registry, &err), QUHUA_E_INVALID);
    assert_string_equal(err.subject, line ? "" : "A");
    assert_int_equal(err.line, line);
    assert_int_equal(err.column, 0);
    quhua_opening_free(opening);
  }
}

static void test_opaque_levels_follow_the_parents(void **state) {
  (void)state;
  bench *b = bench_open_as("", "opaque", "2019-01-01", "code,name,parent\nC,丙,B\nB,乙,A\nA,甲,\n");
  assert_int_equal(bench_unit(b, "A", DAY).level, 1);
  assert_int_equal(bench_unit(b, "B", DAY).level, 2);
  assert_int_equal(bench_unit(b, "C", DAY).level, 3);
  assert_int_equal(bench_unit(b, "C", DAY).parent, bench_unit(b, "B", DAY).id);
  bench_close(b);
  refuse("opaque", "code,name,parent\nG,七,F\nF,六,E\nE,五,D\nD,四,C\nC,三,B\nB,二,A\nA,一,\n", 2, 5);
}

static void test_observations_and_attributes(void **state) {
  (void)state;
  bench *b = bench_open("code,name,seat,stat:户,stat:面积\n510722109201,友爱村,上院,329,10.26\n");
  quhua_unit unit = bench_unit(b, "510722109201", DAY);
  quhua_str value;
  assert_int_equal(quhua_unit_observed(b->before, unit.id, quhua_str_from("面积"), bench_day(DAY), &value),
                   QUHUA_OK);
  assert_true(quhua_str_equal(value, quhua_str_from("10.26")));
  assert_true(quhua_str_equal(quhua_unit_attribute(b->before, &unit, "seat"), quhua_str_from("上院")));
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_parents_that_nobody_listed_are_implied),
      cmocka_unit_test(test_town_right_under_a_city),
      cmocka_unit_test(test_three_levels_of_one_code_stand_in_a_row),
      cmocka_unit_test(test_parents_come_first_whatever_the_order),
      cmocka_unit_test(test_parents_that_cannot_be),
      cmocka_unit_test(test_a_cycle_through_implied_units),
      cmocka_unit_test(test_a_code_without_a_parent_cell),
      cmocka_unit_test(test_places_of_two_tables),
      cmocka_unit_test(test_units_without_a_text),
      cmocka_unit_test(test_opaque_levels_follow_the_parents),
      cmocka_unit_test(test_observations_and_attributes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
