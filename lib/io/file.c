/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE                                                                                      \
  200809L /* open, fstat and read tell directories and interruptions, which stdio does not */
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <quhua/io.h>

#include "base/arena.h"
#include "base/fail.h"
#include "io/in_file.h"

/* What is read at once where the size is not known beforehand. */
#define PIECE ((size_t)64 * 1024)

static quhua_status refuse_path(quhua_status status, const char *path, quhua__text2 message,
                                quhua__text2 remedy, quhua_error *err) {
  quhua__fail(err, status, message, remedy, QUHUA__NO_ARGS);
  return quhua__fail_at(err, status, quhua_str_from(path), 0, 0);
}

static quhua_status refuse_system(int reason, const char *path, quhua_error *err) {
  char text[128] = "";
  if (reason == ENOENT || reason == ENOTDIR)
    return refuse_path(QUHUA_E_NOT_FOUND, path, QUHUA__T("there is no such file", "没有此文件"),
                       QUHUA__T("check the name and the folder", "请检查文件名和所在目录"), err);
  if (reason == ENOMEM) return quhua__fail_nomem(err);
  if (strerror_r(reason, text, sizeof text) != 0) text[0] = '\0';
  quhua__fail(err, QUHUA_E_IO, QUHUA__T("cannot read the file: {1}", "无法读取文件：{1}"),
              QUHUA__T("check the rights to read it", "请检查文件及其读取权限"),
              QUHUA__ARGS(quhua_str_from(text)));
  return quhua__fail_at(err, QUHUA_E_IO, quhua_str_from(path), 0, 0);
}

static quhua_status refuse_directory(const char *path, quhua_error *err) {
  return refuse_path(QUHUA_E_INVALID, path, QUHUA__T("this is a directory, not a file", "这是目录，不是文件"),
                     QUHUA__T("give the name of a file in it", "请写出其中文件的名称"), err);
}

/* Reads until the end; returns 0 or errno, ENOMEM also when the allocator has nothing left. */
static int read_all(int file, const quhua_allocator *allocator, void **data, size_t *cap, size_t *len) {
  for (;;) {
    if (*len == *cap && !quhua__grow(allocator, data, cap, *len + PIECE, 1)) return ENOMEM;
    ssize_t got = read(file, (char *)*data + *len, *cap - *len);
    if (got == 0) return 0;
    if (got > 0)
      *len += (size_t)got;
    else if (errno != EINTR)
      return errno;
  }
}

/* The caller frees with the length alone, so the block must have exactly that size; at least 1. */
static bool fit(const quhua_allocator *allocator, void **data, size_t cap, size_t len) {
  size_t size = len ? len : 1;
  if (cap == size) return true;
  void *moved = allocator->realloc(allocator->ctx, *data, cap, size);
  if (moved) *data = moved;
  return moved != NULL;
}

/* One byte more than the file has, so that its end is seen without growing. */
static size_t expected_size(const struct stat *about) {
  bool usable = S_ISREG(about->st_mode) && about->st_size > 0 && (uintmax_t)about->st_size < SIZE_MAX / 2;
  return usable ? (size_t)about->st_size + 1 : PIECE;
}

static quhua_status read_open_file(int file, const quhua_allocator *allocator, const char *path, char **out,
                                   size_t *out_len, quhua_error *err) {
  struct stat about;
  void *data = NULL;
  size_t cap = 0, len = 0;
  if (fstat(file, &about) != 0) return refuse_system(errno, path, err);
  if (S_ISDIR(about.st_mode)) return refuse_directory(path, err);
  if (!quhua__grow(allocator, &data, &cap, expected_size(&about), 1)) return quhua__fail_nomem(err);
  int reason = read_all(file, allocator, &data, &cap, &len);
  if (reason == 0 && !fit(allocator, &data, cap, len)) reason = ENOMEM;
  if (reason != 0) {
    allocator->free(allocator->ctx, data, cap);
    return refuse_system(reason, path, err);
  }
  *out = data;
  *out_len = len;
  return QUHUA_OK;
}

quhua_status quhua_data_read(const quhua_allocator *allocator, const char *path, char **data, size_t *len,
                             quhua_error *err) {
  allocator = quhua__allocator_or_default(allocator);
  if (strcmp(path, "-") == 0) return read_open_file(STDIN_FILENO, allocator, path, data, len, err);
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return refuse_system(errno, path, err);
  quhua_status status = read_open_file(file, allocator, path, data, len, err);
  close(file);
  return status;
}

void quhua_data_free(const quhua_allocator *allocator, char *data, size_t len) {
  allocator = quhua__allocator_or_default(allocator);
  if (data) allocator->free(allocator->ctx, data, len ? len : 1);
}

/* --- piece by piece ----------------------------------------------------------------------------------------------- */

quhua_status quhua__in_file_open(const char *path, int *fd, quhua_error *err) {
  struct stat about;
  *fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
  if (*fd < 0) return refuse_system(errno, path, err);
  if (fstat(*fd, &about) == 0 && S_ISDIR(about.st_mode)) {
    quhua__in_file_close(*fd);
    *fd = -1;
    return refuse_directory(path, err);
  }
  return QUHUA_OK;
}

quhua_status quhua__in_file_read(int fd, const char *path, char *out, size_t room, size_t *got,
                                 quhua_error *err) {
  ssize_t result;
  do result = read(fd, out, room);
  while (result < 0 && errno == EINTR);
  *got = result > 0 ? (size_t)result : 0;
  return result < 0 ? refuse_system(errno, path, err) : QUHUA_OK;
}

void quhua__in_file_close(int fd) {
  if (fd >= 0 && fd != STDIN_FILENO) close(fd);
}
