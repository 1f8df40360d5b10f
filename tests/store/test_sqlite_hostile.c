/* SPDX-License-Identifier: Apache-2.0 */
/* Files that were tampered with, damaged or made by somebody who means harm: an answer, never a crash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "store/store_files.h"
#include "store/store_suite.h"

static char folder[STORE_PATH_MAX];
static char path[STORE_PATH_MAX];

static int make_folder(void **state) {
  (void)state;
  store_folder_make(folder);
  store_path(path, folder, "r.quhua");
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  store_folder_remove(folder);
  return 0;
}

static void make_register(quhua_sequence newest) {
  quhua_store_backend *store;
  quhua_attempt made = {0, "a", "b", "QUHUA_E_BLOCKED", "d"};
  store_folder_empty(folder);
  assert_int_equal(quhua_store_new_sqlite(NULL, path, QUHUA_STORE_CREATE, "cn-stat", 100, &store, NULL),
                   QUHUA_OK);
  assert_int_equal(commit_entries(store, 0, 1, newest, NULL), QUHUA_OK);
  assert_int_equal(store->attempt(store, &made, NULL), QUHUA_OK);
  store->close(store);
}

static quhua_status open_store(quhua_store_backend **out, quhua_error *err) {
  return quhua_store_new_sqlite(NULL, path, QUHUA_STORE_READ_WRITE, NULL, 100, out, err);
}

/* --- other programs --- */

static void assert_refused(const char *sql) {
  int rc = store_sql(path, sql);
  if (rc != SQLITE_CONSTRAINT_TRIGGER) print_error("%s: %d\n", sql, rc);
  assert_int_equal(rc, SQLITE_CONSTRAINT_TRIGGER);
}

static void test_journal_is_append_only(void **state) {
  (void)state;
  make_register(3);
  assert_refused("UPDATE journal SET actor = 'x' WHERE sequence = 2");
  assert_refused("UPDATE journal SET bytes = x'00'");
  assert_refused("DELETE FROM journal WHERE sequence = 3");
  assert_refused("DELETE FROM journal");
  assert_refused("REPLACE INTO journal SELECT * FROM journal WHERE sequence = 3");
  assert_refused("INSERT OR REPLACE INTO journal SELECT sequence, recorded, kind, 'x', document, effective, "
                 "earliest, decided,"
                 " link, digest, bytes FROM journal WHERE sequence = 1");
  /* a gap; no number; not linked to the newest entry */
  assert_refused("INSERT INTO journal SELECT 5, recorded, kind, actor, document, effective, earliest, "
                 "decided, digest, digest,"
                 " bytes FROM journal WHERE sequence = 3");
  assert_refused("INSERT INTO journal SELECT NULL, recorded, kind, actor, document, effective, earliest, "
                 "decided, digest, digest,"
                 " bytes FROM journal WHERE sequence = 3");
  assert_refused("INSERT INTO journal SELECT 4, recorded, kind, actor, document, effective, earliest, "
                 "decided, link, digest,"
                 " bytes FROM journal WHERE sequence = 3");
  assert_refused("UPDATE attempt SET outcome = 'QUHUA_OK'");
  assert_refused("DELETE FROM attempt");
  assert_refused("REPLACE INTO attempt SELECT * FROM attempt");
  quhua_store_backend *store;
  assert_int_equal(open_store(&store, NULL), QUHUA_OK);
  assert_entries(store, 3);
  store->close(store);
}

