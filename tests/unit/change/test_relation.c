/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <quhua/change.h>

/* The words as the contract of the flow table lists them, in the order of the numbers. */
static const char *const chinese[] = {
    "",     "合并", "并入",     "分设", "析出",     "划归", "更名", "规范", "改设",     "换码", "撤销",
    "设立", "恢复", "界线变更", "重组", "驻地迁移", "状态", "更正", "废止", "自始无效", "延期", "撤回"};
static const char *const english[] = {
    "",       "merge",   "absorb",  "split",     "split-off", "transfer", "rename",       "respell",
    "retype", "recode",  "abolish", "establish", "restore",   "boundary", "redistribute", "seat",
    "status", "correct", "repeal",  "annul",     "postpone",  "withdraw"};

static void words_are_those_of_the_contract(void **state) {
  (void)state;
  assert_int_equal(sizeof chinese / sizeof *chinese, QUHUA_RELATION_LIMIT);
  for (int i = 0; i < QUHUA_RELATION_LIMIT; i++) {
    assert_string_equal(quhua_relation_word((quhua_relation)i, QUHUA_LANG_ZH), chinese[i]);
    assert_string_equal(quhua_relation_word((quhua_relation)i, QUHUA_LANG_EN), english[i]);
  }
}

static void words_lead_back_to_their_relation(void **state) {
  (void)state;
  for (int i = 1; i < QUHUA_RELATION_LIMIT; i++) {
    assert_int_equal(quhua_relation_find(quhua_str_from(chinese[i])), i);
    assert_int_equal(quhua_relation_find(quhua_str_from(english[i])), i);
  }
  assert_int_equal(quhua_relation_find(quhua_str_from("合并")), QUHUA_RELATION_MERGE);
  assert_int_equal(quhua_relation_find(quhua_str_from("withdraw")), QUHUA_RELATION_WITHDRAW);
}

static void other_words_are_not_known(void **state) {
  (void)state;
  assert_int_equal(quhua_relation_find(quhua_str_from("")), QUHUA_RELATION_NONE);
  assert_int_equal(quhua_relation_find((quhua_str){NULL, 0}), QUHUA_RELATION_NONE);
  assert_int_equal(quhua_relation_find(quhua_str_from("Merge")), QUHUA_RELATION_NONE);
  assert_int_equal(quhua_relation_find(quhua_str_from("合")), QUHUA_RELATION_NONE);
  assert_int_equal(quhua_relation_find(quhua_str_from("合并 ")), QUHUA_RELATION_NONE);
  assert_int_equal(quhua_relation_find((quhua_str){"merge\0x", 7}), QUHUA_RELATION_NONE);
}

static void numbers_outside_have_no_word(void **state) {
  (void)state;
  assert_string_equal(quhua_relation_word((quhua_relation)QUHUA_RELATION_LIMIT, QUHUA_LANG_ZH), "");
  assert_string_equal(quhua_relation_word((quhua_relation)-1, QUHUA_LANG_ZH), "");
  assert_string_equal(quhua_relation_word(QUHUA_RELATION_MERGE, (quhua_lang)QUHUA_LANG_COUNT), "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(words_are_those_of_the_contract),
      cmocka_unit_test(words_lead_back_to_their_relation),
      cmocka_unit_test(other_words_are_not_known),
      cmocka_unit_test(numbers_outside_have_no_word),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
