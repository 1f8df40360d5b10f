/* SPDX-License-Identifier: Apache-2.0 */
#include <quhua/quhua.h>

const char *quhua_version(void) { return QUHUA_VERSION; }
