/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/room.h>

#include "code/scheme.h"
#include "plan/numbers.h"
#include "rules/reservation.h"
#include "rules/settings.h"

/* A question about room, half answered. */
typedef struct question {
  const quhua_snapshot *snapshot;
  quhua__numbers numbers;   /* `reserved` is for anybody */
  quhua__segment_set alive; /* numbers in use on the day */
  quhua_kind kind;
  uint8_t width; /* of groups' numbers */
  int highest;   /* ever used in the range; -1 when none was */
} question;

static const quhua_scheme *scheme_of(const question *q) { return q->snapshot->state->scheme; }

static void collect_alive(question *q, quhua_date date) {
  const quhua__state *s = q->snapshot->state;
  quhua__chain chain = quhua__chain_of_prefix(s, q->snapshot->known, q->numbers.level, &q->numbers.prefix);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(s, number);
    if (!quhua__row_visible(s, number, q->snapshot->known)) continue;
    if (!quhua__row_holds_on(row, date)) continue;
    quhua__segment_set_add(&q->alive, quhua_code_segment(s->scheme, &row->code, q->numbers.level));
  }
}

static void collect_reserved(question *q) {
  quhua__reservation r;
  for (size_t i = 0; quhua__reservation_next(q->snapshot, &i, &r);) {
    quhua_code above;
    if (r.level != q->numbers.level || !quhua__code_prefix(scheme_of(q), &r.code, r.level, &above)) continue;
    if (quhua_code_compare(&above, &q->numbers.prefix) == 0)
      quhua__segment_set_add(&q->numbers.reserved, quhua_code_segment(scheme_of(q), &r.code, r.level));
  }
}

static void count_number(const question *q, const quhua__range *range, int number, quhua_code_room *out) {
  out->size++;
  if (out->first < 0 || number < out->first) out->first = number;
  if (number > out->last) out->last = number;
  out->alive += quhua__segment_set_has(&q->alive, number);
  if (quhua__segment_set_has(&q->numbers.used, number))
    out->used++;
  else if (quhua__segment_set_has(&q->numbers.reserved, number))
    out->reserved++;
  else if (number > q->highest && number >= range->first)
    out->above++;
  else
    out->gaps++;
}

/* Look at every number that may be issued: first for the highest that was used, then to count them. */
static void count_numbers(question *q, quhua_code_room *out) {
  const quhua_scheme *scheme = scheme_of(q);
  quhua__range range;
  for (size_t i = 0; i < scheme->range_count; i++) {
    if (!quhua__range_issues(scheme, i, q->kind, q->width, &range)) continue;
    for (int number = range.lo; number <= range.hi; number++)
      if (number > q->highest && quhua__segment_set_has(&q->numbers.used, number)) q->highest = number;
  }
  for (size_t i = 0; i < scheme->range_count; i++) {
    if (!quhua__range_issues(scheme, i, q->kind, q->width, &range)) continue;
    for (int number = range.lo; number <= range.hi; number++) count_number(q, &range, number, out);
  }
}

/* What the register would issue next. */
static int32_t next_number(const question *q) {
  quhua__settings settings = {.state = q->snapshot->state, .known = q->snapshot->known};
  if (quhua__setting_is(&settings, "codes.issue", "explicit")) return -1;
  bool fill = quhua__setting_is(&settings, "codes.issue", "fill");
  int number = quhua__numbers_next(scheme_of(q), &q->numbers, q->kind, q->width, fill);
  return number < 0 ? -1 : number;
}

quhua_status quhua_code_room_find(const quhua_snapshot *snapshot, quhua_unit_id parent, quhua_kind kind,
                                  quhua_date date, quhua_code_room *out) {
  question q = {.snapshot = snapshot, .kind = kind, .width = 3, .highest = -1};
  const quhua__state *s = snapshot->state;
  quhua_unit above;
  *out = (quhua_code_room){.first = -1, .last = -1, .next = -1};
  if (quhua_unit_find_id(snapshot, parent, date, &above) != QUHUA_OK) return QUHUA_E_NOT_FOUND;
  quhua_level level = quhua_kind_level(kind);
  if (!quhua__numbers_begin(s->scheme, &above.code, above.level, level, &q.numbers))
    return QUHUA_E_UNSUPPORTED;
  if (level == QUHUA_LEVEL_GROUP) q.width = quhua__group_width(s, snapshot->known, NULL, &q.numbers.prefix);
  quhua__numbers_collect(&q.numbers, s, snapshot->known);
  collect_alive(&q, date);
  collect_reserved(&q);
  count_numbers(&q, out);
  if (out->size == 0) return QUHUA_E_UNSUPPORTED;
  out->next = next_number(&q);
  return QUHUA_OK;
}
