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
                            "510723104204,东永村\n"
                            "510723110,高渠镇\n"
                            "510723110201,望江村\n";

#define HEAD "document,effective,event,relation,old_code,new_code,new_name,share,reason\n"
#define V "510723104" /* the codes of villages begin like this */

static quhua_unit_id unit_on(bench *b, const char *code, const char *day) {
  quhua_unit unit;
  quhua_code parsed;
  quhua_level level;
  assert_int_equal(quhua_code_parse(quhua_snapshot_scheme(b->before), quhua_str_from(code), QUHUA_LEVEL_ANY,
                                    &parsed, &level, NULL),
                   QUHUA_OK);
  assert_int_equal(quhua_unit_find(b->before, level, &parsed, bench_day(day), &unit), QUHUA_OK);
  return unit.id;
}

static quhua_projection *project_as(bench *b, const quhua_snapshot *snapshot, const char *code,
                                    const char *from, const char *to) {
  quhua_projection *p = NULL;
  quhua_unit_id id = unit_on(b, code, from);
  assert_int_equal(quhua_projection_new(snapshot, id, bench_day(from), bench_day(to), &p, &b->err), QUHUA_OK);
  return p;
}

static quhua_projection *project(bench *b, const char *code, const char *from, const char *to) {
  return project_as(b, b->before, code, from, to);
}

/* Rows as "code name share fate", "-" where there is no unit; one a line. */
static void expect_rows(const quhua_projection *p, const char *expected) {
  char text[1024] = "", share[QUHUA_SHARE_TEXT_MAX];
  size_t len = 0;
  for (size_t i = 0; i < quhua_projection_count(p); i++) {
    const quhua_projected *row = quhua_projection_at(p, i);
    quhua_share_format(row->share, share);
    len += (size_t)snprintf(text + len, sizeof text - len, "%s %.*s %s %s\n",
                            row->unit.id ? row->unit.code.text : "-", (int)row->unit.name.len,
                            row->unit.name.ptr ? row->unit.name.ptr : "", share,
                            quhua_fate_word(row->fate, QUHUA_LANG_EN));
    assert_true(len < sizeof text);
  }
  assert_string_equal(text, expected);
}

static void expect(bench *b, const char *code, const char *from, const char *to, const char *expected) {
  quhua_projection *p = project(b, code, from, to);
  expect_rows(p, expected);
  quhua_projection_free(p);
}
static void forward(bench *b, const char *code, const char *expected) {
  expect(b, code, "2019-06-01", "2030-01-01", expected);
}
static void backward(bench *b, const char *code, const char *expected) {
  expect(b, code, "2030-01-01", "2019-06-01", expected);
}

/* The missing fact leads from one unit to another and was recorded by that entry; sequence 0: nothing is missing. */
static void expect_missing(bench *b, const char *code, quhua_sequence sequence) {
  quhua_flow flow;
  quhua_projection *p = project(b, code, "2019-06-01", "2030-01-01");
  assert_int_equal(quhua_projection_missing(p, &flow), sequence != 0);
  if (sequence) assert_int_equal(flow.sequence, sequence);
  quhua_projection_free(p);
}

/* --- one change --------------------------------------------------------------------------------------------------- */

static void test_same(void **state) {
  (void)state;
  bench *b = bench_open(table);
  forward(b, V "203", "510723104203 西山村 1 same\n");
  backward(b, V "203", "510723104203 西山村 1 same\n");
  expect(b, V "203", "2020-01-01", "2020-01-01", "510723104203 西山村 1 same\n");
  expect(b, "510723104", "2019-06-01", "2030-01-01", "510723104000 两河镇 1 same\n");
  expect_missing(b, V "203", 0);
  quhua_projection *p = project(b, V "203", "2019-06-01", "2030-01-01");
  assert_int_equal(quhua_projection_at(p, 0)->sequence, 0);
  assert_null(quhua_projection_at(p, 1));
  assert_null(quhua_projection_at(p, SIZE_MAX));
  quhua_projection_free(p);
  quhua_projection_free(NULL);
  bench_close(b);
}

