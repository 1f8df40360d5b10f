/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "registry/effect.h"

#include <stdlib.h>
#include <string.h>

static quhua_str text(const char *s) { return quhua_str_from(s); }

static quhua__reader reader_of(const void *data, size_t len) {
  const char *bytes = data;
  return (quhua__reader){bytes, bytes + len, false};
}

static void assert_str(quhua_str actual, const char *expected) {
  assert_int_equal(actual.len, strlen(expected));
  assert_memory_equal(actual.ptr, expected, actual.len);
}

/* --- the bytes, worked out by hand: u is LEB128, s zigzag ------------------------------------------------------ */

static void test_bytes_of_open(void **state) {
  (void)state;
  quhua__effect_open open = {.unit = 300,
                             .parent = 1,
                             .name = text("东"),
                             .code = {"510723208201"},
                             .from = -1,
                             .level = QUHUA_LEVEL_VILLAGE,
                             .kind = QUHUA_KIND_VILLAGE,
                             .standing = QUHUA_STANDING_IMPLIED};
  quhua_attribute attributes[] = {{text("a"), text("b")}};
  static const uint8_t expected[] = {1,                   /* open */
                                     0xAC, 0x02,          /* 300 = 0b10_0101100 */
                                     1,    5,    41,   1, /* parent, level, kind, implied */
                                     12,   '5',  '1',  '0',  '7', '2', '3',
                                     '2',  '0',  '8',  '2',  '0', '1', /* code */
                                     3,    0xE4, 0xB8, 0x9C,           /* 东 */
                                     1,                                /* day -1 in zigzag */
                                     1,    1,    'a',  1,    'b'};
  quhua__bytes out;
  quhua__bytes_init(&out, quhua_allocator_default());
  quhua__effect_put_open(&out, &open, attributes, 1);
  assert_int_equal(out.len, sizeof expected);
  assert_memory_equal(out.data, expected, sizeof expected);
  quhua__bytes_free(&out);
}

static void test_bytes_of_the_others(void **state) {
  (void)state;
  static const uint8_t expected[] = {
      2,  7, 0x80, 0x02,                    /* close unit 7 on day 128: zigzag 256 */
      3,  1, 0,    1,    'r', 0,            /* event: merge, not declared, reason, no note */
      4,  2, 7,    1,                       /* flow 2 -> 7, whole */
      4,  3, 7,    2,    2,   5,            /* 3 -> 7, exact 2/5 */
      4,  3, 8,    3,    1,   4,  1,   2,   /* 3 -> 8, 1/4 .. 1/2 */
      4,  0, 8,    4,                       /* 设立 with unknown share */
      5,  9, 2,    1,    's', 2,  '1', '2', /* unit 9, day 1, series s, 12 */
      6,  4,                                /* retract 4 */
      12, 1, 's',  2,    '1', '2'};         /* amount of series s, 12 */
  const quhua_fraction zero = {0, 1}, one = {1, 1}, two_fifths = {2, 5}, quarter = {1, 4}, half = {1, 2};
  quhua__bytes out;
  quhua__bytes_init(&out, quhua_allocator_default());
  quhua__effect_put_close(&out, 7, 128);
  quhua__effect_put_event(&out, QUHUA_RELATION_MERGE, QUHUA_RELATION_NONE, text("r"), text(""));
  quhua__effect_put_flow(&out, 2, 7, (quhua_share){one, one, QUHUA_SHARE_WHOLE});
  quhua__effect_put_flow(&out, 3, 7, (quhua_share){two_fifths, two_fifths, QUHUA_SHARE_EXACT});
  quhua__effect_put_flow(&out, 3, 8, (quhua_share){quarter, half, QUHUA_SHARE_INTERVAL});
  quhua__effect_put_flow(&out, 0, 8, (quhua_share){zero, one, QUHUA_SHARE_UNKNOWN});
  quhua__effect_put_observe(&out, 9, 1, text("s"), text("12"));
  quhua__effect_put_retract(&out, 4);
  quhua__effect_put_amount(&out, text("s"), text("12"));
  assert_int_equal(out.len, sizeof expected);
  assert_memory_equal(out.data, expected, sizeof expected);
  quhua__bytes_free(&out);
}

