/* SPDX-License-Identifier: Apache-2.0 */
/* similar.c: units that kept their code or their place but not quite their name. */
#include "base/text_internal.h"
#include "infer/match.h"
#include "infer/names.h"

/* More pairs than this in one family are not compared: names that differ say little there. */
#define PAIRS_MAX 250000u

/* --- the same code ------------------------------------------------------------------------------------------------ */

/* Units with children keep their code only if children of theirs are there: else the code was given to another. */
static bool has_votes_for(const quhua__matching *m, uint32_t before, uint32_t after) {
  size_t count;
  const quhua__vote *votes = quhua__votes_of(m, before, &count);
  for (size_t i = 0; i < count; i++)
    if (votes[i].after == after) return true;
  return false;
}

static uint32_t confidence_of_code(const quhua__matching *m, uint32_t before, uint32_t after) {
  const quhua__census_unit *x = quhua__before(m, before), *y = quhua__after(m, after);
  quhua_str a = quhua__census_text(&m->texts, x->proper), b = quhua__census_text(&m->texts, y->proper);
  if (x->child_count && y->child_count && !has_votes_for(m, before, after)) return 0;
  return quhua__names_common(a, b) ? 8500 : 6000;
}

void quhua__match_codes(quhua__matching *m, quhua_level level) {
  for (uint32_t u = m->before.begin[level]; u < m->before.begin[level + 1]; u++) {
    if (!quhua__is_open(m, u)) continue;
    uint32_t v = quhua__census_find(&m->after, level, &quhua__before(m, u)->code);
    if (!v || m->origin[v] || quhua__family_before(m, u) != quhua__family_after(m, v)) continue;
    uint32_t confidence = confidence_of_code(m, u, v);
    if (confidence) quhua__tie_same(m, u, v, QUHUA__EVIDENCE_CODE, confidence);
  }
}

/* --- nearly the same name ------------------------------------------------------------------------------------------ */

/* How alike two names are, in ten-thousandths: characters that agree at both ends, of the longer name. */
static uint32_t likeness(const quhua__matching *m, uint32_t before, uint32_t after) {
  quhua_str a = quhua__census_text(&m->texts, quhua__before(m, before)->proper);
  quhua_str b = quhua__census_text(&m->texts, quhua__after(m, after)->proper);
  size_t x = quhua__name_length(a), y = quhua__name_length(b), longer = x > y ? x : y;
  return longer ? (uint32_t)(10000 * quhua__names_ends(a, b) / longer) : 0;
}

/* The most alike unit that is still open; 0 when two are. */
static uint32_t best_after(const quhua__matching *m, uint32_t before, const quhua__keyed *a, size_t na,
                           uint32_t *best) {
  uint32_t found = 0;
  *best = 0;
  for (size_t i = 0; i < na; i++) {
    uint32_t score = m->origin[a[i].unit] ? 0 : likeness(m, before, a[i].unit);
    if (score == *best) found = 0;
    if (score <= *best) continue;
    *best = score;
    found = a[i].unit;
  }
  return found;
}

static uint32_t best_before(const quhua__matching *m, uint32_t after, const quhua__keyed *b, size_t nb) {
  uint32_t found = 0, best = 0;
  for (size_t i = 0; i < nb; i++) {
    uint32_t score = quhua__is_open(m, b[i].unit) ? likeness(m, b[i].unit, after) : 0;
    if (score == best) found = 0;
    if (score <= best) continue;
    best = score;
    found = b[i].unit;
  }
  return found;
}

/* Two thirds alike; half will do for the only two that are left. */
static void pair_similar(quhua__matching *m, const quhua__join *join, const quhua__keyed *b, size_t nb,
                         const quhua__keyed *a, size_t na) {
  uint32_t enough = nb == 1 && na == 1 ? 5000 : 6600;
  if ((uint64_t)nb * na > PAIRS_MAX) return;
  for (size_t i = 0; i < nb; i++) {
    uint32_t score, after = best_after(m, b[i].unit, a, na, &score);
    if (!after || score < enough || best_before(m, after, b, nb) != b[i].unit) continue;
    quhua__tie_same(m, b[i].unit, after, join->evidence, quhua__confidence_of_part(4000, 8500, score, 10000));
  }
}

void quhua__match_similar(quhua__matching *m, quhua_level level) {
  static const quhua__join in_family = {
      quhua__family_before, quhua__family_after, pair_similar, QUHUA__EVIDENCE_SIMILAR_NAME, 0, 0};
  quhua__match_join(m, level, level, &in_family);
}
