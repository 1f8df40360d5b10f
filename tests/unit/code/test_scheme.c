/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "code/scheme.h"

static const quhua_scheme *scheme(const char *name) { return quhua_scheme_find(quhua_str_from(name)); }

static void test_find(void **state) {
  (void)state;
  assert_non_null(scheme("cn-stat"));
  assert_non_null(scheme("opaque"));
  assert_string_equal(quhua_scheme_name(scheme("cn-stat")), "cn-stat");
  assert_string_equal(quhua_scheme_name(scheme("opaque")), "opaque");
  assert_null(scheme(""));
  assert_null(scheme("cn"));
  assert_null(scheme("CN-STAT"));
  assert_null(quhua_scheme_find((quhua_str){NULL, 0}));
  assert_ptr_equal(quhua_scheme_find((quhua_str){"opaque-not", 6}), scheme("opaque"));
}

static void test_structure(void **state) {
  (void)state;
  assert_true(quhua_scheme_is_structured(scheme("cn-stat")));
  assert_false(quhua_scheme_is_structured(scheme("opaque")));
}

/* 省2 + 地2 + 县2 + 乡3 + 村3 = 12, groups 2 or 3 more; segments follow each other without gap. */
static void test_segments(void **state) {
  (void)state;
  const quhua_scheme *s = scheme("cn-stat");
  static const int widths[] = {2, 2, 2, 3, 3, 3};
  int start = 0;
  for (int level = 1; level <= QUHUA_LEVEL_MAX; level++) {
    assert_int_equal(s->width[level], widths[level - 1]);
    assert_int_equal(s->start[level], start);
    start += s->width[level];
  }
  assert_int_equal(s->length, 12);
  assert_int_equal(s->group_width_min, 2);
  assert_int_equal(s->length + 1 + s->grid_width, QUHUA_CODE_MAX); /* 510722109204G01 */
  assert_int_equal(start, QUHUA_CODE_MAX);
}

/* The tables hold what code.c, kind.c and issue.c count on. */
static void test_ranges_are_sound(void **state) {
  (void)state;
  const quhua_scheme *s = scheme("cn-stat");
  for (size_t i = 0; i < s->range_count; i++) {
    const quhua__range *r = &s->ranges[i];
    assert_true(quhua_kind_level(r->kind) >= QUHUA_LEVEL_TOWNSHIP);
    if (r->kind == QUHUA_KIND_GRID)
      assert_true(r->lo >= 1001 && r->lo <= r->hi && r->hi <= 1099);
    else
      assert_true(r->lo >= 1 && r->lo <= r->hi && r->hi <= 999);
    assert_true(r->first == 0 || (r->first >= r->lo && r->first <= r->hi));
    for (size_t k = 0; k < i; k++)
      if (s->ranges[k].kind == r->kind) assert_true(s->ranges[k].hi < r->lo);
  }
}

static void test_hints_name_kinds_of_their_level(void **state) {
  (void)state;
  const quhua_scheme *s = scheme("cn-stat");
  for (size_t i = 0; i < s->hint_count; i++) {
    assert_int_equal(quhua_kind_level(s->hints[i].kind), s->hints[i].level);
    assert_true(s->hints[i].lo <= s->hints[i].hi);
    assert_non_null(s->hints[i].prefix);
  }
  for (int level = 1; level <= QUHUA_LEVEL_MAX; level++)
    assert_int_equal(quhua_kind_level(s->fallback[level]), level);
}

/* Every word means one kind, in every language. */
static void test_words_are_unique(void **state) {
  (void)state;
  for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++) {
    if (!quhua__kinds[kind].word[0]) continue;
    for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++) {
      assert_non_null(quhua__kinds[kind].word[lang]);
      assert_int_equal(quhua_kind_find(quhua_str_from(quhua__kinds[kind].word[lang])), kind);
    }
  }
  for (size_t i = 0; i < quhua__kind_alias_count; i++)
    assert_int_equal(quhua_kind_find(quhua_str_from(quhua__kind_aliases[i].word)),
                     quhua__kind_aliases[i].kind);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_find),
      cmocka_unit_test(test_structure),
      cmocka_unit_test(test_segments),
      cmocka_unit_test(test_ranges_are_sound),
      cmocka_unit_test(test_hints_name_kinds_of_their_level),
      cmocka_unit_test(test_words_are_unique),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
