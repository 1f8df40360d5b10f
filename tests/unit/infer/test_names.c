/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "infer/names.h"

#define T(text) quhua_str_from(text)

static void test_length_counts_characters(void **state) {
  (void)state;
  assert_int_equal(quhua__name_length(T("")), 0);
  assert_int_equal(quhua__name_length(T("龙吟")), 2);
  assert_int_equal(quhua__name_length(T("A区𠀀")), 3); /* one, three and four bytes */
}

static void test_common_characters_without_numerals(void **state) {
  (void)state;
  assert_int_equal(quhua__names_common(T("长发"), T("长兴")), 1);
  assert_int_equal(quhua__names_common(T("友爱"), T("和平")), 0);
  assert_int_equal(quhua__names_common(T("十三"), T("三十")), 0);
  assert_int_equal(quhua__names_common(T("2号"), T("2连")), 0);
}

static void test_ends_that_agree(void **state) {
  (void)state;
  assert_int_equal(quhua__names_ends(T("百灵山"), T("百花山")), 2);
  assert_int_equal(quhua__names_ends(T("出江"), T("䢺江")), 1);
  assert_int_equal(quhua__names_ends(T("新民"), T("新民")), 2);
  assert_int_equal(quhua__names_ends(T("新"), T("新新")), 1); /* no character counts twice */
  assert_int_equal(quhua__names_ends(T("和平"), T("友爱")), 0);
  assert_int_equal(quhua__names_ends(T(""), T("友爱")), 0);
}

/* 一 is E4 B8 80 and 丁 is E4 B8 81: the first two bytes agree, the characters do not. And the last byte of 乀 (E4 B9 80)
 * agrees with that of 一. */
static void test_bytes_are_not_characters(void **state) {
  (void)state;
  assert_int_equal(quhua__names_ends(T("一"), T("丁")), 0);
  assert_int_equal(quhua__names_ends(T("甲一"), T("乙乀")), 0);
}

static void test_takes_up_what_was_not_there(void **state) {
  (void)state;
  assert_true(quhua__name_takes_up(T("吟居"), T("龙居"), T("龙吟")));
  assert_false(quhua__name_takes_up(T("龙吟"), T("龙居"), T("龙吟"))); /* 龙 was there already */
  assert_true(quhua__name_takes_up(T("龙门"), T("龙居"), T("")));
  assert_false(quhua__name_takes_up(T("第二"), T("二龙"), T(""))); /* numerals prove nothing */
}

static void test_made_of_two(void **state) {
  (void)state;
  assert_true(quhua__name_is_made_of(T("吟居"), T("龙居"), T("龙吟")));
  assert_false(quhua__name_is_made_of(T("吟居山"), T("龙居"), T("龙吟")));
  assert_false(quhua__name_is_made_of(T("居"), T("龙居"), T("龙吟"))); /* one character is no compound */
  assert_false(quhua__name_is_made_of(T("吟龙"), T("和平"), T("龙吟")));
  assert_true(quhua__name_is_made_of(T("龙居"), T("小龙居"), T("")));
}

/* A byte that is no character equals nothing and ends nowhere outside the text. */
static void test_malformed_names(void **state) {
  (void)state;
  assert_int_equal(quhua__name_length(T("\xE4\xB8")), 2);
  assert_int_equal(quhua__names_common(T("\xFF"), T("\xFF")), 0);
  assert_false(quhua__name_takes_up(T("\xFF\xFF"), T("\xFF"), T("")));
  assert_false(quhua__name_is_made_of(T("\xFF\xFF"), T("\xFF"), T("")));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_length_counts_characters),
      cmocka_unit_test(test_common_characters_without_numerals),
      cmocka_unit_test(test_ends_that_agree),
      cmocka_unit_test(test_bytes_are_not_characters),
      cmocka_unit_test(test_takes_up_what_was_not_there),
      cmocka_unit_test(test_made_of_two),
      cmocka_unit_test(test_malformed_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
