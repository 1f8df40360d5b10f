/* SPDX-License-Identifier: Apache-2.0 */
/* search_path.c: does a text name the units above a hit, and when? */
#include "registry/search_path.h"

#include <string.h>

#include "base/text_internal.h"

/* Forms in which a unit above may be written. */
typedef struct forms {
  quhua_str text[3]; /* name, stem, proper name */
  size_t count;
} forms;

static void add_form(forms *f, quhua_str text) {
  for (size_t i = 0; i < f->count; i++)
    if (quhua_str_equal(f->text[i], text)) return;
  if (text.len) f->text[f->count++] = text;
}

static forms forms_of(const quhua__state *state, const quhua__row *row) {
  forms f = {.count = 0};
  quhua_str stem = quhua__texts_at(&state->texts, quhua__texts_stem(&state->texts, row->name));
  add_form(&f, quhua__texts_at(&state->texts, row->name));
  add_form(&f, stem);
  add_form(&f, (quhua_str){stem.ptr, quhua__name_proper(stem)});
  return f;
}

bool quhua__path_drop_former(quhua_str *path) {
  static const char former[] = "原";
  const quhua_str mark = {former, sizeof former - 1};
  if (!quhua__ends_with(*path, mark)) return false;
  path->len -= mark.len;
  return true;
}

static quhua_period overlap(quhua_period a, quhua_period b) {
  return (quhua_period){a.from > b.from ? a.from : b.from, a.to < b.to ? a.to : b.to};
}

static quhua__path_answer leads(const quhua_snapshot *snapshot, uint32_t parent, quhua_period days,
                                quhua_str path, int depth);

/* The path without a form of this parent at its end, and without 原 before that. */
static quhua__path_answer leads_beyond(const quhua_snapshot *snapshot, const quhua__row *row,
                                       quhua_period days, quhua_str path, int depth) {
  forms f = forms_of(snapshot->state, row);
  for (size_t i = 0; i < f.count; i++) {
    if (!quhua__ends_with(path, f.text[i])) continue;
    quhua_str rest = {path.ptr, path.len - f.text[i].len};
    quhua__path_answer answer = leads(snapshot, row->parent, days, rest, depth + 1);
    if (answer == QUHUA__PATH_NO && quhua__path_drop_former(&rest) &&
        leads(snapshot, row->parent, days, rest, depth + 1) != QUHUA__PATH_NO)
      answer = QUHUA__PATH_FORMER;
    if (answer != QUHUA__PATH_NO) return answer;
  }
  return QUHUA__PATH_NO;
}

/* One version of a parent: named as written, or in another spelling (凤灵街道办事处), or left out. */
static quhua__path_answer leads_through(const quhua_snapshot *snapshot, const quhua__row *row,
                                        quhua_period days, quhua_str path, int depth) {
  quhua__path_answer answer = leads_beyond(snapshot, row, days, path, depth);
  if (answer == QUHUA__PATH_NO) {
    char buffer[512];
    quhua_str spelt = {buffer, quhua_name_stem(path, buffer, sizeof buffer)};
    if (spelt.len <= sizeof buffer && !quhua_str_equal(spelt, path))
      answer = leads_beyond(snapshot, row, days, spelt, depth);
  }
  return answer != QUHUA__PATH_NO ? answer : leads(snapshot, row->parent, days, path, depth + 1);
}

static quhua__path_answer leads(const quhua_snapshot *snapshot, uint32_t parent, quhua_period days,
                                quhua_str path, int depth) {
  if (path.len == 0) return QUHUA__PATH_YES;
  if (parent == 0 || depth > QUHUA_LEVEL_MAX) return QUHUA__PATH_NO;
  quhua__chain chain = quhua__chain_of_unit(snapshot->state, snapshot->known, parent);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(snapshot->state, number);
    quhua_period common = overlap(days, (quhua_period){row->from, row->to});
    if (common.from >= common.to) continue;
    quhua__path_answer answer = leads_through(snapshot, row, common, path, depth);
    if (answer != QUHUA__PATH_NO) return answer;
  }
  return QUHUA__PATH_NO;
}

quhua__path_answer quhua__path_leads(const quhua_snapshot *snapshot, uint32_t parent, quhua_period days,
                                     quhua_str path) {
  return leads(snapshot, parent, days, path, 0);
}
