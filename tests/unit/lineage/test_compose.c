/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lineage/compose.h"
#include "support/fold.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Units 1 … 9 of scheme opaque, all alive from 2000 on; what the flows do is all that matters. */
typedef struct land {
  quhua__state state;
  fold f;
  quhua__arena arena;
  quhua__parts parts;
} land;

static land *land_new(uint32_t units) {
  land *l = calloc(1, sizeof *l);
  assert_non_null(l);
  fold_root(&l->state, "opaque");
  quhua__arena_init(&l->arena, quhua_allocator_default());
  fold_begin(&l->f, &l->state);
  for (uint32_t unit = 1; unit <= units; unit++) {
    char code[] = {'U', (char)('0' + unit), '\0'};
    fold_open(&l->f, unit, 0, code, code, "2000-01-01");
  }
  fold_end(&l->f, "2000-01-01");
  return l;
}

static void land_free(land *l) {
  quhua__arena_free(&l->arena);
  quhua__state_free(&l->state);
  free(l);
}

/* Begin an act of one event. */
static void act(land *l) {
  fold_begin(&l->f, &l->state);
  fold_event(&l->f, QUHUA_RELATION_REDISTRIBUTE);
}
/* A unit that did not live before. */
static void born(land *l, uint32_t unit, const char *day) {
  char code[] = {'U', (char)('0' + unit), '\0'};
  fold_open(&l->f, unit, 0, code, code, day);
}
static void flow(land *l, uint32_t from, uint32_t to, const char *share) {
  fold_flow(&l->f, from, to, share);
}
static void done(land *l, const char *day) { fold_end(&l->f, day); }

/* Follow a unit over a window of days (excluded, included) and compare "unit share; unit share; …". */
static void expect_between(land *l, uint32_t unit, const char *after, const char *until,
                           const char *expected) {
  char text[512];
  size_t len = 0;
  quhua__window window = {fold_day(after), fold_day(until), 0};
  assert_true(quhua__compose(&l->state, quhua__state_head(&l->state), window, unit, &l->arena, &l->parts));
  text[0] = '\0';
  for (size_t i = 0; i < l->parts.count; i++) {
    char share[QUHUA_SHARE_TEXT_MAX];
    quhua_share_format(l->parts.list[i].share, share);
    len += (size_t)snprintf(text + len, sizeof text - len, "%s%u %s", i ? "; " : "",
                            (unsigned)l->parts.list[i].unit, share);
    assert_true(len < sizeof text);
  }
  assert_string_equal(text, expected);
}
static void expect(land *l, uint32_t unit, const char *expected) {
  expect_between(l, unit, "2000-12-31", "2030-01-01", expected);
}

static void test_without_flows(void **state) {
  (void)state;
  land *l = land_new(1);
  expect(l, 1, "1 1");
  assert_int_equal(l->parts.list[0].last_flow, 0);
  assert_int_equal(l->parts.list[0].share.kind, QUHUA_SHARE_WHOLE);
  land_free(l);
}

/* 1 -> 2 (2/5), 3 (3/5); then 2 -> 4 (1/2), 5 (1/2): 4 has 2/5 * 1/2 = 1/5 of 1. */
static void test_exact_shares_multiply(void **state) {
  (void)state;
  land *l = land_new(1);
  act(l), born(l, 2, "2001-01-01"), born(l, 3, "2001-01-01");
  flow(l, 1, 2, "2/5"), flow(l, 1, 3, "3/5"), done(l, "2001-01-01");
  act(l), born(l, 4, "2002-01-01"), born(l, 5, "2002-01-01");
  flow(l, 2, 4, "1/2"), flow(l, 2, 5, "1/2"), done(l, "2002-01-01");
  expect(l, 1, "3 3/5; 4 1/5; 5 1/5");
  expect_between(l, 2, "2001-01-01", "2030-01-01", "4 1/2; 5 1/2");
  expect(l, 3, "3 1");
  assert_int_equal(l->parts.list[0].last_flow, 0);
  expect(l, 1, "3 3/5; 4 1/5; 5 1/5");
  assert_int_equal(l->parts.list[0].last_flow, 2); /* the second flow that was recorded */
  assert_int_equal(l->parts.list[2].last_flow, 4);
  land_free(l);
}

