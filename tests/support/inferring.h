/* SPDX-License-Identifier: Apache-2.0 */
/* inferring.h: two lists on the workbench. What is inferred comes out as lines that a test can write down by hand:
 *
 *   class old-code new-code confidence        merged 510722109205 510722109204 0.8500
 *
 * and every time the acts are applied to a register with the first list, and the register must say what the second list
 * says: codes, names, levels, kinds and parents. */
#ifndef QUHUA_TESTS_INFERRING_H
#define QUHUA_TESTS_INFERRING_H

#include <quhua/quhua.h>

#define INFERRING_TEXT_MAX (1 << 14)

typedef struct inferring {
  quhua_changeset *acts;
  quhua_infer_counts counts;
  quhua_error err;
  char text[INFERRING_TEXT_MAX]; /* the lines */
} inferring;

/* A list of scheme cn-stat from the text of a register table. */
quhua_opening *inferring_list(const quhua_allocator *allocator, const char *table);

/* Infer between two tables, with a flow table of known acts or NULL, and check that they are exact. Free with
 * inferring_free(). */
inferring *inferring_between(const char *before, const char *after, const char *hints);
void inferring_free(inferring *in);

/* The same and compare the lines. */
void inferring_expect(const char *before, const char *after, const char *lines);

/* What a register says on a day, one line for each unit: level code name kind parent. Owned by the caller. */
char *inferring_units(const quhua_registry *registry, quhua_date day);

#endif
