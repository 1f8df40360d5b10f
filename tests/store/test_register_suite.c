/* SPDX-License-Identifier: Apache-2.0 */
/* Registers through the public interface, in memory and in a file, and the file as other programs see it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include <quhua/quhua.h>

#include "store/store_files.h"

#define MORNING INT64_C(1577865600000000) /* 2020-01-01T08:00:00Z */
/* 2020-09-01T00:00:00Z = 18506 days */
#define SEPTEMBER INT64_C(1598918400000000)
#define HOUR INT64_C(3600000000)

static char folder[STORE_PATH_MAX];
static char path[STORE_PATH_MAX];

static int make_folder(void **state) {
  (void)state;
  store_folder_make(folder);
  store_path(path, folder, "三台.quhua");
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  store_folder_remove(folder);
  return 0;
}

static quhua_date day(const char *text) {
  quhua_date date;
  assert_true(quhua_date_parse(quhua_str_from(text), &date));
  return date;
}

static void assert_done(quhua_status status, const quhua_error *err) {
  if (status)
    print_error("%s: %s %s\n", quhua_status_name(status), err->subject, err->message[QUHUA_LANG_EN]);
  assert_int_equal(status, QUHUA_OK);
}

/* --- a small register: two towns of 三台县 (510722) and their villages --- */

static void add_unit(quhua_opening *opening, const char *code, const char *name) {
  quhua_opening_row row;
  quhua_error err;
  const quhua_attribute attributes[] = {{quhua_str_from("seat"), quhua_str_from("龙吟村")},
                                        {quhua_str_from("urban_rural"), quhua_str_from("210")}};
  const quhua_attribute observations[] = {{quhua_str_from("户"), quhua_str_from("329")},
                                          {quhua_str_from("面积"), quhua_str_from("10.26")}};
  quhua_opening_row_init(&row);
  row.code = quhua_str_from(code);
  row.name = quhua_str_from(name);
  if (strcmp(code, "510722109000") == 0) {
    row.attributes = attributes;
    row.attribute_count = 2;
  }
  if (strcmp(code, "510722109204") == 0) {
    row.observations = observations;
    row.observation_count = 2;
  }
  assert_done(quhua_opening_add(opening, &row, &err), &err);
}

/* Province and prefecture are not listed, so they are implied. */
static quhua_opening *make_opening(void) {
  quhua_opening *opening;
  quhua_error err;
  assert_done(quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from("cn-stat")), day("2019-01-01"),
                                &opening, &err),
              &err);
  add_unit(opening, "510722000000", "三台县");
  add_unit(opening, "510722109000", "三元镇");
  add_unit(opening, "510722109204", "龙吟村村民委员会");
  add_unit(opening, "510722109210", "龙居村村民委员会");
  add_unit(opening, "510722138000", "立新镇");
  add_unit(opening, "510722138211", "高棚村村民委员会");
  return opening;
}

static quhua_registry *create_at(const char *location) {
  quhua_opening *opening = make_opening();
  quhua_open_options options;
  quhua_open_options_init(&options);
  options.actor = "省厅";
  options.now = MORNING;
  quhua_registry *registry = NULL;
  quhua_error err;
  assert_done(quhua_registry_create(location, opening, &options, &registry, &err), &err);
  quhua_opening_free(opening);
  return registry;
}

static quhua_registry *create_file(void) {
  store_folder_empty(folder);
  return create_at(path);
}

static quhua_registry *open_file(bool read_only) {
  quhua_open_options options;
  quhua_open_options_init(&options);
  options.busy_timeout_ms = 100;
  options.read_only = read_only;
  quhua_registry *registry = NULL;
  quhua_error err;
  assert_done(quhua_registry_open(path, &options, &registry, &err), &err);
  return registry;
}

/* --- acts --- */

typedef struct act {
  const char *document, *effective, *old_code, *new_code, *new_name;
  quhua_relation relation;
} act;

/* 龙吟村 and 龙居村 become 龙吟村, which keeps its code. */
static const act absorb = {"三府函〔2020〕1号", "2020-01-01", "510722109210",
                           "510722109204",      "",           QUHUA_RELATION_ABSORB};
/* Two renamings on one day: nobody could call the town 新立镇 on any day. */
static const act rename_once = {"三府函〔2020〕2号", "2020-06-01", "510722138000",
                                "510722138000",      "新立镇",     QUHUA_RELATION_RENAME};
static const act rename_again = {"三府函〔2020〕3号", "2020-06-01", "510722138000",
                                 "510722138000",      "永新镇",     QUHUA_RELATION_RENAME};

