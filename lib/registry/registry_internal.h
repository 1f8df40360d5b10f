/* SPDX-License-Identifier: Apache-2.0 */
/* registry_internal.h: what a registry and a snapshot are made of. */
#ifndef QUHUA_REGISTRY_INTERNAL_H
#define QUHUA_REGISTRY_INTERNAL_H

#include <quhua/registry.h>
#include <quhua/sys/store_backend.h>

#include "base/sort.h"
#include "registry/state.h"

struct quhua_registry {
  quhua__state state;
  const quhua_allocator *allocator;
  quhua_store_backend *store; /* owned */
  _Atomic uint32_t head;      /* newest entry that snapshots may see */
  quhua_store_image image;    /* memory that the state uses; empty when everything was replayed */
  uint64_t image_weight;      /* of what the kept image holds; 0 when there is none */
  bool read_only;
  bool broken; /* an entry contradicted the state, which is of no use any more */
};

struct quhua_snapshot {
  const quhua_allocator *allocator;
  const quhua__state *state;
  uint32_t known;
};

/* Begin with the image that the store keeps, if there is one of this register. The registry must be empty. QUHUA_OK with or
 * without one; else what the store says. */
quhua_status quhua__registry_use_image(quhua_registry *registry, quhua_error *err);

/* Apply a prepared entry to the registry's state and let snapshots see it. */
quhua_status quhua__registry_follow(quhua_registry *registry, const quhua__entry_head *head,
                                    quhua_str effects, quhua_error *err);
/* Prepare, then follow. */
quhua_status quhua__registry_fold(quhua_registry *registry, const quhua__entry_head *head, quhua_str effects,
                                  quhua_error *err);

/* The row of a unit that holds on a day, or 0. */
uint32_t quhua__row_on(const quhua__state *state, uint32_t known, uint32_t unit, quhua_date date);
/* The version of a unit that holds on a day; id 0 when it does not live. */
quhua_unit quhua__unit_on(const quhua_snapshot *snapshot, uint32_t unit, quhua_date date);
/* The row of a unit whose period begins last; the later step of a same-day chain wins. 0 when never recorded. */
uint32_t quhua__row_last(const quhua__state *state, uint32_t known, uint32_t unit);
/* The row that holds a code on a day, or 0. */
uint32_t quhua__row_with_code(const quhua__state *state, uint32_t known, quhua_level level,
                              const quhua_code *code, quhua_date date);

/* The day on which the register begins: that of its opening. QUHUA_DATE_NONE, the least of days, when it has none. */
quhua_date quhua__first_day(const quhua_snapshot *snapshot);
/* QUHUA_E_INVALID for a day before that. */
quhua_status quhua__check_day(const quhua_snapshot *snapshot, quhua_date day, quhua_error *err);

/* The observation of a series that quhua_unit_observed() gives, or 0. */
uint32_t quhua__observed_on(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_str series,
                            quhua_date date);

/* A cursor over rows, in the order of the array; takes over the array (allocated with cap elements). */
quhua_status quhua__cursor_new(const quhua_snapshot *snapshot, uint32_t *rows, size_t count, size_t cap,
                               quhua_cursor **out, quhua_error *err);
/* Let a cursor own how its rows answer a search: one match for each row. */
void quhua__cursor_take_matches(quhua_cursor *cursor, quhua_match *matches);

/* A growing list of row numbers. */
typedef struct quhua__rows {
  const quhua_allocator *allocator;
  uint32_t *list;
  size_t count, cap;
} quhua__rows;
bool quhua__rows_add(quhua__rows *rows, uint32_t row);
void quhua__rows_free(quhua__rows *rows);
/* Rows in the order of time; for quhua__sort() with the state as context. */
int quhua__rows_by_time(const void *state, uint32_t a, uint32_t b);
/* Sort what was collected and hand it to a cursor; frees the rows on failure. */
quhua_status quhua__cursor_finish(const quhua_snapshot *snapshot, quhua__rows *rows, bool complete,
                                  quhua__compare compare, quhua_cursor **out, quhua_error *err);

#endif
