/* SPDX-License-Identifier: Apache-2.0 */
/* The image beside a SQLite register: it saves time, and whatever happens to it changes no answer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "registry/registry_internal.h"
#include "store/store_files.h"
#include "support/bench.h"

#define VILLAGES 1200 /* more than the weight from which an image is worth while */

static char folder[STORE_PATH_MAX], path[STORE_PATH_MAX], image[STORE_PATH_MAX];

static int make_folder(void **state) {
  (void)state;
  store_folder_make(folder);
  store_path(path, folder, "r.quhua");
  store_path(image, folder, "r.quhua-image");
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  store_folder_remove(folder);
  return 0;
}

static int empty_folder(void **state) {
  (void)state;
  store_folder_empty(folder);
  return 0;
}

/* Towns of 100 villages each. */
static void make_register(const char *county) {
  size_t cap = VILLAGES * 40 + 1000, len = 0;
  char *table = malloc(cap);
  assert_non_null(table);
  len += (size_t)snprintf(table, cap, "code,name\n510722000000,%s\n", county);
  for (int i = 0; i < VILLAGES; i++) {
    int town = 100 + i / 100, village = 200 + i % 100;
    if (i % 100 == 0) len += (size_t)snprintf(table + len, cap - len, "510722%d000,镇%d\n", town, town);
    len += (size_t)snprintf(table + len, cap - len, "510722%d%d,村%d\n", town, village, i);
  }
  bench *b = bench_open_as(path, "cn-stat", "2019-01-01", table);
  bench_close(b);
  free(table);
}

static bool has_image(void) {
  FILE *file = fopen(image, "rb");
  if (file) fclose(file);
  return file != NULL;
}

static quhua_registry *open_register(bool read_only) {
  quhua_open_options options;
  quhua_registry *registry = NULL;
  quhua_open_options_init(&options);
  options.read_only = read_only;
  assert_int_equal(quhua_registry_open(path, &options, &registry, NULL), QUHUA_OK);
  return registry;
}

/* Digest of what the newest snapshot knows, and whether it stands on an image. */
static quhua_digest digest_of(bool *used) {
  quhua_registry *registry = open_register(true);
  quhua_snapshot *snapshot;
  quhua_digest digest;
  assert_int_equal(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, NULL), QUHUA_OK);
  assert_int_equal(quhua_snapshot_digest(snapshot, &digest, NULL), QUHUA_OK);
  *used = registry->image.data != NULL;
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  return digest;
}

static void expect_digest(const quhua_digest *expected, bool on_image) {
  bool used;
  quhua_digest digest = digest_of(&used);
  assert_int_equal(used, on_image);
  assert_memory_equal(&digest, expected, sizeof digest);
}

/* Observe values of the first so many villages. */
static void observe(int villages, const char *date) {
  quhua_registry *registry = open_register(false);
  quhua_observed_value *values = calloc((size_t)villages, sizeof *values);
  char(*codes)[24] = calloc((size_t)villages, sizeof *codes);
  assert_non_null(values);
  assert_non_null(codes);
  for (int i = 0; i < villages; i++) {
    snprintf(codes[i], sizeof codes[i], "510722%d%d", 100 + i / 100, 200 + i % 100);
    values[i] = (quhua_observed_value){
        .code = quhua_str_from(codes[i]), .series = quhua_str_from("户数"), .value = quhua_str_from("7")};
  }
  assert_int_equal(
      quhua_registry_observe(registry, values, (size_t)villages, bench_day(date), NULL, NULL, NULL),
      QUHUA_OK);
  free(values);
  free(codes);
  quhua_registry_close(registry);
}

static void test_is_made_and_used(void **state) {
  (void)state;
  make_register("三台县");
  assert_true(has_image());
  bool used;
  quhua_digest with = digest_of(&used);
  assert_true(used);
  remove(image);
  expect_digest(&with, false);
  assert_false(has_image()); /* readers write nothing */
  quhua_registry_close(open_register(false));
  assert_true(has_image()); /* a writer makes it again */
  expect_digest(&with, true);
}

