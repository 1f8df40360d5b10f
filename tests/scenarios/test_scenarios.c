/* SPDX-License-Identifier: Apache-2.0 */
/* Scenarios: each folder beside this file is a register, acts and what must come of them, worked out by hand; its
 * source.md says from what. Every folder is a test.
 *
 *   register.csv   units of the first day           opening        that day
 *   acts.csv       the flow table
 *   crosswalk.csv  relation,old code,old name,new code,new name,share (optional: annulments have none)
 *   findings       rule severity line (absent: none)
 *   earlier.csv    acts that were committed before (optional)
 *   facts          settings and reservations recorded after them, KEY=VALUE (optional)
 *   snapshot.csv   code,name,parent after the acts (optional), on the last day of the acts or on
 *   snapshot-day   another day (optional)
 */
#define _XOPEN_SOURCE 700

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/store_files.h"
#include "support/bench.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MOST_SCENARIOS 1024

static const char *scenarios(void) {
  const char *given = getenv("QUHUA_SCENARIOS");
  return given && given[0] ? given : QUHUA_SCENARIO_FOLDER;
}

/* The text of a file of the scenario, terminated; "" when it is absent. To be freed. */
static char *text_of(const char *scenario, const char *name, bool *there) {
  char folder[STORE_PATH_MAX], path[STORE_PATH_MAX];
  struct stat about;
  size_t len = 0;
  store_path(path, store_path(folder, scenarios(), scenario), name);
  *there = stat(path, &about) == 0;
  char *data = *there ? store_read_file(path, &len) : NULL;
  char *text = calloc(len + 1, 1);
  assert_non_null(text);
  if (len) memcpy(text, data, len);
  free(data);
  return text;
}

static char *required(const char *scenario, const char *name) {
  bool there;
  char *text = text_of(scenario, name, &there);
  if (!there) fail_msg("%s has no %s", scenario, name);
  return text;
}

/* Everything below the header line. */
static const char *body_of(const char *table) {
  const char *end = strchr(table, '\n');
  return end ? end + 1 : "";
}

/* Is there one refusal among the findings? */
static bool is_blocked(const char *findings) { return strstr(findings, " blocking ") != NULL; }

/* The day on which the snapshot is looked at. */
static void snapshot_day(const bench *b, const char *scenario, char out[QUHUA_DATE_TEXT_MAX]) {
  bool there;
  char *given = text_of(scenario, "snapshot-day", &there);
  given[strcspn(given, "\r\n")] = '\0';
  quhua_date_format(there ? bench_day(given) : quhua_plan_days(b->plan).to, out);
  free(given);
}

static void apply_earlier(bench *b, const char *scenario) {
  bool there;
  char *acts = text_of(scenario, "earlier.csv", &there);
  if (there) bench_apply(b, acts);
  free(acts);
}

static void record_facts(bench *b, const char *scenario) {
  bool there;
  char *facts = text_of(scenario, "facts", &there);
  for (char *line = strtok(facts, "\r\n"); line; line = strtok(NULL, "\r\n")) {
    char *equals = strchr(line, '=');
    assert_non_null(equals);
    *equals = '\0';
    bench_record(b, line, equals + 1);
    if (strncmp(line, "rules.", strlen("rules.")) == 0) bench_set(b, line, equals + 1); /* off on the bench */
  }
  free(facts);
}

static void verify(bench *b) {
  if (quhua_registry_verify(b->registry, NULL, &b->err) != QUHUA_OK)
    fail_msg("verify: %s", b->err.message[QUHUA_LANG_EN]);
}

/* The file, opened again: the same register by replay. */
static void check_reopened(const char *location, const char *digest, const char *text) {
  quhua_registry *registry = NULL;
  quhua_snapshot *snapshot = NULL;
  quhua_error err;
  quhua_digest found;
  char hex[QUHUA_DIGEST_TEXT_MAX];
  assert_int_equal(quhua_registry_open(location, NULL, &registry, &err), QUHUA_OK);
  assert_int_equal(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &err), QUHUA_OK);
  assert_int_equal(quhua_snapshot_digest(snapshot, &found, &err), QUHUA_OK);
  quhua_digest_format(&found, hex);
  assert_string_equal(hex, digest);
  assert_string_equal(hex, text);
  assert_int_equal(quhua_registry_verify(registry, NULL, &err), QUHUA_OK);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
}

