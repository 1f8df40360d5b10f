/* SPDX-License-Identifier: Apache-2.0 */
/* clock.h: the only place that reads the clock. */
#ifndef QUHUA_BASE_CLOCK_H
#define QUHUA_BASE_CLOCK_H

#include <quhua/date.h>

/* Now, in microseconds since 1970-01-01T00:00:00Z. */
quhua_instant quhua__clock_now(void);

#endif
