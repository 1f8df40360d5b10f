/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/lineage_layout.h"
#include "report/svg.h"
#include "support/fail_alloc.h"
#include "support/paper.h"

/* ---- rows ---- */

static quhua_unit unit(quhua_unit_id id, const char *code, const char *name, quhua_level level) {
  quhua_unit u = {.id = id, .name = quhua_str_from(name), .level = level};
  u.kind = level == QUHUA_LEVEL_TOWNSHIP ? QUHUA_KIND_TOWN : QUHUA_KIND_VILLAGE;
  snprintf(u.code.text, sizeof u.code.text, "%s", code);
  return u;
}

static quhua_crosswalk_row row(quhua_unit before, quhua_unit after, quhua_relation relation,
                               const char *share) {
  quhua_crosswalk_row r = {.before = before, .after = after, .relation = relation};
  assert_true(quhua_share_parse(quhua_str_from(share), &r.share, NULL));
  return r;
}

#define NO_UNIT ((quhua_unit){0})
#define TOWN QUHUA_LEVEL_TOWNSHIP
#define VILLAGE QUHUA_LEVEL_VILLAGE

static paper draw_in(const quhua_crosswalk_row *rows, size_t count, const char *title, quhua_lang lang) {
  paper p = paper_blank();
  const quhua_crosswalk_row **list = calloc(count + 1, sizeof *list);
  assert_non_null(list);
  for (size_t i = 0; i < count; i++) list[i] = &rows[i];
  quhua_writer writer = paper_writer(&p);
  assert_int_equal(
      quhua__lineage_svg(list, count, quhua_str_from(title), lang, quhua_allocator_default(), &writer, NULL),
      QUHUA_OK);
  free(list);
  paper_expect_well_formed(&p);
  return p;
}

/* ---- tests ---- */

static void test_merge(void **state) {
  (void)state;
  quhua_unit lianghe = unit(1, "510723104000", "两河镇", TOWN);
  quhua_unit maogong = unit(2, "510723208000", "毛公乡", TOWN);
  quhua_unit gaoqu = unit(3, "510723114000", "高渠镇", TOWN);
  quhua_crosswalk_row rows[] = {row(lianghe, gaoqu, QUHUA_RELATION_MERGE, "1"),
                                row(maogong, gaoqu, QUHUA_RELATION_MERGE, "3/5")};
  paper p = draw_in(rows, 2, "盐亭县", QUHUA_LANG_ZH);
  assert_int_equal(paper_count(&p, "<g>"), 3);                   /* three cards */
  assert_int_equal(paper_count(&p, "fill-opacity=\"0.32\""), 2); /* two bands */
  assert_int_equal(paper_count(&p, "stroke-dasharray"), 0);
  assert_int_equal(paper_count(&p, ">510723104000<"), 1);
  assert_int_equal(paper_count(&p, ">两河镇<"), 1);
  assert_int_equal(paper_count(&p, ">高渠镇<"), 1);
  assert_int_equal(paper_count(&p, ">合并<"), 1);
  assert_int_equal(paper_count(&p, ">合并 3/5<"), 1);
  assert_int_equal(paper_count(&p, ">终止<"), 2);
  assert_int_equal(paper_count(&p, ">新设<"), 1);
  assert_int_equal(paper_count(&p, ">2 → 1<"), 1);
  assert_int_equal(paper_count(&p, "<title>盐亭县</title>"), 1);
  assert_int_equal(paper_count(&p, "调整前 2 个单位，调整后 1 个，对应关系 2 条"), 2); /* desc and text */
  free(p.text);
}

/* An absorber goes on: it neither ends nor begins. */
static void test_absorb_keeps_the_survivor(void **state) {
  (void)state;
  quhua_unit a = unit(1, "510722109204", "龙吟村", VILLAGE);
  quhua_unit b = unit(2, "510722109210", "龙居村", VILLAGE);
  quhua_crosswalk_row rows[] = {row(a, a, QUHUA_RELATION_ABSORB, "1"), row(b, a, QUHUA_RELATION_ABSORB, "1")};
  paper p = draw_in(rows, 2, "", QUHUA_LANG_EN);
  assert_int_equal(paper_count(&p, ">ends<"), 1);
  assert_int_equal(paper_count(&p, ">new<"), 0);
  assert_int_equal(paper_count(&p, "xml:lang=\"en\""), 1);
  assert_int_equal(paper_count(&p, "<title>Lineage</title>"), 1);
  free(p.text);
}

