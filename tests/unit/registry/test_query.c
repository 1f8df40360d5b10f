/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"
#include "support/fold.h"

#include <stdlib.h>
#include <string.h>

static const quhua_attribute town_attributes[] = {{{"external:证书", 15}, {"N3", 2}},
                                                  {{"seat", 4}, {"两河街", 9}}};

typedef struct yard {
  quhua__state state;
  quhua_snapshot view;
} yard;

static yard *yard_new(void) {
  yard *y = calloc(1, sizeof *y);
  assert_non_null(y);
  fold_root(&y->state, "cn-stat");
  fold_yard_opening(&y->state);
  fold_yard_merger(&y->state);
  y->view = (quhua_snapshot){quhua_allocator_default(), &y->state, 2};
  return y;
}

static void yard_free(yard *y) {
  quhua__state_free(&y->state);
  free(y);
}

static quhua_status find(const yard *y, quhua_level level, const char *code, const char *day,
                         quhua_unit *out) {
  quhua_code c = {""};
  memcpy(c.text, code, strlen(code));
  return quhua_unit_find(&y->view, level, &c, fold_day(day), out);
}

static void test_by_code_and_day(void **state) {
  (void)state;
  yard *y = yard_new();
  quhua_unit u;
  assert_int_equal(find(y, QUHUA_LEVEL_ANY, "510723208201", "2018-12-31", &u), QUHUA_E_NOT_FOUND);
  assert_int_equal(find(y, QUHUA_LEVEL_ANY, "510723208201", "2019-01-01", &u), QUHUA_OK);
  assert_int_equal(u.id, 4);
  assert_int_equal(find(y, QUHUA_LEVEL_VILLAGE, "510723208201", "2019-12-31", &u), QUHUA_OK);
  assert_int_equal(u.id, 4);
  assert_int_equal(find(y, QUHUA_LEVEL_ANY, "510723208201", "2020-01-01", &u), QUHUA_E_NOT_FOUND);
  assert_int_equal(find(y, QUHUA_LEVEL_ANY, "510723114201", "2019-12-31", &u), QUHUA_E_NOT_FOUND);
  assert_int_equal(find(y, QUHUA_LEVEL_ANY, "510723114201", "2020-01-01", &u), QUHUA_OK);
  assert_int_equal(u.id, 4);
  assert_int_equal(u.parent, 7);
  assert_int_equal(find(y, QUHUA_LEVEL_TOWNSHIP, "510723114201", "2020-01-01", &u), QUHUA_E_NOT_FOUND);
  yard_free(y);
}

/* At the older sequence the end of 2019 is not known yet: the town is expected to last. */
static void test_by_code_as_known_before(void **state) {
  (void)state;
  yard *y = yard_new();
  quhua_unit u;
  y->view.known = 1;
  assert_int_equal(find(y, QUHUA_LEVEL_ANY, "510723208201", "2025-01-01", &u), QUHUA_OK);
  assert_int_equal(u.valid.to, QUHUA_DATE_OPEN);
  assert_int_equal(find(y, QUHUA_LEVEL_ANY, "510723114201", "2025-01-01", &u), QUHUA_E_NOT_FOUND);
  y->view.known = 0;
  assert_int_equal(find(y, QUHUA_LEVEL_ANY, "510723208201", "2019-06-01", &u), QUHUA_E_NOT_FOUND);
  yard_free(y);
}

/* 东莞: one code on two levels. */
static void test_one_code_on_two_levels(void **state) {
  (void)state;
  bench *b =
      bench_open("code,name,level,parent\n44,广东省,1,\n441900,东莞市,2,\n3:441900,东莞市,3,2:441900\n");
  quhua_unit u;
  quhua_code code = {"441900000000"};
  assert_int_equal(quhua_unit_find(b->before, QUHUA_LEVEL_ANY, &code, bench_day("2019-01-01"), &u),
                   QUHUA_E_AMBIGUOUS);
  assert_int_equal(u.level, QUHUA_LEVEL_PREFECTURE); /* the highest */
  assert_int_equal(quhua_unit_find(b->before, QUHUA_LEVEL_COUNTY, &code, bench_day("2019-01-01"), &u),
                   QUHUA_OK);
  assert_int_equal(u.level, QUHUA_LEVEL_COUNTY);
  bench_close(b);
}

