/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "cell_words.h"
#include "json.h"
#include "labels.h"
#include "resolve.h"
#include "session.h"
#include "table.h"
#include "units.h"
#include "verbs.h"

/* Everything that is shown of a unit. Lists are tables, so that each format can print them its own way. */
typedef struct portrait {
  table facts;        /* key, value */
  table names;        /* key (former_name), value */
  table attributes;   /* key, value */
  table statistics;   /* key, value */
  table children;     /* key (kind), value (count) */
  table versions;     /* every form in which the unit stood */
  table predecessors; /* flows into it */
  table successors;   /* flows out of it */
  table uncertain;    /* key (uncertain), value (what is not known) */
} portrait;

static const char *const flow_columns[] = {"date", "relation", "code", "name", "share", "document"};

static void portrait_init(portrait *p) {
  record_init(&p->facts);
  record_init(&p->names);
  record_init(&p->attributes);
  record_init(&p->statistics);
  record_init(&p->children);
  table_init(&p->versions, (const char *const[]){"from", "to", "code", "name", "kind"}, 5);
  table_init(&p->predecessors, flow_columns, 6);
  table_init(&p->successors, flow_columns, 6);
  record_init(&p->uncertain);
}

static void portrait_free(portrait *p) {
  table *const all[] = {&p->facts,    &p->names,        &p->attributes, &p->statistics, &p->children,
                        &p->versions, &p->predecessors, &p->successors, &p->uncertain};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) table_free(all[i]);
}

static void draw_facts(const tool *t, const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date day,
                       quhua_date asked, table *b) {
  quhua_unit parent;
  record_add_text(b, "code", unit->code.text);
  record_add(b, "name", unit->name);
  record_add_number(b, "level", (uint64_t)unit->level);
  record_add_text(b, "kind", quhua_kind_word(unit->kind, t->lang));
  table_add_text(b, "path");
  table_add_path(b, snapshot, unit, day);
  table_add_text(b, "from");
  table_add_date(b, unit->valid.from);
  table_add_text(b, "to");
  table_add_date(b, unit->valid.to);
  if (!quhua_unit_is_certain(snapshot, unit, day)) record_add_text(b, "certain", in_language(t, "no", "否"));
  record_add_text(b, "status", unit->standing == QUHUA_STANDING_IMPLIED ? "implied" : "formal");
  if (unit->parent && quhua_unit_find_id(snapshot, unit->parent, day, &parent) == QUHUA_OK) {
    record_add_text(b, "parent_code", parent.code.text);
    record_add(b, "parent_name", parent.name);
  }
  unit_list now = {0};
  if (!quhua_period_contains(unit->valid, asked)) units_became(snapshot, unit->id, asked, &now);
  if (now.count) {
    table_add_text(b, "now_code");
    table_add_codes(b, &now);
    table_add_text(b, "now_name");
    table_add_names(b, &now);
  }
  unit_list_free(&now);
}

/* What is not known, for people and programs alike. */
static void add_uncertain(portrait *p, const char *what, quhua_str of, const char *text) {
  buffer line = {0};
  buffer_add(&line, what, strlen(what));
  buffer_add(&line, of.ptr, of.len);
  buffer_add(&line, text, strlen(text));
  record_add(&p->uncertain, "uncertain", (quhua_str){line.data, line.len});
  p->uncertain.failed |= line.failed;
  buffer_free(&line);
}

/* "120", or "80..120" where nobody knows how a unit was divided. */
static void draw_statistic(const tool *t, const quhua_stat *stat, portrait *p) {
  char text[2 * QUHUA_AMOUNT_TEXT_MAX + 2];
  size_t len = quhua_amount_format(stat->lo, stat->scale, text);
  if (stat->lo != stat->hi) {
    memcpy(text + len, "..", 2);
    quhua_amount_format(stat->hi, stat->scale, text + len + 2);
  }
  table_add(&p->statistics, stat->series.name);
  table_add_text(&p->statistics, text);
  if (!stat->complete)
    add_uncertain(p, "", stat->series.name,
                  in_language(t, ": part of the territory was never counted", "：部分地域从未统计"));
}

