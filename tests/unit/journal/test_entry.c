/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/entry.h"

#include <stdlib.h>
#include <string.h>

/* An entry worked out by hand from the encoding: u is LEB128, s zigzag, t a length and bytes. */
static const uint8_t by_hand[] = {
    1,  1,                                                      /* version, SM3 */
    2,  0xE8, 0x07,                                             /* sequence 2, recorded 1000 */
    2,  1,    'a',                                              /* act, by a */
    7,  7,    7,    7,   7,   7,  7, 7, 7, 7, 7, 7, 7, 7, 7, 7, /* link: 32 bytes of 7 */
    7,  7,    7,    7,   7,   7,  7, 7, 7, 7, 7, 7, 7, 7, 7, 7,
    20, 1,    6,                     /* effective on day 10, decided on day 3 */
    1,  'd',                         /* document */
    1,                               /* one row: */
    2,  0,                           /*   并入, no event */
    1,  '1',  0,    0,               /*   old code 1, no name, level not given */
    1,  '2',  1,    'n', 5,   41, 0, /*   new code 2, name n, level 5, village, no parent */
    2,  2,    5,                     /*   share 2/5 */
    1,  0,    0,                     /*   the same unit, no target, confidence not given */
    1,  'r',  0,                     /*   reason, no note */
    1,  1,    'k',  1,   'v',        /*   one attribute */
    0,  0,                           /*   no amounts, no notes */
    1,  1,    'w',  1,   'y',        /* one waiver */
    6,  1,                           /* effects: take back entry 1 */
};

static void write_by_hand(quhua__bytes *out) {
  const quhua_attribute attribute = {{"k", 1}, {"v", 1}};
  const quhua__entry_waiver waiver = {{"w", 1}, {"y", 1}};
  quhua_flow_row row;
  quhua_flow_row_init(&row);
  row.relation = QUHUA_RELATION_ABSORB;
  row.old_code = quhua_str_from("1");
  row.new_code = quhua_str_from("2");
  row.new_name = quhua_str_from("n");
  row.new_level = QUHUA_LEVEL_VILLAGE;
  row.new_kind = QUHUA_KIND_VILLAGE;
  row.share = (quhua_share){{2, 5}, {2, 5}, QUHUA_SHARE_EXACT};
  row.identity = QUHUA_IDENTITY_SAME;
  row.reason = quhua_str_from("r");
  row.attributes = &attribute;
  row.attribute_count = 1;
  const quhua_flow_row *rows[] = {&row};
  quhua__entry_head head = {.sequence = 2,
                            .recorded = 1000,
                            .kind = QUHUA_ENTRY_ACT,
                            .actor = {"a", 1},
                            .document = {"d", 1},
                            .effective = 10,
                            .decided = 3};
  quhua_digest link;
  memset(&link, 7, sizeof link);
  quhua__entry_body body = {
      .rows = rows, .row_count = 1, .waivers = &waiver, .waiver_count = 1, .effects = {"\x06\x01", 2}};
  quhua__bytes_init(out, quhua_allocator_default());
  quhua__entry_write(out, &head, &link, &body);
  assert_false(out->failed);
}

static void test_bytes(void **state) {
  (void)state;
  quhua__bytes out;
  write_by_hand(&out);
  assert_int_equal(out.len, sizeof by_hand);
  assert_memory_equal(out.data, by_hand, sizeof by_hand);
  quhua__bytes_free(&out);
}

static quhua_status read_bytes(const void *data, size_t len, quhua__entry_view *view, quhua_error *err) {
  return quhua__entry_read((quhua_str){data, len}, view, err);
}

