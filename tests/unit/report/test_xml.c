/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "report/xml.h"

typedef struct paper {
  char text[16384];
  size_t len;
  int calls;
  bool full;
} paper;

static bool take(void *ctx, const char *data, size_t len) {
  paper *p = ctx;
  p->calls++;
  if (p->full || len > sizeof p->text - 1 - p->len) return false;
  memcpy(p->text + p->len, data, len);
  p->len += len;
  return true;
}

static void assert_text(quhua_str text, const char *expected) {
  paper p = {.len = 0};
  quhua_writer writer = {&p, take};
  quhua__xml xml;
  quhua__xml_init(&xml, &writer);
  quhua__xml_text(&xml, text);
  assert_true(quhua__xml_finish(&xml));
  assert_string_equal(p.text, expected);
}

static void test_escapes(void **state) {
  (void)state;
  assert_text(quhua_str_from("a<b>&\"c'"), "a&lt;b&gt;&amp;&quot;c'");
  assert_text(quhua_str_from("㭎䢺\xf0\xac\xae\xbf"), "㭎䢺\xf0\xac\xae\xbf");
  assert_text(quhua_str_from(""), "");
}

/* XML 1.0, production Char: no controls but TAB, LF and CR, no surrogates, no U+FFFE and U+FFFF. */
static void test_what_xml_cannot_hold(void **state) {
  (void)state;
  assert_text((quhua_str){"a\0b", 3}, "a\xef\xbf\xbd"
                                      "b");
  assert_text(quhua_str_from("\t\n\x1b"), "\t\n\xef\xbf\xbd");
  assert_text(quhua_str_from("\r"), "&#13;");
  assert_text(quhua_str_from("\xef\xbf\xbe\xef\xbf\xbf"), "\xef\xbf\xbd\xef\xbf\xbd");
  assert_text(quhua_str_from("\xff"), "\xef\xbf\xbd");
  assert_text(quhua_str_from("\xe6\x9d"), "\xef\xbf\xbd\xef\xbf\xbd"); /* 村 cut short */
}

/* Plain text keeps its signs and loses whatever would begin another line. */
static void test_plain_text(void **state) {
  (void)state;
  paper p = {.len = 0};
  quhua_writer writer = {&p, take};
  quhua__xml xml;
  quhua__xml_init(&xml, &writer);
  xml.plain = true;
  quhua__xml_text(&xml, quhua_str_from("<a>&\"村\r\nb\t\xff\xe2\x80\xa8"
                                       "c"));
  assert_true(quhua__xml_finish(&xml));
  assert_string_equal(p.text, "<a>&\"村  b \xef\xbf\xbd c");
}

static void test_pieces_come_out_whole(void **state) {
  (void)state;
  static char long_text[9001];
  static paper p;
  quhua_writer writer = {&p, take};
  quhua__xml xml;
  memset(long_text, 'x', 9000);
  quhua__xml_init(&xml, &writer);
  quhua__xml_markup(&xml, "<a b=\"%d\">", -5);
  quhua__xml_text(&xml, quhua_str_from(long_text));
  quhua__xml_raw(&xml, "</a>");
  assert_true(quhua__xml_finish(&xml));
  assert_int_equal(p.len, 10 + 9000 + 4);
  assert_memory_equal(p.text, "<a b=\"-5\">x", 11);
  assert_string_equal(p.text + p.len - 5, "x</a>");
}

static void test_a_failure_is_final(void **state) {
  (void)state;
  paper p = {.full = true};
  quhua_writer writer = {&p, take};
  quhua__xml xml;
  quhua__xml_init(&xml, &writer);
  for (int i = 0; i < 5000; i++) quhua__xml_raw(&xml, "0123456789");
  assert_false(quhua__xml_finish(&xml));
  assert_int_equal(p.calls, 1);
}

static void test_widths(void **state) {
  (void)state;
  assert_int_equal(quhua__text_width(quhua_str_from("高渠镇")), 300);
  assert_int_equal(quhua__text_width(quhua_str_from("ab")), 2 * quhua__text_width(quhua_str_from("a")));
  assert_true(quhua__text_width(quhua_str_from("a")) < 100);
  assert_int_equal(quhua__text_fit(quhua_str_from("高渠镇"), 299).len, 6);
  assert_int_equal(quhua__text_fit(quhua_str_from("高渠镇"), 300).len, 9);
  assert_int_equal(quhua__text_fit(quhua_str_from("高渠镇"), 0).len, 0);
  assert_int_equal(quhua__text_fit(quhua_str_from("高渠镇"), -100).len, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_escapes),
      cmocka_unit_test(test_plain_text),
      cmocka_unit_test(test_what_xml_cannot_hold),
      cmocka_unit_test(test_pieces_come_out_whole),
      cmocka_unit_test(test_a_failure_is_final),
      cmocka_unit_test(test_widths),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
