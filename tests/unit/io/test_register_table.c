/* SPDX-License-Identifier: Apache-2.0 */
/* What the cells of a register table become. Which tables are refused, and where, is in tests/cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <quhua/io.h>

#include "plan/opening_rows.h"

static quhua_str str(const char *text) { return quhua_str_from(text); }

static quhua_opening *read_with(const char *scheme, const char *text) {
  quhua_opening *opening = NULL;
  quhua_error err;
  assert_int_equal(quhua_opening_new(NULL, quhua_scheme_find(str(scheme)), 0, &opening, NULL), QUHUA_OK);
  if (quhua_opening_read_csv(opening, text, strlen(text), "t.csv", &err))
    fail_msg("%u:%u: %s", err.line, err.column, err.message[QUHUA_LANG_EN]);
  return opening;
}

static const quhua__opening_unit *unit_at(const quhua_opening *opening, uint32_t number) {
  assert_true(number <= quhua_opening_count(opening));
  return quhua__opening_unit_at(opening, number);
}

static void assert_pair(const quhua_attribute *pair, const char *key, const char *value) {
  if (!quhua_str_equal(pair->key, str(key)) || !quhua_str_equal(pair->value, str(value)))
    fail_msg("%.*s is %.*s", (int)pair->key.len, pair->key.ptr, (int)pair->value.len, pair->value.ptr);
}

static void cells_become_fields(void **state) {
  quhua_opening *opening = read_with("cn-stat", "kind,level,name,code,parent\n"
                                                "town,4,高渠镇,510723114,510723\n"
                                                ",3,盐亭县,510723000000,\n");
  (void)state;
  const quhua__opening_unit *town = unit_at(opening, 1), *county = unit_at(opening, 2);
  assert_string_equal(town->code.text, "510723114000");
  assert_true(quhua_str_equal(quhua__opening_name(town), str("高渠镇")));
  assert_int_equal(town->kind, QUHUA_KIND_TOWN);
  assert_int_equal(town->level, QUHUA_LEVEL_TOWNSHIP);
  assert_string_equal(town->more->parent_code.text, "510723000000");
  assert_int_equal(town->line, 2);
  assert_int_equal(town->standing, QUHUA_STANDING_FORMAL);
  assert_int_equal(county->kind, QUHUA_KIND_COUNTY);
  assert_int_equal(county->line, 3);
  assert_string_equal(county->more->parent_code.text, "");
  quhua_opening_free(opening);
}

static void families_become_pairs(void **state) {
  quhua_opening *opening = read_with(
      "cn-stat",
      "code,name,stat:户数,external:发包方编码,seat,attr:organ:临时党组织,stat:面积,legal_name,urban_rural\n"
      "510723114,高渠镇,0329, 51072311400000 ,,高渠村,10.260,,121\n"
      "510723115,鹅溪镇,,,,,,,\n");
  (void)state;
  const quhua__opening_unit *town = unit_at(opening, 1), *other = unit_at(opening, 2);
  assert_int_equal(town->more->attribute_count, 3);
  assert_pair(&town->more->attributes[0], "external:发包方编码",
              " 51072311400000 "); /* rides along unchanged */
  assert_pair(&town->more->attributes[1], "organ:临时党组织", "高渠村");
  assert_pair(&town->more->attributes[2], "urban_rural", "121");
  assert_int_equal(town->more->observation_count, 2);
  assert_pair(&town->more->observations[0], "户数", "329");
  assert_pair(&town->more->observations[1], "面积", "10.260");
  assert_int_equal(other->more->attribute_count, 0);
  assert_int_equal(other->more->observation_count, 0);
  quhua_opening_free(opening);
}

static void the_status_is_standing_or_attribute(void **state) {
  quhua_opening *opening = read_with("cn-stat", "code,name,status,since\n"
                                                "510723100,甲镇,implied,2016-01-01\n"
                                                "510723101,乙镇,隐含,whatever\n"
                                                "510723102,丙镇,formal,\n"
                                                "510723103,丁镇,正式,\n"
                                                "510723104,戊镇,,\n"
                                                "510723105,己镇,临时,\n"
                                                "510723106,,implied,\n");
  (void)state;
  static const int standing[] = {1, 1, 0, 0, 0, 0, 1};
  for (uint32_t i = 1; i <= 7; i++) {
    assert_int_equal(unit_at(opening, i)->standing, standing[i - 1]);
    assert_int_equal(unit_at(opening, i)->more->attribute_count, i == 6);
  }
  assert_pair(&unit_at(opening, 6)->more->attributes[0], "status", "临时");
  quhua_opening_free(opening);
}

static void guards_of_spreadsheets_are_taken_off(void **state) {
  quhua_opening *opening = read_with("cn-stat", "code,name,attr:tag\n510723114,'=高渠镇,'-\n");
  (void)state;
  assert_true(quhua_str_equal(quhua__opening_name(unit_at(opening, 1)), str("=高渠镇")));
  assert_pair(&unit_at(opening, 1)->more->attributes[0], "tag", "-");
  quhua_opening_free(opening);
}

static void foreign_registers_are_read(void **state) {
  quhua_opening *opening =
      read_with("opaque", "code,name,level,parent\n2A,Corse-du-Sud,2,\n2A004,Ajaccio,4,2:2A\n");
  (void)state;
  const quhua__opening_unit *town = unit_at(opening, 2);
  assert_string_equal(town->code.text, "2A004");
  assert_string_equal(town->more->parent_code.text, "2A");
  assert_int_equal(town->parent_level, 2);
  assert_int_equal(town->kind, QUHUA_KIND_UNIT);
  quhua_opening_free(opening);
}

static void tables_add_up(void **state) {
  const char *more = "code,name\n510723115,鹅溪镇\n", *again = "code,name\n510723116,x\n510723115,鹅溪镇\n";
  quhua_opening *opening = read_with("cn-stat", "code,name\n510723114,高渠镇\n");
  quhua_error err;
  (void)state;
  assert_int_equal(quhua_opening_read_csv(opening, more, strlen(more), NULL, &err), QUHUA_OK);
  assert_int_equal(quhua_opening_count(opening), 2);
  assert_int_equal(quhua_opening_read_csv(opening, again, strlen(again), NULL, &err), QUHUA_E_INVALID);
  assert_int_equal(err.line, 3);
  assert_string_equal(err.subject, ""); /* the source has no name */
  quhua_opening_free(opening);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(cells_become_fields),
      cmocka_unit_test(families_become_pairs),
      cmocka_unit_test(the_status_is_standing_or_attribute),
      cmocka_unit_test(guards_of_spreadsheets_are_taken_off),
      cmocka_unit_test(foreign_registers_are_read),
      cmocka_unit_test(tables_add_up),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
