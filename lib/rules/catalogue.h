/* SPDX-License-Identifier: Apache-2.0 */
/* catalogue.h: the rules by number, for the code that checks them. */
#ifndef QUHUA_RULES_CATALOGUE_H
#define QUHUA_RULES_CATALOGUE_H

#include <quhua/rules.h>

#include "base/fail.h"

typedef enum quhua__rule {
  QUHUA__RULE_UNIT_UNKNOWN,
  QUHUA__RULE_UNIT_AMBIGUOUS,
  QUHUA__RULE_UNIT_NOT_ALIVE,
  QUHUA__RULE_NAME_DIFFERS,
  QUHUA__RULE_NAME_MISSING,
  QUHUA__RULE_NAME_DUPLICATE,
  QUHUA__RULE_ROWS_DISAGREE,
  QUHUA__RULE_LEVEL_WRONG,
  QUHUA__RULE_PARENT_MISSING,
  QUHUA__RULE_PARENT_DYING,
  QUHUA__RULE_CHILD_UNASSIGNED,
  QUHUA__RULE_TERRITORY_UNASSIGNED,
  QUHUA__RULE_NO_EFFECT,
  QUHUA__RULE_CODE_HELD,
  QUHUA__RULE_CODE_INVALID,
  QUHUA__RULE_CODE_OUT_OF_RANGE,
  QUHUA__RULE_CODE_RETIRED,
  QUHUA__RULE_CODE_PREFIX,
  QUHUA__RULE_CODE_ODD,
  QUHUA__RULE_CODE_RANGE_FULL,
  QUHUA__RULE_CODE_NOT_ISSUED,
  QUHUA__RULE_BEFORE_EXISTING,
  QUHUA__RULE_REMAINDER,
  QUHUA__RULE_RELATION_DIFFERS,
  QUHUA__RULE_IDENTITY,
  QUHUA__RULE_TARGET_UNKNOWN,
  QUHUA__RULE_IN_FORCE,
  QUHUA__RULE_STANDS_ON,
  QUHUA__RULE_NOT_SUPPORTED,
  QUHUA__RULE_COUNT
} quhua__rule;

/* A rule, and the text of its findings with {1} … {4}. */
typedef struct quhua__rule_entry {
  quhua_rule rule;
  quhua__text2 message;
} quhua__rule_entry;

const quhua__rule_entry *quhua__rule_entry_at(quhua__rule number);

#endif
