/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "base/index.h"
#include "support/fail_alloc.h"

#define ITEMS 3000u

/* Items are numbers from 1; the key of item n is the number keys[n]. */
typedef struct book {
  uint64_t keys[2 * ITEMS + 1];
} book;

static bool has_key(const void *ctx, uint32_t item, const void *key) {
  return ((const book *)ctx)->keys[item] == *(const uint64_t *)key;
}

static uint64_t hash_of(uint64_t key) { return quhua__hash(&key, sizeof key, 0); }

static uint32_t find(const quhua__index *index, const book *b, uint64_t key) {
  return quhua__index_find(index, hash_of(key), has_key, b, &key);
}

static void put(quhua__index *index, const book *b, uint64_t key, uint32_t item) {
  quhua__index_put(index, hash_of(key), item, has_key, b, &key);
}

static void test_many_keys(void **state) {
  (void)state;
  static book b;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__index index;
  quhua__index_init(&index, &allocator);
  assert_int_equal(find(&index, &b, 1), 0);
  for (uint32_t item = 1; item <= ITEMS; item++) {
    b.keys[item] = item * UINT64_C(1000003);
    assert_true(quhua__index_reserve(&index, 1));
    put(&index, &b, b.keys[item], item);
  }
  assert_int_equal(index.count, ITEMS);
  for (uint32_t item = 1; item <= ITEMS; item++) assert_int_equal(find(&index, &b, b.keys[item]), item);
  for (uint64_t key = 1; key < 1000; key++) assert_int_equal(find(&index, &b, key), 0);
  quhua__index_free(&index);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_a_key_leads_to_its_newest_item(void **state) {
  (void)state;
  static book b;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__index index;
  quhua__index_init(&index, &allocator);
  assert_true(quhua__index_reserve(&index, 2));
  b.keys[1] = b.keys[3] = 510722109;
  b.keys[2] = 510722138;
  put(&index, &b, b.keys[1], 1);
  put(&index, &b, b.keys[2], 2);
  put(&index, &b, b.keys[3], 3);
  assert_int_equal(index.count, 2);
  assert_int_equal(find(&index, &b, 510722109), 3);
  assert_int_equal(find(&index, &b, 510722138), 2);
  quhua__index_free(&index);
  assert_true(fail_alloc_is_clean(&books));
}

/* Keys that all have one hash: the comparison tells them apart. */
static void test_equal_hashes(void **state) {
  (void)state;
  static book b;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__index index;
  quhua__index_init(&index, &allocator);
  for (uint32_t item = 1; item <= 100; item++) {
    b.keys[item] = item;
    assert_true(quhua__index_reserve(&index, 1));
    quhua__index_put(&index, UINT64_MAX, item, has_key, &b, &b.keys[item]);
  }
  for (uint32_t item = 1; item <= 100; item++)
    assert_int_equal(quhua__index_find(&index, UINT64_MAX, has_key, &b, &b.keys[item]), item);
  uint64_t absent = 101;
  assert_int_equal(quhua__index_find(&index, UINT64_MAX, has_key, &b, &absent), 0);
  quhua__index_free(&index);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_a_reserve_holds(void **state) {
  (void)state;
  static book b;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__index index;
  quhua__index_init(&index, &allocator);
  assert_true(quhua__index_reserve(&index, ITEMS));
  fail_alloc_arm(&books, 0);
  for (uint32_t item = 1; item <= ITEMS; item++) {
    b.keys[item] = item;
    put(&index, &b, item, item);
  }
  assert_int_equal(books.calls, 0);
  assert_int_equal(find(&index, &b, ITEMS), ITEMS);
  quhua__index_free(&index);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_out_of_memory(void **state) {
  (void)state;
  static book b;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, 0);
  quhua__index index;
  quhua__index_init(&index, &allocator);
  assert_false(quhua__index_reserve(&index, 1));
  assert_int_equal(find(&index, &b, 1), 0);
  fail_alloc_arm(&books, 1);
  assert_true(quhua__index_reserve(&index, 10));
  b.keys[1] = 7;
  put(&index, &b, 7, 1);
  assert_false(quhua__index_reserve(&index, 1000));
  assert_int_equal(find(&index, &b, 7), 1);
  assert_false(quhua__index_reserve(&index, UINT32_MAX));
  quhua__index_free(&index);
  assert_true(fail_alloc_is_clean(&books));
}

/* A reader looks up keys while the writer adds others and outgrows several tables. */
typedef struct shared {
  quhua__index index;
  book b;
  _Atomic uint32_t ready; /* items up to this are in the index */
  atomic_bool stop;
  long misses;
} shared;

static void *read_along(void *argument) {
  shared *s = argument;
  uint32_t item = 1;
  while (!atomic_load(&s->stop)) {
    uint32_t ready = atomic_load_explicit(&s->ready, memory_order_acquire);
    if (ready == 0) continue;
    item = item % ready + 1;
    if (find(&s->index, &s->b, item * UINT64_C(31)) != item) s->misses++;
  }
  return NULL;
}

static void test_a_reader_beside_the_writer(void **state) {
  (void)state;
  static shared s;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__index_init(&s.index, &allocator);
  quhua__index_share(&s.index);
  for (uint32_t item = 1; item <= 2 * ITEMS; item++) s.b.keys[item] = item * UINT64_C(31);
  pthread_t reader;
  assert_int_equal(pthread_create(&reader, NULL, read_along, &s), 0);
  for (uint32_t item = 1; item <= 2 * ITEMS; item++) {
    bool reserved = quhua__index_reserve(&s.index, 1);
    if (reserved) put(&s.index, &s.b, s.b.keys[item], item);
    atomic_store_explicit(&s.ready, item, memory_order_release);
  }
  atomic_store(&s.stop, true);
  pthread_join(reader, NULL);
  assert_int_equal(s.misses, 0);
  assert_int_equal(s.index.count, 2 * ITEMS);
  quhua__index_free(&s.index);
  assert_true(fail_alloc_is_clean(&books));
}

/* 3000 keys need 4096 slots of 8 bytes. Whoever is alone keeps that table only; who is not, all that were outgrown. */
static void test_outgrown_tables(void **state) {
  (void)state;
  static book b;
  for (int others = 0; others < 2; others++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, -1);
    quhua__index index;
    quhua__index_init(&index, &allocator);
    if (others) quhua__index_share(&index);
    for (uint32_t item = 1; item <= ITEMS; item++) {
      b.keys[item] = item * UINT64_C(1000003);
      assert_true(quhua__index_reserve(&index, 1));
      put(&index, &b, b.keys[item], item);
    }
    size_t slots = others ? 16 + 32 + 64 + 128 + 256 + 512 + 1024 + 2048 + 4096 : 4096;
    size_t tables = others ? 9 : 1;
    assert_int_equal(books.live_bytes, slots * 8 + tables * sizeof(quhua__index_table));
    for (uint32_t item = 1; item <= ITEMS; item++) assert_int_equal(find(&index, &b, b.keys[item]), item);
    quhua__index_free(&index);
    assert_true(fail_alloc_is_clean(&books));
  }
}

static void test_hash(void **state) {
  (void)state;
  assert_true(quhua__hash("", 0, 0) == quhua__hash(NULL, 0, 0));
  assert_true(quhua__hash("abc", 3, 0) == quhua__hash("abcd", 3, 0));
  assert_true(quhua__hash("abc", 3, 0) != quhua__hash("abd", 3, 0));
  assert_true(quhua__hash("abc", 3, 0) != quhua__hash("abc", 3, 1));
  assert_true(quhua__hash("\0", 1, 0) != quhua__hash("\0\0", 2, 0));
  assert_true(quhua__hash("123456789", 9, 0) != quhua__hash("123456780", 9, 0));
}

/* Codes of one county differ in few digits; their tags (the high 32 bits) must not cluster. */
static void test_hash_spreads_codes(void **state) {
  (void)state;
  static unsigned char bucket[1u << 16];
  unsigned hit = 0;
  for (unsigned n = 0; n < 1u << 16; n++) {
    char code[16] = {0};
    snprintf(code, sizeof code, "5107%08u", n);
    uint32_t tag = (uint32_t)(quhua__hash(code, 12, 0) >> 32);
    if (!bucket[tag & 0xFFFF]) hit++;
    bucket[tag & 0xFFFF] = 1;
  }
  /* n balls into n buckets hit 1 - 1/e = 63.2 % of them; the standard deviation is 0.13 %. */
  assert_in_range(hit, 65536 * 62 / 100, 65536 * 65 / 100);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_many_keys),          cmocka_unit_test(test_a_key_leads_to_its_newest_item),
      cmocka_unit_test(test_equal_hashes),       cmocka_unit_test(test_a_reserve_holds),
      cmocka_unit_test(test_out_of_memory),      cmocka_unit_test(test_a_reader_beside_the_writer),
      cmocka_unit_test(test_outgrown_tables),    cmocka_unit_test(test_hash),
      cmocka_unit_test(test_hash_spreads_codes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
