/* SPDX-License-Identifier: Apache-2.0 */
/* compile.c: a map from what a snapshot knows. Forward the answers are the rows of the crosswalk; backward each unit
 * that differs is projected. */
#include <quhua/crosswalk.h>
#include <quhua/project.h>

#include "base/fail.h"
#include "base/fraction.h"
#include "recode/map.h"
#include "registry/registry_internal.h"

typedef struct compiling {
  const quhua_snapshot *snapshot;
  quhua_date from, to;
  quhua_recode_map *map;
  uint32_t *answer_of; /* by identity; 0: the unit is the same */
  size_t unit_count;
  quhua__rows upper; /* rows of units above the townships, which have several short forms */
} compiling;

/* --- answers ------------------------------------------------------------------------------------------------------ */

static bool add_target(quhua_recode_map *map, const quhua_unit *unit, quhua_share share) {
  void *targets = map->targets;
  if (!quhua__grow(map->allocator, &targets, &map->target_cap, map->target_count + 1, sizeof *map->targets))
    return false;
  map->targets = targets;
  quhua__recode_target target = {.code = unit->code, .share = share, .level = unit->level};
  if (!quhua__arena_copy(&map->arena, unit->name, &target.name)) return false;
  map->targets[map->target_count++] = target;
  return true;
}

static bool is_exact(const quhua__recode_target *list, uint32_t count) {
  quhua_fraction sum = QUHUA__ZERO;
  for (uint32_t i = 0; i < count; i++) {
    if (!list[i].code.text[0] || quhua__fraction_compare(list[i].share.lo, list[i].share.hi)) return false;
    if (!quhua__fraction_add(sum, list[i].share.lo, &sum)) return false;
  }
  return quhua__fraction_compare(sum, QUHUA__ONE) == 0;
}

/* The target of which the least share is more than the most of each other one. */
static uint32_t certainly_largest(const quhua__recode_target *list, uint32_t count) {
  for (uint32_t i = 0; i < count; i++) {
    bool larger = list[i].code.text[0] != '\0';
    for (uint32_t j = 0; larger && j < count; j++)
      larger = j == i || quhua__fraction_compare(list[i].share.lo, list[j].share.hi) > 0;
    if (larger) return i;
  }
  return count;
}

static uint8_t tag_of(const quhua__recode_target *list, uint32_t count, const quhua_code *old) {
  if (count == 0 || (count == 1 && !list->code.text[0])) return QUHUA__RECODE_TAG(QUHUA_RECODE_ENDED);
  if (count > 1) return QUHUA__RECODE_TAG(QUHUA_RECODE_AMBIGUOUS);
  bool same = quhua_code_compare(&list->code, old) == 0;
  return same ? QUHUA__RECODE_TAG(QUHUA_RECODE_SAME) : QUHUA__RECODE_TAG(QUHUA_RECODE_NEW);
}

/* Make an answer of the targets from `first` on; its number, or 0 when out of memory. */
static uint32_t add_answer(quhua_recode_map *map, size_t first, const quhua_code *old) {
  void *answers = map->answers;
  if (!quhua__grow(map->allocator, &answers, &map->answer_cap, map->answer_count + 1, sizeof *map->answers))
    return 0;
  map->answers = answers;
  const quhua__recode_target *list = map->targets + first;
  uint32_t count = (uint32_t)(map->target_count - first);
  map->answers[map->answer_count++] = (quhua__recode_answer){.first = (uint32_t)first,
                                                             .count = count,
                                                             .largest = certainly_largest(list, count),
                                                             .exact = is_exact(list, count),
                                                             .tag = tag_of(list, count, old)};
  return (uint32_t)map->answer_count;
}

/* Let a unit have the targets from `first` on as its answer. One that keeps code and name needs none. */
static bool answer_unit(compiling *c, const quhua_unit *unit, size_t first) {
  uint32_t number = add_answer(c->map, first, &unit->code);
  bool same = number && c->map->answers[number - 1].tag == QUHUA__RECODE_TAG(QUHUA_RECODE_SAME);
  if (same && quhua_str_equal(c->map->targets[first].name, unit->name)) return true;
  if (number && unit->id < c->unit_count) c->answer_of[unit->id] = number;
  return number != 0;
}

