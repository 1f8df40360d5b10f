/* SPDX-License-Identifier: Apache-2.0 */
/* Exports: ids, records, and which of them are still true. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/digest.h"
#include "plan/record_internal.h"
#include "registry/registry_internal.h"
#include "support/bench.h"
#include "support/fail_alloc.h"

#include <stdio.h>
#include <string.h>

#define S(literal) ((quhua_str){literal, sizeof(literal) - 1})

/* What was written. */
typedef struct paper {
  char text[16384];
  size_t len;
} paper;

static bool take(void *ctx, const char *data, size_t len) {
  paper *p = ctx;
  if (p->len + len >= sizeof p->text) return false;
  memcpy(p->text + p->len, data, len);
  p->len += len;
  p->text[p->len] = '\0';
  return true;
}

static quhua_question *ask(const char *text) {
  quhua_question *q = NULL;
  assert_int_equal(quhua_question_parse(NULL, quhua_str_from(text), &q, NULL), QUHUA_OK);
  return q;
}

#define VILLAGES_2019 "snapshot?from=2019-06-01&to=2019-06-01&format=csv&lang=zh"
#define VILLAGES_2021 "snapshot?from=2021-06-01&to=2021-06-01&format=csv&lang=zh"
#define FLOW_2020 "crosswalk/flow?from=2019-06-01&to=2020-06-01&format=csv&lang=zh"
#define OFFICIAL_2022 "crosswalk/official?from=2021-06-01&to=2022-06-01&format=csv"
#define SQL_2020 "crosswalk/sql?from=2019-06-01&to=2020-06-01&lang=en&table=code_map"

static void look(bench *b) {
  quhua_snapshot_free(b->before);
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, NULL), QUHUA_OK);
}

/* Export a question for somebody; the id. */
static const char *give(bench *b, const char *text, const char *recipient,
                        char id[static QUHUA_EXPORT_ID_MAX]) {
  quhua_question *q = ask(text);
  quhua_export made;
  assert_int_equal(quhua_export_make(q, b->before, NULL, NULL, &made, &b->err), QUHUA_OK);
  assert_int_equal(
      quhua_export_record(b->registry, &made, quhua_str_from(recipient), NULL, &b->receipt, &b->err),
      QUHUA_OK);
  memcpy(id, made.id, sizeof made.id);
  quhua_question_free(q);
  look(b);
  return id;
}

/* The standings of all exports as digits. */
static const char *standings(bench *b, const quhua_host_answer *host) {
  quhua_exports *list = NULL;
  assert_int_equal(quhua_exports_new(b->before, &list, &b->err), QUHUA_OK);
  size_t count = quhua_exports_count(list);
  assert_true(count < BENCH_TEXT_MAX);
  for (size_t i = 0; i < count; i++) {
    quhua_export_standing standing;
    assert_int_equal(quhua_exports_check(list, i, host, &standing, NULL), QUHUA_OK);
    b->text[i] = (char)('0' + standing);
    bool untouched = quhua_exports_is_untouched(list, i, quhua_exports_at(list, i)->known);
    if (untouched) assert_int_equal(standing, QUHUA_EXPORT_TRUE);
  }
  b->text[count] = '\0';
  quhua_exports_free(list);
  return b->text;
}

/* Which of the exports are known to be true without asking: 1. */
static const char *untouched(bench *b) {
  quhua_exports *list = NULL;
  assert_int_equal(quhua_exports_new(b->before, &list, &b->err), QUHUA_OK);
  size_t count = quhua_exports_count(list);
  for (size_t i = 0; i < count; i++)
    b->text[i] = (char)('0' + quhua_exports_is_untouched(list, i, quhua_exports_at(list, i)->known));
  b->text[count] = '\0';
  assert_false(quhua_exports_is_untouched(list, count, 1));
  quhua_exports_free(list);
  return b->text;
}

/* --- ids ------------------------------------------------------------------------------------------------------------- */

