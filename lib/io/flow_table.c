/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/io.h>

#include <string.h>

#include "base/fail.h"
#include "base/fraction.h"
#include "change/changeset.h"
#include "change/ledger_mode.h"
#include "change/share.h"
#include "io/cell.h"
#include "io/nearest.h"
#include "io/table_reader.h"

/* An `attr:` cell that says the unit loses the attribute; an empty one says nothing. */
#define DROPPED "-"

static const quhua__column_form flow_columns[] = {
    {"document", QUHUA__FLOW_DOCUMENT, QUHUA__COLUMN_PLAIN, false},
    {"effective", QUHUA__FLOW_EFFECTIVE, QUHUA__COLUMN_PLAIN, true},
    {"decided", QUHUA__FLOW_DECIDED, QUHUA__COLUMN_PLAIN, false},
    {"event", QUHUA__FLOW_EVENT, QUHUA__COLUMN_PLAIN, false},
    {"relation", QUHUA__FLOW_RELATION, QUHUA__COLUMN_PLAIN, false},
    {"old_code", QUHUA__FLOW_OLD_CODE, QUHUA__COLUMN_PLAIN, false},
    {"old_name", QUHUA__FLOW_OLD_NAME, QUHUA__COLUMN_PLAIN, false},
    {"old_level", QUHUA__FLOW_OLD_LEVEL, QUHUA__COLUMN_PLAIN, false},
    {"new_code", QUHUA__FLOW_NEW_CODE, QUHUA__COLUMN_PLAIN, false},
    {"new_name", QUHUA__FLOW_NEW_NAME, QUHUA__COLUMN_PLAIN, false},
    {"new_level", QUHUA__FLOW_NEW_LEVEL, QUHUA__COLUMN_PLAIN, false},
    {"new_kind", QUHUA__FLOW_NEW_KIND, QUHUA__COLUMN_PLAIN, false},
    {"new_parent", QUHUA__FLOW_NEW_PARENT, QUHUA__COLUMN_PLAIN, false},
    {"share", QUHUA__FLOW_SHARE, QUHUA__COLUMN_PLAIN, false},
    {"ledger", QUHUA__FLOW_LEDGER, QUHUA__COLUMN_PLAIN, false},
    {"stat:", QUHUA__FLOW_STAT, QUHUA__COLUMN_FAMILY, false},
    {"attr:", QUHUA__FLOW_ATTR, QUHUA__COLUMN_FAMILY, false},
    {"target", QUHUA__FLOW_TARGET, QUHUA__COLUMN_PLAIN, false},
    {"identity", QUHUA__FLOW_IDENTITY, QUHUA__COLUMN_PLAIN, false},
    {"confidence", QUHUA__FLOW_CONFIDENCE, QUHUA__COLUMN_PLAIN, false},
    {"milestone:", QUHUA__FLOW_MILESTONE, QUHUA__COLUMN_FAMILY, false},
    {"x:", QUHUA__FLOW_X, QUHUA__COLUMN_FAMILY, false},
    {"reason", QUHUA__FLOW_REASON, QUHUA__COLUMN_PLAIN, false},
    {"note", QUHUA__FLOW_NOTE, QUHUA__COLUMN_PLAIN, false},
};
static const quhua__table_form flow_form = {flow_columns, sizeof flow_columns / sizeof *flow_columns};

/* A flow table that is being read. */
typedef struct reading {
  quhua_changeset *changeset;
  quhua__table_reader table;
  quhua__cell_items stats, attributes, milestones, notes;
  const quhua__csv_cell *cells[QUHUA__FLOW_FIELDS]; /* of the row; NULL for columns that the table has not */
} reading;

/* Reads one cell, which is not empty, into its field of the row. */
typedef quhua_status (*cell_reader)(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_flow_row *row,
                                    quhua_error *err);

static quhua_status read_relation(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_flow_row *row,
                                  quhua_error *err) {
  quhua_str text = quhua__cell_trim(cell->text);
  quhua__nearest nearest;
  row->relation = quhua_relation_find(text);
  if (row->relation != QUHUA_RELATION_NONE) return QUHUA_OK;
  quhua__nearest_init(&nearest, text);
  for (int i = 1; i < QUHUA_RELATION_LIMIT; i++)
    for (int lang = 0; lang < QUHUA_LANG_COUNT; lang++)
      quhua__nearest_offer(&nearest,
                           quhua_str_from(quhua_relation_word((quhua_relation)i, (quhua_lang)lang)));
  quhua__fail(err, QUHUA_E_INVALID,
              QUHUA__T("“{1}” is not a kind of change; the nearest known word is “{2}”",
                       "“{1}”不是变更类型，最接近的是“{2}”"),
              QUHUA__T("leave the cell empty where the flows say it all", "流向已能说明时可以留空"),
              QUHUA__ARGS(text, nearest.word));
  return quhua__csv_fail_at(csv, cell, text, 0, err);
}