/* Two and a half blocks: the same answers as one by one, on a root and on what a plan leaves. By hand: of the seven codes
 * one is nobody's; before the act all others are held, and the act ends 202. */
static void expect_many(const quhua_snapshot *snapshot, const char *day, size_t held_of_seven) {
  static const char *const codes[7] = {"510722109201", "510722109202", "510722109203", "510722109999",
                                       "510722000000", "510722138204", "510722109000"};
  quhua_lookup lookups[42];
  quhua_unit units[42], one;
  quhua_status statuses[42];
  for (size_t i = 0; i < 42; i++) {
    lookups[i] = (quhua_lookup){.level = QUHUA_LEVEL_ANY};
    memcpy(lookups[i].code.text, codes[i % 7], 12);
  }
  assert_int_equal(quhua_unit_find_many(snapshot, lookups, 42, bench_day(day), units, statuses),
                   held_of_seven * 6);
  for (size_t i = 0; i < 42; i++) {
    quhua_status status = quhua_unit_find(snapshot, QUHUA_LEVEL_ANY, &lookups[i].code, bench_day(day), &one);
    assert_int_equal(statuses[i], status);
    assert_int_equal(units[i].row, status ? 0 : one.row);
  }
  assert_int_equal(quhua_unit_find_many(snapshot, lookups, 42, bench_day(day), units, NULL),
                   held_of_seven * 6);
  for (size_t i = 0; i < 42; i++)
    lookups[i].level = QUHUA_LEVEL_VILLAGE; /* the county and the town are none */
  assert_int_equal(quhua_unit_find_many(snapshot, lookups, 42, bench_day(day), units, NULL),
                   (held_of_seven - 2) * 6);
  assert_int_equal(quhua_unit_find_many(snapshot, lookups, 0, bench_day(day), units, NULL), 0);
}

static void test_many(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  expect_many(b->before, "2019-06-01", 6);
  bench_plan(b, "document,effective,old_code,new_code\n〔1〕,2020-01-01,510722109202,510722109201\n");
  expect_many(quhua_plan_after(b->plan), "2020-06-01", 5);
  expect_many(quhua_plan_after(b->plan), "2019-06-01", 6);
  bench_close(b);
}

static void test_by_identity(void **state) {
  (void)state;
  yard *y = yard_new();
  quhua_unit u;
  assert_int_equal(quhua_unit_find_id(&y->view, 3, fold_day("2019-12-31"), &u), QUHUA_OK);
  assert_int_equal(quhua_unit_find_id(&y->view, 3, fold_day("2020-01-01"), &u), QUHUA_E_NOT_FOUND);
  assert_int_equal(quhua_unit_find_last(&y->view, 3, &u), QUHUA_OK);
  assert_int_equal(u.valid.to, fold_day("2020-01-01"));
  assert_int_equal(quhua_unit_find_last(&y->view, 4, &u), QUHUA_OK);
  assert_string_equal(u.code.text, "510723114201");
  const quhua_unit_id none[] = {0, 8, UINT32_MAX, (UINT64_C(1) << 32) + 3, UINT64_MAX};
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
    assert_int_equal(quhua_unit_find_id(&y->view, none[i], fold_day("2019-12-31"), &u), QUHUA_E_NOT_FOUND);
    assert_int_equal(quhua_unit_find_last(&y->view, none[i], &u), QUHUA_E_NOT_FOUND);
  }
  y->view.known = 1;
  assert_int_equal(quhua_unit_find_last(&y->view, 7, &u), QUHUA_E_NOT_FOUND); /* not born yet */
  yard_free(y);
}

static void test_attributes(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  quhua_unit u;
  quhua_attribute pair;
  fold_root(&s, "cn-stat");
  fold_begin(&f, &s);
  fold_open(&f, 1, 0, "510723", "盐亭县", "2019-01-01");
  fold_open_with(&f, 2, 1, "510723104", "两河镇", "2019-01-01", town_attributes, 2);
  fold_end(&f, "2019-01-01");
  quhua_snapshot view = {quhua_allocator_default(), &s, 1};
  assert_int_equal(quhua_unit_find_last(&view, 2, &u), QUHUA_OK);
  assert_true(quhua_str_equal(quhua_unit_attribute(&view, &u, "seat"), quhua_str_from("两河街")));
  assert_int_equal(quhua_unit_attribute(&view, &u, "sea").len, 0);
  assert_true(quhua_unit_attribute_at(&view, &u, 0, &pair));
  assert_true(quhua_str_equal(pair.key, quhua_str_from("external:证书")));
  assert_true(quhua_unit_attribute_at(&view, &u, 1, &pair));
  assert_false(quhua_unit_attribute_at(&view, &u, 2, &pair));
  assert_false(quhua_unit_attribute_at(&view, &u, UINT32_MAX, &pair));
  assert_int_equal(quhua_unit_find_last(&view, 1, &u), QUHUA_OK);
  assert_int_equal(u.attributes, 0);
  assert_false(quhua_unit_attribute_at(&view, &u, 0, &pair));
  quhua__state_free(&s);
}

