/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <quhua/report.h>

#include "registry/registry_internal.h"
#include "support/bench.h"
#include "support/fail_alloc.h"
#include "support/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOSTILE "<script>alert(1)</script>&村"

static const char table[] = "code,name\n"
                            "510723,盐亭县\n"
                            "510723104,\"两河\"\"镇\"\n"
                            "510723104201," HOSTILE "\n"
                            "510723104202,青石村\n"
                            "510723104203,]]></style>村\n";

static const char acts[] = "document,effective,old_code,new_code\n"
                           "\"<b>&\"\"号\",2020-01-01,510723104201,510723104202\n"
                           "\"<b>&\"\"号\",2020-01-01,510723104203,510723104202\n";

static quhua_status write_page(const quhua_snapshot *snapshot, quhua_lang lang, paper *p, quhua_error *err) {
  quhua_figures *f = NULL;
  quhua_report_options options;
  quhua_writer writer = paper_writer(p);
  quhua_report_options_init(&options);
  options.lang = lang;
  options.title = quhua_str_from("<h1 onclick=\"x\">&");
  quhua_status status = quhua_figures_new(snapshot, 0, QUHUA_LEVEL_TOWNSHIP, bench_day("2019-06-01"),
                                          bench_day("2020-06-01"), &f, err);
  if (!status) status = quhua_report_html(f, &options, &writer, err);
  quhua_figures_free(f);
  return status;
}

/* Nothing of a name becomes markup, and nothing is fetched from anywhere. */
static void test_hostile_names(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, acts);
  for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++) {
    paper p = paper_blank();
    assert_int_equal(write_page(b->before, (quhua_lang)lang, &p, NULL), QUHUA_OK);
    paper_expect_well_formed(&p);
    assert_int_equal(paper_count(&p, "<script"), 0);
    assert_int_equal(paper_count(&p, "<b>"), 0);
    assert_int_equal(paper_count(&p, "<h1 "), 0);
    assert_int_equal(paper_count(&p, "</style>"), 1); /* the page's own */
    assert_true(paper_count(&p, "&lt;script&gt;alert(1)&lt;/script&gt;&amp;村") >= 3);
    assert_int_equal(paper_count(&p, "<title>&lt;h1 onclick=&quot;x&quot;&gt;&amp;</title>"), 1);
    assert_int_equal(paper_count(&p, "src="), 0);
    assert_int_equal(paper_count(&p, "href="), 0);
    assert_int_equal(paper_count(&p, "url("), 0);
    assert_int_equal(paper_count(&p, "<svg "), 1);
    assert_int_equal(paper_count(&p, "<?xml"), 0);
    assert_int_equal(strncmp(p.text, "<!DOCTYPE html>\n", 16), 0);
    paper_free(&p);
  }
  bench_close(b);
}

/* 1 of 3 villages is left: two rows of the crosswalk, and its figures in the table. */
static void test_what_stands_on_the_page(void **state) {
  (void)state;
  bench *b = bench_open(table);
  paper p = paper_blank();
  bench_apply(b, acts);
  assert_int_equal(write_page(b->before, QUHUA_LANG_ZH, &p, NULL), QUHUA_OK);
  assert_int_equal(paper_count(&p, "<html xmlns=\"http://www.w3.org/1999/xhtml\" lang=\"zh-CN\""), 1);
  assert_int_equal(paper_count(&p, "<h2 id="), 6);
  assert_int_equal(paper_count(&p, "<td>并入</td><td>51072310420"), 2);
  assert_int_equal(paper_count(&p,
                               "<tr><th scope=\"row\">村委会</th><td class=\"n\">3</td><td class=\"n\">1</td>"
                               "<td class=\"n\">-2</td><td class=\"n\">-66.7</td><td class=\"n\">2</td>"),
                   2); /* the register and 两河镇 */
  assert_true(paper_count(&p, "@page{size:A4") == 1);
  assert_int_equal(paper_count(&p, "crosswalk.csv"), 0); /* nothing is left out */
  paper_free(&p);
  bench_close(b);
}

/* 250 towns in each of which one of two villages goes: the county and 199 towns have a paragraph and a table.
 * From 200 on a code is that of a 乡 (全乡), whatever the name. */
static void test_many_towns(void **state) {
  (void)state;
  enum { TOWNS = 250 };
  static char units[TOWNS * 100], merges[TOWNS * 64];
  size_t u = (size_t)sprintf(units, "code,name\n510723,盐亭县\n");
  size_t m = (size_t)sprintf(merges, "document,effective,old_code,new_code\n");
  for (int town = 100; town < 100 + TOWNS; town++) {
    u += (size_t)sprintf(units + u, "510723%d,%d镇\n510723%d201,东村\n510723%d202,西村\n", town, town, town,
                         town);
    m += (size_t)sprintf(merges + m, "甲,2020-01-01,510723%d201,510723%d202\n", town, town);
  }
  assert_true(u < sizeof units && m < sizeof merges);
  bench *b = bench_open(units);
  paper p = paper_blank();
  bench_apply(b, merges);
  assert_int_equal(write_page(b->before, QUHUA_LANG_ZH, &p, NULL), QUHUA_OK);
  paper_expect_well_formed(&p);
  assert_int_equal(paper_count(&p, "<p>仅列出前200条，全部251条见 report.txt。</p>"), 1);
  assert_int_equal(paper_count(&p, "<p>仅列出前200条，全部251条见 statistics.csv。</p>"), 1);
  assert_int_equal(paper_count(&p, "<caption>"), 200);
  assert_int_equal(paper_count(&p, "镇：对全"), 199);
  paper_free(&p);
  bench_close(b);
}

