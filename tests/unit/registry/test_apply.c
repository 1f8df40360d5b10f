/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/fail_alloc.h"
#include "support/fold.h"

#include <stdlib.h>
#include <string.h>

static const char *const days[] = {"2019-01-01", "2019-12-31", "2020-01-01", "2021-06-01"};
enum { DAYS = sizeof days / sizeof *days };

static void yard(quhua__state *s) {
  fold_root(s, "cn-stat");
  fold_yard_opening(s);
}

/* --- contradictions ------------------------------------------------------------------------------------------- */

typedef void (*write_effects)(fold *f);

static void expect_refused(write_effects write) {
  quhua__state s;
  fold f;
  yard(&s);
  fold_begin(&f, &s);
  write(&f);
  assert_int_equal(fold_try(&f, "2020-01-01"), QUHUA_E_CORRUPT);
  quhua__state_free(&s);
}

static void unit_with_a_gap(fold *f) { fold_open(f, 8, 1, "510723105", "远镇", "2020-01-01"); }
static void parent_unknown(fold *f) { fold_open(f, 7, 9, "510723105", "远镇", "2020-01-01"); }
static void parent_itself(fold *f) { fold_open(f, 7, 7, "510723105", "远镇", "2020-01-01"); }
static void close_unknown(fold *f) { fold_close(f, 9, "2020-01-01"); }
static void close_nothing(fold *f) { fold_close(f, 0, "2020-01-01"); }
static void close_before_it_began(fold *f) { fold_close(f, 2, "2018-12-31"); }
static void close_twice(fold *f) {
  fold_close(f, 2, "2020-01-01");
  fold_close(f, 2, "2020-02-01");
}
static void flow_without_event(fold *f) { fold_flow(f, 2, 3, "1"); }
static void flow_from_nowhere_to_nowhere(fold *f) {
  fold_event(f, QUHUA_RELATION_ABOLISH);
  fold_flow(f, 0, 0, "1");
}
static void flow_to_unknown(fold *f) {
  fold_event(f, QUHUA_RELATION_MERGE);
  fold_flow(f, 2, 7, "1");
}
static void observe_unknown(fold *f) { fold_observe(f, 7, "2020-01-01", "户", "1"); }
static void retract_itself(fold *f) { fold_retract(f, 2); }
static void retract_nothing(fold *f) { fold_retract(f, 0); }
static void retract_the_future(fold *f) { fold_retract(f, 3); }

static void test_contradictions(void **state) {
  (void)state;
  static const write_effects cases[] = {
      unit_with_a_gap, parent_unknown,
      parent_itself,   close_unknown,
      close_nothing,   close_before_it_began,
      close_twice,     flow_without_event,
      flow_to_unknown, flow_from_nowhere_to_nowhere,
      observe_unknown, retract_itself,
      retract_nothing, retract_the_future,
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) expect_refused(cases[i]);
}

/* --- 更正 ------------------------------------------------------------------------------------------------------ */

/* 东永村 (unit 4) recorded anew, under 毛公乡, for the days that are given. */
static void amend(fold *f, uint32_t unit, uint32_t parent, const char *from, const char *to,
                  const char *name) {
  quhua__effect_open open = {.name = quhua_str_from(name),
                             .code = {"510723208201"},
                             .unit = unit,
                             .parent = parent,
                             .from = fold_day(from),
                             .level = QUHUA_LEVEL_VILLAGE,
                             .kind = QUHUA_KIND_VILLAGE};
  quhua__effect_put_amend(&f->effects, &open, to[0] ? fold_day(to) : QUHUA_DATE_OPEN, NULL, 0);
}

static void amend_unknown(fold *f) { amend(f, 7, 3, "2019-01-01", "", "东勇村"); }
static void amend_nothing(fold *f) { amend(f, 0, 3, "2019-01-01", "", "东勇村"); }
static void amend_under_itself(fold *f) { amend(f, 4, 4, "2019-01-01", "", "东勇村"); }
static void amend_under_unknown(fold *f) { amend(f, 4, 9, "2019-01-01", "", "东勇村"); }
static void amend_other_first_day(fold *f) { amend(f, 4, 3, "2019-01-02", "", "东勇村"); }
static void amend_other_end(fold *f) { amend(f, 4, 3, "2019-01-01", "2020-01-01", "东勇村"); }

static void test_amendments_of_what_is_not_recorded(void **state) {
  (void)state;
  static const write_effects cases[] = {amend_unknown,       amend_nothing,         amend_under_itself,
                                        amend_under_unknown, amend_other_first_day, amend_other_end};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) expect_refused(cases[i]);
}

