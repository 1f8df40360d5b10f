/* SPDX-License-Identifier: Apache-2.0 */
/* quantity.h: how large a unit is: observed amounts as exact numbers that can be added and compared. */
#ifndef QUHUA_RULES_QUANTITY_H
#define QUHUA_RULES_QUANTITY_H

#include "rules/judge.h"

/* An amount has at most 18 digits on both sides of the point together, so both parts fit. */
typedef struct quhua__quantity {
  uint64_t whole, part; /* part in 10^-18, less than 10^18 */
} quhua__quantity;

/* Digits of the whole part, the point and 18 digits. */
#define QUHUA__QUANTITY_TEXT_MAX 40

/* An amount as quhua__amount_read() takes it. */
bool quhua__quantity_read(quhua_str text, quhua__quantity *out);
/* false when the sum does not fit; *sum is then unchanged. */
bool quhua__quantity_add(quhua__quantity *sum, quhua__quantity more);
/* Less than, equal to or greater than 0. */
int quhua__quantity_compare(quhua__quantity a, quhua__quantity b);
/* Writes into the buffer and returns a view of it. */
quhua_str quhua__quantity_text(quhua__quantity quantity, char out[QUHUA__QUANTITY_TEXT_MAX]);

/* What was observed of a unit and is still so just before the act. false when nothing was, or when territory has come
 * or gone since. */
bool quhua__quantity_before(quhua__judge *judge, quhua_unit_id unit, quhua_str series, quhua__quantity *out);
/* What was observed of a unit since the act: by the act itself, or on a later day. */
bool quhua__quantity_since(const quhua__judge *judge, quhua_unit_id unit, quhua_str series,
                           quhua__quantity *out);

#endif
