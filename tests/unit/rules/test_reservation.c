/* SPDX-License-Identifier: Apache-2.0 */
/* Which codes are reserved, in states made by hand: a journal may hold keys that nobody could record today. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/reservation.h"
#include "support/fold.h"

#include <string.h>

static void put(fold *f, const char *key, const char *value) {
  quhua__effect_put_fact(&f->effects, quhua_str_from(""), quhua_str_from(key), fold_day("2020-01-01"),
                         quhua_str_from(value));
}

static void expect(const quhua_snapshot *s, const char *code, quhua_level level, const char *document) {
  quhua_code c = {{0}};
  quhua_str got = {"untouched", 9};
  memcpy(c.text, code, strlen(code));
  bool reserved = quhua__code_is_reserved(s, level, &c, &got);
  assert_int_equal(reserved, document != NULL);
  if (document) assert_true(quhua_str_equal(got, quhua_str_from(document)));
}

static void test_reservations(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_begin(&f, &s); /* 2 */
  put(&f, "reserve:5:510723104209", "甲文\t金龙新村");
  put(&f, "reserve:5:510723104210", "乙文");
  put(&f, "reserve:4:510723115000", "甲文\t");
  fold_end(&f, "2020-01-01");
  fold_begin(&f, &s);                                /* 3 */
  put(&f, "reserve:5:510723104210", "");             /* given up */
  put(&f, "reserve:4:510723115000", "甲文");         /* for a day … */
  put(&f, "reserve:4:510723115000", "丙文\t鹅溪镇"); /* … and in the same entry for another */
  fold_end(&f, "2020-01-01");
  quhua_snapshot second = {quhua_allocator_default(), &s, 2}, third = {quhua_allocator_default(), &s, 3};
  expect(&second, "510723104209", QUHUA_LEVEL_VILLAGE, "甲文");
  expect(&second, "510723104210", QUHUA_LEVEL_VILLAGE, "乙文");
  expect(&second, "510723115000", QUHUA_LEVEL_TOWNSHIP, "甲文");
  expect(&third, "510723104209", QUHUA_LEVEL_VILLAGE, "甲文");
  expect(&third, "510723104210", QUHUA_LEVEL_VILLAGE, NULL);
  expect(&third, "510723115000", QUHUA_LEVEL_TOWNSHIP, "丙文");
  expect(&third, "510723115000", QUHUA_LEVEL_VILLAGE, NULL); /* of another level */
  expect(&third, "510723104208", QUHUA_LEVEL_VILLAGE, NULL);
  expect(&third, "", QUHUA_LEVEL_VILLAGE, NULL);

  quhua__reservation r;
  size_t index = 0;
  assert_true(quhua__reservation_next(&third, &index, &r));
  assert_string_equal(r.code.text, "510723104209");
  assert_int_equal(r.level, QUHUA_LEVEL_VILLAGE);
  assert_true(quhua_str_equal(r.document, quhua_str_from("甲文")));
  assert_true(quhua_str_equal(r.name, quhua_str_from("金龙新村")));
  assert_true(quhua__reservation_next(&third, &index, &r));
  assert_string_equal(r.code.text, "510723115000");
  assert_true(quhua_str_equal(r.document, quhua_str_from("丙文")));
  assert_true(quhua_str_equal(r.name, quhua_str_from("鹅溪镇")));
  assert_false(quhua__reservation_next(&third, &index, &r)); /* each code once */
  quhua__state_free(&s);
}

/* Somebody got the code: the reservation has done its work. */
static void test_used(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_begin(&f, &s); /* 2 */
  put(&f, "reserve:5:510723104209", "甲文\t金龙新村");
  fold_end(&f, "2020-01-01");
  fold_begin(&f, &s); /* 3 */
  fold_open(&f, 7, 2, "510723104209", "金龙新村", "2020-06-01");
  fold_end(&f, "2020-06-01");
  quhua_snapshot before = {quhua_allocator_default(), &s, 2}, after = {quhua_allocator_default(), &s, 3};
  quhua__reservation r;
  size_t index = 0;
  assert_true(quhua__reservation_next(&before, &index, &r));
  index = 0;
  assert_false(quhua__reservation_next(&after, &index, &r));
  quhua__state_free(&s);
}

/* Keys that are none, and facts of documents that look like one. */
static void test_hostile_keys(void **state) {
  (void)state;
  static const char *const keys[] = {"reserve:",
                                     "reserve:5",
                                     "reserve:5:",
                                     "reserve:0:510723104209",
                                     "reserve:7:510723104209",
                                     "reserve:x:510723104209",
                                     "reserve:5-510723104209",
                                     "reserve:5:5107231042090000",
                                     "reserved:5:510723104209",
                                     "reserve"};
  quhua__state s;
  fold f;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_begin(&f, &s);
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) put(&f, keys[i], "甲文\tx");
  quhua__effect_put_fact(&f.effects, quhua_str_from("甲文"), quhua_str_from("reserve:5:510723104209"), 18262,
                         quhua_str_from("乙文"));
  fold_end(&f, "2020-01-01");
  quhua_snapshot view = {quhua_allocator_default(), &s, 2};
  quhua__reservation r;
  size_t index = 0;
  if (quhua__reservation_next(&view, &index, &r)) fail_msg("fact %zu is taken for a reservation", index);
  expect(&view, "510723104209", QUHUA_LEVEL_VILLAGE, NULL);
  quhua__state_free(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_reservations),
      cmocka_unit_test(test_used),
      cmocka_unit_test(test_hostile_keys),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
