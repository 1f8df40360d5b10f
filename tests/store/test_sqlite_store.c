/* SPDX-License-Identifier: Apache-2.0 */
/* The SQLite store: the common suite, and what only a file can do. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "store/store_files.h"
#include "store/store_suite.h"

static char folder[STORE_PATH_MAX];
static char path[STORE_PATH_MAX];

static quhua_status create(void *ctx, const quhua_allocator *allocator, quhua_store_backend **out,
                           quhua_error *err) {
  (void)ctx;
  store_folder_empty(folder);
  return quhua_store_new_sqlite(allocator, path, QUHUA_STORE_CREATE, "cn-stat", 100, out, err);
}

static quhua_status reopen(void *ctx, const quhua_allocator *allocator, quhua_store_backend **out,
                           quhua_error *err) {
  (void)ctx;
  return quhua_store_new_sqlite(allocator, path, QUHUA_STORE_READ_WRITE, NULL, 100, out, err);
}

static bool attempt(void *ctx, const quhua_store_backend *store, size_t index, char *out, size_t cap) {
  (void)ctx;
  (void)store;
  char sql[256];
  snprintf(sql, sizeof sql,
           "SELECT coalesce(actor, ''), coalesce(subject, ''), coalesce(outcome, ''), coalesce(detail, '')"
           " FROM attempt WHERE number = %zu",
           index + 1);
  store_query(path, sql, out, cap);
  size_t len = strlen(out);
  if (len) out[len - 1] = '\0'; /* the end of the row */
  return len > 0;
}

static const store_kind sqlite_kind = {
    .name = "sqlite", .create = create, .open = reopen, .attempt = attempt};

static int make_folder(void **state) {
  (void)state;
  store_folder_make(folder);
  store_path(path, folder, "r.quhua");
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  store_folder_remove(folder);
  return 0;
}

/* A register with the entries 1..newest. */
static void make_register(quhua_sequence newest) {
  quhua_store_backend *store;
  assert_int_equal(create(NULL, NULL, &store, NULL), QUHUA_OK);
  assert_int_equal(commit_entries(store, 0, 1, newest, NULL), QUHUA_OK);
  store->close(store);
}

static quhua_store_backend *open_store(quhua_store_mode mode) {
  quhua_store_backend *store = NULL;
  assert_int_equal(quhua_store_new_sqlite(NULL, path, mode, NULL, 100, &store, NULL), QUHUA_OK);
  return store;
}

static void assert_open_fails(const char *file, quhua_store_mode mode, quhua_status wanted) {
  quhua_store_backend *store = NULL;
  quhua_error err;
  const char *scheme = mode == QUHUA_STORE_CREATE ? "cn-stat" : NULL;
  assert_int_equal(quhua_store_new_sqlite(NULL, file, mode, scheme, 50, &store, &err), wanted);
  assert_null(store);
  assert_int_equal(err.status, wanted);
  assert_int_not_equal(err.message[QUHUA_LANG_EN][0], '\0');
  assert_int_not_equal(err.message[QUHUA_LANG_ZH][0], '\0');
  assert_int_equal(quhua_store_new_sqlite(NULL, file, mode, scheme, 50, &store, NULL), wanted);
}

static void assert_query(const char *sql, const char *wanted) {
  char text[2048];
  store_query(path, sql, text, sizeof text);
  assert_string_equal(text, wanted);
}

/* --- making --- */

static void test_file_says_what_it_is(void **state) {
  (void)state;
  make_register(2);
  assert_query("PRAGMA application_id", "1364543573\n"); /* 0x51554855 */
  assert_query("PRAGMA user_version", "1000\n");
  assert_query("PRAGMA journal_mode", "wal\n");
  assert_query("PRAGMA encoding", "UTF-8\n");
  assert_query("SELECT key, value FROM meta ORDER BY key", "journal_format|1\nscheme|cn-stat\n");
  assert_query(
      "SELECT sequence, recorded, kind, actor, document, effective, decided, bytes, hex(digest), hex(link)"
      " FROM journal",
      "1|2020-06-30T00:00:00.000000Z|opening|tester|~|2020-06-30|~|entry 1|"
      "0101010101010101010101010101010101010101010101010101010101010101|"
      "0000000000000000000000000000000000000000000000000000000000000000\n"
      "2|2020-06-30T00:00:00.000000Z|act|tester|绵府批复〔2019〕247号|2020-06-30|~|entry 2|"
      "0202020202020202020202020202020202020202020202020202020202020202|"
      "0101010101010101010101010101010101010101010101010101010101010101\n");
}

