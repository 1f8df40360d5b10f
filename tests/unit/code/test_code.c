/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "code/issue.h"
#include "code/scheme.h"

static const quhua_scheme *stat_scheme(void) { return quhua_scheme_find(quhua_str_from("cn-stat")); }
static const quhua_scheme *opaque(void) { return quhua_scheme_find(quhua_str_from("opaque")); }

static quhua_code code_of(const char *text) {
  quhua_code code = {{0}};
  assert_true(strlen(text) <= QUHUA_CODE_MAX);
  memcpy(code.text, text, strlen(text));
  return code;
}

static void check_read(const quhua_scheme *scheme, const char *text, int level, const char *code,
                       int expected_level) {
  quhua_code out;
  quhua_level out_level = QUHUA_LEVEL_ANY;
  quhua_error err;
  memset(&out, '#', sizeof out);
  if (quhua_code_parse(scheme, quhua_str_from(text), (quhua_level)level, &out, &out_level, &err) != QUHUA_OK)
    fail_msg("'%s' at level %d: %s", text, level, err.message[QUHUA_LANG_EN]);
  assert_string_equal(out.text, code);
  assert_int_equal(out_level, expected_level);
  for (size_t i = strlen(code); i < sizeof out.text; i++) assert_int_equal(out.text[i], 0);
}

static void check_refused(const quhua_scheme *scheme, const char *text, int level, unsigned column) {
  quhua_code out, before;
  quhua_level out_level = (quhua_level)99;
  quhua_error err;
  memset(&out, '#', sizeof out);
  before = out;
  if (quhua_code_parse(scheme, quhua_str_from(text), (quhua_level)level, &out, &out_level, &err) !=
      QUHUA_E_INVALID)
    fail_msg("'%s' at level %d was read as %s", text, level, out.text);
  assert_memory_equal(&out, &before, sizeof out);
  assert_int_equal(out_level, 99);
  assert_int_equal(err.status, QUHUA_E_INVALID);
  assert_int_equal(err.column, column);
  assert_int_equal(err.line, 0);
  for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++) {
    assert_true(err.message[lang][0] != 0);
    assert_true(err.remedy[lang][0] != 0);
  }
  assert_int_equal(quhua_code_parse(scheme, quhua_str_from(text), (quhua_level)level, &out, NULL, NULL),
                   QUHUA_E_INVALID);
}

static void test_full_codes(void **state) {
  (void)state;
  check_read(stat_scheme(), "510000000000", 0, "510000000000", 1);
  check_read(stat_scheme(), "510700000000", 0, "510700000000", 2);
  check_read(stat_scheme(), "510723000000", 0, "510723000000", 3);
  check_read(stat_scheme(), "510723114000", 0, "510723114000", 4);
  check_read(stat_scheme(), "510723114201", 0, "510723114201", 5);
  check_read(stat_scheme(), "51072311420103", 0, "51072311420103", 6);
  check_read(stat_scheme(), "510723114201003", 0, "510723114201003", 6);
  check_read(stat_scheme(), "110101001000", 0, "110101001000", 4);
}

static void test_short_codes(void **state) {
  (void)state;
  check_read(stat_scheme(), "51", 0, "510000000000", 1);
  check_read(stat_scheme(), "5107", 0, "510700000000", 2);
  check_read(stat_scheme(), "510723", 0, "510723000000", 3);
  check_read(stat_scheme(), "510723114", 0, "510723114000", 4);
  check_read(stat_scheme(), "510700", 0, "510700000000", 2); /* the form of GB/T 2260 */
  check_read(stat_scheme(), "510000", 0, "510000000000", 1);
  check_read(stat_scheme(), "441900", 3, "441900000000", 3);
  check_read(stat_scheme(), "441900003", 0, "441900003000", 4);
}

static void test_grids(void **state) {
  (void)state;
  check_read(stat_scheme(), "510722109204G01", 0, "510722109204G01", 6);
  check_read(stat_scheme(), "510722109204G99", 6, "510722109204G99", 6);
  check_read(stat_scheme(), "6:510722109204G10", 0, "510722109204G10", 6);
  check_read(stat_scheme(), "510722109204g07", 0, "510722109204G07", 6); /* the normal form has a capital */
  check_read(stat_scheme(), "6:510722109204g07", 6, "510722109204G07", 6);
  check_read(opaque(), "510722109204G00", 6, "510722109204G00", 6); /* there it means nothing */
  check_read(opaque(), "510722109204g1", 0, "510722109204g1", 0);
}