/* A few records are replayed on top of the image; many make a new one. */
static void test_follows_the_journal(void **state) {
  (void)state;
  make_register("三台县");
  size_t len_before, len_between, len_after;
  char *before = store_read_file(image, &len_before);
  observe(5, "2019-06-01");
  char *between = store_read_file(image, &len_between);
  assert_int_equal(len_between, len_before);
  assert_memory_equal(between, before, len_before);
  bool used;
  quhua_digest on_old = digest_of(&used);
  assert_true(used);
  char aside[STORE_PATH_MAX];
  assert_int_equal(rename(image, store_path(aside, folder, "aside")), 0);
  expect_digest(&on_old, false);
  assert_int_equal(rename(aside, image), 0);
  observe(VILLAGES, "2019-07-01");
  char *after = store_read_file(image, &len_after);
  assert_true(len_after > len_before);
  quhua_digest on_new = digest_of(&used);
  assert_true(used);
  remove(image);
  expect_digest(&on_new, false);
  free(before);
  free(between);
  free(after);
}

/* Overwrite a file in place: it stays where it is. */
static void overwrite(const char *data, size_t len) {
  FILE *file = fopen(image, "r+b");
  assert_non_null(file);
  assert_int_equal(fwrite(data, 1, len, file), len);
  assert_int_equal(fclose(file), 0);
}

/* The image of another register with as many entries, an image of the future, in the very place of the image. */
static void test_images_of_others(void **state) {
  (void)state;
  char aside[STORE_PATH_MAX], theirs[STORE_PATH_MAX], future[STORE_PATH_MAX];
  store_path(aside, folder, "aside"), store_path(theirs, folder, "theirs"),
      store_path(future, folder, "future");
  make_register("盐亭县");
  assert_int_equal(rename(image, theirs), 0);
  observe(VILLAGES, "2019-07-01");
  assert_int_equal(rename(image, future), 0);
  assert_int_equal(remove(path), 0);
  make_register("三台县");
  assert_int_equal(rename(image, aside), 0);
  bool used;
  quhua_digest sound = digest_of(&used);
  assert_false(used);
  assert_int_equal(rename(theirs, image), 0);
  expect_digest(&sound, false);
  assert_int_equal(rename(future, image), 0);
  expect_digest(&sound, false);
  assert_int_equal(rename(aside, image), 0);
  expect_digest(&sound, true);
}

/* A copy, a torn file, no image at all. */
static void test_broken_images(void **state) {
  (void)state;
  make_register("三台县");
  size_t len;
  bool used;
  char *data = store_read_file(image, &len), aside[STORE_PATH_MAX];
  quhua_digest sound = digest_of(&used);
  assert_true(used);
  overwrite("X", 1);
  expect_digest(&sound, false);
  overwrite(data, 1);
  expect_digest(&sound, true);
  assert_int_equal(rename(image, store_path(aside, folder, "aside")),
                   0); /* its inode is not free for the copy */
  store_write_file(image, data, len);
  expect_digest(&sound, false);
  store_write_file(image, data, len / 2);
  expect_digest(&sound, false);
  store_write_file(image, "", 0);
  expect_digest(&sound, false);
  store_write_file(image, "no image", 8);
  expect_digest(&sound, false);
  free(data);
}

/* A handle keeps the image that it opened, whatever becomes of the file. */
static void test_replaced_while_open(void **state) {
  (void)state;
  make_register("三台县");
  quhua_registry *reader = open_register(true);
  assert_non_null(reader->image.data);
  observe(VILLAGES, "2019-07-01");
  assert_int_equal(quhua_registry_head(reader), 1);
  assert_int_equal(quhua_registry_refresh(reader, NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_head(reader), 2);
  quhua_snapshot *snapshot;
  quhua_digest digest;
  assert_int_equal(quhua_snapshot_new(reader, QUHUA_SEQUENCE_OPEN, &snapshot, NULL), QUHUA_OK);
  assert_int_equal(quhua_snapshot_digest(snapshot, &digest, NULL), QUHUA_OK);
  expect_digest(&digest, true);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(reader);
}

/* A small register is replayed as fast. */
static void test_small_register_has_none(void **state) {
  (void)state;
  bench_close(bench_open_as(path, "cn-stat", "2019-01-01", BENCH_TOWNS));
  assert_false(has_image());
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup(test_is_made_and_used, empty_folder),
      cmocka_unit_test_setup(test_follows_the_journal, empty_folder),
      cmocka_unit_test_setup(test_images_of_others, empty_folder),
      cmocka_unit_test_setup(test_broken_images, empty_folder),
      cmocka_unit_test_setup(test_replaced_while_open, empty_folder),
      cmocka_unit_test_setup(test_small_register_has_none, empty_folder),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
