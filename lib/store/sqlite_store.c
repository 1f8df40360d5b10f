/* SPDX-License-Identifier: Apache-2.0 */
/* The store port on a SQLite file. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "store/sqlite_internal.h"

char *quhua__sqlite_copy(const quhua_allocator *allocator, const char *text, size_t len) {
  char *copy = allocator->alloc(allocator->ctx, len + 1);
  if (!copy) return NULL;
  memcpy(copy, text, len);
  copy[len] = '\0';
  return copy;
}

void quhua__sqlite_drop(const quhua_allocator *allocator, char **text) {
  if (*text) allocator->free(allocator->ctx, *text, strlen(*text) + 1);
  *text = NULL;
}

quhua_status quhua__sqlite_ready(quhua__sqlite *store, quhua_error *err) {
  if (store->db) return QUHUA_OK;
  if (store->phase == QUHUA__SQLITE_READY) return quhua__sqlite_open_existing(store, err);
  quhua__fail(err, QUHUA_E_IO, QUHUA__T("the register could not be made", "登记册未能建成"), QUHUA__NO_REMEDY,
              QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_IO, quhua_str_from(store->path), 0, 0);
}

/* --- reading --- */

static quhua_status take_digest(const quhua__sqlite *store, sqlite3_stmt *stmt, int column, quhua_digest *out,
                                quhua_error *err) {
  bool fits = sqlite3_column_type(stmt, column) == SQLITE_BLOB &&
              sqlite3_column_bytes(stmt, column) == QUHUA_DIGEST_SIZE;
  const void *bytes = fits ? sqlite3_column_blob(stmt, column) : NULL;
  if (bytes) memcpy(out->bytes, bytes, QUHUA_DIGEST_SIZE);
  return bytes ? QUHUA_OK
               : quhua__sqlite_corrupt(store, "a journal entry has no digest", "日志记录缺少摘要", "", err);
}

static quhua_status read_head(quhua__sqlite *store, quhua_sequence *sequence, quhua_digest *digest,
                              quhua_error *err) {
  sqlite3_stmt *stmt;
  quhua_status status = quhua__sqlite_statement(
      store, "SELECT sequence, digest FROM journal ORDER BY sequence DESC LIMIT 1", &stmt, err);
  if (status) return status;
  int rc = sqlite3_step(stmt);
  if (rc == SQLITE_DONE) {
    *sequence = 0;
    memset(digest, 0, sizeof *digest);
  } else if (rc != SQLITE_ROW) {
    status = quhua__sqlite_fail(store, rc, err);
  } else if (sqlite3_column_int64(stmt, 0) < 1) {
    status = quhua__sqlite_corrupt(store, "a journal entry has no number", "日志记录缺少序号", "", err);
  } else {
    *sequence = (quhua_sequence)sqlite3_column_int64(stmt, 0);
    status = take_digest(store, stmt, 1, digest, err);
  }
  sqlite3_reset(stmt);
  return status;
}

static quhua_status head(quhua_store_backend *self, quhua_sequence *sequence, quhua_digest *digest,
                         quhua_error *err) {
  quhua__sqlite *store = (quhua__sqlite *)self;
  quhua_status status = quhua__sqlite_ready(store, err);
  return status ? status : read_head(store, sequence, digest, err);
}

static const char *scheme(quhua_store_backend *self) { return ((const quhua__sqlite *)self)->scheme; }

static void drop_bytes(quhua__sqlite *store) {
  if (store->bytes) store->allocator->free(store->allocator->ctx, store->bytes, store->bytes_size);
  store->bytes = NULL;
  store->bytes_size = 0;
}