static void expect_observed(const quhua_snapshot *view, quhua_unit_id id, const char *series, const char *day,
                            const char *expected) {
  quhua_str value;
  quhua_status status = quhua_unit_observed(view, id, quhua_str_from(series), fold_day(day), &value);
  assert_int_equal(status, expected ? QUHUA_OK : QUHUA_E_NOT_FOUND);
  if (expected) assert_true(quhua_str_equal(value, quhua_str_from(expected)));
}

/* The latest day at or before; of two records of one day the later; in an overlay too. */
static void test_observations(void **state) {
  (void)state;
  yard *y = yard_new();
  quhua__state over;
  quhua_str name;
  fold f;
  fold_begin(&f, &y->state);
  fold_observe(&f, 4, "2019-06-01", "户", "100");
  fold_observe(&f, 4, "2019-03-01", "户", "90");
  fold_observe(&f, 4, "2019-06-01", "亩", "12.50");
  fold_end(&f, "2019-06-01");
  y->view.known = 3;
  expect_observed(&y->view, 4, "户", "2019-02-28", NULL);
  expect_observed(&y->view, 4, "户", "2019-03-01", "90");
  expect_observed(&y->view, 4, "户", "2019-05-31", "90");
  expect_observed(&y->view, 4, "户", "2025-01-01", "100");
  expect_observed(&y->view, 4, "亩", "2025-01-01", "12.50");
  expect_observed(&y->view, 4, "人", "2025-01-01", NULL);
  expect_observed(&y->view, 5, "户", "2025-01-01", NULL);
  expect_observed(&y->view, 0, "户", "2025-01-01", NULL);
  quhua__state_init_overlay(&over, quhua_allocator_default(), &y->state, 3);
  fold_begin(&f, &over);
  fold_observe(&f, 4, "2019-06-01", "户", "101");
  fold_observe(&f, 4, "2019-03-01", "人", "7");
  fold_end(&f, "2019-06-01");
  quhua_snapshot above = {quhua_allocator_default(), &over, 4};
  expect_observed(&above, 4, "户", "2025-01-01", "101");
  expect_observed(&above, 4, "户", "2019-05-31", "90");
  expect_observed(&above, 4, "人", "2025-01-01", "7");
  expect_observed(&y->view, 4, "户", "2025-01-01", "100");
  above.known = 3;
  expect_observed(&above, 4, "户", "2025-01-01", "100");
  above.known = 4;
  static const char *const series[] = {"户", "亩", "人"};
  for (uint32_t i = 0; i < 3; i++) {
    assert_true(quhua_series_at(&above, i, &name));
    assert_true(quhua_str_equal(name, quhua_str_from(series[i])));
  }
  assert_false(quhua_series_at(&above, 3, &name));
  assert_false(quhua_series_at(&y->view, 2, &name));
  y->view.known = 2;
  assert_false(quhua_series_at(&y->view, 0, &name));
  quhua__state_free(&over);
  yard_free(y);
}

static void expect_path(const yard *y, quhua_unit_id id, const char *day, const char *expected) {
  quhua_unit u;
  char out[128];
  assert_int_equal(quhua_unit_find_id(&y->view, id, fold_day(day), &u), QUHUA_OK);
  assert_int_equal(quhua_unit_path(&y->view, &u, fold_day(day), out, sizeof out), strlen(expected));
  assert_string_equal(out, expected);
}

