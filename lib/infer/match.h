/* SPDX-License-Identifier: Apache-2.0 */
/* match.h: which unit of the first list is which of the second, and what became of the others.
 *
 * The steps, for each level from the top down, the strongest evidence first:
 *   pair.c        the same code and name; the same name below the same parent; the same name elsewhere; the same code
 *   votes.c       units whose children went the same way
 *   similar.c     names that are nearly the same
 *   successors.c  where units that ended went
 * Hints come before everything (hints.c). rows.c writes the rows. */
#ifndef QUHUA_INFER_MATCH_H
#define QUHUA_INFER_MATCH_H

#include <quhua/infer.h>

#include "infer/census.h"
#include "infer/evidence.h"

/* What is held to have become of a unit of the first list. */
typedef struct quhua__tie {
  uint32_t after;      /* unit of the second list; 0: none is plausible */
  uint16_t confidence; /* ten-thousandths */
  uint8_t evidence;    /* quhua__evidence */
  bool same;           /* it goes on; else it ended, and `after` is its successor */
} quhua__tie;

/* A row of a known act whose units were found in the lists; `after` is 0 for an end without successor. */
typedef struct quhua__hint {
  uint32_t before, after;
  const quhua_flow_row *row;
} quhua__hint;

/* Another successor that fits. */
typedef struct quhua__rival {
  uint32_t before, after;
  uint16_t confidence;
} quhua__rival;

/* How many children of one unit seem to have gone to another. Sorted by (before, after). */
typedef struct quhua__vote {
  uint32_t before, after, count;
} quhua__vote;

typedef struct quhua__matching {
  const quhua_allocator *allocator;
  quhua__arena arena;
  quhua__census_texts texts;
  quhua__census before, after;
  quhua__tie *ties;     /* by unit of the first list */
  uint32_t *origin;     /* by unit of the second list: the unit that it is, or 0 */
  uint32_t *joined;     /* by unit of the second list: how many units ended in it */
  quhua__rival *rivals; /* sorted by unit of the first list before rows are written */
  size_t rival_count, rival_cap;
  quhua__hint *hints; /* sorted by unit of the first list, else in the order of their rows */
  size_t hint_count;
  quhua__vote *votes; /* of the level that is being paired */
  size_t vote_count, vote_cap;
  quhua_level level; /* that is being paired */
  int32_t least;
  bool failed; /* out of memory */
} quhua__matching;

/* Room for the ties of two lists that were read. */
bool quhua__matching_begin(quhua__matching *m);
void quhua__matching_free(quhua__matching *m);
/* Find the units of known acts and pair them as the acts say; *unplaced counts the rows that name others. */
quhua_status quhua__match_hints(quhua__matching *m, const quhua_changeset *hints, uint64_t *unplaced,
                                quhua_error *err);
const quhua__hint *quhua__hints_of(const quhua__matching *m, uint32_t before, size_t *count);
/* Pair everything else. */
void quhua__matching_run(quhua__matching *m);

/* The steps. */
void quhua__match_code_and_name(quhua__matching *m);
void quhua__match_names(quhua__matching *m, quhua_level level);
void quhua__match_votes(quhua__matching *m, quhua_level level);
void quhua__match_moved(quhua__matching *m, quhua_level level);
void quhua__match_codes(quhua__matching *m, quhua_level level);
void quhua__match_similar(quhua__matching *m, quhua_level level);
void quhua__match_successors(quhua__matching *m, quhua_level level);
void quhua__match_found_new(quhua__matching *m, quhua_level level);

/* The unit goes on as another. */
void quhua__tie_same(quhua__matching *m, uint32_t before, uint32_t after, quhua__evidence evidence,
                     uint32_t confidence);
/* The unit ended, and that is its successor; below the least confidence it is a rival only. */
void quhua__tie_successor(quhua__matching *m, uint32_t before, uint32_t after, quhua__evidence evidence,
                          uint32_t confidence);
void quhua__tie_rival(quhua__matching *m, uint32_t before, uint32_t after, uint32_t confidence);

static inline const quhua__census_unit *quhua__before(const quhua__matching *m, uint32_t unit) {
  return &m->before.units[unit];
}
static inline const quhua__census_unit *quhua__after(const quhua__matching *m, uint32_t unit) {
  return &m->after.units[unit];
}
/* Where the territory of a unit of the first list went: itself or its successor; 0 for none and for the top. */
static inline uint32_t quhua__heir(const quhua__matching *m, uint32_t before) {
  return m->ties[before].after;
}
static inline bool quhua__is_open(const quhua__matching *m, uint32_t before) {
  return m->ties[before].after == 0 && m->ties[before].evidence == QUHUA__EVIDENCE_NONE;
}

/* One unit with its key. */
typedef struct quhua__keyed {
  uint64_t key;
  uint32_t unit;
} quhua__keyed;

/* Units of a level that are not paired yet, joined on a key. */
typedef uint64_t (*quhua__match_key)(const quhua__matching *m, uint32_t unit); /* 0: takes no part */
typedef struct quhua__join quhua__join;
struct quhua__join {
  quhua__match_key before, after;
  /* What is done with the units of one key, each side in the order of codes. */
  void (*group)(quhua__matching *m, const quhua__join *join, const quhua__keyed *before, size_t before_count,
                const quhua__keyed *after, size_t after_count);
  quhua__evidence evidence;
  uint32_t alone; /* confidence of the only pair of a key */
  uint32_t
      ordered; /* of pairs in the order of codes, where a key stands equally often on both sides; 0: no pairs */
};
void quhua__match_join(quhua__matching *m, quhua_level before_level, quhua_level after_level,
                       const quhua__join *join);

/* The unit of the second list below which a unit of the first should be found, with 1 added so that the top counts, too;
 * 0 when its parent went nowhere. And the same for the second list. */
uint64_t quhua__family_before(const quhua__matching *m, uint32_t unit);
uint64_t quhua__family_after(const quhua__matching *m, uint32_t unit);

/* The votes of a unit among m->votes. */
const quhua__vote *quhua__votes_of(const quhua__matching *m, uint32_t before, size_t *count);

#endif
