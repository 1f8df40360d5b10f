/* SPDX-License-Identifier: Apache-2.0 */
/* Facts in states made by hand: which one holds for whom, over two layers, and what the digest covers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <quhua/fact.h>

#include "support/fold.h"

#include <stdio.h>
#include <string.h>

static void put_fact(fold *f, const char *subject, const char *key, const char *date, const char *value) {
  quhua__effect_put_fact(&f->effects, quhua_str_from(subject), quhua_str_from(key), fold_day(date),
                         quhua_str_from(value));
}

/* One entry with one fact. */
static void record(quhua__state *s, const char *subject, const char *key, const char *value) {
  fold f;
  fold_begin(&f, s);
  put_fact(&f, subject, key, "2020-03-01", value);
  fold_end(&f, "2020-03-01");
}

static quhua_snapshot at(const quhua__state *s, uint32_t known) {
  return (quhua_snapshot){quhua_allocator_default(), s, known};
}

/* The value that holds, or "~". */
static void expect(const quhua__state *s, uint32_t known, const char *subject, const char *key,
                   const char *wanted) {
  quhua_snapshot view = at(s, known);
  quhua_fact fact = {.value = {"untouched", 9}};
  quhua_status status = quhua_fact_find(&view, quhua_str_from(subject), quhua_str_from(key), &fact);
  if (strcmp(wanted, "~") == 0) {
    assert_int_equal(status, QUHUA_E_NOT_FOUND);
    assert_true(quhua_str_equal(fact.value, quhua_str_from("untouched")));
    return;
  }
  assert_int_equal(status, QUHUA_OK);
  if (!quhua_str_equal(fact.value, quhua_str_from(wanted)))
    fail_msg("%s at %u: %.*s", key, known, (int)fact.value.len, fact.value.ptr);
  assert_true(quhua_str_equal(fact.subject, quhua_str_from(subject)));
  assert_true(quhua_str_equal(fact.key, quhua_str_from(key)));
}

static size_t count(const quhua__state *s, uint32_t known) {
  quhua_snapshot view = at(s, known);
  quhua_fact fact;
  size_t n = 0;
  while (quhua_fact_at(&view, n, &fact)) n++;
  return n;
}

static void test_the_newest_holds(void **state) {
  (void)state;
  quhua__state s;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);                   /* 1 */
  record(&s, "", "codes.issue", "fill");   /* 2 */
  record(&s, "甲", "approved", "县政府");  /* 3 */
  record(&s, "", "codes.issue", "append"); /* 4 */
  record(&s, "", "codes.issue", "");       /* 5: ends it */
  record(&s, "", "codes.issue", "fill");   /* 6 */
  static const char *const wanted[] = {"~", "~", "fill", "fill", "append", "~", "fill"};
  for (uint32_t known = 0; known <= 6; known++) expect(&s, known, "", "codes.issue", wanted[known]);
  expect(&s, 2, "甲", "approved", "~");
  expect(&s, 6, "甲", "approved", "县政府");
  /* subject and key are both asked for */
  expect(&s, 6, "", "approved", "~");
  expect(&s, 6, "甲", "codes.issue", "~");
  expect(&s, 6, "盐亭县", "approved", "~"); /* a text that the state knows, but no subject */
  expect(&s, 6, "乙", "approved", "~");     /* a text that it does not know */
  expect(&s, 6, "", "", "~");
  static const size_t counts[] = {0, 0, 1, 2, 3, 4, 5};
  for (uint32_t known = 0; known <= 6; known++) assert_int_equal(count(&s, known), counts[known]);
  quhua__state_free(&s);
}

static void test_fields_by_position(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  quhua_fact fact;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_begin(&f, &s);
  put_fact(&f, "甲", "approved", "2019-12-20", "四川省人民政府");
  put_fact(&f, "甲", "announced", "2019-12-25", "-");
  fold_end(&f, "2020-01-01");
  quhua_snapshot view = at(&s, 2);
  assert_true(quhua_fact_at(&view, 0, &fact));
  assert_int_equal(fact.sequence, 2);
  assert_int_equal(fact.date, fold_day("2019-12-20"));
  assert_int_equal(fact.reserved, 0);
  assert_true(quhua_str_equal(fact.key, quhua_str_from("approved")));
  assert_true(quhua_fact_at(&view, 1, &fact));
  assert_true(quhua_str_equal(fact.key, quhua_str_from("announced")));
  assert_false(quhua_fact_at(&view, 2, &fact));
  assert_false(quhua_fact_at(&view, SIZE_MAX, &fact));
  quhua__state_free(&s);
}

