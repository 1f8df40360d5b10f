/* SPDX-License-Identifier: Apache-2.0 */
/* Facts as entries of their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/bytes.h"
#include "store/store_files.h"
#include "support/bench.h"

#include <stdlib.h>
#include <string.h>

#define NOON INT64_C(1577880000000000) /* 2020-01-01T12:00:00Z */
#define VILLAGES "code,name\n510722109000,三元镇\n510722109201,友爱村\n"

static quhua_fact fact_of(const char *subject, const char *key, const char *value, const char *date) {
  return (quhua_fact){.subject = quhua_str_from(subject),
                      .key = quhua_str_from(key),
                      .value = quhua_str_from(value),
                      .date = date ? bench_day(date) : QUHUA_DATE_NONE};
}

static quhua_status record(bench *b, const quhua_fact *facts, size_t count, quhua_instant now,
                           quhua_receipt *receipt) {
  quhua_commit_options options;
  quhua_commit_options_init(&options);
  options.actor = "民政局";
  options.now = now;
  quhua_error_clear(&b->err);
  return quhua_registry_record(b->registry, facts, count, &options, receipt, &b->err);
}

/* What holds now; "~" for nothing. */
static void expect(const bench *b, const char *subject, const char *key, const char *date,
                   const char *value) {
  quhua_snapshot *now = NULL;
  quhua_fact fact;
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &now, NULL), QUHUA_OK);
  quhua_status status = quhua_fact_find(now, quhua_str_from(subject), quhua_str_from(key), &fact);
  assert_int_equal(status, strcmp(value, "~") ? QUHUA_OK : QUHUA_E_NOT_FOUND);
  if (status == QUHUA_OK) {
    assert_true(quhua_str_equal(fact.value, quhua_str_from(value)));
    assert_int_equal(fact.date, bench_day(date));
  }
  quhua_snapshot_free(now);
}

static void test_all_sorts(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  const quhua_fact facts[] = {
      fact_of("", "codes.issue", "fill", "2011-11-11"), /* settings hold from now on, whatever day is given */
      fact_of("甲文", "批准", "四川省人民政府", "2019-12-20"), fact_of("甲文", "announced", "", "2019-12-25"),
      fact_of("", "reserve:5:510722109209", "乙文\t新村", NULL)};
  quhua_receipt receipt;
  quhua_digest head;
  quhua_entry entry;
  assert_int_equal(record(b, facts, 4, NOON, &receipt), QUHUA_OK);
  quhua_registry_head_digest(b->registry, &head);
  assert_int_equal(receipt.sequence, 2);
  assert_memory_equal(&receipt.head, &head, sizeof head);
  expect(b, "", "codes.issue", "2020-01-01", "fill");
  expect(b, "甲文", "approved", "2019-12-20", "四川省人民政府");
  expect(b, "甲文", "announced", "2019-12-25", "-");
  expect(b, "甲文", "批准", "", "~"); /* keys are the English words */
  expect(b, "", "reserve:5:510722109209", "2020-01-01", "乙文\t新村");
  assert_int_equal(quhua_entry_find(b->registry, 2, &entry, NULL), QUHUA_OK);
  assert_int_equal(entry.kind, QUHUA_ENTRY_RECORD);
  assert_int_equal(entry.facts, 4);
  assert_int_equal(entry.versions, 0);
  assert_int_equal(entry.flows, 0);
  assert_int_equal(entry.waivers, 0);
  assert_int_equal(entry.recorded, NOON);
  assert_int_equal(entry.effective, bench_day("2020-01-01"));
  assert_int_equal(entry.earliest, entry.effective);
  assert_int_equal(entry.decided, QUHUA_DATE_NONE);
  assert_int_equal(entry.document.len, 0);
  assert_true(quhua_str_equal(entry.actor, quhua_str_from("民政局")));
  assert_int_equal(quhua_registry_verify(b->registry, &head, &b->err), QUHUA_OK);
  bench_close(b);
}

