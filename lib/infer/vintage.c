/* SPDX-License-Identifier: Apache-2.0 */
/* vintage.c: a list is dated, and says what was found. */
#include <string.h>

#include "base/fail.h"
#include "infer/vintage.h"

/* A day on which everything holds that has no end: for lists of which no row was ever true. */
#define LAST_DAY (QUHUA_DATE_OPEN - 1)

void quhua_vintage_options_init_sized(quhua_vintage_options *options, size_t size) {
  quhua_vintage_options defaults = {.struct_size = size, .day = QUHUA_DATE_NONE};
  memset(options, 0, size);
  memcpy(options, &defaults, size < sizeof defaults ? size : sizeof defaults);
}

static quhua_date day_asked(const quhua_vintage_options *given) {
  quhua_vintage_options options;
  quhua_vintage_options_init(&options);
  if (given)
    memcpy(&options, given, given->struct_size < sizeof options ? given->struct_size : sizeof options);
  return options.day;
}

static void choose_day(quhua_vintage *v, quhua_date asked) {
  v->dated = asked != QUHUA_DATE_NONE || v->period_count;
  v->day = asked != QUHUA_DATE_NONE ? asked : v->period_count ? v->periods[0].days.from : LAST_DAY;
}

static quhua_status date_rows(quhua_vintage *v, quhua_date asked, quhua_error *err) {
  size_t size = v->listing->count * sizeof *v->rows;
  if (size) {
    v->rows = v->allocator->alloc(v->allocator->ctx, size);
    if (!v->rows) return quhua__fail_nomem(err);
    memset(v->rows, 0, size);
  }
  quhua_status status = quhua__vintage_collect(v, err);
  if (!status) status = quhua__vintage_sweep(v, err);
  if (status) return status;
  choose_day(v, asked);
  return quhua__vintage_judge(v, err);
}

quhua_status quhua_vintage_new(const quhua_snapshot *snapshot, const quhua_listing *listing,
                               const quhua_vintage_options *options, quhua_vintage **out, quhua_error *err) {
  const quhua_allocator *a = snapshot->allocator;
  *out = NULL;
  quhua_vintage *v = a->alloc(a->ctx, sizeof *v);
  if (!v) return quhua__fail_nomem(err);
  *v = (quhua_vintage){.allocator = a, .snapshot = snapshot, .listing = listing};
  quhua__index_init(&v->taken, a);
  quhua_status status = date_rows(v, day_asked(options), err);
  if (status)
    quhua_vintage_free(v);
  else
    *out = v;
  return status;
}

void quhua_vintage_free(quhua_vintage *v) {
  if (!v) return;
  const quhua_allocator *a = v->allocator;
  if (v->rows) a->free(a->ctx, v->rows, v->listing->count * sizeof *v->rows);
  if (v->spans) a->free(a->ctx, v->spans, v->span_cap * sizeof *v->spans);
  if (v->periods) a->free(a->ctx, v->periods, v->period_cap * sizeof *v->periods);
  quhua__index_free(&v->taken);
  a->free(a->ctx, v, sizeof *v);
}

/* --- the list as a whole --------------------------------------------------------------------------------------------- */

void quhua_vintage_sum(const quhua_vintage *v, quhua_vintage_summary *out) {
  *out = (quhua_vintage_summary){.count = v->listing->count, .day = v->dated ? v->day : QUHUA_DATE_NONE};
  for (size_t i = 0; i < v->listing->count; i++) out->verdicts[v->rows[i].verdict]++;
  while (out->likely < v->period_count && v->periods[out->likely].rows == v->periods[0].rows) out->likely++;
  if (out->likely < v->period_count) out->runner_up = v->periods[out->likely].rows;
}

/* The first day on which what changed on a day may have changed. */
static quhua_date window_begin(const quhua_vintage *v, quhua_date date) {
  const quhua__state *state = v->snapshot->state;
  quhua_date first = date;
  for (uint32_t sequence = 1; date != QUHUA_DATE_OPEN && sequence <= v->snapshot->known; sequence++) {
    const quhua__entry_record *entry = quhua__state_entry(state, sequence);
    if (entry->effective == date && entry->earliest < first &&
        !quhua__state_is_retracted(state, sequence, v->snapshot->known))
      first = entry->earliest;
  }
  return first;
}

static void describe(const quhua_vintage *v, const quhua__stretch *stretch, quhua_vintage_period *out) {
  quhua_date to = window_begin(v, stretch->days.to);
  *out = (quhua_vintage_period){.days = stretch->days,
                                .earliest = window_begin(v, stretch->days.from),
                                .surely_to = to > stretch->days.from ? to : stretch->days.from,
                                .rows = stretch->rows};
}

bool quhua_vintage_period_at(const quhua_vintage *v, size_t rank, quhua_vintage_period *out) {
  if (rank >= v->period_count) return false;
  describe(v, &v->periods[rank], out);
  return true;
}

bool quhua_vintage_part_at(const quhua_vintage *v, size_t index, quhua_vintage_period *out) {
  if (index >= v->part_count) return false;
  describe(v, &v->parts[index], out);
  return true;
}

/* --- rows ------------------------------------------------------------------------------------------------------------ */

/* The code of a unit in the short form that the row has: 510723114 and not 510723114000. */
static quhua_code as_written(quhua_str written, const quhua_unit *unit) {
  static const uint8_t short_forms[QUHUA_LEVEL_MAX + 1] = {0, 2, 4, 6, 9, 0, 0};
  quhua_code code = unit->code;
  size_t len = short_forms[unit->level];
  bool padded = strlen(code.text) == 12 && len && strspn(code.text + len, "0") == 12 - len;
  if (padded && written.len == len) memset(code.text + len, 0, sizeof code.text - len);
  return code;
}

bool quhua_vintage_row_at(const quhua_vintage *v, size_t index, quhua_vintage_row *out) {
  if (index >= v->listing->count) return false;
  const quhua__dated *row = &v->rows[index];
  const quhua__listed *listed = &v->listing->rows[index];
  *out = (quhua_vintage_row){.code = listed->code,
                             .name = listed->name,
                             .days = row->days,
                             .verdict = (quhua_vintage_verdict)row->verdict,
                             .line = listed->line,
                             .part = row->part};
  if (row->other) out->other = v->listing->rows[row->other - 1].line;
  if (!row->right) return true;
  out->right = quhua__row_unit(v->snapshot->state, row->right);
  out->right_code = as_written(listed->code, &out->right);
  return true;
}
