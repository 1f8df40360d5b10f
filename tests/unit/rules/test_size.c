/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "registry/effect.h"
#include "registry/registry_internal.h"
#include "rules/size_table.h"
#include "support/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two towns in Hunan. Nothing is known of the people of 北村, nor of the households of any but 东村 and 西村. */
#define VILLAGES                                                                                             \
  "code,name,kind,stat:人,stat:户,attr:terrain\n"                                                          \
  "430722000000,汉寿县,,,,\n"                                                                             \
  "430722101000,甲镇,,8000,,\n"                                                                            \
  "430722101201,东村,,600,150,丘陵\n"                                                                    \
  "430722101202,西村,,300,49,丘陵\n"                                                                     \
  "430722101203,南村,,1200,,平原\n"                                                                      \
  "430722101204,北村,,,,山区\n"                                                                          \
  "430722101205,河村,,399.75,,\n"                                                                          \
  "430722101206,沟村,,0.25,,\n"                                                                            \
  "430722102000,乙镇,,7000,,\n"                                                                            \
  "430722102201,上村,,900,,\n"

#define HEADER "province,terrain,kind,series,minimum,source\n"
#define THOUSAND HEADER "43,,村委会,人,1000,湘例\n"

#define ROWS "document,effective,relation,old_code,new_code,new_name,new_kind,new_parent,share\n"
#define MERGE ROWS "甲,2020-01-01,,430722101201,@新,中村,,,\n甲,2020-01-01,,430722101202,@新,中村,,,\n"

static bench *open_with(const char *table) {
  bench *b = bench_open(VILLAGES);
  bench_set(b, "cn-size.table", table);
  return b;
}

static void expect(const char *table, const char *acts, const char *findings) {
  bench *b = open_with(table);
  bench_plan(b, acts);
  bench_expect_findings(b, findings);
  bench_close(b);
}

static void assert_message(const quhua_finding *finding, quhua_lang lang, const char *expected) {
  assert_int_equal(finding->message[lang].len, strlen(expected));
  assert_memory_equal(finding->message[lang].ptr, expected, strlen(expected));
}

/* 600 + 300 people make 900. */
static void test_too_small(void **state) {
  (void)state;
  bench *b = open_with(THOUSAND);
  bench_plan(b, MERGE);
  bench_expect_findings(b, "cn-size.too-small warning 2\n");
  const quhua_finding *finding = bench_finding(b, "cn-size.too-small");
  assert_message(finding, QUHUA_LANG_EN, "中村 430722101207 has 900 人; the threshold is 1000 (湘例)");
  assert_message(finding, QUHUA_LANG_ZH, "中村 430722101207 的人为 900，标准为 1000（湘例）");
  assert_int_equal(finding->unit, bench_unit(b, "430722101207", "2020-01-01").id);
  bench_close(b);
}

static void test_modes(void **state) {
  (void)state;
  static const char *const cases[][2] = {{"block", "cn-size.too-small blocking 2\n"}, {"off", ""}};
  for (size_t i = 0; i < 2; i++) {
    bench *b = open_with(THOUSAND);
    bench_set(b, "rules.cn-size", cases[i][0]);
    bench_plan(b, MERGE);
    bench_expect_findings(b, cases[i][1]);
    bench_close(b);
  }
}

static void test_blocked_until_waived(void **state) {
  (void)state;
  bench *b = open_with(THOUSAND);
  bench_set(b, "rules.cn-size", "block");
  bench_plan(b, MERGE);
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_E_BLOCKED);
  quhua_waiver waiver = {.rule = "cn-size.too-small", .reason = "库区移民村"};
  assert_int_equal(bench_commit(b, &waiver, 1), QUHUA_OK);
  bench_close(b);
}

static void test_no_table_no_word(void **state) {
  (void)state;
  expect("", MERGE, "");
}

/* Without a source the setting is named. */
static void test_without_source(void **state) {
  (void)state;
  bench *b = open_with("43,,village,人,1000\n");
  bench_plan(b, MERGE);
  assert_message(bench_finding(b, "cn-size.too-small"), QUHUA_LANG_EN,
                 "中村 430722101207 has 900 人; the threshold is 1000 (cn-size.table)");
  bench_close(b);
}

