/* SPDX-License-Identifier: Apache-2.0 */
/* The image of a register: a file beside it, named like it with "-image". It is a cache: missing, torn or stale it costs time
 * and nothing else. So it is written without waiting for the disk, under a temporary name that it exchanges for its own
 * when it is complete, and whoever has an older one in memory keeps it. */
#define _DEFAULT_SOURCE /* madvise */

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fail.h"
#include "store/sqlite_internal.h"

#define SUFFIX "-image"
#define BUFFER_SIZE ((size_t)1 << 20)

static char *image_name(const quhua__sqlite *store) {
  size_t len = strlen(store->file);
  char *name = store->allocator->alloc(store->allocator->ctx, len + sizeof SUFFIX);
  if (!name) return NULL;
  memcpy(name, store->file, len);
  memcpy(name + len, SUFFIX, sizeof SUFFIX);
  return name;
}

/* --- reading ---------------------------------------------------------------------------------------------------------- */

/* Pages that are read are shared with everybody who has the register open; those that are written become ours. */
static void *map(int file, size_t size) {
  void *data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_NORESERVE, file, 0);
  if (data == MAP_FAILED) return NULL;
#ifdef MADV_POPULATE_READ
  madvise(data, size, MADV_POPULATE_READ); /* saves a page fault for each; may fail, and then it does not */
#endif
  return data;
}

bool quhua__sqlite_image_open(quhua_store_backend *self, quhua_store_image *out) {
  quhua__sqlite *store = (quhua__sqlite *)self;
  char *name = store->phase == QUHUA__SQLITE_READY ? image_name(store) : NULL;
  int file = name ? open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) : -1;
  struct stat found;
  quhua__sqlite_drop(store->allocator, &name);
  *out = (quhua_store_image){0};
  if (file < 0) return false;
  bool usable = fstat(file, &found) == 0 && S_ISREG(found.st_mode) && found.st_size > 0;
  if (usable && (uintmax_t)found.st_size <= SIZE_MAX) {
    out->size = (size_t)found.st_size;
    out->place = (uint64_t)found.st_ino;
    out->data = map(file, out->size);
  }
  close(file);
  return out->data != NULL;
}

void quhua__sqlite_image_close(quhua_store_backend *self, quhua_store_image *image) {
  (void)self;
  if (image->data) munmap(image->data, image->size);
  *image = (quhua_store_image){0};
}

/* --- writing ---------------------------------------------------------------------------------------------------------- */

typedef struct output {
  int file;
  char *buffer;
  size_t held;
  uint64_t offset; /* of the buffer in the file */
} output;

static bool write_all(int file, const char *data, size_t len, uint64_t offset) {
  while (len) {
    ssize_t written = pwrite(file, data, len, (off_t)offset);
    if (written <= 0) return false;
    data += written;
    len -= (size_t)written;
    offset += (uint64_t)written;
  }
  return true;
}

static bool flush(output *o) {
  size_t held = o->held;
  o->held = 0;
  return write_all(o->file, o->buffer, held, o->offset);
}

static bool put(void *to, uint64_t offset, const void *data, size_t len) {
  output *o = to;
  bool follows = o->offset + o->held == offset;
  if ((!follows || o->held + len > BUFFER_SIZE) && !flush(o)) return false;
  if (!o->held) o->offset = offset;
  if (len > BUFFER_SIZE) return write_all(o->file, data, len, offset);
  memcpy(o->buffer + o->held, data, len);
  o->held += len;
  return true;
}

static bool fill_file(const quhua__sqlite *store, int file, uint64_t size, quhua_store_image_fill *fill,
                      void *ctx) {
  const quhua_allocator *a = store->allocator;
  output o = {.file = file, .buffer = a->alloc(a->ctx, BUFFER_SIZE)};
  struct stat own, registers;
  if (!o.buffer) return false;
  bool ok = fstat(file, &own) == 0 && stat(store->file, &registers) == 0 &&
            fchmod(file, registers.st_mode & 0666) == 0 && /* for those who can read the register */
            ftruncate(file, (off_t)size) == 0 && fill(ctx, (uint64_t)own.st_ino, put, &o) && flush(&o);
  a->free(a->ctx, o.buffer, BUFFER_SIZE);
  return ok;
}

bool quhua__sqlite_image_save(quhua_store_backend *self, uint64_t size, quhua_store_image_fill *fill,
                              void *ctx) {
  quhua__sqlite *store = (quhua__sqlite *)self;
  if (store->phase != QUHUA__SQLITE_READY || store->read_only || size > INT64_MAX) return false;
  char *name = image_name(store);
  char *temp = quhua__sqlite_temporary_name(store);
  int file = name && temp ? open(temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
  bool ok = file >= 0 && fill_file(store, file, size, fill, ctx);
  if (file >= 0) {
    ok = close(file) == 0 && ok && rename(temp, name) == 0;
    if (!ok) unlink(temp);
  }
  quhua__sqlite_drop(store->allocator, &temp);
  quhua__sqlite_drop(store->allocator, &name);
  return ok;
}