/* Snapshots do not move: what is recorded later is not in them, and the register of the units is as it was. */
static void test_older_snapshots(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  quhua_snapshot *first = NULL, *second = NULL;
  quhua_digest before, after, newer;
  quhua_fact fact = fact_of("", "codes.issue", "fill", NULL);
  assert_int_equal(quhua_snapshot_digest(b->before, &before, NULL), QUHUA_OK);
  assert_int_equal(record(b, &fact, 1, NOON, NULL), QUHUA_OK);
  fact.value = quhua_str_from("append");
  assert_int_equal(quhua_snapshot_new(b->registry, 2, &second, NULL), QUHUA_OK);
  assert_int_equal(record(b, &fact, 1, NOON, NULL), QUHUA_OK);
  assert_int_equal(quhua_fact_find(b->before, fact.subject, fact.key, &fact), QUHUA_E_NOT_FOUND);
  assert_false(quhua_fact_at(b->before, 0, &fact));
  assert_int_equal(quhua_fact_find(second, fact.subject, fact.key, &fact), QUHUA_OK);
  assert_true(quhua_str_equal(fact.value, quhua_str_from("fill")));
  assert_true(quhua_fact_at(second, 0, &fact));
  assert_false(quhua_fact_at(second, 1, &fact));
  /* taken anew at the old sequence it says the same */
  assert_int_equal(quhua_snapshot_new(b->registry, 1, &first, NULL), QUHUA_OK);
  assert_int_equal(quhua_snapshot_digest(first, &after, NULL), QUHUA_OK);
  assert_memory_equal(&before, &after, sizeof before);
  assert_false(quhua_fact_at(first, 0, &fact));
  assert_int_equal(quhua_snapshot_digest(second, &newer, NULL), QUHUA_OK);
  assert_memory_not_equal(&before, &newer, sizeof before);
  assert_string_equal(bench_units(b, second, "2020-06-01"),
                      "510722109000,三元镇,510722000000\n510722109201,友爱村,510722109000\n");
  quhua_snapshot_free(first);
  quhua_snapshot_free(second);
  bench_close(b);
}

/* Settings that are ended go back to their initial value; milestones of documents are not ended but told anew. */
static void test_ending(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  quhua_fact facts[] = {fact_of("", "codes.issue", "fill", NULL),
                        fact_of("甲文", "approved", "县政府", "2019-12-20")};
  assert_int_equal(record(b, facts, 2, NOON, NULL), QUHUA_OK);
  facts[0].value = quhua_str_from("");
  facts[1].value = quhua_str_from("市政府");
  assert_int_equal(record(b, facts, 2, NOON, NULL), QUHUA_OK);
  expect(b, "", "codes.issue", "", "~");
  expect(b, "甲文", "approved", "2019-12-20", "市政府");
  quhua_snapshot *now = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &now, NULL), QUHUA_OK);
  assert_true(
      quhua_str_equal(quhua_setting_value(now, quhua_str_from("codes.issue")), quhua_str_from("append")));
  quhua_snapshot_free(now);
  bench_close(b);
}

