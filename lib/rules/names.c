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
  uint32_t stem, level;
  quhua_unit_id scope; /* 0: the entry that says that the stem was looked up */
} name_key;

/* Units of that name on the day: the first that was found, and the first that is no sibling of it. These two answer for
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

static name_key key_of(uint32_t stem, quhua_level level, quhua_unit_id scope) {
  name_key key;
  memset(&key, 0, sizeof key); /* compared as bytes */
  key.stem = stem;
  key.level = (uint32_t)level;
  key.scope = scope;
  return key;
}

static holders *add_holders(names *n, const name_key *key) {
  holders *added = quhua__arena_alloc(n->judge->arena, sizeof *added);
  if (added && quhua__table_add(&n->known, key, sizeof *key, added)) return added;
  n->judge->failed = true;
  return NULL;
}

static void add_holder(names *n, uint32_t stem, uint32_t row) {
  const quhua_snapshot *after = n->judge->act->after;
  quhua_unit unit = quhua__row_unit(after->state, row);
  quhua_level level = scope_level(unit.kind);
  quhua_unit scope = quhua__judge_above(after, &unit, level, n->judge->act->effective);
  if (!scope.id) return; /* nobody can say where the name should be unique */
  name_key key = key_of(stem, unit.level, scope.id);
  holders *found = quhua__table_find(&n->known, &key, sizeof key);
  if (!found) found = add_holders(n, &key);
  if (!found) return;
  if (!found->first)
    found->first = row;
  else if (!found->other && quhua__state_row(after->state, found->first)->parent != unit.parent)
    found->other = row;
}

/* Every unit of that name is looked at once for an act, however many of its units have the name. */
static void look_up(names *n, uint32_t stem) {
  const quhua_judged_act *act = n->judge->act;
  name_key key = key_of(stem, QUHUA_LEVEL_ANY, 0);
  if (quhua__table_find(&n->known, &key, sizeof key) || !add_holders(n, &key)) return;
  quhua__chain chain = quhua__chain_of_stem(act->after->state, act->after->known, stem);
  for (uint32_t number; !n->judge->failed && (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(act->after->state, number);
    bool lives = quhua__row_holds_on(row, act->effective);
    if (lives && scope_level((quhua_kind)row->kind)) add_holder(n, stem, number);
  }
}

static void check_unique(names *n, const quhua_unit *unit) {
  quhua__judge *j = n->judge;
  const quhua__state *s = j->act->after->state;
  quhua_unit scope = quhua__judge_above(j->act->after, unit, scope_level(unit->kind), j->act->effective);
  uint32_t stem = quhua__texts_stem(&s->texts, quhua__state_row(s, unit->row)->name);
  if (!scope.id || !stem) return;
  look_up(n, stem);
  name_key key = key_of(stem, unit->level, scope.id);
  const holders *found = quhua__table_find(&n->known, &key, sizeof key);
  if (j->failed || !found) return;
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