/* A plan and what it stands on. */
typedef struct planned {
  quhua_snapshot *snapshot;
  quhua_changeset *changeset;
  quhua_plan *plan;
} planned;

static planned plan_act(const quhua_registry *registry, const act *a) {
  planned p;
  quhua_error err;
  quhua_flow_row row;
  quhua_flow_row_init(&row);
  row.document = quhua_str_from(a->document);
  row.effective = day(a->effective);
  row.old_code = quhua_str_from(a->old_code);
  row.new_code = quhua_str_from(a->new_code);
  row.new_name = quhua_str_from(a->new_name);
  row.relation = a->relation;
  assert_done(quhua_changeset_new(NULL, &p.changeset, &err), &err);
  assert_done(quhua_changeset_add(p.changeset, &row, &err), &err);
  assert_done(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &p.snapshot, &err), &err);
  assert_done(quhua_plan_build(p.snapshot, p.changeset, NULL, &p.plan, &err), &err);
  for (size_t i = 0; quhua_plan_finding(p.plan, i); i++) {
    const quhua_finding *f = quhua_plan_finding(p.plan, i);
    if (f->severity == QUHUA_SEVERITY_BLOCKING)
      print_error("%s: %.*s\n", f->rule->id, (int)f->message[0].len, f->message[0].ptr);
  }
  assert_int_equal(quhua_plan_count_findings(p.plan, QUHUA_SEVERITY_BLOCKING), 0);
  return p;
}

static quhua_status commit_plan(quhua_registry *registry, const planned *p, int hours, quhua_error *err) {
  quhua_commit_options options;
  quhua_commit_options_init(&options);
  options.actor = "县局";
  options.now = MORNING + hours * HOUR;
  return quhua_plan_commit(registry, p->plan, &options, NULL, err);
}

static void free_plan(planned *p) {
  quhua_plan_free(p->plan);
  quhua_snapshot_free(p->snapshot);
  quhua_changeset_free(p->changeset);
}

static void commit_act(quhua_registry *registry, const act *a, int hours) {
  quhua_error err;
  planned p = plan_act(registry, a);
  assert_done(commit_plan(registry, &p, hours, &err), &err);
  free_plan(&p);
}

static void commit_all(quhua_registry *registry) {
  commit_act(registry, &absorb, 1);
  commit_act(registry, &rename_once, 2);
  commit_act(registry, &rename_again, 3);
}

static quhua_digest digest_of(const quhua_registry *registry) {
  quhua_snapshot *snapshot;
  quhua_digest digest;
  assert_int_equal(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, NULL), QUHUA_OK);
  assert_int_equal(quhua_snapshot_digest(snapshot, &digest, NULL), QUHUA_OK);
  quhua_snapshot_free(snapshot);
  return digest;
}

static void assert_query(const char *sql, const char *wanted) {
  char text[4096];
  store_query(path, sql, text, sizeof text);
  assert_string_equal(text, wanted);
}

/* --- life --- */

static void test_memory_and_file_are_one_register(void **state) {
  (void)state;
  quhua_registry *memory = create_at(""), *file = create_file();
  commit_all(memory);
  commit_all(file);
  assert_int_equal(quhua_registry_head(memory), 4);
  assert_int_equal(quhua_registry_verify(memory, NULL, NULL), QUHUA_OK);
  assert_int_equal(quhua_registry_verify(file, NULL, NULL), QUHUA_OK);
  quhua_digest wanted = digest_of(memory), got = digest_of(file), head, head_read;
  assert_memory_equal(&wanted, &got, sizeof wanted);
  quhua_registry_head_digest(file, &head);
  quhua_registry_close(file);

  file = open_file(true);
  assert_int_equal(quhua_registry_head(file), 4);
  got = digest_of(file);
  assert_memory_equal(&wanted, &got, sizeof wanted);
  quhua_registry_head_digest(file, &head_read);
  assert_memory_equal(&head, &head_read, sizeof head);
  quhua_registry_head_digest(memory, &head_read);
  assert_memory_equal(&head, &head_read, sizeof head);
  assert_int_equal(quhua_registry_verify(file, &head, NULL), QUHUA_OK);
  head.bytes[0] ^= 1;
  assert_int_equal(quhua_registry_verify(file, &head, NULL), QUHUA_E_MISMATCH);
  quhua_registry_close(file);
  quhua_registry_close(memory);
}

