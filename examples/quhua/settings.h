/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h: settings as a command line gives them. */
#ifndef TOOL_SETTINGS_H
#define TOOL_SETTINGS_H

#include "tool.h"

/* Settings with the memory of their texts. */
typedef struct setting_list {
  quhua_attribute *items;
  size_t count;
  size_t cap;
} setting_list;

void setting_list_free(setting_list *list);
/* Add KEY=VALUE; with `files`, "@FILE" as a value is the text of a file. Returns an exit status. */
int setting_list_add(const tool *t, setting_list *list, const char *text, bool files);
/* What --rules, --size, --neighbours, --issue and --set put over the settings of the register. Returns an exit status;
 * unless it is DONE nothing needs freeing. */
int settings_of_run(const tool *t, setting_list *out);

#endif
