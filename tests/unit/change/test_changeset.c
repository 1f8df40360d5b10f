/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/fraction.h"
#include "change/changeset.h"
#include "support/fail_alloc.h"

/* Days since 1970-01-01 of 2019-12-27 and 2020-01-01. */
#define DAY 18257
#define NEXT_DAY 18262

static quhua_str str(const char *text) { return quhua_str_from(text); }

static quhua_changeset *new_set(void) {
  quhua_changeset *set = NULL;
  assert_int_equal(quhua_changeset_new(NULL, &set, NULL), QUHUA_OK);
  return set;
}

/* A row from an old to a new code under a document. */
static quhua_flow_row row_of(const char *document, const char *old_code, const char *new_code) {
  quhua_flow_row row;
  quhua_flow_row_init(&row);
  row.document = str(document);
  row.effective = DAY;
  row.old_code = str(old_code);
  row.new_code = str(new_code);
  return row;
}

static quhua_flow_row with_share(quhua_flow_row row, const char *share) {
  assert_true(quhua_share_parse(str(share), &row.share, NULL));
  return row;
}

static void accept(quhua_changeset *set, quhua_flow_row row) {
  quhua_error err;
  quhua_error_clear(&err);
  if (quhua_changeset_add(set, &row, &err) != QUHUA_OK) fail_msg("%s", err.message[QUHUA_LANG_EN]);
}

/* The row is refused with a message that holds a text, about a field, and leaves the changeset as it was. */
static void refuse(quhua_changeset *set, quhua_flow_row row, quhua__flow_field field, const char *message) {
  size_t count = quhua_changeset_count(set);
  quhua_error err;
  quhua__flow_fault fault;
  row.line = 42;
  assert_int_equal(quhua_changeset_add(set, &row, &err), QUHUA_E_INVALID);
  assert_int_equal(err.line, 42);
  assert_int_equal(quhua__changeset_add(set, &row, &fault, &err), QUHUA_E_INVALID);
  if (!strstr(err.message[QUHUA_LANG_EN], message)) fail_msg("%s", err.message[QUHUA_LANG_EN]);
  assert_true(err.message[QUHUA_LANG_ZH][0] != '\0');
  assert_int_equal(fault.field, field);
  assert_int_equal(quhua_changeset_count(set), count);
}

static void an_empty_row_says_nothing(void **state) {
  quhua_flow_row row;
  (void)state;
  memset(&row, 0xEE, sizeof row);
  quhua_flow_row_init(&row);
  assert_int_equal(row.struct_size, sizeof row);
  assert_int_equal(row.document.len, 0);
  assert_int_equal(row.effective, QUHUA_DATE_NONE);
  assert_int_equal(row.decided, QUHUA_DATE_NONE);
  assert_int_equal(row.confidence, -1);
  assert_int_equal(row.share.kind, QUHUA_SHARE_EMPTY);
  assert_int_equal(row.relation, QUHUA_RELATION_NONE);
  assert_int_equal(row.reserved, 0);
}

static void rows_keep_texts_of_their_own(void **state) {
  quhua_changeset *set = new_set();
  char code[] = "510723104000", key[] = "seat", value[] = "高渠村";
  quhua_attribute attribute = {str(key), str(value)};
  quhua_flow_row row = row_of("绵府批复〔2019〕247号", code, "510723114000");
  (void)state;
  row.attributes = &attribute;
  row.attribute_count = 1;
  accept(set, row);
  const quhua_flow_row *kept = quhua_changeset_row(set, 0);
  memset(code, 'x', sizeof code - 1);
  memset(key, 'x', sizeof key - 1);
  memset(value, 'x', sizeof value - 1);
  for (int i = 0; i < 100; i++) { /* the first row must not move */
    char other[24];
    snprintf(other, sizeof other, "51072310%04d", i);
    accept(set, row_of("another", other, "510723115000"));
  }
  assert_ptr_equal(quhua_changeset_row(set, 0), kept);
  assert_true(quhua_str_equal(kept->old_code, str("510723104000")));
  assert_int_equal(kept->attribute_count, 1);
  assert_true(quhua_str_equal(kept->attributes[0].key, str("seat")));
  assert_true(quhua_str_equal(kept->attributes[0].value, str("高渠村")));
  assert_int_equal(quhua_changeset_count(set), 101);
  assert_null(quhua_changeset_row(set, 101));
  quhua_changeset_free(set);
}