static void test_two_handles(void **state) {
  (void)state;
  quhua_registry *one = create_file(), *two = open_file(false);
  quhua_error err;
  planned first = plan_act(one, &absorb), second = plan_act(two, &rename_once);
  assert_done(commit_plan(one, &first, 1, &err), &err);
  assert_int_equal(commit_plan(two, &second, 2, &err), QUHUA_E_CONFLICT);
  assert_int_equal(err.status, QUHUA_E_CONFLICT);
  free_plan(&first);
  free_plan(&second);
  assert_query("SELECT max(sequence) FROM journal", "2\n");
  assert_query("SELECT actor, outcome FROM attempt", "县局|QUHUA_E_CONFLICT\n");

  assert_done(quhua_registry_refresh(two, &err), &err);
  assert_int_equal(quhua_registry_head(two), 2);
  commit_act(two, &rename_once, 2);
  assert_done(quhua_registry_refresh(one, &err), &err);
  quhua_digest a = digest_of(one), b = digest_of(two);
  assert_memory_equal(&a, &b, sizeof a);
  assert_int_equal(quhua_registry_verify(one, NULL, NULL), QUHUA_OK);
  quhua_registry_close(one);
  quhua_registry_close(two);
}

static void test_read_only(void **state) {
  (void)state;
  quhua_registry_close(create_file());
  quhua_registry *registry = open_file(true);
  planned p = plan_act(registry, &absorb); /* simulating needs no writing */
  quhua_error err;
  assert_int_not_equal(commit_plan(registry, &p, 1, &err), QUHUA_OK);
  assert_int_not_equal(err.message[QUHUA_LANG_ZH][0], '\0');
  free_plan(&p);
  assert_int_equal(quhua_registry_head(registry), 1);
  quhua_registry_close(registry);
  assert_query("SELECT count(*) FROM journal", "1\n");
}

static void test_busy(void **state) {
  (void)state;
  quhua_registry_close(create_file());
  quhua_registry *registry = open_file(false);
  sqlite3 *other;
  assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
  assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
  planned p = plan_act(registry, &absorb);
  quhua_error err;
  assert_int_equal(commit_plan(registry, &p, 1, &err), QUHUA_E_BUSY);
  assert_int_equal(quhua_registry_head(registry), 1);
  assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
  sqlite3_close(other);
  assert_done(commit_plan(registry, &p, 1, &err), &err); /* the plan is still good */
  free_plan(&p);
  assert_int_equal(quhua_registry_verify(registry, NULL, NULL), QUHUA_OK);
  quhua_registry_close(registry);
}

static void test_nothing_is_overwritten(void **state) {
  (void)state;
  quhua_registry *registry = create_file(), *other = NULL;
  quhua_opening *opening = make_opening();
  quhua_error err;
  assert_int_equal(quhua_registry_create(path, opening, NULL, &other, &err), QUHUA_E_EXISTS);
  assert_null(other);
  assert_string_equal(err.subject, path);
  quhua_opening_free(opening);
  assert_int_equal(quhua_registry_verify(registry, NULL, NULL), QUHUA_OK);
  quhua_registry_close(registry);
  assert_int_equal(store_folder_count(folder), 1);
}

static void assert_open_fails(const char *location, quhua_status wanted) {
  quhua_registry *registry = NULL;
  quhua_error err;
  assert_int_equal(quhua_registry_open(location, NULL, &registry, &err), wanted);
  assert_null(registry);
  assert_int_equal(err.status, wanted);
}

static void test_what_cannot_be_opened(void **state) {
  (void)state;
  store_folder_empty(folder);
  assert_open_fails(path, QUHUA_E_NOT_FOUND);
  assert_open_fails(folder, QUHUA_E_INVALID);
  store_write_file(path, "code,name\n", 10);
  assert_open_fails(path, QUHUA_E_FORMAT);
  quhua_registry_close(create_file());
  store_tamper(path, "PRAGMA user_version = 2000");
  assert_open_fails(path, QUHUA_E_NEWER);
  quhua_registry_close(create_file());
  store_tamper(path, "UPDATE meta SET value = 'fr-insee' WHERE key = 'scheme'");
  assert_open_fails(path, QUHUA_E_CORRUPT);
  quhua_registry_close(create_file());
  store_tamper(path, "UPDATE journal SET bytes = zeroblob(length(bytes))");
  assert_open_fails(path, QUHUA_E_CORRUPT);
}

/* --- what other programs see --- */

