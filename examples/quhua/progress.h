/* SPDX-License-Identifier: Apache-2.0 */
/* progress.h: one line on a terminal that says how far a long run is. */
#ifndef QUHUA_TOOL_PROGRESS_H
#define QUHUA_TOOL_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct progress {
  bool able; /* standard error is a terminal */
  bool shown;
  double begun, last; /* seconds */
} progress;

void progress_begin(progress *p);
/* Bytes that are done, of so many; 0 when nobody knows. Nothing is shown in the first second. Fits as a callback. */
void progress_show(void *p, uint64_t done, uint64_t size);
/* Clear the line. */
void progress_end(progress *p);

#endif
