/* SPDX-License-Identifier: Apache-2.0 */
/* Crosswalks as the official table and as SQL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

/* What was written; takes no more than `room` bytes. */
typedef struct paper {
  char text[16384];
  size_t len, room;
} paper;

static bool take(void *ctx, const char *data, size_t len) {
  paper *p = ctx;
  if (p->len + len >= p->room) return false;
  memcpy(p->text + p->len, data, len);
  p->len += len;
  p->text[p->len] = '\0';
  return true;
}

/* 友爱村 goes into 长发村; 万安村 is divided, one part with a quote and a formula in its name; 新民村 ends. */
static bench *merged(void) {
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,old_code,new_code,new_name,share,reason\n"
                 "三府〔2020〕1号,2020-01-01,510722109201,510722109202,,,\n"
                 "三府〔2020〕1号,2020-01-01,510722109203,510722109205,'=O'Brien村,2/5,\n"
                 "三府〔2020〕1号,2020-01-01,510722109203,510722109206,西村,3/5,\n"
                 "三府〔2020〕1号,2020-01-01,510722138201,,,,整村搬迁\n");
  return b;
}

static quhua_crosswalk *crosswalk_of(bench *b) {
  quhua_crosswalk *crosswalk = NULL;
  assert_int_equal(
      quhua_crosswalk_new(b->before, bench_day("2019-06-01"), bench_day("2020-06-01"), &crosswalk, &b->err),
      QUHUA_OK);
  return crosswalk;
}

static void test_official(void **state) {
  (void)state;
  static paper p = {.room = sizeof p.text};
  quhua_writer writer = {&p, take};
  bench *b = merged();
  quhua_crosswalk *crosswalk = crosswalk_of(b);
  assert_int_equal(quhua_crosswalk_write_official(crosswalk, b->before, QUHUA_FORMAT_CSV, &writer, &b->err),
                   QUHUA_OK);
  assert_string_equal(
      p.text,
      "序号,变更类型,原代码,原名称,原类型,原上级,现代码,现名称,现类型,现上级,比例,生效日期,批准文号,备注\n"
      "1,并入,510722109201,友爱村,村委会,510722109000,510722109202,长发村,村委会,510722109000,1,2020-01-01,"
      "三府〔2020〕1号,\n"
      "2,分设,510722109203,万安村,村委会,510722109000,510722109205,'=O'Brien村,村委会,510722109000,2/"
      "5,2020-01-01,"
      "三府〔2020〕1号,\n"
      "3,分设,510722109203,万安村,村委会,510722109000,510722109206,西村,村委会,510722109000,3/"
      "5,2020-01-01,三府〔2020〕1号,\n"
      "4,撤销,510722138201,新民村,村委会,510722138000,,,,,1,2020-01-01,三府〔2020〕1号,无承接单位；整村搬迁\n");
  quhua_crosswalk_free(crosswalk);
  bench_close(b);
}

static void test_sql(void **state) {
  (void)state;
  static paper p = {.room = sizeof p.text};
  quhua_writer writer = {&p, take};
  bench *b = merged();
  quhua_crosswalk *crosswalk = crosswalk_of(b);
  assert_int_equal(
      quhua_crosswalk_write_sql(crosswalk, b->before, "qh_map_2020", QUHUA_LANG_EN, &writer, &b->err),
      QUHUA_OK);
  assert_string_equal(
      p.text,
      "CREATE TABLE qh_map_2020 (\n  effective CHAR(10) NOT NULL,\n  relation VARCHAR(40) NOT NULL,\n"
      "  old_level INTEGER,\n  old_code VARCHAR(15),\n  old_name VARCHAR(200),\n  new_level INTEGER,\n"
      "  new_code VARCHAR(15),\n  new_name VARCHAR(200),\n  new_kind VARCHAR(40),\n  new_parent "
      "VARCHAR(18),\n"
      "  share VARCHAR(96)\n);\n"
      "INSERT INTO qh_map_2020 VALUES ('2020-01-01', 'absorb', 5, '510722109201', '友爱村', 5, "
      "'510722109202', '长发村', "
      "'village', '510722109000', '1');\n"
      "INSERT INTO qh_map_2020 VALUES ('2020-01-01', 'split', 5, '510722109203', '万安村', 5, "
      "'510722109205', "
      "'=O''Brien村', 'village', '510722109000', '2/5');\n"
      "INSERT INTO qh_map_2020 VALUES ('2020-01-01', 'split', 5, '510722109203', '万安村', 5, "
      "'510722109206', '西村', "
      "'village', '510722109000', '3/5');\n"
      "INSERT INTO qh_map_2020 VALUES ('2020-01-01', 'abolish', 5, '510722138201', '新民村', NULL, NULL, "
      "NULL, NULL, NULL, "
      "'1');\n");
  quhua_crosswalk_free(crosswalk);
  bench_close(b);
}

