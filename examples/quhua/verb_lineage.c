/* SPDX-License-Identifier: Apache-2.0 */
/* verb_lineage.c: everything that a unit came from and became (沿革图), and what two units have in common. */
#include <stdlib.h>
#include <string.h>

#include "resolve.h"
#include "session.h"
#include "table.h"
#include "units.h"
#include "verbs.h"

/* What is printed of the graph. */
typedef enum shape { SHAPE_GRAPH, SHAPE_STEP, SHAPE_ENDS } shape;

static const quhua_period all_days = {INT32_MIN + 1, QUHUA_DATE_OPEN};

static bool read_shape(const tool *t, shape *out) {
  static const char *const words[] = {"graph", "step", "ends"};
  const char *text = t->opt.value[OPT_AS];
  *out = SHAPE_GRAPH;
  if (!text) return true;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(text, words[i]) == 0) {
      *out = (shape)i;
      return true;
    }
  usage_fault(t, "--as: “%s” is not graph, step or ends", "--as：“%s”不是 graph、step 或 ends", text);
  return false;
}

static const char *direction_word(const tool *t, quhua_direction direction) {
  return direction == QUHUA_PREDECESSORS ? in_language(t, "from", "来自") : in_language(t, "into", "去向");
}

/* The last version of a unit that somebody may have had in mind. */
static quhua_unit last_version(const quhua_snapshot *snapshot, quhua_unit_id id) {
  quhua_unit unit = {0};
  if (id) quhua_unit_find_last(snapshot, id, &unit);
  return unit;
}

/* ---- one unit ---- */

static void add_flow(const tool *t, const session *s, const quhua_flow *flow, quhua_direction direction,
                     table *b) {
  quhua_unit before = unit_beside_flow(s->snapshot, flow->old_unit, flow->date, true);
  quhua_unit after = unit_beside_flow(s->snapshot, flow->new_unit, flow->date, false);
  quhua_entry act;
  char share[QUHUA_SHARE_TEXT_MAX];
  quhua_share_format(flow->share, share);
  bool read = quhua_entry_find(s->registry, flow->sequence, &act, NULL) == QUHUA_OK;
  table_add_text(b, direction_word(t, direction));
  table_add_date(b, flow->date);
  table_add_text(b, quhua_relation_word(flow->relation, t->lang));
  table_add_text(b, before.code.text);
  table_add(b, before.name);
  table_add_text(b, after.code.text);
  table_add(b, after.name);
  table_add_text(b, share);
  table_add(b, read ? act.document : (quhua_str){0});
}

static void add_flows(const tool *t, const session *s, quhua_unit_id id, const quhua_lineage *lineage,
                      quhua_direction direction, bool one_step, table *b) {
  quhua_flow flow;
  for (size_t i = 0; quhua_lineage_flow(lineage, i, &flow); i++) {
    quhua_unit_id near = direction == QUHUA_PREDECESSORS ? flow.new_unit : flow.old_unit;
    if (!one_step || near == id) add_flow(t, s, &flow, direction, b);
  }
}

static void add_unit(const session *s, quhua_unit_id id, table *b) {
  quhua_unit unit = last_version(s->snapshot, id);
  table_add_text(b, unit.code.text);
  table_add(b, unit.name);
  table_add_number(b, (uint64_t)unit.level);
  table_add_path(b, s->snapshot, &unit, day_within(&unit, unit.valid.from));
  table_add_date(b, unit.valid.from);
  table_add_date(b, unit.valid.to);
}

static void add_ends(const tool *t, const session *s, const quhua_lineage *lineage, quhua_direction direction,
                     table *b) {
  quhua_unit_id id;
  bool terminal;
  for (size_t i = 0; quhua_lineage_unit(lineage, i, &id, &terminal); i++) {
    if (!terminal) continue;
    table_add_text(b, direction_word(t, direction));
    add_unit(s, id, b);
  }
}

static const char *const columns_of_flows[] = {"direction", "date",     "relation", "old_code", "old_name",
                                               "new_code",  "new_name", "share",    "document"};
static const char *const columns_of_ends[] = {"direction", "code", "name", "level", "path", "from", "to"};

static int lineage_of(const tool *t, const session *s, quhua_unit_id id, shape form) {
  quhua_error err = {0};
  table b;
  if (form == SHAPE_ENDS)
    table_init(&b, columns_of_ends, sizeof columns_of_ends / sizeof *columns_of_ends);
  else
    table_init(&b, columns_of_flows, sizeof columns_of_flows / sizeof *columns_of_flows);
  int exit_status = DONE;
  static const quhua_direction directions[] = {QUHUA_PREDECESSORS, QUHUA_SUCCESSORS};
  for (size_t i = 0; exit_status == DONE && i < 2; i++) {
    quhua_lineage *lineage = NULL;
    if (quhua_lineage_new(s->snapshot, id, directions[i], all_days, &lineage, &err) != QUHUA_OK)
      exit_status = library_fault(t, &err);
    else if (form == SHAPE_ENDS)
      add_ends(t, s, lineage, directions[i], &b);
    else
      add_flows(t, s, id, lineage, directions[i], form == SHAPE_STEP, &b);
    quhua_lineage_free(lineage);
  }
  if (exit_status == DONE && table_rows(&b) == 0 && t->format == OUTPUT_TEXT)
    say(t, "it came from no other unit and became no other", "无前身，亦无后继");
  else if (exit_status == DONE)
    exit_status = table_print(&b, t, stdout);
  table_free(&b);
  return exit_status;
}

