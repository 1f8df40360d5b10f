/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/fail.h"
#include "registry/keys.h"
#include "registry/registry_internal.h"

quhua_status quhua_snapshot_new(const quhua_registry *registry, quhua_sequence known, quhua_snapshot **out,
                                quhua_error *err) {
  *out = NULL;
  uint32_t head = (uint32_t)quhua_registry_head(registry);
  if (known != QUHUA_SEQUENCE_OPEN && known > head)
    return quhua__fail(err, QUHUA_E_INVALID,
                       QUHUA__T("the journal has no such sequence", "日志中没有该顺序号"), QUHUA__NO_REMEDY,
                       QUHUA__NO_ARGS);
  quhua_snapshot *snapshot = registry->allocator->alloc(registry->allocator->ctx, sizeof *snapshot);
  if (!snapshot) return quhua__fail_nomem(err);
  snapshot->allocator = registry->allocator;
  snapshot->state = &registry->state;
  snapshot->known = known == QUHUA_SEQUENCE_OPEN ? head : (uint32_t)known;
  *out = snapshot;
  return QUHUA_OK;
}

void quhua_snapshot_free(quhua_snapshot *snapshot) {
  if (snapshot) snapshot->allocator->free(snapshot->allocator->ctx, snapshot, sizeof *snapshot);
}

quhua_sequence quhua_snapshot_known(const quhua_snapshot *snapshot) { return snapshot->known; }

const quhua_scheme *quhua_snapshot_scheme(const quhua_snapshot *snapshot) { return snapshot->state->scheme; }

uint32_t quhua__row_on(const quhua__state *state, uint32_t known, uint32_t unit, quhua_date date) {
  if (unit == 0) return 0;
  quhua__chain chain = quhua__chain_of_unit(state, known, unit);
  uint32_t row;
  while ((row = quhua__chain_next(&chain)) != 0)
    if (quhua__row_holds_on(quhua__state_row(state, row), date)) return row;
  return 0;
}

