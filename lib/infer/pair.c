/* SPDX-License-Identifier: Apache-2.0 */
/* pair.c: pairs by equal keys. */
#include <string.h>

#include "base/sort.h"
#include "infer/match.h"

/* --- the same code and name -------------------------------------------------------------------------------------- */

typedef bool (*same_name)(const quhua__census_unit *x, const quhua__census_unit *y);

static bool to_the_letter(const quhua__census_unit *x, const quhua__census_unit *y) {
  return quhua_str_equal(x->name, y->name);
}

/* Parents that are implied have no name: their code is all there is. */
static bool in_its_stem(const quhua__census_unit *x, const quhua__census_unit *y) {
  return x->stem == y->stem || !x->stem || !y->stem;
}

/* Both lists lie in the order of (level, code), so this is one walk along both. */
static void walk(quhua__matching *m, same_name same) {
  uint32_t b = 1, a = 1;
  while (b <= m->before.count && a <= m->after.count) {
    const quhua__census_unit *x = quhua__before(m, b), *y = quhua__after(m, a);
    int order = x->level != y->level ? x->level - y->level : quhua_code_compare(&x->code, &y->code);
    if (order == 0 && quhua__is_open(m, b) && !m->origin[a] && same(x, y))
      quhua__tie_same(m, b, a, QUHUA__EVIDENCE_CODE_AND_NAME, QUHUA__CERTAIN);
    b += order <= 0;
    a += order >= 0;
  }
}

/* The stems of all names that are not settled by then. */
static bool read_names(quhua__matching *m) {
  for (uint32_t b = 1; b <= m->before.count; b++)
    if (m->ties[b].evidence != QUHUA__EVIDENCE_CODE_AND_NAME &&
        !quhua__census_read_name(&m->texts, &m->before.units[b]))
      return false;
  for (uint32_t a = 1; a <= m->after.count; a++) {
    uint32_t origin = m->origin[a];
    bool settled = origin && m->ties[origin].evidence == QUHUA__EVIDENCE_CODE_AND_NAME;
    if (!settled && !quhua__census_read_name(&m->texts, &m->after.units[a])) return false;
  }
  return true;
}

void quhua__match_code_and_name(quhua__matching *m) {
  walk(m, to_the_letter);
  if (read_names(m))
    walk(m, in_its_stem);
  else
    m->failed = true;
}

/* --- joins ------------------------------------------------------------------------------------------------------- */

typedef quhua__keyed keyed;

static int by_key(const void *ctx, uint32_t a, uint32_t b) {
  const keyed *x = &((const keyed *)ctx)[a], *y = &((const keyed *)ctx)[b];
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return (x->unit > y->unit) - (x->unit < y->unit);
}

typedef struct side {
  keyed *list; /* in the order of (key, unit) */
  size_t count;
} side;

static size_t collect(const quhua__matching *m, quhua_level level, quhua__match_key key, bool is_before,
                      keyed *out) {
  const quhua__census *census = is_before ? &m->before : &m->after;
  size_t count = 0;
  for (uint32_t unit = census->begin[level]; unit < census->begin[level + 1]; unit++) {
    bool paired = is_before ? !quhua__is_open(m, unit) : m->origin[unit] != 0;
    uint64_t value = paired ? 0 : key(m, unit);
    if (!value) continue;
    if (out) out[count] = (keyed){value, unit};
    count++;
  }
  return count;
}

static side sorted_side(quhua__matching *m, quhua_level level, quhua__match_key key, bool is_before,
                        quhua__arena *scratch) {
  side s = {NULL, collect(m, level, key, is_before, NULL)};
  keyed *raw = quhua__arena_alloc(scratch, s.count * sizeof *raw);
  uint32_t *order = quhua__arena_alloc(scratch, 2 * s.count * sizeof *order);
  s.list = quhua__arena_alloc(scratch, s.count * sizeof *s.list);
  if (!raw || !order || !s.list) {
    m->failed = true;
    return (side){NULL, 0};
  }
  collect(m, level, key, is_before, raw);
  for (uint32_t i = 0; i < s.count; i++) order[i] = i;
  quhua__sort(order, order + s.count, s.count, by_key, raw);
  for (size_t i = 0; i < s.count; i++) s.list[i] = raw[order[i]];
  return s;
}

static size_t end_of_group(const side *s, size_t first) {
  size_t end = first;
  while (end < s->count && s->list[end].key == s->list[first].key) end++;
  return end;
}

static void pair_group(quhua__matching *m, const quhua__join *join, const keyed *b, size_t nb, const keyed *a,
                       size_t na) {
  uint32_t confidence = nb == 1 && na == 1 ? join->alone : nb == na ? join->ordered : 0;
  for (size_t i = 0; confidence && i < nb; i++)
    quhua__tie_same(m, b[i].unit, a[i].unit, join->evidence, confidence);
}

void quhua__match_join(quhua__matching *m, quhua_level before_level, quhua_level after_level,
                       const quhua__join *join) {
  quhua__arena scratch;
  quhua__arena_init(&scratch, m->allocator);
  side before = sorted_side(m, before_level, join->before, true, &scratch);
  side after = sorted_side(m, after_level, join->after, false, &scratch);
  for (size_t b = 0, a = 0; !m->failed && b < before.count && a < after.count;) {
    size_t b_end = end_of_group(&before, b), a_end = end_of_group(&after, a);
    uint64_t x = before.list[b].key, y = after.list[a].key;
    if (x == y) join->group(m, join, before.list + b, b_end - b, after.list + a, a_end - a);
    if (x <= y) b = b_end;
    if (y <= x) a = a_end;
  }
  quhua__arena_free(&scratch);
}

