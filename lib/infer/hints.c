/* SPDX-License-Identifier: Apache-2.0 */
/* hints.c: known acts come before everything that is guessed. */
#include "base/fail.h"
#include "base/sort.h"
#include "infer/match.h"

/* The unit that a cell names in a list; 0 when it is not there. Without a level the one that the code says comes
 * first. */
static uint32_t find_unit(const quhua__census *census, quhua_str code, quhua_level level) {
  quhua_code read;
  quhua_level natural;
  if (!code.len || code.ptr[0] == '@') return 0;
  if (quhua_code_parse(census->scheme, code, level, &read, &natural, NULL)) return 0;
  uint32_t found = natural ? quhua__census_find(census, natural, &read) : 0;
  bool said = level || (code.len > 1 && code.ptr[1] == ':');
  for (int l = QUHUA_LEVEL_PROVINCE; l <= QUHUA_LEVEL_MAX && !found && !said; l++)
    found = quhua__census_find(census, (quhua_level)l, &read);
  return found;
}

static bool place(const quhua__matching *m, const quhua_flow_row *row, quhua__hint *hint) {
  hint->row = row;
  hint->before = find_unit(&m->before, row->old_code, row->old_level);
  hint->after = find_unit(&m->after, row->new_code, row->new_level);
  bool ends = !row->new_code.len && !row->new_name.len;
  return hint->before && (hint->after || ends) && row->relation < QUHUA_RELATION_CORRECT;
}

static int by_unit(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__hint *x = &((const quhua__hint *)ctx)[a], *y = &((const quhua__hint *)ctx)[b];
  if (x->before != y->before) return x->before < y->before ? -1 : 1;
  return (a > b) - (a < b);
}

static bool is_one_to_one(quhua_relation relation) {
  switch (relation) {
  case QUHUA_RELATION_RENAME:
  case QUHUA_RELATION_RESPELL:
  case QUHUA_RELATION_RETYPE:
  case QUHUA_RELATION_TRANSFER:
  case QUHUA_RELATION_RECODE: return true;
  default: return false;
  }
}

/* Does the row say that the unit goes on, by its identity, by its relation, or by keeping its code (rule 4)? */
static bool goes_on(const quhua__matching *m, const quhua__hint *hint) {
  const quhua__census_unit *x = quhua__before(m, hint->before), *y = quhua__after(m, hint->after);
  if (hint->row->identity != QUHUA_IDENTITY_RULE) return hint->row->identity == QUHUA_IDENTITY_SAME;
  if (x->level == y->level && quhua_code_compare(&x->code, &y->code) == 0) return true;
  return is_one_to_one(hint->row->relation);
}

static uint32_t confidence_of(const quhua__hint *hint) {
  return hint->row->confidence >= 0 ? (uint32_t)hint->row->confidence : QUHUA__CERTAIN;
}

/* The row by which a unit goes on is its tie; else the first that leads somewhere. */
static void pair(quhua__matching *m, const quhua__hint *hint) {
  quhua__tie *tie = &m->ties[hint->before];
  if (hint->after && !tie->same && !m->origin[hint->after] && goes_on(m, hint)) {
    quhua__tie_same(m, hint->before, hint->after, QUHUA__EVIDENCE_HINT, confidence_of(hint));
    return;
  }
  if (hint->after) m->joined[hint->after]++;
  if (!tie->after)
    *tie = (quhua__tie){hint->after, (uint16_t)confidence_of(hint), QUHUA__EVIDENCE_HINT, false};
}

const quhua__hint *quhua__hints_of(const quhua__matching *m, uint32_t before, size_t *count) {
  size_t low = 0, high = m->hint_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (m->hints[middle].before < before)
      low = middle + 1;
    else
      high = middle;
  }
  for (high = low; high < m->hint_count && m->hints[high].before == before;) high++;
  *count = high - low;
  return *count ? m->hints + low : NULL;
}

quhua_status quhua__match_hints(quhua__matching *m, const quhua_changeset *hints, uint64_t *unplaced,
                                quhua_error *err) {
  size_t count = hints ? quhua_changeset_count(hints) : 0;
  quhua__hint *placed = quhua__arena_alloc(&m->arena, (count + 1) * sizeof *placed);
  uint32_t *order = quhua__arena_alloc(&m->arena, 2 * count * sizeof *order);
  m->hints = quhua__arena_alloc(&m->arena, count * sizeof *m->hints);
  if (!placed || !order || !m->hints) return quhua__fail_nomem(err);
  for (size_t i = 0; i < count; i++) {
    if (place(m, quhua_changeset_row(hints, i), &placed[m->hint_count]))
      m->hint_count++;
    else
      ++*unplaced;
  }
  for (uint32_t i = 0; i < m->hint_count; i++) order[i] = i;
  quhua__sort(order, order + count, m->hint_count, by_unit, placed);
  for (size_t i = 0; i < m->hint_count; i++) m->hints[i] = placed[order[i]];
  for (size_t i = 0; i < m->hint_count; i++) pair(m, &m->hints[i]);
  return QUHUA_OK;
}
