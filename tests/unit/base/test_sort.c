/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sort.h"

#include <stdlib.h>

enum { MOST = 700 };

/* Items stand for keys; items of equal keys must keep their order. */
static int by_key(const void *ctx, uint32_t a, uint32_t b) {
  const int *keys = ctx;
  return (keys[a] > keys[b]) - (keys[a] < keys[b]);
}

/* Sort 0 … count-1 by their keys and look at the outcome. */
static void sort_and_check(const int *keys, uint32_t count) {
  static uint32_t list[MOST], scratch[MOST];
  static int seen[MOST];
  for (uint32_t i = 0; i < count; i++) {
    list[i] = i;
    seen[i] = 0;
  }
  quhua__sort(list, scratch, count, by_key, keys);
  for (uint32_t i = 0; i < count; i++) {
    assert_true(list[i] < count);
    seen[list[i]]++;
    if (i == 0) continue;
    assert_true(keys[list[i - 1]] <= keys[list[i]]);
    if (keys[list[i - 1]] == keys[list[i]]) assert_true(list[i - 1] < list[i]); /* stable */
  }
  for (uint32_t i = 0; i < count; i++) assert_int_equal(seen[i], 1);
}

static void test_nothing_and_one(void **state) {
  (void)state;
  uint32_t one[] = {7}, scratch[1];
  quhua__sort(NULL, NULL, 0, by_key, NULL);
  quhua__sort(one, scratch, 1, by_key, NULL); /* nothing to compare */
  assert_int_equal(one[0], 7);
}

static void test_by_hand(void **state) {
  (void)state;
  const int keys[] = {30, 10, 20, 10, 30};
  uint32_t list[] = {0, 1, 2, 3, 4}, scratch[5];
  const uint32_t expected[] = {1, 3, 2, 0, 4};
  quhua__sort(list, scratch, 5, by_key, keys);
  assert_memory_equal(list, expected, sizeof expected);
}

/* A list need not hold 0 … n-1 in order: ties keep the order of the list, not of the numbers. */
static void test_ties_follow_the_list(void **state) {
  (void)state;
  const int keys[10] = {0};
  uint32_t list[] = {9, 2, 5, 5, 0, 8, 1, 3, 7, 4}, scratch[10];
  const uint32_t expected[] = {9, 2, 5, 5, 0, 8, 1, 3, 7, 4};
  quhua__sort(list, scratch, 10, by_key, keys);
  assert_memory_equal(list, expected, sizeof expected);
}

/* Every length around the runs and their doublings, in four shapes. */
static void test_every_length(void **state) {
  (void)state;
  static int keys[MOST];
  for (uint32_t count = 0; count <= 70; count++)
    for (int shape = 0; shape < 4; shape++) {
      uint32_t seed = count * 4u + (uint32_t)shape;
      for (uint32_t i = 0; i < count; i++) {
        seed = seed * 1664525u + 1013904223u;
        keys[i] = shape == 0   ? (int)i
                  : shape == 1 ? -(int)i
                  : shape == 2 ? (int)(seed >> 30)
                               : (int)(seed >> 16);
      }
      sort_and_check(keys, count);
    }
}

static void test_many(void **state) {
  (void)state;
  static int keys[MOST];
  uint32_t seed = 1;
  for (uint32_t i = 0; i < MOST; i++) {
    seed = seed * 1664525u + 1013904223u;
    keys[i] = (int)(seed >> 26);
  }
  sort_and_check(keys, MOST);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_nothing_and_one),
      cmocka_unit_test(test_by_hand),
      cmocka_unit_test(test_ties_follow_the_list),
      cmocka_unit_test(test_every_length),
      cmocka_unit_test(test_many),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
