/* SPDX-License-Identifier: Apache-2.0 */
/* json.h: writing JSON to a stream. Failures of the stream show in ferror(). */
#ifndef TOOL_JSON_H
#define TOOL_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <quhua/text.h>

typedef struct json {
  FILE *stream;
  unsigned depth;
  bool pretty; /* lines and indentation; else all on one line */
  bool first;  /* nothing stands yet inside the open bracket */
  bool keyed;  /* a key stands before the next value */
} json;

json json_on(FILE *stream, bool pretty);
/* Brackets: '[' or '{', ']' or '}'. */
void json_open(json *j, char bracket);
void json_close(json *j, char bracket);
void json_key(json *j, quhua_str key);
void json_key_text(json *j, const char *key);
/* Malformed bytes become U+FFFD. */
void json_string(json *j, quhua_str text);
void json_text(json *j, const char *text);
void json_number(json *j, uint64_t number);
void json_bool(json *j, bool value);
void json_null(json *j);
/* A cell of a table: bare when its column holds numbers, null when that is empty. */
void json_cell(json *j, quhua_str cell, bool number);
/* JSON that is made already. */
void json_raw(json *j, quhua_str value);

#endif