/* SM3 of 02, the length and the bytes of the question, the sequence, and the head (docs/formats/exports.md). */
static void expected_id(const char *question, unsigned char known, const quhua_digest *head, char out[18]) {
  uint8_t digest[32];
  unsigned char before[2] = {2, (unsigned char)strlen(question)};
  assert_true(strlen(question) < 128); /* then its LEB128 is one byte */
  quhua__hasher *h = quhua__hasher_new(QUHUA__SM3);
  quhua__hasher_add(h, before, 2);
  quhua__hasher_add(h, question, strlen(question));
  quhua__hasher_add(h, &known, 1);
  quhua__hasher_add(h, head->bytes, 32);
  assert_true(quhua__hasher_finish(h, digest));
  out[0] = 'x';
  for (int i = 0; i < 8; i++) snprintf(out + 1 + 2 * i, 3, "%02x", digest[i]);
}

static void test_id(void **state) {
  (void)state;
  char id[QUHUA_EXPORT_ID_MAX], expected[18];
  quhua_digest head;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_question *q = ask(VILLAGES_2019);
  quhua_registry_head_digest(b->registry, &head);
  assert_int_equal(quhua_export_id(q, b->before, id, NULL), QUHUA_OK);
  expected_id(VILLAGES_2019, 1, &head, expected);
  assert_string_equal(id, expected);

  bench *twin = bench_open(BENCH_TOWNS); /* the same journal elsewhere */
  char there[QUHUA_EXPORT_ID_MAX];
  assert_int_equal(quhua_export_id(q, twin->before, there, NULL), QUHUA_OK);
  assert_string_equal(id, there);

  bench_apply(b, "document,effective,relation,old_code,new_name\n甲1,2030-01-01,更名,510722109201,友谊村\n");
  assert_int_equal(quhua_export_id(q, b->before, there, NULL), QUHUA_OK);
  assert_string_not_equal(id, there);
  quhua_snapshot *old = NULL; /* as known then it is the same question to the same state */
  assert_int_equal(quhua_snapshot_new(b->registry, 1, &old, NULL), QUHUA_OK);
  assert_int_equal(quhua_export_id(q, old, there, NULL), QUHUA_OK);
  assert_string_equal(id, there);
  quhua_snapshot_free(old);
  quhua_question_free(q);
  bench_close(twin);
  bench_close(b);
}

static void test_no_id_for_plans(void **state) {
  (void)state;
  char id[QUHUA_EXPORT_ID_MAX];
  bench *b = bench_open(BENCH_TOWNS);
  quhua_question *q = ask(VILLAGES_2021);
  bench_plan(b, "document,effective,relation,old_code,new_name\n甲1,2020-01-01,更名,510722109201,友谊村\n");
  assert_int_equal(quhua_export_id(q, quhua_plan_after(b->plan), id, &b->err), QUHUA_E_INVALID);
  quhua_question_free(q);
  bench_close(b);
}

/* --- answers --------------------------------------------------------------------------------------------------------- */

static void assert_answer(bench *b, const char *text, quhua_status expected_status, const char *expected) {
  static paper p;
  quhua_writer writer = {&p, take};
  quhua_question *q = ask(text);
  p.len = 0;
  p.text[0] = '\0';
  assert_int_equal(quhua_question_answer(q, b->before, NULL, &writer, &b->err), expected_status);
  assert_string_equal(p.text, expected);
  quhua_question_free(q);
}

