/* SPDX-License-Identifier: Apache-2.0 */
/* search.c: from what a person writes to the units that may be meant, best first. */
#include "registry/search.h"

#include <string.h>

#include "base/fail.h"
#include "base/sort.h"
#include "base/text_internal.h"
#include "registry/search_path.h"

const char *quhua_match_word(quhua_match_kind kind, quhua_lang lang) {
  static const char *const words[][QUHUA_LANG_COUNT] = {{"name", "全名"},  {"stem", "同名异写"},
                                                        {"alias", "别名"}, {"proper", "专名"},
                                                        {"part", "部分"},  {"pinyin", "拼音首字母"}};
  bool known = (unsigned)kind < sizeof words / sizeof *words && (unsigned)lang < QUHUA_LANG_COUNT;
  return known ? words[kind][lang] : "";
}

/* ---- hits ---- */

/* Less than 0 when the one answers better, 0 when they answer equally well. */
static int compare_hits(const quhua__hit *a, const quhua__hit *b) {
  if (a->match.kind != b->match.kind) return a->match.kind < b->match.kind ? -1 : 1;
  if (a->doubtful != b->doubtful) return (int)a->doubtful - (int)b->doubtful;
  return (int)b->match.fits - (int)a->match.fits;
}

static bool before(const quhua__search *s, const quhua__hit *a, const quhua__hit *b) {
  int better = compare_hits(a, b);
  if (better) return better < 0;
  const quhua__row *x = quhua__state_row(s->snapshot->state, a->row);
  const quhua__row *y = quhua__state_row(s->snapshot->state, b->row);
  if (x->unit == y->unit) return x->from > y->from; /* of one unit, the later version */
  int order = quhua_code_compare(&x->code, &y->code);
  return order ? order < 0 : a->row < b->row;
}

static void add_hit(quhua__search *s, quhua__hit fresh) {
  const uint32_t *unit = &quhua__state_row(s->snapshot->state, fresh.row)->unit;
  quhua__hit *known = quhua__table_find(&s->units, unit, sizeof *unit);
  if (known) {
    if (before(s, &fresh, known)) *known = fresh;
    return;
  }
  quhua__hit *stored = quhua__arena_alloc(&s->arena, sizeof *stored);
  void *list = s->hits;
  if (!stored || !quhua__grow(s->snapshot->allocator, &list, &s->cap, s->count + 1, sizeof *s->hits) ||
      !quhua__table_add(&s->units, unit, sizeof *unit, stored)) {
    if (list) s->hits = list;
    s->failed = true;
    return;
  }
  s->hits = list;
  *stored = fresh;
  s->hits[s->count++] = stored;
}

/* A step of a same-day chain stood under the parents of that day. */
static quhua_period days_of(const quhua__row *row) {
  return (quhua_period){row->from, row->to > row->from ? row->to : row->from + 1};
}

static void add_on_path(quhua__search *s, uint32_t number, quhua__quality quality, quhua_str path,
                        bool asks_former) {
  const quhua__row *row = quhua__state_row(s->snapshot->state, number);
  quhua__path_answer answer = QUHUA__PATH_NO;
  if (quhua__row_holds_on(row, s->date))
    answer = quhua__path_leads(s->snapshot, row->parent, (quhua_period){s->date, s->date + 1}, path);
  bool former = answer == QUHUA__PATH_NO;
  if (former) answer = quhua__path_leads(s->snapshot, row->parent, days_of(row), path);
  if (answer == QUHUA__PATH_NO) return;
  asks_former |= answer == QUHUA__PATH_FORMER;
  quhua_match match = {
      .kind = quality.kind, .path = path.len > 0, .former = former, .fits = former == asks_former};
  add_hit(s, (quhua__hit){number, match, quality.doubtful});
}

void quhua__search_add(quhua__search *s, uint32_t row, quhua__quality quality, quhua_str path) {
  add_on_path(s, row, quality, path, false);
  if (!s->failed && quhua__path_drop_former(&path)) add_on_path(s, row, quality, path, true);
}

/* ---- what is written between the parts of a path ---- */

/* Signs that part a path. No name has the first ones; some names have the second ones (a list 一、二组; 卡·乌依鲁克村). */
static const char *const separators[] = {" ", "\t", "　", "/", "／", ">", "＞", "→", "|", "｜", "\\"};
static const char *const separators_in_names[] = {"·", "・", "•", "、", ",", "，", "-", "—", "–"};
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Bytes of the separator at an offset; 0 when there is none. */
static size_t separator_at(quhua_str text, size_t at, bool also_in_names) {
  quhua_str rest = {text.ptr + at, text.len - at};
  for (size_t i = 0; i < COUNT(separators); i++)
    if (quhua__begins_with(rest, separators[i])) return strlen(separators[i]);
  for (size_t i = 0; also_in_names && i < COUNT(separators_in_names); i++)
    if (quhua__begins_with(rest, separators_in_names[i])) return strlen(separators_in_names[i]);
  return 0;
}