static void test_tables_of_an_opening(void **state) {
  (void)state;
  quhua_registry_close(create_file());
  assert_query("SELECT sequence, recorded, kind, actor, document, effective, decided FROM journal",
               "1|2020-01-01T08:00:00.000000Z|opening|省厅|~|2019-01-01|~\n");
  assert_query("SELECT code, level, name, kind, standing, valid_from, valid_to, recorded_from, recorded_to"
               " FROM unit_version WHERE level >= 3 ORDER BY code",
               "510722000000|3|三台县|county|formal|2019-01-01|~|1|~\n"
               "510722109000|4|三元镇|town|formal|2019-01-01|~|1|~\n"
               "510722109204|5|龙吟村村民委员会|village|formal|2019-01-01|~|1|~\n"
               "510722109210|5|龙居村村民委员会|village|formal|2019-01-01|~|1|~\n"
               "510722138000|4|立新镇|town|formal|2019-01-01|~|1|~\n"
               "510722138211|5|高棚村村民委员会|village|formal|2019-01-01|~|1|~\n");
  assert_query(
      "SELECT code, level, name, standing, parent_code FROM current_units WHERE level < 3 ORDER BY level",
      "510000000000|1|~|implied|~\n"
      "510700000000|2|~|implied|510000000000\n");
  assert_query("SELECT code, parent_code, parent_name FROM current_units WHERE level > 3 ORDER BY code",
               "510722109000|510722000000|三台县\n"
               "510722109204|510722109000|三元镇\n"
               "510722109210|510722109000|三元镇\n"
               "510722138000|510722000000|三台县\n"
               "510722138211|510722138000|立新镇\n");
  assert_query(
      "SELECT v.code, a.key, a.value FROM attribute AS a JOIN unit_version AS v USING (row) ORDER BY a.key",
      "510722109000|seat|龙吟村\n510722109000|urban_rural|210\n");
  assert_query("SELECT v.code, o.sequence, o.date, o.series, o.value"
               " FROM observation AS o JOIN unit_version AS v USING (unit) ORDER BY o.series",
               "510722109204|1|2019-01-01|户|329\n510722109204|1|2019-01-01|面积|10.26\n");
  assert_query("SELECT count(*) FROM flow", "0\n");
}

static void test_tables_after_acts(void **state) {
  (void)state;
  quhua_registry *registry = create_file();
  commit_all(registry);
  quhua_registry_close(registry);
  assert_query("SELECT sequence, actor, document, effective FROM journal WHERE sequence > 1",
               "2|县局|三府函〔2020〕1号|2020-01-01\n"
               "3|县局|三府函〔2020〕2号|2020-06-01\n"
               "4|县局|三府函〔2020〕3号|2020-06-01\n");
  /* what was known is kept: the open row, then the row with its end */
  assert_query("SELECT valid_from, valid_to, recorded_from, recorded_to FROM unit_version"
               " WHERE code = '510722109210' ORDER BY row",
               "2019-01-01|~|1|2\n2019-01-01|2020-01-01|2|~\n");
  assert_query("SELECT name, valid_from, valid_to FROM unit_version"
               " WHERE code = '510722138000' AND recorded_to IS NULL ORDER BY recorded_from, row",
               "立新镇|2019-01-01|2020-06-01\n新立镇|2020-06-01|2020-06-01\n永新镇|2020-06-01|~\n");
  assert_query("SELECT code, name FROM current_units WHERE level = 5 ORDER BY code",
               "510722109204|龙吟村村民委员会\n510722138211|高棚村村民委员会\n");
  assert_query(
      "SELECT date, document, relation, declared, old_code, old_name, new_code, new_name, share_kind,"
      " share_lo_num, share_lo_den, share_hi_num, share_hi_den FROM crosswalk ORDER BY number",
      "2020-01-01|三府函〔2020〕1号|absorb|absorb|510722109210|龙居村村民委员会|510722109204|"
      "龙吟村村民委员会|"
      "whole|1|1|1|1\n"
      "2020-06-01|三府函〔2020〕2号|rename|rename|510722138000|立新镇|510722138000|新立镇|whole|1|1|1|1\n"
      "2020-06-01|三府函〔2020〕3号|rename|rename|510722138000|新立镇|510722138000|永新镇|whole|1|1|1|1\n");
}