static void a_row_needs_a_side(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "", "");
  (void)state;
  refuse(set, row, QUHUA__FLOW_NOWHERE, "neither an old nor a new unit");
  row.target = str("B");
  refuse(set, row, QUHUA__FLOW_NOWHERE, "neither an old nor a new unit");
  row.relation = QUHUA_RELATION_MERGE;
  refuse(set, row, QUHUA__FLOW_NOWHERE, "neither an old nor a new unit");
  row.relation = QUHUA_RELATION_WITHDRAW;
  row.target = str("");
  refuse(set, row, QUHUA__FLOW_TARGET, "which act it is about");
  quhua_changeset_free(set);
}

/* A set that knows the scheme refuses codes that the scheme cannot read, at the character at fault. */
static void codes_are_those_of_the_expected_scheme(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "51072310x", "510723101");
  quhua_error err;
  (void)state;
  quhua_changeset_expect(set, quhua_scheme_find(str("cn-stat")));
  quhua__flow_fault fault;
  assert_int_equal(quhua__changeset_add(set, &row, &fault, &err), QUHUA_E_INVALID);
  assert_int_equal(fault.field, QUHUA__FLOW_OLD_CODE);
  assert_int_equal(fault.column, 9);
  row.old_code = str("510723100");
  row.new_code = str("5107231010");
  assert_int_equal(quhua__changeset_add(set, &row, &fault, &err), QUHUA_E_INVALID);
  assert_int_equal(fault.field, QUHUA__FLOW_NEW_CODE);
  row.new_code = str("@label");
  assert_int_equal(quhua__changeset_add(set, &row, &fault, &err), QUHUA_OK);
  quhua_changeset_expect(set, NULL);
  row.old_code = str("51072310x");
  assert_int_equal(quhua__changeset_add(set, &row, &fault, &err), QUHUA_OK);
  quhua_changeset_free(set);
}

/* A parent of digits alone is a code; a name or a label may be anything. */
static void parents_of_digits_are_codes(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "510723100", "510723101");
  (void)state;
  quhua_changeset_expect(set, quhua_scheme_find(str("cn-stat")));
  static const char *const wrong[] = {"5101011", "3:5107231", "4:510723", "510723104000000000"};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    row.new_parent = str(wrong[i]);
    refuse(set, row, QUHUA__FLOW_NEW_PARENT, "code");
  }
  row.new_parent = str("7:510723");
  refuse(set, row, QUHUA__FLOW_NEW_PARENT, "a level that does not exist");
  static const char *const fine[] = {"盐亭县", "@5101011", "510723", "3:510723000000", "第5101011"};
  for (size_t i = 0; i < sizeof fine / sizeof *fine; i++) {
    row.new_parent = str(fine[i]);
    row.event = str(fine[i]); /* else the pair would stand twice */
    accept(set, row);
  }
  quhua_changeset_free(set);
  set = new_set(); /* without a scheme, the plan judges */
  row.new_parent = str("5101011");
  accept(set, row);
  quhua_changeset_free(set);
}

/* One unit written in two ways is one unit where the scheme is known. */
static void codes_are_compared_in_normal_form(void **state) {
  quhua_changeset *set = new_set();
  (void)state;
  quhua_changeset_expect(set, quhua_scheme_find(str("cn-stat")));
  accept(set, with_share(row_of("A", "510101101", "510101102"), "1/2"));
  refuse(set, with_share(row_of("A", "510101101000", "510101103"), "2/3"), QUHUA__FLOW_SHARE, "sum to 7/6");
  refuse(set, with_share(row_of("A", "4:510101101", "510101103"), "2/3"), QUHUA__FLOW_SHARE, "sum to 7/6");
  refuse(set, with_share(row_of("A", "510101101000", "510101102000"), "1/2"), QUHUA__FLOW_NOWHERE,
         "same old");
  accept(set, with_share(row_of("B", "510101101000", "510101103"), "2/3")); /* another act */
  accept(set, with_share(row_of("C", "2:441900", "441901"), "1")); /* 东莞市, and as its own county */
  accept(set, with_share(row_of("C", "3:441900000000", "441902"), "1"));
  quhua_changeset_free(set);
  set = new_set(); /* without a scheme, as written */
  accept(set, with_share(row_of("A", "510101101", "510101102"), "1/2"));
  accept(set, with_share(row_of("A", "510101101000", "510101103"), "2/3"));
  quhua_changeset_free(set);
}

