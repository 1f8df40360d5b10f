/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include <quhua/date.h>

/* Day numbers from Python's datetime.date.toordinal(). */
static const struct known_day {
  const char *text;
  int year, month, day;
  quhua_date date;
} known_days[] = {
    {"1000-01-01", 1000, 1, 1, -354285},   {"1582-10-15", 1582, 10, 15, -141427},
    {"1900-02-28", 1900, 2, 28, -25509},   {"1900-03-01", 1900, 3, 1, -25508},
    {"1949-10-01", 1949, 10, 1, -7397},    {"1969-12-31", 1969, 12, 31, -1},
    {"1970-01-01", 1970, 1, 1, 0},         {"2000-01-01", 2000, 1, 1, 10957},
    {"2000-02-29", 2000, 2, 29, 11016},    {"2000-03-01", 2000, 3, 1, 11017},
    {"2019-12-27", 2019, 12, 27, 18257},   {"2024-02-29", 2024, 2, 29, 19782},
    {"9999-12-31", 9999, 12, 31, 2932896},
};

#define KNOWN_DAYS (sizeof known_days / sizeof known_days[0])

static void test_known_days(void **state) {
  (void)state;
  for (size_t i = 0; i < KNOWN_DAYS; i++) {
    quhua_date date = 12345;
    char text[QUHUA_DATE_TEXT_MAX];
    assert_true(quhua_date_parse(quhua_str_from(known_days[i].text), &date));
    assert_int_equal(date, known_days[i].date);
    date = 12345;
    assert_true(quhua_date_from_civil(known_days[i].year, known_days[i].month, known_days[i].day, &date));
    assert_int_equal(date, known_days[i].date);
    assert_int_equal(quhua_date_format(known_days[i].date, text), 10);
    assert_string_equal(text, known_days[i].text);
  }
}

/* Counts through the calendar with nothing but the lengths of the months. */
static void test_every_day_from_1000_to_9999(void **state) {
  (void)state;
  quhua_date expected = -354285;
  for (int year = 1000; year <= 9999; year++)
    for (int month = 1; month <= 12; month++) {
      int last = month == 2 ? 28 : month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
      if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) last = 29;
      for (int day = 1; day <= last; day++, expected++) {
        quhua_date date;
        char text[QUHUA_DATE_TEXT_MAX];
        if (!quhua_date_from_civil(year, month, day, &date) || date != expected)
          fail_msg("%d-%d-%d is %d, not %d", year, month, day, (int)date, (int)expected);
        quhua_date_format(expected, text);
        quhua_date again;
        if (!quhua_date_parse(quhua_str_from(text), &again) || again != expected)
          fail_msg("day %d is written as %s", (int)expected, text);
      }
    }
  assert_int_equal(expected - 1, 2932896);
}

static void test_dates_that_do_not_exist(void **state) {
  (void)state;
  static const char *const wrong[] = {
      "",           "2020",        "2020-01",    "2020-1-1",   "20200101",    "2020-01-01 ", " 2020-01-01",
      "2020-00-01", "2020-13-01",  "2020-01-00", "2020-01-32", "2020-04-31",  "2019-02-29",  "1900-02-29",
      "2100-02-29", "0999-12-31",  "0000-00-00", "2020/01/01", "2020-01-0a",  "+020-01-01",  "-020-01-01",
      "2O20-01-01", "10000-01-01", "2020-01- 1", "２０２０",   "2020-01-01T", "2020:01:01",  "202-001-01",
  };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    quhua_date date = 77;
    assert_false(quhua_date_parse(quhua_str_from(wrong[i]), &date));
    assert_int_equal(date, 77);
  }
  quhua_date date = 77;
  assert_false(quhua_date_from_civil(999, 1, 1, &date));
  assert_false(quhua_date_from_civil(10000, 1, 1, &date));
  assert_false(quhua_date_from_civil(2020, 0, 1, &date));
  assert_false(quhua_date_from_civil(2020, 13, 1, &date));
  assert_false(quhua_date_from_civil(2020, 6, 31, &date));
  assert_false(quhua_date_from_civil(2020, 1, 0, &date));
  assert_false(quhua_date_from_civil(INT32_MIN, INT32_MIN, INT32_MIN, &date));
  assert_false(quhua_date_from_civil(INT32_MAX, INT32_MAX, INT32_MAX, &date));
  assert_int_equal(date, 77);
}

static void test_text_need_not_be_terminated(void **state) {
  (void)state;
  quhua_date date;
  char text[10];
  memcpy(text, "2020-06-30", 10);
  assert_true(quhua_date_parse((quhua_str){text, 10}, &date));
  assert_int_equal(date, 18443); /* 2020-01-01 is 18262; 31 + 29 + 31 + 30 + 31 + 29 = 181 days later */
}

static void test_sentinels_are_empty(void **state) {
  (void)state;
  char text[QUHUA_DATE_TEXT_MAX] = "x";
  assert_int_equal(quhua_date_format(QUHUA_DATE_OPEN, text), 0);
  assert_string_equal(text, "");
  text[0] = 'x';
  assert_int_equal(quhua_date_format(QUHUA_DATE_NONE, text), 0);
  assert_string_equal(text, "");
}

