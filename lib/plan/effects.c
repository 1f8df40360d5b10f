/* SPDX-License-Identifier: Apache-2.0 */
/* effects.c: the effects of an act, in canonical order: versions by level and identity, then events with their flows. */
#include <string.h>

#include "base/sort.h"
#include "plan/act.h"

/* Members by level, then identity, so that parents are opened before their children. */
static int by_level(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__list *members = ctx;
  const quhua__member *x = members->items[a], *y = members->items[b];
  if (x->level != y->level) return x->level < y->level ? -1 : 1;
  return (x->unit > y->unit) - (x->unit < y->unit);
}

static uint32_t *sorted_members(quhua__act *act) {
  size_t count = act->members.count;
  uint32_t *order = quhua__arena_alloc(act->arena, 2 * (count + 1) * sizeof *order);
  if (!order) {
    act->failed = true;
    return NULL;
  }
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  quhua__sort(order, order + count + 1, count, by_level, &act->members);
  return order;
}

static int compare_text(quhua_str a, quhua_str b) {
  size_t len = a.len < b.len ? a.len : b.len;
  int order = len ? memcmp(a.ptr, b.ptr, len) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* Set one attribute in a sorted list with room for one more; an empty value drops it. */
static void set_attribute(quhua_attribute *list, size_t *count, quhua_attribute wanted) {
  size_t at = 0;
  while (at < *count && compare_text(list[at].key, wanted.key) < 0) at++;
  bool there = at < *count && quhua_str_equal(list[at].key, wanted.key);
  if (there && wanted.value.len)
    list[at].value = wanted.value;
  else if (there)
    memmove(&list[at], &list[at + 1], (--*count - at) * sizeof *list);
  else if (wanted.value.len) {
    memmove(&list[at + 1], &list[at], (*count - at) * sizeof *list);
    list[at] = wanted;
    ++*count;
  }
}

quhua_attribute *quhua__act_attributes_after(quhua__act *act, const quhua__member *m, size_t *count) {
  quhua_snapshot view = {act->allocator, act->state, act->known};
  quhua_unit before = {.attributes = 0};
  if (m->row_before) before = quhua__row_unit(act->state, m->row_before);
  size_t room = before.attributes ? quhua__state_set(act->state, before.attributes).count : 0;
  quhua_attribute *list = quhua__arena_alloc(act->arena, (room + m->attribute_count + 1) * sizeof *list);
  *count = 0;
  if (!list) {
    act->failed = true;
    return NULL;
  }
  for (uint32_t i = 0; quhua_unit_attribute_at(&view, &before, i, &list[*count]); i++) ++*count;
  for (size_t i = 0; i < m->attribute_count; i++) set_attribute(list, count, m->attributes[i]);
  return list;
}

static void put_member(quhua__act *act, const quhua__member *m, quhua__bytes *out) {
  if (!quhua__member_changes(act, m)) return;
  if (m->row_before) quhua__effect_put_close(out, m->unit, act->date);
  if (m->ends) return;
  size_t count;
  quhua_attribute *attributes = quhua__act_attributes_after(act, m, &count);
  if (!attributes) return;
  quhua__effect_open open = {.name = m->name,
                             .code = m->code,
                             .unit = m->unit,
                             .parent = m->parent,
                             .from = act->date,
                             .level = m->level,
                             .kind = m->kind,
                             .standing = m->standing};
  quhua__effect_put_open(out, &open, attributes, count);
}

/* Flows of one event: what rows declare of it, and whether the declared name fits. */
static void put_event(quhua__act *act, quhua__act_flow **flows, size_t count, size_t event,
                      quhua__bytes *out) {
  quhua__event_name name = quhua__event_derive(act, flows, count, event);
  quhua_relation declared = QUHUA_RELATION_NONE;
  quhua_str reason = {"", 0}, note = {"", 0};
  int32_t confidence = -1;
  for (size_t i = 0; i < count; i++) {
    const quhua__act_row *row = flows[i]->row;
    if (!row) continue;
    if (!declared) declared = row->row->relation;
    if (!reason.len) reason = row->row->reason;
    if (!note.len) note = row->row->note;
    int32_t given = row->row->confidence;
    if (given >= 0 && (confidence < 0 || given < confidence))
      confidence = given; /* as sure as the least sure row */
    quhua_relation said = row->row->relation;
    bool about_an_act = said >= QUHUA_RELATION_CORRECT; /* what it leads to has a name of its own */
    if (!said || about_an_act || (name.fits & (UINT32_C(1) << said)) || !name.relation) continue;
    const quhua__member *about = flows[i]->from ? flows[i]->from : flows[i]->to;
    quhua_str args[] = {quhua_str_from(quhua_relation_word(said, QUHUA_LANG_EN)),
                        quhua_str_from(quhua_relation_word(name.relation, QUHUA_LANG_EN)),
                        quhua__act_title(act, about),
                        quhua_str_from(quhua_relation_word(said, QUHUA_LANG_ZH)),
                        quhua_str_from(quhua_relation_word(name.relation, QUHUA_LANG_ZH))};
    quhua__act_report_row(act, QUHUA__RULE_RELATION_DIFFERS, row, args, 5);
  }
  quhua_relation relation = name.relation ? name.relation : declared;
  quhua__effect_put_event(out, relation, declared, reason, note);
  if (confidence >= 0) quhua__effect_put_doubt(out, (uint32_t)confidence);
  for (size_t i = 0; i < count; i++) {
    quhua__effect_put_flow(out, flows[i]->from ? flows[i]->from->unit : 0,
                           flows[i]->to ? flows[i]->to->unit : 0, flows[i]->share);
    quhua__act_put_amounts(act, flows[i], out);
  }
}

/* Flows that share a unit are one event: the connected components of the act (rule 7). A label of the table groups rows
 * that nothing else connects, each component keeps the name of what happens in it. */
static void join_events(quhua__act *act) {
  for (size_t i = 0; i < act->flows.count; i++) {
    quhua__act_flow *flow = act->flows.items[i];
    if (flow->from && flow->to) quhua__event_join(flow->from, flow->to);
  }
}

/* A row that leaves everything as it was. */
static void note_no_effect(quhua__act *act) {
  for (size_t i = 0; i < act->flows.count; i++) {
    const quhua__act_flow *flow = act->flows.items[i];
    if (!flow->row || flow->from != flow->to || flow->from->flows_out->next_out) continue;
    if (quhua__member_changes(act, flow->from) || flow->share.kind != QUHUA_SHARE_WHOLE) continue;
    if (flow->from->receives)
      continue; /* a survivor's own row beside others that flow into it is no idle row */
    quhua__act_report_row(act, QUHUA__RULE_NO_EFFECT, flow->row,
                          (quhua_str[]){quhua__act_title(act, flow->from)}, 1);
  }
}

static size_t event_number(const quhua__act_flow *flow) {
  return quhua__event_of(flow->from ? flow->from : flow->to)->event_number;
}

/* Events in the order of their first flows, the flows of each in their own order. */
static void put_events(quhua__act *act, quhua__bytes *out) {
  size_t count = act->flows.count, events = 0;
  quhua__act_flow **sorted = quhua__arena_alloc(act->arena, (count + 1) * sizeof *sorted);
  size_t *begin =
      quhua__arena_alloc(act->arena, (count + 2) * sizeof *begin); /* begin[n]: where event n begins */
  if (!sorted || !begin) {
    act->failed = true;
    return;
  }
  for (size_t i = 0; i < count; i++) {
    quhua__act_flow *flow = act->flows.items[i];
    quhua__member *event = quhua__event_of(flow->from ? flow->from : flow->to);
    if (!event->event_number) event->event_number = ++events;
    begin[event->event_number]++;
  }
  for (size_t n = events + 1, end = count; n-- > 1;) begin[n] = end -= begin[n];
  for (size_t i = 0; i < count; i++) {
    quhua__act_flow *flow = act->flows.items[i];
    sorted[begin[event_number(flow)]++] = flow;
  }
  for (size_t n = 1, first = 0; n <= events; first = begin[n], n++)
    put_event(act, sorted + first, begin[n] - first, n, out); /* begin[n] has moved to where the event ends */
}

void quhua__act_effects(quhua__act *act, quhua__bytes *out) {
  uint32_t *order = sorted_members(act);
  for (size_t i = 0; i < act->undone_count; i++) quhua__effect_put_undo(out, act->undone[i]);
  for (size_t i = 0; order && i < act->members.count && !act->failed; i++)
    put_member(act, act->members.items[order[i]], out);
  if (act->failed) return;
  join_events(act);
  note_no_effect(act);
  put_events(act, out);
  if (out->failed) act->failed = true;
}
