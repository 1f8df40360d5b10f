/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* lseek */
#include "io/recode_checkpoint.h"

#include <stdio.h>
#include <unistd.h>

#include "base/fail.h"
#include "io/in_file.h"
#include "io/out_file.h"

#define NUMBERS (8 + 3 + 2 * QUHUA_RECODE_OUTCOMES)
#define TEXT_MAX (64 + 21 * (NUMBERS + 1))

static const char first_line[] = "quhua-recode-checkpoint 1\n";

quhua_status quhua__recode_checkpoint_refuse(const char *path, quhua_error *err) {
  quhua__fail(err, QUHUA_E_MISMATCH,
              QUHUA__T("the checkpoint is of another run, or a file has changed since",
                       "断点不属于本次换码，或文件此后有改动"),
              QUHUA__T("remove the checkpoint to begin anew", "删除断点文件即可重新开始"), QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_MISMATCH, quhua_str_from(path), 0, 0);
}

/* --- what belongs to it ------------------------------------------------------------------------------------------- */

static void add_fraction(quhua__checksum *sum, quhua_fraction f) {
  quhua__checksum_add(sum, &f.num, sizeof f.num);
  quhua__checksum_add(sum, &f.den, sizeof f.den);
}

/* Two runs with one checksum write the same. */
static uint64_t sum_of_run(const quhua_recoder *r) {
  const quhua_recode_map *map = r->map;
  quhua__checksum sum;
  quhua__checksum_init(&sum);
  quhua__checksum_add(&sum, map->slots, ((size_t)map->mask + 1) * sizeof *map->slots);
  for (size_t i = 0; i < map->target_count; i++) {
    quhua__checksum_add(&sum, map->targets[i].code.text, sizeof map->targets[i].code.text);
    quhua__checksum_add(&sum, map->targets[i].name.ptr, map->targets[i].name.len);
    add_fraction(&sum, map->targets[i].share.lo);
    add_fraction(&sum, map->targets[i].share.hi);
  }
  for (size_t i = 0; i < r->column_count; i++) {
    uint32_t what[] = {r->columns[i].number, r->columns[i].of, (uint32_t)r->columns[i].role};
    quhua__checksum_add(&sum, what, sizeof what);
  }
  char how[] = {(char)r->policy, (char)r->flags, (char)r->undoes, (char)r->header, r->scan.delimiter};
  quhua__checksum_add(&sum, how, sizeof how);
  return quhua__checksum_end(&sum);
}

static uint64_t sum_so_far(const quhua__checksum *running) {
  quhua__checksum copy = *running;
  return quhua__checksum_end(&copy);
}

quhua__recode_checkpoint quhua__recode_checkpoint_of(const quhua_recoder *r, uint64_t patched) {
  return (quhua__recode_checkpoint){.run = sum_of_run(r),
                                    .fed = r->before.len,
                                    .before = sum_so_far(&r->before),
                                    .after = sum_so_far(&r->after),
                                    .patched = patched,
                                    .undone = r->undone,
                                    .line = r->scan.line,
                                    .encoding = (uint64_t)r->encoding,
                                    .counts = r->counts};
}

/* --- as text ------------------------------------------------------------------------------------------------------ */

/* The numbers of a checkpoint, in their order in the file. */
static void list_numbers(quhua__recode_checkpoint *c, uint64_t *out[NUMBERS]) {
  uint64_t *own[] = {
      &c->run,  &c->fed,      &c->before,      &c->after,           &c->patched,         &c->undone,
      &c->line, &c->encoding, &c->counts.rows, &c->counts.bytes_in, &c->counts.bytes_out};
  size_t count = 0;
  for (; count < sizeof own / sizeof *own; count++) out[count] = own[count];
  for (int i = 0; i < QUHUA_RECODE_OUTCOMES; i++) {
    out[count++] = &c->counts.cells[i];
    out[count++] = &c->counts.lines[i];
  }
}

static size_t write_text(const quhua__recode_checkpoint *c, char text[TEXT_MAX]) {
  quhua__recode_checkpoint copy = *c;
  uint64_t *numbers[NUMBERS];
  list_numbers(&copy, numbers);
  size_t len = (size_t)snprintf(text, TEXT_MAX, "%s", first_line);
  for (size_t i = 0; i < NUMBERS; i++)
    len += (size_t)snprintf(text + len, TEXT_MAX - len, "%llu\n", (unsigned long long)*numbers[i]);
  unsigned long long sum = quhua__checksum_of(text, len);
  return len + (size_t)snprintf(text + len, TEXT_MAX - len, "%llu\n", sum);
}

