/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/pinyin.h"

static quhua__maybe ask(const char *name, const char *initials) {
  return quhua__has_initials(quhua_str_from(name), quhua_str_from(initials));
}

static void test_what_is_initials(void **state) {
  (void)state;
  assert_true(quhua__is_initials(quhua_str_from("ylc")));
  assert_true(quhua__is_initials(quhua_str_from("YlZ")));
  assert_false(quhua__is_initials(quhua_str_from("y"))); /* too many names */
  assert_false(quhua__is_initials(quhua_str_from("")));
  assert_false(quhua__is_initials(quhua_str_from("yl1")));
  assert_false(quhua__is_initials(quhua_str_from("yl ")));
  assert_false(quhua__is_initials(quhua_str_from("[yl")));
  assert_false(quhua__is_initials(quhua_str_from("云龙")));
}

/* One character of every letter, by the dictionary (现代汉语词典). */
static void test_every_letter(void **state) {
  (void)state;
  assert_int_equal(ask("安北城东鄂福高河江康梁名南欧平青仁山桃万西云中", "abcdefghjklmnopqrstwxyz"),
                   QUHUA__YES);
}

/* The first and the last character of some letters in GB/T 2312, and of the whole level. */
static void test_edges(void **state) {
  (void)state;
  assert_int_equal(ask("啊澳", "aa"), QUHUA__YES);
  assert_int_equal(ask("芭簿", "bb"), QUHUA__YES);
  assert_int_equal(ask("击骏", "jj"), QUHUA__YES);
  assert_int_equal(ask("昔迅", "xx"), QUHUA__YES);
  assert_int_equal(ask("匝座", "zz"), QUHUA__YES);
  assert_int_equal(ask("挖误", "ww"), QUHUA__YES);
}

static void test_length_and_case(void **state) {
  (void)state;
  assert_int_equal(ask("云龙村", "ylc"), QUHUA__YES);
  assert_int_equal(ask("云龙村", "YLC"), QUHUA__YES);
  assert_int_equal(ask("云龙村", "yl"), QUHUA__NO);
  assert_int_equal(ask("云龙村", "ylcx"), QUHUA__NO);
  assert_int_equal(ask("云龙村", "ylz"), QUHUA__NO);
  assert_int_equal(ask("A区", "aq"), QUHUA__YES);
  assert_int_equal(ask("", "aq"), QUHUA__NO);
}

static void test_several_readings(void **state) {
  (void)state;
  assert_int_equal(ask("重庆市", "cqs"), QUHUA__YES);
  assert_int_equal(ask("重庆市", "zqs"), QUHUA__YES);
  assert_int_equal(ask("长治", "zz"), QUHUA__YES);
  assert_int_equal(ask("长沙", "cs"), QUHUA__YES);
  assert_int_equal(ask("单县", "sx"), QUHUA__YES);
  assert_int_equal(ask("铅山", "ys"), QUHUA__YES);
}

/* 圩 is of the second level; 𬒗 is beyond the BMP. */
static void test_unknown_readings(void **state) {
  (void)state;
  assert_int_equal(ask("圩城", "fc"), QUHUA__PERHAPS);
  assert_int_equal(ask("圩城", "yc"), QUHUA__PERHAPS);
  assert_int_equal(ask("圩城", "fd"), QUHUA__NO);
  assert_int_equal(ask("圩圩", "ff"), QUHUA__NO); /* nothing speaks for it */
  assert_int_equal(ask("𬒗村", "wc"), QUHUA__PERHAPS);
  assert_int_equal(ask("\xff\xff", "ab"), QUHUA__NO);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_is_initials),
      cmocka_unit_test(test_every_letter),
      cmocka_unit_test(test_edges),
      cmocka_unit_test(test_length_and_case),
      cmocka_unit_test(test_several_readings),
      cmocka_unit_test(test_unknown_readings),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
