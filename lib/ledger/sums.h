/* SPDX-License-Identifier: Apache-2.0 */
/* sums.h: what counts with each unit, by the way in which its books were merged. */
#ifndef QUHUA_LEDGER_SUMS_H
#define QUHUA_LEDGER_SUMS_H

#include <quhua/ledger.h>

#include "base/arena.h"
#include "registry/registry_internal.h"

typedef struct quhua__sums {
  const quhua_allocator *allocator;
  quhua_ledger_sum *list;
  size_t count, cap;
} quhua__sums;

/* Add the sums of the lines of one series on a day, inside a scope (0: everywhere). QUHUA_OK, QUHUA_E_NOMEM, or
 * QUHUA_E_INVALID when a sum does not fit. */
quhua_status quhua__sums_add(quhua__sums *sums, const quhua_snapshot *snapshot, quhua_date day,
                             quhua_unit_id scope, const quhua_ledger_line *lines, size_t count,
                             quhua__arena *arena);

#endif
