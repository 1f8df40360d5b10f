/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <quhua/figures.h>

#include "registry/registry_internal.h"
#include "support/fail_alloc.h"
#include "support/figures.h"

#include <stdio.h>
#include <string.h>

#define BEFORE "2019-06-01"
#define AFTER "2020-06-01"

static const char table[] = "code,name\n"
                            "510723,盐亭县\n"
                            "510723100,云溪镇\n"
                            "510723100201,城关村\n"
                            "510723104,两河镇\n"
                            "510723104201,金龙村\n"
                            "510723104202,青石村\n"
                            "510723208,毛公乡\n"
                            "510723208213,东光村\n"
                            "510723208214,永和村\n"
                            "510723208215,石桥村\n";

/* 两河镇 and 毛公乡 become 高渠镇, of which the code is the next town, 105; two villages of 毛公乡 become 东永村 of 云溪镇. */
static const char reform[] = "document,effective,old_code,new_code,new_name,new_kind,new_parent\n"
                             "甲,2020-01-01,510723104,@高渠,高渠镇,镇,\n"
                             "甲,2020-01-01,510723208,@高渠,高渠镇,镇,\n"
                             "甲,2020-01-01,510723208213,@东永,东永村,村委会,510723100\n"
                             "甲,2020-01-01,510723208214,@东永,东永村,村委会,510723100\n";

/* --- asking ---------------------------------------------------------------------------------------------------------- */

/* The law of quhua_figure; every test checks it for all kinds and levels. */
static void expect_balance(quhua_figure g) {
  assert_int_equal((int64_t)g.after, (int64_t)g.before - g.merged - g.divided - g.replaced - g.lost -
                                         g.retyped_from + g.retyped_to + g.begun);
  assert_true(g.before <= g.before_most);
}

static quhua_figures *count_in(bench *b, const char *scope, const char *from, const char *to) {
  quhua_figures *f = NULL;
  quhua_unit_id id = scope ? bench_unit(b, scope, to).id : 0;
  assert_int_equal(
      quhua_figures_new(b->before, id, QUHUA_LEVEL_TOWNSHIP, bench_day(from), bench_day(to), &f, &b->err),
      QUHUA_OK);
  for (size_t i = 0; i < quhua_figures_count(f); i++) {
    for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++)
      expect_balance(quhua_figures_kind(f, i, (quhua_kind)kind));
    for (int level = 0; level <= QUHUA_LEVEL_MAX; level++)
      expect_balance(quhua_figures_level(f, i, (quhua_level)level));
  }
  return f;
}

static void add(char *out, const char *word, uint32_t number) {
  if (number) sprintf(out + strlen(out), " %s %u", word, (unsigned)number);
}

/* "3..4>2 merged 1": before, after, and what is not zero. */
static void expect_figure(quhua_figure g, const char *expected) {
  char text[256];
  sprintf(text, "%u", (unsigned)g.before);
  if (g.before_most != g.before) sprintf(text + strlen(text), "..%u", (unsigned)g.before_most);
  sprintf(text + strlen(text), ">%u", (unsigned)g.after);
  add(text, "merged", g.merged);
  add(text, "divided", g.divided);
  add(text, "replaced", g.replaced);
  add(text, "lost", g.lost);
  add(text, "begun", g.begun);
  add(text, "from", g.retyped_from);
  add(text, "to", g.retyped_to);
  add(text, "renamed", g.renamed);
  add(text, "recoded", g.recoded);
  add(text, "moved", g.moved);
  add(text, "crossed", g.crossed);
  assert_string_equal(text, expected);
}

static void expect_level(const quhua_figures *f, size_t index, quhua_level level, const char *expected) {
  expect_figure(quhua_figures_level(f, index, level), expected);
}

static void expect_kind(const quhua_figures *f, size_t index, quhua_kind kind, const char *expected) {
  expect_figure(quhua_figures_kind(f, index, kind), expected);
}

