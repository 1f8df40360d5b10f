/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/fail_alloc.h"
#include "support/recoding.h"

/* One register and its map for all tests. */
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

static quhua_recode_options options_for(const char *const *columns, size_t count) {
  quhua_recode_options options;
  quhua_recode_options_init(&options);
  options.columns = columns;
  options.column_count = count;
  options.source = "t.csv";
  return options;
}

static void gives_with(const world *w, const quhua_recode_options *options, const char *in, size_t len,
                       const char *wanted, size_t wanted_len) {
  for (size_t buffer = 16; buffer <= 80; buffer += 7)
    for (size_t piece = 0; piece <= 3; piece++) {
      quhua_recode_options own = *options;
      own.buffer_size = buffer;
      recoded r = recoding_run(w->map, &own, in, len, piece);
      if (r.status) fail_msg("%u:%u: %s", r.err.line, r.err.column, r.err.message[QUHUA_LANG_EN]);
      assert_int_equal(r.len, wanted_len);
      assert_memory_equal(r.text, wanted, wanted_len);
      assert_int_equal(r.counts.bytes_in, len);
      assert_int_equal(r.counts.bytes_out, wanted_len);
      recoding_free(&r);
    }
}

static void gives(const world *w, const char *in, const char *wanted) {
  quhua_recode_options options = options_for(code_column, 1);
  gives_with(w, &options, in, strlen(in), wanted, strlen(wanted));
}

/* Fails with a place and a text, however the stream is cut. */
static void refuses_with(const world *w, const quhua_recode_options *options, const char *in,
                         quhua_status status, uint32_t line, uint32_t column, const char *message) {
  for (size_t piece = 0; piece <= 5; piece++) {
    recoded r = recoding_run(w->map, options, in, strlen(in), piece);
    assert_int_equal(r.status, status);
    assert_int_equal(r.err.line, line);
    assert_int_equal(r.err.column, column);
    if (!strstr(r.err.message[QUHUA_LANG_EN], message))
      fail_msg("“%s” is not in “%s”", message, r.err.message[QUHUA_LANG_EN]);
    assert_true(r.err.message[QUHUA_LANG_ZH][0] != '\0');
    recoding_free(&r);
  }
}

static void refuses(const world *w, const char *in, uint32_t line, uint32_t column, const char *message) {
  quhua_recode_options options = options_for(code_column, 1);
  refuses_with(w, &options, in, QUHUA_E_INVALID, line, column, message);
}

/* --- what comes out ----------------------------------------------------------------------------------------------- */

static void plain(void **state) {
  gives(*state, "code\n510723104202\n", "code\n510723114202\n");
  gives(*state, "id,code,x\n1,510723104202,a\n2,510723100,b\n3,510723208201,c",
        "id,code,x\n1,510723114202,a\n2,510723100,b\n3,510723114203,c");
  gives(*state, "id,code\r\n1,510723104\r\n2,510723208000\r\n",
        "id,code\r\n1,510723114\r\n2,510723114000\r\n");
  gives(*state, "code\n", "code\n");
  gives(*state, "code", "code");
}

/* Quotes, doubled quotes, delimiters and line ends in cells, blanks around codes, empty lines. */
static void hostile_shapes(void **state) {
  gives(*state, "\"a,\"\"b\",\"code\"\n\"x\ny, \"\"z\",\"510723104202\"\n\"\",510723104202\n",
        "\"a,\"\"b\",\"code\"\n\"x\ny, \"\"z\",\"510723114202\"\n\"\",510723114202\n");
  gives(*state, "\n\ncode,n\n\n 510723104202\t,1\n\r\n  ,2\n\"  510723104202 \",3\n",
        "\n\ncode,n\n\n 510723114202\t,1\n\r\n  ,2\n\"  510723114202 \",3\n");
  gives(*state, "code,n\n\"510723\"\"104202\",1\n510723104202x,2\n5107231042020000,3\n99,4\n",
        "code,n\n\"510723\"\"104202\",1\n510723104202x,2\n5107231042020000,3\n99,4\n");
  gives(*state, "code,n\n510723104202,\"510723104202\n510723104202,\"\n",
        "code,n\n510723114202,\"510723104202\n510723104202,\"\n");
  gives(*state, "code\n\"510723104202\"", "code\n\"510723114202\"");
  gives(*state, "code\n\"510723104202\"\r", "code\n\"510723114202\"\r"); /* a stray CR at the end stays */
}

