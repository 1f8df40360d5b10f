/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "property/small_world.h"

#include "support/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPENED "2019-01-01"
#define MOST 64
#define LIST 4096
#define HEADER "document,effective,relation,old_code,new_code,new_name,new_parent,share,target,reason\n"
#define PRINTED 2 /* disagreements of one kind that are shown; all are counted */

/* --- worlds ------------------------------------------------------------------------------------------------ */

static int county(model_world *w) {
  memset(w, 0, sizeof *w);
  return model_add(w, 3, -1, "510722000000", "三台县");
}

void small_one_level(model_world *w) {
  int town = model_add(w, 4, county(w), "510722100000", "甲镇");
  model_add(w, 5, town, "510722100201", "甲一村");
  model_add(w, 5, town, "510722100202", "甲二村");
  model_add(w, 5, town, "510722100203", "甲三村");
}

void small_two_levels(model_world *w) {
  int top = county(w), a = model_add(w, 4, top, "510722100000", "甲镇");
  int b = model_add(w, 4, top, "510722101000", "乙镇");
  model_add(w, 5, a, "510722100201", "甲一村");
  model_add(w, 5, a, "510722100202", "甲二村");
  model_add(w, 5, b, "510722101201", "乙一村");
}

void small_larger(model_world *w) {
  small_two_levels(w);
  model_add(w, 5, 2, "510722101203", "乙三村");
  model_add(w, 5, 1, "510722100204", "甲四村");
}

model_row *small_row(model_act *act, int level, int old, model_cell cell) {
  assert_true(act->count < MODEL_ROWS);
  model_row *row = &act->rows[act->count++];
  *row = (model_row){.old = old, .level = level, .cell = cell};
  return row;
}

void small_to_unit(const model_world *world, model_row *row, int unit) {
  strcpy(row->code, world->units[unit].code);
}

void small_to_label(model_row *row, int label, int serial, const char *parent, int parent_label) {
  row->label = label;
  row->parent_label = parent_label;
  if (parent) strcpy(row->parent, parent);
  snprintf(row->name, sizeof row->name, "新%c%d%s", 'A' + label - 1, serial, row->level == 5 ? "村" : "镇");
}

/* --- flow tables ------------------------------------------------------------------------------------------- */

static const char *const cell_words[] = {"", "1/2", "1", "?"};

static void put_row(const model_world *w, const model_row *row, int act, const char *day, char *out,
                    size_t cap) {
  char target[16], parent[16];
  snprintf(target, sizeof target, "%s", row->code);
  if (row->label) snprintf(target, sizeof target, "@%d%c", row->level, 'A' + row->label - 1);
  snprintf(parent, sizeof parent, "%s", row->parent);
  if (row->parent_label)
    snprintf(parent, sizeof parent, "@%d%c", row->level - 1, 'A' + row->parent_label - 1);
  snprintf(out, cap, "甲%d,%s,,%s,%s,%s,%s,%s,,%s\n", act + 1, day,
           row->old < 0 ? "" : w->units[row->old].code, target, row->name, parent, cell_words[row->cell],
           row->nowhere ? "撤并" : "");
}

/* The model's world before act `index`; acts that are not allowed change nothing. */
static model_world world_before(const small_story *story, int index) {
  model_world now = *story->opening, next;
  for (int i = 0; i < index; i++)
    if (model_apply(&now, &story->acts[i], &next)) now = next;
  return now;
}

static quhua_date day_of(int offset) { return bench_day(OPENED) + (quhua_date)offset; }

void small_table(const small_story *story, int first, int count, char *out, size_t cap) {
  size_t len = (size_t)snprintf(out, cap, HEADER);
  for (int i = first; i < first + count; i++) {
    char day[QUHUA_DATE_TEXT_MAX];
    model_world before = world_before(story, i);
    quhua_date_format(day_of(story->days[i]), day);
    for (int r = 0; r < story->acts[i].count; r++) {
      put_row(&before, &story->acts[i].rows[r], i, day, out + len, cap - len);
      len += strlen(out + len);
    }
  }
}

/* --- what is said when something does not hold ------------------------------------------------------------- */

static void disagree(const small_story *story, small_tally *tally, const char *what, const char *left,
                     const char *right) {
  char table[SMALL_TABLE];
  int kind = 0;
  tally->disagreements++;
  while (kind < SMALL_KINDS - 1 && tally->kinds[kind].what && tally->kinds[kind].what != what) kind++;
  tally->kinds[kind].what = what;
  if (tally->kinds[kind].count++ >= PRINTED) return;
  small_table(story, 0, story->count, table, sizeof table);
  print_message("--- %s\n%s", what, table);
  if (left) print_message("library:\n%s", left);
  if (right) print_message("model:\n%s", right);
}

