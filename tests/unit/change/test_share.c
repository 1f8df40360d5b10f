/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/fraction.h"
#include "change/share.h"

typedef struct expectation {
  const char *text;
  quhua_share_kind kind;
  quhua_fraction lo, hi;
  const char *written; /* as it is written again */
} expectation;

static const expectation readable[] = {
    {"", QUHUA_SHARE_EMPTY, {0, 1}, {1, 1}, ""},
    {"?", QUHUA_SHARE_UNKNOWN, {0, 1}, {1, 1}, "?"},
    {"children", QUHUA_SHARE_CHILDREN, {0, 1}, {1, 1}, "children"},
    {"1", QUHUA_SHARE_WHOLE, {1, 1}, {1, 1}, "1"},
    {"1.0", QUHUA_SHARE_WHOLE, {1, 1}, {1, 1}, "1"},
    {"1.000000000000000000000000", QUHUA_SHARE_WHOLE, {1, 1}, {1, 1}, "1"},
    {"7/7", QUHUA_SHARE_WHOLE, {1, 1}, {1, 1}, "1"},
    {"1..1", QUHUA_SHARE_WHOLE, {1, 1}, {1, 1}, "1"},
    {"2/5", QUHUA_SHARE_EXACT, {2, 5}, {2, 5}, "2/5"},
    {"4/10", QUHUA_SHARE_EXACT, {2, 5}, {2, 5}, "2/5"},
    {"0.4", QUHUA_SHARE_EXACT, {2, 5}, {2, 5}, "2/5"},
    {"00.40", QUHUA_SHARE_EXACT, {2, 5}, {2, 5}, "2/5"},
    {"0", QUHUA_SHARE_EXACT, {0, 1}, {0, 1}, "0"},
    {"0.000000000000000001",
     QUHUA_SHARE_EXACT,
     {1, 1000000000000000000},
     {1, 1000000000000000000},
     "1/1000000000000000000"},
    {"123456789012345678/999999999999999999",
     QUHUA_SHARE_EXACT,
     {4572473667123914, 37037037037037037},
     {4572473667123914, 37037037037037037},
     "4572473667123914/37037037037037037"},
    {"1/4..0.5", QUHUA_SHARE_INTERVAL, {1, 4}, {1, 2}, "1/4..1/2"},
    {"0.25..0.5", QUHUA_SHARE_INTERVAL, {1, 4}, {1, 2}, "1/4..1/2"},
    {"0..1/3", QUHUA_SHARE_INTERVAL, {0, 1}, {1, 3}, "0..1/3"},
    {"1/3..1", QUHUA_SHARE_INTERVAL, {1, 3}, {1, 1}, "1/3..1"},
    {"1/3..2/6", QUHUA_SHARE_EXACT, {1, 3}, {1, 3}, "1/3"},
    {"0..1", QUHUA_SHARE_UNKNOWN, {0, 1}, {1, 1}, "?"},
};

static void assert_same_fraction(quhua_fraction a, quhua_fraction b) {
  assert_true(a.num == b.num);
  assert_true(a.den == b.den);
}

static void shares_are_read_and_written(void **state) {
  char text[QUHUA_SHARE_TEXT_MAX];
  (void)state;
  for (size_t i = 0; i < sizeof readable / sizeof *readable; i++) {
    const expectation *e = &readable[i];
    quhua_share share;
    assert_true(quhua_share_parse(quhua_str_from(e->text), &share, NULL));
    assert_int_equal(share.kind, e->kind);
    assert_same_fraction(share.lo, e->lo);
    assert_same_fraction(share.hi, e->hi);
    assert_int_equal(quhua_share_format(share, text), strlen(e->written));
    assert_string_equal(text, e->written);
  }
}