/* A survivor of which nothing changes has no row in the crosswalk, but stands in the picture on both sides. */
static void test_an_unchanged_survivor_is_drawn(void **state) {
  (void)state;
  quhua_unit a = unit(1, "510722109204", "龙吟村", VILLAGE);
  quhua_crosswalk_row rows[] = {
      row(unit(2, "510722109210", "龙居村", VILLAGE), a, QUHUA_RELATION_ABSORB, "1")};
  paper p = draw_in(rows, 1, "", QUHUA_LANG_ZH);
  assert_int_equal(paper_count(&p, ">龙吟村<"), 2);
  assert_int_equal(paper_count(&p, ">延续<"), 1);
  assert_int_equal(paper_count(&p, ">新设<"), 0);
  assert_int_equal(paper_count(&p, ">2 → 1<"), 1);
  assert_int_equal(paper_count(&p, "对应关系 1 条"), 2);
  assert_true(strstr(p.text, ">龙吟村<") < strstr(p.text, ">龙居村<")); /* in the order of codes */
  free(p.text);
}

static void test_shares(void **state) {
  (void)state;
  quhua_unit old = unit(1, "510723208000", "毛公乡", TOWN);
  quhua_crosswalk_row rows[] = {
      row(old, unit(2, "510723100000", "云溪镇", TOWN), QUHUA_RELATION_SPLIT, "?"),
      row(old, unit(3, "510723114000", "高渠镇", TOWN), QUHUA_RELATION_SPLIT, "1/4..1/2"),
      row(old, unit(4, "510723115000", "鹅溪镇", TOWN), QUHUA_RELATION_SPLIT, "children"),
      row(old, unit(5, "510723116000", "玉龙镇", TOWN), QUHUA_RELATION_SPLIT, "1/2"),
  };
  paper p = draw_in(rows, 4, "", QUHUA_LANG_ZH);
  assert_int_equal(paper_count(&p, "fill-opacity=\"0.32\""), 1); /* the exact one is a band */
  assert_int_equal(paper_count(&p, "stroke-width=\"3\""), 1);    /* by children: a solid line */
  assert_int_equal(paper_count(&p, "stroke-dasharray=\"7 5\""),
                   3); /* unknown, interval, and the legend's key */
  assert_int_equal(paper_count(&p, ">分设 比例未知<"), 1);
  assert_int_equal(paper_count(&p, ">分设 1/4..1/2<"), 1);
  assert_int_equal(paper_count(&p, ">分设 按下级单位<"), 1);
  assert_int_equal(paper_count(&p, ">分设 1/2<"), 1);
  free(p.text);
}

static void test_loose_ends(void **state) {
  (void)state;
  quhua_crosswalk_row rows[] = {
      row(unit(1, "510723104208", "旧村", VILLAGE), NO_UNIT, QUHUA_RELATION_ABOLISH, "1"),
      row(NO_UNIT, unit(2, "510723104209", "新村", VILLAGE), QUHUA_RELATION_ESTABLISH, "1"),
  };
  paper p = draw_in(rows, 2, "", QUHUA_LANG_ZH);
  assert_int_equal(paper_count(&p, ">撤销 无后继<"), 1);
  assert_int_equal(paper_count(&p, ">设立 无前身<"), 1);
  assert_int_equal(paper_count(&p, "<circle "), 1);
  assert_int_equal(paper_count(&p, "<g>"), 2);
  free(p.text);
}

static void test_a_section_for_each_level(void **state) {
  (void)state;
  quhua_unit town = unit(1, "510723104000", "两河镇", TOWN);
  quhua_unit village = unit(2, "510723104201", "和平村", VILLAGE);
  quhua_crosswalk_row rows[] = {row(town, town, QUHUA_RELATION_RENAME, "1"),
                                row(village, village, QUHUA_RELATION_RECODE, "1")};
  paper p = draw_in(rows, 2, "", QUHUA_LANG_ZH);
  const char *towns = strstr(p.text, ">乡镇（街道）<");
  const char *villages = strstr(p.text, ">村（社区）<");
  assert_non_null(towns);
  assert_non_null(villages);
  assert_true(towns < villages);
  assert_int_equal(paper_count(&p, ">1 → 1<"), 2);
  free(p.text);
}

static void test_hostile_texts(void **state) {
  (void)state;
  quhua_unit bad = unit(1, "510723104000", "<script>&\"'\x01\xff]]>", TOWN);
  quhua_crosswalk_row rows[] = {row(bad, bad, QUHUA_RELATION_RENAME, "1")};
  paper p = draw_in(rows, 1, "</title><x>&amp;\xed\xa0\x80", QUHUA_LANG_EN);
  assert_int_equal(paper_count(&p, "<script>"), 0);
  assert_true(paper_count(&p, "&lt;script&gt;&amp;&quot;'\xef\xbf\xbd\xef\xbf\xbd]]&gt;") >= 2);
  assert_int_equal(paper_count(&p, "<title>&lt;/title&gt;&lt;x&gt;&amp;amp;"), 1);
  free(p.text);
}