/* The entry is copied: a statement that stays open would keep a lock on the file. */
static quhua_status take_entry(quhua__sqlite *store, sqlite3_stmt *stmt, quhua_digest *digest,
                               quhua_error *err) {
  quhua_status status = take_digest(store, stmt, 0, digest, err);
  if (status) return status;
  const void *bytes = sqlite3_column_type(stmt, 1) == SQLITE_BLOB ? sqlite3_column_blob(stmt, 1) : NULL;
  size_t size = (size_t)sqlite3_column_bytes(stmt, 1);
  if (sqlite3_errcode(store->db) == SQLITE_NOMEM) return quhua__fail_nomem(err);
  if (!bytes)
    return quhua__sqlite_corrupt(store, "a journal entry has no bytes", "日志记录没有内容", "", err);
  store->bytes = store->allocator->alloc(store->allocator->ctx, size);
  if (!store->bytes) return quhua__fail_nomem(err);
  memcpy(store->bytes, bytes, size);
  store->bytes_size = size;
  return QUHUA_OK;
}

static quhua_status fail_no_entry(const quhua__sqlite *store, quhua_error *err) {
  quhua__fail(err, QUHUA_E_NOT_FOUND, QUHUA__T("the journal has no such entry", "日志中没有该序号的记录"),
              QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_NOT_FOUND, quhua_str_from(store->path), 0, 0);
}

static quhua_status read_entry(quhua_store_backend *self, quhua_sequence sequence, quhua_str *bytes,
                               quhua_digest *digest, quhua_error *err) {
  quhua__sqlite *store = (quhua__sqlite *)self;
  drop_bytes(store);
  quhua_status status = quhua__sqlite_ready(store, err);
  if (status) return status;
  if (sequence > INT64_MAX) return fail_no_entry(store, err);
  sqlite3_stmt *stmt;
  status =
      quhua__sqlite_statement(store, "SELECT digest, bytes FROM journal WHERE sequence = ?1", &stmt, err);
  if (status) return status;
  sqlite3_bind_int64(stmt, 1, (sqlite3_int64)sequence);
  int rc = sqlite3_step(stmt);
  if (rc == SQLITE_ROW)
    status = take_entry(store, stmt, digest, err);
  else
    status = rc == SQLITE_DONE ? fail_no_entry(store, err) : quhua__sqlite_fail(store, rc, err);
  sqlite3_reset(stmt);
  if (!status) *bytes = (quhua_str){store->bytes, store->bytes_size};
  return status;
}

static quhua_status read_digest(quhua_store_backend *self, quhua_sequence sequence, quhua_digest *digest,
                                quhua_error *err) {
  quhua__sqlite *store = (quhua__sqlite *)self;
  sqlite3_stmt *stmt;
  quhua_status status = quhua__sqlite_ready(store, err);
  if (status) return status;
  if (sequence > INT64_MAX) return fail_no_entry(store, err);
  status = quhua__sqlite_prepare(store, "SELECT digest FROM journal WHERE sequence = ?1", &stmt, err);
  if (status) return status;
  sqlite3_bind_int64(stmt, 1, (sqlite3_int64)sequence);
  int rc = sqlite3_step(stmt);
  if (rc == SQLITE_ROW)
    status = take_digest(store, stmt, 0, digest, err);
  else
    status = rc == SQLITE_DONE ? fail_no_entry(store, err) : quhua__sqlite_fail(store, rc, err);
  sqlite3_finalize(stmt);
  return status;
}

/* --- writing --- */

static quhua_status check_entries(const quhua__sqlite *store, quhua_sequence expected,
                                  const quhua_entry *entries, size_t count, quhua_error *err) {
  bool fits = count > 0;
  for (size_t i = 0; i < count; i++)
    fits = fits && entries[i].sequence == expected + 1 + i && entries[i].bytes.len > 0;
  if (fits) return QUHUA_OK;
  quhua__fail(err, QUHUA_E_INVALID,
              QUHUA__T("a commit needs entries with bytes, numbered without gaps",
                       "提交的日志记录不得为空，序号必须连续"),
              QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_INVALID, quhua_str_from(store->path), 0, 0);
}

