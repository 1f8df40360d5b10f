/* SPDX-License-Identifier: Apache-2.0 */
/* recode.c: what follows for codes and for everything below (rule 5 of docs/formats/flow-table.md).
 *
 * Levels are settled from the top down. On each level codes that the table gives come first, then those that are reserved
 * for the document; then units that must change keep their own number where it was never used below the new parent,
 * lowest old code first, or are numbered anew (codes.children); then the losers get numbers in the order of their old
 * codes; then new units in the order of the rows. family.c does this for one family. Sources: 行政区划代码管理办法
 * arts. 5-6 (顺序编制、唯一对应、废码不用), practice measured in the national lists of 2018 to 2020. */
#include <string.h>

#include "base/sort.h"
#include "code/issue.h"
#include "plan/family.h"

/* --- what is pulled along ---------------------------------------------------------------------------------------- */

static quhua_code code_before(const quhua__act *act, const quhua__member *member) {
  return quhua__state_row(act->state, member->row_before)->code;
}

/* Parents that a row moves a child between. */
typedef struct move {
  uint32_t from, to;
} move;

/* Note for every pair of parents whether a row moves a child from one to the other. */
static void note_moves(quhua__act *act, quhua__table *moves) {
  quhua__table_init(moves, act->allocator);
  for (size_t i = 0; i < act->row_count && !act->failed; i++) {
    const quhua__act_row *row = &act->rows[i];
    if (!row->old || !row->target || !row->target->member) continue;
    move key = {quhua__state_row(act->state, row->old->row_before)->parent, row->target->member->parent};
    if (quhua__table_find(moves, &key, sizeof key)) continue;
    if (!quhua__table_add(moves, &key, sizeof key, act)) act->failed = true;
  }
}

/* Where the children of an ended unit go that have no row of their own: 0 with *several when it cannot be told. */
static uint32_t heir_of_rest(const quhua__member *ended, const quhua__table *moves, bool *several) {
  uint32_t only = 0, rest = 0;
  size_t successors = 0, open = 0;
  for (const quhua__act_row *row = ended->rows; row; row = row->next_of_old) {
    if (!row->target || !row->target->member) continue;
    only = row->target->member->unit;
    successors++;
    move key = {ended->unit, only};
    if (row->row->share.kind == QUHUA_SHARE_CHILDREN || quhua__table_find(moves, &key, sizeof key)) continue;
    rest = only;
    open++;
  }
  *several = successors > 1 && open != 1;
  if (successors == 1) return only;
  return *several ? 0 : rest;
}

static void assign_child(quhua__act *act, quhua__member *ended, uint32_t child, uint32_t heir, bool several) {
  quhua__member *member = quhua__act_member(act, child, ended->place);
  if (!member) return;
  member->parent = heir;
  if (heir) return;
  quhua_str args[] = {quhua__act_title(act, several ? ended : member),
                      quhua__act_title(act, several ? member : ended)};
  quhua__act_report(act, several ? QUHUA__RULE_CHILD_UNASSIGNED : QUHUA__RULE_PARENT_DYING, ended, args, 2);
}

static int by_code(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__row *x = quhua__state_row(ctx, a), *y = quhua__state_row(ctx, b);
  return quhua_code_compare(&x->code, &y->code);
}

/* Rows of the children that live on the day of the act and that no row of the act says more of, in the order of their
 * codes. */
static bool collect_children(quhua__act *act, uint32_t parent, quhua__rows *out) {
  quhua__chain chain = quhua__chain_of_children(act->state, act->known, parent);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(act->state, number);
    if (!quhua__row_holds_on(row, act->date)) continue;
    const quhua__member *child = quhua__act_find_member(act, row->unit);
    if ((!child || child->cited) && !quhua__rows_add(out, number)) return false;
  }
  uint32_t *scratch = quhua__arena_alloc(act->arena, out->count * sizeof *scratch);
  if (!scratch) return false;
  quhua__sort(out->list, scratch, out->count, by_code, act->state);
  return true;
}

/* Bring in the children of a member that ended or has another code. */
static void pull_children(quhua__act *act, quhua__member *member, const quhua__table *moves) {
  if (!member->row_before) return;
  quhua_code old_code = code_before(act, member);
  bool changed = member->level != member->level_before || quhua_code_compare(&old_code, &member->code) != 0;
  if (!member->ends && (!changed || act->repeals)) return;
  bool several = false;
  uint32_t heir = member->ends ? heir_of_rest(member, moves, &several) : 0;
  quhua__rows children = {.allocator = act->allocator};
  if (!collect_children(act, member->unit, &children)) act->failed = true;
  for (size_t i = 0; !act->failed && i < children.count; i++) {
    uint32_t unit = quhua__state_row(act->state, children.list[i])->unit;
    if (member->ends) {
      assign_child(act, member, unit, heir, several);
      continue;
    }
    quhua__act_member(act, unit, member->place); /* being a member, it is settled with its level */
  }
  quhua__rows_free(&children);
}

