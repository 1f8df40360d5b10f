/* SPDX-License-Identifier: Apache-2.0 */
/* verb_tags.c: side questions about units: tags (产业经济强村 …) and provisional organs (临时党组织 …). */
#include <stdlib.h>
#include <string.h>

#include "resolve.h"
#include "session.h"
#include "table.h"
#include "units.h"
#include "verbs.h"

/* What is asked. */
typedef struct question {
  const tool *t;
  const quhua_snapshot *snapshot;
  quhua_date day;
  quhua_unit_id under; /* 0: everywhere */
  const char *prefix;  /* of the attributes: "tag:" or "organ:" */
  const char *name;    /* what follows it; NULL: all */
} question;

/* Is the unit at or below the one that was asked for? */
static bool is_under(const question *q, const quhua_unit *unit) {
  quhua_unit at = *unit;
  if (q->under == 0) return true;
  while (at.id != q->under)
    if (!at.parent || quhua_unit_find_id(q->snapshot, at.parent, q->day, &at) != QUHUA_OK) return false;
  return true;
}

/* What follows the prefix of an attribute that is asked for; empty for others. */
static quhua_str asked_name(const question *q, quhua_str key) {
  size_t len = strlen(q->prefix);
  if (key.len <= len || memcmp(key.ptr, q->prefix, len) != 0) return (quhua_str){"", 0};
  quhua_str name = {key.ptr + len, key.len - len};
  bool wanted = !q->name || quhua_str_equal(name, quhua_str_from(q->name));
  return wanted ? name : (quhua_str){"", 0};
}

/* ---- counting ---- */

typedef struct tag_count {
  quhua_str name; /* borrowed from the snapshot */
  uint64_t units;
} tag_count;

typedef struct tag_counts {
  tag_count *items;
  size_t count;
  size_t cap;
} tag_counts;

static bool count_tag(tag_counts *counts, quhua_str name) {
  for (size_t i = 0; i < counts->count; i++)
    if (quhua_str_equal(counts->items[i].name, name)) {
      counts->items[i].units++;
      return true;
    }
  if (counts->count == counts->cap) {
    size_t cap = counts->cap ? 2 * counts->cap : 16;
    tag_count *grown = realloc(counts->items, cap * sizeof *grown);
    if (!grown) return false;
    counts->items = grown;
    counts->cap = cap;
  }
  counts->items[counts->count++] = (tag_count){name, 1};
  return true;
}

static int by_name(const void *a, const void *b) {
  const tag_count *x = a, *y = b;
  size_t len = x->name.len < y->name.len ? x->name.len : y->name.len;
  int order = memcmp(x->name.ptr, y->name.ptr, len);
  return order ? order : (x->name.len > y->name.len) - (x->name.len < y->name.len);
}

/* ---- rows ---- */

static void add_unit(const question *q, const quhua_unit *unit, table *b) {
  table_add_text(b, unit->code.text);
  table_add(b, unit->name);
  table_add_kind(b, q->t, unit->kind);
}

/* START/PLANNED-END/END, the last part once it was dissolved; what cannot be read stands under start. */
static void add_term(quhua_str term, table *b) {
  for (int part = 0; part < 3; part++) {
    const char *slash = term.len && part < 2 ? memchr(term.ptr, '/', term.len) : NULL;
    size_t len = slash ? (size_t)(slash - term.ptr) : term.len;
    table_add(b, (quhua_str){term.ptr, len});
    term = slash ? (quhua_str){slash + 1, term.len - len - 1} : (quhua_str){"", 0};
  }
}

static void add_hit(const question *q, const quhua_unit *unit, quhua_str name, quhua_str value, table *b) {
  add_unit(q, unit, b);
  if (q->t->opt.value[OPT_ORGANS]) {
    table_add(b, name);
    add_term(value, b);
  } else
    table_add(b, value);
  table_add_path(b, q->snapshot, unit, q->day);
}

/* Look at every attribute of every unit: rows of hits, or counts. */
static int walk(const question *q, quhua_cursor *cursor, table *hits, tag_counts *counts) {
  quhua_unit unit;
  quhua_attribute pair;
  while (quhua_cursor_next(cursor, &unit)) {
    if (!is_under(q, &unit)) continue;
    for (uint32_t i = 0; quhua_unit_attribute_at(q->snapshot, &unit, i, &pair); i++) {
      quhua_str name = asked_name(q, pair.key);
      if (!name.len) continue;
      if (hits) add_hit(q, &unit, name, pair.value, hits);
      if (counts && !count_tag(counts, name)) return no_memory(q->t);
    }
  }
  return DONE;
}

static int print_counts(const question *q, quhua_cursor *cursor) {
  table b;
  tag_counts counts = {0};
  int exit_status = walk(q, cursor, NULL, &counts);
  if (counts.count) qsort(counts.items, counts.count, sizeof *counts.items, by_name);
  table_init(&b, (const char *const[]){"tag", "units"}, 2);
  for (size_t i = 0; i < counts.count; i++) {
    table_add(&b, counts.items[i].name);
    table_add_number(&b, counts.items[i].units);
  }
  if (exit_status == DONE) exit_status = table_print(&b, q->t, stdout);
  table_free(&b);
  free(counts.items);
  return exit_status;
}

static int print_hits(const question *q, quhua_cursor *cursor) {
  static const char *const tag_columns[] = {"code", "name", "kind", "value", "path"};
  static const char *const organ_columns[] = {"code",  "name",        "kind", "organ",
                                              "start", "planned_end", "end",  "path"};
  table b;
  if (q->t->opt.value[OPT_ORGANS])
    table_init(&b, organ_columns, 8);
  else
    table_init(&b, tag_columns, 5);
  int exit_status = walk(q, cursor, &b, NULL);
  if (exit_status == DONE) exit_status = table_print(&b, q->t, stdout);
  table_free(&b);
  return exit_status;
}

static int answer(const question *q) {
  quhua_error err = {0};
  quhua_cursor *cursor = NULL;
  if (quhua_cursor_new_all(q->snapshot, q->day, &cursor, &err) != QUHUA_OK) return library_fault(q->t, &err);
  bool lists = q->name || q->t->opt.value[OPT_ORGANS];
  int exit_status = lists ? print_hits(q, cursor) : print_counts(q, cursor);
  quhua_cursor_free(cursor);
  return exit_status;
}

int verb_tags(tool *t) {
  session s;
  quhua_unit above = {0};
  question q = {.t = t, .prefix = t->opt.value[OPT_ORGANS] ? "organ:" : "tag:"};
  if (!date_option(t, OPT_AT, "at", today(), &q.day)) return BAD_USAGE;
  int exit_status = session_open(t, SESSION_READ, &s);
  if (exit_status != DONE) return exit_status;
  q.snapshot = s.snapshot;
  q.name = t->opt.arg_count > 1 ? t->opt.args[1] : NULL;
  if (t->opt.value[OPT_UNDER])
    exit_status = resolve_unit(t, s.snapshot, t->opt.value[OPT_UNDER], q.day, &above);
  q.under = above.id;
  if (exit_status == DONE) exit_status = answer(&q);
  session_close(&s);
  return exit_status;
}
