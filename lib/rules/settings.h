/* SPDX-License-Identifier: Apache-2.0 */
/* settings.h: what the register, or a plan for itself, has decided where the rules leave a choice. */
#ifndef QUHUA_RULES_SETTINGS_H
#define QUHUA_RULES_SETTINGS_H

#include <quhua/record.h>

#include "registry/registry_internal.h"

typedef struct quhua__settings {
  const quhua_attribute *own; /* of the plan: they win */
  size_t own_count;
  const quhua__state *state;
  uint32_t known;
} quhua__settings;

/* The value that holds; the initial one when nothing was said, empty for keys that no setting has. */
quhua_str quhua__setting(const quhua__settings *settings, quhua_str key);
quhua_str quhua__setting_named(const quhua__settings *settings, const char *key);
/* Is that the value of the setting? */
bool quhua__setting_is(const quhua__settings *settings, const char *key, const char *value);
/* The value of a setting whose values are numbers. */
uint32_t quhua__setting_number(const quhua__settings *settings, const char *key);
/* A setting of a family: "tag." and a name. */
quhua_str quhua__setting_of(const quhua__settings *settings, const char *family, quhua_str name);

/* Is it a key and a value that can be set? An empty value goes back to the initial one. */
quhua_status quhua__setting_check(const quhua_scheme *scheme, quhua_str key, quhua_str value,
                                  quhua_error *err);
/* May a plan put its own value over what the register has recorded? A pack of rules that the register asks for can be made
 * stricter for a plan, not laxer: that needs a setting of the register, or a waiver, and so a record. */
quhua_status quhua__setting_check_override(const quhua__settings *recorded, quhua_str key, quhua_str value,
                                           quhua_error *err);

#endif
