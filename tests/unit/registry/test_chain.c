/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "registry/keys.h"
#include "support/fold.h"

#include <string.h>

/* All numbers that a chain gives, which must be these. */
static void expect(quhua__chain chain, const uint32_t *expected, size_t count) {
  for (size_t i = 0; i < count; i++) assert_int_equal(quhua__chain_next(&chain), expected[i]);
  assert_int_equal(quhua__chain_next(&chain), 0);
  assert_int_equal(quhua__chain_next(&chain), 0); /* and stays at the end */
}
#define EXPECT(chain, ...)                                                                                   \
  expect((chain), (const uint32_t[]){__VA_ARGS__}, sizeof(uint32_t[]){__VA_ARGS__} / sizeof(uint32_t))
#define EXPECT_NOTHING(chain) expect((chain), NULL, 0)

static quhua_code code(const char *text) {
  quhua_code c = {""};
  memcpy(c.text, text, strlen(text));
  return c;
}

static uint32_t stem(const quhua__state *s, const char *text) {
  return quhua__texts_find(&s->texts, quhua_str_from(text));
}

/* Rows: 1 盐亭县 2 两河镇 3 毛公乡 4 东永村 5 西山村 6 金龙村; the merger ends 2-6 as rows 7-11 and opens 12 高渠镇
 * 13 东永村 14 西山村 15 金龙村. */
static void yard(quhua__state *s) {
  fold_root(s, "cn-stat");
  fold_yard_opening(s);
  fold_yard_merger(s);
}

static void test_of_unit(void **state) {
  (void)state;
  quhua__state s;
  yard(&s);
  EXPECT(quhua__chain_of_unit(&s, 1, 4), 4);
  EXPECT(quhua__chain_of_unit(&s, 2, 4), 13, 9);
  EXPECT_NOTHING(quhua__chain_of_unit(&s, 0, 4));
  EXPECT_NOTHING(quhua__chain_of_unit(&s, 1, 7)); /* a unit of the second entry */
  EXPECT(quhua__chain_of_unit(&s, 2, 7), 12);
  EXPECT_NOTHING(quhua__chain_of_unit(&s, 2, 8));
  quhua__state_free(&s);
}

static void test_of_code(void **state) {
  (void)state;
  quhua__state s;
  yard(&s);
  quhua_code east = code("510723208201"), moved = code("510723114201"), none = code("510723208299");
  EXPECT(quhua__chain_of_code(&s, 1, QUHUA_LEVEL_VILLAGE, &east), 4);
  EXPECT(quhua__chain_of_code(&s, 2, QUHUA_LEVEL_VILLAGE, &east), 9);
  EXPECT_NOTHING(quhua__chain_of_code(&s, 1, QUHUA_LEVEL_VILLAGE, &moved));
  EXPECT(quhua__chain_of_code(&s, 2, QUHUA_LEVEL_VILLAGE, &moved), 13);
  EXPECT_NOTHING(quhua__chain_of_code(&s, 2, QUHUA_LEVEL_TOWNSHIP, &east)); /* the level is part of the key */
  EXPECT_NOTHING(quhua__chain_of_code(&s, 2, QUHUA_LEVEL_VILLAGE, &none));
  quhua__state_free(&s);
}

/* What was ever used below a code: records that ended count too. */
static void test_of_prefix(void **state) {
  (void)state;
  quhua__state s;
  yard(&s);
  quhua_code prefix;
  quhua_code east = code("510723208201");
  assert_true(quhua__row_has_code(&s, 4, &(quhua__code_key){east, QUHUA_LEVEL_VILLAGE}));
  assert_false(quhua__row_has_code(&s, 5, &(quhua__code_key){east, QUHUA_LEVEL_VILLAGE}));
  memset(&prefix, 0, sizeof prefix);
  memcpy(prefix.text, "510723208000", 12);
  EXPECT(quhua__chain_of_prefix(&s, 2, QUHUA_LEVEL_VILLAGE, &prefix), 10, 9, 5, 4);
  assert_true(quhua__row_has_prefix(&s, 5, &(quhua__code_key){prefix, QUHUA_LEVEL_VILLAGE}));
  assert_false(quhua__row_has_prefix(&s, 6, &(quhua__code_key){prefix, QUHUA_LEVEL_VILLAGE}));
  EXPECT(quhua__chain_of_prefix(&s, 1, QUHUA_LEVEL_VILLAGE, &prefix), 5, 4);
  EXPECT_NOTHING(quhua__chain_of_prefix(&s, 2, QUHUA_LEVEL_GROUP, &prefix));
  quhua__state_free(&s);
}

