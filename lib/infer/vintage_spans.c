/* SPDX-License-Identifier: Apache-2.0 */
/* vintage_spans.c: on which days a row is true. */
#include "base/fail.h"
#include "infer/vintage.h"

quhua_str quhua__vintage_stem(quhua_str name, char buffer[QUHUA__STEM_MAX]) {
  quhua_str stem = {buffer, quhua_name_stem(name, buffer, QUHUA__STEM_MAX)};
  return stem.len == 0 || stem.len > QUHUA__STEM_MAX ? name : stem;
}

/* --- what a row speaks of -------------------------------------------------------------------------------------------- */

/* Twelve digits may belong to a deeper level than their zeros say: 441900000000 is a prefecture and its own county. A
 * shorter or longer form, and a level that is written in front, leave no choice. */
bool quhua__vintage_read(const quhua_snapshot *snapshot, quhua_str code, quhua__reading *out) {
  const quhua_scheme *scheme = snapshot->state->scheme;
  quhua_level level;
  out->code = (quhua_code){0};
  if (quhua_code_parse(scheme, code, QUHUA_LEVEL_ANY, &out->code, &level, NULL) != QUHUA_OK) return false;
  bool padded = code.len == 12 && code.ptr[1] != ':';
  out->first = level == QUHUA_LEVEL_ANY ? QUHUA_LEVEL_PROVINCE : (uint8_t)level;
  out->last = level == QUHUA_LEVEL_ANY ? QUHUA_LEVEL_MAX : padded ? QUHUA_LEVEL_VILLAGE : (uint8_t)level;
  return true;
}

quhua__reading_walk quhua__vintage_walk(const quhua_snapshot *snapshot, const quhua__reading *reading,
                                        bool any_name) {
  return (quhua__reading_walk){.snapshot = snapshot,
                               .reading = reading,
                               .level = reading->code.text[0] ? reading->first : QUHUA_LEVEL_MAX + 1u,
                               .any_name = any_name || !reading->named,
                               .chain = quhua__chain_of_code(snapshot->state, snapshot->known,
                                                             (quhua_level)reading->first, &reading->code)};
}

/* An implied unit has no name of its own, so it contradicts none. */
static bool has_name(const quhua__state *state, const quhua__row *row, uint32_t stem) {
  if (row->standing == QUHUA_STANDING_IMPLIED) return true;
  return stem && quhua__texts_stem(&state->texts, row->name) == stem;
}

uint32_t quhua__vintage_step(quhua__reading_walk *w) {
  const quhua__state *state = w->snapshot->state;
  while (w->level <= w->reading->last) {
    for (uint32_t number; (number = quhua__chain_next(&w->chain)) != 0;) {
      const quhua__row *row = quhua__state_row(state, number);
      if (row->from < row->to && (w->any_name || has_name(state, row, w->reading->stem))) return number;
    }
    if (++w->level <= w->reading->last)
      w->chain = quhua__chain_of_code(state, w->snapshot->known, (quhua_level)w->level, &w->reading->code);
  }
  return 0;
}

int64_t quhua__period_distance(quhua_period days, quhua_date day) {
  if (day < days.from) return (int64_t)days.from - day;
  return day < days.to ? 0 : (int64_t)day - days.to + 1;
}

uint32_t quhua__vintage_nearest(quhua__reading_walk walk, quhua_date day) {
  uint32_t best = 0;
  int64_t least = INT64_MAX;
  for (uint32_t number; (number = quhua__vintage_step(&walk)) != 0;) {
    const quhua__row *row = quhua__state_row(walk.snapshot->state, number);
    int64_t distance = quhua__period_distance((quhua_period){row->from, row->to}, day);
    if (distance >= least) continue;
    least = distance;
    best = number;
  }
  return best;
}

/* --- spans ----------------------------------------------------------------------------------------------------------- */

/* Put a period into the row's spans, which stay in the order of time. */
static bool insert(quhua_vintage *v, quhua__dated *row, quhua_period days) {
  void *spans = v->spans;
  if (!quhua__grow(v->allocator, &spans, &v->span_cap, v->span_count + 1, sizeof *v->spans)) return false;
  v->spans = spans;
  size_t at = v->span_count++;
  row->span_count++;
  for (; at > row->first_span && v->spans[at - 1].from > days.from; at--) v->spans[at] = v->spans[at - 1];
  v->spans[at] = days;
  return true;
}

/* Spans that touch are one: a village that was moved to another town kept its name, and a code may be on two levels. */
static void merge(quhua_vintage *v, quhua__dated *row) {
  if (row->span_count == 0) return;
  quhua_period *spans = v->spans + row->first_span;
  uint32_t kept = 0;
  for (uint32_t i = 0; i < row->span_count; i++) {
    if (kept && spans[i].from <= spans[kept - 1].to) {
      if (spans[i].to > spans[kept - 1].to) spans[kept - 1].to = spans[i].to;
    } else {
      spans[kept++] = spans[i];
    }
  }
  row->span_count = kept;
  v->span_count = row->first_span + kept;
}

static bool collect(quhua_vintage *v, quhua__dated *row, const quhua__listed *listed) {
  char buffer[QUHUA__STEM_MAX];
  row->reading.named = listed->name.len > 0;
  if (row->reading.named)
    row->reading.stem =
        quhua__texts_find(&v->snapshot->state->texts, quhua__vintage_stem(listed->name, buffer));
  row->first_span = (uint32_t)v->span_count;
  if (!quhua__vintage_read(v->snapshot, listed->code, &row->reading)) return true;
  quhua__reading_walk walk = quhua__vintage_walk(v->snapshot, &row->reading, false);
  for (uint32_t number; (number = quhua__vintage_step(&walk)) != 0;) {
    const quhua__row *version = quhua__state_row(v->snapshot->state, number);
    if (!insert(v, row, (quhua_period){version->from, version->to})) return false;
  }
  merge(v, row);
  return true;
}

quhua_status quhua__vintage_collect(quhua_vintage *v, quhua_error *err) {
  for (size_t i = 0; i < v->listing->count; i++)
    if (v->span_count >= INT32_MAX || !collect(v, &v->rows[i], &v->listing->rows[i]))
      return quhua__fail_nomem(err);
  return QUHUA_OK;
}
