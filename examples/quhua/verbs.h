/* SPDX-License-Identifier: Apache-2.0 */
/* verbs.h: the verbs. Each returns an exit status; main() counted the arguments and read the options. */
#ifndef TOOL_VERBS_H
#define TOOL_VERBS_H

#include "session.h"

int verb_init(tool *t);
int verb_simulate(tool *t);
int verb_apply(tool *t);
int verb_milestone(tool *t);
int verb_acts(tool *t);
int verb_show(tool *t);
int verb_find(tool *t);
int verb_history(tool *t);
int verb_lineage(tool *t);
int verb_snapshot(tool *t);
int verb_tags(tool *t);
int verb_room(tool *t);
int verb_reserve(tool *t);
int verb_set(tool *t);
int verb_rules(tool *t);
int verb_project(tool *t);
int verb_crosswalk(tool *t);
int verb_infer(tool *t);
int verb_observe(tool *t);
int verb_stats(tool *t);
int verb_ledger(tool *t);
int verb_report(tool *t);
int verb_exports(tool *t);
int verb_log(tool *t);
int verb_recode(tool *t);
int verb_scan(tool *t);
int verb_verify(tool *t);
int verb_vintage(tool *t);

/* The same on a register that is open, onto a stream: for verbs whose answers can be asked for again (answers.h). */
int answer_project(tool *t, const session *s, FILE *stream);
int answer_stats(tool *t, const session *s, FILE *stream);
int answer_report(tool *t, const session *s, FILE *stream);

#endif