static void test_answers(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲1,2020-01-01,更名,510722109201,友谊村\n");
  assert_answer(b, FLOW_2020, QUHUA_OK,
                "document,effective,event,relation,old_code,old_name,old_level,new_code,new_name,new_level,"
                "new_kind,new_parent,share,identity,reason,note\n"
                ",2020-01-01,,更名,510722109201,友爱村,5,510722109201,友谊村,5,村委会,510722109000,1,,,\n");
  assert_answer(b, "crosswalk/official?from=2019-06-01&to=2020-06-01&format=csv-bom", QUHUA_OK,
                "\xEF\xBB\xBF序号,变更类型,原代码,原名称,原类型,原上级,现代码,现名称,现类型,现上级,比例,"
                "生效日期,批准文号,备注\n"
                "1,更名,510722109201,友爱村,村委会,510722109000,510722109201,友谊村,村委会,510722109000,1,"
                "2020-01-01,甲1,\n");
  static const char *const bad[] = {
      "crosswalk/flow?from=2019-06-01&to=2020-06-01&format=csv",
      "crosswalk/flow?from=2019-06-01&to=2020-06-01&format=csv&lang=fr",
      "crosswalk/flow?from=2019-06-01&to=2020-06-01&format=xls&lang=zh",
      "crosswalk/flow?from=2019-06-01&to=2020-06-01&format=csv&lang=zh&more=1",
      "crosswalk/flow?from=2020-06-01&to=2019-06-01&format=csv&lang=zh",
      "crosswalk/sql?from=2019-06-01&to=2020-06-01&lang=en&table=a;drop",
      "crosswalk/sql?from=2019-06-01&to=2020-06-01&lang=en&table=",
      "snapshot?from=2019-06-01&to=2020-06-01&format=csv&lang=zh",
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) assert_answer(b, bad[i], QUHUA_E_INVALID, "");
  assert_answer(b, "stats?from=2019-06-01&to=2019-06-01", QUHUA_E_UNSUPPORTED, "");
  bench_close(b);
}

/* The digest on record is the SM3 of the bytes that were given. */
static void test_made(void **state) {
  (void)state;
  static paper p;
  quhua_writer writer = {&p, take};
  uint8_t digest[32];
  quhua_export made;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_question *q = ask(VILLAGES_2019);
  assert_int_equal(quhua_export_make(q, b->before, NULL, &writer, &made, NULL), QUHUA_OK);
  assert_int_equal(strncmp(p.text, "code,name,level", 15), 0);
  quhua__hasher *h = quhua__hasher_new(QUHUA__SM3);
  quhua__hasher_add(h, p.text, p.len);
  assert_true(quhua__hasher_finish(h, digest));
  assert_memory_equal(made.text.bytes, digest, 32);
  assert_int_equal(made.known, 1);
  assert_int_equal(made.sequence, 0);
  assert_true(quhua_str_equal(made.question, S(VILLAGES_2019)));
  p.len = sizeof p.text - 10; /* a full disk is no answer */
  assert_int_equal(quhua_export_make(q, b->before, NULL, &writer, &made, NULL), QUHUA_E_IO);
  quhua_question_free(q);
  bench_close(b);
}

/* --- records --------------------------------------------------------------------------------------------------------- */

