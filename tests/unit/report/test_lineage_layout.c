/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "report/lineage_layout.h"

/* Units are named by one letter: small letters before, capitals after. A dot is nobody. */
typedef struct sketch {
  quhua_crosswalk_row rows[16];
  const quhua_crosswalk_row *list[16];
  size_t count;
  quhua__lineage_layout layout;
  quhua__arena arena;
} sketch;

static quhua_unit unit(char letter, quhua_level level) {
  return letter == '.' ? (quhua_unit){0} : (quhua_unit){.id = (unsigned char)letter, .level = level};
}

static void add(sketch *s, char before, char after, quhua_level level, quhua_share share) {
  quhua_crosswalk_row *row = &s->rows[s->count];
  *row = (quhua_crosswalk_row){.before = unit(before, level), .after = unit(after, level), .share = share};
  s->list[s->count++] = row;
}

static const quhua_share whole = {{1, 1}, {1, 1}, QUHUA_SHARE_WHOLE};

/* Pairs such as "aX bX": whole flows on the level of villages. */
static void make(sketch *s, const char *pairs) {
  memset(s, 0, sizeof *s);
  for (const char *at = pairs; *at; at += at[2] ? 3 : 2) add(s, at[0], at[1], QUHUA_LEVEL_VILLAGE, whole);
  quhua__arena_init(&s->arena, quhua_allocator_default());
  assert_true(quhua__lineage_layout_make(&s->layout, &s->arena, s->list, s->count, 100));
}

static const quhua__lineage_node *node(const sketch *s, char letter, quhua__lineage_side side) {
  for (uint32_t i = 0; i < s->layout.node_count; i++)
    if (s->layout.nodes[i].unit->id == (unsigned char)letter && s->layout.nodes[i].side == side)
      return &s->layout.nodes[i];
  fail_msg("no unit %c", letter);
  return NULL;
}

static int32_t y_before(const sketch *s, char letter) { return node(s, letter, QUHUA__BEFORE)->y; }
static int32_t y_after(const sketch *s, char letter) { return node(s, letter, QUHUA__AFTER)->y; }

/* Pairs of flows whose lines cross. */
static unsigned crossings(const sketch *s) {
  unsigned count = 0;
  for (uint32_t i = 0; i < s->layout.link_count; i++)
    for (uint32_t k = 0; k < i; k++) {
      const quhua__lineage_link *a = &s->layout.links[i];
      const quhua__lineage_link *b = &s->layout.links[k];
      count += (a->y[0] < b->y[0] && a->y[1] > b->y[1]) || (a->y[0] > b->y[0] && a->y[1] < b->y[1]);
    }
  return count;
}

/* The rows of one merge are not neighbours in the table, but in the drawing. */
static void test_tied_units_stand_together(void **state) {
  (void)state;
  sketch s;
  make(&s, "aX bY cX dY");
  assert_true(y_before(&s, 'a') < y_before(&s, 'c'));
  assert_true(y_before(&s, 'c') < y_before(&s, 'b'));
  assert_true(y_before(&s, 'b') < y_before(&s, 'd'));
  assert_true(y_after(&s, 'X') < y_after(&s, 'Y'));
  assert_int_equal(crossings(&s), 0);
  quhua__arena_free(&s.arena);
}

/* In the order of the table aY would cross bX. */
static void test_sides_are_put_in_order(void **state) {
  (void)state;
  sketch s;
  make(&s, "aX aY bX cY");
  assert_int_equal(crossings(&s), 0);
  quhua__arena_free(&s.arena);
}

/* Every pair of the two by two is tied: one crossing cannot be avoided. */
static void test_what_must_cross(void **state) {
  (void)state;
  sketch s;
  make(&s, "aX aY bX bY");
  assert_int_equal(crossings(&s), 1);
  quhua__arena_free(&s.arena);
}

static void test_who_lasts(void **state) {
  (void)state;
  sketch s;
  make(&s, "aa ba cX d. .N"); /* d ends, N begins */
  assert_int_equal(s.layout.node_count, 7);
  assert_true(node(&s, 'a', QUHUA__BEFORE)->lasts);
  assert_true(node(&s, 'a', QUHUA__AFTER)->lasts);
  assert_false(node(&s, 'b', QUHUA__BEFORE)->lasts);
  assert_false(node(&s, 'c', QUHUA__BEFORE)->lasts);
  assert_false(node(&s, 'X', QUHUA__AFTER)->lasts);
  assert_false(node(&s, 'd', QUHUA__BEFORE)->lasts);
  assert_false(node(&s, 'N', QUHUA__AFTER)->lasts);
  quhua__arena_free(&s.arena);
}

