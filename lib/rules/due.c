/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/due.h>

#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/months.h"
#include "rules/catalogue.h"
#include "rules/deeds.h"
#include "rules/settings.h"
#include "rules/term.h"

struct quhua_dues {
  const quhua_allocator *allocator;
  quhua_due *list;
  size_t count, cap;
  quhua__arena texts;
};

/* What is needed while a list is made. */
typedef struct work {
  const quhua_snapshot *snapshot;
  const quhua__state *state;
  uint32_t known;
  quhua_date day;
  uint32_t code_months, notice_days, completion_months, extension_months;
  quhua_dues *dues;
  bool failed; /* out of memory */
} work;

/* --- one deadline ------------------------------------------------------------------------------------------------ */

static quhua_due_state judge(quhua_date due, quhua_date done, quhua_date day) {
  if (done != QUHUA_DATE_NONE) return done <= due ? QUHUA_DUE_MET : QUHUA_DUE_LATE;
  return day <= due ? QUHUA_DUE_OPEN : QUHUA_DUE_OVERDUE;
}

static void add(work *w, quhua__rule rule, quhua_due due) {
  quhua_dues *dues = w->dues;
  due.rule = &quhua__rule_entry_at(rule)->rule;
  due.state = judge(due.due, due.done, w->day);
  if (!quhua__grow(dues->allocator, (void **)&dues->list, &dues->cap, dues->count + 1, sizeof due))
    w->failed = true;
  else
    dues->list[dues->count++] = due;
}

static quhua_str date_text(work *w, quhua_date date) {
  char text[QUHUA_DATE_TEXT_MAX];
  quhua_str copy = {"", 0};
  size_t len = quhua_date_format(date, text);
  if (!quhua__arena_copy(&w->dues->texts, (quhua_str){text, len}, &copy)) w->failed = true;
  return copy;
}

/* --- acts -------------------------------------------------------------------------------------------------------- */

/* An act with what all its deadlines share. */
typedef struct act {
  quhua_due common;    /* sequence and document */
  quhua_date approved; /* the day from which time counts */
  quhua_date effective;
} act;

static void add_step(work *w, const act *a, quhua__rule rule, quhua_milestone milestone, quhua_due due) {
  due.sequence = a->common.sequence;
  due.document = a->common.document;
  due.done = quhua__reached_by(w->snapshot, (uint32_t)due.sequence, milestone, w->day);
  add(w, rule, due);
}

/* Territory is taken over with the consent of both sides (cn-law.transfer-pending); until then the transfer is pending. */
static void add_consent(work *w, const act *a, uint32_t moved, quhua_milestone side) {
  quhua_due due = {.unit = moved,
                   .subject = quhua_str_from(quhua_milestone_word(side, QUHUA_LANG_EN)),
                   .due = a->effective};
  add_step(w, a, QUHUA__RULE_LAW_TRANSFER_PENDING, side, due);
}

static void add_act(work *w, uint32_t sequence, const act *a) {
  quhua__deeds deeds = quhua__deeds_of(w->state, sequence);
  quhua_date code = quhua__date_add_months(a->approved, w->code_months);
  quhua_date notice = quhua__date_add_days(a->approved, w->notice_days);
  quhua_date completion = quhua__date_add_months(a->approved, w->completion_months);
  quhua_date extended = quhua__date_add_months(a->approved, w->completion_months + w->extension_months);
  if (deeds.codes)
    add_step(w, a, QUHUA__RULE_LAW_CODE_DUE, QUHUA_MILESTONE_CODE_ISSUED, (quhua_due){.due = code});
  if (deeds.names)
    add_step(w, a, QUHUA__RULE_LAW_NOTICE_DUE, QUHUA_MILESTONE_ANNOUNCED, (quhua_due){.due = notice});
  if (deeds.world)
    add_step(w, a, QUHUA__RULE_LAW_COMPLETION_DUE, QUHUA_MILESTONE_COMPLETED,
             (quhua_due){.subject = date_text(w, extended), .due = completion});
  if (deeds.moved) {
    add_consent(w, a, deeds.moved, QUHUA_MILESTONE_AGREED_OUT);
    add_consent(w, a, deeds.moved, QUHUA_MILESTONE_AGREED_IN);
  }
}