/* --- lists of living units --------------------------------------------------------------------------------- */

typedef struct line {
  char text[96];
} line;

static int compare_lines(const void *a, const void *b) {
  return strcmp(((const line *)a)->text, ((const line *)b)->text);
}

static void join(line *lines, size_t count, char *out) {
  qsort(lines, count, sizeof *lines, compare_lines);
  size_t len = 0;
  out[0] = '\0';
  for (size_t i = 0; i < count; i++) len += (size_t)snprintf(out + len, LIST - len, "%s\n", lines[i].text);
}

static size_t living(const quhua_snapshot *s, quhua_date date, quhua_unit *out) {
  quhua_cursor *cursor = NULL;
  size_t count = 0;
  assert_int_equal(quhua_cursor_new_all(s, date, &cursor, NULL), QUHUA_OK);
  while (quhua_cursor_next(cursor, &out[count])) assert_true(++count < MOST);
  quhua_cursor_free(cursor);
  return count;
}

/* "code,name,code of the parent", or "name,name of the parent". */
static void list_library(const quhua_snapshot *s, quhua_date date, bool codes, char *out) {
  quhua_unit all[MOST], above;
  line lines[MOST];
  size_t count = living(s, date, all), kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (all[i].level < QUHUA_LEVEL_TOWNSHIP) continue;
    bool has = quhua_unit_find_id(s, all[i].parent, date, &above) == QUHUA_OK;
    if (codes)
      snprintf(lines[kept++].text, sizeof lines->text, "%s,%.*s,%s", all[i].code.text, (int)all[i].name.len,
               all[i].name.ptr, has ? above.code.text : "?");
    else
      snprintf(lines[kept++].text, sizeof lines->text, "%.*s,%.*s", (int)all[i].name.len, all[i].name.ptr,
               has ? (int)above.name.len : 0, above.name.ptr);
  }
  join(lines, kept, out);
}

static void list_model(const model_world *w, char *out) {
  line lines[MOST];
  size_t kept = 0;
  for (int i = 0; i < w->count; i++)
    if (w->units[i].alive && w->units[i].level >= 4)
      snprintf(lines[kept++].text, sizeof lines->text, "%s,%s,%s", w->units[i].code, w->units[i].name,
               w->units[w->units[i].parent].code);
  join(lines, kept, out);
}

/* --- what must hold on a day ------------------------------------------------------------------------------- */

static bool sound_on(const quhua_snapshot *s, quhua_date date) {
  quhua_unit all[MOST], above;
  size_t count = living(s, date, all);
  for (size_t i = 0; i < count; i++) {
    for (size_t j = i + 1; j < count; j++)
      if (all[i].level == all[j].level && !quhua_code_compare(&all[i].code, &all[j].code)) return false;
    if (!all[i].parent) continue;
    if (quhua_unit_find_id(s, all[i].parent, date, &above) != QUHUA_OK || above.level >= all[i].level)
      return false;
  }
  return true;
}

/* A code that somebody has now and had not before was never in use, unless the act gave it. */
static const char *issued_anew(const model_act *act, const model_world *w, const quhua_snapshot *before,
                               const quhua_snapshot *after, quhua_date date) {
  static quhua_unit all[MOST];
  quhua_unit was;
  size_t count = living(after, date, all);
  for (size_t i = 0; i < count; i++) {
    bool given = all[i].level < QUHUA_LEVEL_TOWNSHIP;
    for (int r = 0; r < act->count; r++) given |= strcmp(act->rows[r].code, all[i].code.text) == 0;
    if (given) continue;
    if (quhua_unit_find_id(before, all[i].id, date, &was) == QUHUA_OK &&
        !quhua_code_compare(&was.code, &all[i].code))
      continue;
    if (model_was_used(w, (int)all[i].level, all[i].code.text)) return all[i].code.text;
  }
  return NULL;
}

/* --- what must hold of flows ------------------------------------------------------------------------------- */

static double value(quhua_fraction f) { return (double)f.num / (double)f.den; }

/* The bounds of an old unit's rows, summed; false when it has none. */
static bool sums_to_one(const quhua_crosswalk *crosswalk, quhua_unit_id unit, bool *found) {
  const quhua_crosswalk_row *row;
  double lo = 0, hi = 0;
  *found = false;
  for (size_t i = 0; (row = quhua_crosswalk_at(crosswalk, i)); i++)
    if (row->before.id == unit) *found = true, lo += value(row->share.lo), hi += value(row->share.hi);
  return !*found || (lo <= 1 + 1e-9 && hi >= 1 - 1e-9);
}

