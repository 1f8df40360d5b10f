/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "registry/registry_internal.h"
#include "support/fail_alloc.h"
#include "support/figures.h"

#include <stdio.h>
#include <string.h>

#define FLOWS "document,effective,relation,old_code,new_code,new_name,new_parent,share,ledger,reason\n"
#define ANNULS "document,effective,relation,target\n"

/* 三元镇 109: 201 友爱村 100, 202 长发村 30.5, 203 万安村 7; 立新镇 138: 201 新民村 50, 204 百灵山村 13. */
static bench *towns(void) {
  bench *b = bench_open(BENCH_TOWNS);
  bench_record(b, "series:债务", "ledger|万元");
  figures_observe(b, "债务", "2019-01-01",
                  "510722109201 100\n510722109202 30.5\n510722109203 7\n510722138201 50\n510722138204 13\n");
  return b;
}

static void look(bench *b) {
  quhua_snapshot_free(b->before);
  b->before = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, NULL), QUHUA_OK);
}

static quhua_status note(bench *b, quhua_unit_id original, const char *mode, const char *day,
                         quhua_unit_id keeper) {
  quhua_ledger_note one = {.original = original,
                           .keeper = keeper,
                           .date = bench_day(day),
                           .mode = quhua_ledger_mode_find(quhua_str_from(mode))};
  quhua_error_clear(&b->err);
  quhua_status status = quhua_registry_record_ledger(b->registry, &one, 1, NULL, NULL, &b->err);
  if (status == QUHUA_OK) look(b);
  return status;
}

/* Who held a code on a day, whatever is planned. */
static quhua_unit_id holder(bench *b, const char *code, const char *day) {
  quhua_unit_id id = bench_id_before(b, code, day);
  assert_true(id != 0);
  return id;
}

/* --- as text -------------------------------------------------------------------------------------------------------- */

/* original code, amount, mode [since], [closed day], holder ["above"], then where its territory lies: code share … */
static void put_line(const quhua_ledger_line *line, char *out, size_t cap) {
  char amount[QUHUA_AMOUNT_TEXT_MAX], since[QUHUA_DATE_TEXT_MAX], closed[QUHUA_DATE_TEXT_MAX];
  quhua_amount_format(line->amount, line->scale, amount);
  quhua_date_format(line->since, since);
  quhua_date_format(line->closed, closed);
  size_t len =
      (size_t)snprintf(out, cap, "%s %s %s%s%s%s%s in %s%s:", line->original.code.text, amount,
                       quhua_ledger_mode_word(line->mode, QUHUA_LANG_EN), since[0] ? " " : "", since,
                       closed[0] ? " closed " : "", closed,
                       line->holder.id ? line->holder.code.text : "total", line->residue ? " above" : "");
  for (size_t i = 0; line->territory && i < quhua_projection_count(line->territory); i++) {
    const quhua_projected *row = quhua_projection_at(line->territory, i);
    char share[QUHUA_SHARE_TEXT_MAX];
    quhua_share_format(row->share, share);
    len += (size_t)snprintf(out + len, cap - len, " %s %s", row->unit.id ? row->unit.code.text : "-", share);
  }
  snprintf(out + len, cap - len, "\n");
}

static void expect_lines_in(bench *b, const char *series, quhua_unit_id scope, const char *day,
                            const char *expected) {
  quhua_ledger *ledger = NULL;
  size_t len = 0;
  assert_int_equal(
      quhua_ledger_new(b->before, quhua_str_from(series), scope, bench_day(day), &ledger, &b->err), QUHUA_OK);
  b->text[0] = '\0';
  for (size_t i = 0; i < quhua_ledger_count(ledger); i++) {
    put_line(quhua_ledger_at(ledger, i), b->text + len, sizeof b->text - len);
    len += strlen(b->text + len);
  }
  assert_null(quhua_ledger_at(ledger, quhua_ledger_count(ledger)));
  assert_string_equal(b->text, expected);
  quhua_ledger_free(ledger);
}

static void expect_lines(bench *b, const char *day, const char *expected) {
  expect_lines_in(b, "债务", 0, day, expected);
}

