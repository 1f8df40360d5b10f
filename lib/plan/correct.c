/* SPDX-License-Identifier: Apache-2.0 */
/* correct.c: 更正 of the record. The world did not change; what was written of it was wrong. So no version begins or ends:
 * every version of the unit that carries the wrong value is recorded anew, and what was known before stays known. */
#include <string.h>

#include "plan/act.h"

/* What a row corrects: values as read on its day, and the right ones. */
typedef struct correction {
  const quhua__act_row *row;
  const quhua__row *wrong;
  quhua_str name;
  quhua_code code;
  quhua_kind kind;
  const quhua_attribute *attributes;
  size_t attribute_count;
} correction;

/* The number of the text of an attribute in a version; 0 when it has none. */
static uint32_t value_of(const quhua__state *s, const quhua__row *row, quhua_str key) {
  quhua__attribute_set set = {0, 0};
  if (row->attributes) set = quhua__state_set(s, row->attributes);
  for (uint32_t i = 0; i < set.count; i++) {
    quhua__attribute_pair pair = quhua__state_pair(s, set.first + i);
    if (quhua_str_equal(quhua__texts_at(&s->texts, pair.key), key)) return pair.value;
  }
  return 0;
}

/* Does the version carry every value that the row says is wrong? */
static bool carries(const quhua__state *s, const correction *c, const quhua__row *row) {
  if (c->name.len && row->name != c->wrong->name) return false;
  if (c->code.text[0] && quhua_code_compare(&row->code, &c->wrong->code)) return false;
  if (c->kind && row->kind != c->wrong->kind) return false;
  for (size_t i = 0; i < c->attribute_count; i++) {
    quhua_str key = c->attributes[i].key;
    if (value_of(s, row, key) != value_of(s, c->wrong, key)) return false;
  }
  return true;
}

/* Another unit that holds the right code during the version. */
static uint32_t rival(const quhua__act *act, const correction *c, const quhua__row *version) {
  quhua__chain chain = quhua__chain_of_code(act->state, act->known, (quhua_level)version->level, &c->code);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(act->state, number);
    if (row->unit != version->unit && row->from < version->to && version->from < row->to) return number;
  }
  return 0;
}

static void put_amended(quhua__act *act, const correction *c, uint32_t number, quhua__bytes *out) {
  const quhua__row *row = quhua__state_row(act->state, number);
  quhua__member m = {.unit = row->unit,
                     .row_before = number,
                     .attributes = c->attributes,
                     .attribute_count = c->attribute_count};
  size_t count;
  quhua_attribute *attributes = quhua__act_attributes_after(act, &m, &count);
  if (!attributes) return;
  quhua__effect_open open = {.name = c->name.len ? c->name : quhua__texts_at(&act->state->texts, row->name),
                             .code = c->code.text[0] ? c->code : row->code,
                             .unit = row->unit,
                             .parent = row->parent,
                             .from = row->from,
                             .level = (quhua_level)row->level,
                             .kind = c->kind ? c->kind : (quhua_kind)row->kind,
                             .standing = (quhua_standing)row->standing};
  quhua__effect_put_amend(out, &open, row->to, attributes, count);
}

static bool read_correction(quhua__act *act, const quhua__act_row *row, correction *c) {
  const quhua_flow_row *r = row->row;
  *c = (correction){.row = row,
                    .wrong = quhua__state_row(act->state, row->old->row_before),
                    .name = r->new_name,
                    .kind = r->new_kind,
                    .attributes = r->attributes,
                    .attribute_count = r->attribute_count};
  quhua_level level = row->old->level;
  if (r->new_parent.len || (r->new_level && r->new_level != level)) {
    quhua_str words[] = {quhua_str_from("correcting the unit above or the level"),
                         quhua_str_from("对上级或级别的更正")};
    quhua__act_report_row(act, QUHUA__RULE_NOT_SUPPORTED, row, words, 2);
    return false;
  }
  bool bad = r->new_code.len &&
             quhua_code_parse(act->scheme, r->new_code, level, &c->code, &level, NULL) != QUHUA_OK;
  if (bad || level != row->old->level) {
    quhua__act_report_row(act, QUHUA__RULE_CODE_INVALID, row, (quhua_str[]){r->new_code, row->old->name}, 2);
    return false;
  }
  if (c->code.text[0] && !quhua_code_compare(&c->code, &c->wrong->code)) c->code = (quhua_code){""};
  if (quhua_str_equal(c->name, row->old->name)) c->name = (quhua_str){"", 0};
  if (c->kind == row->old->kind) c->kind = QUHUA_KIND_NONE;
  if (c->name.len || c->code.text[0] || c->kind || c->attribute_count) return true;
  quhua__act_report_row(act, QUHUA__RULE_NO_EFFECT, row, (quhua_str[]){quhua__act_title(act, row->old)}, 1);
  return false;
}

static void correct(quhua__act *act, const correction *c, quhua__bytes *out) {
  quhua__chain chain = quhua__chain_of_unit(act->state, act->known, c->wrong->unit);
  for (uint32_t number; !act->failed && (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(act->state, number);
    if (!carries(act->state, c, row)) continue;
    uint32_t other = c->code.text[0] ? rival(act, c, row) : 0;
    if (other) {
      quhua_str args[] = {quhua__act_title(act, c->row->old), quhua_str_from(c->code.text),
                          quhua__act_title_of_row(act, other)};
      quhua__act_report_row(act, QUHUA__RULE_CODE_HELD, c->row, args, 3);
      return;
    }
    put_amended(act, c, number, out);
  }
}

void quhua__act_correct(quhua__act *act, quhua__bytes *out) {
  quhua__act_resolve(act);
  for (size_t i = 0; i < act->row_count && !act->failed; i++) {
    const quhua__act_row *row = &act->rows[i];
    correction c;
    bool twice = row->old && row->old->rows_out > 1;
    if (!row->old) {
      if (!row->row->old_code.len && !row->row->old_name.len)
        quhua__act_report_row(act, QUHUA__RULE_TARGET_UNKNOWN, row, (quhua_str[]){row->row->target}, 1);
    } else if (twice) {
      quhua__act_report_row(act, QUHUA__RULE_IDENTITY, row, (quhua_str[]){quhua__act_title(act, row->old)},
                            1);
    } else if (!act->hopeless && read_correction(act, row, &c)) {
      correct(act, &c, out);
    }
  }
  if (out->failed) act->failed = true;
}
