/* SPDX-License-Identifier: Apache-2.0 */
#include "rules/judge.h"

#include <string.h>

#include "base/fail.h"
#include "change/milestone.h"
#include "lineage/flows.h"

/* --- what a rule sees -------------------------------------------------------------------------------------------- */

/* Records of the act lie between these totals. */
static void totals_of(const quhua_judged_act *act, quhua__totals *before, quhua__totals *after) {
  const quhua__state *s = act->after->state;
  *before = quhua__state_totals(s, (uint32_t)act->sequence - 1);
  *after = quhua__state_totals(s, (uint32_t)act->sequence);
}

bool quhua_judged_act_flow(const quhua_judged_act *act, size_t index, quhua_flow *out) {
  quhua__totals before, after;
  totals_of(act, &before, &after);
  if (index >= after.flows - before.flows) return false;
  *out = quhua__flow_public(act->after->state, before.flows + 1 + (uint32_t)index);
  return true;
}

/* A unit that changed has two rows that stand together: the one that ended and the one that began. */
bool quhua_judged_act_unit(const quhua_judged_act *act, size_t *position, quhua_unit *before,
                           quhua_unit *after) {
  quhua__totals first, last;
  totals_of(act, &first, &last);
  const quhua__state *s = act->after->state;
  while (*position < last.rows - first.rows) {
    uint32_t row = first.rows + 1 + (uint32_t)(*position)++;
    uint32_t unit = quhua__state_row(s, row)->unit;
    if (row > first.rows + 1 && unit == quhua__state_row(s, row - 1)->unit) continue;
    *before = quhua__unit_on(act->before, unit, act->effective);
    *after = quhua__unit_on(act->after, unit, act->effective);
    return true;
  }
  return false;
}

quhua__reached quhua__judge_milestone(const quhua__judge *j, quhua_milestone milestone) {
  for (size_t i = 0; i < j->milestone_count; i++) {
    quhua_str value = j->milestones[i].value;
    quhua__reached reached;
    if (quhua_milestone_find(j->milestones[i].key) != milestone) continue;
    if (quhua__milestone_read(value, &reached.date, &reached.text)) return reached;
  }
  quhua_fact fact;
  quhua_str key = quhua_str_from(quhua_milestone_word(milestone, QUHUA_LANG_EN));
  if (!j->act->document.len || quhua_fact_find(j->act->before, j->act->document, key, &fact) != QUHUA_OK)
    return (quhua__reached){.date = QUHUA_DATE_NONE};
  return (quhua__reached){fact.date, fact.value};
}

quhua_unit quhua__judge_above(const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_level level,
                              quhua_date date) {
  quhua_unit at = *unit;
  while (at.id && at.level > level) { /* levels rise strictly towards the top */
    quhua_unit above;
    bool found = at.parent && quhua_unit_find_id(snapshot, at.parent, date, &above) == QUHUA_OK;
    at = found ? above : (quhua_unit){0};
  }
  return at.level == level ? at : (quhua_unit){0};
}

quhua_str quhua__judge_title(quhua__judge *j, const quhua_unit *unit) {
  size_t name = unit->name.len, code = strlen(unit->code.text), blank = name && code;
  char *text = quhua__arena_bytes(j->arena, name + blank + code + 1);
  if (!text) {
    j->failed = true;
    return (quhua_str){"", 0};
  }
  if (name) memcpy(text, unit->name.ptr, name);
  if (blank) text[name] = ' ';
  memcpy(text + name + blank, unit->code.text, code);
  return (quhua_str){text, name + blank + code};
}

/* --- findings ---------------------------------------------------------------------------------------------------- */

/* How a rule's pack is set: "off", "report" or "block"; empty for the packs that always judge. */
static quhua_str mode_of(const quhua__settings *settings, const char *rule_id) {
  return quhua__setting_of(settings, "rules.", (quhua_str){rule_id, strcspn(rule_id, ".")});
}

static bool is(quhua_str text, const char *word) { return quhua_str_equal(text, quhua_str_from(word)); }

void quhua__judge_report(quhua__judge *j, quhua__rule rule, quhua_unit_id unit, const quhua_str *args,
                         size_t count) {
  quhua__judge_report_many(j, rule, unit, 1, args, count);
}

void quhua__judge_report_many(quhua__judge *j, quhua__rule rule, quhua_unit_id first, size_t units,
                              const quhua_str *args, size_t count) {
  const quhua_rule *info = &quhua__rule_entry_at(rule)->rule;
  quhua_str mode = mode_of(j->settings, info->id);
  quhua_severity severity = info->severity;
  if (is(mode, "off")) return;
  if (is(mode, "report") && severity == QUHUA_SEVERITY_BLOCKING) severity = QUHUA_SEVERITY_WARNING;
  quhua__finding_place place = j->place(j->place_ctx, first);
  if (units >
      1) { /* the row tells where to look, but a waiver that names one unit does not cover the others */
    place.unit = 0;
    memset(&place.code, 0, sizeof place.code);
  }
  quhua__finding_add_as(j->findings, rule, severity, place, args, count);
}
