/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <quhua/io.h>
#include <quhua/store.h>

#include "support/fail_alloc.h"

/* Days since 1970-01-01 of 2016-01-01. */
#define FIRST_DAY 16801

/* What was written. */
typedef struct paper {
  char text[8192];
  size_t len;
  bool full;
} paper;

static bool take(void *ctx, const char *data, size_t len) {
  paper *p = ctx;
  if (p->full || p->len + len >= sizeof p->text) return false;
  memcpy(p->text + p->len, data, len);
  p->len += len;
  p->text[p->len] = '\0';
  return true;
}

static quhua_registry *make_register(const quhua_allocator *allocator, const char *scheme,
                                     const char *table) {
  quhua_opening *opening = NULL;
  quhua_registry *registry = NULL;
  quhua_open_options options;
  quhua_error err;
  quhua_error_clear(&err);
  quhua_open_options_init(&options);
  options.allocator = allocator;
  options.now = 0;
  quhua_status status =
      quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from(scheme)), FIRST_DAY, &opening, &err);
  if (!status) status = quhua_opening_read_csv(opening, table, strlen(table), "t.csv", &err);
  if (!status) status = quhua_registry_create("", opening, &options, &registry, &err);
  if (status) fail_msg("%u:%u: %s", err.line, err.column, err.message[QUHUA_LANG_EN]);
  quhua_opening_free(opening);
  return registry;
}

static quhua_snapshot *newest(const quhua_registry *registry) {
  quhua_snapshot *snapshot = NULL;
  assert_int_equal(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, NULL), QUHUA_OK);
  return snapshot;
}

/* Writes the register of a table, read with a scheme. */
static void writes(const char *scheme, const char *table, quhua_format format, quhua_lang lang,
                   const char *wanted) {
  paper p = {.len = 0};
  quhua_writer writer = {&p, take};
  quhua_registry *registry = make_register(NULL, scheme, table);
  quhua_snapshot *snapshot = newest(registry);
  assert_int_equal(quhua_snapshot_write(snapshot, FIRST_DAY, format, lang, &writer, NULL), QUHUA_OK);
  assert_string_equal(p.text, wanted);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
}

static const char table[] = "code,name,kind,seat,stat:户数,external:发包方编码,attr:organ:临时党组织,status\n"
                            "510723114200,\"龙吟村, \"\"新\"\"\",村委会,,329,51072311400000,高渠村,临时\n"
                            "510723114,高渠镇,,高渠村,,,,\n"
                            "510723,=盐亭县,县,,120.50,,,\n"
                            "51072311420001,一组,,,,,,\n";

/* Attributes stand in the order of the bytes of their keys: external:…, organ:…, seat. */
static const char written[] =
    "code,name,level,kind,parent,status,since,external:发包方编码,attr:organ:临时党组织,seat,stat:户数\n"
    "510000000000,,1,省,,implied,2016-01-01,,,,\n"
    "510700000000,,2,地级市,510000000000,implied,2016-01-01,,,,\n"
    "510723000000,'=盐亭县,3,县,510700000000,formal,2016-01-01,,,,120.50\n"
    "510723114000,高渠镇,4,镇,510723000000,formal,2016-01-01,,,高渠村,\n"
    "510723114200,\"龙吟村, \"\"新\"\"\",5,村委会,510723114000,临时,2016-01-01,51072311400000,高渠村,,329\n"
    "51072311420001,一组,6,村民小组,510723114200,formal,2016-01-01,,,,\n";

static void all_that_a_register_knows_is_written(void **state) {
  (void)state;
  writes("cn-stat", table, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, written);
}

/* What was written makes the same register. */
static void what_is_written_is_read_again(void **state) {
  (void)state;
  writes("cn-stat", written, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, written);
}

/* Code and identifiers of other offices have columns by their own names; `code` alone is the unit's own. */
static void codes_of_other_schemes_have_columns(void **state) {
  static const char both[] =
      "code,name,level,kind,parent,status,since,code:mca,code:旧码\n"
      "C1,Lille,2,单位,P1,formal,2016-01-01,,59350\nP1,Nord,1,单位,,formal,2016-01-01,N59,\n";
  (void)state;
  writes("opaque", "code:mca,code,name,level,parent,code:旧码\nN59,P1,Nord,1,,\n,C1,Lille,2,P1,59350\n",
         QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, both);
  writes("opaque", both, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, both);
}