/* Nothing vanishes: an old unit has rows that sum to one, or goes on untouched. */
static bool nothing_vanishes(const quhua_snapshot *s, const quhua_crosswalk *crosswalk, quhua_date from,
                             quhua_date to) {
  quhua_unit all[MOST], now;
  size_t count = living(s, from, all);
  for (size_t i = 0; i < count; i++) {
    bool found;
    if (!sums_to_one(crosswalk, all[i].id, &found)) return false;
    if (!found && quhua_unit_find_id(s, all[i].id, to, &now) != QUHUA_OK) return false;
  }
  return true;
}

static bool projects(const quhua_snapshot *s, quhua_date from, quhua_date to) {
  quhua_crosswalk *crosswalk = NULL;
  assert_int_equal(quhua_crosswalk_new(s, from, to, &crosswalk, NULL), QUHUA_OK);
  bool good = nothing_vanishes(s, crosswalk, from, to);
  quhua_crosswalk_free(crosswalk);
  return good;
}

static bool plan_projects(const quhua_plan *plan) {
  quhua_crosswalk *crosswalk = NULL;
  const quhua_crosswalk_row *row;
  bool good = true, found;
  assert_int_equal(quhua_crosswalk_new_of_plan(plan, &crosswalk, NULL), QUHUA_OK);
  for (size_t i = 0; good && (row = quhua_crosswalk_at(crosswalk, i)); i++)
    good = !row->before.id || sums_to_one(crosswalk, row->before.id, &found);
  quhua_crosswalk_free(crosswalk);
  return good;
}

/* The flows that end a unit sum to one. */
static bool ends_whole(const quhua_snapshot *s, quhua_unit_id unit, quhua_date date, uint64_t sequence) {
  quhua_flows *flows = NULL;
  const quhua_flow *flow;
  double lo = 0, hi = 0;
  assert_int_equal(quhua_flows_new(s, unit, &flows, NULL), QUHUA_OK);
  for (size_t i = 0; (flow = quhua_flows_at(flows, i)); i++)
    if (flow->old_unit == unit && flow->date == date && flow->sequence == sequence)
      lo += value(flow->share.lo), hi += value(flow->share.hi);
  quhua_flows_free(flows);
  return lo <= 1 + 1e-9 && hi >= 1 - 1e-9;
}

/* --- one act ----------------------------------------------------------------------------------------------- */

static bench *open_world(const model_world *w, const char *path) {
  char table[LIST];
  size_t len = (size_t)snprintf(table, sizeof table, "code,name\n");
  for (int i = 0; i < w->count; i++)
    len += (size_t)snprintf(table + len, sizeof table - len, "%s,%s\n", w->units[i].code, w->units[i].name);
  return bench_open_as(path, "cn-stat", OPENED, table);
}

static void check_act(const small_story *story, int index, bench *b, const quhua_snapshot *old,
                      const model_world *before, const model_world *after, small_tally *tally) {
  char left[LIST], right[LIST];
  quhua_date date = day_of(story->days[index]);
  quhua_unit all[MOST], now;
  list_library(b->before, date, true, left);
  list_model(after, right);
  if (strcmp(left, right) != 0) disagree(story, tally, "the snapshots differ", left, right);
  for (quhua_date day = date - 1; day <= date + 1; day++)
    if (!sound_on(b->before, day)) disagree(story, tally, "a code twice, or a dead parent", left, NULL);
  const char *again = issued_anew(&story->acts[index], before, old, b->before, date);
  if (again) disagree(story, tally, "a code is issued twice", again, NULL);
  size_t count = living(old, date, all);
  for (size_t i = 0; i < count; i++)
    if (quhua_unit_find_id(b->before, all[i].id, date, &now) != QUHUA_OK &&
        !ends_whole(b->before, all[i].id, date, b->receipt.sequence))
      disagree(story, tally, "the flows of an ended unit do not sum to one", all[i].code.text, NULL);
  if (!projects(b->before, bench_day(OPENED), date) || !projects(b->before, date - 1, date))
    disagree(story, tally, "a projection does not sum to one", NULL, NULL);
}

/* Plan, compare with what is committed, look at the result. */
static bool take_act(const small_story *story, int index, bench *b, model_world *now, small_tally *tally) {
  char table[SMALL_TABLE], planned[QUHUA_DIGEST_TEXT_MAX];
  model_world after;
  bool allowed = model_apply(now, &story->acts[index], &after);
  small_table(story, index, 1, table, sizeof table);
  if (bench_read(b, table) != QUHUA_OK) {
    if (allowed) disagree(story, tally, "the model allows what cannot be read", NULL, NULL);
    return false;
  }
  bench_plan(b, table);
  if (quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING)) {
    tally->refused++;
    if (allowed) disagree(story, tally, "the model allows what is refused", bench_findings(b), NULL);
    return false;
  }
  if (!allowed) {
    disagree(story, tally, "the model refuses what is allowed", bench_findings(b), NULL);
    return false;
  }
  if (!plan_projects(b->plan)) disagree(story, tally, "a plan's shares do not sum to one", NULL, NULL);
  strcpy(planned, bench_digest(b, quhua_plan_after(b->plan)));
  quhua_snapshot *old = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &old, NULL), QUHUA_OK);
  if (bench_commit(b, NULL, 0) != QUHUA_OK) {
    quhua_snapshot_free(old);
    disagree(story, tally, "the plan cannot be committed", NULL, NULL);
    return false;
  }
  tally->committed++;
  if (strcmp(planned, bench_digest(b, b->before)) != 0)
    disagree(story, tally, "plan and commit differ", NULL, NULL);
  check_act(story, index, b, old, now, &after, tally);
  quhua_snapshot_free(old);
  *now = after;
  return true;
}

