/* SPDX-License-Identifier: Apache-2.0 */
/* What the cells of a flow table become. Which tables are refused, and where, is in tests/cases. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <quhua/io.h>

static quhua_str str(const char *text) { return quhua_str_from(text); }

static quhua_changeset *read(const char *text) {
  quhua_changeset *changeset = NULL;
  quhua_error err;
  assert_int_equal(quhua_changeset_new(NULL, &changeset, NULL), QUHUA_OK);
  if (quhua_changeset_read_csv(changeset, text, strlen(text), "t.csv", &err))
    fail_msg("%u:%u: %s", err.line, err.column, err.message[QUHUA_LANG_EN]);
  return changeset;
}

static void assert_text(quhua_str text, const char *wanted) {
  if (!quhua_str_equal(text, str(wanted))) fail_msg("%.*s is not %s", (int)text.len, text.ptr, wanted);
}

static void assert_pair(const quhua_attribute *pair, const char *key, const char *value) {
  assert_text(pair->key, key);
  assert_text(pair->value, value);
}

static void every_column_has_its_field(void **state) {
  quhua_changeset *changeset =
      read("note,reason,x:备注二,confidence,identity,target,attr:seat,stat:户数,share,new_parent,new_kind,"
           "new_level,"
           "new_name,new_code,old_level,old_name,old_code,relation,event,decided,effective,document\n"
           " 无 ,优化布局, "
           "甲,0.9375,new,17,高渠村,01204,0.5,510723,镇,4,高渠镇,510723114000,4,两河镇,510723104000,"
           "合并,1,2019-12-20,2019-12-27,绵府批复〔2019〕247号\n");
  (void)state;
  assert_int_equal(quhua_changeset_count(changeset), 1);
  const quhua_flow_row *row = quhua_changeset_row(changeset, 0);
  assert_text(row->document, "绵府批复〔2019〕247号");
  assert_int_equal(row->effective, 18257); /* date -d 2019-12-27 +%s / 86400 */
  assert_int_equal(row->decided, 18250);
  assert_text(row->event, "1");
  assert_int_equal(row->relation, QUHUA_RELATION_MERGE);
  assert_text(row->old_code, "510723104000");
  assert_text(row->old_name, "两河镇");
  assert_int_equal(row->old_level, QUHUA_LEVEL_TOWNSHIP);
  assert_text(row->new_code, "510723114000");
  assert_text(row->new_name, "高渠镇");
  assert_int_equal(row->new_level, QUHUA_LEVEL_TOWNSHIP);
  assert_int_equal(row->new_kind, QUHUA_KIND_TOWN);
  assert_text(row->new_parent, "510723");
  assert_int_equal(row->share.kind, QUHUA_SHARE_EXACT);
  assert_true(row->share.lo.num == 1 && row->share.lo.den == 2);
  assert_int_equal(row->amount_count, 1);
  assert_pair(&row->amounts[0], "户数", "1204");
  assert_int_equal(row->attribute_count, 1);
  assert_pair(&row->attributes[0], "seat", "高渠村");
  assert_text(row->target, "17");
  assert_int_equal(row->identity, QUHUA_IDENTITY_NEW);
  assert_int_equal(row->confidence, 9375);
  assert_int_equal(row->note_count, 1);
  assert_pair(&row->notes[0], "备注二", " 甲");
  assert_text(row->reason, "优化布局");
  assert_text(row->note, " 无 ");
  assert_int_equal(row->line, 2);
  quhua_changeset_free(changeset);
}

static void empty_cells_say_nothing(void **state) {
  quhua_changeset *changeset =
      read("effective,decided,relation,old_code,old_level,new_code,new_level,new_kind,share,stat:户数,"
           "attr:seat,x:a,identity,confidence\n"
           "2019-12-27,, ,11,,12,,,,,,,,\n");
  (void)state;
  const quhua_flow_row *row = quhua_changeset_row(changeset, 0);
  assert_int_equal(row->decided, QUHUA_DATE_NONE);
  assert_int_equal(row->relation, QUHUA_RELATION_NONE);
  assert_int_equal(row->old_level, QUHUA_LEVEL_ANY);
  assert_int_equal(row->new_kind, QUHUA_KIND_NONE);
  assert_int_equal(row->share.kind, QUHUA_SHARE_EMPTY);
  assert_int_equal(row->amount_count, 0);
  assert_int_equal(row->attribute_count, 0);
  assert_int_equal(row->note_count, 0);
  assert_int_equal(row->identity, QUHUA_IDENTITY_RULE);
  assert_int_equal(row->confidence, -1);
  quhua_changeset_free(changeset);
}

