/* SPDX-License-Identifier: Apache-2.0 */
/* Random histories of a thousand acts beside a world that knows the truth (truth_model.h): merged, absorbed, divided with exact,
 * bounded and unknown shares, moved, renamed, recoded, ended; recorded late and ahead; withdrawn, postponed, repealed,
 * annulled, corrected; counted now and then. Whatever the register does not know, what it says holds the truth.
 *
 * QUHUA_SEED=n tries another seed, QUHUA_SOAK=n plays n times as many histories, QUHUA_ALOUD=1 prints the acts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "property/truth_acts.h"
#include "property/truth_checks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ACTS 1000
#define MEMORIES 64
#define OPENED "1980-01-01"

/* What was answered once. */
typedef struct memory {
  quhua_sequence known;
  quhua_unit_id unit;
  quhua_date from, to;
  uint64_t answer;
} memory;

/* What may happen in a history. What would make the books wrong is left out: people who live in a village that is set up were not
 * there when the town was counted, and those whose village ended are counted in no other. */
typedef struct variety {
  const char *name;
  bool counts_villages, counts_towns; /* again, after the opening */
  bool founds, ends;
  bool exact; /* no share is left open */
} variety;

static const variety varieties[] = {
    {"counted again", true, true, false, false, false},
    {"villages counted again", true, false, true, false, false},
    {"counted once", false, false, true, true, false},
    {"counted once, all shares exact", false, false, true, true, true},
};
#define HISTORIES (sizeof varieties / sizeof *varieties)

typedef enum tally {
  LATE,
  AHEAD,
  OBSERVED,
  CORRECTED,
  ANNULLED,
  REPEALED,
  WITHDRAWN,
  POSTPONED,
  TALLIES
} tally;

typedef struct game {
  bench *b;
  truth_world *world;
  truth_draft draft;
  truth_look look;
  quhua_date opened, today;
  unsigned serial;
  const variety *variety;
  bool aloud; /* print what happens */
  char planned[8192];
  memory memories[MEMORIES];
  size_t memory_count;
  unsigned serial_of[TRUTH_DEEDS]; /* by deed: number of its document */
  bool fixed[TRUTH_DEEDS];         /* not to be taken back: what follows was counted in what it made */
  unsigned done[TRUTH_WORDS], tallies[TALLIES];
} game;

static uint32_t draw(game *g, uint32_t below) { return truth_draw(g->world, below); }

static void look_again(game *g) { g->look.snapshot = g->b->before; }

/* --- acts ------------------------------------------------------------------------------------------------------------ */

/* Plan a table; false when it is bad input or something blocks. */
static bool plan(game *g, const char *table) {
  snprintf(g->planned, sizeof g->planned, "%s", table);
  if (bench_read(g->b, table) != QUHUA_OK) return false;
  if (quhua_plan_build(g->b->before, g->b->acts, &g->b->options, &g->b->plan, &g->b->err)) return false;
  return !quhua_plan_count_findings(g->b->plan, QUHUA_SEVERITY_BLOCKING);
}

/* Does the world bear what the register was about to record? Shares and counts on record may forbid it, of which the register
 * knows nothing; but it knows who lives. */
static bool is_possible(game *g, quhua_date since) {
  bool possible = truth_play(g->world, since);
  if (!possible && g->world->absurd) fail_msg("units that do not live are moved by\n%s", g->planned);
  return possible;
}

static void commit(game *g) {
  if (g->aloud) print_message("%s", g->planned);
  assert_int_equal(bench_commit(g->b, NULL, 0), QUHUA_OK);
  look_again(g);
}

/* Most acts take effect today; some were recorded late, some are recorded ahead. */
static quhua_date draw_day(game *g) {
  uint32_t luck = draw(g, 20);
  quhua_date past = g->today - g->opened;
  if (luck < 3 && past > 30) return g->today - 1 - (quhua_date)draw(g, luck ? 20 : (uint32_t)past - 1);
  if (luck < 6) return g->today + 1 + (quhua_date)draw(g, 20);
  return g->today;
}