static void test_values_that_cannot_be(void **state) {
  (void)state;
  make_register(1);
  static const char *const wrong[] = {
      "UPDATE meta SET value = ''",
      "INSERT INTO unit_version VALUES (1, 1, 7, '51', 'x', 'town', NULL, 'formal', '2020-01-01', NULL, 1, "
      "NULL)",
      "INSERT INTO unit_version VALUES (1, 1, 4, '', 'x', 'town', NULL, 'formal', '2020-01-01', NULL, 1, "
      "NULL)",
      "INSERT INTO unit_version VALUES (1, 1, 4, '51', '', 'town', NULL, 'formal', '2020-01-01', NULL, 1, "
      "NULL)",
      "INSERT INTO unit_version VALUES (1, 1, 4, '51', 'x', 'town', 1, 'formal', '2020-01-01', NULL, 1, "
      "NULL)",
      "INSERT INTO unit_version VALUES (1, 1, 4, '51', 'x', 'town', NULL, 'open', '2020-01-01', NULL, 1, "
      "NULL)",
      "INSERT INTO unit_version VALUES (1, 1, 4, '51', 'x', 'town', NULL, 'formal', '2020-02-30', NULL, 1, "
      "NULL)",
      "INSERT INTO unit_version VALUES (1, 1, 4, '51', 'x', 'town', NULL, 'formal', '2020-1-1', NULL, 1, "
      "NULL)",
      "INSERT INTO unit_version VALUES (1, 1, 4, '51', 'x', 'town', NULL, 'formal', '2020-01-01', '', 1, "
      "NULL)",
      "INSERT INTO unit_version VALUES (1, 1, 4, '51', 'x', 'town', NULL, 'formal', '2020-01-02', "
      "'2020-01-01', 1, "
      "NULL)",
      "INSERT INTO flow VALUES (1, 1, 1, 'merge', NULL, NULL, NULL, '2020-01-01', 'whole', 1, 1, 1, 1, NULL, "
      "NULL, NULL, NULL)",
      "INSERT INTO flow VALUES (1, 1, 1, 'merge', NULL, 1, 2, '2020-01-01', 'half', 1, 1, 1, 1, NULL, NULL, "
      "NULL, NULL)",
      "INSERT INTO flow VALUES (1, 1, 1, 'merge', NULL, 1, 2, '2020-01-01', 'exact', 3, 2, 1, 1, NULL, NULL, "
      "NULL, NULL)",
      "INSERT INTO flow VALUES (1, 1, 1, 'merge', NULL, 1, 2, '2020-01-01', 'exact', 0, 0, 1, 1, NULL, NULL, "
      "NULL, NULL)",
      "INSERT INTO flow VALUES (1, 1, 1, 'merge', NULL, 1, 2, '2020-01-01', 'whole', 1, 1, 1, 1, 10001, "
      "NULL, NULL, NULL)",
      "INSERT INTO flow VALUES (1, 1, 1, 'merge', NULL, 1, 2, '2020-01-01', 'whole', 1, 1, 1, 1, -1, NULL, "
      "NULL, NULL)",
      "INSERT INTO observation VALUES (1, 1, 1, '9999-12-32', 'people', '5')",
      "INSERT INTO fact VALUES (0, 1, NULL, 'codes.issue', '2020-01-01', 'fill')",
      "INSERT INTO fact VALUES (1, 1, '', 'codes.issue', '2020-01-01', 'fill')",
      "INSERT INTO fact VALUES (1, 1, NULL, '', '2020-01-01', 'fill')",
      "INSERT INTO fact VALUES (1, 1, NULL, 'codes.issue', '2020-01-01', '')",
      "INSERT INTO fact VALUES (1, 1, NULL, 'codes.issue', '2020-02-30', 'fill')",
  };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    int rc = store_sql(path, wrong[i]);
    if (rc != SQLITE_CONSTRAINT_CHECK) print_error("%s: %d\n", wrong[i], rc);
    assert_int_equal(rc, SQLITE_CONSTRAINT_CHECK);
  }
  assert_int_equal(store_sql(path, "INSERT INTO observation VALUES (1, 1, 'x', '2020-01-01', 'people', '5')"),
                   SQLITE_CONSTRAINT_DATATYPE);
  /* a sequence that the journal does not have; references are checked where a program asks for it */
  assert_int_equal(store_sql(path, "PRAGMA foreign_keys = ON;"
                                   "INSERT INTO observation VALUES (1, 9, 1, '2020-01-01', 'people', '5')"),
                   SQLITE_CONSTRAINT_FOREIGNKEY);
  assert_int_equal(store_sql(path, "PRAGMA foreign_keys = ON;"
                                   "INSERT INTO fact VALUES (1, 9, NULL, 'codes.issue', '2020-01-01', 'x')"),
                   SQLITE_CONSTRAINT_FOREIGNKEY);
}

/* --- another layout --- */