static void test_renamed(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104203,510723104203,西岭村,,\n");
  forward(b, V "203", "510723104203 西岭村 1 renamed\n");
  backward(b, V "203", "510723104203 西山村 1 renamed\n");
  expect(b, V "203", "2020-01-01", "2030-01-01", "510723104203 西岭村 1 same\n");
  expect(b, V "203", "2019-12-31", "2020-01-01", "510723104203 西岭村 1 renamed\n");
  bench_close(b);
}

static void test_recoded(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104203,510723104213,,,\n");
  bench_apply(b, HEAD "乙,2021-01-01,,,510723104204,510723104214,东新村,,\n");
  forward(b, V "203", "510723104213 西山村 1 recoded\n");
  backward(b, V "213", "510723104203 西山村 1 recoded\n");
  forward(b, V "204", "510723104214 东新村 1 recoded\n");
  backward(b, V "214", "510723104204 东永村 1 recoded\n");
  bench_close(b);
}

/* The town gets another code, and its villages with it. */
static void test_recoded_with_the_town(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104,510723114,,,\n");
  forward(b, "510723104", "510723114000 两河镇 1 recoded\n");
  forward(b, V "203", "510723114203 西山村 1 recoded\n");
  backward(b, "510723114203", "510723104203 西山村 1 recoded\n");
  bench_close(b);
}

/* Two villages exchange their codes: each is asked for by the code of its day. */
static void test_exchanged_codes(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,event,old_code,new_code,new_name,identity\n"
                 "甲,2020-01-01,1,510723104203,510723104204,西山村,same\n"
                 "甲,2020-01-01,2,510723104204,510723104203,东永村,same\n");
  forward(b, V "203", "510723104204 西山村 1 recoded\n");
  backward(b, V "203", "510723104204 东永村 1 recoded\n");
  bench_close(b);
}

static void test_merged_into_survivor(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104202,510723104201,,,\n");
  forward(b, V "202", "510723104201 金龙村 1 merged\n");
  forward(b, V "201", "510723104201 金龙村 1 same\n");
  backward(b, V "201", "510723104201 金龙村 ? merged\n510723104202 青石村 ? merged\n");
  expect_missing(b, V "202", 0);
  quhua_projection *p = project(b, V "202", "2019-06-01", "2030-01-01");
  assert_int_equal(quhua_projection_at(p, 0)->sequence, 2);
  quhua_projection_free(p);
  bench_close(b);
}

static void test_merged_into_new(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104203,510723104205,新永村,,\n"
                      "甲,2020-01-01,,,510723104204,510723104205,新永村,,\n");
  forward(b, V "203", "510723104205 新永村 1 merged\n");
  forward(b, V "204", "510723104205 新永村 1 merged\n");
  backward(b, V "205", "510723104203 西山村 ? merged\n510723104204 东永村 ? merged\n");
  bench_close(b);
}

static void test_split(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104201,510723104205,上龙村,2/5,\n"
                      "甲,2020-01-01,,,510723104201,510723104206,下龙村,3/5,\n");
  forward(b, V "201", "510723104205 上龙村 2/5 split\n510723104206 下龙村 3/5 split\n");
  backward(b, V "206", "510723104201 金龙村 1 part\n");
  expect_missing(b, V "201", 0);
  bench_close(b);
}

static void test_split_off(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104201,510723104201,,3/5,\n"
                      "甲,2020-01-01,,,510723104201,510723104205,新山村,2/5,\n");
  forward(b, V "201", "510723104201 金龙村 3/5 part\n510723104205 新山村 2/5 part\n");
  backward(b, V "205", "510723104201 金龙村 1 part\n");
  backward(b, V "201", "510723104201 金龙村 1 part\n");
  bench_close(b);
}

/* 青石村 takes 2/5 of 金龙村: it is all there itself, too. How large each part of it is, nobody said. */
static void test_cession(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104201,510723104201,,3/5,\n"
                      "甲,2020-01-01,,,510723104201,510723104202,,2/5,\n");
  forward(b, V "201", "510723104201 金龙村 3/5 part\n510723104202 青石村 2/5 part\n");
  forward(b, V "202", "510723104202 青石村 1 same\n");
  backward(b, V "202", "510723104201 金龙村 ? part\n510723104202 青石村 ? merged\n");
  backward(b, V "201", "510723104201 金龙村 1 part\n");
  expect_missing(b, V "201", 0);
  bench_close(b);
}

