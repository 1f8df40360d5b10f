/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/fail_alloc.h"
#include "support/recoding.h"

/* What a map says of a code: outcome, then successors "code name share". */
static const char *said(const quhua_recode_map *map, const char *code) {
  static char text[512];
  quhua_str asked = quhua_str_from(code);
  quhua_recode_candidate c;
  int len = snprintf(text, sizeof text, "%s",
                     quhua_recode_outcome_word(quhua_recode_map_find(map, asked), QUHUA_LANG_EN));
  for (size_t i = 0; quhua_recode_map_candidate(map, asked, i, &c); i++) {
    char share[QUHUA_SHARE_TEXT_MAX];
    quhua_share_format(c.share, share);
    len += snprintf(text + len, sizeof text - (size_t)len, " [%s %.*s %s]", c.code.text, (int)c.name.len,
                    c.name.ptr, share);
  }
  return text;
}

static void every_fate(void **state) {
  (void)state;
  bench *b = recoding_open();
  quhua_recode_map *map = recoding_map(b, RECODING_FROM, RECODING_TO);
  bench_close(b); /* the map stands alone */
  assert_string_equal(said(map, "510723000000"), "same");
  assert_string_equal(said(map, "510723100000"), "same");
  assert_string_equal(said(map, "510723100201"), "ambiguous [510723100211 上龙村 ?] [510723100212 下龙村 ?]");
  assert_string_equal(said(map, "510723100202"), "same [510723100202 朱雀村 1]");
  assert_string_equal(said(map, "510723100203"), "recoded [510723100204 甲村 1]");
  assert_string_equal(said(map, "510723100204"), "recoded [510723100203 乙村 1]");
  assert_string_equal(said(map, "510723100205"),
                      "ambiguous [510723100213 左独村 1/2] [510723100214 右独村 1/2]");
  assert_string_equal(said(map, "510723100206"), "ended [  1]");
  assert_string_equal(said(map, "510723104201"),
                      "ambiguous [510723114211 和一村 2/5] [510723114212 和二村 3/5]");
  assert_string_equal(said(map, "510723104202"), "recoded [510723114202 胜利村 1]");
  assert_string_equal(said(map, "510723114202"), "unknown"); /* not on that day */
  assert_string_equal(said(map, ""), "unknown");
  assert_string_equal(said(map, "5107231042021"), "unknown");
  assert_string_equal(said(map, "5107231042020000000"), "unknown");
  quhua_recode_map_free(map);
}

/* A code is answered in the form in which it is asked. The province and the prefecture were made for the county. */
static void forms(void **state) {
  (void)state;
  bench *b = recoding_open();
  quhua_recode_map *map = recoding_map(b, RECODING_FROM, RECODING_TO);
  assert_string_equal(said(map, "510723104"), "recoded [510723114 高渠镇 1]");
  assert_string_equal(said(map, "510723104000"), "recoded [510723114000 高渠镇 1]");
  assert_string_equal(said(map, "510723"), "same");
  assert_string_equal(said(map, "510723000"), "same"); /* as people write it, too */
  assert_string_equal(said(map, "51"), "same");
  assert_string_equal(said(map, "510000"), "same");
  assert_string_equal(said(map, "5107"), "same");
  assert_string_equal(said(map, "510700"), "same");
  assert_string_equal(said(map, "510723104201"),
                      "ambiguous [510723114211 和一村 2/5] [510723114212 和二村 3/5]");
  assert_string_equal(said(map, "51072310420"), "unknown");
  quhua_recode_map_free(map);
  bench_close(b);
}

static void backward(void **state) {
  (void)state;
  bench *b = recoding_open();
  quhua_recode_map *map = recoding_map(b, RECODING_TO, RECODING_FROM);
  assert_string_equal(said(map, "510723114"), "ambiguous [510723104 两河镇 ?] [510723208 毛公乡 ?]");
  assert_string_equal(said(map, "510723114211"), "recoded [510723104201 和平村 1]");
  assert_string_equal(said(map, "510723114203"), "recoded [510723208201 东永村 1]");
  assert_string_equal(said(map, "510723100203"), "recoded [510723100204 乙村 1]");
  assert_string_equal(said(map, "510723100202"), "same [510723100202 白虎村 1]");
  assert_string_equal(said(map, "510723104"), "unknown");
  quhua_recode_map_free(map);
  bench_close(b);
}

static void one_day(void **state) {
  (void)state;
  bench *b = recoding_open();
  quhua_recode_map *map = recoding_map(b, RECODING_FROM, RECODING_FROM);
  assert_string_equal(said(map, "510723104201"), "same");
  assert_string_equal(said(map, "510723114201"), "unknown");
  quhua_recode_map_free(map);
  map = NULL; /* of a day before the register begins no code is on record */
  assert_int_equal(
      quhua_recode_map_new(b->before, bench_day("2018-01-01"), bench_day(RECODING_TO), &map, &b->err),
      QUHUA_E_INVALID);
  assert_null(map);
  bench_close(b);
}

static void check_map(void **state) {
  (void)state;
  bench *b = recoding_open();
  quhua_recode_map *map = NULL;
  assert_int_equal(
      quhua_recode_map_new_check(b->before, bench_day(RECODING_FROM), bench_day(RECODING_TO), &map, &b->err),
      QUHUA_OK);
  assert_string_equal(said(map, "510723"), "current");
  assert_string_equal(said(map, "510723114"), "current");
  assert_string_equal(said(map, "510723114211"), "current");
  assert_string_equal(said(map, "510723100202"), "current");
  assert_string_equal(said(map, "510723100203"), "reused"); /* exchanged with 204 */
  assert_string_equal(said(map, "510723100204"), "reused");
  assert_string_equal(said(map, "510723104"), "old");
  assert_string_equal(said(map, "510723104000"), "old");
  assert_string_equal(said(map, "510723100206"), "old");
  assert_string_equal(said(map, "510723114201"), "unknown"); /* held between the two days only */
  quhua_recode_map_free(map);
  bench_close(b);
}

