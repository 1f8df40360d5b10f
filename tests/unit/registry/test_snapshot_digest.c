/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/fail_alloc.h"
#include "support/fold.h"

#include <string.h>

static quhua_digest digest_of(const quhua__state *state, uint32_t known) {
  quhua_snapshot view = {quhua_allocator_default(), state, known};
  quhua_digest digest;
  assert_int_equal(quhua_snapshot_digest(&view, &digest, NULL), QUHUA_OK);
  return digest;
}

static void expect(const quhua__state *state, uint32_t known, const char *expected) {
  quhua_digest digest = digest_of(state, known);
  char text[QUHUA_DIGEST_TEXT_MAX];
  quhua_digest_format(&digest, text);
  assert_string_equal(text, expected);
}

static bool same(const quhua__state *a, uint32_t known_a, const quhua__state *b, uint32_t known_b) {
  quhua_digest x = digest_of(a, known_a), y = digest_of(b, known_b);
  return memcmp(&x, &y, sizeof x) == 0;
}

/* SM3 of no bytes: openssl dgst -sm3 /dev/null */
static void test_nothing(void **state) {
  (void)state;
  quhua__state s;
  fold_root(&s, "cn-stat");
  expect(&s, 0, "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b");
  quhua__state_free(&s);
}

/* The bytes worked out by hand, and openssl dgst -sm3 of them:
 *   row          01  01 00 05 3c 00  02 "U1"  01 "a"  00 (1970-01-01)  fe ff ff ff 0f (no end)  01  01 "k" 01 "v"
 *   flow         02  01 01  02 02 05  02 (1970-01-02)  02 01 (event 1 of entry 2)  0d 00  00 00
 *   observation  03  01  01 "s"  02 "12"  00 */
static void test_bytes(void **state) {
  (void)state;
  const quhua_attribute attribute = {{"k", 1}, {"v", 1}};
  quhua__state s;
  fold f;
  fold_root(&s, "opaque");
  fold_begin(&f, &s);
  fold_open_with(&f, 1, 0, "U1", "a", "1970-01-01", &attribute, 1);
  fold_end(&f, "1970-01-01");
  expect(&s, 1, "5d865608482f9035bedec1dc54c4d34c5749e299e1d57fb72b12bd6f043d01e9");
  fold_begin(&f, &s);
  fold_event(&f, QUHUA_RELATION_BOUNDARY);
  fold_flow(&f, 1, 1, "2/5");
  fold_observe(&f, 1, "1970-01-01", "s", "12");
  fold_end(&f, "1970-01-02");
  expect(&s, 2, "00d679a3e6eaf7c29e64451f6db29c1ff32767e044ddac31a2cd1b5f807ea7b0");
  expect(&s, 1, "5d865608482f9035bedec1dc54c4d34c5749e299e1d57fb72b12bd6f043d01e9");
  quhua__state_free(&s);
}

/* An overlay, a root and a base to which the same happened say the same. */
static void test_however_it_is_kept(void **state) {
  (void)state;
  quhua__state root, base, over;
  fold_root(&root, "cn-stat");
  fold_root(&base, "cn-stat");
  fold_yard_opening(&root);
  fold_yard_opening(&base);
  assert_true(same(&root, 1, &base, 1));
  quhua__state_init_overlay(&over, quhua_allocator_default(), &base, 1);
  assert_true(same(&over, 1, &base, 1));
  fold_yard_merger(&over);
  assert_true(same(&over, 1, &base, 1));
  assert_false(same(&over, 2, &base, 1));
  fold_yard_merger(&root);
  assert_true(same(&over, 2, &root, 2));
  fold_yard_merger(&base);
  assert_true(same(&base, 2, &root, 2));
  quhua__state_free(&over);
  quhua__state_free(&base);
  quhua__state_free(&root);
}

/* What was taken back leaves no trace in what is known afterwards. */
static void test_taken_back(void **state) {
  (void)state;
  quhua__state s;
  fold f;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_yard_merger(&s);
  fold_begin(&f, &s);
  fold_retract(&f, 2);
  fold_end(&f, "2019-06-01");
  assert_true(same(&s, 3, &s, 1));
  assert_false(same(&s, 3, &s, 2));
  quhua__state_free(&s);
}