static truth_word draw_word(game *g, int villages) {
  static const truth_word fewer[] = {TRUTH_MERGE, TRUTH_ABSORB}, more[] = {TRUTH_SPLIT, TRUTH_CEDE};
  if (villages > 110 && draw(g, 2)) return fewer[draw(g, 2)];
  if (villages < 50 && draw(g, 2)) return more[draw(g, 2)];
  truth_word word = (truth_word)draw(g, TRUTH_WORDS);
  if (word == TRUTH_END && !g->variety->ends) word = TRUTH_CEDE;
  if (word == TRUTH_FOUND && !g->variety->founds) word = TRUTH_SPLIT;
  if (word >= TRUTH_TOWN_MERGE && draw(g, 3)) word = (truth_word)draw(g, TRUTH_RENAME);
  return word;
}

/* Count a unit, as it truly is. */
static void count_unit(game *g, int unit, quhua_date day) {
  truth_world *w = g->world;
  const truth_state *s = truth_on(w, day);
  truth_land land = truth_land_of(w, s, unit);
  quhua_unit version;
  char mu[16], people[16];
  truth_deed *d = &w->deeds[w->deed_count++];
  assert_true(w->deed_count < TRUTH_DEEDS);
  *d = (truth_deed){.kind = TRUTH_OBSERVATION,
                    .day = day,
                    .unit = unit,
                    .land = truth_counted_size(s, &land),
                    .people = truth_people_of(w, s, unit),
                    .entry = quhua_registry_head(g->b->registry) + 1};
  snprintf(mu, sizeof mu, "%d", d->land);
  snprintf(people, sizeof people, "%d", d->people);
  assert_int_equal(quhua_unit_find_id(g->b->before, w->id[unit], day, &version), QUHUA_OK);
  quhua_observed_value values[] = {{.code = quhua_str_from(version.code.text),
                                    .series = quhua_str_from("亩"),
                                    .value = quhua_str_from(mu),
                                    .level = version.level},
                                   {.code = quhua_str_from(version.code.text),
                                    .series = quhua_str_from("人"),
                                    .value = quhua_str_from(people),
                                    .level = version.level}};
  if (g->aloud) print_message("%d: %s has %s mu, %s people\n", (int)day, version.code.text, mu, people);
  assert_int_equal(quhua_registry_observe(g->b->registry, values, 2, day, NULL, NULL, NULL), QUHUA_OK);
  quhua_snapshot_free(g->b->before);
  g->b->before = NULL;
  assert_int_equal(quhua_snapshot_new(g->b->registry, QUHUA_SEQUENCE_OPEN, &g->b->before, NULL), QUHUA_OK);
  look_again(g);
  assert_true(truth_play(w, day));
}

static bool act(game *g) {
  truth_draft *d = &g->draft;
  truth_world *w = g->world;
  static int villages[TRUTH_UNITS];
  d->day = draw_day(g);
  d->state = truth_on(w, d->day);
  d->snapshot = g->b->before;
  d->serial = ++g->serial;
  truth_word word = draw_word(g, truth_living(w, d->state, TRUTH_VILLAGE, villages));
  if (!truth_draw_act(d, word)) return false;
  int at = w->deed_count - 1;
  bool planned = plan(g, d->table);
  if (planned) truth_bind(d, quhua_plan_after(g->b->plan));
  if (!planned || !is_possible(g, d->day)) {
    truth_forget(d);
    assert_true(truth_play(w, d->day));
    return false;
  }
  commit(g);
  g->serial_of[at] = d->serial;
  g->fixed[at] = word == TRUTH_FOUND;
  g->done[word]++;
  g->tallies[LATE] += d->day < g->today;
  g->tallies[AHEAD] += d->day > g->today;
  if (word == TRUTH_FOUND) count_unit(g, d->first_born, d->day);
  return true;
}

