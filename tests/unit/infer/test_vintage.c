/* SPDX-License-Identifier: Apache-2.0 */
/* A small register with a history, and lists of which everything can be worked out on paper:
 *
 *   2019-01-01  the opening
 *   2020-01-01  友爱村 …109201 is called 友谊村
 *   2020-07-01  龙居村 …109205 goes into 龙吟村 …109204
 *   2021-01-01  长发村 …109202 and 万安村 …109203 exchange their codes
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "infer/vintage.h"
#include "support/bench.h"
#include "support/fail_alloc.h"

#define TABLE                                                                                                \
  "code,name\n510722000000,三台县\n510722109000,三元镇\n510722109201,友爱村\n"                      \
  "510722109202,长发村\n510722109203,万安村\n510722109204,龙吟村\n510722109205,龙居村\n"         \
  "510722109216,青龙村\n510722138000,立新镇\n510722138201,新民村\n510722138204,百灵山村\n"
#define ACTS                                                                                                 \
  "document,effective,relation,old_code,new_code,new_name\n"                                                 \
  "甲,2020-01-01,更名,510722109201,510722109201,友谊村\n"                                              \
  "乙,2020-07-01,并入,510722109205,510722109204,\n"                                                       \
  "丙,2021-01-01,换码,510722109202,510722109203,\n"                                                       \
  "丙,2021-01-01,换码,510722109203,510722109202,\n"

/* What is the same on all days. */
#define ALWAYS                                                                                               \
  "510722000000,三台县\n510722109000,三元镇\n510722109204,龙吟村\n510722138000,立新镇\n"         \
  "510722138201,新民村\n510722138204,百灵山村\n"

typedef struct dating {
  bench *b;
  quhua_listing *listing;
  quhua_vintage *vintage;
  quhua_vintage_summary sum;
} dating;

/* Date a list with the header code,name; judged on a day, or "" for the likely ones. */
static dating date_as(const char *scheme, const char *table, const char *rows, const char *day) {
  dating d = {.b = bench_open_as("", scheme, "2019-01-01", table)};
  quhua_error err = {0};
  quhua_vintage_options how;
  char list[4096] = "code,name\n";
  if (strcmp(table, TABLE) == 0) bench_apply(d.b, ACTS);
  assert_true(strlen(list) + strlen(rows) < sizeof list);
  strcat(list, rows);
  quhua_vintage_options_init(&how);
  if (day[0]) how.day = bench_day(day);
  assert_int_equal(quhua_listing_new(NULL, &d.listing, &err), QUHUA_OK);
  if (quhua_listing_read_csv(d.listing, list, strlen(list), "code", "name", "list.csv", &err) != QUHUA_OK)
    fail_msg("%s", err.message[QUHUA_LANG_EN]);
  assert_int_equal(quhua_vintage_new(d.b->before, d.listing, &how, &d.vintage, &err), QUHUA_OK);
  quhua_vintage_sum(d.vintage, &d.sum);
  return d;
}

static dating date_with(const char *table, const char *rows, const char *day) {
  return date_as("cn-stat", table, rows, day);
}

static dating date(const char *rows, const char *day) { return date_with(TABLE, rows, day); }

static void dating_free(dating *d) {
  quhua_vintage_free(d->vintage);
  quhua_listing_free(d->listing);
  bench_close(d->b);
}

