/* SPDX-License-Identifier: Apache-2.0 */
/* decimal.h: observed values as exact whole numbers of a power of ten. */
#ifndef QUHUA_STATS_DECIMAL_H
#define QUHUA_STATS_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include <quhua/text.h>

/* How many digits stand behind the point. */
uint32_t quhua__decimals(quhua_str text);
/* The value in units of 10^-scale; false when the text is not a plain decimal, has more decimals, or does not fit. */
bool quhua__decimal_read(quhua_str text, uint32_t scale, int64_t *out);

#endif