static void test_record(void **state) {
  (void)state;
  char id[QUHUA_EXPORT_ID_MAX], again[QUHUA_EXPORT_ID_MAX], digest[QUHUA_DIGEST_TEXT_MAX], value[512];
  quhua_exports *list = NULL;
  quhua_fact fact;
  bench *b = bench_open(BENCH_TOWNS);
  give(b, FLOW_2020, "统计局\t=1 & co.", id);
  assert_int_equal(b->receipt.sequence, 2);
  assert_int_equal(quhua_exports_new(b->before, &list, NULL), QUHUA_OK);
  assert_int_equal(quhua_exports_count(list), 1);
  const quhua_export *e = quhua_exports_at(list, 0);
  assert_string_equal(e->id, id);
  assert_true(quhua_str_equal(e->question, S(FLOW_2020)));
  assert_true(quhua_str_equal(e->recipient, S("统计局\t=1 & co.")));
  assert_int_equal(e->known, 1);
  assert_int_equal(e->sequence, 2);
  assert_null(quhua_exports_at(list, 1));

  char key[64] = "export:";
  strcat(key, id);
  assert_int_equal(quhua_fact_find(b->before, S(""), quhua_str_from(key), &fact), QUHUA_OK);
  quhua_digest_format(&e->text, digest);
  snprintf(value, sizeof value, "1\t%s\t统计局%%09%%3D1%%20%%26%%20co.\t%s", digest, FLOW_2020);
  assert_true(quhua_str_equal(fact.value, quhua_str_from(value)));
  quhua_exports_free(list);

  /* Exporting says nothing of units: the id is the same, and the same to the same is not written again. */
  assert_string_equal(give(b, FLOW_2020, "统计局\t=1 & co.", again), id);
  assert_int_equal(b->receipt.sequence, 2);
  assert_int_equal(quhua_registry_head(b->registry), 2);
  assert_string_equal(give(b, FLOW_2020, "", again), id);
  assert_string_equal(give(b, FLOW_2020, "统计局\t=1 & co.", again), id);
  assert_int_equal(quhua_registry_head(b->registry), 3);
  assert_int_equal(quhua_exports_new(b->before, &list, NULL), QUHUA_OK);
  assert_int_equal(quhua_exports_count(list), 2);
  assert_int_equal(quhua_exports_at(list, 1)->recipient.len, 0);
  quhua_exports_free(list);
  bench_record(b, "codes.issue", "fill"); /* another fact is another head */
  assert_string_not_equal(give(b, FLOW_2020, "", again), id);
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

static void test_refused_records(void **state) {
  (void)state;
  quhua_export made;
  static char long_name[1001];
  bench *b = bench_open(BENCH_TOWNS);
  bench *other = bench_open("code,name\n510722000000,三台县\n");
  quhua_question *q = ask(VILLAGES_2019);
  memset(long_name, 'a', sizeof long_name);
  assert_int_equal(quhua_export_make(q, b->before, NULL, NULL, &made, NULL), QUHUA_OK);
  const quhua_str bad[] = {S("a\0b"), S("\xFF"), {long_name, 1001}};
  for (size_t i = 0; i < 3; i++)
    assert_int_equal(quhua_export_record(b->registry, &made, bad[i], NULL, NULL, NULL), QUHUA_E_INVALID);
  assert_int_equal(quhua_export_record(other->registry, &made, S(""), NULL, NULL, NULL), QUHUA_E_INVALID);
  quhua_export forged = made;
  forged.known = 2; /* not yet there */
  assert_int_equal(quhua_export_record(b->registry, &forged, S(""), NULL, NULL, NULL), QUHUA_E_INVALID);
  forged.known = 0;
  assert_int_equal(quhua_export_record(b->registry, &forged, S(""), NULL, NULL, NULL), QUHUA_E_INVALID);
  forged = made;
  forged.question = S(VILLAGES_2021);
  assert_int_equal(quhua_export_record(b->registry, &forged, S(""), NULL, NULL, NULL), QUHUA_E_INVALID);
  assert_int_equal(quhua_registry_head(b->registry), 1);
  assert_int_equal(quhua_export_record(b->registry, &made, (quhua_str){long_name, 1000}, NULL, NULL, NULL),
                   QUHUA_OK);
  quhua_question_free(q);
  bench_close(other);
  bench_close(b);
}

/* Facts of this family are not for anybody to write, and one that was written by hand is told. */
static void test_forged_facts(void **state) {
  (void)state;
  char key[64] = "export:";
  bench *b = bench_open(BENCH_TOWNS);
  quhua_exports *list = NULL;
  quhua_fact fact = {.key = S("export:x0123456789abcdef"), .value = S("1")};
  assert_int_equal(quhua_registry_record(b->registry, &fact, 1, NULL, NULL, NULL), QUHUA_E_INVALID);
  char id[QUHUA_EXPORT_ID_MAX];
  give(b, VILLAGES_2019, "", id);
  strcat(key, id);
  static const char *const values[] = {
      "",
      "1",
      "1\tab\t\t" VILLAGES_2019,
      "1\t0000000000000000000000000000000000000000000000000000000000000000\t\t" VILLAGES_2021,
      "9\t0000000000000000000000000000000000000000000000000000000000000000\t\t" VILLAGES_2019,
      "1\t0000000000000000000000000000000000000000000000000000000000000000\t%\t" VILLAGES_2019,
      "99999999999999999999\t0000000000000000000000000000000000000000000000000000000000000000\t\t"};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
    bench *c = bench_open(BENCH_TOWNS);
    quhua__bytes effects;
    quhua_commit_options options = quhua__commit_options(NULL);
    quhua__bytes_init(&effects, c->registry->allocator);
    quhua_date day = quhua__record_begin(c->registry, &options);
    quhua__effect_put_fact(&effects, S(""), quhua_str_from(key), day, quhua_str_from(values[i]));
    assert_int_equal(quhua__record_commit(c->registry, &options, &effects, NULL, NULL), QUHUA_OK);
    quhua__bytes_free(&effects);
    look(c);
    assert_int_equal(quhua_exports_new(c->before, &list, &c->err), QUHUA_E_CORRUPT);
    bench_close(c);
  }
  assert_null(list);
  bench_close(b);
}