/* Recorded time never goes back, and the day of a setting follows it. */
static void test_clock_that_goes_back(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  const quhua_fact fact = fact_of("", "codes.issue", "fill", NULL);
  quhua_entry entry;
  assert_int_equal(record(b, &fact, 1, NOON, NULL), QUHUA_OK);
  assert_int_equal(record(b, &fact, 1, 0, NULL), QUHUA_OK);
  assert_int_equal(quhua_entry_find(b->registry, 3, &entry, NULL), QUHUA_OK);
  assert_int_equal(entry.recorded, NOON);
  expect(b, "", "codes.issue", "2020-01-01", "fill");
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

/* --- what is refused ---------------------------------------------------------------------------------------------- */

static void test_refused(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  const quhua_fact good = fact_of("", "codes.issue", "fill", NULL);
  const quhua_fact wrong[] = {
      fact_of("", "codes.isue", "fill", NULL),              /* no such setting */
      fact_of("", "codes.issue", "any", NULL),              /* no such value */
      fact_of("", "", "fill", NULL),                        /* no key */
      fact_of("", "approved", "县政府", "2019-12-20"),      /* a milestone of nothing */
      fact_of("甲文", "codes.issue", "fill", "2019-12-20"), /* a setting of a document */
      fact_of("甲文", "approval", "县政府", "2019-12-20"),  /* no milestone */
      fact_of("甲文", "", "县政府", "2019-12-20"),          /* no key */
      fact_of("甲文", "approved", "县政府", NULL),          /* no day */
      fact_of("", "reserve:", "乙文", NULL),                /* no code */
      fact_of("", "reserve:5", "乙文", NULL),               /* no code */
      fact_of("", "reserve:5:", "乙文", NULL),              /* no code */
      fact_of("", "reserve:510722109209", "乙文", NULL),    /* no level */
      fact_of("", "reserve:4:510722109209", "乙文", NULL),  /* a village on the level of towns */
      fact_of("", "reserve:7:510722109209", "乙文", NULL),  /* no such level */
      fact_of("", "reserve:4:510722109", "乙文", NULL),     /* not in full: 510722109000 is */
      fact_of("", "reserve:5:51072210920x", "乙文", NULL),  /* no code of the scheme */
      fact_of("", "reserve:5:510722109209 ", "乙文", NULL), /* a blank */
      fact_of("", "organs.required", "\xff\xfe", NULL),     /* no UTF-8 */
      fact_of("\xe7\x94", "approved", "x", "2019-12-20"),   /* half a character */
      {.key = {"organs.required", 15}, .value = {"a\0b", 3}},
      {.subject = {"甲", 3}, .key = {"approved", 8}, .value = {"x", 1}, .date = QUHUA_DATE_OPEN},
      {.subject = {"甲", 3}, .key = {"approved", 8}, .value = {"x", 1}, .date = 2932897},  /* 10000-01-01 */
      {.subject = {"甲", 3}, .key = {"approved", 8}, .value = {"x", 1}, .date = -354286}}; /* 0999-12-31 */
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    quhua_error err;
    quhua_error_clear(&err);
    const quhua_fact both[] = {good, wrong[i]};
    if (quhua_fact_check(quhua_snapshot_scheme(b->before), &wrong[i], &err) != QUHUA_E_INVALID)
      fail_msg("wrong fact %zu passes", i);
    assert_int_equal(err.status, QUHUA_E_INVALID);
    assert_true(err.message[QUHUA_LANG_EN][0] && err.message[QUHUA_LANG_ZH][0]);
    assert_true(err.remedy[QUHUA_LANG_EN][0] && err.remedy[QUHUA_LANG_ZH][0]);
    assert_int_equal(record(b, both, 2, NOON, NULL), QUHUA_E_INVALID);
  }
  assert_int_equal(record(b, NULL, 0, NOON, NULL), QUHUA_E_INVALID);
  assert_int_equal(quhua_registry_head(b->registry), 1); /* all or nothing */
  expect(b, "", "codes.issue", "", "~");
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

/* One who writes an export by hand is told how exports are recorded; `export` alone is no setting. */
static void test_exports_are_not_recorded_by_hand(void **state) {
  (void)state;
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from("cn-stat"));
  const quhua_fact made_up = fact_of("", "export:x0123456789abcdef", "1", NULL),
                   other = fact_of("", "export", "1", NULL);
  quhua_error err;
  quhua_error_clear(&err);
  assert_int_equal(quhua_fact_check(scheme, &made_up, &err), QUHUA_E_INVALID);
  assert_non_null(strstr(err.message[QUHUA_LANG_EN], "“export:x0123456789abcdef” is an export"));
  assert_non_null(strstr(err.remedy[QUHUA_LANG_EN], "--export"));
  assert_non_null(strstr(err.remedy[QUHUA_LANG_ZH], "--export"));
  quhua_error_clear(&err);
  assert_int_equal(quhua_fact_check(scheme, &other, &err), QUHUA_E_INVALID);
  assert_non_null(strstr(err.message[QUHUA_LANG_EN], "there is no setting “export”"));
}

