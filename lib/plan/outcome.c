/* SPDX-License-Identifier: Apache-2.0 */
/* outcome.c: what the rows say of each unit after the act: name, kind, level, attributes and parent. */
#include <string.h>

#include "base/text_internal.h"
#include "code/issue.h"
#include "plan/act.h"

static void disagree(quhua__act *act, const quhua__target *target, const quhua__act_row *row, quhua_str a,
                     quhua_str b) {
  quhua_str args[] = {quhua__act_title(act, target->member), a, b};
  quhua__act_report_row(act, QUHUA__RULE_ROWS_DISAGREE, row, args, 3);
}

/* The one text that the rows of a target give in a column; empty when none does. */
static quhua_str agreed(quhua__act *act, const quhua__target *target,
                        quhua_str (*cell)(const quhua_flow_row *)) {
  quhua_str value = {"", 0};
  for (size_t i = 0; i < target->row_count; i++) {
    quhua_str given = cell(target->rows[i]->row);
    if (given.len == 0) continue;
    if (value.len && !quhua_str_equal(value, given))
      disagree(act, target, target->rows[i], value, given);
    else
      value = given;
  }
  return value;
}

static quhua_str new_name(const quhua_flow_row *r) { return r->new_name; }
static quhua_str new_parent(const quhua_flow_row *r) { return r->new_parent; }

static quhua_kind agreed_kind(quhua__act *act, const quhua__target *target) {
  quhua_kind kind = QUHUA_KIND_NONE;
  for (size_t i = 0; i < target->row_count; i++) {
    quhua_kind given = target->rows[i]->row->new_kind;
    if (given && kind && given != kind)
      disagree(act, target, target->rows[i], quhua_str_from(quhua_kind_word(kind, QUHUA_LANG_ZH)),
               quhua_str_from(quhua_kind_word(given, QUHUA_LANG_ZH)));
    else if (given)
      kind = given;
  }
  return kind;
}

/* A receiver or survivor that a row names in another spelling keeps its own: the row points at it and does not rename
 * it. A row that states the old name to the letter, or that says 规范 or 更名, means the new spelling. */
static bool only_points(const quhua__target *target, quhua_str given) {
  const quhua__member *member = target->member;
  if (!member->row_before || !quhua__same_stem(member->name, given)) return false;
  for (size_t i = 0; i < target->row_count; i++) {
    const quhua__act_row *row = target->rows[i];
    if (row->old != member) continue;
    if (row->row->relation == QUHUA_RELATION_RESPELL || row->row->relation == QUHUA_RELATION_RENAME)
      return false;
    if (quhua_str_equal(row->row->old_name, member->name)) return false;
    if (!target->code.text[0]) return false; /* the name is all that the row says */
  }
  return true;
}

/* 并入 and 更名 in one row: a receiver that no row of its own renames. Or its code is mistyped, so it is said. */
static void warn_renamed_receiver(quhua__act *act, const quhua__target *target, quhua_str given) {
  const quhua__member *member = target->member;
  const quhua__act_row *row = target->rows[0];
  quhua__finding_place place = {
      .unit = member->unit, .code = member->code, .row = row->number, .line = row->row->line};
  quhua_str args[] = {quhua_str_from(member->code.text), member->name, given};
  quhua__finding_add_as(act->findings, QUHUA__RULE_NAME_DIFFERS, QUHUA_SEVERITY_WARNING, place, args, 3);
}

static void settle_name(quhua__act *act, quhua__target *target) {
  quhua__member *member = target->member;
  quhua_str given = agreed(act, target, new_name);
  if (given.len && !only_points(target, given)) {
    if (member->row_before && !member->old_side && !quhua__same_stem(member->name, given))
      warn_renamed_receiver(act, target, given);
    member->name = given;
  }
  if (!member->name.len && !member->row_before) {
    quhua_str title = target->code.text[0] ? quhua_str_from(target->code.text) : target->label;
    quhua__act_report_row(act, QUHUA__RULE_NAME_MISSING, target->rows[0], &title, 1);
  }
}

