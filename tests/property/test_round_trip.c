/* SPDX-License-Identifier: Apache-2.0 */
/* One office's output is the next office's input: a register has random histories, and another office has no more than its
 * list of one day and the crosswalk from there to a later day. When that is applied as a flow table, nothing blocks or is
 * called by a wrong name, and the other register says the same: who lives on the later day, with code, name, level, kind and
 * parent, and what each unit of the earlier day became, with exact shares.
 *
 * What is lost on purpose: the ways between the two days (units that lived only in between, names that were changed back),
 * documents, and counts; identities of units that did not live on the earlier day; and that a unit is the one of the earlier day
 * if it gave all away in between and came back by what others gave. Such a one is a new unit with the old code.
 * QUHUA_SEED=n tries another seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "property/truth_acts.h"
#include "support/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPENED "2019-01-01"
#define HISTORIES 12
#define ACTS 60
#define ACTS_OF_CODES 30
#define TRIPS 10 /* of each history */

typedef struct office {
  bench *b;
  truth_world *world;
  quhua_date opened, today;
  unsigned serial;
  paper table; /* of the last trip */
} office;

/* --- a history --------------------------------------------------------------------------------------------------------- */

static bool plan(bench *b, const char *table) {
  if (bench_read(b, table) != QUHUA_OK) return false;
  if (quhua_plan_build(b->before, b->acts, &b->options, &b->plan, &b->err)) return false;
  return !quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING);
}

/* One act; false when the world has none of that word, or the register does not take it. */
static bool act(office *o) {
  static truth_draft d;
  truth_world *w = o->world;
  d = (truth_draft){.world = w,
                    .day = o->today,
                    .state = truth_on(w, o->today),
                    .snapshot = o->b->before,
                    .serial = ++o->serial};
  if (!truth_draw_act(&d, (truth_word)truth_draw(w, TRUTH_WORDS))) return false;
  bool planned = plan(o->b, d.table);
  if (planned) truth_bind(&d, quhua_plan_after(o->b->plan));
  if (!planned || !truth_play(w, d.day)) {
    truth_forget(&d);
    assert_true(truth_play(w, d.day));
    return false;
  }
  if (getenv("QUHUA_ALOUD")) print_message("%s", d.table);
  assert_int_equal(bench_commit(o->b, NULL, 0), QUHUA_OK);
  return true;
}

/* A history of acts that the world of truth plays. */
static void live(office *o, uint64_t seed) {
  static char table[1 << 14];
  *o = (office){.world = truth_new(seed), .opened = bench_day(OPENED)};
  o->today = o->opened;
  truth_opening(o->world, o->opened, 0, table, sizeof table);
  o->b = bench_open_as("", "cn-stat", OPENED, table);
  truth_bind_opening(o->world, o->b->before, o->opened);
  unsigned done = 0;
  for (unsigned i = 0; done < ACTS && i < 8 * ACTS; i++) {
    o->today += (quhua_date)truth_draw(o->world, 3);
    done += act(o);
  }
  assert_int_equal(done, ACTS);
}

/* --- a history of codes ------------------------------------------------------------------------------------------------ */

#define TOWNS                                                                                                \
  "code,name\n510722,三台县\n510722100,甲镇\n510722100201,甲一村\n510722100202,甲二村\n"          \
  "510722100203,甲三村\n510722101,乙镇\n510722101201,乙一村\n510722101202,乙二村\n"
#define HEADER                                                                                               \
  "document,effective,relation,old_code,new_code,new_name,new_parent,share,identity,target,reason\n"

/* A code of a village, more often than not of one that nobody has now: few, so that they are used again and again. */
static const char *some_code(office *o, char out[16]) {
  snprintf(out, 16, "5107221%02u%03u", (unsigned)truth_draw(o->world, 2),
           201u + (unsigned)truth_draw(o->world, 12));
  return out;
}

static const char *some_village(office *o, char out[16]) {
  quhua_unit unit;
  quhua_code code;
  for (int tries = 0; tries < 100; tries++) {
    snprintf(code.text, sizeof code.text, "%s", some_code(o, out));
    if (quhua_unit_find(o->b->before, QUHUA_LEVEL_VILLAGE, &code, o->today, &unit) == QUHUA_OK) return out;
  }
  return out;
}