static bool answer_forward(compiling *c, const quhua_crosswalk *crosswalk) {
  const quhua_crosswalk_row *row;
  for (size_t i = 0; (row = quhua_crosswalk_at(crosswalk, i)) != NULL && row->before.id;) {
    quhua_unit before = row->before;
    size_t first = c->map->target_count;
    for (; row && row->before.id == before.id; row = quhua_crosswalk_at(crosswalk, ++i))
      if (row->share.hi.num && !add_target(c->map, &row->after, row->share)) return false;
    if (!answer_unit(c, &before, first)) return false;
  }
  return true;
}

static quhua_status project(compiling *c, const quhua_unit *unit, quhua_error *err) {
  quhua_projection *projection = NULL;
  size_t first = c->map->target_count;
  quhua_status status = quhua_projection_new(c->snapshot, unit->id, c->from, c->to, &projection, err);
  if (status == QUHUA_E_NOMEM) return status;
  bool ok = true; /* nothing recorded of that day: no target, as for a unit that came from nowhere */
  for (size_t i = 0; projection && ok && i < quhua_projection_count(projection); i++) {
    const quhua_projected *row = quhua_projection_at(projection, i);
    ok = add_target(c->map, &row->unit, row->share);
  }
  quhua_projection_free(projection);
  return ok && answer_unit(c, unit, first) ? QUHUA_OK : quhua__fail_nomem(err);
}

static quhua_status answer_backward(compiling *c, const quhua_crosswalk *crosswalk, quhua_error *err) {
  const quhua_crosswalk_row *row;
  quhua_status status = QUHUA_OK;
  for (size_t i = 0; !status && (row = quhua_crosswalk_at(crosswalk, i)) != NULL; i++)
    if (row->after.id && !c->answer_of[row->after.id]) status = project(c, &row->after, err);
  return status;
}

static quhua_status find_answers(compiling *c, quhua_error *err) {
  quhua_crosswalk *crosswalk = NULL;
  const quhua_allocator *a = c->map->allocator;
  bool forward = c->from <= c->to;
  c->unit_count = (size_t)quhua__state_totals(c->snapshot->state, c->snapshot->known).units + 1;
  c->answer_of = a->alloc(a->ctx, c->unit_count * sizeof *c->answer_of);
  if (!c->answer_of) return quhua__fail_nomem(err);
  memset(c->answer_of, 0, c->unit_count * sizeof *c->answer_of);
  quhua_status status =
      quhua_crosswalk_new(c->snapshot, forward ? c->from : c->to, forward ? c->to : c->from, &crosswalk, err);
  if (status) return status;
  if (!forward) status = answer_backward(c, crosswalk, err);
  if (forward && !answer_forward(c, crosswalk)) status = quhua__fail_nomem(err);
  quhua_crosswalk_free(crosswalk);
  return status;
}

/* --- forms of codes ----------------------------------------------------------------------------------------------- */

/* What a slot is given. */
typedef struct meaning {
  uint8_t tag;
  uint32_t answer;
} meaning;

static bool same_meaning(const quhua_recode_map *map, meaning a, meaning b) {
  const uint8_t single = QUHUA__RECODE_TAG(QUHUA_RECODE_NEW);
  if (a.tag != b.tag) return false;
  if (a.tag != single) return a.tag != QUHUA__RECODE_TAG(QUHUA_RECODE_AMBIGUOUS);
  const quhua__recode_target *x = &map->targets[map->answers[a.answer - 1].first],
                             *y = &map->targets[map->answers[b.answer - 1].first];
  return quhua_code_compare(&x->code, &y->code) == 0;
}

/* Targets of a meaning, for one that is shared by units of several levels: how large each part is, nobody can say. */
static bool copy_targets(quhua_recode_map *map, meaning m, const quhua_code *code) {
  const quhua_share unknown = {QUHUA__ZERO, QUHUA__ONE, QUHUA_SHARE_UNKNOWN};
  quhua_unit same = {.code = *code, .level = QUHUA_LEVEL_ANY};
  if (!m.answer) return add_target(map, &same, unknown);
  quhua__recode_answer answer = map->answers[m.answer - 1];
  for (uint32_t i = 0; i < answer.count; i++) {
    quhua__recode_target target = map->targets[answer.first + i];
    quhua_unit unit = {.code = target.code, .name = target.name, .level = target.level};
    if (!add_target(map, &unit, unknown)) return false;
  }
  return true;
}

