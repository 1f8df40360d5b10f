/* SPDX-License-Identifier: Apache-2.0 */
/* findings.h: collecting what the rules say. */
#ifndef QUHUA_RULES_FINDINGS_H
#define QUHUA_RULES_FINDINGS_H

#include "base/arena.h"
#include "rules/catalogue.h"

typedef struct quhua__findings {
  const quhua_allocator *allocator;
  quhua__arena arena; /* texts */
  quhua_finding *list;
  size_t count, cap;
  bool failed; /* out of memory: some findings are missing, and the plan must fail */
} quhua__findings;

void quhua__findings_init(quhua__findings *findings, const quhua_allocator *allocator);
void quhua__findings_free(quhua__findings *findings);

/* Where a finding belongs. */
typedef struct quhua__finding_place {
  quhua_unit_id unit;
  quhua_code code;
  uint32_t row, line; /* row UINT32_MAX: none */
} quhua__finding_place;

/* Add a finding with the rule's severity; arguments fill {1} … of its text. */
void quhua__finding_add(quhua__findings *findings, quhua__rule rule, quhua__finding_place place,
                        const quhua_str *args, size_t count);
/* The same with another severity. */
void quhua__finding_add_as(quhua__findings *findings, quhua__rule rule, quhua_severity severity,
                           quhua__finding_place place, const quhua_str *args, size_t count);
/* A finding whose text is made already; copied. */
void quhua__finding_add_text(quhua__findings *findings, const quhua_rule *rule, quhua_severity severity,
                             quhua__finding_place place, const quhua_str message[QUHUA_LANG_COUNT]);

#endif