/* Parents of new units without a code, too. */
static void parents_are_compared_in_normal_form(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "", "");
  (void)state;
  quhua_changeset_expect(set, quhua_scheme_find(str("cn-stat")));
  row.new_name = str("东村");
  row.new_parent = str("510101101");
  accept(set, row);
  row.new_parent = str("510101101000");
  refuse(set, row, QUHUA__FLOW_NOWHERE, "same old");
  row.new_parent = str("510101102");
  accept(set, row);
  quhua_changeset_free(set);
}

static void a_row_about_an_act_needs_only_its_target(void **state) {
  static const quhua_relation relations[] = {QUHUA_RELATION_CORRECT, QUHUA_RELATION_REPEAL,
                                             QUHUA_RELATION_ANNUL, QUHUA_RELATION_POSTPONE,
                                             QUHUA_RELATION_WITHDRAW};
  quhua_changeset *set = new_set();
  (void)state;
  for (size_t i = 0; i < 5; i++) {
    char target[8];
    quhua_flow_row row = row_of("A", "", "");
    snprintf(target, sizeof target, "%zu", i);
    row.relation = relations[i];
    row.target = str(target);
    accept(set, row);
    refuse(set, row, QUHUA__FLOW_NOWHERE, "the same old and new unit");
  }
  quhua_changeset_free(set);
}

static void a_row_needs_a_day(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "11", "12");
  (void)state;
  row.effective = QUHUA_DATE_NONE;
  refuse(set, row, QUHUA__FLOW_EFFECTIVE, "no effective day");
  row.effective = QUHUA_DATE_OPEN;
  refuse(set, row, QUHUA__FLOW_EFFECTIVE, "1000 to 9999");
  row.effective = -354286; /* 0999-12-31 */
  refuse(set, row, QUHUA__FLOW_EFFECTIVE, "1000 to 9999");
  row.effective = 2932897; /* 10000-01-01 */
  refuse(set, row, QUHUA__FLOW_EFFECTIVE, "1000 to 9999");
  row.effective = -354285;
  row.decided = 2932897;
  refuse(set, row, QUHUA__FLOW_DECIDED, "1000 to 9999");
  row.decided = 2932896;
  accept(set, row);
  quhua_changeset_free(set);
}

static void one_document_has_one_day(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row first = row_of("A", "11", "12"), second = row_of("A", "13", "14");
  (void)state;
  first.line = 7;
  accept(set, first);
  second.effective = NEXT_DAY;
  refuse(set, second, QUHUA__FLOW_EFFECTIVE, "takes effect on 2019-12-27 according to line 7");
  second.document = str("B");
  accept(set, second);
  second = row_of("", "13", "14"); /* without a document each day is an act */
  accept(set, second);
  second.effective = NEXT_DAY;
  accept(set, second);
  quhua_changeset_free(set);
}

static void one_document_has_one_day_of_decision(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "11", "12");
  (void)state;
  accept(set, row); /* says no day */
  row.old_code = str("13");
  row.decided = DAY - 1;
  accept(set, row);
  row.old_code = str("14");
  row.decided = QUHUA_DATE_NONE;
  accept(set, row);
  row.decided = DAY - 2;
  row.old_code = str("15");
  refuse(set, row, QUHUA__FLOW_DECIDED, "was decided on 2019-12-26 according to row 2");
  quhua__changeset_truncate(set, 1); /* the row that said a day is forgotten */
  accept(set, row);
  row.decided = DAY - 1;
  row.old_code = str("16");
  refuse(set, row, QUHUA__FLOW_DECIDED, "was decided on 2019-12-25 according to row 2");
  row.document = str("B");
  accept(set, row);
  row.document = str("");
  accept(set, row);
  row.decided = DAY - 3; /* without a document: one act, of several decisions */
  row.old_code = str("17");
  accept(set, row);
  quhua_changeset_free(set);
}

static void a_pair_stands_once_in_an_act(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "11", "12");
  (void)state;
  row.line = 3;
  accept(set, row);
  refuse(set, row, QUHUA__FLOW_NOWHERE, "stand on line 3 of the same act already");
  row.document = str("B");
  accept(set, row); /* another act */
  row.event = str("1");
  accept(set, row); /* another event */
  row.old_level = QUHUA_LEVEL_COUNTY;
  accept(set, row); /* another unit */
  row.new_level = QUHUA_LEVEL_COUNTY;
  accept(set, row);
  row.old_name = str("甲");
  accept(set, row);
  row.new_name = str("乙");
  accept(set, row);
  refuse(set, row, QUHUA__FLOW_NOWHERE, "stand on line 3");
  quhua_changeset_free(set);
}

