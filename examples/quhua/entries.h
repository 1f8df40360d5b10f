/* SPDX-License-Identifier: Apache-2.0 */
/* entries.h: what a journal entry carries beside its head, as a cell of a table or as JSON. */
#ifndef TOOL_ENTRIES_H
#define TOOL_ENTRIES_H

#include "table.h"

/* The facts of entries, for a walk in the order of the journal. */
typedef struct fact_walk {
  const quhua_snapshot *snapshot;
  size_t next; /* first fact that was not given yet */
} fact_walk;

/* The next fact of an entry; false past its last. Facts of earlier entries are passed over. */
bool fact_walk_next(fact_walk *walk, quhua_sequence sequence, quhua_fact *out);

/* "RULE=REASON; RULE=REASON", as they were given to apply --waive. */
void table_add_waivers(table *b, const quhua_entry *entry);
/* "KEY=VALUE" for settings and "DOCUMENT NAME=DAY TEXT" for milestones, parted by "; ". */
void table_add_facts(table *b, fact_walk *walk, quhua_sequence sequence);

/* Arrays of objects: {"rule","reason"} and {"subject","key","date","value"}. */
void json_waivers(json *j, const quhua_entry *entry);
void json_facts(json *j, fact_walk *walk, quhua_sequence sequence);

#endif