/* --- acts about acts, corrections, counts ---------------------------------------------------------------------------------- */

/* An act that may be taken back, more often a recent one; -1: none. */
static int draw_target(game *g) {
  truth_world *w = g->world;
  int reach = draw(g, 2) ? 12 : w->deed_count + 1, at = w->deed_count - 1 - (int)draw(g, (uint32_t)reach);
  if (at < 0 || w->deeds[at].undone || w->deeds[at].kind != TRUTH_ACT || g->fixed[at]) return -1;
  return at;
}

static bool plan_about(game *g, const char *relation, quhua_date day, int target) {
  char table[256], text[QUHUA_DATE_TEXT_MAX];
  quhua_date_format(day, text);
  snprintf(table, sizeof table, "document,effective,relation,target,reason\n文%u,%s,%s,文%u,错误\n",
           ++g->serial, text, relation, g->serial_of[target]);
  return plan(g, table);
}

/* 自始无效, or 撤回 of what has not come: it never happened. */
static bool undo(game *g, bool withdraw) {
  int at = draw_target(g);
  if (at < 0) return false;
  truth_deed *d = &g->world->deeds[at];
  quhua_date day = withdraw ? d->day - 1 : g->today;
  if (!plan_about(g, withdraw ? "撤回" : "自始无效", day, at)) return false;
  d->undone = true;
  bool possible = is_possible(g, d->day);
  if (possible)
    commit(g);
  else
    d->undone = false;
  assert_true(truth_play(g->world, d->day));
  g->tallies[withdraw ? WITHDRAWN : ANNULLED] += possible;
  return possible;
}

static bool postpone(game *g) {
  int at = draw_target(g);
  if (at < 0) return false;
  truth_deed *d = &g->world->deeds[at];
  truth_deed was = *d;
  quhua_date day = d->day + 1 + (quhua_date)draw(g, 20);
  if (!plan_about(g, "延期", day, at)) return false;
  d->day = day;
  d->entry = quhua_snapshot_known(quhua_plan_after(g->b->plan));
  bool possible = is_possible(g, was.day);
  if (possible) {
    commit(g);
    g->serial_of[at] = g->serial; /* it is named by the document that postponed it */
  } else
    *d = was;
  assert_true(truth_play(g->world, was.day));
  g->tallies[POSTPONED] += possible;
  return possible;
}

static bool repeal(game *g) {
  int at = g->variety->exact ? -1 : draw_target(g); /* how much goes back where is not on record */
  if (at < 0) return false;
  truth_world *w = g->world;
  int deed = w->deed_count++;
  w->deeds[deed] = (truth_deed){
      .kind = TRUTH_REPEAL, .day = g->today, .target = at, .entry = quhua_registry_head(g->b->registry) + 1};
  bool possible = truth_play(w, g->today) && plan_about(g, "废止", g->today, at);
  if (possible) {
    commit(g);
    g->fixed[deed] = true;
    g->fixed[at] = true; /* it was taken back */
  } else
    w->deed_count--;
  assert_true(truth_play(w, g->today));
  g->tallies[REPEALED] += possible;
  return possible;
}