static void test_accepted(void **state) {
  (void)state;
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from("cn-stat"));
  const quhua_fact right[] = {
      fact_of("", "reserve:4:510722109000", "", NULL), fact_of("", "reserve:6:51072210920101", "乙文", NULL),
      fact_of("", "tag.产业经济强村", "carry", NULL),  fact_of("", "codes.issue", "", NULL),
      fact_of("甲文", "挂牌授印", "", "1000-01-01"),   fact_of("甲文", "sealed", "x", "9999-12-31")};
  for (size_t i = 0; i < sizeof right / sizeof *right; i++)
    if (quhua_fact_check(scheme, &right[i], NULL) != QUHUA_OK) fail_msg("right fact %zu is refused", i);
}

/* A plan that was made before a record does not fit any more. */
static void test_plans_meanwhile(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  const quhua_fact fact = fact_of("", "codes.issue", "fill", NULL);
  bench_plan(b, "effective,old_code,new_name\n2020-01-01,510722109201,友好村\n");
  assert_int_equal(record(b, &fact, 1, NOON, NULL), QUHUA_OK);
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_E_CONFLICT);
  bench_close(b);
}

/* A file that is opened again has the same facts, state and head; read-only it takes no more. */
static void test_replay(void **state) {
  (void)state;
  char folder[STORE_PATH_MAX], path[STORE_PATH_MAX];
  store_folder_make(folder);
  store_path(path, folder, "r.quhua");
  bench *b = bench_open_as(path, "cn-stat", "2019-01-01", VILLAGES);
  const quhua_fact facts[] = {fact_of("", "codes.issue", "fill", NULL),
                              fact_of("甲文", "approved", "县政府", "2019-12-20")};
  quhua_digest before, after, head, head_after;
  assert_int_equal(record(b, facts, 2, NOON, NULL), QUHUA_OK);
  assert_int_equal(record(b, facts, 1, NOON, NULL), QUHUA_OK);
  quhua_snapshot *now = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &now, NULL), QUHUA_OK);
  assert_int_equal(quhua_snapshot_digest(now, &before, NULL), QUHUA_OK);
  quhua_registry_head_digest(b->registry, &head);
  quhua_snapshot_free(now);
  bench_close(b);

  quhua_open_options options;
  quhua_open_options_init(&options);
  options.read_only = true;
  quhua_registry *again = NULL;
  assert_int_equal(quhua_registry_open(path, &options, &again, NULL), QUHUA_OK);
  assert_int_equal(quhua_snapshot_new(again, QUHUA_SEQUENCE_OPEN, &now, NULL), QUHUA_OK);
  assert_int_equal(quhua_snapshot_digest(now, &after, NULL), QUHUA_OK);
  assert_memory_equal(&before, &after, sizeof before);
  quhua_registry_head_digest(again, &head_after);
  assert_memory_equal(&head, &head_after, sizeof head);
  quhua_fact fact;
  assert_int_equal(quhua_fact_find(now, quhua_str_from("甲文"), quhua_str_from("approved"), &fact), QUHUA_OK);
  assert_int_equal(fact.sequence, 2);
  assert_int_equal(quhua_registry_record(again, facts, 1, NULL, NULL, NULL), QUHUA_E_UNSUPPORTED);
  assert_int_equal(quhua_registry_verify(again, &head, NULL), QUHUA_OK);
  quhua_snapshot_free(now);
  quhua_registry_close(again);
  store_folder_remove(folder);
}

/* --- the example of docs/formats/journal-entry.md ----------------------------------------------------------------- */

