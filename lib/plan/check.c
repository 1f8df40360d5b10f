/* SPDX-License-Identifier: Apache-2.0 */
/* check.c: what the rules say about the end of the act. Nothing is judged earlier: in between, codes and names may
 * stand twice. */
#include <string.h>

#include "code/issue.h"
#include "plan/act.h"

static bool same_attribute(const quhua__act *act, const quhua__member *m, quhua_attribute wanted) {
  quhua_snapshot view = {act->allocator, act->state, act->known};
  quhua_unit before = quhua__row_unit(act->state, m->row_before);
  quhua_attribute pair;
  for (uint32_t i = 0; quhua_unit_attribute_at(&view, &before, i, &pair); i++)
    if (quhua_str_equal(pair.key, wanted.key)) return quhua_str_equal(pair.value, wanted.value);
  return wanted.value.len == 0;
}

bool quhua__member_changes(const quhua__act *act, const quhua__member *m) {
  if (!m->row_before || m->ends) return true;
  const quhua__row *before = quhua__state_row(act->state, m->row_before);
  if (quhua_code_compare(&before->code, &m->code) != 0 || before->level != (uint8_t)m->level ||
      before->kind != (uint8_t)m->kind || before->parent != m->parent ||
      before->standing != (uint8_t)m->standing ||
      !quhua_str_equal(quhua__texts_at(&act->state->texts, before->name), m->name))
    return true;
  for (size_t i = 0; i < m->attribute_count; i++)
    if (!same_attribute(act, m, m->attributes[i])) return true;
  return false;
}

/* The document of the entry that recorded a row, for messages. */
static quhua_str document_of(const quhua__act *act, uint32_t sequence) {
  quhua_str document =
      quhua__texts_at(&act->state->texts, quhua__state_entry(act->state, sequence)->document);
  return document.len ? document : quhua_str_from("?");
}

/* Something that is recorded of a unit for a later day. */
typedef struct later {
  quhua_date date;
  uint32_t entry; /* 0: nothing */
} later;

/* Versions of the unit that begin after the day of the act, or an end of the one that holds on it. */
static later later_version(const quhua__act *act, uint32_t unit) {
  quhua__chain chain = quhua__chain_of_unit(act->state, act->known, unit);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(act->state, number);
    if (row->from > act->date) return (later){row->from, row->recorded_from};
    if (row->to > act->date && row->to != QUHUA_DATE_OPEN) return (later){row->to, row->recorded_from};
  }
  return (later){0, 0};
}

/* Children that come to the unit after the day of the act, and flows from or to it. */
static later later_use(const quhua__act *act, uint32_t unit) {
  quhua__chain children = quhua__chain_of_children(act->state, act->known, unit);
  for (uint32_t number; (number = quhua__chain_next(&children)) != 0;) {
    const quhua__row *row = quhua__state_row(act->state, number);
    if (row->from > act->date) return (later){row->from, row->recorded_from};
  }
  for (int out = 0; out <= 1; out++) {
    quhua__chain flows = quhua__chain_of_flows(act->state, act->known, unit, out);
    for (uint32_t number; (number = quhua__chain_next(&flows)) != 0;) {
      const quhua__flow_row *flow = quhua__state_flow(act->state, number);
      if (flow->date > act->date) return (later){flow->date, flow->recorded_from};
    }
  }
  return (later){0, 0};
}

static void report_later(quhua__act *act, const quhua__member *m, quhua_str title, later found) {
  quhua_str args[] = {title, quhua__act_date_text(act, found.date), document_of(act, found.entry)};
  quhua__act_report(act, QUHUA__RULE_BEFORE_EXISTING, m, args, 3);
}

/* An act cannot come before what is recorded of the same unit already; and a unit that ends or takes another code
 * cannot do so before others come to it. */
static void check_time(quhua__act *act, const quhua__member *m) {
  if (m->fresh || !quhua__member_changes(act, m)) return;
  later found = later_version(act, m->unit);
  bool recoded =
      m->row_before && quhua_code_compare(&quhua__state_row(act->state, m->row_before)->code, &m->code) != 0;
  if (!found.entry && (m->ends || recoded)) found = later_use(act, m->unit);
  if (found.entry) report_later(act, m, quhua__act_title(act, m), found);
}

