/* SPDX-License-Identifier: Apache-2.0 */
/* fraction.h: exact arithmetic on fractions of 64-bit integers in lowest terms.
 *
 * Shares of units are added and composed over many acts; a rounded sum could not tell whether an old unit was
 * given away whole. Where a result does not fit, the function says so and leaves *out alone. */
#ifndef QUHUA_BASE_FRACTION_H
#define QUHUA_BASE_FRACTION_H

#include <stdbool.h>
#include <stdint.h>

#include <quhua/fraction.h>

#define QUHUA__ZERO ((quhua_fraction){0, 1})
#define QUHUA__ONE ((quhua_fraction){1, 1})

/* num / den in lowest terms; false when den is not positive or num is INT64_MIN. */
bool quhua__fraction_make(int64_t num, int64_t den, quhua_fraction *out);
/* True for a fraction in lowest terms from 0 to 1. */
bool quhua__fraction_is_part(quhua_fraction value);
/* Less than, equal to or greater than 0; exact for all fractions. */
int quhua__fraction_compare(quhua_fraction a, quhua_fraction b);
bool quhua__fraction_add(quhua_fraction a, quhua_fraction b, quhua_fraction *out);
bool quhua__fraction_multiply(quhua_fraction a, quhua_fraction b, quhua_fraction *out);
/* 1 - value. */
bool quhua__fraction_complement(quhua_fraction value, quhua_fraction *out);

/* The next multiple of 2^-30 that is not larger (not smaller): what to go on with, as a bound, where exact
 * arithmetic does not fit. value must be from 0 to 1; the result is too. */
quhua_fraction quhua__fraction_round_down(quhua_fraction value);
quhua_fraction quhua__fraction_round_up(quhua_fraction value);

#endif
