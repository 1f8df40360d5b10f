/* SPDX-License-Identifier: Apache-2.0 */
/* small_world.h: acts on a handful of units, carried out by the library and by the reference model, and all that must
 * hold afterwards. */
#ifndef QUHUA_TESTS_SMALL_WORLD_H
#define QUHUA_TESTS_SMALL_WORLD_H

#include "property/reference_model.h"

#include <quhua/quhua.h>

#define SMALL_ACTS 3
#define SMALL_TABLE 8192

/* Acts in order, each with its day after the opening on 2019-01-01. */
typedef struct small_story {
  const model_world *opening;
  model_act acts[SMALL_ACTS];
  int days[SMALL_ACTS];
  int count;
} small_story;

/* How much was looked at. */
#define SMALL_KINDS 16
typedef struct small_tally {
  unsigned long stories, committed, refused, repealed, replayed, disagreements;
  struct {
    const char *what;
    unsigned long count;
  } kinds[SMALL_KINDS]; /* of disagreements */
} small_tally;

/* Three villages in one town; two towns with two villages and one; five villages in two towns. */
void small_one_level(model_world *world);
void small_two_levels(model_world *world);
void small_larger(model_world *world);

/* Rows with the units of the world as it is before them. */
model_row *small_row(model_act *act, int level, int old, model_cell cell);
void small_to_unit(const model_world *world, model_row *row, int unit);
/* A new unit of the name of its label; `serial` tells acts apart. */
void small_to_label(model_row *row, int label, int serial, const char *parent, int parent_label);

/* The acts as a flow table; each act is one document, 甲1, 甲2, … */
void small_table(const small_story *story, int first, int count, char *out, size_t cap);

/* Carry a story out and check everything. A replay from a file is made where `path` is given. What does not hold is
 * printed with the flow table that shows it, and counted. Returns how many acts were carried out. */
int small_tell(const small_story *story, const char *path, small_tally *tally);

/* The first two acts of one day, which have nothing in common, in either order: the same units but for codes. */
void small_commute(const small_story *story, small_tally *tally);

#endif
