/* SPDX-License-Identifier: Apache-2.0 */
/* Which value stands in which column. Inserting and verifying both ask here, so that they cannot drift apart. An
 * absent value is NULL: the open end of a period, no parent, no document. There are no empty texts. */
#include <string.h>

#include <quhua/change.h>

#include "store/sqlite_internal.h"

static const struct table_text {
  const char *name;
  const char *insert;
  const char *select;
} texts[] = {
    [QUHUA__TABLE_JOURNAL] =
        {"journal",
         "INSERT INTO journal(sequence, recorded, kind, actor, document, effective, earliest, decided, link,"
         " digest, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
         "SELECT sequence, recorded, kind, actor, document, effective, earliest, decided, link, digest, bytes"
         " FROM journal ORDER BY sequence"},
    [QUHUA__TABLE_VERSION] =
        {"unit_version",
         "INSERT INTO unit_version(row, unit, level, code, name, kind, parent, standing, valid_from, "
         "valid_to,"
         " recorded_from, recorded_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
         "SELECT row, unit, level, code, name, kind, parent, standing, valid_from, valid_to, recorded_from,"
         " recorded_to FROM unit_version ORDER BY row"},
    [QUHUA__TABLE_ATTRIBUTE] = {"attribute", "INSERT INTO attribute(row, key, value) VALUES (?1, ?2, ?3)",
                                "SELECT row, key, value FROM attribute ORDER BY row, key"},
    [QUHUA__TABLE_FLOW] =
        {"flow",
         "INSERT INTO flow(number, sequence, event, relation, declared, old_unit, new_unit, date, share_kind,"
         " share_lo_num, share_lo_den, share_hi_num, share_hi_den, confidence, reason, note, recorded_to)"
         " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
         "SELECT number, sequence, event, relation, declared, old_unit, new_unit, date, share_kind, "
         "share_lo_num,"
         " share_lo_den, share_hi_num, share_hi_den, confidence, reason, note, recorded_to FROM flow"
         " ORDER BY number"},
    [QUHUA__TABLE_OBSERVATION] =
        {"observation",
         "INSERT INTO observation(number, sequence, unit, date, series, value) VALUES (?1, ?2, ?3, ?4, ?5, "
         "?6)",
         "SELECT number, sequence, unit, date, series, value FROM observation ORDER BY number"},
    [QUHUA__TABLE_FACT] =
        {"fact",
         "INSERT INTO fact(number, sequence, subject, key, date, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
         "SELECT number, sequence, subject, key, date, value FROM fact ORDER BY number"},
};

const char *quhua__sqlite_table_name(quhua__sqlite_table table) { return texts[table].name; }
const char *quhua__sqlite_insert_sql(quhua__sqlite_table table) { return texts[table].insert; }
const char *quhua__sqlite_select_sql(quhua__sqlite_table table) { return texts[table].select; }

/* --- cells --- */

static quhua__cell *next_cell(quhua__sqlite_row *row) {
  quhua__cell *cell = &row->cell[row->count++];
  cell->type = SQLITE_NULL;
  return cell;
}

static void begin(quhua__sqlite_row *row, quhua__sqlite_table table) {
  row->table = table;
  row->count = 0;
}

static void add_null(quhua__sqlite_row *row) { next_cell(row); }

static void add_signed(quhua__sqlite_row *row, int64_t value) {
  quhua__cell *cell = next_cell(row);
  cell->type = SQLITE_INTEGER;
  cell->integer = value;
}

/* SQLite has no unsigned integers: a number past INT64_MAX becomes negative here, which a CHECK refuses. */
static void add_number(quhua__sqlite_row *row, uint64_t value) {
  add_signed(row, value <= INT64_MAX ? (int64_t)value : -1);
}

static void add_number_unless(quhua__sqlite_row *row, uint64_t value, uint64_t absent) {
  if (value == absent)
    add_null(row);
  else
    add_number(row, value);
}

static void add_text(quhua__sqlite_row *row, quhua_str text) {
  quhua__cell *cell = next_cell(row);
  if (!text.len) return;
  cell->type = SQLITE_TEXT;
  cell->text = text;
}

static void add_word(quhua__sqlite_row *row, const char *word) { add_text(row, quhua_str_from(word)); }

static void add_blob(quhua__sqlite_row *row, const void *data, size_t len) {
  quhua__cell *cell = next_cell(row);
  cell->type = SQLITE_BLOB;
  cell->text = (quhua_str){data, len};
}

/* QUHUA_DATE_OPEN and QUHUA_DATE_NONE are no days. */
static void add_date(quhua__sqlite_row *row, quhua_date date) {
  quhua__cell *cell = next_cell(row);
  if (date == QUHUA_DATE_OPEN || date == QUHUA_DATE_NONE) return;
  cell->type = SQLITE_TEXT;
  cell->text = (quhua_str){cell->buffer, quhua_date_format(date, cell->buffer)};
}

