/* SPDX-License-Identifier: Apache-2.0 */
/* series.h: declarations of series as facts: key "series:<name>", value "kind|unit|weight". */
#ifndef QUHUA_PLAN_SERIES_H
#define QUHUA_PLAN_SERIES_H

#include <quhua/observe.h>

#include "base/bytes.h"

#define QUHUA__SERIES_KEY "series:"

/* Is it a fact about a series? */
bool quhua__is_series_key(quhua_str key);
/* Is it one that can be recorded? An empty value takes a declaration back. */
quhua_status quhua__series_check(quhua_str key, quhua_str value, quhua_error *err);
/* What a recorded value says; false when it is malformed. Texts are views of the value. */
bool quhua__series_read(quhua_str value, quhua_series *out);
/* The key and the value of a declaration. */
void quhua__series_write(const quhua_series *series, quhua__bytes *key, quhua__bytes *value);

#endif