static void rows_without_a_line_are_named_by_their_number(void **state) {
  quhua_changeset *set = new_set();
  (void)state;
  accept(set, row_of("A", "11", "12"));
  accept(set, row_of("A", "13", "14"));
  refuse(set, row_of("A", "13", "14"), QUHUA__FLOW_NOWHERE, "stand on row 2");
  quhua_changeset_free(set);
}

/* Rule 4: rows without a code mean one new unit only when name, kind and parent agree. */
static void new_units_without_code_are_told_apart_by_parent_and_kind(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "", "");
  (void)state;
  row.new_name = str("新村");
  row.new_parent = str("510723114000");
  accept(set, row);
  refuse(set, row, QUHUA__FLOW_NOWHERE, "the same old and new unit");
  row.new_parent = str("510723115000");
  accept(set, row);
  row.new_kind = QUHUA_KIND_COMMUNITY;
  accept(set, row);
  quhua_changeset_free(set);
}

/* Keys carry the lengths of their texts: “1”+“23” is not “12”+“3”. */
static void pairs_do_not_run_together(void **state) {
  quhua_changeset *set = new_set();
  (void)state;
  accept(set, row_of("A", "1", "23"));
  accept(set, row_of("A", "12", "3"));
  assert_int_equal(quhua_changeset_count(set), 2);
  quhua_changeset_free(set);
}

static void shares_of_one_unit_sum_to_one_at_most(void **state) {
  quhua_changeset *set = new_set();
  (void)state;
  accept(set, with_share(row_of("A", "11", "21"), "1/3"));
  accept(set, with_share(row_of("A", "11", "22"), "1/2"));
  refuse(set, with_share(row_of("A", "11", "23"), "0.2"), QUHUA__FLOW_SHARE, "sum to 31/30, more than 1");
  accept(set, with_share(row_of("A", "11", "23"), "1/6"));
  accept(set, with_share(row_of("A", "11", "24"), "?"));
  accept(set, row_of("A", "11", "25"));
  accept(set, with_share(row_of("A", "11", "26"), "children"));
  refuse(set, with_share(row_of("A", "11", "27"), "0.000000000000000001"), QUHUA__FLOW_SHARE, "more than 1");
  accept(set, with_share(row_of("B", "11", "27"), "1")); /* another act */
  refuse(set, with_share(row_of("B", "11", "28"), "1"), QUHUA__FLOW_SHARE, "sum to 2/1");
  quhua_changeset_free(set);
}

static void intervals_count_with_their_lower_bound(void **state) {
  quhua_changeset *set = new_set();
  (void)state;
  accept(set, with_share(row_of("A", "11", "21"), "1/2..1"));
  accept(set, with_share(row_of("A", "11", "22"), "1/2..3/4"));
  refuse(set, with_share(row_of("A", "11", "23"), "1/100..1"), QUHUA__FLOW_SHARE, "sum to 101/100");
  quhua_changeset_free(set);
}

/* The name beside a code does not make another unit; the level does. */
static void an_old_unit_is_its_code(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row named = with_share(row_of("A", "11", "22"), "0.6");
  (void)state;
  accept(set, with_share(row_of("A", "11", "21"), "0.6"));
  named.old_name = str("甲");
  refuse(set, named, QUHUA__FLOW_SHARE, "sum to 6/5");
  named.old_level = QUHUA_LEVEL_COUNTY;
  accept(set, named);
  named.old_code = str("");
  accept(set, named);
  named.new_code = str("23");
  refuse(set, named, QUHUA__FLOW_SHARE, "“甲” in one act sum to 6/5");
  quhua_changeset_free(set);
}