/* ---- two units ---- */

/* Units on the ways of both, the one's own ones included. */
static int add_common(const tool *t, const session *s, quhua_unit_id one, quhua_unit_id other,
                      quhua_direction direction, table *b) {
  quhua_error err = {0};
  quhua_lineage *a = NULL, *c = NULL;
  quhua_status status = quhua_lineage_new(s->snapshot, one, direction, all_days, &a, &err);
  if (status == QUHUA_OK) status = quhua_lineage_new(s->snapshot, other, direction, all_days, &c, &err);
  quhua_unit_id id;
  for (size_t i = 0; status == QUHUA_OK && quhua_lineage_unit(a, i, &id, NULL); i++) {
    if (!quhua_lineage_has(c, id)) continue;
    table_add_text(b, direction_word(t, direction));
    add_unit(s, id, b);
  }
  quhua_lineage_free(a);
  quhua_lineage_free(c);
  return status == QUHUA_OK ? DONE : library_fault(t, &err);
}

static void print_comparison_json(const char *answer, const table *common) {
  json j = json_on(stdout, true);
  json_open(&j, '{');
  json_key_text(&j, "same_territory");
  json_text(&j, answer);
  json_key_text(&j, "common");
  json_table(&j, common);
  json_close(&j, '}');
  fputc('\n', stdout);
}

/* A record: the answer, then one line for each unit that they have in common. */
static int print_comparison(const tool *t, quhua_answer answer, const table *common) {
  static const char *const words[][QUHUA_LANG_COUNT] = {
      [QUHUA_NO] = {"no", "否"}, [QUHUA_YES] = {"yes", "是"}, [QUHUA_UNKNOWN] = {"unknown", "不能确定"}};
  table b;
  if (t->format == OUTPUT_JSON) {
    print_comparison_json(words[answer][QUHUA_LANG_EN], common);
    return DONE;
  }
  record_init(&b);
  record_add_text(&b, "same_territory", words[answer][t->lang]);
  for (size_t row = 1; row <= table_rows(common); row++) {
    bool before =
        quhua_str_equal(table_cell(common, row, 0), quhua_str_from(direction_word(t, QUHUA_PREDECESSORS)));
    buffer text = {0};
    table_add_text(&b, before ? "common_predecessor" : "common_successor");
    for (size_t column = 1; column < common->columns; column++) {
      quhua_str cell = table_cell(common, row, column);
      if (text.len && cell.len) buffer_add(&text, " ", 1);
      buffer_add(&text, cell.ptr, cell.len);
    }
    table_add(&b, (quhua_str){text.data, text.len});
    b.failed |= text.failed;
    buffer_free(&text);
  }
  int exit_status = record_print(&b, t, stdout);
  table_free(&b);
  return exit_status;
}

static int compare(const tool *t, const session *s, const quhua_unit *one, quhua_date day,
                   const quhua_unit *other, quhua_date other_day) {
  quhua_error err = {0};
  quhua_answer answer;
  table b;
  if (quhua_same_territory(s->snapshot, one->id, day, other->id, other_day, &answer, &err) != QUHUA_OK)
    return library_fault(t, &err);
  table_init(&b, columns_of_ends, sizeof columns_of_ends / sizeof *columns_of_ends);
  int exit_status = add_common(t, s, one->id, other->id, QUHUA_PREDECESSORS, &b);
  if (exit_status == DONE) exit_status = add_common(t, s, one->id, other->id, QUHUA_SUCCESSORS, &b);
  if (exit_status == DONE && (b.failed || b.text.failed)) exit_status = no_memory(t);
  if (exit_status == DONE) exit_status = print_comparison(t, answer, &b);
  table_free(&b);
  return exit_status == DONE && answer != QUHUA_YES ? ANSWER_IS_NO : exit_status;
}

/* ---- the verb ---- */

static int find_unit(const tool *t, const session *s, size_t argument, bool any_day, quhua_date day,
                     quhua_unit *out) {
  lookup q = {.t = t, .snapshot = s->snapshot, .text = t->opt.args[argument], .day = day, .any_day = any_day};
  return resolve(&q, out);
}

static int run(const tool *t, const session *s, shape form, quhua_date day, quhua_date other_day) {
  quhua_unit one, other;
  bool two = t->opt.arg_count == 3;
  int exit_status = find_unit(t, s, 1, !two, day, &one);
  if (exit_status != DONE) return exit_status;
  if (!two) return lineage_of(t, s, one.id, form);
  exit_status = find_unit(t, s, 2, false, other_day, &other);
  /* 原毛公乡 lived on days of its own */
  return exit_status == DONE
             ? compare(t, s, &one, day_within(&one, day), &other, day_within(&other, other_day))
             : exit_status;
}

int verb_lineage(tool *t) {
  session s;
  shape form;
  quhua_date day, other_day;
  if (!date_option(t, OPT_AT, "at", today(), &day) || !date_option(t, OPT_AT2, "at2", day, &other_day) ||
      !read_shape(t, &form))
    return BAD_USAGE;
  if (t->opt.arg_count == 2 && t->opt.value[OPT_AT2])
    return usage_fault(t, "--at2 is the day of a second unit", "--at2 是第二个单位的日期");
  if (t->opt.arg_count == 3 && t->opt.value[OPT_AS])
    return usage_fault(t, "--as is about one unit", "--as 只用于一个单位");
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  exit_status = run(t, &s, form, day, other_day);
  session_close(&s);
  return exit_status;
}