static quhua_status read_share(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_flow_row *row,
                               quhua_error *err) {
  quhua_str text = quhua__cell_trim(cell->text);
  uint32_t column = 0;
  if (quhua_share_parse(text, &row->share, &column)) return QUHUA_OK;
  quhua__fail(
      err, QUHUA_E_INVALID, QUHUA__T("“{1}” is not a share between 0 and 1", "“{1}”不是 0 到 1 之间的份额"),
      QUHUA__T("write a fraction 2/5, a decimal 0.4, ? for unknown, an interval 1/4..1/2, or children",
               "写作分数 2/5、小数 0.4、未知 ?、区间 1/4..1/2，或 children"),
      QUHUA__ARGS(text));
  return quhua__csv_fail_at(csv, cell, text, column, err);
}

static quhua_status read_ledger(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_flow_row *row,
                                quhua_error *err) {
  quhua_str text = quhua__cell_trim(cell->text);
  row->ledger = quhua_ledger_mode_find(text);
  if (row->ledger != QUHUA_LEDGER_NONE) return QUHUA_OK;
  quhua__ledger_mode_refuse(text, err);
  return quhua__csv_fail_at(csv, cell, text, 0, err);
}

static quhua_status read_identity(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_flow_row *row,
                                  quhua_error *err) {
  quhua_str text = quhua__cell_trim(cell->text);
  if (quhua_str_equal(text, quhua_str_from("same")))
    row->identity = QUHUA_IDENTITY_SAME;
  else if (quhua_str_equal(text, quhua_str_from("new")))
    row->identity = QUHUA_IDENTITY_NEW;
  if (row->identity != QUHUA_IDENTITY_RULE) return QUHUA_OK;
  quhua__fail(
      err, QUHUA_E_INVALID, QUHUA__T("“{1}” is not an identity", "“{1}”不是身份取值"),
      QUHUA__T("write same, new, or leave the cell empty", "写 same（原单位延续）、new（新单位），或留空"),
      QUHUA__ARGS(text));
  return quhua__csv_fail_at(csv, cell, text, 0, err);
}

/* Rounded to ten-thousandths: a confidence is an estimate. */
static quhua_status read_confidence(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_flow_row *row,
                                    quhua_error *err) {
  quhua_str text = quhua__cell_trim(cell->text);
  const char *at = text.ptr, *end = text.ptr + text.len;
  quhua_fraction value;
  if (quhua__share_number(&at, end, &value) && at == end) {
    quhua_fraction bounded = quhua__fraction_round_down(value); /* small enough to multiply */
    row->confidence = (int32_t)((bounded.num * 10000 + bounded.den / 2) / bounded.den);
    return QUHUA_OK;
  }
  quhua__fail(err, QUHUA_E_INVALID,
              QUHUA__T("“{1}” is not a confidence between 0 and 1", "“{1}”不是 0 到 1 之间的可信度"),
              QUHUA__T("write for example 0.85", "例如 0.85"), QUHUA__ARGS(text));
  return quhua__csv_fail_at(csv, cell, text, 0, err);
}

static quhua_status read_effective(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_flow_row *row,
                                   quhua_error *err) {
  quhua_str text = quhua__cell_trim(cell->text);
  size_t at = 0;
  while (at + 2 < text.len && memcmp(text.ptr + at, "..", 2) != 0) at++;
  if (at + 2 >= text.len) return quhua__cell_date(csv, cell, &row->effective, err);
  quhua__csv_cell first = *cell, last = *cell; /* a window: the day is not known, but these are */
  first.text = (quhua_str){text.ptr, at};
  last.text = (quhua_str){text.ptr + at + 2, text.len - at - 2};
  quhua_status status = quhua__cell_date(csv, &first, &row->earliest, err);
  return status ? status : quhua__cell_date(csv, &last, &row->effective, err);
}

static quhua_status read_decided(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_flow_row *row,
                                 quhua_error *err) {
  return quhua__cell_date(csv, cell, &row->decided, err);
}

