/* SPDX-License-Identifier: Apache-2.0 */
/* How a new register gets its name. It is built under a temporary name in the same folder, made durable, and then
 * linked to its own name, which fails when that name is taken. So there is never half a register at its place, two
 * programs that make the same register cannot both succeed, and a crash leaves at most a file `.quhua-….new` that may
 * be removed. The building itself needs no journal and no waiting for the disk.
 *
 * A register that SQLite may hold open is never opened here: closing any descriptor of a file drops the locks that
 * the process has on it (POSIX fcntl, see https://www.sqlite.org/howtocorrupt.html, section 2.2). */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "store/sqlite_internal.h"

static quhua_status fail_system(const quhua__sqlite *store, int code, quhua_error *err) {
  char detail[128];
  if (strerror_r(code, detail, sizeof detail) != 0) snprintf(detail, sizeof detail, "errno %d", code);
  quhua__fail(err, QUHUA_E_IO, QUHUA__T("the operating system refused: {1}", "操作系统拒绝：{1}"),
              QUHUA__T("check the folder, its permissions and the free space", "请检查目录、权限与可用空间"),
              QUHUA__ARGS(quhua_str_from(detail)));
  return quhua__fail_at(err, QUHUA_E_IO, quhua_str_from(store->path), 0, 0);
}

static quhua_status fail_exists(const quhua__sqlite *store, const char *suffix, quhua_error *err) {
  quhua__text2 message = suffix[0]
                             ? QUHUA__T("a file of an earlier register is in the way: the same name with {1}",
                                        "存在旧登记册遗留的同名 {1} 文件")
                             : QUHUA__T("the file exists and is not overwritten", "文件已存在，不予覆盖");
  quhua__fail(err, QUHUA_E_EXISTS, message,
              QUHUA__T("choose another name, or remove the file if it is not needed",
                       "请另选名称；如确不需要，请先删除该文件"),
              QUHUA__ARGS(quhua_str_from(suffix)));
  return quhua__fail_at(err, QUHUA_E_EXISTS, quhua_str_from(store->path), 0, 0);
}

quhua_status quhua__sqlite_file_check(const quhua__sqlite *store, quhua_error *err) {
  struct stat found;
  quhua_str subject = quhua_str_from(store->path);
  if (stat(store->file, &found) != 0) {
    if (errno != ENOENT && errno != ENOTDIR) return fail_system(store, errno, err);
    quhua__fail(err, QUHUA_E_NOT_FOUND, QUHUA__T("there is no such register", "没有这个登记册"),
                QUHUA__T("check the path, or make the register first", "请检查路径，或先新建登记册"),
                QUHUA__NO_ARGS);
    return quhua__fail_at(err, QUHUA_E_NOT_FOUND, subject, 0, 0);
  }
  if (!S_ISREG(found.st_mode)) {
    quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("this is not a file", "该路径不是普通文件"),
                QUHUA__T("give the path of a register's file", "请指定登记册文件的路径"), QUHUA__NO_ARGS);
    return quhua__fail_at(err, QUHUA_E_INVALID, subject, 0, 0);
  }
  if (found.st_size > 0) return QUHUA_OK;
  quhua__fail(err, QUHUA_E_FORMAT, QUHUA__T("the file is empty, not a register", "文件为空，不是登记册"),
              QUHUA__T("remove it and make the register there", "请删除该文件后在此新建登记册"),
              QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_FORMAT, subject, 0, 0);
}

/* The name must be free, dangling links included, and so must be the names of the files that SQLite keeps beside it:
 * left over from a register that was removed, they would be played back into the new one. */
static quhua_status check_free(const quhua__sqlite *store, quhua_error *err) {
  static const char *const suffixes[] = {"", "-journal", "-wal", "-shm"};
  for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
    char *name = sqlite3_mprintf("%s%s", store->file, suffixes[i]);
    if (!name) return quhua__fail_nomem(err);
    struct stat found;
    int code = lstat(name, &found) == 0 ? 0 : errno;
    sqlite3_free(name);
    if (code == 0) return fail_exists(store, suffixes[i], err);
    if (code != ENOENT) return fail_system(store, code, err);
  }
  return QUHUA_OK;
}

