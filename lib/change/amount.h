/* SPDX-License-Identifier: Apache-2.0 */
/* amount.h: amounts of series (户, 人, 亩 …) as text: plain decimals that are kept digit by digit. */
#ifndef QUHUA_CHANGE_AMOUNT_H
#define QUHUA_CHANGE_AMOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include <quhua/text.h>

/* Most digits of an amount, zeros in front not counted: what an int64_t holds however the point is moved. */
#define QUHUA__AMOUNT_DIGITS 18

/* Reads a plain decimal: digits, at most one point between digits, no sign, no exponent. *out is the amount without
 * needless zeros in front, a view into text. On failure *column is the first character that is wrong, from 1. */
bool quhua__amount_read(quhua_str text, quhua_str *out, uint32_t *column);

#endif
