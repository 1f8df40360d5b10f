/* SPDX-License-Identifier: Apache-2.0 */
/* rows.h: from pairs to the rows of a flow table. */
#ifndef QUHUA_INFER_ROWS_H
#define QUHUA_INFER_ROWS_H

#include "infer/match.h"

/* Add the rows of one act, and count the classes. */
quhua_status quhua__infer_rows(quhua__matching *m, const quhua_infer_options *options,
                               quhua_changeset *changeset, quhua_infer_counts *counts, quhua_error *err);

#endif
