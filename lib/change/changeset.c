/* SPDX-License-Identifier: Apache-2.0 */
#include "change/changeset.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <quhua/fact.h>

#include "base/fail.h"
#include "base/fraction.h"

/* What is known of an act, of an old unit, a pair of units or a milestone inside an act. A record is made
 * before its row is accepted and means nothing until `first` is set, so that a refused row leaves no trace. */
typedef struct quhua__change_record {
  struct quhua__change_record *older;
  const quhua_flow_row *first;   /* first row that was accepted */
  const quhua_flow_row *decided; /* act: first row that says the day of the decision */
  const quhua_flow_row *ledger;  /* old unit: the row that says what became of its books */
  quhua_fraction given;          /* old unit: sum of the shares, at least */
  uint64_t act;                  /* act: its number */
} record;

/* The three records of one row. */
typedef struct records {
  record *act;
  record *old; /* NULL without an old unit */
  record *pair;
} records;

quhua_status quhua_changeset_new(const quhua_allocator *allocator, quhua_changeset **out, quhua_error *err) {
  allocator = quhua__allocator_or_default(allocator);
  quhua_changeset *set = allocator->alloc(allocator->ctx, sizeof *set);
  if (!set) return quhua__fail_nomem(err);
  *set = (quhua_changeset){.allocator = allocator};
  quhua__arena_init(&set->arena, allocator);
  quhua__table_init(&set->seen, allocator);
  quhua__bytes_init(&set->key, allocator);
  *out = set;
  return QUHUA_OK;
}

void quhua_changeset_free(quhua_changeset *changeset) {
  if (!changeset) return;
  const quhua_allocator *allocator = changeset->allocator;
  quhua__table_free(&changeset->seen);
  quhua__bytes_free(&changeset->key);
  quhua__arena_free(&changeset->arena);
  if (changeset->rows)
    allocator->free(allocator->ctx, changeset->rows, changeset->cap * sizeof *changeset->rows);
  allocator->free(allocator->ctx, changeset, sizeof *changeset);
}

/* The record of the key in set->key, made where there is none; NULL when out of memory. */
static record *recall(quhua_changeset *set) {
  if (set->key.failed) {
    set->key.failed = false;
    return NULL;
  }
  record *known = quhua__table_find(&set->seen, set->key.data, set->key.len);
  if (known) return known;
  known = quhua__arena_alloc(&set->arena, sizeof *known);
  if (!known) return NULL;
  if (!quhua__table_add(&set->seen, set->key.data, set->key.len, known)) return NULL;
  known->given = QUHUA__ZERO;
  known->older = set->records;
  set->records = known;
  return known;
}

/* Keys begin with a letter for what they are about; texts in them carry their length. */
static void begin_key(quhua_changeset *set, char about) {
  set->key.len = 0;
  quhua__bytes_add(&set->key, &about, 1);
}

/* Rule 1: one document is one act; rows without a document are one act for each day. */
static record *recall_act(quhua_changeset *set, const quhua_flow_row *row) {
  if (row->document.len) {
    begin_key(set, 'd');
    quhua__bytes_t(&set->key, row->document);
  } else {
    begin_key(set, 'e');
    quhua__bytes_s(&set->key, row->effective);
  }
  record *act = recall(set);
  if (act && act->act == 0) act->act = ++set->acts;
  return act;
}

/* A name may hold anything, but nobody is named by digits alone: these are a code, with or without LEVEL:. */
static bool is_digits(quhua_str text) {
  size_t at = text.len > 2 && text.ptr[1] == ':' ? 2 : 0;
  bool digits = text.len > 0 && text.ptr[0] >= '0' && text.ptr[0] <= '9';
  for (; digits && at < text.len; at++) digits = text.ptr[at] >= '0' && text.ptr[at] <= '9';
  return digits;
}

/* Adds a code to the key: in normal form where its scheme is known, so that 510101101 is 510101101000, else as it is
 * written. */
static void add_code(quhua_changeset *set, quhua_str text, quhua_level level) {
  quhua_code code;
  bool read = set->scheme && text.len && text.ptr[0] != '@' &&
              quhua_code_parse(set->scheme, text, level, &code, &level, NULL) == QUHUA_OK;
  quhua__bytes_u(&set->key, (uint64_t)level);
  quhua__bytes_t(&set->key, read ? quhua_str_from(code.text) : text);
}

