/* SPDX-License-Identifier: Apache-2.0 */
/* names.c: the names that an act gives. Only units that begin or get another text as their name are judged, so an old name
 * is never held against an act that leaves it alone.
 *
 * Names are unique, 乡镇 in their province and 村委会, 居委会 in their county (地名管理条例 art. 9), as far as their stems
 * go: 高渠镇 is not 高渠乡. Names of 街道 are not in that rule. Siblings of one name are structure.name-duplicate.
 * Of characters (rules/name_characters.h) the names of groups may have digits, 3组; names of 网格 have no prescribed form;
 * and for units of a foreign register it only matters that nothing was lost. */
#include <string.h>

#include "base/table.h"
#include "rules/name_characters.h"
#include "rules/packs.h"

/* --- characters -------------------------------------------------------------------------------------------------- */

static const quhua__rule rule_of_fault[QUHUA__NAME_FAULT_COUNT] = {
    [QUHUA__NAME_QUESTION] = QUHUA__RULE_LAW_NAME_LOST,
    [QUHUA__NAME_PRIVATE_USE] = QUHUA__RULE_LAW_NAME_PRIVATE,
    [QUHUA__NAME_CONTROL] = QUHUA__RULE_LAW_NAME_CONTROL,
    [QUHUA__NAME_NOT_GBK] = QUHUA__RULE_LAW_NAME_GBK,
    [QUHUA__NAME_RARE] = QUHUA__RULE_LAW_NAME_RARE,
    [QUHUA__NAME_FORM] = QUHUA__RULE_LAW_NAME_FORM,
};

static bool concerns(quhua__name_fault fault, const quhua_unit *unit) {
  bool foreign = unit->kind == QUHUA_KIND_UNIT || unit->kind == QUHUA_KIND_NONE;
  switch (fault) {
  case QUHUA__NAME_QUESTION:
  case QUHUA__NAME_PRIVATE_USE:
  case QUHUA__NAME_CONTROL: return true;
  case QUHUA__NAME_FORM: return !foreign && unit->kind != QUHUA_KIND_GRID;
  default: return !foreign;
  }
}

/* The name without the digits that a group may have. */
static quhua_str judged_part(quhua__judge *j, const quhua_unit *unit) {
  bool group = unit->kind == QUHUA_KIND_VILLAGER_GROUP || unit->kind == QUHUA_KIND_RESIDENT_GROUP;
  if (!group) return unit->name;
  char *kept = quhua__arena_bytes(j->arena, unit->name.len + 1);
  size_t len = 0;
  if (!kept) {
    j->failed = true;
    return unit->name;
  }
  for (size_t i = 0; i < unit->name.len; i++)
    if (unit->name.ptr[i] < '0' || unit->name.ptr[i] > '9') kept[len++] = unit->name.ptr[i];
  return (quhua_str){kept, len};
}

static void check_characters(quhua__judge *j, const quhua_unit *unit) {
  quhua__name_flaw flaws[QUHUA__NAME_FAULT_COUNT];
  size_t count = quhua__name_flaws(judged_part(j, unit), flaws);
  for (size_t i = 0; i < count; i++) {
    if (!concerns(flaws[i].fault, unit)) continue;
    quhua_str args[] = {unit->name, flaws[i].text};
    quhua__judge_report(j, rule_of_fault[flaws[i].fault], unit->id, args, 2);
  }
}

/* --- uniqueness -------------------------------------------------------------------------------------------------- */

/* A name inside the unit in which it must be unique. */
typedef struct name_key {
  uint32_t stem, level, scope;
} name_key;

/* Units of that name on the day: the newest record, and the newest that is no sibling of it. These two answer for
 * each of them whether there is another one that is not its sibling. */
typedef struct holders {
  uint32_t first, other; /* rows */
} holders;

typedef struct names {
  quhua__judge *judge;
  quhua__table known; /* name_key -> holders */
} names;

/* The level of the unit in which the name must be unique; ANY for names that may repeat. */
static quhua_level scope_level(quhua_kind kind) {
  switch (kind) {
  case QUHUA_KIND_TOWN:
  case QUHUA_KIND_TOWNSHIP:
  case QUHUA_KIND_ETHNIC_TOWNSHIP:
  case QUHUA_KIND_SUMU:
  case QUHUA_KIND_ETHNIC_SUMU: return QUHUA_LEVEL_PROVINCE;
  case QUHUA_KIND_COMMUNITY:
  case QUHUA_KIND_VILLAGE: return QUHUA_LEVEL_COUNTY;
  default: return QUHUA_LEVEL_ANY;
  }
}

/* All units below one, the shallower before what lies below them. */
typedef struct descent {
  quhua__chain family[QUHUA_LEVEL_MAX + 1];
  int depth; /* of the family that is being walked; -1 at the end */
} descent;

static descent below(const names *n, uint32_t scope) {
  const quhua_snapshot *after = n->judge->act->after;
  return (descent){.family = {quhua__chain_of_children(after->state, after->known, scope)}};
}

