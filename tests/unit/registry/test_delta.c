/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "registry/delta.h"
#include "support/fail_alloc.h"
#include "support/fold.h"

#include <string.h>

/* The yard's merger on an overlay ends rows 2 to 6 and adds rows 7 to 15 and two flows; then 高渠镇 is renamed in the
 * same commit and the merger's flow of 两河镇 stays. */
static void overlay(quhua__state *base, quhua__state *over) {
  fold f;
  fold_root(base, "cn-stat");
  fold_yard_opening(base);
  quhua__state_init_overlay(over, quhua_allocator_default(), base, 1);
  fold_yard_merger(over);
  fold_begin(&f, over);
  fold_close(&f, 7, "2020-06-01");
  fold_open(&f, 7, 1, "510723114", "高山镇", "2020-06-01");
  fold_observe(&f, 7, "2020-06-01", "户", "300");
  fold_end(&f, "2020-06-01");
}

static void test_of_an_overlay(void **state) {
  (void)state;
  quhua__state base, over;
  quhua_store_delta d;
  quhua_unit u;
  quhua_flow flow;
  const quhua_snapshot *view = NULL;
  quhua_sequence to;
  uint32_t number;
  overlay(&base, &over);
  assert_int_equal(quhua__delta_new(&d, quhua_allocator_default(), &over, NULL), QUHUA_OK);
  for (size_t i = 0; i < 11; i++) { /* 9 of the merger, 2 of the renaming */
    assert_true(quhua_store_delta_version(&d, i, &u, &view));
    assert_int_equal(u.row, 7 + i);
    assert_int_equal(u.recorded_from, i < 9 ? 2 : 3);
    if (i == 5)
      assert_int_equal(u.recorded_to, 3); /* row 12, 高渠镇: ended by the second act */
    else
      assert_true(u.recorded_to == QUHUA_SEQUENCE_OPEN);
    assert_non_null(view);
  }
  assert_false(quhua_store_delta_version(&d, 11, &u, NULL));
  bool seen[7] = {false};
  for (size_t i = 0; i < 5; i++) {
    assert_true(quhua_store_delta_closed(&d, i, &number, &to));
    assert_true(number >= 2 && number <= 6 && !seen[number]);
    seen[number] = true;
    assert_true(to == 2);
  }
  assert_false(quhua_store_delta_closed(&d, 5, &number, &to));
  for (size_t i = 0; i < 2; i++) {
    assert_true(quhua_store_delta_flow(&d, i, &number, &flow, &to));
    assert_int_equal(number, i + 1);
    assert_int_equal(flow.old_unit, i + 2);
    assert_int_equal(flow.new_unit, 7);
    assert_true(to == QUHUA_SEQUENCE_OPEN);
  }
  assert_false(quhua_store_delta_flow(&d, 2, &number, &flow, &to));
  assert_false(quhua_store_delta_closed_flow(&d, 0, &number, &to));
  quhua_observation o;
  assert_true(quhua_store_delta_observation(&d, 0, &o));
  assert_int_equal(o.unit, 7);
  assert_int_equal(o.sequence, 3);
  assert_true(quhua_str_equal(o.series, quhua_str_from("户")) &&
              quhua_str_equal(o.value, quhua_str_from("300")));
  assert_false(quhua_store_delta_observation(&d, 1, &o));
  quhua__delta_free(&d);
  quhua__state_free(&over);
  quhua__state_free(&base);
}

/* Everything, as one delta from nothing. */
static void test_of_a_root(void **state) {
  (void)state;
  quhua__state s;
  quhua_store_delta d;
  quhua_unit u;
  quhua_flow flow;
  quhua_sequence to;
  uint32_t number;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_yard_merger(&s);
  assert_int_equal(quhua__delta_new(&d, quhua_allocator_default(), &s, NULL), QUHUA_OK);
  for (size_t i = 0; i < 15; i++) {
    assert_true(quhua_store_delta_version(&d, i, &u, NULL));
    assert_int_equal(u.row, i + 1);
  }
  assert_false(quhua_store_delta_version(&d, 15, &u, NULL));
  assert_true(quhua_store_delta_version(&d, 1, &u, NULL));
  assert_int_equal(u.recorded_to, 2);
  assert_false(quhua_store_delta_closed(&d, 0, &number, &to)); /* there are no earlier records */
  assert_true(quhua_store_delta_flow(&d, 1, &number, &flow, &to));
  assert_false(quhua_store_delta_flow(&d, 2, &number, &flow, &to));
  quhua__delta_free(&d);
  quhua__state_free(&s);
}

/* Taking back an act of the base ends its rows and flows; the rows that come back are new ones. */
static void test_of_a_retraction(void **state) {
  (void)state;
  quhua__state base, over;
  fold f;
  quhua_store_delta d;
  quhua_unit u;
  quhua_sequence to;
  uint32_t number;
  fold_root(&base, "cn-stat");
  fold_yard_opening(&base);
  fold_yard_merger(&base);
  quhua__state_init_overlay(&over, quhua_allocator_default(), &base, 2);
  fold_begin(&f, &over);
  fold_retract(&f, 2);
  fold_end(&f, "2019-06-01");
  assert_int_equal(quhua__delta_new(&d, quhua_allocator_default(), &over, NULL), QUHUA_OK);
  size_t closed = 0, flows = 0, added = 0;
  while (quhua_store_delta_closed(&d, closed, &number, &to)) {
    assert_true(number >= 7 && number <= 15 && to == 3);
    closed++;
  }
  while (quhua_store_delta_closed_flow(&d, flows, &number, &to)) {
    assert_int_equal(number, flows + 1);
    assert_true(to == 3);
    flows++;
  }
  while (quhua_store_delta_version(&d, added, &u, NULL)) added++;
  assert_int_equal(closed, 9);
  assert_int_equal(flows, 2);
  assert_int_equal(added, 5);
  quhua__delta_free(&d);
  quhua__state_free(&over);
  quhua__state_free(&base);
}

static void test_out_of_memory(void **state) {
  (void)state;
  quhua__state base, over;
  overlay(&base, &over);
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_store_delta d;
    quhua_status status = quhua__delta_new(&d, &allocator, &over, NULL);
    if (status == QUHUA_OK)
      quhua__delta_free(&d);
    else
      assert_int_equal(status, QUHUA_E_NOMEM);
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_int_equal(after, 1); /* one list: no flows were closed */
      break;
    }
  }
  quhua__state_free(&over);
  quhua__state_free(&base);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_of_an_overlay),
      cmocka_unit_test(test_of_a_root),
      cmocka_unit_test(test_of_a_retraction),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
