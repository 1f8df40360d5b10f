/* SPDX-License-Identifier: Apache-2.0 */
/* identity.c: which rows mean one unit after the act, and whether that unit lived before. This file is the only place
 * that decides identity: rule 4 of docs/formats/flow-table.md. */
#include <string.h>

#include "base/bytes.h"
#include "plan/act.h"

/* Relations that change one unit into itself: their rows never join into one new unit. */
static bool is_one_to_one(quhua_relation relation) {
  switch (relation) {
  case QUHUA_RELATION_RENAME:
  case QUHUA_RELATION_RESPELL:
  case QUHUA_RELATION_RETYPE:
  case QUHUA_RELATION_TRANSFER:
  case QUHUA_RELATION_RECODE:
  case QUHUA_RELATION_SEAT:
  case QUHUA_RELATION_STATUS: return true;
  default: return false;
  }
}

/* A row whose new side is empty ends its unit, unless something else on it says that the unit goes on. */
static bool ends_unit(const quhua_flow_row *r) {
  return !r->new_code.len && !r->new_name.len && !r->new_kind && !r->new_parent.len && !r->attribute_count &&
         r->identity != QUHUA_IDENTITY_SAME && !is_one_to_one(r->relation);
}

static bool is_label(quhua_str code) { return code.len && code.ptr[0] == '@'; }

/* 并入 with a receiver that is given by name: the one living unit of that name on the level. 0 when there is none or
 * several, or when it stands on an old side itself. */
static uint32_t receiver_by_name(const quhua__act *act, const quhua__act_row *row) {
  const quhua_flow_row *r = row->row;
  if (r->relation != QUHUA_RELATION_ABSORB || r->new_code.len || !r->new_name.len || !row->old) return 0;
  char buffer[512];
  quhua_str stem = {buffer, quhua_name_stem(r->new_name, buffer, sizeof buffer)};
  if (stem.len > sizeof buffer) return 0;
  uint32_t text = quhua__texts_find(&act->state->texts, stem);
  uint32_t same_parent = 0, anywhere = 0;
  bool several_here = false, several = false;
  if (!text) return 0;
  quhua__chain chain = quhua__chain_of_stem(act->state, act->known, text);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *candidate = quhua__state_row(act->state, number);
    if (!quhua__row_holds_on(candidate, act->date)) continue;
    if (candidate->level != (uint8_t)row->old->level || candidate->unit == row->old->unit) continue;
    several |= anywhere != 0;
    anywhere = candidate->unit;
    if (candidate->parent != quhua__state_row(act->state, row->old->row_before)->parent) continue;
    several_here |= same_parent != 0;
    same_parent = candidate->unit;
  }
  if (same_parent) return several_here ? 0 : same_parent;
  return several ? 0 : anywhere;
}

static void put_code_key(quhua__bytes *key, const quhua_code *code, quhua_level level) {
  quhua__bytes_add(key, "c", 1);
  quhua__bytes_u(key, (uint64_t)level);
  quhua__bytes_t(key, quhua_str_from(code->text));
}

static void put_label_key(quhua__bytes *key, quhua_str label) {
  quhua__bytes_add(key, "@", 1);
  quhua__bytes_t(key, label);
}

/* The parent under which a unit without a row of its own for it would be after the act; villages of two towns that
 * become one town meet under that. */
static uint32_t parent_after(const quhua__act *act, const quhua__member *old) {
  uint32_t heir = quhua__act_heir(act, old->parent);
  return heir ? heir : old->parent;
}