static void test_names_of_tables(void **state) {
  (void)state;
  static const char *const bad[] = {"",    "1a",     "_a", "Map",
                                    "a b", "a;drop", "表", "a234567890123456789012345678901"};
  static paper p = {.room = sizeof p.text};
  quhua_writer writer = {&p, take};
  bench *b = merged();
  quhua_crosswalk *crosswalk = crosswalk_of(b);
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    assert_int_equal(quhua_crosswalk_write_sql(crosswalk, b->before, bad[i], QUHUA_LANG_ZH, &writer, &b->err),
                     QUHUA_E_INVALID);
  assert_int_equal(p.len, 0);
  quhua_crosswalk_free(crosswalk);
  bench_close(b);
}

/* The writer stops after any number of bytes: an error, never half an answer taken for a whole one. */
static void test_full_disk(void **state) {
  (void)state;
  static paper p;
  quhua_writer writer = {&p, take};
  bench *b = merged();
  quhua_crosswalk *crosswalk = crosswalk_of(b);
  for (size_t room = 1; room < 700; room += 97) {
    p = (paper){.room = room};
    assert_int_equal(quhua_crosswalk_write_sql(crosswalk, b->before, "map", QUHUA_LANG_EN, &writer, &b->err),
                     QUHUA_E_IO);
  }
  p = (paper){.room = 10};
  assert_int_equal(quhua_crosswalk_write_official(crosswalk, b->before, QUHUA_FORMAT_CSV, &writer, &b->err),
                   QUHUA_E_IO);
  quhua_crosswalk_free(crosswalk);
  bench_close(b);
}

static void expect_found(const quhua_crosswalk *crosswalk, quhua_level level, const char *text, size_t first,
                         size_t count) {
  quhua_code code = {""};
  size_t at = 4711;
  strcpy(code.text, text);
  assert_int_equal(quhua_crosswalk_find(crosswalk, level, &code, &at), count);
  assert_int_equal(at, count ? first : 4711);
}

static void test_find(void **state) {
  (void)state;
  bench *b = merged();
  quhua_crosswalk *crosswalk = crosswalk_of(b);
  expect_found(crosswalk, QUHUA_LEVEL_VILLAGE, "510722109201", 0, 1);
  expect_found(crosswalk, QUHUA_LEVEL_ANY, "510722109203", 1, 2);
  expect_found(crosswalk, QUHUA_LEVEL_ANY, "510722138201", 3, 1);
  expect_found(crosswalk, QUHUA_LEVEL_VILLAGE, "510722109202", 0, 0); /* a receiver is what it was */
  expect_found(crosswalk, QUHUA_LEVEL_TOWNSHIP, "510722109201", 0, 0);
  expect_found(crosswalk, QUHUA_LEVEL_ANY, "999999999999", 0, 0);
  quhua_crosswalk_free(crosswalk);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_official),  cmocka_unit_test(test_sql),  cmocka_unit_test(test_names_of_tables),
      cmocka_unit_test(test_full_disk), cmocka_unit_test(test_find),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