/* The id of the answer stands at the foot, escaped like all else; without one there is no foot. */
static void test_foot(void **state) {
  (void)state;
  bench *b = bench_open(table);
  quhua_figures *f = NULL;
  quhua_report_options options;
  paper p = paper_blank();
  quhua_writer writer = paper_writer(&p);
  quhua_report_options_init(&options);
  assert_int_equal(quhua_figures_new(b->before, 0, QUHUA_LEVEL_ANY, bench_day("2019-06-01"),
                                     bench_day("2020-06-01"), &f, NULL),
                   QUHUA_OK);
  assert_int_equal(quhua_report_html(f, &options, &writer, NULL), QUHUA_OK);
  assert_int_equal(paper_count(&p, "<footer>"), 0);
  assert_int_equal(paper_count(&p, "据登记册日志第1号及以前"), 1);
  paper_free(&p);
  options.export_id = quhua_str_from("x<1>");
  options.timeless = 1;
  assert_int_equal(quhua_report_html(f, &options, &writer, NULL), QUHUA_OK);
  paper_expect_well_formed(&p);
  assert_int_equal(
      paper_count(&p, "</main>\n<footer>\n<p class=\"by\">导出编号：x&lt;1&gt;</p>\n</footer>\n</body>"), 1);
  assert_int_equal(paper_count(&p, "日志"), 0);
  paper_free(&p);
  quhua_figures_free(f);
  bench_close(b);
}

/* 60 towns in which 100 villages become 50: 3000 rows. A picture for each town, until 2000 rows are drawn: 40 towns. The
 * table of the crosswalk has room for 5000 rows. */
static void test_a_long_period(void **state) {
  (void)state;
  enum { TOWNS = 60, VILLAGES = 100 };
  size_t cap = TOWNS * (VILLAGES + 1) * 64;
  char *units = malloc(cap), *merges = malloc(cap);
  assert_non_null(units);
  assert_non_null(merges);
  size_t u = (size_t)sprintf(units, "code,name\n510723,盐亭县\n");
  size_t m = (size_t)sprintf(merges, "document,effective,old_code,new_code\n");
  for (int town = 0; town < TOWNS; town++) {
    u += (size_t)sprintf(units + u, "510723%d,第%d镇\n", 100 + town, town);
    for (int village = 0; village < VILLAGES; village++)
      u += (size_t)sprintf(units + u, "510723%d%d,第%d之%d村\n", 100 + town, 200 + village, town, village);
    for (int village = 0; village < VILLAGES; village += 2)
      m += (size_t)sprintf(merges + m, "甲,2020-01-01,510723%d%d,510723%d%d\n", 100 + town, 200 + village,
                           100 + town, 201 + village);
  }
  assert_true(u < cap && m < cap);
  bench *b = bench_open(units);
  paper p = paper_blank();
  bench_apply(b, merges);
  assert_int_equal(write_page(b->before, QUHUA_LANG_EN, &p, NULL), QUHUA_OK);
  paper_expect_well_formed(&p);
  assert_int_equal(paper_count(&p, "<svg "), 40);
  assert_int_equal(paper_count(&p, "<p>Drawn are 2000 of 3000 rows; the rest was left out here and stands in "
                                   "crosswalk.csv.</p>"),
                   1);
  assert_int_equal(paper_count(&p, "<td>absorb</td>"), 3000);
  assert_int_equal(paper_count(&p, "<li>"), 2000);
  assert_int_equal(
      paper_count(&p, "<p>Listed are the first 2000 of 3000; all of them stand in report.txt, and with "
                      "their codes in crosswalk.csv.</p>"),
      1);
  assert_int_equal(paper_count(&p, " is merged into "), 2000);
  assert_int_equal(
      paper_count(&p, "<p>Listed are the first 2000 of 3000; all of them stand in announcement.txt.</p>"), 1);
  paper_free(&p);
  bench_close(b);
  free(units);
  free(merges);
}

static void test_nothing_changed(void **state) {
  (void)state;
  bench *b = bench_open(table);
  paper p = paper_blank();
  assert_int_equal(write_page(b->before, QUHUA_LANG_ZH, &p, NULL), QUHUA_OK);
  paper_expect_well_formed(&p);
  assert_int_equal(paper_count(&p, "没有变动"), 1); /* the picture says so */
  paper_free(&p);
  bench_close(b);
}

/* Writing fails somewhere: in the page, in its picture, at the end. */
static void test_failing_writer(void **state) {
  (void)state;
  bench *b = bench_open(table);
  paper whole = paper_blank();
  bench_apply(b, acts);
  assert_int_equal(write_page(b->before, QUHUA_LANG_ZH, &whole, NULL), QUHUA_OK);
  for (size_t room = 0; room < whole.len; room += whole.len / 23) {
    paper p = paper_blank();
    p.room = room;
    quhua_error_clear(&b->err);
    assert_int_equal(write_page(b->before, QUHUA_LANG_ZH, &p, &b->err), QUHUA_E_IO);
    assert_int_equal(b->err.status, QUHUA_E_IO);
    paper_free(&p);
  }
  paper_free(&whole);
  bench_close(b);
}

static void test_out_of_memory(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, acts);
  for (long after = 0;; after++) {
    fail_alloc books;
    paper p = paper_blank();
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_snapshot view = *b->before;
    view.allocator = &allocator;
    quhua_status status = write_page(&view, QUHUA_LANG_ZH, &p, NULL);
    paper_free(&p);
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after > 20);
      break;
    }
    assert_int_equal(status, QUHUA_E_NOMEM);
  }
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_hostile_names),  cmocka_unit_test(test_what_stands_on_the_page),
      cmocka_unit_test(test_a_long_period),  cmocka_unit_test(test_nothing_changed),
      cmocka_unit_test(test_many_towns),     cmocka_unit_test(test_foot),
      cmocka_unit_test(test_failing_writer), cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
