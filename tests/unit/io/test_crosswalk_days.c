/* SPDX-License-Identifier: Apache-2.0 */
/* A crosswalk of many acts is carried out again: the register of the first day becomes that of the last. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define TABLE                                                                                                   \
  "code,name\n510722,三台县\n510722100,甲镇\n510722101,乙镇\n510722100201,东村\n510722100202,西村\n" \
  "510722101201,北村\n"

typedef struct paper {
  char text[8192];
  size_t len;
} paper;

static bool take(void *ctx, const char *data, size_t len) {
  paper *p = ctx;
  if (p->len + len >= sizeof p->text) return false;
  memcpy(p->text + p->len, data, len);
  p->len += len;
  p->text[p->len] = '\0';
  return true;
}

/* The crosswalk of acts, as a flow table. */
static void written(const char *acts, paper *p) {
  bench *b = bench_open(TABLE);
  quhua_crosswalk *crosswalk = NULL;
  quhua_writer writer = {p, take};
  *p = (paper){.len = 0};
  bench_apply(b, acts);
  assert_int_equal(
      quhua_crosswalk_new(b->before, bench_day("2019-06-01"), bench_day("2024-01-01"), &crosswalk, &b->err),
      QUHUA_OK);
  assert_int_equal(
      quhua_crosswalk_write(crosswalk, b->before, QUHUA_FORMAT_CSV, QUHUA_LANG_EN, &writer, &b->err),
      QUHUA_OK);
  quhua_crosswalk_free(crosswalk);
  bench_close(b);
}

/* Acts, what a second register becomes by their crosswalk, and the days of its rows in their order. */
static void expect(const char *acts, const char *units, const char *const *days, size_t count) {
  static paper p;
  written(acts, &p);
  const char *line = strchr(p.text, '\n') + 1;
  for (size_t i = 0; i < count; i++, line = strchr(line, '\n') + 1)
    if (strncmp(line + 1, days[i], 10) != 0) fail_msg("row %zu is not of %s:\n%s", i + 1, days[i], p.text);
  assert_string_equal(line, "");
  bench *b = bench_open(TABLE);
  bench_apply(b, p.text);
  const char *found = bench_units(b, b->before, "2024-01-01");
  if (!strstr(found, units)) fail_msg("%s is not in\n%s", units, found);
  bench_close(b);
}

/* 西村 takes the code that 东村 left, before 东村 takes that of 西村. */
static void codes_change_hands(void **state) {
  (void)state;
  static const char *const days[] = {"2022-01-01", "2022-01-01", "2021-06-01"};
  expect(
      "document,effective,old_code,old_name,new_code,new_name\n"
      "一,2020-01-01,510722100201,东村,510722100209,东村\n二,2021-01-01,510722100202,西村,510722100201,西村\n"
      "乙,2021-06-01,510722101201,北村,510722101201,北岭村\n"
      "三,2022-01-01,510722100209,东村,510722100202,东村\n",
      "510722100201,西村,510722100000\n510722100202,东村,510722100000\n510722101000,乙镇,510722000000\n"
      "510722101201,北岭村,510722101000\n",
      days, 3);
}

/* 东村 cedes a part on one day and a part of the rest on another: 1/2 and 1/4, and 1/4 stays. */
static void a_unit_is_divided_on_two_days(void **state) {
  (void)state;
  static const char *const days[] = {"2021-01-01", "2021-01-01", "2021-01-01"};
  expect(
      "document,effective,old_code,new_code,new_name,share\n"
      "一,2020-01-01,510722100201,510722100203,南村,1/2\n一,2020-01-01,510722100201,510722100201,东村,1/2\n"
      "二,2021-01-01,510722100201,510722100204,中村,1/2\n二,2021-01-01,510722100201,510722100201,东村,1/2\n",
      "510722100201,东村,510722100000\n510722100202,西村,510722100000\n510722100203,南村,510722100000\n"
      "510722100204,中村,510722100000\n",
      days, 3);
}

/* A village is renamed before its town gets another code, and another one is set up after that. */
static void a_town_takes_its_villages_along(void **state) {
  (void)state;
  static const char *const days[] = {"2021-01-01", "2021-01-01", "2021-01-01", "2022-01-01"};
  expect("document,effective,old_code,new_code,new_name,new_kind,new_parent\n"
         "一,2020-01-01,510722100201,510722100201,东岭村,,\n二,2021-01-01,510722100,510722110,甲镇,,\n"
         "三,2022-01-01,,510722110230,新村,村委会,510722110\n",
         "510722110000,甲镇,510722000000\n510722110201,东岭村,510722110000\n510722110202,西村,510722110000\n"
         "510722110230,新村,510722110000\n",
         days, 4);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(codes_change_hands),
      cmocka_unit_test(a_unit_is_divided_on_two_days),
      cmocka_unit_test(a_town_takes_its_villages_along),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