static quhua_status read_old_level(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_flow_row *row,
                                   quhua_error *err) {
  return quhua__cell_level(csv, cell, &row->old_level, err);
}

static quhua_status read_new_level(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_flow_row *row,
                                   quhua_error *err) {
  return quhua__cell_level(csv, cell, &row->new_level, err);
}

static quhua_status read_new_kind(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_flow_row *row,
                                  quhua_error *err) {
  return quhua__cell_kind(csv, cell, &row->new_kind, err);
}

/* Fields that are more than text. */
static const cell_reader readers[QUHUA__FLOW_FIELDS] = {
    [QUHUA__FLOW_EFFECTIVE] = read_effective,   [QUHUA__FLOW_DECIDED] = read_decided,
    [QUHUA__FLOW_RELATION] = read_relation,     [QUHUA__FLOW_OLD_LEVEL] = read_old_level,
    [QUHUA__FLOW_NEW_LEVEL] = read_new_level,   [QUHUA__FLOW_NEW_KIND] = read_new_kind,
    [QUHUA__FLOW_SHARE] = read_share,           [QUHUA__FLOW_IDENTITY] = read_identity,
    [QUHUA__FLOW_CONFIDENCE] = read_confidence, [QUHUA__FLOW_LEDGER] = read_ledger,
};

static quhua_status add_stat(reading *r, size_t column, quhua_str *value, quhua_error *err) {
  const quhua__csv_cell *cell = &r->table.csv.cells[column];
  *value = quhua__cell_trim(cell->text);
  return value->len ? quhua__cell_amount(&r->table.csv, cell, value, err) : QUHUA_OK;
}

/* Adds a cell of a family to its items; an empty one says nothing. */
static quhua_status add_item(reading *r, size_t at, quhua__cell_items *items, quhua_error *err) {
  const quhua__column *column = &r->table.columns.list[at];
  quhua_str text = r->table.csv.cells[at].text;
  quhua_attribute item = {column->key, quhua__cell_unguard(text)};
  quhua_status status = QUHUA_OK;
  bool dropped = column->field == QUHUA__FLOW_ATTR && quhua_str_equal(text, quhua_str_from(DROPPED));
  if (column->field == QUHUA__FLOW_STAT) status = add_stat(r, at, &item.value, err);
  if (status || item.value.len == 0) return status;
  if (dropped) item.value = (quhua_str){"", 0};
  items->list[items->count] = item;
  items->column[items->count++] = at;
  return QUHUA_OK;
}

/* Sorts the cells of a row by what they mean. */
static quhua_status sort_cells(reading *r, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  r->stats.count = r->attributes.count = r->milestones.count = r->notes.count = 0;
  for (size_t i = 0; !status && i < r->table.columns.count; i++) switch (r->table.columns.list[i].field) {
    case QUHUA__FLOW_STAT: status = add_item(r, i, &r->stats, err); break;
    case QUHUA__FLOW_ATTR: status = add_item(r, i, &r->attributes, err); break;
    case QUHUA__FLOW_MILESTONE: status = add_item(r, i, &r->milestones, err); break;
    case QUHUA__FLOW_X: status = add_item(r, i, &r->notes, err); break;
    default: r->cells[r->table.columns.list[i].field] = &r->table.csv.cells[i];
    }
  return status;
}

static quhua_str text_of(const reading *r, quhua__flow_field field) {
  return r->cells[field] ? quhua__cell_unguard(r->cells[field]->text) : (quhua_str){"", 0};
}

static quhua_str word_of(const reading *r, quhua__flow_field field) {
  const quhua__csv_cell *cell = r->cells[field];
  return cell ? quhua__cell_unguard(quhua__cell_trim(cell->text)) : (quhua_str){"", 0};
}

/* Texts for people are kept as they are, names and codes without blanks around them. */
static void read_texts(const reading *r, quhua_flow_row *row) {
  row->document = word_of(r, QUHUA__FLOW_DOCUMENT);
  row->event = word_of(r, QUHUA__FLOW_EVENT);
  row->old_code = word_of(r, QUHUA__FLOW_OLD_CODE);
  row->old_name = word_of(r, QUHUA__FLOW_OLD_NAME);
  row->new_code = word_of(r, QUHUA__FLOW_NEW_CODE);
  row->new_name = word_of(r, QUHUA__FLOW_NEW_NAME);
  row->new_parent = word_of(r, QUHUA__FLOW_NEW_PARENT);
  row->target = word_of(r, QUHUA__FLOW_TARGET);
  row->reason = text_of(r, QUHUA__FLOW_REASON);
  row->note = text_of(r, QUHUA__FLOW_NOTE);
}

