/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store_suite.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "support/fail_alloc.h"

/* 2020-06-30 is 18443 days after 1970-01-01. */
#define DAY 18443

void make_entry(made_entry *out, quhua_sequence sequence) {
  memset(out, 0, sizeof *out);
  int len = snprintf(out->bytes, sizeof out->bytes, "entry %" PRIu64, sequence);
  out->entry.sequence = sequence;
  out->entry.recorded = INT64_C(1593475200000000); /* 2020-06-30T00:00:00Z */
  out->entry.effective = DAY;
  out->entry.earliest = DAY;
  out->entry.decided = QUHUA_DATE_NONE;
  out->entry.kind = sequence == 1 ? QUHUA_ENTRY_OPENING : QUHUA_ENTRY_ACT;
  out->entry.actor = quhua_str_from("tester");
  out->entry.document = quhua_str_from(sequence == 1 ? "" : "绵府批复〔2019〕247号");
  out->entry.bytes = (quhua_str){out->bytes, (size_t)len};
  memset(out->entry.digest.bytes, (int)(sequence & 0xff), QUHUA_DIGEST_SIZE);
  memset(out->entry.link.bytes, (int)((sequence - 1) & 0xff), QUHUA_DIGEST_SIZE);
}

quhua_status commit_entries(quhua_store_backend *store, quhua_sequence expected, quhua_sequence from,
                            quhua_sequence to, quhua_error *err) {
  size_t count = (size_t)(to - from + 1);
  made_entry *made = calloc(count, sizeof *made);
  quhua_entry *entries = calloc(count, sizeof *entries);
  assert_non_null(made);
  assert_non_null(entries);
  for (size_t i = 0; i < count; i++) {
    make_entry(&made[i], from + i);
    entries[i] = made[i].entry;
  }
  quhua_status status = store->commit(store, expected, entries, count, NULL, err);
  free(entries);
  free(made);
  return status;
}

static void assert_entry(quhua_store_backend *store, quhua_sequence sequence) {
  made_entry made;
  make_entry(&made, sequence);
  quhua_str bytes;
  quhua_digest digest;
  assert_int_equal(store->read(store, sequence, &bytes, &digest, NULL), QUHUA_OK);
  assert_int_equal(bytes.len, made.entry.bytes.len);
  assert_memory_equal(bytes.ptr, made.entry.bytes.ptr, bytes.len);
  assert_memory_equal(digest.bytes, made.entry.digest.bytes, QUHUA_DIGEST_SIZE);
}

void assert_entries(quhua_store_backend *store, quhua_sequence newest) {
  quhua_sequence sequence = 77;
  quhua_digest digest, wanted;
  memset(&digest, 0xee, sizeof digest);
  memset(&wanted, (int)(newest & 0xff), sizeof wanted);
  assert_int_equal(store->head(store, &sequence, &digest, NULL), QUHUA_OK);
  assert_int_equal(sequence, newest);
  assert_memory_equal(&digest, &wanted, sizeof digest);
  for (quhua_sequence s = 1; s <= newest; s++) assert_entry(store, s);
  quhua_str bytes;
  quhua_error err;
  assert_int_equal(store->read(store, newest + 1, &bytes, &digest, &err), QUHUA_E_NOT_FOUND);
  assert_int_equal(err.status, QUHUA_E_NOT_FOUND);
  assert_int_not_equal(err.message[QUHUA_LANG_EN][0], '\0');
  assert_int_not_equal(err.message[QUHUA_LANG_ZH][0], '\0');
}

static quhua_store_backend *create(const store_kind *kind) {
  quhua_store_backend *store = NULL;
  assert_int_equal(kind->create(kind->ctx, NULL, &store, NULL), QUHUA_OK);
  assert_non_null(store);
  return store;
}

static void test_new_store_is_empty(void **state) {
  quhua_store_backend *store = create(*state);
  assert_int_equal(store->version, QUHUA_STORE_BACKEND_VERSION);
  assert_int_equal(store->reserved, 0);
  assert_string_equal(store->scheme(store), "cn-stat");
  assert_entries(store, 0);
  store->close(store);
}

static void test_entries_that_no_journal_has(void **state) {
  quhua_store_backend *store = create(*state);
  assert_int_equal(commit_entries(store, 0, 1, 3, NULL), QUHUA_OK);
  const quhua_sequence missing[] = {0, 4, UINT32_MAX, INT64_MAX, (quhua_sequence)INT64_MAX + 1, UINT64_MAX};
  for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
    quhua_str bytes;
    quhua_digest digest;
    assert_int_equal(store->read(store, missing[i], &bytes, &digest, NULL), QUHUA_E_NOT_FOUND);
  }
  store->close(store);
}

