/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/neighbours.h"

#include <string.h>

#include "rules/lines.h"

#define HEADER "code"

static bool is_header(const quhua__line *line) {
  return quhua_str_equal(line->cells[0], quhua_str_from(HEADER));
}

static quhua_status read_code(const quhua_scheme *scheme, const quhua__line *line, size_t cell,
                              quhua_code *out, quhua_error *err) {
  if (quhua_code_parse(scheme, line->cells[cell], QUHUA_LEVEL_ANY, out, NULL, NULL) == QUHUA_OK)
    return QUHUA_OK;
  return quhua__line_fail(
      line, cell, QUHUA__NEIGHBOURS, QUHUA__T("“{1}” is not a code", "“{1}”不是代码"),
      QUHUA__T("each line names two adjacent units by their codes", "每行填两个相邻单位的代码"), err);
}

static quhua_status read_pair(const quhua_scheme *scheme, const quhua__line *line, quhua_code pair[2],
                              quhua_error *err) {
  if (line->count != 2)
    return quhua__line_fail(line, 0, QUHUA__NEIGHBOURS, QUHUA__T("a line has two codes", "每行须有两个代码"),
                            QUHUA__T("part them by a half-width comma", "请用半角逗号分隔"), err);
  for (size_t i = 0; i < 2; i++) {
    quhua_status status = read_code(scheme, line, i, &pair[i], err);
    if (status != QUHUA_OK) return status;
  }
  if (quhua_code_compare(&pair[0], &pair[1]) != 0) return QUHUA_OK;
  return quhua__line_fail(line, 1, QUHUA__NEIGHBOURS,
                          QUHUA__T("“{1}” would be its own neighbour", "“{1}”不能与自身相邻"),
                          QUHUA__T("correct one of the two codes", "请更正其中一个代码"), err);
}

quhua_status quhua__neighbours_check(const quhua_scheme *scheme, quhua_str text, quhua_error *err) {
  quhua_status status = quhua__lines_check(text, QUHUA__NEIGHBOURS, err);
  quhua__lines lines = quhua__lines_of(text);
  quhua__line line;
  for (bool first = true; status == QUHUA_OK && quhua__lines_next(&lines, &line); first = false) {
    quhua_code pair[2];
    if (!first || !is_header(&line)) status = read_pair(scheme, &line, pair, err);
  }
  return status;
}

void quhua__neighbours_init(quhua__neighbours *n, quhua__arena *arena) {
  n->arena = arena;
  quhua__table_init(&n->by_code, arena->allocator);
}

void quhua__neighbours_free(quhua__neighbours *n) { quhua__table_free(&n->by_code); }

quhua__place *quhua__neighbours_place(quhua__neighbours *n, const quhua_code *code) {
  quhua__place *place = quhua__table_find(&n->by_code, code->text, strlen(code->text));
  if (place) return place;
  place = quhua__arena_alloc(n->arena, sizeof *place);
  return place && quhua__table_add(&n->by_code, code->text, strlen(code->text), place) ? place : NULL;
}

static quhua__place *listed_place(quhua__neighbours *n, const quhua_code *code) {
  quhua__place *place = quhua__table_find(&n->by_code, code->text, strlen(code->text));
  if (place) place->listed = true;
  return place;
}

static bool join(quhua__neighbours *n, quhua__place *from, quhua__place *to) {
  quhua__next_door *door = quhua__arena_alloc(n->arena, sizeof *door);
  if (!door) return false;
  *door = (quhua__next_door){to, from->beside};
  from->beside = door;
  return true;
}

bool quhua__neighbours_read(quhua__neighbours *n, const quhua_scheme *scheme, quhua_str text) {
  quhua__lines lines = quhua__lines_of(text);
  quhua__line line;
  for (bool first = true; quhua__lines_next(&lines, &line); first = false) {
    quhua_code pair[2];
    if ((first && is_header(&line)) || read_pair(scheme, &line, pair, NULL) != QUHUA_OK) continue;
    quhua__place *a = listed_place(n, &pair[0]), *b = listed_place(n, &pair[1]);
    if (a && b && !(join(n, a, b) && join(n, b, a))) return false;
  }
  return true;
}
