/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/entry.h"
#include "registry/registry_internal.h"
#include "support/bench.h"

#include <string.h>

static const char table[] =
    "code,name\n510723,盐亭县\n510723104,两河镇\n510723104201,金龙村\n510723104202,青石村\n";

/* Three entries: the opening with six units (two implied above the county), a renaming, a merger of villages. */
static bench *open_journal(void) {
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,decided,old_code,new_code,new_name\n"
                 "甲文,2020-01-01,2019-12-01,510723104201,510723104201,金凤村\n");
  bench_apply(b, "document,effective,old_code,new_code\n乙文,2021-01-01,510723104202,510723104201\n");
  return b;
}

static void test_walking(void **state) {
  (void)state;
  bench *b = open_journal();
  quhua_entries *walk = NULL;
  quhua_entry e;
  quhua_digest link = {{0}}, computed, head;
  static const char *const documents[] = {"", "甲文", "乙文"}, *const days[] = {"2019-01-01", "2020-01-01",
                                                                                "2021-01-01"};
  /* opened or closed: six units; one version ended and one began; one village ended */
  static const uint64_t versions[] = {6, 2, 1}, flows[] = {0, 1, 1};
  assert_int_equal(quhua_entries_new(b->registry, 1, &walk, NULL), QUHUA_OK);
  for (quhua_sequence n = 1; n <= 3; n++) {
    assert_int_equal(quhua_entries_next(walk, &e, NULL), QUHUA_OK);
    assert_int_equal(e.sequence, n);
    assert_int_equal(e.kind, n == 1 ? QUHUA_ENTRY_OPENING : QUHUA_ENTRY_ACT);
    assert_int_equal(e.effective, bench_day(days[n - 1]));
    assert_true(quhua_str_equal(e.document, quhua_str_from(documents[n - 1])));
    assert_true(quhua_str_equal(e.actor, quhua_str_from(n == 1 ? "" : "民政局")));
    assert_int_equal(e.decided, n == 2 ? bench_day("2019-12-01") : QUHUA_DATE_NONE);
    assert_int_equal(e.versions, versions[n - 1]);
    assert_int_equal(e.flows, flows[n - 1]);
    assert_memory_equal(&e.link, &link, sizeof link);
    assert_true(quhua__entry_digest(e.bytes, &computed));
    assert_memory_equal(&e.digest, &computed, sizeof computed);
    link = e.digest;
  }
  assert_int_equal(quhua_entries_next(walk, &e, NULL), QUHUA_E_NOT_FOUND);
  assert_int_equal(quhua_entries_next(walk, &e, NULL), QUHUA_E_NOT_FOUND);
  quhua_entries_free(walk);
  quhua_entries_free(NULL);
  quhua_registry_head_digest(b->registry, &head);
  assert_memory_equal(&head, &link, sizeof link);
  bench_close(b);
}

