/* SPDX-License-Identifier: Apache-2.0 */
/* vintage_sweep.c: on which days most rows are true. The ends of all spans are gathered by day first: there are many
 * rows, but their spans end on few days, so that only these need sorting. */
#include "base/fail.h"
#include "base/sort.h"
#include "infer/vintage.h"

/* A day on which rows begin or cease to be true. */
typedef struct brink {
  quhua_date date;
  int64_t change; /* rows that begin, less those that end */
} brink;

typedef struct sweep {
  const quhua_allocator *allocator;
  brink *brinks;
  size_t count, cap;
  quhua__index by_date;
} sweep;

static bool has_date(const void *ctx, uint32_t item, const void *key) {
  const sweep *s = ctx;
  return s->brinks[item - 1].date == *(const quhua_date *)key;
}

static void sweep_free(sweep *s) {
  if (s->brinks) s->allocator->free(s->allocator->ctx, s->brinks, s->cap * sizeof *s->brinks);
  quhua__index_free(&s->by_date);
}

static bool add(sweep *s, quhua_date date, int change) {
  uint64_t hash = quhua__hash(&date, sizeof date, 0);
  uint32_t item = quhua__index_find(&s->by_date, hash, has_date, s, &date);
  if (!item) {
    void *brinks = s->brinks;
    if (!quhua__grow(s->allocator, &brinks, &s->cap, s->count + 1, sizeof *s->brinks)) return false;
    s->brinks = brinks;
    if (!quhua__index_reserve(&s->by_date, 1)) return false;
    s->brinks[s->count] = (brink){.date = date};
    item = (uint32_t)++s->count;
    quhua__index_put(&s->by_date, hash, item, has_date, s, &date);
  }
  s->brinks[item - 1].change += change;
  return true;
}

/* The ends of the spans of all rows that belong to no part yet. */
static bool gather(sweep *s, const quhua_vintage *v) {
  for (size_t i = 0; i < v->listing->count; i++) {
    const quhua__dated *row = &v->rows[i];
    for (uint32_t k = 0; !row->part && k < row->span_count; k++) {
      quhua_period days = v->spans[row->first_span + k];
      if (!add(s, days.from, 1) || !add(s, days.to, -1)) return false;
    }
  }
  return true;
}

static int by_date(const void *ctx, uint32_t a, uint32_t b) {
  const sweep *s = ctx;
  return (s->brinks[a].date > s->brinks[b].date) - (s->brinks[a].date < s->brinks[b].date);
}

/* The most rows first; of equal ones the latest. */
static int by_rows(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__stretch *s = ctx, *x = &s[a], *y = &s[b];
  if (x->rows != y->rows) return x->rows > y->rows ? -1 : 1;
  return (x->days.from < y->days.from) - (x->days.from > y->days.from);
}

static void number(uint32_t *list, size_t count) {
  for (size_t i = 0; i < count; i++) list[i] = (uint32_t)i;
}

/* The stretches between the brinks on which some row is true, in the order of time. */
static size_t measure(const sweep *s, const uint32_t *order, quhua__stretch *out) {
  size_t count = 0;
  int64_t rows = 0;
  for (size_t i = 0; i + 1 < s->count; i++) {
    const brink *b = &s->brinks[order[i]];
    rows += b->change;
    if (rows) out[count++] = (quhua__stretch){{b->date, s->brinks[order[i + 1]].date}, (uint64_t)rows};
  }
  return count;
}

/* All stretches, in the order of by_rows. The list is owned, with room for *cap. */
static bool rank(const sweep *s, quhua__stretch **out, size_t *count, size_t *cap) {
  const quhua_allocator *a = s->allocator;
  quhua__arena arena;
  quhua__arena_init(&arena, a);
  uint32_t *order = quhua__arena_alloc(&arena, s->count * sizeof *order);
  uint32_t *scratch = quhua__arena_alloc(&arena, s->count * sizeof *scratch);
  quhua__stretch *measured = quhua__arena_alloc(&arena, s->count * sizeof *measured);
  *out = a->alloc(a->ctx, s->count * sizeof **out);
  *cap = s->count;
  bool ok = order && scratch && measured && *out;
  if (ok) {
    number(order, s->count);
    quhua__sort(order, scratch, s->count, by_date, s);
    *count = measure(s, order, measured);
    number(order, *count);
    quhua__sort(order, scratch, *count, by_rows, measured);
    for (size_t i = 0; i < *count; i++) (*out)[i] = measured[order[i]];
  } else if (*out) {
    a->free(a->ctx, *out, *cap * sizeof **out);
    *out = NULL;
  }
  quhua__arena_free(&arena);
  return ok;
}

static void mark(quhua_vintage *v, quhua_date day, uint8_t part) {
  for (size_t i = 0; i < v->listing->count; i++) {
    quhua__dated *row = &v->rows[i];
    for (uint32_t k = 0; !row->part && k < row->span_count; k++)
      if (quhua_period_contains(v->spans[row->first_span + k], day)) row->part = part;
  }
}

/* Find the best days of the rows that are left, and mark those. *found is false when none is true on any day. */
static quhua_status take_part(quhua_vintage *v, bool *found, quhua_error *err) {
  sweep s = {.allocator = v->allocator};
  quhua__stretch *list = NULL;
  size_t count = 0, cap = 0;
  quhua__index_init(&s.by_date, v->allocator);
  bool ok = gather(&s, v) && (s.count == 0 || rank(&s, &list, &count, &cap));
  sweep_free(&s);
  if (!ok) return quhua__fail_nomem(err);
  *found = count > 0;
  if (!*found) return QUHUA_OK;
  v->parts[v->part_count++] = list[0];
  mark(v, list[0].days.from, (uint8_t)v->part_count);
  if (v->part_count == 1) {
    v->periods = list;
    v->period_count = count;
    v->period_cap = cap;
  } else {
    v->allocator->free(v->allocator->ctx, list, cap * sizeof *list);
  }
  return QUHUA_OK;
}

quhua_status quhua__vintage_sweep(quhua_vintage *v, quhua_error *err) {
  quhua_status status = QUHUA_OK;
  for (bool found = true; found && !status && v->part_count < QUHUA__PARTS_MAX;)
    status = take_part(v, &found, err);
  return status;
}
