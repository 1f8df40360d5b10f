/* SPDX-License-Identifier: Apache-2.0 */
/* crosswalk.h: a part of a crosswalk. */
#ifndef QUHUA_CROSSWALK_CROSSWALK_H
#define QUHUA_CROSSWALK_CROSSWALK_H

#include <stdbool.h>

#include <quhua/crosswalk.h>

typedef bool quhua__row_filter(void *ctx, const quhua_crosswalk_row *row);

/* Copy the rows that a filter lets through. QUHUA_OK or QUHUA_E_NOMEM. */
quhua_status quhua__crosswalk_filter(const quhua_crosswalk *crosswalk, quhua__row_filter *lets_through,
                                     void *ctx, quhua_crosswalk **out);

#endif
