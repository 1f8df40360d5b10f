/* SPDX-License-Identifier: Apache-2.0 */
/* delta.h: what a store has to materialise: the records of a state after some entry. */
#ifndef QUHUA_REGISTRY_DELTA_H
#define QUHUA_REGISTRY_DELTA_H

#include <quhua/sys/store_backend.h>

#include "registry/registry_internal.h"

struct quhua_store_delta {
  quhua_snapshot view; /* for attributes */
  quhua__totals before, after;
  const quhua_allocator *allocator;
  quhua__closed *rows, *flows; /* earlier records that end, by number */
  size_t row_count, flow_count;
};

/* Everything that an overlay adds to its base, or everything that a root holds. Free with quhua__delta_free(). */
quhua_status quhua__delta_new(quhua_store_delta *delta, const quhua_allocator *allocator,
                              const quhua__state *state, quhua_error *err);
void quhua__delta_free(quhua_store_delta *delta);

#endif