/* An act of an old year that was inferred: nobody knows the day, and the document said who approved it. */
static void commit_inferred(quhua_registry *registry) {
  const quhua_attribute milestones[] = {{quhua_str_from("批准"), quhua_str_from("2020-07-10 绵阳市人民政府")},
                                        {quhua_str_from("announced"), quhua_str_from("2020-07-20")}};
  planned p;
  quhua_error err;
  quhua_flow_row row;
  quhua_flow_row_init(&row);
  row.document = quhua_str_from("三府函〔2020〕4号");
  row.earliest = day("2020-07-01");
  row.effective = day("2020-08-31");
  row.old_code = quhua_str_from("510722138211");
  row.new_name = quhua_str_from("高蓬村");
  row.confidence = 7500;
  row.milestones = milestones;
  row.milestone_count = 2;
  assert_done(quhua_changeset_new(NULL, &p.changeset, &err), &err);
  assert_done(quhua_changeset_add(p.changeset, &row, &err), &err);
  assert_done(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &p.snapshot, &err), &err);
  assert_done(quhua_plan_build(p.snapshot, p.changeset, NULL, &p.plan, &err), &err);
  assert_done(commit_plan(registry, &p, 4, &err), &err);
  free_plan(&p);
}

/* How new codes are issued, on record; and the day when the village had its seal. */
static void record_facts(quhua_registry *registry) {
  const quhua_fact facts[] = {
      {.key = quhua_str_from("codes.issue"), .value = quhua_str_from("fill")},
      {.subject = quhua_str_from("三府函〔2020〕4号"),
       .key = quhua_str_from("挂牌授印"),
       .date = day("2020-08-15")},
  };
  quhua_commit_options options;
  quhua_error err;
  quhua_commit_options_init(&options);
  options.actor = "县局";
  options.now = SEPTEMBER;
  assert_done(quhua_registry_record(registry, facts, 2, &options, NULL, &err), &err);
}

/* The setting goes back to what it is initially: an empty value. */
static void end_setting(quhua_registry *registry) {
  const quhua_fact end = {.key = quhua_str_from("codes.issue")};
  quhua_commit_options options;
  quhua_error err;
  quhua_commit_options_init(&options);
  options.now = SEPTEMBER;
  assert_done(quhua_registry_record(registry, &end, 1, &options, NULL, &err), &err);
}

static void test_tables_of_facts(void **state) {
  (void)state;
  quhua_registry *registry = create_file();
  commit_all(registry);
  commit_inferred(registry);
  record_facts(registry);
  quhua_registry_close(registry);
  assert_query("SELECT sequence, kind, actor, document, earliest, effective, decided FROM journal"
               " WHERE sequence >= 4",
               "4|act|县局|三府函〔2020〕3号|~|2020-06-01|~\n"
               "5|act|县局|三府函〔2020〕4号|2020-07-01|2020-08-31|~\n"
               "6|record|县局|~|~|2020-09-01|~\n");
  assert_query("SELECT sequence, confidence FROM flow ORDER BY number", "2|~\n3|~\n4|~\n5|7500\n");
  assert_query("SELECT number, sequence, subject, key, date, value FROM fact ORDER BY number",
               "1|5|三府函〔2020〕4号|approved|2020-07-10|绵阳市人民政府\n"
               "2|5|三府函〔2020〕4号|announced|2020-07-20|-\n"
               "3|6|~|codes.issue|2020-09-01|fill\n"
               "4|6|三府函〔2020〕4号|sealed|2020-08-15|-\n");
  assert_query("SELECT date, earliest, confidence, new_name FROM crosswalk WHERE sequence >= 4",
               "2020-06-01|~|~|永新镇\n2020-08-31|2020-07-01|7500|高蓬村\n");
  registry = open_file(false);
  assert_int_equal(quhua_registry_verify(registry, NULL, NULL), QUHUA_OK);
  end_setting(registry);
  quhua_registry_close(registry);
  assert_query("SELECT number, sequence, key, value FROM fact WHERE subject IS NULL ORDER BY number",
               "3|6|codes.issue|fill\n5|7|codes.issue|~\n");
  assert_query("SELECT number, subject, key, value FROM current_facts ORDER BY number",
               "1|三府函〔2020〕4号|approved|绵阳市人民政府\n"
               "2|三府函〔2020〕4号|announced|-\n"
               "4|三府函〔2020〕4号|sealed|-\n");
  registry = open_file(true);
  assert_int_equal(quhua_registry_verify(registry, NULL, NULL), QUHUA_OK);
  quhua_registry_close(registry);
}

