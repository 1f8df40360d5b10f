/* SPDX-License-Identifier: Apache-2.0 */
/* help.h: what --help says. */
#ifndef TOOL_HELP_H
#define TOOL_HELP_H

#include <stdio.h>

#include <quhua/text.h>

/* One line about a verb and the text of its --help, in both languages. */
typedef struct verb_help {
  const char *usage; /* arguments after the verb */
  const char *line[QUHUA_LANG_COUNT];
  const char *text[QUHUA_LANG_COUNT];
} verb_help;

extern const verb_help help_init, help_simulate, help_apply, help_milestone, help_acts, help_show, help_find,
    help_history, help_lineage, help_snapshot, help_tags, help_room, help_reserve, help_set, help_rules, help_crosswalk, help_infer,
    help_project, help_recode, help_scan, help_log, help_verify, help_vintage, help_observe, help_stats, help_exports, help_ledger,
    help_report;

/* What follows the list of verbs, and every verb's own text. */
extern const char *const help_common[QUHUA_LANG_COUNT];

#endif
