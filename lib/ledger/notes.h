/* SPDX-License-Identifier: Apache-2.0 */
/* notes.h: what became of the books of each unit, as it holds on a day. */
#ifndef QUHUA_LEDGER_NOTES_H
#define QUHUA_LEDGER_NOTES_H

#include <quhua/record.h>

#include "base/arena.h"
#include "registry/registry_internal.h"

/* The note that holds for each unit of which one does, in the order of the units. */
typedef struct quhua__notes {
  const quhua_ledger_note *list;
  size_t count;
} quhua__notes;

/* The notes that hold on a day; in the arena. false when out of memory. */
bool quhua__notes_on(const quhua_snapshot *snapshot, quhua_date day, quhua__arena *arena, quhua__notes *out);
/* The note about a unit; NULL when nobody said anything. */
const quhua_ledger_note *quhua__notes_find(const quhua__notes *notes, quhua_unit_id unit);
/* Did the old books end, their sum being in the new ones? */
bool quhua__note_closes(const quhua_ledger_note *note);

#endif
