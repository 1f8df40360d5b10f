/* SPDX-License-Identifier: Apache-2.0 */
/* One thread commits, three ask snapshots: the answers of a snapshot are those of its sequence and never change. Run it
 * with ThreadSanitizer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <quhua/quhua.h>

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { ACTS = 200, READERS = 3, VILLAGES = 8, TEXT = 128 };

/* Entry 1 opens villages 201 … 208. Entry e > 1 gives village (e % 8) the name 新<e>村, and every tenth founds another
 * village besides. So what a snapshot of entry k must say can be worked out from k alone. */
static int village_of(quhua_sequence entry) { return (int)(entry % VILLAGES); }

static void name_at(quhua_sequence known, int village, char out[TEXT]) {
  quhua_sequence last = 0;
  for (quhua_sequence entry = 2; entry <= known; entry++)
    if (village_of(entry) == village) last = entry;
  snprintf(out, TEXT, last ? "新%u村" : "旧%d村", last ? (unsigned)last : (unsigned)village);
}

static unsigned founded_until(quhua_sequence known) {
  unsigned count = 0;
  for (quhua_sequence entry = 2; entry <= known; entry++) count += entry % 10 == 0;
  return count;
}

static void code_of(int village, quhua_code *out) {
  *out = (quhua_code){"510723104200"};
  out->text[11] = (char)('1' + village);
}

typedef struct shared {
  quhua_registry *registry;
  quhua_date date;
  atomic_bool done;
  atomic_int started;
} shared;

typedef struct reader {
  shared *shared;
  pthread_t thread;
  const char *complaint; /* first thing that was wrong; cmocka's asserts belong to the main thread */
  atomic_uint rounds;
  quhua_sequence newest;
} reader;

#define EXPECT(condition)                                                                                    \
  do {                                                                                                       \
    if (!(condition)) return #condition;                                                                     \
  } while (0)

static const char *check_names(const quhua_snapshot *s, quhua_date date) {
  for (int village = 0; village < VILLAGES; village++) {
    quhua_unit unit, again;
    quhua_code code;
    char name[TEXT];
    code_of(village, &code);
    name_at(quhua_snapshot_known(s), village, name);
    EXPECT(quhua_unit_find(s, QUHUA_LEVEL_VILLAGE, &code, date, &unit) == QUHUA_OK);
    EXPECT(quhua_str_equal(unit.name, quhua_str_from(name)));
    EXPECT(quhua_unit_find_id(s, unit.id, date, &again) == QUHUA_OK);
    EXPECT(again.row == unit.row);
  }
  return NULL;
}

static const char *check_counts(const quhua_snapshot *s, quhua_date date) {
  uint64_t counts[QUHUA_KIND_LIMIT];
  unsigned expected = VILLAGES + founded_until(quhua_snapshot_known(s));
  quhua_snapshot_count(s, 0, date, counts);
  EXPECT(counts[QUHUA_KIND_VILLAGE] == expected);
  quhua_cursor *cursor = NULL;
  quhua_unit unit, last = {0};
  EXPECT(quhua_cursor_new_all(s, date, &cursor, NULL) == QUHUA_OK);
  unsigned villages = 0;
  while (quhua_cursor_next(cursor, &unit)) {
    EXPECT(!last.id || quhua_code_compare(&last.code, &unit.code) <= 0);
    villages += unit.level == QUHUA_LEVEL_VILLAGE;
    last = unit;
  }
  quhua_cursor_free(cursor);
  EXPECT(villages == expected);
  return NULL;
}

/* The newest name is found; the next one, which the writer may be about to record, is not. */
static const char *check_search(const quhua_snapshot *s, quhua_date date) {
  quhua_sequence known = quhua_snapshot_known(s);
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  char name[TEXT];
  name_at(known, village_of(known), name);
  EXPECT(quhua_cursor_new_search(s, quhua_str_from(name), date, &cursor, NULL) == QUHUA_OK);
  EXPECT(quhua_cursor_count(cursor) >= 1);
  EXPECT(quhua_cursor_next(cursor, &unit) && quhua_str_equal(unit.name, quhua_str_from(name)));
  quhua_cursor_free(cursor);
  snprintf(name, sizeof name, "新%u村", (unsigned)known + 1);
  EXPECT(quhua_cursor_new_search(s, quhua_str_from(name), date, &cursor, NULL) == QUHUA_OK);
  EXPECT(quhua_cursor_count(cursor) == 0);
  quhua_cursor_free(cursor);
  return NULL;
}