static void test_nothing_is_there_before_the_first_commit(void **state) {
  (void)state;
  quhua_store_backend *store;
  assert_int_equal(create(NULL, NULL, &store, NULL), QUHUA_OK);
  assert_open_fails(path, QUHUA_STORE_READ_WRITE, QUHUA_E_NOT_FOUND);
  store->close(store);
  assert_int_equal(store_folder_count(folder), 0);

  assert_int_equal(create(NULL, NULL, &store, NULL), QUHUA_OK);
  assert_int_equal(commit_entries(store, 1, 2, 2, NULL), QUHUA_E_CONFLICT);
  assert_int_equal(commit_entries(store, 0, 1, 1, NULL), QUHUA_OK); /* a refused commit may be followed */
  assert_entries(store, 1);
  store->close(store);
  assert_int_equal(store_folder_count(folder), 1); /* neither a temporary file nor a -wal */
}

static void test_nothing_is_overwritten(void **state) {
  (void)state;
  make_register(3);
  assert_open_fails(path, QUHUA_STORE_CREATE, QUHUA_E_EXISTS);
  quhua_store_backend *store = open_store(QUHUA_STORE_READ_ONLY);
  assert_entries(store, 3);
  store->close(store);
  assert_open_fails(folder, QUHUA_STORE_CREATE, QUHUA_E_EXISTS);

  /* A -wal of a register that is gone would be played back into the new one. */
  static const char *const beside[] = {"r.quhua-wal", "r.quhua-journal", "r.quhua-shm"};
  for (size_t i = 0; i < 3; i++) {
    char other[STORE_PATH_MAX];
    store_folder_empty(folder);
    store_write_file(store_path(other, folder, beside[i]), "x", 1);
    assert_open_fails(path, QUHUA_STORE_CREATE, QUHUA_E_EXISTS);
    assert_int_equal(store_folder_count(folder), 1);
  }
}

static void test_two_make_the_same_register(void **state) {
  (void)state;
  quhua_store_backend *one, *two;
  quhua_error err;
  quhua_digest digest;
  quhua_sequence sequence;
  assert_int_equal(create(NULL, NULL, &one, NULL), QUHUA_OK);
  assert_int_equal(quhua_store_new_sqlite(NULL, path, QUHUA_STORE_CREATE, "opaque", 100, &two, NULL),
                   QUHUA_OK);
  assert_int_equal(commit_entries(one, 0, 1, 4, NULL), QUHUA_OK);
  assert_int_equal(commit_entries(two, 0, 1, 7, &err), QUHUA_E_EXISTS);
  assert_string_equal(err.subject, path);
  assert_int_equal(two->head(two, &sequence, &digest, NULL), QUHUA_E_IO); /* it never came to be */
  assert_int_equal(commit_entries(two, 0, 1, 7, NULL), QUHUA_E_IO);
  two->close(two);
  assert_entries(one, 4);
  assert_string_equal(one->scheme(one), "cn-stat");
  one->close(one);
  assert_int_equal(store_folder_count(folder), 1);
}

static void test_names_that_mean_something_to_sqlite(void **state) {
  (void)state;
  char *const names[] = {":memory:", "file:x?mode=memory", "登记册 %41 'x'.quhua"};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    store_folder_empty(folder);
    char file[STORE_PATH_MAX];
    store_path(file, folder, names[i]);
    quhua_store_backend *store;
    assert_int_equal(quhua_store_new_sqlite(NULL, file, QUHUA_STORE_CREATE, "cn-stat", 100, &store, NULL),
                     QUHUA_OK);
    assert_int_equal(commit_entries(store, 0, 1, 2, NULL), QUHUA_OK);
    store->close(store);
    size_t len;
    char *data = store_read_file(file, &len);
    assert_memory_equal(data, "SQLite format 3", 16);
    free(data);
    assert_int_equal(quhua_store_new_sqlite(NULL, file, QUHUA_STORE_READ_WRITE, NULL, 100, &store, NULL),
                     QUHUA_OK);
    assert_entries(store, 2);
    store->close(store);
  }
}

