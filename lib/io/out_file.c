/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* open, fsync, ftruncate, strerror_r */
#include "io/out_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"

/* What is put behind a name while the file is written. */
#define UNFINISHED ".part"
#define SHAPE ".XXXXXX"

quhua_status quhua__refuse_write(int reason, const char *path, quhua_error *err) {
  char text[128] = "";
  if (reason == ENOMEM) return quhua__fail_nomem(err);
  if (strerror_r(reason, text, sizeof text) != 0) text[0] = '\0';
  quhua__fail(err, QUHUA_E_IO, QUHUA__T("cannot write: {1}", "无法写入：{1}"),
              QUHUA__T("check the room on the disk and the rights", "请检查磁盘空间和写入权限"),
              QUHUA__ARGS(quhua_str_from(text)));
  return quhua__fail_at(err, QUHUA_E_IO, quhua_str_from(path), 0, 0);
}

/* Standard output can be cut back when it is a file that we write at its end. */
static int64_t place_of_output(void) {
  struct stat about;
  if (fstat(STDOUT_FILENO, &about) != 0 || !S_ISREG(about.st_mode)) return -1;
  off_t at = lseek(STDOUT_FILENO, 0, SEEK_CUR);
  return at == about.st_size ? (int64_t)at : -1;
}

/* mkstemp makes a private file; give it the mode that an ordinary new file has. */
static void use_ordinary_mode(int fd) {
  mode_t mask = umask(0);
  umask(mask);
  (void)fchmod(fd, 0666 & ~mask);
}

static int open_unique(char *temporary) {
  int fd = mkstemp(temporary);
  if (fd >= 0) use_ordinary_mode(fd);
  return fd;
}

static int open_lasting(const char *temporary, uint64_t resume) {
  int fd = open(temporary, O_RDWR | O_CREAT | O_CLOEXEC | (resume ? 0 : O_TRUNC), 0666);
  if (fd < 0) return fd;
  if (ftruncate(fd, (off_t)resume) == 0 && lseek(fd, 0, SEEK_END) >= 0) return fd;
  int reason = errno;
  close(fd);
  errno = reason;
  return -1;
}

static void release(quhua__out_file *file) {
  const quhua_allocator *a = file->allocator;
  if (file->temporary) a->free(a->ctx, file->temporary, file->temporary_size);
  file->temporary = NULL;
  file->fd = -1;
}

quhua_status quhua__out_file_begin(quhua__out_file *file, const quhua_allocator *allocator, const char *path,
                                   bool lasting, uint64_t resume, quhua_error *err) {
  *file = (quhua__out_file){.allocator = allocator, .path = path, .fd = STDOUT_FILENO, .start = -1};
  if (strcmp(path, "-") == 0) {
    file->start = place_of_output();
    return QUHUA_OK;
  }
  file->temporary_size = strlen(path) + sizeof UNFINISHED SHAPE;
  file->temporary = allocator->alloc(allocator->ctx, file->temporary_size);
  if (!file->temporary) {
    file->fd = -1;
    return quhua__fail_nomem(err);
  }
  snprintf(file->temporary, file->temporary_size, "%s%s", path, lasting ? UNFINISHED : UNFINISHED SHAPE);
  file->fd = lasting ? open_lasting(file->temporary, resume) : open_unique(file->temporary);
  if (file->fd >= 0) return QUHUA_OK;
  int reason = errno;
  release(file);
  return quhua__refuse_write(reason, path, err);
}

static bool write_all(void *ctx, const char *data, size_t len) {
  quhua__out_file *file = ctx;
  while (len) {
    ssize_t written = write(file->fd, data, len);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      file->reason = written ? errno : EIO;
      return false;
    }
    data += written;
    len -= (size_t)written;
  }
  return true;
}

quhua_writer quhua__out_file_writer(quhua__out_file *file) { return (quhua_writer){file, write_all}; }

quhua_status quhua__out_file_sync(quhua__out_file *file, quhua_error *err) {
  return fsync(file->fd) == 0 ? QUHUA_OK : quhua__refuse_write(errno, file->path, err);
}

static quhua_status finish(quhua__out_file *file, quhua_error *err) {
  quhua_status status = quhua__out_file_sync(file, err);
  if (close(file->fd) != 0 && !status) status = quhua__refuse_write(errno, file->path, err);
  if (!status && rename(file->temporary, file->path) != 0)
    status = quhua__refuse_write(errno, file->path, err);
  if (status) unlink(file->temporary);
  return status;
}

static void give_up(quhua__out_file *file, bool keep) {
  close(file->fd);
  if (!keep) unlink(file->temporary);
}

quhua_status quhua__out_file_end(quhua__out_file *file, quhua_status status, bool keep, quhua_error *err) {
  if (file->fd < 0) return status;
  if (!file->temporary) {
    bool cut = status && file->start >= 0 && ftruncate(file->fd, (off_t)file->start) == 0;
    if (cut) (void)lseek(file->fd, (off_t)file->start, SEEK_SET);
    return status;
  }
  if (status)
    give_up(file, keep);
  else
    status = finish(file, err);
  release(file);
  return status;
}
