/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <quhua/report.h>

#include "support/bench.h"
#include "support/paper.h"

#include <string.h>

static const char table[] = "code,name\n"
                            "510723,盐亭县\n"
                            "510723100,云溪镇\n"
                            "510723100201,城关村\n"
                            "510723104,=两河镇\n"
                            "510723104201,金龙村\n"
                            "510723104202,青石村\n"
                            "510723104203,西山村\n";

/* 金龙村 ends between the two towns; 西山村 goes into 青石村. 云溪镇 has 1 village and perhaps 2 before, =两河镇 2 to 3; the
 * county 4, of which 1 was divided and 1 merged. */
static const char acts[] = "document,effective,old_code,new_code,share\n"
                           "甲,2020-01-01,510723104201,510723104202,?\n"
                           "甲,2020-01-01,510723104201,510723100201,?\n"
                           "甲,2020-01-01,510723104203,510723104202,\n";

static quhua_status write(bench *b, quhua_format format, const char *to, paper *p, quhua_error *err) {
  quhua_figures *f = NULL;
  quhua_writer writer = paper_writer(p);
  assert_int_equal(
      quhua_figures_new(b->before, 0, QUHUA_LEVEL_TOWNSHIP, bench_day("2019-06-01"), bench_day(to), &f, NULL),
      QUHUA_OK);
  quhua_status status = quhua_report_period_statistics(f, format, QUHUA_LANG_ZH, &writer, err);
  quhua_figures_free(f);
  return status;
}

static void test_table(void **state) {
  (void)state;
  bench *b = bench_open(table);
  paper p = paper_blank();
  bench_apply(b, acts);
  assert_int_equal(write(b, QUHUA_FORMAT_CSV_BOM, "2020-06-01", &p, NULL), QUHUA_OK);
  assert_int_equal(
      strncmp(p.text,
              "\xef\xbb\xbf"
              "code,name,kind,before,before_most,after,change,percent,merged,divided,replaced,lost,"
              "begun,retyped_from,retyped_to,renamed,recoded,moved,crossed\n",
              3 + 139),
      0);
  assert_int_equal(paper_count(&p, "\n,全部,村委会,4,4,2,-2,-50.0,1,1,0,0,0,0,0,0,0,0,0\n"), 1);
  assert_int_equal(paper_count(&p, "\n,全部,村级合计,4,4,2,-2,-50.0,1,1,0,0,0,0,0,0,0,0,0\n"), 1);
  /* not attributable: neither change nor percent */
  assert_int_equal(paper_count(&p, "\n510723100000,云溪镇,村委会,1,2,1,,,0,0,0,0,0,0,0,0,0,0,0\n"), 1);
  /* no formula for a spreadsheet */
  assert_int_equal(paper_count(&p, "\n510723104000,'=两河镇,村委会,2,3,1,,,1,0,0,0,0,0,0,0,0,0,0\n"), 1);
  paper_free(&p);
  bench_close(b);
}

/* Units in which nothing changed have no rows; the scope has. */
static void test_quiet_period(void **state) {
  (void)state;
  bench *b = bench_open(table);
  paper p = paper_blank();
  assert_int_equal(write(b, QUHUA_FORMAT_JSON, "2019-07-01", &p, NULL), QUHUA_OK);
  assert_int_equal(paper_count(&p, "\"name\":\"云溪镇\""), 0);
  assert_int_equal(paper_count(&p,
                               "\"kind\":\"村委会\",\"before\":4,\"before_most\":4,\"after\":4,\"change\":0,"
                               "\"percent\":0.0"),
                   1);
  paper_free(&p);
  bench_close(b);
}

static void test_failing_writer(void **state) {
  (void)state;
  bench *b = bench_open(table);
  paper p = {.room = 5};
  quhua_error_clear(&b->err);
  assert_int_equal(write(b, QUHUA_FORMAT_CSV, "2019-07-01", &p, &b->err), QUHUA_E_IO);
  assert_int_equal(b->err.status, QUHUA_E_IO);
  paper_free(&p);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_table),
      cmocka_unit_test(test_quiet_period),
      cmocka_unit_test(test_failing_writer),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