/* A period as text: "2020-01-01..2020-07-01 10". */
static const char *period_text(const quhua_vintage_period *p, char out[64]) {
  char from[QUHUA_DATE_TEXT_MAX], to[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(p->days.from, from);
  quhua_date_format(p->days.to, to);
  snprintf(out, 64, "%s..%s %d", from, to, (int)p->rows);
  return out;
}

static void expect_period(const dating *d, size_t rank, const char *expected) {
  quhua_vintage_period p;
  char text[64];
  assert_true(quhua_vintage_period_at(d->vintage, rank, &p));
  assert_string_equal(period_text(&p, text), expected);
}

static void expect_part(const dating *d, size_t index, const char *expected) {
  quhua_vintage_period p;
  char text[64];
  assert_true(quhua_vintage_part_at(d->vintage, index, &p));
  assert_string_equal(period_text(&p, text), expected);
}

/* The row on a line of the list (the first is 2) as text: "verdict from..to code name". */
static void expect_row(const dating *d, uint32_t line, const char *expected) {
  quhua_vintage_row row;
  char text[256] = "", from[QUHUA_DATE_TEXT_MAX] = "", to[QUHUA_DATE_TEXT_MAX] = "";
  for (size_t i = 0; quhua_vintage_row_at(d->vintage, i, &row); i++) {
    if (row.line != line) continue;
    if (row.days.from < row.days.to) {
      quhua_date_format(row.days.from, from);
      quhua_date_format(row.days.to, to);
    }
    snprintf(text, sizeof text, "%s %s..%s %s %.*s", quhua_vintage_verdict_word(row.verdict, QUHUA_LANG_EN),
             from, to, row.right_code.text, (int)row.right.name.len,
             row.right.name.ptr ? row.right.name.ptr : "");
  }
  assert_string_equal(text, expected);
}

static void expect_reason(const dating *d, size_t index, quhua_lang lang, const char *expected) {
  char text[512];
  size_t len = quhua_vintage_reason(d->vintage, index, lang, text, sizeof text);
  assert_string_equal(text, expected);
  assert_int_equal(len, strlen(expected));
}

/* --- the date -------------------------------------------------------------------------------------------------------- */

/* Of 2020-03: 友谊村 is not before 2020, 龙居村 not after June 2020, 长发村 has another code from 2021. */
static void test_a_clean_list(void **state) {
  (void)state;
  dating d = date(ALWAYS "510722109201,友谊村\n510722109202,长发村\n510722109203,万安村\n"
                         "510722109205,龙居村\n510722109216,青龙村\n",
                  "");
  assert_int_equal(d.sum.count, 11);
  assert_int_equal(d.sum.likely, 1);
  assert_int_equal(d.sum.runner_up, 10);
  assert_int_equal(d.sum.day, bench_day("2020-01-01"));
  assert_int_equal(d.sum.verdicts[QUHUA_VINTAGE_TRUE], 11);
  expect_period(&d, 0, "2020-01-01..2020-07-01 11");
  expect_period(&d, 1, "2020-07-01..2021-01-01 10"); /* without 龙居村 */
  expect_period(&d, 2, "2019-01-01..2020-01-01 10"); /* without 友谊村 */
  expect_period(&d, 3, "2021-01-01.. 8");            /* without 龙居村, 长发村, 万安村 */
  quhua_vintage_period p;
  assert_false(quhua_vintage_period_at(d.vintage, 4, &p));
  expect_part(&d, 0, "2020-01-01..2020-07-01 11");
  assert_false(quhua_vintage_part_at(d.vintage, 1, &p));
  dating_free(&d);
}

/* One row speaks for the days before 2021, one for those after. */
static void test_a_tie(void **state) {
  (void)state;
  dating d = date("510722109202,长发村\n510722109202,万安村\n", "");
  assert_int_equal(d.sum.likely, 2);
  assert_int_equal(d.sum.runner_up, 0);
  expect_period(&d, 0, "2021-01-01.. 1"); /* the latest first */
  expect_period(&d, 1, "2019-01-01..2021-01-01 1");
  expect_part(&d, 1, "2019-01-01..2021-01-01 1");
  dating_free(&d);
}

static void test_nothing_fits(void **state) {
  (void)state;
  dating d = date("510999999999,无此村\n", "");
  assert_int_equal(d.sum.likely, 0);
  assert_int_equal(d.sum.day, QUHUA_DATE_NONE);
  expect_row(&d, 2, "unknown ..  ");
  dating_free(&d);
  d = date("", "");
  assert_int_equal(d.sum.count, 0);
  assert_int_equal(d.sum.likely, 0);
  dating_free(&d);
}

/* Without names a row is true while anybody has the code: 109205 until July 2020. */
static void test_codes_alone(void **state) {
  (void)state;
  dating d = date("510722109205,\n510722109202,\n510722109206,\n", "2021-06-01");
  expect_period(&d, 0, "2019-01-01..2020-07-01 2");
  expect_row(&d, 2, "other-day 2019-01-01..2020-07-01 510722109204 龙吟村");
  expect_row(&d, 3, "true 2019-01-01..  ");
  expect_row(&d, 4, "unknown ..  ");
  dating_free(&d);
}

/* --- rows of other days ---------------------------------------------------------------------------------------------- */

#define SINCE_2021 ALWAYS "510722109201,友谊村\n510722109202,万安村\n510722109203,长发村\n"

static void test_rows_of_other_days(void **state) {
  (void)state;
  dating d = date(SINCE_2021 "510722109202,长发村\n510722109201,友爱村\n", "");
  expect_period(&d, 0, "2021-01-01.. 9");
  assert_int_equal(d.sum.runner_up, 8); /* those that are always true, 长发村 and one name of 109201 */
  expect_row(&d, 11, "reused 2019-01-01..2021-01-01 510722109203 长发村");
  expect_row(&d, 12, "other-day 2019-01-01..2020-01-01 510722109201 友谊村");
  expect_part(&d, 1, "2019-01-01..2020-01-01 2"); /* both were true then */
  expect_reason(
      &d, 9, QUHUA_LANG_ZH,
      "2019-01-01 起、2021-01-01 前相符；2021-01-01 该代码属于万安村，原单位为 510722109203 长发村");
  expect_reason(&d, 10, QUHUA_LANG_EN,
                "true from 2019-01-01 until before 2020-01-01; on 2021-01-01 it is 510722109201 友谊村");
  expect_reason(&d, 0, QUHUA_LANG_EN, "");
  dating_free(&d);
}

static void test_a_merged_unit_leads_to_its_successor(void **state) {
  (void)state;
  dating d = date(SINCE_2021 "510722109205,龙居村\n", "");
  expect_row(&d, 11, "other-day 2019-01-01..2020-07-01 510722109204 龙吟村");
  dating_free(&d);
}

/* --- slips ----------------------------------------------------------------------------------------------------------- */

static void test_spelling(void **state) {
  (void)state;
  dating d = date("510722138201,新民村村民委员会\n510722138,立新镇\n", "");
  expect_row(&d, 2, "respelt 2019-01-01.. 510722138201 新民村");
  expect_row(&d, 3, "true 2019-01-01..  ");
  expect_reason(&d, 0, QUHUA_LANG_EN, "the register writes 新民村");
  dating_free(&d);
}

static void test_swapped_names(void **state) {
  (void)state;
  dating d = date("510722138201,百灵山村\n510722109204,龙吟村\n510722138204,新民村\n", "");
  quhua_vintage_row row;
  expect_row(&d, 2, "swapped 2019-01-01.. 510722138201 新民村");
  expect_row(&d, 4, "swapped 2019-01-01.. 510722138204 百灵山村");
  assert_true(quhua_vintage_row_at(d.vintage, 0, &row));
  assert_int_equal(row.other, 4);
  expect_reason(&d, 2, QUHUA_LANG_ZH, "与第 2 行名称互换：该代码属于百灵山村");
  dating_free(&d);
}

/* A row with the name of another, whose own row is right, is no exchange and no wrong code: the code is held by 百灵山村. */
static void test_half_an_exchange(void **state) {
  (void)state;
  dating d = date("510722138201,新民村\n510722138204,新民村\n", "");
  expect_row(&d, 2, "true 2019-01-01..  ");
  expect_row(&d, 3, "wrong-name 2019-01-01.. 510722138204 百灵山村");
  dating_free(&d);
}

static void test_slips_in_codes(void **state) {
  (void)state;
  dating d = date("510722138202,新民村\n"   /* 201 */
                  "510722138240,百灵山村\n" /* 204: two digits exchanged */
                  "51072210921,青龙村\n"    /* 216: the last is missing */
                  "5107221092044,龙吟村\n"  /* 204: one too many */
                  "510722139,立新镇\n"      /* 138, in the short form */
                  "510722000000,三台县\n",
                  "");
  expect_row(&d, 2, "code-typo 2019-01-01.. 510722138201 新民村");
  expect_row(&d, 3, "code-typo 2019-01-01.. 510722138204 百灵山村");
  expect_row(&d, 4, "code-typo 2019-01-01.. 510722109216 青龙村");
  expect_row(&d, 5, "code-typo 2019-01-01.. 510722109204 龙吟村");
  expect_row(&d, 6, "code-typo 2019-01-01.. 510722138 立新镇");
  dating_free(&d);
}

/* 510722138202 is one digit from 201 and from 212, both called 新民村. */
static void test_two_codes_are_near(void **state) {
  (void)state;
  dating d = date_with("code,name\n510722000000,三台县\n510722138000,立新镇\n510722138201,新民村\n"
                       "510722138212,新民村\n",
                       "510722000000,三台县\n510722138202,新民村\n", "");
  expect_row(&d, 3, "code-typo ..  ");
  dating_free(&d);
}

static void test_slips_in_names(void **state) {
  (void)state;
  dating d = date("510722138204,百岭山村\n" /* another character */
                  "510722138201,民新村\n"   /* exchanged */
                  "510722109204,龙吟吟村\n" /* one too many */
                  "510722109205,龙层村\n"
                  "510722000000,三台县\n",
                  "2021-01-01");
  expect_row(&d, 2, "name-typo 2019-01-01.. 510722138204 百灵山村");
  expect_row(&d, 3, "name-typo 2019-01-01.. 510722138201 新民村");
  expect_row(&d, 4, "name-typo 2019-01-01.. 510722109204 龙吟村");
  expect_row(&d, 5, "name-typo 2019-01-01..2020-07-01 510722109204 龙吟村"); /* what 龙居村 is now */
  dating_free(&d);
}

static void test_name_slips(void **state) {
  (void)state;
  static const struct {
    const char *a, *b;
    bool slip;
  } cases[] = {
      {"东永村", "东水村", true},     {"东永村", "永东村", true},      {"东永村", "东永一村", true},
      {"东永村", "永村", true},       {"东村", "西村", false},         {"东永村", "东永村", true},
      {"东永村", "西水村", false},    {"东永村", "村永东", false},     {"东", "东永", false},
      {"百灵山村", "百山灵村", true}, {"百灵山村", "灵百村山", false}, {"", "东永村", false},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    quhua_str a = quhua_str_from(cases[i].a), b = quhua_str_from(cases[i].b);
    if (quhua__vintage_is_name_slip(a, b) != cases[i].slip ||
        quhua__vintage_is_name_slip(b, a) != cases[i].slip)
      fail_msg("%s and %s", cases[i].a, cases[i].b);
  }
}

/* --- what fits nothing ------------------------------------------------------------------------------------------------ */

static void test_wrong_names_and_unknown_codes(void **state) {
  (void)state;
  dating d = date("510722000000,三台县\n"
                  "510722109204,幸福村\n"   /* 3: never so called */
                  "510722109201,青龙村\n"   /* 4: the code is one unit's, the name another's beside it */
                  "510722999999,百灵山村\n" /* 5 */
                  "510722888888,无此村\n"   /* 6 */
                  "甲乙,新民村\n"           /* 7: no code at all */
                  ",无此村\n"               /* 8 */
                  "510722109205,幸福村\n",  /* 9: 龙居村 had it until 2020-07-01 */
                  "2021-01-01");
  expect_row(&d, 3, "wrong-name 2019-01-01.. 510722109204 龙吟村");
  expect_row(&d, 4, "wrong-name ..  ");
  expect_row(&d, 5, "unknown-code 2019-01-01.. 510722138204 百灵山村");
  expect_row(&d, 6, "unknown ..  ");
  expect_row(&d, 7, "unknown-code 2019-01-01.. 510722138201 新民村");
  expect_row(&d, 8, "unknown ..  ");
  expect_row(&d, 9, "wrong-name ..  ");
  expect_reason(&d, 2, QUHUA_LANG_EN, "the code is that of 友谊村, and the name is that of 510722109216");
  expect_reason(&d, 4, QUHUA_LANG_ZH, "从未有过该代码，也无此名称");
  expect_reason(&d, 7, QUHUA_LANG_EN,
                "no unit ever had this code under this name; on 2021-01-01 nobody has the code");
  dating_free(&d);
}

/* Of three 胜利村 the one in the county of the code is meant; where two are equally near, none. */
static void test_namesakes(void **state) {
  (void)state;
  dating d = date_with("code,name\n510722109201,胜利村\n510723100201,胜利村\n510723200201,胜利村\n"
                       "510722000000,三台县\n",
                       "510722000000,三台县\n510722777777,胜利村\n510723777777,胜利村\n"
                       "510723299999,胜利村\n990000000000,胜利村\n",
                       "");
  expect_row(&d, 3, "unknown-code 2019-01-01.. 510722109201 胜利村");
  expect_row(&d, 4, "unknown-code ..  ");
  expect_row(&d, 5, "unknown-code 2019-01-01.. 510723200201 胜利村");
  expect_row(&d, 6, "unknown-code ..  ");
  dating_free(&d);
}

/* A register table need not list the units above: those have no name that a row could contradict. */
static void test_implied_units_have_any_name(void **state) {
  (void)state;
  dating d = date_with("code,name\n510722109201,胜利村\n", "510722,三台县\n510722109201,胜利村\n", "");
  assert_int_equal(d.sum.verdicts[QUHUA_VINTAGE_TRUE], 2);
  dating_free(&d);
}

/* The prefecture 441900000000 is its own county: one row of a list is one row, whatever it means. */
static void test_a_code_on_two_levels(void **state) {
  (void)state;
  dating d = date_with("code,name,level\n441900000000,东莞市,2\n441900000000,东莞市,3\n",
                       "441900000000,东莞市\n4419,东莞市\n3:441900000000,东莞市\n", "");
  assert_int_equal(d.sum.verdicts[QUHUA_VINTAGE_TRUE], 3);
  expect_period(&d, 0, "2019-01-01.. 3");
  dating_free(&d);
}

/* Codes without structure: letters are mistaken for letters, and a name that is the only one is enough. */
static void test_foreign_codes(void **state) {
  (void)state;
  dating d = date_as("opaque", "code,name,level\n2A004,Ajaccio,5\n2B033,Bastia,5\n75056,Paris,5\n",
                     "2C004,Ajaccio\n2B303,Bastia\nXXXXX,Paris\n75056,Parys\n", "2019-06-01");
  expect_row(&d, 2, "code-typo 2019-01-01.. 2A004 Ajaccio");
  expect_row(&d, 3, "code-typo 2019-01-01.. 2B033 Bastia");
  expect_row(&d, 4, "unknown-code 2019-01-01.. 75056 Paris");
  expect_row(&d, 5, "name-typo 2019-01-01.. 75056 Paris");
  dating_free(&d);
}

/* --- days that are not certain ---------------------------------------------------------------------------------------- */

/* Lists of 2019-10-31 and 2020-06-30 leave open when 新民村 was renamed. */
static void test_windows(void **state) {
  (void)state;
  quhua_error err = {0};
  bench *b = bench_open("code,name\n510722138000,立新镇\n510722138201,新民村\n");
  quhua_changeset *acts = NULL;
  quhua_opening *after = NULL;
  quhua_infer_options how;
  const char *list = "code,name\n510722138000,立新镇\n510722138201,新庙村\n";
  quhua_infer_options_init(&how);
  how.effective = bench_day("2020-06-30");
  how.earliest = bench_day("2019-11-01");
  assert_int_equal(quhua_opening_new(NULL, quhua_registry_scheme(b->registry), how.effective, &after, &err),
                   QUHUA_OK);
  assert_int_equal(quhua_opening_read_csv(after, list, strlen(list), "list", &err), QUHUA_OK);
  assert_int_equal(quhua_infer_update(b->before, bench_day("2019-10-31"), after, &how, &acts, NULL, &err),
                   QUHUA_OK);
  quhua_changeset_free(b->acts);
  b->acts = acts;
  quhua_plan_free(b->plan);
  assert_int_equal(quhua_plan_build(b->before, b->acts, &b->options, &b->plan, &err), QUHUA_OK);
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_OK);

  quhua_listing *old = NULL;
  quhua_vintage *vintage = NULL;
  quhua_vintage_period p;
  assert_int_equal(quhua_listing_new(NULL, &old, &err), QUHUA_OK);
  assert_int_equal(quhua_listing_add(old, quhua_str_from("510722138201"), quhua_str_from("新民村"), 0, &err),
                   QUHUA_OK);
  assert_int_equal(quhua_vintage_new(b->before, old, NULL, &vintage, &err), QUHUA_OK);
  assert_true(quhua_vintage_period_at(vintage, 0, &p));
  assert_int_equal(p.days.from, bench_day("2019-01-01"));
  assert_int_equal(p.earliest, bench_day("2019-01-01"));
  assert_int_equal(p.days.to, bench_day("2020-06-30"));
  assert_int_equal(p.surely_to, bench_day("2019-11-01"));
  quhua_vintage_free(vintage);
  quhua_listing_free(old);

  assert_int_equal(quhua_listing_new(NULL, &old, &err), QUHUA_OK);
  assert_int_equal(quhua_listing_add(old, quhua_str_from("510722138201"), quhua_str_from("新庙村"), 0, &err),
                   QUHUA_OK);
  assert_int_equal(quhua_vintage_new(b->before, old, NULL, &vintage, &err), QUHUA_OK);
  assert_true(quhua_vintage_period_at(vintage, 0, &p));
  assert_int_equal(p.days.from, bench_day("2020-06-30"));
  assert_int_equal(p.earliest, bench_day("2019-11-01"));
  assert_int_equal(p.days.to, QUHUA_DATE_OPEN);
  assert_int_equal(p.surely_to, QUHUA_DATE_OPEN);
  quhua_vintage_free(vintage);
  quhua_listing_free(old);
  quhua_opening_free(after);
  bench_close(b);
}

