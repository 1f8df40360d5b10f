/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "property/truth_checks.h"

#include <stdio.h>
#include <string.h>

__extension__ typedef __int128 wide; /* products of 63 bits */

/* The unit of the world with an identity; 0: none. */
static int unit_with(const truth_look *l, quhua_unit_id id) {
  for (int u = l->world->unit_count - 1; id && u > 0; u--)
    if (l->world->id[u] == id) return u;
  return 0;
}

static bool is_formal(const quhua_unit *unit) { return unit->standing == QUHUA_STANDING_FORMAL; }

/* --- units ------------------------------------------------------------------------------------------------------ */

void truth_check_units(const truth_look *l, quhua_date day) {
  const truth_state *s = truth_on(l->world, day);
  quhua_cursor *cursor = NULL;
  quhua_unit unit;
  int living = 0, found = 0;
  for (int u = 1; u < l->world->unit_count; u++) living += s->alive[u];
  assert_int_equal(quhua_cursor_new_all(l->snapshot, day, &cursor, NULL), QUHUA_OK);
  while (quhua_cursor_next(cursor, &unit)) {
    if (!is_formal(&unit)) continue;
    int u = unit_with(l, unit.id);
    if (!u || !s->alive[u]) fail_msg("%s lives on day %d", unit.code.text, (int)day);
    if (unit.level > QUHUA_LEVEL_COUNTY) assert_int_equal(unit.parent, l->world->id[s->parent[u]]);
    found++;
  }
  quhua_cursor_free(cursor);
  assert_int_equal(found, living);
}

/* --- totals ----------------------------------------------------------------------------------------------------- */

static int64_t truth_of(const truth_look *l, const truth_state *s, int unit, bool people) {
  if (people) return truth_people_of(l->world, s, unit);
  truth_land land = truth_land_of(l->world, s, unit);
  return truth_counted_size(s, &land);
}

static void check_total(const truth_look *l, const truth_state *s, const quhua_stat *row, bool people,
                        quhua_date day) {
  bool formal = row->unit.id && is_formal(&row->unit);
  int64_t truth =
      truth_of(l, s, formal ? unit_with(l, row->unit.id) : 0, people); /* above counties lies all */
  const char *code = row->unit.id ? row->unit.code.text : "total";
  bool all_of_it = l->all_counted && !formal; /* nobody is lost, whatever is said of the parts */
  bool is_village =
      row->unit.level == QUHUA_LEVEL_VILLAGE; /* what lies in no village is divided with its town, somehow */
  bool must_be_exact = all_of_it || (l->all_counted && l->exact && row->complete && is_village);
  bool bounded = row->complete || all_of_it;
  if (l->all_counted && l->exact && is_village && !row->complete) /* no end was repealed */
    fail_msg("%s on %d: not all is known", code, (int)day);
  if (!bounded && people)
    return; /* of those who were counted; rounded act by act they may be more than there are */
  if (row->lo > truth || (bounded && truth > row->hi) || (must_be_exact && row->lo != row->hi))
    fail_msg("%s on %d: %s %d..%d, in truth %d", code, (int)day, people ? "people" : "mu", (int)row->lo,
             (int)row->hi, (int)truth);
}

void truth_check_totals(const truth_look *l, quhua_date day) {
  const truth_state *s = truth_on(l->world, day);
  for (int people = 0; people < 2; people++) {
    quhua_stats *stats = NULL;
    const quhua_stat *row;
    assert_int_equal(quhua_stats_new(l->snapshot, quhua_str_from(people ? "人" : "亩"), QUHUA_LEVEL_ANY, day,
                                     &stats, NULL),
                     QUHUA_OK);
    for (size_t i = 0; (row = quhua_stats_at(stats, i)); i++) check_total(l, s, row, people, day);
    quhua_stats_free(stats);
  }
}

/* --- projections ------------------------------------------------------------------------------------------------ */

static bool holds(quhua_share share, int part, int whole) {
  return (wide)share.lo.num * whole <= (wide)part * share.lo.den &&
         (wide)part * share.hi.den <= (wide)share.hi.num * whole;
}

static void blame(const truth_look *l, const quhua_projected *row, int unit, quhua_date from, quhua_date to,
                  int part, int whole) {
  char share[QUHUA_SHARE_TEXT_MAX];
  quhua_share_format(row->share, share);
  fail_msg("unit %d from %d to %d: %s of %s, in truth %d/%d", (int)l->world->id[unit], (int)from, (int)to,
           share, row->unit.id ? row->unit.code.text : "nothing", part, whole);
}

static quhua_projection *project(const truth_look *l, int unit, quhua_date from, quhua_date to) {
  quhua_projection *p = NULL;
  quhua_status status = quhua_projection_new(l->snapshot, l->world->id[unit], from, to, &p, NULL);
  if (status)
    fail_msg("unit %d from %d to %d: %s", (int)l->world->id[unit], (int)from, (int)to,
             quhua_status_name(status));
  return p;
}

