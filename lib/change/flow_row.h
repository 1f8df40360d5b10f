/* SPDX-License-Identifier: Apache-2.0 */
/* flow_row.h: one row of a flow table, taken from a caller who may know an older form of it and may be wrong. */
#ifndef QUHUA_CHANGE_FLOW_ROW_H
#define QUHUA_CHANGE_FLOW_ROW_H

#include <stdbool.h>

#include <quhua/change.h>

/* The columns of a flow table, in the order in which docs/formats/flow-table.md lists them. */
typedef enum quhua__flow_field {
  QUHUA__FLOW_DOCUMENT,
  QUHUA__FLOW_EFFECTIVE,
  QUHUA__FLOW_DECIDED,
  QUHUA__FLOW_EVENT,
  QUHUA__FLOW_RELATION,
  QUHUA__FLOW_OLD_CODE,
  QUHUA__FLOW_OLD_NAME,
  QUHUA__FLOW_OLD_LEVEL,
  QUHUA__FLOW_NEW_CODE,
  QUHUA__FLOW_NEW_NAME,
  QUHUA__FLOW_NEW_LEVEL,
  QUHUA__FLOW_NEW_KIND,
  QUHUA__FLOW_NEW_PARENT,
  QUHUA__FLOW_SHARE,
  QUHUA__FLOW_LEDGER,
  QUHUA__FLOW_STAT,
  QUHUA__FLOW_ATTR,
  QUHUA__FLOW_TARGET,
  QUHUA__FLOW_IDENTITY,
  QUHUA__FLOW_CONFIDENCE,
  QUHUA__FLOW_MILESTONE,
  QUHUA__FLOW_X,
  QUHUA__FLOW_REASON,
  QUHUA__FLOW_NOTE,
  QUHUA__FLOW_FIELDS, /* how many */
  QUHUA__FLOW_NOWHERE = QUHUA__FLOW_FIELDS
} quhua__flow_field;

/* What is at fault in a row: a field, for the families the item of it, and a character of the text. */
typedef struct quhua__flow_fault {
  quhua__flow_field field;
  size_t item;
  uint32_t column; /* from 1; 0: all of it */
} quhua__flow_fault;

/* Take a row as its caller knows it: what an older caller does not know gets its default, what a newer one knows
 * and we do not must be empty. */
quhua_status quhua__flow_row_take(const quhua_flow_row *row, quhua_flow_row *out, quhua_error *err);

/* Refuse what one row alone shows to be wrong, and bring the share to its one form. */
quhua_status quhua__flow_row_check(quhua_flow_row *row, quhua__flow_fault *fault, quhua_error *err);

#endif