/* code total [residue r]: amount of each mode that has lines, and how many. Formal units only. */
static size_t put_sum(const quhua_ledger_sum *sum, char *out, size_t cap) {
  char text[QUHUA_AMOUNT_TEXT_MAX];
  quhua_amount_format(sum->total, sum->scale, text);
  size_t len = (size_t)snprintf(out, cap, "%s %s", sum->unit.id ? sum->unit.code.text : "total", text);
  quhua_amount_format(sum->residue, sum->scale, text);
  if (sum->residue) len += (size_t)snprintf(out + len, cap - len, " residue %s", text);
  for (int mode = 1; mode < QUHUA_LEDGER_LIMIT; mode++) {
    quhua_amount_format(sum->amounts[mode], sum->scale, text);
    if (sum->lines[mode])
      len += (size_t)snprintf(out + len, cap - len, ", %s %s (%u)",
                              quhua_ledger_mode_word((quhua_ledger_mode)mode, QUHUA_LANG_EN), text,
                              (unsigned)sum->lines[mode]);
  }
  return len + (size_t)snprintf(out + len, cap - len, "\n");
}

static void expect_sums_in(bench *b, quhua_unit_id scope, const char *day, const char *expected) {
  quhua_ledger *ledger = NULL;
  const quhua_ledger_sum *sum;
  size_t len = 0;
  assert_int_equal(
      quhua_ledger_new(b->before, quhua_str_from("债务"), scope, bench_day(day), &ledger, &b->err), QUHUA_OK);
  b->text[0] = '\0';
  for (size_t i = 0; (sum = quhua_ledger_sum_at(ledger, i)); i++)
    if (sum->unit.standing != QUHUA_STANDING_IMPLIED)
      len += put_sum(sum, b->text + len, sizeof b->text - len);
  assert_string_equal(b->text, expected);
  quhua_ledger_free(ledger);
}

static void expect_sums(bench *b, const char *day, const char *expected) {
  expect_sums_in(b, 0, day, expected);
}

/* --- lines and sums ------------------------------------------------------------------------------------------------- */

static void test_words(void **state) {
  (void)state;
  static const char *const pairs[][2] = {
      {"unmerged", "未融合"}, {"direct", "直接并账"}, {"negotiated", "协商并账"}, {"gradual", "逐步融合"}};
  for (int i = 0; i < 4; i++) {
    quhua_ledger_mode mode = (quhua_ledger_mode)(i + 1);
    assert_string_equal(quhua_ledger_mode_word(mode, QUHUA_LANG_EN), pairs[i][0]);
    assert_string_equal(quhua_ledger_mode_word(mode, QUHUA_LANG_ZH), pairs[i][1]);
    assert_int_equal(quhua_ledger_mode_find(quhua_str_from(pairs[i][0])), mode);
    assert_int_equal(quhua_ledger_mode_find(quhua_str_from(pairs[i][1])), mode);
  }
  assert_int_equal(quhua_ledger_mode_find(quhua_str_from("merged")), QUHUA_LEDGER_NONE);
  assert_int_equal(quhua_ledger_mode_find(quhua_str_from("")), QUHUA_LEDGER_NONE);
  assert_string_equal(quhua_ledger_mode_word(QUHUA_LEDGER_NONE, QUHUA_LANG_EN), "");
  assert_string_equal(quhua_ledger_mode_word(QUHUA_LEDGER_LIMIT, QUHUA_LANG_ZH), "");
}

static void test_before_any_change(void **state) {
  (void)state;
  bench *b = towns();
  expect_lines(b, "2019-01-01",
               "510722109201 100.0 unmerged in 510722109201: 510722109201 1\n"
               "510722109202 30.5 unmerged in 510722109202: 510722109202 1\n"
               "510722109203 7.0 unmerged in 510722109203: 510722109203 1\n"
               "510722138201 50.0 unmerged in 510722138201: 510722138201 1\n"
               "510722138204 13.0 unmerged in 510722138204: 510722138204 1\n");
  expect_sums(b, "2030-01-01",
              "510722000000 200.5, unmerged 200.5 (5)\n510722109000 137.5, unmerged 137.5 (3)\n"
              "510722109201 100.0, unmerged 100.0 (1)\n510722109202 30.5, unmerged 30.5 (1)\n"
              "510722109203 7.0, unmerged 7.0 (1)\n510722138000 63.0, unmerged 63.0 (2)\n"
              "510722138201 50.0, unmerged 50.0 (1)\n510722138204 13.0, unmerged 13.0 (1)\n"
              "total 200.5, unmerged 200.5 (5)\n");
  expect_lines(b, "2018-12-31", ""); /* the day before */
  expect_sums(b, "2018-12-31", "");
  bench_close(b);
}