static void garbage_is_refused_at_its_character(void **state) {
  static const struct {
    const char *text;
    uint32_t column;
  } wrong[] = {
      {"half", 1},
      {"一半", 1},
      {"2/", 3},
      {"2/x", 3},
      {"2/5x", 4},
      {"2/5 ", 4},
      {" 2/5", 1},
      {"3/2", 1},
      {"1.5", 1},
      {"2", 1},
      {"-0.5", 1},
      {"+0.5", 1},
      {"1/0", 1},
      {"0.", 2},
      {".5", 1},
      {"0.5.", 4},
      {"0.5..", 6},
      {"0.5..2", 6},
      {"0.5..0.4", 6},
      {"0.5..?", 6},
      {"0.4...0.5", 6},
      {"1e-1", 2},
      {"??", 1},
      {"Children", 1},
      {"40%", 1},
      {"0.4东", 4},
      {"2/5..东", 6},
      {"1234567890123456789/9999999999999999999", 1},
      {"1/9999999999999999999", 3},
      {"0.0000000000000000001", 1},
      {"9.99999999999999999", 1},
  };
  quhua_share untouched = {{3, 7}, {4, 7}, QUHUA_SHARE_INTERVAL};
  (void)state;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    uint32_t column = 0;
    assert_false(quhua_share_parse(quhua_str_from(wrong[i].text), &untouched, &column));
    assert_int_equal(column, wrong[i].column);
    assert_false(quhua_share_parse(quhua_str_from(wrong[i].text), &untouched, NULL));
  }
  assert_same_fraction(untouched.lo, (quhua_fraction){3, 7});
  assert_int_equal(untouched.kind, QUHUA_SHARE_INTERVAL);
}

static void the_longest_share_fits_its_buffer(void **state) {
  char text[QUHUA_SHARE_TEXT_MAX];
  quhua_share share = {{INT64_MAX - 2, INT64_MAX - 1}, {INT64_MAX - 1, INT64_MAX}, QUHUA_SHARE_INTERVAL};
  (void)state;
  assert_int_equal(quhua_share_format(share, text), 4 * 19 + 4);
  assert_string_equal(text,
                      "9223372036854775805/9223372036854775806..9223372036854775806/9223372036854775807");
}

static void a_share_of_no_kind_is_written_empty(void **state) {
  char text[QUHUA_SHARE_TEXT_MAX] = "x";
  (void)state;
  assert_int_equal(quhua_share_format((quhua_share){{1, 2}, {1, 2}, (quhua_share_kind)99}, text), 0);
  assert_string_equal(text, "");
}

static void shares_of_programs_get_one_form(void **state) {
  quhua_share out;
  (void)state;
  /* the kind fixes the bounds, whatever was in them */
  assert_true(quhua__share_normal((quhua_share){{0, 0}, {0, 0}, QUHUA_SHARE_WHOLE}, &out));
  assert_same_fraction(out.lo, QUHUA__ONE);
  assert_true(quhua__share_normal((quhua_share){{0, 0}, {0, 0}, QUHUA_SHARE_UNKNOWN}, &out));
  assert_same_fraction(out.lo, QUHUA__ZERO);
  assert_same_fraction(out.hi, QUHUA__ONE);
  /* an interval without width is exact, an exact one is whole */
  assert_true(quhua__share_normal((quhua_share){{1, 2}, {1, 2}, QUHUA_SHARE_INTERVAL}, &out));
  assert_int_equal(out.kind, QUHUA_SHARE_EXACT);
  assert_true(quhua__share_normal((quhua_share){{1, 1}, {1, 1}, QUHUA_SHARE_EXACT}, &out));
  assert_int_equal(out.kind, QUHUA_SHARE_WHOLE);
}

static void shares_that_contradict_themselves_are_refused(void **state) {
  static const quhua_share wrong[] = {
      {{1, 2}, {1, 3}, QUHUA_SHARE_EXACT},     /* two bounds that differ */
      {{1, 2}, {1, 3}, QUHUA_SHARE_INTERVAL},  /* upside down */
      {{2, 4}, {2, 4}, QUHUA_SHARE_EXACT},     /* not in lowest terms */
      {{3, 2}, {3, 2}, QUHUA_SHARE_EXACT},     /* more than all */
      {{-1, 2}, {1, 2}, QUHUA_SHARE_INTERVAL}, /* less than nothing */
      {{0, 0}, {0, 0}, QUHUA_SHARE_EXACT},     {{1, 2}, {1, 2}, (quhua_share_kind)6},
      {{1, 2}, {1, 2}, (quhua_share_kind)-1},
  };
  quhua_share out;
  (void)state;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) assert_false(quhua__share_normal(wrong[i], &out));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(shares_are_read_and_written),
      cmocka_unit_test(garbage_is_refused_at_its_character),
      cmocka_unit_test(the_longest_share_fits_its_buffer),
      cmocka_unit_test(a_share_of_no_kind_is_written_empty),
      cmocka_unit_test(shares_of_programs_get_one_form),
      cmocka_unit_test(shares_that_contradict_themselves_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
