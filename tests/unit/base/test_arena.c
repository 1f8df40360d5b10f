/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdalign.h>
#include <string.h>

#include "base/arena.h"
#include "support/fail_alloc.h"

static void test_memory_is_zeroed_aligned_and_apart(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__arena arena;
  quhua__arena_init(&arena, &allocator);
  unsigned char *block[200];
  for (size_t i = 0; i < 200; i++) {
    block[i] = quhua__arena_alloc(&arena, i);
    assert_non_null(block[i]);
    assert_int_equal((uintptr_t)block[i] % alignof(max_align_t), 0);
    for (size_t k = 0; k < i; k++) assert_int_equal(block[i][k], 0);
    memset(block[i], (int)i, i);
  }
  for (size_t i = 0; i < 200; i++)
    for (size_t k = 0; k < i; k++) assert_int_equal(block[i][k], i);
  quhua__arena_free(&arena);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_large_blocks(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__arena arena;
  quhua__arena_init(&arena, &allocator);
  const size_t large = 3u * 1024 * 1024;
  char *first = quhua__arena_alloc(&arena, large);
  assert_non_null(first);
  memset(first, 'x', large);
  char *second = quhua__arena_alloc(&arena, 10);
  assert_non_null(second);
  memset(second, 'y', 10);
  assert_int_equal(first[large - 1], 'x');
  assert_true(books.live_bytes < 6u * 1024 * 1024); /* small blocks do not grow with the large one */
  quhua__arena_free(&arena);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_an_empty_arena_and_a_second_life(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__arena arena;
  quhua__arena_init(&arena, &allocator);
  quhua__arena_free(&arena);
  assert_int_equal(books.calls, 0);
  assert_non_null(quhua__arena_alloc(&arena, 1));
  quhua__arena_free(&arena);
  quhua__arena_free(&arena);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_absurd_sizes(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__arena arena;
  quhua__arena_init(&arena, &allocator);
  assert_null(quhua__arena_alloc(&arena, SIZE_MAX));
  assert_null(quhua__arena_alloc(&arena, SIZE_MAX - 8));
  assert_null(quhua__arena_alloc(&arena, SIZE_MAX / 2));
  assert_non_null(quhua__arena_alloc(&arena, 8));
  quhua__arena_free(&arena);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_copy(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__arena arena;
  quhua_str copy = {NULL, 7};
  quhua__arena_init(&arena, &allocator);
  assert_true(quhua__arena_copy(&arena, (quhua_str){NULL, 0}, &copy));
  assert_int_equal(copy.len, 0);
  assert_non_null(copy.ptr);
  assert_int_equal(books.calls, 0);
  char text[] = "高渠镇";
  assert_true(quhua__arena_copy(&arena, quhua_str_from(text), &copy));
  text[0] = '#';
  assert_true(quhua_str_equal(copy, quhua_str_from("高渠镇")));
  quhua__arena_free(&arena);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_out_of_memory(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, 1);
  quhua__arena arena;
  quhua_str copy;
  quhua__arena_init(&arena, &allocator);
  char *kept = quhua__arena_alloc(&arena, 100);
  assert_non_null(kept);
  memset(kept, 'k', 100);
  assert_null(quhua__arena_alloc(&arena, 100000));
  assert_false(quhua__arena_copy(&arena, (quhua_str){memset((char[5000]){0}, 'a', 5000), 5000}, &copy));
  assert_int_equal(kept[99], 'k');
  assert_non_null(quhua__arena_alloc(&arena, 16)); /* what is left of the first block still serves */
  fail_alloc_arm(&books, -1);
  assert_non_null(quhua__arena_alloc(&arena, 100000));
  quhua__arena_free(&arena);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_default_allocator(void **state) {
  (void)state;
  const quhua_allocator *standard = quhua_allocator_default();
  assert_ptr_equal(quhua__allocator_or_default(NULL), standard);
  quhua_allocator own = *standard;
  assert_ptr_equal(quhua__allocator_or_default(&own), &own);
  char *text = standard->alloc(standard->ctx, 4);
  assert_non_null(text);
  memcpy(text, "abc", 4);
  text = standard->realloc(standard->ctx, text, 4, 4000);
  assert_non_null(text);
  assert_string_equal(text, "abc");
  standard->free(standard->ctx, text, 4000);
}

static void test_grow(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  void *array = NULL;
  size_t cap = 0;
  assert_true(quhua__grow(&allocator, &array, &cap, 0, sizeof(int)));
  assert_null(array);
  for (size_t count = 0; count < 1000; count++) {
    assert_true(quhua__grow(&allocator, &array, &cap, count + 1, sizeof(int)));
    assert_true(cap >= count + 1);
    ((int *)array)[count] = (int)count;
  }
  for (size_t i = 0; i < 1000; i++) assert_int_equal(((int *)array)[i], i);
  assert_true(books.calls < 30); /* grows by a factor */
  size_t before = cap;
  assert_false(quhua__grow(&allocator, &array, &cap, SIZE_MAX / 2, sizeof(int)));
  assert_false(quhua__grow(&allocator, &array, &cap, SIZE_MAX, sizeof(int)));
  fail_alloc_arm(&books, 0);
  assert_false(quhua__grow(&allocator, &array, &cap, before + 1, sizeof(int)));
  assert_int_equal(cap, before);
  assert_int_equal(((int *)array)[999], 999);
  allocator.free(allocator.ctx, array, cap * sizeof(int));
  assert_true(fail_alloc_is_clean(&books));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_memory_is_zeroed_aligned_and_apart),
      cmocka_unit_test(test_large_blocks),
      cmocka_unit_test(test_an_empty_arena_and_a_second_life),
      cmocka_unit_test(test_absurd_sizes),
      cmocka_unit_test(test_copy),
      cmocka_unit_test(test_out_of_memory),
      cmocka_unit_test(test_default_allocator),
      cmocka_unit_test(test_grow),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
