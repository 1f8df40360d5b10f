/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "registry/texts.h"
#include "support/fail_alloc.h"

#include <stdio.h>
#include <string.h>

static uint32_t intern(quhua__texts *texts, const char *text) {
  uint32_t number = UINT32_MAX;
  assert_true(quhua__texts_intern(texts, quhua_str_from(text), &number));
  return number;
}

static uint32_t intern_name(quhua__texts *texts, const char *text) {
  uint32_t number = UINT32_MAX;
  assert_true(quhua__texts_intern_name(texts, quhua_str_from(text), &number));
  return number;
}

static uint32_t find(const quhua__texts *texts, const char *text) {
  return quhua__texts_find(texts, quhua_str_from(text));
}

static void assert_text(const quhua__texts *texts, uint32_t number, const char *expected) {
  quhua_str text = quhua__texts_at(texts, number);
  assert_int_equal(text.len, strlen(expected));
  assert_memory_equal(text.ptr, expected, text.len);
}

static void test_each_text_once(void **state) {
  (void)state;
  quhua__texts t;
  quhua__texts_init(&t, quhua_allocator_default(), NULL, 0);
  assert_int_equal(intern(&t, "东永村"), 1);
  assert_int_equal(intern(&t, "西山村"), 2);
  assert_int_equal(intern(&t, "东永村"), 1);
  assert_int_equal(intern(&t, ""), 0);
  assert_int_equal(quhua__texts_count(&t), 2);
  assert_int_equal(find(&t, "西山村"), 2);
  assert_int_equal(find(&t, "西山"), 0);
  assert_int_equal(find(&t, ""), 0);
  assert_text(&t, 0, "");
  assert_text(&t, 2, "西山村");
  quhua__texts_free(&t);
}

/* Texts that begin alike, that contain a zero byte, and many of them. */
static void test_bytes_decide(void **state) {
  (void)state;
  quhua__texts t;
  char text[16];
  uint32_t number;
  quhua__texts_init(&t, quhua_allocator_default(), NULL, 0);
  assert_true(quhua__texts_intern(&t, (quhua_str){"a\0b", 3}, &number));
  assert_int_equal(number, 1);
  assert_int_equal(intern(&t, "a"), 2);
  for (int i = 0; i < 3000; i++) {
    snprintf(text, sizeof text, "%d组", i);
    assert_int_equal(intern(&t, text), 3 + i);
  }
  for (int i = 0; i < 3000; i++) {
    snprintf(text, sizeof text, "%d组", i);
    assert_int_equal(find(&t, text), 3 + i);
    assert_text(&t, (uint32_t)(3 + i), text);
  }
  quhua__texts_free(&t);
}

static uint32_t stems_of(const quhua__texts *t, const char *proper) {
  const quhua__text_links *links = quhua__texts_links(t, find(t, proper));
  return links ? atomic_load(&links->stems) : 0;
}

/* 东永村村民委员会 -> stem 东永村 -> proper name 东永, which 东永社区 has too. */
static void test_names_lead_to_stems(void **state) {
  (void)state;
  quhua__texts t;
  quhua__texts_init(&t, quhua_allocator_default(), NULL, 0);
  uint32_t full = intern_name(&t, "东永村村民委员会"), stem = find(&t, "东永村"), other;
  assert_int_not_equal(stem, 0);
  assert_int_not_equal(stem, full);
  assert_int_equal(quhua__texts_stem(&t, full), stem);
  assert_int_equal(quhua__texts_stem(&t, stem), stem);
  assert_int_equal(intern_name(&t, "东永村"), stem); /* the stem as a name: itself */
  other = intern_name(&t, "东永社区居委会");
  assert_int_equal(quhua__texts_stem(&t, other), find(&t, "东永社区"));
  /* the proper name leads to both stems, newest first */
  assert_int_equal(stems_of(&t, "东永"), find(&t, "东永社区"));
  assert_int_equal(atomic_load(&quhua__texts_links(&t, find(&t, "东永社区"))->next_stem), stem);
  assert_int_equal(atomic_load(&quhua__texts_links(&t, stem)->next_stem), 0);
  quhua__texts_free(&t);
}