static const char *check_history(const quhua_snapshot *s, quhua_date date) {
  quhua_cursor *cursor = NULL;
  quhua_flows *flows = NULL;
  quhua_unit unit;
  quhua_code code;
  code_of(3, &code);
  EXPECT(quhua_unit_find(s, QUHUA_LEVEL_VILLAGE, &code, date, &unit) == QUHUA_OK);
  size_t changes = 0;
  for (quhua_sequence entry = 2; entry <= quhua_snapshot_known(s); entry++) changes += village_of(entry) == 3;
  EXPECT(quhua_cursor_new_versions(s, unit.id, &cursor, NULL) == QUHUA_OK);
  EXPECT(quhua_cursor_count(cursor) == changes + 1);
  quhua_cursor_free(cursor);
  EXPECT(quhua_flows_new(s, unit.id, &flows, NULL) == QUHUA_OK);
  EXPECT(quhua_flows_count(flows) == changes);
  quhua_flows_free(flows);
  return NULL;
}

static const char *check_all(const quhua_snapshot *s, quhua_date date) {
  static const char *(*const checks[])(const quhua_snapshot *, quhua_date) = {check_names, check_counts,
                                                                              check_search, check_history};
  for (size_t i = 0; i < sizeof checks / sizeof *checks; i++) {
    const char *complaint = checks[i](s, date);
    if (complaint) return complaint;
  }
  return NULL;
}

/* A new snapshot and an old one, each asked twice with whatever is committed meanwhile. */
static const char *one_round(reader *r) {
  quhua_snapshot *now = NULL, *before = NULL;
  quhua_digest first, second;
  EXPECT(quhua_snapshot_new(r->shared->registry, QUHUA_SEQUENCE_OPEN, &now, NULL) == QUHUA_OK);
  quhua_sequence known = quhua_snapshot_known(now);
  EXPECT(known >= r->newest); /* time does not go back */
  r->newest = known;
  EXPECT(quhua_snapshot_new(r->shared->registry, (known + 1) / 2, &before, NULL) == QUHUA_OK);
  const char *complaint = check_all(now, r->shared->date);
  if (!complaint && quhua_snapshot_digest(before, &first, NULL) != QUHUA_OK) complaint = "digest";
  if (!complaint) complaint = check_all(before, r->shared->date);
  if (!complaint && quhua_snapshot_digest(before, &second, NULL) != QUHUA_OK) complaint = "digest";
  if (!complaint && memcmp(&first, &second, sizeof first) != 0) complaint = "a snapshot has changed";
  if (!complaint) complaint = check_all(now, r->shared->date);
  quhua_snapshot_free(now);
  quhua_snapshot_free(before);
  return complaint;
}

static void *read_until_done(void *argument) {
  reader *r = argument;
  atomic_fetch_add(&r->shared->started, 1);
  bool last;
  do { /* one round after the writer is done, too */
    last = atomic_load(&r->shared->done);
    r->complaint = one_round(r);
    atomic_fetch_add(&r->rounds, r->complaint ? 1000 : 1); /* nobody waits for a reader that gave up */
  } while (!r->complaint && !last);
  return NULL;
}

static void add_row(quhua_changeset *acts, const quhua_flow_row *row) {
  assert_int_equal(quhua_changeset_add(acts, row, NULL), QUHUA_OK);
}

