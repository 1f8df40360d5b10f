/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L
#include "output_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int failed(const tool *t, const char *path) {
  say(t, "cannot write %s: %s", "无法写入 %s：%s", path, strerror(errno));
  return FAILED;
}

static bool is_folder(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

int folder_make(const tool *t, const char *path) {
  char *part = strdup(path);
  if (!part) return no_memory(t);
  for (char *p = part + 1; part[0] && *p; p++) {
    if (*p != '/') continue;
    *p = '\0';
    (void)mkdir(part, 0777); /* judged once, at the end */
    *p = '/';
  }
  free(part);
  if (mkdir(path, 0777) == 0 || is_folder(path)) return DONE;
  say(t, "cannot make the folder %s: %s", "无法创建目录 %s：%s", path, strerror(errno));
  return FAILED;
}

static char *joined(const char *folder, const char *before, const char *name, const char *after) {
  size_t size = strlen(folder) + strlen(before) + strlen(name) + strlen(after) + 1;
  char *path = malloc(size);
  if (path) snprintf(path, size, "%s%s%s%s", folder, before, name, after);
  return path;
}

static void release(output_file *file) {
  free(file->path);
  free(file->temporary);
  *file = (output_file){0};
}

/* mkstemp makes a private file; give it the mode that an ordinary new file has. */
static void use_ordinary_mode(int fd) {
  mode_t mask = umask(0);
  umask(mask);
  (void)fchmod(fd, 0666 & ~mask);
}

int output_file_begin(const tool *t, const char *folder, const char *name, output_file *out) {
  *out = (output_file){NULL, joined(folder, "/", name, ""), joined(folder, "/.", name, ".XXXXXX")};
  if (!out->path || !out->temporary) {
    release(out);
    return no_memory(t);
  }
  int fd = mkstemp(out->temporary);
  if (fd >= 0) out->stream = fdopen(fd, "w");
  if (out->stream) {
    use_ordinary_mode(fd);
    return DONE;
  }
  int exit_status = failed(t, out->path);
  if (fd >= 0) {
    close(fd);
    unlink(out->temporary);
  }
  release(out);
  return exit_status;
}

int output_file_end(const tool *t, output_file *file, int exit_status) {
  bool written = fflush(file->stream) == 0 && !ferror(file->stream) && fsync(fileno(file->stream)) == 0;
  written = fclose(file->stream) == 0 && written;
  if (exit_status == DONE && (!written || rename(file->temporary, file->path) != 0))
    exit_status = failed(t, file->path);
  if (exit_status != DONE) unlink(file->temporary);
  release(file);
  return exit_status;
}
