/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lineage/flows.h"
#include "support/fail_alloc.h"
#include "support/fold.h"

#include <string.h>

/* 两河镇 and 毛公乡 become 高渠镇 in 2020; in 2021 高渠镇 keeps 3/4 and gives 1/4 to a new town; and an act with a
 * reason that was recorded last but is effective in 2020-06. */
static void land(quhua__state *s) {
  fold f;
  fold_root(s, "cn-stat");
  fold_yard_opening(s);
  fold_yard_merger(s);
  fold_begin(&f, s);
  fold_open(&f, 8, 1, "510723115", "鹅溪镇", "2021-01-01");
  fold_event(&f, QUHUA_RELATION_SPLIT_OFF);
  fold_flow(&f, 7, 7, "3/4");
  fold_flow(&f, 7, 8, "1/4");
  fold_end(&f, "2021-01-01");
  fold_begin(&f, s);
  quhua__effect_put_event(&f.effects, QUHUA_RELATION_BOUNDARY, QUHUA_RELATION_TRANSFER,
                          quhua_str_from("水库"), quhua_str_from("见附图"));
  fold_flow(&f, 1, 1, "1");
  fold_event(&f, QUHUA_RELATION_ABOLISH);
  fold_flow(&f, 7, 0, "?");
  fold_end(&f, "2020-06-01");
}

static void expect(const quhua_snapshot *view, quhua_unit_id unit, size_t count, const uint64_t (*pairs)[2]) {
  quhua_flows *flows = NULL;
  assert_int_equal(quhua_flows_new(view, unit, &flows, NULL), QUHUA_OK);
  assert_int_equal(quhua_flows_count(flows), count);
  for (size_t i = 0; i < count; i++) {
    assert_int_equal(quhua_flows_at(flows, i)->old_unit, pairs[i][0]);
    assert_int_equal(quhua_flows_at(flows, i)->new_unit, pairs[i][1]);
  }
  assert_null(quhua_flows_at(flows, count));
  assert_null(quhua_flows_at(flows, SIZE_MAX));
  quhua_flows_free(flows);
}

/* In the order of days, though the act of 2020-06 was recorded after that of 2021; the flow of 高渠镇 to itself once. */
static void test_in_and_out_in_the_order_of_time(void **state) {
  (void)state;
  quhua__state s;
  land(&s);
  quhua_snapshot view = {quhua_allocator_default(), &s, 4};
  expect(&view, 7, 5, (const uint64_t[][2]){{2, 7}, {3, 7}, {7, 0}, {7, 7}, {7, 8}});
  expect(&view, 2, 1, (const uint64_t[][2]){{2, 7}});
  expect(&view, 8, 1, (const uint64_t[][2]){{7, 8}});
  expect(&view, 4, 0, NULL);
  quhua__state_free(&s);
}

static void test_what_was_known(void **state) {
  (void)state;
  quhua__state s;
  land(&s);
  quhua_snapshot view = {quhua_allocator_default(), &s, 3};
  expect(&view, 7, 4, (const uint64_t[][2]){{2, 7}, {3, 7}, {7, 7}, {7, 8}});
  view.known = 1;
  expect(&view, 2, 0, NULL);
  quhua__state_free(&s);
}

static void test_units_that_are_none(void **state) {
  (void)state;
  quhua__state s;
  land(&s);
  quhua_snapshot view = {quhua_allocator_default(), &s, 4};
  expect(&view, 0, 0, NULL);
  expect(&view, 9, 0, NULL);
  expect(&view, UINT64_MAX, 0, NULL);
  expect(&view, (UINT64_C(1) << 32) + 7, 0, NULL); /* not cut to 7 */
  quhua_flows_free(NULL);
  quhua__state_free(&s);
}

static void test_all_that_a_flow_says(void **state) {
  (void)state;
  quhua__state s;
  land(&s);
  quhua_flow f = quhua__flow_public(&s, 5);
  assert_int_equal(f.sequence, 4);
  assert_int_equal(f.event, 1);
  assert_int_equal(f.date, fold_day("2020-06-01"));
  assert_int_equal(f.relation, QUHUA_RELATION_BOUNDARY);
  assert_int_equal(f.declared, QUHUA_RELATION_TRANSFER);
  assert_int_equal(f.share.kind, QUHUA_SHARE_WHOLE);
  assert_true(quhua_str_equal(f.reason, quhua_str_from("水库")));
  assert_true(quhua_str_equal(f.note, quhua_str_from("见附图")));
  f = quhua__flow_public(&s, 6);
  assert_int_equal(f.event, 2); /* events are counted inside the entry */
  assert_int_equal(f.new_unit, 0);
  assert_int_equal(f.share.kind, QUHUA_SHARE_UNKNOWN);
  assert_int_equal(f.reason.len, 0);
  f = quhua__flow_public(&s, 4);
  assert_int_equal(f.sequence, 3);
  assert_int_equal(f.event, 1);
  assert_int_equal(f.share.kind, QUHUA_SHARE_EXACT);
  assert_true(f.share.lo.num == 1 && f.share.lo.den == 4);
  quhua__state_free(&s);
}

static void test_order(void **state) {
  (void)state;
  quhua__state s;
  land(&s);
  assert_true(quhua__flow_by_time(&s, 1, 2) < 0); /* same day: by record */
  assert_true(quhua__flow_by_time(&s, 2, 1) > 0);
  assert_true(quhua__flow_by_time(&s, 3, 5) > 0); /* 2021 after 2020-06, though recorded before */
  assert_int_equal(quhua__flow_by_time(&s, 3, 3), 0);
  quhua__state_free(&s);
}

static void test_out_of_memory(void **state) {
  (void)state;
  quhua__state s;
  land(&s);
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_snapshot view = {&allocator, &s, 4};
    quhua_flows *flows = (quhua_flows *)&books;
    quhua_error err;
    quhua_error_clear(&err);
    quhua_status status = quhua_flows_new(&view, 7, &flows, &err);
    if (status == QUHUA_OK) {
      assert_int_equal(quhua_flows_count(flows), 5);
      quhua_flows_free(flows);
    } else {
      assert_int_equal(status, QUHUA_E_NOMEM);
      assert_int_equal(err.status, QUHUA_E_NOMEM);
      assert_null(flows);
    }
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after >= 3); /* the list, the numbers, room to sort */
      break;
    }
  }
  quhua__state_free(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_in_and_out_in_the_order_of_time),
      cmocka_unit_test(test_what_was_known),
      cmocka_unit_test(test_units_that_are_none),
      cmocka_unit_test(test_all_that_a_flow_says),
      cmocka_unit_test(test_order),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