static void test_walking_from(void **state) {
  (void)state;
  bench *b = open_journal();
  static const struct {
    quhua_sequence since, first;
  } cases[] = {{0, 1}, {1, 1},          {2, 2},          {3, 3},
               {4, 0}, {UINT32_MAX, 0}, {UINT64_MAX, 0}, {(UINT64_C(1) << 32) + 1, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    quhua_entries *walk = NULL;
    quhua_entry e;
    assert_int_equal(quhua_entries_new(b->registry, cases[i].since, &walk, NULL), QUHUA_OK);
    assert_int_equal(quhua_entries_next(walk, &e, NULL), cases[i].first ? QUHUA_OK : QUHUA_E_NOT_FOUND);
    if (cases[i].first) assert_int_equal(e.sequence, cases[i].first);
    quhua_entries_free(walk);
  }
  bench_close(b);
}

/* A walk that has ended goes on when there is more. */
static void test_following(void **state) {
  (void)state;
  bench *b = bench_open(table);
  quhua_entries *walk = NULL;
  quhua_entry e;
  assert_int_equal(quhua_entries_new(b->registry, 2, &walk, NULL), QUHUA_OK);
  assert_int_equal(quhua_entries_next(walk, &e, NULL), QUHUA_E_NOT_FOUND);
  bench_apply(b, "effective,old_code,new_code\n2021-01-01,510723104202,510723104201\n");
  assert_int_equal(quhua_entries_next(walk, &e, NULL), QUHUA_OK);
  assert_int_equal(e.sequence, 2);
  quhua_entries_free(walk);
  bench_close(b);
}

/* Everything of the bench is recorded at 2019-01-01T08:00:00Z. */
static void test_known_at(void **state) {
  (void)state;
  bench *b = open_journal();
  quhua_instant moment = 0;
  assert_true(quhua_instant_parse(quhua_str_from("2019-01-01T08:00:00Z"), &moment));
  assert_int_equal(quhua_registry_known_at(b->registry, moment - 1), 0);
  assert_int_equal(quhua_registry_known_at(b->registry, moment), 3);
  assert_int_equal(quhua_registry_known_at(b->registry, INT64_MAX), 3);
  assert_int_equal(quhua_registry_known_at(b->registry, INT64_MIN), 0);
  bench_plan(b, "effective,old_code,new_code,new_name\n2022-01-01,510723104201,510723104201,金虎村\n");
  quhua_commit_options options;
  quhua_commit_options_init(&options);
  options.now = moment + 10;
  assert_int_equal(quhua_plan_commit(b->registry, b->plan, &options, NULL, NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_known_at(b->registry, moment + 9), 3);
  assert_int_equal(quhua_registry_known_at(b->registry, moment + 10), 4);
  bench_close(b);
}

/* A clock that was set back: recorded time stands still rather than decrease. */
static void test_recorded_time_never_decreases(void **state) {
  (void)state;
  bench *b = open_journal();
  quhua_entries *walk = NULL;
  quhua_entry e;
  quhua_instant moment = 0;
  assert_true(quhua_instant_parse(quhua_str_from("2019-01-01T08:00:00Z"), &moment));
  bench_plan(b, "effective,old_code,new_code,new_name\n2022-01-01,510723104201,510723104201,金虎村\n");
  quhua_commit_options options;
  quhua_commit_options_init(&options);
  options.now = 5;
  assert_int_equal(quhua_plan_commit(b->registry, b->plan, &options, NULL, NULL), QUHUA_OK);
  assert_int_equal(quhua_entries_new(b->registry, 4, &walk, NULL), QUHUA_OK);
  assert_int_equal(quhua_entries_next(walk, &e, NULL), QUHUA_OK);
  assert_int_equal(e.recorded, moment);
  quhua_entries_free(walk);
  bench_close(b);
}

static void test_verify(void **state) {
  (void)state;
  bench *b = open_journal();
  quhua_digest head;
  quhua_registry_head_digest(b->registry, &head);
  assert_int_equal(quhua_registry_verify(b->registry, NULL, NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_verify(b->registry, &head, NULL), QUHUA_OK);
  head.bytes[0] ^= 1;
  quhua_error_clear(&b->err);
  assert_int_equal(quhua_registry_verify(b->registry, &head, &b->err), QUHUA_E_MISMATCH);
  assert_int_equal(b->err.status, QUHUA_E_MISMATCH);
  bench_close(b);
}

/* Memory that does not say what the journal says. */
static void test_verify_finds_a_changed_memory(void **state) {
  (void)state;
  bench *b = open_journal();
  quhua__row *row = quhua__segments_at(&b->registry->state.rows, 3);
  row->from += 1;
  assert_int_equal(quhua_registry_verify(b->registry, NULL, NULL), QUHUA_E_MISMATCH);
  row->from -= 1;
  assert_int_equal(quhua_registry_verify(b->registry, NULL, NULL), QUHUA_OK);
  bench_close(b);
}

static void test_digest_text(void **state) {
  (void)state;
  quhua_digest d, again;
  char text[QUHUA_DIGEST_TEXT_MAX];
  for (size_t i = 0; i < QUHUA_DIGEST_SIZE; i++) d.bytes[i] = (uint8_t)(i * 8 + 7);
  quhua_digest_format(&d, text);
  assert_string_equal(text, "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7ff");
  assert_true(quhua_digest_parse(quhua_str_from(text), &again));
  assert_memory_equal(&d, &again, sizeof d);
  assert_true(quhua_digest_parse(
      quhua_str_from("070F171F272F373F474F575F676F777F878F979FA7AFB7BFC7CFD7DFE7EFF7FF"), &again));
  assert_memory_equal(&d, &again, sizeof d);
  static const char *const wrong[] = {"",
                                      "07",
                                      "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7f",
                                      "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7fff",
                                      "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7fg",
                                      "070f171f272f373f474f575f676f777f878f979fa7afb7bfc7cfd7dfe7eff7 f"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    assert_false(quhua_digest_parse(quhua_str_from(wrong[i]), &again));
  assert_memory_equal(&d, &again, sizeof d); /* untouched */
}

/* --- one entry, and its waivers ---------------------------------------------------------------------------------- */

static void test_finding_an_entry(void **state) {
  (void)state;
  bench *b = open_journal();
  quhua_entry entry;
  assert_int_equal(quhua_entry_find(b->registry, 0, &entry, NULL), QUHUA_E_NOT_FOUND);
  assert_int_equal(quhua_entry_find(b->registry, 4, &entry, NULL), QUHUA_E_NOT_FOUND);
  assert_int_equal(quhua_entry_find(b->registry, QUHUA_SEQUENCE_OPEN, &entry, NULL), QUHUA_E_NOT_FOUND);
  assert_int_equal(quhua_entry_find(b->registry, (UINT64_C(1) << 32) + 2, &entry, NULL), QUHUA_E_NOT_FOUND);
  for (quhua_sequence n = 3; n >= 1; n--) { /* in any order */
    assert_int_equal(quhua_entry_find(b->registry, n, &entry, NULL), QUHUA_OK);
    assert_int_equal(entry.sequence, n);
    assert_int_equal(entry.facts, 0);
    assert_int_equal(entry.earliest, entry.effective);
  }
  bench_close(b);
}

static void expect_waiver(const quhua_entry *entry, size_t index, const char *rule, const char *reason) {
  quhua_str got, why;
  assert_true(quhua_entry_waiver(entry, index, &got, &why));
  assert_true(quhua_str_equal(got, quhua_str_from(rule)));
  assert_true(quhua_str_equal(why, quhua_str_from(reason)));
}

/* Of two acts of one commit each carries what covers its findings: both are covered by a waiver of the rule, and the
 * second one by a waiver of its own code too. */
static void test_waivers(void **state) {
  (void)state;
  bench *b = bench_open(table);
  const quhua_waiver waivers[] = {{"structure.name-differs", "公文沿用旧称", ""},
                                  {"structure.name-differs", "旧称", "510723104202"}};
  bench_plan(b, "document,effective,relation,old_code,old_name,new_name\n"
                "甲,2020-01-01,更名,510723104201,桃花村,金凤村\n"
                "乙,2020-02-01,更名,510723104202,梨花村,青山村\n");
  assert_int_equal(bench_commit(b, waivers, 2), QUHUA_OK);
  for (uint32_t n = 0; n <= 2; n++) { /* as many as entries came before: the opening has none */
    quhua_entry entry;
    quhua_str rule = {"untouched", 9}, reason = {"untouched", 9};
    assert_int_equal(quhua_entry_find(b->registry, n + 1, &entry, NULL), QUHUA_OK);
    assert_int_equal(entry.waivers, n);
    if (n > 1) expect_waiver(&entry, 1, "structure.name-differs@510723104202", "旧称");
    if (n > 0) expect_waiver(&entry, 0, "structure.name-differs", "公文沿用旧称");
    assert_false(quhua_entry_waiver(&entry, n, &rule, &reason));
    assert_false(quhua_entry_waiver(&entry, SIZE_MAX, &rule, &reason));
    assert_true(quhua_str_equal(rule, quhua_str_from("untouched")));
  }
  bench_close(b);
}

/* An entry of the caller's whose bytes are cut short, or that promises more waivers than there are. */
static void test_waivers_of_broken_entries(void **state) {
  (void)state;
  bench *b = open_journal();
  quhua_entry entry;
  quhua_str rule, reason;
  assert_int_equal(quhua_entry_find(b->registry, 2, &entry, NULL), QUHUA_OK);
  entry.waivers = 7;
  assert_false(quhua_entry_waiver(&entry, 6, &rule, &reason));
  for (size_t len = 0; len < 40; len++) {
    entry.bytes.len = len;
    assert_false(quhua_entry_waiver(&entry, 0, &rule, &reason));
  }
  bench_close(b);
}

/* What the act states of its document and of its day, in the entry. */
static void test_facts_of_an_act(void **state) {
  (void)state;
  bench *b = bench_open(table);
  bench_apply(b, "document,effective,old_code,new_name,milestone:批准,milestone:公告\n"
                 "甲,2019-10-01..2019-12-31,510723104201,金凤村,2019-09-20 县政府,2019-09-25\n"
                 "甲,2019-10-01..2019-12-31,510723104202,青山村,,2019-09-25\n");
  quhua_entry entry;
  assert_int_equal(quhua_entry_find(b->registry, 2, &entry, NULL), QUHUA_OK);
  assert_int_equal(entry.kind, QUHUA_ENTRY_ACT);
  assert_int_equal(entry.facts, 2); /* each once */
  assert_int_equal(entry.earliest, bench_day("2019-10-01"));
  assert_int_equal(entry.effective, bench_day("2019-12-31"));
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_walking),
      cmocka_unit_test(test_walking_from),
      cmocka_unit_test(test_following),
      cmocka_unit_test(test_known_at),
      cmocka_unit_test(test_recorded_time_never_decreases),
      cmocka_unit_test(test_verify),
      cmocka_unit_test(test_verify_finds_a_changed_memory),
      cmocka_unit_test(test_digest_text),
      cmocka_unit_test(test_finding_an_entry),
      cmocka_unit_test(test_waivers),
      cmocka_unit_test(test_waivers_of_broken_entries),
      cmocka_unit_test(test_facts_of_an_act),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
