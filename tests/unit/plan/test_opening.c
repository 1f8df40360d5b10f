/* SPDX-License-Identifier: Apache-2.0 */
/* Collecting the units of the first day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define DAY "2020-01-01"

static quhua_opening *opening_of(const char *scheme) {
  quhua_opening *opening = NULL;
  assert_int_equal(
      quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from(scheme)), bench_day(DAY), &opening, NULL),
      QUHUA_OK);
  return opening;
}

static quhua_opening_row row_of(const char *code, const char *name) {
  quhua_opening_row row;
  quhua_opening_row_init(&row);
  row.code = quhua_str_from(code);
  row.name = quhua_str_from(name);
  row.line = 7;
  return row;
}

static void refuse(quhua_opening *opening, quhua_opening_row row) {
  quhua_error err = {0};
  size_t count = quhua_opening_count(opening);
  assert_int_equal(quhua_opening_add(opening, &row, &err), QUHUA_E_INVALID);
  assert_int_equal(err.line, 7);
  assert_true(err.message[QUHUA_LANG_EN][0] && err.message[QUHUA_LANG_ZH][0]);
  assert_int_equal(quhua_opening_count(opening), count);
}

static void test_what_is_refused(void **state) {
  (void)state;
  quhua_opening *opening = opening_of("cn-stat");
  quhua_opening_row row = row_of("510722109", "三元镇");
  assert_int_equal(quhua_opening_add(opening, &row, NULL), QUHUA_OK);
  refuse(opening, row_of("510722109000", "三元镇")); /* the same code in its long form */
  refuse(opening, row_of("51072210", "八位"));
  refuse(opening, row_of("51072210920A", "字母"));
  refuse(opening, row_of("510722109201", ""));
  row = row_of("510722109202", "长发村");
  row.kind = QUHUA_KIND_TOWN;
  refuse(opening, row);
  row = row_of("510722109202", "长发村");
  row.parent = quhua_str_from("510722109202");
  refuse(opening, row);
  row.parent = quhua_str_from("甲");
  refuse(opening, row);
  assert_int_equal(quhua_opening_count(opening), 1);
  quhua_opening_free(opening);
}

static void test_one_code_on_three_levels(void **state) {
  (void)state;
  quhua_opening *opening = opening_of("cn-stat");
  for (int level = QUHUA_LEVEL_COUNTY; level <= QUHUA_LEVEL_VILLAGE; level++) {
    quhua_opening_row row = row_of("350527000000", "金门县");
    row.level = (quhua_level)level;
    assert_int_equal(quhua_opening_add(opening, &row, NULL), QUHUA_OK);
    refuse(opening, row);
  }
  assert_int_equal(quhua_opening_count(opening), 3);
  quhua_opening_free(opening);
}

static void test_texts_are_copied(void **state) {
  (void)state;
  char name[] = "三元镇";
  quhua_opening *opening = opening_of("cn-stat");
  quhua_opening_row row = row_of("510722109", name);
  assert_int_equal(quhua_opening_add(opening, &row, NULL), QUHUA_OK);
  memset(name, '?', sizeof name - 1);
  quhua_registry *registry = NULL;
  quhua_snapshot *snapshot = NULL;
  quhua_unit unit;
  assert_int_equal(quhua_registry_create("", opening, NULL, &registry, NULL), QUHUA_OK);
  quhua_opening_free(opening);
  assert_int_equal(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, NULL), QUHUA_OK);
  const quhua_code code = {"510722109000"};
  assert_int_equal(quhua_unit_find(snapshot, QUHUA_LEVEL_TOWNSHIP, &code, bench_day(DAY), &unit), QUHUA_OK);
  assert_true(quhua_str_equal(unit.name, quhua_str_from("三元镇")));
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
}

static void test_empty_register(void **state) {
  (void)state;
  quhua_opening *opening = opening_of("cn-stat");
  quhua_registry *registry = NULL;
  assert_int_equal(quhua_registry_create("", opening, NULL, &registry, NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_head(registry), 1);
  quhua_registry_close(registry);
  quhua_opening_free(opening);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_is_refused),
      cmocka_unit_test(test_one_code_on_three_levels),
      cmocka_unit_test(test_texts_are_copied),
      cmocka_unit_test(test_empty_register),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
