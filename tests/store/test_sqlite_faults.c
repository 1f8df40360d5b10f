/* SPDX-License-Identifier: Apache-2.0 */
/* Memory that runs out inside SQLite, and disks that are full or break: nothing is half done. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "store/faulty_sqlite.h"
#include "store/store_files.h"
#include "store/store_suite.h"

#define MOST 20000

static char folder[STORE_PATH_MAX];
static char path[STORE_PATH_MAX];

static int make_folder(void **state) {
  (void)state;
  faulty_disarm();
  store_folder_make(folder);
  store_path(path, folder, "r.quhua");
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  store_folder_remove(folder);
  return 0;
}

static quhua_store_backend *open_store(void) {
  quhua_store_backend *store = NULL;
  assert_int_equal(quhua_store_new_sqlite(NULL, path, QUHUA_STORE_READ_WRITE, NULL, 50, &store, NULL),
                   QUHUA_OK);
  return store;
}

static void assert_register(quhua_sequence newest) {
  quhua_store_backend *store = open_store();
  assert_entries(store, newest);
  assert_int_equal(store->verify(store, NULL, NULL), QUHUA_OK);
  store->close(store);
}

static void assert_expected(quhua_status status, quhua_status wanted) {
  if (status != QUHUA_OK) assert_int_equal(status, wanted);
}

/* A register is made while the part fails at its n-th use, for all n. */
static void sweep_making(faulty_part part, bool forever, quhua_status wanted) {
  long n = 0;
  for (bool struck = true; struck && n < MOST; n++) {
    store_folder_empty(folder);
    faulty_arm(part, n, forever);
    quhua_store_backend *store = NULL;
    quhua_status status = quhua_store_new_sqlite(NULL, path, QUHUA_STORE_CREATE, "cn-stat", 50, &store, NULL);
    if (!status) {
      status = commit_entries(store, 0, 1, 5, NULL);
      store->close(store);
    }
    struck = faulty_struck();
    faulty_disarm();
    assert_expected(status, wanted);
    if (status == QUHUA_OK)
      assert_register(5);
    else
      assert_int_equal(store_folder_count(folder), 0);
    assert_true(struck || status == QUHUA_OK);
  }
  assert_in_range(n, 20, MOST - 1); /* it did fail, and it did end */
}

/* A commit to a register fails at the n-th use; then it is made again with the same handle. */
static void sweep_commits(faulty_part part, quhua_status wanted) {
  long n = 0;
  for (bool struck = true; struck && n < MOST; n++) {
    store_folder_empty(folder);
    quhua_store_backend *store;
    assert_int_equal(quhua_store_new_sqlite(NULL, path, QUHUA_STORE_CREATE, "cn-stat", 50, &store, NULL),
                     QUHUA_OK);
    assert_int_equal(commit_entries(store, 0, 1, 2, NULL), QUHUA_OK);
    assert_entries(store, 2);
    faulty_arm(part, n, false);
    quhua_status status = commit_entries(store, 2, 3, 9, NULL);
    struck = faulty_struck();
    faulty_disarm();
    assert_expected(status, wanted);
    assert_entries(store, status == QUHUA_OK ? 9 : 2);
    if (status != QUHUA_OK) assert_int_equal(commit_entries(store, 2, 3, 9, NULL), QUHUA_OK);
    store->close(store);
    assert_register(9);
  }
  assert_in_range(n, 2, MOST - 1);
}

/* Opening and reading fail at the n-th allocation. The entry is larger than a page, so reading it needs memory. */
static void sweep_reading(void) {
  static char large[20000];
  memset(large, 'x', sizeof large);
  long n = 0;
  store_folder_empty(folder);
  quhua_store_backend *store;
  assert_int_equal(quhua_store_new_sqlite(NULL, path, QUHUA_STORE_CREATE, "cn-stat", 50, &store, NULL),
                   QUHUA_OK);
  made_entry made;
  make_entry(&made, 2);
  made.entry.bytes = (quhua_str){large, sizeof large};
  assert_int_equal(commit_entries(store, 0, 1, 1, NULL), QUHUA_OK);
  assert_int_equal(store->commit(store, 1, &made.entry, 1, NULL, NULL), QUHUA_OK);
  store->close(store);
  for (bool struck = true; struck && n < MOST; n++) {
    faulty_arm(FAULTY_MEMORY, n, false);
    quhua_status status = quhua_store_new_sqlite(NULL, path, QUHUA_STORE_READ_WRITE, NULL, 50, &store, NULL);
    if (!status) {
      quhua_sequence sequence;
      quhua_digest digest;
      quhua_str bytes;
      status = store->head(store, &sequence, &digest, NULL);
      if (!status) status = store->read(store, 2, &bytes, &digest, NULL);
      if (!status) assert_int_equal(bytes.len, sizeof large);
      if (!status) assert_memory_equal(bytes.ptr, large, sizeof large);
      if (!status) status = store->verify(store, NULL, NULL);
      store->close(store);
    }
    struck = faulty_struck();
    faulty_disarm();
    assert_expected(status, QUHUA_E_NOMEM);
  }
  assert_in_range(n, 20, MOST - 1);
}

static void test_making_without_memory(void **state) {
  (void)state;
  sweep_making(FAULTY_MEMORY, false, QUHUA_E_NOMEM);
}

static void test_commits_without_memory(void **state) {
  (void)state;
  sweep_commits(FAULTY_MEMORY, QUHUA_E_NOMEM);
}

static void test_reading_without_memory(void **state) {
  (void)state;
  sweep_reading();
}

static void test_making_on_a_bad_disk(void **state) {
  (void)state;
  sweep_making(FAULTY_DISK, false, QUHUA_E_IO);
  sweep_making(FAULTY_DISK, true, QUHUA_E_IO);
}

static void test_commits_on_a_bad_disk(void **state) {
  (void)state;
  sweep_commits(FAULTY_DISK, QUHUA_E_IO);
}

/* The disk goes away for good during a commit. What is found afterwards is the register before it or after it. */
static void test_disk_that_goes_away(void **state) {
  (void)state;
  long n = 0;
  for (bool struck = true; struck && n < MOST; n++) {
    store_folder_empty(folder);
    quhua_store_backend *store;
    assert_int_equal(quhua_store_new_sqlite(NULL, path, QUHUA_STORE_CREATE, "cn-stat", 50, &store, NULL),
                     QUHUA_OK);
    assert_int_equal(commit_entries(store, 0, 1, 2, NULL), QUHUA_OK);
    faulty_arm(FAULTY_DISK, n, true);
    quhua_status status = commit_entries(store, 2, 3, 9, NULL);
    struck = faulty_struck();
    store->close(store);
    faulty_disarm();
    assert_expected(status, QUHUA_E_IO);

    store = open_store();
    quhua_sequence newest;
    quhua_digest digest;
    assert_int_equal(store->head(store, &newest, &digest, NULL), QUHUA_OK);
    assert_true(newest == 9 || (newest == 2 && status != QUHUA_OK));
    store->close(store);
    assert_register(newest);
  }
  assert_in_range(n, 2, MOST - 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_making_without_memory),  cmocka_unit_test(test_commits_without_memory),
      cmocka_unit_test(test_reading_without_memory), cmocka_unit_test(test_making_on_a_bad_disk),
      cmocka_unit_test(test_commits_on_a_bad_disk),  cmocka_unit_test(test_disk_that_goes_away),
  };
  faulty_install();
  return cmocka_run_group_tests_name("sqlite faults", tests, make_folder, remove_folder);
}
