/* SPDX-License-Identifier: Apache-2.0 */
/* reservation.h: codes that are reserved (预留) for documents that are not in force yet. Once a unit has the code on record
 * the reservation is used up, without a fact that says so, also when that act is taken back later. */
#ifndef QUHUA_RULES_RESERVATION_H
#define QUHUA_RULES_RESERVATION_H

#include "registry/registry_internal.h"

/* Is a code reserved, and for which document? Borrowed from the snapshot. */
bool quhua__code_is_reserved(const quhua_snapshot *snapshot, quhua_level level, const quhua_code *code,
                             quhua_str *document);

/* A reservation that holds, by position in the facts: *index goes on behind it. false when there are no more. Cost of
 * a whole walk: linear in the facts. */
typedef struct quhua__reservation {
  quhua_str document, name; /* of the unit that shall have it */
  quhua_code code;
  quhua_level level;
} quhua__reservation;
bool quhua__reservation_next(const quhua_snapshot *snapshot, size_t *index, quhua__reservation *out);

#endif
