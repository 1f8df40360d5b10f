/* SPDX-License-Identifier: Apache-2.0 */
/* options.h: structs of options, which begin with their size and grow at their end: older and newer callers know
 * fewer or more members. */
#ifndef QUHUA_BASE_OPTIONS_H
#define QUHUA_BASE_OPTIONS_H

#include <stddef.h>
#include <string.h>

/* Fill a caller's struct of `size` bytes with defaults, as far as both know them. */
static inline void quhua__options_fill(void *options, size_t size, const void *defaults, size_t known) {
  memset(options, 0, size);
  memcpy(options, defaults, size < known ? size : known);
}

/* Put what a caller gave, which may be NULL, over our defaults of `known` bytes. */
static inline void quhua__options_take(void *options, size_t known, const void *given) {
  size_t size;
  if (!given) return;
  memcpy(&size, given, sizeof size);
  memcpy(options, given, size < known ? size : known);
  memcpy(options, &known, sizeof known); /* it has all members now */
}

#endif