/* Every change of one thing changes the digest. */
static void test_everything_counts(void **state) {
  (void)state;
  static const struct {
    const char *code, *name, *from, *key, *value;
  } cases[] = {
      {"510723", "盐亭县", "2019-01-01", "k", "v"},
      {"510724", "盐亭县", "2019-01-01", "k", "v"},
      {"510723", "盐亭", "2019-01-01", "k", "v"},
      {"510723", "盐亭县", "2019-01-02", "k", "v"},
      {"510723", "盐亭县", "2019-01-01", "kv", "v"},
      {"510723", "盐亭县", "2019-01-01", "k", "w"},
      {"510700", "盐亭县", "2019-01-01", "k", "v"} /* another level */,
  };
  enum { CASES = sizeof cases / sizeof *cases };
  quhua_digest digests[CASES];
  for (size_t i = 0; i < CASES; i++) {
    quhua__state s;
    fold f;
    const quhua_attribute pair = {quhua_str_from(cases[i].key), quhua_str_from(cases[i].value)};
    fold_root(&s, "cn-stat");
    fold_begin(&f, &s);
    fold_open_with(&f, 1, 0, cases[i].code, cases[i].name, cases[i].from, &pair, 1);
    fold_end(&f, "2019-01-01");
    digests[i] = digest_of(&s, 1);
    for (size_t j = 0; j < i; j++) assert_memory_not_equal(&digests[i], &digests[j], sizeof digests[i]);
    quhua__state_free(&s);
  }
}

/* An attribute whose bytes read like a whole row of another unit: key 2 bytes (unit 2: parent 0, level 5), value of 60
 * bytes (kind 60: standing 0, code U2, a name of 49 bytes, days). Two registers, two digests. */
static void test_an_attribute_is_no_unit(void **state) {
  (void)state;
  quhua__state units, attributes;
  fold f;
  char value[60], name[50];
  static const char ends[] = "\x00\xfe\xff\xff\xff\x0f";
  memset(name, 'n', 49);
  name[49] = '\0';
  memcpy(value, "\0\2U2\x31", 5);
  memcpy(value + 5, name, 49);
  memcpy(value + 54, ends, 6);
  const quhua_attribute pair = {{"\0\5", 2}, {value, 60}};
  fold_root(&units, "opaque");
  fold_begin(&f, &units);
  fold_open(&f, 1, 0, "U1", "a", "1970-01-01");
  fold_open(&f, 2, 0, "U2", name, "1970-01-01");
  fold_end(&f, "1970-01-01");
  fold_root(&attributes, "opaque");
  fold_begin(&f, &attributes);
  fold_open_with(&f, 1, 0, "U1", "a", "1970-01-01", &pair, 1);
  fold_end(&f, "1970-01-01");
  assert_false(same(&units, 1, &attributes, 1));
  quhua__state_free(&units);
  quhua__state_free(&attributes);
}

static void test_out_of_memory(void **state) {
  (void)state;
  quhua__state s;
  fold_root(&s, "cn-stat");
  fold_yard_opening(&s);
  fold_yard_merger(&s);
  quhua_digest expected = digest_of(&s, 2);
  for (long after = 0;; after++) {
    fail_alloc books;
    quhua_allocator allocator = fail_alloc_make(&books, after);
    quhua_snapshot view = {&allocator, &s, 2};
    quhua_digest digest;
    quhua_error err;
    quhua_error_clear(&err);
    quhua_status status = quhua_snapshot_digest(&view, &digest, &err);
    assert_true(fail_alloc_is_clean(&books));
    if (status == QUHUA_OK) {
      assert_true(after > 0);
      assert_memory_equal(&digest, &expected, sizeof digest);
      break;
    }
    assert_int_equal(status, QUHUA_E_NOMEM);
    assert_int_equal(err.status, QUHUA_E_NOMEM);
  }
  quhua__state_free(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_nothing),
      cmocka_unit_test(test_bytes),
      cmocka_unit_test(test_however_it_is_kept),
      cmocka_unit_test(test_taken_back),
      cmocka_unit_test(test_everything_counts),
      cmocka_unit_test(test_an_attribute_is_no_unit),
      cmocka_unit_test(test_out_of_memory),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
