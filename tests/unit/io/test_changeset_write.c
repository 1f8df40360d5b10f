/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <quhua/io.h>

/* What was written. */
typedef struct paper {
  char text[8192];
  size_t len, limit;
} paper;

static bool take(void *ctx, const char *data, size_t len) {
  paper *p = ctx;
  if (p->len + len >= p->limit) return false;
  memcpy(p->text + p->len, data, len);
  p->len += len;
  p->text[p->len] = '\0';
  return true;
}

static quhua_changeset *read(const char *csv) {
  quhua_error err = {0};
  quhua_changeset *set = NULL;
  assert_int_equal(quhua_changeset_new(NULL, &set, &err), QUHUA_OK);
  assert_int_equal(quhua_changeset_read_csv(set, csv, strlen(csv), "acts.csv", &err), QUHUA_OK);
  return set;
}

static void expect(const char *csv, quhua_format format, const char *wanted) {
  quhua_error err = {0};
  paper p = {.limit = sizeof p.text};
  quhua_writer writer = {&p, take};
  quhua_changeset *set = read(csv);
  assert_int_equal(quhua_changeset_write(set, format, QUHUA_LANG_ZH, &writer, &err), QUHUA_OK);
  assert_string_equal(p.text, wanted);
  quhua_changeset_free(set);
}

/* A table with every column and family comes back as it was. */
static void test_round_trip(void **state) {
  (void)state;
  static const char csv[] = "document,effective,decided,event,relation,old_code,old_name,old_level,new_code,"
                            "new_name,new_level,new_kind,"
                            "new_parent,share,ledger,target,identity,confidence,reason,note,stat:人口,attr:"
                            "seat,attr:status,x:class,"
                            "x:来源\n"
                            "甲〔2020〕1号,2019-11-01..2020-06-30,2020-01-02,E1,划归,510722109203,万安村,5,"
                            "510722138205,万安村,5,村委会,"
                            "510722138000,1/3,直接并账,,same,0.9500,理由,\"附注,两段\",120,万安街,-,moved,\n"
                            "甲〔2020〕1号,2019-11-01..2020-06-30,,E1,,510722109203,万安村,5,510722138206,"
                            "新桥村,5,村委会,510722138000,"
                            "2/3,,,new,,,,240,,,,'=1+1\n"
                            "乙〔2020〕2号,2020-07-01,,,撤回,,,,,,,,,,,甲〔2020〕1号,,,,,,,,,\n";
  expect(csv, QUHUA_FORMAT_CSV, csv);
}

/* Columns that nothing fills are left out, where they are seldom used. */
static void test_few_columns(void **state) {
  (void)state;
  expect("effective,old_code,old_name,new_name,relation\n2020-07-01,510722109203,万安村,永安村,rename\n",
         QUHUA_FORMAT_CSV,
         "document,effective,event,relation,old_code,old_name,old_level,new_code,new_name,new_level,new_kind,"
         "new_parent,share,reason,note\n"
         ",2020-07-01,,更名,510722109203,万安村,,,永安村,,,,,,\n");
}

static void test_json(void **state) {
  (void)state;
  expect(
      "effective,old_code,old_level,new_name,x:k\n2020-07-01,510722109203,5,永安村,v\n", QUHUA_FORMAT_JSON,
      "[\n{\"document\":\"\",\"effective\":\"2020-07-01\",\"event\":\"\",\"relation\":\"\","
      "\"old_code\":\"510722109203\",\"old_name\":\"\",\"old_level\":5,\"new_code\":\"\",\"new_name\":"
      "\"永安村\","
      "\"new_level\":null,\"new_kind\":\"\",\"new_parent\":\"\",\"share\":\"\",\"reason\":\"\",\"note\":\"\","
      "\"x:k\":\"v\"}\n]\n");
}

static void test_writer_that_stops(void **state) {
  (void)state;
  quhua_error err = {0};
  paper p = {.limit = 10};
  quhua_writer writer = {&p, take};
  quhua_changeset *set = read("effective,old_code,new_name\n2020-07-01,510722109203,永安村\n");
  assert_int_equal(quhua_changeset_write(set, QUHUA_FORMAT_CSV, QUHUA_LANG_EN, &writer, &err), QUHUA_E_IO);
  quhua_changeset_free(set);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_round_trip),
      cmocka_unit_test(test_few_columns),
      cmocka_unit_test(test_json),
      cmocka_unit_test(test_writer_that_stops),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