/* 1/4..1/2 went, so 1/2..3/4 stayed. */
static void test_interval(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104201,510723104201,,?,\n"
                      "甲,2020-01-01,,,510723104201,510723104202,,1/4..1/2,\n");
  forward(b, V "201", "510723104201 金龙村 1/2..3/4 part\n510723104202 青石村 1/4..1/2 part\n");
  expect_missing(b, V "201", 2);
  expect_missing(b, V "202", 0);
  bench_close(b);
}

static void test_unknown_share(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104201,510723104201,,?,\n"
                      "甲,2020-01-01,,,510723104201,510723104202,,?,\n");
  forward(b, V "201", "510723104201 金龙村 ? part\n510723104202 青石村 ? part\n");
  backward(b, V "202", "510723104201 金龙村 ? part\n510723104202 青石村 ? merged\n");
  expect_missing(b, V "201", 2);
  bench_close(b);
}

static void test_ended(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104204,,,,水库淹没\n");
  forward(b, V "204", "-  1 ended\n");
  expect(b, V "204", "2019-06-01", "2019-12-31", "510723104204 东永村 1 same\n");
  bench_close(b);
}

static void test_established(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,new_code,new_name,new_kind,new_parent\n"
                 "甲,2020-01-01,510723104205,水库村,村委会,510723104\n");
  backward(b, V "205", "-  1 ended\n");
  expect(b, V "205", "2030-01-01", "2020-01-01", "510723104205 水库村 1 same\n");
  bench_close(b);
}

/* A village leaves for another town: its town is divided by its villages. */
static void test_divided_by_children(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104204,510723110204,,,\n");
  forward(b, V "204", "510723110204 东永村 1 recoded\n");
  forward(b, "510723104", "510723104000 两河镇 ? part\n510723110000 高渠镇 ? part\n");
  backward(b, "510723110", "510723104000 两河镇 ? part\n510723110000 高渠镇 ? merged\n");
  bench_close(b);
}

/* A town is established over a village of another: it is made of that, not of nothing. */
static void test_established_over_children(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,old_code,new_code,new_name,new_kind,new_parent\n"
                 "甲,2020-01-01,,510723120,望江镇,镇,510723\n"
                 "甲,2020-01-01,510723104204,510723120204,,,510723120\n");
  backward(b, "510723120", "510723104000 两河镇 1 part\n");
  bench_close(b);
}

/* --- several changes ---------------------------------------------------------------------------------------------- */

/* The parts come together again and nothing else with them: all of it, and nobody else's. */
static void test_split_and_joined_again(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104201,510723104205,上龙村,?,\n"
                      "甲,2020-01-01,,,510723104201,510723104206,下龙村,?,\n");
  bench_apply(b, HEAD "乙,2021-01-01,,,510723104205,510723104207,金龙村,,\n"
                      "乙,2021-01-01,,,510723104206,510723104207,金龙村,,\n");
  forward(b, V "201", "510723104207 金龙村 1 recoded\n");
  backward(b, V "207", "510723104201 金龙村 1 recoded\n");
  expect_missing(b, V "201", 0);
  expect(b, V "205", "2020-06-01", "2030-01-01", "510723104207 金龙村 1 merged\n");
  bench_apply(b, HEAD "丙,2022-01-01,,,510723104202,510723104207,,,\n");
  forward(b, V "201", "510723104207 金龙村 1 merged\n");
  backward(b, V "207", "510723104201 金龙村 ? merged\n510723104202 青石村 ? merged\n");
  bench_close(b);
}