/* A sum of shares, exact while it fits. */
typedef struct ratio {
  wide num, den;
  bool lost;
} ratio;

static void add(ratio *sum, quhua_fraction f) {
  wide num, more, den;
  sum->lost |= __builtin_mul_overflow(sum->num, (wide)f.den, &num) ||
               __builtin_mul_overflow((wide)f.num, sum->den, &more) ||
               __builtin_add_overflow(num, more, &num) || __builtin_mul_overflow(sum->den, (wide)f.den, &den);
  if (sum->lost) return;
  wide a = num, b = den;
  while (b) {
    wide rest = a % b;
    a = b;
    b = rest;
  }
  sum->num = num / a;
  sum->den = den / a;
}

static bool has(const quhua_projection *p, quhua_unit_id id) {
  const quhua_projected *row;
  for (size_t i = 0; (row = quhua_projection_at(p, i)); i++)
    if (row->unit.id == id) return true;
  return false;
}

/* Land of a unit that lies, on another day, in a unit of its level; 0: in none. */
static int part_in(const truth_look *l, const truth_land *land, int level, const truth_state *s, int unit) {
  int rest = truth_size(land);
  truth_land there = truth_land_of(l->world, s, unit), common = truth_common(land, &there);
  if (unit) return truth_size(&common);
  for (int u = 1; u < l->world->unit_count; u++) {
    if (!s->alive[u] || l->world->level[u] != level) continue;
    there = truth_land_of(l->world, s, u);
    common = truth_common(land, &there);
    rest -= truth_size(&common);
  }
  return rest;
}

static void check_way_back(const truth_look *l, const quhua_projected *row, int unit, quhua_date from,
                           quhua_date to) {
  if (!row->unit.id || !row->share.hi.num) return;
  quhua_projection *back = project(l, unit_with(l, row->unit.id), to, from);
  if (!has(back, l->world->id[unit]))
    fail_msg("unit %d from %d to %d is %s, and back it is not", (int)l->world->id[unit], (int)from, (int)to,
             row->unit.code.text);
  quhua_projection_free(back);
}

void truth_check_forward(const truth_look *l, int unit, quhua_date from, quhua_date to) {
  const truth_state *later = truth_on(l->world, to);
  truth_land land = truth_land_of(l->world, truth_on(l->world, from), unit);
  int whole = truth_size(&land), all = 0;
  ratio lo = {0, 1, false}, hi = {0, 1, false};
  quhua_projection *p = project(l, unit, from, to);
  size_t way_back = (size_t)(from + to) % quhua_projection_count(p); /* each is costly, so one of them */
  const quhua_projected *row;
  for (size_t i = 0; (row = quhua_projection_at(p, i)); i++) {
    int part = part_in(l, &land, l->world->level[unit], later, unit_with(l, row->unit.id));
    if (!holds(row->share, part, whole)) blame(l, row, unit, from, to, part, whole);
    all += part;
    add(&lo, row->share.lo);
    add(&hi, row->share.hi);
    if (i == way_back) check_way_back(l, row, unit, from, to);
  }
  if (all != whole)
    fail_msg("unit %d from %d to %d: %d of %d", (int)l->world->id[unit], (int)from, (int)to, all, whole);
  assert_true((lo.lost || lo.num <= lo.den) && (hi.lost || hi.num >= hi.den));
  quhua_projection_free(p);
}

void truth_check_backward(const truth_look *l, int unit, quhua_date from, quhua_date to) {
  const truth_state *earlier = truth_on(l->world, to);
  truth_land land = truth_land_of(l->world, truth_on(l->world, from), unit);
  int whole = truth_size(&land), all = 0;
  quhua_projection *p = project(l, unit, from, to);
  const quhua_projected *row;
  for (size_t i = 0; (row = quhua_projection_at(p, i)); i++) {
    int part = part_in(l, &land, l->world->level[unit], earlier, unit_with(l, row->unit.id));
    if (!holds(row->share, part, whole)) blame(l, row, unit, from, to, part, whole);
    all += part;
  }
  if (all != whole)
    fail_msg("unit %d from %d back to %d: %d of %d", (int)l->world->id[unit], (int)from, (int)to, all, whole);
  quhua_projection_free(p);
}

void truth_check_same(const truth_look *l, int a, quhua_date day_a, int b, quhua_date day_b) {
  truth_land x = truth_land_of(l->world, truth_on(l->world, day_a), a),
             y = truth_land_of(l->world, truth_on(l->world, day_b), b);
  bool same = memcmp(&x, &y, sizeof x) == 0;
  quhua_answer answer;
  assert_int_equal(
      quhua_same_territory(l->snapshot, l->world->id[a], day_a, l->world->id[b], day_b, &answer, NULL),
      QUHUA_OK);
  if (answer != QUHUA_UNKNOWN && (answer == QUHUA_YES) != same)
    fail_msg("unit %d on %d and unit %d on %d: %s", (int)l->world->id[a], (int)day_a, (int)l->world->id[b],
             (int)day_b, same ? "the same" : "not the same");
}