static quhua_str without_separators(quhua__search *s, quhua_str text, bool also_in_names) {
  char *copy = quhua__arena_bytes(&s->arena, text.len + 1);
  size_t len = 0;
  s->failed |= !copy;
  for (size_t at = 0; copy && at < text.len;) {
    size_t skip = separator_at(text, at, also_in_names);
    if (skip)
      at += skip;
    else
      copy[len++] = text.ptr[at++];
  }
  return (quhua_str){copy ? copy : "", len};
}

static void find(quhua__search *s, quhua_str text) {
  if (text.len > QUHUA__LONGEST_SEARCH) return;
  if (!quhua__utf8_valid(text)) return; /* pieces of characters would be found inside names */
  quhua_str joined = without_separators(s, text, false);
  if (joined.len && !s->failed) quhua__search_names(s, joined);
  if (joined.len && s->count == 0 && !s->failed) {
    quhua_str bare = without_separators(s, joined, true);
    if (bare.len != joined.len && !s->failed) quhua__search_names(s, bare);
  }
  if (joined.len && s->count == 0 && !s->failed) quhua__search_parts(s, joined);
  if (joined.len && s->count == 0 && !s->failed) quhua__search_pinyin(s, joined);
}

/* ---- in order ---- */

static int by_rank(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__search *s = ctx;
  if (before(s, s->hits[a], s->hits[b])) return -1;
  return before(s, s->hits[b], s->hits[a]) ? 1 : 0;
}

/* order[] holds positions of hits; afterwards their rows. */
static void tell_hits(const quhua__search *s, uint32_t *order, quhua_match *matches) {
  const quhua__hit *better = NULL;
  for (size_t i = 0; i < s->count; i++) {
    const quhua__hit *hit = s->hits[order[i]];
    bool same = better && compare_hits(better, hit) == 0;
    matches[i] = hit->match;
    matches[i].rank = same ? matches[i - 1].rank : (uint32_t)i + 1;
    order[i] = hit->row;
    better = hit;
  }
}

static quhua_status give(quhua__search *s, quhua_cursor **out, quhua_error *err) {
  const quhua_allocator *a = s->snapshot->allocator;
  if (s->failed || s->count > UINT32_MAX) return quhua__fail_nomem(err);
  if (s->count == 0) return quhua__cursor_new(s->snapshot, NULL, 0, 0, out, err);
  size_t bytes = s->count * sizeof(uint32_t), match_bytes = s->count * sizeof(quhua_match);
  uint32_t *order = a->alloc(a->ctx, bytes);
  uint32_t *scratch = a->alloc(a->ctx, bytes);
  quhua_match *matches = a->alloc(a->ctx, match_bytes);
  quhua_status status = QUHUA_E_NOMEM;
  if (order && scratch && matches) {
    for (uint32_t i = 0; i < s->count; i++) order[i] = i;
    quhua__sort(order, scratch, s->count, by_rank, s);
    tell_hits(s, order, matches);
    status = quhua__cursor_new(s->snapshot, order, s->count, s->count, out, err);
    order = NULL; /* the cursor's, or freed */
  }
  if (status == QUHUA_OK)
    quhua__cursor_take_matches(*out, matches);
  else if (matches)
    a->free(a->ctx, matches, match_bytes);
  if (scratch) a->free(a->ctx, scratch, bytes);
  if (order) a->free(a->ctx, order, bytes);
  return status == QUHUA_OK ? QUHUA_OK : quhua__fail_nomem(err);
}

quhua_status quhua_cursor_new_search(const quhua_snapshot *snapshot, quhua_str text, quhua_date date,
                                     quhua_cursor **out, quhua_error *err) {
  *out = NULL;
  quhua__search s = {.snapshot = snapshot, .date = date};
  quhua__table_init(&s.units, snapshot->allocator);
  quhua__arena_init(&s.arena, snapshot->allocator);
  find(&s, text);
  quhua_status status = give(&s, out, err);
  if (s.hits) snapshot->allocator->free(snapshot->allocator->ctx, s.hits, s.cap * sizeof *s.hits);
  quhua__table_free(&s.units);
  quhua__arena_free(&s.arena);
  return status;
}
