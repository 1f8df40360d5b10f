/* SPDX-License-Identifier: Apache-2.0 */
#include "io/table_reader.h"

#include "base/fail.h"

quhua_status quhua__table_open(quhua__table_reader *reader, const quhua_allocator *allocator,
                               const quhua__table_form *form, quhua_str data, const char *source,
                               quhua_error *err) {
  quhua_str name = quhua_str_from(source);
  *reader = (quhua__table_reader){.allocator = allocator};
  quhua__arena_init(&reader->columns.arena, allocator);
  quhua__csv_init(&reader->csv, allocator, (quhua_str){"", 0}, name);
  quhua_status status = quhua__decode(allocator, data, name, &reader->decoded, err);
  if (status) return status;
  quhua__csv_init(&reader->csv, allocator, reader->decoded.text, name);
  return quhua__columns_read(&reader->columns, form, &reader->csv, err);
}

void quhua__table_close(quhua__table_reader *reader) {
  quhua__columns_free(&reader->columns);
  quhua__csv_free(&reader->csv);
  quhua__decoded_free(reader->allocator, &reader->decoded);
}

quhua_status quhua__cell_items_new(quhua__table_reader *reader, int field, size_t more,
                                   quhua__cell_items *out, quhua_error *err) {
  size_t count = more;
  for (size_t i = 0; i < reader->columns.count; i++)
    if (reader->columns.list[i].field == field) count++;
  *out = (quhua__cell_items){NULL, NULL, 0};
  if (count == 0) return QUHUA_OK;
  out->list = quhua__arena_alloc(&reader->columns.arena, count * sizeof *out->list);
  out->column = quhua__arena_alloc(&reader->columns.arena, count * sizeof *out->column);
  return out->list && out->column ? QUHUA_OK : quhua__fail_nomem(err);
}