/* --- words, bounds, memory -------------------------------------------------------------------------------------------- */

static void test_words(void **state) {
  (void)state;
  for (int i = 0; i < QUHUA_VINTAGE_VERDICTS; i++)
    for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++)
      assert_true(quhua_vintage_verdict_word((quhua_vintage_verdict)i, (quhua_lang)lang)[0]);
  assert_string_equal(quhua_vintage_verdict_word(QUHUA_VINTAGE_REUSED, QUHUA_LANG_ZH), "重用");
  assert_string_equal(
      quhua_vintage_verdict_word((quhua_vintage_verdict)QUHUA_VINTAGE_VERDICTS, QUHUA_LANG_ZH), "");
  assert_string_equal(quhua_vintage_verdict_word((quhua_vintage_verdict)-1, QUHUA_LANG_EN), "");
}

/* A buffer that is too small holds whole characters, and the length is that of the whole sentence. */
static void test_a_reason_is_cut(void **state) {
  (void)state;
  dating d = date(SINCE_2021 "510722109202,长发村\n", "");
  char whole[512], cut[512];
  size_t len = quhua_vintage_reason(d.vintage, 9, QUHUA_LANG_ZH, whole, sizeof whole);
  assert_int_equal(len, strlen(whole));
  for (size_t cap = 1; cap <= len; cap++) {
    memset(cut, 'x', sizeof cut);
    assert_int_equal(quhua_vintage_reason(d.vintage, 9, QUHUA_LANG_ZH, cut, cap), len);
    assert_true(strlen(cut) < cap);
    assert_memory_equal(cut, whole, strlen(cut));
  }
  assert_int_equal(quhua_vintage_reason(d.vintage, 9, QUHUA_LANG_ZH, NULL, 0), len);
  assert_int_equal(quhua_vintage_reason(d.vintage, 10, QUHUA_LANG_ZH, cut, sizeof cut), 0);
  dating_free(&d);
}

