/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "report/statistics.h"

/* Collects what is written; fails after `room` bytes. */
typedef struct paper {
  char text[4096];
  size_t len;
  size_t room;
} paper;

static bool take(void *ctx, const char *data, size_t len) {
  paper *p = ctx;
  if (len > p->room - p->len) return false;
  memcpy(p->text + p->len, data, len);
  p->len += len;
  return true;
}

static paper blank(void) { return (paper){.room = sizeof((paper *)0)->text - 1}; }

static void assert_percent(uint64_t before, uint64_t after, const char *expected) {
  char text[QUHUA__PERCENT_TEXT_MAX];
  quhua_str percent = quhua__percent_text(before, after, text);
  assert_int_equal(percent.len, strlen(expected));
  assert_memory_equal(percent.ptr, expected, percent.len);
}

/* Figures of the Sichuan reform as the provincial government published them. */
static void test_published_percentages(void **state) {
  (void)state;
  assert_percent(4610, 3101, "-32.7");
  assert_percent(45447, 26369, "-42.0"); /* 41.98 */
  assert_percent(386120, 232407, "-39.8");
  assert_percent(7804, 8261, "5.9"); /* 5.856 */
}

static void test_halves_go_away_from_zero(void **state) {
  (void)state;
  assert_percent(2000, 2001, "0.1"); /* 0.05 */
  assert_percent(2000, 1999, "-0.1");
  assert_percent(2000, 2003, "0.2"); /* 0.15 */
  assert_percent(2000, 1997, "-0.2");
  assert_percent(10000, 10004, "0.0"); /* 0.04 */
  assert_percent(10000, 9996, "0.0");  /* and no minus before a nought */
}

static void test_edges_of_percentages(void **state) {
  (void)state;
  assert_percent(0, 0, "");
  assert_percent(0, 7, "");
  assert_percent(7, 7, "0.0");
  assert_percent(7, 0, "-100.0");
  assert_percent(1, 3, "200.0");
  assert_percent(3, 4, "33.3");
  assert_percent(3, 5, "66.7");
  assert_percent(1, UINT32_MAX, "429496729400.0"); /* 4294967294 times as many more */
}

/* Two towns and a township become one town; a street stays; four villages become three and a community. */
static void counts(uint64_t before[QUHUA_KIND_LIMIT], uint64_t after[QUHUA_KIND_LIMIT]) {
  memset(before, 0, QUHUA_KIND_LIMIT * sizeof *before);
  memset(after, 0, QUHUA_KIND_LIMIT * sizeof *after);
  before[QUHUA_KIND_COUNTY] = after[QUHUA_KIND_COUNTY] = 1;
  before[QUHUA_KIND_SUBDISTRICT] = after[QUHUA_KIND_SUBDISTRICT] = 1;
  before[QUHUA_KIND_TOWN] = 2;
  after[QUHUA_KIND_TOWN] = 1;
  before[QUHUA_KIND_TOWNSHIP] = 1;
  before[QUHUA_KIND_VILLAGE] = 4;
  after[QUHUA_KIND_VILLAGE] = 3;
  after[QUHUA_KIND_COMMUNITY] = 1;
}

static void assert_table(quhua_format format, quhua_lang lang, const char *expected) {
  uint64_t before[QUHUA_KIND_LIMIT];
  uint64_t after[QUHUA_KIND_LIMIT];
  paper p = blank();
  quhua_writer writer = {&p, take};
  counts(before, after);
  assert_int_equal(quhua__statistics_write(before, after, format, lang, &writer, NULL), QUHUA_OK);
  assert_string_equal(p.text, expected);
}

static void test_table_in_chinese(void **state) {
  (void)state;
  assert_table(QUHUA_FORMAT_CSV, QUHUA_LANG_ZH,
               "kind,before,after,change,percent\n"
               "县,1,1,0,0.0\n"
               "县级合计,1,1,0,0.0\n"
               "街道,1,1,0,0.0\n"
               "镇,2,1,-1,-50.0\n"
               "乡,1,0,-1,-100.0\n"
               "乡级合计,4,2,-2,-50.0\n"
               "居委会,0,1,1,\n"
               "村委会,4,3,-1,-25.0\n"
               "村级合计,4,4,0,0.0\n");
}

