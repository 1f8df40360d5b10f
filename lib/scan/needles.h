/* SPDX-License-Identifier: Apache-2.0 */
/* needles.h: what planned acts make of units, and the texts by which tables call these. */
#ifndef QUHUA_SCAN_NEEDLES_H
#define QUHUA_SCAN_NEEDLES_H

#include <quhua/scan.h>

#include "base/arena.h"
#include "base/table.h"
#include "scan/grams.h"

/* What becomes of a unit. */
typedef struct quhua__fate {
  quhua_unit_id unit;
  quhua_level level;
  quhua_code code;
  quhua_str name;
  quhua_str new_codes; /* parted by ";" */
  uint32_t successors;
  bool whole;                                    /* one successor has all of it */
  bool exact;                                    /* every share is known exactly, or told by children */
  bool levels;                                   /* its code is that of units on other levels, too */
  bool code_changes, name_changes, path_changes; /* all three where it has not one whole successor */
} quhua__fate;

/* A way to write the name of some units. */
typedef struct quhua__needle_name {
  quhua_str text; /* as looked for */
  quhua_str stem; /* as the register knows it */
  const quhua__fate
      *changed; /* one of those whose own name changes; NULL: it is only the end of paths that change */
} quhua__needle_name;

/* Longest name that is looked for, in bytes. */
#define QUHUA__SCAN_LONGEST_NAME 255u

struct quhua_scan_needles {
  const quhua_allocator *allocator;
  const quhua_snapshot *before;
  quhua_date day;
  quhua__arena arena;
  quhua__fate *fates;
  size_t count, cap;
  quhua__table codes;                                  /* code in normal form -> fate whose code changes */
  quhua__table units;                                  /* identity -> fate */
  quhua__table names;                                  /* text -> quhua__needle_name */
  uint64_t lengths[QUHUA__SCAN_LONGEST_NAME / 64 + 1]; /* bit n: some name has n bytes */
  quhua__grams in_codes, in_names, in_gb_names;
};

const quhua__fate *quhua__needle_of_code(const quhua_scan_needles *needles, const quhua_code *code);
const quhua__fate *quhua__needle_of_unit(const quhua_scan_needles *needles, quhua_unit_id unit);
/* The longest name that the text begins with; NULL when it begins with none. */
const quhua__needle_name *quhua__needle_at(const quhua_scan_needles *needles, quhua_str text);

#endif
