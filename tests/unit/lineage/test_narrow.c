/* SPDX-License-Identifier: Apache-2.0 */
/* Parts that children define, over several acts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <stdio.h>
#include <string.h>

#define MOVE "document,effective,relation,old_code,new_parent\n"
/* 友爱村 goes to 立新镇, where its number is taken (it gets the next, 205), and comes back, where 205 is free. */
#define AWAY MOVE "甲,2020-01-01,划归,510722109201,510722138\n"
#define BACK MOVE "乙,2021-01-01,划归,510722138205,510722109\n"

/* Where a town of one day lies on the other: "code share fate", a line each. */
static void expect(bench *b, const char *town, const char *from, const char *to, const char *expected) {
  quhua_unit unit = bench_unit(b, town, from);
  quhua_projection *p = NULL;
  char text[512] = "", share[QUHUA_SHARE_TEXT_MAX];
  size_t len = 0;
  assert_int_equal(quhua_projection_new(b->before, unit.id, bench_day(from), bench_day(to), &p, &b->err),
                   QUHUA_OK);
  for (size_t i = 0; i < quhua_projection_count(p); i++) {
    const quhua_projected *row = quhua_projection_at(p, i);
    quhua_share_format(row->share, share);
    len += (size_t)snprintf(text + len, sizeof text - len, "%.9s %s %s\n", row->unit.code.text, share,
                            quhua_fate_word(row->fate, QUHUA_LANG_EN));
    assert_true(len < sizeof text);
  }
  quhua_projection_free(p);
  assert_string_equal(text, expected);
}

static quhua_answer same(bench *b, const char *town, const char *from, const char *to) {
  quhua_answer answer;
  quhua_unit_id id = bench_unit(b, town, from).id;
  assert_int_equal(quhua_same_territory(b->before, id, bench_day(from), id, bench_day(to), &answer, &b->err),
                   QUHUA_OK);
  return answer;
}

static bench *open_with(const char *first, const char *second, const char *third) {
  bench *b = bench_open(BENCH_TOWNS);
  const char *acts[] = {first, second, third};
  for (size_t i = 0; i < 3 && acts[i]; i++) bench_apply(b, acts[i]);
  return b;
}

static void test_there_and_back(void **state) {
  (void)state;
  bench *b = open_with(AWAY, BACK, NULL);
  const char *towns[] = {"510722109", "510722138"};
  for (int i = 0; i < 2; i++) {
    char whole[64];
    snprintf(whole, sizeof whole, "%s 1 same\n", towns[i]);
    expect(b, towns[i], "2019-06-01", "2022-01-01", whole);
    expect(b, towns[i], "2022-01-01", "2019-06-01", whole);
    assert_int_equal(same(b, towns[i], "2019-06-01", "2022-01-01"), QUHUA_YES);
    assert_int_equal(same(b, towns[i], "2019-06-01", "2020-06-01"), QUHUA_NO);
  }
  assert_string_equal(bench_crosswalk_between(b, "2019-06-01", "2022-01-01"),
                      "换码,510722109201,友爱村,510722109205,友爱村,1\n");
  bench_close(b);
}

/* 立新镇 gives on what it got, to a third town, and nothing of its own. */
static void test_passed_on(void **state) {
  (void)state;
  bench *b = open_with(
      "document,effective,relation,new_code,new_name,new_kind\n丙,2019-02-01,设立,510722140,新镇,镇\n", AWAY,
      MOVE "乙,2021-01-01,划归,510722138205,510722140\n");
  expect(b, "510722138", "2019-06-01", "2022-01-01", "510722138 1 same\n");
  expect(b, "510722109", "2019-06-01", "2022-01-01", "510722109 ? part\n510722140 ? part\n");
  expect(b, "510722140", "2022-01-01", "2019-06-01", "510722109 ? part\n510722140 ? merged\n");
  bench_close(b);
}

/* A village that is set up out of nothing may take land of no village along when it goes: nobody tells. */
static void test_settlers(void **state) {
  (void)state;
  bench *b = open_with("document,effective,relation,new_code,new_name,new_parent\n"
                       "丙,2019-08-01,设立,510722109207,新村,510722109\n",
                       AWAY, BACK);
  expect(b, "510722109", "2019-06-01", "2022-01-01", "510722109 ? part\n510722138 ? part\n");
  assert_int_equal(same(b, "510722109", "2019-06-01", "2022-01-01"), QUHUA_UNKNOWN);
  expect(b, "510722109", "2019-10-01", "2022-01-01", "510722109 1 same\n"); /* it was there already */
  bench_close(b);
}

/* Land that a village left when it ended stays with the town while that lives; when the town ends, it goes somewhere. */
static void test_land_of_no_village(void **state) {
  (void)state;
  const char *end = "document,effective,relation,old_code,reason\n丙,2019-02-01,撤销,510722109203,水库淹没\n";
  bench *b = open_with(end, AWAY, BACK);
  expect(b, "510722109", "2019-06-01", "2022-01-01", "510722109 1 same\n");
  bench_close(b);
  b = open_with(
      "document,effective,relation,new_code,new_name,new_kind\n丙,2019-02-01,设立,510722140,新镇,镇\n",
      "document,effective,relation,old_code,new_code,new_parent,share\n"
      "甲,2020-01-01,,510722109,510722138,,children\n甲,2020-01-01,,510722109,510722140,,children\n"
      "甲,2020-01-01,,510722109201,,510722140,\n甲,2020-01-01,,510722109202,,510722138,\n"
      "甲,2020-01-01,,510722109203,,510722138,\n",
      MOVE "乙,2021-01-01,划归,510722140201,510722138\n");
  expect(b, "510722109", "2019-06-01", "2022-01-01", "510722138 ? split\n510722140 ? split\n");
  bench_close(b);
}

/* All villages left, and the town lives on: it keeps something. */
static void test_living_town_without_villages(void **state) {
  (void)state;
  bench *b = open_with(MOVE "甲,2020-01-01,划归,510722138201,510722109\n",
                       MOVE "乙,2021-01-01,划归,510722138204,510722109\n", NULL);
  expect(b, "510722138", "2019-06-01", "2022-01-01", "510722109 ? part\n510722138 ? part\n");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_there_and_back),
      cmocka_unit_test(test_passed_on),
      cmocka_unit_test(test_settlers),
      cmocka_unit_test(test_land_of_no_village),
      cmocka_unit_test(test_living_town_without_villages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
