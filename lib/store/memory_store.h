/* SPDX-License-Identifier: Apache-2.0 */
/* memory_store.h: what tests may look at in a store in memory. */
#ifndef QUHUA_STORE_MEMORY_STORE_H
#define QUHUA_STORE_MEMORY_STORE_H

#include <quhua/sys/store_backend.h>

/* An attempt that a store in memory has kept, in the order in which they were made; NULL past the last. */
const quhua_attempt *quhua__memory_store_attempt(const quhua_store_backend *store, size_t index);

#endif
