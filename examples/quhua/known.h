/* SPDX-License-Identifier: Apache-2.0 */
/* known.h: the option --known. */
#ifndef TOOL_KNOWN_H
#define TOOL_KNOWN_H

#include "session.h"

/* Let the session see the register as it was known at --known, where that is given. Says what is wrong; returns an exit
 * status. */
int session_as_known(const tool *t, session *s);

#endif