/* Adds the parent of a new unit to the key. */
static void add_parent(quhua_changeset *set, quhua_str text) {
  if (is_digits(text))
    add_code(set, text, QUHUA_LEVEL_ANY);
  else
    quhua__bytes_t(&set->key, text);
}

/* Before an act a code is held by one unit, whatever name is written beside it. */
static record *recall_old(quhua_changeset *set, const record *act, const quhua_flow_row *row) {
  begin_key(set, row->old_code.len ? 'c' : 'n');
  quhua__bytes_u(&set->key, act->act);
  add_code(set, row->old_code, row->old_level);
  if (!row->old_code.len) quhua__bytes_t(&set->key, row->old_name);
  return recall(set);
}

/* Names are compared as written. New units without a code are told apart by kind and parent too (rule 4), rows
 * without units by their target. */
static record *recall_pair(quhua_changeset *set, const record *act, const quhua_flow_row *row) {
  bool coded = row->new_code.len > 0;
  begin_key(set, 'p');
  quhua__bytes_u(&set->key, act->act);
  quhua__bytes_t(&set->key, row->event);
  add_code(set, row->old_code, row->old_level);
  quhua__bytes_t(&set->key, row->old_name);
  add_code(set, row->new_code, row->new_level);
  quhua__bytes_t(&set->key, row->new_name);
  quhua__bytes_t(&set->key, row->target);
  quhua__bytes_u(&set->key, coded ? 0 : (uint64_t)row->new_kind);
  add_parent(set, coded ? (quhua_str){"", 0} : row->new_parent);
  return recall(set);
}

static bool recall_all(quhua_changeset *set, const quhua_flow_row *row, records *out) {
  bool has_old = row->old_code.len || row->old_name.len;
  out->act = recall_act(set, row);
  if (!out->act) return false;
  out->old = has_old ? recall_old(set, out->act, row) : NULL;
  if (has_old && !out->old) return false;
  out->pair = recall_pair(set, out->act, row);
  return out->pair != NULL;
}

/* Where a row is: "line 7" of its text, or "row 3" of the changeset. */
static quhua_str place_of(const quhua_changeset *set, const quhua_flow_row *row, char *out, size_t cap,
                          quhua_lang lang) {
  static const char *const templates[2][QUHUA_LANG_COUNT] = {{"row %zu", "第 %zu 条"},
                                                             {"line %zu", "第 %zu 行"}};
  size_t number = row->line;
  for (size_t i = 0; !row->line && i < set->count; i++)
    if (set->rows[i] == row) number = i + 1;
  snprintf(out, cap, templates[row->line > 0][lang], number);
  return quhua_str_from(out);
}

static quhua_status refuse_second_day(const quhua_changeset *set, const record *act,
                                      const quhua_flow_row *row, quhua_error *err) {
  char day[2 * QUHUA_DATE_TEXT_MAX + 2] = "", en[40], zh[40];
  size_t len = quhua_date_format(act->first->earliest, day);
  if (len) memcpy(day + len, "..", 2), len += 2;
  quhua_date_format(act->first->effective, day + len);
  return quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("document “{1}” takes effect on {2} according to {3}", "文件“{1}”在{4}的生效日期是 {2}"),
      QUHUA__T("one document is one act with one effective day", "一份文件是一次变更，只有一个生效日期"),
      QUHUA__ARGS(row->document, quhua_str_from(day), place_of(set, act->first, en, sizeof en, QUHUA_LANG_EN),
                  place_of(set, act->first, zh, sizeof zh, QUHUA_LANG_ZH)));
}

static quhua_status refuse_second_decision(const quhua_changeset *set, const record *act,
                                           const quhua_flow_row *row, quhua_error *err) {
  char day[QUHUA_DATE_TEXT_MAX], en[40], zh[40];
  quhua_date_format(act->decided->decided, day);
  return quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("document “{1}” was decided on {2} according to {3}", "文件“{1}”在{4}的决定日期是 {2}"),
      QUHUA__T("one document has one day of decision; its other rows may leave it empty",
               "一份文件只有一个决定日期，其余各行可以留空"),
      QUHUA__ARGS(row->document, quhua_str_from(day),
                  place_of(set, act->decided, en, sizeof en, QUHUA_LANG_EN),
                  place_of(set, act->decided, zh, sizeof zh, QUHUA_LANG_ZH)));
}