/* --- keys -------------------------------------------------------------------------------------------------------- */

/* A scope and a text. Units of the first list are counted to the unit of the second that their scope became; those at the
 * top have the scope 0, which is the same on both sides. */
static uint64_t key_of(uint32_t scope, uint32_t text) { return text ? (uint64_t)scope << 32 | text : 0; }

/* False where the scope of a unit of the first list went nowhere. */
static bool scope_before(const quhua__matching *m, uint32_t above, uint32_t *scope) {
  *scope = above ? quhua__heir(m, above) : 0;
  return !above || *scope;
}

static uint64_t stem_in_parent_before(const quhua__matching *m, uint32_t unit) {
  uint32_t parent = quhua__before(m, unit)->parent, scope;
  if (parent && !m->ties[parent].same) return 0;
  return scope_before(m, parent, &scope) ? key_of(scope, quhua__before(m, unit)->stem) : 0;
}
static uint64_t proper_in_parent_before(const quhua__matching *m, uint32_t unit) {
  uint32_t parent = quhua__before(m, unit)->parent, scope;
  if (parent && !m->ties[parent].same) return 0;
  return scope_before(m, parent, &scope) ? key_of(scope, quhua__before(m, unit)->proper) : 0;
}
static uint64_t stem_in_parent_after(const quhua__matching *m, uint32_t unit) {
  return key_of(quhua__after(m, unit)->parent, quhua__after(m, unit)->stem);
}
static uint64_t proper_in_parent_after(const quhua__matching *m, uint32_t unit) {
  return key_of(quhua__after(m, unit)->parent, quhua__after(m, unit)->proper);
}

static uint64_t stem_in_heir(const quhua__matching *m, uint32_t unit) {
  uint32_t scope;
  return scope_before(m, quhua__before(m, unit)->parent, &scope) ? key_of(scope, quhua__before(m, unit)->stem)
                                                                 : 0;
}
static uint64_t proper_in_heir(const quhua__matching *m, uint32_t unit) {
  uint32_t scope;
  return scope_before(m, quhua__before(m, unit)->parent, &scope)
             ? key_of(scope, quhua__before(m, unit)->proper)
             : 0;
}

/* Two levels up: only below units that are there. */
static uint64_t in_region_before(const quhua__matching *m, uint32_t unit, uint32_t text) {
  uint32_t parent = quhua__before(m, unit)->parent, scope;
  if (!parent) return 0;
  return scope_before(m, quhua__before(m, parent)->parent, &scope) ? key_of(scope, text) : 0;
}
static uint64_t in_region_after(const quhua__matching *m, uint32_t unit, uint32_t text) {
  uint32_t parent = quhua__after(m, unit)->parent;
  return parent ? key_of(quhua__after(m, parent)->parent, text) : 0;
}
static uint64_t stem_in_region_before(const quhua__matching *m, uint32_t unit) {
  return in_region_before(m, unit, quhua__before(m, unit)->stem);
}
static uint64_t stem_in_region_after(const quhua__matching *m, uint32_t unit) {
  return in_region_after(m, unit, quhua__after(m, unit)->stem);
}
static uint64_t proper_in_region_before(const quhua__matching *m, uint32_t unit) {
  return in_region_before(m, unit, quhua__before(m, unit)->proper);
}
static uint64_t proper_in_region_after(const quhua__matching *m, uint32_t unit) {
  return in_region_after(m, unit, quhua__after(m, unit)->proper);
}

uint64_t quhua__family_before(const quhua__matching *m, uint32_t unit) {
  uint32_t scope;
  return scope_before(m, quhua__before(m, unit)->parent, &scope) ? (uint64_t)scope + 1 : 0;
}
uint64_t quhua__family_after(const quhua__matching *m, uint32_t unit) {
  return (uint64_t)quhua__after(m, unit)->parent + 1;
}

/* --- the joins --------------------------------------------------------------------------------------------------- */

static void join_all(quhua__matching *m, quhua_level level, const quhua__join *joins, size_t count) {
  for (size_t i = 0; i < count && !m->failed; i++) quhua__match_join(m, level, level, &joins[i]);
}

/* Names before codes: inside one interval codes go round in cycles, names hardly ever do. */
void quhua__match_names(quhua__matching *m, quhua_level level) {
  static const quhua__join joins[] = {
      {stem_in_parent_before, stem_in_parent_after, pair_group, QUHUA__EVIDENCE_NAME, 9700, 7000},
      {proper_in_parent_before, proper_in_parent_after, pair_group, QUHUA__EVIDENCE_PROPER_NAME, 9300, 0},
  };
  join_all(m, level, joins, 2);
}

/* Units that moved: with their parent's territory first, then anywhere below the unit two levels up. */
void quhua__match_moved(quhua__matching *m, quhua_level level) {
  static const quhua__join joins[] = {
      {stem_in_heir, stem_in_parent_after, pair_group, QUHUA__EVIDENCE_NAME_MOVED, 9500, 6500},
      {proper_in_heir, proper_in_parent_after, pair_group, QUHUA__EVIDENCE_NAME_MOVED, 8800, 0},
      {stem_in_region_before, stem_in_region_after, pair_group, QUHUA__EVIDENCE_NAME_ELSEWHERE, 8000, 0},
      {proper_in_region_before, proper_in_region_after, pair_group, QUHUA__EVIDENCE_NAME_ELSEWHERE, 7000, 0},
  };
  join_all(m, level, joins, 4);
}
