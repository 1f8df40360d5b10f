/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that always judge and look at an act's end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define RENAME(document)                                                                                     \
  "document,effective,relation,old_code,new_name\n" document ",2021-01-01,更名,510722109201,友好村\n"

static void expect_message(bench *b, const char *rule, const char *message) {
  quhua_str got = bench_finding(b, rule)->message[QUHUA_LANG_EN];
  if (!quhua_str_equal(got, quhua_str_from(message))) fail_msg("%.*s", (int)got.len, got.ptr);
}

/* --- time.document-known ----------------------------------------------------------------------------------------- */

static void test_document_known(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲,2020-01-01,更名,510722109202,长安村\n");
  bench_plan(b, RENAME("乙"));
  bench_expect_findings(b, "");
  bench_plan(b, RENAME("")); /* acts without a document are never the same */
  bench_expect_findings(b, "");
  bench_plan(b, RENAME("甲"));
  bench_expect_findings(b, "time.document-known warning 0\n");
  expect_message(b, "time.document-known",
                 "the document 甲 is on record already, as entry 2, effective 2020-01-01");
  bench_close(b);
}

/* An act that was taken back may be recorded again under its document. */
static void test_document_taken_back(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲,2020-01-01,更名,510722109202,长安村\n");
  bench_apply(b, "document,effective,relation,target\n乙,2020-02-01,自始无效,甲\n");
  bench_plan(b, RENAME("甲"));
  bench_expect_findings(b, "");
  bench_close(b);
}

/* --- time.day-uncertain ------------------------------------------------------------------------------------------ */

static void test_day_uncertain(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,relation,old_code,new_name\n2020-07-01..2020-09-30,更名,510722109201,友好村\n");
  bench_expect_findings(b, "time.day-uncertain note 0\n");
  expect_message(b, "time.day-uncertain",
                 "the act took effect between 2020-07-01 and 2020-09-30: answers about days in between are "
                 "uncertain");
  bench_close(b);
}

/* --- structure.managing-parent ----------------------------------------------------------------------------------- */

static void expect_managed(const char *manager, bool fine) {
  char acts[512];
  strcpy(acts, "effective,old_code,attr:managing_parent\n2021-01-01,510722109201,");
  strcat(acts, manager);
  strcat(acts, "\n");
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, acts);
  bool found = strstr(bench_findings(b), "structure.managing-parent ") != NULL;
  if (found == fine) fail_msg("%s: %s", manager, b->text);
  bench_close(b);
}

static void test_managing_parent(void **state) {
  (void)state;
  expect_managed("510722138000", true); /* the other town */
  expect_managed("510722138", true);
  expect_managed("510722000000", true);  /* the county */
  expect_managed("510722139000", false); /* nobody */
  expect_managed("510722138201", false); /* a village is not above a village */
  expect_managed("立新镇", false);       /* no code */
}

/* --- time.organ-overdue, time.organ-unreadable ------------------------------------------------------------------- */

#define ORGAN(term) "effective,old_code,attr:organ:临时党组织\n2021-01-01,510722109201," term "\n"

static void test_organs(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, ORGAN("2020-05-01/2021-03-31"));
  bench_expect_findings(b, "");
  bench_plan(b, ORGAN("2020-05-01/2020-12-31"));
  bench_expect_findings(b, "time.organ-overdue warning 2\n");
  expect_message(b, "time.organ-overdue",
                 "临时党组织 of 友爱村 510722109201 was to end on 2020-12-31 and is still recorded");
  bench_plan(b, ORGAN("2020-05-01/2020-12-31/2020-12-30"));
  bench_expect_findings(b, "");
  bench_plan(b, ORGAN("长期"));
  bench_expect_findings(b, "time.organ-unreadable warning 2\n");
  expect_message(b, "time.organ-unreadable", "the term “长期” of 临时党组织 cannot be read");
  bench_close(b);
}

/* Any later act that touches the unit reminds of it. */
static void test_organ_of_an_earlier_act(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, ORGAN("2020-05-01/2021-03-31"));
  bench_plan(b, "effective,relation,old_code,new_name\n2021-03-31,更名,510722109201,友好村\n");
  bench_expect_findings(b, "");
  bench_plan(b, "effective,relation,old_code,new_name\n2021-04-01,更名,510722109201,友好村\n");
  bench_expect_findings(b, "time.organ-overdue warning 2\n");
  bench_plan(b, "effective,relation,old_code,new_name\n2021-04-01,更名,510722109202,长安村\n");
  bench_expect_findings(b, "");
  bench_close(b);
}

/* --- code.reserved ----------------------------------------------------------------------------------------------- */

#define FOUND(document)                                                                                      \
  "document,effective,relation,new_code,new_name,new_parent\n" document                                      \
  ",2021-01-01,设立,510722109209,新村,510722109\n"

static void test_reserved(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, "reserve:5:510722109209", "甲\t新村");
  bench_plan(b, FOUND("甲"));
  assert_null(strstr(bench_findings(b), "code.reserved"));
  bench_plan(b, FOUND("乙"));
  assert_non_null(strstr(bench_findings(b), "code.reserved blocking 2\n"));
  expect_message(b, "code.reserved", "the code 510722109209 for 新村 510722109209 is reserved for 甲");
  assert_string_equal(bench_finding(b, "code.reserved")->code.text, "510722109209");
  const quhua_waiver other = {"code.reserved", "换用", "510722109208"},
                     waiver = {"code.reserved", "换用", "510722109209"};
  assert_int_equal(bench_commit(b, &other, 1), QUHUA_E_BLOCKED);
  assert_int_equal(bench_commit(b, &waiver, 1), QUHUA_OK);
  bench_close(b);
  b = bench_open(BENCH_TOWNS);
  bench_record(b, "reserve:5:510722109209", "甲\t新村");
  bench_record(b, "reserve:5:510722109209", ""); /* given up */
  bench_plan(b, FOUND("乙"));
  assert_null(strstr(bench_findings(b), "code.reserved"));
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_document_known), cmocka_unit_test(test_document_taken_back),
      cmocka_unit_test(test_day_uncertain),  cmocka_unit_test(test_managing_parent),
      cmocka_unit_test(test_organs),         cmocka_unit_test(test_organ_of_an_earlier_act),
      cmocka_unit_test(test_reserved),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