/* 更正: the name of a unit was recorded wrongly. What was known before stays known. */
static bool correct(game *g) {
  truth_world *w = g->world;
  static int villages[TRUTH_UNITS];
  quhua_date day = g->opened + (quhua_date)draw(g, (uint32_t)(g->today - g->opened) + 1);
  int n = truth_living(w, truth_on(w, day), TRUTH_VILLAGE, villages),
      unit = n ? villages[draw(g, (uint32_t)n)] : 0;
  quhua_unit before, after;
  char table[256], text[QUHUA_DATE_TEXT_MAX], name[32], was[64];
  if (!unit || quhua_unit_find_id(g->b->before, w->id[unit], day, &before)) return false;
  quhua_sequence known = quhua_snapshot_known(g->b->before);
  snprintf(was, sizeof was, "%.*s", (int)before.name.len, before.name.ptr);
  snprintf(name, sizeof name, "正%u村", ++g->serial);
  quhua_date_format(day, text);
  snprintf(table, sizeof table, "document,effective,relation,old_code,new_name\n文%u,%s,更正,%s,%s\n",
           g->serial, text, before.code.text, name);
  if (!plan(g, table)) return false;
  commit(g);
  assert_int_equal(quhua_unit_find_id(g->b->before, w->id[unit], day, &after), QUHUA_OK);
  assert_true(quhua_str_equal(after.name, quhua_str_from(name)));
  quhua_snapshot *then = NULL;
  assert_int_equal(quhua_snapshot_new(g->b->registry, known, &then, NULL), QUHUA_OK);
  assert_int_equal(quhua_unit_find_id(then, w->id[unit], day, &after), QUHUA_OK);
  assert_true(quhua_str_equal(after.name, quhua_str_from(was)));
  quhua_snapshot_free(then);
  g->tallies[CORRECTED]++;
  return true;
}

static bool observe(game *g) {
  truth_world *w = g->world;
  static int units[TRUTH_UNITS];
  quhua_date day = g->opened + (quhua_date)draw(g, (uint32_t)(g->today - g->opened) + 1);
  if (draw(g, 2)) day = g->today;
  int n = truth_living(w, truth_on(w, day),
                       g->variety->counts_towns && !draw(g, 4) ? TRUTH_TOWN : TRUTH_VILLAGE, units);
  if (!n || !g->variety->counts_villages) return false;
  count_unit(g, units[draw(g, (uint32_t)n)], day);
  g->tallies[OBSERVED]++;
  return true;
}

/* --- what must hold ----------------------------------------------------------------------------------------------------------- */

static quhua_date some_day(game *g) {
  return g->opened + (quhua_date)draw(g, (uint32_t)(g->today - g->opened) + 30);
}

/* A unit that lives on a day, now and then one that is no village. */
static int some_unit(game *g, quhua_date day) {
  static int units[TRUTH_UNITS];
  int level = draw(g, 4) ? TRUTH_VILLAGE : draw(g, 3) ? TRUTH_TOWN : TRUTH_COUNTY;
  int n = truth_living(g->world, truth_on(g->world, day), level, units);
  assert_true(n > 0);
  return units[draw(g, (uint32_t)n)];
}

static void check_questions(game *g) {
  quhua_date a = some_day(g),
             b = draw(g, 3) ? a + (quhua_date)draw(g, 90) : some_day(g); /* most not far apart */
  quhua_date first = a < b ? a : b, last = a < b ? b : a;
  truth_check_forward(&g->look, some_unit(g, first), first, last);
  truth_check_backward(&g->look, some_unit(g, last), last, first);
  int x = some_unit(g, a), y = some_unit(g, b);
  if (g->world->level[x] == g->world->level[y]) truth_check_same(&g->look, x, a, y, b);
  int unit = some_unit(g, first);
  if (truth_on(g->world, last)->alive[unit]) truth_check_same(&g->look, unit, first, unit, last);
}

static void remember(game *g) {
  if (g->memory_count == MEMORIES) return;
  memory *m = &g->memories[g->memory_count++];
  m->from = some_day(g);
  m->to = some_day(g);
  m->unit = g->world->id[some_unit(g, m->from)];
  m->known = quhua_snapshot_known(g->b->before);
  m->answer = truth_answer(g->b->before, m->unit, m->from, m->to);
}

static void check_memory(game *g, size_t at) {
  const memory *m = &g->memories[at];
  quhua_snapshot *then = NULL;
  assert_int_equal(quhua_snapshot_new(g->b->registry, m->known, &then, NULL), QUHUA_OK);
  if (truth_answer(then, m->unit, m->from, m->to) != m->answer)
    fail_msg("as known at %d, unit %d from %d to %d was something else", (int)m->known, (int)m->unit,
             (int)m->from, (int)m->to);
  quhua_snapshot_free(then);
}

