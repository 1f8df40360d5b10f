/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "change/amount.h"

static void plain_numbers_keep_their_digits(void **state) {
  static const char *const numbers[][2] = {
      {"0", "0"},
      {"7", "7"},
      {"007", "7"},
      {"0.50", "0.50"},
      {"00.5", "0.5"},
      {"000", "0"},
      {"1203.75", "1203.75"},
      {"999999999999999999", "999999999999999999"},
      {"0000999999999999999999", "999999999999999999"},
  };
  (void)state;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    quhua_str out;
    assert_true(quhua__amount_read(quhua_str_from(numbers[i][0]), &out, NULL));
    assert_true(quhua_str_equal(out, quhua_str_from(numbers[i][1])));
  }
}

static void other_text_is_refused_at_its_character(void **state) {
  static const struct {
    const char *text;
    uint32_t column;
  } wrong[] = {
      {"", 1},
      {"-5", 1},
      {"+5", 1},
      {"1,203", 2},
      {"12a", 3},
      {"1e3", 2},
      {"5.", 3},
      {".5", 1},
      {"1.2.3", 4},
      {"12 ", 3},
      {"一千", 1},
      {"12人", 3},
      {"NaN", 1},
      {"1234567890123456789", 1},
      {"1234567890.123456789", 1},
  };
  (void)state;
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    quhua_str out = {"untouched", 9};
    uint32_t column = 0;
    assert_false(quhua__amount_read(quhua_str_from(wrong[i].text), &out, &column));
    assert_int_equal(column, wrong[i].column);
    assert_int_equal(out.len, 9);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(plain_numbers_keep_their_digits),
      cmocka_unit_test(other_text_is_refused_at_its_character),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
