/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "registry/image.h"
#include "support/fail_alloc.h"
#include "support/fold.h"

static const char *const days[] = {"2018-12-31", "2019-01-01", "2019-12-31", "2020-01-01", "2021-07-01"};
#define DAY_COUNT (sizeof days / sizeof days[0])

/* An image in memory. */
typedef struct picture {
  char *data;
  uint64_t size;
  uint64_t last; /* offset of the bytes that came last */
  uint64_t refuse_from;
} picture;

#define PLACE 4711

static bool adopt(quhua__state *state, char *data, uint64_t size) {
  return quhua__image_adopt(state, &(quhua_store_image){.data = data, .size = (size_t)size, .place = PLACE});
}

static bool put(void *to, uint64_t offset, const void *data, size_t len) {
  picture *p = to;
  if (offset + len > p->refuse_from) return false;
  assert_true(offset + len <= p->size);
  assert_true(offset == 0 || offset >= p->last);
  memcpy(p->data + offset, data, len);
  p->last = offset + len;
  return true;
}

static picture take(quhua__state *state) {
  picture p = {.size = quhua__image_size(state), .refuse_from = UINT64_MAX};
  p.data = calloc(1, p.size);
  assert_non_null(p.data);
  assert_true(quhua__image_write(state, PLACE, put, &p));
  return p;
}

static void make_yard(quhua__state *state) {
  fold_root(state, "cn-stat");
  fold_yard_opening(state);
  fold_yard_merger(state);
}

static void expect_same(const quhua__state *a, const quhua__state *b) {
  assert_int_equal(quhua__state_head(a), quhua__state_head(b));
  for (uint32_t known = 1; known <= quhua__state_head(a); known++) {
    char *of_a = fold_answers(a, known, days, DAY_COUNT), *of_b = fold_answers(b, known, days, DAY_COUNT);
    assert_string_equal(of_a, of_b);
    free(of_a);
    free(of_b);
  }
}

static void observe(quhua__state *state) {
  fold f;
  fold_begin(&f, state);
  fold_observe(&f, 4, "2021-01-01", "户数", "120");
  fold_end(&f, "2021-01-01");
}

/* A state that stands on an image answers like the one that was written, also after both went on, and also when the
 * image of that is used in turn. */
static void test_answers_alike(void **unused) {
  (void)unused;
  quhua__state made, used, again;
  make_yard(&made);
  picture first = take(&made);
  fold_root(&used, "cn-stat");
  assert_true(adopt(&used, first.data, first.size));
  expect_same(&made, &used);
  observe(&made);
  observe(&used);
  expect_same(&made, &used);
  picture second = take(&used);
  fold_root(&again, "cn-stat");
  assert_true(adopt(&again, second.data, second.size));
  expect_same(&made, &again);
  quhua__state_free(&made);
  quhua__state_free(&again);
  quhua__state_free(&used);
  free(first.data);
  free(second.data);
}

/* Names, stems and proper names lead to their rows through the image. */
static void test_finds_names(void **unused) {
  (void)unused;
  quhua__state made, used;
  make_yard(&made);
  picture p = take(&made);
  fold_root(&used, "cn-stat");
  assert_true(adopt(&used, p.data, p.size));
  uint32_t name = quhua__texts_find(&used.texts, quhua_str_from("东永村"));
  assert_int_not_equal(name, 0);
  quhua__chain chain = quhua__chain_of_stem(&used, 2, quhua__texts_stem(&used.texts, name));
  uint32_t row = quhua__chain_next(&chain);
  assert_int_not_equal(row, 0);
  assert_int_equal(quhua__state_row(&used, row)->unit, 4);
  quhua__state_free(&used);
  quhua__state_free(&made);
  free(p.data);
}

static void expect_refused(const char *data, uint64_t size) {
  quhua__state state;
  fold_root(&state, "cn-stat");
  char *copy = malloc(size ? size : 1);
  assert_non_null(copy);
  memcpy(copy, data, size);
  assert_false(adopt(&state, copy, size));
  assert_int_equal(quhua__state_head(&state), 0);
  fold_yard_opening(&state); /* it is as good as new */
  quhua__state_free(&state);
  free(copy);
}

static void test_refuses_other_sizes(void **unused) {
  (void)unused;
  quhua__state made;
  make_yard(&made);
  picture p = take(&made);
  for (uint64_t size = 0; size < p.size; size += 997) expect_refused(p.data, size);
  expect_refused(p.data, p.size - 1);
  quhua__state_free(&made);
  free(p.data);
}

/* Room to grow is not under a checksum: what lies there is nobody's. Every byte that was put is. */
static bool mark(void *to, uint64_t offset, const void *data, size_t len) {
  (void)data;
  memset((char *)to + offset, 1, len);
  return true;
}

static void test_refuses_changed_bytes(void **unused) {
  (void)unused;
  quhua__state made;
  make_yard(&made);
  picture p = take(&made);
  char *used = calloc(1, p.size);
  assert_non_null(used);
  assert_true(quhua__image_write(&made, PLACE, mark, used));
  size_t changed = 0;
  for (uint64_t i = 0; i < p.size; i += i < 2048 ? 1 : 61) {
    if (!used[i]) continue;
    p.data[i] ^= 0x10;
    expect_refused(p.data, p.size);
    p.data[i] ^= 0x10;
    changed++;
  }
  assert_true(changed > 2048);
  quhua__state_free(&made);
  free(used);
  free(p.data);
}

static void test_refuses_another_place(void **unused) {
  (void)unused;
  quhua__state made, other;
  make_yard(&made);
  picture p = take(&made);
  quhua_store_image copied = {.data = p.data, .size = (size_t)p.size, .place = PLACE + 1};
  fold_root(&other, "cn-stat");
  assert_false(quhua__image_adopt(&other, &copied));
  quhua__state_free(&other);
  quhua__state_free(&made);
  free(p.data);
}

static void test_refuses_another_scheme(void **unused) {
  (void)unused;
  quhua__state made, other;
  make_yard(&made);
  picture p = take(&made);
  fold_root(&other, "opaque");
  assert_false(adopt(&other, p.data, p.size));
  quhua__state_free(&other);
  quhua__state_free(&made);
  free(p.data);
}

static void test_gives_up_with_the_writer(void **unused) {
  (void)unused;
  quhua__state made;
  make_yard(&made);
  picture p = take(&made);
  for (uint64_t at = 0; at < p.size; at += 4093) {
    p.refuse_from = at;
    p.last = 0;
    assert_false(quhua__image_write(&made, PLACE, put, &p));
  }
  quhua__state_free(&made);
  free(p.data);
}

/* Memory of the image is not given to the allocator, and what the state added to it is. */
static void test_keeps_the_books(void **unused) {
  (void)unused;
  quhua__state made, used;
  make_yard(&made);
  picture p = take(&made);
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__state_init(&used, &allocator, made.scheme);
  assert_true(adopt(&used, p.data, p.size));
  assert_int_equal(books.calls, 0);
  observe(&used);
  assert_true(books.live_bytes > 0);
  quhua__state_free(&used);
  assert_true(fail_alloc_is_clean(&books));
  quhua__state_free(&made);
  free(p.data);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_answers_alike),
      cmocka_unit_test(test_finds_names),
      cmocka_unit_test(test_refuses_other_sizes),
      cmocka_unit_test(test_refuses_changed_bytes),
      cmocka_unit_test(test_refuses_another_scheme),
      cmocka_unit_test(test_refuses_another_place),
      cmocka_unit_test(test_gives_up_with_the_writer),
      cmocka_unit_test(test_keeps_the_books),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