/* Rows without a document are one act, but of as many decisions as they say. */
static bool is_second_decision(const record *act, const quhua_flow_row *row) {
  return row->document.len && row->decided != QUHUA_DATE_NONE && act->decided &&
         act->decided->decided != row->decided;
}

/* Every row of a document may state its milestones, all of them the same. */
static record *recall_milestone(quhua_changeset *set, const record *act, quhua_str word) {
  begin_key(set, 'm');
  quhua__bytes_u(&set->key, act->act);
  quhua__bytes_u(&set->key, (uint64_t)quhua_milestone_find(word));
  return recall(set);
}

/* What a row says of a milestone; every row in a record of one says something. */
static quhua_str milestone_of(const quhua_flow_row *row, quhua_str word) {
  size_t i = 0;
  while (quhua_milestone_find(row->milestones[i].key) != quhua_milestone_find(word)) i++;
  return row->milestones[i].value;
}

static quhua_status check_milestones(quhua_changeset *set, const record *act, const quhua_flow_row *row,
                                     quhua__flow_fault *fault, quhua_error *err) {
  for (size_t i = 0; i < row->milestone_count; i++) {
    quhua_str word = row->milestones[i].key;
    const record *stated = recall_milestone(set, act, word);
    if (!stated) return quhua__fail_nomem(err);
    if (!stated->first || quhua_str_equal(milestone_of(stated->first, word), row->milestones[i].value))
      continue;
    char en[40], zh[40];
    *fault = (quhua__flow_fault){QUHUA__FLOW_MILESTONE, i, 0};
    return quhua__fail(err, QUHUA_E_INVALID,
                       QUHUA__T("the milestone {1} of document “{2}” is {3} according to {4}",
                                "文件“{2}”的办理节点 {1} 在{5}为 {3}"),
                       QUHUA__T("rows of one document agree; all but one may leave it empty",
                                "同一文件各行须一致，其余各行可以留空"),
                       QUHUA__ARGS(word, row->document, milestone_of(stated->first, word),
                                   place_of(set, stated->first, en, sizeof en, QUHUA_LANG_EN),
                                   place_of(set, stated->first, zh, sizeof zh, QUHUA_LANG_ZH)));
  }
  return QUHUA_OK;
}

static quhua_status refuse_pair(const quhua_changeset *set, const record *pair, quhua_error *err) {
  char en[40], zh[40];
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("the same old and new unit stand on {1} of the same act already",
                              "同一次变更的{2}已有相同的变更前后单位"),
                     QUHUA__T("write one row for each pair of units", "每对单位只写一行"),
                     QUHUA__ARGS(place_of(set, pair->first, en, sizeof en, QUHUA_LANG_EN),
                                 place_of(set, pair->first, zh, sizeof zh, QUHUA_LANG_ZH)));
}

/* One set of books has one way and one keeper. */
static quhua_status refuse_second_ledger(const quhua_changeset *set, const record *old,
                                         const quhua_flow_row *row, quhua_error *err) {
  char en[40], zh[40];
  return quhua__fail(
      err, QUHUA_E_INVALID,
      QUHUA__T("what became of the books of “{1}” is said on {2} already", "“{1}”的账目融合方式已在{3}写明"),
      QUHUA__T("say it on one row: that of the new unit that keeps the books",
               "只写在一行：保管账目的变更后单位所在行"),
      QUHUA__ARGS(row->old_code.len ? row->old_code : row->old_name,
                  place_of(set, old->ledger, en, sizeof en, QUHUA_LANG_EN),
                  place_of(set, old->ledger, zh, sizeof zh, QUHUA_LANG_ZH)));
}

static quhua_status refuse_sum(const quhua_flow_row *row, quhua_fraction sum, quhua_error *err) {
  char text[48];
  snprintf(text, sizeof text, "%" PRId64 "/%" PRId64, sum.num, sum.den);
  return quhua__fail(err, QUHUA_E_INVALID,
                     QUHUA__T("the shares of “{1}” in one act sum to {2}, more than 1",
                              "“{1}”在同一次变更中的份额合计为 {2}，大于 1"),
                     QUHUA__T("a share is the part of the old unit; all its rows together make 1",
                              "份额是变更前单位的部分，其各行合计为 1"),
                     QUHUA__ARGS(row->old_code.len ? row->old_code : row->old_name, quhua_str_from(text)));
}

