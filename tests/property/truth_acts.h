/* SPDX-License-Identifier: Apache-2.0 */
/* truth_acts.h: random acts, as deeds of the model and as flow tables that say of them what a document would say. */
#ifndef QUHUA_TESTS_TRUTH_ACTS_H
#define QUHUA_TESTS_TRUTH_ACTS_H

#include "property/truth_model.h"
#include "support/bench.h"

#define TRUTH_COUNTIES 3
#define TRUTH_TOWNS 15
#define TRUTH_VILLAGES 75

typedef enum truth_word {
  TRUTH_MERGE,
  TRUTH_ABSORB,
  TRUTH_SPLIT,
  TRUTH_CEDE,
  TRUTH_EXCHANGE,
  TRUTH_REDISTRIBUTE,
  TRUTH_TRANSFER,
  TRUTH_RENAME,
  TRUTH_RECODE,
  TRUTH_FOUND,
  TRUTH_END,
  TRUTH_TOWN_MERGE,
  TRUTH_TOWN_ABSORB,
  TRUTH_TOWN_SPLIT,
  TRUTH_TOWN_TRANSFER,
  TRUTH_WORDS
} truth_word;

/* An act as drawn: the last deed of the world, and what is written of it. */
typedef struct truth_draft {
  truth_world *world;
  truth_deed *deed;
  const truth_state *state; /* of the day, without the deed */
  const quhua_snapshot *snapshot;
  quhua_date day;
  unsigned serial;
  truth_word word;
  bool exact;     /* no share is left open */
  int first_born; /* units from here on are new */
  char names[TRUTH_FLOWS][32];
  char table[8192];
  size_t len;
} truth_draft;

/* The opening: a register table of counties, towns and villages, and the same in the world. Villages are counted but for
 * one in `uncounted` (0: all are). */
void truth_opening(truth_world *w, int32_t day, int uncounted, char *table, size_t cap);
/* Bind units of the opening to those of the register. */
void truth_bind_opening(truth_world *w, const quhua_snapshot *snapshot, quhua_date day);

/* Draw an act of a word; false when the world has none to offer. Deed and units are then as they were. */
bool truth_draw_act(truth_draft *d, truth_word word);
/* Find the new units and codes in what the register plans. */
void truth_bind(truth_draft *d, const quhua_snapshot *after);
/* The act did not happen. */
void truth_forget(truth_draft *d);

/* Units of a level that live in a state. */
int truth_living(const truth_world *w, const truth_state *s, int level, int *out);

#endif
