/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "io/nearest.h"

static quhua_str str(const char *text) { return quhua_str_from(text); }

static size_t distance(const char *a, const char *b) {
  quhua__nearest nearest;
  quhua__nearest_init(&nearest, str(a));
  quhua__nearest_offer(&nearest, str(b));
  return nearest.distance;
}

static void distance_counts_characters(void **state) {
  (void)state;
  assert_int_equal(distance("kitten", "sitting"), 3); /* the textbook example */
  assert_int_equal(distance("sitting", "kitten"), 3);
  assert_int_equal(distance("", "abc"), 3);
  assert_int_equal(distance("abc", ""), 3);
  assert_int_equal(distance("", ""), 0);
  assert_int_equal(distance("村民委员会", "村委会"), 2);
  assert_int_equal(distance("东永村", "东永社区"), 2);
  assert_int_equal(distance("OLD_Code", "old_code"), 0); /* case makes no difference */
  assert_int_equal(distance("ab", "ba"), 2);
}

static void the_nearest_word_wins(void **state) {
  quhua__nearest nearest;
  (void)state;
  quhua__nearest_init(&nearest, str("nwe_code"));
  assert_int_equal(nearest.word.len, 0);
  quhua__nearest_offer(&nearest, str("old_code"));
  quhua__nearest_offer(&nearest, str("new_code"));
  quhua__nearest_offer(&nearest, str("new_name"));
  assert_true(quhua_str_equal(nearest.word, str("new_code")));
  quhua__nearest_init(&nearest, str("b"));
  quhua__nearest_offer(&nearest, str("a"));
  quhua__nearest_offer(&nearest, str("c"));
  assert_true(quhua_str_equal(nearest.word, str("a"))); /* the first of equals */
}

/* Hostile text: only its first characters are compared, and malformed bytes count one each. */
static void any_text_is_compared(void **state) {
  static char huge[100000];
  quhua__nearest nearest;
  (void)state;
  memset(huge, 'x', sizeof huge);
  quhua__nearest_init(&nearest, (quhua_str){huge, sizeof huge});
  quhua__nearest_offer(&nearest, str("code"));
  assert_int_equal(nearest.distance, 48);
  assert_int_equal(distance("\xFF\xFE", "ab"), 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(distance_counts_characters),
      cmocka_unit_test(the_nearest_word_wins),
      cmocka_unit_test(any_text_is_compared),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
