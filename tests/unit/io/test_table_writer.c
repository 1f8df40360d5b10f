/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "io/table_writer.h"

/* What was written, and how much more may be. */
typedef struct paper {
  char text[40000];
  size_t len;
  size_t room;
  int calls;
} paper;

static bool take(void *ctx, const char *data, size_t len) {
  paper *p = ctx;
  p->calls++;
  if (len > p->room || p->len + len >= sizeof p->text) return false;
  memcpy(p->text + p->len, data, len);
  p->len += len;
  p->text[p->len] = '\0';
  p->room -= len;
  return true;
}

static quhua_str str(const char *text) { return quhua_str_from(text); }

static const quhua_str columns[] = {{"name", 4}, {"note", 4}, {"stat:户数", 11}};

static void begin(quhua__table_writer *table, quhua_writer *writer, paper *p, quhua_format format) {
  memset(p, 0, sizeof *p);
  p->room = SIZE_MAX;
  *writer = (quhua_writer){p, take};
  quhua__table_begin(table, format, writer, columns, 3);
}

static void write_two_rows(quhua__table_writer *table) {
  quhua__table_text(table, str("东永村"));
  quhua__table_text(table, str("a \"b\", c\nd"));
  quhua__table_number(table, str("329.50"));
  quhua__table_word(table, str("x"));
  quhua__table_text(table, (quhua_str){NULL, 0});
  quhua__table_number(table, str(""));
}

static void csv_is_quoted_where_needed(void **state) {
  static paper p;
  quhua__table_writer table;
  quhua_writer writer;
  (void)state;
  begin(&table, &writer, &p, QUHUA_FORMAT_CSV);
  write_two_rows(&table);
  assert_int_equal(quhua__table_finish(&table, NULL), QUHUA_OK);
  assert_string_equal(p.text, "name,note,stat:户数\n东永村,\"a \"\"b\"\", c\nd\",329.50\nx,,\n");
}

static void spreadsheets_get_a_mark(void **state) {
  static paper p;
  quhua__table_writer table;
  quhua_writer writer;
  (void)state;
  begin(&table, &writer, &p, QUHUA_FORMAT_CSV_BOM);
  assert_int_equal(quhua__table_finish(&table, NULL), QUHUA_OK);
  assert_string_equal(p.text, "\xEF\xBB\xBFname,note,stat:户数\n");
}

static void json_is_an_array_of_objects(void **state) {
  static paper p;
  quhua__table_writer table;
  quhua_writer writer;
  (void)state;
  begin(&table, &writer, &p, QUHUA_FORMAT_JSON);
  write_two_rows(&table);
  assert_int_equal(quhua__table_finish(&table, NULL), QUHUA_OK);
  assert_string_equal(p.text,
                      "[\n{\"name\":\"东永村\",\"note\":\"a \\\"b\\\", c\\u000ad\",\"stat:户数\":329.50},\n"
                      "{\"name\":\"x\",\"note\":\"\",\"stat:户数\":null}\n]\n");
  begin(&table, &writer, &p, QUHUA_FORMAT_JSON);
  assert_int_equal(quhua__table_finish(&table, NULL), QUHUA_OK);
  assert_string_equal(p.text, "[]\n");
}

static void json_escapes_what_it_must(void **state) {
  static paper p;
  quhua__table_writer table;
  quhua_writer writer;
  (void)state;
  begin(&table, &writer, &p, QUHUA_FORMAT_JSON);
  quhua__table_text(&table, str("\\\"/\x01\x1F\x7F"));
  quhua__table_text(&table, str("=1")); /* no formula in JSON */
  quhua__table_number(&table, str("1"));
  assert_int_equal(quhua__table_finish(&table, NULL), QUHUA_OK);
  assert_string_equal(p.text,
                      "[\n{\"name\":\"\\\\\\\"/\\u0001\\u001f\x7F\",\"note\":\"=1\",\"stat:户数\":1}\n]\n");
}