/* --- codes --------------------------------------------------------------------------------------------------------- */

/* Must the unit have another code than before? */
static bool must_change(const quhua__act *act, const quhua__member *member) {
  if (!member->row_before || (member->target && member->target->label.len)) return true;
  if (!quhua_scheme_is_structured(act->scheme)) return false;
  const quhua__row *before = quhua__state_row(act->state, member->row_before);
  if (before->level != (uint8_t)member->level) return true;
  if (before->kind != (uint8_t)member->kind &&
      !quhua_code_in_range(act->scheme, &before->code, member->level, member->kind))
    return true;
  quhua_code parent, old_prefix, fitting;
  quhua_level parent_level;
  if (!member->parent || !quhua__act_code_after(act, member->parent, &parent, &parent_level)) return false;
  if (!quhua__code_prefix(act->scheme, &before->code, member->level, &old_prefix)) return false;
  int segment = quhua_code_segment(act->scheme, &before->code, member->level);
  if (!quhua__code_compose(act->scheme, &parent, parent_level, member->level, segment, member->width,
                           &fitting))
    return false;
  if (quhua_code_compare(&fitting, &before->code) == 0) return false;
  /* A code that never followed its parent's is taken as given while the parent stays what it was. */
  return before->parent != member->parent || quhua__act_is_recoded(act, member->parent);
}

/* --- levels -------------------------------------------------------------------------------------------------------- */

/* What the order of members needs. */
typedef struct order {
  const quhua__act *act;
  quhua__member *const *list;
} order;

/* By parent, then units that lived before by their old codes, then new ones by their rows. */
static int by_family(const void *ctx, uint32_t a, uint32_t b) {
  const order *o = ctx;
  const quhua__member *x = o->list[a], *y = o->list[b];
  if (x->parent != y->parent) return x->parent < y->parent ? -1 : 1;
  if (!x->row_before != !y->row_before) return x->row_before ? -1 : 1;
  if (!x->row_before) return (x->unit > y->unit) - (x->unit < y->unit);
  quhua_code p = code_before(o->act, x), q = code_before(o->act, y);
  return quhua_code_compare(&p, &q);
}

/* The members of a level that need a code, in the order of by_family. NULL when there are none. */
static quhua__member **claimants(quhua__act *act, quhua_level level, size_t *count) {
  *count = 0;
  size_t total = act->members.count;
  quhua__member **list = quhua__arena_alloc(act->arena, (total + 1) * sizeof *list);
  quhua__member **sorted = quhua__arena_alloc(act->arena, (total + 1) * sizeof *sorted);
  uint32_t *rank = quhua__arena_alloc(act->arena, 2 * (total + 1) * sizeof *rank);
  if (!list || !sorted || !rank) {
    act->failed = true;
    return NULL;
  }
  for (size_t i = 0; i < total; i++) {
    quhua__member *m = act->members.items[i];
    if (m->level != level || m->ends || m->code_settled) continue;
    if (must_change(act, m))
      list[(*count)++] = m;
    else
      m->code_settled = true;
  }
  for (uint32_t i = 0; i < *count; i++) rank[i] = i;
  order o = {act, list};
  quhua__sort(rank, rank + total + 1, *count, by_family, &o);
  for (size_t i = 0; i < *count; i++) sorted[i] = list[rank[i]];
  return sorted;
}

static void settle_level(quhua__coding *coding, quhua_level level) {
  quhua__act *act = coding->act;
  size_t count;
  quhua__member **list = claimants(act, level, &count);
  if (count) quhua__coding_level(coding, level);
  for (size_t first = 0, end; !act->failed && first < count; first = end) {
    for (end = first + 1; end < count && list[end]->parent == list[first]->parent; end++) continue;
    quhua__coding_settle(coding, level, list + first, end - first);
  }
}

void quhua__act_recode(quhua__act *act) {
  quhua__table moves;
  quhua__coding coding;
  quhua__coding_begin(&coding, act);
  note_moves(act, &moves);
  for (int level = QUHUA_LEVEL_PROVINCE; level <= QUHUA_LEVEL_MAX && !act->failed; level++) {
    settle_level(&coding, (quhua_level)level);
    for (size_t i = 0; i < act->members.count && !act->failed; i++) {
      quhua__member *m = act->members.items[i];
      quhua_level deeper =
          m->level_before > m->level ? m->level_before : m->level; /* its code is settled by then */
      if (deeper == (quhua_level)level) pull_children(act, m, &moves);
    }
  }
  quhua__table_free(&moves);
  quhua__coding_end(&coding);
}