/* A record is one transaction like an act. It stands on nothing, so a handle that comes too late catches up by itself. */
static void test_records_of_two_handles(void **state) {
  (void)state;
  quhua_registry *one = create_file(), *two = open_file(false);
  const quhua_fact fact = {.key = quhua_str_from("codes.issue"), .value = quhua_str_from("fill")};
  quhua_error err;
  record_facts(one);
  assert_int_equal(quhua_registry_head(two), 1);
  assert_done(quhua_registry_record(two, &fact, 1, NULL, NULL, &err), &err);
  assert_int_equal(quhua_registry_head(two), 3);
  quhua_registry_close(one);
  quhua_registry_close(two);
  assert_query("SELECT number, sequence FROM fact", "1|2\n2|2\n3|3\n");
  one = open_file(true);
  assert_int_equal(quhua_registry_record(one, &fact, 1, NULL, NULL, &err), QUHUA_E_UNSUPPORTED);
  assert_int_equal(quhua_registry_verify(one, NULL, NULL), QUHUA_OK);
  quhua_registry_close(one);
}

/* The queries of docs/formats/sqlite-store.md, each between ```sql and ```. */
static void test_documented_queries(void **state) {
  (void)state;
  quhua_registry *registry = create_file();
  commit_all(registry);
  quhua_registry_close(registry);
  size_t len, queries = 0;
  char *text = store_read_file("docs/formats/sqlite-store.md", &len);
  text[len] = '\0';
  for (char *at = text; (at = strstr(at, "```sql\n")); queries++) {
    char *query = at + strlen("```sql\n"), *end = strstr(query, "```");
    assert_non_null(end);
    *end = '\0';
    char rows[4096];
    store_query(path, query, rows, sizeof rows); /* fails on a column or table that is not there */
    if (queries == 0)
      assert_string_equal(rows, "510722109204|龙吟村村民委员会\n510722138211|高棚村村民委员会\n");
    at = end + 1;
  }
  assert_in_range(queries, 9, 100);
  free(text);
}

static void test_tables_refuse_other_writers(void **state) {
  (void)state;
  quhua_registry *registry = create_file();
  commit_all(registry);
  record_facts(registry);
  quhua_registry_close(registry);
  static const char *const wrong[] = {
      "UPDATE unit_version SET name = 'x'",
      "UPDATE unit_version SET valid_to = '2020-01-01' WHERE valid_to IS NULL",
      "UPDATE unit_version SET recorded_to = 4 WHERE recorded_to IS NOT NULL",
      "UPDATE unit_version SET recorded_to = NULL",
      "UPDATE unit_version SET recorded_to = 4, name = 'x' WHERE recorded_to IS NULL",
      "DELETE FROM unit_version WHERE row = 1",
      "REPLACE INTO unit_version SELECT * FROM unit_version WHERE row = 1",
      "UPDATE OR REPLACE unit_version SET row = 1 WHERE row = 2",
      "UPDATE attribute SET value = 'x'",
      "DELETE FROM attribute",
      "REPLACE INTO attribute SELECT row, key, 'x' FROM attribute",
      "UPDATE flow SET share_lo_num = 0",
      "UPDATE flow SET recorded_to = 4, note = 'x'",
      "DELETE FROM flow",
      "REPLACE INTO flow SELECT * FROM flow",
      "UPDATE observation SET value = '1'",
      "DELETE FROM observation",
      "REPLACE INTO observation SELECT * FROM observation",
      "UPDATE flow SET recorded_to = 4, confidence = 5000",
      "UPDATE fact SET value = 'append'",
      "DELETE FROM fact",
      "REPLACE INTO fact SELECT * FROM fact",
      "UPDATE journal SET effective = '2020-01-01'",
      "UPDATE journal SET earliest = '2019-01-01'",
      "DELETE FROM journal WHERE sequence = 4",
  };
  for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
    int rc = store_sql(path, wrong[i]);
    if (rc != SQLITE_CONSTRAINT_TRIGGER) print_error("%s: %d\n", wrong[i], rc);
    assert_int_equal(rc, SQLITE_CONSTRAINT_TRIGGER);
  }
  registry = open_file(true);
  assert_int_equal(quhua_registry_verify(registry, NULL, NULL), QUHUA_OK);
  quhua_registry_close(registry);
}

/* --- verification --- */