static void settle_level(quhua__act *act, quhua__target *target) {
  quhua__member *member = target->member;
  quhua_level level = target->code.text[0] ? target->code_level : QUHUA_LEVEL_ANY;
  for (size_t i = 0; i < target->row_count && !level; i++) level = target->rows[i]->row->new_level;
  for (size_t i = 0; i < target->row_count && !level; i++)
    level = quhua_kind_level(target->rows[i]->row->new_kind);
  for (size_t i = 0; i < target->row_count && !level; i++)
    if (target->rows[i]->old) level = target->rows[i]->old->level;
  if (!level) level = member->level;
  if (!level) { /* 设立 by name only: its class word says the level */
    for (int l = QUHUA_LEVEL_TOWNSHIP; l <= QUHUA_LEVEL_GROUP && !level; l++)
      if (quhua__kind_of_name((quhua_level)l, member->name)) level = (quhua_level)l;
  }
  member->level = level;
  if (!level) {
    quhua_str args[] = {quhua__act_title(act, member), quhua_str_from("?")};
    quhua__act_report_row(act, QUHUA__RULE_LEVEL_WRONG, target->rows[0], args, 2);
  }
}

/* The kind that a new name says by its class word. Groups and grids are hierarchies of their own: a new name alone takes
 * no unit from one to the other. */
static quhua_kind kind_of_new_name(const quhua__member *member) {
  quhua_kind kind = quhua__kind_of_name(member->level, member->name);
  bool crosses =
      member->level == member->level_before && (kind == QUHUA_KIND_GRID) != (member->kind == QUHUA_KIND_GRID);
  return member->row_before && crosses ? QUHUA_KIND_NONE : kind;
}

/* The kind is given, or read from a given code's range, or from the class word of a new name; else it stays. */
static void settle_kind(quhua__act *act, quhua__target *target) {
  quhua__member *member = target->member;
  quhua_kind kind = agreed_kind(act, target);
  bool renamed =
      !member->row_before ||
      !quhua_str_equal(member->name, quhua__texts_at(&act->state->texts,
                                                     quhua__state_row(act->state, member->row_before)->name));
  bool recoded =
      target->code.text[0] && (!member->row_before || quhua_code_compare(&target->code, &member->code));
  bool structured = quhua_scheme_is_structured(act->scheme);
  if (!kind && recoded && structured &&
      !(quhua_kind_level(member->kind) == member->level &&
        quhua_code_in_range(act->scheme, &target->code, member->level, member->kind)))
    kind = quhua_kind_of_code(act->scheme, &target->code, member->level, member->name);
  if (!kind && renamed && structured) kind = kind_of_new_name(member);
  if (kind == QUHUA_KIND_TOWNSHIP && member->kind == QUHUA_KIND_ETHNIC_TOWNSHIP && member->row_before)
    kind = member->kind; /* 大兴回族乡 keeps its kind whatever word its name ends in */
  for (size_t i = 0; i < target->row_count && !kind && !member->kind; i++)
    if (target->rows[i]->old && target->rows[i]->old->level == member->level)
      kind = target->rows[i]->old->kind;
  if (!kind && !member->kind && !structured) kind = QUHUA_KIND_UNIT;
  if (kind) member->kind = kind;
  quhua_level level = quhua_kind_level(member->kind);
  if (member->level && level && level != member->level) {
    quhua_str args[] = {quhua__act_title(act, member),
                        quhua_str_from(quhua_kind_word(member->kind, QUHUA_LANG_ZH))};
    quhua__act_report_row(act, QUHUA__RULE_LEVEL_WRONG, target->rows[0], args, 2);
  }
}

static void settle_attributes(quhua__act *act, quhua__target *target) {
  size_t count = 0;
  for (size_t i = 0; i < target->row_count; i++) count += target->rows[i]->row->attribute_count;
  if (!count) return;
  quhua_attribute *list = quhua__arena_alloc(act->arena, count * sizeof *list);
  if (!list) {
    act->failed = true;
    return;
  }
  count = 0;
  for (size_t i = 0; i < target->row_count; i++) {
    const quhua_flow_row *r = target->rows[i]->row;
    for (size_t j = 0; j < r->attribute_count; j++) list[count++] = r->attributes[j];
  }
  target->member->attributes = list;
  target->member->attribute_count = count;
}

