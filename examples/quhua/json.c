/* SPDX-License-Identifier: Apache-2.0 */
#include "json.h"

#include <inttypes.h>
#include <string.h>

#include <utf8proc.h>

json json_on(FILE *stream, bool pretty) { return (json){stream, 0, pretty, true, false}; }

static void new_line(json *j) {
  if (!j->pretty) return;
  fputc('\n', j->stream);
  for (unsigned i = 0; i < j->depth; i++) fputs("  ", j->stream);
}

/* What stands between the value before and this one. */
static void begin_value(json *j) {
  if (!j->keyed && j->depth > 0) {
    if (!j->first) fputc(',', j->stream);
    new_line(j);
  }
  j->first = false;
  j->keyed = false;
}

void json_open(json *j, char bracket) {
  begin_value(j);
  fputc(bracket, j->stream);
  j->depth++;
  j->first = true;
}

void json_close(json *j, char bracket) {
  j->depth--;
  if (!j->first) new_line(j);
  fputc(bracket, j->stream);
  j->first = false;
}

static void put_point(FILE *stream, const char *bytes, size_t len, utf8proc_int32_t point) {
  switch (point) {
  case '"': fputs("\\\"", stream); return;
  case '\\': fputs("\\\\", stream); return;
  case '\n': fputs("\\n", stream); return;
  case '\r': fputs("\\r", stream); return;
  case '\t': fputs("\\t", stream); return;
  default: break;
  }
  if (point < 0x20 || point == 0x7f)
    fprintf(stream, "\\u%04x", (unsigned)point);
  else
    fwrite(bytes, 1, len, stream);
}

static void put_quoted(FILE *stream, quhua_str text) {
  fputc('"', stream);
  for (size_t at = 0; at < text.len;) {
    utf8proc_int32_t point;
    utf8proc_ssize_t used =
        utf8proc_iterate((const utf8proc_uint8_t *)text.ptr + at, (utf8proc_ssize_t)(text.len - at), &point);
    if (used > 0)
      put_point(stream, text.ptr + at, (size_t)used, point);
    else
      fputs("\xef\xbf\xbd", stream); /* U+FFFD */
    at += used > 0 ? (size_t)used : 1;
  }
  fputc('"', stream);
}

void json_key(json *j, quhua_str key) {
  begin_value(j);
  put_quoted(j->stream, key);
  fputs(j->pretty ? ": " : ":", j->stream);
  j->keyed = true;
}

void json_key_text(json *j, const char *key) { json_key(j, quhua_str_from(key)); }

void json_string(json *j, quhua_str text) {
  begin_value(j);
  put_quoted(j->stream, text);
}

void json_text(json *j, const char *text) { json_string(j, quhua_str_from(text)); }

void json_number(json *j, uint64_t number) {
  begin_value(j);
  fprintf(j->stream, "%" PRIu64, number);
}

void json_bool(json *j, bool value) {
  begin_value(j);
  fputs(value ? "true" : "false", j->stream);
}

void json_null(json *j) {
  begin_value(j);
  fputs("null", j->stream);
}

void json_raw(json *j, quhua_str value) {
  begin_value(j);
  fwrite(value.ptr, 1, value.len, j->stream);
}

/* Digits with a sign or a point: what is a unit of measure in one table is a number in another. */
static bool looks_like_number(quhua_str cell) {
  for (size_t i = 0; i < cell.len; i++)
    if (!strchr("0123456789.-", cell.ptr[i])) return false;
  return true;
}

void json_cell(json *j, quhua_str cell, bool number) {
  if (!number || !looks_like_number(cell))
    json_string(j, cell);
  else if (cell.len)
    json_raw(j, cell);
  else
    json_null(j);
}