static void test_reading(void **state) {
  (void)state;
  quhua__entry_view v;
  assert_int_equal(read_bytes(by_hand, sizeof by_hand, &v, NULL), QUHUA_OK);
  assert_int_equal(v.head.sequence, 2);
  assert_int_equal(v.head.recorded, 1000);
  assert_int_equal(v.head.kind, QUHUA_ENTRY_ACT);
  assert_int_equal(v.head.effective, 10);
  assert_int_equal(v.head.decided, 3);
  assert_true(quhua_str_equal(v.head.actor, quhua_str_from("a")));
  assert_true(quhua_str_equal(v.head.document, quhua_str_from("d")));
  for (size_t i = 0; i < sizeof v.link.bytes; i++) assert_int_equal(v.link.bytes[i], 7);
  assert_true(quhua_str_equal(v.effects, (quhua_str){"\x06\x01", 2}));
  assert_ptr_equal(v.bytes.ptr, by_hand);
  assert_int_equal(v.bytes.len, sizeof by_hand);
}

/* Without a decision the day of it is not written at all. */
static void test_smallest(void **state) {
  (void)state;
  uint8_t expected[44] = {1, 1, 1, 0, 1, 0};
  expected[38] = 1; /* day -1; then: not decided, no document, no rows, no waivers, no effects */
  quhua__entry_head head = {
      .sequence = 1, .kind = QUHUA_ENTRY_OPENING, .effective = -1, .decided = QUHUA_DATE_NONE};
  quhua_digest link = {{0}};
  quhua__entry_body body = {.rows = NULL};
  quhua__bytes out;
  quhua__entry_view v;
  quhua__bytes_init(&out, quhua_allocator_default());
  quhua__entry_write(&out, &head, &link, &body);
  assert_int_equal(out.len, 43);
  assert_memory_equal(out.data, expected, 43);
  assert_int_equal(read_bytes(out.data, out.len, &v, NULL), QUHUA_OK);
  assert_int_equal(v.head.effective, -1);
  assert_int_equal(v.head.decided, QUHUA_DATE_NONE);
  assert_int_equal(v.effects.len, 0);
  quhua__bytes_free(&out);
}

/* printf '\0abc' | openssl dgst -sm3, and printf '\0' | openssl dgst -sm3 */
static void test_digest(void **state) {
  (void)state;
  quhua_digest digest;
  char text[QUHUA_DIGEST_TEXT_MAX];
  assert_true(quhua__entry_digest((quhua_str){"abc", 3}, &digest));
  quhua_digest_format(&digest, text);
  assert_string_equal(text, "a7fe0cdcc2194aa7a9c6bfad5637581bf051d935a10bb6a9ccabfce125c27d96");
  assert_true(quhua__entry_digest((quhua_str){"", 0}, &digest));
  quhua_digest_format(&digest, text);
  assert_string_equal(text, "2daef60e7a0b8f5e024c81cd2ab3109f2b4f155cf83adeb2ae5532f74a157fdf");
  assert_true(quhua__entry_digest((quhua_str){(const char *)by_hand, sizeof by_hand}, &digest));
  quhua_digest_format(&digest, text);
  assert_string_equal(text, "36c4155b98eb391e4b726fa07a3f2f871611047a5723803fada61a1e5a7a0c98");
}

/* No beginning of an entry is one, except without its effects, which have no length of their own. */
static void test_every_truncation(void **state) {
  (void)state;
  for (size_t len = 0; len < sizeof by_hand; len++) {
    char *copy = malloc(len + 1); /* on the heap, where a step too far is seen */
    quhua__entry_view v;
    quhua__effect_counts n;
    quhua_error err;
    assert_non_null(copy);
    memcpy(copy, by_hand, len);
    quhua_error_clear(&err);
    quhua_status status = read_bytes(copy, len, &v, &err);
    if (len < sizeof by_hand - 2) {
      assert_int_equal(status, QUHUA_E_CORRUPT);
      assert_int_equal(err.status, QUHUA_E_CORRUPT);
    } else {
      quhua__reader in = {v.effects.ptr, v.effects.ptr + v.effects.len, false};
      assert_int_equal(status, QUHUA_OK);
      assert_int_equal(quhua__effect_count(in, &n), len == sizeof by_hand - 2);
    }
    free(copy);
  }
}

