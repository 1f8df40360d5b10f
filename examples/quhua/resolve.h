/* SPDX-License-Identifier: Apache-2.0 */
/* resolve.h: which unit a person means by a code or a name on a day. */
#ifndef TOOL_RESOLVE_H
#define TOOL_RESOLVE_H

#include "tool.h"

/* A code (LEVEL:CODE where one code sits on several levels), a name, a path ending in a name, 原 and a former
 * name, or an identifier of another office (external:KEY:VALUE, code:SCHEME:CODE). DONE and the version that is meant; or ANSWER_IS_NO after the candidates, or the days on which the code or
 * name was known and what became of it, were said on standard error. */
int resolve_unit(const tool *t, const quhua_snapshot *snapshot, const char *text, quhua_date day,
                 quhua_unit *out);

#endif