static quhua_status check_head(quhua__sqlite *store, quhua_sequence expected, quhua_error *err) {
  quhua_sequence newest;
  quhua_digest digest;
  quhua_status status = read_head(store, &newest, &digest, err);
  if (status || newest == expected) return status;
  quhua__fail(err, QUHUA_E_CONFLICT,
              QUHUA__T("the register has changed since the plan was made", "拟定方案之后登记册已被更改"),
              QUHUA__T("plan again on a new snapshot", "请在新的快照上重新拟定方案"), QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_CONFLICT, quhua_str_from(store->path), 0, 0);
}

static void roll_back(quhua__sqlite *store) {
  if (!store->db || sqlite3_get_autocommit(store->db)) return; /* some failures roll back by themselves */
  sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
}

/* The file is complete: from now on it is a register like any other. WAL needs shared memory and is not possible
 * everywhere; the file then keeps a rollback journal, and everything works with less concurrency. The file is opened
 * again when it is needed, so that nothing can fail between its new name and the answer. */
static quhua_status publish(quhua__sqlite *store, quhua_error *err) {
  sqlite3_exec(store->db, "PRAGMA locking_mode = NORMAL; PRAGMA journal_mode = WAL", NULL, NULL, NULL);
  quhua__sqlite_disconnect(store);
  quhua_status status = quhua__sqlite_file_publish(store, err);
  if (status) quhua__sqlite_file_discard(store);
  store->phase = status ? QUHUA__SQLITE_FAILED : QUHUA__SQLITE_READY;
  return status;
}

static quhua_status commit(quhua_store_backend *self, quhua_sequence expected, const quhua_entry *entries,
                           size_t count, const quhua_store_delta *delta, quhua_error *err) {
  quhua__sqlite *store = (quhua__sqlite *)self;
  quhua_status status = quhua__sqlite_ready(store, err);
  if (status) return status;
  bool building = store->phase == QUHUA__SQLITE_BUILDING;
  status = quhua__sqlite_run(store, "BEGIN IMMEDIATE", err);
  if (!status) status = check_head(store, expected, err);
  if (!status) status = check_entries(store, expected, entries, count, err);
  if (!status) status = quhua__sqlite_add_entries(store, entries, count, err);
  if (!status) status = quhua__sqlite_add_delta(store, delta, err);
  if (!status && building) status = quhua__sqlite_schema_finish(store, err);
  if (!status) status = quhua__sqlite_run(store, "COMMIT", err);
  if (status) {
    roll_back(store);
    return status;
  }
  return building ? publish(store, err) : QUHUA_OK;
}

static int bind_text(sqlite3_stmt *stmt, int index, const char *text) {
  return text && text[0] ? sqlite3_bind_text(stmt, index, text, -1, SQLITE_STATIC)
                         : sqlite3_bind_null(stmt, index);
}

static quhua_status attempt(quhua_store_backend *self, const quhua_attempt *made, quhua_error *err) {
  quhua__sqlite *store = (quhua__sqlite *)self;
  quhua_status status = quhua__sqlite_ready(store, err);
  if (status) return status;
  sqlite3_stmt *stmt;
  status = quhua__sqlite_prepare(store,
                                 "INSERT INTO attempt(number, recorded, actor, subject, outcome, detail)"
                                 " SELECT coalesce(max(number), 0) + 1, ?1, ?2, ?3, ?4, ?5 FROM attempt",
                                 &stmt, err);
  if (status) return status;
  char when[QUHUA_INSTANT_TEXT_MAX];
  quhua_instant_format(made->when, when);
  int rc = bind_text(stmt, 1, when);
  if (rc == SQLITE_OK) rc = bind_text(stmt, 2, made->actor);
  if (rc == SQLITE_OK) rc = bind_text(stmt, 3, made->subject);
  if (rc == SQLITE_OK) rc = bind_text(stmt, 4, made->outcome);
  if (rc == SQLITE_OK) rc = bind_text(stmt, 5, made->detail);
  if (rc == SQLITE_OK) rc = sqlite3_step(stmt);
  if (rc != SQLITE_DONE) status = quhua__sqlite_fail(store, rc, err);
  sqlite3_finalize(stmt);
  return status;
}

