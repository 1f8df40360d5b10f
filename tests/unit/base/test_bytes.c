/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/bytes.h"
#include "support/fail_alloc.h"

/* LEB128: 300 and 624485 are the examples of the Protocol Buffers and DWARF documents. */
static const struct known_number {
  uint64_t value;
  const char *bytes;
  size_t len;
} known_numbers[] = {
    {0, "\x00", 1},
    {1, "\x01", 1},
    {127, "\x7F", 1},
    {128, "\x80\x01", 2},
    {300, "\xAC\x02", 2},
    {624485, "\xE5\x8E\x26", 3},
    {UINT32_MAX, "\xFF\xFF\xFF\xFF\x0F", 5},
    {UINT64_MAX, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 10},
};

/* Zigzag: the table of the Protocol Buffers document. */
static const struct known_signed {
  int64_t value;
  const char *bytes;
  size_t len;
} known_signed_numbers[] = {
    {0, "\x00", 1},
    {-1, "\x01", 1},
    {1, "\x02", 1},
    {-2, "\x03", 1},
    {INT32_MAX, "\xFE\xFF\xFF\xFF\x0F", 5},
    {INT32_MIN, "\xFF\xFF\xFF\xFF\x0F", 5},
    {INT64_MAX, "\xFE\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 10},
    {INT64_MIN, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 10},
};

static quhua__reader reader_over(const char *bytes, size_t len) {
  return (quhua__reader){bytes, bytes + len, false};
}

static void test_known_numbers(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof known_numbers / sizeof known_numbers[0]; i++) {
    quhua__bytes bytes;
    quhua__bytes_init(&bytes, quhua_allocator_default());
    quhua__bytes_u(&bytes, known_numbers[i].value);
    assert_int_equal(bytes.len, known_numbers[i].len);
    assert_memory_equal(bytes.data, known_numbers[i].bytes, bytes.len);
    quhua__reader reader = reader_over(known_numbers[i].bytes, known_numbers[i].len);
    assert_true(quhua__read_u(&reader) == known_numbers[i].value);
    assert_false(reader.failed);
    assert_ptr_equal(reader.at, reader.end);
    quhua__bytes_free(&bytes);
  }
}

static void test_known_signed_numbers(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof known_signed_numbers / sizeof known_signed_numbers[0]; i++) {
    quhua__bytes bytes;
    quhua__bytes_init(&bytes, quhua_allocator_default());
    quhua__bytes_s(&bytes, known_signed_numbers[i].value);
    assert_int_equal(bytes.len, known_signed_numbers[i].len);
    assert_memory_equal(bytes.data, known_signed_numbers[i].bytes, bytes.len);
    quhua__reader reader = reader_over(known_signed_numbers[i].bytes, known_signed_numbers[i].len);
    assert_true(quhua__read_s(&reader) == known_signed_numbers[i].value);
    assert_false(reader.failed);
    quhua__bytes_free(&bytes);
  }
}

static void test_text(void **state) {
  (void)state;
  quhua__bytes bytes;
  quhua__bytes_init(&bytes, quhua_allocator_default());
  quhua__bytes_t(&bytes, quhua_str_from("镇"));
  quhua__bytes_t(&bytes, (quhua_str){NULL, 0});
  quhua__bytes_add(&bytes, NULL, 0);
  assert_int_equal(bytes.len, 5);
  assert_memory_equal(bytes.data, "\x03\xE9\x95\x87\x00", 5);
  quhua__reader reader = reader_over(bytes.data, bytes.len);
  quhua_str text = quhua__read_t(&reader);
  assert_true(quhua_str_equal(text, quhua_str_from("镇")));
  assert_ptr_equal(text.ptr, bytes.data + 1); /* borrowed from the bytes */
  assert_int_equal(quhua__read_t(&reader).len, 0);
  assert_false(reader.failed);
  assert_ptr_equal(reader.at, reader.end);
  quhua__bytes_free(&bytes);
}

