/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/segments.h"
#include "support/fail_alloc.h"

typedef struct element {
  uint32_t number;
  char text[12];
} element;

static void test_elements_stay_where_they_are(void **state) {
  (void)state;
  enum { COUNT = 5000 };
  static element *seen[COUNT];
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__segments s;
  quhua__segments_init(&s, &allocator, sizeof(element));
  for (uint32_t i = 0; i < COUNT; i++) {
    assert_true(quhua__segments_reserve(&s, 1));
    element *e = quhua__segments_append(&s);
    assert_int_equal(e->number, 0);
    for (size_t k = 0; k < sizeof e->text; k++) assert_int_equal(e->text[k], 0);
    e->number = i;
    seen[i] = e;
  }
  assert_int_equal(s.count, COUNT);
  for (uint32_t i = 0; i < COUNT; i++) {
    element *e = quhua__segments_at(&s, i);
    assert_ptr_equal(e, seen[i]);
    assert_int_equal(e->number, i);
  }
  assert_true(books.live_bytes <=
              3 * COUNT * sizeof(element)); /* at most twice what is used, and the first */
  quhua__segments_free(&s);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_a_reserve_holds(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__segments s;
  quhua__segments_init(&s, &allocator, sizeof(element));
  assert_true(quhua__segments_reserve(&s, 0));
  assert_int_equal(books.calls, 0);
  assert_true(quhua__segments_reserve(&s, 1000));
  fail_alloc_arm(&books, 0);
  for (uint32_t i = 0; i < 1000; i++) ((element *)quhua__segments_append(&s))->number = i;
  assert_int_equal(books.calls, 0);
  assert_int_equal(((element *)quhua__segments_at(&s, 255))->number, 255); /* last of the first segment */
  assert_int_equal(((element *)quhua__segments_at(&s, 256))->number, 256);
  assert_int_equal(((element *)quhua__segments_at(&s, 767))->number, 767); /* last of the second */
  assert_int_equal(((element *)quhua__segments_at(&s, 768))->number, 768);
  quhua__segments_free(&s);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_out_of_memory(void **state) {
  (void)state;
  for (long fail_after = 0; fail_after < 4; fail_after++) { /* 256, 512, 1024 and 2048 make 3840 */
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, fail_after);
    quhua__segments s;
    quhua__segments_init(&s, &allocator, sizeof(element));
    assert_false(quhua__segments_reserve(&s, 3840));
    assert_int_equal(s.count, 0);
    fail_alloc_arm(&books, -1);
    assert_true(quhua__segments_reserve(&s, 3840));
    assert_int_equal(books.calls, 4 - fail_after); /* what was there is used */
    for (uint32_t i = 0; i < 3840; i++) quhua__segments_append(&s);
    quhua__segments_free(&s);
    assert_true(fail_alloc_is_clean(&books));
  }
}

static void test_a_count_that_cannot_be(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__segments s;
  quhua__segments_init(&s, &allocator, sizeof(element));
  assert_true(quhua__segments_reserve(&s, 1));
  quhua__segments_append(&s);
  assert_false(quhua__segments_reserve(&s, UINT32_MAX));
  assert_false(quhua__segments_reserve(&s, UINT32_MAX - 1));
  assert_int_equal(s.count, 1);
  quhua__segments_free(&s);
  assert_true(fail_alloc_is_clean(&books));
}

/* Runs lie in one piece. Segments of 256 and 512 bytes: 250 fit the first, 10 more do not, 600 not even the second. */
static void test_runs_lie_in_one_piece(void **state) {
  (void)state;
  static char letters[600];
  for (size_t i = 0; i < sizeof letters; i++) letters[i] = (char)('a' + i % 26);
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__segments s;
  quhua__segments_init(&s, &allocator, 1);
  uint32_t first, second, third, last;
  assert_true(quhua__segments_append_run(&s, letters, 250, &first));
  assert_true(quhua__segments_append_run(&s, letters, 10, &second));
  assert_true(quhua__segments_append_run(&s, letters, 600, &third));
  assert_true(quhua__segments_append_run(&s, letters, 1, &last));
  assert_int_equal(first, 0);
  assert_int_equal(second, 256);
  assert_int_equal(third, 768); /* 256 + 512: the third segment begins, of 1024 */
  assert_int_equal(last, 1368);
  assert_int_equal(s.count, 1369);
  assert_memory_equal(quhua__segments_at(&s, first), letters, 250);
  assert_memory_equal(quhua__segments_at(&s, second), letters, 10);
  assert_memory_equal(quhua__segments_at(&s, third), letters, 600);
  for (uint32_t i = 250; i < 256; i++) assert_int_equal(*(char *)quhua__segments_at(&s, i), 0);
  for (uint32_t i = 266; i < 768; i++) assert_int_equal(*(char *)quhua__segments_at(&s, i), 0);
  quhua__segments_free(&s);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_a_run_without_memory(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, 0);
  quhua__segments s;
  quhua__segments_init(&s, &allocator, 1);
  uint32_t index = 7;
  assert_false(quhua__segments_append_run(&s, "abc", 3, &index));
  assert_int_equal(s.count, 0);
  fail_alloc_arm(&books, -1);
  assert_false(
      quhua__segments_append_run(&s, "abc", UINT32_MAX, &index)); /* no number left: nothing is read */
  assert_int_equal(index, 7);
  assert_true(quhua__segments_append_run(&s, "abc", 3, &index));
  assert_int_equal(index, 0);
  quhua__segments_free(&s);
  assert_true(fail_alloc_is_clean(&books));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_elements_stay_where_they_are),
      cmocka_unit_test(test_a_reserve_holds),
      cmocka_unit_test(test_out_of_memory),
      cmocka_unit_test(test_a_count_that_cannot_be),
      cmocka_unit_test(test_runs_lie_in_one_piece),
      cmocka_unit_test(test_a_run_without_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