/* Bytes of the folder part of the path, with its slash. */
static size_t folder_length(const char *path) { return (size_t)(strrchr(path, '/') + 1 - path); }

/* The name does not grow with the register's, which may already be as long as the file system allows. */
char *quhua__sqlite_temporary_name(const quhua__sqlite *store) {
  uint64_t chance;
  sqlite3_randomness(sizeof chance, &chance);
  char name[32];
  int len = snprintf(name, sizeof name, ".quhua-%016llx.new", (unsigned long long)chance);
  size_t folder = folder_length(store->file);
  size_t size = folder + (size_t)len + 1;
  char *full = store->allocator->alloc(store->allocator->ctx, size);
  if (!full) return NULL;
  memcpy(full, store->file, folder);
  memcpy(full + folder, name, (size_t)len + 1);
  return full;
}

quhua_status quhua__sqlite_file_begin(quhua__sqlite *store, quhua_error *err) {
  quhua_status status = check_free(store, err);
  if (status) return status;
  store->temp = quhua__sqlite_temporary_name(store);
  if (!store->temp) return quhua__fail_nomem(err);
  int file = open(store->temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  int code = file >= 0 ? 0 : errno;
  if (file >= 0 && close(file) != 0) code = errno;
  if (code == 0) return QUHUA_OK;
  if (file >= 0) unlink(store->temp);
  quhua__sqlite_drop(store->allocator, &store->temp);
  return fail_system(store, code, err);
}

/* Wait until a file or folder is on the disk. */
static int sync_path(const char *path, int flags) {
  int file = open(path, flags | O_CLOEXEC);
  if (file < 0) return errno;
  int code = fsync(file) == 0 ? 0 : errno;
  return close(file) == 0 || code ? code : errno;
}

/* Some file systems cannot do this for folders, and some folders may be written but not read: then it is left to the
 * system. */
static int sync_folder(const quhua__sqlite *store) {
  char *folder = quhua__sqlite_copy(store->allocator, store->file, folder_length(store->file));
  if (!folder) return ENOMEM;
  int code = sync_path(folder, O_RDONLY | O_DIRECTORY);
  quhua__sqlite_drop(store->allocator, &folder);
  return code == EINVAL || code == EACCES ? 0 : code;
}

/* Where the file system has no hard links: claim the name with an empty file, then rename over it. */
static int claim_and_rename(const quhua__sqlite *store) {
  int file = open(store->file, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (file < 0) return errno;
  close(file);
  if (rename(store->temp, store->file) == 0) return 0;
  int code = errno;
  unlink(store->file);
  return code;
}

static int give_name(const quhua__sqlite *store) {
  if (link(store->temp, store->file) == 0) {
    unlink(store->temp); /* another name of the same file: if it stays, nothing is lost */
    return 0;
  }
  int code = errno;
  bool no_links = code == EPERM || code == ENOTSUP || code == ENOSYS || code == EMLINK;
  return no_links ? claim_and_rename(store) : code;
}

quhua_status quhua__sqlite_file_publish(quhua__sqlite *store, quhua_error *err) {
  int code = sync_path(store->temp, O_RDWR);
  if (code) return fail_system(store, code, err);
  quhua_status status = check_free(store, err);
  if (status) return status;
  code = give_name(store);
  if (code == EEXIST) return fail_exists(store, "", err);
  if (code) return fail_system(store, code, err);
  code = sync_folder(store);
  if (code) { /* the name may not survive a crash, so the register must not be there */
    unlink(store->file);
    return code == ENOMEM ? quhua__fail_nomem(err) : fail_system(store, code, err);
  }
  quhua__sqlite_drop(store->allocator, &store->temp);
  return QUHUA_OK;
}

void quhua__sqlite_file_discard(quhua__sqlite *store) {
  if (!store->temp) return;
  unlink(store->temp);
  quhua__sqlite_drop(store->allocator, &store->temp);
}
