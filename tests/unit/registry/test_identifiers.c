/* SPDX-License-Identifier: Apache-2.0 */
/* Units by the identifiers that other offices gave them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/fold.h"

#include <stdio.h>
#include <string.h>

#define LAND "external:发包方编码"

static void open_with(fold *f, uint32_t unit, const char *code, const char *from, const char *key,
                      const char *value) {
  quhua_attribute pair = {quhua_str_from(key), quhua_str_from(value)};
  fold_open_with(f, unit, unit == 1 ? 0 : 1, code, "村", from, &pair, 1);
}

/* A county and two villages; the second version of village 2 lists two numbers, one of which village 3 had before. */
static void fill(quhua__state *s) {
  fold f;
  fold_root(s, "cn-stat");
  fold_begin(&f, s); /* 1 */
  fold_open(&f, 1, 0, "510723", "盐亭县", "2019-01-01");
  open_with(&f, 2, "510723104201", "2019-01-01", LAND, "51072310420100");
  open_with(&f, 3, "510723104202", "2019-01-01", LAND, "51072310420200");
  fold_end(&f, "2019-01-01");
  fold_begin(&f, s); /* 2 */
  fold_close(&f, 2, "2020-01-01");
  fold_close(&f, 3, "2020-01-01");
  open_with(&f, 2, "510723104201", "2020-01-01", LAND, "51072310420100;51072310420200");
  fold_end(&f, "2020-01-01");
}

/* The versions as "unit first-day" lines, in the order of the cursor. */
static void expect(const quhua__state *s, uint32_t known, const char *key, const char *value,
                   const char *wanted) {
  quhua_snapshot view = {quhua_allocator_default(), s, known};
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  char got[512] = "", date[QUHUA_DATE_TEXT_MAX];
  size_t len = 0, rows = 0;
  assert_int_equal(
      quhua_cursor_new_identified(&view, quhua_str_from(key), quhua_str_from(value), &cursor, NULL),
      QUHUA_OK);
  size_t count = quhua_cursor_count(cursor);
  for (; quhua_cursor_next(cursor, &unit); rows++) {
    quhua_date_format(unit.valid.from, date);
    len += (size_t)snprintf(got + len, sizeof got - len, "%u %s\n", (unsigned)unit.id, date);
    assert_true(len < sizeof got);
  }
  assert_int_equal(rows, count);
  assert_string_equal(got, wanted);
  quhua_cursor_free(cursor);
}

static void test_versions_that_carried_it(void **state) {
  (void)state;
  quhua__state s;
  fill(&s);
  expect(&s, 1, LAND, "51072310420100", "2 2019-01-01\n");
  expect(&s, 2, LAND, "51072310420100", "2 2019-01-01\n2 2020-01-01\n");
  expect(&s, 1, LAND, "51072310420200", "3 2019-01-01\n");
  expect(&s, 2, LAND, "51072310420200", "3 2019-01-01\n2 2020-01-01\n");
  expect(&s, 0, LAND, "51072310420100", "");
  quhua__state_free(&s);
}

static void test_what_is_no_identifier(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  fill(&s);
  fold_begin(&f, &s); /* 3 */
  open_with(&f, 4, "510723104203", "2020-06-01", "seat", "51072310420100");
  open_with(&f, 5, "510723104204", "2020-06-01", "code:mca", "510723104999");
  open_with(&f, 6, "510723104205", "2020-06-01", "external:", "x");
  fold_end(&f, "2020-06-01");
  expect(&s, 3, "seat", "51072310420100", ""); /* an attribute, but no identifier */
  expect(&s, 3, "external:", "x", "");         /* no name after the colon */
  expect(&s, 3, "code:mca", "510723104999", "5 2020-06-01\n");
  expect(&s, 2, "code:mca", "510723104999", "");
  expect(&s, 3, "code:mca", "51072310420100", "");          /* of another key */
  expect(&s, 3, LAND, "51072310420100;51072310420200", ""); /* the list is not one identifier */
  expect(&s, 3, LAND, "5107231042010", "");                 /* no beginnings */
  expect(&s, 3, LAND, "", "");
  expect(&s, 3, "", "51072310420100", "");
  expect(&s, 3, "code:never-seen", "never seen", "");
  quhua__state_free(&s);
}