/* What received a part of a on 2020-01-01 and had begun on that day is new; what had begun earlier was there before. */
static void test_who_was_there_before(void **state) {
  (void)state;
  sketch s = {.count = 0};
  quhua_date day = 18262; /* 2020-01-01 */
  add(&s, 'a', 'N', QUHUA_LEVEL_VILLAGE, whole);
  add(&s, 'a', 'S', QUHUA_LEVEL_VILLAGE, whole);
  s.rows[0].effective = s.rows[1].effective = s.rows[0].after.valid.from = day;
  s.rows[1].after.valid.from = day - 1;
  quhua__arena_init(&s.arena, quhua_allocator_default());
  assert_true(quhua__lineage_layout_make(&s.layout, &s.arena, s.list, s.count, 0));
  assert_int_equal(s.layout.node_count, 4); /* a, N, S and S before */
  assert_int_equal(s.layout.link_count, 3);
  assert_int_equal(s.layout.row_count, 2);
  assert_false(node(&s, 'N', QUHUA__AFTER)->lasts);
  assert_true(node(&s, 'S', QUHUA__AFTER)->lasts);
  assert_true(node(&s, 'S', QUHUA__BEFORE)->lasts);
  assert_true(s.layout.links[2].unchanged);
  quhua__arena_free(&s.arena);
}

/* No two cards of one side lie over each other, and flows stay inside their cards. */
static void test_cards_keep_apart(void **state) {
  (void)state;
  sketch s;
  make(&s, "aX bX cX dX eX eY fY g. .Z");
  for (uint32_t i = 0; i < s.layout.node_count; i++)
    for (uint32_t k = 0; k < i; k++) {
      const quhua__lineage_node *a = &s.layout.nodes[i];
      const quhua__lineage_node *b = &s.layout.nodes[k];
      assert_true(a->side != b->side || a->y + a->height <= b->y || b->y + b->height <= a->y);
    }
  for (uint32_t i = 0; i < s.layout.link_count; i++)
    for (int side = 0; side < 2; side++) {
      const quhua__lineage_link *link = &s.layout.links[i];
      if (link->end[side] == QUHUA__LINEAGE_NONE) continue;
      const quhua__lineage_node *card = &s.layout.nodes[link->end[side]];
      assert_true(link->y[side] - link->width / 2 >= card->y);
      assert_true(link->y[side] + link->width / 2 <= card->y + card->height);
    }
  assert_true(s.layout.bottom >= y_after(&s, 'Z') + node(&s, 'Z', QUHUA__AFTER)->height);
  quhua__arena_free(&s.arena);
}

static int32_t width_of(quhua_share share) {
  sketch s = {.count = 0};
  add(&s, 'a', 'X', QUHUA_LEVEL_VILLAGE, share);
  quhua__arena_init(&s.arena, quhua_allocator_default());
  assert_true(quhua__lineage_layout_make(&s.layout, &s.arena, s.list, 1, 0));
  int32_t width = s.layout.links[0].width;
  quhua__arena_free(&s.arena);
  return width;
}

static void test_width_is_the_share(void **state) {
  (void)state;
  assert_int_equal(width_of(whole), 16);
  assert_int_equal(width_of((quhua_share){{1, 2}, {1, 2}, QUHUA_SHARE_EXACT}), 8);
  assert_int_equal(width_of((quhua_share){{3, 4}, {3, 4}, QUHUA_SHARE_EXACT}), 12);
  assert_int_equal(width_of((quhua_share){{1, 1000}, {1, 1000}, QUHUA_SHARE_EXACT}),
                   3); /* still to be seen */
  assert_int_equal(width_of((quhua_share){{INT64_MAX / 2, INT64_MAX}, {1, 1}, QUHUA_SHARE_EXACT}), 8);
  assert_int_equal(width_of((quhua_share){{0, 1}, {1, 1}, QUHUA_SHARE_UNKNOWN}), 3);
}

/* Levels from the top down, whatever the order of the rows; units without level last. */
static void test_sections(void **state) {
  (void)state;
  sketch s = {.count = 0};
  add(&s, 'a', 'A', QUHUA_LEVEL_ANY, whole);
  add(&s, 'b', 'B', QUHUA_LEVEL_GROUP, whole);
  add(&s, 'c', 'C', QUHUA_LEVEL_TOWNSHIP, whole);
  add(&s, 'd', 'C', QUHUA_LEVEL_TOWNSHIP, whole);
  quhua__arena_init(&s.arena, quhua_allocator_default());
  assert_true(quhua__lineage_layout_make(&s.layout, &s.arena, s.list, s.count, 10));
  assert_int_equal(s.layout.section_count, 3);
  assert_int_equal(s.layout.sections[0].level, QUHUA_LEVEL_TOWNSHIP);
  assert_int_equal(s.layout.sections[0].y, 10);
  assert_int_equal(s.layout.sections[0].count[QUHUA__BEFORE], 2);
  assert_int_equal(s.layout.sections[0].count[QUHUA__AFTER], 1);
  assert_int_equal(s.layout.sections[1].level, QUHUA_LEVEL_GROUP);
  assert_int_equal(s.layout.sections[2].level, QUHUA_LEVEL_ANY);
  assert_true(y_before(&s, 'a') > y_before(&s, 'b'));
  quhua__arena_free(&s.arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tied_units_stand_together), cmocka_unit_test(test_sides_are_put_in_order),
      cmocka_unit_test(test_what_must_cross),           cmocka_unit_test(test_who_lasts),
      cmocka_unit_test(test_who_was_there_before),      cmocka_unit_test(test_cards_keep_apart),
      cmocka_unit_test(test_width_is_the_share),        cmocka_unit_test(test_sections),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
