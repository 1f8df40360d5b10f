/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MORNING INT64_C(1546329600000000) /* 2019-01-01T08:00:00Z */

static void assert_done(const bench *b, quhua_status status) {
  char text[1024];
  if (status == QUHUA_OK) return;
  quhua_error_format(&b->err, QUHUA_LANG_EN, text, sizeof text);
  fail_msg("%s: %s", quhua_status_name(status), text);
}

quhua_date bench_day(const char *text) {
  quhua_date date = 0;
  assert_true(quhua_date_parse(quhua_str_from(text), &date));
  return date;
}

static void look(bench *b) {
  quhua_snapshot_free(b->before);
  b->before = NULL;
  assert_done(b, quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, &b->err));
}

void bench_set(bench *b, const char *key, const char *value) {
  size_t at = 0, len = strlen(key);
  while (at < b->options.setting_count && !quhua_str_equal(b->settings[at].key, quhua_str_from(key))) at++;
  assert_true(at < sizeof b->settings / sizeof *b->settings);
  free(b->setting_texts[at]);
  char *text = b->setting_texts[at] = malloc(len + strlen(value) + 2);
  assert_non_null(text);
  strcpy(text, key);
  strcpy(text + len + 1, value);
  b->settings[at] = (quhua_attribute){quhua_str_from(text), quhua_str_from(text + len + 1)};
  b->options.settings = b->settings;
  if (at == b->options.setting_count) b->options.setting_count++;
}

void bench_record(bench *b, const char *key, const char *value) {
  quhua_fact fact = {.key = quhua_str_from(key), .value = quhua_str_from(value)};
  quhua_commit_options options;
  quhua_commit_options_init(&options);
  options.now = MORNING;
  quhua_error_clear(&b->err);
  assert_done(b, quhua_registry_record(b->registry, &fact, 1, &options, NULL, &b->err));
  look(b);
}

bench *bench_open_as(const char *location, const char *scheme, const char *date, const char *table) {
  bench *b = calloc(1, sizeof *b);
  assert_non_null(b);
  quhua_plan_options_init(&b->options);
  bench_set(b, "rules.cn-law", "off");
  quhua_opening *opening = NULL;
  assert_done(b, quhua_opening_new(NULL, quhua_scheme_find(quhua_str_from(scheme)), bench_day(date), &opening,
                                   &b->err));
  assert_done(b, quhua_opening_read_csv(opening, table, strlen(table), "register.csv", &b->err));
  quhua_open_options options;
  quhua_open_options_init(&options);
  options.now = MORNING;
  assert_done(b, quhua_registry_create(location, opening, &options, &b->registry, &b->err));
  quhua_opening_free(opening);
  look(b);
  return b;
}

bench *bench_open(const char *table) { return bench_open_as("", "cn-stat", "2019-01-01", table); }

static void forget_plan(bench *b) {
  quhua_plan_free(b->plan);
  quhua_changeset_free(b->acts);
  b->plan = NULL;
  b->acts = NULL;
}

void bench_close(bench *b) {
  forget_plan(b);
  quhua_snapshot_free(b->before);
  quhua_registry_close(b->registry);
  for (size_t i = 0; i < sizeof b->setting_texts / sizeof *b->setting_texts; i++) free(b->setting_texts[i]);
  free(b);
}

quhua_status bench_read(bench *b, const char *acts) {
  forget_plan(b);
  quhua_error_clear(&b->err);
  assert_done(b, quhua_changeset_new(NULL, &b->acts, &b->err));
  return quhua_changeset_read_csv(b->acts, acts, strlen(acts), "acts.csv", &b->err);
}

void bench_plan(bench *b, const char *acts) {
  assert_done(b, bench_read(b, acts));
  assert_done(b, quhua_plan_build(b->before, b->acts, &b->options, &b->plan, &b->err));
}

quhua_status bench_commit(bench *b, const quhua_waiver *waivers, size_t count) {
  quhua_commit_options options;
  quhua_commit_options_init(&options);
  options.actor = "民政局";
  options.waivers = waivers;
  options.waiver_count = count;
  options.now = MORNING;
  quhua_error_clear(&b->err);
  quhua_status status = quhua_plan_commit(b->registry, b->plan, &options, &b->receipt, &b->err);
  if (status != QUHUA_OK) return status;
  forget_plan(b);
  look(b);
  return QUHUA_OK;
}

void bench_apply(bench *b, const char *acts) {
  bench_plan(b, acts);
  if (quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING)) fail_msg("blocked: %s", bench_findings(b));
  assert_done(b, bench_commit(b, NULL, 0));
}

/* --- lines ----------------------------------------------------------------------------------------------- */

static void put(bench *b, size_t *len, const char *text, size_t size) {
  assert_true(*len + size < sizeof b->text);
  memcpy(b->text + *len, text, size);
  *len += size;
  b->text[*len] = '\0';
}

static void put_text(bench *b, size_t *len, const char *text) { put(b, len, text, strlen(text)); }

static const char *severity_word(quhua_severity severity) {
  static const char *const words[] = {"note", "warning", "blocking"};
  return words[severity];
}

const char *bench_findings(bench *b) {
  size_t len = 0;
  b->text[0] = '\0';
  const quhua_finding *finding;
  for (size_t i = 0; (finding = quhua_plan_finding(b->plan, i)); i++) {
    char line[128];
    snprintf(line, sizeof line, "%s %s %u\n", finding->rule->id, severity_word(finding->severity),
             (unsigned)finding->line);
    put_text(b, &len, line);
  }
  return b->text;
}