static void test_changed_layout(void **state) {
  (void)state;
  static const char *const changes[] = {
      "DROP TABLE journal",
      "DROP TABLE meta",
      "DROP TABLE observation",
      "DROP TABLE fact",
      "DROP TRIGGER fact_no_replace",
      "DROP TRIGGER journal_no_update",
      "DROP TRIGGER unit_version_ends_once",
      "ALTER TABLE flow ADD COLUMN more TEXT",
      "ALTER TABLE attempt RENAME COLUMN detail TO details",
      "DROP TABLE observation; CREATE VIEW observation AS SELECT 1 AS number",
      "DROP TRIGGER flow_no_delete; CREATE TRIGGER flow_no_delete BEFORE DELETE ON flow BEGIN SELECT 1; END",
      "CREATE TRIGGER more AFTER INSERT ON journal BEGIN DELETE FROM unit_version; END",
      "CREATE TRIGGER more BEFORE INSERT ON UNIT_version BEGIN SELECT load_extension('x'); END",
      "DELETE FROM meta WHERE key = 'scheme'",
      "DELETE FROM meta WHERE key = 'journal_format'",
      "UPDATE meta SET value = printf('%100s', 'x') WHERE key = 'scheme'",
      "DELETE FROM sqlite_schema WHERE name = 'attribute'",
  };
  for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
    make_register(2);
    store_tamper(path, changes[i]);
    quhua_store_backend *store = NULL;
    quhua_error err;
    quhua_status status = open_store(&store, &err);
    if (status != QUHUA_E_CORRUPT) print_error("%s: %d\n", changes[i], status);
    assert_int_equal(status, QUHUA_E_CORRUPT);
    assert_null(store);
    assert_string_equal(err.subject, path);
  }
}

/* What other programs may add, and what only verify minds. */
static void test_additions(void **state) {
  (void)state;
  quhua_store_backend *store;
  make_register(2);
  store_tamper(path, "CREATE TABLE mine(x); CREATE INDEX mine_name ON unit_version(kind);"
                     "CREATE VIEW mine_view AS SELECT * FROM current_units;"
                     "CREATE TRIGGER mine_trigger AFTER INSERT ON mine BEGIN SELECT 1; END");
  assert_int_equal(open_store(&store, NULL), QUHUA_OK);
  assert_int_equal(commit_entries(store, 2, 3, 3, NULL), QUHUA_OK);
  assert_int_equal(store->verify(store, NULL, NULL), QUHUA_OK);
  store->close(store);

  static const char *const lost[] = {"DROP INDEX unit_version_code", "DROP VIEW crosswalk"};
  for (size_t i = 0; i < 2; i++) {
    make_register(2);
    store_tamper(path, lost[i]);
    assert_int_equal(open_store(&store, NULL), QUHUA_OK);
    assert_entries(store, 2);
    assert_int_equal(store->verify(store, NULL, NULL), QUHUA_E_CORRUPT);
    store->close(store);
  }
}

/* Somebody takes our tables' word STRICT away, stores what he likes, and puts it back. */
static void tamper_types(const char *sql) {
  store_tamper(path, "UPDATE sqlite_schema SET sql = substr(sql, 1, length(sql) - 7) WHERE name = 'journal'");
  store_tamper(path, sql);
  store_tamper(path, "UPDATE sqlite_schema SET sql = sql || ' STRICT' WHERE name = 'journal'");
}

