/* SPDX-License-Identifier: Apache-2.0 */
/* changeset_write.c: a changeset as the flow table that it could have been read from. */
#include <quhua/io.h>

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "change/changeset.h"
#include "io/table_writer.h"

/* The columns that have a name of their own, in the order of docs/formats/flow-table.md. */
typedef enum fixed_column {
  COLUMN_DOCUMENT,
  COLUMN_EFFECTIVE,
  COLUMN_DECIDED,
  COLUMN_EVENT,
  COLUMN_RELATION,
  COLUMN_OLD_CODE,
  COLUMN_OLD_NAME,
  COLUMN_OLD_LEVEL,
  COLUMN_NEW_CODE,
  COLUMN_NEW_NAME,
  COLUMN_NEW_LEVEL,
  COLUMN_NEW_KIND,
  COLUMN_NEW_PARENT,
  COLUMN_SHARE,
  COLUMN_LEDGER,
  COLUMN_TARGET,
  COLUMN_IDENTITY,
  COLUMN_CONFIDENCE,
  COLUMN_REASON,
  COLUMN_NOTE,
  COLUMNS
} fixed_column;

static const char *const names[COLUMNS] = {"document",  "effective", "decided",    "event",    "relation",
                                           "old_code",  "old_name",  "old_level",  "new_code", "new_name",
                                           "new_level", "new_kind",  "new_parent", "share",    "ledger",
                                           "target",    "identity",  "confidence", "reason",   "note"};

/* Columns that are written only where some row fills them. */
static const bool is_optional[COLUMNS] = {[COLUMN_DECIDED] = true,
                                          [COLUMN_LEDGER] = true,
                                          [COLUMN_TARGET] = true,
                                          [COLUMN_IDENTITY] = true,
                                          [COLUMN_CONFIDENCE] = true};

/* A family of columns. */
typedef enum family { FAMILY_STAT, FAMILY_ATTR, FAMILY_MILESTONE, FAMILY_X, FAMILIES } family;
static const char *const prefixes[FAMILIES] = {"stat:", "attr:", "milestone:", "x:"};

/* A column of a family. */
typedef struct family_column {
  quhua_str key;
  family of;
} family_column;

typedef struct writing {
  const quhua_changeset *changeset;
  quhua_lang lang;
  quhua__arena arena;
  bool used[COLUMNS];
  family_column *families;
  size_t family_count, family_cap;
  quhua_str *columns;
  quhua__table_writer table;
} writing;

static const quhua_attribute *items_of(const quhua_flow_row *row, family of, size_t *count) {
  switch (of) {
  case FAMILY_STAT: *count = row->amount_count; return row->amounts;
  case FAMILY_ATTR: *count = row->attribute_count; return row->attributes;
  case FAMILY_MILESTONE: *count = row->milestone_count; return row->milestones;
  default: *count = row->note_count; return row->notes;
  }
}

/* --- which columns there are ----------------------------------------------------------------------------------------- */

static bool add_family_column(writing *w, family of, quhua_str key) {
  const quhua_allocator *a = w->changeset->allocator;
  for (size_t i = 0; i < w->family_count; i++)
    if (w->families[i].of == of && quhua_str_equal(w->families[i].key, key)) return true;
  void *families = w->families;
  bool grown = quhua__grow(a, &families, &w->family_cap, w->family_count + 1, sizeof *w->families);
  w->families = families;
  if (grown) w->families[w->family_count++] = (family_column){key, of};
  return grown;
}

static bool note_row(writing *w, const quhua_flow_row *row) {
  w->used[COLUMN_DECIDED] |= row->decided != QUHUA_DATE_NONE;
  w->used[COLUMN_LEDGER] |= row->ledger != QUHUA_LEDGER_NONE;
  w->used[COLUMN_TARGET] |= row->target.len > 0;
  w->used[COLUMN_IDENTITY] |= row->identity != QUHUA_IDENTITY_RULE;
  w->used[COLUMN_CONFIDENCE] |= row->confidence >= 0;
  for (int of = 0; of < FAMILIES; of++) {
    size_t count;
    const quhua_attribute *items = items_of(row, (family)of, &count);
    for (size_t i = 0; i < count; i++)
      if (!add_family_column(w, (family)of, items[i].key)) return false;
  }
  return true;
}

static bool name_family_column(writing *w, const family_column *column, quhua_str *out) {
  size_t prefix = strlen(prefixes[column->of]);
  char *text = quhua__arena_bytes(&w->arena, prefix + column->key.len);
  if (!text) return false;
  memcpy(text, prefixes[column->of], prefix);
  if (column->key.len) memcpy(text + prefix, column->key.ptr, column->key.len);
  *out = (quhua_str){text, prefix + column->key.len};
  return true;
}

/* Returns how many columns there are; 0 when out of memory. */
static size_t choose_columns(writing *w) {
  size_t count = 0;
  for (size_t i = 0; i < quhua_changeset_count(w->changeset); i++)
    if (!note_row(w, quhua_changeset_row(w->changeset, i))) return 0;
  w->columns = quhua__arena_alloc(&w->arena, (COLUMNS + w->family_count) * sizeof *w->columns);
  if (!w->columns) return 0;
  for (int i = 0; i < COLUMNS; i++) {
    w->used[i] |= !is_optional[i];
    if (w->used[i]) w->columns[count++] = quhua_str_from(names[i]);
  }
  for (size_t i = 0; i < w->family_count; i++)
    if (!name_family_column(w, &w->families[i], &w->columns[count++])) return 0;
  return count;
}

/* --- cells ------------------------------------------------------------------------------------------------------------ */

