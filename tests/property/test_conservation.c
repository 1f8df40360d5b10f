/* SPDX-License-Identifier: Apache-2.0 */
/* Nobody is lost and nobody is made up: random histories of villages and towns, beside a model that keeps how many people
 * are where, and that alone knows how units were really divided whose shares the register does not know. After each act,
 * and on days before, every total holds the truth, is exact where nothing unknown happened, and is the sum of
 * what lies below and the residue. The seed is fixed; QUHUA_SEED=n tries another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS 16
#define ACTS_PER_ROUND 70
#define MOST_UNITS 256
#define MOST_IDS 2048

#define TABLE                                                                                                \
  "code,name,stat:人\n"                                                                                     \
  "510722100000,甲镇,\n510722100201,甲一村,7\n510722100202,甲二村,100\n510722100203,甲三村,41\n"  \
  "510722100204,甲四村,0\n510722101000,乙镇,\n510722101201,乙一村,1\n510722101202,乙二村,23\n"    \
  "510722101203,乙三村,58\n510722200000,丙乡,\n510722200200,丙一村,11\n510722200201,丙二村,3\n"

static uint64_t seed;

/* splitmix64 */
static uint64_t draw(uint64_t below) {
  uint64_t z = (seed += UINT64_C(0x9E3779B97F4A7C15));
  z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
  return (z ^ (z >> 31)) % below;
}

/* --- the model ------------------------------------------------------------------------------------------- */

/* How many people are in each unit itself. People of a village that ended are in the unit above. */
typedef struct world {
  quhua_date date;
  int64_t people[MOST_IDS];
} world;

typedef struct history {
  world states[ACTS_PER_ROUND + 1]; /* each holds from its day to the next one's */
  size_t count;
  bool blurred;  /* some division was unknown */
  bool recounts; /* villages are counted again in this history, and none ends without successor */
} history;

static world *now(history *h) { return &h->states[h->count - 1]; }

typedef enum deed { MERGE, ABSORB, SPLIT, RENAME, EXCHANGE, TRANSFER, END, CEDE, FOUND, DEEDS } deed;

/* An act as drawn. */
typedef struct draft {
  deed deed;
  bool blurred; /* the shares are not said */
  quhua_unit a, b;
  char name[2][32]; /* of new units */
  char table[1024];
} draft;

/* Of n people, how many go with a share of num / den, when the others go elsewhere? To the nearest; of two equal
 * remainders the one with the lower code wins. */
static int64_t part(int64_t n, int64_t num, int64_t den, bool wins_tie) {
  int64_t rest = n * num % den;
  return n * num / den + (2 * rest > den || (2 * rest == den && wins_tie));
}

static quhua_unit named(const bench *b, const char *name, quhua_date date) {
  quhua_cursor *cursor = NULL;
  quhua_unit unit, found = {0};
  assert_int_equal(quhua_cursor_new_all(b->before, date, &cursor, NULL), QUHUA_OK);
  while (quhua_cursor_next(cursor, &unit))
    if (quhua_str_equal(unit.name, quhua_str_from(name))) found = unit;
  quhua_cursor_free(cursor);
  assert_true(found.id != 0 && found.id < MOST_IDS);
  return found;
}

static void move(world *w, quhua_unit_id from, quhua_unit_id to, int64_t n) {
  assert_true(from < MOST_IDS && to < MOST_IDS);
  w->people[from] -= n;
  w->people[to] += n;
}

