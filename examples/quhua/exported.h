/* SPDX-License-Identifier: Apache-2.0 */
/* exported.h: what a commit did to the answers that were handed to others. */
#ifndef TOOL_EXPORTED_H
#define TOOL_EXPORTED_H

#include "session.h"

/* Say on standard error which recorded exports were true in the session's snapshot and are no longer. What was committed
 * stands, so this changes no exit status. */
void say_changed_exports(const tool *t, const session *before);

#endif