/* Empty items, doubled items and separators at the ends are no trouble. */
static void test_untidy_lists(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  fold_root(&s, "cn-stat");
  fold_begin(&f, &s);
  fold_open(&f, 1, 0, "510723", "盐亭县", "2019-01-01");
  open_with(&f, 2, "510723104201", "2019-01-01", LAND, ";A;;B;A;");
  open_with(&f, 3, "510723104202", "2019-01-01", LAND, ";;");
  fold_end(&f, "2019-01-01");
  expect(&s, 1, LAND, "A", "2 2019-01-01\n");
  expect(&s, 1, LAND, "B", "2 2019-01-01\n");
  expect(&s, 1, LAND, "", "");
  expect(&s, 1, LAND, ";", "");
  quhua__state_free(&s);
}

/* An overlay adds units and versions to what its base knows at its entry; each unit comes once. */
static void test_overlay(void **state) {
  (void)state;
  quhua__state base, over;
  fold f;
  fill(&base);
  quhua__state_init_overlay(&over, quhua_allocator_default(), &base, 2);
  fold_begin(&f, &base); /* 3 of the base: not for the overlay */
  open_with(&f, 4, "510723104203", "2020-06-01", LAND, "51072310420100");
  fold_end(&f, "2020-06-01");
  fold_begin(&f, &over); /* 3 of the overlay */
  fold_close(&f, 2, "2020-07-01");
  open_with(&f, 2, "510723104201", "2020-07-01", LAND, "51072310420100");
  open_with(&f, 4, "510723104299", "2020-07-01", LAND, "51072310420200");
  fold_end(&f, "2020-07-01");
  expect(&over, 2, LAND, "51072310420100", "2 2019-01-01\n2 2020-01-01\n");
  expect(&over, 3, LAND, "51072310420100", "2 2019-01-01\n2 2020-01-01\n2 2020-07-01\n");
  expect(&over, 3, LAND, "51072310420200", "3 2019-01-01\n2 2020-01-01\n4 2020-07-01\n");
  expect(&base, 3, LAND, "51072310420100", "2 2019-01-01\n2 2020-01-01\n4 2020-06-01\n");
  quhua__state_free(&over);
  quhua__state_free(&base);
}

/* Taking back an act brings back the version that lists the number; the unit comes once more, not twice. */
static void test_after_a_retraction(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  fill(&s);
  fold_begin(&f, &s); /* 3 */
  fold_retract(&f, 2);
  fold_end(&f, "2020-08-01");
  expect(&s, 3, LAND, "51072310420100", "2 2019-01-01\n");
  expect(&s, 3, LAND, "51072310420200", "3 2019-01-01\n");
  expect(&s, 2, LAND, "51072310420200", "3 2019-01-01\n2 2020-01-01\n");
  quhua__state_free(&s);
}

static void test_many(void **state) {
  (void)state;
  enum { MANY = 400 };
  quhua__state s;
  fold f;
  char code[16], value[32], wanted[64];
  fold_root(&s, "opaque");
  fold_begin(&f, &s);
  for (uint32_t i = 1; i <= MANY; i++) {
    quhua_attribute pair = {quhua_str_from(LAND), {value, 0}};
    snprintf(code, sizeof code, "V%u", i);
    pair.value.len = (size_t)snprintf(value, sizeof value, "n%u;all", i);
    fold_open_with(&f, i, 0, code, "村", "2019-01-01", &pair, 1);
  }
  fold_end(&f, "2019-01-01");
  for (uint32_t i = 1; i <= MANY; i++) {
    snprintf(value, sizeof value, "n%u", i);
    snprintf(wanted, sizeof wanted, "%u 2019-01-01\n", i);
    expect(&s, 1, LAND, value, wanted);
  }
  quhua_snapshot view = {quhua_allocator_default(), &s, 1};
  quhua_cursor *cursor = NULL;
  assert_int_equal(
      quhua_cursor_new_identified(&view, quhua_str_from(LAND), quhua_str_from("all"), &cursor, NULL),
      QUHUA_OK);
  assert_int_equal(quhua_cursor_count(cursor), MANY);
  quhua_cursor_free(cursor);
  quhua__state_free(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_versions_that_carried_it),
      cmocka_unit_test(test_what_is_no_identifier),
      cmocka_unit_test(test_untidy_lists),
      cmocka_unit_test(test_overlay),
      cmocka_unit_test(test_after_a_retraction),
      cmocka_unit_test(test_many),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
