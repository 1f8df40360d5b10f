/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/digest.h"

static void check(quhua__digest_algorithm algorithm, const char *text, const char *expected) {
  uint8_t digest[32];
  char hex[65];
  quhua__hasher *hasher = quhua__hasher_new(algorithm);
  assert_non_null(hasher);
  for (const char *p = text; *p; p++) quhua__hasher_add(hasher, p, 1); /* in pieces */
  assert_true(quhua__hasher_finish(hasher, digest));
  for (int i = 0; i < 32; i++) snprintf(hex + 2 * i, 3, "%02x", digest[i]);
  assert_string_equal(hex, expected);

  uint8_t whole[32];
  hasher = quhua__hasher_new(algorithm);
  assert_non_null(hasher);
  quhua__hasher_add(hasher, text, strlen(text));
  assert_true(quhua__hasher_finish(hasher, whole));
  assert_memory_equal(whole, digest, 32);
}

#define ABCD16 "abcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcdabcd"

/* "abc" and 16 times "abcd": GB/T 32905-2016, annex A. */
static void test_sm3(void **state) {
  (void)state;
  check(QUHUA__SM3, "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  check(QUHUA__SM3, ABCD16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
  check(QUHUA__SM3, "", "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
}

/* FIPS 180-2, appendix B. */
static void test_sha256(void **state) {
  (void)state;
  check(QUHUA__SHA256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  check(QUHUA__SHA256, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

static void test_nothing_added(void **state) {
  (void)state;
  uint8_t digest[32], again[32];
  quhua__hasher *hasher = quhua__hasher_new(QUHUA__SM3);
  assert_non_null(hasher);
  assert_true(quhua__hasher_finish(hasher, digest));
  hasher = quhua__hasher_new(QUHUA__SM3);
  assert_non_null(hasher);
  quhua__hasher_add(hasher, "", 0);
  assert_true(quhua__hasher_finish(hasher, again));
  assert_memory_equal(digest, again, 32);
  assert_int_equal(digest[0], 0x1a);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sm3),
      cmocka_unit_test(test_sha256),
      cmocka_unit_test(test_nothing_added),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
