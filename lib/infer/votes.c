/* SPDX-License-Identifier: Apache-2.0 */
/* votes.c: units whose children went the same way.
 *
 * A child that kept its code and name, or whose name is the only one of its kind left in the region on both sides,
 * votes for the unit below which it lies now. Most votes both ways: the same unit. */
#include <string.h>

#include "base/sort.h"
#include "base/text_internal.h"
#include "infer/match.h"

#define VOTES_OF_SEAT 3

static void add_vote(quhua__matching *m, uint32_t before, uint32_t after) {
  void *votes = m->votes;
  bool grown = quhua__grow(m->allocator, &votes, &m->vote_cap, m->vote_count + 1, sizeof *m->votes);
  m->votes = votes;
  if (grown)
    m->votes[m->vote_count++] = (quhua__vote){before, after, 1};
  else
    m->failed = true;
}

/* Children that are paired already. */
static void count_paired(quhua__matching *m, quhua_level level) {
  for (uint32_t u = m->before.begin[level]; u < m->before.begin[level + 1] && !m->failed; u++) {
    const quhua__census_unit *unit = quhua__before(m, u);
    if (!quhua__is_open(m, u)) continue;
    for (uint32_t i = 0; i < unit->child_count; i++) {
      uint32_t child = quhua__heir(m, m->before.children[unit->first_child + i]);
      uint32_t above = child ? quhua__after(m, child)->parent : 0;
      if (above && quhua__after(m, above)->level == unit->level) add_vote(m, u, above);
    }
  }
}

/* Children by name: the region is the unit two levels above the child. */
static uint64_t child_before(const quhua__matching *m, uint32_t child) {
  const quhua__census_unit *unit = quhua__before(m, child);
  if (!unit->parent || !unit->stem || !quhua__is_open(m, unit->parent)) return 0;
  if (quhua__before(m, unit->parent)->level != m->level) return 0;
  uint32_t above = quhua__before(m, unit->parent)->parent, region = above ? quhua__heir(m, above) : 0;
  return above && !region ? 0 : (uint64_t)region << 32 | unit->stem;
}

static uint64_t child_after(const quhua__matching *m, uint32_t child) {
  const quhua__census_unit *unit = quhua__after(m, child);
  if (!unit->parent || !unit->stem || quhua__after(m, unit->parent)->level != m->level) return 0;
  return (uint64_t)quhua__after(m, unit->parent)->parent << 32 | unit->stem;
}

static void vote_group(quhua__matching *m, const quhua__join *join, const quhua__keyed *b, size_t nb,
                       const quhua__keyed *a, size_t na) {
  (void)join;
  if (nb != 1 || na != 1) return;
  uint32_t from = quhua__before(m, b->unit)->parent, to = quhua__after(m, a->unit)->parent;
  add_vote(m, from, to);
}

/* --- the seat's name ---------------------------------------------------------------------------------------------- */

/* A village or community that is named after a unit of the level, which was its seat most often: 毛公社区 of 高渠镇 was
 * the seat of 毛公乡, 丝窝中心村 that of 丝窝乡. */
static uint64_t seat_after(const quhua__matching *m, uint32_t child) {
  const quhua__census_unit *unit = quhua__after(m, child);
  if (!unit->parent || !unit->proper || quhua__after(m, unit->parent)->level != m->level) return 0;
  quhua_str name = quhua__census_text(&m->texts, unit->proper), centre = quhua_str_from("中心");
  uint32_t text = unit->proper;
  if (name.len > centre.len && quhua__ends_with(name, centre))
    text = quhua__census_find_text(&m->texts, (quhua_str){name.ptr, name.len - centre.len});
  return text ? (uint64_t)quhua__after(m, unit->parent)->parent << 32 | text : 0;
}

static uint64_t named_before(const quhua__matching *m, uint32_t unit) {
  uint32_t above = quhua__before(m, unit)->parent, region = above ? quhua__heir(m, above) : 0;
  if ((above && !region) || !quhua__before(m, unit)->proper) return 0;
  return (uint64_t)region << 32 | quhua__before(m, unit)->proper;
}

