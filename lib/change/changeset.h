/* SPDX-License-Identifier: Apache-2.0 */
/* changeset.h: rows of flow tables in the order in which they were added, for the engine. */
#ifndef QUHUA_CHANGE_CHANGESET_H
#define QUHUA_CHANGE_CHANGESET_H

#include <stddef.h>

#include <quhua/change.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "base/table.h"
#include "change/flow_row.h"

/* Rows never move: a row that was handed out stays good until the changeset is freed. */
struct quhua_changeset {
  const quhua_allocator *allocator;
  const quhua_scheme *scheme; /* of the codes; NULL: any */
  quhua_flow_row **rows;      /* of full size, texts in the arena, shares in their one form */
  size_t count;
  size_t cap;
  quhua__arena arena;
  struct quhua__change_record *records; /* newest first */
  quhua__table seen; /* acts, old units of acts and pairs of acts that were met; see changeset.c */
  quhua__bytes key;  /* scratch for the keys of it */
  size_t acts;       /* acts that have a number */
};

/* As quhua_changeset_add(), and says what is at fault when the row is refused. */
quhua_status quhua__changeset_add(quhua_changeset *changeset, const quhua_flow_row *row,
                                  quhua__flow_fault *fault, quhua_error *err);

/* Forget the rows from position count on, as if they had never been added. Cannot fail. */
void quhua__changeset_truncate(quhua_changeset *changeset, size_t count);

#endif
