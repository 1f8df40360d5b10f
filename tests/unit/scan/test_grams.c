/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scan/grams.h"
#include "support/fail_alloc.h"

#define WORD(text)                                                                                           \
  { (text), sizeof(text) - 1 }

/* Every word, at every offset of a text that otherwise has none, behind every start of the search. */
static void expect_found(const quhua_str *words, size_t count, quhua__grams_end which) {
  quhua__grams grams;
  assert_true(quhua__grams_init(&grams, quhua_allocator_default(), words, count, which));
  for (size_t i = 0; i < count; i++)
    for (size_t at = 0; at < 40; at++) {
      char text[128] = "";
      size_t len = at + words[i].len + 7;
      memset(text, '~', len);
      memcpy(text + at, words[i].ptr, words[i].len);
      for (size_t start = 0; start <= at; start++) {
        const char *found = quhua__grams_next(&grams, text + start, text + len);
        assert_true(found >= text + at && found < text + at + words[i].len);
      }
      assert_ptr_equal(quhua__grams_next(&grams, text, text + at), text + at); /* not before it */
    }
  quhua__grams_free(&grams);
}

static void every_place(void **state) {
  (void)state;
  const quhua_str lengths[][2] = {{WORD("7"), WORD("8")},
                                  {WORD("51"), WORD("62")},
                                  {WORD("abc"), WORD("bcd")},
                                  {WORD("5107"), WORD("6201")},
                                  {WORD("新村"), WORD("董村")},
                                  {WORD("510722109"), WORD("510722109201")},
                                  {WORD("510722109201"), WORD("510722109202")},
                                  {WORD("51072210920101"), WORD("510722109201001")},
                                  {WORD("三元镇友爱村第一村民小组"), WORD("三元镇友爱村第二村民小组")}};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
    expect_found(lengths[i], 2, QUHUA__GRAMS_FIRST);
    expect_found(lengths[i], 2, QUHUA__GRAMS_LAST);
  }
}

static void no_words(void **state) {
  (void)state;
  quhua__grams grams;
  const char text[16] = "510722109201";
  assert_true(quhua__grams_init(&grams, quhua_allocator_default(), NULL, 0, QUHUA__GRAMS_FIRST));
  assert_ptr_equal(quhua__grams_next(&grams, text, text + 12), text + 12);
  quhua__grams_free(&grams);
}

/* The codes of a province: the bitmap grows, and a neighbouring code is not found. */
static void many_words(void **state) {
  (void)state;
  enum { COUNT = 20000 };
  static char texts[COUNT][16];
  static quhua_str words[COUNT];
  quhua__grams grams;
  for (int i = 0; i < COUNT; i++) {
    snprintf(texts[i], sizeof texts[i], "51%010d", i * 7);
    words[i] = (quhua_str){texts[i], 12};
  }
  assert_true(quhua__grams_init(&grams, quhua_allocator_default(), words, COUNT, QUHUA__GRAMS_LAST));
  for (int i = 0; i < COUNT; i++) {
    char other[24];
    assert_ptr_equal(quhua__grams_next(&grams, texts[i], texts[i] + 12), texts[i]);
    snprintf(other, sizeof other, "51%010d", i * 7 + 3);
    assert_ptr_equal(quhua__grams_next(&grams, other, other + 12), other + 12);
  }
  quhua__grams_free(&grams);
}

static void out_of_memory(void **state) {
  (void)state;
  const quhua_str word = WORD("510722109201");
  for (long left = 0; left < 2; left++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, left);
    quhua__grams grams;
    assert_false(quhua__grams_init(&grams, &allocator, &word, 1, QUHUA__GRAMS_FIRST));
    assert_true(fail_alloc_is_clean(&books));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_place),
      cmocka_unit_test(no_words),
      cmocka_unit_test(many_words),
      cmocka_unit_test(out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
