/* SPDX-License-Identifier: Apache-2.0 */
/* prose.h: sentences about units, the same for a text file and for a page. */
#ifndef QUHUA_REPORT_PROSE_H
#define QUHUA_REPORT_PROSE_H

#include <quhua/registry.h>

#include "base/fail.h"
#include "report/xml.h"

typedef struct quhua__prose {
  quhua__xml xml;
  quhua_lang lang;
  const quhua_snapshot *snapshot;
  quhua_unit_id place; /* unit above the one that was named last in this sentence */
} quhua__prose;

void quhua__prose_init(quhua__prose *prose, const quhua_snapshot *snapshot, quhua_lang lang, bool html,
                       const quhua_writer *writer);
/* QUHUA_OK or QUHUA_E_IO. */
quhua_status quhua__prose_finish(quhua__prose *prose, quhua_error *err);

/* The library's own words, without markup of their own. */
void quhua__say(quhua__prose *prose, quhua__text2 words);
/* A text of users. */
void quhua__say_text(quhua__prose *prose, quhua_str text);
void quhua__say_number(quhua__prose *prose, uint64_t number);
void quhua__say_date(quhua__prose *prose, quhua_date date);

/* A unit as people call it: 东永村 for 东永村村民委员会, and villages and groups with the unit above them, once for each
 * place in a sentence: 高渠镇东永村、金龙村. `former` puts 原 before its own name. */
void quhua__say_unit(quhua__prose *prose, const quhua_unit *unit, quhua_date day, bool former);
/* Its own name alone. */
void quhua__say_name(quhua__prose *prose, const quhua_unit *unit);
/* The sign between two parts of a list of `count`, before part `i`: 、 and 和; commas and "and". */
void quhua__say_joint(quhua__prose *prose, size_t i, size_t count);

/* Sentences stand on a line of their own, or in an element. */
void quhua__prose_begin(quhua__prose *prose, const char *element);
void quhua__prose_end(quhua__prose *prose, const char *element);

#endif
