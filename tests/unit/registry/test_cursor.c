/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/fail_alloc.h"
#include "support/fold.h"

#include <string.h>

/* All ids that a cursor gives, which must be these; frees it. */
static void expect(quhua_status status, quhua_cursor **made, const quhua_unit_id *expected, size_t count) {
  quhua_unit u;
  quhua_cursor *cursor = *made;
  assert_int_equal(status, QUHUA_OK);
  assert_int_equal(quhua_cursor_count(cursor), count);
  for (size_t i = 0; i < count; i++) {
    assert_true(quhua_cursor_next(cursor, &u));
    assert_int_equal(u.id, expected[i]);
  }
  assert_false(quhua_cursor_next(cursor, &u));
  assert_false(quhua_cursor_next(cursor, &u));
  assert_int_equal(quhua_cursor_count(cursor), count); /* stepping does not use it up */
  quhua_cursor_free(cursor);
}
#define IDS(...)                                                                                             \
  ((const quhua_unit_id[]){__VA_ARGS__}), sizeof(quhua_unit_id[]){__VA_ARGS__} / sizeof(quhua_unit_id)

typedef struct yard {
  quhua__state state;
  quhua_snapshot view;
} yard;

static void yard_make(yard *y) {
  fold_root(&y->state, "cn-stat");
  fold_yard_opening(&y->state);
  fold_yard_merger(&y->state);
  y->view = (quhua_snapshot){quhua_allocator_default(), &y->state, 2};
}

/* Codes: 两河镇 104, its 金龙村 104201, 毛公乡 208, 东永村 208201, 西山村 208202. */
static void test_all(void **state) {
  (void)state;
  yard y;
  quhua_cursor *c = NULL;
  yard_make(&y);
  quhua_status status = quhua_cursor_new_all(&y.view, fold_day("2019-06-01"), &c, NULL);
  expect(status, &c, IDS(1, 2, 6, 3, 4, 5));
  status = quhua_cursor_new_all(&y.view, fold_day("2020-01-01"), &c, NULL);
  expect(status, &c, IDS(1, 7, 4, 5, 6));
  status = quhua_cursor_new_all(&y.view, fold_day("2018-12-31"), &c, NULL);
  expect(status, &c, NULL, 0);
  y.view.known = 1;
  status = quhua_cursor_new_all(&y.view, fold_day("2020-01-01"), &c, NULL);
  expect(status, &c, IDS(1, 2, 6, 3, 4, 5));
  y.view.known = 0;
  status = quhua_cursor_new_all(&y.view, fold_day("2020-01-01"), &c, NULL);
  expect(status, &c, NULL, 0);
  quhua__state_free(&y.state);
}

/* One code on two levels: the higher level first. */
static void test_equal_codes(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  quhua_cursor *c = NULL;
  fold_root(&s, "cn-stat");
  fold_begin(&f, &s);
  fold_open(&f, 1, 0, "3:441900000000", "东莞市", "2019-01-01");
  fold_open(&f, 2, 0, "2:441900000000", "东莞市", "2019-01-01");
  fold_end(&f, "2019-01-01");
  quhua_snapshot view = {quhua_allocator_default(), &s, 1};
  quhua_status status = quhua_cursor_new_all(&view, fold_day("2019-01-01"), &c, NULL);
  expect(status, &c, IDS(2, 1));
  quhua_code code = {"441900000000"};
  status = quhua_cursor_new_holders(&view, QUHUA_LEVEL_COUNTY, &code, &c, NULL);
  expect(status, &c, IDS(1));
  status = quhua_cursor_new_holders(&view, QUHUA_LEVEL_ANY, &code, &c, NULL);
  expect(status, &c, IDS(1, 2)); /* equal in time: as recorded */
  quhua__state_free(&s);
}

static void test_children(void **state) {
  (void)state;
  yard y;
  quhua_cursor *c = NULL;
  yard_make(&y);
  quhua_date before = fold_day("2019-12-31"), after = fold_day("2020-01-01");
  quhua_status status = quhua_cursor_new_children(&y.view, 3, before, &c, NULL);
  expect(status, &c, IDS(4, 5));
  status = quhua_cursor_new_children(&y.view, 3, after, &c, NULL);
  expect(status, &c, NULL, 0);
  status = quhua_cursor_new_children(&y.view, 7, after, &c, NULL);
  expect(status, &c, IDS(4, 5, 6));
  status = quhua_cursor_new_children(&y.view, 1, before, &c, NULL);
  expect(status, &c, IDS(2, 3));
  status = quhua_cursor_new_children(&y.view, 0, after, &c, NULL);
  expect(status, &c, IDS(1));
  const quhua_unit_id none[] = {8, UINT32_MAX, (UINT64_C(1) << 32) + 7, UINT64_MAX};
  for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
    status = quhua_cursor_new_children(&y.view, none[i], after, &c, NULL);
    expect(status, &c, NULL, 0);
  }
  quhua__state_free(&y.state);
}

