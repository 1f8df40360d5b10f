/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/bench.h"
#include "support/fail_alloc.h"
#include "support/inferring.h"

#define COUNTY "code,name\n510722000000,三台县\n"
#define SANYUAN                                                                                              \
  "510722109000,三元镇\n510722109201,友爱村\n510722109202,长发村\n510722109203,万安村\n"         \
  "510722109204,龙吟村\n510722109205,龙居村\n"
#define LIXIN "510722138000,立新镇\n510722138201,新民村\n510722138204,百灵山村\n"
#define DONGYONG "510722210000,东永乡\n510722210201,和平村\n510722210202,胜利村\n"
#define BEFORE COUNTY SANYUAN LIXIN DONGYONG

static void test_nothing_changed(void **state) {
  (void)state;
  inferring_expect(BEFORE, BEFORE, "");
}

static void test_respelling_is_no_change_in_the_world(void **state) {
  (void)state;
  inferring *in = inferring_between(COUNTY LIXIN,
                                    COUNTY "510722138000,立新镇\n510722138201,新民村村民委员会\n"
                                           "510722138204,百灵山村\n",
                                    NULL);
  assert_string_equal(in->text, "respelt 510722138201 510722138201 1.0000\n");
  assert_int_equal(quhua_changeset_row(in->acts, 0)->relation, QUHUA_RELATION_RESPELL);
  assert_int_equal(in->counts.of[QUHUA_LEVEL_VILLAGE][QUHUA_INFERRED_RESPELT], 1);
  assert_int_equal(in->counts.of[QUHUA_LEVEL_VILLAGE][QUHUA_INFERRED_SAME], 1);
  inferring_free(in);
}

/* 新民 and 新庙 share a character, 百灵山 and 幸福 do not. */
static void test_renamed_at_the_same_code(void **state) {
  (void)state;
  inferring_expect(COUNTY LIXIN, COUNTY "510722138000,立新镇\n510722138201,新庙村\n510722138204,幸福村\n",
                   "renamed 510722138201 510722138201 0.8500\n"
                   "renamed 510722138204 510722138204 0.6000\n");
}

static void test_codes_go_round(void **state) {
  (void)state;
  inferring_expect(COUNTY SANYUAN,
                   COUNTY "510722109000,三元镇\n510722109201,长发村\n510722109202,万安村\n"
                          "510722109203,友爱村\n510722109204,龙居村\n510722109205,龙吟村\n",
                   "permuted 510722109201 510722109203 0.9700\n"
                   "permuted 510722109202 510722109201 0.9700\n"
                   "permuted 510722109203 510722109202 0.9700\n"
                   "permuted 510722109204 510722109205 0.9700\n"
                   "permuted 510722109205 510722109204 0.9700\n");
}

/* Ten villages whose codes each take the place of the next. */
static void test_a_cycle_of_ten(void **state) {
  (void)state;
  static const char *const names[] = {"东风", "南山", "西河", "北岭", "中塘",
                                      "上坝", "下湾", "前营", "后寨", "新桥"};
  char before[1024] = COUNTY "510722138000,立新镇\n", after[1024] = COUNTY "510722138000,立新镇\n", line[64];
  for (int i = 0; i < 10; i++) {
    snprintf(line, sizeof line, "5107221382%02d,%s村\n", i, names[i]);
    strcat(before, line);
    snprintf(line, sizeof line, "5107221382%02d,%s村\n", i, names[(i + 1) % 10]);
    strcat(after, line);
  }
  inferring *in = inferring_between(before, after, NULL);
  assert_int_equal(in->counts.of[QUHUA_LEVEL_VILLAGE][QUHUA_INFERRED_PERMUTED], 10);
  inferring_free(in);
}

/* 撤乡设镇: the villages keep their numbers and need no rows. */
static void test_retyped_with_what_lies_below(void **state) {
  (void)state;
  inferring *in = inferring_between(
      COUNTY DONGYONG, COUNTY "510722110000,东永镇\n510722110201,和平村\n510722110202,胜利村\n", NULL);
  assert_string_equal(in->text, "retyped 510722210000 510722110000 0.9300\n");
  assert_int_equal(in->counts.of[QUHUA_LEVEL_VILLAGE][QUHUA_INFERRED_FOLLOWED], 2);
  inferring_free(in);
}