static void vote_for_seat(quhua__matching *m, const quhua__join *join, const quhua__keyed *b, size_t nb,
                          const quhua__keyed *a, size_t na) {
  (void)join;
  if (nb != 1 || na != 1) return;
  for (int i = 0; i < VOTES_OF_SEAT; i++) add_vote(m, b->unit, quhua__after(m, a->unit)->parent);
}

static int by_pair(const void *ctx, uint32_t a, uint32_t b) {
  const quhua__vote *x = &((const quhua__vote *)ctx)[a], *y = &((const quhua__vote *)ctx)[b];
  if (x->before != y->before) return x->before < y->before ? -1 : 1;
  return (x->after > y->after) - (x->after < y->after);
}

/* Brings equal votes together. */
static void sum_up(quhua__matching *m, quhua__arena *scratch) {
  size_t count = m->vote_count, kept = 0;
  uint32_t *order = quhua__arena_alloc(scratch, 2 * count * sizeof *order);
  quhua__vote *sorted = quhua__arena_alloc(scratch, count * sizeof *sorted);
  if (!order || !sorted) {
    m->failed = true;
    return;
  }
  for (uint32_t i = 0; i < count; i++) order[i] = i;
  quhua__sort(order, order + count, count, by_pair, m->votes);
  for (size_t i = 0; i < count; i++) {
    quhua__vote vote = m->votes[order[i]];
    bool again = kept && sorted[kept - 1].before == vote.before && sorted[kept - 1].after == vote.after;
    if (again)
      sorted[kept - 1].count++;
    else
      sorted[kept++] = vote;
  }
  if (kept) memcpy(m->votes, sorted, kept * sizeof *sorted);
  m->vote_count = kept;
}

const quhua__vote *quhua__votes_of(const quhua__matching *m, uint32_t before, size_t *count) {
  size_t low = 0, high = m->vote_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (m->votes[middle].before < before)
      low = middle + 1;
    else
      high = middle;
  }
  for (high = low; high < m->vote_count && m->votes[high].before == before;) high++;
  *count = high - low;
  return *count ? m->votes + low : NULL;
}

/* More than half of the votes of both units, and more than a fourth of all that lies below the later one. */
static void pair_majorities(quhua__matching *m, quhua__arena *scratch) {
  uint32_t *cast = quhua__arena_alloc(scratch, (m->before.count + 1) * sizeof *cast);
  uint32_t *received = quhua__arena_alloc(scratch, (m->after.count + 1) * sizeof *received);
  if (!cast || !received) {
    m->failed = true;
    return;
  }
  for (size_t i = 0; i < m->vote_count; i++) {
    cast[m->votes[i].before] += m->votes[i].count;
    received[m->votes[i].after] += m->votes[i].count;
  }
  for (size_t i = 0; i < m->vote_count; i++) {
    const quhua__vote *vote = &m->votes[i];
    uint32_t x = quhua__before(m, vote->before)->child_count, y = quhua__after(m, vote->after)->child_count;
    bool most = vote->count > cast[vote->before] / 2 && vote->count > received[vote->after] / 2 &&
                vote->count > y / 4;
    if (!most || m->origin[vote->after]) continue;
    quhua__tie_same(m, vote->before, vote->after, QUHUA__EVIDENCE_CHILDREN,
                    quhua__confidence_of_part(6000, 9600, vote->count, x > y ? x : y));
  }
}

void quhua__match_votes(quhua__matching *m, quhua_level level) {
  static const quhua__join by_name = {child_before, child_after, vote_group, QUHUA__EVIDENCE_CHILDREN, 0, 0};
  static const quhua__join by_seat = {
      named_before, seat_after, vote_for_seat, QUHUA__EVIDENCE_CHILDREN, 0, 0};
  quhua__arena scratch;
  quhua__arena_init(&scratch, m->allocator);
  m->vote_count = 0;
  count_paired(m, level);
  for (int deeper = (int)level + 1; deeper <= QUHUA_LEVEL_MAX && !m->failed; deeper++) {
    quhua__match_join(m, (quhua_level)deeper, (quhua_level)deeper, &by_name);
    quhua__match_join(m, level, (quhua_level)deeper, &by_seat);
  }
  if (!m->failed) sum_up(m, &scratch);
  if (!m->failed) pair_majorities(m, &scratch);
  quhua__arena_free(&scratch);
}