/* 1/p + 1/q + … over large primes leaves 64 bits; the sum goes on as a lower bound and still finds an excess. */
static void sums_too_fine_for_64_bits_are_never_refused_wrongly(void **state) {
  static const int64_t primes[] = {3037000493, 3037000507, 3037000453, 3037000429, 2147483647};
  quhua_changeset *set = new_set();
  char code[8];
  (void)state;
  for (size_t i = 0; i < 5; i++) {
    snprintf(code, sizeof code, "2%zu", i);
    quhua_flow_row row = row_of("A", "11", code);
    row.share = (quhua_share){{1, primes[i]}, {1, primes[i]}, QUHUA_SHARE_EXACT};
    accept(set, row);
  }
  accept(set, with_share(row_of("A", "11", "30"), "0.99999999"));
  refuse(set, with_share(row_of("A", "11", "31"), "0.01"), QUHUA__FLOW_SHARE, "more than 1");
  quhua_changeset_free(set);
}

static void shares_of_programs_are_checked(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "11", "12");
  (void)state;
  row.share = (quhua_share){{3, 2}, {3, 2}, QUHUA_SHARE_EXACT};
  refuse(set, row, QUHUA__FLOW_SHARE, "not a part between 0 and 1");
  row.share = (quhua_share){{1, 1}, {1, 1}, QUHUA_SHARE_EXACT};
  accept(set, row);
  assert_int_equal(quhua_changeset_row(set, 0)->share.kind, QUHUA_SHARE_WHOLE);
  quhua_changeset_free(set);
}

static void codes_that_no_scheme_reads_are_refused(void **state) {
  quhua_changeset *set = new_set();
  quhua__flow_fault fault;
  quhua_error err;
  (void)state;
  refuse(set, row_of("A", "5107231040001234", "12"), QUHUA__FLOW_OLD_CODE, "more than 15 characters");
  refuse(set, row_of("A", "11", "510723-104"), QUHUA__FLOW_NEW_CODE, "only letters and digits");
  refuse(set, row_of("A", "11", "@"), QUHUA__FLOW_NEW_CODE, "without a label");
  refuse(set, row_of("A", "@x", "12"), QUHUA__FLOW_OLD_CODE, "only letters and digits");
  refuse(set, row_of("A", "7:11", "12"), QUHUA__FLOW_OLD_CODE, "only letters and digits");
  quhua_flow_row row = row_of("A", "5107镇", "12");
  assert_int_equal(quhua__changeset_add(set, &row, &fault, &err), QUHUA_E_INVALID);
  assert_int_equal(fault.column, 5);
  row = row_of("A", "3:5107231040001234", "12");
  assert_int_equal(quhua__changeset_add(set, &row, &fault, &err), QUHUA_E_INVALID);
  assert_int_equal(fault.column, 18);
  accept(set, row_of("A", "3:441900000000", "@新镇"));
  accept(set, row_of("A", "51072310400100A", "2A004"));
  quhua_changeset_free(set);
}

static void texts_must_be_utf8_without_nul(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "11", "12");
  (void)state;
  row.note = (quhua_str){"a\0b", 3};
  refuse(set, row, QUHUA__FLOW_NOTE, "not valid UTF-8, or holds a NUL");
  row.note = str("\xB8\xDF");
  refuse(set, row, QUHUA__FLOW_NOTE, "not valid UTF-8");
  row.note = str("");
  row.new_name = str("东\xE6\xB0");
  refuse(set, row, QUHUA__FLOW_NEW_NAME, "not valid UTF-8");
  quhua_changeset_free(set);
}

static void items_need_a_key_of_their_own(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "11", "12");
  quhua_attribute two[] = {{str("seat"), str("a")}, {str("seat"), str("b")}};
  quhua_attribute nameless = {str(""), str("a")};
  static quhua_attribute many[1025];
  (void)state;
  row.attributes = two;
  row.attribute_count = 2;
  refuse(set, row, QUHUA__FLOW_ATTR, "“seat” is given twice");
  row.attributes = &nameless;
  row.attribute_count = 1;
  refuse(set, row, QUHUA__FLOW_ATTR, "without a key");
  row.attributes = many;
  row.attribute_count = 1025;
  refuse(set, row, QUHUA__FLOW_ATTR, "more than 1024");
  row.attributes = two;
  row.attribute_count = 1;
  row.notes = two;
  row.note_count = 2;
  refuse(set, row, QUHUA__FLOW_X, "“seat” is given twice");
  row.note_count = 1; /* one key may stand in two families */
  accept(set, row);
  quhua_changeset_free(set);
}

