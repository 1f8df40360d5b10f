/* SPDX-License-Identifier: Apache-2.0 */
#include "io/snapshot_columns.h"

#include <string.h>

#include "base/fail.h"
#include "base/table.h"
#include "base/text_internal.h"

/* Keys and series that were met so far. */
typedef struct search {
  const quhua_snapshot *snapshot;
  quhua_date date;
  quhua__snapshot_columns *columns;
  quhua__table seen; /* keys */
  size_t key_cap;
  bool *series_met; /* for each series of the register */
  size_t series_total;
} search;

bool quhua__is_status_of_formal(const quhua_unit *unit, quhua_str key) {
  return unit->standing == QUHUA_STANDING_FORMAL && quhua_str_equal(key, quhua_str_from("status"));
}

static const char *copy_key(quhua__arena *arena, quhua_str key) {
  char *copy = quhua__arena_alloc(arena, key.len + 1);
  if (copy) memcpy(copy, key.ptr, key.len);
  return copy;
}

static bool meet_key(search *s, quhua_str key) {
  quhua__snapshot_columns *columns = s->columns;
  if (quhua__table_find(&s->seen, key.ptr, key.len)) return true;
  void *keys = columns->keys;
  if (!quhua__grow(columns->arena.allocator, &keys, &s->key_cap, columns->key_count + 1,
                   sizeof *columns->keys))
    return false;
  columns->keys = keys;
  const char *copy = copy_key(&columns->arena, key);
  if (!copy || !quhua__table_add(&s->seen, key.ptr, key.len, columns)) return false;
  columns->keys[columns->key_count++] = copy;
  return true;
}

static bool meet_unit(search *s, const quhua_unit *unit) {
  quhua_attribute attribute;
  quhua_str value;
  for (uint32_t i = 0; quhua_unit_attribute_at(s->snapshot, unit, i, &attribute); i++)
    if (!quhua__is_status_of_formal(unit, attribute.key) && !meet_key(s, attribute.key)) return false;
  for (uint32_t i = 0; i < s->series_total; i++) {
    quhua_str series;
    if (s->series_met[i] || !quhua_series_at(s->snapshot, i, &series)) continue;
    s->series_met[i] = quhua_unit_observed(s->snapshot, unit->id, series, s->date, &value) == QUHUA_OK;
  }
  return true;
}

static bool begin_series(search *s) {
  quhua_str series;
  while (quhua_series_at(s->snapshot, (uint32_t)s->series_total, &series)) s->series_total++;
  s->series_met = quhua__arena_alloc(&s->columns->arena, s->series_total * sizeof *s->series_met);
  return s->series_met != NULL;
}

static bool keep_series(search *s) {
  quhua__snapshot_columns *columns = s->columns;
  columns->series = quhua__arena_alloc(&columns->arena, s->series_total * sizeof *columns->series);
  if (!columns->series) return false;
  for (size_t i = 0; i < s->series_total; i++)
    if (s->series_met[i] &&
        quhua_series_at(s->snapshot, (uint32_t)i, &columns->series[columns->series_count]))
      columns->series_count++;
  return true;
}

/* Columns are few: insertion sort. */
static void sort_keys(const char **keys, size_t count) {
  for (size_t i = 1; i < count; i++) {
    const char *key = keys[i];
    size_t at = i;
    for (; at > 0 && strcmp(keys[at - 1], key) > 0; at--) keys[at] = keys[at - 1];
    keys[at] = key;
  }
}

/* Attributes that the register table knows by their own name; the others are of its family `attr:`. */
static bool has_own_column(const char *key) {
  return !strcmp(key, "legal_name") || !strcmp(key, "urban_rural") || !strcmp(key, "seat") ||
         quhua__in_family(quhua_str_from(key), "external:") || quhua__in_family(quhua_str_from(key), "code:");
}

static bool name_column(quhua__snapshot_columns *columns, const char *prefix, quhua_str name) {
  size_t len = strlen(prefix);
  char *text = quhua__arena_alloc(&columns->arena, len + name.len);
  if (!text) return false;
  memcpy(text, prefix, len);
  if (name.len) memcpy(text + len, name.ptr, name.len);
  columns->names[columns->count++] = (quhua_str){text, len + name.len};
  return true;
}

static bool name_columns(quhua__snapshot_columns *columns) {
  static const char *const fixed[QUHUA__SNAPSHOT_FIXED] = {"code",   "name",   "level", "kind",
                                                           "parent", "status", "since"};
  size_t total = QUHUA__SNAPSHOT_FIXED + columns->key_count + columns->series_count;
  bool named = true;
  columns->names = quhua__arena_alloc(&columns->arena, total * sizeof *columns->names);
  if (!columns->names) return false;
  for (size_t i = 0; i < QUHUA__SNAPSHOT_FIXED; i++)
    columns->names[columns->count++] = quhua_str_from(fixed[i]);
  for (size_t i = 0; named && i < columns->key_count; i++) {
    const char *key = columns->keys[i];
    named = name_column(columns, has_own_column(key) ? "" : "attr:", quhua_str_from(key));
  }
  for (size_t i = 0; named && i < columns->series_count; i++)
    named = name_column(columns, "stat:", columns->series[i]);
  return named;
}

static bool meet_units(search *s, quhua_cursor *cursor) {
  quhua_unit unit;
  if (!begin_series(s)) return false;
  while (quhua_cursor_next(cursor, &unit))
    if (!meet_unit(s, &unit)) return false;
  return keep_series(s);
}

/* Gives the keys the memory of the arena, where everything else is. */
static bool settle_keys(search *s) {
  quhua__snapshot_columns *columns = s->columns;
  const char **grown = columns->keys;
  size_t size = columns->key_count * sizeof *grown;
  columns->keys = quhua__arena_alloc(&columns->arena, size);
  if (columns->keys && size) memcpy(columns->keys, grown, size);
  if (grown) columns->arena.allocator->free(columns->arena.allocator->ctx, grown, s->key_cap * sizeof *grown);
  if (columns->keys) sort_keys(columns->keys, columns->key_count);
  return columns->keys != NULL;
}

quhua_status quhua__snapshot_columns_find(quhua__snapshot_columns *columns, const quhua_allocator *allocator,
                                          const quhua_snapshot *snapshot, quhua_date date, quhua_error *err) {
  quhua_cursor *cursor;
  search s = {.snapshot = snapshot, .date = date, .columns = columns};
  *columns = (quhua__snapshot_columns){0};
  quhua__arena_init(&columns->arena, allocator);
  quhua_status status = quhua_cursor_new_all(snapshot, date, &cursor, err);
  if (status) return status;
  quhua__table_init(&s.seen, allocator);
  bool met = meet_units(&s, cursor);
  bool settled = settle_keys(&s) && met && name_columns(columns);
  quhua__table_free(&s.seen);
  quhua_cursor_free(cursor);
  return settled ? QUHUA_OK : quhua__fail_nomem(err);
}

void quhua__snapshot_columns_free(quhua__snapshot_columns *columns) { quhua__arena_free(&columns->arena); }