/* A decimal number and its line end. */
static bool read_number(const char **at, const char *end, uint64_t *out) {
  const char *start = *at;
  *out = 0;
  for (; *at < end && **at >= '0' && **at <= '9'; ++*at) {
    uint64_t digit = (uint64_t)(**at - '0');
    if (*out > (UINT64_MAX - digit) / 10) return false;
    *out = 10 * *out + digit;
  }
  return *at > start && *at < end && *(*at)++ == '\n';
}

static bool read_text(quhua__recode_checkpoint *c, const char *text, size_t len) {
  const char *at = text + sizeof first_line - 1, *end = text + len;
  uint64_t *numbers[NUMBERS], sum;
  if (len < sizeof first_line || memcmp(text, first_line, sizeof first_line - 1) != 0) return false;
  list_numbers(c, numbers);
  for (size_t i = 0; i < NUMBERS; i++)
    if (!read_number(&at, end, numbers[i])) return false;
  uint64_t wanted = quhua__checksum_of(text, (size_t)(at - text));
  return read_number(&at, end, &sum) && at == end && sum == wanted;
}

quhua_status quhua__recode_checkpoint_write(const quhua__recode_checkpoint *c,
                                            const quhua_allocator *allocator, const char *path,
                                            quhua_error *err) {
  char text[TEXT_MAX];
  size_t len = write_text(c, text);
  quhua__out_file file;
  quhua_status status = quhua__out_file_begin(&file, allocator, path, false, 0, err);
  if (status) return status;
  quhua_writer writer = quhua__out_file_writer(&file);
  if (!writer.write(writer.ctx, text, len)) status = quhua__refuse_write(file.reason, path, err);
  return quhua__out_file_end(&file, status, false, err);
}

quhua_status quhua__recode_checkpoint_read(quhua__recode_checkpoint *c, const quhua_allocator *allocator,
                                           const char *path, bool *found, quhua_error *err) {
  char *data = NULL;
  size_t len = 0;
  quhua_error own = {0};
  quhua_status status = quhua_data_read(allocator, path, &data, &len, &own);
  *found = status == QUHUA_OK;
  if (status == QUHUA_E_NOT_FOUND) return QUHUA_OK;
  if (status) {
    if (err) *err = own;
    return status;
  }
  *c = (quhua__recode_checkpoint){0};
  if (!read_text(c, data, len)) status = quhua__recode_checkpoint_refuse(path, err);
  quhua_data_free(allocator, data, len);
  return status;
}

/* --- going on ----------------------------------------------------------------------------------------------------- */

/* Checksum of so many bytes from here on; false when the file has fewer. */
static bool sum_file(int fd, uint64_t len, quhua__checksum *sum) {
  char data[4096 * 4];
  while (len) {
    size_t piece = len < sizeof data ? (size_t)len : sizeof data, got;
    if (quhua__in_file_read(fd, "", data, piece, &got, NULL) != QUHUA_OK || got == 0) return false;
    quhua__checksum_add(sum, data, got);
    len -= got;
  }
  return true;
}

quhua_status quhua__recode_checkpoint_resume(const quhua__recode_checkpoint *c, quhua_recoder *r, int input,
                                             int output, const char *path, quhua_error *err) {
  uint64_t done = c->counts.bytes_in;
  quhua__checksum before, after, beyond;
  quhua__checksum_init(&before);
  quhua__checksum_init(&after);
  bool same = c->run == sum_of_run(r) && c->fed >= done && c->encoding <= QUHUA__RECODE_GB18030;
  same = same && lseek(input, 0, SEEK_SET) == 0 && sum_file(input, done, &before);
  beyond = before;
  same = same && sum_file(input, c->fed - done, &beyond) && quhua__checksum_end(&beyond) == c->before;
  same = same && lseek(output, 0, SEEK_SET) == 0 && sum_file(output, c->counts.bytes_out, &after) &&
         sum_so_far(&after) == c->after;
  same = same && lseek(input, (off_t)done, SEEK_SET) >= 0;
  if (!same) return quhua__recode_checkpoint_refuse(path, err);
  r->before = before;
  r->after = after;
  r->undone = c->undone;
  r->counts = c->counts;
  r->encoding = (quhua__recode_encoding)c->encoding;
  r->scan.line = c->line;
  r->len = r->out_len = 0;
  r->run = r->data;
  return QUHUA_OK;
}