static void test_path(void **state) {
  (void)state;
  yard *y = yard_new();
  quhua_unit u;
  char out[16];
  expect_path(y, 4, "2019-12-31", "盐亭县毛公乡东永村");
  expect_path(y, 4, "2020-01-01", "盐亭县高渠镇东永村");
  expect_path(y, 1, "2020-01-01", "盐亭县");
  assert_int_equal(quhua_unit_find_id(&y->view, 7, fold_day("2020-01-01"), &u), QUHUA_OK);
  assert_int_equal(quhua_unit_path(&y->view, &u, fold_day("2020-01-01"), NULL, 0), 18);
  memset(out, 'x', sizeof out);
  assert_int_equal(quhua_unit_path(&y->view, &u, fold_day("2020-01-01"), out, 10), 18);
  assert_string_equal(out, "盐亭县"); /* nine bytes and the terminator */
  assert_int_equal(out[10], 'x');
  yard_free(y);
}

static void expect_counts(const quhua_snapshot *view, quhua_unit_id scope, const char *day, uint64_t counties,
                          uint64_t towns, uint64_t townships, uint64_t villages) {
  uint64_t counts[QUHUA_KIND_LIMIT], sum = 0;
  quhua_snapshot_count(view, scope, fold_day(day), counts);
  assert_int_equal(counts[QUHUA_KIND_COUNTY], counties);
  assert_int_equal(counts[QUHUA_KIND_TOWN], towns);
  assert_int_equal(counts[QUHUA_KIND_TOWNSHIP], townships);
  assert_int_equal(counts[QUHUA_KIND_VILLAGE], villages);
  for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++) sum += counts[kind];
  assert_int_equal(sum, counties + towns + townships + villages);
}

static void test_counts(void **state) {
  (void)state;
  yard *y = yard_new();
  expect_counts(&y->view, 0, "2019-06-01", 1, 1, 1, 3);
  expect_counts(&y->view, 0, "2020-06-01", 1, 1, 0, 3);
  expect_counts(&y->view, 0, "2018-06-01", 0, 0, 0, 0);
  expect_counts(&y->view, 1, "2019-06-01", 1, 1, 1, 3);
  expect_counts(&y->view, 3, "2019-06-01", 0, 0, 1, 2);
  expect_counts(&y->view, 3, "2020-06-01", 0, 0, 0, 0); /* ended */
  expect_counts(&y->view, 7, "2020-06-01", 0, 1, 0, 3);
  expect_counts(&y->view, 99, "2020-06-01", 0, 0, 0, 0);
  y->view.known = 1;
  expect_counts(&y->view, 0, "2020-06-01", 1, 1, 1, 3);
  yard_free(y);
}

/* A version without a day holds on no day. */
static void test_rows_on_days(void **state) {
  (void)state;
  yard *y = yard_new();
  fold f;
  fold_begin(&f, &y->state);
  fold_close(&f, 7, "2020-01-01");
  fold_open(&f, 7, 1, "510723114", "高山镇", "2020-01-01");
  fold_end(&f, "2020-01-01");
  uint32_t row = quhua__row_on(&y->state, 3, 7, fold_day("2020-01-01"));
  assert_true(quhua_str_equal(quhua__row_unit(&y->state, row).name, quhua_str_from("高山镇")));
  assert_int_equal(quhua__row_last(&y->state, 3, 7), row);
  assert_int_equal(quhua__row_on(&y->state, 3, 7, fold_day("2019-12-31")), 0);
  assert_int_equal(quhua__row_on(&y->state, 3, 0, fold_day("2020-01-01")), 0);
  row = quhua__row_on(&y->state, 2, 7, fold_day("2020-01-01"));
  assert_true(quhua_str_equal(quhua__row_unit(&y->state, row).name, quhua_str_from("高渠镇")));
  quhua_code code = {"510723114000"};
  row = quhua__row_with_code(&y->state, 3, QUHUA_LEVEL_TOWNSHIP, &code, fold_day("2020-01-01"));
  assert_true(quhua_str_equal(quhua__row_unit(&y->state, row).name, quhua_str_from("高山镇")));
  yard_free(y);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_by_code_and_day),
      cmocka_unit_test(test_by_code_as_known_before),
      cmocka_unit_test(test_one_code_on_two_levels),
      cmocka_unit_test(test_many),
      cmocka_unit_test(test_by_identity),
      cmocka_unit_test(test_attributes),
      cmocka_unit_test(test_observations),
      cmocka_unit_test(test_path),
      cmocka_unit_test(test_counts),
      cmocka_unit_test(test_rows_on_days),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
