/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* mkdtemp, dup2 */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/recoding.h"

/* A folder, a map, and a run. */
typedef struct yard {
  char folder[64];
  char in[96], out[96], undo[96], back[96];
  bench *b;
  quhua_recode_map *map;
  quhua_recode_options how;
  quhua_recode_files files;
  quhua_recode_counts counts;
  quhua_error err;
} yard;

static const char *const code_column[] = {"code"};

static int set_up(void **state) {
  yard *y = calloc(1, sizeof *y);
  assert_non_null(y);
  strcpy(y->folder, "/tmp/quhua-recode.XXXXXX");
  assert_non_null(mkdtemp(y->folder));
  snprintf(y->in, sizeof y->in, "%s/in.csv", y->folder);
  snprintf(y->out, sizeof y->out, "%s/out.csv", y->folder);
  snprintf(y->undo, sizeof y->undo, "%s/undo", y->folder);
  snprintf(y->back, sizeof y->back, "%s/back.csv", y->folder);
  y->b = recoding_open();
  y->map = recoding_map(y->b, RECODING_FROM, RECODING_TO);
  quhua_recode_options_init(&y->how);
  y->how.columns = code_column;
  y->how.column_count = 1;
  y->how.source = y->in;
  quhua_recode_files_init(&y->files);
  y->files.input = y->in;
  y->files.output = y->out;
  *state = y;
  return 0;
}

/* How many files the folder holds. */
static int files_in(const yard *y) {
  int count = 0;
  DIR *folder = opendir(y->folder);
  assert_non_null(folder);
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) count += entry->d_name[0] != '.';
  closedir(folder);
  return count;
}

static int tear_down(void **state) {
  yard *y = *state;
  char part[128];
  unlink(y->in), unlink(y->out), unlink(y->undo), unlink(y->back);
  snprintf(part, sizeof part, "%s.part", y->out);
  unlink(part);
  snprintf(part, sizeof part, "%s.part", y->undo);
  unlink(part);
  assert_int_equal(rmdir(y->folder), 0);
  quhua_recode_map_free(y->map);
  bench_close(y->b);
  free(y);
  return 0;
}

static void write_file(const char *path, const char *text, size_t len) {
  FILE *f = fopen(path, "wb");
  assert_non_null(f);
  assert_int_equal(fwrite(text, 1, len, f), len);
  assert_int_equal(fclose(f), 0);
}

static void holds(const char *path, const char *wanted, size_t wanted_len) {
  char *data = NULL;
  size_t len = 0;
  assert_int_equal(quhua_data_read(NULL, path, &data, &len, NULL), QUHUA_OK);
  assert_int_equal(len, wanted_len);
  assert_memory_equal(data, wanted, len);
  quhua_data_free(NULL, data, len);
}

static quhua_status run(yard *y) {
  quhua_error_clear(&y->err);
  return quhua_recode_file(y->map, &y->how, &y->files, &y->counts, &y->err);
}

static const char table[] = "code,n\r\n510723104202,1\r\n\"510723104201\",7\n510723100206,x\n,\n510723,2";

static void whole(void **state) {
  yard *y = *state;
  static const char in[] = "code\n510723104202\n", out[] = "code\n510723114202\n";
  write_file(y->in, in, sizeof in - 1);
  assert_int_equal(run(y), QUHUA_OK);
  holds(y->out, out, sizeof out - 1);
  holds(y->in, in, sizeof in - 1);
  assert_int_equal(y->counts.rows, 1);
  assert_int_equal(files_in(y), 2);
  write_file(y->in, "code\n", 5); /* an output that exists is replaced */
  assert_int_equal(run(y), QUHUA_OK);
  holds(y->out, "code\n", 5);
}