/* One keeps its number, the other does not. */
static void test_retyped_and_renumbered_in_part(void **state) {
  (void)state;
  inferring_expect(COUNTY DONGYONG, COUNTY "510722110000,东永镇\n510722110201,和平村\n510722110207,胜利村\n",
                   "retyped 510722210000 510722110000 0.9300\n"
                   "recoded 510722210202 510722110207 0.9700\n");
}

/* 村改居: the proper name stays. */
static void test_village_becomes_community(void **state) {
  (void)state;
  inferring_expect(COUNTY LIXIN, COUNTY "510722138000,立新镇\n510722138001,新民社区\n510722138204,百灵山村\n",
                   "retyped 510722138201 510722138001 0.9300\n");
}

static void test_county_recoded(void **state) {
  (void)state;
  inferring_expect(BEFORE,
                   "code,name\n510782000000,三台市\n"
                   "510782109000,三元镇\n510782109201,友爱村\n510782109202,长发村\n510782109203,万安村\n"
                   "510782109204,龙吟村\n510782109205,龙居村\n"
                   "510782138000,立新镇\n510782138201,新民村\n510782138204,百灵山村\n"
                   "510782210000,东永乡\n510782210201,和平村\n510782210202,胜利村\n",
                   "retyped 510722000000 510782000000 0.9300\n");
}

static void test_village_moves_alone(void **state) {
  (void)state;
  inferring *in =
      inferring_between(COUNTY LIXIN DONGYONG,
                        COUNTY LIXIN "510722138205,和平村\n510722210000,东永乡\n510722210202,胜利村\n", NULL);
  assert_string_equal(in->text, "transferred 510722210201 510722138205 0.8000\n");
  assert_true(quhua_str_equal(quhua_changeset_row(in->acts, 0)->new_parent, quhua_str_from("510722138000")));
  inferring_free(in);
}

/* Of two votes two went there, one more is taken for granted: 0.1 + 0.82 * 2/3, and 0.05 because nothing is left over. */
static void test_town_absorbed_with_its_villages(void **state) {
  (void)state;
  inferring_expect(COUNTY LIXIN DONGYONG, COUNTY LIXIN "510722138205,和平村\n510722138206,胜利村\n",
                   "merged 510722210000 510722138000 0.6966\n"
                   "transferred 510722210201 510722138205 0.9500\n"
                   "transferred 510722210202 510722138206 0.9500\n");
}

/* 撤销 A、B，设立 C: C is new, also where it is called like A. */
static void test_two_towns_found_a_third(void **state) {
  (void)state;
  inferring *in = inferring_between(COUNTY LIXIN DONGYONG,
                                    COUNTY "510722139000,立新镇\n510722139201,新民村\n510722139204,百灵山村\n"
                                           "510722139205,和平村\n510722139206,胜利村\n",
                                    NULL);
  assert_string_equal(in->text, "merged 510722138000 510722139000 0.9700\n"
                                "merged 510722210000 510722139000 0.6966\n"
                                "transferred 510722138201 510722139201 0.9500\n"
                                "transferred 510722138204 510722139204 0.9500\n"
                                "transferred 510722210201 510722139205 0.9500\n"
                                "transferred 510722210202 510722139206 0.9500\n");
  assert_int_equal(quhua_changeset_row(in->acts, 0)->relation, QUHUA_RELATION_MERGE);
  inferring_free(in);
}

static void test_name_put_together_of_two(void **state) {
  (void)state;
  inferring_expect(COUNTY SANYUAN,
                   COUNTY "510722109000,三元镇\n510722109201,友爱村\n510722109202,长发村\n"
                          "510722109203,万安村\n510722109204,吟居村\n",
                   "renamed 510722109204 510722109204 0.8500\n"
                   "merged 510722109205 510722109204 0.8500\n");
}

/* Either neighbour may have taken it: that is no proof, but worth telling. */
static void test_vanished_with_alternatives(void **state) {
  (void)state;
  inferring *in = inferring_between(COUNTY SANYUAN,
                                    COUNTY "510722109000,三元镇\n510722109201,友爱村\n510722109202,长发村\n"
                                           "510722109204,龙吟村\n510722109205,龙居村\n",
                                    NULL);
  assert_string_equal(in->text, "vanished 510722109203 - -\n");
  const quhua_flow_row *row = quhua_changeset_row(in->acts, 0);
  assert_int_equal(row->note_count, 2);
  assert_true(quhua_str_equal(row->notes[1].key, quhua_str_from("alternatives")));
  assert_true(quhua_str_equal(row->notes[1].value, quhua_str_from("510722109202 长发村 0.30; "
                                                                  "510722109204 龙吟村 0.30")));
  inferring_free(in);
}

