/* SPDX-License-Identifier: Apache-2.0 */
#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store_files.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

void store_folder_make(char out[STORE_PATH_MAX]) {
  const char *base = getenv("TMPDIR");
  int len = snprintf(out, STORE_PATH_MAX, "%s/quhua-store-XXXXXX", base && base[0] ? base : P_tmpdir);
  assert_in_range(len, 1, STORE_PATH_MAX - 1);
  assert_non_null(mkdtemp(out));
}

/* Count the files of a folder, and remove them if asked to. */
static size_t walk_folder(const char *folder, bool removes) {
  size_t count = 0;
  DIR *dir = opendir(folder);
  assert_non_null(dir);
  for (struct dirent *entry; (entry = readdir(dir));) {
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    count++;
    char path[STORE_PATH_MAX];
    if (removes) assert_int_equal(remove(store_path(path, folder, entry->d_name)), 0);
  }
  closedir(dir);
  return count;
}

void store_folder_empty(const char *folder) { walk_folder(folder, true); }

void store_folder_remove(const char *folder) {
  walk_folder(folder, true);
  assert_int_equal(rmdir(folder), 0);
}

size_t store_folder_count(const char *folder) { return walk_folder(folder, false); }

const char *store_path(char out[STORE_PATH_MAX], const char *folder, const char *name) {
  int len = snprintf(out, STORE_PATH_MAX, "%s/%s", folder, name);
  assert_in_range(len, 1, STORE_PATH_MAX - 1);
  return out;
}

void store_write_file(const char *path, const void *data, size_t len) {
  FILE *file = fopen(path, "wb");
  assert_non_null(file);
  assert_int_equal(fwrite(data, 1, len, file), len);
  assert_int_equal(fclose(file), 0);
}

char *store_read_file(const char *path, size_t *len) {
  FILE *file = fopen(path, "rb");
  assert_non_null(file);
  assert_int_equal(fseek(file, 0, SEEK_END), 0);
  long size = ftell(file);
  assert_true(size >= 0);
  rewind(file);
  char *data = malloc((size_t)size + 1);
  assert_non_null(data);
  *len = fread(data, 1, (size_t)size, file);
  assert_int_equal(*len, size);
  fclose(file);
  return data;
}

static sqlite3 *open_file(const char *path) {
  sqlite3 *db = NULL;
  assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_EXRESCODE, NULL),
                   SQLITE_OK);
  sqlite3_busy_timeout(db, 1000);
  return db;
}

int store_sql(const char *path, const char *sql) {
  sqlite3 *db = open_file(path);
  int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  sqlite3_close(db);
  return rc;
}

void store_tamper(const char *path, const char *sql) {
  sqlite3 *db = open_file(path);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL);
  int rc =
      sqlite3_exec(db, "PRAGMA ignore_check_constraints = ON; PRAGMA writable_schema = ON", NULL, NULL, NULL);
  if (rc == SQLITE_OK) rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
  if (rc != SQLITE_OK) print_error("%s: %s\n", sql, sqlite3_errmsg(db));
  assert_int_equal(rc, SQLITE_OK);
  assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

void store_query(const char *path, const char *sql, char *out, size_t cap) {
  sqlite3 *db = open_file(path);
  sqlite3_stmt *stmt = NULL;
  int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
  if (rc != SQLITE_OK) print_error("%s: %s\n", sql, sqlite3_errmsg(db));
  assert_int_equal(rc, SQLITE_OK);
  size_t len = 0;
  out[0] = '\0';
  while ((rc = sqlite3_step(stmt)) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
      const char *text = (const char *)sqlite3_column_text(stmt, i);
      const char *stop = i + 1 == sqlite3_column_count(stmt) ? "\n" : "|";
      int wrote = snprintf(out + len, cap - len, "%s%s", text ? text : "~", stop);
      assert_in_range(wrote, 1, cap - len - 1);
      len += (size_t)wrote;
    }
  assert_int_equal(rc, SQLITE_DONE);
  sqlite3_finalize(stmt);
  sqlite3_close(db);
}
