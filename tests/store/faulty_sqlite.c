/* SPDX-License-Identifier: Apache-2.0 */
#include "store/faulty_sqlite.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>

static struct {
  faulty_part part;
  long after;
  bool forever, struck;
} plan;

static bool strikes(faulty_part part) {
  if (plan.part != part) return false;
  if (plan.after > 0) {
    plan.after--;
    return false;
  }
  if (plan.struck && !plan.forever) return false;
  plan.struck = true;
  return true;
}

void faulty_arm(faulty_part part, long after, bool forever) {
  plan.part = part;
  plan.after = after;
  plan.forever = forever;
  plan.struck = false;
}

void faulty_disarm(void) { plan.part = FAULTY_NOTHING; }

bool faulty_struck(void) { return plan.struck; }

/* --- memory --- */

static sqlite3_mem_methods memory;

static void *faulty_malloc(int size) { return strikes(FAULTY_MEMORY) ? NULL : memory.xMalloc(size); }
static void *faulty_realloc(void *ptr, int size) {
  return strikes(FAULTY_MEMORY) ? NULL : memory.xRealloc(ptr, size);
}

/* --- disk: the methods of each file, with the real file behind it --- */

static sqlite3_vfs *disk;

typedef struct faulty_file {
  sqlite3_file base;
  sqlite3_file *real;
} faulty_file;

#define REAL(file) ((faulty_file *)(file))->real
#define PASS(file, method, ...) REAL(file)->pMethods->method(REAL(file), __VA_ARGS__)

static int close_file(sqlite3_file *f) { return REAL(f)->pMethods->xClose(REAL(f)); }
static int read_file(sqlite3_file *f, void *data, int len, sqlite3_int64 at) {
  return PASS(f, xRead, data, len, at);
}
static int write_file(sqlite3_file *f, const void *data, int len, sqlite3_int64 at) {
  if (!strikes(FAULTY_DISK)) return PASS(f, xWrite, data, len, at);
  PASS(f, xWrite, data, len / 2, at); /* half of it arrives */
  return SQLITE_FULL;
}
static int truncate_file(sqlite3_file *f, sqlite3_int64 size) {
  return strikes(FAULTY_DISK) ? SQLITE_IOERR_TRUNCATE : PASS(f, xTruncate, size);
}
static int sync_file(sqlite3_file *f, int flags) {
  return strikes(FAULTY_DISK) ? SQLITE_IOERR_FSYNC : PASS(f, xSync, flags);
}
static int file_size(sqlite3_file *f, sqlite3_int64 *size) { return PASS(f, xFileSize, size); }
static int lock_file(sqlite3_file *f, int level) { return PASS(f, xLock, level); }
static int unlock_file(sqlite3_file *f, int level) { return PASS(f, xUnlock, level); }
static int check_lock(sqlite3_file *f, int *out) { return PASS(f, xCheckReservedLock, out); }
static int control_file(sqlite3_file *f, int op, void *arg) { return PASS(f, xFileControl, op, arg); }
static int sector_size(sqlite3_file *f) { return REAL(f)->pMethods->xSectorSize(REAL(f)); }
static int device_traits(sqlite3_file *f) { return REAL(f)->pMethods->xDeviceCharacteristics(REAL(f)); }
static int shm_map(sqlite3_file *f, int region, int size, int extend, void volatile **out) {
  return PASS(f, xShmMap, region, size, extend, out);
}
static int shm_lock(sqlite3_file *f, int offset, int n, int flags) {
  return PASS(f, xShmLock, offset, n, flags);
}
static void shm_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int shm_unmap(sqlite3_file *f, int removes) { return PASS(f, xShmUnmap, removes); }

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_traits,
    .xShmMap = shm_map,
    .xShmLock = shm_lock,
    .xShmBarrier = shm_barrier,
    .xShmUnmap = shm_unmap,
};

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags) {
  (void)vfs;
  faulty_file *file = (faulty_file *)f;
  file->real = (sqlite3_file *)(file + 1);
  int rc = disk->xOpen(disk, name, file->real, flags, out_flags);
  file->base.pMethods = file->real->pMethods ? &methods : NULL;
  return rc;
}

void faulty_install(void) {
  static sqlite3_vfs vfs;
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &memory), SQLITE_OK);
  sqlite3_mem_methods faulty = memory;
  faulty.xMalloc = faulty_malloc;
  faulty.xRealloc = faulty_realloc;
  assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &faulty), SQLITE_OK);
  assert_int_equal(sqlite3_initialize(), SQLITE_OK);
  disk = sqlite3_vfs_find(NULL);
  assert_non_null(disk);
  vfs = *disk;
  vfs.zName = "faulty";
  vfs.szOsFile = disk->szOsFile + (int)sizeof(faulty_file);
  vfs.xOpen = open_file;
  assert_int_equal(sqlite3_vfs_register(&vfs, 1), SQLITE_OK);
}
