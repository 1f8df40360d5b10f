/* SPDX-License-Identifier: Apache-2.0 */
/* units.h: questions about units that several verbs ask. */
#ifndef TOOL_UNITS_H
#define TOOL_UNITS_H

#include "table.h"
#include "tool.h"

typedef struct unit_list {
  quhua_unit *items;
  size_t count;
  size_t cap;
  bool failed; /* out of memory */
} unit_list;

void unit_list_add(unit_list *list, const quhua_unit *unit);
void unit_list_free(unit_list *list);

/* The day itself when the version holds on it, else the day of the version that is nearest to it. */
quhua_date day_within(const quhua_unit *version, quhua_date day);

/* The version of a unit on its side of a flow: just before the day of the flow, or on that day. Steps of a same-day
 * chain have no day of their own: then the last version stands for it. */
quhua_unit unit_beside_flow(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date date, bool before);

/* What became of a unit by a day: itself when it lives, else whoever its flows lead to, step by step. */
void units_became(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date day, unit_list *out);

/* Add to a table. */
void table_add_path(table *b, const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date day);
void table_add_kind(table *b, const tool *t, quhua_kind kind);
/* The codes or names of a list, joined with ";". */
void table_add_codes(table *b, const unit_list *list);
void table_add_names(table *b, const unit_list *list);

/* Read a code as people write it. *level is the level to ask for: ANY when only the code was given. */
quhua_status read_code(const quhua_scheme *scheme, const char *text, quhua_code *code, quhua_level *level,
                       quhua_error *err);
/* The same for an argument. Says what is wrong. */
int code_argument(const tool *t, const quhua_scheme *scheme, const char *text, quhua_code *code,
                  quhua_level *level);
/* Is the text external:KEY:VALUE or code:SCHEME:CODE, an identifier of another office? Then the key of the attribute and
 * the identifier. */
bool identifier_argument(const char *text, quhua_str *key, quhua_str *value);

#endif