/* Where in the merged village the halves were taken from, nobody knows. */
static void test_merged_and_split(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104203,510723104205,新永村,,\n"
                      "甲,2020-01-01,,,510723104204,510723104205,新永村,,\n");
  bench_apply(b, HEAD "乙,2021-01-01,,,510723104205,510723104206,南永村,1/2,\n"
                      "乙,2021-01-01,,,510723104205,510723104207,北永村,1/2,\n");
  forward(b, V "203", "510723104206 南永村 ? split\n510723104207 北永村 ? split\n");
  backward(b, V "207", "510723104203 西山村 ? part\n510723104204 东永村 ? part\n");
  expect(b, V "205", "2020-06-01", "2030-01-01",
         "510723104206 南永村 1/2 split\n510723104207 北永村 1/2 split\n");
  expect_missing(b, V "203", 3);
  bench_close(b);
}

/* After 甲 1/4..1/2 of 金龙村 is left; 乙 divides that by unknown shares. So 新山村 has 1/2..3/4, a width of 1/4, the other
 * two 0..1/2: what 乙 does not say is the larger gap. */
static void test_missing_is_the_widest(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104201,510723104201,,1/4..1/2,\n"
                      "甲,2020-01-01,,,510723104201,510723104205,新山村,?,\n");
  expect_missing(b, V "201", 2);
  bench_apply(b, HEAD "乙,2021-01-01,,,510723104201,510723104201,,?,\n"
                      "乙,2021-01-01,,,510723104201,510723104202,,?,\n");
  forward(b, V "201",
          "510723104201 金龙村 0..1/2 part\n510723104202 青石村 0..1/2 part\n510723104205 新山村 1/2..3/4 "
          "part\n");
  expect_missing(b, V "201", 3);
  bench_close(b);
}

/* 水库村 came from nowhere and went into 青石村: a part of 青石村 came from nowhere. */
static void test_established_and_merged(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,new_code,new_name,new_kind,new_parent\n"
                 "甲,2020-01-01,510723104205,水库村,村委会,510723104\n");
  bench_apply(b, HEAD "乙,2021-01-01,,,510723104205,510723104202,,,\n");
  backward(b, V "202", "510723104202 青石村 ? merged\n-  ? ended\n");
  expect(b, V "202", "2030-01-01", "2020-06-01",
         "510723104202 青石村 ? merged\n510723104205 水库村 ? merged\n");
  bench_close(b);
}

/* The other way round: what was established takes 青石村 in. */
static void test_established_takes_another(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,new_code,new_name,new_kind,new_parent\n"
                 "甲,2020-01-01,510723104205,水库村,村委会,510723104\n");
  bench_apply(b, HEAD "乙,2021-01-01,,,510723104202,510723104205,,,\n");
  backward(b, V "205", "510723104202 青石村 ? merged\n-  ? ended\n");
  bench_close(b);
}

/* 青石村 goes into 金龙村 and is restored from it: itself again, but who says with the same land? */
static void test_restored(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104202,510723104201,,,\n");
  bench_apply(b, HEAD "乙,2022-01-01,,恢复,510723104201,510723104202,青石村,2/5,\n"
                      "乙,2022-01-01,,恢复,510723104201,510723104201,金龙村,3/5,\n");
  assert_int_equal(unit_on(b, V "202", "2019-06-01"), unit_on(b, V "202", "2030-01-01"));
  forward(b, V "202", "510723104201 金龙村 ? part\n510723104202 青石村 ? part\n");
  backward(b, V "202", "510723104201 金龙村 ? part\n510723104202 青石村 ? part\n");
  expect(b, V "201", "2021-01-01", "2030-01-01",
         "510723104201 金龙村 3/5 part\n510723104202 青石村 2/5 part\n");
  bench_close(b);
}

/* 东永村 ends and is restored as if from nothing: what it was before did not come with it. */
static void test_restored_from_nothing(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104204,,,,水库淹没\n");
  bench_apply(b, "document,effective,relation,new_code,new_name,new_parent\n"
                 "乙,2022-01-01,恢复,510723104204,东永村,510723104\n");
  forward(b, V "204", "-  1 ended\n");
  backward(b, V "204", "-  1 ended\n");
  bench_close(b);
}

