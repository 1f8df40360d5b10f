/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "registry/registry_internal.h"
#include "support/bench.h"
#include "support/fail_alloc.h"

#include <stdio.h>
#include <string.h>

static const char table[] = "code,name\n"
                            "510723,盐亭县\n"
                            "510723104,两河镇\n"
                            "510723104201,金龙村\n"
                            "510723104202,青石村\n"
                            "510723104203,西山村\n"
                            "510723104204,东永村\n";

/* 2020: 金龙村 is divided, 2/5 stay, 3/5 become 新山村. 2021: 青石村 absorbs half of 新山村, the rest of which becomes
 * 南坡村. 2022: 西山村 is renamed. */
static bench *open_land(void) {
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,old_code,new_code,new_name,share\n"
                 "甲,2020-01-01,510723104201,510723104201,,2/5\n"
                 "甲,2020-01-01,510723104201,510723104205,新山村,3/5\n");
  bench_apply(b, "document,effective,old_code,new_code,new_name,share\n"
                 "乙,2021-01-01,510723104205,510723104202,,1/2\n"
                 "乙,2021-01-01,510723104205,510723104206,南坡村,1/2\n");
  bench_apply(b, "document,effective,old_code,new_code,new_name\n"
                 "丙,2022-01-01,510723104203,510723104203,西岭村\n");
  return b;
}

static void expect(bench *b, const char *from, const char *to, const char *expected) {
  assert_string_equal(bench_crosswalk_between(b, from, to), expected);
}

/* 3/5 * 1/2 = 3/10 each; the parts of 金龙村 sum to 1. The relation is that of the last event on the way. */
static void test_two_acts_composed(void **state) {
  (void)state;
  bench *b = open_land();
  const char *text = bench_crosswalk_between(b, "2019-06-01", "2021-06-01");
  assert_non_null(strstr(text, "析出,510723104201,金龙村,510723104201,金龙村,2/5\n"));
  assert_non_null(strstr(text, ",510723104201,金龙村,510723104202,青石村,3/10\n"));
  assert_non_null(strstr(text, ",510723104201,金龙村,510723104206,南坡村,3/10\n"));
  quhua_crosswalk *c = NULL;
  assert_int_equal(quhua_crosswalk_new(b->before, bench_day("2019-06-01"), bench_day("2021-06-01"), &c, NULL),
                   QUHUA_OK);
  assert_int_equal(quhua_crosswalk_count(c), 3);
  const quhua_crosswalk_row *first = quhua_crosswalk_at(c, 0), *last = quhua_crosswalk_at(c, 2);
  assert_int_equal(first->effective, bench_day("2020-01-01"));
  assert_int_equal(first->sequence, 2);
  assert_int_equal(last->effective, bench_day("2021-01-01"));
  assert_int_equal(last->sequence, 3);
  assert_null(quhua_crosswalk_at(c, 3));
  assert_null(quhua_crosswalk_at(c, SIZE_MAX));
  quhua_crosswalk_free(c);
  bench_close(b);
}

/* The first day is read as it stands that day, its own changes included; the last likewise. */
static void test_days(void **state) {
  (void)state;
  bench *b = open_land();
  expect(b, "2019-01-01", "2019-12-31", "");
  expect(
      b, "2019-12-31", "2020-01-01",
      "析出,510723104201,金龙村,510723104201,金龙村,2/5\n析出,510723104201,金龙村,510723104205,新山村,3/5\n");
  expect(b, "2020-01-01", "2020-12-31", "");
  expect(b, "2020-01-01", "2020-01-01", "");
  expect(b, "2021-06-01", "2030-01-01", "更名,510723104203,西山村,510723104203,西岭村,1\n");
  bench_close(b);
}

static void test_between_the_two_acts(void **state) {
  (void)state;
  bench *b = open_land();
  const char *text = bench_crosswalk_between(b, "2020-06-01", "2021-06-01");
  assert_non_null(strstr(text, ",510723104205,新山村,510723104202,青石村,1/2\n"));
  assert_non_null(strstr(text, ",510723104205,新山村,510723104206,南坡村,1/2\n"));
  assert_null(strstr(text, "金龙村"));
  bench_close(b);
}

/* What changed and was changed back differs in nothing. */
static void test_there_and_back(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "effective,old_code,new_code,new_name\n2020-01-01,510723104203,510723104203,西岭村\n");
  bench_apply(b, "effective,old_code,new_code,new_name\n2021-01-01,510723104203,510723104203,西山村\n");
  expect(b, "2019-06-01", "2021-06-01", "");
  expect(b, "2019-06-01", "2020-06-01", "更名,510723104203,西山村,510723104203,西岭村,1\n");
  bench_close(b);
}

/* Two villages exchange their codes in one act. */
static void test_exchanged_codes(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,event,old_code,new_code,new_name,identity\n"
                 "甲,2020-01-01,1,510723104203,510723104204,西山村,same\n"
                 "甲,2020-01-01,2,510723104204,510723104203,东永村,same\n");
  expect(b, "2019-06-01", "2020-06-01",
         "换码,510723104203,西山村,510723104204,西山村,1\n换码,510723104204,东永村,510723104203,东永村,1\n");
  bench_close(b);
}

