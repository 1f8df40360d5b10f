/* SPDX-License-Identifier: Apache-2.0 */
/* transfers.c: 跨县划转. A unit goes to another county when it comes under another superior there, or its territory flows to a
 * unit there; what only follows its superior is not counted. Of one pair of counties those are counted that tell most: units
 * that go as a whole before those that lose a part, and of these the ones on the highest level. So a town is named and not
 * its villages, and a village that goes alone and not the town that it leaves. A county that ends or begins in the same
 * act is no side that could agree: mergers of counties are decided above them. */
#include "rules/transfers.h"

#include "base/table.h"
#include "rules/tally.h"

typedef struct pair_key {
  quhua_unit_id from, to;
} pair_key;

/* What goes from one county to another. */
typedef struct transfer transfer;
struct transfer {
  quhua_unit from, to;
  quhua__tally units; /* all of the same rank */
  int rank;           /* the lowest so far */
  transfer *next;     /* in the order in which they were found */
};

typedef struct transfers {
  quhua__judge *judge;
  quhua__table pairs; /* pair_key -> transfer */
  transfer *first, **last;
} transfers;

static transfer *transfer_between(transfers *t, const quhua_unit *from, const quhua_unit *to) {
  pair_key key = {from->id, to->id};
  transfer *found = quhua__table_find(&t->pairs, &key, sizeof key);
  if (found) return found;
  found = quhua__arena_alloc(t->judge->arena, sizeof *found);
  if (!found || !quhua__table_add(&t->pairs, &key, sizeof key, found)) return NULL;
  found->from = *from;
  found->to = *to;
  quhua__tally_init(&found->units, t->judge->arena);
  *t->last = found;
  t->last = &found->next;
  return found;
}

static int rank_of(const quhua_unit *unit, bool whole) {
  return (whole ? 0 : QUHUA_LEVEL_MAX + 1) + (int)unit->level;
}

static bool count(transfer *found, const quhua__judge *j, const quhua_unit *unit, int rank) {
  if (found->units.count && rank > found->rank) return true;
  if (found->units.count && rank < found->rank) {
    quhua__tally_free(&found->units);
    quhua__tally_init(&found->units, j->arena);
  }
  found->rank = rank;
  return quhua__tally_add(&found->units, unit);
}

static bool lives(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date date) {
  quhua_unit unit;
  return quhua_unit_find_id(snapshot, id, date, &unit) == QUHUA_OK;
}

static void look_at(transfers *t, const quhua_unit *before, const quhua_unit *after, bool whole) {
  const quhua_judged_act *act = t->judge->act;
  if (before->level < QUHUA_LEVEL_TOWNSHIP || before->kind == QUHUA_KIND_GRID) return;
  quhua_unit from = quhua__judge_above(act->before, before, QUHUA_LEVEL_COUNTY, act->effective);
  quhua_unit to = quhua__judge_above(act->after, after, QUHUA_LEVEL_COUNTY, act->effective);
  if (!from.id || !to.id || from.id == to.id) return;
  if (!lives(act->after, from.id, act->effective) || !lives(act->before, to.id, act->effective)) return;
  transfer *found = transfer_between(t, &from, &to);
  if (!found || !count(found, t->judge, before, rank_of(before, whole))) t->judge->failed = true;
}

static void look_at_flow(transfers *t, const quhua_flow *flow) {
  const quhua_judged_act *act = t->judge->act;
  quhua_unit before, after;
  if (flow->old_unit == flow->new_unit ||
      quhua_unit_find_id(act->before, flow->old_unit, act->effective, &before) != QUHUA_OK ||
      quhua_unit_find_id(act->after, flow->new_unit, act->effective, &after) != QUHUA_OK)
    return;
  look_at(t, &before, &after, flow->share.kind == QUHUA_SHARE_WHOLE);
}

static void look(transfers *t) {
  quhua_unit before, after;
  quhua_flow flow;
  size_t position = 0;
  while (!t->judge->failed && quhua_judged_act_unit(t->judge->act, &position, &before, &after))
    if (before.id && after.id && before.parent != after.parent) look_at(t, &before, &after, true);
  for (size_t i = 0; !t->judge->failed && quhua_judged_act_flow(t->judge->act, i, &flow); i++)
    look_at_flow(t, &flow);
}

static void report(const transfers *t, const transfer *found, bool out, bool in) {
  static const quhua__text2 sides[] = {
      {{"the giving side", "划出方"}}, {{"the receiving side", "划入方"}}, {{"both sides", "双方"}}};
  quhua__judge *j = t->judge;
  const quhua__text2 *missing = &sides[out ? 1 : in ? 0 : 2];
  quhua__more more = quhua__more_text(j, found->units.count);
  quhua_str args[] = {quhua__judge_title(j, &found->units.first),
                      quhua__judge_title(j, &found->from),
                      quhua__judge_title(j, &found->to),
                      quhua_str_from(missing->lang[QUHUA_LANG_EN]),
                      quhua_str_from(missing->lang[QUHUA_LANG_ZH]),
                      more.en,
                      more.zh};
  quhua__judge_report(j, QUHUA__RULE_LAW_TRANSFER_PENDING, found->units.first.id, args, 7);
}

void quhua__judge_transfers(quhua__judge *j) {
  bool out = quhua__judge_milestone(j, QUHUA_MILESTONE_AGREED_OUT).date != QUHUA_DATE_NONE;
  bool in = quhua__judge_milestone(j, QUHUA_MILESTONE_AGREED_IN).date != QUHUA_DATE_NONE;
  transfers t = {.judge = j};
  if (out && in) return;
  t.last = &t.first;
  quhua__table_init(&t.pairs, j->arena->allocator);
  look(&t);
  for (transfer *at = t.first; at; at = at->next) {
    if (!j->failed) report(&t, at, out, in);
    quhua__tally_free(&at->units);
  }
  quhua__table_free(&t.pairs);
}