static void test_a_listing_takes_text_only(void **state) {
  (void)state;
  quhua_error err = {0};
  quhua_listing *listing = NULL;
  assert_int_equal(quhua_listing_new(NULL, &listing, &err), QUHUA_OK);
  quhua_str bad = {"\xff\xfe", 2}, good = quhua_str_from("510722");
  assert_int_equal(quhua_listing_add(listing, good, bad, 1, &err), QUHUA_E_INVALID);
  assert_int_equal(quhua_listing_add(listing, bad, good, 1, &err), QUHUA_E_INVALID);
  assert_int_equal(quhua_listing_count(listing), 0);
  quhua_listing_free(listing);
  quhua_listing_free(NULL);
  quhua_vintage_free(NULL);
}

/* Every allocation of a dating with all verdicts fails once. */
static void test_out_of_memory(void **state) {
  (void)state;
  dating d = date(SINCE_2021 "510722109202,长发村\n510722109201,友爱村\n510722109205,龙居村\n"
                             "510722138201,百灵山村\n510722138204,新民村\n510722109226,青龙村\n"
                             "510722109203,长发存\n510722109203,幸福村\n510722999999,青龙村\n",
                  "");
  fail_alloc books;
  quhua_error err;
  quhua_vintage *vintage = NULL;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua_snapshot own = *d.b->before;
  own.allocator = &allocator;
  assert_int_equal(quhua_vintage_new(&own, d.listing, NULL, &vintage, &err), QUHUA_OK);
  long calls = books.calls;
  quhua_vintage_free(vintage);
  assert_true(fail_alloc_is_clean(&books));
  assert_true(calls > 10);
  for (long i = 0; i < calls; i++) {
    fail_alloc_arm(&books, i);
    quhua_status status = quhua_vintage_new(&own, d.listing, NULL, &vintage, &err);
    if (status != QUHUA_E_NOMEM) fail_msg("allocation %ld: %s", i, quhua_status_name(status));
    assert_null(vintage);
    assert_true(fail_alloc_is_clean(&books));
  }
  dating_free(&d);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_clean_list),
      cmocka_unit_test(test_a_tie),
      cmocka_unit_test(test_nothing_fits),
      cmocka_unit_test(test_codes_alone),
      cmocka_unit_test(test_rows_of_other_days),
      cmocka_unit_test(test_a_merged_unit_leads_to_its_successor),
      cmocka_unit_test(test_spelling),
      cmocka_unit_test(test_swapped_names),
      cmocka_unit_test(test_half_an_exchange),
      cmocka_unit_test(test_slips_in_codes),
      cmocka_unit_test(test_two_codes_are_near),
      cmocka_unit_test(test_slips_in_names),
      cmocka_unit_test(test_name_slips),
      cmocka_unit_test(test_wrong_names_and_unknown_codes),
      cmocka_unit_test(test_namesakes),
      cmocka_unit_test(test_implied_units_have_any_name),
      cmocka_unit_test(test_a_code_on_two_levels),
      cmocka_unit_test(test_foreign_codes),
      cmocka_unit_test(test_windows),
      cmocka_unit_test(test_words),
      cmocka_unit_test(test_a_reason_is_cut),
      cmocka_unit_test(test_a_listing_takes_text_only),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