/* Two facts of one key in one entry: the second one holds. */
static void test_twice_in_one_entry(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_begin(&f, &s);
  put_fact(&f, "", "codes.issue", "2020-01-01", "fill");
  put_fact(&f, "", "codes.issue", "2020-01-01", "append");
  fold_end(&f, "2020-01-01");
  expect(&s, 2, "", "codes.issue", "append");
  assert_int_equal(count(&s, 2), 2);
  quhua__state_free(&s);
}

/* An overlay on entry 2 of a base that goes on: it sees its own facts and those of entry 2, nothing later. */
static void test_overlay(void **state) {
  (void)state;
  quhua__state base, over;
  fold_root(&base, "cn-stat");
  fold_yard_opening(&base);                 /* 1 */
  record(&base, "", "codes.issue", "fill"); /* 2 */
  quhua__state_init_overlay(&over, quhua_allocator_default(), &base, 2);
  record(&base, "", "codes.issue", "explicit");    /* 3 of the base */
  record(&base, "", "codes.children", "renumber"); /* 4 of the base */
  expect(&over, 2, "", "codes.issue", "fill");
  expect(&over, 2, "", "codes.children", "~");
  record(&over, "甲", "approved", "县政府");  /* 3 of the overlay */
  record(&over, "", "codes.issue", "append"); /* 4 of the overlay */
  expect(&over, 1, "", "codes.issue", "~");
  expect(&over, 3, "", "codes.issue", "fill");
  expect(&over, 4, "", "codes.issue", "append");
  expect(&over, 4, "", "codes.children", "~");
  expect(&over, 2, "甲", "approved", "~");
  expect(&over, 4, "甲", "approved", "县政府");
  assert_int_equal(count(&over, 2), 1);
  assert_int_equal(count(&over, 3), 2);
  assert_int_equal(count(&over, 4), 3);
  expect(&base, 4, "", "codes.issue", "explicit"); /* the base is as it was */
  expect(&base, 4, "甲", "approved", "~");
  assert_int_equal(count(&base, 4), 3);
  quhua__state_free(&over);
  quhua__state_free(&base);
}

/* Every key of many is found, also when the index has grown several times; a chain of many values is walked back. */
static void test_many(void **state) {
  (void)state;
  enum { MANY = 5000, REWRITES = 300 };
  quhua__state s;
  fold f;
  char key[32], value[32];
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_begin(&f, &s);
  for (int i = 0; i < MANY; i++) {
    snprintf(key, sizeof key, "tag.%d", i);
    snprintf(value, sizeof value, "%d", i % 7);
    put_fact(&f, "", key, "2020-01-01", value);
  }
  fold_end(&f, "2020-01-01");
  for (int i = 0; i < REWRITES; i++) {
    snprintf(value, sizeof value, "v%d", i);
    record(&s, "", "tag.17", value); /* entries 3 … */
  }
  for (int i = 0; i < MANY; i++) {
    snprintf(key, sizeof key, "tag.%d", i);
    snprintf(value, sizeof value, "%d", i % 7);
    expect(&s, 2, "", key, value);
    expect(&s, 1, "", key, "~");
  }
  for (uint32_t i = 0; i < REWRITES; i++) {
    snprintf(value, sizeof value, "v%u", i);
    expect(&s, i + 3, "", "tag.17", value);
  }
  expect(&s, 2, "", "tag.17", "3");
  assert_int_equal(count(&s, REWRITES + 2), MANY + REWRITES);
  quhua__state_free(&s);
}

static quhua_digest digest_of(const quhua__state *s, uint32_t known) {
  quhua_snapshot view = at(s, known);
  quhua_digest digest;
  assert_int_equal(quhua_snapshot_digest(&view, &digest, NULL), QUHUA_OK);
  return digest;
}

static bool same(quhua_digest a, quhua_digest b) { return memcmp(&a, &b, sizeof a) == 0; }

