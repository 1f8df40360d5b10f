/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/catalogue.h"

#include <string.h>

static bool has_han(const char *text) {
  for (; *text; text++)
    if ((unsigned char)*text >= 0xE3) return true;
  return false;
}

/* An English text may name the Chinese term beside the English one, but most of it is letters. */
static bool is_latin(const char *text) {
  size_t ascii = 0;
  for (const char *at = text; *at; at++) ascii += (unsigned char)*at < 0x80;
  return text[0] && 2 * ascii > strlen(text);
}

/* Arguments {1} … {9} that a text uses, as bits. */
static unsigned arguments_of(const char *text) {
  unsigned used = 0;
  for (const char *at = text; (at = strchr(at, '{')) != NULL; at++) {
    if (at[1] < '1' || at[1] > '9' || at[2] != '}') fail_msg("no argument: %s", text);
    used |= 1u << (at[1] - '0');
  }
  return used;
}

/* pack.name in lower-case letters and hyphens. */
static bool is_id(const char *id) {
  const char *dot = strchr(id, '.');
  if (!dot || dot == id || !dot[1] || strchr(dot + 1, '.')) return false;
  for (; *id; id++)
    if (*id != '.' && *id != '-' && (*id < 'a' || *id > 'z')) return false;
  return true;
}

static void test_every_rule_is_complete(void **state) {
  (void)state;
  for (int i = 0; i < QUHUA__RULE_COUNT; i++) {
    const quhua__rule_entry *e = quhua__rule_entry_at((quhua__rule)i);
    if (!e->rule.id || !is_id(e->rule.id)) fail_msg("rule %d has no id", i);
    assert_true(e->rule.source && e->rule.source[0]);
    assert_true(is_latin(e->rule.title[QUHUA_LANG_EN]) && is_latin(e->message.lang[QUHUA_LANG_EN]));
    assert_true(has_han(e->rule.title[QUHUA_LANG_ZH]));
    assert_true(has_han(e->message.lang[QUHUA_LANG_ZH]));
    assert_true(e->rule.severity <= QUHUA_SEVERITY_BLOCKING);
    if (e->rule.severity != QUHUA_SEVERITY_BLOCKING) assert_true(e->rule.waivable);
  }
}

/* Both languages name the same units: each text has arguments, and none above nine: there are no more. */
static void test_arguments(void **state) {
  (void)state;
  for (int i = 0; i < QUHUA__RULE_COUNT; i++) {
    const quhua__rule_entry *e = quhua__rule_entry_at((quhua__rule)i);
    unsigned en = arguments_of(e->message.lang[QUHUA_LANG_EN]),
             zh = arguments_of(e->message.lang[QUHUA_LANG_ZH]);
    assert_true(en != 0 && zh != 0);
    assert_true((en | zh) < 1u << 10);
  }
}

static void test_ids_differ(void **state) {
  (void)state;
  for (int i = 0; i < QUHUA__RULE_COUNT; i++)
    for (int j = 0; j < i; j++)
      assert_string_not_equal(quhua__rule_entry_at((quhua__rule)i)->rule.id,
                              quhua__rule_entry_at((quhua__rule)j)->rule.id);
}

static void test_finding_rules(void **state) {
  (void)state;
  for (size_t i = 0; i < QUHUA__RULE_COUNT; i++) {
    const quhua_rule *rule = quhua_rule_at(i);
    assert_non_null(rule);
    assert_ptr_equal(quhua_rule_find(quhua_str_from(rule->id)), rule);
    assert_ptr_equal(rule, &quhua__rule_entry_at((quhua__rule)i)->rule);
  }
  assert_null(quhua_rule_at(QUHUA__RULE_COUNT));
  assert_null(quhua_rule_at(SIZE_MAX));
  static const char *const none[] = {"", "code", "code.", "code.held ", "CODE.HELD", "code.hel"};
  for (size_t i = 0; i < sizeof none / sizeof *none; i++)
    assert_null(quhua_rule_find(quhua_str_from(none[i])));
  assert_null(quhua_rule_find((quhua_str){NULL, 0}));
}

/* What the contract says of some of them: nothing waives two units with one code; retired codes only warn. */
static void test_some_by_hand(void **state) {
  (void)state;
  const quhua_rule *held = quhua_rule_find(quhua_str_from("code.held"));
  assert_int_equal(held->severity, QUHUA_SEVERITY_BLOCKING);
  assert_false(held->waivable);
  const quhua_rule *retired = quhua_rule_find(quhua_str_from("code.retired"));
  assert_int_equal(retired->severity, QUHUA_SEVERITY_WARNING);
  assert_int_equal(quhua_rule_find(quhua_str_from("lineage.remainder"))->severity, QUHUA_SEVERITY_BLOCKING);
  assert_int_equal(quhua_rule_find(quhua_str_from("structure.no-effect"))->severity, QUHUA_SEVERITY_NOTE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_rule_is_complete),
      cmocka_unit_test(test_arguments),
      cmocka_unit_test(test_ids_differ),
      cmocka_unit_test(test_finding_rules),
      cmocka_unit_test(test_some_by_hand),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
