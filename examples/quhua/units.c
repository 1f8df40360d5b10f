/* SPDX-License-Identifier: Apache-2.0 */
#include "units.h"

#include <stdlib.h>
#include <string.h>

void unit_list_add(unit_list *list, const quhua_unit *unit) {
  if (list->count == list->cap) {
    size_t cap = list->cap * 2 + 8;
    quhua_unit *grown = realloc(list->items, cap * sizeof *grown);
    if (!grown) {
      list->failed = true;
      return;
    }
    list->items = grown;
    list->cap = cap;
  }
  list->items[list->count++] = *unit;
}

void unit_list_free(unit_list *list) {
  free(list->items);
  *list = (unit_list){0};
}

quhua_date day_within(const quhua_unit *version, quhua_date day) {
  if (quhua_period_contains(version->valid, day)) return day;
  bool later = day >= version->valid.to && version->valid.to > version->valid.from;
  return later ? version->valid.to - 1 : version->valid.from;
}

quhua_unit unit_beside_flow(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date date, bool before) {
  quhua_unit unit = {0};
  if (id == 0) return unit;
  if (quhua_unit_find_id(snapshot, id, before ? date - 1 : date, &unit) == QUHUA_OK) return unit;
  if (quhua_unit_find_id(snapshot, id, date, &unit) == QUHUA_OK) return unit;
  quhua_unit_find_last(snapshot, id, &unit);
  return unit;
}

static bool holds(const unit_list *list, quhua_unit_id id) {
  for (size_t i = 0; i < list->count; i++)
    if (list->items[i].id == id) return true;
  return false;
}

/* Put the units that a unit flowed into by the day onto the list of those to look at. */
static void follow(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date day, unit_list *seen) {
  quhua_flows *flows = NULL;
  if (quhua_flows_new(snapshot, id, &flows, NULL) != QUHUA_OK) {
    seen->failed = true;
    return;
  }
  for (size_t i = 0; i < quhua_flows_count(flows); i++) {
    const quhua_flow *flow = quhua_flows_at(flows, i);
    bool onward = flow->old_unit == id && flow->new_unit != 0 && flow->date <= day;
    if (onward && !holds(seen, flow->new_unit)) unit_list_add(seen, &(quhua_unit){.id = flow->new_unit});
  }
  quhua_flows_free(flows);
}

void units_became(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date day, unit_list *out) {
  unit_list seen = {0}; /* also the queue of a breadth-first walk */
  unit_list_add(&seen, &(quhua_unit){.id = id});
  for (size_t i = 0; i < seen.count && !seen.failed; i++) {
    quhua_unit unit;
    if (quhua_unit_find_id(snapshot, seen.items[i].id, day, &unit) == QUHUA_OK)
      unit_list_add(out, &unit);
    else
      follow(snapshot, seen.items[i].id, day, &seen);
  }
  out->failed |= seen.failed;
  unit_list_free(&seen);
}

void table_add_path(table *b, const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date day) {
  char small[512];
  size_t len = quhua_unit_path(snapshot, unit, day, small, sizeof small);
  if (len < sizeof small) {
    table_add(b, (quhua_str){small, len});
    return;
  }
  char *large = malloc(len + 1);
  if (large) quhua_unit_path(snapshot, unit, day, large, len + 1);
  table_add(b, (quhua_str){large ? large : "", large ? len : 0});
  b->failed |= !large;
  free(large);
}

void table_add_kind(table *b, const tool *t, quhua_kind kind) {
  table_add_text(b, quhua_kind_word(kind, t->lang));
}

static void add_joined(table *b, const unit_list *list, bool names) {
  buffer text = {0};
  for (size_t i = 0; i < list->count; i++) {
    const quhua_unit *unit = &list->items[i];
    quhua_str part = names ? unit->name : quhua_str_from(unit->code.text);
    if (i) buffer_add(&text, ";", 1);
    buffer_add(&text, part.ptr, part.len);
  }
  table_add(b, (quhua_str){text.data, text.len});
  b->failed |= text.failed || list->failed;
  buffer_free(&text);
}

void table_add_codes(table *b, const unit_list *list) { add_joined(b, list, false); }
void table_add_names(table *b, const unit_list *list) { add_joined(b, list, true); }

quhua_status read_code(const quhua_scheme *scheme, const char *text, quhua_code *code, quhua_level *level,
                       quhua_error *err) {
  quhua_status status = quhua_code_parse(scheme, quhua_str_from(text), QUHUA_LEVEL_ANY, code, level, err);
  /* The zeros of 441900000000 do not say whether the prefecture or its county is meant. */
  if (status == QUHUA_OK && quhua_scheme_is_structured(scheme) && strlen(text) == 12)
    *level = QUHUA_LEVEL_ANY;
  return status;
}

int code_argument(const tool *t, const quhua_scheme *scheme, const char *text, quhua_code *code,
                  quhua_level *level) {
  quhua_error err = {0};
  return read_code(scheme, text, code, level, &err) == QUHUA_OK ? DONE : library_fault(t, &err);
}

bool identifier_argument(const char *text, quhua_str *key, quhua_str *value) {
  static const char *const families[] = {"external:", "code:"};
  for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
    size_t len = strlen(families[i]);
    const char *colon = strncmp(text, families[i], len) == 0 ? strchr(text + len, ':') : NULL;
    if (!colon || colon == text + len || colon[1] == '\0') continue;
    *key = (quhua_str){text, (size_t)(colon - text)};
    *value = quhua_str_from(colon + 1);
    return true;
  }
  return false;
}