/* Whatever bit flips, the bytes are refused, or they are another entry; and the digest is another one. */
static void test_every_bit(void **state) {
  (void)state;
  quhua_digest before, after;
  assert_true(quhua__entry_digest((quhua_str){(const char *)by_hand, sizeof by_hand}, &before));
  for (size_t bit = 0; bit < 8 * sizeof by_hand; bit++) {
    char *copy = malloc(sizeof by_hand);
    quhua__entry_view v;
    quhua__effect_counts n;
    assert_non_null(copy);
    memcpy(copy, by_hand, sizeof by_hand);
    copy[bit / 8] = (char)((uint8_t)copy[bit / 8] ^ (1u << (bit % 8)));
    quhua_status status = read_bytes(copy, sizeof by_hand, &v, NULL);
    assert_true(status == QUHUA_OK || status == QUHUA_E_CORRUPT || status == QUHUA_E_NEWER);
    if (status == QUHUA_OK)
      quhua__effect_count((quhua__reader){v.effects.ptr, v.effects.ptr + v.effects.len, false}, &n);
    assert_true(quhua__entry_digest((quhua_str){copy, sizeof by_hand}, &after));
    assert_memory_not_equal(&before, &after, sizeof after);
    free(copy);
  }
}

static void expect_status_with(size_t at, uint8_t byte, quhua_status expected) {
  uint8_t copy[sizeof by_hand];
  quhua__entry_view v;
  memcpy(copy, by_hand, sizeof copy);
  copy[at] = byte;
  assert_int_equal(read_bytes(copy, sizeof copy, &v, NULL), expected);
}

static void test_out_of_range(void **state) {
  (void)state;
  expect_status_with(0, 2, QUHUA_E_NEWER);   /* a later version */
  expect_status_with(1, 2, QUHUA_E_NEWER);   /* another algorithm */
  expect_status_with(5, 0, QUHUA_E_CORRUPT); /* kind of entry */
  expect_status_with(5, 4, QUHUA_E_CORRUPT);
  expect_status_with(41, 2, QUHUA_E_CORRUPT);  /* decided is yes or no */
  expect_status_with(46, 22, QUHUA_E_CORRUPT); /* relation */
  expect_status_with(51, 7, QUHUA_E_CORRUPT);  /* level */
  expect_status_with(57, 61, QUHUA_E_CORRUPT); /* kind of unit */
  expect_status_with(61, 1, QUHUA_E_CORRUPT);  /* share 2/1 */
}

/* A number that is not in its shortest form is another way to write the same entry: refused. */
static void test_longer_numbers(void **state) {
  (void)state;
  static const size_t numbers[] = {2, 5, 40, 41, 43, 45, 46, 51, 56, 57, 59, 60, 61, 62, 64};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    uint8_t longer[sizeof by_hand + 1];
    quhua__entry_view v;
    size_t at = numbers[i];
    memcpy(longer, by_hand, at);
    longer[at] = by_hand[at] | 0x80;
    longer[at + 1] = 0;
    memcpy(longer + at + 2, by_hand + at + 1, sizeof by_hand - at - 1);
    if (read_bytes(longer, sizeof longer, &v, NULL) != QUHUA_E_CORRUPT) fail_msg("number at byte %zu", at);
  }
}

static void test_out_of_memory(void **state) {
  (void)state;
  const quhua__entry_head head = {.sequence = 1, .kind = QUHUA_ENTRY_OPENING, .decided = QUHUA_DATE_NONE};
  const quhua__entry_body body = {.rows = NULL};
  const quhua_digest link = {{0}};
  quhua__bytes out = {.failed = true};
  quhua__entry_write(&out, &head, &link, &body);
  assert_true(out.failed);
  assert_null(out.data);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bytes),
      cmocka_unit_test(test_reading),
      cmocka_unit_test(test_smallest),
      cmocka_unit_test(test_digest),
      cmocka_unit_test(test_every_truncation),
      cmocka_unit_test(test_every_bit),
      cmocka_unit_test(test_out_of_range),
      cmocka_unit_test(test_longer_numbers),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
