/* SPDX-License-Identifier: Apache-2.0 */
/* always.c: rules of the packs structure, code and time that look at an act's end. */
#include <string.h>

#include "base/number.h"
#include "rules/packs.h"
#include "rules/reservation.h"
#include "rules/term.h"

static quhua_str text_of_day(quhua_date date, char out[QUHUA_DATE_TEXT_MAX]) {
  return (quhua_str){out, quhua_date_format(date, out)};
}

/* The same document on two entries: given twice by mistake, or in two parts, which nobody can tell apart. */
static void check_document(quhua__judge *j) {
  const quhua__state *s = j->act->before->state;
  uint32_t document = quhua__texts_find(&s->texts, j->act->document);
  uint32_t sequence = j->act->before->known + 1;
  while ((sequence = quhua__state_entry_of(s, document, sequence)) != 0) {
    const quhua__entry_record *entry = quhua__state_entry(s, sequence);
    if (quhua__state_is_retracted(s, sequence, j->act->before->known)) continue;
    char number[QUHUA__NUMBER_TEXT_MAX], day[QUHUA_DATE_TEXT_MAX];
    quhua_str args[] = {j->act->document, quhua__number_text(sequence, number),
                        text_of_day(entry->effective, day)};
    quhua__judge_report(j, QUHUA__RULE_DOCUMENT_KNOWN, 0, args, 3);
    return;
  }
}

static void check_window(quhua__judge *j) {
  const quhua__entry_record *entry = quhua__state_entry(j->act->after->state, (uint32_t)j->act->sequence);
  char first[QUHUA_DATE_TEXT_MAX], last[QUHUA_DATE_TEXT_MAX];
  if (entry->earliest == entry->effective) return;
  quhua_str args[] = {text_of_day(entry->earliest, first), text_of_day(entry->effective, last)};
  quhua__judge_report(j, QUHUA__RULE_DAY_UNCERTAIN, 0, args, 2);
}

/* 代管: the unit that manages another one beside its legal parent. */
static void check_managing_parent(quhua__judge *j, const quhua_unit *unit) {
  quhua_str manager = quhua_unit_attribute(j->act->after, unit, "managing_parent");
  const quhua_scheme *scheme = quhua_snapshot_scheme(j->act->after);
  quhua_code code;
  quhua_level level;
  quhua_unit found;
  if (!manager.len) return;
  bool lives = quhua_code_parse(scheme, manager, QUHUA_LEVEL_ANY, &code, &level, NULL) == QUHUA_OK &&
               quhua_unit_find(j->act->after, level, &code, j->act->effective, &found) != QUHUA_E_NOT_FOUND &&
               found.level < unit->level;
  if (lives) return;
  quhua_str args[] = {quhua__judge_title(j, unit), manager};
  quhua__judge_report(j, QUHUA__RULE_MANAGING_PARENT, unit->id, args, 2);
}

/* A unit on the effective day that still names one that is gone as its managing parent. */
static void report_managed(quhua__judge *j, quhua_str written) {
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  if (quhua_cursor_new_identified(j->act->after, quhua_str_from("managing_parent"), written, &cursor, NULL)) {
    j->failed = true;
    return;
  }
  while (quhua_cursor_next(cursor, &unit)) {
    if (!quhua_period_contains(unit.valid, j->act->effective)) continue;
    quhua_str args[] = {quhua__judge_title(j, &unit), written};
    quhua__judge_report(j, QUHUA__RULE_MANAGING_PARENT, unit.id, args, 2);
  }
  quhua_cursor_free(cursor);
}

/* A managing parent that ends, or takes another code, leaves those it manages behind. Its code may be written short. */
static void check_managed(quhua__judge *j, const quhua_unit *before, const quhua_unit *after) {
  static const size_t lengths[] = {[QUHUA_LEVEL_PROVINCE] = 2,
                                   [QUHUA_LEVEL_PREFECTURE] = 4,
                                   [QUHUA_LEVEL_COUNTY] = 6,
                                   [QUHUA_LEVEL_TOWNSHIP] = 9};
  if (!before->id || (after->id && !quhua_code_compare(&before->code, &after->code))) return;
  report_managed(j, quhua_str_from(before->code.text));
  if (!quhua_scheme_is_structured(quhua_snapshot_scheme(j->act->before))) return;
  if ((size_t)before->level < sizeof lengths / sizeof *lengths)
    report_managed(j, (quhua_str){before->code.text, lengths[before->level]});
}

/* 临时党组织, 村临时工作委员会: organs whose term has run out, on a unit that the act changes. */
static void check_organs(quhua__judge *j, const quhua_unit *unit) {
  quhua_attribute pair;
  for (uint32_t i = 0; quhua_unit_attribute_at(j->act->after, unit, i, &pair); i++) {
    quhua__term term;
    if (!quhua__is_organ(pair.key)) continue;
    quhua_str name = quhua__organ_name(pair.key);
    if (!quhua__term_read(pair.value, &term)) {
      quhua_str args[] = {pair.value, name};
      quhua__judge_report(j, QUHUA__RULE_ORGAN_UNREADABLE, unit->id, args, 2);
    } else if (quhua__term_is_overdue(&term, j->act->effective)) {
      char day[QUHUA_DATE_TEXT_MAX];
      quhua_str args[] = {name, quhua__judge_title(j, unit), text_of_day(term.planned_end, day)};
      quhua__judge_report(j, QUHUA__RULE_ORGAN_OVERDUE, unit->id, args, 3);
    }
  }
}

/* A code that the act gives while it is reserved for another document. */
static void check_reserved(quhua__judge *j, const quhua_unit *before, const quhua_unit *after) {
  if (before->id && quhua_code_compare(&before->code, &after->code) == 0) return;
  quhua_str document;
  if (!quhua__code_is_reserved(j->act->before, after->level, &after->code, &document)) return;
  if (quhua_str_equal(document, j->act->document)) return;
  quhua_str args[] = {quhua_str_from(after->code.text), quhua__judge_title(j, after), document};
  quhua__judge_report(j, QUHUA__RULE_CODE_RESERVED, after->id, args, 3);
}

void quhua__judge_always(quhua__judge *j) {
  quhua_unit before, after;
  check_document(j);
  check_window(j);
  size_t position = 0;
  while (!j->failed && quhua_judged_act_unit(j->act, &position, &before, &after)) {
    check_managed(j, &before, &after);
    if (!after.id) continue;
    check_managing_parent(j, &after);
    check_organs(j, &after);
    check_reserved(j, &before, &after);
  }
}
