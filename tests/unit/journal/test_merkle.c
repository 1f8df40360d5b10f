/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/merkle.h"

#include <string.h>

#define LEAVES 65

static const quhua_digest *leaf_at(const void *ctx, uint32_t index) {
  return (const quhua_digest *)ctx + index;
}

static quhua_digest hash(quhua__digest_algorithm algorithm, const void *a, size_t a_len, const void *b,
                         size_t b_len) {
  quhua_digest out;
  quhua__hasher *h = quhua__hasher_new(algorithm);
  assert_non_null(h);
  if (a_len) quhua__hasher_add(h, a, a_len);
  if (b_len) quhua__hasher_add(h, b, b_len);
  assert_true(quhua__hasher_finish(h, out.bytes));
  return out;
}

static void make_leaves(quhua_digest *leaves, quhua__digest_algorithm algorithm) {
  for (uint8_t i = 0; i < LEAVES; i++) leaves[i] = hash(algorithm, "\0", 1, &i, 1);
}

/* The tree row by row, from the leaves up: pairs are hashed, and an odd one goes up as it is. This is another way to say
 * what RFC 9162 says by splitting from the top down. */
static quhua_digest naive_root(quhua__digest_algorithm algorithm, const quhua_digest *leaves, size_t count) {
  quhua_digest row[LEAVES];
  memcpy(row, leaves, count * sizeof *row);
  while (count > 1) {
    size_t above = 0;
    for (size_t i = 0; i + 1 < count; i += 2) {
      uint8_t pair[1 + 2 * sizeof *row] = {1};
      memcpy(pair + 1, &row[i], 2 * sizeof *row);
      row[above++] = hash(algorithm, pair, sizeof pair, NULL, 0);
    }
    if (count % 2) row[above++] = row[count - 1];
    count = above;
  }
  return row[0];
}

typedef struct tree {
  quhua_digest leaves[LEAVES], roots[LEAVES + 1];
  quhua__merkle_leaves all;
} tree;

static void plant(tree *t, quhua__digest_algorithm algorithm) {
  make_leaves(t->leaves, algorithm);
  t->all = (quhua__merkle_leaves){leaf_at, t->leaves, algorithm};
  for (uint32_t n = 1; n <= LEAVES; n++) {
    t->roots[n] = naive_root(algorithm, t->leaves, n);
    quhua_digest root;
    assert_true(quhua__merkle_root(&t->all, n, &root));
    assert_memory_equal(&root, &t->roots[n], sizeof root);
  }
}

/* The tree of the tests of Certificate Transparency: eight leaves, SHA-256. */
static void test_published_tree(void **state) {
  (void)state;
  static const struct {
    size_t len;
    const char *data;
  } inputs[] = {{0, ""},
                {1, "\0"},
                {1, "\x10"},
                {2, "\x20\x21"},
                {2, "\x30\x31"},
                {4, "\x40\x41\x42\x43"},
                {8, "\x50\x51\x52\x53\x54\x55\x56\x57"},
                {16, "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"}};
  static const uint8_t published[] = {0x5d, 0xc9, 0xda, 0x79, 0xa7, 0x06, 0x59, 0xa9, 0xad, 0x55, 0x9c,
                                      0xb7, 0x01, 0xde, 0xd9, 0xa2, 0xab, 0x9d, 0x82, 0x3a, 0xad, 0x2f,
                                      0x49, 0x60, 0xcf, 0xe3, 0x70, 0xef, 0xf4, 0x60, 0x43, 0x28};
  static const uint8_t of_nothing[] = {0xe3, 0xb0, 0xc4, 0x42}; /* SHA-256 of the empty text begins so */
  quhua_digest leaves[8], root;
  quhua__merkle_leaves all = {leaf_at, leaves, QUHUA__SHA256};
  for (int i = 0; i < 8; i++) leaves[i] = hash(QUHUA__SHA256, "\0", 1, inputs[i].data, inputs[i].len);
  assert_true(quhua__merkle_root(&all, 8, &root));
  assert_memory_equal(root.bytes, published, sizeof published);
  assert_true(quhua__merkle_root(&all, 0, &root));
  assert_memory_equal(root.bytes, of_nothing, sizeof of_nothing);
}

static bool leads(const tree *t, uint32_t index, uint32_t size, const quhua__merkle_path *path,
                  const quhua_digest *to) {
  quhua_digest root;
  bool fits;
  assert_true(quhua__merkle_follow(t->all.algorithm, &t->leaves[index], index, size, path, &fits, &root));
  return fits && !memcmp(&root, to, sizeof root);
}

static bool continues(const tree *t, uint32_t old, uint32_t size, const quhua__merkle_path *path) {
  bool answer;
  assert_true(
      quhua__merkle_continues(t->all.algorithm, old, &t->roots[old], size, &t->roots[size], path, &answer));
  return answer;
}