/* 友爱村 and 长发村 become 大村 204. The books stay two until somebody says otherwise; the merged village has both. */
static void test_merged(void **state) {
  (void)state;
  bench *b = towns();
  quhua_unit_id love = holder(b, "510722109201", "2019-01-01");
  bench_apply(b,
              FLOWS "甲,2020-01-01,合并,510722109201,,大村,,,,\n甲,2020-01-01,合并,510722109202,,大村,,,,\n");
  quhua_unit_id scope = holder(b, "510722109204", "2020-01-01");
  expect_lines_in(b, "债务", scope, "2020-01-01",
                  "510722109201 100.0 unmerged in 510722109204: 510722109204 1\n"
                  "510722109202 30.5 unmerged in 510722109204: 510722109204 1\n");
  expect_sums_in(b, scope, "2020-01-01", "510722109204 130.5, unmerged 130.5 (2)\n");

  assert_int_equal(note(b, love, "逐步融合", "2020-06-01", 0), QUHUA_OK);
  expect_sums_in(b, scope, "2020-05-31", "510722109204 130.5, unmerged 130.5 (2)\n");
  expect_sums_in(b, scope, "2020-06-01", "510722109204 130.5, unmerged 30.5 (1), gradual 100.0 (1)\n");
  assert_int_equal(note(b, love, "direct", "2021-01-01", 0), QUHUA_OK);
  expect_lines_in(b, "债务", scope, "2020-12-31",
                  "510722109201 100.0 gradual 2020-06-01 in 510722109204: 510722109204 1\n"
                  "510722109202 30.5 unmerged in 510722109204: 510722109204 1\n");
  expect_lines_in(b, "债务", scope, "2021-01-01",
                  "510722109201 100.0 direct 2021-01-01 in 510722109204: 510722109204 1\n"
                  "510722109202 30.5 unmerged in 510722109204: 510722109204 1\n");
  assert_int_equal(note(b, love, "unmerged", "2021-01-01", 0), QUHUA_OK); /* it was a mistake */
  expect_sums_in(b, scope, "2021-01-01", "510722109204 130.5, unmerged 130.5 (2)\n");
  bench_close(b);
}

/* What the merged village owes once its books are one holds the old lines inside; what was kept apart does not. */
static void test_closed(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,并入,510722109202,510722109201,,,,直接并账,\n"
                       "甲,2020-01-01,并入,510722109203,510722109201,,,,,\n");
  expect_sums_in(b, holder(b, "510722109201", "2020-01-01"), "2020-12-31",
                 "510722109201 137.5, unmerged 107.0 (2), direct 30.5 (1)\n");
  figures_observe(b, "债务", "2021-01-01", "510722109201 125\n");
  expect_lines_in(b, "债务", holder(b, "510722109000", "2021-01-01"), "2021-01-01",
                  "510722109201 125.0 unmerged in 510722109201: 510722109201 1\n"
                  "510722109202 30.5 direct 2020-01-01 closed 2021-01-01 in 510722109201: 510722109201 1\n"
                  "510722109203 7.0 unmerged in 510722109201: 510722109201 1\n");
  expect_sums_in(b, holder(b, "510722109201", "2020-01-01"), "2021-01-01",
                 "510722109201 132.0, unmerged 132.0 (2)\n");
  expect_sums_in(b, holder(b, "510722109201", "2020-01-01"), "2020-12-31", /* nothing is known of 2021 yet */
                 "510722109201 137.5, unmerged 107.0 (2), direct 30.5 (1)\n");
  bench_close(b);
}