static void write_word(writing *w, const char *word) { quhua__table_word(&w->table, quhua_str_from(word)); }

/* One day, or the window of days that it ends. */
static void write_effective(writing *w, const quhua_flow_row *row) {
  char text[2 * QUHUA_DATE_TEXT_MAX + 2];
  size_t len = row->earliest == QUHUA_DATE_NONE ? 0 : quhua_date_format(row->earliest, text);
  if (len) memcpy(text + len, "..", 2), len += 2;
  quhua_date_format(row->effective, text + len);
  write_word(w, text);
}

static void write_date(writing *w, quhua_date date) {
  char text[QUHUA_DATE_TEXT_MAX] = "";
  if (date != QUHUA_DATE_NONE) quhua_date_format(date, text);
  write_word(w, text);
}

static void write_level(writing *w, quhua_level level) {
  if (level)
    quhua__table_count(&w->table, (uint64_t)level);
  else
    quhua__table_number(&w->table, (quhua_str){"", 0});
}

static void write_share(writing *w, quhua_share share) {
  char text[QUHUA_SHARE_TEXT_MAX];
  quhua__table_word(&w->table, (quhua_str){text, quhua_share_format(share, text)});
}

static void write_confidence(writing *w, int32_t confidence) {
  char text[16] = "";
  if (confidence >= 0) snprintf(text, sizeof text, "%d.%04d", confidence / 10000, confidence % 10000);
  quhua__table_number(&w->table, quhua_str_from(text));
}

static void write_identity(writing *w, quhua_identity identity) {
  static const char *const words[] = {"", "same", "new"};
  write_word(w, words[identity]);
}

static void write_fixed(writing *w, const quhua_flow_row *row, fixed_column column) {
  switch (column) {
  case COLUMN_DOCUMENT: quhua__table_text(&w->table, row->document); break;
  case COLUMN_EFFECTIVE: write_effective(w, row); break;
  case COLUMN_DECIDED: write_date(w, row->decided); break;
  case COLUMN_EVENT: quhua__table_text(&w->table, row->event); break;
  case COLUMN_RELATION: write_word(w, quhua_relation_word(row->relation, w->lang)); break;
  case COLUMN_OLD_CODE: quhua__table_text(&w->table, row->old_code); break;
  case COLUMN_OLD_NAME: quhua__table_text(&w->table, row->old_name); break;
  case COLUMN_OLD_LEVEL: write_level(w, row->old_level); break;
  case COLUMN_NEW_CODE: quhua__table_text(&w->table, row->new_code); break;
  case COLUMN_NEW_NAME: quhua__table_text(&w->table, row->new_name); break;
  case COLUMN_NEW_LEVEL: write_level(w, row->new_level); break;
  case COLUMN_NEW_KIND: write_word(w, quhua_kind_word(row->new_kind, w->lang)); break;
  case COLUMN_NEW_PARENT: quhua__table_text(&w->table, row->new_parent); break;
  case COLUMN_SHARE: write_share(w, row->share); break;
  case COLUMN_LEDGER: write_word(w, quhua_ledger_mode_word(row->ledger, w->lang)); break;
  case COLUMN_TARGET: quhua__table_text(&w->table, row->target); break;
  case COLUMN_IDENTITY: write_identity(w, row->identity); break;
  case COLUMN_CONFIDENCE: write_confidence(w, row->confidence); break;
  case COLUMN_REASON: quhua__table_text(&w->table, row->reason); break;
  case COLUMN_NOTE: quhua__table_text(&w->table, row->note); break;
  case COLUMNS: break;
  }
}

static void write_family(writing *w, const quhua_flow_row *row, const family_column *column) {
  size_t count;
  const quhua_attribute *items = items_of(row, column->of, &count);
  quhua_str value = {"", 0};
  for (size_t i = 0; i < count; i++) {
    if (!quhua_str_equal(items[i].key, column->key)) continue;
    value = items[i].value;
    if (column->of == FAMILY_ATTR && !value.len) value = quhua_str_from("-"); /* the unit loses it */
  }
  if (column->of == FAMILY_STAT)
    quhua__table_number(&w->table, value);
  else if (column->of == FAMILY_ATTR && quhua_str_equal(value, quhua_str_from("-")))
    quhua__table_word(&w->table, value);
  else
    quhua__table_text(&w->table, value);
}

static void write_row(writing *w, const quhua_flow_row *row) {
  for (int i = 0; i < COLUMNS; i++)
    if (w->used[i]) write_fixed(w, row, (fixed_column)i);
  for (size_t i = 0; i < w->family_count; i++) write_family(w, row, &w->families[i]);
}

quhua_status quhua_changeset_write(const quhua_changeset *changeset, quhua_format format, quhua_lang lang,
                                   const quhua_writer *writer, quhua_error *err) {
  const quhua_allocator *a = changeset->allocator;
  writing w = {.changeset = changeset, .lang = lang};
  quhua__arena_init(&w.arena, a);
  size_t columns = choose_columns(&w);
  quhua_status status = columns ? QUHUA_OK : quhua__fail_nomem(err);
  if (!status) {
    quhua__table_begin(&w.table, format, writer, w.columns, columns);
    size_t count = quhua_changeset_count(changeset);
    for (size_t i = 0; !w.table.failed && i < count; i++) write_row(&w, quhua_changeset_row(changeset, i));
    status = quhua__table_finish(&w.table, err);
  }
  if (w.families) a->free(a->ctx, w.families, w.family_cap * sizeof *w.families);
  quhua__arena_free(&w.arena);
  return status;
}
