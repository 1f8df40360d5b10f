/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "io/out_file.h"

static char folder[64], path[96], part[96];

static int set_up(void **state) {
  (void)state;
  strcpy(folder, "/tmp/quhua-out.XXXXXX");
  assert_non_null(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/out", folder);
  snprintf(part, sizeof part, "%s/out.part", folder);
  return 0;
}

/* rmdir() fails when anything else was left. */
static int tear_down(void **state) {
  (void)state;
  unlink(path), unlink(part);
  assert_int_equal(rmdir(folder), 0);
  return 0;
}

static void write_text(quhua__out_file *file, const char *text) {
  quhua_writer writer = quhua__out_file_writer(file);
  assert_true(writer.write(writer.ctx, text, strlen(text)));
}

static void expect_file(const char *name, const char *wanted) {
  char text[64];
  FILE *file = fopen(name, "rb");
  assert_non_null(file);
  size_t len = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[len] = '\0';
  assert_string_equal(text, wanted);
}

static quhua__out_file begin(bool lasting, uint64_t resume) {
  quhua__out_file file;
  assert_int_equal(quhua__out_file_begin(&file, quhua_allocator_default(), path, lasting, resume, NULL),
                   QUHUA_OK);
  return file;
}

static void a_file_appears_when_it_is_whole(void **state) {
  (void)state;
  quhua__out_file file = begin(false, 0);
  write_text(&file, "new");
  assert_int_equal(access(path, F_OK), -1);
  assert_int_equal(quhua__out_file_end(&file, QUHUA_OK, false, NULL), QUHUA_OK);
  expect_file(path, "new");
}

static void a_failed_one_leaves_the_old(void **state) {
  (void)state;
  quhua__out_file file = begin(false, 0);
  write_text(&file, "old");
  assert_int_equal(quhua__out_file_end(&file, QUHUA_OK, false, NULL), QUHUA_OK);
  file = begin(false, 0);
  write_text(&file, "new");
  assert_int_equal(quhua__out_file_end(&file, QUHUA_E_AMBIGUOUS, false, NULL), QUHUA_E_AMBIGUOUS);
  expect_file(path, "old");
}

static void it_has_the_rights_of_an_ordinary_file(void **state) {
  struct stat about;
  (void)state;
  mode_t before = umask(027);
  quhua__out_file file = begin(false, 0);
  assert_int_equal(quhua__out_file_end(&file, QUHUA_OK, false, NULL), QUHUA_OK);
  umask(before);
  assert_int_equal(stat(path, &about), 0);
  assert_int_equal(about.st_mode & 0777, 0640);
}

static void a_lasting_one_stays_and_is_gone_on_with(void **state) {
  (void)state;
  quhua__out_file file = begin(true, 0);
  write_text(&file, "safe, and more");
  assert_int_equal(quhua__out_file_end(&file, QUHUA_E_IO, true, NULL), QUHUA_E_IO);
  expect_file(part, "safe, and more");
  file = begin(true, 4);
  write_text(&file, "ty");
  assert_int_equal(quhua__out_file_end(&file, QUHUA_OK, false, NULL), QUHUA_OK);
  expect_file(path, "safety");
  assert_int_equal(access(part, F_OK), -1);
}

static void a_folder_that_does_not_exist_is_said(void **state) {
  quhua__out_file file;
  quhua_error err = {0};
  (void)state;
  assert_int_equal(quhua__out_file_begin(&file, quhua_allocator_default(), "/nosuch/out", false, 0, &err),
                   QUHUA_E_IO);
  assert_string_equal(err.subject, "/nosuch/out");
  assert_int_equal(quhua__out_file_end(&file, QUHUA_E_IO, false, NULL), QUHUA_E_IO); /* nothing to close */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(a_file_appears_when_it_is_whole, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_failed_one_leaves_the_old, set_up, tear_down),
      cmocka_unit_test_setup_teardown(it_has_the_rights_of_an_ordinary_file, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_lasting_one_stays_and_is_gone_on_with, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_folder_that_does_not_exist_is_said, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
