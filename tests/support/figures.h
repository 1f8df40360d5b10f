/* SPDX-License-Identifier: Apache-2.0 */
/* figures.h: observed values go in as lines, carried statistics come out as lines that a test can write down by hand.
 *
 *   values      code value                        one line for each
 *   statistics  code value [residue r] [partial]  formal units; an interval is lo..hi; the
 *               register as a whole is "total" */
#ifndef QUHUA_TESTS_FIGURES_H
#define QUHUA_TESTS_FIGURES_H

#include "support/bench.h"

/* Observe a series on a day; QUHUA_OK, or what went wrong with b->err. b->before sees it. */
quhua_status figures_try(bench *b, const char *series, const char *day, const char *values,
                         const quhua_observe_options *options);
/* The same; must succeed. */
void figures_observe(bench *b, const char *series, const char *day, const char *values);
/* Carry a series to a day; the text is in b->text. */
const char *figures_text(bench *b, const char *series, quhua_level level, const char *day);
/* Compare, with a readable message. */
void figures_expect(bench *b, const char *series, quhua_level level, const char *day, const char *expected);

#endif