/* The milestone, else the decision, else the effective day. */
static quhua_date day_of_approval(const work *w, uint32_t sequence, const quhua__entry_record *entry) {
  quhua_date approved =
      quhua__reached_by(w->snapshot, sequence, QUHUA_MILESTONE_APPROVED, QUHUA_DATE_OPEN - 1);
  if (approved != QUHUA_DATE_NONE) return approved;
  return entry->decided != QUHUA_DATE_NONE ? entry->decided : entry->effective;
}

static void look_at_entry(work *w, uint32_t sequence) {
  const quhua__entry_record *entry = quhua__state_entry(w->state, sequence);
  if (entry->kind != QUHUA_ENTRY_ACT) return;
  quhua_str document = quhua__texts_at(&w->state->texts, entry->document);
  act a = {.common = {.sequence = sequence, .document = document},
           .approved = day_of_approval(w, sequence, entry),
           .effective = entry->effective};
  if (a.effective <= w->day || a.approved <= w->day) add_act(w, sequence, &a);
}

/* Entries that were taken back are marked first, so that each is looked at once. */
static void look_at_acts(work *w) {
  const quhua_allocator *allocator = w->dues->allocator;
  size_t size = (size_t)w->known + 1;
  bool *taken_back = allocator->alloc(allocator->ctx, size * sizeof *taken_back);
  if (!taken_back) {
    w->failed = true;
    return;
  }
  memset(taken_back, 0, size * sizeof *taken_back);
  uint32_t retractions = quhua__state_totals(w->state, w->known).retractions;
  for (uint32_t number = 1; number <= retractions; number++)
    taken_back[quhua__state_retraction(w->state, number).target] = true;
  for (uint32_t sequence = 1; sequence <= w->known && !w->failed; sequence++)
    if (!taken_back[sequence]) look_at_entry(w, sequence);
  allocator->free(allocator->ctx, taken_back, size * sizeof *taken_back);
}

/* --- organs ------------------------------------------------------------------------------------------------------ */

static void look_at_attributes(work *w, const quhua__row *row) {
  quhua__attribute_set set = quhua__state_set(w->state, row->attributes);
  for (uint32_t i = 0; i < set.count && !w->failed; i++) {
    quhua__attribute_pair pair = quhua__state_pair(w->state, set.first + i);
    quhua_str key = quhua__texts_at(&w->state->texts, pair.key);
    quhua__term term;
    if (!quhua__is_organ(key)) continue;
    if (!quhua__term_read(quhua__texts_at(&w->state->texts, pair.value), &term)) continue;
    bool ended = term.end != QUHUA_DATE_NONE && term.end <= w->day;
    add(w, QUHUA__RULE_ORGAN_OVERDUE,
        (quhua_due){.sequence = row->recorded_from,
                    .document = {"", 0},
                    .unit = row->unit,
                    .subject = quhua__organ_name(key),
                    .due = term.planned_end,
                    .done = ended ? term.end : QUHUA_DATE_NONE});
  }
}

static void look_at_organs(work *w) {
  uint32_t rows = quhua__state_totals(w->state, w->known).rows;
  for (uint32_t number = 1; number <= rows && !w->failed; number++) {
    const quhua__row *row = quhua__state_row(w->state, number);
    if (row->attributes && row->from <= w->day && w->day < row->to &&
        quhua__row_visible(w->state, number, w->known))
      look_at_attributes(w, row);
  }
}

/* --- the list ---------------------------------------------------------------------------------------------------- */

