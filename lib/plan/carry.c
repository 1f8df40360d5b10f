/* SPDX-License-Identifier: Apache-2.0 */
/* carry.c: identifiers and tags that go on with the territory.
 *
 * An identifier of another office, "external:…", is frozen for as long as that office says: 发包方编码 does not change when
 * groups merge (NY/T 2538-2014), so the new unit carries those of all units that went into it whole. A code of another
 * scheme, "code:…", ends with its unit. A tag, "tag:…", is carried on, dropped, or asks for a decision, as the setting
 * tag.NAME says. What the act itself says of an attribute always holds. */
#include <string.h>

#include "base/text_internal.h"
#include "plan/act.h"

#define EXTERNAL "external:"
#define TAG "tag:"

/* What the act sets for a key of the unit, or what came along: the last word counts. NULL when nothing was said. */
static const quhua_attribute *set_by_act(const quhua__member *member, quhua_str key) {
  for (size_t i = member->attribute_count; i-- > 0;)
    if (quhua_str_equal(member->attributes[i].key, key)) return &member->attributes[i];
  return NULL;
}

/* Does the act itself say something of the key? */
static bool is_given(const quhua__member *member, quhua_str key) {
  for (size_t i = 0; i < member->given_count; i++)
    if (quhua_str_equal(member->attributes[i].key, key)) return true;
  return false;
}

static void add_attribute(quhua__act *act, quhua__member *member, quhua_attribute attribute) {
  size_t count = member->attribute_count;
  quhua_attribute *list = quhua__arena_alloc(act->arena, (count + 1) * sizeof *list);
  if (!list) {
    act->failed = true;
    return;
  }
  if (count) memcpy(list, member->attributes, count * sizeof *list);
  list[count] = attribute;
  member->attributes = list;
  member->attribute_count = count + 1;
}

/* The value of an attribute of a unit before the act; empty when it has none. */
static quhua_str value_before(const quhua__act *act, const quhua__member *member, quhua_str key) {
  quhua_snapshot view = {act->allocator, act->state, act->known};
  quhua_attribute pair;
  if (!member->row_before) return (quhua_str){"", 0};
  quhua_unit before = quhua__row_unit(act->state, member->row_before);
  for (uint32_t i = 0; quhua_unit_attribute_at(&view, &before, i, &pair); i++)
    if (quhua_str_equal(pair.key, key)) return pair.value;
  return (quhua_str){"", 0};
}

/* --- identifiers ----------------------------------------------------------------------------------------------- */

static bool lists(quhua_str value, quhua_str identifier) {
  quhua_str part;
  while (quhua__identifier_next(&value, &part))
    if (quhua_str_equal(part, identifier)) return true;
  return false;
}

/* "a;b" and "b;c": "a;b;c". */
static quhua_str join_identifiers(quhua__act *act, quhua_str value, quhua_str more) {
  quhua_str part;
  while (quhua__identifier_next(&more, &part))
    if (!lists(value, part)) value = quhua__act_join(act, value, quhua_str_from(value.len ? ";" : ""), part);
  return value;
}

static void carry_identifier(quhua__act *act, quhua__member *to, quhua_attribute pair) {
  const quhua_attribute *said = set_by_act(to, pair.key);
  if (is_given(to, pair.key)) return;
  quhua_str own = said ? said->value : value_before(act, to, pair.key);
  add_attribute(act, to, (quhua_attribute){pair.key, join_identifiers(act, own, pair.value)});
}

/* Does a row say who carries on an identifier of a divided unit? */
static bool is_assigned(const quhua__member *from, quhua_str key) {
  for (const quhua__act_row *row = from->rows; row; row = row->next_of_old)
    if (row->target && row->target->member && is_given(row->target->member, key)) return true;
  return false;
}

static void report_identifier(quhua__act *act, const quhua__member *from, quhua_str key) {
  quhua_str args[] = {key, quhua__act_title(act, from)};
  quhua__act_report(act, QUHUA__RULE_IDENTIFIER_UNDECIDED, from, args, 2);
}

/* --- tags ------------------------------------------------------------------------------------------------------ */

static void report_tag(quhua__act *act, const quhua__member *from, const quhua__member *to, quhua_str tag,
                       bool blocks) {
  quhua_str args[] = {tag, quhua__act_title(act, from), quhua__act_title(act, to)};
  quhua__finding_place place = quhua__act_place(act, from);
  place.unit = from->unit;
  quhua__finding_add_as(act->findings, QUHUA__RULE_TAG_UNDECIDED,
                        blocks ? QUHUA_SEVERITY_BLOCKING : QUHUA_SEVERITY_WARNING, place, args, 3);
}

static void carry_tag(quhua__act *act, const quhua__member *from, quhua__member *to, quhua_attribute pair) {
  quhua_str tag = {pair.key.ptr + strlen(TAG), pair.key.len - strlen(TAG)};
  quhua_str policy = quhua__setting_of(act->settings, "tag.", tag);
  if (set_by_act(to, pair.key) || value_before(act, to, pair.key).len) return;
  if (quhua_str_equal(policy, quhua_str_from("drop"))) return;
  if (quhua_str_equal(policy, quhua_str_from("carry")))
    add_attribute(act, to, pair);
  else
    report_tag(act, from, to, tag, quhua_str_equal(policy, quhua_str_from("decide")));
}

/* --- units that end -------------------------------------------------------------------------------------------- */

static void carry_from(quhua__act *act, quhua__member *from) {
  quhua_snapshot view = {act->allocator, act->state, act->known};
  quhua_unit before = quhua__row_unit(act->state, from->row_before);
  quhua_attribute pair;
  for (uint32_t i = 0; !act->failed && quhua_unit_attribute_at(&view, &before, i, &pair); i++) {
    bool external = quhua__in_family(pair.key, EXTERNAL), tag = quhua__in_family(pair.key, TAG);
    if (external && from->rows_out > 1 && !is_assigned(from, pair.key))
      report_identifier(act, from, pair.key);
    for (quhua__act_row *row = from->rows; row && (external || tag); row = row->next_of_old) {
      quhua__member *to = row->target ? row->target->member : NULL;
      if (!to || to->ends) continue;
      if (external && from->rows_out == 1)
        carry_identifier(act, to, pair);
      else if (tag)
        carry_tag(act, from, to, pair);
    }
  }
}

void quhua__act_carry(quhua__act *act) {
  for (size_t i = 0; i < act->members.count; i++) {
    quhua__member *member = act->members.items[i];
    member->given_count = member->attribute_count;
  }
  for (size_t i = 0; i < act->members.count && !act->failed; i++) {
    quhua__member *member = act->members.items[i];
    if (member->ends && member->row_before && member->rows) carry_from(act, member);
  }
}
