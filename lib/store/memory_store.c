/* SPDX-License-Identifier: Apache-2.0 */
#include "store/memory_store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"

/* An entry as it was committed. */
typedef struct kept_entry {
  char *bytes;
  size_t len;
  quhua_digest digest;
} kept_entry;

/* An attempt; its texts are one block of memory that begins with `actor`. */
typedef struct kept_attempt {
  quhua_attempt attempt;
  char *texts;
  size_t size;
} kept_attempt;

typedef struct memory_store {
  quhua_store_backend port; /* first: the engine knows only this */
  const quhua_allocator *allocator;
  char *scheme;
  kept_entry *entries;
  size_t entry_count;
  size_t entry_cap;
  kept_attempt *attempts;
  size_t attempt_count;
  size_t attempt_cap;
} memory_store;

static void *take(const quhua_allocator *allocator, size_t size) {
  return allocator->alloc(allocator->ctx, size);
}

static void give(const quhua_allocator *allocator, void *ptr, size_t size) {
  if (ptr) allocator->free(allocator->ctx, ptr, size);
}

static quhua_status head(quhua_store_backend *self, quhua_sequence *sequence, quhua_digest *digest,
                         quhua_error *err) {
  (void)err;
  const memory_store *store = (const memory_store *)self;
  *sequence = store->entry_count;
  if (store->entry_count)
    *digest = store->entries[store->entry_count - 1].digest;
  else
    memset(digest, 0, sizeof *digest);
  return QUHUA_OK;
}

static const char *scheme(quhua_store_backend *self) { return ((const memory_store *)self)->scheme; }

static quhua_status read_entry(quhua_store_backend *self, quhua_sequence sequence, quhua_str *bytes,
                               quhua_digest *digest, quhua_error *err) {
  const memory_store *store = (const memory_store *)self;
  if (sequence == 0 || sequence > store->entry_count)
    return quhua__fail(err, QUHUA_E_NOT_FOUND,
                       QUHUA__T("the journal has no such entry", "日志中没有该序号的记录"), QUHUA__NO_REMEDY,
                       QUHUA__NO_ARGS);
  const kept_entry *entry = &store->entries[sequence - 1];
  *bytes = (quhua_str){entry->bytes, entry->len};
  *digest = entry->digest;
  return QUHUA_OK;
}

static quhua_status check_entries(const memory_store *store, quhua_sequence expected,
                                  const quhua_entry *entries, size_t count, quhua_error *err) {
  if (expected != store->entry_count)
    return quhua__fail(
        err, QUHUA_E_CONFLICT,
        QUHUA__T("the register has changed since the plan was made", "拟定方案之后登记册已被更改"),
        QUHUA__T("plan again on a new snapshot", "请在新的快照上重新拟定方案"), QUHUA__NO_ARGS);
  bool fits = count > 0;
  for (size_t i = 0; i < count; i++)
    fits = fits && entries[i].sequence == expected + 1 + i && entries[i].bytes.len > 0;
  if (fits) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("a commit needs entries with bytes, numbered without gaps",
                              "提交的日志记录不得为空，序号必须连续"),
                     QUHUA__NO_REMEDY, QUHUA__NO_ARGS);
}

/* Nothing is materialised: questions are answered by the engine. So the delta is not looked at. */
static quhua_status commit(quhua_store_backend *self, quhua_sequence expected, const quhua_entry *entries,
                           size_t count, const quhua_store_delta *delta, quhua_error *err) {
  (void)delta;
  memory_store *store = (memory_store *)self;
  quhua_status status = check_entries(store, expected, entries, count, err);
  if (status) return status;
  void *array = store->entries;
  bool room =
      count <= SIZE_MAX - store->entry_count && quhua__grow(store->allocator, &array, &store->entry_cap,
                                                            store->entry_count + count, sizeof(kept_entry));
  store->entries = array;
  if (!room) return quhua__fail_nomem(err);

  kept_entry *added = store->entries + store->entry_count;
  size_t done = 0;
  for (; done < count; done++) {
    quhua_str bytes = entries[done].bytes;
    char *copy = take(store->allocator, bytes.len);
    if (!copy) break;
    memcpy(copy, bytes.ptr, bytes.len);
    added[done] = (kept_entry){copy, bytes.len, entries[done].digest};
  }
  if (done == count) {
    store->entry_count += count;
    return QUHUA_OK;
  }
  while (done-- > 0) give(store->allocator, added[done].bytes, added[done].len);
  return quhua__fail_nomem(err);
}