static int compare(const void *list, uint32_t a, uint32_t b) {
  const quhua_due *x = (const quhua_due *)list + a, *y = (const quhua_due *)list + b;
  if (x->due != y->due) return x->due < y->due ? -1 : 1;
  if (x->sequence != y->sequence) return x->sequence < y->sequence ? -1 : 1;
  return (a > b) - (a < b);
}

static void sort(work *w) {
  quhua_dues *dues = w->dues;
  const quhua_allocator *allocator = dues->allocator;
  size_t count = dues->count;
  if (count < 2) return;
  uint32_t *order = allocator->alloc(allocator->ctx, 2 * count * sizeof *order);
  quhua_due *sorted = order ? allocator->alloc(allocator->ctx, count * sizeof *sorted) : NULL;
  w->failed |= !sorted;
  if (sorted) {
    for (uint32_t i = 0; i < count; i++) order[i] = i;
    quhua__sort(order, order + count, count, compare, dues->list);
    for (size_t i = 0; i < count; i++) sorted[i] = dues->list[order[i]];
    allocator->free(allocator->ctx, dues->list, dues->cap * sizeof *sorted);
    dues->list = sorted;
    dues->cap = count;
  }
  if (order) allocator->free(allocator->ctx, order, 2 * count * sizeof *order);
}

quhua_status quhua_dues_new(const quhua_snapshot *snapshot, quhua_date day, quhua_dues **out,
                            quhua_error *err) {
  const quhua_allocator *allocator = snapshot->allocator;
  quhua__settings settings = {.state = snapshot->state, .known = snapshot->known};
  *out = NULL;
  quhua_dues *dues = allocator->alloc(allocator->ctx, sizeof *dues);
  if (!dues) return quhua__fail_nomem(err);
  *dues = (quhua_dues){.allocator = allocator};
  quhua__arena_init(&dues->texts, allocator);
  work w = {.snapshot = snapshot,
            .state = snapshot->state,
            .known = snapshot->known,
            .day = day,
            .code_months = quhua__setting_number(&settings, "cn-law.code-months"),
            .notice_days = quhua__setting_number(&settings, "cn-law.notice-days"),
            .completion_months = quhua__setting_number(&settings, "cn-law.completion-months"),
            .extension_months = quhua__setting_number(&settings, "cn-law.extension-months"),
            .dues = dues};
  if (!quhua__setting_is(&settings, "rules.cn-law", "off")) look_at_acts(&w);
  look_at_organs(&w);
  if (!w.failed) sort(&w);
  if (w.failed) {
    quhua_dues_free(dues);
    return quhua__fail_nomem(err);
  }
  *out = dues;
  return QUHUA_OK;
}

size_t quhua_dues_count(const quhua_dues *dues) { return dues->count; }

const quhua_due *quhua_dues_at(const quhua_dues *dues, size_t index) {
  return index < dues->count ? &dues->list[index] : NULL;
}

void quhua_dues_free(quhua_dues *dues) {
  if (!dues) return;
  const quhua_allocator *allocator = dues->allocator;
  quhua__arena_free(&dues->texts);
  if (dues->list) allocator->free(allocator->ctx, dues->list, dues->cap * sizeof *dues->list);
  allocator->free(allocator->ctx, dues, sizeof *dues);
}

const char *quhua_due_state_word(quhua_due_state state, quhua_lang lang) {
  static const char *const words[][QUHUA_LANG_COUNT] = {[QUHUA_DUE_MET] = {"met", "按期"},
                                                        [QUHUA_DUE_LATE] = {"late", "逾期完成"},
                                                        [QUHUA_DUE_OPEN] = {"open", "未到期"},
                                                        [QUHUA_DUE_OVERDUE] = {"overdue", "逾期"}};
  bool known = (unsigned)state < sizeof words / sizeof *words && (unsigned)lang < QUHUA_LANG_COUNT;
  return known ? words[state][lang] : "";
}
