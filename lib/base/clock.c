/* SPDX-License-Identifier: Apache-2.0 */
#include "base/clock.h"

#include <time.h>

quhua_instant quhua__clock_now(void) {
  struct timespec now;
  if (timespec_get(&now, TIME_UTC) != TIME_UTC) return 0;
  return (quhua_instant)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}
