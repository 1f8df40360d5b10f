/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/sums.h"

#include "base/sort.h"
#include "ledger/place.h"

/* The sums of one series while they are made. */
typedef struct adding {
  quhua__sums *sums;
  const quhua_snapshot *snapshot;
  quhua_date day;
  size_t first;      /* of the series, in the list */
  uint32_t *of_unit; /* its position behind the first, from 1; 0: none yet */
} adding;

/* The sum of a unit, 0 being the register as a whole; NULL when out of memory. */
static quhua_ledger_sum *sum_of(adding *a, quhua_unit_id unit, const quhua_ledger_line *line) {
  quhua__sums *s = a->sums;
  if (a->of_unit[unit]) return &s->list[a->first + a->of_unit[unit] - 1];
  void *list = s->list;
  if (!quhua__grow(s->allocator, &list, &s->cap, s->count + 1, sizeof *s->list)) return NULL;
  s->list = list;
  quhua_ledger_sum *sum = &s->list[s->count++];
  *sum = (quhua_ledger_sum){.series = line->series, .scale = line->scale};
  if (unit) sum->unit = quhua__unit_on(a->snapshot, (uint32_t)unit, a->day);
  a->of_unit[unit] = (uint32_t)(s->count - a->first);
  return sum;
}

static quhua_status add_to(adding *a, quhua_unit_id unit, const quhua_ledger_line *line) {
  quhua_ledger_sum *sum = sum_of(a, unit, line);
  if (!sum) return QUHUA_E_NOMEM;
  if (__builtin_add_overflow(sum->total, line->amount, &sum->total)) return QUHUA_E_INVALID;
  sum->lines[line->mode]++;
  sum->amounts[line->mode] += line->amount; /* fits, being a part of the total */
  if (line->residue && line->holder.id == unit) sum->residue += line->amount;
  return QUHUA_OK;
}

/* To the holder of a line and every unit above it, up to the scope. */
static quhua_status add_line(adding *a, const quhua_ledger_line *line, quhua_unit_id scope) {
  quhua__path path = quhua__path_of(a->snapshot, line->holder.id, a->day);
  quhua_status status = QUHUA_OK;
  if (line->closed != QUHUA_DATE_NONE || !quhua__path_has(&path, scope)) return QUHUA_OK;
  for (size_t i = path.count; i-- > 0 && status == QUHUA_OK;) {
    status = add_to(a, path.units[i], line);
    if (path.units[i] == scope) return status;
  }
  return status == QUHUA_OK ? add_to(a, 0, line) : status;
}

/* The register as a whole comes last. */
static int by_code(const void *ctx, uint32_t a, uint32_t b) {
  const quhua_unit *x = &((const quhua_ledger_sum *)ctx)[a].unit;
  const quhua_unit *y = &((const quhua_ledger_sum *)ctx)[b].unit;
  if (!x->id != !y->id) return x->id ? -1 : 1;
  int order = quhua_code_compare(&x->code, &y->code);
  return order ? order : (x->level > y->level) - (x->level < y->level);
}

static quhua_status sort(const adding *a, quhua__arena *arena) {
  quhua_ledger_sum *list = a->sums->list + a->first;
  size_t count = a->sums->count - a->first;
  uint32_t *order = quhua__arena_alloc(arena, 2 * count * sizeof *order);
  quhua_ledger_sum *copy = quhua__arena_alloc(arena, count * sizeof *copy);
  if (!order || !copy) return QUHUA_E_NOMEM;
  for (size_t i = 0; i < count; i++) {
    order[i] = (uint32_t)i;
    copy[i] = list[i];
  }
  quhua__sort(order, order + count, count, by_code, copy);
  for (size_t i = 0; i < count; i++) list[i] = copy[order[i]];
  return QUHUA_OK;
}

quhua_status quhua__sums_add(quhua__sums *sums, const quhua_snapshot *snapshot, quhua_date day,
                             quhua_unit_id scope, const quhua_ledger_line *lines, size_t count,
                             quhua__arena *arena) {
  uint32_t units = quhua__state_totals(snapshot->state, snapshot->known).units;
  adding a = {.sums = sums, .snapshot = snapshot, .day = day, .first = sums->count};
  a.of_unit = quhua__arena_alloc(arena, ((size_t)units + 1) * sizeof *a.of_unit);
  if (!a.of_unit) return QUHUA_E_NOMEM;
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; i < count && status == QUHUA_OK; i++) status = add_line(&a, &lines[i], scope);
  if (status != QUHUA_OK || sums->count == a.first) return status;
  return sort(&a, arena);
}
