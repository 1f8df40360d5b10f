/* SPDX-License-Identifier: Apache-2.0 */
#include "io/columns.h"

#include <string.h>

#include "base/bytes.h"
#include "base/fail.h"
#include "base/table.h"
#include "base/text_internal.h"
#include "io/cell.h"
#include "io/nearest.h"

static bool is_family(const quhua__column_form *form) {
  return form->shape == QUHUA__COLUMN_FAMILY || form->shape == QUHUA__COLUMN_WHOLE_FAMILY;
}

static const quhua__column_form *find_form(const quhua__table_form *form, quhua_str name) {
  for (size_t i = 0; i < form->count; i++) {
    const char *known = form->columns[i].name;
    bool matches = is_family(&form->columns[i]) ? quhua__begins_with(name, known)
                                                : quhua_str_equal(name, quhua_str_from(known));
    if (matches && name.len) return &form->columns[i];
  }
  return NULL;
}

/* The part of a name that a family would share: up to and with the first colon, half or full width. */
static quhua_str prefix_of(quhua_str name) {
  const char *wide = "：";
  for (size_t i = 0; i < name.len; i++) {
    if (name.ptr[i] == ':') return (quhua_str){name.ptr, i + 1};
    if (quhua__begins_with((quhua_str){name.ptr + i, name.len - i}, wide))
      return (quhua_str){name.ptr, i + strlen(wide)};
  }
  return (quhua_str){"", 0};
}

/* A name with a colon is compared with the families too. */
static quhua_str nearest_name(const quhua__table_form *form, quhua_str name) {
  quhua__nearest whole, prefix;
  quhua__nearest_init(&whole, name);
  quhua__nearest_init(&prefix, prefix_of(name));
  for (size_t i = 0; i < form->count; i++)
    quhua__nearest_offer(is_family(&form->columns[i]) ? &prefix : &whole,
                         quhua_str_from(form->columns[i].name));
  return prefix.text.len && prefix.distance < whole.distance ? prefix.word : whole.word;
}

/* The prefix of the only family of a form; empty when there are several, or none. */
static quhua_str only_family(const quhua__table_form *form) {
  quhua_str found = {"", 0};
  for (size_t i = 0; i < form->count; i++) {
    if (!is_family(&form->columns[i])) continue;
    if (found.len) return (quhua_str){"", 0};
    found = quhua_str_from(form->columns[i].name);
  }
  return found;
}

/* Is the name no misspelt word, because every character would have to be another? Then in a table of values the prefix
 * was forgotten: 人口 for stat:人口. */
static bool resembles_nothing(const quhua__table_form *form, quhua_str name) {
  quhua__nearest empty, word;
  quhua__nearest_init(&empty, name);
  quhua__nearest_offer(&empty, (quhua_str){"", 0});
  quhua__nearest_init(&word, name);
  for (size_t i = 0; i < form->count; i++)
    if (!is_family(&form->columns[i])) quhua__nearest_offer(&word, quhua_str_from(form->columns[i].name));
  return prefix_of(name).len == 0 && word.distance >= empty.distance;
}

static quhua_status refuse_unknown(const quhua__table_form *form, const quhua__csv *csv,
                                   const quhua__csv_cell *cell, quhua_str name, quhua_error *err) {
  quhua_str family = only_family(form);
  if (name.len && family.len && resembles_nothing(form, name))
    quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the column “{1}” is not known", "不认识列“{1}”"),
                QUHUA__T("if it is a series, call it “{2}{1}”", "如为指标，列名请写“{2}{1}”"),
                QUHUA__ARGS(name, family));
  else if (name.len == 0)
    quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("a column without a name", "有一列没有列名"),
                QUHUA__T("name the column, or take it away", "请填写列名，或删去该列"), QUHUA__NO_ARGS);
  else
    quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the column “{1}” is not known", "不认识列“{1}”"),
                QUHUA__T("the nearest known name is “{2}”", "最接近的列名是“{2}”"),
                QUHUA__ARGS(name, nearest_name(form, name)));
  return quhua__csv_fail_at(csv, cell, (quhua_str){0}, 0, err);
}

static quhua_status refuse_nameless(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_str name,
                                    quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("“{1}” has no name behind the colon", "“{1}”的冒号之后没有名称"),
              QUHUA__T("write a name behind the colon", "请在冒号之后填写名称"), QUHUA__ARGS(name));
  return quhua__csv_fail_at(csv, cell, (quhua_str){0}, 0, err);
}

static quhua_status refuse_twice(const quhua__csv *csv, const quhua__csv_cell *cell, quhua_str name,
                                 quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the column “{1}” stands twice", "列“{1}”出现了两次"),
              QUHUA__T("keep one of the two columns", "请只保留其中一列"), QUHUA__ARGS(name));
  return quhua__csv_fail_at(csv, cell, (quhua_str){0}, 0, err);
}

