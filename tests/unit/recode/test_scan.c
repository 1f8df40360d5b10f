/* SPDX-License-Identifier: Apache-2.0 */
/* Rows and cells of a buffer. Each text is scanned with and without known separators, which must make no difference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "recode/scan.h"

static quhua__recode_separators separators;

/* Rows as "line:first wanted|second wanted;" and what ended them. */
static const char *scan_with(bool ahead, const char *text, size_t len, bool last, uint32_t a, uint32_t b) {
  static char copy[4096], out[8192];
  const uint32_t wanted[] = {a, b};
  quhua__recode_scan scan = {.line = 1, .delimiter = ',', .separators = ahead ? &separators : NULL};
  size_t used = 0;
  assert_true(len < sizeof copy);
  memcpy(copy, text, len);
  quhua__recode_scan_on(&scan, copy, copy + len, last);
  out[0] = '\0';
  while (scan.at < scan.end) {
    quhua__recode_row row;
    quhua__recode_cell cells[2] = {{0}};
    quhua__recode_found found = quhua__recode_scan_row(&scan, wanted, 2, &row, cells);
    if (found != QUHUA__RECODE_ROW) {
      snprintf(out + used, sizeof out - used, "%d@%d", (int)found, (int)(scan.bad - copy));
      break;
    }
    if (row.content_end == row.start)
      used += (size_t)snprintf(out + used, sizeof out - used, "%d:blank;", (int)row.line);
    else
      used += (size_t)snprintf(out + used, sizeof out - used, "%d:%.*s|%.*s;", (int)row.line,
                               (int)cells[0].len, cells[0].at, (int)cells[1].len, cells[1].at);
  }
  return out;
}

static void expect(const char *text, bool last, uint32_t a, uint32_t b, const char *rows) {
  assert_string_equal(scan_with(false, text, strlen(text), last, a, b), rows);
  assert_string_equal(scan_with(true, text, strlen(text), last, a, b), rows);
}

static void cells_are_found_by_their_number(void **state) {
  (void)state;
  expect("a,b,c\nd,e,f\n", true, 0, 2, "1:a|c;2:d|f;");
  expect("a,b,c\r\nd,e,f", true, 1, 2, "1:b|c;2:e|f;");
  expect("a,,\n,,\n", true, 1, 2, "1:|;2:|;");
  expect("\n\r\na,b\n", true, 0, 1, "1:blank;2:blank;3:a|b;");
}

static void quoted_cells_may_hold_everything(void **state) {
  (void)state;
  expect("\"a,\n\"\"b\",\"c\"\nd,e\n", true, 0, 1, "1:a,\n\"\"b|c;3:d|e;");
  expect("a,\"\"\r\n\"\",b\r\n", true, 0, 1, "1:a|;2:|b;");
}

/* Places are counted by hand, from 0. */
static void faults_are_placed(void **state) {
  (void)state;
  char text[32];
  snprintf(text, sizeof text, "%d@4", QUHUA__RECODE_CUT);
  char wanted[64];
  snprintf(wanted, sizeof wanted, "1:a|b;%s", text);
  expect("a,b\nc,d", false, 0, 1, wanted);
  snprintf(wanted, sizeof wanted, "1:a|b;%d@5", QUHUA__RECODE_SHORT);
  expect("a,b\nc\n", true, 0, 1, wanted);
  snprintf(wanted, sizeof wanted, "%d@3", QUHUA__RECODE_INNER_QUOTE);
  expect("a,b\"c\n", true, 0, 1, wanted);
  snprintf(wanted, sizeof wanted, "%d@5", QUHUA__RECODE_AFTER_QUOTE);
  expect("a,\"b\"c\n", true, 0, 1, wanted);
  snprintf(wanted, sizeof wanted, "%d@2", QUHUA__RECODE_OPEN_QUOTE);
  expect("a,\"b\nc,d\n", true, 0, 1, wanted);
  snprintf(wanted, sizeof wanted, "%d@2", QUHUA__RECODE_CUT);
  expect("a,\"b\nc,d\n", false, 0, 1, wanted);
}

/* A closing quote at the end of the buffer may be the first of two. */
static void a_quote_at_the_end_waits(void **state) {
  (void)state;
  char wanted[32];
  snprintf(wanted, sizeof wanted, "%d@2", QUHUA__RECODE_CUT);
  expect("a,\"b\"", false, 0, 1, wanted);
  expect("a,\"b\"\r", false, 0, 1, wanted);
  expect("a,\"b\"", true, 0, 1, "1:a|b;");
}

/* Many rows, so that stretches begin and end in all places, among them rows with quotes, blank and long ones. */
static void stretches_make_no_difference(void **state) {
  static const char *const rows[] = {
      "1234567,ab,c\n", "\n",
      "x,\"q,\n\",y\n", "长村,二,三\r\n",
      ",,\n",           "0123456789012345678901234567890123456789012345678901234567890123456789,b,c\n"};
  char text[4000];
  (void)state;
  for (uint64_t seed = 1; seed < 300; seed++) {
    size_t len = 0;
    uint64_t s = seed;
    for (;;) {
      s = s * UINT64_C(6364136223846793005) + 1442695040888963407u;
      const char *row = rows[(s >> 33) % (sizeof rows / sizeof *rows)];
      if (len + strlen(row) > sizeof text - 1) break;
      memcpy(text + len, row, strlen(row));
      len += strlen(row);
    }
    static char plain[8192];
    strcpy(plain, scan_with(false, text, len, seed % 2, 0, 2));
    assert_string_equal(scan_with(true, text, len, seed % 2, 0, 2), plain);
    assert_null(strchr(plain, '@'));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells_are_found_by_their_number),
      cmocka_unit_test(quoted_cells_may_hold_everything),
      cmocka_unit_test(faults_are_placed),
      cmocka_unit_test(a_quote_at_the_end_waits),
      cmocka_unit_test(stretches_make_no_difference),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
