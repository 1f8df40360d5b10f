/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/sort.h"
#include "registry/registry_internal.h"

struct quhua_cursor {
  const quhua_snapshot *snapshot;
  uint32_t *rows;
  quhua_match *matches; /* of a search, one for each row */
  size_t count, cap, at;
};

bool quhua__rows_add(quhua__rows *rows, uint32_t row) {
  void *list = rows->list;
  if (!quhua__grow(rows->allocator, &list, &rows->cap, rows->count + 1, sizeof *rows->list)) return false;
  rows->list = list;
  rows->list[rows->count++] = row;
  return true;
}

void quhua__rows_free(quhua__rows *rows) {
  if (rows->list) rows->allocator->free(rows->allocator->ctx, rows->list, rows->cap * sizeof *rows->list);
  rows->list = NULL;
  rows->count = rows->cap = 0;
}

quhua_status quhua__cursor_new(const quhua_snapshot *snapshot, uint32_t *rows, size_t count, size_t cap,
                               quhua_cursor **out, quhua_error *err) {
  const quhua_allocator *allocator = snapshot->allocator;
  quhua_cursor *cursor = allocator->alloc(allocator->ctx, sizeof *cursor);
  if (!cursor) {
    if (rows) allocator->free(allocator->ctx, rows, cap * sizeof *rows);
    *out = NULL;
    return quhua__fail_nomem(err);
  }
  *cursor = (quhua_cursor){.snapshot = snapshot, .rows = rows, .count = count, .cap = cap};
  *out = cursor;
  return QUHUA_OK;
}

void quhua__cursor_take_matches(quhua_cursor *cursor, quhua_match *matches) { cursor->matches = matches; }

bool quhua_cursor_next(quhua_cursor *cursor, quhua_unit *out) {
  if (cursor->at == cursor->count) return false;
  *out = quhua__row_unit(cursor->snapshot->state, cursor->rows[cursor->at++]);
  return true;
}

bool quhua_cursor_match(const quhua_cursor *cursor, quhua_match *out) {
  if (!cursor->matches || cursor->at == 0) return false;
  *out = cursor->matches[cursor->at - 1];
  return true;
}

size_t quhua_cursor_count(const quhua_cursor *cursor) { return cursor->count; }

void quhua_cursor_free(quhua_cursor *cursor) {
  if (!cursor) return;
  const quhua_allocator *allocator = cursor->snapshot->allocator;
  if (cursor->rows) allocator->free(allocator->ctx, cursor->rows, cursor->cap * sizeof *cursor->rows);
  if (cursor->matches)
    allocator->free(allocator->ctx, cursor->matches, cursor->count * sizeof *cursor->matches);
  allocator->free(allocator->ctx, cursor, sizeof *cursor);
}

static int by_code(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__row *x = quhua__state_row(ctx, a), *y = quhua__state_row(ctx, b);
  int order = quhua_code_compare(&x->code, &y->code);
  if (order == 0) order = (x->level > y->level) - (x->level < y->level);
  return order;
}

int quhua__rows_by_time(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__row *x = quhua__state_row(ctx, a), *y = quhua__state_row(ctx, b);
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  if (x->to != y->to) return x->to < y->to ? -1 : 1;
  return (a > b) - (a < b); /* steps of a same-day chain: in the order of record */
}

quhua_status quhua__cursor_finish(const quhua_snapshot *snapshot, quhua__rows *rows, bool complete,
                                  quhua__compare compare, quhua_cursor **out, quhua_error *err) {
  *out = NULL;
  uint32_t *scratch = NULL;
  if (complete && rows->count > 1) {
    scratch = rows->allocator->alloc(rows->allocator->ctx, rows->count * sizeof *scratch);
    complete = scratch != NULL;
  }
  if (!complete) {
    quhua__rows_free(rows);
    return quhua__fail_nomem(err);
  }
  if (scratch) {
    quhua__sort(rows->list, scratch, rows->count, compare, snapshot->state);
    rows->allocator->free(rows->allocator->ctx, scratch, rows->count * sizeof *scratch);
  }
  return quhua__cursor_new(snapshot, rows->list, rows->count, rows->cap, out, err);
}

