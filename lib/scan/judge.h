/* SPDX-License-Identifier: Apache-2.0 */
/* judge.h: what a cell says about the units that are looked for. */
#ifndef QUHUA_SCAN_JUDGE_H
#define QUHUA_SCAN_JUDGE_H

#include "scan/needles.h"

/* Something in a cell. */
typedef struct quhua__scan_finding {
  const quhua__fate *fate;
  size_t at; /* offset in the cell */
  quhua_scan_reason reason;
} quhua__scan_finding;

typedef struct quhua__scan_findings {
  const quhua_allocator *allocator;
  quhua__scan_finding *list;
  size_t count, cap;
  bool failed; /* out of memory */
} quhua__scan_findings;

/* Look for old codes, and for old names, in the content of a cell in UTF-8. */
void quhua__scan_codes(const quhua_scan_needles *needles, quhua_str cell, quhua__scan_findings *out);
void quhua__scan_names(const quhua_scan_needles *needles, quhua_str cell, quhua__scan_findings *out);

void quhua__scan_findings_add(quhua__scan_findings *out, const quhua__fate *fate, size_t at,
                              quhua_scan_reason reason);

#endif