static bool is_called(const quhua__state *s, uint32_t known, const char *day, const char *name) {
  uint32_t row = quhua__row_on(s, known, 4, fold_day(day));
  assert_int_not_equal(row, 0);
  return quhua_str_equal(quhua__texts_at(&s->texts, quhua__state_row(s, row)->name), quhua_str_from(name));
}

/* The version that ended in the merger is recorded anew; the one that followed is not, and entry 2 knew no better. */
static void test_amended_version(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  yard(&s);
  fold_yard_merger(&s);
  fold_begin(&f, &s);
  amend(&f, 4, 3, "2019-01-01", "2020-01-01", "东勇村");
  fold_end(&f, "2021-01-01");
  assert_true(is_called(&s, 3, "2019-01-01", "东勇村"));
  assert_true(is_called(&s, 3, "2019-12-31", "东勇村"));
  assert_false(is_called(&s, 3, "2020-01-01", "东勇村"));
  assert_false(is_called(&s, 2, "2019-12-31", "东勇村"));
  uint32_t row = quhua__row_on(&s, 3, 4, fold_day("2019-12-31"));
  assert_int_equal(quhua__state_row(&s, row)->to, fold_day("2020-01-01"));
  quhua__state_free(&s);
}

static void test_amended_open_version_can_end(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  yard(&s);
  fold_begin(&f, &s);
  amend(&f, 4, 3, "2019-01-01", "", "东勇村");
  fold_end(&f, "2020-01-01");
  fold_begin(&f, &s);
  fold_close(&f, 4, "2021-01-01");
  fold_end(&f, "2021-01-01");
  assert_true(is_called(&s, 3, "2020-12-31", "东勇村"));
  assert_int_equal(quhua__row_on(&s, 3, 4, fold_day("2021-01-01")), 0);
  quhua__state_free(&s);
}

/* An event of an earlier entry is none of a later one. */
static void test_events_do_not_reach_over_entries(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  yard(&s);
  fold_yard_merger(&s);
  fold_begin(&f, &s);
  fold_flow(&f, 4, 5, "1");
  assert_int_equal(fold_try(&f, "2021-01-01"), QUHUA_E_CORRUPT);
  quhua__state_free(&s);
}

/* An amount belongs to a flow of its own entry, and is part of what a snapshot knows. */
static void test_amounts(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  quhua_digest without, with;
  for (int listed = 0; listed <= 1; listed++) {
    fold_root(&s, "cn-stat");
    fold_yard_opening(&s);
    fold_begin(&f, &s);
    fold_event(&f, QUHUA_RELATION_BOUNDARY);
    fold_flow(&f, 3, 3, "9/10");
    fold_flow(&f, 3, 4, "1/10");
    if (listed) {
      quhua__effect_put_amount(&f.effects, quhua_str_from("人"), quhua_str_from("7"));
      quhua__effect_put_amount(&f.effects, quhua_str_from("户"), quhua_str_from("2"));
    }
    fold_end(&f, "2020-06-01");
    const quhua__flow_row *first = quhua__state_flow(&s, 1), *second = quhua__state_flow(&s, 2);
    assert_int_equal(first->amount_count, 0);
    assert_int_equal(second->amount_count, listed ? 2 : 0);
    if (listed) {
      quhua__amount amount = quhua__state_amount(&s, second->first_amount + 1);
      assert_true(quhua_str_equal(quhua__texts_at(&s.texts, amount.series), quhua_str_from("户")));
      assert_true(quhua_str_equal(quhua__texts_at(&s.texts, amount.value), quhua_str_from("2")));
    }
    quhua_snapshot view = {quhua_allocator_default(), &s, quhua__state_head(&s)};
    assert_int_equal(quhua_snapshot_digest(&view, listed ? &with : &without, NULL), QUHUA_OK);
    fold_begin(&f, &s); /* the flows before are another entry's */
    fold_event(&f, QUHUA_RELATION_BOUNDARY);
    quhua__effect_put_amount(&f.effects, quhua_str_from("人"), quhua_str_from("7"));
    assert_int_equal(fold_try(&f, "2020-07-01"), QUHUA_E_CORRUPT);
    quhua__state_free(&s);
  }
  assert_memory_not_equal(&with, &without, sizeof with);
}