static void add_instant(quhua__sqlite_row *row, quhua_instant instant) {
  quhua__cell *cell = next_cell(row);
  cell->type = SQLITE_TEXT;
  cell->text = (quhua_str){cell->buffer, quhua_instant_format(instant, cell->buffer)};
}

/* --- rows --- */

static const char *entry_word(quhua_entry_kind kind) {
  switch (kind) {
  case QUHUA_ENTRY_OPENING: return "opening";
  case QUHUA_ENTRY_ACT: return "act";
  case QUHUA_ENTRY_RECORD: return "record";
  }
  return ""; /* never stored: NULL is refused by the table */
}

void quhua__sqlite_row_of_entry(quhua__sqlite_row *row, const quhua_entry *entry) {
  begin(row, QUHUA__TABLE_JOURNAL);
  add_number(row, entry->sequence);
  add_instant(row, entry->recorded);
  add_word(row, entry_word(entry->kind));
  add_text(row, entry->actor);
  add_text(row, entry->document);
  add_date(row, entry->effective);
  add_date(row, entry->earliest == entry->effective ? QUHUA_DATE_NONE : entry->earliest);
  add_date(row, entry->decided);
  add_blob(row, entry->link.bytes, sizeof entry->link.bytes);
  add_blob(row, entry->digest.bytes, sizeof entry->digest.bytes);
  add_blob(row, entry->bytes.ptr, entry->bytes.len);
}

void quhua__sqlite_row_of_version(quhua__sqlite_row *row, const quhua_unit *unit) {
  begin(row, QUHUA__TABLE_VERSION);
  add_number(row, unit->row);
  add_number(row, unit->id);
  add_signed(row, unit->level);
  add_word(row, unit->code.text);
  add_text(row, unit->name);
  add_word(row, quhua_kind_word(unit->kind, QUHUA_LANG_EN));
  add_number_unless(row, unit->parent, 0);
  add_word(row, unit->standing == QUHUA_STANDING_IMPLIED ? "implied" : "formal");
  add_date(row, unit->valid.from);
  add_date(row, unit->valid.to);
  add_number(row, unit->recorded_from);
  add_number_unless(row, unit->recorded_to, QUHUA_SEQUENCE_OPEN);
}

void quhua__sqlite_row_of_attribute(quhua__sqlite_row *row, uint32_t version,
                                    const quhua_attribute *attribute) {
  begin(row, QUHUA__TABLE_ATTRIBUTE);
  add_number(row, version);
  add_text(row, attribute->key);
  add_text(row, attribute->value);
}

static const char *share_word(quhua_share_kind kind) {
  switch (kind) {
  case QUHUA_SHARE_WHOLE: return "whole";
  case QUHUA_SHARE_EXACT: return "exact";
  case QUHUA_SHARE_INTERVAL: return "interval";
  case QUHUA_SHARE_UNKNOWN: return "unknown";
  case QUHUA_SHARE_CHILDREN: return "children";
  case QUHUA_SHARE_EMPTY: break;
  }
  return ""; /* never stored: NULL is refused by the table */
}

void quhua__sqlite_row_of_flow(quhua__sqlite_row *row, uint32_t number, const quhua_flow *flow,
                               quhua_sequence recorded_to) {
  begin(row, QUHUA__TABLE_FLOW);
  add_number(row, number);
  add_number(row, flow->sequence);
  add_number(row, flow->event);
  add_word(row, quhua_relation_word(flow->relation, QUHUA_LANG_EN));
  add_word(row, quhua_relation_word(flow->declared, QUHUA_LANG_EN));
  add_number_unless(row, flow->old_unit, 0);
  add_number_unless(row, flow->new_unit, 0);
  add_date(row, flow->date);
  add_word(row, share_word(flow->share.kind));
  add_signed(row, flow->share.lo.num);
  add_signed(row, flow->share.lo.den);
  add_signed(row, flow->share.hi.num);
  add_signed(row, flow->share.hi.den);
  if (flow->confidence < 0)
    add_null(row);
  else
    add_signed(row, flow->confidence);
  add_text(row, flow->reason);
  add_text(row, flow->note);
  add_number_unless(row, recorded_to, QUHUA_SEQUENCE_OPEN);
}

void quhua__sqlite_row_of_observation(quhua__sqlite_row *row, int64_t number,
                                      const quhua_observation *observation) {
  begin(row, QUHUA__TABLE_OBSERVATION);
  add_signed(row, number);
  add_number(row, observation->sequence);
  add_number(row, observation->unit);
  add_date(row, observation->date);
  add_text(row, observation->series);
  add_text(row, observation->value);
}

void quhua__sqlite_row_of_fact(quhua__sqlite_row *row, int64_t number, const quhua_fact *fact) {
  begin(row, QUHUA__TABLE_FACT);
  add_signed(row, number);
  add_number(row, fact->sequence);
  add_text(row, fact->subject);
  add_text(row, fact->key);
  add_date(row, fact->date);
  add_text(row, fact->value);
}
