/* SPDX-License-Identifier: Apache-2.0 */
#include "plan/family.h"

#include <string.h>

#include "plan/numbers.h"
#include "rules/reservation.h"

/* A reservation that holds when the act is planned. */
typedef struct promise {
  quhua__reservation is;
  struct promise *next; /* of the same family */
  bool own;             /* made for the act's document */
  bool kept;
} promise;

/* Where a family's reservations are found; the code above is empty where codes have no structure. */
typedef struct family_key {
  quhua_code above;
  uint32_t level;
} family_key;

typedef struct family {
  quhua__act *act;
  quhua__numbers numbers;
  promise *promises;
  bool placed;   /* there are numbers below the parent */
  bool renumber; /* what lived before is numbered anew */
} family;

/* --- what is known before a level ---------------------------------------------------------------------------------- */

void quhua__coding_begin(quhua__coding *c, quhua__act *act) {
  c->act = act;
  c->knows_reservations = false;
  quhua__table_init(&c->given, act->allocator);
  quhua__table_init(&c->reservations, act->allocator);
}

void quhua__coding_end(quhua__coding *c) {
  quhua__table_free(&c->given);
  quhua__table_free(&c->reservations);
}

static family_key key_of(quhua_level level, const quhua_code *above) {
  family_key key = {.level = (uint32_t)level};
  memcpy(key.above.text, above->text, sizeof key.above.text);
  return key;
}

static bool add_promise(quhua__coding *c, const quhua__reservation *reservation) {
  quhua__act *act = c->act;
  quhua_code above = {""};
  quhua__code_prefix(act->scheme, &reservation->code, reservation->level, &above);
  family_key key = key_of(reservation->level, &above);
  promise *p = quhua__arena_alloc(act->arena, sizeof *p);
  if (!p) return false;
  *p = (promise){.is = *reservation, .own = quhua_str_equal(reservation->document, act->document)};
  promise *first = quhua__table_find(&c->reservations, &key, sizeof key);
  if (!first) return quhua__table_add(&c->reservations, &key, sizeof key, p);
  p->next = first->next;
  first->next = p;
  return true;
}

static void look_up_reservations(quhua__coding *c) {
  quhua_snapshot view = {c->act->allocator, c->act->state, c->act->known};
  quhua__reservation reservation;
  for (size_t i = 0; !c->act->failed && quhua__reservation_next(&view, &i, &reservation);)
    if (!add_promise(c, &reservation)) c->act->failed = true;
  c->knows_reservations = true;
}

static void note_given(quhua__coding *c, const quhua__member *m) {
  quhua__act *act = c->act;
  quhua_code above;
  if (!quhua__code_prefix(act->scheme, &m->code, m->level, &above)) return;
  quhua__segment_set *numbers = quhua__table_find(&c->given, &above, sizeof above);
  if (!numbers) {
    numbers = quhua__arena_alloc(act->arena, sizeof *numbers);
    if (!numbers || !quhua__table_add(&c->given, &above, sizeof above, numbers)) {
      act->failed = true;
      return;
    }
  }
  quhua__segment_set_add(numbers, quhua_code_segment(act->scheme, &m->code, m->level));
}

void quhua__coding_level(quhua__coding *c, quhua_level level) {
  quhua__act *act = c->act;
  if (!c->knows_reservations) look_up_reservations(c);
  quhua__table_free(&c->given);
  quhua__table_init(&c->given, act->allocator);
  for (size_t i = 0; i < act->members.count && !act->failed; i++) {
    const quhua__member *m = act->members.items[i];
    if (!m->ends && m->code_settled && m->level == level) note_given(c, m);
  }
}

/* --- one family ---------------------------------------------------------------------------------------------------- */

bool quhua__act_is_recoded(const quhua__act *act, uint32_t unit) {
  const quhua__member *m = quhua__act_find_member(act, unit);
  return m && (!m->row_before ||
               quhua_code_compare(&quhua__state_row(act->state, m->row_before)->code, &m->code) != 0);
}

/* Used is what anyone ever had there, also a unit that leaves it in this act, and what this act gives. */
static void collect_numbers(const quhua__coding *c, family *f) {
  quhua__numbers *n = &f->numbers;
  quhua__numbers_collect(n, f->act->state, f->act->known);
  const quhua__segment_set *given = quhua__table_find(&c->given, &n->prefix, sizeof n->prefix);
  for (size_t i = 0; given && i < sizeof n->used.word / sizeof n->used.word[0]; i++)
    n->used.word[i] |= given->word[i];
  for (const promise *p = f->promises; p; p = p->next)
    if (!p->own)
      quhua__segment_set_add(&n->reserved, quhua_code_segment(f->act->scheme, &p->is.code, n->level));
}

static family begin_family(const quhua__coding *c, uint32_t parent, quhua_level level) {
  family f = {.act = c->act};
  quhua_code above;
  quhua_level above_level;
  f.placed = parent && quhua__act_code_after(c->act, parent, &above, &above_level) &&
             quhua__numbers_begin(c->act->scheme, &above, above_level, level, &f.numbers);
  f.renumber = quhua__setting_is(c->act->settings, "codes.children", "renumber") &&
               quhua__act_is_recoded(c->act, parent);
  family_key key = key_of(level, &f.numbers.prefix);
  f.promises = quhua__table_find(&c->reservations, &key, sizeof key);
  if (f.placed) collect_numbers(c, &f);
  return f;
}

