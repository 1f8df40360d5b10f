/* SPDX-License-Identifier: Apache-2.0 */
/* term.h: the term of a provisional organ (临时党组织, 村临时工作委员会), the value of an attribute "organ:NAME".
 *
 * START/PLANNED-END while it works, START/PLANNED-END/END when it was dissolved: 2020-05-01/2021-03-31. */
#ifndef QUHUA_RULES_TERM_H
#define QUHUA_RULES_TERM_H

#include <stdbool.h>

#include <quhua/date.h>
#include <quhua/text.h>

typedef struct quhua__term {
  quhua_date start, planned_end;
  quhua_date end; /* QUHUA_DATE_NONE: it still works */
} quhua__term;

bool quhua__term_read(quhua_str value, quhua__term *out);
/* Is it past its planned end on a day, and was not dissolved by then? */
bool quhua__term_is_overdue(const quhua__term *term, quhua_date day);

/* Is that the key of an organ, and its name. */
bool quhua__is_organ(quhua_str key);
quhua_str quhua__organ_name(quhua_str key);

#endif
