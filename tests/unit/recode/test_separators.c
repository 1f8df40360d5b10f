/* SPDX-License-Identifier: Apache-2.0 */
/* Both ways of finding bytes against a loop over them, in blocks of every kind of byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "recode/separators.h"

/* Bytes that are easily taken for a comma or a line end: neighbours, the same with the highest bit, and 0. */
static const char bytes[] = {',',        '\n', '+',        '-', 0x0b, 0x09, (char)0xac,
                             (char)0x8a, 0,    (char)0xff, 'a', ',',  '\n'};

static void fill(char *out, size_t len, uint64_t seed) {
  for (size_t i = 0; i < len; i++) {
    seed = seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    out[i] = bytes[(seed >> 33) % sizeof bytes];
  }
}

static void blocks_are_told_exactly(void **state) {
  char data[65];
  (void)state;
  for (uint64_t seed = 0; seed < 2000; seed++) {
    uint64_t wanted = 0;
    fill(data + 1, 64, seed); /* from an odd address */
    for (unsigned i = 0; i < 64; i++)
      if (data[1 + i] == ',' || data[1 + i] == '\n') wanted |= UINT64_C(1) << i;
    assert_true(quhua__recode_block(data + 1, ',', '\n') == wanted);
    assert_true(quhua__recode_block_anywhere(data + 1, ',', '\n') == wanted);
  }
}

static void places_are_listed_in_whole_blocks(void **state) {
  static char data[QUHUA__RECODE_STRETCH + 300];
  static quhua__recode_separators found;
  (void)state;
  fill(data, sizeof data, 7);
  for (size_t len = 0; len < sizeof data; len += 97) {
    size_t covered = len / 64 * 64, count = 0;
    if (covered > QUHUA__RECODE_STRETCH) covered = QUHUA__RECODE_STRETCH;
    assert_int_equal(quhua__recode_separators_find(&found, data, len, ',', '\n'), covered);
    for (size_t i = 0; i < covered; i++)
      if (data[i] == ',' || data[i] == '\n') assert_int_equal(found.at[count++], i);
    assert_int_equal(found.count, count);
  }
}

static void a_stretch_of_separators_alone_fits(void **state) {
  static char data[QUHUA__RECODE_STRETCH];
  static quhua__recode_separators found;
  (void)state;
  memset(data, ',', sizeof data);
  assert_int_equal(quhua__recode_separators_find(&found, data, sizeof data, ',', '\n'), sizeof data);
  assert_int_equal(found.count, QUHUA__RECODE_STRETCH);
  assert_int_equal(found.at[QUHUA__RECODE_STRETCH - 1], QUHUA__RECODE_STRETCH - 1);
}

static void bytes_are_counted(void **state) {
  char data[200];
  (void)state;
  memset(data, 'x', sizeof data);
  data[0] = data[63] = data[64] = data[130] = data[199] = '"';
  assert_int_equal(quhua__recode_count(data, 0, '"'), 0);
  assert_int_equal(quhua__recode_count(data, 64, '"'), 2);
  assert_int_equal(quhua__recode_count(data, 65, '"'), 3);
  assert_int_equal(quhua__recode_count(data, 200, '"'), 5);
  assert_int_equal(quhua__recode_count(data, 200, '\n'), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(blocks_are_told_exactly),
      cmocka_unit_test(places_are_listed_in_whole_blocks),
      cmocka_unit_test(a_stretch_of_separators_alone_fits),
      cmocka_unit_test(bytes_are_counted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