/* The window: after the first day, up to and including the last. */
static void test_window(void **state) {
  (void)state;
  land *l = land_new(1);
  act(l), born(l, 2, "2001-01-01"), flow(l, 1, 2, "1"), done(l, "2001-01-01");
  act(l), born(l, 3, "2002-01-01"), flow(l, 2, 3, "1"), done(l, "2002-01-01");
  expect_between(l, 1, "2000-12-31", "2000-12-31", "1 1");
  expect_between(l, 1, "2000-12-31", "2001-01-01", "2 1");
  expect_between(l, 1, "2000-12-31", "2001-12-31", "2 1");
  expect_between(l, 1, "2000-12-31", "2002-01-01", "3 1");
  expect_between(l, 1, "2001-01-01", "2002-01-01", "1 1"); /* its flow lies before */
  expect_between(l, 2, "2001-01-01", "2002-01-01", "3 1");
  quhua__window later = {fold_day("2000-12-31"), fold_day("2030-01-01"), 2}; /* recorded after entry 2 */
  assert_true(quhua__compose(&l->state, 3, later, 2, &l->arena, &l->parts));
  assert_int_equal(l->parts.list[0].unit, 3);
  assert_true(quhua__compose(&l->state, 3, later, 1, &l->arena, &l->parts));
  assert_int_equal(l->parts.list[0].unit, 1);
  assert_true(
      quhua__compose(&l->state, 2, (quhua__window){later.after, later.until, 0}, 1, &l->arena, &l->parts));
  assert_int_equal(l->parts.list[0].unit, 2); /* who knows two entries stops there */
  land_free(l);
}

/* Who knows nothing of the parts knows that all of them together are whole. */
static void test_unknown_parts_that_join_again(void **state) {
  (void)state;
  land *l = land_new(1);
  act(l), born(l, 2, "2001-01-01"), born(l, 3, "2001-01-01");
  flow(l, 1, 2, "?"), flow(l, 1, 3, "?"), done(l, "2001-01-01");
  expect(l, 1, "2 ?; 3 ?");
  act(l), born(l, 4, "2002-01-01"), flow(l, 2, 4, "1"), flow(l, 3, 4, "1"), done(l, "2002-01-01");
  expect(l, 1, "4 1");
  act(l), born(l, 5, "2003-01-01"), born(l, 6, "2003-01-01");
  flow(l, 4, 5, "1/3"), flow(l, 4, 6, "2/3"), done(l, "2003-01-01");
  expect(l, 1, "5 1/3; 6 2/3"); /* 4 is nothing but 1 */
  land_free(l);
}

/* The same, but one part absorbs the other and so needs no row of its own. */
static void test_unknown_parts_absorbed_by_one(void **state) {
  (void)state;
  land *l = land_new(1);
  act(l), born(l, 2, "2001-01-01"), born(l, 3, "2001-01-01");
  flow(l, 1, 2, "?"), flow(l, 1, 3, "?"), done(l, "2001-01-01");
  act(l), flow(l, 3, 2, "1"), done(l, "2002-01-01");
  expect(l, 1, "2 1");
  act(l), born(l, 4, "2003-01-01"), born(l, 5, "2003-01-01");
  flow(l, 2, 4, "1/4"), flow(l, 2, 5, "3/4"), done(l, "2003-01-01");
  expect(l, 1, "4 1/4; 5 3/4"); /* 2 is nothing but 1 */
  land_free(l);
}

/* 1 is absorbed by 2, which had land of its own; a quarter of that goes to 3: of 1 it may be anything. */
static void test_part_of_a_mixed_unit(void **state) {
  (void)state;
  land *l = land_new(2);
  act(l), flow(l, 1, 2, "1"), done(l, "2001-01-01");
  expect(l, 1, "2 1");
  act(l), born(l, 3, "2002-01-01"), flow(l, 2, 2, "3/4"), flow(l, 2, 3, "1/4"), done(l, "2002-01-01");
  expect(l, 1, "2 ?; 3 ?");
  expect(l, 2, "2 ?; 3 ?"); /* the same for the land that 2 had before */
  land_free(l);
}

/* A third of 1 comes into the mixed unit 2, and 2 is divided: each part has at most that third. */
static void test_part_of_a_mixed_unit_is_bounded(void **state) {
  (void)state;
  land *l = land_new(2);
  act(l), flow(l, 1, 1, "2/3"), flow(l, 1, 2, "1/3"), done(l, "2001-01-01");
  expect(l, 1, "1 2/3; 2 1/3");
  act(l), born(l, 3, "2002-01-01"), flow(l, 2, 2, "1/2"), flow(l, 2, 3, "1/2"), done(l, "2002-01-01");
  expect(l, 1, "1 2/3; 2 0..1/3; 3 0..1/3");
  land_free(l);
}