/* The part of the old unit that is certainly given away by a share. */
static quhua_fraction least_share(quhua_share share) {
  return share.kind == QUHUA_SHARE_EMPTY ? QUHUA__ZERO : share.lo;
}

/* a + b; rounded down where the exact sum does not fit 64 bits, so that nothing is refused wrongly. */
static quhua_fraction add_least(quhua_fraction a, quhua_fraction b) {
  quhua_fraction sum;
  if (quhua__fraction_add(a, b, &sum)) return sum;
  bool fits = quhua__fraction_add(quhua__fraction_round_down(a), quhua__fraction_round_down(b), &sum);
  return fits ? sum : a;
}

/* Compares a row with the rows before it; *given is what its old unit then has given away. */
static quhua_status check_together(quhua_changeset *set, const quhua_flow_row *row, const records *known,
                                   quhua_fraction *given, quhua__flow_fault *fault, quhua_error *err) {
  if (known->act->first &&
      (known->act->first->effective != row->effective || known->act->first->earliest != row->earliest)) {
    *fault = (quhua__flow_fault){QUHUA__FLOW_EFFECTIVE, 0, 0};
    return refuse_second_day(set, known->act, row, err);
  }
  if (is_second_decision(known->act, row)) {
    *fault = (quhua__flow_fault){QUHUA__FLOW_DECIDED, 0, 0};
    return refuse_second_decision(set, known->act, row, err);
  }
  quhua_status status = check_milestones(set, known->act, row, fault, err);
  if (status) return status;
  if (known->pair->first) {
    *fault = (quhua__flow_fault){QUHUA__FLOW_NOWHERE, 0, 0};
    return refuse_pair(set, known->pair, err);
  }
  if (!known->old) return QUHUA_OK;
  if (row->ledger && known->old->ledger) {
    *fault = (quhua__flow_fault){QUHUA__FLOW_LEDGER, 0, 0};
    return refuse_second_ledger(set, known->old, row, err);
  }
  *given = add_least(known->old->given, least_share(row->share));
  if (quhua__fraction_compare(*given, QUHUA__ONE) <= 0) return QUHUA_OK;
  *fault = (quhua__flow_fault){QUHUA__FLOW_SHARE, 0, 0};
  return refuse_sum(row, *given, err);
}

static bool copy_items(quhua__arena *arena, const quhua_attribute **items, size_t count) {
  if (count == 0) {
    *items = NULL;
    return true;
  }
  quhua_attribute *copies = quhua__arena_alloc(arena, count * sizeof *copies);
  if (!copies) return false;
  for (size_t i = 0; i < count; i++) {
    if (!quhua__arena_copy(arena, (*items)[i].key, &copies[i].key)) return false;
    if (!quhua__arena_copy(arena, (*items)[i].value, &copies[i].value)) return false;
  }
  *items = copies;
  return true;
}

/* A copy of the row with texts of its own; NULL when out of memory. */
static quhua_flow_row *copy_row(quhua__arena *arena, const quhua_flow_row *row) {
  quhua_flow_row *copy = quhua__arena_alloc(arena, sizeof *copy);
  if (!copy) return NULL;
  *copy = *row;
  quhua_str *texts[] = {&copy->document, &copy->event,      &copy->old_code, &copy->old_name, &copy->new_code,
                        &copy->new_name, &copy->new_parent, &copy->target,   &copy->reason,   &copy->note};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    if (!quhua__arena_copy(arena, *texts[i], texts[i])) return NULL;
  bool copied = copy_items(arena, &copy->attributes, copy->attribute_count) &&
                copy_items(arena, &copy->amounts, copy->amount_count) &&
                copy_items(arena, &copy->notes, copy->note_count) &&
                copy_items(arena, &copy->milestones, copy->milestone_count);
  return copied ? copy : NULL;
}

static bool reserve_row(quhua_changeset *set) {
  void *rows = set->rows;
  bool grown = quhua__grow(set->allocator, &rows, &set->cap, set->count + 1, sizeof *set->rows);
  set->rows = rows;
  return grown;
}

