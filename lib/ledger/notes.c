/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/notes.h"

#include "base/sort.h"
#include "plan/ledger.h"

/* In the order of units, then of days. Notes of one day stay in the order of record: the sort is stable. */
static int by_unit_and_day(const void *ctx, uint32_t a, uint32_t b) {
  const quhua_ledger_note *x = (const quhua_ledger_note *)ctx + a, *y = (const quhua_ledger_note *)ctx + b;
  if (x->original != y->original) return x->original < y->original ? -1 : 1;
  if (x->date != y->date) return x->date < y->date ? -1 : 1;
  return (a > b) - (a < b);
}

/* What an act said of books is no longer true when the act was taken back. */
static size_t collect(const quhua_snapshot *snapshot, quhua_date day, quhua_ledger_note *out) {
  const quhua__state *s = snapshot->state;
  uint32_t last = quhua__state_totals(s, snapshot->known).facts;
  size_t count = 0;
  for (uint32_t number = 1; number <= last; number++) {
    const quhua__fact *fact = quhua__state_fact(s, number);
    quhua_fact said = {.key = quhua__texts_at(&s->texts, fact->key),
                       .value = quhua__texts_at(&s->texts, fact->value),
                       .date = fact->date};
    if (fact->subject || fact->date > day || !quhua__is_ledger_key(said.key)) continue;
    if (quhua__state_is_retracted(s, fact->recorded_from, snapshot->known)) continue;
    count += quhua__ledger_read(&said, &out[count]);
  }
  return count;
}

bool quhua__notes_on(const quhua_snapshot *snapshot, quhua_date day, quhua__arena *arena, quhua__notes *out) {
  size_t room = quhua__state_totals(snapshot->state, snapshot->known).facts;
  quhua_ledger_note *all = quhua__arena_alloc(arena, room * sizeof *all);
  quhua_ledger_note *list = quhua__arena_alloc(arena, room * sizeof *list);
  uint32_t *order = quhua__arena_alloc(arena, 2 * room * sizeof *order);
  if (!all || !list || !order) return false;
  size_t count = collect(snapshot, day, all);
  for (size_t i = 0; i < count; i++) order[i] = (uint32_t)i;
  quhua__sort(order, order + count, count, by_unit_and_day, all);
  *out = (quhua__notes){list, 0};
  for (size_t i = 0; i < count; i++) {
    bool same = out->count && list[out->count - 1].original == all[order[i]].original;
    if (!same) out->count++;
    list[out->count - 1] = all[order[i]];
  }
  return true;
}

const quhua_ledger_note *quhua__notes_find(const quhua__notes *notes, quhua_unit_id unit) {
  size_t first = 0, count = notes->count;
  while (count) { /* the wanted one is among `count` from `first` on */
    size_t half = count / 2;
    if (notes->list[first + half].original < unit) {
      first += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return first < notes->count && notes->list[first].original == unit ? &notes->list[first] : NULL;
}

bool quhua__note_closes(const quhua_ledger_note *note) {
  return note->mode == QUHUA_LEDGER_DIRECT || note->mode == QUHUA_LEDGER_NEGOTIATED;
}
