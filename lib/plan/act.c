/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/act.h"

#include <string.h>

#include "base/text_internal.h"

bool quhua__list_add(quhua__act *act, quhua__list *list, void *item) {
  if (list->count == list->cap) {
    size_t cap = list->cap ? 2 * list->cap : 8;
    void **items = quhua__arena_alloc(act->arena, cap * sizeof *items);
    if (!items) {
      act->failed = true;
      return false;
    }
    if (list->count) memcpy(items, list->items, list->count * sizeof *items);
    list->items = items;
    list->cap = cap;
  }
  list->items[list->count++] = item;
  return true;
}

quhua__member *quhua__act_find_member(const quhua__act *act, uint32_t unit) {
  return quhua__table_find(&act->by_unit, &unit, sizeof unit);
}

uint32_t quhua__act_row_before(const quhua__act *act, uint32_t unit) {
  return quhua__row_on(act->state, act->known, unit, act->date);
}

static quhua__member *add_member(quhua__act *act, uint32_t unit, uint32_t place) {
  quhua__member *member = quhua__arena_alloc(act->arena, sizeof *member);
  if (!member || !quhua__table_add(&act->by_unit, &unit, sizeof unit, member)) {
    act->failed = true;
    return NULL;
  }
  member->unit = unit;
  member->place = place;
  member->width = 3;
  member->event = member;
  member->name = (quhua_str){"", 0};
  return quhua__list_add(act, &act->members, member) ? member : NULL;
}

quhua__member *quhua__act_member(quhua__act *act, uint32_t unit, uint32_t place) {
  quhua__member *member = quhua__act_find_member(act, unit);
  if (member) return member;
  member = add_member(act, unit, place);
  if (!member) return NULL;
  member->row_before = quhua__act_row_before(act, unit);
  const quhua__row *row = quhua__state_row(act->state, member->row_before);
  member->code = row->code;
  if (strlen(row->code.text) == 14) member->width = 2;
  member->name = quhua__texts_at(&act->state->texts, row->name);
  member->level = member->level_before = (quhua_level)row->level;
  member->kind = (quhua_kind)row->kind;
  member->parent = row->parent;
  member->standing = (quhua_standing)row->standing;
  return member;
}

quhua__member *quhua__act_reopened_member(quhua__act *act, uint32_t unit, uint32_t place) {
  quhua__member *member = quhua__act_find_member(act, unit);
  if (member) return member;
  member = add_member(act, unit, place);
  uint32_t last = quhua__row_last(act->state, act->known, unit);
  if (!member || !last) return member;
  const quhua__row *row = quhua__state_row(act->state, last);
  member->name = quhua__texts_at(&act->state->texts, row->name);
  member->level = member->level_before = (quhua_level)row->level;
  member->kind = (quhua_kind)row->kind;
  member->parent = row->parent;
  return member;
}

quhua__member *quhua__act_unit(quhua__act *act, uint32_t unit, uint32_t place) {
  return quhua__act_row_before(act, unit) ? quhua__act_member(act, unit, place)
                                          : quhua__act_reopened_member(act, unit, place);
}

quhua__member *quhua__act_new_member(quhua__act *act, uint32_t place) {
  quhua__member *member = add_member(act, act->next_unit++, place);
  if (member) member->fresh = true;
  return member;
}

bool quhua__act_lives_after(const quhua__act *act, uint32_t unit) {
  const quhua__member *member = quhua__act_find_member(act, unit);
  return member ? !member->ends : quhua__act_row_before(act, unit) != 0;
}

bool quhua__act_code_after(const quhua__act *act, uint32_t unit, quhua_code *code, quhua_level *level) {
  const quhua__member *member = quhua__act_find_member(act, unit);
  if (member) {
    *code = member->code;
    *level = member->level;
    return !member->ends;
  }
  uint32_t row = quhua__act_row_before(act, unit);
  if (!row) return false;
  *code = quhua__state_row(act->state, row)->code;
  *level = (quhua_level)quhua__state_row(act->state, row)->level;
  return true;
}

uint32_t quhua__act_parent_after(const quhua__act *act, uint32_t unit) {
  const quhua__member *member = quhua__act_find_member(act, unit);
  if (member) return member->parent;
  uint32_t row = quhua__act_row_before(act, unit);
  return row ? quhua__state_row(act->state, row)->parent : 0;
}

static void report(quhua__act *act, quhua__rule rule, quhua__finding_place place, const quhua_str *args,
                   size_t count) {
  const quhua_rule *info = &quhua__rule_entry_at(rule)->rule;
  if (info->severity == QUHUA_SEVERITY_BLOCKING && !info->waivable) act->hopeless = true;
  quhua__finding_add(act->findings, rule, place, args, count);
}

static quhua__finding_place place_of_row(const quhua__act *act, uint32_t number) {
  size_t low = 0, high = act->row_count; /* rows are in the order of their numbers */
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (act->rows[middle].number < number)
      low = middle + 1;
    else
      high = middle;
  }
  bool found = low < act->row_count && act->rows[low].number == number;
  return (quhua__finding_place){.row = found ? number : UINT32_MAX,
                                .line = found ? act->rows[low].row->line : 0};
}