/* --- the end of a story ------------------------------------------------------------------------------------ */

/* 废止 of the last act the day after: the units are again what they were. */
static void check_repeal(const small_story *story, int last, bench *b, const char *before,
                         small_tally *tally) {
  char table[512], day[QUHUA_DATE_TEXT_MAX], again[LIST];
  quhua_date date = day_of(story->days[last] + 1);
  quhua_date_format(date, day);
  snprintf(table, sizeof table, HEADER "乙,%s,废止,,,,,,甲%d,\n", day, last + 1);
  bench_plan(b, table);
  if (quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING)) {
    disagree(story, tally, "the last act cannot be repealed", bench_findings(b), NULL);
    return;
  }
  if (bench_commit(b, NULL, 0) != QUHUA_OK) {
    quhua_error_format(&b->err, QUHUA_LANG_EN, again, sizeof again);
    disagree(story, tally, "the repeal cannot be committed", again, NULL);
    return;
  }
  tally->repealed++;
  list_library(b->before, date, true, again);
  if (strcmp(again, before) != 0) disagree(story, tally, "repeal does not restore", again, before);
  if (!sound_on(b->before, date) || !projects(b->before, bench_day(OPENED), date))
    disagree(story, tally, "after repeal something does not hold", again, NULL);
}

/* The journal read again gives the same. */
static void check_replay(const small_story *story, bench *b, const char *path, small_tally *tally) {
  char digest[QUHUA_DIGEST_TEXT_MAX];
  quhua_registry *registry = NULL;
  quhua_snapshot *snapshot = NULL;
  strcpy(digest, bench_digest(b, b->before));
  if (quhua_registry_verify(b->registry, NULL, &b->err) != QUHUA_OK)
    disagree(story, tally, "the register does not verify", NULL, NULL);
  assert_int_equal(quhua_registry_open(path, NULL, &registry, &b->err), QUHUA_OK);
  assert_int_equal(quhua_snapshot_new(registry, QUHUA_SEQUENCE_OPEN, &snapshot, &b->err), QUHUA_OK);
  if (strcmp(digest, bench_digest(b, snapshot)) != 0)
    disagree(story, tally, "commit and replay differ", NULL, NULL);
  quhua_snapshot_free(snapshot);
  quhua_registry_close(registry);
  tally->replayed++;
}

int small_tell(const small_story *story, const char *path, small_tally *tally) {
  char before[LIST] = "";
  model_world now = *story->opening;
  bench *b = open_world(&now, path ? path : "");
  int done = 0, last = -1;
  tally->stories++;
  for (int i = 0; i < story->count; i++) {
    char list[LIST];
    list_library(b->before, day_of(story->days[i]), true, list);
    if (!take_act(story, i, b, &now, tally)) continue;
    strcpy(before, list);
    last = i;
    done++;
  }
  if (last >= 0) check_repeal(story, last, b, before, tally);
  if (path) check_replay(story, b, path, tally);
  bench_close(b);
  return done;
}

/* Both acts in one file; the second of them first where told so. */
static bool together(const small_story *story, bool turned, char *list) {
  char table[SMALL_TABLE];
  small_story two = *story;
  if (turned) two.acts[0] = story->acts[1], two.acts[1] = story->acts[0];
  bench *b = open_world(story->opening, "");
  small_table(&two, 0, 2, table, sizeof table);
  bool good = bench_read(b, table) == QUHUA_OK;
  if (good) {
    bench_plan(b, table);
    good = !quhua_plan_count_findings(b->plan, QUHUA_SEVERITY_BLOCKING);
    list_library(quhua_plan_after(b->plan), day_of(two.days[1]), false, list);
  }
  bench_close(b);
  return good;
}

void small_commute(const small_story *story, small_tally *tally) {
  char one[LIST] = "", other[LIST] = "";
  bool first = together(story, false, one), second = together(story, true, other);
  tally->stories++;
  if (first != second || (first && strcmp(one, other) != 0))
    disagree(story, tally, "two acts do not commute", one, other);
}
