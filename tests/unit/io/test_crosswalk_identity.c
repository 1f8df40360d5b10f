/* SPDX-License-Identifier: Apache-2.0 */
/* What a crosswalk says of units that changed more than once: where they are on the last day, and who they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "registry/registry_internal.h"
#include "support/bench.h"
#include "support/fail_alloc.h"
#include "support/paper.h"

#include <string.h>

#define VILLAGES                                                                                             \
  "code,name\n510722,三台县\n510722100,甲镇\n510722100201,东村\n510722100202,西村\n"                \
  "510722100203,依伍村\n510722100204,丙村\n510722100205,老村\n"
#define ACTS "document,effective,relation,old_code,new_code,new_name,share,identity\n"

static quhua_crosswalk *crosswalk_of(bench *b) {
  quhua_crosswalk *crosswalk = NULL;
  assert_int_equal(
      quhua_crosswalk_new(b->before, bench_day("2019-01-01"), bench_day("2024-01-01"), &crosswalk, &b->err),
      QUHUA_OK);
  return crosswalk;
}

static void expect_written(bench *b, const char *lines) {
  paper p = paper_blank();
  quhua_writer writer = paper_writer(&p);
  quhua_crosswalk *crosswalk = crosswalk_of(b);
  assert_int_equal(
      quhua_crosswalk_write(crosswalk, b->before, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, &writer, &b->err),
      QUHUA_OK);
  assert_string_equal(strchr(p.text, '\n') + 1, lines);
  quhua_crosswalk_free(crosswalk);
  paper_free(&p);
}

/* Applied to a register of the first day: does the unit of the first code go on as that of the second? */
static void expect_again(const char *table, const char *lines, const char *const *codes, bool goes_on) {
  bench *b = bench_open(table);
  char acts[1024] =
      "document,effective,event,relation,old_code,old_name,old_level,new_code,new_name,new_level,"
      "new_kind,new_parent,share,identity,reason,note\n";
  strncat(acts, lines, sizeof acts - strlen(acts) - 1);
  quhua_unit_id before = bench_unit(b, codes[0], "2019-01-01").id;
  bench_plan(b, acts);
  for (size_t i = 0; quhua_plan_finding(b->plan, i); i++)
    assert_string_not_equal(quhua_plan_finding(b->plan, i)->rule->id, "lineage.relation-differs");
  bench_commit(b, NULL, 0);
  bool same = bench_unit(b, codes[1], "2024-01-01").id == before;
  assert_int_equal(same, goes_on);
  bench_close(b);
}

/* 丁村 says that 乙县 is above it while that is B9; on the last day that is BX. */
static bench *moved(void) {
  bench *b = bench_open_as("", "opaque", "2018-01-01",
                           "code,name,level,parent\nA,甲国,1,\nB2,乙县,3,A\nV1,丁村,5,B2\n");
  bench_apply(b, "document,effective,old_code,old_level,new_code,new_level,new_parent\n"
                 "一,2019-06-01,B2,3,B9,3,\n二,2020-01-01,V1,5,V1b,5,B9\n三,2021-01-01,B9,3,BX,3,\n");
  return b;
}

static void the_parent_is_that_of_the_last_day(void **state) {
  (void)state;
  bench *b = moved();
  quhua_crosswalk *crosswalk = crosswalk_of(b);
  paper official = paper_blank(), sql = paper_blank();
  quhua_writer to_official = paper_writer(&official), to_sql = paper_writer(&sql);
  expect_written(b, ",2021-01-01,,换码,B2,乙县,3,BX,乙县,3,单位,A,1,,,\n"
                    ",2021-01-01,,换码,V1,丁村,5,V1b,丁村,5,单位,BX,1,,,\n");
  assert_int_equal(
      quhua_crosswalk_write_official(crosswalk, b->before, QUHUA_FORMAT_CSV, &to_official, &b->err),
      QUHUA_OK);
  assert_non_null(strstr(official.text, "2,换码,V1,丁村,单位,B2,V1b,丁村,单位,BX,1,2020-01-01,二,\n"));
  assert_int_equal(quhua_crosswalk_write_sql(crosswalk, b->before, "m", QUHUA_LANG_ZH, &to_sql, &b->err),
                   QUHUA_OK);
  assert_non_null(strstr(sql.text, "5, 'V1', '丁村', 5, 'V1b', '丁村', '单位', 'BX', '1');"));
  paper_free(&official);
  paper_free(&sql);
  quhua_crosswalk_free(crosswalk);
  bench_close(b);
}

/* 东村 gets the code 209, and 西村 goes into it. By the codes alone, both would have ended in a new unit. */
static void a_receiver_that_got_another_code(void **state) {
  (void)state;
  static const char lines[] =
      ",2020-01-01,,换码,510722100201,东村,5,510722100209,东村,5,村委会,510722100000,1,same,,\n"
      ",2020-01-01,,并入,510722100202,西村,5,510722100209,东村,5,村委会,510722100000,1,,,\n";
  static const char *const codes[] = {"510722100201", "510722100209"};
  bench *b = bench_open(VILLAGES);
  bench_apply(
      b,
      ACTS "一,2019-06-01,,510722100201,510722100209,,,\n二,2020-01-01,并入,510722100202,510722100209,,,\n");
  expect_written(b, lines);
  bench_close(b);
  expect_again(VILLAGES, lines, codes, true);
}

