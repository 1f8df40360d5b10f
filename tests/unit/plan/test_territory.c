/* SPDX-License-Identifier: Apache-2.0 */
/* Which flows the act means, on every level (rules 3 and 6). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <string.h>

#define DAY "2020-01-01"

static size_t flows_of(const bench *b, quhua_unit_id unit) {
  quhua_flows *flows = NULL;
  assert_int_equal(quhua_flows_new(quhua_plan_after(b->plan), unit, &flows, NULL), QUHUA_OK);
  size_t count = quhua_flows_count(flows);
  for (size_t i = 0; i < count; i++)
    assert_int_not_equal(quhua_flows_at(flows, i)->share.kind, QUHUA_SHARE_EMPTY);
  quhua_flows_free(flows);
  return count;
}

static void test_remainder(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id unit = bench_id_before(b, "510722109202", DAY);
  bench_plan(b, "effective,old_code,new_code,share\n"
                "2020-01-01,510722109202,510722109201,1/4\n2020-01-01,510722109202,510722109203,1/4..1/2\n");
  bench_expect_findings(b, "lineage.remainder blocking 2\n");
  assert_int_equal(bench_finding(b, "lineage.remainder")->unit, unit);
  bench_close(b);
}

static void test_intervals_that_may_sum_to_one(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(
      b, "effective,old_code,new_code,share\n"
         "2020-01-01,510722109202,510722109201,1/4..1/2\n2020-01-01,510722109202,510722109203,1/4..2/3\n");
  bench_expect_findings(b, "");
  /* each is at least what the other leaves: 1 - 2/3 and 1 - 1/2 */
  bench_expect_crosswalk(b, "撤销,510722109202,长发村,510722109201,友爱村,1/3..1/2\n"
                            "撤销,510722109202,长发村,510722109203,万安村,1/2..2/3\n");
  bench_close(b);
}

static void test_move_is_carried_up(void **state) {
  (void)state;
  bench *b = bench_open(
      "code,name\n510722109000,三元镇\n510722109204,龙吟村\n51072210920401,一组\n510722138000,立新镇\n"
      "510722138211,高棚村\n");
  bench_plan(b, "effective,old_code,new_parent\n2020-01-01,51072210920401,高棚村\n");
  bench_expect_findings(b, "");
  bench_expect_crosswalk(b, "界线变更,510722109000,三元镇,510722109000,三元镇,children\n"
                            "界线变更,510722109000,三元镇,510722138000,立新镇,children\n"
                            "界线变更,510722109204,龙吟村,510722109204,龙吟村,children\n"
                            "界线变更,510722109204,龙吟村,510722138211,高棚村,children\n"
                            "划归,51072210920401,一组,51072213821101,一组,1\n");
  bench_close(b);
}

static void test_whole_move_says_nothing_new_below(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  quhua_unit_id village = bench_id_before(b, "510722138201", DAY);
  bench_plan(b, "effective,old_code,new_code\n2020-01-01,510722138,510722109\n");
  assert_int_equal(flows_of(b, village), 0); /* it continues whole; only its version is new */
  assert_int_equal(flows_of(b, bench_id_before(b, "510722138000", DAY)), 1);
  bench_close(b);
}

static void test_established_has_a_flow_with_a_share(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,relation,new_name,new_parent\n2020-01-01,设立,新河村,三元镇\n");
  assert_int_equal(flows_of(b, bench_unit(b, "510722109204", DAY).id), 1);
  bench_close(b);
}

static void test_only_children_listed_is_whole(void **state) {
  (void)state;
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, "effective,old_code,new_code,share\n2020-01-01,510722109202,510722109201,children\n");
  bench_expect_crosswalk(b, "并入,510722109202,长发村,510722109201,友爱村,1\n");
  bench_close(b);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_remainder),
      cmocka_unit_test(test_intervals_that_may_sum_to_one),
      cmocka_unit_test(test_move_is_carried_up),
      cmocka_unit_test(test_whole_move_says_nothing_new_below),
      cmocka_unit_test(test_established_has_a_flow_with_a_share),
      cmocka_unit_test(test_only_children_listed_is_whole),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
