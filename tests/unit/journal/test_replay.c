/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "journal/replay.h"
#include "support/bench.h"
#include "support/fold.h"

#include <stdlib.h>
#include <string.h>

enum { ENTRIES = 3 };

/* A store that a test may spoil: reading is all that replay needs. */
typedef struct tape {
  quhua_store_backend port; /* first */
  quhua__bytes bytes[ENTRIES];
  quhua_digest digest[ENTRIES];
  quhua_status read_status;
} tape;

static quhua_status tape_read(quhua_store_backend *self, quhua_sequence sequence, quhua_str *bytes,
                              quhua_digest *digest, quhua_error *err) {
  const tape *t = (const tape *)self;
  (void)err;
  if (t->read_status != QUHUA_OK) return t->read_status;
  if (sequence == 0 || sequence > ENTRIES) return QUHUA_E_NOT_FOUND;
  *bytes = (quhua_str){t->bytes[sequence - 1].data, t->bytes[sequence - 1].len};
  *digest = t->digest[sequence - 1];
  return QUHUA_OK;
}

/* Entry i + 1, whose effects open unit i + 1. */
static void write_entry(tape *t, int i, uint32_t sequence, const quhua_digest *link, uint32_t unit) {
  quhua__bytes effects;
  quhua__effect_open open = {.unit = unit,
                             .name = quhua_str_from("甲"),
                             .code = {"U1"},
                             .level = QUHUA_LEVEL_VILLAGE,
                             .kind = QUHUA_KIND_UNIT};
  open.code.text[1] = (char)('0' + unit);
  quhua__bytes_init(&effects, quhua_allocator_default());
  quhua__effect_put_open(&effects, &open, NULL, 0);
  quhua__entry_head head = {
      .sequence = sequence, .recorded = 1, .kind = QUHUA_ENTRY_ACT, .decided = QUHUA_DATE_NONE};
  quhua__entry_body body = {.effects = {effects.data, effects.len}};
  t->bytes[i].len = 0;
  quhua__entry_write(&t->bytes[i], &head, link, &body);
  assert_true(quhua__entry_digest((quhua_str){t->bytes[i].data, t->bytes[i].len}, &t->digest[i]));
  quhua__bytes_free(&effects);
}

static tape *tape_new(void) {
  tape *t = calloc(1, sizeof *t);
  quhua_digest link = {{0}};
  assert_non_null(t);
  t->port.read = tape_read;
  for (int i = 0; i < ENTRIES; i++) {
    quhua__bytes_init(&t->bytes[i], quhua_allocator_default());
    write_entry(t, i, (uint32_t)i + 1, &link, (uint32_t)i + 1);
    link = t->digest[i];
  }
  return t;
}

static void tape_free(tape *t) {
  for (int i = 0; i < ENTRIES; i++) quhua__bytes_free(&t->bytes[i]);
  free(t);
}

static const quhua_digest nothing = {{0}};

static void test_a_good_chain(void **state) {
  (void)state;
  tape *t = tape_new();
  quhua_digest link = nothing;
  for (uint32_t sequence = 1; sequence <= ENTRIES; sequence++) {
    quhua__entry_view view;
    assert_int_equal(quhua__replay_read(&t->port, sequence, &link, &view, NULL), QUHUA_OK);
    assert_int_equal(view.head.sequence, sequence);
    assert_memory_equal(&view.head.digest, &t->digest[sequence - 1], sizeof link);
    assert_memory_equal(&view.link, &link, sizeof link);
    link = view.head.digest;
  }
  tape_free(t);
}

/* Refused, naming the entry in both languages. */
static void expect_corrupt(tape *t, uint32_t sequence, const quhua_digest *link) {
  quhua__entry_view view;
  quhua_error err;
  char number[] = {(char)('0' + sequence), '\0'};
  quhua_error_clear(&err);
  assert_int_equal(quhua__replay_read(&t->port, sequence, link, &view, &err), QUHUA_E_CORRUPT);
  assert_int_equal(err.status, QUHUA_E_CORRUPT);
  assert_non_null(strstr(err.message[QUHUA_LANG_EN], number));
  assert_non_null(strstr(err.message[QUHUA_LANG_ZH], number));
}

static void test_what_is_wrong_with_an_entry(void **state) {
  (void)state;
  tape *t = tape_new();
  expect_corrupt(t, 4, &t->digest[2]); /* missing */
  expect_corrupt(t, 2, &t->digest[1]); /* linked to another */
  expect_corrupt(t, 2, &nothing);      /* linked, where nothing was before */
  t->digest[0].bytes[31] ^= 1;
  expect_corrupt(t, 1, &nothing); /* the digest beside it */
  t->digest[0].bytes[31] ^= 1;
  t->bytes[0].data[t->bytes[0].len - 1] ^= 1;
  expect_corrupt(t, 1, &nothing); /* a byte of it */
  t->bytes[0].data[t->bytes[0].len - 1] ^= 1;
  write_entry(t, 1, 3, &t->digest[0], 2);
  expect_corrupt(t, 2, &t->digest[0]); /* another number */
  t->bytes[0].len = 10;
  assert_true(quhua__entry_digest((quhua_str){t->bytes[0].data, 10}, &t->digest[0]));
  expect_corrupt(t, 1, &nothing); /* malformed, with a digest that fits */
  tape_free(t);
}

/* A newer format stays what it is, and so do the store's own troubles. */
static void test_what_is_not_the_entry_s_fault(void **state) {
  (void)state;
  tape *t = tape_new();
  quhua__entry_view view;
  t->bytes[0].data[0] = 2;
  assert_true(quhua__entry_digest((quhua_str){t->bytes[0].data, t->bytes[0].len}, &t->digest[0]));
  assert_int_equal(quhua__replay_read(&t->port, 1, &nothing, &view, NULL), QUHUA_E_NEWER);
  static const quhua_status troubles[] = {QUHUA_E_BUSY, QUHUA_E_IO, QUHUA_E_NOMEM};
  for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
    t->read_status = troubles[i];
    assert_int_equal(quhua__replay_read(&t->port, 1, &nothing, &view, NULL), troubles[i]);
  }
  tape_free(t);
}

static void test_head_digest(void **state) {
  (void)state;
  quhua__state s;
  fold_root(&s, "opaque");
  quhua_digest digest = quhua__state_head_digest(&s), expected;
  assert_memory_equal(&digest, &nothing, sizeof digest);
  memset(&expected, 0x5c, sizeof expected);
  quhua__entry_head head = {.sequence = 1, .kind = QUHUA_ENTRY_OPENING, .digest = expected};
  assert_int_equal(quhua__state_fold(&s, &head, (quhua_str){"", 0}, NULL), QUHUA_OK);
  digest = quhua__state_head_digest(&s);
  assert_memory_equal(&digest, &expected, sizeof digest);
  quhua__state_free(&s);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_good_chain),
      cmocka_unit_test(test_what_is_wrong_with_an_entry),
      cmocka_unit_test(test_what_is_not_the_entry_s_fault),
      cmocka_unit_test(test_head_digest),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
