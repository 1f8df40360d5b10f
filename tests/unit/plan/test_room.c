/* SPDX-License-Identifier: Apache-2.0 */
/* Room in the ranges (国统字〔2009〕91号): communities 001-199, villages 200-397 and 399 with 201 as the first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#define DAY "2020-06-01"

static quhua_code_room room_on(bench *b, const char *parent, quhua_kind kind, const char *day) {
  quhua_code_room room;
  quhua_unit unit = bench_unit(b, parent, day);
  assert_int_equal(quhua_code_room_find(b->before, unit.id, kind, bench_day(day), &room), QUHUA_OK);
  /* every number is one of the four */
  assert_int_equal(room.size, room.used + room.reserved + room.above + room.gaps);
  return room;
}

static quhua_code_room room_of(bench *b, const char *parent, quhua_kind kind) {
  return room_on(b, parent, kind, DAY);
}

static void expect(quhua_code_room got, quhua_code_room wanted) {
  assert_int_equal(got.first, wanted.first);
  assert_int_equal(got.last, wanted.last);
  assert_int_equal(got.size, wanted.size);
  assert_int_equal(got.used, wanted.used);
  assert_int_equal(got.alive, wanted.alive);
  assert_int_equal(got.reserved, wanted.reserved);
  assert_int_equal(got.above, wanted.above);
  assert_int_equal(got.gaps, wanted.gaps);
  assert_int_equal(got.next, wanted.next);
}

static void test_villages(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "effective,relation,old_code,new_code\n2020-01-01,并入,510722138204,510722138201\n");
  /* 201 and 204 used, only 201 alive; 205 to 397 and 399 above: 194; 200, 202, 203 gaps. 398 is never issued */
  expect(
      room_of(b, "510722138", QUHUA_KIND_VILLAGE),
      (quhua_code_room){200, 399, .size = 199, .used = 2, .alive = 1, .above = 194, .gaps = 3, .next = 205});
  /* on the day before, both were alive; what was ever used is known either way */
  assert_int_equal(room_on(b, "510722138", QUHUA_KIND_VILLAGE, "2019-12-31").alive, 2);
  bench_close(b);
}

static void test_reserved_is_neither_above_nor_gap(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, "reserve:5:510722138205", "甲\t新河村");
  bench_record(b, "reserve:5:510722138202", "甲\t新江村");
  bench_record(b, "reserve:5:510722138204", "甲\t百灵山村"); /* is used: no reservation any more */
  bench_record(b, "reserve:5:510722109204", "甲\t新海村");   /* below another town */
  bench_record(b, "reserve:4:510722139000", "甲\t新镇");     /* on another level */
  expect(room_of(b, "510722138", QUHUA_KIND_VILLAGE),
         (quhua_code_room){200, 399, 199, 2, 2, 2, 193, 2, 206, 0});
  bench_record(b, "codes.issue", "fill");
  assert_int_equal(room_of(b, "510722138", QUHUA_KIND_VILLAGE).next, 203); /* 202 is reserved */
  bench_record(b, "codes.issue", "explicit");
  assert_int_equal(room_of(b, "510722138", QUHUA_KIND_VILLAGE).next, -1);
  bench_close(b);
}

static void test_range_that_is_full_for_append(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722001000,北城街道\n510722001001,西苑社区\n510722001199,东苑社区\n");
  expect(room_of(b, "510722001", QUHUA_KIND_COMMUNITY),
         (quhua_code_room){1, 199, .size = 199, .used = 2, .alive = 2, .gaps = 197, .next = -1});
  bench_record(b, "codes.issue", "fill");
  assert_int_equal(room_of(b, "510722001", QUHUA_KIND_COMMUNITY).next, 2);
  bench_close(b);
}

static void test_empty_range(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  /* 200 lies before the first number, 201: only what fills takes it, and last */
  expect(room_of(b, "510722109", QUHUA_KIND_VIRTUAL_VILLAGE),
         (quhua_code_room){598, 598, 1, .above = 1, .next = 598});
  expect(room_of(b, "510722000000", QUHUA_KIND_TOWNSHIP),
         (quhua_code_room){200, 399, .size = 200, .above = 200, .next = 200});
  bench_close(b);
}

static void test_groups_by_their_form(void **state) {
  (void)state;
  bench *b = bench_open("code,name\n510722109204,龙吟村\n51072210920402,甲组\n510722109204G03,一网格\n"
                        "510722109205,中山村\n510722109205002,乙组\n");
  expect(room_of(b, "510722109204", QUHUA_KIND_VILLAGER_GROUP),
         (quhua_code_room){1, 99, 99, .used = 1, .alive = 1, .above = 97, .gaps = 1, .next = 3});
  expect(room_of(b, "510722109205", QUHUA_KIND_VILLAGER_GROUP),
         (quhua_code_room){1, 999, 999, .used = 1, .alive = 1, .above = 997, .gaps = 1, .next = 3});
  /* grids count on their own, from 1001 as a segment */
  expect(room_of(b, "510722109204", QUHUA_KIND_GRID),
         (quhua_code_room){1001, 1099, 99, .used = 1, .alive = 1, .above = 96, .gaps = 2, .next = 1004});
  bench_close(b);
}

static void test_what_has_no_room(void **state) {
  (void)state;
  quhua_code_room room;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_date day = bench_day(DAY);
  quhua_unit county = bench_unit(b, "510722000000", DAY), village = bench_unit(b, "510722109201", DAY);
  assert_int_equal(quhua_code_room_find(b->before, 99, QUHUA_KIND_VILLAGE, day, &room), QUHUA_E_NOT_FOUND);
  assert_int_equal(
      quhua_code_room_find(b->before, village.id, QUHUA_KIND_VILLAGER_GROUP, bench_day("2018-12-31"), &room),
      QUHUA_E_NOT_FOUND);
  assert_int_equal(quhua_code_room_find(b->before, village.id, QUHUA_KIND_VILLAGE, day, &room),
                   QUHUA_E_UNSUPPORTED);
  assert_int_equal(quhua_code_room_find(b->before, county.id, QUHUA_KIND_VILLAGER_GROUP, day, &room),
                   QUHUA_E_UNSUPPORTED);
  assert_int_equal(quhua_code_room_find(b->before, county.parent, QUHUA_KIND_COUNTY, day, &room),
                   QUHUA_E_UNSUPPORTED); /* digits 1 to 6 come from the ministry */
  assert_int_equal(quhua_code_room_find(b->before, county.id, QUHUA_KIND_NONE, day, &room),
                   QUHUA_E_UNSUPPORTED);
  bench_close(b);
  b = bench_open_as("", "opaque", "2019-01-01", "code,name,level\nP1,Nord,1\n");
  assert_int_equal(quhua_code_room_find(b->before, bench_unit(b, "P1", DAY).id, QUHUA_KIND_UNIT, day, &room),
                   QUHUA_E_UNSUPPORTED);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_villages),
      cmocka_unit_test(test_reserved_is_neither_above_nor_gap),
      cmocka_unit_test(test_range_that_is_full_for_append),
      cmocka_unit_test(test_empty_range),
      cmocka_unit_test(test_groups_by_their_form),
      cmocka_unit_test(test_what_has_no_room),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