/* A name that does not fit its card is cut on the card, and whole in the card's title. */
static void test_long_names(void **state) {
  (void)state;
  char name[301] = "";
  for (int i = 0; i < 100; i++) memcpy(name + 3 * i, "村", 3);
  quhua_unit old = unit(1, "510723104201", name, VILLAGE);
  quhua_crosswalk_row rows[] = {row(old, old, QUHUA_RELATION_RENAME, "1")};
  paper p = draw_in(rows, 1, "", QUHUA_LANG_ZH);
  assert_int_equal(paper_count(&p, name), 2); /* one title for each card */
  assert_int_equal(paper_count(&p, "村…</text>"), 2);
  free(p.text);
}

static void test_nothing_changes(void **state) {
  (void)state;
  paper p = draw_in(NULL, 0, "", QUHUA_LANG_ZH);
  assert_int_equal(paper_count(&p, "没有变动。"), 1);
  assert_int_equal(paper_count(&p, "<g>"), 0);
  free(p.text);
}

static quhua_crosswalk_row *many_rows(size_t count) {
  quhua_crosswalk_row *rows = calloc(count, sizeof *rows);
  assert_non_null(rows);
  for (size_t i = 0; i < count; i++) {
    char code[16];
    snprintf(code, sizeof code, "5107%08u", (unsigned)i % 100000000u);
    quhua_unit u = unit(i + 1, code, "某村", VILLAGE);
    rows[i] = row(u, u, QUHUA_RELATION_RECODE, "1");
  }
  return rows;
}

static void test_two_thousand_rows_are_drawn(void **state) {
  (void)state;
  quhua_crosswalk_row *rows = many_rows(2000);
  paper p = draw_in(rows, 2000, "", QUHUA_LANG_EN);
  assert_int_equal(paper_count(&p, "<g>"), 4000);
  assert_int_equal(paper_count(&p, "Only the first"), 0);
  free(p.text);
  free(rows);
}

static void test_more_are_cut_and_it_is_said(void **state) {
  (void)state;
  quhua_crosswalk_row *rows = many_rows(2001);
  paper p = draw_in(rows, 2001, "", QUHUA_LANG_EN);
  assert_int_equal(paper_count(&p, "<g>"), 4000);
  assert_int_equal(paper_count(&p, "Only the first 2000 of 2001 rows are drawn"), 2);
  free(p.text);
  p = draw_in(rows, 2001, "", QUHUA_LANG_ZH);
  assert_int_equal(paper_count(&p, "图中只画出前 2000 条，对照表共 2001 条"), 2);
  free(p.text);
  free(rows);
}

static void test_failures(void **state) {
  (void)state;
  quhua_unit u = unit(1, "510723104000", "两河镇", TOWN);
  quhua_crosswalk_row only = row(u, u, QUHUA_RELATION_RENAME, "1");
  const quhua_crosswalk_row *list[] = {&only};
  paper p = {.room = 100};
  quhua_writer writer = paper_writer(&p);
  quhua_error err = {0};
  assert_int_equal(
      quhua__lineage_svg(list, 1, (quhua_str){0}, QUHUA_LANG_EN, quhua_allocator_default(), &writer, &err),
      QUHUA_E_IO);
  assert_int_equal(err.status, QUHUA_E_IO);

  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  p.room = SIZE_MAX;
  assert_int_equal(quhua__lineage_svg(list, 1, (quhua_str){0}, QUHUA_LANG_EN, &allocator, &writer, NULL),
                   QUHUA_OK);
  long calls = books.calls;
  assert_true(calls > 0);
  for (long i = 0; i < calls; i++) {
    allocator = fail_alloc_make(&books, i);
    p.len = 0;
    assert_int_equal(quhua__lineage_svg(list, 1, (quhua_str){0}, QUHUA_LANG_EN, &allocator, &writer, &err),
                     QUHUA_E_NOMEM);
    assert_int_equal(p.len, 0); /* nothing was written */
    assert_true(fail_alloc_is_clean(&books));
  }
  free(p.text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_merge),
      cmocka_unit_test(test_absorb_keeps_the_survivor),
      cmocka_unit_test(test_an_unchanged_survivor_is_drawn),
      cmocka_unit_test(test_shares),
      cmocka_unit_test(test_loose_ends),
      cmocka_unit_test(test_a_section_for_each_level),
      cmocka_unit_test(test_hostile_texts),
      cmocka_unit_test(test_long_names),
      cmocka_unit_test(test_nothing_changes),
      cmocka_unit_test(test_two_thousand_rows_are_drawn),
      cmocka_unit_test(test_more_are_cut_and_it_is_said),
      cmocka_unit_test(test_failures),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