static void days_before_the_register_are_empty(void **state) {
  paper p = {.len = 0};
  quhua_writer writer = {&p, take};
  quhua_registry *registry = make_register(NULL, "cn-stat", table);
  quhua_snapshot *snapshot = newest(registry);
  (void)state;
  assert_int_equal(
      quhua_snapshot_write(snapshot, FIRST_DAY - 1, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, &writer, NULL),
      QUHUA_OK);
  assert_string_equal(p.text, "code,name,level,kind,parent,status,since\n");
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
}

static void json_has_the_same_keys(void **state) {
  (void)state;
  writes("opaque", "code,name,level,stat:people\n2A,Corse-du-Sud,2,158507\n", QUHUA_FORMAT_JSON,
         QUHUA_LANG_EN,
         "[\n{\"code\":\"2A\",\"name\":\"Corse-du-Sud\",\"level\":2,\"kind\":\"unit\",\"parent\":\"\","
         "\"status\":\"formal\",\"since\":\"2016-01-01\",\"stat:people\":158507}\n]\n");
}

/* 东莞 is a prefecture and its own county: a town of the one or the other. */
static void a_parent_that_could_be_mistaken_has_its_level(void **state) {
  const char *dongguan = "code,name,level,kind,parent\n"
                         "440000000000,广东省,1,省,\n"
                         "441900000000,东莞市,2,地级市,440000000000\n"
                         "441900000000,东莞市,3,县级市,2:441900000000\n"
                         "441900003000,东城街道,4,街道,3:441900000000\n"
                         "441900004000,南城街道,4,街道,2:441900000000\n";
  (void)state;
  writes("cn-stat", dongguan, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH,
         "code,name,level,kind,parent,status,since\n"
         "440000000000,广东省,1,省,,formal,2016-01-01\n"
         "441900000000,东莞市,2,地级市,440000000000,formal,2016-01-01\n"
         "441900000000,东莞市,3,县级市,2:441900000000,formal,2016-01-01\n"
         "441900003000,东城街道,4,街道,3:441900000000,formal,2016-01-01\n"
         "441900004000,南城街道,4,街道,2:441900000000,formal,2016-01-01\n");
}

static void an_implied_unit_keeps_its_status(void **state) {
  (void)state;
  writes("cn-stat", "code,name,status,attr:status\n510000,甲,implied,临时\n", QUHUA_FORMAT_CSV, QUHUA_LANG_EN,
         "code,name,level,kind,parent,status,since,attr:status\n"
         "510000000000,甲,1,province,,implied,2016-01-01,临时\n");
}

static void a_failed_write_is_reported(void **state) {
  paper p = {.full = true};
  quhua_writer writer = {&p, take};
  quhua_registry *registry = make_register(NULL, "cn-stat", table);
  quhua_snapshot *snapshot = newest(registry);
  (void)state;
  assert_int_equal(quhua_snapshot_write(snapshot, FIRST_DAY, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, &writer, NULL),
                   QUHUA_E_IO);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
}

static void a_failed_allocation_is_reported(void **state) {
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua_registry *registry = make_register(&allocator, "cn-stat", table);
  quhua_snapshot *snapshot = newest(registry);
  size_t live = books.live_bytes;
  quhua_status status = QUHUA_E_NOMEM;
  (void)state;
  for (long after = 0; status != QUHUA_OK; after++) {
    paper p = {.len = 0};
    quhua_writer writer = {&p, take};
    fail_alloc_arm(&books, after);
    status = quhua_snapshot_write(snapshot, FIRST_DAY, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, &writer, NULL);
    assert_int_equal(books.live_bytes, live);
    if (status == QUHUA_OK) assert_true(after > 5);
    if (status != QUHUA_OK) assert_int_equal(status, QUHUA_E_NOMEM);
    if (status == QUHUA_OK) assert_string_equal(p.text, written);
  }
  fail_alloc_arm(&books, -1);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  assert_true(fail_alloc_is_clean(&books));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(all_that_a_register_knows_is_written),
      cmocka_unit_test(what_is_written_is_read_again),
      cmocka_unit_test(codes_of_other_schemes_have_columns),
      cmocka_unit_test(days_before_the_register_are_empty),
      cmocka_unit_test(json_has_the_same_keys),
      cmocka_unit_test(a_parent_that_could_be_mistaken_has_its_level),
      cmocka_unit_test(an_implied_unit_keeps_its_status),
      cmocka_unit_test(a_failed_write_is_reported),
      cmocka_unit_test(a_failed_allocation_is_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
