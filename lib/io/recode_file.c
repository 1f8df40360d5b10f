/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* open, read, fstat */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <quhua/recode.h>

#include "base/fail.h"
#include "io/in_file.h"
#include "io/out_file.h"
#include "io/recode_checkpoint.h"
#include "io/recode_crew.h"

/* One run over files. */
typedef struct run {
  const quhua_recode_files *files;
  const quhua_allocator *allocator;
  int input;
  quhua__out_file output, undo;
  quhua_writer output_writer, undo_writer;
  quhua_recoder *recoder;
  quhua__recode_checkpoint stood; /* where the run goes on */
  bool resumes;
  uint64_t kept; /* bytes of input up to the last checkpoint */
  uint64_t size; /* of the input; 0 when nobody knows */
  uint32_t threads;
  void (*progress)(void *ctx, uint64_t done, uint64_t size);
  void *progress_ctx;
} run;

/* Bytes of input between two checkpoints, which cost a wait for the disk. */
#define EVERY ((uint64_t)256 * 1024 * 1024)

void quhua_recode_files_init_sized(quhua_recode_files *files, size_t size) {
  quhua_recode_files defaults = {.struct_size = size, .input = "-", .output = "-"};
  memset(files, 0, size);
  memcpy(files, &defaults, size < sizeof defaults ? size : sizeof defaults);
}

static quhua_status refuse_own_output(const char *path, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the output is the input", "输出就是输入文件"),
              QUHUA__T("give the output another name", "请给输出另取名称"), QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_INVALID, quhua_str_from(path), 0, 0);
}

