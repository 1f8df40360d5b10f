/* SPDX-License-Identifier: Apache-2.0 */
/* session.h: an open register with a snapshot of it, and the files that a verb reads. All functions say on standard
 * error what went wrong and return an exit status. */
#ifndef TOOL_SESSION_H
#define TOOL_SESSION_H

#include "tool.h"

typedef struct session {
  quhua_registry *registry;
  quhua_snapshot *snapshot; /* the newest state, or what --known asks for */
} session;

typedef enum session_mode { SESSION_READ, SESSION_WRITE } session_mode;

int session_open(const tool *t, session_mode mode, session *out);
void session_close(session *s);

/* Say on standard error when acts of which the day is not known may have taken effect by a day. */
void note_uncertain(const tool *t, const quhua_snapshot *snapshot, quhua_date day);

/* Is this a place where this build can keep a register? */
int check_location(const tool *t, const char *location);

/* Read the flow table that the second argument names and plan it. Both results are owned; on failure they are NULL. */
int session_plan(const tool *t, const session *s, quhua_changeset **changeset, quhua_plan **plan);
/* The same with a rule of the tool's own. */
int session_plan_with(const tool *t, const session *s, const quhua_host_rule *rule,
                      quhua_changeset **changeset, quhua_plan **plan);
/* How messages call a file. */
const char *source_name(const tool *t, const char *path);
/* Read a register table into an opening state. */
int opening_load(const tool *t, const char *path, quhua_opening *opening);

#endif