/* --- crosswalks -------------------------------------------------------------------------------------------------- */

static bool same_bounds(quhua_share a, quhua_share b) {
  return memcmp(&a.lo, &b.lo, sizeof a.lo) == 0 && memcmp(&a.hi, &b.hi, sizeof a.hi) == 0;
}

static const quhua_projected *find_row(const quhua_projection *p, quhua_unit_id id) {
  const quhua_projected *row;
  for (size_t i = 0; (row = quhua_projection_at(p, i)); i++)
    if (row->unit.id == id) return row;
  return NULL;
}

/* Nothing of the unit differs, or the rows of its code are those of its projection. */
static size_t compare_unit(const truth_look *l, const quhua_crosswalk *c, int u, quhua_date from,
                           quhua_date to) {
  quhua_unit unit;
  size_t first = 0;
  assert_int_equal(quhua_unit_find_id(l->snapshot, l->world->id[u], from, &unit), QUHUA_OK);
  quhua_projection *p = project(l, u, from, to);
  size_t count = quhua_crosswalk_find(c, unit.level, &unit.code, &first);
  const quhua_projected *only = quhua_projection_at(p, 0);
  if (!count) {
    assert_int_equal(quhua_projection_count(p), 1);
    assert_true(only->unit.id == unit.id && only->unit.parent == unit.parent &&
                quhua_str_equal(only->unit.name, unit.name) &&
                !quhua_code_compare(&only->unit.code, &unit.code));
  } else
    assert_int_equal(quhua_projection_count(p), count);
  for (size_t i = first; i < first + count; i++) {
    const quhua_crosswalk_row *row = quhua_crosswalk_at(c, i);
    const quhua_projected *other = find_row(p, row->after.id);
    assert_int_equal(row->before.id, unit.id);
    assert_non_null(other);
    assert_true(same_bounds(row->share, other->share));
  }
  quhua_projection_free(p);
  return count;
}

void truth_check_crosswalk(const truth_look *l, quhua_date from, quhua_date to) {
  const truth_state *s = truth_on(l->world, from), *later = truth_on(l->world, to);
  quhua_crosswalk *c = NULL;
  const quhua_crosswalk_row *row;
  size_t compared = 0, begun = 0;
  assert_int_equal(quhua_crosswalk_new(l->snapshot, from, to, &c, NULL), QUHUA_OK);
  for (int u = 1; u < l->world->unit_count; u++)
    if (s->alive[u]) compared += compare_unit(l, c, u, from, to);
  for (size_t i = 0; (row = quhua_crosswalk_at(c, i)); i++) {
    int u = unit_with(l, row->after.id);
    if (row->before.id) continue;
    assert_true(u && later->alive[u] && !s->alive[u]);
    begun++;
  }
  assert_int_equal(compared + begun, quhua_crosswalk_count(c));
  quhua_crosswalk_free(c);
}

/* --- answers ----------------------------------------------------------------------------------------------------- */

/* FNV-1a */
static void mix(uint64_t *hash, const void *data, size_t len) {
  for (size_t i = 0; i < len; i++)
    *hash = (*hash ^ ((const unsigned char *)data)[i]) * UINT64_C(0x100000001b3);
}

static void mix_unit(uint64_t *hash, const quhua_unit *unit) {
  mix(hash, &unit->id, sizeof unit->id);
  if (!unit->id) return;
  mix(hash, &unit->parent, sizeof unit->parent);
  mix(hash, unit->code.text, strlen(unit->code.text));
  mix(hash, unit->name.ptr, unit->name.len);
}

static void mix_projection(uint64_t *hash, const quhua_snapshot *snapshot, quhua_unit_id unit,
                           quhua_date from, quhua_date to) {
  quhua_projection *p = NULL;
  const quhua_projected *row;
  if (quhua_projection_new(snapshot, unit, from, to, &p, NULL)) return;
  for (size_t i = 0; (row = quhua_projection_at(p, i)); i++) {
    mix_unit(hash, &row->unit);
    mix(hash, &row->share.lo, sizeof row->share.lo);
    mix(hash, &row->share.hi, sizeof row->share.hi);
    mix(hash, &row->sequence, sizeof row->sequence);
  }
  quhua_projection_free(p);
}

uint64_t truth_answer(const quhua_snapshot *snapshot, quhua_unit_id unit, quhua_date from, quhua_date to) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  quhua_stats *stats = NULL;
  const quhua_stat *row;
  mix_projection(&hash, snapshot, unit, from, to);
  assert_int_equal(quhua_stats_new(snapshot, quhua_str_from("人"), QUHUA_LEVEL_ANY, to, &stats, NULL),
                   QUHUA_OK);
  for (size_t i = 0; (row = quhua_stats_at(stats, i)); i++) {
    mix_unit(&hash, &row->unit);
    mix(&hash, &row->lo, sizeof row->lo);
    mix(&hash, &row->hi, sizeof row->hi);
    mix(&hash, &row->complete, sizeof row->complete);
  }
  quhua_stats_free(stats);
  return hash;
}
