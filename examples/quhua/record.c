/* SPDX-License-Identifier: Apache-2.0 */
/* record.c: one object as a table of keys and values. */
#include "cell_words.h"
#include "labels.h"
#include "table.h"

void record_init(table *b) { table_init(b, (const char *const[]){"key", "value"}, 2); }

void record_add(table *b, const char *key, quhua_str value) {
  table_add_text(b, key);
  table_add(b, value);
}

void record_add_text(table *b, const char *key, const char *value) {
  record_add(b, key, quhua_str_from(value));
}

void record_add_number(table *b, const char *key, uint64_t value) {
  table_add_text(b, key);
  table_add_number(b, value);
}

#define LABEL_WIDTH 14

/* A key that is repeated on the next line is printed once; what is empty is left out. */
static void print_record_text(const table *b, const tool *t, FILE *stream) {
  quhua_str before = {0};
  for (size_t row = 1; row <= table_rows(b); row++) {
    quhua_str key = table_cell(b, row, 0);
    quhua_str value = cell_word(key, table_cell(b, row, 1), t->lang);
    if (value.len == 0) continue;
    quhua_str label = quhua_str_equal(key, before) ? quhua_str_from("") : column_label(key, t->lang);
    size_t width = display_width(label);
    if (t->color_out) fputs("\033[1m", stream);
    put_safe(stream, label.ptr, label.len);
    if (t->color_out) fputs("\033[0m", stream);
    fprintf(stream, "%*s", width + 1 < LABEL_WIDTH ? LABEL_WIDTH - (int)width : 1, "");
    put_safe(stream, value.ptr, value.len);
    fputc('\n', stream);
    before = key;
  }
}

void json_pairs(json *j, const table *b) {
  for (size_t row = 1; row <= table_rows(b); row++) {
    quhua_str key = table_cell(b, row, 0);
    json_key(j, key);
    json_cell(j, table_cell(b, row, 1), column_is_number(key));
  }
}

void json_record(json *j, const table *b, bool numbers) {
  json_open(j, '{');
  for (size_t row = 1; row <= table_rows(b); row++) {
    json_key(j, table_cell(b, row, 0));
    json_cell(j, table_cell(b, row, 1), numbers);
  }
  json_close(j, '}');
}

static void print_record_json(const table *b, FILE *stream) {
  json j = json_on(stream, true);
  json_open(&j, '{');
  json_pairs(&j, b);
  json_close(&j, '}');
  fputc('\n', stream);
}

int record_print(const table *b, const tool *t, FILE *stream) {
  if (b->failed || b->text.failed) return no_memory(t);
  switch (t->format) {
  case OUTPUT_TEXT: print_record_text(b, t, stream); break;
  case OUTPUT_CSV: table_print_csv(b, stream); break;
  case OUTPUT_JSON: print_record_json(b, stream); break;
  }
  return DONE;
}
