/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/io.h>

#include "base/fail.h"
#include "io/cell.h"
#include "io/table_reader.h"
#include "plan/opening_rows.h"

/* What the columns of a register table mean. */
typedef enum register_field {
  FIELD_CODE,
  FIELD_NAME,
  FIELD_KIND,
  FIELD_LEVEL,
  FIELD_PARENT,
  FIELD_STATUS,
  FIELD_SINCE,
  FIELD_ATTRIBUTE,
  FIELD_STAT,
  FIELDS
} register_field;

static const quhua__column_form register_columns[] = {
    {"code", FIELD_CODE, QUHUA__COLUMN_PLAIN, true},
    {"name", FIELD_NAME, QUHUA__COLUMN_PLAIN, true},
    {"kind", FIELD_KIND, QUHUA__COLUMN_PLAIN, false},
    {"level", FIELD_LEVEL, QUHUA__COLUMN_PLAIN, false},
    {"parent", FIELD_PARENT, QUHUA__COLUMN_PLAIN, false},
    {"status", FIELD_STATUS, QUHUA__COLUMN_PLAIN, false},
    {"since", FIELD_SINCE, QUHUA__COLUMN_PLAIN, false},
    {"legal_name", FIELD_ATTRIBUTE, QUHUA__COLUMN_NAMED, false},
    {"urban_rural", FIELD_ATTRIBUTE, QUHUA__COLUMN_NAMED, false},
    {"seat", FIELD_ATTRIBUTE, QUHUA__COLUMN_NAMED, false},
    {"external:", FIELD_ATTRIBUTE, QUHUA__COLUMN_WHOLE_FAMILY, false},
    {"code:", FIELD_ATTRIBUTE, QUHUA__COLUMN_WHOLE_FAMILY, false},
    {"attr:", FIELD_ATTRIBUTE, QUHUA__COLUMN_FAMILY, false},
    {"stat:", FIELD_STAT, QUHUA__COLUMN_FAMILY, false},
};
static const quhua__table_form register_form = {register_columns,
                                                sizeof register_columns / sizeof *register_columns};

/* A register table that is being read. */
typedef struct reading {
  quhua_opening *opening;
  quhua_str *source; /* name of the text, in memory of the opening state */
  quhua__table_reader table;
  quhua__cell_items attributes; /* one more than there are columns: the status */
  quhua__cell_items stats;
  const quhua__csv_cell *cells[FIELDS]; /* of the row; NULL for columns that the table has not */
} reading;

/* The text of a cell as the user meant it; names and codes are trimmed, values of attributes are not. */
static quhua_str word_in(const quhua__csv_cell *cell) {
  return cell ? quhua__cell_unguard(quhua__cell_trim(cell->text)) : (quhua_str){"", 0};
}

static bool is_word(quhua_str text, const char *en, const char *zh) {
  return quhua_str_equal(text, quhua_str_from(en)) || quhua_str_equal(text, quhua_str_from(zh));
}

static quhua_status refuse_second_status(const reading *r, quhua_error *err) {
  const quhua__csv_cell *cell = r->cells[FIELD_STATUS];
  quhua__fail(err, QUHUA_E_INVALID,
              QUHUA__T("the status is given in “status” and in “attr:status”",
                       "“status”与“attr:status”同时给出了状态"),
              QUHUA__T("keep one of the two columns", "请只保留其中一列"), QUHUA__NO_ARGS);
  return quhua__csv_fail_at(&r->table.csv, cell, cell->text, 0, err);
}

/* `implied` and `formal` say the standing; other words are an attribute of a formal unit. */
static quhua_status read_status(reading *r, quhua_opening_row *row, quhua_error *err) {
  quhua_str text = word_in(r->cells[FIELD_STATUS]);
  if (text.len == 0 || is_word(text, "formal", "正式")) return QUHUA_OK;
  if (is_word(text, "implied", "隐含")) {
    row->standing = QUHUA_STANDING_IMPLIED;
    return QUHUA_OK;
  }
  for (size_t i = 0; i < r->attributes.count; i++)
    if (is_word(r->attributes.list[i].key, "status", "status")) return refuse_second_status(r, err);
  r->attributes.list[r->attributes.count++] = (quhua_attribute){quhua_str_from("status"), text};
  return QUHUA_OK;
}

static void add_attribute(reading *r, size_t column) {
  quhua_str value = quhua__cell_unguard(r->table.csv.cells[column].text);
  if (value.len)
    r->attributes.list[r->attributes.count++] = (quhua_attribute){r->table.columns.list[column].key, value};
}

static quhua_status add_stat(reading *r, size_t column, quhua_error *err) {
  const quhua__csv_cell *cell = &r->table.csv.cells[column];
  quhua_attribute stat = {r->table.columns.list[column].key, {"", 0}};
  if (quhua__cell_trim(cell->text).len == 0) return QUHUA_OK;
  quhua_status status = quhua__cell_amount(&r->table.csv, cell, &stat.value, err);
  if (!status) r->stats.list[r->stats.count++] = stat;
  return status;
}

