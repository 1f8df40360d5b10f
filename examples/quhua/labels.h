/* SPDX-License-Identifier: Apache-2.0 */
/* labels.h: what the columns and keys of the tool's output are called by people. */
#ifndef TOOL_LABELS_H
#define TOOL_LABELS_H

#include <stdbool.h>

#include <quhua/code.h>
#include <quhua/rules.h>
#include <quhua/text.h>

/* The heading of a column; the column's own name where none is known. */
quhua_str column_label(quhua_str name, quhua_lang lang);
/* True for columns of whole numbers: right-aligned for people, bare in JSON. */
bool column_is_number(quhua_str name);
/* "township", 乡级 … */
const char *level_word(quhua_level level, quhua_lang lang);
/* "blocking", 阻断 … */
const char *severity_word(quhua_severity severity, quhua_lang lang);

#endif