/* An absorber goes on with what it had: 1200 + 300. What is just large enough is large enough. */
static void test_absorber(void **state) {
  (void)state;
#define ABSORB ROWS "甲,2020-01-01,并入,430722101202,430722101203,,,,\n"
  expect(HEADER "43,,村委会,人,1500,\n", ABSORB, "");
  expect(HEADER "43,,村委会,人,1501,\n", ABSORB, "cn-size.too-small warning 2\n");
}

/* 600 + 399.75 = 999.75; 600 + 399.75 + 0.25 = 1000. */
static void test_decimals(void **state) {
  (void)state;
#define TWO ROWS "甲,2020-01-01,,430722101201,@新,中村,,,\n甲,2020-01-01,,430722101205,@新,中村,,,\n"
  bench *b = open_with(THOUSAND);
  bench_plan(b, TWO);
  assert_message(bench_finding(b, "cn-size.too-small"), QUHUA_LANG_EN,
                 "中村 430722101207 has 999.75 人; the threshold is 1000 (湘例)");
  bench_close(b);
  expect(THOUSAND, TWO "甲,2020-01-01,,430722101206,@新,中村,,,\n", "");
}

/* Only what the act makes or changes: neither 西村 with its 300 people, which is renamed, nor those that nothing touches. */
static void test_renamed(void **state) {
  (void)state;
  expect(THOUSAND, ROWS "甲,2020-01-01,更名,430722101202,430722101202,新西村,,,\n", "");
  expect(THOUSAND, ROWS "甲,2020-01-01,,430722101202,,,,430722102,\n", "");
}

/* Another kind is another unit to the law, with a threshold of its own. */
static void test_another_kind(void **state) {
  (void)state;
  expect(HEADER "43,,社区,人,2000,\n", ROWS "甲,2020-01-01,改设,430722101203,,南社区,社区,,\n",
         "cn-size.too-small warning 2\n");
}

/* A village moves: how many people its towns have now, nobody said. */
static void test_moved_village(void **state) {
  (void)state;
  bench *b = open_with(HEADER "43,,镇,人,10000,湘例\n");
  bench_plan(b, ROWS "甲,2020-01-01,,430722101202,,,,430722102,\n");
  bench_expect_findings(b, "cn-size.unknown note 0\n");
  const quhua_finding *finding = bench_finding(b, "cn-size.unknown");
  assert_message(
      finding, QUHUA_LANG_EN,
      "units with a threshold whose size after the act is not known: 2, first 甲镇 430722101000 (人)");
  assert_message(finding, QUHUA_LANG_ZH,
                 "有规模标准而变更后规模不明的单位：2 个，首个为 甲镇 430722101000（人）");
  assert_int_equal(finding->unit, 0);
  bench_close(b);
}

/* One of the merged units was never counted. */
static void test_unknown(void **state) {
  (void)state;
  bench *b = open_with(THOUSAND);
  bench_plan(b, ROWS "甲,2020-01-01,并入,430722101204,430722101203,,,,\n");
  bench_expect_findings(b, "cn-size.unknown note 2\n");
  assert_int_equal(bench_finding(b, "cn-size.unknown")->unit, bench_unit(b, "430722101203", "2020-01-01").id);
  bench_close(b);
  expect(THOUSAND, ROWS "甲,2020-01-01,设立,,,新村,村委会,430722101,\n", "cn-size.unknown note 2\n");
}

/* A part has an unknown size, even where the share is given; so has what remains. */
static void test_parts(void **state) {
  (void)state;
  bench *b = open_with(THOUSAND);
  bench_plan(b, ROWS "甲,2020-01-01,析出,430722101203,@新,中村,,,1/2\n"
                     "甲,2020-01-01,,430722101203,430722101203,,,,1/2\n");
  bench_expect_findings(b, "cn-size.unknown note 0\n");
  bench_close(b);
}

/* What was observed before an earlier act no longer holds: 南村 had 1200 people and took in those of 东村. */
static void test_stale(void **state) {
  (void)state;
  bench *b = open_with(HEADER "43,,村委会,人,2101,\n");
  bench_apply(b, ROWS "甲,2020-01-01,并入,430722101201,430722101203,,,,\n");
  bench_plan(b, ROWS "乙,2021-01-01,并入,430722101202,430722101203,,,,\n");
  bench_expect_findings(b, "cn-size.unknown note 2\n");
  bench_close(b);
}

