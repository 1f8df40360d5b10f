/* SPDX-License-Identifier: Apache-2.0 */
/* Questions as canonical texts. All expected texts are written by hand from docs/formats/exports.md. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"
#include "support/fail_alloc.h"

#include <stdlib.h>
#include <string.h>

#define S(literal) ((quhua_str){literal, sizeof(literal) - 1})

static quhua_question *make(const char *kind, const quhua_attribute *parameters, size_t count) {
  quhua_question *q = NULL;
  assert_int_equal(quhua_question_new(NULL, quhua_str_from(kind), bench_day("2019-01-01"),
                                      bench_day("2020-01-01"), parameters, count, &q, NULL),
                   QUHUA_OK);
  return q;
}

static void assert_text(quhua_str text, const char *expected) {
  assert_int_equal(text.len, strlen(expected));
  assert_memory_equal(text.ptr, expected, text.len);
}

static void test_text(void **state) {
  (void)state;
  const quhua_attribute given[] = {{S("lang"), S("zh")}, {S("format"), S("csv")}};
  quhua_question *q = make("crosswalk/flow", given, 2);
  assert_text(quhua_question_text(q), "crosswalk/flow?from=2019-01-01&to=2020-01-01&format=csv&lang=zh");
  assert_text(quhua_question_kind(q), "crosswalk/flow");
  assert_int_equal(quhua_question_from(q), bench_day("2019-01-01"));
  assert_int_equal(quhua_question_to(q), bench_day("2020-01-01"));
  assert_text(quhua_question_parameter(q, "lang"), "zh");
  assert_text(quhua_question_parameter(q, "table"), "");
  quhua_question_free(q);
  q = make("a", NULL, 0);
  assert_text(quhua_question_text(q), "a?from=2019-01-01&to=2020-01-01");
  quhua_question_free(q);
  quhua_question_free(NULL);
}

/* Values that look like the rest of a question stay values. */
static void test_hostile_values(void **state) {
  (void)state;
  const struct {
    quhua_str value;
    const char *escaped;
  } cases[] = {
      {S(""), ""},
      {S("x&b=y"), "x%26b%3Dy"},
      {S("%26"), "%2526"},
      {S("a b\tc\nd\re?"), "a%20b%09c%0Ad%0De%3F"},
      {S("\x7F\x01"), "%7F%01"},
      {S("三台县,'=O\"Brien村"), "三台县,'%3DO\"Brien村"},
      {S("𠮷\xEE\x80\x80〔2020〕1号"), "𠮷\xEE\x80\x80〔2020〕1号"},
      {S("+-@#;/:"), "+-@#;/:"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char expected[256] = "k?from=2019-01-01&to=2020-01-01&v=";
    const quhua_attribute given = {S("v"), cases[i].value};
    quhua_question *q = make("k", &given, 1), *again = NULL;
    strcat(expected, cases[i].escaped);
    assert_text(quhua_question_text(q), expected);
    assert_int_equal(quhua_question_parse(NULL, quhua_str_from(expected), &again, NULL), QUHUA_OK);
    assert_true(quhua_str_equal(quhua_question_parameter(again, "v"), cases[i].value));
    quhua_question_free(again);
    quhua_question_free(q);
  }
}

static void test_only_the_canonical_text_is_read(void **state) {
  (void)state;
  static const char *const bad[] = {
      "",
      "k",
      "k?",
      "?from=2019-01-01&to=2020-01-01",
      "k?from=2019-01-01",
      "k?to=2020-01-01&from=2019-01-01",
      "k?from=2019-1-1&to=2020-01-01",
      "k?from=2019-02-30&to=2020-01-01",
      "k?from=2019-01-01&to=2020-01-01&",
      "k?from=2019-01-01&to=2020-01-01&a",
      "k?from=2019-01-01&to=2020-01-01&=x",
      "k?from=2019-01-01&to=2020-01-01&b=1&a=2",
      "k?from=2019-01-01&to=2020-01-01&a=1&a=2",
      "k?from=2019-01-01&to=2020-01-01&a=1&a=1",
      "k?from=2019-01-01&to=2020-01-01&to=2020-01-01",
      "k?from=2019-01-01&to=2020-01-01&a=%2d",
      "k?from=2019-01-01&to=2020-01-01&a=%2D",
      "k?from=2019-01-01&to=2020-01-01&a=%",
      "k?from=2019-01-01&to=2020-01-01&a=%2",
      "k?from=2019-01-01&to=2020-01-01&a=%G0",
      "k?from=2019-01-01&to=2020-01-01&a=%0g",
      "k?from=2019-01-01&to=2020-01-01&a=%00",
      "k?from=2019-01-01&to=2020-01-01&a=%FF",
      "k?from=2019-01-01&to=2020-01-01&a=b c",
      "k?from=2019-01-01&to=2020-01-01&a=\xC3\x28",
      "k?from=2019-01-01&to=2020-01-01&A=1",
      "K?from=2019-01-01&to=2020-01-01",
      " k?from=2019-01-01&to=2020-01-01",
      "k%20?from=2019-01-01&to=2020-01-01",
  };
  quhua_question *q = NULL;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    quhua_error err = {0};
    if (quhua_question_parse(NULL, quhua_str_from(bad[i]), &q, &err) != QUHUA_E_INVALID)
      fail_msg("read: %s", bad[i]);
    assert_int_equal(err.status, QUHUA_E_INVALID);
  }
  assert_null(q);
  assert_int_equal(quhua_question_parse(NULL, (quhua_str){NULL, 0}, &q, NULL), QUHUA_E_INVALID);
}

