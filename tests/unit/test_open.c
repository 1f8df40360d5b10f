/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <quhua/quhua.h>
#include <quhua/sys/store_backend.h>

#include "store/store_files.h"
#include "support/bench.h"

#include <stdlib.h>
#include <string.h>

static const char table[] = "code,name\n510723,盐亭县\n510723104,两河镇\n";

static quhua_opening *opening_of(const char *csv, const char *scheme) {
  quhua_opening *opening = NULL;
  assert_int_equal(quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from(scheme)), bench_day("2019-01-01"),
                                     &opening, NULL),
                   QUHUA_OK);
  assert_int_equal(quhua_opening_read_csv(opening, csv, strlen(csv), "register.csv", NULL), QUHUA_OK);
  return opening;
}

static void test_options(void **state) {
  (void)state;
  quhua_open_options options;
  memset(&options, 0xff, sizeof options);
  quhua_open_options_init(&options);
  assert_int_equal(options.struct_size, sizeof options);
  assert_null(options.allocator);
  assert_string_equal(options.actor, "");
  assert_true(options.now == INT64_MIN);
  assert_int_equal(options.busy_timeout_ms, 5000);
  assert_int_equal(options.read_only, 0);
  unsigned char old[sizeof options]; /* an older caller's struct ends after the actor */
  size_t size = offsetof(quhua_open_options, now);
  memset(old, 0xee, sizeof old);
  quhua_open_options_init_sized((quhua_open_options *)(void *)memset(&options, 0xee, sizeof options), size);
  assert_int_equal(options.struct_size, size);
  assert_memory_equal((unsigned char *)&options + size, old, sizeof options - size);
}

