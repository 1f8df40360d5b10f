/* SPDX-License-Identifier: Apache-2.0 */
/* search.c: from what a person writes to the units that may be meant. */
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/sort.h"
#include "base/text_internal.h"
#include "registry/registry_internal.h"

/* Bytes of a name that is looked for exactly, so that the cost stays linear in the text; real names have up to 102. */
#define LONGEST_NAME 1024u

/* How well a name answers, best first. */
typedef enum match { MATCH_NAME, MATCH_STEM, MATCH_PROPER, MATCH_PART } match;

/* One unit that answers, with its best version. */
typedef struct hit {
  uint32_t row;
  match how;
  bool living;
} hit;

typedef struct search {
  const quhua_snapshot *snapshot;
  quhua_date date;
  bool former_first;  /* the text began with 原 */
  quhua__table units; /* unit -> hit */
  quhua__arena arena;
  hit **hits;
  size_t count, cap;
  bool failed;
} search;

static bool before(const search *s, const hit *a, const hit *b) {
  if (a->how != b->how) return a->how < b->how;
  if (a->living != b->living) return a->living != s->former_first;
  const quhua__row *x = quhua__state_row(s->snapshot->state, a->row);
  const quhua__row *y = quhua__state_row(s->snapshot->state, b->row);
  if (x->unit == y->unit) return x->from > y->from; /* of one unit, the later version */
  int order = quhua_code_compare(&x->code, &y->code);
  return order ? order < 0 : a->row < b->row;
}

static void add_hit(search *s, uint32_t number, match how) {
  const quhua__row *row = quhua__state_row(s->snapshot->state, number);
  bool living = quhua__row_holds_on(row, s->date);
  hit fresh = {number, how, living};
  hit *known = quhua__table_find(&s->units, &row->unit, sizeof row->unit);
  if (known) {
    if (before(s, &fresh, known)) *known = fresh;
    return;
  }
  hit *stored = quhua__arena_alloc(&s->arena, sizeof *stored);
  void *list = s->hits;
  if (!stored || !quhua__grow(s->snapshot->allocator, &list, &s->cap, s->count + 1, sizeof *s->hits) ||
      !quhua__table_add(&s->units, &row->unit, sizeof row->unit, stored)) {
    if (list) s->hits = list;
    s->failed = true;
    return;
  }
  s->hits = list;
  *stored = fresh;
  s->hits[s->count++] = stored;
}

/* Does the text name the units above, from nearest to farthest? Parents may be left out; every part of the text must
 * be the end of a name or stem of some parent. Separators were dropped. */
static bool path_matches(const search *s, uint32_t parent, quhua_date date, quhua_str path) {
  for (int guard = 0; path.len && parent && guard <= QUHUA_LEVEL_MAX; guard++) {
    uint32_t number = quhua__row_on(s->snapshot->state, s->snapshot->known, parent, date);
    if (!number) return false;
    const quhua__row *row = quhua__state_row(s->snapshot->state, number);
    quhua_str forms[3];
    forms[0] = quhua__texts_at(&s->snapshot->state->texts, row->name);
    forms[1] =
        quhua__texts_at(&s->snapshot->state->texts, quhua__texts_stem(&s->snapshot->state->texts, row->name));
    forms[2] = (quhua_str){forms[1].ptr, quhua__name_proper(forms[1])};
    for (int i = 0; i < 3; i++) {
      if (forms[i].len == 0 || forms[i].len > path.len) continue;
      if (memcmp(path.ptr + path.len - forms[i].len, forms[i].ptr, forms[i].len) != 0) continue;
      path.len -= forms[i].len;
      break;
    }
    parent = row->parent;
  }
  return path.len == 0;
}

/* All rows whose name has the stem and whose parents match the path. A former village is looked for under the parents
 * of its time. */