/* Every value has one encoding, so the longer ones are refused. */
static void test_numbers_that_are_refused(void **state) {
  (void)state;
  static const struct {
    const char *bytes;
    size_t len;
  } wrong[] = {
      {"", 0},
      {"\x80", 1},                                          /* cut short */
      {"\x80\x80", 2},                                      /* cut short */
      {"\x80\x00", 2},                                      /* 0 in two bytes */
      {"\xFF\x00", 2},                                      /* 127 in two bytes */
      {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x02", 10},     /* 65 bits */
      {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F", 10},     /* more than 64 bits */
      {"\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11}, /* eleven bytes */
      {"\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x81\x00", 11}, /* a tenth byte that goes on */
  };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    quhua__reader reader = reader_over(wrong[i].bytes, wrong[i].len);
    assert_true(quhua__read_u(&reader) == 0);
    assert_true(reader.failed);
    reader = reader_over(wrong[i].bytes, wrong[i].len);
    assert_true(quhua__read_s(&reader) == 0);
    assert_true(reader.failed);
  }
}

static void test_limits(void **state) {
  (void)state;
  quhua__reader reader = reader_over("\x07\x08\x01", 3);
  assert_int_equal(quhua__read_upto(&reader, 7), 7);
  assert_false(reader.failed);
  assert_int_equal(quhua__read_upto(&reader, 7), 0);
  assert_true(reader.failed);
}

static void test_text_longer_than_what_is_there(void **state) {
  (void)state;
  quhua__reader reader = reader_over("\x04"
                                     "abc",
                                     4);
  assert_int_equal(quhua__read_t(&reader).len, 0);
  assert_true(reader.failed);
  reader = reader_over("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01"
                       "abc",
                       13);
  assert_int_equal(quhua__read_t(&reader).len, 0);
  assert_true(reader.failed);
}

static void test_raw(void **state) {
  (void)state;
  quhua__reader reader = reader_over("abcdef", 6);
  const char *raw = quhua__read_raw(&reader, 4);
  assert_non_null(raw);
  assert_memory_equal(raw, "abcd", 4);
  assert_null(quhua__read_raw(&reader, 3));
  assert_true(reader.failed);
}

static void test_a_failed_reader_reads_nothing(void **state) {
  (void)state;
  quhua__reader reader = reader_over("\x80\x00\x05\x05", 4);
  quhua__read_u(&reader);
  assert_true(reader.failed);
  assert_true(quhua__read_u(&reader) == 0);
  assert_true(quhua__read_s(&reader) == 0);
  assert_true(quhua__read_upto(&reader, 100) == 0);
  assert_int_equal(quhua__read_t(&reader).len, 0);
  assert_null(quhua__read_raw(&reader, 0));
  assert_true(reader.failed);
}

static void test_out_of_memory(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, 1);
  quhua__bytes bytes;
  quhua__bytes_init(&bytes, &allocator);
  quhua__bytes_add(&bytes, "abc", 3);
  assert_false(bytes.failed);
  quhua__bytes_add(&bytes, (char[1000]){0}, 1000);
  assert_true(bytes.failed);
  quhua__bytes_add(&bytes, "d", 1); /* would fit, but what came before it is lost */
  quhua__bytes_u(&bytes, 1);
  assert_int_equal(bytes.len, 3);
  assert_memory_equal(bytes.data, "abc", 3);
  quhua__bytes_free(&bytes);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_a_length_that_overflows(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__bytes bytes;
  quhua__bytes_init(&bytes, &allocator);
  quhua__bytes_add(&bytes, "abc", 3);
  quhua__bytes_add(&bytes, "abc", SIZE_MAX - 1); /* 3 + SIZE_MAX - 1 is 1 in size_t: nothing may be copied */
  assert_true(bytes.failed);
  assert_int_equal(bytes.len, 3);
  quhua__bytes_free(&bytes);
  assert_true(fail_alloc_is_clean(&books));
}

static void test_growth(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua__bytes bytes;
  quhua__bytes_init(&bytes, &allocator);
  for (uint64_t i = 0; i < 100000; i++) quhua__bytes_u(&bytes, i);
  assert_false(bytes.failed);
  assert_int_equal(bytes.len, 128 + 2 * (16384 - 128) + 3 * (100000 - 16384));
  quhua__reader reader = reader_over(bytes.data, bytes.len);
  for (uint64_t i = 0; i < 100000; i++) assert_true(quhua__read_u(&reader) == i);
  assert_ptr_equal(reader.at, reader.end);
  quhua__bytes_free(&bytes);
  quhua__bytes_free(&bytes);
  assert_true(fail_alloc_is_clean(&books));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_known_numbers), cmocka_unit_test(test_known_signed_numbers),
      cmocka_unit_test(test_text),          cmocka_unit_test(test_numbers_that_are_refused),
      cmocka_unit_test(test_limits),        cmocka_unit_test(test_text_longer_than_what_is_there),
      cmocka_unit_test(test_raw),           cmocka_unit_test(test_a_failed_reader_reads_nothing),
      cmocka_unit_test(test_out_of_memory), cmocka_unit_test(test_a_length_that_overflows),
      cmocka_unit_test(test_growth),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
