/* SPDX-License-Identifier: Apache-2.0 */
#include "io/parent_code.h"

#include <stdio.h>

/* Would a reader who sees only the code think of another level? */
static bool needs_level(const quhua_snapshot *snapshot, const quhua_unit *parent, quhua_date date) {
  quhua_level level = QUHUA_LEVEL_ANY;
  quhua_code code;
  quhua_unit holder;
  const quhua_scheme *scheme = quhua_snapshot_scheme(snapshot);
  quhua_status status =
      quhua_code_parse(scheme, quhua_str_from(parent->code.text), QUHUA_LEVEL_ANY, &code, &level, NULL);
  if (status == QUHUA_OK && level != QUHUA_LEVEL_ANY && level != parent->level) return true;
  return quhua_unit_find(snapshot, QUHUA_LEVEL_ANY, &parent->code, date, &holder) == QUHUA_E_AMBIGUOUS;
}

quhua_str quhua__parent_code(const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date date,
                             char out[QUHUA__PARENT_TEXT_MAX]) {
  quhua_unit parent;
  out[0] = '\0';
  if (!unit->parent || quhua_unit_find_id(snapshot, unit->parent, date, &parent)) return quhua_str_from(out);
  if (needs_level(snapshot, &parent, date))
    snprintf(out, QUHUA__PARENT_TEXT_MAX, "%u:%s", (unsigned)parent.level, parent.code.text);
  else
    snprintf(out, QUHUA__PARENT_TEXT_MAX, "%s", parent.code.text);
  return quhua_str_from(out);
}