/* As open, then whether the version has an end, and the end. */
static void test_bytes_of_amend(void **state) {
  (void)state;
  quhua__effect_open open = {.unit = 7,
                             .parent = 2,
                             .name = text("东"),
                             .code = {"1"},
                             .from = 3,
                             .level = QUHUA_LEVEL_VILLAGE,
                             .kind = QUHUA_KIND_VILLAGE};
  static const uint8_t expected[] = {7,   7, 2, 5, 41, 0, 1, '1', 3, 0xE4, 0xB8, 0x9C, 6, 0, 1,
                                     128, 2,                                                     /* to 128 */
                                     7,   7, 2, 5, 41, 0, 1, '1', 3, 0xE4, 0xB8, 0x9C, 6, 0, 0}; /* open */
  quhua__bytes out;
  quhua__bytes_init(&out, quhua_allocator_default());
  quhua__effect_put_amend(&out, &open, 128, NULL, 0);
  quhua__effect_put_amend(&out, &open, QUHUA_DATE_OPEN, NULL, 0);
  assert_int_equal(out.len, sizeof expected);
  assert_memory_equal(out.data, expected, sizeof expected);
  quhua__bytes_free(&out);
}

/* --- reading -------------------------------------------------------------------------------------------------- */

static void test_reading_open(void **state) {
  (void)state;
  static const char bytes[] = "\x01\x05\x02\x04\x1f\x00\x0c"
                              "510723114000"
                              "\x03镇\x14\x02\x01k\x01v\x01l\x02ww";
  quhua__reader in = reader_of(bytes, sizeof bytes - 1);
  quhua__effect e = quhua__effect_read(&in);
  assert_int_equal(e.kind, QUHUA__EFFECT_OPEN);
  assert_int_equal(e.as.open.unit, 5);
  assert_int_equal(e.as.open.parent, 2);
  assert_int_equal(e.as.open.level, QUHUA_LEVEL_TOWNSHIP);
  assert_int_equal(e.as.open.kind, QUHUA_KIND_TOWN);
  assert_int_equal(e.as.open.standing, QUHUA_STANDING_FORMAL);
  assert_string_equal(e.as.open.code.text, "510723114000");
  assert_str(e.as.open.name, "镇");
  assert_int_equal(e.as.open.from, 10);
  assert_int_equal(e.as.open.attribute_count, 2);
  quhua_attribute pair;
  assert_true(quhua__effect_attribute(&e.as.open.attributes, &pair));
  assert_str(pair.key, "k");
  assert_str(pair.value, "v");
  assert_true(quhua__effect_attribute(&e.as.open.attributes, &pair));
  assert_str(pair.key, "l");
  assert_str(pair.value, "ww");
  assert_false(quhua__effect_attribute(&e.as.open.attributes, &pair));
  assert_int_equal(quhua__effect_read(&in).kind, QUHUA__EFFECT_END);
  assert_false(in.failed);
}

static void test_reading_amend(void **state) {
  (void)state;
  static const char bytes[] = "\x07\x07\x02\x05\x29\x00\x01"
                              "1\x03东\x06\x01\x01k\x01v\x01\x80\x02" /* to day 128 */
                              "\x07\x07\x02\x05\x29\x00\x01"
                              "1\x03东\x06\x00\x00"; /* without end */
  quhua__reader in = reader_of(bytes, sizeof bytes - 1);
  quhua__effect e = quhua__effect_read(&in);
  quhua_attribute pair;
  assert_int_equal(e.kind, QUHUA__EFFECT_AMEND);
  assert_int_equal(e.as.open.unit, 7);
  assert_str(e.as.open.name, "东");
  assert_int_equal(e.as.open.from, 3);
  assert_int_equal(e.as.open.to, 128);
  assert_true(quhua__effect_attribute(&e.as.open.attributes, &pair));
  assert_str(pair.value, "v");
  assert_false(quhua__effect_attribute(&e.as.open.attributes, &pair));
  e = quhua__effect_read(&in);
  assert_int_equal(e.kind, QUHUA__EFFECT_AMEND);
  assert_int_equal(e.as.open.to, QUHUA_DATE_OPEN);
  assert_int_equal(quhua__effect_read(&in).kind, QUHUA__EFFECT_END);
  assert_false(in.failed);
  quhua__effect_counts n;
  assert_true(quhua__effect_count(reader_of(bytes, sizeof bytes - 1), &n));
  assert_int_equal(n.amended, 2);
  assert_int_equal(n.opened, 0);
  assert_int_equal(n.attributes, 1);
}