/* The figures of one scope and level alone. */
static void expect_in(bench *b, const char *scope, quhua_level level, const char *expected) {
  quhua_figures *f = count_in(b, scope, BEFORE, AFTER);
  expect_level(f, 0, level, expected);
  quhua_figures_free(f);
}

static bench *open_reformed(void) {
  bench *b = bench_open(table);
  bench_apply(b, reform);
  return b;
}

/* --- counts ---------------------------------------------------------------------------------------------------------- */

static void test_reform_of_a_county(void **state) {
  (void)state;
  bench *b = open_reformed();
  quhua_figures *f = count_in(b, "510723000000", BEFORE, AFTER);
  quhua_unit unit;
  assert_int_equal(quhua_figures_count(f), 3); /* the county, 云溪镇 100, 高渠镇 105 */
  expect_level(f, 0, QUHUA_LEVEL_COUNTY, "1>1");
  expect_level(f, 0, QUHUA_LEVEL_TOWNSHIP, "3>2 merged 1 divided 1 begun 1");
  expect_kind(f, 0, QUHUA_KIND_TOWN, "2>2 merged 1 begun 1");
  expect_kind(f, 0, QUHUA_KIND_TOWNSHIP, "1>0 divided 1");
  expect_level(f, 0, QUHUA_LEVEL_VILLAGE, "6>5 merged 2 begun 1 recoded 3 moved 3");
  expect_kind(f, 0, QUHUA_KIND_COMMUNITY, "0>0");
  assert_true(quhua_figures_unit(f, 1, &unit));
  assert_string_equal(unit.code.text, "510723100000");
  /* 毛公乡 was divided between the two: it is in neither for certain */
  expect_level(f, 1, QUHUA_LEVEL_TOWNSHIP, "1..2>1");
  expect_level(f, 1, QUHUA_LEVEL_VILLAGE, "3>2 merged 2 begun 1");
  assert_true(quhua_figures_unit(f, 2, &unit));
  assert_string_equal(unit.code.text, "510723105000");
  expect_level(f, 2, QUHUA_LEVEL_TOWNSHIP, "1..2>1 merged 1 begun 1");
  expect_level(f, 2, QUHUA_LEVEL_VILLAGE, "3>3 recoded 3 moved 3");
  assert_true(quhua_figures_changed(f, 0) && quhua_figures_changed(f, 1) && quhua_figures_changed(f, 2));
  quhua_figures_free(f);
  bench_close(b);
}

/* The same before it is committed: the snapshot of a plan answers like any other. */
static void test_of_a_plan(void **state) {
  (void)state;
  bench *b = bench_open(table);
  quhua_figures *f = NULL;
  bench_plan(b, reform);
  assert_int_equal(quhua_figures_new(quhua_plan_after(b->plan), 0, QUHUA_LEVEL_TOWNSHIP, bench_day(BEFORE),
                                     bench_day(AFTER), &f, &b->err),
                   QUHUA_OK);
  assert_int_equal(quhua_figures_count(f), 3);
  expect_level(f, 0, QUHUA_LEVEL_TOWNSHIP, "3>2 merged 1 divided 1 begun 1");
  expect_level(f, 1, QUHUA_LEVEL_VILLAGE, "3>2 merged 2 begun 1");
  quhua_figures_free(f);
  bench_close(b);
}

static void test_past_the_end(void **state) {
  (void)state;
  bench *b = open_reformed();
  quhua_figures *f = count_in(b, NULL, BEFORE, AFTER);
  quhua_unit unit;
  assert_true(quhua_figures_unit(f, 0, &unit));
  assert_int_equal(unit.id, 0);
  assert_false(quhua_figures_unit(f, 3, &unit));
  assert_false(quhua_figures_changed(f, 3));
  expect_kind(f, 3, QUHUA_KIND_TOWN, "0>0");
  expect_kind(f, 0, (quhua_kind)QUHUA_KIND_LIMIT, "0>0");
  expect_kind(f, 0, (quhua_kind)-1, "0>0");
  assert_int_equal(quhua_figures_days(f).from, bench_day(BEFORE));
  assert_int_equal(quhua_figures_days(f).to, bench_day(AFTER));
  quhua_figures_free(f);
  quhua_figures_free(NULL);
  bench_close(b);
}