/* The key under which rows that mean one unit meet. */
static void put_key(quhua__act *act, quhua__bytes *key, const quhua__act_row *row, const quhua_code *code,
                    quhua_level level) {
  const quhua_flow_row *r = row->row;
  quhua_level old_level = row->old ? row->old->level : QUHUA_LEVEL_ANY;
  if (code->text[0]) {
    put_code_key(key, code, level);
  } else if (is_label(r->new_code)) {
    put_label_key(key, r->new_code);
  } else if (receiver_by_name(act, row)) {
    quhua__bytes_add(key, "u", 1);
    quhua__bytes_u(key, receiver_by_name(act, row));
  } else if (!r->new_name.len || is_one_to_one(r->relation)) {
    quhua__bytes_add(key, "r", 1); /* nothing to meet under */
    quhua__bytes_u(key, row->number);
  } else {
    quhua_kind kind = r->new_kind ? r->new_kind : quhua__kind_of_name(old_level, r->new_name);
    uint32_t parent = row->old && !r->new_parent.len ? parent_after(act, row->old) : 0;
    quhua__bytes_add(key, "n", 1);
    quhua__bytes_t(key, r->event);
    quhua__bytes_t(key, r->new_name);
    quhua__bytes_u(key, (uint64_t)kind);
    quhua__bytes_t(key, r->new_parent);
    quhua__bytes_u(key, parent);
    quhua__bytes_u(key, (uint64_t)(r->new_level ? r->new_level : old_level));
  }
}

static quhua__target *look_up(const quhua__act *act, quhua__bytes *key) {
  quhua__target *target = key->failed ? NULL : quhua__table_find(&act->by_key, key->data, key->len);
  quhua__bytes_free(key);
  return target;
}

quhua__target *quhua__act_target_of_code(const quhua__act *act, const quhua_code *code, quhua_level level) {
  quhua__bytes key;
  quhua__bytes_init(&key, act->allocator);
  put_code_key(&key, code, level);
  return look_up(act, &key);
}

quhua__target *quhua__act_target_of_label(const quhua__act *act, quhua_str label) {
  quhua__bytes key;
  quhua__bytes_init(&key, act->allocator);
  put_label_key(&key, label);
  return look_up(act, &key);
}

static quhua__target *target_for(quhua__act *act, const quhua__act_row *row, const quhua_code *code,
                                 quhua_level level) {
  quhua__bytes key;
  quhua__bytes_init(&key, act->allocator);
  put_key(act, &key, row, code, level);
  quhua__target *target = key.failed ? NULL : quhua__table_find(&act->by_key, key.data, key.len);
  if (!target && !key.failed) {
    target = quhua__arena_alloc(act->arena, sizeof *target);
    if (target && !quhua__table_add(&act->by_key, key.data, key.len, target)) target = NULL;
    if (target && !quhua__list_add(act, &act->targets, target)) target = NULL;
  }
  if (!target) act->failed = true;
  quhua__bytes_free(&key);
  return target;
}

/* The code that a row gives its new unit; false with a finding when it cannot be read. The level is given, or that of
 * the old unit where the code may stand on it, or read from the code. */
static bool read_new_code(quhua__act *act, const quhua__act_row *row, quhua_code *code, quhua_level *level) {
  const quhua_flow_row *r = row->row;
  *code = (quhua_code){""};
  *level = r->new_level;
  if (!r->new_code.len || is_label(r->new_code)) return true;
  bool said = r->new_level || (r->new_code.len > 1 && r->new_code.ptr[1] == ':');
  quhua_level old = row->old ? row->old->level : quhua_kind_level(r->new_kind);
  quhua_level read = old;
  if (!said && old && quhua_code_parse(act->scheme, r->new_code, old, code, &read, NULL) == QUHUA_OK) {
    *level = read;
    return true;
  }
  if (quhua_code_parse(act->scheme, r->new_code, r->new_level, code, level, NULL) == QUHUA_OK && *level)
    return true;
  quhua_str name = r->new_name.len ? r->new_name : r->old_name;
  quhua__act_report_row(act, QUHUA__RULE_CODE_INVALID, row, (quhua_str[]){r->new_code, name}, 2);
  return false;
}

