/* SPDX-License-Identifier: Apache-2.0 */
#define _POSIX_C_SOURCE 200809L /* clock_gettime, isatty */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define QUIET 1.0 /* seconds before the first word */
#define PAUSE 0.2 /* and between two */

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void progress_begin(progress *p) {
  *p = (progress){.able = isatty(STDERR_FILENO)};
  p->begun = p->last = now();
}

void progress_show(void *ctx, uint64_t done, uint64_t size) {
  progress *p = ctx;
  if (!p->able) return;
  double at = now();
  if (at - p->begun < QUIET || at - p->last < PAUSE) return;
  p->last = at;
  p->shown = true;
  double mega = (double)done / 1e6, rate = mega / (at - p->begun);
  if (size)
    fprintf(stderr, "\r%3.0f %%  %.0f / %.0f MB  %.0f MB/s\033[K", 100.0 * (double)done / (double)size, mega,
            (double)size / 1e6, rate);
  else
    fprintf(stderr, "\r%.0f MB  %.0f MB/s\033[K", mega, rate);
  fflush(stderr);
}

void progress_end(progress *p) {
  if (p->shown) fputs("\r\033[K", stderr);
  p->shown = false;
}
