/* SPDX-License-Identifier: Apache-2.0 */
/* packs.h: which rules judge an act. */
#ifndef QUHUA_RULES_PACKS_H
#define QUHUA_RULES_PACKS_H

#include "rules/judge.h"

/* The packs, each in a file of its own. */
void quhua__judge_always(quhua__judge *judge);    /* structure, code, time */
void quhua__judge_law(quhua__judge *judge);       /* cn-law: procedure */
void quhua__judge_names(quhua__judge *judge);     /* cn-law: names */
void quhua__judge_size(quhua__judge *judge);      /* cn-size */
void quhua__judge_shunxiang(quhua__judge *judge); /* shunxiang */

/* All packs that are on, then the host's rules. */
quhua_status quhua__judge_act(quhua__judge *judge, const quhua_host_rule *rules, size_t count,
                              quhua_error *err);

#endif
