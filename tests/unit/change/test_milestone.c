/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <quhua/io.h>

#include "change/milestone.h"

static void expect(const char *value, const char *day, const char *text) {
  quhua_date got = 0, wanted = 0;
  quhua_str rest = {"untouched", 9};
  assert_true(quhua_date_parse(quhua_str_from(day), &wanted));
  if (!quhua__milestone_read(quhua_str_from(value), &got, &rest)) fail_msg("%s", value);
  assert_int_equal(got, wanted);
  assert_true(quhua_str_equal(rest, quhua_str_from(text)));
}

static void test_reading(void **state) {
  (void)state;
  expect("2019-12-20", "2019-12-20", "");
  expect("2019-12-20 四川省人民政府", "2019-12-20", "四川省人民政府");
  expect("2019-12-20 到会 41 户，赞成 38 户", "2019-12-20", "到会 41 户，赞成 38 户");
  expect("1000-01-01 x", "1000-01-01", "x");
  expect("2020-02-29  x", "2020-02-29", " x"); /* only one blank belongs to the form */
}

static void test_what_is_none(void **state) {
  (void)state;
  static const char *const wrong[] = {
      "",           "四川省人民政府", "2019-12-2",   "2019-12-20 ",  "2019-12-20x",
      "2019-02-29", "2019/12/20",     " 2019-12-20", "19-12-20 abc", "2019-12-20\tx"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    quhua_date day;
    quhua_str text;
    if (quhua__milestone_read(quhua_str_from(wrong[i]), &day, &text)) fail_msg("“%s” passes", wrong[i]);
  }
}

/* --- rows of one document ---------------------------------------------------------------------------------------- */

static quhua_status add(quhua_changeset *set, const char *document, const char *old, const char *word,
                        const char *value) {
  quhua_attribute milestone = {quhua_str_from(word), quhua_str_from(value)};
  quhua_flow_row row;
  quhua_flow_row_init(&row);
  row.document = quhua_str_from(document);
  row.effective = 18262;
  row.old_code = quhua_str_from(old);
  row.new_name = quhua_str_from("x");
  row.milestones = &milestone;
  row.milestone_count = 1;
  return quhua_changeset_add(set, &row, NULL);
}

/* Rows of a document agree, in whatever language they name the milestone; another document has its own. */
static void test_rows_agree(void **state) {
  (void)state;
  quhua_changeset *set = NULL;
  assert_int_equal(quhua_changeset_new(NULL, &set, NULL), QUHUA_OK);
  assert_int_equal(add(set, "甲", "11", "批准", "2019-12-20 县"), QUHUA_OK);
  assert_int_equal(add(set, "甲", "12", "approved", "2019-12-20 县"), QUHUA_OK);
  assert_int_equal(add(set, "甲", "13", "approved", "2019-12-20 市"), QUHUA_E_INVALID);
  assert_int_equal(add(set, "甲", "13", "批准", "2019-12-21 县"), QUHUA_E_INVALID);
  assert_int_equal(add(set, "甲", "13", "公告", "2019-12-21"), QUHUA_OK);
  assert_int_equal(add(set, "乙", "14", "批准", "2019-12-22"), QUHUA_OK);
  assert_int_equal(quhua_changeset_count(set), 4);
  quhua_changeset_free(set);
}

/* A refused row says nothing: neither a single one nor the rows of a table that is refused as a whole. */
static void test_refused_rows_leave_no_trace(void **state) {
  (void)state;
  static const char table[] = "document,effective,old_code,new_name,milestone:批准\n"
                              "甲,2020-01-01,12,x,2019-12-20\n甲,2020-01-01,13,x,what\n";
  quhua_changeset *set = NULL;
  assert_int_equal(quhua_changeset_new(NULL, &set, NULL), QUHUA_OK);
  assert_int_equal(add(set, "甲", "11", "公告", "2019-12-30"), QUHUA_OK);
  assert_int_equal(add(set, "甲", "11", "批准", "2019-12-19"), QUHUA_E_INVALID); /* the same pair again */
  assert_int_equal(quhua_changeset_read_csv(set, table, sizeof table - 1, "t.csv", NULL), QUHUA_E_INVALID);
  assert_int_equal(add(set, "甲", "12", "批准", "2019-12-21"), QUHUA_OK);
  assert_int_equal(add(set, "甲", "13", "公告", "2019-12-31"), QUHUA_E_INVALID); /* what was accepted stays */
  quhua_changeset_free(set);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_reading),
      cmocka_unit_test(test_what_is_none),
      cmocka_unit_test(test_rows_agree),
      cmocka_unit_test(test_refused_rows_leave_no_trace),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