static void check(game *g, unsigned done) {
  if (done % 2 == 0) check_questions(g);
  if (done % 8 == 0) {
    truth_check_units(&g->look, some_day(g));
    truth_check_totals(&g->look, draw(g, 2) ? g->today : some_day(g));
  }
  if (done % 16 == 0) remember(g);
  if (done % 8 == 0 && g->memory_count) check_memory(g, draw(g, (uint32_t)g->memory_count));
  if (done % 100 == 0) {
    quhua_date a = some_day(g), b = some_day(g);
    truth_check_crosswalk(&g->look, a < b ? a : b, a < b ? b : a);
  }
}

/* --- histories -------------------------------------------------------------------------------------------------------------------- */

static bool step(game *g) {
  switch (draw(g, 16)) {
  case 0: return undo(g, false);
  case 1: return repeal(g);
  case 2: return undo(g, true);
  case 3: return postpone(g);
  case 4: return correct(g);
  case 5: return observe(g);
  default: return act(g);
  }
}

static void play(game *g, uint64_t seed, const variety *v) {
  static char table[1 << 14];
  memset(g, 0, sizeof *g);
  g->world = truth_new(seed);
  g->aloud = getenv("QUHUA_ALOUD") != NULL;
  g->opened = g->today = bench_day(OPENED);
  g->variety = v;
  truth_opening(g->world, g->opened, v->counts_villages ? 3 : 0, table, sizeof table);
  g->b = bench_open_as("", "cn-stat", OPENED, table);
  truth_bind_opening(g->world, g->b->before, g->opened);
  g->draft = (truth_draft){.world = g->world, .exact = v->exact};
  g->look = (truth_look){g->world, g->b->before, v->exact, !v->counts_villages};
  unsigned done = 0;
  for (unsigned i = 0; done < ACTS && i < 8 * ACTS && g->world->unit_count < TRUTH_UNITS - 4; i++) {
    g->today += (quhua_date)draw(g, 3);
    if (step(g)) check(g, ++done);
  }
  for (size_t i = 0; i < g->memory_count; i++) check_memory(g, i);
  assert_int_equal(done, ACTS);
}

static void finish(game *g) {
  static const char *const names[] = {"late",     "ahead",    "counted",   "corrected",
                                      "annulled", "repealed", "withdrawn", "postponed"};
  print_message("%d units;", g->world->unit_count);
  for (int i = 0; i < TALLIES; i++) print_message(" %s %u", names[i], g->tallies[i]);
  print_message("; words");
  for (int i = 0; i < TRUTH_WORDS; i++) print_message(" %u", g->done[i]);
  print_message("\n");
  for (int i = 0; i < TRUTH_WORDS; i++)
    assert_true(g->done[i] > 0 || (i == TRUTH_END && !g->variety->ends) ||
                (i == TRUTH_FOUND && !g->variety->founds));
  for (int i = 0; i < TALLIES; i++)
    assert_true(g->tallies[i] > 0 || (i == OBSERVED && !g->variety->counts_villages) ||
                (i == REPEALED && g->variety->exact));
  bench_close(g->b);
  truth_free(g->world);
}

static void test_truth(void **state) {
  (void)state;
  const char *given = getenv("QUHUA_SEED"), *soak = getenv("QUHUA_SOAK");
  uint64_t first = given ? strtoull(given, NULL, 10) : 20200506;
  unsigned rounds = (unsigned)HISTORIES * (soak ? (unsigned)strtoul(soak, NULL, 10) : 1);
  game *g = malloc(sizeof *g);
  assert_non_null(g);
  for (unsigned round = 0; round < rounds; round++) {
    const variety *v = &varieties[round % HISTORIES];
    print_message("seed %llu, %s: ", (unsigned long long)first + round, v->name);
    play(g, first + round, v);
    finish(g);
  }
  free(g);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_truth)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