static void test_grids_that_cannot_be(void **state) {
  (void)state;
  check_refused(stat_scheme(), "510722109204G00", 0, 14);
  check_refused(stat_scheme(), "510722109204G", 0, 14);
  check_refused(stat_scheme(), "510722109204G1", 0, 14);
  check_refused(stat_scheme(), "510722109204g1", 0, 14);
  check_refused(stat_scheme(), "510722109204G001", 0, 14);
  check_refused(stat_scheme(), "6:510722109204G1", 0, 16);
  check_refused(stat_scheme(), "510722109204X01", 0, 13);
  check_refused(stat_scheme(), "510722109204X", 0, 13);
  check_refused(stat_scheme(), "510722109204Ｇ01", 0, 13);
  check_refused(stat_scheme(), "510722109204-01", 0, 13);
  check_refused(stat_scheme(), "510722109204GG1", 0, 14);
  check_refused(stat_scheme(), "510722109204G0O", 0, 15);
  check_refused(stat_scheme(), "51072210920G01", 0, 12); /* the letter belongs behind the village */
  check_refused(stat_scheme(), "5107221092040G1", 0, 14);
  check_refused(stat_scheme(), "510722109G01", 0, 10);
  check_refused(stat_scheme(), "G01", 0, 1);
  check_refused(stat_scheme(), "510722109000G01", 0, 10); /* no village */
  check_refused(stat_scheme(), "000722109204G01", 0, 1);
  check_refused(stat_scheme(), "510722109204G01", 5, 1);
  check_refused(stat_scheme(), "5:510722109204G01", 0, 1);
  check_refused(opaque(), "510722109204G001", 0, 1);
}

static void check_message(const char *text, const char *en, const char *zh) {
  quhua_code out;
  quhua_error err;
  assert_int_equal(quhua_code_parse(stat_scheme(), quhua_str_from(text), QUHUA_LEVEL_ANY, &out, NULL, &err),
                   QUHUA_E_INVALID);
  assert_non_null(strstr(err.message[QUHUA_LANG_EN], text));
  assert_non_null(strstr(err.remedy[QUHUA_LANG_EN], en));
  assert_non_null(strstr(err.remedy[QUHUA_LANG_ZH], zh));
}

static void test_errors_of_grids_say_how_grids_look(void **state) {
  (void)state;
  check_message("510722109204G00", "G01 to G99", "G01 至 G99");
  check_message("510722109204G1", "two digits", "两位");
  check_message("510722109204G001", "two digits", "两位");
  check_message("510722109204X01", "G01 to G99", "G01 至 G99");
  check_message("5:510722109204G01", "grid", "层级 6");
}

static void test_given_levels(void **state) {
  (void)state;
  check_read(stat_scheme(), "510723114201", 5, "510723114201", 5);
  check_read(stat_scheme(), "51072311420103", 6, "51072311420103", 6);
  check_read(stat_scheme(), "4:510723114000", 0, "510723114000", 4);
  check_read(stat_scheme(), "4:510723114", 4, "510723114000", 4);
  check_read(stat_scheme(), "1:51", 0, "510000000000", 1);
  check_read(stat_scheme(), "6:51072311420103", 0, "51072311420103", 6);
}

/* Cities without counties stand on two levels (东莞 中山 儋州), and 金门县 on three. */
static void test_codes_on_several_levels(void **state) {
  (void)state;
  check_read(stat_scheme(), "441900000000", 0, "441900000000", 2);
  check_read(stat_scheme(), "441900000000", 2, "441900000000", 2);
  check_read(stat_scheme(), "441900000000", 3, "441900000000", 3);
  check_read(stat_scheme(), "3:441900000000", 0, "441900000000", 3);
  check_read(stat_scheme(), "2:441900000000", 2, "441900000000", 2);
  check_read(stat_scheme(), "110000000000", 2, "110000000000", 2);
  check_read(stat_scheme(), "350527000000", 0, "350527000000", 3);
  check_read(stat_scheme(), "350527000000", 4, "350527000000", 4);
  check_read(stat_scheme(), "350527000000", 5, "350527000000", 5);
  check_refused(stat_scheme(), "350527000000", 2, 1);
  check_refused(stat_scheme(), "350527000000", 6, 1);
}