/* --- still true? ----------------------------------------------------------------------------------------------------- */

/* A merger of 2020 and a renaming of 2022; three tables and two crosswalks were given away. Then the name of a village is
 * corrected, and then the merger never was. */
static bench *given_away(void) {
  char id[QUHUA_EXPORT_ID_MAX];
  bench *b = bench_open(BENCH_TOWNS);
  bench_apply(
      b, "document,effective,relation,old_code,new_code\n甲1,2020-01-01,并入,510722109201,510722109202\n");
  bench_apply(b, "document,effective,relation,old_code,new_name\n乙1,2022-01-01,更名,510722138204,百灵村\n");
  give(b, VILLAGES_2019, "民政局", id);
  give(b, VILLAGES_2021, "民政局", id);
  give(b, FLOW_2020, "统计局", id);
  give(b, OFFICIAL_2022, "", id);
  give(b, SQL_2020, "", id);
  return b;
}

static void test_nothing_changed(void **state) {
  (void)state;
  bench *b = given_away();
  assert_string_equal(untouched(b), "11111");
  assert_string_equal(standings(b, NULL), "00000");
  bench_close(b);
}

/* An act of 2022-07 touches only what is about that day and later ones; milestones and settings touch nothing. */
static void test_untouched(void **state) {
  (void)state;
  char id[QUHUA_EXPORT_ID_MAX];
  bench *b = given_away();
  give(b, "snapshot?from=2022-07-01&to=2022-07-01&format=csv&lang=zh", "", id);
  give(b, "snapshot?from=2022-06-30&to=2022-06-30&format=csv&lang=zh", "", id);
  bench_apply(b, "document,effective,relation,old_code,new_name\n丙1,2022-07-01,更名,510722138201,新村\n");
  bench_record(b, "codes.issue", "fill");
  bench_record(b, "reserve:5:510722138205", "丙2\t北村");
  assert_string_equal(untouched(b), "1111101");
  assert_string_equal(standings(b, NULL), "0000010");

  /* Where the day is known as a window, its first day counts. */
  bench_apply(
      b,
      "document,effective,relation,old_code,new_name\n丁1,2021-01-01..2022-12-31,更名,510722138201,老村\n");
  assert_string_equal(untouched(b), "1010100");
  assert_string_equal(standings(b, NULL), "0000010");
  bench_close(b);
}

static void test_values_may_change_any_table(void **state) {
  (void)state;
  bench *b = given_away();
  quhua_observed_value value = {.code = S("510722138204"), .series = S("户"), .value = S("120")};
  assert_int_equal(
      quhua_registry_observe(b->registry, &value, 1, bench_day("2021-05-01"), NULL, NULL, &b->err), QUHUA_OK);
  look(b);
  assert_string_equal(untouched(b), "00000");
  assert_string_equal(standings(b, NULL), "01000"); /* a column stat:户 in the table of 2021 */
  bench_close(b);
}