static void group_row(quhua__act *act, quhua__act_row *row) {
  quhua_code code;
  quhua_level level;
  if (!read_new_code(act, row, &code, &level)) return;
  quhua__target *target = target_for(act, row, &code, level);
  if (!target) return;
  if (target->row_count == target->row_cap) {
    size_t cap = target->row_cap ? 2 * target->row_cap : 4;
    quhua__act_row **rows = quhua__arena_alloc(act->arena, cap * sizeof(quhua__act_row *));
    if (!rows) {
      act->failed = true;
      return;
    }
    for (size_t i = 0; i < target->row_count; i++) rows[i] = target->rows[i];
    target->rows = rows;
    target->row_cap = cap;
  }
  target->rows[target->row_count++] = row;
  target->code = code;
  target->code_level = level;
  if (is_label(row->row->new_code)) target->label = row->row->new_code;
  row->target = target;
}

static bool same_code(const quhua_code *a, const quhua_code *b) { return quhua_code_compare(a, b) == 0; }

/* Is the share of a unit's only row all of it? The shares of one unit sum to 1, so what may be 1 is 1 (rule 6). */
static bool is_whole(quhua_share share) {
  if (share.kind == QUHUA_SHARE_EMPTY || share.kind == QUHUA_SHARE_CHILDREN)
    return share.kind == QUHUA_SHARE_EMPTY;
  return share.hi.num == share.hi.den;
}

/* Of two versions of ended units, the one that ended later. */
static uint32_t later_end(const quhua__act *act, uint32_t best, uint32_t candidate, quhua_level level) {
  const quhua__row *row = quhua__state_row(act->state, candidate);
  if (level && row->level != (uint8_t)level) return best;
  if (quhua__act_row_before(act, row->unit) || row->to > act->date) return best;
  return !best || row->to > quhua__state_row(act->state, best)->to ? candidate : best;
}

/* 恢复: the unit that ended and is meant, by its code or its name; of several the one that ended last. 0 when there never
 * was one. */
static uint32_t former_unit(const quhua__act *act, const quhua__target *target) {
  const quhua_flow_row *r = target->rows[0]->row;
  quhua_level level = r->new_level ? r->new_level : quhua_kind_level(r->new_kind);
  if (!level && target->rows[0]->old) level = target->rows[0]->old->level;
  uint32_t best = 0;
  if (target->code.text[0]) {
    quhua__chain chain = quhua__chain_of_code(act->state, act->known, target->code_level, &target->code);
    for (uint32_t row; (row = quhua__chain_next(&chain)) != 0;) best = later_end(act, best, row, level);
  }
  char buffer[512];
  quhua_str stem = {buffer, quhua_name_stem(r->new_name, buffer, sizeof buffer)};
  uint32_t text = !best && stem.len <= sizeof buffer ? quhua__texts_find(&act->state->texts, stem) : 0;
  if (text) {
    quhua__chain chain = quhua__chain_of_stem(act->state, act->known, text);
    for (uint32_t row; (row = quhua__chain_next(&chain)) != 0;) best = later_end(act, best, row, level);
  }
  return best ? quhua__state_row(act->state, best)->unit : 0;
}

static bool is_restored(const quhua__target *target) {
  for (size_t i = 0; i < target->row_count; i++)
    if (target->rows[i]->row->relation == QUHUA_RELATION_RESTORE) {
      const quhua__member *old = target->rows[i]->old;
      return !old || !target->code.text[0] || quhua_code_compare(&old->code, &target->code) != 0;
    }
  return false;
}