static quhua_status refuse_missing(const quhua__csv *csv, const char *name, quhua_error *err) {
  quhua__fail(err, QUHUA_E_INVALID, QUHUA__T("the column “{1}” is missing", "缺少列“{1}”"),
              QUHUA__T("add it to the header row and fill it in", "请在表头行增加该列并填写"),
              QUHUA__ARGS(quhua_str_from(name)));
  return quhua__fail_at(err, QUHUA_E_INVALID, csv->source, csv->count ? csv->cells[0].line : 1, 1);
}

/* What a name in the header means. */
static quhua_status resolve(const quhua__table_form *form, const quhua__csv *csv, const quhua__csv_cell *cell,
                            quhua__column *out, quhua_error *err) {
  quhua_str name = quhua__cell_trim(cell->text);
  const quhua__column_form *known = find_form(form, name);
  if (!known) return refuse_unknown(form, csv, cell, name, err);
  size_t prefix = strlen(known->name);
  if (is_family(known) && name.len == prefix) return refuse_nameless(csv, cell, name, err);
  *out = (quhua__column){known->field, name};
  if (known->shape == QUHUA__COLUMN_PLAIN) out->key = (quhua_str){"", 0};
  if (known->shape == QUHUA__COLUMN_FAMILY) out->key = (quhua_str){name.ptr + prefix, name.len - prefix};
  return QUHUA_OK;
}

/* Columns that mean the same have the same field and key. */
static quhua_status remember(quhua__table *seen, const quhua__csv *csv, const quhua__csv_cell *cell,
                             quhua__column *column, quhua_error *err) {
  quhua__bytes key;
  quhua_status status = QUHUA_OK;
  quhua__bytes_init(&key, csv->allocator);
  quhua__bytes_u(&key, (uint64_t)column->field);
  quhua__bytes_add(&key, column->key.ptr, column->key.len);
  if (!key.failed && quhua__table_find(seen, key.data, key.len))
    status = refuse_twice(csv, cell, quhua__cell_trim(cell->text), err);
  else if (key.failed || !quhua__table_add(seen, key.data, key.len, column))
    status = quhua__fail_nomem(err);
  quhua__bytes_free(&key);
  return status;
}

static quhua_status read_names(quhua__columns *columns, const quhua__table_form *form, const quhua__csv *csv,
                               quhua_error *err) {
  quhua__table seen;
  quhua_status status = QUHUA_OK;
  columns->list = quhua__arena_alloc(&columns->arena, csv->count * sizeof *columns->list);
  if (!columns->list) return quhua__fail_nomem(err);
  quhua__table_init(&seen, csv->allocator);
  for (; !status && columns->count < csv->count; columns->count++) {
    const quhua__csv_cell *cell = &csv->cells[columns->count];
    quhua__column *column = &columns->list[columns->count];
    status = resolve(form, csv, cell, column, err);
    if (!status && !quhua__arena_copy(&columns->arena, column->key, &column->key))
      status = quhua__fail_nomem(err);
    if (!status) status = remember(&seen, csv, cell, column, err);
  }
  quhua__table_free(&seen);
  return status;
}

static bool has_field(const quhua__columns *columns, int field) {
  for (size_t i = 0; i < columns->count; i++)
    if (columns->list[i].field == field) return true;
  return false;
}

quhua_status quhua__columns_read(quhua__columns *columns, const quhua__table_form *form, quhua__csv *csv,
                                 quhua_error *err) {
  bool more;
  *columns = (quhua__columns){NULL, 0, {0}};
  quhua__arena_init(&columns->arena, csv->allocator);
  quhua_status status = quhua__csv_next(csv, &more, err);
  if (status) return status;
  if (!more) {
    quhua__fail(
        err, QUHUA_E_INVALID, QUHUA__T("the table is empty: it has no header row", "表是空的，没有表头行"),
        QUHUA__T("write the names of the columns into the first row", "请在第一行填写列名"), QUHUA__NO_ARGS);
    return quhua__fail_at(err, QUHUA_E_INVALID, csv->source, 1, 1);
  }
  csv->width = csv->count;
  status = read_names(columns, form, csv, err);
  for (size_t i = 0; !status && i < form->count; i++)
    if (form->columns[i].required && !has_field(columns, form->columns[i].field))
      status = refuse_missing(csv, form->columns[i].name, err);
  return status;
}

void quhua__columns_free(quhua__columns *columns) {
  quhua__arena_free(&columns->arena);
  columns->list = NULL;
  columns->count = 0;
}
