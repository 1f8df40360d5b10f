/* SPDX-License-Identifier: Apache-2.0 */
/* event_words.h: what an announcement says of one event. */
#ifndef QUHUA_REPORT_EVENT_WORDS_H
#define QUHUA_REPORT_EVENT_WORDS_H

#include "report/arrival.h"
#include "report/prose.h"

typedef struct quhua__event_words {
  quhua__act_view view; /* of the event that is told */
  quhua__prose *prose;
  quhua__arena *arena;
  uint32_t *told; /* by unit: the event in which it was said that the unit is abolished */
  bool begun;     /* the paragraph of the event has a sentence */
} quhua__event_words;

/* false when out of memory. */
bool quhua__event_words_init(quhua__event_words *words, const quhua_snapshot *snapshot, quhua__prose *prose,
                             quhua__arena *arena);
/* Tell an event by its flows: one paragraph, a sentence for each new unit, or one for a division. false when out of memory. */
bool quhua__tell_event(quhua__event_words *words, const uint32_t *flows, size_t count);

#endif
