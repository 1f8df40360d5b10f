/* SPDX-License-Identifier: Apache-2.0 */
#include "io/crosswalk_identity.h"

#include "crosswalk/crosswalk.h"
#include "crosswalk/sides.h"

/* The unit that rule 4 finds for a side to which rows lead, as a side; 0: a new one. */
static uint32_t read_by_rule(const quhua__sides *s, const quhua_crosswalk_row *rows, size_t row) {
  uint32_t old = s->olds[row], new = s->news[row];
  const quhua__side *to = &s->list[new - 1];
  if (to->same_code) return s->olds[to->same_code - 1];
  if (!old) return 0;
  if (!to->outs && to->was) return new; /* it stands on no old side, and holds the code */
  bool one_to_one = to->ins == 1 && s->list[old - 1].outs == 1;
  return one_to_one && rows[row].share.kind == QUHUA_SHARE_WHOLE ? old : 0;
}

static quhua_identity identity_of(const quhua__sides *s, const quhua_crosswalk_row *rows, size_t row) {
  uint32_t new = s->news[row];
  if (!new) return QUHUA_IDENTITY_RULE;
  uint32_t is = quhua__side_begins(&s->list[new - 1]) ? 0 : new;
  if (read_by_rule(s, rows, row) == is) return QUHUA_IDENTITY_RULE;
  if (!is) return QUHUA_IDENTITY_NEW;
  return s->olds[row] == new ? QUHUA_IDENTITY_SAME : QUHUA_IDENTITY_RULE;
}

bool quhua__crosswalk_identities(const quhua_crosswalk *crosswalk, const quhua_snapshot *before,
                                 quhua__arena *arena, quhua_identity **list) {
  quhua__sides sides;
  size_t count = quhua_crosswalk_count(crosswalk);
  const quhua_crosswalk_row *rows = quhua_crosswalk_at(crosswalk, 0);
  quhua_date from = quhua__crosswalk_between(crosswalk).from;
  *list = quhua__arena_alloc(arena, (count + 1) * sizeof **list);
  if (!*list || !quhua__sides_make(&sides, rows, count, before, from, arena)) return false;
  for (size_t i = 0; i < count; i++) (*list)[i] = identity_of(&sides, rows, i);
  return true;
}
