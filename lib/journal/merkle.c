/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/merkle.h"

#include <string.h>

static bool hash_node(quhua__digest_algorithm algorithm, const quhua_digest *left, const quhua_digest *right,
                      quhua_digest *out) {
  static const uint8_t node = 1;
  quhua__hasher *h = quhua__hasher_new(algorithm);
  if (!h) return false;
  quhua__hasher_add(h, &node, 1);
  quhua__hasher_add(h, left->bytes, sizeof left->bytes);
  quhua__hasher_add(h, right->bytes, sizeof right->bytes);
  return quhua__hasher_finish(h, out->bytes);
}

/* The largest power of two less than a number above 1. */
static uint32_t left_side(uint32_t count) {
  uint32_t left = 1;
  while (left < count - left) left *= 2;
  return left;
}

/* The root of the leaves from `first` on. */
static bool root_of(const quhua__merkle_leaves *leaves, uint32_t first, uint32_t count, quhua_digest *out) {
  if (count == 1) {
    *out = *leaves->at(leaves->ctx, first);
    return true;
  }
  uint32_t left = left_side(count);
  quhua_digest a, b;
  return root_of(leaves, first, left, &a) && root_of(leaves, first + left, count - left, &b) &&
         hash_node(leaves->algorithm, &a, &b, out);
}

bool quhua__merkle_root(const quhua__merkle_leaves *leaves, uint32_t size, quhua_digest *out) {
  if (size) return root_of(leaves, 0, size, out);
  quhua__hasher *h = quhua__hasher_new(leaves->algorithm);
  return h && quhua__hasher_finish(h, out->bytes);
}

/* --- making proofs ------------------------------------------------------------------------------------------------- */

static bool add_root(const quhua__merkle_leaves *leaves, uint32_t first, uint32_t count,
                     quhua__merkle_path *out) {
  return root_of(leaves, first, count, &out->list[out->count++]);
}

/* PATH(m, D[n]) of RFC 9162, 2.1.3.1, from the leaf up. */
static bool path_to(const quhua__merkle_leaves *leaves, uint32_t index, uint32_t first, uint32_t count,
                    quhua__merkle_path *out) {
  if (count == 1) return true;
  uint32_t left = left_side(count);
  if (index < left)
    return path_to(leaves, index, first, left, out) && add_root(leaves, first + left, count - left, out);
  return path_to(leaves, index - left, first + left, count - left, out) && add_root(leaves, first, left, out);
}

bool quhua__merkle_inclusion(const quhua__merkle_leaves *leaves, uint32_t index, uint32_t size,
                             quhua__merkle_path *out) {
  out->count = 0;
  return path_to(leaves, index, 0, size, out);
}

/* SUBPROOF(m, D[n], b) of RFC 9162, 2.1.4.1; `known`: the old root is that of all of these leaves. */
static bool subproof(const quhua__merkle_leaves *leaves, uint32_t old_count, uint32_t first, uint32_t count,
                     bool known, quhua__merkle_path *out) {
  if (old_count == count) return known || add_root(leaves, first, count, out);
  uint32_t left = left_side(count);
  if (old_count <= left)
    return subproof(leaves, old_count, first, left, known, out) &&
           add_root(leaves, first + left, count - left, out);
  return subproof(leaves, old_count - left, first + left, count - left, false, out) &&
         add_root(leaves, first, left, out);
}

bool quhua__merkle_consistency(const quhua__merkle_leaves *leaves, uint32_t old_size, uint32_t size,
                               quhua__merkle_path *out) {
  out->count = 0;
  return subproof(leaves, old_size, 0, size, true, out);
}

/* --- checking proofs ------------------------------------------------------------------------------------------------ */

/* The place of a node in its row, and that of the last node there. */
typedef struct place {
  uint32_t node, last;
} place;

static void go_up(place *at) {
  at->node >>= 1;
  at->last >>= 1;
}

/* Is the next digest of a path that of the node to the left? A node without neighbour goes up as it is. */
static bool takes_left(place *at) {
  if (!(at->node & 1) && at->node != at->last) return false;
  while (!(at->node & 1) && at->node) go_up(at);
  return true;
}

bool quhua__merkle_follow(quhua__digest_algorithm algorithm, const quhua_digest *leaf, uint32_t index,
                          uint32_t size, const quhua__merkle_path *path, bool *fits, quhua_digest *root) {
  place at = {index, size - 1};
  *fits = size && index < size;
  *root = *leaf;
  for (size_t i = 0; i < path->count && *fits; i++) {
    *fits = at.last != 0;
    if (!*fits) break;
    bool left = takes_left(&at);
    if (!hash_node(algorithm, left ? &path->list[i] : root, left ? root : &path->list[i], root)) return false;
    go_up(&at);
  }
  *fits = *fits && !at.last;
  return true;
}

/* RFC 9162, 2.1.4.2: follow the path to both roots at once. `first`: what both have in common. */
static bool follow_both(quhua__digest_algorithm algorithm, place at, const quhua_digest *first,
                        const quhua__merkle_path *path, size_t next, bool *fits, quhua_digest *old_root,
                        quhua_digest *root) {
  *old_root = *root = *first;
  for (; next < path->count; next++) {
    const quhua_digest *other = &path->list[next];
    *fits = at.last != 0;
    if (!*fits) return true;
    if (takes_left(&at)) {
      if (!hash_node(algorithm, other, old_root, old_root) || !hash_node(algorithm, other, root, root))
        return false;
    } else if (!hash_node(algorithm, root, other, root))
      return false;
    go_up(&at);
  }
  *fits = !at.last;
  return true;
}

static bool is_same(const quhua_digest *a, const quhua_digest *b) { return !memcmp(a, b, sizeof *a); }

bool quhua__merkle_continues(quhua__digest_algorithm algorithm, uint32_t old_size,
                             const quhua_digest *old_root, uint32_t size, const quhua_digest *root,
                             const quhua__merkle_path *path, bool *continues) {
  *continues = false;
  if (!old_size || old_size > size) return true;
  if (old_size == size) {
    *continues = !path->count && is_same(old_root, root);
    return true;
  }
  bool complete = !(old_size & (old_size - 1)); /* the old root is a node of the new tree itself */
  if (!complete && !path->count) return true;
  place at = {old_size - 1, size - 1};
  while (at.node & 1) go_up(&at);
  quhua_digest a, b;
  bool fits = true;
  if (!follow_both(algorithm, at, complete ? old_root : &path->list[0], path, !complete, &fits, &a, &b))
    return false;
  *continues = fits && is_same(&a, old_root) && is_same(&b, root);
  return true;
}