static void test_commits_follow_each_other(void **state) {
  quhua_store_backend *store = create(*state);
  assert_int_equal(commit_entries(store, 0, 1, 1, NULL), QUHUA_OK);
  assert_entries(store, 1);
  assert_int_equal(commit_entries(store, 1, 2, 2, NULL), QUHUA_OK);
  assert_entries(store, 2);
  assert_int_equal(commit_entries(store, 2, 3, 40, NULL), QUHUA_OK);
  assert_entries(store, 40);
  store->close(store);
}

static void test_any_bytes(void **state) {
  quhua_store_backend *store = create(*state);
  size_t size = 3u << 20;
  char *bytes = malloc(size);
  assert_non_null(bytes);
  for (size_t i = 0; i < size; i++) bytes[i] = (char)(i * 2654435761u >> 13);
  bytes[0] = '\0';
  made_entry made;
  make_entry(&made, 1);
  made.entry.bytes = (quhua_str){bytes, size};
  made.entry.actor = quhua_str_from(""); /* nobody said who */
  assert_int_equal(store->commit(store, 0, &made.entry, 1, NULL, NULL), QUHUA_OK);
  assert_int_equal(commit_entries(store, 1, 2, 2, NULL), QUHUA_OK);
  quhua_str read;
  quhua_digest digest;
  assert_int_equal(store->read(store, 2, &read, &digest, NULL), QUHUA_OK);
  assert_int_equal(store->read(store, 1, &read, &digest, NULL), QUHUA_OK);
  assert_int_equal(read.len, size);
  assert_memory_equal(read.ptr, bytes, size);
  free(bytes);
  store->close(store);
}

static void assert_refused(quhua_store_backend *store, quhua_status status, const quhua_error *err,
                           quhua_status wanted) {
  assert_int_equal(status, wanted);
  assert_int_equal(err->status, wanted);
  assert_int_not_equal(err->message[QUHUA_LANG_EN][0], '\0');
  assert_int_not_equal(err->message[QUHUA_LANG_ZH][0], '\0');
  assert_entries(store, 2);
}

static void test_conflict_stores_nothing(void **state) {
  quhua_store_backend *store = create(*state);
  quhua_error err;
  assert_int_equal(commit_entries(store, 0, 1, 2, NULL), QUHUA_OK);
  assert_refused(store, commit_entries(store, 1, 2, 2, &err), &err, QUHUA_E_CONFLICT);
  assert_refused(store, commit_entries(store, 0, 1, 1, &err), &err, QUHUA_E_CONFLICT);
  assert_refused(store, commit_entries(store, 3, 4, 4, &err), &err, QUHUA_E_CONFLICT);
  assert_int_equal(commit_entries(store, 1, 2, 2, NULL), QUHUA_E_CONFLICT); /* err may be NULL */
  assert_int_equal(commit_entries(store, 2, 3, 3, NULL), QUHUA_OK);
  assert_entries(store, 3);
  store->close(store);
}

static void test_malformed_commits_store_nothing(void **state) {
  quhua_store_backend *store = create(*state);
  quhua_error err;
  assert_int_equal(commit_entries(store, 0, 1, 2, NULL), QUHUA_OK);
  made_entry made[3];
  quhua_entry entries[3];
  for (quhua_sequence i = 0; i < 3; i++) make_entry(&made[i], 3 + i);

  assert_refused(store, store->commit(store, 2, entries, 0, NULL, &err), &err, QUHUA_E_INVALID);
  entries[0] = made[0].entry, entries[1] = made[2].entry; /* 3, 5 */
  assert_refused(store, store->commit(store, 2, entries, 2, NULL, &err), &err, QUHUA_E_INVALID);
  entries[0] = made[1].entry; /* 4 after 2 */
  assert_refused(store, store->commit(store, 2, entries, 1, NULL, &err), &err, QUHUA_E_INVALID);
  entries[0] = made[0].entry, entries[1] = made[1].entry;
  entries[1].bytes.len = 0;
  assert_refused(store, store->commit(store, 2, entries, 2, NULL, &err), &err, QUHUA_E_INVALID);
  store->close(store);
}

static void test_attempts_are_kept(void **state) {
  const store_kind *kind = *state;
  quhua_store_backend *store = create(kind);
  assert_non_null(store->attempt);
  assert_int_equal(commit_entries(store, 0, 1, 1, NULL), QUHUA_OK);
  char text[256];
  assert_false(kind->attempt(kind->ctx, store, 0, text, sizeof text));
  quhua_attempt first = {INT64_C(1593475200000000), "王", "绵府批复〔2019〕247号", "QUHUA_E_BLOCKED",
                         "code.held"};
  quhua_attempt second = {INT64_C(1593475200000001), "", NULL, "QUHUA_E_CONFLICT", ""};
  assert_int_equal(store->attempt(store, &first, NULL), QUHUA_OK);
  assert_int_equal(store->attempt(store, &second, NULL), QUHUA_OK);
  assert_true(kind->attempt(kind->ctx, store, 0, text, sizeof text));
  assert_string_equal(text, "王|绵府批复〔2019〕247号|QUHUA_E_BLOCKED|code.held");
  assert_true(kind->attempt(kind->ctx, store, 1, text, sizeof text));
  assert_string_equal(text, "||QUHUA_E_CONFLICT|");
  assert_false(kind->attempt(kind->ctx, store, 2, text, sizeof text));
  assert_entries(store, 1); /* the record of attempts is no part of the journal */
  store->close(store);
}