/* Villages change their codes, take those that others left, end, and come back; acts are repealed. */
static bool act_of_codes(office *o) {
  char a[16], b[16], c[16], day[QUHUA_DATE_TEXT_MAX], table[1024];
  unsigned n = ++o->serial, target = 1 + (unsigned)truth_draw(o->world, n);
  quhua_date_format(o->today, day);
  some_village(o, a);
  some_village(o, b);
  some_code(o, c);
  switch (truth_draw(o->world, 8)) {
  case 0: snprintf(table, sizeof table, HEADER "%u,%s,,%s,%s,,,,,,\n", n, day, a, c); break;
  case 1: snprintf(table, sizeof table, HEADER "%u,%s,,%s,%s,新%u村,,,new,,\n", n, day, a, c, n); break;
  case 2:
    snprintf(table, sizeof table, HEADER "%u,%s,,%s,%s,,,1/3,,,\n%u,%s,,%s,%s,,,2/3,,,\n", n, day, a, a, n,
             day, a, b);
    break;
  case 3:
    snprintf(table, sizeof table, HEADER "%u,%s,,%s,%s,东%u村,,,,,\n%u,%s,,%s,%s,东%u村,,,,,\n", n, day, a, c,
             n, n, day, b, c, n);
    break;
  case 4: snprintf(table, sizeof table, HEADER "%u,%s,设立,,%s,立%u村,,,,,\n", n, day, c, n); break;
  case 5: snprintf(table, sizeof table, HEADER "%u,%s,撤销,%s,,,,,,,搬迁\n", n, day, a); break;
  case 6:
    snprintf(table, sizeof table, HEADER "%u,%s,恢复,%s,%s,复%u村,,1/4,,,\n%u,%s,恢复,%s,%s,,,3/4,,,\n", n,
             day, a, c, n, n, day, a, a);
    break;
  default: snprintf(table, sizeof table, HEADER "%u,%s,废止,,,,,,,%u,\n", n, day, target); break;
  }
  if (!plan(o->b, table)) return false;
  if (getenv("QUHUA_ALOUD")) print_message("%s", table);
  assert_int_equal(bench_commit(o->b, NULL, 0), QUHUA_OK);
  return true;
}

static void live_on_codes(office *o, uint64_t seed) {
  *o = (office){.world = truth_new(seed), .opened = bench_day(OPENED)};
  o->today = o->opened;
  o->b = bench_open_as("", "cn-stat", OPENED, TOWNS);
  unsigned done = 0;
  for (unsigned i = 0; done < ACTS_OF_CODES && i < 100 * ACTS_OF_CODES; i++) {
    o->today += (quhua_date)truth_draw(o->world, 3);
    done += act_of_codes(o);
  }
  assert_int_equal(done, ACTS_OF_CODES);
}

/* --- the other office -------------------------------------------------------------------------------------------------- */