static void test_bad_arguments(void **state) {
  (void)state;
  quhua_store_backend *store = NULL;
  store_folder_empty(folder);
  const char *long_scheme = "sssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss"; /* 65 */
  assert_int_equal(quhua_store_new_sqlite(NULL, path, QUHUA_STORE_CREATE, NULL, 0, &store, NULL),
                   QUHUA_E_INVALID);
  assert_int_equal(quhua_store_new_sqlite(NULL, path, QUHUA_STORE_CREATE, "", 0, &store, NULL),
                   QUHUA_E_INVALID);
  assert_int_equal(quhua_store_new_sqlite(NULL, path, QUHUA_STORE_CREATE, long_scheme, 0, &store, NULL),
                   QUHUA_E_INVALID);
  assert_int_equal(quhua_store_new_sqlite(NULL, path, (quhua_store_mode)7, "cn-stat", 0, &store, NULL),
                   QUHUA_E_INVALID);
  assert_int_equal(quhua_store_new_sqlite(NULL, "", QUHUA_STORE_READ_WRITE, NULL, 0, &store, NULL),
                   QUHUA_E_INVALID);
  assert_null(store);
  assert_int_equal(store_folder_count(folder), 0);
}

static void test_folder_that_is_not_there(void **state) {
  (void)state;
  char file[STORE_PATH_MAX];
  store_folder_empty(folder);
  assert_open_fails(store_path(file, folder, "none/r.quhua"), QUHUA_STORE_CREATE, QUHUA_E_IO);
  assert_open_fails(file, QUHUA_STORE_READ_WRITE, QUHUA_E_NOT_FOUND);
  assert_int_equal(store_folder_count(folder), 0);
}

/* --- opening --- */

static void test_what_is_no_register(void **state) {
  (void)state;
  char file[STORE_PATH_MAX];
  store_folder_empty(folder);
  store_path(file, folder, "f");
  assert_open_fails(file, QUHUA_STORE_READ_WRITE, QUHUA_E_NOT_FOUND);
  assert_open_fails(folder, QUHUA_STORE_READ_WRITE, QUHUA_E_INVALID);
  store_write_file(file, "", 0);
  assert_open_fails(file, QUHUA_STORE_READ_WRITE, QUHUA_E_FORMAT);
  assert_open_fails(file, QUHUA_STORE_READ_ONLY, QUHUA_E_FORMAT);
  static const char table[] = "code,name\n510723104000,两河镇\n";
  store_write_file(file, table, sizeof table - 1);
  assert_open_fails(file, QUHUA_STORE_READ_WRITE, QUHUA_E_FORMAT);
  size_t len;
  char *data = store_read_file(file, &len);
  assert_int_equal(len, sizeof table - 1); /* looked at, not written to */
  free(data);
  store_write_file(file, "", 0);
  assert_int_equal(store_sql(file, "CREATE TABLE journal(x)"), SQLITE_OK);
  assert_open_fails(file, QUHUA_STORE_READ_WRITE, QUHUA_E_FORMAT);
}

static void test_layout_numbers(void **state) {
  (void)state;
  make_register(2);
  store_tamper(path, "PRAGMA user_version = 2000");
  assert_open_fails(path, QUHUA_STORE_READ_WRITE, QUHUA_E_NEWER);
  store_tamper(path, "PRAGMA user_version = 0");
  assert_open_fails(path, QUHUA_STORE_READ_WRITE, QUHUA_E_FORMAT);
  store_tamper(path, "PRAGMA user_version = -1500");
  assert_open_fails(path, QUHUA_STORE_READ_WRITE, QUHUA_E_FORMAT);
  store_tamper(path, "PRAGMA user_version = 1001"); /* a later minor */
  assert_open_fails(path, QUHUA_STORE_READ_WRITE, QUHUA_E_NEWER);
  store_tamper(path, "PRAGMA user_version = 1000; CREATE TABLE something_else(x)");
  quhua_store_backend *store = open_store(QUHUA_STORE_READ_WRITE);
  assert_entries(store, 2);
  store->close(store);
  store_tamper(path, "UPDATE meta SET value = '2' WHERE key = 'journal_format'");
  assert_open_fails(path, QUHUA_STORE_READ_WRITE, QUHUA_E_NEWER);
  store_tamper(path, "PRAGMA application_id = 1");
  assert_open_fails(path, QUHUA_STORE_READ_WRITE, QUHUA_E_FORMAT);
}

