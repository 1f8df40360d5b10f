/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "store/memory_store.h"
#include "store/store_suite.h"

static quhua_status create(void *ctx, const quhua_allocator *allocator, quhua_store_backend **out,
                           quhua_error *err) {
  (void)ctx;
  return quhua_store_new_memory(allocator, "cn-stat", out, err);
}

static bool attempt(void *ctx, const quhua_store_backend *store, size_t index, char *out, size_t cap) {
  (void)ctx;
  const quhua_attempt *a = quhua__memory_store_attempt(store, index);
  if (a) snprintf(out, cap, "%s|%s|%s|%s", a->actor, a->subject, a->outcome, a->detail);
  return a != NULL;
}

int main(void) {
  const store_kind memory = {.name = "memory", .create = create, .attempt = attempt};
  return store_suite_run(&memory);
}
