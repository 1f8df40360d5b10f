/* SPDX-License-Identifier: Apache-2.0 */
/* Storing a plan: waivers, conflicts, read-only registers, receipts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store_files.h"
#include "support/bench.h"

#include <string.h>

#define TOWNS                                                                                                \
  "code,name\n"                                                                                              \
  "510722000000,三台县\n"                                                                                 \
  "510722109000,三元镇\n"                                                                                 \
  "510722109201,友爱村\n"                                                                                 \
  "510722109202,长发村\n"                                                                                 \
  "510722138000,立新镇\n"                                                                                 \
  "510722138201,新民村\n"
#define DAY "2020-01-01"

#define RENAME "effective,relation,old_code,new_name\n2020-01-01,更名,510722109201,友好村\n"
#define WRONG_NAME                                                                                           \
  "effective,relation,old_code,old_name,new_name\n2020-01-01,更名,510722109201,桃花村,友好村\n"

static void test_receipt(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_digest head;
  bench_apply(b, RENAME);
  assert_int_equal(b->receipt.sequence, 2);
  quhua_registry_head_digest(b->registry, &head);
  assert_memory_equal(&b->receipt.head, &head, sizeof head);
  assert_int_equal(quhua_registry_verify(b->registry, &head, &b->err), QUHUA_OK);
  bench_close(b);
}

static void test_one_entry_for_each_act(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_apply(b, "document,effective,relation,old_code,new_name\n甲,2020-01-01,更名,510722109201,友好村\n"
                 "乙,2020-02-01,更名,510722109202,长兴村\n");
  assert_int_equal(quhua_registry_head(b->registry), 3);
  bench_close(b);
}

static bool journal_has(bench *b, const char *text) {
  quhua_entries *entries = NULL;
  quhua_entry entry;
  bool found = false;
  assert_int_equal(quhua_entries_new(b->registry, 1, &entries, &b->err), QUHUA_OK);
  while (quhua_entries_next(entries, &entry, &b->err) == QUHUA_OK)
    for (size_t i = 0; i + strlen(text) <= entry.bytes.len; i++)
      found |= memcmp(entry.bytes.ptr + i, text, strlen(text)) == 0;
  quhua_entries_free(entries);
  return found;
}

static void test_waiver_is_journaled(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  const quhua_waiver waiver = {"structure.name-differs", "公文沿用旧称", NULL};
  bench_plan(b, WRONG_NAME);
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_E_BLOCKED);
  assert_int_equal(quhua_registry_head(b->registry), 1);
  assert_int_equal(bench_commit(b, &waiver, 1), QUHUA_OK);
  assert_true(journal_has(b, "structure.name-differs"));
  assert_true(journal_has(b, "公文沿用旧称"));
  assert_true(quhua_str_equal(bench_unit(b, "510722109201", DAY).name, quhua_str_from("友好村")));
  assert_int_equal(quhua_registry_verify(b->registry, NULL, &b->err), QUHUA_OK);
  bench_close(b);
}

/* A waiver is journaled with the act whose finding it covers, and one that names a code covers no other. */
static void test_waiver_belongs_to_its_act(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  const quhua_waiver other = {"structure.name-differs", "理由", "510722138201"};
  const quhua_waiver waiver = {"structure.name-differs", "理由", "510722109201"};
  quhua_entry entry;
  quhua_str rule, reason;
  bench_plan(b, "document,effective,relation,old_code,old_name,new_name\n"
                "甲,2020-01-01,更名,510722109202,长发村,长兴村\n"
                "乙,2020-01-01,更名,510722109201,别处村,友好村\n"
                "丙,2020-01-01,更名,510722138201,新民村,万福村\n");
  assert_int_equal(bench_commit(b, &other, 1), QUHUA_E_BLOCKED);
  assert_int_equal(bench_commit(b, &waiver, 1), QUHUA_OK);
  for (quhua_sequence sequence = 2; sequence <= 4; sequence++) {
    assert_int_equal(quhua_entry_find(b->registry, sequence, &entry, &b->err), QUHUA_OK);
    assert_int_equal(entry.waivers, sequence == 3 ? 1 : 0);
    assert_int_equal(quhua_entry_waiver(&entry, 0, &rule, &reason), sequence == 3);
  }
  assert_int_equal(quhua_entry_find(b->registry, 3, &entry, &b->err), QUHUA_OK);
  assert_true(quhua_entry_waiver(&entry, 0, &rule, &reason));
  assert_true(quhua_str_equal(rule, quhua_str_from("structure.name-differs@510722109201")));
  assert_true(quhua_str_equal(reason, quhua_str_from("理由")));
  bench_close(b);
}