static void nothing_is_left(void **state) {
  yard *y = *state;
  y->files.undo = y->undo;
  write_file(y->in, table, sizeof table - 1);
  assert_int_equal(run(y), QUHUA_E_AMBIGUOUS);
  assert_int_equal(y->err.line, 3);
  assert_int_equal(files_in(y), 1);
  write_file(y->out, "old", 3); /* what was there before stays */
  assert_int_equal(run(y), QUHUA_E_AMBIGUOUS);
  holds(y->out, "old", 3);
  assert_int_equal(files_in(y), 2);
  unlink(y->in);
  assert_int_equal(run(y), QUHUA_E_NOT_FOUND);
  y->files.input = y->folder;
  assert_int_equal(run(y), QUHUA_E_INVALID);
}

static void own_input(void **state) {
  yard *y = *state;
  char other_name[128];
  snprintf(other_name, sizeof other_name, "%s/./in.csv", y->folder);
  write_file(y->in, "code\n", 5);
  y->files.output = other_name;
  assert_int_equal(run(y), QUHUA_E_INVALID);
  assert_non_null(strstr(y->err.message[QUHUA_LANG_EN], "the output is the input"));
  y->files.output = y->out;
  y->files.undo = y->in;
  assert_int_equal(run(y), QUHUA_E_INVALID);
  holds(y->in, "code\n", 5);
}

static void disk_is_full(void **state) {
  yard *y = *state;
  if (access("/dev/full", W_OK) != 0) skip();
  int output = dup(STDOUT_FILENO), full = open("/dev/full", O_WRONLY);
  write_file(y->in, "code\n510723104202\n", 18);
  y->files.output = "-";
  assert_true(full >= 0 && dup2(full, STDOUT_FILENO) >= 0);
  quhua_status status = run(y);
  dup2(output, STDOUT_FILENO);
  close(output);
  close(full);
  assert_int_equal(status, QUHUA_E_IO);
  assert_non_null(strstr(y->err.message[QUHUA_LANG_EN], "No space left"));
}

/* Standard output that is a file is cut back to where it was. */
static void output_is_cut_back(void **state) {
  yard *y = *state;
  write_file(y->in, table, sizeof table - 1);
  int output = dup(STDOUT_FILENO), file = open(y->out, O_RDWR | O_CREAT, 0600);
  assert_true(file >= 0 && write(file, "before", 6) == 6 && dup2(file, STDOUT_FILENO) >= 0);
  y->files.output = "-";
  y->how.buffer_size = 16; /* so that rows were written before the bad one */
  quhua_status status = run(y);
  dup2(output, STDOUT_FILENO);
  close(output);
  close(file);
  assert_int_equal(status, QUHUA_E_AMBIGUOUS);
  holds(y->out, "before", 6);
}

static void only_looks(void **state) {
  yard *y = *state;
  write_file(y->in, "code\n510723104202\n", 18);
  y->files.output = NULL;
  assert_int_equal(run(y), QUHUA_OK);
  assert_int_equal(y->counts.cells[QUHUA_RECODE_NEW], 1);
  assert_int_equal(files_in(y), 1);
}

/* --- the way back ------------------------------------------------------------------------------------------------- */

static quhua_status restore(yard *y) {
  quhua_error_clear(&y->err);
  return quhua_recode_undo(NULL, y->out, y->undo, y->back, &y->err);
}

static void there_and_back(void **state) {
  yard *y = *state;
  static const char *const amounts[] = {"n"};
  y->files.undo = y->undo;
  write_file(y->in, table, sizeof table - 1);
  for (size_t buffer = 16; buffer < 100; buffer += 5)
    for (int policy = QUHUA_RECODE_FLAG; policy <= QUHUA_RECODE_APPORTION; policy++) {
      y->how.buffer_size = buffer;
      y->how.policy = (quhua_recode_policy)policy;
      y->how.otherwise = QUHUA_RECODE_FLAG;
      y->how.amounts = amounts;
      y->how.amount_count = policy == QUHUA_RECODE_APPORTION;
      assert_int_equal(run(y), QUHUA_OK);
      assert_int_equal(restore(y), QUHUA_OK);
      holds(y->back, table, sizeof table - 1);
    }
}

