/* SPDX-License-Identifier: Apache-2.0 */
/* keys.h: the key (level, code) and how rows are found by it. */
#ifndef QUHUA_REGISTRY_KEYS_H
#define QUHUA_REGISTRY_KEYS_H

#include "base/index.h"
#include "registry/state.h"

typedef struct quhua__code_key {
  quhua_code code;
  quhua_level level;
} quhua__code_key;

static inline uint64_t quhua__code_hash(const quhua__code_key *key) {
  return quhua__hash(key->code.text, sizeof key->code.text, (uint64_t)key->level);
}

/* For quhua__index_find(): does the row of a layer have the code, or the prefix? ctx is that layer's state. */
bool quhua__row_has_code(const void *ctx, uint32_t row, const void *key);
bool quhua__row_has_prefix(const void *ctx, uint32_t row, const void *key);

/* The same for facts, by the text numbers of their subject and key. */
typedef struct quhua__fact_key {
  uint32_t subject, key;
} quhua__fact_key;

static inline uint64_t quhua__fact_hash(const quhua__fact_key *key) {
  return quhua__hash(key, sizeof *key, 0);
}
bool quhua__fact_has_key(const void *ctx, uint32_t fact, const void *key);

/* The same for entries and the text number of their document. */
bool quhua__entry_has_document(const void *ctx, uint32_t sequence, const void *document);

#endif