/* Between the merger and its annulment people answered otherwise, and that can still be asked. */
static void test_annulled(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104203,510723104204,,,\n");
  bench_apply(b, "document,effective,relation,target\n乙,2021-06-01,自始无效,甲\n");
  forward(b, V "203", "510723104203 西山村 1 same\n");
  quhua_snapshot *then = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, 2, &then, NULL), QUHUA_OK);
  quhua_projection *p = project_as(b, then, V "203", "2019-06-01", "2030-01-01");
  expect_rows(p, "510723104204 东永村 1 merged\n");
  quhua_projection_free(p);
  p = project_as(b, then, V "204", "2030-01-01", "2019-06-01");
  expect_rows(p, "510723104203 西山村 ? merged\n510723104204 东永村 ? merged\n");
  quhua_projection_free(p);
  quhua_snapshot_free(then);
  bench_close(b);
}

/* A property: whatever a unit became, came from it. */
static void expect_there_and_back(bench *b, const char *from, const char *to) {
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  size_t asked = 0;
  quhua_date a = bench_day(from), z = bench_day(to);
  assert_int_equal(quhua_cursor_new_all(b->before, a, &cursor, NULL), QUHUA_OK);
  for (; quhua_cursor_next(cursor, &unit); asked++) {
    quhua_projection *there = NULL, *back = NULL;
    assert_int_equal(quhua_projection_new(b->before, unit.id, a, z, &there, NULL), QUHUA_OK);
    for (size_t i = 0; i < quhua_projection_count(there); i++) {
      quhua_unit_id id = quhua_projection_at(there, i)->unit.id;
      bool found = id == 0;
      if (id) assert_int_equal(quhua_projection_new(b->before, id, z, a, &back, NULL), QUHUA_OK);
      for (size_t k = 0; id && k < quhua_projection_count(back); k++)
        found |= quhua_projection_at(back, k)->unit.id == unit.id;
      assert_true(found);
      if (id) quhua_projection_free(back);
    }
    quhua_projection_free(there);
  }
  assert_int_equal(asked, 10); /* with the province and the prefecture, which are implied */
  quhua_cursor_free(cursor);
}

static bench *open_busy_land(void) {
  bench *b = bench_open(table);
  bench_apply(b, HEAD "甲,2020-01-01,,,510723104201,510723104205,上龙村,?,\n"
                      "甲,2020-01-01,,,510723104201,510723104206,下龙村,?,\n");
  bench_apply(b, HEAD "乙,2021-01-01,,,510723104205,510723104202,,,\n"
                      "乙,2021-01-01,,,510723104206,510723110206,,,\n");
  bench_apply(b, HEAD "丙,2022-01-01,,,510723104202,510723104202,,1/3,\n"
                      "丙,2022-01-01,,,510723104202,510723104203,,2/3,\n");
  bench_apply(b, HEAD "丁,2023-01-01,,,510723104,510723114,,,\n");
  bench_apply(b, HEAD "戊,2024-01-01,,,510723114204,,,,水库淹没\n");
  return b;
}

static void test_there_and_back(void **state) {
  (void)state;
  bench *b = open_busy_land();
  for (int year = 2019; year <= 2024; year++) {
    char to[] = "2019-06-01";
    to[3] = (char)('0' + year % 10);
    to[2] = (char)('0' + year / 10 % 10);
    expect_there_and_back(b, "2019-06-01", to);
  }
  bench_close(b);
}

/* --- refusals ----------------------------------------------------------------------------------------------------- */

static void test_unit_that_does_not_live(void **state) {
  (void)state;
  bench *b = open_busy_land();
  quhua_unit_id ended = unit_on(b, V "201", "2019-06-01");
  quhua_projection *p = (quhua_projection *)b;
  quhua_error_clear(&b->err);
  assert_int_equal(
      quhua_projection_new(b->before, ended, bench_day("2020-01-01"), bench_day("2019-06-01"), &p, &b->err),
      QUHUA_E_NOT_FOUND);
  assert_int_equal(b->err.status, QUHUA_E_NOT_FOUND);
  assert_null(p);
  assert_int_equal(
      quhua_projection_new(b->before, 0, bench_day("2020-01-01"), bench_day("2019-06-01"), &p, NULL),
      QUHUA_E_NOT_FOUND);
  assert_int_equal(
      quhua_projection_new(b->before, UINT64_MAX, bench_day("2020-01-01"), bench_day("2019-06-01"), &p, NULL),
      QUHUA_E_NOT_FOUND);
  bench_close(b);
}