/* For the register as a whole the walk of registry.h counts the same. */
static void test_whole_register(void **state) {
  (void)state;
  bench *b = open_reformed();
  quhua_figures *f = count_in(b, NULL, BEFORE, AFTER);
  uint64_t then[QUHUA_KIND_LIMIT], now[QUHUA_KIND_LIMIT];
  quhua_snapshot_count(b->before, 0, bench_day(BEFORE), then);
  quhua_snapshot_count(b->before, 0, bench_day(AFTER), now);
  for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++) {
    assert_int_equal(quhua_figures_kind(f, 0, (quhua_kind)kind).before, then[kind]);
    assert_int_equal(quhua_figures_kind(f, 0, (quhua_kind)kind).after, now[kind]);
  }
  quhua_figures_free(f);
  bench_close(b);
}

static void test_nothing_happened(void **state) {
  (void)state;
  bench *b = open_reformed();
  quhua_figures *f = count_in(b, NULL, "2020-02-01", "2030-01-01");
  for (size_t i = 0; i < quhua_figures_count(f); i++) assert_false(quhua_figures_changed(f, i));
  expect_level(f, 0, QUHUA_LEVEL_VILLAGE, "5>5");
  assert_int_equal(quhua_crosswalk_count(quhua_figures_crosswalk(f)), 0);
  quhua_figures_free(f);
  bench_close(b);
}

/* 3/5 of 金龙村 go to 城关村 of the next town: both villages go on, and neither town has quite the same ground. */
static void test_moved_border(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,old_code,new_code,share\n"
                 "甲,2020-01-01,510723104201,510723104201,2/5\n"
                 "甲,2020-01-01,510723104201,510723100201,3/5\n");
  expect_in(b, "510723104000", QUHUA_LEVEL_VILLAGE, "2>2 crossed 1");
  expect_in(b, "510723100000", QUHUA_LEVEL_VILLAGE, "1>1 crossed 1");
  expect_in(b, "510723000000", QUHUA_LEVEL_VILLAGE, "6>6");
  expect_in(b, "510723208000", QUHUA_LEVEL_VILLAGE, "3>3");
  bench_close(b);
}

/* 金龙村 ends; nobody knows how it was divided between two towns. */
static void test_divided_between_towns(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,old_code,new_code,share\n"
                 "甲,2020-01-01,510723104201,510723104202,?\n"
                 "甲,2020-01-01,510723104201,510723100201,?\n");
  expect_in(b, "510723104000", QUHUA_LEVEL_VILLAGE, "1..2>1");
  expect_in(b, "510723100000", QUHUA_LEVEL_VILLAGE, "1..2>1");
  expect_in(b, "510723000000", QUHUA_LEVEL_VILLAGE, "6>5 divided 1");
  bench_close(b);
}

/* An end without successor counts where its town is. */
static void test_lost(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,old_code,new_code,reason\n甲,2020-01-01,510723208215,,水库淹没\n");
  expect_in(b, "510723208000", QUHUA_LEVEL_VILLAGE, "3>2 lost 1");
  expect_in(b, "510723100000", QUHUA_LEVEL_VILLAGE, "1>1");
  bench_close(b);
}

