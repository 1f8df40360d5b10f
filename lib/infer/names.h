/* SPDX-License-Identifier: Apache-2.0 */
/* names.h: what two proper names have in common, in characters. */
#ifndef QUHUA_INFER_NAMES_H
#define QUHUA_INFER_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include <quhua/text.h>

size_t quhua__name_length(quhua_str name);
/* How many characters of the first name stand in the second, numerals apart: 一村 and 二村 share nothing. */
size_t quhua__names_common(quhua_str a, quhua_str b);
/* How many characters agree at the beginning and, behind them, at the end. */
size_t quhua__names_ends(quhua_str a, quhua_str b);
/* Does a new name take up a part of an ended unit's name that the unit which has it now did not have? `own` is the earlier
 * name of that unit, empty for a new one. */
bool quhua__name_takes_up(quhua_str name, quhua_str ended, quhua_str own);
/* Is every character of a name of two or more in one of two others, and do both give some? The other may be empty: then
 * the first gives all. */
bool quhua__name_is_made_of(quhua_str name, quhua_str one, quhua_str other);

#endif