static void test_a_village_without_township_number(void **state) {
  (void)state;
  check_read(stat_scheme(), "441900000201", 0, "441900000201", 5);
  check_refused(stat_scheme(), "441900000201", 4, 1);
}

static void test_levels_that_cannot_be(void **state) {
  (void)state;
  check_refused(stat_scheme(), "510723114000", 5, 1);
  check_refused(stat_scheme(), "510723114000", 3, 1);
  check_refused(stat_scheme(), "510723114000", 6, 1);
  check_refused(stat_scheme(), "510723000000", 4, 1);
  check_refused(stat_scheme(), "441900000000", 4, 1);
  check_refused(stat_scheme(), "441900000000", 1, 1);
  check_refused(stat_scheme(), "510723114201", 4, 1);
  check_refused(stat_scheme(), "510723114201", 6, 1);
  check_refused(stat_scheme(), "51072311420103", 5, 1);
  check_refused(stat_scheme(), "5:51072311420103", 0, 1);
  check_refused(stat_scheme(), "5107", 4, 1);
  check_refused(stat_scheme(), "3:441900000000", 2, 1);
  check_refused(stat_scheme(), "441900000000", 7, 1);
  check_refused(stat_scheme(), "441900000000", -1, 1);
  check_refused(stat_scheme(), "0:441900000000", 0, 1);
  check_refused(stat_scheme(), "7:441900000000", 0, 1);
  check_refused(stat_scheme(), "x:441900000000", 0, 1);
}

static void test_lengths_that_cannot_be(void **state) {
  (void)state;
  check_refused(stat_scheme(), "", 0, 1);
  check_refused(stat_scheme(), "5", 0, 1);
  check_refused(stat_scheme(), "510", 0, 1);
  check_refused(stat_scheme(), "51072", 0, 1);
  check_refused(stat_scheme(), "5107231", 0, 1);
  check_refused(stat_scheme(), "51072311", 0, 1);
  check_refused(stat_scheme(), "5107231142", 0, 1);
  check_refused(stat_scheme(), "51072311420", 0, 1);
  check_refused(stat_scheme(), "5107231142011", 0, 1);
  check_refused(stat_scheme(), "5107231142010031", 0, 1);
  check_refused(stat_scheme(), "3:", 0, 3);
  check_refused(stat_scheme(), "3:5107", 4, 1);
}

static void test_characters_that_cannot_be(void **state) {
  (void)state;
  check_refused(stat_scheme(), "51072311400O", 0, 12);
  check_refused(stat_scheme(), " 510723114000", 0, 1);
  check_refused(stat_scheme(), "510723114000 ", 0, 13);
  check_refused(stat_scheme(), "-10723114000", 0, 1);
  check_refused(stat_scheme(), "5107.23114000", 0, 5);
  check_refused(stat_scheme(), "4:51072311400x", 0, 14);
  check_refused(stat_scheme(), "5.10723E+11", 0, 2); /* what spreadsheets make of codes */
  check_refused(stat_scheme(), "５１０７２３", 0, 1);
  check_refused(stat_scheme(), "51\n723114000", 0, 3);
  check_refused(stat_scheme(), "51\xFF", 0, 3);
  check_refused(stat_scheme(), "44:1900000000", 0, 3);
}

static void test_a_nul_inside(void **state) {
  (void)state;
  quhua_code out;
  quhua_error err;
  assert_int_equal(
      quhua_code_parse(stat_scheme(), (quhua_str){"51\00000000000", 12}, QUHUA_LEVEL_ANY, &out, NULL, &err),
      QUHUA_E_INVALID);
  assert_int_equal(err.column, 3);
  assert_int_equal(quhua_code_parse(opaque(), (quhua_str){"a\0b", 3}, QUHUA_LEVEL_ANY, &out, NULL, &err),
                   QUHUA_E_INVALID);
  assert_int_equal(err.column, 2);
  assert_int_equal(quhua_code_parse(stat_scheme(), (quhua_str){NULL, 0}, QUHUA_LEVEL_ANY, &out, NULL, &err),
                   QUHUA_E_INVALID);
}