static void test_kind_name_and_place(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,relation,old_code,new_code,new_name,new_kind,new_parent\n"
                 "甲,2020-01-01,改设,510723208213,,东光社区,居委会,\n"
                 "甲,2020-01-01,更名,510723208214,510723208214,永安村,,\n"
                 "甲,2020-01-01,规范,510723208215,510723208215,石桥村村民委员会,,\n"
                 "甲,2020-01-01,划归,510723104201,,,,510723100\n");
  quhua_figures *f = count_in(b, "510723208000", BEFORE, AFTER);
  /* 东光社区: its name without class word is the same, but 东光村 is not 东光社区 */
  expect_kind(f, 0, QUHUA_KIND_VILLAGE, "3>2 from 1 renamed 1");
  expect_kind(f, 0, QUHUA_KIND_COMMUNITY, "0>1 to 1 renamed 1 recoded 1");
  quhua_figures_free(f);
  /* the village that was moved counts in its new town, before and after */
  expect_in(b, "510723100000", QUHUA_LEVEL_VILLAGE, "2>2 recoded 1 moved 1");
  expect_in(b, "510723104000", QUHUA_LEVEL_VILLAGE, "1>1");
  bench_close(b);
}

/* A new unit in the place of an old one, and no other: declared with identity new. */
static void test_replaced(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,old_code,new_code,new_name,new_kind,identity\n"
                 "甲,2020-01-01,510723208215,@新,新桥村,村委会,new\n");
  expect_in(b, "510723208000", QUHUA_LEVEL_VILLAGE, "3>3 replaced 1 begun 1");
  bench_close(b);
}

/* What was begun and ended inside the period is seen on neither day. */
static void test_two_steps(void **state) {
  (void)state;
  bench *b = open_reformed();
  bench_apply(b, "document,effective,old_code,new_code,new_name,new_kind\n"
                 "乙,2020-03-01,510723105,@合,合江镇,镇\n"
                 "乙,2020-03-01,510723100,@合,合江镇,镇\n");
  quhua_figures *f = count_in(b, "510723000000", BEFORE, AFTER);
  assert_int_equal(quhua_figures_count(f), 2);
  expect_level(f, 1, QUHUA_LEVEL_TOWNSHIP, "3>1 merged 3 begun 1"); /* 毛公乡 is whole again */
  expect_level(f, 1, QUHUA_LEVEL_VILLAGE, "6>5 merged 2 begun 1 recoded 4 moved 4");
  quhua_figures_free(f);
  bench_close(b);
}

static void test_refusals(void **state) {
  (void)state;
  bench *b = open_reformed();
  quhua_figures *f = (quhua_figures *)b;
  quhua_unit_id ended = bench_unit(b, "510723208000", BEFORE).id;
  quhua_date from = bench_day(BEFORE), to = bench_day(AFTER);
  quhua_error_clear(&b->err);
  assert_int_equal(quhua_figures_new(b->before, 0, QUHUA_LEVEL_ANY, to, from, &f, &b->err), QUHUA_E_INVALID);
  assert_null(f);
  assert_int_equal(b->err.status, QUHUA_E_INVALID);
  quhua_error_clear(&b->err);
  assert_int_equal(quhua_figures_new(b->before, ended, QUHUA_LEVEL_ANY, from, to, &f, &b->err),
                   QUHUA_E_NOT_FOUND);
  assert_int_equal(b->err.status, QUHUA_E_NOT_FOUND);
  assert_int_equal(quhua_figures_new(b->before, 99999, QUHUA_LEVEL_ANY, from, to, &f, NULL),
                   QUHUA_E_NOT_FOUND);
  assert_int_equal(quhua_figures_new(b->before, UINT64_MAX, QUHUA_LEVEL_ANY, from, to, &f, NULL),
                   QUHUA_E_NOT_FOUND);
  bench_close(b);
}

/* All rows of 毛公乡 stand there, though one leads elsewhere; those of 两河镇 do not. */
static void test_crosswalk_of_a_scope(void **state) {
  (void)state;
  bench *b = open_reformed();
  quhua_figures *f = count_in(b, "510723100000", BEFORE, AFTER);
  const quhua_crosswalk *c = quhua_figures_crosswalk(f);
  assert_int_equal(quhua_crosswalk_count(c), 4);
  assert_string_equal(quhua_crosswalk_at(c, 0)->after.code.text, "510723100000");
  assert_string_equal(quhua_crosswalk_at(c, 1)->after.code.text, "510723105000");
  assert_string_equal(quhua_crosswalk_at(c, 2)->before.code.text, "510723208213");
  assert_string_equal(quhua_crosswalk_at(c, 3)->before.code.text, "510723208214");
  quhua_figures_free(f);
  bench_close(b);
}