/* The digest depends on every field of a fact, and on none that is not known yet. */
static void test_digest(void **state) {
  (void)state;
  static const char *const facts[][4] = {{"甲", "approved", "2020-01-01", "县"},
                                         {"乙", "approved", "2020-01-01", "县"},
                                         {"甲", "announced", "2020-01-01", "县"},
                                         {"甲", "approved", "2020-01-02", "县"},
                                         {"甲", "approved", "2020-01-01", "市"}};
  enum { COUNT = sizeof facts / sizeof *facts };
  quhua_digest after[COUNT], before[COUNT], again;
  for (size_t i = 0; i < COUNT; i++) {
    quhua__state s;
    fold f;
    fold_root(&s, "cn-stat");
    fold_yard_opening(&s);
    before[i] = digest_of(&s, 1);
    fold_begin(&f, &s);
    put_fact(&f, facts[i][0], facts[i][1], facts[i][2], facts[i][3]);
    fold_end(&f, "2020-01-01");
    after[i] = digest_of(&s, 2);
    again = digest_of(&s, 1);
    assert_true(same(again, before[i]));
    quhua__state_free(&s);
  }
  for (size_t i = 0; i < COUNT; i++) {
    assert_true(same(before[i], before[0]));
    assert_false(same(after[i], before[i]));
    for (size_t k = 0; k < i; k++) assert_false(same(after[i], after[k]));
  }
}

/* A confidence belongs to an event, and only this entry's. A window begins before the effective day. */
static void test_contradictions(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_yard_merger(&s); /* has events; the next entry has none of its own */
  fold_begin(&f, &s);
  quhua__effect_put_doubt(&f.effects, 5000);
  assert_int_equal(fold_try(&f, "2020-06-01"), QUHUA_E_CORRUPT);
  quhua__state_free(&s);
  static const char *const days[] = {"2020-06-01", "2020-06-02"};
  for (size_t i = 0; i < 2; i++) {
    fold_root(&s, "cn-stat");
    fold_yard_opening(&s);
    fold_begin(&f, &s);
    quhua__effect_put_window(&f.effects, fold_day(days[i]));
    assert_int_equal(fold_try(&f, "2020-06-01"), QUHUA_E_CORRUPT);
    quhua__state_free(&s);
  }
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_begin(&f, &s);
  quhua__effect_put_fact(&f.effects, quhua_str_from("甲"), quhua_str_from(""), 0, quhua_str_from("x"));
  assert_int_equal(fold_try(&f, "2020-06-01"), QUHUA_E_CORRUPT);
  quhua__state_free(&s);
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_begin(&f, &s);
  fold_event(&f, QUHUA_RELATION_RENAME);
  quhua__effect_put_doubt(&f.effects, QUHUA__FULL_CONFIDENCE + 1);
  assert_int_equal(fold_try(&f, "2020-06-01"), QUHUA_E_CORRUPT);
  quhua__state_free(&s);
}

static void test_confidence_of_flows(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_begin(&f, &s);
  fold_event(&f, QUHUA_RELATION_BOUNDARY);
  quhua__effect_put_doubt(&f.effects, 10000);
  fold_flow(&f, 4, 5, "1/3");
  fold_event(&f, QUHUA_RELATION_BOUNDARY);
  fold_flow(&f, 5, 6, "1/4");
  fold_event(&f, QUHUA_RELATION_BOUNDARY);
  quhua__effect_put_doubt(&f.effects, 0);
  fold_flow(&f, 6, 4, "1/5");
  fold_end(&f, "2020-06-01");
  static const uint32_t units[] = {4, 5, 6};
  static const int32_t wanted[] = {10000, -1, 0};
  quhua_snapshot view = at(&s, 2);
  for (size_t i = 0; i < 3; i++) {
    quhua_flows *flows = NULL;
    assert_int_equal(quhua_flows_new(&view, units[i], &flows, NULL), QUHUA_OK);
    for (size_t k = 0; k < quhua_flows_count(flows); k++) {
      const quhua_flow *flow = quhua_flows_at(flows, k);
      if (flow->old_unit == units[i]) assert_int_equal(flow->confidence, wanted[i]);
    }
    assert_int_equal(quhua_flows_count(flows), 2);
    quhua_flows_free(flows);
  }
  quhua__state_free(&s);
}