/* The same when the earlier act took effect on the very day of the register. */
static void test_stale_on_the_first_day(void **state) {
  (void)state;
  bench *b = open_with(HEADER "43,,村委会,人,1501,\n");
  bench_plan(b, ROWS "甲,2019-01-01,并入,430722101202,430722101203,,,,\n");
  bench_expect_findings(b, "cn-size.too-small warning 2\n");
  assert_int_equal(bench_commit(b, NULL, 0), QUHUA_OK);
  bench_plan(b, ROWS "乙,2019-01-02,并入,430722101205,430722101203,,,,\n");
  bench_expect_findings(b, "cn-size.unknown note 2\n");
  bench_close(b);
}

/* Two acts of one plan are no different. */
static void test_stale_in_one_plan(void **state) {
  (void)state;
  expect(HEADER "43,,村委会,人,1500,\n",
         ROWS "甲,2020-01-01,并入,430722101201,430722101203,,,,\n"
              "乙,2020-01-01,并入,430722101202,430722101203,,,,\n",
         "cn-size.unknown note 3\n");
}

/* A renaming in between takes nothing away. */
static void test_renamed_before(void **state) {
  (void)state;
  bench *b = open_with(HEADER "43,,村委会,人,1501,\n");
  bench_apply(b, ROWS "甲,2020-01-01,更名,430722101203,430722101203,新南村,,,\n");
  bench_plan(b, ROWS "乙,2021-01-01,并入,430722101202,430722101203,,,,\n");
  bench_expect_findings(b, "cn-size.too-small warning 2\n");
  bench_close(b);
}

/* A value of a later day, as a census recorded in the journal would give it. */
static void observe(bench *b, const char *code, const char *date, const char *value) {
  quhua__bytes effects;
  quhua__bytes_init(&effects, quhua_allocator_default());
  quhua_unit_id unit = bench_id_before(b, code, date);
  quhua__effect_put_observe(&effects, (uint32_t)unit, bench_day(date), quhua_str_from("人"),
                            quhua_str_from(value));
  quhua__entry_head head = {.sequence = (uint32_t)quhua_registry_head(b->registry) + 1,
                            .kind = QUHUA_ENTRY_ACT,
                            .actor = {"", 0},
                            .document = quhua_str_from("普查"),
                            .effective = bench_day(date),
                            .decided = QUHUA_DATE_NONE};
  assert_int_equal(quhua__registry_fold(b->registry, &head, (quhua_str){effects.data, effects.len}, &b->err),
                   QUHUA_OK);
  quhua__bytes_free(&effects);
  quhua_snapshot_free(b->before);
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, &b->err), QUHUA_OK);
}

static void test_observed_later(void **state) {
  (void)state;
  bench *b = open_with(HEADER "43,,村委会,人,2000,\n");
  observe(b, "430722101203", "2020-11-01", "1999");
  bench_plan(b, ROWS "甲,2020-06-01,并入,430722101204,430722101203,,,,\n");
  bench_expect_findings(b, "cn-size.too-small warning 2\n");
  bench_plan(b, ROWS "甲,2020-12-01,并入,430722101204,430722101203,,,,\n");
  bench_expect_findings(b, "cn-size.unknown note 2\n");
  bench_plan(b, ROWS "甲,2020-12-01,并入,430722101206,430722101203,,,,\n"); /* 1999 + 0.25 */
  bench_expect_findings(b, "cn-size.too-small warning 2\n");
  assert_message(bench_finding(b, "cn-size.too-small"), QUHUA_LANG_EN,
                 "南村 430722101203 has 1999.25 人; the threshold is 2000 (cn-size.table)");
  bench_close(b);
}

/* --- which line holds ---------------------------------------------------------------------------------------------- */

/* 中村 has 900 people and 199 households, and lies in the hills as both of its villages did. */
static void expect_threshold(const char *lines, const char *threshold) {
  char table[1024], message[256];
  snprintf(table, sizeof table, HEADER "%s", lines);
  bench *b = open_with(table);
  bench_plan(b, MERGE);
  snprintf(message, sizeof message, "中村 430722101207 has 900 人; the threshold is %s (cn-size.table)",
           threshold);
  if (threshold[0])
    assert_message(bench_finding(b, "cn-size.too-small"), QUHUA_LANG_EN, message);
  else
    bench_expect_findings(b, "");
  bench_close(b);
}

