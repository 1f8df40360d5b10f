/* SPDX-License-Identifier: Apache-2.0 */
/* findings.h: showing what the rules say about a plan. */
#ifndef TOOL_FINDINGS_H
#define TOOL_FINDINGS_H

#include <stdio.h>

#include "json.h"
#include "table.h"
#include "tool.h"

/* One line for each finding, for people. */
void findings_print(const tool *t, const quhua_plan *plan, FILE *stream);
/* Columns severity, rule, line, code, message. */
void findings_table(const tool *t, const quhua_plan *plan, table *b);
void findings_json(const tool *t, const quhua_plan *plan, json *j);

#endif