static void test_numbers_that_cannot_be(void **state) {
  (void)state;
  check_refused(stat_scheme(), "00", 0, 1);
  check_refused(stat_scheme(), "000000000000", 0, 1);
  check_refused(stat_scheme(), "000723114201", 0, 1);
  check_refused(stat_scheme(), "51072311420100", 0, 13);
  check_refused(stat_scheme(), "510723114201000", 0, 13);
  check_refused(stat_scheme(), "51072311400001", 0, 10);
}

static void test_a_long_text(void **state) {
  (void)state;
  static char text[100000];
  quhua_code out;
  quhua_error err;
  memset(text, '1', sizeof text);
  assert_int_equal(
      quhua_code_parse(stat_scheme(), (quhua_str){text, sizeof text}, QUHUA_LEVEL_ANY, &out, NULL, &err),
      QUHUA_E_INVALID);
  assert_int_equal(
      quhua_code_parse(opaque(), (quhua_str){text, sizeof text}, QUHUA_LEVEL_ANY, &out, NULL, &err),
      QUHUA_E_INVALID);
}

static void test_errors_say_what_is_wrong(void **state) {
  (void)state;
  quhua_code out;
  quhua_error err;
  quhua_code_parse(stat_scheme(), quhua_str_from("51x7"), QUHUA_LEVEL_ANY, &out, NULL, &err);
  assert_string_equal(err.subject, "51x7");
  assert_non_null(strstr(err.message[QUHUA_LANG_EN], "51x7"));
  assert_non_null(strstr(err.message[QUHUA_LANG_ZH], "数字"));
  quhua_code_parse(stat_scheme(), quhua_str_from("510723114000"), QUHUA_LEVEL_VILLAGE, &out, NULL, &err);
  assert_non_null(strstr(err.remedy[QUHUA_LANG_EN], "level 4"));
  assert_non_null(strstr(err.remedy[QUHUA_LANG_ZH], "乡级"));
}

static void test_opaque(void **state) {
  (void)state;
  check_read(opaque(), "01001", 0, "01001", 0);
  check_read(opaque(), "2A004", 5, "2A004", 5);
  check_read(opaque(), "5:2a004", 0, "2a004", 5);
  check_read(opaque(), "5:2a004", 5, "2a004", 5);
  check_read(opaque(), "0", 0, "0", 0);
  check_read(opaque(), "ABCDEFGHIJKLMNO", 0, "ABCDEFGHIJKLMNO", 0);
  check_refused(opaque(), "ABCDEFGHIJKLMNOP", 0, 1);
  check_refused(opaque(), "", 0, 1);
  check_refused(opaque(), "5:", 0, 3);
  check_refused(opaque(), "5:01001", 4, 1);
  check_refused(opaque(), "01-001", 0, 3);
  check_refused(opaque(), "东001", 0, 1);
  check_refused(opaque(), "1东", 0, 2);
}

static void test_compare(void **state) {
  (void)state;
  quhua_code a = code_of("510722109204"), b = code_of("510722109210"), c = code_of("51072210921001");
  assert_int_equal(quhua_code_compare(&a, &a), 0);
  assert_true(quhua_code_compare(&a, &b) < 0);
  assert_true(quhua_code_compare(&b, &a) > 0);
  assert_true(quhua_code_compare(&b, &c) < 0);
  quhua_code none = {{0}};
  assert_true(quhua_code_compare(&none, &a) < 0);
}

static void check_parent(const char *text, int level, const char *expected) {
  quhua_code code = code_of(text), parent, prefix;
  memset(&parent, '#', sizeof parent);
  memset(&prefix, '#', sizeof prefix);
  assert_true(quhua_code_parent(stat_scheme(), &code, (quhua_level)level, &parent));
  assert_string_equal(parent.text, expected);
  for (size_t i = strlen(expected); i < sizeof parent.text; i++) assert_int_equal(parent.text[i], 0);
  assert_true(quhua__code_prefix(stat_scheme(), &code, (quhua_level)level, &prefix));
  assert_memory_equal(&prefix, &parent, sizeof parent);
}