/* Sorts the cells of a row by what they mean. */
static quhua_status sort_cells(reading *r, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  r->attributes.count = r->stats.count = 0;
  for (size_t i = 0; !status && i < r->table.columns.count; i++) {
    int field = r->table.columns.list[i].field;
    if (field == FIELD_ATTRIBUTE)
      add_attribute(r, i);
    else if (field == FIELD_STAT)
      status = add_stat(r, i, err);
    else
      r->cells[field] = &r->table.csv.cells[i];
  }
  return status;
}

static bool is_filled(const quhua__csv_cell *cell) { return cell && quhua__cell_trim(cell->text).len > 0; }

static quhua_status read_row(reading *r, quhua_opening_row *row, quhua_error *err) {
  const quhua__csv *csv = &r->table.csv;
  quhua_opening_row_init(row);
  quhua_status status = sort_cells(r, err);
  if (!status) status = read_status(r, row, err);
  if (!status && is_filled(r->cells[FIELD_LEVEL]))
    status = quhua__cell_level(csv, r->cells[FIELD_LEVEL], &row->level, err);
  if (!status && is_filled(r->cells[FIELD_KIND]))
    status = quhua__cell_kind(csv, r->cells[FIELD_KIND], &row->kind, err);
  if (status) return status;
  row->code = word_in(r->cells[FIELD_CODE]);
  row->name = word_in(r->cells[FIELD_NAME]);
  row->parent = word_in(r->cells[FIELD_PARENT]);
  row->attributes = r->attributes.list;
  row->attribute_count = r->attributes.count;
  row->observations = r->stats.list;
  row->observation_count = r->stats.count;
  row->line = csv->cells[0].line;
  return QUHUA_OK;
}

static const quhua__csv_cell *guilty_cell(const reading *r, quhua__opening_field field) {
  static const register_field fields[] = {
      [QUHUA__OPENING_CODE] = FIELD_CODE,     [QUHUA__OPENING_NAME] = FIELD_NAME,
      [QUHUA__OPENING_KIND] = FIELD_KIND,     [QUHUA__OPENING_LEVEL] = FIELD_LEVEL,
      [QUHUA__OPENING_PARENT] = FIELD_PARENT,
  };
  const quhua__csv_cell *cell = r->cells[fields[field]];
  return cell ? cell : r->cells[FIELD_CODE];
}

static quhua_status refuse_no_code(const reading *r, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the row has no code", "该行没有代码"),
              QUHUA__T("write the code of the unit", "请填写单位的代码"), QUHUA__NO_ARGS);
  return quhua__csv_fail_at(&r->table.csv, r->cells[FIELD_CODE], (quhua_str){0}, 0, err);
}

/* Where the link of the unit to its parent stands. */
static quhua__opening_place place_of_link(const reading *r) {
  const quhua__csv_cell *parent = r->cells[FIELD_PARENT];
  const quhua__csv_cell *cell = is_filled(parent) ? parent : r->cells[FIELD_CODE];
  return (quhua__opening_place){r->source, cell->line, quhua__csv_column(cell)};
}

static quhua_status add_row(reading *r, const quhua_opening_row *row, quhua_error *err) {
  quhua__opening_fault fault;
  if (row->code.len == 0) return refuse_no_code(r, err);
  quhua_status status = quhua__opening_add(r->opening, row, place_of_link(r), &fault, err);
  if (!status || status == QUHUA_E_NOMEM) return status;
  const quhua__csv_cell *cell = guilty_cell(r, fault.field);
  return quhua__csv_fail_at(&r->table.csv, cell, word_in(cell), fault.column, err);
}

static quhua_status read_rows(reading *r, quhua_error *err) {
  quhua_opening_row row;
  bool more = true;
  for (;;) {
    quhua_status status = quhua__csv_next(&r->table.csv, &more, err);
    if (status || !more) return status;
    status = read_row(r, &row, err);
    if (!status) status = add_row(r, &row, err);
    if (status) return status;
  }
}

quhua_status quhua_opening_read_csv(quhua_opening *opening, const char *data, size_t len, const char *source,
                                    quhua_error *err) {
  reading r = {.opening = opening};
  quhua_status status =
      quhua__table_open(&r.table, opening->allocator, &register_form, (quhua_str){data, len}, source, err);
  if (!status) r.source = quhua__arena_alloc(&opening->arena, sizeof *r.source);
  if (!status && (!r.source || !quhua__arena_copy(&opening->arena, r.table.csv.source, r.source)))
    status = quhua__fail_nomem(err);
  if (!status) status = quhua__cell_items_new(&r.table, FIELD_ATTRIBUTE, 1, &r.attributes, err);
  if (!status) status = quhua__cell_items_new(&r.table, FIELD_STAT, 0, &r.stats, err);
  if (!status) status = read_rows(&r, err);
  quhua__table_close(&r.table);
  return status;
}
