/* SPDX-License-Identifier: Apache-2.0 */
/* store_suite.h: what every store must do, as one suite. A store's test program describes how it is made and runs it. */
#ifndef QUHUA_TESTS_STORE_SUITE_H
#define QUHUA_TESTS_STORE_SUITE_H

#include <quhua/sys/store_backend.h>

/* One kind of store. `ctx` is handed to each function. */
typedef struct store_kind {
  const char *name;
  void *ctx;
  /* Make a new, empty store of scheme "cn-stat"; what an earlier test left is gone. */
  quhua_status (*create)(void *ctx, const quhua_allocator *allocator, quhua_store_backend **out,
                         quhua_error *err);
  /* Open the store again after it was closed. NULL where a store goes with its handle. */
  quhua_status (*open)(void *ctx, const quhua_allocator *allocator, quhua_store_backend **out,
                       quhua_error *err);
  /* Attempt number `index` as "actor|subject|outcome|detail"; false when there is none. */
  bool (*attempt)(void *ctx, const quhua_store_backend *store, size_t index, char *out, size_t cap);
} store_kind;

/* Run the suite; the result is that of main. */
int store_suite_run(const store_kind *kind);

/* Entries by hand: the bytes and digests mean nothing, but they are linked. Entry n has the bytes "entry n", a digest
 * of 32 bytes n, and the digest of n - 1 as its link. */
typedef struct made_entry {
  quhua_entry entry;
  char bytes[32];
} made_entry;
void make_entry(made_entry *out, quhua_sequence sequence);
/* Commit the entries from..to in one call. */
quhua_status commit_entries(quhua_store_backend *store, quhua_sequence expected, quhua_sequence from,
                            quhua_sequence to, quhua_error *err);
/* The store holds exactly the entries 1..newest. */
void assert_entries(quhua_store_backend *store, quhua_sequence newest);

#endif
