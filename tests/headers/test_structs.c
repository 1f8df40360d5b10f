/* SPDX-License-Identifier: Apache-2.0 */
/* Structs that callers fill and that may grow: struct_size comes first, there is no tail padding (the padding of an
 * old caller would be read as a new member), and the init call honours the size that it is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <quhua/quhua.h>

/* The struct begins with its size and ends where its last member ends. */
#define GROWS_SAFELY(type, last)                                                                             \
  _Static_assert(offsetof(type, struct_size) == 0, #type " begins with struct_size");                        \
  _Static_assert(offsetof(type, last) + sizeof(((type *)0)->last) == sizeof(type), #type " has no padding")

GROWS_SAFELY(quhua_flow_row, ledger);
GROWS_SAFELY(quhua_opening_row, line);
GROWS_SAFELY(quhua_plan_options, rule_count);
GROWS_SAFELY(quhua_commit_options, now);
GROWS_SAFELY(quhua_infer_options, lang);
GROWS_SAFELY(quhua_open_options, read_only);
GROWS_SAFELY(quhua_observe_options, commit);
GROWS_SAFELY(quhua_report_options, export_id);
GROWS_SAFELY(quhua_vintage_options, reserved);

#define CANARY 0xA5
#define TAIL 64

/* Both forms of an init call on memory full of canaries: as the macro calls it, as an older caller would, whose
 * struct ends earlier, and as a newer one, whose struct ends later. */
#define TEST_INIT(type, init, init_sized, older_end)                                                         \
  static void test_##type(void **state) {                                                                    \
    (void)state;                                                                                             \
    union {                                                                                                  \
      type value;                                                                                            \
      unsigned char bytes[sizeof(type) + TAIL];                                                              \
    } memory;                                                                                                \
    type by_macro;                                                                                           \
    memset(&by_macro, CANARY, sizeof by_macro);                                                              \
    init(&by_macro);                                                                                         \
    assert_int_equal(by_macro.struct_size, sizeof(type));                                                    \
                                                                                                             \
    size_t older = offsetof(type, older_end);                                                                \
    memset(&memory, CANARY, sizeof memory);                                                                  \
    init_sized(&memory.value, older);                                                                        \
    assert_int_equal(memory.value.struct_size, older);                                                       \
    assert_memory_equal(memory.bytes + sizeof(size_t), (unsigned char *)&by_macro + sizeof(size_t),          \
                        older - sizeof(size_t));                                                             \
    for (size_t i = older; i < sizeof memory; i++) assert_int_equal(memory.bytes[i], CANARY);                \
                                                                                                             \
    size_t newer = sizeof(type) + TAIL / 2;                                                                  \
    memset(&memory, CANARY, sizeof memory);                                                                  \
    init_sized(&memory.value, newer);                                                                        \
    assert_int_equal(memory.value.struct_size, newer);                                                       \
    assert_memory_equal(memory.bytes + sizeof(size_t), (unsigned char *)&by_macro + sizeof(size_t),          \
                        sizeof(type) - sizeof(size_t));                                                      \
    for (size_t i = sizeof(type); i < newer; i++) assert_int_equal(memory.bytes[i], 0);                      \
    for (size_t i = newer; i < sizeof memory; i++) assert_int_equal(memory.bytes[i], CANARY);                \
  }

TEST_INIT(quhua_flow_row, quhua_flow_row_init, quhua_flow_row_init_sized, ledger)
TEST_INIT(quhua_opening_row, quhua_opening_row_init, quhua_opening_row_init_sized, line)
TEST_INIT(quhua_plan_options, quhua_plan_options_init, quhua_plan_options_init_sized, rule_count)
TEST_INIT(quhua_commit_options, quhua_commit_options_init, quhua_commit_options_init_sized, now)
TEST_INIT(quhua_infer_options, quhua_infer_options_init, quhua_infer_options_init_sized, lang)
TEST_INIT(quhua_open_options, quhua_open_options_init, quhua_open_options_init_sized, read_only)
TEST_INIT(quhua_observe_options, quhua_observe_options_init, quhua_observe_options_init_sized, commit)
TEST_INIT(quhua_report_options, quhua_report_options_init, quhua_report_options_init_sized, export_id)
TEST_INIT(quhua_vintage_options, quhua_vintage_options_init, quhua_vintage_options_init_sized, reserved)

/* The defaults that the headers promise. */
static void test_defaults(void **state) {
  (void)state;
  quhua_flow_row row;
  quhua_flow_row_init(&row);
  assert_int_equal(row.effective, QUHUA_DATE_NONE);
  assert_int_equal(row.decided, QUHUA_DATE_NONE);
  assert_int_equal(row.share.kind, QUHUA_SHARE_EMPTY);
  assert_int_equal(row.confidence, -1);
  assert_int_equal(row.old_code.len, 0);

  quhua_opening_row unit;
  quhua_opening_row_init(&unit);
  assert_int_equal(unit.kind, QUHUA_KIND_NONE);
  assert_int_equal(unit.level, QUHUA_LEVEL_ANY);
  assert_int_equal(unit.standing, QUHUA_STANDING_FORMAL);
  assert_int_equal(unit.name.len, 0);

  quhua_plan_options plan;
  quhua_plan_options_init(&plan);
  assert_null(plan.settings);
  assert_int_equal(plan.setting_count, 0);
  assert_null(plan.rules);
  assert_int_equal(plan.rule_count, 0);

  quhua_commit_options commit;
  quhua_commit_options_init(&commit);
  assert_true(commit.now == INT64_MIN);
  assert_string_equal(commit.actor ? commit.actor : "", "");
  assert_int_equal(commit.waiver_count, 0);

  quhua_open_options open;
  quhua_open_options_init(&open);
  assert_true(open.now == INT64_MIN);
  assert_null(open.allocator);
  assert_int_equal(open.busy_timeout_ms, 5000);
  assert_int_equal(open.read_only, 0);

  quhua_report_options report;
  quhua_report_options_init(&report);
  assert_int_equal(report.lang, QUHUA_LANG_ZH);
  assert_int_equal(report.title.len, 0);
  assert_int_equal(report.series_count, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_quhua_flow_row),
      cmocka_unit_test(test_quhua_opening_row),
      cmocka_unit_test(test_quhua_plan_options),
      cmocka_unit_test(test_quhua_commit_options),
      cmocka_unit_test(test_quhua_infer_options),
      cmocka_unit_test(test_quhua_observe_options),
      cmocka_unit_test(test_quhua_report_options),
      cmocka_unit_test(test_quhua_vintage_options),
      cmocka_unit_test(test_quhua_open_options),
      cmocka_unit_test(test_defaults),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