static int hex(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

/* The bytes of example `index` on the page. */
static size_t documented(const char *page, int index, unsigned char *out, size_t cap) {
  const char *at = page;
  for (int i = 0; i <= index; i++) {
    at = strstr(at, "```hex\n");
    assert_non_null(at);
    at += strlen("```hex\n");
  }
  size_t len = 0;
  for (; *at != '`'; at += at[2] == ' ' || at[2] == '\n' ? 3 : 2) {
    assert_true(len < cap);
    out[len++] = (unsigned char)(hex(at[0]) << 4 | hex(at[1]));
  }
  return len;
}

static void expect_entry(quhua_registry *registry, quhua_sequence sequence, const char *page) {
  unsigned char wanted[256];
  char digest[QUHUA_DIGEST_TEXT_MAX];
  quhua_entry entry;
  size_t len = documented(page, (int)sequence - 1, wanted, sizeof wanted);
  assert_int_equal(quhua_entry_find(registry, sequence, &entry, NULL), QUHUA_OK);
  assert_int_equal(entry.bytes.len, len);
  assert_memory_equal(entry.bytes.ptr, wanted, len);
  quhua_digest_format(&entry.digest, digest);
  assert_non_null(strstr(page, digest));
}

static void test_documented_example(void **state) {
  (void)state;
  size_t len;
  char *page = store_read_file("docs/formats/journal-entry.md", &len);
  page[len] = '\0';
  quhua_opening *opening = NULL;
  quhua_registry *registry = NULL;
  quhua_open_options open;
  quhua_commit_options commit;
  quhua_snapshot *snapshot = NULL;
  quhua_changeset *acts = NULL;
  quhua_plan *plan = NULL;
  static const char units[] = "code,name\n11,北京市\n";
  static const char table[] =
      "document,effective,relation,old_code,new_name\n京1号,2020-05-01,更名,11,京市\n";
  assert_int_equal(quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("cn-stat")),
                                     bench_day("2020-01-01"), &opening, NULL),
                   QUHUA_OK);
  assert_int_equal(quhua_opening_read_csv(opening, units, sizeof units - 1, "units.csv", NULL), QUHUA_OK);
  quhua_open_options_init(&open);
  open.actor = "me";
  open.now = INT64_C(1795469514267821);
  assert_int_equal(quhua_registry_create("", opening, &open, &registry, NULL), QUHUA_OK);
  assert_int_equal(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, NULL), QUHUA_OK);
  assert_int_equal(quhua_changeset_new(NULL, &acts, NULL), QUHUA_OK);
  assert_int_equal(quhua_changeset_read_csv(acts, table, sizeof table - 1, "acts.csv", NULL), QUHUA_OK);
  assert_int_equal(quhua_plan_build(snapshot, acts, NULL, &plan, NULL), QUHUA_OK);
  quhua_commit_options_init(&commit);
  commit.actor = "me";
  commit.now = INT64_C(1795469514276420);
  assert_int_equal(quhua_plan_commit(registry, plan, &commit, NULL, NULL), QUHUA_OK);
  const quhua_fact facts[] = {fact_of("", "codes.issue", "fill", NULL),
                              fact_of("京1号", "公告", "", "2020-05-08")};
  commit.now = INT64_C(1795469520000000);
  assert_int_equal(quhua_registry_record(registry, facts, 2, &commit, NULL, NULL), QUHUA_OK);
  for (quhua_sequence n = 1; n <= 3; n++) expect_entry(registry, n, page);
  quhua_plan_free(plan);
  quhua_changeset_free(acts);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  quhua_opening_free(opening);
  free(page);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_all_sorts), cmocka_unit_test(test_older_snapshots),
      cmocka_unit_test(test_ending),    cmocka_unit_test(test_clock_that_goes_back),
      cmocka_unit_test(test_refused),   cmocka_unit_test(test_exports_are_not_recorded_by_hand),
      cmocka_unit_test(test_accepted),  cmocka_unit_test(test_plans_meanwhile),
      cmocka_unit_test(test_replay),    cmocka_unit_test(test_documented_example),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