static void test_most_special_line(void **state) {
  (void)state;
  expect_threshold(",,村委会,人,901\n43,,村委会,人,902\n4307,,村委会,人,903\n430722,,村委会,人,904\n", "904");
  expect_threshold("430722,,村委会,人,904\n4307,,村委会,人,903\n43,,村委会,人,902\n,,村委会,人,901\n", "904");
  expect_threshold("4307,,村委会,人,903\n43,丘陵,村委会,人,905\n", "903");
  expect_threshold("43,,村委会,人,902\n43,丘陵,村委会,人,905\n", "905");
  expect_threshold("43,丘陵,村委会,人,905\n43,,村委会,人,902\n", "905");
  expect_threshold("43,平原,村委会,人,905\n43,,村委会,人,902\n", "902");
  expect_threshold("43,平原,村委会,人,905\n", "");
  expect_threshold("44,,村委会,人,905\n430723,,村委会,人,905\n43,,社区,人,905\n", "");
  expect_threshold(",,村委会,人,905\n430722,,村委会,人,0\n", "");
  expect_threshold("43,,村委会,人,905\n43,,村委会,人,0906\n", "906");
}

/* Every series has its own: 150 + 49 households. */
static void test_two_series(void **state) {
  (void)state;
  bench *b = open_with(HEADER "43,,村委会,人,900,\n43,,村委会,户,200,威例\n");
  bench_plan(b, MERGE);
  bench_expect_findings(b, "cn-size.too-small warning 2\n");
  assert_message(bench_finding(b, "cn-size.too-small"), QUHUA_LANG_EN,
                 "中村 430722101207 has 199 户; the threshold is 200 (威例)");
  bench_close(b);
}

/* A new unit of villages that lie differently says its own terrain, or has none; a unit that goes on has only its own. */
static void test_terrain(void **state) {
  (void)state;
#define HILLS HEADER "43,丘陵,村委会,人,5000,\n"
  expect(HILLS, ROWS "甲,2020-01-01,,430722101201,@新,中村,,,\n甲,2020-01-01,,430722101203,@新,中村,,,\n",
         "");
  expect(HILLS,
         "effective,old_code,new_code,new_name,attr:terrain\n"
         "2020-01-01,430722101201,@新,中村,丘陵\n2020-01-01,430722101203,@新,中村,\n",
         "cn-size.too-small warning 2\n");
  expect(HILLS, ROWS "甲,2020-01-01,并入,430722101202,430722101205,,,,\n", "");
  expect(HILLS, ROWS "甲,2020-01-01,并入,430722101205,430722101202,,,,\n", "cn-size.too-small warning 2\n");
}

/* --- tables that cannot be read ------------------------------------------------------------------------------------ */

static void expect_bad(const char *table, uint32_t line, uint32_t column, const char *message) {
  quhua_error err = {0};
  assert_int_equal(quhua__size_table_check(quhua_str_from(table), &err), QUHUA_E_INVALID);
  assert_string_equal(err.message[QUHUA_LANG_EN], message);
  assert_int_equal(err.line, line);
  assert_int_equal(err.column, column);
  assert_string_equal(err.subject, "cn-size.table");
  assert_true(err.message[QUHUA_LANG_ZH][0] && err.remedy[QUHUA_LANG_EN][0] && err.remedy[QUHUA_LANG_ZH][0]);
}