uint32_t quhua__row_last(const quhua__state *state, uint32_t known, uint32_t unit) {
  quhua__chain chain = quhua__chain_of_unit(state, known, unit);
  uint32_t last = 0;
  for (uint32_t row; (row = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *candidate = quhua__state_row(state, row);
    const quhua__row *best = last ? quhua__state_row(state, last) : NULL;
    if (!best || candidate->from > best->from || (candidate->from == best->from && candidate->to > best->to))
      last = row;
  }
  return last;
}

uint32_t quhua__row_with_code(const quhua__state *state, uint32_t known, quhua_level level,
                              const quhua_code *code, quhua_date date) {
  quhua__chain chain = quhua__chain_of_code(state, known, level, code);
  uint32_t row;
  while ((row = quhua__chain_next(&chain)) != 0)
    if (quhua__row_holds_on(quhua__state_row(state, row), date)) return row;
  return 0;
}

static uint64_t hash_of(const quhua_lookup *lookup) {
  quhua__code_key key = {lookup->code, lookup->level};
  return quhua__code_hash(&key);
}

/* Does the guess answer? It is the newest record of its code; where that holds, no older one is asked. */
static bool is_answer(const quhua_snapshot *snapshot, const quhua_lookup *lookup, quhua_date date,
                      uint32_t guess) {
  const quhua__state *s = snapshot->state;
  if (!guess || s->base) return false;
  const quhua__row *row = quhua__state_row(s, guess);
  return row->level == lookup->level && !memcmp(&row->code, &lookup->code, sizeof row->code) &&
         quhua__row_holds_on(row, date) && quhua__row_visible(s, guess, snapshot->known);
}

/* The slow way: by the chain of all records of a code, in the overlay and below it. */
static quhua_status find_in_chains(const quhua_snapshot *snapshot, const quhua_lookup *lookup,
                                   quhua_date date, quhua_unit *out) {
  bool any = lookup->level == QUHUA_LEVEL_ANY;
  int first = any ? QUHUA_LEVEL_PROVINCE : (int)lookup->level;
  int last = any ? QUHUA_LEVEL_MAX : (int)lookup->level;
  uint32_t found = 0;
  for (int at = first; at <= last; at++) {
    uint32_t row =
        quhua__row_with_code(snapshot->state, snapshot->known, (quhua_level)at, &lookup->code, date);
    if (row && found) return QUHUA_E_AMBIGUOUS;
    if (!row) continue;
    found = row;
    *out = quhua__row_unit(snapshot->state, row);
  }
  return found ? QUHUA_OK : QUHUA_E_NOT_FOUND;
}

static quhua_status find_guessed(const quhua_snapshot *snapshot, const quhua_lookup *lookup, quhua_date date,
                                 uint32_t guess, quhua_unit *out) {
  if (!is_answer(snapshot, lookup, date, guess)) return find_in_chains(snapshot, lookup, date, out);
  *out = quhua__row_unit(snapshot->state, guess);
  return QUHUA_OK;
}

quhua_status quhua_unit_find(const quhua_snapshot *snapshot, quhua_level level, const quhua_code *code,
                             quhua_date date, quhua_unit *out) {
  quhua_lookup lookup = {*code, level};
  uint32_t guess = quhua__index_guess(&snapshot->state->codes, hash_of(&lookup));
  return find_guessed(snapshot, &lookup, date, guess, out);
}

/* --- many at a time --------------------------------------------------------------------------------------------------- */

/* So many answers are on their way at a time: enough to hide the memory's latency, few enough for the first cache. */
#define BLOCK 16

/* A row may lie across two lines of the cache. */
static void prefetch_row(const quhua__row *row) {
  __builtin_prefetch(row);
  __builtin_prefetch(&row->standing);
}

/* Fetch what the lookups of a block will need, and guess their rows: a root holds nearly everything that is asked for, so
 * only its index is looked at. */
static void prefetch_block(const quhua__state *root, const quhua_lookup *lookups, size_t count,
                           uint32_t row[BLOCK]) {
  uint64_t hash[BLOCK];
  for (size_t i = 0; i < count; i++) {
    hash[i] = hash_of(&lookups[i]);
    quhua__index_prefetch(&root->codes, hash[i]);
  }
  for (size_t i = 0; i < count; i++) {
    row[i] = quhua__index_guess(&root->codes, hash[i]);
    if (row[i]) prefetch_row(quhua__state_row(root, row[i]));
  }
  for (size_t i = 0; i < count; i++)
    if (row[i]) quhua__texts_prefetch(&root->texts, quhua__state_row(root, row[i])->name);
}

size_t quhua_unit_find_many(const quhua_snapshot *snapshot, const quhua_lookup *lookups, size_t count,
                            quhua_date date, quhua_unit *units, quhua_status *statuses) {
  const quhua__state *root = snapshot->state->base ? snapshot->state->base : snapshot->state;
  uint32_t guesses[BLOCK];
  size_t found = 0;
  for (size_t i = 0; i < count; i++) {
    if (i % BLOCK == 0) prefetch_block(root, lookups + i, count - i < BLOCK ? count - i : BLOCK, guesses);
    quhua_status status = find_guessed(snapshot, &lookups[i], date, guesses[i % BLOCK], &units[i]);
    if (status) units[i] = (quhua_unit){0};
    if (statuses) statuses[i] = status;
    found += !status;
  }
  return found;
}

static bool within(const quhua_snapshot *snapshot, quhua_unit_id id) {
  return id != 0 && id <= quhua__state_totals(snapshot->state, snapshot->known).units;
}

static quhua_status give(const quhua_snapshot *snapshot, uint32_t row, quhua_unit *out) {
  if (row == 0) return QUHUA_E_NOT_FOUND;
  *out = quhua__row_unit(snapshot->state, row);
  return QUHUA_OK;
}

quhua_status quhua_unit_find_id(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_date date,
                                quhua_unit *out) {
  if (!within(snapshot, id)) return QUHUA_E_NOT_FOUND;
  return give(snapshot, quhua__row_on(snapshot->state, snapshot->known, (uint32_t)id, date), out);
}

quhua_unit quhua__unit_on(const quhua_snapshot *snapshot, uint32_t unit, quhua_date date) {
  quhua_unit found = {0};
  quhua_unit_find_id(snapshot, unit, date, &found);
  return found;
}

quhua_status quhua_unit_find_last(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_unit *out) {
  if (!within(snapshot, id)) return QUHUA_E_NOT_FOUND;
  return give(snapshot, quhua__row_last(snapshot->state, snapshot->known, (uint32_t)id), out);
}

bool quhua_unit_attribute_at(const quhua_snapshot *snapshot, const quhua_unit *unit, uint32_t index,
                             quhua_attribute *out) {
  if (unit->attributes == 0) return false;
  quhua__attribute_set set = quhua__state_set(snapshot->state, unit->attributes);
  if (index >= set.count) return false;
  quhua__attribute_pair pair = quhua__state_pair(snapshot->state, set.first + index);
  out->key = quhua__texts_at(&snapshot->state->texts, pair.key);
  out->value = quhua__texts_at(&snapshot->state->texts, pair.value);
  return true;
}

quhua_str quhua_unit_attribute(const quhua_snapshot *snapshot, const quhua_unit *unit, const char *key) {
  quhua_str wanted = quhua_str_from(key);
  quhua_attribute pair;
  for (uint32_t i = 0; quhua_unit_attribute_at(snapshot, unit, i, &pair); i++)
    if (quhua_str_equal(pair.key, wanted)) return pair.value;
  return (quhua_str){"", 0};
}

/* The newest observation of a series in one layer that is not after the day, or 0. Later days win; of two on one day
 * the later record wins. */
static uint32_t observed_in(const quhua_snapshot *snapshot, const quhua__state *layer, uint32_t newest,
                            uint32_t unit, uint32_t series, quhua_date date, uint32_t best) {
  const quhua__unit *chains = quhua__state_unit(layer, unit);
  uint32_t at = chains ? atomic_load_explicit(&chains->observations, memory_order_acquire) : 0;
  for (; at; at = quhua__state_observed(layer, at)->next) {
    const quhua__observed *o = quhua__state_observed(layer, at);
    if (o->recorded_from > newest || o->series != series || o->date > date) continue;
    if (!best || o->date > quhua__state_observed(snapshot->state, best)->date) best = at;
  }
  return best;
}

uint32_t quhua__observed_on(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_str series,
                            quhua_date date) {
  const quhua__state *s = snapshot->state;
  uint32_t text = quhua__texts_find(&s->texts, series);
  if (!within(snapshot, id) || text == 0) return 0;
  uint32_t unit = (uint32_t)id;
  uint32_t best = observed_in(snapshot, s, snapshot->known, unit, text, date, 0);
  if (s->base && unit <= s->below.units)
    best = observed_in(snapshot, s->base, s->base_known, unit, text, date, best);
  return best;
}

quhua_status quhua_unit_observed(const quhua_snapshot *snapshot, quhua_unit_id id, quhua_str series,
                                 quhua_date date, quhua_str *out) {
  uint32_t number = quhua__observed_on(snapshot, id, series, date);
  if (!number) return QUHUA_E_NOT_FOUND;
  *out = quhua__texts_at(&snapshot->state->texts, quhua__state_observed(snapshot->state, number)->value);
  return QUHUA_OK;
}

bool quhua_series_at(const quhua_snapshot *snapshot, uint32_t index, quhua_str *out) {
  if (index >= quhua__state_totals(snapshot->state, snapshot->known).series) return false;
  *out = quhua__texts_at(&snapshot->state->texts, quhua__state_series(snapshot->state, index));
  return true;
}

size_t quhua_unit_path(const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date date, char *out,
                       size_t cap) {
  quhua_str names[QUHUA_LEVEL_MAX + 1];
  size_t count = 0, len = 0;
  names[count++] = unit->name;
  quhua_unit above;
  quhua_unit_id parent = unit->parent;
  /* levels rise strictly towards the top, so the walk ends */
  while (count <= QUHUA_LEVEL_MAX && parent &&
         quhua_unit_find_id(snapshot, parent, date, &above) == QUHUA_OK) {
    names[count++] = above.name;
    parent = above.parent;
  }
  while (count--) {
    if (len < cap) {
      size_t fits = cap - len < names[count].len ? cap - len : names[count].len;
      if (fits) memcpy(out + len, names[count].ptr, fits);
    }
    len += names[count].len;
  }
  if (cap) out[len < cap ? len : cap - 1] = '\0';
  return len;
}

static void count_below(const quhua_snapshot *snapshot, uint32_t parent, quhua_date date,
                        uint64_t counts[QUHUA_KIND_LIMIT]) {
  quhua__chain chain = quhua__chain_of_children(snapshot->state, snapshot->known, parent);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(snapshot->state, number);
    if (!quhua__row_holds_on(row, date)) continue;
    counts[row->kind]++;
    if (row->level < QUHUA_LEVEL_MAX) count_below(snapshot, row->unit, date, counts);
  }
}

