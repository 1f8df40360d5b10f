/* SPDX-License-Identifier: Apache-2.0 */
#include "io/table_writer.h"

#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/number.h"
#include "io/cell.h"

static void flush(quhua__table_writer *table) {
  if (table->used && !table->failed)
    table->failed = !table->writer->write(table->writer->ctx, table->buffer, table->used);
  table->used = 0;
}

static void put(quhua__table_writer *table, const char *data, size_t len) {
  while (len > 0 && !table->failed) {
    size_t room = sizeof table->buffer - table->used, part = len < room ? len : room;
    memcpy(table->buffer + table->used, data, part);
    table->used += part;
    data += part;
    len -= part;
    if (table->used == sizeof table->buffer) flush(table);
  }
}

static void put_word(quhua__table_writer *table, const char *word) { put(table, word, strlen(word)); }

static void put_str(quhua__table_writer *table, quhua_str text) { put(table, text.ptr, text.len); }

/* Only what RFC 8259 demands is escaped. */
static void put_json(quhua__table_writer *table, quhua_str text) {
  size_t clean = 0;
  put_word(table, "\"");
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.ptr[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    char escape[8];
    put(table, text.ptr + clean, i - clean);
    snprintf(escape, sizeof escape, c < 0x20 ? "\\u%04x" : "\\%c", c);
    put_word(table, escape);
    clean = i + 1;
  }
  put(table, text.len ? text.ptr + clean : "", text.len - clean);
  put_word(table, "\"");
}

static bool wants_quotes(quhua_str text) {
  for (size_t i = 0; i < text.len; i++)
    if (text.ptr[i] && strchr("\",\r\n", text.ptr[i])) return true;
  return false;
}

static void put_csv(quhua__table_writer *table, quhua_str text, bool guard) {
  bool quotes = wants_quotes(text);
  if (quotes) put_word(table, "\"");
  if (guard) put_word(table, "'");
  size_t clean = 0;
  for (size_t i = 0; quotes && i < text.len; i++) {
    if (text.ptr[i] != '"') continue;
    put(table, text.ptr + clean, i + 1 - clean);
    clean = i; /* the quote once more */
  }
  if (text.len) put(table, text.ptr + clean, text.len - clean);
  if (quotes) put_word(table, "\"");
}

static void begin_cell(quhua__table_writer *table) {
  if (table->json) {
    if (table->cell == 0) put_word(table, table->any_row ? ",\n{" : "\n{");
    if (table->cell > 0) put_word(table, ",");
    put_json(table, table->columns[table->cell]);
    put_word(table, ":");
  } else if (table->cell > 0) {
    put_word(table, ",");
  }
}

static void end_cell(quhua__table_writer *table) {
  if (++table->cell < table->count) return;
  put_word(table, table->json ? "}" : "\n");
  table->cell = 0;
  table->any_row = true;
}

void quhua__table_begin(quhua__table_writer *table, quhua_format format, const quhua_writer *writer,
                        const quhua_str *columns, size_t count) {
  table->writer = writer;
  table->columns = columns;
  table->count = count;
  table->cell = table->used = 0;
  table->json = format == QUHUA_FORMAT_JSON;
  table->any_row = table->failed = false;
  if (table->json) put_word(table, "[");
  if (table->json) return;
  if (format == QUHUA_FORMAT_CSV_BOM) put_word(table, "\xEF\xBB\xBF");
  for (size_t i = 0; i < count; i++) quhua__table_word(table, columns[i]);
  table->any_row = false;
}

void quhua__table_text(quhua__table_writer *table, quhua_str text) {
  begin_cell(table);
  if (table->json)
    put_json(table, text);
  else
    put_csv(table, text, quhua__cell_wants_guard(text));
  end_cell(table);
}

void quhua__table_word(quhua__table_writer *table, quhua_str text) {
  begin_cell(table);
  if (table->json)
    put_json(table, text);
  else
    put_csv(table, text, false);
  end_cell(table);
}

/* -?(0|[1-9][0-9]*)(\.[0-9]+)? of RFC 8259; the exponent is left out. */
static bool is_json_number(quhua_str text) {
  size_t at = text.len && text.ptr[0] == '-' ? 1 : 0, start = at;
  while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9') at++;
  if (at == start || (text.ptr[start] == '0' && at - start > 1)) return false;
  if (at == text.len) return true;
  if (text.ptr[at++] != '.' || at == text.len) return false;
  while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9') at++;
  return at == text.len;
}

void quhua__table_number(quhua__table_writer *table, quhua_str decimal) {
  if (decimal.len && !is_json_number(decimal)) {
    quhua__table_text(table, decimal);
    return;
  }
  begin_cell(table);
  if (table->json && decimal.len == 0) put_word(table, "null");
  put_str(table, decimal);
  end_cell(table);
}

void quhua__table_count(quhua__table_writer *table, uint64_t number) {
  char text[QUHUA__NUMBER_TEXT_MAX];
  quhua__table_number(table, quhua__number_text(number, text));
}

quhua_status quhua__table_finish(quhua__table_writer *table, quhua_error *err) {
  if (table->json) put_word(table, table->any_row ? "\n]\n" : "]\n");
  flush(table);
  if (!table->failed) return QUHUA_OK;
  return quhua__fail(err, QUHUA_E_IO, QUHUA__T("the table could not be written", "无法写出表格"),
                     QUHUA__T("check the disk and the rights to write there", "请检查磁盘空间和写入权限"),
                     QUHUA__NO_ARGS);
}