static void test_correction_and_annulment(void **state) {
  (void)state;
  bench *b = given_away();
  /* 万安村 was 万安村 from the beginning, and should have been 万岸村. It is in the two tables and in no crosswalk. */
  bench_apply(b, "document,effective,relation,old_code,new_name\n丙1,2023-01-01,更正,510722109203,万岸村\n");
  assert_string_equal(standings(b, NULL), "11000");
  assert_answer(b, FLOW_2020, QUHUA_OK,
                "document,effective,event,relation,old_code,old_name,old_level,new_code,new_name,new_level,"
                "new_kind,new_parent,share,identity,reason,note\n"
                ",2020-01-01,,并入,510722109201,友爱村,5,510722109202,长发村,5,村委会,510722109000,1,,,\n");
  /* The merger never was: now the crosswalks of 2020 have no rows; that of 2022 is as it was. */
  bench_apply(b, "document,effective,relation,target\n丁1,2023-02-01,自始无效,甲1\n");
  assert_string_equal(standings(b, NULL), "11101");
  assert_answer(b, FLOW_2020, QUHUA_OK,
                "document,effective,event,relation,old_code,old_name,old_level,new_code,new_name,new_level,"
                "new_kind,new_parent,share,identity,reason,note\n");
  /* As it was known when it was given, the old text can be had. */
  quhua_export then;
  quhua_exports *list = NULL;
  quhua_snapshot *old = NULL;
  quhua_question *q = ask(FLOW_2020);
  assert_int_equal(quhua_exports_new(b->before, &list, NULL), QUHUA_OK);
  const quhua_export *e = quhua_exports_at(list, 2);
  assert_int_equal(quhua_snapshot_new(b->registry, e->known, &old, NULL), QUHUA_OK);
  assert_int_equal(quhua_export_make(q, old, NULL, NULL, &then, NULL), QUHUA_OK);
  assert_memory_equal(then.text.bytes, e->text.bytes, 32);
  assert_string_equal(then.id, e->id);
  quhua_question_free(q);
  quhua_exports_free(list);
  quhua_snapshot_free(old);
  bench_close(b);
}

/* --- hosts ----------------------------------------------------------------------------------------------------------- */

/* Answers "mine" with the number of villages; of the year 2000 with the status in ctx. */
static quhua_status count_villages(void *ctx, const quhua_question *question, const quhua_snapshot *snapshot,
                                   const quhua_writer *writer, quhua_error *err) {
  const quhua_status *status = ctx;
  char text[32];
  uint64_t counts[QUHUA_KIND_LIMIT];
  (void)err;
  if (!quhua_str_equal(quhua_question_kind(question), S("mine"))) return QUHUA_E_UNSUPPORTED;
  if (*status != QUHUA_OK) return *status;
  quhua_snapshot_count(snapshot, 0, quhua_question_to(question), counts);
  int len = snprintf(text, sizeof text, "%d\n", (int)counts[QUHUA_KIND_VILLAGE]);
  return writer->write(writer->ctx, text, (size_t)len) ? QUHUA_OK : QUHUA_E_IO;
}

static void test_host(void **state) {
  (void)state;
  quhua_status answers = QUHUA_OK;
  quhua_host_answer host = {count_villages, &answers};
  quhua_export made;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_question *q = ask("mine?from=2021-01-01&to=2021-01-01");
  assert_int_equal(quhua_export_make(q, b->before, &host, NULL, &made, NULL), QUHUA_OK);
  assert_int_equal(quhua_export_record(b->registry, &made, S(""), NULL, NULL, NULL), QUHUA_OK);
  look(b);
  assert_string_equal(standings(b, NULL), "0"); /* nothing happened: nobody need be asked */
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲1,2020-01-01,更名,510722109201,友谊村\n");
  assert_string_equal(standings(b, &host), "0");
  assert_string_equal(standings(b, NULL), "2");
  bench_apply(
      b, "document,effective,relation,old_code,new_code\n甲2,2020-02-01,并入,510722109201,510722109202\n");
  assert_string_equal(standings(b, &host), "1");
  answers = QUHUA_E_NOT_FOUND;
  assert_string_equal(standings(b, &host), "2");

  quhua_exports *list = NULL;
  quhua_export_standing standing;
  assert_int_equal(quhua_exports_new(b->before, &list, NULL), QUHUA_OK);
  answers = QUHUA_E_NOMEM; /* says nothing of the question */
  assert_int_equal(quhua_exports_check(list, 0, &host, &standing, NULL), QUHUA_E_NOMEM);
  assert_int_equal(quhua_exports_check(list, 1, &host, &standing, NULL), QUHUA_E_NOT_FOUND);
  quhua_exports_free(list);
  quhua_question_free(q);
  bench_close(b);
}