static void test_wrong_types(void **state) {
  (void)state;
  static const struct {
    const char *sql;
    quhua_status head, read;
  } cases[] = {
      {"UPDATE journal SET digest = printf('%32s', 'x') WHERE sequence = 2", QUHUA_E_CORRUPT,
       QUHUA_E_CORRUPT},
      {"UPDATE journal SET digest = x'0102' WHERE sequence = 2", QUHUA_E_CORRUPT, QUHUA_E_CORRUPT},
      {"UPDATE journal SET digest = 5 WHERE sequence = 2", QUHUA_E_CORRUPT, QUHUA_E_CORRUPT},
      {"UPDATE journal SET bytes = 5 WHERE sequence = 2", QUHUA_OK, QUHUA_E_CORRUPT},
      {"UPDATE journal SET bytes = 'entry 2' WHERE sequence = 2", QUHUA_OK, QUHUA_E_CORRUPT},
      {"UPDATE journal SET bytes = x'' WHERE sequence = 2", QUHUA_OK, QUHUA_E_CORRUPT},
      {"UPDATE journal SET sequence = -sequence", QUHUA_E_CORRUPT, QUHUA_E_NOT_FOUND},
      {"UPDATE journal SET sequence = 9223372036854775807 WHERE sequence = 2", QUHUA_OK, QUHUA_E_NOT_FOUND},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    make_register(2);
    tamper_types(cases[i].sql);
    quhua_store_backend *store;
    assert_int_equal(open_store(&store, NULL), QUHUA_OK);
    quhua_sequence sequence;
    quhua_digest digest;
    quhua_str bytes;
    assert_int_equal(store->head(store, &sequence, &digest, NULL), cases[i].head);
    assert_int_equal(store->read(store, 2, &bytes, &digest, NULL), cases[i].read);
    assert_int_not_equal(commit_entries(store, 2, 3, 3, NULL) == QUHUA_OK && cases[i].head != QUHUA_OK, true);
    store->close(store);
  }
}

/* --- damage --- */

/* Everything that a store can be asked; the answers must come. True when all was well. */
static bool ask_everything(void) {
  quhua_store_backend *store = NULL;
  quhua_error err = {.status = QUHUA_OK};
  quhua_status status = open_store(&store, &err);
  assert_int_equal(status, err.status);
  if (status) {
    assert_null(store);
    assert_int_not_equal(err.message[QUHUA_LANG_ZH][0], '\0');
    return false;
  }
  quhua_sequence sequence;
  quhua_digest digest;
  quhua_str bytes;
  bool well = store->head(store, &sequence, &digest, NULL) == QUHUA_OK;
  for (quhua_sequence s = 1; s <= 3; s++) {
    size_t sum = 0;
    well = store->read(store, s, &bytes, &digest, NULL) == QUHUA_OK && well;
    for (size_t i = 0; well && i < bytes.len; i++)
      sum += (unsigned char)bytes.ptr[i]; /* all of it is there */
    assert_true(!well || sum > 0);
  }
  well = store->verify(store, NULL, NULL) == QUHUA_OK && well;
  (void)commit_entries(store, 3, 4, 4, NULL);
  store->close(store);
  return well;
}

static void test_cut_files(void **state) {
  (void)state;
  make_register(3);
  size_t len;
  char *data = store_read_file(path, &len);
  assert_true(len > 8192);
  assert_true(ask_everything());
  for (size_t keep = 0; keep < len; keep += keep < 600 ? 97 : 1021) {
    store_folder_empty(folder);
    store_write_file(path, data, keep);
    bool lost = false; /* a page that ends in zeros may lose them */
    for (size_t i = keep; i < len; i++) lost = lost || data[i] != 0;
    assert_true(lost != ask_everything());
  }
  free(data);
}

static void test_flipped_bytes(void **state) {
  (void)state;
  make_register(3);
  size_t len;
  char *data = store_read_file(path, &len);
  uint64_t chance = 20200630;
  size_t found = 0;
  for (int round = 0; round < 1500; round++) {
    chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    /* half of the rounds in the first page, where the file describes itself */
    size_t at = (size_t)(chance >> 33) % (round % 2 ? len : 4096);
    char was = data[at];
    data[at] = (char)(was ^ (char)(1 << (chance & 7)));
    store_folder_empty(folder);
    store_write_file(path, data, len);
    found += !ask_everything();
    data[at] = was;
  }
  assert_true(found > 100); /* most of the rest fell on empty space */
  free(data);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_journal_is_append_only),
      cmocka_unit_test(test_values_that_cannot_be),
      cmocka_unit_test(test_changed_layout),
      cmocka_unit_test(test_additions),
      cmocka_unit_test(test_wrong_types),
      cmocka_unit_test(test_cut_files),
      cmocka_unit_test(test_flipped_bytes),
  };
  return cmocka_run_group_tests_name("sqlite hostile", tests, make_folder, remove_folder);
}