static bool same_file(const struct stat *a, const struct stat *b) {
  return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* The input is never written over, whatever it is called. */
static quhua_status check_output(const run *u, const char *path, quhua_error *err) {
  struct stat input, output;
  if (fstat(u->input, &input) != 0 || !S_ISREG(input.st_mode)) return QUHUA_OK;
  bool out = strcmp(path, "-") == 0;
  int found = out ? fstat(STDOUT_FILENO, &output) : stat(path, &output);
  return found == 0 && same_file(&input, &output) ? refuse_own_output(path, err) : QUHUA_OK;
}

static bool discard(void *ctx, const char *data, size_t len) {
  (void)ctx, (void)data, (void)len;
  return true;
}

static const quhua_writer nowhere = {NULL, discard};

/* --- beginning ---------------------------------------------------------------------------------------------------- */

/* A run that goes on later needs an input that can be read again and an output that stays. */
static quhua_status check_checkpoint(run *u, quhua_error *err) {
  const quhua_recode_files *f = u->files;
  struct stat input;
  if (!f->checkpoint) return QUHUA_OK;
  bool able =
      fstat(u->input, &input) == 0 && S_ISREG(input.st_mode) && f->output && strcmp(f->output, "-") != 0;
  if (!able)
    return quhua__fail(err, QUHUA_E_INVALID,
                       QUHUA__T("a checkpoint needs an input and an output that are files",
                                "使用断点时，输入和输出都须是文件"),
                       QUHUA__T("give the names of both", "请给出两者的文件名"), QUHUA__NO_ARGS);
  quhua_status status = check_output(u, f->checkpoint, err);
  return status ? status
                : quhua__recode_checkpoint_read(&u->stood, u->allocator, f->checkpoint, &u->resumes, err);
}

static quhua_status begin_file(run *u, quhua__out_file *file, const char *path, uint64_t resume,
                               quhua_writer *writer, quhua_error *err) {
  *writer = nowhere;
  if (!path) return QUHUA_OK;
  quhua_status status = check_output(u, path, err);
  if (!status)
    status = quhua__out_file_begin(file, u->allocator, path, u->files->checkpoint != NULL, resume, err);
  *writer = quhua__out_file_writer(file);
  return status;
}

static quhua_status begin(run *u, const quhua_recode_map *map, const quhua_recode_options *options,
                          quhua_error *err) {
  const quhua_recode_files *f = u->files;
  quhua_recode_options own = *options;
  struct stat input;
  quhua_status status = quhua__in_file_open(f->input, &u->input, err);
  if (!status && fstat(u->input, &input) == 0 && S_ISREG(input.st_mode)) u->size = (uint64_t)input.st_size;
  if (!status) status = check_checkpoint(u, err);
  if (!status)
    status = begin_file(u, &u->output, f->output, u->resumes ? u->stood.counts.bytes_out : 0,
                        &u->output_writer, err);
  if (!status)
    status = begin_file(u, &u->undo, f->undo, u->resumes ? u->stood.patched : 0, &u->undo_writer, err);
  if (status) return status;
  own.undo = f->undo ? (u->resumes ? &nowhere : &u->undo_writer) : NULL;
  status = quhua_recoder_new(map, &own, u->resumes ? &nowhere : &u->output_writer, &u->recoder, err);
  if (!status && f->checkpoint) u->recoder->sums = true;
  return status;
}

/* --- going through ------------------------------------------------------------------------------------------------ */

static quhua_status pump_once(run *u, bool *more, quhua_error *err) {
  size_t room, got;
  char *at = quhua__recoder_room(u->recoder, &room);
  quhua_status status = quhua__in_file_read(u->input, u->files->input, at, room, &got, err);
  *more = got > 0;
  return !status && *more ? quhua__recoder_took(u->recoder, got, err) : status;
}

/* The columns are found in the header again; what is written meanwhile goes nowhere. */
static quhua_status resume(run *u, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  for (bool more = true; !status && more && !u->recoder->ready;) status = pump_once(u, &more, err);
  if (!status && !u->recoder->ready) status = quhua__recode_checkpoint_refuse(u->files->checkpoint, err);
  if (!status)
    status = quhua__recode_checkpoint_resume(&u->stood, u->recoder, u->input, u->output.fd,
                                             u->files->checkpoint, err);
  u->recoder->writer = u->output_writer;
  u->recoder->undo = u->undo_writer;
  u->kept = u->stood.counts.bytes_in;
  return status;
}

static uint64_t length_of(int fd) {
  off_t at = fd < 0 ? 0 : lseek(fd, 0, SEEK_CUR);
  return at < 0 ? 0 : (uint64_t)at;
}

/* First the rows are safe, then it is said that they are. */
static quhua_status keep(run *u, quhua_error *err) {
  quhua_status status = quhua__recoder_flush(u->recoder, err);
  if (!status) status = quhua__out_file_sync(&u->output, err);
  if (!status && u->files->undo) status = quhua__out_file_sync(&u->undo, err);
  if (status) return status;
  quhua__recode_checkpoint c = quhua__recode_checkpoint_of(u->recoder, length_of(u->undo.fd));
  u->kept = c.counts.bytes_in;
  return quhua__recode_checkpoint_write(&c, u->allocator, u->files->checkpoint, err);
}

/* After rows were written: a checkpoint, and word of it. */
static quhua_status written(void *ctx, quhua_error *err) {
  run *u = ctx;
  uint64_t every = u->files->checkpoint_every ? u->files->checkpoint_every : EVERY;
  uint64_t done = u->recoder->counts.bytes_in;
  bool due = u->files->checkpoint && done - u->kept >= every;
  if (u->progress) u->progress(u->progress_ctx, done, u->size);
  return due ? keep(u, err) : QUHUA_OK;
}

static quhua_status pump_alone(run *u, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  for (bool more = true; !status && more;) {
    status = pump_once(u, &more, err);
    if (!status && more) status = written(u, err);
  }
  return status;
}

static quhua_status pump_together(run *u, quhua_error *err) {
  quhua__recode_crew crew = {.head = u->recoder,
                             .input = u->input,
                             .path = u->files->input,
                             .threads = u->threads,
                             .output = u->output_writer,
                             .undo = u->undo_writer,
                             .written = written,
                             .ctx = u};
  quhua_status status = QUHUA_OK;
  bool more = true;
  while (!status && more && !u->recoder->ready) status = pump_once(u, &more, err);
  return status || !more ? status : quhua__recode_crew_run(&crew, err);
}

static quhua_status pump(run *u, quhua_error *err) {
  quhua_status status = u->resumes ? resume(u, err) : QUHUA_OK;
  if (!status) status = u->threads > 1 ? pump_together(u, err) : pump_alone(u, err);
  return status ? status : quhua_recoder_finish(u->recoder, err);
}

/* --- the end ------------------------------------------------------------------------------------------------------ */

/* A writer knows that it failed; the file knows why. */
static quhua_status explain(const run *u, quhua_status status, quhua_error *err) {
  if (status != QUHUA_E_IO) return status;
  if (u->output.reason) return quhua__refuse_write(u->output.reason, u->files->output, err);
  if (u->undo.reason) return quhua__refuse_write(u->undo.reason, u->files->undo, err);
  return status;
}

/* After what more room or memory mends, and before anything was done, the run can go on; a table that is wrong is begun
 * anew. */
static bool can_go_on(const run *u, quhua_status status) {
  bool passing = status == QUHUA_E_IO || status == QUHUA_E_NOMEM || status == QUHUA_E_MISMATCH;
  return u->files->checkpoint && (passing || !u->recoder);
}

static quhua_status end(run *u, quhua_status status, quhua_error *err) {
  bool keeps = can_go_on(u, status);
  status = explain(u, status, err);
  if (u->files->undo) status = quhua__out_file_end(&u->undo, status, keeps, err);
  if (u->files->output) status = quhua__out_file_end(&u->output, status, keeps, err);
  if (u->files->checkpoint && u->recoder && !keeps) unlink(u->files->checkpoint);
  quhua_recoder_free(u->recoder);
  quhua__in_file_close(u->input);
  return status;
}

/* More threads than this only wait for each other's reading and writing. */
#define MOST_THREADS 64

/* What callers of an older version do not know of is left out. */
static quhua_recode_files effective_files(const quhua_recode_files *given) {
  quhua_recode_files files;
  quhua_recode_files_init(&files);
  memcpy(&files, given, given->struct_size < sizeof files ? given->struct_size : sizeof files);
  if (files.threads > MOST_THREADS) files.threads = MOST_THREADS;
  return files;
}

quhua_status quhua_recode_file(const quhua_recode_map *map, const quhua_recode_options *options,
                               const quhua_recode_files *given, quhua_recode_counts *counts,
                               quhua_error *err) {
  const quhua_recode_files own = effective_files(given), *files = &own;
  run u = {.files = files,
           .threads = own.threads,
           .progress = own.progress,
           .progress_ctx = own.progress_ctx,
           .input = -1,
           .output = {.fd = -1},
           .undo = {.fd = -1}};
  u.allocator = quhua__allocator_or_default(options->allocator);
  quhua_status status = begin(&u, map, options, err);
  if (!status) status = pump(&u, err);
  if (counts) *counts = u.recoder ? *quhua_recoder_counts(u.recoder) : (quhua_recode_counts){0};
  return end(&u, status, err);
}