/* 441900000000 is a prefecture and its own county. Where both fare alike the code is sure, else it is not. */
static void two_levels(void **state) {
  (void)state;
  bench *b = bench_open_as(
      "", "cn-stat", "2019-01-01",
      "code,name,level\n441900000000,东莞市,2\n441900000000,东莞市,3\n441900003000,东城街道,4\n");
  quhua_recode_map *map = recoding_map(b, "2019-06-01", "2019-06-02");
  assert_string_equal(said(map, "441900000000"), "same");
  assert_string_equal(said(map, "4419"), "same");
  quhua_recode_map_free(map);
  bench_apply(b, "document,effective,relation,old_code,old_level,new_code,new_level\n"
                 "一,2020-01-01,换码,441900000000,3,441981000000,3\n");
  map = recoding_map(b, "2019-06-01", "2021-01-01");
  assert_string_equal(said(map, "441900"), "recoded [441981 东莞市 1]"); /* six digits say county */
  assert_string_equal(said(map, "4419"), "same");
  assert_int_equal(quhua_recode_map_find(map, quhua_str_from("441900000000")), QUHUA_RECODE_AMBIGUOUS);
  quhua_recode_map_free(map);
  bench_close(b);
}

static void without_structure(void **state) {
  (void)state;
  bench *b = bench_open_as("", "opaque", "2019-01-01",
                           "code,name,level\nA,Alpha,5\nB2,Beta,5\nABCDEFGHIJKLMNO,Long,5\n");
  bench_apply(b, "document,effective,relation,old_code,new_code\n一,2020-01-01,换码,A,ALPHA2020\n"
                 "一,2020-01-01,换码,ABCDEFGHIJKLMNO,Z\n");
  quhua_recode_map *map = recoding_map(b, "2019-06-01", "2021-01-01");
  assert_string_equal(said(map, "A"), "recoded [ALPHA2020 Alpha 1]");
  assert_string_equal(said(map, "ABCDEFGHIJKLMNO"), "recoded [Z Long 1]");
  assert_string_equal(said(map, "ABCDEFGHIJKLMN"), "unknown");
  assert_string_equal(said(map, "B2"), "same");
  assert_string_equal(said(map, "B"), "unknown");
  quhua_recode_map_free(map);
  bench_close(b);
}

static void out_of_memory(void **state) {
  (void)state;
  fail_alloc books;
  quhua_allocator failing = fail_alloc_make(&books, -1);
  bench *b = recoding_open();
  quhua_open_options options;
  quhua_registry *copy = NULL;
  quhua_opening *opening = NULL;
  quhua_snapshot *snapshot = NULL;
  quhua_recode_map *map = NULL;
  static const char table[] = "code,name\n510723,盐亭县\n510723100,云溪镇\n510723100201,青龙村\n";
  assert_int_equal(quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("cn-stat")), 0, &opening, NULL),
                   QUHUA_OK);
  assert_int_equal(quhua_opening_read_csv(opening, table, sizeof table - 1, "t", NULL), QUHUA_OK);
  quhua_open_options_init(&options);
  options.allocator = &failing;
  assert_int_equal(quhua_registry_create("", opening, &options, &copy, NULL), QUHUA_OK);
  assert_int_equal(quhua_snapshot_new(copy, QUHUA_SEQUENCE_OPEN, &snapshot, NULL), QUHUA_OK);
  size_t live = books.live_bytes;
  long failures = 0;
  for (;; failures++) {
    fail_alloc_arm(&books, failures);
    quhua_status status = quhua_recode_map_new(snapshot, 1, 0, &map, NULL);
    if (!status) break;
    assert_int_equal(status, QUHUA_E_NOMEM);
    assert_null(map);
    assert_int_equal(books.live_bytes, live);
  }
  assert_true(failures > 3);
  fail_alloc_arm(&books, -1);
  quhua_recode_map_free(map);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(copy);
  quhua_opening_free(opening);
  assert_true(fail_alloc_is_clean(&books));
  bench_close(b);
}

static void words(void **state) {
  (void)state;
  assert_string_equal(quhua_recode_outcome_word(QUHUA_RECODE_NEW, QUHUA_LANG_EN), "recoded");
  assert_string_equal(quhua_recode_outcome_word(QUHUA_RECODE_NEW, QUHUA_LANG_ZH), "换码");
  assert_string_equal(quhua_recode_outcome_word((quhua_recode_outcome)QUHUA_RECODE_OUTCOMES, QUHUA_LANG_EN),
                      "");
  for (int i = 0; i < QUHUA_RECODE_OUTCOMES; i++)
    assert_true(quhua_recode_outcome_word((quhua_recode_outcome)i, QUHUA_LANG_EN)[0] != '\0');
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_fate),        cmocka_unit_test(forms),         cmocka_unit_test(backward),
      cmocka_unit_test(one_day),           cmocka_unit_test(check_map),     cmocka_unit_test(two_levels),
      cmocka_unit_test(without_structure), cmocka_unit_test(out_of_memory), cmocka_unit_test(words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