static void test_versions_in_the_order_of_time(void **state) {
  (void)state;
  yard y;
  fold f;
  quhua_cursor *c = NULL;
  quhua_unit u;
  static const char *const names[] = {"高渠镇", "一镇", "二镇", "三镇"};
  yard_make(&y);
  for (int i = 1; i < 4; i++) { /* renamed three times on its first day */
    fold_begin(&f, &y.state);
    fold_close(&f, 7, "2020-01-01");
    fold_open(&f, 7, 1, "510723114", names[i], "2020-01-01");
    fold_end(&f, "2020-01-01");
  }
  y.view.known = 5;
  assert_int_equal(quhua_cursor_new_versions(&y.view, 7, &c, NULL), QUHUA_OK);
  assert_int_equal(quhua_cursor_count(c), 4);
  for (int i = 0; i < 4; i++) {
    assert_true(quhua_cursor_next(c, &u));
    assert_true(quhua_str_equal(u.name, quhua_str_from(names[i])));
    assert_int_equal(u.valid.to, i == 3 ? QUHUA_DATE_OPEN : fold_day("2020-01-01"));
  }
  quhua_cursor_free(c);
  quhua_status status = quhua_cursor_new_children(&y.view, 1, fold_day("2020-01-01"), &c, NULL);
  expect(status, &c, IDS(7)); /* once: versions without a day hold on none */
  status = quhua_cursor_new_versions(&y.view, 0, &c, NULL);
  expect(status, &c, NULL, 0);
  status = quhua_cursor_new_versions(&y.view, (UINT64_C(1) << 32) + 7, &c, NULL);
  expect(status, &c, NULL, 0);
  quhua__state_free(&y.state);
}

/* A code that goes from one unit to another: 510723208202 of 西山村 until 2020, of a new village from 2021. */
static void test_holders(void **state) {
  (void)state;
  yard y;
  fold f;
  quhua_cursor *c = NULL;
  quhua_code code = {"510723208202"};
  yard_make(&y);
  fold_begin(&f, &y.state);
  fold_open(&f, 8, 7, "510723208202", "新村", "2021-01-01");
  fold_end(&f, "2021-01-01");
  y.view.known = 3;
  quhua_status status = quhua_cursor_new_holders(&y.view, QUHUA_LEVEL_VILLAGE, &code, &c, NULL);
  expect(status, &c, IDS(5, 8));
  status = quhua_cursor_new_holders(&y.view, QUHUA_LEVEL_ANY, &code, &c, NULL);
  expect(status, &c, IDS(5, 8));
  status = quhua_cursor_new_holders(&y.view, QUHUA_LEVEL_GROUP, &code, &c, NULL);
  expect(status, &c, NULL, 0);
  y.view.known = 2;
  status = quhua_cursor_new_holders(&y.view, QUHUA_LEVEL_ANY, &code, &c, NULL);
  expect(status, &c, IDS(5));
  quhua__state_free(&y.state);
}

static void test_rows(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__rows rows = {.allocator = &allocator};
  for (uint32_t i = 0; i < 100; i++) assert_true(quhua__rows_add(&rows, i * i));
  for (uint32_t i = 0; i < 100; i++) assert_int_equal(rows.list[i], i * i);
  size_t count = rows.count;
  fail_alloc_arm(&books, 0);
  while (rows.count < rows.cap) assert_true(quhua__rows_add(&rows, 1));
  count = rows.count;
  assert_false(quhua__rows_add(&rows, 1));
  assert_int_equal(rows.count, count);
  assert_int_equal(rows.list[99], 99 * 99); /* the list stands */
  quhua__rows_free(&rows);
  quhua__rows_free(&rows);
  quhua_cursor_free(NULL);
  assert_true(fail_alloc_is_clean(&books));
}

/* When there is no memory for the cursor, the rows that it would have taken over are freed. */
static void test_out_of_memory(void **state) {
  (void)state;
  yard y;
  yard_make(&y);
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_snapshot view = {&allocator, &y.state, 2};
    quhua_cursor *c = NULL;
    quhua_status status = quhua_cursor_new_all(&view, fold_day("2019-06-01"), &c, NULL);
    if (status == QUHUA_OK)
      expect(status, &c, IDS(1, 2, 6, 3, 4, 5));
    else
      assert_null(c);
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after >= 3);
      break;
    }
    assert_int_equal(status, QUHUA_E_NOMEM);
  }
  quhua__state_free(&y.state);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_all),           cmocka_unit_test(test_equal_codes),
      cmocka_unit_test(test_children),      cmocka_unit_test(test_versions_in_the_order_of_time),
      cmocka_unit_test(test_holders),       cmocka_unit_test(test_rows),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
