/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/io.h>

#include "base/fail.h"
#include "crosswalk/crosswalk.h"
#include "io/crosswalk_days.h"
#include "io/crosswalk_identity.h"
#include "io/parent_code.h"
#include "io/table_writer.h"
#include "lineage/flows.h"
#include "registry/registry_internal.h"

/* The columns of a flow table that a crosswalk fills, and document and event, which it leaves open: its rows are
 * composed of the acts of many documents. */
static const char *const names[] = {
    "document", "effective", "event",    "relation",   "old_code", "old_name", "old_level", "new_code",
    "new_name", "new_level", "new_kind", "new_parent", "share",    "identity", "reason",    "note"};
#define NAMES (sizeof names / sizeof *names)

/* What a crosswalk is written with. */
typedef struct writing {
  const quhua_snapshot *snapshot;
  quhua_date to;
  quhua_lang lang;
  quhua__table_writer table;
} writing;

static void write_empty(writing *w) { quhua__table_word(&w->table, (quhua_str){"", 0}); }

static void write_level(writing *w, const quhua_unit *unit) {
  if (unit->level)
    quhua__table_count(&w->table, (uint64_t)unit->level);
  else
    quhua__table_number(&w->table, (quhua_str){"", 0});
}

static void write_side(writing *w, const quhua_unit *unit) {
  if (unit->id) {
    quhua__table_word(&w->table, quhua_str_from(unit->code.text));
    quhua__table_text(&w->table, unit->name);
    write_level(w, unit);
  } else {
    write_empty(w);
    write_empty(w);
    quhua__table_number(&w->table, (quhua_str){"", 0});
  }
}

/* Kind and parent on the last day. */
static void write_place(writing *w, const quhua_unit *after) {
  char parent[QUHUA__PARENT_TEXT_MAX];
  if (!after->id) {
    write_empty(w);
    write_empty(w);
    return;
  }
  quhua__table_word(&w->table, quhua_str_from(quhua_kind_word(after->kind, w->lang)));
  quhua__table_word(&w->table, quhua__parent_code(w->snapshot, after, w->to, parent));
}

/* A unit that came from nowhere has no part of an old one. */
static void write_share(writing *w, const quhua_crosswalk_row *row) {
  char text[QUHUA_SHARE_TEXT_MAX];
  size_t len = row->before.id ? quhua_share_format(row->share, text) : 0;
  quhua__table_word(&w->table, (quhua_str){text, len});
}

/* An end without successor needs a reason to be read again without blocking: that of the act, or else the act. */
static quhua_str reason_of_end(const writing *w, const quhua_crosswalk_row *row, quhua_str given) {
  static const char *const words[QUHUA_LANG_COUNT] = {"without successor", "无承接单位"};
  quhua_str document = quhua__crosswalk_document(w->snapshot, row);
  if (given.len) return given;
  return document.len ? document : quhua_str_from(words[w->lang]);
}

static void write_reason(writing *w, const quhua_crosswalk_row *row, uint32_t last_flow) {
  quhua_flow flow = {.reason = {"", 0}, .note = {"", 0}};
  bool ends = row->before.id && !row->after.id;
  if (ends && last_flow) flow = quhua__flow_public(w->snapshot->state, last_flow);
  quhua__table_text(&w->table, ends ? reason_of_end(w, row, flow.reason) : flow.reason);
  quhua__table_text(&w->table, flow.note);
}

static void write_identity(writing *w, quhua_identity identity) {
  static const char *const words[] = {
      [QUHUA_IDENTITY_RULE] = "", [QUHUA_IDENTITY_SAME] = "same", [QUHUA_IDENTITY_NEW] = "new"};
  quhua__table_word(&w->table, quhua_str_from(words[identity]));
}

static void write_row(writing *w, const quhua_crosswalk_row *row, quhua_date effective,
                      quhua_identity identity, uint32_t last_flow) {
  char day[QUHUA_DATE_TEXT_MAX];
  write_empty(w);
  quhua_date_format(effective, day);
  quhua__table_word(&w->table, quhua_str_from(day));
  write_empty(w);
  quhua__table_word(&w->table, quhua_str_from(quhua_relation_word(row->relation, w->lang)));
  write_side(w, &row->before);
  write_side(w, &row->after);
  write_place(w, &row->after);
  write_share(w, row);
  write_identity(w, identity);
  write_reason(w, row, last_flow);
}

static quhua_status write_rows(writing *w, const quhua_crosswalk *crosswalk, quhua_error *err) {
  quhua_date *days;
  quhua_identity *identities;
  quhua__arena arena;
  quhua_snapshot before = *w->snapshot;
  before.known = quhua__crosswalk_between(crosswalk).known;
  quhua__arena_init(&arena, w->snapshot->allocator);
  bool ok = quhua__crosswalk_days(crosswalk, &arena, &days) &&
            quhua__crosswalk_identities(crosswalk, &before, &arena, &identities);
  size_t count = quhua_crosswalk_count(crosswalk);
  for (size_t i = 0; ok && !w->table.failed && i < count; i++)
    write_row(w, quhua_crosswalk_at(crosswalk, i), days[i], identities[i],
              quhua__crosswalk_flow(crosswalk, i));
  quhua__arena_free(&arena);
  return ok ? QUHUA_OK : quhua__fail_nomem(err);
}

quhua_status quhua_crosswalk_write(const quhua_crosswalk *crosswalk, const quhua_snapshot *snapshot,
                                   quhua_format format, quhua_lang lang, const quhua_writer *writer,
                                   quhua_error *err) {
  quhua_str columns[NAMES];
  writing w = {.snapshot = snapshot, .to = quhua__crosswalk_between(crosswalk).to, .lang = lang};
  for (size_t i = 0; i < NAMES; i++) columns[i] = quhua_str_from(names[i]);
  quhua__table_begin(&w.table, format, writer, columns, NAMES);
  quhua_status status = write_rows(&w, crosswalk, err);
  return status ? status : quhua__table_finish(&w.table, err);
}