static void put_side(bench *b, size_t *len, const quhua_unit *unit) {
  put_text(b, len, ",");
  if (unit->id) put_text(b, len, unit->code.text);
  put_text(b, len, ",");
  if (unit->id) put(b, len, unit->name.ptr, unit->name.len);
}

static const char *crosswalk_text(bench *b, const quhua_crosswalk *crosswalk) {
  size_t len = 0;
  b->text[0] = '\0';
  const quhua_crosswalk_row *row;
  for (size_t i = 0; (row = quhua_crosswalk_at(crosswalk, i)); i++) {
    char share[QUHUA_SHARE_TEXT_MAX];
    quhua_share_format(row->share, share);
    put_text(b, &len, quhua_relation_word(row->relation, QUHUA_LANG_ZH));
    put_side(b, &len, &row->before);
    put_side(b, &len, &row->after);
    put_text(b, &len, ",");
    put_text(b, &len, share);
    put_text(b, &len, "\n");
  }
  return b->text;
}

const char *bench_crosswalk(bench *b) {
  quhua_crosswalk *crosswalk = NULL;
  assert_done(b, quhua_crosswalk_new_of_plan(b->plan, &crosswalk, &b->err));
  const char *text = crosswalk_text(b, crosswalk);
  quhua_crosswalk_free(crosswalk);
  return text;
}

const char *bench_crosswalk_between(bench *b, const char *from, const char *to) {
  quhua_crosswalk *crosswalk = NULL;
  assert_done(b, quhua_crosswalk_new(b->before, bench_day(from), bench_day(to), &crosswalk, &b->err));
  const char *text = crosswalk_text(b, crosswalk);
  quhua_crosswalk_free(crosswalk);
  return text;
}

const char *bench_units(bench *b, const quhua_snapshot *snapshot, const char *date) {
  size_t len = 0;
  b->text[0] = '\0';
  quhua_cursor *cursor = NULL;
  quhua_unit unit, parent;
  assert_done(b, quhua_cursor_new_all(snapshot, bench_day(date), &cursor, &b->err));
  while (quhua_cursor_next(cursor, &unit)) {
    if (unit.standing == QUHUA_STANDING_IMPLIED) continue;
    put_text(b, &len, unit.code.text);
    put_text(b, &len, ",");
    put(b, &len, unit.name.ptr, unit.name.len);
    put_text(b, &len, ",");
    if (quhua_unit_find_id(snapshot, unit.parent, bench_day(date), &parent) == QUHUA_OK)
      put_text(b, &len, parent.code.text);
    put_text(b, &len, "\n");
  }
  quhua_cursor_free(cursor);
  return b->text;
}

void bench_expect_findings(bench *b, const char *expected) {
  assert_string_equal(bench_findings(b), expected);
}

void bench_expect_crosswalk(bench *b, const char *expected) {
  assert_string_equal(bench_crosswalk(b), expected);
}

static const quhua_snapshot *newest(const bench *b) {
  return b->plan ? quhua_plan_after(b->plan) : b->before;
}

void bench_expect_units(bench *b, const char *date, const char *expected) {
  assert_string_equal(bench_units(b, newest(b), date), expected);
}

/* --- single things --------------------------------------------------------------------------------------- */

static quhua_status find(const bench *b, const quhua_snapshot *snapshot, const char *text, const char *date,
                         quhua_unit *out) {
  quhua_code code;
  quhua_level level = QUHUA_LEVEL_ANY;
  const quhua_scheme *scheme = quhua_registry_scheme(b->registry);
  assert_int_equal(quhua_code_parse(scheme, quhua_str_from(text), QUHUA_LEVEL_ANY, &code, &level, NULL),
                   QUHUA_OK);
  bool said = text[0] && text[1] == ':';
  return quhua_unit_find(snapshot, said ? level : QUHUA_LEVEL_ANY, &code, bench_day(date), out);
}

quhua_unit bench_unit(bench *b, const char *code, const char *date) {
  quhua_unit unit = {0};
  if (find(b, newest(b), code, date, &unit) != QUHUA_OK) fail_msg("nobody holds %s on %s", code, date);
  return unit;
}

quhua_unit_id bench_id_before(bench *b, const char *code, const char *date) {
  quhua_unit unit = {0};
  return find(b, b->before, code, date, &unit) == QUHUA_OK ? unit.id : 0;
}

const quhua_finding *bench_finding(bench *b, const char *rule) {
  const quhua_finding *finding;
  for (size_t i = 0; (finding = quhua_plan_finding(b->plan, i)); i++)
    if (strcmp(finding->rule->id, rule) == 0) return finding;
  fail_msg("no finding of %s", rule);
  return NULL;
}

bool bench_finding_names(bench *b, const char *rule, const char *word) {
  quhua_str text = bench_finding(b, rule)->message[QUHUA_LANG_ZH];
  size_t len = strlen(word);
  for (size_t at = 0; at + len <= text.len; at++)
    if (memcmp(text.ptr + at, word, len) == 0) return true;
  return false;
}

const char *bench_digest(bench *b, const quhua_snapshot *snapshot) {
  quhua_digest digest;
  assert_done(b, quhua_snapshot_digest(snapshot, &digest, &b->err));
  quhua_digest_format(&digest, b->text);
  return b->text;
}

void bench_expect(const char *acts, const char *findings) {
  bench *b = bench_open(BENCH_TOWNS);
  bench_plan(b, acts);
  bench_expect_findings(b, findings);
  bench_close(b);
}