/* Books that were closed into books that were closed in turn: 202 into 201, then 201 into 203. Only the value of 203 knows. */
static void test_closed_twice(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,并入,510722109202,510722109201,,,,协商并账,\n");
  bench_apply(b, FLOWS "乙,2021-01-01,并入,510722109201,510722109203,,,,direct,\n");
  quhua_unit_id town = holder(b, "510722109000", "2019-01-01");
  expect_sums_in(b, town, "2021-12-31",
                 "510722109000 137.5, unmerged 7.0 (1), direct 100.0 (1), negotiated 30.5 (1)\n"
                 "510722109203 137.5, unmerged 7.0 (1), direct 100.0 (1), negotiated 30.5 (1)\n");
  figures_observe(b, "债务", "2022-01-01", "510722109203 140\n");
  expect_lines_in(
      b, "债务", town, "2022-01-01",
      "510722109201 100.0 direct 2021-01-01 closed 2022-01-01 in 510722109203: 510722109203 1\n"
      "510722109202 30.5 negotiated 2020-01-01 closed 2022-01-01 in 510722109203: 510722109203 1\n"
      "510722109203 140.0 unmerged in 510722109203: 510722109203 1\n");
  expect_sums_in(b, town, "2022-01-01",
                 "510722109000 140.0, unmerged 140.0 (1)\n510722109203 140.0, unmerged 140.0 (1)\n");
  bench_close(b);
}

/* 友爱村 is divided: its debt is no part's, though the town has it, until 东村 is named as the keeper. */
static void test_divided(void **state) {
  (void)state;
  bench *b = towns();
  quhua_unit_id love = holder(b, "510722109201", "2019-01-01"),
                town = holder(b, "510722109000", "2019-01-01");
  bench_apply(b, FLOWS "甲,2020-01-01,分设,510722109201,,东村,,2/5,,\n"
                       "甲,2020-01-01,分设,510722109201,,西村,,3/5,,\n");
  quhua_unit_id east = holder(b, "510722109204", "2020-01-01");
  expect_lines_in(b, "债务", east, "2020-01-01",
                  "510722109201 100.0 unmerged in 510722109000 above: 510722109204 2/5 510722109205 3/5\n");
  expect_sums_in(b, east, "2020-01-01", "");
  expect_sums_in(b, town, "2020-01-01",
                 "510722109000 137.5 residue 100.0, unmerged 137.5 (3)\n"
                 "510722109202 30.5, unmerged 30.5 (1)\n510722109203 7.0, unmerged 7.0 (1)\n");
  assert_int_equal(note(b, love, "unmerged", "2020-03-01", east), QUHUA_OK);
  expect_lines_in(
      b, "债务", east, "2020-03-01",
      "510722109201 100.0 unmerged 2020-03-01 in 510722109204: 510722109204 2/5 510722109205 3/5\n");
  expect_sums_in(b, town, "2020-03-01",
                 "510722109000 137.5, unmerged 137.5 (3)\n510722109202 30.5, unmerged 30.5 (1)\n"
                 "510722109203 7.0, unmerged 7.0 (1)\n510722109204 100.0, unmerged 100.0 (1)\n");
  bench_apply(b, FLOWS
              "乙,2021-01-01,并入,510722109204,510722138201,,,,,\n"); /* the keeper goes to another town */
  expect_lines_in(
      b, "债务", holder(b, "510722138201", "2021-01-01"), "2021-01-01",
      "510722109201 100.0 unmerged 2020-03-01 in 510722138201: 510722109205 3/5 510722138201 2/5\n"
      "510722138201 50.0 unmerged in 510722138201: 510722138201 1\n");
  bench_close(b);
}

/* A village that goes on but gave territory away was divided too, here between two towns; shares are not known. */
static void test_ceded(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,,510722109201,510722109201,,,1/2..1,,\n"
                       "甲,2020-01-01,,510722109201,510722138201,,,?,,\n");
  expect_lines_in(
      b, "债务", holder(b, "510722109201", "2020-01-01"), "2020-01-01",
      "510722109201 100.0 unmerged in 510722000000 above: 510722109201 1/2..1 510722138201 0..1/2\n");
  expect_sums(b, "2020-01-01",
              "510722000000 200.5 residue 100.0, unmerged 200.5 (5)\n510722109000 37.5, unmerged 37.5 (2)\n"
              "510722109202 30.5, unmerged 30.5 (1)\n510722109203 7.0, unmerged 7.0 (1)\n"
              "510722138000 63.0, unmerged 63.0 (2)\n510722138201 50.0, unmerged 50.0 (1)\n"
              "510722138204 13.0, unmerged 13.0 (1)\ntotal 200.5, unmerged 200.5 (5)\n");
  bench_close(b);
}

