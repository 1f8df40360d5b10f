/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "infer/vintage.h"
#include "support/fail_alloc.h"

static quhua_status read(quhua_listing *listing, const char *csv, const char *code, const char *name,
                         quhua_error *err) {
  return quhua_listing_read_csv(listing, csv, strlen(csv), code, name, "list.csv", err);
}

static void expect(const char *csv, const char *code, const char *name, const char *rows) {
  quhua_error err = {0};
  quhua_listing *listing = NULL;
  char text[1024] = "", line[256];
  assert_int_equal(quhua_listing_new(NULL, &listing, &err), QUHUA_OK);
  if (read(listing, csv, code, name, &err) != QUHUA_OK) fail_msg("%s", err.message[QUHUA_LANG_EN]);
  for (size_t i = 0; i < quhua_listing_count(listing); i++) {
    const quhua__listed *row = &listing->rows[i];
    snprintf(line, sizeof line, "%u %.*s %.*s\n", row->line, (int)row->code.len, row->code.ptr,
             (int)row->name.len, row->name.ptr);
    strcat(text, line);
  }
  assert_string_equal(text, rows);
  quhua_listing_free(listing);
}

static void test_columns(void **state) {
  (void)state;
  expect("序号,名称,代码\n1,云溪镇, 510723100 \n2,\"甲\n乙\",510723\n", "代码", "名称",
         "2 510723100 云溪镇\n4 510723 甲\n乙\n");
  expect("a,b\n1,x\n", "2", NULL, "2 x \n");
  expect("\xEF\xBB\xBF代码\r\n510723\r\n", "代码", NULL, "2 510723 \n");
  expect("code,name\n,\n510723,\n,某县\n", "code", "name",
         "3 510723 \n4  某县\n"); /* the first says nothing */
}

/* Without a column by name the first row is a header, unless its code is digits. */
static void test_header(void **state) {
  (void)state;
  expect("510723,盐亭县\n", "1", "2", "1 510723 盐亭县\n");
  expect("代码,名称\n510723,盐亭县\n", "1", "2", "2 510723 盐亭县\n");
  expect("510723,名称\n510724,甲\n", "1", "名称", "2 510724 甲\n");
}

/* 盐亭县 in GB18030. */
static void test_gb18030(void **state) {
  (void)state;
  expect("code,name\n510723,\xD1\xCE\xCD\xA4\xCF\xD8\n", "code", "name", "2 510723 盐亭县\n");
}

static void test_wrong_input(void **state) {
  (void)state;
  static const struct {
    const char *csv, *code, *name;
    uint32_t line, column;
    const char *about;
  } cases[] = {
      {"", "code", NULL, 1, 1, "empty"},
      {"codes,name\n", "code", NULL, 1, 1, "codes"}, /* did you mean */
      {"code,name\n1,2\n", "3", NULL, 1, 6, "3"},
      {"code,name\n1,2\n", "0", NULL, 1, 1, "0"},
      {"code,code\n1,2\n", "code", NULL, 1, 6, "twice"},
      {"code,name\n1,2,3\n", "code", "name", 2, 5, "3"},
      {"code,name\n1,2\n1,\"2\n", "code", "name", 3, 3, ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    quhua_error err = {0};
    quhua_listing *listing = NULL;
    assert_int_equal(quhua_listing_new(NULL, &listing, &err), QUHUA_OK);
    assert_int_equal(read(listing, cases[i].csv, cases[i].code, cases[i].name, &err), QUHUA_E_INVALID);
    if (err.line != cases[i].line || err.column != cases[i].column || !strstr(err.message[0], cases[i].about))
      fail_msg("case %zu: %u:%u %s", i, err.line, err.column, err.message[0]);
    assert_true(err.message[QUHUA_LANG_ZH][0]);
    assert_int_equal(quhua_listing_count(listing), 0); /* all or nothing */
    quhua_listing_free(listing);
  }
}

static void test_out_of_memory(void **state) {
  (void)state;
  fail_alloc books;
  quhua_error err;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua_listing *listing = NULL;
  const char *csv = "code,name\n510723,\"a\"\"b\"\n510724,\xD1\xCE\xCD\xA4\n";
  assert_int_equal(quhua_listing_new(&allocator, &listing, &err), QUHUA_OK);
  long begin = books.calls;
  assert_int_equal(read(listing, csv, "code", "name", &err), QUHUA_OK);
  long calls = books.calls - begin;
  quhua_listing_free(listing);
  for (long i = 0; i <= calls; i++) { /* the first is that of the list itself */
    fail_alloc_arm(&books, i);
    listing = NULL;
    quhua_status status = quhua_listing_new(&allocator, &listing, &err);
    if (!status) status = read(listing, csv, "code", "name", &err);
    if (status != QUHUA_E_NOMEM) fail_msg("allocation %ld: %s", i, quhua_status_name(status));
    quhua_listing_free(listing);
    assert_true(fail_alloc_is_clean(&books));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_columns),       cmocka_unit_test(test_header),
      cmocka_unit_test(test_gb18030),       cmocka_unit_test(test_wrong_input),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