static void bytes_that_are_no_text(void **state) {
  static const char in[] = "\xEF\xBB\xBF"
                           "code,n\n510723104202,\0\xFF\xFE\n",
                    out[] = "\xEF\xBB\xBF"
                            "code,n\n510723114202,\0\xFF\xFE\n";
  quhua_recode_options options = options_for(code_column, 1);
  gives_with(*state, &options, in, sizeof in - 1, out, sizeof out - 1);
}

/* GB18030: 代码 is B4FA C2EB; 㭎 is FE68; 亗 is 8158, 丂 is 8140; 𬮿 is 9933B435. Second bytes look like letters, digits and
 * ASCII signs, but never like structure. */
static void gb18030(void **state) {
  static const char *const column[] = {"代码"};
  quhua_recode_options options = options_for(column, 1);
  static const char in[] =
      "\xC3\xFB,\xB4\xFA\xC2\xEB\n\x81\x40\xFE\x68\x99\x33\xB4\x35\x81\x7C,510723104202\n",
                    out[] =
                        "\xC3\xFB,\xB4\xFA\xC2\xEB\n\x81\x40\xFE\x68\x99\x33\xB4\x35\x81\x7C,510723114202\n";
  gives_with(*state, &options, in, sizeof in - 1, out, sizeof out - 1);
  /* Columns are counted in characters. */
  refuses_with(*state, &options, "\xC3\xFB,\xB4\xFA\xC2\xEB\n\x81\x40\x99\x33\xB4\x35,510723104201\n",
               QUHUA_E_AMBIGUOUS, 2, 4, "510723104201 has 2 successors");
}

static void other_delimiters(void **state) {
  quhua_recode_options options = options_for(code_column, 1);
  static const char tsv[] = "a\tcode\n1,\t510723104202\n", tsv_out[] = "a\tcode\n1,\t510723114202\n";
  static const char semi[] = "a;code\n1,;510723104202\n", semi_out[] = "a;code\n1,;510723114202\n";
  options.delimiter = '\t';
  gives_with(*state, &options, tsv, sizeof tsv - 1, tsv_out, sizeof tsv_out - 1);
  options.delimiter = ';';
  gives_with(*state, &options, semi, sizeof semi - 1, semi_out, sizeof semi_out - 1);
}

static void several_columns(void **state) {
  static const char *const columns[] = {"to", "from"};
  quhua_recode_options options = options_for(columns, 2);
  static const char in[] = "from,x,to\n510723104202,1,510723208201\n510723104,2,\n",
                    out[] = "from,x,to\n510723114202,1,510723114203\n510723114,2,\n";
  gives_with(*state, &options, in, sizeof in - 1, out, sizeof out - 1);
}

static void by_number(void **state) {
  static const char *const second[] = {"2"}, *const first[] = {"1"};
  quhua_recode_options options = options_for(second, 1);
  static const char headed[] = "a,code\n1,510723104202\n", headed_out[] = "a,code\n1,510723114202\n";
  static const char bare[] = "1,510723104202\n2,510723208201\n",
                    bare_out[] = "1,510723114202\n2,510723114203\n";
  gives_with(*state, &options, headed, sizeof headed - 1, headed_out, sizeof headed_out - 1);
  gives_with(*state, &options, bare, sizeof bare - 1, bare_out, sizeof bare_out - 1);
  gives_with(*state, &options, "", 0, "", 0);
  options.header = QUHUA_RECODE_HEADER_YES; /* then the first row stands, whatever it looks like */
  gives_with(*state, &options, bare, sizeof bare - 1, "1,510723104202\n2,510723114203\n", sizeof bare - 1);
  options = options_for(first, 1);
  options.header = QUHUA_RECODE_HEADER_NO;
  recoded r = recoding_run(((world *)*state)->map, &options, "code\n510723104\n", 15, 0);
  assert_int_equal(r.counts.rows, 2);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_UNKNOWN], 1);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_NEW], 1);
  recoding_free(&r);
}