/* The row that divides names the keeper: the new unit of the row. */
static void test_keeper_of_row(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,分设,510722109201,,东村,,2/5,协商并账,\n"
                       "甲,2020-01-01,分设,510722109201,,西村,,3/5,,\n");
  expect_lines_in(
      b, "债务", holder(b, "510722109205", "2020-01-01"), "2020-01-01",
      "510722109201 100.0 negotiated 2020-01-01 in 510722109204: 510722109204 2/5 510722109205 3/5\n");
  figures_observe(b, "债务", "2020-01-01", "510722109205 1\n"); /* of the other part: closes nothing */
  figures_observe(b, "债务", "2020-12-31", "510722109204 90\n");
  expect_lines_in(
      b, "债务", holder(b, "510722109204", "2020-01-01"), "2020-12-31",
      "510722109201 100.0 negotiated 2020-01-01 closed 2020-12-31 in 510722109204: 510722109204 2/5 "
      "510722109205 3/5\n510722109204 90.0 unmerged in 510722109204: 510722109204 1\n");
  bench_close(b);
}

/* A village that ends without successor leaves its line to the town. */
static void test_ended(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,撤销,510722109203,,,,,,淹没\n");
  expect_sums_in(b, holder(b, "510722109000", "2020-01-01"), "2020-01-01",
                 "510722109000 137.5 residue 7.0, unmerged 137.5 (3)\n"
                 "510722109201 100.0, unmerged 100.0 (1)\n510722109202 30.5, unmerged 30.5 (1)\n");
  expect_lines_in(b, "债务", holder(b, "510722109000", "2020-01-01"), "2020-01-01",
                  "510722109201 100.0 unmerged in 510722109201: 510722109201 1\n"
                  "510722109202 30.5 unmerged in 510722109202: 510722109202 1\n"
                  "510722109203 7.0 unmerged in 510722109000 above: - 1\n");
  bench_close(b);
}

/* A later value takes the place of an earlier one; of one day the one that was recorded last. */
static void test_observed_again(void **state) {
  (void)state;
  bench *b = towns();
  figures_observe(b, "债务", "2019-06-30", "510722109203 8\n");
  figures_observe(b, "债务", "2019-03-31", "510722109203 9\n"); /* recorded later, of an earlier day */
  figures_observe(b, "债务", "2019-06-30", "510722109203 8.25\n");
  quhua_unit_id unit = holder(b, "510722109203", "2019-01-01");
  expect_sums_in(b, unit, "2019-03-30", "510722109203 7.00, unmerged 7.00 (1)\n");
  expect_sums_in(b, unit, "2019-04-01", "510722109203 9.00, unmerged 9.00 (1)\n");
  expect_sums_in(b, unit, "2030-01-01", "510722109203 8.25, unmerged 8.25 (1)\n");
  bench_close(b);
}

/* --- acts that are taken back -------------------------------------------------------------------------------------- */

/* What an annulled act said of books does not hold; what somebody said beside it does. */
static void test_annulled(void **state) {
  (void)state;
  bench *b = towns();
  quhua_unit_id love = holder(b, "510722109201", "2019-01-01");
  bench_apply(b, FLOWS "甲,2020-01-01,并入,510722109202,510722109201,,,,直接并账,\n");
  quhua_sequence before = quhua_snapshot_known(b->before);
  bench_apply(b, ANNULS "乙,2020-06-01,自始无效,甲\n");
  expect_sums_in(b, holder(b, "510722109202", "2020-01-01"), "2020-06-01",
                 "510722109202 30.5, unmerged 30.5 (1)\n");
  quhua_snapshot_free(b->before);
  b->before = NULL; /* as it was known before the annulment */
  assert_int_equal(quhua_snapshot_new(b->registry, before, &b->before, NULL), QUHUA_OK);
  expect_sums_in(b, love, "2020-06-01", "510722109201 130.5, unmerged 100.0 (1), direct 30.5 (1)\n");
  bench_close(b);
}