static void test_out_of_order(void **state) {
  (void)state;
  quhua__state s;
  quhua_error err;
  quhua_error_clear(&err);
  yard(&s);
  for (uint32_t sequence = 0; sequence < 5; sequence++) {
    if (sequence == 2) continue;
    quhua__entry_head head = {.sequence = sequence, .kind = QUHUA_ENTRY_ACT};
    assert_int_equal(quhua__state_fold(&s, &head, (quhua_str){"", 0}, &err), QUHUA_E_CORRUPT);
  }
  assert_int_equal(err.status, QUHUA_E_CORRUPT);
  assert_true(err.message[QUHUA_LANG_EN][0] && err.message[QUHUA_LANG_ZH][0]);
  assert_int_equal(quhua__state_head(&s), 1);
  quhua__state_free(&s);
}

/* Malformed effects are refused before anything is applied. */
static void test_malformed_changes_nothing(void **state) {
  (void)state;
  quhua__state s;
  yard(&s);
  char *before = fold_answers(&s, 1, days, DAYS);
  quhua__totals totals = quhua__state_now(&s);
  quhua__bytes bytes;
  quhua__bytes_init(&bytes, quhua_allocator_default());
  quhua__effect_put_close(&bytes, 2, fold_day("2020-01-01"));
  quhua__bytes_add(&bytes, "\x7f", 1);
  quhua__entry_head head = {.sequence = 2, .kind = QUHUA_ENTRY_ACT};
  assert_int_equal(quhua__state_fold(&s, &head, (quhua_str){bytes.data, bytes.len}, NULL), QUHUA_E_CORRUPT);
  char *after = fold_answers(&s, 1, days, DAYS);
  quhua__totals now = quhua__state_now(&s);
  assert_string_equal(after, before);
  assert_int_equal(now.rows, totals.rows);
  free(before), free(after);
  quhua__bytes_free(&bytes);
  quhua__state_free(&s);
}

/* --- a chain of acts on one day ------------------------------------------------------------------------------- */

/* 两河镇 is renamed twice on one day: the middle version has no day. */
static void test_versions_without_a_day(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  yard(&s);
  const char *const names[] = {"河东镇", "河西镇"};
  for (int i = 0; i < 2; i++) {
    fold_begin(&f, &s);
    fold_close(&f, 2, "2020-01-01");
    fold_open(&f, 2, 1, "510723104", names[i], "2020-01-01");
    fold_end(&f, "2020-01-01");
  }
  quhua_snapshot view = {quhua_allocator_default(), &s, 3};
  quhua_unit unit;
  assert_int_equal(quhua_unit_find_id(&view, 2, fold_day("2019-12-31"), &unit), QUHUA_OK);
  assert_true(quhua_str_equal(unit.name, quhua_str_from("两河镇")));
  assert_int_equal(quhua_unit_find_id(&view, 2, fold_day("2020-01-01"), &unit), QUHUA_OK);
  assert_true(quhua_str_equal(unit.name, quhua_str_from("河西镇")));
  static const char *const expected[] = {"两河镇", "河东镇", "河西镇"};
  quhua_cursor *cursor = NULL;
  assert_int_equal(quhua_cursor_new_versions(&view, 2, &cursor, NULL), QUHUA_OK);
  assert_int_equal(quhua_cursor_count(cursor), 3);
  for (int i = 0; i < 3; i++) {
    assert_true(quhua_cursor_next(cursor, &unit));
    assert_true(quhua_str_equal(unit.name, quhua_str_from(expected[i])));
    if (i == 1) assert_int_equal(unit.valid.from, unit.valid.to);
  }
  quhua_cursor_free(cursor);
  quhua__state_free(&s);
}

/* --- taking back ---------------------------------------------------------------------------------------------- */

/* Answers about units and days, without the units and flows that the entry had made: they have no versions left. */
static void test_retract_one(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  yard(&s);
  fold_yard_merger(&s);
  char *merged = fold_answers(&s, 2, days, DAYS);
  fold_begin(&f, &s);
  fold_retract(&f, 2);
  fold_end(&f, "2019-06-01");
  quhua_snapshot view = {quhua_allocator_default(), &s, 3};
  quhua_unit unit;
  quhua_flows *flows = NULL;
  for (quhua_unit_id id = 1; id <= 6; id++) {
    assert_int_equal(quhua_unit_find_id(&view, id, fold_day("2021-01-01"), &unit), QUHUA_OK);
    assert_int_equal(unit.valid.from, fold_day("2019-01-01"));
    assert_int_equal(unit.valid.to, QUHUA_DATE_OPEN);
    assert_int_equal(unit.recorded_from, id == 1 ? 1 : 3);
  }
  assert_int_equal(quhua_unit_find_id(&view, 4, fold_day("2021-01-01"), &unit), QUHUA_OK);
  assert_string_equal(unit.code.text, "510723208201");
  assert_int_equal(unit.parent, 3);
  assert_int_equal(quhua_unit_find_last(&view, 7, &unit), QUHUA_E_NOT_FOUND);
  assert_int_equal(quhua_flows_new(&view, 2, &flows, NULL), QUHUA_OK);
  assert_int_equal(quhua_flows_count(flows), 0);
  quhua_flows_free(flows);
  char *still = fold_answers(&s, 2, days, DAYS); /* who knows only two entries is not told */
  assert_string_equal(still, merged);
  free(merged), free(still);
  quhua__state_free(&s);
}