static const char *text_of_day(quhua_date day) {
  static char text[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(day, text);
  return text;
}

static bench *open_list(const office *o, quhua_date from) {
  paper list = paper_blank();
  quhua_writer writer = paper_writer(&list);
  assert_int_equal(
      quhua_snapshot_write(o->b->before, from, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, &writer, &o->b->err),
      QUHUA_OK);
  bench *other = bench_open_as("", "cn-stat", text_of_day(from), list.text);
  paper_free(&list);
  return other;
}

/* A message has no room for the table. */
static void show(const office *o) {
  if (getenv("QUHUA_ALOUD") && o->table.text) fputs(o->table.text, stderr);
}

/* Nothing blocks, and rows are called what they are. That a unit lived before the earlier day the other office does not
 * know, so that 恢复 is 析出 or 设立 there. */
static void expect_no_other_name(const office *o, const bench *b) {
  for (size_t i = 0; quhua_plan_finding(b->plan, i); i++) {
    const quhua_finding *f = quhua_plan_finding(b->plan, i);
    bool differs = strcmp(f->rule->id, "lineage.relation-differs") == 0;
    if (differs && quhua_changeset_row(b->acts, (size_t)f->line - 2)->relation == QUHUA_RELATION_RESTORE)
      continue;
    if (f->severity != QUHUA_SEVERITY_BLOCKING && !differs) continue;
    show(o);
    fail_msg("%s line %d: %.*s", f->rule->id, (int)f->line, (int)f->message[0].len, f->message[0].ptr);
  }
}

/* The crosswalk, applied; false when nothing differs. */
static bool carry_over(office *o, quhua_date from, quhua_date to, bench *other) {
  quhua_crosswalk *crosswalk = NULL;
  quhua_writer writer = paper_writer(&o->table);
  assert_int_equal(quhua_crosswalk_new(o->b->before, from, to, &crosswalk, &o->b->err), QUHUA_OK);
  size_t count = quhua_crosswalk_count(crosswalk);
  assert_int_equal(
      quhua_crosswalk_write(crosswalk, o->b->before, QUHUA_FORMAT_CSV, QUHUA_LANG_ZH, &writer, &o->b->err),
      QUHUA_OK);
  quhua_crosswalk_free(crosswalk);
  if (!count) return false;
  bench_plan(other, o->table.text);
  expect_no_other_name(o, other);
  assert_int_equal(bench_commit(other, NULL, 0), QUHUA_OK);
  return true;
}

/* --- what both say --------------------------------------------------------------------------------------------------- */

static void expect_unit(const office *o, const bench *other, const quhua_unit *unit, quhua_date day) {
  quhua_unit found, above, its;
  if (quhua_unit_find(other->before, unit->level, &unit->code, day, &found)) {
    show(o);
    fail_msg("%s %.*s is not there on %s", unit->code.text, (int)unit->name.len, unit->name.ptr,
             text_of_day(day));
  }
  assert_int_equal(found.kind, unit->kind);
  if (!quhua_str_equal(found.name, unit->name)) {
    show(o);
    fail_msg("%s is called %.*s, not %.*s", unit->code.text, (int)found.name.len, found.name.ptr,
             (int)unit->name.len, unit->name.ptr);
  }
  assert_int_equal(!found.parent, !unit->parent);
  if (!unit->parent) return;
  assert_int_equal(quhua_unit_find_id(o->b->before, unit->parent, day, &above), QUHUA_OK);
  assert_int_equal(quhua_unit_find_id(other->before, found.parent, day, &its), QUHUA_OK);
  assert_int_equal(above.level, its.level);
  assert_string_equal(above.code.text, its.code.text);
}

static size_t count_units(const quhua_snapshot *snapshot, quhua_date day) {
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  size_t count = 0;
  assert_int_equal(quhua_cursor_new_all(snapshot, day, &cursor, NULL), QUHUA_OK);
  while (quhua_cursor_next(cursor, &unit)) count++;
  quhua_cursor_free(cursor);
  return count;
}

static void expect_units(const office *o, const bench *other, quhua_date day) {
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  assert_int_equal(quhua_cursor_new_all(o->b->before, day, &cursor, NULL), QUHUA_OK);
  while (quhua_cursor_next(cursor, &unit)) expect_unit(o, other, &unit, day);
  quhua_cursor_free(cursor);
  size_t theirs = count_units(other->before, day), ours = count_units(o->b->before, day);
  if (theirs != ours) {
    show(o);
    fail_msg("%zu units on %s, not %zu", theirs, text_of_day(day), ours);
  }
}

/* What became of a unit: codes and shares, in the order of codes. */
static void say_projection(const quhua_snapshot *s, quhua_unit_id id, quhua_date from, quhua_date to,
                           char *out, size_t cap) {
  quhua_projection *p = NULL;
  const quhua_projected *row;
  size_t len = 0;
  assert_int_equal(quhua_projection_new(s, id, from, to, &p, NULL), QUHUA_OK);
  for (size_t i = 0; (row = quhua_projection_at(p, i)) && len < cap; i++) {
    char share[QUHUA_SHARE_TEXT_MAX];
    quhua_share_format(row->share, share);
    len += (size_t)snprintf(out + len, cap - len, "%d:%s %s; ", (int)row->unit.level, row->unit.code.text,
                            share);
  }
  quhua_projection_free(p);
  assert_true(len < cap);
}

static void expect_projections(const office *o, const bench *other, quhua_date from, quhua_date to) {
  static char ours[1 << 13], theirs[1 << 13];
  quhua_cursor *cursor = NULL;
  quhua_unit unit, its;
  assert_int_equal(quhua_cursor_new_all(o->b->before, from, &cursor, NULL), QUHUA_OK);
  while (quhua_cursor_next(cursor, &unit)) {
    assert_int_equal(quhua_unit_find(other->before, unit.level, &unit.code, from, &its), QUHUA_OK);
    say_projection(o->b->before, unit.id, from, to, ours, sizeof ours);
    say_projection(other->before, its.id, from, to, theirs, sizeof theirs);
    if (strcmp(ours, theirs) != 0) {
      show(o);
      fail_msg("%s from %s\nours   %s\ntheirs %s", unit.code.text, text_of_day(from), ours, theirs);
    }
  }
  quhua_cursor_free(cursor);
}

static bool travel(office *o, quhua_date from, quhua_date to) {
  o->table = paper_blank();
  bench *other = open_list(o, from);
  bool differs = carry_over(o, from, to, other);
  expect_units(o, other, to);
  expect_projections(o, other, from, to);
  bench_close(other);
  paper_free(&o->table);
  return differs;
}

static quhua_date some_day(const office *o) {
  return o->opened + (quhua_date)truth_draw(o->world, (uint32_t)(o->today - o->opened) + 1);
}

static void travel_often(void (*history)(office *o, uint64_t seed)) {
  const char *given = getenv("QUHUA_SEED");
  uint64_t first = given ? strtoull(given, NULL, 10) : 20191227;
  size_t trips = 0;
  for (uint64_t seed = first; seed < first + HISTORIES; seed++) {
    office o;
    print_message("seed %llu\n", (unsigned long long)seed);
    history(&o, seed);
    trips += travel(&o, o.opened, o.today);
    for (int i = 1; i < TRIPS; i++) {
      quhua_date a = some_day(&o), b = some_day(&o);
      trips += travel(&o, a < b ? a : b, a < b ? b : a);
    }
    bench_close(o.b);
    truth_free(o.world);
  }
  print_message("%zu of %d crosswalks had rows\n", trips, HISTORIES * TRIPS);
  assert_true(trips > HISTORIES * TRIPS / 2); /* or the test tests nothing */
}

static void test_territories(void **state) {
  (void)state;
  travel_often(live);
}

static void test_codes(void **state) {
  (void)state;
  travel_often(live_on_codes);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_territories), cmocka_unit_test(test_codes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