/* Rule 4: the old unit that the target is, or NULL for a new unit. */
static quhua__member *decide(quhua__act *act, const quhua__target *target) {
  for (size_t i = 0; i < target->row_count; i++) {
    const quhua__act_row *row = target->rows[i];
    if (row->row->identity == QUHUA_IDENTITY_SAME && row->old) return row->old;
  }
  for (size_t i = 0; i < target->row_count; i++) {
    if (target->rows[i]->row->identity == QUHUA_IDENTITY_NEW) return NULL;
  }
  if (is_restored(target)) {
    uint32_t former = former_unit(act, target);
    if (former) return quhua__act_reopened_member(act, former, target->rows[0]->number);
    quhua_str name = target->rows[0]->row->new_name;
    quhua__act_report_row(act, QUHUA__RULE_NOTHING_TO_RESTORE, target->rows[0], &name, 1);
    return NULL;
  }
  for (size_t i = 0; i < target->row_count; i++) { /* a row joins equal codes */
    quhua__member *old = target->rows[i]->old;
    if (target->code.text[0] && old && old->level == target->code_level &&
        same_code(&old->code, &target->code))
      return old;
  }
  const quhua__act_row *first = target->rows[0];
  uint32_t holder = receiver_by_name(act, first);
  if (target->code.text[0] && first->old) {
    uint32_t row = quhua__row_with_code(act->state, act->known, target->code_level, &target->code, act->date);
    holder = row ? quhua__state_row(act->state, row)->unit : 0;
  }
  if (holder) { /* the code is held by a unit that stands on no old side */
    quhua__member *touched = quhua__act_find_member(act, holder);
    if (!touched || !touched->old_side) return quhua__act_member(act, holder, first->number);
  }
  bool one_to_one = target->row_count == 1 && first->old && first->old->rows_out == 1;
  if (one_to_one && is_whole(first->row->share)) return first->old;
  return NULL;
}

static void identify(quhua__act *act, quhua__target *target, quhua__table *taken) {
  quhua__member *member = decide(act, target);
  if (act->failed) return;
  if (!member) member = quhua__act_new_member(act, target->rows[0]->number);
  if (!member) return;
  if (quhua__table_find(taken, &member->unit, sizeof member->unit)) {
    quhua__act_report_row(act, QUHUA__RULE_IDENTITY, target->rows[0],
                          (quhua_str[]){quhua__act_title(act, member)}, 1);
    return;
  }
  if (!quhua__table_add(taken, &member->unit, sizeof member->unit, target)) act->failed = true;
  target->member = member;
  member->target = target;
}

/* Rows whose new unit is told by a code or a label; what the others mean may depend on what becomes of parents. */
static bool is_told(const quhua__act_row *row) { return row->row->new_code.len != 0; }

/* Decide what targets from a position on are; false when that cannot go on. */
static bool identify_from(quhua__act *act, size_t first, quhua__table *taken) {
  for (size_t i = first; i < act->targets.count && !act->failed; i++)
    identify(act, act->targets.items[i], taken);
  return !act->failed;
}

/* Whoever stands on an old side and is nobody's target has come to its end. */
static void settle_ends(quhua__act *act, quhua_level level, const quhua__table *taken) {
  for (size_t i = 0; i < act->members.count; i++) {
    quhua__member *member = act->members.items[i];
    if (member->level_before != level) continue;
    member->ends = member->old_side && !quhua__table_find(taken, &member->unit, sizeof member->unit);
  }
}

void quhua__act_identify(quhua__act *act) {
  for (size_t i = 0; i < act->row_count && !act->failed; i++)
    if (!ends_unit(act->rows[i].row) && is_told(&act->rows[i])) group_row(act, &act->rows[i]);
  if (act->hopeless || act->failed) return;
  quhua__table taken; /* unit -> target */
  quhua__table_init(&taken, act->allocator);
  bool ok = identify_from(act, 0, &taken);
  for (int level = QUHUA_LEVEL_ANY; ok && level <= QUHUA_LEVEL_MAX; level++) {
    size_t first = act->targets.count;
    for (size_t i = 0; i < act->row_count && !act->failed; i++) {
      quhua__act_row *row = &act->rows[i];
      quhua_level own = row->old ? row->old->level_before : QUHUA_LEVEL_ANY;
      if (own == (quhua_level)level && !ends_unit(row->row) && !is_told(row)) group_row(act, row);
    }
    ok = identify_from(act, first, &taken);
    settle_ends(act, (quhua_level)level, &taken);
  }
  quhua__table_free(&taken);
}