/* A postponed act says the same of its new day. */
static void test_postponed(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2030-01-01,并入,510722109202,510722109201,,,,直接并账,\n");
  bench_apply(b, ANNULS "乙,2031-01-01,延期,甲\n");
  quhua_unit_id love = holder(b, "510722109201", "2019-01-01");
  expect_sums_in(b, love, "2030-06-01", "510722109201 100.0, unmerged 100.0 (1)\n");
  expect_lines_in(b, "债务", love, "2031-01-01",
                  "510722109201 100.0 unmerged in 510722109201: 510722109201 1\n"
                  "510722109202 30.5 direct 2031-01-01 in 510722109201: 510722109201 1\n");
  bench_close(b);
}

/* A village that an annulment leaves no trace of: its line belongs to the register. */
static void test_never_was(void **state) {
  (void)state;
  bench *b = towns();
  bench_apply(b, FLOWS "甲,2020-01-01,设立,,510722109301,新村,510722109000,,,\n");
  figures_observe(b, "债务", "2020-06-01", "510722109301 3\n");
  bench_apply(b, ANNULS "乙,2020-07-01,自始无效,甲\n");
  quhua_ledger *ledger = NULL;
  assert_int_equal(
      quhua_ledger_new(b->before, quhua_str_from("债务"), 0, bench_day("2020-07-01"), &ledger, NULL),
      QUHUA_OK);
  const quhua_ledger_line *line = quhua_ledger_at(ledger, 0); /* without a code it comes first */
  assert_string_equal(line->original.code.text, "");
  assert_true(line->original.id != 0);
  assert_int_equal(line->amount, 30);
  assert_int_equal(line->holder.id, 0);
  assert_true(line->residue);
  assert_null(line->territory);
  quhua_ledger_free(ledger);
  bench_close(b);
}

/* --- several series, and refusals ----------------------------------------------------------------------------------- */

static void test_all_series(void **state) {
  (void)state;
  bench *b = towns();
  bench_record(b, "series:债权", "ledger");
  figures_observe(b, "人", "2019-01-01", "510722109201 5\n"); /* no ledger */
  figures_observe(b, "债权", "2019-01-01", "510722109203 2\n510722109000 9\n");
  expect_lines_in(b, "", holder(b, "510722109000", "2019-01-01"), "2019-01-01",
                  "510722109201 100.0 unmerged in 510722109201: 510722109201 1\n"
                  "510722109202 30.5 unmerged in 510722109202: 510722109202 1\n"
                  "510722109203 7.0 unmerged in 510722109203: 510722109203 1\n"
                  "510722109000 9 unmerged in 510722109000: 510722109000 1\n"
                  "510722109203 2 unmerged in 510722109203: 510722109203 1\n");
  bench_close(b);
}

static void expect_refusal(bench *b, const char *series, quhua_unit_id scope, quhua_status wanted,
                           const char *message, const char *remedy) {
  quhua_ledger *ledger = (quhua_ledger *)&b;
  quhua_error_clear(&b->err);
  assert_int_equal(
      quhua_ledger_new(b->before, quhua_str_from(series), scope, bench_day("2020-01-01"), &ledger, &b->err),
      wanted);
  assert_null(ledger);
  assert_string_equal(b->err.message[QUHUA_LANG_EN], message);
  assert_string_equal(b->err.remedy[QUHUA_LANG_EN], remedy);
}

static void test_refusals(void **state) {
  (void)state;
  bench *b = towns();
  figures_observe(b, "人", "2019-01-01", "510722109201 5\n");
  expect_refusal(b, "债", 0, QUHUA_E_NOT_FOUND, "nobody observed the series 债",
                 "correct its name, or observe it first");
  expect_refusal(b, "人", 0, QUHUA_E_INVALID, "the series 人 is no ledger: it is carried as statistics",
                 "ask for its statistics, or declare it as a ledger");
  expect_refusal(b, "债务", 99, QUHUA_E_NOT_FOUND, "the unit does not exist on that day",
                 "give a day on which it lives");
  figures_observe(b, "债务", "2019-01-01", "510722109201 999999999999999999\n");
  figures_observe(b, "债务", "2019-01-01", "510722109202 0.5\n"); /* ten times as large in its last decimal */
  expect_refusal(b, "债务", 0, QUHUA_E_INVALID, "the values of 债务 do not fit in 64 bits together",
                 "use a larger unit of measure, or fewer decimals");
  quhua_ledger_free(NULL);
  bench_close(b);
}