/* Entry number `entry`. */
static void commit_one(shared *s, quhua_sequence entry) {
  char document[TEXT], name[TEXT], founded[TEXT];
  quhua_changeset *acts = NULL;
  quhua_snapshot *base = NULL;
  quhua_plan *plan = NULL;
  quhua_flow_row row;
  quhua_code code;
  quhua_error err;
  quhua_error_clear(&err);
  code_of(village_of(entry), &code);
  snprintf(document, sizeof document, "盐府〔2020〕%u号", (unsigned)entry);
  snprintf(name, sizeof name, "新%u村", (unsigned)entry);
  snprintf(founded, sizeof founded, "增%u村", (unsigned)entry);
  assert_int_equal(quhua_changeset_new(NULL, &acts, NULL), QUHUA_OK);
  quhua_flow_row_init(&row);
  row.document = quhua_str_from(document);
  row.effective = s->date;
  row.old_code = row.new_code = quhua_str_from(code.text);
  row.new_name = quhua_str_from(name);
  add_row(acts, &row);
  if (entry % 10 == 0) {
    row.old_code = (quhua_str){"", 0};
    row.new_code = quhua_str_from("@a");
    row.new_name = quhua_str_from(founded);
    row.new_kind = QUHUA_KIND_VILLAGE;
    row.new_parent = quhua_str_from("510723104");
    add_row(acts, &row);
  }
  assert_int_equal(quhua_snapshot_new(s->registry, QUHUA_SEQUENCE_OPEN, &base, NULL), QUHUA_OK);
  assert_int_equal(quhua_plan_build(base, acts, NULL, &plan, &err), QUHUA_OK);
  if (quhua_plan_commit(s->registry, plan, NULL, NULL, &err) != QUHUA_OK)
    fail_msg("%s", err.message[QUHUA_LANG_EN]);
  quhua_plan_free(plan);
  quhua_snapshot_free(base);
  quhua_changeset_free(acts);
  assert_int_equal(quhua_registry_head(s->registry), entry);
}

static void open_register(shared *s) {
  char table[2048];
  size_t len = (size_t)snprintf(table, sizeof table, "code,name\n510723,盐亭县\n510723104,两河镇\n");
  for (int village = 0; village < VILLAGES; village++)
    len +=
        (size_t)snprintf(table + len, sizeof table - len, "510723104%03d,旧%d村\n", 201 + village, village);
  quhua_opening *opening = NULL;
  quhua_date first = 0;
  assert_true(quhua_date_parse(quhua_str_from("2019-01-01"), &first));
  assert_true(quhua_date_parse(quhua_str_from("2020-01-01"), &s->date));
  const quhua_scheme *scheme = quhua_scheme_find(quhua_str_from("cn-stat"));
  assert_int_equal(quhua_opening_new(NULL, scheme, first, &opening, NULL), QUHUA_OK);
  assert_int_equal(quhua_opening_read_csv(opening, table, len, "register.csv", NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_create("", opening, NULL, &s->registry, NULL), QUHUA_OK);
  quhua_opening_free(opening);
}

static void test_readers_beside_a_writer(void **state) {
  (void)state;
  shared s = {.registry = NULL};
  reader readers[READERS];
  atomic_init(&s.done, false);
  atomic_init(&s.started, 0);
  open_register(&s);
  for (int i = 0; i < READERS; i++) {
    readers[i] = (reader){.shared = &s};
    atomic_init(&readers[i].rounds, 0);
    assert_int_equal(pthread_create(&readers[i].thread, NULL, read_until_done, &readers[i]), 0);
  }
  while (atomic_load(&s.started) < READERS) continue;
  for (quhua_sequence entry = 2; entry <= ACTS + 1; entry++) {
    commit_one(&s, entry);
    for (int i = 0; i < READERS && entry % 10 == 0; i++) /* let them see what is between */
      while (atomic_load(&readers[i].rounds) < entry / 10) sched_yield();
  }
  atomic_store(&s.done, true);
  for (int i = 0; i < READERS; i++) assert_int_equal(pthread_join(readers[i].thread, NULL), 0);
  for (int i = 0; i < READERS; i++) {
    if (readers[i].complaint)
      fail_msg("reader %d at %u: %s", i, (unsigned)readers[i].newest, readers[i].complaint);
    assert_true(atomic_load(&readers[i].rounds) >= ACTS / 10);
    assert_int_equal(readers[i].newest, ACTS + 1);
  }
  assert_int_equal(quhua_registry_verify(s.registry, NULL, NULL), QUHUA_OK);
  quhua_registry_close(s.registry);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_readers_beside_a_writer)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
