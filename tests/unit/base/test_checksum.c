/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/checksum.h"

#define SIZE 200u

static unsigned char bytes[SIZE];

static int fill(void **state) {
  (void)state;
  for (size_t i = 0; i < SIZE; i++) bytes[i] = (unsigned char)(i * 37 + 11);
  return 0;
}

static void test_pieces_do_not_matter(void **state) {
  (void)state;
  for (size_t len = 0; len <= SIZE; len++)
    for (size_t cut = 0; cut <= len; cut++) {
      quhua__checksum c;
      quhua__checksum_init(&c);
      quhua__checksum_add(&c, bytes, cut);
      quhua__checksum_add(&c, bytes + cut, len - cut);
      assert_true(quhua__checksum_end(&c) == quhua__checksum_of(bytes, len));
    }
  quhua__checksum c;
  quhua__checksum_init(&c);
  for (size_t i = 0; i < SIZE; i++) quhua__checksum_add(&c, bytes + i, 1);
  assert_true(quhua__checksum_end(&c) == quhua__checksum_of(bytes, SIZE));
}

static void test_every_bit_matters(void **state) {
  (void)state;
  uint64_t sound = quhua__checksum_of(bytes, SIZE);
  for (size_t bit = 0; bit < SIZE * 8; bit++) {
    bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    assert_true(quhua__checksum_of(bytes, SIZE) != sound);
    bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
  }
}

/* Zeros at the end are bytes like any other, and words in other places are other bytes. */
static void test_length_and_order(void **state) {
  (void)state;
  unsigned char zeros[96] = {0};
  for (size_t len = 0; len + 1 < sizeof zeros; len++)
    assert_true(quhua__checksum_of(zeros, len) != quhua__checksum_of(zeros, len + 1));
  unsigned char swapped[64];
  memcpy(swapped, bytes + 32, 32);
  memcpy(swapped + 32, bytes, 32);
  assert_true(quhua__checksum_of(swapped, 64) != quhua__checksum_of(bytes, 64));
  memcpy(swapped, bytes, 64);
  memcpy(swapped, bytes + 8, 8);
  memcpy(swapped + 8, bytes, 8);
  assert_true(quhua__checksum_of(swapped, 64) != quhua__checksum_of(bytes, 64));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_pieces_do_not_matter),
      cmocka_unit_test(test_every_bit_matters),
      cmocka_unit_test(test_length_and_order),
  };
  return cmocka_run_group_tests(tests, fill, NULL);
}
