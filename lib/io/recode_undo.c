/* SPDX-License-Identifier: Apache-2.0 */
/* recode_undo.c: the table as it was, from the patch that a recoder writes (docs/formats/recode-undo.md). */
#include <string.h>

#include <quhua/recode.h>

#include "base/arena.h"
#include "base/checksum.h"
#include "base/fail.h"
#include "io/in_file.h"
#include "io/out_file.h"

#define PIECE ((size_t)64 * 1024)

static const char first_line[] = "quhua-recode-undo 1\n";

/* A file that is read byte by byte or in stretches. */
typedef struct source {
  const char *path;
  int fd;
  size_t at, len;
  uint64_t total; /* bytes that were taken */
  char data[PIECE];
} source;

typedef struct restoring {
  source table, patch;
  quhua__out_file output;
  quhua_writer writer;
  quhua__checksum before, after; /* of the restored and of the rewritten table */
  uint64_t written;
} restoring;

static quhua_status refuse_patch(const restoring *u, quhua_error *err) {
  quhua__fail(err, QUHUA_E_FORMAT,
              QUHUA__T("the file is no patch of recode, or is not whole", "不是换码的还原文件，或不完整"),
              QUHUA__T("give the file that --undo wrote", "请给出当时写出的还原文件"), QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_FORMAT, quhua_str_from(u->patch.path), 0, 0);
}

static quhua_status refuse_table(const restoring *u, quhua_error *err) {
  quhua__fail(err, QUHUA_E_MISMATCH,
              QUHUA__T("the table is not the one that the patch was made with", "此表不是还原文件所对应的表"),
              QUHUA__T("give the table as recode wrote it", "请给出换码后未经改动的表"), QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_MISMATCH, quhua_str_from(u->table.path), 0, 0);
}

/* --- reading ------------------------------------------------------------------------------------------------------ */

/* What is at hand of a source: at least one byte unless it has ended. */
static quhua_status look(source *s, quhua_str *out, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  if (s->at == s->len) {
    s->at = 0;
    status = quhua__in_file_read(s->fd, s->path, s->data, PIECE, &s->len, err);
  }
  *out = (quhua_str){s->data + s->at, s->len - s->at};
  return status;
}

static void took(source *s, size_t len) {
  s->at += len;
  s->total += len;
}

/* A number and the blank behind it. */
static quhua_status read_number(restoring *u, unsigned base, uint64_t *out, quhua_error *err) {
  static const char digits[] = "0123456789abcdef";
  *out = 0;
  for (unsigned read = 0;; read++) {
    quhua_str rest;
    quhua_status status = look(&u->patch, &rest, err);
    if (status) return status;
    char byte = rest.len ? *rest.ptr : '\0';
    took(&u->patch, rest.len > 0);
    if (read > 0 && (byte == ' ' || byte == '\n')) return QUHUA_OK;
    const char *digit = byte ? memchr(digits, byte, base) : NULL;
    if (!digit || *out > (UINT64_MAX - 15) / base) return refuse_patch(u, err);
    *out = *out * base + (uint64_t)(digit - digits);
  }
}

static quhua_status read_word(restoring *u, const char *word, quhua_error *err) {
  for (; *word; word++) {
    quhua_str rest;
    quhua_status status = look(&u->patch, &rest, err);
    if (status) return status;
    if (rest.len == 0 || *rest.ptr != *word) return refuse_patch(u, err);
    took(&u->patch, 1);
  }
  return QUHUA_OK;
}

/* --- moving ------------------------------------------------------------------------------------------------------- */

static quhua_status write_out(restoring *u, quhua_str data, quhua_error *err) {
  quhua__checksum_add(&u->before, data.ptr, data.len);
  u->written += data.len;
  if (u->writer.write(u->writer.ctx, data.ptr, data.len)) return QUHUA_OK;
  return quhua__refuse_write(u->output.reason, u->output.path, err);
}