/* The patch is what its format says: the edit of the one code stands 5 bytes from the start, 12 bytes for 12. */
static void patch_text(void **state) {
  yard *y = *state;
  static const char first[] = "quhua-recode-undo 1\n5 12 12 510723104202\nend 1 18 ";
  char *data = NULL;
  size_t len = 0;
  y->files.undo = y->undo;
  write_file(y->in, "code\n510723104202\n", 18);
  assert_int_equal(run(y), QUHUA_OK);
  assert_int_equal(quhua_data_read(NULL, y->undo, &data, &len, NULL), QUHUA_OK);
  assert_true(len > sizeof first);
  assert_memory_equal(data, first, sizeof first - 1);
  quhua_data_free(NULL, data, len);
}

static void wrong_patches(void **state) {
  yard *y = *state;
  char *data = NULL;
  size_t len = 0;
  y->files.undo = y->undo;
  y->how.policy = QUHUA_RECODE_FLAG;
  write_file(y->in, table, sizeof table - 1);
  assert_int_equal(run(y), QUHUA_OK);
  assert_int_equal(quhua_data_read(NULL, y->undo, &data, &len, NULL), QUHUA_OK);
  for (size_t cut = 0; cut + 1 < len;
       cut++) { /* any patch that was cut off; the last line end may be missing */
    write_file(y->undo, data, cut);
    quhua_status status = restore(y);
    assert_true(status == QUHUA_E_FORMAT || status == QUHUA_E_MISMATCH);
    assert_int_equal(access(y->back, F_OK), -1);
  }
  data[len - 3] = data[len - 3] == '0' ? '1' : '0'; /* another checksum */
  write_file(y->undo, data, len);
  assert_int_equal(restore(y), QUHUA_E_FORMAT);
  data[len - 3] = 'x';
  write_file(y->undo, data, len);
  assert_int_equal(restore(y), QUHUA_E_FORMAT);
  quhua_data_free(NULL, data, len);
}

static void another_table(void **state) {
  yard *y = *state;
  y->files.undo = y->undo;
  write_file(y->in, "code,n\n510723104202,1\n", 22);
  assert_int_equal(run(y), QUHUA_OK);
  write_file(y->out, "code,n\n510723114202,2\n", 22);
  assert_int_equal(restore(y), QUHUA_E_MISMATCH);
  write_file(y->out, "code,n\n510723114202,1\nmore\n", 27);
  assert_int_equal(restore(y), QUHUA_E_MISMATCH);
  write_file(y->out, "code,n\n", 7);
  assert_int_equal(restore(y), QUHUA_E_MISMATCH);
  assert_int_equal(access(y->back, F_OK), -1);
}

/* --- going on ----------------------------------------------------------------------------------------------------- */

enum { ROWS = 3000 };

/* A table of which every fifth row changes; the wanted result beside it. */
static void write_rows(const yard *y, char **wanted, size_t *len) {
  FILE *in = fopen(y->in, "wb"), *out = open_memstream(wanted, len);
  assert_true(in && out);
  fputs("n,code\n", in);
  fputs("n,code\n", out);
  for (int i = 0; i < ROWS; i++) {
    fprintf(in, i % 7 ? "%d,%s\n" : "\"%d\n\",%s\n", i, i % 5 ? "510723100000" : "510723104");
    fprintf(out, i % 7 ? "%d,%s\n" : "\"%d\n\",%s\n", i, i % 5 ? "510723100000" : "510723114");
  }
  fclose(in);
  fclose(out);
}