static void accept(quhua_changeset *set, const records *known, const quhua_flow_row *row,
                   quhua_fraction given) {
  if (!known->act->first) known->act->first = row;
  if (!known->act->decided && row->decided != QUHUA_DATE_NONE) known->act->decided = row;
  known->pair->first = row;
  if (known->old) known->old->given = given;
  if (known->old && row->ledger) known->old->ledger = row;
  for (size_t i = 0; i < row->milestone_count; i++) {
    record *stated = recall_milestone(set, known->act, row->milestones[i].key); /* exists: it was checked */
    if (stated && !stated->first) stated->first = row;
  }
}

void quhua_changeset_expect(quhua_changeset *changeset, const quhua_scheme *scheme) {
  changeset->scheme = scheme;
}

static quhua_status check_readable(const quhua_scheme *scheme, quhua_str text, quhua_level level,
                                   quhua__flow_field field, quhua__flow_fault *fault, quhua_error *err) {
  quhua_code code;
  quhua_error own;
  if (!text.len || text.ptr[0] == '@') return QUHUA_OK;
  quhua_status status = quhua_code_parse(scheme, text, level, &code, NULL, &own);
  if (!status) return QUHUA_OK;
  *fault = (quhua__flow_fault){field, 0, own.column};
  if (err) *err = own;
  return status;
}

/* Codes that the scheme cannot read. */
static quhua_status check_scheme(const quhua_scheme *scheme, const quhua_flow_row *row,
                                 quhua__flow_fault *fault, quhua_error *err) {
  if (!scheme) return QUHUA_OK;
  quhua_status status =
      check_readable(scheme, row->old_code, row->old_level, QUHUA__FLOW_OLD_CODE, fault, err);
  if (status) return status;
  status = check_readable(scheme, row->new_code, row->new_level, QUHUA__FLOW_NEW_CODE, fault, err);
  if (status || !is_digits(row->new_parent)) return status;
  return check_readable(scheme, row->new_parent, QUHUA_LEVEL_ANY, QUHUA__FLOW_NEW_PARENT, fault, err);
}

quhua_status quhua__changeset_add(quhua_changeset *changeset, const quhua_flow_row *row,
                                  quhua__flow_fault *fault, quhua_error *err) {
  quhua_flow_row taken;
  records known;
  quhua_fraction given = QUHUA__ZERO;
  *fault = (quhua__flow_fault){QUHUA__FLOW_NOWHERE, 0, 0};
  quhua_status status = quhua__flow_row_take(row, &taken, err);
  if (!status) status = quhua__flow_row_check(&taken, fault, err);
  if (!status) status = check_scheme(changeset->scheme, &taken, fault, err);
  if (status) return status;
  if (!recall_all(changeset, &taken, &known)) return quhua__fail_nomem(err);
  status = check_together(changeset, &taken, &known, &given, fault, err);
  if (status) return status;
  quhua_flow_row *kept = reserve_row(changeset) ? copy_row(&changeset->arena, &taken) : NULL;
  if (!kept) return quhua__fail_nomem(err);
  changeset->rows[changeset->count++] = kept;
  accept(changeset, &known, kept, given);
  return QUHUA_OK;
}

void quhua__changeset_truncate(quhua_changeset *changeset, size_t count) {
  for (record *known = changeset->records; known; known = known->older) {
    known->first = known->decided = known->ledger = NULL;
    known->given = QUHUA__ZERO;
  }
  changeset->count = count;
  for (size_t i = 0; i < count; i++) {
    const quhua_flow_row *row = changeset->rows[i];
    records known; /* they exist, and the scratch has held their keys before: nothing is allocated */
    if (!recall_all(changeset, row, &known)) continue;
    accept(changeset, &known, row,
           known.old ? add_least(known.old->given, least_share(row->share)) : QUHUA__ZERO);
  }
}

quhua_status quhua_changeset_add(quhua_changeset *changeset, const quhua_flow_row *row, quhua_error *err) {
  quhua__flow_fault fault;
  quhua_status status = quhua__changeset_add(changeset, row, &fault, err);
  bool has_line = row->struct_size >= offsetof(quhua_flow_row, line) + sizeof row->line;
  if (status && status != QUHUA_E_NOMEM && has_line)
    quhua__fail_at(err, status, (quhua_str){"", 0}, row->line, 0);
  return status;
}

size_t quhua_changeset_count(const quhua_changeset *changeset) { return changeset->count; }

const quhua_flow_row *quhua_changeset_row(const quhua_changeset *changeset, size_t index) {
  return index < changeset->count ? changeset->rows[index] : NULL;
}
