/* SPDX-License-Identifier: Apache-2.0 */
/* Several threads rewrite a file as one does: same bytes, patch and counts, and where the table is wrong, the same error.
 * The blocks are tiny, so that a table of a few hundred bytes has dozens of them, and rows and quoted cells lie across
 * their ends. */
#define _POSIX_C_SOURCE 200809L /* mkdtemp */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/recoding.h"

#define TEXT_MAX 8192

typedef struct result {
  quhua_status status;
  quhua_error err;
  quhua_recode_counts counts;
  char out[4 * TEXT_MAX], undo[4 * TEXT_MAX];
  size_t out_len, undo_len;
} result;

typedef struct yard {
  bench *b;
  quhua_recode_map *map;
  char folder[64], in[96], out[96], undo[96];
  char text[TEXT_MAX];
  size_t len;
  uint64_t seed;
} yard;

static int set_up(void **state) {
  yard *y = calloc(1, sizeof *y);
  assert_non_null(y);
  strcpy(y->folder, "/tmp/quhua-crew.XXXXXX");
  assert_non_null(mkdtemp(y->folder));
  snprintf(y->in, sizeof y->in, "%s/in.csv", y->folder);
  snprintf(y->out, sizeof y->out, "%s/out.csv", y->folder);
  snprintf(y->undo, sizeof y->undo, "%s/undo", y->folder);
  y->b = recoding_open();
  y->map = recoding_map(y->b, RECODING_FROM, RECODING_TO);
  *state = y;
  return 0;
}

static int tear_down(void **state) {
  yard *y = *state;
  unlink(y->in), unlink(y->out), unlink(y->undo);
  assert_int_equal(rmdir(y->folder), 0);
  quhua_recode_map_free(y->map);
  bench_close(y->b);
  free(y);
  return 0;
}

static unsigned pick(yard *y, unsigned count) {
  y->seed = y->seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
  return (unsigned)(y->seed >> 33) % count;
}

static void add(yard *y, const char *text) {
  size_t len = strlen(text);
  assert_true(y->len + len < TEXT_MAX);
  memcpy(y->text + y->len, text, len);
  y->len += len;
}

static const char *const codes[] = {"510723104202", "510723208201", "510723100", "510723104",
                                    "510723100202", "999",          "",          " 510723208 ",
                                    "510723114",    "510723100203"};
static const char *const cells[] = {"a",
                                    "\"x, y\"",
                                    "\"two\nlines\"",
                                    "\"say \"\"a\"\" \"",
                                    "长村名",
                                    "\"\n\n,\"\"\n\"",
                                    "",
                                    "0123456789012345678901234567"};
static const char *const ends[] = {"\n", "\n", "\n", "\r\n", "\n\n"};
/* Each of these ends the run, with the policies that do not flag. */
static const char *const faults[] = {
    "in\"ner,1,510723100\n", "\"after\"x,1,510723100\n", "short\n",
    "a,b,510723100206\n",    "a,b,510723100201\n",       "\"open,b,510723100\n"};

static void write_table(yard *y, bool faulty) {
  unsigned rows = pick(y, 40), fault_at = pick(y, rows + 1);
  y->len = 0;
  add(y, pick(y, 3) ? "id,note,code\n" : "\xEF\xBB\xBFid,note,code\r\n");
  for (unsigned row = 0; row <= rows; row++) {
    if (faulty && row == fault_at) add(y, faults[pick(y, sizeof faults / sizeof *faults)]);
    add(y, cells[pick(y, sizeof cells / sizeof *cells)]);
    add(y, ",");
    add(y, cells[pick(y, sizeof cells / sizeof *cells)]);
    add(y, ",");
    add(y, codes[pick(y, sizeof codes / sizeof *codes)]);
    add(y, row == rows && pick(y, 2) ? "" : ends[pick(y, sizeof ends / sizeof *ends)]);
  }
  FILE *file = fopen(y->in, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(y->text, 1, y->len, file), y->len);
  assert_int_equal(fclose(file), 0);
}

static size_t read_file(const char *path, char *out) {
  FILE *file = fopen(path, "rb");
  if (!file) return SIZE_MAX;
  size_t len = fread(out, 1, 4 * TEXT_MAX, file);
  fclose(file);
  unlink(path);
  return len;
}

