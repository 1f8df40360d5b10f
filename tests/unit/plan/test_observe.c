/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/figures.h"

#include <string.h>

static quhua_str text(const char *s) { return quhua_str_from(s); }

static void expect_observed(const bench *b, const char *code, const char *series, const char *day,
                            const char *value) {
  quhua_code parsed;
  quhua_unit unit;
  quhua_str out = {"", 0};
  assert_int_equal(
      quhua_code_parse(quhua_registry_scheme(b->registry), text(code), QUHUA_LEVEL_ANY, &parsed, NULL, NULL),
      QUHUA_OK);
  assert_int_equal(quhua_unit_find(b->before, QUHUA_LEVEL_ANY, &parsed, bench_day(day), &unit), QUHUA_OK);
  quhua_status status = quhua_unit_observed(b->before, unit.id, text(series), bench_day(day), &out);
  assert_int_equal(status, value ? QUHUA_OK : QUHUA_E_NOT_FOUND);
  if (value) assert_true(quhua_str_equal(out, text(value)));
}

static void test_taken(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_sequence head = quhua_registry_head(b->registry);
  figures_observe(b, "人", "2019-06-01", "510722109201 0120\n510722109 990\n");
  assert_int_equal(quhua_registry_head(b->registry), head + 1); /* one entry */
  assert_int_equal(b->receipt.sequence, head + 1);
  expect_observed(b, "510722109201", "人", "2019-06-01", "120"); /* without the zero in front */
  expect_observed(b, "510722109000", "人", "2019-06-01", "990"); /* the code may be short */
  expect_observed(b, "510722109201", "人", "2019-05-31", NULL);
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

/* Equal observations make equal entries, in whatever order they were given. */
static void test_canonical(void **state) {
  (void)state;
  bench *a = bench_open(BENCH_TOWNS), *b = bench_open(BENCH_TOWNS);
  figures_observe(a, "人", "2019-06-01", "510722109201 1\n510722109202 2\n");
  figures_observe(b, "人", "2019-06-01", "510722109202 2\n510722109201 1\n");
  assert_memory_equal(a->receipt.head.bytes, b->receipt.head.bytes, QUHUA_DIGEST_SIZE);
  bench_close(a);
  bench_close(b);
}

/* Nothing is recorded, and the row is named. */
static void refuse(bench *b, const char *day, const char *values, const quhua_observe_options *options,
                   quhua_status expected, uint32_t line) {
  quhua_sequence head = quhua_registry_head(b->registry);
  assert_int_equal(figures_try(b, "人", day, values, options), expected);
  assert_int_equal(b->err.status, expected);
  assert_int_equal(b->err.line, line);
  assert_int_equal(quhua_registry_head(b->registry), head);
}

static void test_refused(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, "series:人", "count|人");
  quhua_observe_options strict, named;
  quhua_observe_options_init(&strict);
  strict.strict = true;
  quhua_observe_options_init(&named);
  named.source = "人.csv";
  refuse(b, "2019-06-01", "510722109201 1\n510722109299 2\n", NULL, QUHUA_E_NOT_FOUND, 2); /* nobody's code */
  refuse(b, "2018-12-31", "510722109201 1\n", NULL, QUHUA_E_INVALID, 0); /* before the register */
  refuse(b, "2019-06-01", "510722109201 1\n510722109202 -2\n", NULL, QUHUA_E_INVALID, 2);
  refuse(b, "2019-06-01", "510722109201 1.5\n", NULL, QUHUA_E_INVALID, 1); /* a count */
  refuse(b, "2019-06-01", "510722109201 1234567890123456789\n", NULL, QUHUA_E_INVALID, 1);
  refuse(b, "2019-06-01", "510722109201 1e3\n", NULL, QUHUA_E_INVALID, 1);
  refuse(b, "2019-06-01", "51072210920X 1\n", NULL, QUHUA_E_INVALID, 1);
  refuse(b, "2019-06-01", "510722109201 1\n510722109202 1\n510722109201 1\n", &named, QUHUA_E_INVALID, 3);
  assert_string_equal(b->err.subject, "人.csv");
  refuse(b, "2019-06-01", "", NULL, QUHUA_E_INVALID, 0);
  assert_int_equal(figures_try(b, "人", "2019-06-01", "510722109201 1\n", &strict), QUHUA_OK);
  assert_int_equal(figures_try(b, "户", "2019-06-01", "510722109201 1\n", &strict), QUHUA_E_INVALID);
  assert_int_equal(b->err.line, 1);
  assert_int_equal(figures_try(b, "", "2019-06-01", "510722109201 1\n", NULL), QUHUA_E_INVALID);
  bench_close(b);
}