/* A state on which two acts stand: the merger, then 高渠镇 renamed and 东永村 ended. */
static void stack(quhua__state *s) {
  fold f;
  fold_yard_merger(s);
  fold_begin(&f, s);
  fold_close(&f, 7, "2020-06-01");
  fold_open(&f, 7, 1, "510723114", "高山镇", "2020-06-01");
  fold_close(&f, 4, "2020-06-01");
  fold_event(&f, QUHUA_RELATION_ABSORB);
  fold_flow(&f, 4, 5, "1");
  fold_end(&f, "2020-06-01");
}

static void check_stack_is_gone(const quhua__state *s) {
  quhua_snapshot view = {quhua_allocator_default(), s, 4};
  quhua_unit unit;
  static const char *const codes[] = {
      "", "510723000000", "510723104000", "510723208000", "510723208201", "510723208202", "510723104201"};
  for (quhua_unit_id id = 1; id <= 6; id++) {
    quhua_cursor *cursor = NULL;
    assert_int_equal(quhua_cursor_new_versions(&view, id, &cursor, NULL), QUHUA_OK);
    assert_int_equal(quhua_cursor_count(cursor), 1);
    assert_true(quhua_cursor_next(cursor, &unit));
    assert_int_equal(unit.valid.from, fold_day("2019-01-01"));
    assert_int_equal(unit.valid.to, QUHUA_DATE_OPEN);
    assert_string_equal(unit.code.text, codes[id]);
    quhua_cursor_free(cursor);
  }
  assert_int_equal(quhua_unit_find_last(&view, 7, &unit), QUHUA_E_NOT_FOUND);
}

static void test_retract_two_newest_first(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  yard(&s);
  stack(&s);
  fold_begin(&f, &s);
  fold_retract(&f, 3);
  fold_retract(&f, 2);
  fold_end(&f, "2019-06-01");
  check_stack_is_gone(&s);
  quhua__state_free(&s);
}

static void test_retract_two_in_an_overlay(void **state) {
  (void)state;
  quhua__state base, over;
  fold f;
  yard(&base);
  stack(&base);
  quhua__state_init_overlay(&over, quhua_allocator_default(), &base, 3);
  fold_begin(&f, &over);
  fold_retract(&f, 3);
  fold_retract(&f, 2);
  fold_end(&f, "2019-06-01");
  check_stack_is_gone(&over);
  quhua__state_free(&over);
  quhua__state_free(&base);
}

/* The same over two entries: first the newer act is taken back, later the older one. */
static void test_retract_one_after_the_other(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  quhua_unit unit;
  yard(&s);
  stack(&s);
  fold_begin(&f, &s);
  fold_retract(&f, 3);
  fold_end(&f, "2019-06-01");
  quhua_snapshot view = {quhua_allocator_default(), &s, 4};
  assert_int_equal(quhua_unit_find_id(&view, 7, fold_day("2020-07-01"), &unit), QUHUA_OK);
  assert_true(quhua_str_equal(unit.name, quhua_str_from("高渠镇")));
  assert_int_equal(quhua_unit_find_id(&view, 4, fold_day("2020-07-01"), &unit), QUHUA_OK);
  assert_string_equal(unit.code.text, "510723114201");
  quhua__state_free(&s);
}

/* The later act stands on the earlier one, which cannot go alone; nor in the wrong order. */
static void test_retract_what_others_stand_on(void **state) {
  (void)state;
  for (int wrong_order = 0; wrong_order <= 1; wrong_order++) {
    quhua__state s;
    fold f;
    yard(&s);
    stack(&s);
    fold_begin(&f, &s);
    fold_retract(&f, 2);
    if (wrong_order) fold_retract(&f, 3);
    assert_int_equal(fold_try(&f, "2019-06-01"), QUHUA_E_CORRUPT);
    quhua__state_free(&s);
  }
}