static void expect_refused(const char *acts, quhua_waiver waiver, quhua_status status) {
  bench *b = bench_open(TOWNS);
  bench_plan(b, acts);
  assert_int_equal(bench_commit(b, &waiver, 1), status);
  assert_true(b->err.message[QUHUA_LANG_EN][0] && b->err.message[QUHUA_LANG_ZH][0]);
  assert_int_equal(quhua_registry_head(b->registry), 1);
  bench_close(b);
}

static void test_waivers_that_do_not_hold(void **state) {
  (void)state;
  expect_refused(WRONG_NAME, (quhua_waiver){"structure.no-such-rule", "理由", NULL}, QUHUA_E_INVALID);
  expect_refused(WRONG_NAME, (quhua_waiver){"code.held", "理由", NULL}, QUHUA_E_INVALID);
  expect_refused(WRONG_NAME, (quhua_waiver){"structure.name-differs", "", NULL}, QUHUA_E_INVALID);
  expect_refused(WRONG_NAME, (quhua_waiver){"structure.name-differs", NULL, NULL}, QUHUA_E_INVALID);
  expect_refused(WRONG_NAME, (quhua_waiver){"code.odd", "理由", NULL}, QUHUA_E_BLOCKED);
}

static void test_conflict(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  bench_plan(b, RENAME);
  quhua_plan *late = b->plan;
  quhua_changeset *acts = b->acts;
  quhua_snapshot *base = b->before;
  b->plan = NULL;
  b->acts = NULL;
  b->before = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, &b->err), QUHUA_OK);
  bench_apply(b, "effective,relation,old_code,new_name\n2020-01-01,更名,510722109202,长兴村\n");
  assert_int_equal(quhua_plan_commit(b->registry, late, NULL, NULL, &b->err), QUHUA_E_CONFLICT);
  assert_int_equal(quhua_registry_head(b->registry), 2);
  quhua_plan_free(late);
  quhua_changeset_free(acts);
  quhua_snapshot_free(base);
  bench_close(b);
}

static void test_plan_of_another_register(void **state) {
  (void)state;
  bench *a = bench_open(TOWNS), *b = bench_open(TOWNS);
  bench_plan(a, RENAME);
  assert_int_equal(quhua_plan_commit(b->registry, a->plan, NULL, NULL, &b->err), QUHUA_E_CONFLICT);
  assert_int_equal(quhua_registry_head(b->registry), 1);
  bench_close(a);
  bench_close(b);
}

static void test_read_only(void **state) {
  (void)state;
  char folder[STORE_PATH_MAX], path[STORE_PATH_MAX];
  store_folder_make(folder);
  bench *b = bench_open_as(store_path(path, folder, "r.quhua"), "cn-stat", "2019-01-01", TOWNS);
  quhua_snapshot_free(b->before);
  quhua_registry_close(b->registry);
  quhua_open_options options;
  quhua_open_options_init(&options);
  options.read_only = 1;
  assert_int_equal(quhua_registry_open(path, &options, &b->registry, &b->err), QUHUA_OK);
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, &b->err), QUHUA_OK);
  bench_plan(b, RENAME);
  bench_expect_findings(b, "");
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_E_UNSUPPORTED);
  assert_int_equal(quhua_registry_head(b->registry), 1);
  bench_close(b);
  store_folder_remove(folder);
}

static void test_recorded_time_never_decreases(void **state) {
  (void)state;
  bench *b = bench_open(TOWNS);
  quhua_entries *entries = NULL;
  quhua_entry first, second;
  bench_plan(b, RENAME);
  quhua_commit_options options;
  quhua_commit_options_init(&options);
  options.now = 0; /* 1970, before the register was made */
  assert_int_equal(quhua_plan_commit(b->registry, b->plan, &options, NULL, &b->err), QUHUA_OK);
  assert_int_equal(quhua_entries_new(b->registry, 1, &entries, &b->err), QUHUA_OK);
  assert_int_equal(quhua_entries_next(entries, &first, &b->err), QUHUA_OK);
  quhua_instant made = first.recorded;
  assert_int_equal(quhua_entries_next(entries, &second, &b->err), QUHUA_OK);
  assert_true(second.recorded >= made);
  quhua_entries_free(entries);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_receipt),
      cmocka_unit_test(test_one_entry_for_each_act),
      cmocka_unit_test(test_waiver_is_journaled),
      cmocka_unit_test(test_waiver_belongs_to_its_act),
      cmocka_unit_test(test_waivers_that_do_not_hold),
      cmocka_unit_test(test_conflict),
      cmocka_unit_test(test_plan_of_another_register),
      cmocka_unit_test(test_read_only),
      cmocka_unit_test(test_recorded_time_never_decreases),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