static void check_parent(quhua__act *act, const quhua__member *m) {
  if (!m->parent) return;
  quhua_code code;
  quhua_level level;
  const quhua__member *above = quhua__act_find_member(act, m->parent);
  bool alive = quhua__act_code_after(act, m->parent, &code, &level);
  quhua_str title = above ? quhua__act_title(act, above)
                          : quhua__act_title_of_row(act, quhua__row_last(act->state, act->known, m->parent));
  if (!alive)
    quhua__act_report(act, QUHUA__RULE_PARENT_DYING, m, (quhua_str[]){quhua__act_title(act, m), title}, 2);
  else if (level >= m->level)
    quhua__act_report(act, QUHUA__RULE_LEVEL_WRONG, m, (quhua_str[]){quhua__act_title(act, m), title}, 2);
  bool comes = !m->row_before || quhua__state_row(act->state, m->row_before)->parent != m->parent;
  later found = alive && comes ? later_version(act, m->parent) : (later){0, 0};
  if (found.entry) /* what the later act did to its children would have to reach this one too */
    report_later(act, m, title, found);
}

/* Someone else who has the code on the day of the act or later; 0 when nobody has. */
static uint32_t rival_for_code(const quhua__act *act, const quhua__member *m) {
  quhua__chain chain = quhua__chain_of_code(act->state, act->known, m->level, &m->code);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(act->state, number);
    if (row->unit == m->unit || row->to <= act->date) continue;
    if (!quhua__act_find_member(act, row->unit)) return number; /* members are compared among themselves */
  }
  return 0;
}

static void report_held(quhua__act *act, const quhua__member *m, quhua_str holder) {
  quhua_str args[] = {quhua__act_title(act, m), quhua_str_from(m->code.text), holder};
  quhua__act_report(act, QUHUA__RULE_CODE_HELD, m, args, 3);
}

/* A key for codes and one for names of the members after the act. */
typedef struct member_key {
  char text[QUHUA_CODE_MAX + 1];
  uint32_t level;
} member_key;

static void check_code_held(quhua__act *act, quhua__member *m, quhua__table *holders) {
  member_key key = {.level = (uint32_t)m->level};
  memcpy(key.text, m->code.text, sizeof key.text);
  if (!m->code.text[0]) return;
  quhua__member *twin = quhua__table_find(holders, &key, sizeof key);
  if (twin)
    report_held(act, m, quhua__act_title(act, twin));
  else if (!quhua__table_add(holders, &key, sizeof key, m))
    act->failed = true;
  bool kept =
      m->row_before && !quhua_code_compare(&quhua__state_row(act->state, m->row_before)->code, &m->code);
  uint32_t rival = kept ? 0 : rival_for_code(act, m);
  if (rival) report_held(act, m, quhua__act_title_of_row(act, rival));
}

/* Codes that the table gives: imported history has odd and reused ones, so these only warn. */
static void check_given_code(quhua__act *act, const quhua__member *m) {
  bool kept =
      m->row_before && !quhua_code_compare(&quhua__state_row(act->state, m->row_before)->code, &m->code);
  if (!m->code_given) return;
  quhua_str code = quhua_str_from(m->code.text), title = quhua__act_title(act, m);
  bool kind_kept = m->row_before && quhua__state_row(act->state, m->row_before)->kind == (uint8_t)m->kind;
  if (!(kept && kind_kept) && !quhua_code_in_range(act->scheme, &m->code, m->level, m->kind)) {
    quhua_str args[] = {code, title, quhua_str_from(quhua_kind_word(m->kind, QUHUA_LANG_EN)),
                        quhua_str_from(quhua_kind_word(m->kind, QUHUA_LANG_ZH))};
    quhua__act_report(act, QUHUA__RULE_CODE_OUT_OF_RANGE, m, args, 4);
  }
  if (kept) return;
  if (quhua__code_is_odd(act->scheme, &m->code, m->level))
    quhua__act_report(act, QUHUA__RULE_CODE_ODD, m, (quhua_str[]){code, title}, 2);
  quhua__chain chain = quhua__chain_of_code(act->state, act->known, m->level, &m->code);
  uint32_t earlier = quhua__chain_next(&chain);
  if (earlier && !rival_for_code(act, m)) /* a present holder is reported as such */
    quhua__act_report(act, QUHUA__RULE_CODE_RETIRED, m,
                      (quhua_str[]){code, title, quhua__act_title_of_row(act, earlier)}, 3);
  quhua_code parent, fitting;
  quhua_level level;
  int segment = quhua_code_segment(act->scheme, &m->code, m->level);
  int width = strlen(m->code.text) == 14 ? 2 : 3;
  if (!m->parent || !quhua__act_code_after(act, m->parent, &parent, &level) || segment < 0) return;
  if (quhua__code_compose(act->scheme, &parent, level, m->level, segment, width, &fitting) &&
      quhua_code_compare(&fitting, &m->code) != 0)
    quhua__act_report(act, QUHUA__RULE_CODE_PREFIX, m,
                      (quhua_str[]){code, title, quhua_str_from(parent.text)}, 3);
}