static void test_in_memory(void **state) {
  (void)state;
  quhua_opening *opening = opening_of(table, "cn-stat");
  quhua_registry *first = NULL, *second = NULL;
  assert_int_equal(quhua_registry_create("", opening, NULL, &first, NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_create("", opening, NULL, &second, NULL),
                   QUHUA_OK); /* the opening is unchanged */
  assert_ptr_not_equal(first, second);
  assert_int_equal(quhua_registry_head(second), 1);
  quhua_registry_close(first);
  quhua_registry_close(second);
  quhua_opening_free(opening);
}

/* An opening without units is a register, too. */
static void test_empty_opening(void **state) {
  (void)state;
  quhua_opening *opening = NULL;
  quhua_registry *registry = NULL;
  quhua_snapshot *snapshot = NULL;
  quhua_cursor *cursor = NULL;
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from("opaque"));
  assert_int_equal(quhua_opening_new(NULL, scheme, bench_day("2019-01-01"), &opening, NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_create("", opening, NULL, &registry, NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_head(registry), 1);
  assert_ptr_equal(quhua_registry_scheme(registry), scheme);
  assert_int_equal(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, NULL), QUHUA_OK);
  assert_int_equal(quhua_cursor_new_all(snapshot, bench_day("2019-01-01"), &cursor, NULL), QUHUA_OK);
  assert_int_equal(quhua_cursor_count(cursor), 0);
  quhua_cursor_free(cursor);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  quhua_opening_free(opening);
}

static void test_in_a_file(void **state) {
  (void)state;
  char folder[STORE_PATH_MAX], path[STORE_PATH_MAX];
  quhua_opening *opening = opening_of(table, "cn-stat");
  quhua_registry *registry = NULL;
  quhua_open_options options;
  quhua_error err;
  quhua_digest made, opened;
  store_folder_make(folder);
  store_path(path, folder, "a.quhua");
  quhua_open_options_init(&options);
  options.actor = "民政局";
  options.now = 77;
  quhua_error_clear(&err);
  assert_int_equal(quhua_registry_open(path, NULL, &registry, &err), QUHUA_E_NOT_FOUND);
  assert_null(registry);
  assert_int_equal(quhua_registry_create(path, opening, &options, &registry, NULL), QUHUA_OK);
  quhua_registry_head_digest(registry, &made);
  quhua_registry_close(registry);
  assert_int_equal(quhua_registry_create(path, opening, &options, &registry, &err), QUHUA_E_EXISTS);
  assert_null(registry);
  assert_int_equal(quhua_registry_open(path, NULL, &registry, NULL), QUHUA_OK);
  quhua_registry_head_digest(registry, &opened);
  assert_memory_equal(&made, &opened, sizeof made);
  assert_int_equal(quhua_registry_known_at(registry, 76), 0);
  assert_int_equal(quhua_registry_known_at(registry, 77), 1);
  assert_string_equal(quhua_scheme_name(quhua_registry_scheme(registry)), "cn-stat");
  quhua_registry_close(registry);
  quhua_opening_free(opening);
  store_folder_remove(folder);
}

/* Parents that form a cycle: refused, and nothing is left behind. */
static void test_refused_openings(void **state) {
  (void)state;
  char folder[STORE_PATH_MAX], path[STORE_PATH_MAX];
  quhua_opening *opening = opening_of("code,name,level,parent\nA,甲,4,B\nB,乙,4,A\n", "opaque");
  quhua_registry *registry = NULL;
  quhua_error err;
  quhua_error_clear(&err);
  store_folder_make(folder);
  assert_int_equal(quhua_registry_create(store_path(path, folder, "a.quhua"), opening, NULL, &registry, &err),
                   QUHUA_E_INVALID);
  assert_null(registry);
  assert_true(err.line == 2 || err.line == 3);
  assert_int_equal(store_folder_count(folder), 0);
  quhua_opening_free(opening);
  store_folder_remove(folder);
}

/* --- stores of the caller's ------------------------------------------------------------------------------------ */

/* A store that says what the test wants and counts how often it is closed. */
typedef struct stub {
  quhua_store_backend port; /* first */
  const char *scheme;
  quhua_status commit_status;
  int closed;
} stub;

static quhua_status stub_head(quhua_store_backend *self, quhua_sequence *sequence, quhua_digest *digest,
                              quhua_error *err) {
  (void)self, (void)err;
  *sequence = 1;
  memset(digest, 0, sizeof *digest);
  return QUHUA_OK;
}
static const char *stub_scheme(quhua_store_backend *self) { return ((stub *)self)->scheme; }
static quhua_status stub_read(quhua_store_backend *self, quhua_sequence sequence, quhua_str *bytes,
                              quhua_digest *digest, quhua_error *err) {
  (void)self, (void)sequence, (void)err;
  *bytes = (quhua_str){"?", 1};
  memset(digest, 0, sizeof *digest);
  return QUHUA_OK;
}
static quhua_status stub_commit(quhua_store_backend *self, quhua_sequence expected,
                                const quhua_entry *entries, size_t count, const quhua_store_delta *delta,
                                quhua_error *err) {
  (void)delta, (void)err;
  assert_true(expected == 0);
  assert_int_equal(count, 1);
  assert_int_equal(entries[0].sequence, 1);
  assert_int_equal(entries[0].kind, QUHUA_ENTRY_OPENING);
  return ((stub *)self)->commit_status;
}
static void stub_close(quhua_store_backend *self) { ((stub *)self)->closed++; }

static stub stub_make(const char *scheme) {
  return (stub){.port = {.version = QUHUA_STORE_BACKEND_VERSION,
                         .head = stub_head,
                         .scheme = stub_scheme,
                         .read = stub_read,
                         .commit = stub_commit,
                         .close = stub_close},
                .scheme = scheme};
}

/* The store is consumed, also on failure: closed once, whatever went wrong. */
static void test_the_store_is_consumed(void **state) {
  (void)state;
  quhua_opening *opening = opening_of(table, "cn-stat");
  quhua_registry *registry = NULL;
  stub s = stub_make("cn-stat");
  assert_int_equal(quhua_registry_create_on(&s.port, opening, NULL, &registry, NULL), QUHUA_OK);
  assert_int_equal(s.closed, 0);
  quhua_registry_close(registry);
  assert_int_equal(s.closed, 1);

  s = stub_make("cn-stat");
  s.commit_status = QUHUA_E_IO;
  assert_int_equal(quhua_registry_create_on(&s.port, opening, NULL, &registry, NULL), QUHUA_E_IO);
  assert_null(registry);
  assert_int_equal(s.closed, 1);

  s = stub_make("martian");
  assert_int_equal(quhua_registry_open_on(&s.port, NULL, &registry, NULL), QUHUA_E_CORRUPT);
  assert_null(registry);
  assert_int_equal(s.closed, 1);

  s = stub_make("cn-stat");
  s.port.version = QUHUA_STORE_BACKEND_VERSION + 1;
  assert_int_equal(quhua_registry_open_on(&s.port, NULL, &registry, NULL), QUHUA_E_UNSUPPORTED);
  assert_null(registry);
  assert_int_equal(s.closed, 1);

  s = stub_make("cn-stat"); /* its entry does not have the digest beside it */
  assert_int_equal(quhua_registry_open_on(&s.port, NULL, &registry, NULL), QUHUA_E_CORRUPT);
  assert_null(registry);
  assert_int_equal(s.closed, 1);
  quhua_opening_free(opening);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_options),          cmocka_unit_test(test_in_memory),
      cmocka_unit_test(test_empty_opening),    cmocka_unit_test(test_in_a_file),
      cmocka_unit_test(test_refused_openings), cmocka_unit_test(test_the_store_is_consumed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