/* Let the act happen in the model. The register is asked which units are the new ones and what their codes are. */
static void happen(const bench *b, world *w, const draft *d) {
  int64_t n = w->people[d->a.id];
  quhua_unit x = {0}, y = {0};
  if (d->deed == MERGE || d->deed == SPLIT || d->deed == FOUND) x = named(b, d->name[0], w->date);
  if (d->deed == SPLIT) y = named(b, d->name[1], w->date);
  bool x_first = quhua_code_compare(&x.code, &y.code) < 0;
  switch (d->deed) {
  case MERGE:
    move(w, d->a.id, x.id, n);
    if (d->b.id != d->a.id) move(w, d->b.id, x.id, w->people[d->b.id]);
    break;
  case ABSORB: move(w, d->a.id, d->b.id, n); break;
  case SPLIT: {
    int64_t first = d->blurred ? (int64_t)draw((uint64_t)n + 1) : part(n, 2, 5, x_first);
    move(w, d->a.id, x.id, first);
    move(w, d->a.id, y.id, n - first);
    break;
  }
  case CEDE: {
    bool wins = quhua_code_compare(&d->b.code, &d->a.code) < 0;
    move(w, d->a.id, d->b.id, d->blurred ? (int64_t)draw((uint64_t)n + 1) : part(n, 1, 4, wins));
    break;
  }
  case END: move(w, d->a.id, d->a.parent, n); break;
  case FOUND: assert_int_equal(w->people[x.id], 0); break;
  case RENAME:
  case EXCHANGE:
  case TRANSFER:
  case DEEDS: break;
  }
}

/* --- acts ------------------------------------------------------------------------------------------------ */

static size_t living(const bench *b, quhua_date date, quhua_level level, quhua_unit *out) {
  quhua_cursor *cursor = NULL;
  size_t count = 0;
  assert_int_equal(quhua_cursor_new_all(b->before, date, &cursor, NULL), QUHUA_OK);
  while (quhua_cursor_next(cursor, &out[count]))
    if (level == QUHUA_LEVEL_ANY || out[count].level == level) assert_true(++count < MOST_UNITS);
  quhua_cursor_free(cursor);
  return count;
}

static deed draw_deed(const history *h, size_t units) {
  deed drawn = (deed)draw(DEEDS);
  if (units < 4) return FOUND;
  if (units > 24) return ABSORB;
  return drawn == END && h->recounts ? CEDE : drawn;
}

#define HEADER "document,effective,relation,old_code,new_code,new_name,new_parent,share,reason\n"

static void write_act(draft *d, const char *day, unsigned serial, const char *town) {
  const char *a = d->a.code.text, *b = d->b.code.text;
  const char *first = d->blurred ? "" : "2/5", *second = d->blurred ? "" : "3/5";
  char row[64];
  size_t cap = sizeof d->table;
  snprintf(row, sizeof row, "文%u,%s", serial, day);
  switch (d->deed) {
  case MERGE: /* they may lie in different towns */
    snprintf(d->table, cap, HEADER "%s,合并,%s,,%s,%s,,\n%s,合并,%s,,%s,%s,,\n", row, a, d->name[0], town,
             row, b, d->name[0], town);
    break;
  case ABSORB: snprintf(d->table, cap, HEADER "%s,并入,%s,%s,,,,\n", row, a, b); break;
  case SPLIT:
    snprintf(d->table, cap, HEADER "%s,分设,%s,,%s,,%s,\n%s,分设,%s,,%s,,%s,\n", row, a, d->name[0], first,
             row, a, d->name[1], second);
    break;
  case RENAME: snprintf(d->table, cap, HEADER "%s,更名,%s,,%s,,,\n", row, a, d->name[0]); break;
  case EXCHANGE:
    snprintf(d->table, cap, HEADER "%s,换码,%s,%s,,,,\n%s,换码,%s,%s,,,,\n", row, a, b, row, b, a);
    break;
  case TRANSFER: snprintf(d->table, cap, HEADER "%s,划归,%s,,,%s,,\n", row, a, town); break;
  case END: snprintf(d->table, cap, HEADER "%s,撤销,%s,,,,,撤并\n", row, a); break;
  case CEDE:
    snprintf(d->table, cap, HEADER "%s,,%s,%s,,,%s,\n%s,,%s,%s,,,%s,\n", row, a, a, d->blurred ? "" : "3/4",
             row, a, b, d->blurred ? "" : "1/4");
    break;
  case FOUND:
  case DEEDS: snprintf(d->table, cap, HEADER "%s,设立,,,%s,%s,,\n", row, d->name[0], town); break;
  }
}