static bool is_namesake(const quhua__act *act, const quhua__member *m, uint32_t stem, uint32_t number) {
  const quhua__row *row = quhua__state_row(act->state, number);
  if (row->parent != m->parent || row->level != (uint8_t)m->level || row->unit == m->unit) return false;
  return quhua__row_holds_on(row, act->date) && quhua__texts_stem(&act->state->texts, row->name) == stem &&
         !quhua__act_find_member(act, row->unit);
}

/* A sibling with the same stem that no row touches; 0 when there is none. A namesake stands among those of its name and
 * among the siblings, so both are walked side by side and the shorter walk decides: a nation has half a million 第1组, and a
 * register without levels a single family. */
static uint32_t namesake(const quhua__act *act, const quhua__member *m) {
  char buffer[512];
  quhua_str stem = {buffer, quhua_name_stem(m->name, buffer, sizeof buffer)};
  uint32_t text = stem.len && stem.len <= sizeof buffer ? quhua__texts_find(&act->state->texts, stem) : 0;
  if (!text) return 0;
  quhua__chain walks[2] = {quhua__chain_of_stem(act->state, act->known, text),
                           quhua__chain_of_children(act->state, act->known, m->parent)};
  for (int turn = 0;; turn = !turn) {
    uint32_t number = quhua__chain_next(&walks[turn]);
    if (!number || is_namesake(act, m, text, number)) return number;
  }
}

static void report_duplicate(quhua__act *act, const quhua__member *m, quhua_str other) {
  quhua_str args[] = {quhua_str_from(m->code.text), other, m->name};
  quhua__act_report(act, QUHUA__RULE_NAME_DUPLICATE, m, args, 3);
}

/* Names of siblings (地名管理条例 art. 9; real data break it, so it warns). Only units whose name or parent changes. */
static void check_name(quhua__act *act, quhua__member *m, quhua__table *names) {
  if (!m->name.len) return;
  const quhua__row *before = m->row_before ? quhua__state_row(act->state, m->row_before) : NULL;
  bool moved = !before || before->parent != m->parent;
  bool renamed = !before || !quhua__same_stem(quhua__texts_at(&act->state->texts, before->name), m->name);
  struct {
    uint32_t parent, level;
    char stem[512];
  } key;
  memset(&key, 0, sizeof key);
  key.parent = m->parent;
  key.level = (uint32_t)m->level;
  if (quhua_name_stem(m->name, key.stem, sizeof key.stem) > sizeof key.stem) return;
  quhua__member *twin = quhua__table_find(names, &key, sizeof key);
  if (twin && (moved || renamed))
    report_duplicate(act, m, quhua__act_title(act, twin));
  else if (!twin && !quhua__table_add(names, &key, sizeof key, m))
    act->failed = true;
  uint32_t other = !twin && (moved || renamed) ? namesake(act, m) : 0;
  if (other) report_duplicate(act, m, quhua__act_title_of_row(act, other));
}

/* Rows that name no receiver. With a reason this is a finding that only warns. */
static void check_ends(quhua__act *act) {
  for (size_t i = 0; i < act->row_count; i++) {
    const quhua__act_row *row = &act->rows[i];
    if (row->target || !row->old) continue;
    quhua_str reason = row->row->reason;
    quhua_str args[] = {quhua__act_title(act, row->old), quhua_str_from(": give a successor or a reason"),
                        quhua_str_from("，请填写承接单位或原因")};
    if (reason.len) {
      args[1] = quhua__act_join(act, quhua_str_from(" ("), reason, quhua_str_from(")"));
      args[2] = quhua__act_join(act, quhua_str_from("（"), reason, quhua_str_from("）"));
    }
    if (!reason.len) {
      quhua__act_report_row(act, QUHUA__RULE_TERRITORY_UNASSIGNED, row, args, 3);
      continue;
    }
    quhua__finding_place place = {
        .unit = row->old->unit, .code = row->old->code, .row = row->number, .line = row->row->line};
    quhua__finding_add_as(act->findings, QUHUA__RULE_TERRITORY_UNASSIGNED, QUHUA_SEVERITY_WARNING, place,
                          args, 3);
  }
}

void quhua__act_check(quhua__act *act) {
  quhua__table holders, names;
  quhua__table_init(&holders, act->allocator);
  quhua__table_init(&names, act->allocator);
  for (size_t i = 0; i < act->members.count && !act->failed; i++) {
    quhua__member *m = act->members.items[i];
    check_time(act, m);
    if (m->ends) continue;
    check_parent(act, m);
    check_code_held(act, m, &holders);
    check_given_code(act, m);
    check_name(act, m, &names);
  }
  check_ends(act);
  quhua__table_free(&holders);
  quhua__table_free(&names);
}