static void amounts_are_plain_numbers(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "11", "12");
  quhua_attribute amounts[] = {{str("户数"), str("329")}, {str("人口"), str("-3")}};
  quhua__flow_fault fault;
  quhua_error err;
  (void)state;
  row.amounts = amounts;
  row.amount_count = 2;
  refuse(set, row, QUHUA__FLOW_STAT, "“-3” is not a plain number");
  assert_int_equal(quhua__changeset_add(set, &row, &fault, &err), QUHUA_E_INVALID);
  assert_int_equal(fault.item, 1);
  amounts[1].value = str("1039.5");
  accept(set, row);
  quhua_changeset_free(set);
}

static void numbers_that_mean_nothing_are_refused(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "11", "12");
  const char *message = "none that this version knows";
  (void)state;
  row.relation = (quhua_relation)QUHUA_RELATION_LIMIT;
  refuse(set, row, QUHUA__FLOW_RELATION, message);
  row = row_of("A", "11", "12");
  row.old_level = (quhua_level)7;
  refuse(set, row, QUHUA__FLOW_OLD_LEVEL, message);
  row = row_of("A", "11", "12");
  row.new_level = (quhua_level)-1;
  refuse(set, row, QUHUA__FLOW_NEW_LEVEL, message);
  row = row_of("A", "11", "12");
  row.new_kind = (quhua_kind)9;
  refuse(set, row, QUHUA__FLOW_NEW_KIND, message);
  row = row_of("A", "11", "12");
  row.identity = (quhua_identity)3;
  refuse(set, row, QUHUA__FLOW_IDENTITY, message);
  row = row_of("A", "11", "12");
  row.confidence = 10001;
  refuse(set, row, QUHUA__FLOW_CONFIDENCE, message);
  row.confidence = -2;
  refuse(set, row, QUHUA__FLOW_CONFIDENCE, message);
  row = row_of("A", "11", "12");
  row.reserved = 1;
  refuse(set, row, QUHUA__FLOW_NOWHERE, message);
  quhua_changeset_free(set);
}

/* A caller of an older version knows the row up to and with `decided`. */
static void rows_of_older_callers_get_defaults(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row row = row_of("A", "11", "12");
  size_t known = offsetof(quhua_flow_row, relation);
  (void)state;
  memset((char *)&row + known, 0xEE, sizeof row - known);
  row.struct_size = known;
  accept(set, row);
  const quhua_flow_row *kept = quhua_changeset_row(set, 0);
  assert_int_equal(kept->struct_size, sizeof row);
  assert_int_equal(kept->effective, DAY);
  assert_int_equal(kept->relation, QUHUA_RELATION_NONE);
  assert_int_equal(kept->confidence, -1);
  assert_int_equal(kept->line, 0);
  quhua_changeset_free(set);
}

static void rows_of_newer_callers_must_say_nothing_new(void **state) {
  struct {
    quhua_flow_row row;
    char tail[16];
  } newer;
  quhua_changeset *set = new_set();
  quhua_error err;
  (void)state;
  quhua_flow_row_init_sized(&newer.row, sizeof newer);
  assert_int_equal(newer.row.struct_size, sizeof newer);
  assert_int_equal(newer.tail[15], 0);
  newer.row.effective = DAY;
  newer.row.old_code = str("11");
  newer.tail[3] = 1;
  assert_int_equal(quhua_changeset_add(set, &newer.row, &err), QUHUA_E_INVALID);
  assert_non_null(strstr(err.message[QUHUA_LANG_EN], "a size that this version does not know"));
  newer.tail[3] = 0;
  assert_int_equal(quhua_changeset_add(set, &newer.row, &err), QUHUA_OK);
  newer.row.struct_size = 0;
  assert_int_equal(quhua_changeset_add(set, &newer.row, &err), QUHUA_E_INVALID);
  newer.row.struct_size = SIZE_MAX;
  assert_int_equal(quhua_changeset_add(set, &newer.row, &err), QUHUA_E_INVALID);
  assert_int_equal(quhua_changeset_count(set), 1);
  quhua_changeset_free(set);
}