/* 东村 ends in a new unit that has its code: by the codes alone, that would be the same one. */
static void a_code_that_another_unit_has(void **state) {
  (void)state;
  static const char lines[] =
      ",2020-01-01,,改设,510722100201,东村,5,510722100201,新村,5,村委会,510722100000,1,new,,\n";
  static const char *const codes[] = {"510722100201", "510722100201"};
  bench *b = bench_open(VILLAGES);
  bench_apply(b, ACTS "一,2020-01-01,,510722100201,510722100201,新村,,new\n");
  expect_written(b, lines);
  bench_close(b);
  expect_again(VILLAGES, lines, codes, false);
}

/* 依伍村 ends, half of it goes to 丙村, half to 老村, which gets another code later. That is what ended 依伍村, and the code is
 * all that happened to 老村. */
static void kinds_of_composed_rows(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  bench_apply(
      b,
      ACTS "一,2020-01-01,,510722100203,510722100204,,1/2,\n一,2020-01-01,,510722100203,510722100205,,1/2,\n"
           "二,2021-01-01,,510722100205,510722100215,,,\n");
  expect_written(b,
                 ",2021-01-01,,撤销,510722100203,依伍村,5,510722100204,丙村,5,村委会,510722100000,1/2,,,\n"
                 ",2021-01-01,,撤销,510722100203,依伍村,5,510722100215,老村,5,村委会,510722100000,1/2,,,\n"
                 ",2021-01-01,,换码,510722100205,老村,5,510722100215,老村,5,村委会,510722100000,1,same,,\n");
  bench_close(b);
}

/* A village goes whole into another, which ends later with a reason; the row says it, although its own act gave none. One
 * whose end has no reason on record says by which document it ended. */
static void an_end_on_the_way_has_its_reason(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  bench_apply(b, "document,effective,relation,old_code,new_code,target,reason\n一,2020-01-01,并入,"
                 "510722100201,510722100202,,\n"
                 "二,2021-01-01,撤销,510722100202,,,整村搬迁\n");
  bench_apply(b, "document,effective,old_code,new_code,new_name,new_parent\n三,2021-06-01,,510722100230,新村,"
                 "510722100\n");
  bench_apply(b, "document,effective,relation,target\n四,2022-01-01,废止,三\n");
  expect_written(b, ",2021-01-01,,撤销,510722100201,东村,5,,,,,,1,,整村搬迁,\n"
                    ",2021-01-01,,撤销,510722100202,西村,5,,,,,,1,,整村搬迁,\n");
  quhua_crosswalk *crosswalk = NULL;
  paper p = paper_blank();
  quhua_writer writer = paper_writer(&p);
  assert_int_equal(
      quhua_crosswalk_new(b->before, bench_day("2021-06-01"), bench_day("2024-01-01"), &crosswalk, &b->err),
      QUHUA_OK);
  assert_int_equal(
      quhua_crosswalk_write(crosswalk, b->before, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, &writer, &b->err),
      QUHUA_OK);
  assert_string_equal(strchr(p.text, '\n') + 1, ",2022-01-01,,撤销,510722100230,新村,5,,,,,,1,,四,\n");
  quhua_crosswalk_free(crosswalk);
  paper_free(&p);
  bench_close(b);
}

static void the_register_begins_later(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  quhua_crosswalk *crosswalk = (quhua_crosswalk *)b;
  quhua_status status =
      quhua_crosswalk_new(b->before, bench_day("2018-12-31"), bench_day("2020-01-01"), &crosswalk, &b->err);
  assert_int_equal(status, QUHUA_E_INVALID);
  assert_null(crosswalk);
  assert_int_equal(
      quhua_crosswalk_new(b->before, bench_day("2019-01-01"), bench_day("2020-01-01"), &crosswalk, &b->err),
      QUHUA_OK);
  quhua_crosswalk_free(crosswalk);
  bench_close(b);
}

/* Days, identities and remarks take memory; what cannot have it says so and gives all back. */
static void memory_runs_out(void **state) {
  (void)state;
  bench *b = moved();
  quhua_crosswalk *crosswalk = crosswalk_of(b);
  for (int official = 0; official <= 1; official++) {
    quhua_status status = QUHUA_E_NOMEM;
    long after = 0;
    for (; status != QUHUA_OK; after++) {
      fail_alloc books;
      quhua_allocator allocator = fail_alloc_make(&books, after);
      quhua_snapshot view = *b->before;
      paper p = paper_blank();
      quhua_writer writer = paper_writer(&p);
      view.allocator = &allocator;
      status = official ? quhua_crosswalk_write_official(crosswalk, &view, QUHUA_FORMAT_CSV, &writer, &b->err)
                        : quhua_crosswalk_write(crosswalk, &view, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, &writer,
                                                &b->err);
      assert_true(status == QUHUA_OK || status == QUHUA_E_NOMEM);
      assert_true(fail_alloc_is_clean(&books));
      paper_free(&p);
    }
    assert_true(official || after > 4);
  }
  quhua_crosswalk_free(crosswalk);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_parent_is_that_of_the_last_day),
      cmocka_unit_test(a_receiver_that_got_another_code),
      cmocka_unit_test(a_code_that_another_unit_has),
      cmocka_unit_test(kinds_of_composed_rows),
      cmocka_unit_test(an_end_on_the_way_has_its_reason),
      cmocka_unit_test(the_register_begins_later),
      cmocka_unit_test(memory_runs_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
