/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/io.h>

#include "io/parent_code.h"
#include "io/table_writer.h"

/* The columns of a flow table that a crosswalk fills, and document and event, which it leaves open: its rows are
 * composed of the acts of many documents. */
static const char *const names[] = {"document", "effective",  "event",    "relation", "old_code",
                                    "old_name", "old_level",  "new_code", "new_name", "new_level",
                                    "new_kind", "new_parent", "share",    "reason",   "note"};
#define NAMES (sizeof names / sizeof *names)

/* What a crosswalk is written with. */
typedef struct writing {
  const quhua_snapshot *snapshot;
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

/* Kind and parent on the last day of change on the way; the unit is the same on the day that was asked for. */
static void write_place(writing *w, const quhua_crosswalk_row *row) {
  char parent[QUHUA__PARENT_TEXT_MAX];
  quhua_date from = row->after.valid.from, day = row->effective > from ? row->effective : from;
  if (!row->after.id) {
    write_empty(w);
    write_empty(w);
    return;
  }
  quhua__table_word(&w->table, quhua_str_from(quhua_kind_word(row->after.kind, w->lang)));
  quhua__table_word(&w->table, quhua__parent_code(w->snapshot, &row->after, day, parent));
}

/* A unit that came from nowhere has no part of an old one. */
static void write_share(writing *w, const quhua_crosswalk_row *row) {
  char text[QUHUA_SHARE_TEXT_MAX];
  size_t len = row->before.id ? quhua_share_format(row->share, text) : 0;
  quhua__table_word(&w->table, (quhua_str){text, len});
}

/* An end without successor needs its reason to be read again without blocking. */
static quhua_status write_reason(writing *w, const quhua_crosswalk_row *row, quhua_error *err) {
  quhua_flows *flows = NULL;
  quhua_str reason = {"", 0}, note = {"", 0};
  bool ends = row->before.id && !row->after.id;
  quhua_status status = ends ? quhua_flows_new(w->snapshot, row->before.id, &flows, err) : QUHUA_OK;
  if (status) return status;
  for (size_t i = 0; flows && i < quhua_flows_count(flows); i++) {
    const quhua_flow *flow = quhua_flows_at(flows, i);
    if (flow->new_unit || flow->sequence != row->sequence) continue;
    reason = flow->reason;
    note = flow->note;
  }
  quhua__table_text(&w->table, reason);
  quhua__table_text(&w->table, note);
  quhua_flows_free(flows);
  return QUHUA_OK;
}

static quhua_status write_row(writing *w, const quhua_crosswalk_row *row, quhua_error *err) {
  char day[QUHUA_DATE_TEXT_MAX];
  write_empty(w);
  quhua_date_format(row->effective, day);
  quhua__table_word(&w->table, quhua_str_from(day));
  write_empty(w);
  quhua__table_word(&w->table, quhua_str_from(quhua_relation_word(row->relation, w->lang)));
  write_side(w, &row->before);
  write_side(w, &row->after);
  write_place(w, row);
  write_share(w, row);
  return write_reason(w, row, err);
}

quhua_status quhua_crosswalk_write(const quhua_crosswalk *crosswalk, const quhua_snapshot *snapshot,
                                   quhua_format format, quhua_lang lang, const quhua_writer *writer,
                                   quhua_error *err) {
  quhua_str columns[NAMES];
  writing w = {.snapshot = snapshot, .lang = lang};
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; i < NAMES; i++) columns[i] = quhua_str_from(names[i]);
  quhua__table_begin(&w.table, format, writer, columns, NAMES);
  size_t count = quhua_crosswalk_count(crosswalk);
  for (size_t i = 0; !status && !w.table.failed && i < count; i++)
    status = write_row(&w, quhua_crosswalk_at(crosswalk, i), err);
  quhua_status finished = status ? status : quhua__table_finish(&w.table, err);
  return finished;
}