static void test_bad_tables(void **state) {
  (void)state;
  expect_bad(THOUSAND "43,,村委会,人\n", 3, 1, "a line has five or six cells");
  expect_bad("43,,村委会,人,1000,甲,乙\n", 1, 1, "a line has five or six cells");
  expect_bad("43，，村委会，人，1000\n", 1, 1, "a line has five or six cells");
  expect_bad("\n湖南,,村委会,人,1000\n", 2, 1, "“湖南” is not how a code begins");
  expect_bad("431,,村委会,人,1000\n", 1, 1, "“431” is not how a code begins");
  expect_bad("43072210,,村委会,人,1000\n", 1, 1, "“43072210” is not how a code begins");
  expect_bad("43,,村庄儿,人,1000\n", 1, 5, "“村庄儿” is not a kind of unit");
  expect_bad("43,,,人,1000\n", 1, 5, "“” is not a kind of unit");
  expect_bad("43,,村委会, ,1000\n", 1, 10, "the series is missing");
  expect_bad("43,,村委会,人,少于1000\n", 1, 11, "“少于1000” is not a whole number");
  expect_bad("43,,村委会,人,1000.5\n", 1, 11, "“1000.5” is not a whole number");
  expect_bad("43,,村委会,人,-1\n", 1, 11, "“-1” is not a whole number");
  expect_bad("43,,村委会,人,1234567890123456789\n", 1, 11, "“1234567890123456789” is not a whole number");
  expect_bad("province,kind,terrain,series,minimum\n", 1, 10, "the column “kind” stands in the wrong place");
  expect_bad("province,terrain,kind,series\n", 1, 1, "the column “” stands in the wrong place");
  expect_bad(THOUSAND HEADER, 3, 1, "“province” is not how a code begins");
  expect_bad(THOUSAND "\"43\",,村委会,人,1000\n", 3, 1, "cells are not quoted here");
  expect_bad("43,,村委会,\xC8\xCB,1000\n", 1, 9, "the table is not UTF-8");
}

static void test_words_that_are_too_long(void **state) {
  (void)state;
  char word[98], table[256];
  memset(word, 'x', 97);
  word[97] = '\0';
  snprintf(table, sizeof table, "43,%s,村委会,人,1000\n", word);
  quhua_error err = {0};
  assert_int_equal(quhua__size_table_check(quhua_str_from(table), &err), QUHUA_E_INVALID);
  assert_int_equal(err.column, 4);
  snprintf(table, sizeof table, "43,,村委会,%s,1000\n", word);
  assert_int_equal(quhua__size_table_check(quhua_str_from(table), &err), QUHUA_E_INVALID);
  assert_int_equal(err.column, 9);
  word[96] = '\0';
  snprintf(table, sizeof table, "43,%s,村委会,%s,1000\n", word, word);
  assert_int_equal(quhua__size_table_check(quhua_str_from(table), NULL), QUHUA_OK);
}

static void test_at_most_32_series(void **state) {
  (void)state;
  char table[2048];
  size_t len = 0;
  for (int i = 1; i <= 33; i++)
    len += (size_t)snprintf(table + len, sizeof table - len, "43,,村委会,s%d,1\n43,,镇,s%d,1\n", i, i);
  quhua_error err = {0};
  assert_int_equal(quhua__size_table_check((quhua_str){table, len}, &err), QUHUA_E_INVALID);
  assert_int_equal(err.line, 65);
  assert_int_equal(err.column, 9);
}

static void test_good_tables(void **state) {
  (void)state;
  static const char *const tables[] = {
      "", HEADER, "province,terrain,kind,series,minimum\n43,,村委会,人,1000\n",
      "\xEF\xBB\xBF" HEADER "\r\n 43 , 平原 , 镇 , 人 , 10000 , 湘例 \r\n", ",,ethnic-township,人,5000"};
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    quhua_error err = {0};
    if (quhua__size_table_check(quhua_str_from(tables[i]), &err) != QUHUA_OK)
      fail_msg("table %zu: %s", i, err.message[QUHUA_LANG_EN]);
  }
}

/* A bad table is refused when it is set, for the register and for a plan alone. */
static void test_refused_when_set(void **state) {
  (void)state;
  bench *b = bench_open(VILLAGES);
  quhua_fact fact = {.key = quhua_str_from("cn-size.table"), .value = quhua_str_from(THOUSAND "43\n")};
  assert_int_equal(quhua_registry_record(b->registry, &fact, 1, NULL, NULL, &b->err), QUHUA_E_INVALID);
  assert_int_equal(b->err.line, 3);
  fact.value = quhua_str_from(THOUSAND);
  assert_int_equal(quhua_registry_record(b->registry, &fact, 1, NULL, NULL, &b->err), QUHUA_OK);
  assert_int_equal(bench_read(b, MERGE), QUHUA_OK);
  bench_set(b, "cn-size.table", "43\n");
  assert_int_equal(quhua_plan_build(b->before, b->acts, &b->options, &b->plan, &b->err), QUHUA_E_INVALID);
  assert_int_equal(b->err.line, 1);
  bench_close(b);
}