/* Bytes of the table, to the output or nowhere. */
static quhua_status pass(restoring *u, uint64_t len, bool keep, quhua_error *err) {
  while (len) {
    quhua_str rest;
    quhua_status status = look(&u->table, &rest, err);
    if (status) return status;
    if (rest.len == 0) return refuse_table(u, err);
    if (rest.len > len) rest.len = (size_t)len;
    quhua__checksum_add(&u->after, rest.ptr, rest.len);
    took(&u->table, rest.len);
    len -= rest.len;
    if (keep) status = write_out(u, rest, err);
    if (status) return status;
  }
  return QUHUA_OK;
}

static quhua_status put_back(restoring *u, uint64_t len, quhua_error *err) {
  while (len) {
    quhua_str rest;
    quhua_status status = look(&u->patch, &rest, err);
    if (status) return status;
    if (rest.len == 0) return refuse_patch(u, err);
    if (rest.len > len) rest.len = (size_t)len;
    took(&u->patch, rest.len);
    len -= rest.len;
    status = write_out(u, rest, err);
    if (status) return status;
  }
  return QUHUA_OK;
}

/* --- the patch ---------------------------------------------------------------------------------------------------- */

static quhua_status restore_edit(restoring *u, quhua_error *err) {
  uint64_t stands, drop, back;
  quhua_status status = read_number(u, 10, &stands, err);
  if (!status) status = read_number(u, 10, &drop, err);
  if (!status) status = read_number(u, 10, &back, err);
  if (!status) status = pass(u, stands, true, err);
  if (!status) status = pass(u, drop, false, err);
  if (!status) status = put_back(u, back, err);
  return status ? status : read_word(u, "\n", err);
}

/* The last line: what is left, and what both tables were. */
static quhua_status restore_end(restoring *u, quhua_error *err) {
  uint64_t rest, after_len, after, before_len, before;
  quhua_str more = {0};
  quhua_status status = read_word(u, "end ", err);
  if (!status) status = read_number(u, 10, &rest, err);
  if (!status) status = read_number(u, 10, &after_len, err);
  if (!status) status = read_number(u, 16, &after, err);
  if (!status) status = read_number(u, 10, &before_len, err);
  if (!status) status = read_number(u, 16, &before, err);
  if (!status) status = pass(u, rest, true, err);
  if (!status) status = look(&u->table, &more, err);
  if (status) return status;
  bool same_table = more.len == 0 && u->table.total == after_len && quhua__checksum_end(&u->after) == after;
  if (!same_table) return refuse_table(u, err);
  bool restored = u->written == before_len && quhua__checksum_end(&u->before) == before;
  return restored ? QUHUA_OK : refuse_patch(u, err);
}

static quhua_status restore(restoring *u, quhua_error *err) {
  quhua_status status = read_word(u, first_line, err);
  while (!status) {
    quhua_str rest;
    status = look(&u->patch, &rest, err);
    if (status) return status;
    if (rest.len && *rest.ptr == 'e') return restore_end(u, err);
    status = restore_edit(u, err);
  }
  return status;
}

static quhua_status run(restoring *u, const quhua_allocator *a, const char *output, quhua_error *err) {
  quhua_status status = quhua__in_file_open(u->table.path, &u->table.fd, err);
  if (!status) status = quhua__in_file_open(u->patch.path, &u->patch.fd, err);
  if (!status) status = quhua__out_file_begin(&u->output, a, output, false, 0, err);
  if (!status) {
    u->writer = quhua__out_file_writer(&u->output);
    status = restore(u, err);
    status = quhua__out_file_end(&u->output, status, false, err);
  }
  quhua__in_file_close(u->table.fd);
  quhua__in_file_close(u->patch.fd);
  return status;
}

quhua_status quhua_recode_undo(const quhua_allocator *allocator, const char *rewritten, const char *undo,
                               const char *output, quhua_error *err) {
  const quhua_allocator *a = quhua__allocator_or_default(allocator);
  restoring *u = a->alloc(a->ctx, sizeof *u);
  if (!u) return quhua__fail_nomem(err);
  memset(u, 0, sizeof *u);
  u->table.path = rewritten;
  u->patch.path = undo;
  u->table.fd = u->patch.fd = -1;
  u->output.fd = -1;
  quhua__checksum_init(&u->before);
  quhua__checksum_init(&u->after);
  quhua_status status = run(u, a, output, err);
  a->free(a->ctx, u, sizeof *u);
  return status;
}