/* --- life --- */

static void close_store(quhua_store_backend *self) {
  quhua__sqlite *store = (quhua__sqlite *)self;
  const quhua_allocator *allocator = store->allocator;
  drop_bytes(store);
  quhua__sqlite_disconnect(store);
  quhua__sqlite_file_discard(store);
  quhua__sqlite_drop(allocator, &store->scheme);
  quhua__sqlite_drop(allocator, &store->file);
  quhua__sqlite_drop(allocator, &store->path);
  allocator->free(allocator->ctx, store, sizeof *store);
}

/* The path as SQLite must see it: a relative one begins with "./", so that neither "file:…" nor ":memory:" means
 * anything special. */
static char *plain_path(const quhua_allocator *allocator, const char *path) {
  size_t len = strlen(path);
  size_t prefix = path[0] == '/' ? 0 : 2;
  char *file = allocator->alloc(allocator->ctx, prefix + len + 1);
  if (!file) return NULL;
  memcpy(file, "./", prefix);
  memcpy(file + prefix, path, len + 1);
  return file;
}

static quhua_status check_arguments(const char *path, quhua_store_mode mode, const char *scheme_name,
                                    quhua_error *err) {
  bool creates = mode == QUHUA_STORE_CREATE;
  bool known = creates || mode == QUHUA_STORE_READ_WRITE || mode == QUHUA_STORE_READ_ONLY;
  size_t scheme_len = scheme_name ? strlen(scheme_name) : 0;
  bool has_scheme = scheme_len > 0 && scheme_len <= QUHUA__SQLITE_LONGEST_SCHEME;
  if (known && path && path[0] && (!creates || has_scheme)) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("a store needs a path, a mode, and a scheme where it is new",
                              "打开存储须给出路径与方式，新建时还须给出编码方案"),
                     QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
}

quhua_status quhua_store_new_sqlite(const quhua_allocator *allocator, const char *path, quhua_store_mode mode,
                                    const char *scheme_name, uint32_t busy_timeout_ms,
                                    quhua_store_backend **out, quhua_error *err) {
  quhua_status status = check_arguments(path, mode, scheme_name, err);
  if (status) return status;
  allocator = quhua__allocator_or_default(allocator);
  quhua__sqlite *store = allocator->alloc(allocator->ctx, sizeof *store);
  if (!store) return quhua__fail_nomem(err);
  bool creates = mode == QUHUA_STORE_CREATE;
  *store = (quhua__sqlite){
      .port = {.version = QUHUA_STORE_BACKEND_VERSION,
               .head = head,
               .scheme = scheme,
               .read = read_entry,
               .commit = commit,
               .attempt = attempt,
               .verify = quhua__sqlite_verify,
               .close = close_store,
               .digest = read_digest,
               .image_open = quhua__sqlite_image_open,
               .image_close = quhua__sqlite_image_close,
               .image_save = quhua__sqlite_image_save},
      .allocator = allocator,
      .phase = creates ? QUHUA__SQLITE_BUILDING : QUHUA__SQLITE_READY,
      .path = quhua__sqlite_copy(allocator, path, strlen(path)),
      .file = plain_path(allocator, path),
      .scheme = creates ? quhua__sqlite_copy(allocator, scheme_name, strlen(scheme_name)) : NULL,
      .busy_timeout = busy_timeout_ms <= INT32_MAX ? (int)busy_timeout_ms : INT32_MAX,
      .read_only = mode == QUHUA_STORE_READ_ONLY,
  };
  if (!store->path || !store->file || (creates && !store->scheme))
    status = quhua__fail_nomem(err);
  else
    status = creates ? quhua__sqlite_open_new(store, err) : quhua__sqlite_open_existing(store, err);
  if (status)
    close_store(&store->port);
  else
    *out = &store->port;
  return status;
}