static void counting(void **state) {
  static const char in[] = "code,n\n510723104202,1\n510723,2\n,3\n999,4\n510723104,5\n\n510723100202,6\n";
  quhua_recode_options options = options_for(code_column, 1);
  recoded r = recoding_run(((world *)*state)->map, &options, in, sizeof in - 1, 0);
  assert_int_equal(r.status, QUHUA_OK);
  assert_int_equal(r.counts.rows, 6);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_NEW], 2);
  assert_int_equal(r.counts.lines[QUHUA_RECODE_NEW], 2);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_SAME], 2);
  assert_int_equal(r.counts.lines[QUHUA_RECODE_SAME], 3);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_EMPTY], 1);
  assert_int_equal(r.counts.lines[QUHUA_RECODE_EMPTY], 4);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_UNKNOWN], 1);
  assert_int_equal(r.counts.lines[QUHUA_RECODE_UNKNOWN], 5);
  assert_int_equal(r.counts.cells[QUHUA_RECODE_AMBIGUOUS], 0);
  recoding_free(&r);
}

/* --- what is refused ---------------------------------------------------------------------------------------------- */

static void bad_tables(void **state) {
  refuses(*state, "", 1, 1, "empty");
  refuses(*state, "a,cod\n1,2\n", 1, 1, "there is no column “code”; did you mean “cod”?");
  refuses(*state, "a,code,code\n1,2,3\n", 1, 1, "stands twice");
  refuses(*state, "a,code\n1,510723\n2\n3,510723\n", 3, 2, "ends before the column");
  refuses(*state, "a,code\n1,510723\n2", 3, 2, "cut off");
  refuses(*state, "a,code,b\n1,510723,x\n2,510723", 3, 9, "cut off");
  refuses(*state, "a,code\n云\"x\",510723\n", 2, 2, "a quote inside a cell");
  refuses(*state, "a,code\n\"云\"x,510723\n", 2, 4, "text after the closing quote");
  refuses(*state, "a,code\n1,510723\n2,\"510723\n3,510723\n", 3, 3, "never closed");
  refuses(*state, "a,code\r1,510723\r", 1, 7, "carriage return");
  refuses(*state, "a,b\n\"x,code\n", 1, 1, "there is no column");
}

static void bad_options(void **state) {
  world *w = *state;
  static const char *const two[] = {"code", "b"}, *const third[] = {"3"}, *const zero[] = {"0"};
  quhua_recode_options options = options_for(third, 1);
  refuses_with(w, &options, "a,b\n1,2\n", QUHUA_E_INVALID, 1, 4, "there is no column 3: the row has 2");
  options = options_for(zero, 1); /* columns begin at 1, so this is a name */
  refuses_with(w, &options, "a,b\n1,2\n", QUHUA_E_INVALID, 1, 1, "there is no column “0”");
  options = options_for(code_column, 0);
  refuses_with(w, &options, "code\n", QUHUA_E_INVALID, 0, 0, "no column with codes");
  options = options_for(code_column, 1);
  options.delimiter = '|';
  refuses_with(w, &options, "code\n", QUHUA_E_INVALID, 0, 0, "cannot stand between cells");
  options = options_for(code_column, 1);
  options.names = two;
  options.name_count = 2;
  refuses_with(w, &options, "code,b\n", QUHUA_E_INVALID, 0, 0, "more columns with names");
  options.name_count = 1; /* the same column for codes and names */
  refuses_with(w, &options, "code,b\n", QUHUA_E_INVALID, 1, 1, "stands twice");
  options = options_for(two, 2);
  options.policy = QUHUA_RECODE_APPORTION;
  refuses_with(w, &options, "code,b\n", QUHUA_E_INVALID, 0, 0, "several columns");
  options = options_for(code_column, 1);
  options.amounts = two;
  options.amount_count = 1;
  refuses_with(w, &options, "code,b\n", QUHUA_E_INVALID, 0, 0, "only the policy split");
  options = options_for(code_column, 1);
  options.header = QUHUA_RECODE_HEADER_NO;
  refuses_with(w, &options, "code,b\n", QUHUA_E_INVALID, 0, 0, "without a header");
}