static void test_counting(void **state) {
  (void)state;
  static const char bytes[] = "\x01\x05\x02\x04\x1f\x00\x01"
                              "1\x03镇\x14\x02\x01k\x01v\x01l\x02ww" /* open with two attributes */
                              "\x02\x05\x00"                         /* close */
                              "\x03\x01\x00\x00\x00"                 /* event */
                              "\x04\x01\x02\x01\x04\x03\x02\x01"     /* two flows */
                              "\x0c\x01s\x01"
                              "1" /* amount */
                              "\x05\x01\x00\x01s\x01"
                              "1"         /* observation */
                              "\x06\x01"; /* retraction */
  quhua__effect_counts n;
  assert_true(quhua__effect_count(reader_of(bytes, sizeof bytes - 1), &n));
  assert_int_equal(n.opened, 1);
  assert_int_equal(n.attributes, 2);
  assert_int_equal(n.closed, 1);
  assert_int_equal(n.events, 1);
  assert_int_equal(n.flows, 2);
  assert_int_equal(n.amounts, 1);
  assert_int_equal(n.observed, 1);
  assert_int_equal(n.retracted, 1);
  assert_true(quhua__effect_count(reader_of("", 0), &n));
  assert_int_equal(n.opened + n.closed + n.events + n.flows + n.observed + n.retracted, 0);
}

