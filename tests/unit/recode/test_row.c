/* SPDX-License-Identifier: Apache-2.0 */
/* What becomes of rows under each policy. Expected rows are worked out from the table in recoding.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/recoding.h"

typedef struct world {
  bench *b;
  quhua_recode_map *map;
} world;

static int set_up(void **state) {
  static world w;
  w.b = recoding_open();
  w.map = recoding_map(w.b, RECODING_FROM, RECODING_TO);
  *state = &w;
  return 0;
}

static int tear_down(void **state) {
  world *w = *state;
  quhua_recode_map_free(w->map);
  bench_close(w->b);
  return 0;
}

static const char *const code_column[] = {"code"};
static const char *const name_column[] = {"name"};
static const char *const amount_columns[] = {"n", "m"};

static quhua_recode_options options_for(quhua_recode_policy policy, quhua_recode_policy otherwise) {
  quhua_recode_options options;
  quhua_recode_options_init(&options);
  options.columns = code_column;
  options.column_count = 1;
  options.policy = policy;
  options.otherwise = otherwise;
  options.source = "t.csv";
  return options;
}

static recoded gives(void **state, const quhua_recode_options *options, const char *in, const char *wanted) {
  world *w = *state;
  recoded r = {0};
  for (size_t piece = 0; piece <= 4; piece++) {
    quhua_recode_options own = *options;
    own.buffer_size = piece ? 16 * piece : 0;
    recoding_free(&r);
    r = recoding_run(w->map, &own, in, strlen(in), piece);
    if (r.status) fail_msg("%u:%u: %s", r.err.line, r.err.column, r.err.message[QUHUA_LANG_EN]);
    assert_string_equal(r.text, wanted);
  }
  return r;
}

static void refuses(void **state, const quhua_recode_options *options, const char *in, quhua_status status,
                    uint32_t line, uint32_t column, const char *message) {
  world *w = *state;
  recoded r = recoding_run(w->map, options, in, strlen(in), 0);
  assert_int_equal(r.status, status);
  assert_int_equal(r.err.line, line);
  assert_int_equal(r.err.column, column);
  assert_string_equal(r.err.subject, "t.csv");
  if (!strstr(r.err.message[QUHUA_LANG_EN], message))
    fail_msg("not “%s”: %s", message, r.err.message[QUHUA_LANG_EN]);
  recoding_free(&r);
}

static void stops(void **state) {
  quhua_recode_options o = options_for(QUHUA_RECODE_STOP, QUHUA_RECODE_STOP);
  refuses(state, &o, "name,code\n云,510723104\n溪镇, 510723104201\n", QUHUA_E_AMBIGUOUS, 3, 5,
          "510723104201 has 2 successors: 510723114211=2/5 510723114212=3/5");
  refuses(state, &o, "name,code\n\"a\nb\",510723100201\n", QUHUA_E_AMBIGUOUS, 3, 4,
          "510723100201 has 2 successors: 510723100211=? 510723100212=?");
  refuses(state, &o, "code\n510723100206\n", QUHUA_E_AMBIGUOUS, 2, 1, "510723100206 ended without successor");
  /* The row that comes first is named, also where a later one cannot be read. */
  refuses(state, &o, "code\n510723100206\nx\"\n", QUHUA_E_AMBIGUOUS, 2, 1, "ended");
}

static void flags(void **state) {
  quhua_recode_options o = options_for(QUHUA_RECODE_FLAG, QUHUA_RECODE_STOP);
  recoded r =
      gives(state, &o,
            "code,x\n510723104202,1\n510723104201,2\n510723100201,3\n510723100206,4\n510723,5\n\n,6\n999,7",
            "code,x,status,candidates\n510723114202,1,recoded,\n"
            "510723104201,2,ambiguous,510723114211=2/5 510723114212=3/5\n"
            "510723100201,3,ambiguous,510723100211=? 510723100212=?\n"
            "510723100206,4,ended,=1\n510723,5,same,\n\n,6,empty,\n999,7,unknown,");
  assert_int_equal(r.counts.rows, 7);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_AMBIGUOUS], 2);
  assert_int_equal(r.counts.lines[QUHUA_RECODE_AMBIGUOUS], 3);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_ENDED], 1);
  recoding_free(&r);
  r = gives(state, &o, "\"status\",code\r\nx,510723104\r\n",
            "\"status\",code,recode_status,recode_candidates\r\nx,510723114,recoded,\r\n");
  recoding_free(&r);
}

static void flags_of_several(void **state) {
  static const char *const columns[] = {"b", "a"};
  quhua_recode_options o = options_for(QUHUA_RECODE_FLAG, QUHUA_RECODE_STOP);
  o.columns = columns;
  o.column_count = 2;
  recoded r =
      gives(state, &o, "a,b\n510723104,510723100206\n",
            "a,b,status_2,candidates_2,status_1,candidates_1\n510723114,510723100206,ended,=1,recoded,\n");
  recoding_free(&r);
}

static void takes_largest(void **state) {
  quhua_recode_options o = options_for(QUHUA_RECODE_TAKE_LARGEST, QUHUA_RECODE_STOP);
  recoded r = gives(state, &o, "code\n510723104201\n510723104202\n", "code\n510723114212\n510723114202\n");
  assert_int_equal(r.counts.cells[QUHUA_RECODE_LARGEST], 1);
  recoding_free(&r);
  refuses(state, &o, "code\n510723100205\n", QUHUA_E_AMBIGUOUS, 2, 1, "has 2 successors"); /* a tie */
  refuses(state, &o, "code\n510723100201\n", QUHUA_E_AMBIGUOUS, 2, 1, "has 2 successors"); /* not known */
  refuses(state, &o, "code\n510723100206\n", QUHUA_E_AMBIGUOUS, 2, 1, "ended");
  o.otherwise = QUHUA_RECODE_FLAG;
  r = gives(state, &o, "code\n510723104201\n510723100205\n",
            "code,status,candidates\n510723114212,largest,510723114211=2/5 510723114212=3/5\n"
            "510723100205,ambiguous,510723100213=1/2 510723100214=1/2\n");
  recoding_free(&r);
}