static void test_appeared(void **state) {
  (void)state;
  inferring_expect(COUNTY LIXIN, COUNTY LIXIN "510722138205,桂花村\n", "appeared - 510722138205 -\n");
}

/* The town of that code has other villages now: it is another town. */
static void test_reused_codes(void **state) {
  (void)state;
  inferring_expect(COUNTY LIXIN DONGYONG, COUNTY LIXIN "510722210000,南山乡\n510722210201,石门村\n",
                   "vanished 510722210000 - -\n"
                   "vanished 510722210201 - -\n"
                   "vanished 510722210202 - -\n"
                   "reused - 510722210000 -\n"
                   "reused - 510722210201 -\n");
}

/* 新市镇 and 十里坝街道 (one village of one can be traced: 0.1 + 0.82 / 2, and 0.05) found 新市街道, which takes a code that
 * was in use; another town takes that of 新市镇, and with it two villages that keep their codes below another unit. */
static void test_children_stay_below_a_code_that_went_on(void **state) {
  (void)state;
  inferring_expect(COUNTY "510722003000,十里坝街道\n510722003201,双石村\n510722102000,新市镇\n"
                          "510722102201,杨柳村\n510722102202,河坝村\n510722102203,会龙村\n",
                   COUNTY "510722003000,新市街道\n510722003201,双石村\n510722003202,杨柳村\n"
                          "510722102000,杨家镇\n510722102202,河坝村\n510722102203,会龙村\n",
                   "merged 510722003000 510722003000 0.5600\n"
                   "merged 510722102000 510722003000 0.9300\n"
                   "transferred 510722003201 510722003201 1.0000\n"
                   "transferred 510722102201 510722003202 0.9500\n"
                   "transferred 510722102202 510722102202 1.0000\n"
                   "transferred 510722102203 510722102203 1.0000\n"
                   "reused - 510722102000 -\n");
}

/* Towns below a prefecture without counties; one code on two levels. */
static void test_levels_with_one_code(void **state) {
  (void)state;
  inferring_expect("code,name,level\n440000000000,广东省,1\n441900000000,东莞市,2\n441900000000,东莞市,3\n"
                   "441900003000,东城街道办事处,4\n441900003001,岗贝社区居委会,5\n",
                   "code,name,level\n440000000000,广东省,1\n441900000000,东莞市,2\n441900000000,东莞市,3\n"
                   "441900003000,东城街道,4\n441900003002,岗贝社区居委会,5\n441900004000,南城街道,4\n",
                   "respelt 441900003000 441900003000 1.0000\n"
                   "recoded 441900003001 441900003002 0.9700\n"
                   "appeared - 441900004000 -\n");
}

/* --- against a register with a history ---------------------------------------------------------------------------- */

static void update(bench *b, const char *day, const char *table) {
  quhua_infer_options how;
  quhua_infer_options_init(&how);
  how.effective = bench_day(day);
  quhua_opening *list = inferring_list(NULL, table);
  quhua_changeset *acts = NULL;
  quhua_plan *plan = NULL;
  quhua_registry *wanted = NULL;
  assert_int_equal(quhua_infer_update(b->before, how.effective - 1, list, &how, &acts, NULL, &b->err),
                   QUHUA_OK);
  assert_int_equal(quhua_plan_build(b->before, acts, &b->options, &plan, &b->err), QUHUA_OK);
  assert_int_equal(quhua_plan_commit(b->registry, plan, NULL, NULL, &b->err), QUHUA_OK);
  assert_int_equal(quhua_registry_create("", list, NULL, &wanted, &b->err), QUHUA_OK);
  char *found = inferring_units(b->registry, how.effective),
       *expected = inferring_units(wanted, how.effective);
  assert_string_equal(found, expected);
  free(found);
  free(expected);
  quhua_registry_close(wanted);
  quhua_plan_free(plan);
  quhua_changeset_free(acts);
  quhua_opening_free(list);
  quhua_snapshot_free(b->before);
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, &b->err), QUHUA_OK);
}

/* 东永乡 becomes a town and a township again: its villages would not get back numbers that were used, unless rows say
 * so. */