static void draw_act(const bench *b, const history *h, quhua_date date, unsigned serial, draft *d) {
  static quhua_unit units[MOST_UNITS], towns[MOST_UNITS];
  char day[QUHUA_DATE_TEXT_MAX];
  bool village = draw(4) != 0;
  size_t t = living(b, date, QUHUA_LEVEL_TOWNSHIP, towns),
         n = living(b, date, village ? QUHUA_LEVEL_VILLAGE : QUHUA_LEVEL_TOWNSHIP, units);
  memset(d, 0, sizeof *d);
  if (n) d->a = units[draw(n)], d->b = units[draw(n)];
  d->deed = draw_deed(h, n);
  d->blurred = draw(3) == 0 && serial > ACTS_PER_ROUND / 3; /* a third of each history is exact */
  for (unsigned i = 0; i < 2; i++)
    snprintf(d->name[i], sizeof d->name[i], "%s%u%s", i ? "西" : "东", serial, village ? "村" : "乡");
  quhua_date_format(date, day);
  write_act(d, day, serial, village && t ? towns[draw(t)].code.text : "510722");
}

/* --- what must hold -------------------------------------------------------------------------------------- */

static bool lies_in(const bench *b, quhua_unit unit, quhua_unit_id above, quhua_date date) {
  while (unit.id != above && unit.parent)
    assert_int_equal(quhua_unit_find_id(b->before, unit.parent, date, &unit), QUHUA_OK);
  return unit.id == above || above == 0;
}

/* People in a unit and in all below it. */
static int64_t truth(const bench *b, const world *w, const quhua_unit *units, size_t count,
                     quhua_unit_id above, quhua_date date) {
  int64_t sum = above ? 0 : w->people[0];
  for (size_t i = 0; i < count; i++)
    if (lies_in(b, units[i], above, date)) sum += w->people[units[i].id];
  return sum;
}

/* What was observed only later and carried back is of another day, and no total has it. */
static bool carried_back(const quhua_stat *row, quhua_date date) { return row->since > date; }

static int64_t certain_below(const quhua_stats *stats, quhua_unit_id parent, quhua_date date) {
  const quhua_stat *row;
  int64_t sum = 0;
  for (size_t i = 0; (row = quhua_stats_at(stats, i)); i++)
    if (row->unit.id && row->unit.parent == parent && !carried_back(row, date)) sum += row->lo;
  return sum;
}

static void check_day(const bench *b, const history *h, const world *w, quhua_date date) {
  static quhua_unit units[MOST_UNITS];
  quhua_stats *stats = NULL;
  const quhua_stat *row;
  size_t n = living(b, date, QUHUA_LEVEL_ANY, units);
  assert_int_equal(quhua_stats_new(b->before, quhua_str_from("人"), QUHUA_LEVEL_ANY, date, &stats, NULL),
                   QUHUA_OK);
  for (size_t i = 0; (row = quhua_stats_at(stats, i)); i++) {
    if (carried_back(row, date)) continue;
    int64_t people = truth(b, w, units, n, row->unit.id, date);
    assert_true(row->lo <= people && people <= row->hi);
    if (!h->blurred || (row->unit.id == 0 && !h->recounts)) assert_int_equal(row->lo, row->hi);
    assert_true(row->residue >= 0);
    if (row->residue) assert_int_equal(row->lo, row->residue + certain_below(stats, row->unit.id, date));
  }
  quhua_stats_free(stats);
}

static const world *on_day(const history *h, quhua_date date) {
  size_t i = h->count;
  while (h->states[--i].date > date) assert_true(i > 0);
  return &h->states[i];
}

/* --- histories --------------------------------------------------------------------------------------------- */

static void begin(bench *b, history *h, quhua_date date) {
  static quhua_unit units[MOST_UNITS];
  memset(h, 0, sizeof *h);
  h->count = 1;
  now(h)->date = date;
  for (size_t i = living(b, date, QUHUA_LEVEL_VILLAGE, units); i-- > 0;) {
    quhua_str text;
    assert_int_equal(quhua_unit_observed(b->before, units[i].id, quhua_str_from("人"), date, &text),
                     QUHUA_OK);
    for (size_t k = 0; k < text.len; k++)
      now(h)->people[units[i].id] = 10 * now(h)->people[units[i].id] + (text.ptr[k] - '0');
  }
}