/* 7 over 2/5 and 3/5 is 2.8 and 4.2: 3 and 4. 1.01 over them is 0.404 and 0.606: 0.40 and 0.61. -5 is -2 and -3.
 * A tie of remainders (5 over halves) goes to the first. */
static void splits(void **state) {
  quhua_recode_options o = options_for(QUHUA_RECODE_APPORTION, QUHUA_RECODE_STOP);
  o.amounts = amount_columns;
  o.amount_count = 2;
  o.names = name_column;
  o.name_count = 1;
  recoded r =
      gives(state, &o,
            "n,code,name,m,k\n7,510723104201,和平村,1.01,9\r\n-5,510723104201,\"x, y\",, "
            "9\n5,510723100205,,\"0\",9\n1,510723104202,胜利,2,3",
            "n,code,name,m,k\n3,510723114211,和一村,0.40,9\n4,510723114212,和二村,0.61,9\r\n"
            "-2,510723114211,\"和一村\",, 9\n-3,510723114212,\"和二村\",, 9\n"
            "3,510723100213,左独村,\"0\",9\n2,510723100214,右独村,\"0\",9\n1,510723114202,胜利村,2,3");
  assert_int_equal(r.counts.cells[QUHUA_RECODE_SPLIT], 3);
  assert_int_equal(r.counts.rows, 4);
  recoding_free(&r);
  refuses(state, &o, "n,m,name,code\n1,1e3,,510723104201\n", QUHUA_E_INVALID, 2, 3, "“1e3” is no number");
  refuses(state, &o, "n,m,name,code\n1,\"1,000\",,510723104201\n", QUHUA_E_INVALID, 2, 4,
          "“1,000” is no number");
  refuses(state, &o, "n,m,name,code\n1,1234567890123456789,,510723104201\n", QUHUA_E_INVALID, 2, 3,
          "is no number");
  refuses(state, &o, "n,m,name,code\n1,2,,510723100201\n", QUHUA_E_AMBIGUOUS, 2, 6, "has 2 successors");
}

static void splits_as_lines_of_windows(void **state) {
  quhua_recode_options o = options_for(QUHUA_RECODE_APPORTION, QUHUA_RECODE_FLAG);
  o.amounts = amount_columns;
  o.amount_count = 1;
  recoded r = gives(state, &o, "code,n\r\n510723104201,5\r\n",
                    "code,n,status,candidates\r\n"
                    "510723114211,2,split,510723114211=2/5 510723114212=3/5\r\n"
                    "510723114212,3,split,510723114211=2/5 510723114212=3/5\r\n");
  recoding_free(&r);
}

/* Names become the new ones; where the code is the same and the name is not, too. Nothing else is touched. */
static void names(void **state) {
  quhua_recode_options o = options_for(QUHUA_RECODE_STOP, QUHUA_RECODE_STOP);
  o.names = name_column;
  o.name_count = 1;
  recoded r = gives(
      state, &o,
      "name,code\n两河,510723104\n\"白虎\"\"\",510723100202\n云溪,510723100\n,999\n东永,510723208201\n",
      "name,code\n高渠镇,510723114\n\"朱雀村\",510723100202\n云溪,510723100\n,999\n东永村,510723114203\n");
  recoding_free(&r);
}

/* 高渠镇 is B8DF C7FE D5F2 in GB18030; 两河镇 C1BD BAD3 D5F2. */
static void names_in_gb18030(void **state) {
  quhua_recode_options o = options_for(QUHUA_RECODE_STOP, QUHUA_RECODE_STOP);
  o.names = name_column;
  o.name_count = 1;
  recoded r = gives(state, &o, "code,name\n510723104,\xC1\xBD\xBA\xD3\xD5\xF2\n",
                    "code,name\n510723114,\xB8\xDF\xC7\xFE\xD5\xF2\n");
  recoding_free(&r);
}

static void checks(void **state) {
  world *w = *state;
  quhua_recode_map *map = NULL;
  quhua_recode_options o = options_for(QUHUA_RECODE_STOP, QUHUA_RECODE_STOP);
  static const char in[] = "code\n510723114\n510723104\n510723100203\n510723104000\n";
  assert_int_equal(
      quhua_recode_map_new_check(w->b->before, bench_day(RECODING_FROM), bench_day(RECODING_TO), &map, NULL),
      QUHUA_OK);
  recoded r = recoding_run(map, &o, in, sizeof in - 1, 0);
  assert_int_equal(r.status, QUHUA_OK);
  assert_string_equal(r.text, in);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_CURRENT], 1);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_OLD], 2);
  assert_int_equal(r.counts.lines[QUHUA_RECODE_OLD], 3);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_REUSED], 1);
  recoding_free(&r);
  quhua_recode_map_free(map);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(stops),
      cmocka_unit_test(flags),
      cmocka_unit_test(flags_of_several),
      cmocka_unit_test(takes_largest),
      cmocka_unit_test(splits),
      cmocka_unit_test(splits_as_lines_of_windows),
      cmocka_unit_test(names),
      cmocka_unit_test(names_in_gb18030),
      cmocka_unit_test(checks),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