static void truncation_forgets_rows(void **state) {
  quhua_changeset *set = new_set();
  quhua_flow_row later = row_of("B", "11", "21");
  (void)state;
  accept(set, with_share(row_of("A", "11", "21"), "1/2"));
  accept(set, with_share(row_of("A", "11", "22"), "1/2"));
  later.effective = NEXT_DAY;
  accept(set, later);
  quhua__changeset_truncate(set, 1);
  assert_int_equal(quhua_changeset_count(set), 1);
  refuse(set, with_share(row_of("A", "11", "21"), "1/2"), QUHUA__FLOW_NOWHERE, "the same old and new unit");
  refuse(set, with_share(row_of("A", "11", "22"), "0.6"), QUHUA__FLOW_SHARE, "sum to 11/10");
  accept(set, with_share(row_of("A", "11", "22"), "1/2")); /* what was forgotten may come again */
  accept(set, row_of("B", "11", "21"));                    /* on another day, too */
  quhua__changeset_truncate(set, 0);
  accept(set, with_share(row_of("A", "11", "21"), "1"));
  quhua_changeset_free(set);
}

static void freeing_nothing_is_allowed(void **state) {
  (void)state;
  quhua_changeset_free(NULL);
}

/* Adds four rows; the number of them that were taken. */
static size_t add_four(quhua_changeset *set, quhua_status *status) {
  quhua_attribute seat = {str("seat"), str("高渠村")}, households = {str("户数"), str("329")};
  size_t taken = 0;
  *status = QUHUA_OK;
  for (int i = 0; i < 4 && *status == QUHUA_OK; i++) {
    static const char *const codes[] = {"21", "22", "23", "24"};
    quhua_flow_row row = with_share(row_of("绵府批复〔2019〕247号", "11", codes[i]), "1/4");
    row.attributes = &seat;
    row.attribute_count = 1;
    row.amounts = &households;
    row.amount_count = 1;
    *status = quhua_changeset_add(set, &row, NULL);
    if (*status == QUHUA_OK) taken++;
  }
  return taken;
}

static void a_failed_allocation_changes_nothing(void **state) {
  (void)state;
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_changeset *set = NULL;
    quhua_status status = quhua_changeset_new(&allocator, &set, NULL);
    if (status == QUHUA_OK) {
      size_t taken = add_four(set, &status);
      assert_int_equal(quhua_changeset_count(set), taken);
      if (status == QUHUA_E_NOMEM) { /* the rest can be added once there is memory */
        quhua_status again;
        fail_alloc_arm(&books, -1);
        quhua__changeset_truncate(set, 0);
        assert_int_equal(add_four(set, &again), 4);
      }
    }
    quhua_changeset_free(set);
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after > 5); /* it did allocate */
      return;
    }
    assert_int_equal(status, QUHUA_E_NOMEM);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(an_empty_row_says_nothing),
      cmocka_unit_test(rows_keep_texts_of_their_own),
      cmocka_unit_test(a_row_needs_a_side),
      cmocka_unit_test(codes_are_those_of_the_expected_scheme),
      cmocka_unit_test(parents_of_digits_are_codes),
      cmocka_unit_test(codes_are_compared_in_normal_form),
      cmocka_unit_test(parents_are_compared_in_normal_form),
      cmocka_unit_test(one_document_has_one_day_of_decision),
      cmocka_unit_test(a_row_about_an_act_needs_only_its_target),
      cmocka_unit_test(a_row_needs_a_day),
      cmocka_unit_test(one_document_has_one_day),
      cmocka_unit_test(a_pair_stands_once_in_an_act),
      cmocka_unit_test(rows_without_a_line_are_named_by_their_number),
      cmocka_unit_test(new_units_without_code_are_told_apart_by_parent_and_kind),
      cmocka_unit_test(pairs_do_not_run_together),
      cmocka_unit_test(shares_of_one_unit_sum_to_one_at_most),
      cmocka_unit_test(intervals_count_with_their_lower_bound),
      cmocka_unit_test(an_old_unit_is_its_code),
      cmocka_unit_test(sums_too_fine_for_64_bits_are_never_refused_wrongly),
      cmocka_unit_test(shares_of_programs_are_checked),
      cmocka_unit_test(codes_that_no_scheme_reads_are_refused),
      cmocka_unit_test(texts_must_be_utf8_without_nul),
      cmocka_unit_test(items_need_a_key_of_their_own),
      cmocka_unit_test(amounts_are_plain_numbers),
      cmocka_unit_test(numbers_that_mean_nothing_are_refused),
      cmocka_unit_test(rows_of_older_callers_get_defaults),
      cmocka_unit_test(rows_of_newer_callers_must_say_nothing_new),
      cmocka_unit_test(truncation_forgets_rows),
      cmocka_unit_test(freeing_nothing_is_allowed),
      cmocka_unit_test(a_failed_allocation_changes_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
