/* SPDX-License-Identifier: Apache-2.0 */
/* reference_model.h: the ten reading rules of docs/formats/flow-table.md once more, as a clerk with a pencil would follow
 * them: a plain list of units, one act at a time, no sharing of code with the library. */
#ifndef QUHUA_TESTS_REFERENCE_MODEL_H
#define QUHUA_TESTS_REFERENCE_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#define MODEL_UNITS 48
#define MODEL_ROWS 24
#define MODEL_USED 160
#define MODEL_TEXT 32

typedef struct model_unit {
  char code[16], name[MODEL_TEXT];
  int parent; /* -1 at the top */
  int level;  /* 3 county, 4 town, 5 village */
  bool alive;
} model_unit;

/* Units keep their place in the list; a code, once used, stays in the list of used ones. */
typedef struct model_world {
  model_unit units[MODEL_UNITS];
  int count;
  struct {
    char code[16];
    int level;
  } used[MODEL_USED];
  int used_count;
} model_world;

typedef enum model_cell { CELL_NONE, CELL_HALF, CELL_WHOLE, CELL_UNKNOWN } model_cell;

/* One row of an act. Neither code nor label: the unit itself, or nowhere. */
typedef struct model_row {
  int old;               /* unit, or -1: 设立 */
  int level;             /* of the row */
  bool nowhere;          /* ends without successor, with a reason */
  char code[16];         /* of the unit after */
  int label;             /* "@label" of the unit after, from 1; 0 for none */
  model_cell cell;       /* share; CELL_NONE leaves it empty */
  char parent[16];       /* new_parent as a code */
  int parent_label;      /* new_parent as a label */
  char name[MODEL_TEXT]; /* new_name */
} model_row;

typedef struct model_act {
  model_row rows[MODEL_ROWS];
  int count;
} model_act;

/* Add a unit that lives from the start. */
int model_add(model_world *world, int level, int parent, const char *code, const char *name);
/* What the act makes of the world; false when the rules do not allow it (the world after is then unspecified). */
bool model_apply(const model_world *before, const model_act *act, model_world *after);
bool model_was_used(const model_world *world, int level, const char *code);

#endif
