/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <quhua/io.h>

#include "support/fail_alloc.h"

static char folder[512];
static char path[600];

static int make_folder(void **state) {
  const char *base = getenv("TMPDIR");
  (void)state;
  snprintf(folder, sizeof folder, "%s/quhua-file-XXXXXX", base && base[0] ? base : P_tmpdir);
  if (!mkdtemp(folder)) return -1;
  snprintf(path, sizeof path, "%s/区划表.csv", folder);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  unlink(path);
  return rmdir(folder);
}

static void write_file(const char *data, size_t len) {
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(data, 1, len, file), len);
  assert_int_equal(fclose(file), 0);
}

static void reads(const char *data, size_t len) {
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  char *got = NULL;
  size_t got_len = 77;
  write_file(data, len);
  assert_int_equal(quhua_data_read(&allocator, path, &got, &got_len, NULL), QUHUA_OK);
  assert_int_equal(got_len, len);
  assert_non_null(got);
  assert_memory_equal(got, data, len);
  quhua_data_free(&allocator, got, got_len);
  assert_true(fail_alloc_is_clean(&books)); /* the length alone is enough to free it */
}

static void files_of_all_sizes_are_read(void **state) {
  static char big[300001];
  (void)state;
  for (size_t i = 0; i < sizeof big; i++) big[i] = (char)(i * 31);
  reads("", 0);
  reads("x", 1);
  reads("a\0b\r\n", 5);
  reads(big, 65535);
  reads(big, 65536);
  reads(big, 65537);
  reads(big, sizeof big);
}

/* Standard input has no size to go by. */
static void a_dash_is_standard_input(void **state) {
  static char big[200000];
  char *got;
  size_t len;
  (void)state;
  memset(big, 'q', sizeof big);
  write_file(big, sizeof big);
  assert_non_null(freopen(path, "rb", stdin));
  assert_int_equal(quhua_data_read(NULL, "-", &got, &len, NULL), QUHUA_OK);
  assert_int_equal(len, sizeof big);
  assert_memory_equal(got, big, len);
  quhua_data_free(NULL, got, len);
}

static void what_is_no_file_is_refused(void **state) {
  char *got;
  size_t len;
  char below[620];
  quhua_error err;
  (void)state;
  assert_int_equal(quhua_data_read(NULL, "quhua-test-没有/x.csv", &got, &len, &err), QUHUA_E_NOT_FOUND);
  assert_string_equal(err.subject, "quhua-test-没有/x.csv");
  assert_true(err.remedy[QUHUA_LANG_EN][0] && err.remedy[QUHUA_LANG_ZH][0]);
  assert_int_equal(quhua_data_read(NULL, folder, &got, &len, &err), QUHUA_E_INVALID);
  assert_string_equal(err.subject, folder);
  assert_true(err.remedy[QUHUA_LANG_EN][0] && err.remedy[QUHUA_LANG_ZH][0]);
  assert_non_null(strstr(err.message[QUHUA_LANG_EN], "directory"));
  assert_int_equal(quhua_data_read(NULL, "", &got, &len, NULL), QUHUA_E_NOT_FOUND);
  write_file("x", 1);
  snprintf(below, sizeof below, "%s/x", path);
  assert_int_equal(quhua_data_read(NULL, below, &got, &len, &err), QUHUA_E_NOT_FOUND);
}

static void a_failed_allocation_is_reported(void **state) {
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, 0);
  char *got;
  size_t len;
  (void)state;
  write_file("abc", 3);
  assert_int_equal(quhua_data_read(&allocator, path, &got, &len, NULL), QUHUA_E_NOMEM);
  assert_true(fail_alloc_is_clean(&books));
  allocator = fail_alloc_make(&books, 1); /* the block is there, but cannot be fitted */
  assert_int_equal(quhua_data_read(&allocator, path, &got, &len, NULL), QUHUA_E_NOMEM);
  assert_true(fail_alloc_is_clean(&books));
}

static void freeing_nothing_is_allowed(void **state) {
  (void)state;
  quhua_data_free(NULL, NULL, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(files_of_all_sizes_are_read), cmocka_unit_test(a_dash_is_standard_input),
      cmocka_unit_test(what_is_no_file_is_refused),  cmocka_unit_test(a_failed_allocation_is_reported),
      cmocka_unit_test(freeing_nothing_is_allowed),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