/* --- averages -------------------------------------------------------------------------------------------------------- */

static void observe(bench *b) {
  figures_observe(b, "人口", "2019-01-01",
                  "510723100201 50\n510723104201 100\n510723104202 30\n"
                  "510723208213 7\n510723208214 8\n510723208215 20\n");
}

static void expect_average(quhua_average average, uint32_t units, const char *expected) {
  char text[QUHUA_PERCENT_TEXT_MAX];
  size_t len = quhua_average_format(&average, text);
  assert_int_equal(average.units, units);
  assert_string_equal(text, expected);
  assert_int_equal(len, strlen(expected));
}

static void test_averages(void **state) {
  (void)state;
  bench *b = bench_open(table);
  quhua_averages list[3];
  observe(b);
  bench_apply(b, reform);
  quhua_figures *f = count_in(b, "510723000000", BEFORE, AFTER);
  assert_int_equal(quhua_figures_average(f, quhua_str_from("人口"), QUHUA_LEVEL_VILLAGE, list, &b->err),
                   QUHUA_OK);
  expect_average(list[0].before, 6, "35.8"); /* 215 / 6 = 35.83 */
  expect_average(list[0].after, 5, "43.0");
  expect_average(list[1].before, 3, "21.7"); /* 50 + 7 + 8 = 65 */
  expect_average(list[1].after, 2, "32.5");
  expect_average(list[2].before, 3, "50.0"); /* 100 + 30 + 20 */
  expect_average(list[2].after, 3, "50.0");
  quhua_error_clear(&b->err);
  assert_int_equal(quhua_figures_average(f, quhua_str_from("户数"), QUHUA_LEVEL_VILLAGE, list, &b->err),
                   QUHUA_E_NOT_FOUND);
  quhua_figures_free(f);
  f = count_in(b, NULL, BEFORE, AFTER);
  assert_int_equal(quhua_figures_average(f, quhua_str_from("人口"), QUHUA_LEVEL_TOWNSHIP, list, NULL),
                   QUHUA_OK);
  expect_average(list[0].before, 3, "71.7"); /* 215 / 3 = 71.67 */
  expect_average(list[0].after, 2, "107.5");
  quhua_figures_free(f);
  bench_close(b);
}

/* 金龙村, 100 people, lies in one of two towns or in both; and a village that nobody counted. */
static void test_no_average_of_a_guess(void **state) {
  (void)state;
  bench *b = bench_open(table);
  quhua_averages list[4];
  figures_observe(b, "人口", "2019-01-01",
                  "510723100201 50\n510723104201 100\n510723104202 30\n510723208213 7\n");
  bench_apply(b, "document,effective,old_code,new_code,share\n"
                 "甲,2020-01-01,510723104201,510723104202,?\n"
                 "甲,2020-01-01,510723104201,510723100201,?\n");
  quhua_figures *f = count_in(b, "510723000000", BEFORE, AFTER);
  assert_int_equal(quhua_figures_count(f), 4);
  assert_int_equal(quhua_figures_average(f, quhua_str_from("人口"), QUHUA_LEVEL_VILLAGE, list, NULL),
                   QUHUA_OK);
  assert_int_equal(list[1].before.lo, 50);
  assert_int_equal(list[1].before.hi, 150);
  expect_average(list[1].before, 1, "");
  assert_int_equal(list[1].after.lo, 50);
  assert_int_equal(list[1].after.hi, 150);
  expect_average(list[1].after, 1, "");
  assert_int_equal(list[2].before.hi, 130);
  expect_average(list[3].before, 3, ""); /* 毛公乡: one of three was counted */
  expect_average(list[0].before, 6, "");
  quhua_figures_free(f);
  bench_close(b);
}

