/* SPDX-License-Identifier: Apache-2.0 */
/* Every folder of tests/cases is a case: valid/ have the number of rows in `count`, invalid/ the exact English text of
 * the error in `error`, as line:column: message. */
#define _POSIX_C_SOURCE 200809L
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <quhua/io.h>

#include "support/fail_alloc.h"

#ifndef QUHUA_TEST_CASES_DIR
#define QUHUA_TEST_CASES_DIR ""
#endif

#define PATH_ROOM 1024

typedef struct text {
  char *data;
  size_t len;
} text;

static const char *cases_folder(void) {
  const char *given = getenv("QUHUA_TEST_CASES_DIR");
  return QUHUA_TEST_CASES_DIR[0] ? QUHUA_TEST_CASES_DIR : given ? given : "tests/cases";
}

static text read_text(const char *folder, const char *name) {
  char path[2 * PATH_ROOM];
  text out;
  quhua_error err;
  snprintf(path, sizeof path, "%s/%s", folder, name);
  if (quhua_data_read(NULL, path, &out.data, &out.len, &err) != QUHUA_OK)
    fail_msg("%s: %s", path, err.message[QUHUA_LANG_EN]);
  return out;
}

static void free_text(text t) { quhua_data_free(NULL, t.data, t.len); }

/* Reads one table; *count is the number of rows that are then there. */
typedef quhua_status (*table_reader)(const quhua_allocator *allocator, text input, size_t *count,
                                     quhua_error *err);

static quhua_status read_register(const quhua_allocator *allocator, text input, size_t *count,
                                  quhua_error *err) {
  quhua_opening *opening = NULL;
  quhua_status status =
      quhua_opening_new(allocator, quhua_scheme_find(quhua_str_from("cn-stat")), 0, &opening, err);
  if (status) return status;
  status = quhua_opening_read_csv(opening, input.data, input.len, "input.csv", err);
  *count = quhua_opening_count(opening);
  quhua_opening_free(opening);
  return status;
}

static quhua_status read_flow_of(const quhua_scheme *scheme, const quhua_allocator *allocator, text input,
                                 size_t *count, quhua_error *err) {
  quhua_changeset *changeset = NULL;
  quhua_status status = quhua_changeset_new(allocator, &changeset, err);
  if (status) return status;
  quhua_changeset_expect(changeset, scheme);
  status = quhua_changeset_read_csv(changeset, input.data, input.len, "input.csv", err);
  *count = quhua_changeset_count(changeset);
  if (status && *count) fail_msg("%s", "rows of a refused table stayed in the changeset");
  quhua_changeset_free(changeset);
  return status;
}

static quhua_status read_flow(const quhua_allocator *allocator, text input, size_t *count, quhua_error *err) {
  return read_flow_of(NULL, allocator, input, count, err);
}

static quhua_status read_flow_cn_stat(const quhua_allocator *allocator, text input, size_t *count,
                                      quhua_error *err) {
  return read_flow_of(quhua_scheme_find(quhua_str_from("cn-stat")), allocator, input, count, err);
}

/* Repeats a reading with 0, 1, 2 … allocations before memory ends, at most a few hundred times. */
static void run_out_of_memory(table_reader reader, text input, quhua_status wanted, const char *folder) {
  for (long after = 0; after < 300; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    size_t count;
    quhua_status status = reader(&allocator, input, &count, NULL);
    if (!fail_alloc_is_clean(&books)) fail_msg("%s: memory is lost after %ld allocations", folder, after);
    if (status == wanted) return;
    if (status != QUHUA_E_NOMEM) fail_msg("%s: %s", folder, quhua_status_name(status));
  }
}

static void run_valid(table_reader reader, const char *folder) {
  text input = read_text(folder, "input.csv"), wanted = read_text(folder, "count");
  size_t count = 0;
  quhua_error err;
  quhua_error_clear(&err);
  if (reader(NULL, input, &count, &err) != QUHUA_OK)
    fail_msg("%s: %u:%u: %s", folder, err.line, err.column, err.message[QUHUA_LANG_EN]);
  if (count != strtoul(wanted.data, NULL, 10)) fail_msg("%s: %zu rows were read", folder, count);
  run_out_of_memory(reader, input, QUHUA_OK, folder);
  free_text(input);
  free_text(wanted);
}

static void run_invalid(table_reader reader, const char *folder) {
  text input = read_text(folder, "input.csv"), wanted = read_text(folder, "error");
  char got[1024];
  size_t count;
  quhua_error err;
  quhua_error_clear(&err);
  if (reader(NULL, input, &count, &err) != QUHUA_E_INVALID) fail_msg("%s: was not refused", folder);
  int len = snprintf(got, sizeof got, "%u:%u: %s\n", err.line, err.column, err.message[QUHUA_LANG_EN]);
  if ((size_t)len != wanted.len || memcmp(got, wanted.data, wanted.len) != 0) fail_msg("%s: %s", folder, got);
  assert_string_equal(err.subject, "input.csv");
  assert_true(err.message[QUHUA_LANG_ZH][0] != '\0');
  assert_true(err.remedy[QUHUA_LANG_EN][0] != '\0' && err.remedy[QUHUA_LANG_ZH][0] != '\0');
  assert_int_equal(reader(NULL, input, &count, NULL), QUHUA_E_INVALID); /* without an error record, too */
  run_out_of_memory(reader, input, QUHUA_E_INVALID, folder);
  free_text(input);
  free_text(wanted);
}

/* Runs every case of a folder; there must be some. */
static void run_folder(const char *name, table_reader reader, void (*run)(table_reader, const char *),
                       int least) {
  char path[PATH_ROOM], folder[2 * PATH_ROOM];
  int cases = 0;
  snprintf(path, sizeof path, "%s/%s", cases_folder(), name);
  DIR *dir = opendir(path);
  if (!dir) fail_msg("there is no folder %s", path);
  for (const struct dirent *entry = readdir(dir); entry; entry = readdir(dir)) {
    if (entry->d_name[0] == '.') continue;
    snprintf(folder, sizeof folder, "%s/%s", path, entry->d_name);
    run(reader, folder);
    cases++;
  }
  closedir(dir);
  assert_true(cases >= least);
}

static void valid_registers(void **state) {
  (void)state;
  run_folder("valid/register", read_register, run_valid, 10);
}

static void valid_flows(void **state) {
  (void)state;
  run_folder("valid/flow", read_flow, run_valid, 10);
}

static void invalid_registers(void **state) {
  (void)state;
  run_folder("invalid/register", read_register, run_invalid, 25);
}

static void invalid_flows(void **state) {
  (void)state;
  run_folder("invalid/flow", read_flow, run_invalid, 25);
}

static void invalid_flows_of_a_known_scheme(void **state) {
  (void)state;
  run_folder("invalid/flow-cn-stat", read_flow_cn_stat, run_invalid, 5);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(valid_registers),
      cmocka_unit_test(valid_flows),
      cmocka_unit_test(invalid_registers),
      cmocka_unit_test(invalid_flows),
      cmocka_unit_test(invalid_flows_of_a_known_scheme),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