/* An empty cell says nothing; a dash says that the attribute ends. */
static void a_dash_drops_an_attribute(void **state) {
  quhua_changeset *changeset = read("effective,old_code,new_code,attr:status,x:a,note\n"
                                    "2019-12-27,11,11,-,-,-\n2019-12-27,12,12,'-,,\n");
  (void)state;
  const quhua_flow_row *row = quhua_changeset_row(changeset, 0);
  assert_int_equal(row->attribute_count, 1);
  assert_pair(&row->attributes[0], "status", "");
  assert_pair(&row->notes[0], "a", "-");
  assert_text(row->note, "-");
  row = quhua_changeset_row(changeset, 1);
  assert_pair(&row->attributes[0], "status", "-"); /* guarded: a real dash */
  quhua_changeset_free(changeset);
}

static void confidences_are_rounded_to_ten_thousandths(void **state) {
  static const char *const given[] = {"0",   "1",       "0.00004", "0.00006",
                                      "1/3", "0.99999", "0.1234",  "0.999999999999999999"};
  static const int wanted[] = {0, 10000, 0, 1, 3333, 10000, 1234, 10000};
  (void)state;
  for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
    char text[128] = "effective,old_code,new_code,confidence\n2019-12-27,11,12,";
    strcat(text, given[i]);
    quhua_changeset *changeset = read(text);
    assert_int_equal(quhua_changeset_row(changeset, 0)->confidence, wanted[i]);
    quhua_changeset_free(changeset);
  }
}

static void lines_are_those_of_the_file(void **state) {
  quhua_changeset *changeset =
      read("\neffective,old_code,new_code,note\n\n2019-12-27,11,12,\"a\nb\"\n\n2019-12-27,13,14,\n");
  (void)state;
  assert_int_equal(quhua_changeset_row(changeset, 0)->line, 4);
  assert_int_equal(quhua_changeset_row(changeset, 1)->line, 7);
  quhua_changeset_free(changeset);
}

static void a_refused_table_leaves_no_row(void **state) {
  const char *more = "effective,old_code,new_code,share\n2019-12-27,11,22,0.4\n2019-12-27,12,22,x\n";
  const char *good = "effective,old_code,new_code,share\n2019-12-27,11,22,0.4\n";
  quhua_changeset *changeset = read("effective,old_code,new_code,share\n2019-12-27,11,21,0.6\n");
  quhua_error err;
  (void)state;
  assert_int_equal(quhua_changeset_read_csv(changeset, more, strlen(more), "m.csv", &err), QUHUA_E_INVALID);
  assert_int_equal(err.line, 3);
  assert_string_equal(err.subject, "m.csv");
  assert_int_equal(quhua_changeset_count(changeset), 1);
  assert_int_equal(quhua_changeset_read_csv(changeset, good, strlen(good), NULL, &err), QUHUA_OK);
  assert_int_equal(quhua_changeset_count(changeset), 2);
  assert_int_equal(quhua_changeset_read_csv(changeset, good, strlen(good), NULL, &err), QUHUA_E_INVALID);
  assert_int_equal(quhua_changeset_count(changeset), 2);
  quhua_changeset_free(changeset);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_column_has_its_field),
      cmocka_unit_test(empty_cells_say_nothing),
      cmocka_unit_test(a_dash_drops_an_attribute),
      cmocka_unit_test(confidences_are_rounded_to_ten_thousandths),
      cmocka_unit_test(lines_are_those_of_the_file),
      cmocka_unit_test(a_refused_table_leaves_no_row),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