static const char *copy_text(char **at, const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = *at;
  memcpy(copy, text, size);
  *at += size;
  return copy;
}

static quhua_status attempt(quhua_store_backend *self, const quhua_attempt *made, quhua_error *err) {
  memory_store *store = (memory_store *)self;
  const char *actor = made->actor ? made->actor : "", *subject = made->subject ? made->subject : "";
  const char *outcome = made->outcome ? made->outcome : "", *detail = made->detail ? made->detail : "";
  void *array = store->attempts;
  bool room = quhua__grow(store->allocator, &array, &store->attempt_cap, store->attempt_count + 1,
                          sizeof(kept_attempt));
  store->attempts = array;
  if (!room) return quhua__fail_nomem(err);
  size_t size = strlen(actor) + strlen(subject) + strlen(outcome) + strlen(detail) + 4;
  char *texts = take(store->allocator, size);
  if (!texts) return quhua__fail_nomem(err);

  char *at = texts;
  kept_attempt *kept = &store->attempts[store->attempt_count];
  kept->texts = texts;
  kept->size = size;
  kept->attempt.when = made->when;
  kept->attempt.actor = copy_text(&at, actor);
  kept->attempt.subject = copy_text(&at, subject);
  kept->attempt.outcome = copy_text(&at, outcome);
  kept->attempt.detail = copy_text(&at, detail);
  store->attempt_count++;
  return QUHUA_OK;
}

const quhua_attempt *quhua__memory_store_attempt(const quhua_store_backend *store, size_t index) {
  const memory_store *memory = (const memory_store *)store;
  return index < memory->attempt_count ? &memory->attempts[index].attempt : NULL;
}

static void close_store(quhua_store_backend *self) {
  memory_store *store = (memory_store *)self;
  const quhua_allocator *allocator = store->allocator;
  for (size_t i = 0; i < store->entry_count; i++)
    give(allocator, store->entries[i].bytes, store->entries[i].len);
  for (size_t i = 0; i < store->attempt_count; i++)
    give(allocator, store->attempts[i].texts, store->attempts[i].size);
  give(allocator, store->entries, store->entry_cap * sizeof *store->entries);
  give(allocator, store->attempts, store->attempt_cap * sizeof *store->attempts);
  give(allocator, store->scheme, strlen(store->scheme) + 1);
  give(allocator, store, sizeof *store);
}

quhua_status quhua_store_new_memory(const quhua_allocator *allocator, const char *scheme_name,
                                    quhua_store_backend **out, quhua_error *err) {
  allocator = quhua__allocator_or_default(allocator);
  size_t size = strlen(scheme_name) + 1;
  memory_store *store = take(allocator, sizeof *store);
  char *name = take(allocator, size);
  if (!store || !name) {
    give(allocator, store, sizeof *store);
    give(allocator, name, size);
    return quhua__fail_nomem(err);
  }
  memcpy(name, scheme_name, size);
  *store = (memory_store){
      .port = {.version = QUHUA_STORE_BACKEND_VERSION,
               .head = head,
               .scheme = scheme,
               .read = read_entry,
               .commit = commit,
               .attempt = attempt,
               .close = close_store},
      .allocator = allocator,
      .scheme = name,
  };
  *out = &store->port;
  return QUHUA_OK;
}