/* One text that means units of two levels with different fates means none of them surely. */
static bool join(quhua_recode_map *map, uint32_t at, meaning added, const quhua_code *code) {
  meaning held = {map->slots[at].tag, map->slot_answers[at]};
  size_t first = map->target_count;
  if (same_meaning(map, held, added)) return true;
  if (added.tag == QUHUA__RECODE_TAG(QUHUA_RECODE_OLD)) {
    map->slots[at].tag = QUHUA__RECODE_TAG(QUHUA_RECODE_REUSED);
    return true;
  }
  if (!copy_targets(map, held, code) || !copy_targets(map, added, code)) return false;
  uint32_t number = add_answer(map, first, code);
  map->slots[at].tag = QUHUA__RECODE_TAG(QUHUA_RECODE_AMBIGUOUS);
  map->slot_answers[at] = number;
  return number != 0;
}

/* What happens to a form that has a meaning already. */
typedef enum clash { CLASH_JOINS, CLASH_YIELDS } clash;

static bool add_form(quhua_recode_map *map, const quhua_code *code, size_t len, meaning m, clash how) {
  quhua__recode_key key = quhua__recode_key_of(code->text, len);
  uint32_t at = quhua__recode_probe(map, key, quhua__recode_hash(key));
  if (map->slots[at].tag) return how == CLASH_YIELDS || join(map, at, m, code);
  memcpy(map->slots[at].text, code->text, len);
  map->slots[at].tag = m.tag;
  map->slot_answers[at] = m.answer;
  return true;
}

/* What a code means becomes: the meaning of a form when rows of a day are put into the map. */
typedef meaning (*meaning_of)(const compiling *c, const quhua__row *row);

static meaning fate(const compiling *c, const quhua__row *row) {
  uint32_t number = c->answer_of[row->unit];
  return (meaning){number ? c->map->answers[number - 1].tag : QUHUA__RECODE_TAG(QUHUA_RECODE_SAME), number};
}

/* Digits of the short forms, as long as they leave nothing but zeros out; *len goes to the next longer one. */
static bool next_short(const quhua__row *row, size_t *len) {
  static const size_t forms[] = {2, 4, 6, 9};
  for (size_t i = (size_t)row->level - 1; i < sizeof forms / sizeof *forms; i++)
    if (forms[i] > *len) {
      *len = forms[i];
      return true;
    }
  return false;
}

/* The full code, and the short form of its own level. 51 is a province; 5107 a prefecture. */
static bool add_own_forms(compiling *c, const quhua__row *row, meaning m) {
  size_t full = strlen(row->code.text), len = 0;
  if (!add_form(c->map, &row->code, full, m, CLASH_JOINS)) return false;
  if (!c->map->short_forms || row->level > QUHUA_LEVEL_TOWNSHIP || !next_short(row, &len)) return true;
  return add_form(c->map, &row->code, len, m, CLASH_JOINS);
}

/* People write 510000 for a province, too: longer short forms, where no unit of a lower level has them. */
static bool add_longer_forms(compiling *c, meaning_of means) {
  for (int level = QUHUA_LEVEL_COUNTY; level >= QUHUA_LEVEL_PROVINCE; level--)
    for (size_t i = 0; i < c->upper.count; i++) {
      const quhua__row *row = quhua__state_row(c->snapshot->state, c->upper.list[i]);
      size_t len = 0;
      if (row->level != level || !next_short(row, &len)) continue;
      while (next_short(row, &len))
        if (!add_form(c->map, &row->code, len, means(c, row), CLASH_YIELDS)) return false;
    }
  return true;
}

static bool lives(const compiling *c, uint32_t number, quhua_date day) {
  const quhua__state *s = c->snapshot->state;
  return quhua__row_visible(s, number, c->snapshot->known) &&
         quhua__row_holds_on(quhua__state_row(s, number), day);
}

/* Every form of the codes of a day. */
static bool add_codes(compiling *c, quhua_date day, meaning_of means) {
  const quhua__state *s = c->snapshot->state;
  uint32_t last = quhua__state_totals(s, c->snapshot->known).rows;
  c->upper.count = 0;
  for (uint32_t number = 1; number <= last; number++) {
    if (!lives(c, number, day)) continue;
    const quhua__row *row = quhua__state_row(s, number);
    if (!add_own_forms(c, row, means(c, row))) return false;
    bool upper = c->map->short_forms && row->level < QUHUA_LEVEL_TOWNSHIP;
    if (upper && !quhua__rows_add(&c->upper, number)) return false;
  }
  return add_longer_forms(c, means);
}

