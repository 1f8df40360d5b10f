/* SPDX-License-Identifier: Apache-2.0 */
/* event_name.h: what an event is called, by the shape of its flows (peers' taxonomy S0 to R1). */
#ifndef QUHUA_PLAN_EVENT_NAME_H
#define QUHUA_PLAN_EVENT_NAME_H

#include <stddef.h>
#include <stdint.h>

#include <quhua/change.h>

/* How many different units stand on each side, and what becomes of them. */
typedef struct quhua__event_shape {
  size_t olds, news;  /* different units; a unit that goes on counts on both sides when a flow reaches it */
  size_t ended, born; /* old units that end, new units that begin */
  size_t reborn;      /* of those that begin: units that lived once before */
  size_t nowhere;     /* flows without a new side */
} quhua__event_shape;

typedef struct quhua__event_name {
  quhua_relation relation; /* best name */
  uint32_t fits;           /* bit set of all relations that describe the flows */
} quhua__event_name;

#define QUHUA__FITS(relation) (UINT32_C(1) << (relation))

/* The name of flows between more than one unit: of one that goes on alone, what changes about it says the name. */
quhua__event_name quhua__event_name_of(const quhua__event_shape *shape);

#endif
