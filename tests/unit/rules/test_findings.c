/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rules/findings.h"
#include "support/fail_alloc.h"

#include <string.h>

static const quhua__finding_place nowhere = {.row = UINT32_MAX};

static void assert_str(quhua_str actual, const char *expected) {
  assert_int_equal(actual.len, strlen(expected));
  assert_memory_equal(actual.ptr, expected, actual.len);
}

/* code.held: "{1} cannot have the code {2}: {3} holds it after the act" */
static void test_texts_are_filled(void **state) {
  (void)state;
  quhua__findings f;
  quhua__findings_init(&f, quhua_allocator_default());
  quhua_str args[] = {quhua_str_from("甲村"), quhua_str_from("201"), quhua_str_from("乙村")};
  quhua__finding_place place = {.unit = 7, .code = {"201"}, .row = 3, .line = 5};
  quhua__finding_add(&f, QUHUA__RULE_CODE_HELD, place, args, 3);
  assert_false(f.failed);
  assert_int_equal(f.count, 1);
  const quhua_finding *finding = &f.list[0];
  assert_string_equal(finding->rule->id, "code.held");
  assert_int_equal(finding->severity, QUHUA_SEVERITY_BLOCKING);
  assert_int_equal(finding->unit, 7);
  assert_string_equal(finding->code.text, "201");
  assert_int_equal(finding->row, 3);
  assert_int_equal(finding->line, 5);
  assert_str(finding->message[QUHUA_LANG_EN], "甲村 cannot have the code 201: 乙村 holds it after the act");
  assert_str(finding->message[QUHUA_LANG_ZH], "甲村 不能使用代码 201：变更后仍由 乙村 使用");
  args[0] = quhua_str_from("nobody"); /* texts are the findings' own */
  assert_str(finding->message[QUHUA_LANG_EN], "甲村 cannot have the code 201: 乙村 holds it after the act");
  quhua__findings_free(&f);
}

static void test_another_severity(void **state) {
  (void)state;
  quhua__findings f;
  quhua__findings_init(&f, quhua_allocator_default());
  quhua_str args[] = {quhua_str_from("a"), quhua_str_from("b"), quhua_str_from("c")};
  quhua__finding_add_as(&f, QUHUA__RULE_CODE_HELD, QUHUA_SEVERITY_NOTE, nowhere, args, 3);
  assert_int_equal(f.list[0].severity, QUHUA_SEVERITY_NOTE);
  assert_int_equal(f.list[0].rule->severity, QUHUA_SEVERITY_BLOCKING);
  assert_int_equal(f.list[0].row, UINT32_MAX);
  quhua__findings_free(&f);
}

/* Hundreds of them keep their order and their texts. */
static void test_many(void **state) {
  (void)state;
  quhua__findings f;
  quhua__findings_init(&f, quhua_allocator_default());
  for (uint32_t i = 0; i < 500; i++) {
    char text[] = {(char)('a' + i % 26), '\0'};
    quhua_str args[] = {quhua_str_from(text)};
    quhua__finding_add(&f, QUHUA__RULE_NO_EFFECT, (quhua__finding_place){.row = i}, args, 1);
  }
  assert_int_equal(f.count, 500);
  for (uint32_t i = 0; i < 500; i++) {
    char expected[] = "the row for ? changes nothing";
    expected[12] = (char)('a' + i % 26);
    assert_int_equal(f.list[i].row, i);
    assert_str(f.list[i].message[QUHUA_LANG_EN], expected);
  }
  quhua__findings_free(&f);
}

/* A name without end is cut between characters: 53 of three bytes fit into 160. */
static void test_very_long_arguments(void **state) {
  (void)state;
  quhua__findings f;
  char name[3 * 1000], expected[256] = "the row for ";
  for (size_t i = 0; i < 1000; i++) memcpy(name + 3 * i, "村", 3);
  memcpy(expected + 12, name, 159);
  strcpy(expected + 12 + 159, "… changes nothing");
  quhua__findings_init(&f, quhua_allocator_default());
  quhua_str args[] = {{name, sizeof name}};
  quhua__finding_add(&f, QUHUA__RULE_NO_EFFECT, nowhere, args, 1);
  assert_str(f.list[0].message[QUHUA_LANG_EN], expected);
  strcpy(expected + 12 + 159, "… 一行没有变化");
  assert_str(f.list[0].message[QUHUA_LANG_ZH], expected + 12);
  quhua__findings_free(&f);
}

/* Memory runs out: said once, and nothing is lost that was there. */
static void test_out_of_memory(void **state) {
  (void)state;
  quhua_str args[] = {quhua_str_from("甲村")};
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua__findings f;
    quhua__findings_init(&f, &allocator);
    quhua__finding_add(&f, QUHUA__RULE_NO_EFFECT, nowhere, args, 1);
    bool failed = f.failed;
    fail_alloc_arm(&books, -1);
    quhua__finding_add(&f, QUHUA__RULE_NO_EFFECT, nowhere, args, 1);
    assert_int_equal(f.failed, failed); /* not forgotten */
    quhua__findings_free(&f);
    assert_true(fail_alloc_is_clean(&books));
    if (!failed) {
      assert_true(after >= 2);
      break;
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_texts_are_filled),
      cmocka_unit_test(test_another_severity),
      cmocka_unit_test(test_many),
      cmocka_unit_test(test_very_long_arguments),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