static quhua_status try_new(quhua_str kind, quhua_date from, quhua_str key, quhua_str value) {
  quhua_question *q = NULL;
  const quhua_attribute given = {key, value};
  quhua_status status = quhua_question_new(NULL, kind, from, bench_day("2020-01-01"), &given, 1, &q, NULL);
  quhua_question_free(q);
  return status;
}

static void test_refusals(void **state) {
  (void)state;
  quhua_date day = bench_day("2019-01-01");
#define FORTY "aaaaaaaaaabbbbbbbbbbccccccccccdddddddddd"
  assert_int_equal(try_new(S(FORTY), day, S(FORTY), S("")), QUHUA_OK);
  assert_int_equal(try_new(S(FORTY "e"), day, S("a"), S("")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S("k"), day, S(FORTY "e"), S("")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S(""), day, S("a"), S("")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S("k\0k"), day, S("a"), S("")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S("k"), day, S(""), S("")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S("k"), day, S("a/b"), S("")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S("k"), day, S("from"), S("x")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S("k"), day, S("to"), S("x")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S("k"), day, S("a"), S("x\0y")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S("k"), day, S("a"), S("\xED\xA0\x80")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S("k"), QUHUA_DATE_NONE, S("a"), S("")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S("k"), QUHUA_DATE_OPEN, S("a"), S("")), QUHUA_E_INVALID);
  assert_int_equal(try_new(S("k"), bench_day("9999-12-31") + 1, S("a"), S("")), QUHUA_E_INVALID);
}

static void test_limits(void **state) {
  (void)state;
  char keys[65][4];
  quhua_attribute given[65];
  quhua_question *q = NULL;
  quhua_date day = bench_day("2019-01-01");
  for (int i = 0; i < 65; i++) {
    keys[i][0] = (char)('a' + i / 10);
    keys[i][1] = (char)('0' + i % 10);
    given[i] = (quhua_attribute){{keys[i], 2}, S("v")};
  }
  assert_int_equal(quhua_question_new(NULL, S("k"), day, day, given, 64, &q, NULL), QUHUA_OK);
  quhua_question *again = NULL;
  assert_int_equal(quhua_question_parse(NULL, quhua_question_text(q), &again, NULL), QUHUA_OK);
  quhua_question_free(again);
  quhua_question_free(q);
  assert_int_equal(quhua_question_new(NULL, S("k"), day, day, given, 65, &q, NULL), QUHUA_E_INVALID);

  /* "k?from=2019-01-01&to=2019-01-01&v=" has 34 bytes; each blank takes three. */
  size_t most = 1024 * 1024 - 34;
  char *value = malloc(most + 1);
  assert_non_null(value);
  memset(value, 'a', most + 1);
  given[0] = (quhua_attribute){S("v"), {value, most}};
  assert_int_equal(quhua_question_new(NULL, S("k"), day, day, given, 1, &q, NULL), QUHUA_OK);
  assert_int_equal(quhua_question_text(q).len, 1024 * 1024);
  quhua_question_free(q);
  given[0].value.len++;
  assert_int_equal(quhua_question_new(NULL, S("k"), day, day, given, 1, &q, NULL), QUHUA_E_INVALID);
  memset(value, ' ', most / 3);
  given[0].value.len = most / 3;
  assert_int_equal(quhua_question_new(NULL, S("k"), day, day, given, 1, &q, NULL), QUHUA_OK);
  quhua_question_free(q);
  memset(value, ' ', most);
  given[0].value.len = most / 2;
  assert_int_equal(quhua_question_new(NULL, S("k"), day, day, given, 1, &q, NULL), QUHUA_E_INVALID);
  free(value);
}

static void test_out_of_memory(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator a = fail_alloc_make(&books, -1);
  quhua_str text = S("k?from=2019-01-01&to=2020-01-01&a=x%20y&b=%25");
  quhua_question *q = NULL;
  assert_int_equal(quhua_question_parse(&a, text, &q, NULL), QUHUA_OK);
  quhua_question_free(q);
  long calls = books.calls;
  for (long i = 0; i < calls; i++) {
    quhua_error err = {0};
    fail_alloc_arm(&books, i);
    assert_int_equal(quhua_question_parse(&a, text, &q, &err), QUHUA_E_NOMEM);
    assert_int_equal(err.status, QUHUA_E_NOMEM);
    assert_true(fail_alloc_is_clean(&books));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text),
      cmocka_unit_test(test_hostile_values),
      cmocka_unit_test(test_only_the_canonical_text_is_read),
      cmocka_unit_test(test_refusals),
      cmocka_unit_test(test_limits),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
