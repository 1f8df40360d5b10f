/* SPDX-License-Identifier: Apache-2.0 */
/* resolve.h: from what a person writes to the one unit that is meant. */
#ifndef TOOL_RESOLVE_H
#define TOOL_RESOLVE_H

#include "tool.h"

/* What is asked, and what was found out about it. */
typedef struct lookup {
  const tool *t;
  const quhua_snapshot *snapshot;
  const char
      *text; /* code, LEVEL:CODE, name or path (原 before it: former), external:KEY:VALUE, code:SCHEME:CODE */
  quhua_date day;
  bool any_day;   /* a unit of another day will do when none of this day is meant */
  size_t line;    /* of standard input; 0 when the text stood on the command line */
  bool quiet;     /* say nothing: enough was said */
  bool ambiguous; /* out: several units may be meant */
} lookup;

/* Find the unit. Otherwise says why not, with the candidates: the first of several is never taken. */
int resolve(lookup *q, quhua_unit *out);

/* The same for a text on the command line. */
int resolve_unit(const tool *t, const quhua_snapshot *snapshot, const char *text, quhua_date day,
                 quhua_unit *out);

/* Does the text look like a code rather than a name? Nobody is named by digits alone, nor like a grid. */
bool looks_like_code(const char *text);

#endif