/* Does the table give the unit that code, or only cite it to find a receiver that stands on no old side? A receiver
 * follows its parent like any other unit. */
static bool gives_code(const quhua__target *target) {
  return !target->member->row_before || target->member->old_side;
}

/* --- parents ------------------------------------------------------------------------------------------------- */

/* The unit that will hold a code after the act, on a level above `below`; 0 when none will. Codes that the table gives
 * count first, then units that keep theirs. */
static uint32_t holder_after(const quhua__act *act, const quhua_code *code, quhua_level level) {
  const quhua__target *target = quhua__act_target_of_code(act, code, level);
  if (target) return target->member ? target->member->unit : 0;
  uint32_t row = quhua__row_with_code(act->state, act->known, level, code, act->date);
  if (!row) return 0;
  uint32_t unit = quhua__state_row(act->state, row)->unit;
  return quhua__act_lives_after(act, unit) ? unit : 0;
}

static uint32_t parent_by_code(const quhua__act *act, quhua_str text, quhua_level below) {
  quhua_code code;
  quhua_level level = QUHUA_LEVEL_ANY;
  if (quhua_code_parse(act->scheme, text, QUHUA_LEVEL_ANY, &code, &level, NULL) != QUHUA_OK) return 0;
  bool said = text.len > 1 && text.ptr[1] == ':';
  uint32_t found = 0;
  if (said) return (int)level < (int)below ? holder_after(act, &code, level) : 0;
  for (int l = (int)below - 1; l >= QUHUA_LEVEL_PROVINCE && !found; l--)
    found = holder_after(act, &code, (quhua_level)l);
  return found;
}