static void test_read_only(void **state) {
  (void)state;
  make_register(2);
  quhua_store_backend *store = open_store(QUHUA_STORE_READ_ONLY);
  quhua_error err;
  quhua_attempt made = {0, "a", "b", "QUHUA_E_BLOCKED", "d"};
  assert_int_equal(commit_entries(store, 2, 3, 3, &err), QUHUA_E_IO);
  assert_int_not_equal(err.remedy[QUHUA_LANG_EN][0], '\0');
  assert_int_not_equal(err.remedy[QUHUA_LANG_ZH][0], '\0');
  assert_int_equal(store->attempt(store, &made, NULL), QUHUA_E_IO);
  assert_entries(store, 2);
  assert_int_equal(store->verify(store, NULL, NULL), QUHUA_OK);
  store->close(store);
}

/* --- several at once --- */

static void test_two_handles(void **state) {
  (void)state;
  make_register(1);
  quhua_store_backend *one = open_store(QUHUA_STORE_READ_WRITE), *two = open_store(QUHUA_STORE_READ_WRITE);
  assert_entries(one, 1);
  assert_entries(two, 1);
  assert_int_equal(commit_entries(one, 1, 2, 2, NULL), QUHUA_OK);
  assert_entries(two, 2); /* head is read from the file */
  assert_int_equal(commit_entries(two, 1, 2, 2, NULL), QUHUA_E_CONFLICT);
  assert_int_equal(commit_entries(two, 2, 3, 3, NULL), QUHUA_OK);
  assert_entries(one, 3);
  one->close(one);
  two->close(two);
}

static void test_busy(void **state) {
  (void)state;
  make_register(1);
  quhua_store_backend *store = open_store(QUHUA_STORE_READ_WRITE);
  sqlite3 *other;
  assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
  assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
  quhua_error err;
  quhua_attempt made = {0, "a", "b", "QUHUA_E_BLOCKED", "d"};
  assert_int_equal(commit_entries(store, 1, 2, 2, &err), QUHUA_E_BUSY);
  assert_int_not_equal(err.remedy[QUHUA_LANG_ZH][0], '\0');
  assert_int_equal(store->attempt(store, &made, NULL), QUHUA_E_BUSY);
  assert_entries(store, 1); /* reading goes on beside a writer */
  assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(other);
  assert_int_equal(commit_entries(store, 1, 2, 2, &err), QUHUA_OK);
  store->close(store);
}

/* A reader keeps no lock when its calls have returned, even where WAL is not possible. */
static void test_no_lock_is_kept(void **state) {
  (void)state;
  make_register(2);
  assert_int_equal(store_sql(path, "PRAGMA journal_mode = DELETE"), SQLITE_OK);
  quhua_store_backend *store = open_store(QUHUA_STORE_READ_WRITE);
  quhua_str bytes;
  quhua_digest digest;
  assert_int_equal(store->read(store, 2, &bytes, &digest, NULL), QUHUA_OK);
  assert_int_equal(store_sql(path, "BEGIN EXCLUSIVE; COMMIT"), SQLITE_OK);
  assert_memory_equal(bytes.ptr, "entry 2", 7);
  assert_int_equal(commit_entries(store, 2, 3, 3, NULL), QUHUA_OK);
  assert_entries(store, 3);
  store->close(store);
  assert_query("PRAGMA journal_mode", "delete\n");
}

int main(void) {
  int failed = 0;
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_file_says_what_it_is),
      cmocka_unit_test(test_nothing_is_there_before_the_first_commit),
      cmocka_unit_test(test_nothing_is_overwritten),
      cmocka_unit_test(test_two_make_the_same_register),
      cmocka_unit_test(test_names_that_mean_something_to_sqlite),
      cmocka_unit_test(test_bad_arguments),
      cmocka_unit_test(test_folder_that_is_not_there),
      cmocka_unit_test(test_what_is_no_register),
      cmocka_unit_test(test_layout_numbers),
      cmocka_unit_test(test_read_only),
      cmocka_unit_test(test_two_handles),
      cmocka_unit_test(test_busy),
      cmocka_unit_test(test_no_lock_is_kept),
  };
  make_folder(NULL);
  failed += store_suite_run(&sqlite_kind);
  remove_folder(NULL);
  failed += cmocka_run_group_tests_name("sqlite files", tests, make_folder, remove_folder);
  return failed;
}