static void test_retract_twice(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  yard(&s);
  fold_yard_merger(&s);
  fold_begin(&f, &s);
  fold_retract(&f, 2);
  fold_end(&f, "2019-06-01");
  fold_begin(&f, &s);
  fold_retract(&f, 2);
  assert_int_equal(fold_try(&f, "2019-06-02"), QUHUA_E_CORRUPT);
  quhua__state_free(&s);
}

/* Taking back an entry that itself took back another would have to do that one again, which nothing does: units
 * would be left without any version. */
static void test_retract_a_retraction(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  yard(&s);
  fold_yard_merger(&s);
  fold_begin(&f, &s);
  fold_retract(&f, 2);
  fold_end(&f, "2019-06-01");
  fold_begin(&f, &s);
  fold_retract(&f, 3);
  assert_int_equal(fold_try(&f, "2019-05-01"), QUHUA_E_CORRUPT);
  quhua__state_free(&s);
}

/* --- memory --------------------------------------------------------------------------------------------------- */

/* Whatever allocation fails while a root prepares: nothing visible changes, and the entry goes through afterwards. */
static void test_prepare_out_of_memory(void **state) {
  (void)state;
  quhua__bytes bytes;
  quhua__bytes_init(&bytes, quhua_allocator_default());
  quhua__effect_open open = {.unit = 1,
                             .name = quhua_str_from("盐亭县"),
                             .code = {"510723000000"},
                             .level = QUHUA_LEVEL_COUNTY,
                             .kind = QUHUA_KIND_COUNTY};
  const quhua_attribute seat = {quhua_str_from("seat"), quhua_str_from("凤灵街道")};
  quhua__effect_put_open(&bytes, &open, &seat, 1);
  quhua__effect_put_event(&bytes, QUHUA_RELATION_ESTABLISH, QUHUA_RELATION_NONE, quhua_str_from("甲"),
                          quhua_str_from("乙"));
  quhua__effect_put_flow(&bytes, 0, 1, (quhua_share){{1, 1}, {1, 1}, QUHUA_SHARE_WHOLE});
  quhua__effect_put_amount(&bytes, quhua_str_from("人"), quhua_str_from("7"));
  quhua__effect_put_observe(&bytes, 1, 0, quhua_str_from("户"), quhua_str_from("5"));
  quhua_str effects = {bytes.data, bytes.len};
  quhua__entry_head head = {.sequence = 1, .kind = QUHUA_ENTRY_ACT, .document = quhua_str_from("文1号")};
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua__state s;
    quhua__state_init(&s, &allocator, quhua_scheme_find(quhua_str_from("cn-stat")));
    quhua_status status = quhua__state_prepare(&s, &head, effects, NULL);
    if (status != QUHUA_OK) {
      assert_int_equal(status, QUHUA_E_NOMEM);
      assert_int_equal(quhua__state_head(&s), 0);
      assert_int_equal(quhua__state_now(&s).rows, 0);
      fail_alloc_arm(&books, -1);
      assert_int_equal(quhua__state_prepare(&s, &head, effects, NULL), QUHUA_OK);
    }
    fail_alloc_arm(&books, 0); /* from here on nothing may be needed */
    assert_int_equal(quhua__state_apply(&s, &head, effects, NULL), QUHUA_OK);
    assert_int_equal(books.calls, 0);
    quhua__state_free(&s);
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after > 5);
      break;
    }
  }
  quhua__bytes_free(&bytes);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_amendments_of_what_is_not_recorded),
      cmocka_unit_test(test_amended_version),
      cmocka_unit_test(test_amended_open_version_can_end),
      cmocka_unit_test(test_contradictions),
      cmocka_unit_test(test_events_do_not_reach_over_entries),
      cmocka_unit_test(test_amounts),
      cmocka_unit_test(test_out_of_order),
      cmocka_unit_test(test_malformed_changes_nothing),
      cmocka_unit_test(test_versions_without_a_day),
      cmocka_unit_test(test_retract_one),
      cmocka_unit_test(test_retract_two_newest_first),
      cmocka_unit_test(test_retract_two_in_an_overlay),
      cmocka_unit_test(test_retract_one_after_the_other),
      cmocka_unit_test(test_retract_what_others_stand_on),
      cmocka_unit_test(test_retract_twice),
      cmocka_unit_test(test_retract_a_retraction),
      cmocka_unit_test(test_prepare_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
