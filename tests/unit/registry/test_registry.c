/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"
#include "support/fold.h"

#include <string.h>

static const char table[] = "code,name\n510723,盐亭县\n510723104,两河镇\n510723104201,金龙村\n";

static void rename_village(bench *b, const char *day, const char *name) {
  char acts[256];
  strcpy(acts, "effective,old_code,new_code,new_name\n");
  strcat(acts, day);
  strcat(acts, ",510723104201,510723104201,");
  strcat(acts, name);
  strcat(acts, "\n");
  bench_apply(b, acts);
}

static void test_head_and_scheme(void **state) {
  (void)state;
  bench *b = bench_open(table);
  assert_int_equal(quhua_registry_head(b->registry), 1);
  rename_village(b, "2020-01-01", "金凤村");
  assert_int_equal(quhua_registry_head(b->registry), 2);
  const quhua_scheme *scheme = quhua_registry_scheme(b->registry);
  assert_string_equal(quhua_scheme_name(scheme), "cn-stat");
  assert_ptr_equal(quhua_snapshot_scheme(b->before), scheme);
  bench_close(b);
  quhua_registry_close(NULL);
  quhua_snapshot_free(NULL);
}

static void test_snapshots_of_any_sequence(void **state) {
  (void)state;
  bench *b = bench_open(table);
  quhua_snapshot *s = NULL;
  quhua_unit unit;
  quhua_code code = {"510723104201"};
  static const char *const names[] = {"金龙村", "金凤村", "金虎村"};
  rename_village(b, "2020-01-01", names[1]);
  rename_village(b, "2020-01-01", names[2]);
  for (quhua_sequence known = 1; known <= 3; known++) {
    assert_int_equal(quhua_snapshot_new(b->registry, known, &s, NULL), QUHUA_OK);
    assert_int_equal(quhua_snapshot_known(s), known);
    assert_int_equal(quhua_unit_find(s, QUHUA_LEVEL_ANY, &code, bench_day("2020-01-01"), &unit), QUHUA_OK);
    assert_true(quhua_str_equal(unit.name, quhua_str_from(names[known - 1])));
    quhua_snapshot_free(s);
  }
  assert_int_equal(quhua_snapshot_new(b->registry, 0, &s, NULL), QUHUA_OK); /* before everything */
  assert_int_equal(quhua_unit_find(s, QUHUA_LEVEL_ANY, &code, bench_day("2020-01-01"), &unit),
                   QUHUA_E_NOT_FOUND);
  quhua_snapshot_free(s);
  quhua_error_clear(&b->err);
  const quhua_sequence newer[] = {4, UINT32_MAX, UINT64_C(1) << 32, QUHUA_SEQUENCE_OPEN - 1};
  for (size_t i = 0; i < sizeof newer / sizeof *newer; i++) {
    s = b->before;
    assert_int_equal(quhua_snapshot_new(b->registry, newer[i], &s, &b->err), QUHUA_E_INVALID);
    assert_null(s);
  }
  assert_int_equal(b->err.status, QUHUA_E_INVALID);
  bench_close(b);
}

/* Entries that were applied and not published yet are not there for anybody. */
static void test_follow_publishes(void **state) {
  (void)state;
  bench *b = bench_open(table);
  quhua__bytes effects;
  quhua__bytes_init(&effects, quhua_allocator_default());
  quhua__effect_put_close(&effects, 3, fold_day("2020-01-01"));
  quhua__entry_head head = {.sequence = 2,
                            .kind = QUHUA_ENTRY_ACT,
                            .effective = fold_day("2020-01-01"),
                            .decided = QUHUA_DATE_NONE};
  quhua_str bytes = {effects.data, effects.len};
  assert_int_equal(quhua__state_fold(&b->registry->state, &head, bytes, NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_head(b->registry), 1);
  head.sequence = 3;
  assert_int_equal(quhua__registry_fold(b->registry, &head, (quhua_str){"", 0}, NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_head(b->registry), 3);
  assert_int_equal(quhua__registry_fold(b->registry, &head, (quhua_str){"", 0}, NULL), QUHUA_E_CORRUPT);
  assert_int_equal(quhua_registry_head(b->registry), 3); /* a failure publishes nothing */
  quhua__bytes_free(&effects);
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_head_and_scheme),
      cmocka_unit_test(test_snapshots_of_any_sequence),
      cmocka_unit_test(test_follow_publishes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