/* The next row, 0 at the end; units of the level and those that do not live are not asked for theirs. */
static uint32_t next_below(const names *n, descent *d, uint8_t level) {
  const quhua_judged_act *act = n->judge->act;
  for (; d->depth >= 0; d->depth--) {
    uint32_t number = quhua__chain_next(&d->family[d->depth]);
    if (!number) continue;
    const quhua__row *row = quhua__state_row(act->after->state, number);
    bool deeper =
        row->level < level && d->depth < QUHUA_LEVEL_MAX && quhua__row_holds_on(row, act->effective);
    if (deeper)
      d->family[++d->depth] = quhua__chain_of_children(act->after->state, act->after->known, row->unit);
    return number;
  }
  return 0;
}

/* Does the row hold a name of the key? `inside`: it is known to lie in the scope. */
static bool holds_name(const names *n, const name_key *key, uint32_t number, bool inside) {
  const quhua_judged_act *act = n->judge->act;
  const quhua__state *s = act->after->state;
  const quhua__row *row = quhua__state_row(s, number);
  quhua_level level = scope_level((quhua_kind)row->kind);
  if (row->level != key->level || !level || !quhua__row_holds_on(row, act->effective)) return false;
  if (quhua__texts_stem(&s->texts, row->name) != key->stem) return false;
  if (inside) return true;
  quhua_unit unit = quhua__row_unit(s, number);
  return quhua__judge_above(act->after, &unit, level, act->effective).id == key->scope;
}

static void add_holder(const names *n, holders *found, uint32_t row) {
  const quhua__state *s = n->judge->act->after->state;
  uint32_t parent = quhua__state_row(s, row)->parent;
  if (!found->first)
    found->first = row;
  else if (quhua__state_row(s, found->first)->parent == parent)
    found->first = row > found->first ? row : found->first;
  else if (row > found->first) {
    found->other = found->first;
    found->first = row;
  } else
    found->other = row > found->other ? row : found->other;
}

/* Steps of one walk that cost as much as one of the other, which has to find out where the unit lies. */
#define STEPS_INSIDE 8

/* A holder stands among all units of its name and among those of the scope. Both are walked side by side, and the walk that
 * ends first has seen every holder: hundreds of villages are called 幸福村, and a county may have hundreds of villages. */
static holders look_up(const names *n, const name_key *key) {
  const quhua_snapshot *after = n->judge->act->after;
  quhua__chain named = quhua__chain_of_stem(after->state, after->known, key->stem);
  descent inside = below(n, key->scope);
  holders by_name = {0}, by_place = {0};
  for (;;) {
    uint32_t number = quhua__chain_next(&named);
    if (!number) return by_name;
    if (holds_name(n, key, number, false)) add_holder(n, &by_name, number);
    for (int i = 0; i < STEPS_INSIDE; i++) {
      number = next_below(n, &inside, (uint8_t)key->level);
      if (!number) return by_place;
      if (holds_name(n, key, number, true)) add_holder(n, &by_place, number);
    }
  }
}

/* Looked up once for an act, however many of its units have the name. NULL when out of memory. */
static const holders *holders_of(names *n, uint32_t stem, quhua_level level, quhua_unit_id scope) {
  name_key key;
  memset(&key, 0, sizeof key); /* compared as bytes */
  key.stem = stem;
  key.level = (uint32_t)level;
  key.scope = (uint32_t)scope;
  holders *found = quhua__table_find(&n->known, &key, sizeof key);
  if (found) return found;
  found = quhua__arena_alloc(n->judge->arena, sizeof *found);
  n->judge->failed |= !found || !quhua__table_add(&n->known, &key, sizeof key, found);
  if (n->judge->failed) return NULL;
  *found = look_up(n, &key);
  return found;
}

static void check_unique(names *n, const quhua_unit *unit) {
  quhua__judge *j = n->judge;
  const quhua__state *s = j->act->after->state;
  quhua_unit scope = quhua__judge_above(j->act->after, unit, scope_level(unit->kind), j->act->effective);
  uint32_t stem = quhua__texts_stem(&s->texts, quhua__state_row(s, unit->row)->name);
  if (!scope.id || !stem) return;
  const holders *found = holders_of(n, stem, unit->level, scope.id);
  if (!found || !found->first) return;
  uint32_t other = quhua__state_row(s, found->first)->parent != unit->parent ? found->first : found->other;
  if (!other) return;
  quhua_unit holder = quhua__row_unit(s, other);
  quhua_str args[] = {quhua__judge_title(j, unit), quhua__judge_title(j, &holder)};
  quhua__judge_report(j, QUHUA__RULE_LAW_NAME_UNIQUE, unit->id, args, 2);
}

/* --- all names of an act ----------------------------------------------------------------------------------------- */

static bool is_respelled(const names *n, const quhua_unit *before, const quhua_unit *after) {
  const quhua__state *s = n->judge->act->after->state;
  return before->id && quhua__texts_stem(&s->texts, quhua__state_row(s, before->row)->name) ==
                           quhua__texts_stem(&s->texts, quhua__state_row(s, after->row)->name);
}

void quhua__judge_names(quhua__judge *j) {
  names n = {.judge = j};
  quhua_unit before, after;
  quhua__table_init(&n.known, j->arena->allocator);
  size_t position = 0;
  while (!j->failed && quhua_judged_act_unit(j->act, &position, &before, &after)) {
    if (!after.id || !after.name.len || (before.id && quhua_str_equal(before.name, after.name))) continue;
    check_characters(j, &after);
    if (!is_respelled(&n, &before, &after)) check_unique(&n, &after);
  }
  quhua__table_free(&n.known);
}