static void add_stem(search *s, uint32_t stem, quhua_str path, quhua_str exact, match how) {
  const quhua__state *state = s->snapshot->state;
  quhua__chain chain = quhua__chain_of_stem(state, s->snapshot->known, stem);
  for (uint32_t number; !s->failed && (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(state, number);
    bool ended = row->to != QUHUA_DATE_OPEN && row->to > row->from;
    quhua_date day = ended ? row->to - 1 : row->from;
    if (path.len && !path_matches(s, row->parent, day, path) &&
        !path_matches(s, row->parent, row->from, path))
      continue;
    quhua_str name = quhua__texts_at(&state->texts, row->name);
    add_hit(s, number, how == MATCH_STEM && quhua_str_equal(name, exact) ? MATCH_NAME : how);
  }
}

/* All stems that have the proper name, in both layers. */
static void add_proper(search *s, uint32_t proper, quhua_str path, quhua_str exact) {
  const quhua__texts *texts = &s->snapshot->state->texts;
  for (const quhua__texts *layer = texts; layer; layer = layer->base) {
    if (layer != texts && proper > texts->base_count) break;
    const quhua__text_links *links = quhua__texts_links(layer, proper);
    uint32_t stem = links ? atomic_load_explicit(&links->stems, memory_order_acquire) : 0;
    while (stem) {
      const quhua__text_links *of_stem = quhua__texts_links(layer, stem);
      if (layer == texts || stem <= texts->base_count) add_stem(s, stem, path, exact, MATCH_PROPER);
      stem = of_stem ? atomic_load_explicit(&of_stem->next_stem, memory_order_relaxed) : 0;
    }
  }
}

/* The text without spaces and slashes, and without 原 at its beginning. */
static quhua_str clean(search *s, quhua_str text) {
  char *copy = quhua__arena_bytes(&s->arena, text.len + 1);
  if (!copy) {
    s->failed = true;
    return (quhua_str){"", 0};
  }
  static const char former[] = "原", wide_space[] = "　";
  size_t len = 0, at = 0;
  if (text.len > sizeof former - 1 && memcmp(text.ptr, former, sizeof former - 1) == 0) {
    s->former_first = true;
    at = sizeof former - 1;
  }
  for (; at < text.len; at++) {
    char c = text.ptr[at];
    if (c == ' ' || c == '/' || c == '\t' || c == '>') continue;
    if (text.len - at >= 3 && memcmp(text.ptr + at, wide_space, 3) == 0) {
      at += 2;
      continue;
    }
    copy[len++] = c;
  }
  return (quhua_str){copy, len};
}

/* The text ends in a name; what stands before it is a path. Every character may be where the name begins. */
static void search_exact(search *s, quhua_str text) {
  const quhua__texts *texts = &s->snapshot->state->texts;
  for (size_t at = text.len > LONGEST_NAME ? text.len - LONGEST_NAME : 0; at < text.len && !s->failed; at++) {
    if (((unsigned char)text.ptr[at] & 0xC0) == 0x80) continue; /* inside a character */
    quhua_str name = {text.ptr + at, text.len - at}, path = {text.ptr, at};
    char buffer[512];
    quhua_str stem = {buffer, quhua_name_stem(name, buffer, sizeof buffer)};
    if (stem.len == 0 || stem.len > sizeof buffer) stem = name;
    uint32_t number = quhua__texts_find(texts, stem);
    if (number) {
      add_stem(s, number, path, name, MATCH_STEM);
      add_proper(s, number, path, name);
    }
    static const char former[] = "原"; /* 盐亭县原毛公乡 */
    size_t mark = sizeof former - 1;
    if (at >= mark && memcmp(text.ptr + at - mark, former, mark) == 0 && number) {
      s->former_first = true;
      add_stem(s, number, (quhua_str){text.ptr, at - mark}, name, MATCH_STEM);
    }
  }
}

static bool contains(quhua_str text, quhua_str part) {
  if (part.len > text.len) return false;
  const char *at = text.ptr, *end = text.ptr + text.len - part.len;
  for (; at <= end; at++) {
    at = memchr(at, part.ptr[0], (size_t)(end - at) + 1);
    if (!at) return false;
    if (memcmp(at, part.ptr, part.len) == 0) return true;
  }
  return false;
}

static void search_parts(search *s, quhua_str text) {
  const quhua__state *state = s->snapshot->state;
  uint32_t last = quhua__state_totals(state, s->snapshot->known).rows;
  for (uint32_t number = 1; number <= last && !s->failed; number++) {
    if (!quhua__row_visible(state, number, s->snapshot->known)) continue;
    quhua_str name = quhua__texts_at(&state->texts, quhua__state_row(state, number)->name);
    if (contains(name, text)) add_hit(s, number, MATCH_PART);
  }
}

static int by_rank(const void *ctx, uint32_t a, uint32_t b) {
  const search *s = ctx;
  if (before(s, s->hits[a], s->hits[b])) return -1;
  return before(s, s->hits[b], s->hits[a]) ? 1 : 0;
}

static quhua_status give(search *s, quhua_cursor **out, quhua_error *err) {
  const quhua_allocator *allocator = s->snapshot->allocator;
  if (s->failed) return quhua__fail_nomem(err);
  if (s->count == 0) return quhua__cursor_new(s->snapshot, NULL, 0, 0, out, err);
  if (s->count > UINT32_MAX) return quhua__fail_nomem(err);
  size_t bytes = s->count * sizeof(uint32_t);
  uint32_t *order = allocator->alloc(allocator->ctx, bytes);
  uint32_t *scratch = order ? allocator->alloc(allocator->ctx, bytes) : NULL;
  if (!scratch) {
    if (order) allocator->free(allocator->ctx, order, bytes);
    return quhua__fail_nomem(err);
  }
  for (uint32_t i = 0; i < s->count; i++) order[i] = i;
  quhua__sort(order, scratch, s->count, by_rank, s);
  for (size_t i = 0; i < s->count; i++) order[i] = s->hits[order[i]]->row;
  allocator->free(allocator->ctx, scratch, bytes);
  return quhua__cursor_new(s->snapshot, order, s->count, s->count, out, err);
}

quhua_status quhua_cursor_new_search(const quhua_snapshot *snapshot, quhua_str text, quhua_date date,
                                     quhua_cursor **out, quhua_error *err) {
  *out = NULL;
  search s = {.snapshot = snapshot, .date = date};
  quhua__table_init(&s.units, snapshot->allocator);
  quhua__arena_init(&s.arena, snapshot->allocator);
  quhua_str cleaned = clean(&s, text);
  if (!quhua__utf8_valid(cleaned)) cleaned.len = 0; /* pieces of characters would be found inside names */
  if (cleaned.len) search_exact(&s, cleaned);
  if (cleaned.len && s.count == 0 && !s.failed) search_parts(&s, cleaned);
  quhua_status status = give(&s, out, err);
  if (s.hits) snapshot->allocator->free(snapshot->allocator->ctx, s.hits, s.cap * sizeof *s.hits);
  quhua__table_free(&s.units);
  quhua__arena_free(&s.arena);
  return status;
}
