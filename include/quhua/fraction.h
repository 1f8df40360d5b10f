/* SPDX-License-Identifier: Apache-2.0 */
/** @file fraction.h
 * Exact fractions: shares of territory are never binary floats. */
#ifndef QUHUA_FRACTION_H
#define QUHUA_FRACTION_H

#include <stdint.h>

/** An exact fraction in lowest terms; den > 0. */
typedef struct quhua_fraction {
  int64_t num; /**< numerator */
  int64_t den; /**< denominator */
} quhua_fraction;

#endif