static void test_verify_finds_what_was_changed(void **state) {
  (void)state;
  static const struct {
    const char *sql;
    quhua_status wanted;
    const char *names; /* what the message must name */
  } cases[] = {
      {"UPDATE unit_version SET name = '龙鸣村' WHERE code = '510722109204'", QUHUA_E_MISMATCH, "name"},
      {"UPDATE unit_version SET code = '510722109205' WHERE code = '510722109204'", QUHUA_E_MISMATCH, "code"},
      {"UPDATE unit_version SET valid_to = NULL WHERE valid_to IS NOT NULL", QUHUA_E_MISMATCH, "valid_to"},
      {"UPDATE unit_version SET recorded_to = 4 WHERE row = 1", QUHUA_E_MISMATCH, "recorded_to"},
      {"UPDATE unit_version SET parent = NULL WHERE level = 5", QUHUA_E_MISMATCH, "parent"},
      {"UPDATE unit_version SET standing = 'formal'", QUHUA_E_MISMATCH, "standing"},
      {"DELETE FROM unit_version WHERE row = (SELECT max(row) FROM unit_version)", QUHUA_E_MISMATCH,
       "unit_version"},
      {"DELETE FROM unit_version WHERE row = 1", QUHUA_E_MISMATCH, "unit_version"},
      {"INSERT INTO unit_version SELECT 1000, 1000, 5, '1', 'x', kind, NULL, standing, valid_from, NULL, 1, "
       "NULL"
       " FROM unit_version WHERE row = 1",
       QUHUA_E_MISMATCH, "1000"},
      {"UPDATE attribute SET value = '111' WHERE key = 'urban_rural'", QUHUA_E_MISMATCH, "attribute"},
      {"DELETE FROM attribute WHERE key = 'seat'", QUHUA_E_MISMATCH, "attribute"},
      {"INSERT INTO attribute VALUES (100000, 'tag', 'x')", QUHUA_E_MISMATCH, "attribute"},
      {"UPDATE flow SET share_lo_num = 0 WHERE number = 1", QUHUA_E_MISMATCH, "share_lo_num"},
      {"UPDATE flow SET recorded_to = 4 WHERE number = 1", QUHUA_E_MISMATCH, "recorded_to"},
      {"DELETE FROM flow WHERE number = 3", QUHUA_E_MISMATCH, "flow"},
      {"UPDATE observation SET value = '10.260' WHERE series = '面积'", QUHUA_E_MISMATCH, "value"},
      {"DELETE FROM observation", QUHUA_E_MISMATCH, "observation"},
      {"UPDATE flow SET confidence = 7501 WHERE number = 4", QUHUA_E_MISMATCH, "confidence"},
      {"UPDATE flow SET confidence = NULL WHERE number = 4", QUHUA_E_MISMATCH, "confidence"},
      {"UPDATE flow SET confidence = 10000 WHERE number = 1", QUHUA_E_MISMATCH, "confidence"},
      {"UPDATE fact SET value = 'append' WHERE key = 'codes.issue'", QUHUA_E_MISMATCH, "value"},
      {"UPDATE fact SET date = '2020-07-11' WHERE key = 'approved'", QUHUA_E_MISMATCH, "date"},
      {"UPDATE fact SET subject = NULL WHERE key = 'sealed'", QUHUA_E_MISMATCH, "subject"},
      {"UPDATE fact SET sequence = 5 WHERE sequence = 6", QUHUA_E_MISMATCH, "sequence"},
      {"UPDATE fact SET key = 'completed' WHERE key = 'sealed'", QUHUA_E_MISMATCH, "key"},
      {"DELETE FROM fact WHERE number = 4", QUHUA_E_MISMATCH, "fact"},
      {"DELETE FROM fact WHERE number = 1", QUHUA_E_MISMATCH, "fact"},
      {"INSERT INTO fact VALUES (5, 6, NULL, 'x', '2020-01-01', 'x')", QUHUA_E_MISMATCH, "fact"},
      {"UPDATE journal SET earliest = NULL WHERE sequence = 5", QUHUA_E_MISMATCH, "earliest"},
      {"UPDATE journal SET earliest = '2019-12-31' WHERE sequence = 2", QUHUA_E_MISMATCH, "earliest"},
      {"UPDATE journal SET kind = 'act' WHERE sequence = 6", QUHUA_E_MISMATCH, "kind"},
      {"DROP INDEX fact_subject", QUHUA_E_CORRUPT, "fact_subject"},
      {"DROP VIEW current_facts", QUHUA_E_CORRUPT, "current_facts"},
      {"UPDATE journal SET document = '三府函〔2020〕9号' WHERE sequence = 2", QUHUA_E_MISMATCH, "document"},
      {"UPDATE journal SET effective = '2020-01-02' WHERE sequence = 2", QUHUA_E_MISMATCH, "effective"},
      {"UPDATE journal SET link = zeroblob(32) WHERE sequence = 2", QUHUA_E_MISMATCH, "link"},
      {"DROP INDEX unit_version_name", QUHUA_E_CORRUPT, "unit_version_name"},
      {"DROP VIEW crosswalk; CREATE VIEW crosswalk AS SELECT 1 AS number", QUHUA_E_CORRUPT, "crosswalk"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    quhua_registry *registry = create_file();
    commit_all(registry);
    commit_inferred(registry);
    record_facts(registry);
    quhua_registry_close(registry);
    store_tamper(path, cases[i].sql);
    registry = open_file(false);
    quhua_error err;
    quhua_status status = quhua_registry_verify(registry, NULL, &err);
    bool named = strstr(err.message[QUHUA_LANG_EN], cases[i].names) != NULL;
    if (status != cases[i].wanted || !named)
      print_error("%s: %d %s\n", cases[i].sql, status, err.message[QUHUA_LANG_EN]);
    assert_int_equal(status, cases[i].wanted);
    assert_true(named);
    assert_non_null(strstr(err.message[QUHUA_LANG_ZH], cases[i].names));
    quhua_registry_close(registry);
  }
}

/* The journal is read when a register is opened, so what is changed there afterwards is found by verify. */
static void test_verify_finds_a_changed_entry(void **state) {
  (void)state;
  static const char *const changes[] = {
      "UPDATE journal SET bytes = CAST(bytes || 'x' AS BLOB) WHERE sequence = 1",
      "UPDATE journal SET bytes = substr(bytes, 1, length(bytes) - 1) WHERE sequence = 2",
      "UPDATE journal SET digest = zeroblob(32) WHERE sequence = 2",
      "UPDATE journal SET digest = (SELECT digest FROM journal WHERE sequence = 1) WHERE sequence = 3",
      "DELETE FROM journal WHERE sequence = 2",
  };
  for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
    quhua_registry *registry = create_file();
    commit_all(registry);
    assert_int_equal(quhua_registry_verify(registry, NULL, NULL), QUHUA_OK);
    store_tamper(path, changes[i]);
    quhua_error err;
    quhua_status status = quhua_registry_verify(registry, NULL, &err);
    if (status != QUHUA_E_CORRUPT) print_error("%s: %d\n", changes[i], status);
    assert_int_equal(status, QUHUA_E_CORRUPT);
    quhua_registry_close(registry);
  }
}

