/* SPDX-License-Identifier: Apache-2.0 */
/* flows.h: recorded flows as the public interface shows them. */
#ifndef QUHUA_LINEAGE_FLOWS_H
#define QUHUA_LINEAGE_FLOWS_H

#include <quhua/lineage.h>

#include "registry/state.h"

/* A flow by number; texts are borrowed from the state. */
quhua_flow quhua__flow_public(const quhua__state *state, uint32_t number);

/* Order of two flows in time: day, entry, record. */
int quhua__flow_by_time(const void *state, uint32_t a, uint32_t b);

#endif