quhua_status quhua_cursor_new_children(const quhua_snapshot *snapshot, quhua_unit_id parent, quhua_date date,
                                       quhua_cursor **out, quhua_error *err) {
  const quhua__state *s = snapshot->state;
  quhua__rows rows = {.allocator = snapshot->allocator};
  bool complete = true;
  if (parent <= quhua__state_totals(s, snapshot->known).units) {
    quhua__chain chain = quhua__chain_of_children(s, snapshot->known, (uint32_t)parent);
    for (uint32_t row; complete && (row = quhua__chain_next(&chain)) != 0;)
      if (quhua__row_holds_on(quhua__state_row(s, row), date)) complete = quhua__rows_add(&rows, row);
  }
  return quhua__cursor_finish(snapshot, &rows, complete, by_code, out, err);
}

quhua_status quhua_cursor_new_all(const quhua_snapshot *snapshot, quhua_date date, quhua_cursor **out,
                                  quhua_error *err) {
  const quhua__state *s = snapshot->state;
  quhua__rows rows = {.allocator = snapshot->allocator};
  bool complete = true;
  uint32_t last = quhua__state_totals(s, snapshot->known).rows;
  for (uint32_t row = 1; complete && row <= last; row++)
    if (quhua__row_visible(s, row, snapshot->known) && quhua__row_holds_on(quhua__state_row(s, row), date))
      complete = quhua__rows_add(&rows, row);
  return quhua__cursor_finish(snapshot, &rows, complete, by_code, out, err);
}

static bool carries(const quhua__state *s, uint32_t set_number, uint32_t key) {
  if (!set_number) return false;
  quhua__attribute_set set = quhua__state_set(s, set_number);
  for (uint32_t i = 0; i < set.count; i++)
    if (quhua__state_pair(s, set.first + i).key == key) return true;
  return false;
}

quhua_status quhua_cursor_new_attributed(const quhua_snapshot *snapshot, quhua_str key, quhua_date date,
                                         quhua_cursor **out, quhua_error *err) {
  const quhua__state *s = snapshot->state;
  quhua__rows rows = {.allocator = snapshot->allocator};
  bool complete = true;
  uint32_t text = quhua__texts_find(&s->texts, key), last = quhua__state_totals(s, snapshot->known).rows;
  for (uint32_t number = 1; text && complete && number <= last; number++) {
    const quhua__row *row = quhua__state_row(s, number);
    if (carries(s, row->attributes, text) && quhua__row_visible(s, number, snapshot->known) &&
        quhua__row_holds_on(row, date))
      complete = quhua__rows_add(&rows, number);
  }
  return quhua__cursor_finish(snapshot, &rows, complete, by_code, out, err);
}

quhua_status quhua_cursor_new_versions(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_cursor **out,
                                       quhua_error *err) {
  quhua__rows rows = {.allocator = snapshot->allocator};
  bool complete = true;
  if (id && id <= quhua__state_totals(snapshot->state, snapshot->known).units) {
    quhua__chain chain = quhua__chain_of_unit(snapshot->state, snapshot->known, (uint32_t)id);
    for (uint32_t row; complete && (row = quhua__chain_next(&chain)) != 0;)
      complete = quhua__rows_add(&rows, row);
  }
  return quhua__cursor_finish(snapshot, &rows, complete, quhua__rows_by_time, out, err);
}

quhua_status quhua_cursor_new_holders(const quhua_snapshot *snapshot, quhua_level level,
                                      const quhua_code *code, quhua_cursor **out, quhua_error *err) {
  quhua__rows rows = {.allocator = snapshot->allocator};
  bool complete = true;
  int first = level == QUHUA_LEVEL_ANY ? QUHUA_LEVEL_PROVINCE : (int)level;
  int last = level == QUHUA_LEVEL_ANY ? QUHUA_LEVEL_MAX : (int)level;
  for (int at = first; at <= last; at++) {
    quhua__chain chain = quhua__chain_of_code(snapshot->state, snapshot->known, (quhua_level)at, code);
    for (uint32_t row; complete && (row = quhua__chain_next(&chain)) != 0;)
      complete = quhua__rows_add(&rows, row);
  }
  return quhua__cursor_finish(snapshot, &rows, complete, quhua__rows_by_time, out, err);
}
