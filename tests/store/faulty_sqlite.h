/* SPDX-License-Identifier: Apache-2.0 */
/* faulty_sqlite.h: a SQLite whose memory or disk fails on demand. */
#ifndef QUHUA_TESTS_FAULTY_SQLITE_H
#define QUHUA_TESTS_FAULTY_SQLITE_H

#include <stdbool.h>

typedef enum faulty_part {
  FAULTY_NOTHING,
  FAULTY_MEMORY, /* SQLite's own allocations */
  FAULTY_DISK    /* writing, shortening and syncing files */
} faulty_part;

/* Put the faulty memory and disk in place; before anything else uses SQLite. */
void faulty_install(void);
/* After `after` more uses the part fails: once, or from then on. */
void faulty_arm(faulty_part part, long after, bool forever);
void faulty_disarm(void);
/* Did it come to a failure since it was armed? */
bool faulty_struck(void);

#endif
