/* SPDX-License-Identifier: Apache-2.0 */
/* What holds where the rules leave a choice: the plan's word, else the register's, else the initial value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/settings.h"
#include "support/fold.h"

#include <stdio.h>
#include <string.h>

#define CN_STAT quhua_scheme_find(quhua_str_from("cn-stat"))

/* Every setting is complete, its initial value is allowed, and no key stands twice. */
static void test_catalogue(void **state) {
  (void)state;
  const quhua_setting *setting;
  size_t count = 0;
  for (; (setting = quhua_setting_at(count)); count++) {
    char key[128];
    snprintf(key, sizeof key, "%s", setting->key);
    size_t len = strlen(key);
    if (key[len - 1] == '*') key[len - 1] = 'x';
    assert_true(setting->title[QUHUA_LANG_EN][0] && setting->title[QUHUA_LANG_ZH][0]);
    if (quhua__setting_check(CN_STAT, quhua_str_from(key), quhua_str_from(setting->initial), NULL) !=
        QUHUA_OK)
      fail_msg("the initial value of %s is not allowed", setting->key);
    for (size_t k = 0; k < count; k++) assert_string_not_equal(quhua_setting_at(k)->key, setting->key);
  }
  assert_true(count >= 10);
  assert_null(quhua_setting_at(count));
  assert_null(quhua_setting_at(SIZE_MAX));
}

static void test_check(void **state) {
  (void)state;
  static const char *const right[][2] = {{"codes.issue", "fill"},
                                         {"codes.issue", ""},
                                         {"rules.cn-law", "block"},
                                         {"tag.产业经济强村", "carry"},
                                         {"organs.required", "临时党组织;村临时工作委员会"},
                                         {"cn-law.completion-months", "0"},
                                         {"cn-law.completion-months", "99999"}};
  static const char *const wrong[][2] = {{"codes.issue", "fill|append"},
                                         {"codes.issue", "fil"},
                                         {"codes.issue", "fill "},
                                         {"codes.issue", "|"},
                                         {"codes.issues", "fill"},
                                         {"codes.", "fill"},
                                         {"", "fill"},
                                         {"tag.", "carry"},
                                         {"tag.x", "keep"},
                                         {"rules.cn-laws", "block"},
                                         {"rules.code", "off"}, /* always judges */
                                         {"cn-law.completion-months", "-1"},
                                         {"cn-law.completion-months", "1.5"},
                                         {"cn-law.completion-months", "100000"},
                                         {"cn-law.completion-months", "twelve"}};
  for (size_t i = 0; i < sizeof right / sizeof *right; i++)
    if (quhua__setting_check(CN_STAT, quhua_str_from(right[i][0]), quhua_str_from(right[i][1]), NULL) !=
        QUHUA_OK)
      fail_msg("%s = %s is refused", right[i][0], right[i][1]);
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    quhua_error err;
    quhua_error_clear(&err);
    if (quhua__setting_check(CN_STAT, quhua_str_from(wrong[i][0]), quhua_str_from(wrong[i][1]), &err) !=
        QUHUA_E_INVALID)
      fail_msg("%s = %s passes", wrong[i][0], wrong[i][1]);
    assert_true(err.message[QUHUA_LANG_EN][0] && err.message[QUHUA_LANG_ZH][0]);
    assert_true(err.remedy[QUHUA_LANG_EN][0] && err.remedy[QUHUA_LANG_ZH][0]);
  }
}

static void record(quhua__state *s, const char *key, const char *value) {
  fold f;
  fold_begin(&f, s);
  quhua__effect_put_fact(&f.effects, quhua_str_from(""), quhua_str_from(key), 18262, quhua_str_from(value));
  fold_end(&f, "2020-01-01");
}

static void test_who_is_heard_first(void **state) {
  (void)state;
  quhua__state s;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);                        /* 1 */
  record(&s, "codes.issue", "fill");            /* 2 */
  record(&s, "cn-law.completion-months", "18"); /* 3 */
  record(&s, "tag.产业经济强村", "drop");       /* 4 */
  record(&s, "codes.issue", "");                /* 5 */
  quhua_attribute own[] = {{quhua_str_from("codes.issue"), quhua_str_from("explicit")},
                           {quhua_str_from("codes.issue"), quhua_str_from("append")},
                           {quhua_str_from("cn-law.completion-months"), quhua_str_from("")}};
  quhua__settings at = {.state = &s, .known = 4};
  assert_true(quhua__setting_is(&at, "codes.issue", "fill"));
  assert_int_equal(quhua__setting_number(&at, "cn-law.completion-months"), 18);
  assert_true(quhua_str_equal(quhua__setting_of(&at, "tag.", quhua_str_from("产业经济强村")),
                              quhua_str_from("drop")));
  assert_true(
      quhua_str_equal(quhua__setting_of(&at, "tag.", quhua_str_from("生态强村")), quhua_str_from("warn")));
  at.own = own; /* the plan's word counts, the last of two; an empty one says nothing */
  at.own_count = 3;
  assert_true(quhua__setting_is(&at, "codes.issue", "append"));
  assert_int_equal(quhua__setting_number(&at, "cn-law.completion-months"), 18);
  at.own_count = 0;
  at.known = 5; /* ended: the initial value */
  assert_true(quhua__setting_is(&at, "codes.issue", "append"));
  at.known = 1; /* nothing is recorded yet: art. 15 says one year */
  assert_int_equal(quhua__setting_number(&at, "cn-law.completion-months"), 12);
  at.known = 2;
  assert_true(quhua__setting_is(&at, "codes.issue", "fill"));
  quhua_snapshot view = {quhua_allocator_default(), &s, 4};
  assert_true(
      quhua_str_equal(quhua_setting_value(&view, quhua_str_from("codes.issue")), quhua_str_from("fill")));
  assert_int_equal(quhua_setting_value(&view, quhua_str_from("no.such")).len, 0);
  assert_int_equal(quhua_setting_value(&view, quhua_str_from("")).len, 0);
  quhua__state_free(&s);
}

/* A name that no key could hold has no setting. */
static void test_long_name(void **state) {
  (void)state;
  quhua__state s;
  char name[1000];
  memset(name, 'x', sizeof name);
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  quhua__settings at = {.state = &s, .known = 1};
  assert_int_equal(quhua__setting_of(&at, "tag.", (quhua_str){name, sizeof name}).len, 0);
  assert_true(
      quhua_str_equal(quhua__setting_of(&at, "tag.", (quhua_str){name, 252}), quhua_str_from("warn")));
  assert_int_equal(quhua__setting_of(&at, "tag.", (quhua_str){name, 253}).len, 0);
  quhua__state_free(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_catalogue),
      cmocka_unit_test(test_check),
      cmocka_unit_test(test_who_is_heard_first),
      cmocka_unit_test(test_long_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