/* A stem or proper name that begins the name needs no bytes of its own. A character has three bytes. */
static void test_names_share_bytes(void **state) {
  (void)state;
  quhua__texts t, over;
  quhua__texts_init(&t, quhua_allocator_default(), NULL, 0);
  intern_name(&t, "东永村村民委员会");
  assert_int_equal(quhua__texts_count(&t), 3);
  assert_int_equal(t.bytes.count, 8 * 3);
  assert_text(&t, find(&t, "东永村"), "东永村");
  assert_text(&t, find(&t, "东永"), "东永");
  intern_name(&t, "西山居委会"); /* its stem 西山社区 does not begin it */
  assert_int_equal(t.bytes.count, (8 + 5 + 4) * 3);
  assert_text(&t, find(&t, "西山社区"), "西山社区");
  assert_text(&t, find(&t, "西山"), "西山");
  uint32_t name = intern(&t, "南沟村委会");
  quhua__texts_init(&over, quhua_allocator_default(), &t, quhua__texts_count(&t));
  assert_int_equal(intern_name(&over, "南沟村委会"), name); /* its bytes are the base's: the overlay copies */
  assert_int_equal(over.bytes.count, 3 * 3);
  assert_text(&over, find(&over, "南沟村"), "南沟村");
  assert_text(&over, find(&over, "南沟"), "南沟");
  quhua__texts_free(&over);
  quhua__texts_free(&t);
}

/* A text that is no name has no stem; used as a name later it gets one. */
static void test_a_text_may_become_a_name(void **state) {
  (void)state;
  quhua__texts t;
  quhua__texts_init(&t, quhua_allocator_default(), NULL, 0);
  uint32_t number = intern(&t, "西山村委会");
  assert_int_equal(quhua__texts_stem(&t, number), 0);
  assert_int_equal(intern_name(&t, "西山村委会"), number);
  assert_int_equal(quhua__texts_stem(&t, number), find(&t, "西山村"));
  assert_int_equal(intern_name(&t, ""), 0);
  assert_int_equal(quhua__texts_stem(&t, 0), 0);
  quhua__texts_free(&t);
}

/* A class word alone is its own proper name and leads to no stem chain. */
static void test_a_bare_class_word(void **state) {
  (void)state;
  quhua__texts t;
  quhua__texts_init(&t, quhua_allocator_default(), NULL, 0);
  uint32_t number = intern_name(&t, "村");
  assert_int_equal(quhua__texts_stem(&t, number), number);
  assert_int_equal(stems_of(&t, "村"), 0);
  quhua__texts_free(&t);
}

/* A name longer than the buffer for stems is its own stem. */
static void test_very_long_names(void **state) {
  (void)state;
  quhua__texts t;
  char name[3 * 300 + 1];
  for (size_t i = 0; i < 300; i++) memcpy(name + 3 * i, "村", 3);
  name[900] = '\0';
  quhua__texts_init(&t, quhua_allocator_default(), NULL, 0);
  uint32_t number = intern_name(&t, name);
  assert_int_equal(quhua__texts_stem(&t, number), number);
  assert_text(&t, number, name);
  quhua__texts_free(&t);
}

static void test_overlay_goes_on_counting(void **state) {
  (void)state;
  quhua__texts base, over;
  quhua__texts_init(&base, quhua_allocator_default(), NULL, 0);
  uint32_t east = intern_name(&base, "东永村"), count = quhua__texts_count(&base);
  quhua__texts_init(&over, quhua_allocator_default(), &base, count);
  assert_int_equal(intern(&over, "东永村"), east);
  assert_int_equal(quhua__texts_count(&over), count);
  assert_int_equal(intern(&over, "西山村"), count + 1);
  assert_int_equal(find(&base, "西山村"), 0);
  assert_int_equal(quhua__texts_stem(&over, east), east);
  assert_text(&over, east, "东永村");
  assert_text(&over, count + 1, "西山村");
  quhua__texts_free(&over);
  quhua__texts_free(&base);
}

