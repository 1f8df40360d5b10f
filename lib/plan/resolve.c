/* SPDX-License-Identifier: Apache-2.0 */
/* resolve.c: which units the old sides of the rows name, just before the act (rule 2). */
#include <string.h>

#include "plan/act.h"

/* What a search for one unit gave. */
typedef struct search {
  uint32_t row, rival; /* versions; rival when there are two */
  uint32_t elsewhen;   /* a version on another day, when none holds on this one */
  quhua_str only;      /* only units that ever had this name; empty: all */
} search;

static bool holds(const quhua__act *act, const quhua__row *row) {
  return quhua__row_holds_on(row, act->date);
}

/* Did the unit ever have a name with this stem? */
static bool was_called(const quhua__act *act, uint32_t unit, quhua_str name) {
  quhua__chain chain = quhua__chain_of_unit(act->state, act->known, unit);
  for (uint32_t row; (row = quhua__chain_next(&chain)) != 0;)
    if (quhua__same_stem(quhua__texts_at(&act->state->texts, quhua__state_row(act->state, row)->name), name))
      return true;
  return false;
}

static void consider(const quhua__act *act, search *s, uint32_t number) {
  const quhua__row *row = quhua__state_row(act->state, number);
  if (s->only.len && !was_called(act, row->unit, s->only)) return;
  if (!holds(act, row)) {
    if (!s->elsewhen || row->from > quhua__state_row(act->state, s->elsewhen)->from) s->elsewhen = number;
    return;
  }
  if (s->row && quhua__state_row(act->state, s->row)->unit != row->unit)
    s->rival = number;
  else
    s->row = number;
}

static void by_code(const quhua__act *act, search *s, quhua_level level, const quhua_code *code) {
  quhua__chain chain = quhua__chain_of_code(act->state, act->known, level, code);
  for (uint32_t row; (row = quhua__chain_next(&chain)) != 0;) consider(act, s, row);
}

/* A 12-digit code names the level that its zeros say, unless only another level has such a unit (金门县 350527000000 is
 * its own town and village). */
static void by_code_any_level(const quhua__act *act, search *s, quhua_level read, const quhua_code *code) {
  by_code(act, s, read, code);
  for (int level = QUHUA_LEVEL_PROVINCE; level <= QUHUA_LEVEL_MAX; level++)
    if (level != (int)read) by_code(act, s, (quhua_level)level, code);
}

static void by_name(const quhua__act *act, search *s, quhua_level level, quhua_str name) {
  char buffer[512];
  quhua_str stem = {buffer, quhua_name_stem(name, buffer, sizeof buffer)};
  if (stem.len == 0 || stem.len > sizeof buffer) stem = name;
  uint32_t text = quhua__texts_find(&act->state->texts, stem);
  if (!text) return;
  quhua__chain chain = quhua__chain_of_stem(act->state, act->known, text);
  for (uint32_t row; (row = quhua__chain_next(&chain)) != 0;)
    if (level == QUHUA_LEVEL_ANY || quhua__state_row(act->state, row)->level == (uint8_t)level)
      consider(act, s, row);
}

static quhua_str written(quhua__act *act, const quhua_flow_row *row) {
  const char *space = row->old_name.len && row->old_code.len ? " " : "";
  return quhua__act_join(act, row->old_name, quhua_str_from(space), row->old_code);
}

static void report_absent(quhua__act *act, const quhua__act_row *row, const search *s) {
  if (!s->elsewhen) {
    quhua_str args[] = {written(act, row->row), quhua__act_date_text(act, act->date)};
    quhua__act_report_row(act, QUHUA__RULE_UNIT_UNKNOWN, row, args, 2);
    return;
  }
  const quhua__row *other = quhua__state_row(act->state, s->elsewhen);
  quhua_str until = other->to == QUHUA_DATE_OPEN ? quhua_str_from("…") : quhua__act_date_text(act, other->to);
  quhua_str args[] = {quhua__act_title_of_row(act, s->elsewhen), quhua__act_date_text(act, act->date),
                      quhua__act_date_text(act, other->from), until};
  quhua__act_report_row(act, QUHUA__RULE_UNIT_NOT_ALIVE, row, args, 4);
}

/* The code of a row in normal form; false with a finding when it cannot be read. */
static bool read_code(quhua__act *act, const quhua__act_row *row, quhua_code *code, quhua_level *level) {
  const quhua_flow_row *r = row->row;
  *level = r->old_level;
  if (quhua_code_parse(act->scheme, r->old_code, r->old_level, code, level, NULL) == QUHUA_OK) return true;
  quhua_str args[] = {written(act, r), quhua__act_date_text(act, act->date)};
  quhua__act_report_row(act, QUHUA__RULE_UNIT_UNKNOWN, row, args, 2);
  return false;
}

static bool level_is_given(const quhua_flow_row *row) {
  return row->old_level != QUHUA_LEVEL_ANY || (row->old_code.len > 1 && row->old_code.ptr[1] == ':');
}

static void resolve_row(quhua__act *act, quhua__act_row *row) {
  const quhua_flow_row *r = row->row;
  search s = {0};
  if (r->old_code.len) {
    quhua_code code;
    quhua_level level;
    if (!read_code(act, row, &code, &level)) return;
    if (level_is_given(r))
      by_code(act, &s, level, &code);
    else
      by_code_any_level(act, &s, level, &code);
    if (s.rival && !level_is_given(r) && r->old_name.len) { /* the name may tell the levels apart */
      search named = {.only = r->old_name};
      by_code_any_level(act, &named, level, &code);
      if (named.row && !named.rival) s = named;
    }
  } else {
    by_name(act, &s, r->old_level, r->old_name);
  }
  if (!s.row) {
    report_absent(act, row, &s);
    return;
  }
  if (s.rival) {
    quhua_str args[] = {written(act, r), quhua__act_title_of_row(act, s.row),
                        quhua__act_title_of_row(act, s.rival)};
    quhua__act_report_row(act, QUHUA__RULE_UNIT_AMBIGUOUS, row, args, 3);
    return;
  }
  uint32_t unit = quhua__state_row(act->state, s.row)->unit;
  row->old = quhua__act_member(act, unit, row->number);
  if (!row->old) return;
  row->old->old_side = true;
  row->old->rows_out++;
  row->next_of_old = row->old->rows;
  row->old->rows = row;
  if (r->old_code.len && r->old_name.len && !was_called(act, unit, r->old_name)) {
    quhua_str args[] = {quhua_str_from(row->old->code.text), row->old->name, r->old_name};
    quhua__act_report_row(act, QUHUA__RULE_NAME_DIFFERS, row, args, 3);
  }
}

void quhua__act_resolve(quhua__act *act) {
  for (size_t i = 0; i < act->row_count && !act->failed; i++) {
    const quhua_flow_row *r = act->rows[i].row;
    if (r->old_code.len || r->old_name.len) resolve_row(act, &act->rows[i]);
  }
}