static void test_notes_refused(void **state) {
  (void)state;
  bench *b = towns();
  quhua_unit_id love = holder(b, "510722109201", "2019-01-01");
  quhua_sequence head = quhua_registry_head(b->registry);
  assert_int_equal(note(b, love, "merged", "2020-01-01", 0), QUHUA_E_INVALID);
  assert_string_equal(b->err.remedy[QUHUA_LANG_EN], "write direct, negotiated, gradual or unmerged");
  assert_string_equal(b->err.remedy[QUHUA_LANG_ZH], "可写 直接并账 协商并账 逐步融合 未融合");
  assert_int_equal(note(b, love, "direct", "2018-12-31", 0), QUHUA_E_INVALID);
  assert_string_equal(b->err.message[QUHUA_LANG_EN],
                      "the unit with these books began on 2019-01-01, after 2018-12-31");
  assert_int_equal(note(b, 99, "direct", "2020-01-01", 0), QUHUA_E_NOT_FOUND);
  assert_int_equal(note(b, love, "direct", "2020-01-01", 99), QUHUA_E_NOT_FOUND);
  assert_string_equal(b->err.message[QUHUA_LANG_EN],
                      "the unit that is to keep the books does not live on 2020-01-01");
  quhua_ledger_note far = {.original = love, .date = QUHUA_DATE_OPEN, .mode = QUHUA_LEDGER_DIRECT};
  assert_int_equal(quhua_registry_record_ledger(b->registry, &far, 1, NULL, NULL, &b->err), QUHUA_E_INVALID);
  assert_int_equal(quhua_registry_record_ledger(b->registry, NULL, 0, NULL, NULL, &b->err), QUHUA_E_INVALID);
  quhua_ledger_note pair[] = {
      {.original = love, .date = bench_day("2020-01-01"), .mode = QUHUA_LEDGER_DIRECT},
      {.original = 99, .date = bench_day("2020-01-01"), .mode = QUHUA_LEDGER_DIRECT}};
  assert_int_equal(quhua_registry_record_ledger(b->registry, pair, 2, NULL, NULL, &b->err),
                   QUHUA_E_NOT_FOUND);
  assert_int_equal(quhua_registry_head(b->registry), head); /* nothing was written */
  bench_close(b);
}

/* Facts that say the same as text: what is malformed is refused. */
static void test_facts(void **state) {
  (void)state;
  static const char *const bad[][2] = {{"ledger:", "direct"},      {"ledger:0", "direct"},
                                       {"ledger:x", "direct"},     {"ledger:1", "merged"},
                                       {"ledger:1", ""},           {"ledger:1", "direct "},
                                       {"ledger:1", "direct 0"},   {"ledger:01", "direct"},
                                       {"ledger:1", "direct 2 3"}, {"ledger:4294967296", "direct"}};
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from("cn-stat"));
  quhua_fact fact = {.subject = {"", 0}, .date = bench_day("2020-01-01")};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    fact.key = quhua_str_from(bad[i][0]);
    fact.value = quhua_str_from(bad[i][1]);
    if (quhua_fact_check(scheme, &fact, NULL) != QUHUA_E_INVALID) fail_msg("%s=%s", bad[i][0], bad[i][1]);
  }
  fact.key = quhua_str_from("ledger:4294967295");
  fact.value = quhua_str_from("直接并账 7");
  assert_int_equal(quhua_fact_check(scheme, &fact, NULL), QUHUA_OK);
  fact.date = QUHUA_DATE_NONE;
  assert_int_equal(quhua_fact_check(scheme, &fact, NULL), QUHUA_E_INVALID);
}