/* Acts that nobody can date: the digest covers the window, and only from the entry on that has it. */
static void test_window(void **state) {
  (void)state;
  quhua__state s[2];
  for (int i = 0; i < 2; i++) {
    fold f;
    fold_root(&s[i], "cn-stat");
    fold_yard_opening(&s[i]);
    fold_begin(&f, &s[i]);
    if (i) quhua__effect_put_window(&f.effects, fold_day("2019-07-01"));
    fold_close(&f, 4, "2019-10-01");
    fold_end(&f, "2019-10-01");
    assert_int_equal(quhua__state_entry(&s[i], 2)->earliest, fold_day(i ? "2019-07-01" : "2019-10-01"));
  }
  assert_true(same(digest_of(&s[0], 1), digest_of(&s[1], 1)));
  assert_false(same(digest_of(&s[0], 2), digest_of(&s[1], 2)));
  for (int i = 0; i < 2; i++) {
    quhua_snapshot view = at(&s[i], 2);
    quhua_unit unit;
    assert_int_equal(quhua_unit_find_id(&view, 4, fold_day("2019-06-30"), &unit), QUHUA_OK);
    assert_true(quhua_unit_is_certain(&view, &unit, fold_day("2019-06-30")));
    assert_int_equal(quhua_unit_is_certain(&view, &unit, fold_day("2019-07-01")), i == 0);
    assert_int_equal(quhua_unit_is_certain(&view, &unit, fold_day("2019-09-30")), i == 0);
    assert_int_equal(quhua_unit_find_id(&view, 5, fold_day("2019-09-30"), &unit), QUHUA_OK);
    assert_true(quhua_unit_is_certain(&view, &unit, fold_day("2019-09-30"))); /* of another unit */
    quhua_snapshot before = at(&s[i], 1);
    assert_int_equal(quhua_unit_find_id(&before, 4, fold_day("2019-09-30"), &unit), QUHUA_OK);
    assert_true(quhua_unit_is_certain(&before, &unit, fold_day("2019-09-30"))); /* nobody knew better */
  }
  quhua__state_free(&s[0]);
  quhua__state_free(&s[1]);
}

/* The words of interfaces.md and docs/formats/journal-entry.md. */
static void test_milestone_words(void **state) {
  (void)state;
  static const char *const words[][2] = {{"proposed", "提出"},         {"consulted", "村民会议"},
                                         {"agreed-out", "划出方同意"}, {"agreed-in", "划入方同意"},
                                         {"approved", "批准"},         {"announced", "公告"},
                                         {"code-issued", "赋码"},      {"in-force", "实施"},
                                         {"sealed", "挂牌授印"},       {"completed", "完成"}};
  for (int i = 0; i < 10; i++) {
    quhua_milestone m = (quhua_milestone)(i + 1);
    assert_string_equal(quhua_milestone_word(m, QUHUA_LANG_EN), words[i][0]);
    assert_string_equal(quhua_milestone_word(m, QUHUA_LANG_ZH), words[i][1]);
    assert_int_equal(quhua_milestone_find(quhua_str_from(words[i][0])), m);
    assert_int_equal(quhua_milestone_find(quhua_str_from(words[i][1])), m);
  }
  assert_string_equal(quhua_milestone_word(QUHUA_MILESTONE_NONE, QUHUA_LANG_EN), "");
  assert_string_equal(quhua_milestone_word((quhua_milestone)QUHUA_MILESTONE_LIMIT, QUHUA_LANG_EN), "");
  assert_string_equal(quhua_milestone_word((quhua_milestone)-1, QUHUA_LANG_EN), "");
  assert_string_equal(quhua_milestone_word(QUHUA_MILESTONE_SEALED, QUHUA_LANG_COUNT), "");
  assert_int_equal(quhua_milestone_find(quhua_str_from("")), QUHUA_MILESTONE_NONE);
  assert_int_equal(quhua_milestone_find(quhua_str_from("Approved")), QUHUA_MILESTONE_NONE);
  assert_int_equal(quhua_milestone_find(quhua_str_from("approve")), QUHUA_MILESTONE_NONE);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_the_newest_holds),
      cmocka_unit_test(test_fields_by_position),
      cmocka_unit_test(test_twice_in_one_entry),
      cmocka_unit_test(test_overlay),
      cmocka_unit_test(test_many),
      cmocka_unit_test(test_digest),
      cmocka_unit_test(test_contradictions),
      cmocka_unit_test(test_confidence_of_flows),
      cmocka_unit_test(test_window),
      cmocka_unit_test(test_milestone_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
