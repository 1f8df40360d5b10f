/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/io.h>

#include "io/parent_code.h"
#include "io/snapshot_columns.h"
#include "io/table_writer.h"
#include "registry/registry_internal.h"

/* What a register table is written with. */
typedef struct writing {
  const quhua_snapshot *snapshot;
  quhua_date date;
  quhua_lang lang;
  const quhua__snapshot_columns *columns;
  quhua__table_writer table;
} writing;

/* `implied`, `formal`, or the status that an act gave; the words are the same in all languages. */
static void write_status(writing *w, const quhua_unit *unit) {
  quhua_str given = quhua_unit_attribute(w->snapshot, unit, "status");
  if (unit->standing == QUHUA_STANDING_IMPLIED)
    quhua__table_word(&w->table, quhua_str_from("implied"));
  else if (given.len)
    quhua__table_text(&w->table, given);
  else
    quhua__table_word(&w->table, quhua_str_from("formal"));
}

static void write_attributes(writing *w, const quhua_unit *unit) {
  for (size_t i = 0; i < w->columns->key_count; i++) {
    const char *key = w->columns->keys[i];
    bool elsewhere = quhua__is_status_of_formal(unit, quhua_str_from(key));
    quhua__table_text(&w->table,
                      elsewhere ? (quhua_str){"", 0} : quhua_unit_attribute(w->snapshot, unit, key));
  }
}

static void write_series(writing *w, const quhua_unit *unit) {
  for (size_t i = 0; i < w->columns->series_count; i++) {
    quhua_str value = {"", 0};
    if (quhua_unit_observed(w->snapshot, unit->id, w->columns->series[i], w->date, &value))
      value = (quhua_str){"", 0};
    quhua__table_number(&w->table, value);
  }
}

static void write_unit(writing *w, const quhua_unit *unit) {
  char parent[QUHUA__PARENT_TEXT_MAX], since[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(unit->valid.from, since);
  quhua__table_word(&w->table, quhua_str_from(unit->code.text));
  quhua__table_text(&w->table, unit->name);
  quhua__table_count(&w->table, (uint64_t)unit->level);
  quhua__table_word(&w->table, quhua_str_from(quhua_kind_word(unit->kind, w->lang)));
  quhua__table_word(&w->table, quhua__parent_code(w->snapshot, unit, w->date, parent));
  write_status(w, unit);
  quhua__table_word(&w->table, quhua_str_from(since));
  write_attributes(w, unit);
  write_series(w, unit);
}

static quhua_status write_units(writing *w, quhua_format format, const quhua_writer *writer,
                                quhua_error *err) {
  quhua_cursor *cursor;
  quhua_unit unit;
  quhua_status status = quhua_cursor_new_all(w->snapshot, w->date, &cursor, err);
  if (status) return status;
  quhua__table_begin(&w->table, format, writer, w->columns->names, w->columns->count);
  while (!w->table.failed && quhua_cursor_next(cursor, &unit)) write_unit(w, &unit);
  quhua_cursor_free(cursor);
  return quhua__table_finish(&w->table, err);
}

quhua_status quhua_snapshot_write(const quhua_snapshot *snapshot, quhua_date date, quhua_format format,
                                  quhua_lang lang, const quhua_writer *writer, quhua_error *err) {
  quhua__snapshot_columns columns;
  writing w = {.snapshot = snapshot, .date = date, .lang = lang, .columns = &columns};
  quhua_status status = quhua__snapshot_columns_find(&columns, snapshot->allocator, snapshot, date, err);
  if (!status) status = write_units(&w, format, writer, err);
  quhua__snapshot_columns_free(&columns);
  return status;
}