static void test_verify_without_rows(void **state) {
  quhua_store_backend *store = create(*state);
  assert_int_equal(commit_entries(store, 0, 1, 5, NULL), QUHUA_OK);
  if (store->verify) assert_int_equal(store->verify(store, NULL, NULL), QUHUA_OK);
  assert_int_equal(commit_entries(store, 5, 6, 6, NULL), QUHUA_OK); /* verify leaves no lock */
  assert_entries(store, 6);
  store->close(store);
}

static void test_reopen(void **state) {
  const store_kind *kind = *state;
  quhua_store_backend *store = create(kind);
  assert_int_equal(commit_entries(store, 0, 1, 3, NULL), QUHUA_OK);
  store->close(store);
  for (quhua_sequence newest = 3; newest < 6; newest++) {
    assert_int_equal(kind->open(kind->ctx, NULL, &store, NULL), QUHUA_OK);
    assert_string_equal(store->scheme(store), "cn-stat");
    assert_entries(store, newest);
    assert_int_equal(commit_entries(store, newest, newest + 1, newest + 1, NULL), QUHUA_OK);
    store->close(store);
  }
}

/* Make a store, commit, read and note an attempt; the first failure ends it. */
static quhua_status use_store(const store_kind *kind, const quhua_allocator *allocator) {
  quhua_store_backend *store = NULL;
  quhua_error err;
  quhua_status status = kind->create(kind->ctx, allocator, &store, &err);
  if (status) {
    assert_null(store);
    assert_int_equal(err.status, status);
    return status;
  }
  quhua_attempt made = {0, "a", "b", "QUHUA_E_BLOCKED", "d"};
  quhua_str bytes;
  quhua_digest digest;
  status = commit_entries(store, 0, 1, 1, &err);
  if (!status) status = commit_entries(store, 1, 2, 20, &err);
  if (!status) status = store->read(store, 20, &bytes, &digest, &err);
  if (!status) status = store->attempt(store, &made, &err);
  store->close(store);
  return status;
}

static void test_out_of_memory_anywhere(void **state) {
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  assert_int_equal(use_store(*state, &allocator), QUHUA_OK);
  assert_true(fail_alloc_is_clean(&books));
  long calls = books.calls;
  assert_true(calls > 0);
  for (long n = 0; n < calls; n++) {
    allocator = fail_alloc_make(&books, n);
    assert_int_equal(use_store(*state, &allocator), QUHUA_E_NOMEM);
    assert_true(fail_alloc_is_clean(&books));
  }
}

/* A commit that runs out of memory leaves the store as it was, and can be made again. */
static void test_out_of_memory_in_a_commit(void **state) {
  const store_kind *kind = *state;
  fail_alloc books;
  quhua_allocator allocator = fail_alloc_make(&books, -1);
  quhua_store_backend *store = NULL;
  assert_int_equal(kind->create(kind->ctx, &allocator, &store, NULL), QUHUA_OK);
  assert_int_equal(commit_entries(store, 0, 1, 2, NULL), QUHUA_OK);
  quhua_status status = QUHUA_E_NOMEM;
  for (long n = 0; n < 100 && status == QUHUA_E_NOMEM; n++) {
    fail_alloc_arm(&books, n);
    status = commit_entries(store, 2, 3, 12, NULL);
    fail_alloc_arm(&books, -1);
    assert_entries(store, status == QUHUA_OK ? 12 : 2);
  }
  assert_int_equal(status, QUHUA_OK);
  store->close(store);
  assert_true(fail_alloc_is_clean(&books));
}

int store_suite_run(const store_kind *kind) {
  void *state = (void *)(uintptr_t)kind; /* cmocka's state is not const */
#define STORE_TEST(function)                                                                                 \
  { #function, function, NULL, NULL, state }
  const struct CMUnitTest all[] = {
      STORE_TEST(test_new_store_is_empty),        STORE_TEST(test_entries_that_no_journal_has),
      STORE_TEST(test_commits_follow_each_other), STORE_TEST(test_any_bytes),
      STORE_TEST(test_conflict_stores_nothing),   STORE_TEST(test_malformed_commits_store_nothing),
      STORE_TEST(test_attempts_are_kept),         STORE_TEST(test_verify_without_rows),
      STORE_TEST(test_out_of_memory_anywhere),    STORE_TEST(test_out_of_memory_in_a_commit),
  };
  const struct CMUnitTest lasting[] = {STORE_TEST(test_reopen)};
  int failed = cmocka_run_group_tests_name(kind->name, all, NULL, NULL);
  return kind->open ? failed + cmocka_run_group_tests_name(kind->name, lasting, NULL, NULL) : failed;
}