static void test_every_leaf_is_in(void **state) {
  (void)state;
  static tree t;
  for (int algorithm = QUHUA__SM3; algorithm <= QUHUA__SHA256; algorithm++) {
    plant(&t, (quhua__digest_algorithm)algorithm);
    for (uint32_t n = 1; n <= LEAVES; n++)
      for (uint32_t i = 0; i < n; i++) {
        quhua__merkle_path path;
        assert_true(quhua__merkle_inclusion(&t.all, i, n, &path));
        assert_true(leads(&t, i, n, &path, &t.roots[n]));
        if (n > 1) assert_false(leads(&t, (i + 1) % n, n, &path, &t.roots[n])); /* another leaf */
        path.count--;
        if (n > 1) assert_false(leads(&t, i, n, &path, &t.roots[n]));
      }
  }
}

static void test_every_tree_continues(void **state) {
  (void)state;
  static tree t;
  plant(&t, QUHUA__SM3);
  for (uint32_t n = 1; n <= LEAVES; n++)
    for (uint32_t old = 1; old <= n; old++) {
      quhua__merkle_path path;
      assert_true(quhua__merkle_consistency(&t.all, old, n, &path));
      assert_true(continues(&t, old, n, &path));
      if (old > 1) assert_false(continues(&t, old - 1, n, &path));
      if (old < n && path.count) {
        path.count--;
        assert_false(continues(&t, old, n, &path));
      }
    }
}

/* No bit of a proof is without meaning. */
static void test_flipped_bits(void **state) {
  (void)state;
  static tree t;
  plant(&t, QUHUA__SM3);
  quhua__merkle_path path;
  for (uint32_t other = 1; other < 13; other++) {
    assert_true(quhua__merkle_inclusion(&t.all, other, 13, &path));
    for (size_t bit = 0; bit < path.count * sizeof *path.list * 8; bit++) {
      uint8_t *byte = (uint8_t *)path.list + bit / 8;
      *byte ^= (uint8_t)(1u << bit % 8);
      assert_false(leads(&t, other, 13, &path, &t.roots[13]));
      *byte ^= (uint8_t)(1u << bit % 8);
    }
    assert_true(quhua__merkle_consistency(&t.all, other, 13, &path));
    for (size_t bit = 0; bit < path.count * sizeof *path.list * 8; bit++) {
      uint8_t *byte = (uint8_t *)path.list + bit / 8;
      *byte ^= (uint8_t)(1u << bit % 8);
      assert_false(continues(&t, other, 13, &path));
      *byte ^= (uint8_t)(1u << bit % 8);
    }
  }
}

/* A tree in which one leaf was replaced does not continue the old one, whatever proof is made from it. */
static void test_changed_history(void **state) {
  (void)state;
  static tree t;
  plant(&t, QUHUA__SM3);
  for (uint32_t changed = 0; changed < 7; changed++) {
    quhua__merkle_path path;
    quhua_digest kept = t.leaves[changed], root;
    bool answer;
    t.leaves[changed] = t.leaves[20];
    assert_true(quhua__merkle_consistency(&t.all, 7, 13, &path));
    assert_true(quhua__merkle_root(&t.all, 13, &root));
    assert_true(quhua__merkle_continues(QUHUA__SM3, 7, &t.roots[7], 13, &root, &path, &answer));
    assert_false(answer);
    t.leaves[changed] = kept;
  }
}

static void test_nonsense(void **state) {
  (void)state;
  static tree t;
  plant(&t, QUHUA__SM3);
  quhua__merkle_path none = {.count = 0}, full;
  memset(&full, 0, sizeof full);
  full.count = QUHUA__MERKLE_PATH_MAX;
  assert_false(leads(&t, 0, 0, &none, &t.roots[1]));
  assert_false(leads(&t, 5, 5, &none, &t.roots[5]));
  assert_true(leads(&t, 0, 1, &none, &t.leaves[0]));
  assert_false(leads(&t, 3, 13, &full, &t.roots[13]));
  assert_false(leads(&t, 3, UINT32_MAX, &full, &t.roots[13]));
  assert_false(continues(&t, 13, 7, &none));
  assert_false(continues(&t, 3, 7, &none));
  assert_false(continues(&t, 3, 7, &full));
  assert_true(continues(&t, 7, 7, &none));
  assert_false(continues(&t, 7, 7, &full));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_published_tree),       cmocka_unit_test(test_every_leaf_is_in),
      cmocka_unit_test(test_every_tree_continues), cmocka_unit_test(test_flipped_bits),
      cmocka_unit_test(test_changed_history),      cmocka_unit_test(test_nonsense),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