/* --- memory ---------------------------------------------------------------------------------------------------------- */

static quhua_status check_all(const quhua_snapshot *view) {
  quhua_exports *list = NULL;
  quhua_status status = quhua_exports_new(view, &list, NULL);
  for (size_t i = 0; status == QUHUA_OK && i < quhua_exports_count(list); i++) {
    quhua_export_standing standing;
    status = quhua_exports_check(list, i, NULL, &standing, NULL);
  }
  quhua_exports_free(list);
  return status;
}

static void test_out_of_memory(void **state) {
  (void)state;
  bench *b = given_away();
  bench_apply(b, "document,effective,relation,target\n丁1,2023-02-01,自始无效,甲1\n");
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_snapshot view = *b->before;
    view.allocator = &allocator;
    quhua_status status = check_all(&view);
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after > 10);
      break;
    }
    assert_int_equal(status, QUHUA_E_NOMEM);
  }
  bench_close(b);
}

/* A register whose allocations fail one after the other while an export is made and recorded. */
static void test_recording_out_of_memory(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua_opening *opening = NULL;
  quhua_registry *registry = NULL;
  quhua_snapshot *snapshot = NULL;
  quhua_export made;
  quhua_open_options options;
  quhua_open_options_init(&options);
  options.allocator = &allocator;
  assert_int_equal(
      quhua_opening_new(NULL, quhua_scheme_find(S("cn-stat")), bench_day("2019-01-01"), &opening, NULL),
      QUHUA_OK);
  assert_int_equal(quhua_opening_read_csv(opening, BENCH_TOWNS, strlen(BENCH_TOWNS), "", NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_create("", opening, &options, &registry, NULL), QUHUA_OK);
  quhua_opening_free(opening);
  assert_int_equal(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, NULL), QUHUA_OK);
  quhua_question *q = ask(VILLAGES_2019);
  quhua_status status = QUHUA_E_NOMEM;
  long after = 0;
  for (; status == QUHUA_E_NOMEM; after++) {
    fail_alloc_arm(&books, after);
    status = quhua_export_make(q, snapshot, NULL, NULL, &made, NULL);
  }
  assert_int_equal(status, QUHUA_OK);
  assert_true(after > 2);
  status = QUHUA_E_NOMEM;
  for (after = 0; status == QUHUA_E_NOMEM; after++) {
    assert_int_equal(quhua_registry_head(registry), 1);
    fail_alloc_arm(&books, after);
    status = quhua_export_record(registry, &made, S("民政局"), NULL, NULL, NULL);
  }
  assert_int_equal(status, QUHUA_OK);
  assert_true(after > 5);
  fail_alloc_arm(&books, -1);
  assert_int_equal(quhua_registry_head(registry), 2);
  assert_int_equal(quhua_registry_verify(registry, NULL, NULL), QUHUA_OK);
  quhua_question_free(q);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  assert_true(fail_alloc_is_clean(&books));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_id),
      cmocka_unit_test(test_no_id_for_plans),
      cmocka_unit_test(test_answers),
      cmocka_unit_test(test_made),
      cmocka_unit_test(test_record),
      cmocka_unit_test(test_refused_records),
      cmocka_unit_test(test_forged_facts),
      cmocka_unit_test(test_nothing_changed),
      cmocka_unit_test(test_untouched),
      cmocka_unit_test(test_values_may_change_any_table),
      cmocka_unit_test(test_correction_and_annulment),
      cmocka_unit_test(test_host),
      cmocka_unit_test(test_out_of_memory),
      cmocka_unit_test(test_recording_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