static void test_codes_that_come_back(void **state) {
  (void)state;
  bench *b = bench_open(COUNTY DONGYONG);
  update(b, "2020-01-01", COUNTY "510722110000,东永镇\n510722110201,和平村\n510722110202,胜利村\n");
  update(b, "2021-01-01", COUNTY DONGYONG);
  bench_close(b);
}

/* --- refusals -------------------------------------------------------------------------------------------------------- */

static quhua_status infer_with(const quhua_opening *before, const quhua_opening *after, quhua_date effective,
                               quhua_error *err) {
  quhua_infer_options how;
  quhua_changeset *acts = NULL;
  quhua_infer_options_init(&how);
  how.effective = effective;
  quhua_status status = quhua_infer_lists(before, after, &how, &acts, NULL, err);
  assert_true(status == QUHUA_OK || !acts);
  quhua_changeset_free(acts);
  return status;
}

static void test_refusals(void **state) {
  (void)state;
  quhua_error err = {0};
  quhua_opening *list = inferring_list(NULL, BEFORE), *foreign = NULL, *unnamed;
  assert_int_equal(quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("opaque")), 0, &foreign, &err),
                   QUHUA_OK);
  assert_int_equal(infer_with(list, list, QUHUA_DATE_NONE, &err), QUHUA_E_INVALID);
  assert_int_equal(infer_with(list, foreign, 18000, &err), QUHUA_E_INVALID);
  quhua_error_clear(&err);
  unnamed = inferring_list(NULL, COUNTY "510722222201,石门村\n"); /* its town is not listed */
  assert_int_equal(infer_with(list, unnamed, 18000, &err), QUHUA_E_INVALID);
  assert_non_null(strstr(err.message[QUHUA_LANG_EN], "510722222000"));
  quhua_opening_free(list);
  quhua_opening_free(foreign);
  quhua_opening_free(unnamed);
}

static void test_empty_lists(void **state) {
  (void)state;
  inferring_expect("code,name\n", "code,name\n", "");
  inferring_expect("code,name\n510000000000,四川省\n",
                   "code,name\n510000000000,四川省\n110000000000,北京市\n", "appeared - 110000000000 -\n");
}

static void test_out_of_memory(void **state) {
  (void)state;
  fail_alloc books;
  quhua_error err;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua_opening *before = inferring_list(&allocator, BEFORE);
  quhua_opening *after =
      inferring_list(&allocator, COUNTY SANYUAN
                     "510722138000,立新镇\n510722138201,新庙村\n510722138206,胜利村\n510722138301,新桥村\n");
  long begin = books.calls;
  assert_int_equal(infer_with(before, after, 18000, &err), QUHUA_OK);
  long calls = books.calls - begin;
  size_t live = books.live_bytes;
  for (long i = 0; i < calls; i++) {
    fail_alloc_arm(&books, i);
    quhua_status status = infer_with(before, after, 18000, &err);
    if (status != QUHUA_E_NOMEM) fail_msg("allocation %ld: %s", i, quhua_status_name(status));
    assert_int_equal(books.live_bytes, live);
  }
  fail_alloc_arm(&books, -1);
  quhua_opening_free(before);
  quhua_opening_free(after);
  assert_true(fail_alloc_is_clean(&books));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_nothing_changed),
      cmocka_unit_test(test_respelling_is_no_change_in_the_world),
      cmocka_unit_test(test_renamed_at_the_same_code),
      cmocka_unit_test(test_codes_go_round),
      cmocka_unit_test(test_a_cycle_of_ten),
      cmocka_unit_test(test_retyped_with_what_lies_below),
      cmocka_unit_test(test_retyped_and_renumbered_in_part),
      cmocka_unit_test(test_village_becomes_community),
      cmocka_unit_test(test_county_recoded),
      cmocka_unit_test(test_village_moves_alone),
      cmocka_unit_test(test_town_absorbed_with_its_villages),
      cmocka_unit_test(test_two_towns_found_a_third),
      cmocka_unit_test(test_name_put_together_of_two),
      cmocka_unit_test(test_vanished_with_alternatives),
      cmocka_unit_test(test_appeared),
      cmocka_unit_test(test_reused_codes),
      cmocka_unit_test(test_children_stay_below_a_code_that_went_on),
      cmocka_unit_test(test_levels_with_one_code),
      cmocka_unit_test(test_codes_that_come_back),
      cmocka_unit_test(test_refusals),
      cmocka_unit_test(test_empty_lists),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