/* Five groups and two grids are not seven parts of anything. */
static void test_grids_are_not_added_to_groups(void **state) {
  (void)state;
  uint64_t before[QUHUA_KIND_LIMIT] = {0};
  uint64_t after[QUHUA_KIND_LIMIT] = {0};
  paper p = blank();
  quhua_writer writer = {&p, take};
  before[QUHUA_KIND_VILLAGER_GROUP] = 5;
  after[QUHUA_KIND_VILLAGER_GROUP] = 4;
  before[QUHUA_KIND_RESIDENT_GROUP] = after[QUHUA_KIND_RESIDENT_GROUP] = 1;
  before[QUHUA_KIND_GRID] = after[QUHUA_KIND_GRID] = 2;
  assert_int_equal(quhua__statistics_write(before, after, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, &writer, NULL),
                   QUHUA_OK);
  assert_string_equal(p.text, "kind,before,after,change,percent\n"
                              "村民小组,5,4,-1,-20.0\n"
                              "居民小组,1,1,0,0.0\n"
                              "网格,2,2,0,0.0\n"
                              "组级合计,6,5,-1,-16.7\n");
}

static void test_byte_order_mark(void **state) {
  (void)state;
  uint64_t none[QUHUA_KIND_LIMIT] = {0};
  paper p = blank();
  quhua_writer writer = {&p, take};
  assert_int_equal(quhua__statistics_write(none, none, QUHUA_FORMAT_CSV_BOM, QUHUA_LANG_EN, &writer, NULL),
                   QUHUA_OK);
  assert_string_equal(p.text, "\xef\xbb\xbfkind,before,after,change,percent\n");
}

static void test_units_of_a_foreign_register_come_last(void **state) {
  (void)state;
  uint64_t before[QUHUA_KIND_LIMIT] = {0};
  uint64_t after[QUHUA_KIND_LIMIT] = {0};
  paper p = blank();
  quhua_writer writer = {&p, take};
  before[QUHUA_KIND_UNIT] = 8;
  after[QUHUA_KIND_UNIT] = 7;
  after[QUHUA_KIND_RESIDENT_GROUP] = 1;
  assert_int_equal(quhua__statistics_write(before, after, QUHUA_FORMAT_JSON, QUHUA_LANG_ZH, &writer, NULL),
                   QUHUA_OK);
  const char *group = strstr(p.text, "\"居民小组\"");
  const char *unit =
      strstr(p.text, "{\"kind\":\"合计\",\"before\":8,\"after\":7,\"change\":-1,\"percent\":-12.5}");
  assert_non_null(group);
  assert_non_null(unit);
  assert_true(group < unit);
  assert_non_null(strstr(group, "\"percent\":null"));
}

static void test_failing_writer(void **state) {
  (void)state;
  uint64_t none[QUHUA_KIND_LIMIT] = {0};
  paper p = {.room = 5};
  quhua_writer writer = {&p, take};
  quhua_error err = {0};
  assert_int_equal(quhua__statistics_write(none, none, QUHUA_FORMAT_CSV, QUHUA_LANG_EN, &writer, &err),
                   QUHUA_E_IO);
  assert_int_equal(err.status, QUHUA_E_IO);
  assert_string_not_equal(err.message[QUHUA_LANG_ZH], "");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_published_percentages),
      cmocka_unit_test(test_halves_go_away_from_zero),
      cmocka_unit_test(test_edges_of_percentages),
      cmocka_unit_test(test_table_in_chinese),
      cmocka_unit_test(test_grids_are_not_added_to_groups),
      cmocka_unit_test(test_byte_order_mark),
      cmocka_unit_test(test_units_of_a_foreign_register_come_last),
      cmocka_unit_test(test_failing_writer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