/* A unit from nothing stands last, an end without successor at its old code. */
static void test_beginnings_and_ends(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_plan(b, "document,effective,old_code,new_code,new_name,new_kind,new_parent,reason\n"
                "甲,2020-01-01,,@新,水库村,村委会,510723104,\n"
                "乙,2021-01-01,510723104204,,,,,水库淹没\n");
  assert_int_equal(quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING), 0);
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_OK);
  expect(b, "2019-06-01", "2021-06-01", "撤销,510723104204,东永村,,,1\n设立,,,510723104205,水库村,\n");
  bench_close(b);
}

static size_t find(const quhua_crosswalk *c, quhua_level level, const char *text, size_t *first) {
  quhua_code code = {""};
  snprintf(code.text, sizeof code.text, "%s", text);
  return quhua_crosswalk_find(c, level, &code, first);
}

/* 金龙村 has three rows, of all in the order of codes the first; 西山村 has one; the unit without predecessor has no old
 * code, and 青石村 differs in nothing but what it got. */
static void test_find_old_code(void **state) {
  (void)state;
  bench *b = open_land();
  bench_apply(b, "document,effective,old_code,new_code,new_name,new_kind,new_parent\n"
                 "丁,2023-01-01,,@新,水库村,村委会,510723104\n");
  quhua_crosswalk *c = NULL;
  assert_int_equal(quhua_crosswalk_new(b->before, bench_day("2019-06-01"), bench_day("2024-01-01"), &c, NULL),
                   QUHUA_OK);
  size_t first = 99;
  assert_int_equal(find(c, QUHUA_LEVEL_VILLAGE, "510723104202", &first), 0);
  assert_int_equal(find(c, QUHUA_LEVEL_TOWNSHIP, "510723104201", &first), 0);
  assert_int_equal(find(c, QUHUA_LEVEL_VILLAGE, "510723104207", &first), 0); /* 水库村 */
  assert_int_equal(find(c, QUHUA_LEVEL_ANY, "", &first), 0);
  assert_int_equal(first, 99); /* nothing was found yet */
  assert_int_equal(find(c, QUHUA_LEVEL_VILLAGE, "510723104201", &first), 3);
  assert_int_equal(first, 0);
  assert_int_equal(find(c, QUHUA_LEVEL_ANY, "510723104203", &first), 1);
  assert_int_equal(first, 3);
  assert_string_equal(quhua_crosswalk_at(c, first)->after.code.text, "510723104203");
  quhua_crosswalk_free(c);
  bench_close(b);
}

static void test_wrong_days(void **state) {
  (void)state;
  bench *b = open_land();
  quhua_crosswalk *c = (quhua_crosswalk *)b;
  quhua_error_clear(&b->err);
  quhua_status status =
      quhua_crosswalk_new(b->before, bench_day("2020-01-02"), bench_day("2020-01-01"), &c, &b->err);
  assert_int_equal(status, QUHUA_E_INVALID);
  assert_int_equal(b->err.status, QUHUA_E_INVALID);
  assert_null(c);
  quhua_crosswalk_free(NULL);
  bench_close(b);
}

/* Who knows the journal only up to the first act sees only that. */
static void test_as_known(void **state) {
  (void)state;
  bench *b = open_land();
  quhua_snapshot *past = NULL;
  quhua_crosswalk *c = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, 2, &past, NULL), QUHUA_OK);
  assert_int_equal(quhua_crosswalk_new(past, bench_day("2019-06-01"), bench_day("2030-01-01"), &c, NULL),
                   QUHUA_OK);
  assert_int_equal(quhua_crosswalk_count(c), 2);
  assert_string_equal(quhua_crosswalk_at(c, 1)->after.code.text, "510723104205");
  quhua_crosswalk_free(c);
  quhua_snapshot_free(past);
  bench_close(b);
}

static void test_out_of_memory(void **state) {
  (void)state;
  bench *b = open_land();
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_snapshot view = *b->before;
    quhua_crosswalk *c = NULL;
    view.allocator = &allocator;
    quhua_status status =
        quhua_crosswalk_new(&view, bench_day("2019-06-01"), bench_day("2030-01-01"), &c, NULL);
    if (status == QUHUA_OK) {
      assert_int_equal(quhua_crosswalk_count(c), 4);
      quhua_crosswalk_free(c);
    } else {
      assert_int_equal(status, QUHUA_E_NOMEM);
      assert_null(c);
    }
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after > 5);
      break;
    }
  }
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_two_acts_composed),
      cmocka_unit_test(test_days),
      cmocka_unit_test(test_between_the_two_acts),
      cmocka_unit_test(test_there_and_back),
      cmocka_unit_test(test_exchanged_codes),
      cmocka_unit_test(test_beginnings_and_ends),
      cmocka_unit_test(test_find_old_code),
      cmocka_unit_test(test_wrong_days),
      cmocka_unit_test(test_as_known),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