quhua__finding_place quhua__act_place(const quhua__act *act, const quhua__member *member) {
  quhua__finding_place place = place_of_row(act, member ? member->place : UINT32_MAX);
  if (member) place.code = member->code;
  return place;
}

void quhua__act_report(quhua__act *act, quhua__rule rule, const quhua__member *member, const quhua_str *args,
                       size_t count) {
  quhua__finding_place place = quhua__act_place(act, member);
  if (member) {
    bool about_new_code =
        !member->row_before || strncmp(quhua__rule_entry_at(rule)->rule.id, "code.", 5) == 0;
    place.unit = member->row_before ? member->unit : 0;
    place.code = about_new_code ? member->code : quhua__state_row(act->state, member->row_before)->code;
  }
  report(act, rule, place, args, count);
}

void quhua__act_report_row(quhua__act *act, quhua__rule rule, const quhua__act_row *row,
                           const quhua_str *args, size_t count) {
  quhua__finding_place place = {.row = row->number, .line = row->row->line};
  if (row->old) {
    place.unit = row->old->unit;
    place.code = quhua__state_row(act->state, row->old->row_before)->code;
  }
  report(act, rule, place, args, count);
}

quhua_str quhua__act_join(quhua__act *act, quhua_str a, quhua_str b, quhua_str c) {
  char *text = quhua__arena_bytes(act->arena, a.len + b.len + c.len + 1);
  if (!text) {
    act->failed = true;
    return (quhua_str){"", 0};
  }
  if (a.len) memcpy(text, a.ptr, a.len);
  if (b.len) memcpy(text + a.len, b.ptr, b.len);
  if (c.len) memcpy(text + a.len + b.len, c.ptr, c.len);
  return (quhua_str){text, a.len + b.len + c.len};
}

static quhua_str title(quhua__act *act, quhua_str name, const quhua_code *code) {
  quhua_str text = quhua_str_from(code->text);
  if (name.len == 0 && text.len == 0) return quhua_str_from("?");
  return quhua__act_join(act, name, quhua_str_from(name.len && text.len ? " " : ""), text);
}

quhua_str quhua__act_title_of_row(quhua__act *act, uint32_t number) {
  const quhua__row *row = quhua__state_row(act->state, number);
  return title(act, quhua__texts_at(&act->state->texts, row->name), &row->code);
}

quhua_str quhua__act_title(quhua__act *act, const quhua__member *member) {
  if (member->row_before) return quhua__act_title_of_row(act, member->row_before);
  return title(act, member->name, &member->code);
}

quhua_str quhua__act_date_text(quhua__act *act, quhua_date date) {
  char text[QUHUA_DATE_TEXT_MAX];
  size_t len = quhua_date_format(date, text);
  quhua_str none = {"", 0};
  return quhua__act_join(act, (quhua_str){text, len}, none, none);
}

quhua_kind quhua__kind_of_name(quhua_level level, quhua_str name) {
  static const struct {
    const char *word;
    quhua_kind kind;
  } words[] = {
      {"街道", QUHUA_KIND_SUBDISTRICT},
      {"镇", QUHUA_KIND_TOWN},
      {"族乡", QUHUA_KIND_ETHNIC_TOWNSHIP},
      {"乡", QUHUA_KIND_TOWNSHIP},
      {"苏木", QUHUA_KIND_SUMU},
      {"社区", QUHUA_KIND_COMMUNITY},
      {"村", QUHUA_KIND_VILLAGE},
      {"居民小组", QUHUA_KIND_RESIDENT_GROUP},
      {"村民小组", QUHUA_KIND_VILLAGER_GROUP},
      {"组", QUHUA_KIND_VILLAGER_GROUP},
      {"网格", QUHUA_KIND_GRID},
  };
  char buffer[512];
  quhua_str stem = {buffer, quhua_name_stem(name, buffer, sizeof buffer)};
  if (stem.len == 0 || stem.len > sizeof buffer) return QUHUA_KIND_NONE;
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
    if (quhua_kind_level(words[i].kind) == level && quhua__ends_with(stem, quhua_str_from(words[i].word)))
      return words[i].kind;
  return QUHUA_KIND_NONE;
}

bool quhua__same_stem(quhua_str a, quhua_str b) {
  char x[512], y[512];
  if (quhua_str_equal(a, b)) return true;
  size_t m = quhua_name_stem(a, x, sizeof x), n = quhua_name_stem(b, y, sizeof y);
  return m == n && m > 0 && m <= sizeof x && memcmp(x, y, m) == 0;
}

/* Where the children of an ended unit go when nothing else is said: its only successor. 0 when there is none, or
 * several. */
uint32_t quhua__act_heir(const quhua__act *act, uint32_t unit) {
  uint32_t heir = 0;
  if (!unit || quhua__act_lives_after(act, unit)) return unit;
  const quhua__member *ended = quhua__act_find_member(act, unit);
  for (const quhua__act_row *row = ended ? ended->rows : NULL; row; row = row->next_of_old) {
    if (!row->target || !row->target->member) continue;
    if (heir && heir != row->target->member->unit) return 0;
    heir = row->target->member->unit;
  }
  return heir;
}