static world *next_state(history *h, quhua_date date) {
  h->states[h->count] = *now(h);
  h->count++;
  now(h)->date = date;
  return now(h);
}

static bool act(bench *b, history *h, quhua_date date, unsigned serial) {
  static draft d;
  draw_act(b, h, date, serial, &d);
  if (bench_read(b, d.table) != QUHUA_OK) return false; /* the same unit twice */
  bench_plan(b, d.table);
  if (bench_commit(b, NULL, 0) != QUHUA_OK) return false;
  happen(b, next_state(h, date), &d);
  h->blurred |= d.blurred && (d.deed == SPLIT || d.deed == CEDE);
  return true;
}

/* The newest act never happened. */
static bool annul(bench *b, history *h, quhua_date date, unsigned serial, unsigned target) {
  char table[256], day[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(date, day);
  snprintf(table, sizeof table, "document,effective,relation,target,reason\n无%u,%s,自始无效,文%u,错误\n",
           serial, day, target);
  if (bench_read(b, table) != QUHUA_OK) return false;
  bench_plan(b, table);
  if (bench_commit(b, NULL, 0) != QUHUA_OK) return false;
  h->count--;
  return true;
}

/* A village is counted again, and is found to have another number of people. */
static void recount(bench *b, history *h, quhua_date date) {
  static quhua_unit units[MOST_UNITS];
  size_t n = living(b, date, QUHUA_LEVEL_VILLAGE, units);
  char text[32];
  if (!n) return;
  const quhua_unit *unit = &units[draw(n)];
  int64_t people = (int64_t)draw(120);
  snprintf(text, sizeof text, "%lld", (long long)people);
  quhua_observed_value value = {.code = quhua_str_from(unit->code.text),
                                .series = quhua_str_from("人"),
                                .value = quhua_str_from(text),
                                .level = unit->level};
  assert_int_equal(quhua_registry_observe(b->registry, &value, 1, date, NULL, NULL, NULL), QUHUA_OK);
  quhua_snapshot_free(b->before);
  b->before = NULL;
  assert_int_equal(quhua_snapshot_new(b->registry, QUHUA_SEQUENCE_OPEN, &b->before, NULL), QUHUA_OK);
  next_state(h, date)->people[unit->id] = people;
}

static size_t play(history *h, bool recounts) {
  bench *b = bench_open_as("", "cn-stat", "2019-01-01", TABLE);
  quhua_date opened = bench_day("2019-01-01"), date = opened;
  size_t done = 0;
  begin(b, h, date);
  h->recounts = recounts;
  for (unsigned i = 0; h->count < ACTS_PER_ROUND && i < 3 * ACTS_PER_ROUND; i++) {
    date += (quhua_date)draw(3); /* several acts on one day, too */
    bool acted = act(b, h, date, i);
    if (acted && draw(6) == 0) acted = !annul(b, h, date + 1, i, i) || ++date;
    if (recounts && draw(4) == 0) recount(b, h, date);
    if (!acted) continue;
    done++;
    check_day(b, h, now(h), date);
    quhua_date past = opened + (quhua_date)draw((uint64_t)(date - opened) + 1);
    check_day(b, h, on_day(h, past), past);
  }
  bench_close(b);
  return done;
}

static void test_conservation(void **state) {
  (void)state;
  const char *given = getenv("QUHUA_SEED");
  uint64_t first = given ? strtoull(given, NULL, 10) : 20210713;
  size_t done = 0;
  history *h = malloc(sizeof *h);
  assert_non_null(h);
  for (unsigned round = 0; round < ROUNDS; round++) {
    seed = first + round;
    print_message("seed %llu\n", (unsigned long long)seed);
    done += play(h, round % 2);
  }
  free(h);
  print_message("%zu acts\n", done);
  assert_true(done > (size_t)ROUNDS * ACTS_PER_ROUND / 3); /* or the test tests nothing */
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_conservation)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