/* Nobody knows what was before the register began on 2019-01-01; that is not the same as a beginning. */
static void test_before_the_register(void **state) {
  (void)state;
  bench *b = bench_open(table);
  quhua_projection *p = (quhua_projection *)b;
  quhua_unit_id id = unit_on(b, V "203", "2019-01-01");
  assert_int_equal(
      quhua_projection_new(b->before, id, bench_day("2019-01-01"), bench_day("2018-12-31"), &p, NULL),
      QUHUA_E_NOT_FOUND);
  assert_null(p);
  bench_close(b);
}

static void test_words(void **state) {
  (void)state;
  static const char *const en[] = {"same", "renamed", "recoded", "merged", "part", "split", "ended"};
  static const char *const zh[] = {"未变", "更名", "换码", "合并", "部分", "分设", "撤销"};
  for (int fate = 0; fate < 7; fate++) {
    assert_string_equal(quhua_fate_word((quhua_fate)fate, QUHUA_LANG_EN), en[fate]);
    assert_string_equal(quhua_fate_word((quhua_fate)fate, QUHUA_LANG_ZH), zh[fate]);
  }
  assert_string_equal(quhua_fate_word((quhua_fate)7, QUHUA_LANG_EN), "");
  assert_string_equal(quhua_fate_word((quhua_fate)-1, QUHUA_LANG_EN), "");
  assert_string_equal(quhua_fate_word(QUHUA_FATE_SAME, (quhua_lang)9), "");
}

/* All or nothing, wherever memory ends. */
static void expect_out_of_memory(bench *b, const char *code, const char *from, const char *to) {
  quhua_unit_id id = unit_on(b, code, from);
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_snapshot view = *b->before;
    quhua_projection *p = NULL;
    view.allocator = &allocator;
    quhua_status status = quhua_projection_new(&view, id, bench_day(from), bench_day(to), &p, NULL);
    if (status != QUHUA_OK) {
      assert_int_equal(status, QUHUA_E_NOMEM);
      assert_null(p);
    }
    quhua_projection_free(p);
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after > 2);
      return;
    }
  }
}

static void test_out_of_memory(void **state) {
  (void)state;
  bench *b = open_busy_land();
  expect_out_of_memory(b, V "201", "2019-06-01", "2030-01-01");
  expect_out_of_memory(b, "510723114203", "2030-01-01", "2019-06-01");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_same),
      cmocka_unit_test(test_renamed),
      cmocka_unit_test(test_recoded),
      cmocka_unit_test(test_recoded_with_the_town),
      cmocka_unit_test(test_exchanged_codes),
      cmocka_unit_test(test_merged_into_survivor),
      cmocka_unit_test(test_merged_into_new),
      cmocka_unit_test(test_split),
      cmocka_unit_test(test_split_off),
      cmocka_unit_test(test_cession),
      cmocka_unit_test(test_interval),
      cmocka_unit_test(test_unknown_share),
      cmocka_unit_test(test_ended),
      cmocka_unit_test(test_established),
      cmocka_unit_test(test_divided_by_children),
      cmocka_unit_test(test_established_over_children),
      cmocka_unit_test(test_split_and_joined_again),
      cmocka_unit_test(test_merged_and_split),
      cmocka_unit_test(test_missing_is_the_widest),
      cmocka_unit_test(test_established_and_merged),
      cmocka_unit_test(test_established_takes_another),
      cmocka_unit_test(test_restored),
      cmocka_unit_test(test_restored_from_nothing),
      cmocka_unit_test(test_annulled),
      cmocka_unit_test(test_there_and_back),
      cmocka_unit_test(test_unit_that_does_not_live),
      cmocka_unit_test(test_before_the_register),
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