/* Plan, compare, commit, compare again. Leaves the digest of the committed register in `digest`. */
static void play(const char *scenario, const char *location, char digest[QUHUA_DIGEST_TEXT_MAX]) {
  bool has_snapshot, has_findings, has_crosswalk;
  char *table = required(scenario, "register.csv"), *opening = required(scenario, "opening");
  char *acts = required(scenario, "acts.csv"),
       *crosswalk = text_of(scenario, "crosswalk.csv", &has_crosswalk);
  char *findings = text_of(scenario, "findings", &has_findings);
  char *snapshot = text_of(scenario, "snapshot.csv", &has_snapshot);
  char day[QUHUA_DATE_TEXT_MAX], planned[QUHUA_DIGEST_TEXT_MAX];
  opening[strcspn(opening, "\r\n")] = '\0';
  bench *b = bench_open_as(location, "cn-stat", opening, table);
  apply_earlier(b, scenario);
  record_facts(b, scenario);
  bench_plan(b, acts);
  snapshot_day(b, scenario, day);
  bench_expect_findings(b, findings);
  if (has_crosswalk) bench_expect_crosswalk(b, body_of(crosswalk));
  if (has_snapshot) bench_expect_units(b, day, body_of(snapshot));
  strcpy(planned, bench_digest(b, quhua_plan_after(b->plan)));
  quhua_status status = bench_commit(b, NULL, 0);
  assert_int_equal(status, is_blocked(findings) ? QUHUA_E_BLOCKED : QUHUA_OK);
  strcpy(digest, bench_digest(b, b->before));
  if (status == QUHUA_OK) assert_string_equal(digest, planned); /* what was simulated is what happened */
  if (status == QUHUA_OK && has_snapshot)
    assert_string_equal(bench_units(b, b->before, day), body_of(snapshot));
  verify(b);
  bench_close(b);
  free(table), free(opening), free(acts), free(crosswalk), free(findings), free(snapshot);
}

static void test_scenario(void **state) {
  const char *scenario = *state;
  char folder[STORE_PATH_MAX], path[STORE_PATH_MAX];
  char in_memory[QUHUA_DIGEST_TEXT_MAX], in_file[QUHUA_DIGEST_TEXT_MAX];
  play(scenario, "", in_memory);
  store_folder_make(folder);
  store_path(path, folder, "register.quhua");
  play(scenario, path, in_file);
  check_reopened(path, in_file, in_memory);
  store_folder_remove(folder);
}

static int by_name(const void *a, const void *b) {
  return strcmp(((const struct CMUnitTest *)a)->name, ((const struct CMUnitTest *)b)->name);
}

int main(void) {
  struct CMUnitTest tests[MOST_SCENARIOS];
  size_t count = 0;
  DIR *dir = opendir(scenarios());
  if (!dir) {
    perror(scenarios());
    return 1;
  }
  for (struct dirent *entry; (entry = readdir(dir)) && count < MOST_SCENARIOS;) {
    char path[STORE_PATH_MAX];
    struct stat about;
    int len = snprintf(path, sizeof path, "%s/%s", scenarios(), entry->d_name);
    bool fits = len > 0 && (size_t)len < sizeof path;
    if (entry->d_name[0] == '.' || !fits || stat(path, &about) != 0 || !S_ISDIR(about.st_mode)) continue;
    char *name = strdup(entry->d_name);
    tests[count++] = (struct CMUnitTest){name, test_scenario, NULL, NULL, name};
  }
  closedir(dir);
  if (count == 0) return 1;
  qsort(tests, count, sizeof *tests, by_name);
  int failed = _cmocka_run_group_tests("scenarios", tests, count, NULL, NULL);
  for (size_t i = 0; i < count; i++) free((void *)(uintptr_t)tests[i].name);
  return failed ? 1 : 0;
}