static void run(yard *y, quhua_recode_options *how, uint32_t threads, result *out) {
  quhua_recode_files files;
  quhua_recode_files_init(&files);
  files.input = y->in;
  files.output = y->out;
  files.undo = y->undo;
  files.threads = threads;
  memset(out, 0, sizeof *out);
  out->status = quhua_recode_file(y->map, how, &files, &out->counts, &out->err);
  out->out_len = read_file(y->out, out->out);
  out->undo_len = read_file(y->undo, out->undo);
}

static void expect_same(const yard *y, const result *a, const result *b) {
  bool same = a->status == b->status && a->out_len == b->out_len && a->undo_len == b->undo_len &&
              memcmp(a->out, b->out, sizeof a->out) == 0 && memcmp(a->undo, b->undo, sizeof a->undo) == 0 &&
              a->err.line == b->err.line && a->err.column == b->err.column &&
              strcmp(a->err.message[0], b->err.message[0]) == 0 && a->counts.rows == b->counts.rows &&
              memcmp(a->counts.cells, b->counts.cells, sizeof a->counts.cells) == 0 &&
              memcmp(a->counts.lines, b->counts.lines, sizeof a->counts.lines) == 0;
  if (same) return;
  print_error("one thread: %d %u:%u %s\nseveral: %d %u:%u %s\ntable:\n%.*s\n", (int)a->status, a->err.line,
              a->err.column, a->err.message[0], (int)b->status, b->err.line, b->err.column, b->err.message[0],
              (int)y->len, y->text);
  fail();
}

static void compare(yard *y, bool faulty, unsigned rounds) {
  static const char *const columns[] = {"code"}, *const names[] = {"note"};
  static result alone, together;
  unsigned failed = 0;
  for (unsigned round = 0; round < rounds; round++) {
    quhua_recode_options how;
    quhua_recode_options_init(&how);
    how.columns = columns;
    how.column_count = 1;
    how.names = names;
    how.name_count = pick(y, 2);
    how.policy = pick(y, 2) && !faulty ? QUHUA_RECODE_FLAG : QUHUA_RECODE_STOP;
    how.buffer_size = 16 + pick(y, 120);
    how.record_limit = 400;
    write_table(y, faulty);
    run(y, &how, 1, &alone);
    run(y, &how, 2 + pick(y, 3), &together);
    expect_same(y, &alone, &together);
    failed += alone.status != QUHUA_OK;
  }
  assert_int_equal(failed, faulty ? rounds : 0);
}

static void good_tables_come_out_the_same(void **state) {
  yard *y = *state;
  y->seed = 20200101;
  compare(y, false, 300);
}

static void the_first_error_is_the_same(void **state) {
  yard *y = *state;
  y->seed = 20210101;
  compare(y, true, 300);
}

/* A quote that is never closed takes everything behind it, up to the longest row. */
static void a_quote_without_end_is_found(void **state) {
  yard *y = *state;
  static const char *const columns[] = {"code"};
  static result several;
  quhua_recode_options how;
  quhua_recode_options_init(&how);
  how.columns = columns;
  how.column_count = 1;
  how.buffer_size = 64;
  how.record_limit = 300;
  y->len = 0;
  add(y, "id,note,code\n1,,510723100\n2,\"open,510723100\n");
  for (int i = 0; i < 100; i++) add(y, "3,,510723100\n");
  FILE *file = fopen(y->in, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(y->text, 1, y->len, file), y->len);
  assert_int_equal(fclose(file), 0);
  run(y, &how, 3, &several);
  assert_int_equal(several.status, QUHUA_E_INVALID);
  assert_int_equal(several.err.line, 3);
  assert_int_equal(several.err.column, 3);
  assert_string_equal(several.err.message[0], "this quote is not closed within 300 bytes");
  assert_int_equal(several.counts.rows, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(good_tables_come_out_the_same, set_up, tear_down),
      cmocka_unit_test_setup_teardown(the_first_error_is_the_same, set_up, tear_down),
      cmocka_unit_test_setup_teardown(a_quote_without_end_is_found, set_up, tear_down),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