void quhua_snapshot_count(const quhua_snapshot *snapshot, quhua_unit_id scope, quhua_date date,
                          uint64_t counts[QUHUA_KIND_LIMIT]) {
  memset(counts, 0, QUHUA_KIND_LIMIT * sizeof counts[0]);
  quhua_unit unit;
  if (scope) {
    if (quhua_unit_find_id(snapshot, scope, date, &unit) != QUHUA_OK) return;
    counts[unit.kind]++;
  }
  count_below(snapshot, (uint32_t)scope, date, counts);
}

/* The act that ended the version recorded a row with that end. Corrections repeat the end and say nothing about the day,
 * so all records of the unit are asked. */
bool quhua_unit_is_certain(const quhua_snapshot *snapshot, const quhua_unit *unit, quhua_date date) {
  const quhua__state *s = snapshot->state;
  if (unit->valid.to == QUHUA_DATE_OPEN) return true;
  quhua__chain chain = quhua__chain_of_records(s, snapshot->known, (uint32_t)unit->id);
  for (uint32_t number; (number = quhua__chain_next(&chain)) != 0;) {
    const quhua__row *row = quhua__state_row(s, number);
    const quhua__entry_record *entry = quhua__state_entry(s, row->recorded_from);
    if (row->to != unit->valid.to || entry->effective != row->to || date < entry->earliest) continue;
    if (!quhua__state_is_retracted(s, row->recorded_from, snapshot->known)) return false;
  }
  return true;
}

size_t quhua_snapshot_count_uncertain(const quhua_snapshot *snapshot, quhua_date date) {
  size_t count = 0;
  for (uint32_t sequence = 1; sequence <= snapshot->known; sequence++) {
    const quhua__entry_record *entry = quhua__state_entry(snapshot->state, sequence);
    bool inside = entry->earliest <= date && date < entry->effective;
    if (inside && !quhua__state_is_retracted(snapshot->state, sequence, snapshot->known)) count++;
  }
  return count;
}