/* Files may not grow beyond so many bytes; 0 takes the limit away. */
static void limit_files(rlim_t bytes) {
  struct rlimit limit;
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
  limit.rlim_cur = bytes ? bytes : limit.rlim_max;
  signal(SIGXFSZ, SIG_IGN);
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* A run that a full disk ended behind its first checkpoints. */
static void end_early(yard *y, const char *checkpoint) {
  y->files.checkpoint = checkpoint;
  y->files.checkpoint_every = 3000;
  y->files.undo = y->undo;
  y->how.buffer_size = 256;
  limit_files(20000);
  quhua_status status = run(y);
  limit_files(0);
  assert_int_equal(status, QUHUA_E_IO);
  assert_non_null(strstr(y->err.message[QUHUA_LANG_EN], "File too large"));
  assert_int_equal(access(y->out, F_OK), -1);
  assert_int_equal(access(checkpoint, F_OK), 0);
}

static void goes_on(void **state) {
  yard *y = *state;
  char *wanted = NULL, *original = NULL;
  size_t len, original_len;
  write_rows(y, &wanted, &len);
  assert_int_equal(quhua_data_read(NULL, y->in, &original, &original_len, NULL), QUHUA_OK);
  end_early(y, y->back);
  assert_true(y->counts.rows < ROWS);
  assert_int_equal(run(y), QUHUA_OK);
  holds(y->out, wanted, len);
  assert_int_equal(y->counts.rows, ROWS);
  assert_int_equal(y->counts.cells[QUHUA_RECODE_NEW], ROWS / 5);
  assert_int_equal(y->counts.bytes_out, len);
  assert_int_equal(access(y->back, F_OK), -1); /* the checkpoint has gone */
  assert_int_equal(files_in(y), 3);
  assert_int_equal(restore(y), QUHUA_OK); /* the patch is of the whole table */
  holds(y->back, original, original_len);
  quhua_data_free(NULL, original, original_len);
  free(wanted);
}

/* Change one byte of a file. */
static void touch_byte(const char *path, long at) {
  FILE *f = fopen(path, "r+b");
  assert_non_null(f);
  fseek(f, at, SEEK_SET);
  int byte = fgetc(f);
  fseek(f, at, SEEK_SET);
  fputc(byte ^ 1, f);
  fclose(f);
}

static void wrong_checkpoints(void **state) {
  yard *y = *state;
  char *wanted = NULL, part[128];
  size_t len;
  write_rows(y, &wanted, &len);
  snprintf(part, sizeof part, "%s.part", y->out);
  end_early(y, y->back);
  const char *const changed[] = {y->in, part, y->back};
  for (size_t i = 0; i < 3; i++) {
    touch_byte(changed[i], 40);
    assert_int_equal(run(y), QUHUA_E_MISMATCH);
    touch_byte(changed[i], 40);
  }
  y->how.policy = QUHUA_RECODE_FLAG;
  assert_int_equal(run(y), QUHUA_E_MISMATCH);
  y->how.policy = QUHUA_RECODE_STOP;
  y->how.delimiter = '|'; /* options that no run can have lose nothing */
  assert_int_equal(run(y), QUHUA_E_INVALID);
  y->how.delimiter = ',';
  assert_int_equal(run(y), QUHUA_OK);
  holds(y->out, wanted, len);
  free(wanted);
}

static void checkpoint_needs_files(void **state) {
  yard *y = *state;
  y->files.checkpoint = y->back;
  y->files.output = "-";
  write_file(y->in, "code\n", 5);
  assert_int_equal(run(y), QUHUA_E_INVALID);
  y->files.output = y->out; /* a table that is wrong leaves nothing */
  write_file(y->in, table, sizeof table - 1);
  assert_int_equal(run(y), QUHUA_E_AMBIGUOUS);
  assert_int_equal(files_in(y), 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
  const struct CMUnitTest tests[] = {
      TEST(whole),
      TEST(nothing_is_left),
      TEST(own_input),
      TEST(disk_is_full),
      TEST(only_looks),
      TEST(output_is_cut_back),
      TEST(patch_text),
      TEST(there_and_back),
      TEST(wrong_patches),
      TEST(another_table),
      TEST(goes_on),
      TEST(wrong_checkpoints),
      TEST(checkpoint_needs_files),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