static void test_of_children(void **state) {
  (void)state;
  quhua__state s;
  yard(&s);
  EXPECT(quhua__chain_of_children(&s, 1, 3), 5, 4);
  EXPECT(quhua__chain_of_children(&s, 2, 3), 10, 9);
  EXPECT(quhua__chain_of_children(&s, 2, 7), 15, 14, 13);
  EXPECT(quhua__chain_of_children(&s, 2, 0), 1); /* the top */
  EXPECT_NOTHING(quhua__chain_of_children(&s, 1, 7));
  EXPECT_NOTHING(quhua__chain_of_children(&s, 2, 4));
  quhua__state_free(&s);
}

static void test_of_stem(void **state) {
  (void)state;
  quhua__state s;
  yard(&s);
  EXPECT(quhua__chain_of_stem(&s, 1, stem(&s, "东永村")), 4);
  EXPECT(quhua__chain_of_stem(&s, 2, stem(&s, "东永村")), 13, 9);
  EXPECT_NOTHING(quhua__chain_of_stem(&s, 1, stem(&s, "高渠镇")));
  EXPECT_NOTHING(quhua__chain_of_stem(&s, 2, stem(&s, "东永"))); /* a proper name is no stem of a row */
  quhua__state_free(&s);
}

static void test_of_flows(void **state) {
  (void)state;
  quhua__state s;
  yard(&s);
  EXPECT(quhua__chain_of_flows(&s, 2, 2, true), 1);
  EXPECT(quhua__chain_of_flows(&s, 2, 3, true), 2);
  EXPECT(quhua__chain_of_flows(&s, 2, 7, false), 2, 1);
  EXPECT_NOTHING(quhua__chain_of_flows(&s, 2, 7, true));
  EXPECT_NOTHING(quhua__chain_of_flows(&s, 1, 2, true));
  quhua__state_free(&s);
}

/* The overlay's records come first, then those of the base that it has not ended; later ones of the base never. */
static void test_over_two_layers(void **state) {
  (void)state;
  quhua__state base, over;
  fold f;
  fold_root(&base, "cn-stat");
  fold_yard_opening(&base);
  quhua__state_init_overlay(&over, quhua_allocator_default(), &base, 1);
  fold_yard_merger(&over);
  fold_begin(&f, &base); /* rows 7 … of the base: a version of 东永村, a new child of 毛公乡 */
  fold_close(&f, 4, "2019-05-01");
  fold_open(&f, 4, 3, "510723208207", "东永村", "2019-05-01");
  fold_open(&f, 7, 3, "510723208203", "北坡村", "2019-05-01");
  fold_event(&f, QUHUA_RELATION_RECODE);
  fold_flow(&f, 4, 4, "1");
  fold_end(&f, "2019-05-01");
  quhua_code east = code("510723208201");
  EXPECT(quhua__chain_of_unit(&over, 2, 4), 13, 9);
  EXPECT(quhua__chain_of_unit(&over, 1, 4), 4);
  EXPECT(quhua__chain_of_unit(&over, 2, 1), 1);
  EXPECT(quhua__chain_of_unit(&over, 2, 7), 12); /* 高渠镇, not 北坡村 */
  EXPECT(quhua__chain_of_children(&over, 2, 3), 10, 9);
  EXPECT(quhua__chain_of_children(&over, 1, 3), 5, 4);
  EXPECT(quhua__chain_of_children(&over, 2, 1), 12, 8, 7);
  EXPECT(quhua__chain_of_children(&over, 2, 7), 15, 14, 13);
  EXPECT(quhua__chain_of_children(&over, 2, 0), 1);
  EXPECT(quhua__chain_of_code(&over, 2, QUHUA_LEVEL_VILLAGE, &east), 9);
  EXPECT(quhua__chain_of_stem(&over, 2, stem(&over, "东永村")), 13, 9);
  EXPECT(quhua__chain_of_stem(&over, 2, stem(&over, "高渠镇")), 12);
  EXPECT_NOTHING(quhua__chain_of_flows(&over, 2, 4, true));
  EXPECT(quhua__chain_of_flows(&over, 2, 7, false), 2, 1);
  quhua__state_free(&over);
  quhua__state_free(&base);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_of_unit),         cmocka_unit_test(test_of_code),
      cmocka_unit_test(test_of_prefix),       cmocka_unit_test(test_of_children),
      cmocka_unit_test(test_of_stem),         cmocka_unit_test(test_of_flows),
      cmocka_unit_test(test_over_two_layers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
