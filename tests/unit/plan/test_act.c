/* SPDX-License-Identifier: Apache-2.0 */
/* The words and spellings by which planning compares names: through the internal functions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "plan/act.h"
#include "support/bench.h"

#include <string.h>

static quhua_kind kind(quhua_level level, const char *name) {
  return quhua__kind_of_name(level, quhua_str_from(name));
}

static void test_kind_by_the_class_word(void **state) {
  (void)state;
  assert_int_equal(kind(QUHUA_LEVEL_TOWNSHIP, "高渠镇"), QUHUA_KIND_TOWN);
  assert_int_equal(kind(QUHUA_LEVEL_TOWNSHIP, "毛公乡"), QUHUA_KIND_TOWNSHIP);
  assert_int_equal(kind(QUHUA_LEVEL_TOWNSHIP, "民建彝族乡"), QUHUA_KIND_ETHNIC_TOWNSHIP);
  assert_int_equal(kind(QUHUA_LEVEL_TOWNSHIP, "凤灵街道办事处"), QUHUA_KIND_SUBDISTRICT);
  assert_int_equal(kind(QUHUA_LEVEL_TOWNSHIP, "达来苏木"), QUHUA_KIND_SUMU);
  assert_int_equal(kind(QUHUA_LEVEL_VILLAGE, "东永村村民委员会"), QUHUA_KIND_VILLAGE);
  assert_int_equal(kind(QUHUA_LEVEL_VILLAGE, "镇江社区居民委员会"), QUHUA_KIND_COMMUNITY);
  assert_int_equal(kind(QUHUA_LEVEL_GROUP, "一组"), QUHUA_KIND_VILLAGER_GROUP);
  assert_int_equal(kind(QUHUA_LEVEL_GROUP, "第二居民小组"), QUHUA_KIND_RESIDENT_GROUP);
}

static void test_a_word_of_another_level_says_nothing(void **state) {
  (void)state;
  assert_int_equal(kind(QUHUA_LEVEL_VILLAGE, "高渠镇"), QUHUA_KIND_NONE);
  assert_int_equal(kind(QUHUA_LEVEL_TOWNSHIP, "东永村"), QUHUA_KIND_NONE);
  assert_int_equal(kind(QUHUA_LEVEL_TOWNSHIP, ""), QUHUA_KIND_NONE);
}

static bool same(const char *a, const char *b) {
  return quhua__same_stem(quhua_str_from(a), quhua_str_from(b));
}

static void test_spellings_of_one_name(void **state) {
  (void)state;
  assert_true(same("东永村", "东永村村民委员会"));
  assert_true(same("龙吟村委会", "龙吟村村民委员会"));
  assert_false(same("高渠镇", "高渠乡"));
  assert_false(same("东永村", "东兴村"));
  assert_false(same("", "东永村"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_kind_by_the_class_word),
      cmocka_unit_test(test_a_word_of_another_level_says_nothing),
      cmocka_unit_test(test_spellings_of_one_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