/* Both parts of the mixed unit come to lie in one again: then the third is exact again. */
static void test_bounds_close_again(void **state) {
  (void)state;
  land *l = land_new(2);
  act(l), flow(l, 1, 1, "2/3"), flow(l, 1, 2, "1/3"), done(l, "2001-01-01");
  act(l), born(l, 3, "2002-01-01"), flow(l, 2, 2, "1/2"), flow(l, 2, 3, "1/2"), done(l, "2002-01-01");
  act(l), flow(l, 3, 2, "1"), done(l, "2003-01-01");
  expect(l, 1, "1 2/3; 2 1/3");
  land_free(l);
}

/* An interval times a fraction; and what is known of one part bounds the other. */
static void test_intervals(void **state) {
  (void)state;
  land *l = land_new(1);
  act(l), born(l, 2, "2001-01-01"), born(l, 3, "2001-01-01");
  flow(l, 1, 2, "1/4..1/2"), flow(l, 1, 3, "?"), done(l, "2001-01-01");
  expect(l, 1, "2 1/4..1/2; 3 1/2..3/4");
  act(l), born(l, 4, "2002-01-01"), born(l, 5, "2002-01-01");
  flow(l, 2, 4, "1/2"), flow(l, 2, 5, "1/2"), done(l, "2002-01-01");
  expect(l, 1, "3 1/2..3/4; 4 1/8..1/4; 5 1/8..1/4");
  land_free(l);
}

/* One step by listed children says so; two steps do not. */
static void test_children(void **state) {
  (void)state;
  land *l = land_new(1);
  act(l), born(l, 2, "2001-01-01"), born(l, 3, "2001-01-01");
  flow(l, 1, 2, "children"), flow(l, 1, 3, "children"), done(l, "2001-01-01");
  expect(l, 1, "2 children; 3 children");
  act(l), born(l, 4, "2002-01-01"), flow(l, 2, 4, "1"), done(l, "2002-01-01");
  expect(l, 1, "3 children; 4 children"); /* all of a part is still that part */
  act(l), born(l, 5, "2003-01-01"), born(l, 6, "2003-01-01");
  flow(l, 4, 5, "children"), flow(l, 4, 6, "children"), done(l, "2003-01-01");
  expect(l, 1, "3 children; 5 ?; 6 ?");
  land_free(l);
}

/* An end without successor is a part that lies nowhere, and it counts in the sum. */
static void test_nowhere(void **state) {
  (void)state;
  land *l = land_new(2);
  act(l), flow(l, 1, 0, "1"), done(l, "2001-01-01");
  expect(l, 1, "0 1");
  act(l), born(l, 3, "2002-01-01"), flow(l, 2, 0, "1/4"), flow(l, 2, 3, "3/4"), done(l, "2002-01-01");
  expect(l, 2, "0 1/4; 3 3/4");
  act(l), flow(l, 3, 0, "1"), done(l, "2003-01-01");
  expect(l, 2, "0 1");
  land_free(l);
}

/* Territory that goes round: 1 -> 2 -> 1 -> 2, one step at a time. */
static void test_cycle_over_time(void **state) {
  (void)state;
  land *l = land_new(1);
  act(l), born(l, 2, "2001-01-01"), flow(l, 1, 2, "1"), done(l, "2001-01-01");
  act(l), flow(l, 2, 1, "1"), done(l, "2002-01-01");
  act(l), flow(l, 1, 2, "1"), done(l, "2003-01-01");
  expect(l, 1, "2 1");
  expect_between(l, 1, "2000-12-31", "2002-01-01", "1 1");
  expect_between(l, 1, "2001-01-01", "2002-01-01", "1 1"); /* 1 stands on no old side between these */
  land_free(l);
}

/* Two units change places on one day in one act: nobody takes two steps. */
static void test_exchange_at_once(void **state) {
  (void)state;
  land *l = land_new(2);
  act(l), flow(l, 1, 2, "1"), flow(l, 2, 1, "1"), done(l, "2001-01-01");
  expect(l, 1, "2 1");
  expect(l, 2, "1 1");
  land_free(l);
}

/* Two acts on one day are two steps, in the order of the journal. */
static void test_two_acts_on_one_day(void **state) {
  (void)state;
  land *l = land_new(1);
  act(l), born(l, 2, "2001-01-01"), flow(l, 1, 2, "1"), done(l, "2001-01-01");
  act(l), born(l, 3, "2001-01-01"), flow(l, 2, 3, "1"), done(l, "2001-01-01");
  expect(l, 1, "3 1");
  land_free(l);
}