/* A row grows the buffer up to the limit and not beyond. */
static void long_rows(void **state) {
  world *w = *state;
  size_t len = 5000;
  char *text = malloc(len + 64);
  quhua_recode_options options = options_for(code_column, 1);
  options.buffer_size = 64;
  strcpy(text, "n,code\n\"");
  memset(text + 8, 'x', len);
  strcpy(text + 8 + len, "\",510723104202\n");
  recoded r = recoding_run(w->map, &options, text, strlen(text), 0);
  assert_int_equal(r.status, QUHUA_OK);
  assert_string_equal(r.text + 8 + len, "\",510723114202\n");
  recoding_free(&r);
  options.record_limit = 4096;
  r = recoding_run(w->map, &options, text, strlen(text), 0);
  assert_int_equal(r.status, QUHUA_E_INVALID);
  assert_int_equal(r.err.line, 2);
  assert_non_null(strstr(r.err.message[QUHUA_LANG_EN], "not closed within 4096 bytes"));
  recoding_free(&r);
  text[7] = 'x'; /* no quote: a long line */
  text[8 + len] = 'x';
  r = recoding_run(w->map, &options, text, strlen(text), 0);
  assert_int_equal(r.status, QUHUA_E_INVALID);
  assert_non_null(strstr(r.err.message[QUHUA_LANG_EN], "longer than 4096 bytes"));
  recoding_free(&r);
  free(text);
}

static void full_output(void **state) {
  static const char in[] = "code\n510723104202\n510723104202\n510723104202\n";
  quhua_recode_options options = options_for(code_column, 1);
  options.buffer_size = 16;
  for (size_t room = 0; room < sizeof in - 1; room++) {
    recoded r = recoding_run_into(((world *)*state)->map, &options, in, sizeof in - 1, 0, room);
    assert_int_equal(r.status, QUHUA_E_IO);
    recoding_free(&r);
  }
}

static bool swallow(void *ctx, const char *data, size_t len) {
  (void)ctx, (void)data, (void)len;
  return true;
}

static void failed_for_good(void **state) {
  quhua_recode_options options = options_for(code_column, 1);
  quhua_writer writer = {NULL, swallow};
  quhua_recoder *recoder = NULL;
  options.buffer_size = 16;
  assert_int_equal(quhua_recoder_new(((world *)*state)->map, &options, &writer, &recoder, NULL), QUHUA_OK);
  assert_int_equal(quhua_recoder_feed(recoder, "nothing\nto\nfind\n", 16, NULL), QUHUA_E_INVALID);
  assert_int_equal(quhua_recoder_feed(recoder, "code\n", 5, NULL), QUHUA_E_INVALID);
  assert_int_equal(quhua_recoder_finish(recoder, NULL), QUHUA_E_INVALID);
  quhua_recoder_free(recoder);
}

static void out_of_memory(void **state) {
  static const char in[] =
      "n,code,name\n\"a long cell that makes the buffer grow\",510723104202,x\n1,510723100201,y\n";
  static const char *const names[] = {"name"};
  fail_alloc books;
  quhua_allocator failing = fail_alloc_make(&books, -1);
  quhua_recode_options options = options_for(code_column, 1);
  options.allocator = &failing;
  options.buffer_size = 16;
  options.policy = QUHUA_RECODE_FLAG;
  options.names = names;
  options.name_count = 1;
  long failures = 0;
  for (;; failures++) {
    fail_alloc_arm(&books, failures);
    recoded r = recoding_run(((world *)*state)->map, &options, in, sizeof in - 1, 0);
    quhua_status status = r.status;
    recoding_free(&r);
    assert_true(fail_alloc_is_clean(&books));
    if (!status) break;
    assert_int_equal(status, QUHUA_E_NOMEM);
  }
  assert_true(failures > 5);
}

/* --- random tables ------------------------------------------------------------------------------------------------ */

/* Old and new codes, from the table in recoding.h. */
static const char *const known[][2] = {{"510723104202", "510723114202"},
                                       {"510723208201", "510723114203"},
                                       {"510723104", "510723114"},
                                       {"510723208000", "510723114000"},
                                       {"510723100203", "510723100204"},
                                       {"510723100", "510723100"},
                                       {"99", "99"},
                                       {"", ""}};

typedef struct pen {
  char text[1 << 14];
  size_t len;
} pen;

static void put(pen *p, const char *text) {
  size_t len = strlen(text);
  assert_true(p->len + len < sizeof p->text);
  memcpy(p->text + p->len, text, len + 1);
  p->len += len;
}

static uint32_t draw(uint32_t *seed, uint32_t below) {
  *seed = *seed * 1664525u + 1013904223u;
  return (*seed >> 16) % below;
}