/* A unit above the level, of that name after the act. Two candidates: none. Units that the act names come first. */
static uint32_t parent_by_name(const quhua__act *act, quhua_str text, quhua_level below) {
  uint32_t found = 0;
  for (size_t i = 0; i < act->targets.count; i++) {
    const quhua__member *m = ((const quhua__target *)act->targets.items[i])->member;
    if (!m || (int)m->level >= (int)below || !quhua__same_stem(m->name, text)) continue;
    if (found && found != m->unit) return 0;
    found = m->unit;
  }
  char buffer[512];
  quhua_str stem = {buffer, quhua_name_stem(text, buffer, sizeof buffer)};
  uint32_t number = found || stem.len > sizeof buffer ? 0 : quhua__texts_find(&act->state->texts, stem);
  if (!number) return found;
  quhua__chain chain = quhua__chain_of_stem(act->state, act->known, number);
  for (uint32_t r; (r = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(act->state, r);
    if (!quhua__row_holds_on(row, act->date)) continue;
    if (row->level >= (uint8_t)below || !quhua__act_lives_after(act, row->unit)) continue;
    if (found && found != row->unit) return 0;
    found = row->unit;
  }
  return found;
}

/* Does the table give a unit that lives now another code? Then it will not hold the one that it has. */
static bool loses_code(const quhua__act *act, uint32_t unit, const quhua_code *code) {
  const quhua__member *member = quhua__act_find_member(act, unit);
  const quhua__target *target = member ? member->target : NULL;
  if (!target || !member->row_before) return false;
  return target->label.len || (target->code.text[0] && quhua_code_compare(&target->code, code) != 0);
}

/* The parent that the given code says: whoever will hold the code above it. */
static uint32_t parent_of_code(const quhua__act *act, const quhua__target *target) {
  quhua_code code = target->code, above;
  for (int level = (int)target->code_level; level > QUHUA_LEVEL_PROVINCE; level--, code = above) {
    if (!quhua_code_parent(act->scheme, &code, (quhua_level)level, &above)) return 0;
    uint32_t holder = holder_after(act, &above, (quhua_level)(level - 1));
    if (holder && !loses_code(act, holder, &above)) return holder;
    if (quhua_code_segment(act->scheme, &above, (quhua_level)(level - 1)) != 0) return 0;
  }
  return 0;
}

/* The one parent that the old units of the target share after the act, 0 when they differ. */
static uint32_t parent_of_olds(const quhua__act *act, const quhua__target *target) {
  uint32_t parent = 0;
  for (size_t i = 0; i < target->row_count; i++) {
    const quhua__member *old = target->rows[i]->old;
    if (!old || old->level != target->member->level) continue;
    uint32_t above = quhua__act_heir(act, quhua__state_row(act->state, old->row_before)->parent);
    if (!above || (parent && parent != above)) return 0;
    parent = above;
  }
  return parent;
}

static uint32_t named_parent(const quhua__act *act, quhua_str text, quhua_level level) {
  if (text.ptr[0] == '@') {
    const quhua__target *target = quhua__act_target_of_label(act, text);
    return target && target->member ? target->member->unit : 0;
  }
  uint32_t parent = parent_by_code(act, text, level);
  return parent ? parent : parent_by_name(act, text, level);
}

static void settle_parent(quhua__act *act, quhua__target *target) {
  quhua__member *member = target->member;
  quhua_str given = agreed(act, target, new_parent);
  uint32_t parent;
  bool recoded =
      target->code.text[0] && (!member->row_before || quhua_code_compare(&target->code, &member->code));
  if (!given.len && member->row_before &&
      !member->old_side) { /* a receiver goes where its parent's other children go */
    member->cited = true;
    return;
  }
  if (given.len)
    parent = named_parent(act, given, member->level);
  else {
    uint32_t before = member->parent; /* of a unit that lives again, the one that it had */
    parent = before ? quhua__act_heir(act, before) : 0;
    if (member->row_before && !before) return; /* stays at the top */
    if (recoded && quhua_scheme_is_structured(act->scheme)) {
      uint32_t by_code = parent_of_code(act, target);
      if (by_code) parent = by_code;
    }
    if (!parent) parent = parent_of_olds(act, target);
    if (!parent && target->code.text[0] && quhua_scheme_is_structured(act->scheme))
      parent = parent_of_code(act, target); /* its parent ended, and another unit has the parent's code now */
  }
  if (member->level == QUHUA_LEVEL_PROVINCE && !given.len) return;
  member->parent = parent;
  if (parent) return;
  quhua_str what = given.len ? given : quhua_str_from("?");
  quhua_str args[] = {quhua__act_title(act, member), what};
  quhua__act_report_row(act, QUHUA__RULE_PARENT_MISSING, target->rows[0], args, 2);
}

/* New units are opened from the top level down and are numbered in that order, whatever the order of their rows: a
 * village may stand above its town in the table. */
static void number_new_units(quhua__act *act) {
  uint32_t next = act->next_unit;
  for (size_t i = 0; i < act->members.count; i++) next -= ((quhua__member *)act->members.items[i])->fresh;
  quhua__table_free(&act->by_unit);
  for (int level = QUHUA_LEVEL_ANY; level <= QUHUA_LEVEL_MAX; level++)
    for (size_t i = 0; i < act->members.count; i++) {
      quhua__member *m = act->members.items[i];
      if (m->level != (quhua_level)level) continue;
      if (m->fresh) m->unit = next++;
      if (!quhua__table_add(&act->by_unit, &m->unit, sizeof m->unit, m)) act->failed = true;
    }
}

void quhua__act_outcome(quhua__act *act) {
  for (size_t i = 0; i < act->targets.count && !act->failed; i++) {
    quhua__target *target = act->targets.items[i];
    settle_name(act, target);
    settle_level(act, target);
    settle_kind(act, target);
    settle_attributes(act, target);
    if (target->code.text[0] && gives_code(target))
      target->member->code_given = target->member->code_settled = true;
  }
  if (!act->failed) number_new_units(act);
  for (size_t i = 0; i < act->targets.count && !act->failed; i++) settle_parent(act, act->targets.items[i]);
  for (size_t i = 0; i < act->targets.count; i++) { /* last, because the old codes were needed until here */
    quhua__target *target = act->targets.items[i];
    if (target->member->code_given) target->member->code = target->code;
  }
}