static void test_what_cannot_be_added(void **state) {
  (void)state;
  bench *b = bench_open(table);
  quhua_averages list[4];
  bench_record(b, "series:人均收入", "intensive|元|人口");
  figures_observe(b, "人均收入", "2019-01-01", "510723100201 50\n");
  quhua_figures *f = count_in(b, NULL, BEFORE, AFTER);
  quhua_error_clear(&b->err);
  assert_int_equal(quhua_figures_average(f, quhua_str_from("人均收入"), QUHUA_LEVEL_VILLAGE, list, &b->err),
                   QUHUA_E_UNSUPPORTED);
  assert_int_equal(b->err.status, QUHUA_E_UNSUPPORTED);
  quhua_figures_free(f);
  bench_close(b);
}

static void test_average_as_text(void **state) {
  (void)state;
  const struct {
    int64_t sum;
    uint32_t units, scale;
    const char *text;
  } cases[] = {{7, 2, 0, "3.5"},
               {200, 3, 0, "66.7"},
               {1, 20, 0, "0.1"}, /* 0.05 */
               {1, 21, 0, "0.0"},
               {199, 100, 0, "2.0"}, /* 1.99 */
               {0, 5, 0, "0.0"},
               {100, 3, 1, "3.33"},
               {1, 1, 2, "0.010"},
               {5, 0, 0, ""},
               {INT64_MAX, 1, 0, "9223372036854775807.0"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    expect_average((quhua_average){cases[i].sum, cases[i].sum, cases[i].units, cases[i].scale, true},
                   cases[i].units, cases[i].text);
  expect_average((quhua_average){7, 7, 2, 0, false}, 2, "");
}

static void test_percentage(void **state) {
  (void)state;
  char text[QUHUA_PERCENT_TEXT_MAX] = "x";
  assert_int_equal(quhua_percent_format(4610, 3101, text), 5);
  assert_string_equal(text, "-32.7"); /* Sichuan, townships, as published */
  assert_int_equal(quhua_percent_format(0, 3, text), 0);
  assert_string_equal(text, "");
}

/* --- memory ---------------------------------------------------------------------------------------------------------- */

static quhua_status count_and_sum(const quhua_snapshot *view, quhua_unit_id scope) {
  quhua_averages list[4];
  quhua_figures *f = NULL;
  quhua_status status =
      quhua_figures_new(view, scope, QUHUA_LEVEL_TOWNSHIP, bench_day(BEFORE), bench_day(AFTER), &f, NULL);
  if (status) assert_null(f);
  if (!status) status = quhua_figures_average(f, quhua_str_from("人口"), QUHUA_LEVEL_VILLAGE, list, NULL);
  quhua_figures_free(f);
  return status;
}

static void test_out_of_memory(void **state) {
  (void)state;
  bench *b = bench_open(table);
  observe(b);
  bench_apply(b, reform);
  quhua_unit_id scope = bench_unit(b, "510723100000", AFTER).id;
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_snapshot view = *b->before;
    view.allocator = &allocator;
    quhua_status status = count_and_sum(&view, scope);
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after > 10);
      break;
    }
    assert_int_equal(status, QUHUA_E_NOMEM);
  }
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_reform_of_a_county),
      cmocka_unit_test(test_past_the_end),
      cmocka_unit_test(test_of_a_plan),
      cmocka_unit_test(test_whole_register),
      cmocka_unit_test(test_nothing_happened),
      cmocka_unit_test(test_moved_border),
      cmocka_unit_test(test_divided_between_towns),
      cmocka_unit_test(test_lost),
      cmocka_unit_test(test_kind_name_and_place),
      cmocka_unit_test(test_replaced),
      cmocka_unit_test(test_two_steps),
      cmocka_unit_test(test_refusals),
      cmocka_unit_test(test_crosswalk_of_a_scope),
      cmocka_unit_test(test_averages),
      cmocka_unit_test(test_no_average_of_a_guess),
      cmocka_unit_test(test_what_cannot_be_added),
      cmocka_unit_test(test_average_as_text),
      cmocka_unit_test(test_percentage),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
