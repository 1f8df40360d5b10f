/* SPDX-License-Identifier: Apache-2.0 */
/* scheme.h: a scheme of codes as data, and the vocabulary of kinds. */
#ifndef QUHUA_CODE_SCHEME_H
#define QUHUA_CODE_SCHEME_H

#include <stddef.h>

#include <quhua/code.h>

/* A kind: its level and its words. */
typedef struct quhua__kind_info {
  quhua_level level;
  const char *word[QUHUA_LANG_COUNT];
} quhua__kind_info;

/* Indexed by quhua_kind; numbers that are no kind have no words. */
extern const quhua__kind_info quhua__kinds[QUHUA_KIND_LIMIT];

/* Another word for a kind. */
typedef struct quhua__kind_alias {
  const char *word;
  quhua_kind kind;
} quhua__kind_alias;

extern const quhua__kind_alias quhua__kind_aliases[];
extern const size_t quhua__kind_alias_count;

/* Grids stand on the level of groups and are numbered on their own: as a segment, grid 1 is 1001. */
#define QUHUA__GRID_BASE 1000

/* Numbers lo..hi that a kind takes. Ranges of one kind rise in the table. */
typedef struct quhua__range {
  quhua_kind kind;
  int lo;
  int hi;
  int first; /* first number issued in an empty range; 0: seen in data, never issued */
} quhua__range;

/* What digits and the end of a name say about a kind. Hints of a level are tried in order; the first that fits wins. */
typedef struct quhua__kind_hint {
  quhua_level level;
  const char *prefix; /* the code begins with it; "" fits any */
  int lo;             /* own segment, lo..hi */
  int hi;
  const char *ending; /* the name ends with it; "" fits any, NULL only an empty name */
  quhua_kind kind;
} quhua__kind_hint;

/* A code whose padded form sits on deeper levels too, although it has no number there. */
typedef struct quhua__deep_code {
  const char *code;
  quhua_level deepest;
} quhua__deep_code;

struct quhua_scheme {
  const char *name;
  bool structured;                /* false: nothing below is used */
  int length;                     /* digits of a full code, levels 1 to 5 */
  int start[QUHUA_LEVEL_MAX + 1]; /* first digit of the own segment, by level */
  int width[QUHUA_LEVEL_MAX + 1]; /* digits of the own segment; for groups the most */
  int group_width_min;
  char grid_letter;          /* stands between a village and the number of a grid */
  int grid_width;            /* digits of a grid's number */
  quhua_level deepest_empty; /* levels 2 to this may have an empty own segment: 441900000000 as a county */
  const quhua__deep_code *deep_codes;
  size_t deep_code_count;
  const quhua__range *ranges;
  size_t range_count;
  const quhua__kind_hint *hints;
  size_t hint_count;
  quhua_kind fallback[QUHUA_LEVEL_MAX + 1]; /* kind when neither hint nor range fits, by level */
  const int *odd_villages;                  /* village numbers that stand for something unusual */
  size_t odd_village_count;
};

/* True when the code has the form of a code of that level in a structured scheme. */
bool quhua__code_fits(const quhua_scheme *scheme, const quhua_code *code, quhua_level level);

/* The number in the segment of a level at or above the code's own; the code fits its level. */
int quhua__code_number(const quhua_scheme *scheme, const quhua_code *code, quhua_level level);

#endif