/* Keepers that name one another: whoever comes last keeps the line, and the answer comes. */
static void test_circle(void **state) {
  (void)state;
  bench *b = towns();
  quhua_unit_id one = holder(b, "510722109201", "2019-01-01"), two = holder(b, "510722109202", "2019-01-01");
  assert_int_equal(note(b, one, "direct", "2020-01-01", two), QUHUA_OK);
  assert_int_equal(note(b, two, "direct", "2020-01-01", one), QUHUA_OK);
  expect_sums_in(b, holder(b, "510722109000", "2020-01-01"), "2020-01-01",
                 "510722109000 137.5, unmerged 7.0 (1), direct 130.5 (2)\n"
                 "510722109201 30.5, direct 30.5 (1)\n510722109202 100.0, direct 100.0 (1)\n"
                 "510722109203 7.0, unmerged 7.0 (1)\n");
  bench_close(b);
}

/* --- flow tables ------------------------------------------------------------------------------------------------------ */

static void expect_bad_table(const char *rows, uint32_t line, uint32_t column, const char *message) {
  bench *b = bench_open(BENCH_TOWNS);
  char table[1024];
  snprintf(table, sizeof table, "%s%s", FLOWS, rows);
  assert_int_equal(bench_read(b, table), QUHUA_E_INVALID);
  assert_int_equal(b->err.line, line);
  assert_int_equal(b->err.column, column);
  assert_string_equal(b->err.message[QUHUA_LANG_EN], message);
  bench_close(b);
}

static void test_bad_tables(void **state) {
  (void)state;
  expect_bad_table("甲,2020-01-01,并入,510722109202,510722109201,,,,并账,\n", 2, 46,
                   "“并账” is no way in which books are merged");
  expect_bad_table("甲,2020-01-01,设立,,510722109301,新村,510722109000,,direct,\n", 2, 48,
                   "a ledger without an old unit");
  expect_bad_table("甲,2020-01-01,更正,510722109201,,新名村,,,direct,\n", 2, 37,
                   "a row about another act, or about the record, says nothing of ledgers");
  expect_bad_table("甲,2020-01-01,分设,510722109201,,东村,,2/"
                   "5,direct,\n甲,2020-01-01,分设,510722109201,,西村,,3/5,direct,\n",
                   3, 39, "what became of the books of “510722109201” is said on line 2 already");
}

/* --- memory ------------------------------------------------------------------------------------------------------------ */

static void test_no_memory(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  bench *b = towns();
  quhua_unit_id love = holder(b, "510722109201", "2019-01-01");
  bench_apply(b, FLOWS "甲,2020-01-01,分设,510722109201,,东村,,2/5,协商并账,\n"
                       "甲,2020-01-01,分设,510722109201,,西村,,3/5,,\n"
                       "甲,2020-01-01,并入,510722109202,510722109203,,,,,\n");
  assert_int_equal(note(b, love, "direct", "2020-03-01", 0), QUHUA_OK);
  quhua_snapshot view = *b->before;
  view.allocator = &allocator;
  quhua_ledger *ledger = NULL;
  quhua_status status = QUHUA_E_NOMEM;
  long failures = 0;
  for (; status == QUHUA_E_NOMEM; failures++) {
    fail_alloc_arm(&books, failures);
    status = quhua_ledger_new(&view, quhua_str_from(""), 0, bench_day("2020-12-31"), &ledger, &b->err);
    if (status == QUHUA_OK) break;
    assert_null(ledger);
    assert_true(fail_alloc_is_clean(&books));
    assert_true(failures < 10000);
  }
  assert_int_equal(status, QUHUA_OK);
  assert_true(failures > 20);
  assert_int_equal(quhua_ledger_count(ledger), 5);
  quhua_ledger_free(ledger);
  assert_true(fail_alloc_is_clean(&books));
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words),        cmocka_unit_test(test_before_any_change),
      cmocka_unit_test(test_merged),       cmocka_unit_test(test_closed),
      cmocka_unit_test(test_closed_twice), cmocka_unit_test(test_divided),
      cmocka_unit_test(test_ceded),        cmocka_unit_test(test_keeper_of_row),
      cmocka_unit_test(test_ended),        cmocka_unit_test(test_observed_again),
      cmocka_unit_test(test_annulled),     cmocka_unit_test(test_postponed),
      cmocka_unit_test(test_never_was),    cmocka_unit_test(test_all_series),
      cmocka_unit_test(test_refusals),     cmocka_unit_test(test_notes_refused),
      cmocka_unit_test(test_facts),        cmocka_unit_test(test_circle),
      cmocka_unit_test(test_bad_tables),   cmocka_unit_test(test_no_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