/* A commit that ends a row finds it gone: nothing is stored. */
static void test_commit_to_changed_tables(void **state) {
  (void)state;
  static const char *const changes[] = {
      "DELETE FROM unit_version WHERE code = '510722109210'",
      "UPDATE unit_version SET recorded_to = 1 WHERE code = '510722109210'",
      "INSERT INTO flow SELECT 1, 1, 1, NULL, NULL, 1, 2, '2020-01-01', 'whole', 1, 1, 1, 1, NULL, NULL, NULL, 4",
  };
  for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
    quhua_registry_close(create_file());
    store_tamper(path, changes[i]);
    quhua_registry *registry = open_file(false);
    planned p = plan_act(registry, &absorb);
    quhua_error err;
    assert_int_equal(commit_plan(registry, &p, 1, &err), QUHUA_E_CORRUPT);
    assert_int_equal(quhua_registry_head(registry), 1);
    free_plan(&p);
    quhua_registry_close(registry);
    assert_query("SELECT count(*) FROM journal", "1\n");
    assert_query("SELECT outcome FROM attempt", "QUHUA_E_CORRUPT\n");
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tables_of_an_opening),
      cmocka_unit_test(test_nothing_is_overwritten),
      cmocka_unit_test(test_what_cannot_be_opened),
      cmocka_unit_test(test_memory_and_file_are_one_register),
      cmocka_unit_test(test_two_handles),
      cmocka_unit_test(test_read_only),
      cmocka_unit_test(test_busy),
      cmocka_unit_test(test_tables_after_acts),
      cmocka_unit_test(test_tables_of_facts),
      cmocka_unit_test(test_records_of_two_handles),
      cmocka_unit_test(test_documented_queries),
      cmocka_unit_test(test_tables_refuse_other_writers),
      cmocka_unit_test(test_verify_finds_what_was_changed),
      cmocka_unit_test(test_verify_finds_a_changed_entry),
      cmocka_unit_test(test_commit_to_changed_tables),
  };
  return cmocka_run_group_tests_name("registers", tests, make_folder, remove_folder);
}
