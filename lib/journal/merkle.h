/* SPDX-License-Identifier: Apache-2.0 */
/* merkle.h: the Merkle tree over the entries of a journal, and proofs about it.
 *
 * Source: RFC 9162, section 2.1 (RFC 6962 has the same tree). The hash of no leaves is H(""); of one leaf, the leaf; of n
 * leaves, H(0x01 || left || right), where the left side has the largest power of two of them that is less than n. A leaf is
 * the digest of an entry, H(0x00 || bytes), which the journal has anyway. Pure functions over digests; they know neither
 * the register nor the store. */
#ifndef QUHUA_JOURNAL_MERKLE_H
#define QUHUA_JOURNAL_MERKLE_H

#include <quhua/registry.h>

#include "base/digest.h"

/* No proof is longer: two digests for each level of a tree of at most 2^32 leaves. */
#define QUHUA__MERKLE_PATH_MAX 66

/* A list of digests, in the order of RFC 9162: from the leaf up. */
typedef struct quhua__merkle_path {
  quhua_digest list[QUHUA__MERKLE_PATH_MAX];
  size_t count;
} quhua__merkle_path;

/* Leaves by index, from 0. */
typedef struct quhua__merkle_leaves {
  const quhua_digest *(*at)(const void *ctx, uint32_t index);
  const void *ctx;
  quhua__digest_algorithm algorithm;
} quhua__merkle_leaves;

/* The root of the first `size` leaves. Cost: a hash for each leaf. false when the digest provider failed, here and below. */
bool quhua__merkle_root(const quhua__merkle_leaves *leaves, uint32_t size, quhua_digest *out);

/* What must be known beside a leaf to come to the root of the first `size` leaves; index < size. */
bool quhua__merkle_inclusion(const quhua__merkle_leaves *leaves, uint32_t index, uint32_t size,
                             quhua__merkle_path *out);
/* What shows that the first `old_size` leaves of `size` are those of an old root; 0 < old_size <= size. */
bool quhua__merkle_consistency(const quhua__merkle_leaves *leaves, uint32_t old_size, uint32_t size,
                               quhua__merkle_path *out);

/* The root to which a path leads from a leaf. `*fits` is false when the path cannot belong to such a tree. */
bool quhua__merkle_follow(quhua__digest_algorithm algorithm, const quhua_digest *leaf, uint32_t index,
                          uint32_t size, const quhua__merkle_path *path, bool *fits, quhua_digest *root);
/* Does a path show that a tree of `size` leaves with one root continues that of `old_size` leaves with another? */
bool quhua__merkle_continues(quhua__digest_algorithm algorithm, uint32_t old_size,
                             const quhua_digest *old_root, uint32_t size, const quhua_digest *root,
                             const quhua__merkle_path *path, bool *continues);

#endif