/* An earlier change that was recorded later still comes first: days decide. */
static void test_recorded_late(void **state) {
  (void)state;
  land *l = land_new(1);
  act(l), born(l, 2, "2005-01-01"), flow(l, 1, 2, "1"), done(l, "2005-01-01");
  act(l), born(l, 3, "2002-01-01"), flow(l, 1, 1, "1/2"), flow(l, 1, 3, "1/2"), done(l, "2002-01-01");
  expect(l, 1, "2 1/2; 3 1/2");
  land_free(l);
}

/* Nine steps with a share of 1/101 would need a denominator of 101^10: the bounds stay true, and the parts still sum
 * to a range that holds 1. */
static void test_overflow_stays_sound(void **state) {
  (void)state;
  land *l = land_new(1);
  for (int step = 0; step < 12; step++) {
    char day[] = "2001-01-01";
    day[2] = (char)('0' + (step + 1) / 10);
    day[3] = (char)('0' + (step + 1) % 10);
    act(l);
    if (step == 0) born(l, 2, day);
    flow(l, 1, 1, "100/101");
    flow(l, 1, 2, "1/101");
    done(l, day);
  }
  quhua__window window = {fold_day("2000-12-31"), fold_day("2030-01-01"), 0};
  assert_true(quhua__compose(&l->state, quhua__state_head(&l->state), window, 1, &l->arena, &l->parts));
  assert_int_equal(l->parts.count, 2);
  double left = 1;
  for (int step = 0; step < 12; step++) left *= 100.0 / 101.0; /* 0.88746… */
  const double truth[] = {left, 1 - left};
  for (int i = 0; i < 2; i++) {
    quhua_share s = l->parts.list[i].share;
    double lo = (double)s.lo.num / (double)s.lo.den, hi = (double)s.hi.num / (double)s.hi.den;
    assert_int_equal(l->parts.list[i].unit, i + 1);
    assert_true(lo <= truth[i] + 1e-12 && truth[i] - 1e-12 <= hi);
    assert_true(hi - lo < 1e-6); /* and near */
  }
  land_free(l);
}

static void test_merge_of_parts_of_several(void **state) {
  (void)state;
  land *l = land_new(2);
  act(l), born(l, 3, "2001-01-01"), born(l, 4, "2001-01-01");
  flow(l, 1, 3, "1/2"), flow(l, 1, 4, "1/2"), flow(l, 2, 3, "1/3"), flow(l, 2, 4, "2/3"),
      done(l, "2001-01-01");
  expect(l, 1, "3 1/2; 4 1/2");
  expect(l, 2, "3 1/3; 4 2/3");
  act(l), born(l, 5, "2002-01-01"), flow(l, 3, 5, "1"), flow(l, 4, 5, "1"), done(l, "2002-01-01");
  expect(l, 1, "5 1");
  expect(l, 2, "5 1");
  land_free(l);
}

/* 3 becomes 4 and has it for itself, until 2 goes there, too; 2 was never only what 1 was. */
static void test_whose_the_unit_is(void **state) {
  (void)state;
  land *l = land_new(3);
  act(l), flow(l, 1, 2, "1"), done(l, "2001-01-01"); /* 2 lived before */
  expect(l, 1, "2 1");
  assert_false(l->parts.list[0].entire);
  act(l), born(l, 4, "2002-01-01"), flow(l, 3, 4, "1"), done(l, "2002-01-01");
  expect(l, 3, "4 1");
  assert_true(l->parts.list[0].entire);
  act(l), flow(l, 2, 4, "1"), done(l, "2003-01-01");
  expect(l, 3, "4 1");
  assert_false(l->parts.list[0].entire);
  expect_between(l, 3, "2000-12-31", "2002-12-31", "4 1");
  assert_true(l->parts.list[0].entire); /* what flows in after the window does not count */
  land_free(l);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_without_flows),
      cmocka_unit_test(test_exact_shares_multiply),
      cmocka_unit_test(test_window),
      cmocka_unit_test(test_unknown_parts_that_join_again),
      cmocka_unit_test(test_unknown_parts_absorbed_by_one),
      cmocka_unit_test(test_part_of_a_mixed_unit),
      cmocka_unit_test(test_part_of_a_mixed_unit_is_bounded),
      cmocka_unit_test(test_bounds_close_again),
      cmocka_unit_test(test_intervals),
      cmocka_unit_test(test_children),
      cmocka_unit_test(test_nowhere),
      cmocka_unit_test(test_cycle_over_time),
      cmocka_unit_test(test_exchange_at_once),
      cmocka_unit_test(test_two_acts_on_one_day),
      cmocka_unit_test(test_recorded_late),
      cmocka_unit_test(test_overflow_stays_sound),
      cmocka_unit_test(test_merge_of_parts_of_several),
      cmocka_unit_test(test_whose_the_unit_is),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
