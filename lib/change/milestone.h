/* SPDX-License-Identifier: Apache-2.0 */
/* milestone.h: the value of a milestone as a row states it: "2019-12-20" or "2019-12-20 四川省人民政府". */
#ifndef QUHUA_CHANGE_MILESTONE_H
#define QUHUA_CHANGE_MILESTONE_H

#include <stdbool.h>

#include <quhua/date.h>
#include <quhua/text.h>

/* Day and text; the text is a view of the value and may be empty. false when it does not begin with a day. */
bool quhua__milestone_read(quhua_str value, quhua_date *day, quhua_str *text);

#endif