static void draw_observed(const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date day, table *b) {
  quhua_str series;
  quhua_str value;
  for (uint32_t i = 0; quhua_series_at(snapshot, i, &series); i++)
    if (quhua_unit_observed(snapshot, unit->id, series, day, &value) == QUHUA_OK) {
      table_add(b, series);
      table_add(b, value);
    }
}

/* Values carried to the day; what was observed of the unit itself where nothing can be carried. */
static void draw_statistics(const tool *t, const quhua_snapshot *snapshot, const quhua_unit *unit,
                            quhua_date day, portrait *p) {
  quhua_str series;
  quhua_stats *stats = NULL;
  if (!quhua_series_at(snapshot, 0, &series)) return;
  if (quhua_stats_new(snapshot, (quhua_str){0}, unit->level, day, &stats, NULL) == QUHUA_OK)
    for (size_t i = 0; i < quhua_stats_count(stats); i++) {
      const quhua_stat *stat = quhua_stats_at(stats, i);
      if (stat->unit.id == unit->id) draw_statistic(t, stat, p);
    }
  quhua_stats_free(stats);
  if (table_rows(&p->statistics) == 0) draw_observed(snapshot, unit, day, &p->statistics);
}

static int draw_children(const tool *t, const quhua_snapshot *snapshot, const quhua_unit *unit,
                         quhua_date day, table *b) {
  quhua_error err = {0};
  quhua_cursor *cursor = NULL;
  quhua_unit child;
  uint64_t counts[QUHUA_KIND_LIMIT] = {0};
  if (quhua_cursor_new_children(snapshot, unit->id, day, &cursor, &err) != QUHUA_OK)
    return library_fault(t, &err);
  while (quhua_cursor_next(cursor, &child)) counts[child.kind]++;
  quhua_cursor_free(cursor);
  quhua_lang lang = t->format == OUTPUT_TEXT ? t->lang : QUHUA_LANG_EN;
  for (int kind = 0; kind < QUHUA_KIND_LIMIT; kind++)
    if (counts[kind]) record_add_number(b, quhua_kind_word((quhua_kind)kind, lang), counts[kind]);
  return DONE;
}

static int draw_versions(const tool *t, const quhua_snapshot *snapshot, const quhua_unit *unit, table *b) {
  quhua_error err = {0};
  quhua_cursor *cursor = NULL;
  quhua_unit version;
  if (quhua_cursor_new_versions(snapshot, unit->id, &cursor, &err) != QUHUA_OK) return library_fault(t, &err);
  while (quhua_cursor_next(cursor, &version)) {
    table_add_date(b, version.valid.from);
    table_add_date(b, version.valid.to);
    table_add_text(b, version.code.text);
    table_add(b, version.name);
    table_add_kind(b, t, version.kind);
  }
  quhua_cursor_free(cursor);
  return DONE;
}

