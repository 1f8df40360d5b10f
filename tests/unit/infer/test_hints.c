/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/inferring.h"

#define BEFORE                                                                                                  \
  "code,name\n510722000000,三台县\n510722109000,三元镇\n510722109201,友爱村\n510722109202,长发村\n" \
  "510722109203,万安村\n510722138000,立新镇\n510722138201,新民村\n"
#define HEADER "document,effective,relation,old_code,old_name,new_code,new_name,share,reason\n"

/* Lists leave open which neighbour took 万安村; the document does not. */
static void test_a_known_merger(void **state) {
  (void)state;
  inferring *in =
      inferring_between(BEFORE,
                        "code,name\n510722000000,三台县\n510722109000,三元镇\n510722109201,友爱村\n"
                        "510722109202,长发村\n510722138000,立新镇\n510722138201,新民村\n",
                        HEADER "县府〔2020〕1号,2020-01-01,并入,510722109203,万安村,510722138201,新民村,,\n");
  assert_string_equal(in->text, "merged 510722109203 510722138201 1.0000\n");
  assert_true(quhua_str_equal(quhua_changeset_row(in->acts, 0)->note, quhua_str_from("县府〔2020〕1号")));
  assert_int_equal(in->counts.hints_unplaced, 0);
  inferring_free(in);
}

/* What no list can show: a village that is divided. */
static void test_a_known_division(void **state) {
  (void)state;
  inferring *in =
      inferring_between(BEFORE,
                        "code,name\n510722000000,三台县\n510722109000,三元镇\n510722109201,友爱村\n"
                        "510722109202,长发村\n510722138000,立新镇\n510722138201,新民村\n",
                        HEADER "县府〔2020〕1号,2020-01-01,,510722109203,万安村,510722109201,友爱村,2/5,\n"
                               "县府〔2020〕1号,2020-01-01,,510722109203,万安村,510722138201,新民村,3/5,\n");
  assert_string_equal(in->text, "merged 510722109203 510722109201 1.0000\n"
                                "merged 510722109203 510722138201 1.0000\n");
  assert_int_equal(quhua_changeset_row(in->acts, 1)->share.lo.num, 3);
  assert_int_equal(quhua_changeset_row(in->acts, 1)->share.lo.den, 5);
  inferring_free(in);
}

/* The code went to another village: only an act can say so. */
static void test_a_known_end_beside_a_reused_code(void **state) {
  (void)state;
  inferring *in = inferring_between(
      BEFORE,
      "code,name\n510722000000,三台县\n510722109000,三元镇\n510722109201,友爱村\n"
      "510722109202,长发村\n510722109203,石门村\n510722138000,立新镇\n510722138201,新民村\n",
      HEADER "县府〔2020〕1号,2020-01-01,并入,510722109203,万安村,510722109202,长发村,,\n");
  assert_string_equal(in->text, "merged 510722109203 510722109202 1.0000\nreused - 510722109203 -\n");
  inferring_free(in);
}

static void test_a_known_end_without_successor(void **state) {
  (void)state;
  inferring *in = inferring_between(
      BEFORE,
      "code,name\n510722000000,三台县\n510722109000,三元镇\n510722109201,友爱村\n510722109202,长发村\n"
      "510722109203,石门村\n510722138000,立新镇\n510722138201,新民村\n",
      HEADER "县府〔2020〕1号,2020-01-01,撤销,510722109203,万安村,,,,水库淹没\n");
  assert_string_equal(in->text, "vanished 510722109203 - 1.0000\nreused - 510722109203 -\n");
  assert_true(quhua_str_equal(quhua_changeset_row(in->acts, 0)->reason, quhua_str_from("水库淹没")));
  inferring_free(in);
}

/* A unit that neither list knows. */
static void test_hints_that_have_no_place(void **state) {
  (void)state;
  inferring *in = inferring_between(
      BEFORE, BEFORE, HEADER "县府〔2020〕1号,2020-01-01,并入,510722109299,石门村,510722109201,友爱村,,\n");
  assert_string_equal(in->text, "");
  assert_int_equal(in->counts.hints_unplaced, 1);
  inferring_free(in);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_known_merger),
      cmocka_unit_test(test_a_known_division),
      cmocka_unit_test(test_a_known_end_beside_a_reused_code),
      cmocka_unit_test(test_a_known_end_without_successor),
      cmocka_unit_test(test_hints_that_have_no_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