static void settle_code(family *f, quhua__member *member, const quhua_code *code) {
  member->code = *code;
  member->code_settled = true;
  if (f->placed)
    quhua__segment_set_add(&f->numbers.used, quhua_code_segment(f->act->scheme, code, member->level));
}

static bool settle_number(family *f, quhua__member *member, int segment) {
  const quhua__numbers *n = &f->numbers;
  quhua_code code;
  if (!quhua__code_compose(f->act->scheme, &n->parent, n->parent_level, n->level, segment, member->width,
                           &code))
    return false;
  settle_code(f, member, &code);
  return true;
}

/* Is the code that was promised still free, and is it the unit's? A stem may fit a village and a community. */
static bool fits_promise(const family *f, const promise *p, const quhua__member *m, bool exact) {
  if (!p->own || p->kept) return false;
  if (f->placed &&
      quhua__segment_set_has(&f->numbers.used, quhua_code_segment(f->act->scheme, &p->is.code, m->level)))
    return false;
  if (exact) return quhua_str_equal(p->is.name, m->name);
  return quhua__same_stem(p->is.name, m->name) &&
         quhua_code_in_range(f->act->scheme, &p->is.code, m->level, m->kind);
}

static void keep_promises(family *f, quhua__member *const *list, size_t count, bool exact) {
  for (size_t i = 0; f->promises && i < count; i++)
    for (promise *p = f->promises; p && !list[i]->code_settled; p = p->next)
      if (fits_promise(f, p, list[i], exact)) {
        p->kept = true;
        settle_code(f, list[i], &p->is.code);
      }
}

/* Units that lived before and get no new number by their row: "@label" always issues. */
static bool goes_on(const quhua__member *member) {
  return member->row_before && !(member->target && member->target->label.len);
}

static void keep_number(family *f, quhua__member *member) {
  const quhua__row *before = quhua__state_row(f->act->state, member->row_before);
  if (before->level != (uint8_t)member->level) return;
  if (before->kind != (uint8_t)member->kind &&
      !quhua_code_in_range(f->act->scheme, &before->code, member->level, member->kind))
    return;
  int segment = quhua_code_segment(f->act->scheme, &before->code, member->level);
  if (quhua__numbers_free(&f->numbers, segment)) settle_number(f, member, segment);
}

static void report_not_issued(family *f, const quhua__member *member) {
  quhua_str title = quhua__act_title(f->act, member);
  if (member->parent || member->level == QUHUA_LEVEL_PROVINCE) /* a missing parent was reported as such */
    quhua__act_report(f->act, QUHUA__RULE_CODE_NOT_ISSUED, member, &title, 1);
}

static void report_full(family *f, const quhua__member *member) {
  quhua_str args[] = {quhua__act_title(f->act, member), quhua_str_from(f->numbers.parent.text),
                      quhua_str_from(quhua_kind_word(member->kind, QUHUA_LANG_EN)),
                      quhua_str_from(quhua_kind_word(member->kind, QUHUA_LANG_ZH))};
  quhua__act_report(f->act, QUHUA__RULE_CODE_RANGE_FULL, member, args, 4);
}

static void issue_number(family *f, quhua__member *member, bool fill) {
  if (quhua__setting_is(f->act->settings, "codes.issue", "explicit")) {
    report_not_issued(f, member);
    return;
  }
  int segment = quhua__numbers_next(f->act->scheme, &f->numbers, member->kind, member->width, fill);
  if (segment >= 0 && settle_number(f, member, segment)) return;
  if (segment == QUHUA__ISSUE_FULL)
    report_full(f, member);
  else
    report_not_issued(f, member);
}

/* Digits of a group's number: as before, as its predecessors, as its siblings, else 3. */
static uint8_t group_width(const family *f, const quhua__member *member) {
  const quhua__act *act = f->act;
  const quhua_code *like = member->row_before ? quhua__group_code(act->state, member->row_before) : NULL;
  for (size_t i = 0; member->target && i < member->target->row_count && !like; i++) {
    const quhua__member *old = member->target->rows[i]->old;
    if (old && old->level == QUHUA_LEVEL_GROUP) like = quhua__group_code(act->state, old->row_before);
  }
  return quhua__group_width(act->state, act->known, like, &f->numbers.prefix);
}

static void settle_numbers(family *f, quhua__member *const *list, size_t count) {
  bool fill = quhua__setting_is(f->act->settings, "codes.issue", "fill");
  for (size_t i = 0; i < count; i++)
    if (list[i]->level == QUHUA_LEVEL_GROUP) list[i]->width = group_width(f, list[i]);
  for (size_t i = 0; !f->renumber && i < count; i++)
    if (!list[i]->code_settled && goes_on(list[i])) keep_number(f, list[i]);
  for (size_t i = 0; i < count; i++)
    if (!list[i]->code_settled) issue_number(f, list[i], fill || (f->renumber && goes_on(list[i])));
}

void quhua__coding_settle(quhua__coding *c, quhua_level level, quhua__member *const *list, size_t count) {
  family f = begin_family(c, list[0]->parent, level);
  keep_promises(&f, list, count, true);
  keep_promises(&f, list, count, false);
  if (f.placed) {
    settle_numbers(&f, list, count);
    return;
  }
  for (size_t i = 0; i < count; i++)
    if (!list[i]->code_settled) report_not_issued(&f, list[i]);
}
