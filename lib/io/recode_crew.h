/* SPDX-License-Identifier: Apache-2.0 */
/* recode_crew.h: several threads rewrite one stream. There are two turns that go round. Whose turn it is to read takes
 * the next block of whole rows; whose turn it is to write has the block that follows in the stream. Between the two, every
 * thread works on its own. So nothing is queued, memory is bounded, a pipe is as good as a file, and counts, checksums,
 * patch, checkpoints and the first error are those of one thread. */
#ifndef QUHUA_IO_RECODE_CREW_H
#define QUHUA_IO_RECODE_CREW_H

#include "recode/recoder.h"

typedef struct quhua__recode_crew {
  quhua_recoder *head; /* has read the header; gets the sums of all */
  int input;           /* where it goes on */
  const char *path;
  uint32_t threads; /* with the one that calls */
  quhua_writer output;
  quhua_writer undo;
  /* Called after each block that was written, by one thread at a time. */
  quhua_status (*written)(void *ctx, quhua_error *err);
  void *ctx;
} quhua__recode_crew;

/* Rewrite the rest of the stream; quhua_recoder_finish() of the head has then nothing left but the end of its patch.
 * Where fewer threads can be had, they do it. */
quhua_status quhua__recode_crew_run(const quhua__recode_crew *crew, quhua_error *err);

#endif
