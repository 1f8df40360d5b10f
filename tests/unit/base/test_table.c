/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "base/table.h"
#include "support/fail_alloc.h"

enum { KEYS = 500 };

static int values[KEYS];

static size_t make_key(char out[16], int number) { return (size_t)snprintf(out, 16, "51072210%d", number); }

static void test_add_and_find(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__table table;
  quhua__table_init(&table, &allocator);
  assert_null(quhua__table_find(&table, "a", 1));
  for (int i = 0; i < KEYS; i++) {
    char key[16];
    size_t len = make_key(key, i);
    assert_null(quhua__table_find(&table, key, len));
    assert_true(quhua__table_add(&table, key, len, &values[i]));
  }
  for (int i = 0; i < KEYS; i++) {
    char key[16];
    size_t len = make_key(key, i);
    assert_ptr_equal(quhua__table_find(&table, key, len), &values[i]);
  }
  quhua__table_free(&table);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_keys_are_bytes(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__table table;
  quhua__table_init(&table, &allocator);
  assert_true(quhua__table_add(&table, "a\0b", 3, &values[0]));
  assert_true(quhua__table_add(&table, "a\0c", 3, &values[1]));
  assert_true(quhua__table_add(&table, "a", 1, &values[2]));
  assert_true(quhua__table_add(&table, "", 0, &values[3]));
  assert_ptr_equal(quhua__table_find(&table, "a\0b", 3), &values[0]);
  assert_ptr_equal(quhua__table_find(&table, "a\0c", 3), &values[1]);
  assert_ptr_equal(quhua__table_find(&table, "a", 1), &values[2]);
  assert_ptr_equal(quhua__table_find(&table, "", 0), &values[3]);
  assert_null(quhua__table_find(&table, "a\0", 2));
  quhua__table_free(&table);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_free_of_an_empty_table(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__table table;
  quhua__table_init(&table, &allocator);
  quhua__table_free(&table);
  assert_int_equal(books.calls, 0);
}

/* Every allocation of a growing table fails once; the table goes on as if the call had not been. */
static void test_out_of_memory(void **state) {
  (void)state;
  for (long fail_after = 0; fail_after < 8; fail_after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, fail_after);
    quhua__table table;
    quhua__table_init(&table, &allocator);
    int refused = 0;
    for (int i = 0; i < KEYS; i++) {
      char key[16];
      size_t len = make_key(key, i);
      size_t before = books.live_bytes;
      if (!quhua__table_add(&table, key, len, &values[i])) {
        refused++;
        assert_int_equal(books.live_bytes, before);
        assert_null(quhua__table_find(&table, key, len));
        for (int k = 0; k < i; k++) {
          char earlier[16];
          assert_ptr_equal(quhua__table_find(&table, earlier, make_key(earlier, k)), &values[k]);
        }
        fail_alloc_arm(&books, -1);
        assert_true(quhua__table_add(&table, key, len, &values[i]));
      }
    }
    assert_int_equal(refused, 1);
    for (int i = 0; i < KEYS; i++) {
      char key[16];
      assert_ptr_equal(quhua__table_find(&table, key, make_key(key, i)), &values[i]);
    }
    quhua__table_free(&table);
    assert_true(fail_alloc_is_clean(&books));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_add_and_find),
      cmocka_unit_test(test_keys_are_bytes),
      cmocka_unit_test(test_free_of_an_empty_table),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