/* A cell of any shape; never one that the reader refuses. */
static void put_any(pen *p, uint32_t *seed) {
  static const char *const plain_cells[] = {"", "x", "云溪镇", "510723104202", " ", "a b", "'", "\t", "0.5"};
  static const char *const inside[] = {"\"\"", ",", "\n", "\r\n", "510723104202", "云", "x", "\r"};
  if (draw(seed, 3)) {
    put(p, plain_cells[draw(seed, 9)]);
    return;
  }
  put(p, "\"");
  for (uint32_t n = draw(seed, 6); n > 0; n--) put(p, inside[draw(seed, 8)]);
  put(p, "\"");
}

/* The same table before and after, written at the same time. */
static void put_table(pen *in, pen *out, uint32_t *seed) {
  const char *line_end = draw(seed, 2) ? "\n" : "\r\n";
  put(in, "\"h,\",code,z");
  put(out, "\"h,\",code,z");
  for (uint32_t rows = draw(seed, 30); rows > 0; rows--) {
    size_t start = in->len;
    uint32_t which = draw(seed, 8);
    bool quoted = draw(seed, 3) == 0, blank = draw(seed, 5) == 0;
    put(in, line_end);
    put_any(in, seed);
    put(in, quoted ? ",\"" : ",");
    if (blank) put(in, " ");
    put(out, in->text + start);
    put(in, known[which][0]);
    put(out, known[which][1]);
    start = in->len;
    put(in, quoted ? "\"," : ",");
    put_any(in, seed);
    put(out, in->text + start);
  }
  if (draw(seed, 2)) {
    put(in, line_end);
    put(out, line_end);
  }
}

static void random_tables(void **state) {
  world *w = *state;
  static pen in, out;
  quhua_recode_options options = options_for(code_column, 1);
  for (uint32_t round = 0; round < 3000; round++) {
    uint32_t seed = round;
    in.len = out.len = 0;
    put_table(&in, &out, &seed);
    options.buffer_size = 16 + draw(&seed, 200);
    recoded r = recoding_run(w->map, &options, in.text, in.len, draw(&seed, 40));
    if (r.status)
      fail_msg("round %u, %u:%u: %s", round, r.err.line, r.err.column, r.err.message[QUHUA_LANG_EN]);
    if (r.len != out.len || memcmp(r.text, out.text, out.len) != 0)
      fail_msg("round %u:\n%s\n-- gives --\n%s\n-- not --\n%s", round, in.text, r.text, out.text);
    recoding_free(&r);
  }
}

/* Bytes without any form never crash, and what does not fail comes out as long as it went in. */
static void random_bytes(void **state) {
  world *w = *state;
  static const char alphabet[] = ",,,\"\"\n\n\r15071004232x\xE4\xBA\x91\x81\x40";
  static const char *const first[] = {"1"};
  quhua_recode_options options = options_for(first, 1);
  options.policy = QUHUA_RECODE_TAKE_LARGEST;
  for (uint32_t round = 0; round < 20000; round++) {
    char text[64];
    uint32_t seed = round, len = draw(&seed, sizeof text);
    for (uint32_t i = 0; i < len; i++) text[i] = alphabet[draw(&seed, sizeof alphabet - 1)];
    options.buffer_size = 16 + draw(&seed, 40);
    recoded whole = recoding_run(w->map, &options, text, len, 0),
            cut = recoding_run(w->map, &options, text, len, 1);
    assert_int_equal(whole.status, cut.status);
    if (!whole.status) assert_int_equal(whole.len, cut.len);
    if (!whole.status) assert_memory_equal(whole.text, cut.text, cut.len);
    recoding_free(&whole);
    recoding_free(&cut);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(plain),
      cmocka_unit_test(hostile_shapes),
      cmocka_unit_test(bytes_that_are_no_text),
      cmocka_unit_test(gb18030),
      cmocka_unit_test(other_delimiters),
      cmocka_unit_test(several_columns),
      cmocka_unit_test(by_number),
      cmocka_unit_test(counting),
      cmocka_unit_test(bad_tables),
      cmocka_unit_test(bad_options),
      cmocka_unit_test(long_rows),
      cmocka_unit_test(full_output),
      cmocka_unit_test(failed_for_good),
      cmocka_unit_test(out_of_memory),
      cmocka_unit_test(random_tables),
      cmocka_unit_test(random_bytes),
  };
  return cmocka_run_group_tests(tests, set_up, tear_down);
}