/* Slots that the codes of a day may need. */
static size_t count_forms(const compiling *c, quhua_date day) {
  size_t count = 0;
  uint32_t last = quhua__state_totals(c->snapshot->state, c->snapshot->known).rows;
  for (uint32_t number = 1; number <= last; number++) {
    if (!lives(c, number, day)) continue;
    uint8_t level = quhua__state_row(c->snapshot->state, number)->level;
    count += c->map->short_forms && level <= QUHUA_LEVEL_TOWNSHIP ? 6u - level : 1u;
  }
  return count;
}

/* --- a map -------------------------------------------------------------------------------------------------------- */

static quhua_status begin(compiling *c, quhua_error *err) {
  const quhua_allocator *a = c->snapshot->allocator;
  quhua_recode_map *map = a->alloc(a->ctx, sizeof *map);
  if (!map) return quhua__fail_nomem(err);
  *map = (quhua_recode_map){.allocator = a};
  quhua__arena_init(&map->arena, a);
  map->short_forms = quhua_scheme_is_structured(quhua_snapshot_scheme(c->snapshot));
  c->map = map;
  c->upper.allocator = a;
  return find_answers(c, err);
}

static quhua_status end(compiling *c, quhua_status status, quhua_recode_map **out) {
  const quhua_allocator *a = c->snapshot->allocator;
  if (c->answer_of) a->free(a->ctx, c->answer_of, c->unit_count * sizeof *c->answer_of);
  quhua__rows_free(&c->upper);
  if (status) quhua_recode_map_free(c->map);
  *out = status ? NULL : c->map;
  return status;
}

static size_t length_of(const char text[QUHUA_CODE_MAX]) {
  const char *end = memchr(text, '\0', QUHUA_CODE_MAX);
  return end ? (size_t)(end - text) : QUHUA_CODE_MAX;
}

/* What stands in place of each code of which that is sure, in the same form; a code that is the same is its own, so
 * that nobody has to ask which of the two it is. */
static void write_replacements(quhua_recode_map *map) {
  for (size_t at = 0; at <= map->mask; at++) {
    quhua__recode_slot *slot = &map->slots[at];
    char code[QUHUA_CODE_MAX + 1];
    size_t len = length_of(slot->text);
    memcpy(code, slot->text, len);
    if (slot->tag == QUHUA__RECODE_TAG(QUHUA_RECODE_NEW)) {
      const quhua__recode_answer *answer = quhua__recode_answer_at(map, (uint32_t)at);
      len = quhua__recode_form(map, &map->targets[answer->first], len, code);
    } else if (slot->tag != QUHUA__RECODE_TAG(QUHUA_RECODE_SAME))
      continue;
    slot->now_len = (uint8_t)len;
    memcpy(slot->now, code, len);
  }
}

quhua_status quhua_recode_map_new(const quhua_snapshot *snapshot, quhua_date from, quhua_date to,
                                  quhua_recode_map **out, quhua_error *err) {
  compiling c = {.snapshot = snapshot, .from = from, .to = to};
  quhua_status status = begin(&c, err);
  if (!status && !(quhua__recode_map_room(c.map, count_forms(&c, from)) && add_codes(&c, from, fate)))
    status = quhua__fail_nomem(err);
  if (!status) write_replacements(c.map);
  return end(&c, status, out);
}

/* --- a map for checks --------------------------------------------------------------------------------------------- */

static meaning is_current(const compiling *c, const quhua__row *row) {
  (void)c, (void)row;
  return (meaning){QUHUA__RECODE_TAG(QUHUA_RECODE_CURRENT), 0};
}

static meaning is_old(const compiling *c, const quhua__row *row) {
  bool same = fate(c, row).tag == QUHUA__RECODE_TAG(QUHUA_RECODE_SAME);
  return (meaning){QUHUA__RECODE_TAG(same ? QUHUA_RECODE_CURRENT : QUHUA_RECODE_OLD), 0};
}

quhua_status quhua_recode_map_new_check(const quhua_snapshot *snapshot, quhua_date from, quhua_date to,
                                        quhua_recode_map **out, quhua_error *err) {
  compiling c = {.snapshot = snapshot, .from = from, .to = to};
  quhua_status status = begin(&c, err);
  size_t forms = status ? 0 : count_forms(&c, from) + count_forms(&c, to);
  if (!status &&
      !(quhua__recode_map_room(c.map, forms) && add_codes(&c, to, is_current) && add_codes(&c, from, is_old)))
    status = quhua__fail_nomem(err);
  return end(&c, status, out);
}