static void expect_series(const bench *b, const char *name, quhua_series_kind kind, const char *unit,
                          const char *weight, bool declared) {
  quhua_series series;
  assert_int_equal(quhua_series_find(b->before, text(name), &series), QUHUA_OK);
  assert_true(quhua_str_equal(series.name, text(name)));
  assert_int_equal(series.kind, kind);
  assert_true(quhua_str_equal(series.unit, text(unit)));
  assert_true(quhua_str_equal(series.weight, text(weight)));
  assert_int_equal(series.declared, declared);
}

static void test_series(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_series none;
  assert_int_equal(quhua_series_find(b->before, text("人"), &none), QUHUA_E_NOT_FOUND);
  figures_observe(b, "人", "2019-06-01", "510722109201 1\n");
  figures_observe(b, "亩", "2019-06-01", "510722109201 1\n510722109202 1.50\n");
  expect_series(b, "人", QUHUA_SERIES_COUNT, "", "", false);
  expect_series(b, "亩", QUHUA_SERIES_DECIMAL, "", "", false);
  bench_record(b, "series:亩", "小数|亩");
  bench_record(b, "series:人均收入", "intensive|元|人");
  bench_record(b, "series:债务", "ledger");
  expect_series(b, "亩", QUHUA_SERIES_DECIMAL, "亩", "", true);
  expect_series(b, "人均收入", QUHUA_SERIES_INTENSIVE, "元", "人", true);
  expect_series(b, "债务", QUHUA_SERIES_LEDGER, "", "", true);
  bench_record(b, "series:债务", ""); /* taken back, and never observed */
  assert_int_equal(quhua_series_find(b->before, text("债务"), &none), QUHUA_E_NOT_FOUND);
  bench_close(b);
}

static void test_bad_declarations(void **state) {
  (void)state;
  static const char *const bad[][2] = {
      {"series:", "count"},
      {"series:人", "integer"},
      {"series:人", "count|人|户"},
      {"series:人", "intensive|元"},
      {"series:人", "|人"},
      {"series:人", "count|a|b|c"},
      {"series:人", "intensive||人|"},
  };
  bench *b = bench_open(BENCH_TOWNS);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    quhua_fact fact = {.key = text(bad[i][0]), .value = text(bad[i][1])};
    quhua_error_clear(&b->err);
    assert_int_equal(quhua_fact_check(quhua_registry_scheme(b->registry), &fact, &b->err), QUHUA_E_INVALID);
    assert_int_equal(b->err.status, QUHUA_E_INVALID);
  }
  bench_close(b);
}

/* Declared and observed in one entry; the declaration holds for the values of the same entry. */
static void test_declare(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_sequence head = quhua_registry_head(b->registry);
  quhua_series people[2] = {
      {.name = text("人"), .unit = text("人"), .weight = text(""), .kind = QUHUA_SERIES_COUNT},
      {.name = text("人"), .unit = text(""), .weight = text(""), .kind = QUHUA_SERIES_DECIMAL}};
  quhua_observe_options options;
  quhua_observe_options_init(&options);
  options.declare = people;
  options.declare_count = 1;
  options.strict = true;
  refuse(b, "2019-06-01", "510722109201 1.5\n", &options, QUHUA_E_INVALID, 1);
  options.declare_count = 2; /* twice */
  refuse(b, "2019-06-01", "510722109201 1\n", &options, QUHUA_E_INVALID, 0);
  options.declare_count = 1;
  assert_int_equal(figures_try(b, "人", "2019-06-01", "510722109201 5\n", &options), QUHUA_OK);
  assert_int_equal(quhua_registry_head(b->registry), head + 1);
  expect_series(b, "人", QUHUA_SERIES_COUNT, "人", "", true);
  assert_int_equal(figures_try(b, "人", "2019-06-01", "", &options), QUHUA_OK); /* a declaration alone */
  bench_close(b);
}

static void test_kind_words(void **state) {
  (void)state;
  static const char *const words[][2] = {
      {"count", "计数"}, {"decimal", "小数"}, {"intensive", "平均"}, {"ledger", "账目"}};
  for (int kind = 0; kind < 4; kind++)
    for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++) {
      quhua_series_kind found = QUHUA_SERIES_COUNT;
      const char *word = words[kind][lang == QUHUA_LANG_ZH];
      assert_string_equal(quhua_series_kind_word((quhua_series_kind)kind, (quhua_lang)lang), word);
      assert_true(quhua_series_kind_find(text(word), &found));
      assert_int_equal(found, kind);
    }
  quhua_series_kind none = QUHUA_SERIES_LEDGER;
  assert_false(quhua_series_kind_find(text("sum"), &none));
  assert_int_equal(none, QUHUA_SERIES_LEDGER);
  assert_string_equal(quhua_series_kind_word((quhua_series_kind)4, QUHUA_LANG_EN), "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_taken),
      cmocka_unit_test(test_canonical),
      cmocka_unit_test(test_refused),
      cmocka_unit_test(test_series),
      cmocka_unit_test(test_bad_declarations),
      cmocka_unit_test(test_declare),
      cmocka_unit_test(test_kind_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