static void test_years_outside_the_written_range(void **state) {
  (void)state;
  char text[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(2932897, text);
  assert_string_equal(text, "10000-01-01");
  quhua_date_format(-719528, text); /* 719528 days from 0000-01-01 to 1970-01-01 */
  assert_string_equal(text, "0000-01-01");
  quhua_date_format(-719529, text);
  assert_string_equal(text, "-0001-12-31");
  assert_true(quhua_date_format(INT32_MAX - 1, text) < QUHUA_DATE_TEXT_MAX);
  assert_true(quhua_date_format(INT32_MIN + 1, text) < QUHUA_DATE_TEXT_MAX);
  assert_int_equal(text[0], '-');
}

static void test_period_is_half_open(void **state) {
  (void)state;
  quhua_period year = {18262, 18628};
  assert_false(quhua_period_contains(year, 18261));
  assert_true(quhua_period_contains(year, 18262));
  assert_true(quhua_period_contains(year, 18627));
  assert_false(quhua_period_contains(year, 18628));
  quhua_period open = {18262, QUHUA_DATE_OPEN};
  assert_true(quhua_period_contains(open, INT32_MAX - 1));
  assert_false(quhua_period_contains(open, QUHUA_DATE_NONE));
  quhua_period empty = {18262, 18262};
  assert_false(quhua_period_contains(empty, 18262));
}

/* Microseconds from Python's datetime. */
static const struct known_instant {
  const char *text;
  quhua_instant instant;
} known_instants[] = {
    {"1970-01-01T00:00:00.000000Z", 0},
    {"1969-12-31T23:59:59.999999Z", -1},
    {"1000-01-01T00:00:00.000000Z", -INT64_C(30610224000000000)},
    {"2024-02-29T13:45:06.789012Z", INT64_C(1709214306789012)},
    {"9999-12-31T23:59:59.999999Z", INT64_C(253402300799999999)},
};

static void test_known_instants(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof known_instants / sizeof known_instants[0]; i++) {
    char text[QUHUA_INSTANT_TEXT_MAX];
    quhua_instant instant = 5;
    assert_int_equal(quhua_instant_format(known_instants[i].instant, text), 27);
    assert_string_equal(text, known_instants[i].text);
    assert_true(quhua_instant_parse(quhua_str_from(known_instants[i].text), &instant));
    assert_true(instant == known_instants[i].instant);
  }
}

static void test_extreme_instants(void **state) {
  (void)state;
  char text[QUHUA_INSTANT_TEXT_MAX];
  quhua_instant_format(INT64_MAX, text);
  assert_string_equal(text, "294247-01-10T04:00:54.775807Z");
  quhua_instant_format(INT64_MIN, text);
  assert_string_equal(text, "-290308-12-21T19:59:05.224192Z");
}

static void test_short_instants(void **state) {
  (void)state;
  quhua_instant instant;
  assert_true(quhua_instant_parse(quhua_str_from("2020-01-01T08:30Z"), &instant));
  assert_true(instant == INT64_C(1577867400000000));
  assert_true(quhua_instant_parse(quhua_str_from("2020-01-01T08:30:00Z"), &instant));
  assert_true(instant == INT64_C(1577867400000000));
  assert_true(quhua_instant_parse(quhua_str_from("2020-01-01T08:30:00.5Z"), &instant));
  assert_true(instant == INT64_C(1577867400500000));
}

static void test_a_date_is_the_end_of_its_day(void **state) {
  (void)state;
  quhua_instant instant;
  assert_true(quhua_instant_parse(quhua_str_from("2019-12-27"), &instant));
  assert_true(instant == INT64_C(1577491199999999));
}

static void test_instants_that_are_none(void **state) {
  (void)state;
  static const char *const wrong[] = {
      "",
      "2020",
      "2020-02-30",
      "2020-02-30T00:00Z",
      "2020-01-01T",
      "2020-01-01Z",
      "2020-01-01TZ",
      "2020-01-01T0Z",
      "2020-01-01T08Z",
      "2020-01-01T08:3Z",
      "2020-01-01T08:30",
      "2020-01-01 08:30Z",
      "2020-01-01T24:00Z",
      "2020-01-01T08:60Z",
      "2020-01-01T08:30:60Z",
      "2020-01-01T08:30:0Z",
      "2020-01-01T08:30:00.Z",
      "2020-01-01T08:30:00.1234567Z",
      "2020-01-01T08:30:00.12a4Z",
      "2020-01-01T08:30:00,5Z",
      "2020-01-01T08:30.5Z",
      "2020-01-01T08:30:00+08:00",
      "2020-01-01T-8:30Z",
  };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    quhua_instant instant = 42;
    if (quhua_instant_parse(quhua_str_from(wrong[i]), &instant)) fail_msg("'%s' was read", wrong[i]);
    assert_true(instant == 42);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_known_days),
      cmocka_unit_test(test_every_day_from_1000_to_9999),
      cmocka_unit_test(test_dates_that_do_not_exist),
      cmocka_unit_test(test_text_need_not_be_terminated),
      cmocka_unit_test(test_sentinels_are_empty),
      cmocka_unit_test(test_years_outside_the_written_range),
      cmocka_unit_test(test_period_is_half_open),
      cmocka_unit_test(test_known_instants),
      cmocka_unit_test(test_extreme_instants),
      cmocka_unit_test(test_short_instants),
      cmocka_unit_test(test_a_date_is_the_end_of_its_day),
      cmocka_unit_test(test_instants_that_are_none),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