/* Names of earlier versions, each once. `versions` are in the order of time. */
static void draw_former_names(const quhua_unit *unit, const table *versions, table *b) {
  enum { FROM, TO, CODE, NAME };
  char from[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(unit->valid.from, from);
  for (size_t row = 1; row <= table_rows(versions); row++) {
    quhua_str name = table_cell(versions, row, NAME), begin = table_cell(versions, row, FROM);
    bool earlier = begin.len == strlen(from) && memcmp(begin.ptr, from, begin.len) < 0;
    bool told = name.len == 0 || quhua_str_equal(name, unit->name);
    for (size_t i = 1; i <= table_rows(b) && !told; i++) told = quhua_str_equal(table_cell(b, i, 1), name);
    if (earlier && !told) record_add(b, "former_name", name);
  }
}

static void draw_flow(const tool *t, const session *s, const quhua_flow *flow, bool inward, portrait *p) {
  table *b = inward ? &p->predecessors : &p->successors;
  quhua_unit other =
      unit_beside_flow(s->snapshot, inward ? flow->old_unit : flow->new_unit, flow->date, inward);
  quhua_entry act;
  char share[QUHUA_SHARE_TEXT_MAX] = "";
  if (flow->share.kind != QUHUA_SHARE_WHOLE) quhua_share_format(flow->share, share);
  bool read = quhua_entry_find(s->registry, flow->sequence, &act, NULL) == QUHUA_OK;
  table_add_date(b, flow->date);
  table_add_text(b, quhua_relation_word(flow->relation, t->lang));
  table_add_text(b, other.code.text);
  table_add(b, other.name);
  table_add_text(b, share);
  table_add(b, read ? act.document : (quhua_str){0});
  if (flow->share.kind == QUHUA_SHARE_UNKNOWN || flow->share.kind == QUHUA_SHARE_INTERVAL)
    add_uncertain(p,
                  in_language(t, inward ? "the share that came from " : "the share that went to ",
                              inward ? "来自以下单位的比例：" : "归入以下单位的比例："),
                  other.name, "");
}

/* Flows from a unit into itself show as versions. */
static int draw_flows(const tool *t, const session *s, const quhua_unit *unit, portrait *p) {
  quhua_error err = {0};
  quhua_flows *flows = NULL;
  if (quhua_flows_new(s->snapshot, unit->id, &flows, &err) != QUHUA_OK) return library_fault(t, &err);
  for (size_t i = 0; i < quhua_flows_count(flows); i++) {
    const quhua_flow *flow = quhua_flows_at(flows, i);
    if (flow->old_unit != flow->new_unit) draw_flow(t, s, flow, flow->new_unit == unit->id, p);
  }
  quhua_flows_free(flows);
  return DONE;
}

static bool begins_with(quhua_str text, const char *prefix) {
  return text.len > strlen(prefix) && memcmp(text.ptr, prefix, strlen(prefix)) == 0;
}

/* Tags and provisional organs as people write them: tag 产业经济强村; organ 临时党组织 2020-05-01 – 2021-03-31. false for
 * other attributes. */
static bool draw_readable(const tool *t, quhua_attribute attribute, table *b) {
  bool organ = begins_with(attribute.key, "organ:");
  if (!organ && !begins_with(attribute.key, "tag:")) return false;
  size_t prefix = strlen(organ ? "organ:" : "tag:");
  buffer text = {0};
  buffer_add(&text, attribute.key.ptr + prefix, attribute.key.len - prefix);
  buffer_add(&text, " ", 1);
  for (size_t i = 0, slashes = 0; i < attribute.value.len; i++) {
    bool slash = organ && attribute.value.ptr[i] == '/';
    const char *ended = in_language(t, ", ended ", "，实际终止 ");
    const char *part = slash && slashes++ ? ended : " – ";
    if (slash)
      buffer_add(&text, part, strlen(part));
    else
      buffer_add(&text, attribute.value.ptr + i, 1);
  }
  record_add(b, organ ? "organ" : "tag", (quhua_str){text.data, text.len});
  b->failed |= text.failed;
  buffer_free(&text);
  return true;
}

static int draw(const tool *t, const session *s, const quhua_unit *unit, quhua_date asked, portrait *p) {
  const quhua_snapshot *snapshot = s->snapshot;
  quhua_date day = day_within(unit, asked);
  quhua_attribute attribute;
  draw_facts(t, snapshot, unit, day, asked, &p->facts);
  if (!quhua_unit_is_certain(snapshot, unit, day))
    add_uncertain(p, in_language(t, "whether it still stands on that day", "当日是否仍然如此"),
                  (quhua_str){0}, "");
  for (uint32_t i = 0; quhua_unit_attribute_at(snapshot, unit, i, &attribute); i++)
    if (t->format != OUTPUT_TEXT || !draw_readable(t, attribute, &p->attributes)) {
      table_add(&p->attributes, attribute.key);
      table_add(&p->attributes, attribute.value);
    }
  draw_statistics(t, snapshot, unit, day, p);
  int exit_status = draw_children(t, snapshot, unit, day, &p->children);
  if (exit_status == DONE) exit_status = draw_versions(t, snapshot, unit, &p->versions);
  if (exit_status == DONE) draw_former_names(unit, &p->versions, &p->names);
  if (exit_status == DONE) exit_status = draw_flows(t, s, unit, p);
  return exit_status;
}

/* ---- one object of JSON ---- */

/* The values of a record whose keys are all the same. */
static void json_values(json *j, const table *b) {
  json_open(j, '[');
  for (size_t row = 1; row <= table_rows(b); row++) json_string(j, table_cell(b, row, 1));
  json_close(j, ']');
}

static void print_portrait_json(const portrait *p) {
  json j = json_on(stdout, true);
  json_open(&j, '{');
  json_pairs(&j, &p->facts);
  json_key_text(&j, "former_names");
  json_values(&j, &p->names);
  json_key_text(&j, "attributes");
  json_record(&j, &p->attributes, false);
  json_key_text(&j, "statistics");
  json_record(&j, &p->statistics, false);
  json_key_text(&j, "children");
  json_record(&j, &p->children, true);
  json_key_text(&j, "versions");
  json_table(&j, &p->versions);
  json_key_text(&j, "predecessors");
  json_table(&j, &p->predecessors);
  json_key_text(&j, "successors");
  json_table(&j, &p->successors);
  json_key_text(&j, "uncertain");
  json_values(&j, &p->uncertain);
  json_close(&j, '}');
  fputc('\n', stdout);
}

/* ---- one list of keys and values ---- */

/* Rows key,value with a prefix before the key. */
static void append_pairs(table *to, const char *prefix, const table *from) {
  for (size_t row = 1; row <= table_rows(from); row++) {
    quhua_str key = table_cell(from, row, 0);
    buffer text = {0};
    buffer_add(&text, prefix, strlen(prefix));
    buffer_add(&text, key.ptr, key.len);
    table_add(to, (quhua_str){text.data, text.len});
    table_add(to, table_cell(from, row, 1));
    to->failed |= text.failed;
    buffer_free(&text);
  }
}

/* Each row of a list as one value, its cells parted by spaces; for people in their language. */
static void append_rows(const tool *t, table *to, const char *key, const table *from) {
  quhua_lang lang = t->format == OUTPUT_TEXT ? t->lang : QUHUA_LANG_EN;
  for (size_t row = 1; row <= table_rows(from); row++) {
    buffer text = {0};
    for (size_t column = 0; column < from->columns; column++) {
      quhua_str cell = cell_word(table_cell(from, 0, column), table_cell(from, row, column), lang);
      if (text.len && cell.len) buffer_add(&text, " ", 1);
      buffer_add(&text, cell.ptr, cell.len);
    }
    record_add(to, key, (quhua_str){text.data, text.len});
    to->failed |= text.failed;
    buffer_free(&text);
  }
}

static int print_portrait_list(const tool *t, portrait *p) {
  bool people = t->format == OUTPUT_TEXT;
  append_pairs(&p->facts, "", &p->names);
  append_pairs(&p->facts, people ? "" : "attr:", &p->attributes);
  append_pairs(&p->facts, people ? "" : "stat:", &p->statistics);
  append_pairs(&p->facts, people ? "" : "children:", &p->children);
  append_rows(t, &p->facts, "version", &p->versions);
  append_rows(t, &p->facts, "predecessor", &p->predecessors);
  append_rows(t, &p->facts, "successor", &p->successors);
  append_pairs(&p->facts, "", &p->uncertain);
  return record_print(&p->facts, t, stdout);
}

static bool portrait_failed(const portrait *p) {
  const table *const all[] = {&p->facts,    &p->names,        &p->attributes, &p->statistics, &p->children,
                              &p->versions, &p->predecessors, &p->successors, &p->uncertain};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (all[i]->failed || all[i]->text.failed) return true;
  return false;
}

int verb_show(tool *t) {
  session s;
  portrait p;
  quhua_date day;
  quhua_unit unit;
  if (!date_option(t, OPT_AT, "at", today(), &day)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  portrait_init(&p);
  exit_status = resolve_unit(t, s.snapshot, t->opt.args[1], day, &unit);
  if (exit_status == DONE) exit_status = draw(t, &s, &unit, day, &p);
  if (exit_status == DONE && portrait_failed(&p)) exit_status = no_memory(t);
  if (exit_status == DONE && t->format == OUTPUT_JSON)
    print_portrait_json(&p);
  else if (exit_status == DONE)
    exit_status = print_portrait_list(t, &p);
  portrait_free(&p);
  session_close(&s);
  return exit_status;
}