static void read_items(const reading *r, quhua_flow_row *row) {
  row->attributes = r->attributes.list;
  row->attribute_count = r->attributes.count;
  row->amounts = r->stats.list;
  row->amount_count = r->stats.count;
  row->notes = r->notes.list;
  row->note_count = r->notes.count;
  row->milestones = r->milestones.list;
  row->milestone_count = r->milestones.count;
}

static quhua_status read_row(reading *r, quhua_flow_row *row, quhua_error *err) {
  quhua_flow_row_init(row);
  quhua_status status = sort_cells(r, err);
  for (int field = 0; !status && field < QUHUA__FLOW_FIELDS; field++) {
    const quhua__csv_cell *cell = r->cells[field];
    if (readers[field] && cell && quhua__cell_trim(cell->text).len > 0)
      status = readers[field](&r->table.csv, cell, row, err);
  }
  if (status) return status;
  read_texts(r, row);
  read_items(r, row);
  row->line = r->table.csv.cells[0].line;
  return QUHUA_OK;
}

static const quhua__csv_cell *guilty_cell(const reading *r, const quhua__flow_fault *fault) {
  const quhua__csv_cell *cells = r->table.csv.cells;
  switch (fault->field) {
  case QUHUA__FLOW_STAT: return &cells[r->stats.column[fault->item]];
  case QUHUA__FLOW_ATTR: return &cells[r->attributes.column[fault->item]];
  case QUHUA__FLOW_MILESTONE: return &cells[r->milestones.column[fault->item]];
  case QUHUA__FLOW_X: return &cells[r->notes.column[fault->item]];
  case QUHUA__FLOW_NOWHERE: return &cells[0];
  default: return r->cells[fault->field] ? r->cells[fault->field] : &cells[0];
  }
}

static quhua_status add_row(reading *r, const quhua_flow_row *row, quhua_error *err) {
  quhua__flow_fault fault;
  quhua_status status = quhua__changeset_add(r->changeset, row, &fault, err);
  if (!status || status == QUHUA_E_NOMEM) return status;
  const quhua__csv_cell *cell = guilty_cell(r, &fault);
  return quhua__csv_fail_at(&r->table.csv, cell, quhua__cell_unguard(quhua__cell_trim(cell->text)),
                            fault.column, err);
}

static quhua_status refuse_no_rows(const reading *r, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the flow table has no rows", "流向表没有任何行"),
              QUHUA__T("write one row for each pair of an old and a new unit", "每对变更前后单位写一行"),
              QUHUA__NO_ARGS);
  return quhua__fail_at(err, QUHUA_E_INVALID, r->table.csv.source, r->table.csv.line, 1);
}

static quhua_status read_rows(reading *r, quhua_error *err) {
  quhua_flow_row row;
  bool more = true;
  for (size_t count = 0;; count++) {
    quhua_status status = quhua__csv_next(&r->table.csv, &more, err);
    if (!status && !more && count == 0) status = refuse_no_rows(r, err);
    if (status || !more) return status;
    status = read_row(r, &row, err);
    if (!status) status = add_row(r, &row, err);
    if (status) return status;
  }
}

quhua_status quhua_changeset_read_csv(quhua_changeset *changeset, const char *data, size_t len,
                                      const char *source, quhua_error *err) {
  reading r = {.changeset = changeset};
  size_t before = changeset->count;
  quhua_status status =
      quhua__table_open(&r.table, changeset->allocator, &flow_form, (quhua_str){data, len}, source, err);
  if (!status) status = quhua__cell_items_new(&r.table, QUHUA__FLOW_STAT, 0, &r.stats, err);
  if (!status) status = quhua__cell_items_new(&r.table, QUHUA__FLOW_ATTR, 0, &r.attributes, err);
  if (!status) status = quhua__cell_items_new(&r.table, QUHUA__FLOW_MILESTONE, 0, &r.milestones, err);
  if (!status) status = quhua__cell_items_new(&r.table, QUHUA__FLOW_X, 0, &r.notes, err);
  if (!status) status = read_rows(&r, err);
  if (status) quhua__changeset_truncate(changeset, before);
  quhua__table_close(&r.table);
  return status;
}