/* What the base gets after the overlay was made does not exist for the overlay, though numbers collide. */
static void test_overlay_does_not_see_later_texts(void **state) {
  (void)state;
  quhua__texts base, over;
  quhua__texts_init(&base, quhua_allocator_default(), NULL, 0);
  uint32_t count = intern(&base, "甲");
  quhua__texts_init(&over, quhua_allocator_default(), &base, count);
  assert_int_equal(intern(&base, "乙"), count + 1);
  assert_int_equal(find(&over, "乙"), 0);
  assert_int_equal(intern(&over, "丙"), count + 1);
  assert_text(&over, count + 1, "丙");
  assert_int_equal(intern(&over, "乙"), count + 2);
  assert_text(&base, count + 1, "乙");
  quhua__texts_free(&over);
  quhua__texts_free(&base);
}

/* A text that both know becomes a name in the base later. Its stem is a text that the overlay does not know: the
 * overlay must not take a number of the base for one of its own. */
static void test_overlay_does_not_see_later_stems(void **state) {
  (void)state;
  quhua__texts base, over;
  quhua__texts_init(&base, quhua_allocator_default(), NULL, 0);
  uint32_t count = intern(&base, "东永村委会"), stranger;
  quhua__texts_init(&over, quhua_allocator_default(), &base, count);
  stranger = intern(&over, "甲"); /* the number that 东永村 has in the base */
  assert_int_equal(intern_name(&base, "东永村委会"), count);
  assert_int_equal(find(&base, "东永村"), stranger);
  assert_int_equal(quhua__texts_stem(&over, count), 0);
  assert_int_equal(intern_name(&over, "东永村委会"), count);
  assert_text(&over, quhua__texts_stem(&over, count), "东永村");
  quhua__texts_free(&over);
  quhua__texts_free(&base);
}

/* An overlay has links of its own for texts of the base, and leaves those of the base alone. */
static void test_overlay_has_links_of_its_own(void **state) {
  (void)state;
  quhua__texts base, over;
  quhua__texts_init(&base, quhua_allocator_default(), NULL, 0);
  uint32_t east = intern_name(&base, "东永村");
  quhua__texts_init(&over, quhua_allocator_default(), &base, quhua__texts_count(&base));
  assert_null(quhua__texts_links(&over, east));
  quhua__text_links *links = quhua__texts_links_make(&over, east);
  assert_non_null(links);
  atomic_store(&links->rows, 5);
  assert_ptr_equal(quhua__texts_links_make(&over, east), links);
  assert_int_equal(atomic_load(&quhua__texts_links(&base, east)->rows), 0);
  quhua__texts_free(&over);
  quhua__texts_free(&base);
}

static void test_out_of_memory(void **state) {
  (void)state;
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua__texts t;
    quhua__texts_init(&t, &allocator, NULL, 0);
    uint32_t number;
    bool done = quhua__texts_intern_name(&t, quhua_str_from("东永村村民委员会"), &number);
    if (!done) { /* again, with memory: whatever was left halfway does no harm */
      fail_alloc_arm(&books, -1);
      assert_true(quhua__texts_intern_name(&t, quhua_str_from("东永村村民委员会"), &number));
    }
    assert_int_equal(quhua__texts_stem(&t, number), find(&t, "东永村"));
    assert_int_equal(stems_of(&t, "东永"), find(&t, "东永村"));
    quhua__texts_free(&t);
    assert_true(fail_alloc_is_clean(&books));
    if (done) {
      assert_true(after > 0);
      break;
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_each_text_once),
      cmocka_unit_test(test_bytes_decide),
      cmocka_unit_test(test_names_lead_to_stems),
      cmocka_unit_test(test_names_share_bytes),
      cmocka_unit_test(test_a_text_may_become_a_name),
      cmocka_unit_test(test_a_bare_class_word),
      cmocka_unit_test(test_very_long_names),
      cmocka_unit_test(test_overlay_goes_on_counting),
      cmocka_unit_test(test_overlay_does_not_see_later_texts),
      cmocka_unit_test(test_overlay_does_not_see_later_stems),
      cmocka_unit_test(test_overlay_has_links_of_its_own),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