/* Every one of these breaks one rule of the encoding. */
static void test_malformed(void **state) {
  (void)state;
  static const struct {
    const char *what, *bytes;
    size_t len;
  } cases[] = {
#define CASE(what, bytes) {what, bytes, sizeof bytes - 1}
      CASE("tag 0", "\x00"),
      CASE("unknown tag", "\x7f"),
      CASE("tag not in the fewest bytes", "\x86\x00\x01"),
      CASE("unit not in the fewest bytes", "\x06\x81\x00"),
      CASE("number without end", "\x06\x80"),
      CASE("number of more than 64 bits", "\x06\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"),
      CASE("number of more than ten bytes", "\x06\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
      CASE("sequence 2^32 - 1", "\x06\xff\xff\xff\xff\x0f"),
      CASE("close: unit too large", "\x02\xff\xff\xff\xff\x0f\x00"),
      CASE("close: no day", "\x02\x05"),
      CASE("close: day that means no end", "\x02\x05\xfe\xff\xff\xff\x0f"),
      CASE("close: day that means no day", "\x02\x05\xff\xff\xff\xff\x0f"),
      CASE("close: day beyond 32 bits", "\x02\x05\x80\x80\x80\x80\x10"),
      CASE("event: unknown relation", "\x03\x16\x00\x00\x00"),
      CASE("event: unknown declared relation", "\x03\x01\x16\x00\x00"),
      CASE("event: reason longer than the bytes", "\x03\x01\x00\x05"
                                                  "ab\x00"),
      CASE("flow: unknown kind of share", "\x04\x01\x02\x06"),
      CASE("flow: share over nothing", "\x04\x01\x02\x02\x00\x00"),
      CASE("flow: share over one", "\x04\x01\x02\x02\x03\x02"),
      CASE("flow: upper bound missing", "\x04\x01\x02\x03\x01\x04"),
      CASE("amount: no series", "\x0c\x00\x01"
                                "1"),
      CASE("amount: no value", "\x0c\x01s"),
      CASE("open: unit 0", "\x01\x00\x02\x04\x1f\x00\x01"
                           "1\x00\x00\x00"),
      CASE("open: level 0", "\x01\x05\x02\x00\x1f\x00\x01"
                            "1\x00\x00\x00"),
      CASE("open: level 7", "\x01\x05\x02\x07\x1f\x00\x01"
                            "1\x00\x00\x00"),
      CASE("open: kind 61", "\x01\x05\x02\x04\x3d\x00\x01"
                            "1\x00\x00\x00"),
      CASE("open: standing 2", "\x01\x05\x02\x04\x1f\x02\x01"
                               "1\x00\x00\x00"),
      CASE("amend: without a word on its end", "\x07\x05\x02\x04\x1f\x00\x01"
                                               "1\x00\x00\x00"),
      CASE("amend: end that is neither there nor not", "\x07\x05\x02\x04\x1f\x00\x01"
                                                       "1\x00\x00\x00\x02\x00"),
      CASE("amend: end missing", "\x07\x05\x02\x04\x1f\x00\x01"
                                 "1\x00\x00\x00\x01"),
      CASE("open: no code", "\x01\x05\x02\x04\x1f\x00\x00\x00\x00\x00"),
      CASE("open: code of 16", "\x01\x05\x02\x04\x1f\x00\x10"
                               "1234567890123456\x00\x00\x00"),
      CASE("open: zero byte in the code", "\x01\x05\x02\x04\x1f\x00\x03"
                                          "1\x00"
                                          "2\x00\x00\x00"),
      CASE("open: fewer attributes than said", "\x01\x05\x02\x04\x1f\x00\x01"
                                               "1\x00\x00\x02\x01k\x01v"),
      CASE("open: attributes without end", "\x01\x05\x02\x04\x1f\x00\x01"
                                           "1\x00\x00\xff\xff\xff\xff\x07"),
#undef CASE
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    quhua__reader in = reader_of(cases[i].bytes, cases[i].len);
    quhua__effect_counts n;
    if (quhua__effect_read(&in).kind != QUHUA__EFFECT_END || !in.failed) fail_msg("read: %s", cases[i].what);
    assert_int_equal(quhua__effect_read(&in).kind, QUHUA__EFFECT_END); /* and nothing after it */
    if (quhua__effect_count(reader_of(cases[i].bytes, cases[i].len), &n))
      fail_msg("counted: %s", cases[i].what);
  }
}

/* A share that says nothing new about its bounds still has them. */
static void test_shares(void **state) {
  (void)state;
  static const struct {
    const char *bytes;
    size_t len;
    quhua_share expected;
  } cases[] = {
      {"\x00", 1, {{0, 1}, {1, 1}, QUHUA_SHARE_EMPTY}},
      {"\x01", 1, {{1, 1}, {1, 1}, QUHUA_SHARE_WHOLE}},
      {"\x02\x02\x05", 3, {{2, 5}, {2, 5}, QUHUA_SHARE_EXACT}},
      {"\x03\x00\x01\x01\x02", 5, {{0, 1}, {1, 2}, QUHUA_SHARE_INTERVAL}},
      {"\x04", 1, {{0, 1}, {1, 1}, QUHUA_SHARE_UNKNOWN}},
      {"\x05", 1, {{0, 1}, {1, 1}, QUHUA_SHARE_CHILDREN}},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    quhua__reader in = reader_of(cases[i].bytes, cases[i].len);
    quhua_share share = quhua__share_read(&in);
    const quhua_share *e = &cases[i].expected;
    assert_false(in.failed);
    assert_ptr_equal(in.at, in.end);
    assert_int_equal(share.kind, e->kind);
    assert_true(share.lo.num == e->lo.num && share.lo.den == e->lo.den);
    assert_true(share.hi.num == e->hi.num && share.hi.den == e->hi.den);
    quhua__bytes out; /* and back */
    quhua__bytes_init(&out, quhua_allocator_default());
    quhua__share_put(&out, share);
    assert_int_equal(out.len, cases[i].len);
    assert_memory_equal(out.data, cases[i].bytes, out.len);
    quhua__bytes_free(&out);
  }
}

/* Every value has one encoding: an interval that is upside down, or a fraction that could be reduced, is another
 * way to write something, or nonsense. */
static void test_shares_that_nobody_writes(void **state) {
  (void)state;
  static const struct {
    const char *bytes;
    size_t len;
  } cases[] = {{"\x03\x01\x02\x01\x04", 5} /* 1/2 .. 1/4 */, {"\x02\x02\x04", 3} /* 2/4 */};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    quhua__reader in = reader_of(cases[i].bytes, cases[i].len);
    quhua__share_read(&in);
    assert_true(in.failed);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_bytes_of_open),
      cmocka_unit_test(test_bytes_of_the_others),
      cmocka_unit_test(test_reading_open),
      cmocka_unit_test(test_bytes_of_amend),
      cmocka_unit_test(test_reading_amend),
      cmocka_unit_test(test_counting),
      cmocka_unit_test(test_malformed),
      cmocka_unit_test(test_shares),
      cmocka_unit_test(test_shares_that_nobody_writes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
