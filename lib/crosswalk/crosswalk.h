/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk.h: what a crosswalk compares, and a part of one. */
#ifndef QUHUA_CROSSWALK_CROSSWALK_H
#define QUHUA_CROSSWALK_CROSSWALK_H

#include <stdbool.h>

#include <quhua/crosswalk.h>

/* What is compared: the state of one day, as known at one sequence, with that of another. The later is known as the snapshot
 * of the crosswalk (after the plan) knows it; the earlier need not be. */
typedef struct quhua__crosswalk_ends {
  quhua_date from, to;
  uint32_t known; /* on the first day */
} quhua__crosswalk_ends;

quhua__crosswalk_ends quhua__crosswalk_between(const quhua_crosswalk *crosswalk);

/* The last flow on the way of a row; 0 for what followed from something else. */
uint32_t quhua__crosswalk_flow(const quhua_crosswalk *crosswalk, size_t index);

/* The document of the last act on the way of a row; empty when it has none. */
quhua_str quhua__crosswalk_document(const quhua_snapshot *snapshot, const quhua_crosswalk_row *row);

typedef bool quhua__row_filter(void *ctx, const quhua_crosswalk_row *row);

/* Copy the rows that a filter lets through. QUHUA_OK or QUHUA_E_NOMEM. */
quhua_status quhua__crosswalk_filter(const quhua_crosswalk *crosswalk, quhua__row_filter *lets_through,
                                     void *ctx, quhua_crosswalk **out);

#endif