static void only_texts_of_users_are_guarded(void **state) {
  static paper p;
  quhua__table_writer table;
  quhua_writer writer;
  (void)state;
  begin(&table, &writer, &p, QUHUA_FORMAT_CSV);
  quhua__table_text(&table, str("=HYPERLINK(\"x\")"));
  quhua__table_word(&table, str("-"));
  quhua__table_number(&table, str("-5"));
  quhua__table_text(&table, str("\tx"));
  quhua__table_text(&table, str("'=1"));
  quhua__table_number(&table, str("=1")); /* not a number after all */
  assert_int_equal(quhua__table_finish(&table, NULL), QUHUA_OK);
  assert_string_equal(p.text, "name,note,stat:户数\n\"'=HYPERLINK(\"\"x\"\")\",-,-5\n'\tx,''=1,'=1\n");
}

/* RFC 8259: number = [ minus ] int [ frac ] */
static void json_numbers_are_numbers(void **state) {
  static const char *const numbers[] = {"0", "-0", "10", "0.5", "123456789012345678", "-3.25"};
  static const char *const texts[] = {"007", "1.", ".5", "1e3", "+1", "-", "1.2.3", "x"};
  (void)state;
  for (size_t i = 0; i < 6 + 8; i++) {
    static paper p;
    quhua__table_writer table;
    quhua_writer writer;
    char wanted[64];
    const char *text = i < 6 ? numbers[i] : texts[i - 6];
    begin(&table, &writer, &p, QUHUA_FORMAT_JSON);
    quhua__table_word(&table, str(""));
    quhua__table_word(&table, str(""));
    quhua__table_number(&table, str(text));
    assert_int_equal(quhua__table_finish(&table, NULL), QUHUA_OK);
    snprintf(wanted, sizeof wanted, i < 6 ? ":%s}" : ":\"%s\"}", text);
    if (!strstr(p.text, wanted)) fail_msg("%s is not in %s", wanted, p.text);
  }
}

static void long_cells_pass_through_the_buffer(void **state) {
  static paper p;
  static char big[20000];
  quhua__table_writer table;
  quhua_writer writer;
  (void)state;
  memset(big, 'x', sizeof big);
  begin(&table, &writer, &p, QUHUA_FORMAT_CSV);
  quhua__table_text(&table, (quhua_str){big, sizeof big});
  quhua__table_text(&table, str("end"));
  quhua__table_count(&table, UINT64_MAX);
  assert_int_equal(quhua__table_finish(&table, NULL), QUHUA_OK);
  assert_int_equal(p.len,
                   strlen("name,note,stat:户数\n") + sizeof big + strlen(",end,18446744073709551615\n"));
  assert_string_equal(p.text + p.len - 26, ",end,18446744073709551615\n");
  assert_true(p.calls <= 4); /* bytes are gathered */
}

static void a_failed_write_is_reported_once(void **state) {
  static paper p;
  quhua__table_writer table;
  quhua_writer writer;
  quhua_error err;
  (void)state;
  begin(&table, &writer, &p, QUHUA_FORMAT_CSV);
  p.room = 8192;
  for (int i = 0; i < 5000; i++) {
    quhua__table_text(&table, str("东永村"));
    quhua__table_text(&table, str(""));
    quhua__table_count(&table, 1);
  }
  assert_true(table.failed);
  assert_int_equal(p.calls, 2);
  assert_int_equal(quhua__table_finish(&table, &err), QUHUA_E_IO);
  assert_int_equal(err.status, QUHUA_E_IO);
  assert_int_equal(p.calls, 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(csv_is_quoted_where_needed),         cmocka_unit_test(spreadsheets_get_a_mark),
      cmocka_unit_test(json_is_an_array_of_objects),        cmocka_unit_test(json_escapes_what_it_must),
      cmocka_unit_test(only_texts_of_users_are_guarded),    cmocka_unit_test(json_numbers_are_numbers),
      cmocka_unit_test(long_cells_pass_through_the_buffer), cmocka_unit_test(a_failed_write_is_reported_once),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