/* The table that comes with the examples, read as users would, and what it says of the places that it names. */
static void test_example(void **state) {
  (void)state;
  FILE *file = fopen("examples/data/cn-size.csv", "rb");
  char text[8192];
  assert_non_null(file);
  size_t len = fread(text, 1, sizeof text, file);
  fclose(file);
  assert_in_range(len, 1, sizeof text - 1);
  assert_int_equal(quhua__size_table_check((quhua_str){text, len}, NULL), QUHUA_OK);
  quhua__arena arena;
  quhua__arena_init(&arena, quhua_allocator_default());
  quhua__size_table table;
  assert_true(quhua__size_table_read(&table, &arena, (quhua_str){text, len}));
  static const struct {
    const char *code;
    quhua_kind kind;
    const char *series, *minimum;
  } cases[] = {{"430722101000", QUHUA_KIND_TOWN, "人", "10000"},
               {"430722201000", QUHUA_KIND_TOWNSHIP, "人", "10000"},
               {"430722201000", QUHUA_KIND_ETHNIC_TOWNSHIP, "人", "5000"},
               {"430722101201", QUHUA_KIND_VILLAGE, "人", "1000"},
               {"371002100201", QUHUA_KIND_VILLAGE, "户", "200"},
               {"370702100201", QUHUA_KIND_VILLAGE, "户", NULL},
               {"140430100201", QUHUA_KIND_VILLAGE, "人", "200"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    quhua_code code = {""};
    memcpy(code.text, cases[i].code, strlen(cases[i].code));
    const quhua__threshold *found = quhua__size_table_find(&table, &code, (quhua_str){"", 0}, cases[i].kind,
                                                           quhua_str_from(cases[i].series));
    if (!cases[i].minimum) {
      assert_null(found);
      continue;
    }
    assert_non_null(found);
    assert_true(quhua_str_equal(found->minimum, quhua_str_from(cases[i].minimum)));
    assert_true(found->source.len > 0);
  }
  quhua__size_table_free(&table);
  quhua__arena_free(&arena);
}

/* A megabyte of thresholds for other places, and one line that counts. */
static void test_large_table(void **state) {
  (void)state;
  enum { LINES = 40000 };
  char *table = malloc(LINES * 40);
  assert_non_null(table);
  size_t len = 0;
  for (int i = 0; i < LINES; i++)
    len += (size_t)snprintf(table + len, 40, "44%04d,t%d,村委会,人,1000\n", i % 10000, i);
  memcpy(table + len, "43,,村委会,人,901", sizeof "43,,村委会,人,901");
  assert_in_range(len, 1 << 20, LINES * 40 - 40);
  expect(table, MERGE, "cn-size.too-small warning 2\n");
  free(table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_too_small),
      cmocka_unit_test(test_modes),
      cmocka_unit_test(test_blocked_until_waived),
      cmocka_unit_test(test_no_table_no_word),
      cmocka_unit_test(test_without_source),
      cmocka_unit_test(test_absorber),
      cmocka_unit_test(test_decimals),
      cmocka_unit_test(test_renamed),
      cmocka_unit_test(test_another_kind),
      cmocka_unit_test(test_moved_village),
      cmocka_unit_test(test_unknown),
      cmocka_unit_test(test_parts),
      cmocka_unit_test(test_stale),
      cmocka_unit_test(test_stale_on_the_first_day),
      cmocka_unit_test(test_stale_in_one_plan),
      cmocka_unit_test(test_renamed_before),
      cmocka_unit_test(test_observed_later),
      cmocka_unit_test(test_most_special_line),
      cmocka_unit_test(test_two_series),
      cmocka_unit_test(test_terrain),
      cmocka_unit_test(test_bad_tables),
      cmocka_unit_test(test_words_that_are_too_long),
      cmocka_unit_test(test_at_most_32_series),
      cmocka_unit_test(test_good_tables),
      cmocka_unit_test(test_refused_when_set),
      cmocka_unit_test(test_example),
      cmocka_unit_test(test_large_table),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