static void test_parent(void **state) {
  (void)state;
  check_parent("510723114201003", 6, "510723114201");
  check_parent("51072311420103", 6, "510723114201");
  check_parent("510722109204G01", 6, "510722109204");
  check_parent("510723114201", 5, "510723114000");
  check_parent("510723114000", 4, "510723000000");
  check_parent("510723000000", 3, "510700000000");
  check_parent("510700000000", 2, "510000000000");
  check_parent("441900000000", 3, "441900000000"); /* the county 东莞 lies in the prefecture 东莞 */
  check_parent("441900003000", 4, "441900000000");
}

static void test_no_parent(void **state) {
  (void)state;
  quhua_code code = code_of("510000000000"), out = code_of("x");
  assert_false(quhua_code_parent(stat_scheme(), &code, QUHUA_LEVEL_PROVINCE, &out));
  assert_false(quhua_code_parent(stat_scheme(), &code, QUHUA_LEVEL_ANY, &out));
  assert_false(quhua_code_parent(stat_scheme(), &code, QUHUA_LEVEL_GROUP, &out)); /* too short for a group */
  assert_false(quhua_code_parent(stat_scheme(), &code, (quhua_level)7, &out));
  quhua_code group = code_of("51072311420103");
  assert_false(quhua_code_parent(stat_scheme(), &group, QUHUA_LEVEL_VILLAGE, &out));
  quhua_code short_grid = code_of("510722109204G1");
  assert_false(quhua_code_parent(stat_scheme(), &short_grid, QUHUA_LEVEL_GROUP, &out));
  quhua_code none = {{0}};
  assert_false(quhua_code_parent(stat_scheme(), &none, QUHUA_LEVEL_VILLAGE, &out));
  quhua_code foreign = code_of("01001");
  assert_false(quhua_code_parent(opaque(), &foreign, QUHUA_LEVEL_VILLAGE, &out));
  assert_false(quhua__code_prefix(opaque(), &foreign, QUHUA_LEVEL_VILLAGE, &out));
  assert_string_equal(out.text, "x");
}

static void check_segment(const char *text, int level, int expected) {
  quhua_code code = code_of(text);
  assert_int_equal(quhua_code_segment(stat_scheme(), &code, (quhua_level)level), expected);
}

static void test_segment(void **state) {
  (void)state;
  check_segment("510723114000", 4, 114);
  check_segment("510723001000", 4, 1);
  check_segment("510723114201", 5, 201);
  check_segment("510723114201", 4, 114);
  check_segment("510723114201", 3, 23);
  check_segment("510723114201", 2, 7);
  check_segment("510723114201", 1, 51);
  check_segment("51072311420103", 6, 3);
  check_segment("510723114201103", 6, 103);
  check_segment("510722109204G01", 6, 1001); /* 1 is that of the group 001 */
  check_segment("510722109204G99", 6, 1099);
  check_segment("510722109204G1", 6, -1); /* would be mistaken for G01 */
  check_segment("510722109204G01", 5, -1);
  check_segment("441900000000", 3, 0);
  check_segment("510723", 3, -1); /* not in normal form */
  check_segment("510723114201", 6, -1);
  check_segment("510723114201", 0, -1);
  quhua_code foreign = code_of("01001");
  assert_int_equal(quhua_code_segment(opaque(), &foreign, QUHUA_LEVEL_VILLAGE), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_full_codes),
      cmocka_unit_test(test_short_codes),
      cmocka_unit_test(test_grids),
      cmocka_unit_test(test_grids_that_cannot_be),
      cmocka_unit_test(test_errors_of_grids_say_how_grids_look),
      cmocka_unit_test(test_given_levels),
      cmocka_unit_test(test_codes_on_several_levels),
      cmocka_unit_test(test_a_village_without_township_number),
      cmocka_unit_test(test_levels_that_cannot_be),
      cmocka_unit_test(test_lengths_that_cannot_be),
      cmocka_unit_test(test_characters_that_cannot_be),
      cmocka_unit_test(test_a_nul_inside),
      cmocka_unit_test(test_numbers_that_cannot_be),
      cmocka_unit_test(test_a_long_text),
      cmocka_unit_test(test_errors_say_what_is_wrong),
      cmocka_unit_test(test_opaque),
      cmocka_unit_test(test_compare),
      cmocka_unit_test(test_parent),
      cmocka_unit_test(test_no_parent),
      cmocka_unit_test(test_segment),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
